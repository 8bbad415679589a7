/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are an expression that prints to itself, or an error with its place. An expression that is read is
 * also tested, alone and against its negation, by an announcement, its seats and its margins; what a false one would
 * have taken is some number of lists and seats. */
#include "fuzz.h"
#include "scrutineer/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz_claim: %s\n", what);
        abort();
    }
}

/* A case without files: three lists, two constituencies, one announcement of which some figures are not known, so that
 * the seats of one constituency are not. */
typedef struct {
    scrut_case c;
    scrut_verdict v;
    scrut_party parties[3];
    scrut_constituency constituencies[2];
    scrut_tally tally;
    scrut_chamber chamber, *chambers[1];
    scrut_margins margins, *margins_of[1];
} small_case;

static void fill_tally(small_case *s, scrut_arena *arena)
{
    static const int64_t VOTES[3][3] = {{800, 550, 150}, {600, 300, 100}, {200, 250, 50}};
    must(scrut_tally_init(&s->c, 3, arena, &s->tally) == SCRUT_OK, "no memory");
    s->tally.about.id = "official";
    s->tally.has_votes = s->tally.has_constituency_votes = true;
    for (size_t u = 0; u < 3; u++) {
        for (size_t p = 0; p < 3; p++)
            *scrut_tally_votes(&s->tally, u, p) = (scrut_figure){VOTES[u][p], 1, 1};
        *scrut_tally_field(&s->tally, u, SCRUT_FIELD_VALID) = (scrut_figure){u == 0 ? 1500 : 0, u == 0, 1};
    }
    *scrut_tally_votes(&s->tally, 2, 2) = (scrut_figure){0, 0, 1};
    *scrut_tally_votes(&s->tally, 0, 2) = (scrut_figure){100, 1, 2};
}

static void make_case(small_case *s, scrut_arena *arena)
{
    static const char *const IDS[] = {"A", "B", "C C"};
    memset(s, 0, sizeof *s);
    for (size_t p = 0; p < 3; p++) {
        s->parties[p].id = IDS[p];
        s->parties[p].hidden_in = s->parties[p].alliance_index = SCRUT_NONE;
    }
    s->constituencies[0] = (scrut_constituency){.id = "N", .name = "North", .seats_known = true, .seats = 3};
    s->constituencies[1] = (scrut_constituency){.id = "08", .seats_known = true, .seats = 2};
    s->c.parties = s->parties;
    s->c.party_count = 3;
    s->c.constituencies = s->constituencies;
    s->c.constituency_count = 2;
    s->c.has_rules = true;
    must(scrut_method_named("dhondt", &s->c.rules.method), "no method");
    fill_tally(s, arena);
    s->v.c = &s->c;
    s->v.tallies = &s->tally;
    s->v.tally_count = 1;
    must(scrut_seats_allocate(&s->c, &s->c.rules, &s->tally, arena, &s->chamber, NULL) == SCRUT_OK, "no seats");
    must(scrut_margins_find(&s->c, &s->chamber, arena, &s->margins, NULL) == SCRUT_OK, "no margins");
    s->chambers[0] = &s->chamber;
    s->margins_of[0] = &s->margins;
    s->v.chambers = s->chambers;
    s->v.margins = s->margins_of;
}

static void check_taken(const scrut_claim_result *result)
{
    for (size_t i = 0; i < result->answer_count; i++)
        for (size_t n = 0; n < result->answers[i].taken_count; n++) {
            const scrut_seats_margin *m = &result->answers[i].taken[n];
            must(result->answers[i].verdict != SCRUT_CLAIM_HOLDS, "a price of what holds");
            must((m->party < 3) != (m->coalition_count >= 2 && m->coalition_count <= 3), "a price of nobody");
            must(!m->could.possible || !m->would.possible || m->could.at_least <= m->would.at_most,
                 "could above would");
        }
}

static void test_claim(small_case *s, const scrut_claim_node *root, scrut_arena *arena)
{
    scrut_claim_node negation = {.op = SCRUT_CLAIM_NOT, .a = root};
    scrut_case_claim claims[2] = {{.id = "a", .words = "w", .expression = root},
                                  {.id = "b", .words = "w", .expression = &negation}};
    scrut_claim_results results;
    s->c.claims = claims;
    s->c.claim_count = 2;
    must(scrut_claims_test(&s->v, arena, &results, NULL) == SCRUT_OK, "no memory");
    check_taken(&results.items[0]);
    check_taken(&results.items[1]);
    scrut_claim_verdict a = results.items[0].verdict, b = results.items[1].verdict;
    must((a == SCRUT_CLAIM_HOLDS) == (b == SCRUT_CLAIM_CONTRADICTED), "a claim and its negation");
    must((a == SCRUT_CLAIM_CONTRADICTED) == (b == SCRUT_CLAIM_HOLDS), "a negation and its claim");
    if (results.items[0].left_out == NULL && results.items[1].left_out == NULL && !results.sets_cut)
        must(results.set_count > 0, "a claim and its negation are not found to exclude each other");
    s->c.claims = NULL;
    s->c.claim_count = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scrut_arena *arena = scrut_arena_new();
    small_case s;
    const scrut_claim_node *root = NULL, *again = NULL;
    scrut_error err = {.status = SCRUT_OK};
    must(arena != NULL, "no memory");
    make_case(&s, arena);
    scrut_status status = scrut_claim_parse(&s.c, (const char *)data, size, NULL, arena, &root, &err);
    must((status == SCRUT_OK) == (root != NULL), "status and tree");
    if (root == NULL) {
        must(err.status == status && err.message[0] != '\0' && err.column >= 1, "an error without words or place");
    } else {
        scrut_buf text = {0};
        scrut_claim_print(&s.c, root, &text);
        status = scrut_claim_parse(&s.c, text.bytes, text.length, NULL, arena, &again, &err);
        must(status == SCRUT_E_LIMIT || (status == SCRUT_OK && scrut_claim_equal(root, again)),
             "another tree when printed");
        scrut_buf_free(&text);
        test_claim(&s, root, arena);
    }
    scrut_arena_free(arena);
    return 0;
}
