/* SPDX-License-Identifier: Apache-2.0
 * page_station.c: one station: what every source's form says, the sums of the form, findings, and the cells. */
#include "pictures_internal.h"

#define SOURCES_MAX 64

typedef struct {
    const scrut_page *page;
    scrut_buf *out;
    uint32_t station;
    size_t source_count; /* those that hold the station */
    size_t sources[SOURCES_MAX];
} station_page;

static const scrut_returns *returns_of(const station_page *p, size_t i)
{
    const scrut_reconciliation *all = p->page->site->sources;
    return &all->c->returns[all->sources[p->sources[i]]];
}

static uint32_t row_of(const station_page *p, size_t i)
{
    return p->page->site->sources->rows[p->sources[i]][p->station];
}

/* ---- a figure of one form: a field, or the votes of a list ---- */

static bool figure(const station_page *p, size_t i, size_t column, int64_t *ret_value)
{
    const scrut_returns *r = returns_of(p, i);
    uint32_t row = row_of(p, i);
    const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
    if (column < SCRUT_FIELD_COUNT)
        return scrut_returns_field(r, segment, row - segment->first_row, (scrut_field)column, ret_value);
    return scrut_count_list_votes(r, segment, row - segment->first_row, column - SCRUT_FIELD_COUNT, ret_value);
}

static bool has_column(const scrut_returns *r, size_t column)
{
    return column < SCRUT_FIELD_COUNT ? r->fields[column].count > 0
                                      : r->party_column[column - SCRUT_FIELD_COUNT] != SCRUT_NONE;
}

static bool any_has(const station_page *p, size_t column)
{
    for (size_t i = 0; i < p->source_count; i++)
        if (has_column(returns_of(p, i), column))
            return true;
    return false;
}

/* Two forms give the figure, and not the same. */
static bool differs(const station_page *p, size_t column)
{
    int64_t first = 0, value;
    bool any = false;
    for (size_t i = 0; i < p->source_count; i++) {
        if (!figure(p, i, column, &value))
            continue;
        if (any && value != first)
            return true;
        first = value;
        any = true;
    }
    return false;
}

static void figure_head(const station_page *p, size_t column)
{
    if (column >= SCRUT_FIELD_COUNT) {
        scrut_site_party_head(p->page->view, p->out, column - SCRUT_FIELD_COUNT);
        return;
    }
    scrut_buf_printf(p->out, "<th scope=\"row\">%s</th>",
                     scrut_word(p->page->view->language, scrut_report_field_title((scrut_field)column)));
}

/* Parties by the order of all tables. */
static size_t column_at(const station_page *p, size_t place)
{
    return place < SCRUT_FIELD_COUNT ? place : SCRUT_FIELD_COUNT + p->page->view->order[place - SCRUT_FIELD_COUNT];
}

static size_t place_count(const station_page *p)
{
    return SCRUT_FIELD_COUNT + p->page->view->c->party_count;
}

static void source_heads(const station_page *p)
{
    for (size_t i = 0; i < p->source_count; i++) {
        const scrut_returns *r = returns_of(p, i);
        scrut_buf_puts(p->out, "<th scope=\"col\">");
        scrut_put_name(p->out, r->about.title != NULL ? r->about.title : r->about.id);
        if (!scrut_count_is_counted(r, row_of(p, i)))
            scrut_buf_printf(p->out, " <span class=\"tag warning\">%s</span>",
                             scrut_word(p->page->view->language, "not counted"));
        scrut_buf_puts(p->out, "</th>");
    }
}

/* A row a figure, a column a source; `cell` puts the <td>. */
static void figures_table(const station_page *p, const char *caption, const char *css_class,
                          void (*cell)(const station_page *p, size_t source, size_t column, bool marked))
{
    const scrut_language *language = p->page->view->language;
    scrut_site_table_open(p->out, scrut_word(language, caption), css_class);
    scrut_buf_printf(p->out, "<thead><tr><th scope=\"col\">%s</th>", scrut_word(language, "Figure"));
    source_heads(p);
    scrut_buf_puts(p->out, "</tr></thead><tbody>\n");
    for (size_t place = 0; place < place_count(p); place++) {
        size_t column = column_at(p, place);
        if (!any_has(p, column))
            continue;
        bool marked = differs(p, column);
        scrut_buf_puts(p->out, "<tr>");
        figure_head(p, column);
        for (size_t i = 0; i < p->source_count; i++)
            cell(p, i, column, marked);
        scrut_buf_puts(p->out, "</tr>\n");
    }
    scrut_site_table_close(p->out);
}

static void figure_cell(const station_page *p, size_t source, size_t column, bool marked)
{
    int64_t value;
    if (figure(p, source, column, &value)) {
        scrut_buf_puts(p->out, marked ? "<td class=\"diff\">\xE2\x89\xA0 " : "<td>");
        scrut_say_number(p->page->view->language, p->out, value);
    } else {
        scrut_buf_puts(p->out, "<td class=\"na\">\xE2\x80\x93");
    }
    scrut_buf_puts(p->out, "</td>");
}

static void forms(const station_page *p)
{
    scrut_page_section(p->page, p->out, "forms", "What each form says");
    figures_table(p, SCRUT_KEY("Every source’s form, side by side; figures that differ are marked"), "n", figure_cell);
    scrut_site_form drawn[SOURCES_MAX];
    for (size_t i = 0; i < p->source_count; i++)
        drawn[i] = (scrut_site_form){returns_of(p, i), row_of(p, i)};
    scrut_page_form_differences(p->page, p->out, drawn, p->source_count);
    scrut_buf_printf(
        p->out, "<p class=\"soft\">%s</p></section>\n",
        scrut_word(p->page->view->language, "A dash means that the form does not give the figure, which is not zero."));
}

/* ---- the sums of the form ---- */

static void sum_row(const station_page *p, const scrut_form_sum *sum)
{
    const scrut_language *language = p->page->view->language;
    scrut_buf_puts(p->out, "<tr><th scope=\"row\">");
    scrut_site_again(p->page->view, p->out, sum->left);
    scrut_buf_printf(p->out, " %s ", sum->relation);
    scrut_site_again(p->page->view, p->out, sum->right);
    scrut_buf_puts(p->out, "</th><td>");
    scrut_say_number(language, p->out, sum->left_value);
    scrut_buf_printf(p->out, " %s ", sum->relation);
    scrut_say_number(language, p->out, sum->right_value);
    if (!sum->known)
        scrut_buf_printf(p->out, "</td><td class=\"l\">%s</td></tr>\n", scrut_word(language, "cells are missing"));
    else if (sum->holds)
        scrut_buf_printf(p->out, "</td><td class=\"l\"><span class=\"tag ok\">%s</span></td></tr>\n",
                         scrut_word(language, "holds"));
    else
        scrut_buf_printf(p->out, "</td><td class=\"l\"><span class=\"tag error\">%s</span></td></tr>\n",
                         scrut_word(language, "does not hold"));
}

/* Rules of the form; of the many about one list each only those that it breaks. */
static size_t sums_of(const station_page *p, size_t source)
{
    const scrut_form_rules *rules = p->page->site->form_rules[p->sources[source]];
    const scrut_returns *r = returns_of(p, source);
    scrut_form_sum sum;
    size_t shown = 0;
    for (size_t k = 0; k < scrut_count_form_rule_count(rules); k++) {
        scrut_count_form_sum(rules, k, row_of(p, source), &sum);
        if (sum.of_list && (!sum.known || sum.holds))
            continue;
        if (shown++ == 0) {
            scrut_buf_puts(p->out, "<tbody><tr class=\"area\"><th scope=\"rowgroup\" colspan=\"3\">");
            scrut_put_name(p->out, r->about.title != NULL ? r->about.title : r->about.id);
            scrut_buf_puts(p->out, "</th></tr>\n");
        }
        sum_row(p, &sum);
    }
    if (shown > 0)
        scrut_buf_puts(p->out, "</tbody>");
    return shown;
}

static void sums(const station_page *p)
{
    const scrut_language *language = p->page->view->language;
    size_t shown = 0;
    scrut_page_section(p->page, p->out, "sums", "Whether each form adds up");
    scrut_site_table_open(p->out, scrut_word(language, "Rules that the form’s figures must keep"), "n");
    scrut_buf_printf(p->out,
                     "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\" "
                     "class=\"l\">%s</th></tr></thead>",
                     scrut_word(language, "Rule"), scrut_word(language, "Numbers"), scrut_word(language, "Result"));
    for (size_t i = 0; i < p->source_count; i++)
        shown += sums_of(p, i);
    if (shown == 0)
        scrut_buf_printf(p->out, "<tbody><tr><td class=\"l\" colspan=\"3\">%s</td></tr></tbody>",
                         scrut_word(language, "The forms give too few figures for any sum to be checked."));
    scrut_buf_puts(p->out, "</table></div></section>\n");
}

/* ---- findings ---- */

static void findings(const station_page *p)
{
    const scrut_site *site = p->page->site;
    const scrut_language *language = p->page->view->language;
    scrut_page_section(p->page, p->out, "findings", "Findings");
    uint32_t at = site->of_station.first[p->station];
    if (at == SCRUT_NONE)
        scrut_buf_printf(p->out, "<p>%s</p>\n", scrut_word(language, "None about this station alone."));
    else
        scrut_buf_puts(p->out, "<ul>\n");
    for (; at != SCRUT_NONE; at = site->of_station.next[at]) {
        const scrut_finding *f = &site->v->findings.items[at];
        scrut_buf_puts(p->out, "<li><a ");
        scrut_page_anchor(p->page, p->out, SCRUT_FILE_FINDINGS, 0, f->check->code);
        scrut_buf_printf(p->out, ">%s</a> ", f->check->code);
        scrut_site_again(p->page->view, p->out, f->message);
        if (f->at_stake_known)
            scrut_say_count(language, p->out, " ({1n} vote at stake)", " ({1n} votes at stake)", f->at_stake);
        scrut_buf_puts(p->out, "</li>\n");
    }
    scrut_buf_puts(p->out, site->of_station.first[p->station] != SCRUT_NONE ? "</ul></section>\n" : "</section>\n");
}

/* ---- where each number stands ---- */

/* A row a party: each vote stands on a line of its own. */
static int64_t line_of(const scrut_returns *r, uint32_t row, size_t column)
{
    const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
    if (column >= SCRUT_FIELD_COUNT && r->party_lines != NULL) {
        uint32_t line = r->party_lines[(size_t)row * r->party_lines_width + column - SCRUT_FIELD_COUNT];
        return line > 0 ? (int64_t)line : -1;
    }
    return scrut_row_line(segment, row - segment->first_row);
}

static void place_cell(const station_page *p, size_t source, size_t column, bool marked)
{
    (void)marked;
    const scrut_returns *r = returns_of(p, source);
    const uint16_t *of_field = column < SCRUT_FIELD_COUNT ? r->fields[column].columns : NULL;
    size_t count = column < SCRUT_FIELD_COUNT ? r->fields[column].count : has_column(r, column);
    scrut_buf_puts(p->out, count > 0 ? "<td class=\"l\">" : "<td class=\"na\">\xE2\x80\x93");
    for (size_t k = 0; k < count; k++) {
        size_t of_table = of_field != NULL ? of_field[k] : r->party_column[column - SCRUT_FIELD_COUNT];
        scrut_buf_puts(p->out, k > 0 ? " + " : "");
        scrut_page_cell(p->out, &(scrut_cell_ref){.file = r->file,
                                                  .line = line_of(r, row_of(p, source), column),
                                                  .column = r->column_names[of_table]});
    }
    scrut_buf_puts(p->out, "</td>");
}

static void cells(const station_page *p)
{
    scrut_page_section(p->page, p->out, "cells", "Where each number stands");
    figures_table(p, SCRUT_KEY("The cell of the evidence that each figure comes from: file, line, column"), "t",
                  place_cell);
    scrut_buf_puts(p->out, "</section>\n");
}

static void held_by(const station_page *p)
{
    const scrut_reconciliation *all = p->page->site->sources;
    const scrut_language *language = p->page->view->language;
    scrut_buf_puts(p->out, "<p class=\"soft\">");
    scrut_say(language, p->out, "{1n} of {2n} sources hold a form of this station.", (int64_t)p->source_count,
              (int64_t)all->source_count);
    scrut_buf_puts(p->out, "</p>\n");
}

void scrut_page_of_station(const scrut_page *page, scrut_buf *out)
{
    const scrut_reconciliation *all = page->site->sources;
    station_page p = {.page = page, .out = out, .station = page->site->station_pages[page->index]};
    for (size_t s = 0; s < all->source_count && p.source_count < SOURCES_MAX; s++)
        if (all->rows[s][p.station] != SCRUT_NONE)
            p.sources[p.source_count++] = s;
    char key[256];
    scrut_buf title = {0};
    scrut_reconcile_station(all, p.station, key, sizeof key);
    scrut_say(page->view->language, &title, "Station {1p}", key);
    scrut_page_open(page, out, title.bytes != NULL ? title.bytes : key);
    out->failed = out->failed || title.failed;
    scrut_buf_free(&title);
    held_by(&p);
    forms(&p);
    sums(&p);
    findings(&p);
    cells(&p);
    scrut_page_close(page, out);
}
