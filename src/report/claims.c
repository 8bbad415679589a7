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

static void say_value(const scrut_report_view *view, scrut_buf *out, const scrut_claim_value *v)
{
    const scrut_language *l = view->language;
    scrut_buf low = {0}, high = {0};
    if (v->has_low)
        put_fraction(&low, v->low, v->is_ratio);
    if (v->has_high)
        put_fraction(&high, v->high, v->is_ratio);
    const char *from = scrut_report_piece(out, &low), *to = scrut_report_piece(out, &high);
    if (v->is_never)
        scrut_say(l, out, "{1p}: no number of ballots does it", v->text);
    else if (is_exact(v))
        scrut_say(l, out, "{1p} is {2f}", v->text, from);
    else if (v->has_low && v->has_high)
        scrut_say(l, out, "{1p} is between {2f} and {3f}", v->text, from, to);
    else if (v->has_low && v->low.numerator != 0)
        scrut_say(l, out, "{1p} is at least {2f}", v->text, from);
    else if (v->has_high)
        scrut_say(l, out, "{1p} is at most {2f}", v->text, to);
    else
        scrut_say(l, out, "{1p} is not known", v->text);
    scrut_buf_free(&low);
    scrut_buf_free(&high);
}

void scrut_report_say_claim_values(const scrut_report_view *view, scrut_buf *out, const scrut_claim_answer *answer)
{
    bool any = false;
    for (size_t i = 0; i < answer->value_count; i++) {
        scrut_report_next(view, out, &any, SCRUT_KEY(", "));
        say_value(view, out, &answer->values[i]);
    }
}

/* ---- who answers -------------------------------------------------------------------------------------- */

static const char *witness_key(scrut_claim_origin origin)
{
    switch (origin) {
    case SCRUT_CLAIM_FROM_CHAMBER: return SCRUT_KEY("the law, on the votes of {1p}");
    case SCRUT_CLAIM_FROM_SEATS: return SCRUT_KEY("what follows from the seats of {1p}");
    default: return "{1p}";
    }
}

void scrut_report_say_claim_witness(const scrut_report_view *view, scrut_buf *out, const scrut_claim_answer *answer)
{
    if (answer->tally == NULL) {
        scrut_buf_puts(out, scrut_word(view->language, "the case itself"));
        return;
    }
    const scrut_provenance *about = &answer->tally->about;
    scrut_buf witness = {0};
    scrut_say(view->language, &witness, witness_key(answer->origin), scrut_report_tally_name(answer->tally));
    if (about->by == NULL || answer->tally->from_returns)
        scrut_buf_puts(out, scrut_report_piece(out, &witness));
    else
        scrut_say(view->language, out,
                  answer->restates ? SCRUT_KEY("{1r} ({2p}; the claimant's own figures)") : SCRUT_KEY("{1r} ({2p})"),
                  scrut_report_piece(out, &witness), about->by);
    scrut_buf_free(&witness);
}

/* What the reader must know to weigh an answer; nothing when there is nothing. */
void scrut_report_say_claim_caution(const scrut_report_view *view, scrut_buf *out, const scrut_claim_answer *answer)
{
    if (answer->origin == SCRUT_CLAIM_FROM_SEATS)
        scrut_buf_puts(out, scrut_word(view->language,
                                       "if the seats followed from the votes under the rules and no lot decided any"));
    else if (answer->restates && answer->verdict == SCRUT_CLAIM_HOLDS)
        scrut_buf_puts(out, scrut_word(view->language, "it repeats the claim and does not prove it"));
}

/* ---- sentences ---------------------------------------------------------------------------------------- */

void scrut_report_say_claim_counts(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_claim_results *results = &view->v->claims;
    int64_t counts[SCRUT_CLAIM_DISPUTED + 1] = {0};
    scrut_buf tested = {0};
    for (size_t i = 0; i < results->count; i++)
        counts[results->items[i].verdict]++;
    int64_t words = counts[SCRUT_CLAIM_WORDS];
    scrut_say(view->language, &tested, "{1d} tested: {2d} hold, {3d} contradicted, {4d} disputed, {5d} undecided",
              (int64_t)results->count - words, counts[SCRUT_CLAIM_HOLDS], counts[SCRUT_CLAIM_CONTRADICTED],
              counts[SCRUT_CLAIM_DISPUTED], counts[SCRUT_CLAIM_UNDECIDED]);
    if (words > 0)
        scrut_say_count(view->language, out, "{2r}; {1n} is words only", "{2r}; {1n} are words only", words,
                        scrut_report_piece(out, &tested));
    else
        scrut_buf_puts(out, scrut_report_piece(out, &tested));
    scrut_buf_free(&tested);
}

void scrut_report_say_claimant(const scrut_report_view *view, scrut_buf *out, const scrut_case_claim *claim)
{
    bool any = true;
    scrut_put_plain(out, claim->claimant != NULL ? claim->claimant : scrut_word(view->language, "no claimant named"));
    if (claim->date != NULL)
        scrut_report_next(view, out, &any, SCRUT_KEY(", "));
    scrut_put_plain(out, claim->date);
}

/* How many of the answers that decide are announcements; *ret_deciding: how many decide. */
static size_t announcements_deciding(const scrut_claim_result *r, size_t *ret_deciding)
{
    size_t announced = 0;
    *ret_deciding = 0;
    for (size_t i = 0; i < r->answer_count; i++) {
        const scrut_claim_answer *a = &r->answers[i];
        if (a->verdict == SCRUT_CLAIM_UNDECIDED || a->tally == NULL)
            continue;
        ++*ret_deciding;
        announced += !a->tally->from_returns && a->origin != SCRUT_CLAIM_FROM_CHAMBER;
    }
    return announced;
}

bool scrut_report_claim_by_announcements(const scrut_claim_result *r)
{
    size_t deciding;
    return announcements_deciding(r, &deciding) == deciding && deciding > 0;
}

void scrut_report_say_claim_verdict(const scrut_report_view *view, scrut_buf *out, const scrut_claim_result *r)
{
    size_t deciding;
    const char *verdict = scrut_claim_verdict_name(r->verdict);
    if (announcements_deciding(r, &deciding) < deciding || deciding == 0)
        scrut_buf_puts(out, scrut_word(view->language, verdict));
    else
        scrut_say(view->language, out,
                  deciding == 1 ? SCRUT_KEY("{1w} by one announcement") : SCRUT_KEY("{1w} by announcements only"),
                  verdict);
}

/* "c01 (also c02, c07)": a claim with those that say the same. */
static void say_member(const scrut_report_view *view, scrut_buf *out, uint32_t claim)
{
    const scrut_claim_results *results = &view->v->claims;
    const char *id = results->items[claim].claim->id;
    scrut_buf same = {0};
    bool any = false;
    for (size_t i = 0; i < results->count; i++) {
        if (results->items[i].same_as != claim)
            continue;
        scrut_report_next(view, &same, &any, SCRUT_KEY(", "));
        scrut_put_plain(&same, results->items[i].claim->id);
    }
    if (any)
        scrut_say(view->language, out, "{1p} (also {2r})", id, scrut_report_piece(out, &same));
    else
        scrut_put_plain(out, id);
    scrut_buf_free(&same);
}

void scrut_report_say_set_members(const scrut_report_view *view, scrut_buf *out, const scrut_claim_set *set)
{
    scrut_buf last = {0};
    bool any = false;
    for (size_t i = 0; i + 1 < set->claim_count; i++) {
        scrut_report_next(view, out, &any, SCRUT_KEY(", "));
        say_member(view, out, set->claims[i]);
    }
    if (set->claim_count > 0)
        say_member(view, &last, set->claims[set->claim_count - 1]);
    if (any) {
        scrut_buf whole = {0};
        scrut_say(view->language, &whole, "{1r} and {2r}", scrut_report_piece(&whole, out),
                  scrut_report_piece(&whole, &last));
        scrut_report_replace(out, &whole);
    } else {
        scrut_buf_puts(out, scrut_report_piece(out, &last));
    }
    scrut_buf_free(&last);
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
void scrut_report_say_claim(const scrut_report_view *view, scrut_buf *out, const scrut_claim_result *r)
{
    scrut_buf verdict = {0}, by = {0};
    scrut_report_say_claim_verdict(view, &verdict, r);
    scrut_report_say_claimant(view, &by, r->claim);
    scrut_say(view->language, out, "{1r}: {2p} {3r}: {4p}", scrut_report_piece(out, &verdict), r->claim->id,
              scrut_report_piece(out, &by), r->expression != NULL ? r->expression : r->claim->words);
    scrut_buf_free(&verdict);
    scrut_buf_free(&by);
}

/* ---- the text of "scrutineer claims" ------------------------------------------------------------------ */

static void put_answer(const scrut_report_view *view, scrut_buf *out, const scrut_claim_answer *a)
{
    scrut_buf_printf(out, "      %-12s  ", scrut_claim_verdict_name(a->verdict));
    scrut_report_say_claim_witness(view, out, a);
    scrut_buf_puts(out, ": ");
    scrut_report_say_claim_values(view, out, a);
    if (a->origin == SCRUT_CLAIM_FROM_SEATS) {
        scrut_buf_puts(out, ", ");
        scrut_report_say_claim_caution(view, out, a);
    }
    scrut_buf_putc(out, '\n');
    for (size_t i = 0; i < a->taken_count; i++) {
        scrut_buf_puts(out, "        fewest ballots changed for ");
        scrut_report_say_taken(view, out, &a->taken[i]);
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

static void put_claim(const scrut_report_view *view, scrut_buf *out, const scrut_claim_result *r)
{
    scrut_buf_putc(out, '\n');
    scrut_put_plain(out, r->claim->id);
    scrut_buf_puts(out, "  ");
    scrut_report_say_claimant(view, out, r->claim);
    scrut_buf_puts(out, "\n    ");
    scrut_put_plain(out, r->claim->words);
    if (r->expression != NULL) {
        scrut_buf_puts(out, "\n    ");
        scrut_put_plain(out, r->expression);
    }
    scrut_buf_puts(out, "\n    ");
    if (r->expression == NULL)
        scrut_buf_puts(out, "not checkable by this case: words only");
    else
        scrut_report_say_claim_verdict(view, out, r);
    scrut_buf_putc(out, '\n');
    for (size_t i = 0; i < r->answer_count && i < ANSWERS_SHOWN; i++)
        put_answer(view, out, &r->answers[i]);
    if (r->answer_count > ANSWERS_SHOWN)
        scrut_buf_printf(out, "      and %zu more answers, with --json\n", r->answer_count - ANSWERS_SHOWN);
    put_missing(out, r);
    if (r->left_out != NULL)
        scrut_buf_printf(out, "      not compared with other claims: %s\n", r->left_out);
}

static void put_sets(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_claim_results *results = &view->v->claims;
    if (results->set_count > 0)
        scrut_buf_printf(out, "\nClaims that cannot all be true of one count%s\n",
                         results->sets_cut ? " (the search was ended)" : "");
    for (size_t i = 0; i < results->set_count; i++) {
        scrut_buf members = {0};
        scrut_report_say_set_members(view, &members, &results->sets[i]);
        scrut_buf_printf(out, "  %s: ", scrut_report_piece(out, &members));
        scrut_put_plain(out, results->sets[i].reason);
        scrut_buf_putc(out, '\n');
        scrut_buf_free(&members);
    }
}

scrut_status scrut_report_claims_text(const scrut_verdict *verdict, scrut_buf *out, scrut_error *err)
{
    scrut_report_view view;
    scrut_status st = scrut_report_view_init(verdict, "", &view, err);
    if (st != SCRUT_OK)
        return st;
    scrut_buf_puts(out, "Claims: ");
    scrut_report_say_claim_counts(&view, out);
    scrut_buf_putc(out, '\n');
    for (size_t i = 0; i < verdict->claims.count; i++)
        put_claim(&view, out, &verdict->claims.items[i]);
    put_sets(&view, out);
    scrut_report_view_free(&view);
    return scrut_buf_failed(out) ? scrut_fail_memory(err) : SCRUT_OK;
}
