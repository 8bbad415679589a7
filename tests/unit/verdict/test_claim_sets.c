/* SPDX-License-Identifier: Apache-2.0
 * Claims that cannot all be true: which sets are found, that they are as small as can be, and why. */

#include "tested.h"
#include <stdio.h>
#include <string.h>

static const char CASE[] =
    "scrutineer: case/1\n"
    "title: A house of 123\n"
    "chamber: {name: the Assembly, seats: 123}\n"
    "parties: {rows: [{party: A}, {party: B}, {party: C}, {party: D}]}\n"
    "constituencies:\n"
    "  rows: [{constituency: N, seats: 5}, {constituency: S, seats: 7}, {constituency: E}]\n"
    "previous:\n"
    "  - version: \"2008\"\n"
    "    tables: [{level: nation, rows: [{party: A, seats: 60}], seats: {party: party, seats: seats}}]\n"
    "claims: {file: claims.csv}\n";

/* The sets that the claims make, "ab ac": in order of size, then as found. */
static void check_sets(const char *claims, const char *expected)
{
    tested t = tested_claims(CASE, 'a', claims);
    const scrut_claim_results *r = &t.v->claims;
    scrut_buf got = {0};
    scrut_buf_append(&got, "", 0);
    for (size_t i = 0; i < r->set_count; i++) {
        scrut_buf_puts(&got, i > 0 ? " " : "");
        for (size_t k = 0; k < r->sets[i].claim_count; k++)
            scrut_buf_puts(&got, r->items[r->sets[i].claims[k]].claim->id);
    }
    ck_assert_msg(strcmp(got.bytes, expected) == 0, "%sgave \"%s\", not \"%s\"", claims, got.bytes, expected);
    ck_assert(!r->sets_cut);
    scrut_buf_free(&got);
    tested_close(&t);
}

START_TEST(two_claims_exclude_each_other_when_their_seats_are_more_than_the_house_has)
{
    tested t = tested_claims(CASE, 'a', "seats(A) = 68\nseats(B) = 63\nseats(B) = 55\n");
    ck_assert_uint_eq(t.v->claims.set_count, 2);
    ck_assert_str_eq(t.v->claims.sets[0].reason,
                     "a says seats(A) = 68; b says seats(B) = 63; the Assembly has 123 seats");
    ck_assert_str_eq(t.v->claims.sets[1].reason, "b says seats(B) = 63; c says seats(B) = 55");
    tested_close(&t);
    check_sets("seats(A) = 68\nseats(B) = 55\n", "");
}
END_TEST

START_TEST(two_versions_of_one_total_exclude_each_other)
{
    check_sets("votes(A) = 3235969\nvotes(A) = 3236009\nvotes(A) = 3235969 and votes(B) = 2946176\n", "ab bc");
    check_sets("votes(A, N) = 10\nvotes(A) = 9\nvotes(A, S) = 1\n", "ab");
    check_sets("valid() = 100\nvotes(A) + votes(B) > 100\nvotes(A) <= 40 and votes(B) <= 60\n", "ab bc");
}
END_TEST

START_TEST(a_claim_and_its_negation_exclude_each_other)
{
    check_sets("led(A) = 2\nnot led(A) = 2\nled(A) != 2\nled(A) < 2 or led(A) > 2\n", "ab ac ad");
    check_sets("share(A) = 40% within 1%\nnot share(A) = 40% within 1%\nshare(A) >= 39% and share(A) <= 41%\n",
               "ab bc");
}
END_TEST

START_TEST(a_set_of_three_is_found_and_none_of_it_is_to_spare)
{
    check_sets("seats(A) >= 60\nseats(B) >= 40\nseats(C) >= 30\nseats(D) >= 1\n", "abc");
    check_sets("votes(A) > votes(B)\nvotes(B) > votes(C)\nvotes(C) > votes(A)\nvotes(C) > votes(D)\n", "abc");
    check_sets("seats(A) >= 31\nseats(B) >= 31\nseats(C) >= 31\nseats(D) >= 31\n", "abcd");
}
END_TEST

START_TEST(a_claim_that_cannot_be_true_at_all_is_a_set_of_one)
{
    check_sets(
        "seats(A) = 124\nseats(A, N) > 5\nseats(A) = 1\nvotes(A) < 0\nled(A) = 4\nseats(A) > 1 and seats(A) < 2\n"
        "2 * seats(A) = 7\nswing(A) > 63\nswing(A) = 63\n",
        "a b d e f g h ci");
}
END_TEST

START_TEST(who_has_the_majority_is_first_and_only_one_list_is)
{
    check_sets("majorities(A) = 2\nled(A) = 1\n", "ab");
    check_sets("led(A) = 2\nled(B) = 2\n", "ab");
    check_sets("led(A) = 2\nled(B) = 1\n", "");
}
END_TEST

START_TEST(shares_are_compared_with_votes_through_the_valid_votes)
{
    check_sets("share(A) = 50%\nvotes(A) = 40\nvalid() = 100\nshare(B) > 50%\n", "ad abc");
    check_sets("turnout() > 100%\ncast() = 10\nregistered() = 10\n", "abc");
    check_sets("share(A, N) > 60%\nshare(B, S) > 60%\n", "");
}
END_TEST

START_TEST(all_seats_are_taken_when_every_list_is_named)
{
    check_sets("seats(A) <= 30 and seats(B) <= 30\nseats(C) <= 30 and seats(D) <= 30\n", "ab"); /* at most 120 of 123 */
    check_sets("seats(A) <= 30 and seats(B) <= 30\nseats(C) <= 30\n", "");
}
END_TEST

START_TEST(margins_of_one_target_are_one_figure)
{
    check_sets("margin(A, 7, N, add) = 166\nmargin(A, 7, N, add) = 168\nmargin(A, 7, N, change) = 70\nmargin(A, 8, N, "
               "add) = 900\n",
               "ab");
}
END_TEST

START_TEST(equal_claims_are_one_and_point_to_the_first)
{
    tested t = tested_claims(CASE, 'a', "seats(A) = 68\nseats(B) = 63\nseats( a )=68\n");
    ck_assert_uint_eq(t.v->claims.set_count, 1);
    ck_assert_uint_eq(t.v->claims.items[0].same_as, SCRUT_NONE);
    ck_assert_uint_eq(t.v->claims.items[2].same_as, 0);
    tested_close(&t);
}
END_TEST

START_TEST(what_is_not_linear_is_left_out_and_says_so)
{
    tested t =
        tested_claims(CASE, 'a',
                      "lead(A) > 3\nvotes(A) * votes(B) = 1\nshare(A) + votes(B) = 1\nat_stake(B01) = 1\nseats(A) = 1\n"
                      "1 = 1 or 1 = 2 or 1 = 3 or 1 = 4 or 1 = 5 or 1 = 6 or 1 = 7 or 1 = 8 or 1 = 9\n");
    const scrut_claim_result *r = t.v->claims.items;
    ck_assert_str_eq(r[0].left_out, "a lead over the next list is no sum of votes");
    ck_assert_str_eq(r[1].left_out, "it multiplies or divides figures");
    ck_assert_str_eq(r[2].left_out, "it mixes shares with numbers of votes or seats");
    ck_assert_str_eq(r[3].left_out, "it speaks of findings or lists, which are no sums of votes or seats");
    ck_assert_ptr_null(r[4].left_out);
    ck_assert_str_eq(r[5].left_out, "it has too many alternatives");
    tested_close(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("claim sets");
    TCase *tests = tcase_create("sets");
    tcase_add_test(tests, two_claims_exclude_each_other_when_their_seats_are_more_than_the_house_has);
    tcase_add_test(tests, two_versions_of_one_total_exclude_each_other);
    tcase_add_test(tests, a_claim_and_its_negation_exclude_each_other);
    tcase_add_test(tests, a_set_of_three_is_found_and_none_of_it_is_to_spare);
    tcase_add_test(tests, a_claim_that_cannot_be_true_at_all_is_a_set_of_one);
    tcase_add_test(tests, who_has_the_majority_is_first_and_only_one_list_is);
    tcase_add_test(tests, shares_are_compared_with_votes_through_the_valid_votes);
    tcase_add_test(tests, all_seats_are_taken_when_every_list_is_named);
    tcase_add_test(tests, margins_of_one_target_are_one_figure);
    tcase_add_test(tests, equal_claims_are_one_and_point_to_the_first);
    tcase_add_test(tests, what_is_not_linear_is_left_out_and_says_so);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
