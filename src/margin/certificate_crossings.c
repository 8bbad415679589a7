/* SPDX-License-Identifier: Apache-2.0
 * certificate_crossings.c: lists that cross thresholds in the nation, and why fewer ballots do not do then: writing
 * and reading that part of a certificate. */
#include "certificate_reader.h"
#include "certificate_writer.h"

#include <string.h>

#define LISTS_MAX 12
#define BRANCHES_MAX 4096

/* ---- writing ---- */

static void set(scrut_json *object, const char *key, int64_t value)
{
    scrut_json_set(object, key, scrut_json_int(value));
}

/* The points of one number of seats, from the k-th on. */
static scrut_json *points_json(const scrut_certificate_point points[], size_t count, size_t *k)
{
    scrut_json *item = scrut_json_object(), *taken = scrut_json_array(), *least = scrut_json_array();
    int64_t seats = points[*k].seats;
    for (; *k < count && points[*k].seats == seats; ++*k) {
        scrut_json_append(taken, scrut_json_int(points[*k].taken));
        scrut_json_append(least, scrut_json_int(points[*k].at_least));
    }
    set(item, "seats", seats);
    scrut_json_set(item, "taken", taken);
    scrut_json_set(item, "at_least", least);
    return item;
}

static scrut_json *all_points_json(const scrut_certificate *c, const scrut_certificate_crossing *x)
{
    scrut_json *all = scrut_json_array();
    for (size_t n = 0; n < c->contest_count; n++) {
        scrut_json *item = scrut_json_object(), *seats = scrut_json_array();
        for (size_t k = 0; k < x->point_counts[n];)
            scrut_json_append(seats, points_json(x->points[n], x->point_counts[n], &k));
        scrut_json_set(item, "constituency", scrut_json_string(c->contests[n].id));
        scrut_json_set(item, "points", seats);
        scrut_json_append(all, item);
    }
    return all;
}

static scrut_json *branch_json(const scrut_certificate *c, const scrut_certificate_crossing *x,
                               const scrut_certificate_branch *b)
{
    scrut_json *item = scrut_json_object(), *prices = scrut_json_array();
    for (size_t k = 0; k < x->list_count + x->held_count && b->prices != NULL; k++)
        scrut_json_append(prices, scrut_json_int(b->prices[k]));
    scrut_json_set(item, "prices", prices);
    if (b->prices != NULL)
        return item;
    scrut_json_set(item, "constituency", scrut_json_string(c->contests[b->contest].id));
    scrut_json_set(item, "by_seats", scrut_json_bool(b->by_seats));
    set(item, "up_to", b->up_to);
    return item;
}

static scrut_json *names_json(const char *const names[], size_t count)
{
    scrut_json *all = scrut_json_array();
    for (size_t k = 0; k < count; k++)
        scrut_json_append(all, scrut_json_string(names[k]));
    return all;
}

scrut_json *scrut_cert_crossings_json(const scrut_certificate *c, const scrut_certificate_reading *r)
{
    scrut_json *all = scrut_json_array();
    for (size_t k = 0; k < r->crossing_count; k++) {
        const scrut_certificate_crossing *x = &r->crossings[k];
        scrut_json *item = scrut_json_object(), *branches = scrut_json_array();
        for (size_t b = 0; b < x->branch_count; b++)
            scrut_json_append(branches, branch_json(c, x, &x->branches[b]));
        scrut_json_set(item, "lists", names_json(x->lists, x->list_count));
        if (x->held_count > 0)
            scrut_json_set(item, "held", names_json(x->held, x->held_count));
        scrut_json_set(item, "constituencies", all_points_json(c, x));
        scrut_json_set(item, "branches", branches);
        scrut_json_append(all, item);
    }
    return all;
}

/* ---- reading ---- */

static scrut_status read_seats(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_point *points,
                               size_t *count)
{
    const scrut_yaml *seats = NULL, *taken = NULL, *least = NULL;
    const scrut_cert_field fields[] = {
        {"seats", &seats, false}, {"taken", &taken, false}, {"at_least", &least, false}, {NULL, NULL, false}};
    int64_t number = 0;
    scrut_status st = scrut_cert_fields(r, node, "the points of a number of seats", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_whole(r, seats, 1, SCRUT_SEATS_MAX, &number);
    if (st == SCRUT_OK)
        st = scrut_cert_array(r, taken, SCRUT_YAML_NODES_MAX);
    if (st == SCRUT_OK)
        st = scrut_cert_array(r, least, SCRUT_YAML_NODES_MAX);
    if (st == SCRUT_OK && taken->count != least->count)
        st = scrut_cert_refuse(r, least, "expected as many numbers as in \"taken\"");
    for (size_t k = 0; st == SCRUT_OK && k < taken->count; k++) {
        scrut_certificate_point *p = &points[(*count)++];
        p->seats = number;
        st = scrut_cert_whole(r, taken->items[k], 0, SCRUT_VOTES_MAX, &p->taken);
        if (st == SCRUT_OK)
            st = scrut_cert_whole(r, least->items[k], 0, SCRUT_VOTES_MAX, &p->at_least);
    }
    return st;
}

/* Numbers in the arrays "taken" of all items, as many as the document has. */
static size_t count_points(const scrut_yaml *node)
{
    size_t count = 0;
    for (size_t k = 0; k < node->count; k++) {
        const scrut_yaml *taken = scrut_yaml_get(node->items[k], "taken");
        count += taken != NULL ? taken->count : 0;
    }
    return count;
}

static scrut_status read_contest(const scrut_cert_reader *r, const scrut_yaml *node,
                                 const scrut_certificate_point **points, size_t *counts)
{
    const scrut_yaml *id = NULL, *seats = NULL;
    const scrut_cert_field fields[] = {{"constituency", &id, false}, {"points", &seats, false}, {NULL, NULL, false}};
    size_t n = 0;
    scrut_status st = scrut_cert_fields(r, node, "the points of a constituency", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_contest(r, id, &n);
    if (st == SCRUT_OK && points[n] != NULL)
        st = scrut_cert_refuse(r, id, "the constituency stands twice");
    if (st == SCRUT_OK)
        st = scrut_cert_array(r, seats, SCRUT_YAML_NODES_MAX);
    if (st != SCRUT_OK)
        return st;
    scrut_certificate_point *own = scrut_arena_calloc(r->arena, count_points(seats) + 1, sizeof *own);
    if (own == NULL)
        return scrut_fail_memory(r->err);
    points[n] = own;
    for (size_t k = 0; k < seats->count && st == SCRUT_OK; k++)
        st = read_seats(r, seats->items[k], own, &counts[n]);
    return st;
}

static scrut_status read_contests(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_crossing *x)
{
    size_t count = r->c->contest_count;
    const scrut_certificate_point **points =
        scrut_arena_calloc(r->arena, count, sizeof(const scrut_certificate_point *));
    size_t *counts = scrut_arena_calloc(r->arena, count, sizeof *counts);
    if (points == NULL || counts == NULL)
        return scrut_fail_memory(r->err);
    scrut_status st = scrut_cert_array(r, node, count);
    for (size_t k = 0; st == SCRUT_OK && k < node->count; k++)
        st = read_contest(r, node->items[k], points, counts);
    if (st == SCRUT_OK && node->count != count)
        st = scrut_cert_refuse(r, node, "the points of a constituency are missing");
    x->points = points;
    x->point_counts = counts;
    return st;
}

static scrut_status read_prices(const scrut_cert_reader *r, const scrut_yaml *node, size_t count,
                                scrut_certificate_branch *b)
{
    int64_t *prices = scrut_arena_calloc(r->arena, count, sizeof *prices);
    if (prices == NULL)
        return scrut_fail_memory(r->err);
    scrut_status st = SCRUT_OK;
    if (node->count != count)
        st = scrut_cert_refuse(r, node, "expected a price for every list, or none");
    for (size_t k = 0; st == SCRUT_OK && k < count; k++)
        st = scrut_cert_whole(r, node->items[k], 0, SCRUT_CERTIFICATE_PARTS, &prices[k]);
    b->prices = prices;
    return st;
}

static scrut_status read_branch(const scrut_cert_reader *r, const scrut_yaml *node, size_t count,
                                scrut_certificate_branch *b)
{
    const scrut_yaml *prices = scrut_yaml_get(node, "prices"), *id = NULL, *by = NULL, *up_to = NULL;
    bool ends = count == 0 || (prices != NULL && prices->kind == SCRUT_YAML_SEQUENCE && prices->count > 0);
    const scrut_cert_field fields[] = {{"prices", &prices, false},
                                       {ends ? SCRUT_CERT_NO_KEY : "constituency", &id, ends},
                                       {ends ? SCRUT_CERT_NO_KEY : "by_seats", &by, ends},
                                       {ends ? SCRUT_CERT_NO_KEY : "up_to", &up_to, ends},
                                       {NULL, NULL, false}};
    scrut_status st = scrut_cert_fields(r, node, "a branch", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_array(r, prices, 2 * LISTS_MAX);
    if (st == SCRUT_OK && ends)
        return read_prices(r, prices, count, b);
    if (st == SCRUT_OK)
        st = scrut_cert_contest(r, id, &b->contest);
    if (st == SCRUT_OK)
        st = scrut_cert_bool(r, by, &b->by_seats);
    return st == SCRUT_OK ? scrut_cert_whole(r, up_to, 0, SCRUT_VOTES_MAX, &b->up_to) : st;
}

static scrut_status read_names(const scrut_cert_reader *r, const scrut_yaml *node, const char *const **ret_names,
                               size_t *ret_count)
{
    scrut_status st = scrut_cert_array(r, node, LISTS_MAX);
    if (st != SCRUT_OK)
        return st;
    const char **names = scrut_arena_calloc(r->arena, node->count + 1, sizeof(const char *));
    if (names == NULL)
        return scrut_fail_memory(r->err);
    for (size_t k = 0; k < node->count && st == SCRUT_OK; k++)
        st = scrut_cert_text(r, node->items[k], false, &names[k]);
    *ret_names = names;
    *ret_count = node->count;
    return st;
}

static scrut_status read_crossing(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_crossing *x)
{
    const scrut_yaml *lists = NULL, *held = NULL, *contests = NULL, *branches = NULL;
    const scrut_cert_field fields[] = {{"lists", &lists, false},
                                       {"held", &held, true},
                                       {"constituencies", &contests, false},
                                       {"branches", &branches, false},
                                       {NULL, NULL, false}};
    scrut_status st = scrut_cert_fields(r, node, "a crossing", fields);
    if (st == SCRUT_OK)
        st = read_names(r, lists, &x->lists, &x->list_count);
    if (st == SCRUT_OK && held != NULL)
        st = read_names(r, held, &x->held, &x->held_count);
    if (st == SCRUT_OK)
        st = scrut_cert_array(r, branches, BRANCHES_MAX);
    if (st != SCRUT_OK)
        return st;
    scrut_certificate_branch *own = scrut_arena_calloc(r->arena, branches->count, sizeof *own);
    if (own == NULL)
        return scrut_fail_memory(r->err);
    st = read_contests(r, contests, x);
    for (size_t k = 0; k < branches->count && st == SCRUT_OK; k++)
        st = read_branch(r, branches->items[k], x->list_count + x->held_count, &own[k]);
    x->branches = own;
    x->branch_count = branches->count;
    return st;
}

scrut_status scrut_cert_crossings(const scrut_cert_reader *r, const scrut_yaml *node,
                                  scrut_certificate_reading *reading)
{
    if (node == NULL || scrut_cert_is_null(node))
        return SCRUT_OK;
    scrut_status st = scrut_cert_array(r, node, 1U << LISTS_MAX);
    if (st != SCRUT_OK)
        return st;
    scrut_certificate_crossing *all = scrut_arena_calloc(r->arena, node->count + 1, sizeof *all);
    if (all == NULL)
        return scrut_fail_memory(r->err);
    for (size_t k = 0; k < node->count && st == SCRUT_OK; k++)
        st = read_crossing(r, node->items[k], &all[k]);
    reading->crossings = all;
    reading->crossing_count = node->count;
    return st;
}
