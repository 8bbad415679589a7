/* SPDX-License-Identifier: Apache-2.0
 * html_limits.c: what was not provided, notes, the method with its limits, and how to repeat the run. */
#include "site_internal.h"

#include <string.h>

#define FILES_NAMED 6 /* of one tally */

static void section_open(scrut_buf *out, const char *id, const char *title)
{
    scrut_buf_printf(out, "<section id=\"%s\" aria-labelledby=\"%s-h\"><h2 id=\"%s-h\">%s</h2>\n", id, id, id, title);
}

static void list_of(scrut_buf *out, const char *const *items, size_t count)
{
    scrut_buf_puts(out, "<ul>\n");
    for (size_t i = 0; i < count; i++) {
        scrut_buf_puts(out, "<li>");
        scrut_put_name(out, items[i]);
        scrut_buf_puts(out, "</li>\n");
    }
    scrut_buf_puts(out, "</ul>\n");
}

static void missing(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_case *c = view->c;
    section_open(out, "missing", "What was not provided");
    if (c->not_provided_count == 0)
        scrut_buf_puts(out, "<p>The case holds every part that this program reads.</p>\n");
    else
        list_of(out, c->not_provided, c->not_provided_count);
    if (c->note_count > 0)
        scrut_buf_puts(out, "<h3>Notes of the case</h3>\n<ul>\n");
    for (size_t i = 0; i < c->note_count; i++) {
        const scrut_note *note = &c->notes[i];
        scrut_buf_puts(out, note->verified ? "<li><span class=\"tag ok\">verified</span>"
                                           : "<li><span class=\"tag warning\">not verified</span>");
        scrut_put_name(out, note->text);
        if (note->reference != NULL) {
            scrut_buf_puts(out, " <small>");
            scrut_put_name(out, note->reference);
            scrut_buf_puts(out, "</small>");
        }
        scrut_buf_puts(out, "</li>\n");
    }
    scrut_buf_puts(out, c->note_count > 0 ? "</ul>\n</section>\n" : "</section>\n");
}

/* ---- method ------------------------------------------------------------------------------------------------------ */

static void term(scrut_buf *out, const char *name, const char *text)
{
    if (text == NULL)
        return;
    scrut_buf_printf(out, "<dt>%s</dt><dd>", name);
    scrut_put_name(out, text);
    scrut_buf_puts(out, "</dd>");
}

static void thresholds(scrut_buf *out, const scrut_rules *r)
{
    static const char *const BASES[] = {"valid votes", "valid and blank votes", "ballots cast", "registered voters"};
    for (size_t i = 0; i < r->threshold_count; i++) {
        const scrut_threshold *t = &r->thresholds[i];
        scrut_buf_printf(out, "<dt>Threshold</dt><dd>%s ", t->strict ? "more than" : "at least");
        if (t->is_share) {
            scrut_report_put_percent(out, t->numerator, t->denominator);
            scrut_buf_printf(out, " of the %s", BASES[t->base]);
        } else {
            scrut_report_put_count(out, t->votes, "vote", NULL);
        }
        scrut_buf_puts(out, t->scope == SCRUT_SCOPE_NATION ? " over the nation" : " in the constituency");
        if (t->members_min > 1 || t->members_max > 0)
            scrut_buf_printf(out, ", for lists of %d%s parties", t->members_min, t->members_max > 0 ? "" : " or more");
        if (t->members_max > t->members_min)
            scrut_buf_printf(out, " up to %d", t->members_max);
        scrut_buf_puts(out, "</dd>");
    }
}

static void ties(scrut_buf *out, const scrut_rules *r)
{
    static const char *const NAMES[] = {"reported", "more votes", "fewer votes", "order of the lists", "lot"};
    scrut_buf_puts(out, "<dt>Ties</dt><dd>");
    if (r->tie_count == 0)
        scrut_buf_puts(out, "no rule given: reported as ties");
    for (size_t i = 0; i < r->tie_count; i++)
        scrut_buf_printf(out, "%s%s", i > 0 ? ", then " : "", NAMES[r->ties[i]]);
    scrut_buf_puts(out, "</dd>");
}

static void rules(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_rules *r = &view->c->rules;
    scrut_buf words = {0};
    scrut_buf_puts(out, "<h3>Rules that turn votes into seats</h3>\n");
    if (!view->c->has_rules) {
        scrut_buf_puts(out, "<p>The case names no rules, so no seats are allocated.</p>\n");
        return;
    }
    scrut_buf_puts(out, "<dl>");
    term(out, "Rules", r->title != NULL ? r->title : r->id);
    term(out, "Statute", r->statute);
    term(out, "Version", r->version);
    scrut_report_say_method(&words, &r->method);
    term(out, "Method", words.bytes);
    scrut_buf_clear(&words);
    if (r->alliances)
        scrut_report_say_method(&words, &r->inner_method);
    term(out, "Inside alliances", r->alliances ? words.bytes : NULL);
    thresholds(out, r);
    ties(out, r);
    scrut_buf_puts(out, "</dl>\n");
    out->failed = out->failed || scrut_buf_failed(&words);
    scrut_buf_free(&words);
    if (r->unverified_count > 0) {
        scrut_buf_puts(out, "<p><span class=\"tag warning\">not verified</span> Not checked against the law:</p>\n");
        list_of(out, r->unverified, r->unverified_count);
    }
    if (r->source_count > 0) {
        scrut_buf_puts(out, "<p>Where the rule was read:</p>\n");
        list_of(out, r->sources, r->source_count);
    }
}

static void definitions(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_case *c = view->c;
    scrut_buf_puts(out,
                   "<h3>Definitions</h3>\n<dl><dt>Turnout</dt><dd>ballots cast / registered voters, both complete and "
                   "from the same source</dd><dt>Share</dt><dd>votes of a list / valid votes; where valid votes are "
                   "not given, they are the votes of all lists, with blank ballots where these count as valid, if "
                   "all are known</dd><dt>Valid votes</dt><dd>");
    scrut_buf_puts(out, c->valid_includes_blank ? "blank ballots are part of them</dd>"
                                                : "blank ballots are counted beside them</dd>");
    term(out, "Expected in the box", c->expected_in_box.present ? c->expected_in_box.formula_text : NULL);
    term(out, "Received ballots are", c->received_parts.present ? c->received_parts.formula_text : NULL);
    for (int f = 0; f < SCRUT_FIELD_COUNT; f++)
        for (size_t t = 0; t < view->v->tally_count; t++)
            if (scrut_tally_field(&view->v->tallies[t], 0, (scrut_field)f)->known > 0) {
                term(out, scrut_report_field_title((scrut_field)f), scrut_report_field_definition((scrut_field)f));
                break;
            }
    scrut_buf_puts(out, "</dl>\n");
}

/* Files a tally's figures stand in, each once. */
typedef struct {
    const char *names[FILES_NAMED];
    size_t count;
} file_names;

static void add_file(file_names *files, const char *name)
{
    if (name == NULL || files->count == FILES_NAMED)
        return;
    for (size_t i = 0; i < files->count; i++)
        if (files->names[i] == name || strcmp(files->names[i], name) == 0)
            return;
    files->names[files->count++] = name;
}

static void collect_files(const scrut_report_view *view, size_t index, file_names *files)
{
    const scrut_tally *tally = &view->v->tallies[index];
    if (index < view->v->tabulation_count && index < view->c->returns_count) {
        add_file(files, view->c->returns[index].file);
        return;
    }
    for (size_t i = 0; tally->where != NULL && i < tally->unit_count * tally->column_count; i++)
        add_file(files, tally->where[i].file);
    for (size_t i = 0; tally->seats_where != NULL && i < tally->unit_count * view->c->party_count; i++)
        add_file(files, tally->seats_where[i].file);
}

static void files_cell(const scrut_report_view *view, scrut_buf *out, size_t index)
{
    file_names files = {.count = 0};
    collect_files(view, index, &files);
    scrut_buf_puts(out, files.count > 0 ? "<td class=\"mono\">" : "<td class=\"na\">\xE2\x80\x93");
    for (size_t i = 0; i < files.count; i++) {
        scrut_buf_puts(out, i > 0 ? ", " : "");
        scrut_put_html(out, files.names[i]);
    }
    scrut_buf_puts(out, "</td>");
}

static void origins(const scrut_report_view *view, scrut_buf *out)
{
    if (view->v->tally_count == 0)
        return;
    scrut_buf_puts(out, "<h3>Where the figures come from</h3>\n");
    scrut_site_table_open(out, "Sources and announcements of this page", "t");
    scrut_buf_puts(out, "<thead><tr><th scope=\"col\">Figures</th><th scope=\"col\">By</th><th scope=\"col\">Date</th>"
                        "<th scope=\"col\">Status</th><th scope=\"col\">Reference</th><th scope=\"col\">Files</th>"
                        "</tr></thead><tbody>\n");
    for (size_t t = 0; t < view->v->tally_count; t++) {
        const scrut_provenance *about = &view->v->tallies[t].about;
        const char *const cells[] = {about->by, about->date, about->status, about->reference};
        scrut_buf_puts(out, "<tr><th scope=\"row\">");
        scrut_put_name(out, scrut_report_tally_name(&view->v->tallies[t]));
        if (about->note != NULL) {
            scrut_buf_puts(out, " <small>");
            scrut_put_name(out, about->note);
            scrut_buf_puts(out, "</small>");
        }
        scrut_buf_puts(out, "</th>");
        for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
            scrut_buf_puts(out, cells[i] != NULL ? "<td>" : "<td class=\"na\">\xE2\x80\x93");
            scrut_put_name(out, cells[i]);
            scrut_buf_puts(out, "</td>");
        }
        files_cell(view, out, t);
        scrut_buf_puts(out, "</tr>\n");
    }
    scrut_site_table_close(out);
}

static void limits(scrut_buf *out)
{
    scrut_buf_puts(
        out, "<h3>Limits</h3>\n<ul>\n"
             "<li>The program reads figures. It cannot see who marked a ballot, who was kept from voting, or what "
             "is not in the files.</li>\n"
             "<li>Equal figures do not prove that they are true: two copies of one wrong form agree.</li>\n"
             "<li>A finding is a place to look at; nothing here proves an election clean, and nothing accuses a "
             "person.</li>\n"
             "<li>Seats are computed with whole numbers only; a tie is reported as a tie.</li>\n"
             "<li>Every list is shown by the same rule, whatever its name.</li>\n</ul>\n");
}

/* ---- this run
 * --------------------------------------------------------------------------------------------------------- */

static void run(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_case *c = view->c;
    section_open(out, "run", "About this run");
    scrut_buf_puts(out, "<p>Made by scrutineer ");
    scrut_put_html(out, view->version);
    scrut_buf_puts(
        out, ". The same version on the same files gives the same bytes, on any machine. To repeat it:</p>\n"
             "<pre><code>scrutineer verify CASE --out REPORT</code></pre>\n"
             "<p>CASE is the folder with these files; <code>sha256sum</code> checks that they are the same.</p>\n");
    scrut_site_table_open(out, "Files that were read", "n");
    scrut_buf_puts(out,
                   "<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Bytes</th><th scope=\"col\" class=\"l\">"
                   "SHA-256</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < c->file_count; i++) {
        scrut_buf_puts(out, "<tr><th scope=\"row\" class=\"mono\">");
        scrut_put_html(out, c->files[i].path);
        scrut_buf_puts(out, "</th><td>");
        scrut_report_put_grouped(out, c->files[i].bytes);
        scrut_buf_puts(out, "</td><td class=\"k mono\">");
        scrut_put_html(out, c->files[i].sha256[0] != '\0' ? c->files[i].sha256 : "not computed");
        scrut_buf_puts(out, "</td></tr>\n");
    }
    scrut_site_table_close(out);
    scrut_buf_puts(out,
                   "<p>Beside this page: <code>findings.csv</code>, a row a finding (a text that a spreadsheet would "
                   "run as a formula has an apostrophe before it), and <code>results.json</code>, "
                   "everything.</p></section>\n");
}

void scrut_site_limits(const scrut_report_view *view, scrut_buf *out)
{
    missing(view, out);
    section_open(out, "method", "Method and limits");
    rules(view, out);
    definitions(view, out);
    origins(view, out);
    limits(out);
    scrut_buf_puts(out, "</section>\n");
    run(view, out);
}
