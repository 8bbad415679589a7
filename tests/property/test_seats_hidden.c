/* SPDX-License-Identifier: Apache-2.0
 * What is said of votes that are not given apart, against trying every way in which they can be divided. A failure
 * prints the seed; SCRUT_TEST_SEED draws others. */
#include "../unit/seats/small_case.h"
#include "harness.h"
#include "seed.h"

enum { ROUNDS = 300 };

static uint64_t seed = 20180624;
static uint64_t state;

static int64_t below(int64_t limit)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (int64_t)(state * UINT64_C(2685821657736338717) >> 1) % limit;
}

/* A alone, B, C and D allied, E an aggregate that fails the threshold. */
static void open_allied(small_case *s, const char *method)
{
    small_case_open(s, 5);
    ck_assert(scrut_method_named(method, &s->rules.method));
    s->rules.inner_method = s->rules.method;
    for (size_t p = 1; p <= 3; p++)
        small_case_ally(s, p, 0, "BCD");
    s->rules.alliance_passes_threshold = true;
    s->parties[4].aggregate = true;
    small_case_threshold(s, 30, SCRUT_BASE_VALID, SCRUT_SCOPE_CONSTITUENCY);
}

static const struct scrut_hidden_step *step_at(const scrut_constituency_seats *k, int64_t votes)
{
    for (size_t i = 0; i < k->hidden_step_count; i++)
        if (k->hidden_steps[i].from <= votes && votes <= k->hidden_steps[i].to)
            return &k->hidden_steps[i];
    ck_abort_msg("seed %llu: no step holds %lld", (unsigned long long)seed, (long long)votes);
    return NULL;
}

/* The same votes with x of E's given as D's. */
static void check_given(const int64_t *votes, int64_t seats, const char *method, int64_t x,
                        const scrut_constituency_seats *hidden)
{
    small_case open;
    int64_t given[5] = {votes[0], votes[1], votes[2], x, votes[4] - x};
    open_allied(&open, method);
    small_case_add(&open, seats, given);
    scrut_chamber chamber = small_case_allocate(&open);
    const scrut_constituency_seats *k = &chamber.constituencies[0];
    const struct scrut_hidden_step *step = step_at(hidden, x);
    ck_assert(k->state == SCRUT_SEATS_DECIDED || k->state == SCRUT_SEATS_TIE);
    for (size_t p = 0; p < 5; p++) {
        ck_assert_msg(step->seats[p] == k->certain[p],
                      "seed %llu: %s, %lld seats, votes %lld %lld %lld %lld, hidden %lld", (unsigned long long)seed,
                      method, (long long)seats, (long long)votes[0], (long long)votes[1], (long long)votes[2],
                      (long long)votes[4], (long long)x);
        ck_assert(hidden->certain[p] <= k->certain[p] && hidden->possible[p] >= k->possible[p]);
    }
    small_case_close(&open);
}

START_TEST(the_steps_of_hidden_votes_are_those_of_trying_every_number)
{
    static const char *const METHODS[] = {"dhondt", "sainte-lague", "modified-sainte-lague", "hill"};
    size_t with_steps = 0;
    state = seed;
    for (int round = 0; round < ROUNDS; round++) {
        small_case s;
        const char *method = METHODS[round % 4];
        int64_t votes[5] = {60 + below(60), 25 + below(40), 10 + below(30), NOT_STANDING, 1 + below(24)};
        int64_t seats = 1 + below(9);
        open_allied(&s, method);
        s.parties[3].hidden_in = 4;
        small_case_add(&s, seats, votes);
        scrut_chamber chamber = small_case_allocate(&s);
        const scrut_constituency_seats *k = &chamber.constituencies[0];
        if (k->hidden_step_count > 0) {
            with_steps += k->hidden_step_count > 1;
            ck_assert_int_eq(k->hidden_steps[k->hidden_step_count - 1].to, votes[4]);
            for (int64_t x = 0; x <= votes[4]; x++)
                check_given(votes, seats, method, x, k);
        }
        small_case_close(&s);
    }
    ck_assert_uint_ge(with_steps, ROUNDS / 10);
}
END_TEST

/* However an aggregate divides into lists, where it is left out they win nothing and the others hold what was said. */
START_TEST(where_an_aggregate_is_left_out_no_division_of_it_wins)
{
    size_t left_out = 0;
    state = seed;
    for (int round = 0; round < ROUNDS; round++) {
        small_case s, open;
        const char *method = scrut_method_name((size_t)below((int64_t)scrut_method_count() - 2));
        int64_t votes[3] = {20 + below(60), 20 + below(60), 1 + below(40)}, seats = 1 + below(6);
        small_case_open(&s, 3);
        ck_assert(scrut_method_named(method, &s.rules.method));
        s.parties[2].aggregate = true;
        small_case_add(&s, seats, votes);
        scrut_chamber said = small_case_allocate(&s);
        const scrut_constituency_seats *k = &said.constituencies[0];
        for (int64_t part = 0; part <= votes[2] && (k->state == SCRUT_SEATS_DECIDED || k->state == SCRUT_SEATS_TIE);
             part++) {
            left_out += part == 0;
            small_case_open(&open, 4);
            open.rules.method = s.rules.method;
            small_case_add(&open, seats, (const int64_t[]){votes[0], votes[1], part, votes[2] - part});
            scrut_chamber chamber = small_case_allocate(&open);
            for (size_t p = 0; p < 4; p++) {
                int64_t certain = p < 2 ? k->certain[p] : 0, possible = p < 2 ? k->possible[p] : 0;
                ck_assert_msg(chamber.certain[p] == certain && chamber.possible[p] == possible,
                              "seed %llu: %s, %lld seats, votes %lld %lld, aggregate %lld of which %lld",
                              (unsigned long long)seed, method, (long long)seats, (long long)votes[0],
                              (long long)votes[1], (long long)votes[2], (long long)part);
            }
            small_case_close(&open);
        }
        small_case_close(&s);
    }
    ck_assert_uint_ge(left_out, ROUNDS / 10);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("property/seats_hidden");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    seed = test_seed(seed);
    tcase_add_test(tests, the_steps_of_hidden_votes_are_those_of_trying_every_number);
    tcase_add_test(tests, where_an_aggregate_is_left_out_no_division_of_it_wins);
    return scrut_test_main(suite);
}
