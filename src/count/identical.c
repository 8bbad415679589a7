/* SPDX-License-Identifier: Apache-2.0
 * identical.c: stations with the same votes for every list (P08), and how likely that is by chance.
 *
 * Model: the ballots of two stations with n valid votes each are put together and dealt at random into two heaps of n.
 * Both heaps hold v_1, v_2, ... votes with the chance  C(2 v_1, v_1) C(2 v_2, v_2) ... / C(2 n, n),  exactly: it needs
 * no guess about the lists' strengths. Times the pairs of stations with n votes it bounds the chance that any of them
 * agrees. It is computed in doubles kept in [1/2, 1) with a power of 2 beside them, and printed as a power of 10; it
 * orders the groups and decides nothing else. */
#include "count_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define VOTES_MIN 50 /* smaller stations agree by chance too often to look at */
#define VOTES_MAX 100000
#define VOTES_BITS 17
#define LISTS_MIN 2 /* with a vote */
#define POWER_MIN 3 /* a group is named when it is expected in less than one of 10^3 such elections */
#define SHOWN 20

/* mantissa * 2^exponent */
typedef struct {
    double mantissa;
    int64_t exponent;
} scaled;

/* Stations with the same votes have the same word: the hash of their votes above the lowest bits, which are their
 * number. */
typedef struct {
    uint64_t word;
    uint32_t row;
} candidate;

/* How many rows have been seen in each slot, two or more being many: two bits a slot. */
typedef struct {
    uint64_t *counts;
    unsigned slot_bits;
    uint64_t multiplier; /* odd: of the word, whose upper bits then are the slot */
} slot_map;

typedef struct {
    size_t first, count;     /* of the candidates */
    int64_t power;           /* expected at most 10^-power times */
    const char *key, *other; /* of two of its stations */
} group;

typedef struct {
    const scrut_case *c;
    const scrut_returns *r;
    const uint64_t *multipliers; /* a list, for the hash */
    uint64_t *words;             /* a row; 0: not looked at */
    candidate *items;
    size_t count, capacity;
    scaled *middles; /* C(2 v, v) */
    group *groups;
    size_t group_count;
    size_t stations; /* in the named groups */
    int64_t tested, at_stake;
} identical_job;

/* ---- votes to words ---- */

static uint32_t votes_of(uint64_t word)
{
    return (uint32_t)(word & ((UINT64_C(1) << VOTES_BITS) - 1));
}

/* SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014). */
static uint64_t odd_multiplier(uint64_t number)
{
    uint64_t z = (number + 1) * UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (z ^ (z >> 31)) | 1;
}

/* Of a block's rows. */
typedef struct {
    int64_t votes[SCRUT_BLOCK_ROWS], sums[SCRUT_BLOCK_ROWS];
    uint64_t hashes[SCRUT_BLOCK_ROWS];
    uint16_t lists[SCRUT_BLOCK_ROWS];
} hash_columns;

/* The hash is the sum of every list's votes times a number of its own: the upper bits are the good ones. */
static void add_list(hash_columns *h, uint32_t rows, uint64_t multiplier)
{
    for (uint32_t i = 0; i < rows; i++) {
        int64_t votes = h->votes[i] < 0 ? 0 : h->votes[i];
        h->hashes[i] += (uint64_t)votes * multiplier;
        h->sums[i] += votes;
        h->lists[i] = (uint16_t)(h->lists[i] + (votes > 0));
    }
}

static void keep_words(identical_job *job, const scrut_row_block *block, const hash_columns *h)
{
    for (uint32_t i = 0; i < block->count; i++) {
        uint32_t row = block->segment->first_row + block->first + i;
        bool looked_at = scrut_count_is_counted(job->r, row) && h->sums[i] >= VOTES_MIN && h->sums[i] <= VOTES_MAX &&
                         h->lists[i] >= LISTS_MIN;
        job->words[row] = looked_at ? h->hashes[i] >> VOTES_BITS << VOTES_BITS | (uint64_t)h->sums[i] : 0;
    }
}

static void hash_segment(void *context, size_t index)
{
    identical_job *job = context;
    const scrut_table_segment *segment = &job->r->table->segments[index];
    hash_columns h;
    for (uint32_t first = 0; first < segment->row_count; first += SCRUT_BLOCK_ROWS) {
        uint32_t left = segment->row_count - first;
        scrut_row_block block = {segment, first, left < SCRUT_BLOCK_ROWS ? left : SCRUT_BLOCK_ROWS};
        memset(&h, 0, sizeof h);
        for (size_t p = 0; p < job->c->party_count; p++)
            if (job->r->party_column[p] != SCRUT_NONE) {
                scrut_count_decode(&block, job->r->party_column[p], h.votes);
                add_list(&h, block.count, job->multipliers[p]);
            }
        keep_words(job, &block, &h);
    }
}

/* ---- words that others have, too ---- */

/* Few enough slots to stay in a near cache, four times as many as rows. */
static bool slot_map_init(slot_map *map, size_t rows, unsigned round)
{
    map->slot_bits = 10;
    while (((size_t)1 << map->slot_bits) < rows * 4)
        map->slot_bits++;
    map->multiplier = odd_multiplier(round);
    map->counts = calloc(((size_t)1 << map->slot_bits) / 32, sizeof *map->counts);
    return map->counts != NULL;
}

static uint64_t *slot_of(const slot_map *map, uint64_t word, unsigned *ret_shift)
{
    size_t slot = (size_t)((word * map->multiplier) >> (64 - map->slot_bits));
    *ret_shift = 2 * (unsigned)(slot % 32);
    return &map->counts[slot / 32];
}

static void slot_map_add(slot_map *map, uint64_t word)
{
    unsigned shift;
    uint64_t *counts = slot_of(map, word, &shift);
    *counts += (uint64_t)((*counts >> shift & 2) == 0) << shift;
}

static bool slot_map_is_shared(const slot_map *map, uint64_t word)
{
    unsigned shift;
    const uint64_t *counts = slot_of(map, word, &shift);
    return (*counts >> shift & 2) != 0;
}

/* Rows whose slot another row has, too: most others are ruled out without sorting. */
static bool find_candidates(identical_job *job)
{
    slot_map map;
    uint32_t rows = job->r->row_count;
    bool fine = slot_map_init(&map, rows, 0);
    for (uint32_t row = 0; fine && row < rows; row++)
        if (job->words[row] != 0) {
            job->tested++;
            slot_map_add(&map, job->words[row]);
        }
    for (uint32_t row = 0; fine && row < rows; row++) {
        if (job->words[row] == 0 || !slot_map_is_shared(&map, job->words[row]))
            continue;
        fine = scrut_grow(&job->items, &job->capacity, job->count + 1, sizeof *job->items);
        if (fine)
            job->items[job->count++] = (candidate){job->words[row], row};
    }
    free(map.counts);
    return fine;
}

/* Goes on with other slots as long as half of the candidates drop out. */
static bool drop_candidates(identical_job *job)
{
    size_t before;
    unsigned round = 1;
    do {
        slot_map map;
        before = job->count;
        if (!slot_map_init(&map, before, round++))
            return false;
        for (size_t i = 0; i < before; i++)
            slot_map_add(&map, job->items[i].word);
        job->count = 0;
        for (size_t i = 0; i < before; i++)
            if (slot_map_is_shared(&map, job->items[i].word))
                job->items[job->count++] = job->items[i];
        free(map.counts);
    } while (job->count < before / 2);
    return true;
}

/* ---- the chance ---- */

static scaled times(scaled a, double factor)
{
    int exponent;
    a.mantissa = frexp(a.mantissa * factor, &exponent);
    a.exponent += exponent;
    return a;
}

/* C(2 v, v) for every v up to the largest station: each is the one before times 2 (2 v - 1) / v. */
static bool make_middles(identical_job *job)
{
    uint32_t most = 0;
    for (size_t i = 0; i < job->count; i++)
        most = votes_of(job->items[i].word) > most ? votes_of(job->items[i].word) : most;
    job->middles = calloc((size_t)most + 1, sizeof *job->middles);
    if (job->middles == NULL)
        return false;
    job->middles[0] = (scaled){.mantissa = 1.0, .exponent = 0};
    for (uint32_t v = 1; v <= most; v++)
        job->middles[v] = times(job->middles[v - 1], 2.0 * (2.0 * v - 1.0) / v);
    return true;
}

static int64_t row_votes(const identical_job *job, uint32_t row, size_t party)
{
    const scrut_table_segment *segment = scrut_table_segment_of(job->r->table, row);
    int64_t votes;
    return scrut_count_list_votes(job->r, segment, row - segment->first_row, party, &votes) ? votes : 0;
}

/* The largest k with chance <= 10^-k; 0: none. log10(2) = 0.30102999...: the exponent is rounded towards 0. */
static int64_t power_of(scaled chance)
{
    return chance.exponent >= 0 ? 0 : -chance.exponent * 30102 / 100000;
}

static int64_t expected_power(const identical_job *job, const candidate *one, int64_t pairs)
{
    const scaled all = job->middles[votes_of(one->word)];
    scaled chance = times((scaled){.mantissa = 1.0, .exponent = -all.exponent}, (double)pairs / all.mantissa);
    for (size_t p = 0; p < job->c->party_count; p++) {
        const scaled middle = job->middles[row_votes(job, one->row, p)];
        chance = times(chance, middle.mantissa);
        chance.exponent += middle.exponent;
    }
    return power_of(chance);
}

/* ---- groups ---- */

static int compare_candidates(const void *x, const void *y)
{
    const candidate *a = x, *b = y;
    if (a->word != b->word)
        return a->word < b->word ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static bool same_votes(const identical_job *job, uint32_t a, uint32_t b)
{
    for (size_t p = 0; p < job->c->party_count; p++)
        if (row_votes(job, a, p) != row_votes(job, b, p))
            return false;
    return true;
}

/* Rows of one word that are not the first one's twin go to the end: other votes with the same word are not looked for
 * (2^-46 a pair of stations with as many votes). */
static size_t twins(const identical_job *job, size_t first)
{
    size_t end = first + 1;
    while (end < job->count && job->items[end].word == job->items[first].word &&
           same_votes(job, job->items[first].row, job->items[end].row))
        end++;
    return end - first;
}

/* By the two keys that come first, whatever the order of the rows. */
static bool name_group(const identical_job *job, group *g, scrut_arena *scratch)
{
    for (size_t i = 0; i < g->count; i++) {
        char text[256];
        scrut_returns_station(job->r, job->items[g->first + i].row, text, sizeof text);
        const char *key = scrut_arena_strdup(scratch, text);
        if (key == NULL)
            return false;
        if (g->key == NULL || strcmp(key, g->key) < 0) {
            g->other = g->key;
            g->key = key;
        } else if (g->other == NULL || strcmp(key, g->other) < 0) {
            g->other = key;
        }
    }
    return true;
}

static bool find_groups(identical_job *job, scrut_arena *scratch)
{
    uint32_t *sizes = calloc(VOTES_MAX + 1, sizeof *sizes);
    job->groups = calloc(job->count + 1, sizeof *job->groups);
    if (job->count > 1)
        qsort(job->items, job->count, sizeof *job->items, compare_candidates);
    for (uint32_t row = 0; sizes != NULL && job->count > 0 && row < job->r->row_count; row++)
        sizes[votes_of(job->words[row])]++; /* those not looked at have none */
    bool fine = sizes != NULL && job->groups != NULL;
    for (size_t first = 0, count; fine && first < job->count; first += count) {
        count = twins(job, first);
        int64_t alike = sizes[votes_of(job->items[first].word)];
        int64_t power = count < 2 ? 0 : expected_power(job, &job->items[first], alike * (alike - 1) / 2);
        if (power < POWER_MIN)
            continue;
        job->groups[job->group_count] = (group){.first = first, .count = count, .power = power};
        fine = name_group(job, &job->groups[job->group_count++], scratch);
        job->stations += count;
        job->at_stake += (int64_t)count * votes_of(job->items[first].word);
    }
    free(sizes);
    return fine;
}

static int compare_groups(const void *x, const void *y)
{
    const group *a = x, *b = y;
    if (a->power != b->power)
        return a->power > b->power ? -1 : 1;
    return strcmp(a->key, b->key);
}

/* ---- the finding ---- */

static bool write_cells(const identical_job *job, scrut_arena *arena, scrut_finding *f)
{
    f->cells = scrut_arena_calloc(arena, SHOWN, sizeof *f->cells);
    for (size_t g = 0; f->cells != NULL && g < job->group_count; g++)
        for (size_t i = 0; i < job->groups[g].count && f->cell_count < SHOWN; i++) {
            uint32_t row = job->items[job->groups[g].first + i].row;
            const scrut_table_segment *segment = scrut_table_segment_of(job->r->table, row);
            f->cells[f->cell_count++] = (scrut_cell_ref){
                .file = job->r->file, .line = scrut_row_line(segment, row - segment->first_row), .column = NULL};
        }
    return f->cells != NULL;
}

static bool write_finding(const identical_job *job, scrut_arena *arena, scrut_findings *findings)
{
    const group *most = &job->groups[0];
    scrut_finding *f = scrut_findings_add(findings, "P08");
    if (f == NULL)
        return false;
    f->sources = job->r->about.id;
    f->id = scrut_arena_printf(arena, "P08/%s", job->r->about.id);
    f->stations = (int64_t)job->stations;
    f->stations_tested = job->tested;
    f->message = scrut_sentence(
        arena,
        "{1d} stations in {2d} groups have the same votes for every list; the least likely are {3r} and {4r} with {5d} "
        "votes, which is expected at most once in 10^{6d} such elections",
        (int64_t)job->stations, (int64_t)job->group_count, most->key, most->other,
        (int64_t)votes_of(job->items[most->first].word), (int64_t)most->power);
    scrut_check_stake(f, job->at_stake);
    return f->id != NULL && f->message != NULL && write_cells(job, arena, f);
}

bool scrut_check_identical(const scrut_case *c, const scrut_returns *r, scrut_pool *pool, scrut_arena *arena,
                           scrut_findings *findings)
{
    identical_job job = {.c = c, .r = r};
    scrut_arena *scratch = scrut_arena_new();
    uint64_t *multipliers = calloc(c->party_count + 1, sizeof *multipliers);
    job.multipliers = multipliers;
    job.words = calloc((size_t)r->row_count + 1, sizeof *job.words);
    bool fine = scratch != NULL && multipliers != NULL && job.words != NULL;
    for (size_t p = 0; fine && p < c->party_count; p++)
        multipliers[p] = odd_multiplier(p);
    if (fine) {
        scrut_pool_run(pool, r->table->segment_count, hash_segment, &job);
        fine = find_candidates(&job) && drop_candidates(&job) && make_middles(&job) && find_groups(&job, scratch);
    }
    if (fine && job.group_count > 0) {
        qsort(job.groups, job.group_count, sizeof *job.groups, compare_groups);
        fine = write_finding(&job, arena, findings);
    }
    scrut_arena_free(scratch);
    free(multipliers);
    free(job.words);
    free(job.items);
    free(job.middles);
    free(job.groups);
    return fine;
}
