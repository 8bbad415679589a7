/* SPDX-License-Identifier: Apache-2.0
 * pieces.c: the page's frame and the pieces that all sections use. */
#include "site_internal.h"

#include <string.h>

/* Countries whose local names are in one language; others get no lang attribute. */
static const struct {
    const char *country, *language;
} LANGUAGES[] = {
    {"AM", "hy"}, {"BD", "bn"}, {"BG", "bg"}, {"BO", "es"}, {"ES", "es"}, {"ET", "am"}, {"GE", "ka"},
    {"GR", "el"}, {"JP", "ja"}, {"KH", "km"}, {"KR", "ko"}, {"LA", "lo"}, {"MM", "my"}, {"MN", "mn"},
    {"NP", "ne"}, {"PL", "pl"}, {"RU", "ru"}, {"TH", "th"}, {"TR", "tr"}, {"UA", "uk"}, {"VN", "vi"},
};

/* Neutral colours for parties without one, told apart by people with any colour vision (after Okabe and Ito);
 * shapes tell them apart as well. */
static const char *const PALETTE[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00",
                                      "#56b4e9", "#7a5195", "#8c564b", "#8a8d00", "#6b7280"};

/* ---- pieces ------------------------------------------------------------------------------------------------ */

void scrut_site_table_open(scrut_buf *out, const char *caption, const char *css_class)
{
    scrut_buf_puts(out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
    scrut_put_html(out, caption);
    scrut_buf_printf(out, "\"><table class=\"%s\"><caption><span>", css_class);
    scrut_put_html(out, caption);
    scrut_buf_puts(out, "</span></caption>");
}

void scrut_site_heads(const scrut_report_view *view, scrut_buf *out, const char *const titles[], size_t count,
                      unsigned text)
{
    scrut_buf_puts(out, "<thead><tr>");
    for (size_t i = 0; i < count; i++)
        scrut_buf_printf(out, "<th scope=\"col\"%s>%s</th>", (text >> i & 1u) != 0 ? " class=\"l\"" : "",
                         scrut_word(view->language, titles[i]));
    scrut_buf_puts(out, "</tr></thead><tbody>\n");
}

void scrut_site_more(const scrut_report_view *view, scrut_buf *out, const char *one, const char *many, size_t count)
{
    scrut_buf_puts(out, "<p class=\"soft\">");
    scrut_say_count(view->language, out, one, many, (int64_t)count);
    scrut_buf_puts(out, "</p>\n");
}

void scrut_site_section(const scrut_report_view *view, scrut_buf *out, const char *id, const char *heading)
{
    scrut_buf_printf(out, "<section id=\"%s\" aria-labelledby=\"%s-h\"><h2 id=\"%s-h\">%s</h2>\n", id, id, id,
                     scrut_word(view->language, heading));
}

void scrut_site_table_close(scrut_buf *out)
{
    scrut_buf_puts(out, "</tbody></table></div>\n");
}

void scrut_site_party_head(const scrut_report_view *view, scrut_buf *out, size_t party)
{
    const scrut_party *p = &view->c->parties[party];
    scrut_buf_puts(out, "<th scope=\"row\">");
    scrut_site_svg_mark(view, out, party);
    scrut_put_name(out, p->id);
    if (p->name != NULL && strcmp(p->name, p->id) != 0) {
        scrut_buf_puts(out, " <small>");
        scrut_put_name(out, p->name);
        scrut_buf_puts(out, "</small>");
    }
    scrut_site_local(view, out, p->name_local);
    scrut_buf_puts(out, "</th>");
}

void scrut_site_figure(const scrut_report_view *view, scrut_buf *out, scrut_figure figure)
{
    if (figure.known == 0) {
        scrut_buf_puts(out, "<td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(out, "<td>");
    scrut_say_number(view->language, out, figure.value);
    if (!scrut_figure_complete(figure)) {
        scrut_buf_puts(out, " <small>");
        scrut_say(view->language, out, "from {1n} of {2n}", (int64_t)figure.known, (int64_t)figure.cells);
        scrut_buf_puts(out, "</small>");
    }
    scrut_buf_puts(out, "</td>");
}

void scrut_site_seats(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column, size_t unit,
                      size_t party)
{
    int64_t low, high;
    if (!scrut_report_seats(view, column, unit, party, &low, &high)) {
        scrut_buf_puts(out, "<td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(out, high == 0 ? "<td class=\"z\">" : "<td>");
    scrut_report_say_range(view->language, out, low, high);
    scrut_buf_puts(out, "</td>");
}

/* What `plain` holds, in the digits of the language; cleared. */
static void say_plain(const scrut_language *language, scrut_buf *out, scrut_buf *plain)
{
    if (plain->bytes != NULL)
        scrut_say_digits(language, out, plain->bytes);
    out->failed = out->failed || plain->failed;
    scrut_buf_free(plain);
}

void scrut_site_say_signed(const scrut_language *language, scrut_buf *out, int64_t value)
{
    scrut_report_say_signed(language, out, value);
}

void scrut_site_say_percent(const scrut_language *language, scrut_buf *out, int64_t part, int64_t whole)
{
    scrut_buf plain = {0};
    scrut_report_put_percent(&plain, part, whole);
    say_plain(language, out, &plain);
}

void scrut_site_said(scrut_buf *out, scrut_buf *plain)
{
    if (plain->bytes != NULL)
        scrut_put_html(out, plain->bytes);
    out->failed = out->failed || plain->failed;
    scrut_buf_clear(plain);
}

void scrut_site_again(const scrut_report_view *view, scrut_buf *out, const char *text)
{
    scrut_buf said = {0};
    scrut_report_say_again(view, &said, text);
    scrut_put_name(out, scrut_report_piece(out, &said));
    scrut_buf_free(&said);
}

const char *scrut_site_local_language(const char *country)
{
    for (size_t i = 0; country != NULL && i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++)
        if (strcmp(LANGUAGES[i].country, country) == 0)
            return LANGUAGES[i].language;
    return NULL;
}

static bool fits_an_anchor(const char *id)
{
    size_t length = id != NULL ? strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") : 0;
    return length > 0 && length <= 64 && id[length] == '\0';
}

void scrut_site_put_anchor(scrut_buf *out, const char *prefix, const char *id, size_t index)
{
    if (fits_an_anchor(id))
        scrut_buf_printf(out, "%s%s", prefix, id);
    else
        scrut_buf_printf(out, "%s-%zu", prefix, index);
}

void scrut_site_tally_anchor(const scrut_report_view *view, scrut_buf *out, const scrut_tally *tally)
{
    size_t index = 0;
    while (index < view->v->tally_count && &view->v->tallies[index] != tally)
        index++;
    /* a source and an announcement may have the same id */
    scrut_site_put_anchor(out, tally->from_returns ? "s-" : "a-", tally->about.id, index);
}

void scrut_site_local(const scrut_report_view *view, scrut_buf *out, const char *name)
{
    if (name == NULL || *name == '\0')
        return;
    const char *language = scrut_site_local_language(view->c->country);
    scrut_buf_puts(out, " <small");
    if (language != NULL)
        scrut_buf_printf(out, " lang=\"%s\"", language);
    scrut_buf_puts(out, ">");
    scrut_put_name(out, name);
    scrut_buf_puts(out, "</small>");
}

void scrut_site_unit(const scrut_report_view *view, scrut_buf *out, size_t unit)
{
    size_t constituencies = view->c->constituency_count;
    scrut_put_name(out, unit == 0 ? scrut_word(view->language, "Nation") : scrut_report_unit_label(view, unit));
    if (unit <= constituencies)
        return;
    const scrut_area *area = &view->c->areas[unit - 1 - constituencies];
    scrut_buf_puts(out, " <small>");
    scrut_put_name(out, view->c->area_levels[area->level]);
    if (area->constituency < constituencies) {
        scrut_buf_puts(out, ", ");
        scrut_put_name(out, scrut_report_constituency_name(view, area->constituency));
    }
    scrut_buf_puts(out, "</small>");
}

void scrut_site_tally_head(scrut_buf *out, const char *kind, const scrut_tally *tally)
{
    const scrut_provenance *about = &tally->about;
    scrut_buf_printf(out, "<th scope=\"col\">%s", kind);
    scrut_put_name(out, scrut_report_tally_name(tally));
    if (about->by != NULL || about->date != NULL) {
        scrut_buf_puts(out, "<small>");
        scrut_put_name(out, about->by);
        scrut_buf_puts(out, about->by != NULL && about->date != NULL ? ", " : "");
        scrut_put_html(out, about->date);
        scrut_buf_puts(out, "</small>");
    }
    scrut_buf_puts(out, "</th>");
}

/* ---- the frame ----------------------------------------------------------------------------------------------- */

void scrut_site_party_colours(const scrut_report_view *view, scrut_buf *out)
{
    size_t colours = sizeof PALETTE / sizeof PALETTE[0];
    for (size_t i = 0; i < view->c->party_count; i++) {
        const char *own = view->c->parties[view->order[i]].colour;
        scrut_buf_printf(out, ".p%zu{--c:%s}", i, scrut_report_colour_valid(own) ? own : PALETTE[i % colours]);
    }
}

void scrut_site_put_style(const scrut_report_view *view, scrut_buf *out)
{
    scrut_buf_puts(out, scrut_site_style);
    scrut_buf_puts(out, scrut_picture_style);
    scrut_site_party_colours(view, out);
}

static void head(const scrut_report_view *view, scrut_buf *out, bool khmer)
{
    const scrut_language *language = view->language != NULL ? view->language : scrut_language_at(0);
    scrut_buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\"", language->language);
    if (strcmp(language->direction, "ltr") != 0)
        scrut_buf_printf(out, " dir=\"%s\"", language->direction);
    scrut_buf_puts(out, ">\n<head>\n<meta charset=\"utf-8\">\n"
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                        "'unsafe-inline'; img-src data:; font-src data:\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    scrut_buf title = {0};
    scrut_put_html(&title, view->c->title);
    scrut_say(language, out, "{1r} \xE2\x80\x93 what the evidence says", scrut_report_piece(out, &title));
    scrut_buf_free(&title);
    scrut_buf_puts(out, "</title>\n<style>");
    scrut_site_put_style(view, out);
    if (khmer)
        scrut_site_font_face_inline(out);
    scrut_buf_printf(out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#answer\">%s</a>\n",
                     scrut_word(language, "Skip to the answer"));
}

static void banner(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_case *c = view->c;
    scrut_buf_puts(out, "<header>\n<h1>");
    scrut_put_name(out, c->title);
    scrut_buf_puts(out, "</h1>\n<p class=\"soft\">");
    const char *const parts[] = {c->date, c->country, c->chamber_name, c->kind};
    for (size_t i = 0, put = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i] == NULL || (i == 2 && strcmp(parts[i], c->title) == 0))
            continue;
        scrut_buf_puts(out, put++ > 0 ? " \xC2\xB7 " : "");
        scrut_put_name(out, parts[i]);
    }
    scrut_buf_puts(out, "</p>\n");
    if (c->model)
        scrut_buf_printf(out, "<p class=\"model\">%s</p>\n",
                         scrut_word(view->language, "<strong>A model, not an election.</strong> The figures of this "
                                                    "page are made up to show a method; they are evidence of "
                                                    "nothing."));
    scrut_buf_puts(out, "</header>\n");
}

static void contents(const scrut_report_view *view, scrut_buf *out)
{
    bool margins = scrut_report_margins_count(view->v) > 0 || view->v->published_count > 0;
    const struct {
        const char *anchor, *words;
        bool there;
    } parts[] = {
        {"answer", SCRUT_KEY("Answer"), true},
        {"seats", SCRUT_KEY("Seats"), true},
        {"margins", SCRUT_KEY("How close it was"), margins},
        {"totals", SCRUT_KEY("Totals"), true},
        {"votes", SCRUT_KEY("Votes"), true},
        {"constituencies", view->c->single_constituency ? SCRUT_KEY("How seats were won") : SCRUT_KEY("Constituencies"),
         true},
        {"comparisons", SCRUT_KEY("Comparisons"), true},
        {"claims", SCRUT_KEY("Claims"), view->v->claims.count > 0},
        {"findings", SCRUT_KEY("Findings"), true},
        {"materiality", SCRUT_KEY("Could it have changed the outcome?"),
         scrut_report_materiality_at(view->v, 0) != NULL},
        {"missing", SCRUT_KEY("Not provided"), true},
        {"method", SCRUT_KEY("Method"), true},
        {"run", SCRUT_KEY("This run"), true},
    };
    scrut_buf_printf(out, "<nav aria-label=\"%s\"><ul>", scrut_word(view->language, "On this page"));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].there)
            scrut_buf_printf(out, "<li><a href=\"#%s\">%s</a></li>", parts[i].anchor,
                             scrut_word(view->language, parts[i].words));
    scrut_buf_puts(out, "</ul></nav>\n");
}

static void body_of(const scrut_report_view *view, const char *version, scrut_buf *out)
{
    scrut_picture_symbols(out);
    banner(view, out);
    contents(view, out);
    scrut_buf_puts(out, "<main>\n");
    scrut_site_answer(view, out);
    scrut_site_chamber(view, out);
    scrut_site_margins(view, NULL, out);
    scrut_site_totals(view, out);
    scrut_site_votes(view, out);
    scrut_site_constituencies(view, out);
    scrut_site_comparisons(view, NULL, out);
    scrut_site_claims(view, out);
    scrut_site_surveys(view, out);
    scrut_site_findings(view, NULL, out);
    scrut_site_materiality(view, NULL, out);
    scrut_site_method(view, out);
    scrut_buf_puts(out, "</main>\n<footer><p>");
    scrut_say(view->language, out,
              "Made by scrutineer {1s} from the files listed above. A finding accuses nobody, and nothing here proves "
              "an election clean.",
              version);
    scrut_buf_puts(out, "</p></footer>\n</body>\n</html>\n");
}

scrut_status scrut_site_single(const scrut_verdict *verdict, const scrut_language *language, const char *version,
                               scrut_buf *out, scrut_error *err)
{
    scrut_report_view view;
    scrut_buf body = {0};
    scrut_status status = scrut_report_view_init(verdict, version, &view, err);
    if (status != SCRUT_OK)
        return status;
    if (!scrut_report_view_speak(&view, language)) {
        scrut_report_view_free(&view);
        return scrut_fail_memory(err);
    }
    body_of(&view, version, &body);
    head(&view, out, scrut_site_has_khmer(&body));
    scrut_buf_append(out, body.bytes != NULL ? body.bytes : "", body.length);
    out->failed = out->failed || body.failed;
    scrut_buf_free(&body);
    scrut_report_view_free(&view);
    return scrut_buf_failed(out) ? scrut_fail_memory(err) : SCRUT_OK;
}
