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

void scrut_report_say_effect(scrut_buf *out, scrut_effect effect, scrut_effect known)
{
    scrut_buf_puts(out, scrut_effect_name(known));
    if (effect != known)
        scrut_buf_puts(out, " by the ballots known");
}

void scrut_report_say_place_effect(const scrut_report_view *view, scrut_buf *out, const scrut_materiality *m, size_t k)
{
    const scrut_place_effect *place = &m->places[k];
    scrut_report_say_place(view->c, out, (uint32_t)(1 + k));
    scrut_buf_puts(out, ": ");
    scrut_report_say_tainted(view->language, out, &place->tainted);
    if (place->readings[SCRUT_READING_SWAP].known) {
        scrut_buf_puts(out, "; a seat takes ");
        scrut_report_say_readings(view->language, out, &place->readings[SCRUT_READING_SWAP].could,
                                  &place->readings[SCRUT_READING_SWAP].would);
    }
    scrut_buf_puts(out, ": ");
    scrut_report_say_effect(out, place->seat, place->seat_known);
    if (place->seat == SCRUT_EFFECT_WOULD && place->why != NULL) {
        scrut_buf_puts(out, ", as ");
        scrut_put_plain(out, place->why);
    }
}

void scrut_report_say_target(const scrut_report_view *view, scrut_buf *out, const scrut_target_effect *t)
{
    if (t->claim != NULL)
        scrut_buf_puts(out, t->makes_true ? "to make claim " : "to break claim ");
    scrut_put_plain(out, t->name);
    scrut_buf_puts(out, ", ");
    scrut_put_plain(out, view->c->parties[t->party].id);
    scrut_buf_puts(out, t->at_least ? " with at least " : " with at most ");
    scrut_report_put_count(out, t->seats, "seat", NULL);
    scrut_buf_puts(out, ": ");
    scrut_report_say_readings(view->language, out, &t->could, &t->would);
    if (t->effect_known == SCRUT_EFFECT_CANNOT && t->further > 0) {
        scrut_buf_puts(out, t->further_exact ? "; " : "; at least ");
        scrut_report_put_grouped(out, t->further);
        scrut_buf_puts(out, " beyond those concerned");
    }
    scrut_buf_puts(out, ": ");
    scrut_report_say_effect(out, t->effect, t->effect_known);
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
    scrut_buf *text = scrut_line_scratch(w);
    scrut_report_say_effects(NULL, text, m);
    scrut_line_wrapped(w, 2, 4);
    text = scrut_line_scratch(w);
    scrut_buf_puts(text, "together, each ballot once: ");
    scrut_report_say_tainted(NULL, text, &m->nation);
    scrut_buf_puts(text, "; some seat: ");
    scrut_report_say_effect(text, m->seat, m->seat_known);
    if (m->target_count > 0) {
        scrut_buf_puts(text, "; the majority: ");
        scrut_report_say_effect(text, m->chamber_effect, m->chamber_known);
    }
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
    scrut_line_more(w, count, shown, "constituencies with findings, in index.html");
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
    scrut_buf *text = scrut_line_scratch(w);
    scrut_buf_puts(text, "station by station (Mexico): the ballots concerned are at least the lead there in ");
    scrut_report_put_range(text, low, high);
    scrut_buf_puts(text, low == 1 && high == 1 ? " station; in " : " stations; in ");
    scrut_report_put_range(text, fifth_low, fifth_high);
    scrut_buf_puts(text, fifth_low == 1 && fifth_high == 1 ? " constituency" : " constituencies");
    scrut_buf_puts(text, " that is a fifth of the stations");
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
    scrut_buf_puts(scrut_line_scratch(w), "against the figures of ");
    scrut_report_say_figures(w->view->c, &w->scratch, m->tally);
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
    scrut_line_heading(w, "Could it have changed the outcome?\n");
    for (; m != NULL && n < FIGURES_SHOWN; m = scrut_report_materiality_at(w->view->v, ++n))
        figures_lines(w, m, n == 0);
    while (scrut_report_materiality_at(w->view->v, n) != NULL)
        n++;
    scrut_line_more(w, n, FIGURES_SHOWN, "sets of figures in index.html");
    scrut_line_plain(w, "cannot: not by these findings; it proves nothing about what nobody noticed");
}
