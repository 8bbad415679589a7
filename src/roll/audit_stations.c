/* SPDX-License-Identifier: Apache-2.0
 * audit_stations.c: the size of stations' lists, and of households. */
#include "audit_internal.h"
#include "scrutineer/catalog.h"
#include "scrutineer/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- stations over the limit, stations without names ------------------------------------------------------------ */

/* Stations of the official list that no name of the roll is in. */
static int64_t count_empty(const auditing *a)
{
    int64_t empty = 0;
    const scrut_returns *r = a->c->registry;
    for (uint32_t row = 0; r != NULL && row < r->row_count; row++) {
        char key[256];
        scrut_returns_station(r, row, key, sizeof key);
        empty += people_find_unit(&a->p.station, key) == 0;
    }
    return empty;
}

static scrut_status compare_sizes(auditing *a, scrut_roll_detector *d)
{
    const people_units *s = &a->p.station;
    int64_t *names = calloc(s->count + (size_t)1, sizeof *names), largest = 0;
    scrut_roll_place *places = calloc(s->count + (size_t)1, sizeof *places);
    scrut_status status = names != NULL && places != NULL ? SCRUT_OK : scrut_fail_memory(a->err);
    for (uint32_t row = 0; status == SCRUT_OK && row < a->p.count; row++)
        names[s->of_row[row]]++;
    double limit = (double)a->roll->registered_limit;
    for (uint32_t i = 0; status == SCRUT_OK && i < s->count; i++) {
        bool over = limit > 0 && names[i + 1] > a->roll->registered_limit;
        places[i] = (scrut_roll_place){.subject = SCRUT_SUBJECT_STATION,
                                       .id = scrut_arena_strdup(a->arena, s->names[i + 1]),
                                       .constituency = s->constituency[i + 1],
                                       .tested = names[i + 1],
                                       .observed = (double)names[i + 1],
                                       .expected = {limit, 0, limit},
                                       .p = over ? 0 : 1}; /* law, not chance */
        d->observed += over;
        largest = names[i + 1] > largest ? names[i + 1] : largest;
        if (places[i].id == NULL)
            status = scrut_fail_memory(a->err);
    }
    add_figure(a, d, SCRUT_KEY("names of the largest station"), (double)largest, 0);
    d->family = SCRUT_KEY("station");
    d->by_law = true;
    if (status == SCRUT_OK && limit > 0)
        status = keep_places(a, d, places, s->count, s->count);
    free(names);
    free(places);
    return status;
}

scrut_status audit_stations(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_STATIONS);
    d->question = SCRUT_KEY("stations with more names than the law allows");
    d->frame = SCRUT_KEY("stations of the roll");
    d->assumes = SCRUT_KEY("the limit is the law's; nothing is estimated");
    if (a->p.station.count == 0 || (a->roll->registered_limit == 0 && a->c->registry == NULL))
        return not_provided(a, SCRUT_ROLL_STATIONS,
                            SCRUT_KEY("The station of every name, with the limit of the law or the list of stations."));
    d->tested = a->p.station.count;
    if (a->c->registry != NULL)
        add_figure(a, d, SCRUT_KEY("stations of the official list without a name"), (double)count_empty(a), 0);
    return compare_sizes(a, d);
}

/* ---- persons an address ----------------------------------------------------------------------------------------- */

/* Persons beyond the first at an address of one constituency, as a negative binomial count by moments. */
typedef struct {
    double addresses, sum, squares;
    double size, chance; /* its parameters; size 0: Poisson with mean `sum / addresses` */
} households;

static void fit(households *h)
{
    double mean = h->addresses > 0 ? h->sum / h->addresses : 0;
    double variance = h->addresses > 1 ? (h->squares - h->addresses * mean * mean) / (h->addresses - 1) : 0;
    if (variance > mean && mean > 0) {
        h->size = mean * mean / (variance - mean);
        h->chance = h->size / (h->size + mean);
    }
}

/* P(X >= k) of a negative binomial count is I_{1-p}(k, r) (M. Abramowitz and I. Stegun, 26.5.26). */
static double household_tail(const households *h, int64_t beyond)
{
    if (beyond <= 0)
        return 1;
    if (h->size > 0)
        return scrut_stats_beta((double)beyond, h->size, 1 - h->chance).lower;
    return scrut_stats_poisson(h->addresses > 0 ? h->sum / h->addresses : 0, beyond).at_least;
}

typedef struct {
    uint32_t *number, *size, *constituency; /* a row: its address; an address: rows, constituency + 1 */
    uint32_t count;
    households *fits;
    double *q;
} address_job;

static bool address_open(const auditing *a, address_job *job)
{
    const people *p = &a->p;
    uint32_t *none = calloc(p->count + (size_t)1, sizeof *none);
    const people_units *near = p->area.count > 0 ? &p->area : &p->station;
    const uint32_t *columns[] = {near->count > 0 ? near->of_row : none, p->address};
    job->number = malloc((p->count + (size_t)1) * sizeof *job->number);
    bool fine =
        none != NULL && job->number != NULL && number_rows(columns, 2, p->count, a->pool, job->number, &job->count);
    free(none);
    if (!fine)
        return false;
    job->size = calloc(job->count + (size_t)1, sizeof *job->size);
    job->constituency = calloc(job->count + (size_t)1, sizeof *job->constituency);
    job->fits = calloc(a->c->constituency_count + 1, sizeof *job->fits);
    job->q = malloc((job->count + (size_t)1) * sizeof *job->q);
    return job->size != NULL && job->constituency != NULL && job->fits != NULL && job->q != NULL;
}

static void address_close(address_job *job)
{
    free(job->number);
    free(job->size);
    free(job->constituency);
    free(job->fits);
    free(job->q);
}

static void count_addresses(const auditing *a, address_job *job)
{
    const people *p = &a->p;
    for (uint32_t row = 0; row < p->count; row++) {
        if (p->address[row] == 0)
            continue;
        job->size[job->number[row]]++;
        job->constituency[job->number[row]] = p->constituency.of_row[row];
    }
    for (uint32_t i = 1; i <= job->count; i++) {
        households *h = &job->fits[job->constituency[i]];
        double beyond = job->size[i] > 0 ? (double)job->size[i] - 1 : 0;
        if (job->size[i] == 0)
            continue;
        h->addresses++;
        h->sum += beyond;
        h->squares += beyond * beyond;
    }
    for (size_t k = 0; k <= a->c->constituency_count; k++)
        fit(&job->fits[k]);
}

static scrut_status test_addresses(auditing *a, scrut_roll_detector *d, address_job *job)
{
    double persons = 0, largest = 0;
    size_t count = 0;
    for (uint32_t i = 1; i <= job->count; i++)
        if (job->size[i] > 0)
            job->q[count++] = household_tail(&job->fits[job->constituency[i]], (int64_t)job->size[i] - 1);
    scrut_status status = scrut_stats_benjamini_hochberg(job->q, count, job->q, a->err);
    count = 0;
    for (uint32_t i = 1; status == SCRUT_OK && i <= job->count; i++) {
        if (job->size[i] == 0)
            continue;
        d->tested += 1;
        largest = job->size[i] > largest ? job->size[i] : largest;
        if (job->q[count++] > SCRUT_ROLL_Q)
            continue;
        d->observed++;
        persons += job->size[i];
    }
    d->family = SCRUT_KEY("address");
    d->family_size = count;
    d->discoveries = (size_t)d->observed;
    add_figure(a, d, SCRUT_KEY("names at these addresses"), persons, 0);
    add_figure(a, d, SCRUT_KEY("names at the largest address"), largest, 0);
    return status;
}

scrut_status audit_addresses(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_ADDRESSES);
    address_job job = {.count = 0};
    d->question = SCRUT_KEY("addresses with far more persons than the others of the constituency");
    d->frame = SCRUT_KEY("addresses of the roll");
    d->assumes = SCRUT_KEY("persons an address follow a negative binomial count in each constituency");
    if (a->p.address == NULL)
        return not_provided(a, SCRUT_ROLL_ADDRESSES, SCRUT_KEY("Addresses or households."));
    bool fine = address_open(a, &job);
    if (fine)
        count_addresses(a, &job);
    scrut_status status = fine ? test_addresses(a, d, &job) : scrut_fail_memory(a->err);
    address_close(&job);
    return status;
}
