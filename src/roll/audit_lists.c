/* SPDX-License-Identifier: Apache-2.0
 * audit_lists.c: two stations with nearly the same list. Candidates are found by MinHash (A. Z. Broder, "On the
 * resemblance and containment of documents", 1997) over skeletons of names, and every candidate is counted exactly. */
#include "audit_internal.h"
#include "scrutineer/catalog.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HASHES = 64,
    BANDS = 16, /* of 4 hashes: a pair that shares half of its names is found with a chance of 64 %, one that shares
                 * three quarters with 99.7 % */
    NAMES_MIN = 20,
    BUCKET_MAX = 200, /* stations of one bucket compared with one another */
};

/* A station's names, each once: a run of `name`. */
typedef struct {
    uint32_t unit, from, count;
    uint32_t least[HASHES];
} station_list;

typedef struct {
    uint32_t *rows, *spare, *name;
    double *common; /* a name: stations that have it, of all */
    station_list *lists;
    size_t list_count;
    scrut_roll_place *places;
    size_t place_count, place_capacity;
} list_job;

static uint32_t mix(uint32_t name, uint32_t number)
{
    uint64_t x = ((uint64_t)number << 32 | name) * UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ x >> 31) * UINT64_C(0xBF58476D1CE4E5B9);
    return (uint32_t)(x ^ x >> 29);
}

static bool job_open(const auditing *a, list_job *job)
{
    size_t count = a->p.count;
    job->rows = malloc((count + 1) * sizeof *job->rows);
    job->spare = malloc((count + 1) * sizeof *job->spare);
    job->name = malloc((count + 1) * sizeof *job->name);
    job->common = calloc(count + 1, sizeof *job->common);
    job->lists = calloc(a->p.station.count + (size_t)1, sizeof *job->lists);
    return job->rows != NULL && job->spare != NULL && job->name != NULL && job->common != NULL && job->lists != NULL;
}

static void job_close(list_job *job)
{
    free(job->rows);
    free(job->spare);
    free(job->name);
    free(job->common);
    free(job->lists);
    free(job->places);
}

/* Each station's names in order, each once. */
static void gather_lists(const auditing *a, list_job *job)
{
    const people *p = &a->p;
    uint32_t at = 0;
    order_begin(job->rows, p->count);
    order_rows(job->rows, job->spare, p->count, p->skeleton, a->pool);
    order_rows(job->rows, job->spare, p->count, p->station.of_row, a->pool);
    for (uint32_t i = 0; i < p->count; i++) {
        uint32_t unit = p->station.of_row[job->rows[i]], name = p->skeleton[job->rows[i]];
        station_list *list = job->list_count > 0 ? &job->lists[job->list_count - 1] : NULL;
        if (unit == 0 || name == 0)
            continue;
        if (list == NULL || list->unit != unit) {
            list = &job->lists[job->list_count++];
            *list = (station_list){.unit = unit, .from = at};
        }
        if (list->count > 0 && job->name[at - 1] == name)
            continue;
        job->name[at++] = name;
        list->count++;
        job->common[name]++;
    }
}

static void sign_list(void *context, size_t index)
{
    list_job *job = context;
    station_list *list = &job->lists[index];
    memset(list->least, 0xff, sizeof list->least);
    for (uint32_t i = 0; i < list->count; i++)
        for (uint32_t h = 0; h < HASHES; h++) {
            uint32_t hash = mix(job->name[list->from + i], h);
            list->least[h] = hash < list->least[h] ? hash : list->least[h];
        }
}

static uint32_t count_shared(const list_job *job, const station_list *x, const station_list *y)
{
    const uint32_t *a = job->name + x->from, *b = job->name + y->from;
    uint32_t shared = 0;
    for (uint32_t i = 0, k = 0; i < x->count && k < y->count;) {
        shared += a[i] == b[k];
        bool first = a[i] <= b[k], second = b[k] <= a[i];
        i += first;
        k += second;
    }
    return shared;
}

/* Names of the shorter list that a list as long as the other has by chance, each as common as it is among all. */
static double expect_shared(const list_job *job, const station_list *x, const station_list *y)
{
    const station_list *shorter = x->count < y->count ? x : y, *longer = x->count < y->count ? y : x;
    double all = 0, expected = 0;
    for (size_t i = 0; i < job->list_count; i++)
        all += job->lists[i].count;
    for (uint32_t i = 0; i < shorter->count; i++) {
        double others = job->common[job->name[shorter->from + i]] - 1, chance = others * longer->count / all;
        expected += chance < 1 ? chance : 1;
    }
    return expected;
}

static bool is_kept(const list_job *job, const char *id)
{
    for (size_t i = 0; i < job->place_count; i++)
        if (strcmp(job->places[i].id, id) == 0)
            return true;
    return false;
}

static scrut_status keep_pair(auditing *a, list_job *job, const station_list *x, const station_list *y)
{
    uint32_t shared = count_shared(job, x, y), either = x->count + y->count - shared;
    if (2 * shared < either)
        return SCRUT_OK;
    const people_units *s = &a->p.station;
    const char *id = scrut_arena_printf(a->arena, "%s + %s", s->names[x->unit], s->names[y->unit]);
    if (id == NULL)
        return scrut_fail_memory(a->err);
    if (is_kept(job, id))
        return SCRUT_OK;
    if (!scrut_grow(&job->places, &job->place_capacity, job->place_count + 1, sizeof *job->places))
        return scrut_fail_memory(a->err);
    double expected = expect_shared(job, x, y);
    uint32_t k = s->constituency[x->unit];
    job->places[job->place_count++] = (scrut_roll_place){.subject = SCRUT_SUBJECT_STATION,
                                                         .id = id,
                                                         .constituency = k == s->constituency[y->unit] ? k : SCRUT_NONE,
                                                         .tested = either,
                                                         .observed = shared,
                                                         .expected = range_of_count(expected, expected),
                                                         .p = upper_tail(shared, expected, expected)};
    return SCRUT_OK;
}

typedef struct {
    uint64_t key;
    uint32_t list;
} bucket_item;

static int by_key(const void *a, const void *b)
{
    const bucket_item *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->list > y->list) - (x->list < y->list);
}

/* Stations that share the hashes of a band are compared. Returns pairs left out in *ret_left_out. */
static scrut_status compare_band(auditing *a, list_job *job, uint32_t band, bucket_item items[], double *left_out)
{
    enum { EACH = HASHES / BANDS };
    size_t count = 0;
    for (uint32_t i = 0; i < job->list_count; i++) {
        uint64_t key = band;
        for (uint32_t h = 0; h < EACH; h++)
            key = (key ^ job->lists[i].least[band * EACH + h]) * UINT64_C(0x9E3779B97F4A7C15) ^ key >> 29;
        if (job->lists[i].count >= NAMES_MIN)
            items[count++] = (bucket_item){key, i};
    }
    if (count > 0)
        qsort(items, count, sizeof *items, by_key);
    scrut_status status = SCRUT_OK;
    for (size_t i = 0, end; status == SCRUT_OK && i < count; i = end) {
        for (end = i; end < count && items[end].key == items[i].key; end++)
            ;
        size_t last = end - i > BUCKET_MAX ? i + BUCKET_MAX : end;
        *left_out += (double)(end - last) * (double)(end - i);
        for (size_t x = i; status == SCRUT_OK && x < last; x++)
            for (size_t y = x + 1; status == SCRUT_OK && y < last; y++)
                status = keep_pair(a, job, &job->lists[items[x].list], &job->lists[items[y].list]);
    }
    return status;
}

static scrut_status compare_lists(auditing *a, scrut_roll_detector *d, list_job *job)
{
    double left_out = 0;
    bucket_item *items = malloc((job->list_count + 1) * sizeof *items);
    scrut_status status = items != NULL ? SCRUT_OK : scrut_fail_memory(a->err);
    scrut_pool_run(a->pool, job->list_count, sign_list, job);
    for (uint32_t band = 0; band < BANDS && status == SCRUT_OK; band++)
        status = compare_band(a, job, band, items, &left_out);
    free(items);
    if (status != SCRUT_OK)
        return status;
    d->tested = (int64_t)job->list_count;
    d->observed = (double)job->place_count;
    d->family = SCRUT_KEY("pair of stations");
    if (left_out > 0)
        add_figure(a, d, SCRUT_KEY("pairs of stations not compared, as too many looked alike"), left_out, 0);
    return keep_places(a, d, job->places, job->place_count, job->list_count * (job->list_count - 1) / 2);
}

scrut_status audit_lists(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_LISTS);
    list_job job = {.list_count = 0};
    d->question = SCRUT_KEY("pairs of stations that share half of their names or more");
    d->frame = SCRUT_KEY("stations with names");
    d->assumes = SCRUT_KEY("a name is as common at one station as at another, which regions and families are not");
    if (a->p.skeleton == NULL || a->p.station.count < 2)
        return not_provided(a, SCRUT_ROLL_LISTS, SCRUT_KEY("Names, and the station of every name."));
    bool fine = job_open(a, &job);
    if (fine)
        gather_lists(a, &job);
    scrut_status status = fine ? compare_lists(a, d, &job) : scrut_fail_memory(a->err);
    job_close(&job);
    return status;
}
