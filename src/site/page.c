/* SPDX-License-Identifier: Apache-2.0
 * page.c: the frame of every page of the site, and links between pages. */
#include "site_internal.h"

#include <string.h>

/* ---- links ---- */

/* "../" for each folder between the page and the top of its language's pages. */
static size_t depth_of(scrut_file_kind kind)
{
    switch (kind) {
    case SCRUT_FILE_CONSTITUENCY:
    case SCRUT_FILE_STATIONS: return 1;
    case SCRUT_FILE_STATION: return 2;
    default: return 0;
    }
}

static void up(scrut_buf *out, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        scrut_buf_puts(out, "../");
}

void scrut_page_path(const scrut_page *page, scrut_buf *out, scrut_file_kind kind, size_t index)
{
    up(out, depth_of(page->kind) + (kind >= SCRUT_FILE_PAGES && page->language > 0));
    scrut_site_put_path(page->site, out, kind, index);
}

void scrut_page_anchor(const scrut_page *page, scrut_buf *out, scrut_file_kind kind, size_t index, const char *anchor)
{
    scrut_buf_puts(out, "href=\"");
    scrut_page_path(page, out, kind, index);
    if (anchor != NULL) {
        scrut_buf_putc(out, '#');
        scrut_put_html(out, anchor);
    }
    scrut_buf_putc(out, '"');
}

void scrut_page_href(const scrut_page *page, scrut_buf *out, scrut_file_kind kind, size_t index)
{
    scrut_page_anchor(page, out, kind, index, NULL);
}

/* A path from the page to a file at the top of the site. */
static void put_top(const scrut_page *page, scrut_buf *out, const char *file)
{
    up(out, depth_of(page->kind) + (page->language > 0));
    scrut_buf_puts(out, file);
}

void scrut_page_file_href(const scrut_page *page, scrut_buf *out, const char *file)
{
    scrut_buf_puts(out, "href=\"");
    put_top(page, out, file);
    scrut_buf_puts(out, "\"");
}

void scrut_page_constituency(const scrut_page *page, scrut_buf *out, size_t constituency)
{
    scrut_buf_puts(out, "<a ");
    scrut_page_href(page, out, SCRUT_FILE_CONSTITUENCY, constituency);
    scrut_buf_puts(out, ">");
    scrut_put_name(out, scrut_report_constituency_name(page->view, constituency));
    scrut_buf_puts(out, "</a>");
    scrut_site_local(page->view, out, page->site->c->constituencies[constituency].name_local);
}

void scrut_page_station(const scrut_page *page, scrut_buf *out, uint32_t station)
{
    char key[256];
    uint32_t own = page->site->page_of_station[station];
    scrut_reconcile_station(page->site->sources, station, key, sizeof key);
    if (own != SCRUT_NONE) {
        scrut_buf_puts(out, "<a ");
        scrut_page_href(page, out, SCRUT_FILE_STATION, own);
        scrut_buf_puts(out, ">");
    }
    scrut_put_name(out, key);
    scrut_buf_puts(out, own != SCRUT_NONE ? "</a>" : "");
}

void scrut_page_figure(const scrut_page *page, scrut_buf *out, scrut_file_kind kind, const char *anchor)
{
    scrut_buf_puts(out, "<a class=\"fig\" ");
    scrut_page_anchor(page, out, kind, 0, anchor);
    scrut_buf_puts(out, ">");
}

void scrut_page_cell(scrut_buf *out, const scrut_cell_ref *where)
{
    if (where->file == NULL)
        return;
    scrut_buf_puts(out, "<code class=\"cell\">");
    scrut_put_html(out, where->file);
    if (where->line > 0)
        scrut_buf_printf(out, ":%lld", (long long)where->line);
    if (where->column != NULL) {
        scrut_buf_puts(out, ":");
        scrut_put_html(out, where->column);
    }
    scrut_buf_puts(out, "</code>");
}

void scrut_page_section(const scrut_page *page, scrut_buf *out, const char *id, const char *heading)
{
    scrut_buf_printf(out, "<section id=\"%s\" aria-labelledby=\"%s-h\"><h2 id=\"%s-h\">%s</h2>\n", id, id, id,
                     scrut_word(page->view->language, heading));
}

/* ---- the frame ---- */

static const struct {
    scrut_file_kind kind;
    const char *label;
} TABS[] = {
    {SCRUT_FILE_FRONT, SCRUT_KEY("Overview")},    {SCRUT_FILE_CONSTITUENCIES, SCRUT_KEY("Constituencies")},
    {SCRUT_FILE_MARGINS, SCRUT_KEY("How close")}, {SCRUT_FILE_CLAIMS, SCRUT_KEY("Claims")},
    {SCRUT_FILE_SURVEYS, SCRUT_KEY("Surveys")},   {SCRUT_FILE_FINDINGS, SCRUT_KEY("Findings")},
    {SCRUT_FILE_ROLL, SCRUT_KEY("Voter roll")},   {SCRUT_FILE_SOURCES, SCRUT_KEY("Sources")},
    {SCRUT_FILE_METHOD, SCRUT_KEY("Method")},     {SCRUT_FILE_RUN, SCRUT_KEY("This run")},
};

/* The tab that a page stands under. */
static scrut_file_kind tab_of(scrut_file_kind kind)
{
    return kind == SCRUT_FILE_CONSTITUENCY || kind == SCRUT_FILE_STATIONS || kind == SCRUT_FILE_STATION
               ? SCRUT_FILE_CONSTITUENCIES
               : kind;
}

static void tabs(const scrut_page *page, scrut_buf *out)
{
    const scrut_language *language = page->view->language;
    scrut_buf_printf(out, "<nav aria-label=\"%s\"><ul>", scrut_word(language, "Pages"));
    for (size_t i = 0; i < sizeof TABS / sizeof TABS[0]; i++) {
        if (!scrut_site_has(page->site, TABS[i].kind))
            continue;
        scrut_buf_puts(out, "<li><a ");
        scrut_page_href(page, out, TABS[i].kind, 0);
        if (page->kind == TABS[i].kind)
            scrut_buf_puts(out, " aria-current=\"page\"");
        else if (tab_of(page->kind) == TABS[i].kind)
            scrut_buf_puts(out, " aria-current=\"true\"");
        scrut_buf_printf(out, ">%s</a></li>", scrut_word(language, TABS[i].label));
    }
    scrut_buf_puts(out, "</ul></nav>\n");
}

/* The same page in the other languages. */
static void languages(const scrut_page *page, scrut_buf *out)
{
    const scrut_site *site = page->site;
    if (site->options.language_count < 2)
        return;
    scrut_buf_printf(out, "<nav class=\"lang\" aria-label=\"%s\"><ul>", scrut_word(page->view->language, "Languages"));
    for (size_t i = 0; i < site->options.language_count; i++) {
        const scrut_language *language = site->options.languages[i];
        scrut_buf_printf(out, "<li><a lang=\"%s\" hreflang=\"%s\"%s href=\"", language->language, language->language,
                         i == page->language ? " aria-current=\"true\"" : "");
        put_top(page, out, "");
        if (i > 0)
            scrut_buf_printf(out, "%s/", language->language);
        scrut_site_put_path(site, out, page->kind, page->index);
        scrut_buf_printf(out, "\">%s</a></li>", language->name);
    }
    scrut_buf_puts(out, "</ul></nav>\n");
}

static void head(const scrut_page *page, scrut_buf *out, const char *title)
{
    const scrut_language *language = page->view->language;
    scrut_buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                     language->language, language->direction);
    scrut_buf_puts(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self' "
                        "file:; script-src 'self' file:; font-src 'self' file:; img-src 'self' file: data:; "
                        "base-uri 'none'; form-action 'none'\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    scrut_put_html(out, title);
    if (strcmp(title, page->site->c->title) != 0) {
        scrut_buf_puts(out, " \xE2\x80\x93 ");
        scrut_put_html(out, page->site->c->title);
    }
    scrut_buf_puts(out, "</title>\n<link rel=\"stylesheet\" href=\"");
    put_top(page, out, "style.css");
    scrut_buf_puts(out, "\">\n<script defer src=\"");
    put_top(page, out, "scrutineer.js");
    scrut_buf_puts(out, "\"></script>\n</head>\n");
}

static void crumbs(const scrut_page *page, scrut_buf *out)
{
    const scrut_site *site = page->site;
    if (depth_of(page->kind) == 0)
        return;
    scrut_buf_printf(out, "<nav class=\"crumbs\" aria-label=\"%s\"><ol><li><a ",
                     scrut_word(page->view->language, "Where this page stands"));
    scrut_page_href(page, out, SCRUT_FILE_CONSTITUENCIES, 0);
    scrut_buf_printf(out, ">%s</a></li>", scrut_word(page->view->language, "Constituencies"));
    if (page->kind != SCRUT_FILE_CONSTITUENCY) {
        uint32_t constituency = page->kind == SCRUT_FILE_STATIONS
                                    ? site->station_lists[page->index].constituency
                                    : scrut_reconcile_constituency(site->sources, site->station_pages[page->index]);
        scrut_buf_puts(out, "<li>");
        scrut_page_constituency(page, out, constituency);
        scrut_buf_puts(out, "</li>");
    }
    scrut_buf_puts(out, "</ol></nav>\n");
}

void scrut_page_open(const scrut_page *page, scrut_buf *out, const char *title)
{
    const scrut_case *c = page->site->c;
    const scrut_language *language = page->view->language;
    head(page, out, title);
    scrut_buf_printf(out, "<body>\n<a class=\"skip\" href=\"#main\">%s</a>\n", scrut_word(language, "Skip to content"));
    scrut_picture_symbols(out);
    scrut_buf_puts(out, "<header>\n<p class=\"case\"><a ");
    scrut_page_href(page, out, SCRUT_FILE_FRONT, 0);
    scrut_buf_puts(out, ">");
    scrut_put_name(out, c->title);
    scrut_buf_puts(out, "</a>");
    if (c->date != NULL) {
        scrut_buf_puts(out, " <span class=\"soft\">");
        scrut_put_html(out, c->date);
        scrut_buf_puts(out, "</span>");
    }
    scrut_buf_puts(out, "</p>\n");
    languages(page, out);
    tabs(page, out);
    if (c->model)
        scrut_buf_printf(out, "<p class=\"model\"><strong>%s</strong> %s</p>\n",
                         scrut_word(language, "A model, not an election."),
                         scrut_word(language, "The figures of this page are made up to show a method; they are "
                                              "evidence of nothing."));
    scrut_buf_puts(out, "</header>\n<main id=\"main\">\n");
    crumbs(page, out);
    scrut_buf_puts(out, "<h1>");
    scrut_put_name(out, title);
    scrut_buf_puts(out, "</h1>\n");
}

void scrut_page_close(const scrut_page *page, scrut_buf *out)
{
    const scrut_language *language = page->view->language;
    scrut_buf_puts(out, "</main>\n<footer><p>");
    scrut_say(language, out,
              "Made by scrutineer {1s} from the files that “This run” lists. A finding accuses nobody, and "
              "nothing here proves an election clean.",
              page->view->version);
    if (page->site->c->model)
        scrut_buf_printf(out, " <strong>%s</strong>", scrut_word(language, "A model, not an election."));
    scrut_buf_puts(out, "</p></footer>\n");
    scrut_site_script_words(page, out);
    scrut_buf_puts(out, "</body>\n</html>\n");
}
