/* SPDX-License-Identifier: Apache-2.0
 * count.h: add up returns, check each form's arithmetic, compare figures. Pure functions of the case. */
#ifndef SCRUTINEER_COUNT_H
#define SCRUTINEER_COUNT_H

#include "scrutineer/election.h"
#include "scrutineer/finding.h"

/* Sums one source's returns: stations -> areas -> constituencies -> nation. In `arena`.
 * SCRUT_OK; SCRUT_E_RANGE: a sum outside int64; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_count_tabulate(const scrut_case *c, const scrut_returns *returns,
                                                             scrut_pool *pool, scrut_arena *arena,
                                                             scrut_tally *ret_tally, scrut_error *err);

/* Checks every form's arithmetic and limits, and the inventory of forms; adds a finding a station and
 * code, in row order. `tally` is the tabulation of the same returns (it knows which lists stand where).
 * Rows that do not count are not checked. SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_count_check(const scrut_case *c, const scrut_returns *returns,
                                                          const scrut_tally *tally, scrut_pool *pool,
                                                          scrut_arena *arena, scrut_findings *findings,
                                                          scrut_error *err);

typedef enum {
    SCRUT_COMPARE_EQUAL,
    SCRUT_COMPARE_DIFFERENT,
    SCRUT_COMPARE_MISSING_A, /* b gives a number, a none (or only a part) */
    SCRUT_COMPARE_MISSING_B,
} scrut_compare_state;

typedef struct {
    uint32_t unit;   /* of the tallies */
    uint32_t column; /* of the tallies, or column_count + party for seats */
    scrut_compare_state state;
    int64_t a, b; /* where given */
} scrut_compare_cell;

typedef struct {
    const scrut_tally *a, *b;
    int64_t equal, different, missing_a, missing_b; /* cells */
    scrut_compare_cell *cells;                      /* all that are not equal, in order of unit and column */
    size_t cell_count;
    bool *unit_compared; /* a unit: both gave at least one common cell */
} scrut_comparison;

/* Compares two tallies cell by cell at every level both have (b - a is the difference). */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_count_compare(const scrut_case *c, const scrut_tally *a,
                                                            const scrut_tally *b, scrut_arena *arena,
                                                            scrut_comparison *ret_comparison, scrut_error *err);

/* --- why figures differ -------------------------------------------------------------------------------- */

/* What the difference between the figures of a first and a second source looks like. It names a pattern, not a cause.
 */
typedef enum {
    SCRUT_REASON_ONLY_A,        /* stations that only the first holds */
    SCRUT_REASON_ONLY_B,        /* only the second */
    SCRUT_REASON_NOT_COUNTED_A, /* stations whose return the first lists and does not count */
    SCRUT_REASON_NOT_COUNTED_B,
    SCRUT_REASON_REPEATED_A, /* further rows of a station, which the first counts, too */
    SCRUT_REASON_REPEATED_B,
    SCRUT_REASON_REPLACED_A, /* stations of which the first counts two versions, the second the later one alone */
    SCRUT_REASON_REPLACED_B,
    SCRUT_REASON_OTHER_SOURCE, /* the figures of the second are those of a third */
    SCRUT_REASON_LOST_A,       /* a list has no vote at all in a place in the first, and some in the second */
    SCRUT_REASON_LOST_B,
    SCRUT_REASON_EMPTY_A, /* cells that only the second fills */
    SCRUT_REASON_EMPTY_B,
    SCRUT_REASON_ELSEWHERE,  /* one gives the votes that the other gives for another station */
    SCRUT_REASON_SWAPPED,    /* the votes of two lists have changed places */
    SCRUT_REASON_SHIFTED,    /* the votes stand one line higher or lower */
    SCRUT_REASON_TRANSPOSED, /* two neighbouring digits have changed places */
    SCRUT_REASON_DIGIT,      /* one digit more or fewer, such as a leading one */
    SCRUT_REASON_MOVED,      /* as many votes less for one list as more for another */
    SCRUT_REASON_ONE_LIST,   /* the votes of one list alone */
    SCRUT_REASON_OTHER,
    SCRUT_REASON_COUNT
} scrut_reason;

/* "only in the first source", ...: a clause. And one word for programs: "only-a". */
SCRUT_API const char *scrut_reason_words(scrut_reason reason);
SCRUT_API const char *scrut_reason_name(scrut_reason reason);

/* Of `count` stations (rows_from[i] and rows_in[i] are one station): another row of `in` that has the votes of
 * rows_from[i], for every list that both sources give; SCRUT_NONE where there is none, and where the votes are so few
 * that chance would find one. SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_count_find_elsewhere(const scrut_case *c, const scrut_returns *from,
                                                                   const uint32_t rows_from[], const scrut_returns *in,
                                                                   const uint32_t rows_in[], size_t count,
                                                                   uint32_t ret_rows[], scrut_error *err);

#define SCRUT_CELL_UNKNOWN (-1)

/* The pattern of two forms' votes by list (SCRUT_CELL_UNKNOWN: the cell is empty), which differ somewhere:
 * EMPTY_A, EMPTY_B or one of SWAPPED .. OTHER. */
SCRUT_API scrut_reason scrut_count_reason(const int64_t a[], const int64_t b[], size_t list_count);

/* What accounts for (a part of) the difference of one unit. */
typedef struct {
    uint32_t unit;
    /* ONLY_A: the second lacks one station (or place) of the first; REPEATED_B: it has it twice; REPLACED_A: it has one
     * of the two versions of a station that the first counts; OTHER_SOURCE: it has the figures of `source` */
    scrut_reason reason;
    uint32_t party;  /* of LOST, and of a slip in one list's figure; else SCRUT_NONE */
    uint32_t row;    /* of the returns: the station; else SCRUT_NONE */
    uint32_t place;  /* a unit inside this one, all of whose stations it is; else SCRUT_NONE */
    uint32_t source; /* of `tallies`; else SCRUT_NONE */
    int64_t votes;   /* gross: of the difference of the lists */
    bool whole;      /* nothing of the unit's difference is left */
} scrut_explanation;

/* A list that one side gives fewer votes, in at least half of the units that differ, and more in none. */
typedef struct {
    uint32_t party;
    bool in_a;           /* the first gives fewer */
    size_t units, whole; /* where it is fewer; where it is none at all */
    int64_t votes;
} scrut_short_list;

typedef struct {
    scrut_explanation *items; /* in order of units, the one that accounts for most first */
    size_t count;
    scrut_short_list *short_lists; /* most votes first */
    size_t short_list_count;
    int64_t gross, explained; /* of all units: sum of |b - a| over lists; of them by a pattern other than OTHER and
                                 ONE_LIST, or of short lists */
    size_t units;             /* whose lists' votes differ */
} scrut_explanations;

/* Explains the differences of lists' votes between a source (`returns`, k->a) and an announcement (k->b), in the
 * smallest units that the announcement gives. `tallies` are those of the case's sources, in their order: the
 * announcement may have the figures of another one. In `arena`. SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_count_explain(const scrut_case *c, const scrut_comparison *k,
                                                            const scrut_returns *returns, const scrut_tally tallies[],
                                                            scrut_arena *arena, scrut_explanations *ret_explanations,
                                                            scrut_error *err);

/* The rules that the columns of a source allow to be checked on each of its forms, in `arena`. SCRUT_E_MEMORY. */
typedef struct scrut_form_rules scrut_form_rules;
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_count_form_rules(const scrut_case *c, const scrut_returns *returns,
                                                               scrut_arena *arena, scrut_form_rules **ret_rules,
                                                               scrut_error *err);
SCRUT_API size_t scrut_count_form_rule_count(const scrut_form_rules *rules);

/* One rule with the numbers of one form: left_value relation right_value. */
typedef struct {
    const scrut_check *check;
    const char *left, *relation, *right; /* names of fields; "=", "<=" or ">=" as one character */
    bool of_list;                        /* one of many such rules, about one list or part of the form */
    bool known;                          /* every cell holds a number; else the values are without those that do not */
    int64_t left_value, right_value;
    bool holds;
} scrut_form_sum;
SCRUT_API void scrut_count_form_sum(const scrut_form_rules *rules, size_t rule, uint32_t row, scrut_form_sum *ret_sum);

/* Votes of a list in a row; false when the cell is empty or the source has no such column. */
SCRUT_API bool scrut_count_list_votes(const scrut_returns *returns, const scrut_table_segment *segment, uint32_t r,
                                      size_t party, int64_t *ret_votes);
/* Whether two forms differ in a ballot field that both give (ballots cast, valid, blank, invalid; votes for lists). */
SCRUT_API bool scrut_count_fields_differ(const scrut_returns *a, uint32_t row_a, const scrut_returns *b,
                                         uint32_t row_b);
/* Unit of the tallies that a row is counted for first: its innermost area or its constituency. */
SCRUT_API uint32_t scrut_count_unit_of(const scrut_case *c, const scrut_returns *returns, uint32_t row);
/* The unit around a unit; SCRUT_NONE: around the nation. */
SCRUT_API uint32_t scrut_count_unit_around(const scrut_case *c, uint32_t unit);
static inline bool scrut_count_is_counted(const scrut_returns *returns, uint32_t row)
{
    return returns->excluded == NULL || returns->excluded[row] == 0;
}

/* Two sets of returns, station by station. */
typedef struct {
    const scrut_returns *a, *b;
    int64_t in_both, only_a, only_b;
    int64_t differing;                    /* stations in both that differ in at least one vote or ballot cell */
    int64_t *net;                         /* a party: sum of b - a over stations in both */
    int64_t *gross;                       /* a party: sum of |b - a| */
    int64_t patterns[SCRUT_REASON_COUNT]; /* differing stations by the pattern of their votes */
    int64_t slip_votes;                   /* gross, of those that differ by a slip: SWAPPED .. DIGIT */
    uint32_t *differing_rows_a, *differing_rows_b; /* rows, in order of a */
} scrut_station_comparison;

/* Joins two sources by station. SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_count_compare_stations(const scrut_case *c, const scrut_returns *a,
                                                                     const scrut_returns *b, scrut_pool *pool,
                                                                     scrut_arena *arena,
                                                                     scrut_station_comparison *ret_comparison,
                                                                     scrut_error *err);

#endif
