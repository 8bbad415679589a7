/* SPDX-License-Identifier: Apache-2.0
 * roll_survey_write.c: the surveys of the list as the case names them, their answers, and the true shares. No name
 * stands in any of it. */
#include "roll_internal.h"
#include "write_internal.h"

#include <math.h>

static const char *const OUTCOMES[ROLL_OUTCOME_COUNT] = {"found",   "moved",     "dead",      "unknown", "as-said",
                                                         "variant", "elsewhere", "not-found", "absent",  "refused"};

/* One share that the answers give: which outcomes are defects; those not reached are unresolved, the others fine. */
typedef struct {
    const char *id, *question, *search;
    roll_survey_side side;
    unsigned defects; /* bit: an outcome */
} survey_figure;

#define IS(outcome) (1U << (outcome))
static const survey_figure FIGURES[] = {
    {"names-not-as-listed", "Does the person of the name live where the list says?",
     "at the door on two days, then the head of the village", ROLL_OF_NAMES,
     IS(ROLL_HAS_MOVED) | IS(ROLL_IS_DEAD) | IS(ROLL_UNKNOWN)},
    {"names-without-a-person", "Is the person of the name known to anybody there?",
     "at the door on two days, then the head of the village", ROLL_OF_NAMES, IS(ROLL_UNKNOWN)},
    {"people-not-listed", "Is the person on the list, wherever and however spelled?", "by computer in the whole list",
     ROLL_OF_PEOPLE, IS(ROLL_NOT_FOUND)},
    {"people-not-found-in-the-field", "Is the person on the list of the station, as the person spells the name?",
     "on the list that hangs at the station", ROLL_OF_PEOPLE,
     IS(ROLL_AS_VARIANT) | IS(ROLL_ELSEWHERE) | IS(ROLL_NOT_FOUND)}};

static unsigned outcomes_of(roll_survey_side side)
{
    return side == ROLL_OF_NAMES ? IS(ROLL_FOUND) | IS(ROLL_HAS_MOVED) | IS(ROLL_IS_DEAD) | IS(ROLL_UNKNOWN)
                                 : IS(ROLL_AS_SAID) | IS(ROLL_AS_VARIANT) | IS(ROLL_ELSEWHERE) | IS(ROLL_NOT_FOUND);
}
#undef IS

/* ---- election.yaml ---------------------------------------------------------------------------------------- */

static void put_words(const char *key, unsigned mask, scrut_buf *out)
{
    const char *before = "";
    scrut_buf_printf(out, "        %s: [", key);
    for (unsigned o = 0; o < ROLL_OUTCOME_COUNT; o++) {
        if ((mask >> o & 1) == 0)
            continue;
        scrut_buf_printf(out, "%s%s", before, OUTCOMES[o]);
        before = ", ";
    }
    scrut_buf_puts(out, "]\n");
}

/* People are known with the error of their table: its areas err one by one. */
static void put_size(const roll_model *r, roll_survey_side side, scrut_buf *out)
{
    if (side == ROLL_OF_NAMES) {
        scrut_buf_printf(out, "        size: %u\n", r->row_count);
        return;
    }
    int64_t people = 0;
    double squares = 0;
    for (uint32_t s = 0; s < r->w->station_count;) {
        roll_known k = roll_known_people(r, s);
        people += k.people;
        squares += (double)k.error * (double)k.error;
        s = k.end;
    }
    int64_t error = (int64_t)ceil(sqrt(squares));
    scrut_buf_printf(out, "        size: {about: %lld, low: %lld, high: %lld, reference: roll/people.csv}\n",
                     (long long)people, (long long)(people > error ? people - error : 0), (long long)(people + error));
}

static void put_figure(const roll_model *r, const survey_figure *f, scrut_buf *out)
{
    bool names = f->side == ROLL_OF_NAMES;
    scrut_buf_printf(out,
                     "      - id: %s\n        direction: %s\n        question: \"%s\"\n        frame: %s\n"
                     "        denominator: %s\n        search: %s\n        outcome: outcome\n",
                     f->id, names ? "list-to-people" : "people-to-list", f->question,
                     names ? "names on the final list of voters" : "people of voting age who live in the areas drawn",
                     names ? "names on the list" : "people of voting age", f->search);
    put_words("fine", outcomes_of(f->side) & ~f->defects, out);
    put_words("defect", f->defects, out);
    put_words("unresolved", 1U << ROLL_ABSENT | 1U << ROLL_REFUSED, out);
    put_size(r, f->side, out);
}

static const char *side_name(roll_survey_side side)
{
    return side == ROLL_OF_NAMES ? "names-to-people" : "people-to-names";
}

static void put_survey(const roll_model *r, roll_survey_side side, scrut_buf *out)
{
    char day[11];
    const roll_survey *s = &r->surveys[side];
    bool names = side == ROLL_OF_NAMES;
    roll_date_text(r->day[ROLL_FINAL] + (int32_t)(r->rates.before / 2), day);
    scrut_buf_printf(
        out,
        "  - id: %s\n    title: %s (model)\n    by: observers of the model\n    date: %s\n"
        "    sampling: %u draws of areas with chances by their names on the list, %lld %s in each\n"
        "    note: Whoever was not reached was so by chance, and every answer is true; real surveys are not so\n",
        side_name(side), names ? "From the list to people" : "From people to the list", day,
        s->count > 0 ? s->items[s->count - 1].draw : 0, (long long)r->w->m->surveys.each, names ? "names" : "people");
    scrut_buf_printf(out,
                     "    responses:\n      file: surveys/%s.csv\n      weight: weight\n"
                     "      stages: [{unit: draw, chosen: by-size}]\n    figures:\n",
                     side_name(side));
    for (size_t i = 0; i < COUNT_OF(FIGURES); i++)
        if (FIGURES[i].side == side)
            put_figure(r, &FIGURES[i], out);
}

void roll_write_survey_yaml(const roll_model *r, scrut_buf *out)
{
    scrut_buf_puts(out, "\nsurveys:\n");
    put_survey(r, ROLL_OF_NAMES, out);
    put_survey(r, ROLL_OF_PEOPLE, out);
}

/* ---- answers and the truth -------------------------------------------------------------------------------- */

static void put_answers(const roll_rows *rows, roll_survey_side side, scrut_buf *out)
{
    const roll_model *r = rows->r;
    const roll_survey *s = &r->surveys[side];
    scrut_buf_printf(out, "draw%s,constituency", side == ROLL_OF_NAMES ? ",row" : "");
    for (size_t l = 0; l < r->w->m->level_count; l++) {
        scrut_buf_putc(out, ',');
        write_cell(out, r->w->m->levels[l]);
    }
    scrut_buf_puts(out, ",weight,outcome,model\n");
    for (size_t i = 0; i < s->count; i++) {
        const roll_asked *a = &s->items[i];
        scrut_buf_printf(out, "%u,", a->draw);
        if (side == ROLL_OF_NAMES)
            scrut_buf_printf(out, "%u,", rows->at[ROLL_FINAL][a->member]);
        write_cell(out, r->w->units[r->w->unit_of[a->station]].model->id);
        write_areas(r->w, a->station, out);
        scrut_buf_printf(out, ",%.6f,%s,yes\n", a->weight, OUTCOMES[a->outcome]);
    }
}

void roll_write_names_survey(const roll_rows *rows, scrut_buf *out)
{
    put_answers(rows, ROLL_OF_NAMES, out);
}

void roll_write_people_survey(const roll_rows *rows, scrut_buf *out)
{
    put_answers(rows, ROLL_OF_PEOPLE, out);
}

void roll_write_true_shares(const roll_rows *rows, scrut_buf *out)
{
    scrut_buf_puts(out, "figure,defects,of,per_cent,model\n");
    for (size_t i = 0; i < COUNT_OF(FIGURES); i++) {
        const roll_survey *s = &rows->r->surveys[FIGURES[i].side];
        int64_t defects = 0, of = 0;
        for (unsigned o = 0; o < ROLL_OUTCOME_COUNT; o++) {
            of += s->truth[o];
            defects += (FIGURES[i].defects >> o & 1) != 0 ? s->truth[o] : 0;
        }
        scrut_buf_printf(out, "%s,%lld,%lld,%.4f,yes\n", FIGURES[i].id, (long long)defects, (long long)of,
                         of > 0 ? 100.0 * (double)defects / (double)of : 0);
    }
}
