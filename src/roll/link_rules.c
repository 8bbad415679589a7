/* SPDX-License-Identifier: Apache-2.0
 * Which parts of which fields make a block. Rules are taken greedily by the pairs of one person that they would newly
 * find for each pair that must be compared. What pairs of one person agree on is learned without labels from a few
 * narrow rules, chosen in the same way from what is usual. */
#include "link_internal.h"
#include "scrutineer/mem.h"

#include <math.h>
#include <stdlib.h>

#define DRAWN ((size_t)8192) /* pairs to choose rules by; twice as many say what the rules find */
#define WORDS (DRAWN / 64)
#define RULE_COST 0.75        /* of a rule by itself, in pairs for each row: measured */
#define SIFTED_COST 0.03      /* of a pair that is not counted, in those that are: measured */
#define TEXTS_SIFTED_COST 0.2 /* dearer where texts or numbers must be compared, which no sheet tells */
#define STARTER_RULES 16
#define STARTER_PAIRS 1.0 /* for each row */
#define STARTER_SIFTED_COST 0.2
#define STARTER_WORTH_MIN 8.0
#define PAIRS_MAX 100.0     /* for each row */
#define RULE_PAIRS_MAX 64.0 /* of one rule, for each row */
#define NARROW_PAIRS 0.001  /* a rule of so few pairs gains nothing by another part */
#define GAIN_MIN (DRAWN / 4096)
#define WORTH_MIN 6.0  /* pairs newly found for each pair a row, of DRAWN, of so many rows and more: */
#define WORTH_ROWS 4e6 /* shorter lists cost less */
#define SEED UINT64_C(1969)

typedef struct {
    rule rule;
    double pairs; /* of strangers, for each row */
    uint64_t finds[WORDS];
} candidate;

typedef struct {
    const records *r;
    blocking *b;
    uint64_t *drawn; /* what pairs of one person agree on */
    candidate *all;
    size_t count, capacity;
    double same_seen;              /* pairs of one person that were learned from */
    double sifted_cost, worth_min; /* of the rules that are chosen */
    bool failed;
} chooser;

/* ---- what is usual ----------------------------------------------------------------------------------------------- */

static double usual_agreement(part_kind part)
{
    switch (part) {
    case PART_WHOLE: return 0.75;
    case PART_SPELLING: return 0.82;
    case PART_MONTH_DAY:
    case PART_YEAR_MONTH: return 0.80;
    default: return 0.87;
    }
}

static void draw_usual(chooser *c, scrut_rng *rng)
{
    for (size_t i = 0; i < 3 * DRAWN; i++) {
        for (size_t g = 0; g < c->b->group_count; g++) {
            double u = scrut_rng_u32(rng) / 4294967296.0; /* parts of a value are spoilt together */
            for (size_t f = 0; f < c->b->feature_count; f++) {
                bool agrees = c->b->features[f].group == g && u < usual_agreement(c->b->features[f].part);
                c->drawn[i] |= (uint64_t)agrees << f;
            }
        }
    }
}

/* ---- candidates -------------------------------------------------------------------------------------------------- */

static void consider(chooser *c, const rule *u, double pairs)
{
    if (u->count < 1 || pairs > RULE_PAIRS_MAX || !(pairs > 0) || c->failed)
        return;
    if (!scrut_grow(&c->all, &c->capacity, c->count + 1, sizeof *c->all)) {
        c->failed = true;
        return;
    }
    c->all[c->count++] = (candidate){.rule = *u, .pairs = pairs};
}

static uint16_t fields_of(const blocking *b, size_t group)
{
    unsigned fields = 0;
    for (size_t i = 0; i < b->feature_count; i++)
        fields |= (unsigned)(b->features[i].group == group) << b->features[i].field;
    return (uint16_t)fields;
}

/* What many strangers share makes no rule narrow, and a rule with it would show of two in a household only those who
 * share it, so that EM took them for one person. With two groups there is no choice. */
static bool is_left_out(const chooser *c, size_t group)
{
    for (size_t i = 0; i < c->b->feature_count && c->b->group_count > 2; i++) {
        size_t field = c->b->features[i].field;
        if (c->b->features[i].group == group && c->r->fields[field].kind == SCRUT_LINK_CATEGORY &&
            c->r->columns[field].own)
            return true;
    }
    return false;
}

/* All choices of at most one part of each group. */
static void extend(chooser *c, rule u, double pairs, size_t group)
{
    consider(c, &u, pairs);
    if (u.count >= 1 && pairs < NARROW_PAIRS)
        return;
    for (; group < c->b->group_count && u.count < RULE_FEATURES_MAX; group++) {
        for (size_t f = 0; f < c->b->feature_count; f++) {
            if (c->b->features[f].group != group || is_left_out(c, group))
                continue;
            rule longer = u;
            longer.features[longer.count++] = f;
            longer.fields = (uint16_t)(u.fields | fields_of(c->b, group));
            longer.mask |= UINT64_C(1) << f;
            extend(c, longer, pairs * c->b->features[f].chance, group + 1);
        }
    }
}

/* ---- the choice -------------------------------------------------------------------------------------------------- */

static void find_drawn(chooser *c)
{
    for (size_t k = 0; k < c->count; k++) {
        uint64_t mask = c->all[k].rule.mask;
        memset(c->all[k].finds, 0, sizeof c->all[k].finds);
        for (size_t i = 0; i < DRAWN; i++)
            c->all[k].finds[i / 64] |= (uint64_t)((c->drawn[i] & mask) == mask) << (i % 64);
    }
}

static size_t newly_found(const candidate *k, const uint64_t found[WORDS])
{
    size_t count = 0;
    for (size_t i = 0; i < WORDS; i++)
        count += (size_t)__builtin_popcountll(k->finds[i] & ~found[i]);
    return count;
}

/* Of a rule, in pairs that are counted, for each row: of its many pairs some are counted and the others sifted. */
static double cost_of(const chooser *c, const candidate *k)
{
    double counted = fmax(c->b->counted_pairs / c->r->row_count, k->pairs * COUNTED_MIN);
    return RULE_COST + (k->pairs <= counted ? k->pairs : counted + c->sifted_cost * (k->pairs - counted));
}

/* The best by what it newly finds for its cost, of those without a group (its features); NULL when none finds enough.
 */
static const candidate *best_of(const chooser *c, uint64_t group, const uint64_t found[WORDS], double pairs_left)
{
    const candidate *best = NULL;
    double n = c->r->row_count, best_worth = c->worth_min * (n < WORTH_ROWS ? n / WORTH_ROWS : 1);
    for (size_t i = 0; i < c->count; i++) {
        const candidate *k = &c->all[i];
        if (k->pairs > pairs_left || (k->rule.mask & group) != 0)
            continue;
        size_t gain = newly_found(k, found);
        double worth = (double)gain / cost_of(c, k);
        if (gain >= GAIN_MIN && worth > best_worth) {
            best = k;
            best_worth = worth;
        }
    }
    return best;
}

/* What the rules without a group find. */
static size_t find_without(const chooser *c, uint64_t group, const uint64_t drawn[DRAWN], uint64_t ret_found[WORDS])
{
    size_t count = 0;
    memset(ret_found, 0, WORDS * sizeof *ret_found);
    for (size_t k = 0; k < c->b->rule_count; k++) {
        uint64_t mask = c->b->rules[k].mask;
        for (size_t i = 0; (mask & group) == 0 && i < DRAWN; i++)
            ret_found[i / 64] |= (uint64_t)((drawn[i] & mask) == mask) << (i % 64);
    }
    for (size_t i = 0; i < WORDS; i++)
        count += (size_t)__builtin_popcountll(ret_found[i]);
    return count;
}

/* Adds rules without a group until they find a share of the pairs or no more. Returns the pairs that are left. */
static double add_rules(chooser *c, uint64_t group, size_t enough, size_t rules_max, double pairs_left)
{
    uint64_t found[WORDS];
    size_t count = find_without(c, group, c->drawn, found);
    const candidate *best;
    while (count < enough && c->b->rule_count < rules_max && (best = best_of(c, group, found, pairs_left)) != NULL) {
        count += newly_found(best, found);
        for (size_t i = 0; i < WORDS; i++)
            found[i] |= best->finds[i];
        pairs_left -= best->pairs;
        c->b->rules[c->b->rule_count] = best->rule;
        c->b->rules[c->b->rule_count++].pairs = best->pairs * c->r->row_count;
    }
    return pairs_left;
}

/* How far down the true share may lie: two standard errors of what it was learned from, and as if errors came together
 * twice as often as was seen, for the pairs with the most errors are those that no rule shows. */
static void say_recall(chooser *c)
{
    uint64_t found[WORDS];
    double together = (double)find_without(c, 0, c->drawn + DRAWN, found) / (double)DRAWN;
    double apart = (double)find_without(c, 0, c->drawn + 2 * DRAWN, found) / (double)DRAWN;
    double seen = c->same_seen < (double)DRAWN ? c->same_seen : (double)DRAWN;
    double error = 2 * sqrt((together * (1 - together) + 1 / (seen + 1)) / (seen + 1));
    double least = together - error - (apart > together ? apart - together : 0);
    c->b->recall = together;
    c->b->recall_least = least > 0 ? least : 0;
}

/* First rules that find pairs of which each group was free to differ, for a group is learned from these alone. */
static void choose(chooser *c, size_t rules_max, double pairs_max)
{
    find_drawn(c);
    c->b->rule_count = 0;
    for (size_t g = 0; g < c->b->group_count; g++)
        pairs_max = add_rules(c, c->b->groups[g], DRAWN / 2, rules_max / 2, pairs_max);
    add_rules(c, 0, DRAWN, rules_max, pairs_max);
    say_recall(c);
}

static double strangers_a_row(const records *r)
{
    double n = r->row_count, second = r->second_from > 0 ? n - r->second_from : 0;
    return second > 0 ? (n - second) * second / n : (n - 1) / 2;
}

bool scrut_link_choose_rules(const records *r, scrut_pool *pool, blocking *b, model *m)
{
    scrut_rng rng = scrut_rng_open(SEED, 2, 0);
    chooser c = {.r = r, .b = b, .drawn = calloc(3 * DRAWN, sizeof *c.drawn)};
    bool ready = c.drawn != NULL && scrut_link_add_features(r, b) && scrut_link_number_parts(r, b, r->arena);
    if (ready && r->row_count > 1) {
        extend(&c, (rule){0}, strangers_a_row(r), 0);
        draw_usual(&c, &rng);
        c.sifted_cost = STARTER_SIFTED_COST;
        c.worth_min = STARTER_WORTH_MIN;
        choose(&c, STARTER_RULES, STARTER_PAIRS);
        c.sifted_cost = scrut_link_has_texts(r) ? TEXTS_SIFTED_COST : SIFTED_COST;
        c.worth_min = WORTH_MIN;
        ready = !c.failed && scrut_link_learn(r, b, pool, &rng, m, &c.same_seen, c.drawn, 2 * DRAWN, DRAWN);
        if (ready)
            choose(&c, RULES_MAX, PAIRS_MAX);
    }
    free(c.drawn);
    free(c.all);
    return ready;
}
