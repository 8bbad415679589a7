/* SPDX-License-Identifier: Apache-2.0
 * Random contests and nations: the margin that the search finds is written as a certificate, read again and rechecked
 * by the simple code. Nothing it states is found wrong, and a certificate that states one ballot too many as the
 * fewest, or whose moves are one ballot off, is never found right. */
#include "extent.h"
#include "harness.h"
#include "scrutineer/certificate.h"

#include <stdio.h>
#include <string.h>

enum { LISTS_MAX = 4, UNITS_MAX = 3 };
#define SEED UINT64_C(20130728)

static uint64_t state;

static int64_t below(int64_t limit)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(state >> 33) % limit;
}

static const char *const NAMES[LISTS_MAX] = {"A", "B \"b\"", "C\xC2\x85", "\xE1\x9E\x80+="};

typedef struct {
    scrut_margin_contest contest;
    int64_t votes[LISTS_MAX], taint[LISTS_MAX], vector[LISTS_MAX];
    bool members[LISTS_MAX], barred[LISTS_MAX];
    scrut_margin_caps caps;
    scrut_target target;
    scrut_metric metric;
    bool capped;
} asked;

static void draw_contest(asked *a, int64_t votes_max)
{
    scrut_margin_contest *c = &a->contest;
    *a = (asked){.metric = (scrut_metric)below(3)};
    c->list_count = (size_t)(1 + below(LISTS_MAX));
    c->seats = 1 + below(6);
    c->votes = a->votes;
    ck_assert(scrut_method_named(scrut_method_name((size_t)below((int64_t)scrut_method_count())), &c->method));
    for (size_t i = 0; i < c->list_count; i++) {
        a->votes[i] = below(votes_max);
        a->barred[i] = below(12) == 0;
    }
    c->barred = below(4) == 0 ? a->barred : NULL;
    c->seats_max = below(8) == 0 ? 1 + below(3) : 0;
    c->seats_min = below(12) == 0;
    int64_t all = 0;
    for (size_t i = 0; i < c->list_count; i++)
        all += a->votes[i];
    c->votes_all = all + below(5);
    c->method.quota_base_all = c->method.family == SCRUT_METHOD_QUOTA && below(3) == 0;
    if (below(3) != 0)
        return;
    c->bar_count = 1;
    c->bars[0] = (scrut_margin_bar){.is_share = below(2) == 0, .strict = below(2) == 0, .votes = below(votes_max)};
    if (c->bars[0].is_share)
        c->bars[0] = (scrut_margin_bar){.is_share = true,
                                        .strict = c->bars[0].strict,
                                        .base_moves = below(2) == 0,
                                        .numerator = 1 + below(30),
                                        .denominator = 100,
                                        .base = all};
}

static void draw_question(asked *a)
{
    size_t count = a->contest.list_count;
    a->target = (scrut_target){.kind = (scrut_target_kind)below(4), .seats = below(a->contest.seats + 2)};
    if (a->target.kind == SCRUT_TARGET_VECTOR) {
        a->target.vector = a->vector;
        for (int64_t left = a->contest.seats + (below(10) == 0); left > 0; left--)
            a->vector[below((int64_t)count)]++;
    } else if (a->target.kind != SCRUT_TARGET_ANY) {
        a->target.members = a->members;
        for (size_t i = 0; i < count; i++)
            a->members[i] = below(2) == 0;
    }
    a->capped = a->metric == SCRUT_METRIC_CHANGE && below(4) == 0;
    a->caps = (scrut_margin_caps){.taint = below(3) == 0 ? NULL : a->taint, .pool = below(2) == 0 ? -1 : below(9)};
    for (size_t i = 0; i < count; i++)
        a->taint[i] = below(12);
}

/* Written, read and rechecked. */
static scrut_recheck recheck(const scrut_certificate *made, scrut_arena *arena)
{
    scrut_buf document = {0};
    scrut_error err = {.status = SCRUT_OK};
    scrut_certificate read;
    scrut_recheck found;
    scrut_status st = scrut_certificate_write(made, &document, &err);
    ck_assert_int_eq(st, SCRUT_OK);
    st = scrut_certificate_read(document.bytes, document.length, "certificate", arena, &read, &err);
    ck_assert_msg(st == SCRUT_OK, "%lld:%lld %s\n%s", (long long)err.line, (long long)err.column, err.message,
                  document.bytes);
    scrut_buf again = {0};
    ck_assert_int_eq(scrut_certificate_write(&read, &again, &err), SCRUT_OK);
    ck_assert_msg(document.length == again.length && memcmp(document.bytes, again.bytes, again.length) == 0,
                  "another document:\n%s\n%s", document.bytes, again.bytes);
    ck_assert_int_eq(scrut_certificate_recheck(&read, arena, &found, &err), SCRUT_OK);
    scrut_buf_free(&document);
    scrut_buf_free(&again);
    return found;
}

typedef struct {
    int64_t moves_yes, fewer_yes, fewer_not;
} tally;

static void must_hold(const scrut_recheck_reading *found, const scrut_certificate *made, int case_index, tally *t)
{
    scrut_buf text = {0};
    scrut_error err;
    ck_assert_int_eq(scrut_certificate_write(made, &text, &err), SCRUT_OK);
    ck_assert_msg(found->moves.state != SCRUT_RECHECK_NO, "case %d: the moves: %s\n%s", case_index, found->moves.why,
                  text.bytes);
    ck_assert_msg(found->fewer.state != SCRUT_RECHECK_NO, "case %d: one fewer: %s\n%s", case_index, found->fewer.why,
                  text.bytes);
    scrut_buf_free(&text);
    t->moves_yes += found->moves.state == SCRUT_RECHECK_YES;
    t->fewer_yes += found->fewer.state == SCRUT_RECHECK_YES;
    t->fewer_not += found->fewer.state == SCRUT_RECHECK_NOT;
}

/* Of an exact reading: one more as the fewest, and then moves that are one ballot off. */
static void tamper(scrut_certificate *made, bool would, int case_index, scrut_arena *arena)
{
    scrut_certificate_reading *r = would ? &made->would : &made->could, kept = *r;
    if (!r->possible || !r->exact)
        return;
    r->at_least++;
    r->exact = false;
    r->at_most++;
    scrut_recheck found = recheck(made, arena);
    scrut_recheck_reading *reading = would ? &found.would : &found.could;
    ck_assert_msg(reading->fewer.state != SCRUT_RECHECK_YES, "case %d: %lld as the fewest", case_index,
                  (long long)r->at_least);
    ck_assert_msg(reading->moves.state == SCRUT_RECHECK_NO, "case %d: %lld ballots", case_index, (long long)r->at_most);
    *r = kept;
}

START_TEST(what_the_search_finds_is_found_right_by_the_simple_code)
{
    tally t = {0};
    int cases = (int)test_extent(200, 2000, 20000);
    state = SEED;
    for (int n = 0; n < cases; n++) {
        scrut_arena *arena = scrut_arena_new();
        asked a;
        scrut_margin margin;
        scrut_certificate made;
        scrut_error err;
        draw_contest(&a, n % 2 == 0 ? 40 : 3000);
        draw_question(&a);
        const scrut_margin_caps *caps = a.capped ? &a.caps : NULL;
        ck_assert_int_eq(scrut_margin_find(&a.contest, &a.target, a.metric, caps, arena, &margin, &err), SCRUT_OK);
        ck_assert_int_eq(
            scrut_certificate_of_contest(&a.contest, NAMES, &a.target, a.metric, caps, &margin, arena, &made, &err),
            SCRUT_OK);
        scrut_recheck found = recheck(&made, arena);
        must_hold(&found.could, &made, n, &t);
        must_hold(&found.would, &made, n, &t);
        tamper(&made, false, n, arena);
        tamper(&made, true, n, arena);
        scrut_arena_free(arena);
    }
    printf("# seed %llu: %lld moves right; one fewer: %lld right, %lld not rechecked\n", (unsigned long long)SEED,
           (long long)t.moves_yes, (long long)t.fewer_yes, (long long)t.fewer_not);
    ck_assert_int_gt(t.moves_yes, cases);
    ck_assert_int_gt(t.fewer_yes, cases / 2);
}
END_TEST

/* ---- the nation ---- */

typedef struct {
    asked asked[UNITS_MAX];
    scrut_margin_unit units[UNITS_MAX];
    uint32_t party[LISTS_MAX];
    int64_t least[LISTS_MAX], most[LISTS_MAX];
    char ids[UNITS_MAX][24];
    scrut_margin_nation nation;
    bool members[LISTS_MAX];
} country;

static void draw_country(country *c)
{
    *c = (country){
        .nation = {.units = c->units, .unit_count = (size_t)(1 + below(UNITS_MAX)), .party_count = LISTS_MAX}};
    for (size_t i = 0; i < LISTS_MAX; i++) {
        c->party[i] = (uint32_t)i;
        c->members[i] = below(2) == 0;
        c->least[i] = below(2);
        c->most[i] = c->least[i] + below(2);
    }
    for (size_t n = 0; n < c->nation.unit_count; n++) {
        draw_contest(&c->asked[n], 60);
        snprintf(c->ids[n], sizeof c->ids[n], "%zu", n);
        c->units[n] = (scrut_margin_unit){.id = c->ids[n], .contest = c->asked[n].contest, .party = c->party};
        c->units[n].contest.votes = c->asked[n].votes;
        c->units[n].contest.seats_max = 0; /* so that no seat stays empty */
        if (below(10) == 0) {
            c->units[n].closed = "votes are missing";
            c->units[n].contest.seats = 2 * LISTS_MAX;
            c->units[n].certain = c->least;
            c->units[n].possible = c->most;
        }
    }
}

/* Without an allocation somewhere there is no number of seats in the nation. */
static bool has_allocations(const country *c, scrut_arena *arena)
{
    for (size_t n = 0; n < c->nation.unit_count; n++) {
        scrut_margin_outcome now;
        scrut_error err;
        if (c->units[n].closed != NULL)
            continue;
        ck_assert_int_eq(scrut_margin_replay(&c->units[n].contest, NULL, NULL, arena, &now, &err), SCRUT_OK);
        if (now.refused)
            return false;
    }
    return true;
}

START_TEST(what_the_knapsack_finds_is_found_right_by_the_simple_code)
{
    tally t = {0};
    int nations = (int)test_extent(30, 300, 3000);
    state = SEED;
    for (int n = 0; n < nations; n++) {
        scrut_arena *arena = scrut_arena_new();
        country c;
        scrut_margin_nation_result result;
        scrut_certificate made;
        scrut_error err;
        do
            draw_country(&c);
        while (!has_allocations(&c, arena));
        bool at_least = below(2) == 0;
        int64_t seats = below(10);
        scrut_metric metric = (scrut_metric)below(3);
        ck_assert_int_eq(scrut_margin_nation_find(&c.nation, c.members, at_least, seats, metric, arena, &result, &err),
                         SCRUT_OK);
        ck_assert_int_eq(scrut_certificate_of_nation(&c.nation, NAMES, c.members, at_least, seats, metric, &result,
                                                     arena, &made, &err),
                         SCRUT_OK);
        scrut_recheck found = recheck(&made, arena);
        must_hold(&found.could, &made, n, &t);
        must_hold(&found.would, &made, n, &t);
        tamper(&made, false, n, arena);
        tamper(&made, true, n, arena);
        scrut_arena_free(arena);
    }
    printf("# seed %llu: %lld moves right; one fewer: %lld right, %lld not rechecked\n", (unsigned long long)SEED,
           (long long)t.moves_yes, (long long)t.fewer_yes, (long long)t.fewer_not);
    ck_assert_int_gt(t.moves_yes, nations / 2);
    ck_assert_int_gt(t.fewer_yes, nations / 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("margin certificates");
    TCase *tests = tcase_create("recheck");
    tcase_add_test(tests, what_the_search_finds_is_found_right_by_the_simple_code);
    tcase_add_test(tests, what_the_knapsack_finds_is_found_right_by_the_simple_code);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
