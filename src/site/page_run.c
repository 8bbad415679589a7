/* SPDX-License-Identifier: Apache-2.0
 * page_run.c: what was read, by which version, and how anybody can repeat it. */
#include "scrutineer/hash.h"
#include "scrutineer/seal.h"
#include "site_internal.h"

#include <stdlib.h>
#include <string.h>

static int compare_files(const void *a, const void *b)
{
    const scrut_case_file *const *x = a, *const *y = b;
    return strcmp((*x)->path, (*y)->path);
}

/* One hash over the case: of the lines of `sha256sum`, sorted by path. Nothing where some file has none. */
static bool hash_case(const scrut_report_view *view, char hash[SCRUT_SHA256_HEX])
{
    const scrut_case *c = view->c;
    scrut_buf lines = {0};
    const scrut_case_file **files = scrut_arena_calloc(view->arena, c->file_count, sizeof *files);
    bool known = files != NULL;
    for (size_t i = 0; known && i < c->file_count; i++) {
        files[i] = &c->files[i];
        known = files[i]->sha256[0] != '\0';
    }
    if (known)
        qsort(files, c->file_count, sizeof *files, compare_files);
    for (size_t i = 0; known && i < c->file_count; i++)
        scrut_buf_printf(&lines, "%s  %s\n", files[i]->sha256, files[i]->path);
    known = known && !scrut_buf_failed(&lines) && lines.bytes != NULL;
    if (known)
        scrut_sha256_hex(lines.bytes, lines.length, hash);
    scrut_buf_free(&lines);
    return known;
}

static bool hash_results(const scrut_page *page, char hash[SCRUT_SHA256_HEX])
{
    scrut_buf json = {0};
    bool known = scrut_report_json(page->view->v, page->view->version, &json, NULL) == SCRUT_OK;
    if (known)
        scrut_sha256_hex(json.bytes, json.length, hash);
    scrut_buf_free(&json);
    return known;
}

static void hash_term(const scrut_report_view *view, scrut_buf *out, const char *key, const char *hash)
{
    scrut_buf_printf(out, "<dt>%s</dt><dd class=\"mono\">%s</dd>", scrut_word(view->language, key), hash);
}

static void facts(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    char of_case[SCRUT_SHA256_HEX], of_results[SCRUT_SHA256_HEX];
    scrut_page_section(page, out, "run", "What was run");
    scrut_buf_printf(out, "<dl><dt>%s</dt><dd>scrutineer ", scrut_word(view->language, "Program"));
    scrut_put_html(out, view->version);
    scrut_buf_puts(out, "</dd>");
    if (hash_case(view, of_case))
        hash_term(view, out, SCRUT_KEY("SHA-256 of the case"), of_case);
    if (hash_results(page, of_results))
        hash_term(view, out, SCRUT_KEY("SHA-256 of results.json"), of_results);
    scrut_buf words = {0};
    scrut_buf_printf(out, "<dt>%s</dt><dd>", scrut_word(view->language, "Seal"));
    scrut_seal_say(view->language, view->c->seal, &words);
    scrut_site_said(out, &words);
    scrut_buf_free(&words);
    scrut_buf_printf(
        out, "</dd></dl>\n<p>%s</p></section>\n",
        scrut_word(view->language,
                   "The hash of the case is that of the list of its files below, sorted by name, a line "
                   "each as <code>sha256sum</code> prints it. The same version on the same files gives the "
                   "same bytes, on any machine and with any number of threads."));
}

static void put_mode(const scrut_site_options *options, scrut_buf *out)
{
    static const char *const NAMES[] = {"auto", "all", "found", "none"};
    if (options->stations == SCRUT_SITE_STATIONS_MOST)
        scrut_buf_printf(out, " --stations %zu", options->station_pages_max);
    else
        scrut_buf_printf(out, " --stations %s", NAMES[options->stations]);
}

static void repeat(const scrut_page *page, scrut_buf *out)
{
    const scrut_site *site = page->site;
    scrut_page_section(page, out, "repeat", "How to repeat it");
    scrut_buf_puts(out, "<pre><code>scrutineer verify CASE --out SITE");
    if (site->sources != NULL)
        put_mode(&site->options, out);
    for (size_t i = 0; site->options.language_count > 1 && i < site->options.language_count; i++)
        scrut_buf_printf(out, "%s%s", i == 0 ? " --language " : ",", site->options.languages[i]->language);
    scrut_buf_printf(out, "</code></pre>\n<p>%s</p>\n",
                     scrut_word(page->view->language,
                                "CASE is a folder with the files below. To compare the pages with "
                                "these, inside SITE:"));
    scrut_buf_puts(out, "<pre><code>sha256sum --check SHA256SUMS</code></pre>\n<ul><li><a ");
    scrut_page_file_href(page, out, "SHA256SUMS");
    scrut_buf_printf(out, ">SHA256SUMS</a>: %s</li>\n<li><a ",
                     scrut_word(page->view->language, "the hash of every file of this site"));
    scrut_page_file_href(page, out, "results.json");
    scrut_buf_printf(out, ">results.json</a>: %s</li>\n<li><a ",
                     scrut_word(page->view->language, "everything, for programs"));
    scrut_page_file_href(page, out, "findings.csv");
    scrut_buf_printf(out, ">findings.csv</a>: %s</li></ul></section>\n",
                     scrut_word(page->view->language,
                                "a row a finding; a text that a spreadsheet would run as a formula "
                                "has an apostrophe before it"));
}

void scrut_page_run(const scrut_page *page, scrut_buf *out)
{
    scrut_page_open(page, out, scrut_word(page->view->language, "About this run"));
    facts(page, out);
    repeat(page, out);
    if (page->site->sources != NULL) {
        scrut_page_section(page, out, "stations", "Pages of stations");
        scrut_page_say_stations(page, out);
        scrut_buf_puts(out, "</section>\n");
    }
    scrut_page_section(page, out, "files", "Files that were read");
    scrut_site_files(page->view, out);
    scrut_buf_puts(out, "</section>\n");
    scrut_page_close(page, out);
}
