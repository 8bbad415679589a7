/* SPDX-License-Identifier: Apache-2.0
 * section_claims.c: every claim with its verdict and who answers what; claims that exclude one another. */
#include "site_internal.h"

#define SETS_LISTED 40
#define ANSWERS_LISTED 40

static const char *tag_of(scrut_claim_verdict verdict)
{
    switch (verdict) {
    case SCRUT_CLAIM_HOLDS: return "ok";
    case SCRUT_CLAIM_CONTRADICTED: return "error";
    case SCRUT_CLAIM_DISPUTED: return "warning";
    default: return "note";
    }
}

void scrut_site_claim_tag(const scrut_report_view *view, scrut_buf *out, scrut_claim_verdict verdict)
{
    scrut_buf_printf(out, "<span class=\"tag %s\">%s</span>", tag_of(verdict),
                     scrut_word(view->language, scrut_claim_verdict_name(verdict)));
}

static void answer_row(const scrut_report_view *view, scrut_buf *out, const scrut_claim_answer *a)
{
    scrut_buf plain = {0};
    scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_report_say_claim_witness(view, &plain, a);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</th><td>");
    scrut_site_claim_tag(view, out, a->verdict);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    scrut_report_say_claim_values(view, &plain, a);
    scrut_site_said(out, &plain);
    scrut_report_say_claim_caution(view, &plain, a);
    if (plain.length > 0)
        scrut_buf_puts(out, "<br><small>");
    bool caution = plain.length > 0;
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, caution ? "</small>" : "");
    for (size_t i = 0; i < a->taken_count; i++) {
        scrut_buf_printf(out, "<br>%s ", scrut_word(view->language, "Fewest ballots changed for"));
        scrut_report_say_taken(view, &plain, &a->taken[i]);
        scrut_site_said(out, &plain);
    }
    scrut_buf_puts(out, "</td></tr>\n");
    scrut_buf_free(&plain);
}

static void answers(const scrut_report_view *view, scrut_buf *out, const scrut_claim_result *r)
{
    if (r->answer_count == 0)
        return;
    scrut_site_table_open(out, scrut_word(view->language, "Who answers what"), "t");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("Answer of"), SCRUT_KEY("The claim"), SCRUT_KEY("Figures")}, 3, 0);
    for (size_t i = 0; i < r->answer_count && i < ANSWERS_LISTED; i++)
        answer_row(view, out, &r->answers[i]);
    scrut_site_table_close(out);
    if (r->answer_count > ANSWERS_LISTED)
        scrut_site_more(view, out, "{1n} more is in results.json.", "{1n} more are in results.json.",
                        r->answer_count - ANSWERS_LISTED);
}

static void missing(const scrut_report_view *view, scrut_buf *out, const scrut_claim_result *r)
{
    if (r->missing_count == 0)
        return;
    scrut_buf list = {0};
    bool any = false;
    for (size_t i = 0; i < r->missing_count; i++) {
        scrut_report_next(view, &list, &any, SCRUT_KEY("; "));
        scrut_site_again(view, &list, r->missing[i]);
    }
    scrut_buf_puts(out, "<p>");
    scrut_say(view->language, out, "What would decide it: {1r}.", scrut_report_piece(out, &list));
    scrut_buf_puts(out, "</p>\n");
    scrut_buf_free(&list);
}

static void claim_details(const scrut_report_view *view, scrut_buf *out, size_t index)
{
    const scrut_claim_result *r = &view->v->claims.items[index];
    scrut_buf plain = {0};
    scrut_buf_puts(out, "<details id=\"");
    scrut_site_put_anchor(out, "claim-", r->claim->id, index);
    scrut_buf_puts(out, "\"><summary>");
    scrut_site_claim_tag(view, out, r->verdict);
    scrut_put_name(out, r->claim->id);
    scrut_buf_puts(out, " <small>");
    scrut_report_say_claimant(view, &plain, r->claim);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</small> ");
    scrut_put_name(out, r->claim->words);
    scrut_buf_puts(out, "</summary>\n");
    if (r->expression != NULL) {
        scrut_buf_puts(out, "<p><code>");
        scrut_put_html(out, r->expression);
        scrut_buf_puts(out, "</code>");
        if (scrut_report_claim_by_announcements(r)) {
            scrut_report_say_claim_verdict(view, &plain, r);
            scrut_buf_puts(out, " \xE2\x80\x93 ");
            scrut_site_said(out, &plain);
        }
        scrut_buf_puts(out, "</p>\n");
    } else {
        scrut_buf_printf(out, "<p>%s</p>\n", scrut_word(view->language, "Not checkable by this case: words only."));
    }
    answers(view, out, r);
    missing(view, out, r);
    if (r->left_out != NULL) {
        scrut_buf_puts(out, "<p class=\"soft\">");
        scrut_report_say_again(view, &plain, r->left_out);
        scrut_say(view->language, out, "Not compared with other claims: {1s}.", scrut_report_piece(out, &plain));
        scrut_buf_clear(&plain);
        scrut_buf_puts(out, "</p>\n");
    }
    scrut_buf_puts(out, "<p class=\"soft\">");
    if (r->claim->reference != NULL)
        scrut_say(view->language, out, "Read in: {1s}", r->claim->reference);
    scrut_buf_putc(out, ' ');
    scrut_page_cell(out, &r->claim->where);
    scrut_buf_puts(out, "</p>\n");
    scrut_buf_puts(out, "</details>\n");
    scrut_buf_free(&plain);
}

static void sets(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_claim_results *results = &view->v->claims;
    scrut_buf plain = {0};
    if (results->set_count == 0)
        return;
    scrut_buf_printf(
        out, "<h3>%s</h3>\n<p>%s</p>\n", scrut_word(view->language, "Claims that cannot all be true of one count"),
        scrut_word(view->language, "At least one claim of each set is wrong. Which one, the set does not say."));
    scrut_site_table_open(out, scrut_word(view->language, "Sets of claims that exclude one another"), "t");
    scrut_site_heads(view, out, (const char *const[]){SCRUT_KEY("Claims"), SCRUT_KEY("Why")}, 2, 0);
    for (size_t i = 0; i < results->set_count && i < SETS_LISTED; i++) {
        scrut_buf_puts(out, "<tr><th scope=\"row\">");
        scrut_report_say_set_members(view, &plain, &results->sets[i]);
        scrut_site_said(out, &plain);
        scrut_buf_puts(out, "</th><td class=\"l\">");
        scrut_site_again(view, out, results->sets[i].reason);
        scrut_buf_puts(out, "</td></tr>\n");
    }
    scrut_site_table_close(out);
    if (results->set_count > SETS_LISTED)
        scrut_site_more(view, out, "{1n} more is in results.json.", "{1n} more are in results.json.",
                        results->set_count - SETS_LISTED);
    scrut_buf_free(&plain);
}

/* ---- which claims have which verdict ---- */

/* {0, ...}: the verdicts of a row; two cannot be decided: by figures that are missing, and in words only. */
static bool in_row(scrut_claim_verdict verdict, size_t row)
{
    static const scrut_claim_verdict FIRST[] = {SCRUT_CLAIM_HOLDS, SCRUT_CLAIM_CONTRADICTED, SCRUT_CLAIM_DISPUTED,
                                                SCRUT_CLAIM_UNDECIDED};
    return verdict == FIRST[row] || (row == 3 && verdict == SCRUT_CLAIM_WORDS);
}

static void verdict_row(const scrut_report_view *view, scrut_buf *out, size_t row, const char *id, const char *name)
{
    const scrut_claim_results *results = &view->v->claims;
    int64_t count = 0;
    for (size_t i = 0; i < results->count; i++)
        count += in_row(results->items[i].verdict, row);
    scrut_buf_printf(out, "<tr id=\"%s\" data-part=\"%lld\"><th scope=\"row\">%s</th><td>", id, (long long)count,
                     scrut_word(view->language, name));
    scrut_say_number(view->language, out, count);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    for (size_t i = 0; i < results->count; i++) {
        if (!in_row(results->items[i].verdict, row))
            continue;
        scrut_buf_puts(out, "<span data-part=\"1\"><a href=\"#");
        scrut_site_put_anchor(out, "claim-", results->items[i].claim->id, i);
        scrut_buf_puts(out, "\">");
        scrut_put_name(out, results->items[i].claim->id);
        scrut_buf_puts(out, "</a></span> ");
    }
    scrut_buf_puts(out, "</td></tr>\n");
}

void scrut_page_verdicts(const scrut_page *page, scrut_buf *out)
{
    static const struct {
        const char *id, *name;
    } ROWS[] = {{"verdict-holds", SCRUT_KEY("hold")},
                {"verdict-contradicted", SCRUT_KEY("are contradicted")},
                {"verdict-disputed", SCRUT_KEY("are disputed")},
                {"verdict-open", SCRUT_KEY("cannot be decided by this evidence")}};
    const scrut_report_view *view = page->view;
    scrut_buf_puts(out, "<div id=\"verdicts\">");
    scrut_site_table_open(out, scrut_word(view->language, "Claims by what the evidence says of them"), "n");
    scrut_site_heads(view, out, (const char *const[]){SCRUT_KEY("Verdict"), SCRUT_KEY("Number"), SCRUT_KEY("Claims")},
                     3, 0x4);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        verdict_row(view, out, i, ROWS[i].id, ROWS[i].name);
    scrut_site_table_close(out);
    scrut_buf_puts(out, "</div>\n");
}

void scrut_site_claims(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_claim_results *results = &view->v->claims;
    scrut_buf plain = {0};
    if (results->count == 0)
        return;
    scrut_site_section(view, out, "claims", "Claims");
    scrut_buf_puts(out, "<p>");
    scrut_report_say_claim_counts(view, &plain);
    scrut_site_said(out, &plain);
    scrut_buf_printf(
        out, ".</p>\n<p>%s</p>\n",
        scrut_word(view->language,
                   "Every claim is put to every source and announcement, by one rule for all claimants. It holds when "
                   "some answer gives it and none contradicts it; it is contradicted when some answer contradicts it "
                   "and none gives it; it is disputed when answers disagree. An announcement is what somebody "
                   "published, not proof."));
    for (size_t i = 0; i < results->count; i++)
        claim_details(view, out, i);
    sets(view, out);
    scrut_buf_puts(out, "</section>\n");
    scrut_buf_free(&plain);
}
