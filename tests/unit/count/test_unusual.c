/* SPDX-License-Identifier: Apache-2.0
 * Patterns over a source's forms, marks of forms, and the checks of fields that few countries have. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/count.h"

#include <string.h>

static case_folder folder;

static void set_up(void)
{
    folder = case_folder_new();
}

static void tear_down(void)
{
    case_folder_remove(&folder);
}

/* Each finding "CODE station(s) stake", a line each, of the codes that begin with a letter of `letters`. */
static void check(const char *definitions, const char *source, const char *csv, const char *letters,
                  const char *expected)
{
    scrut_buf yaml = {0}, text = {0};
    scrut_error err;
    scrut_tally tally;
    scrut_findings list = {0};
    scrut_buf_printf(&yaml,
                     "scrutineer: case/1\ntitle: T\n%sreturns:\n  - source: s\n    file: r.csv\n    station: st\n%s",
                     definitions, source);
    case_folder_write(&folder, "election.yaml", yaml.bytes);
    case_folder_write(&folder, "r.csv", csv);
    scrut_case *c = case_folder_load(&folder, 0);
    ck_assert_int_eq(scrut_count_tabulate(c, &c->returns[0], NULL, c->arena, &tally, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_count_check(c, &c->returns[0], &tally, NULL, c->arena, &list, &err), SCRUT_OK);
    scrut_findings_sort(&list);
    scrut_buf_puts(&text, "");
    for (size_t i = 0; i < list.count; i++) {
        const scrut_finding *f = &list.items[i];
        if (strchr(letters, f->check->code[0]) == NULL)
            continue;
        if (f->stations_tested > 0)
            scrut_buf_printf(&text, "%s %lld/%lld %lld\n", f->check->code, (long long)f->stations,
                             (long long)f->stations_tested, (long long)f->at_stake);
        else
            scrut_buf_printf(&text, "%s %s %lld\n", f->check->code, f->subject_id, (long long)f->at_stake);
    }
    ck_assert_str_eq(text.bytes != NULL ? text.bytes : "", expected);
    scrut_findings_free(&list);
    scrut_case_free(c);
    scrut_buf_free(&text);
    scrut_buf_free(&yaml);
}

#define FORM "    fields: {registered: r, cast: k, blank: b, invalid: i, accredited: a}\n    votes: {prefix: v_}\n"
#define HEADER "st,r,k,b,i,a,v_A,v_B\n"

/* A hundred ordinary forms, then those of `rest`. */
static char *hundred(const char *header, const char *row, const char *rest)
{
    scrut_buf csv = {0};
    scrut_buf_puts(&csv, header);
    for (int n = 0; n < 100; n++)
        scrut_buf_printf(&csv, "o%d%s", n, row);
    scrut_buf_puts(&csv, rest);
    ck_assert(!scrut_buf_failed(&csv));
    return csv.bytes;
}

START_TEST(a_pattern_is_one_finding_with_its_stations_and_votes)
{
    /* the ordinary form: 1000 voters, 601 ballots, 1 blank, 1 invalid, A leads by 201 */
    char *csv = hundred(HEADER, ",1000,602,1,1,602,400,200\n",
                        "blank,1000,600,18,0,600,400,182\n"  /* 3 % blank: P01 */
                        "less,1000,600,17,0,600,400,183\n"   /* less than 3 % */
                        "spoilt,1000,600,0,30,600,400,170\n" /* P02 */
                        "gap,1000,600,0,0,650,400,200\n"     /* P03, and B01 */
                        "gap2,1000,1000,0,0,1019,800,200\n"  /* P05; 19 are less than 2 % */
                        "one,1000,300,0,0,300,300,0\n"       /* P06 */
                        "close,1000,603,0,3,603,301,299\n"   /* R01: 3 invalid, lead 2; R02: 2 of 600 */
                        "none,900,0,0,0,0,0,0\n");           /* P04 */
    check("", FORM, csv, "PR",
          "P04 none 900\n"
          "P03 1/107 50\n"
          "P05 1/107 1000\n"
          "R02 1/107 600\n"
          "P06 1/107 300\n"
          "R03 1/107 300\n" /* all votes for one list */
          "P02 1/107 30\n"
          "P01 1/107 18\n"
          "R01 1/107 3\n");
    free(csv);
}
END_TEST

START_TEST(fewer_than_a_hundred_forms_have_no_pattern)
{
    check("", FORM, HEADER "one,300,300,30,30,300,240,0\n", "PR", "");
}
END_TEST

START_TEST(the_cap_of_a_station_is_a_limit_and_reaching_it_a_pattern)
{
    char *csv = hundred("st,v_A,v_B\n", ",100,200\n", "full,300,300\nover,400,207\n");
    check("definitions: {station-cap: 600}\n", "    votes: {prefix: v_}\n", csv, "LP", "L04 over 7\nP09 1/102 600\n");
    free(csv);
}
END_TEST

/* 2 twins of 100 ballots in 4 lists, dealt at random: C(50,25)^4 / C(200,100) = 2.9e-3 a pair (by hand with
 * logarithms); twins of 800: 4 lists of 200: about (sqrt(pi 800) / sqrt(pi 200)^4) = 1.3e-4. */
START_TEST(stations_with_the_same_votes_are_named_when_chance_hardly_makes_them)
{
    char *csv = hundred("st,v_A,v_B,v_C,v_D\n", ",1,2,3,4\n", "a,25,25,25,25\nb,25,25,25,25\n");
    check("", "    votes: {prefix: v_}\n", csv, "P", "");
    free(csv);
    csv = hundred("st,v_A,v_B,v_C,v_D\n", ",1,2,3,4\n", "x,200,200,200,200\ny,200,200,200,200\n");
    check("", "    votes: {prefix: v_}\n", csv, "P", "P08 2/2 1600\n");
    free(csv);
    /* small stations agree by chance */
    csv = hundred("st,v_A,v_B,v_C,v_D\n", ",10,20,15,14\n", "");
    check("", "    votes: {prefix: v_}\n", csv, "P", "");
    free(csv);
}
END_TEST

/* Place N has 99 stations of 500 ballots, 5 of them invalid, and 1000 voters, and five others. By hand: beside the
 * others "more" is expected to have 500 * 522 / 50505, rounded up 6 invalid ballots, so 18 are 12 more; "less" has 9
 * more than 6. "few" is expected to have 1000 * 50756 / 102060, rounded up 498 ballots, of which 249 are half. Place M
 * has only five stations: its neighbours are those of the constituency, and m1 has 34 more than 6. */
START_TEST(a_station_far_from_its_neighbours_is_a_pattern)
{
    scrut_buf csv = {0};
    scrut_buf_puts(&csv, "st,c,p,r,k,i,v_A,v_B\n");
    for (int n = 0; n < 99; n++)
        scrut_buf_printf(&csv, "n%d,C,N,1000,500,5,300,195\n", n);
    scrut_buf_puts(&csv, "more,C,N,1000,500,18,300,182\n"
                         "less,C,N,1000,500,15,300,185\n"
                         "few,C,N,1000,249,5,149,95\n"
                         "half,C,N,1000,251,5,151,95\n"
                         "small,C,N,60,5,0,3,2\n"
                         "m1,C,M,1000,500,40,300,160\n");
    for (int n = 2; n < 6; n++)
        scrut_buf_printf(&csv, "m%d,C,M,1000,500,5,300,195\n", n);
    ck_assert(!scrut_buf_failed(&csv));
    check("areas: [p]\n",
          "    constituency: c\n    areas: {p: p}\n    fields: {registered: r, cast: k, invalid: i}\n"
          "    votes: {prefix: v_}\n",
          csv.bytes, "P", "P11 1/109 249\nP02 3/109 73\nP10 2/109 46\n");
    scrut_buf_free(&csv);
}
END_TEST

/* One figure of the place is not known: its share is not, either. The nation is no neighbourhood. */
START_TEST(without_neighbours_whose_figures_are_known_nothing_is_far_from_them)
{
    char *csv = hundred("st,c,r,k,i,v_A,v_B\n", ",C,1000,500,5,300,195\n",
                        "more,C,1000,500,48,300,152\nunknown,C,1000,500,,300,200\nfew,C,1000,100,1,60,39\n");
    check("", "    constituency: c\n    fields: {registered: r, cast: k, invalid: i}\n    votes: {prefix: v_}\n", csv,
          "P", "P11 1/103 400\nP02 1/102 48\n");
    check("", "    fields: {registered: r, cast: k, invalid: i}\n    votes: {prefix: v_}\n", csv, "P",
          "P02 1/102 48\n");
    free(csv);
}
END_TEST

START_TEST(altered_forms_and_forms_of_one_list_are_causes_of_a_recount)
{
    char *csv = hundred("st,x,v_A,v_B\n", ",0,40,20\n", "both,1,30,0\nmark,1,40,21\none,0,31,0\n");
    check("", "    votes: {prefix: v_}\n    flags:\n      - {check: I08, column: x, values: [\"1\"]}\n", csv, "R",
          "R03 3/103 122\n");
    free(csv);
}
END_TEST

/* Among stations of a few hundred ballots, of which many have as many ballots as others: sixty groups of two to four
 * with 3,000 ballots and more, each with a total of its own. Twins of 3,000 ballots in 3 lists of 1,000: about
 * sqrt(pi 3000) / sqrt(pi 1000)^3 = 5.5e-4 a pair; with the fourth list's 1 to 60 ballots, less than 10^-3 / 6. */
START_TEST(no_station_with_the_same_votes_is_lost_among_many)
{
    scrut_buf csv = {0};
    uint32_t state = 3;
    long long planted = 0, votes = 0;
    scrut_buf_puts(&csv, "st,v_A,v_B,v_C,v_D\n");
    for (int row = 0; row < 20000; row++) {
        unsigned small[4];
        for (int p = 0; p < 4; p++) {
            state = state * 1664525 + 1013904223;
            small[p] = 30 + (state >> 16) % 100;
        }
        int group = row / 300, place = row % 300;
        bool twin = group < 60 && place % 70 == group && place / 70 < 2 + group % 3;
        if (twin)
            scrut_buf_printf(&csv, "t%d,%d,%d,%d,%d\n", row, 1000 + group, 1000, 1000 + group * 7, 60 + group);
        else
            scrut_buf_printf(&csv, "s%d,%u,%u,%u,%u\n", row, small[0], small[1], small[2], small[3]);
        planted += twin;
        votes += twin ? 3060 + 9 * group : 0;
    }
    scrut_buf expected = {0};
    scrut_buf_printf(&expected, "P08 %lld/20000 %lld\n", planted, votes);
    ck_assert_int_eq(planted, 60 * 3);
    check("", "    votes: {prefix: v_}\n", csv.bytes, "P", expected.bytes);
    scrut_buf_free(&csv);
    scrut_buf_free(&expected);
}
END_TEST

START_TEST(marks_of_the_forms_are_findings)
{
    check("",
          "    fields: {valid: k}\n    votes: {prefix: v_}\n    flags:\n"
          "      - {check: I07, column: chair, values: [\"0\", \"no\"], note: the chair's signature}\n"
          "      - {check: I10, column: stamp, values: [\"0\"]}\n",
          "st,v_A,k,chair,stamp\n1,30,30,1,1\n2,40,40,0,1\n3,50,50,no,0\n", "I", "I07 3 50\nI10 3 50\nI07 2 40\n");
}
END_TEST

START_TEST(signatures_cards_stamps_and_ballots_handed_out_are_checked_where_the_form_has_them)
{
    check("",
          "    fields: {cast: k, registered: r, issued: n, accredited: a, accredited_noon: a1, accredited_late: a2, "
          "cards: c,\n"
          "      proxies: p, passes: w, stamped: s, more: m, fewer: f}\n    votes: {prefix: v_}\n",
          "st,v_A,k,r,n,a,a1,a2,c,p,w,s,m,f\n"
          "fine,90,90,100,90,90,40,80,80,9,1,90,0,0\n"
          "told,90,92,100,92,90,40,80,80,9,1,92,2,0\n" /* two ballots more, explained */
          "more,90,93,100,93,90,40,80,80,9,1,93,2,0\n" /* one of them not */
          "fall,90,90,100,90,90,85,80,80,9,1,90,0,0\n"
          "card,90,90,100,90,90,40,80,80,9,4,90,0,0\n"
          "mark,90,90,100,90,90,40,80,80,9,1,86,0,0\n"
          "list,90,90,100,106,90,40,80,80,9,1,90,0,0\n",
          "AB"
          "L",
          "B07 fall 5\nA05 card 3\nB03 list 16\nL05 list 6\nB08 mark 4\nB01 more 1\n");
}
END_TEST

START_TEST(the_reserve_of_the_law_is_no_excess)
{
    check("definitions: {registered-reserve: 2}\n", "    fields: {cast: k, registered: r}\n    votes: {prefix: v_}\n",
          "st,v_A,k,r\n1,102,102,100\n2,103,103,100\n", "L", "L01 2 1\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("unusual");
    TCase *core = tcase_create("core");
    tcase_add_checked_fixture(core, set_up, tear_down);
    tcase_add_test(core, a_pattern_is_one_finding_with_its_stations_and_votes);
    tcase_add_test(core, fewer_than_a_hundred_forms_have_no_pattern);
    tcase_add_test(core, the_cap_of_a_station_is_a_limit_and_reaching_it_a_pattern);
    tcase_add_test(core, stations_with_the_same_votes_are_named_when_chance_hardly_makes_them);
    tcase_add_test(core, a_station_far_from_its_neighbours_is_a_pattern);
    tcase_add_test(core, without_neighbours_whose_figures_are_known_nothing_is_far_from_them);
    tcase_add_test(core, altered_forms_and_forms_of_one_list_are_causes_of_a_recount);
    tcase_add_test(core, no_station_with_the_same_votes_is_lost_among_many);
    tcase_add_test(core, marks_of_the_forms_are_findings);
    tcase_add_test(core, signatures_cards_stamps_and_ballots_handed_out_are_checked_where_the_form_has_them);
    tcase_add_test(core, the_reserve_of_the_law_is_no_excess);
    suite_add_tcase(suite, core);
    return scrut_test_main(suite);
}
