/* SPDX-License-Identifier: Apache-2.0
 * Every check of a form: one that just passes, one that just does not, and what the finding says. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/count.h"

#include <stdio.h>
#include <string.h>

static case_folder folder;
static scrut_case *c;
static scrut_findings findings;
static scrut_buf text;

static void set_up(void)
{
    folder = case_folder_new();
    c = NULL;
    findings = (scrut_findings){0};
    text = (scrut_buf){0};
}

static void tear_down(void)
{
    scrut_findings_free(&findings);
    scrut_buf_free(&text);
    scrut_case_free(c);
    case_folder_remove(&folder);
}

static void describe(const scrut_finding *f)
{
    scrut_buf_printf(&text, "%s %s ", f->check->code, f->subject_id);
    if (f->at_stake_known && f->at_stake_low != f->at_stake_high)
        scrut_buf_printf(&text, "%lld-%lld ", (long long)f->at_stake_low, (long long)f->at_stake_high);
    else if (f->at_stake_known)
        scrut_buf_printf(&text, "%lld ", (long long)f->at_stake);
    scrut_buf_puts(&text, f->direction == SCRUT_DIRECTION_UNKNOWN ? "" : scrut_direction_name(f->direction));
    for (size_t i = 0; i < f->cell_count; i++)
        scrut_buf_printf(&text, "%s%s:%lld", i == 0 ? " [" : " ",
                         f->cells[i].column != NULL ? f->cells[i].column : "row", (long long)f->cells[i].line);
    scrut_buf_printf(&text, "%s %s\n", f->cell_count > 0 ? "]" : "", f->message);
}

/* Loads a case of these parts and checks its first source; the findings must be the lines of `expected`. */
static void check(const char *parts, const char *entry, const char *csv, const char *expected)
{
    char yaml[2048];
    snprintf(yaml, sizeof yaml,
             "scrutineer: case/1\ntitle: T\n%sreturns:\n  - source: s\n    file: r.csv\n    station: st\n%s", parts,
             entry);
    tear_down();
    set_up();
    case_folder_write(&folder, "r.csv", csv);
    case_folder_write(&folder, "list.csv", "code,reg\n1,30\n2,40\n3,50\n");
    case_folder_write(&folder, "election.yaml", yaml);
    c = case_folder_load(&folder, 0);
    scrut_tally tally;
    scrut_error err;
    ck_assert_int_eq(scrut_count_tabulate(c, &c->returns[0], NULL, c->arena, &tally, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_count_check(c, &c->returns[0], &tally, NULL, c->arena, &findings, &err), SCRUT_OK);
    for (size_t i = 0; i < findings.count; i++)
        describe(&findings.items[i]);
    scrut_buf_append(&text, "", 0);
    ck_assert_str_eq(text.bytes, expected);
}

START_TEST(a02_lists_must_add_up_to_the_valid_votes)
{
    check("", "    fields: {valid: k}\n    votes: {prefix: v_}\n", "st,v_A,v_B,k\n1,3,4,7\n2,3,4,8\n3,3,4,6\n",
          "A02 2 1  [v_A:3 v_B:3 k:3] sum of the lists (7) is less than valid (8) by 1\n"
          "A02 3 1  [v_A:4 v_B:4 k:4] sum of the lists (7) is more than valid (6) by 1\n");
}
END_TEST

START_TEST(a02_leaves_out_blank_ballots_that_are_part_of_the_valid_ones)
{
    check("definitions: {valid-includes-blank: yes}\n", "    fields: {valid: k, blank: b}\n    votes: {prefix: v_}\n",
          "st,v_A,v_B,k,b\n1,3,4,9,2\n2,3,4,7,1\n",
          "A02 2 1  [v_A:3 v_B:3 k:3 b:3] sum of the lists (7) is more than valid - blank (6) by 1\n");
}
END_TEST

START_TEST(a02_prefers_the_votes_to_lists)
{
    check("", "    fields: {valid: k, votes_to_lists: l}\n    votes: {prefix: v_}\n",
          "st,v_A,v_B,k,l\n1,3,4,9,7\n2,3,4,7,8\n",
          "A02 2 1  [v_A:3 v_B:3 l:3] sum of the lists (7) is less than votes_to_lists (8) by 1\n");
}
END_TEST

START_TEST(a03_ballots_must_add_up_to_those_cast)
{
    check("", "    fields: {valid: k, invalid: i, cast: z}\n", "st,k,i,z\n1,7,2,9\n2,7,2,8\n",
          "A03 2 1  [k:3 i:3 z:3] valid + invalid (9) is more than cast (8) by 1\n");
    check("", "    fields: {valid: k, blank: b, invalid: i, cast: z}\n", "st,k,b,i,z\n1,7,1,2,10\n2,7,1,2,9\n",
          "A03 2 1  [k:3 i:3 b:3 z:3] valid + blank + invalid (10) is more than cast (9) by 1\n");
    check("definitions: {valid-includes-blank: yes}\n", "    fields: {valid: k, blank: b, invalid: i, cast: z}\n",
          "st,k,b,i,z\n1,7,1,2,9\n2,7,1,2,10\n",
          "A03 2 1  [k:3 i:3 z:3] valid + invalid (9) is less than cast (10) by 1\n");
    check("", "    fields: {votes_to_lists: k, blank: b, invalid: i, cast: z}\n", "st,k,b,i,z\n1,7,1,2,10\n2,7,1,2,9\n",
          "A03 2 1  [k:3 i:3 b:3 z:3] votes_to_lists + blank + invalid (10) is more than cast (9) by 1\n");
}
END_TEST

START_TEST(b02_and_b03_compare_the_box_with_the_ballots_handed_out)
{
    check("", "    fields: {issued: h, cast: z}\n", "st,h,z\n1,9,9\n2,9,10\n3,9,7\n",
          "B02 2 1 remove [z:3 h:3] cast (10) is more than issued (9) by 1\n"
          "B03 3 2  [z:4 h:4] cast (7) is less than issued (9) by 2\n");
    check("definitions: {expected-in-box: issued + postal_in_box - spoiled}\n",
          "    fields: {issued: h, postal_in_box: p, spoiled: s, cast: z}\n", "st,h,p,s,z\n1,9,2,1,10\n2,9,2,1,11\n",
          "B02 2 1 remove [z:3 h:3 s:3 p:3] cast (11) is more than issued + postal_in_box - spoiled (10) by 1\n");
}
END_TEST

START_TEST(b04_the_ballots_received_are_made_of_the_parts_the_case_names)
{
    check("definitions: {received: issued + unused + lost - unaccounted}\n",
          "    fields: {received: r, issued: h, unused: u, lost: l, unaccounted: x}\n",
          "st,r,h,u,l,x\n1,10,7,3,1,1\n2,10,7,4,1,1\n",
          "B04 2 1  [r:3 h:3 u:3 l:3 x:3] received (10) is less than issued + unused + lost - unaccounted (11) by 1\n");
    check("", "    fields: {received: r, issued: h, unused: u}\n", "st,r,h,u\n1,10,7,4\n", "");
}
END_TEST

START_TEST(b05_no_more_ballots_are_cast_than_were_received)
{
    check("", "    fields: {received: r, cast: z}\n", "st,r,z\n1,9,9\n2,9,10\n",
          "B05 2 1 remove [z:3 r:3] cast (10) is more than received (9) by 1\n");
}
END_TEST

START_TEST(b06_the_boxes_hold_what_was_cast)
{
    check("", "    fields: {box_station: a, box_mobile: m, cast: z}\n", "st,a,m,z\n1,7,2,9\n2,7,2,10\n",
          "B06 2 1  [a:3 m:3 z:3] box_station + box_mobile (9) is less than cast (10) by 1\n");
}
END_TEST

START_TEST(l01_no_more_ballots_than_registered_voters)
{
    check("", "    fields: {registered: r, cast: z}\n", "st,r,z\n1,9,9\n2,9,12\n",
          "L01 2 3 remove [z:3 r:3] cast (12) is more than registered (9) by 3\n");
    check("", "    fields: {registered: r, special_list: p, cast: z}\n", "st,r,p,z\n1,9,3,12\n2,9,2,12\n",
          "L01 2 1 remove [z:3 r:3 p:3] cast (12) is more than registered + special_list (11) by 1\n");
}
END_TEST

START_TEST(l02_no_part_is_larger_than_the_whole)
{
    check("", "    fields: {valid: k, cast: z}\n    votes: {columns: {A: a}}\n    computed: [valid]\n",
          "st,a,k,z\n1,7,7,7\n2,8,7,6\n",
          "L02 2 1  [k:3 z:3] valid (7) is more than cast (6) by 1\n"
          "L02 2 1  [a:3 k:3] A (8) is more than valid (7) by 1\n");
    ck_assert_str_eq(findings.items[0].id, "L02/s/2/valid");
    ck_assert_str_eq(findings.items[1].id, "L02/s/2/A");
}
END_TEST

START_TEST(a01_the_candidates_make_up_their_list)
{
    static const char ROWS[] = "st,v_A,v_B,c_A_1,c_A_2,c_B_1\n"
                               "1,7,4,3,4,4\n"
                               "2,7,4,3,5,4\n" /* one more than the list */
                               "3,,4,3,4,4\n"  /* no total though the candidates have votes */
                               "4,0,4,0,0,3\n"
                               "5,7,4,3,,4\n"; /* a candidate's figure is unknown */
    static const char FOUND[] = "A01 2 1  [c_A_1:3 c_A_2:3 v_A:3] sum of the candidates (8) is more than A (7) by 1\n"
                                "A01 3 7  [c_A_1:4 c_A_2:4 v_A:4] sum of the candidates (7) is more than A (0) by 7\n"
                                "A01 4 1  [c_B_1:5 v_B:5] sum of the candidates (3) is less than B (4) by 1\n";
    check("", "    votes: {prefix: v_}\n    candidates: {prefix: c_, separator: _}\n", ROWS, FOUND);
    ck_assert_str_eq(findings.items[0].id, "A01/s/2/A");
    check("", "    votes: {prefix: v_}\n    candidates: {columns: {A: [c_A_1, c_A_2], B: c_B_1}}\n", ROWS, FOUND);
}
END_TEST

START_TEST(a01_a_candidate_of_a_list_that_does_not_stand_is_no_unknown_cell)
{
    check("", "    votes: {prefix: v_}\n    empty-votes: not-standing\n    candidates: {prefix: c_, separator: _}\n",
          "st,v_A,c_A_1,c_A_2\n1,7,6,\n2,7,7,\n",
          "A01 1 1  [c_A_1:2 c_A_2:2 v_A:2] sum of the candidates (6) is less than A (7) by 1\n");
}
END_TEST

START_TEST(a04_and_x04_a_figure_is_the_same_in_its_second_place)
{
    check("",
          "    fields: {valid: k, invalid: i}\n    votes: {prefix: v_}\n    computed: [valid]\n    twice:\n"
          "      - {check: A04, place: page 2, fields: {valid: k2, invalid: [i2, i3]}}\n"
          "      - {check: X04, votes: {prefix: w_}}\n",
          "st,v_A,v_B,k,i,k2,i2,i3,w_A,w_B\n"
          "1,4,3,7,5,8,2,3,4,3\n" /* the first place of the valid votes is computed: nothing to compare with */
          "2,4,3,7,5,7,2,2,4,3\n"
          "3,4,3,7,5,7,2,3,4,9\n"
          "4,4,3,7,5,7,2,3,4,\n",
          "A04 2 1  [i:3 i2:3 i3:3] invalid (5) is more than invalid in page 2 (4) by 1\n"
          "X04 3 6  [v_B:4 w_B:4] B (3) is less than B in another place (9) by 6\n");
    ck_assert_str_eq(findings.items[0].id, "A04/s/2/invalid/2");
    ck_assert_str_eq(findings.items[1].id, "X04/s/3/B/4");
}
END_TEST

START_TEST(b06_what_is_found_in_the_boxes_is_what_was_cast)
{
    check("", "    fields: {box_station: a, box_mobile: m, in_box: x, cast: z}\n",
          "st,a,m,x,z\n1,7,2,9,9\n2,7,2,10,10\n3,7,2,9,10\n",
          "B06 2 1  [a:3 m:3 x:3] box_station + box_mobile (9) is less than in_box (10) by 1\n"
          "B06 3 1  [x:4 z:4] in_box (9) is less than cast (10) by 1\n");
    ck_assert_str_eq(findings.items[1].id, "B06/s/3/in_box");
}
END_TEST

START_TEST(l01_no_more_voters_are_checked_in_than_are_registered)
{
    check("", "    fields: {registered: r, accredited: a}\n", "st,r,a\n1,9,9\n2,9,11\n",
          "L01 2 2 remove [a:3 r:3] accredited (11) is more than registered (9) by 2\n");
    ck_assert_str_eq(findings.items[0].id, "L01/s/2/accredited");
    check("definitions: {registered-reserve: 10}\n", "    fields: {registered: r, accredited: a}\n",
          "st,r,a\n1,20,22\n2,20,23\n", "L01 2 1 remove [a:3 r:3] accredited (23) is more than registered (20) by 1\n");
}
END_TEST

START_TEST(l03_the_whole_form_is_in_question_where_the_law_voids_it)
{
    static const char ENTRY[] = "    fields: {cast: z, accredited: a, valid: k}\n",
                      ROWS[] = "st,z,a,k\n1,90,90,80\n2,91,90,80\n3,80,90,80\n";
    check("definitions: {expected-in-box: accredited}\n", ENTRY, ROWS,
          "B02 2 1 remove [z:3 a:3] cast (91) is more than accredited (90) by 1\n"
          "B03 3 10  [z:4 a:4] cast (80) is less than accredited (90) by 10\n");
    check("definitions: {expected-in-box: accredited, excess-voids-form: yes}\n", ENTRY, ROWS,
          "B02 2 1 remove [z:3 a:3] cast (91) is more than accredited (90) by 1\n"
          "B03 3 10  [z:4 a:4] cast (80) is less than accredited (90) by 10\n"
          "L03 2 80 remove [z:3 a:3] cast (91) is more than accredited (90) by 1\n");
}
END_TEST

START_TEST(i13_the_hours_of_the_law_are_kept)
{
    check("date: 2020-05-17\ndefinitions: {polls-open: \"07:00\", polls-close: \"15:00\"}\n",
          "    fields: {registered: r, cast: z, valid: k}\n    times: {opened: o, closed: c, filled: f}\n",
          "st,r,z,k,o,c,f\n"
          "1,100,60,58,07:00,15:00,2020-05-17T15:00\n"
          "2,100,60,58,06:55,00:10,2020-05-18 01:00\n" /* a queue until after midnight */
          "3,100,60,58,07:01,15:00,2020-05-17T16:00\n"
          "4,100,60,58,07:00,14:59:59,2020-05-17T16:00\n"
          "5,100,60,58,,,2020-05-17T13:55\n"
          "6,100,60,58,,,\n"
          "7,50,60,58,2020-05-17 09:30,15:00,\n",
          "L01 7 10 remove [z:8 r:8] cast (60) is more than registered (50) by 10\n"
          "I13 3 0-40 restore [o:4] the station opened at 07:01; the hour is 07:00\n"
          "I13 4 0-40 restore [c:5] the station closed at 14:59; the hour is 15:00\n"
          "I13 5 58  [f:6] the form was filled in 1 h 05 min before the polls closed\n"
          "I13 7 0 restore [o:8] the station opened at 09:30; the hour is 07:00\n");
    ck_assert_str_eq(findings.items[1].id, "I13/s/3/opened");
}
END_TEST

START_TEST(without_hours_or_a_date_no_time_is_accused)
{
    static const char ENTRY[] = "    times: {opened: o, closed: c, filled: f}\n",
                      ROWS[] = "st,o,c,f\n1,11:00,12:00,2020-05-17T13:55\n";
    check("date: 2020-05-17\n", ENTRY, ROWS, "");
    check("date: May 2020\ndefinitions: {polls-close: \"15:00\"}\n", "    times: {filled: f}\n", ROWS, "");
}
END_TEST

START_TEST(i09_a_form_is_late_after_the_limit)
{
    check("definitions: {forms-due: \"2020-05-18 06:00\"}\n", "    fields: {valid: k}\n    times: {filled: f}\n",
          "st,k,f\n1,5,2020-05-18T06:00\n2,5,2020-05-18T06:01\n3,5,2021-01-01T00:00\n",
          "I09 2 5  [f:3] the form was filled in 0 h 01 min after the limit\n"
          "I09 3 5  [f:4] the form was filled in 5466 h 00 min after the limit\n");
}
END_TEST

START_TEST(a_time_that_cannot_be_read_is_tolerated_as_a_number_is)
{
    check("definitions: {polls-close: \"15:00\"}\n",
          "    times: {closed: c}\n    missing: [n/a]\n    tolerate: [numbers]\n", "st,c\n1,31:00\n2,n/a\n3,14:00\n",
          "A06 line 2  [row:2] \"31:00\" in column \"c\": expected a time such as 07:30\n"
          "I13 3 restore [c:4] the station closed at 14:00; the hour is 15:00\n");
}
END_TEST

START_TEST(p07_a_list_has_the_votes_that_voters_say_they_gave_it)
{
    check("voter-reports:\n  rows:\n"
          "    - {station: 1, party: A, voters: 3}\n"
          "    - {station: 2, party: A, voters: 3}\n"
          "    - {station: 2, party: B, voters: 2}\n"
          "    - {station: 3, party: A, voters: 9}\n"
          "parties: {rows: [{party: A}, {party: B}]}\n",
          "    votes: {prefix: v_}\n    status-column: {column: s, counted: ok}\n",
          "st,s,v_A,v_B\n1,ok,3,0\n2,ok,0,1\n3,void,0,0\n",
          "I01 3 restore [row:4] the return does not count: status \"void\"\n"
          "P07 2 3 restore [v_A:3 voters:6] 3 voters say that they voted for A here, the form has 0 votes\n"
          "P07 2 1 restore [v_B:3 voters:7] 2 voters say that they voted for B here, the form has 1 vote\n");
    ck_assert_str_eq(findings.items[1].id, "P07/s/2/A");
}
END_TEST

START_TEST(no_identity_is_checked_with_a_field_that_somebody_computed)
{
    static const char ROWS[] = "st,v_A,k,i,z\n1,3,4,1,9\n";
    check("", "    fields: {valid: k, invalid: i, cast: z}\n    votes: {prefix: v_}\n    computed: [valid]\n", ROWS,
          "");
    check("", "    fields: {valid: k, invalid: i, cast: z}\n    votes: {prefix: v_}\n    computed: [cast]\n", ROWS,
          "A02 1 1  [v_A:2 k:2] sum of the lists (3) is less than valid (4) by 1\n");
}
END_TEST

START_TEST(a_form_with_an_unknown_cell_is_not_accused)
{
    check("", "    fields: {valid: k, cast: z, registered: r}\n    votes: {prefix: v_}\n",
          "st,v_A,v_B,k,z,r\n1,3,,7,9,\n2,,,9,8,8\n", "L02 2 1  [k:3 z:3] valid (9) is more than cast (8) by 1\n");
}
END_TEST

START_TEST(a_list_that_does_not_stand_is_no_unknown_cell)
{
    static const char ROWS[] = "st,c,v_A,v_B,k\n1,N,3,4,7\n2,S,3,,4\n3,N,3,,4\n";
    check("", "    constituency: c\n    fields: {valid: k}\n    votes: {prefix: v_}\n", ROWS, "");
    check("", "    constituency: c\n    fields: {valid: k}\n    votes: {prefix: v_}\n    empty-votes: not-standing\n",
          ROWS, "A02 2 1  [v_A:3 v_B:3 k:3] sum of the lists (3) is less than valid (4) by 1\n");
}
END_TEST

START_TEST(long_returns_are_checked_and_each_vote_keeps_its_line)
{
    check("", "    fields: {valid: k}\n    votes: {party: list, votes: n}\n",
          "st,list,n,k\n1,A,3,8\n2,A,1,\n1,B,4,8\n2,,,1\n2,B,0,1\n",
          "A02 1 1  [n:2 n:4 k:2] sum of the lists (7) is less than valid (8) by 1\n");
}
END_TEST

START_TEST(a_field_of_several_columns_counts_them_all)
{
    check("", "    fields: {issued: [e, d], cast: z}\n", "st,e,d,z\n1,4,5,9\n2,4,5,10\n3,4,,10\n",
          "B02 2 1 remove [z:3 e:3 d:3] cast (10) is more than issued (9) by 1\n");
}
END_TEST

START_TEST(rows_that_do_not_count_are_not_checked_but_named)
{
    check("",
          "    fields: {valid: k, registered: r}\n    votes: {prefix: v_}\n    status-column: {column: state, counted: "
          "ok}\n",
          "st,state,v_A,k,r\n1,ok,3,3,9\n2,void,3,4,9\n3,void,3,4,\n",
          "I01 2 0-9 restore [row:3] the return does not count: status \"void\"\n"
          "I01 3 restore [row:4] the return does not count: status \"void\"\n");
}
END_TEST

START_TEST(tolerated_rows_and_cells_are_findings)
{
    check("", "    fields: {valid: k}\n    votes: {prefix: v_}\n    tolerate: [duplicates, numbers]\n",
          "st,v_A,k\n1,3,3\n2,x,4\n1,5,5\n",
          "I02 1 5 remove [row:4] the station has an earlier row in this source; both are counted\n"
          "A06 line 3  [row:3] 'x' in column 'v_A' is not a whole number\n"
          "P04 2 restore the form gives no ballot and no vote\n");
}
END_TEST

START_TEST(returns_and_the_official_list_are_compared)
{
    check("stations: {file: list.csv, station: code, fields: {registered: reg}}\n",
          "    fields: {valid: k}\n    votes: {prefix: v_}\n", "st,v_A,k\n2,3,3\n9,4,4\n8,1,\n",
          "I12 9 4  [st:3] the station is not in the official list of stations\n"
          "I12 8  [st:4] the station is not in the official list of stations\n"
          "I01 1 0-30 restore [row:2] the official list has the station, the source has no return of it\n"
          "I01 3 0-50 restore [row:4] the official list has the station, the source has no return of it\n");
}
END_TEST

START_TEST(the_largest_numbers_are_checked_exactly)
{
    check(
        "", "    fields: {valid: k}\n    votes: {prefix: v_}\n",
        "st,v_A,v_B,k\n1,1099511627776,1099511627775,1099511627776\n2,549755813888,549755813888,1099511627776\n",
        "A02 1 1099511627775  [v_A:2 v_B:2 k:2] sum of the lists (2199023255551) is more than valid (1099511627776) by "
        "1099511627775\n");
}
END_TEST

/* Findings come in the order of rows within each check's segment, whatever the threads. */
START_TEST(many_segments_give_the_findings_in_row_order)
{
    scrut_buf csv = {0};
    scrut_buf_puts(&csv, "st,v_A,k\n");
    for (int i = 0; i < 50000; i++)
        scrut_buf_printf(&csv, "station-%08d,%d,%d\n", i, 10, i % 1000 == 999 ? 11 : 10);
    case_folder_write_bytes(&folder, "r.csv", csv.bytes, csv.length);
    scrut_buf_free(&csv);
    case_folder_write(&folder, "election.yaml",
                      "scrutineer: case/1\ntitle: T\nreturns:\n  - {source: s, file: r.csv, "
                      "station: st, fields: {valid: k}, votes: {prefix: v_}}\n");
    c = case_folder_load(&folder, 3);
    ck_assert_uint_gt(c->returns[0].table->segment_count, 2);
    scrut_pool *pool = scrut_pool_new(4);
    scrut_tally tally;
    scrut_error err;
    ck_assert_int_eq(scrut_count_tabulate(c, &c->returns[0], pool, c->arena, &tally, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_count_check(c, &c->returns[0], &tally, pool, c->arena, &findings, &err), SCRUT_OK);
    scrut_pool_free(pool);
    ck_assert_uint_eq(findings.count, 50);
    for (size_t i = 0; i < findings.count; i++) {
        char station[32];
        snprintf(station, sizeof station, "station-%08zu", i * 1000 + 999);
        ck_assert_str_eq(findings.items[i].subject_id, station);
        ck_assert_int_eq(findings.items[i].cells[0].line, (int64_t)i * 1000 + 1001);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("check");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a02_lists_must_add_up_to_the_valid_votes);
    tcase_add_test(tests, a02_leaves_out_blank_ballots_that_are_part_of_the_valid_ones);
    tcase_add_test(tests, a02_prefers_the_votes_to_lists);
    tcase_add_test(tests, a03_ballots_must_add_up_to_those_cast);
    tcase_add_test(tests, b02_and_b03_compare_the_box_with_the_ballots_handed_out);
    tcase_add_test(tests, b04_the_ballots_received_are_made_of_the_parts_the_case_names);
    tcase_add_test(tests, b05_no_more_ballots_are_cast_than_were_received);
    tcase_add_test(tests, b06_the_boxes_hold_what_was_cast);
    tcase_add_test(tests, l01_no_more_ballots_than_registered_voters);
    tcase_add_test(tests, l02_no_part_is_larger_than_the_whole);
    tcase_add_test(tests, a01_the_candidates_make_up_their_list);
    tcase_add_test(tests, a01_a_candidate_of_a_list_that_does_not_stand_is_no_unknown_cell);
    tcase_add_test(tests, a04_and_x04_a_figure_is_the_same_in_its_second_place);
    tcase_add_test(tests, b06_what_is_found_in_the_boxes_is_what_was_cast);
    tcase_add_test(tests, l01_no_more_voters_are_checked_in_than_are_registered);
    tcase_add_test(tests, l03_the_whole_form_is_in_question_where_the_law_voids_it);
    tcase_add_test(tests, i13_the_hours_of_the_law_are_kept);
    tcase_add_test(tests, without_hours_or_a_date_no_time_is_accused);
    tcase_add_test(tests, i09_a_form_is_late_after_the_limit);
    tcase_add_test(tests, a_time_that_cannot_be_read_is_tolerated_as_a_number_is);
    tcase_add_test(tests, p07_a_list_has_the_votes_that_voters_say_they_gave_it);
    tcase_add_test(tests, no_identity_is_checked_with_a_field_that_somebody_computed);
    tcase_add_test(tests, a_form_with_an_unknown_cell_is_not_accused);
    tcase_add_test(tests, a_list_that_does_not_stand_is_no_unknown_cell);
    tcase_add_test(tests, long_returns_are_checked_and_each_vote_keeps_its_line);
    tcase_add_test(tests, a_field_of_several_columns_counts_them_all);
    tcase_add_test(tests, rows_that_do_not_count_are_not_checked_but_named);
    tcase_add_test(tests, tolerated_rows_and_cells_are_findings);
    tcase_add_test(tests, returns_and_the_official_list_are_compared);
    tcase_add_test(tests, the_largest_numbers_are_checked_exactly);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_checked_fixture(threaded, set_up, tear_down);
    tcase_add_test(threaded, many_segments_give_the_findings_in_row_order);
    return scrut_test_main(suite);
}
