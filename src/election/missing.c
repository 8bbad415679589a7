/* SPDX-License-Identifier: Apache-2.0
 * missing.c: what a case does not hold, said in words; and names of units for people. */
#include "election_internal.h"
#include "scrutineer/utf8.h"

#include <stdio.h>
#include <string.h>

static void not_provided(loader *l, const char *sentence)
{
    scrut_case *c = l->c;
    if (c->not_provided == NULL)
        c->not_provided = take(l, 16, sizeof *c->not_provided);
    if (c->not_provided != NULL && c->not_provided_count < 16)
        c->not_provided[c->not_provided_count++] = sentence;
}

static bool any_announcement(const scrut_case *c, bool (*has)(const scrut_tally *t))
{
    for (size_t i = 0; i < c->announcement_count; i++)
        if (has(&c->announcements[i]))
            return true;
    return false;
}

static bool announces_constituency_votes(const scrut_tally *t)
{
    return t->has_constituency_votes;
}

static bool announces_seats(const scrut_tally *t)
{
    return t->has_seats;
}

void note_what_is_missing(loader *l)
{
    const scrut_case *c = l->c;
    size_t without_seats = 0;
    for (size_t i = 0; i < c->constituency_count; i++)
        without_seats += !c->constituencies[i].seats_known;
    if (c->returns_count == 0)
        not_provided(l,
                     SCRUT_KEY("Returns of the polling stations: nothing can be tabulated or checked form by form."));
    if (c->registry == NULL)
        not_provided(l,
                     SCRUT_KEY("The official list of polling stations: missing and unknown stations cannot be told."));
    if (c->announcement_count == 0)
        not_provided(l, SCRUT_KEY("Announced results: there is nothing to compare the evidence with."));
    if (c->returns_count == 0 && !any_announcement(c, announces_constituency_votes) && !c->single_constituency)
        not_provided(
            l,
            SCRUT_KEY(
                "Votes by constituency: the seats cannot be computed again. The official results by constituency, or "
                "the polling stations' forms, would decide it."));
    if (!c->has_rules)
        not_provided(l, SCRUT_KEY("The rules that turn votes into seats: no seats are allocated."));
    else if (without_seats > 0)
        not_provided(l, SCRUT_KEY("The number of seats of one constituency or more: its seats are not allocated."));
    if (c->announcement_count > 0 && !any_announcement(c, announces_seats) && c->has_rules)
        not_provided(l, SCRUT_KEY("Announced seats: the allocation has nothing to be compared with."));
    if (c->previous_count == 0)
        not_provided(l, SCRUT_KEY("The previous election: no swing is shown."));
}

void scrut_unit_name(const scrut_case *c, size_t unit, char *text, size_t size)
{
    if (unit == 0) {
        snprintf(text, size, "nation");
    } else if (unit <= c->constituency_count) {
        const scrut_constituency *k = &c->constituencies[unit - 1];
        if (k->name != NULL && strcmp(k->name, k->id) != 0)
            snprintf(text, size, "constituency %s %s", k->id, k->name);
        else
            snprintf(text, size, "constituency %s", k->id);
    } else {
        const scrut_area *a = &c->areas[unit - 1 - c->constituency_count];
        snprintf(text, size, "%s %s", c->area_levels[a->level], a->name);
    }
    if (size > 0)
        text[scrut_utf8_check(text, strlen(text))] = '\0'; /* cut between letters */
}
