/* SPDX-License-Identifier: Apache-2.0
 * Detectors on rolls small enough to count by hand. Names are drawn so that no two agree unless a test makes them. */
#include "audited.h"
#include "harness.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const scrut_roll_detector *detector(const audited *a, scrut_roll_detector_kind kind)
{
    return &a->audit->detectors[kind];
}

static double figure(const scrut_roll_detector *d, const char *name)
{
    for (size_t i = 0; i < d->figure_count; i++)
        if (strcmp(d->figures[i].name, name) == 0)
            return d->figures[i].value;
    ck_abort_msg("there is no figure \"%s\"", name);
    return 0;
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */

START_TEST(without_evidence_a_detector_says_what_is_not_provided)
{
    audited a = audited_new("  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {key: no}}]\n",
                            "no\n1\n2\n", NULL);
    for (int i = 0; i < SCRUT_ROLL_DETECTORS; i++)
        ck_assert_ptr_nonnull(a.audit->detectors[i].missing);
    ck_assert_int_eq(a.audit->rows, 2);
    ck_assert_uint_eq(a.audit->findings.count, 0);
    audited_free(&a);
}
END_TEST

/* 40 people, each with a name and date of their own, the first 12 twice; half of the second rows marked. */
static scrut_buf doubled_roll(void)
{
    scrut_buf csv = {0};
    scrut_buf_puts(&csv, "no,family,first,dob,sex,con,village,voted\n");
    for (int i = 0; i < 52; i++) {
        int person = i < 40 ? i : i - 40;
        scrut_buf_printf(&csv, "%d,", i + 1);
        audited_put_name(&csv, person * 37);
        scrut_buf_putc(&csv, ',');
        audited_put_name(&csv, person * 101 + 7);
        scrut_buf_printf(&csv, ",%d-%02d-%02d,%s,%s,v%d,%d\n", 1950 + person, 1 + person % 12, 2 + person % 26,
                         person % 2 == 0 ? "m" : "f", person % 2 == 0 ? "N" : "S", person % 4, i < 46);
    }
    return csv;
}

#define DOUBLED                                                                                                        \
    "  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {key: no, surname: family, given: first, born: "  \
    "dob, sex: sex, constituency: con, category: village"

START_TEST(twelve_people_who_are_listed_twice_are_twelve_pairs_in_surplus)
{
    scrut_buf csv = doubled_roll();
    audited a = audited_new(DOUBLED "}}]\n", csv.bytes, NULL);
    const scrut_roll_detector *exact = detector(&a, SCRUT_ROLL_EXACT), *likely = detector(&a, SCRUT_ROLL_LIKELY);
    ck_assert_int_eq(exact->tested, 52);
    ck_assert_double_eq(exact->observed, 12);
    ck_assert_double_eq_tol(exact->expected.value, 0, .1); /* no two people share a name */
    ck_assert_double_eq(likely->observed, 12);
    ck_assert_double_eq_tol(likely->excess.value, 12, .2);
    ck_assert_double_eq(figure(likely, "names in these groups"), 24);
    /* six of each constituency: people 0, 2, .. 10 and 1, 3, .. 11 */
    ck_assert_double_eq_tol(a.audit->stakes[0].surplus.value, 6, .1);
    ck_assert_double_eq_tol(a.audit->stakes[1].surplus.value, 6, .1);
    ck_assert_double_eq_tol(a.audit->stakes[2].surplus.value, 0, .1);
    ck_assert(!a.audit->stakes[0].votes_known);
    scrut_buf_free(&csv);
    audited_free(&a);
}
END_TEST

/* Twelve of N are listed twice and five of S: the sum is known, so the twelve would tell of the five. */
START_TEST(what_is_hidden_for_anothers_sake_is_told_by_its_finding_to_the_nearest_ten_alone)
{
    scrut_buf csv = {0};
    scrut_buf_puts(&csv, "no,family,first,dob,sex,con,village\n");
    for (int i = 0; i < 84; i++) {
        int person = i < 60 ? i : i - 60;
        if (i >= 60 && person % 2 == 1 && person >= 10)
            continue;
        scrut_buf_printf(&csv, "%d,", i + 1);
        audited_put_name(&csv, person * 37);
        scrut_buf_putc(&csv, ',');
        audited_put_name(&csv, person * 101 + 7);
        scrut_buf_printf(&csv, ",%d-%02d-%02d,%s,%s,v%d\n", 1930 + person, 1 + person % 12, 2 + person % 26,
                         person % 2 == 0 ? "m" : "f", person % 2 == 0 ? "N" : "S", person % 4);
    }
    audited a = audited_new(DOUBLED "}}]\n", csv.bytes, NULL);
    ck_assert_double_eq_tol(a.audit->stakes[0].surplus.value, 12, .2);
    ck_assert_double_eq_tol(a.audit->stakes[1].surplus.value, 5, .2);
    ck_assert(a.audit->stakes[0].hidden && a.audit->stakes[1].hidden);
    size_t count = 0;
    for (size_t i = 0; i < a.audit->findings.count; i++) {
        const scrut_finding *f = &a.audit->findings.items[i];
        if (strcmp(f->check->code, "V01") != 0)
            continue;
        count++;
        ck_assert_uint_eq(f->constituency, 0);
        ck_assert_int_eq(f->at_stake, 10);
        ck_assert_int_eq(f->at_stake_low, 0); /* without a marked copy nobody may have voted twice */
        ck_assert_int_eq(f->at_stake_high, 20);
    }
    ck_assert_uint_eq(count, 1);
    scrut_buf_free(&csv);
    audited_free(&a);
}
END_TEST

START_TEST(six_of_them_have_two_marks_and_no_rate_explains_them_all)
{
    scrut_buf csv = doubled_roll();
    audited a = audited_new(DOUBLED ", voted: voted}}]\n", csv.bytes, NULL);
    const scrut_roll_detector *d = detector(&a, SCRUT_ROLL_VOTED);
    ck_assert_int_eq(d->tested, 12);
    ck_assert_double_eq_tol(d->observed, 6, .1);
    ck_assert_double_eq_tol(a.audit->double_votes_by_rate[0], 6, .1); /* no wrong mark: all are double votes */
    ck_assert_double_lt(a.audit->double_votes_by_rate[20], a.audit->double_votes_by_rate[0]);
    ck_assert(a.audit->stakes[0].votes_known);
    ck_assert_double_eq_tol(a.audit->stakes[0].votes.value, 3, .1); /* rows 41, 43, 45: people 0, 2, 4 */
    ck_assert_double_eq_tol(a.audit->stakes[1].votes.value, 3, .1);
    scrut_buf_free(&csv);
    audited_free(&a);
}
END_TEST

START_TEST(a_marked_copy_in_a_file_of_its_own_is_joined_by_key)
{
    scrut_buf csv = doubled_roll();
    audited a = {.folder = case_folder_new()};
    case_folder_write(&a.folder, "roll.csv", csv.bytes);
    /* both rows of people 0 and 1; one of person 2; key 99 is nobody's */
    case_folder_write(&a.folder, "marked.csv", "voter,mark\n1,x\n41,x\n2,x\n42,x\n3,x\n43,\n99,x\n");
    case_folder_write(&a.folder, "election.yaml",
                      AUDITED_HEAD DOUBLED
                      "}}]\n"
                      "  marked: {file: marked.csv, columns: {key: voter, voted: mark}}\n"
                      "  second-reading: {rows: [{voted: 1000, missed: 0, not-voted: 1000, wrong: 0},"
                      " {voted: 1000, missed: 0, not-voted: 1000, wrong: 0}]}\n");
    a.c = case_folder_load(&a.folder, 0);
    ck_assert_int_eq(scrut_roll_audit_run(a.c, NULL, &a.audit, NULL), SCRUT_OK);
    const scrut_roll_detector *d = detector(&a, SCRUT_ROLL_VOTED);
    ck_assert_double_eq_tol(d->observed, 2, .1);
    ck_assert_double_eq_tol(d->excess.value, 2, .1); /* no error of marking was found */
    ck_assert_ptr_null(a.audit->double_votes_by_rate);
    scrut_buf_free(&csv);
    audited_free(&a);
}
END_TEST

/* ---- single detectors ------------------------------------------------------------------------------------------- */

START_TEST(stations_over_the_limit_and_without_a_name_are_counted)
{
    scrut_buf csv = {0};
    scrut_buf_puts(&csv, "station\n");
    for (int i = 0; i < 30; i++)
        scrut_buf_printf(&csv, "%s\n", i < 12 ? "A" : i < 23 ? "B" : "C");
    audited a = {.folder = case_folder_new()};
    case_folder_write(&a.folder, "roll.csv", csv.bytes);
    case_folder_write(&a.folder, "list.csv", "code,con\nA,N\nB,N\nC,S\nD,S\n");
    case_folder_write(&a.folder, "election.yaml",
                      "scrutineer: case/1\ntitle: T\nconstituencies: {rows: [{constituency: N}, {constituency: S}]}\n"
                      "stations: {file: list.csv, station: code, constituency: con}\n"
                      "roll:\n  registered-limit: 11\n"
                      "  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {station: station}}]\n");
    a.c = case_folder_load(&a.folder, 0);
    ck_assert_int_eq(scrut_roll_audit_run(a.c, NULL, &a.audit, NULL), SCRUT_OK);
    const scrut_roll_detector *d = detector(&a, SCRUT_ROLL_STATIONS);
    ck_assert_int_eq(d->tested, 3);
    ck_assert_double_eq(d->observed, 1);
    ck_assert_uint_eq(d->discoveries, 1);
    ck_assert_str_eq(d->places[0].id, "A");
    ck_assert_uint_eq(d->places[0].constituency, 0); /* by the official list */
    ck_assert_double_eq(figure(d, "stations of the official list without a name"), 1);
    ck_assert_int_eq(a.audit->stakes[0].names, 23);
    scrut_buf_free(&csv);
    audited_free(&a);
}
END_TEST

START_TEST(names_against_people_are_tested_with_the_error_of_the_people)
{
    audited a = audited_new(
        "  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {areas: {commune: c}}}]\n"
        "  population: {level: commune, year: 2013, rows: [{unit: P, people: 40, error: 4},"
        " {unit: Q, people: 12, error: 4}, {unit: R, people: 5}, {unit: Z, people: 9}]}\n",
        "c\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\n"
        "P\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nP\nQ\nQ\nQ\nQ\nQ\nQ\nQ\nQ\nQ\nQ\nR\nR\nR\nR\nR\nR\n",
        NULL);
    const scrut_roll_detector *d = detector(&a, SCRUT_ROLL_PEOPLE);
    ck_assert_int_eq(d->tested, 3);
    ck_assert_double_eq(d->observed, 2);  /* P: 50 > 40, R: 6 > 5 */
    ck_assert_uint_eq(d->discoveries, 1); /* R has no error, so it is not tested */
    ck_assert_str_eq(d->places[0].id, "P");
    ck_assert_double_eq_tol(d->places[0].p, 4.8e-7, .3e-7); /* normal, 10 / (4 / 1.96) = 4.9 deviations */
    ck_assert_double_eq(figure(d, "names above the number of people, in places that have more names"), 11);
    ck_assert_double_eq(figure(d, "places of the table that no name of the roll lies in"), 1);
    audited_free(&a);
}
END_TEST

START_TEST(expected_deaths_are_listed_times_chance_times_years)
{
    /* two men of 70 and a woman of 30 on 2013-07-01, cleaned 730 days before: 730 / 365.25 years */
    audited a =
        audited_new("  versions: [{id: v, date: 2013-07-01, cleaned: 2011-07-02, file: roll.csv, columns: {born: b, "
                    "sex: s}}]\n"
                    "  deaths: {removed: 0, table: {rows: [{age: 18, male: 500, female: 250}, {age: 60, male: 20000,"
                    " female: 10000}]}}\n",
                    "b,s\n1943-07-01,m\n1943-01-01,m\n1983-06-30,f\n1983,f\n", NULL);
    const scrut_roll_detector *d = detector(&a, SCRUT_ROLL_EXPECTED);
    double years = 730 / 365.25;
    ck_assert_double_eq_tol(d->observed, (2 * .2 + 2 * .0025) * years, 1e-9);
    /* of .81 deaths expected: none with 44.5 %, at most 2 with 95.1 %, at most 3 with 99.0 % */
    ck_assert_double_eq(d->excess.low, 0);
    ck_assert_double_eq(d->excess.high, 3);
    ck_assert_int_eq(a.audit->ages[1][70], 2);
    ck_assert_int_eq(a.audit->ages[2][30], 2);
    ck_assert_int_eq(a.audit->birth_days[1][1], 2);
    ck_assert_int_eq(a.audit->birth_days[2][0], 1);
    audited_free(&a);
}
END_TEST

/* A thousand people; the records have every seventeenth, and of these only the day of death. */
static double deaths_expected_after(const char *died, double *ret_gone)
{
    scrut_buf lists[2] = {{0}};
    scrut_buf_puts(&lists[0], "name,b,s,no\n");
    scrut_buf_puts(&lists[1], "name,b,s,no,died\n");
    for (int i = 0; i < 1000; i++)
        for (int k = 0; k < (i % 17 == 0 ? 2 : 1); k++) {
            audited_put_name(&lists[k], 7 * i);
            scrut_buf_printf(&lists[k], ",%d-%02d-%02d,%c,%d", 1940 + i % 31, 1 + i % 12, 1 + i % 28,
                             i % 2 == 0 ? 'm' : 'f', 100000 + 7919 * i);
            scrut_buf_printf(&lists[k], k == 0 ? "%s\n" : ",%s\n", k == 0 ? "" : died);
        }
    audited a = audited_new(
        "  versions: [{id: v, date: 2013-07-01, cleaned: 2011-07-02, file: roll.csv, columns: {given: name, born: b, "
        "sex: s, identity: no}}]\n"
        "  deaths: {removed: 0, records: {file: people.csv, columns: {given: name, born: b, sex: s, identity: no, "
        "died: died}}, table: {rows: [{age: 18, male: 2000, female: 1000}]}}\n",
        lists[0].bytes, lists[1].bytes);
    const scrut_roll_detector *d = detector(&a, SCRUT_ROLL_EXPECTED);
    ck_assert_int_eq(d->tested, 1000);
    ck_assert_double_eq(detector(&a, SCRUT_ROLL_DECEASED)->observed, 59);
    *ret_gone = 0;
    for (size_t i = 0; i < d->figure_count; i++)
        if (strcmp(d->figures[i].name, "of these names, dead before these years by the records") == 0)
            *ret_gone = d->figures[i].value;
    double expected = d->observed;
    audited_free(&a);
    scrut_buf_free(&lists[0]);
    scrut_buf_free(&lists[1]);
    return expected;
}

START_TEST(whoever_died_before_the_cleaning_does_not_die_again)
{
    /* of 500 men 2 in 100 a year, of as many women 1; of the 59 in the records 30 are men */
    double years = 730 / 365.25, all = (500 * .02 + 500 * .01) * years, left = (470 * .02 + 471 * .01) * years, gone;
    ck_assert_double_eq_tol(deaths_expected_after("2011-07-03", &gone), all, 1e-9);
    ck_assert_double_eq(gone, 0);
    ck_assert_double_eq_tol(deaths_expected_after("", &gone), all, 1e-9); /* nobody knows when */
    ck_assert_double_eq(gone, 0);
    ck_assert_double_eq_tol(deaths_expected_after("2011-07-02", &gone), left, .01);
    ck_assert_double_eq_tol(gone, 59, .5);
}
END_TEST

START_TEST(heaps_are_whipples_and_myers_numbers)
{
    /* one person of each age from 23 to 62, and one more of 25, 30, .. 60: 500 x 16 / 48 */
    scrut_buf csv = {0};
    scrut_buf_puts(&csv, "b\n");
    for (int age = 23; age <= 62; age++) {
        scrut_buf_printf(&csv, "%d-03-04\n", 2013 - age);
        if (age % 5 == 0)
            scrut_buf_printf(&csv, "%d-01-01\n", 2013 - age);
    }
    audited a =
        audited_new("  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {born: b}}]\n", csv.bytes, NULL);
    const scrut_roll_detector *d = detector(&a, SCRUT_ROLL_AGES);
    ck_assert_double_eq_tol(figure(d, "Whipple's index of ages that end in 0 and 5 (100: none favoured)"),
                            500.0 * 16 / 48, 1e-9);
    ck_assert_double_eq(d->observed, 8);
    ck_assert_int_eq(d->tested, 48);
    scrut_buf_free(&csv);
    /* the same number at every age from 20 to 89: every digit's blended sum is 70 */
    csv = (scrut_buf){0};
    scrut_buf_puts(&csv, "b\n");
    for (int age = 20; age <= 89; age++)
        scrut_buf_printf(&csv, "%d-03-04\n", 2013 - age);
    audited_free(&a);
    a = audited_new("  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {born: b}}]\n", csv.bytes, NULL);
    ck_assert_double_eq_tol(
        figure(detector(&a, SCRUT_ROLL_AGES), "Myers' index of last digits of ages, per cent (0: none favoured)"), 0,
        1e-9);
    scrut_buf_free(&csv);
    audited_free(&a);
}
END_TEST

START_TEST(neighbours_alike_are_set_against_every_order)
{
    /* one station, dates a a b b c in this order: 2 alike. Over all orders: sum of squares 9 / 5 - 1 = .8 */
    audited a = audited_new(
        "  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {born: b, order: o, station: s}}]\n",
        "b,o,s\n1980-05-05,2,A\n1980-05-05,1,A\n1981-05-05,4,A\n1981-05-05,3,A\n1982-05-05,5,A\n", NULL);
    const scrut_roll_detector *d = detector(&a, SCRUT_ROLL_RUNS);
    ck_assert_int_eq(d->tested, 4);
    ck_assert_double_eq(d->observed, 2);
    ck_assert_double_eq_tol(d->expected.value, .8, 1e-12);
    /* of 30 different orders 6 have two pairs, 12 one: mean 24/30, mean of squares 36/30, variance .56 */
    ck_assert_double_eq_tol((d->excess.high - d->excess.value) / 1.959963984540054, sqrt(.56), 1e-9);
    audited_free(&a);
}
END_TEST

START_TEST(two_stations_with_one_list_are_found_and_others_are_not)
{
    scrut_buf csv = {0};
    scrut_buf_puts(&csv, "f,g,s\n");
    for (int station = 0; station < 4; station++)
        for (int i = 0; i < 40; i++) {
            int person = (station == 3 ? 1 : station) * 40 + i + (station == 3 && i < 6 ? 1000 : 0);
            audited_put_name(&csv, person * 37);
            scrut_buf_putc(&csv, ',');
            audited_put_name(&csv, person * 101 + 7);
            scrut_buf_printf(&csv, ",s%d\n", station);
        }
    audited a = audited_new(
        "  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {surname: f, given: g, station: s}}]\n",
        csv.bytes, NULL);
    const scrut_roll_detector *d = detector(&a, SCRUT_ROLL_LISTS);
    ck_assert_int_eq(d->tested, 4);
    ck_assert_double_eq(d->observed, 1);
    ck_assert_str_eq(d->places[0].id, "s1 + s3");
    ck_assert_double_eq(d->places[0].observed, 34);
    ck_assert_int_eq(d->places[0].tested, 46);
    ck_assert_uint_eq(d->family_size, 6);
    scrut_buf_free(&csv);
    audited_free(&a);
}
END_TEST

START_TEST(numbers_are_checked_and_two_persons_with_one_are_counted)
{
    scrut_buf csv = {0};
    scrut_buf_puts(&csv, "f,g,b,i\n");
    for (int i = 0; i < 30; i++) {
        audited_put_name(&csv, i * 37);
        scrut_buf_putc(&csv, ',');
        audited_put_name(&csv, i * 101 + 7);
        /* people 0 and 1 have one number, which Luhn's check allows (its usual example); 28 others a wrong one */
        scrut_buf_printf(&csv, ",19%d-%02d-%02d,%s%d\n", 50 + i, 1 + i % 12, 2 + i % 20,
                         i < 2 ? "7992739871" : "799273987", i < 2 ? 3 : 100 + 10 * i + 1);
    }
    audited a =
        audited_new("  checksum: luhn\n"
                    "  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {surname: f, given: g, born: b, "
                    "identity: i}}]\n",
                    csv.bytes, NULL);
    const scrut_roll_detector *shared = detector(&a, SCRUT_ROLL_SHARED);
    ck_assert_int_eq(shared->tested, 30);
    ck_assert_double_eq(shared->observed, 1);
    ck_assert_double_eq(figure(shared, "names with these numbers"), 2);
    const scrut_roll_detector *checksum = detector(&a, SCRUT_ROLL_CHECKSUM);
    ck_assert_int_eq(checksum->tested, 30);
    ck_assert_double_ge(checksum->observed, 20); /* one number in ten passes by chance */
    ck_assert_double_le(checksum->observed, 28);
    scrut_buf_free(&csv);
    audited_free(&a);
}
END_TEST

START_TEST(check_digits_are_those_of_the_standards)
{
    static const struct {
        const char *checksum, *number;
        int fails;
    } NUMBERS[] = {{"luhn", "79927398713", 0}, {"luhn", "79927398710", 1}, {"verhoeff", "2363", 0},
                   {"verhoeff", "2364", 1},    {"verhoeff", "3263", 1},    {"mod97", "79", 1},
                   {"mod97", "98", 0},         {"mod97", "79276", 1}};
    for (size_t i = 0; i < sizeof NUMBERS / sizeof NUMBERS[0]; i++) {
        char yaml[200], csv[100];
        snprintf(yaml, sizeof yaml,
                 "  checksum: %s\n  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {identity: i}}]\n",
                 NUMBERS[i].checksum);
        snprintf(csv, sizeof csv, "i\n%s\n", NUMBERS[i].number);
        audited a = audited_new(yaml, csv, NULL);
        ck_assert_msg((int)detector(&a, SCRUT_ROLL_CHECKSUM)->observed == NUMBERS[i].fails, "%s of %s",
                      NUMBERS[i].checksum, NUMBERS[i].number);
        audited_free(&a);
    }
}
END_TEST

START_TEST(a_full_address_stands_out_from_those_of_its_constituency)
{
    scrut_buf csv = {0};
    scrut_buf_puts(&csv, "con,house\n");
    for (int house = 0; house < 200; house++)
        for (int person = 0; person < 1 + house % 4; person++)
            scrut_buf_printf(&csv, "N,h%d\n", house);
    for (int person = 0; person < 60; person++)
        scrut_buf_puts(&csv, "N,hall\n");
    audited a = audited_new(
        "  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {constituency: con, address: house}}]\n",
        csv.bytes, NULL);
    const scrut_roll_detector *d = detector(&a, SCRUT_ROLL_ADDRESSES);
    ck_assert_int_eq(d->tested, 201);
    ck_assert_double_eq(d->observed, 1);
    ck_assert_double_eq(figure(d, "names at these addresses"), 60);
    scrut_buf_free(&csv);
    audited_free(&a);
}
END_TEST

START_TEST(a_clerks_day_stands_out_from_the_clerks_other_days)
{
    scrut_buf csv = {0};
    scrut_buf_puts(&csv, "clerk,day\n");
    for (int clerk = 0; clerk < 3; clerk++)
        for (int day = 1; day <= 28; day++)
            for (int i = 0; i < (clerk == 1 && day == 9 ? 90 : 18 + (day * 7 + clerk) % 5); i++)
                scrut_buf_printf(&csv, "c%d,2012-10-%02d\n", clerk, day);
    audited a = audited_new(
        "  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {clerk: clerk, registered: day}}]\n",
        csv.bytes, NULL);
    const scrut_roll_detector *d = detector(&a, SCRUT_ROLL_CLERKS);
    ck_assert_int_eq(d->tested, 84);
    ck_assert_double_eq(d->observed, 1);
    ck_assert_double_eq(figure(d, "registrations on these days"), 90);
    ck_assert_uint_eq(d->place_count, 0); /* a clerk is a person */
    scrut_buf_free(&csv);
    audited_free(&a);
}
END_TEST

START_TEST(people_in_the_records_of_deaths_are_found)
{
    scrut_buf csv = doubled_roll(), deaths = {0};
    audited a = {.folder = case_folder_new()};
    scrut_buf_puts(&deaths, "fam,fst,b,x\n");
    for (int person = 20; person < 31; person++) {
        audited_put_name(&deaths, person * 37);
        scrut_buf_putc(&deaths, ',');
        audited_put_name(&deaths, person * 101 + 7);
        scrut_buf_printf(&deaths, ",%d-%02d-%02d,%s\n", 1950 + person, 1 + person % 12, 2 + person % 26,
                         person % 2 == 0 ? "m" : "f");
    }
    for (int other = 60; other < 90; other++) {
        audited_put_name(&deaths, other * 37);
        scrut_buf_putc(&deaths, ',');
        audited_put_name(&deaths, other * 101 + 7);
        scrut_buf_printf(&deaths, ",%d-05-06,m\n", 1930 + other % 30);
    }
    case_folder_write(&a.folder, "roll.csv", csv.bytes);
    case_folder_write(&a.folder, "deaths.csv", deaths.bytes);
    case_folder_write(
        &a.folder, "election.yaml",
        AUDITED_HEAD DOUBLED
        "}}]\n"
        "  deaths: {records: {file: deaths.csv, columns: {surname: fam, given: fst, born: b, sex: x}}}\n");
    a.c = case_folder_load(&a.folder, 0);
    ck_assert_int_eq(scrut_roll_audit_run(a.c, NULL, &a.audit, NULL), SCRUT_OK);
    const scrut_roll_detector *d = detector(&a, SCRUT_ROLL_DECEASED);
    ck_assert_double_eq(d->observed, 11);
    ck_assert_double_eq(figure(d, "records of deaths"), 41);
    /* with the people listed twice: 6 + 6 of people 20, 22, .. 30; 6 + 5 */
    ck_assert_double_eq_tol(a.audit->stakes[0].surplus.value, 12, .2);
    ck_assert_double_eq_tol(a.audit->stakes[1].surplus.value, 11, .2);
    scrut_buf_free(&csv);
    scrut_buf_free(&deaths);
    audited_free(&a);
}
END_TEST

START_TEST(a_row_that_cannot_be_read_is_an_error_without_its_cells)
{
    case_folder folder = case_folder_new();
    case_folder_write(&folder, "roll.csv", "f,g\nCANARY,CANARY\nCANARY,CANARY,CANARY\n");
    case_folder_write(&folder, "election.yaml",
                      AUDITED_HEAD
                      "  versions: [{id: v, date: 2013-07-01, file: roll.csv, columns: {surname: f, given: g}}]\n");
    scrut_case *c = case_folder_load(&folder, 0);
    scrut_roll_audit *audit = NULL;
    scrut_error err = {.message = ""};
    ck_assert_int_eq(scrut_roll_audit_run(c, NULL, &audit, &err), SCRUT_E_INPUT);
    ck_assert_str_eq(err.file, "roll.csv");
    ck_assert_int_eq(err.line, 3);
    ck_assert_ptr_null(strstr(err.message, "CANARY"));
    scrut_case_free(c);
    case_folder_remove(&folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("audit of a roll");
    TCase *whole = tcase_create("whole"), *single = tcase_create("single detectors");
    tcase_add_test(whole, without_evidence_a_detector_says_what_is_not_provided);
    tcase_add_test(whole, twelve_people_who_are_listed_twice_are_twelve_pairs_in_surplus);
    tcase_add_test(whole, what_is_hidden_for_anothers_sake_is_told_by_its_finding_to_the_nearest_ten_alone);
    tcase_add_test(whole, six_of_them_have_two_marks_and_no_rate_explains_them_all);
    tcase_add_test(whole, a_marked_copy_in_a_file_of_its_own_is_joined_by_key);
    tcase_add_test(whole, a_row_that_cannot_be_read_is_an_error_without_its_cells);
    tcase_add_test(single, stations_over_the_limit_and_without_a_name_are_counted);
    tcase_add_test(single, names_against_people_are_tested_with_the_error_of_the_people);
    tcase_add_test(single, expected_deaths_are_listed_times_chance_times_years);
    tcase_add_test(single, whoever_died_before_the_cleaning_does_not_die_again);
    tcase_add_test(single, heaps_are_whipples_and_myers_numbers);
    tcase_add_test(single, neighbours_alike_are_set_against_every_order);
    tcase_add_test(single, two_stations_with_one_list_are_found_and_others_are_not);
    tcase_add_test(single, numbers_are_checked_and_two_persons_with_one_are_counted);
    tcase_add_test(single, check_digits_are_those_of_the_standards);
    tcase_add_test(single, a_full_address_stands_out_from_those_of_its_constituency);
    tcase_add_test(single, a_clerks_day_stands_out_from_the_clerks_other_days);
    tcase_add_test(single, people_in_the_records_of_deaths_are_found);
    suite_add_tcase(suite, whole);
    suite_add_tcase(suite, single);
    return scrut_test_main(suite);
}
