/* SPDX-License-Identifier: Apache-2.0
 * house_joint_boxes.c: a curve of one constituency as boxes of places, of whose corners the fewest ballots are known.
 * What they say of the places between, and how one is looked at more closely. */
#include "house_joint.h"

int64_t scrut_joint_apart(const scrut_joint *j, const scrut_joint_place *from, const scrut_joint_place *to)
{
    return scrut_larger(scrut_joint_taken(j, to) - scrut_joint_taken(j, from),
                        scrut_joint_given(j, to) - scrut_joint_given(j, from));
}

/* ---- where it can be least ---- */

/* What every place of the box takes at least that is not before this one. */
static int64_t least_from(const scrut_joint *j, const scrut_joint_box *box, const scrut_joint_place *place)
{
    int64_t least = scrut_larger(scrut_joint_taken(j, place), scrut_joint_given(j, place));
    least = scrut_larger(least, box->low_ballots);
    if (box->high_seen)
        least = scrut_larger(least, box->high_ballots - scrut_joint_apart(j, place, &box->high));
    return least;
}

/* The place with most worth from `first` to `last` with so many ballots taken and given, or fewer; those with the
 * dearest prices come first in the order. */
static scrut_joint_place spread(const scrut_joint *j, const size_t order[], const scrut_joint_place *first,
                                const scrut_joint_place *last, int64_t taken, int64_t given)
{
    scrut_joint_place place = *first;
    if (j->falls)
        place.at[0] = scrut_larger(first->at[0], scrut_smaller(last->at[0], taken));
    given -= scrut_joint_given(j, first);
    for (size_t n = 0; n < j->list_count && given > 0; n++) {
        size_t d = j->axis[order[n]];
        if (!j->rises[order[n]])
            continue;
        int64_t more = scrut_smaller(given, last->at[d] - first->at[d]);
        place.at[d] += more;
        given -= more;
    }
    return place;
}

static void keep_worthier(const scrut_joint *j, const scrut_joint_unit *u, const scrut_joint_place *place,
                          scrut_joint_corner *corner, int64_t *worth)
{
    int64_t w = scrut_joint_worth(j, u, place);
    if (w <= *worth)
        return;
    *worth = w;
    corner->place = *place;
}

/* A ballot more may be worth a ballot taken and one given, which is no more than a ballot: so nothing is gained beyond
 * the least number, and at that number places lie far enough below the highest one, in what is taken or in what is
 * given. */
bool scrut_joint_least(const scrut_joint *j, const scrut_joint_unit *u, const size_t order[],
                       const scrut_joint_box *box, scrut_joint_corner *ret_corner)
{
    scrut_joint_place first = {{0}}, last = {{0}};
    int64_t worth = -1;
    for (size_t d = 0; d < j->axis_count; d++) {
        first.at[d] = scrut_larger(box->low.at[d], u->least.at[d]);
        last.at[d] = scrut_smaller(box->high.at[d], u->most.at[d]);
        if (first.at[d] > last.at[d])
            return false;
    }
    int64_t ballots = least_from(j, box, &first), below = box->high_seen ? box->high_ballots - ballots : 0;
    if (box->low_ballots >= SCRUT_NEVER)
        return false;
    ret_corner->ballots = ballots;
    int64_t taken = j->falls ? scrut_smaller(ballots, box->high.at[0] - below) : -1;
    int64_t given = scrut_smaller(ballots, scrut_joint_given(j, &box->high) - below);
    scrut_joint_place place = spread(j, order, &first, &last, ballots, ballots);
    if (below <= 0 || scrut_joint_apart(j, &place, &box->high) >= below) {
        ret_corner->place = place;
        return true;
    }
    ret_corner->place = first;
    if (j->falls && taken >= first.at[0]) {
        place = spread(j, order, &first, &last, taken, ballots);
        keep_worthier(j, u, &place, ret_corner, &worth);
    }
    if (j->axis_count > j->falls && given >= scrut_joint_given(j, &first)) {
        place = spread(j, order, &first, &last, ballots, given);
        keep_worthier(j, u, &place, ret_corner, &worth);
    }
    return true;
}

/* ---- looking ---- */

static bool same_place(const scrut_joint *j, const scrut_joint_place *a, const scrut_joint_place *b)
{
    for (size_t d = 0; d < j->axis_count; d++)
        if (a->at[d] != b->at[d])
            return false;
    return true;
}

bool scrut_joint_is_seen(const scrut_joint *j, const scrut_joint_curve *c, const scrut_joint_corner *corner)
{
    const scrut_joint_box *box = &c->boxes[corner->at];
    if (same_place(j, &corner->place, &box->low))
        return true;
    return box->high_seen && same_place(j, &corner->place, &box->high);
}

static int64_t look(scrut_joint *j, scrut_joint_unit *u, int64_t seats, const scrut_joint_place *place)
{
    j->looks--;
    return scrut_joint_cost(j, u, seats, place);
}

/* The axis along which the box is cut at the place: the widest of those along which it goes on beyond; axis_count:
 * none, for the place is the highest. */
static size_t axis_to_cut(const scrut_joint *j, const scrut_joint_box *box, const scrut_joint_place *place)
{
    size_t best = j->axis_count;
    bool inside = false; /* so that both parts are smaller */
    for (size_t d = 0; d < j->axis_count; d++) {
        bool in = place->at[d] > box->low.at[d];
        if (place->at[d] == box->high.at[d] || (inside && !in))
            continue;
        if (best < j->axis_count && inside == in &&
            box->high.at[best] - box->low.at[best] >= box->high.at[d] - box->low.at[d])
            continue;
        best = d;
        inside = in;
    }
    return best;
}

/* Numbers of ballots that are kept agree with one another, whatever is not to be had at all. */
static void agree(const scrut_joint *j, scrut_joint_box *box)
{
    int64_t most = scrut_plus(box->low_ballots, scrut_joint_apart(j, &box->low, &box->high));
    box->high_ballots = scrut_smaller(box->high_ballots, most);
}

scrut_status scrut_joint_begin(scrut_joint *j, scrut_joint_unit *u, int64_t seats)
{
    scrut_joint_curve *c = &u->curves[seats];
    if (j->looks <= 0)
        return SCRUT_OK;
    if (!scrut_grow(&c->boxes, &c->capacity, 1, sizeof *c->boxes))
        return scrut_fail_memory(j->q->err);
    c->boxes[0] = (scrut_joint_box){.high = u->room};
    c->boxes[0].low_ballots = look(j, u, seats, &c->boxes[0].low);
    c->count = 1;
    return u->search.failed ? scrut_fail_memory(j->q->err) : SCRUT_OK;
}

/* The part up to the cut, and the part beyond, which with one axis share the place. */
static void cut(scrut_joint *j, scrut_joint_unit *u, int64_t seats, scrut_joint_box *box, size_t axis, int64_t to,
                scrut_joint_box *beyond)
{
    *beyond = *box;
    box->high.at[axis] = to;
    beyond->low.at[axis] = to > box->low.at[axis] ? to : to + 1;
    box->high_ballots = look(j, u, seats, &box->high);
    box->high_seen = true;
    beyond->low_ballots = same_place(j, &box->high, &beyond->low) ? box->high_ballots : look(j, u, seats, &beyond->low);
    agree(j, box);
    agree(j, beyond);
}

scrut_status scrut_joint_look(scrut_joint *j, scrut_joint_unit *u, int64_t seats)
{
    scrut_joint_curve *c = &u->curves[seats];
    size_t at = c->corner.at;
    if (j->looks <= 0)
        return SCRUT_OK;
    if (!scrut_grow(&c->boxes, &c->capacity, c->count + 1, sizeof *c->boxes))
        return scrut_fail_memory(j->q->err);
    c->found = c->drawn = false;
    size_t axis = axis_to_cut(j, &c->boxes[at], &c->corner.place);
    if (axis == j->axis_count) {
        c->boxes[at].high_ballots = look(j, u, seats, &c->boxes[at].high);
        c->boxes[at].high_seen = true;
        agree(j, &c->boxes[at]);
    } else {
        memmove(c->boxes + at + 2, c->boxes + at + 1, (c->count - at - 1) * sizeof *c->boxes);
        c->count++;
        cut(j, u, seats, &c->boxes[at], axis, c->corner.place.at[axis], &c->boxes[at + 1]);
    }
    return u->search.failed ? scrut_fail_memory(j->q->err) : SCRUT_OK;
}
