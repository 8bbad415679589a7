/* SPDX-License-Identifier: Apache-2.0
 * returns.c: sets of returns, a row a station (wide) or a row a station and party (long), and the
 * official list of stations, which is a set of returns without votes. */
#include "election_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t returns_want(column_set *set, const char *header, const scrut_yaml *where, scrut_cell_kind kind)
{
    loader *l = set->l;
    int64_t column = scrut_csv_find_column(set->csv, header);
    if (column < 0) {
        char list[160] = "";
        size_t at = 0;
        for (size_t i = 0; i < scrut_csv_column_count(set->csv) && at + 1 < sizeof list; i++)
            at += (size_t)snprintf(list + at, sizeof list - at, "%s%s", i > 0 ? ", " : "",
                                   scrut_csv_column_name(set->csv, i));
        problem_at(l, where, "\"%.60s\" is not a column of %s; it has: %s", header, set->file, list);
        return SIZE_MAX;
    }
    for (size_t i = 0; i < set->count; i++)
        if (set->wanted[i].column == (size_t)column && set->wanted[i].kind == kind)
            return i;
    if (!arena_grow(l, &set->wanted, &set->capacity, set->count, sizeof *set->wanted) ||
        !arena_grow(l, &set->names, &set->names_capacity, set->count, sizeof *set->names))
        return SIZE_MAX;
    set->wanted[set->count] = (scrut_csv_wanted){.column = (size_t)column, .kind = kind};
    set->names[set->count] = copy_text(l, scrut_csv_column_name(set->csv, (size_t)column));
    return set->count++;
}

/* A column named by a key of the entry; SIZE_MAX when the key is absent or after a problem. */
static size_t want_key(column_set *set, const char *key, scrut_cell_kind kind)
{
    const char *header = text_of(set->l, set->node, key);
    return header == NULL ? SIZE_MAX : returns_want(set, header, scrut_yaml_get(set->node, key), kind);
}

/* --- the parts of an entry ------------------------------------------------------------------------------------ */

/* station: column, or columns. They become table columns 0 .. parts-1. */
static bool want_station(column_set *set, scrut_returns *r)
{
    const scrut_yaml *station = scrut_yaml_get(set->node, "station");
    if (station == NULL) {
        problem_at(set->l, set->node, "\"station\" is required: the column or columns that name a station");
        return false;
    }
    size_t count = station->kind == SCRUT_YAML_SEQUENCE ? station->count : 1;
    if (count == 0)
        problem_at(set->l, station, "\"station\" names no column");
    for (size_t i = 0; i < count; i++) {
        const scrut_yaml *item = station->kind == SCRUT_YAML_SEQUENCE ? station->items[i] : station;
        if (item->kind != SCRUT_YAML_SCALAR)
            problem_at(set->l, item, "\"station\" must be a column or a list of columns");
        else
            (void)returns_want(set, item->text, item, SCRUT_CELL_TEXT);
    }
    r->station_parts = set->count;
    return set->count > 0;
}

static void want_areas(column_set *set, row_plan *plan)
{
    loader *l = set->l;
    for (size_t i = 0; i < SCRUT_AREA_LEVELS_MAX; i++)
        plan->area_columns[i] = SIZE_MAX;
    const scrut_yaml *areas = scrut_yaml_get(set->node, "areas");
    if (areas == NULL)
        return;
    if (areas->kind != SCRUT_YAML_MAPPING) {
        problem_at(l, areas, "\"areas\" must map area levels to columns");
        return;
    }
    for (size_t i = 0; i < areas->count; i++) {
        size_t level = 0;
        while (level < l->c->area_level_count && strcmp(l->c->area_levels[level], areas->keys[i]->text) != 0)
            level++;
        if (level == l->c->area_level_count)
            problem_at(l, areas->keys[i], "\"%.60s\" is not one of the levels declared in \"areas\"",
                       areas->keys[i]->text);
        else if (areas->items[i]->kind != SCRUT_YAML_SCALAR)
            problem_at(l, areas->items[i], "the column of \"%.60s\" must be a text", areas->keys[i]->text);
        else
            plan->area_columns[level] = returns_want(set, areas->items[i]->text, areas->items[i], SCRUT_CELL_CATEGORY);
    }
    for (size_t level = 1; level < l->c->area_level_count; level++)
        if (plan->area_columns[level] != SIZE_MAX && plan->area_columns[level - 1] == SIZE_MAX)
            problem_at(l, areas, "level \"%s\" needs its outer level \"%s\", too", l->c->area_levels[level],
                       l->c->area_levels[level - 1]);
}

void returns_want_parts(column_set *set, scrut_field field, const scrut_yaml *value,
                        uint16_t columns[SCRUT_FIELD_PARTS_MAX], uint8_t *count)
{
    size_t parts = value->kind == SCRUT_YAML_SEQUENCE ? value->count : 1;
    if (value->kind == SCRUT_YAML_MAPPING || parts == 0 || parts > SCRUT_FIELD_PARTS_MAX) {
        problem_at(set->l, value, "field \"%s\" must be a column or a list of at most %d columns",
                   scrut_field_name(field), SCRUT_FIELD_PARTS_MAX);
        return;
    }
    for (size_t i = 0; i < parts; i++) {
        const scrut_yaml *item = value->kind == SCRUT_YAML_SEQUENCE ? value->items[i] : value;
        size_t column =
            item->kind == SCRUT_YAML_SCALAR ? returns_want(set, item->text, item, SCRUT_CELL_NUMBER) : SIZE_MAX;
        if (item->kind != SCRUT_YAML_SCALAR)
            problem_at(set->l, item, "the column of \"%s\" must be a text", scrut_field_name(field));
        if (column != SIZE_MAX)
            columns[(*count)++] = (uint16_t)column;
    }
}

static void want_fields(column_set *set, scrut_returns *r)
{
    const scrut_yaml *fields = scrut_yaml_get(set->node, "fields");
    if (fields == NULL)
        return;
    if (fields->kind != SCRUT_YAML_MAPPING) {
        problem_at(set->l, fields, "\"fields\" must map fields to columns");
        return;
    }
    for (size_t i = 0; i < fields->count; i++) {
        scrut_field field = scrut_field_named(fields->keys[i]->text);
        if (field == SCRUT_FIELD_COUNT)
            problem_at(set->l, fields->keys[i],
                       "unknown field \"%.60s\"; the fields are listed in docs/formats/case.md", fields->keys[i]->text);
        else
            returns_want_parts(set, field, fields->items[i], r->fields[field].columns, &r->fields[field].count);
    }
    size_t count;
    const scrut_yaml *computed = scrut_yaml_get(set->node, "computed");
    const char **names = texts_of(set->l, computed, &count);
    for (size_t i = 0; i < count; i++) {
        scrut_field field = scrut_field_named(names[i]);
        if (field == SCRUT_FIELD_COUNT)
            problem_at(set->l, computed, "unknown field \"%.60s\" in \"computed\"", names[i]);
        else
            r->computed[field] = true;
    }
}

static void want_party(column_set *set, vote_columns *parties, const char *name, const char *header,
                       const scrut_yaml *where)
{
    uint32_t party = resolve_party(set->l, name, CASE_FILE, where->line, where->column);
    size_t column = party == SCRUT_NONE ? SIZE_MAX : returns_want(set, header, where, SCRUT_CELL_NUMBER);
    if (column == SIZE_MAX)
        return;
    for (size_t i = 0; i < parties->count; i++)
        if (parties->party[i] == party) {
            problem_at(set->l, where, "party \"%.60s\" has two vote columns, \"%.60s\" and another", name, header);
            return;
        }
    parties->party[parties->count] = party;
    parties->column[parties->count++] = (uint32_t)column;
}

static void want_prefixed(column_set *set, vote_columns *parties, const char *prefix, const scrut_yaml *where)
{
    size_t length = strlen(prefix), before = parties->count;
    for (size_t i = 0; i < scrut_csv_column_count(set->csv); i++) {
        const char *header = scrut_csv_column_name(set->csv, i);
        if (strncmp(header, prefix, length) == 0 && header[length] != '\0')
            want_party(set, parties, header + length, header, where);
    }
    if (parties->count == before)
        problem_at(set->l, where, "no column of %s begins with \"%.60s\"", set->file, prefix);
}

bool returns_want_wide_votes(column_set *set, const scrut_yaml *votes, vote_columns *parties)
{
    loader *l = set->l;
    const char *prefix = text_of(l, votes, "prefix");
    const scrut_yaml *columns = scrut_yaml_get(votes, "columns");
    size_t most = scrut_csv_column_count(set->csv) + (columns != NULL ? columns->count : 0);
    parties->party = take(l, most, sizeof *parties->party);
    parties->column = take(l, most, sizeof *parties->column);
    if (l->memory_failed)
        return false;
    if (prefix != NULL)
        want_prefixed(set, parties, prefix, scrut_yaml_get(votes, "prefix"));
    if (columns != NULL && columns->kind != SCRUT_YAML_MAPPING)
        problem_at(l, columns, "\"columns\" must map parties to columns");
    else
        for (size_t i = 0; columns != NULL && i < columns->count; i++)
            if (columns->items[i]->kind == SCRUT_YAML_SCALAR)
                want_party(set, parties, columns->keys[i]->text, columns->items[i]->text, columns->keys[i]);
            else
                problem_at(l, columns->items[i], "the column of \"%.60s\" must be a text", columns->keys[i]->text);
    if (prefix == NULL && columns == NULL)
        problem_at(l, votes, "\"votes\" needs \"prefix\", \"columns\", or \"party\" and \"votes\"");
    return true;
}

/* Where every list has a row of its own, a number of the votes' column is a list's, not the station's. */
static void refuse_votes_as_field(column_set *set, const scrut_returns *r, size_t votes_column, const scrut_yaml *votes)
{
    for (int f = 0; f < SCRUT_FIELD_COUNT; f++)
        for (size_t i = 0; i < r->fields[f].count; i++)
            if (r->fields[f].columns[i] == votes_column)
                problem_at(set->l, votes, "field \"%s\" cannot be read from \"%.60s\", the column of the lists' votes",
                           scrut_field_name((scrut_field)f), set->names[votes_column]);
}

static void want_status(column_set *set, row_plan *plan)
{
    plan->status_column = SIZE_MAX;
    const scrut_yaml *status = scrut_yaml_get(set->node, "status-column");
    if (status == NULL || !check_keys(set->l, status, "status-column", "column counted"))
        return;
    const char *header = text_of(set->l, status, "column");
    plan->counted = texts_of(set->l, scrut_yaml_get(status, "counted"), &plan->counted_count);
    if (header == NULL || plan->counted_count == 0)
        problem_at(set->l, status, "\"status-column\" needs \"column\" and \"counted\", the statuses whose rows count");
    else
        plan->status_column = returns_want(set, header, status, SCRUT_CELL_CATEGORY);
}

static void read_tolerate(loader *l, const scrut_yaml *node, row_plan *plan)
{
    size_t count;
    const scrut_yaml *tolerate = scrut_yaml_get(node, "tolerate");
    const char **words = texts_of(l, tolerate, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], "duplicates") == 0)
            plan->duplicates_tolerated = true;
        else if (strcmp(words[i], "numbers") == 0)
            plan->bad_numbers_tolerated = true;
        else
            problem_at(l, tolerate, "\"tolerate\" knows duplicates and numbers, not \"%.40s\"", words[i]);
    }
}

/* Where the marks of the forms stand, and the words that are marks. */
typedef struct {
    size_t columns[SCRUT_FORM_FLAGS_MAX];
    const char **values[SCRUT_FORM_FLAGS_MAX];
    size_t value_counts[SCRUT_FORM_FLAGS_MAX];
} flag_columns;

static bool is_flag_check(const char *code)
{
    static const char *const CODES[] = {"I03", "I04", "I05", "I06", "I07", "I08", "I09", "I10", "I11"};
    for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++)
        if (strcmp(CODES[i], code) == 0)
            return true;
    return false;
}

static void want_flag(column_set *set, scrut_returns *r, const scrut_yaml *node, flag_columns *at)
{
    loader *l = set->l;
    if (!check_keys(l, node, "a flag", "check column values note"))
        return;
    const char *check = text_of(l, node, "check"), *column = text_of(l, node, "column");
    size_t count = 0;
    const char **values = texts_of(l, scrut_yaml_get(node, "values"), &count);
    if (check == NULL || column == NULL || count == 0 || !is_flag_check(check)) {
        problem_at(l, node,
                   "a flag needs \"check\" (I03 to I11), \"column\" and \"values\", the words that mark a form");
        return;
    }
    size_t found = returns_want(set, column, scrut_yaml_get(node, "column"), SCRUT_CELL_CATEGORY);
    if (found == SIZE_MAX)
        return;
    at->columns[r->flag_count] = found;
    at->values[r->flag_count] = values;
    at->value_counts[r->flag_count] = count;
    r->flags[r->flag_count++] = (scrut_form_flag){check, column, text_of(l, node, "note")};
}

static void want_flags(column_set *set, scrut_returns *r, flag_columns *at)
{
    const scrut_yaml *flags = scrut_yaml_get(set->node, "flags");
    if (flags == NULL)
        return;
    if (flags->kind != SCRUT_YAML_SEQUENCE || flags->count > SCRUT_FORM_FLAGS_MAX) {
        problem_at(set->l, flags, "\"flags\" must be a list of at most %d", SCRUT_FORM_FLAGS_MAX);
        return;
    }
    r->flags = take(set->l, flags->count, sizeof *r->flags);
    for (size_t i = 0; i < flags->count && r->flags != NULL; i++)
        want_flag(set, r, flags->items[i], at);
}

/* --- reading --------------------------------------------------------------------------------------------------- */

static bool keep_table(loader *l, const scrut_table *table)
{
    scrut_case *c = l->c;
    if (!arena_grow(l, &c->tables, &c->table_capacity, c->table_count, sizeof *c->tables))
        return false;
    c->tables[c->table_count++] = table;
    return true;
}

static void keep_bad_numbers(loader *l, scrut_returns *r, size_t from, int64_t total)
{
    size_t count = l->problems->count - from;
    r->bad_numbers = take(l, count, sizeof *r->bad_numbers);
    if (r->bad_numbers == NULL)
        return;
    if (count > 0)
        memcpy(r->bad_numbers, l->problems->items + from, count * sizeof *r->bad_numbers);
    r->bad_number_count = count;
    l->c->tolerated_problems += total;
}

static bool read_table(column_set *set, scrut_returns *r, const scrut_csv_filter *filters, size_t filter_count)
{
    loader *l = set->l;
    scrut_table *table = NULL;
    scrut_error err;
    if (scrut_csv_read(set->csv, set->wanted, set->count, filters, filter_count, l->pool, l->problems, &table, &err) !=
        SCRUT_OK) {
        scrut_problems_add(l->problems, &err);
        l->memory_failed = l->memory_failed || err.status == SCRUT_E_MEMORY;
        return false;
    }
    if (!keep_table(l, table)) {
        scrut_table_free(table);
        return false;
    }
    r->table = table;
    r->row_count = table->row_count;
    r->column_names = set->names;
    return true;
}

/* Which values of a column are marks. */
static bool *marking_codes(loader *l, const scrut_returns *r, const flag_columns *at, size_t flag)
{
    uint32_t count = scrut_table_category_count(r->table, at->columns[flag]);
    bool *marks = take(l, count, sizeof *marks);
    for (uint32_t code = 0; marks != NULL && code < count; code++)
        for (size_t i = 0; i < at->value_counts[flag]; i++)
            marks[code] = marks[code] ||
                          strcmp(scrut_table_category(r->table, at->columns[flag], code), at->values[flag][i]) == 0;
    return marks;
}

static void mark_flagged(loader *l, scrut_returns *r, const flag_columns *at)
{
    if (r->flag_count == 0)
        return;
    r->flagged = take(l, r->row_count, sizeof *r->flagged);
    for (size_t flag = 0; flag < r->flag_count && r->flagged != NULL; flag++) {
        const bool *marks = marking_codes(l, r, at, flag);
        for (size_t s = 0; s < r->table->segment_count && marks != NULL; s++) {
            const scrut_table_segment *segment = &r->table->segments[s];
            for (uint32_t i = 0; i < segment->row_count; i++)
                if (marks[scrut_cell_category(&segment->columns[at->columns[flag]], i)])
                    r->flagged[segment->first_row + i] |= (uint16_t)(1U << flag);
        }
    }
}

static void place_parties(loader *l, scrut_returns *r, const vote_columns *parties)
{
    r->party_column = take(l, SCRUT_PARTIES_MAX, sizeof *r->party_column);
    if (r->party_column == NULL)
        return;
    for (size_t i = 0; i < SCRUT_PARTIES_MAX; i++)
        r->party_column[i] = SCRUT_NONE;
    for (size_t i = 0; i < parties->count; i++)
        r->party_column[parties->party[i]] = parties->column[i];
}

static void load_open_returns(column_set *set, scrut_returns *r, row_plan *plan, const scrut_csv_options *options)
{
    loader *l = set->l;
    if (!want_station(set, r))
        return;
    plan->constituency_column = want_key(set, "constituency", SCRUT_CELL_CATEGORY);
    want_areas(set, plan);
    want_status(set, plan);
    want_fields(set, r);
    flag_columns flags = {.columns = {0}};
    want_flags(set, r, &flags);
    size_t times[SCRUT_TIME_COUNT];
    want_times(set, r, times);
    vote_columns parties = {0};
    const scrut_yaml *votes = scrut_yaml_get(set->node, "votes");
    size_t party_column = SIZE_MAX, votes_column = SIZE_MAX;
    if (votes != NULL && check_keys(l, votes, "votes", "prefix columns party votes")) {
        const char *party = text_of(l, votes, "party"), *cell = text_of(l, votes, "votes");
        if (party != NULL && cell != NULL) {
            party_column = returns_want(set, party, votes, SCRUT_CELL_CATEGORY);
            votes_column = returns_want(set, cell, votes, SCRUT_CELL_NUMBER);
            if (votes_column != SIZE_MAX)
                refuse_votes_as_field(set, r, votes_column, votes);
        } else if (!returns_want_wide_votes(set, votes, &parties)) {
            return;
        }
    }
    want_seconds(set, r);
    want_candidates(set, r);
    if (party_column != SIZE_MAX && (r->second_count > 0 || r->candidate_list_count > 0))
        problem_at(l, set->node, "\"twice\" and \"candidates\" need a row a station, not one a party");
    const char *empty = text_of(l, set->node, "empty-votes");
    r->empty_is_not_standing = empty != NULL && strcmp(empty, "not-standing") == 0;
    if (empty != NULL && !r->empty_is_not_standing && strcmp(empty, "unknown") != 0)
        problem_at(l, scrut_yaml_get(set->node, "empty-votes"), "\"empty-votes\" must be unknown or not-standing");
    const char *rows = text_of(l, set->node, "empty-rows");
    plan->empty_rows_excluded = rows != NULL && strcmp(rows, "exclude") == 0;
    if (rows != NULL && !plan->empty_rows_excluded && strcmp(rows, "unknown") != 0)
        problem_at(l, scrut_yaml_get(set->node, "empty-rows"), "\"empty-rows\" must be unknown or exclude");
    scrut_csv_filter *filters = NULL;
    size_t filter_count = 0, kept_before = l->problems->count;
    int64_t before = l->problems->total;
    if (!read_filters(l, scrut_yaml_get(set->node, "where"), set->csv, &filters, &filter_count) || l->memory_failed ||
        !read_table(set, r, filters, filter_count))
        return;
    read_times(l, r, times, options);
    if (plan->bad_numbers_tolerated)
        keep_bad_numbers(l, r, kept_before, l->problems->total - before);
    place_parties(l, r, &parties);
    mark_flagged(l, r, &flags);
    load_mapping(l, scrut_yaml_get(set->node, "mapping"), r);
    /* a list without any row in a constituency does not stand there */
    r->empty_is_not_standing = r->empty_is_not_standing || party_column != SIZE_MAX;
    plan->row_a_party = party_column != SIZE_MAX && votes_column != SIZE_MAX;
    if (l->memory_failed || !resolve_rows(l, r, plan) || !plan->row_a_party)
        return;
    if (pivot_long_returns(l, r, party_column, votes_column) && plan->empty_rows_excluded)
        (void)exclude_empty_returns(l, r);
}

static void load_one(loader *l, const scrut_yaml *node, scrut_returns *r)
{
    const scrut_yaml *file = scrut_yaml_get(node, "file");
    scrut_csv_options options = {0};
    row_plan plan = {.constituency_column = SIZE_MAX, .status_column = SIZE_MAX};
    read_csv_options(l, node, &options);
    read_tolerate(l, node, &plan);
    if (file == NULL) {
        problem_at(l, node, "\"file\" is required");
        return;
    }
    column_set set = {.l = l, .node = node};
    if (!open_case_csv(l, file, &options, &set.csv, &set.file))
        return;
    r->file = set.file;
    load_open_returns(&set, r, &plan, &options);
    scrut_csv_close(set.csv);
}

#define RETURNS_KEYS                                                                                                   \
    "source title by date status reference note file delimiter missing where station constituency areas fields "       \
    "computed "                                                                                                        \
    "votes empty-votes empty-rows status-column tolerate partial mapping flags twice candidates times"

void load_returns(loader *l, const scrut_yaml *node)
{
    if (node == NULL)
        return;
    if (node->kind != SCRUT_YAML_SEQUENCE) {
        problem_at(l, node, "\"returns\" must be a list, an entry a source");
        return;
    }
    l->c->returns = take(l, node->count, sizeof *l->c->returns);
    for (size_t i = 0; i < node->count && l->c->returns != NULL && !l->memory_failed; i++) {
        if (!check_keys(l, node->items[i], "returns", RETURNS_KEYS))
            continue;
        scrut_returns *r = &l->c->returns[l->c->returns_count];
        load_provenance(l, node->items[i], "source", &r->about);
        r->partial = yes_no(l, node->items[i], "partial", false);
        for (size_t k = 0; k < l->c->returns_count; k++)
            if (strcmp(l->c->returns[k].about.id, r->about.id) == 0)
                problem_at(l, node->items[i], "source \"%.60s\" is given twice", r->about.id);
        load_one(l, node->items[i], r);
        if (r->table != NULL)
            l->c->returns_count++;
    }
}

void load_registry(loader *l, const scrut_yaml *node)
{
    if (node == NULL || !check_keys(l, node, "stations", RETURNS_KEYS))
        return;
    scrut_returns *r = take(l, 1, sizeof *r);
    if (r == NULL)
        return;
    r->about = (scrut_provenance){.id = "stations", .title = "official list of stations"};
    l->c->registry = r;
    load_one(l, node, r);
    if (r->table == NULL)
        l->c->registry = NULL;
}

bool scrut_returns_field(const scrut_returns *returns, const scrut_table_segment *segment, uint32_t r,
                         scrut_field field, int64_t *ret_value)
{
    int64_t value = 0;
    size_t count = returns->fields[field].count;
    for (size_t i = 0; i < count; i++) {
        const scrut_table_column *column = &segment->columns[returns->fields[field].columns[i]];
        if (!scrut_cell_known(column, r))
            return false;
        value += scrut_cell_number(column, r); /* at most 8 cells of at most 2^40 */
    }
    if (count > 0)
        *ret_value = value;
    return count > 0;
}
