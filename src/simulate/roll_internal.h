/* SPDX-License-Identifier: Apache-2.0
 * roll_internal.h: the list of voters of a model election.
 *
 * A station has as many rows as its form has registered voters. A row is a number; who stands on it is a pure function
 * of (seed, row), so that no name is kept: rows are made when they are written. Rows behind those of the last version
 * are of earlier versions only. */
#ifndef SCRUT_SIMULATE_ROLL_INTERNAL_H
#define SCRUT_SIMULATE_ROLL_INTERNAL_H

#include "scrutineer/buf.h"
#include "world_internal.h"

/* Streams of the roll. Unit: a row, unless it says otherwise. */
enum {
    PURPOSE_ROLL_HOUSE = 16, /* unit: first row of the household */
    PURPOSE_ROLL_PERSON,
    PURPOSE_ROLL_BORN,
    PURPOSE_ROLL_ROW,     /* what differs in a second row of one person */
    PURPOSE_ROLL_EARLIER, /* what an earlier version said otherwise */
    PURPOSE_ROLL_FATE,
    PURPOSE_ROLL_VOTE,    /* unit: station */
    PURPOSE_ROLL_NOISE,   /* unit: 0 */
    PURPOSE_ROLL_REMOVED, /* unit: station */
    PURPOSE_ROLL_PLACE,   /* where somebody lived before */
    PURPOSE_ROLL_UNIT,    /* unit: area or constituency: people who live there */
    PURPOSE_ROLL_READ,    /* unit: page that was read again */
    PURPOSE_ROLL_ORDER,
    PURPOSE_ROLL_DEATH,
    PURPOSE_ROLL_FIRST,        /* who was added between the first version and the next */
    PURPOSE_ROLL_SEARCH,       /* how the name of somebody who is listed is found */
    PURPOSE_ROLL_SURVEY,       /* unit: the survey; 2 + 2 * first station of an area + the survey */
    PURPOSE_ROLL_INJECT = 512, /* + injection; unit: 0 */
};

/* Kinds of rows and of people without a row; the order of ROLL_KIND_NAMES. */
typedef enum {
    ROLL_PERSON,  /* somebody, in the only or in the first row */
    ROLL_EXACT,   /* second rows of somebody: nothing differs but the station */
    ROLL_SPELLED, /* the name is spelled otherwise */
    ROLL_DATED,   /* the date of birth slipped */
    ROLL_MOVED,   /* registered again after moving elsewhere */
    ROLL_GHOST,   /* nobody */
    ROLL_DEAD,    /* died */
    ROLL_BACK,    /* somebody who stood in the first version, not in the one before the last, and is back */
    /* only in earlier versions: */
    ROLL_DIED,    /* and taken off for it */
    ROLL_LEFT,    /* went away */
    ROLL_MERGED,  /* a second row of somebody, found and taken off */
    ROLL_DELETED, /* taken off although the person lives there and may vote */
    ROLL_MISSING, /* no row: may vote and was never listed */
    ROLL_DOUBLE,  /* injection only: somebody listed twice who votes twice */
    ROLL_KIND_COUNT
} roll_kind;

enum {
    ROLL_VOTED = 1,      /* did vote */
    ROLL_MARKED = 2,     /* is marked as having voted */
    ROLL_TAKEN = 4,      /* something was done to it, or hangs on it */
    ROLL_INJECTED = 8,   /* and it was an injection, not noise */
    ROLL_ADDED = 16,     /* not in the version before the last */
    ROLL_CORRECTED = 32, /* that version said something else of the person */
    ROLL_CAME = 64,      /* and had it in another station */
    ROLL_FORCED = 128,   /* votes as surely as ballots allow: one of two rows */
};

/* Where a row stood in the version before: rows that came from elsewhere. */
typedef struct {
    uint32_t station, row;
} roll_came;

/* The versions of the list, the last one first. The first one is made when somebody of it is back. */
typedef enum { ROLL_FINAL, ROLL_EARLIER, ROLL_FIRST, ROLL_VERSION_COUNT } roll_version;

/* What a stock of syllables and its skewed frequencies are made of; see roll_names.c. */
enum { ROLL_SURNAMES = 280, ROLL_SYLLABLES = 420 };
typedef struct {
    uint32_t surname[ROLL_SURNAMES], syllable[ROLL_SYLLABLES]; /* running sums of frequencies, up to 2^32 - 1 */
} roll_stock;

/* ---- surveys ---------------------------------------------------------------------------------------------- */

typedef enum { ROLL_OF_NAMES, ROLL_OF_PEOPLE, ROLL_SIDE_COUNT } roll_survey_side;

/* Of a name whose person is looked for, of a person whose name is, and of those who were not reached. */
typedef enum {
    ROLL_FOUND,
    ROLL_HAS_MOVED,
    ROLL_IS_DEAD,
    ROLL_UNKNOWN,
    ROLL_AS_SAID,
    ROLL_AS_VARIANT,
    ROLL_ELSEWHERE,
    ROLL_NOT_FOUND,
    ROLL_ABSENT,
    ROLL_REFUSED,
    ROLL_OUTCOME_COUNT
} roll_outcome;

typedef struct {
    uint32_t draw;    /* of the area, from 1 */
    uint32_t station; /* the first of the area */
    uint32_t member;  /* the row of the name; of people only to draw them */
    roll_outcome outcome;
    double weight; /* names, or people, that it stands for */
} roll_asked;

typedef struct {
    roll_asked *items;
    size_t count;
    int64_t truth[ROLL_OUTCOME_COUNT]; /* if all had been asked and reached */
} roll_survey;

typedef struct scrut_roll_model {
    const world *w;
    model_roll rates;
    roll_stock stock;
    uint32_t row_count;   /* of the last version */
    uint32_t total;       /* and of the one before only */
    uint32_t *first_row;  /* a station, and the end */
    uint32_t *first_gone; /* a station, and the end: rows of the earlier version only */
    uint8_t *kind;        /* a row */
    uint8_t *flags;       /* a row */
    uint32_t *of;         /* a row: the first row of the person */
    roll_came *came;      /* by station of the earlier version */
    size_t came_count;
    uint32_t *first_came;    /* a station, and the end */
    uint32_t *injected_gone; /* a station: names deleted wrongly by injection */
    int64_t *missing[2];     /* a station: people never listed; [1]: by injection */
    double *dying;           /* a station: names expected to die in a year */
    int32_t day[ROLL_VERSION_COUNT], cleaned[ROLL_VERSION_COUNT]; /* of them, and until when deaths were taken off */
    unsigned key_bits;                                            /* of the numbers of voters */
    int64_t done[ROLL_KIND_COUNT][2];                             /* names: noise, injected */
    int64_t voters, marked;
    roll_survey surveys[ROLL_SIDE_COUNT]; /* without items: none were asked for */
    uint8_t *failed;                      /* a station: no memory */
} roll_model;

typedef struct {
    char surname[48], given[80], surname_km[96], given_km[160];
    int32_t born; /* days since 1970 */
    bool male;
    uint32_t house;
    char identity[16]; /* empty: none */
} roll_person;

/* ---- names (roll_names.c) --------------------------------------------------------------------------------- */
void roll_stock_fill(roll_stock *stock);
/* A name of one syllable or two, by numbers of the stock; `spelling` says which of the usual spellings a clerk took. */
typedef struct {
    uint16_t surname, given[2]; /* given[1]: UINT16_MAX when it has one syllable */
    uint32_t spelling;
} roll_name;
uint16_t roll_draw_surname(const roll_stock *stock, scrut_rng *rng, uint32_t region);
void roll_draw_given(const roll_stock *stock, scrut_rng *rng, bool male, uint32_t cohort, roll_name *name);
uint32_t roll_draw_spelling(scrut_rng *rng);
void roll_spell(const roll_name *name, roll_person *p);
/* One slip of a clerk in a Latin name; another encoding of a Khmer one that looks the same. */
void roll_slip(char *text, size_t size, scrut_rng *rng);
void roll_encode_otherwise(char *text, size_t size);

/* ---- people (roll_people.c) ------------------------------------------------------------------------------- */
uint32_t roll_station_of(const roll_model *r, uint32_t row);
/* Day of birth of whoever is on the row, as the row says it. */
int32_t roll_born(const roll_model *r, uint32_t row);
bool roll_is_male(const roll_model *r, uint32_t row);
/* Who stands on the row, as the last version says it (before_last: the one before). */
void roll_person_of(const roll_model *r, uint32_t row, bool before_last, roll_person *p);
/* Deaths in a year of 100,000 people of that age. */
uint32_t roll_mortality(int age, bool male);
int roll_age(int32_t born, int32_t day);
void roll_date_text(int32_t day, char text[11]);
/* The number of the registration, the same in every version; its row cannot be read from it. */
void roll_key_text(const roll_model *r, uint32_t row, char text[16]);
/* The innermost area, or the constituency, of a station. */
uint32_t roll_place(const world *w, uint32_t station);
/* The station in which somebody was listed before moving. */
uint32_t roll_station_before(const roll_model *r, uint32_t row);

/* ---- the list (roll_plan.c, roll_inject.c) ---------------------------------------------------------------- */
SCRUT_MUST_CHECK scrut_status world_roll(world *w, bool surveys, scrut_pool *pool, scrut_error *err);
SCRUT_MUST_CHECK scrut_status roll_inject(roll_model *r, scrut_error *err);
void roll_free(roll_model *r);
/* The answers of the surveys and the true shares. SCRUT_E_INPUT: there are no names; SCRUT_E_MEMORY. */
SCRUT_MUST_CHECK scrut_status roll_take_surveys(roll_model *r, scrut_error *err);
bool roll_is_second(roll_kind kind);
/* The person lives where the row stands and may vote. */
bool roll_is_resident(roll_kind kind);
/* A second row whose person voted on both. */
bool roll_voted_twice(const roll_model *r, uint32_t row);
const char *roll_kind_name(roll_kind kind);

/* ---- the files (roll_write.c, roll_tables.c, roll_truth.c) ------------------------------------------------ */
/* Rows of the files, from 1 below the header; 0: not in that version. Filled when the versions are written. */
typedef struct {
    const roll_model *r;
    uint32_t *first[ROLL_VERSION_COUNT]; /* a station: rows of the stations before it */
    uint32_t *at[ROLL_VERSION_COUNT];
} roll_rows;

/* Whether there is a first version. */
bool roll_has_first(const roll_model *r);
const char *roll_version_name(roll_version version);
/* Rows of a station in the version. */
uint32_t roll_count_of(const roll_model *r, uint32_t station, roll_version version);
typedef struct {
    uint64_t *items; /* order << 32 | row */
    size_t count, capacity;
} roll_order;
/* The rows of a station in the order in which they were registered. False without memory. */
SCRUT_MUST_CHECK bool roll_order_of(const roll_model *r, uint32_t station, roll_version version, roll_order *order);
/* "constituency,levels,village,station", with a comma before each. */
void roll_put_place(const world *w, uint32_t station, scrut_buf *out);
/* Id of the innermost area, or of the constituency, of a station. */
void roll_place_id(const world *w, uint32_t station, char *text, size_t size);
void roll_put_place_header(const world *w, scrut_buf *out);

/* People of voting age of the area, or constituency, that begins with a station, as the table says; and its error. */
typedef struct {
    int64_t people, error;
    uint32_t end; /* the station behind the last one */
} roll_known;
roll_known roll_known_people(const roll_model *r, uint32_t station);

void roll_write_yaml(const world *w, scrut_buf *out);
void roll_write_survey_yaml(const roll_model *r, scrut_buf *out);
void roll_write_deaths(const roll_model *r, scrut_buf *out);
void roll_write_mortality(const roll_model *r, scrut_buf *out);
void roll_write_people(const roll_model *r, scrut_buf *out);
void roll_write_pages(const roll_model *r, scrut_buf *out);
void roll_write_truth(const roll_rows *rows, scrut_buf *out);
void roll_write_changes(const roll_rows *rows, scrut_buf *out);
void roll_write_missing(const roll_rows *rows, scrut_buf *out);
void roll_write_names_survey(const roll_rows *rows, scrut_buf *out);
void roll_write_people_survey(const roll_rows *rows, scrut_buf *out);
void roll_write_true_shares(const roll_rows *rows, scrut_buf *out);
void roll_write_back(const roll_rows *rows, scrut_buf *out);

#endif
