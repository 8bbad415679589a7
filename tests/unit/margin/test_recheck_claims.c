/* SPDX-License-Identifier: Apache-2.0
 * Seats claimed in the nation, rechecked. Written by hand: D'Hondt, N {A 58, B 61, C 19; 4 seats}, S {14, 53; 4},
 * W {24, 8; 1}. A holds 2 + 1 + 1. What A's seats take at least:
 *   N  1: 7, C's first claim 19 + b against A's second (58 - b) / 2;  3: 14, (58 + b) / 3 against (61 - b) / 2
 *   S  0: 1, A's first 14 - b against B's fourth (53 + b) / 4;        2: 13, (14 + b) / 2 against (53 - b) / 3
 *   W  0: 8, for certain 9
 * So A has five seats for 13 ballots in S, and at a price of 0 the shares below 13 never add to five. */
#include "harness.h"
#include "scrutineer/certificate.h"

#include <string.h>

#define METHOD                                                                                                         \
    "\"method\": {\"family\": \"divisor\", \"divisor\": \"linear\", \"first\": 1, \"start\": 1, \"step\": 1, "         \
    "\"zero_divisor_refused\": false}, \"seats_min\": 0, \"seats_max\": null, \"thresholds\": []"
#define LIST(name, votes) "{\"list\": \"" name "\", \"votes\": " votes ", \"barred\": false, \"thresholds\": []}"
#define READING(west)                                                                                                  \
    "{\"possible\": true, \"exact\": true, \"at_least\": 13, \"at_most\": 13, \"steps\": null, \"why\": null, "        \
    "\"moves\": [{\"constituency\": \"S\", \"lists\": [{\"list\": \"A\", \"ballots\": 13}, {\"list\": \"B\", "         \
    "\"ballots\": -13}]}], \"prices\": [{\"list\": \"A\", \"ballots\": 0}], \"shares\": ["                             \
    "{\"constituency\": \"N\", \"others\": 13, \"named\": [{\"seats\": [2], \"at_least\": 0}, {\"seats\": [1], "       \
    "\"at_least\": 7}]}, "                                                                                             \
    "{\"constituency\": \"S\", \"others\": 13, \"named\": [{\"seats\": [1], \"at_least\": 0}, {\"seats\": [0], "       \
    "\"at_least\": 1}]}, "                                                                                             \
    "{\"constituency\": \"W\", \"others\": 13, \"named\": [{\"seats\": [1], \"at_least\": 0}, {\"seats\": [0], "       \
    "\"at_least\": " west "}]}]}"

static const char DOCUMENT[] =
    "{\"format\": \"scrutineer-margin-certificate/2\", \"caps\": null, \"metric\": \"change\", \"note\": null,\n"
    "\"provenance\": {\"case\": null, \"figures\": null, \"figures_version\": null, \"rules\": null, "
    "\"rules_version\": null},\n"
    "\"target\": {\"kind\": \"vector\", \"claimed\": [{\"list\": \"A\", \"seats\": 5}]},\n"
    "\"contests\": [\n"
    "{\"constituency\": \"N\", \"seats\": 4, " METHOD ", \"lists\": [" LIST("A", "58") ", " LIST("B", "61") ", " LIST(
        "C", "19") "]},\n"
                   "{\"constituency\": \"S\", \"seats\": 4, " METHOD ", \"lists\": [" LIST("A", "14") ", " LIST(
                       "B", "53") "]},\n"
                                  "{\"constituency\": \"W\", \"seats\": 1, " METHOD
                                  ", \"lists\": [" LIST("A", "24") ", " LIST(
                                      "B", "8") "]}],\n"
                                                "\"could\": " READING("8") ",\n\"would\": " READING("9") "}\n";

/* The first `from` after `after` replaced. */
static void alter(const char *after, const char *from, const char *to, scrut_buf *out)
{
    const char *at = strstr(DOCUMENT, after);
    ck_assert_msg(at != NULL, "there is no \"%s\"", after);
    at = strstr(at, from);
    ck_assert_msg(at != NULL, "there is no \"%s\"", from);
    scrut_buf_append(out, DOCUMENT, (size_t)(at - DOCUMENT));
    scrut_buf_puts(out, to);
    scrut_buf_puts(out, at + strlen(from));
}

static scrut_recheck recheck(const char *bytes, size_t length, scrut_arena *arena)
{
    scrut_certificate read;
    scrut_recheck found;
    scrut_error err = {.status = SCRUT_OK};
    ck_assert_msg(scrut_certificate_read(bytes, length, "c", arena, &read, &err) == SCRUT_OK, "%lld:%lld %s",
                  (long long)err.line, (long long)err.column, err.message);
    ck_assert_int_eq(scrut_certificate_recheck(&read, arena, &found, &err), SCRUT_OK);
    return found;
}

START_TEST(shares_that_were_written_by_hand_prove_the_margin)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_recheck found = recheck(DOCUMENT, strlen(DOCUMENT), arena);
    ck_assert_int_eq(found.could.moves.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.could.fewer.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.would.moves.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.would.fewer.state, SCRUT_RECHECK_YES);
    scrut_arena_free(arena);
}
END_TEST

#define N_VOTES "\"constituency\": \"N\", \"seats\""
#define N_SHARES "\"constituency\": \"N\", \"others\""
#define S_SHARES "\"constituency\": \"S\", \"others\""
#define W_SHARES "\"constituency\": \"W\", \"others\""

/* What is altered, and what of "could" is then wrong, with the words. */
static const struct {
    const char *after, *from, *to;
    const char *wrong; /* "moves", "fewer" */
    const char *why;
} ALTERED[] = {
    {"claimed", "\"seats\": 5", "\"seats\": 6", "moves", "another one"},
    {"claimed", "\"seats\": 5", "\"seats\": 4", "moves", "another one"},
    {N_VOTES, "\"votes\": 58", "\"votes\": 37", "moves", "another one"}, /* 18.5, below C's 19 */
    {N_VOTES, "\"votes\": 58", "\"votes\": 45", "fewer", "constituency N: the seats A=1 take no more than 6 ballots"},
    {N_VOTES, "\"votes\": 58", "\"votes\": 61", "fewer", "constituency N: the seats A=1 take more than 7 ballots"},
    {N_VOTES, "\"votes\": 19", "\"votes\": 20", "fewer", "constituency N: the seats A=1 take no more than 6 ballots"},
    {N_VOTES, "\"votes\": 19", "\"votes\": 16", "fewer", "constituency N: the seats A=1 take more than 7 ballots"},
    {N_VOTES, "\"barred\": false", "\"barred\": true", "moves", "another one"},
    {N_VOTES, "\"step\": 1", "\"step\": 2", "fewer", "constituency N: the seats A=1 take no more than 6 ballots"},
    {"could", "\"at_least\": 13, \"at_most\": 13", "\"at_least\": 14, \"at_most\": 14", "moves", "13 ballots"},
    {"could", "\"ballots\": 13", "\"ballots\": 12", "moves", "not as many"},
    {"could", "\"exact\": true, \"at_least\": 13", "\"exact\": false, \"at_least\": 12", "", NULL},
    {"prices", "\"ballots\": 0", "\"ballots\": 1", "", NULL}, /* another proof */
    {"prices", "\"ballots\": 0", "\"ballots\": -1", "fewer",
     "constituency N: a share that is not named could be part of a way of fewer ballots"},
    {N_SHARES, "\"others\": 13", "\"others\": 12", "fewer", "could be part of a way"},
    {N_SHARES, "\"others\": 13", "\"others\": 15", "", NULL}, /* or 13 ballots or more */
    {S_SHARES, "\"others\": 13", "\"others\": 12", "fewer", "could be part of a way"},
    {N_SHARES, "\"seats\": [2]", "\"seats\": [7]", "fewer", "the seats A=7 take more than 0 ballots"},
    {N_SHARES, "\"at_least\": 0", "\"at_least\": 1", "fewer", "constituency N: the seats A=2 take no more than 0"},
    {N_SHARES, "\"at_least\": 7", "\"at_least\": 8", "fewer", "constituency N: the seats A=1 take no more than 7"},
    {N_SHARES, "\"at_least\": 7", "\"at_least\": 6", "fewer", "constituency N: the seats A=1 take more than 6"},
    {S_SHARES, "\"at_least\": 1", "\"at_least\": 2", "fewer", "constituency S: the seats A=0 take no more than 1"},
    {W_SHARES, "\"at_least\": 8", "\"at_least\": 9", "fewer", "constituency W: the seats A=0 take no more than 8"},
    {W_SHARES, "{\"seats\": [1], \"at_least\": 0}, ", "", "fewer", "constituency W: the seats A=1 take no more than"},
    {S_SHARES, "\"named\": [", "\"named\": [{\"seats\": [2], \"at_least\": 12}, ", "fewer",
     "the shares that are named add to fewer ballots"},
    {S_SHARES, "\"named\": [", "\"named\": [{\"seats\": [2], \"at_least\": 13}, ", "", NULL},
};

START_TEST(what_was_altered_is_found_wrong)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_buf altered = {0};
    alter(ALTERED[_i].after, ALTERED[_i].from, ALTERED[_i].to, &altered);
    scrut_recheck found = recheck(altered.bytes, altered.length, arena);
    bool moves = found.could.moves.state == SCRUT_RECHECK_NO, fewer = found.could.fewer.state == SCRUT_RECHECK_NO;
    const scrut_recheck_result *wrong = moves ? &found.could.moves : &found.could.fewer;
    ck_assert_msg(strcmp(moves   ? "moves"
                         : fewer ? "fewer"
                                 : "",
                         ALTERED[_i].wrong) == 0,
                  "%s for %s: %s (%s)", ALTERED[_i].to, ALTERED[_i].from,
                  moves   ? "moves"
                  : fewer ? "fewer"
                          : "nothing",
                  wrong->why != NULL ? wrong->why : "");
    if (ALTERED[_i].why == NULL)
        ck_assert_int_eq(found.could.fewer.state, SCRUT_RECHECK_YES);
    else
        ck_assert_msg(strstr(wrong->why, ALTERED[_i].why) != NULL, "%s: %s", ALTERED[_i].to, wrong->why);
    scrut_buf_free(&altered);
    scrut_arena_free(arena);
}
END_TEST

static const struct {
    const char *after, *from, *to, *message;
} REFUSED[] = {
    {"format", "certificate/2", "certificate/5", "expected one of \"scrutineer-margin-certificate/4\""},
    {"format", "certificate/2", "certificate/3", "the key \"nation\" is missing in the certificate"},
    {"format", "certificate/2", "certificate/4", "the key \"nation\" is missing in the certificate"},
    {"claimed", "[{\"list\": \"A\", \"seats\": 5}]", "[]", "expected the seats of at least one list"},
    {"claimed", "\"seats\": 5}", "\"seats\": 5}, {\"list\": \"A\", \"seats\": 0}", "the list stands twice"},
    {"claimed", "\"seats\": 5", "\"seats\": -1", "expected a whole number from 0 to 10000"},
    {"could", "\"prices\"", "\"price\"", "unknown key \"price\" in a reading"},
    {"prices", "[{\"list\": \"A\", \"ballots\": 0}]", "[]", "the price of a claimed list is missing"},
    {"prices", "\"list\": \"A\"", "\"list\": \"B\"", "expected the lists in the order of the claim"},
    {"prices", "[{\"list\": \"A\", \"ballots\": 0}]", "null", "prices and shares go together"},
    {N_SHARES, "\"N\"", "\"M\"", "there is no such contest"},
    {N_SHARES, "\"N\"", "\"S\"", "the constituency stands twice"},
    {N_SHARES, "[2]", "[2, 1]", "at most 1 are possible"},
    {N_SHARES, "[2]", "[]", "expected a number of seats for every claimed list"},
    {"format", "\"caps\": null", "\"caps\": {\"pool\": 5, \"lists\": null}", "one contest only"},
};

START_TEST(claims_that_are_not_written_so_are_refused_with_their_place)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_buf altered = {0};
    scrut_certificate read;
    scrut_error err = {.line = -1};
    alter(REFUSED[_i].after, REFUSED[_i].from, REFUSED[_i].to, &altered);
    scrut_status st = scrut_certificate_read(altered.bytes, altered.length, "c", arena, &read, &err);
    ck_assert_msg(st == SCRUT_E_INPUT || st == SCRUT_E_LIMIT, "%s is read", REFUSED[_i].to);
    ck_assert_msg(strstr(err.message, REFUSED[_i].message) != NULL, "%s: %s", REFUSED[_i].to, err.message);
    ck_assert_int_gt(err.line, 0);
    scrut_buf_free(&altered);
    scrut_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("margin recheck of claims");
    TCase *tests = tcase_create("recheck");
    tcase_add_test(tests, shares_that_were_written_by_hand_prove_the_margin);
    tcase_add_loop_test(tests, what_was_altered_is_found_wrong, 0, (int)(sizeof ALTERED / sizeof ALTERED[0]));
    tcase_add_loop_test(tests, claims_that_are_not_written_so_are_refused_with_their_place, 0,
                        (int)(sizeof REFUSED / sizeof REFUSED[0]));
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
