/* SPDX-License-Identifier: Apache-2.0
 * Which parts of which fields make a block: two or three that few rows share by chance. */
#include "link_internal.h"
#include "scrutineer/hash.h"

#include <stdlib.h>

#define CHANCE_PAIRS_MAX 4.0 /* of a rule, for each row */
#define HEAD_LETTERS 4
#define CANDIDATES_MAX ((size_t)FEATURES_MAX * FEATURES_MAX * FEATURES_MAX / 6)

uint64_t scrut_link_part(const column *c, uint32_t number, part_kind part)
{
    const value *v = &c->values[number];
    switch (part) {
    case PART_WHOLE: return number;
    case PART_SKELETON: return v->skeleton;
    case PART_YEAR: return v->year;
    case PART_MONTH_DAY: return v->month_day;
    default: {
        size_t head = 0;
        for (size_t letters = 0; head < v->key_length && letters < HEAD_LETTERS; head++)
            letters += ((unsigned char)v->key[head] & 0xC0) != 0x80;
        return v->key_length == 0 ? 0 : scrut_hash64(v->key, head) | 1;
    }
    }
}

typedef struct {
    uint64_t part;
    uint64_t rows;
} part_rows;

static int by_part(const void *a, const void *b)
{
    const part_rows *x = a, *y = b;
    return (x->part > y->part) - (x->part < y->part);
}

/* The chance that two random rows agree on a feature; below 0 without memory. */
static double chance_of(const records *r, const feature *f)
{
    const column *c = &r->columns[f->field];
    part_rows *parts = malloc((c->count + 1) * sizeof *parts);
    if (parts == NULL)
        return -1;
    for (uint32_t v = 0; v < c->count; v++)
        parts[v] = (part_rows){scrut_link_part(c, v, f->part), c->values[v].count};
    qsort(parts, c->count, sizeof *parts, by_part);
    double pairs = 0;
    for (size_t i = 0, j; i < c->count; i = j) {
        uint64_t rows = 0;
        for (j = i; j < c->count && parts[j].part == parts[i].part; j++)
            rows += parts[j].rows;
        if (parts[i].part != 0)
            pairs += (double)rows * ((double)rows - 1);
    }
    free(parts);
    return pairs / ((double)r->row_count * ((double)r->row_count - 1) + 1);
}

static bool add_features(const records *r, blocking *b)
{
    static const uint8_t PARTS[][4] = {{3, PART_WHOLE, PART_SKELETON, PART_HEAD},
                                       {3, PART_WHOLE, PART_SKELETON, PART_HEAD},
                                       {3, PART_WHOLE, PART_YEAR, PART_MONTH_DAY},
                                       {3, PART_WHOLE, PART_SKELETON, PART_HEAD},
                                       {2, PART_WHOLE, PART_HEAD, 0},
                                       {1, PART_WHOLE, 0, 0},
                                       {2, PART_WHOLE, PART_HEAD, 0}};
    for (size_t f = 0; f < r->field_count; f++) {
        const uint8_t *parts = PARTS[r->fields[f].kind];
        for (size_t p = 1; p <= parts[0]; p++) {
            feature *g = &b->features[b->feature_count++];
            *g = (feature){f, (part_kind)parts[p], 0};
            g->chance = chance_of(r, g);
            if (g->chance < 0)
                return false;
        }
    }
    return true;
}

/* Whether rows that agree on `fine` agree on `coarse`. */
static bool implies(const feature *fine, const feature *coarse)
{
    return fine->field == coarse->field && (fine->part == coarse->part || fine->part == PART_WHOLE);
}

static bool rule_implies(const blocking *b, const rule *fine, const rule *coarse)
{
    for (size_t i = 0; i < coarse->count; i++) {
        bool found = false;
        for (size_t j = 0; j < fine->count; j++)
            found = found || implies(&b->features[fine->features[j]], &b->features[coarse->features[i]]);
        if (!found)
            return false;
    }
    return true;
}

typedef struct {
    rule rule;
    double pairs; /* by chance, for each row */
} candidate;

/* Fewer parts first, then those that find more. */
static int by_width(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->rule.count != y->rule.count)
        return x->rule.count < y->rule.count ? -1 : 1;
    if (x->pairs > y->pairs || x->pairs < y->pairs)
        return x->pairs > y->pairs ? -1 : 1;
    return memcmp(x->rule.features, y->rule.features, sizeof x->rule.features);
}

/* A field and those of its chain: pairs that agree on one of them agree on others more often too. */
static uint16_t fields_of(const records *r, size_t field)
{
    unsigned fields = 0;
    for (size_t f = 0; f < r->field_count; f++)
        fields |= (unsigned)scrut_link_same_chain(r, field, f) << f;
    return (uint16_t)fields;
}

static void consider(const records *r, const blocking *b, const size_t features[], size_t count, candidate all[],
                     size_t *ret_count)
{
    candidate c = {.pairs = (double)r->row_count};
    c.rule.count = count;
    for (size_t i = 0; i < count; i++) {
        const feature *f = &b->features[features[i]];
        if ((c.rule.fields >> f->field & 1) != 0)
            return;
        c.rule.fields = (uint16_t)(c.rule.fields | fields_of(r, f->field));
        c.rule.features[i] = features[i];
        c.pairs *= f->chance;
    }
    if (c.pairs <= CHANCE_PAIRS_MAX && c.pairs > 0)
        all[(*ret_count)++] = c;
}

static void choose(const records *r, blocking *b, candidate all[])
{
    size_t count = 0, n = b->feature_count;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            consider(r, b, (size_t[]){i, j}, 2, all, &count);
            for (size_t k = j + 1; k < n; k++)
                consider(r, b, (size_t[]){i, j, k}, 3, all, &count);
        }
    }
    qsort(all, count, sizeof *all, by_width);
    for (size_t i = 0; i < count && b->rule_count < RULES_MAX; i++) {
        bool implied = false;
        for (size_t j = 0; j < b->rule_count; j++)
            implied = implied || rule_implies(b, &all[i].rule, &b->rules[j]);
        if (!implied)
            b->rules[b->rule_count++] = all[i].rule;
    }
}

bool scrut_link_choose_rules(const records *r, blocking *b)
{
    candidate *all = malloc(CANDIDATES_MAX * sizeof *all);
    bool ready = all != NULL && add_features(r, b);
    if (ready)
        choose(r, b, all);
    free(all);
    return ready;
}
