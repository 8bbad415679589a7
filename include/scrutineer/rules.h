/* SPDX-License-Identifier: Apache-2.0
 * rules.h: the legal rules that turn votes into seats, as data. Everything is whole numbers or exact
 * fractions. A rules file (YAML, docs/formats/rules.md) carries the statute, a version and what was
 * not verified; a preset is a rules file that ships with the program. */
#ifndef SCRUTINEER_RULES_H
#define SCRUTINEER_RULES_H

#include "scrutineer/yaml.h"

#define SCRUT_SEATS_MAX 10000 /* seats of one constituency; keeps cross products inside 128 bits */

typedef enum {
    SCRUT_METHOD_DIVISOR,         /* highest averages: claim (i,k) is worth v_i / d(k) */
    SCRUT_METHOD_QUOTA,           /* full quotas, then the rest by `rest` */
    SCRUT_METHOD_PLURALITY,       /* the k first each get one seat */
    SCRUT_METHOD_PLURALITY_BLOCK, /* the first takes all k seats */
} scrut_method_family;

typedef enum {
    SCRUT_DIVISOR_LINEAR,   /* d(1) = first, d(k) = start + step (k - 1) for k > 1 */
    SCRUT_DIVISOR_DEAN,     /* d(k) = 2k(k-1) / (2k-1) */
    SCRUT_DIVISOR_HILL,     /* d(k)^2 = k(k-1); squares are compared */
    SCRUT_DIVISOR_SEQUENCE, /* d(k) = sequence[k-1] / sequence_scale, then going on by the last difference */
} scrut_divisor_kind;

typedef enum {
    SCRUT_QUOTA_EXACT,
    SCRUT_QUOTA_FLOOR,
    SCRUT_QUOTA_CEIL,
    SCRUT_QUOTA_NEAREST, /* half up */
    SCRUT_QUOTA_FLOOR_PLUS_ONE,
} scrut_quota_rounding;

typedef enum {
    SCRUT_REST_LARGEST_REMAINDER,
    SCRUT_REST_HIGHEST_AVERAGE,      /* v/(s+1), recomputed after every seat */
    SCRUT_REST_HIGHEST_AVERAGE_ONCE, /* v/(s+1) computed once; at most one seat a list and round */
} scrut_rest;

typedef enum { SCRUT_OVER_AWARD_ERROR, SCRUT_OVER_AWARD_IGNORE, SCRUT_OVER_AWARD_SUBTRACT } scrut_over_award;
typedef enum { SCRUT_BASE_VALID, SCRUT_BASE_VALID_AND_BLANK, SCRUT_BASE_CAST, SCRUT_BASE_REGISTERED } scrut_base;
typedef enum { SCRUT_SCOPE_CONSTITUENCY, SCRUT_SCOPE_NATION } scrut_scope;
typedef enum {
    SCRUT_TIE_NONE,
    SCRUT_TIE_MORE_VOTES,
    SCRUT_TIE_FEWER_VOTES,
    SCRUT_TIE_LIST_ORDER,
    SCRUT_TIE_LOT
} scrut_tie_rule;

#define SCRUT_SEQUENCE_MAX 64
#define SCRUT_DIVISOR_MAX (INT64_C(1) << 32) /* of first, start and step */
#define SCRUT_SEQUENCE_VALUE_MAX (INT64_C(1) << 40)
#define SCRUT_SEQUENCE_SCALE_MAX INT64_C(1000000000)
#define SCRUT_TIE_RULES_MAX 4
#define SCRUT_THRESHOLDS_MAX 8

typedef struct {
    scrut_method_family family;
    scrut_divisor_kind divisor;
    /* LINEAR, scaled to whole numbers: `start` stands for the law's divisor 1 (1.4, 3, 5 is 7, 15, 25 with start 5);
     * where it is 0 (Adams) the numbers are the law's own. The divisors must not fall. */
    int64_t divisor_first, divisor_start, divisor_step;
    int64_t sequence[SCRUT_SEQUENCE_MAX];
    size_t sequence_count;
    int64_t sequence_scale; /* the sequence is this many times the law's; 0 is taken as 1 */
    int quota_plus; /* quota = votes / (seats + quota_plus): 0 Hare, 1 Droop and Hagenbach-Bischoff, 2 Imperiali */
    scrut_quota_rounding quota_rounding;
    bool quota_base_all; /* quota of all valid votes given, not only of the eligible lists' */
    scrut_rest rest;
    scrut_over_award over_award;
    bool zero_divisor_refused; /* d(1) = 0 and fewer seats than lists: report instead of seating the largest */
} scrut_method;

/* A list passes when votes / base is at least (or more than) numerator / denominator, or when it has at
 * least (more than) `votes` votes. Applies to lists of members_min .. members_max alliance members. */
typedef struct {
    bool is_share;
    int64_t numerator, denominator; /* share */
    int64_t votes;
    bool strict; /* more than, not at least */
    scrut_base base;
    scrut_scope scope;
    int members_min, members_max; /* members_max 0: no upper limit */
} scrut_threshold;

/* One body of seats a constituency. Tiers above it (regional, compensatory, biproportional) are not built; a rules file
 * that names one is refused, never read without it. */
typedef struct {
    const char *id, *title, *statute, *version; /* statute and version may be NULL */
    const char **unverified;                    /* sentences: what was not checked against the law */
    size_t unverified_count;
    const char **sources; /* where the rule was read */
    size_t source_count;
    scrut_method method;
    bool alliances;                 /* seats go to alliances first */
    scrut_method inner_method;      /* then inside them by this */
    bool alliance_passes_threshold; /* a list passes when its alliance does */
    scrut_threshold thresholds[SCRUT_THRESHOLDS_MAX];
    size_t threshold_count;                   /* a list must pass every one that applies to it, unless it is exempt */
    int64_t seats_min, seats_max;             /* of any list in one constituency; seats_max 0: none */
    scrut_tie_rule ties[SCRUT_TIE_RULES_MAX]; /* in the order of the law; count 0: a tie is reported */
    size_t tie_count;
} scrut_rules;

/* Fills *ret_rules from a YAML mapping. Everything wrong goes to `problems` (file `name`); SCRUT_E_INPUT
 * when there was any. Strings live in `arena`. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_rules_parse(const scrut_yaml *node, const char *name, scrut_arena *arena,
                                                          scrut_problems *problems, scrut_rules *ret_rules);

/* Presets that ship with the program, in the order of their ids. */
SCRUT_API size_t scrut_preset_count(void);
SCRUT_API const char *scrut_preset_id(size_t index);
/* The file's text, as in data/presets. NULL: no such preset. */
SCRUT_API const char *scrut_preset_text(const char *id, size_t *ret_length);
/* Parses a preset. SCRUT_E_INPUT: no such preset (the message lists them). */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_preset_load(const char *id, scrut_arena *arena, scrut_rules *ret_rules,
                                                          scrut_error *err);

/* Methods by name (dhondt, sainte-lague, modified-sainte-lague, danish, imperiali, adams, dean, hill,
 * hare, droop, hagenbach-bischoff, imperiali-quota, quota-highest-average, plurality, plurality-block, ...).
 * False when the name is unknown. */
SCRUT_API SCRUT_MUST_CHECK bool scrut_method_named(const char *name, scrut_method *ret_method);
/* Whether the method gives D'Hondt's seats wherever it gives any: divisors in the ratio 1, 2, 3, ..., or a quota
 * followed by highest averages, since a claim worth a quota is larger than one that is not. (Not where full quotas
 * beyond the seats are kept or taken back.) */
SCRUT_API bool scrut_method_is_dhondt(const scrut_method *method);
SCRUT_API size_t scrut_method_count(void);
SCRUT_API const char *scrut_method_name(size_t index);
/* Makes numerator / denominator the first divisor of a method with linear divisors, exactly (modified Sainte-Lague is
 * sainte-lague with 7/5). False: the method has no such divisors, the fraction is not positive, or the numbers
 * become larger than SCRUT_DIVISOR_MAX. */
SCRUT_API SCRUT_MUST_CHECK bool scrut_method_first_divisor(scrut_method *method, int64_t numerator,
                                                           int64_t denominator);
/* NULL, or why no seats can be given under this method (divisors that fall, numbers beyond the limits). */
SCRUT_API const char *scrut_method_fault(const scrut_method *method);

/* The words of a rules file, for reports: "more-votes", "valid-and-blank". */
SCRUT_API const char *scrut_tie_rule_name(scrut_tie_rule rule);
SCRUT_API const char *scrut_base_name(scrut_base base);

#endif
