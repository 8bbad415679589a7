/* SPDX-License-Identifier: Apache-2.0
 * html_findings.c: findings by kind: what the check is, what may explain it innocently, what would settle it. */
#include "site_internal.h"

#define LISTED_MAX 200  /* findings listed of one kind */
#define LISTED_ALL 2000 /* and of all kinds together, so that the page stays small */
#define LISTED_MIN 20
#define CELLS_LISTED 3

static void explanation(scrut_buf *out, const scrut_check *check)
{
    const struct {
        const char *name, *text;
    } parts[] = {
        {"Checked", check->formula},
        {"Innocent explanations", check->innocent},
        {"What would settle it", check->settles},
        {"Votes at stake", check->stake},
    };
    scrut_buf_puts(out, "<dl>");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].text == NULL)
            continue;
        scrut_buf_printf(out, "<dt>%s</dt><dd>", parts[i].name);
        scrut_put_html(out, parts[i].text);
        scrut_buf_puts(out, "</dd>");
    }
    scrut_buf_puts(out, "</dl>\n");
}

static void subject_cell(const scrut_report_view *view, scrut_buf *out, const scrut_finding *f)
{
    scrut_buf_puts(out, "<th scope=\"row\">");
    if (f->subject == SCRUT_SUBJECT_NATION) {
        scrut_buf_puts(out, "Nation");
    } else if (f->subject == SCRUT_SUBJECT_CONSTITUENCY && f->constituency < view->c->constituency_count) {
        scrut_put_name(out, scrut_report_constituency_name(view, f->constituency));
    } else {
        scrut_buf_printf(out, "%s ", scrut_subject_name(f->subject));
        scrut_put_name(out, f->subject_id);
        if (f->constituency < view->c->constituency_count && !view->c->single_constituency) {
            scrut_buf_puts(out, " <small>");
            scrut_put_name(out, scrut_report_constituency_name(view, f->constituency));
            scrut_buf_puts(out, "</small>");
        }
    }
    scrut_buf_puts(out, "</th>");
}

static void stake_cell(const scrut_report_view *view, scrut_buf *out, const scrut_finding *f)
{
    if (!f->at_stake_known) {
        scrut_buf_puts(out, "<td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(out, "<td>");
    scrut_report_put_grouped(out, f->at_stake);
    if (f->at_stake_low != f->at_stake_high) {
        scrut_buf_puts(out, " <small>");
        scrut_report_put_range(out, f->at_stake_low, f->at_stake_high);
        scrut_buf_puts(out, "</small>");
    }
    for (size_t i = 0; i < f->by_party_count && i < 3; i++) {
        scrut_buf_puts(out, i == 0 ? "<br><small>" : ", ");
        scrut_put_name(out, view->c->parties[f->by_party[i].party].id);
        scrut_buf_putc(out, ' ');
        scrut_report_put_signed(out, f->by_party[i].votes);
    }
    if (f->by_party_count > 0)
        scrut_buf_puts(out, f->by_party_count > 3 ? ", \xE2\x80\xA6</small>" : "</small>");
    scrut_buf_puts(out, "</td>");
}

static void cells_cell(scrut_buf *out, const scrut_finding *f)
{
    scrut_buf_puts(out, "<td class=\"k mono\">");
    for (size_t i = 0; i < f->cell_count && i < CELLS_LISTED; i++) {
        const scrut_cell_ref *where = &f->cells[i];
        scrut_buf_puts(out, i > 0 ? "; " : "");
        scrut_put_html(out, where->file);
        if (where->line >= 0)
            scrut_buf_printf(out, ":%lld", (long long)where->line);
        if (where->column != NULL) {
            scrut_buf_putc(out, ':');
            scrut_put_html(out, where->column);
        }
    }
    scrut_buf_puts(out, f->cell_count > CELLS_LISTED ? "; \xE2\x80\xA6</td>" : "</td>");
}

static void finding_row(const scrut_report_view *view, scrut_buf *out, const scrut_finding *f)
{
    scrut_buf_puts(out, "<tr>");
    subject_cell(view, out, f);
    scrut_buf_puts(out, "<td class=\"l\">");
    scrut_put_name(out, f->message);
    scrut_buf_puts(out, "</td>");
    stake_cell(view, out, f);
    scrut_buf_puts(out, "<td class=\"k\">");
    scrut_put_html(out, f->sources);
    scrut_buf_puts(out, "</td>");
    cells_cell(out, f);
    scrut_buf_puts(out, "</tr>\n");
}

static void listed(const scrut_report_view *view, scrut_buf *out, const scrut_report_group *group, int64_t limit)
{
    int64_t shown = group->count < limit ? group->count : limit, left = shown;
    scrut_buf_puts(out, group->count <= 5 ? "<details open><summary>" : "<details><summary>");
    if (shown < group->count) {
        scrut_buf_puts(out, "The first ");
        scrut_report_put_grouped(out, shown);
        scrut_buf_puts(out, " of ");
    }
    scrut_report_put_count(out, group->count, "finding", NULL);
    scrut_buf_puts(out, shown < group->count ? ", all in findings.csv</summary>\n" : "</summary>\n");
    scrut_site_table_open(out, group->check->title, "n");
    scrut_buf_puts(out,
                   "<thead><tr><th scope=\"col\">Where</th><th scope=\"col\" class=\"l\">What</th><th scope=\"col\">"
                   "Votes at stake</th><th scope=\"col\" class=\"l\">Sources</th><th scope=\"col\" class=\"l\">Cells"
                   "</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < view->v->findings.count && left > 0; i++) {
        if (view->v->findings.items[i].check != group->check)
            continue;
        finding_row(view, out, &view->v->findings.items[i]);
        left--;
    }
    scrut_site_table_close(out);
    scrut_buf_puts(out, "</details>\n");
}

static void group_section(const scrut_report_view *view, scrut_buf *out, const scrut_report_group *group, int64_t limit)
{
    const char *severity = scrut_severity_name(group->check->severity);
    scrut_buf_printf(out, "<h3><span class=\"tag %s\">%s</span>", severity, severity);
    scrut_put_html(out, group->check->code);
    scrut_buf_putc(out, ' ');
    scrut_put_html(out, group->check->title);
    scrut_buf_puts(out, "</h3>\n<p>");
    scrut_report_put_count(out, group->count, "finding", NULL);
    if (group->at_stake_unknown < group->count) {
        scrut_buf_puts(out, "; ");
        scrut_report_put_count(out, group->at_stake, "vote", NULL);
        scrut_buf_puts(out, " at stake, summed over findings");
    }
    if (group->at_stake_unknown > 0) {
        scrut_buf_puts(out, "; votes at stake not known in ");
        scrut_report_put_grouped(out, group->at_stake_unknown);
    }
    scrut_buf_puts(out, ".</p>\n");
    explanation(out, group->check);
    listed(view, out, group, limit);
}

void scrut_site_findings(const scrut_report_view *view, scrut_buf *out)
{
    size_t count = 0;
    scrut_report_group *groups = scrut_report_groups(view, &count);
    if (groups == NULL) {
        out->failed = true;
        return;
    }
    scrut_buf_puts(out, "<section id=\"findings\" aria-labelledby=\"findings-h\"><h2 id=\"findings-h\">Findings</h2>\n"
                        "<p>A finding is a place where figures do not fit. It accuses nobody: most have an innocent "
                        "explanation, and none proves an intention.</p>\n");
    if (count == 0)
        scrut_buf_puts(out,
                       "<p>The checks that could be made found nothing. Checks whose evidence was not provided were "
                       "not made, and nothing here proves an election clean.</p>\n");
    int64_t limit = count > 0 ? LISTED_ALL / (int64_t)count : 0;
    limit = limit > LISTED_MAX ? LISTED_MAX : limit;
    limit = limit < LISTED_MIN ? LISTED_MIN : limit;
    for (size_t i = 0; i < count; i++)
        group_section(view, out, &groups[i], limit);
    if (count > 0)
        scrut_buf_puts(out,
                       "<p class=\"soft\">Votes at stake are gross and summed over findings: a ballot that several "
                       "findings touch is counted by each.</p>\n");
    scrut_buf_puts(out, "</section>\n");
}
