/* SPDX-License-Identifier: Apache-2.0
 * json_claims.c: claims in results.json, and alone for "scrutineer claims". Fractions are exact texts,
 * "3235969/6627159"; whole numbers are numbers. */
#include "report_internal.h"

static scrut_json *fraction(bool known, scrut_fraction f)
{
    if (!known)
        return scrut_json_null();
    if (f.denominator == 1)
        return scrut_report_json_wide(f.numerator);
    scrut_buf text = {0};
    scrut_report_put_wide(&text, f.numerator);
    scrut_buf_putc(&text, '/');
    scrut_report_put_wide(&text, f.denominator);
    scrut_json *value = scrut_buf_failed(&text) ? NULL : scrut_json_string_n(text.bytes, text.length);
    scrut_buf_free(&text);
    return value;
}

static scrut_json *answer(const scrut_verdict *v, const scrut_claim_answer *a)
{
    scrut_json *object = scrut_json_object(), *values = scrut_json_array(), *taken = scrut_json_array();
    for (size_t i = 0; i < a->value_count; i++) {
        scrut_json *value = scrut_json_object();
        scrut_json_set(value, "of", scrut_report_json_text(a->values[i].text));
        scrut_json_set(value, "low", fraction(a->values[i].has_low, a->values[i].low));
        scrut_json_set(value, "high", fraction(a->values[i].has_high, a->values[i].high));
        if (a->values[i].is_never)
            scrut_json_set(value, "never", scrut_json_bool(true));
        scrut_json_append(values, value);
    }
    scrut_json_set(object, "from", scrut_json_string(scrut_claim_origin_name(a->origin)));
    scrut_json_set(object, "tally", a->tally != NULL ? scrut_report_json_tally_id(v, a->tally) : scrut_json_null());
    scrut_json_set(object, "verdict", scrut_json_string(scrut_claim_verdict_name(a->verdict)));
    scrut_json_set(object, "restates", scrut_json_bool(a->restates));
    scrut_json_set(object, "values", values);
    for (size_t i = 0; i < a->taken_count; i++)
        scrut_json_append(taken, scrut_report_json_seats_margin(v->c, &a->taken[i]));
    scrut_json_set(object, "taken", taken);
    return object;
}

static scrut_json *claim(const scrut_verdict *v, const scrut_claim_result *r)
{
    scrut_json *object = scrut_json_object(), *answers = scrut_json_array(), *missing = scrut_json_array();
    for (size_t i = 0; i < r->answer_count; i++)
        scrut_json_append(answers, answer(v, &r->answers[i]));
    for (size_t i = 0; i < r->missing_count; i++)
        scrut_json_append(missing, scrut_report_json_text(r->missing[i]));
    scrut_json_set(object, "id", scrut_report_json_text(r->claim->id));
    scrut_json_set(object, "claimant", scrut_report_json_text(r->claim->claimant));
    scrut_json_set(object, "date", scrut_report_json_text(r->claim->date));
    scrut_json_set(object, "words", scrut_report_json_text(r->claim->words));
    scrut_json_set(object, "reference", scrut_report_json_text(r->claim->reference));
    scrut_json_set(object, "expression", scrut_report_json_text(r->expression));
    scrut_json_set(object, "where", scrut_report_json_cell(&r->claim->where));
    scrut_json_set(object, "verdict", scrut_json_string(scrut_claim_verdict_name(r->verdict)));
    scrut_json_set(object, "answers", answers);
    scrut_json_set(object, "missing", missing);
    scrut_json_set(object, "left_out", scrut_report_json_text(r->left_out));
    scrut_json_set(object, "same_as",
                   r->same_as != SCRUT_NONE ? scrut_report_json_text(v->claims.items[r->same_as].claim->id)
                                            : scrut_json_null());
    return object;
}

scrut_json *scrut_report_json_claims(const scrut_verdict *v)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < v->claims.count; i++)
        scrut_json_append(array, claim(v, &v->claims.items[i]));
    return array;
}

scrut_json *scrut_report_json_claim_sets(const scrut_verdict *v)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < v->claims.set_count; i++) {
        const scrut_claim_set *set = &v->claims.sets[i];
        scrut_json *object = scrut_json_object(), *ids = scrut_json_array();
        for (size_t k = 0; k < set->claim_count; k++)
            scrut_json_append(ids, scrut_report_json_text(v->claims.items[set->claims[k]].claim->id));
        scrut_json_set(object, "claims", ids);
        scrut_json_set(object, "reason", scrut_report_json_text(set->reason));
        scrut_json_append(array, object);
    }
    return array;
}

scrut_json *scrut_report_claims_json(const scrut_verdict *verdict)
{
    scrut_json *root = scrut_json_object();
    scrut_json_set(root, "format", scrut_json_string(SCRUT_CLAIMS_FORMAT));
    scrut_json_set(root, "claims", scrut_report_json_claims(verdict));
    scrut_json_set(root, "contradictory", scrut_report_json_claim_sets(verdict));
    scrut_json_set(root, "contradictory_complete", scrut_json_bool(!verdict->claims.sets_cut));
    return root;
}
