/* SPDX-License-Identifier: Apache-2.0
 * claim_seats.c: seats, and who was first where.
 *
 * Announced seats say something about votes that were not published. Every method of this program gives
 * a list with more votes at least as many seats as a list with fewer, where no threshold, alliance or
 * limit steps in. So a list with more seats than another had at least as many votes; and more, unless a
 * lot decided between two lists with the same votes. */
#include "claim_internal.h"

#include <string.h>

/* ---- seats -------------------------------------------------------------------------------------------- */

bool claim_chamber_seats(const scrut_case *c, uint32_t unit, int64_t *ret_seats)
{
    int64_t sum = 0;
    if (unit == 0 && c->chamber_seats > 0) {
        *ret_seats = c->chamber_seats;
        return true;
    }
    for (size_t i = 0; i < c->constituency_count; i++) {
        if (unit != 0 && unit != i + 1)
            continue;
        if (!c->constituencies[i].seats_known || !scrut_add(sum, c->constituencies[i].seats, &sum))
            return false;
    }
    *ret_seats = sum;
    return c->constituency_count > 0;
}

/* Seats that are given for a unit's lists together. */
static int64_t given_seats(const claim_witness *w, uint32_t unit)
{
    int64_t sum = 0;
    for (size_t p = 0; p < w->v->c->party_count; p++)
        sum += scrut_tally_seats(w->tally, unit, p)->value; /* each at most 2^40, 2,000 of them */
    return sum;
}

static claim_leaf announced_seats(claim_witness *w, uint32_t party, uint32_t unit, const char *missing)
{
    claim_leaf r = {.value = interval_at_least(0), .missing = missing};
    int64_t total = 0, given = w->tally->seats != NULL ? given_seats(w, unit) : 0;
    bool bounded = claim_chamber_seats(w->v->c, unit, &total);
    scrut_figure f = w->tally->seats != NULL ? *scrut_tally_seats(w->tally, unit, party) : (scrut_figure){0};
    if (scrut_figure_complete(f))
        return (claim_leaf){.value = interval_whole(f.value), .informed = true};
    r.informed = given > 0;
    if (r.informed && bounded && given <= total) { /* what the others leave */
        r.value = interval_between(f.value, f.value + total - given);
        r.missing = given == total ? NULL : missing;
    } else if (f.known > 0) {
        r.value = interval_at_least(f.value);
    }
    return r;
}

claim_leaf claim_seats_value(claim_witness *w, uint32_t party, uint32_t unit)
{
    const char *missing = claim_missing_of(w, unit, SCRUT_KEY("the seats of {1r}, or the votes by constituency"),
                                           SCRUT_KEY("the seats of {1r} in {2r}, or the votes by constituency"),
                                           w->v->c->parties[party].id);
    if (w->origin == SCRUT_CLAIM_FROM_TALLY && w->tally->has_seats)
        return announced_seats(w, party, unit, missing);
    if (w->origin != SCRUT_CLAIM_FROM_CHAMBER) {
        int64_t total;
        bool bounded = claim_chamber_seats(w->v->c, unit, &total);
        return (claim_leaf){.value = bounded ? interval_between(0, total) : interval_at_least(0), .missing = missing};
    }
    int64_t low = w->chamber->certain[party], high = w->chamber->possible[party];
    if (unit > 0) {
        low = w->chamber->constituencies[unit - 1].certain[party];
        high = w->chamber->constituencies[unit - 1].possible[party];
    }
    return (claim_leaf){.value = interval_between(low, high), .informed = true, .missing = low < high ? missing : NULL};
}

static bool previous_party(const scrut_case *c, const char *id, size_t *ret_index)
{
    for (size_t i = 0; i < c->previous_party_count; i++) {
        *ret_index = i;
        if (strcmp(c->previous_parties[i], id) == 0)
            return true;
    }
    return false;
}

static const scrut_tally *previous_named(const scrut_case *c, const char *version)
{
    if (version == NULL)
        return c->previous_count > 0 ? &c->previous[c->previous_count - 1] : NULL;
    for (size_t i = 0; i < c->previous_count; i++)
        if (c->previous[i].about.id != NULL && strcmp(c->previous[i].about.id, version) == 0)
            return &c->previous[i];
    return NULL;
}

bool claim_previous_seats(const scrut_case *c, uint32_t party, const char *version, uint32_t unit, int64_t *ret_seats)
{
    const scrut_tally *t = previous_named(c, version);
    const scrut_party *p = &c->parties[party];
    const char *const own[] = {p->id};
    const char *const *ids = p->predecessor_count > 0 ? p->predecessors : own;
    size_t count = p->predecessor_count > 0 ? p->predecessor_count : 1, index;
    int64_t sum = 0;
    if (t == NULL || t->seats == NULL || t->column_count != SCRUT_FIELD_COUNT + c->previous_party_count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!previous_party(c, ids[i], &index))
            return false;
        scrut_figure f = *scrut_tally_seats(t, unit, index);
        if (!scrut_figure_complete(f) || !scrut_add(sum, f.value, &sum))
            return false;
    }
    *ret_seats = sum;
    return true;
}

/* ---- who was first ------------------------------------------------------------------------------------ */

static claim_truth first_by_votes(claim_witness *w, uint32_t party, uint32_t unit)
{
    claim_interval own = claim_votes_value(w, party, unit).value, best = claim_best_other(w, party, unit);
    return truth_less(&best, &own);
}

/* More than half of the valid votes. */
static claim_truth half_by_votes(claim_witness *w, uint32_t party, uint32_t unit)
{
    claim_interval votes = claim_votes_value(w, party, unit).value, valid = claim_valid_value(w, unit).value;
    claim_interval twice = interval_multiply(votes, interval_whole(2));
    return truth_less(&valid, &twice);
}

static claim_truth first_by_seats(claim_witness *w, uint32_t party, uint32_t unit)
{
    claim_truth first = TRUTH_YES;
    scrut_figure own = *scrut_tally_seats(w->tally, unit, party);
    int64_t total;
    bool all = claim_chamber_seats(w->v->c, unit, &total) && given_seats(w, unit) == total;
    if (!scrut_figure_complete(own))
        return TRUTH_UNKNOWN;
    for (size_t q = 0; q < w->v->c->party_count; q++) {
        scrut_figure f = *scrut_tally_seats(w->tally, unit, q);
        if (q == party)
            continue;
        if (scrut_figure_complete(f) && f.value > own.value)
            return TRUTH_NO;
        if (scrut_figure_complete(f) ? f.value == own.value : !(all && own.value > 0))
            first = TRUTH_UNKNOWN;
    }
    return first;
}

/* Whether seats follow the order of the votes under the rules. */
static bool seats_follow_votes(const scrut_case *c)
{
    return c->has_rules && !c->rules.alliances && c->rules.threshold_count == 0 && c->rules.seats_min == 0 &&
           c->rules.seats_max == 0;
}

claim_leaf claim_led_value(claim_witness *w, const scrut_claim_node *call)
{
    const scrut_case *c = w->v->c;
    int64_t sure = 0, possible = 0;
    bool first = call->function == SCRUT_CLAIM_LED, by_seats = w->origin == SCRUT_CLAIM_FROM_SEATS;
    claim_leaf r = {.value = interval_between(0, (int64_t)c->constituency_count),
                    .missing = SCRUT_KEY("the votes by constituency")};
    if (w->tally == NULL || w->tally->partial ||
        (by_seats ? !first || !seats_follow_votes(c) : !w->tally->has_constituency_votes))
        return r;
    bool quiet = w->quiet;
    w->quiet = true;
    for (uint32_t unit = 1; unit <= c->constituency_count; unit++) {
        claim_truth is = by_seats ? first_by_seats(w, call->party, unit)
                         : first  ? first_by_votes(w, call->party, unit)
                                  : half_by_votes(w, call->party, unit);
        sure += is == TRUTH_YES;
        possible += is != TRUTH_NO;
    }
    w->quiet = quiet;
    r.value = interval_between(sure, possible);
    r.informed = sure > 0 || possible < (int64_t)c->constituency_count;
    if (sure == possible)
        r.missing = NULL;
    else if (!by_seats && !w->quiet)
        r.missing = scrut_sentence(w->arena, "the votes of every list in {1d} of the constituencies", possible - sure);
    return r;
}
