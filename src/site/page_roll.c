/* SPDX-License-Identifier: Apache-2.0
 * page_roll.c: the list of voters in counts, intervals and places. No cell of the list stands here: a reader learns
 * where to look and finds nobody. */
#include "scrutineer/materiality.h"
#include "scrutineer/roll_audit.h"
#include "site_internal.h"

#define PLACES_SHOWN 20

/* ---- numbers ---------------------------------------------------------------------------------------------------- */

static void say_value(const scrut_report_view *view, scrut_buf *out, double value, int decimals)
{
    scrut_report_roll_value(view->language, out, value, decimals);
}

static void say_between(const scrut_report_view *view, scrut_buf *out, double low, double high, int decimals)
{
    scrut_report_roll_between(view->language, out, low, high, decimals);
}

static void term(const scrut_report_view *view, scrut_buf *out, const char *name)
{
    scrut_buf_printf(out, "<dt>%s</dt><dd>", scrut_word(view->language, name));
}

static void estimate_term(const scrut_report_view *view, scrut_buf *out, const char *name, const scrut_roll_estimate *e)
{
    term(view, out, name);
    say_value(view, out, e->value, 0);
    say_between(view, out, e->low, e->high, 0);
    scrut_buf_puts(out, "</dd>\n");
}

static void word_term(const scrut_report_view *view, scrut_buf *out, const char *name, const char *text)
{
    term(view, out, name);
    scrut_put_html(out, scrut_word(view->language, text));
    scrut_buf_puts(out, "</dd>\n");
}

/* ---- a detector ------------------------------------------------------------------------------------------------- */

static void say_counts(const scrut_report_view *view, scrut_buf *out, const scrut_roll_detector *d)
{
    term(view, out, d->question);
    scrut_buf observed = {0};
    say_value(view, &observed, d->observed, 0);
    scrut_say(view->language, out, "{1r}, of {2n} {3w}", observed.bytes, d->tested, d->frame);
    scrut_buf_free(&observed);
    scrut_buf_puts(out, "</dd>\n");
    if (d->has_expected)
        estimate_term(view, out, SCRUT_KEY("by chance or error"), &d->expected);
    if (d->has_excess)
        estimate_term(view, out, SCRUT_KEY("beyond that, estimated"), &d->excess);
    for (size_t i = 0; i < d->figure_count; i++) {
        const scrut_roll_figure *f = &d->figures[i];
        term(view, out, f->name);
        say_value(view, out, f->value, f->decimals);
        if (f->between)
            say_between(view, out, f->low, f->high, f->decimals);
        scrut_buf_puts(out, "</dd>\n");
    }
}

static void put_place(const scrut_page *page, scrut_buf *out, const scrut_roll_place *place)
{
    const scrut_report_view *view = page->view;
    scrut_buf_puts(out, "<tr><th scope=\"row\" class=\"l\">");
    if (place->subject == SCRUT_SUBJECT_CONSTITUENCY && place->constituency != SCRUT_NONE)
        scrut_page_constituency(page, out, place->constituency);
    else
        scrut_put_name(out, place->id);
    scrut_buf_puts(out, "</th><td>");
    scrut_say_number(view->language, out, place->tested);
    scrut_buf_puts(out, "</td><td>");
    say_value(view, out, place->observed, 0);
    scrut_buf_puts(out, "</td><td>");
    say_value(view, out, place->expected.low, 0);
    scrut_buf_puts(out, "–");
    say_value(view, out, place->expected.high, 0);
    scrut_buf_puts(out, "</td><td>");
    scrut_buf q = {0};
    scrut_buf_printf(&q, "%.2g", place->q);
    scrut_say_digits(view->language, out, q.bytes != NULL ? q.bytes : "");
    scrut_buf_free(&q);
    scrut_buf_puts(out, "</td></tr>\n");
}

static void put_places(const scrut_page *page, scrut_buf *out, const scrut_roll_detector *d)
{
    static const char *const TITLES[] = {SCRUT_KEY("Place"), SCRUT_KEY("Of"), SCRUT_KEY("Counted"),
                                         SCRUT_KEY("Expected"), SCRUT_KEY("q")};
    size_t shown = 0;
    if (d->family == NULL || d->family_size < 2)
        return;
    scrut_buf_puts(out, "<p>");
    scrut_report_roll_family(page->view->language, out, d);
    scrut_buf_puts(out, "</p>\n");
    for (size_t i = 0; i < d->place_count && shown < PLACES_SHOWN; i++) {
        if (d->places[i].q > SCRUT_ROLL_Q || d->places[i].hidden)
            continue;
        if (shown++ == 0) {
            scrut_site_table_open(out,
                                  scrut_word(page->view->language,
                                             "Places that stand out; q is the share of false alarms among those that "
                                             "stand out as much or more"),
                                  "");
            scrut_site_heads(page->view, out, TITLES, 5, 1);
        }
        put_place(page, out, &d->places[i]);
    }
    if (shown > 0)
        scrut_site_table_close(out);
    if (d->discoveries > shown && shown > 0)
        scrut_site_more(page->view, out, "{1n} more is in results.json, or has too few to be published.",
                        "{1n} more are in results.json, or have too few to be published.", d->discoveries - shown);
    else if (d->discoveries > shown)
        scrut_site_more(page->view, out, "{1n} that stands out has too few to be published.",
                        "{1n} that stand out have too few to be published.", d->discoveries);
}

static void put_detector(const scrut_page *page, scrut_buf *out, const scrut_roll_detector *d)
{
    const scrut_report_view *view = page->view;
    scrut_buf_printf(out, "<section id=\"%s\"><h3>%s %s</h3>\n", d->check->code, d->check->code,
                     scrut_word(view->language, d->check->title));
    if (d->missing != NULL) {
        scrut_buf_puts(out, "<p class=\"soft\">");
        scrut_say(view->language, out, "Not provided: {1w}", d->missing);
        scrut_buf_puts(out, "</p></section>\n");
        return;
    }
    scrut_buf_puts(out, "<dl>");
    say_counts(view, out, d);
    scrut_buf_puts(out, "</dl>\n");
    if (d->disagrees != NULL)
        scrut_buf_printf(out, "<p><strong>%s</strong></p>\n", scrut_word(view->language, d->disagrees));
    put_places(page, out, d);
    scrut_buf_printf(out, "<details><summary>%s</summary><dl>",
                     scrut_word(view->language, "What it rests on, and what would settle it"));
    word_term(view, out, SCRUT_KEY("Taken for granted"), d->assumes);
    word_term(view, out, SCRUT_KEY("Innocent explanations"), d->check->innocent);
    word_term(view, out, SCRUT_KEY("What would settle it"), d->check->settles);
    scrut_buf_puts(out, "</dl></details></section>\n");
}

/* ---- names in surplus ------------------------------------------------------------------------------------------- */

static void surplus_cell(const scrut_report_view *view, scrut_buf *out, bool hidden, const scrut_roll_estimate *e)
{
    if (hidden) {
        scrut_buf_printf(out, "<td class=\"na\">%s</td>", scrut_word(view->language, "hidden"));
        return;
    }
    scrut_buf_puts(out, "<td>");
    say_value(view, out, e->value, 0);
    say_between(view, out, e->low, e->high, 0);
    scrut_buf_puts(out, "</td>");
}

static void surplus_row(const scrut_page *page, scrut_buf *out, size_t k)
{
    const scrut_report_view *view = page->view;
    const scrut_roll_stake *s = &view->v->roll->stakes[k];
    scrut_buf_puts(out, "<tr><th scope=\"row\" class=\"l\">");
    if (k < view->c->constituency_count)
        scrut_page_constituency(page, out, k);
    else
        scrut_buf_puts(out, scrut_word(view->language, "pairs across constituencies, or in none known"));
    scrut_buf_puts(out, "</th><td>");
    scrut_say_number(view->language, out, s->names);
    scrut_buf_puts(out, "</td>");
    surplus_cell(view, out, s->hidden, &s->surplus);
    if (s->votes_known)
        surplus_cell(view, out, s->votes_hidden, &s->votes);
    if (view->v->roll->area_count > 0) {
        scrut_buf_puts(out, "<td>");
        if (k < view->c->constituency_count)
            scrut_page_roll_areas_link(page, out, (uint32_t)k);
        scrut_buf_puts(out, "</td>");
    }
    scrut_buf_puts(out, "</tr>\n");
}

static void surplus_table(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    const char *titles[5] = {SCRUT_KEY("Constituency"), SCRUT_KEY("Names"), SCRUT_KEY("In surplus")};
    size_t count = 3;
    if (view->v->roll->stakes[0].votes_known)
        titles[count++] = SCRUT_KEY("Marked as having voted");
    if (view->v->roll->area_count > 0)
        titles[count++] = SCRUT_KEY("By area");
    scrut_site_table_open(out, scrut_word(view->language, "Names in surplus"), "");
    scrut_site_heads(view, out, titles, count, 1);
    for (size_t k = 0; k <= view->c->constituency_count; k++)
        surplus_row(page, out, k);
    scrut_site_table_close(out);
    scrut_buf_printf(out, "<p class=\"soft\">%s</p>\n",
                     scrut_word(view->language, "Hidden: fewer than 10, or it would tell of fewer than 10. It is not "
                                                "zero."));
}

/* What those of a constituency could have changed there, by the figures that findings are weighed against. */
static void surplus_outcome(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    const scrut_materiality *m = scrut_site_materiality_shown(view);
    scrut_buf plain = {0};
    if (m == NULL)
        return;
    scrut_buf_puts(out, "<h3>");
    scrut_buf_puts(out, scrut_word(view->language, "Could they have changed a seat?"));
    scrut_buf_puts(out, "</h3>\n<p>");
    scrut_say(
        view->language, out,
        view->v->roll->stakes[0].votes_known
            ? SCRUT_KEY("By the figures “{1s}”, the most of the marked ones of each constituency, each ballot "
                        "counted for another list or for none:")
            : SCRUT_KEY("By the figures “{1s}”, had the most of them in each constituency been used for a ballot, "
                        "each counted for another list or for none:"),
        scrut_report_tally_name(m->tally));
    scrut_buf_putc(out, ' ');
    scrut_report_say_surplus_places(view, &plain, m);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, " <a ");
    scrut_page_href(page, out, SCRUT_FILE_MARGINS, 0);
    scrut_buf_printf(out, ">%s</a></p>\n", scrut_word(view->language, "With all other findings, and the majority"));
    scrut_buf_free(&plain);
}

static void put_surplus(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    scrut_page_section(page, out, "surplus", "Names in surplus");
    scrut_buf_printf(
        out, "<p>%s</p>\n",
        scrut_word(view->language,
                   "Names beyond one a person, and names of people who died. A name in surplus is not a "
                   "vote: with a marked copy at most those that are marked count, without one nobody knows "
                   "whether any of them was used, nor for whom."));
    scrut_page_surplus_map(page, out);
    scrut_page_roll_surplus(page, out);
    surplus_table(page, out);
    surplus_outcome(page, out);
    scrut_buf_puts(out, "</section>\n");
}

void scrut_page_roll(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    const scrut_roll_audit *audit = view->v->roll;
    scrut_page_open(page, out, scrut_word(view->language, "The list of voters"));
    scrut_buf_puts(out, "<p class=\"lead\">");
    scrut_say(view->language, out, "{1s} of {2s}: {3n} names.", audit->version->about.id, audit->version->about.date,
              audit->rows);
    scrut_buf_printf(
        out, "</p>\n<p>%s</p>\n",
        scrut_word(view->language,
                   "Counts say where to look. They name nobody, prove no name wrong and no roll clean, and "
                   "are no ground to remove anybody. Places with fewer than 10 are not shown."));
    scrut_page_roll_short(page, out);
    put_surplus(page, out);
    scrut_page_missing(page, out);
    if (scrut_page_areas_fit(page, 0, audit->area_count))
        scrut_page_roll_areas(page, out, SCRUT_NONE);
    scrut_page_roll_ages(page, out);
    scrut_page_section(page, out, "detectors", "What was looked for");
    for (size_t i = 0; i < SCRUT_ROLL_DETECTORS; i++)
        put_detector(page, out, &audit->detectors[i]);
    scrut_buf_puts(out, "</section>\n");
    scrut_page_close(page, out);
}
