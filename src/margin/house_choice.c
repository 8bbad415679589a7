/* SPDX-License-Identifier: Apache-2.0
 * house_choice.c: one vector of seats in each constituency, so that they add up to what is claimed in the nation, for
 * the fewest ballots: a multiple-choice knapsack in as many dimensions as parties are claimed.
 *
 * Prices: whatever a seat of each party is said to be worth, the seats claimed at these prices and every constituency's
 * least ballots less the worth of its seats are a lower bound (Lagrange; Fisher 1981, section 3). Subgradient steps
 * raise it. Then the constituencies are added one by one, a table of the seats so far; what cannot come below the best
 * known way any more, by the bound for the constituencies that are left, is dropped. Whole numbers only; the prices
 * decide how much is dropped, never what comes out. */
#include "house_internal.h"

#define PRICE_ROUNDS 400
#define STATES_MAX ((size_t)1 << 20) /* of all tables together */
/* Sums of prices and seats stay inside int64. */
#define PRICE_MAX ((int64_t)1 << 40)
#define SEATS_ALL_MAX ((int64_t)1 << 17)

/* Seats of the claimed parties by the constituencies so far. */
typedef struct {
    int64_t ballots;
    uint32_t before, option; /* state of the table before, option of the constituency */
} state;

typedef struct {
    state *items;
    int32_t *seats; /* a state: by dimension */
    uint32_t *slots;
    size_t count, item_capacity, seat_capacity, slot_count;
} table;

/* ---- prices ---- */

static bool within_limits(const scrut_house_choice *c)
{
    return c->visited <= SCRUT_VISITS_MAX && c->listed <= SCRUT_OPTIONS_MAX && c->weighed <= SCRUT_WEIGHED_MAX;
}

static int64_t worth(const scrut_house_choice *c, const int32_t *steps, const int64_t *prices)
{
    int64_t sum = 0;
    for (size_t d = 0; d < c->dims; d++)
        sum += prices[d] * steps[d];
    return sum;
}

/* Least ballots less worth in one constituency; the option that has it. */
static int64_t least_less_worth(const scrut_house_choice *c, const scrut_house_options *o, const int64_t *prices,
                                size_t *ret_option)
{
    int64_t least = SCRUT_NEVER;
    for (size_t k = 0; k < o->count; k++) {
        int64_t rest =
            o->ballots[k] < SCRUT_NEVER ? o->ballots[k] - worth(c, o->steps + k * c->dims, prices) : SCRUT_NEVER;
        if (rest < least) {
            least = rest;
            *ret_option = k;
        }
    }
    return least;
}

/* The same once the option that has it was weighed. */
static scrut_status weigh_least(scrut_house_choice *c, scrut_house_options *o, const int64_t *prices, int64_t *ret_rest,
                                size_t *ret_option)
{
    scrut_status st = SCRUT_OK;
    do {
        *ret_rest = least_less_worth(c, o, prices, ret_option);
        if (*ret_rest >= SCRUT_NEVER || o->weighed[*ret_option])
            break;
        st = scrut_house_option_weigh(c, o, *ret_option);
    } while (st == SCRUT_OK);
    return st;
}

/* The bound at these prices; lacking: by dimension: what the cheapest options leave to be had. */
static scrut_status bound_at(scrut_house_choice *c, const int64_t *prices, int32_t *lacking, int64_t *ret_bound)
{
    int64_t bound = worth(c, c->goal, prices);
    memcpy(lacking, c->goal, c->dims * sizeof *lacking);
    for (size_t n = 0; n < c->unit_count; n++) {
        size_t option = 0;
        int64_t rest;
        scrut_status st = weigh_least(c, &c->units[n], prices, &rest, &option);
        if (st != SCRUT_OK)
            return st;
        if (rest >= SCRUT_NEVER) { /* no vector for so few ballots */
            *ret_bound = SCRUT_NEVER;
            return SCRUT_OK;
        }
        bound += rest;
        for (size_t d = 0; d < c->dims; d++)
            lacking[d] -= c->units[n].steps[option * c->dims + d];
    }
    *ret_bound = bound;
    return SCRUT_OK;
}

/* Along what is lacking, as far as the bound is from what is aimed at; shorter as rounds go by. */
static void move_prices(const scrut_house_choice *c, int64_t distance, int64_t round, const int32_t *lacking,
                        int64_t *prices)
{
    int64_t square = 0;
    for (size_t d = 0; d < c->dims; d++)
        square += (int64_t)lacking[d] * lacking[d];
    int64_t step =
        scrut_smaller(distance / scrut_larger(1, square), PRICE_MAX) * PRICE_ROUNDS / (PRICE_ROUNDS + 8 * round);
    for (size_t d = 0; d < c->dims; d++) {
        prices[d] += scrut_larger(1, step) * lacking[d];
        prices[d] = scrut_larger(-PRICE_MAX, scrut_smaller(PRICE_MAX, prices[d]));
    }
}

static scrut_status find_prices(scrut_house_choice *c)
{
    int64_t *prices = scrut_arena_calloc(c->arena, c->dims, sizeof *prices);
    int32_t *lacking = scrut_arena_calloc(c->arena, c->dims, sizeof *lacking);
    c->prices = scrut_arena_calloc(c->arena, c->dims, sizeof *c->prices);
    if (prices == NULL || lacking == NULL || c->prices == NULL)
        return scrut_fail_memory(c->err);
    int64_t aim = c->most < SCRUT_ANY_NUMBER ? c->most + 1 : SCRUT_VOTES_MAX, bound = 0;
    for (int64_t round = 0; round < PRICE_ROUNDS && bound <= c->most && within_limits(c); round++) {
        scrut_status st = bound_at(c, prices, lacking, &bound);
        if (st != SCRUT_OK)
            return st;
        if (bound > c->least) {
            c->least = bound;
            memcpy(c->prices, prices, c->dims * sizeof *prices);
        }
        if (bound <= c->most)
            move_prices(c, aim - bound, round, lacking, prices);
    }
    return SCRUT_OK;
}

/* The bound as the options are known now; by unit what each contributes. NEVER: some constituency has none left. */
static int64_t bound_now(const scrut_house_choice *c, int64_t *rests)
{
    int64_t bound = worth(c, c->goal, c->prices);
    size_t option;
    for (size_t n = 0; n < c->unit_count; n++) {
        rests[n] = least_less_worth(c, &c->units[n], c->prices, &option);
        if (rests[n] >= SCRUT_NEVER)
            return SCRUT_NEVER;
        bound += rests[n];
    }
    return bound;
}

/* Weighs all that may be in a way for `most` ballots at these prices. */
static scrut_status weigh_rest(scrut_house_choice *c, int64_t *rests)
{
    int64_t bound = bound_now(c, rests);
    scrut_status st = SCRUT_OK;
    for (size_t n = 0; n < c->unit_count && bound <= c->most; n++) {
        scrut_house_options *o = &c->units[n];
        for (size_t k = 0; k < o->count && st == SCRUT_OK && within_limits(c); k++) {
            int64_t more = o->ballots[k] - worth(c, o->steps + k * c->dims, c->prices) - rests[n];
            if (o->ballots[k] < SCRUT_NEVER && bound + more <= c->most)
                st = scrut_house_option_weigh(c, o, k);
        }
    }
    c->least = scrut_larger(c->least, bound_now(c, rests));
    return st;
}

/* ---- the tables ---- */

static void free_table(table *t)
{
    free(t->items);
    free(t->seats);
    free(t->slots);
}

static uint32_t slot_of(const int32_t *seats, size_t dims, size_t slot_count)
{
    uint32_t hash = 2166136261U; /* FNV-1a; which state comes first does not depend on it */
    for (size_t d = 0; d < dims; d++)
        hash = (hash ^ (uint32_t)seats[d]) * 16777619U;
    return (uint32_t)((hash ^ hash >> 15) & (slot_count - 1));
}

static void place(table *t, size_t dims, size_t n)
{
    size_t at = slot_of(t->seats + n * dims, dims, t->slot_count);
    while (t->slots[at] != 0)
        at = (at + 1) & (t->slot_count - 1);
    t->slots[at] = (uint32_t)n + 1;
}

static bool make_room(table *t, size_t dims)
{
    if (!scrut_grow(&t->items, &t->item_capacity, t->count + 1, sizeof *t->items) ||
        !scrut_grow(&t->seats, &t->seat_capacity, (t->count + 1) * dims, sizeof *t->seats))
        return false;
    if (2 * (t->count + 1) <= t->slot_count)
        return true;
    size_t wanted = t->slot_count == 0 ? 64 : 2 * t->slot_count;
    uint32_t *slots = calloc(wanted, sizeof *slots);
    if (slots == NULL)
        return false;
    free(t->slots);
    t->slots = slots;
    t->slot_count = wanted;
    for (size_t n = 0; n < t->count; n++)
        place(t, dims, n);
    return true;
}

/* Of states with the same seats the one with fewest ballots stays, of these the first. False: no memory. */
static bool add_state(table *t, size_t dims, const int32_t *seats, state s)
{
    if (!make_room(t, dims))
        return false;
    size_t at = slot_of(seats, dims, t->slot_count);
    for (; t->slots[at] != 0; at = (at + 1) & (t->slot_count - 1)) {
        state *known = &t->items[t->slots[at] - 1];
        if (memcmp(t->seats + (t->slots[at] - 1) * dims, seats, dims * sizeof *seats) != 0)
            continue;
        if (s.ballots < known->ballots)
            *known = s;
        return true;
    }
    memcpy(t->seats + t->count * dims, seats, dims * sizeof *seats);
    t->items[t->count++] = s;
    t->slots[at] = (uint32_t)t->count;
    return true;
}

/* States after unit n. `rest` is the bound for the units after it, less the worth of what they must make up. */
static bool add_unit(const scrut_house_choice *c, size_t n, int64_t rest, const table *before, table *after,
                     int32_t *seats)
{
    const scrut_house_options *o = &c->units[n];
    for (size_t k = 0; k < before->count; k++)
        for (size_t option = 0; option < o->count; option++) {
            int64_t ballots = scrut_plus(before->items[k].ballots, o->ballots[option]), left = 0;
            for (size_t d = 0; d < c->dims; d++) {
                seats[d] = before->seats[k * c->dims + d] + o->steps[option * c->dims + d];
                left += c->prices[d] * (c->goal[d] - seats[d]);
            }
            if (ballots > c->most || ballots + left + rest > c->most)
                continue;
            const state s = {.ballots = ballots, .before = (uint32_t)k, .option = (uint32_t)option};
            if (!add_state(after, c->dims, seats, s))
                return false;
        }
    return true;
}

static void read_way(scrut_house_choice *c, const table *tables)
{
    const table *last = &tables[c->unit_count];
    for (size_t k = 0; k < last->count; k++) {
        if (memcmp(last->seats + k * c->dims, c->goal, c->dims * sizeof *c->goal) != 0)
            continue;
        c->ballots = last->items[k].ballots;
        size_t at = k;
        for (size_t n = c->unit_count; n-- > 0;) {
            c->taken[n] = tables[n + 1].items[at].option;
            at = tables[n + 1].items[at].before;
        }
        return;
    }
}

static bool fill_tables(scrut_house_choice *c, const int64_t *rests, table *tables, int32_t *seats)
{
    int64_t rest = 0;
    size_t states = 0;
    for (size_t n = 0; n < c->unit_count; n++)
        rest += rests[n];
    if (!add_state(&tables[0], c->dims, seats, (state){.ballots = 0}))
        return false;
    for (size_t n = 0; n < c->unit_count; n++) {
        rest -= rests[n];
        if (!add_unit(c, n, rest, &tables[n], &tables[n + 1], seats))
            return false;
        states += tables[n + 1].count;
        if (states > STATES_MAX)
            return true;
    }
    c->complete = true;
    read_way(c, tables);
    return true;
}

static bool add_up(scrut_house_choice *c, const int64_t *rests)
{
    table *tables = calloc(c->unit_count + 1, sizeof *tables);
    int32_t *seats = scrut_arena_calloc(c->arena, c->dims + 1, sizeof *seats);
    bool fine = tables != NULL && seats != NULL && fill_tables(c, rests, tables, seats);
    for (size_t n = 0; n <= c->unit_count && tables != NULL; n++)
        free_table(&tables[n]);
    free(tables);
    return fine;
}

/* ---- both ---- */

static bool is_small(const scrut_house_choice *c)
{
    int64_t all = 0;
    for (size_t n = 0; n < c->unit_count; n++) {
        int64_t most = 0;
        for (size_t k = 0; k < c->units[n].count * c->dims; k++)
            most = scrut_larger(most, c->units[n].steps[k] < 0 ? -c->units[n].steps[k] : c->units[n].steps[k]);
        all += 2 * most;
    }
    for (size_t d = 0; d < c->dims; d++)
        all += c->goal[d] < 0 ? -(int64_t)c->goal[d] : c->goal[d];
    return all <= SEATS_ALL_MAX;
}

static scrut_status choose(scrut_house_choice *c)
{
    int64_t *rests = scrut_arena_calloc(c->arena, c->unit_count, sizeof *rests);
    if (rests == NULL)
        return scrut_fail_memory(c->err);
    scrut_status st = find_prices(c);
    if (st == SCRUT_OK && c->least <= c->most)
        st = weigh_rest(c, rests);
    if (st == SCRUT_OK && !within_limits(c))
        c->least = 0; /* some ballots are not the fewest */
    c->complete = c->least > c->most;
    if (st != SCRUT_OK || c->complete || !within_limits(c))
        return st;
    return add_up(c, rests) ? SCRUT_OK : scrut_fail_memory(c->err);
}

scrut_status scrut_house_choose(scrut_house_choice *c)
{
    c->ballots = SCRUT_NEVER;
    c->complete = false;
    c->least = 0;
    if (!within_limits(c) || !is_small(c))
        return SCRUT_OK;
    c->taken = scrut_arena_calloc(c->arena, c->unit_count, sizeof *c->taken);
    return c->taken != NULL ? choose(c) : scrut_fail_memory(c->err);
}
