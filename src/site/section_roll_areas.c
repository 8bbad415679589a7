/* SPDX-License-Identifier: Apache-2.0
 * section_roll_areas.c: names in surplus and people without a name by area, on maps where the case has outlines and in
 * a table with small bars in any case. What must not be published, and what is not known, is said to be so: it is never
 * zero. */
#include "pictures_internal.h"

#include <math.h>

typedef struct {
    const scrut_page *page;
    const scrut_report_view *view;
    scrut_buf *out;
    bool votes, missing;               /* columns that the table has */
    double surplus_most, missing_most; /* shares, the length of a whole bar */
} area_table;

static const char *word(const area_table *t, const char *key)
{
    return scrut_word(t->view->language, key);
}

/* `key` NULL: nothing to be known. */
static void without(const area_table *t, const char *key)
{
    scrut_buf_printf(t->out, "<td class=\"na\">%s</td>", key != NULL ? word(t, key) : "–");
}

/* ---- cells ------------------------------------------------------------------------------------------------------ */

static void estimate_cell(const area_table *t, const scrut_roll_estimate *e)
{
    scrut_buf_printf(t->out, "<td data-sort=\"%lld\">", llround(e->value));
    scrut_report_roll_value(t->view->language, t->out, e->value, 0);
    scrut_report_roll_between(t->view->language, t->out, e->low, e->high, 0);
    scrut_buf_puts(t->out, "</td>");
}

/* The rate with a bar of it, and a line from its low to its high end. */
static void bar_cell(const area_table *t, int64_t tenths, const scrut_roll_estimate *e, double scale)
{
    double length = e->value > 0 ? scale * e->value : 0, low = e->low > 0 ? scale * e->low : 0,
           high = e->high > 0 ? scale * e->high : 0;
    scrut_buf_printf(t->out, "<td class=\"bar\" data-sort=\"%lld\">", (long long)tenths);
    scrut_report_roll_value(t->view->language, t->out, (double)tenths / 10, 1);
    scrut_buf_printf(t->out,
                     "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect "
                     "width=\"%.1f\" height=\"6\"/><rect x=\"%.1f\" y=\"8\" width=\"%.1f\" height=\"2\"/></svg></td>",
                     length, low, high - low);
}

/* Hundredths of a whole bar for one name of so many. */
static double scale_of(double most, int64_t names)
{
    return most > 0 && names > 0 ? 100 / (most * (double)names) : 0;
}

static void surplus_cells(const area_table *t, const scrut_roll_stake *s)
{
    int64_t tenths = scrut_page_surplus_tenths(s);
    if (s->hidden) {
        without(t, SCRUT_KEY("hidden"));
        without(t, SCRUT_KEY("hidden"));
        return;
    }
    estimate_cell(t, &s->surplus);
    if (tenths >= 0)
        bar_cell(t, tenths, &s->surplus, scale_of(t->surplus_most, s->names));
    else
        without(t, NULL);
}

static void missing_cells(const area_table *t, const scrut_roll_area *area)
{
    const scrut_roll_stake *s = &area->stake;
    if (!s->missing_known) {
        const char *why = area->names_hidden ? SCRUT_KEY("hidden") : SCRUT_KEY("not known");
        for (int i = 0; i < 3; i++)
            without(t, area->id != NULL ? why : NULL);
        return;
    }
    scrut_buf_puts(t->out, "<td>");
    scrut_say_number(t->view->language, t->out, s->people);
    scrut_buf_puts(t->out, "</td>");
    estimate_cell(t, &s->missing);
    bar_cell(t, scrut_page_missing_tenths(s), &s->missing, scale_of(t->missing_most, s->people));
}

static void area_row(const area_table *t, size_t i, bool named)
{
    const scrut_roll_area *area = &t->view->v->roll->areas[i];
    scrut_buf_printf(t->out, "<tr id=\"roll-area-%zu\"><th scope=\"row\" class=\"l\">", i);
    if (area->id != NULL)
        scrut_put_name(t->out, area->id);
    else
        scrut_buf_puts(t->out, word(t, SCRUT_KEY("pairs of two areas, or in none known")));
    scrut_buf_puts(t->out, "</th>");
    if (named) {
        scrut_buf_puts(t->out, "<td class=\"l\">");
        scrut_page_constituency(t->page, t->out, area->constituency);
        scrut_buf_puts(t->out, "</td>");
    }
    if (area->names_hidden) {
        without(t, SCRUT_KEY("hidden"));
    } else {
        scrut_buf_puts(t->out, "<td>");
        scrut_say_number(t->view->language, t->out, area->stake.names);
        scrut_buf_puts(t->out, "</td>");
    }
    surplus_cells(t, &area->stake);
    if (t->votes && area->stake.votes_hidden)
        without(t, SCRUT_KEY("hidden"));
    else if (t->votes)
        estimate_cell(t, &area->stake.votes);
    if (t->missing)
        missing_cells(t, area);
    scrut_buf_puts(t->out, "</tr>\n");
}

/* ---- the table -------------------------------------------------------------------------------------------------- */

static double share_of(double part, int64_t whole)
{
    return whole > 0 ? part / (double)whole : 0;
}

/* A whole bar is the largest share of all areas at its high end, so that pages can be compared. */
static void measure(area_table *t)
{
    const scrut_roll_audit *audit = t->view->v->roll;
    for (size_t i = 0; i < audit->area_count; i++) {
        const scrut_roll_stake *s = &audit->areas[i].stake;
        double surplus = s->hidden ? 0 : share_of(s->surplus.high, s->names),
               missing = s->missing_known ? share_of(s->missing.high, s->people) : 0;
        t->surplus_most = surplus > t->surplus_most ? surplus : t->surplus_most;
        t->missing_most = missing > t->missing_most ? missing : t->missing_most;
        t->missing = t->missing || s->missing_known;
        t->votes = t->votes || s->votes_known;
    }
}

static void put_table(const area_table *t, size_t first, size_t end, bool named)
{
    const char *titles[9];
    size_t count = 0;
    titles[count++] = SCRUT_KEY("Area");
    if (named)
        titles[count++] = SCRUT_KEY("Constituency");
    titles[count++] = SCRUT_KEY("Names");
    titles[count++] = SCRUT_KEY("In surplus");
    titles[count++] = SCRUT_KEY("of 1,000 names");
    if (t->votes)
        titles[count++] = SCRUT_KEY("Marked as having voted");
    if (t->missing) {
        titles[count++] = SCRUT_KEY("People of voting age");
        titles[count++] = SCRUT_KEY("Without a name");
        titles[count++] = SCRUT_KEY("of 100 people");
    }
    scrut_site_table_open(t->out, word(t, SCRUT_KEY("Names in surplus and people without a name, by area")),
                          "n sortable");
    scrut_site_heads(t->view, t->out, titles, count, named ? 3 : 1);
    for (size_t i = first; i < end; i++)
        if (!named || t->view->v->roll->areas[i].id != NULL)
            area_row(t, i, named);
    scrut_site_table_close(t->out);
}

/* [first, end) of a constituency, or of all. */
static void areas_of(const scrut_roll_audit *audit, uint32_t constituency, size_t *ret_first, size_t *ret_end)
{
    size_t first = 0, end = audit != NULL ? audit->area_count : 0;
    if (constituency != SCRUT_NONE && audit != NULL) {
        while (first < audit->area_count && audit->areas[first].constituency != constituency)
            first++;
        for (end = first; end < audit->area_count && audit->areas[end].constituency == constituency; end++)
            ;
    }
    *ret_first = first;
    *ret_end = end;
}

static void explain(const area_table *t)
{
    scrut_buf_puts(t->out, "<p>");
    scrut_say(t->view->language, t->out,
              "Estimates by {1w}, with their intervals of 95 per cent: names beyond one a person and of people who "
              "died, and people of voting age less names. Where something is hidden it is fewer than 10, or would tell "
              "of fewer than 10; it is not zero. Bars, with a line from the low to the high end, have one length for "
              "all areas of the list.",
              t->view->v->roll->area_level);
    scrut_buf_printf(t->out, " %s</p>\n",
                     word(t, SCRUT_KEY("Two names of one person in two areas are counted in the last row of their "
                                       "constituency, as nobody knows which of them is the second.")));
}

void scrut_page_roll_areas(const scrut_page *page, scrut_buf *out, uint32_t constituency)
{
    area_table t = {.page = page, .view = page->view, .out = out};
    size_t first, end;
    areas_of(page->view->v->roll, constituency, &first, &end);
    if (first == end)
        return;
    measure(&t);
    scrut_page_section(page, out, "roll-areas", "The list of voters by area");
    explain(&t);
    bool drawn = scrut_page_area_maps(page, out, first, end);
    if (!drawn && page->site->area_shapes != NULL)
        scrut_buf_printf(out, "<p class=\"soft\">%s</p>\n",
                         word(&t, SCRUT_KEY("No map of them is drawn: they are too many for one, or the map has no "
                                            "outline with the name of one.")));
    put_table(&t, first, end, constituency == SCRUT_NONE);
    scrut_buf_puts(out, "</section>\n");
}

void scrut_page_roll_areas_link(const scrut_page *page, scrut_buf *out, uint32_t constituency)
{
    size_t first, end;
    areas_of(page->view->v->roll, constituency, &first, &end);
    if (first == end)
        return;
    scrut_buf_puts(out, "<a ");
    scrut_page_anchor(page, out, SCRUT_FILE_CONSTITUENCY, constituency, "roll-areas");
    scrut_buf_puts(out, ">");
    scrut_say_count(page->view->language, out, "{1n} area", "{1n} areas", (int64_t)(end - first - 1));
    scrut_buf_puts(out, "</a>");
}
