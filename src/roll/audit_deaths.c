/* SPDX-License-Identifier: Apache-2.0
 * audit_deaths.c: people who died, in two ways that are never added up: names that are in the records of deaths, and
 * the deaths that the age structure makes one expect since the roll was last cleaned. */
#include "audit_internal.h"
#include "scrutineer/catalog.h"

#include <math.h>
#include <stdlib.h>

/* ---- the records of deaths -------------------------------------------------------------------------------------- */

/* The roll first, then the records; columns of parts that both have. The values of a column are those of the roll and
 * then those of the records. */
typedef struct {
    people_values lists[2];
} both;

static uint32_t value_count(const void *context, size_t field)
{
    const both *b = context;
    return people_value_count(&b->lists[0], field) + people_value_count(&b->lists[1], field);
}

static const char *value_of(const void *context, size_t field, uint32_t number, size_t *ret_length)
{
    const both *b = context;
    uint32_t first = people_value_count(&b->lists[0], field);
    return number < first ? people_value(&b->lists[0], field, number, ret_length)
                          : people_value(&b->lists[1], field, number - first, ret_length);
}

static void numbers_of(const void *context, size_t field, uint32_t first, uint32_t count, uint32_t ret_numbers[])
{
    const both *b = context;
    uint32_t rows = b->lists[0].p->count, add = people_value_count(&b->lists[0], field),
             own = first >= rows          ? 0
                   : rows - first < count ? rows - first
                                          : count;
    if (own > 0)
        people_value_numbers(&b->lists[0], field, first, own, ret_numbers);
    if (own < count)
        people_value_numbers(&b->lists[1], field, first + own - rows, count - own, ret_numbers + own);
    for (uint32_t i = own; i < count; i++)
        ret_numbers[i] += add;
}

static void add_both(both *b, const people *roll, int16_t column, const people *records, int16_t record_column)
{
    (void)people_values_add(&b->lists[0], roll, column);
    (void)people_values_add(&b->lists[1], records, record_column);
}

/* Areas of one level: where somebody died, or lived, beside where the name stands. They may differ, and the model
 * learns how often they do. */
static void shared_areas(both *b, const people *p, const people *records, scrut_link_field fields[])
{
    const scrut_person_list *roll = p->list, *other = records->list;
    for (size_t i = 0; i < roll->column_count; i++)
        for (size_t k = 0; k < other->column_count && b->lists[0].field_count < SCRUT_LINK_FIELDS_MAX; k++) {
            if (roll->columns[i].part != SCRUT_PERSON_AREA || other->columns[k].part != SCRUT_PERSON_AREA ||
                roll->columns[i].level != other->columns[k].level || p->column[i] < 0 || records->column[k] < 0)
                continue;
            fields[b->lists[0].field_count] = (scrut_link_field){roll->columns[i].header, SCRUT_LINK_CATEGORY};
            add_both(b, p, p->column[i], records, records->column[k]);
        }
}

static void shared_fields(both *b, const people *p, const people *records, scrut_link_field fields[])
{
    static const struct {
        scrut_person_part part;
        scrut_link_kind kind;
    } PARTS[] = {{SCRUT_PERSON_GIVEN, SCRUT_LINK_GIVEN},
                 {SCRUT_PERSON_SURNAME, SCRUT_LINK_SURNAME},
                 {SCRUT_PERSON_BORN, SCRUT_LINK_BORN},
                 {SCRUT_PERSON_IDENTITY, SCRUT_LINK_IDENTITY},
                 {SCRUT_PERSON_SEX, SCRUT_LINK_CATEGORY}};
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        if (p->at[PARTS[i].part] < 0 || records->at[PARTS[i].part] < 0)
            continue;
        fields[b->lists[0].field_count] = (scrut_link_field){scrut_person_part_name(PARTS[i].part), PARTS[i].kind};
        add_both(b, p, p->at[PARTS[i].part], records, records->at[PARTS[i].part]);
    }
    shared_areas(b, p, records, fields);
}

/* The best record of every name; a record is one person's. */
static scrut_status keep_deceased(auditing *a, const scrut_link *link)
{
    size_t count;
    const scrut_link_pair *pairs = scrut_link_pairs(link, &count);
    a->deceased = calloc(count + 1, sizeof *a->deceased);
    if (a->deceased == NULL)
        return scrut_fail_memory(a->err);
    scrut_likely_pair *best = NULL;
    for (size_t i = 0; i < count; i++) { /* in the order of the roll's rows */
        scrut_likely_pair p = {pairs[i].a, pairs[i].b, chance_of_weight(pairs[i].weight)};
        if (best == NULL || best->a != p.a) {
            best = &a->deceased[a->deceased_count++];
            *best = p;
        } else if (p.chance > best->chance) {
            *best = p;
        }
    }
    return SCRUT_OK;
}

static scrut_status link_deaths(auditing *a, const people *records, bool *ret_linked)
{
    both b = {.lists = {{.p = &a->p}, {.p = records}}};
    scrut_link_field fields[SCRUT_LINK_FIELDS_MAX];
    scrut_link_input input = {.row_count = a->p.count + records->count,
                              .second_from = a->p.count,
                              .fields = fields,
                              .date_order = (scrut_date_order)a->p.list->days,
                              .last_year = LAST_YEAR,
                              .value_count = value_count,
                              .value = value_of,
                              .numbers = numbers_of,
                              .context = &b};
    shared_fields(&b, &a->p, records, fields);
    input.field_count = b.lists[0].field_count;
    *ret_linked = input.field_count >= 2 && a->p.count > 0 && records->count > 0;
    if (!*ret_linked)
        return SCRUT_OK;
    scrut_status status = people_values_open(&b.lists[0]) && people_values_open(&b.lists[1])
                              ? link_and_keep(a, &input, keep_deceased)
                              : scrut_fail_memory(a->err);
    people_values_close(&b.lists[0]);
    people_values_close(&b.lists[1]);
    return status;
}

static scrut_status compare_deceased(auditing *a, scrut_roll_detector *d)
{
    family_unit *list = family_open(a);
    if (list == NULL)
        return scrut_fail_memory(a->err);
    for (size_t i = 0; i < a->deceased_count; i++) {
        uint32_t unit = a->family->of_row[a->deceased[i].a];
        if (a->deceased[i].chance >= .5 && unit > 0)
            list[unit - 1].observed++;
    }
    expect_shares(list, a->family->count);
    scrut_status status = keep_family(a, d, a->family, family_subject(a), a->family_name, list, a->family->count);
    free(list);
    return status;
}

static scrut_status say_deceased(auditing *a, scrut_roll_detector *d, uint32_t records)
{
    chance_sum all = {.value = {0}};
    scrut_sum different = {0};
    double marked = 0;
    for (size_t i = 0; i < a->deceased_count; i++) {
        double chance = a->deceased[i].chance;
        add_chance(&all, chance);
        if (chance < .5)
            continue;
        d->observed++;
        scrut_sum_add(&different, 1 - chance);
        marked += a->p.voted != NULL && a->p.voted[a->deceased[i].a] != 0;
    }
    d->tested = a->p.count;
    d->has_expected = d->has_excess = true;
    d->expected = range_of_count(scrut_sum_value(&different), scrut_sum_value(&different));
    d->excess = estimate_of_chances(&all);
    add_figure(a, d, SCRUT_KEY("records of deaths"), records, 0);
    if (d->observed > 0)
        add_figure(a, d, SCRUT_KEY("different people among these names for each true one"),
                   scrut_sum_value(&different) / (d->observed - scrut_sum_value(&different)), 3);
    if (a->p.voted != NULL)
        add_figure(a, d, SCRUT_KEY("of these names, marked as having voted"), marked, 0);
    return compare_deceased(a, d);
}

/* Nobody dies twice: names that the records say were those of dead people when deaths were last taken off. */
static void count_gone(auditing *a, const people *records)
{
    const people *p = &a->p;
    const scrut_roll_version *v = a->audit->version;
    scrut_date day = day_of_version(a);
    for (size_t i = 0; i < a->deceased_count && records->died != NULL && p->born != NULL; i++) {
        uint32_t row = a->deceased[i].a, died = records->died[a->deceased[i].b - p->count];
        if (died != 0 && (int64_t)died - DAY_ZERO <= v->cleaned && SCRUT_BORN_YEAR(p->born[row]) != 0)
            scrut_sum_add(&a->gone[p->sex != NULL ? p->sex[row] : 0][age_on(&day, p->born[row])],
                          a->deceased[i].chance);
    }
}

static scrut_status audit_matched(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_DECEASED);
    people records;
    bool linked = false;
    d->question = SCRUT_KEY("names that are more likely than not those of people in the records of deaths");
    d->frame = SCRUT_KEY("names of the roll");
    d->assumes = SCRUT_KEY("columns are independent of one another; the records are of people of the roll's area");
    if (a->roll->deaths.file == NULL)
        return not_provided(a, SCRUT_ROLL_DECEASED, SCRUT_KEY("Records of deaths to compare the roll with."));
    scrut_status status = people_load(a->c, &a->roll->deaths, PEOPLE_LINKED, a->pool, &records, a->err);
    uint32_t count = records.count;
    if (status == SCRUT_OK)
        status = link_deaths(a, &records, &linked);
    if (status == SCRUT_OK)
        count_gone(a, &records);
    people_free(&records);
    if (status != SCRUT_OK)
        return status;
    if (!linked)
        return not_provided(a, SCRUT_ROLL_DECEASED,
                            SCRUT_KEY("Two columns that the roll and the records of deaths both have."));
    return say_deceased(a, d, count);
}

/* ---- expected deaths -------------------------------------------------------------------------------------------- */

static double deaths_a_year(const scrut_case_roll *roll, int64_t age, int sex)
{
    const scrut_roll_mortality *m = NULL;
    for (size_t i = 0; i < roll->mortality_count && roll->mortality[i].age <= age; i++)
        m = &roll->mortality[i];
    if (m == NULL)
        return 0;
    double male = (double)m->male / 1e5, female = (double)m->female / 1e5;
    return sex == SEX_MALE ? male : sex == SEX_FEMALE ? female : (male + female) / 2;
}

static scrut_status audit_expected(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_EXPECTED);
    const scrut_roll_version *v = a->audit->version;
    d->question = SCRUT_KEY("names of people who are expected to have died since deaths were last taken off");
    d->frame = SCRUT_KEY("names with a year of birth");
    d->assumes = SCRUT_KEY("people on the roll die as often as the table says for their age and sex");
    d->is_estimate = true;
    if (a->roll->mortality_count == 0 || v->cleaned == SCRUT_DAY_UNKNOWN || a->p.born == NULL)
        return not_provided(
            a, SCRUT_ROLL_EXPECTED,
            SCRUT_KEY("Deaths by age and sex, the day up to which deaths were taken off, and years of birth."));
    double years = (v->day - v->cleaned) / 365.25, expected = 0, gone = 0;
    for (int sex = 0; sex < 3; sex++)
        for (int age = 0; age <= SCRUT_ROLL_AGE_MAX; age++) {
            double dead = scrut_sum_value(&a->gone[sex][age]), alive = (double)a->audit->ages[sex][age] - dead;
            expected += alive * deaths_a_year(a->roll, age, sex) * years;
            gone += dead;
            d->tested += a->audit->ages[sex][age];
        }
    scrut_roll_estimate deaths = range_of_count(expected, expected);
    double removed = (double)(a->roll->deaths_removed > 0 ? a->roll->deaths_removed : 0);
    add_figure(a, d, SCRUT_KEY("years since deaths were taken off"), years, 2);
    if (gone > 0)
        add_figure(a, d, SCRUT_KEY("of these names, dead before these years by the records"), gone, 0);
    add_figure_between(a, d, SCRUT_KEY("deaths expected in these years"), deaths, 0);
    if (a->roll->deaths_removed >= 0)
        add_figure(a, d, SCRUT_KEY("taken off as dead meanwhile"), removed, 0);
    double left = expected - removed;
    d->observed = left > 0 ? left : 0;
    d->has_excess = true;
    d->excess = (scrut_roll_estimate){left, deaths.low - removed, deaths.high - removed};
    return SCRUT_OK;
}

scrut_status audit_deaths(auditing *a)
{
    scrut_status status = audit_matched(a);
    return status == SCRUT_OK ? audit_expected(a) : status;
}
