/* SPDX-License-Identifier: Apache-2.0
 * audit_ages.c: how dates of birth and ages are heaped. Heaps say how dates were written down, which no roll of people
 * without birth certificates escapes; so places are compared with one another and not with an ideal. */
#include "audit_internal.h"
#include "scrutineer/catalog.h"

#include <math.h>
#include <stdlib.h>

int age_on(const scrut_date *day, uint32_t born)
{
    int year = (int)SCRUT_BORN_YEAR(born), month = (int)(born >> 5 & 15), d = (int)(born & 31);
    bool before = month > day->month || (month == day->month && d > day->day); /* the birthday is still to come */
    int age = day->year - year - (before ? 1 : 0);
    return age < 0 ? 0 : age > SCRUT_ROLL_AGE_MAX ? SCRUT_ROLL_AGE_MAX : age;
}

/* The version's day is a whole date: election.yaml was checked. */
scrut_date day_of_version(const auditing *a)
{
    scrut_date day = {0};
    const char *text = a->audit->version->about.date;
    (void)!scrut_date_parse(text, strlen(text), SCRUT_DATE_YEAR_FIRST, LAST_YEAR, &day);
    return day;
}

static void count_ages(auditing *a)
{
    const people *p = &a->p;
    scrut_date day = day_of_version(a);
    for (uint32_t row = 0; p->born != NULL && row < p->count; row++) {
        int sex = p->sex != NULL ? p->sex[row] : 0;
        if (SCRUT_BORN_YEAR(p->born[row]) == 0)
            continue;
        a->audit->ages[sex][age_on(&day, p->born[row])]++;
        a->audit->birth_days[sex][p->born[row] & 31]++;
    }
}

static double at_age(const auditing *a, int age)
{
    return (double)(a->audit->ages[0][age] + a->audit->ages[1][age] + a->audit->ages[2][age]);
}

/* 5 P(25, 30, .. 60) / P(23 .. 62), in per cent: 100 without, 500 with nothing but heaps (G. C. Whipple, Vital
 * Statistics, 1919). */
static bool whipple(const auditing *a, double *ret_index)
{
    double heaps = 0, all = 0;
    for (int age = 23; age <= 62; age++)
        all += at_age(a, age);
    for (int age = 25; age <= 60; age += 5)
        heaps += at_age(a, age);
    *ret_index = all > 0 ? 500 * heaps / all : 0;
    return all > 0;
}

/* R. J. Myers, Transactions of the Actuarial Society of America 41 (1940): ages 20 to 89, each digit blended so that a
 * falling age structure does not favour the low ones; half of the sum of what differs from a tenth, in per cent. */
static bool myers(const auditing *a, double *ret_index)
{
    double blended[10], all = 0, index = 0;
    for (int digit = 0; digit < 10; digit++) {
        double from_20 = 0, from_30 = 0;
        for (int age = 20 + digit; age < 80; age += 10)
            from_20 += at_age(a, age);
        for (int age = 30 + digit; age < 90; age += 10)
            from_30 += at_age(a, age);
        blended[digit] = (digit + 1) * from_20 + (9 - digit) * from_30;
        all += blended[digit];
    }
    for (int digit = 0; digit < 10 && all > 0; digit++)
        index += fabs(100 * blended[digit] / all - 10) / 2;
    *ret_index = index;
    return all > 0;
}

static void add_indices(auditing *a, scrut_roll_detector *d)
{
    double index, old = 0;
    int first = (int)a->roll->age;
    if (whipple(a, &index))
        add_figure(a, d, SCRUT_KEY("Whipple's index of ages that end in 0 and 5 (100: none favoured)"), index, 1);
    if (myers(a, &index))
        add_figure(a, d, SCRUT_KEY("Myers' index of last digits of ages, per cent (0: none favoured)"), index, 1);
    if (first + 2 <= SCRUT_ROLL_AGE_MAX) {
        add_figure(a, d, SCRUT_KEY("names in the first year of voting age"), at_age(a, first), 0);
        add_figure(a, d, SCRUT_KEY("names in each of the next two years"),
                   (at_age(a, first + 1) + at_age(a, first + 2)) / 2, 0);
    }
    for (int age = 101; age <= SCRUT_ROLL_AGE_MAX; age++)
        old += at_age(a, age);
    add_figure(a, d, SCRUT_KEY("names older than 100 years"), old, 0);
}

static bool is_first_of_january(uint32_t born)
{
    return (born & 511) == (1 << 5 | 1);
}

scrut_status audit_ages(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_AGES);
    const people *p = &a->p;
    d->question = SCRUT_KEY("names born on 1 January");
    d->frame = SCRUT_KEY("names with a whole date of birth");
    d->assumes = SCRUT_KEY("births fall on all days of the year alike; places are compared with one another");
    count_ages(a);
    if (p->born == NULL)
        return not_provided(a, SCRUT_ROLL_AGES, SCRUT_KEY("Dates of birth."));
    family_unit *list = family_open(a);
    if (list == NULL)
        return scrut_fail_memory(a->err);
    for (size_t i = 0; i < a->family->count; i++)
        list[i].tested = 0;
    for (uint32_t row = 0; row < p->count; row++) {
        uint32_t unit = a->family->of_row[row];
        if (!SCRUT_BORN_WHOLE(p->born[row]))
            continue;
        d->tested++;
        d->observed += is_first_of_january(p->born[row]);
        if (unit > 0) {
            list[unit - 1].tested++;
            list[unit - 1].observed += is_first_of_january(p->born[row]);
        }
    }
    d->has_expected = true;
    d->expected = range_of_count((double)d->tested / 365.25, (double)d->tested / 365.25);
    add_indices(a, d);
    expect_shares(list, a->family->count);
    scrut_status status = keep_family(a, d, a->family, family_subject(a), a->family_name, list, a->family->count);
    free(list);
    return status;
}
