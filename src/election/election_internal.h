/* SPDX-License-Identifier: Apache-2.0
 * election_internal.h: what the parts of the case loader share. */
#ifndef SCRUT_ELECTION_INTERNAL_H
#define SCRUT_ELECTION_INTERNAL_H

#include "scrutineer/catalog.h"
#include "scrutineer/buf.h"
#include "scrutineer/election.h"
#include "scrutineer/survey.h"

/* Names to numbers: exact ids first, then aliases and names by their matching key. */
typedef struct {
    const char **keys; /* in the arena; NULL: empty slot */
    uint32_t *values;
    size_t capacity, count;
} name_map;

#define NAME_AMBIGUOUS (UINT32_MAX - 1)

typedef struct {
    name_map ids, others;
} name_index;

typedef struct {
    scrut_case *c;
    scrut_arena *arena;
    scrut_pool *pool;
    scrut_problems *problems;
    const char *real_folder;
    const scrut_yaml *root;
    const char *document; /* what messages call the YAML; NULL: CASE_FILE */
    name_index parties, previous_parties, constituencies;
    name_map areas; /* "constituency/outer/.../name" */
    size_t party_capacity, previous_capacity, constituency_capacity, area_capacity, file_capacity;
    bool parties_open;        /* names that are not listed become parties */
    bool constituencies_open; /* the same */
    bool memory_failed;
} loader;

#define CASE_FILE "election.yaml"

static inline const char *document_of(const loader *l)
{
    return l->document != NULL ? l->document : CASE_FILE;
}

/* --- problems (src/election/case.c) --- */
void problem_at(loader *l, const scrut_yaml *node, const char *fmt, ...) SCRUT_PRINTF(3, 4);
/* Every key of the mapping must be one of the words (separated by spaces). False, with a problem, when `node` is no
 * mapping. */
bool check_keys(loader *l, const scrut_yaml *node, const char *what, const char *allowed);
/* Text of a scalar key, or NULL; a problem when it is there and no scalar. */
const char *text_of(loader *l, const scrut_yaml *node, const char *key);
bool yes_no(loader *l, const scrut_yaml *node, const char *key, bool otherwise);
int64_t whole_of(loader *l, const scrut_yaml *node, const char *key, int64_t otherwise, int64_t max);
void *take(loader *l, size_t count, size_t size);
char *copy_text(loader *l, const char *text);
/* Room for one more element in an arena array. */
bool arena_grow(loader *l, void *items, size_t *capacity, size_t count, size_t size);
/* Texts of a sequence, or of a scalar separated by '|'. */
const char **texts_of(loader *l, const scrut_yaml *node, size_t *ret_count);
const char **split_bars(loader *l, const char *text, size_t *ret_count);

/* --- names (src/election/names.c) --- */
uint32_t name_map_get(const name_map *map, const char *key);
bool name_map_put(loader *l, name_map *map, const char *key, uint32_t value);
/* Registers an alias or a name; one that two share becomes ambiguous. */
void name_index_add_other(loader *l, name_index *index, const char *text, uint32_t value);
/* Index, SCRUT_NONE or NAME_AMBIGUOUS. */
uint32_t name_index_find(loader *l, const name_index *index, const char *text);

/* --- parties and constituencies (src/election/units.c) --- */
void load_parties(loader *l, const scrut_yaml *node);
void load_constituencies(loader *l, const scrut_yaml *node);
void load_areas(loader *l, const scrut_yaml *node);
/* Outlines of the constituencies (src/election/map.c). */
void load_map(loader *l, const scrut_yaml *node);
/* A party that names no predecessors is compared with the one of its own id. */
void default_predecessors(loader *l);
/* Party of a name; adds it where names are open; else a problem at (file, line, column) and SCRUT_NONE. */
uint32_t resolve_party(loader *l, const char *text, const char *file, int64_t line, int64_t column);
uint32_t resolve_previous_party(loader *l, const char *text);
uint32_t resolve_constituency(loader *l, const char *text, const char *file, int64_t line, int64_t column);
/* Area by its parent (SCRUT_NONE: outermost) and name; added when it is new. */
uint32_t resolve_area(loader *l, uint32_t constituency, uint32_t level, uint32_t parent, const char *name);

/* --- small tables: a file or rows in the YAML (src/election/grid.c) --- */
typedef struct {
    const char *file;
    scrut_csv *csv; /* NULL: rows in the YAML */
    const scrut_yaml *rows;
    scrut_csv_options options;
    scrut_csv_wanted *wanted;
    const char **headers;
    size_t column_count, column_capacity;
    size_t row_count;
    const char **cells; /* row_count * column_count; NULL: the row has no such key */
    int64_t *lines;
    scrut_csv_filter *filters;
    size_t filter_count;
} grid;

/* Opens `file:` or takes `rows:`. False after a problem. */
bool grid_open(loader *l, const scrut_yaml *node, grid *g);
/* Column for a header; SIZE_MAX and (unless `optional`) a problem at `where` when the file has none. */
size_t grid_want(loader *l, grid *g, const char *header, const scrut_yaml *where, bool optional);
bool grid_read(loader *l, grid *g);
void grid_close(grid *g);
const char *grid_cell(const grid *g, size_t row, size_t column);
/* Column number in the file (from 1), for messages. */
int64_t grid_file_column(const grid *g, size_t column);
/* Reads a number of a cell: 1 known, 0 unknown (empty or a missing word), -1 after a problem. */
int grid_number(loader *l, const grid *g, size_t row, size_t column, int64_t *ret_value);
/* Headers of a wide table's party columns that start with `prefix`. */
size_t grid_header_count(const grid *g);
const char *grid_header(const grid *g, size_t index);

/* Full path of the file that `node` names inside the case; NULL after a problem. And that it was read. */
const char *path_in_case(loader *l, const scrut_yaml *node);
void record_file(loader *l, const char *path, const char *full_path);
/* Opens a CSV of the case: the path is checked and the file recorded. `node` is the scalar that names it. */
bool open_case_csv(loader *l, const scrut_yaml *node, const scrut_csv_options *options, scrut_csv **ret_csv,
                   const char **ret_name);
void read_csv_options(loader *l, const scrut_yaml *node, scrut_csv_options *options);
bool read_filters(loader *l, const scrut_yaml *node, scrut_csv *csv, scrut_csv_filter **ret_filters, size_t *ret_count);

/* --- the rest --- */
void load_provenance(loader *l, const scrut_yaml *node, const char *id_key, scrut_provenance *about);
/* The same for evidence of which there is one: without an id it has `usual_id`. */
void load_about(loader *l, const scrut_yaml *node, const char *id_key, const char *usual_id, scrut_provenance *about);
/* The columns asked of one file of returns, while they are collected (src/election/returns.c). */
typedef struct {
    loader *l;
    const scrut_yaml *node;
    scrut_csv *csv;
    const char *file;
    scrut_csv_wanted *wanted;
    const char **names;
    size_t count, capacity, names_capacity;
} column_set;

/* Where the parties' columns go while parties may still be added. */
typedef struct {
    uint32_t *party, *column;
    size_t count;
} vote_columns;

/* Table column of a header; SIZE_MAX and a problem at `where` when the file has none. */
size_t returns_want(column_set *set, const char *header, const scrut_yaml *where, scrut_cell_kind kind);
/* A column or a list of them that add up to the field. */
void returns_want_parts(column_set *set, scrut_field field, const scrut_yaml *value,
                        uint16_t columns[SCRUT_FIELD_PARTS_MAX], uint8_t *count);
/* A column a party: "prefix" and "columns". */
bool returns_want_wide_votes(column_set *set, const scrut_yaml *votes, vote_columns *parties);

/* Figures that stand in a second place, and candidates (src/election/second.c). */
void want_seconds(column_set *set, scrut_returns *r);
void want_candidates(column_set *set, scrut_returns *r);
/* Times of the forms (src/election/times.c): their columns, then what the cells say. */
void want_times(column_set *set, scrut_returns *r, size_t columns[SCRUT_TIME_COUNT]);
void read_times(loader *l, scrut_returns *r, const size_t columns[SCRUT_TIME_COUNT], const scrut_csv_options *options);
void load_hours(loader *l, const scrut_yaml *definitions);
/* What voters report (src/election/voter_reports.c). */
void load_voter_reports(loader *l, const scrut_yaml *node);
/* The list of voters (src/election/roll.c) and the small tables beside it (roll_tables.c). */
void load_roll(loader *l, const scrut_yaml *node);
struct scrut_case_roll;
void load_roll_pages(loader *l, const scrut_yaml *node, struct scrut_case_roll *roll);
void load_roll_mortality(loader *l, const scrut_yaml *node, struct scrut_case_roll *roll);
void load_roll_population(loader *l, const scrut_yaml *node, struct scrut_case_roll *roll);
/* Stations of the source that others call otherwise (src/election/mapping.c). */
void load_mapping(loader *l, const scrut_yaml *node, scrut_returns *r);
void load_registry(loader *l, const scrut_yaml *node);
void load_returns(loader *l, const scrut_yaml *node);
void load_announcements(loader *l, const scrut_yaml *node, bool previous);
void load_definitions(loader *l, const scrut_yaml *node);
void load_chamber(loader *l, const scrut_yaml *node);
void load_notes(loader *l, const scrut_yaml *node);
void load_claims(loader *l, const scrut_yaml *node);
void load_margins(loader *l, const scrut_yaml *node);
/* Surveys of the roll (src/election/surveys.c), and their tables of responses (src/election/survey_rows.c). */
void load_surveys(loader *l, const scrut_yaml *node, scrut_survey **ret_surveys, size_t *ret_count);
/* Fills survey->rows and, for the figures that name a column of outcomes (`nodes`, one each), their outcomes. */
void load_survey_rows(loader *l, const scrut_yaml *node, scrut_yaml *const nodes[], scrut_survey *survey);
void note_what_is_missing(loader *l);
/* Constituency, area, status and station hash of every row (src/election/rows.c). */
typedef struct {
    size_t constituency_column; /* table columns; SIZE_MAX: none */
    size_t area_columns[SCRUT_AREA_LEVELS_MAX];
    size_t status_column;
    const char **counted;
    size_t counted_count;
    bool duplicates_tolerated, bad_numbers_tolerated;
    bool row_a_party;         /* a station stands on a row for each party, so rows repeat stations */
    bool empty_rows_excluded; /* a row (a station, with row_a_party) without any number holds no result */
} row_plan;
bool resolve_rows(loader *l, scrut_returns *r, const row_plan *plan);
/* Marks every row without any number as not counting. False without memory. */
bool exclude_empty_returns(loader *l, scrut_returns *r);
/* Turns resolved returns with a row a station and party into returns with a row a station
 * (src/election/pivot.c). */
bool pivot_long_returns(loader *l, scrut_returns *r, size_t party_column, size_t votes_column);
/* First row that holds a category. */
uint32_t first_row_of(const scrut_table *table, size_t column, uint32_t code);
int64_t line_of(const scrut_table *table, uint32_t row);

#endif
