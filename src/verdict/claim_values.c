/* SPDX-License-Identifier: Apache-2.0
 * claim_values.c: what each function of a claim is worth to one witness: exactly, between two ends, or
 * not at all. A sum with unknown cells is a lower end, since votes are never negative; a partial count
 * is one, too. */
#include "claim_internal.h"

#include <string.h>

/* ---- words -------------------------------------------------------------------------------------------- */

static const char *said(claim_witness *w, const char *sentence)
{
    w->memory_failed = w->memory_failed || sentence == NULL;
    return sentence;
}

static const char *place_name(const claim_witness *w, uint32_t unit)
{
    const scrut_constituency *k = &w->v->c->constituencies[unit - 1];
    return k->name != NULL ? k->name : k->id;
}

const char *claim_missing(claim_witness *w, uint32_t unit, const char *key, const char *key_in)
{
    if (w->quiet)
        return "";
    return unit == 0 ? key : said(w, scrut_sentence(w->arena, key_in, place_name(w, unit)));
}

const char *claim_missing_of(claim_witness *w, uint32_t unit, const char *key, const char *key_in, const char *of)
{
    if (w->quiet)
        return "";
    return said(w, unit == 0 ? scrut_sentence(w->arena, key, of)
                             : scrut_sentence(w->arena, key_in, of, place_name(w, unit)));
}

static const char *party_id(const claim_witness *w, uint32_t party)
{
    return w->v->c->parties[party].id;
}

/* ---- figures ------------------------------------------------------------------------------------------ */

static claim_leaf unknown(const char *missing)
{
    return (claim_leaf){.value = interval_at_least(0), .missing = missing};
}

/* `missing` is kept only where the figure is not complete. */
static claim_leaf figure_leaf(const claim_witness *w, scrut_figure f, const char *missing)
{
    if (f.known == 0)
        return unknown(missing);
    if (!scrut_figure_complete(f) || w->tally->partial)
        return (claim_leaf){.value = interval_at_least(f.value), .informed = true, .missing = missing};
    return (claim_leaf){.value = interval_whole(f.value), .informed = true};
}

static claim_leaf registered_in_case(claim_witness *w, uint32_t unit, const char *missing)
{
    const scrut_case *c = w->v->c;
    int64_t sum = 0;
    for (size_t i = 0; i < c->constituency_count; i++) {
        scrut_figure f = c->constituencies[i].registered;
        if (unit != 0 && unit != i + 1)
            continue;
        if (!scrut_figure_complete(f) || !scrut_add(sum, f.value, &sum))
            return unknown(missing);
    }
    return c->constituency_count == 0 ? unknown(missing) : (claim_leaf){.value = interval_whole(sum), .informed = true};
}

static claim_leaf field_value(claim_witness *w, scrut_field field, uint32_t unit)
{
    static const char *const NAMES[SCRUT_FIELD_COUNT][2] = {
        [SCRUT_FIELD_REGISTERED] = {SCRUT_KEY("the registered voters"), SCRUT_KEY("the registered voters in {1r}")},
        [SCRUT_FIELD_CAST] = {SCRUT_KEY("the ballots cast"), SCRUT_KEY("the ballots cast in {1r}")},
        [SCRUT_FIELD_INVALID] = {SCRUT_KEY("the invalid ballots"), SCRUT_KEY("the invalid ballots in {1r}")},
        [SCRUT_FIELD_BLANK] = {SCRUT_KEY("the blank ballots"), SCRUT_KEY("the blank ballots in {1r}")},
        [SCRUT_FIELD_VALID] = {SCRUT_KEY("the valid votes"), SCRUT_KEY("the valid votes in {1r}")},
    };
    const char *missing = claim_missing(w, unit, NAMES[field][0], NAMES[field][1]);
    if (w->tally != NULL)
        return figure_leaf(w, *scrut_tally_field(w->tally, unit, field), missing);
    return field == SCRUT_FIELD_REGISTERED ? registered_in_case(w, unit, missing) : unknown(missing);
}

static bool any_votes(const claim_witness *w, uint32_t unit)
{
    for (size_t p = 0; p < w->v->c->party_count; p++)
        if (scrut_tally_votes(w->tally, unit, p)->cells > 0)
            return true;
    return false;
}

claim_leaf claim_votes_value(claim_witness *w, uint32_t party, uint32_t unit)
{
    const char *missing = claim_missing_of(w, unit, SCRUT_KEY("the votes of {1r}"),
                                           SCRUT_KEY("the votes of {1r} in {2r}"), party_id(w, party));
    if (w->tally == NULL)
        return unknown(missing);
    scrut_figure f = *scrut_tally_votes(w->tally, unit, party);
    uint32_t aggregate = w->v->c->parties[party].hidden_in;
    if (f.cells == 0 && aggregate != SCRUT_NONE) { /* somewhere among the aggregate's */
        claim_leaf all = figure_leaf(w, *scrut_tally_votes(w->tally, unit, aggregate), missing);
        all.value.has_low = true;
        all.value.low = fraction_whole(0);
        all.missing = missing;
        return all;
    }
    /* named elsewhere but not here, where others are: it does not stand here */
    if (f.cells == 0 && unit > 0 && scrut_tally_votes(w->tally, 0, party)->cells > 0 && any_votes(w, unit))
        return (claim_leaf){.value = interval_whole(0), .informed = true};
    return figure_leaf(w, f, missing);
}

/* A tally that does not name every list anywhere has no sum of all lists. */
static bool sum_of_lists(const claim_witness *w, uint32_t unit, int64_t *ret_sum)
{
    int64_t sum = 0;
    for (size_t p = 0; p < w->v->c->party_count; p++) {
        scrut_figure f = *scrut_tally_votes(w->tally, unit, p);
        if (scrut_tally_votes(w->tally, 0, p)->cells == 0 && w->v->c->parties[p].hidden_in == SCRUT_NONE)
            return false;
        if (f.known != f.cells || !scrut_add(sum, f.value, &sum))
            return false;
    }
    *ret_sum = sum;
    return any_votes(w, unit);
}

/* Valid votes as given, else what the case defines them to be: the lists' votes, with the blank ballots where these
 * count as valid. */
claim_leaf claim_valid_value(claim_witness *w, uint32_t unit)
{
    claim_leaf given = field_value(w, SCRUT_FIELD_VALID, unit);
    if (given.informed || w->tally == NULL || w->tally->partial)
        return given;
    int64_t sum;
    scrut_figure blank = *scrut_tally_field(w->tally, unit, SCRUT_FIELD_BLANK);
    bool with_blank = w->v->c->valid_includes_blank;
    if (!sum_of_lists(w, unit, &sum) || (with_blank && !scrut_figure_complete(blank)) ||
        (with_blank && !scrut_add(sum, blank.value, &sum)))
        return given;
    return (claim_leaf){.value = interval_whole(sum), .informed = true};
}

/* ---- made of figures ---------------------------------------------------------------------------------- */

static bool is_positive(const claim_interval *value)
{
    return value->has_low && value->low.numerator > 0;
}

/* part / whole, when the whole is not known: not negative, at most 1 when the part is one of the whole, and without any
 * value when the whole may be nothing. */
static claim_interval open_ratio(const claim_leaf *part, const claim_leaf *whole, bool is_part)
{
    claim_interval r = interval_at_least(0);
    if (!is_positive(&whole->value) && !(is_part && is_positive(&part->value)))
        return interval_fault("a share of what may be nothing");
    r.has_high = is_part;
    r.high = fraction_whole(1);
    return r;
}

/* Of a count that goes on no share is known. */
static claim_leaf ratio(claim_witness *w, claim_leaf part, claim_leaf whole, bool is_part)
{
    claim_leaf r = {.missing = part.missing != NULL ? part.missing : whole.missing};
    if (part.missing != NULL && whole.missing != NULL)
        r.missing = w->quiet ? "" : said(w, scrut_sentence(w->arena, "{1w} and {2w}", part.missing, whole.missing));
    if (!interval_is_exact(&whole.value) || (!part.informed && !is_positive(&whole.value))) {
        r.value = open_ratio(&part, &whole, is_part);
        return r;
    }
    r.value = interval_divide(part.value, whole.value);
    r.informed = r.value.fault == NULL && part.informed;
    if (is_part && r.value.fault == NULL && !r.value.has_high) {
        r.value.has_high = true;
        r.value.high = fraction_whole(1);
    }
    return r;
}

static bool is_other_list(const claim_witness *w, uint32_t party, size_t other)
{
    return other != party && w->v->c->parties[other].hidden_in == SCRUT_NONE;
}

claim_interval claim_best_other(claim_witness *w, uint32_t party, uint32_t unit)
{
    claim_interval best = interval_whole(0);
    bool quiet = w->quiet;
    w->quiet = true;
    for (uint32_t q = 0; q < w->v->c->party_count; q++) {
        if (!is_other_list(w, party, q))
            continue;
        claim_interval votes = claim_votes_value(w, q, unit).value;
        /* of several lists added together none has more than all of them, and any may have none */
        if (!w->v->c->parties[q].aggregate && votes.has_low && fraction_compare(votes.low, best.low) > 0)
            best.low = votes.low;
        if (!votes.has_high)
            best.has_high = false;
        else if (fraction_compare(votes.high, best.high) > 0)
            best.high = votes.high;
    }
    w->quiet = quiet;
    return best;
}

static claim_leaf lead_value(claim_witness *w, const scrut_claim_node *call)
{
    claim_leaf own = claim_votes_value(w, call->party, call->unit);
    if (w->tally != NULL && w->tally->partial)
        return (claim_leaf){.value = interval_open(), .missing = SCRUT_KEY("a complete count of the votes")};
    if (call->other != SCRUT_NONE) {
        claim_leaf other = claim_votes_value(w, call->other, call->unit);
        claim_leaf r = {.value = interval_add(own.value, interval_negate(other.value)),
                        .informed = own.informed || other.informed,
                        .missing = own.missing != NULL ? own.missing : other.missing};
        return r;
    }
    claim_leaf r = {.value = interval_open(), .informed = own.informed};
    if (w->tally != NULL)
        r.value = interval_add(own.value, interval_negate(claim_best_other(w, call->party, call->unit)));
    if (!interval_is_exact(&r.value))
        r.missing = claim_missing(w, call->unit, SCRUT_KEY("the votes of every list"),
                                  SCRUT_KEY("the votes of every list in {1r}"));
    return r;
}

/* ---- counts ------------------------------------------------------------------------------------------- */

static int64_t counted_rows(const scrut_returns *r, uint32_t unit)
{
    int64_t rows = 0;
    for (uint32_t i = 0; i < r->row_count; i++)
        rows +=
            (r->excluded == NULL || r->excluded[i] == 0) && (unit == 0 || scrut_returns_constituency(r, i) == unit - 1);
    return rows;
}

static claim_leaf stations_value(claim_witness *w, uint32_t unit)
{
    const scrut_case *c = w->v->c;
    const scrut_returns *rows = NULL;
    if (w->tally == NULL)
        rows = c->registry;
    else if (w->tally->from_returns)
        rows = &c->returns[w->tally - w->v->tallies];
    if (rows == NULL)
        return unknown(SCRUT_KEY("a list of the polling stations"));
    return (claim_leaf){.value = interval_whole(counted_rows(rows, unit)), .informed = true};
}

/* Lists of the case; with a constituency, lists that have votes there or could have. */
static claim_leaf parties_value(claim_witness *w, uint32_t unit)
{
    const scrut_case *c = w->v->c;
    int64_t count = 0, aggregates = 0;
    if (unit > 0 && (w->tally == NULL || !any_votes(w, unit)))
        return unknown(
            claim_missing(w, unit, SCRUT_KEY("the lists that stand"), SCRUT_KEY("the lists that stand in {1r}")));
    for (size_t p = 0; p < c->party_count; p++) {
        bool stands = unit == 0 || scrut_tally_votes(w->tally, unit, p)->cells > 0;
        count += stands && !c->parties[p].aggregate;
        aggregates += stands && c->parties[p].aggregate;
    }
    if (aggregates > 0)
        return (claim_leaf){.value = interval_at_least(count),
                            .informed = true,
                            .missing = SCRUT_KEY("the lists that are added together")};
    return (claim_leaf){.value = interval_whole(count), .informed = true};
}

/* Findings of one code, votes at stake as each counts them: a ballot that several touch is counted by each. */
static claim_leaf at_stake_value(claim_witness *w, const scrut_claim_node *call)
{
    const scrut_findings *all = &w->v->findings;
    const scrut_check *check = scrut_check_named(call->word);
    int64_t low = 0, high = 0;
    /* What no evidence shows is not 0. */
    bool no_returns = check != NULL && check->returns && w->v->c->returns_count == 0;
    size_t unknown_count = no_returns || (check != NULL && check->roll && w->v->roll == NULL);
    if (check == NULL)
        return (claim_leaf){.value = interval_fault("no check has this code"),
                            .missing =
                                claim_missing_of(w, 0, SCRUT_KEY("a check with the code {1r}"), NULL, call->word)};
    for (size_t i = 0; i < all->count; i++) {
        const scrut_finding *f = &all->items[i];
        if (f->check != check || (call->unit > 0 && f->constituency != call->unit - 1))
            continue;
        if (!f->at_stake_known || !scrut_add(low, f->at_stake_low, &low) || !scrut_add(high, f->at_stake_high, &high))
            unknown_count++;
    }
    claim_leaf r = {.value = interval_between(low, high), .informed = true};
    if (unknown_count > 0)
        r.value = interval_at_least(low);
    if (no_returns)
        r.missing = SCRUT_KEY("returns of stations");
    else if (!interval_is_exact(&r.value))
        r.missing = claim_missing_of(w, 0, SCRUT_KEY("the votes at stake of every finding {1r}"), NULL, call->word);
    return r;
}

/* ---- the case ----------------------------------------------------------------------------------------- */

bool claim_is_of_case(const scrut_claim_node *call)
{
    switch (call->function) {
    case SCRUT_CLAIM_SEATS_BEFORE:
    case SCRUT_CLAIM_MAJORITY:
    case SCRUT_CLAIM_SEATS_TOTAL:
    case SCRUT_CLAIM_AT_STAKE: return true;
    case SCRUT_CLAIM_PARTIES: return call->unit == 0;
    default: return false;
    }
}

/* The number of seats that the case calls the majority, else more than half. */
static claim_leaf majority_value(const claim_witness *w)
{
    const scrut_case *c = w->v->c;
    int64_t seats;
    for (size_t i = 0; i < c->chamber_fact_count; i++)
        if (strcmp(c->chamber_facts[i].name, "majority") == 0)
            return (claim_leaf){.value = interval_whole(c->chamber_facts[i].seats), .informed = true};
    if (!claim_chamber_seats(c, 0, &seats))
        return unknown(SCRUT_KEY("the seats of the chamber"));
    return (claim_leaf){.value = interval_whole(seats / 2 + 1), .informed = true};
}

static claim_leaf seats_total_value(claim_witness *w, uint32_t unit)
{
    int64_t seats;
    if (!claim_chamber_seats(w->v->c, unit, &seats))
        return unknown(
            claim_missing(w, unit, SCRUT_KEY("the number of seats"), SCRUT_KEY("the number of seats in {1r}")));
    return (claim_leaf){.value = interval_whole(seats), .informed = true};
}

static claim_leaf before_value(claim_witness *w, uint32_t party, const char *version, uint32_t unit)
{
    int64_t seats;
    if (!claim_previous_seats(w->v->c, party, version, unit, &seats))
        return unknown(claim_missing_of(w, unit, SCRUT_KEY("the seats of {1r} in the election before"),
                                        SCRUT_KEY("the seats of {1r} in the election before in {2r}"),
                                        party_id(w, party)));
    return (claim_leaf){.value = interval_whole(seats), .informed = true};
}

static claim_leaf swing_value(claim_witness *w, const scrut_claim_node *call)
{
    claim_leaf now = claim_seats_value(w, call->party, call->unit),
               before = before_value(w, call->party, NULL, call->unit);
    claim_leaf r = {.value = interval_add(now.value, interval_negate(before.value)),
                    .informed = now.informed,
                    .missing = before.missing != NULL ? before.missing : now.missing};
    if (before.missing != NULL)
        r.value = interval_open();
    return r;
}

claim_leaf claim_leaf_value(claim_witness *w, const scrut_claim_node *call)
{
    uint32_t unit = call->unit;
    switch (call->function) {
    case SCRUT_CLAIM_SEATS: return claim_seats_value(w, call->party, unit);
    case SCRUT_CLAIM_VOTES: return claim_votes_value(w, call->party, unit);
    case SCRUT_CLAIM_SHARE: return ratio(w, claim_votes_value(w, call->party, unit), claim_valid_value(w, unit), true);
    case SCRUT_CLAIM_LEAD: return lead_value(w, call);
    case SCRUT_CLAIM_TURNOUT:
        return ratio(w, field_value(w, SCRUT_FIELD_CAST, unit), field_value(w, SCRUT_FIELD_REGISTERED, unit), false);
    case SCRUT_CLAIM_REGISTERED: return field_value(w, SCRUT_FIELD_REGISTERED, unit);
    case SCRUT_CLAIM_CAST: return field_value(w, SCRUT_FIELD_CAST, unit);
    case SCRUT_CLAIM_VALID: return claim_valid_value(w, unit);
    case SCRUT_CLAIM_INVALID: return field_value(w, SCRUT_FIELD_INVALID, unit);
    case SCRUT_CLAIM_BLANK: return field_value(w, SCRUT_FIELD_BLANK, unit);
    case SCRUT_CLAIM_LED:
    case SCRUT_CLAIM_MAJORITIES: return claim_led_value(w, call);
    case SCRUT_CLAIM_SWING: return swing_value(w, call);
    case SCRUT_CLAIM_SEATS_BEFORE: return before_value(w, call->party, call->word, 0);
    case SCRUT_CLAIM_MAJORITY: return majority_value(w);
    case SCRUT_CLAIM_SEATS_TOTAL: return seats_total_value(w, unit);
    case SCRUT_CLAIM_STATIONS: return stations_value(w, unit);
    case SCRUT_CLAIM_PARTIES: return parties_value(w, unit);
    case SCRUT_CLAIM_AT_STAKE: return at_stake_value(w, call);
    default: return claim_margin_value(w, call);
    }
}
