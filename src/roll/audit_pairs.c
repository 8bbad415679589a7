/* SPDX-License-Identifier: Apache-2.0
 * audit_pairs.c: rows that may be one person: pairs that agree on name and date against chance, and the pairs of the
 * linkage. The two are made in different ways, so that each checks the other. */
#include "audit_internal.h"
#include "scrutineer/catalog.h"

#include <math.h>
#include <stdlib.h>

#define YEARS 10000

/* ---- the linkage ------------------------------------------------------------------------------------------------ */

static uint32_t value_count(const void *context, size_t field)
{
    return people_value_count(context, field);
}

static const char *value_of(const void *context, size_t field, uint32_t number, size_t *ret_length)
{
    return people_value(context, field, number, ret_length);
}

static void numbers_of(const void *context, size_t field, uint32_t first, uint32_t count, uint32_t ret_numbers[])
{
    people_value_numbers(context, field, first, count, ret_numbers);
}

static bool link_kind(scrut_person_part part, scrut_link_kind *ret_kind)
{
    switch (part) {
    case SCRUT_PERSON_GIVEN: *ret_kind = SCRUT_LINK_GIVEN; return true;
    case SCRUT_PERSON_SURNAME: *ret_kind = SCRUT_LINK_SURNAME; return true;
    case SCRUT_PERSON_BORN: *ret_kind = SCRUT_LINK_BORN; return true;
    case SCRUT_PERSON_IDENTITY: *ret_kind = SCRUT_LINK_IDENTITY; return true;
    case SCRUT_PERSON_TEXT: *ret_kind = SCRUT_LINK_TEXT; return true;
    case SCRUT_PERSON_NUMBER: *ret_kind = SCRUT_LINK_NUMBER; return true;
    case SCRUT_PERSON_SEX:
    case SCRUT_PERSON_AREA:
    case SCRUT_PERSON_CATEGORY: *ret_kind = SCRUT_LINK_CATEGORY; return true;
    default: return false;
    }
}

double chance_of_weight(int32_t weight)
{
    return 1 / (1 + exp2(-(double)weight / SCRUT_LINK_BIT));
}

/* What the audit needs of the linkage; the rest of it is as large as the list and can go. */
static scrut_status keep_pairs(auditing *a, const scrut_link *link)
{
    size_t count;
    const scrut_link_pair *pairs = scrut_link_pairs(link, &count);
    a->cluster = malloc((a->p.count + (size_t)1) * sizeof *a->cluster);
    a->pairs = malloc((count + 1) * sizeof *a->pairs);
    if (a->cluster == NULL || a->pairs == NULL)
        return scrut_fail_memory(a->err);
    memcpy(a->cluster, scrut_link_clusters(link), a->p.count * sizeof *a->cluster);
    for (size_t i = 0; i < count; i++)
        a->pairs[i] = (scrut_likely_pair){pairs[i].a, pairs[i].b, chance_of_weight(pairs[i].weight)};
    a->pair_count = count;
    return SCRUT_OK;
}

static size_t link_fields(const people *p, people_values *values, scrut_link_field fields[])
{
    const scrut_person_list *list = p->list;
    for (size_t i = 0; i < list->column_count && values->field_count < SCRUT_LINK_FIELDS_MAX; i++) {
        scrut_link_kind kind;
        if (p->column[i] < 0 || !link_kind(list->columns[i].part, &kind))
            continue;
        size_t field = people_values_add(values, p, p->column[i]);
        fields[field] = (scrut_link_field){list->columns[i].header, kind};
    }
    return values->field_count;
}

scrut_status link_and_keep(auditing *a, const scrut_link_input *input,
                           scrut_status (*keep)(auditing *a, const scrut_link *link))
{
    scrut_link *link = NULL;
    scrut_status status = scrut_link_run(input, FLOOR_WEIGHT, a->pool, &link, a->err);
    if (status == SCRUT_OK)
        status = keep(a, link);
    scrut_link_free(link);
    return status;
}

scrut_status link_people(auditing *a)
{
    people_values values = {.p = &a->p};
    scrut_link_field fields[SCRUT_LINK_FIELDS_MAX];
    scrut_link_input input = {.row_count = a->p.count,
                              .fields = fields,
                              .date_order = (scrut_date_order)a->p.list->days,
                              .last_year = LAST_YEAR,
                              .value_count = value_count,
                              .value = value_of,
                              .numbers = numbers_of,
                              .context = &values};
    input.field_count = link_fields(&a->p, &values, fields);
    if (input.field_count < 2 || a->p.name == NULL || a->p.count < 2)
        return SCRUT_OK;
    scrut_status status =
        people_values_open(&values) ? link_and_keep(a, &input, keep_pairs) : scrut_fail_memory(a->err);
    people_values_close(&values);
    return status;
}

/* ---- exact ------------------------------------------------------------------------------------------------------ */

/* Chance of one date for two people of a year, without pairs that are one person. */
static bool chances_by_year(const auditing *a, const uint32_t rows[], size_t count, double p2[YEARS])
{
    scrut_chance_margins *years = calloc(YEARS, sizeof *years);
    double *same = calloc(YEARS, sizeof *same);
    const people *p = &a->p;
    bool fine = years != NULL && same != NULL;
    for (size_t i = 0, end; fine && i < count; i = end) {
        uint32_t born = p->born[rows[i]];
        for (end = i; end < count && p->born[rows[end]] == born; end++)
            ;
        scrut_chance_add_date(&years[SCRUT_BORN_YEAR(born) % YEARS], (int64_t)(end - i));
    }
    for (size_t i = 0; fine && i < a->pair_count; i++) {
        uint32_t born = p->born[a->pairs[i].a];
        if (SCRUT_BORN_WHOLE(born) && born == p->born[a->pairs[i].b])
            same[SCRUT_BORN_YEAR(born) % YEARS] += a->pairs[i].chance;
    }
    for (size_t y = 0; fine && y < YEARS; y++)
        p2[y] = scrut_chance_of_date(&years[y], same[y]);
    free(years);
    free(same);
    return fine;
}

typedef struct {
    uint32_t *rows, *spare, *year;
    size_t count;
    double *p2;
    family_unit *list;
    int64_t first_of_january; /* agreeing pairs of the whole list, on 1 January */
} exact_job;

static bool exact_open(const auditing *a, exact_job *job)
{
    size_t count = a->p.count;
    job->rows = malloc((count + 1) * sizeof *job->rows);
    job->spare = malloc((count + 1) * sizeof *job->spare);
    job->year = malloc((count + 1) * sizeof *job->year);
    job->p2 = calloc(YEARS, sizeof *job->p2);
    job->list = family_open(a);
    if (job->rows == NULL || job->spare == NULL || job->year == NULL || job->p2 == NULL || job->list == NULL)
        return false;
    for (uint32_t row = 0; row < count; row++) {
        job->year[row] = SCRUT_BORN_YEAR(a->p.born[row]) % YEARS;
        if (a->p.name[row] != 0 && SCRUT_BORN_WHOLE(a->p.born[row]))
            job->rows[job->count++] = row;
    }
    return true;
}

static void exact_close(exact_job *job)
{
    free(job->rows);
    free(job->spare);
    free(job->year);
    free(job->p2);
    free(job->list);
}

/* Rows are by name, and by date inside: agreeing pairs on 1 January in the whole list. */
static void count_first_of_january(const auditing *a, exact_job *job)
{
    const people *p = &a->p;
    for (size_t i = 0, end; i < job->count; i = end) {
        uint32_t name = p->name[job->rows[i]], born = p->born[job->rows[i]];
        for (end = i; end < job->count && p->name[job->rows[end]] == name && p->born[job->rows[end]] == born; end++)
            ;
        if ((born & 511) == (1 << 5 | 1))
            job->first_of_january += (int64_t)(end - i) * (int64_t)(end - i - 1) / 2;
    }
}

/* Rows are by unit, name and date: pairs inside a unit, and what chance makes one expect there. */
static void count_units(const auditing *a, exact_job *job)
{
    const people *p = &a->p;
    const uint32_t *unit_of = a->family->of_row;
    for (size_t i = 0, end; i < job->count; i = end) {
        uint32_t unit = unit_of[job->rows[i]], name = p->name[job->rows[i]];
        size_t date_from = i, year_from = i;
        for (end = i; end < job->count && unit_of[job->rows[end]] == unit && p->name[job->rows[end]] == name; end++) {
            if (p->born[job->rows[end]] != p->born[job->rows[date_from]])
                date_from = end;
            if (job->year[job->rows[end]] != job->year[job->rows[year_from]])
                year_from = end;
            if (unit == 0)
                continue;
            job->list[unit - 1].observed += (double)(end - date_from);
            job->list[unit - 1].expected += (double)(end - year_from) * job->p2[job->year[job->rows[end]]];
        }
    }
}

static scrut_status compare_units(auditing *a, scrut_roll_detector *d)
{
    exact_job job = {.count = 0};
    bool fine = exact_open(a, &job);
    if (fine) {
        order_rows(job.rows, job.spare, job.count, a->p.born, a->pool);
        fine = chances_by_year(a, job.rows, job.count, job.p2);
    }
    scrut_status status = fine ? SCRUT_OK : scrut_fail_memory(a->err);
    if (fine) {
        order_rows(job.rows, job.spare, job.count, a->p.name, a->pool);
        count_first_of_january(a, &job);
        order_rows(job.rows, job.spare, job.count, a->family->of_row, a->pool);
        count_units(a, &job);
        add_figure(a, d, SCRUT_KEY("agreeing pairs born on 1 January"), (double)job.first_of_january, 0);
        status = keep_family(a, d, a->family, family_subject(a), a->family_name, job.list, a->family->count);
    }
    exact_close(&job);
    return status;
}

/* Chances of pairs that agree on name and date, added up. */
static scrut_roll_estimate linked_agreeing(const auditing *a)
{
    chance_sum sum = {.value = {0}};
    const people *p = &a->p;
    for (size_t i = 0; i < a->pair_count; i++) {
        uint32_t x = a->pairs[i].a, y = a->pairs[i].b;
        if (p->name[x] == 0 || p->name[x] != p->name[y] || !SCRUT_BORN_WHOLE(p->born[x]) || p->born[x] != p->born[y])
            continue;
        add_chance(&sum, a->pairs[i].chance);
    }
    return estimate_of_chances(&sum);
}

static void cross_check(auditing *a, scrut_roll_detector *d, const scrut_coincidences *found)
{
    scrut_roll_estimate linked = linked_agreeing(a);
    add_figure_between(a, d, SCRUT_KEY("pairs of one person, from names and dates alone"), found->same, 0);
    if (a->cluster == NULL)
        return;
    add_figure_between(a, d, SCRUT_KEY("the same by linking all columns"), linked, 0);
    if (linked.low > found->same.high || found->same.low > linked.high)
        d->disagrees = SCRUT_KEY("The two estimates of pairs of one person lie outside one another's intervals: one of "
                                 "the two ways does not fit this list, and both are to be read with that doubt.");
}

static scrut_status audit_exact(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_EXACT);
    scrut_coincidences found;
    d->question = SCRUT_KEY("pairs of names that agree on name, sex and date of birth");
    d->frame = SCRUT_KEY("names with a whole date of birth");
    d->assumes = SCRUT_KEY("within a year of birth, dates are independent of names");
    if (a->p.name == NULL || a->p.born == NULL)
        return not_provided(a, SCRUT_ROLL_EXACT, SCRUT_KEY("The roll gives no names with dates of birth."));
    scrut_status status =
        scrut_coincidences_find(a->p.name, a->p.born, a->p.count, a->pairs, a->pair_count, a->pool, &found, a->err);
    if (status != SCRUT_OK)
        return status;
    d->tested = found.rows;
    d->observed = (double)found.agree;
    d->has_expected = d->has_excess = true;
    d->expected = range_of_count(found.by_cohort.mean, found.by_cohort.variance);
    d->excess = (scrut_roll_estimate){d->observed - d->expected.value, d->observed - d->expected.high,
                                      d->observed - d->expected.low};
    double pooled = NORMAL_95 * sqrt(found.pooled.variance);
    add_figure_between(a, d, SCRUT_KEY("by chance, with dates dealt out over all years"),
                       (scrut_roll_estimate){found.pooled.mean, found.pooled.mean - pooled, found.pooled.mean + pooled},
                       0);
    add_figure(a, d, SCRUT_KEY("equally likely days that would give as many coincidences"), found.days, 0);
    cross_check(a, d, &found);
    return compare_units(a, d);
}

/* ---- likely ----------------------------------------------------------------------------------------------------- */

static scrut_status compare_likely(auditing *a, scrut_roll_detector *d)
{
    family_unit *list = family_open(a);
    if (list == NULL)
        return scrut_fail_memory(a->err);
    const uint32_t *unit_of = a->family->of_row;
    for (size_t i = 0; i < a->pair_count; i++)
        if (a->pairs[i].chance >= .5 && unit_of[a->pairs[i].a] != 0 && unit_of[a->pairs[i].a] == unit_of[a->pairs[i].b])
            list[unit_of[a->pairs[i].a] - 1].observed++;
    expect_shares(list, a->family->count);
    scrut_status status = keep_family(a, d, a->family, family_subject(a), a->family_name, list, a->family->count);
    free(list);
    return status;
}

static void count_groups(auditing *a, scrut_roll_detector *d)
{
    int64_t groups = 0, rows = 0;
    uint32_t *sizes = calloc(a->p.count + (size_t)1, sizeof *sizes);
    for (uint32_t row = 0; sizes != NULL && row < a->p.count; row++)
        sizes[a->cluster[row]]++;
    for (uint32_t row = 0; sizes != NULL && row < a->p.count; row++) {
        groups += sizes[row] > 1;
        rows += sizes[row] > 1 ? sizes[row] : 0;
    }
    free(sizes);
    add_figure(a, d, SCRUT_KEY("groups of names that are likely one person"), (double)groups, 0);
    add_figure(a, d, SCRUT_KEY("names in these groups"), (double)rows, 0);
}

static scrut_status audit_likely(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_LIKELY);
    d->question = SCRUT_KEY("pairs of names that are more likely one person than two");
    d->frame = SCRUT_KEY("names of the roll");
    d->assumes = SCRUT_KEY("columns are independent of one another, but for households; the odds of the model are "
                           "right within a factor of four");
    if (a->cluster == NULL)
        return not_provided(a, SCRUT_ROLL_LIKELY,
                            SCRUT_KEY("The roll gives fewer than two columns by which people can be told apart."));
    chance_sum all = {.value = {0}};
    scrut_sum different = {0}, same = {0};
    for (size_t i = 0; i < a->pair_count; i++) {
        double chance = a->pairs[i].chance;
        add_chance(&all, chance);
        if (chance < .5)
            continue;
        d->observed++;
        scrut_sum_add(&same, chance);
        scrut_sum_add(&different, 1 - chance);
    }
    d->tested = a->p.count;
    d->has_expected = d->has_excess = true;
    d->expected = range_of_count(scrut_sum_value(&different), scrut_sum_value(&different));
    d->excess = estimate_of_chances(&all);
    count_groups(a, d);
    if (scrut_sum_value(&same) > 0)
        add_figure(a, d, SCRUT_KEY("different people among these pairs for each true pair"),
                   scrut_sum_value(&different) / scrut_sum_value(&same), 3);
    return compare_likely(a, d);
}

scrut_status audit_pairs(auditing *a)
{
    scrut_status status = link_people(a);
    if (status == SCRUT_OK)
        status = audit_exact(a);
    return status == SCRUT_OK ? audit_likely(a) : status;
}
