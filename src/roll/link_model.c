/* SPDX-License-Identifier: Apache-2.0
 * What agreement is worth: u from the values themselves, m and the prior by EM on counts of patterns. */
#include "link_internal.h"
#include "scrutineer/rng.h"

#include <math.h>
#include <stdlib.h>

#define ROUNDS 60
#define DRAWS 200000
#define SEED UINT64_C(1969)

/* Draws a row's value of a field in order of content, so that the order of the input does not show. */
static uint32_t draw_value(const column *c, const uint32_t cumulated[], uint32_t known, scrut_rng *rng)
{
    uint32_t target = scrut_rng_below(rng, known), low = 1, high = c->count - 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cumulated[middle] > target)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* u of the levels below equality, from random pairs of unequal values. */
static bool draw_near(const records *r, size_t field, double u[OUTCOMES], double equal)
{
    const column *c = &r->columns[field];
    uint32_t *cumulated = malloc((c->count + 1) * sizeof *cumulated), known = 0;
    uint64_t counts[OUTCOMES] = {0}, total = 0;
    if (cumulated == NULL)
        return false;
    cumulated[0] = 0;
    for (uint32_t v = 1; v < c->count; v++)
        cumulated[v] = known += c->values[v].count;
    scrut_rng rng = scrut_rng_open(SEED, 1, field);
    for (size_t i = 0; c->count > 2 && i < DRAWS; i++) {
        uint32_t a = draw_value(c, cumulated, known, &rng), b = draw_value(c, cumulated, known, &rng);
        if (a != b) {
            counts[scrut_link_compare_values(r, field, a, b)]++;
            total++;
        }
    }
    size_t levels = scrut_link_levels(r->fields[field].kind);
    for (size_t l = 0; l < levels; l++)
        u[OUTCOME_NEAR + l] =
            (1 - equal) * ((double)counts[OUTCOME_NEAR + l] + 0.5) / ((double)total + 0.5 * (double)levels);
    free(cumulated);
    return true;
}

/* u of equality by bin of frequency, and the share of the rows that lies in each bin. */
static double equal_chances(const column *c, double u[OUTCOMES], double share[BINS])
{
    double known = 0, equal = 0;
    for (uint32_t v = 1; v < c->count; v++)
        known += c->values[v].count;
    for (uint32_t v = 1; v < c->count; v++) {
        double rows = c->values[v].count;
        share[c->values[v].bin] += rows / known;
        u[OUTCOME_EQUAL + c->values[v].bin] += rows * (rows - 1) / (known * (known - 1) + 1);
    }
    for (size_t i = 0; i < BINS; i++)
        equal += u[OUTCOME_EQUAL + i];
    return equal;
}

/* How often fields of one person agree, before the data have spoken. */
static void start_m(const records *r, size_t field, const double share[BINS], double m[OUTCOMES])
{
    size_t levels = scrut_link_levels(r->fields[field].kind);
    for (size_t i = 0; i < BINS; i++)
        m[OUTCOME_EQUAL + i] = 0.75 * share[i];
    for (size_t l = 0; l < levels; l++)
        m[OUTCOME_NEAR + l] = l + 1 == levels ? 0.10 : 0.15 / (double)(levels > 1 ? levels - 1 : 1);
}

/* Fields of one person alone, which tell the members of a household apart. */
static bool is_own(const records *r, size_t field)
{
    scrut_link_kind kind = r->fields[field].kind;
    return kind == SCRUT_LINK_GIVEN || kind == SCRUT_LINK_IDENTITY;
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
            k->weight[f][o] = k->chance[f][o] > 0 && m->u[f][o] > 0 ? units(k->chance[f][o] / m->u[f][o]) : 0;
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

int32_t scrut_link_weigh(const model *m, size_t field_count, uint64_t outcomes)
{
    int32_t household = weigh(&m->household, field_count, outcomes);
    int32_t taken = household < -12 * SCRUT_LINK_BIT ? 0 : units(1 + odds_of(household));
    return weigh(&m->same, field_count, outcomes) - taken;
}

/* Levels are learned as wholes: a bin has the share of the rows that is in it. */
static void learn_field(const records *r, size_t field, const double sums[OUTCOMES], const double share[BINS],
                        double m[OUTCOMES])
{
    size_t levels = scrut_link_levels(r->fields[field].kind);
    double equal = 0, total = 0;
    for (size_t i = 0; i < BINS; i++)
        equal += sums[OUTCOME_EQUAL + i];
    for (size_t l = 0; l < levels; l++)
        total += sums[OUTCOME_NEAR + l];
    total += equal;
    if (total < 10)
        return; /* too few to learn from */
    double smoothed = total + 1.0 + 0.5 * (double)levels;
    for (size_t i = 0; i < BINS; i++)
        m[OUTCOME_EQUAL + i] = (equal + 1.0) / smoothed * share[i];
    for (size_t l = 0; l < levels; l++)
        m[OUTCOME_NEAR + l] = (sums[OUTCOME_NEAR + l] + 0.5) / smoothed;
}

typedef double outcome_sums[SCRUT_LINK_FIELDS_MAX][OUTCOMES];

static void add_pattern(const records *r, const pattern *p, double pairs, outcome_sums sums)
{
    for (size_t f = 0; f < r->field_count; f++) {
        if ((p->key >> (50 + f) & 1) != 0) /* found without this field, which so is free to differ */
            sums[f][p->key >> (5 * f) & 31] += pairs;
    }
}

static void learn(const records *r, const outcome_sums sums, double share[][BINS], double pairs, const model *m,
                  kinship *k)
{
    for (size_t f = 0; f < r->field_count; f++) {
        if (k == &m->household && is_own(r, f))
            continue; /* they agree in a household as they do among strangers */
        learn_field(r, f, sums[f], share[f], k->chance[f]);
    }
    double share_of_pairs = (k->pairs + 1) / (pairs + 2);
    k->share = share_of_pairs < 0.5 ? share_of_pairs : 0.5;
    make_weights(r, m, k);
}

static void step(const records *r, const pattern patterns[], size_t count, double share[][BINS], double pairs, model *m)
{
    outcome_sums same = {{0}}, household = {{0}};
    m->same.pairs = m->household.pairs = 0;
    for (size_t i = 0; i < count; i++) {
        double s = odds_of(weigh(&m->same, r->field_count, patterns[i].key));
        double h = odds_of(weigh(&m->household, r->field_count, patterns[i].key));
        double n = (double)patterns[i].count / (1 + s + h);
        m->same.pairs += n * s;
        m->household.pairs += n * h;
        add_pattern(r, &patterns[i], n * s, same);
        add_pattern(r, &patterns[i], n * h, household);
    }
    learn(r, (const double(*)[OUTCOMES])same, share, pairs, m, &m->same);
    if (r->given >= 0)
        learn(r, (const double(*)[OUTCOMES])household, share, pairs, m, &m->household);
}

static double possible_pairs(const records *r)
{
    double n = r->row_count, second = r->input->second_from > 0 ? n - r->input->second_from : 0;
    return second > 0 ? (n - second) * second : n * (n - 1) / 2;
}

bool scrut_link_estimate(const records *r, const pattern patterns[], size_t count, model *ret)
{
    double share[SCRUT_LINK_FIELDS_MAX][BINS] = {{0}};
    model m = {.same.share = 0.5 / ((double)r->row_count + 1)};
    m.household.share = r->given >= 0 ? m.same.share / 4 : 1e-12; /* without given names it cannot be told apart */
    for (size_t f = 0; f < r->field_count; f++) {
        double equal = equal_chances(&r->columns[f], m.u[f], share[f]);
        if (!draw_near(r, f, m.u[f], equal))
            return false;
        start_m(r, f, share[f], m.same.chance[f]);
        memcpy(m.household.chance[f], is_own(r, f) ? m.u[f] : m.same.chance[f], sizeof m.u[f]);
    }
    make_weights(r, &m, &m.same);
    make_weights(r, &m, &m.household);
    for (int i = 0; i < ROUNDS; i++)
        step(r, patterns, count, share, possible_pairs(r), &m);
    *ret = m;
    return true;
}
