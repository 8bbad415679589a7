/* SPDX-License-Identifier: Apache-2.0
 * Parts of values on which rows can agree, and how often strangers do. */
#include "link_internal.h"
#include "scrutineer/hash.h"

#include <stdlib.h>

#define HEAD_LETTERS 4

uint64_t scrut_link_part(const column *c, uint32_t number, part_kind part)
{
    const value *v = &c->values[number];
    switch (part) {
    case PART_WHOLE: return number;
    case PART_SKELETON: return v->skeleton;
    case PART_YEAR: return v->year;
    case PART_MONTH_DAY: return v->month_day;
    case PART_SPELLING: return v->spelling;
    case PART_YEAR_MONTH: return v->year * 100u + v->month_day / 100u;
    default: {
        size_t head = 0, most = part == PART_INITIALS ? 2 : HEAD_LETTERS;
        for (size_t letters = 0; head < v->key_length && letters < most; head++)
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

/* Fields that follow from one another are one group. */
static size_t group_of(const records *r, blocking *b, size_t field)
{
    for (size_t i = 0; i < b->feature_count; i++) {
        if (scrut_link_same_chain(r, b->features[i].field, field))
            return b->features[i].group;
    }
    return b->group_count++;
}

bool scrut_link_add_features(const records *r, blocking *b)
{
    static const uint8_t PARTS[][5] = {{4, PART_WHOLE, PART_SPELLING, PART_SKELETON, PART_INITIALS},
                                       {4, PART_WHOLE, PART_SPELLING, PART_SKELETON, PART_INITIALS},
                                       {4, PART_WHOLE, PART_YEAR_MONTH, PART_MONTH_DAY, PART_YEAR},
                                       {3, PART_WHOLE, PART_SKELETON, PART_HEAD, 0},
                                       {2, PART_WHOLE, PART_HEAD, 0, 0},
                                       {1, PART_WHOLE, 0, 0, 0},
                                       {2, PART_WHOLE, PART_HEAD, 0, 0}};
    for (size_t f = 0; f < r->field_count; f++) {
        const uint8_t *parts = PARTS[r->fields[f].kind];
        size_t group = group_of(r, b, f);
        for (size_t p = 1; p <= parts[0]; p++) {
            feature *g = &b->features[b->feature_count];
            if (parts[p] == PART_WHOLE)
                b->whole[f] = b->feature_count;
            b->groups[group] |= UINT64_C(1) << b->feature_count++;
            *g = (feature){.field = f, .part = (part_kind)parts[p], .group = group};
            g->chance = chance_of(r, g);
            if (g->chance < 0)
                return false;
        }
    }
    return true;
}

/* Values with one head follow one another, for they are in order. */
static bool number_parts(const records *r, blocking *b, size_t feature_index, scrut_arena *arena)
{
    const feature *f = &b->features[feature_index];
    const column *c = &r->columns[f->field];
    if (f->part == PART_WHOLE || b->parts[feature_index] != NULL)
        return true;
    uint32_t *parts = scrut_arena_calloc(arena, c->count, sizeof *parts), next = 0;
    uint64_t before = 0;
    for (uint32_t v = 0; parts != NULL && v < c->count; v++) {
        uint64_t part = scrut_link_part(c, v, f->part);
        next += part != before;
        parts[v] = part == 0 ? 0 : f->part == PART_HEAD ? next : (uint32_t)part;
        before = part;
    }
    b->parts[feature_index] = parts;
    return parts != NULL;
}

static bool add_words(const records *r, blocking *b, size_t feature_index, scrut_arena *arena)
{
    uint32_t count = r->columns[b->features[feature_index].field].count;
    uint64_t *words = b->words[feature_index];
    if (words != NULL)
        return true;
    words = scrut_arena_calloc(arena, count, sizeof *words);
    for (uint32_t v = 0; words != NULL && v < count; v++)
        words[v] = scrut_link_key_word(feature_index, scrut_link_part_of(b, feature_index, v));
    b->words[feature_index] = words;
    return words != NULL;
}

bool scrut_link_number_parts(const records *r, blocking *b, scrut_arena *arena)
{
    bool ready = true;
    for (size_t i = 0; i < b->feature_count && ready; i++)
        ready = number_parts(r, b, i, arena) && add_words(r, b, i, arena);
    return ready;
}
