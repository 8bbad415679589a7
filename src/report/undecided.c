/* SPDX-License-Identifier: Apache-2.0
 * undecided.c: the third answer in sentences: what cannot be decided, and what would decide it. */
#include "report_internal.h"

#include <string.h>

#define PLACES_SAID 5 /* constituencies named in a sentence */

/* A sentence inside another one: without its full stop. */
static void say_clause(const scrut_report_view *view, scrut_buf *out, const char *text)
{
    static const char *const STOPS[] = {".", "\xE1\x9F\x94"}; /* U+17D4, Khmer */
    scrut_buf said = {0};
    scrut_report_say_again(view, &said, text);
    scrut_put_plain(out, scrut_report_piece(out, &said));
    scrut_buf_free(&said);
    for (size_t i = 0; i < sizeof STOPS / sizeof STOPS[0] && !out->failed; i++) {
        size_t length = strlen(STOPS[i]);
        if (out->length < length || memcmp(out->bytes + out->length - length, STOPS[i], length) != 0)
            continue;
        out->length -= length;
        out->bytes[out->length] = '\0';
        break;
    }
}

/* The first one's reason is the example; each stands with its constituency. */
static void say_open_example(const scrut_report_view *view, scrut_buf *out, size_t index,
                             const scrut_constituency_seats *seats)
{
    scrut_buf reason = {0};
    const char *name = scrut_report_constituency_name(view, index), *state = scrut_report_state_name(seats->state);
    if (seats->reason == NULL) {
        scrut_say(view->language, out, "{1p} ({2w})", name, state);
        return;
    }
    say_clause(view, &reason, seats->reason);
    scrut_say(view->language, out, "{1p} ({2w}: {3r})", name, state, scrut_report_piece(out, &reason));
    scrut_buf_free(&reason);
}

static void say_open_constituencies(const scrut_report_view *view, scrut_buf *out, const scrut_chamber *chamber)
{
    size_t said = 0, open = view->c->constituency_count - chamber->decided;
    scrut_buf list = {0};
    bool any = false;
    for (size_t i = 0; i < view->c->constituency_count && said < PLACES_SAID; i++) {
        const scrut_constituency_seats *seats = &chamber->constituencies[i];
        if (seats->state == SCRUT_SEATS_DECIDED)
            continue;
        scrut_report_next(view, &list, &any, SCRUT_KEY("; "));
        if (said++ == 0)
            say_open_example(view, &list, i, seats);
        else
            scrut_put_plain(&list, scrut_report_constituency_name(view, i));
    }
    if (open > said)
        scrut_say(view->language, out,
                  "Not decided in {1d} of {2d} constituencies by the votes given: {3r} and {4d} more. ", (int64_t)open,
                  (int64_t)view->c->constituency_count, scrut_report_piece(out, &list), (int64_t)(open - said));
    else
        scrut_say(view->language, out, "Not decided in {1d} of {2d} constituencies by the votes given: {3r}. ",
                  (int64_t)open, (int64_t)view->c->constituency_count, scrut_report_piece(out, &list));
    scrut_buf_free(&list);
}

static void say_no_allocation(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    const scrut_tally *tally = view->primary != NULL ? view->primary->tally : view->votes;
    const char *reason = NULL;
    for (size_t t = 0; t < v->tally_count; t++)
        if (&v->tallies[t] == tally)
            reason = v->chamber_missing[t];
    if (reason != NULL) {
        scrut_buf clause = {0};
        say_clause(view, &clause, reason);
        scrut_say(view->language, out, "No seat can be derived from votes of \xE2\x80\x9C{1p}\xE2\x80\x9D: {2r}. ",
                  scrut_report_tally_name(tally), scrut_report_piece(out, &clause));
        scrut_buf_free(&clause);
    } else {
        scrut_buf_puts(out, scrut_word(view->language, "No seat can be derived from votes. "));
    }
    if (view->c->has_rules)
        scrut_buf_puts(out, scrut_word(view->language,
                                       "Votes by list and constituency, or the forms of the polling stations, would "
                                       "decide it. "));
}

void scrut_report_say_undecided(const scrut_report_view *view, scrut_buf *out)
{
    if (view->allocated == NULL)
        say_no_allocation(view, out);
    else if (view->c->constituency_count > view->allocated->chamber->decided)
        say_open_constituencies(view, out, view->allocated->chamber);
    else
        scrut_say(
            view->language, out,
            "Every seat follows from the votes of \xE2\x80\x9C{1p}\xE2\x80\x9D, if these are right; ties and missing "
            "votes decide none. ",
            scrut_report_tally_name(view->allocated->tally));
    size_t missing = view->c->not_provided_count;
    if (missing > 0)
        scrut_say_count(view->language, out,
                        "Not provided: {1n} part of the evidence, listed below; what they would show is not known. ",
                        "Not provided: {1n} parts of the evidence, listed below; what they would show is not known. ",
                        (int64_t)missing);
}
