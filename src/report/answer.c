/* SPDX-License-Identifier: Apache-2.0
 * answer.c: two answers in sentences: who won by which evidence, and what differs. */
#include "report_internal.h"

#define LISTS_SAID 5 /* lists named in a sentence; the rest are counted */

/* Lists beyond those named: how many, and their seats. */
typedef struct {
    int64_t count, low, high;
} others;

static void say_named(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column, others *rest)
{
    size_t said = 0;
    bool any = false;
    int64_t low, high;
    for (size_t i = 0; i < view->c->party_count; i++) {
        uint32_t party = view->order[i];
        if (!scrut_report_seats(view, column, 0, party, &low, &high) || (low == 0 && high == 0))
            continue;
        if (said >= LISTS_SAID) {
            rest->count++;
            rest->low += low;
            rest->high = rest->high < 0 || high < 0 ? -1 : rest->high + high;
            continue;
        }
        scrut_report_next(view, out, &any, SCRUT_KEY(", "));
        scrut_put_plain(out, view->c->parties[party].id);
        scrut_buf_putc(out, ' ');
        scrut_report_say_range(view->language, out, low, high);
        said++;
    }
    if (said == 0)
        scrut_buf_puts(out, scrut_word(view->language, "no seats known"));
}

void scrut_report_say_column(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column)
{
    others rest = {0, 0, 0};
    scrut_buf named = {0}, seats = {0};
    say_named(view, &named, column, &rest);
    scrut_report_say_range(view->language, &seats, rest.low, rest.high);
    if (rest.count > 0)
        scrut_say_count(view->language, out, "{2r} and {1n} other list {3r}", "{2r} and {1n} other lists {3r}",
                        rest.count, scrut_report_piece(out, &named), scrut_report_piece(out, &seats));
    else
        scrut_buf_puts(out, scrut_report_piece(out, &named));
    scrut_buf_free(&named);
    scrut_buf_free(&seats);
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
        scrut_buf_puts(out, scrut_word(view->language, "no seats known"));
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

/* “X”, and of an announcement by whom and when. */
static void say_source(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column)
{
    const scrut_provenance *about = &column->tally->about;
    const char *name = scrut_report_tally_name(column->tally);
    scrut_buf by = {0};
    bool any = about->by != NULL;
    scrut_put_plain(&by, about->by);
    if (about->date != NULL)
        scrut_report_next(view, &by, &any, SCRUT_KEY(", "));
    scrut_put_plain(&by, about->date);
    if (column->chamber == NULL && any)
        scrut_say(view->language, out, "\xE2\x80\x9C{1p}\xE2\x80\x9D ({2r})", name, scrut_report_piece(out, &by));
    else
        scrut_say(view->language, out, "\xE2\x80\x9C{1p}\xE2\x80\x9D", name);
    scrut_buf_free(&by);
}

/* Who gives which seats, of how many. */
static void say_giving(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column)
{
    int64_t seats = scrut_report_chamber_seats(view);
    scrut_buf source = {0}, lists = {0}, given = {0};
    say_source(view, &source, column);
    scrut_report_say_column(view, &lists, column);
    if (seats > 0)
        scrut_say_count(view->language, &given, "{2r} of {1n} seat", "{2r} of {1n} seats", seats,
                        scrut_report_piece(&given, &lists));
    else
        scrut_report_replace(&given, &lists);
    scrut_say(view->language, out,
              column->chamber != NULL ? SCRUT_KEY("Under the rules, the votes of {1r} give {2r}")
                                      : SCRUT_KEY("{1r} announces {2r}"),
              scrut_report_piece(out, &source), scrut_report_piece(out, &given));
    scrut_buf_free(&source);
    scrut_buf_free(&lists);
    scrut_buf_free(&given);
}

static void say_one_column(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column)
{
    scrut_buf giving = {0}, reach = {0};
    say_giving(view, &giving, column);
    if (view->c->chamber_fact_count > 0) {
        const scrut_chamber_fact *fact = &view->c->chamber_facts[0];
        scrut_report_say_reach(view, &reach, column, fact);
        scrut_say(view->language, out, "{1r}; {2p} of {3n}: {4r}. ", scrut_report_piece(out, &giving), fact->name,
                  fact->seats, scrut_report_piece(out, &reach));
    } else {
        scrut_say(view->language, out, "{1r}. ", scrut_report_piece(out, &giving));
    }
    scrut_buf_free(&giving);
    scrut_buf_free(&reach);
}

/* Other columns that give every list the same seats as this one. */
static void say_agreeing(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column)
{
    scrut_buf list = {0};
    bool any = false;
    for (size_t i = 0; i < view->column_count; i++) {
        const scrut_report_column *other = &view->columns[i];
        if (other == column || !scrut_report_columns_equal(view, other, column))
            continue;
        scrut_report_next(view, &list, &any, SCRUT_KEY(", "));
        scrut_say(view->language, &list,
                  other->chamber == NULL ? SCRUT_KEY("announced by \xE2\x80\x9C{1p}\xE2\x80\x9D")
                                         : SCRUT_KEY("by the rules from \xE2\x80\x9C{1p}\xE2\x80\x9D"),
                  scrut_report_tally_name(other->tally));
    }
    if (any)
        scrut_say(view->language, out, "The same seats: {1r}. ", scrut_report_piece(out, &list));
    scrut_buf_free(&list);
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

static void say_votes_of(const scrut_report_view *view, scrut_buf *out, uint32_t party, scrut_figure votes)
{
    int64_t base;
    scrut_buf counted = {0}, share = {0};
    scrut_say_count(view->language, &counted, "{2p} {1n} vote", "{2p} {1n} votes", votes.value,
                    view->c->parties[party].id);
    if (scrut_report_share_base(view, view->votes, 0, &base) && scrut_figure_complete(votes)) {
        scrut_report_put_percent(&share, votes.value, base);
        scrut_say(view->language, out, "{1r} ({2f})", scrut_report_piece(out, &counted),
                  scrut_report_piece(out, &share));
    } else {
        scrut_buf_puts(out, scrut_report_piece(out, &counted));
    }
    scrut_buf_free(&counted);
    scrut_buf_free(&share);
}

/* Where nobody announces seats and none are allocated, the votes are the answer. */
static void say_votes(const scrut_report_view *view, scrut_buf *out)
{
    scrut_buf list = {0};
    bool any = false;
    if (view->votes == NULL) {
        scrut_buf_puts(out, scrut_word(view->language, "The case holds neither seats nor votes by list. "));
        return;
    }
    for (size_t i = 0; i < view->c->party_count && i < LISTS_SAID; i++) {
        scrut_figure votes = *scrut_tally_votes(view->votes, 0, view->order[i]);
        if (votes.known == 0)
            continue;
        scrut_report_next(view, &list, &any, SCRUT_KEY(", "));
        say_votes_of(view, &list, view->order[i], votes);
    }
    scrut_say(view->language, out,
              view->c->party_count > LISTS_SAID
                  ? SCRUT_KEY("\xE2\x80\x9C{1p}\xE2\x80\x9D gives {2r}, and others less. ")
                  : SCRUT_KEY("\xE2\x80\x9C{1p}\xE2\x80\x9D gives {2r}. "),
              scrut_report_tally_name(view->votes), scrut_report_piece(out, &list));
    scrut_buf_puts(out, scrut_word(view->language, "No seats are announced or allocated. "));
    scrut_buf_free(&list);
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
        scrut_buf_puts(
            out, scrut_word(view->language, "These seats are as announced; they could not be recomputed from votes. "));
}

/* ---- what differs ---------------------------------------------------------------------------------- */

static void say_findings_count(const scrut_report_view *view, scrut_buf *out)
{
    int64_t by_severity[3] = {0};
    scrut_buf counted[3] = {{0}, {0}, {0}};
    const scrut_findings *findings = &view->v->findings;
    for (size_t i = 0; i < findings->count; i++)
        by_severity[findings->items[i].check->severity]++;
    if (findings->count == 0) {
        scrut_buf_puts(out, scrut_word(view->language,
                                       "The checks that could be made found nothing to report; this does not prove "
                                       "that nothing is wrong. "));
        return;
    }
    scrut_say_count(view->language, &counted[0], "{1n} error", "{1n} errors", by_severity[SCRUT_SEVERITY_ERROR]);
    scrut_say_count(view->language, &counted[1], "{1n} warning", "{1n} warnings", by_severity[SCRUT_SEVERITY_WARNING]);
    scrut_say_count(view->language, &counted[2], "{1n} note", "{1n} notes", by_severity[SCRUT_SEVERITY_NOTE]);
    scrut_say_count(view->language, out, "{1n} finding: {2r}, {3r}, {4r}; a finding accuses nobody. ",
                    "{1n} findings: {2r}, {3r}, {4r}; a finding accuses nobody. ", (int64_t)findings->count,
                    scrut_report_piece(out, &counted[0]), scrut_report_piece(out, &counted[1]),
                    scrut_report_piece(out, &counted[2]));
    for (size_t s = 0; s < 3; s++)
        scrut_buf_free(&counted[s]);
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
    if (possible > 0)
        scrut_say_count(view->language, out,
                        "Seats allocated from votes and seats announced agree in {2n} of {1n} comparison by "
                        "constituency, and may agree in {3n} more, by ties or votes that are not given apart. ",
                        "Seats allocated from votes and seats announced agree in {2n} of {1n} comparisons by "
                        "constituency, and may agree in {3n} more, by ties or votes that are not given apart. ",
                        equal + possible + different, equal, possible);
    else
        scrut_say_count(
            view->language, out,
            "Seats allocated from votes and seats announced agree in {2n} of {1n} comparison by constituency. ",
            "Seats allocated from votes and seats announced agree in {2n} of {1n} comparisons by constituency. ",
            equal + different, equal);
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
        scrut_buf_printf(out, "%s ", scrut_word(view->language, scrut_report_contradiction(v)));
    int64_t seat_comparisons = say_seat_comparisons(view, out);
    if (equal + different > 0) {
        scrut_buf figures = {0};
        scrut_say_count(view->language, &figures, "{1n} figure", "{1n} figures", equal + different);
        scrut_say_count(view->language, out, "Of {2r} that two sources both give, {1n} differs. ",
                        "Of {2r} that two sources both give, {1n} differ. ", different,
                        scrut_report_piece(out, &figures));
        scrut_buf_free(&figures);
    } else if (seat_comparisons == 0) {
        scrut_buf_puts(out,
                       scrut_word(view->language, "No figure is given by two sources, so nothing could be compared. "));
    }
    say_findings_count(view, out);
}
