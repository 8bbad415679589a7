/* SPDX-License-Identifier: Apache-2.0
 * Published margins against ours, in a case worked out by hand: D'Hondt, North with 3 seats, South with 2.
 *   North: A 600, B 300, C 100.  A 600, 300; B 300 win.  A's third seat (a third of its votes against B's 300):
 *     added:   (600 + b) / 3 = 300 at 300, more at 301
 *     removed: B left with A's 200 at 100, with fewer at 101
 *     changed: (600 + b) / 3 = 300 - b at 75, more at 76
 *   C's first seat: added 200, 201 (the 300 of A and B). So any seat in North takes 200 added ballots.
 *   South: A 200, B 250, C 50.  B's second seat, changed: (250 + b) / 2 = 200 - b at 50, more at 51. */

#include "tested.h"
#include <string.h>

#define CASE                                                                                                           \
    "scrutineer: case/1\n"                                                                                             \
    "title: By hand\n"                                                                                                 \
    "rules: {id: own, method: dhondt}\n"                                                                               \
    "parties: {rows: [{party: A}, {party: B}, {party: C}]}\n"                                                          \
    "constituencies: {rows: [{constituency: North, seats: 3}, {constituency: South, seats: 2}]}\n"                     \
    "margins: {file: m.csv}\n"                                                                                         \
    "announcements:\n"
#define OFFICIAL(version, north)                                                                                       \
    "  - version: " version "\n"                                                                                       \
    "    tables:\n"                                                                                                    \
    "      - level: constituency\n"                                                                                    \
    "        rows: [" north "{k: South, A: 200, B: 250, C: 50}]\n"                                                     \
    "        constituency: k\n"                                                                                        \
    "        votes: {columns: {A: A, B: B, C: C}}\n"
#define NORTH "{k: North, A: 600, B: 300, C: 100}, "
#define TOTALS                                                                                                         \
    "  - version: totals\n"                                                                                            \
    "    tables: [{level: nation, rows: [{A: 800, B: 550, C: 150}], votes: {columns: {A: A, B: B, C: C}}}]\n"

static tested compare(const char *yaml, const char *rows)
{
    scrut_buf csv = {0};
    scrut_buf_printf(&csv, "constituency,party,seats,metric,votes,figures\n%s", rows);
    tested t = tested_open(yaml, "m.csv", csv.bytes);
    scrut_buf_free(&csv);
    return t;
}

static size_t findings(const tested *t)
{
    size_t count = 0;
    for (size_t i = 0; i < t->v->findings.count; i++)
        count += strcmp(t->v->findings.items[i].check->code, "M01") == 0;
    return count;
}

typedef struct {
    const char *row;
    scrut_published_match match;
    bool as_could, as_would;
    scrut_metric metric;
    int64_t difference;
    bool is_finding;
} example;

static void check_examples(const example examples[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const example *e = &examples[i];
        tested t = compare(CASE OFFICIAL("v1", NORTH), e->row);
        ck_assert_uint_eq(t.v->published_count, 1);
        ck_assert_uint_eq(t.v->published[0].answer_count, 1);
        const scrut_published_answer *a = &t.v->published[0].answers[0];
        ck_assert_msg(a->match == e->match, "%s: %s", e->row, scrut_published_match_name(a->match));
        ck_assert_int_eq(t.v->published[0].match, e->match);
        ck_assert_msg(a->as_could == e->as_could && a->as_would == e->as_would, "%s", e->row);
        ck_assert_msg(a->metric == e->metric, "%s", e->row);
        ck_assert_msg(a->has_difference == (e->difference != 0) && a->difference == e->difference, "%s", e->row);
        ck_assert_msg(findings(&t) == e->is_finding, "%s", e->row);
        tested_close(&t);
    }
}

#define EQUAL SCRUT_PUBLISHED_EQUAL
#define OTHERWISE SCRUT_PUBLISHED_OTHERWISE
#define DIFFERENT SCRUT_PUBLISHED_DIFFERENT

START_TEST(a_published_number_is_looked_for_in_both_readings_of_its_metric)
{
    static const example EXAMPLES[] = {
        {"North,A,3,add,300,\n", EQUAL, true, false, SCRUT_METRIC_ADD, 0, false},
        {"North,A,3,add,301,\n", EQUAL, false, true, SCRUT_METRIC_ADD, 0, false},
        {"North,A,3,,301,\n", EQUAL, false, true, SCRUT_METRIC_ADD, 0, false},
        {"North,A,,,301,\n", EQUAL, false, true, SCRUT_METRIC_ADD, 0, false}, /* the next seat is the third */
        {"North,A,3,remove,100,\n", EQUAL, true, false, SCRUT_METRIC_REMOVE, 0, false},
        {"North,A,3,change,76,\n", EQUAL, false, true, SCRUT_METRIC_CHANGE, 0, false},
        {"North,,any,add,200,\n", EQUAL, true, false, SCRUT_METRIC_ADD, 0, false},
        {"North,,any,add,201,\n", EQUAL, false, true, SCRUT_METRIC_ADD, 0, false},
        {"North,,any,change,75,\n", EQUAL, true, false, SCRUT_METRIC_CHANGE, 0, false},
        {",A,4,change,75,\n", EQUAL, true, false, SCRUT_METRIC_CHANGE, 0, false}, /* the nation: cheapest in North */
        {",B,,change,51,\n", EQUAL, false, true, SCRUT_METRIC_CHANGE, 0, false},
        {"North,A,2,add,0,\n", EQUAL, true, true, SCRUT_METRIC_ADD, 0, false}, /* it holds two */
    };
    check_examples(EXAMPLES, sizeof EXAMPLES / sizeof EXAMPLES[0]);
}
END_TEST

START_TEST(a_number_of_another_metric_is_a_finding_only_where_the_metric_was_named)
{
    static const example EXAMPLES[] = {
        {"North,A,3,,100,\n", OTHERWISE, true, false, SCRUT_METRIC_REMOVE, -200, false},
        {"North,A,3,add,101,\n", OTHERWISE, false, true, SCRUT_METRIC_REMOVE, -199, true},
        {"North,A,3,,76,\n", OTHERWISE, false, true, SCRUT_METRIC_CHANGE, -224, false},
        {"North,A,3,change,300,\n", OTHERWISE, true, false, SCRUT_METRIC_ADD, 224, true},
    };
    check_examples(EXAMPLES, sizeof EXAMPLES / sizeof EXAMPLES[0]);
}
END_TEST

START_TEST(a_number_of_no_metric_is_wrong_by_what_it_lacks_to_the_nearer_reading)
{
    static const example EXAMPLES[] = {
        {"North,A,3,,299,\n", DIFFERENT, false, false, SCRUT_METRIC_ADD, -1, true},
        {"North,A,3,,302,\n", DIFFERENT, false, false, SCRUT_METRIC_ADD, 1, true},
        {"North,A,3,change,80,\n", DIFFERENT, false, false, SCRUT_METRIC_CHANGE, 4, true},
        {"North,,any,add,5,\n", DIFFERENT, false, false, SCRUT_METRIC_ADD, -195, true},
        {"North,A,4,add,5,\n", DIFFERENT, false, false, SCRUT_METRIC_ADD, 0,
         true}, /* there are three: no number does */
    };
    check_examples(EXAMPLES, sizeof EXAMPLES / sizeof EXAMPLES[0]);
}
END_TEST

START_TEST(a_limit_is_right_where_the_number_lies_beyond_it)
{
    static const example EXAMPLES[] = {
        {"North,A,3,,<302,\n", EQUAL, true, true, SCRUT_METRIC_ADD, 0, false},
        {"North,A,3,,<301,\n", EQUAL, true, false, SCRUT_METRIC_ADD, 0, false},
        {"North,A,3,,<300,\n", DIFFERENT, false, false, SCRUT_METRIC_ADD, 0, true},
        {"North,A,3,,>299,\n", EQUAL, true, true, SCRUT_METRIC_ADD, 0, false},
        {"North,A,3,,>300,\n", EQUAL, false, true, SCRUT_METRIC_ADD, 0, false},
        {"North,A,3,,>301,\n", DIFFERENT, false, false, SCRUT_METRIC_ADD, 0, true},
        {"North,A,4,,>7000,\n", EQUAL, true, true, SCRUT_METRIC_ADD, 0, false}, /* no number does it */
        {"North,A,4,,<7000,\n", DIFFERENT, false, false, SCRUT_METRIC_ADD, 0, true},
    };
    check_examples(EXAMPLES, sizeof EXAMPLES / sizeof EXAMPLES[0]);
}
END_TEST

START_TEST(the_finding_names_both_numbers_and_the_figures)
{
    tested t = compare(CASE OFFICIAL("v1", NORTH), "North,A,3,add,101,\n");
    const scrut_finding *f = &t.v->findings.items[0];
    ck_assert_str_eq(f->check->code, "M01");
    ck_assert_int_eq(f->check->severity, SCRUT_SEVERITY_NOTE);
    ck_assert_str_eq(f->id, "M01/A/add/101/North");
    ck_assert_str_eq(f->sources, "v1");
    ck_assert_str_eq(f->message, "A: published as 101 (add); by the figures of v1 it takes 300 so that a draw decides, "
                                 "301 for certain; equal by remove");
    ck_assert_str_eq(f->cells[0].file, "m.csv");
    ck_assert_int_eq(f->cells[0].line, 2);
    ck_assert(!f->at_stake_known);
    ck_assert(!t.v->contradicted); /* a newspaper's arithmetic is no announcement */
    tested_close(&t);
}
END_TEST

START_TEST(every_figure_is_asked_unless_one_is_named)
{
    const char *yaml = CASE OFFICIAL("v1", NORTH) OFFICIAL("v2", "{k: North, A: 610, B: 300, C: 100}, ") TOTALS;
    /* by v2 the third seat takes 290 or 291 */
    tested t = compare(yaml, "North,A,3,add,300,\nNorth,A,3,add,300,v2\nNorth,A,3,add,300,totals\n");
    const scrut_published_margin *p = t.v->published;
    ck_assert_uint_eq(p[0].answer_count, 2);
    ck_assert_int_eq(p[0].match, EQUAL);
    ck_assert_int_eq(p[0].answers[0].match, EQUAL);
    ck_assert_int_eq(p[0].answers[1].match, DIFFERENT);
    ck_assert_int_eq(p[0].answers[1].difference, 9);
    ck_assert_uint_eq(p[1].answer_count, 1);
    ck_assert_str_eq(p[1].answers[0].tally->about.id, "v2");
    ck_assert_int_eq(p[1].match, DIFFERENT);
    ck_assert_int_eq(p[2].match, SCRUT_PUBLISHED_NOT_COMPARABLE);
    ck_assert_uint_eq(p[2].answer_count, 0);
    ck_assert_str_eq(p[2].missing, "these figures give no votes by constituency");
    ck_assert_uint_eq(findings(&t), 1);
    tested_close(&t);
}
END_TEST

START_TEST(without_the_votes_of_the_constituency_nothing_is_compared)
{
    tested t = compare(CASE TOTALS, "North,A,3,,300,\n");
    ck_assert_int_eq(t.v->published[0].match, SCRUT_PUBLISHED_NOT_COMPARABLE);
    ck_assert_str_eq(t.v->published[0].missing, "votes by constituency are not known");
    tested_close(&t);
    t = compare(CASE OFFICIAL("v1", ""), "North,A,3,,300,\nSouth,B,2,change,51,\n"); /* North's are not given */
    ck_assert_int_eq(t.v->published[0].match, SCRUT_PUBLISHED_NOT_COMPARABLE);
    ck_assert_ptr_nonnull(t.v->published[0].answers[0].missing);
    ck_assert_int_eq(t.v->published[1].match, EQUAL);
    ck_assert_uint_eq(findings(&t), 0);
    tested_close(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("published margins");
    TCase *tests = tcase_create("comparison");
    tcase_add_test(tests, a_published_number_is_looked_for_in_both_readings_of_its_metric);
    tcase_add_test(tests, a_number_of_another_metric_is_a_finding_only_where_the_metric_was_named);
    tcase_add_test(tests, a_number_of_no_metric_is_wrong_by_what_it_lacks_to_the_nearer_reading);
    tcase_add_test(tests, a_limit_is_right_where_the_number_lies_beyond_it);
    tcase_add_test(tests, the_finding_names_both_numbers_and_the_figures);
    tcase_add_test(tests, every_figure_is_asked_unless_one_is_named);
    tcase_add_test(tests, without_the_votes_of_the_constituency_nothing_is_compared);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
