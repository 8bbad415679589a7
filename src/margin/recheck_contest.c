/* SPDX-License-Identifier: Apache-2.0
 * recheck_contest.c: one ballot fewer in one contest: the target as problems of claims, each tried at every cut
 * (recheck_fewer.c). */
#include "recheck_internal.h"

#define PAIRED_LISTS_MAX 200

static bool *marks(const scrut_checking *ch, size_t count, const bool *members, bool inside)
{
    bool *marked = scrut_arena_calloc(ch->arena, count, sizeof *marked);
    for (size_t i = 0; i < count && marked != NULL; i++)
        marked[i] = members[i] == inside;
    return marked;
}

scrut_status scrut_recheck_joint_problem(const scrut_checking *ch, size_t n, bool at_least, int64_t seats,
                                         scrut_problem_list *list)
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
    *list = (scrut_problem_list){.items = p, .count = 1};
    return SCRUT_OK;
}

static scrut_status vector_problem(const scrut_checking *ch, scrut_problem_list *list)
{
    const scrut_margin_contest *contest = &ch->c->contests[0].contest;
    int64_t sum = 0;
    if (ch->certain && scrut_naive_equals_own(&contest->method)) {
        list->unsuited = "claims of one list can be worth the same";
        return SCRUT_OK;
    }
    for (size_t i = 0; i < contest->list_count; i++)
        sum += ch->c->vector[i];
    if (sum != contest->seats)
        return SCRUT_OK; /* there is no way: every seat is somebody's */
    scrut_naive_problem *p = scrut_arena_calloc(ch->arena, 1, sizeof *p);
    if (p == NULL)
        return scrut_fail_memory(ch->err);
    *p = (scrut_naive_problem){.each = ch->c->vector};
    *list = (scrut_problem_list){.items = p, .count = 1};
    return SCRUT_OK;
}

static scrut_status add_pair(const scrut_checking *ch, size_t winner, size_t loser, bool others, const int64_t seats[],
                             scrut_problem_list *list)
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
static scrut_status any_problems(const scrut_checking *ch, scrut_problem_list *list)
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

scrut_status scrut_recheck_open_search(const scrut_checking *ch, size_t n, int64_t ballots, scrut_naive_search *s)
{
    *s = (scrut_naive_search){.contest = &ch->c->contests[n].contest,
                              .metric = ch->c->metric,
                              .caps = ch->c->capped ? &ch->c->caps : NULL,
                              .certain = ch->certain,
                              .ballots = ballots,
                              .spent = ch->spent,
                              .given = ch->given,
                              .arena = ch->arena,
                              .err = ch->err};
    return scrut_naive_search_open(s);
}

/* Whether these votes give (take) the members so many seats in contest n. */
static scrut_status meets_step(const scrut_checking *ch, size_t n, int64_t seats, const int64_t votes[],
                               bool *ret_meets, const char **ret_why)
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
static scrut_status weigh_way(const scrut_checking *ch, size_t n, int64_t seats, const scrut_naive_way *way,
                              int64_t ballots, scrut_recheck_result *ret_result)
{
    bool met = false;
    const char *why = NULL;
    *ret_result = scrut_recheck_not("the simple test finds no proof");
    if (way->answer == SCRUT_NAIVE_TOO_LONG)
        *ret_result = scrut_recheck_not("there are too many lists and seats for the simple test");
    if (way->answer != SCRUT_NAIVE_MAYBE || !way->has_votes || ch->spent > 0 || ch->given > 0)
        return SCRUT_OK;
    scrut_status st = scrut_recheck_is_nation(ch->c) ? meets_step(ch, n, seats, way->votes, &met, &why)
                                                     : scrut_recheck_meets_with(ch, way->votes, &met, &why);
    if (st != SCRUT_OK || why != NULL || !met)
        return st;
    return scrut_recheck_because(ch, SCRUT_RECHECK_NO,
                                 ballots >= SCRUT_RECHECK_NO_LIMIT
                                     ? scrut_arena_strdup(ch->arena, "there is a way")
                                     : scrut_arena_printf(ch->arena, "%lld ballots do it too", (long long)ballots),
                                 ret_result);
}

/* Whether `ballots` ballots cannot solve any of the problems, which ask for so many seats in contest n. */
static scrut_status no_way(const scrut_checking *ch, size_t n, int64_t seats, const scrut_problem_list *list,
                           int64_t ballots, scrut_recheck_result *ret_result)
{
    scrut_naive_search s;
    scrut_status st = scrut_recheck_open_search(ch, n, ballots, &s);
    *ret_result = scrut_recheck_yes();
    for (size_t i = 0; i < list->count && st == SCRUT_OK; i++) {
        scrut_naive_way way;
        st = scrut_naive_search_way(&s, &list->items[i], &way);
        if (st == SCRUT_OK && way.answer != SCRUT_NAIVE_NO_WAY)
            return weigh_way(ch, n, seats, &way, ballots, ret_result);
    }
    return st;
}

/* Whether `ballots` ballots cannot give (take) the members so many seats in contest n. */
scrut_status scrut_recheck_no_way_joint(const scrut_checking *ch, size_t n, int64_t seats, int64_t ballots,
                                        scrut_recheck_result *ret_result)
{
    bool at_least = ch->c->kind == SCRUT_TARGET_AT_LEAST;
    scrut_problem_list list = {.unsuited = scrut_naive_unsuited(&ch->c->contests[n].contest, ch->c->metric, !at_least)};
    scrut_status st = SCRUT_OK;
    if (list.unsuited == NULL)
        st = scrut_recheck_joint_problem(ch, n, at_least, seats, &list);
    if (st != SCRUT_OK)
        return st;
    if (list.unsuited == NULL)
        return no_way(ch, n, seats, &list, ballots, ret_result);
    *ret_result = scrut_recheck_not(list.unsuited);
    return SCRUT_OK;
}

scrut_status scrut_recheck_no_way(const scrut_checking *ch, int64_t ballots, scrut_recheck_result *ret_result)
{
    scrut_problem_list list = {.unsuited = scrut_naive_unsuited(&ch->c->contests[0].contest, ch->c->metric, true)};
    scrut_status st = SCRUT_OK;
    if (ch->c->kind == SCRUT_TARGET_AT_LEAST || ch->c->kind == SCRUT_TARGET_AT_MOST)
        return scrut_recheck_no_way_joint(ch, 0, ch->c->seats, ballots, ret_result);
    if (list.unsuited == NULL)
        st = ch->c->kind == SCRUT_TARGET_ANY ? any_problems(ch, &list) : vector_problem(ch, &list);
    if (st != SCRUT_OK)
        return st;
    if (list.unsuited == NULL)
        return no_way(ch, 0, ch->c->seats, &list, ballots, ret_result);
    *ret_result = scrut_recheck_not(list.unsuited);
    return SCRUT_OK;
}
