/* SPDX-License-Identifier: Apache-2.0
 * compared.c: comparisons in one line each. */
#include "report_internal.h"

#define CELLS_SAID 2

static void say_pair(scrut_buf *out, const char *a, const char *b)
{
    scrut_put_plain(out, a);
    scrut_buf_puts(out, " against ");
    scrut_put_plain(out, b);
    scrut_buf_puts(out, ": ");
}

static void say_cell(const scrut_report_view *view, scrut_buf *out, const scrut_compare_cell *cell)
{
    scrut_put_plain(out, scrut_report_unit_label(view, cell->unit));
    scrut_buf_putc(out, ' ');
    scrut_report_put_figure_name(view, out, cell->column);
    scrut_buf_putc(out, ' ');
    scrut_report_put_signed(out, cell->b - cell->a);
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
    bool places = a_place_differs(comparison);
    int64_t said = 0;
    for (size_t i = 0; i < comparison->cell_count && said < CELLS_SAID; i++) {
        const scrut_compare_cell *cell = &comparison->cells[i];
        if (cell->state != SCRUT_COMPARE_DIFFERENT || (places && cell->unit == 0))
            continue;
        scrut_buf_puts(out, said++ == 0 ? ": " : ", ");
        say_cell(view, out, cell);
    }
    if (comparison->different > said)
        scrut_buf_puts(out, ", \xE2\x80\xA6");
}

void scrut_report_say_comparison(const scrut_report_view *view, scrut_buf *out, const scrut_comparison *comparison)
{
    say_pair(out, comparison->a->about.id, comparison->b->about.id);
    if (comparison->equal + comparison->different == 0) {
        scrut_buf_puts(out, "no figure that both give");
        return;
    }
    scrut_report_put_count(out, comparison->equal, "figure equal", "figures equal");
    scrut_buf_puts(out, ", ");
    scrut_report_put_grouped(out, comparison->different);
    scrut_buf_puts(out, " different");
    if (comparison->different > 0)
        say_cells(view, out, comparison);
}

void scrut_report_say_seats_comparison(const scrut_report_view *view, scrut_buf *out,
                                       const scrut_seats_comparison *comparison)
{
    scrut_buf_puts(out, "seats ");
    if (comparison->chamber == NULL) {
        scrut_buf_puts(out, "announced by ");
        scrut_put_plain(out, comparison->announcement->about.id);
        scrut_buf_puts(out, ": none can be allocated from the votes of ");
        scrut_put_plain(out, comparison->tally->about.id);
        return;
    }
    scrut_buf_puts(out, "by the votes of ");
    scrut_put_plain(out, comparison->tally->about.id);
    scrut_buf_puts(out, ", announced by ");
    scrut_put_plain(out, comparison->announcement->about.id);
    scrut_buf_puts(out, ": ");
    if (comparison->nation_compared)
        scrut_buf_puts(out, comparison->nation_equal ? "same over the nation; " : "different over the nation; ");
    scrut_report_put_count(out, comparison->constituencies_equal, "constituency equal", "constituencies equal");
    scrut_buf_printf(out, ", %lld different", (long long)comparison->constituencies_different);
    if (comparison->constituencies_possible > 0)
        scrut_buf_printf(out, ", %lld possible", (long long)comparison->constituencies_possible);
    if (comparison->constituencies_not_comparable > 0)
        scrut_buf_printf(out, ", %lld not comparable", (long long)comparison->constituencies_not_comparable);
    for (size_t i = 0; i < comparison->difference_count && i < CELLS_SAID; i++) {
        const struct scrut_seat_difference *d = &comparison->differences[i];
        scrut_buf_puts(out, i == 0 ? ": " : ", ");
        scrut_put_plain(out, scrut_report_unit_label(view, d->unit));
        scrut_buf_putc(out, ' ');
        scrut_put_plain(out, view->c->parties[d->party].id);
        scrut_buf_printf(out, " %lld, announced %lld", (long long)d->allocated, (long long)d->announced);
    }
}

void scrut_report_say_station_comparison(const scrut_report_view *view, scrut_buf *out,
                                         const scrut_station_comparison *comparison)
{
    say_pair(out, comparison->a->about.id, comparison->b->about.id);
    scrut_report_put_count(out, comparison->in_both, "station", NULL);
    scrut_buf_puts(out, " in both, ");
    scrut_report_put_grouped(out, comparison->differing);
    scrut_buf_puts(out, comparison->differing == 1 ? " differs" : " differ");
    if (comparison->only_a + comparison->only_b > 0) {
        scrut_buf_puts(out, "; only in one: ");
        scrut_report_put_grouped(out, comparison->only_a);
        scrut_buf_puts(out, " and ");
        scrut_report_put_grouped(out, comparison->only_b);
    }
    for (size_t i = 0, said = 0; i < view->c->party_count && said < 3; i++) {
        uint32_t party = view->order[i];
        if (comparison->net[party] == 0)
            continue;
        scrut_buf_puts(out, said++ == 0 ? "; net " : ", ");
        scrut_put_plain(out, view->c->parties[party].id);
        scrut_buf_putc(out, ' ');
        scrut_report_put_signed(out, comparison->net[party]);
    }
}
