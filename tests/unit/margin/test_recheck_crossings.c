/* SPDX-License-Identifier: Apache-2.0
 * Lists shut out in the nation, rechecked. Written by hand: Sainte-Lague, E {A 130, B 110, C 60; 3 seats}, W {61, 80,
 * 30; 2}; of the 471 ballots 18.5 % are needed (88), so that C falls when it loses 3. A holds 1 + 1, with C shut out 2
 * + 1, and is to have 4. While C stays: E 13, (130 + b) / 3 against C's 60 - b; W 45, and these are 58. Without C: E 3:
 * 70, (130 + b) / 5 against 110 - b; for certain 71 W  2: (61 + b) / 3 against 80 - (b - t) while t of the ballots
 * leave C: 4 b >= 179 + 3 t, for certain 4 b > 179 + 3 t So 45 do with none off C, 47 with two, and with half a ballot
 * for each off C: 45 + 3/2 = 46.5, hence 47. For certain 47 do with two and 48 with three; with three quarters: 45 +
 * 9/4 = 47.25, hence 48. */
#include "harness.h"
#include "scrutineer/certificate.h"

#include <string.h>

#define METHOD                                                                                                         \
    "\"method\": {\"family\": \"divisor\", \"divisor\": \"linear\", \"first\": 1, \"start\": 1, \"step\": 2, "         \
    "\"zero_divisor_refused\": false}, \"seats_min\": 0, \"seats_max\": null, \"thresholds\": []"
#define LIST(name, votes, member)                                                                                      \
    "{\"list\": \"" name "\", \"votes\": " votes ", \"member\": " member ", \"barred\": false, \"thresholds\": []}"
#define LISTS(a, b, c) "\"lists\": [" LIST("A", a, "true") ", " LIST("B", b, "false") ", " LIST("C", c, "false") "]"
#define TOTAL(name, votes) "{\"list\": \"" name "\", \"votes\": " votes ", \"thresholds\": [0]}"
#define READING(ballots, moves, west, east, price)                                                                     \
    "{\"possible\": true, \"exact\": true, \"at_least\": " ballots ", \"at_most\": " ballots ", \"why\": null,\n"      \
    "\"moves\": [" moves "],\n"                                                                                        \
    "\"steps\": [{\"constituency\": \"E\", \"held\": 1, \"at_least\": [13]}, {\"constituency\": \"W\", \"held\": 1, "  \
    "\"at_least\": [45]}],\n"                                                                                          \
    "\"crossings\": [{\"lists\": [\"C\"], \"branches\": [{\"prices\": [" price "]}], \"constituencies\": ["            \
    "{\"constituency\": \"E\", \"points\": [{\"seats\": 3, \"taken\": [0], \"at_least\": [" east "]}]}, "              \
    "{\"constituency\": \"W\", \"points\": [{\"seats\": 2, " west "}]}]}]}"
#define MOVED(list, ballots) "{\"list\": \"" list "\", \"ballots\": " ballots "}"

static const char DOCUMENT[] =
    "{\"format\": \"scrutineer-margin-certificate/4\", \"caps\": null, \"metric\": \"change\", \"note\": null,\n"
    "\"provenance\": {\"case\": null, \"figures\": null, \"figures_version\": null, \"rules\": null, "
    "\"rules_version\": null},\n"
    "\"target\": {\"kind\": \"at-least\", \"seats\": 4},\n"
    "\"nation\": {\"thresholds\": [{\"strict\": false, \"numerator\": 37, \"denominator\": 200, \"base\": 471, "
    "\"base_moves\": true}], \"lists\": [" TOTAL("A", "191") ", " TOTAL("B", "190") ", " TOTAL(
        "C",
        "90") "]},\n"
              "\"contests\": [{\"constituency\": \"E\", \"seats\": 3, " METHOD ", " LISTS(
                  "130", "110",
                  "60") "},\n"
                        "{\"constituency\": \"W\", \"seats\": 2, " METHOD ", " LISTS(
                            "61", "80",
                            "30") "}],\n"
                                  "\"could\": " READING(
                                      "47",
                                      "{\"constituency\": \"W\", \"lists\": [" MOVED("A", "47") ", " MOVED(
                                          "B", "-44") ", " MOVED("C", "-3") "]}",
                                      "\"taken\": [0, 2], \"at_least\": [45, 47]", "70",
                                      "360360") ",\n"
                                                "\"would\": " READING(
                                                    "48",
                                                    "{\"constituency\": \"W\", \"lists\": [" MOVED(
                                                        "A", "48") ", " MOVED("B", "-45") ", " MOVED("C", "-3") "]}",
                                                    "\"taken\": [0, 2, 3], \"at_least\": [45, 47, 48]", "71",
                                                    "540540") "}\n";

/* A list that rises: E {A 130, B 110, D 10, C 60; 3 seats}, W {61, 80, 30, 5; 2}; of the 486 ballots C needs 75 and has
 * 65; D needs none. C and D are to have 2. In E C has one once it is in. In W D must pass A: with x ballots for D and t
 * of those for C all off A, 30 + x against 61 - x - t: x + t ballots, of which 2 x >= 31 - t. So 16 with none for C and
 * 21 with the ten that it must gain; with half a ballot for each of these 15.5 + 5 = 20.5, hence 21. */
#define RISER(votes) "{\"list\": \"C\", \"votes\": " votes ", \"member\": true, \"barred\": true, \"thresholds\": []}"
#define FOUR(a, b, d, c)                                                                                               \
    "\"lists\": [" LIST("A", a, "false") ", " LIST("B", b, "false") ", " LIST("D", d, "true") ", " RISER(c) "]"
#define GIVEN                                                                                                          \
    "\"taken\": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], \"at_least\": [16, 16, 17, 17, 18, 18, 19, 19, 20, 20, 21]"
#define RISEN                                                                                                          \
    "{\"possible\": true, \"exact\": true, \"at_least\": 21, \"at_most\": 21, \"why\": null,\n"                        \
    "\"moves\": [{\"constituency\": \"W\", \"lists\": [" MOVED("A", "-21") ", " MOVED("D", "11") ", " MOVED(           \
        "C",                                                                                                           \
        "10") "]}],\n"                                                                                                 \
              "\"steps\": [{\"constituency\": \"E\", \"held\": 0, \"at_least\": [21]}, {\"constituency\": \"W\", "     \
              "\"held\": 0, \"at_least\": [16, 21]}],\n"                                                               \
              "\"crossings\": [{\"lists\": [\"C\"], \"branches\": [{\"prices\": [360360]}], "                          \
              "\"constituencies\": [{\"constituency\": \"E\", \"points\": [{\"seats\": 2, \"taken\": [0], "            \
              "\"at_least\": [50]}]}, {\"constituency\": \"W\", \"points\": [{\"seats\": 1, " GIVEN                    \
              "}, {\"seats\": 2, \"taken\": [0], \"at_least\": [21]}]}]}]}"

static const char RISING[] =
    "{\"format\": \"scrutineer-margin-certificate/4\", \"caps\": null, \"metric\": \"change\", \"note\": null,\n"
    "\"provenance\": {\"case\": null, \"figures\": null, \"figures_version\": null, \"rules\": null, "
    "\"rules_version\": null},\n"
    "\"target\": {\"kind\": \"at-least\", \"seats\": 2},\n"
    "\"nation\": {\"thresholds\": [{\"strict\": false, \"numerator\": 75, \"denominator\": 486, \"base\": 486, "
    "\"base_moves\": true}], \"lists\": [" TOTAL("A", "191") ", " TOTAL("B", "190") ", " TOTAL(
        "C", "65") ", {\"list\": \"D\", \"votes\": 40, \"thresholds\": []}]},\n"
                   "\"contests\": [{\"constituency\": \"E\", \"seats\": 3, " METHOD
                   ", " FOUR("130", "110", "10", "60") "},\n"
                                                       "{\"constituency\": \"W\", \"seats\": 2, " METHOD
                                                       ", " FOUR("61", "80", "30", "5") "}],\n\"could\": " RISEN
                                                                                        ",\n\"would\": " RISEN "}\n";

/* The first `from` replaced. */
static void alter_in(const char *document, const char *from, const char *to, scrut_buf *out)
{
    const char *at = strstr(document, from);
    ck_assert_msg(at != NULL, "there is no \"%s\"", from);
    scrut_buf_append(out, document, (size_t)(at - document));
    scrut_buf_puts(out, to);
    scrut_buf_puts(out, at + strlen(from));
}

static void alter(const char *from, const char *to, scrut_buf *out)
{
    alter_in(DOCUMENT, from, to, out);
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

START_TEST(crossings_that_were_written_by_hand_prove_the_margin)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_recheck found = recheck(DOCUMENT, strlen(DOCUMENT), arena);
    ck_assert_int_eq(found.nation.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.could.moves.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.could.fewer.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.would.moves.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.would.fewer.state, SCRUT_RECHECK_YES);
    scrut_arena_free(arena);
}
END_TEST

#define PRICE "{\"prices\": [360360]}"
#define POINTS "\"taken\": [0, 2], \"at_least\": [45, 47]"
#define ROOM "the prices of a branch leave room for fewer ballots"

/* What is altered, and what becomes of "one fewer does not" of "could". */
static const struct {
    const char *from, *to;
    scrut_recheck_state state;
    const char *why;
} ALTERED[] = {
    {"\"at_least\": 47, \"at_most\": 47", "\"at_least\": 48, \"at_most\": 48", SCRUT_RECHECK_NO, ROOM},
    {PRICE, "{\"prices\": [720720]}", SCRUT_RECHECK_YES, ""}, /* another proof */
    {PRICE, "{\"prices\": [240241]}", SCRUT_RECHECK_YES, ""},
    {PRICE, "{\"prices\": [240240]}", SCRUT_RECHECK_NO, ROOM}, /* 45 + 3/3 */
    {PRICE, "{\"prices\": [0]}", SCRUT_RECHECK_NO, ROOM},
    {POINTS, "\"taken\": [0, 2], \"at_least\": [46, 47]", SCRUT_RECHECK_NO, "constituency W: 45 ballots do it too"},
    {POINTS, "\"taken\": [0, 2], \"at_least\": [45, 48]", SCRUT_RECHECK_NOT, "constituency W: the simple test"},
    {POINTS, "\"taken\": [0, 2], \"at_least\": [44, 46]", SCRUT_RECHECK_NO, ROOM},
    {POINTS, "\"taken\": [0, 1], \"at_least\": [45, 47]", SCRUT_RECHECK_NOT, "constituency W: the simple test"},
    {POINTS, "\"taken\": [0, 3], \"at_least\": [45, 47]", SCRUT_RECHECK_NO, ROOM}, /* perhaps 45 with one off C */
    {POINTS, "\"taken\": [2, 0], \"at_least\": [47, 45]", SCRUT_RECHECK_NO, "points do not stand in their order"},
    {POINTS, "\"taken\": [0, 0], \"at_least\": [45, 45]", SCRUT_RECHECK_NO, "points do not stand in their order"},
    {POINTS, "\"taken\": [], \"at_least\": []", SCRUT_RECHECK_NO, ROOM},
    {"\"taken\": [0], \"at_least\": [70]", "\"taken\": [0], \"at_least\": [71]", SCRUT_RECHECK_NO,
     "constituency E: 70 ballots do it too"},
    {"\"taken\": [0], \"at_least\": [70]", "\"taken\": [0], \"at_least\": [46]", SCRUT_RECHECK_NO, ROOM},
    {"\"crossings\": [{\"lists\": [\"C\"]", "\"crossings\": [{\"lists\": [\"B\"]", SCRUT_RECHECK_NO,
     "a crossing names lists that cannot cross"},
    {"\"lists\": [\"C\"], \"branches\": [" PRICE "]", "\"lists\": [\"C\"], \"held\": [], \"branches\": [" PRICE "]",
     SCRUT_RECHECK_YES, ""},
    {"\"lists\": [\"C\"], \"branches\": [" PRICE "]",
     "\"lists\": [\"C\"], \"held\": [\"B\"], \"branches\": [{\"prices\": [360360, 0]}]", SCRUT_RECHECK_NO,
     "a crossing names lists that cannot cross"}, /* no ballot that is changed lets B drift */
    {PRICE, "{\"prices\": [], \"constituency\": \"W\", \"by_seats\": true, \"up_to\": 1}, " PRICE ", " PRICE,
     SCRUT_RECHECK_YES, ""},
    {PRICE,
     "{\"prices\": [], \"constituency\": \"W\", \"by_seats\": false, \"up_to\": 0}, {\"prices\": [720720]}, "
     "{\"prices\": [0]}",
     SCRUT_RECHECK_NO, ROOM}, /* at no price: one off C leaves 46 */
    {PRICE,
     "{\"prices\": [], \"constituency\": \"W\", \"by_seats\": false, \"up_to\": 1}, {\"prices\": [360360]}, "
     "{\"prices\": [0]}",
     SCRUT_RECHECK_YES, ""}, /* two off C take 47 */
    {PRICE, "{\"prices\": [], \"constituency\": \"W\", \"by_seats\": true, \"up_to\": 1}, " PRICE, SCRUT_RECHECK_NO,
     "a branch is missing"},
    {PRICE, PRICE ", " PRICE, SCRUT_RECHECK_NO, "there are branches too many"},
    {"\"branches\": [" PRICE "]", "\"branches\": []", SCRUT_RECHECK_NO, "a branch is missing"},
    {"\"numerator\": 37", "\"numerator\": 36", SCRUT_RECHECK_YES, ""},  /* 6 off C are needed: still a proof */
    {"\"numerator\": 37", "\"numerator\": 38", SCRUT_RECHECK_NO, ROOM}, /* one off C is enough: 45.5 */
    {"\"seats\": 4}", "\"seats\": 3}", SCRUT_RECHECK_NO, ""},
};

START_TEST(what_was_altered_is_found)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_buf altered = {0};
    alter(ALTERED[_i].from, ALTERED[_i].to, &altered);
    scrut_recheck found = recheck(altered.bytes, altered.length, arena);
    const scrut_recheck_result *fewer = &found.could.fewer;
    const char *why = fewer->why != NULL ? fewer->why : "";
    ck_assert_msg(fewer->state == ALTERED[_i].state && strstr(why, ALTERED[_i].why) != NULL, "%s: %d, %s",
                  ALTERED[_i].to, (int)fewer->state, why);
    scrut_buf_free(&altered);
    scrut_arena_free(arena);
}
END_TEST

static const struct {
    const char *from, *to;
    scrut_recheck_state state;
    const char *why;
} ALTERED_RISING[] = {
    {"", "", SCRUT_RECHECK_YES, ""},
    {"\"at_least\": 21, \"at_most\": 21", "\"at_least\": 22, \"at_most\": 22", SCRUT_RECHECK_NO, ""},
    {"[360360]", "[0]", SCRUT_RECHECK_NO, ROOM},     /* the 16 alone */
    {"[360360]", "[720720]", SCRUT_RECHECK_YES, ""}, /* another proof: 21 - 10 in W, and 10 */
    {GIVEN, "\"taken\": [0, 10], \"at_least\": [16, 21]", SCRUT_RECHECK_NO, ROOM}, /* 16 with five for C, perhaps */
    {"[16, 16, 17, 17", "[17, 17, 17, 17", SCRUT_RECHECK_NO, "constituency W: 16 ballots do it too"},
    {"18, 18, 19, 19", "18, 19, 19, 19", SCRUT_RECHECK_NOT, "constituency W: the simple test"},
    {"\"taken\": [0], \"at_least\": [50]", "\"taken\": [], \"at_least\": []", SCRUT_RECHECK_NO, ROOM},
    {"\"taken\": [0], \"at_least\": [50]", "\"taken\": [0], \"at_least\": [51]", SCRUT_RECHECK_NO,
     "constituency E: 50 ballots do it too"},
    {"\"numerator\": 75", "\"numerator\": 74", SCRUT_RECHECK_NO, ROOM}, /* nine for C: 20 */
};

START_TEST(ballots_given_to_a_list_that_rises_are_paid_and_have_claims)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_buf altered = {0};
    alter_in(RISING, ALTERED_RISING[_i].from, ALTERED_RISING[_i].to, &altered);
    scrut_recheck found = recheck(altered.bytes, altered.length, arena);
    const scrut_recheck_result *fewer = &found.could.fewer;
    const char *why = fewer->why != NULL ? fewer->why : "";
    ck_assert_msg(fewer->state == ALTERED_RISING[_i].state && strstr(why, ALTERED_RISING[_i].why) != NULL, "%s: %d, %s",
                  ALTERED_RISING[_i].to, (int)fewer->state, why);
    if (_i == 0) {
        ck_assert_int_eq(found.nation.state, SCRUT_RECHECK_YES);
        ck_assert_int_eq(found.could.moves.state, SCRUT_RECHECK_YES);
        ck_assert_int_eq(found.would.moves.state, SCRUT_RECHECK_YES);
        ck_assert_int_eq(found.would.fewer.state, SCRUT_RECHECK_YES);
    }
    scrut_buf_free(&altered);
    scrut_arena_free(arena);
}
END_TEST

START_TEST(sets_that_no_crossing_tells_are_not_proven)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_certificate read;
    scrut_recheck found;
    scrut_error err;
    ck_assert_int_eq(scrut_certificate_read(DOCUMENT, strlen(DOCUMENT), "c", arena, &read, &err), SCRUT_OK);
    read.could.crossing_count = 0;
    read.would.crossings = NULL;
    ck_assert_int_eq(scrut_certificate_recheck(&read, arena, &found, &err), SCRUT_OK);
    ck_assert_int_eq(found.could.fewer.state, SCRUT_RECHECK_NOT);
    ck_assert_ptr_nonnull(strstr(found.could.fewer.why, "in ways that the certificate does not tell"));
    ck_assert_int_eq(found.would.fewer.state, SCRUT_RECHECK_NOT);
    ck_assert_ptr_nonnull(strstr(found.would.fewer.why, "so many ballots could carry C across a threshold"));
    scrut_arena_free(arena);
}
END_TEST

START_TEST(crossings_are_written_as_they_were_read)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_certificate read, again;
    scrut_buf first = {0}, second = {0}, branched = {0};
    scrut_error err;
    alter(PRICE, "{\"prices\": [], \"constituency\": \"W\", \"by_seats\": true, \"up_to\": 1}, " PRICE ", " PRICE,
          &branched);
    ck_assert_int_eq(scrut_certificate_read(branched.bytes, branched.length, "c", arena, &read, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_certificate_write(&read, &first, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_certificate_read(first.bytes, first.length, "c", arena, &again, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_certificate_write(&again, &second, &err), SCRUT_OK);
    ck_assert_uint_eq(first.length, second.length);
    ck_assert_int_eq(memcmp(first.bytes, second.bytes, first.length), 0);
    scrut_recheck found = recheck(first.bytes, first.length, arena);
    ck_assert_int_eq(found.could.fewer.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.would.fewer.state, SCRUT_RECHECK_YES);
    scrut_buf_free(&first);
    scrut_buf_free(&second);
    scrut_buf_free(&branched);
    scrut_arena_free(arena);
}
END_TEST

static const struct {
    const char *from, *to, *message;
} REFUSED[] = {
    {"\"crossings\": ", "\"crossing\": ", "unknown key \"crossing\" in a reading"},
    {"\"lists\": [\"C\"]", "\"lists\": []", "expected a price for every list, or none"},
    {"\"lists\": [\"C\"]", "\"lists\": [\"B\", \"C\"]", "expected a price for every list, or none"},
    {PRICE, "{\"prices\": [720721]}", "from 0 to 720720"},
    {PRICE, "{\"prices\": [-1]}", "from 0 to 720720"},
    {PRICE, "{\"prices\": []}", "the key \"constituency\" is missing in a branch"},
    {PRICE, "{\"prices\": [], \"constituency\": \"N\", \"by_seats\": true, \"up_to\": 1}", "there is no such contest"},
    {POINTS, "\"taken\": [0], \"at_least\": [45, 47]", "expected as many numbers as in \"taken\""},
    {POINTS, "\"taken\": [0, -1], \"at_least\": [45, 47]", "expected a whole number"},
    {"{\"constituency\": \"E\", \"points\"", "{\"constituency\": \"W\", \"points\"", "the constituency stands twice"},
    {"{\"constituency\": \"E\", \"points\": [{\"seats\": 3, \"taken\": [0], \"at_least\": [70]}]}, ", "",
     "the points of a constituency are missing"},
    {"\"points\": [{\"seats\": 3", "\"points\": [{\"seats\": 0", "expected a whole number from 1"},
};

START_TEST(crossings_that_are_not_written_so_are_refused_with_their_place)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_buf altered = {0};
    scrut_certificate read;
    scrut_error err = {.line = -1};
    alter(REFUSED[_i].from, REFUSED[_i].to, &altered);
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
    Suite *suite = suite_create("margin recheck of crossings");
    TCase *tests = tcase_create("recheck");
    tcase_add_test(tests, crossings_that_were_written_by_hand_prove_the_margin);
    tcase_add_loop_test(tests, what_was_altered_is_found, 0, (int)(sizeof ALTERED / sizeof ALTERED[0]));
    tcase_add_loop_test(tests, ballots_given_to_a_list_that_rises_are_paid_and_have_claims, 0,
                        (int)(sizeof ALTERED_RISING / sizeof ALTERED_RISING[0]));
    tcase_add_test(tests, sets_that_no_crossing_tells_are_not_proven);
    tcase_add_test(tests, crossings_are_written_as_they_were_read);
    tcase_add_loop_test(tests, crossings_that_are_not_written_so_are_refused_with_their_place, 0,
                        (int)(sizeof REFUSED / sizeof REFUSED[0]));
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
