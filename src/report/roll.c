/* SPDX-License-Identifier: Apache-2.0
 * roll.c: the audit of a roll as text for a terminal. Counts and places only; what is too small to be published is said
 * to be so. */
#include "lines_internal.h"
#include "scrutineer/catalog.h"
#include "scrutineer/materiality.h"
#include "scrutineer/roll_audit.h"
#include "scrutineer/suppress.h"
#include "scrutineer/text.h"

#include <math.h>

#define PLACES_SHOWN 5

void scrut_report_roll_value(const scrut_language *language, scrut_buf *out, double value, int decimals)
{
    if (decimals == 0) {
        scrut_say_number(language, out, (int64_t)llround(value));
        return;
    }
    scrut_buf digits = {0};
    scrut_buf_printf(&digits, "%.*f", decimals, value);
    scrut_say_digits(language, out, digits.bytes != NULL ? digits.bytes : "");
    scrut_buf_free(&digits);
}

void scrut_report_roll_between(const scrut_language *language, scrut_buf *out, double low, double high, int decimals)
{
    scrut_buf a = {0}, b = {0};
    scrut_report_roll_value(language, &a, low, decimals);
    scrut_report_roll_value(language, &b, high, decimals);
    scrut_buf_putc(out, ' ');
    scrut_say(language, out, "({1r} to {2r})", a.bytes, b.bytes);
    scrut_buf_free(&a);
    scrut_buf_free(&b);
}

static const scrut_language *language_of(const scrut_line_writer *w)
{
    return w->view->language;
}

static void put_estimate(const scrut_line_writer *w, scrut_buf *out, const scrut_roll_estimate *e)
{
    scrut_report_roll_value(language_of(w), out, e->value, 0);
    scrut_report_roll_between(language_of(w), out, e->low, e->high, 0);
}

/* "NAME: 12 (9 to 15)" */
static void name_line(scrut_line_writer *w, const char *name, double value, bool between, double low, double high,
                      int decimals)
{
    scrut_buf *text = scrut_line_scratch(w);
    scrut_say(language_of(w), text, "{1w}: ", name);
    scrut_report_roll_value(language_of(w), text, value, decimals);
    if (between)
        scrut_report_roll_between(language_of(w), text, low, high, decimals);
    scrut_line_wrapped(w, 4, 6);
}

static void say_counts(scrut_line_writer *w, const scrut_roll_detector *d)
{
    scrut_buf observed = {0};
    scrut_report_roll_value(language_of(w), &observed, d->observed, 0);
    scrut_say(language_of(w), scrut_line_scratch(w), "{1w}: {2r}, of {3n} {4w}", d->question, observed.bytes, d->tested,
              d->frame);
    scrut_buf_free(&observed);
    scrut_line_wrapped(w, 4, 6);
    if (d->has_expected)
        name_line(w, SCRUT_KEY("by chance or error"), d->expected.value, true, d->expected.low, d->expected.high, 0);
    if (d->has_excess)
        name_line(w, SCRUT_KEY("beyond that, estimated"), d->excess.value, true, d->excess.low, d->excess.high, 0);
    for (size_t i = 0; i < d->figure_count; i++) {
        const scrut_roll_figure *f = &d->figures[i];
        name_line(w, f->name, f->value, f->between, f->low, f->high, f->decimals);
    }
}

static void say_place(scrut_line_writer *w, const scrut_roll_place *place)
{
    scrut_buf q = {0};
    scrut_buf_printf(&q, "%.2g", place->q);
    scrut_say(language_of(w), scrut_line_scratch(w), "{1p}: {2n} where {3n} to {4n} are expected, of {5n} (q = {6f})",
              place->id, (int64_t)llround(place->observed), (int64_t)llround(place->expected.low),
              (int64_t)llround(place->expected.high), place->tested, q.bytes);
    scrut_buf_free(&q);
    scrut_line_wrapped(w, 6, 8);
}

static void say_family(scrut_line_writer *w, const scrut_roll_detector *d)
{
    if (d->family == NULL || d->family_size < 2)
        return;
    scrut_report_roll_family(language_of(w), scrut_line_scratch(w), d);
    scrut_line_wrapped(w, 4, 6);
    size_t shown = 0;
    for (size_t i = 0; i < d->place_count && shown < PLACES_SHOWN; i++) {
        if (d->places[i].q > SCRUT_ROLL_Q || d->places[i].hidden)
            continue;
        say_place(w, &d->places[i]);
        shown++;
    }
}

void scrut_report_roll_family(const scrut_language *language, scrut_buf *out, const scrut_roll_detector *d)
{
    if (d->discoveries == 0)
        scrut_say(language, out,
                  d->by_law ? SCRUT_KEY("Compared by {1w}: {2n}, of which none is above the limit.")
                            : SCRUT_KEY("Compared by {1w}: {2n}, of which none stands out."),
                  d->family, (int64_t)d->family_size);
    else if (d->by_law)
        scrut_say(language, out, "Compared by {1w}: {2n}, of which {3n} are above the limit.", d->family,
                  (int64_t)d->family_size, (int64_t)d->discoveries);
    else
        scrut_say(
            language, out,
            "Compared by {1w}: {2n}, of which {3n} stand out. Of those that stand out, 1 in 20 is expected to be a "
            "false alarm.",
            d->family, (int64_t)d->family_size, (int64_t)d->discoveries);
}

static void word_line(scrut_line_writer *w, const char *key, const char *word)
{
    scrut_say(language_of(w), scrut_line_scratch(w), key, word);
    scrut_line_wrapped(w, 4, 6);
}

static void say_detector(scrut_line_writer *w, const scrut_roll_detector *d)
{
    scrut_buf_putc(w->out, '\n');
    scrut_line_style(w, "1");
    scrut_buf_printf(scrut_line_scratch(w), "%s %s", d->check->code, scrut_word(language_of(w), d->check->title));
    scrut_line_wrapped(w, 0, 4);
    scrut_line_style(w, "0");
    if (d->missing != NULL) {
        word_line(w, SCRUT_KEY("Not provided: {1w}"), d->missing);
        return;
    }
    say_counts(w, d);
    if (d->disagrees != NULL)
        word_line(w, "{1w}", d->disagrees);
    say_family(w, d);
    word_line(w, SCRUT_KEY("Taken for granted: {1w}"), d->assumes);
    word_line(w, SCRUT_KEY("Innocent explanations: {1w}"), d->check->innocent);
    word_line(w, SCRUT_KEY("What would settle it: {1w}"), d->check->settles);
}

/* ---- votes at stake --------------------------------------------------------------------------------------------- */

static void say_stake(scrut_line_writer *w, const scrut_roll_audit *audit, size_t k)
{
    const scrut_roll_stake *s = &audit->stakes[k];
    bool last = k == audit->c->constituency_count;
    scrut_buf surplus = {0}, votes = {0};
    const scrut_language *language = language_of(w);
    if (s->names == 0 && s->surplus.value < .5)
        return;
    const char *name = last ? scrut_word(language, "pairs across constituencies, or in none known")
                            : scrut_report_unit_label(w->view, 1 + k);
    put_estimate(w, &surplus, &s->surplus);
    put_estimate(w, &votes, &s->votes);
    const char *key = s->hidden && (!s->votes_known || s->votes_hidden)
                          ? SCRUT_KEY("{1p}: too few to be published, or hidden so that those are not told")
                      : s->hidden ? SCRUT_KEY("{1p}: names not to be published, of which marked as having voted {3r}")
                      : !s->votes_known ? SCRUT_KEY("{1p}: {2r} names")
                      : s->votes_hidden
                          ? SCRUT_KEY("{1p}: {2r} names; of which marked as having voted, not to be published")
                          : SCRUT_KEY("{1p}: {2r} names, of which marked as having voted {3r}");
    scrut_say(language, scrut_line_scratch(w), key, name, surplus.bytes, votes.bytes);
    scrut_buf_free(&surplus);
    scrut_buf_free(&votes);
    scrut_line_wrapped(w, 4, 6);
}

static void say_missing(scrut_line_writer *w, const scrut_roll_audit *audit, size_t k)
{
    const scrut_roll_stake *s = &audit->stakes[k];
    bool last = k == audit->c->constituency_count;
    scrut_buf missing = {0};
    if (last && s->missing_known && s->people == 0)
        return;
    const char *name =
        last ? scrut_word(language_of(w), "places that no name lies in") : scrut_report_unit_label(w->view, 1 + k);
    put_estimate(w, &missing, &s->missing);
    if (s->missing_known)
        scrut_say(language_of(w), scrut_line_scratch(w), "{1p}: {2r}, of {3n} people of voting age", name,
                  missing.bytes, s->people);
    else
        scrut_say(language_of(w), scrut_line_scratch(w), "{1p}: not known, as the table does not cover its names",
                  name);
    scrut_buf_free(&missing);
    scrut_line_wrapped(w, 4, 6);
}

static void say_all_missing(scrut_line_writer *w, const scrut_roll_audit *audit)
{
    if (audit->detectors[SCRUT_ROLL_MISSING].missing != NULL)
        return;
    scrut_line_heading(w, SCRUT_KEY("People of voting age without a name"));
    scrut_buf_putc(w->out, '\n');
    scrut_line_plain(w, SCRUT_KEY("People less names, each person once and without those who died: people without a "
                                  "name, less names without a person. Who they are, whether they wished to vote and "
                                  "for whom, nobody knows."));
    for (size_t k = 0; k <= audit->c->constituency_count; k++)
        say_missing(w, audit, k);
}

static void say_stakes(scrut_line_writer *w, const scrut_roll_audit *audit)
{
    scrut_line_heading(w, SCRUT_KEY("Names in surplus"));
    scrut_buf_putc(w->out, '\n');
    scrut_line_plain(w, SCRUT_KEY("Names beyond one a person, and names of people who died. A name in surplus is not a "
                                  "vote: with a marked copy at most those that are marked count, without one nobody "
                                  "knows whether any of them was used, nor for whom."));
    for (size_t k = 0; k <= audit->c->constituency_count; k++)
        say_stake(w, audit, k);
}

/* ---- in the summary of a case ----------------------------------------------------------------------------------- */

static void say_line(scrut_line_writer *w, const scrut_roll_detector *d)
{
    scrut_buf *text = scrut_line_scratch(w);
    scrut_buf_printf(text, "%s ", d->check->code);
    scrut_say(language_of(w), text, "{1w}: ", d->question);
    scrut_report_roll_value(language_of(w), text, d->observed, 0);
    if (d->has_expected) {
        scrut_buf expected = {0};
        put_estimate(w, &expected, &d->expected);
        scrut_say(language_of(w), text, "; by chance or error {1r}", expected.bytes);
        scrut_buf_free(&expected);
    }
    if (d->discoveries > 0 && d->family != NULL)
        scrut_say(language_of(w), text, "; stand out: {1n} of {2n} by {3w}", (int64_t)d->discoveries,
                  (int64_t)d->family_size, d->family);
    scrut_line_wrapped(w, 2, 6);
}

/* How often each effect, by constituency. */
static void say_missing_effects(scrut_line_writer *w, const scrut_missing_result *r)
{
    const scrut_verdict *v = w->view->v;
    int64_t counts[SCRUT_EFFECT_COUNT] = {0};
    if (r == NULL)
        return;
    for (size_t k = 0; k < v->c->constituency_count; k++)
        counts[r->places[k].seat]++;
    if (r->known)
        scrut_say(language_of(w), scrut_line_scratch(w),
                  "People of voting age without a name, less names without a person: between {1n} and {2n}. Had all "
                  "of them voted, by the figures of {3p}, a seat could have changed in {4n} constituencies, in {5n} "
                  "not, in {6n} it is undecided.",
                  r->low, r->high, v->tallies[r->tally].about.id, counts[SCRUT_EFFECT_COULD],
                  counts[SCRUT_EFFECT_CANNOT], counts[SCRUT_EFFECT_UNDECIDED]);
    else
        scrut_say(language_of(w), scrut_line_scratch(w),
                  "People of voting age without a name are not known everywhere. Had all of them voted, by the figures "
                  "of {1p}, a seat could have changed in {2n} constituencies, in {3n} not, in {4n} it is undecided.",
                  v->tallies[r->tally].about.id, counts[SCRUT_EFFECT_COULD], counts[SCRUT_EFFECT_CANNOT],
                  counts[SCRUT_EFFECT_UNDECIDED]);
    scrut_line_wrapped(w, 2, 4);
    for (size_t i = 0; i < r->target_count; i++) {
        if (r->targets[i].claim != NULL || !r->targets[i].at_least)
            continue;
        scrut_report_say_missing_target(w->view, scrut_line_scratch(w), r, &r->targets[i]);
        scrut_line_wrapped(w, 4, 6);
    }
}

void scrut_line_roll(scrut_line_writer *w)
{
    const scrut_roll_audit *audit = w->view->v->roll;
    int64_t missing = 0;
    if (audit == NULL)
        return;
    scrut_line_heading(w, SCRUT_KEY("The list of voters"));
    scrut_buf_putc(w->out, '\n');
    scrut_say(language_of(w), scrut_line_scratch(w),
              "{1p}: {2n} names. Counts say where to look and are no ground to remove anybody.",
              audit->version->about.id, audit->rows);
    scrut_line_wrapped(w, 2, 4);
    for (size_t i = 0; i < SCRUT_ROLL_DETECTORS; i++) {
        const scrut_roll_detector *d = &audit->detectors[i];
        missing += d->missing != NULL;
        if (d->missing == NULL && (d->discoveries > 0 || (d->has_excess && d->excess.low >= SCRUT_SUPPRESS_LEAST)))
            say_line(w, d);
    }
    say_missing_effects(w, w->view->v->missing);
    if (missing == 0)
        return;
    scrut_say(language_of(w), scrut_line_scratch(w), "{1n} of {2n} detectors lack evidence: see scrutineer roll audit",
              missing, (int64_t)SCRUT_ROLL_DETECTORS);
    scrut_line_wrapped(w, 2, 4);
}

scrut_status scrut_report_roll_text(const scrut_roll_audit *audit, const scrut_language *language, bool color,
                                    int width, scrut_buf *out, scrut_error *err)
{
    const scrut_report_view view = {.language = language, .c = audit->c}; /* all that lines need of one */
    int columns = width == 0 ? 80 : width;
    columns = columns < SCRUT_REPORT_WIDTH_MIN ? SCRUT_REPORT_WIDTH_MIN : columns;
    columns = columns > SCRUT_REPORT_WIDTH_MAX ? SCRUT_REPORT_WIDTH_MAX : columns;
    scrut_line_writer w = {.view = &view, .out = out, .color = color, .width = (size_t)columns};
    scrut_say(language, scrut_line_scratch(&w), "{1p} of {2p}: {3n} names.", audit->version->about.id,
              audit->version->about.date, audit->rows);
    scrut_line_wrapped(&w, 0, 2);
    scrut_buf_puts(scrut_line_scratch(&w),
                   scrut_word(language, "Counts say where to look. They name nobody, prove no name wrong and no roll "
                                        "clean, and are no ground to remove anybody. Places with fewer than 10 are not "
                                        "shown."));
    scrut_line_wrapped(&w, 0, 2);
    for (size_t i = 0; i < SCRUT_ROLL_DETECTORS; i++)
        say_detector(&w, &audit->detectors[i]);
    say_stakes(&w, audit);
    say_all_missing(&w, audit);
    bool failed = scrut_buf_failed(out) || scrut_buf_failed(&w.scratch);
    scrut_buf_free(&w.scratch);
    return failed ? scrut_fail_memory(err) : SCRUT_OK;
}
