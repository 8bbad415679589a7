/* SPDX-License-Identifier: Apache-2.0
 * audit_population.c: names against people of voting age. */
#include "audit_internal.h"
#include "scrutineer/catalog.h"
#include "scrutineer/stats.h"

#include <stdlib.h>

scrut_status population_units(auditing *a, people_units *ret, scrut_subject_kind *ret_subject)
{
    int level = a->roll->people_level;
    *ret = (people_units){.count = 0};
    *ret_subject = level < 0 ? SCRUT_SUBJECT_NATION : level == 0 ? SCRUT_SUBJECT_CONSTITUENCY : SCRUT_SUBJECT_AREA;
    if (level == 0)
        *ret = a->p.constituency;
    else if (level > 0 && level - 1 == a->area_level)
        *ret = a->areas;
    else if (level > 0)
        return people_level_units(a->c, &a->p, (uint32_t)level - 1, a->pool, ret, a->err);
    return SCRUT_OK;
}

uint32_t population_unit(const auditing *a, const people_units *units, const char *name)
{
    if (a->roll->people_level < 0)
        return 0;
    if (a->roll->people_level == 0) {
        uint32_t k = scrut_case_find_constituency(a->c, name);
        return k == SCRUT_NONE ? 0 : k + 1;
    }
    return people_find_unit(units, name);
}

const char *population_family(const auditing *a)
{
    return a->roll->people_level < 0    ? SCRUT_KEY("nation")
           : a->roll->people_level == 0 ? SCRUT_KEY("constituency")
                                        : a->c->area_levels[a->roll->people_level - 1];
}

/* Names less people, over the deviation of the number of people. */
static double tail_of(double names, const scrut_roll_people *row)
{
    double more = names - (double)row->people;
    if (row->error < 0)
        return 1;
    if (row->error == 0)
        return more > 0 ? 0 : 1;
    return scrut_stats_normal(more / ((double)row->error / NORMAL_95)).upper;
}

static scrut_roll_place place_of(const auditing *a, const people_units *units, uint32_t unit, double names,
                                 const scrut_roll_people *row)
{
    double half = row->error > 0 ? (double)row->error : 0;
    return (scrut_roll_place){.subject = SCRUT_SUBJECT_NATION,
                              .id = a->roll->people_level < 0 ? "" : row->unit,
                              .constituency = unit > 0 ? units->constituency[unit] : SCRUT_NONE,
                              .tested = row->people,
                              .observed = names,
                              .expected = {(double)row->people, (double)row->people - half, (double)row->people + half},
                              .p = tail_of(names, row)};
}

static scrut_status compare(auditing *a, scrut_roll_detector *d, const people_units *units, scrut_subject_kind subject)
{
    const scrut_case_roll *roll = a->roll;
    int64_t *names = calloc(units->count + (size_t)1, sizeof *names), unknown_error = 0, unknown_unit = 0;
    scrut_roll_place *places = calloc(roll->people_count + 1, sizeof *places);
    double all_names = 0, all_people = 0, surplus = 0;
    size_t count = 0;
    scrut_status status = names != NULL && places != NULL ? SCRUT_OK : scrut_fail_memory(a->err);
    for (uint32_t row = 0; status == SCRUT_OK && row < a->p.count; row++)
        names[units->count > 0 ? units->of_row[row] : 0]++;
    for (size_t i = 0; status == SCRUT_OK && i < roll->people_count; i++) {
        uint32_t unit = population_unit(a, units, roll->people[i].unit);
        if (unit == 0 && roll->people_level >= 0) {
            unknown_unit++;
            continue;
        }
        double here = (double)names[unit], there = (double)roll->people[i].people;
        places[count] = place_of(a, units, unit, here, &roll->people[i]);
        places[count++].subject = subject;
        unknown_error += roll->people[i].error < 0;
        all_names += here;
        all_people += there;
        d->observed += here > there;
        surplus += here > there ? here - there : 0;
    }
    d->tested = (int64_t)count;
    if (status == SCRUT_OK) {
        add_figure(a, d, SCRUT_KEY("names for 100 people of voting age"),
                   all_people > 0 ? 100 * all_names / all_people : 0, 1);
        add_figure(a, d, SCRUT_KEY("names above the number of people, in places that have more names"), surplus, 0);
        if (unknown_error > 0)
            add_figure(a, d, SCRUT_KEY("places not tested, as the error of their number of people is not known"),
                       (double)unknown_error, 0);
        if (unknown_unit > 0)
            add_figure(a, d, SCRUT_KEY("places of the table that no name of the roll lies in"), (double)unknown_unit,
                       0);
        status = keep_places(a, d, places, count, count);
    }
    free(names);
    free(places);
    return status;
}

scrut_status audit_population(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_PEOPLE);
    people_units units;
    scrut_subject_kind subject;
    d->question = SCRUT_KEY("places with more names than people of voting age");
    d->frame = SCRUT_KEY("places with a number of people");
    d->assumes = SCRUT_KEY("everybody is registered where the table counts them");
    if (a->roll->people_count == 0)
        return not_provided(a, SCRUT_ROLL_PEOPLE, SCRUT_KEY("How many people of voting age live where."));
    scrut_status status = population_units(a, &units, &subject);
    if (status != SCRUT_OK)
        return status;
    if (a->roll->people_level >= 0 && units.count == 0)
        return not_provided(a, SCRUT_ROLL_PEOPLE, SCRUT_KEY("Which places of the table the roll's names lie in."));
    d->family = population_family(a);
    return compare(a, d, &units, subject);
}
