/* SPDX-License-Identifier: Apache-2.0
 * model_internal.h: a model as it was read, and the reader of YAML mappings that models and injections share. */
#ifndef SCRUT_MODEL_INTERNAL_H
#define SCRUT_MODEL_INTERNAL_H

#include "scrutineer/simulate.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

typedef struct {
    const char *id, *name, *colour; /* colour may be NULL */
    double turnout_slope;           /* log-odds of support for one of turnout */
    int64_t votes;                  /* in the nation */
} model_party;

/* Standard deviations are of log-odds; docs/internals/simulate.md says which election each was taken from. */
typedef struct {
    double size;                               /* of the voters of a station, as a share of their mean */
    double small, small_size;                  /* share of small stations, their size as a share of the mean */
    double institutions;                       /* share of stations in barracks, hospitals, homes */
    double turnout[SCRUT_AREA_LEVELS_MAX + 1]; /* an area level each, then the station */
    double support[SCRUT_AREA_LEVELS_MAX + 1];
    double invalid;
} model_variation;

/* The list of voters; shares are in a million. */
typedef struct {
    int64_t before, interval, cleaned; /* days: of the last version before the election, between versions, between the
                                        * last death taken off and the version */
    int64_t duplicates;                /* second rows of the last version */
    int64_t corrected, moved, added; /* rows of which the version before said something else, was elsewhere, had none */
    int64_t left, merged;            /* rows of the version before only: gone away, second rows */
    int64_t missing;                 /* people of voting age who were never listed, of the names */
    int64_t missed_marks, wrong_marks; /* of those who voted, of the others */
    int64_t without_number;            /* rows without an identity number */
    int64_t population_error;          /* standard deviation of the people of an area, as a share */
    int64_t deaths_recorded;           /* deaths that the records have */
} model_roll;

/* Surveys of the list of voters; shares are in a million. */
typedef struct {
    int64_t draws, each;        /* areas drawn, at most as many as there are; names, or people, in each */
    int64_t variant, elsewhere; /* people whose name is spelled otherwise than they say, or stands in another list */
    int64_t absent, refused;    /* of those who were drawn */
} model_surveys;

typedef struct {
    const char *id, *title, *by; /* by may be NULL */
    uint32_t party;              /* whose agents made the copies; SCRUT_NONE: no party's */
    int64_t stations;            /* copies held; the first source holds all */
} model_source;

typedef struct {
    const char *claimant, *date, *words, *reference, *expression; /* all but words may be NULL */
} model_claim;

typedef struct {
    const char *id, *name, *name_local; /* names may be NULL */
    int64_t seats, stations, registered, invalid;
    int64_t *areas; /* a level: areas of it */
    int64_t *votes; /* a party */
    int64_t *tile;  /* column and row of its square in a grid of all; NULL: not given */
} model_constituency;

struct scrut_model {
    const char *id, *title, *country, *date, *kind; /* all but id and title may be NULL */
    const char *chamber_name;
    int64_t chamber_seats, majority; /* majority 0: not given */
    const char *rules_id;
    scrut_rules rules;
    const char **levels;
    size_t level_count;
    model_party *parties;
    size_t party_count;
    model_variation variation;
    double reserve;            /* ballots received beyond the registered voters, as a share of them */
    int64_t bundle;            /* ballots come in bundles of so many */
    int64_t slips, copy_slips; /* stations in a million */
    model_roll roll;
    model_surveys surveys;
    model_source *sources;
    size_t source_count;
    const char *announced_by, *early, *preliminary, *official; /* dates; early NULL: none */
    model_claim *claims;
    size_t claim_count;
    const char **notes;
    size_t note_count;
    model_constituency *constituencies;
    size_t constituency_count;
    int64_t stations, registered, valid, invalid; /* sums */
};

/* A YAML file being read: problems are collected, and reading goes on with harmless values. */
typedef struct {
    const char *name;
    scrut_arena *arena;
    scrut_problems *problems;
    bool memory_failed;
} model_reader;

/* The sections `roll` and `surveys`. */
void model_read_roll(model_reader *r, const scrut_yaml *root, scrut_model *m);
void model_read_surveys(model_reader *r, const scrut_yaml *root, scrut_model *m);

void model_problem(model_reader *r, const scrut_yaml *node, const char *fmt, ...) SCRUT_PRINTF(3, 4);
/* The mapping's keys must be among `keys`, words separated by spaces. False and a problem otherwise. */
bool model_keys(model_reader *r, const scrut_yaml *node, const char *what, const char *keys);
/* Value of a key: a text, or NULL (a problem when it is required and absent, or no text). */
const char *model_text(model_reader *r, const scrut_yaml *node, const char *key, bool required);
/* A whole number 0 .. max; `otherwise` when the key is absent, -1 and it is required when `otherwise` is -1. */
int64_t model_whole(model_reader *r, const scrut_yaml *node, const char *key, int64_t max, int64_t otherwise);
int64_t model_whole_of(model_reader *r, const scrut_yaml *value, const char *key, int64_t max);
/* A decimal from -max to max; `otherwise` when the key is absent. */
double model_decimal(model_reader *r, const scrut_yaml *node, const char *key, double max, double otherwise);
double model_decimal_of(model_reader *r, const scrut_yaml *value, const char *key, double max);
/* A share from 0 to 1, in a million; `otherwise` when the key is absent. */
int64_t model_share(model_reader *r, const scrut_yaml *node, const char *key, int64_t otherwise);
/* The items of a list; NULL with count 0 when it is absent or (a problem) no list. */
scrut_yaml **model_list(model_reader *r, const scrut_yaml *node, const char *key, size_t *ret_count);
/* Zeroed memory of the arena; NULL sets memory_failed. */
void *model_calloc(model_reader *r, size_t count, size_t size);
/* Index of a party, source or constituency by id, or SCRUT_NONE. */
uint32_t model_find_party(const scrut_model *m, const char *id);
uint32_t model_find_source(const scrut_model *m, const char *id);
uint32_t model_find_constituency(const scrut_model *m, const char *id);

#endif
