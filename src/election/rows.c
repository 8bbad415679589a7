/* SPDX-License-Identifier: Apache-2.0
 * rows.c: for every row of a set of returns: which station, constituency and area it is, and whether it
 * counts. Segments are resolved on the pool's threads; whatever adds names or problems runs in row order. */
#include "election_internal.h"

#include <stdlib.h>
#include <string.h>

/* --- codes to indices ------------------------------------------------------ */

uint32_t first_row_of(const scrut_table *table, size_t column, uint32_t code)
{
    for (size_t s = 0; s < table->segment_count; s++) {
        const scrut_table_segment *segment = &table->segments[s];
        for (uint32_t r = 0; r < segment->row_count; r++)
            if (scrut_cell_category(&segment->columns[column], r) == code)
                return segment->first_row + r;
    }
    return SCRUT_NONE; /* every code has a row */
}

int64_t line_of(const scrut_table *table, uint32_t row)
{
    const scrut_table_segment *segment = scrut_table_segment_of(table, row);
    return scrut_row_line(segment, row - segment->first_row);
}

uint32_t scrut_returns_constituency(const scrut_returns *returns, uint32_t row)
{
    if (returns->constituency_rows != NULL)
        return returns->constituency_rows[row];
    if (returns->constituency_codes == NULL)
        return 0;
    const scrut_table_segment *segment = scrut_table_segment_of(returns->table, row);
    const scrut_table_column *column = &segment->columns[returns->constituency_column];
    return returns->constituency_codes[scrut_cell_category(column, row - segment->first_row)];
}

/* Where the values that equal the one at `r` end: each is compared with the one behind it, eight bytes at a time. */
static uint32_t end_of_run(const void *values, size_t width, uint32_t r, uint32_t count)
{
    const char *bytes = values;
    size_t at = r * width, last = (count - (size_t)1) * width;
    while (last - at >= 8 && memcmp(bytes + at, bytes + at + width, 8) == 0)
        at += 8;
    while (at < last && memcmp(bytes + at, bytes + at + width, width) == 0)
        at += width;
    return (uint32_t)(at / width) + 1;
}

uint32_t scrut_returns_constituency_end(const scrut_returns *returns, const scrut_table_segment *segment, uint32_t r)
{
    uint32_t count = segment->row_count;
    if (returns->constituency_rows != NULL)
        return end_of_run(returns->constituency_rows + segment->first_row, sizeof(uint32_t), r, count);
    if (returns->constituency_codes == NULL)
        return count;
    const scrut_table_column *column = &segment->columns[returns->constituency_column];
    return end_of_run(column->values, column->width, r, count);
}

/* Constituency of each category; SCRUT_NONE after a problem. Only a problem needs to know the line. */
static uint32_t *constituency_codes(loader *l, scrut_returns *r, size_t column)
{
    uint32_t count = scrut_table_category_count(r->table, column);
    uint32_t *codes = take(l, count, sizeof *codes);
    for (uint32_t i = 0; codes != NULL && i < count; i++) {
        const char *text = scrut_table_category(r->table, column, i);
        uint32_t found = name_index_find(l, &l->constituencies, text);
        bool trouble = text[0] == '\0' || found == NAME_AMBIGUOUS || (found == SCRUT_NONE && !l->constituencies_open);
        int64_t line = trouble ? line_of(r->table, first_row_of(r->table, column, i)) : -1;
        codes[i] = resolve_constituency(l, text, r->file, line, -1);
    }
    return codes;
}

/* 0 for a status that counts, else 1 + its index among those that do not. */
static uint8_t *status_codes(loader *l, scrut_returns *r, const row_plan *plan)
{
    uint32_t count = scrut_table_category_count(r->table, plan->status_column);
    uint8_t *codes = take(l, count, sizeof *codes);
    r->statuses = take(l, count + 1, sizeof *r->statuses);
    for (uint32_t i = 0; codes != NULL && r->statuses != NULL && i < count; i++) {
        const char *text = scrut_table_category(r->table, plan->status_column, i);
        bool counts = false;
        for (size_t k = 0; k < plan->counted_count; k++)
            counts = counts || strcmp(plan->counted[k], text) == 0;
        if (counts)
            continue;
        if (r->status_count >= UINT8_MAX - 1) {
            problem_at(l, NULL, "the status column of %s has more than %d different values", r->file, UINT8_MAX - 1);
            break;
        }
        r->statuses[r->status_count] = copy_text(l, text);
        codes[i] = (uint8_t)++r->status_count;
    }
    return codes;
}

/* A status of its own for rows that hold no number. */
static bool note_empty_rows(loader *l, scrut_returns *r, uint8_t *ret_code)
{
    if (r->excluded == NULL)
        r->excluded = take(l, r->row_count, sizeof *r->excluded);
    if (r->statuses == NULL)
        r->statuses = take(l, 1, sizeof *r->statuses);
    if (l->memory_failed)
        return false;
    r->statuses[r->status_count] = "empty row";
    *ret_code = (uint8_t)++r->status_count;
    return true;
}

/* --- units of work ----------------------------------------------------------------------------------------- */

typedef struct {
    scrut_returns *r;
    const row_plan *plan;
    const uint8_t *status_codes;
    uint8_t empty_row_code; /* 0: empty rows count as others do */
    bool *empty_key;        /* a segment: some row names no station */
    bool *ascending;        /* a segment: keys strictly ascend inside it */
} row_job;

/* Shorter first, then by bytes: the order in which numbers of one width or many ascend. */
static int compare_keys(const char *a, size_t length_a, const char *b, size_t length_b)
{
    if (length_a != length_b)
        return length_a < length_b ? -1 : 1;
    return memcmp(a, b, length_a);
}

/* The one to eight bytes before `end` as a number, so that keys of one length stand in order of their numbers;
 * eight are read. */
static uint64_t load_key(const char *end, size_t length)
{
    uint64_t word;
    memcpy(&word, end - sizeof word, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word & UINT64_MAX >> (64 - 8 * length);
}

/* False when the bytes are none or more than eight, or too near the beginning of the text. */
static bool key_number(const char *text, const char *key, size_t length, uint64_t *ret_number)
{
    if (length - 1 >= sizeof(uint64_t) || (size_t)(key - text) + length < sizeof(uint64_t))
        return false;
    *ret_number = load_key(key + length, length);
    return true;
}

/* Whether a key comes behind the one before it. */
static bool key_ascends(const char *text, const char *before, size_t length_before, const char *key, size_t length)
{
    uint64_t a, b;
    if (length_before == length && key_number(text, before, length_before, &a) && key_number(text, key, length, &b))
        return a < b;
    return compare_keys(before, length_before, key, length) < 0;
}

static void look_at_keys(row_job *job, size_t index)
{
    const scrut_table_segment *segment = &job->r->table->segments[index];
    const scrut_table_column *column = &segment->columns[0];
    bool ascending = job->r->station_parts == 1;
    const char *before = NULL;
    size_t length_before = 0;
    for (uint32_t i = 0; i < segment->row_count; i++) {
        size_t length;
        const char *key = scrut_cell_text(column, i, &length);
        if (length == 0)
            job->empty_key[index] = true;
        if (ascending && before != NULL)
            ascending = key_ascends(column->text, before, length_before, key, length);
        before = key;
        length_before = length;
    }
    job->ascending[index] = ascending;
}

/* The same where all keys have one length of at most eight bytes, as most have. */
static void look_at_short_keys(row_job *job, size_t index)
{
    const scrut_table_segment *segment = &job->r->table->segments[index];
    const scrut_table_column *column = &segment->columns[0];
    size_t width = column->width;
    uint64_t before = 0;
    uint32_t first = 0; /* the first key that may be read at one go, and before it one by one */
    while (first < segment->row_count && !key_number(column->text, column->text + first * width, width, &before))
        first++;
    bool ascending = true;
    for (uint32_t i = 1; i <= first && i < segment->row_count; i++)
        ascending &= compare_keys(column->text + (i - 1) * width, width, column->text + i * width, width) < 0;
    for (uint32_t i = first + 1; i < segment->row_count; i++) {
        uint64_t number = load_key(column->text + (size_t)(i + 1) * width, width);
        ascending &= before < number;
        before = number;
    }
    job->ascending[index] = ascending;
}

static bool row_is_empty(const scrut_table_segment *segment, size_t column_count, uint32_t row)
{
    for (size_t k = 0; k < column_count; k++)
        if (segment->columns[k].kind == SCRUT_CELL_NUMBER && scrut_cell_known(&segment->columns[k], row))
            return false;
    return true;
}

static void exclude_empty_rows(scrut_returns *r, const scrut_table_segment *segment, uint8_t code)
{
    for (uint32_t i = 0; i < segment->row_count; i++)
        if (r->excluded[segment->first_row + i] == 0 && row_is_empty(segment, r->table->column_count, i))
            r->excluded[segment->first_row + i] = code;
}

bool exclude_empty_returns(loader *l, scrut_returns *r)
{
    uint8_t code;
    if (!note_empty_rows(l, r, &code))
        return false;
    for (size_t s = 0; s < r->table->segment_count; s++)
        exclude_empty_rows(r, &r->table->segments[s], code);
    return true;
}

static void resolve_segment(void *context, size_t index)
{
    row_job *job = context;
    scrut_returns *r = job->r;
    const scrut_table_segment *segment = &r->table->segments[index];
    const scrut_table_column *key = &segment->columns[0];
    if (r->station_parts == 1 && key->values == NULL && key->width >= 1 && key->width <= sizeof(uint64_t))
        look_at_short_keys(job, index);
    else
        look_at_keys(job, index);
    if (job->status_codes != NULL) {
        const scrut_table_column *column = &segment->columns[job->plan->status_column];
        for (uint32_t i = 0; i < segment->row_count; i++)
            r->excluded[segment->first_row + i] = job->status_codes[scrut_cell_category(column, i)];
    }
    if (job->empty_row_code != 0)
        exclude_empty_rows(r, segment, job->empty_row_code);
}

static bool keys_ascend(const row_job *job)
{
    const scrut_table *table = job->r->table;
    const char *last = NULL;
    size_t last_length = 0;
    for (size_t s = 0; s < table->segment_count; s++) {
        const scrut_table_segment *segment = &table->segments[s];
        if (segment->row_count == 0)
            continue;
        size_t length;
        const char *first = scrut_cell_text(&segment->columns[0], 0, &length);
        if (!job->ascending[s] || (last != NULL && compare_keys(last, last_length, first, length) >= 0))
            return false;
        last = scrut_cell_text(&segment->columns[0], segment->row_count - 1, &last_length);
    }
    return true;
}

/* --- areas --------------------------------------------------------------------------------------------------- */

/* (parent, category) -> area, for one set of returns. */
typedef struct {
    uint64_t *keys; /* key + 1; 0: empty */
    uint32_t *values;
    size_t capacity, count;
} pair_map;

static size_t pair_slot(const pair_map *map, uint64_t key)
{
    size_t slot = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (map->capacity - 1);
    while (map->keys[slot] != 0 && map->keys[slot] != key + 1)
        slot = (slot + 1) & (map->capacity - 1);
    return slot;
}

static bool pair_grow(loader *l, pair_map *map)
{
    pair_map larger = {.capacity = map->capacity == 0 ? 256 : map->capacity * 2, .count = map->count};
    larger.keys = take(l, larger.capacity, sizeof *larger.keys);
    larger.values = take(l, larger.capacity, sizeof *larger.values);
    if (larger.keys == NULL || larger.values == NULL)
        return false;
    for (size_t i = 0; i < map->capacity; i++)
        if (map->keys[i] != 0) {
            size_t slot = pair_slot(&larger, map->keys[i] - 1);
            larger.keys[slot] = map->keys[i];
            larger.values[slot] = map->values[i];
        }
    *map = larger;
    return true;
}

static uint32_t area_of(loader *l, const scrut_returns *r, const row_plan *plan, pair_map *map, uint32_t constituency,
                        uint32_t level, uint32_t parent, uint32_t code)
{
    uint64_t outer = level == 0 ? constituency : (UINT64_C(1) << 31 | parent);
    uint64_t key = outer << 32 | code;
    if (map->count * 2 >= map->capacity && !pair_grow(l, map))
        return SCRUT_NONE;
    size_t slot = pair_slot(map, key);
    if (map->keys[slot] == 0) {
        map->keys[slot] = key + 1;
        map->count++;
        map->values[slot] = resolve_area(l, constituency, level, parent,
                                         scrut_table_category(r->table, plan->area_columns[level], code));
    }
    return map->values[slot];
}

static bool resolve_areas(loader *l, scrut_returns *r, const row_plan *plan)
{
    size_t levels = l->c->area_level_count;
    if (levels == 0 || plan->area_columns[0] == SIZE_MAX)
        return true;
    r->area = take(l, r->row_count, sizeof *r->area);
    pair_map maps[SCRUT_AREA_LEVELS_MAX] = {{0}};
    for (size_t s = 0; r->area != NULL && s < r->table->segment_count; s++) {
        const scrut_table_segment *segment = &r->table->segments[s];
        for (uint32_t i = 0; i < segment->row_count; i++) {
            uint32_t row = segment->first_row + i, area = SCRUT_NONE;
            uint32_t constituency = scrut_returns_constituency(r, row);
            for (uint32_t level = 0; level < levels && constituency != SCRUT_NONE; level++) {
                if (plan->area_columns[level] == SIZE_MAX)
                    break;
                area = area_of(l, r, plan, &maps[level], constituency, level, area,
                               scrut_cell_category(&segment->columns[plan->area_columns[level]], i));
            }
            r->area[row] = area;
        }
    }
    return !l->memory_failed;
}

/* --- stations: missing names, repeats, places from the registry ------------------------------------------------- */

static void report_empty_keys(loader *l, const scrut_returns *r)
{
    for (size_t s = 0; s < r->table->segment_count; s++) {
        const scrut_table_segment *segment = &r->table->segments[s];
        for (uint32_t i = 0; i < segment->row_count; i++) {
            size_t length;
            (void)scrut_cell_text(&segment->columns[0], i, &length);
            if (length == 0)
                scrut_problems_addf(l->problems, SCRUT_E_INPUT, r->file, scrut_row_line(segment, i), -1,
                                    scrut_row_byte(segment, i), "the row names no station (column \"%s\" is empty)",
                                    r->column_names[0]);
        }
    }
}

static void report_repeated(loader *l, scrut_returns *r, const scrut_station_index *index, bool tolerated)
{
    for (size_t i = 0; i < r->duplicate_count; i++) {
        uint32_t row = r->duplicate_rows[i];
        char station[128];
        scrut_returns_station(r, row, station, sizeof station);
        scrut_problems_addf(
            l->problems, SCRUT_E_INPUT, r->file, line_of(r->table, row), -1, -1,
            "duplicate station \"%.100s\", first on line %lld; \"tolerate: [duplicates]\" would keep both "
            "and report it",
            station, (long long)line_of(r->table, scrut_station_index_find(index, r, row)));
    }
    if (tolerated)
        l->c->tolerated_problems += (int64_t)r->duplicate_count;
}

/* Constituency and area of each station as the official list has them. */
static bool place_by_registry(loader *l, scrut_returns *r)
{
    const scrut_returns *registry = l->c->registry;
    scrut_station_index *index = NULL;
    if (scrut_station_index_new(registry, l->pool, l->arena, &index, NULL, NULL) != SCRUT_OK) {
        l->memory_failed = true;
        return false;
    }
    uint32_t *constituency_rows = take(l, r->row_count, sizeof *constituency_rows);
    if (registry->area != NULL)
        r->area = take(l, r->row_count, sizeof *r->area);
    if (l->memory_failed)
        return false;
    r->constituency_rows = constituency_rows;
    for (uint32_t row = 0; row < r->row_count; row++) {
        uint32_t found = scrut_station_index_find(index, r, row);
        constituency_rows[row] = found == SCRUT_NONE ? SCRUT_NONE : scrut_returns_constituency(registry, found);
        if (registry->area != NULL)
            r->area[row] = found == SCRUT_NONE ? SCRUT_NONE : registry->area[found];
        if (found != SCRUT_NONE)
            continue;
        char station[128];
        scrut_returns_station(r, row, station, sizeof station);
        scrut_problems_addf(l->problems, SCRUT_E_INPUT, r->file, line_of(r->table, row), -1, -1,
                            "station \"%.100s\" is not in the official list, which alone says its constituency",
                            station);
    }
    return true;
}

static bool find_repeated(loader *l, scrut_returns *r, const row_plan *plan)
{
    scrut_station_index *index = NULL;
    if (scrut_station_index_new(r, l->pool, l->arena, &index, &r->duplicate_rows, &r->duplicate_count) != SCRUT_OK) {
        l->memory_failed = true;
        return false;
    }
    report_repeated(l, r, index, plan->duplicates_tolerated);
    return true;
}

bool resolve_rows(loader *l, scrut_returns *r, const row_plan *plan)
{
    row_job job = {.r = r,
                   .plan = plan,
                   .empty_key = take(l, r->table->segment_count, sizeof *job.empty_key),
                   .ascending = take(l, r->table->segment_count, sizeof *job.ascending)};
    if (plan->constituency_column != SIZE_MAX) {
        r->constituency_column = plan->constituency_column;
        r->constituency_codes = constituency_codes(l, r, plan->constituency_column);
    }
    if (plan->status_column != SIZE_MAX) {
        r->excluded = take(l, r->row_count, sizeof *r->excluded);
        job.status_codes = status_codes(l, r, plan);
    }
    if (plan->empty_rows_excluded && !plan->row_a_party && !note_empty_rows(l, r, &job.empty_row_code))
        return false;
    if (l->memory_failed)
        return false;
    scrut_pool_run(l->pool, r->table->segment_count, resolve_segment, &job);
    for (size_t s = 0; s < r->table->segment_count; s++)
        if (job.empty_key[s]) {
            report_empty_keys(l, r);
            break;
        }
    /* Keys that strictly ascend cannot repeat. */
    if (!plan->row_a_party && (r->renamed != NULL || !keys_ascend(&job)) && !find_repeated(l, r, plan))
        return false;
    if (plan->constituency_column == SIZE_MAX && !l->c->single_constituency) {
        if (l->c->registry == NULL || l->c->registry == r) {
            problem_at(l, NULL,
                       "%s needs \"constituency\", a column or the stations list that says where each station is",
                       r->file);
            return false;
        }
        return place_by_registry(l, r);
    }
    return resolve_areas(l, r, plan);
}
