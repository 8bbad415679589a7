/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/sampling.h"

#include <string.h>

/* Vectors that the samplers' authors published: cjerdonek/rivest-sampler-tests, FreeAndFair/ColoradoRLA,
 * statlab/cryptorandom, ron-rivest/consistent_sampler. All of them are compared where the data folder is
 * (real/samplers). */

static void draws(scrut_sampler sampler, const char *seed, uint32_t population, size_t count, bool replace,
                  const uint32_t wanted[])
{
    uint32_t picks[8];
    ck_assert_int_eq(scrut_sampler_draw(sampler, seed, NULL, population, count, replace, picks, NULL), SCRUT_OK);
    for (size_t i = 0; i < count; i++)
        ck_assert_uint_eq(picks[i] + 1, wanted[i]);
}

START_TEST(the_sampler_of_rivest_gives_the_published_numbers)
{
    draws(SCRUT_SAMPLER_RIVEST, "1", 1000, 3, true, (const uint32_t[]){97, 89, 163});
    draws(SCRUT_SAMPLER_RIVEST, "0", 2, 3, true, (const uint32_t[]){1, 1, 2});
    draws(SCRUT_SAMPLER_RIVEST, "0000000000", 1000, 3, true, (const uint32_t[]){978, 359, 132});
    draws(SCRUT_SAMPLER_RIVEST, "snowman: \u2603", 1000, 3, true, (const uint32_t[]){634, 56, 46});
    draws(SCRUT_SAMPLER_RIVEST, "3546311556112163624615351222", 876, 5, false,
          (const uint32_t[]){740, 180, 264, 789, 238});
}
END_TEST

START_TEST(cryptorandom_gives_the_published_digests_and_numbers)
{
    const char *seed = "12345678901234567890";
    scrut_cryptorandom g = scrut_cryptorandom_open(seed);
    char hex[65];
    ck_assert_int_eq(scrut_cryptorandom_digest(&g, hex, NULL), SCRUT_OK);
    ck_assert_str_eq(hex, "ed62fa818e24178bacddf881b26221e52436f1c1040b10d416e709f962df2953");
    ck_assert_int_eq(scrut_cryptorandom_digest(&g, hex, NULL), SCRUT_OK);
    ck_assert_str_eq(hex, "310d959ce65476647a3ec93074beff0aa6d720949207daf915712fd574635165");
    draws(SCRUT_SAMPLER_CRYPTORANDOM, seed, 1000, 5, true, (const uint32_t[]){340, 971, 558, 998, 778});
    draws(SCRUT_SAMPLER_CRYPTORANDOM, seed, 5, 3, true, (const uint32_t[]){4, 3, 5});
    draws(SCRUT_SAMPLER_CRYPTORANDOM, seed, 1, 2, true, (const uint32_t[]){1, 1});
}
END_TEST

START_TEST(tickets_are_the_published_fractions)
{
    char ticket[SCRUT_TICKET_SIZE];
    scrut_ticket_first("01382438112797316654", "AB-130", ticket);
    ck_assert_str_eq(ticket, "0.26299714122838008416507544297546663599715395525154425586041245287750224561854");
    ck_assert_int_eq(scrut_ticket_next("0.25471", ticket, NULL), SCRUT_OK);
    ck_assert_str_eq(ticket, "0.642853261655004694691182528114375607701032283189922170593838029306715548381901");
    ck_assert_int_eq(scrut_ticket_next("0.9991", ticket, NULL), SCRUT_OK);
    ck_assert_int_eq(strncmp(ticket, "0.999", 5), 0); /* leading nines stay, so that it grows and stays below 1 */
    ck_assert_int_gt(strcmp(ticket, "0.9991"), 0);
}
END_TEST

START_TEST(consistent_draws_take_the_smallest_tickets)
{
    static const char *const IDS[] = {"a", "b", "c", "d", "e"};
    uint32_t picks[8];
    ck_assert_int_eq(scrut_sampler_draw(SCRUT_SAMPLER_CONSISTENT, "52", IDS, 5, 5, false, picks, NULL), SCRUT_OK);
    const char *order = "dbeac", *again = "dddbdbea";
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(IDS[picks[i]][0], order[i]);
    ck_assert_int_eq(scrut_sampler_draw(SCRUT_SAMPLER_CONSISTENT, "52", IDS, 5, 8, true, picks, NULL), SCRUT_OK);
    for (int i = 0; i < 8; i++)
        ck_assert_int_eq(IDS[picks[i]][0], again[i]);
}
END_TEST

/* The same units in another order, and one more: whoever was drawn before is drawn still, unless the new one is. */
START_TEST(consistent_draws_do_not_depend_on_the_order_of_the_list)
{
    static const char *const IDS[] = {"a", "b", "c", "d", "e"}, *const OTHER[] = {"e", "c", "x", "a", "d", "b"};
    uint32_t first[3], second[4];
    ck_assert_int_eq(scrut_sampler_draw(SCRUT_SAMPLER_CONSISTENT, "52", IDS, 5, 3, false, first, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_sampler_draw(SCRUT_SAMPLER_CONSISTENT, "52", OTHER, 6, 4, false, second, NULL), SCRUT_OK);
    size_t at = 0;
    for (size_t i = 0; i < 3; i++) {
        at += OTHER[second[at]][0] == 'x';
        ck_assert_str_eq(IDS[first[i]], OTHER[second[at++]]);
    }
}
END_TEST

START_TEST(all_units_are_drawn_once_without_replacement)
{
    for (int sampler = 0; sampler < 3; sampler++) {
        uint32_t picks[40], seen = 0;
        ck_assert_int_eq(scrut_sampler_draw((scrut_sampler)sampler, "s", NULL, 31, 31, false, picks, NULL), SCRUT_OK);
        for (int i = 0; i < 31; i++)
            seen |= UINT32_C(1) << picks[i];
        ck_assert_uint_eq(seen, 0x7fffffff);
        ck_assert_int_eq(scrut_sampler_draw((scrut_sampler)sampler, "s", NULL, 31, 32, false, picks, NULL),
                         SCRUT_E_INPUT);
    }
}
END_TEST

/* Two strata of 6 and 3 rows and 3 clusters: 6 draws go 4 to 2; each draw brings 2 rows of its cluster, no row twice.
 */
START_TEST(a_sample_by_size_gives_every_draw_its_rows)
{
    static const uint32_t STRATUM[] = {0, 0, 0, 0, 0, 0, 1, 1, 1}, CLUSTER[] = {0, 0, 0, 1, 1, 1, 2, 2, 2};
    static const char *const STRATA[] = {"north", "south"}, *const CLUSTERS[] = {"A", "B", "C"};
    for (int sampler = 0; sampler < 3; sampler++) {
        scrut_draw ask = {(scrut_sampler)sampler, "seed", 9, STRATUM, 2, CLUSTER, 3, STRATA, CLUSTERS, NULL, 6, 1};
        scrut_arena *arena = scrut_arena_new();
        scrut_drawn drawn;
        ck_assert_int_eq(scrut_draw_sample(&ask, arena, &drawn, NULL), SCRUT_OK);
        ck_assert_uint_eq(drawn.draws, 6);
        ck_assert_uint_eq(drawn.per_stratum[0], 4);
        ck_assert_uint_eq(drawn.per_stratum[1], 2);
        uint32_t seen = 0;
        for (size_t i = 0; i < drawn.count; i++) {
            ck_assert_uint_eq(drawn.rows[i].cluster, CLUSTER[drawn.rows[i].row]);
            ck_assert_uint_eq(drawn.rows[i].stratum, STRATUM[drawn.rows[i].row]);
            ck_assert_uint_eq(seen >> drawn.rows[i].row & 1, 0);
            seen |= UINT32_C(1) << drawn.rows[i].row;
            ck_assert_int_eq(drawn.rows[i].rows, drawn.rows[i].stratum == 0 ? 6 : 3);
        }
        /* every draw brings one row: without a short one 6 of the north are shared by 4 draws */
        ck_assert(drawn.short_draws > 0 || drawn.rows[0].shares == (drawn.rows[0].stratum == 0 ? 4 : 2));
        ck_assert_uint_eq(drawn.count + drawn.short_draws, 6); /* a cluster drawn a fourth time has no row left */
        ask.size = 3; /* one stratum would have a single draw, and no error could be estimated */
        ck_assert_int_eq(scrut_draw_sample(&ask, arena, &drawn, NULL), SCRUT_E_INPUT);
        scrut_arena_free(arena);
    }
}
END_TEST

START_TEST(rows_alone_are_drawn_in_the_order_of_the_sampler)
{
    uint32_t picks[5];
    scrut_draw ask = {
        .sampler = SCRUT_SAMPLER_RIVEST, .seed = "3546311556112163624615351222", .row_count = 876, .size = 5};
    scrut_arena *arena = scrut_arena_new();
    scrut_drawn drawn;
    ck_assert_int_eq(scrut_draw_sample(&ask, arena, &drawn, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_sampler_draw(ask.sampler, ask.seed, NULL, 876, 5, false, picks, NULL), SCRUT_OK);
    for (uint32_t i = 0; i < 5; i++) {
        ck_assert_uint_eq(drawn.rows[i].row, picks[i]);
        ck_assert_uint_eq(drawn.rows[i].draw, i + 1);
        ck_assert(drawn.rows[i].rows == 876 && drawn.rows[i].shares == 5 && drawn.rows[i].stratum == SCRUT_NONE);
    }
    scrut_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sampler");
    TCase *tcase = tcase_create("sampler");
    tcase_add_test(tcase, the_sampler_of_rivest_gives_the_published_numbers);
    tcase_add_test(tcase, cryptorandom_gives_the_published_digests_and_numbers);
    tcase_add_test(tcase, tickets_are_the_published_fractions);
    tcase_add_test(tcase, consistent_draws_take_the_smallest_tickets);
    tcase_add_test(tcase, consistent_draws_do_not_depend_on_the_order_of_the_list);
    tcase_add_test(tcase, all_units_are_drawn_once_without_replacement);
    tcase_add_test(tcase, a_sample_by_size_gives_every_draw_its_rows);
    tcase_add_test(tcase, rows_alone_are_drawn_in_the_order_of_the_sampler);
    suite_add_tcase(suite, tcase);
    return scrut_test_main(suite);
}
