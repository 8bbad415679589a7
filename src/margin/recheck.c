/* SPDX-License-Identifier: Apache-2.0
 * recheck.c: what a certificate states, repeated by simple code: the allocation after the moves by listing all claims
 * (recheck_seats.c), one ballot fewer by trying every cut (recheck_fewer.c), the nation by a table of steps. Nothing
 * here calls the search for margins or the engine of seats. */
#include "certificate_internal.h"

#include <string.h>

#define NO_LIMIT (INT64_MAX / 8)
#define PAIRED_LISTS_MAX 200
#define NATION_STEPS_MAX 20000000

typedef struct {
    const scrut_certificate *c;
    const scrut_certificate_reading *r;
    bool certain; /* the reading "would" */
    scrut_arena *arena;
    scrut_error *err;
} checking;

static scrut_recheck_result yes(void)
{
    return (scrut_recheck_result){.state = SCRUT_RECHECK_YES};
}

static scrut_recheck_result no(const char *why)
{
    return (scrut_recheck_result){.state = SCRUT_RECHECK_NO, .why = why};
}

static scrut_recheck_result not_rechecked(const char *why)
{
    return (scrut_recheck_result){.state = SCRUT_RECHECK_NOT, .why = why};
}

/* A clause made of numbers; without memory the status says so. */
static scrut_status because(const checking *ch, scrut_recheck_state state, char *why, scrut_recheck_result *result)
{
    if (why == NULL)
        return scrut_fail_memory(ch->err);
    *result = (scrut_recheck_result){.state = state, .why = why};
    return SCRUT_OK;
}

/* ---- whether seats meet the target of one contest ---- */

static void seats_of(const scrut_naive_seats *s, size_t count, size_t i, int64_t *ret_least, int64_t *ret_most)
{
    int64_t others = 0;
    for (size_t j = 0; j < count; j++)
        others += j == i ? 0 : s->equal[j];
    *ret_least = s->sure[i] + (s->drawn > others ? s->drawn - others : 0);
    *ret_most = s->sure[i] + (s->drawn < s->equal[i] ? s->drawn : s->equal[i]);
}

static bool decided(const scrut_naive_seats *s, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t least, most;
        seats_of(s, count, i, &least, &most);
        if (least != most)
            return false;
    }
    return true;
}

static bool may_be(const scrut_naive_seats *s, const int64_t seats[], size_t count)
{
    int64_t drawn = 0;
    for (size_t i = 0; i < count; i++) {
        if (seats[i] < s->sure[i] || seats[i] > s->sure[i] + s->equal[i])
            return false;
        drawn += seats[i] - s->sure[i];
    }
    return drawn == s->drawn;
}

/* Some outcome of the draws is the same: any of the equal claims may win. */
static bool may_agree(const scrut_naive_seats *a, const scrut_naive_seats *b, size_t count)
{
    int64_t low = 0, high = 0, all_a = a->drawn, all_b = b->drawn;
    for (size_t i = 0; i < count; i++) {
        int64_t least = a->sure[i] > b->sure[i] ? a->sure[i] : b->sure[i];
        int64_t top_a = a->sure[i] + a->equal[i], top_b = b->sure[i] + b->equal[i],
                most = top_a < top_b ? top_a : top_b;
        if (least > most)
            return false;
        low += least;
        high += most;
        all_a += a->sure[i];
        all_b += b->sure[i];
    }
    return all_a == all_b && low <= all_a && all_a <= high;
}

static bool meets_any(const scrut_naive_seats *now, const scrut_naive_seats *then, size_t count, bool certain)
{
    if (now->refused)
        return true;
    if (certain)
        return !may_agree(now, then, count);
    return !(decided(now, count) && decided(then, count) && may_agree(now, then, count));
}

/* *ret_why: NULL, or why it is not known. */
static scrut_status meets(const checking *ch, const int64_t votes[], bool *ret_meets, const char **ret_why)
{
    const scrut_certificate *c = ch->c;
    const scrut_certificate_contest *cc = &c->contests[0];
    size_t count = cc->contest.list_count;
    scrut_naive_seats then, now = {.refused = true};
    int64_t certain = 0, possible = 0;
    scrut_status st = scrut_naive_allocate(&cc->contest, votes, ch->arena, &then, ch->err);
    if (st == SCRUT_OK && c->kind == SCRUT_TARGET_ANY)
        st = scrut_naive_allocate(&cc->contest, cc->contest.votes, ch->arena, &now, ch->err);
    if (st != SCRUT_OK)
        return st;
    *ret_why = then.unknown != NULL ? then.unknown : now.unknown;
    *ret_meets = false;
    if (*ret_why != NULL || then.refused)
        return SCRUT_OK;
    if (cc->members != NULL)
        scrut_naive_members(&then, cc->members, count, &certain, &possible);
    switch (c->kind) {
    case SCRUT_TARGET_AT_LEAST: *ret_meets = (ch->certain ? certain : possible) >= c->seats; break;
    case SCRUT_TARGET_AT_MOST: *ret_meets = (ch->certain ? possible : certain) <= c->seats; break;
    case SCRUT_TARGET_ANY: *ret_meets = meets_any(&now, &then, count, ch->certain); break;
    case SCRUT_TARGET_VECTOR:
        *ret_meets = may_be(&then, c->vector, count) && (!ch->certain || decided(&then, count));
        break;
    }
    return SCRUT_OK;
}

/* ---- the moves ---- */

/* Ballots of the moves in one contest under the metric; NULL, or what is wrong with them. */
static const char *count_ballots(const checking *ch, size_t n, int64_t *ret_ballots)
{
    const scrut_certificate *c = ch->c;
    const scrut_margin_contest *contest = &c->contests[n].contest;
    const int64_t *moves = ch->r->moves[n];
    int64_t gains = 0, losses = 0;
    for (size_t i = 0; i < contest->list_count; i++) {
        int64_t after = contest->votes[i] + moves[i];
        if (after < 0)
            return "the moves leave a list with fewer than 0 votes";
        if (after > SCRUT_VOTES_MAX)
            return "the moves give a list more votes than there can be";
        if (c->capped && c->caps.taint != NULL && -moves[i] > c->caps.taint[i])
            return "more ballots leave a list than may";
        gains += moves[i] > 0 ? moves[i] : 0;
        losses -= moves[i] < 0 ? moves[i] : 0;
    }
    if (c->capped && c->caps.pool >= 0 && losses > c->caps.pool)
        return "more ballots are changed than may be";
    *ret_ballots = gains > losses ? gains : losses;
    switch (c->metric) {
    case SCRUT_METRIC_CHANGE: return gains == losses ? NULL : "not as many ballots join lists as leave lists";
    case SCRUT_METRIC_ADD: return losses == 0 ? NULL : "ballots are taken away, not only added";
    case SCRUT_METRIC_REMOVE: break;
    }
    return gains == 0 ? NULL : "ballots are added, not only taken away";
}

static scrut_status check_count(const checking *ch, scrut_recheck_result *ret_result)
{
    int64_t sum = 0;
    for (size_t n = 0; n < ch->c->contest_count; n++) {
        int64_t ballots = 0;
        const char *wrong = ch->r->moves[n] != NULL ? count_ballots(ch, n, &ballots) : NULL;
        if (wrong != NULL) {
            *ret_result = no(wrong);
            return SCRUT_OK;
        }
        if (!scrut_add(sum, ballots, &sum))
            sum = NO_LIMIT;
    }
    *ret_result = yes();
    if (sum == ch->r->at_most)
        return SCRUT_OK;
    return because(ch, SCRUT_RECHECK_NO,
                   scrut_arena_printf(ch->arena, "the moves are %lld ballots, and the certificate says %lld",
                                      (long long)sum, (long long)ch->r->at_most),
                   ret_result);
}

static scrut_status votes_after(const checking *ch, size_t n, bool moved, int64_t **ret_votes)
{
    const scrut_margin_contest *contest = &ch->c->contests[n].contest;
    int64_t *votes = scrut_arena_calloc(ch->arena, contest->list_count, sizeof *votes);
    if (votes == NULL)
        return scrut_fail_memory(ch->err);
    for (size_t i = 0; i < contest->list_count; i++)
        votes[i] = contest->votes[i] + (moved && ch->r->moves[n] != NULL ? ch->r->moves[n][i] : 0);
    *ret_votes = votes;
    return SCRUT_OK;
}

/* Seats the members hold in one contest, as this reading counts them. *ret_why: NULL, or why it is not known. */
static scrut_status held_in(const checking *ch, size_t n, bool moved, int64_t *ret_held, const char **ret_why)
{
    const scrut_certificate_contest *cc = &ch->c->contests[n];
    bool least = ch->certain == (ch->c->kind == SCRUT_TARGET_AT_LEAST);
    int64_t certain, possible, *votes = NULL;
    scrut_naive_seats seats;
    *ret_why = NULL;
    if (cc->closed != NULL) { /* no ballot is known to do anything there */
        *ret_held = ch->c->kind == SCRUT_TARGET_AT_LEAST ? cc->held_least : cc->held_most;
        return SCRUT_OK;
    }
    scrut_status st = votes_after(ch, n, moved, &votes);
    if (st == SCRUT_OK)
        st = scrut_naive_allocate(&cc->contest, votes, ch->arena, &seats, ch->err);
    if (st != SCRUT_OK)
        return st;
    *ret_why = seats.refused ? "a constituency has no allocation" : seats.unknown;
    if (*ret_why != NULL)
        return SCRUT_OK;
    scrut_naive_members(&seats, cc->members, cc->contest.list_count, &certain, &possible);
    *ret_held = least ? certain : possible;
    return SCRUT_OK;
}

static scrut_status held_everywhere(const checking *ch, bool moved, int64_t *ret_held, const char **ret_why)
{
    int64_t sum = 0;
    scrut_status st = SCRUT_OK;
    *ret_why = NULL;
    for (size_t n = 0; n < ch->c->contest_count && st == SCRUT_OK && *ret_why == NULL; n++) {
        int64_t held = 0;
        st = held_in(ch, n, moved, &held, ret_why);
        sum += held;
    }
    *ret_held = sum;
    return st;
}

static bool is_nation(const scrut_certificate *c)
{
    return c->contest_count != 1 || c->could.steps != NULL || c->would.steps != NULL || c->contests[0].closed != NULL;
}

/* Whether the votes as they stand (moved: after the moves) meet the target. */
static scrut_status meets_all(const checking *ch, bool moved, bool *ret_meets, const char **ret_why)
{
    int64_t held = 0, *votes = NULL;
    scrut_status st;
    if (!is_nation(ch->c)) {
        st = votes_after(ch, 0, moved, &votes);
        return st == SCRUT_OK ? meets(ch, votes, ret_meets, ret_why) : st;
    }
    st = held_everywhere(ch, moved, &held, ret_why);
    *ret_meets = ch->c->kind == SCRUT_TARGET_AT_LEAST ? held >= ch->c->seats : held <= ch->c->seats;
    return st;
}

static scrut_status check_moves(const checking *ch, scrut_recheck_result *ret_result)
{
    bool met = false;
    const char *why = NULL;
    if (!ch->r->possible) {
        *ret_result = (scrut_recheck_result){.state = SCRUT_RECHECK_NOTHING};
        return SCRUT_OK;
    }
    scrut_status st = check_count(ch, ret_result);
    if (st != SCRUT_OK || ret_result->state != SCRUT_RECHECK_YES)
        return st;
    st = meets_all(ch, true, &met, &why);
    if (st == SCRUT_OK && why != NULL)
        *ret_result = not_rechecked(why);
    else if (st == SCRUT_OK && !met)
        *ret_result = no("after the moves the allocation is another one");
    return st;
}

/* ---- one ballot fewer: one contest ---- */

/* Problems of which any one meets the target. */
typedef struct {
    scrut_naive_problem *items;
    size_t count;
    const char *unsuited; /* why problems do not say all */
} problem_list;

static bool *marks(const checking *ch, size_t count, const bool *members, bool inside)
{
    bool *marked = scrut_arena_calloc(ch->arena, count, sizeof *marked);
    for (size_t i = 0; i < count && marked != NULL; i++)
        marked[i] = members[i] == inside;
    return marked;
}

static scrut_status joint_problem(const checking *ch, size_t n, bool at_least, int64_t seats, problem_list *list)
{
    const scrut_certificate_contest *cc = &ch->c->contests[n];
    size_t count = cc->contest.list_count;
    int64_t all = cc->contest.seats;
    if (at_least ? seats <= 0 : seats >= all) {
        list->unsuited = "any allocation does it, and only the rules refuse one";
        return SCRUT_OK;
    }
    if (at_least ? seats > all : seats < 0)
        return SCRUT_OK; /* no problem: there is no way */
    scrut_naive_problem *p = scrut_arena_calloc(ch->arena, 1, sizeof *p);
    bool *in = marks(ch, count, cc->members, true), *out = marks(ch, count, cc->members, false);
    if (p == NULL || in == NULL || out == NULL)
        return scrut_fail_memory(ch->err);
    /* at most so many seats: the others have the rest */
    *p = (scrut_naive_problem){.reaching = at_least ? in : out,
                               .keeping = at_least ? out : in,
                               .reach = at_least ? seats : all - seats,
                               .keep = at_least ? all - seats : seats};
    *list = (problem_list){.items = p, .count = 1};
    return SCRUT_OK;
}

static scrut_status vector_problem(const checking *ch, problem_list *list)
{
    const scrut_margin_contest *contest = &ch->c->contests[0].contest;
    int64_t sum = 0;
    for (size_t i = 0; i < contest->list_count; i++)
        sum += ch->c->vector[i];
    if (sum != contest->seats)
        return SCRUT_OK; /* there is no way: every seat is somebody's */
    scrut_naive_problem *p = scrut_arena_calloc(ch->arena, 1, sizeof *p);
    if (p == NULL)
        return scrut_fail_memory(ch->err);
    *p = (scrut_naive_problem){.each = ch->c->vector};
    *list = (problem_list){.items = p, .count = 1};
    return SCRUT_OK;
}

static scrut_status add_pair(const checking *ch, size_t winner, size_t loser, bool others, const int64_t seats[],
                             problem_list *list)
{
    size_t count = ch->c->contests[0].contest.list_count;
    bool *reaching = scrut_arena_calloc(ch->arena, count, sizeof *reaching);
    bool *keeping = scrut_arena_calloc(ch->arena, count, sizeof *keeping);
    if (reaching == NULL || keeping == NULL)
        return scrut_fail_memory(ch->err);
    reaching[loser] = true;
    for (size_t i = 0; i < count; i++)
        keeping[i] = others ? i != loser : i == winner;
    list->items[list->count++] =
        (scrut_naive_problem){.reaching = reaching,
                              .keeping = keeping,
                              .reach = seats[loser] + 1,
                              .keep = others ? ch->c->contests[0].contest.seats - seats[loser] - 1 : seats[winner] - 1};
    return SCRUT_OK;
}

/* Could: some list can have a seat more. Would: a losing claim stands before a winning one. */
static scrut_status any_problems(const checking *ch, problem_list *list)
{
    const scrut_margin_contest *contest = &ch->c->contests[0].contest;
    size_t count = contest->list_count;
    scrut_naive_seats now;
    scrut_status st = scrut_naive_allocate(contest, contest->votes, ch->arena, &now, ch->err);
    if (st != SCRUT_OK)
        return st;
    if (now.unknown != NULL || now.refused || now.drawn > 0)
        list->unsuited = "the seats as the ballots stand are not decided";
    else if (count > PAIRED_LISTS_MAX)
        list->unsuited = "there are too many lists for the simple test";
    if (list->unsuited != NULL)
        return SCRUT_OK;
    list->items = scrut_arena_calloc(ch->arena, ch->certain ? count * count : count, sizeof *list->items);
    if (list->items == NULL)
        return scrut_fail_memory(ch->err);
    for (size_t loser = 0; loser < count && st == SCRUT_OK; loser++) {
        if (!ch->certain && now.sure[loser] < contest->seats)
            st = add_pair(ch, loser, loser, true, now.sure, list);
        for (size_t winner = 0; winner < count && st == SCRUT_OK && ch->certain; winner++)
            if (winner != loser && now.sure[winner] > 0)
                st = add_pair(ch, winner, loser, false, now.sure, list);
    }
    return st;
}

static scrut_status open_search(const checking *ch, size_t n, int64_t ballots, scrut_naive_search *s)
{
    *s = (scrut_naive_search){.contest = &ch->c->contests[n].contest,
                              .metric = ch->c->metric,
                              .caps = ch->c->capped ? &ch->c->caps : NULL,
                              .certain = ch->certain,
                              .ballots = ballots,
                              .arena = ch->arena,
                              .err = ch->err};
    return scrut_naive_search_open(s);
}

/* Whether these votes give (take) the members so many seats in contest n. */
static scrut_status meets_step(const checking *ch, size_t n, int64_t seats, const int64_t votes[], bool *ret_meets,
                               const char **ret_why)
{
    const scrut_certificate_contest *cc = &ch->c->contests[n];
    bool rising = ch->c->kind == SCRUT_TARGET_AT_LEAST;
    int64_t certain = 0, possible = 0;
    scrut_naive_seats then;
    scrut_status st = scrut_naive_allocate(&cc->contest, votes, ch->arena, &then, ch->err);
    if (st != SCRUT_OK)
        return st;
    *ret_why = then.unknown;
    if (then.unknown != NULL || then.refused)
        return SCRUT_OK;
    scrut_naive_members(&then, cc->members, cc->contest.list_count, &certain, &possible);
    *ret_meets = rising ? (ch->certain ? certain : possible) >= seats : (ch->certain ? possible : certain) <= seats;
    return SCRUT_OK;
}

/* A way that the simple test found: proof that fewer ballots do it, if the allocation says so too. */
static scrut_status weigh_way(const checking *ch, size_t n, int64_t seats, const scrut_naive_way *way, int64_t ballots,
                              scrut_recheck_result *ret_result)
{
    bool met = false;
    const char *why = NULL;
    *ret_result = not_rechecked("the simple test finds no proof");
    if (way->answer == SCRUT_NAIVE_TOO_LONG)
        *ret_result = not_rechecked("there are too many lists and seats for the simple test");
    if (way->answer != SCRUT_NAIVE_MAYBE || !way->has_votes)
        return SCRUT_OK;
    scrut_status st =
        is_nation(ch->c) ? meets_step(ch, n, seats, way->votes, &met, &why) : meets(ch, way->votes, &met, &why);
    if (st != SCRUT_OK || why != NULL || !met)
        return st;
    return because(ch, SCRUT_RECHECK_NO,
                   ballots >= NO_LIMIT ? scrut_arena_strdup(ch->arena, "there is a way")
                                       : scrut_arena_printf(ch->arena, "%lld ballots do it too", (long long)ballots),
                   ret_result);
}

/* Whether `ballots` ballots cannot solve any of the problems, which ask for so many seats in contest n. */
static scrut_status no_way(const checking *ch, size_t n, int64_t seats, const problem_list *list, int64_t ballots,
                           scrut_recheck_result *ret_result)
{
    scrut_naive_search s;
    scrut_status st = open_search(ch, n, ballots, &s);
    *ret_result = yes();
    for (size_t i = 0; i < list->count && st == SCRUT_OK; i++) {
        scrut_naive_way way;
        st = scrut_naive_search_way(&s, &list->items[i], &way);
        if (st == SCRUT_OK && way.answer != SCRUT_NAIVE_NO_WAY)
            return weigh_way(ch, n, seats, &way, ballots, ret_result);
    }
    return st;
}

/* Whether `ballots` ballots cannot give (take) the members so many seats in contest n. */
static scrut_status no_way_joint(const checking *ch, size_t n, int64_t seats, int64_t ballots,
                                 scrut_recheck_result *ret_result)
{
    bool at_least = ch->c->kind == SCRUT_TARGET_AT_LEAST;
    problem_list list = {.unsuited = scrut_naive_unsuited(&ch->c->contests[n].contest, ch->c->metric, !at_least)};
    scrut_status st = SCRUT_OK;
    if (list.unsuited == NULL)
        st = joint_problem(ch, n, at_least, seats, &list);
    if (st != SCRUT_OK)
        return st;
    if (list.unsuited == NULL)
        return no_way(ch, n, seats, &list, ballots, ret_result);
    *ret_result = not_rechecked(list.unsuited);
    return SCRUT_OK;
}

static scrut_status no_way_single(const checking *ch, int64_t ballots, scrut_recheck_result *ret_result)
{
    problem_list list = {.unsuited = scrut_naive_unsuited(&ch->c->contests[0].contest, ch->c->metric, true)};
    scrut_status st = SCRUT_OK;
    if (ch->c->kind == SCRUT_TARGET_AT_LEAST || ch->c->kind == SCRUT_TARGET_AT_MOST)
        return no_way_joint(ch, 0, ch->c->seats, ballots, ret_result);
    if (list.unsuited == NULL)
        st = ch->c->kind == SCRUT_TARGET_ANY ? any_problems(ch, &list) : vector_problem(ch, &list);
    if (st != SCRUT_OK)
        return st;
    if (list.unsuited == NULL)
        return no_way(ch, 0, ch->c->seats, &list, ballots, ret_result);
    *ret_result = not_rechecked(list.unsuited);
    return SCRUT_OK;
}

/* ---- one ballot fewer: the nation ---- */

static scrut_status in_constituency(const checking *ch, size_t n, scrut_recheck_result *result)
{
    char *why = scrut_arena_printf(ch->arena, "constituency %s: %s", ch->c->contests[n].id, result->why);
    return because(ch, result->state, why, result);
}

static bool has_member(const scrut_certificate_contest *cc)
{
    for (size_t i = 0; i < cc->contest.list_count; i++)
        if (cc->members[i])
            return true;
    return false;
}

/* Every step that the table uses: fewer ballots do not give it; and the first step beyond takes as many as the whole
 * is said to take, or cannot be had. */
static scrut_status check_steps(const checking *ch, size_t n, int64_t needed, scrut_recheck_result *ret_result)
{
    const scrut_certificate_contest *cc = &ch->c->contests[n];
    const scrut_certificate_steps *steps = &ch->r->steps[n];
    bool rising = ch->c->kind == SCRUT_TARGET_AT_LEAST;
    int64_t held = 0, room, beyond = ch->r->possible || !ch->r->exact ? ch->r->at_least - 1 : NO_LIMIT;
    const char *why = NULL;
    *ret_result = yes();
    scrut_status st = held_in(ch, n, false, &held, &why);
    if (st != SCRUT_OK || cc->closed != NULL)
        return st;
    if (why != NULL)
        *ret_result = not_rechecked(why);
    else if (held != steps->held)
        *ret_result = no("the members hold another number of seats there");
    if (ret_result->state != SCRUT_RECHECK_YES)
        return in_constituency(ch, n, ret_result);
    room = rising ? cc->contest.seats - held : held;
    if (rising && !has_member(cc))
        room = 0;
    room = room < needed ? room : needed;
    for (int64_t k = 1; k <= room && k <= (int64_t)steps->count + 1; k++) {
        bool last = k > (int64_t)steps->count;
        int64_t ballots = last ? beyond : steps->at_least[k - 1] - 1;
        if (ballots < 0)
            continue;
        st = no_way_joint(ch, n, rising ? held + k : held - k, ballots, ret_result);
        if (st == SCRUT_OK && ret_result->state != SCRUT_RECHECK_YES)
            st = in_constituency(ch, n, ret_result);
        if (st != SCRUT_OK || ret_result->state != SCRUT_RECHECK_YES)
            return st;
    }
    return SCRUT_OK;
}

/* Fewest ballots for k steps in contest n, as the certificate has them; what it does not name is beyond all use. */
static int64_t price(const checking *ch, size_t n, int64_t k)
{
    const scrut_certificate_contest *cc = &ch->c->contests[n];
    if (cc->closed != NULL) /* nothing is known: perhaps none */
        return k <= cc->held_most - cc->held_least ? 0 : NO_LIMIT;
    return k <= (int64_t)ch->r->steps[n].count ? ch->r->steps[n].at_least[k - 1] : NO_LIMIT;
}

/* Least ballots for so many steps in all constituencies: table[k] is that of those so far. */
static scrut_status add_up(const checking *ch, int64_t needed, int64_t *ret_least)
{
    int64_t *table = scrut_arena_calloc(ch->arena, (size_t)needed + 1, sizeof *table);
    if (table == NULL)
        return scrut_fail_memory(ch->err);
    for (int64_t k = 1; k <= needed; k++)
        table[k] = NO_LIMIT;
    for (size_t n = 0; n < ch->c->contest_count; n++)
        for (int64_t k = needed; k >= 1; k--)
            for (int64_t g = 1; g <= needed && price(ch, n, g) < NO_LIMIT; g++) {
                int64_t sum = table[k > g ? k - g : 0] + price(ch, n, g);
                table[k] = sum < table[k] ? sum : table[k];
            }
    *ret_least = table[needed];
    return SCRUT_OK;
}

static scrut_status check_sum(const checking *ch, int64_t needed, scrut_recheck_result *ret_result)
{
    int64_t least = 0;
    bool impossible = !ch->r->possible && ch->r->exact;
    scrut_status st = add_up(ch, needed, &least);
    if (st != SCRUT_OK || (impossible ? least >= NO_LIMIT : least >= ch->r->at_least))
        return st;
    return because(
        ch, SCRUT_RECHECK_NO,
        scrut_arena_printf(ch->arena, "the steps of the constituencies add to %lld ballots", (long long)least),
        ret_result);
}

static scrut_status no_way_nation(const checking *ch, scrut_recheck_result *ret_result)
{
    int64_t held = 0, needed, cells = 0;
    const char *why = NULL;
    if (ch->r->steps == NULL) {
        *ret_result = not_rechecked("the certificate holds no steps");
        return SCRUT_OK;
    }
    scrut_status st = held_everywhere(ch, false, &held, &why);
    needed = ch->c->kind == SCRUT_TARGET_AT_LEAST ? ch->c->seats - held : held - ch->c->seats;
    for (size_t n = 0; n < ch->c->contest_count; n++)
        cells += (int64_t)ch->r->steps[n].count + 1;
    if (why == NULL && (needed > SCRUT_SEATS_MAX || cells * needed > NATION_STEPS_MAX))
        why = "there are too many seats and constituencies for the simple test";
    if (st != SCRUT_OK || why != NULL) {
        *ret_result = not_rechecked(why);
        return st;
    }
    st = check_sum(ch, needed, ret_result);
    for (size_t n = 0; n < ch->c->contest_count && st == SCRUT_OK && ret_result->state == SCRUT_RECHECK_YES; n++)
        st = check_steps(ch, n, needed, ret_result);
    return st;
}

/* ---- both ---- */

static scrut_status check_fewer(const checking *ch, scrut_recheck_result *ret_result)
{
    bool impossible = !ch->r->possible && ch->r->exact, met = false;
    const char *why = NULL;
    if (ch->r->at_least == 0 && !impossible) {
        *ret_result = (scrut_recheck_result){.state = SCRUT_RECHECK_NOTHING};
        return SCRUT_OK;
    }
    scrut_status st = meets_all(ch, false, &met, &why);
    *ret_result = yes();
    if (st != SCRUT_OK)
        return st;
    if (why == NULL && met)
        *ret_result = no("it holds without any ballot");
    else if (why != NULL || impossible || ch->r->at_least > 1 || is_nation(ch->c))
        st = is_nation(ch->c) ? no_way_nation(ch, ret_result)
                              : no_way_single(ch, impossible ? NO_LIMIT : ch->r->at_least - 1, ret_result);
    return st;
}

static scrut_status check_table(const checking *ch, scrut_recheck_result *ret_result)
{
    const char *const *lines = NULL;
    size_t count = 0;
    *ret_result = (scrut_recheck_result){.state = SCRUT_RECHECK_NOTHING};
    if (ch->r->why == NULL)
        return SCRUT_OK;
    scrut_status st = scrut_naive_lines(ch->c, ch->certain, ch->arena, &lines, &count, ch->err);
    *ret_result = count == ch->r->why_count ? yes() : no("it has other lines");
    for (size_t i = 0; st == SCRUT_OK && ret_result->state == SCRUT_RECHECK_YES && i < count; i++)
        if (strcmp(lines[i], ch->r->why[i]) != 0)
            return because(ch, SCRUT_RECHECK_NO, scrut_arena_printf(ch->arena, "line %zu is: %s", i + 1, lines[i]),
                           ret_result);
    return st;
}

static scrut_status check_reading(const scrut_certificate *c, bool certain, scrut_arena *arena,
                                  scrut_recheck_reading *ret_reading, scrut_error *err)
{
    checking ch = {.c = c, .r = certain ? &c->would : &c->could, .certain = certain, .arena = arena, .err = err};
    scrut_status st = check_moves(&ch, &ret_reading->moves);
    if (st == SCRUT_OK)
        st = check_table(&ch, &ret_reading->table);
    return st == SCRUT_OK ? check_fewer(&ch, &ret_reading->fewer) : st;
}

scrut_status scrut_certificate_recheck(const scrut_certificate *certificate, scrut_arena *arena,
                                       scrut_recheck *ret_recheck, scrut_error *err)
{
    scrut_recheck result;
    scrut_status st = check_reading(certificate, false, arena, &result.could, err);
    if (st == SCRUT_OK)
        st = check_reading(certificate, true, arena, &result.would, err);
    if (st == SCRUT_OK)
        *ret_recheck = result;
    return st;
}

/* ---- the table for people ---- */

static scrut_status add_row(const checking *ch, const scrut_naive_search *s, const scrut_naive_problem *p,
                            const scrut_naive_way *way, size_t i, scrut_bound_row *row)
{
    bool keeping = p->keeping[i];
    const scrut_worth *cut = &way->cut;
    int64_t most = keeping ? s->contest->seats : p->reach;
    *row = (scrut_bound_row){.list = ch->c->contests[0].lists[i],
                             .votes = s->contest->votes[i],
                             .reaching = p->reaching[i],
                             .keeping = keeping,
                             .claims = way->has_cut ? scrut_naive_claims(s, i, cut, keeping, most) : 0};
    int64_t steps = keeping ? row->claims : most - row->claims;
    int64_t *costs = scrut_arena_calloc(ch->arena, (size_t)steps, sizeof *costs);
    if (costs == NULL)
        return scrut_fail_memory(ch->err);
    for (int64_t k = 1; k <= steps && way->has_cut; k++) {
        int64_t cost =
            keeping ? scrut_naive_loss(s, i, row->claims - k, cut) : scrut_naive_gain(s, i, row->claims + k, cut);
        if (cost >= 0)
            costs[row->cost_count++] = cost;
        if (cost < 0 || cost > s->ballots)
            break;
    }
    row->costs = costs;
    return SCRUT_OK;
}

static scrut_status fill_table(const checking *ch, const scrut_naive_problem *p, scrut_bound_table *t)
{
    scrut_naive_search s;
    scrut_naive_way way;
    scrut_status st = open_search(ch, 0, t->ballots, &s);
    if (st == SCRUT_OK)
        st = scrut_naive_search_way(&s, p, &way);
    t->rows = st == SCRUT_OK ? scrut_arena_calloc(ch->arena, s.contest->list_count, sizeof *t->rows) : NULL;
    if (st != SCRUT_OK || t->rows == NULL)
        return st != SCRUT_OK ? st : scrut_fail_memory(ch->err);
    if (way.answer != SCRUT_NAIVE_NO_WAY) {
        t->none = "the simple test finds no proof";
        return SCRUT_OK;
    }
    t->cut_list = way.has_cut ? ch->c->contests[0].lists[way.cut_list] : NULL;
    t->cut_votes = way.cut_votes;
    t->cut_claim = way.cut_claim;
    t->reach = p->reach;
    t->keep = p->keep;
    t->keep_excess = -p->keep;
    t->row_count = s.contest->list_count;
    for (size_t i = 0; i < t->row_count && st == SCRUT_OK; i++) {
        st = add_row(ch, &s, p, &way, i, &t->rows[i]);
        t->keep_excess += st == SCRUT_OK && p->keeping[i] ? t->rows[i].claims : 0;
    }
    return st;
}

scrut_status scrut_naive_table(const scrut_certificate *certificate, bool would, scrut_arena *arena,
                               scrut_bound_table *ret_table, scrut_error *err)
{
    const scrut_certificate_reading *r = would ? &certificate->would : &certificate->could;
    checking ch = {.c = certificate, .r = r, .certain = would, .arena = arena, .err = err};
    bool at_least = certificate->kind == SCRUT_TARGET_AT_LEAST;
    scrut_bound_table t = {.ballots = r->at_least - 1, .certain = would};
    problem_list list = {.count = 0};
    scrut_status st = SCRUT_OK;
    if (is_nation(certificate) || (!at_least && certificate->kind != SCRUT_TARGET_AT_MOST))
        t.none = "there is a table for the seats of a list or coalition only";
    else if (r->at_least == 0 || (!r->possible && r->exact))
        t.none = "no number of ballots is ruled out";
    else
        t.none = scrut_naive_unsuited(&certificate->contests[0].contest, certificate->metric, !at_least);
    if (t.none == NULL)
        st = joint_problem(&ch, 0, at_least, certificate->seats, &list);
    if (t.none == NULL && st == SCRUT_OK && list.count == 0)
        t.none = list.unsuited != NULL ? list.unsuited : "there are not so many seats";
    if (t.none == NULL && st == SCRUT_OK)
        st = fill_table(&ch, &list.items[0], &t);
    if (st == SCRUT_OK)
        *ret_table = t;
    return st;
}
