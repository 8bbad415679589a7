/* SPDX-License-Identifier: Apache-2.0
 * certificate_write.c: a certificate as a document. */
#include "certificate_writer.h"
#include "scrutineer/utf8.h"

const char *const SCRUT_WORDS_TARGET[] = {"at-least", "at-most", "any", "vector", NULL};
const char *const SCRUT_WORDS_FAMILY[] = {"divisor", "quota", "plurality", "plurality-block", NULL};
const char *const SCRUT_WORDS_DIVISOR[] = {"linear", "dean", "hill", "sequence", NULL};
const char *const SCRUT_WORDS_ROUNDING[] = {"exact", "floor", "ceil", "nearest", "floor-plus-one", NULL};
const char *const SCRUT_WORDS_REST[] = {"largest-remainder", "highest-average", "highest-average-once", NULL};
const char *const SCRUT_WORDS_OVER_AWARD[] = {"error", "ignore", "subtract", NULL};

static void set_int(scrut_json *object, const char *key, int64_t value)
{
    scrut_json_set(object, key, scrut_json_int(value));
}

static void set_text(scrut_json *object, const char *key, const char *text)
{
    scrut_json_set(object, key, scrut_json_string(text));
}

static void set_bool(scrut_json *object, const char *key, bool value)
{
    scrut_json_set(object, key, scrut_json_bool(value));
}

static scrut_json *divisor_json(const scrut_method *m, scrut_json *method)
{
    set_text(method, "divisor", SCRUT_WORDS_DIVISOR[m->divisor]);
    set_bool(method, "zero_divisor_refused", m->zero_divisor_refused);
    if (m->divisor == SCRUT_DIVISOR_LINEAR) {
        set_int(method, "first", m->divisor_first);
        set_int(method, "start", m->divisor_start);
        set_int(method, "step", m->divisor_step);
    } else if (m->divisor == SCRUT_DIVISOR_SEQUENCE) {
        scrut_json *sequence = scrut_json_array();
        for (size_t i = 0; i < m->sequence_count; i++)
            scrut_json_append(sequence, scrut_json_int(m->sequence[i]));
        scrut_json_set(method, "sequence", sequence);
        set_int(method, "scale", m->sequence_scale > 0 ? m->sequence_scale : 1);
    }
    return method;
}

static scrut_json *method_json(const scrut_method *m)
{
    scrut_json *method = scrut_json_object();
    set_text(method, "family", SCRUT_WORDS_FAMILY[m->family]);
    if (m->family == SCRUT_METHOD_DIVISOR)
        return divisor_json(m, method);
    if (m->family != SCRUT_METHOD_QUOTA)
        return method;
    set_int(method, "plus", m->quota_plus);
    set_text(method, "rounding", SCRUT_WORDS_ROUNDING[m->quota_rounding]);
    set_text(method, "rest", SCRUT_WORDS_REST[m->rest]);
    set_text(method, "over_award", SCRUT_WORDS_OVER_AWARD[m->over_award]);
    set_bool(method, "of_all_votes", m->quota_base_all);
    return method;
}

static scrut_json *bar_json(const scrut_margin_bar *bar)
{
    scrut_json *json = scrut_json_object();
    set_bool(json, "strict", bar->strict);
    if (!bar->is_share) {
        set_int(json, "votes", bar->votes);
        return json;
    }
    set_int(json, "numerator", bar->numerator);
    set_int(json, "denominator", bar->denominator);
    set_int(json, "base", bar->base);
    set_bool(json, "base_moves", bar->base_moves);
    return json;
}

static scrut_json *mask_json(uint8_t mask, size_t bar_count)
{
    scrut_json *bars = scrut_json_array();
    for (size_t j = 0; j < bar_count; j++)
        if ((mask >> j & 1) != 0)
            scrut_json_append(bars, scrut_json_int((int64_t)j));
    return bars;
}

static scrut_json *bars_of_list(const scrut_margin_contest *c, const uint8_t *mask, size_t i)
{
    return mask_json(mask != NULL ? mask[i] : UINT8_MAX, c->bar_count);
}

static scrut_json *list_json(const scrut_certificate_contest *cc, size_t i)
{
    const scrut_margin_contest *c = &cc->contest;
    scrut_json *list = scrut_json_object();
    set_text(list, "list", cc->lists[i]);
    set_int(list, "votes", c->votes[i]);
    set_bool(list, "barred", c->barred != NULL && c->barred[i]);
    if (cc->members != NULL)
        set_bool(list, "member", cc->members[i]);
    scrut_json_set(list, "thresholds", bars_of_list(c, c->bar_mask, i));
    if (c->alliance == NULL)
        return list;
    scrut_json_set(list, "alliance", c->alliance[i] == SCRUT_NONE ? scrut_json_null() : scrut_json_int(c->alliance[i]));
    if (c->alliance_passes_bar)
        scrut_json_set(list, "alliance_thresholds", bars_of_list(c, c->alliance_bar_mask, i));
    return list;
}

static scrut_json *closed_json(const scrut_certificate_contest *cc)
{
    scrut_json *json = scrut_json_object();
    set_text(json, "constituency", cc->id);
    set_text(json, "closed", cc->closed);
    set_int(json, "seats", cc->contest.seats);
    set_int(json, "held_least", cc->held_least);
    set_int(json, "held_most", cc->held_most);
    return json;
}

static scrut_json *contest_json(const scrut_certificate_contest *cc)
{
    const scrut_margin_contest *c = &cc->contest;
    if (cc->closed != NULL)
        return closed_json(cc);
    scrut_json *json = scrut_json_object(), *lists = scrut_json_array(), *bars = scrut_json_array();
    set_text(json, "constituency", cc->id);
    scrut_json_set(json, "method", method_json(&c->method));
    set_int(json, "seats", c->seats);
    set_int(json, "seats_min", c->seats_min);
    scrut_json_set(json, "seats_max", c->seats_max > 0 ? scrut_json_int(c->seats_max) : scrut_json_null());
    if (c->method.quota_base_all)
        set_int(json, "votes_all", c->votes_all);
    for (size_t j = 0; j < c->bar_count; j++)
        scrut_json_append(bars, bar_json(&c->bars[j]));
    scrut_json_set(json, "thresholds", bars);
    for (size_t i = 0; i < c->list_count; i++)
        scrut_json_append(lists, list_json(cc, i));
    scrut_json_set(json, "lists", lists);
    if (c->alliance == NULL)
        return json;
    scrut_json_set(json, "inner_method", method_json(&c->inner_method));
    set_bool(json, "alliance_passes_threshold", c->alliance_passes_bar);
    return json;
}

static scrut_json *numbers_by_list(const scrut_certificate_contest *cc, const int64_t numbers[], const char *key,
                                   bool zeros)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < cc->contest.list_count; i++) {
        if (numbers[i] == 0 && !zeros)
            continue;
        scrut_json *item = scrut_json_object();
        set_text(item, "list", cc->lists[i]);
        set_int(item, key, numbers[i]);
        scrut_json_append(array, item);
    }
    return array;
}

static scrut_json *moves_json(const scrut_certificate *c, const scrut_certificate_reading *r)
{
    scrut_json *moves = scrut_json_array();
    for (size_t n = 0; n < c->contest_count; n++) {
        if (r->moves[n] == NULL)
            continue;
        scrut_json *item = scrut_json_object();
        set_text(item, "constituency", c->contests[n].id);
        scrut_json_set(item, "lists", numbers_by_list(&c->contests[n], r->moves[n], "ballots", false));
        scrut_json_append(moves, item);
    }
    return moves;
}

static scrut_json *steps_json(const scrut_certificate *c, const scrut_certificate_reading *r)
{
    scrut_json *all = scrut_json_array();
    for (size_t n = 0; n < c->contest_count; n++) {
        scrut_json *item = scrut_json_object(), *steps = scrut_json_array();
        for (size_t k = 0; k < r->steps[n].count; k++)
            scrut_json_append(steps, scrut_json_int(r->steps[n].at_least[k]));
        set_text(item, "constituency", c->contests[n].id);
        set_int(item, "held", r->steps[n].held);
        scrut_json_set(item, "at_least", steps);
        scrut_json_append(all, item);
    }
    return all;
}

static scrut_json *lines_json(const scrut_certificate_reading *r)
{
    scrut_json *lines = scrut_json_array();
    for (size_t i = 0; i < r->why_count; i++)
        scrut_json_append(lines, scrut_json_string(r->why[i]));
    return lines;
}

/* ---- claims in the nation, and why fewer ballots do not meet them ---- */

static scrut_json *claims_json(const scrut_certificate *c, const int64_t *prices)
{
    scrut_json *array = scrut_json_array();
    for (size_t d = 0; d < c->claim_count; d++) {
        scrut_json *item = scrut_json_object();
        set_text(item, "list", c->claims[d].list);
        set_int(item, prices != NULL ? "ballots" : "seats", prices != NULL ? prices[d] : c->claims[d].seats);
        scrut_json_append(array, item);
    }
    return array;
}

static scrut_json *named_json(const scrut_certificate *c, const scrut_certificate_shares *s)
{
    scrut_json *array = scrut_json_array();
    for (size_t k = 0; k < s->count; k++) {
        scrut_json *item = scrut_json_object(), *seats = scrut_json_array();
        for (size_t d = 0; d < c->claim_count; d++)
            scrut_json_append(seats, scrut_json_int(s->seats[k * c->claim_count + d]));
        scrut_json_set(item, "seats", seats);
        set_int(item, "at_least", s->at_least[k]);
        scrut_json_append(array, item);
    }
    return array;
}

static scrut_json *shares_json(const scrut_certificate *c, const scrut_certificate_reading *r)
{
    scrut_json *all = scrut_json_array();
    for (size_t n = 0; n < c->contest_count; n++) {
        scrut_json *item = scrut_json_object();
        set_text(item, "constituency", c->contests[n].id);
        set_int(item, "others", r->shares[n].others);
        scrut_json_set(item, "named", named_json(c, &r->shares[n]));
        scrut_json_append(all, item);
    }
    return all;
}

static scrut_json *reading_json(const scrut_certificate *c, const scrut_certificate_reading *r)
{
    scrut_json *json = scrut_json_object();
    set_bool(json, "possible", r->possible);
    set_bool(json, "exact", r->exact);
    bool impossible = !r->possible && r->exact;
    scrut_json_set(json, "at_least", impossible ? scrut_json_null() : scrut_json_int(r->at_least));
    scrut_json_set(json, "at_most", r->possible ? scrut_json_int(r->at_most) : scrut_json_null());
    scrut_json_set(json, "moves", r->possible ? moves_json(c, r) : scrut_json_null());
    scrut_json_set(json, "why", r->why != NULL ? lines_json(r) : scrut_json_null());
    scrut_json_set(json, "steps", r->steps != NULL ? steps_json(c, r) : scrut_json_null());
    scrut_json_set(json, "crossings", r->crossings != NULL ? scrut_cert_crossings_json(c, r) : scrut_json_null());
    if (c->claims == NULL)
        return json;
    scrut_json_set(json, "prices", r->prices != NULL ? claims_json(c, r->prices) : scrut_json_null());
    scrut_json_set(json, "shares", r->shares != NULL ? shares_json(c, r) : scrut_json_null());
    return json;
}

static scrut_json *target_json(const scrut_certificate *c)
{
    scrut_json *target = scrut_json_object();
    set_text(target, "kind", SCRUT_WORDS_TARGET[c->kind]);
    if (c->claims != NULL)
        scrut_json_set(target, "claimed", claims_json(c, NULL));
    else if (c->kind == SCRUT_TARGET_VECTOR)
        scrut_json_set(target, "vector", numbers_by_list(&c->contests[0], c->vector, "seats", true));
    else if (c->kind != SCRUT_TARGET_ANY)
        set_int(target, "seats", c->seats);
    return target;
}

static scrut_json *caps_json(const scrut_certificate *c)
{
    if (!c->capped)
        return scrut_json_null();
    scrut_json *caps = scrut_json_object();
    scrut_json_set(caps, "pool", c->caps.pool >= 0 ? scrut_json_int(c->caps.pool) : scrut_json_null());
    scrut_json_set(caps, "lists",
                   c->caps.taint != NULL ? numbers_by_list(&c->contests[0], c->caps.taint, "ballots", true)
                                         : scrut_json_null());
    return caps;
}

static scrut_json *nation_json(const scrut_certificate *c)
{
    scrut_json *json = scrut_json_object(), *bars = scrut_json_array(), *lists = scrut_json_array();
    for (size_t j = 0; j < c->bar_count; j++)
        scrut_json_append(bars, bar_json(&c->bars[j]));
    for (size_t k = 0; k < c->total_count; k++) {
        scrut_json *list = scrut_json_object();
        set_text(list, "list", c->totals[k].list);
        set_int(list, "votes", c->totals[k].votes);
        scrut_json_set(list, "thresholds", mask_json(c->totals[k].mask, c->bar_count));
        scrut_json_append(lists, list);
    }
    scrut_json_set(json, "thresholds", bars);
    scrut_json_set(json, "lists", lists);
    return json;
}

static scrut_json *provenance_json(const scrut_certificate *c)
{
    scrut_json *json = scrut_json_object();
    set_text(json, "case", c->case_title);
    set_text(json, "figures", c->figures);
    set_text(json, "figures_version", c->figures_version);
    set_text(json, "rules", c->rules);
    set_text(json, "rules_version", c->rules_version);
    return json;
}

static scrut_json *certificate_json(const scrut_certificate *c)
{
    scrut_json *root = scrut_json_object(), *contests = scrut_json_array();
    set_text(root, "format", SCRUT_CERTIFICATE_FORMAT);
    scrut_json_set(root, "provenance", provenance_json(c));
    set_text(root, "metric", scrut_metric_name(c->metric));
    scrut_json_set(root, "target", target_json(c));
    scrut_json_set(root, "caps", caps_json(c));
    for (size_t n = 0; n < c->contest_count; n++)
        scrut_json_append(contests, contest_json(&c->contests[n]));
    scrut_json_set(root, "contests", contests);
    scrut_json_set(root, "nation", c->bar_count > 0 ? nation_json(c) : scrut_json_null());
    scrut_json_set(root, "could", reading_json(c, &c->could));
    scrut_json_set(root, "would", reading_json(c, &c->would));
    set_text(root, "note", c->note);
    return root;
}

/* Characters that JSON takes as they are and a reader of YAML does not, or takes for line breaks. */
static bool is_escaped(uint32_t cp)
{
    return (cp >= 0x7F && cp <= 0x9F) || cp == 0x2028 || cp == 0x2029 || cp == 0xFEFF || cp == 0xFFFE || cp == 0xFFFF;
}

/* They stand in strings only, so that \uXXXX says the same. */
static void append_escaped(const scrut_buf *document, scrut_buf *out)
{
    size_t from = 0, at = 0;
    while (at < document->length) {
        uint32_t cp;
        size_t used = scrut_utf8_decode(document->bytes + at, document->length - at, &cp);
        if (is_escaped(cp)) {
            scrut_buf_append(out, document->bytes + from, at - from);
            scrut_buf_printf(out, "\\u%04X", (unsigned)cp);
            from = at + used;
        }
        at += used;
    }
    scrut_buf_append(out, document->bytes + from, at - from);
    scrut_buf_putc(out, '\n');
}

scrut_status scrut_certificate_write(const scrut_certificate *certificate, scrut_buf *out, scrut_error *err)
{
    scrut_buf document = {0};
    scrut_json *root = certificate_json(certificate);
    scrut_status st = scrut_json_write(root, 2, &document, err);
    scrut_json_free(root);
    if (st == SCRUT_OK)
        append_escaped(&document, out);
    scrut_buf_free(&document);
    return st == SCRUT_OK && scrut_buf_failed(out) ? scrut_fail_memory(err) : st;
}
