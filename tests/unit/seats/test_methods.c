/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "seats_table.h"

#define CHECK_EXAMPLES(examples) check_seats_examples((examples), sizeof(examples) / sizeof(examples)[0])

/* The six lists of the English Wikipedia's pages on apportionment; every quotient was worked out by hand. */
#define SIX "Y=47000 W=16000 R=15900 G=12000 B=6000 P=3100"

START_TEST(divisor_methods_give_the_textbook_seats)
{
    static const seats_example EXAMPLES[] = {
        {"dhondt 10", SIX, "Y=5 W=2 R=2 G=1"},
        {"sainte-lague 10", SIX, "Y=4 W=2 R=2 G=1 B=1"},
        {"modified-sainte-lague 10", SIX, "Y=5 W=2 R=2 G=1"},
        {"danish 10", SIX, "Y=4 W=2 R=2 G=1 B=1"},
        {"imperiali 10", SIX, "Y=7 W=1 R=1 G=1"},
        {"adams 10", SIX, "Y=3 W=2 R=2 G=1 B=1 P=1"},
        {"dean 10", SIX, "Y=4 W=2 R=1 G=1 B=1 P=1"},
        {"hill 10", SIX, "Y=4 W=2 R=1 G=1 B=1 P=1"},
        {"dhondt 8", "A=100000 B=80000 C=30000 D=20000", "A=4 B=3 C=1"},
        {"sainte-lague 8", "A=100000 B=80000 C=30000 D=20000", "A=3 B=3 C=1 D=1"},
        {"sainte-lague 10 first=1.4", SIX, "Y=5 W=2 R=2 G=1"},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

START_TEST(quota_methods_give_the_textbook_seats)
{
    static const seats_example EXAMPLES[] = {
        {"hare 10", SIX, "Y=5 W=2 R=1 G=1 B=1"},
        {"droop 10", SIX, "Y=5 W=2 R=2 G=1"},
        {"hagenbach-bischoff 10", SIX, "Y=5 W=2 R=2 G=1"},
        {"imperiali-quota 10", SIX, "Y=5 W=2 R=2 G=1"},
        {"quota-highest-average 10", SIX, "Y=5 W=2 R=2 G=1"},
        /* two seats more than lists: the claims go on below zero, in the order of the remainders again */
        {"hare 10 all=1000", "A=60 B=40", "A=5 B=5"},
        {"hare 11 all=1100", "A=60 B=40", "A=6 B=5"},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

START_TEST(the_two_readings_of_the_1998_formula_give_different_seats)
{
    /* quota 20: A has three. Averages 79/4 = 19.75, B 11, C 10: recomputed, A's next is 79/5 = 15.8 */
    static const seats_example EXAMPLES[] = {
        {"quota-highest-average 5", "A=79 B=11 C=10", "A=5"},
        {"quota-highest-average-once 5", "A=79 B=11 C=10", "A=4 B=1"},
        /* Quota 100: A has one, and the averages 110/2 and 60 stand for every round: B A, B */
        {"quota-highest-average-once 4 all=400", "A=110 B=60", "A=2 B=2"},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

/* Kampong Cham 2008 (About Cambodia, 23 August 2008): CPP 11, SRP 5, HRP 1, NRP 1 of 18; the votes of NRP and the
 * smaller lists were not printed. HRP's second seat is worth 72,725 / 2 = 36,362.5. */
START_TEST(kampong_cham_2008_gives_nrp_a_seat_from_36363_votes_on)
{
    static const seats_example EXAMPLES[] = {
        {"quota-highest-average 18", "CPP=409766 SRP=211934 HRP=72725 NRP=36363 X=34144 Y=34144",
         "CPP=11 SRP=5 HRP=1 NRP=1"},
        {"quota-highest-average 18", "CPP=409766 SRP=211934 HRP=72725 NRP=44392 X=30130 Y=30129",
         "CPP=11 SRP=5 HRP=1 NRP=1"},
        {"quota-highest-average 18", "CPP=409766 SRP=211934 HRP=72725 NRP=36362 X=34145 Y=34144", "CPP=11 SRP=5 HRP=2"},
        {"dhondt 18", "CPP=409766 SRP=211934 HRP=72725 NRP=36363 X=34144 Y=34144", "CPP=11 SRP=5 HRP=1 NRP=1"},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

START_TEST(full_quotas_and_the_quota_of_kampong_cham_are_those_printed)
{
    static const seats_example EXAMPLE = {"quota-highest-average 18",
                                          "CPP=409766 SRP=211934 HRP=72725 NRP=40000 X=32326 Y=32325", ""};
    scrut_arena *arena = scrut_arena_new();
    scrut_apportionment r;
    allocate_example(&EXAMPLE, arena, &r);
    ck_assert_int_eq(r.full_quotas[0], 9);
    ck_assert_int_eq(r.full_quotas[1], 4);
    ck_assert_int_eq(r.full_quotas[2], 1);
    ck_assert_int_eq(r.full_quotas[3], 0);
    ck_assert_int_eq(r.quota_numerator, 799076);
    ck_assert_int_eq(r.quota_denominator, 18);
    scrut_arena_free(arena);
}
END_TEST

START_TEST(denmark_2014_gives_the_coalitions_their_seats)
{
    /* Stark and Teague 2014, table of coalitions: 13 seats */
    static const seats_example EXAMPLES[] = {
        {"dhondt 13", "ABF=833499 CV=588102 I=65480 N=183724 O=605889", "ABF=5 CV=3 N=1 O=4"},
        {"dhondt 5", "A=435245 B=148949 F=249305", "A=3 B=1 F=1"},
        {"dhondt 3", "C=208262 V=379840", "C=1 V=2"},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

START_TEST(rounded_down_quotas_that_give_too_many_seats_follow_the_rule_named)
{
    /* 7 votes, 4 seats: the quota is 1 and would give 7 seats */
    static const seats_example EXAMPLES[] = {
        {"quota-highest-average 4 floor", "A=4 B=3", "refused"},
        {"quota-highest-average 4 floor ignore", "A=4 B=3", "A=4 B=3 over=3"},
        {"quota-highest-average 4 floor subtract", "A=4 B=3", "A=2 B=2"},
        {"hare 4 floor", "A=4 B=3", "refused"},
        {"hare 4 floor subtract", "A=4 B=3", "A=2 B=1 tie=A,B/1"},
        {"quota-highest-average 4", "A=4 B=3", "A=2 B=2"},
        /* one vote for two seats: the quota rounds to 0 */
        {"hare 2 floor", "A=1", "refused"},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

START_TEST(imperiali_quotas_that_exceed_the_seats_are_refused_unless_the_rules_say_more)
{
    /* 3 seats, quota 50/5 = 10: 3 + 2 full quotas */
    static const seats_example EXAMPLES[] = {
        {"imperiali-quota 3", "A=30 B=20", "refused"},
        {"imperiali-quota 3 ignore", "A=30 B=20", "A=3 B=2 over=2"},
        {"imperiali-quota 3 subtract", "A=30 B=20", "A=2 B=1"},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

START_TEST(hagenbach_bischoff_with_one_full_quota_too_many_is_a_tie)
{
    static const seats_example EXAMPLES[] = {
        {"hagenbach-bischoff 1", "A=50 B=50", "tie=A,B/1"},
        {"hagenbach-bischoff 2", "A=20 B=10", "A=1 tie=A,B/1"},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

START_TEST(plurality_gives_each_of_the_first_a_seat_and_the_block_takes_all)
{
    static const seats_example EXAMPLES[] = {
        {"plurality 1", "A=5 B=3", "A=1"},
        {"plurality 2", "A=5 B=3 C=3", "A=1 tie=B,C/1"},
        {"plurality 3", "A=5 B=3", "A=1 B=1 unfilled=1"},
        {"plurality-block 4", "A=5 B=3", "A=4"},
        {"plurality-block 4", "A=5 B=5", "tie=A,B/4"},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

START_TEST(a_first_divisor_of_zero_seats_the_largest_unless_refused)
{
    static const seats_example EXAMPLES[] = {
        {"adams 2", "A=5 B=4 C=3", "A=1 B=1"},
        {"hill 2", "A=5 B=4 C=3", "A=1 B=1"},
        {"dean 2", "A=5 B=3 C=3", "A=1 tie=B,C/1"},
        {"adams 2 zero-refused", "A=5 B=4 C=3", "refused"},
        {"adams 3 zero-refused", "A=5 B=4 C=3", "A=1 B=1 C=1"},
        {"dhondt 2 zero-refused", "A=5 B=4 C=3", "A=1 B=1"},
        /* a list without votes has no claim */
        {"adams 2", "A=5 B=0", "A=2"},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

START_TEST(limits_of_a_list_leave_seats_to_the_others_or_unfilled)
{
    static const seats_example EXAMPLES[] = {
        {"dhondt 5 max=2", "A=100 B=10", "A=2 B=2 unfilled=1"},
        {"dhondt 5 max=3", "A=100 B=10", "A=3 B=2"},
        {"hare 5 max=3", "A=100 B=10", "A=3 B=2"},
        {"dhondt 5 min=1", "A=100 B=1", "A=4 B=1"},
        {"dhondt 5 min=2", "A=100 B=10 C=1", "refused"},
        {"dhondt 3", "A=100! B=10", "B=3"},
        {"dhondt 3", "A=0 B=0", "unfilled=3"},
        {"hare 3", "A=0 B=0", "unfilled=3"},
        {"plurality-block 3 max=2", "A=5 B=3", "A=2 B=1"},
        {"dhondt 0", "A=5 B=3", ""},
    };
    CHECK_EXAMPLES(EXAMPLES);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("seats/methods");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, divisor_methods_give_the_textbook_seats);
    tcase_add_test(tests, quota_methods_give_the_textbook_seats);
    tcase_add_test(tests, the_two_readings_of_the_1998_formula_give_different_seats);
    tcase_add_test(tests, kampong_cham_2008_gives_nrp_a_seat_from_36363_votes_on);
    tcase_add_test(tests, full_quotas_and_the_quota_of_kampong_cham_are_those_printed);
    tcase_add_test(tests, denmark_2014_gives_the_coalitions_their_seats);
    tcase_add_test(tests, rounded_down_quotas_that_give_too_many_seats_follow_the_rule_named);
    tcase_add_test(tests, imperiali_quotas_that_exceed_the_seats_are_refused_unless_the_rules_say_more);
    tcase_add_test(tests, hagenbach_bischoff_with_one_full_quota_too_many_is_a_tie);
    tcase_add_test(tests, plurality_gives_each_of_the_first_a_seat_and_the_block_takes_all);
    tcase_add_test(tests, a_first_divisor_of_zero_seats_the_largest_unless_refused);
    tcase_add_test(tests, limits_of_a_list_leave_seats_to_the_others_or_unfilled);
    return scrut_test_main(suite);
}
