/* SPDX-License-Identifier: Apache-2.0
 * certificate_claims.c: reading the seats that are claimed for several lists in the nation, and the prices and shares
 * that show why fewer ballots do not meet the claim. */
#include "certificate_reader.h"

#include <string.h>

/* [{"list": ..., KEY: ...}, ...]: the list's text and number. */
static scrut_status read_item(const scrut_cert_reader *r, const scrut_yaml *node, const char *key, int64_t min,
                              int64_t max, const char **ret_list, int64_t *ret_number)
{
    const scrut_yaml *list = NULL, *number = NULL;
    const scrut_cert_field fields[] = {{"list", &list, false}, {key, &number, false}, {NULL, NULL, false}};
    scrut_status st = scrut_cert_fields(r, node, "a list's number", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_text(r, list, false, ret_list);
    return st == SCRUT_OK ? scrut_cert_whole(r, number, min, max, ret_number) : st;
}

scrut_status scrut_cert_claims(const scrut_cert_reader *r, const scrut_yaml *node)
{
    scrut_status st = scrut_cert_array(r, node, SCRUT_PARTIES_MAX);
    if (st == SCRUT_OK && node->count == 0)
        st = scrut_cert_refuse(r, node, "expected the seats of at least one list");
    if (st != SCRUT_OK)
        return st;
    scrut_certificate_claim *claims = scrut_arena_calloc(r->arena, node->count, sizeof *claims);
    if (claims == NULL)
        return scrut_fail_memory(r->err);
    for (size_t d = 0; d < node->count && st == SCRUT_OK; d++) {
        st = read_item(r, node->items[d], "seats", 0, SCRUT_SEATS_MAX, &claims[d].list, &claims[d].seats);
        for (size_t k = 0; k < d && st == SCRUT_OK; k++)
            if (strcmp(claims[k].list, claims[d].list) == 0)
                st = scrut_cert_refuse(r, node->items[d], "the list stands twice");
    }
    r->c->claims = claims;
    r->c->claim_count = node->count;
    return st;
}

static scrut_status read_prices(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_reading *reading)
{
    size_t count = r->c->claim_count;
    int64_t *prices = scrut_arena_calloc(r->arena, count, sizeof *prices);
    if (prices == NULL)
        return scrut_fail_memory(r->err);
    scrut_status st = scrut_cert_array(r, node, count);
    if (st == SCRUT_OK && node->count != count)
        st = scrut_cert_refuse(r, node, "the price of a claimed list is missing");
    for (size_t d = 0; d < count && st == SCRUT_OK; d++) {
        const char *list = NULL;
        st = read_item(r, node->items[d], "ballots", -SCRUT_VOTES_MAX, SCRUT_VOTES_MAX, &list, &prices[d]);
        if (st == SCRUT_OK && strcmp(list, r->c->claims[d].list) != 0)
            st = scrut_cert_refuse(r, node->items[d], "expected the lists in the order of the claim");
    }
    reading->prices = prices;
    return st;
}

static scrut_status read_share(const scrut_cert_reader *r, const scrut_yaml *node, int64_t *seats, int64_t *at_least)
{
    const scrut_yaml *numbers = NULL, *least = NULL;
    const scrut_cert_field fields[] = {{"seats", &numbers, false}, {"at_least", &least, false}, {NULL, NULL, false}};
    scrut_status st = scrut_cert_fields(r, node, "a share", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_array(r, numbers, r->c->claim_count);
    if (st == SCRUT_OK && numbers->count != r->c->claim_count)
        st = scrut_cert_refuse(r, numbers, "expected a number of seats for every claimed list");
    for (size_t d = 0; st == SCRUT_OK && d < r->c->claim_count; d++)
        st = scrut_cert_whole(r, numbers->items[d], 0, SCRUT_SEATS_MAX, &seats[d]);
    return st == SCRUT_OK ? scrut_cert_whole(r, least, 0, SCRUT_CERT_NUMBER_MAX, at_least) : st;
}

static scrut_status read_named(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_shares *s)
{
    size_t width = r->c->claim_count;
    scrut_status st = scrut_cert_array(r, node, SCRUT_YAML_NODES_MAX);
    if (st != SCRUT_OK)
        return st;
    int64_t *seats = scrut_arena_calloc(r->arena, node->count * width, sizeof *seats);
    int64_t *at_least = scrut_arena_calloc(r->arena, node->count, sizeof *at_least);
    if (seats == NULL || at_least == NULL)
        return scrut_fail_memory(r->err);
    for (size_t k = 0; k < node->count && st == SCRUT_OK; k++)
        st = read_share(r, node->items[k], seats + k * width, &at_least[k]);
    s->count = node->count;
    s->seats = seats;
    s->at_least = at_least;
    return st;
}

static scrut_status read_shares_of(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_shares *all)
{
    const scrut_yaml *id = NULL, *others = NULL, *named = NULL;
    const scrut_cert_field fields[] = {
        {"constituency", &id, false}, {"others", &others, false}, {"named", &named, false}, {NULL, NULL, false}};
    size_t n = 0;
    scrut_status st = scrut_cert_fields(r, node, "shares", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_contest(r, id, &n);
    if (st == SCRUT_OK && all[n].at_least != NULL)
        st = scrut_cert_refuse(r, id, "the constituency stands twice");
    if (st == SCRUT_OK)
        st = scrut_cert_whole(r, others, -SCRUT_CERT_NUMBER_MAX, SCRUT_CERT_NUMBER_MAX, &all[n].others);
    return st == SCRUT_OK ? read_named(r, named, &all[n]) : st;
}

scrut_status scrut_cert_shares(const scrut_cert_reader *r, const scrut_yaml *prices, const scrut_yaml *shares,
                               scrut_certificate_reading *reading)
{
    if (scrut_cert_is_null(prices) != scrut_cert_is_null(shares))
        return scrut_cert_refuse(r, shares, "prices and shares go together");
    if (scrut_cert_is_null(prices))
        return SCRUT_OK;
    scrut_certificate_shares *all = scrut_arena_calloc(r->arena, r->c->contest_count, sizeof *all);
    if (all == NULL)
        return scrut_fail_memory(r->err);
    scrut_status st = read_prices(r, prices, reading);
    if (st == SCRUT_OK)
        st = scrut_cert_array(r, shares, r->c->contest_count);
    for (size_t k = 0; st == SCRUT_OK && k < shares->count; k++)
        st = read_shares_of(r, shares->items[k], all);
    if (st == SCRUT_OK && shares->count != r->c->contest_count)
        st = scrut_cert_refuse(r, shares, "the shares of a constituency are missing");
    reading->shares = all;
    return st;
}
