/* SPDX-License-Identifier: Apache-2.0
 * Margins that were worked out by hand. */
#include "contest.h"

enum { A = 1, B = 2, C = 4 };

#define CHANGE SCRUT_METRIC_CHANGE
#define ADD SCRUT_METRIC_ADD
#define REMOVE SCRUT_METRIC_REMOVE

/* D'Hondt, 5 seats: 53,000, 26,500, 24,000 (B), 23,000 (C), 17,667: A 3, B 1, C 1. B's second claim is 12,000. */
static void set_five_seats(test_contest *t)
{
    test_contest_set(t, "dhondt", 5, 3, (const int64_t[]){53000, 24000, 23000});
}

/* (53000 - b) / 3 <= (24000 + b) / 2 from b = 6800 on, where it is equal. Taking C's seat: (24000 + b) / 2 >= 23000 - b
 * from 7334 on. */
START_TEST(a_second_seat_for_b_takes_6800_changed_ballots_with_a_draw_and_6801_for_certain)
{
    test_contest t;
    set_five_seats(&t);
    test_equals(test_seats(&t, B, true, 2, CHANGE), 6800, 6801);
    test_equals(test_seats(&t, A, false, 2, CHANGE), 6800, 6801);
    test_equals(test_seats(&t, B | C, true, 3, CHANGE), 6800, 6801);
}
END_TEST

/* (24000 + b) / 2 >= 53000 / 3: b >= 11333 1/3, and no equality is possible. */
START_TEST(a_second_seat_for_b_takes_11334_added_ballots)
{
    test_contest t;
    set_five_seats(&t);
    test_equals(test_seats(&t, B, true, 2, ADD), 11334, 11334);
}
END_TEST

/* Five claims stand before B's second, 12000, and three may: A's fourth, 13250, falls to it with 5000 fewer, C's first
 * with 11000 fewer; A's third would need 17000 fewer. Strictly below: 5001 and 11001. */
START_TEST(a_second_seat_for_b_takes_16000_removed_ballots_with_a_draw)
{
    test_contest t;
    set_five_seats(&t);
    test_equals(test_seats(&t, B, true, 2, REMOVE), 16000, 16002);
}
END_TEST

START_TEST(any_change_and_the_cheapest_vector_take_what_the_cheapest_seat_takes)
{
    test_contest t;
    set_five_seats(&t);
    scrut_target any = {.kind = SCRUT_TARGET_ANY};
    test_equals(test_find(&t, &any, CHANGE, NULL), 6800, 6801);
    scrut_target vector = {.kind = SCRUT_TARGET_VECTOR, .vector = (const int64_t[]){2, 2, 1}};
    test_equals(test_find(&t, &vector, CHANGE, NULL), 6800, 6801);
}
END_TEST

START_TEST(what_holds_already_takes_no_ballots)
{
    test_contest t;
    set_five_seats(&t);
    test_equals(test_seats(&t, A, true, 3, CHANGE), 0, 0);
    test_equals(test_seats(&t, A, false, 3, CHANGE), 0, 0);
}
END_TEST

START_TEST(more_seats_than_there_are_cannot_be_had)
{
    test_contest t;
    set_five_seats(&t);
    test_equals(test_seats(&t, A, true, 6, ADD), -1, -1);
    scrut_target vector = {.kind = SCRUT_TARGET_VECTOR, .vector = (const int64_t[]){2, 2, 2}};
    test_equals(test_find(&t, &vector, CHANGE, NULL), -1, -1);
}
END_TEST

/* The same with a hundred thousand times the votes: 53000e5 and so on, up to 5.3e9 votes. */
START_TEST(five_thousand_million_votes_are_counted_exactly)
{
    test_contest t;
    test_contest_set(&t, "dhondt", 5, 3, (const int64_t[]){5300000000, 2400000000, 2300000000});
    test_equals(test_seats(&t, B, true, 2, CHANGE), 680000000, 680000001);
    test_equals(test_seats(&t, B, true, 2, ADD), 1133333334, 1133333334);
    test_equals(test_seats(&t, B, true, 2, REMOVE), 1600000000, 1600000002);
}
END_TEST

/* Finland 2019, constituency 5: KESK's third quotient 29145 / 3 against VIHR's 9706: ceil((29145 - 3 * 9706) / 4). */
START_TEST(seven_ballots_decide_the_last_seat_between_29145_and_9706)
{
    test_contest t;
    test_contest_set(&t, "dhondt", 3, 2, (const int64_t[]){29145, 9706});
    test_equals(test_seats(&t, B, true, 1, CHANGE), 7, 7);
}
END_TEST

/* With (4, 4, 6) the seats go to 6, 4, 4. One ballot of the third list alone leaves (3, 5, 6), where its second claim
 * ties with the first list at 3, or (2, 6, 6), where it stands first; so a ballot of the second must move as well. */
START_TEST(with_few_tainted_ballots_moves_between_rivals_count)
{
    test_contest t;
    test_contest_set(&t, "dhondt", 3, 3, (const int64_t[]){2, 5, 7});
    scrut_target target = {.kind = SCRUT_TARGET_AT_MOST, .members = (const bool[]){false, false, true}, .seats = 1};
    scrut_margin_caps caps = {.taint = (const int64_t[]){0, 1, 1}, .pool = -1};
    ck_assert_int_eq(test_find(&t, &target, CHANGE, &caps).would, 2);
    caps.pool = 1;
    ck_assert_int_eq(test_find(&t, &target, CHANGE, &caps).would, -1);
}
END_TEST

/* B holds the second of three seats until C passes it with 21 ballots (9 + b >= 50 - b, where A's second, 30, stands
 * before 29 too); but a threshold of 45 votes is only 6 ballots away. */
START_TEST(pushing_a_list_under_its_threshold_can_be_the_cheapest_way)
{
    test_contest t;
    test_contest_set(&t, "dhondt", 3, 3, (const int64_t[]){60, 50, 9});
    test_equals(test_seats(&t, B, false, 0, CHANGE), 21, 21);
    t.contest.bar_count = 1;
    t.contest.bars[0] = (scrut_margin_bar){.votes = 45};
    test_equals(test_seats(&t, B, false, 0, CHANGE), 6, 6);
}
END_TEST

/* Sainte-Lague, 3 seats, 50 and 30: 50, 30, 16.7 | 10. B's second: (30 + b) / 3 >= (50 - b) / 3 from b = 10. */
START_TEST(sainte_lague_uses_odd_divisors)
{
    test_contest t;
    test_contest_set(&t, "sainte-lague", 3, 2, (const int64_t[]){50, 30});
    test_equals(test_seats(&t, B, true, 2, CHANGE), 10, 11);
}
END_TEST

/* Hare, 10 seats, 100 votes, quota 10: A 47 has 4 and remainder 7, B 53 has 5 and 3. B's sixth by remainder:
 * 3 + b >= 7 - b from b = 2. */
START_TEST(hare_compares_remainders)
{
    test_contest t;
    test_contest_set(&t, "hare", 10, 2, (const int64_t[]){47, 53});
    test_equals(test_seats(&t, B, true, 6, CHANGE), 2, 3);
}
END_TEST

START_TEST(the_moves_add_up_and_meet_the_target_when_they_are_replayed)
{
    test_contest t;
    set_five_seats(&t);
    scrut_margin m;
    scrut_margin_outcome o;
    scrut_error err;
    scrut_arena *arena = scrut_arena_new();
    const bool members[] = {false, true, false};
    scrut_target target = {.kind = SCRUT_TARGET_AT_LEAST, .members = members, .seats = 2};
    ck_assert_int_eq(scrut_margin_find(&t.contest, &target, CHANGE, NULL, arena, &m, &err), SCRUT_OK);
    ck_assert_int_eq(m.would.moves[0], -6801);
    ck_assert_int_eq(m.would.moves[1], 6801);
    ck_assert_int_eq(m.would.moves[2], 0);
    ck_assert_int_eq(scrut_margin_replay(&t.contest, m.could.moves, members, arena, &o, &err), SCRUT_OK);
    ck_assert_int_eq(o.members_certain, 1);
    ck_assert_int_eq(o.members_possible, 2);
    ck_assert_int_eq(scrut_margin_replay(&t.contest, m.would.moves, members, arena, &o, &err), SCRUT_OK);
    ck_assert_int_eq(o.members_certain, 2);
    scrut_arena_free(arena);
}
END_TEST

START_TEST(unusable_contests_are_refused_with_a_sentence)
{
    test_contest t;
    set_five_seats(&t);
    scrut_margin m;
    scrut_error err;
    scrut_arena *arena = scrut_arena_new();
    scrut_target any = {.kind = SCRUT_TARGET_ANY};
    scrut_margin_caps caps = {.pool = 3};
    ck_assert_int_eq(scrut_margin_find(&t.contest, &any, ADD, &caps, arena, &m, &err), SCRUT_E_RANGE);
    t.votes[1] = -1;
    ck_assert_int_eq(scrut_margin_find(&t.contest, &any, ADD, NULL, arena, &m, &err), SCRUT_E_RANGE);
    ck_assert_str_eq(err.message, "list 2 has -1 votes; expected 0 to 1099511627776");
    scrut_arena_free(arena);
}
END_TEST

START_TEST(metrics_are_read_by_the_names_they_print)
{
    scrut_metric metric;
    ck_assert(scrut_metric_named("remove", &metric));
    ck_assert_int_eq(metric, REMOVE);
    ck_assert_str_eq(scrut_metric_name(CHANGE), "change");
    ck_assert(!scrut_metric_named("swap", &metric));
}
END_TEST

/* D'Hondt, 4 seats, lists 0 and 1 allied with 55 + 35 against 50: 90, 50, 45, 30 give the alliance 3, then 25; inside
 * it 55, 35, 27.5 give its lists 2 and 1. */
static void set_allied(test_contest *t)
{
    static const uint32_t ALLIANCE[] = {0, 0, SCRUT_NONE};
    test_contest_set(t, "dhondt", 4, 3, (const int64_t[]){55, 35, 50});
    t->contest.alliance = ALLIANCE;
    t->contest.inner_method = t->contest.method;
}

/* (90 - b) / 3 <= (50 + b) / 2 from 6 on; inside, (55 - b) / 2 <= (35 + b) / 2 from 10 on. */
START_TEST(an_alliance_loses_a_seat_and_the_vector_changes_with_6_ballots)
{
    test_contest t;
    const scrut_target any = {.kind = SCRUT_TARGET_ANY};
    set_allied(&t);
    test_equals(test_seats(&t, A | B, false, 2, CHANGE), 6, 7);
    test_equals(test_seats(&t, C, true, 2, CHANGE), 6, 7);
    test_equals(test_find(&t, &any, CHANGE, NULL), 6, 7);
}
END_TEST

/* With 3 seats for the alliance 10 inside it; with 4, which takes 22, it would be had at once. */
START_TEST(a_second_seat_for_the_weaker_ally_takes_10_ballots_inside_the_alliance)
{
    test_contest t;
    set_allied(&t);
    test_equals(test_seats(&t, B, true, 2, CHANGE), 10, 11);
}
END_TEST

/* The alliance falls to 2, of which the stronger list has one; so does every question that this answers. */
START_TEST(the_stronger_ally_loses_a_seat_with_its_alliance)
{
    test_contest t;
    const scrut_target vector = {.kind = SCRUT_TARGET_VECTOR, .vector = (const int64_t[]){1, 1, 2}};
    set_allied(&t);
    test_equals(test_seats(&t, A, false, 1, CHANGE), 6, 7);
    test_equals(test_seats(&t, B | C, true, 3, CHANGE), 6, 7);
    test_equals(test_find(&t, &vector, CHANGE, NULL), 6, 7);
}
END_TEST

/* The same a thousand times as large, where no trying helps: 6000 ballots from A to C do it, however they may be taken;
 * with 6000 tainted ones nothing does it for certain. */
START_TEST(vectors_and_coalitions_of_several_alliances_are_proven_with_many_votes)
{
    test_contest t;
    const scrut_target vector = {.kind = SCRUT_TARGET_VECTOR, .vector = (const int64_t[]){1, 1, 2}};
    const scrut_margin_caps caps = {.taint = (const int64_t[]){5000, 1000, 0}, .pool = -1};
    set_allied(&t);
    for (size_t i = 0; i < 3; i++)
        t.votes[i] *= 1000;
    test_equals(test_seats(&t, B | C, true, 3, CHANGE), 6000, 6001);
    test_equals(test_find(&t, &vector, CHANGE, NULL), 6000, 6001);
    test_equals(test_find(&t, &vector, CHANGE, &caps), 6000, -1);
}
END_TEST

/* Of 40000 votes or more B stands again: 55 + 40 against 45 gives the alliance 3 seats, B one of them; without it 55
 * and 50 have 2 each. */
START_TEST(a_list_is_carried_over_a_threshold_into_its_alliance)
{
    test_contest t;
    const scrut_target vector = {.kind = SCRUT_TARGET_VECTOR, .vector = (const int64_t[]){2, 1, 1}};
    set_allied(&t);
    for (size_t i = 0; i < 3; i++)
        t.votes[i] *= 1000;
    t.contest.bar_count = 1;
    t.contest.bars[0] = (scrut_margin_bar){.votes = 40000};
    test_equals(test_find(&t, &vector, CHANGE, NULL), 5000, 5000);
    test_equals(test_seats(&t, A, true, 2, CHANGE), 0, 0);
    test_equals(test_seats(&t, C, false, 1, CHANGE), 5000, 5000);
}
END_TEST

/* One seat, 2000 : 2000 : 1000. With 667 ballots for the third one of the others still has 1667; and it need not be the
 * third: 1 ballot decides the draw, but for one of its outcomes. */
START_TEST(another_outcome_than_those_of_a_draw_takes_668_ballots)
{
    test_contest t;
    const scrut_target any = {.kind = SCRUT_TARGET_ANY};
    test_contest_set(&t, "dhondt", 1, 3, (const int64_t[]){2000, 2000, 1000});
    test_equals(test_find(&t, &any, CHANGE, NULL), 0, 668);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("margins by hand");
    TCase *tests = tcase_create("find");
    tcase_add_test(tests, a_second_seat_for_b_takes_6800_changed_ballots_with_a_draw_and_6801_for_certain);
    tcase_add_test(tests, a_second_seat_for_b_takes_11334_added_ballots);
    tcase_add_test(tests, a_second_seat_for_b_takes_16000_removed_ballots_with_a_draw);
    tcase_add_test(tests, any_change_and_the_cheapest_vector_take_what_the_cheapest_seat_takes);
    tcase_add_test(tests, what_holds_already_takes_no_ballots);
    tcase_add_test(tests, more_seats_than_there_are_cannot_be_had);
    tcase_add_test(tests, five_thousand_million_votes_are_counted_exactly);
    tcase_add_test(tests, seven_ballots_decide_the_last_seat_between_29145_and_9706);
    tcase_add_test(tests, with_few_tainted_ballots_moves_between_rivals_count);
    tcase_add_test(tests, pushing_a_list_under_its_threshold_can_be_the_cheapest_way);
    tcase_add_test(tests, sainte_lague_uses_odd_divisors);
    tcase_add_test(tests, hare_compares_remainders);
    tcase_add_test(tests, the_moves_add_up_and_meet_the_target_when_they_are_replayed);
    tcase_add_test(tests, unusable_contests_are_refused_with_a_sentence);
    tcase_add_test(tests, an_alliance_loses_a_seat_and_the_vector_changes_with_6_ballots);
    tcase_add_test(tests, a_second_seat_for_the_weaker_ally_takes_10_ballots_inside_the_alliance);
    tcase_add_test(tests, the_stronger_ally_loses_a_seat_with_its_alliance);
    tcase_add_test(tests, vectors_and_coalitions_of_several_alliances_are_proven_with_many_votes);
    tcase_add_test(tests, a_list_is_carried_over_a_threshold_into_its_alliance);
    tcase_add_test(tests, another_outcome_than_those_of_a_draw_takes_668_ballots);
    tcase_add_test(tests, metrics_are_read_by_the_names_they_print);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
