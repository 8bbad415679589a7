/* SPDX-License-Identifier: Apache-2.0
 * roll_audit.h: what a list of voters shows by itself and beside the marked copy, deaths and people of voting age.
 *
 * Every detector says what it counted, what would be there if nothing were wrong (its null) with an interval, and how
 * unusual each place is among all places (Benjamini and Hochberg's q). A count is never a list of people, and nothing
 * here proves a roll clean or a name wrong. No cell of the list is in any result; names of places and of kinds of
 * papers are. docs/internals/roll.md has the formulas, docs/guide/roll.md says what they mean. */
#ifndef SCRUTINEER_ROLL_AUDIT_H
#define SCRUTINEER_ROLL_AUDIT_H

#include "scrutineer/chance.h"
#include "scrutineer/finding.h"
#include "scrutineer/roll_case.h"

typedef enum {
    SCRUT_ROLL_EXACT,     /* V02: pairs that agree on name, sex and date of birth */
    SCRUT_ROLL_LIKELY,    /* V03: pairs that are more likely one person than not */
    SCRUT_ROLL_VOTED,     /* V04: one person, two marks */
    SCRUT_ROLL_DECEASED,  /* V05: names that are in the records of deaths */
    SCRUT_ROLL_EXPECTED,  /* V06: deaths that the age structure makes one expect */
    SCRUT_ROLL_PEOPLE,    /* V07: more names than people of voting age */
    SCRUT_ROLL_AGES,      /* V08: heaped dates of birth, great age */
    SCRUT_ROLL_STATIONS,  /* V09: stations over the limit of the law, or without a name */
    SCRUT_ROLL_LISTS,     /* V10: two stations with nearly the same list */
    SCRUT_ROLL_ADDRESSES, /* V11: many persons at one address */
    SCRUT_ROLL_RUNS,      /* V12: neighbours in the order of registration are alike */
    SCRUT_ROLL_CLERKS,    /* V13: days on which a clerk registered very many */
    SCRUT_ROLL_SHARED,    /* V14: one number, two persons */
    SCRUT_ROLL_NUMBERS,   /* V15: one person, two numbers */
    SCRUT_ROLL_CHECKSUM,  /* V16: numbers that no check digit allows */
    SCRUT_ROLL_DOCUMENTS, /* V17: papers other than the usual ones */
    SCRUT_ROLL_MISSING,   /* V18: people of voting age without a name */
    SCRUT_ROLL_DETECTORS
} scrut_roll_detector_kind;

/* A number beside the detector's own. */
typedef struct {
    const char *name; /* key of the catalog */
    double value;
    bool between; /* low .. high is its interval of 95 % */
    double low, high;
    int decimals;
} scrut_roll_figure;

#define SCRUT_ROLL_FIGURES_MAX 16

/* A place: what it has and what its null makes one expect. */
typedef struct {
    scrut_subject_kind subject;
    const char *id;        /* of the place; for two stations "a + b" */
    uint32_t constituency; /* index, or SCRUT_NONE */
    int64_t tested;        /* names, pairs or addresses there */
    double observed;
    scrut_roll_estimate expected; /* interval of what is seen there by chance in 95 of 100 cases */
    double p, q;
    bool hidden; /* its counts are too small to be published, or would tell of a smaller one */
} scrut_roll_place;

#define SCRUT_ROLL_PLACES_MAX 1000 /* kept, the least q first */
#define SCRUT_ROLL_Q 0.05          /* a place is a discovery at this rate of false ones */

typedef struct scrut_roll_detector {
    const scrut_check *check;
    const char *missing;  /* what is not provided, a sentence of the catalog; NULL: it looked */
    const char *question; /* what was counted */
    const char *frame;    /* of what: the denominator in words */
    int64_t tested;
    bool is_estimate;  /* `observed` is a sum of probabilities */
    double observed;   /* in the whole list */
    bool has_expected; /* by chance, under the null */
    scrut_roll_estimate expected;
    bool has_excess;
    scrut_roll_estimate excess;
    const char *assumes;   /* what the null takes for granted */
    const char *disagrees; /* a cross-check that failed, a sentence; NULL: none, or it agrees */
    const char *family;    /* what places are compared, "communes"; NULL: none */
    size_t family_size, discoveries;
    bool by_law; /* a discovery breaks a rule, whatever chance does */
    scrut_roll_place *places;
    size_t place_count;
    scrut_roll_figure figures[SCRUT_ROLL_FIGURES_MAX];
    size_t figure_count;
} scrut_roll_detector;

/* Ballots that names in surplus may have cast, of one constituency; the last: of pairs in two, and of none known. */
typedef struct {
    int64_t names;
    scrut_roll_estimate surplus; /* names beyond one a person, and names of people who died */
    bool votes_known;            /* there is a marked copy */
    scrut_roll_estimate votes;   /* of these with a mark, net of one a person; not net of errors of marking */
    bool hidden;                 /* `surplus`, as a place's counts */
    bool votes_hidden;           /* `votes`, too */
    double across;               /* at most so many of `names` may be surplus of pairs in two constituencies */
    /* People of voting age less names of living people, each once: those without a name, less names without a person.
     * The interval takes the errors of a constituency's areas as if all went one way. Below 0: more names. Of the
     * last: people of places that no name lies in. */
    bool missing_known;
    int64_t people;
    scrut_roll_estimate missing;
} scrut_roll_stake;

/* An area of one constituency: of names of an area that lies in several nobody knows in which of them they belong. */
typedef struct {
    const char *id;         /* as the list names it; NULL, the last of its constituency: pairs in two of its areas, and
                               names of none */
    uint32_t constituency;  /* index */
    bool names_hidden;      /* so few that nothing of it may be published, or they would tell of so few */
    scrut_roll_stake stake; /* the areas of a constituency add up to its own; `across`: of pairs in two areas; the last
                               has no `missing` */
} scrut_roll_area;

#define SCRUT_ROLL_AREAS_MAX 5000 /* of the level that is shown apart */

#define SCRUT_ROLL_AGE_MAX 120

typedef struct scrut_roll_audit {
    const scrut_case *c;
    const scrut_roll_version *version;
    int64_t rows;
    scrut_roll_detector detectors[SCRUT_ROLL_DETECTORS];
    int64_t ages[3][SCRUT_ROLL_AGE_MAX + 1]; /* by sex (not known, male, female) and age on the day of the version */
    int64_t birth_days[3][32];               /* by sex and day of the month; 0: not known */
    double *double_votes_by_rate;            /* twice voted if so many in 1,000 non-voters are marked: 0, 1, .. 20 */
    double break_even;                       /* the rate at which none is left; with double_votes_by_rate */
    scrut_roll_stake *stakes;                /* constituency_count + 1 */
    const char *area_level;                  /* the case's name of the level of `areas`; NULL: none is told */
    scrut_roll_area *areas;                  /* by constituency, then name */
    size_t area_count;
    scrut_findings findings; /* V01 to V18, in no order */
    scrut_arena *arena;
} scrut_roll_audit;

/* Looks at the last version of the case's roll (c->roll is not NULL). Core dumps of the process are switched off while
 * the people are in memory, and they are gone on return.
 * SCRUT_OK; SCRUT_E_INPUT, SCRUT_E_IO, SCRUT_E_LIMIT: a list of people cannot be read, with file and line and no cell;
 * SCRUT_E_MEMORY. `pool` may be NULL. Free with scrut_roll_audit_free (NULL is fine). */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_roll_audit_run(const scrut_case *c, scrut_pool *pool,
                                                             scrut_roll_audit **ret_audit, scrut_error *err);
SCRUT_API void scrut_roll_audit_free(scrut_roll_audit *audit);

#endif
