/* SPDX-License-Identifier: Apache-2.0
 * What the second entries of a list show to strangers, from the rows of pairs that leave little doubt. */
#include "link_third.h"

#include <assert.h>
#include <stdlib.h>

#define FOUND_MIN 50    /* rows, to learn from */
#define ENTRIES_MAX 0.2 /* of all rows; of more, what they show is what all rows show */
#define DRAWS 1000000
#define DRAWS_A_ROW 64
#define DRAWN_LIKE 1000.0 /* draws whose word is that of all rows */
#define SPOILT_MAX 0.98   /* of what is alike, second entries */
#define SEED UINT64_C(1969)

typedef struct {
    const records *r;
    model *m;
    double both; /* chance that one of two rows is a second entry */
    uint32_t *values[SCRUT_LINK_FIELDS_MAX];
    bool failed[SCRUT_LINK_FIELDS_MAX];
} entry_work;

#define VALUES_A_GUIDE 2 /* on average, so that a draw looks at one place or two that are far away */

/* Rows of each value before it, to draw a row from. */
typedef struct {
    uint64_t *before; /* by value, and behind the last all rows */
    unsigned shift;   /* of rows before, to guides */
    uint32_t *guides; /* the value of the first row of so many */
    size_t guide_count;
} value_rows;

static uint32_t draw_value(const value_rows *rows, uint32_t count, scrut_rng *rng)
{
    uint64_t total = rows->before[count];
    assert(total > 0);
    uint64_t target = scrut_rng_u64(rng) % total;
    size_t guide = (size_t)(target >> rows->shift);
    uint32_t low = rows->guides[guide], high = rows->guides[guide + 1];
    while (low < high) {
        uint32_t middle = low + (high - low + 1) / 2;
        if (rows->before[middle] > target)
            high = middle - 1;
        else
            low = middle;
    }
    return low;
}

/* The last value before which there are no more rows than the guide's first one has before it. */
static void set_guides(const column *c, value_rows *rows)
{
    uint32_t v = 0;
    for (size_t guide = 0; guide <= rows->guide_count; guide++) {
        while (v + 1 < c->count && rows->before[v + 1] <= (uint64_t)guide << rows->shift)
            v++;
        rows->guides[guide] = v;
    }
}

/* Of rows that were found, or of all. False without memory. */
static bool count_rows_before(const column *c, const uint32_t found[], value_rows *rows)
{
    rows->before = malloc((c->count + (size_t)1) * sizeof *rows->before);
    if (rows->before == NULL)
        return false;
    rows->before[0] = rows->before[1] = 0; /* a value that is not known is not drawn */
    for (uint32_t v = 1; v < c->count; v++)
        rows->before[v + 1] = rows->before[v] + (found != NULL ? found[v] : c->values[v].count);
    uint64_t total = rows->before[c->count];
    while (total >> rows->shift > c->count / VALUES_A_GUIDE + 1)
        rows->shift++;
    rows->guide_count = (size_t)(total >> rows->shift) + 1;
    rows->guides = malloc((rows->guide_count + 1) * sizeof *rows->guides);
    if (rows->guides == NULL)
        return false;
    set_guides(c, rows);
    return true;
}

static void free_rows_before(value_rows *rows)
{
    free(rows->before);
    free(rows->guides);
}

/* Of values that are alike, those that rows with another entry are alike with more often than all rows: half of those
 * rows are second entries, so u(found) = (clean + spoilt)/2, and u = (1 - both) clean + both spoilt. Values that are
 * equal, or as common as others, say as much of one person as of strangers. The second entry is the row with the rarer
 * value in one of two cases, and else such a pair is as one without: spoilt = (clean + odd)/2. */
static void set_entry_weights(const entry_work *w, size_t field, const uint64_t seen[OUTCOMES], uint64_t draws)
{
    model *m = w->m;
    const double *u = m->strangers[field].u;
    double rest = 1 / (1 - w->both);
    for (unsigned o = OUTCOME_NEAR; o < OUTCOMES; o++) {
        double found = u[o] > 0 ? ((double)seen[o] / u[o] + DRAWN_LIKE) / ((double)draws + DRAWN_LIKE) : 1;
        if (found <= 1)
            continue;
        double spoilt = (2 * found - rest) / (1 - w->both * rest);
        spoilt = spoilt < 1 ? 1 : spoilt < SPOILT_MAX / w->both ? spoilt : SPOILT_MAX / w->both;
        m->spoilt[field][o] = (int32_t)lround(log2(spoilt) * SCRUT_LINK_BIT);
        m->clean[field][o] = (int32_t)lround(log2((1 - w->both * spoilt) * rest) * SCRUT_LINK_BIT);
        double odd = 2 * odds_of(m->spoilt[field][o]) - odds_of(m->clean[field][o]);
        m->odd[field][o] = (int32_t)lround(log2(odd) * SCRUT_LINK_BIT);
    }
}

static void learn_entries_of(void *context, size_t field)
{
    entry_work *w = context;
    const column *c = &w->r->columns[field];
    uint64_t seen[OUTCOMES] = {0};
    if (w->values[field] == NULL)
        return;
    value_rows found = {.before = NULL}, all = {.before = NULL};
    w->failed[field] = !count_rows_before(c, w->values[field], &found) || !count_rows_before(c, NULL, &all);
    uint64_t found_rows = w->failed[field] ? 0 : found.before[c->count];
    if (found_rows > 0 && all.before[c->count] > 0) {
        uint64_t draws = found_rows < DRAWS / DRAWS_A_ROW ? found_rows * DRAWS_A_ROW : DRAWS;
        scrut_rng rng = scrut_rng_open(SEED, 3, field);
        for (uint64_t i = 0; i < draws; i++) {
            uint32_t a = draw_value(&found, c->count, &rng), b = draw_value(&all, c->count, &rng);
            seen[scrut_link_compare_values(w->r, field, a, b)]++;
        }
        set_entry_weights(w, field, seen, draws);
    }
    free_rows_before(&found);
    free_rows_before(&all);
}

static bool open_values(entry_work *w)
{
    bool ready = true;
    for (size_t f = 0; f < w->r->field_count && ready; f++) {
        if (scrut_link_near_outcomes(w->r->fields[f].kind) <= 1)
            continue;
        w->values[f] = calloc(w->r->columns[f].count + (size_t)1, sizeof *w->values[f]);
        ready = w->values[f] != NULL;
    }
    return ready;
}

bool scrut_link_learn_entries(const records *r, const scrut_link_pair pairs[], size_t count, double recall,
                              scrut_pool *pool, model *m)
{
    entry_work w = {.r = r, .m = m};
    row_bests bests = {.r = r};
    bool ready = open_values(&w) && scrut_link_list_bests(pairs, count, &bests);
    if (ready)
        scrut_link_count_entries(pairs, count, m->same.pairs / recall, w.values, &bests);
    m->entries = 0;
    if (ready && bests.found >= FOUND_MIN && bests.entries < ENTRIES_MAX) {
        w.both = 1 - (1 - bests.entries) * (1 - bests.entries);
        m->entries = (uint32_t)lround(w.both * ENTRY_UNITS);
        scrut_pool_run(pool, r->field_count, learn_entries_of, &w);
    }
    for (size_t f = 0; f < SCRUT_LINK_FIELDS_MAX; f++) {
        ready = ready && !w.failed[f];
        free(w.values[f]);
    }
    scrut_link_free_bests(&bests);
    return ready;
}
