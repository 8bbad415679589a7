/* SPDX-License-Identifier: Apache-2.0
 * finding.h: the record of one finding. A defect in the evidence is data, not an error of the program:
 * what was noticed, where, on which cells it rests, how many votes are at stake and what would settle
 * it. A finding accuses nobody. */
#ifndef SCRUTINEER_FINDING_H
#define SCRUTINEER_FINDING_H

#include "scrutineer/catalog.h"
#include "scrutineer/election.h"

typedef enum { SCRUT_SEVERITY_ERROR, SCRUT_SEVERITY_WARNING, SCRUT_SEVERITY_NOTE } scrut_severity;
typedef enum {
    SCRUT_SUBJECT_NATION,
    SCRUT_SUBJECT_CONSTITUENCY,
    SCRUT_SUBJECT_AREA,
    SCRUT_SUBJECT_STATION,
} scrut_subject_kind;
/* What a remedy would do with the votes. */
typedef enum {
    SCRUT_DIRECTION_UNKNOWN,
    SCRUT_DIRECTION_REMOVE,
    SCRUT_DIRECTION_RESTORE,
    SCRUT_DIRECTION_MOVE
} scrut_direction;

/* How many stations of an election had something, of those where it could be seen. */
typedef struct {
    const char *election; /* NULL: no further one */
    int64_t stations, tested;
} scrut_clean_rate;

#define SCRUT_CLEAN_MAX 2

/* One kind of finding; codes are stable and documented (docs/guide/checks.md, from this table). */
typedef struct {
    const char *code; /* "L01" */
    scrut_severity severity;
    /* It groups what other findings weigh, or is unusual and breaks no rule: never set against the margins. */
    bool pattern;
    bool roll;    /* of the list of voters, which every set of figures rests on */
    bool returns; /* of the returns of polling stations: without any it says nothing */
    const char *title;
    const char *fields; /* what it needs */
    const char *formula;
    const char *innocent;                    /* explanations that accuse nobody */
    const char *settles;                     /* what evidence would settle it */
    const char *stake;                       /* how the votes at stake are counted */
    scrut_clean_rate clean[SCRUT_CLEAN_MAX]; /* how often elections that nobody contests have it */
} scrut_check;

SCRUT_API size_t scrut_check_count(void);
SCRUT_API const scrut_check *scrut_check_at(size_t index);
/* "Poland 2019: 279 of 27,409 stations (1.02 %); ..."; nothing where none was counted. */
SCRUT_API void scrut_check_put_clean(const scrut_language *language, const scrut_check *check, scrut_buf *out);
/* NULL when there is no such code. */
SCRUT_API const scrut_check *scrut_check_named(const char *code);

typedef struct {
    uint32_t party; /* index */
    int64_t votes;  /* signed: what the second source gives more (+) or less (-) than the first */
} scrut_party_votes;

typedef struct {
    const scrut_check *check;
    const char *id; /* stable: code, subject and sources; not its place in a list */
    scrut_subject_kind subject;
    const char *subject_id; /* station key, constituency id, area name; "" for the nation */
    uint32_t constituency;  /* index, or SCRUT_NONE */
    /* The return it is about: a row of a source's returns, or of the official list; NULL: of no single one. */
    const scrut_returns *returns;
    uint32_t row;
    int64_t stations, stations_tested; /* of a pattern: how many have it, of how many; else 0 */
    const char *sources;               /* ids, "a" or "a vs b" */
    const char *message;               /* one sentence with the values */
    bool at_stake_known;
    int64_t at_stake;                    /* votes, gross */
    int64_t at_stake_low, at_stake_high; /* equal to at_stake unless it is an estimate */
    scrut_direction direction;
    scrut_party_votes *by_party;
    size_t by_party_count;
    scrut_cell_ref *cells;
    size_t cell_count;
} scrut_finding;

typedef struct {
    scrut_finding *items;
    size_t count, capacity;
    bool failed; /* no memory: what is there is incomplete */
} scrut_findings;

/* Appends a zeroed finding of this code and returns it, or NULL without memory (list->failed is set). */
SCRUT_API scrut_finding *scrut_findings_add(scrut_findings *list, const char *code);
/* Orders by severity, votes at stake (most first, unknown after), code, id: the same for any order of entry. */
SCRUT_API void scrut_findings_sort(scrut_findings *list);
SCRUT_API void scrut_findings_free(scrut_findings *list);

SCRUT_API const char *scrut_severity_name(scrut_severity severity);
SCRUT_API const char *scrut_subject_name(scrut_subject_kind kind);
SCRUT_API const char *scrut_direction_name(scrut_direction direction);

#endif
