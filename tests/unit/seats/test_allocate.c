/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "small_case.h"

static small_case s;

static void close_case(void)
{
    small_case_close(&s);
}

#define VOTES(...) ((const int64_t[]){__VA_ARGS__})
#define CHECK_SEATS(got, ...) check_seats((got), (const int64_t[]){__VA_ARGS__})

static void check_seats(const int64_t *got, const int64_t *expected)
{
    for (size_t p = 0; p < s.c.party_count; p++)
        ck_assert_msg(got[p] == expected[p], "party %zu: expected %lld, got %lld", p, (long long)expected[p],
                      (long long)got[p]);
}

START_TEST(constituencies_add_up_to_the_chamber)
{
    small_case_open(&s, 3);
    small_case_add(&s, 5, VOTES(53000, 24000, 23000));  /* 3 1 1 */
    small_case_add(&s, 2, VOTES(10, 30, NOT_STANDING)); /* 0 2 0 */
    small_case_add(&s, 2, VOTES(60, 30, 1));            /* 1, then A and B tie */
    scrut_chamber chamber = small_case_allocate(&s);
    CHECK_SEATS(chamber.constituencies[0].certain, 3, 1, 1);
    CHECK_SEATS(chamber.constituencies[1].certain, 0, 2, 0);
    CHECK_SEATS(chamber.certain, 4, 3, 1);
    CHECK_SEATS(chamber.possible, 5, 4, 1);
    ck_assert_uint_eq(chamber.decided, 2);
    ck_assert_uint_eq(chamber.ties, 1);
    ck_assert_int_eq(chamber.seats_total, 9);
    ck_assert_int_eq(chamber.seats_certain, 8);
    ck_assert_str_eq(chamber.constituencies[1].why_not[2], "It does not stand here.");
}
END_TEST

START_TEST(a_share_is_taken_of_valid_and_blank_votes_exactly)
{
    /* 3 % of 970 + 30 = 1,000 is 30 */
    small_case_open(&s, 3);
    small_case_threshold(&s, 3, SCRUT_BASE_VALID_AND_BLANK, SCRUT_SCOPE_CONSTITUENCY);
    small_case_add(&s, 20, VOTES(911, 30, 29));
    small_case_field(&s, SCRUT_FIELD_VOTES_TO_LISTS, 970);
    small_case_field(&s, SCRUT_FIELD_BLANK, 30);
    scrut_chamber chamber = small_case_allocate(&s);
    const scrut_constituency_seats *k = &chamber.constituencies[0];
    ck_assert(k->eligible[0] && k->eligible[1] && !k->eligible[2]);
    ck_assert_ptr_null(k->why_not[1]);
    ck_assert_str_eq(
        k->why_not[2],
        "C has 29 votes in the constituency, less than the threshold of 3% of 1,000 valid and blank votes.");
    s.rules.thresholds[0].strict = true;
    chamber = small_case_allocate(&s);
    ck_assert(!chamber.constituencies[0].eligible[1]);
    ck_assert_str_eq(
        chamber.constituencies[0].why_not[1],
        "B has 30 votes in the constituency, not more than the threshold of 3% of 1,000 valid and blank votes.");
}
END_TEST

START_TEST(blank_ballots_are_counted_once_when_valid_includes_them)
{
    small_case_open(&s, 2);
    small_case_threshold(&s, 3, SCRUT_BASE_VALID_AND_BLANK, SCRUT_SCOPE_CONSTITUENCY);
    small_case_add(&s, 20, VOTES(941, 29));
    small_case_field(&s, SCRUT_FIELD_VALID, 970); /* with 10 blank: 3 % is 29.1 */
    small_case_field(&s, SCRUT_FIELD_BLANK, 10);
    s.c.valid_includes_blank = true;
    ck_assert(!small_case_allocate(&s).constituencies[0].eligible[1]);
    small_case_close(&s);
    small_case_open(&s, 2);
    small_case_threshold(&s, 3, SCRUT_BASE_VALID_AND_BLANK, SCRUT_SCOPE_CONSTITUENCY);
    small_case_add(&s, 20, VOTES(931, 29));
    small_case_field(&s, SCRUT_FIELD_VALID, 960); /* 960 + 10 blank: 3 % is 29.1; of 960 it would be 28.8 */
    small_case_field(&s, SCRUT_FIELD_BLANK, 10);
    ck_assert(!small_case_allocate(&s).constituencies[0].eligible[1]);
    s.rules.thresholds[0].base = SCRUT_BASE_VALID;
    ck_assert(small_case_allocate(&s).constituencies[0].eligible[1]);
}
END_TEST

START_TEST(an_unknown_base_leaves_the_constituency_undecided)
{
    small_case_open(&s, 2);
    small_case_threshold(&s, 3, SCRUT_BASE_VALID_AND_BLANK, SCRUT_SCOPE_CONSTITUENCY);
    small_case_add(&s, 3, VOTES(60, 40));
    scrut_chamber chamber = small_case_allocate(&s);
    ck_assert_int_eq(chamber.constituencies[0].state, SCRUT_SEATS_UNDECIDED);
    ck_assert_str_eq(chamber.constituencies[0].reason,
                     "Whether A passes the threshold is not known: the valid and blank "
                     "votes of the constituency are not given.");
    CHECK_SEATS(chamber.constituencies[0].certain, 0, 0);
    CHECK_SEATS(chamber.constituencies[0].possible, 3, 3);
    s.rules.thresholds[0].base = SCRUT_BASE_VALID; /* the lists' sum will do */
    ck_assert_int_eq(small_case_allocate(&s).constituencies[0].state, SCRUT_SEATS_DECIDED);
}
END_TEST

START_TEST(national_thresholds_spare_the_exempt_and_ask_more_of_coalitions)
{
    small_case_open(&s, 4);
    small_case_threshold(&s, 5, SCRUT_BASE_VALID, SCRUT_SCOPE_NATION);
    s.rules.thresholds[0].members_min = s.rules.thresholds[0].members_max = 1;
    small_case_threshold(&s, 8, SCRUT_BASE_VALID, SCRUT_SCOPE_NATION);
    s.rules.thresholds[1].members_min = 2;
    s.parties[1].members = 3;   /* a coalition with 7 % */
    s.parties[3].exempt = true; /* a minority with 3 % */
    small_case_add(&s, 10, VOTES(400, 70, 0, 30));
    small_case_add(&s, 10, VOTES(350, 0, 150, NOT_STANDING));
    scrut_chamber chamber = small_case_allocate(&s);
    const scrut_constituency_seats *k = &chamber.constituencies[0];
    ck_assert(k->eligible[0] && !k->eligible[1] && k->eligible[3]);
    ck_assert_str_eq(k->why_not[1],
                     "B has 70 votes in the nation, less than the threshold of 8% of 1,000 valid votes.");
    ck_assert_str_eq(k->why_not[2], "It has no votes here.");
    CHECK_SEATS(k->certain, 10, 0, 0, 0); /* 400/10 = 40 before 30 */
}
END_TEST

START_TEST(a_threshold_can_be_a_number_of_votes)
{
    small_case_open(&s, 2);
    s.rules.thresholds[0] = (scrut_threshold){.votes = 1500, .scope = SCRUT_SCOPE_CONSTITUENCY};
    s.rules.threshold_count = 1;
    small_case_add(&s, 3, VOTES(1500, 1499));
    scrut_chamber chamber = small_case_allocate(&s);
    CHECK_SEATS(chamber.certain, 3, 0);
    ck_assert_str_eq(chamber.constituencies[0].why_not[1],
                     "B has 1,499 votes in the constituency, less than the threshold of 1,500 votes.");
}
END_TEST

START_TEST(a_list_with_unknown_votes_leaves_the_seats_open_and_is_named)
{
    small_case_open(&s, 3);
    small_case_add(&s, 3, VOTES(60, UNKNOWN, NOT_STANDING));
    scrut_chamber chamber = small_case_allocate(&s);
    ck_assert_int_eq(chamber.constituencies[0].state, SCRUT_SEATS_UNDECIDED);
    ck_assert_str_eq(chamber.constituencies[0].reason, "The votes of B are not given in full.");
    CHECK_SEATS(chamber.possible, 3, 3, 0);
}
END_TEST

START_TEST(unknown_votes_of_a_list_that_fails_nationally_do_not_matter)
{
    small_case_open(&s, 2);
    small_case_threshold(&s, 5, SCRUT_BASE_VALID, SCRUT_SCOPE_NATION);
    small_case_add(&s, 3, VOTES(970, UNKNOWN));
    /* the nation's figures are given on their own */
    *scrut_tally_votes(&s.tally, 0, 1) = (scrut_figure){.value = 30, .known = 1, .cells = 1};
    scrut_chamber chamber = small_case_allocate(&s);
    ck_assert_int_eq(chamber.constituencies[0].state, SCRUT_SEATS_DECIDED);
    CHECK_SEATS(chamber.certain, 3, 0);
}
END_TEST

START_TEST(unknown_seats_and_missing_votes_are_said_not_guessed)
{
    small_case_open(&s, 2);
    small_case_add(&s, -1, VOTES(60, 40));
    small_case_add(&s, 2, VOTES(NOT_STANDING, NOT_STANDING));
    scrut_chamber chamber = small_case_allocate(&s);
    ck_assert_str_eq(chamber.constituencies[0].reason, "The number of seats of this constituency is not given.");
    ck_assert_str_eq(chamber.constituencies[1].reason, "No list's votes are given.");
    ck_assert_uint_eq(chamber.undecided, 2);
    scrut_error err;
    s.tally.has_constituency_votes = false;
    ck_assert_int_eq(scrut_seats_allocate(&s.c, &s.rules, &s.tally, s.arena, &chamber, &err), SCRUT_E_INPUT);
}
END_TEST

START_TEST(no_eligible_list_is_refused)
{
    small_case_open(&s, 2);
    small_case_threshold(&s, 60, SCRUT_BASE_VALID, SCRUT_SCOPE_CONSTITUENCY);
    small_case_add(&s, 3, VOTES(50, 50));
    scrut_chamber chamber = small_case_allocate(&s);
    ck_assert_int_eq(chamber.constituencies[0].state, SCRUT_SEATS_REFUSED);
    ck_assert_str_eq(chamber.constituencies[0].reason, "No list is eligible.");
}
END_TEST

/* Stark and Teague 2014: A, B and F are allied, C and V are; 13 seats. */
START_TEST(denmark_2014_goes_to_alliances_and_then_to_their_lists)
{
    small_case_open(&s, 8); /* A B C F I N O V */
    small_case_ally(&s, 0, 0, "ABF");
    small_case_ally(&s, 1, 0, "ABF");
    small_case_ally(&s, 3, 0, "ABF");
    small_case_ally(&s, 2, 1, "CV");
    small_case_ally(&s, 7, 1, "CV");
    small_case_add(&s, 13, VOTES(435245, 148949, 208262, 249305, 65480, 183724, 605889, 379840));
    scrut_chamber chamber = small_case_allocate(&s);
    const scrut_constituency_seats *k = &chamber.constituencies[0];
    CHECK_SEATS(k->certain, 3, 1, 1, 1, 0, 1, 4, 2);
    ck_assert_int_eq(k->state, SCRUT_SEATS_DECIDED);
    ck_assert_uint_eq(k->inner_count, 2);
    ck_assert_uint_eq(k->outer.contender_count, 5);
    ck_assert_uint_eq(k->outer_alliance[0], 0);
    ck_assert_uint_eq(k->outer_party[0], SCRUT_NONE);
    ck_assert_uint_eq(k->outer_party[2], 4); /* I stands alone */
    ck_assert_uint_eq(k->inner_party[1][1], 7);
}
END_TEST

START_TEST(lists_of_an_alliance_pass_the_threshold_with_it)
{
    small_case_open(&s, 3);
    small_case_threshold(&s, 10, SCRUT_BASE_VALID, SCRUT_SCOPE_NATION);
    small_case_ally(&s, 1, 0, "BC");
    small_case_ally(&s, 2, 0, "BC");
    small_case_add(&s, 10, VOTES(88, 6, 6));
    ck_assert(!small_case_allocate(&s).constituencies[0].eligible[1]);
    s.rules.alliance_passes_threshold = true;
    scrut_chamber chamber = small_case_allocate(&s);
    /* 88 against 12: the tenth quotient is 12 / 1, before 88 / 10, and B and C tie for it */
    ck_assert_int_eq(chamber.constituencies[0].state, SCRUT_SEATS_TIE);
    CHECK_SEATS(chamber.certain, 9, 0, 0);
    CHECK_SEATS(chamber.possible, 9, 1, 1);
}
END_TEST

START_TEST(an_alliance_with_a_tied_seat_gives_its_lists_the_least_they_can_have)
{
    small_case_open(&s, 3);
    small_case_ally(&s, 1, 0, "BC");
    small_case_ally(&s, 2, 0, "BC");
    small_case_add(&s, 3, VOTES(60, 40, 20)); /* A 60 30; BC 60 30: one of three seats is drawn */
    scrut_chamber chamber = small_case_allocate(&s);
    const scrut_constituency_seats *k = &chamber.constituencies[0];
    ck_assert_int_eq(k->state, SCRUT_SEATS_TIE);
    CHECK_SEATS(k->certain, 1, 1, 0); /* a second seat of BC: B 20 and C 20 tie for it */
    CHECK_SEATS(k->possible, 2, 2, 1);
}
END_TEST

/* Balinski and Young's Alabama paradox: 15, 15, 9, 5, 5, 2 hold 7 7 4 3 3 1 of 25 seats and 8 8 5 2 2 1 of 26. Here
 * the votes are 26 times as many, so that the alliance's 26th claim is worth 51 and ties with G's first. */
START_TEST(a_list_that_would_lose_by_its_alliances_gain_is_certain_of_the_fewer_seats)
{
    small_case_open(&s, 7);
    for (size_t p = 0; p < 6; p++)
        small_case_ally(&s, p, 0, "ABCDEF");
    ck_assert(scrut_method_named("hare", &s.rules.inner_method));
    small_case_add(&s, 26, VOTES(390, 390, 234, 130, 130, 52, 51));
    scrut_chamber chamber = small_case_allocate(&s);
    CHECK_SEATS(chamber.certain, 7, 7, 4, 2, 2, 1, 0);
    CHECK_SEATS(chamber.possible, 8, 8, 5, 3, 3, 1, 1);
}
END_TEST

START_TEST(an_aggregate_that_could_win_nothing_is_left_out)
{
    small_case_open(&s, 3);
    s.parties[2].aggregate = true;
    small_case_add(&s, 3, VOTES(60, 41, 19)); /* third seat: 30 */
    scrut_chamber chamber = small_case_allocate(&s);
    const scrut_constituency_seats *k = &chamber.constituencies[0];
    ck_assert_int_eq(k->state, SCRUT_SEATS_DECIDED);
    CHECK_SEATS(k->certain, 2, 1, 0);
    ck_assert(!k->eligible[2]);
    ck_assert_str_eq(k->why_not[2],
                     "It is several lists added together; as one list it would win no seat, so none of them does.");
}
END_TEST

START_TEST(an_aggregate_that_could_win_or_tie_leaves_the_seats_open)
{
    small_case_open(&s, 3);
    s.parties[2].aggregate = true;
    small_case_add(&s, 3, VOTES(60, 41, 31));
    small_case_add(&s, 3, VOTES(60, 41, 30));
    small_case_add(&s, 3, VOTES(60, 41, 29));
    scrut_chamber chamber = small_case_allocate(&s);
    ck_assert_int_eq(chamber.constituencies[0].state, SCRUT_SEATS_UNDECIDED);
    ck_assert_str_eq(chamber.constituencies[0].reason, "C is several lists added together and would win a seat as one "
                                                       "list; their separate votes are needed.");
    ck_assert_int_eq(chamber.constituencies[1].state, SCRUT_SEATS_UNDECIDED);
    ck_assert_int_eq(chamber.constituencies[2].state, SCRUT_SEATS_DECIDED);
}
END_TEST

START_TEST(an_aggregate_counts_in_the_quota_where_there_is_no_threshold)
{
    small_case_open(&s, 4);
    s.parties[3].aggregate = true;
    ck_assert(scrut_method_named("hare", &s.rules.method));
    /* quota 25 with D's 8 votes: 2, 0, 0, remainders 4, 20, 18 (D 8), so 2 1 1. Without D it would be 23: 2, 0, 0 and
     * 8, 20, 18: the same here, but the quota shown must be the law's. */
    small_case_add(&s, 4, VOTES(54, 20, 18, 8));
    scrut_chamber chamber = small_case_allocate(&s);
    CHECK_SEATS(chamber.certain, 2, 1, 1, 0);
    ck_assert_int_eq(chamber.constituencies[0].outer.quota_numerator, 100);
    small_case_threshold(&s, 5, SCRUT_BASE_VALID, SCRUT_SCOPE_CONSTITUENCY);
    chamber = small_case_allocate(&s); /* which of D's lists pass is not known, nor the quota */
    ck_assert_int_eq(chamber.constituencies[0].state, SCRUT_SEATS_UNDECIDED);
    s.rules.thresholds[0].numerator = 10;
    chamber = small_case_allocate(&s); /* none of them passes */
    CHECK_SEATS(chamber.certain, 2, 1, 1, 0);
    ck_assert_int_eq(chamber.constituencies[0].outer.quota_numerator, 92);
}
END_TEST

START_TEST(quotas_that_an_aggregate_as_one_list_would_exceed_leave_the_seats_open)
{
    /* 116 votes, 5 seats: the quota is 116/7, and 4 + 1 + 1 full quotas are one too many; were C two lists, 4 + 1 are
     * not */
    small_case_open(&s, 3);
    s.parties[2].aggregate = true;
    ck_assert(scrut_method_named("imperiali-quota", &s.rules.method));
    small_case_add(&s, 5, VOTES(71, 25, 20));
    ck_assert_int_eq(small_case_allocate(&s).constituencies[0].state, SCRUT_SEATS_UNDECIDED);
}
END_TEST

START_TEST(a_quota_of_all_valid_votes_needs_them)
{
    small_case_open(&s, 2);
    ck_assert(scrut_method_named("hare", &s.rules.method));
    s.rules.method.quota_base_all = true;
    small_case_add(&s, 4, VOTES(60, 40));
    small_case_field(&s, SCRUT_FIELD_VALID, 120);
    small_case_add(&s, 4, VOTES(60, 40));
    small_case_field(&s, SCRUT_FIELD_VALID, 90);
    scrut_chamber chamber = small_case_allocate(&s);
    ck_assert_int_eq(chamber.constituencies[0].outer.quota_numerator, 120);
    ck_assert_int_eq(chamber.constituencies[1].state, SCRUT_SEATS_UNDECIDED);
}
END_TEST

/* AKP 62; CHP 40, IYI 21 and SP, hidden in OTHER, are allied; three seats. Without SP: 62, 61, 31 | 30.5. */
static void open_hidden(void)
{
    small_case_open(&s, 5); /* A = AKP, B = CHP, C = IYI, D = SP, E = OTHER */
    small_case_ally(&s, 1, 0, "NATION");
    small_case_ally(&s, 2, 0, "NATION");
    small_case_ally(&s, 3, 0, "NATION");
    s.rules.alliance_passes_threshold = true;
    s.parties[3].hidden_in = 4;
    s.parties[4].aggregate = true;
    small_case_threshold(&s, 15, SCRUT_BASE_VALID, SCRUT_SCOPE_NATION);
}

START_TEST(hidden_votes_give_the_steps_of_the_seats)
{
    open_hidden();
    small_case_add(&s, 3, VOTES(62, 40, 21, NOT_STANDING, 15));
    scrut_chamber chamber = small_case_allocate(&s);
    const scrut_constituency_seats *k = &chamber.constituencies[0];
    ck_assert_int_eq(k->state, SCRUT_SEATS_UNDECIDED);
    ck_assert_uint_eq(k->hidden_party, 3);
    ck_assert_uint_eq(k->hidden_step_count, 3);
    ck_assert_int_eq(k->hidden_steps[0].to, 0);
    CHECK_SEATS(k->hidden_steps[0].seats, 2, 1, 0, 0, 0);
    ck_assert_int_eq(k->hidden_steps[1].from, 1); /* 62 / 2 = 31 */
    ck_assert_int_eq(k->hidden_steps[1].to, 1);
    CHECK_SEATS(k->hidden_steps[1].seats, 1, 1, 0, 0, 0);
    ck_assert_int_eq(k->hidden_steps[2].from, 2);
    ck_assert_int_eq(k->hidden_steps[2].to, 15);
    CHECK_SEATS(k->hidden_steps[2].seats, 1, 1, 1, 0, 0);
    CHECK_SEATS(k->certain, 1, 1, 0, 0, 0);
    CHECK_SEATS(k->possible, 2, 1, 1, 0, 0);
    ck_assert_str_eq(k->reason,
                     "The votes of D are given only inside E (15 votes): the seats change once D has at least 1 of "
                     "them. Its separate votes are needed.");
}
END_TEST

START_TEST(hidden_votes_that_change_nothing_leave_it_decided)
{
    open_hidden();
    small_case_add(&s, 3, VOTES(80, 40, 21, NOT_STANDING, 15)); /* 80, 61+x, 40: 38 at most */
    scrut_chamber chamber = small_case_allocate(&s);
    const scrut_constituency_seats *k = &chamber.constituencies[0];
    ck_assert_int_eq(k->state, SCRUT_SEATS_DECIDED);
    ck_assert_uint_eq(k->hidden_step_count, 1);
    ck_assert_int_eq(k->hidden_steps[0].to, 15);
    CHECK_SEATS(k->certain, 2, 1, 0, 0, 0);
}
END_TEST

START_TEST(long_steps_end_where_the_seats_change)
{
    open_hidden();
    small_case_add(&s, 3, VOTES(62000, 40000, 21000, NOT_STANDING, 15000)); /* 61,000 + 1,000 = 62,000 */
    scrut_chamber chamber = small_case_allocate(&s);
    const scrut_constituency_seats *k = &chamber.constituencies[0];
    ck_assert_uint_eq(k->hidden_step_count, 3);
    ck_assert_int_eq(k->hidden_steps[0].to, 999);
    ck_assert_int_eq(k->hidden_steps[1].to, 1000);
    ck_assert_int_eq(k->hidden_steps[2].to, 15000);
}
END_TEST

START_TEST(an_alliance_that_passes_only_with_hidden_votes_is_undecided)
{
    open_hidden();
    s.rules.thresholds[0].numerator = 47; /* 47 % of 138 is 64.86: 61 without the hidden votes, 76 with all */
    small_case_add(&s, 3, VOTES(62, 40, 21, NOT_STANDING, 15));
    scrut_chamber chamber = small_case_allocate(&s);
    ck_assert_int_eq(chamber.constituencies[0].state, SCRUT_SEATS_UNDECIDED);
    ck_assert_str_eq(
        chamber.constituencies[0].reason,
        "Whether NATION passes the threshold depends on votes in the nation that are hidden in an aggregate.");
}
END_TEST

START_TEST(a_hidden_list_that_fails_with_every_vote_of_the_aggregate_does_not_matter)
{
    open_hidden();
    ck_assert(scrut_method_named("hare", &s.rules.method));
    s.parties[3].alliance_index = SCRUT_NONE; /* 15 of 156 votes are below 15 % */
    small_case_add(&s, 3, VOTES(80, 40, 21, NOT_STANDING, 15));
    scrut_chamber chamber = small_case_allocate(&s);
    ck_assert_int_eq(chamber.constituencies[0].state, SCRUT_SEATS_DECIDED);
    ck_assert_uint_eq(chamber.constituencies[0].hidden_party, SCRUT_NONE);
    CHECK_SEATS(chamber.certain, 2, 1, 0, 0, 0);
}
END_TEST

START_TEST(hidden_votes_under_a_quota_method_are_not_searched)
{
    open_hidden();
    ck_assert(scrut_method_named("hare", &s.rules.method));
    small_case_add(&s, 3, VOTES(80, 40, 21, NOT_STANDING, 15));
    scrut_chamber chamber = small_case_allocate(&s);
    ck_assert_int_eq(chamber.constituencies[0].state, SCRUT_SEATS_UNDECIDED);
    ck_assert_uint_eq(chamber.constituencies[0].hidden_step_count, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("seats/allocate");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, NULL, close_case);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, constituencies_add_up_to_the_chamber);
    tcase_add_test(tests, a_share_is_taken_of_valid_and_blank_votes_exactly);
    tcase_add_test(tests, blank_ballots_are_counted_once_when_valid_includes_them);
    tcase_add_test(tests, an_unknown_base_leaves_the_constituency_undecided);
    tcase_add_test(tests, national_thresholds_spare_the_exempt_and_ask_more_of_coalitions);
    tcase_add_test(tests, a_threshold_can_be_a_number_of_votes);
    tcase_add_test(tests, a_list_with_unknown_votes_leaves_the_seats_open_and_is_named);
    tcase_add_test(tests, unknown_votes_of_a_list_that_fails_nationally_do_not_matter);
    tcase_add_test(tests, unknown_seats_and_missing_votes_are_said_not_guessed);
    tcase_add_test(tests, no_eligible_list_is_refused);
    tcase_add_test(tests, denmark_2014_goes_to_alliances_and_then_to_their_lists);
    tcase_add_test(tests, lists_of_an_alliance_pass_the_threshold_with_it);
    tcase_add_test(tests, an_alliance_with_a_tied_seat_gives_its_lists_the_least_they_can_have);
    tcase_add_test(tests, a_list_that_would_lose_by_its_alliances_gain_is_certain_of_the_fewer_seats);
    tcase_add_test(tests, an_aggregate_that_could_win_nothing_is_left_out);
    tcase_add_test(tests, an_aggregate_that_could_win_or_tie_leaves_the_seats_open);
    tcase_add_test(tests, an_aggregate_counts_in_the_quota_where_there_is_no_threshold);
    tcase_add_test(tests, quotas_that_an_aggregate_as_one_list_would_exceed_leave_the_seats_open);
    tcase_add_test(tests, a_quota_of_all_valid_votes_needs_them);
    tcase_add_test(tests, hidden_votes_give_the_steps_of_the_seats);
    tcase_add_test(tests, hidden_votes_that_change_nothing_leave_it_decided);
    tcase_add_test(tests, long_steps_end_where_the_seats_change);
    tcase_add_test(tests, an_alliance_that_passes_only_with_hidden_votes_is_undecided);
    tcase_add_test(tests, a_hidden_list_that_fails_with_every_vote_of_the_aggregate_does_not_matter);
    tcase_add_test(tests, hidden_votes_under_a_quota_method_are_not_searched);
    return scrut_test_main(suite);
}
