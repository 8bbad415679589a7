/* SPDX-License-Identifier: Apache-2.0
 * seats.c: the allocations of a case alone: for "scrutineer seats CASE". */
#include "report_internal.h"

#include <assert.h>

scrut_json *scrut_report_seats_json(const scrut_verdict *v)
{
    scrut_json *root = scrut_json_object();
    scrut_json_set(root, "format", scrut_json_string(SCRUT_SEATS_CASE_FORMAT));
    scrut_json_set(root, "rules", scrut_report_json_rules(v->c));
    scrut_json_set(root, "chambers", scrut_report_json_chambers(v));
    scrut_json_set(root, "seats_comparisons", scrut_report_json_seats_comparisons(v));
    return root;
}

static const char *contender_name(const scrut_case *c, const uint32_t parties[], const uint32_t alliances[],
                                  uint32_t index)
{
    if (parties[index] != SCRUT_NONE)
        return c->parties[parties[index]].id;
    assert(alliances != NULL); /* inside an alliance every contender is a party */
    return c->alliances[alliances[index]];
}

/* The rungs in the order in which seats are won; a line shows where they end. */
static void put_ladder(const scrut_case *c, const scrut_apportionment *a, const uint32_t parties[],
                       const uint32_t alliances[], scrut_buf *out)
{
    if (a->full_quotas != NULL) {
        scrut_buf_puts(out, "    quota ");
        scrut_report_put_quotient(out, a->quota_numerator, a->quota_denominator);
        scrut_buf_putc(out, '\n');
    }
    for (size_t i = 0; i < a->ladder_count; i++) {
        const scrut_claim *claim = &a->ladder[i];
        bool tied = i >= a->won_count && i < a->won_count + a->tied_count;
        if (i == a->won_count + a->tied_count)
            scrut_buf_puts(out, "    ---- no seat below this line ----\n");
        scrut_buf_printf(out, "    %4zu  ", i + 1);
        scrut_put_plain(out, contender_name(c, parties, alliances, claim->contender));
        scrut_buf_printf(out, " (its %lld.) ", (long long)claim->k);
        scrut_report_put_quotient(out, claim->numerator, claim->denominator);
        scrut_buf_puts(out, claim->full_quota ? "  full quota" : tied ? "  tied" : "");
        scrut_buf_puts(out, a->squared ? "  (square of the quotient)\n" : "\n");
    }
}

static void put_constituency(const scrut_case *c, size_t index, const scrut_constituency_seats *k, bool explain,
                             scrut_buf *out)
{
    char name[200];
    bool any = false;
    scrut_unit_name(c, 1 + index, name, sizeof name);
    scrut_buf_puts(out, "  ");
    scrut_put_plain(out, name);
    scrut_buf_printf(out, ", %lld seats: ", (long long)k->seats);
    for (size_t p = 0; p < c->party_count; p++) {
        if (k->possible[p] == 0)
            continue;
        scrut_buf_puts(out, any ? ", " : "");
        scrut_put_plain(out, c->parties[p].id);
        scrut_buf_putc(out, ' ');
        scrut_report_put_range(out, k->certain[p], k->possible[p]);
        any = true;
    }
    if (k->state != SCRUT_SEATS_DECIDED) {
        scrut_buf_printf(out, "%s%s", any ? "; " : "", scrut_report_state_name(k->state));
        if (k->reason != NULL) {
            scrut_buf_puts(out, ": ");
            scrut_put_plain(out, k->reason);
        }
    }
    scrut_buf_putc(out, '\n');
    if (!explain)
        return;
    put_ladder(c, &k->outer, k->outer_party, k->outer_alliance, out);
    for (size_t i = 0; i < k->inner_count; i++) {
        scrut_buf_puts(out, "    inside ");
        scrut_put_plain(out, c->alliances[k->inner_alliance[i]]);
        scrut_buf_puts(out, ":\n");
        put_ladder(c, &k->inner[i], k->inner_party[i], NULL, out);
    }
}

static void put_chamber(const scrut_verdict *v, size_t tally, bool explain, scrut_buf *out)
{
    const scrut_case *c = v->c;
    const scrut_chamber *chamber = v->chambers[tally];
    scrut_buf_puts(out, "Seats from the votes of ");
    scrut_put_plain(out, v->tallies[tally].about.id);
    scrut_buf_puts(out, " under ");
    scrut_put_plain(out, chamber->rules->id != NULL ? chamber->rules->id : "the rules of the case");
    scrut_buf_printf(out, ": %zu of %zu constituencies decided\n", chamber->decided, c->constituency_count);
    if (chamber->assumption != NULL) {
        scrut_buf_puts(out, "  ");
        scrut_put_plain(out, chamber->assumption);
        scrut_buf_putc(out, '\n');
    }
    for (size_t p = 0; p < c->party_count; p++) {
        if (chamber->possible[p] == 0)
            continue;
        scrut_buf_puts(out, "  ");
        scrut_put_plain(out, c->parties[p].id);
        scrut_buf_putc(out, ' ');
        scrut_report_put_range(out, chamber->certain[p], chamber->possible[p]);
        scrut_buf_putc(out, '\n');
    }
    scrut_buf_puts(out, "By constituency\n");
    for (size_t k = 0; k < c->constituency_count; k++)
        put_constituency(c, k, &chamber->constituencies[k], explain, out);
}

scrut_status scrut_report_seats_text(const scrut_verdict *v, bool explain, scrut_buf *out, scrut_error *err)
{
    bool any = false;
    for (size_t t = 0; t < v->tally_count; t++) {
        if (v->chambers[t] == NULL)
            continue;
        scrut_buf_puts(out, any ? "\n" : "");
        put_chamber(v, t, explain, out);
        any = true;
    }
    for (size_t i = 0; i < v->seats_comparison_count; i++) {
        const scrut_seats_comparison *k = &v->seats_comparisons[i];
        scrut_buf_puts(out, "\nAgainst the seats announced by ");
        scrut_put_plain(out, k->announcement->about.id);
        scrut_buf_puts(out, " (votes of ");
        scrut_put_plain(out, k->tally->about.id);
        scrut_buf_puts(out, "): ");
        if (k->nation_compared)
            scrut_buf_puts(out, k->nation_equal ? "equal over the nation; " : "different over the nation; ");
        scrut_buf_printf(out, "constituencies: %lld equal, %lld different, %lld possible, %lld not comparable\n",
                         (long long)k->constituencies_equal, (long long)k->constituencies_different,
                         (long long)k->constituencies_possible, (long long)k->constituencies_not_comparable);
        for (size_t d = 0; d < k->difference_count; d++) {
            char name[200];
            scrut_unit_name(v->c, k->differences[d].unit, name, sizeof name);
            scrut_buf_puts(out, "  ");
            scrut_put_plain(out, name);
            scrut_buf_puts(out, ": ");
            scrut_put_plain(out, v->c->parties[k->differences[d].party].id);
            scrut_buf_printf(out, " allocated %lld, announced %lld\n", (long long)k->differences[d].allocated,
                             (long long)k->differences[d].announced);
        }
    }
    return scrut_buf_failed(out) ? scrut_fail_memory(err) : SCRUT_OK;
}
