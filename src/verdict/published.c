/* SPDX-License-Identifier: Apache-2.0
 * published.c: margins that others published against ours. A published number names neither its metric nor its
 * reading as a rule, so it is looked for under every definition before it is called another number (M01). */
#include "verdict_internal.h"

#include <stdio.h>
#include <string.h>

static const scrut_metric METRICS[] = {SCRUT_METRIC_CHANGE, SCRUT_METRIC_ADD, SCRUT_METRIC_REMOVE};
#define METRIC_COUNT (sizeof METRICS / sizeof METRICS[0])

const char *scrut_published_match_name(scrut_published_match match)
{
    static const char *const NAMES[] = {
        [SCRUT_PUBLISHED_EQUAL] = SCRUT_KEY("equal"),
        [SCRUT_PUBLISHED_OTHERWISE] = SCRUT_KEY("equal by another metric"),
        [SCRUT_PUBLISHED_OPEN] = SCRUT_KEY("open"),
        [SCRUT_PUBLISHED_DIFFERENT] = SCRUT_KEY("different"),
        [SCRUT_PUBLISHED_NOT_COMPARABLE] = SCRUT_KEY("not comparable"),
    };
    return NAMES[match];
}

/* ---- one number ---------------------------------------------------------------------------------------- */

typedef enum { FITS, MAY_FIT, FITS_NOT } fit;

/* Whether the published number is this one. What no number of ballots does takes more than any. */
static fit fit_of(const scrut_case_margin *p, const scrut_ballots *b)
{
    int64_t low = b->at_least, high = b->at_most;
    if (!b->possible) {
        if (b->exact)
            return p->relation == SCRUT_VOTES_MORE_THAN ? FITS : FITS_NOT;
        high = INT64_MAX;
    }
    switch (p->relation) {
    case SCRUT_VOTES_FEWER_THAN: return high < p->votes ? FITS : low < p->votes ? MAY_FIT : FITS_NOT;
    case SCRUT_VOTES_MORE_THAN: return low > p->votes ? FITS : high > p->votes ? MAY_FIT : FITS_NOT;
    default: break;
    }
    if (low == high)
        return low == p->votes ? FITS : FITS_NOT;
    return low <= p->votes && p->votes <= high ? MAY_FIT : FITS_NOT;
}

static int64_t distance(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

/* Published less ours, of the nearer reading; votes lie in 0 .. 2^40, so nothing leaves 64 bits. */
static void measure(const scrut_case_margin *p, scrut_published_answer *a)
{
    const scrut_ballots *readings[] = {&a->could, &a->would};
    if (p->relation != SCRUT_VOTES_EXACTLY)
        return;
    for (size_t i = 0; i < 2; i++) {
        const scrut_ballots *b = readings[i];
        if (!b->possible)
            continue;
        int64_t nearest = p->votes < b->at_least ? b->at_least : p->votes > b->at_most ? b->at_most : p->votes;
        if (a->has_difference && distance(p->votes, nearest) >= distance(a->difference, 0))
            continue;
        a->has_difference = true;
        a->difference = p->votes - nearest;
    }
}

/* ---- one set of figures -------------------------------------------------------------------------------- */

typedef struct {
    scrut_verdict *v;
    const scrut_case_margin *published;
    const scrut_margins *m;
    scrut_published_answer *answer;
    scrut_seats_margin question;
    bool may_fit;
    scrut_error *err;
} comparing;

/* The next seat of a party is one more than it may hold. */
static scrut_seats_margin question_of(const scrut_verdict *v, const scrut_case_margin *p, const scrut_margins *m)
{
    uint32_t unit = p->unit == 0 && v->c->single_constituency ? 1 : p->unit;
    scrut_seats_margin q = {.party = p->party, .unit = unit, .at_least = true, .seats = p->seats};
    if (!p->any_seat && p->seats < 0) {
        const int64_t *possible = unit == 0 ? m->chamber->possible : m->chamber->constituencies[unit - 1].possible;
        q.seats = (possible != NULL ? possible[p->party] : 0) + 1;
    }
    return q;
}

static void match_metric(comparing *x, scrut_metric metric, const margin_answer *ours)
{
    scrut_published_answer *a = x->answer;
    fit could = fit_of(x->published, &ours->could), would = fit_of(x->published, &ours->would);
    bool own = metric == a->metric;
    x->may_fit = x->may_fit || could == MAY_FIT || would == MAY_FIT;
    if (could != FITS && would != FITS)
        return;
    a->match = own ? SCRUT_PUBLISHED_EQUAL : SCRUT_PUBLISHED_OTHERWISE;
    a->as_could = could == FITS;
    a->as_would = would == FITS;
    a->metric = metric;
}

static scrut_status try_own(comparing *x)
{
    margin_answer ours;
    scrut_status st = ask_margin(x->m, &x->question, x->answer->metric, x->v->arena, &ours, x->err);
    if (st != SCRUT_OK)
        return st;
    if (!ours.weighed) {
        x->answer->match = SCRUT_PUBLISHED_NOT_COMPARABLE;
        x->answer->missing = ours.note;
        return SCRUT_OK;
    }
    x->answer->could = ours.could;
    x->answer->would = ours.would;
    x->answer->note = ours.note;
    match_metric(x, x->answer->metric, &ours);
    return SCRUT_OK;
}

static scrut_status try_others(comparing *x)
{
    scrut_metric own = x->answer->metric;
    for (size_t i = 0; i < METRIC_COUNT && x->answer->match == SCRUT_PUBLISHED_DIFFERENT; i++) {
        margin_answer ours;
        if (METRICS[i] == own)
            continue;
        scrut_status st = ask_margin(x->m, &x->question, METRICS[i], x->v->arena, &ours, x->err);
        if (st != SCRUT_OK)
            return st;
        if (ours.weighed)
            match_metric(x, METRICS[i], &ours);
    }
    return SCRUT_OK;
}

static scrut_status compare_one(scrut_verdict *v, const scrut_case_margin *p, size_t tally,
                                scrut_published_answer *answer, scrut_error *err)
{
    comparing x = {.v = v, .published = p, .m = v->margins[tally], .answer = answer, .err = err};
    *answer = (scrut_published_answer){.tally = &v->tallies[tally], .match = SCRUT_PUBLISHED_DIFFERENT};
    if (!scrut_metric_named(p->metric, &answer->metric))
        return SCRUT_OK; /* the loader knows no other words */
    x.question = question_of(v, p, x.m);
    answer->seats = p->any_seat ? -1 : x.question.seats;
    scrut_status st = try_own(&x);
    /* what may be our own number is not looked for elsewhere; a limit fits almost anything */
    if (st == SCRUT_OK && answer->match == SCRUT_PUBLISHED_DIFFERENT && !x.may_fit &&
        p->relation == SCRUT_VOTES_EXACTLY)
        st = try_others(&x);
    if (st == SCRUT_OK && answer->match == SCRUT_PUBLISHED_DIFFERENT && x.may_fit)
        answer->match = SCRUT_PUBLISHED_OPEN;
    if (st == SCRUT_OK && (answer->match == SCRUT_PUBLISHED_DIFFERENT || answer->match == SCRUT_PUBLISHED_OTHERWISE))
        measure(p, answer);
    return st;
}

/* ---- all of them --------------------------------------------------------------------------------------- */

static bool is_asked(const scrut_verdict *v, const scrut_case_margin *p, size_t tally)
{
    return p->figures == NULL || strcmp(p->figures, v->tallies[tally].about.id) == 0;
}

/* Why no figures answer: the reason of those named, or that of all. */
static const char *why_none(const scrut_verdict *v, const scrut_case_margin *p)
{
    const char *why = NULL;
    for (size_t t = 0; t < v->tally_count; t++) {
        if (!is_asked(v, p, t))
            continue;
        if (!v->tallies[t].has_constituency_votes)
            return p->figures != NULL ? SCRUT_KEY("these figures give no votes by constituency")
                                      : SCRUT_KEY("votes by constituency are not known");
        why = v->chamber_missing[t] != NULL ? SCRUT_KEY("no seats can be allocated from the figures")
                                            : SCRUT_KEY("the figures are beyond those that are weighed");
    }
    return why != NULL ? why : SCRUT_KEY("votes by constituency are not known");
}

static scrut_status compare_all(scrut_verdict *v, scrut_published_margin *r, scrut_error *err)
{
    r->match = SCRUT_PUBLISHED_NOT_COMPARABLE;
    r->answers = scrut_arena_calloc(v->arena, v->tally_count, sizeof *r->answers);
    if (r->answers == NULL)
        return scrut_fail_memory(err);
    for (size_t t = 0; t < v->tally_count; t++) {
        if (v->margins[t] == NULL || !is_asked(v, r->margin, t))
            continue;
        scrut_published_answer *a = &r->answers[r->answer_count++];
        scrut_status st = compare_one(v, r->margin, t, a, err);
        if (st != SCRUT_OK)
            return st;
        if (a->match < r->match)
            r->match = a->match;
    }
    if (r->answer_count == 0)
        r->missing = why_none(v, r->margin);
    return SCRUT_OK;
}

/* "1245", "at least 12 and at most 14", "no number"; NULL without memory */
static const char *ballots_words(const scrut_verdict *v, const scrut_ballots *b)
{
    if (!b->possible && b->exact)
        return SCRUT_KEY("no number");
    if (!b->possible)
        return scrut_sentence(v->arena, "at least {1d}", b->at_least);
    if (b->at_least == b->at_most)
        return scrut_sentence(v->arena, "{1d}", b->at_most);
    return scrut_sentence(v->arena, "at least {1d} and at most {2d}", b->at_least, b->at_most);
}

/* "fewer than 101 (add)" */
static const char *published_words(const scrut_verdict *v, const scrut_case_margin *p)
{
    static const char *const KEYS[] = {"{1d} ({2w})", SCRUT_KEY("fewer than {1d} ({2w})"),
                                       SCRUT_KEY("more than {1d} ({2w})")};
    return scrut_sentence(v->arena, KEYS[p->relation], p->votes, p->metric);
}

/* A number that only another metric gives is not what the case says it is, where the case names a metric. */
static bool is_finding(const scrut_published_margin *r)
{
    return r->match == SCRUT_PUBLISHED_DIFFERENT || (r->match == SCRUT_PUBLISHED_OTHERWISE && r->margin->metric_given);
}

static const scrut_published_answer *best_answer(const scrut_published_margin *r)
{
    size_t best = 0;
    while (r->answers[best].match != r->match)
        best++;
    return &r->answers[best];
}

static scrut_status add_finding(scrut_verdict *v, const scrut_published_margin *r, scrut_error *err)
{
    const scrut_case_margin *p = r->margin;
    const scrut_published_answer *a = best_answer(r);
    scrut_finding *f = scrut_findings_add(&v->findings, "M01");
    if (f == NULL)
        return scrut_fail_memory(err);
    const char *path = unit_path(v, p->unit), *who = p->any_seat ? "any seat" : v->c->parties[p->party].id;
    const char *could = ballots_words(v, &a->could), *would = ballots_words(v, &a->would),
               *told = published_words(v, p);
    bool otherwise = a->match == SCRUT_PUBLISHED_OTHERWISE;
    place_finding(v->c, p->unit, f);
    f->sources = a->tally->about.id;
    f->id = path != NULL ? scrut_arena_printf(v->arena, "M01/%s/%s/%lld%s", who, p->metric, (long long)p->votes, path)
                         : NULL;
    if (could != NULL && would != NULL && told != NULL)
        f->message = scrut_sentence(
            v->arena,
            otherwise
                ? SCRUT_KEY("{1w}: published as {2w}; by the figures of {3r} it takes {4w} so that a draw decides, "
                            "{5w} for certain; equal by {6w}")
                : SCRUT_KEY("{1w}: published as {2w}; by the figures of {3r} it takes {4w} so that a draw decides, "
                            "{5w} for certain"),
            who, told, a->tally->about.id, could, would, otherwise ? scrut_metric_name(a->metric) : NULL);
    else
        f->message = NULL;
    f->cells = scrut_arena_calloc(v->arena, 1, sizeof *f->cells);
    if (f->id == NULL || f->message == NULL || f->cells == NULL)
        return scrut_fail_memory(err);
    f->cells[f->cell_count++] = p->where;
    return SCRUT_OK;
}

scrut_status compare_published(scrut_verdict *v, scrut_error *err)
{
    const scrut_case *c = v->c;
    v->published = scrut_arena_calloc(v->arena, c->margin_count, sizeof *v->published);
    if (v->published == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < c->margin_count; i++) {
        scrut_published_margin *r = &v->published[v->published_count++];
        r->margin = &c->margins[i];
        scrut_status st = compare_all(v, r, err);
        if (st == SCRUT_OK && is_finding(r))
            st = add_finding(v, r, err);
        if (st != SCRUT_OK)
            return st;
    }
    return SCRUT_OK;
}
