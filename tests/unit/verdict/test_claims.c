/* SPDX-License-Identifier: Apache-2.0
 * Claims put to a case small enough to be worked out by hand: two constituencies under D'Hondt, North with
 * 3 seats and South with 2; three lists.
 *           A    B    C   valid      North, 3 seats: 600, then 300 and 300: A 2, B 1
 *   North  600  300  100   1000      South, 2 seats: 250, 200: A 1, B 1
 *   South  200  250   50    500      nation: A 3, B 2, C 0 */

#include "tested.h"
#include <stdio.h>
#include <string.h>

#define FRAME                                                                                                          \
    "scrutineer: case/1\n"                                                                                             \
    "title: By hand\n"                                                                                                 \
    "chamber: {name: Council, seats: 5}\n"                                                                             \
    "rules: {id: own, method: dhondt}\n"                                                                               \
    "parties: {rows: [{party: A}, {party: B, predecessors: [B, D]}, {party: C}]}\n"                                    \
    "constituencies:\n"                                                                                                \
    "  rows: [{constituency: North, seats: 3}, {constituency: South, seats: 2}]\n"                                     \
    "previous:\n"                                                                                                      \
    "  - version: \"2012\"\n"                                                                                          \
    "    tables: [{level: nation, rows: [{party: A, seats: 1}], seats: {party: party, seats: seats}}]\n"               \
    "  - version: \"2016\"\n"                                                                                          \
    "    tables:\n"                                                                                                    \
    "      - level: nation\n"                                                                                          \
    "        rows: [{party: A, seats: 2}, {party: B, seats: 1}, {party: C, seats: 1}, {party: D, seats: 1}]\n"         \
    "        seats: {party: party, seats: seats}\n"                                                                    \
    "claims: {file: claims.csv}\n"                                                                                     \
    "announcements:\n"

#define OFFICIAL                                                                                                       \
    "  - version: official\n"                                                                                          \
    "    by: Commission\n"                                                                                             \
    "    tables:\n"                                                                                                    \
    "      - level: constituency\n"                                                                                    \
    "        rows:\n"                                                                                                  \
    "          - {where: North, A: 600, B: 300, C: 100, valid: 1000}\n"                                                \
    "          - {where: South, A: 200, B: 250, C: 50, valid: 500}\n"                                                  \
    "        constituency: where\n"                                                                                    \
    "        votes: {columns: {A: A, B: B, C: C}}\n"                                                                   \
    "        fields: {valid: valid}\n"                                                                                 \
    "      - level: nation\n"                                                                                          \
    "        rows: [{registered: 2000, cast: 1550, invalid: 50}]\n"                                                    \
    "        fields: {registered: registered, cast: cast, invalid: invalid}\n"                                         \
    "      - level: nation\n"                                                                                          \
    "        rows: [{party: A, seats: 3}, {party: B, seats: 2}]\n"                                                     \
    "        seats: {party: party, seats: seats}\n"

#define TOTALS(version, by, rows)                                                                                      \
    "  - version: " version "\n    by: " by "\n    tables:\n"                                                          \
    "      - {level: nation, rows: " rows ", votes: {party: party, votes: votes}}\n"

/* Every expression must have the verdict. */
static void check_all(const char *yaml, const char *claims, scrut_claim_verdict verdict)
{
    tested t = tested_claims(yaml, '1', claims);
    for (size_t i = 0; i < t.v->claims.count; i++)
        ck_assert_msg(t.v->claims.items[i].verdict == verdict, "%s: %s", t.v->claims.items[i].expression,
                      scrut_claim_verdict_name(t.v->claims.items[i].verdict));
    tested_close(&t);
}

START_TEST(every_function_has_the_value_worked_out_by_hand)
{
    check_all(FRAME OFFICIAL,
              "seats(A) = 3\n"
              "seats(C) = 0\n"
              "seats(A, North) = 2\n"
              "votes(A) = 800\n"
              "votes(C, South) = 50\n"
              "share(A) = 800 / 1500\n"
              "share(A, North) = 60%\n"
              "share(C) ~= 10%\n"
              "lead(A, B) = 250\n"
              "lead(A) = 250\n"
              "lead(C) = -650\n"
              "lead(A, South) = -50\n"
              "lead(B, C, South) = 200\n"
              "turnout() = 77.5%\n"
              "registered() = 2000 and cast() = 1550 and invalid() = 50\n"
              "valid() = 1500 and valid(South) = 500\n"
              "led(A) = 1 and led(B) = 1 and led(C) = 0\n"
              "majorities(A) = 1\n" /* 600 of 1000 */
              "majorities(B) = 0\n" /* 250 of 500 is not more than half */
              "swing(A) = 1\n"
              "swing(B) = 0\n" /* 1 of B and 1 of D before */
              "swing(C) = -1\n"
              "seats_before(A) = 2 and seats_before(A, 2012) = 1\n"
              "majority() = 3 and seats_total() = 5 and seats_total(South) = 2\n"
              "parties() = 3 and parties(North) = 3\n"
              "at_stake(H03) = 0\n",
              SCRUT_CLAIM_HOLDS);
}
END_TEST

START_TEST(arithmetic_and_logic_are_exact)
{
    check_all(FRAME OFFICIAL,
              "1 + 2 * 3 = 7 and (1 + 2) * 3 = 9 and 7 - 2 - 1 = 4 and 8 / 2 / 2 = 2\n"
              "1 / 3 + 1 / 3 + 1 / 3 = 1\n"
              "0.1 + 0.2 = 0.3 and 10% = 0.1 and -1 < 0\n"
              "not 1 = 2 and (1 = 2 or 2 = 2) and not (1 = 1 and 1 = 2)\n"
              "1 = 2 or 1 = 1 and 2 = 2\n"
              "3 = 4 within 1 and not 3 = 4 within 0.999999999 and 1 != 2\n"
              "999999999999999999 * 999999999999999999 > 999999999999999998 * 999999999999999999\n"
              "share(A, North) ~= 60.0% and not share(A) ~= 53.34% and share(A) ~= 53.33%\n"
              "seats(A) + seats(B) + seats(C) = seats_total() and votes(A) > votes(B)\n",
              SCRUT_CLAIM_HOLDS);
}
END_TEST

/* North, 3 seats: A 600 300 200, B 300 150, C 100. A's third seat: added (600 + b) / 3 = 300 at 300; removed from B at
 * 100; changed (600 + b) / 3 = 300 - b at 75. South, 2 seats: A 200, B 250, C 50. B's second, changed: (250 + b) / 2 =
 * 200 - b at 50. Certain is one ballot more than an equality. */
START_TEST(a_margin_is_the_number_of_ballots_with_which_the_seats_are_certain)
{
    check_all(FRAME OFFICIAL,
              "margin(A, 3, North, add) = 301\n"
              "margin(A, 3, North, remove) = 101\n"
              "margin(A, 3, North) = 76 and margin(A, 3, North, change) = 76\n"
              "margin(A, 4) = 76\n" /* in the nation: cheapest in North */
              "margin(B, 3) = 51\n"
              "margin(A, 2, North) = 0\n"
              "margin(A, 4, North) > 1000000\n" /* North has three: no number of ballots does it */
              "margin(A, 3, North, add) = 300 within 1\n"
              "2 * margin(A, 3, North) < lead(A, B, North)\n",
              SCRUT_CLAIM_HOLDS);
    check_all(FRAME OFFICIAL,
              "margin(A, 3, North, add) = 300\n"
              "margin(A, 3, North, add) = 166\n"
              "margin(A, 4, North) = 5\n"
              "margin(A, 4, North) < 1000000\n",
              SCRUT_CLAIM_CONTRADICTED);
    check_all(FRAME TOTALS("totals", "X", "[{party: A, votes: 800}, {party: B, votes: 550}, {party: C, votes: 150}]"),
              "margin(A, 3, North, add) = 301\n", SCRUT_CLAIM_UNDECIDED);
}
END_TEST

START_TEST(a_margin_is_an_answer_of_the_law_on_the_votes)
{
    tested t = tested_claims(FRAME OFFICIAL, '1', "margin(A, 3, North) = 76\nmargin(A, 4, North) = 1\n");
    const scrut_claim_result *r = &t.v->claims.items[0];
    ck_assert_uint_eq(r->answer_count, 1);
    ck_assert_int_eq(r->answers[0].origin, SCRUT_CLAIM_FROM_CHAMBER);
    ck_assert_int_eq((int64_t)r->answers[0].values[0].low.numerator, 76);
    ck_assert(!r->answers[0].values[0].is_never);
    ck_assert(t.v->claims.items[1].answers[0].values[0].is_never);
    ck_assert(!t.v->claims.items[1].answers[0].values[0].has_low);
    tested_close(&t);
}
END_TEST

/* One statement about seats that a claim's law answer would have taken; `parties`: "A", or "BC" together. */
static void check_taken(const scrut_claim_result *r, size_t index, const char *parties, uint32_t unit, bool at_least,
                        int64_t seats, int64_t could, int64_t would)
{
    for (size_t i = 0; i < r->answer_count; i++) {
        const scrut_claim_answer *a = &r->answers[i];
        if (a->origin != SCRUT_CLAIM_FROM_CHAMBER) {
            ck_assert_uint_eq(a->taken_count, 0);
            continue;
        }
        ck_assert_msg(index < a->taken_count, "%s", r->expression);
        const scrut_seats_margin *m = &a->taken[index];
        ck_assert_uint_eq(m->coalition_count, strlen(parties) > 1 ? strlen(parties) : 0);
        for (size_t n = 0; n < m->coalition_count; n++)
            ck_assert_int_eq((int)m->coalition[n], parties[n] - 'A');
        ck_assert_uint_eq(m->party, m->coalition_count > 0 ? SCRUT_NONE : (uint32_t)(parties[0] - 'A'));
        ck_assert_uint_eq(m->unit, unit);
        ck_assert_msg(m->at_least == at_least && m->seats == seats, "%s", r->expression);
        ck_assert_msg(m->could.at_most == could && m->would.at_most == would, "%s: %lld %lld", r->expression,
                      (long long)m->could.at_most, (long long)m->would.at_most);
        ck_assert(m->could.exact && m->would.exact);
        return;
    }
    ck_abort_msg("%s: the law gives no answer", r->expression);
}

START_TEST(a_false_claim_about_seats_says_what_it_would_have_taken)
{
    tested t = tested_claims(FRAME OFFICIAL, '1',
                             "seats(A, North) = 3\n"
                             "seats(B) >= 3\n"
                             "3 <= seats(B)\n"
                             "seats(B) > 2\n"
                             "seats(A) <= 2\n" /* South: (250 + b) / 2 = 200 - b at 50 */
                             "seats(A) < 3 and seats(B) = 2\n"
                             "seats(A) = 2\n"
                             "seats(B) >= majority()\n"
                             "seats(A) = 3\n"
                             "not seats(A) = 3\n"
                             "seats(A, North) = 2 and seats(A, North) = 3\n");
    const scrut_claim_result *r = t.v->claims.items;
    check_taken(&r[0], 0, "A", 1, true, 3, 75, 76);
    check_taken(&r[1], 0, "B", 0, true, 3, 50, 51);
    check_taken(&r[2], 0, "B", 0, true, 3, 50, 51);
    check_taken(&r[3], 0, "B", 0, true, 3, 50, 51);
    check_taken(&r[4], 0, "A", 0, false, 2, 50, 51);
    check_taken(&r[5], 0, "A", 0, false, 2, 50, 51);
    check_taken(&r[6], 0, "A", 0, false, 2, 50, 51);
    check_taken(&r[7], 0, "B", 0, true, 3, 50, 51);
    for (size_t i = 0; i < r[5].answer_count; i++) /* what holds is not asked */
        ck_assert_uint_le(r[5].answers[i].taken_count, 1);
    for (size_t n = 8; n < 10; n++) /* what holds, and what is not a statement joined by "and" */
        for (size_t i = 0; i < r[n].answer_count; i++)
            ck_assert_uint_eq(r[n].answers[i].taken_count, 0);
    check_taken(&r[10], 0, "A", 1, true, 3, 75, 76);
    tested_close(&t);
}
END_TEST

/* North 600, 300, 100 with 3 seats: 600, 300, 300: A 2, B 1. South 200, 250, 50 with 2: 250, 200: A 1, B 1. B and C
 * hold 2. A third: in South A's 200 - x is (250 + x) / 2 at 50, all from A to B. B alone a fourth: also in North, where
 * (300 + x) / 2 is A's second, (600 - x) / 2, at 150. */
START_TEST(a_false_claim_about_a_coalition_says_what_it_would_have_taken)
{
    tested t = tested_claims(FRAME OFFICIAL, '1',
                             "seats(B) + seats(C) >= 3\n"
                             "2 < seats(B) + seats(C)\n"
                             "seats(B) + seats(C) = 3\n"
                             "seats(A) < seats(B) + seats(C)\n"      /* A at most 2 of 5, as all seats are filled */
                             "seats(B) + seats(C) - seats(A) >= 1\n" /* so is this */
                             "seats_total() - seats(A) >= 3\n"
                             "2 * seats(A) <= 5 and seats(B) + seats(C) = 2\n"
                             "seats(B) > seats(A)\n" /* C's seats are open: no number of A or B alone */
                             "seats(B, South) + seats(C, South) = 2\n"
                             "seats(B) + seats(C, South) >= 4\n"
                             "swing(B) >= 2\n" /* B and D had 2 */
                             "2 * seats(B) + 2 * seats(C) = 5\n");
    const scrut_claim_result *r = t.v->claims.items;
    check_taken(&r[0], 0, "BC", 0, true, 3, 50, 51);
    check_taken(&r[1], 0, "BC", 0, true, 3, 50, 51);
    check_taken(&r[2], 0, "BC", 0, true, 3, 50, 51);
    check_taken(&r[3], 0, "BC", 0, true, 3, 50, 51);
    check_taken(&r[4], 0, "BC", 0, true, 3, 50, 51);
    check_taken(&r[5], 0, "A", 0, false, 2, 50, 51);
    check_taken(&r[6], 0, "A", 0, false, 2, 50, 51);
    check_taken(&r[8], 0, "BC", 2, true, 2, 50, 51);
    check_taken(&r[10], 0, "B", 0, true, 4, 200, 202);
    static const size_t WITHOUT[] = {7, 9, 11};
    for (size_t n = 0; n < 3; n++)
        for (size_t i = 0; i < r[WITHOUT[n]].answer_count; i++)
            ck_assert_uint_eq(r[WITHOUT[n]].answers[i].taken_count, 0);
    tested_close(&t);
}
END_TEST

START_TEST(what_the_figures_deny_is_contradicted)
{
    check_all(FRAME OFFICIAL,
              "seats(A) = 4\n"
              "seats(A) = 30\n"
              "share(A) = 53.33%\n"
              "led(A) >= 2\n"
              "votes(A) = 800 and seats(B) != 2\n"
              "1 = 2\n"
              "turnout() > 1\n"
              "lead(B) > 0\n",
              SCRUT_CLAIM_CONTRADICTED);
}
END_TEST

START_TEST(without_figures_a_claim_stays_undecided)
{
    check_all(FRAME OFFICIAL,
              "blank() = 3\n"
              "stations() = 7\n"
              "registered(North) > 1000\n"
              "turnout(South) < 1\n"
              "1 / (seats(A) - seats(A, North) - 1) = 1\n" /* a division by zero */
              "1 / 0 = 1\n"
              "999999999999999999 * 999999999999999999 * 999999999999999999 > 1\n" /* leaves 128 bits */
              "at_stake(Q99) = 0\n"
              "at_stake(L01) = 0\n" /* without returns nothing is known of them */
              "seats_before(B, 2012) = 0\n"
              "seats(A) = 3 and blank() = 3\n",
              SCRUT_CLAIM_UNDECIDED);
}
END_TEST

START_TEST(one_side_that_is_known_can_be_enough)
{
    tested t = tested_claims(FRAME OFFICIAL, '1', "seats(A) = 3 or blank() = 3\nseats(A) = 4 and blank() = 3\n");
    ck_assert_int_eq(t.v->claims.items[0].verdict, SCRUT_CLAIM_HOLDS);
    ck_assert_int_eq(t.v->claims.items[1].verdict, SCRUT_CLAIM_CONTRADICTED);
    tested_close(&t);
}
END_TEST

START_TEST(only_what_nobody_knows_would_decide)
{
    tested t = tested_claims(FRAME OFFICIAL, '1',
                             "seats(A) = 3 and blank() = 3\nat_stake(L01) = 0 and votes(A) = 800\n"
                             "registered() - blank() > 3\n");
    const scrut_claim_result *r = t.v->claims.items;
    ck_assert_uint_eq(r[0].missing_count, 1);
    ck_assert_ptr_nonnull(strstr(r[0].missing[0], "blank"));
    ck_assert_uint_eq(r[1].missing_count, 1);
    ck_assert_str_eq(r[1].missing[0], "returns of stations");
    ck_assert_uint_eq(r[2].missing_count, 1);
    tested_close(&t);
}
END_TEST

START_TEST(announced_and_allocated_seats_answer_apart)
{
    static const char WRONG[] =
        FRAME "  - version: wrong\n"
              "    tables:\n"
              "      - level: constituency\n"
              "        rows: [{where: North, A: 600, B: 300, C: 100}, {where: South, A: 200, B: 250, C: 50}]\n"
              "        constituency: where\n"
              "        votes: {columns: {A: A, B: B, C: C}}\n"
              "      - level: nation\n"
              "        rows: [{party: A, seats: 4}, {party: B, seats: 1}]\n"
              "        seats: {party: party, seats: seats}\n";
    tested t = tested_claims(WRONG, '1', "seats(A) = 4\nvotes(A) = 800\n");
    const scrut_claim_result *r = &t.v->claims.items[0];
    ck_assert_int_eq(r->verdict, SCRUT_CLAIM_DISPUTED);
    ck_assert_uint_eq(r->answer_count, 2);
    ck_assert_int_eq(r->answers[0].origin, SCRUT_CLAIM_FROM_TALLY);
    ck_assert_int_eq(r->answers[0].verdict, SCRUT_CLAIM_HOLDS);
    ck_assert_int_eq(r->answers[1].origin, SCRUT_CLAIM_FROM_CHAMBER);
    ck_assert_int_eq(r->answers[1].verdict, SCRUT_CLAIM_CONTRADICTED);
    ck_assert(r->answers[1].values[0].low.numerator == 3 && r->answers[1].values[0].high.numerator == 3);
    ck_assert_uint_eq(t.v->claims.items[1].answer_count, 1); /* votes are the same either way */
    tested_close(&t);
}
END_TEST

START_TEST(sources_that_disagree_make_a_claim_disputed)
{
    tested t = tested_claims(FRAME OFFICIAL TOTALS("press", "Gazette", "[{party: A, votes: 801}]"), '1',
                             "votes(A) = 800\nvotes(A) > 801\n");
    const scrut_claim_result *r = &t.v->claims.items[0];
    ck_assert_int_eq(r->verdict, SCRUT_CLAIM_DISPUTED);
    ck_assert_uint_eq(r->holds, 1);
    ck_assert_uint_eq(r->contradicts, 1);
    ck_assert_str_eq(r->answers[1].tally->about.id, "press");
    ck_assert_int_eq(t.v->claims.items[1].verdict, SCRUT_CLAIM_CONTRADICTED);
    tested_close(&t);
}
END_TEST

START_TEST(the_claimants_own_announcement_is_told_from_others)
{
    tested t = tested_claims(FRAME OFFICIAL TOTALS("press", "Gazette", "[{party: A, votes: 800}]"), '1',
                             "votes(A) = 800\nseats(A) = 3\n");
    const scrut_claim_result *r = &t.v->claims.items[0];
    ck_assert(r->answers[0].restates); /* "commission" is "Commission" */
    ck_assert(!r->answers[1].restates);
    r = &t.v->claims.items[1];
    ck_assert(r->answers[0].restates);
    ck_assert_int_eq(r->answers[1].origin, SCRUT_CLAIM_FROM_CHAMBER);
    ck_assert(!r->answers[1].restates); /* what the law makes of the votes repeats nobody */
    tested_close(&t);
}
END_TEST

START_TEST(a_sum_with_an_unknown_cell_is_a_lower_end)
{
    static const char HALF[] =
        FRAME "  - version: half\n"
              "    tables:\n"
              "      - level: constituency\n"
              "        rows: [{where: North, A: 600, B: 300, C: 100}, {where: South, A: \"\", B: 250, C: 50}]\n"
              "        constituency: where\n"
              "        votes: {columns: {A: A, B: B, C: C}}\n";
    tested t = tested_claims(HALF, '1',
                             "votes(A) >= 600\nvotes(A) > 600\nvotes(A) < 600\nlead(B, A) <= -50\nlead(B, A) > -50\n"
                             "led(A) >= 1\nled(A) = 0\nvotes(A) * votes(B) < 0\n");
    static const scrut_claim_verdict EXPECTED[] = {
        SCRUT_CLAIM_HOLDS,        SCRUT_CLAIM_UNDECIDED, SCRUT_CLAIM_CONTRADICTED, SCRUT_CLAIM_HOLDS,
        SCRUT_CLAIM_CONTRADICTED, SCRUT_CLAIM_HOLDS,     SCRUT_CLAIM_CONTRADICTED, SCRUT_CLAIM_CONTRADICTED};
    for (size_t i = 0; i < t.v->claims.count; i++)
        ck_assert_msg(t.v->claims.items[i].verdict == EXPECTED[i], "%s: %s", t.v->claims.items[i].expression,
                      scrut_claim_verdict_name(t.v->claims.items[i].verdict));
    ck_assert_uint_eq(t.v->claims.items[1].missing_count, 1);
    ck_assert_str_eq(t.v->claims.items[1].missing[0], "the votes of A");
    tested_close(&t);
}
END_TEST

START_TEST(a_partial_count_gives_lower_ends_and_no_shares)
{
    static const char EARLY[] =
        FRAME "  - version: early\n"
              "    partial: yes\n"
              "    tables:\n"
              "      - level: nation\n"
              "        rows: [{party: A, votes: 700}, {party: B, votes: 500}, {party: C, votes: 100}]\n"
              "        votes: {party: party, votes: votes}\n";
    tested t = tested_claims(EARLY, '1', "votes(A) < 700\nvotes(A) = 800\nshare(A) > 40%\nlead(A) > 0\n");
    ck_assert_int_eq(t.v->claims.items[0].verdict, SCRUT_CLAIM_CONTRADICTED);
    for (size_t i = 1; i < t.v->claims.count; i++)
        ck_assert_int_eq(t.v->claims.items[i].verdict, SCRUT_CLAIM_UNDECIDED);
    tested_close(&t);
}
END_TEST

START_TEST(lists_that_a_source_does_not_name_leave_shares_and_leads_open)
{
    tested t = tested_claims(FRAME TOTALS("press", "Gazette", "[{party: A, votes: 800}, {party: B, votes: 550}]"), '1',
                             "share(A) > 50%\nlead(A) > 250\nlead(A) <= 250\nlead(A, B) = 250\nseats(A) = 3\n");
    ck_assert_int_eq(t.v->claims.items[0].verdict, SCRUT_CLAIM_UNDECIDED);
    ck_assert_int_eq(t.v->claims.items[1].verdict, SCRUT_CLAIM_CONTRADICTED); /* B is 250 behind; C may be nearer */
    ck_assert_int_eq(t.v->claims.items[2].verdict, SCRUT_CLAIM_HOLDS);
    ck_assert_int_eq(t.v->claims.items[3].verdict, SCRUT_CLAIM_HOLDS);
    ck_assert_int_eq(t.v->claims.items[4].verdict, SCRUT_CLAIM_UNDECIDED);
    ck_assert_uint_eq(t.v->claims.items[4].answer_count, 0); /* it says nothing about seats */
    ck_assert_str_eq(t.v->claims.items[4].missing[0], "the seats of A, or the votes by constituency");
    tested_close(&t);
}
END_TEST

/* Seats 2 : 1 in North and 1 : 1 in South: A had at least as many votes as B in North; in South either. */
START_TEST(announced_seats_bound_who_was_first)
{
    static const char SEATS[] = FRAME "  - version: seats\n"
                                      "    tables:\n"
                                      "      - level: constituency\n"
                                      "        rows: [{where: North, A: 2, B: 1}, {where: South, A: 1, B: 1}]\n"
                                      "        constituency: where\n"
                                      "        seats: {columns: {A: A, B: B}}\n";
    tested t =
        tested_claims(SEATS, '1', "led(A) = 2\nled(A) >= 1\nled(B) <= 1\nled(B) = 2\nmajorities(A) >= 1\nled(C) = 0\n");
    static const scrut_claim_verdict EXPECTED[] = {SCRUT_CLAIM_UNDECIDED, SCRUT_CLAIM_HOLDS,
                                                   SCRUT_CLAIM_HOLDS,     SCRUT_CLAIM_CONTRADICTED,
                                                   SCRUT_CLAIM_UNDECIDED, SCRUT_CLAIM_UNDECIDED};
    for (size_t i = 0; i < 5; i++)
        ck_assert_msg(t.v->claims.items[i].verdict == EXPECTED[i], "%s: %s", t.v->claims.items[i].expression,
                      scrut_claim_verdict_name(t.v->claims.items[i].verdict));
    const scrut_claim_answer *a = &t.v->claims.items[0].answers[0];
    ck_assert_int_eq(a->origin, SCRUT_CLAIM_FROM_SEATS);
    ck_assert(a->values[0].low.numerator == 1 && a->values[0].high.numerator == 2);
    tested_close(&t);
}
END_TEST

START_TEST(seats_say_nothing_about_votes_where_a_threshold_steps_in)
{
    static const char SEATS[] =
        "scrutineer: case/1\ntitle: Threshold\n"
        "rules: {id: own, method: dhondt, thresholds: [{share: 3%, base: valid, scope: nation}]}\n"
        "parties: {rows: [{party: A}, {party: B}]}\n"
        "constituencies: {rows: [{constituency: North, seats: 3}]}\n"
        "claims: {file: claims.csv}\n"
        "announcements:\n"
        "  - version: seats\n"
        "    tables:\n"
        "      - {level: constituency, rows: [{where: North, A: 2, B: 1}], constituency: "
        "where, seats: {columns: {A: A, B: B}}}\n";
    check_all(SEATS, "led(A) >= 1\n", SCRUT_CLAIM_UNDECIDED);
}
END_TEST

START_TEST(seats_of_a_tie_are_an_interval)
{
    static const char TIE[] =
        "scrutineer: case/1\ntitle: Tie\n"
        "chamber: {seats: 3}\n"
        "rules: {id: own, method: dhondt}\n"
        "parties: {rows: [{party: A}, {party: B}]}\n"
        "claims: {file: claims.csv}\n"
        "announcements:\n"
        "  - version: one\n"
        "    tables: [{level: nation, rows: [{party: A, votes: 10}, {party: B, votes: 10}], votes: {party: "
        "party, votes: votes}}]\n";
    tested t = tested_claims(TIE, '1',
                             "seats(A) = 2\nseats(A) >= 1 and seats(A) <= 2\nseats(A) = 3\nseats(A) + seats(B) = 3\n");
    ck_assert_int_eq(t.v->claims.items[0].verdict, SCRUT_CLAIM_UNDECIDED);
    ck_assert_int_eq(t.v->claims.items[1].verdict, SCRUT_CLAIM_HOLDS);
    ck_assert_int_eq(t.v->claims.items[2].verdict, SCRUT_CLAIM_CONTRADICTED);
    ck_assert_int_eq(t.v->claims.items[3].verdict, SCRUT_CLAIM_UNDECIDED); /* the ends of a sum are sums of ends */
    tested_close(&t);
}
END_TEST

START_TEST(a_claim_without_expression_is_words_only)
{
    tested t = tested_claims(FRAME OFFICIAL, '1', "\nseats(A) = 3\n");
    ck_assert_int_eq(t.v->claims.items[0].verdict, SCRUT_CLAIM_WORDS);
    ck_assert_ptr_null(t.v->claims.items[0].expression);
    ck_assert_uint_eq(t.v->claims.items[0].answer_count, 0);
    ck_assert(!t.v->contradicted);
    tested_close(&t);
}
END_TEST

START_TEST(a_contradicted_claim_makes_the_verdict_contradict_and_a_disputed_one_does_not)
{
    tested t = tested_claims(FRAME OFFICIAL, '1', "seats(A) = 4\n");
    ck_assert(t.v->contradicted);
    ck_assert(!t.v->announcement_contradicted);
    tested_close(&t);
    t = tested_claims(FRAME OFFICIAL TOTALS("press", "Gazette", "[{party: A, votes: 800}]"), '1',
                      "votes(A) = 800 or seats(A) = 4\n");
    ck_assert(!t.v->contradicted);
    tested_close(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("claims");
    TCase *tests = tcase_create("verdicts");
    tcase_add_test(tests, a_margin_is_the_number_of_ballots_with_which_the_seats_are_certain);
    tcase_add_test(tests, a_margin_is_an_answer_of_the_law_on_the_votes);
    tcase_add_test(tests, a_false_claim_about_seats_says_what_it_would_have_taken);
    tcase_add_test(tests, a_false_claim_about_a_coalition_says_what_it_would_have_taken);
    tcase_add_test(tests, every_function_has_the_value_worked_out_by_hand);
    tcase_add_test(tests, arithmetic_and_logic_are_exact);
    tcase_add_test(tests, what_the_figures_deny_is_contradicted);
    tcase_add_test(tests, without_figures_a_claim_stays_undecided);
    tcase_add_test(tests, only_what_nobody_knows_would_decide);
    tcase_add_test(tests, one_side_that_is_known_can_be_enough);
    tcase_add_test(tests, announced_and_allocated_seats_answer_apart);
    tcase_add_test(tests, sources_that_disagree_make_a_claim_disputed);
    tcase_add_test(tests, the_claimants_own_announcement_is_told_from_others);
    tcase_add_test(tests, a_sum_with_an_unknown_cell_is_a_lower_end);
    tcase_add_test(tests, a_partial_count_gives_lower_ends_and_no_shares);
    tcase_add_test(tests, lists_that_a_source_does_not_name_leave_shares_and_leads_open);
    tcase_add_test(tests, announced_seats_bound_who_was_first);
    tcase_add_test(tests, seats_say_nothing_about_votes_where_a_threshold_steps_in);
    tcase_add_test(tests, seats_of_a_tie_are_an_interval);
    tcase_add_test(tests, a_claim_without_expression_is_words_only);
    tcase_add_test(tests, a_contradicted_claim_makes_the_verdict_contradict_and_a_disputed_one_does_not);
    suite_add_tcase(suite, tests);
    return scrut_test_main(suite);
}
