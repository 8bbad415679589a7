/* SPDX-License-Identifier: Apache-2.0
 * audit_findings.c: what the detectors saw as findings. One finding a constituency, V01, is set against the margins;
 * the others say where to look and are patterns, so that no name counts twice. Counts below SCRUT_SUPPRESS_LEAST stand
 * in none.
 */
#include "audit_internal.h"
#include "scrutineer/catalog.h"
#include "scrutineer/suppress.h"

#include <math.h>
#include <stdio.h>

#define PLACES_SAID 200 /* findings of one detector; the counts say how many more there are */

static scrut_finding *add(auditing *a, const char *code, scrut_subject_kind subject, const char *id, uint32_t k)
{
    scrut_finding *f = scrut_findings_add(&a->audit->findings, code);
    if (f == NULL)
        return NULL;
    f->id = scrut_arena_printf(a->arena, "%s:%s:%s", code, scrut_subject_name(subject), id);
    f->subject = subject;
    f->subject_id = id;
    f->constituency = k;
    f->sources = scrut_arena_printf(a->arena, "roll %s", a->audit->version->about.id);
    f->direction = SCRUT_DIRECTION_UNKNOWN;
    return f->id != NULL && f->sources != NULL ? f : NULL;
}

static scrut_status said(const auditing *a, const scrut_finding *f)
{
    return f != NULL && f->message != NULL ? SCRUT_OK : scrut_fail_memory(a->err);
}

/* Whole numbers for sentences and votes: an interval is widened to them. */
static int64_t nearest(double value)
{
    return value > 0 ? (int64_t)floor(value + .5) : 0;
}
static int64_t below(double value)
{
    return value > 0 ? (int64_t)floor(value) : 0;
}
static int64_t above(double value)
{
    return value > 0 ? (int64_t)ceil(value) : 0;
}

/* ---- the one that is weighed ------------------------------------------------------------------------------------ */

/* Where the table hides the number, its finding tells it to the nearest ten, and its ends outward. */
static void coarsen(scrut_finding *f)
{
    f->at_stake = (f->at_stake + SCRUT_SUPPRESS_LEAST / 2) / SCRUT_SUPPRESS_LEAST * SCRUT_SUPPRESS_LEAST;
    f->at_stake_low = f->at_stake_low / SCRUT_SUPPRESS_LEAST * SCRUT_SUPPRESS_LEAST;
    f->at_stake_high = (f->at_stake_high + SCRUT_SUPPRESS_LEAST - 1) / SCRUT_SUPPRESS_LEAST * SCRUT_SUPPRESS_LEAST;
}

static scrut_status say_stake(auditing *a, size_t k)
{
    const scrut_case *c = a->c;
    const scrut_roll_stake *s = &a->audit->stakes[k];
    bool nowhere = k == c->constituency_count;
    const scrut_roll_estimate *stake = s->votes_known ? &s->votes : &s->surplus;
    if (above(stake->high) < SCRUT_SUPPRESS_LEAST)
        return SCRUT_OK;
    scrut_finding *f = add(a, "V01", nowhere ? SCRUT_SUBJECT_NATION : SCRUT_SUBJECT_CONSTITUENCY,
                           nowhere ? "" : c->constituencies[k].id, nowhere ? SCRUT_NONE : (uint32_t)k);
    if (f == NULL)
        return scrut_fail_memory(a->err);
    f->at_stake_known = true;
    f->at_stake = nearest(stake->value);
    f->at_stake_low = s->votes_known ? below(stake->low) : 0;
    f->at_stake_high = above(stake->high);
    if (s->votes_known ? s->votes_hidden : s->hidden)
        coarsen(f);
    if (s->votes_known) {
        f->direction = SCRUT_DIRECTION_REMOVE;
        f->message = scrut_sentence(a->arena,
                                    "{1n} names beyond one a person or of people who died (between {2n} and {3n}) are "
                                    "marked as having voted; errors of marking are not taken off",
                                    f->at_stake, f->at_stake_low, f->at_stake_high);
    } else {
        f->message = scrut_sentence(a->arena,
                                    "{1n} names beyond one a person or of people who died (at most {2n}); without a "
                                    "marked copy nobody knows whether any of them was used to vote",
                                    f->at_stake, f->at_stake_high);
    }
    return said(a, f);
}

/* ---- patterns --------------------------------------------------------------------------------------------------- */

static scrut_status say_place(auditing *a, const scrut_roll_detector *d, const scrut_roll_place *place)
{
    scrut_finding *f = add(a, d->check->code, place->subject, place->id, place->constituency);
    char q[32];
    if (f == NULL)
        return scrut_fail_memory(a->err);
    snprintf(q, sizeof q, "%.2g", place->q);
    f->message =
        scrut_sentence(a->arena, "{1n} where {2n} to {3n} are expected, of {4n} (q = {5f})", nearest(place->observed),
                       below(place->expected.low), above(place->expected.high), place->tested, q);
    if (place->subject == SCRUT_SUBJECT_STATION) {
        f->stations = 1;
        f->stations_tested = (int64_t)d->family_size;
    }
    return said(a, f);
}

static scrut_status say_whole(auditing *a, const scrut_roll_detector *d)
{
    scrut_finding *f = add(a, d->check->code, SCRUT_SUBJECT_NATION, "", SCRUT_NONE);
    if (f == NULL)
        return scrut_fail_memory(a->err);
    if (d->has_expected && d->has_excess)
        f->message = scrut_sentence(
            a->arena,
            "{1w}: {2n}, of {3n}; by chance or error {4n} to {5n}; beyond that {6n} (between {7n} "
            "and {8n})",
            d->question, nearest(d->observed), d->tested, below(d->expected.low), above(d->expected.high),
            nearest(d->excess.value), below(d->excess.low), above(d->excess.high));
    else
        f->message = scrut_sentence(a->arena, "{1w}: {2n}, of {3n}", d->question, nearest(d->observed), d->tested);
    return said(a, f);
}

/* Something beyond chance in the whole list, or, where nothing is expected, anything of ten or more. */
static bool is_worth_saying(const scrut_roll_detector *d)
{
    if (d->missing != NULL || d->check == NULL || d->observed < SCRUT_SUPPRESS_LEAST)
        return false;
    if (d->has_excess)
        return d->excess.low >= SCRUT_SUPPRESS_LEAST;
    return !d->has_expected;
}

static scrut_status say_detector(auditing *a, const scrut_roll_detector *d)
{
    scrut_status status = is_worth_saying(d) ? say_whole(a, d) : SCRUT_OK;
    size_t said = 0;
    for (size_t i = 0; i < d->place_count && status == SCRUT_OK && said < PLACES_SAID; i++) {
        const scrut_roll_place *place = &d->places[i];
        if (place->q > SCRUT_ROLL_Q || place->hidden || place->subject == SCRUT_SUBJECT_NATION)
            continue;
        status = say_place(a, d, place);
        said++;
    }
    return status;
}

scrut_status audit_findings(auditing *a)
{
    scrut_status status = SCRUT_OK;
    for (size_t k = 0; k <= a->c->constituency_count && status == SCRUT_OK; k++)
        status = say_stake(a, k);
    for (size_t i = 0; i < SCRUT_ROLL_DETECTORS && status == SCRUT_OK; i++)
        status = say_detector(a, &a->audit->detectors[i]);
    return status;
}
