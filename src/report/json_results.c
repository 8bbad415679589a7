/* SPDX-License-Identifier: Apache-2.0
 * json_results.c: what was computed: allocations with their ladders, comparisons, findings. */
#include "report_internal.h"

#include <string.h>

/* ---- allocations ---------------------------------------------------------------------------------------- */

/* Who contends: a party, or an alliance in the first step. */
typedef struct {
    const scrut_case *c;
    const uint32_t *parties, *alliances; /* a contender; alliances NULL inside an alliance */
} contenders;

static scrut_json *contender(const contenders *who, uint32_t index)
{
    const scrut_case *c = who->c;
    if (who->parties[index] < c->party_count)
        return scrut_report_json_text(c->parties[who->parties[index]].id);
    scrut_json *object = scrut_json_object();
    bool alliance = who->alliances != NULL && who->alliances[index] < c->alliance_count;
    scrut_json_set(object, "alliance",
                   alliance ? scrut_report_json_text(c->alliances[who->alliances[index]]) : scrut_json_null());
    return object;
}

static scrut_json *quotient(const scrut_claim *claim)
{
    if (claim->denominator <= 0)
        return scrut_json_null();
    char text[64];
    scrut_format_ratio(text, sizeof text, claim->numerator, claim->denominator, 4);
    return scrut_json_string(text);
}

static scrut_json *claim(const contenders *who, const scrut_claim *claim)
{
    scrut_json *rung = scrut_json_object();
    scrut_json_set(rung, "for", contender(who, claim->contender));
    scrut_json_set(rung, "k", scrut_json_int(claim->k));
    scrut_json_set(rung, "numerator", scrut_report_json_wide(claim->numerator));
    scrut_json_set(rung, "denominator", scrut_report_json_wide(claim->denominator));
    scrut_json_set(rung, "quotient", quotient(claim));
    scrut_json_set(rung, "full_quota", scrut_json_bool(claim->full_quota));
    scrut_json_set(rung, "by_tie_rule", scrut_json_bool(claim->by_tie_rule));
    return rung;
}

static scrut_json *ladder(const contenders *who, const scrut_apportionment *a)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < a->ladder_count; i++) {
        scrut_json *rung = claim(who, &a->ladder[i]);
        scrut_json_set(rung, "won", scrut_json_bool(i < a->won_count));
        scrut_json_set(rung, "tied", scrut_json_bool(i >= a->won_count && i < a->won_count + a->tied_count));
        scrut_json_append(array, rung);
    }
    return array;
}

static scrut_json *standing(const contenders *who, const scrut_apportionment *a)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < a->contender_count; i++) {
        scrut_json *object = scrut_json_object();
        scrut_json_set(object, "for", contender(who, (uint32_t)i));
        scrut_json_set(object, "certain", scrut_json_int(a->certain[i]));
        scrut_json_set(object, "possible", scrut_json_int(a->possible[i]));
        scrut_json_set(object, "tied", scrut_json_bool(a->tied != NULL && a->tied[i]));
        if (a->full_quotas != NULL)
            scrut_json_set(object, "full_quotas", scrut_json_int(a->full_quotas[i]));
        scrut_json_append(array, object);
    }
    return array;
}

static scrut_json *apportionment(const contenders *who, const scrut_apportionment *a)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "seats", scrut_json_int(a->seats));
    scrut_json_set(object, "contenders", standing(who, a));
    scrut_json_set(object, "tied_seats", scrut_json_int(a->tied_seats));
    scrut_json_set(object, "unfilled", scrut_json_int(a->unfilled));
    scrut_json_set(object, "over_awarded", scrut_json_int(a->over_awarded));
    scrut_json_set(object, "refusal", scrut_report_json_text(a->refused ? a->refusal : NULL));
    scrut_json_set(object, "ladder", ladder(who, a));
    scrut_json_set(object, "squared", scrut_json_bool(a->squared));
    if (a->full_quotas != NULL) {
        scrut_json *quota = scrut_json_object();
        scrut_json_set(quota, "numerator", scrut_json_int(a->quota_numerator));
        scrut_json_set(quota, "denominator", scrut_json_int(a->quota_denominator));
        scrut_json_set(object, "quota", quota);
    }
    if (a->has_divisor) {
        scrut_json_set(object, "divisor_at_most", claim(who, &a->divisor_high));
        scrut_json_set(object, "divisor_above", claim(who, &a->divisor_low));
    }
    return object;
}

static scrut_json *inner_apportionments(const scrut_case *c, const scrut_constituency_seats *s)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < s->inner_count; i++) {
        contenders who = {c, s->inner_party[i], NULL};
        scrut_json *object = apportionment(&who, &s->inner[i]);
        scrut_json_set(object, "alliance", scrut_report_json_text(c->alliances[s->inner_alliance[i]]));
        scrut_json_append(array, object);
    }
    return array;
}

static scrut_json *seats_by_party(const scrut_case *c, const int64_t *certain, const int64_t *possible)
{
    scrut_json *object = scrut_json_object();
    for (size_t p = 0; p < c->party_count; p++) {
        if (certain[p] == 0 && possible[p] == 0)
            continue;
        scrut_json *seats = scrut_json_object();
        scrut_json_set(seats, "certain", scrut_json_int(certain[p]));
        scrut_json_set(seats, "possible", scrut_json_int(possible[p]));
        scrut_json_set(object, c->parties[p].id, seats);
    }
    return object;
}

static scrut_json *not_eligible(const scrut_case *c, const scrut_constituency_seats *s)
{
    scrut_json *object = scrut_json_object();
    for (size_t p = 0; p < c->party_count; p++)
        if (!s->eligible[p] && s->why_not[p] != NULL)
            scrut_json_set(object, c->parties[p].id, scrut_report_json_text(s->why_not[p]));
    return object;
}

static scrut_json *hidden_steps(const scrut_case *c, const scrut_constituency_seats *s)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < s->hidden_step_count; i++) {
        const struct scrut_hidden_step *step = &s->hidden_steps[i];
        scrut_json *object = scrut_json_object(), *seats = scrut_json_object();
        for (size_t p = 0; p < c->party_count; p++)
            if (step->seats[p] > 0)
                scrut_json_set(seats, c->parties[p].id, scrut_json_int(step->seats[p]));
        scrut_json_set(object, "from", scrut_json_int(step->from));
        scrut_json_set(object, "to", scrut_json_int(step->to));
        scrut_json_set(object, "seats", seats);
        scrut_json_set(object, "matches_announced", scrut_json_bool(step->matches_announced));
        scrut_json_append(array, object);
    }
    return array;
}

static scrut_json *constituency_seats(const scrut_case *c, size_t index, const scrut_constituency_seats *s)
{
    scrut_json *object = scrut_json_object();
    contenders who = {c, s->outer_party, s->outer_alliance};
    scrut_json_set(object, "constituency", scrut_report_json_text(c->constituencies[index].id));
    scrut_json_set(object, "state", scrut_json_string(scrut_report_state_name(s->state)));
    scrut_json_set(object, "reason", scrut_report_json_text(s->reason));
    scrut_json_set(object, "seats", scrut_json_int(s->seats));
    scrut_json_set(object, "parties", seats_by_party(c, s->certain, s->possible));
    scrut_json_set(object, "not_eligible", not_eligible(c, s));
    scrut_json_set(object, "outer", apportionment(&who, &s->outer));
    scrut_json_set(object, "inner", inner_apportionments(c, s));
    if (s->hidden_step_count > 0 && s->hidden_party < c->party_count) {
        scrut_json_set(object, "hidden_party", scrut_report_json_text(c->parties[s->hidden_party].id));
        scrut_json_set(object, "hidden_steps", hidden_steps(c, s));
    }
    return object;
}

static scrut_json *chamber(const scrut_case *c, const scrut_chamber *chamber)
{
    scrut_json *object = scrut_json_object(), *constituencies = scrut_json_array();
    for (size_t i = 0; i < c->constituency_count; i++)
        scrut_json_append(constituencies, constituency_seats(c, i, &chamber->constituencies[i]));
    scrut_json_set(object, "constituencies", constituencies);
    scrut_json_set(object, "parties", seats_by_party(c, chamber->certain, chamber->possible));
    scrut_json_set(object, "assumption", scrut_report_json_text(chamber->assumption));
    scrut_json_set(object, "decided", scrut_json_int((int64_t)chamber->decided));
    scrut_json_set(object, "ties", scrut_json_int((int64_t)chamber->ties));
    scrut_json_set(object, "undecided", scrut_json_int((int64_t)chamber->undecided));
    scrut_json_set(object, "refused", scrut_json_int((int64_t)chamber->refused));
    scrut_json_set(object, "seats_total", scrut_json_int(chamber->seats_total));
    scrut_json_set(object, "seats_certain", scrut_json_int(chamber->seats_certain));
    return object;
}

scrut_json *scrut_report_json_chambers(const scrut_verdict *v)
{
    scrut_json *array = scrut_json_array();
    for (size_t t = 0; t < v->tally_count; t++) {
        scrut_json *object = scrut_json_object();
        scrut_json_set(object, "votes_of", scrut_report_json_tally_id(v, &v->tallies[t]));
        scrut_json_set(object, "missing", scrut_report_json_text(v->chamber_missing[t]));
        scrut_json_set(object, "allocation",
                       v->chambers[t] != NULL ? chamber(v->c, v->chambers[t]) : scrut_json_null());
        scrut_json_append(array, object);
    }
    return array;
}
