/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "seats_table.h"

#define CHECK_EXAMPLES(examples) check_seats_examples((examples), sizeof(examples) / sizeof(examples)[0])

static scrut_arena *arena;

static void open_arena(void)
{
    arena = scrut_arena_new();
    ck_assert_ptr_nonnull(arena);
}

static void close_arena(void)
{
    scrut_arena_free(arena);
}

START_TEST(a_tie_names_the_tied_and_the_seats_to_be_drawn)
{
    static const seats_example EXAMPLES[] = {
        {"dhondt 2", "A=60 B=30", "A=1 tie=A,B/1"},
        {"dhondt 3", "A=60 B=30", "A=2 B=1"},
        {"dhondt 2", "A=10 B=10 C=10", "tie=A,B,C/2"},
        {"dhondt 3", "A=60 B=30 C=30", "A=1 tie=A,B,C/2"},
        {"hare 3", "A=20 B=20 C=5", "A=1 B=1 tie=A,B,C/1"},
        {"quota-highest-average-once 3", "A=40 B=25 C=25", "A=1 B=1 C=1"},
        /* a tie above the last seat is no tie */
        {"dhondt 4", "A=30 B=30 C=7", "A=2 B=2"},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

START_TEST(ties_that_floating_point_misses_are_found)
{
    /* 21 / 1.4 is 15.000000000000002 as a double, 45 / 3 is 15. Hill: sqrt(72) = 6 sqrt(2), so A's second and B's ninth
     * seat meet. 2^53 cannot be told from its neighbour, but votes end at 2^40: squares do not fit a double. */
    static const seats_example EXAMPLES[] = {
        {"modified-sainte-lague 2", "A=21 B=45", "B=1 tie=A,B/1"},
        {"hill 10", "A=100 B=600", "A=1 B=8 tie=A,B/1"},
        {"hill 10", "A=1099511627776 B=183251937962", "A=9 B=1"},
        {"hill 10", "B=1099511627772 A=183251937962", "B=8 A=1 tie=B,A/1"},
        {"sainte-lague 3", "A=1099511627775 B=366503875925", "A=2 B=1"},
        {"sainte-lague 1", "A=1099511627776 B=1099511627775", "A=1"},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

START_TEST(tie_rules_are_applied_in_the_order_of_the_law)
{
    static const seats_example EXAMPLES[] = {
        {"dhondt 2 ties=more-votes", "A=60 B=30", "A=2"},
        {"dhondt 2 ties=fewer-votes", "A=60 B=30", "A=1 B=1"},
        {"dhondt 2 ties=lot,more-votes", "A=60 B=30", "A=1 tie=A,B/1"},
        {"dhondt 2 ties=list-order", "A:2=60 B:1=30", "A=1 B=1"},
        {"dhondt 2 ties=list-order", "A:2=60 B=30", "A=1 tie=A,B/1"},
        {"dhondt 3 ties=more-votes", "A=60 B=30 C=30", "A=2 tie=B,C/1"},
        {"dhondt 3 ties=more-votes,list-order", "A:1=60 B:3=30 C:2=30", "A=2 C=1"},
        {"dhondt 3 ties=fewer-votes", "A=60 B=30 C=30", "A=1 B=1 C=1"},
        {"dhondt 1 ties=more-votes", "A=30 B=30", "tie=A,B/1"},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

START_TEST(the_ladder_shows_each_seat_and_the_next_claim_of_every_list)
{
    static const seats_example EXAMPLE = {"dhondt 5", "A=53000 B=24000 C=23000", ""};
    static const struct {
        uint32_t who;
        int64_t k;
    } RUNGS[] = {{0, 1}, {0, 2}, {1, 1}, {2, 1}, {0, 3}, /* runners-up: 13250, 12000, 11500, 10600, 8833 */
                 {0, 4}, {1, 2}, {2, 2}, {0, 5}, {0, 6}};
    scrut_apportionment r;
    allocate_example(&EXAMPLE, arena, &r);
    ck_assert_uint_eq(r.won_count, 5);
    ck_assert_uint_ge(r.ladder_count, sizeof RUNGS / sizeof RUNGS[0]);
    for (size_t i = 0; i < sizeof RUNGS / sizeof RUNGS[0]; i++) {
        ck_assert_uint_eq(r.ladder[i].contender, RUNGS[i].who);
        ck_assert_int_eq(r.ladder[i].k, RUNGS[i].k);
        ck_assert(!r.ladder[i].by_tie_rule);
    }
    ck_assert(r.ladder[4].numerator == 53000 && r.ladder[4].denominator == 3);
}
END_TEST

START_TEST(the_divisor_interval_lies_between_the_last_seat_and_the_first_runner_up)
{
    static const seats_example EXAMPLE = {"dhondt 5", "A=53000 B=24000 C=23000", ""},
                               TIE = {"dhondt 2", "A=60 B=30", ""},
                               RULE = {"dhondt 2 ties=more-votes", "A=60 B=30", ""};
    scrut_apportionment r;
    allocate_example(&EXAMPLE, arena, &r);
    ck_assert(r.has_divisor);
    ck_assert(r.divisor_high.numerator == 53000 && r.divisor_high.denominator == 3);
    ck_assert(r.divisor_low.numerator == 53000 && r.divisor_low.denominator == 4);
    allocate_example(&TIE, arena, &r);
    ck_assert(!r.has_divisor);
    allocate_example(&RULE, arena, &r);
    ck_assert(!r.has_divisor); /* no divisor separates equal quotients */
}
END_TEST

START_TEST(a_claim_is_worth_the_votes_by_the_divisor_of_the_law)
{
    static const seats_example MODIFIED = {"modified-sainte-lague 1", "A=70", ""},
                               IMPERIALI = {"imperiali 2", "A=60", ""}, LR = {"hare 3 all=90", "A=40", ""};
    scrut_apportionment r;
    allocate_example(&MODIFIED, arena, &r);
    ck_assert(r.ladder[0].numerator == 50 * r.ladder[0].denominator); /* 70 / 1.4 */
    allocate_example(&IMPERIALI, arena, &r);
    ck_assert(r.ladder[0].numerator == 60 * r.ladder[0].denominator);
    ck_assert(r.ladder[1].numerator == 40 * r.ladder[1].denominator); /* 60 / 1.5 */
    allocate_example(&LR, arena, &r);
    ck_assert(r.ladder[1].numerator == 10 * r.ladder[1].denominator && !r.ladder[1].full_quota);
    ck_assert(r.ladder[2].numerator == -20 * r.ladder[2].denominator);
}
END_TEST

START_TEST(tied_rungs_follow_the_won_ones_and_bound_what_is_possible)
{
    static const seats_example EXAMPLE = {"dhondt 3", "A=60 B=30 C=30", ""};
    scrut_apportionment r;
    allocate_example(&EXAMPLE, arena, &r);
    ck_assert_uint_eq(r.won_count, 1);
    ck_assert_uint_eq(r.tied_count, 3);
    ck_assert_int_eq(r.certain[0], 1);
    ck_assert_int_eq(r.possible[0], 2);
    ck_assert_int_eq(r.possible[1], 1);
    ck_assert_int_eq(r.tied_seats, 2);
}
END_TEST

START_TEST(claims_placed_by_a_tie_rule_say_so)
{
    static const seats_example EXAMPLE = {"dhondt 2 ties=fewer-votes", "A=60 B=30", ""};
    scrut_apportionment r;
    allocate_example(&EXAMPLE, arena, &r);
    ck_assert(!r.ladder[0].by_tie_rule);
    ck_assert(r.ladder[1].by_tie_rule);
    ck_assert_uint_eq(r.ladder[1].contender, 1);
    ck_assert(r.ladder[2].by_tie_rule);
}
END_TEST

START_TEST(equal_divisors_in_a_sequence_do_not_turn_one_lists_claims_into_a_tie)
{
    scrut_method method = {
        .family = SCRUT_METHOD_DIVISOR, .divisor = SCRUT_DIVISOR_SEQUENCE, .sequence = {1, 1, 3}, .sequence_count = 3};
    scrut_contender lists[] = {{10, true, 0, -1, -1}, {10, true, 0, -1, -1}};
    scrut_apportionment r;
    /* two claims of 10 each: three of four win, so each list has one for certain */
    ck_assert_int_eq(scrut_apportion(&method, NULL, 0, 3, lists, 2, -1, arena, &r, NULL), SCRUT_OK);
    ck_assert_int_eq(r.certain[0], 1);
    ck_assert_int_eq(r.certain[1], 1);
    ck_assert_int_eq(r.tied_seats, 1);
    lists[1].votes = 4;
    ck_assert_int_eq(scrut_apportion(&method, NULL, 0, 1, lists, 2, -1, arena, &r, NULL), SCRUT_OK);
    ck_assert_int_eq(r.certain[0], 1);
    ck_assert_int_eq(r.tied_seats, 0);
    /* beyond the sequence it goes on by the last difference: 1, 1, 3, 5 */
    ck_assert_int_eq(scrut_apportion(&method, NULL, 0, 6, lists, 2, -1, arena, &r, NULL), SCRUT_OK);
    ck_assert(r.ladder[2].numerator == 4 && r.ladder[4].numerator * 3 == 10 * r.ladder[4].denominator);
    ck_assert(r.ladder[5].numerator == 2 * r.ladder[5].denominator);
}
END_TEST

static scrut_status try_votes(const char *name, int64_t votes, int64_t seats, scrut_error *err)
{
    scrut_method method;
    scrut_contender list = {votes, true, 0, -1, -1};
    scrut_apportionment r = {.seats = -7};
    ck_assert(scrut_method_named(name, &method));
    scrut_status st = scrut_apportion(&method, NULL, 0, seats, &list, 1, -1, arena, &r, err);
    ck_assert(st == SCRUT_OK || r.seats == -7); /* untouched on failure */
    return st;
}

START_TEST(numbers_outside_the_limits_are_refused_with_a_sentence)
{
    scrut_error err;
    ck_assert_int_eq(try_votes("dhondt", SCRUT_VOTES_MAX, SCRUT_SEATS_MAX, &err), SCRUT_OK);
    ck_assert_int_eq(try_votes("hill", SCRUT_VOTES_MAX, SCRUT_SEATS_MAX, &err), SCRUT_OK);
    ck_assert_int_eq(try_votes("dhondt", SCRUT_VOTES_MAX + 1, 1, &err), SCRUT_E_RANGE);
    ck_assert_str_eq(err.message, "list 1 has 1099511627777 votes; expected 0 to 1099511627776");
    ck_assert_int_eq(try_votes("dhondt", -1, 1, &err), SCRUT_E_RANGE);
    ck_assert_int_eq(try_votes("dhondt", 1, SCRUT_SEATS_MAX + 1, &err), SCRUT_E_RANGE);
    ck_assert_str_eq(err.message, "10001 seats; expected 0 to 10000");
    ck_assert_int_eq(try_votes("dhondt", 1, -1, NULL), SCRUT_E_RANGE);
}
END_TEST

START_TEST(divisors_that_fall_are_refused)
{
    scrut_method method;
    scrut_contender list = {5, true, 0, -1, -1};
    scrut_apportionment r;
    ck_assert(scrut_method_named("sainte-lague", &method));
    ck_assert(scrut_method_first_divisor(&method, 7, 2)); /* 3.5 before 3 */
    ck_assert_int_eq(scrut_apportion(&method, NULL, 0, 1, &list, 1, -1, arena, &r, NULL), SCRUT_E_RANGE);
    ck_assert(!scrut_method_first_divisor(&method, 0, 1));
}
END_TEST

START_TEST(dhondt_shares_are_bounded_by_the_seats_held)
{
    int64_t least[2], most[2];
    scrut_dhondt_share_bounds(3, 5, 3, least, most);
    ck_assert_int_eq(least[0] * 7, 3 * least[1]); /* 3 / (5 + 3 - 1) */
    ck_assert_int_eq(most[0] * 6, 4 * most[1]);   /* 4 / (5 + 1) */
    scrut_dhondt_share_bounds(5, 5, 1, least, most);
    ck_assert_int_eq(least[0], least[1]); /* alone, with all seats: all votes */
    ck_assert_int_eq(most[0], most[1]);
    scrut_dhondt_share_bounds(0, 5, 3, least, most);
    ck_assert_int_eq(least[0], 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("seats/apportion");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, open_arena, close_arena);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, a_tie_names_the_tied_and_the_seats_to_be_drawn);
    tcase_add_test(tests, ties_that_floating_point_misses_are_found);
    tcase_add_test(tests, tie_rules_are_applied_in_the_order_of_the_law);
    tcase_add_test(tests, the_ladder_shows_each_seat_and_the_next_claim_of_every_list);
    tcase_add_test(tests, the_divisor_interval_lies_between_the_last_seat_and_the_first_runner_up);
    tcase_add_test(tests, a_claim_is_worth_the_votes_by_the_divisor_of_the_law);
    tcase_add_test(tests, tied_rungs_follow_the_won_ones_and_bound_what_is_possible);
    tcase_add_test(tests, claims_placed_by_a_tie_rule_say_so);
    tcase_add_test(tests, equal_divisors_in_a_sequence_do_not_turn_one_lists_claims_into_a_tie);
    tcase_add_test(tests, numbers_outside_the_limits_are_refused_with_a_sentence);
    tcase_add_test(tests, divisors_that_fall_are_refused);
    tcase_add_test(tests, dhondt_shares_are_bounded_by_the_seats_held);
    return scrut_test_main(suite);
}
