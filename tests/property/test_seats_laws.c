/* SPDX-License-Identifier: Apache-2.0
 * Laws of apportionment (Balinski and Young, Fair Representation, 1982) on drawn votes. A failure prints the seed and
 * the votes; SCRUT_TEST_SEED draws others. */
#include "draw.h"
#include "extent.h"
#include "harness.h"
#include "seed.h"
#include "scrutineer/seats.h"

#include <string.h>

enum { LISTS_MAX = 8 };
#define ROUNDS test_extent(800, 4000, 40000)

typedef struct {
    int64_t votes[LISTS_MAX];
    size_t count;
    int64_t seats;
    const char *method;
} question;

static scrut_arena *arena;
static uint64_t seed = 20130728;

static const char *const DIVISOR_METHODS[] = {
    "dhondt", "sainte-lague", "modified-sainte-lague", "danish", "imperiali", "adams", "dean", "hill"};
static const char *const QUOTA_METHODS[] = {"hare", "droop", "hagenbach-bischoff", "quota-highest-average",
                                            "quota-highest-average-once"};

/* Small votes make ties, large ones do not. */
static question draw_question(draw *d, const char *const *methods, size_t method_count)
{
    static const int64_t SIZES[] = {5, 30, 1000, 1000000, SCRUT_VOTES_MAX};
    question q = {.count = 1 + (size_t)below(d, LISTS_MAX), .seats = 1 + below(d, 25)};
    int64_t size = SIZES[below(d, 5)];
    q.method = methods[below(d, (int64_t)method_count)];
    for (size_t i = 0; i < q.count; i++)
        q.votes[i] = below(d, size);
    q.votes[0]++; /* somebody has votes */
    return q;
}

static const char *describe(const question *q)
{
    static char text[400];
    size_t at = (size_t)snprintf(text, sizeof text, "seed %llu: %s, %lld seats, votes", (unsigned long long)seed,
                                 q->method, (long long)q->seats);
    for (size_t i = 0; i < q->count; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, " %lld", (long long)q->votes[i]);
    return text;
}

static scrut_apportionment solve_under(const question *q, const scrut_method *method)
{
    scrut_contender lists[LISTS_MAX];
    scrut_apportionment r;
    scrut_error err = {0};
    for (size_t i = 0; i < q->count; i++)
        lists[i] = (scrut_contender){.votes = q->votes[i], .eligible = true, .seats_max = -1, .list_order = -1};
    ck_assert_msg(scrut_apportion(method, NULL, 0, q->seats, lists, q->count, -1, arena, &r, &err) == SCRUT_OK,
                  "%s: %s", describe(q), err.message);
    return r;
}

static scrut_apportionment solve(const question *q)
{
    scrut_method method;
    ck_assert(scrut_method_named(q->method, &method));
    scrut_apportionment r = solve_under(q, &method);
    ck_assert_msg(!r.refused, "%s: %s", describe(q), r.refusal);
    return r;
}

typedef void law(draw *d);

static void check_law(law *one)
{
    draw d = {.state = seed};
    for (int i = 0; i < ROUNDS; i++) {
        arena = scrut_arena_new();
        ck_assert_ptr_nonnull(arena);
        one(&d);
        scrut_arena_free(arena);
    }
}

#define DRAW(d, methods) draw_question((d), (methods), sizeof(methods) / sizeof(methods)[0])

static void seats_add_up(draw *d)
{
    question q = below(d, 2) == 0 ? DRAW(d, DIVISOR_METHODS) : DRAW(d, QUOTA_METHODS);
    scrut_apportionment r = solve(&q);
    int64_t sum = r.tied_seats + r.unfilled;
    for (size_t i = 0; i < q.count; i++) {
        sum += r.certain[i];
        ck_assert_msg(q.votes[i] > 0 || r.possible[i] == 0, "%s", describe(&q));
        ck_assert_msg(r.tied[i] == (r.possible[i] > r.certain[i]), "%s", describe(&q));
    }
    ck_assert_msg(sum == q.seats, "%s", describe(&q));
    ck_assert_msg(r.unfilled == 0, "%s", describe(&q));
}

START_TEST(seats_and_drawn_seats_add_up_to_the_seats_there_are)
{
    check_law(seats_add_up);
}
END_TEST

static void seats_only(draw *d)
{
    question q = below(d, 2) == 0 ? DRAW(d, DIVISOR_METHODS) : DRAW(d, QUOTA_METHODS);
    scrut_contender lists[LISTS_MAX];
    scrut_method method;
    scrut_error err = {0};
    scrut_apportionment r = solve(&q), only;
    ck_assert(scrut_method_named(q.method, &method));
    for (size_t i = 0; i < q.count; i++)
        lists[i] = (scrut_contender){.votes = q.votes[i], .eligible = true, .seats_max = -1, .list_order = -1};
    ck_assert(scrut_apportion_seats(&method, q.seats, lists, q.count, -1, arena, &only, &err) == SCRUT_OK);
    ck_assert_msg(only.tied_seats == r.tied_seats && only.unfilled == r.unfilled, "%s", describe(&q));
    ck_assert_msg(only.won_count == r.won_count && only.tied_count == r.tied_count, "%s", describe(&q));
    ck_assert_msg(only.ladder_count == r.won_count + r.tied_count, "%s", describe(&q));
    for (size_t i = 0; i < q.count; i++)
        ck_assert_msg(only.certain[i] == r.certain[i] && only.possible[i] == r.possible[i] && only.tied[i] == r.tied[i],
                      "%s", describe(&q));
}

START_TEST(seats_alone_are_the_seats_of_the_whole_ladder)
{
    check_law(seats_only);
}
END_TEST

static void names_do_not_matter(draw *d)
{
    question q = below(d, 2) == 0 ? DRAW(d, DIVISOR_METHODS) : DRAW(d, QUOTA_METHODS), turned = q;
    size_t shift = (size_t)below(d, (int64_t)q.count), place[LISTS_MAX];
    for (size_t i = 0; i < q.count; i++) {
        place[i] = q.count - 1 - (i + shift) % q.count;
        turned.votes[place[i]] = q.votes[i];
    }
    scrut_apportionment a = solve(&q), b = solve(&turned);
    ck_assert_msg(a.tied_seats == b.tied_seats, "%s", describe(&q));
    for (size_t i = 0; i < q.count; i++)
        ck_assert_msg(a.certain[i] == b.certain[place[i]] && a.tied[i] == b.tied[place[i]], "%s", describe(&q));
}

START_TEST(the_order_of_the_lists_decides_nothing)
{
    check_law(names_do_not_matter);
}
END_TEST

static void one_seat_more(draw *d)
{
    question q = DRAW(d, DIVISOR_METHODS), more = q;
    more.seats++;
    scrut_apportionment a = solve(&q), b = solve(&more);
    for (size_t i = 0; i < q.count; i++) /* every list, not the vectors in lexicographic order */
        ck_assert_msg(b.certain[i] >= a.certain[i] && b.possible[i] >= a.possible[i], "%s", describe(&q));
}

START_TEST(under_divisor_methods_one_seat_more_costs_no_list_a_seat)
{
    check_law(one_seat_more);
}
END_TEST

static void more_votes(draw *d)
{
    question q = DRAW(d, DIVISOR_METHODS), more = q;
    size_t winner = (size_t)below(d, (int64_t)q.count);
    more.votes[winner] += 1 + below(d, q.votes[winner] / 4 + 3);
    if (more.votes[winner] > SCRUT_VOTES_MAX)
        return;
    scrut_apportionment a = solve(&q), b = solve(&more);
    for (size_t i = 0; i < q.count; i++) {
        bool right = i == winner ? b.certain[i] >= a.certain[i] && b.possible[i] >= a.possible[i]
                                 : b.certain[i] <= a.certain[i] && b.possible[i] <= a.possible[i];
        ck_assert_msg(right, "%s; list %zu then has %lld", describe(&q), winner, (long long)more.votes[winner]);
    }
}

START_TEST(under_divisor_methods_more_votes_cost_a_list_no_seat_and_give_others_none)
{
    check_law(more_votes);
}
END_TEST

static int64_t sum_of(const question *q)
{
    int64_t sum = 0;
    for (size_t i = 0; i < q->count; i++)
        sum += q->votes[i];
    return sum;
}

static void quota_rule(draw *d)
{
    static const char *const METHODS[] = {"hare", "quota-highest-average", "dhondt", "quota-highest-average-once"};
    question q = DRAW(d, METHODS);
    scrut_apportionment r = solve(&q);
    scrut_wide sum = sum_of(&q);
    for (size_t i = 0; i < q.count; i++) {
        scrut_wide exact = (scrut_wide)q.votes[i] * q.seats; /* in units of 1 / sum */
        ck_assert_msg(r.certain[i] >= (int64_t)(exact / sum), "%s: lower quota", describe(&q));
        if (strcmp(q.method, "hare") == 0)
            ck_assert_msg(r.possible[i] <= (int64_t)((exact + sum - 1) / sum), "%s: upper quota", describe(&q));
    }
}

START_TEST(nobody_falls_below_its_lower_quota_and_hare_keeps_the_upper_too)
{
    check_law(quota_rule);
}
END_TEST

static void quota_then_averages(draw *d)
{
    static const char *const METHODS[] = {"quota-highest-average"};
    question q = DRAW(d, METHODS), other = q;
    scrut_method method;
    other.method = "dhondt";
    ck_assert(scrut_method_named(q.method, &method));
    method.quota_plus = (int)below(d, 3);
    method.quota_rounding = (scrut_quota_rounding)below(d, SCRUT_QUOTA_FLOOR_PLUS_ONE + 1);
    ck_assert(scrut_method_is_dhondt(&method));
    scrut_apportionment a = solve_under(&q, &method), b = solve(&other);
    bool at_least_exact = method.quota_rounding == SCRUT_QUOTA_EXACT || method.quota_rounding == SCRUT_QUOTA_CEIL ||
                          method.quota_rounding == SCRUT_QUOTA_FLOOR_PLUS_ONE;
    ck_assert_msg(!a.refused || method.quota_plus > 0 || !at_least_exact, "%s: %s", describe(&q), a.refusal);
    if (a.refused)
        return; /* more full quotas than seats */
    ck_assert_msg(a.tied_seats == b.tied_seats, "%s", describe(&q));
    for (size_t i = 0; i < q.count; i++)
        ck_assert_msg(a.certain[i] == b.certain[i] && a.possible[i] == b.possible[i], "%s", describe(&q));
}

START_TEST(any_quota_then_highest_averages_is_dhondt_where_it_gives_seats)
{
    check_law(quota_then_averages);
}
END_TEST

static void scaled(draw *d)
{
    question q = below(d, 2) == 0 ? DRAW(d, DIVISOR_METHODS) : DRAW(d, QUOTA_METHODS), more = q;
    if (strcmp(q.method, "droop") == 0)
        return; /* its quota is rounded */
    int64_t factor = 2 + below(d, 1000);
    for (size_t i = 0; i < q.count; i++) {
        more.votes[i] *= factor;
        if (q.votes[i] > SCRUT_VOTES_MAX / factor)
            return;
    }
    scrut_apportionment a = solve(&q), b = solve(&more);
    for (size_t i = 0; i < q.count; i++)
        ck_assert_msg(a.certain[i] == b.certain[i] && a.tied[i] == b.tied[i], "%s", describe(&q));
}

START_TEST(votes_in_another_unit_give_the_same_seats)
{
    check_law(scaled);
}
END_TEST

static bool covers(const scrut_claim *claim, const scrut_claim *divisor)
{
    return claim->denominator == 0 ||
           claim->numerator * divisor->denominator >= divisor->numerator * claim->denominator;
}

static void divisor_gives_seats(draw *d)
{
    static const char *const METHODS[] = {"dhondt", "sainte-lague", "modified-sainte-lague", "danish", "adams"};
    question q = DRAW(d, METHODS);
    scrut_apportionment r = solve(&q);
    ck_assert_msg(!r.has_divisor || r.tied_seats == 0, "%s", describe(&q));
    if (!r.has_divisor)
        return;
    for (size_t i = 0; i < r.ladder_count; i++)
        ck_assert_msg(covers(&r.ladder[i], &r.divisor_high) == (i < r.won_count), "%s", describe(&q));
    ck_assert_msg(!covers(&r.divisor_low, &r.divisor_high), "%s", describe(&q));
}

START_TEST(the_divisor_shown_gives_exactly_the_seats_won)
{
    check_law(divisor_gives_seats);
}
END_TEST

static void share_bounds_hold(draw *d)
{
    static const char *const METHODS[] = {"dhondt"};
    question q = DRAW(d, METHODS);
    scrut_apportionment r = solve(&q);
    scrut_wide sum = sum_of(&q);
    for (size_t i = 0; i < q.count; i++) {
        int64_t least[2], most[2];
        scrut_dhondt_share_bounds(r.certain[i], q.seats, (int64_t)q.count, least, most);
        ck_assert_msg(q.votes[i] * (scrut_wide)least[1] >= least[0] * sum, "%s", describe(&q));
        scrut_dhondt_share_bounds(r.possible[i], q.seats, (int64_t)q.count, least, most);
        ck_assert_msg(q.votes[i] * (scrut_wide)most[1] <= most[0] * sum, "%s", describe(&q));
    }
}

START_TEST(dhondt_shares_lie_within_the_bounds_that_the_seats_imply)
{
    check_law(share_bounds_hold);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("property/seats_laws");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    seed = test_seed(seed);
    tcase_add_test(tests, seats_and_drawn_seats_add_up_to_the_seats_there_are);
    tcase_add_test(tests, seats_alone_are_the_seats_of_the_whole_ladder);
    tcase_add_test(tests, the_order_of_the_lists_decides_nothing);
    tcase_add_test(tests, under_divisor_methods_one_seat_more_costs_no_list_a_seat);
    tcase_add_test(tests, under_divisor_methods_more_votes_cost_a_list_no_seat_and_give_others_none);
    tcase_add_test(tests, nobody_falls_below_its_lower_quota_and_hare_keeps_the_upper_too);
    tcase_add_test(tests, any_quota_then_highest_averages_is_dhondt_where_it_gives_seats);
    tcase_add_test(tests, votes_in_another_unit_give_the_same_seats);
    tcase_add_test(tests, the_divisor_shown_gives_exactly_the_seats_won);
    tcase_add_test(tests, dhondt_shares_lie_within_the_bounds_that_the_seats_imply);
    return scrut_test_main(suite);
}
