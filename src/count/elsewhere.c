/* SPDX-License-Identifier: Apache-2.0
 * elsewhere.c: stations for which one source gives the votes that the other gives for another station: rows of a table
 * that slipped, two forms exchanged, one form entered in the place of another.
 *
 * The votes of the stations that differ are hashed and sorted; a bit map leaves few rows of the other source to be
 * looked up there. Small counts agree by chance, so they are not looked for. */
#include "scrutineer/count.h"

#include <stdlib.h>
#include <string.h>

#define VOTES_MIN 50
#define LISTS_MIN 3 /* with a vote */
#define MAP_BITS ((size_t)1 << 20)

typedef struct {
    uint64_t hash;
    size_t index; /* of the differing stations */
} sought;

typedef struct {
    const scrut_case *c;
    const scrut_returns *from, *in; /* the votes of `from` are looked for in `in` */
    const uint32_t *rows_from, *rows_in;
    size_t count;
    bool *common; /* a list: both give it */
    sought *items;
    size_t sought_count;
    uint64_t *map;
    uint32_t *found; /* a differing station: row of `in`, or SCRUT_NONE */
} search;

static int64_t votes_of(const search *s, const scrut_returns *r, const scrut_table_segment *segment, uint32_t i,
                        size_t party)
{
    int64_t votes;
    return s->common[party] && scrut_count_list_votes(r, segment, i, party, &votes) ? votes : 0;
}

/* 0: too few votes or lists to say anything. */
static uint64_t hash_row(const search *s, const scrut_returns *r, const scrut_table_segment *segment, uint32_t i)
{
    uint64_t hash = 0;
    int64_t sum = 0;
    size_t lists = 0;
    for (size_t p = 0; p < s->c->party_count; p++) {
        int64_t votes = votes_of(s, r, segment, i, p);
        hash = (hash ^ (uint64_t)votes) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
        sum += votes;
        lists += votes > 0;
    }
    return sum >= VOTES_MIN && lists >= LISTS_MIN ? hash | 1 : 0;
}

static bool same_votes(const search *s, uint32_t row_from, uint32_t row_in)
{
    const scrut_table_segment *a = scrut_table_segment_of(s->from->table, row_from),
                              *b = scrut_table_segment_of(s->in->table, row_in);
    for (size_t p = 0; p < s->c->party_count; p++)
        if (votes_of(s, s->from, a, row_from - a->first_row, p) != votes_of(s, s->in, b, row_in - b->first_row, p))
            return false;
    return true;
}

static int compare_sought(const void *x, const void *y)
{
    const sought *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static size_t bit_of(uint64_t hash)
{
    return (size_t)(hash >> 20) & (MAP_BITS - 1);
}

static void gather(search *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const scrut_table_segment *segment = scrut_table_segment_of(s->from->table, s->rows_from[i]);
        uint64_t hash = hash_row(s, s->from, segment, s->rows_from[i] - segment->first_row);
        if (hash == 0)
            continue;
        s->items[s->sought_count++] = (sought){hash, i};
        s->map[bit_of(hash) >> 6] |= UINT64_C(1) << (bit_of(hash) & 63);
    }
    if (s->sought_count > 1)
        qsort(s->items, s->sought_count, sizeof *s->items, compare_sought);
}

static size_t first_of(const search *s, uint64_t hash)
{
    size_t low = 0, high = s->sought_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->items[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Of several rows the one whose key comes first, so that the order of the rows does not show. */
static bool comes_before(const search *s, uint32_t row, uint32_t than)
{
    char a[256], b[256];
    if (than == SCRUT_NONE)
        return true;
    scrut_returns_station(s->in, row, a, sizeof a);
    scrut_returns_station(s->in, than, b, sizeof b);
    return strcmp(a, b) < 0;
}

static void look_up(search *s, uint64_t hash, uint32_t row)
{
    for (size_t k = first_of(s, hash); k < s->sought_count && s->items[k].hash == hash; k++) {
        size_t i = s->items[k].index;
        if (row != s->rows_in[i] && same_votes(s, s->rows_from[i], row) && comes_before(s, row, s->found[i]))
            s->found[i] = row;
    }
}

static void look_at_rows(search *s)
{
    for (size_t n = 0; s->sought_count > 0 && n < s->in->table->segment_count; n++) {
        const scrut_table_segment *segment = &s->in->table->segments[n];
        for (uint32_t i = 0; i < segment->row_count; i++) {
            uint64_t hash = hash_row(s, s->in, segment, i);
            if (hash != 0 && (s->map[bit_of(hash) >> 6] >> (bit_of(hash) & 63) & 1) != 0)
                look_up(s, hash, segment->first_row + i);
        }
    }
}

scrut_status scrut_count_find_elsewhere(const scrut_case *c, const scrut_returns *from, const uint32_t rows_from[],
                                        const scrut_returns *in, const uint32_t rows_in[], size_t count,
                                        uint32_t ret_rows[], scrut_error *err)
{
    search s = {.c = c, .from = from, .in = in, .rows_from = rows_from, .rows_in = rows_in, .count = count};
    s.common = calloc(c->party_count + 1, sizeof *s.common);
    s.items = calloc(count + 1, sizeof *s.items);
    s.map = calloc(MAP_BITS / 64, sizeof *s.map);
    s.found = ret_rows;
    bool fine = s.common != NULL && s.items != NULL && s.map != NULL;
    for (size_t p = 0; fine && p < c->party_count; p++)
        s.common[p] = from->party_column[p] != SCRUT_NONE && in->party_column[p] != SCRUT_NONE;
    for (size_t i = 0; i < count; i++)
        ret_rows[i] = SCRUT_NONE;
    if (fine && count > 0) {
        gather(&s);
        look_at_rows(&s);
    }
    free(s.common);
    free(s.items);
    free(s.map);
    return fine ? SCRUT_OK : scrut_fail_memory(err);
}
