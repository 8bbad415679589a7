/* SPDX-License-Identifier: Apache-2.0
 * identical.c: stations with the same votes for every list (P08), and how likely that is by chance.
 *
 * Model: the ballots of two stations with n valid votes each are put together and dealt at random into two heaps of n.
 * Both heaps hold v_1, v_2, ... votes with the chance  C(2 v_1, v_1) C(2 v_2, v_2) ... / C(2 n, n),  exactly: it needs
 * no guess about the lists' strengths. Times the pairs of stations with n votes it bounds the chance that any of them
 * agrees. It is computed in doubles kept in [1/2, 1) with a power of 2 beside them, and printed as a power of 10; it
 * orders the groups and decides nothing else. */
#include "count_internal.h"
#include "scrutineer/hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define VOTES_MIN 50 /* smaller stations agree by chance too often to look at */
#define VOTES_MAX 100000
#define LISTS_MIN 2 /* with a vote */
#define POWER_MIN 3 /* a group is named when it is expected in less than one of 10^3 such elections */
#define SHOWN 20

/* mantissa * 2^exponent */
typedef struct {
    double mantissa;
    int64_t exponent;
} scaled;

typedef struct {
    uint64_t hash;
    uint32_t row, votes;
} candidate;

typedef struct {
    size_t first, count;     /* of the candidates */
    int64_t power;           /* expected at most 10^-power times */
    const char *key, *other; /* of two of its stations */
} group;

typedef struct {
    const scrut_case *c;
    const scrut_returns *r;
    uint64_t *hashes; /* a row; 0: not looked at */
    uint32_t *votes;  /* a row: valid votes of the lists */
    size_t bits;      /* of the two maps */
    uint64_t *seen, *twice;
    candidate *items;
    size_t count;
    group *groups;
    size_t group_count;
    size_t stations; /* in the named groups */
    int64_t tested, at_stake;
} identical_job;

/* ---- votes to hashes ---- */

static void hash_segment(void *context, size_t index)
{
    identical_job *job = context;
    const scrut_returns *r = job->r;
    const scrut_table_segment *segment = &r->table->segments[index];
    for (uint32_t i = 0; i < segment->row_count; i++) {
        uint64_t hash = UINT64_C(0xCBF29CE484222325);
        int64_t sum = 0, votes;
        size_t lists = 0;
        for (size_t p = 0; p < job->c->party_count && scrut_count_is_counted(r, segment->first_row + i); p++) {
            if (!scrut_count_list_votes(r, segment, i, p, &votes))
                votes = 0;
            hash = (hash ^ (uint64_t)votes) * UINT64_C(0x9E3779B97F4A7C15);
            hash ^= hash >> 29;
            sum += votes;
            lists += votes > 0;
        }
        if (sum < VOTES_MIN || sum > VOTES_MAX || lists < LISTS_MIN)
            continue;
        job->hashes[segment->first_row + i] = hash | 1;
        job->votes[segment->first_row + i] = (uint32_t)sum;
    }
}

static bool set_bit(uint64_t map[], size_t bit)
{
    uint64_t mask = UINT64_C(1) << (bit & 63);
    bool was = (map[bit >> 6] & mask) != 0;
    map[bit >> 6] |= mask;
    return was;
}

static size_t bit_of(const identical_job *job, uint32_t row)
{
    return (size_t)(job->hashes[row] >> 1) & (job->bits - 1);
}

/* Rows whose bit another row has, too: nearly all others are ruled out without sorting. */
static bool find_candidates(identical_job *job)
{
    uint32_t rows = job->r->row_count;
    job->bits = 1024;
    while (job->bits < (size_t)rows * 16)
        job->bits *= 2;
    job->seen = calloc(job->bits / 64, sizeof *job->seen);
    job->twice = calloc(job->bits / 64, sizeof *job->twice);
    if (job->seen == NULL || job->twice == NULL)
        return false;
    size_t count = 0;
    for (uint32_t row = 0; row < rows; row++)
        if (job->hashes[row] != 0) {
            job->tested++;
            if (set_bit(job->seen, bit_of(job, row)))
                (void)set_bit(job->twice, bit_of(job, row));
        }
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1 && (job->items = malloc((count + 1) * sizeof *job->items)) == NULL)
            return false;
        count = 0;
        for (uint32_t row = 0; row < rows; row++) {
            size_t bit = job->hashes[row] != 0 ? bit_of(job, row) : 0;
            if (job->hashes[row] == 0 || (job->twice[bit >> 6] >> (bit & 63) & 1) == 0)
                continue;
            if (pass == 1)
                job->items[count] = (candidate){job->hashes[row], row, job->votes[row]};
            count++;
        }
    }
    job->count = count;
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

/* result * C(2 v, v), or divided by it: C(2v, v) is the product of (v + k) / k. */
static scaled with_middle(scaled result, uint32_t v, bool divided)
{
    for (uint32_t k = 1; k <= v; k++)
        result = times(result, divided ? (double)k / ((double)v + k) : ((double)v + k) / k);
    return result;
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
    scaled chance = {.mantissa = 1.0, .exponent = 0};
    for (size_t p = 0; p < job->c->party_count; p++)
        chance = with_middle(chance, (uint32_t)row_votes(job, one->row, p), false);
    return power_of(times(with_middle(chance, one->votes, true), (double)pairs));
}

/* ---- groups ---- */

static int compare_candidates(const void *x, const void *y)
{
    const candidate *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static bool same_votes(const identical_job *job, uint32_t a, uint32_t b)
{
    for (size_t p = 0; p < job->c->party_count; p++)
        if (row_votes(job, a, p) != row_votes(job, b, p))
            return false;
    return true;
}

/* Rows of one hash that are not the first one's twin go to the end: another vector of the same hash is not looked for
 * (2^-63 a pair). */
static size_t twins(const identical_job *job, size_t first)
{
    size_t end = first + 1;
    while (end < job->count && job->items[end].hash == job->items[first].hash &&
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
    for (uint32_t row = 0; sizes != NULL && row < job->r->row_count; row++)
        if (job->hashes[row] != 0)
            sizes[job->votes[row]]++;
    bool fine = sizes != NULL && job->groups != NULL;
    for (size_t first = 0, count; fine && first < job->count; first += count) {
        count = twins(job, first);
        int64_t alike = sizes[job->items[first].votes];
        int64_t power = count < 2 ? 0 : expected_power(job, &job->items[first], alike * (alike - 1) / 2);
        if (power < POWER_MIN)
            continue;
        job->groups[job->group_count] = (group){.first = first, .count = count, .power = power};
        fine = name_group(job, &job->groups[job->group_count++], scratch);
        job->stations += count;
        job->at_stake += (int64_t)count * job->items[first].votes;
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
    f->message = scrut_arena_printf(
        arena,
        "%zu stations in %zu groups have the same votes for every list; the least likely are %s and %s with %u votes, "
        "which is expected at most once in 10^%lld such elections",
        job->stations, job->group_count, most->key, most->other, job->items[most->first].votes, (long long)most->power);
    scrut_check_stake(f, job->at_stake);
    return f->id != NULL && f->message != NULL && write_cells(job, arena, f);
}

bool scrut_check_identical(const scrut_case *c, const scrut_returns *r, scrut_pool *pool, scrut_arena *arena,
                           scrut_findings *findings)
{
    identical_job job = {.c = c, .r = r};
    scrut_arena *scratch = scrut_arena_new();
    job.hashes = calloc((size_t)r->row_count + 1, sizeof *job.hashes);
    job.votes = calloc((size_t)r->row_count + 1, sizeof *job.votes);
    bool fine = scratch != NULL && job.hashes != NULL && job.votes != NULL;
    if (fine) {
        scrut_pool_run(pool, r->table->segment_count, hash_segment, &job);
        fine = find_candidates(&job) && find_groups(&job, scratch);
    }
    if (fine && job.group_count > 0) {
        qsort(job.groups, job.group_count, sizeof *job.groups, compare_groups);
        fine = write_finding(&job, arena, findings);
    }
    scrut_arena_free(scratch);
    free(job.hashes);
    free(job.votes);
    free(job.seen);
    free(job.twice);
    free(job.items);
    free(job.groups);
    return fine;
}
