/* SPDX-License-Identifier: Apache-2.0
 * certificate.h: a margin as a document that anybody can recheck (docs/formats/certificate.md), and the code that
 * rechecks it: simple, and separate from the search that found the margin.
 *
 * The strings and arrays of a certificate are its maker's; those of one that was read live in the reader's arena. */
#ifndef SCRUTINEER_CERTIFICATE_H
#define SCRUTINEER_CERTIFICATE_H

#include "scrutineer/house.h"

#define SCRUT_CERTIFICATE_BYTES_MAX SCRUT_YAML_BYTES_MAX
#define SCRUT_CERTIFICATE_CONTESTS_MAX 10000

typedef struct {
    const char *id; /* of the constituency; "" where there is only one without a name */
    scrut_margin_contest contest;
    const char *const *lists;      /* a list: its id, no two alike */
    const bool *members;           /* a list; NULL for ANY and VECTOR */
    const char *closed;            /* its ballots cannot be weighed: why. NULL: they can */
    int64_t held_least, held_most; /* closed only: seats the members hold there */
} scrut_certificate_contest;

/* What the members hold in a contest without any ballot, in this reading, and at_least[n - 1]: fewer ballots than this
 * give (take) them no n seats there. Further steps take at_least of the reading or more, or more than are needed. */
typedef struct {
    int64_t held;
    size_t count;
    const int64_t *at_least;
} scrut_certificate_steps;

/* Seats of a list in the nation, where somebody claims them for several at once. */
typedef struct {
    const char *list; /* its id, in every contest in which it stands */
    int64_t seats;
} scrut_certificate_claim;

/* What fewer than at_least ballots can give the claimed lists in one contest. A share is a number of seats of each of
 * them; its worth is what they cost at the prices of the reading. Every share takes at_least ballots of its own, where
 * it is named, and otherwise at least its worth and `others` (which may be negative) together; or at_least of the
 * reading or more. */
typedef struct {
    int64_t others;
    size_t count;
    const int64_t *seats;    /* a share, and in it a claim */
    const int64_t *at_least; /* a share: fewer ballots do not give it */
} scrut_certificate_shares;

/* In one contest, with the lists of a crossing across: fewer ballots than at_least do not give the members `seats`
 * seats (AT_MOST: the others) while `taken` ballots leave the lists that fall, or join the one that rises and has a
 * price. */
typedef struct {
    int64_t seats, taken, at_least;
} scrut_certificate_point;

/* Prices are parts of a ballot: so many are one. */
#define SCRUT_CERTIFICATE_PARTS 720720

/* All ways to carry the lists of a crossing across, as a tree in preorder: a branch tells up to so many seats (or
 * ballots taken) in a contest and more apart, both of which follow; or it ends in prices, at which no way in it takes
 * fewer ballots than at_least of the reading. */
typedef struct {
    /* a list of the crossing, then one that is held: parts of a ballot that a ballot of it is worth; NULL: told apart
     */
    const int64_t *prices;
    size_t contest;
    bool by_seats;
    int64_t up_to;
} scrut_certificate_branch;

/* Lists that cross thresholds in the nation together, and why fewer ballots than at_least of the reading do not do
 * then; nor where only those of them cross that some branch gives a price. Lists that are held would cross because
 * others' ballots are added or removed, and do not: what that takes is counted where they have a price. */
typedef struct {
    const char *const *lists;
    size_t list_count;
    const char *const *held;
    size_t held_count;
    const scrut_certificate_point *const *points; /* a contest: by seats and ballots taken */
    const size_t *point_counts;
    const scrut_certificate_branch *branches;
    size_t branch_count;
} scrut_certificate_crossing;

typedef struct {
    bool possible, exact; /* as in scrut_margin_reading */
    int64_t at_least, at_most;
    const int64_t *const *moves; /* a contest: ballots gained by list; NULL: none move there. NULL unless possible */
    const scrut_certificate_steps *steps;        /* a contest. NULL: one contest, whose at_least says all, or claims */
    const int64_t *prices;                       /* a claim: ballots that one seat is worth; NULL: no shares */
    const scrut_certificate_shares *shares;      /* a contest; NULL: none are given */
    const scrut_certificate_crossing *crossings; /* NULL: none are given */
    size_t crossing_count;
    /* Lines for people: the lower-bound table, why one ballot fewer than at_least does not do. NULL: there is none */
    const char *const *why;
    size_t why_count;
} scrut_certificate_reading;

/* A list's votes in the nation, and which of the certificate's thresholds apply to them. */
typedef struct {
    const char *list; /* its id, in every contest in which it stands */
    int64_t votes;
    uint8_t mask; /* bit j: threshold j */
} scrut_certificate_total;

typedef struct {
    /* NULL where there is none: the calculator has no case */
    const char *case_title, *figures, *figures_version, *rules, *rules_version;
    scrut_metric metric;
    scrut_target_kind kind;
    int64_t seats;                         /* AT_LEAST, AT_MOST: of the members */
    const int64_t *vector;                 /* VECTOR: a list of the only contest; NULL: the claims say it */
    const scrut_certificate_claim *claims; /* VECTOR in the nation: lists that are not among them have any number */
    size_t claim_count;
    bool capped; /* caps: one contest only */
    scrut_margin_caps caps;
    scrut_certificate_contest *contests;
    size_t contest_count;
    /* Thresholds in the nation, and every list's votes there; bar_count 0: there are none, or the certificate does not
     * tell them, and who is barred is taken as stated. */
    scrut_margin_bar bars[SCRUT_MARGIN_BARS_MAX];
    size_t bar_count;
    const scrut_certificate_total *totals;
    size_t total_count;
    scrut_certificate_reading could, would;
    const char *note; /* why a reading is an interval; NULL */
} scrut_certificate;

/* ---- making ---- */

/* Of scrut_margin_find. lists: a list's name. Everything given must outlive the certificate. SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status
scrut_certificate_of_contest(const scrut_margin_contest *contest, const char *const lists[], const scrut_target *target,
                             scrut_metric metric, const scrut_margin_caps *caps, const scrut_margin *margin,
                             scrut_arena *arena, scrut_certificate *ret_certificate, scrut_error *err);

/* Of scrut_margin_nation_find. parties: a party's name. Statuses as scrut_margin_steps. */
SCRUT_API SCRUT_MUST_CHECK scrut_status
scrut_certificate_of_nation(const scrut_margin_nation *nation, const char *const parties[], const bool members[],
                            bool at_least, int64_t seats, scrut_metric metric, const scrut_margin_nation_result *result,
                            scrut_arena *arena, scrut_certificate *ret_certificate, scrut_error *err);

/* Of scrut_margin_house_find: with the thresholds in the nation. They are left out where alliances pass them for their
 * lists. Statuses as scrut_margin_steps. */
SCRUT_API SCRUT_MUST_CHECK scrut_status
scrut_certificate_of_house(const scrut_margin_house *house, const char *const parties[], const bool members[],
                           bool at_least, int64_t seats, scrut_metric metric, const scrut_margin_nation_result *result,
                           scrut_arena *arena, scrut_certificate *ret_certificate, scrut_error *err);

/* Of scrut_margin_house_vector; claimed: a party, -1: any number. Statuses as scrut_margin_house_vector. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_certificate_of_house_vector(
    const scrut_margin_house *house, const char *const parties[], const int64_t claimed[], scrut_metric metric,
    const scrut_margin_nation_result *result, scrut_arena *arena, scrut_certificate *ret_certificate, scrut_error *err);

/* Appends the document. SCRUT_E_INPUT: a text is not UTF-8; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_certificate_write(const scrut_certificate *certificate, scrut_buf *out,
                                                                scrut_error *err);

/* "B+C>=3", "any", "A=2,B=3": the target of a certificate in a line. */
SCRUT_API void scrut_certificate_target(const scrut_certificate *certificate, scrut_buf *out);

/* ---- reading ---- */

/* SCRUT_E_INPUT with line and column: malformed, an unknown key, a key missing, a value of another type, a number
 * outside its limits, lists that the document does not hold; SCRUT_E_LIMIT; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_certificate_read(const char *bytes, size_t length, const char *name,
                                                               scrut_arena *arena, scrut_certificate *ret_certificate,
                                                               scrut_error *err);

/* ---- rechecking ---- */

typedef enum {
    SCRUT_RECHECK_YES,     /* repeated, and it is so */
    SCRUT_RECHECK_NO,      /* repeated, and it is not so */
    SCRUT_RECHECK_NOT,     /* the simple code cannot repeat it */
    SCRUT_RECHECK_NOTHING, /* the certificate states nothing of the kind */
} scrut_recheck_state;

typedef struct {
    scrut_recheck_state state;
    const char *why; /* NO, NOT: a clause; NULL otherwise */
} scrut_recheck_result;

typedef struct {
    scrut_recheck_result moves; /* the moves meet the target, in this reading, with at_most ballots */
    scrut_recheck_result table; /* the lines are those that the simple code writes */
    scrut_recheck_result fewer; /* fewer than at_least ballots do not (none at all do, where it is impossible) */
} scrut_recheck_reading;

typedef struct {
    /* The votes of the nation are those of the contests, and with them those lists fail its thresholds that the
     * contests bar */
    scrut_recheck_result nation;
    scrut_recheck_reading could, would;
} scrut_recheck;

/* SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_certificate_recheck(const scrut_certificate *certificate,
                                                                  scrut_arena *arena, scrut_recheck *ret_recheck,
                                                                  scrut_error *err);

#endif
