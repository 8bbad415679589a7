/* SPDX-License-Identifier: Apache-2.0
 * What agreement is worth: u from the values themselves, m and the prior by EM on counts of patterns. */
#include "link_internal.h"

#include <math.h>
#include <stdlib.h>

#define ROUNDS_MAX 2000     /* a hundred are usual */
#define REMEMBERED_EACH 128 /* steps; then those whose number is a power of two */
#define HOUSEHOLD_EQUAL 0.97
#define DIFFERENT_MOST 0.5
#define PART_ROWS 50 /* pairs whose word a class within a level has before the data have spoken */

/* How often fields of one person agree, before the data have spoken. */
static void start_m(const records *r, size_t field, const chances *c, double m[OUTCOMES])
{
    scrut_link_kind kind = r->fields[field].kind;
    unsigned end = OUTCOME_NEAR + scrut_link_near_outcomes(kind), last = scrut_link_level(kind, end - 1);
    for (unsigned o = OUTCOME_EQUAL; o < OUTCOME_NEAR; o++)
        m[o] = 0.75 * c->part[o];
    for (unsigned o = OUTCOME_NEAR; o < end; o++)
        m[o] = c->part[o] *
               (scrut_link_level(kind, o) == last ? (kind == SCRUT_LINK_GIVEN ? 0.01 : 0.10) : 0.15 / (double)last);
}

static int32_t units(double odds)
{
    double bits = log2(odds);
    bits = bits > 40 ? 40 : bits < -40 ? -40 : bits;
    return (int32_t)lround(bits * SCRUT_LINK_BIT);
}

static void make_weights(const records *r, const model *m, kinship *k)
{
    k->prior = units(k->share / (1 - k->share));
    for (size_t f = 0; f < r->field_count; f++) {
        for (size_t o = 1; o < OUTCOMES; o++)
            k->weight[f][o] =
                k->chance[f][o] > 0 && m->strangers[f].u[o] > 0 ? units(k->chance[f][o] / m->strangers[f].u[o]) : 0;
    }
}

static int32_t weigh(const kinship *k, size_t field_count, uint64_t outcomes)
{
    int32_t weight = k->prior;
    for (size_t f = 0; f < field_count; f++)
        weight += k->weight[f][outcomes >> (5 * f) & 31];
    return weight;
}

static double odds_of(int32_t weight)
{
    return exp2((double)weight / SCRUT_LINK_BIT);
}

int32_t scrut_link_rarity(const records *r, const model *m, size_t field, uint32_t a, uint32_t b, unsigned outcome)
{
    return scrut_link_value_rarity(r, m, field, scrut_link_value(r, a, field), scrut_link_value(r, b, field), outcome);
}

int32_t scrut_link_value_rarity(const records *r, const model *m, size_t field, uint32_t a, uint32_t b,
                                unsigned outcome)
{
    const value *x = &r->columns[field].values[a];
    double mean = m->strangers[field].mean[outcome];
    if (!(mean > 0))
        return 0;
    if (outcome < OUTCOME_NEAR)
        return x->count > 1 ? units(mean * (m->known[field] - 1.0) / (x->count - 1.0)) : 0;
    return units(scrut_link_slip_rarity(r, field, a, b) / mean);
}

/* Strangers of whom one may be a second entry, against strangers whose columns are independent. */
static int32_t weigh_strangers(const model *m, size_t field_count, uint64_t outcomes)
{
    int32_t clean = 0, spoilt = 0;
    for (size_t f = 0; f < field_count; f++) {
        clean += m->clean[f][outcomes >> (5 * f) & 31];
        spoilt += m->spoilt[f][outcomes >> (5 * f) & 31];
    }
    double share = (double)m->entries / ENTRY_UNITS;
    return clean == 0 && spoilt == 0 ? 0 : units((1 - share) * odds_of(clean) + share * odds_of(spoilt));
}

bool scrut_link_is_rarer(const records *r, size_t field, uint32_t a, uint32_t b, unsigned outcome)
{
    const value *values = r->columns[field].values;
    bool are_alike = outcome >= OUTCOME_NEAR && scrut_link_class(r->fields[field].kind, outcome) >= 0;
    return are_alike && values[a].count < values[b].count;
}

uint16_t scrut_link_rarer_fields(const records *r, const uint32_t a[], const uint32_t b[], uint64_t outcomes)
{
    unsigned rarer = 0;
    for (size_t f = 0; f < r->field_count; f++)
        rarer |= (unsigned)scrut_link_is_rarer(r, f, a[f], b[f], outcomes >> (5 * f) & 31) << f;
    return (uint16_t)rarer;
}

/* Odds of strangers of whom those of the bit set `second` are second entries. An alike value that is rarer than the
 * other is odd by what its own row is; where neither is rarer, one of them by either. */
static double odds_of_strangers(const model *m, size_t field_count, uint64_t outcomes, const row_entry rows[2],
                                unsigned second)
{
    int32_t weight = 0;
    for (size_t f = 0; f < field_count; f++) {
        unsigned o = outcomes >> (5 * f) & 31, rarer = (rows[0].rarer >> f & 1u) | (rows[1].rarer >> f & 1u) << 1;
        if (second == 3 || (second & rarer) != 0)
            weight += m->odd[f][o];
        else
            weight += second != 0 && rarer == 0 ? m->spoilt[f][o] : m->clean[f][o];
    }
    return odds_of(weight);
}

/* Strangers by what is known of their rows. The same with the rows in the other order. */
static int32_t weigh_entries(const model *m, size_t field_count, uint64_t outcomes, const row_entry rows[2])
{
    double a = (double)rows[0].second / ENTRY_UNITS, b = (double)rows[1].second / ENTRY_UNITS;
    double one = a * (1 - b) * odds_of_strangers(m, field_count, outcomes, rows, 1),
           other = b * (1 - a) * odds_of_strangers(m, field_count, outcomes, rows, 2);
    return units((1 - a) * (1 - b) * odds_of_strangers(m, field_count, outcomes, rows, 0) + (one + other) +
                 a * b * odds_of_strangers(m, field_count, outcomes, rows, 3));
}

/* Whether second entries show any of it to strangers more often than others do. */
static bool is_spoilt(const model *m, size_t field_count, uint64_t outcomes)
{
    int32_t any = 0;
    for (size_t f = 0; f < field_count; f++)
        any |= m->clean[f][outcomes >> (5 * f) & 31] | m->spoilt[f][outcomes >> (5 * f) & 31];
    return any != 0;
}

rarities scrut_link_rarities(const records *r, const model *m, const uint32_t a[], const uint32_t b[],
                             uint64_t outcomes)
{
    rarities sums = {0, 0};
    for (size_t f = 0; f < r->field_count; f++) {
        int32_t rarity = scrut_link_value_rarity(r, m, f, a[f], b[f], outcomes >> (5 * f) & 31);
        sums.all += rarity;
        sums.shared += r->columns[f].own ? 0 : rarity;
    }
    return sums;
}

/* One person against strangers, whose weight is given, and two of a household. */
static int32_t weigh_against(const records *r, const model *m, uint64_t outcomes, rarities rare, int32_t strangers)
{
    int32_t same = m->same.prior + rare.all, household = m->household.prior + rare.shared;
    for (size_t f = 0; f < r->field_count; f++) {
        unsigned o = outcomes >> (5 * f) & 31;
        same += m->same.weight[f][o];
        household += r->columns[f].own ? 0 : m->household.weight[f][o];
    }
    double others = household < -12 * SCRUT_LINK_BIT ? 0 : odds_of(household);
    return same - units(odds_of(strangers) + others);
}

int32_t scrut_link_weigh_outcomes(const records *r, const model *m, uint64_t outcomes, rarities rare)
{
    return weigh_against(r, m, outcomes, rare, weigh_strangers(m, r->field_count, outcomes));
}

int32_t scrut_link_weigh_entries(const records *r, const model *m, uint64_t outcomes, rarities rare,
                                 const row_entry rows[2])
{
    bool spoilt = is_spoilt(m, r->field_count, outcomes);
    return weigh_against(r, m, outcomes, rare, spoilt ? weigh_entries(m, r->field_count, outcomes, rows) : 0);
}

int32_t scrut_link_weigh(const records *r, const model *m, uint32_t row_a, uint32_t row_b, uint64_t outcomes)
{
    uint32_t a[SCRUT_LINK_FIELDS_MAX] = {0}, b[SCRUT_LINK_FIELDS_MAX] = {0};
    for (size_t f = 0; f < r->field_count; f++) {
        a[f] = scrut_link_value(r, row_a, f);
        b[f] = scrut_link_value(r, row_b, f);
    }
    return scrut_link_weigh_outcomes(r, m, outcomes, scrut_link_rarities(r, m, a, b, outcomes));
}

int32_t scrut_link_weigh_same(const model *m, size_t field_count, uint64_t outcomes, rarities rare)
{
    return weigh(&m->same, field_count, outcomes) + rare.all;
}

int32_t scrut_link_weigh_most(const model *m, size_t field_count, uint64_t outcomes)
{
    int32_t weight = m->same.prior;
    for (size_t f = 0; f < field_count; f++) {
        unsigned o = outcomes >> (5 * f) & 31;
        weight += m->same.weight[f][o] + (m->strangers[f].mean[o] > 0 ? units(m->strangers[f].most[o]) : 0);
    }
    return weight;
}

int32_t scrut_link_weigh_beyond(const model *m, const model *other, size_t field_count)
{
    int32_t beyond = m->same.prior - other->same.prior;
    for (size_t f = 0; f < field_count; f++) {
        int32_t most = 0; /* of what is not known */
        for (size_t o = OUTCOME_EQUAL; o < OUTCOMES; o++) {
            int32_t more = m->same.weight[f][o] - other->same.weight[f][o];
            most = more > most ? more : most;
        }
        beyond += most;
    }
    return beyond;
}

/* Levels are learned as wholes, and classes within a level from what was expected of them towards what is seen. Each
 * counted pair of one person stands for so many. */
static void learn_field(scrut_link_kind kind, const chances *c, const double sums[OUTCOMES], double stands_for,
                        double m[OUTCOMES])
{
    unsigned end = OUTCOME_NEAR + scrut_link_near_outcomes(kind), levels = scrut_link_level(kind, end - 1) + 1;
    double level[OUTCOMES] = {0}, total = 0;
#define LEVEL(o) ((o) < OUTCOME_NEAR ? levels : scrut_link_level(kind, o))
    for (unsigned o = OUTCOME_EQUAL; o < end; o++) {
        level[LEVEL(o)] += sums[o];
        total += sums[o];
    }
    if (total < 10 * stands_for)
        return; /* too few to learn from */
    double smoothed = total + (1.0 + 0.5 * levels) * stands_for, part_rows = PART_ROWS * stands_for;
    for (unsigned o = OUTCOME_EQUAL; o < end; o++) {
        double whole = (level[LEVEL(o)] + (o < OUTCOME_NEAR ? 1.0 : 0.5) * stands_for) / smoothed;
        m[o] = whole * (sums[o] + part_rows * c->part[o]) / (level[LEVEL(o)] + part_rows);
    }
#undef LEVEL
}

typedef double outcome_sums[SCRUT_LINK_FIELDS_MAX][OUTCOMES];

static void add_pattern(const records *r, const pattern *p, double pairs, outcome_sums sums)
{
    for (size_t f = 0; f < r->field_count; f++) {
        if ((p->key >> (50 + f) & 1) != 0) /* found without this field, which so is free to differ */
            sums[f][p->key >> (5 * f) & 31] += pairs;
    }
}

static double share_of(double pairs, double possible)
{
    double share = (pairs + 1) / (possible + 2);
    return share < 0.5 ? share : 0.5;
}

/* Two of a household are written down together, so what they share differs seldom, and then as one person's does; their
 * own fields are as those of strangers. Only how many there are is learned: with more freedom the class takes whatever
 * agrees by chance in the blocks. */
static void follow_household(const records *r, model *m)
{
    for (size_t f = 0; f < r->field_count; f++) {
        const double *same = m->same.chance[f];
        double *chance = m->household.chance[f], equal = 0;
        memcpy(chance, r->columns[f].own ? m->strangers[f].u : same, sizeof m->household.chance[f]);
        for (unsigned o = OUTCOME_EQUAL; o < OUTCOME_NEAR; o++)
            equal += same[o];
        for (unsigned o = OUTCOME_EQUAL; o < OUTCOMES && !r->columns[f].own && equal > 0 && equal < 1; o++)
            chance[o] *= o < OUTCOME_NEAR ? HOUSEHOLD_EQUAL / equal : (1 - HOUSEHOLD_EQUAL) / (1 - equal);
    }
    make_weights(r, m, &m->household);
}

static double possible_pairs(const records *r)
{
    double n = r->row_count, second = r->second_from > 0 ? n - r->second_from : 0;
    return second > 0 ? (n - second) * second : n * (n - 1) / 2;
}

/* What EM learns from. */
typedef struct {
    const pattern *patterns, *counted_each;
    size_t count;
    double recall;
    bool learn; /* what agrees, too, and not only how many there are */
} evidence;

static void step(const records *r, const evidence *e, model *m)
{
    outcome_sums sums = {{0}};
    const pattern *patterns = e->patterns;
    double counted = 0; /* of one person */
    m->same.pairs = m->household.pairs = 0;
    for (size_t i = 0; i < e->count; i++) {
        double s = odds_of(weigh(&m->same, r->field_count, patterns[i].key));
        double h = odds_of(weigh(&m->household, r->field_count, patterns[i].key));
        double u = odds_of(weigh_strangers(m, r->field_count, patterns[i].key));
        double n = (double)patterns[i].count / PAIR_UNITS / (u + s + h);
        m->same.pairs += n * s;
        m->household.pairs += n * h;
        counted += e->counted_each != NULL ? (double)e->counted_each[i].count * s / (u + s + h) : n * s;
        add_pattern(r, &patterns[i], n * s, sums);
    }
    double stands_for = counted > 0 ? m->same.pairs / counted : 1;
    for (size_t f = 0; f < r->field_count && e->learn; f++)
        learn_field(r->fields[f].kind, &m->strangers[f], sums[f], stands_for, m->same.chance[f]);
    double possible = possible_pairs(r);
    m->same.share = share_of(m->same.pairs / e->recall, possible); /* of all pairs, those too that no rule found */
    if (r->given >= 0)
        m->household.share = share_of(m->household.pairs, possible);
    make_weights(r, m, &m->same);
    follow_household(r, m);
}

static uint32_t rows_known(const records *r, size_t field)
{
    return r->row_count - r->columns[field].values[0].count;
}

bool scrut_link_model_new(const records *r, scrut_pool *pool, model *ret)
{
    for (size_t f = 0; f < r->field_count; f++) {
        ret->known[f] = rows_known(r, f);
        if (!scrut_link_chances(r, f, pool, &ret->strangers[f]))
            return false;
    }
    return true;
}

/* Before the data have spoken. */
static void start(const records *r, model *m)
{
    m->same = m->household = (kinship){.share = 0.5 / ((double)r->row_count + 1)};
    m->household.share = r->given >= 0 ? m->same.share / 4 : 1e-12; /* without given names it cannot be told apart */
    for (size_t f = 0; f < r->field_count; f++)
        start_m(r, f, &m->strangers[f], m->same.chance[f]);
    make_weights(r, m, &m->same);
    follow_household(r, m);
}

/* Whether what was found can be people: two rows of one person seldom differ in a name or the day of birth. Where
 * hardly anybody is listed twice, names that go with regions are all that EM finds. */
static bool is_one_person(const records *r, const model *m)
{
    for (size_t f = 0; f < r->field_count; f++) {
        scrut_link_kind kind = r->fields[f].kind;
        bool of_person = kind == SCRUT_LINK_GIVEN || kind == SCRUT_LINK_SURNAME || kind == SCRUT_LINK_BORN;
        unsigned different = OUTCOME_NEAR + scrut_link_near_outcomes(kind) - 1;
        if (of_person && m->same.chance[f][different] > DIFFERENT_MOST)
            return false;
    }
    return true;
}

static bool weighs_the_same(const kinship *a, const kinship *b)
{
    return a->prior == b->prior && memcmp(a->weight, b->weight, sizeof a->weight) == 0;
}

/* Steps until all weights are what they were before, for then what follows was there, too: mostly in the last step, but
 * rounded weights can also go in a circle, which is met where its length is less than the steps since those that are
 * remembered (Brent 1980, An improved Monte Carlo factorization algorithm, section 2). Twins and one person under two
 * given names are told apart by little, so that the way is long, and where it ends early depends on where it began. */
static void converge(const records *r, const evidence *e, model *m)
{
    kinship same = m->same, household = m->household;
    for (int i = 1; i <= ROUNDS_MAX; i++) {
        step(r, e, m);
        if (weighs_the_same(&same, &m->same) && weighs_the_same(&household, &m->household))
            break;
        if (i < REMEMBERED_EACH || (i & (i - 1)) == 0) {
            same = m->same;
            household = m->household;
        }
    }
}

/* After Winkler (Bureau of the Census, RR93/12, 1993) what is known of people bounds what EM may find; a class that
 * lies beyond is no bent one of people, so that nothing is kept of it but their number is learned by what was expected.
 */
void scrut_link_estimate(const records *r, const pattern patterns[], const pattern counted_each[], size_t count,
                         double recall, model *m)
{
    evidence e = {patterns, counted_each, count, recall, true};
    start(r, m);
    converge(r, &e, m);
    if (is_one_person(r, m))
        return;
    e.learn = false;
    start(r, m);
    converge(r, &e, m);
}

void scrut_link_loosen(const records *r, double pairs, model *m)
{
    for (size_t f = 0; f < r->field_count; f++) {
        for (size_t o = OUTCOME_EQUAL; o < OUTCOMES; o++) {
            double *chance = &m->same.chance[f][o];
            *chance += (8 + 3 * sqrt(*chance * pairs)) / (pairs + 3);
        }
    }
    make_weights(r, m, &m->same);
}
