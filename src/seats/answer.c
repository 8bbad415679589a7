/* SPDX-License-Identifier: Apache-2.0
 * answer.c: one constituency: who takes part, seats among lists and alliances, seats inside alliances. */
#include "seats_internal.h"

/* An outer contender and the lists behind it. */
typedef struct {
    scrut_contender contender;
    uint32_t party;    /* of a single list, or SCRUT_NONE */
    uint32_t alliance; /* or SCRUT_NONE */
    size_t lists;
} entrant;

typedef struct {
    const scrut_allocation *a;
    const scrut_question *q;
    scrut_arena *arena;
    scrut_constituency_seats *seats;
    bool *aggregate_passes; /* a party */
    bool *barred;           /* a party: it can have no seat here whatever is missing */
    entrant *entrants;
    scrut_contender *contenders;
    size_t count; /* of entrants; aggregates, while they are tried, come after them */
} desk;

static const char *party_name(const desk *d, size_t p)
{
    const scrut_party *party = &d->a->c->parties[p];
    return party->name != NULL ? party->name : party->id;
}

/* The first reason is kept: one is enough. */
static void set_undecided(desk *d, const char *reason)
{
    if (d->seats->state == SCRUT_SEATS_UNDECIDED)
        return;
    d->seats->state = SCRUT_SEATS_UNDECIDED;
    d->seats->reason = reason;
}

static scrut_status undecided(desk *d, const char *reason)
{
    if (reason == NULL)
        return scrut_fail_memory(d->a->err);
    set_undecided(d, reason);
    return SCRUT_OK;
}

static scrut_status refused(desk *d, const char *reason)
{
    d->seats->state = SCRUT_SEATS_REFUSED;
    d->seats->reason = reason;
    return SCRUT_OK;
}

static int64_t votes_here(const desk *d, size_t p)
{
    return p == d->q->hidden_party ? d->q->hidden_votes : d->q->here->party[p].value;
}

/* ---- who takes part ---- */

static scrut_status admit_passing(desk *d, size_t p)
{
    if (!d->q->here->party[p].known)
        return undecided(d, scrut_sentence(d->arena, "The votes of {1r} are not given in full.", party_name(d, p)));
    if (d->a->c->parties[p].aggregate)
        d->aggregate_passes[p] = true;
    else
        d->seats->eligible[p] = true;
    return SCRUT_OK;
}

static scrut_status admit(desk *d, size_t p)
{
    const scrut_votes *votes = &d->q->here->party[p];
    const char **why = &d->seats->why_not[p];
    d->barred[p] = true;
    if (!votes->stands) {
        *why = SCRUT_KEY("It does not stand here.");
        return SCRUT_OK;
    }
    if (votes->known && votes_here(d, p) == 0 && d->a->c->parties[p].hidden_in == SCRUT_NONE) {
        *why = SCRUT_KEY("It has no votes here.");
        return SCRUT_OK;
    }
    scrut_pass pass;
    scrut_status st =
        scrut_threshold_pass(d->a, d->q->here, p, d->q->hidden_party, d->q->hidden_votes, d->arena, &pass, why);
    if (st != SCRUT_OK || pass == SCRUT_PASS_NO)
        return st;
    d->barred[p] = false;
    if (pass == SCRUT_PASS_UNKNOWN)
        return undecided(d, *why);
    return admit_passing(d, p);
}

static scrut_status admit_lists(desk *d)
{
    bool any = false;
    scrut_status st = SCRUT_OK;
    for (size_t p = 0; p < d->a->c->party_count && st == SCRUT_OK; p++) {
        any = any || d->q->here->party[p].stands;
        st = admit(d, p);
    }
    if (st == SCRUT_OK && !any)
        set_undecided(d, SCRUT_KEY("No list's votes are given."));
    return st;
}

/* ---- the outer step ---- */

static entrant *entrant_for(desk *d, size_t p)
{
    uint32_t alliance = d->a->rules->alliances ? d->a->c->parties[p].alliance_index : SCRUT_NONE;
    for (size_t i = 0; i < d->count && alliance != SCRUT_NONE; i++)
        if (d->entrants[i].alliance == alliance)
            return &d->entrants[i];
    entrant *e = &d->entrants[d->count++];
    *e = (entrant){.contender = {.eligible = true, .list_order = -1}, .party = SCRUT_NONE, .alliance = alliance};
    return e;
}

static bool enter(desk *d, size_t p)
{
    const scrut_rules *rules = d->a->rules;
    entrant *e = entrant_for(d, p);
    e->lists++;
    e->party = e->lists == 1 ? (uint32_t)p : SCRUT_NONE;
    e->contender.list_order = e->lists == 1 ? d->a->c->parties[p].list_order : -1;
    e->contender.seats_min += rules->seats_min;
    e->contender.seats_max = rules->seats_max > 0 ? e->contender.seats_max + rules->seats_max : -1;
    return scrut_add(e->contender.votes, votes_here(d, p), &e->contender.votes);
}

/* Lists as outer contenders; the aggregates that pass, when asked for, as one list each behind them. */
static scrut_status enter_lists(desk *d, bool with_aggregates, size_t *ret_count)
{
    bool fits = true;
    d->count = 0;
    for (size_t p = 0; p < d->a->c->party_count; p++)
        if (d->seats->eligible[p])
            fits = enter(d, p) && fits;
    size_t lists = d->count;
    for (size_t p = 0; p < d->a->c->party_count && with_aggregates; p++)
        if (d->aggregate_passes[p])
            d->entrants[d->count++] = (entrant){.contender = {.votes = votes_here(d, p),
                                                              .eligible = true,
                                                              .seats_min = d->a->rules->seats_min,
                                                              .seats_max = -1,
                                                              .list_order = -1},
                                                .party = (uint32_t)p,
                                                .alliance = SCRUT_NONE,
                                                .lists = 1};
    *ret_count = d->count;
    d->count = lists;
    for (size_t i = 0; i < *ret_count; i++)
        d->contenders[i] = d->entrants[i].contender;
    if (!fits)
        return scrut_fail(d->a->err, SCRUT_E_RANGE, NULL, -1, -1, -1, "the votes of an alliance add to more than 2^63");
    return SCRUT_OK;
}

static int64_t sum_votes(const desk *d, size_t count)
{
    scrut_wide sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += d->contenders[i].votes;
    return sum > INT64_MAX ? INT64_MAX : (int64_t)sum;
}

static bool any_aggregate_passes(const desk *d)
{
    for (size_t p = 0; p < d->a->c->party_count; p++)
        if (d->aggregate_passes[p])
            return true;
    return false;
}

/* The method with its quota taken of the right votes; sets UNDECIDED where those are not known. */
static void settle_quota_base(desk *d, bool aggregates, size_t all_count, scrut_method *method, int64_t *ret_votes_all)
{
    const scrut_votes *valid = &d->q->here->base[SCRUT_BASE_VALID];
    *ret_votes_all = -1;
    if (method->family != SCRUT_METHOD_QUOTA)
        return;
    int64_t listed = sum_votes(d, all_count);
    if (method->quota_base_all) {
        *ret_votes_all = valid->value;
        if (!valid->known)
            set_undecided(d, SCRUT_KEY("The quota is of all valid votes, and they are not given."));
        else if (valid->value < listed)
            set_undecided(
                d, SCRUT_KEY("The quota is of all valid votes, and fewer are given than the lists have together."));
    } else if (aggregates) {
        /* which of its lists pass a threshold is not known, so neither is what their votes add to the quota */
        if (d->a->rules->threshold_count > 0)
            set_undecided(
                d, SCRUT_KEY("The quota is of the eligible lists' votes, and several lists are given as one; their "
                             "separate votes are needed."));
        method->quota_base_all = true;
        *ret_votes_all = listed;
    }
}

static scrut_status apportion_outer(desk *d, const scrut_method *method, int64_t votes_all, size_t count,
                                    scrut_apportionment *ret_result)
{
    return scrut_apportion(method, d->a->rules->ties, d->a->rules->tie_count, d->q->seats, d->contenders, count,
                           votes_all, d->arena, ret_result, d->a->err);
}

/* Several lists given as one: none of them has a larger claim than all of them as one list would, and where that one
 * wins nothing the last seat's claim is the same without it. So where the aggregate wins nothing, none of its lists
 * does, and it can be left out; where it wins, their separate votes are needed. */
static scrut_status try_aggregates(desk *d, const scrut_method *method, int64_t votes_all, size_t lists,
                                   size_t all_count)
{
    scrut_apportionment trial;
    scrut_status st = apportion_outer(d, method, votes_all, all_count, &trial);
    if (st != SCRUT_OK)
        return st;
    if (trial.refused) {
        set_undecided(
            d, SCRUT_KEY(
                   "Several lists are given as one, and whether the rules give seats at all depends on their separate "
                   "votes."));
        return SCRUT_OK;
    }
    for (size_t i = lists; i < all_count; i++)
        if (trial.possible[i] > 0)
            return undecided(d, scrut_sentence(d->arena,
                                               "{1r} is several lists added together and would win a seat as one "
                                               "list; their separate votes are needed.",
                                               party_name(d, d->entrants[i].party)));
    for (size_t p = 0; p < d->a->c->party_count; p++) {
        if (!d->aggregate_passes[p])
            continue;
        d->seats->why_not[p] =
            SCRUT_KEY("It is several lists added together; as one list it would win no seat, so none of them does.");
        d->barred[p] = true;
    }
    return SCRUT_OK;
}

static scrut_status keep_outer(desk *d)
{
    scrut_constituency_seats *s = d->seats;
    s->outer_party = scrut_arena_calloc(d->arena, d->count, sizeof *s->outer_party);
    s->outer_alliance = scrut_arena_calloc(d->arena, d->count, sizeof *s->outer_alliance);
    if (s->outer_party == NULL || s->outer_alliance == NULL)
        return scrut_fail_memory(d->a->err);
    for (size_t i = 0; i < d->count; i++) {
        s->outer_party[i] = d->entrants[i].party;
        s->outer_alliance[i] = d->entrants[i].alliance;
    }
    return SCRUT_OK;
}

static scrut_status give_outer(desk *d)
{
    scrut_method method = d->a->rules->method;
    bool aggregates = any_aggregate_passes(d);
    size_t all_count;
    int64_t votes_all;
    scrut_status st = enter_lists(d, true, &all_count);
    if (st != SCRUT_OK)
        return st;
    if (d->count == 0 && !aggregates)
        return refused(d, SCRUT_KEY("No list is eligible."));
    settle_quota_base(d, aggregates, all_count, &method, &votes_all);
    if (aggregates && d->seats->state == SCRUT_SEATS_DECIDED)
        st = try_aggregates(d, &method, votes_all, d->count, all_count);
    if (st != SCRUT_OK || d->seats->state != SCRUT_SEATS_DECIDED)
        return st;
    st = apportion_outer(d, &method, votes_all, d->count, &d->seats->outer);
    if (st == SCRUT_OK && d->seats->outer.refused)
        refused(d, d->seats->outer.refusal);
    return st == SCRUT_OK ? keep_outer(d) : st;
}

/* ---- inside the alliances ---- */

static void fill_inner(const desk *d, uint32_t alliance, scrut_contender *contenders, uint32_t *parties)
{
    const scrut_rules *rules = d->a->rules;
    size_t count = 0;
    for (size_t p = 0; p < d->a->c->party_count; p++) {
        if (!d->seats->eligible[p] || d->a->c->parties[p].alliance_index != alliance)
            continue;
        parties[count] = (uint32_t)p;
        contenders[count++] = (scrut_contender){.votes = votes_here(d, p),
                                                .eligible = true,
                                                .seats_min = rules->seats_min,
                                                .seats_max = rules->seats_max > 0 ? rules->seats_max : -1,
                                                .list_order = d->a->c->parties[p].list_order};
    }
}

/* An alliance whose number of seats is drawn can have any from `least` to `most`; a list's certain seats are the fewest
 * it has at any of them. What is shown is the allocation of the certain ones. */
static scrut_status give_inner(desk *d, size_t entry, size_t inner)
{
    const scrut_allocation *a = d->a;
    scrut_constituency_seats *s = d->seats;
    size_t lists = d->entrants[entry].lists;
    int64_t least = s->outer.certain[entry], most = s->outer.possible[entry];
    scrut_contender *contenders = scrut_arena_calloc(d->arena, lists, sizeof *contenders);
    uint32_t *parties = scrut_arena_calloc(d->arena, lists, sizeof *parties);
    if (contenders == NULL || parties == NULL)
        return scrut_fail_memory(a->err);
    fill_inner(d, d->entrants[entry].alliance, contenders, parties);
    for (int64_t n = least; n <= most; n++) {
        scrut_apportionment r;
        scrut_status st = scrut_apportion(&a->rules->inner_method, a->rules->ties, a->rules->tie_count, n, contenders,
                                          lists, -1, d->arena, &r, a->err);
        if (st != SCRUT_OK)
            return st;
        if (n == least)
            s->inner[inner] = r;
        if (r.refused)
            return refused(d, r.refusal);
        if (r.tied_seats > 0)
            s->state = SCRUT_SEATS_TIE;
        for (size_t i = 0; i < lists; i++) {
            uint32_t p = parties[i];
            if (n == least || r.certain[i] < s->certain[p])
                s->certain[p] = r.certain[i];
            if (r.possible[i] > s->possible[p])
                s->possible[p] = r.possible[i];
        }
    }
    s->inner_alliance[inner] = d->entrants[entry].alliance;
    s->inner_party[inner] = parties;
    return SCRUT_OK;
}

static scrut_status give_all_inner(desk *d)
{
    scrut_constituency_seats *s = d->seats;
    size_t groups = 0;
    for (size_t i = 0; i < d->count; i++)
        groups += d->entrants[i].lists > 1;
    s->inner = scrut_arena_calloc(d->arena, groups, sizeof *s->inner);
    s->inner_alliance = scrut_arena_calloc(d->arena, groups, sizeof *s->inner_alliance);
    s->inner_party = scrut_arena_calloc(d->arena, groups, sizeof *s->inner_party);
    if (s->inner == NULL || s->inner_alliance == NULL || s->inner_party == NULL)
        return scrut_fail_memory(d->a->err);
    scrut_status st = SCRUT_OK;
    for (size_t i = 0; i < d->count && st == SCRUT_OK; i++) {
        if (d->entrants[i].lists > 1) {
            st = give_inner(d, i, s->inner_count);
            s->inner_count++;
            continue;
        }
        s->certain[d->entrants[i].party] = s->outer.certain[i];
        s->possible[d->entrants[i].party] = s->outer.possible[i];
    }
    return st;
}

/* Without an answer every list that is not barred may have anything. */
static void leave_open(desk *d)
{
    for (size_t p = 0; p < d->a->c->party_count; p++) {
        d->seats->certain[p] = 0;
        d->seats->possible[p] = d->barred[p] ? 0 : d->q->seats;
    }
}

static scrut_status open_desk(desk *d)
{
    size_t parties = d->a->c->party_count;
    scrut_constituency_seats *s = d->seats;
    s->certain = scrut_arena_calloc(d->arena, parties, sizeof *s->certain);
    s->possible = scrut_arena_calloc(d->arena, parties, sizeof *s->possible);
    s->eligible = scrut_arena_calloc(d->arena, parties, sizeof *s->eligible);
    s->why_not = scrut_arena_calloc(d->arena, parties, sizeof *s->why_not);
    d->aggregate_passes = calloc(parties + 1, sizeof *d->aggregate_passes);
    d->barred = calloc(parties + 1, sizeof *d->barred);
    d->entrants = calloc(parties + 1, sizeof *d->entrants);
    d->contenders = calloc(parties + 1, sizeof *d->contenders);
    bool got = s->certain != NULL && s->possible != NULL && s->eligible != NULL && s->why_not != NULL &&
               d->aggregate_passes != NULL && d->barred != NULL && d->entrants != NULL && d->contenders != NULL;
    return got ? SCRUT_OK : scrut_fail_memory(d->a->err);
}

static void close_desk(desk *d)
{
    free(d->aggregate_passes);
    free(d->barred);
    free(d->entrants);
    free(d->contenders);
}

scrut_status scrut_constituency_answer(const scrut_allocation *a, const scrut_question *q, scrut_arena *arena,
                                       scrut_constituency_seats *ret_seats)
{
    scrut_constituency_seats s = {.state = SCRUT_SEATS_DECIDED, .seats = q->seats, .hidden_party = SCRUT_NONE};
    desk d = {.a = a, .q = q, .arena = arena, .seats = &s};
    scrut_status st = open_desk(&d);
    if (st == SCRUT_OK)
        st = admit_lists(&d);
    if (st == SCRUT_OK && s.state == SCRUT_SEATS_DECIDED)
        st = give_outer(&d);
    if (st == SCRUT_OK && s.state == SCRUT_SEATS_DECIDED)
        st = give_all_inner(&d);
    if (st == SCRUT_OK && s.state == SCRUT_SEATS_DECIDED && s.outer.tied_seats > 0)
        s.state = SCRUT_SEATS_TIE;
    if (st == SCRUT_OK && (s.state == SCRUT_SEATS_UNDECIDED || s.state == SCRUT_SEATS_REFUSED))
        leave_open(&d);
    close_desk(&d);
    if (st == SCRUT_OK)
        *ret_seats = s;
    return st;
}
