/* SPDX-License-Identifier: Apache-2.0
 * text.c: the summary for a terminal, some forty lines. */
#include "lines_internal.h"
#include "scrutineer/seal.h"

#define PARTIES_SHOWN 8
#define COLUMNS_SHOWN 6
#define FACTS_SHOWN 5
#define COLUMN_WIDTH_MAX 14
#define COLUMN_WIDTH_MIN 6
#define BAR_WIDTH 14
#define GROUPS_SHOWN 8
#define COMPARISONS_SHOWN 6
#define CLAIMS_SHOWN 6
#define MISSING_SHOWN 4

/* ---- seats ------------------------------------------------------------------------------------------ */

/* The id of the figures; of seats allocated from them, marked as the law's. */
static void say_column(const scrut_line_writer *w, scrut_buf *out, const scrut_report_column *column)
{
    scrut_say(w->view->language, out, column->chamber == NULL ? "{1p}" : SCRUT_KEY("law:{1p}"),
              column->tally->about.id);
}

static void column_title(scrut_line_writer *w, const scrut_report_column *column)
{
    scrut_buf *text = scrut_line_scratch(w);
    say_column(w, text, column);
}

static void bar(scrut_line_writer *w, int64_t seats, int64_t most)
{
    static const char *const EIGHTHS[] = {"",
                                          "\xE2\x96\x8F",
                                          "\xE2\x96\x8E",
                                          "\xE2\x96\x8D",
                                          "\xE2\x96\x8C",
                                          "\xE2\x96\x8B",
                                          "\xE2\x96\x8A",
                                          "\xE2\x96\x89"};
    if (most <= 0 || seats <= 0)
        return;
    int64_t eighths = (seats * BAR_WIDTH * 8 + most - 1) / most;
    scrut_buf_puts(w->out, "  ");
    for (int64_t i = 0; i < eighths / 8; i++)
        scrut_buf_puts(w->out, "\xE2\x96\x88");
    scrut_buf_puts(w->out, EIGHTHS[eighths % 8]);
}

static void put_seats(scrut_line_writer *w, bool known, int64_t low, int64_t high, size_t width)
{
    scrut_buf *text = scrut_line_scratch(w);
    if (known && high >= 0)
        scrut_report_say_range(w->view->language, text, low, high);
    else if (known)
        scrut_say(w->view->language, text, ">={1d}", low);
    else
        scrut_buf_puts(text, "-");
    scrut_line_cell(w, width, true);
}

/* Columns as narrow as their titles allow, and as many as fit beside the names. */
static void measure(scrut_line_writer *w)
{
    w->name_width = w->width >= 72 ? 22 : 14;
    w->column_width = COLUMN_WIDTH_MIN;
    for (size_t i = 0; i < w->view->column_count; i++) {
        column_title(w, &w->view->columns[i]);
        size_t used = scrut_report_width(scrut_line_text(w));
        w->column_width = used > w->column_width ? used : w->column_width;
    }
    if (w->column_width > COLUMN_WIDTH_MAX)
        w->column_width = COLUMN_WIDTH_MAX;
    size_t fit = (w->width - 2 - w->name_width) / (w->column_width + 2);
    fit = fit < COLUMNS_SHOWN ? fit : COLUMNS_SHOWN;
    w->columns_shown = w->view->column_count < fit ? w->view->column_count : fit;
}

static bool party_shown(const scrut_line_writer *w, size_t place)
{
    int64_t low, high;
    if (place >= PARTIES_SHOWN)
        return false;
    for (size_t i = 0; i < w->view->column_count; i++)
        if (scrut_report_seats(w->view, &w->view->columns[i], 0, w->view->order[place], &low, &high) &&
            (low > 0 || high != 0))
            return true;
    return false;
}

static void party_row(scrut_line_writer *w, uint32_t party)
{
    int64_t low = 0, high = 0, most = 0;
    scrut_put_plain(scrut_line_scratch(w), w->view->c->parties[party].id);
    scrut_buf_puts(w->out, "  ");
    scrut_line_cell(w, w->name_width, false);
    for (size_t i = 0; i < w->columns_shown; i++) {
        bool known = scrut_report_seats(w->view, &w->view->columns[i], 0, party, &low, &high);
        scrut_buf_puts(w->out, "  ");
        put_seats(w, known, low, high, w->column_width);
    }
    if (scrut_report_seats(w->view, w->view->primary, 0, w->view->order[0], &most, &high) &&
        scrut_report_seats(w->view, w->view->primary, 0, party, &low, &high) &&
        w->name_width + 4 + w->columns_shown * (w->column_width + 2) + BAR_WIDTH <= w->width)
        bar(w, low, most);
    scrut_buf_putc(w->out, '\n');
}

static void others_row(scrut_line_writer *w, const bool *shown)
{
    size_t others = 0;
    for (size_t i = 0; i < w->view->c->party_count; i++)
        others += !shown[i];
    if (others == 0)
        return;
    scrut_say_count(w->view->language, scrut_line_scratch(w), "{1n} other list", "{1n} other lists", (int64_t)others);
    scrut_buf_puts(w->out, "  ");
    scrut_line_cell(w, w->name_width, false);
    for (size_t k = 0; k < w->columns_shown; k++) {
        int64_t low, high, sum_low = 0, sum_high = 0;
        bool known = false;
        for (size_t i = 0; i < w->view->c->party_count; i++) {
            if (shown[i] || !scrut_report_seats(w->view, &w->view->columns[k], 0, w->view->order[i], &low, &high))
                continue;
            known = true;
            sum_low += low;
            sum_high = sum_high < 0 || high < 0 ? -1 : sum_high + high;
        }
        scrut_buf_puts(w->out, "  ");
        put_seats(w, known, sum_low, sum_high, w->column_width);
    }
    scrut_buf_putc(w->out, '\n');
}

static void fact_line(scrut_line_writer *w, const scrut_chamber_fact *fact, const scrut_report_column *column)
{
    scrut_buf title = {0}, reach = {0}, *text = scrut_line_scratch(w);
    say_column(w, &title, column);
    scrut_report_say_reach(w->view, &reach, column, fact);
    scrut_say(w->view->language, text,
              fact->verified ? SCRUT_KEY("{1p}, {2n}; {3r}: {4r}") : SCRUT_KEY("{1p}, {2n} (not verified); {3r}: {4r}"),
              fact->name, fact->seats, scrut_report_piece(text, &title), scrut_report_piece(text, &reach));
    scrut_buf_free(&title);
    scrut_buf_free(&reach);
    scrut_line_wrapped(w, 2, 4);
}

/* The first fact under every set of seats that differs, the others under the first set. */
static void fact_lines(scrut_line_writer *w)
{
    const scrut_case *c = w->view->c;
    size_t shown = 0;
    for (size_t f = 0; f < c->chamber_fact_count && shown < FACTS_SHOWN; f++, shown++)
        fact_line(w, &c->chamber_facts[f], w->view->primary);
    for (size_t i = 0; i < w->columns_shown && c->chamber_fact_count > 0; i++) {
        const scrut_report_column *column = &w->view->columns[i];
        if (column != w->view->primary && !scrut_report_columns_equal(w->view, column, w->view->primary))
            fact_line(w, &c->chamber_facts[0], column);
    }
    scrut_line_more(w, c->chamber_fact_count, shown, SCRUT_KEY("and {1d} more in index.html"));
}

static void seats_section(scrut_line_writer *w)
{
    const scrut_report_view *view = w->view;
    scrut_line_heading(w, SCRUT_KEY("Seats"));
    int64_t seats = scrut_report_chamber_seats(view);
    if (seats > 0)
        scrut_say(w->view->language, w->out, " ({1d})", seats);
    scrut_buf_putc(w->out, '\n');
    if (view->primary == NULL) {
        scrut_report_say_seats(view, scrut_line_scratch(w));
        scrut_line_wrapped(w, 2, 2);
        return;
    }
    scrut_line_spaces(w->out, w->name_width + 2);
    for (size_t i = 0; i < w->columns_shown; i++) {
        scrut_buf_puts(w->out, "  ");
        column_title(w, &view->columns[i]);
        scrut_line_cell(w, w->column_width, true);
    }
    scrut_buf_putc(w->out, '\n');
    bool *shown = scrut_arena_calloc(view->arena, view->c->party_count, sizeof *shown);
    if (shown == NULL) {
        w->out->failed = true;
        return;
    }
    for (size_t i = 0; i < view->c->party_count; i++) {
        shown[i] = party_shown(w, i);
        if (shown[i])
            party_row(w, view->order[i]);
    }
    others_row(w, shown);
    scrut_line_more(w, view->column_count, w->columns_shown, SCRUT_KEY("and {1d} more in index.html"));
    if (view->allocated != NULL)
        scrut_line_plain(w,
                         SCRUT_KEY("law: seats this program allocates from those votes under the rules of the case"));
    for (size_t i = 0; i < view->column_count; i++) {
        const scrut_report_column *column = &view->columns[i];
        if (column->chamber == NULL || column->chamber->assumption == NULL)
            continue;
        scrut_buf title = {0}, assumption = {0}, *text = scrut_line_scratch(w);
        say_column(w, &title, column);
        scrut_report_say_again(view, &assumption, column->chamber->assumption);
        scrut_say(view->language, text, "{1r}, an assumption: {2p}", scrut_report_piece(text, &title),
                  scrut_report_piece(text, &assumption));
        scrut_buf_free(&title);
        scrut_buf_free(&assumption);
        scrut_line_wrapped(w, 2, 4);
    }
    fact_lines(w);
}

/* ---- comparisons, findings, what is open ------------------------------------------------------------- */

/* Pairs that differ, or the others; at most `most`. Returns how many were shown. */
static size_t pairs(scrut_line_writer *w, bool different, size_t most)
{
    const scrut_verdict *v = w->view->v;
    size_t shown = 0;
    for (size_t i = 0; i < v->comparison_count && shown < most; i++) {
        if ((v->comparisons[i].different > 0) != different)
            continue;
        scrut_report_say_comparison(w->view, scrut_line_scratch(w), &v->comparisons[i]);
        scrut_line_wrapped(w, 2, 4);
        shown++;
    }
    return shown;
}

static void comparisons_section(scrut_line_writer *w)
{
    const scrut_verdict *v = w->view->v;
    size_t total = v->comparison_count + v->station_comparison_count + v->seats_comparison_count, shown = 0;
    if (total == 0)
        return;
    scrut_line_heading(w, SCRUT_KEY("Comparisons (second minus first)"));
    scrut_buf_putc(w->out, '\n');
    for (size_t i = 0; i < v->seats_comparison_count && shown < COMPARISONS_SHOWN / 2; i++, shown++) {
        scrut_report_say_seats_comparison(w->view, scrut_line_scratch(w), &v->seats_comparisons[i]);
        scrut_line_wrapped(w, 2, 4);
    }
    shown += pairs(w, true, COMPARISONS_SHOWN - shown);
    shown += pairs(w, false, COMPARISONS_SHOWN - shown);
    for (size_t i = 0; i < v->station_comparison_count && shown < COMPARISONS_SHOWN; i++, shown++) {
        scrut_report_say_station_comparison(w->view, scrut_line_scratch(w), &v->station_comparisons[i]);
        scrut_line_wrapped(w, 2, 4);
    }
    scrut_line_more(w, total, shown, SCRUT_KEY("and {1d} more in index.html"));
}

/* Columns of the longest word for a severity. */
static size_t severity_width(const scrut_language *language)
{
    size_t width = 0;
    for (int s = SCRUT_SEVERITY_ERROR; s <= SCRUT_SEVERITY_NOTE; s++) {
        size_t used = scrut_report_width(scrut_word(language, scrut_severity_name((scrut_severity)s)));
        width = used > width ? used : width;
    }
    return width;
}

static void group_line(scrut_line_writer *w, const scrut_report_group *group)
{
    static const char *const CODES[] = {"31", "33", "2"};
    const scrut_language *l = w->view->language;
    size_t width = severity_width(l);
    scrut_buf stake = {0}, *text;
    scrut_buf_puts(w->out, "  ");
    scrut_line_style(w, CODES[group->check->severity]);
    scrut_buf_puts(scrut_line_scratch(w), scrut_word(l, scrut_severity_name(group->check->severity)));
    scrut_line_cell(w, width, false);
    scrut_buf_putc(w->out, ' ');
    scrut_line_style(w, "0");
    text = scrut_line_scratch(w);
    scrut_say_count(l, &stake, "{1n} vote at stake", "{1n} votes at stake", group->at_stake);
    scrut_say(l, text,
              group->at_stake_unknown < group->count ? SCRUT_KEY("{1r} {2w}: {3n}, {4r}")
                                                     : SCRUT_KEY("{1r} {2w}: {3n}"),
              group->check->code, group->check->title, group->count, scrut_report_piece(text, &stake));
    scrut_buf_free(&stake);
    scrut_line_after(w, 2 + width + 1, 14);
}

static void findings_section(scrut_line_writer *w)
{
    size_t count = 0;
    scrut_report_group *groups = scrut_report_groups(w->view, &count);
    if (groups == NULL) {
        w->out->failed = true;
        return;
    }
    scrut_line_heading(w, SCRUT_KEY("Findings"));
    scrut_say(w->view->language, w->out, " ({1d})\n", (int64_t)w->view->v->findings.count);
    for (size_t i = 0; i < count && i < GROUPS_SHOWN; i++)
        group_line(w, &groups[i]);
    if (count == 0)
        scrut_line_plain(w,
                         SCRUT_KEY("none by the checks that could be made; that proves nothing about other evidence"));
    if (count > GROUPS_SHOWN)
        scrut_line_more(w, count, GROUPS_SHOWN, SCRUT_KEY("and {1d} more in findings.csv"));
}

static void claims_section(scrut_line_writer *w)
{
    const scrut_claim_results *claims = &w->view->v->claims;
    size_t shown = 0;
    if (claims->count == 0)
        return;
    scrut_line_heading(w, SCRUT_KEY("Claims"));
    scrut_buf_putc(w->out, '\n');
    scrut_report_say_claim_counts(w->view, scrut_line_scratch(w));
    scrut_line_wrapped(w, 2, 4);
    for (size_t i = 0; i < claims->count && shown < CLAIMS_SHOWN; i++) {
        if (claims->items[i].expression == NULL)
            continue;
        scrut_report_say_claim(w->view, scrut_line_scratch(w), &claims->items[i]);
        scrut_line_wrapped(w, 2, 4);
        shown++;
    }
    scrut_line_more(w, claims->count, shown, SCRUT_KEY("and {1d} more in index.html, with who answers what"));
    if (claims->set_count > 0) {
        scrut_say_count(w->view->language, scrut_line_scratch(w), "{1n} set of claims that cannot all be true",
                        "{1n} sets of claims that cannot all be true", (int64_t)claims->set_count);
        scrut_line_wrapped(w, 2, 4);
    }
}

static void open_section(scrut_line_writer *w)
{
    const scrut_case *c = w->view->c;
    scrut_line_heading(w, SCRUT_KEY("Not decided, and what would decide it"));
    scrut_buf_putc(w->out, '\n');
    scrut_report_say_undecided(w->view, scrut_line_scratch(w));
    scrut_line_wrapped(w, 2, 2);
    if (c->not_provided_count == 0)
        return;
    scrut_line_heading(w, SCRUT_KEY("Not provided"));
    scrut_buf_putc(w->out, '\n');
    size_t shown = c->not_provided_count < MISSING_SHOWN ? c->not_provided_count : MISSING_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        scrut_buf_puts(scrut_line_scratch(w), "- ");
        scrut_put_plain(&w->scratch, scrut_word(w->view->language, c->not_provided[i]));
        scrut_line_wrapped(w, 2, 4);
    }
    scrut_line_more(w, c->not_provided_count, shown, SCRUT_KEY("and {1d} more in index.html"));
}

static void title_lines(scrut_line_writer *w)
{
    const scrut_case *c = w->view->c;
    scrut_buf *text = scrut_line_scratch(w);
    scrut_put_plain(text, c->title);
    scrut_buf_puts(text, c->date != NULL ? ", " : "");
    scrut_put_plain(text, c->date);
    scrut_line_style(w, "1");
    scrut_line_wrapped(w, 0, 2);
    scrut_line_style(w, "0");
    if (c->model) {
        scrut_line_style(w, "33");
        scrut_buf_puts(scrut_line_scratch(w),
                       scrut_word(w->view->language, "MODEL: these figures are a model, not evidence of an election."));
        scrut_line_wrapped(w, 0, 2);
        scrut_line_style(w, "0");
    }
    if (w->view->v->contradicted) {
        scrut_buf_puts(scrut_line_scratch(w), scrut_word(w->view->language, scrut_report_contradiction(w->view->v)));
        scrut_line_wrapped(w, 0, 2);
    }
    scrut_seal_say(w->view->language, c->seal, scrut_line_scratch(w));
    scrut_line_wrapped(w, 0, 2);
}

scrut_status scrut_report_text(const scrut_verdict *verdict, const scrut_language *language, bool color, int width,
                               scrut_buf *out, scrut_error *err)
{
    scrut_report_view view;
    scrut_status status = scrut_report_view_init(verdict, NULL, &view, err);
    if (status != SCRUT_OK)
        return status;
    if (!scrut_report_view_speak(&view, language)) {
        scrut_report_view_free(&view);
        return scrut_fail_memory(err);
    }
    int columns = width == 0 ? 80 : width;
    columns = columns < SCRUT_REPORT_WIDTH_MIN ? SCRUT_REPORT_WIDTH_MIN : columns;
    columns = columns > SCRUT_REPORT_WIDTH_MAX ? SCRUT_REPORT_WIDTH_MAX : columns;
    scrut_line_writer w = {.view = &view, .out = out, .color = color, .width = (size_t)columns};
    measure(&w);
    title_lines(&w);
    seats_section(&w);
    scrut_line_margins(&w);
    comparisons_section(&w);
    claims_section(&w);
    scrut_line_surveys(&w);
    findings_section(&w);
    scrut_line_materiality(&w);
    scrut_line_roll(&w);
    open_section(&w);
    bool failed = scrut_buf_failed(out) || scrut_buf_failed(&w.scratch);
    scrut_buf_free(&w.scratch);
    scrut_report_view_free(&view);
    return failed ? scrut_fail_memory(err) : SCRUT_OK;
}
