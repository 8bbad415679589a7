/* SPDX-License-Identifier: Apache-2.0
 * Which pairs are compared: those that share a block of some rule. */
#include "link_internal.h"
#include "scrutineer/hash.h"

#include <stdlib.h>

#define BLOCK_ROWS_MAX 512
#define UNITS_A_RULE 64

typedef struct {
    uint64_t key;
    uint32_t row;
} row_part;

static int by_row_part(const void *a, const void *b)
{
    const row_part *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

#define DIGIT_BITS 11
#define DIGITS ((size_t)1 << DIGIT_BITS)

/* One stable pass of a radix sort. */
static void sort_digit(const row_part from[], row_part to[], size_t count, unsigned shift)
{
    size_t starts[DIGITS] = {0}, sum = 0;
    for (size_t i = 0; i < count; i++)
        starts[from[i].key >> shift & (DIGITS - 1)]++;
    for (size_t d = 0; d < DIGITS; d++) {
        size_t here = starts[d];
        starts[d] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++)
        to[starts[from[i].key >> shift & (DIGITS - 1)]++] = from[i];
}

/* Sorts rows that come in order of their numbers by key. Keys are hashes: 33 bits settle nearly all, and what they
 * leave is put right by insertion. */
static void sort_rows(row_part rows[], row_part spare[], size_t count)
{
    sort_digit(rows, spare, count, 64 - 3 * DIGIT_BITS);
    sort_digit(spare, rows, count, 64 - 2 * DIGIT_BITS);
    sort_digit(rows, spare, count, 64 - DIGIT_BITS);
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && rows[at - 1].key > spare[i].key; at--)
            rows[at] = rows[at - 1];
        rows[at] = spare[i];
    }
}

/* What one rule's blocks are made with. */
typedef struct {
    const records *r;
    blocking *b;
    size_t rule;
    size_t finer[FEATURES_MAX], finer_count; /* features to split by, the most selective first */
    uint64_t kept;                           /* pairs inside blocks */
    uint32_t next_block;
} splitter;

static uint64_t pairs_of(uint64_t rows)
{
    return rows * (rows - (rows > 0)) / 2;
}

static void name_block(splitter *s, const row_part rows[], size_t count)
{
    uint32_t block = s->next_block++;
    s->kept += pairs_of(count);
    for (size_t i = 0; i < count; i++)
        s->b->block_of[(size_t)rows[i].row * s->b->rule_count + s->rule] = block;
}

/* Rows of equal content beyond the limit: every BLOCK_ROWS_MAX of them are compared. */
static void chop(splitter *s, const row_part rows[], size_t count)
{
    for (size_t at = 0; at < count; at += BLOCK_ROWS_MAX)
        name_block(s, rows + at, count - at < BLOCK_ROWS_MAX ? count - at : BLOCK_ROWS_MAX);
}

static void split(splitter *s, row_part rows[], size_t count, size_t level)
{
    if (count <= BLOCK_ROWS_MAX) {
        name_block(s, rows, count);
        return;
    }
    if (level == s->finer_count) {
        chop(s, rows, count);
        return;
    }
    const feature *f = &s->b->features[s->finer[level]];
    const column *c = &s->r->columns[f->field];
    for (size_t i = 0; i < count; i++)
        rows[i].key = scrut_link_part(c, c->of_row[rows[i].row], f->part);
    qsort(rows, count, sizeof *rows, by_row_part);
    for (size_t i = 0, j; i < count; i = j) {
        for (j = i; j < count && rows[j].key == rows[i].key;)
            j++;
        split(s, rows + i, j - i, level + 1);
    }
}

static void order_finer(splitter *s)
{
    const rule *u = &s->b->rules[s->rule];
    for (size_t i = 0; i < s->b->feature_count; i++) {
        if ((u->fields >> s->b->features[i].field & 1) != 0)
            continue;
        size_t at = s->finer_count++;
        for (; at > 0 && s->b->features[s->finer[at - 1]].chance > s->b->features[i].chance; at--)
            s->finer[at] = s->finer[at - 1];
        s->finer[at] = i;
    }
}

static uint64_t rule_key(const records *r, const blocking *b, const rule *u, uint32_t row)
{
    uint64_t parts[3] = {0, 0, 0};
    for (size_t i = 0; i < u->count; i++) {
        const feature *f = &b->features[u->features[i]];
        const column *c = &r->columns[f->field];
        parts[i] = scrut_link_part(c, c->of_row[row], f->part);
        if (parts[i] == 0)
            return 0;
    }
    return scrut_hash64((const char *)parts, sizeof parts) | 1;
}

typedef struct {
    const records *r;
    blocking *b;
    uint64_t left_out[RULES_MAX];
    bool failed[RULES_MAX];
} rule_work;

/* The blocks of one rule, and the rows in their order. */
static void make_blocks(void *context, size_t rule_index)
{
    rule_work *w = context;
    const records *r = w->r;
    splitter s = {.r = r, .b = w->b, .rule = rule_index};
    row_part *rows = calloc(r->row_count + (size_t)1, 2 * sizeof *rows);
    uint32_t *order = w->b->order + rule_index * r->row_count;
    if (rows == NULL) {
        w->failed[rule_index] = true;
        return;
    }
    order_finer(&s);
    for (uint32_t row = 0; row < r->row_count; row++)
        rows[row] = (row_part){rule_key(r, w->b, &w->b->rules[rule_index], row), row};
    sort_rows(rows, rows + r->row_count, r->row_count);
    for (size_t i = 0, j; i < r->row_count; i = j) {
        uint64_t key = rows[i].key;
        for (j = i + 1; j < r->row_count && rows[j].key == key && key != 0;)
            j++;
        uint64_t before = s.kept;
        split(&s, rows + i, j - i, 0);
        w->left_out[rule_index] += pairs_of(j - i) - (s.kept - before);
    }
    for (uint32_t i = 0; i < r->row_count; i++)
        order[i] = rows[i].row;
    free(rows);
}

scrut_status scrut_link_block(const records *r, scrut_pool *pool, scrut_arena *arena, blocking *ret, scrut_error *err)
{
    blocking b = {0};
    if (!scrut_link_choose_rules(r, &b))
        return scrut_fail_memory(err);
    size_t cells = r->row_count * b.rule_count;
    b.block_of = scrut_arena_calloc(arena, cells, sizeof *b.block_of);
    b.order = scrut_arena_calloc(arena, cells, sizeof *b.order);
    if (b.block_of == NULL || b.order == NULL)
        return scrut_fail_memory(err);
    rule_work work = {.r = r, .b = &b};
    scrut_pool_run(pool, b.rule_count, make_blocks, &work);
    for (size_t i = 0; i < b.rule_count; i++) {
        if (work.failed[i])
            return scrut_fail_memory(err);
        b.left_out += work.left_out[i];
    }
    *ret = b;
    return SCRUT_OK;
}

size_t scrut_link_units(const blocking *b)
{
    return b->rule_count * UNITS_A_RULE;
}

/* Rules by which two rows share a block. */
static uint64_t found_by(const blocking *b, uint32_t x, uint32_t y)
{
    const uint32_t *p = b->block_of + (size_t)x * b->rule_count, *q = b->block_of + (size_t)y * b->rule_count;
    uint64_t found = 0;
    for (size_t i = 0; i < b->rule_count; i++)
        found |= (uint64_t)(p[i] == q[i]) << i;
    return found;
}

static bool is_second(const records *r, uint32_t row)
{
    return r->row_at[row] >= r->input->second_from;
}

static void block_pairs(const blocking *b, const records *r, size_t rule_index, const uint32_t rows[], size_t count,
                        size_t unit, pair_visit visit, void *context)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            if (r->input->second_from > 0 && is_second(r, rows[i]) == is_second(r, rows[j]))
                continue;
            uint64_t found = found_by(b, rows[i], rows[j]);
            if ((found & ((UINT64_C(1) << rule_index) - 1)) != 0)
                continue; /* an earlier rule has it */
            bool in_order = rows[i] < rows[j];
            visit(context, unit, in_order ? rows[i] : rows[j], in_order ? rows[j] : rows[i], found);
        }
    }
}

void scrut_link_visit(const blocking *b, const records *r, size_t unit, pair_visit visit, void *context)
{
    size_t rule_index = unit / UNITS_A_RULE, share = unit % UNITS_A_RULE, n = r->row_count;
    const uint32_t *order = b->order + rule_index * n;
    size_t at = n * share / UNITS_A_RULE, end = n * (share + 1) / UNITS_A_RULE;
#define BLOCK(i) b->block_of[(size_t)order[i] * b->rule_count + rule_index]
    while (at > 0 && at < n && BLOCK(at) == BLOCK(at - 1))
        at++; /* a block belongs to the unit in which it begins */
    while (at < end) {
        size_t next = at + 1;
        while (next < n && BLOCK(next) == BLOCK(at))
            next++;
        if (next - at > 1)
            block_pairs(b, r, rule_index, order + at, next - at, unit, visit, context);
        at = next;
    }
#undef BLOCK
}
