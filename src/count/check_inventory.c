/* SPDX-License-Identifier: Apache-2.0
 * check_inventory.c: the returns as a collection: forms that do not count, repeated, missing and unknown
 * stations, cells that hold no number. */
#include "count_internal.h"

#include <stdio.h>

bool scrut_check_describe_row(const scrut_returns *r, uint32_t row, scrut_arena *arena, scrut_finding *f,
                              const char *suffix)
{
    char station[256];
    scrut_returns_station(r, row, station, sizeof station);
    f->subject = SCRUT_SUBJECT_STATION;
    f->subject_id = scrut_arena_strdup(arena, station);
    f->constituency = scrut_returns_constituency(r, row);
    f->returns = r;
    f->row = row;
    f->sources = r->about.id;
    f->id = scrut_arena_printf(arena, "%s/%s/%s%s", f->check->code, r->about.id, station, suffix);
    return f->subject_id != NULL && f->id != NULL;
}

void scrut_check_stake(scrut_finding *f, int64_t votes)
{
    f->at_stake_known = true;
    f->at_stake = f->at_stake_low = f->at_stake_high = votes;
}

static bool add_cell(scrut_arena *arena, scrut_finding *f, const char *file, int64_t line, const char *column)
{
    f->cells = scrut_arena_calloc(arena, 1, sizeof *f->cells);
    if (f->cells == NULL)
        return false;
    f->cells[0] = (scrut_cell_ref){.file = file, .line = line, .column = column};
    f->cell_count = 1;
    return true;
}

static int64_t line_of(const scrut_returns *r, uint32_t row)
{
    const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
    return scrut_row_line(segment, row - segment->first_row);
}

scrut_finding *scrut_check_row_finding(const scrut_returns *r, uint32_t row, const char *code, const char *suffix,
                                       const char *column, scrut_arena *arena, scrut_findings *findings)
{
    scrut_finding *f = scrut_findings_add(findings, code);
    bool fine = f != NULL && scrut_check_describe_row(r, row, arena, f, suffix) &&
                add_cell(arena, f, r->file, line_of(r, row), column);
    return fine ? f : NULL;
}

bool scrut_check_row_field(const scrut_returns *r, uint32_t row, scrut_field field, int64_t *ret_value)
{
    const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
    return scrut_returns_field(r, segment, row - segment->first_row, field, ret_value);
}

void scrut_check_stake_valid(const scrut_returns *r, uint32_t row, scrut_finding *f)
{
    int64_t valid;
    if (scrut_check_row_field(r, row, SCRUT_FIELD_VALID, &valid))
        scrut_check_stake(f, valid);
}

/* Votes that were never counted: between none and all of the voters. */
static void stake_registered(const scrut_returns *r, uint32_t row, scrut_finding *f)
{
    int64_t registered;
    if (scrut_check_row_field(r, row, SCRUT_FIELD_REGISTERED, &registered)) {
        scrut_check_stake(f, registered);
        f->at_stake_low = 0;
    }
    f->direction = SCRUT_DIRECTION_RESTORE;
}

static bool write_excluded(const scrut_returns *r, uint32_t row, scrut_arena *arena, scrut_findings *findings)
{
    scrut_finding *f = scrut_check_row_finding(r, row, "I01", "", NULL, arena, findings);
    if (f == NULL)
        return false;
    stake_registered(r, row, f);
    f->message = scrut_sentence(arena, "the return does not count: status \"{1r}\"", r->statuses[r->excluded[row] - 1]);
    return f->message != NULL;
}

static bool write_repeated(const scrut_returns *r, uint32_t row, scrut_arena *arena, scrut_findings *findings)
{
    char suffix[32];
    snprintf(suffix, sizeof suffix, "/%lld", (long long)line_of(r, row));
    scrut_finding *f = scrut_check_row_finding(r, row, "I02", suffix, NULL, arena, findings);
    if (f == NULL)
        return false;
    scrut_check_stake_valid(r, row, f);
    f->direction = SCRUT_DIRECTION_REMOVE;
    f->message = SCRUT_KEY("the station has an earlier row in this source; both are counted");
    return true;
}

static bool write_bad_number(const scrut_returns *r, const scrut_error *bad, scrut_arena *arena,
                             scrut_findings *findings)
{
    scrut_finding *f = scrut_findings_add(findings, "A06");
    if (f == NULL || !add_cell(arena, f, r->file, bad->line, NULL))
        return false;
    f->subject = SCRUT_SUBJECT_STATION;
    f->sources = r->about.id;
    f->subject_id = scrut_arena_printf(arena, "line %lld", (long long)bad->line);
    f->id = scrut_arena_printf(arena, "A06/%s/%lld/%lld", r->about.id, (long long)bad->line, (long long)bad->column);
    f->message = scrut_arena_strdup(arena, bad->message);
    return f->subject_id != NULL && f->id != NULL && f->message != NULL;
}

/* A return of a station that the official list does not know. */
static bool write_unlisted(const scrut_returns *r, uint32_t row, scrut_arena *arena, scrut_findings *findings)
{
    scrut_finding *f = scrut_check_row_finding(r, row, "I12", "", r->column_names[0], arena, findings);
    if (f == NULL)
        return false;
    scrut_check_stake_valid(r, row, f);
    f->message = SCRUT_KEY("the station is not in the official list of stations");
    return true;
}

/* A station of the official list that this source is silent about. */
static bool write_missing(const scrut_returns *registry, uint32_t row, const scrut_returns *r, scrut_arena *arena,
                          scrut_findings *findings)
{
    scrut_finding *f = scrut_check_row_finding(registry, row, "I01", "", NULL, arena, findings);
    if (f == NULL)
        return false;
    stake_registered(registry, row, f);
    f->sources = r->about.id;
    f->id = scrut_arena_printf(arena, "I01/%s/%s", r->about.id, f->subject_id);
    f->message = SCRUT_KEY("the official list has the station, the source has no return of it");
    return f->id != NULL;
}

static bool check_registry(const scrut_returns *registry, const scrut_returns *r, scrut_pool *pool, scrut_arena *arena,
                           scrut_findings *findings)
{
    scrut_station_index *listed = NULL, *returned = NULL;
    bool fine = scrut_station_index_new(registry, pool, arena, &listed, NULL, NULL) == SCRUT_OK &&
                scrut_station_index_new(r, pool, arena, &returned, NULL, NULL) == SCRUT_OK;
    for (uint32_t row = 0; fine && row < r->row_count; row++)
        if (scrut_station_index_find(listed, r, row) == SCRUT_NONE)
            fine = write_unlisted(r, row, arena, findings);
    for (uint32_t row = 0; fine && !r->partial && row < registry->row_count; row++)
        if (scrut_station_index_find(returned, registry, row) == SCRUT_NONE)
            fine = write_missing(registry, row, r, arena, findings);
    return fine;
}

static bool write_flag(const scrut_returns *r, uint32_t row, const scrut_form_flag *flag, scrut_arena *arena,
                       scrut_findings *findings)
{
    const char *suffix = scrut_arena_printf(arena, "/%s", flag->column);
    scrut_finding *f =
        suffix != NULL ? scrut_check_row_finding(r, row, flag->check, suffix, flag->column, arena, findings) : NULL;
    if (f == NULL)
        return false;
    scrut_check_stake_valid(r, row, f);
    f->message = scrut_sentence(arena,
                                flag->note != NULL ? SCRUT_KEY("the form is marked so in column \"{1r}\": {2r}")
                                                   : SCRUT_KEY("the form is marked so in column \"{1r}\""),
                                flag->column, flag->note);
    return f->message != NULL;
}

static bool check_flags(const scrut_returns *r, scrut_arena *arena, scrut_findings *findings)
{
    bool fine = true;
    for (uint32_t row = 0; r->flagged != NULL && fine && row < r->row_count; row++)
        for (size_t k = 0; k < r->flag_count && fine && r->flagged[row] != 0; k++)
            if ((r->flagged[row] >> k & 1) != 0 && scrut_count_is_counted(r, row))
                fine = write_flag(r, row, &r->flags[k], arena, findings);
    return fine;
}

bool scrut_check_inventory(const scrut_case *c, const scrut_returns *r, scrut_pool *pool, scrut_arena *arena,
                           scrut_findings *findings)
{
    bool fine = true;
    for (uint32_t row = 0; fine && r->excluded != NULL && row < r->row_count; row++)
        if (r->excluded[row] != 0)
            fine = write_excluded(r, row, arena, findings);
    for (size_t i = 0; fine && i < r->duplicate_count; i++)
        fine = write_repeated(r, r->duplicate_rows[i], arena, findings);
    for (size_t i = 0; fine && i < r->bad_number_count; i++)
        fine = write_bad_number(r, &r->bad_numbers[i], arena, findings);
    fine = fine && check_flags(r, arena, findings);
    if (fine && c->registry != NULL && c->registry != r)
        fine = check_registry(c->registry, r, pool, arena, findings);
    return fine;
}
