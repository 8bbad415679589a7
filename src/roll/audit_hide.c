/* SPDX-License-Identifier: Apache-2.0
 * audit_hide.c: which numbers of names in surplus must not be told, of constituencies and of their areas: small ones,
 * and others from which a small one would follow. The sums of the nation are taken as known. */
#include "audit_internal.h"
#include "scrutineer/suppress.h"

#include <stdlib.h>

/* Cells: constituencies and what lies in none, then the areas; of marked names, and then those without a mark again. */
typedef struct {
    const auditing *a;
    size_t places, cells; /* of constituencies and none; of all */
    int64_t *counts;      /* two a cell */
    bool *hidden;         /* two a cell */
    uint32_t *members;    /* cells of lines, one line after another */
    scrut_suppress_line *lines;
    size_t line_count, member_count;
} hiding;

static scrut_roll_stake *stake_of(const hiding *h, size_t cell)
{
    scrut_roll_audit *audit = h->a->audit;
    return cell < h->places ? &audit->stakes[cell] : &audit->areas[cell - h->places].stake;
}

static bool hiding_open(hiding *h)
{
    h->counts = malloc((2 * h->cells + 1) * sizeof *h->counts);
    h->hidden = malloc((2 * h->cells + 1) * sizeof *h->hidden);
    h->members = malloc((6 * h->cells + 1) * sizeof *h->members);
    h->lines = malloc((h->cells + 2 * h->places + 2) * sizeof *h->lines);
    return h->counts != NULL && h->hidden != NULL && h->members != NULL && h->lines != NULL;
}

static void hiding_close(hiding *h)
{
    free(h->counts);
    free(h->hidden);
    free(h->members);
    free(h->lines);
}

static void begin(hiding *h)
{
    h->line_count = h->member_count = 0;
    h->lines[h->line_count++] = (scrut_suppress_line){NULL, h->places};
}

static void begin_line(hiding *h)
{
    h->lines[h->line_count++] = (scrut_suppress_line){&h->members[h->member_count], 0};
}

static void add_member(hiding *h, size_t cell)
{
    h->members[h->member_count++] = (uint32_t)cell;
    h->lines[h->line_count - 1].count++;
}

/* The areas of each constituency, which add up to its own cell; `offset` of the cells. `with_own`: that may be hidden,
 * too. */
static void add_areas(hiding *h, size_t offset, bool with_own)
{
    const scrut_roll_audit *audit = h->a->audit;
    for (size_t i = 0; i < audit->area_count; i++) {
        if (i == 0 || audit->areas[i].constituency != audit->areas[i - 1].constituency)
            begin_line(h);
        add_member(h, offset + h->places + i);
        if (with_own && audit->areas[i].id == NULL)
            add_member(h, offset + audit->areas[i].constituency);
    }
}

static int64_t people_of(const scrut_roll_estimate *e)
{
    return (int64_t)(e->value + .5);
}

static void hide_surplus(hiding *h)
{
    begin(h);
    add_areas(h, 0, true);
    for (size_t i = 0; i < h->cells; i++)
        h->counts[i] = people_of(&stake_of(h, i)->surplus);
    scrut_suppress(h->counts, h->cells, h->lines, h->line_count, SCRUT_SUPPRESS_LEAST, h->hidden);
    for (size_t i = 0; i < h->cells; i++)
        stake_of(h, i)->hidden = h->hidden[i];
}

/* Marked ones are hidden, too, where those without a mark would follow from the surplus and be too few. */
static void hide_votes(hiding *h)
{
    begin(h);
    add_areas(h, 0, true);
    add_areas(h, h->cells, true);
    for (size_t i = 0; i < h->cells; i++) {
        int64_t surplus = people_of(&stake_of(h, i)->surplus), marked = people_of(&stake_of(h, i)->votes);
        h->counts[i] = marked;
        h->counts[h->cells + i] = surplus > marked ? surplus - marked : 0;
        begin_line(h);
        add_member(h, i);
        add_member(h, h->cells + i);
    }
    scrut_suppress(h->counts, 2 * h->cells, h->lines, h->line_count, SCRUT_SUPPRESS_LEAST, h->hidden);
    for (size_t i = 0; i < h->cells; i++)
        stake_of(h, i)->votes_hidden = h->hidden[i] || h->hidden[h->cells + i];
}

/* Names of a constituency are published, and so are those of the nation. */
static void hide_names(hiding *h)
{
    scrut_roll_audit *audit = h->a->audit;
    h->line_count = h->member_count = 0;
    add_areas(h, 0, false);
    for (size_t i = 0; i < h->cells; i++)
        h->counts[i] = stake_of(h, i)->names;
    scrut_suppress(h->counts, h->cells, h->lines, h->line_count, SCRUT_SUPPRESS_LEAST, h->hidden);
    for (size_t i = 0; i < audit->area_count; i++) {
        scrut_roll_area *area = &audit->areas[i];
        area->names_hidden = h->hidden[h->places + i];
        area->stake.hidden = area->stake.hidden || area->names_hidden;
        area->stake.votes_hidden = area->stake.votes_hidden || area->names_hidden;
    }
}

bool audit_hide(auditing *a)
{
    hiding h = {.a = a, .places = a->c->constituency_count + 1};
    h.cells = h.places + a->audit->area_count;
    bool fine = hiding_open(&h);
    if (fine) {
        hide_surplus(&h);
        hide_votes(&h);
        hide_names(&h);
    }
    hiding_close(&h);
    return fine;
}
