/* SPDX-License-Identifier: Apache-2.0
 * Which parts of values the rows of one person agree on, learned without labels from a few narrow blocks, so that the
 * rules can be chosen by what they find. */
#include "link_internal.h"
#include "scrutineer/hash.h"

#include <math.h>
#include <stdlib.h>

#define ROUNDS 30
#define RUN_ROWS_MAX 48    /* of one key */
#define ROWS_A_RULE 500000 /* of more rows, those of some keys */
#define HOUSEHOLD_DIFFERS 0.03
#define SUBSETS_MAX 64         /* kinds of agreement of one group */
#define SHARE_UNITS (1u << 10) /* of the probability that a pair is one person, in the weight of an agreement */

/* What pairs agree on: a bit for each feature. */
typedef struct {
    uint64_t mask, pairs;
    uint8_t subset[SCRUT_LINK_FIELDS_MAX]; /* of each group: which of its subsets */
    uint16_t free;                         /* groups without which some rule found it */
} agreement;

typedef struct {
    uint64_t subsets[SUBSETS_MAX];
    size_t count;
    double u[SUBSETS_MAX], same[SUBSETS_MAX], household[SUBSETS_MAX];
    bool own;
} group_chances;

typedef struct {
    const records *r;
    const blocking *b;
    uint32_t *parts[FEATURES_MAX]; /* of each value */
    uint64_t *masks;               /* of the pairs seen */
    size_t mask_count, mask_capacity;
    agreement *seen;
    size_t seen_count;
    group_chances groups[SCRUT_LINK_FIELDS_MAX];
    double same_share, household_share;
} learner;

/* ---- pairs of narrow blocks -------------------------------------------------------------------------------------- */

typedef struct {
    uint64_t key;
    uint32_t row;
} keyed_row;

static int by_key_and_row(const void *a, const void *b)
{
    const keyed_row *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static bool number_parts(learner *l)
{
    for (size_t i = 0; i < l->b->feature_count; i++) {
        const feature *f = &l->b->features[i];
        const column *c = &l->r->columns[f->field];
        l->parts[i] = malloc((c->count + (size_t)1) * sizeof *l->parts[i]);
        if (l->parts[i] == NULL)
            return false;
        for (uint32_t v = 0; v < c->count; v++)
            l->parts[i][v] = (uint32_t)scrut_link_part(c, v, f->part);
    }
    return true;
}

static uint32_t part_of(const learner *l, size_t feature_index, uint32_t row)
{
    return l->parts[feature_index][scrut_link_value(l->r, row, l->b->features[feature_index].field)];
}

static uint64_t key_of(const learner *l, const rule *u, uint32_t row)
{
    uint32_t parts[RULE_FEATURES_MAX] = {0};
    for (size_t i = 0; i < u->count; i++) {
        parts[i] = part_of(l, u->features[i], row);
        if (parts[i] == 0)
            return 0;
    }
    return scrut_hash64((const char *)parts, u->count * sizeof parts[0]);
}

static uint64_t mask_of(const learner *l, uint32_t a, uint32_t b)
{
    uint64_t mask = 0;
    for (size_t i = 0; i < l->b->feature_count; i++) {
        uint32_t x = part_of(l, i, a);
        mask |= (uint64_t)(x != 0 && x == part_of(l, i, b)) << i;
    }
    return mask;
}

static bool found_before(const blocking *b, size_t rule_index, uint64_t mask)
{
    bool found = false;
    for (size_t i = 0; i < rule_index; i++)
        found = found || (mask & b->rules[i].mask) == b->rules[i].mask;
    return found;
}

static bool note_pair(learner *l, size_t rule_index, uint32_t a, uint32_t b)
{
    uint32_t second = l->r->second_from;
    if (second > 0 && (a >= second) == (b >= second))
        return true;
    uint64_t mask = mask_of(l, a, b);
    if (found_before(l->b, rule_index, mask))
        return true;
    if (!scrut_grow(&l->masks, &l->mask_capacity, l->mask_count + 1, sizeof *l->masks))
        return false;
    l->masks[l->mask_count++] = mask;
    return true;
}

/* Every so many rows' keys are taken, all rows of a key or none. */
static size_t take_rows(const learner *l, const rule *u, keyed_row rows[])
{
    uint64_t part = UINT64_MAX / (l->r->row_count / ROWS_A_RULE + 1);
    size_t count = 0;
    for (uint32_t row = 0; row < l->r->row_count; row++) {
        uint64_t key = key_of(l, u, row);
        scrut_link_pass(l->r, row);
        if (key != 0 && key <= part)
            rows[count++] = (keyed_row){key, row};
    }
    if (count > 0)
        qsort(rows, count, sizeof *rows, by_key_and_row);
    return count;
}

static bool note_pairs(learner *l, size_t rule_index, keyed_row rows[])
{
    size_t count = take_rows(l, &l->b->rules[rule_index], rows);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && rows[end].key == rows[i].key;)
            end++;
        for (size_t x = i; x < end && end - i <= RUN_ROWS_MAX; x++) {
            for (size_t y = x + 1; y < end; y++) {
                if (!note_pair(l, rule_index, rows[x].row, rows[y].row))
                    return false;
            }
        }
    }
    return true;
}

/* ---- kinds of agreement ------------------------------------------------------------------------------------------ */

static int by_mask(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Strangers agree on several parts of one value about as often as on the rarest of them. */
static double chance_of_subset(const blocking *b, uint64_t group, uint64_t subset)
{
    double least = 1, most = 0;
    for (size_t i = 0; i < b->feature_count; i++) {
        if ((subset >> i & 1) != 0 && b->features[i].chance < least)
            least = b->features[i].chance;
        if ((group >> i & 1) != 0 && b->features[i].chance > most)
            most = b->features[i].chance;
    }
    return subset != 0 ? least : 1 - most;
}

static uint8_t number_subset(const blocking *b, size_t group_index, group_chances *g, uint64_t subset)
{
    size_t i = 0;
    while (i < g->count && g->subsets[i] != subset)
        i++;
    if (i == g->count && i < SUBSETS_MAX) {
        g->subsets[g->count++] = subset;
        g->u[i] = chance_of_subset(b, b->groups[group_index], subset);
    }
    return (uint8_t)(i < SUBSETS_MAX ? i : SUBSETS_MAX - 1);
}

static uint16_t free_groups(const blocking *b, uint64_t mask)
{
    unsigned free = 0;
    for (size_t i = 0; i < b->rule_count; i++) {
        uint64_t rule_mask = b->rules[i].mask;
        for (size_t g = 0; (mask & rule_mask) == rule_mask && g < b->group_count; g++)
            free |= (unsigned)((rule_mask & b->groups[g]) == 0) << g;
    }
    return (uint16_t)free;
}

static bool gather(learner *l)
{
    if (l->mask_count > 0)
        qsort(l->masks, l->mask_count, sizeof *l->masks, by_mask);
    l->seen = calloc(l->mask_count + 1, sizeof *l->seen);
    if (l->seen == NULL)
        return false;
    for (size_t i = 0, end; i < l->mask_count; i = end) {
        for (end = i + 1; end < l->mask_count && l->masks[end] == l->masks[i];)
            end++;
        agreement *a = &l->seen[l->seen_count++];
        *a = (agreement){.mask = l->masks[i], .pairs = end - i, .free = free_groups(l->b, l->masks[i])};
        for (size_t g = 0; g < l->b->group_count; g++)
            a->subset[g] = number_subset(l->b, g, &l->groups[g], a->mask & l->b->groups[g]);
    }
    return true;
}

/* ---- expectation and maximisation ----------------------------------------------------------------------------------
 */

/* What the members of a household share differs seldom, as in link_model.c. */
static void follow_household(group_chances *c)
{
    double none = 0;
    for (size_t i = 0; i < c->count; i++)
        none += c->subsets[i] == 0 ? c->same[i] : 0;
    for (size_t i = 0; i < c->count; i++) {
        double shared = c->subsets[i] == 0 ? HOUSEHOLD_DIFFERS : c->same[i] * (1 - HOUSEHOLD_DIFFERS) / (1 - none);
        c->household[i] = c->own ? c->u[i] : shared;
    }
}

static void start(learner *l)
{
    for (size_t g = 0; g < l->b->group_count; g++) {
        group_chances *c = &l->groups[g];
        size_t alike = 0;
        for (size_t i = 0; i < c->count; i++)
            alike += c->subsets[i] != 0;
        for (size_t i = 0; i < c->count; i++)
            c->same[i] = c->subsets[i] == 0 ? 0.15 : 0.85 / (double)alike;
        follow_household(c);
    }
    l->same_share = 0.5 / (l->r->row_count + 1.0);
    l->household_share = l->r->given >= 0 ? l->same_share / 4 : 0;
}

static void probabilities(const learner *l, const agreement *a, double *ret_same, double *ret_household)
{
    double same = l->same_share, household = l->household_share, strangers = 1;
    for (size_t g = 0; g < l->b->group_count; g++) {
        same *= l->groups[g].same[a->subset[g]];
        household *= l->groups[g].household[a->subset[g]];
        strangers *= l->groups[g].u[a->subset[g]];
    }
    double all = same + household + strangers;
    *ret_same = all > 0 ? same / all : 0;
    *ret_household = all > 0 ? household / all : 0;
}

static void maximise(group_chances *c, const double sums[SUBSETS_MAX], double chance[SUBSETS_MAX])
{
    double total = 0;
    for (size_t i = 0; i < c->count; i++)
        total += sums[i];
    for (size_t i = 0; i < c->count && total >= 10; i++)
        chance[i] = (sums[i] + 0.5) / (total + 0.5 * (double)c->count);
}

static double possible_pairs(const learner *l)
{
    double n = l->r->row_count, second = l->r->second_from > 0 ? n - l->r->second_from : 0;
    uint32_t parts = l->r->row_count / ROWS_A_RULE + 1; /* one of which is looked at */
    return 1.0 / parts * (second > 0 ? (n - second) * second : n * (n - 1) / 2);
}

static void step(learner *l)
{
    double sums[SCRUT_LINK_FIELDS_MAX][SUBSETS_MAX] = {{0}};
    double same_pairs = 0, house_pairs = 0;
    for (size_t i = 0; i < l->seen_count; i++) {
        const agreement *a = &l->seen[i];
        double same, household, n = (double)a->pairs;
        probabilities(l, a, &same, &household);
        same_pairs += n * same;
        house_pairs += n * household;
        for (size_t g = 0; g < l->b->group_count; g++) {
            if ((a->free >> g & 1) != 0) /* no rule forced this group to agree */
                sums[g][a->subset[g]] += n * same;
        }
    }
    for (size_t g = 0; g < l->b->group_count; g++) {
        maximise(&l->groups[g], sums[g], l->groups[g].same);
        follow_household(&l->groups[g]);
    }
    l->same_share = (same_pairs + 1) / (possible_pairs(l) + 2);
    l->household_share = l->r->given >= 0 ? (house_pairs + 1) / (possible_pairs(l) + 2) : 0;
}

/* ---- pairs of one person, drawn
 * -------------------------------------------------------------------------------------- */

/* cumulated[i]: the weight of the agreements up to i in which the group was free to differ. */
static uint64_t cumulate(const learner *l, size_t group_index, uint64_t cumulated[])
{
    uint64_t sum = 0;
    for (size_t i = 0; i < l->seen_count; i++) {
        const agreement *a = &l->seen[i];
        double same, household;
        probabilities(l, a, &same, &household);
        if ((a->free >> group_index & 1) != 0)
            sum += (uint64_t)llround((double)a->pairs * same * SHARE_UNITS);
        cumulated[i] = sum;
    }
    return sum;
}

static uint64_t draw_mask(const learner *l, const uint64_t cumulated[], uint64_t total, scrut_rng *rng)
{
    uint64_t target = scrut_rng_u64(rng) % total;
    size_t low = 0, high = l->seen_count - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cumulated[middle] > target)
            high = middle;
        else
            low = middle + 1;
    }
    return l->seen[low].mask;
}

/* Groups of which too little was seen keep what `ret` has. */
static bool draw(const learner *l, scrut_rng *rng, uint64_t ret[], size_t count)
{
    uint64_t *cumulated = malloc((l->seen_count + 1) * sizeof *cumulated);
    if (cumulated == NULL)
        return false;
    for (size_t g = 0; g < l->b->group_count && l->seen_count > 0; g++) {
        uint64_t total = cumulate(l, g, cumulated), group = l->b->groups[g];
        for (size_t i = 0; i < count && total >= (uint64_t)50 * SHARE_UNITS; i++)
            ret[i] = (ret[i] & ~group) | (draw_mask(l, cumulated, total, rng) & group);
    }
    free(cumulated);
    return true;
}

bool scrut_link_learn(const records *r, const blocking *b, scrut_rng *rng, uint64_t ret[], size_t count)
{
    learner *l = calloc(1, sizeof *l);
    keyed_row *rows = malloc((r->row_count + (size_t)1) * sizeof *rows);
    bool ready = l != NULL && rows != NULL;
    if (ready) {
        *l = (learner){.r = r, .b = b};
        ready = number_parts(l);
    }
    for (size_t i = 0; ready && i < b->rule_count; i++)
        ready = note_pairs(l, i, rows);
    for (size_t f = 0; ready && f < b->feature_count; f++)
        l->groups[b->features[f].group].own = r->columns[b->features[f].field].own;
    ready = ready && gather(l);
    if (ready) {
        start(l);
        for (int i = 0; i < ROUNDS; i++)
            step(l);
        ready = draw(l, rng, ret, count);
    }
    for (size_t f = 0; l != NULL && f < FEATURES_MAX; f++)
        free(l->parts[f]);
    if (l != NULL) {
        free(l->masks);
        free(l->seen);
    }
    free(rows);
    free(l);
    return ready;
}
