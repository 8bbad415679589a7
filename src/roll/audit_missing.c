/* SPDX-License-Identifier: Apache-2.0
 * audit_missing.c: people of voting age without a name: the table's people against names, each person once. It is a net
 * figure: a name without a person hides a person without a name. */
#include "audit_internal.h"
#include "scrutineer/catalog.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    people_units units; /* of the table */
    scrut_subject_kind subject;
    int64_t *names; /* a unit; [0]: in none */
    bool *covered;  /* a unit: the table has its people, and their error, of one constituency */
    double *people, *error;
    bool *spoilt; /* a constituency, and none known: its people are not all known */
} population;

static bool population_open(const auditing *a, population *p)
{
    size_t units = p->units.count + (size_t)1, places = a->c->constituency_count + 1;
    p->names = calloc(units, sizeof *p->names);
    p->covered = calloc(units, sizeof *p->covered);
    p->people = calloc(places, sizeof *p->people);
    p->error = calloc(places, sizeof *p->error);
    p->spoilt = calloc(places, sizeof *p->spoilt);
    return p->names != NULL && p->covered != NULL && p->people != NULL && p->error != NULL && p->spoilt != NULL;
}

static void population_close(population *p)
{
    free(p->names);
    free(p->covered);
    free(p->people);
    free(p->error);
    free(p->spoilt);
}

/* Index of the constituency that the row of the table lies in; constituency_count: in none known; SCRUT_NONE: in
 * several. */
static uint32_t place_of_row(const auditing *a, const population *p, uint32_t unit, const char *name)
{
    uint32_t nowhere = (uint32_t)a->c->constituency_count;
    if (a->roll->people_level == 0) {
        uint32_t k = scrut_case_find_constituency(a->c, name);
        return k == SCRUT_NONE ? nowhere : k;
    }
    return unit == 0 ? nowhere : p->units.constituency[unit];
}

static void add_table(const auditing *a, population *p)
{
    for (size_t i = 0; i < a->roll->people_count; i++) {
        const scrut_roll_people *row = &a->roll->people[i];
        uint32_t unit = population_unit(a, &p->units, row->unit), k = place_of_row(a, p, unit, row->unit);
        if (k == SCRUT_NONE)
            continue; /* its names spoil theirs */
        p->people[k] += (double)row->people;
        p->error[k] += row->error > 0 ? (double)row->error : 0;
        p->spoilt[k] = p->spoilt[k] || row->error < 0;
        p->covered[unit] = true;
    }
}

static void add_names(const auditing *a, population *p)
{
    for (uint32_t row = 0; row < a->p.count; row++) {
        uint32_t unit = p->units.count > 0 ? p->units.of_row[row] : 0, k = a->p.constituency.of_row[row];
        p->names[unit]++;
        if (unit > 0 && !p->covered[unit] && k > 0)
            p->spoilt[k - 1] = true;
    }
}

/* Where the surplus of a constituency must not be told, it is rounded so far that this figure does not tell it. */
#define COARSE 50.0

static scrut_roll_estimate surplus_of(const scrut_roll_stake *s)
{
    scrut_roll_estimate e = {s->surplus.value, s->surplus.low, s->surplus.high + s->across};
    if (!s->hidden)
        return e;
    return (scrut_roll_estimate){COARSE * floor(e.value / COARSE + .5), COARSE * floor(e.low / COARSE),
                                 COARSE * ceil(e.high / COARSE)};
}

/* Names of no known constituency may be anywhere, and so may the surplus of pairs in two. */
static void fill_stakes(const auditing *a, const population *p)
{
    size_t nowhere = a->c->constituency_count;
    scrut_roll_stake *stakes = a->audit->stakes, *rest = &stakes[nowhere];
    for (size_t k = 0; k < nowhere; k++) {
        scrut_roll_stake *s = &stakes[k];
        if (p->spoilt[k] || !(p->people[k] > 0))
            continue;
        double more = p->people[k] - (double)s->names;
        scrut_roll_estimate surplus = surplus_of(s);
        s->missing_known = true;
        s->people = (int64_t)p->people[k];
        s->missing = (scrut_roll_estimate){more + surplus.value, more - p->error[k] - (double)rest->names + surplus.low,
                                           more + p->error[k] + surplus.high};
    }
    rest->missing_known = !p->spoilt[nowhere];
    rest->people = (int64_t)p->people[nowhere];
    rest->missing = (scrut_roll_estimate){p->people[nowhere], p->people[nowhere] - p->error[nowhere],
                                          p->people[nowhere] + p->error[nowhere]};
}

/* The same of the areas, where the table is one of their level. Names of the constituency that lie in no area may be in
 * any. */
static void fill_areas(const auditing *a)
{
    scrut_roll_audit *audit = a->audit;
    double nowhere = (double)audit->stakes[a->c->constituency_count].names;
    for (size_t i = 0; i < a->roll->people_count && a->roll->people_level - 1 == a->area_level; i++) {
        const scrut_roll_people *row = &a->roll->people[i];
        uint32_t at = a->area_of_unit[people_find_unit(&a->areas, row->unit)];
        if (at == SCRUT_NONE || row->error < 0 || audit->areas[at].names_hidden)
            continue;
        scrut_roll_area *area = &audit->areas[at];
        scrut_roll_stake *s = &area->stake;
        double more = (double)(row->people - s->names), error = (double)row->error,
               rest = (double)audit->areas[a->area_rest[area->constituency]].stake.names + nowhere;
        scrut_roll_estimate surplus = surplus_of(s);
        s->missing_known = true;
        s->people = row->people;
        s->missing =
            (scrut_roll_estimate){more + surplus.value, more - error - rest + surplus.low, more + error + surplus.high};
    }
}

/* All people less all names, each once; with a table of the nation this is all that is known. */
static scrut_roll_estimate missing_of_nation(const auditing *a, const population *p)
{
    scrut_roll_estimate all = {0, 0, 0};
    for (size_t k = 0; k <= a->c->constituency_count; k++) {
        const scrut_roll_stake *s = &a->audit->stakes[k];
        double more = p->people[k] - (double)s->names;
        all.value += more + s->surplus.value;
        all.low += more - p->error[k] + s->surplus.low;
        all.high += more + p->error[k] + s->surplus.high;
    }
    return all;
}

static void sum_up(const auditing *a, const population *p, scrut_roll_detector *d)
{
    bool whole = true;
    for (size_t k = 0; k <= a->c->constituency_count; k++) {
        const scrut_roll_stake *s = &a->audit->stakes[k];
        whole = whole && (s->missing_known || s->names == 0);
        if (!s->missing_known)
            continue;
        d->tested += s->people;
        d->excess.value += s->missing.value;
        d->excess.low += s->missing.low;
        d->excess.high += s->missing.high;
    }
    if (whole)
        d->excess = missing_of_nation(a, p);
    d->observed = d->excess.value > 0 ? d->excess.value : 0;
    d->has_excess = true;
}

/* ---- places beside one another ---------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_share(const scrut_roll_place places[], size_t count, double shares[])
{
    for (size_t i = 0; i < count; i++)
        shares[i] = places[i].tested > 0 ? places[i].observed / (double)places[i].tested : 0;
    qsort(shares, count, sizeof *shares, by_size);
    return count > 0 && shares[count / 2] > 0 ? shares[count / 2] : 0;
}

/* A place's share without a name against the middle one: the error of its people, draws, and as much more as the middle
 * places differ. p holds the variance before, the chance of so many or more after. */
static void test_places(scrut_roll_place places[], size_t count, double spare[])
{
    double share = median_share(places, count, spare);
    for (size_t i = 0; i < count; i++) {
        double expected = share * (double)places[i].tested, rest = places[i].observed - expected;
        places[i].p += expected * (1 - share) + 1;
        spare[i] = rest * rest / places[i].p;
    }
    double phi = dispersion_of_squares(spare, count);
    for (size_t i = 0; i < count; i++) {
        double expected = share * (double)places[i].tested, deviation = sqrt(phi * places[i].p),
               half = NORMAL_95 * deviation;
        places[i].p = scrut_stats_normal((places[i].observed - expected) / deviation).upper;
        places[i].expected = (scrut_roll_estimate){expected, expected > half ? expected - half : 0, expected + half};
        places[i].observed = places[i].observed > 0 ? places[i].observed : 0;
    }
}

static scrut_status compare(auditing *a, scrut_roll_detector *d, const population *p)
{
    const scrut_case_roll *roll = a->roll;
    scrut_roll_place *places = calloc(roll->people_count + 1, sizeof *places);
    double *spare = calloc(roll->people_count + 1, sizeof *spare);
    scrut_status status = places != NULL && spare != NULL ? SCRUT_OK : scrut_fail_memory(a->err);
    size_t count = 0;
    for (size_t i = 0; status == SCRUT_OK && i < roll->people_count; i++) {
        const scrut_roll_people *row = &roll->people[i];
        uint32_t unit = population_unit(a, &p->units, row->unit);
        if (unit == 0 || row->error < 0 || row->people == 0)
            continue;
        double deviation = (double)row->error / NORMAL_95;
        places[count++] = (scrut_roll_place){.subject = p->subject,
                                             .id = row->unit,
                                             .constituency = p->units.constituency[unit],
                                             .tested = row->people,
                                             .observed = (double)(row->people - p->names[unit]),
                                             .p = deviation * deviation};
    }
    if (status == SCRUT_OK && count > 0) {
        test_places(places, count, spare);
        d->family = population_family(a);
        status = keep_places(a, d, places, count, count);
    }
    free(places);
    free(spare);
    return status;
}

scrut_status audit_missing(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_MISSING);
    population p = {.subject = SCRUT_SUBJECT_NATION};
    d->question = SCRUT_KEY("people of voting age without a name, less names without a person");
    d->frame = SCRUT_KEY("people of voting age, where their number is known");
    d->assumes =
        SCRUT_KEY("everybody who is counted there may register there; the errors of places may all go one way; "
                  "a name of nobody hides a person without one");
    d->is_estimate = true;
    if (a->roll->people_count == 0)
        return not_provided(a, SCRUT_ROLL_MISSING, SCRUT_KEY("How many people of voting age live where."));
    scrut_status status = population_units(a, &p.units, &p.subject);
    if (status != SCRUT_OK)
        return status;
    if (a->roll->people_level >= 0 && p.units.count == 0)
        return not_provided(a, SCRUT_ROLL_MISSING, SCRUT_KEY("Which places of the table the roll's names lie in."));
    if (population_open(a, &p)) {
        add_table(a, &p);
        add_names(a, &p);
        fill_stakes(a, &p);
        fill_areas(a);
        if (a->roll->people_level < 0)
            a->audit->stakes[a->c->constituency_count].missing = missing_of_nation(a, &p);
        sum_up(a, &p, d);
        status = compare(a, d, &p);
    } else {
        status = scrut_fail_memory(a->err);
    }
    population_close(&p);
    return status;
}
