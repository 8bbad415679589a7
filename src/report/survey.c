/* SPDX-License-Identifier: Apache-2.0
 * survey.c: the margins alone, in full: every constituency's closest seat, every list's next one, every number of seats
 * that matters. */
#include "report_internal.h"

#include <stdio.h>
#include <string.h>

static bool shown(const scrut_verdict *v, size_t t, const char *figures)
{
    return v->margins[t] != NULL && (figures == NULL || strcmp(v->tallies[t].about.id, figures) == 0);
}

static void put_closest(const scrut_report_view *view, const scrut_margins *m, scrut_buf *out)
{
    const uint32_t *order = scrut_report_closest_order(view, m);
    scrut_buf_puts(out, "\nThe closest seat of every constituency\n");
    for (size_t i = 0; order != NULL && i < view->c->constituency_count; i++) {
        const scrut_closest_seat *seat = &m->closest[order[i]];
        scrut_buf_puts(out, "  ");
        scrut_report_say_place(view, out, order[i] + 1);
        scrut_buf_puts(out, ": ");
        if (seat->weighed) {
            scrut_report_say_readings(NULL, out, &seat->could, &seat->would);
            scrut_buf_puts(out, ", ");
            scrut_report_say_exchange(view, out, seat);
        }
        if (seat->note != NULL) {
            scrut_buf_puts(out, seat->weighed ? ". " : "");
            scrut_put_plain(out, seat->note);
        }
        scrut_buf_putc(out, '\n');
    }
}

/* Under the heading before when `title` is NULL. */
static void put_questions(const scrut_report_view *view, const char *title, const scrut_seats_margin *items,
                          size_t count, scrut_buf *out)
{
    if (title != NULL && count > 0)
        scrut_buf_printf(out, "\n%s\n", title);
    for (size_t i = 0; i < count; i++) {
        scrut_buf_puts(out, "  ");
        scrut_report_say_taken(view, out, &items[i]);
        if (items[i].note != NULL) {
            scrut_buf_puts(out, ". ");
            scrut_put_plain(out, items[i].note);
        }
        scrut_buf_putc(out, '\n');
    }
}

static void put_margins(const scrut_report_view *view, const scrut_margins *m, const scrut_tally *tally, scrut_buf *out)
{
    char title[96];
    scrut_buf_puts(out, "Margins, fewest ballots changed from one list to another: ");
    scrut_report_say_figures(view, out, tally);
    scrut_buf_puts(out, "\ncould: a draw decides; would: for certain; a range: fewer than its first number cannot, its "
                        "second does\n");
    if (m->house.assumption != NULL) {
        scrut_put_plain(out, m->house.assumption);
        scrut_buf_putc(out, '\n');
    }
    for (size_t i = 0; i < m->fact_count; i++) {
        snprintf(title, sizeof title, "%.60s: %lld seats", m->facts[i].name, (long long)m->facts[i].seats);
        put_questions(view, title, m->facts[i].alliances, m->facts[i].alliance_count, out);
        put_questions(view, m->facts[i].alliance_count > 0 ? NULL : title, m->facts[i].parties, m->facts[i].party_count,
                      out);
    }
    put_questions(view, "One seat more", m->alliances_more, m->alliance_count, out);
    put_questions(view, m->alliance_count > 0 ? NULL : "One seat more", m->more, m->more_count, out);
    put_questions(view, "One seat fewer", m->alliances_fewer, m->alliance_count, out);
    put_questions(view, m->alliance_count > 0 ? NULL : "One seat fewer", m->fewer, m->fewer_count, out);
    put_closest(view, m, out);
}

scrut_status scrut_report_margins_text(const scrut_verdict *verdict, const char *figures, scrut_buf *out,
                                       scrut_error *err)
{
    scrut_report_view view;
    bool any = false;
    scrut_status st = scrut_report_view_init(verdict, "", &view, err);
    if (st != SCRUT_OK)
        return st;
    for (size_t t = 0; t < verdict->tally_count; t++) {
        if (!shown(verdict, t, figures))
            continue;
        scrut_buf_puts(out, any ? "\n" : "");
        put_margins(&view, verdict->margins[t], &verdict->tallies[t], out);
        any = true;
    }
    scrut_report_view_free(&view);
    return scrut_buf_failed(out) ? scrut_fail_memory(err) : SCRUT_OK;
}

scrut_json *scrut_report_margins_json(const scrut_verdict *verdict, const char *figures)
{
    scrut_json *root = scrut_json_object(), *list = scrut_json_array();
    for (size_t t = 0; t < verdict->tally_count; t++)
        if (shown(verdict, t, figures))
            scrut_json_append(list, scrut_report_json_tally_margins(verdict, t));
    scrut_json_set(root, "format", scrut_json_string(SCRUT_MARGINS_FORMAT));
    scrut_json_set(root, "margins", list);
    return root;
}
