/* SPDX-License-Identifier: Apache-2.0 */
#include "calculator.h"
#include "compare.h"
#include "scrutineer/num.h"

#include <stdlib.h>
#include <string.h>

#define NUMBER_COLUMN 15

static void put_number(scrut_buf *out, int64_t number)
{
    char text[32];
    scrut_format_grouped(text, sizeof text, number);
    scrut_buf_puts(out, text);
}

static void put_signed(scrut_buf *out, int64_t number, size_t column)
{
    char digits[32], text[40];
    scrut_format_grouped(digits, sizeof digits, number);
    snprintf(text, sizeof text, "%s%s", number > 0 ? "+" : "", digits);
    scrut_cli_put_right(out, text, column);
}

static void put_count(scrut_buf *out, int64_t count, const char *one, const char *many)
{
    put_number(out, count);
    scrut_buf_putc(out, ' ');
    scrut_buf_puts(out, count == 1 ? one : many);
}

static void put_stations(scrut_buf *out, int64_t count)
{
    put_count(out, count, "station", "stations");
}

static void put_votes(scrut_buf *out, int64_t count)
{
    put_count(out, count, "vote", "votes");
}

/* " (83.85%)" */
static void put_share(scrut_buf *out, int64_t part, int64_t whole)
{
    char text[32];
    if (whole <= 0)
        return;
    scrut_format_ratio(text, sizeof text, (scrut_wide)part * 100, whole, 2);
    scrut_buf_printf(out, " (%s%%)", text);
}

static void put_place(const scrut_case *c, uint32_t k, scrut_buf *out)
{
    char name[200];
    scrut_unit_name(c, k == SCRUT_NONE ? 0 : 1 + (size_t)k, name, sizeof name);
    scrut_cli_put_name(out, name);
}

static void put_station_key(const scrut_reconciliation *r, uint32_t station, scrut_buf *out)
{
    char key[256];
    scrut_reconcile_station(r, station, key, sizeof key);
    scrut_cli_put_name(out, key);
}

/* ---- sources: what each holds ---- */

static void put_coverage(const scrut_reconciliation *r, size_t s, scrut_buf *out)
{
    const scrut_coverage *v = &r->coverage[s];
    scrut_buf_puts(out, "  ");
    scrut_cli_put_name(out, scrut_compare_source_id(r, s));
    scrut_buf_puts(out, ": ");
    put_number(out, v->counted);
    scrut_buf_puts(out, " of ");
    put_stations(out, v->stations);
    scrut_buf_puts(out, " counted");
    put_share(out, v->counted, v->stations);
    if (v->held > v->counted) {
        scrut_buf_puts(out, ", ");
        put_number(out, v->held - v->counted);
        scrut_buf_puts(out, " listed and not counted");
    }
    if (v->registered > 0) {
        scrut_buf_puts(out, "; they have ");
        put_number(out, v->registered_held);
        scrut_buf_puts(out, " of ");
        put_number(out, v->registered);
        scrut_buf_puts(out, v->registered_known ? " registered voters" : " registered voters that are known of");
        put_share(out, v->registered_held, v->registered);
    }
    scrut_buf_putc(out, '\n');
}

/* "decided: 1,400 voters are missing and 2,001 more ballots would be needed" */
static void put_bound(const scrut_case *c, const scrut_coverage_unit *u, scrut_buf *out)
{
    scrut_buf_puts(out, "      ");
    put_place(c, u->constituency, out);
    scrut_buf_puts(out, ": ");
    if (u->closed != NULL) {
        scrut_buf_printf(out, "cannot be weighed: %s\n", u->closed);
        return;
    }
    put_stations(out, u->missing);
    scrut_buf_puts(out, " missing, with ");
    put_number(out, u->missing_voters);
    scrut_buf_puts(out, " voters at most");
    if (u->missing_unknown > 0) {
        scrut_buf_puts(out, " where their number is known (of ");
        put_number(out, u->missing_unknown);
        scrut_buf_puts(out, " it is not)");
    }
    scrut_buf_puts(out, "; ");
    if (u->needed.possible)
        put_number(out, u->needed.at_least);
    scrut_buf_puts(out, u->needed.possible ? " more ballots could change the outcome: "
                                           : "no number of added ballots changes the outcome: ");
    scrut_buf_puts(out, u->decided ? "decided without them\n" : "cannot be decided without them\n");
}

/* "    81.20% of the stations decide 20 of 24 constituencies, whichever way all of the rest went; 4 cannot be decided
 * without it" */
static void put_coverage_verdict(const scrut_case *c, const scrut_coverage *v, scrut_buf *out)
{
    char share[32];
    scrut_format_ratio(share, sizeof share, (scrut_wide)v->counted * 100, v->stations > 0 ? v->stations : 1, 2);
    scrut_buf_printf(out, "    %s%% of the stations ", share);
    if (!c->has_rules) {
        scrut_buf_puts(out, v->decided > 0
                                ? "decide who has most votes in the nation, whichever way all of the rest went\n"
                                : "do not decide who has most votes in the nation: it cannot be decided without the "
                                  "rest\n");
        return;
    }
    scrut_buf_puts(out, "decide ");
    put_number(out, (int64_t)v->decided);
    scrut_buf_puts(out, " of ");
    put_count(out, (int64_t)v->unit_count, "constituency", "constituencies");
    scrut_buf_puts(out, ", whichever way all of the rest went");
    if (v->decided < v->unit_count) {
        scrut_buf_puts(out, "; ");
        put_number(out, (int64_t)(v->unit_count - v->decided));
        scrut_buf_puts(out, " cannot be decided without it");
    }
    scrut_buf_putc(out, '\n');
}

static void put_bounds(const scrut_compare_answer *a, size_t s, scrut_buf *out)
{
    const scrut_coverage *v = &a->r->coverage[s];
    int64_t open = 0;
    size_t shown = 0;
    for (size_t i = 0; i < v->unit_count; i++)
        open += v->units[i].missing_voters > 0 || v->units[i].missing_unknown > 0;
    if (open == 0)
        return;
    put_coverage_verdict(a->r->c, v, out);
    for (size_t i = 0; i < v->unit_count && shown < a->limit; i++)
        if (!v->units[i].decided || v->unit_count == 1) {
            put_bound(a->r->c, &v->units[i], out);
            shown++;
        }
}

/* ---- a pair ---- */

static void put_lists(const scrut_case *c, const int64_t net[], const int64_t gross[], scrut_buf *out)
{
    for (size_t p = 0; p < c->party_count; p++) {
        if (gross[p] == 0)
            continue;
        put_signed(out, net[p], NUMBER_COLUMN);
        put_signed(out, gross[p], NUMBER_COLUMN);
        scrut_buf_puts(out, "  ");
        scrut_cli_put_name(out, c->parties[p].id);
        scrut_buf_putc(out, '\n');
    }
}

static bool any_votes(const int64_t gross[], size_t count)
{
    for (size_t p = 0; p < count; p++)
        if (gross[p] != 0)
            return true;
    return false;
}

static void put_levels(const scrut_compare_answer *a, const scrut_reconcile_pair *pair, scrut_buf *out)
{
    const scrut_case *c = a->r->c;
    size_t units = 1 + c->constituency_count + c->area_count;
    scrut_buf_puts(out,
                   "  Votes in the second less those in the first, in stations that differ: net, and gross without "
                   "the sign\n");
    for (size_t unit = 0; unit < units; unit++) {
        if (!scrut_cli_in_level(c, &a->level, unit) || pair->unit_differing[unit] == 0)
            continue;
        char name[200];
        scrut_unit_name(c, unit, name, sizeof name);
        scrut_buf_puts(out, "    ");
        scrut_cli_put_name(out, name);
        scrut_buf_puts(out, ", ");
        put_stations(out, pair->unit_differing[unit]);
        scrut_buf_putc(out, '\n');
        put_lists(c, &pair->net[unit * c->party_count], &pair->gross[unit * c->party_count], out);
    }
}

static void put_part(const scrut_compare_answer *a, const scrut_reconcile_part *part, scrut_buf *out)
{
    const scrut_case *c = a->r->c;
    scrut_buf_printf(out, "    %s", scrut_reason_words(part->reason));
    if (part->party != SCRUT_NONE) {
        scrut_buf_puts(out, ": ");
        scrut_cli_put_name(out, c->parties[part->party].id);
    }
    scrut_buf_puts(out, ": ");
    put_stations(out, part->stations);
    scrut_buf_puts(out, ", ");
    put_votes(out, part->gross);
    scrut_buf_puts(out, "; ");
    put_number(out, part->beyond);
    scrut_buf_puts(out, " left\n");
    for (size_t i = 0; i < part->place_count && i < a->limit; i++) {
        char name[200];
        scrut_unit_name(c, part->places[i], name, sizeof name);
        scrut_buf_puts(out, i == 0 ? "      the whole of " : ", ");
        scrut_cli_put_name(out, name);
    }
    if (part->place_count > a->limit)
        scrut_buf_printf(out, " and %zu more", part->place_count - a->limit);
    if (part->place_count > 0)
        scrut_buf_putc(out, '\n');
}

static void put_cell(scrut_buf *out, bool known, int64_t value)
{
    if (known)
        put_number(out, value);
    else
        scrut_buf_putc(out, '?');
}

/* "; the second has the votes that the first gives for 0107" */
static void put_elsewhere(const scrut_reconciliation *r, const scrut_reconcile_pair *pair,
                          const scrut_differing_station *s, scrut_buf *out)
{
    char key[256];
    if (!scrut_compare_elsewhere(r, pair, s, key, sizeof key))
        return;
    scrut_buf_printf(out, "; the %s has the votes that the %s gives for ", s->elsewhere_in_b ? "first" : "second",
                     s->elsewhere_in_b ? "second" : "first");
    scrut_cli_put_name(out, key);
}

static void put_station(const scrut_reconciliation *r, const scrut_reconcile_pair *pair,
                        const scrut_differing_station *s, scrut_buf *out)
{
    scrut_buf_puts(out, "    ");
    put_station_key(r, s->station, out);
    scrut_buf_puts(out, " (");
    put_place(r->c, scrut_reconcile_constituency(r, s->station), out);
    scrut_buf_puts(out, "): ");
    put_votes(out, s->gross);
    for (size_t p = 0; p < r->c->party_count; p++) {
        int64_t a = 0, b = 0;
        bool known_a = scrut_compare_votes(r, pair->a, s->row_a, p, &a),
             known_b = scrut_compare_votes(r, pair->b, s->row_b, p, &b);
        if (known_a == known_b && (!known_a || a == b))
            continue;
        scrut_buf_puts(out, ", ");
        scrut_cli_put_name(out, r->c->parties[p].id);
        scrut_buf_putc(out, ' ');
        put_cell(out, known_a, a);
        scrut_buf_puts(out, " -> ");
        put_cell(out, known_b, b);
    }
    if (s->reason == SCRUT_REASON_ELSEWHERE)
        put_elsewhere(r, pair, s, out);
    else if (s->reason != SCRUT_REASON_OTHER)
        scrut_buf_printf(out, "; %s", scrut_reason_words(s->reason));
    scrut_buf_putc(out, '\n');
}

static void put_deciding(const scrut_compare_answer *a, const scrut_reconcile_pair *pair,
                         const scrut_deciding_stations *d, scrut_buf *out)
{
    const scrut_reconciliation *r = a->r;
    scrut_buf_puts(out, "    ");
    put_place(r->c, d->constituency, out);
    if (d->gains == SCRUT_NONE) {
        scrut_buf_puts(out, ": all of them together, no fewer were found\n");
        return;
    }
    scrut_buf_puts(out, ": ");
    put_stations(out, (int64_t)d->station_count);
    scrut_buf_puts(out, d->station_count == 1 ? " decides between " : " decide between ");
    scrut_cli_put_name(out, r->c->parties[d->loses].id);
    scrut_buf_puts(out, " and ");
    scrut_cli_put_name(out, r->c->parties[d->gains].id);
    for (size_t n = 0; n < d->station_count && n < a->limit; n++) {
        scrut_buf_puts(out, n == 0 ? ": " : ", ");
        put_station_key(r, pair->stations[d->stations[n]].station, out);
    }
    if (d->station_count > a->limit)
        scrut_buf_printf(out, " and %zu more", d->station_count - a->limit);
    scrut_buf_putc(out, '\n');
}

static void put_outcome(const scrut_compare_answer *a, size_t index, scrut_buf *out)
{
    const scrut_pair_outcome *outcome = &a->r->outcomes[index];
    if (!outcome->compared || a->r->pairs[index].station_count == 0)
        return;
    if (outcome->unit_count == 0) {
        scrut_buf_puts(out, "  Whichever source is right about each of these stations, the outcome is the same\n");
        return;
    }
    scrut_buf_puts(out, "  These stations decide the outcome; open their boxes first\n");
    for (size_t i = 0; i < outcome->unit_count && i < a->limit; i++)
        put_deciding(a, &a->r->pairs[index], &outcome->units[i], out);
}

static void put_heading(const scrut_reconciliation *r, const scrut_reconcile_pair *pair, scrut_buf *out)
{
    scrut_buf_putc(out, '\n');
    scrut_cli_put_name(out, scrut_compare_source_id(r, pair->a));
    scrut_buf_puts(out, " and ");
    scrut_cli_put_name(out, scrut_compare_source_id(r, pair->b));
    scrut_buf_puts(out, "\n  ");
    put_stations(out, pair->in_both);
    scrut_buf_puts(out, " in both: ");
    put_number(out, pair->equal);
    scrut_buf_puts(out, " agree, ");
    put_number(out, pair->differing);
    scrut_buf_puts(out, " differ");
    if (pair->counted_otherwise > 0) {
        scrut_buf_puts(out, ", ");
        put_number(out, pair->counted_otherwise);
        scrut_buf_puts(out, " count in one of the two only");
    }
    scrut_buf_puts(out, "; ");
    put_number(out, pair->only_a);
    scrut_buf_puts(out, " only in the first, ");
    put_number(out, pair->only_b);
    scrut_buf_puts(out, " only in the second\n");
}

static void put_pair(const scrut_compare_answer *a, size_t index, scrut_buf *out)
{
    const scrut_reconciliation *r = a->r;
    const scrut_reconcile_pair *pair = &r->pairs[index];
    put_heading(r, pair, out);
    if (any_votes(pair->gross, r->c->party_count))
        put_levels(a, pair, out);
    if (pair->part_count > 0)
        scrut_buf_puts(out, "  What the difference of the sums is made of, most votes first\n");
    for (size_t i = 0; i < pair->part_count; i++)
        put_part(a, &pair->parts[i], out);
    put_outcome(a, index, out);
    if (pair->station_count > 0)
        scrut_buf_puts(out, "  Stations, most votes first\n");
    for (size_t i = 0; i < pair->station_count && i < a->limit; i++)
        put_station(r, pair, &pair->stations[i], out);
    if (pair->station_count > a->limit)
        scrut_buf_printf(out, "    and %zu more; --csv has all of them\n", pair->station_count - a->limit);
}

/* ---- announcements: one line a pattern and list, over the units ---- */

typedef struct {
    scrut_reason reason;
    uint32_t party;
    int64_t units, votes;
} pattern_sum;

static int compare_sums(const void *x, const void *y)
{
    const pattern_sum *a = x, *b = y;
    if (a->votes != b->votes)
        return a->votes > b->votes ? -1 : 1;
    if (a->reason != b->reason)
        return a->reason < b->reason ? -1 : 1;
    return (a->party > b->party) - (a->party < b->party);
}

/* NULL without memory. */
static pattern_sum *sum_patterns(const scrut_explanations *x, size_t *ret_count)
{
    pattern_sum *sums = calloc(x->count + 1, sizeof *sums);
    size_t count = 0;
    for (size_t i = 0; sums != NULL && i < x->count; i++) {
        const scrut_explanation *e = &x->items[i];
        size_t at = 0;
        while (at < count && (sums[at].reason != e->reason || sums[at].party != e->party))
            at++;
        if (at == count)
            sums[count++] = (pattern_sum){.reason = e->reason, .party = e->party};
        sums[at].units++;
        sums[at].votes += e->votes;
    }
    if (count > 1)
        qsort(sums, count, sizeof *sums, compare_sums);
    *ret_count = count;
    return sums;
}

/* "stations has 25,394 votes less for SSALI, in 93 of the units, and in none more; in 31 it has none at all" */
static void put_short_list(const scrut_case *c, const scrut_announced_difference *d, const scrut_short_list *l,
                           scrut_buf *out)
{
    const scrut_tally *fewer = l->in_a ? d->comparison->a : d->comparison->b;
    scrut_buf_puts(out, "    ");
    scrut_cli_put_name(out, fewer->about.id);
    scrut_buf_puts(out, " has ");
    put_votes(out, l->votes);
    scrut_buf_puts(out, " less for ");
    scrut_cli_put_name(out, c->parties[l->party].id);
    scrut_buf_printf(out, ", in %zu of these units and more in none; in %zu it has none at all\n", l->units, l->whole);
}

static void put_announced(const scrut_compare_answer *a, const scrut_announced_difference *d, scrut_buf *out)
{
    const scrut_reconciliation *r = a->r;
    const scrut_explanations *x = &d->explanations;
    size_t count;
    scrut_buf_putc(out, '\n');
    scrut_cli_put_name(out, scrut_compare_source_id(r, d->source));
    scrut_buf_puts(out, " and what was announced as ");
    scrut_cli_put_name(out, d->comparison->b->about.id);
    scrut_buf_puts(out, "\n  ");
    if (x->units == 0) {
        scrut_buf_puts(out, "the lists' votes agree wherever both give them\n");
        return;
    }
    put_count(out, (int64_t)x->units, "unit differs", "units differ");
    scrut_buf_puts(out, " in ");
    put_votes(out, x->gross);
    scrut_buf_puts(out, ", of which ");
    put_number(out, x->explained);
    scrut_buf_puts(out, " follow a pattern\n");
    for (size_t i = 0; i < x->short_list_count; i++)
        put_short_list(r->c, d, &x->short_lists[i], out);
    pattern_sum *sums = sum_patterns(x, &count);
    for (size_t i = 0; sums != NULL && i < count && i < a->limit; i++) {
        scrut_buf_printf(out, "    %s", scrut_reason_words(sums[i].reason));
        if (sums[i].party != SCRUT_NONE) {
            scrut_buf_puts(out, ": ");
            scrut_cli_put_name(out, r->c->parties[sums[i].party].id);
        }
        scrut_buf_puts(out, ": ");
        put_count(out, sums[i].units, "unit", "units");
        scrut_buf_puts(out, ", ");
        put_votes(out, sums[i].votes);
        scrut_buf_putc(out, '\n');
    }
    out->failed = out->failed || sums == NULL;
    free(sums);
}

/* ---- seats side by side ---- */

static void put_seats(const scrut_reconciliation *r, scrut_buf *out)
{
    bool any = false;
    for (size_t s = 0; s < r->source_count; s++) {
        const scrut_chamber *chamber = r->figures->chambers[r->sources[s]];
        if (chamber == NULL)
            continue;
        scrut_buf_puts(out, any ? "  " : "\nSeats under each source\n  ");
        any = true;
        scrut_cli_put_name(out, scrut_compare_source_id(r, s));
        for (size_t p = 0, n = 0; p < r->c->party_count; p++) {
            if (chamber->possible[p] == 0)
                continue;
            scrut_buf_puts(out, n++ == 0 ? ": " : ", ");
            scrut_cli_put_name(out, r->c->parties[p].id);
            scrut_buf_printf(out, " %lld", (long long)chamber->certain[p]);
            if (chamber->possible[p] != chamber->certain[p])
                scrut_buf_printf(out, " to %lld", (long long)chamber->possible[p]);
        }
        scrut_buf_putc(out, '\n');
    }
}

void scrut_compare_text(const scrut_compare_answer *answer, scrut_buf *out)
{
    const scrut_reconciliation *r = answer->r;
    if (r->c->model)
        scrut_buf_puts(out, "MODEL: these figures are a model, not evidence of an election.\n\n");
    scrut_buf_puts(out, "Sources\n");
    for (size_t s = 0; s < r->source_count; s++) {
        put_coverage(r, s, out);
        put_bounds(answer, s, out);
    }
    for (size_t i = 0; i < r->pair_count; i++)
        put_pair(answer, i, out);
    for (size_t i = 0; i < r->announced_count; i++)
        put_announced(answer, &r->announced[i], out);
    put_seats(r, out);
}
