/* SPDX-License-Identifier: Apache-2.0
 * json_margins.c: margins in results.json: ours, a set of figures each, and what others published. */
#include "report_internal.h"

/* {"at_least":4688,"at_most":4688,"exact":true,"possible":true}; at_most is null when no number is known to do it. */
scrut_json *scrut_report_json_ballots(const scrut_ballots *b)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "possible", scrut_json_bool(b->possible));
    scrut_json_set(object, "exact", scrut_json_bool(b->exact));
    scrut_json_set(object, "at_least", b->possible || !b->exact ? scrut_json_int(b->at_least) : scrut_json_null());
    scrut_json_set(object, "at_most", b->possible ? scrut_json_int(b->at_most) : scrut_json_null());
    return object;
}

scrut_json *scrut_report_json_party(const scrut_case *c, uint32_t index)
{
    return index < c->party_count ? scrut_report_json_text(c->parties[index].id) : scrut_json_null();
}

scrut_json *scrut_report_json_unit(const scrut_case *c, uint32_t index)
{
    return index > 0 ? scrut_report_json_text(c->constituencies[index - 1].id) : scrut_json_null();
}

static void set_readings(scrut_json *object, const scrut_ballots *could, const scrut_ballots *would, const char *note)
{
    scrut_json_set(object, "could", scrut_report_json_ballots(could));
    scrut_json_set(object, "would", scrut_report_json_ballots(would));
    scrut_json_set(object, "note", scrut_report_json_text(note));
}

static scrut_json *coalition(const scrut_case *c, const scrut_seats_margin *m)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < m->coalition_count; i++)
        scrut_json_append(array, scrut_report_json_party(c, m->coalition[i]));
    return array;
}

scrut_json *scrut_report_json_seats_margin(const scrut_case *c, const scrut_seats_margin *m)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "party", scrut_report_json_party(c, m->party));
    scrut_json_set(object, "alliance",
                   m->alliance > 0 ? scrut_report_json_text(c->alliances[m->alliance - 1]) : scrut_json_null());
    if (m->coalition_count > 0)
        scrut_json_set(object, "coalition", coalition(c, m));
    scrut_json_set(object, "unit", scrut_report_json_unit(c, m->unit));
    scrut_json_set(object, m->at_least ? "at_least" : "at_most", scrut_json_int(m->seats));
    scrut_json_set(object, "metric", scrut_json_string(scrut_metric_name(SCRUT_METRIC_CHANGE)));
    set_readings(object, &m->could, &m->would, m->note);
    return object;
}

static scrut_json *questions(const scrut_case *c, const scrut_seats_margin *items, size_t count)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < count; i++)
        scrut_json_append(array, scrut_report_json_seats_margin(c, &items[i]));
    return array;
}

static scrut_json *closest(const scrut_case *c, const scrut_margins *m)
{
    scrut_json *array = scrut_json_array();
    for (size_t k = 0; k < c->constituency_count; k++) {
        const scrut_closest_seat *s = &m->closest[k];
        scrut_json *object = scrut_json_object();
        scrut_json_set(object, "constituency", scrut_report_json_text(c->constituencies[k].id));
        scrut_json_set(object, "gains", scrut_report_json_party(c, s->gains));
        scrut_json_set(object, "loses", scrut_report_json_party(c, s->loses));
        scrut_json_set(object, "weighed", scrut_json_bool(s->weighed));
        if (s->weighed)
            set_readings(object, &s->could, &s->would, s->note);
        else
            scrut_json_set(object, "note", scrut_report_json_text(s->note));
        scrut_json_append(array, object);
    }
    return array;
}

static scrut_json *facts(const scrut_case *c, const scrut_margins *m)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < m->fact_count; i++) {
        const scrut_fact_margins *f = &m->facts[i];
        scrut_json *object = scrut_json_object();
        scrut_json_set(object, "name", scrut_report_json_text(f->name));
        scrut_json_set(object, "seats", scrut_json_int(f->seats));
        scrut_json_set(object, "given", scrut_json_bool(f->from_law));
        scrut_json_set(object, "parties", questions(c, f->parties, f->party_count));
        scrut_json_set(object, "alliances", questions(c, f->alliances, f->alliance_count));
        scrut_json_append(array, object);
    }
    return array;
}

/* The version of the figures and of the rules: without them a margin says nothing. */
static scrut_json *figures(const scrut_verdict *v, const scrut_tally *tally)
{
    scrut_json *object = scrut_report_json_tally_id(v, tally);
    scrut_json_set(object, "by", scrut_report_json_text(tally->about.by));
    scrut_json_set(object, "date", scrut_report_json_text(tally->about.date));
    scrut_json_set(object, "status", scrut_report_json_text(tally->about.status));
    return object;
}

static scrut_json *rules(const scrut_case *c)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "id", scrut_report_json_text(c->rules.id));
    scrut_json_set(object, "version", scrut_report_json_text(c->rules.version));
    return object;
}

scrut_json *scrut_report_json_tally_margins(const scrut_verdict *v, size_t tally)
{
    const scrut_case *c = v->c;
    const scrut_margins *m = v->margins[tally];
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "figures", figures(v, &v->tallies[tally]));
    scrut_json_set(object, "rules", rules(c));
    scrut_json_set(object, "metric", scrut_json_string(scrut_metric_name(SCRUT_METRIC_CHANGE)));
    scrut_json_set(object, "assumption", scrut_report_json_text(m->house.assumption));
    scrut_json_set(object, "seats_assumption", scrut_report_json_text(m->chamber->assumption));
    scrut_json_set(object, "closest", closest(c, m));
    scrut_json_set(object, "more", questions(c, m->more, m->more_count));
    scrut_json_set(object, "fewer", questions(c, m->fewer, m->fewer_count));
    scrut_json_set(object, "alliances_more", questions(c, m->alliances_more, m->alliance_count));
    scrut_json_set(object, "alliances_fewer", questions(c, m->alliances_fewer, m->alliance_count));
    scrut_json_set(object, "facts", facts(c, m));
    return object;
}

scrut_json *scrut_report_json_margins(const scrut_verdict *v)
{
    scrut_json *array = scrut_json_array();
    for (size_t t = 0; v->margins != NULL && t < v->tally_count; t++)
        if (v->margins[t] != NULL)
            scrut_json_append(array, scrut_report_json_tally_margins(v, t));
    return array;
}

/* ---- published ----------------------------------------------------------------------------------------- */

static scrut_json *published_answer(const scrut_verdict *v, const scrut_published_answer *a)
{
    scrut_json *object = scrut_json_object();
    bool equal = a->match == SCRUT_PUBLISHED_EQUAL || a->match == SCRUT_PUBLISHED_OTHERWISE;
    scrut_json_set(object, "figures", figures(v, a->tally));
    scrut_json_set(object, "match", scrut_json_string(scrut_published_match_name(a->match)));
    scrut_json_set(object, "missing", scrut_report_json_text(a->missing));
    if (a->match == SCRUT_PUBLISHED_NOT_COMPARABLE)
        return object;
    scrut_json_set(object, "seats", a->seats >= 0 ? scrut_json_int(a->seats) : scrut_json_null());
    set_readings(object, &a->could, &a->would, a->note);
    scrut_json_set(object, "equal_metric", equal ? scrut_json_string(scrut_metric_name(a->metric)) : scrut_json_null());
    scrut_json_set(object, "equal_could", scrut_json_bool(a->as_could));
    scrut_json_set(object, "equal_would", scrut_json_bool(a->as_would));
    scrut_json_set(object, "difference", a->has_difference ? scrut_json_int(a->difference) : scrut_json_null());
    return object;
}

static scrut_json *published(const scrut_verdict *v, const scrut_published_margin *r)
{
    static const char *const RELATIONS[] = {"=", "<", ">"};
    const scrut_case_margin *p = r->margin;
    scrut_json *object = scrut_json_object(), *answers = scrut_json_array();
    for (size_t i = 0; i < r->answer_count; i++)
        scrut_json_append(answers, published_answer(v, &r->answers[i]));
    scrut_json_set(object, "unit", scrut_report_json_unit(v->c, p->unit));
    scrut_json_set(object, "party", scrut_report_json_party(v->c, p->party));
    scrut_json_set(object, "any_seat", scrut_json_bool(p->any_seat));
    scrut_json_set(object, "seats", p->seats >= 0 ? scrut_json_int(p->seats) : scrut_json_null());
    scrut_json_set(object, "metric", scrut_json_string(p->metric));
    scrut_json_set(object, "relation", scrut_json_string(RELATIONS[p->relation]));
    scrut_json_set(object, "votes", scrut_json_int(p->votes));
    scrut_json_set(object, "figures", scrut_report_json_text(p->figures));
    scrut_json_set(object, "by", scrut_report_json_text(p->by));
    scrut_json_set(object, "date", scrut_report_json_text(p->date));
    scrut_json_set(object, "reference", scrut_report_json_text(p->reference));
    scrut_json_set(object, "where", scrut_report_json_cell(&p->where));
    scrut_json_set(object, "match", scrut_json_string(scrut_published_match_name(r->match)));
    scrut_json_set(object, "missing", scrut_report_json_text(r->missing));
    scrut_json_set(object, "answers", answers);
    return object;
}

scrut_json *scrut_report_json_published_margins(const scrut_verdict *v)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < v->published_count; i++)
        scrut_json_append(array, published(v, &v->published[i]));
    return array;
}
