/* SPDX-License-Identifier: Apache-2.0
 * certificate_nation.c: making a certificate of a margin in the nation: the steps of every constituency, or, for the
 * seats of several parties at once, prices and shares. */
#include "house_internal.h"

typedef struct {
    const scrut_margin_nation *nation;
    const char *const *parties;
    const bool *members; /* a party; NULL: seats of several are claimed */
    bool rising;
    scrut_metric metric;
    scrut_arena *arena;
    scrut_error *err;
    scrut_certificate *certificate;
} making;

static scrut_status name_lists(const making *m, const scrut_margin_unit *u, scrut_certificate_contest *c)
{
    size_t count = u->contest.list_count;
    const char **names = scrut_arena_calloc(m->arena, count, sizeof(const char *));
    bool *members = m->members != NULL ? scrut_arena_calloc(m->arena, count, sizeof *members) : NULL;
    if (names == NULL || (m->members != NULL && members == NULL))
        return scrut_fail_memory(m->err);
    for (size_t i = 0; i < count; i++) {
        bool known = u->party[i] != SCRUT_NONE;
        names[i] = known ? m->parties[u->party[i]] : scrut_arena_printf(m->arena, "(list %zu)", i + 1);
        if (members != NULL)
            members[i] = known && m->members[u->party[i]];
        if (names[i] == NULL)
            return scrut_fail_memory(m->err);
    }
    c->lists = names;
    c->members = members;
    return SCRUT_OK;
}

static scrut_status add_contest(const making *m, size_t n)
{
    const scrut_margin_unit *u = &m->nation->units[n];
    scrut_certificate_contest *c = &m->certificate->contests[n];
    *c = (scrut_certificate_contest){.id = u->id, .contest = u->contest, .closed = u->closed};
    if (u->closed == NULL)
        return name_lists(m, u, c);
    c->contest = (scrut_margin_contest){.method = u->contest.method, .seats = u->contest.seats};
    for (size_t p = 0; p < m->nation->party_count; p++) {
        c->held_least += m->members != NULL && m->members[p] ? u->certain[p] : 0;
        c->held_most += m->members != NULL && m->members[p] ? u->possible[p] : 0;
    }
    if (c->held_most > c->contest.seats)
        c->held_most = c->contest.seats;
    return SCRUT_OK;
}

static bool has_member(const scrut_certificate_contest *c)
{
    for (size_t i = 0; i < c->contest.list_count; i++)
        if (c->members[i])
            return true;
    return false;
}

/* Steps below the answer: with fewer ballots than that only these could be part of another one. */
static scrut_status climb(const making *m, size_t n, bool certain, int64_t most, int64_t limit,
                          scrut_certificate_steps *steps)
{
    const scrut_certificate_contest *c = &m->certificate->contests[n];
    scrut_margin_curve curve;
    if (c->closed != NULL) {
        *steps = (scrut_certificate_steps){.held = m->rising ? c->held_least : c->held_most};
        return SCRUT_OK;
    }
    if (m->rising && !has_member(c))
        most = 0; /* nobody there to gain a seat */
    scrut_status st = scrut_margin_steps(&c->contest, c->members, m->rising, certain, m->metric, most, limit, m->arena,
                                         &curve, m->err);
    if (st != SCRUT_OK)
        return st;
    int64_t *at_least = scrut_arena_calloc(m->arena, curve.count, sizeof *at_least);
    if (at_least == NULL)
        return scrut_fail_memory(m->err);
    for (size_t k = 0; k < curve.count; k++)
        at_least[k] = curve.steps[k].at_least;
    *steps = (scrut_certificate_steps){.held = curve.held, .count = curve.count, .at_least = at_least};
    return SCRUT_OK;
}

static scrut_status add_steps(const making *m, bool certain, int64_t held, int64_t limit, scrut_certificate_reading *r)
{
    int64_t needed = m->rising ? m->certificate->seats - held : held - m->certificate->seats;
    scrut_certificate_steps *steps = scrut_arena_calloc(m->arena, m->nation->unit_count, sizeof *steps);
    scrut_status st = steps != NULL ? SCRUT_OK : scrut_fail_memory(m->err);
    for (size_t n = 0; n < m->nation->unit_count && st == SCRUT_OK; n++)
        st = climb(m, n, certain, needed, limit, &steps[n]);
    r->steps = steps;
    return st;
}

/* All but why fewer do not do. */
static scrut_status copy_reading(const making *m, const scrut_margin_nation_reading *from,
                                 scrut_certificate_reading *to)
{
    const int64_t **moves = scrut_arena_calloc(m->arena, m->nation->unit_count, sizeof(const int64_t *));
    if (moves == NULL)
        return scrut_fail_memory(m->err);
    for (size_t n = 0; n < m->nation->unit_count && from->possible; n++)
        moves[n] = from->moves[n];
    *to = (scrut_certificate_reading){.possible = from->possible,
                                      .exact = from->exact,
                                      .at_least = from->at_least,
                                      .at_most = from->at_most,
                                      .moves = from->possible ? moves : NULL};
    return SCRUT_OK;
}

static scrut_status add_reading(const making *m, const scrut_margin_nation_reading *from, bool certain, int64_t held,
                                scrut_certificate_reading *to)
{
    scrut_status st = copy_reading(m, from, to);
    bool impossible = !from->possible && from->exact;
    if (st != SCRUT_OK || (from->at_least == 0 && !impossible))
        return st; /* nothing that steps could show */
    return add_steps(m, certain, held, impossible ? -1 : from->at_least - 1, to);
}

static scrut_status add_contests(const making *m)
{
    size_t count = m->nation->unit_count;
    m->certificate->contests = scrut_arena_calloc(m->arena, count, sizeof *m->certificate->contests);
    scrut_status st = m->certificate->contests != NULL ? SCRUT_OK : scrut_fail_memory(m->err);
    for (size_t n = 0; n < count && st == SCRUT_OK; n++)
        st = add_contest(m, n);
    return st;
}

scrut_status scrut_certificate_of_nation(const scrut_margin_nation *nation, const char *const parties[],
                                         const bool members[], bool at_least, int64_t seats, scrut_metric metric,
                                         const scrut_margin_nation_result *result, scrut_arena *arena,
                                         scrut_certificate *ret_certificate, scrut_error *err)
{
    scrut_certificate c = {.metric = metric,
                           .kind = at_least ? SCRUT_TARGET_AT_LEAST : SCRUT_TARGET_AT_MOST,
                           .seats = seats,
                           .contest_count = nation->unit_count,
                           .note = result->note};
    making m = {.nation = nation,
                .parties = parties,
                .members = members,
                .rising = at_least,
                .metric = metric,
                .arena = arena,
                .err = err,
                .certificate = &c};
    scrut_status st = add_contests(&m);
    if (st == SCRUT_OK)
        st = add_reading(&m, &result->could, false, at_least ? result->held_possible : result->held_certain, &c.could);
    if (st == SCRUT_OK)
        st = add_reading(&m, &result->would, true, at_least ? result->held_certain : result->held_possible, &c.would);
    if (st == SCRUT_OK)
        *ret_certificate = c;
    return st;
}

/* ---- thresholds in the nation ---- */

/* Alliances that pass for their lists are not told. */
static scrut_status add_totals(const making *m, const scrut_margin_house *house)
{
    const scrut_rules *rules = house->chamber->rules;
    scrut_certificate *c = m->certificate;
    if (house->bar_count == 0 || (rules->alliances && rules->alliance_passes_threshold))
        return SCRUT_OK;
    scrut_certificate_total *totals = scrut_arena_calloc(m->arena, house->c->party_count, sizeof *totals);
    if (totals == NULL)
        return scrut_fail_memory(m->err);
    for (size_t p = 0; p < house->c->party_count; p++)
        if (house->stands[p])
            totals[c->total_count++] =
                (scrut_certificate_total){.list = m->parties[p], .votes = house->votes[p], .mask = house->bar_mask[p]};
    memcpy(c->bars, house->bars, sizeof c->bars);
    c->bar_count = house->bar_count;
    c->totals = totals;
    return SCRUT_OK;
}

/* Where nobody but those who stay could be of use the steps say all. */
static scrut_status add_crossings(const making *m, const scrut_margin_house *house, bool certain,
                                  scrut_certificate_reading *r)
{
    scrut_house_inquiry q = {.house = house,
                             .members = m->members,
                             .at_least = m->rising,
                             .seats = m->certificate->seats,
                             .metric = m->metric,
                             .arena = m->arena,
                             .err = m->err};
    bool impossible = !r->possible && r->exact;
    if (m->certificate->total_count == 0 || impossible || r->at_least == 0)
        return SCRUT_OK;
    return scrut_house_crossings(&q, m->parties, certain, r->at_least - 1, r);
}

scrut_status scrut_certificate_of_house(const scrut_margin_house *house, const char *const parties[],
                                        const bool members[], bool at_least, int64_t seats, scrut_metric metric,
                                        const scrut_margin_nation_result *result, scrut_arena *arena,
                                        scrut_certificate *ret_certificate, scrut_error *err)
{
    scrut_certificate c;
    making m = {.parties = parties,
                .members = members,
                .rising = at_least,
                .metric = metric,
                .arena = arena,
                .err = err,
                .certificate = &c};
    scrut_status st =
        scrut_certificate_of_nation(&house->nation, parties, members, at_least, seats, metric, result, arena, &c, err);
    if (st == SCRUT_OK)
        st = add_totals(&m, house);
    if (st == SCRUT_OK)
        st = add_crossings(&m, house, false, &c.could);
    if (st == SCRUT_OK)
        st = add_crossings(&m, house, true, &c.would);
    if (st == SCRUT_OK)
        *ret_certificate = c;
    return st;
}

/* ---- seats of several parties at once ---- */

static scrut_status add_claims(const making *m, const int64_t claimed[])
{
    scrut_certificate *c = m->certificate;
    scrut_certificate_claim *claims = scrut_arena_calloc(m->arena, m->nation->party_count, sizeof *claims);
    if (claims == NULL)
        return scrut_fail_memory(m->err);
    for (size_t p = 0; p < m->nation->party_count; p++)
        if (claimed[p] >= 0)
            claims[c->claim_count++] = (scrut_certificate_claim){.list = m->parties[p], .seats = claimed[p]};
    c->claims = claims;
    return SCRUT_OK;
}

static scrut_status add_shares(const making *m, const scrut_margin_nation_reading *from, scrut_house_handover *h,
                               scrut_certificate_reading *to)
{
    scrut_status st = copy_reading(m, from, to);
    bool impossible = !from->possible && from->exact;
    return st == SCRUT_OK && !impossible && from->at_least > 0 ? scrut_house_shares(h, from->at_least - 1, to) : st;
}

scrut_status scrut_certificate_of_house_vector(const scrut_margin_house *house, const char *const parties[],
                                               const int64_t claimed[], scrut_metric metric,
                                               const scrut_margin_nation_result *result, scrut_arena *arena,
                                               scrut_certificate *ret_certificate, scrut_error *err)
{
    scrut_certificate c = {
        .metric = metric, .kind = SCRUT_TARGET_VECTOR, .contest_count = house->nation.unit_count, .note = result->note};
    making m = {
        .nation = &house->nation, .parties = parties, .metric = metric, .arena = arena, .err = err, .certificate = &c};
    scrut_house_handover could = {.house = house, .claimed = claimed, .metric = metric, .arena = arena, .err = err};
    scrut_house_handover would = could;
    would.certain = true;
    scrut_status st = add_contests(&m);
    if (st == SCRUT_OK)
        st = add_claims(&m, claimed);
    if (st == SCRUT_OK)
        st = add_totals(&m, house);
    if (st == SCRUT_OK)
        st = add_shares(&m, &result->could, &could, &c.could);
    if (st == SCRUT_OK)
        st = add_shares(&m, &result->would, &would, &c.would);
    if (st == SCRUT_OK)
        *ret_certificate = c;
    return st;
}
