/* SPDX-License-Identifier: Apache-2.0
 * section_seats_by.c: the seats of every set of figures side by side, and the constituencies that allocated seats are
 * added up from. */
#include "site_internal.h"

typedef struct {
    const scrut_page *page;
    const scrut_report_view *view;
    const scrut_language *language;
    scrut_buf *out;
} seats_by;

static const char *word(const seats_by *p, const char *key)
{
    return scrut_word(p->language, key);
}

void scrut_site_column_anchor(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column)
{
    if (column->chamber != NULL)
        scrut_buf_puts(out, "r-");
    scrut_site_tally_anchor(view, out, column->tally);
}

/* ---- every set of figures ---- */

enum { SAME_ANNOUNCED, SAME_ALLOCATED, OTHER, PARTIAL, KINDS };

static int kind_of(const scrut_report_view *view, const scrut_report_column *column)
{
    if (column->tally->partial)
        return PARTIAL;
    if (!scrut_report_columns_equal(view, column, view->primary))
        return OTHER;
    return column->chamber == NULL ? SAME_ANNOUNCED : SAME_ALLOCATED;
}

size_t scrut_site_columns_with_other_seats(const scrut_report_view *view)
{
    size_t count = 0;
    for (size_t i = 0; i < view->column_count; i++)
        count += kind_of(view, &view->columns[i]) == OTHER;
    return count;
}

static void put_lists(const seats_by *p, const scrut_report_column *column)
{
    size_t said = 0;
    for (size_t i = 0; i < p->view->c->party_count; i++) {
        uint32_t party = p->view->order[i];
        int64_t low, high;
        if (!scrut_report_seats(p->view, column, 0, party, &low, &high) || (low == 0 && high == 0))
            continue;
        scrut_buf_puts(p->out, said++ > 0 ? ", " : "");
        scrut_put_name(p->out, p->view->c->parties[party].id);
        scrut_buf_putc(p->out, ' ');
        scrut_report_say_range(p->language, p->out, low, high);
    }
}

static void column_row(const seats_by *p, const scrut_report_column *column)
{
    static const char *const NAMES[KINDS] = {SCRUT_KEY("as shown first"), SCRUT_KEY("as shown first"),
                                             SCRUT_KEY("other seats"), SCRUT_KEY("of a part of the stations")};
    scrut_buf anchor = {0};
    scrut_site_column_anchor(p->view, &anchor, column);
    scrut_buf_puts(p->out, "<tr data-part=\"1\"><th scope=\"row\"><a ");
    scrut_page_anchor(p->page, p->out, column->chamber != NULL ? SCRUT_FILE_CONSTITUENCIES : SCRUT_FILE_SOURCES, 0,
                      anchor.bytes);
    scrut_buf_puts(p->out, ">");
    p->out->failed = p->out->failed || anchor.failed;
    scrut_buf_clear(&anchor);
    scrut_report_put_column(p->language, &anchor, column);
    scrut_site_said(p->out, &anchor);
    scrut_buf_puts(p->out, "</a>");
    if (column->chamber != NULL) {
        scrut_buf_puts(p->out, " <small><a href=\"#");
        scrut_site_tally_anchor(p->view, p->out, column->tally);
        scrut_buf_printf(p->out, "\">%s</a></small>", word(p, "cells"));
    }
    scrut_buf_puts(p->out, "</th><td class=\"l\">");
    put_lists(p, column);
    scrut_buf_printf(p->out, "</td><td class=\"l\">%s</td></tr>\n", word(p, NAMES[kind_of(p->view, column)]));
    scrut_buf_free(&anchor);
}

void scrut_page_seats_by_figures(const scrut_page *page, scrut_buf *out)
{
    static const char *const IDS[KINDS] = {"seats-announced-so", "seats-allocated-so", "seats-otherwise",
                                           "seats-of-a-part"};
    seats_by p = {.page = page, .view = page->view, .language = page->view->language, .out = out};
    if (p.view->primary == NULL)
        return;
    scrut_page_section(page, out, "seats-by", "Seats by every set of figures");
    scrut_site_table_open(out, word(&p, "Seats announced, and seats that the rules give to votes"), "t");
    scrut_site_heads(p.view, out,
                     (const char *const[]){SCRUT_KEY("Figures"), SCRUT_KEY("Seats"), SCRUT_KEY("Against the first")}, 3,
                     0);
    column_row(&p, p.view->primary);
    for (int kind = 0; kind < KINDS; kind++) {
        scrut_buf_printf(out, "</tbody><tbody id=\"%s\">\n", IDS[kind]);
        for (size_t i = 0; i < p.view->column_count; i++)
            if (&p.view->columns[i] != p.view->primary && kind_of(p.view, &p.view->columns[i]) == kind)
                column_row(&p, &p.view->columns[i]);
    }
    scrut_site_table_close(out);
    scrut_buf_puts(out, "</section>\n");
}

/* ---- where allocated seats come from ---- */

static bool holds(const seats_by *p, const scrut_report_column *column, size_t unit, size_t party, int64_t *ret_low,
                  int64_t *ret_high)
{
    return scrut_report_seats(p->view, column, unit, party, ret_low, ret_high) && (*ret_low != 0 || *ret_high != 0);
}

/* data-part, data-most: the fewest and the most seats. */
static void put_parts(const seats_by *p, int64_t low, int64_t high)
{
    scrut_buf_printf(p->out, " data-part=\"%lld\"", (long long)low);
    if (high != low)
        scrut_buf_printf(p->out, " data-most=\"%lld\"", (long long)high);
}

static void place_row(const seats_by *p, size_t k, size_t party, int64_t low, int64_t high)
{
    scrut_buf anchor = {0};
    scrut_buf_printf(&anchor, "list-%zu", party);
    scrut_buf_puts(p->out, "<tr");
    put_parts(p, low, high);
    scrut_buf_puts(p->out, "><th scope=\"row\"><a ");
    scrut_page_anchor(p->page, p->out, SCRUT_FILE_CONSTITUENCY, k, anchor.bytes);
    scrut_buf_puts(p->out, ">");
    scrut_put_name(p->out, scrut_report_constituency_name(p->view, k));
    scrut_buf_puts(p->out, "</a></th><td>");
    scrut_report_say_range(p->language, p->out, low, high);
    scrut_buf_puts(p->out, "</td></tr>\n");
    p->out->failed = p->out->failed || anchor.failed;
    scrut_buf_free(&anchor);
}

static void list_details(const seats_by *p, const scrut_report_column *column, size_t party)
{
    int64_t low, high;
    scrut_buf_puts(p->out, "<details id=\"");
    scrut_site_column_anchor(p->view, p->out, column);
    scrut_buf_printf(p->out, "-%zu\"", party);
    (void)scrut_report_seats(p->view, column, 0, party, &low, &high);
    put_parts(p, low, high);
    scrut_buf_puts(p->out, "><summary>");
    scrut_site_svg_mark(p->view, p->out, party);
    scrut_put_name(p->out, p->view->c->parties[party].id);
    scrut_buf_putc(p->out, ' ');
    scrut_report_say_range(p->language, p->out, low, high);
    scrut_buf_puts(p->out, "</summary>\n");
    scrut_site_table_open(p->out, word(p, "Constituencies that are added up"), "n");
    scrut_site_heads(p->view, p->out, (const char *const[]){SCRUT_KEY("Constituency"), SCRUT_KEY("Seats")}, 2, 0);
    for (size_t k = 0; k < p->view->c->constituency_count; k++)
        if (holds(p, column, k + 1, party, &low, &high))
            place_row(p, k, party, low, high);
    scrut_site_table_close(p->out);
    scrut_buf_puts(p->out, "</details>\n");
}

static void column_section(const seats_by *p, const scrut_report_column *column)
{
    size_t said = 0;
    int64_t low, high;
    scrut_buf plain = {0};
    scrut_buf_puts(p->out, "<section id=\"");
    scrut_site_column_anchor(p->view, p->out, column);
    scrut_buf_puts(p->out, "\"><h3>");
    scrut_report_put_column(p->language, &plain, column);
    scrut_site_said(p->out, &plain);
    scrut_buf_puts(p->out, "</h3>\n");
    for (size_t i = 0; i < p->view->c->party_count; i++) {
        uint32_t party = p->view->order[i];
        if (!holds(p, column, 0, party, &low, &high))
            continue;
        if (said++ == SCRUT_SITE_LISTS_SAID) {
            scrut_buf_puts(p->out, "<div id=\"");
            scrut_site_column_anchor(p->view, p->out, column);
            scrut_buf_puts(p->out, "-others\">\n");
        }
        list_details(p, column, party);
    }
    scrut_buf_puts(p->out, said > SCRUT_SITE_LISTS_SAID ? "</div>\n</section>\n" : "</section>\n");
    scrut_buf_free(&plain);
}

void scrut_page_allocated(const scrut_page *page, scrut_buf *out)
{
    seats_by p = {.page = page, .view = page->view, .language = page->view->language, .out = out};
    if (p.view->allocated == NULL)
        return;
    scrut_page_section(page, out, "allocated", "Where the seats by the rules come from");
    for (size_t i = 0; i < p.view->column_count; i++)
        if (p.view->columns[i].chamber != NULL)
            column_section(&p, &p.view->columns[i]);
    scrut_buf_puts(out, "</section>\n");
}
