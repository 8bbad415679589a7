/* SPDX-License-Identifier: Apache-2.0
 * Two sources on invented forms, so small that every figure below is added up by hand. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/reconcile.h"

#include <string.h>

static case_folder folder;
static scrut_case *c;
static scrut_reconciliation *r;

static void set_up(void)
{
    folder = case_folder_new();
    c = NULL;
    r = NULL;
}

static void tear_down(void)
{
    scrut_reconciliation_free(r);
    scrut_case_free(c);
    case_folder_remove(&folder);
}

#define HEAD                                                                                                           \
    "scrutineer: case/1\ntitle: T\nrules: {method: dhondt}\nareas: [village]\nconstituencies: {rows: [{constituency: " \
    "N, seats: 2}, {constituency: S, seats: 1}]}\n"
#define SOURCE(id, more)                                                                                               \
    "  - {source: " id ", file: " id ".csv, station: st, constituency: c, areas: {village: v}, fields: {registered: "  \
    "reg}, votes: {prefix: v_}" more "}\n"
#define HEADER "st,c,v,reg,v_A,v_B,v_C\n"

static void compare(const char *yaml, const char *a, const char *b)
{
    scrut_error err;
    case_folder_write(&folder, "election.yaml", yaml);
    case_folder_write(&folder, "a.csv", a);
    if (b != NULL)
        case_folder_write(&folder, "b.csv", b);
    scrut_reconciliation_free(r);
    scrut_case_free(c);
    c = case_folder_load(&folder, 2);
    scrut_pool *pool = scrut_pool_new(2);
    ck_assert_msg(scrut_reconcile(c, NULL, 0, pool, &r, &err) == SCRUT_OK, "%s", err.message);
    scrut_pool_free(pool);
}

static void check_parts(const char *expected)
{
    scrut_buf text = {0};
    scrut_buf_puts(&text, "");
    for (size_t i = 0; i < r->pairs[0].part_count; i++) {
        const scrut_reconcile_part *part = &r->pairs[0].parts[i];
        scrut_buf_printf(&text, "%s%s%s %lld/%lld left %lld; ", scrut_reason_name(part->reason),
                         part->party != SCRUT_NONE ? " " : "",
                         part->party != SCRUT_NONE ? c->parties[part->party].id : "", (long long)part->stations,
                         (long long)part->gross, (long long)part->beyond);
    }
    ck_assert_str_eq(text.bytes, expected);
    scrut_buf_free(&text);
}

static void check_counts(int64_t in_both, int64_t equal, int64_t differing, int64_t only_a, int64_t only_b)
{
    const scrut_reconcile_pair *p = &r->pairs[0];
    ck_assert_int_eq(p->in_both, in_both);
    ck_assert_int_eq(p->equal, equal);
    ck_assert_int_eq(p->differing, differing);
    ck_assert_int_eq(p->only_a, only_a);
    ck_assert_int_eq(p->only_b, only_b);
}

#define TWO HEAD "returns:\n" SOURCE("a", "") SOURCE("b", "")
#define A_FORMS                                                                                                        \
    HEADER "1,N,x,100,50,20,10\n2,N,x,100,30,20,10\n3,N,y,100,10,40,5\n4,S,z,100,30,29,0\n5,S,z,100,10,10,0\n"

START_TEST(sources_that_agree_differ_in_nothing)
{
    compare(TWO, A_FORMS, A_FORMS);
    check_counts(5, 5, 0, 0, 0);
    check_parts("");
    ck_assert_uint_eq(r->outcomes[0].unit_count, 0);
}
END_TEST

START_TEST(each_station_is_matched_whatever_the_order)
{
    compare(TWO, A_FORMS, HEADER "9,S,z,100,1,0,0\n4,S,z,100,30,29,0\n1,N,x,100,50,20,10\n2,N,x,100,20,30,10\n");
    check_counts(3, 2, 1, 2, 1);
    /* 3 and 5: 55 + 20 votes; 2: A and B exchanged, 20; 9: 1 */
    check_parts("only-a 2/75 left 21; swapped 1/20 left 1; only-b 1/1 left 0; ");
    char key[16];
    scrut_reconcile_station(r, r->pairs[0].stations[0].station, key, sizeof key);
    ck_assert_str_eq(key, "2");
    ck_assert_uint_eq(r->pairs[0].parts[0].place_count, 1); /* of village y b holds nothing; of z it holds 4 and 9 */
}
END_TEST

START_TEST(a_column_lost_in_a_village_is_one_part)
{
    compare(TWO, A_FORMS,
            HEADER "1,N,x,100,50,20,0\n2,N,x,100,30,25,0\n3,N,y,100,10,40,5\n4,S,z,100,30,29,0\n"
                   "5,S,z,100,10,10,0\n");
    check_counts(5, 3, 2, 0, 0);
    check_parts("lost-b C 2/20 left 5; one-list 1/5 left 0; ");
    ck_assert_uint_eq(r->pairs[0].parts[0].place_count, 1);
}
END_TEST

START_TEST(returns_that_do_not_count_and_repeated_rows_are_parts)
{
    compare(HEAD "returns:\n" SOURCE("a", "")
                SOURCE("b", ", tolerate: [duplicates], status-column: {column: state, counted: [ok]}"),
            A_FORMS,
            "st,c,v,reg,v_A,v_B,v_C,state\n1,N,x,100,50,20,10,ok\n2,N,x,100,30,20,10,void\n3,N,y,100,10,40,5,ok\n"
            "4,S,z,100,30,29,0,ok\n5,S,z,100,10,10,0,ok\n5,S,z,100,10,11,0,ok\n");
    check_counts(5, 4, 0, 0, 0);
    ck_assert_int_eq(r->pairs[0].counted_otherwise, 1);
    check_parts("not-counted-b 1/60 left 21; repeated-b 1/21 left 0; ");
}
END_TEST

/* ---- five kinds of explanation, each with a truth that is known ---- */

START_TEST(a_column_lost_in_a_district_is_told_apart_from_a_slip_beside_it)
{
    /* b lost list B in all of village x, 20 + 20 votes, and has one more in village y. */
    compare(TWO, A_FORMS,
            HEADER "1,N,x,100,50,,10\n2,N,x,100,30,,10\n3,N,y,100,10,41,5\n4,S,z,100,30,29,0\n"
                   "5,S,z,100,10,10,0\n");
    check_counts(5, 2, 3, 0, 0);
    check_parts("lost-b B 2/40 left 1; one-list 1/1 left 0; ");
    char name[32];
    scrut_unit_name(c, r->pairs[0].parts[0].places[0], name, sizeof name);
    ck_assert_str_eq(name, "village x");
    ck_assert_int_eq(r->pairs[0].parts[0].net[1], -40);
}
END_TEST

START_TEST(rows_that_slipped_give_each_station_the_votes_of_another)
{
    /* In b the votes of 1, 2 and 3 stand one row lower; 1 has the votes of 3. By hand: 1: 40 + 20 + 5, 2: 20, 3: 20 +
     * 20 + 5. In 5 one vote went from A to B. */
    compare(TWO, A_FORMS,
            HEADER "1,N,x,100,10,40,5\n2,N,x,100,50,20,10\n3,N,y,100,30,20,10\n4,S,z,100,30,29,0\n"
                   "5,S,z,100,9,11,0\n");
    check_counts(5, 1, 4, 0, 0);
    check_parts("elsewhere 3/130 left 2; moved 1/2 left 0; ");
    const scrut_differing_station *s = &r->pairs[0].stations[0]; /* 1: most votes differ */
    char key[16];
    scrut_reconcile_station(r, s->station, key, sizeof key);
    ck_assert_str_eq(key, "1");
    ck_assert(!s->elsewhere_in_b); /* b's figures of 1 are a's figures of 3 */
    ck_assert_uint_eq(s->elsewhere, 2);
}
END_TEST

START_TEST(votes_that_chance_makes_equal_are_nobodys_slip)
{
    /* Two lists, or fewer than 50 votes: 5 of b has the votes of 4 in a, and 3 those of a small station. */
    compare(TWO, HEADER "1,N,x,100,9,8,7\n3,N,y,100,10,40,5\n4,S,z,100,30,29,0\n5,S,z,100,10,10,0\n",
            HEADER "1,N,x,100,9,8,7\n3,N,y,100,9,8,7\n4,S,z,100,30,29,0\n5,S,z,100,30,29,0\n");
    check_parts("other 2/74 left 0; ");
}
END_TEST

START_TEST(a_batch_that_is_missing_is_named_by_its_places)
{
    /* b holds nothing of village x, and 10 of A as 12 in S */
    compare(TWO, A_FORMS, HEADER "3,N,y,100,10,40,5\n4,S,z,100,30,29,0\n5,S,z,100,12,10,0\n");
    check_counts(3, 2, 1, 2, 0);
    check_parts("only-a 2/140 left 2; one-list 1/2 left 0; ");
    const scrut_reconcile_part *part = &r->pairs[0].parts[0];
    char name[32];
    ck_assert_uint_eq(part->place_count, 1);
    scrut_unit_name(c, part->places[0], name, sizeof name);
    ck_assert_str_eq(name, "village x");
    ck_assert_int_eq(part->net[0], -80);
    ck_assert_int_eq(part->net[1], -40);
    ck_assert_int_eq(part->net[2], -20);
}
END_TEST

START_TEST(a_station_counted_twice_is_its_votes_once_more)
{
    compare(HEAD "returns:\n" SOURCE("a", ", tolerate: [duplicates]") SOURCE("b", ""), A_FORMS "2,N,x,100,30,20,10\n",
            A_FORMS);
    check_counts(5, 5, 0, 0, 0);
    check_parts("repeated-a 1/60 left 0; ");
}
END_TEST

START_TEST(a_version_that_replaced_another_is_the_earlier_ones_votes)
{
    /* a holds the first form of 2 and the corrected one, b the corrected one alone. The sums differ by the first: 60.
     */
    compare(HEAD "returns:\n" SOURCE("a", ", tolerate: [duplicates]") SOURCE("b", ""), A_FORMS "2,N,x,100,25,24,9\n",
            HEADER "1,N,x,100,50,20,10\n2,N,x,100,25,24,9\n3,N,y,100,10,40,5\n4,S,z,100,30,28,0\n5,S,z,100,10,10,0\n");
    check_counts(5, 3, 2, 0, 0);
    check_parts("replaced-a 1/60 left 1; one-list 1/1 left 0; ");
    ck_assert_int_eq(r->pairs[0].parts[0].net[0], -30);
    /* the other way round */
    compare(HEAD "returns:\n" SOURCE("a", "") SOURCE("b", ", tolerate: [duplicates]"),
            HEADER "1,N,x,100,50,20,10\n2,N,x,100,25,24,9\n3,N,y,100,10,40,5\n4,S,z,100,30,29,0\n5,S,z,100,10,10,0\n",
            A_FORMS "2,N,x,100,25,24,9\n");
    check_parts("replaced-b 1/60 left 0; ");
    ck_assert_int_eq(r->pairs[0].parts[0].net[0], 30);
}
END_TEST

START_TEST(of_patterns_that_account_for_as_much_the_one_of_fewer_stations_is_first)
{
    /* 30 votes each: one station that only a holds; two whose lists changed places. */
    compare(TWO, HEADER "1,N,x,100,20,10,30\n2,N,x,100,25,20,30\n3,N,y,100,10,15,5\n",
            HEADER "1,N,x,100,10,20,30\n2,N,x,100,20,25,30\n");
    check_parts("only-a 1/30 left 30; swapped 2/30 left 0; ");
}
END_TEST

START_TEST(threads_find_the_same_slipped_rows)
{
    for (int threads = 1; threads <= 4; threads++) {
        compare(TWO, A_FORMS,
                HEADER "1,N,x,100,10,40,5\n2,N,x,100,50,20,10\n3,N,y,100,30,20,10\n4,S,z,100,30,29,0\n"
                       "5,S,z,100,10,10,0\n");
        scrut_reconciliation *other;
        scrut_error err;
        scrut_pool *pool = scrut_pool_new(threads);
        ck_assert_int_eq(scrut_reconcile(c, NULL, 0, pool, &other, &err), SCRUT_OK);
        scrut_pool_free(pool);
        ck_assert_uint_eq(other->pairs[0].station_count, r->pairs[0].station_count);
        for (size_t i = 0; i < other->pairs[0].station_count; i++) {
            ck_assert_int_eq(other->pairs[0].stations[i].reason, SCRUT_REASON_ELSEWHERE);
            ck_assert_uint_eq(other->pairs[0].stations[i].elsewhere, r->pairs[0].stations[i].elsewhere);
        }
        scrut_reconciliation_free(other);
    }
}
END_TEST

START_TEST(the_fewest_stations_that_give_another_outcome_are_named)
{
    /* S by most votes: A 40, B 39. Of b: 4 takes 5 from A, 5 gives 1 to B: station 4 alone decides. N: 90, 80, 25. */
    compare(TWO, A_FORMS,
            HEADER "1,N,x,100,50,20,10\n2,N,x,100,31,20,10\n3,N,y,100,10,40,5\n4,S,z,100,25,29,0\n"
                   "5,S,z,100,10,11,0\n");
    check_counts(5, 2, 3, 0, 0);
    ck_assert(r->outcomes[0].compared);
    ck_assert_uint_eq(r->outcomes[0].differ, 1);
    ck_assert_uint_eq(r->outcomes[0].unit_count, 1);
    const scrut_deciding_stations *d = &r->outcomes[0].units[0];
    ck_assert_str_eq(c->constituencies[d->constituency].id, "S");
    ck_assert_str_eq(c->parties[d->gains].id, "B");
    ck_assert_str_eq(c->parties[d->loses].id, "A");
    ck_assert_uint_eq(d->station_count, 1);
    char key[16];
    scrut_reconcile_station(r, r->pairs[0].stations[d->stations[0]].station, key, sizeof key);
    ck_assert_str_eq(key, "4");
}
END_TEST

START_TEST(stations_that_together_cancel_out_can_decide_all_the_same)
{
    /* All of b gives the same seat, but 4 alone would not: B must be right about 4 and A about 5. */
    compare(TWO, A_FORMS,
            HEADER "1,N,x,100,50,20,10\n2,N,x,100,30,20,10\n3,N,y,100,10,40,5\n4,S,z,100,25,29,0\n"
                   "5,S,z,100,20,10,0\n");
    ck_assert_uint_eq(r->outcomes[0].differ, 0);
    ck_assert_uint_eq(r->outcomes[0].unit_count, 1);
    ck_assert_uint_eq(r->outcomes[0].units[0].station_count, 1);
}
END_TEST

START_TEST(what_is_missing_is_set_against_the_ballots_needed)
{
    /* The list has 6 of 500 voters in S, which neither source holds. S: A 40, B 39: one ballot more makes a draw. N:
     * two seats, A 90 and B 80: C has 25 and needs 80 / 1: 55 ballots more draw level with B's 80; A needs 160. */
    case_folder_write(&folder, "list.csv",
                      "st,c,v,reg\n1,N,x,100\n2,N,x,100\n3,N,y,100\n4,S,z,100\n5,S,z,100\n6,S,z,500\n");
    compare(HEAD
            "stations: {file: list.csv, station: st, constituency: c, areas: {village: v}, fields: {registered: reg}}\n"
            "returns:\n" SOURCE("a", ""),
            A_FORMS, NULL);
    const scrut_coverage *v = &r->coverage[0];
    ck_assert_int_eq(v->stations, 6);
    ck_assert_int_eq(v->counted, 5);
    ck_assert_int_eq(v->registered, 1000);
    ck_assert_int_eq(v->registered_held, 500);
    ck_assert_uint_eq(v->decided, 1);
    ck_assert(v->units[0].decided);
    ck_assert_int_eq(v->units[0].needed.at_least, 55);
    ck_assert(!v->units[1].decided);
    ck_assert_int_eq(v->units[1].missing_voters, 500);
    ck_assert_int_eq(v->units[1].needed.at_least, 1);
    ck_assert_int_eq(v->units[1].lead, 1);
}
END_TEST

START_TEST(without_any_number_of_voters_nothing_is_decided)
{
    case_folder_write(&folder, "list.csv", "st,c\n1,N\n2,N\n3,N\n4,S\n5,S\n6,N\n");
    compare(HEAD "stations: {file: list.csv, station: st, constituency: c}\nreturns:\n" SOURCE("a", ""), A_FORMS, NULL);
    ck_assert_int_eq(r->coverage[0].units[0].missing_unknown, 1);
    ck_assert(!r->coverage[0].units[0].decided);
    ck_assert(r->coverage[0].units[1].decided); /* nothing is missing there */
}
END_TEST

/* ---- mapping ---- */

#define B_OTHER_KEYS                                                                                                   \
    HEADER "N-001,N,x,100,50,20,10\nN-002,N,x,100,30,20,10\nb3,N,y,100,10,40,5\n4,S,z,100,30,29,0\n5,S,z,100,10,10,"   \
           "0\n"

START_TEST(stations_with_other_keys_are_proposed_and_not_joined)
{
    compare(TWO,
            HEADER
            "N 1,N,x,100,50,20,10\nn 2,N,x,100,30,20,11\n3,N,y,100,10,40,5\n4,S,z,100,30,29,0\n5,S,z,100,10,10,0\n",
            B_OTHER_KEYS);
    check_counts(2, 2, 0, 3, 3);
    scrut_match *matches;
    size_t count;
    scrut_error err;
    scrut_buf text = {0};
    ck_assert_int_eq(scrut_reconcile_propose(r, 0, c->arena, &matches, &count, &err), SCRUT_OK);
    for (size_t i = 0; i < count; i++) {
        char a[32], b[32];
        scrut_returns_station(&c->returns[0], matches[i].row_a, a, sizeof a);
        scrut_returns_station(&c->returns[1], matches[i].row_b, b, sizeof b);
        scrut_buf_printf(&text, "%s=%s %d; ", a, b, matches[i].score);
    }
    ck_assert_str_eq(text.bytes, "N 1=N-001 95; n 2=N-002 95; 3=b3 80; ");
    scrut_buf_free(&text);
}
END_TEST

START_TEST(only_a_confirmed_mapping_joins_stations)
{
    case_folder_write(&folder, "map.csv", "station,is,score,why,confirmed\nN-001,1,95,key,yes\nN-002,2,95,key,no\n");
    compare(HEAD "returns:\n" SOURCE("a", "") SOURCE("b", ", mapping: {file: map.csv}"), A_FORMS, B_OTHER_KEYS);
    check_counts(3, 3, 0, 2, 2);
    compare(HEAD "returns:\n" SOURCE("a", "")
                SOURCE("b", ", mapping: {rows: [{st: N-001, to: \"1\"}, {st: N-002, to: "
                            "\"2\"}, {st: b3, to: \"3\"}], columns: {station: st, is: to}}"),
            A_FORMS, B_OTHER_KEYS);
    check_counts(5, 5, 0, 0, 0);
}
END_TEST

START_TEST(a_wrong_mapping_is_refused)
{
    case_folder_write(&folder, "a.csv", A_FORMS);
    case_folder_write(&folder, "b.csv", B_OTHER_KEYS);
    case_folder_write(&folder, "map.csv",
                      "station,is,confirmed\nN-001,1,yes\nN-001,2,yes\nb3,1,yes\nnobody,9,yes\n5,,yes\n4,4,maybe\n");
    case_folder_write(&folder, "election.yaml",
                      HEAD "returns:\n" SOURCE("a", "") SOURCE("b", ", mapping: {file: map.csv}"));
    scrut_status status;
    char *problems = case_folder_problems(&folder, &status);
    ck_assert_int_eq(status, SCRUT_E_INPUT);
    ck_assert_str_eq(problems, "map.csv:3:1: \"N-001\" stands in the mapping twice\n"
                               "map.csv:4:2: \"1\" stands in the mapping twice\n"
                               "map.csv:6:2: \"\" names no station\n"
                               "map.csv:7:3: \"maybe\" is neither yes nor no\n"
                               "map.csv:5:1: \"nobody\" is no station of this source\n");
    free(problems);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reconcile");
    TCase *core = tcase_create("core");
    tcase_add_checked_fixture(core, set_up, tear_down);
    tcase_add_test(core, sources_that_agree_differ_in_nothing);
    tcase_add_test(core, each_station_is_matched_whatever_the_order);
    tcase_add_test(core, a_column_lost_in_a_village_is_one_part);
    tcase_add_test(core, returns_that_do_not_count_and_repeated_rows_are_parts);
    tcase_add_test(core, a_column_lost_in_a_district_is_told_apart_from_a_slip_beside_it);
    tcase_add_test(core, rows_that_slipped_give_each_station_the_votes_of_another);
    tcase_add_test(core, votes_that_chance_makes_equal_are_nobodys_slip);
    tcase_add_test(core, a_batch_that_is_missing_is_named_by_its_places);
    tcase_add_test(core, a_station_counted_twice_is_its_votes_once_more);
    tcase_add_test(core, a_version_that_replaced_another_is_the_earlier_ones_votes);
    tcase_add_test(core, of_patterns_that_account_for_as_much_the_one_of_fewer_stations_is_first);
    tcase_add_test(core, the_fewest_stations_that_give_another_outcome_are_named);
    tcase_add_test(core, stations_that_together_cancel_out_can_decide_all_the_same);
    tcase_add_test(core, what_is_missing_is_set_against_the_ballots_needed);
    tcase_add_test(core, without_any_number_of_voters_nothing_is_decided);
    tcase_add_test(core, stations_with_other_keys_are_proposed_and_not_joined);
    tcase_add_test(core, only_a_confirmed_mapping_joins_stations);
    tcase_add_test(core, a_wrong_mapping_is_refused);
    suite_add_tcase(suite, core);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_checked_fixture(threaded, set_up, tear_down);
    tcase_add_test(threaded, threads_find_the_same_slipped_rows);
    return scrut_test_main(suite);
}
