/* SPDX-License-Identifier: Apache-2.0
 * roll_survey.c: two surveys of the list: names that are drawn and whose people are looked for, and people who are
 * drawn and whose names are looked for. Areas are drawn with chances by their names on the list, as often as it comes,
 * and in each of them names, or people who live there, at random. */
#include "roll_internal.h"

#include <stdlib.h>

enum { MILLION = 1000000, NEVER_LISTED = UINT32_MAX };

bool roll_is_resident(roll_kind kind)
{
    return kind == ROLL_PERSON || kind == ROLL_BACK || kind == ROLL_DELETED;
}

/* ---- what is found ---------------------------------------------------------------------------------------- */

/* Whoever has a second row in the same area is found at either. */
static roll_outcome outcome_of_name(const roll_model *r, uint32_t row)
{
    switch ((roll_kind)r->kind[row]) {
    case ROLL_GHOST: return ROLL_UNKNOWN;
    case ROLL_DEAD: return ROLL_IS_DEAD;
    default: break;
    }
    uint32_t here = roll_place(r->w, roll_station_of(r, row)), there = roll_place(r->w, roll_station_of(r, r->of[row]));
    return here == there ? ROLL_FOUND : ROLL_HAS_MOVED;
}

/* How a name is found on the list does not depend on the survey, so that there is a true share. */
static roll_outcome outcome_of_person(const roll_model *r, uint32_t row)
{
    if (row == NEVER_LISTED || r->kind[row] == ROLL_DELETED)
        return ROLL_NOT_FOUND;
    const model_surveys *rates = &r->w->m->surveys;
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_SEARCH, row);
    uint32_t u = scrut_rng_below(&rng, MILLION);
    if (u < rates->variant)
        return ROLL_AS_VARIANT;
    return u < rates->variant + rates->elsewhere ? ROLL_ELSEWHERE : ROLL_AS_SAID;
}

static roll_outcome outcome_of(const roll_model *r, roll_survey_side side, uint32_t member)
{
    return side == ROLL_OF_NAMES ? outcome_of_name(r, member) : outcome_of_person(r, member);
}

/* ---- areas and their members ------------------------------------------------------------------------------ */

/* Stations of the innermost area; of models without areas a station alone. */
typedef struct {
    uint32_t first, end; /* stations */
    uint32_t times;      /* it was drawn */
} survey_area;

static size_t list_areas(const world *w, survey_area areas[])
{
    size_t count = 0;
    for (uint32_t s = 0; s < w->station_count; s++) {
        if (count > 0 && w->area_of != NULL && w->area_of[s] == w->area_of[s - 1])
            areas[count - 1].end = s + 1;
        else
            areas[count++] = (survey_area){.first = s, .end = s + 1};
    }
    return count;
}

static uint32_t names_of(const roll_model *r, const survey_area *a)
{
    return r->first_row[a->end] - r->first_row[a->first];
}

/* Appends the rows from `from` to `end` whose person lives where they stand, or all. */
static size_t list_rows(const roll_model *r, uint32_t from, uint32_t end, bool residents, uint32_t members[],
                        size_t count)
{
    for (uint32_t row = from; row < end; row++)
        if (!residents || roll_is_resident((roll_kind)r->kind[row]))
            members[count++] = row;
    return count;
}

/* At most as many as members_most says. */
static size_t list_members(const roll_model *r, roll_survey_side side, const survey_area *a, uint32_t members[])
{
    bool people = side == ROLL_OF_PEOPLE;
    size_t count = list_rows(r, r->first_row[a->first], r->first_row[a->end], people, members, 0);
    if (!people)
        return count;
    count = list_rows(r, r->first_gone[a->first], r->first_gone[a->end], true, members, count);
    for (uint32_t s = a->first; s < a->end; s++)
        for (int64_t i = r->missing[0][s] + r->missing[1][s]; i > 0; i--)
            members[count++] = NEVER_LISTED;
    return count;
}

static size_t members_most(const roll_model *r, const survey_area *a)
{
    size_t count = names_of(r, a) + (size_t)(r->first_gone[a->end] - r->first_gone[a->first]);
    for (uint32_t s = a->first; s < a->end; s++)
        count += (size_t)(r->missing[0][s] + r->missing[1][s]);
    return count;
}

/* ---- the draw --------------------------------------------------------------------------------------------- */

static uint32_t draw_areas(const roll_model *r, roll_survey_side side, survey_area areas[], size_t count)
{
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_SURVEY, side);
    uint32_t draws = (uint32_t)r->w->m->surveys.draws;
    draws = count < draws ? (uint32_t)count : draws;
    draws = draws < 2 ? 2 : draws; /* one tells no error */
    for (uint32_t d = 0; d < draws; d++) {
        uint32_t station = roll_station_of(r, scrut_rng_below(&rng, r->row_count));
        size_t low = 0, high = count - 1;
        while (low < high) {
            size_t middle = (low + high + 1) / 2;
            if (areas[middle].first <= station)
                low = middle;
            else
                high = middle - 1;
        }
        areas[low].times++;
    }
    return draws;
}

/* Whoever is not reached is so without regard to what would have been found. */
static roll_outcome ask(const roll_model *r, roll_survey_side side, uint32_t member, scrut_rng *rng)
{
    const model_surveys *rates = &r->w->m->surveys;
    uint32_t u = scrut_rng_below(rng, MILLION);
    if (u < rates->absent)
        return ROLL_ABSENT;
    return u < rates->absent + rates->refused ? ROLL_REFUSED : outcome_of(r, side, member);
}

/* Members in an order drawn for the purpose, dealt to the draws of the area. A draw stands for as many members as its
 * chance says: all names over the draws and the area's names, times the members of the area over those asked. */
static void ask_area(const roll_model *r, roll_survey_side side, const survey_area *a, uint32_t members[],
                     uint32_t draws, uint32_t draw, roll_survey *s)
{
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_SURVEY, 2 + 2 * (uint64_t)a->first + side);
    size_t count = list_members(r, side, a, members), each = (size_t)r->w->m->surveys.each;
    size_t asked = count < a->times * each ? count : a->times * each;
    double of_area = (double)r->row_count / draws / names_of(r, a) * (double)count;
    for (size_t i = 0; i < asked; i++) {
        size_t k = i + scrut_rng_below(&rng, (uint32_t)(count - i));
        uint32_t member = members[k], turn = (uint32_t)(i * a->times / asked);
        members[k] = members[i];
        /* Members i of the turn: turn <= i * times / asked < turn + 1. */
        size_t from = (turn * asked + a->times - 1) / a->times, end = ((turn + 1) * asked + a->times - 1) / a->times;
        s->items[s->count++] = (roll_asked){.draw = draw + turn,
                                            .station = a->first,
                                            .member = member,
                                            .outcome = ask(r, side, member, &rng),
                                            .weight = of_area / (double)(end - from)};
    }
}

static void count_truth(const roll_model *r, roll_survey_side side, const survey_area *a, uint32_t members[],
                        roll_survey *s)
{
    size_t count = list_members(r, side, a, members);
    for (size_t i = 0; i < count; i++)
        s->truth[outcome_of(r, side, members[i])]++;
}

static scrut_status survey(roll_model *r, roll_survey_side side, survey_area areas[], size_t count, scrut_error *err)
{
    roll_survey *s = &r->surveys[side];
    size_t most = 1;
    for (size_t a = 0; a < count; a++) {
        areas[a].times = 0;
        most = members_most(r, &areas[a]) > most ? members_most(r, &areas[a]) : most;
    }
    uint32_t draws = draw_areas(r, side, areas, count), draw = 1;
    uint32_t *members = malloc(most * sizeof *members);
    s->items = malloc((size_t)draws * (size_t)r->w->m->surveys.each * sizeof *s->items);
    if (members == NULL || s->items == NULL) {
        free(members);
        return scrut_fail_memory(err);
    }
    for (size_t a = 0; a < count; a++) {
        count_truth(r, side, &areas[a], members, s);
        if (areas[a].times > 0)
            ask_area(r, side, &areas[a], members, draws, draw, s);
        draw += areas[a].times;
    }
    free(members);
    return SCRUT_OK;
}

scrut_status roll_take_surveys(roll_model *r, scrut_error *err)
{
    if (r->row_count == 0)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "a survey needs names on the list of voters");
    survey_area *areas = calloc((size_t)r->w->station_count + 1, sizeof *areas);
    if (areas == NULL)
        return scrut_fail_memory(err);
    size_t count = list_areas(r->w, areas);
    scrut_status status = survey(r, ROLL_OF_NAMES, areas, count, err);
    if (status == SCRUT_OK)
        status = survey(r, ROLL_OF_PEOPLE, areas, count, err);
    free(areas);
    return status;
}
