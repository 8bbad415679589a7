/* SPDX-License-Identifier: Apache-2.0
 * Blocks before any pair is made: how many rows each rule has in each shard, and which blocks are split.
 *
 * A pair belongs to the first rule that finds it. That is asked of the pair itself, not of a table of pairs, so what a
 * rule finds must follow from two rows alone: all its parts agree, and where the block is split also the parts by which
 * it is. Which keys are split is therefore settled first, in a small set. */
#include "link_internal.h"

#include <assert.h>
#include <stdlib.h>

#define SKETCH_BITS_MIN 10
#define SKETCH_BITS_MAX 17 /* which fits the cache of a core */
#define ROWS_A_COUNT 32    /* how many rows share a count of the sketch */

static int by_split_row(const void *a, const void *b)
{
    const split_row *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

#define DIGIT_BITS 11
#define DIGITS ((size_t)1 << DIGIT_BITS)

/* One stable pass of a radix sort. */
static void sort_digit(const split_row from[], split_row to[], size_t count, unsigned shift)
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

/* Keys are hashes: 33 bits settle nearly all, and what they leave is put right by insertion. */
void scrut_link_sort_rows(split_row rows[], split_row spare[], size_t count)
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

/* ---- splitting -------------------------------------------------------------------------------------------------- */

typedef struct {
    const records *r;
    const blocking *b;
    size_t rule;
    block_visit visit;
    node_visit node;
    void *context;
} splitter;

/* Rows that agree in everything, in the order of their content: every so many of them are compared. */
static void chop(const splitter *s, split_row rows[], size_t count)
{
    size_t max = s->b->rules[s->rule].rows_max;
    assert(max > 0);
    for (size_t i = 0; i < count; i++)
        rows[i].key = scrut_link_content(s->r, rows[i].row);
    qsort(rows, count, sizeof *rows, by_split_row);
    for (size_t at = 0; at < count; at += max)
        s->visit(s->context, rows + at, count - at < max ? count - at : max, true, (uint32_t)(at / max));
}

static void split(const splitter *s, uint64_t node, split_row rows[], size_t count, size_t level)
{
    if (count <= s->b->rules[s->rule].rows_max) {
        s->visit(s->context, rows, count, false, 0);
        return;
    }
    s->node(s->context, node);
    if (level == s->b->finer_count[s->rule]) {
        chop(s, rows, count);
        return;
    }
    size_t f = s->b->finer[s->rule][level];
    for (size_t i = 0; i < count; i++)
        rows[i].key = scrut_link_part_of(s->b, f, scrut_link_value(s->r, rows[i].row, s->b->features[f].field));
    qsort(rows, count, sizeof *rows, by_split_row);
    for (size_t i = 0, j; i < count; i = j) {
        uint64_t part = rows[i].key;
        for (j = i; j < count && rows[j].key == part;)
            j++;
        split(s, scrut_link_node(node, (uint32_t)part), rows + i, j - i, level + 1);
    }
}

void scrut_link_split(const records *r, const blocking *b, size_t rule_index, uint64_t key, split_row rows[],
                      size_t count, block_visit visit, node_visit node, void *context)
{
    split(&(splitter){r, b, rule_index, visit, node, context}, key, rows, count, 0);
}

bool scrut_link_is_split(const blocking *b, uint64_t node)
{
    for (size_t at = node >> 20 & b->split_mask; b->split_nodes[at] != 0; at = (at + 1) & b->split_mask) {
        if (b->split_nodes[at] == node)
            return true;
    }
    return false;
}

/* ---- counting and finding what to split ------------------------------------------------------------------------- */

/* How many rows each hash of a few bits has: at least as many as any of its keys. */
typedef struct {
    uint16_t *counts;
    size_t mask;
    bool large; /* some are too many for a block */
} sketch;

typedef struct {
    const records *r;
    blocking *b;
    size_t rule;
    sketch sketch;
    uint64_t kept, left_out; /* pairs inside blocks, and those of one key that are not */
    uint64_t *nodes;
    size_t node_count, node_capacity;
    chop_mark *chops;
    size_t chop_count, chop_capacity;
    bool failed;
} rule_work;

static uint64_t pairs_of(uint64_t rows)
{
    return rows * (rows - (rows > 0)) / 2;
}

static void note_block(void *context, const split_row rows[], size_t count, bool chopped, uint32_t number)
{
    rule_work *w = context;
    w->kept += pairs_of(count);
    if (!chopped || w->failed)
        return;
    if (!scrut_grow(&w->chops, &w->chop_capacity, w->chop_count + count, sizeof *w->chops)) {
        w->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++)
        w->chops[w->chop_count++] = (chop_mark){(uint32_t)w->rule, rows[i].row, number};
}

static void note_node(void *context, uint64_t node)
{
    rule_work *w = context;
    if (w->failed || !scrut_grow(&w->nodes, &w->node_capacity, w->node_count + 1, sizeof *w->nodes)) {
        w->failed = true;
        return;
    }
    w->nodes[w->node_count++] = node;
}

static sketch sketch_new(uint32_t rows)
{
    unsigned bits = SKETCH_BITS_MIN;
    while (bits < SKETCH_BITS_MAX && (uint64_t)ROWS_A_COUNT << bits < rows)
        bits++;
    return (sketch){calloc((size_t)1 << bits, sizeof(uint16_t)), ((size_t)1 << bits) - 1, false};
}

static uint16_t *sketch_at(const sketch *s, uint64_t key)
{
    return &s->counts[key >> 20 & s->mask];
}

/* Counts rows by shard, and those of each hash where blocks have a limit. */
static void count_keys(rule_work *w, const uint64_t keys[], size_t count, uint32_t rows[])
{
    size_t max = w->b->block_rows;
    bool limited = max < w->r->row_count;
    for (size_t i = 0; i < count; i++) {
        if (keys[i] == 0)
            continue;
        rows[keys[i] >> SHARD_SHIFT]++;
        if (!limited)
            continue;
        uint16_t *of_hash = sketch_at(&w->sketch, keys[i]);
        *of_hash = (uint16_t)(*of_hash + (*of_hash < UINT16_MAX));
        w->sketch.large = w->sketch.large || *of_hash > max;
    }
}

/* Rules whose rows are counted in one walk, for they have parts in common. */
#define WALKED_RULES 4

typedef struct {
    rule_work *works;
    size_t rule_count;
    uint64_t features; /* of all of them */
    uint64_t words[FEATURES_MAX][LINK_KEYS];
} walk;

static void count_some(walk *k, uint32_t first, size_t count, size_t stripe)
{
    const records *r = k->works->r;
    blocking *b = k->works->b;
    for (uint64_t left = k->features; left != 0; left &= left - 1) {
        size_t f = (size_t)__builtin_ctzll(left);
        scrut_link_key_words(r, b, f, first, count, k->words[f]);
    }
    for (size_t i = 0; i < k->rule_count; i++) {
        size_t rule_index = k->works[i].rule;
        const rule *u = &b->rules[rule_index];
        const uint64_t *words[RULE_FEATURES_MAX];
        uint64_t keys[LINK_KEYS];
        for (size_t n = 0; n < u->count; n++)
            words[n] = k->words[u->features[n]];
        scrut_link_join_keys(b, rule_index, words, count, keys);
        count_keys(&k->works[i], keys, count, b->rows[rule_index][stripe]);
    }
}

static void count_rows(walk *k)
{
    const records *r = k->works->r;
    uint64_t n = r->row_count;
    for (size_t stripe = 0; stripe < STRIPES; stripe++) {
        uint32_t row = (uint32_t)(n * stripe / STRIPES), end = (uint32_t)(n * (stripe + 1) / STRIPES);
        while (row < end) {
            size_t count = scrut_link_keys_count(row, end);
            count_some(k, row, count, stripe);
            row += (uint32_t)count;
        }
        scrut_link_drop_rows(r);
    }
}

/* Rows whose keys may be those of blocks that are too large. */
static size_t gather_large(rule_work *w, split_row **ret_rows)
{
    uint64_t keys[LINK_KEYS];
    size_t count = 0, capacity = 0, some;
    for (uint32_t row = 0; row < w->r->row_count && !w->failed; row += (uint32_t)some) {
        some = scrut_link_keys_count(row, w->r->row_count);
        scrut_link_pass(w->r, row);
        scrut_link_keys(w->r, w->b, w->rule, row, some, keys);
        w->failed = !scrut_grow(ret_rows, &capacity, count + some, sizeof **ret_rows);
        for (size_t i = 0; i < some && !w->failed; i++) {
            if (keys[i] != 0 && *sketch_at(&w->sketch, keys[i]) > w->b->block_rows)
                (*ret_rows)[count++] = (split_row){keys[i], row + (uint32_t)i, 0};
        }
    }
    return count;
}

/* How many rows from the first on have its key. */
static size_t rows_of_key(const split_row rows[], size_t count)
{
    size_t end = 1;
    while (end < count && rows[end].key == rows[0].key)
        end++;
    return end;
}

/* Whether the blocks that are not small make no more pairs under a limit than the rule was chosen for; what is left
 * together of larger ones at most. */
static bool is_affordable(const rule_work *w, const split_row rows[], size_t count, size_t limit)
{
    uint64_t pairs = 0;
    for (size_t i = 0, some; i < count; i += some) {
        some = rows_of_key(rows + i, count - i);
        pairs += some <= w->b->block_rows ? 0 : some <= limit ? pairs_of(some) : some * limit / 2;
    }
    return (double)pairs <= w->b->rules[w->rule].pairs;
}

static size_t choose_limit(const rule_work *w, const split_row rows[], size_t count)
{
    size_t limit = w->b->block_rows;
    while (2 * limit <= w->b->block_rows_max && is_affordable(w, rows, count, 2 * limit))
        limit *= 2;
    return limit;
}

/* Splits the blocks of one rule that are too large. */
static void split_large(rule_work *w)
{
    split_row *rows = NULL;
    size_t count = gather_large(w, &rows);
    split_row *spare = w->failed ? NULL : malloc((count + 1) * sizeof *spare);
    w->failed = spare == NULL;
    if (!w->failed) {
        scrut_link_sort_rows(rows, spare, count);
        w->b->rules[w->rule].rows_max = choose_limit(w, rows, count);
    }
    for (size_t i = 0, some; i < count && !w->failed; i += some) {
        uint64_t key = rows[i].key, before = w->kept;
        some = rows_of_key(rows + i, count - i);
        scrut_link_split(w->r, w->b, w->rule, key, rows + i, some, note_block, note_node, w);
        w->left_out += pairs_of(some) - (w->kept - before);
    }
    free(rows);
    free(spare);
}

static void prepare_rules(void *context, size_t index)
{
    rule_work *works = (rule_work *)context + index * WALKED_RULES;
    size_t left = works->b->rule_count - index * WALKED_RULES;
    walk *k = malloc(sizeof *k);
    bool ready = k != NULL;
    if (ready) {
        k->works = works;
        k->rule_count = left < WALKED_RULES ? left : WALKED_RULES;
        k->features = 0;
        for (size_t i = 0; i < k->rule_count; i++) {
            works[i].sketch = sketch_new(works->r->row_count);
            ready = ready && works[i].sketch.counts != NULL;
            const rule *u = &works->b->rules[works[i].rule];
            for (size_t n = 0; n < u->count; n++)
                k->features |= UINT64_C(1) << u->features[n];
        }
    }
    if (ready)
        count_rows(k);
    for (size_t i = 0; k != NULL && i < k->rule_count; i++) {
        works[i].failed = !ready;
        if (ready && works[i].sketch.large)
            split_large(&works[i]);
        free(works[i].sketch.counts);
    }
    works->failed = works->failed || !ready;
    free(k);
}

static void order_finer(blocking *b, size_t rule_index)
{
    uint8_t *finer = b->finer[rule_index];
    for (size_t i = 0; i < b->feature_count; i++) {
        if ((b->rules[rule_index].fields >> b->features[i].field & 1) != 0)
            continue;
        size_t at = b->finer_count[rule_index]++;
        for (; at > 0 && b->features[finer[at - 1]].chance > b->features[i].chance; at--)
            finer[at] = finer[at - 1];
        finer[at] = (uint8_t)i;
    }
}

/* A part of names or dates, of which many values agree on it and are compared with one another. */
static size_t find_near(const records *r, const blocking *b, const rule *u)
{
    size_t found = 0;
    for (size_t i = u->count; i-- > 0;) {
        const feature *f = &b->features[u->features[i]];
        if (f->part != PART_WHOLE && r->fields[f->field].kind != SCRUT_LINK_CATEGORY)
            found = i;
    }
    return found;
}

static int by_rule_and_row(const void *a, const void *b)
{
    const chop_mark *x = a, *y = b;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static void add_node(blocking *b, uint64_t node)
{
    size_t at = node >> 20 & b->split_mask;
    while (b->split_nodes[at] != 0)
        at = (at + 1) & b->split_mask;
    b->split_nodes[at] = node;
}

static bool gather_splits(rule_work works[], blocking *b, scrut_arena *arena)
{
    size_t nodes = 0, chops = 0, size = 16;
    for (size_t i = 0; i < b->rule_count; i++) {
        if (works[i].failed)
            return false;
        nodes += works[i].node_count;
        chops += works[i].chop_count;
        b->left_out += works[i].left_out;
        b->splits[i] = works[i].node_count > 0;
    }
    while (size < 2 * nodes)
        size *= 2;
    b->split_mask = size - 1;
    b->split_nodes = scrut_arena_calloc(arena, size, sizeof *b->split_nodes);
    b->chops = scrut_arena_calloc(arena, chops, sizeof *b->chops);
    if (b->split_nodes == NULL || b->chops == NULL)
        return false;
    for (size_t i = 0; i < b->rule_count; i++) {
        for (size_t n = 0; n < works[i].node_count; n++)
            add_node(b, works[i].nodes[n]);
        if (works[i].chop_count > 0)
            memcpy(b->chops + b->chop_count, works[i].chops, works[i].chop_count * sizeof *b->chops);
        b->chop_count += works[i].chop_count;
    }
    qsort(b->chops, b->chop_count, sizeof *b->chops, by_rule_and_row);
    return true;
}

scrut_status scrut_link_block(const records *r, scrut_pool *pool, scrut_arena *arena, blocking *b, scrut_error *err)
{
    rule_work *works = calloc(b->rule_count + 1, sizeof *works);
    bool ready = works != NULL && scrut_link_number_parts(r, b, arena);
    for (size_t i = 0; i < b->rule_count && ready; i++) {
        order_finer(b, i);
        b->rules[i].near = find_near(r, b, &b->rules[i]);
        b->rules[i].rows_max = b->block_rows;
        works[i] = (rule_work){.r = r, .b = b, .rule = i};
    }
    if (ready) {
        scrut_pool_run(pool, (b->rule_count + WALKED_RULES - 1) / WALKED_RULES, prepare_rules, works);
        ready = gather_splits(works, b, arena);
    }
    for (size_t i = 0; works != NULL && i < b->rule_count; i++) {
        free(works[i].nodes);
        free(works[i].chops);
    }
    free(works);
    return ready ? SCRUT_OK : scrut_fail_memory(err);
}
