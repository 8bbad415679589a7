/* SPDX-License-Identifier: Apache-2.0
 * offers.c: so many steps are needed in all, and everybody offers 1, 2, ... steps for so many ballots: a
 * multiple-choice knapsack, solved exactly. No convexity is assumed: thresholds, floors and first divisors break it.
 *
 * The cheapest next step again and again gives a way, not always the cheapest. Let p be the dearest step it takes. With
 * p ballots back for every step each offer has a least cost of its own, and the sum of these and p times the steps
 * needed is a lower bound (Lagrange). Nearly always the way meets it and is the cheapest. Otherwise what an offer loses
 * against its own least cost when it takes r steps is lost whatever the others do; the r that lose more than the gap
 * between way and bound are in no cheapest way, and a min-plus sum (a table, row by row) over those that are left
 * decides. Every cheapest way stays among these, so the one that is read from the table does not depend on the bound.
 */
#include "margin_internal.h"

#define ROOM 16                     /* offers for which memory is asked for at once */
#define COST_MAX ((int64_t)1 << 44) /* times a number of seats it stays inside int64 */

void scrut_offers_start(scrut_offers *o, int64_t needed)
{
    o->needed = needed;
    o->count = o->cost_count = 0;
}

bool scrut_offers_grow(scrut_offers *o, int64_t count)
{
    return scrut_grow(&o->items, &o->item_capacity, o->count + ROOM, sizeof *o->items) &&
           scrut_grow(&o->costs, &o->cost_capacity, o->cost_count + (size_t)count + 4 * ROOM, sizeof *o->costs);
}

void scrut_offers_free(scrut_offers *o)
{
    free(o->items);
    free(o->costs);
    free(o->heap);
    free(o->rows);
}

/* ---- the cheapest next step ---- */

static inline int64_t cost_of(const scrut_offers *o, const scrut_offer *offer, int64_t steps)
{
    return steps == 0 ? 0 : o->costs[offer->first + (size_t)steps - 1];
}

/* Puts a step into the heap of next steps at `at`, the cheapest first. */
static inline void sift_down(scrut_next_step *heap, size_t count, size_t at, scrut_next_step step)
{
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        child += child + 1 < count && heap[child + 1].cost < heap[child].cost;
        if (heap[child].cost >= step.cost)
            break;
        heap[at] = heap[child];
    }
    heap[at] = step;
}

/* Every offer takes the steps that cost it least with `price` ballots back for each; how many in all. */
static int64_t take_at_price(scrut_offers *o, int64_t price)
{
    int64_t steps = 0;
    for (size_t n = 0; n < o->count; n++) {
        scrut_offer *offer = &o->items[n];
        const int64_t *costs = o->costs + offer->first;
        int64_t least = 0, back = 0;
        offer->at = 0;
        for (int64_t r = 0; r < offer->count; r++) {
            back += price;
            if (costs[r] - back < least) {
                least = costs[r] - back;
                offer->at = r + 1;
            }
        }
        steps += offer->at;
    }
    return steps;
}

/* The sum before has often nearly this price. Too many steps are never taken: at no price there are none. */
static int64_t take_first(scrut_offers *o, int64_t *ret_price)
{
    int64_t price = o->price, steps;
    while ((steps = take_at_price(o, price)) > o->needed)
        price = scrut_larger(0, price - price / 8 - 1);
    *ret_price = price;
    return steps;
}

static inline scrut_next_step next_step(const scrut_offers *o, size_t n)
{
    const scrut_offer *offer = &o->items[n];
    if (offer->at == offer->count)
        return (scrut_next_step){.cost = SCRUT_NEVER, .offer = n};
    return (scrut_next_step){.cost = cost_of(o, offer, offer->at + 1) - cost_of(o, offer, offer->at), .offer = n};
}

/* Takes the cheapest step as often as steps are left to be taken; into each `at`. *ret_price: of the dearest. False: no
 * step is left (which proves nothing, since steps that are not to be had alone may be had together). */
static bool take_steps(scrut_offers *o, int64_t left, int64_t *ret_price)
{
    scrut_next_step *heap = o->heap;
    for (size_t n = 0; n < o->count; n++)
        heap[n] = next_step(o, n);
    for (size_t n = o->count / 2; n-- > 0;)
        sift_down(heap, o->count, n, heap[n]);
    for (; left > 0; left--) {
        if (o->count == 0 || heap[0].cost > COST_MAX)
            return false;
        size_t n = heap[0].offer;
        *ret_price = scrut_larger(*ret_price, heap[0].cost);
        o->items[n].at++;
        sift_down(heap, o->count, 0, next_step(o, n));
    }
    return true;
}

/* What the offer saves, at a price a step, when it takes another number of steps than `at`. */
static inline int64_t saving(const scrut_offers *o, const scrut_offer *offer, int64_t price)
{
    int64_t own = cost_of(o, offer, offer->at) - price * offer->at, least = scrut_smaller(0, own), back = 0;
    const int64_t *costs = o->costs + offer->first;
    for (int64_t r = 0; r < offer->count; r++) {
        back += price;
        least = scrut_smaller(least, costs[r] - back);
    }
    return own - least;
}

/* Steps with which the offer loses no more than `gap` against its own least cost. */
static void narrow(const scrut_offers *o, scrut_offer *offer, int64_t price, int64_t gap)
{
    int64_t most = saving(o, offer, price), own = cost_of(o, offer, offer->at);
    offer->least = offer->count;
    offer->most = 0;
    for (int64_t r = 0; r <= offer->count; r++) {
        if (most - (price * (r - offer->at) - (cost_of(o, offer, r) - own)) > gap)
            continue;
        offer->least = scrut_smaller(offer->least, r);
        offer->most = r;
    }
}

/* ---- the table ---- */

/* Least cost of e steps or more by the offers so far, for e from low to high; the others have NEVER. Entries are at
 * most NEVER, so that a sum of two stays inside int64. */
typedef struct {
    int64_t low, high;
    const int64_t *costs;
} table_row;

/* By the first n offers. */
static table_row row_of(const scrut_offers *o, size_t n)
{
    if (n == 0)
        return (table_row){.low = 1};
    const scrut_offer *last = &o->items[n - 1];
    return (table_row){.low = last->low, .high = last->high, .costs = o->rows + last->row};
}

static inline int64_t least_of(const table_row *r, int64_t e)
{
    if (e <= 0)
        return 0;
    return e < r->low || e > r->high ? SCRUT_NEVER : r->costs[e - r->low];
}

/* Row n + 1 from row n: nothing of the offer, or r steps of it, more than are needed or fewer. */
static void fill_row(const scrut_offers *o, size_t n)
{
    const scrut_offer *offer = &o->items[n];
    const table_row before = row_of(o, n);
    const int64_t *costs = o->costs + offer->first - 1;
    int64_t *row = o->rows + offer->row;
    for (int64_t e = offer->low; e <= offer->high; e++) {
        int64_t least = least_of(&before, e);
        for (int64_t r = scrut_larger(1, offer->least); r <= offer->most; r++)
            least = scrut_smaller(least, least_of(&before, e - r) + costs[r]);
        row[e - offer->low] = least;
    }
}

/* Which steps are looked at after each offer. False: no memory. */
static bool lay_out(scrut_offers *o)
{
    int64_t most_left = 0, least_left = 0, reached = 0;
    size_t used = 0;
    for (size_t n = 0; n < o->count; n++) {
        most_left += o->items[n].most;
        least_left += o->items[n].least;
    }
    for (size_t n = 0; n < o->count; n++) {
        scrut_offer *offer = &o->items[n];
        most_left -= offer->most;
        least_left -= offer->least;
        reached = scrut_smaller(o->needed, reached + offer->most);
        offer->low = scrut_larger(1, o->needed - most_left);
        offer->high = scrut_smaller(reached, o->needed - least_left);
        offer->row = used;
        used += offer->high >= offer->low ? (size_t)(offer->high - offer->low + 1) : 0;
    }
    return scrut_grow(&o->rows, &o->row_capacity, used + 1, sizeof *o->rows);
}

/* Back from the last row: of the offers that do as well, those that come first. */
static void read_way(scrut_offers *o)
{
    int64_t e = o->needed;
    for (size_t n = o->count; n-- > 0;) {
        scrut_offer *offer = &o->items[n];
        const table_row before = row_of(o, n), after = row_of(o, n + 1);
        int64_t least = least_of(&after, e);
        offer->at = 0;
        if (least_of(&before, e) != least)
            for (offer->at = 1; least_of(&before, e - offer->at) + cost_of(o, offer, offer->at) != least;)
                offer->at++;
        e -= offer->at;
    }
}

static bool fill_table(scrut_offers *o, int64_t *ret_cost)
{
    if (!lay_out(o))
        return false;
    for (size_t n = 0; n < o->count; n++)
        fill_row(o, n);
    const table_row last = row_of(o, o->count);
    *ret_cost = least_of(&last, o->needed);
    if (*ret_cost < SCRUT_NEVER)
        read_way(o);
    return true;
}

/* What the offers that are taken cost together. */
static int64_t cost_of_all(const scrut_offers *o)
{
    int64_t cost = 0;
    for (size_t n = 0; n < o->count; n++)
        cost += cost_of(o, &o->items[n], o->items[n].at);
    return cost;
}

bool scrut_offers_sum(scrut_offers *o, bool first_way, int64_t *ret_cost)
{
    int64_t price, gap = 0, left = o->needed - take_first(o, &price);
    bool taken = left == 0; /* then every offer has the steps that cost it least */
    if (left > 0) {
        if (!scrut_grow(&o->heap, &o->heap_capacity, o->count + 1, sizeof *o->heap))
            return false;
        taken = take_steps(o, left, &price);
        for (size_t n = 0; n < o->count && taken; n++)
            gap += saving(o, &o->items[n], price);
    }
    o->price = taken ? price : 0;
    if (taken && gap == 0 && !first_way) {
        *ret_cost = cost_of_all(o);
        return true;
    }
    for (size_t n = 0; n < o->count; n++) {
        if (taken)
            narrow(o, &o->items[n], price, gap);
        o->items[n].least = taken ? o->items[n].least : 0;
        o->items[n].most = taken ? o->items[n].most : o->items[n].count;
    }
    return fill_table(o, ret_cost);
}
