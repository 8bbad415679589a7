/* SPDX-License-Identifier: Apache-2.0
 * check.c: the arithmetic and the limits of every form.
 *
 * Each check is linear: left = right, left <= right or left >= right, where both sides are sums of
 * columns. So a segment is checked column by column in one scratch array, and only the rows that fail
 * are looked at again to write the finding. */
#include "scrutineer/count.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { MUST_EQUAL, MUST_NOT_EXCEED, MUST_NOT_FALL_SHORT } relation;

typedef struct {
    uint32_t column;
    int8_t sign; /* +1: adds to the left side; on the right side as written */
    bool right;
    uint32_t party; /* SCRUT_NONE: no party's column */
} term;

typedef struct {
    const char *code;
    const char *left, *right; /* what the sides are called */
    relation must;
    term *terms;
    size_t count;
    uint32_t party; /* the list that is checked, or SCRUT_NONE */
} form_check;

typedef struct {
    uint32_t row, check;
    int64_t difference; /* left - right */
} violation;

typedef struct {
    violation *items;
    size_t count, capacity;
    bool failed;
} violation_list;

typedef struct {
    const scrut_case *c;
    const scrut_returns *r;
    const scrut_tally *tally;
    form_check *checks;
    size_t check_count;
    violation_list *lists; /* a segment */
} check_job;

/* --- which checks this source allows ---------------------------------------------------------------------------------
 */

static void add_term(form_check *check, uint32_t column, int8_t sign, bool right, uint32_t party)
{
    check->terms[check->count++] = (term){.column = column, .sign = sign, .right = right, .party = party};
}

/* Adds a field to a side; false when the source has none, or when an identity would rest on a field that
 * the file's maker computed: that would check nothing. */
static bool add_field(const scrut_returns *r, form_check *check, scrut_field field, int8_t sign, bool right)
{
    if (r->fields[field].count == 0 || (check->must == MUST_EQUAL && r->computed[field]))
        return false;
    for (size_t i = 0; i < r->fields[field].count; i++)
        add_term(check, r->fields[field].columns[i], sign, right, SCRUT_NONE);
    return true;
}

static bool add_formula(const scrut_returns *r, form_check *check, const scrut_formula *formula, bool right)
{
    bool fine = formula->present;
    for (int f = 0; fine && f < SCRUT_FIELD_COUNT; f++)
        if (formula->sign[f] != 0)
            fine = add_field(r, check, (scrut_field)f, formula->sign[f], right);
    return fine;
}

/* A check under construction has room for every column once and every field's parts. */
static form_check *begin(check_job *job, scrut_arena *arena, const char *code, const char *left, relation must,
                         const char *right)
{
    form_check *check = &job->checks[job->check_count];
    *check = (form_check){.code = code, .left = left, .right = right, .must = must, .party = SCRUT_NONE};
    check->terms = scrut_arena_calloc(
        arena, job->r->table->column_count * 2 + SCRUT_FIELD_COUNT * SCRUT_FIELD_PARTS_MAX, sizeof *check->terms);
    return check->terms != NULL ? check : NULL;
}

static bool simple_check(check_job *job, scrut_arena *arena, const char *code, scrut_field left, relation must,
                         const scrut_field right[], size_t right_count, const char *right_name)
{
    form_check *check = begin(job, arena, code, scrut_field_name(left), must, right_name);
    if (check == NULL)
        return false;
    bool fine = add_field(job->r, check, left, 1, false);
    for (size_t i = 0; fine && i < right_count; i++)
        fine = add_field(job->r, check, right[i], 1, true);
    job->check_count += fine;
    return true;
}

static bool formula_check(check_job *job, scrut_arena *arena, const char *code, scrut_field left, relation must,
                          const scrut_formula *formula)
{
    form_check *check = begin(job, arena, code, scrut_field_name(left), must, formula->formula_text);
    if (check == NULL)
        return false;
    job->check_count += add_field(job->r, check, left, 1, false) && add_formula(job->r, check, formula, true);
    return true;
}

/* A02: the lists add up to the votes for lists. */
static bool lists_check(check_job *job, scrut_arena *arena)
{
    const scrut_returns *r = job->r;
    bool direct = r->fields[SCRUT_FIELD_VOTES_TO_LISTS].count > 0 && !r->computed[SCRUT_FIELD_VOTES_TO_LISTS];
    bool minus_blank = !direct && job->c->valid_includes_blank;
    form_check *check = begin(job, arena, "A02", "sum of the lists", MUST_EQUAL,
                              direct        ? "votes_to_lists"
                              : minus_blank ? "valid - blank"
                                            : "valid");
    if (check == NULL)
        return false;
    size_t lists = 0;
    for (uint32_t p = 0; p < job->c->party_count; p++)
        if (r->party_column[p] != SCRUT_NONE) {
            add_term(check, r->party_column[p], 1, false, p);
            lists++;
        }
    bool fine = lists > 0 && add_field(r, check, direct ? SCRUT_FIELD_VOTES_TO_LISTS : SCRUT_FIELD_VALID, 1, true);
    if (fine && minus_blank)
        fine = add_field(r, check, SCRUT_FIELD_BLANK, -1, true);
    job->check_count += fine;
    return true;
}

/* L02: no list has more votes than there are valid ones. */
static bool list_limit_checks(check_job *job, scrut_arena *arena)
{
    for (uint32_t p = 0; p < job->c->party_count; p++) {
        if (job->r->party_column[p] == SCRUT_NONE)
            continue;
        form_check *check = begin(job, arena, "L02", job->c->parties[p].id, MUST_NOT_EXCEED, "valid");
        if (check == NULL)
            return false;
        add_term(check, job->r->party_column[p], 1, false, p);
        check->party = p;
        job->check_count += add_field(job->r, check, SCRUT_FIELD_VALID, 1, true);
    }
    return true;
}

/* A03: valid (+ blank) + invalid = cast. */
static bool ballots_check(check_job *job, scrut_arena *arena)
{
    static const char *const NAMES[] = {"valid + invalid", "valid + blank + invalid"};
    const scrut_returns *r = job->r;
    bool blank = !job->c->valid_includes_blank && r->fields[SCRUT_FIELD_BLANK].count > 0;
    bool lists = r->fields[SCRUT_FIELD_VALID].count == 0 && r->fields[SCRUT_FIELD_VOTES_TO_LISTS].count > 0;
    form_check *check =
        begin(job, arena, "A03", lists ? "votes_to_lists + blank + invalid" : NAMES[blank], MUST_EQUAL, "cast");
    if (check == NULL)
        return false;
    bool fine = add_field(r, check, lists ? SCRUT_FIELD_VOTES_TO_LISTS : SCRUT_FIELD_VALID, 1, false) &&
                add_field(r, check, SCRUT_FIELD_INVALID, 1, false);
    if (fine && (blank || lists))
        fine = add_field(r, check, SCRUT_FIELD_BLANK, 1, false);
    job->check_count += fine && add_field(r, check, SCRUT_FIELD_CAST, 1, true);
    return true;
}

static bool box_check(check_job *job, scrut_arena *arena)
{
    form_check *check = begin(job, arena, "B06", "box_station + box_mobile", MUST_EQUAL, "cast");
    if (check == NULL)
        return false;
    job->check_count += add_field(job->r, check, SCRUT_FIELD_BOX_STATION, 1, false) &&
                        add_field(job->r, check, SCRUT_FIELD_BOX_MOBILE, 1, false) &&
                        add_field(job->r, check, SCRUT_FIELD_CAST, 1, true);
    return true;
}

static bool registered_check(check_job *job, scrut_arena *arena)
{
    static const scrut_field LIST[] = {SCRUT_FIELD_REGISTERED, SCRUT_FIELD_SPECIAL_LIST};
    bool special = job->r->fields[SCRUT_FIELD_SPECIAL_LIST].count > 0;
    return simple_check(job, arena, "L01", SCRUT_FIELD_CAST, MUST_NOT_EXCEED, LIST, special ? 2 : 1,
                        special ? "registered + special_list" : "registered");
}

static bool plan_checks(check_job *job, scrut_arena *arena)
{
    static const scrut_field RECEIVED[] = {SCRUT_FIELD_RECEIVED}, CAST[] = {SCRUT_FIELD_CAST};
    const scrut_case *c = job->c;
    job->checks = scrut_arena_calloc(arena, 10 + c->party_count, sizeof *job->checks);
    return job->checks != NULL && lists_check(job, arena) && ballots_check(job, arena) &&
           formula_check(job, arena, "B02", SCRUT_FIELD_CAST, MUST_NOT_EXCEED, &c->expected_in_box) &&
           formula_check(job, arena, "B03", SCRUT_FIELD_CAST, MUST_NOT_FALL_SHORT, &c->expected_in_box) &&
           formula_check(job, arena, "B04", SCRUT_FIELD_RECEIVED, MUST_EQUAL, &c->received_parts) &&
           simple_check(job, arena, "B05", SCRUT_FIELD_CAST, MUST_NOT_EXCEED, RECEIVED, 1, "received") &&
           box_check(job, arena) && registered_check(job, arena) &&
           simple_check(job, arena, "L02", SCRUT_FIELD_VALID, MUST_NOT_EXCEED, CAST, 1, "cast") &&
           list_limit_checks(job, arena);
}

/* --- running them
 * ------------------------------------------------------------------------------------------------------ */

#define ACCUMULATE(type)                                                                                               \
    for (uint32_t r = 0; r < row_count; r++)                                                                           \
    sum[r] += sign * (int64_t)((const type *)column->values)[r]

static void accumulate(int64_t sum[], const scrut_table_column *column, int8_t sign, uint32_t row_count)
{
    switch (column->width) {
    case 1: ACCUMULATE(uint8_t); break;
    case 2: ACCUMULATE(uint16_t); break;
    case 4: ACCUMULATE(uint32_t); break;
    default: ACCUMULATE(int64_t); break;
    }
}

#undef ACCUMULATE

/* An empty cell of a list that does not stand in the constituency is no unknown. */
static bool excused(const check_job *job, const term *t, uint32_t row)
{
    return t->party != SCRUT_NONE && job->r->empty_is_not_standing &&
           scrut_tally_votes(job->tally, 1 + job->r->constituency[row], t->party)->cells == 0;
}

static void mark_unknown(const check_job *job, const scrut_table_segment *segment, const term *t, uint8_t skip[])
{
    const scrut_table_column *column = &segment->columns[t->column];
    if (column->known == NULL)
        return;
    for (uint32_t r = 0; r < segment->row_count; r++)
        if (!scrut_cell_known(column, r) && !excused(job, t, segment->first_row + r))
            skip[r] = 1;
}

static bool violates(relation must, int64_t difference)
{
    return must == MUST_EQUAL ? difference != 0 : must == MUST_NOT_EXCEED ? difference > 0 : difference < 0;
}

static bool any_violation(relation must, const int64_t sum[], uint32_t row_count)
{
    int64_t any = 0;
    for (uint32_t r = 0; r < row_count; r++)
        any |= violates(must, sum[r]);
    return any != 0;
}

static void run_check(const check_job *job, size_t index, const scrut_table_segment *segment, int64_t sum[],
                      uint8_t skip[], violation_list *list)
{
    const form_check *check = &job->checks[index];
    memset(sum, 0, segment->row_count * sizeof *sum);
    for (size_t i = 0; i < check->count; i++)
        accumulate(sum, &segment->columns[check->terms[i].column],
                   (int8_t)(check->terms[i].right ? -check->terms[i].sign : check->terms[i].sign), segment->row_count);
    if (!any_violation(check->must, sum, segment->row_count))
        return;
    memset(skip, 0, segment->row_count);
    for (size_t i = 0; i < check->count; i++)
        mark_unknown(job, segment, &check->terms[i], skip);
    for (uint32_t r = 0; r < segment->row_count; r++) {
        uint32_t row = segment->first_row + r;
        if (skip[r] || !violates(check->must, sum[r]) || (job->r->excluded != NULL && job->r->excluded[row] != 0))
            continue;
        if (!scrut_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items)) {
            list->failed = true;
            return;
        }
        list->items[list->count++] = (violation){.row = row, .check = (uint32_t)index, .difference = sum[r]};
    }
}

static void check_segment(void *context, size_t index)
{
    check_job *job = context;
    const scrut_table_segment *segment = &job->r->table->segments[index];
    violation_list *list = &job->lists[index];
    size_t rows = segment->row_count > 0 ? segment->row_count : 1;
    int64_t *sum = malloc(rows * sizeof *sum);
    uint8_t *skip = malloc(rows);
    list->failed = sum == NULL || skip == NULL;
    for (size_t k = 0; !list->failed && k < job->check_count; k++)
        run_check(job, k, segment, sum, skip, list);
    free(sum);
    free(skip);
}

/* --- writing the findings
 * --------------------------------------------------------------------------------------------- */

static int64_t side(const form_check *check, const scrut_table_segment *segment, uint32_t r, bool right)
{
    int64_t sum = 0;
    for (size_t i = 0; i < check->count; i++)
        if (check->terms[i].right == right)
            sum += check->terms[i].sign * scrut_cell_number(&segment->columns[check->terms[i].column], r);
    return sum;
}

static const char *words(const form_check *check, int64_t difference)
{
    if (check->must == MUST_EQUAL)
        return difference > 0 ? "is more than" : "is less than";
    return check->must == MUST_NOT_EXCEED ? "is more than" : "is less than";
}

static scrut_direction direction_of(const char *code)
{
    return strcmp(code, "B02") == 0 || strcmp(code, "B05") == 0 || strcmp(code, "L01") == 0 ? SCRUT_DIRECTION_REMOVE
                                                                                            : SCRUT_DIRECTION_UNKNOWN;
}

/* Fills what every finding about a row has. False without memory. */
static bool describe_row(const scrut_returns *r, uint32_t row, scrut_arena *arena, scrut_finding *f, const char *suffix)
{
    char station[256];
    scrut_returns_station(r, row, station, sizeof station);
    f->subject = SCRUT_SUBJECT_STATION;
    f->subject_id = scrut_arena_strdup(arena, station);
    f->constituency = r->constituency[row];
    f->sources = r->about.id;
    f->id = scrut_arena_printf(arena, "%s/%s/%s%s", f->check->code, r->about.id, station, suffix);
    return f->subject_id != NULL && f->id != NULL;
}

static void stake(scrut_finding *f, int64_t votes)
{
    f->at_stake_known = true;
    f->at_stake = f->at_stake_low = f->at_stake_high = votes;
}

/* A row a party: each vote stands on a line of its own. */
static int64_t term_line(const scrut_returns *returns, const scrut_table_segment *segment, uint32_t r, const term *t)
{
    if (t->party == SCRUT_NONE || returns->party_lines == NULL)
        return scrut_row_line(segment, r);
    uint32_t line = returns->party_lines[(size_t)(segment->first_row + r) * returns->party_lines_width + t->party];
    return line > 0 ? (int64_t)line : -1;
}

static bool write_cells(const check_job *job, const form_check *check, const scrut_table_segment *segment, uint32_t r,
                        scrut_arena *arena, scrut_finding *f)
{
    f->cells = scrut_arena_calloc(arena, check->count, sizeof *f->cells);
    if (f->cells == NULL)
        return false;
    for (size_t i = 0; i < check->count; i++)
        f->cells[f->cell_count++] = (scrut_cell_ref){.file = job->r->file,
                                                     .line = term_line(job->r, segment, r, &check->terms[i]),
                                                     .column = job->r->column_names[check->terms[i].column]};
    return true;
}

static bool write_finding(const check_job *job, const violation *v, scrut_arena *arena, scrut_findings *findings)
{
    const form_check *check = &job->checks[v->check];
    const scrut_table_segment *segment = scrut_table_segment_of(job->r->table, v->row);
    uint32_t r = v->row - segment->first_row;
    scrut_finding *f = scrut_findings_add(findings, check->code);
    if (f == NULL)
        return false;
    int64_t gap = v->difference < 0 ? -v->difference : v->difference;
    const char *part = check->party != SCRUT_NONE        ? job->c->parties[check->party].id
                       : strcmp(check->code, "L02") == 0 ? "valid"
                                                         : NULL;
    const char *suffix = part != NULL ? scrut_arena_printf(arena, "/%s", part) : "";
    if (suffix == NULL || !describe_row(job->r, v->row, arena, f, suffix) ||
        !write_cells(job, check, segment, r, arena, f))
        return false;
    f->message = scrut_arena_printf(arena, "%s (%lld) %s %s (%lld) by %lld", check->left,
                                    (long long)side(check, segment, r, false), words(check, v->difference),
                                    check->right, (long long)side(check, segment, r, true), (long long)gap);
    stake(f, gap);
    f->direction = direction_of(check->code);
    return f->message != NULL;
}

/* --- the inventory of forms
 * ----------------------------------------------------------------------------------------------- */

static bool add_cell(scrut_arena *arena, scrut_finding *f, const char *file, int64_t line, const char *column)
{
    f->cells = scrut_arena_calloc(arena, 1, sizeof *f->cells);
    if (f->cells == NULL)
        return false;
    f->cells[0] = (scrut_cell_ref){.file = file, .line = line, .column = column};
    f->cell_count = 1;
    return true;
}

static bool write_excluded(const check_job *job, const scrut_table_segment *segment, uint32_t r, scrut_arena *arena,
                           scrut_findings *findings)
{
    uint32_t row = segment->first_row + r;
    scrut_finding *f = scrut_findings_add(findings, "I01");
    if (f == NULL || !describe_row(job->r, row, arena, f, "") ||
        !add_cell(arena, f, job->r->file, scrut_row_line(segment, r), NULL))
        return false;
    int64_t registered;
    if (scrut_returns_field(job->r, segment, r, SCRUT_FIELD_REGISTERED, &registered)) {
        stake(f, registered);
        f->at_stake_low = 0;
    }
    f->direction = SCRUT_DIRECTION_RESTORE;
    f->message = scrut_arena_printf(arena, "the return does not count: status \"%s\"",
                                    job->r->statuses[job->r->excluded[row] - 1]);
    return f->message != NULL;
}

static bool write_repeated(const check_job *job, uint32_t row, scrut_arena *arena, scrut_findings *findings)
{
    const scrut_table_segment *segment = scrut_table_segment_of(job->r->table, row);
    char suffix[32];
    snprintf(suffix, sizeof suffix, "/%lld", (long long)scrut_row_line(segment, row - segment->first_row));
    scrut_finding *f = scrut_findings_add(findings, "I02");
    if (f == NULL || !describe_row(job->r, row, arena, f, suffix) ||
        !add_cell(arena, f, job->r->file, scrut_row_line(segment, row - segment->first_row), NULL))
        return false;
    int64_t valid;
    if (scrut_returns_field(job->r, segment, row - segment->first_row, SCRUT_FIELD_VALID, &valid))
        stake(f, valid);
    f->direction = SCRUT_DIRECTION_REMOVE;
    f->message = "the station has an earlier row in this source; both are counted";
    return true;
}

static bool write_bad_number(const check_job *job, size_t index, scrut_arena *arena, scrut_findings *findings)
{
    const scrut_error *bad = &job->r->bad_numbers[index];
    scrut_finding *f = scrut_findings_add(findings, "A06");
    if (f == NULL || !add_cell(arena, f, job->r->file, bad->line, NULL))
        return false;
    f->subject = SCRUT_SUBJECT_STATION;
    f->sources = job->r->about.id;
    f->subject_id = scrut_arena_printf(arena, "line %lld", (long long)bad->line);
    f->id =
        scrut_arena_printf(arena, "A06/%s/%lld/%lld", job->r->about.id, (long long)bad->line, (long long)bad->column);
    f->message = scrut_arena_strdup(arena, bad->message);
    return f->subject_id != NULL && f->id != NULL && f->message != NULL;
}

/* Returns of stations that the official list does not know. */
static scrut_status check_registry(const check_job *job, scrut_pool *pool, scrut_arena *arena, scrut_findings *findings)
{
    const scrut_returns *registry = job->c->registry, *r = job->r;
    scrut_station_index *listed = NULL, *returned = NULL;
    if (registry == NULL || registry == r)
        return SCRUT_OK;
    if (scrut_station_index_new(registry, pool, arena, &listed, NULL, NULL) != SCRUT_OK ||
        scrut_station_index_new(r, pool, arena, &returned, NULL, NULL) != SCRUT_OK)
        return SCRUT_E_MEMORY;
    for (uint32_t row = 0; row < r->row_count; row++) {
        if (scrut_station_index_find(listed, r, row) != SCRUT_NONE)
            continue;
        const scrut_table_segment *segment = scrut_table_segment_of(r->table, row);
        scrut_finding *f = scrut_findings_add(findings, "I12");
        if (f == NULL || !describe_row(r, row, arena, f, "") ||
            !add_cell(arena, f, r->file, scrut_row_line(segment, row - segment->first_row), r->column_names[0]))
            return SCRUT_E_MEMORY;
        int64_t valid;
        if (scrut_returns_field(r, segment, row - segment->first_row, SCRUT_FIELD_VALID, &valid))
            stake(f, valid);
        f->message = "the station is not in the official list of stations";
    }
    for (uint32_t row = 0; row < registry->row_count; row++) {
        if (scrut_station_index_find(returned, registry, row) != SCRUT_NONE)
            continue;
        const scrut_table_segment *segment = scrut_table_segment_of(registry->table, row);
        scrut_finding *f = scrut_findings_add(findings, "I01");
        if (f == NULL || !describe_row(registry, row, arena, f, "") ||
            !add_cell(arena, f, registry->file, scrut_row_line(segment, row - segment->first_row), NULL))
            return SCRUT_E_MEMORY;
        int64_t registered;
        if (scrut_returns_field(registry, segment, row - segment->first_row, SCRUT_FIELD_REGISTERED, &registered)) {
            stake(f, registered);
            f->at_stake_low = 0;
        }
        f->sources = r->about.id;
        f->direction = SCRUT_DIRECTION_RESTORE;
        f->id = scrut_arena_printf(arena, "I01/%s/%s", r->about.id, f->subject_id);
        f->message = "the official list has the station, the source has no return of it";
        if (f->id == NULL)
            return SCRUT_E_MEMORY;
    }
    return SCRUT_OK;
}

static bool write_inventory(const check_job *job, scrut_arena *arena, scrut_findings *findings)
{
    const scrut_returns *r = job->r;
    for (size_t s = 0; r->excluded != NULL && s < r->table->segment_count; s++) {
        const scrut_table_segment *segment = &r->table->segments[s];
        for (uint32_t i = 0; i < segment->row_count; i++)
            if (r->excluded[segment->first_row + i] != 0 && !write_excluded(job, segment, i, arena, findings))
                return false;
    }
    for (size_t i = 0; i < r->duplicate_count; i++)
        if (!write_repeated(job, r->duplicate_rows[i], arena, findings))
            return false;
    for (size_t i = 0; i < r->bad_number_count; i++)
        if (!write_bad_number(job, i, arena, findings))
            return false;
    return true;
}

scrut_status scrut_count_check(const scrut_case *c, const scrut_returns *returns, const scrut_tally *tally,
                               scrut_pool *pool, scrut_arena *arena, scrut_findings *findings, scrut_error *err)
{
    check_job job = {.c = c, .r = returns, .tally = tally};
    job.lists = calloc(returns->table->segment_count + 1, sizeof *job.lists);
    bool fine = job.lists != NULL && plan_checks(&job, arena);
    if (fine)
        scrut_pool_run(pool, returns->table->segment_count, check_segment, &job);
    for (size_t s = 0; job.lists != NULL && s < returns->table->segment_count; s++) {
        fine = fine && !job.lists[s].failed;
        for (size_t i = 0; fine && i < job.lists[s].count; i++)
            fine = write_finding(&job, &job.lists[s].items[i], arena, findings);
        free(job.lists[s].items);
    }
    free(job.lists);
    fine = fine && write_inventory(&job, arena, findings) && check_registry(&job, pool, arena, findings) == SCRUT_OK;
    return fine ? SCRUT_OK : scrut_fail_memory(err);
}
