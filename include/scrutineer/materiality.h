/* SPDX-License-Identifier: Apache-2.0
 * materiality.h: could anything that was found have changed the outcome? Ballots that findings concern, each counted
 * once, are weighed against the margins of a chamber.
 *
 * "Cannot" speaks of these findings and these figures only: it proves nothing about what nobody noticed, and no
 * election clean. "Could" says that the ballots are enough under some way to move them, not that anybody moved them.
 * Whole numbers only; one rule for all parties. */
#ifndef SCRUTINEER_MATERIALITY_H
#define SCRUTINEER_MATERIALITY_H

#include "scrutineer/verdict.h"

typedef enum {
    SCRUT_EFFECT_UNDECIDED, /* see the reason */
    SCRUT_EFFECT_CANNOT,    /* even the most ballots concerned, moved as favourably as possible, are too few */
    SCRUT_EFFECT_COULD,     /* enough under some way to move them */
    SCRUT_EFFECT_WOULD,     /* votes and lists are known: applied, they change it for certain */
} scrut_effect;
#define SCRUT_EFFECT_COUNT 4
/* "undecided", "cannot", "could", "would" */
SCRUT_API const char *scrut_effect_name(scrut_effect effect);

#define SCRUT_TIPPING_NEVER (-1) /* no number of ballots does it, or it is not known */

/* Ballots that findings concern, each counted once: a station's are at least what its largest finding says, and at
 * most the sum of its findings or, where that is less, the ballots in its box. */
typedef struct {
    int64_t low, high;     /* counted ballots, which may be moved or taken out */
    int64_t restored_high; /* ballots that are not counted and may be added; from 0 */
    int64_t unknown;       /* findings whose votes at stake are not known */
} scrut_tainted;

/* What one finding alone could have changed. */
typedef struct {
    const scrut_finding *finding;
    uint32_t constituency; /* where it was weighed; SCRUT_NONE: ballots anywhere, or in several */
    int64_t ballots;       /* weighed: the most it may concern */
    scrut_effect seat;     /* some seat */
    scrut_effect chamber;  /* a number of seats that matters: majority, ... */
    scrut_effect claim;    /* a claim of seats becomes true or false; UNDECIDED without such claims */
    int64_t seat_tipping;  /* from so many ballots on it could change a seat there; or NEVER */
    bool applied;          /* its votes by list were applied to the figures and the seats allocated again */
    const char *why;       /* undecided: what would decide it; announced seats that differ: that; else NULL */
} scrut_finding_effect;

/* One list in a constituency with ballots concerned. */
typedef struct {
    uint32_t party;
    scrut_ballots more_could, more_would, fewer_could, fewer_would; /* one seat */
    int64_t gain, loss; /* at most so many seats with the ballots concerned, each of them changed */
} scrut_list_effect;

/* A legal reading: what is set against which number. The program decides for none. */
typedef enum {
    SCRUT_READING_SWAP,
    SCRUT_READING_REMOVAL,
    SCRUT_READING_ADDITION,
    SCRUT_READING_CAPPED,
    SCRUT_READING_LEAD,
    SCRUT_READING_CANCELLED,
    SCRUT_READING_REPOLL,
    SCRUT_READING_STATIONS,
    SCRUT_READING_COUNT
} scrut_reading_kind;

typedef struct {
    const char *id, *name, *origin;
    const char *ballots, *needed; /* what the two numbers are */
} scrut_reading_info;
SCRUT_API const scrut_reading_info *scrut_reading_info_of(scrut_reading_kind kind);

typedef struct {
    bool known;
    int64_t ballots;            /* in question; CANCELLED, STATIONS: stations, not ballots */
    int64_t ballots_low;        /* STATIONS: so many of them for certain; else 0 */
    scrut_ballots could, would; /* needed; LEAD: both the lead; STATIONS: both the number of stations. CANCELLED: none,
                                 * see the chamber */
    const char *note;           /* why it is not known, or why it is an interval */
} scrut_reading;

typedef struct {
    scrut_tainted tainted;
    int64_t findings, stations; /* that concern ballots here */
    int64_t error_stations;     /* with a finding of severity error */
    int64_t error_registered;   /* their registered voters; -1: not known */
    scrut_effect seat;          /* all its findings together */
    scrut_effect seat_known;    /* those whose votes at stake are known */
    const char *why;            /* as of a finding */
    int64_t seat_tipping;       /* from so many ballots on a seat could change; or NEVER */
    scrut_list_effect *lists;   /* NULL: not a tenth of a seat's ballots are concerned, or it is not weighed */
    size_t list_count;
    scrut_reading readings[SCRUT_READING_COUNT];
} scrut_place_effect;

/* A number of seats that a party does not hold and could reach, or holds and could lose. */
typedef struct {
    const char *name;                /* of the chamber's fact, or of the claim */
    const scrut_claim_result *claim; /* NULL: a fact */
    bool makes_true;                 /* a claim: it becomes true; else false */
    uint32_t party;
    bool at_least;
    int64_t seats;
    scrut_ballots could, would; /* changed ballots anywhere, without regard to findings */
    /* Fewest changed ballots beyond those concerned; 0: these are enough in number. Not exact: at least so many. */
    bool further_exact;
    int64_t further;
    scrut_effect effect, effect_known; /* as for a seat */
    const char *why;                   /* undecided */
} scrut_target_effect;

typedef struct {
    int64_t gain, loss; /* at most so many seats with the ballots concerned, each of them changed */
} scrut_party_effect;

/* The seats without some stations. */
typedef struct {
    const scrut_chamber *chamber; /* NULL: there are no such stations, or the note says why */
    const char *note;
    int64_t stations;
} scrut_without;

typedef struct scrut_materiality {
    const scrut_tally *tally; /* the figures, with their version */
    const scrut_chamber *chamber;
    scrut_finding_effect *findings; /* those that bear on these figures, in the order of the verdict */
    size_t finding_count;
    int64_t counts[SCRUT_EFFECT_COUNT];              /* findings by their effect on a seat */
    scrut_place_effect *places;                      /* a constituency */
    scrut_tainted unplaced;                          /* of the nation, in no constituency known */
    scrut_tainted nation;                            /* all together */
    scrut_effect seat, chamber_effect, claim_effect; /* all findings together */
    scrut_effect seat_known, chamber_known;          /* those whose votes at stake are known */
    scrut_target_effect *targets;
    size_t target_count;
    scrut_party_effect *parties; /* a party */
    scrut_without cancelled;     /* the stations that have an error */
    scrut_without annulled;      /* the stations whose ballots concerned may be as many as the lead there */
} scrut_materiality;

/* Weighs the findings that bear on tally `tally`, which has margins. `verdict` holds everything else; in `arena`.
 * SCRUT_OK; SCRUT_E_RANGE; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_materiality_find(const scrut_verdict *verdict, size_t tally,
                                                               scrut_arena *arena, scrut_materiality *ret_materiality,
                                                               scrut_error *err);

/* --- people without a name on the roll ------------------------------------------------------------------ */

/* People of voting age without a name there, as ballots that could only have been added, against the closest seat. */
typedef struct {
    bool known;                 /* else their number is not */
    int64_t low, high;          /* the interval of their number, in whole people */
    scrut_ballots could, would; /* added ballots for another seat there */
    scrut_effect seat;          /* CANNOT: not even with `high`; COULD: `low` are enough; else UNDECIDED */
} scrut_missing_place;

/* By themselves: they are in no other sum, and no finding is weighed with them. */
typedef struct scrut_missing_result {
    size_t tally;                /* whose margins */
    scrut_missing_place *places; /* a constituency */
    scrut_missing_place rest;    /* of no known constituency: its number alone */
    bool known;                  /* of every place */
    int64_t low, high;           /* all together */
    scrut_effect seat;           /* some seat */
    /* As of findings: effects by `high` and `low` as above, `further` by `high`. */
    scrut_target_effect *targets;
    size_t target_count;
} scrut_missing_result;

/* Of the verdict's roll, which tells people without a name (V18), against the margins of `tally`; in `arena`.
 * SCRUT_OK; SCRUT_E_RANGE; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_materiality_missing(const scrut_verdict *verdict, size_t tally,
                                                                  scrut_arena *arena, scrut_missing_result *ret_result,
                                                                  scrut_error *err);

/* --- what if -------------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t from, to; /* parties; SCRUT_NONE: ballots are added, taken out */
    int64_t ballots;
    size_t constituency;
} scrut_what_if_move;

/* Ballots anywhere, that somebody says were lost or kept away. */
typedef struct {
    int64_t ballots;
    uint32_t party; /* in whose favour; SCRUT_NONE: each party's */
} scrut_what_if_stake;

typedef struct {
    size_t tally;           /* whose votes are changed; it has a chamber */
    const uint32_t *cancel; /* rows of its returns, ascending, each once */
    size_t cancel_count;
    const scrut_what_if_move *moves;
    size_t move_count;
    uint32_t remove; /* a party whose votes count for nobody; SCRUT_NONE: none */
} scrut_what_if;

/* The votes after the changes, and their seats. The case and the verdict stay as they are. In `arena`.
 * SCRUT_OK; SCRUT_E_INPUT: the changes cannot be made, the message says why; SCRUT_E_RANGE; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_what_if_allocate(const scrut_verdict *verdict, const scrut_what_if *ask,
                                                               scrut_arena *arena, scrut_chamber **ret_chamber,
                                                               scrut_error *err);
/* Rows of the tally's returns that have a finding of one of `codes`, ascending. In `arena`. SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_what_if_rows(const scrut_verdict *verdict, size_t tally,
                                                           const char *const codes[], size_t code_count,
                                                           scrut_arena *arena, uint32_t **ret_rows, size_t *ret_count,
                                                           scrut_error *err);

/* A number of seats set against ballots anywhere. */
typedef struct {
    const char *name; /* of the chamber's fact or the claim */
    uint32_t party;
    int64_t seats;                /* it would hold so many or more */
    scrut_ballots changed, added; /* fewest that could do it, anywhere */
    bool share_known;
    int64_t share; /* of those voters, in 1/10,000: what the party would have needed had they been spread over the
                    * constituencies as the votes are, and the others of them been divided as the other lists' votes
                    * there; above 10,000: not even all of them would do */
} scrut_stake_target;

typedef struct scrut_stake_result {
    int64_t closest; /* fewest changed ballots that could change a seat in some constituency; or NEVER */
    uint32_t closest_constituency;
    scrut_stake_target *targets;
    size_t target_count;
} scrut_stake_result;

SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_what_if_at_stake(const scrut_verdict *verdict, size_t tally,
                                                               const scrut_what_if_stake *stake, scrut_arena *arena,
                                                               scrut_stake_result *ret_result, scrut_error *err);

#endif
