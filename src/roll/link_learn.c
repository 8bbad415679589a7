/* SPDX-License-Identifier: Apache-2.0
 * Which parts of values the rows of one person agree on, learned without labels from the pairs of a few narrow rules,
 * so that the rules can be chosen by what they find. The pairs are weighed by the model that weighs all others, whose
 * first guess this is, too. */
#include "link_internal.h"

#include <math.h>
#include <stdlib.h>

#define FAULTS 3               /* that are told apart; more are as these */
#define SWEEPS 4               /* of Gibbs sampling */
#define RUN_ROWS_MAX 48        /* of one key */
#define ROWS_A_RULE 250000     /* of more rows, those of some keys */
#define SHARE_UNITS (1u << 10) /* of the probability that a pair is one person, in the weight of an agreement */

/* A pair of rows, and a bit for each feature on which they agree. */
typedef struct {
    uint64_t mask, outcomes;
    uint32_t a, b;
} seen_pair;

/* What pairs agree on, and how many of them are one person, in SHARE_UNITS. */
typedef struct {
    uint64_t mask, same;
    uint16_t free; /* groups without which some rule found it */
} agreement;

/* What one rule shows. */
typedef struct {
    struct learner *learner;
    seen_pair *pairs;
    size_t count, capacity;
    bool failed;
} rule_pairs;

typedef struct learner {
    const records *r;
    const blocking *b;
    uint64_t wholes[SCRUT_LINK_FIELDS_MAX]; /* features of each group that compare the whole value */
    uint32_t parts;                         /* of the keys, one of which is looked at */
    rule_pairs rules[RULES_MAX];
    agreement *seen;
    size_t seen_count;
} learner;

/* ---- pairs of narrow blocks -------------------------------------------------------------------------------------- */

static uint64_t mask_of(const learner *l, uint32_t a, uint32_t b)
{
    uint64_t mask = 0;
    for (size_t i = 0; i < l->b->feature_count; i++) {
        size_t field = l->b->features[i].field;
        uint32_t x = scrut_link_part_of(l->b, i, scrut_link_value(l->r, a, field));
        mask |= (uint64_t)(x != 0 && x == scrut_link_part_of(l->b, i, scrut_link_value(l->r, b, field))) << i;
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

static bool note_pair(rule_pairs *p, size_t rule_index, uint32_t a, uint32_t b)
{
    const learner *l = p->learner;
    uint32_t second = l->r->second_from;
    if (second > 0 && (a >= second) == (b >= second))
        return true;
    uint64_t mask = mask_of(l, a, b);
    if (found_before(l->b, rule_index, mask))
        return true;
    if (!scrut_grow(&p->pairs, &p->capacity, p->count + 1, sizeof *p->pairs))
        return false;
    p->pairs[p->count++] = (seen_pair){mask, scrut_link_compare(l->r, a, b), a, b};
    return true;
}

/* Every so many rows' keys are taken, all rows of a key or none. */
static bool gather_rows(const learner *l, size_t rule_index, split_row **ret_rows, size_t *ret_count)
{
    uint64_t last = UINT64_MAX / l->parts, keys[LINK_KEYS];
    size_t capacity = 0, some;
    for (uint32_t row = 0; row < l->r->row_count; row += (uint32_t)some) {
        some = scrut_link_keys_count(row, l->r->row_count);
        scrut_link_pass(l->r, row);
        scrut_link_keys(l->r, l->b, rule_index, row, some, keys);
        if (!scrut_grow(ret_rows, &capacity, *ret_count + some, sizeof **ret_rows))
            return false;
        for (size_t i = 0; i < some; i++) {
            if (keys[i] != 0 && keys[i] <= last)
                (*ret_rows)[(*ret_count)++] = (split_row){keys[i], row + (uint32_t)i, 0};
        }
    }
    return true;
}

static bool take_rows(const learner *l, size_t rule_index, split_row **ret_rows, size_t *ret_count)
{
    bool ready = gather_rows(l, rule_index, ret_rows, ret_count);
    split_row *spare = ready ? malloc((*ret_count + 1) * sizeof *spare) : NULL;
    if (spare != NULL)
        scrut_link_sort_rows(*ret_rows, spare, *ret_count);
    free(spare);
    return spare != NULL;
}

static void note_rule(void *context, size_t rule_index)
{
    rule_pairs *p = (rule_pairs *)context + rule_index;
    split_row *rows = NULL;
    size_t count = 0;
    p->failed = !take_rows(p->learner, rule_index, &rows, &count);
    for (size_t i = 0, end; i < count && !p->failed; i = end) {
        for (end = i + 1; end < count && rows[end].key == rows[i].key;)
            end++;
        for (size_t x = i; x < end && end - i <= RUN_ROWS_MAX; x++) {
            for (size_t y = x + 1; y < end && !p->failed; y++)
                p->failed = !note_pair(p, rule_index, rows[x].row, rows[y].row);
        }
    }
    free(rows);
}

/* ---- which of them are one person -------------------------------------------------------------------------------- */

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

/* The same by fields, from the bit on where a pattern has them. */
static uint64_t free_fields(const blocking *b, uint16_t free)
{
    uint64_t fields = 0;
    for (size_t i = 0; i < b->feature_count; i++)
        fields |= (uint64_t)(free >> b->features[i].group & 1) << (50 + b->features[i].field);
    return fields;
}

static bool estimate(const learner *l, double recall, model *m)
{
    tally t = {0};
    pattern *patterns = NULL;
    size_t count = 0;
    for (size_t i = 0; i < l->b->rule_count; i++) {
        for (size_t k = 0; k < l->rules[i].count; k++) {
            const seen_pair *p = &l->rules[i].pairs[k];
            uint16_t free = free_groups(l->b, p->mask);
            pattern *slot = scrut_link_tally_slot(&t, p->outcomes | free_fields(l->b, free));
            if (slot != NULL)
                slot->count += l->parts * (uint64_t)PAIR_UNITS;
        }
    }
    if (!scrut_link_tally_end(&t, &patterns, &count))
        return false;
    scrut_link_estimate(l->r, patterns, NULL, count, recall, m);
    free(patterns);
    return true;
}

static int by_mask(const void *a, const void *b)
{
    const agreement *x = a, *y = b;
    return (x->mask > y->mask) - (x->mask < y->mask);
}

/* Adds up the pairs that agree on the same. */
static bool gather(learner *l, const model *m)
{
    size_t count = 0;
    for (size_t i = 0; i < l->b->rule_count; i++)
        count += l->rules[i].count;
    l->seen = calloc(count + 1, sizeof *l->seen);
    for (size_t i = 0; l->seen != NULL && i < l->b->rule_count; i++) {
        for (size_t k = 0; k < l->rules[i].count; k++) {
            const seen_pair *p = &l->rules[i].pairs[k];
            double odds = exp2((double)scrut_link_weigh(l->r, m, p->a, p->b, p->outcomes) / SCRUT_LINK_BIT);
            uint64_t same = (uint64_t)llround(odds / (1 + odds) * SHARE_UNITS);
            if (same > 0)
                l->seen[l->seen_count++] = (agreement){p->mask, same, 0};
        }
    }
    if (l->seen == NULL)
        return false;
    if (l->seen_count > 0)
        qsort(l->seen, l->seen_count, sizeof *l->seen, by_mask);
    size_t kinds = 0;
    for (size_t i = 0; i < l->seen_count; i++) {
        if (kinds > 0 && l->seen[kinds - 1].mask == l->seen[i].mask)
            l->seen[kinds - 1].same += l->seen[i].same;
        else
            l->seen[kinds++] = l->seen[i];
    }
    l->seen_count = kinds;
    for (size_t i = 0; i < kinds; i++)
        l->seen[i].free = free_groups(l->b, l->seen[i].mask);
    return true;
}

/* ---- pairs of one person, drawn -----------------------------------------------------------------------------------
 */

/* In how many groups beside one a pair does not agree on the whole value, FAULTS or more being one. */
static size_t faults_beside(const learner *l, size_t group_index, uint64_t mask)
{
    size_t faults = 0;
    for (size_t g = 0; g < l->b->group_count; g++)
        faults += g != group_index && (mask & l->wholes[g]) == 0;
    return faults < FAULTS ? faults : FAULTS;
}

/* cumulated[i]: the weight of the agreements up to i in which the group was free to differ, of those with so many
 * faults beside it; more faults than FAULTS: of all. */
static uint64_t cumulate(const learner *l, size_t group_index, size_t faults, uint64_t cumulated[])
{
    uint64_t sum = 0;
    for (size_t i = 0; i < l->seen_count; i++) {
        const agreement *a = &l->seen[i];
        bool is_free = (a->free >> group_index & 1) != 0;
        if (is_free && (faults > FAULTS || faults_beside(l, group_index, a->mask) == faults))
            sum += a->same;
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

/* Groups of which too little was seen keep what `ret` has; and pairs of too many faults are drawn as those of fewer. */
static void draw_group(const learner *l, size_t group_index, bool independent, uint64_t cumulated[], scrut_rng *rng,
                       uint64_t ret[], size_t count)
{
    uint64_t total = 0, group = l->b->groups[group_index];
    for (size_t faults = independent ? FAULTS + 1 : 0; faults <= FAULTS + (size_t)independent; faults++) {
        uint64_t *own = cumulated + (faults & 1) * (l->seen_count + 1);
        uint64_t here = cumulate(l, group_index, faults, own);
        if (here < (uint64_t)50 * SHARE_UNITS)
            memcpy(own, cumulated + (~faults & 1) * (l->seen_count + 1), l->seen_count * sizeof *own);
        else
            total = here;
        for (size_t i = 0; i < count && total > 0; i++) {
            if (independent || faults_beside(l, group_index, ret[i]) == faults)
                ret[i] = (ret[i] & ~group) | (draw_mask(l, own, total, rng) & group);
        }
    }
}

/* First as if errors in different groups were independent; then, so that errors which come together are drawn together,
 * each group anew by what pairs with as many faults in the others show (Gibbs sampling). */
static bool draw(const learner *l, scrut_rng *rng, uint64_t ret[], size_t together, size_t apart)
{
    uint64_t *cumulated = calloc(2 * (l->seen_count + 1), sizeof *cumulated);
    if (cumulated == NULL)
        return false;
    for (size_t sweep = 0; sweep <= SWEEPS && l->seen_count > 0; sweep++) {
        for (size_t g = 0; g < l->b->group_count; g++)
            draw_group(l, g, sweep == 0, cumulated, rng, ret, sweep == 0 ? together + apart : together);
    }
    free(cumulated);
    return true;
}

bool scrut_link_learn(const records *r, const blocking *b, scrut_pool *pool, scrut_rng *rng, model *m, double *ret_same,
                      uint64_t ret[], size_t together, size_t apart)
{
    learner *l = calloc(1, sizeof *l);
    if (l == NULL)
        return false;
    bool ready = true;
    *l = (learner){.r = r, .b = b, .parts = r->row_count / ROWS_A_RULE + 1};
    for (size_t i = 0; i < b->feature_count; i++)
        l->wholes[b->features[i].group] |= (uint64_t)(b->features[i].part == PART_WHOLE) << i;
    for (size_t i = 0; i < b->rule_count; i++)
        l->rules[i].learner = l;
    scrut_pool_run(pool, b->rule_count, note_rule, l->rules);
    for (size_t i = 0; i < b->rule_count; i++)
        ready = ready && !l->rules[i].failed;
    ready = ready && estimate(l, b->recall, m) && gather(l, m) && draw(l, rng, ret, together, apart);
    if (ready) {
        *ret_same = m->same.pairs / l->parts;
        scrut_link_loosen(r, *ret_same, m);
    }
    for (size_t i = 0; i < b->rule_count; i++)
        free(l->rules[i].pairs);
    free(l->seen);
    free(l);
    return ready;
}
