/* SPDX-License-Identifier: Apache-2.0
 * compared.c: comparisons in one line each. */
#include "report_internal.h"

#define CELLS_SAID 2
#define PARTIES_SAID 3

static void say_cell(const scrut_report_view *view, scrut_buf *out, const scrut_compare_cell *cell)
{
    scrut_report_say_unit(view, out, cell->unit);
    scrut_buf_putc(out, ' ');
    scrut_report_put_figure_name(view, out, cell->column);
    scrut_buf_putc(out, ' ');
    scrut_report_say_signed(view->language, out, cell->b - cell->a);
}

static bool a_place_differs(const scrut_comparison *comparison)
{
    for (size_t i = comparison->cell_count; i > 0; i--)
        if (comparison->cells[i - 1].state == SCRUT_COMPARE_DIFFERENT)
            return comparison->cells[i - 1].unit > 0; /* cells are in the order of units */
    return false;
}

/* Places say more than the nation's sum of them, so the nation is named only when no place differs. */
static void say_cells(const scrut_report_view *view, scrut_buf *out, const scrut_comparison *comparison)
{
    bool places = a_place_differs(comparison), any = false;
    int64_t said = 0;
    for (size_t i = 0; i < comparison->cell_count && said < CELLS_SAID; i++) {
        const scrut_compare_cell *cell = &comparison->cells[i];
        if (cell->state != SCRUT_COMPARE_DIFFERENT || (places && cell->unit == 0))
            continue;
        scrut_report_next(view, out, &any, SCRUT_KEY(", "));
        say_cell(view, out, cell);
        said++;
    }
    if (comparison->different > said)
        scrut_buf_puts(out, ", \xE2\x80\xA6");
}

/* What the figures of both say to one another. */
static void say_figures_compared(const scrut_report_view *view, scrut_buf *out, const scrut_comparison *comparison)
{
    scrut_buf counts = {0}, cells = {0};
    if (comparison->equal + comparison->different == 0) {
        scrut_buf_puts(out, scrut_word(view->language, "no figure that both give"));
        return;
    }
    scrut_say_count(view->language, &counts, "{1n} figure equal, {2n} different", "{1n} figures equal, {2n} different",
                    comparison->equal, comparison->different);
    say_cells(view, &cells, comparison);
    scrut_say(view->language, out, comparison->different > 0 ? SCRUT_KEY("{1r}: {2r}") : "{1r}",
              scrut_report_piece(out, &counts), scrut_report_piece(out, &cells));
    scrut_buf_free(&counts);
    scrut_buf_free(&cells);
}

static void say_pair(const scrut_report_view *view, scrut_buf *out, const char *a, const char *b, const scrut_buf *what)
{
    scrut_say(view->language, out, "{1p} against {2p}: {3r}", a, b, scrut_report_piece(out, what));
}

void scrut_report_say_comparison(const scrut_report_view *view, scrut_buf *out, const scrut_comparison *comparison)
{
    scrut_buf what = {0};
    say_figures_compared(view, &what, comparison);
    say_pair(view, out, comparison->a->about.id, comparison->b->about.id, &what);
    scrut_buf_free(&what);
}

/* ---- seats ---- */

static void say_seat_counts(const scrut_report_view *view, scrut_buf *out, const scrut_seats_comparison *comparison)
{
    const scrut_language *l = view->language;
    bool any = true;
    scrut_say_count(l, out, "{1n} constituency equal", "{1n} constituencies equal", comparison->constituencies_equal);
    scrut_report_next(view, out, &any, SCRUT_KEY(", "));
    scrut_say(l, out, "{1d} different", comparison->constituencies_different);
    if (comparison->constituencies_possible > 0) {
        scrut_report_next(view, out, &any, SCRUT_KEY(", "));
        scrut_say(l, out, "{1d} possible", comparison->constituencies_possible);
    }
    if (comparison->constituencies_not_comparable > 0) {
        scrut_report_next(view, out, &any, SCRUT_KEY(", "));
        scrut_say(l, out, "{1d} not comparable", comparison->constituencies_not_comparable);
    }
}

static void say_seat_differences(const scrut_report_view *view, scrut_buf *out,
                                 const scrut_seats_comparison *comparison)
{
    bool any = false;
    for (size_t i = 0; i < comparison->difference_count && i < CELLS_SAID; i++) {
        const struct scrut_seat_difference *d = &comparison->differences[i];
        scrut_buf place = {0};
        scrut_report_say_unit(view, &place, d->unit);
        scrut_report_next(view, out, &any, SCRUT_KEY(", "));
        scrut_say(view->language, out, "{1r} {2p} {3d}, announced {4d}", scrut_report_piece(out, &place),
                  view->c->parties[d->party].id, d->allocated, d->announced);
        scrut_buf_free(&place);
    }
}

void scrut_report_say_seats_comparison(const scrut_report_view *view, scrut_buf *out,
                                       const scrut_seats_comparison *comparison)
{
    const char *announced = comparison->announcement->about.id, *votes = comparison->tally->about.id;
    if (comparison->chamber == NULL) {
        scrut_say(view->language, out, "seats announced by {1p}: none can be allocated from the votes of {2p}",
                  announced, votes);
        return;
    }
    scrut_buf what = {0}, differences = {0};
    say_seat_counts(view, &what, comparison);
    if (comparison->nation_compared)
        scrut_report_wrap(view, &what,
                          comparison->nation_equal ? SCRUT_KEY("same over the nation; {1r}")
                                                   : SCRUT_KEY("different over the nation; {1r}"));
    say_seat_differences(view, &differences, comparison);
    if (comparison->difference_count > 0)
        scrut_say(view->language, out, "seats by the votes of {1p}, announced by {2p}: {3r}: {4r}", votes, announced,
                  scrut_report_piece(out, &what), scrut_report_piece(out, &differences));
    else
        scrut_say(view->language, out, "seats by the votes of {1p}, announced by {2p}: {3r}", votes, announced,
                  scrut_report_piece(out, &what));
    scrut_buf_free(&what);
    scrut_buf_free(&differences);
}

/* ---- stations ---- */

static bool say_net(const scrut_report_view *view, scrut_buf *out, const scrut_station_comparison *comparison)
{
    bool any = false;
    for (size_t i = 0, said = 0; i < view->c->party_count && said < PARTIES_SAID; i++) {
        uint32_t party = view->order[i];
        if (comparison->net[party] == 0)
            continue;
        scrut_report_next(view, out, &any, SCRUT_KEY(", "));
        scrut_put_plain(out, view->c->parties[party].id);
        scrut_buf_putc(out, ' ');
        scrut_report_say_signed(view->language, out, comparison->net[party]);
        said++;
    }
    return any;
}

void scrut_report_say_station_comparison(const scrut_report_view *view, scrut_buf *out,
                                         const scrut_station_comparison *comparison)
{
    const scrut_language *l = view->language;
    scrut_buf both = {0}, only = {0}, net = {0}, what = {0};
    scrut_say_count(l, &both, "{1n} station in both", "{1n} stations in both", comparison->in_both);
    scrut_say_count(l, &what, "{2r}, {1n} differs", "{2r}, {1n} differ", comparison->differing,
                    scrut_report_piece(&what, &both));
    if (comparison->only_a + comparison->only_b > 0) {
        scrut_say(l, &only, "{1r}; only in one: {2n} and {3n}", scrut_report_piece(&only, &what), comparison->only_a,
                  comparison->only_b);
        scrut_report_replace(&what, &only);
    }
    if (say_net(view, &net, comparison)) {
        scrut_say(l, &only, "{1r}; net {2r}", scrut_report_piece(&only, &what), scrut_report_piece(&only, &net));
        scrut_report_replace(&what, &only);
    }
    say_pair(view, out, comparison->a->about.id, comparison->b->about.id, &what);
    scrut_buf_free(&both);
    scrut_buf_free(&only);
    scrut_buf_free(&net);
    scrut_buf_free(&what);
}
