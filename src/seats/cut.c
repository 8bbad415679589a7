/* SPDX-License-Identifier: Apache-2.0
 * cut.c: claims of one value at the last seat: what the law's tie rules say of them, and what is left to a draw. */
#include "seats_internal.h"

#include <assert.h>

/* One contender's claims in the tied group. */
typedef struct {
    const scrut_contender *contender;
    uint32_t index;
    int64_t claims, wins; /* wins for certain */
    bool tied;            /* takes part in the draw */
} member;

/* The rules that come before a lot; a lot separates nobody here, and nothing comes after it. A rule by list order
 * says nothing where an order is missing. */
static size_t usable_rules(const scrut_tie_rule *ties, size_t tie_count, const member *members, size_t count,
                           scrut_tie_rule *ret_rules)
{
    size_t used = 0;
    for (size_t t = 0; t < tie_count && ties[t] != SCRUT_TIE_LOT; t++) {
        bool usable = ties[t] != SCRUT_TIE_NONE;
        for (size_t i = 0; i < count && ties[t] == SCRUT_TIE_LIST_ORDER; i++)
            usable = usable && members[i].contender->list_order >= 0;
        if (usable)
            ret_rules[used++] = ties[t];
    }
    return used;
}

/* Negative when the law puts a before b, 0 when it does not separate them. */
static int law_compare(const member *a, const member *b, const scrut_tie_rule *rules, size_t rule_count)
{
    for (size_t t = 0; t < rule_count; t++) {
        int64_t x = a->contender->votes, y = b->contender->votes;
        if (rules[t] == SCRUT_TIE_LIST_ORDER) {
            x = a->contender->list_order;
            y = b->contender->list_order;
        }
        int order = (x > y) - (x < y);
        if (order != 0)
            return rules[t] == SCRUT_TIE_MORE_VOTES ? -order : order;
    }
    return 0;
}

/* Insertion sort: groups are small, and it keeps equals in order. */
static void sort_members(member *members, size_t count, const scrut_tie_rule *rules, size_t rule_count)
{
    for (size_t i = 1; i < count; i++) {
        member moved = members[i];
        size_t at = i;
        for (; at > 0 && law_compare(&moved, &members[at - 1], rules, rule_count) < 0; at--)
            members[at] = members[at - 1];
        members[at] = moved;
    }
}

static size_t collect_members(const scrut_contest *contest, const scrut_rung *group, size_t count, member *members,
                              uint32_t *member_of)
{
    size_t found = 0;
    for (size_t g = 0; g < count; g++) {
        uint32_t i = group[g].claim.contender;
        if (member_of[i] == 0) {
            members[found++] = (member){.contender = &contest->contenders[i], .index = i};
            member_of[i] = (uint32_t)found;
        }
        members[member_of[i] - 1].claims++;
    }
    return found;
}

/* The cut goes through a class with `claims` claims, of which `seats` win: what a member wins even if the others win
 * all of theirs is certain, the rest is drawn. */
static int64_t split_class(member *members, size_t count, int64_t claims, int64_t seats)
{
    int64_t drawn = seats;
    for (size_t i = 0; i < count; i++) {
        int64_t others = claims - members[i].claims;
        members[i].wins = seats > others ? seats - others : 0;
        drawn -= members[i].wins;
    }
    for (size_t i = 0; i < count; i++)
        members[i].tied = drawn > 0;
    return drawn;
}

/* Serves the members class by class, and returns how many seats are to be drawn. */
static int64_t serve_classes(member *members, size_t count, const scrut_tie_rule *rules, size_t rule_count,
                             int64_t seats)
{
    for (size_t from = 0, to; from < count && seats > 0; from = to) {
        int64_t claims = 0;
        for (to = from; to < count && law_compare(&members[from], &members[to], rules, rule_count) == 0; to++)
            claims += members[to].claims;
        if (claims > seats)
            return split_class(members + from, to - from, claims, seats);
        for (size_t i = from; i < to; i++)
            members[i].wins = members[i].claims;
        seats -= claims;
    }
    return 0;
}

/* Rungs in the order winners, tied, losers, each part in the order of the members: a counting sort over
 * (part, member). `member_of` is 1 + the member of a contender. */
static void order_group(scrut_rung *group, size_t count, const scrut_rung *copy, member *members, size_t member_count,
                        const uint32_t *member_of, scrut_cut *cut, size_t *places)
{
    size_t at = 0;
    for (int part = 0; part < 3; part++) {
        for (size_t i = 0; i < member_count; i++) {
            int64_t rest = members[i].claims - members[i].wins;
            int64_t width = part == 0 ? members[i].wins : members[i].tied == (part == 1) ? rest : 0;
            places[(size_t)part * member_count + i] = at;
            at += (size_t)width;
        }
        if (part == 0)
            cut->won = at;
        else if (part == 1)
            cut->tied = at - cut->won;
    }
    for (size_t g = 0; g < count; g++) {
        size_t i = member_of[copy[g].claim.contender] - 1;
        size_t part = members[i].wins-- > 0 ? 0 : members[i].tied ? 1 : 2;
        group[places[part * member_count + i]++] = copy[g];
    }
}

scrut_status scrut_cut_settle(const scrut_contest *contest, const scrut_tie_rule *ties, size_t tie_count,
                              scrut_rung *group, size_t count, int64_t seats, scrut_cut *ret_cut, scrut_error *err)
{
    assert(count > 0);
    scrut_rung *copy = malloc(count * sizeof *copy);
    member *members = calloc(count, sizeof *members);
    uint32_t *member_of = calloc(contest->count, sizeof *member_of);
    scrut_status st = SCRUT_OK;
    size_t *places = calloc(count, 3 * sizeof *places);
    if (copy == NULL || members == NULL || member_of == NULL || places == NULL) {
        st = scrut_fail_memory(err);
        goto out;
    }
    scrut_tie_rule rules[SCRUT_TIE_RULES_MAX];
    memcpy(copy, group, count * sizeof *copy);
    size_t member_count = collect_members(contest, group, count, members, member_of);
    assert(member_count > 0 && members[0].contender != NULL);
    size_t rule_count = usable_rules(ties, tie_count, members, member_count, rules);
    sort_members(members, member_count, rules, rule_count);
    for (size_t i = 0; i < member_count; i++)
        member_of[members[i].index] = (uint32_t)i + 1;
    scrut_cut cut = {0};
    cut.drawn = serve_classes(members, member_count, rules, rule_count, seats);
    bool separated = law_compare(&members[0], &members[member_count - 1], rules, rule_count) != 0;
    for (size_t g = 0; g < count; g++)
        copy[g].claim.by_tie_rule = separated;
    order_group(group, count, copy, members, member_count, member_of, &cut, places);
    *ret_cut = cut;
out:
    free(places);
    free(member_of);
    free(members);
    free(copy);
    return st;
}
