/* SPDX-License-Identifier: Apache-2.0
 * answer.c: the three answers in sentences: who won by which evidence, what differs, what cannot be decided. */
#include "report_internal.h"

#define LISTS_SAID 5  /* lists named in a sentence; the rest are counted */
#define PLACES_SAID 5 /* constituencies named in a sentence */

static void say_range(scrut_buf *out, int64_t low, int64_t high)
{
    scrut_buf_putc(out, ' ');
    scrut_report_put_range(out, low, high);
}

void scrut_report_say_column(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column)
{
    size_t said = 0, others = 0;
    int64_t low, high, others_low = 0, others_high = 0;
    for (size_t i = 0; i < view->c->party_count; i++) {
        uint32_t party = view->order[i];
        if (!scrut_report_seats(view, column, 0, party, &low, &high) || (low == 0 && high == 0))
            continue;
        if (said >= LISTS_SAID) {
            others++;
            others_low += low;
            others_high = others_high < 0 || high < 0 ? -1 : others_high + high;
            continue;
        }
        scrut_buf_puts(out, said++ > 0 ? ", " : "");
        scrut_put_plain(out, view->c->parties[party].id);
        say_range(out, low, high);
    }
    if (others > 0) {
        scrut_buf_puts(out, " and ");
        scrut_report_put_count(out, (int64_t)others, "other list", NULL);
        say_range(out, others_low, others_high);
    }
    if (said == 0)
        scrut_buf_puts(out, "no seats known");
}

/* ---- majority and other facts -------------------------------------------------------------------- */

/* The list with the most seats for certain. */
typedef struct {
    uint32_t first;
    int64_t low, high; /* its seats, and the most it may hold */
    int64_t most;      /* the most any list may hold */
} front;

static front find_front(const scrut_report_view *view, const scrut_report_column *column)
{
    front found = {SCRUT_NONE, -1, -1, -1};
    int64_t low, high, sum = 0, chamber = scrut_report_chamber_seats(view), missing = 0;
    if (scrut_report_seats_sum(view, column, 0, &sum) && chamber > sum)
        missing = chamber - sum;
    bool open = column->chamber == NULL || column->chamber->refused > 0;
    for (size_t i = 0; i < view->c->party_count; i++) {
        uint32_t party = view->order[i];
        if (!scrut_report_seats(view, column, 0, party, &low, &high))
            continue;
        /* seats that nobody is known to hold may be this list's */
        int64_t most = open ? low + missing : high;
        if (low > found.low) {
            found.first = party;
            found.low = low;
            found.high = most;
        }
        if (most > found.most)
            found.most = most;
    }
    return found;
}

void scrut_report_say_reach(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column,
                            const scrut_chamber_fact *fact)
{
    front f = find_front(view, column);
    if (f.first == SCRUT_NONE) {
        scrut_buf_puts(out, "no seats known");
        return;
    }
    const char *list = view->c->parties[f.first].id;
    if (f.low >= fact->seats) {
        scrut_say(view->language, out, "{1p}, with {2n} to spare", list, f.low - fact->seats);
        return;
    }
    bool may = f.high >= fact->seats;
    scrut_buf lacks = {0};
    scrut_report_say_range(view->language, &lacks, fact->seats - (may ? f.low : f.high), fact->seats - f.low);
    scrut_say(view->language, out,
              may                     ? SCRUT_KEY("not decided; {1p} lacks at most {2r}")
              : f.most >= fact->seats ? SCRUT_KEY("not decided; {1p} lacks {2r}")
                                      : SCRUT_KEY("no list alone; {1p} lacks {2r}"),
              list, lacks.bytes != NULL ? lacks.bytes : "");
    out->failed = out->failed || lacks.failed;
    scrut_buf_free(&lacks);
}

/* ---- who won by which evidence -------------------------------------------------------------------- */

static void say_source(scrut_buf *out, const scrut_report_column *column)
{
    const scrut_provenance *about = &column->tally->about;
    if (column->chamber != NULL)
        scrut_buf_puts(out, "Under the rules, the votes of ");
    scrut_buf_puts(out, "\xE2\x80\x9C");
    scrut_put_plain(out, scrut_report_tally_name(column->tally));
    scrut_buf_puts(out, "\xE2\x80\x9D");
    if (column->chamber == NULL && (about->by != NULL || about->date != NULL)) {
        scrut_buf_puts(out, " (");
        scrut_put_plain(out, about->by);
        scrut_buf_puts(out, about->by != NULL && about->date != NULL ? ", " : "");
        scrut_put_plain(out, about->date);
        scrut_buf_puts(out, ")");
    }
    scrut_buf_puts(out, column->chamber != NULL ? " give " : " announces ");
}

static void say_one_column(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column)
{
    int64_t seats = scrut_report_chamber_seats(view);
    say_source(out, column);
    scrut_report_say_column(view, out, column);
    if (seats > 0) {
        scrut_buf_puts(out, " of ");
        scrut_report_put_count(out, seats, "seat", NULL);
    }
    if (view->c->chamber_fact_count > 0) {
        scrut_buf_puts(out, "; ");
        scrut_put_plain(out, view->c->chamber_facts[0].name);
        scrut_buf_puts(out, " of ");
        scrut_report_put_grouped(out, view->c->chamber_facts[0].seats);
        scrut_buf_puts(out, ": ");
        scrut_report_say_reach(view, out, column, &view->c->chamber_facts[0]);
    }
    scrut_buf_puts(out, ". ");
}

/* Other columns that give every list the same seats as this one. */
static void say_agreeing(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column)
{
    size_t said = 0;
    for (size_t i = 0; i < view->column_count; i++) {
        const scrut_report_column *other = &view->columns[i];
        if (other == column || !scrut_report_columns_equal(view, other, column))
            continue;
        scrut_buf_puts(out, said++ == 0 ? "The same seats: " : ", ");
        scrut_buf_puts(out, other->chamber == NULL ? "announced by \xE2\x80\x9C" : "by the rules from \xE2\x80\x9C");
        scrut_put_plain(out, scrut_report_tally_name(other->tally));
        scrut_buf_puts(out, "\xE2\x80\x9D");
    }
    scrut_buf_puts(out, said > 0 ? ". " : "");
}

static bool said_before(const scrut_report_view *view, size_t index)
{
    const scrut_report_column *column = &view->columns[index];
    if (column == view->primary || scrut_report_columns_equal(view, column, view->primary))
        return true;
    for (size_t i = 0; i < index; i++)
        if (scrut_report_columns_equal(view, &view->columns[i], column))
            return true;
    return false;
}

/* Where nobody announces seats and none are allocated, the votes are the answer. */
static void say_votes(const scrut_report_view *view, scrut_buf *out)
{
    int64_t base;
    if (view->votes == NULL) {
        scrut_buf_puts(out, "The case holds neither seats nor votes by list. ");
        return;
    }
    bool shares = scrut_report_share_base(view, view->votes, 0, &base);
    scrut_buf_puts(out, "\xE2\x80\x9C");
    scrut_put_plain(out, scrut_report_tally_name(view->votes));
    scrut_buf_puts(out, "\xE2\x80\x9D gives");
    for (size_t i = 0; i < view->c->party_count && i < LISTS_SAID; i++) {
        scrut_figure votes = *scrut_tally_votes(view->votes, 0, view->order[i]);
        if (votes.known == 0)
            continue;
        scrut_buf_puts(out, i > 0 ? ", " : " ");
        scrut_put_plain(out, view->c->parties[view->order[i]].id);
        scrut_buf_putc(out, ' ');
        scrut_report_put_count(out, votes.value, "vote", NULL);
        if (shares && scrut_figure_complete(votes)) {
            scrut_buf_puts(out, " (");
            scrut_report_put_percent(out, votes.value, base);
            scrut_buf_putc(out, ')');
        }
    }
    scrut_buf_puts(out, view->c->party_count > LISTS_SAID ? ", and others less. " : ". ");
    scrut_buf_puts(out, "No seats are announced or allocated. ");
}

void scrut_report_say_seats(const scrut_report_view *view, scrut_buf *out)
{
    if (view->primary == NULL) {
        say_votes(view, out);
        return;
    }
    say_one_column(view, out, view->primary);
    say_agreeing(view, out, view->primary);
    for (size_t i = 0; i < view->column_count; i++) {
        if (said_before(view, i))
            continue;
        say_one_column(view, out, &view->columns[i]);
        say_agreeing(view, out, &view->columns[i]);
    }
    if (view->announced != NULL && view->allocated == NULL)
        scrut_buf_puts(out, "These seats are as announced; they could not be recomputed from votes. ");
}

/* ---- what differs ---------------------------------------------------------------------------------- */

static void say_findings_count(const scrut_report_view *view, scrut_buf *out)
{
    int64_t by_severity[3] = {0};
    const scrut_findings *findings = &view->v->findings;
    for (size_t i = 0; i < findings->count; i++)
        by_severity[findings->items[i].check->severity]++;
    if (findings->count == 0) {
        scrut_buf_puts(out, "The checks that could be made found nothing to report; this does not prove that "
                            "nothing is wrong. ");
        return;
    }
    scrut_report_put_count(out, (int64_t)findings->count, "finding", NULL);
    scrut_buf_puts(out, ": ");
    scrut_report_put_count(out, by_severity[SCRUT_SEVERITY_ERROR], "error", NULL);
    scrut_buf_puts(out, ", ");
    scrut_report_put_count(out, by_severity[SCRUT_SEVERITY_WARNING], "warning", NULL);
    scrut_buf_puts(out, ", ");
    scrut_report_put_count(out, by_severity[SCRUT_SEVERITY_NOTE], "note", NULL);
    scrut_buf_puts(out, "; a finding accuses nobody. ");
}

static int64_t say_seat_comparisons(const scrut_report_view *view, scrut_buf *out)
{
    int64_t made = 0, equal = 0, possible = 0, different = 0;
    for (size_t i = 0; i < view->v->seats_comparison_count; i++) {
        const scrut_seats_comparison *s = &view->v->seats_comparisons[i];
        if (s->chamber == NULL)
            continue;
        made++;
        equal += s->constituencies_equal;
        possible += s->constituencies_possible;
        different += s->constituencies_different;
    }
    if (made == 0 || equal + possible + different == 0)
        return made;
    scrut_buf_puts(out, "Seats allocated from votes and seats announced agree in ");
    scrut_report_put_grouped(out, equal);
    scrut_buf_puts(out, " of ");
    scrut_report_put_count(out, equal + possible + different, "comparison", NULL);
    scrut_buf_puts(out, " by constituency");
    if (possible > 0) {
        scrut_buf_puts(out, ", and may agree in ");
        scrut_report_put_grouped(out, possible);
        scrut_buf_puts(out, " more, by ties or votes that are not given apart");
    }
    scrut_buf_puts(out, ". ");
    return made;
}

void scrut_report_say_differences(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    int64_t equal = 0, different = 0;
    for (size_t i = 0; i < v->comparison_count; i++) {
        equal += v->comparisons[i].equal;
        different += v->comparisons[i].different;
    }
    if (v->contradicted)
        scrut_buf_printf(out, "%s ", scrut_report_contradiction(v));
    int64_t seat_comparisons = say_seat_comparisons(view, out);
    if (equal + different > 0) {
        scrut_buf_puts(out, "Of ");
        scrut_report_put_count(out, equal + different, "figure", NULL);
        scrut_buf_puts(out, " that two sources both give, ");
        scrut_report_put_grouped(out, different);
        scrut_buf_puts(out, different == 1 ? " differs. " : " differ. ");
    } else if (seat_comparisons == 0) {
        scrut_buf_puts(out, "No figure is given by two sources, so nothing could be compared. ");
    }
    say_findings_count(view, out);
}

/* ---- what cannot be decided ------------------------------------------------------------------------- */

/* A sentence inside another one: without its full stop. */
static void say_clause(scrut_buf *out, const char *text)
{
    scrut_put_plain(out, text);
    if (!out->failed && out->length > 0 && out->bytes[out->length - 1] == '.')
        out->bytes[--out->length] = '\0';
}

static void say_open_constituencies(const scrut_report_view *view, scrut_buf *out, const scrut_chamber *chamber)
{
    size_t said = 0, open = view->c->constituency_count - chamber->decided;
    for (size_t i = 0; i < view->c->constituency_count && said < PLACES_SAID; i++) {
        const scrut_constituency_seats *seats = &chamber->constituencies[i];
        if (seats->state == SCRUT_SEATS_DECIDED)
            continue;
        scrut_buf_puts(out, said++ > 0 ? "; " : "");
        scrut_put_plain(out, scrut_report_constituency_name(view, i));
        if (said > 1)
            continue; /* the first one's reason is the example; each stands with its constituency */
        scrut_buf_printf(out, " (%s", scrut_report_state_name(seats->state));
        if (seats->reason != NULL) {
            scrut_buf_puts(out, ": ");
            say_clause(out, seats->reason);
        }
        scrut_buf_puts(out, ")");
    }
    if (open > said)
        scrut_buf_printf(out, " and %zu more", open - said);
    scrut_buf_puts(out, ". ");
}

static void say_no_allocation(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    const scrut_tally *tally = view->primary != NULL ? view->primary->tally : view->votes;
    const char *reason = NULL;
    for (size_t t = 0; t < v->tally_count; t++)
        if (&v->tallies[t] == tally)
            reason = v->chamber_missing[t];
    scrut_buf_puts(out, "No seat can be derived from votes");
    if (reason != NULL) {
        scrut_buf_puts(out, " of \xE2\x80\x9C");
        scrut_put_plain(out, scrut_report_tally_name(tally));
        scrut_buf_puts(out, "\xE2\x80\x9D");
    }
    if (reason != NULL) {
        scrut_buf_puts(out, ": ");
        say_clause(out, reason);
    }
    scrut_buf_puts(out, view->c->has_rules ? ". Votes by list and constituency, or the forms of the polling stations, "
                                             "would decide it. "
                                           : ". ");
}

void scrut_report_say_undecided(const scrut_report_view *view, scrut_buf *out)
{
    if (view->allocated == NULL) {
        say_no_allocation(view, out);
    } else {
        const scrut_chamber *chamber = view->allocated->chamber;
        size_t open = view->c->constituency_count - chamber->decided;
        if (open == 0) {
            scrut_buf_puts(out, "Every seat follows from the votes of \xE2\x80\x9C");
            scrut_put_plain(out, scrut_report_tally_name(view->allocated->tally));
            scrut_buf_puts(out, "\xE2\x80\x9D, if these are right; ties and missing votes decide none. ");
        } else {
            scrut_buf_printf(out, "Not decided in %zu of %zu constituencies by the votes given: ", open,
                             view->c->constituency_count);
            say_open_constituencies(view, out, chamber);
        }
    }
    size_t missing = view->c->not_provided_count;
    if (missing > 0) {
        scrut_buf_puts(out, "Not provided: ");
        scrut_report_put_count(out, (int64_t)missing, "part of the evidence", "parts of the evidence");
        scrut_buf_puts(out, ", listed below; what they would show is not known. ");
    }
}
