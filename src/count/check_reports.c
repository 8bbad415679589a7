/* SPDX-License-Identifier: Apache-2.0
 * check_reports.c: fewer votes on a form than voters who say that they gave them (P07). What they say is testimony: the
 * finding compares two numbers and believes neither. */
#include "count_internal.h"

static bool write_report(const scrut_case *c, const scrut_returns *r, const scrut_voter_report *report, uint32_t row,
                         int64_t votes, scrut_arena *arena, scrut_findings *findings)
{
    const char *party = c->parties[report->party].id;
    const char *suffix = scrut_arena_printf(arena, "/%s", party);
    scrut_finding *f = suffix != NULL
                           ? scrut_check_row_finding(r, row, "P07", suffix,
                                                     r->column_names[r->party_column[report->party]], arena, findings)
                           : NULL;
    if (f == NULL)
        return false;
    f->by_party = scrut_arena_calloc(arena, 1, sizeof *f->by_party);
    scrut_cell_ref *cells = scrut_arena_calloc(arena, 2, sizeof *cells);
    if (f->by_party == NULL || cells == NULL)
        return false;
    cells[0] = f->cells[0];
    cells[1] = report->where;
    f->cells = cells;
    f->cell_count = 2;
    f->by_party[f->by_party_count++] = (scrut_party_votes){report->party, report->voters - votes};
    scrut_check_stake(f, report->voters - votes);
    f->direction = SCRUT_DIRECTION_RESTORE;
    f->message = scrut_sentence_count(arena, "{2d} voters say that they voted for {3r} here, the form has {1d} vote",
                                      "{2d} voters say that they voted for {3r} here, the form has {1d} votes", votes,
                                      (int64_t)report->voters, party);
    return f->message != NULL;
}

bool scrut_check_voter_reports(const scrut_case *c, const scrut_returns *r, scrut_arena *arena,
                               scrut_findings *findings)
{
    size_t source = c->voter_report_count > 0 ? (size_t)(r - c->returns) : 0;
    bool fine = true;
    for (size_t i = 0; fine && i < c->voter_report_count; i++) {
        const scrut_voter_report *report = &c->voter_reports[i];
        uint32_t row = report->rows[source];
        int64_t votes;
        if (row == SCRUT_NONE || !scrut_count_is_counted(r, row))
            continue;
        const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
        if (scrut_count_list_votes(r, segment, row - segment->first_row, report->party, &votes) &&
            votes < report->voters)
            fine = write_report(c, r, report, row, votes, arena, findings);
    }
    return fine;
}
