/* SPDX-License-Identifier: Apache-2.0
 * recheck_table.c: why one ballot fewer does not do, as numbers for a table. */
#include "recheck_internal.h"

static scrut_status add_row(const scrut_checking *ch, const scrut_naive_search *s, const scrut_naive_problem *p,
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

static scrut_status fill_table(const scrut_checking *ch, const scrut_naive_problem *p, scrut_bound_table *t)
{
    scrut_naive_search s;
    scrut_naive_way way;
    scrut_status st = scrut_recheck_open_search(ch, 0, t->ballots, &s);
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
    scrut_checking ch = {.c = certificate, .r = r, .certain = would, .arena = arena, .err = err};
    bool at_least = certificate->kind == SCRUT_TARGET_AT_LEAST;
    scrut_bound_table t = {.ballots = r->at_least - 1, .certain = would};
    scrut_problem_list list = {.count = 0};
    scrut_status st = SCRUT_OK;
    if (scrut_recheck_is_nation(certificate) || (!at_least && certificate->kind != SCRUT_TARGET_AT_MOST))
        t.none = "there is a table for the seats of a list or coalition only";
    else if (r->at_least == 0 || (!r->possible && r->exact))
        t.none = "no number of ballots is ruled out";
    else
        t.none = scrut_naive_unsuited(&certificate->contests[0].contest, certificate->metric, !at_least);
    if (t.none == NULL)
        st = scrut_recheck_joint_problem(&ch, 0, at_least, certificate->seats, &list);
    if (t.none == NULL && st == SCRUT_OK && list.count == 0)
        t.none = list.unsuited != NULL ? list.unsuited : "there are not so many seats";
    if (t.none == NULL && st == SCRUT_OK)
        st = fill_table(&ch, &list.items[0], &t);
    if (st == SCRUT_OK)
        *ret_table = t;
    return st;
}
