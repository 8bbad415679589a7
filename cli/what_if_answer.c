/* SPDX-License-Identifier: Apache-2.0
 * what_if_answer.c: the seats before and after, who has more and fewer, the numbers of seats that matter. */
#include "calculator.h"
#include "scrutineer/num.h"
#include "what_if.h"

#include <stdlib.h>
#include <string.h>

#define WHAT_IF_FORMAT "scrutineer-what-if/1"
#define PLACES_SHOWN 30

static const scrut_chamber *chamber_before(const scrut_what_if_answer *a)
{
    return a->v->chambers[a->request->ask.tally];
}

static bool holds_any(const scrut_what_if_answer *a, size_t p)
{
    return chamber_before(a)->possible[p] > 0 || (a->after != NULL && a->after->possible[p] > 0);
}

/* Parties as every table lists them: most seats before, then votes, then their order in the case. */
typedef struct {
    int64_t seats, votes;
    uint32_t party;
} ranked;

static int compare_ranked(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    if (a->seats != b->seats)
        return a->seats > b->seats ? -1 : 1;
    if (a->votes != b->votes)
        return a->votes > b->votes ? -1 : 1;
    return (a->party > b->party) - (a->party < b->party);
}

/* Those with a seat before or after; NULL without memory. Free it. */
static ranked *rank_parties(const scrut_what_if_answer *a, size_t *ret_count)
{
    const scrut_chamber *before = chamber_before(a);
    ranked *order = calloc(a->v->c->party_count + 1, sizeof *order);
    size_t count = 0;
    for (uint32_t p = 0; order != NULL && p < a->v->c->party_count; p++)
        if (holds_any(a, p))
            order[count++] = (ranked){before->possible[p], scrut_tally_votes(before->tally, 0, p)->value, p};
    if (count > 1)
        qsort(order, count, sizeof *order, compare_ranked);
    *ret_count = count;
    return order;
}

static void put_range(scrut_buf *out, int64_t certain, int64_t possible)
{
    scrut_buf_int(out, certain);
    if (possible != certain)
        scrut_buf_printf(out, " to %lld", (long long)possible);
}

static void put_number(scrut_buf *out, int64_t number)
{
    char text[32];
    scrut_format_grouped(text, sizeof text, number);
    scrut_buf_puts(out, text);
}

/* ---- what was asked, in words ---- */

static void put_move(const scrut_case *c, const scrut_what_if_move *m, scrut_buf *out)
{
    put_number(out, m->ballots);
    scrut_buf_puts(out, m->from == SCRUT_NONE ? " ballots added to " : " ballots of ");
    scrut_cli_put_name(out, c->parties[m->from == SCRUT_NONE ? m->to : m->from].id);
    if (m->from != SCRUT_NONE && m->to == SCRUT_NONE)
        scrut_buf_puts(out, " taken out");
    if (m->from != SCRUT_NONE && m->to != SCRUT_NONE) {
        scrut_buf_puts(out, " moved to ");
        scrut_cli_put_name(out, c->parties[m->to].id);
    }
    scrut_buf_puts(out, " in ");
    scrut_cli_put_name(out, c->constituencies[m->constituency].id);
}

static void put_question(const scrut_what_if_answer *a, scrut_buf *out)
{
    const scrut_what_if *ask = &a->request->ask;
    scrut_buf_puts(out, "What if, on the figures of ");
    scrut_cli_put_name(out, a->v->tallies[ask->tally].about.id);
    scrut_buf_puts(out, ":\n");
    if (ask->cancel != NULL) {
        scrut_buf_puts(out, "  stations cancelled: ");
        put_number(out, (int64_t)ask->cancel_count);
        scrut_buf_putc(out, '\n');
    }
    for (size_t i = 0; i < ask->move_count; i++) {
        scrut_buf_puts(out, "  ");
        put_move(a->v->c, &ask->moves[i], out);
        scrut_buf_putc(out, '\n');
    }
    if (ask->remove != SCRUT_NONE) {
        scrut_buf_puts(out, "  the votes of ");
        scrut_cli_put_name(out, a->v->c->parties[ask->remove].id);
        scrut_buf_puts(out, " count for nobody\n");
    }
    if (a->stake != NULL) {
        scrut_buf_puts(out, "  ");
        put_number(out, a->request->stake.ballots);
        scrut_buf_puts(out, " ballots that could lie anywhere\n");
    }
}

/* ---- seats ---- */

static const char *order_of(int64_t before_certain, int64_t before_possible, int64_t after_certain,
                            int64_t after_possible)
{
    if (after_certain > before_possible)
        return "more";
    if (after_possible < before_certain)
        return "fewer";
    return after_certain == before_certain && after_possible == before_possible ? "same" : "open";
}

static void put_seats(const scrut_what_if_answer *a, const ranked *order, size_t count, scrut_buf *out)
{
    const scrut_chamber *before = chamber_before(a), *after = a->after;
    size_t width = 5;
    for (size_t i = 0; i < count; i++)
        width =
            strlen(a->v->c->parties[order[i].party].id) > width ? strlen(a->v->c->parties[order[i].party].id) : width;
    scrut_buf_puts(out, "\nSeats: before, after\n");
    for (size_t i = 0; i < count; i++) {
        uint32_t p = order[i].party;
        scrut_buf_puts(out, "  ");
        scrut_cli_put_name_padded(out, a->v->c->parties[p].id, width);
        scrut_buf_puts(out, "  ");
        put_range(out, before->certain[p], before->possible[p]);
        scrut_buf_puts(out, " -> ");
        put_range(out, after->certain[p], after->possible[p]);
        const char *word = order_of(before->certain[p], before->possible[p], after->certain[p], after->possible[p]);
        if (strcmp(word, "same") != 0)
            scrut_buf_printf(out, "  %s", strcmp(word, "open") == 0 ? "not decided" : word);
        scrut_buf_putc(out, '\n');
    }
}

static bool same_seats(const scrut_what_if_answer *a, size_t k)
{
    const scrut_constituency_seats *x = &chamber_before(a)->constituencies[k], *y = &a->after->constituencies[k];
    size_t bytes = a->v->c->party_count * sizeof *x->certain;
    return x->state == y->state && memcmp(x->certain, y->certain, bytes) == 0 &&
           memcmp(x->possible, y->possible, bytes) == 0;
}

static void put_place(const scrut_what_if_answer *a, size_t k, scrut_buf *out)
{
    const scrut_case *c = a->v->c;
    const scrut_constituency_seats *x = &chamber_before(a)->constituencies[k], *y = &a->after->constituencies[k];
    bool any = false;
    scrut_buf_puts(out, "  ");
    scrut_cli_put_name(out, c->constituencies[k].id);
    scrut_buf_puts(out, ": ");
    if (y->state == SCRUT_SEATS_UNDECIDED || y->state == SCRUT_SEATS_REFUSED)
        scrut_buf_puts(out, y->reason);
    for (size_t p = 0; p < c->party_count && y->state != SCRUT_SEATS_UNDECIDED && y->state != SCRUT_SEATS_REFUSED;
         p++) {
        if (x->certain[p] == y->certain[p] && x->possible[p] == y->possible[p])
            continue;
        scrut_buf_puts(out, any ? ", " : "");
        scrut_cli_put_name(out, c->parties[p].id);
        scrut_buf_putc(out, ' ');
        put_range(out, x->certain[p], x->possible[p]);
        scrut_buf_puts(out, " -> ");
        put_range(out, y->certain[p], y->possible[p]);
        any = true;
    }
    scrut_buf_putc(out, '\n');
}

static void put_places(const scrut_what_if_answer *a, scrut_buf *out)
{
    size_t different = 0;
    for (size_t k = 0; k < a->v->c->constituency_count; k++)
        different += !same_seats(a, k);
    scrut_buf_printf(out, "\nConstituencies with other seats: %zu of %zu\n", different, a->v->c->constituency_count);
    size_t shown = 0;
    for (size_t k = 0; k < a->v->c->constituency_count && shown < PLACES_SHOWN; k++) {
        if (same_seats(a, k))
            continue;
        put_place(a, k, out);
        shown++;
    }
    if (different > shown)
        scrut_buf_printf(out, "  and %zu more with --json\n", different - shown);
}

static void put_holders(const scrut_what_if_answer *a, const scrut_chamber *chamber, int64_t seats, scrut_buf *out)
{
    bool any = false;
    for (size_t p = 0; p < a->v->c->party_count; p++) {
        if (chamber->possible[p] < seats)
            continue;
        scrut_buf_puts(out, any ? ", " : "");
        scrut_cli_put_name(out, a->v->c->parties[p].id);
        scrut_buf_puts(out, chamber->certain[p] < seats ? " perhaps" : "");
        any = true;
    }
    scrut_buf_puts(out, any ? "" : "no list alone");
}

static const scrut_margins *margins_of(const scrut_what_if_answer *a)
{
    return a->v->margins[a->request->ask.tally];
}

static void put_facts(const scrut_what_if_answer *a, scrut_buf *out)
{
    const scrut_margins *m = margins_of(a);
    for (size_t n = 0; m != NULL && n < m->fact_count; n++) {
        scrut_buf_puts(out, n == 0 ? "\n" : "");
        scrut_cli_put_name(out, m->facts[n].name);
        scrut_buf_printf(out, ", %lld seats: ", (long long)m->facts[n].seats);
        put_holders(a, chamber_before(a), m->facts[n].seats, out);
        scrut_buf_puts(out, " -> ");
        put_holders(a, a->after, m->facts[n].seats, out);
        scrut_buf_putc(out, '\n');
    }
}

/* ---- ballots anywhere ---- */

static const char *effect_of(const scrut_ballots *b, int64_t ballots)
{
    if ((!b->possible && b->exact) || ballots < b->at_least)
        return "cannot";
    return b->possible && ballots >= b->at_most ? "could" : "undecided";
}

static void put_ballots(scrut_buf *out, const scrut_ballots *b)
{
    if (!b->possible && b->exact) {
        scrut_buf_puts(out, "no number of");
        return;
    }
    put_number(out, b->at_least);
    if (!b->possible)
        scrut_buf_puts(out, " or more");
    if (b->possible && b->at_most != b->at_least) {
        scrut_buf_puts(out, " to ");
        put_number(out, b->at_most);
    }
}

static void put_share(const scrut_what_if_answer *a, const scrut_stake_target *t, scrut_buf *out)
{
    scrut_buf_puts(out, "    spread as the votes are: ");
    if (t->share > 10000) {
        scrut_buf_puts(out, "not even all of these voters would have been enough\n");
        return;
    }
    scrut_cli_put_name(out, a->v->c->parties[t->party].id);
    scrut_buf_printf(out, " would have needed %lld in 10,000 of these voters\n", (long long)t->share);
}

static void put_stake(const scrut_what_if_answer *a, scrut_buf *out)
{
    const scrut_stake_result *s = a->stake;
    int64_t ballots = a->request->stake.ballots;
    scrut_buf_puts(out, "\nThe most favourable case for whoever claims them: they lie where they count most\n");
    if (s->closest >= 0) {
        scrut_buf_puts(out, "  a seat: ");
        put_number(out, s->closest);
        scrut_buf_puts(out, " changed ballots in ");
        scrut_cli_put_name(out, a->v->c->constituencies[s->closest_constituency].id);
        scrut_buf_printf(out, ": %s\n", ballots >= s->closest ? "could" : "cannot");
    }
    for (size_t i = 0; i < s->target_count; i++) {
        const scrut_stake_target *t = &s->targets[i];
        scrut_buf_puts(out, "  ");
        scrut_cli_put_name(out, t->name);
        scrut_buf_puts(out, ", ");
        scrut_cli_put_name(out, a->v->c->parties[t->party].id);
        scrut_buf_printf(out, " with %lld seats: ", (long long)t->seats);
        put_ballots(out, &t->changed);
        scrut_buf_printf(out, " changed ballots: %s; ", effect_of(&t->changed, ballots));
        put_ballots(out, &t->added);
        scrut_buf_printf(out, " added ballots: %s\n", effect_of(&t->added, ballots));
        put_share(a, t, out);
    }
    if (s->target_count == 0)
        scrut_buf_puts(out, "  no number of seats is asked about that is not held already\n");
}

void scrut_what_if_text(const scrut_what_if_answer *a, scrut_buf *out)
{
    size_t count = 0;
    ranked *order = rank_parties(a, &count);
    if (order == NULL) {
        out->failed = true;
        return;
    }
    put_question(a, out);
    if (a->after != NULL) {
        put_seats(a, order, count, out);
        put_facts(a, out);
        put_places(a, out);
    }
    if (a->stake != NULL)
        put_stake(a, out);
    scrut_buf_puts(out,
                   "\nThis is a calculation on supposed figures. It says nothing about whether anything of the kind "
                   "happened.\n");
    free(order);
}

/* ---- JSON ---- */

static scrut_json *range_json(int64_t certain, int64_t possible)
{
    scrut_json *range = scrut_json_object();
    scrut_json_set(range, "certain", scrut_json_int(certain));
    scrut_json_set(range, "possible", scrut_json_int(possible));
    return range;
}

static scrut_json *pair_json(const int64_t *certain[2], const int64_t *possible[2], size_t p)
{
    scrut_json *pair = scrut_json_object();
    scrut_json_set(pair, "before", range_json(certain[0][p], possible[0][p]));
    scrut_json_set(pair, "after", range_json(certain[1][p], possible[1][p]));
    scrut_json_set(pair, "change",
                   scrut_json_string(order_of(certain[0][p], possible[0][p], certain[1][p], possible[1][p])));
    return pair;
}

static scrut_json *parties_json(const scrut_what_if_answer *a)
{
    const scrut_chamber *before = chamber_before(a);
    const int64_t *certain[2] = {before->certain, a->after->certain},
                  *possible[2] = {before->possible, a->after->possible};
    scrut_json *object = scrut_json_object();
    for (size_t p = 0; p < a->v->c->party_count; p++)
        if (holds_any(a, p))
            scrut_json_set(object, a->v->c->parties[p].id, pair_json(certain, possible, p));
    return object;
}

static scrut_json *place_json(const scrut_what_if_answer *a, size_t k)
{
    const scrut_constituency_seats *x = &chamber_before(a)->constituencies[k], *y = &a->after->constituencies[k];
    const int64_t *certain[2] = {x->certain, y->certain}, *possible[2] = {x->possible, y->possible};
    scrut_json *object = scrut_json_object(), *parties = scrut_json_object();
    for (size_t p = 0; p < a->v->c->party_count; p++)
        if (x->certain[p] != y->certain[p] || x->possible[p] != y->possible[p])
            scrut_json_set(parties, a->v->c->parties[p].id, pair_json(certain, possible, p));
    scrut_json_set(object, "parties", parties);
    scrut_json_set(object, "reason", y->reason != NULL ? scrut_json_string(y->reason) : scrut_json_null());
    return object;
}

static scrut_json *places_json(const scrut_what_if_answer *a)
{
    scrut_json *object = scrut_json_object();
    for (size_t k = 0; k < a->v->c->constituency_count; k++)
        if (!same_seats(a, k))
            scrut_json_set(object, a->v->c->constituencies[k].id, place_json(a, k));
    return object;
}

static scrut_json *holders_json(const scrut_what_if_answer *a, const scrut_chamber *chamber, int64_t seats)
{
    scrut_json *object = scrut_json_object();
    for (size_t p = 0; p < a->v->c->party_count; p++)
        if (chamber->possible[p] >= seats)
            scrut_json_set(object, a->v->c->parties[p].id,
                           scrut_json_string(chamber->certain[p] >= seats ? "certain" : "possible"));
    return object;
}

static scrut_json *facts_json(const scrut_what_if_answer *a)
{
    const scrut_margins *m = margins_of(a);
    scrut_json *array = scrut_json_array();
    for (size_t n = 0; m != NULL && n < m->fact_count; n++) {
        scrut_json *fact = scrut_json_object();
        scrut_json_set(fact, "name", scrut_json_string(m->facts[n].name));
        scrut_json_set(fact, "seats", scrut_json_int(m->facts[n].seats));
        scrut_json_set(fact, "before", holders_json(a, chamber_before(a), m->facts[n].seats));
        scrut_json_set(fact, "after", holders_json(a, a->after, m->facts[n].seats));
        scrut_json_append(array, fact);
    }
    return array;
}

static scrut_json *ballots_json(const scrut_ballots *b)
{
    scrut_json *object = scrut_json_object();
    bool never = !b->possible && b->exact;
    scrut_json_set(object, "at_least", never ? scrut_json_null() : scrut_json_int(b->at_least));
    scrut_json_set(object, "at_most", b->possible ? scrut_json_int(b->at_most) : scrut_json_null());
    return object;
}

static scrut_json *target_json(const scrut_what_if_answer *a, const scrut_stake_target *t)
{
    int64_t ballots = a->request->stake.ballots;
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "name", scrut_json_string(t->name));
    scrut_json_set(object, "party", scrut_json_string(a->v->c->parties[t->party].id));
    scrut_json_set(object, "seats", scrut_json_int(t->seats));
    scrut_json_set(object, "changed", ballots_json(&t->changed));
    scrut_json_set(object, "changed_effect", scrut_json_string(effect_of(&t->changed, ballots)));
    scrut_json_set(object, "added", ballots_json(&t->added));
    scrut_json_set(object, "added_effect", scrut_json_string(effect_of(&t->added, ballots)));
    scrut_json_set(object, "share_in_10000", t->share > 10000 ? scrut_json_null() : scrut_json_int(t->share));
    return object;
}

static scrut_json *stake_json(const scrut_what_if_answer *a)
{
    const scrut_stake_result *s = a->stake;
    scrut_json *object = scrut_json_object(), *targets = scrut_json_array();
    for (size_t i = 0; i < s->target_count; i++)
        scrut_json_append(targets, target_json(a, &s->targets[i]));
    scrut_json_set(object, "ballots", scrut_json_int(a->request->stake.ballots));
    scrut_json_set(object, "closest_seat", s->closest >= 0 ? scrut_json_int(s->closest) : scrut_json_null());
    scrut_json_set(object, "closest_constituency",
                   s->closest >= 0 ? scrut_json_string(a->v->c->constituencies[s->closest_constituency].id)
                                   : scrut_json_null());
    scrut_json_set(object, "targets", targets);
    return object;
}

static scrut_json *moves_json(const scrut_what_if_answer *a)
{
    const scrut_what_if *ask = &a->request->ask;
    const scrut_case *c = a->v->c;
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < ask->move_count; i++) {
        const scrut_what_if_move *m = &ask->moves[i];
        scrut_json *move = scrut_json_object();
        scrut_json_set(move, "from",
                       m->from != SCRUT_NONE ? scrut_json_string(c->parties[m->from].id) : scrut_json_null());
        scrut_json_set(move, "to", m->to != SCRUT_NONE ? scrut_json_string(c->parties[m->to].id) : scrut_json_null());
        scrut_json_set(move, "ballots", scrut_json_int(m->ballots));
        scrut_json_set(move, "constituency", scrut_json_string(c->constituencies[m->constituency].id));
        scrut_json_append(array, move);
    }
    return array;
}

scrut_json *scrut_what_if_json(const scrut_what_if_answer *a)
{
    const scrut_what_if *ask = &a->request->ask;
    scrut_json *root = scrut_json_object();
    scrut_json_set(root, "format", scrut_json_string(WHAT_IF_FORMAT));
    scrut_json_set(root, "figures", scrut_json_string(a->v->tallies[ask->tally].about.id));
    scrut_json_set(root, "stations_cancelled", scrut_json_int((int64_t)ask->cancel_count));
    scrut_json_set(root, "moves", moves_json(a));
    scrut_json_set(root, "removed",
                   ask->remove != SCRUT_NONE ? scrut_json_string(a->v->c->parties[ask->remove].id) : scrut_json_null());
    if (a->after != NULL) {
        scrut_json_set(root, "parties", parties_json(a));
        scrut_json_set(root, "constituencies", places_json(a));
        scrut_json_set(root, "facts", facts_json(a));
    }
    scrut_json_set(root, "at_stake", a->stake != NULL ? stake_json(a) : scrut_json_null());
    return root;
}
