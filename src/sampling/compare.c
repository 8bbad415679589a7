/* SPDX-License-Identifier: Apache-2.0
 * compare.c: which figures measure the same thing at all, and whether those that do agree within their errors. */
#include "sampling_internal.h"

#include <math.h>
#include <string.h>

const char *scrut_pair_match_name(scrut_pair_match match)
{
    static const char *const NAMES[] = {
        [SCRUT_PAIR_DIRECTIONS] = "directions",
        [SCRUT_PAIR_QUESTIONS] = "questions",
        [SCRUT_PAIR_DENOMINATORS] = "denominators",
        [SCRUT_PAIR_NOT_ESTIMATED] = "not-estimated",
        [SCRUT_PAIR_SAME_PEOPLE] = "same-people",
        [SCRUT_PAIR_NO_ERROR] = "no-error",
        [SCRUT_PAIR_AGREE] = "agree",
        [SCRUT_PAIR_AGREE_IF] = "agree-if",
        [SCRUT_PAIR_DIFFER] = "differ",
    };
    return NAMES[match];
}

/* Both are said, and in the same words. */
static bool same_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static double least_variance(const scrut_survey_answer *a)
{
    return a->basis == SCRUT_ERROR_LEAST ? a->estimate.variance : 0;
}

/* Errors that are only known to be at least so large can make two figures agree, never differ. */
static void set_against(const scrut_survey_answer *a, const scrut_survey_answer *b, scrut_survey_pair *pair)
{
    scrut_interval unused;
    pair->difference = scrut_survey_defects(a, &unused) - scrut_survey_defects(b, &unused);
    if (a->survey == b->survey) {
        pair->match = SCRUT_PAIR_SAME_PEOPLE;
        return;
    }
    double variance = a->estimate.variance + b->estimate.variance, least = least_variance(a) + least_variance(b);
    if (!(variance > 0)) {
        pair->match = SCRUT_PAIR_NO_ERROR;
        return;
    }
    double half = scrut_stats_normal_quantile(0.5 + SCRUT_SURVEY_LEVEL / 2);
    double needed = (pair->difference / half) * (pair->difference / half);
    pair->standard_error = sqrt(variance);
    if (variance >= needed) {
        pair->match = SCRUT_PAIR_AGREE;
    } else if (least > 0) {
        pair->match = SCRUT_PAIR_AGREE_IF;
        pair->deff_needed = (needed - (variance - least)) / least;
    } else {
        pair->match = SCRUT_PAIR_DIFFER;
    }
}

static void compare(const scrut_survey_answer *a, const scrut_survey_answer *b, scrut_survey_pair *pair)
{
    const scrut_survey_figure *f = a->figure, *g = b->figure;
    pair->frames_differ = !same_text(f->frame, g->frame);
    pair->searches_differ = !same_text(f->search, g->search);
    if (f->direction != g->direction)
        pair->match = SCRUT_PAIR_DIRECTIONS;
    else if (strcmp(f->question, g->question) != 0)
        pair->match = SCRUT_PAIR_QUESTIONS;
    else if (!same_text(f->denominator, g->denominator))
        pair->match = SCRUT_PAIR_DENOMINATORS;
    else if (a->why != NULL || b->why != NULL)
        pair->match = SCRUT_PAIR_NOT_ESTIMATED;
    else
        set_against(a, b, pair);
}

scrut_status compare_figures(scrut_survey_results *results, scrut_arena *arena, scrut_error *err)
{
    size_t n = results->answer_count, count = n > 1 ? n * (n - 1) / 2 : 0;
    results->pairs = scrut_arena_calloc(arena, count, sizeof *results->pairs);
    if (results->pairs == NULL)
        return scrut_fail_memory(err);
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a + 1; b < n; b++) {
            scrut_survey_pair *pair = &results->pairs[results->pair_count++];
            *pair = (scrut_survey_pair){.a = a, .b = b};
            compare(&results->answers[a], &results->answers[b], pair);
        }
    return SCRUT_OK;
}
