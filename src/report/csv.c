/* SPDX-License-Identifier: Apache-2.0
 * csv.c: findings.csv (RFC 4180): a row a finding. Numbers are plain; text is guarded against formulas. */
#include "report_internal.h"

static void comma(scrut_buf *out)
{
    scrut_buf_putc(out, ',');
}

static void put_text(scrut_buf *out, const char *text)
{
    scrut_put_csv(out, text);
    comma(out);
}

static void put_stakes(scrut_buf *out, const scrut_finding *finding)
{
    const int64_t values[] = {finding->at_stake, finding->at_stake_low, finding->at_stake_high};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (finding->at_stake_known) /* unknown is an empty cell, never zero */
            scrut_buf_int(out, values[i]);
        comma(out);
    }
}

/* Of a pattern: how many stations have it, of how many. */
static void put_stations(scrut_buf *out, const scrut_finding *finding)
{
    const int64_t values[] = {finding->stations, finding->stations_tested};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (finding->stations_tested > 0)
            scrut_buf_int(out, values[i]);
        comma(out);
    }
}

/* Text made of several parts is gathered first, so that it is guarded and quoted as one cell. */
static void put_gathered(scrut_buf *out, scrut_buf *cell)
{
    if (cell->bytes != NULL)
        scrut_put_csv(out, cell->bytes);
    out->failed = out->failed || cell->failed;
    scrut_buf_clear(cell);
}

static void gather_parties(const scrut_case *c, const scrut_finding *finding, scrut_buf *cell)
{
    for (size_t i = 0; i < finding->by_party_count; i++) {
        const scrut_party_votes *votes = &finding->by_party[i];
        scrut_buf_printf(cell, "%s%s %+lld", i > 0 ? "; " : "", c->parties[votes->party].id, (long long)votes->votes);
    }
}

static void gather_cells(const scrut_finding *finding, scrut_buf *cell)
{
    for (size_t i = 0; i < finding->cell_count; i++) {
        const scrut_cell_ref *where = &finding->cells[i];
        scrut_buf_printf(cell, "%s%s", i > 0 ? "; " : "", where->file != NULL ? where->file : "");
        if (where->line >= 0)
            scrut_buf_printf(cell, ":%lld", (long long)where->line);
        if (where->column != NULL)
            scrut_buf_printf(cell, ":%s", where->column);
    }
}

static void put_finding(const scrut_case *c, scrut_buf *out, const scrut_finding *finding, scrut_buf *cell)
{
    put_text(out, finding->id);
    put_text(out, finding->check->code);
    put_text(out, scrut_severity_name(finding->check->severity));
    put_text(out, finding->check->title);
    put_text(out, scrut_subject_name(finding->subject));
    put_text(out, finding->subject_id);
    put_text(out, finding->constituency < c->constituency_count ? c->constituencies[finding->constituency].id : NULL);
    put_text(out, finding->sources);
    put_stakes(out, finding);
    put_text(out, scrut_direction_name(finding->direction));
    gather_parties(c, finding, cell);
    put_gathered(out, cell);
    comma(out);
    put_text(out, finding->message);
    gather_cells(finding, cell);
    put_gathered(out, cell);
    comma(out);
    put_stations(out, finding);
    scrut_check_put_clean(NULL, finding->check, cell);
    put_gathered(out, cell);
    comma(out);
    scrut_buf_puts(out, c->model ? "model" : "evidence");
    scrut_buf_puts(out, "\r\n");
}

scrut_status scrut_report_findings_csv(const scrut_verdict *verdict, scrut_buf *out, scrut_error *err)
{
    scrut_buf cell = {0};
    scrut_buf_puts(out, "id,code,severity,title,subject,subject_id,constituency,sources,votes_at_stake,at_stake_low,"
                        "at_stake_high,direction,by_party,message,cells,stations,stations_tested,clean_elections,"
                        "figures\r\n");
    for (size_t i = 0; i < verdict->findings.count; i++)
        put_finding(verdict->c, out, &verdict->findings.items[i], &cell);
    scrut_buf_free(&cell);
    return scrut_buf_failed(out) ? scrut_fail_memory(err) : SCRUT_OK;
}
