/* SPDX-License-Identifier: Apache-2.0
 * materiality.c: findings against margins, in words: how many ballots, against how many, and what follows. */
#include "lines_internal.h"

#define FIGURES_SHOWN 3
#define PLACES_SHOWN 3
#define TARGETS_SHOWN 3

const scrut_materiality *scrut_report_materiality_at(const scrut_verdict *v, size_t n)
{
    for (size_t t = 0; v->materiality != NULL && t < v->tally_count; t++)
        if (v->materiality[t] != NULL && v->materiality[t]->finding_count > 0 && n-- == 0)
            return v->materiality[t];
    return NULL;
}

/* ---- sentences ---- */

void scrut_report_say_effects(const scrut_language *language, scrut_buf *out, const scrut_materiality *m)
{
    scrut_say_count(language, out,
                    "{1n} finding: {2n} alone cannot change a seat, {3n} could, {4n} would, {5n} undecided",
                    "{1n} findings: {2n} alone cannot change a seat, {3n} could, {4n} would, {5n} undecided",
                    (int64_t)m->finding_count, m->counts[SCRUT_EFFECT_CANNOT], m->counts[SCRUT_EFFECT_COULD],
                    m->counts[SCRUT_EFFECT_WOULD], m->counts[SCRUT_EFFECT_UNDECIDED]);
}

void scrut_report_say_tainted(const scrut_language *language, scrut_buf *out, const scrut_tainted *t)
{
    scrut_buf counted = {0};
    scrut_report_say_range(language, &counted, t->low, t->high);
    const char *ballots = counted.bytes != NULL ? counted.bytes : "";
    bool one = t->low == 1 && t->high == 1;
    if (t->restored_high > 0)
        scrut_say(language, out,
                  one ? SCRUT_KEY("{1r} counted ballot, up to {2n} that may be added")
                      : SCRUT_KEY("{1r} counted ballots, up to {2n} that may be added"),
                  ballots, t->restored_high);
    else
        scrut_say(language, out, one ? SCRUT_KEY("{1r} counted ballot") : SCRUT_KEY("{1r} counted ballots"), ballots);
    if (t->unknown > 0) {
        scrut_buf_puts(out, "; ");
        scrut_say_count(language, out, "{1n} finding gives no number", "{1n} findings give no number", t->unknown);
    }
    out->failed = out->failed || counted.failed;
    scrut_buf_free(&counted);
}

void scrut_report_say_effect(const scrut_language *language, scrut_buf *out, scrut_effect effect, scrut_effect known)
{
    scrut_say(language, out, effect != known ? SCRUT_KEY("{1w} by the ballots known") : "{1w}",
              scrut_effect_name(known));
}

/* What it takes, where that is known. */
static void say_seat_takes(const scrut_report_view *view, scrut_buf *ballots, const scrut_reading *swap)
{
    scrut_buf readings = {0}, both = {0};
    if (!swap->known)
        return;
    scrut_report_say_readings(view->language, &readings, &swap->could, &swap->would);
    scrut_say(view->language, &both, "{1r}; a seat takes {2r}", scrut_report_piece(&both, ballots),
              scrut_report_piece(&both, &readings));
    scrut_report_replace(ballots, &both);
    scrut_buf_free(&readings);
}

void scrut_report_say_place_effect(const scrut_report_view *view, scrut_buf *out, const scrut_materiality *m, size_t k)
{
    const scrut_place_effect *place = &m->places[k];
    scrut_buf where = {0}, ballots = {0}, effect = {0}, why = {0};
    scrut_report_say_place(view, &where, (uint32_t)(1 + k));
    scrut_report_say_tainted(view->language, &ballots, &place->tainted);
    say_seat_takes(view, &ballots, &place->readings[SCRUT_READING_SWAP]);
    scrut_report_say_effect(view->language, &effect, place->seat, place->seat_known);
    bool explained = place->seat == SCRUT_EFFECT_WOULD && place->why != NULL;
    scrut_report_say_again(view, &why, explained ? place->why : NULL);
    scrut_say(view->language, out, explained ? SCRUT_KEY("{1r}: {2r}: {3r}, as {4p}") : SCRUT_KEY("{1r}: {2r}: {3r}"),
              scrut_report_piece(out, &where), scrut_report_piece(out, &ballots), scrut_report_piece(out, &effect),
              scrut_report_piece(out, &why));
    scrut_buf_free(&where);
    scrut_buf_free(&ballots);
    scrut_buf_free(&effect);
    scrut_buf_free(&why);
}

/* "majority, A", "to make claim c01, A" */
static void say_target_name(const scrut_report_view *view, scrut_buf *out, const scrut_target_effect *t)
{
    const char *key = t->claim == NULL ? "{1p}, {2p}"
                      : t->makes_true  ? SCRUT_KEY("to make claim {1p}, {2p}")
                                       : SCRUT_KEY("to break claim {1p}, {2p}");
    scrut_say(view->language, out, key, t->name, view->c->parties[t->party].id);
}

/* With how many ballots beyond those that findings concern. */
static void say_further(const scrut_report_view *view, scrut_buf *ballots, const scrut_target_effect *t)
{
    scrut_buf both = {0};
    if (t->effect_known != SCRUT_EFFECT_CANNOT || t->further <= 0)
        return;
    scrut_say(view->language, &both,
              t->further_exact ? SCRUT_KEY("{1r}; {2n} beyond those concerned")
                               : SCRUT_KEY("{1r}; at least {2n} beyond those concerned"),
              scrut_report_piece(&both, ballots), t->further);
    scrut_report_replace(ballots, &both);
}

void scrut_report_say_target(const scrut_report_view *view, scrut_buf *out, const scrut_target_effect *t)
{
    const scrut_language *l = view->language;
    scrut_buf name = {0}, seats = {0}, ballots = {0}, effect = {0};
    say_target_name(view, &name, t);
    scrut_say_count(l, &seats, "{1n} seat", "{1n} seats", t->seats);
    scrut_report_say_readings(l, &ballots, &t->could, &t->would);
    say_further(view, &ballots, t);
    scrut_report_say_effect(l, &effect, t->effect, t->effect_known);
    scrut_say(l, out,
              t->at_least ? SCRUT_KEY("{1r} with at least {2r}: {3r}: {4r}")
                          : SCRUT_KEY("{1r} with at most {2r}: {3r}: {4r}"),
              scrut_report_piece(out, &name), scrut_report_piece(out, &seats), scrut_report_piece(out, &ballots),
              scrut_report_piece(out, &effect));
    scrut_buf_free(&name);
    scrut_buf_free(&seats);
    scrut_buf_free(&ballots);
    scrut_buf_free(&effect);
}

/* ---- order ---- */

/* Stronger effects first; then more ballots for each that a seat needs; then the order of the case. */
static bool before(const void *of, uint32_t i, uint32_t k)
{
    const scrut_materiality *m = of;
    static const int STRENGTH[SCRUT_EFFECT_COUNT] = {
        [SCRUT_EFFECT_CANNOT] = 0, [SCRUT_EFFECT_UNDECIDED] = 1, [SCRUT_EFFECT_COULD] = 2, [SCRUT_EFFECT_WOULD] = 3};
    const scrut_place_effect *a = &m->places[i], *b = &m->places[k];
    if (a->seat_known != b->seat_known)
        return STRENGTH[a->seat_known] > STRENGTH[b->seat_known];
    scrut_wide left = (scrut_wide)(a->tainted.high + a->tainted.restored_high) * b->seat_tipping;
    scrut_wide right = (scrut_wide)(b->tainted.high + b->tainted.restored_high) * a->seat_tipping;
    if ((a->seat_tipping < 0) != (b->seat_tipping < 0))
        return b->seat_tipping < 0;
    return left != right ? left > right : i < k;
}

uint32_t *scrut_report_place_order(const scrut_report_view *view, const scrut_materiality *m, size_t *ret_count)
{
    size_t places = view->c->constituency_count, count = 0;
    uint32_t *order = scrut_arena_calloc(view->arena, places, sizeof *order);
    if (order == NULL)
        return NULL;
    for (uint32_t k = 0; k < places; k++)
        if (m->places[k].findings > 0)
            order[count++] = k;
    *ret_count = count;
    return scrut_report_sort(order, count, m, before, view->arena) ? order : NULL;
}

/* ---- lines for a terminal ---- */

static void effect_lines(scrut_line_writer *w, const scrut_materiality *m)
{
    const scrut_language *l = w->view->language;
    scrut_buf ballots = {0}, seat = {0}, majority = {0};
    scrut_report_say_effects(l, scrut_line_scratch(w), m);
    scrut_line_wrapped(w, 2, 4);
    scrut_buf *text = scrut_line_scratch(w);
    scrut_report_say_tainted(l, &ballots, &m->nation);
    scrut_report_say_effect(l, &seat, m->seat, m->seat_known);
    scrut_report_say_effect(l, &majority, m->chamber_effect, m->chamber_known);
    scrut_say(l, text,
              m->target_count > 0 ? SCRUT_KEY("together, each ballot once: {1r}; some seat: {2r}; the majority: {3r}")
                                  : SCRUT_KEY("together, each ballot once: {1r}; some seat: {2r}"),
              scrut_report_piece(text, &ballots), scrut_report_piece(text, &seat), scrut_report_piece(text, &majority));
    scrut_buf_free(&ballots);
    scrut_buf_free(&seat);
    scrut_buf_free(&majority);
    scrut_line_wrapped(w, 2, 4);
}

static void place_lines(scrut_line_writer *w, const scrut_materiality *m)
{
    size_t count = 0, shown = 0;
    const uint32_t *order = scrut_report_place_order(w->view, m, &count);
    if (order == NULL) {
        w->out->failed = true;
        return;
    }
    for (; shown < count && shown < PLACES_SHOWN; shown++) {
        scrut_report_say_place_effect(w->view, scrut_line_scratch(w), m, order[shown]);
        scrut_line_wrapped(w, 2, 4);
    }
    scrut_line_more(w, count, shown, SCRUT_KEY("and {1d} more constituencies with findings, in index.html"));
}

/* The reading that looks at every station by itself. */
static void stations_line(scrut_line_writer *w, const scrut_materiality *m)
{
    int64_t low = 0, high = 0, fifth_low = 0, fifth_high = 0;
    for (size_t k = 0; k < w->view->c->constituency_count; k++) {
        const scrut_reading *r = &m->places[k].readings[SCRUT_READING_STATIONS];
        low += r->ballots_low;
        high += r->ballots;
        fifth_low += r->known && r->ballots_low >= r->could.at_least;
        fifth_high += r->known && r->ballots >= r->could.at_least;
    }
    if (high == 0)
        return;
    const scrut_language *l = w->view->language;
    scrut_buf stations = {0}, places = {0}, *text = scrut_line_scratch(w);
    scrut_report_say_range(l, &stations, low, high);
    scrut_report_wrap(w->view, &stations,
                      low == 1 && high == 1 ? SCRUT_KEY("{1r} station") : SCRUT_KEY("{1r} stations"));
    scrut_report_say_range(l, &places, fifth_low, fifth_high);
    scrut_report_wrap(w->view, &places,
                      fifth_low == 1 && fifth_high == 1 ? SCRUT_KEY("{1r} constituency")
                                                        : SCRUT_KEY("{1r} constituencies"));
    scrut_say(
        l, text,
        "station by station (Mexico): the ballots concerned are at least the lead there in {1r}; in {2r} that is a "
        "fifth of the stations",
        scrut_report_piece(text, &stations), scrut_report_piece(text, &places));
    scrut_buf_free(&stations);
    scrut_buf_free(&places);
    scrut_line_wrapped(w, 2, 4);
}

/* Those that the ballots concerned reach, or come near to: a tenth of the margin. */
static bool worth_a_line(const scrut_materiality *m, const scrut_target_effect *t)
{
    int64_t ballots = m->nation.high + m->nation.restored_high;
    return t->effect_known != SCRUT_EFFECT_CANNOT || (t->could.possible && t->could.at_least / 10 <= ballots);
}

static void target_lines(scrut_line_writer *w, const scrut_materiality *m)
{
    size_t shown = 0;
    for (size_t i = 0; i < m->target_count && shown < TARGETS_SHOWN; i++) {
        if (!worth_a_line(m, &m->targets[i]))
            continue;
        scrut_report_say_target(w->view, scrut_line_scratch(w), &m->targets[i]);
        scrut_line_wrapped(w, 2, 4);
        shown++;
    }
}

static void figures_lines(scrut_line_writer *w, const scrut_materiality *m, bool in_full)
{
    scrut_report_say_figures(w->view, scrut_line_scratch(w), m->tally);
    scrut_report_wrap(w->view, &w->scratch, SCRUT_KEY("against the figures of {1r}"));
    scrut_line_wrapped(w, 2, 4);
    effect_lines(w, m);
    if (!in_full)
        return;
    place_lines(w, m);
    stations_line(w, m);
    target_lines(w, m);
}

/* The first figures in full; of the others what follows. */
void scrut_line_materiality(scrut_line_writer *w)
{
    const scrut_materiality *m = scrut_report_materiality_at(w->view->v, 0);
    size_t n = 0;
    if (m == NULL)
        return;
    scrut_line_heading(w, SCRUT_KEY("Could it have changed the outcome?"));
    scrut_buf_putc(w->out, '\n');
    for (; m != NULL && n < FIGURES_SHOWN; m = scrut_report_materiality_at(w->view->v, ++n))
        figures_lines(w, m, n == 0);
    while (scrut_report_materiality_at(w->view->v, n) != NULL)
        n++;
    scrut_line_more(w, n, FIGURES_SHOWN, SCRUT_KEY("and {1d} more sets of figures in index.html"));
    scrut_line_plain(w, SCRUT_KEY("cannot: not by these findings; it proves nothing about what nobody noticed"));
}
