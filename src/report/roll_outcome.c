/* SPDX-License-Identifier: Apache-2.0
 * roll_outcome.c: what names in surplus and people without a name could have changed, and where, in plain words. */
#include "lines_internal.h"
#include "report_internal.h"
#include "scrutineer/catalog.h"
#include "scrutineer/materiality.h"
#include "scrutineer/roll_audit.h"

#include <string.h>

#define PLACES_NAMED 12

/* ---- places by effect ------------------------------------------------------------------------------------------- */

/* Effects of places on a seat there: of constituency k. */
typedef struct {
    const scrut_report_view *view;
    scrut_effect (*of)(const void *from, size_t k);
    const void *from;
} effects;

/* "North, South and 3 more"; how many there are. */
static int64_t name_places(const effects *e, scrut_effect effect, scrut_buf *out)
{
    int64_t count = 0;
    bool any = false;
    for (size_t k = 0; k < e->view->c->constituency_count; k++) {
        if (e->of(e->from, k) != effect || count++ >= PLACES_NAMED)
            continue;
        scrut_report_next(e->view, out, &any, SCRUT_KEY(", "));
        scrut_put_plain(out, scrut_report_constituency_name(e->view, k));
    }
    if (count > PLACES_NAMED)
        scrut_say(e->view->language, out, " and {1n} more", count - PLACES_NAMED);
    return count;
}

/* One sentence, where there are such places. */
static void say_places(const effects *e, scrut_effect effect, scrut_buf *out, const char *one, const char *many)
{
    scrut_buf places = {0};
    int64_t count = name_places(e, effect, &places);
    if (count > 0) {
        scrut_buf_puts(out, out->length > 0 ? " " : "");
        scrut_say(e->view->language, out, count == 1 ? one : many, count, scrut_report_piece(out, &places));
    }
    scrut_buf_free(&places);
}

/* ---- people without a name -------------------------------------------------------------------------------------- */

static scrut_effect missing_effect(const void *from, size_t k)
{
    return ((const scrut_missing_result *)from)->places[k].seat;
}

void scrut_report_say_missing_places(const scrut_report_view *view, scrut_buf *out, const scrut_missing_result *r)
{
    const effects e = {view, missing_effect, r};
    say_places(
        &e, SCRUT_EFFECT_COULD, out,
        SCRUT_KEY("In {1n} constituency even the fewest of them, all voting for one list, could have changed who "
                  "holds a seat: {2r}."),
        SCRUT_KEY("In {1n} constituencies even the fewest of them, all voting for one list, could have changed "
                  "who holds a seat: {2r}."));
    say_places(&e, SCRUT_EFFECT_UNDECIDED, out,
               SCRUT_KEY("In {1n} constituency it depends on how many they are: {2r}."),
               SCRUT_KEY("In {1n} constituencies it depends on how many they are: {2r}."));
    say_places(&e, SCRUT_EFFECT_CANNOT, out, SCRUT_KEY("In {1n} constituency not even the most of them could: {2r}."),
               SCRUT_KEY("In {1n} constituencies not even the most of them could: {2r}."));
}

/* What would be otherwise. */
static void say_question(const scrut_report_view *view, scrut_buf *out, const scrut_target_effect *t)
{
    const char *party = view->c->parties[t->party].id;
    scrut_buf seats = {0};
    scrut_say_count(view->language, &seats, "{1n} seat", "{1n} seats", t->seats);
    const char *number = scrut_report_piece(out, &seats);
    if (t->claim == NULL)
        scrut_say(view->language, out,
                  t->at_least ? SCRUT_KEY("With their votes, could {1p} have had {2r} or more ({3w})?")
                              : SCRUT_KEY("With their votes, could {1p} have been left with {2r} or fewer ({3w})?"),
                  party, number, t->name);
    else
        scrut_say(view->language, out,
                  t->at_least
                      ? SCRUT_KEY("With their votes, could {1p} have had {2r} or more (claim {3p})?")
                      : SCRUT_KEY("With their votes, could {1p} have been left with {2r} or fewer (claim {3p})?"),
                  party, number, t->name);
    scrut_buf_free(&seats);
}

static const char *answer_of(const scrut_missing_result *r, scrut_effect effect)
{
    if (effect == SCRUT_EFFECT_CANNOT)
        return SCRUT_KEY("No: not even if the most of them had voted, for whomever.");
    if (effect == SCRUT_EFFECT_COULD)
        return SCRUT_KEY("Yes, even with the fewest of them, had they all voted and as favourably as possible.");
    return r->known ? SCRUT_KEY("It depends on how many they are: the most of them could have been enough, the fewest "
                                "not.")
                    : SCRUT_KEY("It is not decided: their number is not known everywhere.");
}

void scrut_report_say_missing_target(const scrut_report_view *view, scrut_buf *out, const scrut_missing_result *r,
                                     const scrut_target_effect *t)
{
    const scrut_language *l = view->language;
    scrut_buf could = {0}, would = {0};
    say_question(view, out, t);
    scrut_buf_putc(out, ' ');
    scrut_buf_puts(out, scrut_word(l, answer_of(r, t->effect)));
    scrut_report_say_ballots(l, &could, &t->could);
    scrut_report_say_ballots(l, &would, &t->would);
    scrut_buf_putc(out, ' ');
    if (scrut_report_ballots_cannot(&t->could) && scrut_report_ballots_cannot(&t->would))
        scrut_buf_puts(out, scrut_word(l, "No number of ballots counted for other lists does it."));
    else
        scrut_say(l, out,
                  "Ballots counted for another list that do it, the fewest: {1r} if a draw falls so, {2r} for certain.",
                  scrut_report_piece(out, &could), scrut_report_piece(out, &would));
    scrut_buf_free(&could);
    scrut_buf_free(&would);
}

/* ---- names in surplus ------------------------------------------------------------------------------------------- */

/* The place's own finding, weighed alone; NULL: there is none. */
static const scrut_finding_effect *surplus_of(const scrut_materiality *m, size_t k)
{
    for (size_t i = 0; i < m->finding_count; i++) {
        const scrut_finding *f = m->findings[i].finding;
        if (strcmp(f->check->code, "V01") == 0 && m->findings[i].constituency == k)
            return &m->findings[i];
    }
    return NULL;
}

static scrut_effect surplus_effect(const void *from, size_t k)
{
    const scrut_finding_effect *found = surplus_of(from, k);
    scrut_effect effect = found != NULL ? found->seat : SCRUT_EFFECT_CANNOT;
    return effect == SCRUT_EFFECT_WOULD ? SCRUT_EFFECT_COULD : effect;
}

void scrut_report_say_surplus_places(const scrut_report_view *view, scrut_buf *out, const scrut_materiality *m)
{
    const effects e = {view, surplus_effect, m};
    int64_t none = 0;
    for (size_t k = 0; k < view->c->constituency_count; k++)
        none += surplus_effect(m, k) == SCRUT_EFFECT_CANNOT;
    say_places(
        &e, SCRUT_EFFECT_COULD, out,
        SCRUT_KEY("In {1n} constituency they are enough, by themselves, to have changed who holds a seat: {2r}."),
        SCRUT_KEY("In {1n} constituencies they are enough, by themselves, to have changed who holds a seat: "
                  "{2r}."));
    say_places(&e, SCRUT_EFFECT_UNDECIDED, out,
               SCRUT_KEY("In {1n} constituency it is not decided, as votes or seats are not known: {2r}."),
               SCRUT_KEY("In {1n} constituencies it is not decided, as votes or seats are not known: {2r}."));
    if (none == 0)
        return;
    scrut_buf_puts(out, out->length > 0 ? " " : "");
    scrut_say_count(view->language, out, "In {1n} constituency they are too few for that.",
                    "In {1n} constituencies they are too few for that.", none);
}
