/* SPDX-License-Identifier: Apache-2.0
 * margin_driver.c: many margins for one process. Each line of standard input is
 *     method metric at-least|at-most list seats threshold contest-seats votes votes ...
 * (list from 0; threshold: fewest votes that make a list eligible) or
 *     method metric vector contest-seats (votes seats alliance) ...
 * (lists with one number of an alliance stand together) and each line of standard output the two readings, "could
 * would": a number, "never" when that is proven, or "open". An unusable line ends the program with status 2. */
#include "scrutineer/margin.h"

#include <stdio.h>
#include <stdlib.h>

enum { LISTS_MAX = 64, LINE_BYTES = 1 << 14 };

typedef struct {
    scrut_margin_contest contest;
    scrut_metric metric;
    scrut_target target;
    int64_t votes[LISTS_MAX];
    int64_t seats[LISTS_MAX];
    uint32_t alliance[LISTS_MAX];
    bool members[LISTS_MAX];
} question;

static char *next_word(char **at)
{
    char *start = *at + strspn(*at, " \n");
    char *end = start + strcspn(start, " \n");
    *at = *end == '\0' ? end : end + 1;
    *end = '\0';
    return start;
}

static bool read_number(char **at, int64_t *ret_value)
{
    const char *word = next_word(at);
    return scrut_parse_whole(word, strlen(word), INT64_MAX / 16, ret_value, NULL) == SCRUT_NUMBER_OK;
}

static bool read_votes(char **at, question *q)
{
    while (**at != '\0' && q->contest.list_count < LISTS_MAX)
        if (!read_number(at, &q->votes[q->contest.list_count++]))
            return false;
    return **at == '\0';
}

static bool read_vector(char *line, question *q)
{
    q->target = (scrut_target){.kind = SCRUT_TARGET_VECTOR, .vector = q->seats};
    q->contest.inner_method = q->contest.method;
    q->contest.alliance = q->alliance;
    if (!read_number(&line, &q->contest.seats))
        return false;
    while (*line != '\0' && q->contest.list_count < LISTS_MAX) {
        size_t i = q->contest.list_count++;
        int64_t alliance;
        if (!read_number(&line, &q->votes[i]) || !read_number(&line, &q->seats[i]) || !read_number(&line, &alliance) ||
            alliance < 0 || alliance >= LISTS_MAX)
            return false;
        q->alliance[i] = (uint32_t)alliance;
    }
    return *line == '\0';
}

static bool read_question(char *line, question *q)
{
    int64_t list, threshold;
    *q = (question){.target = {.kind = SCRUT_TARGET_AT_MOST}};
    q->target.members = q->members;
    q->contest.votes = q->votes;
    if (!scrut_method_named(next_word(&line), &q->contest.method) || !scrut_metric_named(next_word(&line), &q->metric))
        return false;
    const char *kind = next_word(&line);
    if (strcmp(kind, "vector") == 0)
        return read_vector(line, q);
    if (strcmp(kind, "at-least") == 0)
        q->target.kind = SCRUT_TARGET_AT_LEAST;
    if (!read_number(&line, &list) || list < 0 || list >= LISTS_MAX || !read_number(&line, &q->target.seats) ||
        !read_number(&line, &threshold) || !read_number(&line, &q->contest.seats))
        return false;
    q->members[list] = true;
    q->contest.bar_count = 1;
    q->contest.bars[0] = (scrut_margin_bar){.votes = threshold};
    return read_votes(&line, q);
}

static void print_reading(const scrut_margin_reading *r, char end)
{
    if (!r->exact)
        printf("open%c", end);
    else if (!r->possible)
        printf("never%c", end);
    else
        printf("%lld%c", (long long)r->at_most, end);
}

int main(void)
{
    static char line[LINE_BYTES];
    question q;
    while (fgets(line, sizeof line, stdin) != NULL) {
        scrut_margin m;
        scrut_error err;
        scrut_arena *arena = scrut_arena_new();
        if (arena == NULL || !read_question(line, &q) ||
            scrut_margin_find(&q.contest, &q.target, q.metric, NULL, arena, &m, &err) != SCRUT_OK)
            return 2;
        print_reading(&m.could, ' ');
        print_reading(&m.would, '\n');
        scrut_arena_free(arena);
    }
    return EXIT_SUCCESS;
}
