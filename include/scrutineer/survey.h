/* SPDX-License-Identifier: Apache-2.0
 * survey.h: surveys of the roll as a case has them: who asked what of whom, and either a table of responses or the
 * figures that were published. What they say is estimated in sampling.h. The format is in docs/formats/survey.md.
 *
 * Texts are the case's. Cells of a responses table never reach a message. */
#ifndef SCRUTINEER_SURVEY_H
#define SCRUTINEER_SURVEY_H

#include "scrutineer/election.h"

#define SCRUT_SURVEY_ROWS_MAX 1000000
#define SCRUT_SURVEY_FIGURES_MAX 200 /* of all surveys of a case */
#define SCRUT_SURVEY_OUTCOMES_MAX 32 /* different outcomes of one figure */

/* What was drawn, and what was looked for. Reports show them in this order. */
typedef enum {
    SCRUT_LIST_TO_PEOPLE, /* names are drawn from the list, and the people looked for */
    SCRUT_PEOPLE_TO_LIST, /* people are drawn, and their names looked for on the list */
    SCRUT_LIST_TO_FORMS,  /* names are drawn from the list, and their application forms looked for */
    SCRUT_FORMS_TO_LIST,  /* application forms are drawn, and their names looked for on the list */
} scrut_survey_direction;
enum { SCRUT_SURVEY_DIRECTIONS = SCRUT_FORMS_TO_LIST + 1 };
/* "list-to-people", "people-to-list", "list-to-forms", "forms-to-list" */
SCRUT_API const char *scrut_survey_direction_name(scrut_survey_direction direction);

/* What an outcome means for the figure. */
typedef enum {
    SCRUT_OUTCOME_FINE,       /* as it should be */
    SCRUT_OUTCOME_DEFECT,     /* not as it should be */
    SCRUT_OUTCOME_UNRESOLVED, /* not known: refused, not reached; either of the others at best and at worst */
} scrut_outcome_role;
/* "fine", "defect", "unresolved" */
SCRUT_API const char *scrut_outcome_role_name(scrut_outcome_role role);

typedef struct {
    const char *word; /* as in the cells */
    scrut_outcome_role role;
} scrut_survey_outcome;

/* How many names, people or forms the share is a part of. Exact when low = high, else an interval of 95 %. */
typedef struct {
    bool known;
    int64_t about, low, high;
    const char *reference;
} scrut_survey_size;

/* A decimal as given: numerator / denominator; denominator 0: not given. */
typedef struct {
    int64_t numerator, denominator;
} scrut_decimal;

static inline double scrut_decimal_value(scrut_decimal d)
{
    return (double)d.numerator / (double)d.denominator;
}

/* One share that a survey gives. */
typedef struct scrut_survey_figure {
    const char *id;       /* of the figure, unique in the case */
    const char *question; /* what was asked or looked for */
    scrut_survey_direction direction;
    const char *frame, *denominator, *search; /* from what was drawn; share of what; how was searched. NULL: not said */
    scrut_outcome_role counts;                /* what the published share counts: FINE or DEFECT */
    scrut_survey_size size;
    const char *reference, *note;
    scrut_cell_ref where;
    /* published; used where there is no table of responses */
    scrut_decimal share;    /* in percent */
    scrut_decimal margin;   /* of this share, in points, 95 % */
    int64_t hits, base;     /* hits of base; -1: not given */
    const char *share_text; /* the share in the words of the source ("more than 1 in 10"); NULL */
    /* from the responses: a row */
    uint8_t *outcome; /* index into outcomes; NULL: published only */
    scrut_survey_outcome *outcomes;
    size_t outcome_count;
    bool *in_domain; /* NULL: all rows */
} scrut_survey_figure;

/* How the rows of the responses were drawn, as sampling.h takes it. */
typedef struct {
    size_t row_count;
    double *weight;    /* NULL: all alike */
    uint32_t *stratum; /* NULL: one */
    size_t stage_count;
    uint32_t *unit[3];
    double *of[3]; /* NULL: not given, or drawn with chances by size, which is taken as with replacement */
    bool by_size;  /* primary units with chances by size */
} scrut_survey_rows;

typedef struct scrut_survey {
    const char *id, *title, *by, *date, *reference, *note;
    const char *sampling;          /* the design in words; NULL */
    int64_t respondents, clusters; /* published; -1: not given */
    scrut_decimal margin;          /* of the survey as a whole, of a share of one half, in points, 95 % */
    scrut_survey_rows rows;        /* row_count 0: no responses */
    scrut_survey_figure *figures;
    size_t figure_count;
    scrut_cell_ref where;
} scrut_survey;

typedef struct {
    scrut_survey *items;
    size_t count;
} scrut_surveys;

/* Loads a file of surveys: YAML whose only section is `surveys`, as in election.yaml, with the tables it names in its
 * own folder. Everything wrong goes to `problems`; in `arena`. SCRUT_OK: no problem was added. SCRUT_E_INPUT: there
 * were; SCRUT_E_IO: the file cannot be read; SCRUT_E_MEMORY. `pool` may be NULL. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_surveys_load(const char *path, scrut_pool *pool, scrut_arena *arena,
                                                           scrut_problems *problems, scrut_surveys *ret_surveys,
                                                           scrut_error *err);

#endif
