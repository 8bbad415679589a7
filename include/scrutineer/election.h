/* SPDX-License-Identifier: Apache-2.0
 * election.h: one election's evidence, loaded from a case folder (docs/formats/case.md).
 *
 * A case holds parties, constituencies, rules, returns (a row a station, one set a source),
 * announcements (published figures with a version), previous elections and claims. Whatever the folder does
 * not hold is "not provided"; an empty cell is unknown; neither is ever zero. */
#ifndef SCRUTINEER_ELECTION_H
#define SCRUTINEER_ELECTION_H

#include "scrutineer/csv.h"
#include "scrutineer/num.h"
#include "scrutineer/rules.h"

#define SCRUT_NONE UINT32_MAX /* an index that points nowhere */
#define SCRUT_AREA_LEVELS_MAX 8
#define SCRUT_PARTIES_MAX 2000
#define SCRUT_FIELD_PARTS_MAX 8

/* The accounting fields of a results form (docs/formats/case.md gives each one's definition). */
typedef enum {
    SCRUT_FIELD_REGISTERED,
    SCRUT_FIELD_SPECIAL_LIST,
    SCRUT_FIELD_RECEIVED,
    SCRUT_FIELD_ISSUED,
    SCRUT_FIELD_UNUSED,
    SCRUT_FIELD_SPOILED,
    SCRUT_FIELD_LOST,
    SCRUT_FIELD_UNACCOUNTED,
    SCRUT_FIELD_POSTAL_IN_BOX,
    SCRUT_FIELD_BOX_MOBILE,
    SCRUT_FIELD_BOX_STATION,
    SCRUT_FIELD_IN_BOX,
    SCRUT_FIELD_CARDS,
    SCRUT_FIELD_PROXIES,
    SCRUT_FIELD_PASSES,
    SCRUT_FIELD_ACCREDITED_NOON,
    SCRUT_FIELD_ACCREDITED_LATE,
    SCRUT_FIELD_ACCREDITED,
    SCRUT_FIELD_MORE,
    SCRUT_FIELD_FEWER,
    SCRUT_FIELD_STAMPED,
    SCRUT_FIELD_CAST,
    SCRUT_FIELD_VALID,
    SCRUT_FIELD_VOTES_TO_LISTS,
    SCRUT_FIELD_BLANK,
    SCRUT_FIELD_INVALID,
    SCRUT_FIELD_COUNT
} scrut_field;

/* "registered", ... as in election.yaml */
SCRUT_API const char *scrut_field_name(scrut_field field);
/* Field by name, or SCRUT_FIELD_COUNT. */
SCRUT_API scrut_field scrut_field_named(const char *name);

/* A sum over cells. Unknown is not zero: value is the sum of the cells that held a number. */
typedef struct {
    int64_t value;
    uint32_t known; /* cells that held a number */
    uint32_t cells; /* cells there should be; 0: does not apply (a list that does not stand) */
} scrut_figure;

static inline bool scrut_figure_complete(scrut_figure f)
{
    return f.known == f.cells && f.cells > 0;
}

/* Where a figure stands in the evidence. `file` is a name inside the case; line -1 when unknown. */
typedef struct {
    const char *file;
    int64_t line;
    const char *column; /* header of the column; NULL when several */
} scrut_cell_ref;

typedef struct {
    const char *id, *name, *name_local, *colour; /* all but id may be NULL */
    const char **aliases;                        /* other names of it in the files */
    size_t alias_count;
    const char **predecessors; /* names in previous elections, for the swing; its own id by default */
    size_t predecessor_count;
    const char *alliance;    /* NULL: none */
    uint32_t alliance_index; /* into alliances, or SCRUT_NONE */
    int members;             /* parties in the list; 1 by default */
    bool exempt;             /* from thresholds */
    bool aggregate;          /* several lists added together ("others"): cannot be given seats as one list */
    const char *split_by;    /* an aggregate: the announcement that gives its lists apart; NULL: none */
    uint32_t hidden_in;      /* its votes are not given apart but inside this aggregate; or SCRUT_NONE */
    int64_t list_order;      /* for the tie rule "list order": its place, or -1 when not given */
} scrut_party;

typedef struct {
    const char *id, *name, *name_local; /* name(s) may be NULL */
    const char **aliases;
    size_t alias_count;
    bool seats_known;
    int64_t seats;
    scrut_figure registered; /* as given in the constituencies file; cells 0 when not */
    bool tile_known;         /* where its square stands in a grid of all, from 0, row 0 on top */
    int32_t tile_column, tile_row;
    const char *map_key; /* what the map calls it; NULL: it is not on the map */
    scrut_cell_ref where;
} scrut_constituency;

/* Outlines of the constituencies, whose features are all known, or of the areas of a level, whose features have names:
 * a file of GeoJSON that was read. */
typedef struct {
    const char *file;  /* inside the case; NULL: no map */
    const char *key;   /* property of a feature that names its place; NULL: the feature's "id" */
    uint32_t level;    /* of areas: into area_levels */
    const char *bytes; /* in the arena */
    size_t length;
} scrut_case_map;

/* A node of the declared area levels: a district of a province. */
typedef struct {
    const char *name;
    uint32_t level;  /* into area_levels, 0 the outermost */
    uint32_t parent; /* area of the next outer level, or SCRUT_NONE */
    uint32_t constituency;
} scrut_area;

/* A number of seats the chamber needs for something. */
typedef struct {
    const char *name; /* "majority", "quorum" */
    int64_t seats;
    const char *reference;
    bool verified; /* the law was read */
} scrut_chamber_fact;

/* Who published something and how we know. All but id may be NULL. */
typedef struct {
    const char *id, *title, *by, *date, *status, *reference, *note;
} scrut_provenance;

/* A mark that a source gives of its forms (docs/formats/case.md, "flags"). */
typedef struct {
    const char *check;  /* code of the finding that it makes */
    const char *column; /* header */
    const char *note;   /* what exactly, such as whose signature; may be NULL */
} scrut_form_flag;

#define SCRUT_FORM_FLAGS_MAX 16

/* A figure that stands in a second place: on another page (check A04), or from a second person who typed the form
 * (X04).
 */
typedef struct {
    const char *check;
    const char *place; /* where, as the case calls it; may be NULL */
    uint32_t party;    /* whose votes; SCRUT_NONE: `field` */
    scrut_field field;
    uint8_t count;
    uint16_t columns[SCRUT_FIELD_PARTS_MAX]; /* table columns that add up to it */
} scrut_second_figure;

/* Columns of the candidates of one list. */
typedef struct {
    uint32_t party;
    uint32_t *columns;
    size_t count;
} scrut_candidates;

/* Times that a form gives of its station. */
typedef enum { SCRUT_TIME_OPENED, SCRUT_TIME_CLOSED, SCRUT_TIME_FILLED, SCRUT_TIME_COUNT } scrut_time;

#define SCRUT_TIME_UNKNOWN INT32_MIN

/* "opened", "closed", "filled" */
SCRUT_API const char *scrut_time_name(scrut_time time);
/* "07:30", "07:30:00", "2020-05-17 07:30" or with a T between. *ret_minutes: of the day, and with a date since 1970.
 * False: it is none of these. */
SCRUT_API SCRUT_MUST_CHECK bool scrut_time_parse(const char *text, bool *ret_dated, int32_t *ret_minutes);
/* "2020-05-17", whole, as days since 1970 in the Gregorian calendar. False: it is none. */
SCRUT_API SCRUT_MUST_CHECK bool scrut_day_parse(const char *text, int32_t *ret_days);
/* Days since 1970 of a day that exists. */
SCRUT_API int32_t scrut_day_of(int32_t year, int32_t month, int32_t day);

/* One source's set of returns, or a station-level announcement. */
typedef struct {
    scrut_provenance about;
    const char *file; /* inside the case */
    const scrut_table *table;
    uint32_t row_count;
    /* What scrut_returns_constituency looks at: a column with codes for its categories, or an array with an entry a
     * row; neither where there is a single constituency. */
    const uint32_t *constituency_codes;
    size_t constituency_column;
    const uint32_t *constituency_rows;
    uint32_t *area;         /* a row: index of the innermost area; NULL without levels */
    scrut_form_flag *flags; /* marks of the forms, such as a signature that is missing */
    size_t flag_count;
    uint16_t *flagged; /* a row: bit k: flags[k] applies; NULL: no flags */
    scrut_second_figure *seconds;
    size_t second_count;
    scrut_candidates *candidates; /* lists whose candidates have columns */
    size_t candidate_list_count;
    struct {
        const char *column; /* header; NULL: the form gives no such time */
        int32_t *minutes;   /* a row: OPENED, CLOSED: of the day, FILLED: since 1970; or SCRUT_TIME_UNKNOWN */
    } times[SCRUT_TIME_COUNT];
    uint8_t *excluded;     /* a row: 0 counted; else 1 + index into statuses: listed, not counted; NULL: all counted */
    const char **renamed;  /* a row: the station's key in the other sources, by the case's mapping; NULL: its own, or
                              no mapping at all */
    const char **statuses; /* names of the statuses that do not count */
    size_t status_count;
    size_t station_parts; /* TEXT or CATEGORY columns that make the station key: table columns 0 .. parts-1 */
    /* table columns that add up to a field; count 0: the form has no such field in this source */
    struct {
        uint8_t count;
        uint16_t columns[SCRUT_FIELD_PARTS_MAX];
    } fields[SCRUT_FIELD_COUNT];
    bool computed[SCRUT_FIELD_COUNT]; /* the file's maker computed it: no check may rest on it */
    uint32_t *party_column;           /* a party: table column, or SCRUT_NONE when this source has none */
    const uint32_t *party_lines; /* long returns: line of each vote cell, row * party_lines_width + party; else NULL */
    size_t party_lines_width;
    bool partial;               /* the source holds a part of the stations, and is not asked for the others */
    bool empty_is_not_standing; /* an empty vote cell says that the list does not stand there */
    const char **column_names;  /* a table column: its header */
    uint32_t *duplicate_rows;   /* rows that repeat the station of an earlier row (kept only by request) */
    size_t duplicate_count;
    scrut_error *bad_numbers; /* cells set to unknown by request ("tolerate"), as the reader reported them */
    size_t bad_number_count;
} scrut_returns;

/* Figures at nation, constituency and area level. Unit 0 is the nation, 1 .. C the constituencies in
 * order, then the areas in order. Columns: the fields, then the parties. */
typedef struct {
    scrut_provenance about;
    bool from_returns;
    size_t unit_count, column_count; /* column_count = SCRUT_FIELD_COUNT + parties */
    scrut_figure *figures;           /* unit_count * column_count */
    scrut_figure *seats;             /* unit_count * party_count, or NULL */
    bool *given;                     /* a unit: its figures were given for it, not summed from below */
    scrut_cell_ref *where;           /* a unit * column_count: NULL for tabulations */
    scrut_cell_ref *seats_where;
    bool has_votes, has_seats, has_constituency_votes;
    bool partial;          /* of a part of the stations, so that it must not exceed the others */
    const char *replaces;  /* an announcement: the version that it took the place of; NULL: none */
    const char **rests_on; /* an announcement: ids of the sources it was made from; count 0: any of them */
    size_t rests_on_count;
    /* from returns: */
    uint32_t stations, stations_counted, stations_excluded; /* rows */
} scrut_tally;

typedef struct {
    const char *name;
    const char *formula_text; /* as written */
    int8_t sign[SCRUT_FIELD_COUNT];
    bool present;
} scrut_formula;

typedef struct {
    const char *text, *reference;
    bool verified;
} scrut_note;

/* Somebody's statement about votes, seats or names, which can be tested (docs/formats/claims.md). */
typedef struct {
    const char *id, *claimant, *date, *words, *reference; /* all but id and words may be NULL */
    const char *expression_text, *tolerance_text;         /* as given; NULL: none */
    const struct scrut_claim_node *expression;            /* claims.h; NULL: words only */
    scrut_cell_ref where;
} scrut_case_claim;

/* How a published number of votes is meant. */
typedef enum {
    SCRUT_VOTES_EXACTLY,
    SCRUT_VOTES_FEWER_THAN, /* "just under 900 votes" */
    SCRUT_VOTES_MORE_THAN,  /* "even 7,000 more votes would not do" */
} scrut_votes_relation;

/* A margin that somebody published: so many votes would have given a party a seat (docs/formats/case.md). */
typedef struct {
    uint32_t unit;      /* 0: the nation; else 1 + index of the constituency */
    uint32_t party;     /* SCRUT_NONE: any; then `any_seat` */
    bool any_seat;      /* any seat at all would change its holder */
    int64_t seats;      /* the party would then hold so many; -1: one more than it does */
    const char *metric; /* "change", "add", "remove" */
    bool metric_given;  /* false: "add", which is what newspapers print */
    scrut_votes_relation relation;
    int64_t votes;
    const char *figures;               /* id of the source or announcement it was computed from; NULL: not known */
    const char *by, *date, *reference; /* may be NULL */
    scrut_cell_ref where;
} scrut_case_margin;

/* Voters who say that they voted for a list at a station. */
typedef struct {
    const char *station; /* key */
    uint32_t party;
    int64_t voters;
    uint32_t *rows; /* a source of `returns`: row of the station, or SCRUT_NONE */
    scrut_cell_ref where;
} scrut_voter_report;

/* A file that was read. */
typedef struct {
    const char *path; /* inside the case */
    const char *full_path;
    int64_t bytes;
    char sha256[65]; /* empty until scrut_case_hash_files */
} scrut_case_file;

typedef struct scrut_case {
    scrut_arena *arena;
    const char *folder;
    const char *id, *title, *country, *date, *kind; /* may be NULL but title */
    bool model;                                     /* the figures are a model, not evidence; every page says so */

    scrut_party *parties;
    size_t party_count;
    const char **alliances;
    size_t alliance_count;

    scrut_constituency *constituencies;
    size_t constituency_count;
    bool single_constituency; /* the nation is the one constituency */
    scrut_case_map map, area_map;

    const char **area_levels; /* outermost first */
    size_t area_level_count;
    scrut_area *areas;
    size_t area_count;

    bool has_rules;
    scrut_rules rules;
    const char *chamber_name;
    int64_t chamber_seats; /* 0: not given */
    scrut_chamber_fact *chamber_facts;
    size_t chamber_fact_count;

    bool valid_includes_blank;     /* blank ballots are part of the valid ones */
    scrut_formula expected_in_box; /* ballots there should be in the box */
    scrut_formula received_parts;  /* what the received ballots add up to */
    int64_t station_cap;           /* most ballots a station may have; 0: not given */
    int64_t registered_reserve;    /* per cent of its registered voters by which a station's ballots may exceed them */
    bool excess_voids_form;        /* a form with more ballots than voters checked in is void as a whole */
    int32_t polls_open, polls_close; /* minutes of the day; SCRUT_TIME_UNKNOWN: not given */
    int32_t forms_due;               /* minutes since 1970, when forms must be filled in; SCRUT_TIME_UNKNOWN */

    scrut_returns *returns;
    size_t returns_count;
    scrut_tally *announcements;
    size_t announcement_count;
    scrut_tally *previous; /* earlier elections: seats and votes, for the swing; parties by predecessor id */
    size_t previous_count;
    const char **previous_parties; /* names used in the previous elections' files: their tallies' parties */
    size_t previous_party_count;

    scrut_returns *registry; /* the official list of stations, as returns with no votes; NULL when not provided */

    const char **not_provided; /* sentences: what the case does not hold */
    size_t not_provided_count;
    scrut_case_claim *claims;
    size_t claim_count;
    scrut_case_margin *margins; /* published ones, in the order of the tables */
    size_t margin_count;
    scrut_voter_report *voter_reports; /* in the order of the table */
    size_t voter_report_count;
    const struct scrut_case_roll *roll; /* the list of voters (roll_case.h); NULL: not provided */
    struct scrut_survey *surveys;       /* of the roll (survey.h) */
    size_t survey_count;
    scrut_note *notes;
    size_t note_count;
    scrut_case_file *files;
    size_t file_count;
    struct scrut_seal *seal;    /* what its seal says of the files (seal.h); NULL: there is none, or it was not asked */
    const scrut_table **tables; /* freed with the case */
    size_t table_count, table_capacity;
    int64_t tolerated_problems; /* problems that election.yaml asked to report and go on with */
} scrut_case;

/* Loads the case in `folder` (which holds election.yaml). Everything wrong goes to `problems`, each with
 * file, line, column and what was expected.
 * SCRUT_OK: loaded, and no problem was added that stops it. SCRUT_E_INPUT, SCRUT_E_RANGE, SCRUT_E_LIMIT: there were
 * problems. SCRUT_E_IO: the folder or its election.yaml cannot be read. SCRUT_E_MEMORY. *ret_case is set on SCRUT_OK
 * only. Free with scrut_case_free (NULL is fine). `pool` may be NULL. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_case_load(const char *folder, scrut_pool *pool, scrut_problems *problems,
                                                        scrut_case **ret_case, scrut_error *err);
SCRUT_API void scrut_case_free(scrut_case *c);

/* Index of the party (constituency) that a person calls so: its id letter by letter, or else an id, name or alias
 * without regard to case and spaces. SCRUT_NONE: there is none, or two share the name. */
SCRUT_API uint32_t scrut_case_find_party(const scrut_case *c, const char *text);
SCRUT_API uint32_t scrut_case_find_constituency(const scrut_case *c, const char *text);

/* Full path, in `arena`, of a file that evidence names: relative, without "..", a regular file, and inside the folder
 * also when links are followed. SCRUT_E_INPUT: it is none; SCRUT_E_IO: it is not there or may not be read;
 * SCRUT_E_MEMORY. `real_folder` is absolute and without links. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_case_file_path(const char *real_folder, const char *path,
                                                             scrut_arena *arena, const char **ret_path,
                                                             scrut_error *err);

/* Hashes every file that was read (on the pool's threads). SCRUT_E_IO. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_case_hash_files(scrut_case *c, scrut_pool *pool, scrut_error *err);

/* The station key of a row: its parts joined by "/". Cut at `size`, always ends in NUL. */
SCRUT_API void scrut_returns_station(const scrut_returns *returns, uint32_t row, char *text, size_t size);
/* Index of the constituency that a row lies in; never SCRUT_NONE in a case that was loaded. */
SCRUT_API uint32_t scrut_returns_constituency(const scrut_returns *returns, uint32_t row);
/* A row behind row r of a segment, such that the constituency is the same for all rows from r up to it. */
SCRUT_API uint32_t scrut_returns_constituency_end(const scrut_returns *returns, const scrut_table_segment *segment,
                                                  uint32_t r);
/* True when two rows name the same station. */
SCRUT_API bool scrut_returns_same_station(const scrut_returns *a, uint32_t row_a, const scrut_returns *b,
                                          uint32_t row_b);
/* A field of a row: the sum of its columns; false when any of them is unknown or the source has no such field. */
SCRUT_API bool scrut_returns_field(const scrut_returns *returns, const scrut_table_segment *segment, uint32_t r,
                                   scrut_field field, int64_t *ret_value);

/* Figures of a tally. */
static inline scrut_figure *scrut_tally_field(const scrut_tally *t, size_t unit, scrut_field field)
{
    return &t->figures[unit * t->column_count + field];
}
static inline scrut_figure *scrut_tally_votes(const scrut_tally *t, size_t unit, size_t party)
{
    return &t->figures[unit * t->column_count + SCRUT_FIELD_COUNT + party];
}
static inline scrut_figure *scrut_tally_seats(const scrut_tally *t, size_t unit, size_t party)
{
    return &t->seats[unit * (t->column_count - SCRUT_FIELD_COUNT) + party];
}

/* A tally without figures for the case's units and `party_count` parties, in `arena`. SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_tally_init(const scrut_case *c, size_t party_count, scrut_arena *arena,
                                                         scrut_tally *ret_tally);

/* Finds the row of a station in a set of returns. */
typedef struct scrut_station_index scrut_station_index;
/* In `arena`; built on the pool's threads (NULL is fine). Of rows that repeat a station the first is found;
 * the others, in row order, are *ret_repeated (may be NULL). SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_station_index_new(const scrut_returns *returns, scrut_pool *pool,
                                                                scrut_arena *arena, scrut_station_index **ret_index,
                                                                uint32_t **ret_repeated, size_t *ret_repeated_count);
/* The row of the station that row `row` of `other` names, or SCRUT_NONE. */
SCRUT_API uint32_t scrut_station_index_find(const scrut_station_index *index, const scrut_returns *other, uint32_t row);

/* "nation", "constituency 08 Kandal", "district X". Cut at `size`. */
SCRUT_API void scrut_unit_name(const scrut_case *c, size_t unit, char *text, size_t size);

#endif
