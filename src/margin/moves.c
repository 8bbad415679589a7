/* SPDX-License-Identifier: Apache-2.0
 * moves.c: from a cut to ballots: what each list must gain or lose, then the rest of the ballots, so that they add up.
 */
#include "margin_internal.h"

typedef struct {
    scrut_search *s;
    const scrut_problem *p;
    const scrut_setting *setting;
    const scrut_cut *cut;
    int64_t *picks; /* a list: claims it then has */
    int64_t *votes;
} plan;

int64_t scrut_moves_cost(const scrut_search *s, const int64_t votes[])
{
    int64_t gained = 0, lost = 0;
    for (size_t i = 0; i < s->count; i++) {
        int64_t more = votes[i] - s->contest->votes[i];
        gained += more > 0 ? more : 0;
        lost += more < 0 ? -more : 0;
    }
    return scrut_larger(gained, lost);
}

/* What the cut asks of each list; false when it cannot be had. */
static bool ask(plan *m, int64_t ballots)
{
    scrut_search *s = m->s;
    int64_t reach = s->sum_given ? scrut_cost_reach_available(s, m->setting, m->p, m->cut, ballots, m->picks)
                                 : scrut_cost_reach(s, m->setting, m->p, m->cut, ballots, m->picks);
    int64_t keep = scrut_cost_keep(s, m->setting, m->p, m->cut, ballots, m->picks);
    if (reach >= SCRUT_NEVER || keep >= SCRUT_NEVER)
        return false;
    for (size_t i = 0; i < s->count; i++) {
        int64_t votes = s->contest->votes[i];
        if (m->p->sides[i] == SCRUT_SIDE_REACH)
            votes = scrut_larger(votes, scrut_cost_least(m->setting, i, m->picks[i], m->cut));
        else if (m->p->sides[i] == SCRUT_SIDE_KEEP)
            votes = scrut_smaller(votes, scrut_cost_most(m->setting, i, m->picks[i], m->cut));
        m->votes[i] = votes;
    }
    return true;
}

/* Claims of the list that may not lose. */
static int64_t sure_of(const plan *m, size_t i)
{
    int64_t votes = m->votes[i];
    return votes >= m->setting->bars_high[i] ? scrut_claims_count_sure(&m->setting->high, votes) : 0;
}

static const scrut_cut TOP = {.value = {.rank = SCRUT_RANK_TOP, .denominator = 1}};

/* Reaching lists lose claims that may not lose where these are too many. */
static bool ask_sure(plan *m, int64_t ballots)
{
    int64_t *sure = m->s->trial;
    if (m->p->sure < 0)
        return true;
    if (scrut_cost_sure(m->s, m->setting, m->p, ballots, sure) >= SCRUT_NEVER)
        return false;
    for (size_t i = 0; i < m->s->count; i++)
        if (m->p->sides[i] == SCRUT_SIDE_REACH && sure_of(m, i) > sure[i])
            m->votes[i] = scrut_smaller(m->votes[i], scrut_cost_most(m->setting, i, sure[i], &TOP));
    return true;
}

/* Ballots that a list can have besides without a claim too many; reaching lists have `spare` ones. */
static int64_t room_of(const plan *m, size_t i, int64_t *spare)
{
    int64_t sure = sure_of(m, i), most = 0;
    switch (m->p->sides[i]) {
    case SCRUT_SIDE_KEEP: most = scrut_cost_most(m->setting, i, m->picks[i], m->cut); break;
    case SCRUT_SIDE_REACH:
        most = scrut_cost_most(m->setting, i, sure + *spare, &TOP);
        *spare = 0;
        break;
    case SCRUT_SIDE_FREE: most = scrut_cost_most(m->setting, i, sure, &TOP); break;
    }
    return scrut_larger(0, scrut_smaller(most, SCRUT_VOTES_MAX) - m->votes[i]);
}

/* Into the room that there is, of the reaching lists first. False: there is too little. */
static bool fill_rooms(plan *m, int64_t ballots)
{
    static const scrut_side ORDER[] = {SCRUT_SIDE_REACH, SCRUT_SIDE_FREE, SCRUT_SIDE_KEEP};
    int64_t spare = m->p->sure;
    for (size_t i = 0; i < m->s->count; i++)
        spare -= m->p->sides[i] == SCRUT_SIDE_REACH ? sure_of(m, i) : 0;
    spare = scrut_larger(0, spare);
    for (int n = 0; n < 3; n++)
        for (size_t i = 0; i < m->s->count && ballots > 0; i++) {
            if (m->p->sides[i] != ORDER[n] || m->setting->bars_low[i] >= SCRUT_NEVER)
                continue;
            int64_t part = scrut_smaller(ballots, room_of(m, i, &spare));
            m->votes[i] += part;
            ballots -= part;
        }
    return ballots == 0;
}

/* The list that can have any number of further ballots without harm: one that gained or holds claims, if possible. */
static size_t receiver(const plan *m)
{
    size_t best = m->s->count;
    int best_rank = -1;
    for (size_t i = 0; i < m->s->count; i++) {
        int rank = m->p->sides[i] == SCRUT_SIDE_REACH ? 4 : m->p->sides[i] == SCRUT_SIDE_FREE ? 1 : -1;
        if (m->p->sides[i] == SCRUT_SIDE_KEEP && m->p->bottom && m->picks[i] > 0)
            rank = 0; /* its number of claims does not depend on its votes any more */
        if (rank == 4)
            rank += (m->picks[i] > 0) + (m->votes[i] > m->s->contest->votes[i]);
        if (m->setting->bars_low[i] >= SCRUT_NEVER && rank > 0)
            rank = 0;
        if (rank > best_rank || (rank == best_rank && rank >= 0 && m->votes[i] > m->votes[best])) {
            best = i;
            best_rank = rank;
        }
    }
    return best;
}

/* Takes ballots from list i, down to `least` votes and as far as its ballots may move. */
static int64_t take_from(plan *m, size_t i, int64_t least, int64_t ballots)
{
    int64_t floor_votes = scrut_larger(least, m->s->contest->votes[i] - m->s->taint[i]);
    int64_t taken = scrut_larger(0, scrut_smaller(ballots, m->votes[i] - floor_votes));
    m->votes[i] -= taken;
    return taken;
}

/* From lists that lose ballots already, then from the largest of the others. */
static int64_t take_outside(plan *m, int64_t ballots)
{
    scrut_search *s = m->s;
    for (size_t i = 0; i < s->count && ballots > 0; i++)
        if (m->p->sides[i] != SCRUT_SIDE_REACH && m->votes[i] < s->contest->votes[i])
            ballots -= take_from(m, i, 0, ballots);
    while (ballots > 0) {
        size_t largest = s->count;
        for (size_t i = 0; i < s->count; i++)
            if (m->p->sides[i] != SCRUT_SIDE_REACH && scrut_smaller(m->votes[i], s->taint[i]) > 0 &&
                m->votes[i] > s->contest->votes[i] - s->taint[i] &&
                (largest == s->count || m->votes[i] > m->votes[largest]))
                largest = i;
        if (largest == s->count)
            break;
        ballots -= take_from(m, largest, 0, ballots);
    }
    return ballots;
}

/* Reaching lists that are not needed give all they have, those with the highest bars first; then all give what they can
 * spare. */
static int64_t take_inside(plan *m, int64_t ballots)
{
    scrut_search *s = m->s;
    int64_t claims = 0;
    for (size_t i = 0; i < s->count; i++)
        claims += m->p->sides[i] == SCRUT_SIDE_REACH ? m->picks[i] : 0;
    for (;;) {
        size_t last = s->count;
        for (size_t i = 0; i < s->count; i++)
            if (m->p->sides[i] == SCRUT_SIDE_REACH && m->picks[i] > 0 && claims - m->picks[i] >= m->p->reach &&
                (last == s->count || m->setting->bars_low[i] > m->setting->bars_low[last]))
                last = i;
        if (last == s->count || ballots == 0)
            break;
        claims -= m->picks[last];
        m->picks[last] = 0;
    }
    for (size_t i = 0; i < s->count && ballots > 0; i++)
        if (m->p->sides[i] == SCRUT_SIDE_REACH)
            ballots -= take_from(m, i, scrut_cost_least(m->setting, i, m->picks[i], m->cut), ballots);
    return ballots;
}

/* Ballots there are too many (too few when negative). A number of ballots that nothing else depends on is what the
 * lists themselves ask. */
static int64_t imbalance(const plan *m, int64_t ballots)
{
    const scrut_search *s = m->s;
    int64_t sum = 0;
    for (size_t i = 0; i < s->count; i++)
        sum += m->votes[i];
    if (s->sum_given)
        return sum - s->sum_high;
    if (!s->moving)
        return 0;
    return sum - (s->metric == SCRUT_METRIC_ADD ? s->total + ballots : s->total - ballots);
}

bool scrut_moves_build(scrut_search *s, const scrut_problem *p, const scrut_cut *cut, int64_t ballots, int64_t votes[])
{
    plan m = {.s = s,
              .p = p,
              .setting = scrut_search_setting(s, ballots, ballots),
              .cut = cut,
              .picks = s->picks,
              .votes = votes};
    memset(m.picks, 0, s->count * sizeof *m.picks);
    if (!ask(&m, ballots) || !ask_sure(&m, ballots))
        return false;
    int64_t over = imbalance(&m, ballots);
    if (over < 0 && scrut_claims_refuse(&m.setting->high))
        return fill_rooms(&m, -over);
    if (over < 0) {
        size_t i = receiver(&m);
        if (i == s->count)
            return false;
        votes[i] -= over;
        over = 0;
    }
    over = take_outside(&m, over);
    return take_inside(&m, over) == 0;
}
