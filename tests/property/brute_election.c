/* SPDX-License-Identifier: Apache-2.0
 * brute_election.c: small elections under all methods, with thresholds, caps, alliances and tainted ballots. */
#include "brute.h"

#include <stdio.h>
#include <string.h>

static const char *const METHODS[] = {"dhondt",
                                      "sainte-lague",
                                      "modified-sainte-lague",
                                      "danish",
                                      "imperiali",
                                      "adams",
                                      "dean",
                                      "hill",
                                      "hare",
                                      "droop",
                                      "hagenbach-bischoff",
                                      "quota-highest-average",
                                      "plurality",
                                      "plurality-block",
                                      "quota-highest-average-once",
                                      "imperiali-quota",
                                      "sequence",
                                      "hare-rounded"};
enum { METHOD_COUNT = sizeof METHODS / sizeof METHODS[0] };

/* Of the lists that take part, with a quota that moves with the ballots. */
static const char *const QUOTAS[] = {"hare", "droop", "hagenbach-bischoff", "quota-highest-average-once"};
enum { QUOTA_COUNT = sizeof QUOTAS / sizeof QUOTAS[0] };

static bool set_method(draw *d, election *e, const char *name)
{
    scrut_method *m = &e->contest.method;
    snprintf(e->method, sizeof e->method, "%s", name);
    if (strcmp(name, "sequence") == 0) {
        *m = (scrut_method){.family = SCRUT_METHOD_DIVISOR, .divisor = SCRUT_DIVISOR_SEQUENCE, .sequence_scale = 1};
        int64_t divisor = below(d, 3);
        while (m->sequence_count < 4) {
            divisor += m->sequence_count > 0 && divisor == 0;
            m->sequence[m->sequence_count++] = divisor;
            divisor += below(d, 3);
        }
        return scrut_method_fault(m) == NULL;
    }
    if (strcmp(name, "hare-rounded") == 0) {
        *m = (scrut_method){.family = SCRUT_METHOD_QUOTA,
                            .quota_plus = (int)below(d, 3),
                            .quota_rounding = (scrut_quota_rounding)below(d, 5),
                            .rest = (scrut_rest)below(d, 3),
                            .over_award = (scrut_over_award)below(d, 3)};
        return true;
    }
    return scrut_method_named(name, m);
}

static void draw_bars(draw *d, election *e)
{
    scrut_margin_contest *c = &e->contest;
    int64_t total = 0;
    for (size_t i = 0; i < c->list_count; i++)
        total += c->votes[i];
    c->bar_count = below(d, 2) == 0 ? 0 : 1 + (size_t)below(d, 2);
    for (size_t j = 0; j < c->bar_count; j++) {
        scrut_margin_bar *b = &c->bars[j];
        *b = (scrut_margin_bar){.is_share = below(d, 2) == 0, .strict = below(d, 3) == 0, .votes = below(d, 7)};
        if (b->is_share) {
            b->numerator = 1 + below(d, 9);
            b->denominator = 20;
            b->base = total + below(d, 4);
            b->base_moves = below(d, 4) != 0;
        }
    }
    for (size_t i = 0; i < c->list_count; i++) {
        e->mask[i] = (uint8_t)below(d, 4);
        e->barred[i] = below(d, 8) == 0;
    }
    c->bar_mask = c->bar_count > 0 && below(d, 3) == 0 ? e->mask : NULL;
    c->barred = below(d, 6) == 0 ? e->barred : NULL;
}

static void draw_votes(draw *d, election *e)
{
    *e = (election){.metric = (scrut_metric)below(d, 3), .pool = -1};
    scrut_margin_contest *c = &e->contest;
    static const int64_t SIZES[] = {3, 5, 7, 9};
    int64_t size = SIZES[below(d, 4)];
    c->list_count = 1 + (size_t)below(d, LISTS_MAX);
    c->seats = 1 + below(d, SEATS_MAX);
    c->votes = e->votes;
    for (size_t i = 0; i < c->list_count; i++)
        e->votes[i] = below(d, c->list_count > 3 ? (size < 7 ? size : 6) : size);
}

static void draw_taint(draw *d, election *e)
{
    e->capped = e->metric == SCRUT_METRIC_CHANGE && below(d, 3) == 0;
    for (size_t i = 0; i < e->contest.list_count; i++)
        e->taint[i] = below(d, 4);
    if (e->capped && below(d, 2) == 0)
        e->pool = below(d, 4);
}

bool draw_quota_election(draw *d, election *e)
{
    draw_votes(d, e);
    scrut_margin_contest *c = &e->contest;
    if (!set_method(d, e, QUOTAS[below(d, QUOTA_COUNT)]))
        return false;
    draw_bars(d, e);
    scrut_margin_bar *b = &c->bars[c->bar_count++ % 2];
    c->bar_count = c->bar_count > 2 ? 2 : c->bar_count;
    *b = (scrut_margin_bar){.is_share = true,
                            .base_moves = true,
                            .strict = below(d, 3) == 0,
                            .numerator = 1 + below(d, 9),
                            .denominator = 20};
    for (size_t i = 0; i < c->list_count; i++)
        b->base += c->votes[i];
    b->base += below(d, 4);
    draw_taint(d, e);
    return true;
}

bool draw_election(draw *d, election *e)
{
    draw_votes(d, e);
    scrut_margin_contest *c = &e->contest;
    if (!set_method(d, e, METHODS[below(d, METHOD_COUNT)]))
        return false;
    draw_bars(d, e);
    if (below(d, 12) == 0)
        c->seats_max = 1 + below(d, 3);
    if (below(d, 16) == 0)
        c->seats_min = 1;
    if (c->method.family == SCRUT_METHOD_DIVISOR && below(d, 10) == 0)
        c->method.zero_divisor_refused = true;
    if (c->method.family == SCRUT_METHOD_QUOTA && below(d, 3) == 0) {
        c->method.quota_base_all = true;
        for (size_t i = 0; i < c->list_count; i++)
            c->votes_all += c->votes[i];
    }
    if (below(d, 6) == 0 && c->method.family == SCRUT_METHOD_DIVISOR) {
        c->seats_max = c->seats_min = 0;
        c->bar_count = below(d, 4) == 0 ? c->bar_count : 0;
        for (size_t i = 0; i < c->list_count; i++)
            e->alliance[i] = below(d, 3) == 0 ? SCRUT_NONE : (uint32_t)below(d, 2);
        c->alliance = e->alliance;
        c->inner_method = c->method;
        if (below(d, 2) == 0 && !scrut_method_named(METHODS[below(d, 8)], &c->inner_method))
            return false;
        c->alliance_passes_bar = below(d, 2) == 0;
        c->alliance_bar_mask = c->bar_mask;
    }
    draw_taint(d, e);
    return true;
}

const char *describe(const election *e)
{
    static char text[700];
    const scrut_margin_contest *c = &e->contest;
    size_t at = (size_t)snprintf(text, sizeof text, "%s, %lld seats, %s%s, votes", e->method, (long long)c->seats,
                                 scrut_metric_name(e->metric), e->capped ? " capped" : "");
    for (size_t i = 0; i < c->list_count; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, " %lld%s%s", (long long)c->votes[i],
                               c->barred != NULL && c->barred[i] ? "x" : "",
                               c->alliance == NULL            ? ""
                               : c->alliance[i] == SCRUT_NONE ? "-"
                               : c->alliance[i] == 0          ? "a"
                                                              : "b");
    for (size_t i = 0; e->capped && i < c->list_count; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, " t%lld", (long long)e->taint[i]);
    for (size_t j = 0; j < c->bar_count; j++) {
        const scrut_margin_bar *b = &c->bars[j];
        at += (size_t)snprintf(text + at, sizeof text - at, ", bar %s%lld/%lld of %lld%s", b->strict ? ">" : "",
                               (long long)(b->is_share ? b->numerator : b->votes),
                               (long long)(b->is_share ? b->denominator : 1), (long long)(b->is_share ? b->base : 1),
                               b->base_moves ? "+" : "");
    }
    for (size_t n = 0; n < c->method.sequence_count; n++)
        at += (size_t)snprintf(text + at, sizeof text - at, " d%lld", (long long)c->method.sequence[n]);
    snprintf(text + at, sizeof text - at, ", pool %lld, max %lld min %lld, base %lld", (long long)e->pool,
             (long long)c->seats_max, (long long)c->seats_min, (long long)c->votes_all);
    return text;
}
