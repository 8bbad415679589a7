/* SPDX-License-Identifier: Apache-2.0
 * json_roll.c: the audit of a roll as JSON (docs/formats/roll.md). */
#include "report_internal.h"
#include "scrutineer/roll_audit.h"

#include <math.h>
#include <stdio.h>

/* A count as a whole number, however large; an estimate with six digits. */
static scrut_json *number(double value)
{
    bool whole = fabs(value) < 0x1p53 && floor(value) >= value;
    return whole ? scrut_json_int((int64_t)value) : scrut_json_real(value);
}

static scrut_json *estimate(const scrut_roll_estimate *e)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "value", number(e->value));
    scrut_json_set(object, "low", number(e->low));
    scrut_json_set(object, "high", number(e->high));
    return object;
}

static scrut_json *figures(const scrut_roll_detector *d)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < d->figure_count; i++) {
        const scrut_roll_figure *f = &d->figures[i];
        scrut_json *object = scrut_json_object();
        scrut_json_set(object, "name", scrut_json_string(f->name));
        scrut_json_set(object, "value", number(f->value));
        scrut_json_set(object, "low", f->between ? number(f->low) : scrut_json_null());
        scrut_json_set(object, "high", f->between ? number(f->high) : scrut_json_null());
        scrut_json_append(array, object);
    }
    return array;
}

/* In scientific notation, as q may be very small. */
static scrut_json *small(double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.3g", value);
    return scrut_json_string(text);
}

static scrut_json *constituency_id(const scrut_case *c, uint32_t k)
{
    return k == SCRUT_NONE ? scrut_json_null() : scrut_report_json_text(c->constituencies[k].id);
}

static scrut_json *places(const scrut_roll_audit *audit, const scrut_roll_detector *d)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < d->place_count; i++) {
        const scrut_roll_place *place = &d->places[i];
        scrut_json *object = scrut_json_object();
        scrut_json_set(object, "id", scrut_report_json_text(place->id));
        scrut_json_set(object, "kind", scrut_json_string(scrut_subject_name(place->subject)));
        scrut_json_set(object, "constituency", constituency_id(audit->c, place->constituency));
        scrut_json_set(object, "hidden", scrut_json_bool(place->hidden));
        scrut_json_set(object, "tested", place->hidden ? scrut_json_null() : scrut_json_int(place->tested));
        scrut_json_set(object, "observed", place->hidden ? scrut_json_null() : number(place->observed));
        scrut_json_set(object, "expected", place->hidden ? scrut_json_null() : estimate(&place->expected));
        scrut_json_set(object, "q", place->hidden ? scrut_json_null() : small(place->q));
        scrut_json_append(array, object);
    }
    return array;
}

static scrut_json *detector(const scrut_roll_audit *audit, const scrut_roll_detector *d)
{
    scrut_json *object = scrut_json_object();
    bool looked = d->missing == NULL;
    scrut_json_set(object, "code", scrut_json_string(d->check->code));
    scrut_json_set(object, "title", scrut_json_string(d->check->title));
    scrut_json_set(object, "not_provided", scrut_json_string(d->missing));
    scrut_json_set(object, "question", scrut_json_string(d->question));
    scrut_json_set(object, "frame", scrut_json_string(d->frame));
    scrut_json_set(object, "assumes", scrut_json_string(d->assumes));
    scrut_json_set(object, "disagrees", scrut_json_string(d->disagrees));
    scrut_json_set(object, "tested", looked ? scrut_json_int(d->tested) : scrut_json_null());
    scrut_json_set(object, "observed", looked ? number(d->observed) : scrut_json_null());
    scrut_json_set(object, "expected", d->has_expected ? estimate(&d->expected) : scrut_json_null());
    scrut_json_set(object, "excess", d->has_excess ? estimate(&d->excess) : scrut_json_null());
    scrut_json_set(object, "figures", figures(d));
    scrut_json_set(object, "family", scrut_report_json_text(d->family));
    scrut_json_set(object, "family_size", scrut_json_int((int64_t)d->family_size));
    scrut_json_set(object, "discoveries", scrut_json_int((int64_t)d->discoveries));
    scrut_json_set(object, "places", places(audit, d));
    return object;
}

/* `names`: they may be told. */
static scrut_json *stake(const scrut_case *c, const scrut_roll_stake *s, uint32_t constituency, bool names)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "constituency", constituency_id(c, constituency));
    scrut_json_set(object, "names", names ? scrut_json_int(s->names) : scrut_json_null());
    scrut_json_set(object, "hidden", scrut_json_bool(s->hidden));
    scrut_json_set(object, "surplus", s->hidden ? scrut_json_null() : estimate(&s->surplus));
    scrut_json_set(object, "people", s->missing_known ? scrut_json_int(s->people) : scrut_json_null());
    scrut_json_set(object, "without_a_name", s->missing_known ? estimate(&s->missing) : scrut_json_null());
    scrut_json_set(object, "votes", s->votes_known && !s->votes_hidden ? estimate(&s->votes) : scrut_json_null());
    return object;
}

static scrut_json *stakes(const scrut_roll_audit *audit)
{
    scrut_json *array = scrut_json_array();
    for (size_t k = 0; k <= audit->c->constituency_count; k++)
        scrut_json_append(array, stake(audit->c, &audit->stakes[k],
                                       k < audit->c->constituency_count ? (uint32_t)k : SCRUT_NONE, true));
    return array;
}

static scrut_json *areas(const scrut_roll_audit *audit)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < audit->area_count; i++) {
        const scrut_roll_area *area = &audit->areas[i];
        scrut_json *object = stake(audit->c, &area->stake, area->constituency, !area->names_hidden);
        scrut_json_set(object, "area", scrut_report_json_text(area->id));
        scrut_json_append(array, object);
    }
    return array;
}

static scrut_json *by_rate(const scrut_roll_audit *audit)
{
    if (audit->double_votes_by_rate == NULL)
        return scrut_json_null();
    scrut_json *object = scrut_json_object(), *array = scrut_json_array();
    for (int i = 0; i <= 20; i++)
        scrut_json_append(array, number(audit->double_votes_by_rate[i]));
    scrut_json_set(object, "by_wrong_marks_per_1000", array);
    scrut_json_set(object, "none_left_at_per_cent", number(100 * audit->break_even));
    return object;
}

scrut_json *scrut_report_roll_json(const scrut_roll_audit *audit)
{
    scrut_json *root = scrut_json_object(), *array = scrut_json_array();
    for (size_t i = 0; i < SCRUT_ROLL_DETECTORS; i++)
        scrut_json_append(array, detector(audit, &audit->detectors[i]));
    scrut_json_set(root, "format", scrut_json_string(SCRUT_ROLL_AUDIT_FORMAT));
    scrut_json_set(root, "version", scrut_report_json_text(audit->version->about.id));
    scrut_json_set(root, "date", scrut_report_json_text(audit->version->about.date));
    scrut_json_set(root, "names", scrut_json_int(audit->rows));
    scrut_json_set(root, "detectors", array);
    scrut_json_set(root, "surplus", stakes(audit));
    scrut_json_set(root, "area_level", scrut_report_json_text(audit->area_level));
    scrut_json_set(root, "areas", areas(audit));
    scrut_json_set(root, "double_votes", by_rate(audit));
    return root;
}
