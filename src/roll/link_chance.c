/* SPDX-License-Identifier: Apache-2.0
 * What two strangers show: equal values from their frequencies, unequal ones from random pairs, drawn for each pair of
 * classes of rarity alone, since the rare classes are the telling ones. */
#include "link_internal.h"
#include "scrutineer/rng.h"

#include <stdlib.h>

#define RARITIES 32
#define DRAWS 1000000     /* of all pairs of rows */
#define DRAWS_MIN 10000   /* for each two classes of rarity */
#define DRAWS_BLOCK 16384 /* of two classes with more of them, so many are compared by one thread at a time */
#define WHOLE_MAX 40000   /* pairs of values of two classes that are all compared instead */
#define DATE_PARTS 65536  /* years, or days and months */
#define SEED UINT64_C(1969)

/* Equal values: u and the share of the rows in each class. */
static double count_equal(const records *r, size_t field, double rows_known, chances *c)
{
    const column *col = &r->columns[field];
    double possible = rows_known * (rows_known - 1) + 1, equal = 0;
    for (uint32_t v = 1; v < col->count; v++) {
        double rows = col->values[v].count;
        unsigned o = scrut_link_equal_outcome(&col->values[v]);
        c->part[o] += rows / rows_known;
        c->u[o] += rows * (rows - 1) / possible;
    }
    for (unsigned o = OUTCOME_EQUAL; o < OUTCOME_NEAR; o++) {
        c->mean[o] = c->part[o] > 0 ? c->u[o] / c->part[o] : 0;
        equal += c->u[o];
    }
    return equal;
}

/* A column that follows from a finer one is asked only where that differs. */
static void take_finer_away(const records *r, size_t field, double rows_known, chances *c, double *equal)
{
    const column *col = &r->columns[field], *fine = &r->columns[col->finer];
    double possible = rows_known * (rows_known - 1) + 1, taken = 0;
    for (uint32_t v = 1; v < fine->count; v++) {
        double rows = fine->values[v].count, pairs = rows * (rows - 1) / possible;
        unsigned o = scrut_link_equal_outcome(&col->values[col->of_finer[v]]);
        if (col->of_finer[v] == 0 || pairs >= c->u[o])
            continue;
        c->u[o] -= pairs;
        taken += pairs;
    }
    for (unsigned o = OUTCOME_EQUAL; o < OUTCOME_NEAR; o++)
        c->u[o] /= 1 - taken;
    *equal = (*equal - taken) / (1 - taken);
}

/* Values by rarity, with the rows of all before each, to draw a row from. */
typedef struct {
    uint32_t *values, *before; /* before: rows of earlier values of the class */
    size_t from[RARITIES + 1];
    uint32_t rows[RARITIES];
} classes;

static bool sort_classes(const column *col, classes *ret)
{
    classes c = {.values = malloc((col->count + (size_t)1) * sizeof *c.values),
                 .before = malloc((col->count + (size_t)1) * sizeof *c.before)};
    size_t at = 0;
    *ret = c;
    if (c.values == NULL || c.before == NULL)
        return false;
    for (size_t k = 0; k < RARITIES; k++) {
        ret->from[k] = at;
        for (uint32_t v = 1; v < col->count; v++) {
            if (col->values[v].rarity != k)
                continue;
            ret->values[at] = v;
            ret->before[at++] = ret->rows[k];
            ret->rows[k] += col->values[v].count;
        }
    }
    ret->from[RARITIES] = at;
    return true;
}

/* The value of a random row of a class. */
static uint32_t draw_value(const classes *c, size_t k, scrut_rng *rng)
{
    uint32_t target = scrut_rng_below(rng, c->rows[k]);
    size_t low = c->from[k], high = c->from[k + 1] - 1;
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        if (c->before[middle] > target)
            high = middle - 1;
        else
            low = middle;
    }
    return c->values[low];
}

/* What some pairs of values show, in the order of the parts of the work: sums do not depend on the threads. */
typedef struct {
    double u[OUTCOMES], part[OUTCOMES];
} share;

/* The pairs of values of a field, in parts that do not know one another: two classes of rarity each, and of dates those
 * of one year and those of one day, of which there are few enough to count them all. */
typedef struct {
    uint32_t x, y;
} value_pair;

typedef struct {
    value_pair *pairs; /* NULL: none were drawn, or there was no memory */
    size_t count;
    double each; /* of all pairs */
} drawn_pairs;

enum { PART_OF_YEAR = RARITIES * RARITIES, PART_OF_DAY, NEAR_PARTS };

typedef struct {
    const records *r;
    size_t field;
    double rows_known;
    classes c;
    drawn_pairs drawn[PART_OF_YEAR]; /* where they are many */
    uint32_t *by_year, *by_day;      /* values that have the year, or the day and month, of others; NULL: no dates */
    share *shares;                   /* of each part */
} near_work;

static bool is_counted(const near_work *w, const value *x, const value *y)
{
    return w->by_year != NULL && (x->year == y->year || x->month_day == y->month_day);
}

/* What one pair of values, which is `weight` of all pairs of rows, shows. */
static void add_values(const near_work *w, uint32_t x, uint32_t y, double weight, share *ret)
{
    unsigned o = scrut_link_compare_values(w->r, w->field, x, y);
    ret->u[o] += weight;
    ret->part[o] += weight * scrut_link_slip_rarity(w->r, w->field, x, y);
}

static void add_whole(const near_work *w, size_t a, size_t b, double weight, share *ret)
{
    const value *values = w->r->columns[w->field].values;
    const classes *c = &w->c;
    double unit = weight / c->rows[a] / c->rows[b] * (a == b ? 2 : 1);
    for (size_t i = c->from[a]; i < c->from[a + 1]; i++) {
        for (size_t k = a == b ? i + 1 : c->from[b]; k < c->from[b + 1]; k++) {
            uint32_t x = c->values[i], y = c->values[k];
            if (!is_counted(w, &values[x], &values[y]))
                add_values(w, x, y, unit * values[x].count * values[y].count, ret);
        }
    }
}

static value_pair draw_pair(const classes *c, size_t a, size_t b, scrut_rng *rng)
{
    value_pair pair = {.x = draw_value(c, a, rng)};
    pair.y = draw_value(c, b, rng);
    return pair;
}

static void add_drawn(const near_work *w, value_pair pair, double each, share *ret)
{
    const value *values = w->r->columns[w->field].values;
    if (pair.x != pair.y && !is_counted(w, &values[pair.x], &values[pair.y]))
        add_values(w, pair.x, pair.y, each, ret);
}

/* Draws many, to be compared in blocks. Without memory `pairs` stays NULL, which draw_near sees. */
static void draw_many(drawn_pairs *drawn, const classes *c, size_t a, size_t b, size_t draws, scrut_rng *rng)
{
    drawn->count = draws;
    drawn->pairs = malloc(draws * sizeof *drawn->pairs);
    for (size_t i = 0; drawn->pairs != NULL && i < draws; i++)
        drawn->pairs[i] = draw_pair(c, a, b, rng);
}

/* Pairs of two classes, which are `weight` of all: every one of their values, or as many as are drawn. */
static void add_stratum(near_work *w, size_t a, size_t b, double weight, share *ret)
{
    const classes *c = &w->c;
    double pairs = (double)(c->from[a + 1] - c->from[a]) * (double)(c->from[b + 1] - c->from[b]) / (a == b ? 2 : 1);
    size_t draws = weight * DRAWS > DRAWS_MIN ? (size_t)(weight * DRAWS) : DRAWS_MIN;
    if (pairs <= WHOLE_MAX || pairs <= (double)draws) {
        add_whole(w, a, b, weight, ret);
        return;
    }
    scrut_rng rng = scrut_rng_open(SEED, 1, (w->field * RARITIES + a) * RARITIES + b);
    drawn_pairs *drawn = &w->drawn[a * RARITIES + b];
    drawn->each = weight / (double)draws;
    if (draws > DRAWS_BLOCK) {
        draw_many(drawn, c, a, b, draws, &rng);
        return;
    }
    for (size_t i = 0; i < draws; i++)
        add_drawn(w, draw_pair(c, a, b, &rng), drawn->each, ret);
}

/* All pairs of dates of one year, or of one day and month and two years. */
static void add_counted(const near_work *w, bool by_year, share *ret)
{
    const column *c = &w->r->columns[w->field];
    const uint32_t *order = by_year ? w->by_year : w->by_day;
    double all = w->rows_known * w->rows_known / 2;
    for (uint32_t i = 1; i < c->count; i++) {
        const value *x = &c->values[order[i]];
        for (uint32_t k = i + 1; k < c->count; k++) {
            const value *y = &c->values[order[k]];
            if (by_year ? x->year != y->year : x->month_day != y->month_day)
                break;
            if (by_year || x->year != y->year)
                add_values(w, order[i], order[k], (double)x->count * y->count / all, ret);
        }
    }
}

static void add_part(void *context, size_t part)
{
    near_work *w = context;
    size_t a = part / RARITIES, b = part % RARITIES;
    if (part >= PART_OF_YEAR) {
        if (w->by_year != NULL)
            add_counted(w, part == PART_OF_YEAR, &w->shares[part]);
        return;
    }
    double weight = (a == b ? 1.0 : 2.0) * w->c.rows[a] / w->rows_known * w->c.rows[b] / w->rows_known;
    if (a <= b && weight > 0)
        add_stratum(w, a, b, weight, &w->shares[part]);
}

/* Blocks of pairs that were drawn, in the order of their parts: a single part may have nearly all of them, as where all
 * values are as rare as another. */
typedef struct {
    const near_work *w;
    struct {
        uint32_t part;
        size_t from;
    } * blocks;
    share *shares; /* of each block */
} block_work;

static void add_block(void *context, size_t block)
{
    block_work *b = context;
    const drawn_pairs *drawn = &b->w->drawn[b->blocks[block].part];
    size_t from = b->blocks[block].from, end = from + DRAWS_BLOCK < drawn->count ? from + DRAWS_BLOCK : drawn->count;
    for (size_t i = from; i < end; i++)
        add_drawn(b->w, drawn->pairs[i], drawn->each, &b->shares[block]);
}

static size_t list_blocks(const near_work *w, block_work *b)
{
    size_t count = 0;
    for (uint32_t part = 0; part < PART_OF_YEAR; part++)
        for (size_t from = 0; from < w->drawn[part].count; from += DRAWS_BLOCK) {
            if (b != NULL) {
                b->blocks[count].part = part;
                b->blocks[count].from = from;
            }
            count++;
        }
    return count;
}

static bool all_drawn(const near_work *w)
{
    for (size_t part = 0; part < PART_OF_YEAR; part++)
        if (w->drawn[part].count > 0 && w->drawn[part].pairs == NULL)
            return false;
    return true;
}

static void add_share(share *to, const share *more)
{
    for (size_t o = 0; o < OUTCOMES; o++) {
        to->u[o] += more->u[o];
        to->part[o] += more->part[o];
    }
}

/* False without memory. */
static bool compare_drawn(near_work *w, scrut_pool *pool)
{
    size_t count = list_blocks(w, NULL);
    block_work b = {w, calloc(count + 1, sizeof *b.blocks), calloc(count + 1, sizeof *b.shares)};
    bool fine = all_drawn(w) && b.blocks != NULL && b.shares != NULL;
    if (fine) {
        list_blocks(w, &b);
        scrut_pool_run(pool, count, add_block, &b);
    }
    for (size_t i = 0; fine && i < count; i++)
        add_share(&w->shares[b.blocks[i].part], &b.shares[i]);
    free(b.blocks);
    free(b.shares);
    return fine;
}

/* Numbers of the values, those of one part after another. */
static uint32_t *order_dates(const column *c, bool by_year)
{
    uint32_t *order = malloc((c->count + (size_t)1) * sizeof *order), *start = calloc(DATE_PARTS + 1, sizeof *start);
    for (uint32_t v = 1; order != NULL && start != NULL && v < c->count; v++)
        start[1 + (by_year ? c->values[v].year : c->values[v].month_day)]++;
    for (size_t i = 1; order != NULL && start != NULL && i <= DATE_PARTS; i++)
        start[i] += start[i - 1];
    for (uint32_t v = 1; order != NULL && start != NULL && v < c->count; v++)
        order[1 + start[by_year ? c->values[v].year : c->values[v].month_day]++] = v;
    if (start == NULL) {
        free(order);
        order = NULL;
    }
    free(start);
    return order;
}

static bool draw_near(const records *r, size_t field, double rows_known, scrut_pool *pool, chances *ret)
{
    const column *c = &r->columns[field];
    bool dates = r->fields[field].kind == SCRUT_LINK_BORN;
    near_work w = {.r = r, .field = field, .rows_known = rows_known, .shares = calloc(NEAR_PARTS, sizeof *w.shares)};
    bool ready = sort_classes(c, &w.c) && w.shares != NULL;
    if (dates) {
        w.by_year = order_dates(c, true);
        w.by_day = order_dates(c, false);
        ready = ready && w.by_year != NULL && w.by_day != NULL;
    }
    if (ready) {
        scrut_pool_run(pool, NEAR_PARTS, add_part, &w);
        ready = compare_drawn(&w, pool);
    }
    for (size_t i = 0; ready && i < NEAR_PARTS; i++) {
        for (size_t o = 0; o < OUTCOMES; o++) {
            ret->u[o] += w.shares[i].u[o];
            ret->part[o] += w.shares[i].part[o];
        }
    }
    for (size_t part = 0; part < PART_OF_YEAR; part++)
        free(w.drawn[part].pairs);
    free(w.c.values);
    free(w.c.before);
    free(w.by_year);
    free(w.by_day);
    free(w.shares);
    return ready;
}

/* An outcome that no draw showed can still be met. */
static void smooth_near(scrut_link_kind kind, double equal, double rows_known, chances *c)
{
    double sum = 0, least = 0.1 / (rows_known + DRAWS_MIN), parts[OUTCOMES] = {0};
    unsigned end = OUTCOME_NEAR + scrut_link_near_outcomes(kind);
    for (unsigned o = OUTCOME_NEAR; o < end; o++) {
        c->mean[o] = c->u[o] > 0 && o + 1 < end ? c->part[o] / c->u[o] : 0; /* of what differs, rarity says nothing */
        c->u[o] += least;
        c->part[o] += least / rows_known;
        sum += c->u[o];
        parts[scrut_link_level(kind, o)] += c->part[o];
    }
    for (unsigned o = OUTCOME_NEAR; o < end; o++) {
        c->u[o] *= (1 - equal) / sum;
        c->part[o] /= parts[scrut_link_level(kind, o)];
    }
}

/* How far the rarest values of each class are from its mean. */
static void find_most(const records *r, size_t field, double rows_known, chances *c)
{
    const column *col = &r->columns[field];
    scrut_link_kind kind = r->fields[field].kind;
    uint32_t least[NEAR_CLASSES] = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX}, twice[OUTCOMES] = {0},
             any = UINT32_MAX;
    for (uint32_t v = 1; v < col->count; v++) {
        uint32_t rows = col->values[v].count;
        unsigned o = scrut_link_equal_outcome(&col->values[v]), k = scrut_link_near_class(col->values[v].rarity);
        twice[o] = rows > 1 && (twice[o] == 0 || rows < twice[o]) ? rows : twice[o];
        least[k] = rows < least[k] ? rows : least[k];
        any = rows < any ? rows : any;
    }
    for (unsigned o = OUTCOME_EQUAL; o < OUTCOME_NEAR; o++)
        c->most[o] = twice[o] > 0 ? c->mean[o] * (rows_known - 1) / (twice[o] - 1.0) : 1;
    unsigned end = OUTCOME_NEAR + scrut_link_near_outcomes(kind);
    for (unsigned o = OUTCOME_NEAR; o < end; o++) {
        int class = scrut_link_class(kind, o);
        c->most[o] = c->mean[o] > 0 ? 2.0 / (class < 0 ? any : least[class]) / c->mean[o] : 1;
    }
}

bool scrut_link_chances(const records *r, size_t field, scrut_pool *pool, chances *ret)
{
    const column *col = &r->columns[field];
    double known = 0;
    chances c = {{0}, {0}, {0}, {0}};
    for (uint32_t v = 1; v < col->count; v++)
        known += col->values[v].count;
    double equal = known > 0 ? count_equal(r, field, known, &c) : 0;
    if (col->finer >= 0)
        take_finer_away(r, field, known, &c, &equal);
    if (known > 0 && scrut_link_near_outcomes(r->fields[field].kind) > 1 && !draw_near(r, field, known, pool, &c))
        return false;
    smooth_near(r->fields[field].kind, equal, known + 1, &c);
    find_most(r, field, known, &c);
    *ret = c;
    return true;
}
