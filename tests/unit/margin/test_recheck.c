/* SPDX-License-Identifier: Apache-2.0
 * Certificates: read strictly, and rechecked by code that finds what is wrong. The contest is five seats by D'Hondt
 * among A 53,000, B 24,000, C 23,000. A second seat of B: (24,000 + b) / 2 reaches (53,000 - b) / 3 at b = 6,800, and
 * passes it at 6,801. */
#include "contest.h"
#include "scrutineer/certificate.h"

#include <string.h>

static const int64_t VOTES[] = {53000, 24000, 23000};
static const char *const NAMES[] = {"A", "B", "C"};

typedef struct {
    test_contest contest;
    bool members[3];
    scrut_target target;
    scrut_arena *arena;
    scrut_buf document;
} made;

static void make(made *m, const scrut_margin_caps *caps)
{
    scrut_margin margin;
    scrut_certificate certificate;
    scrut_error err;
    *m = (made){.members = {false, true, false}, .arena = scrut_arena_new()};
    test_contest_set(&m->contest, "dhondt", 5, 3, VOTES);
    m->target = (scrut_target){.kind = SCRUT_TARGET_AT_LEAST, .members = m->members, .seats = 2};
    ck_assert_int_eq(
        scrut_margin_find(&m->contest.contest, &m->target, SCRUT_METRIC_CHANGE, caps, m->arena, &margin, &err),
        SCRUT_OK);
    ck_assert_int_eq(scrut_certificate_of_contest(&m->contest.contest, NAMES, &m->target, SCRUT_METRIC_CHANGE, caps,
                                                  &margin, m->arena, &certificate, &err),
                     SCRUT_OK);
    ck_assert_int_eq(scrut_certificate_write(&certificate, &m->document, &err), SCRUT_OK);
}

static void discard(made *m)
{
    scrut_buf_free(&m->document);
    scrut_arena_free(m->arena);
}

/* The document with the n-th (from 1) `from` replaced. */
static void replace(const scrut_buf *document, const char *from, int n, const char *to, scrut_buf *out)
{
    const char *at = document->bytes;
    for (; n > 0; n--) {
        at = strstr(n > 0 && at != document->bytes ? at + 1 : at, from);
        ck_assert_msg(at != NULL, "there is no \"%s\"", from);
    }
    scrut_buf_append(out, document->bytes, (size_t)(at - document->bytes));
    scrut_buf_puts(out, to);
    scrut_buf_puts(out, at + strlen(from));
}

START_TEST(a_certificate_that_was_not_altered_holds)
{
    made m;
    make(&m, NULL);
    scrut_certificate read;
    scrut_recheck found;
    scrut_error err;
    ck_assert_int_eq(scrut_certificate_read(m.document.bytes, m.document.length, "c", m.arena, &read, &err), SCRUT_OK);
    ck_assert_int_eq(read.could.at_most, 6800);
    ck_assert_int_eq(read.would.at_most, 6801);
    ck_assert_int_eq(scrut_certificate_recheck(&read, m.arena, &found, &err), SCRUT_OK);
    ck_assert_int_eq(found.could.moves.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.could.fewer.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.could.table.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.would.moves.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.would.fewer.state, SCRUT_RECHECK_YES);
    discard(&m);
}
END_TEST

/* What is altered, and the first statement of "could" (of "would": capitals) that is then found wrong. */
static const struct {
    const char *from;
    int n;
    const char *to;
    const char *wrong; /* "moves", "fewer", "table" */
} ALTERED[] = {
    /* the votes: A's third quotient is then too large, or B needs fewer ballots */
    {"\"votes\": 53000", 1, "\"votes\": 53001", "moves"},
    {"\"votes\": 24000", 1, "\"votes\": 24001", "table"}, /* 5 b >= 33,997: still 6,800 */
    {"\"votes\": 24000", 1, "\"votes\": 24003", "fewer"},
    {"\"votes\": 23000", 1, "\"votes\": 33000", "moves"},
    {"\"member\": false", 1, "\"member\": true", "fewer"},
    {"\"member\": true", 1, "\"member\": false", "moves"},
    {"\"barred\": false", 2, "\"barred\": true", "moves"},
    {"\"seats\": 5", 1, "\"seats\": 4", "moves"},
    {"\"seats\": 5", 1, "\"seats\": 6", "fewer"},
    {"\"seats\": 2", 1, "\"seats\": 3", "moves"},
    {"\"seats\": 2", 1, "\"seats\": 1", "fewer"},
    {"\"step\": 1", 1, "\"step\": 2", "fewer"},
    {"\"start\": 1", 1, "\"start\": 2", "moves"},
    {"\"seats_max\": null", 1, "\"seats_max\": 1", "moves"},
    {"\"seats_min\": 0", 1, "\"seats_min\": 2", "moves"},
    {"\"kind\": \"at-least\"", 1, "\"kind\": \"at-most\"", "fewer"},
    {"\"metric\": \"change\"", 1, "\"metric\": \"add\"", "moves"},
    {"\"caps\": null", 1, "\"caps\": {\"pool\": 6799, \"lists\": null}", "moves"},
    {"\"caps\": null", 1,
     "\"caps\": {\"pool\": null, \"lists\": [{\"list\": \"A\", \"ballots\": 5}, {\"list\": \"B\", \"ballots\": 0}, "
     "{\"list\": \"C\", \"ballots\": 0}]}",
     "moves"},
    {"\"ballots\": -6800", 1, "\"ballots\": -6799", "moves"},
    {"\"ballots\": 6800", 1, "\"ballots\": 6801", "moves"},
    {"6,799", 1, "6,798", "table"},
    {"6,802", 1, "7,802", "table"},
    {"\"ballots\": 6801", 1, "\"ballots\": 6802", "MOVES"},
    {"\"at_least\": 6801,\n    \"at_most\": 6801", 1, "\"at_least\": 6802,\n    \"at_most\": 6802", "MOVES"},
    {"\"exact\": true,\n    \"moves\"", 2, "\"exact\": false,\n    \"moves\"", ""},
};

static const char *first_wrong(const scrut_recheck *found)
{
    if (found->could.moves.state == SCRUT_RECHECK_NO)
        return "moves";
    if (found->could.fewer.state == SCRUT_RECHECK_NO)
        return "fewer";
    if (found->could.table.state == SCRUT_RECHECK_NO)
        return "table";
    return found->would.moves.state == SCRUT_RECHECK_NO ? "MOVES" : "";
}

START_TEST(an_altered_certificate_is_found_wrong)
{
    made m;
    scrut_buf altered = {0};
    scrut_certificate read;
    scrut_recheck found;
    scrut_error err;
    make(&m, NULL);
    replace(&m.document, ALTERED[_i].from, ALTERED[_i].n, ALTERED[_i].to, &altered);
    ck_assert_msg(scrut_certificate_read(altered.bytes, altered.length, "c", m.arena, &read, &err) == SCRUT_OK,
                  "%s: %s", ALTERED[_i].to, err.message);
    ck_assert_int_eq(scrut_certificate_recheck(&read, m.arena, &found, &err), SCRUT_OK);
    ck_assert_msg(strcmp(first_wrong(&found), ALTERED[_i].wrong) == 0, "%s for %s: %s, not %s", ALTERED[_i].to,
                  ALTERED[_i].from, first_wrong(&found), ALTERED[_i].wrong);
    scrut_buf_free(&altered);
    discard(&m);
}
END_TEST

static const struct {
    const char *from;
    int n;
    const char *to;
    int64_t line; /* of the error; 0: any */
    const char *message;
} REFUSED[] = {
    {"\"caps\": null", 1, "\"cups\": null", 2, "unknown key \"cups\" in the certificate"},
    {"\"caps\": null,", 1, "", 1, "the key \"caps\" is missing in the certificate"},
    {"\"caps\": null,", 1, "\"caps\": null, \"caps\": null,", 2, "stands twice"},
    {"certificate/4", 1, "certificate/5", 0, "expected one of \"scrutineer-margin-certificate/4\""},
    {"\"nation\": null", 1, "\"nation\": {\"thresholds\": [], \"lists\": []}", 0,
     "expected a threshold, or null for the whole"},
    {"\"votes\": 53000", 1, "\"votes\": -1", 12, "expected a whole number from 0 to 1099511627776"},
    {"\"votes\": 53000", 1, "\"votes\": 1099511627777", 12, "expected a whole number from 0 to 1099511627776"},
    {"\"votes\": 53000", 1, "\"votes\": 5.3e4", 12, "expected a whole number"},
    {"\"votes\": 53000", 1, "\"votes\": 053000", 12, "expected a whole number"},
    {"\"votes\": 53000", 1, "\"votes\": +53000", 12, "expected a whole number"},
    {"\"votes\": 53000", 1, "\"votes\": \"53000\"", 12, "expected a whole number"},
    {"\"votes\": 53000", 1, "\"votes\": [53000]", 12, "expected a whole number"},
    {"\"list\": \"A\"", 1, "\"list\": A", 9, "expected a text in quotes"},
    {"\"list\": \"A\"", 1, "\"list\": \"B\"", 16, "the list stands twice"},
    {"\"member\": false,", 1, "", 0, "the key \"member\" is missing in a list"},
    {"\"barred\": false", 1, "\"barred\": 0", 0, "expected true or false"},
    {"\"thresholds\": []", 1, "\"thresholds\": [0]", 0, "at most 0 are possible"},
    {"\"family\": \"divisor\"", 1, "\"family\": \"magic\"", 0, "expected one of \"divisor\", \"quota\""},
    {"\"first\": 1", 1, "\"first\": 9", 0, "divisors must not fall"},
    {"\"seats\": 5", 1, "\"seats\": 10001", 0, "expected a whole number from 0 to 10000"},
    {"\"kind\": \"at-least\"", 1, "\"kind\": \"any\"", 0, "unknown key \"seats\" in the target"},
    {"\"metric\": \"change\"", 1, "\"metric\": \"swap\"", 0, "expected one of \"change\", \"add\", \"remove\""},
    {"\"possible\": true", 1, "\"possible\": false", 0, "expected null"},
    {"\"at_most\": 6800", 1, "\"at_most\": 6799", 0, "expected a whole number from 6800"},
    {"\"at_most\": 6800", 1, "\"at_most\": 6805", 0, "an exact number of ballots is not an interval"},
    {"\"ballots\": -6800,\n            \"list\": \"A\"", 1, "\"ballots\": -6800, \"list\": \"Z\"", 0,
     "the contest has no such list"},
    {"\"constituency\": \"\",\n        \"lists\"", 1, "\"constituency\": \"x\",\n        \"lists\"", 0,
     "there is no such contest"},
    {"\"steps\": null", 1, "\"steps\": []", 0, "the steps of a constituency are missing"},
    {"\"contests\": [", 1, "\"contests\": [], \"note\": [", 0, "stands twice"},
    {"\"note\": null", 1, "\"note\": 5", 0, "expected a text in quotes, or null"},
};

START_TEST(a_document_that_is_no_certificate_is_refused_with_its_place)
{
    made m;
    scrut_buf altered = {0};
    scrut_certificate read;
    scrut_error err = {.line = -1};
    make(&m, NULL);
    replace(&m.document, REFUSED[_i].from, REFUSED[_i].n, REFUSED[_i].to, &altered);
    scrut_status st = scrut_certificate_read(altered.bytes, altered.length, "c", m.arena, &read, &err);
    ck_assert_msg(st == SCRUT_E_INPUT || st == SCRUT_E_LIMIT, "%s is read", REFUSED[_i].to);
    ck_assert_msg(strstr(err.message, REFUSED[_i].message) != NULL, "%s: %s", REFUSED[_i].to, err.message);
    ck_assert_int_gt(err.line, 0);
    ck_assert_int_gt(err.column, 0);
    if (REFUSED[_i].line > 0)
        ck_assert_int_eq(err.line, REFUSED[_i].line);
    scrut_buf_free(&altered);
    discard(&m);
}
END_TEST

/* With ballots added the Hare quota grows, and a claim can be worth less with more votes in all. */
START_TEST(what_the_simple_test_cannot_prove_is_not_called_right)
{
    test_contest t;
    bool members[] = {false, true, false};
    scrut_margin margin;
    scrut_certificate certificate;
    scrut_recheck found;
    scrut_error err;
    scrut_arena *arena = scrut_arena_new();
    test_contest_set(&t, "hare", 5, 3, VOTES);
    scrut_target target = {.kind = SCRUT_TARGET_AT_LEAST, .members = members, .seats = 2};
    ck_assert_int_eq(scrut_margin_find(&t.contest, &target, SCRUT_METRIC_ADD, NULL, arena, &margin, &err), SCRUT_OK);
    ck_assert_int_eq(scrut_certificate_of_contest(&t.contest, NAMES, &target, SCRUT_METRIC_ADD, NULL, &margin, arena,
                                                  &certificate, &err),
                     SCRUT_OK);
    ck_assert_int_gt(certificate.would.at_least, 1);
    ck_assert_int_eq(scrut_certificate_recheck(&certificate, arena, &found, &err), SCRUT_OK);
    ck_assert_int_eq(found.would.moves.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.would.fewer.state, SCRUT_RECHECK_NOT);
    ck_assert_str_eq(found.would.fewer.why, "the quota moves with the ballots");
    scrut_arena_free(arena);
}
END_TEST

/* D'Hondt 2, 5, 7 with one
 * tainted ballot of each of the last two, the third list to one seat of three for certain, takes two ballots. */
START_TEST(caps_are_part_of_the_recheck)
{
    static const int64_t votes[] = {2, 5, 7};
    static int64_t taint[] = {0, 1, 1};
    bool members[] = {false, false, true};
    test_contest t;
    scrut_margin margin;
    scrut_certificate certificate;
    scrut_recheck found;
    scrut_error err;
    scrut_arena *arena = scrut_arena_new();
    test_contest_set(&t, "dhondt", 3, 3, votes);
    scrut_target target = {.kind = SCRUT_TARGET_AT_MOST, .members = members, .seats = 1};
    scrut_margin_caps caps = {.taint = taint, .pool = -1};
    ck_assert_int_eq(scrut_margin_find(&t.contest, &target, SCRUT_METRIC_CHANGE, &caps, arena, &margin, &err),
                     SCRUT_OK);
    ck_assert_int_eq(scrut_certificate_of_contest(&t.contest, NAMES, &target, SCRUT_METRIC_CHANGE, &caps, &margin,
                                                  arena, &certificate, &err),
                     SCRUT_OK);
    ck_assert_int_eq(certificate.would.at_most, 2);
    ck_assert_int_eq(scrut_certificate_recheck(&certificate, arena, &found, &err), SCRUT_OK);
    ck_assert_int_eq(found.would.moves.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.would.fewer.state, SCRUT_RECHECK_YES);
    taint[2] = 0;
    ck_assert_int_eq(scrut_certificate_recheck(&certificate, arena, &found, &err), SCRUT_OK);
    ck_assert_int_eq(found.would.moves.state, SCRUT_RECHECK_NO);
    scrut_arena_free(arena);
}
END_TEST

/* The greedy counter-example: {58,61,19; 4 seats}, {14,53; 4}, {24,8; 1}, the first list three seats more: 40 ballots,
 * and 41 where the cheapest next step is taken each time. */
START_TEST(a_nation_is_rechecked_by_its_steps)
{
    static const int64_t north[] = {58, 61, 19}, south[] = {14, 53}, west[] = {24, 8};
    static const uint32_t parties[] = {0, 1, 2};
    const bool members[] = {true, false, false};
    test_contest contests[3];
    scrut_margin_unit units[3];
    scrut_margin_nation nation = {.units = units, .unit_count = 3, .party_count = 3};
    scrut_margin_nation_result result;
    scrut_certificate certificate;
    scrut_recheck found;
    scrut_error err;
    scrut_arena *arena = scrut_arena_new();
    test_contest_set(&contests[0], "dhondt", 4, 3, north);
    test_contest_set(&contests[1], "dhondt", 4, 2, south);
    test_contest_set(&contests[2], "dhondt", 1, 2, west);
    for (size_t n = 0; n < 3; n++)
        units[n] = (scrut_margin_unit){.id = NAMES[n], .contest = contests[n].contest, .party = parties};
    ck_assert_int_eq(scrut_margin_nation_find(&nation, members, true, 0, SCRUT_METRIC_CHANGE, arena, &result, &err),
                     SCRUT_OK);
    int64_t seats = result.held_possible + 3;
    ck_assert_int_eq(scrut_margin_nation_find(&nation, members, true, seats, SCRUT_METRIC_CHANGE, arena, &result, &err),
                     SCRUT_OK);
    ck_assert_int_eq(scrut_certificate_of_nation(&nation, NAMES, members, true, seats, SCRUT_METRIC_CHANGE, &result,
                                                 arena, &certificate, &err),
                     SCRUT_OK);
    ck_assert_int_eq(certificate.could.at_most, 40);
    ck_assert_int_eq(scrut_certificate_recheck(&certificate, arena, &found, &err), SCRUT_OK);
    ck_assert_int_eq(found.could.moves.state, SCRUT_RECHECK_YES);
    ck_assert_int_eq(found.could.fewer.state, SCRUT_RECHECK_YES);
    /* 41 as the fewest, and moves of that many */
    certificate.could.at_least = 41;
    certificate.could.at_most = 41;
    ck_assert_int_eq(scrut_certificate_recheck(&certificate, arena, &found, &err), SCRUT_OK);
    ck_assert_int_eq(found.could.moves.state, SCRUT_RECHECK_NO);
    ck_assert_int_eq(found.could.fewer.state, SCRUT_RECHECK_NO);
    scrut_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("margin recheck");
    TCase *tests = tcase_create("recheck");
    tcase_add_test(tests, a_certificate_that_was_not_altered_holds);
    tcase_add_loop_test(tests, an_altered_certificate_is_found_wrong, 0, (int)(sizeof ALTERED / sizeof ALTERED[0]));
    tcase_add_loop_test(tests, a_document_that_is_no_certificate_is_refused_with_its_place, 0,
                        (int)(sizeof REFUSED / sizeof REFUSED[0]));
    tcase_add_test(tests, what_the_simple_test_cannot_prove_is_not_called_right);
    tcase_add_test(tests, caps_are_part_of_the_recheck);
    tcase_add_test(tests, a_nation_is_rechecked_by_its_steps);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
