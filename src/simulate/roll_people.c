/* SPDX-License-Identifier: Apache-2.0
 * roll_people.c: who stands on a row: households, ages, names, numbers; and what clerks made of a second row or of an
 * earlier version. Everything follows from (seed, row). */
#include "roll_internal.h"

#include <stdio.h>
#include <string.h>

enum { MILLION = 1000000, HOUSEHOLD_MAX = 8, ADULT = 18, IDENTITY_BITS = 27 };

/* ---- days and ages ---------------------------------------------------------------------------------------- */

static void civil_of(int32_t day, int32_t *ret_year, int32_t *ret_month, int32_t *ret_day)
{
    /* The inverse of scrut_day_of: years from March, eras of 400 years. */
    int32_t z = day + 719468, era = (z >= 0 ? z : z - 146096) / 146097, of_era = z - era * 146097,
            year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365,
            of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    *ret_day = of_year - (153 * month + 2) / 5 + 1;
    *ret_month = month < 10 ? month + 3 : month - 9;
    *ret_year = year + era * 400 + (*ret_month <= 2);
}

void roll_date_text(int32_t day, char text[11])
{
    int32_t y, m, d;
    civil_of(day, &y, &m, &d);
    for (int i = 3; i >= 0; i--, y /= 10)
        text[i] = (char)('0' + y % 10);
    text[4] = text[7] = '-';
    text[5] = (char)('0' + m / 10);
    text[6] = (char)('0' + m % 10);
    text[8] = (char)('0' + d / 10);
    text[9] = (char)('0' + d % 10);
    text[10] = '\0';
}

int roll_age(int32_t born, int32_t day)
{
    int32_t y0, m0, d0, y1, m1, d1;
    civil_of(born, &y0, &m0, &d0);
    civil_of(day, &y1, &m1, &d1);
    return (int)(y1 - y0 - (m1 < m0 || (m1 == m0 && d1 < d0)));
}

/* Adults by groups of five years from 18 to 19 on, of 1,000: a young country, invented. */
static const uint16_t ADULTS[] = {66, 165, 150, 125, 80, 88, 78, 68, 55, 44, 33, 22, 15, 7, 4};
/* Deaths in a year of 100,000, by the same groups: men, women. */
static const uint16_t MORTALITY[][2] = {{130, 80},    {170, 100},   {200, 120},   {250, 150},    {320, 200},
                                        {430, 270},   {600, 380},   {850, 550},   {1250, 850},   {1900, 1300},
                                        {2900, 2100}, {4500, 3400}, {7000, 5500}, {11000, 9000}, {19000, 17000}};

static int group_of(int age)
{
    int group = age < 20 ? 0 : (age - 15) / 5;
    return group < (int)COUNT_OF(MORTALITY) ? group : (int)COUNT_OF(MORTALITY) - 1;
}

uint32_t roll_mortality(int age, bool male)
{
    return MORTALITY[group_of(age)][male ? 0 : 1];
}

static int draw_age(scrut_rng *rng)
{
    uint32_t u = scrut_rng_below(rng, 1000), group = 0;
    for (; group + 1 < COUNT_OF(ADULTS) && u >= ADULTS[group]; group++)
        u -= ADULTS[group];
    return group == 0 ? ADULT + (int)scrut_rng_below(rng, 2) : 15 + 5 * (int)group + (int)scrut_rng_below(rng, 5);
}

/* The age of somebody who died: ages are kept as often as people of that age die. */
static int draw_age_of_dead(scrut_rng *rng)
{
    enum { MOST = 19000 };
    int age = draw_age(rng);
    while (!scrut_rng_chance(rng, roll_mortality(age, true), MOST))
        age = draw_age(rng);
    return age;
}

/* A day of birth for an age on the day of the last version. Many of those born before there were registers have
 * 1 January, and some a round year. */
static int32_t day_of_birth(const roll_model *r, int age, scrut_rng *rng)
{
    int32_t born = r->day[ROLL_FINAL] - (int32_t)((int64_t)age * 146097 / 400) - 1 - (int32_t)scrut_rng_below(rng, 364),
            y, m, d;
    uint32_t heaped = scrut_rng_below(rng, 100);
    if (age <= 35 || heaped >= 25)
        return born;
    civil_of(born, &y, &m, &d);
    return scrut_day_of(heaped < 10 ? y / 5 * 5 : y, 1, 1);
}

/* ---- households ------------------------------------------------------------------------------------------- */

uint32_t roll_station_of(const roll_model *r, uint32_t row)
{
    const uint32_t *first = row < r->row_count ? r->first_row : r->first_gone;
    uint32_t low = 0, high = r->w->station_count - 1;
    while (low < high) {
        uint32_t middle = (low + high + 1) / 2;
        if (first[middle] <= row)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static bool is_single(const roll_model *r, uint32_t row)
{
    return row >= r->row_count || r->kind[row] == ROLL_GHOST ||
           (r->kind[row] == ROLL_DEAD && (r->flags[row] & ROLL_INJECTED) != 0);
}

/* First row of the household that the row's place belongs to. */
static uint32_t head_of(const roll_model *r, uint32_t row, uint32_t first)
{
    for (;; row--) {
        if ((row - first) % HOUSEHOLD_MAX == 0)
            return row;
        scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_HOUSE, row);
        if (scrut_rng_below(&rng, 100) < 30)
            return row;
    }
}

typedef enum { MEMBER_HEAD, MEMBER_SPOUSE, MEMBER_CHILD, MEMBER_OTHER } member;

/* What somebody is in the household, and the age. The stream gives the role first, so that both can be asked for. */
static member role_of(const roll_model *r, uint32_t row, uint32_t head, scrut_rng *rng, int *ret_age)
{
    scrut_rng first = scrut_rng_open(r->w->seed, PURPOSE_ROLL_BORN, head);
    int head_age = draw_age(&first);
    *rng = row == head ? first : scrut_rng_open(r->w->seed, PURPOSE_ROLL_BORN, row);
    *ret_age = row == head ? head_age : draw_age(rng);
    if (row == head)
        return MEMBER_HEAD;
    if (row == head + 1 && scrut_rng_below(rng, 100) < 80) {
        int age = head_age - 8 + (int)scrut_rng_below(rng, 17);
        *ret_age = age < ADULT ? ADULT : age > 94 ? 94 : age;
        return MEMBER_SPOUSE;
    }
    if (head_age < 2 * ADULT)
        return MEMBER_OTHER;
    int youngest = ADULT, oldest = head_age - ADULT < 60 ? head_age - ADULT : 60;
    *ret_age = youngest + (int)scrut_rng_below(rng, (uint32_t)(oldest - youngest) + 1);
    return MEMBER_CHILD;
}

/* One of two children who are twins: born on the day of the row before. */
static bool is_twin(const roll_model *r, uint32_t row, uint32_t head)
{
    if (row < head + 3)
        return false;
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_HOUSE, row);
    (void)scrut_rng_u32(&rng);
    return scrut_rng_below(&rng, 60) == 0;
}

static int32_t born_single(const roll_model *r, uint32_t row)
{
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_BORN, row);
    bool dead = r->kind[row] == ROLL_DIED || r->kind[row] == ROLL_DEAD;
    int age = dead ? draw_age_of_dead(&rng) : draw_age(&rng);
    /* Whoever was listed before the last version was of age then. */
    if (row >= r->row_count && age < ADULT + 2)
        age += 2 + (int)((r->day[ROLL_FINAL] - r->day[ROLL_EARLIER]) / 365);
    return day_of_birth(r, age, &rng);
}

/* Day of birth of the person, without what a clerk made of a second row. */
static int32_t born_of_person(const roll_model *r, uint32_t row)
{
    if (is_single(r, row))
        return born_single(r, row);
    uint32_t head = head_of(r, row, r->first_row[roll_station_of(r, row)]);
    while (is_twin(r, row, head))
        row--;
    scrut_rng rng;
    int age;
    (void)role_of(r, row, head, &rng, &age);
    return day_of_birth(r, age, &rng);
}

/* A date slips: day and month exchanged, another day, the year before, or only the year is kept. Nobody becomes too
 * young by it. */
static int32_t slip_date(const roll_model *r, int32_t born, scrut_rng *rng)
{
    int32_t y, m, d;
    civil_of(born, &y, &m, &d);
    int32_t slipped = scrut_day_of(y, m, 1 + (d + (int32_t)scrut_rng_below(rng, 26)) % 27),
            before = scrut_day_of(y - 1, m, m == 2 && d == 29 ? 28 : d);
    uint32_t what = scrut_rng_below(rng, 4);
    if (what == 0 && d <= 12 && d != m)
        slipped = scrut_day_of(y, d, m);
    else if (what == 1 && (d != 1 || m != 1))
        slipped = scrut_day_of(y, 1, 1);
    else if (what == 2)
        slipped = before;
    return roll_age(slipped, r->day[ROLL_FINAL]) < ADULT ? before : slipped;
}

int32_t roll_born(const roll_model *r, uint32_t row)
{
    int32_t born = born_of_person(r, r->of[row]);
    if (r->kind[row] != ROLL_DATED)
        return born;
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_ROW, row);
    return slip_date(r, born, &rng);
}

/* ---- the rest of a person --------------------------------------------------------------------------------- */

static bool sex_of(const roll_model *r, uint32_t row, uint32_t head, member role)
{
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_PERSON, role == MEMBER_SPOUSE ? head : row);
    bool male = scrut_rng_below(&rng, 100) < 48;
    return role == MEMBER_SPOUSE ? !male : male;
}

bool roll_is_male(const roll_model *r, uint32_t row)
{
    row = r->of[row];
    if (is_single(r, row))
        return sex_of(r, row, row, MEMBER_HEAD);
    uint32_t head = head_of(r, row, r->first_row[roll_station_of(r, row)]);
    scrut_rng rng;
    int age;
    return sex_of(r, row, head, role_of(r, row, head, &rng, &age));
}

static uint32_t scramble(uint32_t number, unsigned bits, uint32_t factor)
{
    return (number * factor + 12345) & ((1U << bits) - 1); /* odd factor: no two are equal */
}

/* Nine digits and the check digit of Luhn. */
static void identity_text(uint32_t number, char text[16])
{
    uint32_t sum = 0;
    text[10] = '\0';
    for (int i = 8; i >= 0; i--, number /= 10) {
        uint32_t digit = number % 10, twice = i % 2 == 0 ? 2 * digit : digit;
        text[i] = (char)('0' + digit);
        sum += twice > 9 ? twice - 9 : twice;
    }
    text[9] = (char)('0' + (10 - sum % 10) % 10);
}

static void draw_identity(const roll_model *r, uint32_t row, scrut_rng *rng, roll_person *p)
{
    p->identity[0] = '\0';
    if (!scrut_rng_chance(rng, (uint32_t)r->rates.without_number, MILLION))
        identity_text(scramble(row, IDENTITY_BITS, 0x2545F491U), p->identity);
}

void roll_key_text(const roll_model *r, uint32_t row, char text[16])
{
    uint32_t key = scramble(row, r->key_bits, 0x9E3779B1U);
    text[9] = '\0';
    for (int i = 8; i >= 0; i--, key /= 10)
        text[i] = (char)('0' + key % 10);
}

/* A person of the row's own; ret_name so that somebody can spell it otherwise. */
static void make_person(const roll_model *r, uint32_t row, roll_person *p, roll_name *ret_name)
{
    bool single = is_single(r, row);
    uint32_t station = roll_station_of(r, row), first = r->first_row[station],
             head = single ? row : head_of(r, row, first);
    member role = MEMBER_HEAD;
    scrut_rng rng;
    int age = 0;
    if (!single)
        role = role_of(r, row, head, &rng, &age);
    p->born = born_of_person(r, row);
    p->male = sex_of(r, row, head, role);
    rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_PERSON, row);
    (void)scrut_rng_u32(&rng); /* the sex */
    scrut_rng family = scrut_rng_open(r->w->seed, PURPOSE_ROLL_HOUSE, head);
    family = single ? rng : family;
    (void)scrut_rng_u64(&family); /* whether the household begins here */
    uint32_t region = r->w->unit_of[station];
    uint16_t own = roll_draw_surname(&r->stock, &rng, region), shared = roll_draw_surname(&r->stock, &family, region);
    bool has_own = role == MEMBER_SPOUSE || scrut_rng_below(&rng, 100) < 15;
    ret_name->surname = has_own && role != MEMBER_HEAD ? own : shared;
    int32_t y, m, d;
    civil_of(p->born, &y, &m, &d);
    roll_draw_given(&r->stock, &rng, p->male, (uint32_t)(y / 10 % 10), ret_name);
    ret_name->spelling = roll_draw_spelling(&rng);
    draw_identity(r, row, &rng, p);
    p->house = row >= r->row_count ? 1 + scrut_rng_below(&rng, 200) : (head - first) / 2 + 1;
    /* Names of nobody stand at three houses of the place. */
    if (r->kind[row] == ROLL_GHOST)
        p->house = 901 + scrut_rng_below(&rng, 3);
    roll_spell(ret_name, p);
}

/* ---- what clerks made of it ------------------------------------------------------------------------------- */

/* Another usual spelling of the name, or a slip where all are alike. */
static void spell_otherwise(roll_name name, roll_person *p, scrut_rng *rng)
{
    char surname[sizeof p->surname], given[sizeof p->given];
    memcpy(surname, p->surname, sizeof surname);
    memcpy(given, p->given, sizeof given);
    uint32_t bits = scrut_rng_u32(rng);
    name.spelling ^= bits & bits >> 6 & 63;
    roll_spell(&name, p);
    if (strcmp(p->surname, surname) == 0 && strcmp(p->given, given) == 0)
        roll_slip(p->given, sizeof p->given, rng);
}

static void make_second_row(const roll_model *r, uint32_t row, const roll_name *name, roll_person *p)
{
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_ROW, row);
    if (r->kind[row] == ROLL_DATED)
        p->born = slip_date(r, p->born, &rng);
    uint32_t number = scrut_rng_below(&rng, 3);
    if (number == 1)
        p->identity[0] = '\0';
    else if (number == 2)
        identity_text(scramble(row, IDENTITY_BITS, 0x2545F491U), p->identity);
    p->house = 1 + scrut_rng_below(&rng, 200);
    bool may_differ = r->kind[row] == ROLL_MOVED || r->kind[row] == ROLL_MERGED;
    if (r->kind[row] == ROLL_SPELLED || (may_differ && scrut_rng_below(&rng, 100) < 30))
        spell_otherwise(*name, p, &rng);
    if (scrut_rng_below(&rng, 100) < 30)
        roll_encode_otherwise(p->given_km, sizeof p->given_km);
}

/* What the version before the last had, where it was corrected since. */
static void undo_correction(const roll_model *r, uint32_t row, roll_person *p)
{
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_EARLIER, row);
    switch (scrut_rng_below(&rng, 10)) {
    case 0:
    case 1:
    case 2:
    case 3: roll_slip(p->given, sizeof p->given, &rng); break;
    case 4:
    case 5: roll_slip(p->surname, sizeof p->surname, &rng); break;
    case 6:
    case 7: p->born = slip_date(r, p->born, &rng); break;
    case 8: p->male = !p->male; break;
    default:
        if (p->identity[0] != '\0')
            p->identity[0] = '\0';
        else
            identity_text(scramble(row, IDENTITY_BITS, 0x2545F491U), p->identity);
    }
}

void roll_person_of(const roll_model *r, uint32_t row, bool before_last, roll_person *p)
{
    roll_name name;
    make_person(r, r->of[row], p, &name);
    if (r->of[row] != row)
        make_second_row(r, row, &name, p);
    if (before_last && (r->flags[row] & ROLL_CORRECTED) != 0)
        undo_correction(r, row, p);
}
