/* SPDX-License-Identifier: Apache-2.0
 * Findings against margins. Two constituencies by D'Hondt: North with 3 seats and 60, 31 and 20 votes (A 2, B 1; the
 * quotients are 60, 31, 30 and then 20 and 20), South with 2 and 10, 40 and 1 (B 2; 40, 20 and then 10).
 * North's closest seat: x ballots of B for C make C's first quotient 20 + x and B's first 31 - x; C's is the larger
 * from 6 on (26 against 25; 25 against 26 before), and A's second, 30, stays. x of A for C: 20 + x against 30 - x /
 * 2, 7. So 6 could and would. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/materiality.h"

#include <stdio.h>
#include <string.h>

static case_folder folder;
static scrut_case *c;
static scrut_verdict *v;

#define HEAD                                                                                                           \
    "scrutineer: case/1\ntitle: T\nrules: {method: %s}\nchamber: {seats: 5, facts: [{name: majority, seats: "          \
    "3}]}\n"                                                                                                           \
    "constituencies: {rows: [{constituency: N, seats: 3}, {constituency: S, seats: 2}]}\n"
#define RETURNS                                                                                                        \
    "returns:\n  - {source: s, file: r.csv, station: st, constituency: c, votes: {prefix: v_},\n"                      \
    "     fields: {cast: cast, registered: reg, valid: valid}}\n"

/* Both give the same seats, and no ballot moves the claims of other lists. */
static const char *const METHODS[] = {"dhondt", "quota-highest-average"};
static const char *method = "dhondt";

static void set_up(void)
{
    folder = case_folder_new();
    c = NULL;
    v = NULL;
}

static void tear_down(void)
{
    scrut_verdict_free(v);
    scrut_case_free(c);
    case_folder_remove(&folder);
}

/* Rows after the header st,c,v_A,v_B,v_C,valid,cast,reg. */
static const scrut_materiality *weigh(const char *rows, const char *more, size_t tally)
{
    scrut_buf yaml = {0}, csv = {0};
    scrut_buf_printf(&yaml, HEAD RETURNS "%s", method, more);
    scrut_buf_printf(&csv, "st,c,v_A,v_B,v_C,valid,cast,reg\n%s", rows);
    case_folder_write(&folder, "election.yaml", yaml.bytes);
    case_folder_write(&folder, "r.csv", csv.bytes);
    scrut_verdict_free(v);
    scrut_case_free(c);
    c = case_folder_load(&folder, 0);
    scrut_error err = {.message = ""};
    v = NULL;
    ck_assert_msg(scrut_verify(c, NULL, &v, &err) == SCRUT_OK, "%s", err.message);
    scrut_buf_free(&yaml);
    scrut_buf_free(&csv);
    ck_assert_ptr_nonnull(v->materiality[tally]);
    return v->materiality[tally];
}

/* North's votes lie in two stations, South's in one. `cast` of the first two stations and their registered voters. */
static const scrut_materiality *weigh_boxes(int cast_1, int registered_1, int cast_2, int registered_2)
{
    char rows[200];
    snprintf(rows, sizeof rows, "1,N,40,21,10,71,%d,%d\n2,N,20,10,10,40,%d,%d\n3,S,10,40,1,51,51,90\n", cast_1,
             registered_1, cast_2, registered_2);
    return weigh(rows, "", 0);
}

static const scrut_finding_effect *effect_of(const scrut_materiality *m, const char *id)
{
    for (size_t i = 0; i < m->finding_count; i++)
        if (strcmp(m->findings[i].finding->id, id) == 0)
            return &m->findings[i];
    ck_abort_msg("there is no finding %s", id);
    return NULL;
}

static void check_tainted(const scrut_tainted *t, int64_t low, int64_t high, int64_t restored)
{
    ck_assert_int_eq(t->low, low);
    ck_assert_int_eq(t->high, high);
    ck_assert_int_eq(t->restored_high, restored);
}

START_TEST(five_ballots_cannot_change_a_seat_that_takes_six)
{
    method = METHODS[_i];
    const scrut_materiality *m = weigh_boxes(71, 66, 40, 90); /* L01: 71 - 66 */
    const scrut_finding_effect *e = effect_of(m, "L01/s/1");
    ck_assert_int_eq(e->ballots, 5);
    ck_assert_int_eq(e->seat, SCRUT_EFFECT_CANNOT);
    ck_assert_int_eq(e->seat_tipping, 6);
    ck_assert_int_eq(m->places[0].seat, SCRUT_EFFECT_CANNOT);
    ck_assert_int_eq(m->seat, SCRUT_EFFECT_CANNOT);
    ck_assert_int_eq(m->counts[SCRUT_EFFECT_CANNOT], 1);
}
END_TEST

START_TEST(six_ballots_could_change_a_seat_that_takes_six)
{
    method = METHODS[_i];
    const scrut_materiality *m = weigh_boxes(71, 65, 40, 90);
    ck_assert_int_eq(effect_of(m, "L01/s/1")->seat, SCRUT_EFFECT_COULD);
    ck_assert_int_eq(m->places[0].seat, SCRUT_EFFECT_COULD);
    ck_assert_int_eq(m->places[0].readings[SCRUT_READING_SWAP].could.at_most, 6);
    ck_assert_int_eq(m->places[1].seat, SCRUT_EFFECT_CANNOT);
}
END_TEST

START_TEST(findings_that_cannot_alone_could_together)
{
    const scrut_materiality *m = weigh_boxes(71, 68, 40, 37); /* 3 and 3 */
    ck_assert_int_eq(effect_of(m, "L01/s/1")->seat, SCRUT_EFFECT_CANNOT);
    ck_assert_int_eq(effect_of(m, "L01/s/2")->seat, SCRUT_EFFECT_CANNOT);
    check_tainted(&m->places[0].tainted, 6, 6, 0);
    ck_assert_int_eq(m->places[0].seat, SCRUT_EFFECT_COULD);
}
END_TEST

START_TEST(two_findings_of_one_station_are_at_least_the_larger_and_at_most_their_sum)
{
    /* A03: valid 71, cast 73: 2; L01: cast 73, registered 68: 5 */
    const scrut_materiality *m =
        weigh("1,N,40,21,10,71,73,68\n2,N,20,10,10,40,40,90\n3,S,10,40,1,51,51,90\n", "definitions: {}\n", 0);
    ck_assert_uint_eq(m->finding_count, 1); /* without a count of invalid ballots A03 is not asked */
    m = weigh("1,N,40,21,10,70,71,66\n2,N,20,10,10,40,40,90\n3,S,10,40,1,51,51,90\n", "", 0);
    /* A02: 71 of the lists against 70: 1; L01: 5 */
    ck_assert_uint_eq(m->finding_count, 2);
    ck_assert_int_eq(m->places[0].stations, 1);
    check_tainted(&m->places[0].tainted, 5, 6, 0);
}
END_TEST

START_TEST(no_more_ballots_are_concerned_than_lie_in_the_box)
{
    /* station 2: 40 ballots for 15 voters: 25; the lists' 40 against valid 12: 28, and B's 20 against valid: no. */
    const scrut_materiality *m = weigh("1,N,40,21,10,71,71,90\n2,N,20,10,10,12,40,15\n3,S,10,40,1,51,51,90\n", "", 0);
    int64_t sum = 0;
    for (size_t i = 0; i < m->finding_count; i++)
        sum += m->findings[i].finding->at_stake;
    ck_assert_int_gt(sum, 40);
    ck_assert_int_eq(m->places[0].tainted.high, 40);
    ck_assert_int_eq(m->places[0].tainted.low, 28);
}
END_TEST

START_TEST(a_station_without_the_lists_votes_leaves_it_undecided)
{
    /* station 2 has 9 ballots, all for C: 6 of B or 7 of A cannot be among them. Its 7 ballots too many are enough in
     * number. */
    const scrut_materiality *m = weigh("1,N,60,31,11,102,102,190\n2,N,0,0,9,9,9,2\n3,S,10,40,1,51,51,90\n", "", 0);
    const scrut_finding_effect *e = effect_of(m, "L01/s/2");
    ck_assert_int_eq(e->ballots, 7);
    ck_assert_int_eq(e->seat, SCRUT_EFFECT_UNDECIDED);
    ck_assert_ptr_nonnull(e->why);
    ck_assert(!m->places[0].readings[SCRUT_READING_CAPPED].could.possible);
}
END_TEST

#define OFFICIAL(n, s)                                                                                                 \
    "announcements:\n  - version: o\n    tables:\n      - {level: constituency, constituency: c, votes: {columns: "    \
    "{A: a, B: b, C: x}},\n         rows: [" n ", " s "]}\n"
#define CLEAN "1,N,40,21,10,71,71,90\n2,N,20,10,10,40,40,90\n3,S,10,40,1,51,51,90\n"

START_TEST(votes_known_by_list_are_applied)
{
    /* 100 votes more for B: 131, 60, 20 gives 131, 65.5, 60: B 2, A 1. From the announcement's side the same. */
    const char *other = OFFICIAL("{c: N, a: 60, b: 131, x: 20}", "{c: S, a: 10, b: 40, x: 1}");
    const scrut_materiality *m = weigh(CLEAN, other, 0);
    const scrut_finding_effect *e = effect_of(m, "H01/s/o/N");
    ck_assert(e->applied);
    ck_assert_int_eq(e->seat, SCRUT_EFFECT_WOULD);
    ck_assert_int_eq(e->chamber, SCRUT_EFFECT_CANNOT); /* B has 4 of 5 then, and the majority as before */
    ck_assert_int_eq(m->seat, SCRUT_EFFECT_WOULD);
    e = effect_of(v->materiality[1], "H01/s/o/N");
    ck_assert(e->applied);
    ck_assert_int_eq(e->seat, SCRUT_EFFECT_WOULD);
}
END_TEST

START_TEST(applied_votes_would_change_the_majority)
{
    /* 100 votes more for A: 160, 80, 53.3: A 3 in North, 3 of 5 */
    const char *other = OFFICIAL("{c: N, a: 160, b: 31, x: 20}", "{c: S, a: 10, b: 40, x: 1}");
    const scrut_materiality *m = weigh(CLEAN, other, 0);
    ck_assert_int_eq(effect_of(m, "H01/s/o/N")->chamber, SCRUT_EFFECT_WOULD);
    ck_assert_int_eq(m->chamber_effect, SCRUT_EFFECT_WOULD);
}
END_TEST

START_TEST(many_votes_that_change_nothing_when_applied_cannot)
{
    /* 1 vote more for C, 40 for A: 100, 31, 21 gives 100, 50, 33.3: A 3. 20 for A: 80, 31, 20 gives 80, 40, 31. */
    const scrut_materiality *m = weigh(CLEAN, OFFICIAL("{c: N, a: 80, b: 31, x: 20}", "{c: S, a: 10, b: 40, x: 1}"), 0);
    const scrut_finding_effect *e = effect_of(m, "H01/s/o/N");
    ck_assert_int_eq(e->ballots, 20);
    ck_assert_int_eq(e->seat_tipping, 6);
    ck_assert(e->applied);
    ck_assert_int_eq(e->seat, SCRUT_EFFECT_CANNOT);
}
END_TEST

START_TEST(votes_that_make_a_tie_could)
{
    /* 10 votes more for C: 60, 31, 30: the third quotient is 30 of A or of C */
    const scrut_materiality *m = weigh(CLEAN, OFFICIAL("{c: N, a: 60, b: 31, x: 30}", "{c: S, a: 10, b: 40, x: 1}"), 0);
    ck_assert_int_eq(effect_of(m, "H01/s/o/N")->seat, SCRUT_EFFECT_COULD);
}
END_TEST

START_TEST(unknown_votes_at_stake_leave_it_undecided)
{
    const char *listed = "stations: {file: l.csv, station: st, constituency: c}\n";
    case_folder_write(&folder, "l.csv", "st,c\n1,N\n2,N\n3,S\n4,S\n");
    const scrut_materiality *m = weigh(CLEAN, listed, 0);
    const scrut_finding_effect *e = effect_of(m, "I01/s/4");
    ck_assert_int_eq(e->seat, SCRUT_EFFECT_UNDECIDED);
    ck_assert_str_eq(e->why, e->finding->check->settles);
    ck_assert_int_eq(m->places[1].seat, SCRUT_EFFECT_UNDECIDED);
    ck_assert_int_eq(m->places[1].seat_known, SCRUT_EFFECT_CANNOT);
    ck_assert_int_eq(m->nation.unknown, 1);
}
END_TEST

START_TEST(a_missing_station_can_only_add_ballots)
{
    /* North: 10 ballots added to C make a tie at 30, 11 are certain; 6 changed would do. */
    const char *listed = "stations: {file: l.csv, station: st, constituency: c, fields: {registered: reg}}\n";
    case_folder_write(&folder, "l.csv", "st,c,reg\n1,N,90\n2,N,90\n3,S,90\n4,N,10\n");
    const scrut_materiality *m = weigh(CLEAN, listed, 0);
    check_tainted(&m->places[0].tainted, 0, 0, 10);
    ck_assert_int_eq(effect_of(m, "I01/s/4")->seat, SCRUT_EFFECT_COULD);
    ck_assert_int_eq(m->places[0].readings[SCRUT_READING_ADDITION].ballots, 10);
    ck_assert_int_eq(m->places[0].readings[SCRUT_READING_ADDITION].could.at_most, 10);
    ck_assert_int_eq(m->places[0].readings[SCRUT_READING_ADDITION].would.at_most, 11);
    case_folder_write(&folder, "l.csv", "st,c,reg\n1,N,90\n2,N,90\n3,S,90\n4,N,9\n");
    m = weigh(CLEAN, listed, 0);
    ck_assert_int_eq(effect_of(m, "I01/s/4")->seat, SCRUT_EFFECT_CANNOT);
    ck_assert_int_eq(effect_of(m, "I01/s/4")->seat_tipping, 10);
    ck_assert_int_eq(m->places[0].seat, SCRUT_EFFECT_CANNOT);
}
END_TEST

static const scrut_target_effect *target_of(const scrut_materiality *m, const char *name, const char *party)
{
    for (size_t i = 0; i < m->target_count; i++)
        if (strcmp(m->targets[i].name, name) == 0 && m->targets[i].party == party_index(c, party))
            return &m->targets[i];
    ck_abort_msg("there is no target %s of %s", name, party);
    return NULL;
}

START_TEST(the_ballots_concerned_in_each_constituency_are_free_in_the_knapsack)
{
    /* B holds 1 + 2 = 3 of 5, the majority. It loses its seat of North, 31, to C's 20 + x from 31 - x: 6 (26 against
     * 25; 5.5), which A's second, 30, does not need. In South the second, 20, falls to A's 10 + x from (40 - x) / 2: 7
     * (17 against 16.5). So 6 in all; with 4 concerned in North 2 more; with 7 in South none. */
    const scrut_materiality *m = weigh_boxes(71, 67, 40, 90);
    const scrut_target_effect *t = target_of(m, "majority", "B");
    ck_assert(!t->at_least);
    ck_assert_int_eq(t->seats, 2);
    ck_assert_int_eq(t->could.at_most, 6);
    ck_assert(t->further_exact);
    ck_assert_int_eq(t->further, 2);
    ck_assert_int_eq(t->effect, SCRUT_EFFECT_CANNOT);
    m = weigh("1,N,40,21,10,71,71,90\n2,N,20,10,10,40,40,90\n3,S,10,40,1,51,51,44\n", "", 0);
    t = target_of(m, "majority", "B");
    ck_assert_int_eq(t->further, 0);
    ck_assert_int_eq(t->effect, SCRUT_EFFECT_COULD);
    ck_assert_int_eq(m->parties[party_index(c, "B")].loss, 1);
    ck_assert_int_eq(m->parties[party_index(c, "A")].gain, 1);
}
END_TEST

START_TEST(claims_of_seats_are_weighed_both_ways)
{
    const char *claims = "claims:\n  rows:\n    - {id: more, words: w, expression: seats(A) >= 3}\n"
                         "    - {id: held, words: w, expression: seats(B) = 3}\n";
    const scrut_materiality *m =
        weigh("1,N,40,21,10,71,71,64\n2,N,20,10,10,40,40,90\n3,S,10,40,1,51,51,90\n", claims, 0);
    const scrut_target_effect *t = target_of(m, "more", "A");
    ck_assert(t->makes_true && t->at_least);
    ck_assert_int_eq(t->could.at_most, 7); /* in South; in North A's third, (60 + x) / 3 >= 31 - x, takes 9 */
    ck_assert_int_eq(t->effect, SCRUT_EFFECT_CANNOT);
    t = target_of(m, "held", "B");
    ck_assert(!t->makes_true);
    ck_assert_int_eq(m->claim_effect, SCRUT_EFFECT_COULD); /* 7 in North take B's seat of there */
}
END_TEST

START_TEST(cancelled_stations_leave_the_votes_of_the_others)
{
    /* Without station 2: 40, 21, 10 gives 40, 21, 20. Without station 1: 20, 10, 10 gives 20 and two of 10, 10, 10. */
    const scrut_materiality *m = weigh_boxes(71, 64, 40, 90);
    size_t a = party_index(c, "A");
    ck_assert_int_eq(m->cancelled.stations, 1);
    ck_assert_int_eq(m->places[0].error_stations, 1);
    ck_assert_int_eq(m->places[0].error_registered, 64);
    ck_assert_ptr_nonnull(m->cancelled.chamber);
    ck_assert_int_eq(m->cancelled.chamber->constituencies[0].certain[a], 1);
    ck_assert_int_eq(m->cancelled.chamber->constituencies[0].possible[a], 2);
    ck_assert_int_eq(m->places[0].readings[SCRUT_READING_LEAD].could.at_least, 29); /* 60 - 31 */
    ck_assert_int_eq(m->places[0].readings[SCRUT_READING_LEAD].ballots, 64);
    ck_assert(m->places[0].readings[SCRUT_READING_REPOLL].known);
    ck_assert_int_eq(m->places[0].readings[SCRUT_READING_REPOLL].ballots, 64);
    ck_assert_int_eq(m->chamber->tally->figures[SCRUT_FIELD_CAST].value, 162); /* the case is as it was */
}
END_TEST

/* Leads: 40 - 21 = 19 in station 1, 20 - 10 = 10 in station 2, 40 - 10 = 30 in station 3. A fifth of North's two
 * stations is one. */
static const scrut_reading *check_stations(const scrut_materiality *m, size_t k, int64_t low, int64_t high,
                                           int64_t fifth)
{
    const scrut_reading *r = &m->places[k].readings[SCRUT_READING_STATIONS];
    ck_assert(r->known);
    ck_assert_int_eq(r->ballots_low, low);
    ck_assert_int_eq(r->ballots, high);
    ck_assert_int_eq(r->could.at_least, fifth);
    return r;
}

START_TEST(a_station_decides_from_its_lead_on)
{
    check_stations(weigh_boxes(71, 53, 40, 90), 0, 0, 0, 1); /* 18 of a lead of 19 */
    check_stations(weigh_boxes(71, 52, 40, 90), 0, 1, 1, 1);
    const scrut_materiality *m = weigh_boxes(71, 52, 40, 30); /* 19 and 10 */
    check_stations(m, 0, 2, 2, 1);
    ck_assert(!m->places[1].readings[SCRUT_READING_STATIONS].known);
    ck_assert_int_eq(m->annulled.stations, 2);
    ck_assert_int_eq(m->annulled.chamber->constituencies[0].state, SCRUT_SEATS_UNDECIDED); /* no votes */
}
END_TEST

START_TEST(seats_without_the_stations_that_decide)
{
    const scrut_materiality *m = weigh_boxes(71, 66, 40, 30); /* 5 of 19; 10 of 10 */
    size_t a = party_index(c, "A");
    check_stations(m, 0, 1, 1, 1);
    ck_assert_int_eq(m->annulled.stations, 1);
    ck_assert_int_eq(m->annulled.chamber->constituencies[0].certain[a], 2); /* 40, 21 and 20 */
    ck_assert_int_eq(m->annulled.chamber->constituencies[0].possible[a], 2);
}
END_TEST

START_TEST(two_findings_of_a_station_leave_open_whether_it_decides)
{
    /* L01: 71 - 54 = 17; A02: 71 of the lists against 68: 3. Between 17 and 20, and the lead is 19. */
    const scrut_materiality *m = weigh("1,N,40,21,10,68,71,54\n2,N,20,10,10,40,40,90\n3,S,10,40,1,51,51,90\n", "", 0);
    ck_assert_ptr_nonnull(check_stations(m, 0, 0, 1, 1)->note);
}
END_TEST

START_TEST(a_station_without_a_list_s_votes_leaves_open_whether_it_decides)
{
    const scrut_materiality *m = weigh("1,N,40,21,,71,71,60\n2,N,20,10,10,40,40,90\n3,S,10,40,1,51,51,90\n", "", 0);
    check_stations(m, 0, 0, 1, 1);
}
END_TEST

START_TEST(a_fifth_is_of_the_official_list_s_stations)
{
    const char *listed = "stations: {file: l.csv, station: st, constituency: c, fields: {registered: reg}}\n";
    case_folder_write(&folder, "l.csv", "st,c,reg\n1,N,52\n2,N,90\n3,S,90\n4,N,9\n5,N,9\n6,N,9\n7,N,9\n");
    const scrut_materiality *m =
        weigh("1,N,40,21,10,71,71,52\n2,N,20,10,10,40,40,90\n3,S,10,40,1,51,51,90\n", listed, 0);
    check_stations(m, 0, 1, 1, 2); /* 6 stations; the four without a return have no votes to annul */
}
END_TEST

/* The closest seat takes 6, somebody published 60: a finding, and none about our votes or seats. */
START_TEST(a_published_margin_that_is_wrong_leaves_no_seat_undecided)
{
    case_folder_write(&folder, "m.csv", "constituency,party,seats,metric,votes\nN,,any,change,60\n");
    const scrut_materiality *m = weigh(CLEAN, "margins: {file: m.csv}\n", 0);
    ck_assert_uint_eq(v->findings.count, 1);
    ck_assert_str_eq(v->findings.items[0].check->code, "M01");
    ck_assert_uint_eq(m->finding_count, 0);
    ck_assert_int_eq(m->counts[SCRUT_EFFECT_UNDECIDED], 0);
    ck_assert_int_eq(m->seat, SCRUT_EFFECT_CANNOT);
}
END_TEST

START_TEST(nothing_found_is_nothing_weighed)
{
    const scrut_materiality *m = weigh(CLEAN, "", 0);
    ck_assert_uint_eq(m->finding_count, 0);
    ck_assert_int_eq(m->seat, SCRUT_EFFECT_CANNOT);
    check_tainted(&m->nation, 0, 0, 0);
    ck_assert_ptr_null(m->cancelled.chamber);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("materiality");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, five_ballots_cannot_change_a_seat_that_takes_six, 0, 2);
    tcase_add_loop_test(tests, six_ballots_could_change_a_seat_that_takes_six, 0, 2);
    tcase_add_test(tests, findings_that_cannot_alone_could_together);
    tcase_add_test(tests, two_findings_of_one_station_are_at_least_the_larger_and_at_most_their_sum);
    tcase_add_test(tests, no_more_ballots_are_concerned_than_lie_in_the_box);
    tcase_add_test(tests, a_station_without_the_lists_votes_leaves_it_undecided);
    tcase_add_test(tests, votes_known_by_list_are_applied);
    tcase_add_test(tests, applied_votes_would_change_the_majority);
    tcase_add_test(tests, many_votes_that_change_nothing_when_applied_cannot);
    tcase_add_test(tests, votes_that_make_a_tie_could);
    tcase_add_test(tests, unknown_votes_at_stake_leave_it_undecided);
    tcase_add_test(tests, a_missing_station_can_only_add_ballots);
    tcase_add_test(tests, the_ballots_concerned_in_each_constituency_are_free_in_the_knapsack);
    tcase_add_test(tests, claims_of_seats_are_weighed_both_ways);
    tcase_add_test(tests, cancelled_stations_leave_the_votes_of_the_others);
    tcase_add_test(tests, a_station_decides_from_its_lead_on);
    tcase_add_test(tests, seats_without_the_stations_that_decide);
    tcase_add_test(tests, two_findings_of_a_station_leave_open_whether_it_decides);
    tcase_add_test(tests, a_station_without_a_list_s_votes_leaves_open_whether_it_decides);
    tcase_add_test(tests, a_fifth_is_of_the_official_list_s_stations);
    tcase_add_test(tests, a_published_margin_that_is_wrong_leaves_no_seat_undecided);
    tcase_add_test(tests, nothing_found_is_nothing_weighed);
    return scrut_test_main(suite);
}
