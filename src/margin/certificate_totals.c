/* SPDX-License-Identifier: Apache-2.0
 * certificate_totals.c: reading the thresholds in the nation, and the votes that are held against them. */
#include "certificate_reader.h"

#include <string.h>

static scrut_status read_total(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_total *total)
{
    const scrut_yaml *list = NULL, *votes = NULL, *bars = NULL;
    const scrut_cert_field fields[] = {
        {"list", &list, false}, {"votes", &votes, false}, {"thresholds", &bars, false}, {NULL, NULL, false}};
    scrut_status st = scrut_cert_fields(r, node, "a list's votes in the nation", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_text(r, list, false, &total->list);
    if (st == SCRUT_OK)
        st = scrut_cert_whole(r, votes, 0, SCRUT_CERT_NUMBER_MAX, &total->votes);
    return st == SCRUT_OK ? scrut_cert_mask(r, bars, r->c->bar_count, &total->mask) : st;
}

static scrut_status read_totals(const scrut_cert_reader *r, const scrut_yaml *node)
{
    scrut_status st = scrut_cert_array(r, node, SCRUT_PARTIES_MAX);
    if (st != SCRUT_OK)
        return st;
    scrut_certificate_total *totals = scrut_arena_calloc(r->arena, node->count, sizeof *totals);
    if (totals == NULL)
        return scrut_fail_memory(r->err);
    for (size_t k = 0; k < node->count && st == SCRUT_OK; k++) {
        st = read_total(r, node->items[k], &totals[k]);
        for (size_t m = 0; m < k && st == SCRUT_OK; m++)
            if (strcmp(totals[m].list, totals[k].list) == 0)
                st = scrut_cert_refuse(r, node->items[k], "the list stands twice");
    }
    r->c->totals = totals;
    r->c->total_count = node->count;
    return st;
}

scrut_status scrut_cert_nation(const scrut_cert_reader *r, const scrut_yaml *node)
{
    const scrut_yaml *bars = NULL, *lists = NULL;
    const scrut_cert_field fields[] = {{"thresholds", &bars, false}, {"lists", &lists, false}, {NULL, NULL, false}};
    if (scrut_cert_is_null(node))
        return SCRUT_OK;
    scrut_status st = scrut_cert_fields(r, node, "the nation", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_bars(r, bars, r->c->bars, &r->c->bar_count);
    if (st == SCRUT_OK && r->c->bar_count == 0)
        st = scrut_cert_refuse(r, bars, "expected a threshold, or null for the whole");
    return st == SCRUT_OK ? read_totals(r, lists) : st;
}
