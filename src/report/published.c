/* SPDX-License-Identifier: Apache-2.0
 * published.c: margins that others published, in words: what they say and how they stand to ours. */
#include "report_internal.h"

const scrut_published_answer *scrut_report_published_best(const scrut_published_margin *r)
{
    for (size_t i = 0; i < r->answer_count; i++)
        if (r->answers[i].match == r->match)
            return &r->answers[i];
    return NULL;
}

size_t scrut_report_margins_count(const scrut_verdict *v)
{
    size_t count = 0;
    for (size_t t = 0; v->margins != NULL && t < v->tally_count; t++)
        count += v->margins[t] != NULL;
    return count;
}

/* ---- what was published ---- */

static void say_ballots_done(const scrut_report_view *view, scrut_buf *out, scrut_metric metric, int64_t votes)
{
    scrut_buf ballots = {0};
    scrut_say_count(view->language, &ballots, "{1n} ballot", "{1n} ballots", votes);
    const char *key = metric == SCRUT_METRIC_CHANGE ? SCRUT_KEY("{1r} changed")
                      : metric == SCRUT_METRIC_ADD  ? SCRUT_KEY("{1r} added")
                                                    : SCRUT_KEY("{1r} removed");
    scrut_say(view->language, out, key, scrut_report_piece(out, &ballots));
    scrut_buf_free(&ballots);
}

static void say_seats_wanted(const scrut_report_view *view, scrut_buf *out, const scrut_case_margin *p)
{
    if (p->any_seat)
        scrut_buf_puts(out, scrut_word(view->language, "any seat"));
    else if (p->seats < 0)
        scrut_say(view->language, out, "{1p} one seat more", view->c->parties[p->party].id);
    else
        scrut_say_count(view->language, out, "{2p} {1n} seat", "{2p} {1n} seats", p->seats,
                        view->c->parties[p->party].id);
}

void scrut_report_say_published(const scrut_report_view *view, scrut_buf *out, const scrut_case_margin *p)
{
    static const char *const LIMITS[] = {"{1r}", SCRUT_KEY("fewer than {1r}"), SCRUT_KEY("more than {1r}")};
    scrut_metric metric = SCRUT_METRIC_ADD;
    if (!scrut_metric_named(p->metric, &metric))
        return;
    scrut_buf wanted = {0}, place = {0}, ballots = {0};
    say_seats_wanted(view, &wanted, p);
    scrut_report_say_place(view, &place, p->unit);
    say_ballots_done(view, &ballots, metric, p->votes);
    scrut_report_wrap(view, &ballots, LIMITS[p->relation]);
    scrut_say(view->language, out, "{1r} in {2r}: {3r}", scrut_report_piece(out, &wanted),
              scrut_report_piece(out, &place), scrut_report_piece(out, &ballots));
    scrut_buf_free(&wanted);
    scrut_buf_free(&place);
    scrut_buf_free(&ballots);
}

/* ---- how it stands to ours ---- */

static void say_ours(const scrut_report_view *view, scrut_buf *out, const scrut_published_answer *a)
{
    scrut_buf readings = {0};
    scrut_report_say_readings(view->language, &readings, &a->could, &a->would);
    if (!a->has_difference)
        scrut_buf_puts(out, scrut_report_piece(out, &readings));
    else
        scrut_say(view->language, out,
                  a->difference < 0 ? SCRUT_KEY("{1r}, so {2n} too few") : SCRUT_KEY("{1r}, so {2n} too many"),
                  scrut_report_piece(out, &readings), a->difference < 0 ? -a->difference : a->difference);
    scrut_buf_free(&readings);
}

static const char *otherwise_key(scrut_metric metric)
{
    switch (metric) {
    case SCRUT_METRIC_CHANGE: return SCRUT_KEY("ours: {1r}; equal if ballots changed are meant ({2w})");
    case SCRUT_METRIC_ADD: return SCRUT_KEY("ours: {1r}; equal if ballots added are meant ({2w})");
    default: return SCRUT_KEY("ours: {1r}; equal if ballots removed are meant ({2w})");
    }
}

static const char *answer_key(const scrut_published_answer *a)
{
    switch (a->match) {
    case SCRUT_PUBLISHED_EQUAL:
        return a->as_could && a->as_would ? SCRUT_KEY("right (could and would); ours: {1r}")
               : a->as_could              ? SCRUT_KEY("right if a draw decides (could); ours: {1r}")
                                          : SCRUT_KEY("right for certain (would); ours: {1r}");
    case SCRUT_PUBLISHED_OTHERWISE: return otherwise_key(a->metric);
    case SCRUT_PUBLISHED_OPEN: return SCRUT_KEY("not decided; ours: {1r}");
    default: return SCRUT_KEY("equal by no metric; ours: {1r}");
    }
}

void scrut_report_say_published_answer(const scrut_report_view *view, scrut_buf *out, const scrut_published_answer *a)
{
    scrut_buf piece = {0};
    if (a->match == SCRUT_PUBLISHED_NOT_COMPARABLE) {
        scrut_report_say_again(view, &piece, a->missing);
        scrut_say(view->language, out, "not comparable: {1p}", scrut_report_piece(out, &piece));
    } else {
        say_ours(view, &piece, a);
        scrut_say(view->language, out, answer_key(a), scrut_report_piece(out, &piece),
                  a->as_could && a->as_would ? SCRUT_KEY("could and would")
                  : a->as_could              ? SCRUT_KEY("could")
                                             : SCRUT_KEY("would"));
    }
    scrut_buf_free(&piece);
}

void scrut_report_say_published_counts(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    int64_t counts[SCRUT_PUBLISHED_NOT_COMPARABLE + 1] = {0};
    scrut_buf list = {0};
    bool any = false;
    for (size_t i = 0; i < v->published_count; i++)
        counts[v->published[i].match]++;
    for (int m = 0; m <= SCRUT_PUBLISHED_NOT_COMPARABLE; m++) {
        if (counts[m] == 0)
            continue;
        scrut_report_next(view, &list, &any, SCRUT_KEY(", "));
        scrut_say(view->language, &list, "{1d} {2w}", counts[m], scrut_published_match_name((scrut_published_match)m));
    }
    scrut_say_count(view->language, out, "{1n} published margin: {2r}", "{1n} published margins: {2r}",
                    (int64_t)v->published_count, scrut_report_piece(out, &list));
    scrut_buf_free(&list);
}
