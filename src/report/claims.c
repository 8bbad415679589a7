/* SPDX-License-Identifier: Apache-2.0
 * claims.c: claims in words: what each answer gives, who gives it, which claims exclude one another. One
 * rule for every claimant: the order is the case's, the words are those of the verdict. */
#include "report_internal.h"

#include <string.h>

#define ANSWERS_SHOWN 12

/* ---- values ------------------------------------------------------------------------------------------- */

static void put_fraction(scrut_buf *out, scrut_fraction f, bool is_ratio)
{
    char text[64];
    if (!is_ratio && f.denominator == 1 && f.numerator >= INT64_MIN && f.numerator <= INT64_MAX) {
        scrut_format_grouped(text, sizeof text, (int64_t)f.numerator);
        scrut_buf_puts(out, text);
        return;
    }
    scrut_format_ratio(text, sizeof text, is_ratio ? f.numerator * 100 : f.numerator, f.denominator, is_ratio ? 4 : 2);
    scrut_buf_puts(out, text);
    scrut_buf_puts(out, is_ratio ? " %" : "");
}

static bool is_exact(const scrut_claim_value *v)
{
    return v->has_low && v->has_high && v->low.numerator == v->high.numerator &&
           v->low.denominator == v->high.denominator;
}

static void say_value(scrut_buf *out, const scrut_claim_value *v)
{
    scrut_put_plain(out, v->text);
    if (v->is_never) {
        scrut_buf_puts(out, ": no number of ballots does it");
        return;
    }
    scrut_buf_puts(out, " is ");
    if (is_exact(v)) {
        put_fraction(out, v->low, v->is_ratio);
    } else if (v->has_low && v->has_high) {
        scrut_buf_puts(out, "between ");
        put_fraction(out, v->low, v->is_ratio);
        scrut_buf_puts(out, " and ");
        put_fraction(out, v->high, v->is_ratio);
    } else if (v->has_low && v->low.numerator != 0) {
        scrut_buf_puts(out, "at least ");
        put_fraction(out, v->low, v->is_ratio);
    } else if (v->has_high) {
        scrut_buf_puts(out, "at most ");
        put_fraction(out, v->high, v->is_ratio);
    } else {
        scrut_buf_puts(out, "not known");
    }
}

void scrut_report_say_claim_values(scrut_buf *out, const scrut_claim_answer *answer)
{
    for (size_t i = 0; i < answer->value_count; i++) {
        scrut_buf_puts(out, i > 0 ? ", " : "");
        say_value(out, &answer->values[i]);
    }
}

/* ---- who answers -------------------------------------------------------------------------------------- */

void scrut_report_say_claim_witness(scrut_buf *out, const scrut_claim_answer *answer)
{
    if (answer->tally == NULL) {
        scrut_buf_puts(out, "the case itself");
        return;
    }
    const scrut_provenance *about = &answer->tally->about;
    if (answer->origin == SCRUT_CLAIM_FROM_CHAMBER)
        scrut_buf_puts(out, "the law, on the votes of ");
    else if (answer->origin == SCRUT_CLAIM_FROM_SEATS)
        scrut_buf_puts(out, "what follows from the seats of ");
    scrut_put_plain(out, scrut_report_tally_name(answer->tally));
    if (about->by == NULL || answer->tally->from_returns)
        return;
    scrut_buf_puts(out, " (");
    scrut_put_plain(out, about->by);
    scrut_buf_puts(out, answer->restates ? "; the claimant's own figures)" : ")");
}

/* What the reader must know to weigh an answer; nothing when there is nothing. */
void scrut_report_say_claim_caution(scrut_buf *out, const scrut_claim_answer *answer)
{
    if (answer->origin == SCRUT_CLAIM_FROM_SEATS)
        scrut_buf_puts(out, "if the seats followed from the votes under the rules and no lot decided any");
    else if (answer->restates && answer->verdict == SCRUT_CLAIM_HOLDS)
        scrut_buf_puts(out, "it repeats the claim and does not prove it");
}

/* ---- sentences ---------------------------------------------------------------------------------------- */

void scrut_report_say_claim_counts(scrut_buf *out, const scrut_claim_results *results)
{
    size_t counts[SCRUT_CLAIM_DISPUTED + 1] = {0};
    for (size_t i = 0; i < results->count; i++)
        counts[results->items[i].verdict]++;
    size_t words = counts[SCRUT_CLAIM_WORDS];
    scrut_buf_printf(out, "%zu tested: %zu hold, %zu contradicted, %zu disputed, %zu undecided", results->count - words,
                     counts[SCRUT_CLAIM_HOLDS], counts[SCRUT_CLAIM_CONTRADICTED], counts[SCRUT_CLAIM_DISPUTED],
                     counts[SCRUT_CLAIM_UNDECIDED]);
    if (words > 0)
        scrut_buf_printf(out, "; %zu %s words only", words, words == 1 ? "is" : "are");
}

void scrut_report_say_claimant(scrut_buf *out, const scrut_case_claim *claim)
{
    scrut_put_plain(out, claim->claimant != NULL ? claim->claimant : "no claimant named");
    scrut_buf_puts(out, claim->date != NULL ? ", " : "");
    scrut_put_plain(out, claim->date);
}

/* After a verdict: whether nothing but announcements hold it up. */
void scrut_report_say_claim_basis(scrut_buf *out, const scrut_claim_result *r)
{
    size_t announced = 0, deciding = 0;
    for (size_t i = 0; i < r->answer_count; i++) {
        const scrut_claim_answer *a = &r->answers[i];
        if (a->verdict == SCRUT_CLAIM_UNDECIDED || a->tally == NULL)
            continue;
        deciding++;
        announced += !a->tally->from_returns && a->origin != SCRUT_CLAIM_FROM_CHAMBER;
    }
    if (deciding > 0 && announced == deciding)
        scrut_buf_puts(out, deciding == 1 ? " by one announcement" : " by announcements only");
}

/* " (also c02, c07)": the claims that say the same. */
static void put_same(const scrut_claim_results *results, uint32_t claim, scrut_buf *out)
{
    bool any = false;
    for (size_t i = 0; i < results->count; i++) {
        if (results->items[i].same_as != claim)
            continue;
        scrut_buf_puts(out, any ? ", " : " (also ");
        scrut_put_plain(out, results->items[i].claim->id);
        any = true;
    }
    scrut_buf_puts(out, any ? ")" : "");
}

void scrut_report_say_set_members(const scrut_claim_results *results, const scrut_claim_set *set, scrut_buf *out)
{
    for (size_t i = 0; i < set->claim_count; i++) {
        scrut_buf_puts(out, i == 0 ? "" : i + 1 == set->claim_count ? " and " : ", ");
        scrut_put_plain(out, results->items[set->claims[i]].claim->id);
        put_same(results, set->claims[i], out);
    }
}

const char *scrut_report_contradiction(const scrut_verdict *v)
{
    if (v->announcement_contradicted)
        return SCRUT_KEY("Something that was announced is contradicted by the evidence.");
    for (size_t i = 0; i < v->claims.count; i++)
        if (v->claims.items[i].verdict == SCRUT_CLAIM_CONTRADICTED)
            return SCRUT_KEY("Something that was claimed is contradicted by the evidence.");
    return SCRUT_KEY("The files are not the ones that were sealed.");
}

/* One claim in a line of the summary. */
void scrut_report_say_claim(scrut_buf *out, const scrut_claim_result *r)
{
    scrut_buf_puts(out, scrut_claim_verdict_name(r->verdict));
    scrut_report_say_claim_basis(out, r);
    scrut_buf_puts(out, ": ");
    scrut_put_plain(out, r->claim->id);
    scrut_buf_puts(out, " ");
    scrut_report_say_claimant(out, r->claim);
    scrut_buf_puts(out, ": ");
    scrut_put_plain(out, r->expression != NULL ? r->expression : r->claim->words);
}

/* ---- the text of "scrutineer claims" ------------------------------------------------------------------ */

static void put_answer(const scrut_case *c, scrut_buf *out, const scrut_claim_answer *a)
{
    scrut_buf_printf(out, "      %-12s  ", scrut_claim_verdict_name(a->verdict));
    scrut_report_say_claim_witness(out, a);
    scrut_buf_puts(out, ": ");
    scrut_report_say_claim_values(out, a);
    if (a->origin == SCRUT_CLAIM_FROM_SEATS) {
        scrut_buf_puts(out, ", ");
        scrut_report_say_claim_caution(out, a);
    }
    scrut_buf_putc(out, '\n');
    for (size_t i = 0; i < a->taken_count; i++) {
        scrut_buf_puts(out, "        fewest ballots changed for ");
        scrut_report_say_taken(c, out, &a->taken[i]);
        scrut_buf_putc(out, '\n');
    }
}

static void put_missing(scrut_buf *out, const scrut_claim_result *r)
{
    scrut_buf_puts(out, r->missing_count > 0 ? "      would decide: " : "");
    for (size_t i = 0; i < r->missing_count; i++) {
        scrut_buf_puts(out, i > 0 ? "; " : "");
        scrut_put_plain(out, r->missing[i]);
    }
    scrut_buf_puts(out, r->missing_count > 0 ? "\n" : "");
}

static void put_claim(const scrut_case *c, scrut_buf *out, const scrut_claim_result *r)
{
    scrut_buf_putc(out, '\n');
    scrut_put_plain(out, r->claim->id);
    scrut_buf_puts(out, "  ");
    scrut_report_say_claimant(out, r->claim);
    scrut_buf_puts(out, "\n    ");
    scrut_put_plain(out, r->claim->words);
    if (r->expression != NULL) {
        scrut_buf_puts(out, "\n    ");
        scrut_put_plain(out, r->expression);
    }
    scrut_buf_printf(out, "\n    %s",
                     r->expression == NULL ? "not checkable by this case: words only"
                                           : scrut_claim_verdict_name(r->verdict));
    scrut_report_say_claim_basis(out, r);
    scrut_buf_putc(out, '\n');
    for (size_t i = 0; i < r->answer_count && i < ANSWERS_SHOWN; i++)
        put_answer(c, out, &r->answers[i]);
    if (r->answer_count > ANSWERS_SHOWN)
        scrut_buf_printf(out, "      and %zu more answers, with --json\n", r->answer_count - ANSWERS_SHOWN);
    put_missing(out, r);
    if (r->left_out != NULL)
        scrut_buf_printf(out, "      not compared with other claims: %s\n", r->left_out);
}

scrut_status scrut_report_claims_text(const scrut_verdict *verdict, scrut_buf *out, scrut_error *err)
{
    const scrut_claim_results *results = &verdict->claims;
    scrut_buf_puts(out, "Claims: ");
    scrut_report_say_claim_counts(out, results);
    scrut_buf_putc(out, '\n');
    for (size_t i = 0; i < results->count; i++)
        put_claim(verdict->c, out, &results->items[i]);
    if (results->set_count > 0)
        scrut_buf_printf(out, "\nClaims that cannot all be true of one count%s\n",
                         results->sets_cut ? " (the search was ended)" : "");
    for (size_t i = 0; i < results->set_count; i++) {
        scrut_buf_puts(out, "  ");
        scrut_report_say_set_members(results, &results->sets[i], out);
        scrut_buf_puts(out, ": ");
        scrut_put_plain(out, results->sets[i].reason);
        scrut_buf_putc(out, '\n');
    }
    return scrut_buf_failed(out) ? scrut_fail_memory(err) : SCRUT_OK;
}
