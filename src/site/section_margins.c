/* SPDX-License-Identifier: Apache-2.0
 * section_margins.c: "How close it was": constituencies by closeness, a seat more or fewer of every list, the majority;
 * and the margins that others published. */
#include "site_internal.h"

#include <string.h>

#define CONSTITUENCIES_LISTED 150
#define PUBLISHED_LISTED 200
#define NOTES_LISTED 8

/* ---- cells --------------------------------------------------------------------------------------------- */

static void ballots_cell(const scrut_report_view *view, scrut_buf *out, const scrut_ballots *b)
{
    scrut_buf plain = {0};
    scrut_buf_puts(out, scrut_report_ballots_cannot(b) ? "<td class=\"z\">" : "<td>");
    scrut_report_say_ballots(view->language, &plain, b);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</td>");
    scrut_buf_free(&plain);
}

static void reading_cells(const scrut_report_view *view, scrut_buf *out, const scrut_seats_margin *m)
{
    if (m == NULL) {
        scrut_buf_puts(out, "<td class=\"na\">\xE2\x80\x93</td><td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    ballots_cell(view, out, &m->could);
    ballots_cell(view, out, &m->would);
}

static void mark_cell(const scrut_report_view *view, scrut_buf *out, uint32_t party)
{
    if (party == SCRUT_NONE) {
        scrut_buf_printf(out, "<td class=\"l na\">%s</td>", scrut_word(view->language, "nobody for certain"));
        return;
    }
    scrut_buf_puts(out, "<td class=\"l\">");
    scrut_site_svg_mark(view, out, party);
    scrut_put_name(out, view->c->parties[party].id);
    scrut_buf_puts(out, "</td>");
}

/* ---- notes: each once ---------------------------------------------------------------------------------- */

typedef struct {
    const char *items[NOTES_LISTED];
    size_t count;
} note_list;

static void add_note(note_list *notes, const char *note)
{
    if (note == NULL || notes->count == NOTES_LISTED)
        return;
    for (size_t i = 0; i < notes->count; i++)
        if (strcmp(notes->items[i], note) == 0)
            return;
    notes->items[notes->count++] = note;
}

static void add_notes(note_list *notes, const scrut_seats_margin *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_note(notes, items[i].note);
}

static void put_notes(const scrut_report_view *view, scrut_buf *out, const scrut_margins *m)
{
    note_list notes = {.count = 0};
    for (size_t k = 0; k < view->c->constituency_count; k++)
        if (m->closest[k].weighed)
            add_note(&notes, m->closest[k].note);
    add_notes(&notes, m->more, m->more_count);
    add_notes(&notes, m->fewer, m->fewer_count);
    for (size_t i = 0; i < m->fact_count; i++)
        add_notes(&notes, m->facts[i].parties, m->facts[i].party_count);
    if (notes.count == 0)
        return;
    scrut_buf_printf(out, "<p>%s</p>\n<ul>\n",
                     scrut_word(view->language,
                                "Where a range stands, fewer ballots than its first number cannot do it and the second "
                                "number does; where only \xE2\x80\x9C"
                                "at least\xE2\x80\x9D stands, no way was found. Why:"));
    for (size_t i = 0; i < notes.count; i++) {
        scrut_buf_puts(out, "<li>");
        scrut_site_again(view, out, notes.items[i]);
        scrut_buf_puts(out, "</li>\n");
    }
    scrut_buf_puts(out, "</ul>\n");
}

/* ---- numbers of seats that matter ---------------------------------------------------------------------- */

static void fact_row(const scrut_report_view *view, scrut_buf *out, const scrut_seats_margin *q)
{
    scrut_buf_puts(out, "<tr>");
    if (q->alliance == 0) {
        scrut_site_party_head(view, out, q->party);
    } else {
        scrut_buf_puts(out, "<th scope=\"row\">");
        scrut_say(view->language, out, "alliance {1s}", view->c->alliances[q->alliance - 1]);
        scrut_buf_puts(out, "</th>");
    }
    reading_cells(view, out, q);
    scrut_buf_printf(out, "<td class=\"l\">%s</td></tr>\n",
                     q->at_least ? scrut_word(view->language, "reaches it") : scrut_word(view->language, "loses it"));
}

static void fact_table(const scrut_report_view *view, scrut_buf *out, const scrut_fact_margins *fact)
{
    const scrut_seats_margin *q = NULL;
    scrut_buf caption = {0};
    if (fact->from_law)
        scrut_say(view->language, &caption, "{1p}: {2n} seats", fact->name, fact->seats);
    else
        scrut_say(view->language, &caption, "{1p}: {2n} seats (more than half; the case does not say)", fact->name,
                  fact->seats);
    out->failed = out->failed || scrut_buf_failed(&caption);
    scrut_site_table_open(out, caption.bytes != NULL ? caption.bytes : "", "n");
    scrut_site_heads(
        view, out,
        (const char *const[]){SCRUT_KEY("List"), SCRUT_KEY("Could"), SCRUT_KEY("Would"), SCRUT_KEY("What happens")}, 4,
        0x8);
    while ((q = scrut_report_next_margin(view, fact->alliances, fact->alliance_count, q)) != NULL)
        fact_row(view, out, q);
    while ((q = scrut_report_next_margin(view, fact->parties, fact->party_count, q)) != NULL)
        fact_row(view, out, q);
    scrut_site_table_close(out);
    scrut_buf_free(&caption);
}

static void fact_tables(const scrut_report_view *view, scrut_buf *out, const scrut_margins *m)
{
    for (size_t i = 0; i < m->fact_count; i++)
        if (m->facts[i].party_count > 0)
            fact_table(view, out, &m->facts[i]);
}

/* ---- a seat more or fewer ------------------------------------------------------------------------------ */

static const scrut_seats_margin *of_party(const scrut_seats_margin *items, size_t count, uint32_t party)
{
    for (size_t i = 0; i < count; i++)
        if (items[i].party == party)
            return &items[i];
    return NULL;
}

static void steps_table(const scrut_report_view *view, scrut_buf *out, const scrut_margins *m)
{
    bool dash = false;
    if (view->c->single_constituency && m->chamber->seats_total <= 1)
        return;
    scrut_site_table_open(out, scrut_word(view->language, "One seat more or fewer in the nation"), "n");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("List"), SCRUT_KEY("Seats"), SCRUT_KEY("One more: could"),
                                           SCRUT_KEY("One more: would"), SCRUT_KEY("One fewer: could"),
                                           SCRUT_KEY("One fewer: would")},
                     6, 0);
    for (size_t i = 0; i < view->c->party_count; i++) {
        uint32_t p = view->order[i];
        const scrut_seats_margin *more = of_party(m->more, m->more_count, p);
        const scrut_seats_margin *fewer = of_party(m->fewer, m->fewer_count, p);
        if (more == NULL && fewer == NULL)
            continue;
        dash = dash || more == NULL || fewer == NULL;
        scrut_buf_puts(out, "<tr>");
        scrut_site_party_head(view, out, p);
        scrut_buf_puts(out, "<td>");
        scrut_report_say_range(view->language, out, m->chamber->certain[p], m->chamber->possible[p]);
        scrut_buf_puts(out, "</td>");
        reading_cells(view, out, more);
        reading_cells(view, out, fewer);
        scrut_buf_puts(out, "</tr>\n");
    }
    scrut_site_table_close(out);
    if (dash)
        scrut_buf_printf(out, "<p class=\"soft\">%s</p>\n",
                         scrut_word(view->language, "A dash: the list holds no seat to lose, or stands below a "
                                                    "threshold of the nation."));
}

/* ---- constituencies ------------------------------------------------------------------------------------ */

static void closest_row(const scrut_report_view *view, const scrut_page *page, scrut_buf *out, const scrut_margins *m,
                        uint32_t k)
{
    const scrut_closest_seat *s = &m->closest[k];
    if (page != NULL && m == scrut_site_margins_shown(view))
        scrut_buf_printf(out, "<tr id=\"closest-%u\"><th scope=\"row\">", k);
    else
        scrut_buf_puts(out, "<tr><th scope=\"row\">");
    const scrut_constituency *unit = &view->c->constituencies[k];
    if (page != NULL)
        scrut_page_constituency(page, out, k);
    else
        scrut_site_unit(view, out, view->c->single_constituency ? 0 : (size_t)k + 1);
    if (unit->name != NULL && strcmp(unit->name, unit->id) != 0) {
        scrut_buf_puts(out, " <small>");
        scrut_put_name(out, unit->id);
        scrut_buf_puts(out, "</small>");
    }
    scrut_buf_puts(out, "</th>");
    if (!s->weighed) {
        scrut_buf_puts(out, "<td class=\"l na\" colspan=\"4\">");
        scrut_buf note = {0};
        scrut_report_say_again(view, &note, s->note);
        scrut_say(view->language, out, "not weighed: {1s}", scrut_report_piece(out, &note));
        scrut_buf_free(&note);
        scrut_buf_puts(out, "</td></tr>\n");
        return;
    }
    ballots_cell(view, out, &s->could);
    ballots_cell(view, out, &s->would);
    mark_cell(view, out, s->loses);
    mark_cell(view, out, s->gains);
    scrut_buf_puts(out, "</tr>\n");
}

static void closest_table(const scrut_report_view *view, const scrut_page *page, scrut_buf *out, const scrut_margins *m)
{
    const uint32_t *order = scrut_report_closest_order(view, m);
    size_t count = view->c->constituency_count;
    if (order == NULL) {
        out->failed = true;
        return;
    }
    scrut_site_table_open(out, scrut_word(view->language, "The closest seat of every constituency, closest first"),
                          page != NULL ? "n sortable" : "n");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("Constituency"), SCRUT_KEY("Could"), SCRUT_KEY("Would"),
                                           SCRUT_KEY("Who loses it"), SCRUT_KEY("Who gains it")},
                     5, 0x18);
    for (size_t i = 0; i < count && i < CONSTITUENCIES_LISTED; i++)
        closest_row(view, page, out, m, order[i]);
    scrut_site_table_close(out);
    if (count > CONSTITUENCIES_LISTED)
        scrut_site_more(view, out, "{1n} more is in results.json.", "{1n} more are in results.json.",
                        count - CONSTITUENCIES_LISTED);
}

/* ---- one set of figures -------------------------------------------------------------------------------- */

static void assumption(const scrut_report_view *view, scrut_buf *out, const char *text)
{
    if (text == NULL)
        return;
    scrut_buf said = {0};
    scrut_report_say_again(view, &said, text);
    scrut_buf_puts(out, "<p class=\"warn\">");
    scrut_say(view->language, out, "An assumption: {1s}", scrut_report_piece(out, &said));
    scrut_buf_puts(out, "</p>\n");
    scrut_buf_free(&said);
}

static void figures(const scrut_report_view *view, const scrut_page *page, scrut_buf *out, size_t tally)
{
    const scrut_margins *m = view->v->margins[tally];
    assumption(view, out, m->house.assumption);
    assumption(view, out, m->chamber->assumption);
    fact_tables(view, out, m);
    steps_table(view, out, m);
    closest_table(view, page, out, m);
    put_notes(view, out, m);
}

static void figures_head(const scrut_report_view *view, scrut_buf *out, size_t tally)
{
    const scrut_tally *t = &view->v->tallies[tally];
    scrut_buf plain = {0};
    scrut_say(view->language, out, "Figures: {1s}", scrut_report_tally_name(t));
    scrut_buf_puts(out, " <small>");
    scrut_report_say_figures(view, &plain, t);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</small>");
    scrut_buf_free(&plain);
}

const scrut_materiality *scrut_site_materiality_shown(const scrut_report_view *view)
{
    const scrut_materiality *m = NULL, *first = scrut_report_materiality_at(view->v, 0);
    for (size_t n = 0; view->allocated != NULL && (m = scrut_report_materiality_at(view->v, n)) != NULL; n++)
        if (m->tally == view->allocated->tally)
            return m;
    return first;
}

/* Margins of the figures that findings are weighed against, where they are, so that the two stand together. */
const scrut_margins *scrut_site_margins_shown(const scrut_report_view *view)
{
    const scrut_materiality *m = scrut_site_materiality_shown(view);
    const scrut_tally *tally = m != NULL ? m->tally : view->allocated != NULL ? view->allocated->tally : NULL;
    for (size_t t = 0; view->v->margins != NULL && t < view->v->tally_count; t++)
        if (view->v->margins[t] != NULL && (tally == NULL || tally == &view->v->tallies[t]))
            return view->v->margins[t];
    return NULL;
}

static bool is_first(const scrut_report_view *view, size_t tally)
{
    return view->allocated != NULL && view->allocated->tally == &view->v->tallies[tally];
}

/* The figures that the page's seats come from are open, the others folded. */
static void all_figures(const scrut_report_view *view, const scrut_page *page, scrut_buf *out)
{
    for (int pass = 0; pass < 2; pass++) {
        for (size_t t = 0; t < view->v->tally_count; t++) {
            if (view->v->margins[t] == NULL || is_first(view, t) != (pass == 0))
                continue;
            scrut_buf_puts(out, pass == 0 ? "<h3>" : "<details><summary>");
            figures_head(view, out, t);
            scrut_buf_puts(out, pass == 0 ? "</h3>\n" : "</summary>\n");
            figures(view, page, out, t);
            scrut_buf_puts(out, pass == 0 ? "" : "</details>\n");
        }
    }
}

/* ---- published ----------------------------------------------------------------------------------------- */

static void match_tag(const scrut_report_view *view, scrut_buf *out, scrut_published_match match)
{
    static const char *const CLASSES[] = {
        [SCRUT_PUBLISHED_EQUAL] = "ok",
        [SCRUT_PUBLISHED_OTHERWISE] = "warning",
        [SCRUT_PUBLISHED_OPEN] = "note",
        [SCRUT_PUBLISHED_DIFFERENT] = "error",
        [SCRUT_PUBLISHED_NOT_COMPARABLE] = "note",
    };
    scrut_buf_printf(out, "<span class=\"tag %s\">%s</span>", CLASSES[match],
                     scrut_word(view->language, scrut_published_match_name(match)));
}

static void published_answers(const scrut_report_view *view, scrut_buf *out, const scrut_published_margin *r)
{
    scrut_buf plain = {0};
    if (r->answer_count == 0) {
        scrut_buf_puts(out, "<br>");
        scrut_site_again(view, out, r->missing);
    }
    for (size_t i = 0; i < r->answer_count; i++) {
        scrut_buf_puts(out, "<br><small>");
        scrut_put_name(out, r->answers[i].tally->about.id);
        scrut_buf_puts(out, "</small> ");
        scrut_report_say_published_answer(view, &plain, &r->answers[i]);
        scrut_site_said(out, &plain);
    }
    scrut_buf_free(&plain);
}

static void published_row(const scrut_report_view *view, scrut_buf *out, const scrut_published_margin *r)
{
    const scrut_case_margin *p = r->margin;
    const char *const origin[] = {p->by, p->date, p->reference};
    scrut_buf plain = {0};
    scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_report_say_published(view, &plain, p);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</th><td class=\"l\">");
    match_tag(view, out, r->match);
    published_answers(view, out, r);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    for (size_t i = 0, put = 0; i < sizeof origin / sizeof origin[0]; i++) {
        if (origin[i] == NULL)
            continue;
        scrut_buf_puts(out, put++ > 0 ? ", " : "");
        scrut_put_name(out, origin[i]);
    }
    scrut_buf_puts(out, "</td></tr>\n");
    scrut_buf_free(&plain);
}

static void published(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    scrut_buf plain = {0};
    if (v->published_count == 0)
        return;
    scrut_buf_printf(out, "<h3 id=\"published\">%s</h3>\n<p>",
                     scrut_word(view->language, "Margins that others published"));
    scrut_report_say_published_counts(view, &plain);
    scrut_site_said(out, &plain);
    scrut_buf_printf(out, ". %s</p>\n",
                     scrut_word(view->language, "Each is compared with ours in both readings, and where it is none of "
                                                "them, with what it would be if ballots changed, added or removed were "
                                                "meant."));
    scrut_site_table_open(out, scrut_word(view->language, "Published margins against these"), "t");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("Published"), SCRUT_KEY("Against ours"), SCRUT_KEY("By")}, 3, 0);
    for (size_t i = 0; i < v->published_count && i < PUBLISHED_LISTED; i++)
        published_row(view, out, &v->published[i]);
    scrut_site_table_close(out);
    if (v->published_count > PUBLISHED_LISTED)
        scrut_site_more(view, out, "{1n} more is in results.json.", "{1n} more are in results.json.",
                        v->published_count - PUBLISHED_LISTED);
    scrut_buf_free(&plain);
}

void scrut_site_margins(const scrut_report_view *view, const scrut_page *page, scrut_buf *out)
{
    bool any = scrut_report_margins_count(view->v) > 0;
    if (!any && view->v->published_count == 0)
        return;
    scrut_site_section(view, out, "margins", "How close it was");
    if (any) {
        scrut_buf_printf(
            out, "<p>%s</p>\n",
            scrut_word(
                view->language,
                "A margin is the fewest ballots that would have to be other ones. Here ballots are changed: each "
                "leaves one list and joins another, and the total stays. <strong>Could</strong>: with so many, a "
                "draw may bring it about. <strong>Would</strong>: with so many, it is certain. A margin holds "
                "for the figures and the rules named with it, and for no other ones; it says nothing about "
                "whether any ballot is wrong."));
        all_figures(view, page, out);
    }
    published(view, out);
    scrut_buf_puts(out, "</section>\n");
}
