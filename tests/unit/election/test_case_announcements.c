/* SPDX-License-Identifier: Apache-2.0
 * Announcements and earlier elections: figures as given, and sums where none were given. */
#include "case_folder.h"
#include "harness.h"

#include <stdio.h>
#include <string.h>

static case_folder folder;
static scrut_case *c;

#define HEAD "scrutineer: case/1\ntitle: T\n"

static void set_up(void)
{
    folder = case_folder_new();
    c = NULL;
}

static void tear_down(void)
{
    scrut_case_free(c);
    case_folder_remove(&folder);
}

static void load(const char *yaml)
{
    case_folder_write(&folder, "election.yaml", yaml);
    scrut_case_free(c);
    c = case_folder_load(&folder, 0);
}

static const char *votes(size_t announcement, const char *constituency, const char *party)
{
    size_t unit = constituency[0] == '\0' ? 0 : constituency_unit(c, constituency);
    return figure_text(scrut_tally_votes(&c->announcements[announcement], unit, party_index(c, party)));
}

static const char *field(size_t announcement, const char *constituency, scrut_field f)
{
    size_t unit = constituency[0] == '\0' ? 0 : constituency_unit(c, constituency);
    return figure_text(scrut_tally_field(&c->announcements[announcement], unit, f));
}

static const char *seats(size_t announcement, const char *constituency, const char *party)
{
    size_t unit = constituency[0] == '\0' ? 0 : constituency_unit(c, constituency);
    return figure_text(scrut_tally_seats(&c->announcements[announcement], unit, party_index(c, party)));
}

START_TEST(long_and_wide_tables_hold_the_same_figures)
{
    case_folder_write(&folder, "long.csv", "c,list,n,s,valid\nN,A,10,2,\nN,B,5,1,15\nS,A,1,0,1\nS,,,,1\n");
    case_folder_write(&folder, "wide.csv", "c,v_A,v_B,s_A,s_B,valid\nN,10,5,2,1,15\nS,1,,0,,1\n");
    load(HEAD "announcements:\n  - version: long\n    tables:\n"
              "      - {level: constituency, file: long.csv, constituency: c, fields: {valid: valid},\n"
              "         votes: {party: list, votes: n}, seats: {party: list, seats: s}}\n"
              "  - version: wide\n    tables:\n"
              "      - {level: constituency, file: wide.csv, constituency: c, fields: {valid: valid},\n"
              "         votes: {prefix: v_}, seats: {prefix: s_}, empty-votes: not-standing}\n");
    for (size_t i = 0; i < 2; i++) {
        ck_assert_str_eq(votes(i, "N", "A"), "10");
        ck_assert_str_eq(votes(i, "", "A"), "11");
        ck_assert_str_eq(votes(i, "S", "B"), "-");
        ck_assert_str_eq(votes(i, "", "B"), "5");
        ck_assert_str_eq(seats(i, "N", "A"), "2");
        ck_assert_str_eq(seats(i, "", "B"), "1");
        ck_assert_str_eq(field(i, "", SCRUT_FIELD_VALID), "16");
        ck_assert_str_eq(field(i, "S", SCRUT_FIELD_VALID), "1");
    }
    const scrut_tally *t = &c->announcements[0];
    const scrut_cell_ref *where = &t->where[constituency_unit(c, "S") * t->column_count + SCRUT_FIELD_COUNT];
    ck_assert_str_eq(where->file, "long.csv");
    ck_assert_int_eq(where->line, 4);
    ck_assert_str_eq(where->column, "n");
}
END_TEST

START_TEST(an_unknown_part_makes_a_sum_unknown_and_never_zero)
{
    load(HEAD "announcements:\n  - version: o\n    tables:\n      - level: constituency\n        constituency: c\n"
              "        votes: {columns: {A: a, B: b}}\n        rows: [{c: N, a: 10, b: 5}, {c: S, a: '', b: 7}, {c: T, "
              "a: 1, b: 0}]\n");
    ck_assert_str_eq(votes(0, "S", "A"), "?");
    ck_assert_str_eq(votes(0, "", "A"), "11 of 2/3");
    ck_assert_str_eq(votes(0, "", "B"), "12");
    ck_assert(!scrut_figure_complete(*scrut_tally_votes(&c->announcements[0], 0, party_index(c, "A"))));
}
END_TEST

START_TEST(a_constituency_without_figures_makes_the_nation_incomplete)
{
    load(HEAD
         "constituencies: {rows: [{constituency: N}, {constituency: S}]}\nannouncements:\n  - version: o\n    tables:\n"
         "      - {level: constituency, constituency: c, votes: {columns: {A: a}}, rows: [{c: N, a: 10}]}\n");
    ck_assert_str_eq(votes(0, "S", "A"), "-");
    ck_assert_str_eq(votes(0, "", "A"), "10 of 1/2");
}
END_TEST

START_TEST(what_is_given_for_the_nation_is_kept_and_the_rest_is_summed)
{
    load(HEAD "announcements:\n  - version: o\n    tables:\n"
              "      - {level: constituency, constituency: c, votes: {columns: {A: a, B: b}}, fields: {cast: k},\n"
              "         rows: [{c: N, a: 10, b: 5, k: 20}, {c: S, a: 1, b: 2, k: 5}]}\n"
              "      - {level: nation, rows: [{a: 12}], votes: {columns: {A: a}}}\n"
              "      - {level: nation, rows: [{p: A, s: 3}, {p: B, s: 2}], seats: {party: p, seats: s}}\n");
    ck_assert_str_eq(votes(0, "", "A"), "12");
    ck_assert_str_eq(votes(0, "", "B"), "7");
    ck_assert_str_eq(field(0, "", SCRUT_FIELD_CAST), "25");
    ck_assert_str_eq(seats(0, "", "A"), "3");
    ck_assert_str_eq(seats(0, "N", "A"), "-");
}
END_TEST

START_TEST(the_same_figure_may_be_given_twice_if_both_agree)
{
    load(HEAD "announcements:\n  - version: o\n    tables:\n"
              "      - {level: nation, rows: [{a: 12}], votes: {columns: {A: a}}}\n"
              "      - {level: nation, rows: [{a: 12, b: ''}], votes: {columns: {A: a, B: b}}}\n"
              "      - {level: nation, rows: [{b: 3}], votes: {columns: {B: b}}}\n");
    ck_assert_str_eq(votes(0, "", "A"), "12");
    ck_assert_str_eq(votes(0, "", "B"), "3");
}
END_TEST

START_TEST(areas_add_up_to_their_constituency)
{
    case_folder_write(&folder, "r.csv", "st,c,town,v_A\n1,N,X,1\n2,N,Y,1\n3,S,Z,1\n");
    load(
        HEAD
        "areas: [town]\nreturns:\n  - {source: s, file: r.csv, station: st, constituency: c, areas: {town: town},\n"
        "     votes: {prefix: v_}}\n"
        "announcements:\n  - version: o\n    tables:\n"
        "      - {level: town, area: t, votes: {columns: {A: a}}, rows: [{t: X, a: 3}, {t: Y, a: 4}, {t: Z, a: 8}]}\n");
    ck_assert_str_eq(votes(0, "N", "A"), "7");
    ck_assert_str_eq(votes(0, "", "A"), "15");
    ck_assert_str_eq(figure_text(scrut_tally_votes(&c->announcements[0], area_unit(c, "Y", "N"), 0)), "4");
}
END_TEST

/* The nation is the one constituency: what only one of its levels gives is there at both. */
START_TEST(the_one_constituency_has_what_nation_and_areas_give)
{
    case_folder_write(&folder, "r.csv", "st,town,v_A\n1,X,1\n2,Y,1\n");
    load(
        HEAD
        "areas: [town]\nreturns:\n  - {source: s, file: r.csv, station: st, areas: {town: town}, votes: {prefix: v_}}\n"
        "announcements:\n  - version: o\n    tables:\n"
        "      - {level: town, area: t, votes: {columns: {A: a}}, rows: [{t: X, a: 3}, {t: Y, a: 4}]}\n"
        "      - {level: nation, rows: [{k: 9}], fields: {cast: k}}\n"
        "  - version: p\n    tables:\n      - {level: nation, rows: [{p: A, v: 8, s: 2}], votes: {party: p, votes: "
        "v},\n"
        "         seats: {party: p, seats: s}}\n");
    ck_assert(c->single_constituency);
    ck_assert_str_eq(votes(0, "nation", "A"), "7");
    ck_assert_str_eq(votes(0, "", "A"), "7");
    ck_assert_str_eq(field(0, "nation", SCRUT_FIELD_CAST), "9");
    ck_assert_str_eq(field(0, "", SCRUT_FIELD_CAST), "9");
    ck_assert_str_eq(votes(1, "nation", "A"), "8");
    ck_assert_str_eq(seats(1, "nation", "A"), "2");
    ck_assert(c->announcements[0].has_constituency_votes);
}
END_TEST

START_TEST(versions_stay_apart_with_what_they_say_of_themselves)
{
    case_folder_write(&folder, "r.csv", "st,v_A\n1,1\n");
    load(HEAD
         "returns:\n  - {source: s, file: r.csv, station: st, votes: {prefix: v_}}\n"
         "announcements:\n  - {version: early, partial: yes, date: 2020-01-02, tables: []}\n"
         "  - version: late\n    replaces: early\n    rests-on: [s]\n    title: Late\n    by: X\n    status: final\n"
         "    reference: here\n    note: note\n    tables:\n      - {level: nation, rows: [{a: 2}], votes: {columns: "
         "{A: a}}}\n");
    ck_assert(c->announcements[0].partial);
    ck_assert(!c->announcements[0].has_votes);
    ck_assert_str_eq(c->announcements[0].about.date, "2020-01-02");
    ck_assert_ptr_null(c->announcements[0].about.title);
    const scrut_tally *late = &c->announcements[1];
    ck_assert_str_eq(late->replaces, "early");
    ck_assert_uint_eq(late->rests_on_count, 1);
    ck_assert_str_eq(late->rests_on[0], "s");
    ck_assert_str_eq(late->about.status, "final");
    ck_assert(late->has_votes && !late->has_seats && late->seats == NULL);
}
END_TEST

START_TEST(a_list_inside_another_keeps_its_place)
{
    load(HEAD
         "parties:\n  rows:\n    - {party: A}\n    - {party: Q, hidden-in: REST}\n"
         "    - {party: REST, aggregate: yes, split-by: o, name: Rest, list-order: 7, members: 3, exempt: yes}\n"
         "announcements:\n  - {version: o, tables: [{level: nation, rows: [{Q: 1}], votes: {columns: {Q: Q}}}]}\n");
    ck_assert_uint_eq(c->parties[1].hidden_in, 2);
    ck_assert_uint_eq(c->parties[0].hidden_in, SCRUT_NONE);
    ck_assert(c->parties[2].aggregate && c->parties[2].exempt);
    ck_assert_str_eq(c->parties[2].split_by, "o");
    ck_assert_int_eq(c->parties[2].list_order, 7);
    ck_assert_int_eq(c->parties[2].members, 3);
    ck_assert_int_eq(c->parties[0].list_order, -1);
    ck_assert_int_eq(c->parties[0].members, 1);
}
END_TEST

START_TEST(earlier_elections_have_parties_of_their_own)
{
    load(HEAD "parties: {rows: [{party: A, predecessors: OLD|OLDER}, {party: B}]}\n"
              "previous:\n  - version: \"2000\"\n    tables:\n      - {level: nation, rows: [{p: OLD, v: 5, s: 1}, {p: "
              "B, v: 6, s: 2}],\n"
              "         votes: {party: p, votes: v}, seats: {party: p, seats: s}}\n");
    ck_assert_uint_eq(c->party_count, 2);
    ck_assert_uint_eq(c->previous_party_count, 2);
    ck_assert_str_eq(c->previous_parties[0], "OLD");
    ck_assert_str_eq(figure_text(scrut_tally_votes(&c->previous[0], 0, 1)), "6");
    ck_assert_uint_eq(c->parties[0].predecessor_count, 2);
    ck_assert_str_eq(c->parties[0].predecessors[1], "OLDER");
}
END_TEST

START_TEST(constituencies_have_seats_names_and_voters_where_told)
{
    case_folder_write(&folder, "c.csv", "code,size,voters,name\n01,5,1000,Nord\n01,5,,\n02,,,\n");
    load(HEAD "constituencies: {file: c.csv, columns: {constituency: code, seats: size, registered: voters}}\n");
    ck_assert_uint_eq(c->constituency_count, 2);
    ck_assert(c->constituencies[0].seats_known);
    ck_assert_int_eq(c->constituencies[0].seats, 5);
    ck_assert_str_eq(figure_text(&c->constituencies[0].registered), "1000");
    ck_assert_str_eq(c->constituencies[0].name, "Nord");
    ck_assert(!c->constituencies[1].seats_known);
    ck_assert_str_eq(figure_text(&c->constituencies[1].registered), "?");
}
END_TEST

START_TEST(the_chamber_and_what_is_missing_are_told)
{
    load(HEAD "id: x\ncountry: XX\ndate: 2020-01-02\nkind: parliament\nmodel: yes\n"
              "chamber: {name: Council, seats: 5, facts: [{name: majority, seats: 3, reference: Act, verified: yes}]}\n"
              "notes: [{text: read, verified: yes}, {text: not read}]\n");
    ck_assert(c->model && c->single_constituency && c->constituencies[0].seats_known);
    ck_assert_int_eq(c->constituencies[0].seats, 5);
    ck_assert_uint_eq(c->chamber_fact_count, 1);
    ck_assert(c->chamber_facts[0].verified);
    ck_assert_uint_eq(c->note_count, 2);
    ck_assert(!c->notes[1].verified);
    static const char *const MISSING[] = {"Returns", "The official list", "Announced results", "The rules",
                                          "The previous"};
    ck_assert_uint_eq(c->not_provided_count, 5);
    for (size_t i = 0; i < 5; i++)
        ck_assert_msg(strncmp(c->not_provided[i], MISSING[i], strlen(MISSING[i])) == 0, "%s", c->not_provided[i]);
}
END_TEST

START_TEST(files_are_hashed_once_each)
{
    case_folder_write(&folder, "r.csv", "st,v_A\n1,1\n");
    load(HEAD "returns:\n  - {source: s, file: r.csv, station: st, votes: {prefix: v_}}\n");
    scrut_error err;
    ck_assert_int_eq(scrut_case_hash_files(c, NULL, &err), SCRUT_OK);
    ck_assert_uint_eq(c->file_count, 2);
    ck_assert_str_eq(c->files[1].path, "r.csv");
    ck_assert_int_eq(c->files[1].bytes, 11);
    /* sha256sum of "st,v_A\n1,1\n" */
    ck_assert_str_eq(c->files[1].sha256, "8845f7595e88c86593274283be2bb62ba59b4ef7be78a3932b5c568323fc5c32");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("case announcements");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, long_and_wide_tables_hold_the_same_figures);
    tcase_add_test(tests, an_unknown_part_makes_a_sum_unknown_and_never_zero);
    tcase_add_test(tests, a_constituency_without_figures_makes_the_nation_incomplete);
    tcase_add_test(tests, what_is_given_for_the_nation_is_kept_and_the_rest_is_summed);
    tcase_add_test(tests, the_same_figure_may_be_given_twice_if_both_agree);
    tcase_add_test(tests, areas_add_up_to_their_constituency);
    tcase_add_test(tests, the_one_constituency_has_what_nation_and_areas_give);
    tcase_add_test(tests, versions_stay_apart_with_what_they_say_of_themselves);
    tcase_add_test(tests, a_list_inside_another_keeps_its_place);
    tcase_add_test(tests, earlier_elections_have_parties_of_their_own);
    tcase_add_test(tests, constituencies_have_seats_names_and_voters_where_told);
    tcase_add_test(tests, the_chamber_and_what_is_missing_are_told);
    tcase_add_test(tests, files_are_hashed_once_each);
    return scrut_test_main(suite);
}
