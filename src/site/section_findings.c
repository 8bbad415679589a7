/* SPDX-License-Identifier: Apache-2.0
 * section_findings.c: findings by kind: what the check is, what may explain it innocently, what would settle it. */
#include "pictures_internal.h"

#define LISTED_MAX 200  /* findings listed of one kind */
#define LISTED_ALL 2000 /* and of all kinds together, so that the page stays small */
#define LISTED_MIN 20
#define CELLS_LISTED 3
#define PLACES_DRAWN 8 /* constituencies against their margins */
#define PLACES_LISTED 400

typedef struct {
    const scrut_report_view *view;
    const scrut_page *page; /* NULL: without links */
    scrut_buf *out;
    scrut_report_group *groups;
    size_t group_count;
} findings;

static const char *word(const findings *f, const char *key)
{
    return scrut_word(f->view->language, key);
}

static void explanation(const findings *f, const scrut_check *check)
{
    const struct {
        const char *name, *text;
    } parts[] = {
        {SCRUT_KEY("Checked"), check->formula},
        {SCRUT_KEY("Innocent explanations"), check->innocent},
        {SCRUT_KEY("What would settle it"), check->settles},
        {SCRUT_KEY("Votes at stake"), check->stake},
    };
    scrut_buf clean = {0};
    scrut_buf_puts(f->out, "<dl>");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].text == NULL)
            continue;
        scrut_buf_printf(f->out, "<dt>%s</dt><dd>", word(f, parts[i].name));
        scrut_put_html(f->out, word(f, parts[i].text));
        scrut_buf_puts(f->out, "</dd>");
    }
    scrut_check_put_clean(f->view->language, check, &clean);
    f->out->failed = f->out->failed || clean.failed;
    if (clean.length > 0) {
        scrut_buf_printf(f->out, "<dt>%s</dt><dd>", word(f, "In elections that nobody contests"));
        scrut_site_said(f->out, &clean);
        scrut_buf_puts(f->out, "</dd>");
    }
    scrut_buf_puts(f->out, "</dl>\n");
    scrut_buf_free(&clean);
}

/* ---- one finding ---- */

static void constituency_name(const findings *f, size_t constituency)
{
    if (f->page != NULL)
        scrut_page_constituency(f->page, f->out, constituency);
    else
        scrut_put_name(f->out, scrut_report_constituency_name(f->view, constituency));
}

static void subject_cell(const findings *f, const scrut_finding *found)
{
    bool placed = found->constituency < f->view->c->constituency_count;
    uint32_t station = f->page != NULL ? scrut_site_station_of(f->page->site, found) : SCRUT_NONE;
    scrut_buf_puts(f->out, "<th scope=\"row\">");
    if (found->subject == SCRUT_SUBJECT_NATION) {
        scrut_buf_puts(f->out, word(f, "Nation"));
    } else if (found->subject == SCRUT_SUBJECT_CONSTITUENCY && placed) {
        constituency_name(f, found->constituency);
    } else {
        scrut_buf_printf(f->out, "%s ", word(f, scrut_subject_name(found->subject)));
        if (station != SCRUT_NONE)
            scrut_page_station(f->page, f->out, station);
        else
            scrut_put_name(f->out, found->subject_id);
        if (placed && !f->view->c->single_constituency) {
            scrut_buf_puts(f->out, " <small>");
            constituency_name(f, found->constituency);
            scrut_buf_puts(f->out, "</small>");
        }
    }
    scrut_buf_puts(f->out, "</th>");
}

static void stake_cell(const findings *f, const scrut_finding *found)
{
    const scrut_language *language = f->view->language;
    if (!found->at_stake_known) {
        scrut_buf_puts(f->out, "<td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(f->out, "<td>");
    scrut_say_number(language, f->out, found->at_stake);
    if (found->at_stake_low != found->at_stake_high) {
        scrut_buf_puts(f->out, " <small>");
        scrut_report_say_range(language, f->out, found->at_stake_low, found->at_stake_high);
        scrut_buf_puts(f->out, "</small>");
    }
    for (size_t i = 0; i < found->by_party_count && i < 3; i++) {
        scrut_buf_puts(f->out, i == 0 ? "<br><small>" : ", ");
        scrut_put_name(f->out, f->view->c->parties[found->by_party[i].party].id);
        scrut_buf_putc(f->out, ' ');
        scrut_site_say_signed(language, f->out, found->by_party[i].votes);
    }
    if (found->by_party_count > 0)
        scrut_buf_puts(f->out, found->by_party_count > 3 ? ", \xE2\x80\xA6</small>" : "</small>");
    scrut_buf_puts(f->out, "</td>");
}

/* What compares whole sources rests on all of their columns. */
static void columns_compared(const findings *f)
{
    if (f->page->site->sources != NULL && f->page->site->sources->pair_count > 0) {
        scrut_buf_puts(f->out, "<a ");
        scrut_page_anchor(f->page, f->out, SCRUT_FILE_SOURCES, 0, "pairs");
        scrut_buf_printf(f->out, ">%s</a>, ", word(f, "station by station"));
    }
    scrut_buf_puts(f->out, "<a ");
    scrut_page_anchor(f->page, f->out, SCRUT_FILE_SOURCES, 0, "cells");
    scrut_buf_printf(f->out, ">%s</a>", word(f, "the sources\xE2\x80\x99 cells"));
}

/* What is counted of a list of voters rests on all of its rows, of which none is shown. */
static void list_of_voters(const findings *f)
{
    const scrut_roll_version *last = f->view->v->roll->version;
    if (f->page != NULL) {
        scrut_buf_puts(f->out, "<a ");
        scrut_page_href(f->page, f->out, SCRUT_FILE_ROLL, 0);
        scrut_buf_printf(f->out, ">%s</a>, ", word(f, "Voter roll"));
    }
    scrut_page_cell(f->out, &(scrut_cell_ref){.file = last->list.file, .line = -1});
}

static void cells_cell(const findings *f, const scrut_finding *found)
{
    scrut_buf_puts(f->out, "<td class=\"k mono\">");
    for (size_t i = 0; i < found->cell_count && i < CELLS_LISTED; i++) {
        scrut_buf_puts(f->out, i > 0 ? "; " : "");
        scrut_page_cell(f->out, &found->cells[i]);
    }
    if (found->cell_count == 0 && found->check->roll && f->view->v->roll != NULL)
        list_of_voters(f);
    else if (found->cell_count == 0 && f->page != NULL)
        columns_compared(f);
    scrut_buf_puts(f->out, found->cell_count > CELLS_LISTED ? "; \xE2\x80\xA6</td>" : "</td>");
}

/* One source, or "a vs b". */
static void put_sources(const findings *f, const char *sources)
{
    const char *second = strstr(sources, " vs ");
    scrut_buf first = {0};
    if (second == NULL) {
        scrut_put_html(f->out, sources);
        return;
    }
    scrut_buf_append(&first, sources, (size_t)(second - sources));
    scrut_say(f->view->language, f->out, "{1s} vs {2s}", scrut_report_piece(f->out, &first), second + strlen(" vs "));
    scrut_buf_free(&first);
}

static void finding_row(const findings *f, const scrut_finding *found)
{
    scrut_buf_puts(f->out, "<tr>");
    subject_cell(f, found);
    scrut_buf_puts(f->out, "<td class=\"l\">");
    scrut_site_again(f->view, f->out, found->message);
    scrut_buf_puts(f->out, "</td>");
    stake_cell(f, found);
    scrut_buf_puts(f->out, "<td class=\"k\">");
    put_sources(f, found->sources);
    scrut_buf_puts(f->out, "</td>");
    cells_cell(f, found);
    scrut_buf_puts(f->out, "</tr>\n");
}

/* ---- findings of one kind ---- */

static void listed(const findings *f, const scrut_report_group *group, int64_t limit)
{
    const scrut_language *language = f->view->language;
    int64_t shown = group->count < limit ? group->count : limit, left = shown;
    scrut_buf_puts(f->out, group->count <= 5 ? "<details open><summary>" : "<details><summary>");
    if (shown < group->count)
        scrut_say(language, f->out, "The first {1n} of {2n} findings, all in findings.csv", shown, group->count);
    else
        scrut_say_count(language, f->out, "{1n} finding", "{1n} findings", group->count);
    scrut_buf_puts(f->out, "</summary>\n");
    scrut_site_table_open(f->out, word(f, group->check->title), f->page != NULL ? "n sortable" : "n");
    scrut_site_heads(f->view, f->out,
                     (const char *const[]){SCRUT_KEY("Where"), SCRUT_KEY("What"), SCRUT_KEY("Votes at stake"),
                                           SCRUT_KEY("Sources"), SCRUT_KEY("Cells")},
                     5, 0x1A);
    for (size_t i = 0; i < f->view->v->findings.count && left > 0; i++) {
        if (f->view->v->findings.items[i].check != group->check)
            continue;
        finding_row(f, &f->view->v->findings.items[i]);
        left--;
    }
    scrut_site_table_close(f->out);
    scrut_buf_puts(f->out, "</details>\n");
}

static void severity_tag(const findings *f, const scrut_check *check)
{
    const char *severity = scrut_severity_name(check->severity);
    scrut_buf_printf(f->out, "<span class=\"tag %s\">%s</span>", severity, word(f, severity));
}

static void group_section(const findings *f, const scrut_report_group *group, int64_t limit)
{
    const scrut_language *language = f->view->language;
    scrut_buf_printf(f->out, "<div id=\"%s\"><h3>", group->check->code);
    severity_tag(f, group->check);
    scrut_buf_printf(f->out, "%s ", group->check->code);
    scrut_put_html(f->out, word(f, group->check->title));
    scrut_buf_puts(f->out, "</h3>\n<p>");
    if (group->at_stake_unknown == 0)
        scrut_say(language, f->out, "Findings: {1n}; votes at stake, summed over findings: {2n}.", group->count,
                  group->at_stake);
    else if (group->at_stake_unknown < group->count)
        scrut_say(language, f->out,
                  "Findings: {1n}; votes at stake, summed over findings: {2n}, and not known in {3n}.", group->count,
                  group->at_stake, group->at_stake_unknown);
    else
        scrut_say(language, f->out, "Findings: {1n}; the votes at stake are not known.", group->count);
    scrut_buf_puts(f->out, "</p>\n");
    explanation(f, group->check);
    listed(f, group, limit);
    scrut_buf_puts(f->out, "</div>\n");
}

/* ---- ways in: by kind, severity, constituency, and whether it could matter ---- */

static bool could_matter(const scrut_finding_effect *e)
{
    return e->seat == SCRUT_EFFECT_COULD || e->seat == SCRUT_EFFECT_WOULD;
}

/* Findings of a kind that alone could have changed a seat under the figures shown first. */
static int64_t count_could(const scrut_materiality *m, const scrut_check *check)
{
    int64_t count = 0;
    for (size_t i = 0; m != NULL && i < m->finding_count; i++)
        count += m->findings[i].finding->check == check && could_matter(&m->findings[i]);
    return count;
}

enum { SEVERITIES = 3 };

static void kinds(const findings *f)
{
    static const char *const BODIES[SEVERITIES] = {"errors", "warnings", "notes"};
    const scrut_materiality *m = scrut_site_materiality_shown(f->view);
    scrut_buf_puts(f->out, "<div id=\"kinds\">");
    scrut_site_table_open(f->out, word(f, "Findings by kind"), "n sortable");
    scrut_site_heads(f->view, f->out,
                     (const char *const[]){SCRUT_KEY("Kind"), SCRUT_KEY("Severity"), SCRUT_KEY("Findings"),
                                           SCRUT_KEY("Votes at stake"), SCRUT_KEY("Could alone have changed a seat")},
                     5, 0x02);
    for (size_t i = 0, severities = 0; i <= f->group_count; i++) {
        /* Groups stand in the order of severity: a body each, of which some may be empty. */
        size_t severity = i < f->group_count ? (size_t)f->groups[i].check->severity : SEVERITIES - 1;
        for (; severities <= severity && severities < SEVERITIES; severities++)
            scrut_buf_printf(f->out, "</tbody><tbody id=\"%s\">\n", BODIES[severities]);
        if (i == f->group_count)
            break;
        const scrut_report_group *group = &f->groups[i];
        scrut_buf_printf(f->out, "<tr data-part=\"%lld\"><th scope=\"row\"><a href=\"#%s\">%s</a> ",
                         (long long)group->count, group->check->code, group->check->code);
        scrut_put_html(f->out, word(f, group->check->title));
        scrut_buf_puts(f->out, "</th><td class=\"l\">");
        severity_tag(f, group->check);
        scrut_buf_printf(f->out, "</td><td><a href=\"#%s\">", group->check->code);
        scrut_say_number(f->view->language, f->out, group->count);
        scrut_buf_puts(f->out, "</a></td>");
        scrut_buf_puts(f->out, group->at_stake_unknown < group->count ? "<td>" : "<td class=\"na\">\xE2\x80\x93");
        if (group->at_stake_unknown < group->count)
            scrut_say_number(f->view->language, f->out, group->at_stake);
        scrut_buf_puts(f->out, m != NULL ? "</td><td>" : "</td><td class=\"na\">\xE2\x80\x93");
        if (m != NULL)
            scrut_say_number(f->view->language, f->out, count_could(m, group->check));
        scrut_buf_puts(f->out, "</td></tr>\n");
    }
    scrut_site_table_close(f->out);
    scrut_buf_puts(f->out, "</div>\n");
}

static void count_by_place(const findings *f, int64_t counts[][3])
{
    for (size_t i = 0; i < f->view->v->findings.count; i++) {
        const scrut_finding *found = &f->view->v->findings.items[i];
        if (found->constituency < f->view->c->constituency_count)
            counts[found->constituency][found->check->severity]++;
    }
}

static void place_row(const findings *f, size_t k, const int64_t counts[3], const scrut_materiality *m)
{
    scrut_buf_puts(f->out, "<tr><th scope=\"row\">");
    scrut_page_constituency(f->page, f->out, k);
    scrut_buf_puts(f->out, "</th>");
    for (size_t s = 0; s < 3; s++) {
        scrut_buf_puts(f->out, counts[s] > 0 ? "<td>" : "<td class=\"z\">");
        scrut_say_number(f->view->language, f->out, counts[s]);
        scrut_buf_puts(f->out, "</td>");
    }
    scrut_buf_puts(f->out, m != NULL ? "<td class=\"l\">" : "<td class=\"l na\">\xE2\x80\x93");
    if (m != NULL)
        scrut_site_effect_tag(f->view, f->out, m->places[k].seat, m->places[k].seat_known);
    scrut_buf_puts(f->out, "</td></tr>\n");
}

static void places(const findings *f)
{
    size_t count = f->view->c->constituency_count, rows = 0;
    const scrut_materiality *m = scrut_site_materiality_shown(f->view);
    int64_t(*counts)[3] = scrut_arena_calloc(f->view->arena, count, sizeof *counts);
    if (counts == NULL) {
        f->out->failed = true;
        return;
    }
    count_by_place(f, counts);
    scrut_site_table_open(f->out, word(f, "Findings by constituency; each one\xE2\x80\x99s page lists them"),
                          "n sortable");
    scrut_site_heads(f->view, f->out,
                     (const char *const[]){SCRUT_KEY("Constituency"), SCRUT_KEY("Errors"), SCRUT_KEY("Warnings"),
                                           SCRUT_KEY("Notes"), SCRUT_KEY("Could all together have changed a seat")},
                     5, 0x10);
    for (size_t k = 0; k < count && rows < PLACES_LISTED; k++) {
        if (counts[k][0] + counts[k][1] + counts[k][2] == 0)
            continue;
        place_row(f, k, counts[k], m);
        rows++;
    }
    scrut_site_table_close(f->out);
}

/* Those that alone could have changed a seat. */
static void decisive(const findings *f)
{
    const scrut_materiality *m = scrut_site_materiality_shown(f->view);
    int64_t could = 0, shown = 0;
    for (size_t i = 0; m != NULL && i < m->finding_count; i++)
        could += could_matter(&m->findings[i]);
    scrut_buf_printf(f->out, "<h3 id=\"decisive\">%s</h3>\n", word(f, "Findings that alone could have changed a seat"));
    if (could == 0) {
        scrut_buf_printf(f->out, "<p>%s</p>\n",
                         m != NULL ? word(f, "None of those whose votes at stake are known.")
                                   : word(f, "Not known: the figures have no margins."));
        return;
    }
    scrut_site_table_open(f->out, word(f, "Findings that alone could have changed a seat"), "n sortable");
    scrut_site_heads(f->view, f->out,
                     (const char *const[]){SCRUT_KEY("Where"), SCRUT_KEY("What"), SCRUT_KEY("Votes at stake"),
                                           SCRUT_KEY("Sources"), SCRUT_KEY("Cells")},
                     5, 0x1A);
    for (size_t i = 0; i < m->finding_count && shown < LISTED_MAX; i++)
        if (could_matter(&m->findings[i])) {
            finding_row(f, m->findings[i].finding);
            shown++;
        }
    scrut_site_table_close(f->out);
}

static void ways_in(const findings *f)
{
    scrut_buf_puts(f->out, "<p><a ");
    scrut_page_href(f->page, f->out, SCRUT_FILE_FINDINGS_CSV, 0);
    scrut_buf_printf(f->out, ">%s</a></p>\n", word(f, "All findings as a table for spreadsheets (findings.csv)"));
    uint32_t drawn[PLACES_DRAWN];
    size_t count = scrut_page_places_to_look_at(f->page, drawn, PLACES_DRAWN, false);
    kinds(f);
    scrut_page_strips(f->page, f->out, drawn, count, "closest");
    if (f->view->c->constituency_count > 1)
        places(f);
    decisive(f);
}

/* ---- the section ---- */

static int64_t limit_of_a_kind(size_t kinds)
{
    int64_t limit = kinds > 0 ? LISTED_ALL / (int64_t)kinds : 0;
    limit = limit > LISTED_MAX ? LISTED_MAX : limit;
    return limit < LISTED_MIN ? LISTED_MIN : limit;
}

void scrut_site_findings(const scrut_report_view *view, const scrut_page *page, scrut_buf *out)
{
    findings f = {.view = view, .page = page, .out = out};
    f.groups = scrut_report_groups(view, &f.group_count);
    if (f.groups == NULL) {
        out->failed = true;
        return;
    }
    scrut_site_section(view, out, "findings", "Findings");
    scrut_buf_printf(out, "<p>%s</p>\n",
                     word(&f, "A finding is a place where figures do not fit. It accuses nobody: most have an innocent "
                              "explanation, and none proves an intention."));
    if (f.group_count == 0)
        scrut_buf_printf(out, "<p>%s</p>\n",
                         word(&f, "The checks that could be made found nothing. Checks whose evidence was not provided "
                                  "were not made, and nothing here proves an election clean."));
    else if (page != NULL)
        ways_in(&f);
    for (size_t i = 0; i < f.group_count; i++)
        group_section(&f, &f.groups[i], limit_of_a_kind(f.group_count));
    if (f.group_count > 0)
        scrut_buf_printf(out, "<p class=\"soft\">%s</p>\n",
                         word(&f, "Votes at stake are gross and summed over findings: a ballot that several findings "
                                  "touch is counted by each."));
    scrut_buf_puts(out, "</section>\n");
}
