/* SPDX-License-Identifier: Apache-2.0
 * section_limits.c: what was not provided, notes, the method with its limits, and how to repeat the run. */
#include "site_internal.h"

#include <string.h>

#define FILES_NAMED 6 /* of one tally */

static void list_of(const scrut_report_view *view, scrut_buf *out, const char *const *items, size_t count)
{
    scrut_buf_puts(out, "<ul>\n");
    for (size_t i = 0; i < count; i++) {
        scrut_buf_puts(out, "<li>");
        scrut_site_again(view, out, items[i]);
        scrut_buf_puts(out, "</li>\n");
    }
    scrut_buf_puts(out, "</ul>\n");
}

static void put_notes(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_case *c = view->c;
    if (c->note_count == 0)
        return;
    scrut_buf_printf(out, "<h3>%s</h3>\n<ul>\n", scrut_word(view->language, "Notes of the case"));
    for (size_t i = 0; i < c->note_count; i++) {
        const scrut_note *note = &c->notes[i];
        scrut_buf_printf(out, "<li><span class=\"tag %s\">%s</span>", note->verified ? "ok" : "warning",
                         note->verified ? scrut_word(view->language, "verified")
                                        : scrut_word(view->language, "not verified"));
        scrut_site_again(view, out, note->text);
        if (note->reference != NULL) {
            scrut_buf_puts(out, " <small>");
            scrut_put_name(out, note->reference);
            scrut_buf_puts(out, "</small>");
        }
        scrut_buf_puts(out, "</li>\n");
    }
    scrut_buf_puts(out, "</ul>\n");
}

void scrut_site_missing(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_case *c = view->c;
    scrut_site_section(view, out, "missing", "What was not provided");
    if (c->not_provided_count == 0)
        scrut_buf_printf(out, "<p>%s</p>\n",
                         scrut_word(view->language, "The case holds every part that this program reads."));
    else
        list_of(view, out, c->not_provided, c->not_provided_count);
    put_notes(view, out);
    scrut_buf_puts(out, "</section>\n");
}

/* ---- method ------------------------------------------------------------------------------------------------------ */

/* `name` is a key of the catalog. */
static void term(const scrut_report_view *view, scrut_buf *out, const char *name, const char *text)
{
    if (text == NULL)
        return;
    scrut_buf_printf(out, "<dt>%s</dt><dd>", scrut_word(view->language, name));
    scrut_put_name(out, text);
    scrut_buf_puts(out, "</dd>");
}

static void put_threshold(const scrut_report_view *view, scrut_buf *out, const scrut_threshold *t)
{
    static const char *const BASES[] = {SCRUT_KEY("valid votes"), SCRUT_KEY("valid and blank votes"),
                                        SCRUT_KEY("ballots cast"), SCRUT_KEY("registered voters")};
    const scrut_language *language = view->language;
    scrut_buf amount = {0};
    if (t->is_share)
        scrut_site_say_percent(language, &amount, t->numerator, t->denominator);
    else
        scrut_say_number(language, &amount, t->votes);
    const char *number = amount.bytes != NULL ? amount.bytes : "";
    const char *where =
        t->scope == SCRUT_SCOPE_NATION ? SCRUT_KEY("over the nation") : SCRUT_KEY("in the constituency");
    scrut_buf_printf(out, "<dt>%s</dt><dd>", scrut_word(language, "Threshold"));
    if (t->is_share)
        scrut_say(language, out,
                  t->strict ? SCRUT_KEY("more than {1r} of the {2w}, {3w}")
                            : SCRUT_KEY("at least {1r} of the {2w}, {3w}"),
                  number, BASES[t->base], where);
    else
        scrut_say(language, out,
                  t->strict ? SCRUT_KEY("more than {1r} votes, {2w}") : SCRUT_KEY("at least {1r} votes, {2w}"), number,
                  where);
    if (t->members_max > 0)
        scrut_say(language, out, "; for lists of {1n} to {2n} parties", (int64_t)t->members_min,
                  (int64_t)t->members_max);
    else if (t->members_min > 1)
        scrut_say(language, out, "; for lists of {1n} or more parties", (int64_t)t->members_min);
    scrut_buf_puts(out, "</dd>");
    out->failed = out->failed || amount.failed;
    scrut_buf_free(&amount);
}

static void ties(const scrut_report_view *view, scrut_buf *out, const scrut_rules *r)
{
    static const char *const NAMES[] = {SCRUT_KEY("reported"), SCRUT_KEY("more votes"), SCRUT_KEY("fewer votes"),
                                        SCRUT_KEY("order of the lists"), SCRUT_KEY("lot")};
    scrut_buf_printf(out, "<dt>%s</dt><dd>", scrut_word(view->language, "Ties"));
    if (r->tie_count == 0)
        scrut_buf_puts(out, scrut_word(view->language, "no rule given: reported as ties"));
    for (size_t i = 0; i < r->tie_count; i++)
        scrut_buf_printf(out, "%s%s", i > 0 ? ", " : "", scrut_word(view->language, NAMES[r->ties[i]]));
    scrut_buf_puts(out, "</dd>");
}

void scrut_site_rules(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_rules *r = &view->c->rules;
    scrut_buf words = {0};
    scrut_buf_printf(out, "<h3 id=\"rules\">%s</h3>\n", scrut_word(view->language, "Rules that turn votes into seats"));
    if (!view->c->has_rules) {
        scrut_buf_printf(out, "<p>%s</p>\n",
                         scrut_word(view->language, "The case names no rules, so no seats are allocated."));
        return;
    }
    scrut_buf_puts(out, "<dl>");
    term(view, out, SCRUT_KEY("Rules"), r->title != NULL ? r->title : r->id);
    term(view, out, SCRUT_KEY("Statute"), r->statute);
    term(view, out, SCRUT_KEY("Version"), r->version);
    scrut_report_say_method(view->language, &words, &r->method);
    term(view, out, SCRUT_KEY("Method"), words.bytes);
    scrut_buf_clear(&words);
    if (r->alliances)
        scrut_report_say_method(view->language, &words, &r->inner_method);
    term(view, out, SCRUT_KEY("Inside alliances"), r->alliances ? words.bytes : NULL);
    for (size_t i = 0; i < r->threshold_count; i++)
        put_threshold(view, out, &r->thresholds[i]);
    ties(view, out, r);
    scrut_buf_puts(out, "</dl>\n");
    out->failed = out->failed || scrut_buf_failed(&words);
    scrut_buf_free(&words);
    if (r->unverified_count > 0) {
        scrut_buf_printf(out, "<p><span class=\"tag warning\">%s</span> %s</p>\n",
                         scrut_word(view->language, "not verified"),
                         scrut_word(view->language, "Not checked against the law:"));
        list_of(view, out, r->unverified, r->unverified_count);
    }
    if (r->source_count > 0) {
        scrut_buf_printf(out, "<p>%s</p>\n", scrut_word(view->language, "Where the rule was read:"));
        list_of(view, out, r->sources, r->source_count);
    }
}

void scrut_site_definitions(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_case *c = view->c;
    const scrut_language *language = view->language;
    scrut_buf_printf(out, "<h3 id=\"definitions\">%s</h3>\n<dl>", scrut_word(language, "Definitions"));
    term(view, out, SCRUT_KEY("Turnout"),
         scrut_word(language, "ballots cast / registered voters, both complete and from the same source"));
    term(view, out, SCRUT_KEY("Share"),
         scrut_word(language,
                    "votes of a list / valid votes; where valid votes are not given, they are the votes of all lists, "
                    "with blank ballots where these count as valid, if all are known"));
    term(view, out, SCRUT_KEY("Valid votes"),
         c->valid_includes_blank ? scrut_word(language, "blank ballots are part of them")
                                 : scrut_word(language, "blank ballots are counted beside them"));
    term(view, out, SCRUT_KEY("Expected in the box"),
         c->expected_in_box.present ? c->expected_in_box.formula_text : NULL);
    term(view, out, SCRUT_KEY("Received ballots are"),
         c->received_parts.present ? c->received_parts.formula_text : NULL);
    for (int f = 0; f < SCRUT_FIELD_COUNT; f++)
        for (size_t t = 0; t < view->v->tally_count; t++)
            if (scrut_tally_field(&view->v->tallies[t], 0, (scrut_field)f)->known > 0) {
                term(view, out, scrut_report_field_title((scrut_field)f),
                     scrut_word(language, scrut_report_field_definition((scrut_field)f)));
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
    scrut_buf_printf(out, "<h3>%s</h3>\n", scrut_word(view->language, "Where the figures come from"));
    scrut_site_table_open(out, scrut_word(view->language, "Sources and announcements of this page"), "t");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("Figures"), SCRUT_KEY("By"), SCRUT_KEY("Date"),
                                           SCRUT_KEY("Status"), SCRUT_KEY("Reference"), SCRUT_KEY("Files")},
                     6, 0);
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

void scrut_site_limits(const scrut_report_view *view, scrut_buf *out)
{
    static const char *const LIMITS[] = {
        SCRUT_KEY("The program reads figures. It cannot see who marked a ballot, who was kept from voting, or what is "
                  "not in the files."),
        SCRUT_KEY("Equal figures do not prove that they are true: two copies of one wrong form agree."),
        SCRUT_KEY("A finding is a place to look at; nothing here proves an election clean, and nothing accuses a "
                  "person."),
        SCRUT_KEY("Seats are computed with whole numbers only; a tie is reported as a tie."),
        SCRUT_KEY("Every list is shown by the same rule, whatever its name."),
    };
    scrut_buf_printf(out, "<h3 id=\"limits\">%s</h3>\n<ul>\n", scrut_word(view->language, "Limits"));
    for (size_t i = 0; i < sizeof LIMITS / sizeof LIMITS[0]; i++)
        scrut_buf_printf(out, "<li>%s</li>\n", scrut_word(view->language, LIMITS[i]));
    scrut_buf_puts(out, "</ul>\n");
}

/* ---- this run --------------------------------------------------------------------------------------- */

void scrut_site_files(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_case *c = view->c;
    scrut_site_table_open(out, scrut_word(view->language, "Files that were read"), "n");
    scrut_site_heads(view, out, (const char *const[]){SCRUT_KEY("File"), SCRUT_KEY("Bytes"), SCRUT_KEY("SHA-256")}, 3,
                     0x4);
    for (size_t i = 0; i < c->file_count; i++) {
        scrut_buf_puts(out, "<tr><th scope=\"row\" class=\"mono\">");
        scrut_put_html(out, c->files[i].path);
        scrut_buf_puts(out, "</th><td>");
        scrut_say_number(view->language, out, c->files[i].bytes);
        scrut_buf_puts(out, "</td><td class=\"k mono\">");
        scrut_put_html(out,
                       c->files[i].sha256[0] != '\0' ? c->files[i].sha256 : scrut_word(view->language, "not computed"));
        scrut_buf_puts(out, "</td></tr>\n");
    }
    scrut_site_table_close(out);
}

static void run(const scrut_report_view *view, scrut_buf *out)
{
    scrut_site_section(view, out, "run", "About this run");
    scrut_buf_puts(out, "<p>");
    scrut_say(view->language, out,
              "Made by scrutineer {1s}. The same version on the same files gives the same bytes, on any machine. To "
              "repeat it:",
              view->version);
    scrut_buf_printf(
        out, "</p>\n<pre><code>scrutineer verify CASE --single --out REPORT</code></pre>\n<p>%s</p>\n",
        scrut_word(view->language,
                   "CASE is the folder with these files; <code>sha256sum</code> checks that they are the same."));
    scrut_site_files(view, out);
    scrut_buf_printf(
        out, "<p>%s</p></section>\n",
        scrut_word(
            view->language,
            "Beside this page: <code>findings.csv</code>, a row a finding (a text that a spreadsheet would run as "
            "a formula has an apostrophe before it), and <code>results.json</code>, everything."));
}

void scrut_site_method(const scrut_report_view *view, scrut_buf *out)
{
    scrut_site_missing(view, out);
    scrut_site_section(view, out, "method", "Method and limits");
    scrut_site_rules(view, out);
    scrut_site_definitions(view, out);
    origins(view, out);
    scrut_site_limits(view, out);
    scrut_buf_puts(out, "</section>\n");
    run(view, out);
}
