/* SPDX-License-Identifier: Apache-2.0
 * diff_transfers.c: who moved from which area to which, beside a gravity model. */
#include "diff_internal.h"
#include "scrutineer/mem.h"
#include "scrutineer/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 20, STEPS = 1000, LEFT_OUT_LEAST = 10 };
#define STEP_END 1e-10
#define STANDS_OUT 0.05 /* false discovery rate */

/* A row that moved from one area to another. */
typedef struct {
    uint32_t from, to, row, now;
} move;

/* A place of an area, as most of its rows have it that moved. */
typedef struct {
    const char *text;
    size_t length;
    int64_t votes, rows, agreeing;
} outer_place;

typedef struct {
    const scrut_roll_diff_input *input;
    const scrut_roll_areas *areas;
    scrut_roll_transfers *t;
    move *moves;
    size_t move_count, move_capacity;
    outer_place *outer[SCRUT_LINK_FIELDS_MAX]; /* by place that is not the area: of each area */
    uint32_t *groups[SCRUT_ROLL_LEVELS_MAX];   /* by level: of each area; the first is of all */
    uint32_t group_count[SCRUT_ROLL_LEVELS_MAX];
    size_t starts[SCRUT_ROLL_LEVELS_MAX]; /* of a level's groups among those of all levels */
    bool *left_out;                       /* of the transfers */
    double *a, *b;                        /* of each area */
    double *left, *reached;               /* rows that are to be expected to leave each area, and to reach it */
    double *sums;                         /* room for those of groups, of all levels */
    double c[SCRUT_ROLL_LEVELS_MAX], at_level[SCRUT_ROLL_LEVELS_MAX];
} gravity;

/* ---- who moved ---------------------------------------------------------------------------------------------- */

/* The number of the area of a row; SIZE_MAX: it is not known. */
static size_t area_of(const gravity *g, uint32_t row)
{
    size_t length, low = 0, high = g->areas->count;
    const char *text = g->input->rows.cell(g->input->rows.context, row, (size_t)g->input->area, &length);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *name = g->areas->areas[middle].name;
        int order = strncmp(name, text, length);
        if (order == 0 && name[length] == '\0')
            return length > 0 ? middle : SIZE_MAX;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

static bool find_moves(gravity *g, const scrut_roll_diff *diff)
{
    for (uint32_t row = 0; row < diff->old_count; row++) {
        const scrut_roll_fate *fate = &diff->old_fates[row];
        if (fate->change != SCRUT_ROLL_MOVED || (fate->differs >> g->input->area & 1) == 0)
            continue;
        uint32_t now = diff->old_count + fate->other;
        size_t from = area_of(g, row), to = area_of(g, now);
        if (from == SIZE_MAX || to == SIZE_MAX || from == to)
            continue;
        if (!scrut_grow(&g->moves, &g->move_capacity, g->move_count + 1, sizeof *g->moves))
            return false;
        g->moves[g->move_count++] = (move){(uint32_t)from, (uint32_t)to, row, now};
    }
    return true;
}

static int by_areas(const void *a, const void *b)
{
    const move *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

/* Of each pair of areas the rows that moved. */
static bool count_moves(gravity *g)
{
    scrut_roll_transfers *t = g->t;
    t->moved = (int64_t)g->move_count;
    t->items = malloc((g->move_count + 1) * sizeof *t->items);
    if (t->items == NULL)
        return false;
    if (g->move_count > 0)
        qsort(g->moves, g->move_count, sizeof *g->moves, by_areas);
    for (size_t i = 0; i < g->move_count; i++) {
        if (i == 0 || by_areas(&g->moves[i - 1], &g->moves[i]) != 0)
            t->items[t->count++] = (scrut_roll_transfer){g->moves[i].from, g->moves[i].to, {.seen = 0}};
        t->items[t->count - 1].moved.seen++;
    }
    return true;
}

/* ---- the places that areas lie in --------------------------------------------------------------------------- */

typedef void (*outer_visit)(outer_place *o, const char *text, size_t length);

static bool is_at(const outer_place *o, const char *text, size_t length)
{
    return o->length == length && memcmp(o->text, text, length) == 0;
}

/* The majority, if there is one, is left at the end, whatever the order (Boyer and Moore 1981). */
static void vote(outer_place *o, const char *text, size_t length)
{
    if (o->votes == 0) {
        o->text = text;
        o->length = length;
    }
    o->votes += is_at(o, text, length) ? 1 : -1;
}

static void count_vote(outer_place *o, const char *text, size_t length)
{
    o->rows++;
    o->agreeing += is_at(o, text, length);
}

/* Three quarters of its rows. */
static bool is_placed(const outer_place *o)
{
    return o->length > 0 && 4 * o->agreeing >= 3 * o->rows && o->rows > 0;
}

static void visit_outer(const gravity *g, outer_visit visit)
{
    for (size_t f = 0; f < g->input->rows.field_count; f++) {
        for (size_t i = 0; g->outer[f] != NULL && i < g->move_count; i++) {
            const move *m = &g->moves[i];
            size_t length;
            const char *text = g->input->rows.cell(g->input->rows.context, m->row, f, &length);
            visit(&g->outer[f][m->from], text, length);
            text = g->input->rows.cell(g->input->rows.context, m->now, f, &length);
            visit(&g->outer[f][m->to], text, length);
        }
    }
}

static bool find_outer(gravity *g)
{
    for (size_t f = 0; f < g->input->rows.field_count; f++) {
        if ((g->input->places >> f & 1) == 0 || (int)f == g->input->area)
            continue;
        g->outer[f] = calloc(g->areas->count + 1, sizeof *g->outer[f]);
        if (g->outer[f] == NULL)
            return false;
    }
    visit_outer(g, vote);
    visit_outer(g, count_vote);
    return true;
}

/* ---- how near areas are ------------------------------------------------------------------------------------- */

/* An area within its group, by a place. */
typedef struct {
    uint32_t area, group;
    const outer_place *place;
} area_place;

static int by_area_place(const void *a, const void *b)
{
    const area_place *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    size_t least = x->place->length < y->place->length ? x->place->length : y->place->length;
    int order = memcmp(x->place->text, y->place->text, least);
    if (order != 0)
        return order;
    if (x->place->length != y->place->length)
        return x->place->length < y->place->length ? -1 : 1;
    return (x->area > y->area) - (x->area < y->area);
}

/* Divides the groups by a place; areas that lie in none of it are groups by themselves. Returns how many of the others
 * there are for each group of theirs; 0 without memory. */
static double divide(const gravity *g, int field, const uint32_t groups[], uint32_t ret_groups[], uint32_t *ret_count)
{
    size_t n = g->areas->count, placed = 0;
    area_place *order = malloc((n + 1) * sizeof *order);
    uint32_t count = 0;
    if (order == NULL)
        return 0;
    for (uint32_t i = 0; i < n; i++) {
        if (is_placed(&g->outer[field][i]))
            order[placed++] = (area_place){i, groups[i], &g->outer[field][i]};
    }
    qsort(order, placed, sizeof *order, by_area_place);
    for (size_t i = 0; i < placed; i++) {
        bool same = i > 0 && order[i].group == order[i - 1].group &&
                    order[i].place->length == order[i - 1].place->length &&
                    memcmp(order[i].place->text, order[i - 1].place->text, order[i].place->length) == 0;
        count += !same;
        ret_groups[order[i].area] = count - 1;
    }
    free(order);
    double each = count > 0 ? (double)placed / count : 1;
    for (size_t i = 0; i < n; i++) {
        if (!is_placed(&g->outer[field][i]))
            ret_groups[i] = count++;
    }
    *ret_count = count;
    return each;
}

/* The place that holds most areas in each of its values, if it divides the groups of the last level and holds two areas
 * on average: -1 if there is none, -2 without memory. Its groups are those of the next level. */
static int next_level(gravity *g, uint32_t spare[])
{
    size_t level = g->t->level_count, n = g->areas->count;
    int best = -1;
    double best_each = 2;
    for (size_t f = 0; f < g->input->rows.field_count; f++) {
        uint32_t count = 0;
        if (g->outer[f] == NULL)
            continue;
        double each = divide(g, (int)f, g->groups[level - 1], spare, &count);
        if (each <= 0)
            return -2;
        if (each >= best_each && count > g->group_count[level - 1]) {
            best = (int)f;
            best_each = each;
            g->group_count[level] = count;
            memcpy(g->groups[level], spare, n * sizeof *spare);
        }
    }
    return best;
}

/* Levels from the largest places to the smallest. False without memory. */
static bool find_levels(gravity *g)
{
    size_t n = g->areas->count;
    uint32_t *spare = malloc((n + 1) * sizeof *spare);
    bool ready = spare != NULL;
    for (size_t level = 0; level < SCRUT_ROLL_LEVELS_MAX && ready; level++)
        ready = (g->groups[level] = calloc(n + 1, sizeof *g->groups[level])) != NULL;
    g->t->level_count = 1;
    g->t->levels[0] = -1;
    g->group_count[0] = 1;
    while (ready && g->t->level_count < SCRUT_ROLL_LEVELS_MAX) {
        int field = next_level(g, spare);
        ready = field != -2;
        if (field < 0)
            break;
        free(g->outer[field]);
        g->outer[field] = NULL;
        g->t->levels[g->t->level_count++] = field;
    }
    free(spare);
    return ready;
}

/* The last level whose group two areas share. */
static size_t level_of(const gravity *g, const scrut_roll_transfer *x)
{
    size_t level = g->t->level_count - 1;
    while (g->groups[level][x->from] != g->groups[level][x->to])
        level--;
    return level;
}

/* ---- the fit ------------------------------------------------------------------------------------------------ */

static double expected_of(const gravity *g, const scrut_roll_transfer *x)
{
    return g->a[x->from] * g->b[x->to] * g->c[level_of(g, x)];
}

/* A difference that is nothing but rounding is 0. */
static double less(double all, double part)
{
    double rest = all - part;
    return rest > 1e-12 * all ? rest : 0;
}

/* Of each group at each level. */
static void sum_groups(const gravity *g, const double of_areas[], double sums[])
{
    for (size_t level = 0; level < g->t->level_count; level++) {
        memset(sums + g->starts[level], 0, g->group_count[level] * sizeof *sums);
        for (size_t i = 0; i < g->areas->count; i++)
            sums[g->starts[level] + g->groups[level][i]] += of_areas[i];
    }
}

/* For each area what the other areas weigh, those left out apart: from them to it, or to them from it. */
static void weigh_others(const gravity *g, bool from, double ret[])
{
    const double *others = from ? g->a : g->b;
    size_t last = g->t->level_count - 1;
    sum_groups(g, others, g->sums);
    for (size_t i = 0; i < g->areas->count; i++) {
        ret[i] = 0;
        for (size_t level = 0; level <= last; level++) {
            double inner = level < last ? g->sums[g->starts[level + 1] + g->groups[level + 1][i]] : others[i];
            ret[i] += g->c[level] * less(g->sums[g->starts[level] + g->groups[level][i]], inner);
        }
    }
    for (size_t k = 0; k < g->t->count; k++) {
        const scrut_roll_transfer *x = &g->t->items[k];
        if (g->left_out[k]) {
            size_t here = from ? x->to : x->from;
            ret[here] = less(ret[here], others[from ? x->from : x->to] * g->c[level_of(g, x)]);
        }
    }
}

/* Sets one factor of each area by what is seen. Returns the largest change, as a share. */
static double fit_areas(const gravity *g, const double seen[], bool from, double factors[], double room[])
{
    double change = 0;
    weigh_others(g, from, room);
    for (size_t i = 0; i < g->areas->count; i++) {
        double now = room[i] > 0 ? seen[i] / room[i] : 0;
        if (now > 0)
            change = fmax(change, fabs(now - factors[i]) / now);
        factors[i] = now;
    }
    return change;
}

static double fit_levels(gravity *g, double room[])
{
    size_t last = g->t->level_count - 1;
    double weights[SCRUT_ROLL_LEVELS_MAX + 1] = {0}, change = 0;
    sum_groups(g, g->a, g->sums);
    sum_groups(g, g->b, room);
    for (size_t level = 0; level <= last; level++) {
        for (size_t k = 0; k < g->group_count[level]; k++)
            weights[level] += g->sums[g->starts[level] + k] * room[g->starts[level] + k];
    }
    for (size_t i = 0; i < g->areas->count; i++)
        weights[last + 1] += g->a[i] * g->b[i];
    for (size_t level = 0; level <= last; level++)
        weights[level] = less(weights[level], weights[level + 1]);
    for (size_t k = 0; k < g->t->count; k++) {
        const scrut_roll_transfer *x = &g->t->items[k];
        size_t level = level_of(g, x);
        if (g->left_out[k])
            weights[level] = less(weights[level], g->a[x->from] * g->b[x->to]);
    }
    for (size_t level = 0; level <= last; level++) {
        double now = weights[level] > 0 ? g->at_level[level] / weights[level] : 0;
        if (now > 0)
            change = fmax(change, fabs(now - g->c[level]) / now);
        g->c[level] = now;
    }
    return change;
}

/* What is to be expected: all that was seen but what is left out. */
static void sum_seen(gravity *g)
{
    size_t n = g->areas->count;
    memset(g->left, 0, n * sizeof *g->left);
    memset(g->reached, 0, n * sizeof *g->reached);
    memset(g->at_level, 0, sizeof g->at_level);
    for (size_t k = 0; k < g->t->count; k++) {
        const scrut_roll_transfer *x = &g->t->items[k];
        if (g->left_out[k])
            continue;
        g->left[x->from] += (double)x->moved.seen;
        g->reached[x->to] += (double)x->moved.seen;
        g->at_level[level_of(g, x)] += (double)x->moved.seen;
    }
}

static void fit(gravity *g, double room[])
{
    sum_seen(g);
    for (size_t i = 0; i < g->areas->count; i++) {
        g->a[i] = g->left[i];
        g->b[i] = g->reached[i];
    }
    for (size_t level = 0; level < g->t->level_count; level++)
        g->c[level] = 1 / (double)g->t->moved;
    double change = 1;
    for (int step = 0; step < STEPS && change > STEP_END; step++) {
        change = fit_areas(g, g->left, false, g->a, room);
        change = fmax(change, fit_areas(g, g->reached, true, g->b, room));
        change = fmax(change, fit_levels(g, room));
    }
}

/* ---- what stands out ---------------------------------------------------------------------------------------- */

/* Pairs of areas, of which somebody left the one and reached the other, and degrees of freedom. */
static double count_pairs(const gravity *g, double *ret_freedom)
{
    double leaving = 0, reaching = 0, both = 0, out = 0, levels = 0;
    for (size_t i = 0; i < g->areas->count; i++) {
        leaving += g->left[i] > 0;
        reaching += g->reached[i] > 0;
        both += g->left[i] > 0 && g->reached[i] > 0;
    }
    for (size_t k = 0; k < g->t->count; k++)
        out += g->left_out[k];
    for (size_t level = 0; level < g->t->level_count; level++)
        levels += g->at_level[level] > 0;
    double pairs = leaving * reaching - both;
    *ret_freedom = pairs - out - (leaving + reaching - 1) - (levels - 1);
    return pairs;
}

/* Pairs that nobody moved between add what is expected of them, so that all pairs add as much as moved. */
static double dispersion_of(const gravity *g, double freedom)
{
    scrut_sum square = {0, 0};
    for (size_t k = 0; k < g->t->count; k++) {
        double seen = (double)g->t->items[k].moved.seen, expected = expected_of(g, &g->t->items[k]);
        if (!g->left_out[k] && expected > 0) {
            scrut_sum_add(&square, seen * seen / expected);
            scrut_sum_add(&square, -seen);
        }
    }
    return fmax(1, scrut_sum_value(&square) / freedom);
}

/* Fills all that is expected. The family has pairs that nobody moved between, whose p is 1, so that q is that of the
 * others times what the family is larger. */
static scrut_status expect(gravity *g, double room[], scrut_error *err)
{
    scrut_roll_transfers *t = g->t;
    double freedom;
    t->pairs = count_pairs(g, &freedom);
    t->expected = freedom > 0;
    if (!t->expected)
        return SCRUT_OK;
    t->dispersion = dispersion_of(g, freedom);
    for (size_t k = 0; k < t->count; k++) {
        double mean = expected_of(g, &t->items[k]);
        diff_expect_one(&t->items[k].moved, mean, mean > 0 ? (t->dispersion - 1) / mean : 0);
        room[k] = fmin(t->items[k].moved.p_more, 1);
    }
    scrut_status status = scrut_stats_benjamini_hochberg(room, t->count, room, err);
    for (size_t k = 0; k < t->count && status == SCRUT_OK; k++)
        t->items[k].moved.q_more = fmin(1, room[k] * fmax(1, t->pairs / (double)t->count));
    return status;
}

static bool stands_out(const scrut_roll_transfer *x)
{
    return x->moved.q_more < STANDS_OUT && x->moved.seen >= LEFT_OUT_LEAST;
}

/* Leaves out what stands out, unless most who leave an area or reach it do so there: the others would tell little of it
 * then. Few people are not left out. `left` and `reached` are room here. */
static bool leave_out(gravity *g)
{
    bool changed = false;
    memset(g->left, 0, g->areas->count * sizeof *g->left);
    memset(g->reached, 0, g->areas->count * sizeof *g->reached);
    for (size_t k = 0; k < g->t->count; k++) {
        const scrut_roll_transfer *x = &g->t->items[k];
        if (g->left_out[k] || stands_out(x)) {
            g->left[x->from] += (double)x->moved.seen;
            g->reached[x->to] += (double)x->moved.seen;
        }
    }
    for (size_t k = 0; k < g->t->count; k++) {
        const scrut_roll_transfer *x = &g->t->items[k];
        bool out = stands_out(x) && 2 * g->left[x->from] <= (double)g->areas->areas[x->from].moved_out &&
                   2 * g->reached[x->to] <= (double)g->areas->areas[x->to].moved_in;
        changed = changed || (out && !g->left_out[k]);
        g->left_out[k] = g->left_out[k] || out;
    }
    return changed;
}

static scrut_status fit_and_expect(gravity *g, scrut_error *err)
{
    size_t n = g->areas->count, groups = 0;
    if (!find_levels(g))
        return scrut_fail_memory(err);
    for (size_t level = 0; level < g->t->level_count; groups += g->group_count[level++])
        g->starts[level] = groups;
    size_t most = g->t->count > groups + n ? g->t->count : groups + n;
    double *room = malloc((most + 1) * sizeof *room);
    g->left_out = calloc(g->t->count + 1, sizeof *g->left_out);
    g->a = malloc((n + 1) * sizeof *g->a);
    g->b = malloc((n + 1) * sizeof *g->b);
    g->left = malloc((n + 1) * sizeof *g->left);
    g->reached = malloc((n + 1) * sizeof *g->reached);
    g->sums = malloc((groups + 1) * sizeof *g->sums);
    bool ready = room != NULL && g->left_out != NULL && g->a != NULL && g->b != NULL && g->left != NULL &&
                 g->reached != NULL && g->sums != NULL;
    scrut_status status = ready ? SCRUT_OK : scrut_fail_memory(err);
    bool changed = true;
    for (int round = 0; status == SCRUT_OK && changed && round < ROUNDS; round++) {
        fit(g, room);
        status = expect(g, room, err);
        changed = status == SCRUT_OK && g->t->expected && leave_out(g);
    }
    for (size_t level = 0; level < g->t->level_count; level++)
        g->t->near[level] = g->c[0] > 0 ? g->c[level] / g->c[0] : 0;
    free(room);
    return status;
}

static void gravity_free(gravity *g)
{
    for (size_t f = 0; f < SCRUT_LINK_FIELDS_MAX; f++)
        free(g->outer[f]);
    for (size_t level = 0; level < SCRUT_ROLL_LEVELS_MAX; level++)
        free(g->groups[level]);
    free(g->moves);
    free(g->left_out);
    free(g->a);
    free(g->b);
    free(g->left);
    free(g->reached);
    free(g->sums);
}

scrut_status scrut_roll_diff_transfers(const scrut_roll_diff_input *input, const scrut_roll_diff *diff,
                                       const scrut_roll_areas *areas, scrut_roll_transfers *ret_transfers,
                                       scrut_error *err)
{
    scrut_roll_transfers t = {.dispersion = 1};
    gravity g = {.input = input, .areas = areas, .t = &t};
    bool ready = (input->area < 0 || find_moves(&g, diff)) && count_moves(&g);
    scrut_status status = ready ? SCRUT_OK : scrut_fail_memory(err);
    if (status == SCRUT_OK && t.count > 0)
        status = find_outer(&g) ? fit_and_expect(&g, err) : scrut_fail_memory(err);
    gravity_free(&g);
    if (status == SCRUT_OK)
        *ret_transfers = t;
    else
        scrut_roll_transfers_free(&t);
    return status;
}

void scrut_roll_transfers_free(scrut_roll_transfers *transfers)
{
    free(transfers->items);
    *transfers = (scrut_roll_transfers){0};
}
