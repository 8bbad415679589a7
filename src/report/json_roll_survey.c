/* SPDX-License-Identifier: Apache-2.0
 * json_roll_survey.c: surveys of the roll in results.json and for the command line. */
#include "report_internal.h"

#include <math.h>

static scrut_json *interval(scrut_interval i)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "low", scrut_json_real(i.low));
    scrut_json_set(object, "high", scrut_json_real(i.high));
    return object;
}

static scrut_json *names(const scrut_survey_names *n)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "about", scrut_json_int(n->about));
    scrut_json_set(object, "low", scrut_json_int(n->low));
    scrut_json_set(object, "high", scrut_json_int(n->high));
    return object;
}

static scrut_json *outcomes(const scrut_survey_answer *a)
{
    scrut_json *array = scrut_json_array();
    for (size_t k = 0; k < a->outcome_count; k++) {
        const scrut_outcome_share *o = &a->outcomes[k];
        scrut_json *object = scrut_json_object();
        scrut_json_set(object, "outcome", scrut_json_string(o->outcome->word));
        scrut_json_set(object, "role", scrut_json_string(scrut_outcome_role_name(o->outcome->role)));
        scrut_json_set(object, "rows", scrut_json_int((int64_t)o->rows));
        scrut_json_set(object, "share", scrut_json_real(o->share));
        scrut_json_set(object, "interval", interval(o->interval));
        scrut_json_append(array, object);
    }
    return array;
}

static void put_estimate(const scrut_survey_answer *a, scrut_json *object)
{
    const scrut_estimate *e = &a->estimate;
    scrut_json_set(object, "counts", scrut_json_string(scrut_outcome_role_name(a->counts)));
    scrut_json_set(object, "error", scrut_json_string(scrut_error_basis_name(a->basis)));
    scrut_json_set(object, "share", a->why == NULL ? scrut_json_real(e->value) : scrut_json_null());
    scrut_json_set(object, "interval",
                   a->why == NULL && a->basis != SCRUT_ERROR_NONE ? interval(a->interval) : scrut_json_null());
    scrut_json_set(object, "standard_error", scrut_json_real(sqrt(e->variance)));
    scrut_json_set(object, "design_effect", scrut_json_real(a->basis == SCRUT_ERROR_NONE ? NAN : e->deff));
    scrut_json_set(object, "responses", e->rows > 0 ? scrut_json_int((int64_t)e->rows) : scrut_json_null());
    scrut_json_set(object, "primary_units",
                   a->basis == SCRUT_ERROR_MEASURED ? scrut_json_int((int64_t)e->primary_units) : scrut_json_null());
    scrut_json_set(object, "strata",
                   a->basis == SCRUT_ERROR_MEASURED ? scrut_json_int((int64_t)e->strata) : scrut_json_null());
    scrut_json_set(object, "detectable", scrut_json_real(a->detectable));
    scrut_json_set(object, "why", scrut_json_string(a->why));
}

static scrut_json *figure(const scrut_survey_answer *a)
{
    const scrut_survey_figure *f = a->figure;
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "id", scrut_json_string(f->id));
    scrut_json_set(object, "survey", scrut_json_string(a->survey->id));
    scrut_json_set(object, "direction", scrut_json_string(scrut_survey_direction_name(f->direction)));
    scrut_json_set(object, "question", scrut_json_string(f->question));
    scrut_json_set(object, "frame", scrut_json_string(f->frame));
    scrut_json_set(object, "denominator", scrut_json_string(f->denominator));
    scrut_json_set(object, "search", scrut_json_string(f->search));
    scrut_json_set(object, "reference", scrut_json_string(f->reference));
    scrut_json_set(object, "words", scrut_json_string(f->share_text));
    scrut_json_set(object, "note", scrut_json_string(f->note));
    put_estimate(a, object);
    scrut_json_set(object, "outcomes", a->outcome_count > 0 ? outcomes(a) : scrut_json_null());
    scrut_json_set(object, "best", a->has_unresolved ? scrut_json_real(a->best) : scrut_json_null());
    scrut_json_set(object, "worst", a->has_unresolved ? scrut_json_real(a->worst) : scrut_json_null());
    scrut_json_set(object, "bounds", a->has_unresolved ? interval(a->bounds) : scrut_json_null());
    scrut_json_set(object, "names", a->names_known ? names(&a->names) : scrut_json_null());
    scrut_json_set(object, "names_bounds",
                   a->names_known && a->has_unresolved ? names(&a->bound_names) : scrut_json_null());
    return object;
}

static scrut_json *pair(const scrut_survey_results *r, const scrut_survey_pair *p)
{
    scrut_json *object = scrut_json_object();
    bool compared = p->match >= SCRUT_PAIR_SAME_PEOPLE;
    scrut_json_set(object, "a", scrut_json_string(r->answers[p->a].figure->id));
    scrut_json_set(object, "b", scrut_json_string(r->answers[p->b].figure->id));
    scrut_json_set(object, "match", scrut_json_string(scrut_pair_match_name(p->match)));
    scrut_json_set(object, "frames_differ", scrut_json_bool(p->frames_differ));
    scrut_json_set(object, "searches_differ", scrut_json_bool(p->searches_differ));
    scrut_json_set(object, "difference", compared ? scrut_json_real(p->difference) : scrut_json_null());
    scrut_json_set(object, "standard_error",
                   p->match > SCRUT_PAIR_NO_ERROR ? scrut_json_real(p->standard_error) : scrut_json_null());
    scrut_json_set(object, "design_effect_needed",
                   p->match == SCRUT_PAIR_AGREE_IF ? scrut_json_real(p->deff_needed) : scrut_json_null());
    return object;
}

static scrut_json *known(int64_t number)
{
    return number >= 0 ? scrut_json_int(number) : scrut_json_null();
}

static scrut_json *survey_json(const scrut_survey *s)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "id", scrut_json_string(s->id));
    scrut_json_set(object, "title", scrut_json_string(s->title));
    scrut_json_set(object, "by", scrut_json_string(s->by));
    scrut_json_set(object, "date", scrut_json_string(s->date));
    scrut_json_set(object, "sampling", scrut_json_string(s->sampling));
    scrut_json_set(object, "reference", scrut_json_string(s->reference));
    scrut_json_set(object, "note", scrut_json_string(s->note));
    scrut_json_set(object, "respondents", known(s->respondents));
    scrut_json_set(object, "clusters", known(s->clusters));
    scrut_json_set(object, "margin_points",
                   scrut_json_real(s->margin.denominator > 0 ? scrut_decimal_value(s->margin) : NAN));
    return object;
}

scrut_json *scrut_report_surveys_json(const scrut_survey_results *results)
{
    scrut_json *root = scrut_json_object(), *figures = scrut_json_array(), *pairs = scrut_json_array();
    scrut_json *surveys = scrut_json_array();
    for (size_t i = 0; i < results->answer_count; i++) {
        if (i == 0 || results->answers[i].survey != results->answers[i - 1].survey)
            scrut_json_append(surveys, survey_json(results->answers[i].survey));
        scrut_json_append(figures, figure(&results->answers[i]));
    }
    scrut_json_set(root, "surveys", surveys);
    for (size_t i = 0; i < results->pair_count; i++)
        scrut_json_append(pairs, pair(results, &results->pairs[i]));
    scrut_json_set(root, "figures", figures);
    scrut_json_set(root, "pairs", pairs);
    return root;
}
