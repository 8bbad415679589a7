/* SPDX-License-Identifier: Apache-2.0
 * section_ladder.c: one constituency's allocation explained: quotas, the ladder of quotients, ties, hidden votes. */
#include "site_internal.h"

#define RUNNERS_UP 5  /* rungs shown below the seats */
#define RUNGS_MAX 120 /* of the seats, the last ones */
#define RUNGS_SHORT 3

typedef struct {
    const scrut_report_view *view;
    const uint32_t *parties, *alliances; /* a contender; alliances NULL inside an alliance */
    const scrut_apportionment *a;
    const scrut_method *method;
} ladder;

static bool is_party(const ladder *l, uint32_t contender)
{
    return l->parties[contender] < l->view->c->party_count;
}

static void contender_name(const ladder *l, scrut_buf *out, uint32_t contender)
{
    const scrut_case *c = l->view->c;
    if (is_party(l, contender)) {
        scrut_site_svg_mark(l->view, out, l->parties[contender]);
        scrut_put_name(out, c->parties[l->parties[contender]].id);
    } else if (l->alliances != NULL && l->alliances[contender] < c->alliance_count) {
        scrut_put_name(out, c->alliances[l->alliances[contender]]);
        scrut_buf_printf(out, " <small>%s</small>", scrut_word(l->view->language, "alliance"));
    }
}

/* ---- rungs --------------------------------------------------------------------------------------------------------
 */

/* A fragment that the function puts, as the text of a sentence. */
#define PIECE(buf) ((buf).bytes != NULL ? (buf).bytes : "")

static void drop(scrut_buf *out, scrut_buf *piece)
{
    out->failed = out->failed || piece->failed;
    scrut_buf_free(piece);
}

static void rung_status(const ladder *l, scrut_buf *out, size_t rung)
{
    const scrut_apportionment *a = l->a;
    const scrut_language *language = l->view->language;
    size_t tied = a->tied_count;
    if (rung < a->won_count) {
        scrut_say(language, out, "seat {1n}", (int64_t)rung + 1);
        if (a->ladder[rung].full_quota)
            scrut_say(language, out, ", full quota");
        if (rung + 1 == a->won_count && tied == 0)
            scrut_say(language, out, ", the last");
        if (a->ladder[rung].by_tie_rule)
            scrut_say(language, out, ", by the tie rule");
    } else if (rung < a->won_count + tied) {
        scrut_say(language, out, "tied for {1n} left", a->tied_seats);
    } else {
        scrut_buf_puts(
            out, scrut_word(language, rung == a->won_count + tied ? SCRUT_KEY("runner-up") : SCRUT_KEY("no seat")));
    }
}

static void rung_bar(const ladder *l, scrut_buf *out, const scrut_claim *rung)
{
    const scrut_claim *top = &l->a->ladder[0];
    int percent = 100;
    if (rung->denominator > 0 && top->denominator > 0 && top->numerator > 0) {
        double share =
            (double)rung->numerator / (double)rung->denominator / ((double)top->numerator / (double)top->denominator);
        percent = share > 1 ? 100 : share < 0 ? 0 : (int)(share * 100 + 0.5);
    }
    scrut_buf_puts(out, "<td class=\"bar\">");
    scrut_buf_puts(out, "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"");
    if (is_party(l, rung->contender))
        scrut_buf_printf(out, " class=\"p%u\"", l->view->rank[l->parties[rung->contender]]);
    scrut_buf_printf(out, "><rect width=\"%d\" height=\"10\"/></svg>", percent);
    scrut_buf_puts(out, "</td>");
}

static void rung_row(const ladder *l, scrut_buf *out, size_t index)
{
    const scrut_claim *rung = &l->a->ladder[index];
    size_t end = l->a->won_count + l->a->tied_count;
    scrut_buf_puts(out, index == end && index > 0 ? "<tr class=\"cut lost\">"
                        : index > end             ? "<tr class=\"lost\">"
                                                  : "<tr>");
    scrut_buf_puts(out, "<th scope=\"row\">");
    rung_status(l, out, index);
    scrut_buf_puts(out, "</th><td class=\"l\">");
    contender_name(l, out, rung->contender);
    scrut_buf_printf(out, "</td><td>%lld</td><td>", (long long)rung->k);
    scrut_report_put_quotient(out, rung->numerator, rung->denominator);
    if (rung->denominator > 1) {
        scrut_buf_puts(out, " <small>= ");
        scrut_report_put_quotient(out, rung->numerator, 1);
        scrut_buf_puts(out, " / ");
        scrut_report_put_quotient(out, rung->denominator, 1);
        scrut_buf_puts(out, "</small>");
    }
    scrut_buf_puts(out, "</td>");
    rung_bar(l, out, rung);
    scrut_buf_puts(out, "</tr>\n");
}

/* What a claim is worth under the method. */
static const char *value_title(const ladder *l)
{
    if (l->method->family == SCRUT_METHOD_QUOTA && l->method->rest == SCRUT_REST_LARGEST_REMAINDER)
        return SCRUT_KEY("Votes left");
    if (l->method->family == SCRUT_METHOD_PLURALITY || l->method->family == SCRUT_METHOD_PLURALITY_BLOCK)
        return SCRUT_KEY("Votes");
    return l->a->squared ? SCRUT_KEY("Square of the quotient") : SCRUT_KEY("Quotient");
}

static void rungs(const ladder *l, scrut_buf *out, const char *caption, bool short_form)
{
    const scrut_apportionment *a = l->a;
    size_t tied = a->tied_count, seats_shown = short_form ? RUNGS_SHORT : RUNGS_MAX;
    size_t end = a->won_count + tied + (short_form ? RUNGS_SHORT : RUNNERS_UP);
    size_t from = a->won_count > seats_shown ? a->won_count - seats_shown : 0;
    end = end < a->ladder_count ? end : a->ladder_count;
    if (end == 0)
        return;
    const scrut_language *language = l->view->language;
    scrut_site_table_open(out, scrut_word(language, caption), "n");
    scrut_buf_printf(out,
                     "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"l\">%s</th>"
                     "<th scope=\"col\">%s</th><th scope=\"col\">%s</th>"
                     "<th scope=\"col\" class=\"l\">%s</th></tr></thead><tbody>\n",
                     scrut_word(language, "Place"), scrut_word(language, "List"), scrut_word(language, "Its seat no."),
                     scrut_word(language, value_title(l)), scrut_word(language, "Relative size"));
    for (size_t i = from; i < end; i++)
        rung_row(l, out, i);
    scrut_site_table_close(out);
    if (from > 0) {
        scrut_buf_puts(out, "<p class=\"soft\">");
        scrut_say(language, out, "The first {1n} seats are in results.json.", (int64_t)from);
        scrut_buf_puts(out, "</p>\n");
    }
}

/* ---- quota, divisor, tie --------------------------------------------------------------------------------------------
 */

static void full_quotas(const ladder *l, scrut_buf *out)
{
    const scrut_apportionment *a = l->a;
    size_t said = 0;
    for (size_t i = 0; i < a->contender_count; i++) {
        if (a->full_quotas[i] == 0)
            continue;
        scrut_buf_puts(out, said++ > 0 ? ", " : "");
        contender_name(l, out, (uint32_t)i);
        scrut_buf_putc(out, ' ');
        scrut_say_number(l->view->language, out, a->full_quotas[i]);
    }
    if (said == 0)
        scrut_buf_puts(out, scrut_word(l->view->language, "none"));
}

static void quota_line(const ladder *l, scrut_buf *out)
{
    const scrut_apportionment *a = l->a;
    if (a->full_quotas == NULL || a->quota_denominator <= 0)
        return;
    scrut_buf quota = {0}, lists = {0};
    scrut_report_put_quotient(&quota, a->quota_numerator, a->quota_denominator);
    full_quotas(l, &lists);
    scrut_buf_puts(out, "<p>");
    if (a->quota_numerator % a->quota_denominator == 0)
        scrut_say(l->view->language, out, "Quota {1r}; full quotas: {2r}.", PIECE(quota), PIECE(lists));
    else
        scrut_say(l->view->language, out, "Quota {1r} (exactly {2n} / {3n}); full quotas: {4r}.", PIECE(quota),
                  a->quota_numerator, a->quota_denominator, PIECE(lists));
    scrut_buf_puts(out, "</p>\n");
    drop(out, &quota);
    drop(out, &lists);
}

static void divisor_line(const ladder *l, scrut_buf *out)
{
    const scrut_apportionment *a = l->a;
    if (!a->has_divisor)
        return;
    scrut_buf low = {0}, high = {0};
    scrut_report_put_quotient(&low, a->divisor_low.numerator, a->divisor_low.denominator);
    scrut_report_put_quotient(&high, a->divisor_high.numerator, a->divisor_high.denominator);
    scrut_buf_puts(out, "<p>");
    scrut_say(l->view->language, out,
              a->squared ? SCRUT_KEY("Any divisor above {1r} and up to {2r} (squares) gives these seats.")
                         : SCRUT_KEY("Any divisor above {1r} and up to {2r} gives these seats."),
              PIECE(low), PIECE(high));
    scrut_buf_puts(out, "</p>\n");
    drop(out, &low);
    drop(out, &high);
}

static void tie_line(const ladder *l, scrut_buf *out)
{
    const scrut_apportionment *a = l->a;
    scrut_buf lists = {0};
    for (size_t i = 0, said = 0; i < a->contender_count; i++) {
        if (a->tied == NULL || !a->tied[i])
            continue;
        scrut_buf_puts(&lists, said++ > 0 ? ", " : "");
        contender_name(l, &lists, (uint32_t)i);
    }
    scrut_buf_puts(out, "<p class=\"warn\">");
    scrut_say_count(l->view->language, out, "Tie: {1n} seat to be drawn among {2r}.",
                    "Tie: {1n} seats to be drawn among {2r}.", a->tied_seats, PIECE(lists));
    scrut_buf_puts(out, "</p>\n");
    drop(out, &lists);
}

static void outcome_lines(const ladder *l, scrut_buf *out)
{
    const scrut_apportionment *a = l->a;
    if (a->tied_seats > 0)
        tie_line(l, out);
    if (a->refused && a->refusal != NULL) {
        scrut_buf_puts(out, "<p class=\"warn\">");
        scrut_say(l->view->language, out, "The rules give no allocation: {1s}", a->refusal);
        scrut_buf_puts(out, "</p>\n");
    }
    if (a->unfilled > 0) {
        scrut_buf_puts(out, "<p class=\"warn\">");
        scrut_say_count(l->view->language, out, "{1n} seat that no list can take.", "{1n} seats that no list can take.",
                        a->unfilled);
        scrut_buf_puts(out, "</p>\n");
    }
}

static void explain(const ladder *l, scrut_buf *out, const char *caption, bool short_form)
{
    quota_line(l, out);
    outcome_lines(l, out);
    rungs(l, out, caption, short_form);
    divisor_line(l, out);
}

/* ---- hidden votes
 * ------------------------------------------------------------------------------------------------------ */

static void hidden_row(const scrut_report_view *view, scrut_buf *out, const struct scrut_hidden_step *step)
{
    scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_report_put_range(out, step->from, step->to);
    scrut_buf_puts(out, "</th><td class=\"l\">");
    for (size_t i = 0, said = 0; i < view->c->party_count; i++) {
        uint32_t party = view->order[i];
        if (step->seats[party] == 0)
            continue;
        scrut_buf_puts(out, said++ > 0 ? ", " : "");
        scrut_put_name(out, view->c->parties[party].id);
        scrut_buf_printf(out, " %lld", (long long)step->seats[party]);
    }
    scrut_buf_printf(out, "</td><td class=\"l\">%s</td></tr>\n",
                     scrut_word(view->language,
                                step->matches_announced ? SCRUT_KEY("as announced") : SCRUT_KEY("not as announced")));
}

static void hidden_table(const scrut_report_view *view, scrut_buf *out, const scrut_constituency_seats *s)
{
    if (s->hidden_step_count == 0 || s->hidden_party >= view->c->party_count)
        return;
    const scrut_language *language = view->language;
    scrut_buf_puts(out, "<p>");
    scrut_say(language, out, "The votes of {1s} are not given apart. What the seats would be, by how many they are:",
              view->c->parties[s->hidden_party].id);
    scrut_buf_puts(out, "</p>\n");
    scrut_site_table_open(out, scrut_word(language, "Seats by the number of votes that are not given apart"), "n");
    scrut_buf_printf(out,
                     "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"l\">%s</th>"
                     "<th scope=\"col\" class=\"l\">%s</th></tr></thead><tbody>\n",
                     scrut_word(language, "Votes"), scrut_word(language, "Seats"),
                     scrut_word(language, "Announcement"));
    for (size_t i = 0; i < s->hidden_step_count; i++)
        hidden_row(view, out, &s->hidden_steps[i]);
    scrut_site_table_close(out);
}

void scrut_site_ladder(const scrut_report_view *view, scrut_buf *out, const scrut_constituency_seats *seats,
                       bool short_form)
{
    const scrut_rules *rules = view->allocated->chamber->rules;
    ladder outer = {view, seats->outer_party, seats->outer_alliance, &seats->outer, &rules->method};
    explain(&outer, out, SCRUT_KEY("How the seats are won: the highest quotients, then the runners-up"), short_form);
    for (size_t i = 0; i < seats->inner_count; i++) {
        ladder inner = {view, seats->inner_party[i], NULL, &seats->inner[i], &rules->inner_method};
        scrut_buf_puts(out, "<p>");
        scrut_say(view->language, out, "Inside the alliance {1s}:", view->c->alliances[seats->inner_alliance[i]]);
        scrut_buf_puts(out, "</p>\n");
        explain(&inner, out, SCRUT_KEY("How the alliance's seats are won inside it"), short_form);
    }
    hidden_table(view, out, seats);
}
