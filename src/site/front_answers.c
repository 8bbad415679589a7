/* SPDX-License-Identifier: Apache-2.0
 * front_answers.c: the answer in three parts: who won by which evidence, what is disputed, and whether anything found
 * could have changed it. Every figure is a link to where it comes from. */
#include "front_internal.h"

#include <string.h>

#define COLUMNS_SAID 2 /* sets of seats that differ from the first */

const char *scrut_front_word(const scrut_front *f, const char *key)
{
    return scrut_word(f->language, key);
}

/* The bytes of a piece; never NULL. */
const char *scrut_front_piece(scrut_front *f, size_t i)
{
    f->out->failed = f->out->failed || f->part[i].failed;
    return f->part[i].bytes != NULL ? f->part[i].bytes : "";
}

void scrut_front_clear(scrut_front *f)
{
    for (size_t i = 0; i < sizeof f->part / sizeof f->part[0]; i++)
        scrut_buf_clear(&f->part[i]);
}

/* ---- figures: each leads to where it comes from ---- */

void scrut_front_number(const scrut_front *f, scrut_buf *to, scrut_file_kind kind, const char *anchor, int64_t value)
{
    scrut_page_figure(f->page, to, kind, anchor);
    scrut_say_number(f->language, to, value);
    scrut_buf_puts(to, "</a>");
}

/* A plain text with figures. */
void scrut_front_plain_figure(const scrut_front *f, scrut_buf *to, scrut_file_kind kind, const char *anchor,
                              scrut_buf *plain)
{
    scrut_page_figure(f->page, to, kind, anchor);
    scrut_site_said(to, plain);
    scrut_buf_puts(to, "</a>");
}

/* Seats as announced and votes lead to their cells; allocated seats to the constituencies, whose ladders show them. */
void scrut_front_tally_figure(const scrut_front *f, scrut_buf *to, const scrut_tally *tally)
{
    scrut_buf anchor = {0};
    scrut_site_tally_anchor(f->view, &anchor, tally);
    scrut_page_figure(f->page, to, SCRUT_FILE_SOURCES, anchor.bytes);
    to->failed = to->failed || anchor.failed;
    scrut_buf_free(&anchor);
}

/* One figure of a tally, by its column. */
void scrut_front_cell_figure(const scrut_front *f, scrut_buf *to, const scrut_tally *tally, size_t column)
{
    scrut_buf anchor = {0};
    scrut_site_figure_anchor(f->view, &anchor, tally, column);
    scrut_page_figure(f->page, to, SCRUT_FILE_SOURCES, anchor.bytes);
    to->failed = to->failed || anchor.failed;
    scrut_buf_free(&anchor);
}

void scrut_front_seats_figure(const scrut_front *f, scrut_buf *to, const scrut_report_column *column, uint32_t party)
{
    scrut_buf anchor = {0};
    if (column->chamber == NULL && party != SCRUT_NONE) {
        scrut_front_cell_figure(f, to, column->tally, column->tally->column_count + party);
        return;
    }
    scrut_site_column_anchor(f->view, &anchor, column);
    if (party != SCRUT_NONE)
        scrut_buf_printf(&anchor, "-%u", party);
    else
        scrut_buf_puts(&anchor, column->chamber == NULL ? "-seats-others" : "-others");
    scrut_page_figure(f->page, to, column->chamber == NULL ? SCRUT_FILE_SOURCES : SCRUT_FILE_CONSTITUENCIES,
                      anchor.bytes);
    to->failed = to->failed || anchor.failed;
    scrut_buf_free(&anchor);
}

/* ---- who won, by which evidence ---- */

static void put_lists(const scrut_front *f, scrut_buf *to, const scrut_report_column *column)
{
    size_t said = 0, others = 0;
    int64_t low, high, others_low = 0, others_high = 0;
    for (size_t i = 0; i < f->view->c->party_count; i++) {
        uint32_t party = f->view->order[i];
        if (!scrut_report_seats(f->view, column, 0, party, &low, &high) || (low == 0 && high == 0))
            continue;
        if (said == SCRUT_SITE_LISTS_SAID) {
            others++;
            others_low += low;
            others_high = others_high < 0 || high < 0 ? -1 : others_high + high;
            continue;
        }
        scrut_buf_puts(to, said++ > 0 ? ", " : "");
        scrut_front_seats_figure(f, to, column, party);
        scrut_put_name(to, f->view->c->parties[party].id);
        scrut_buf_putc(to, ' ');
        scrut_report_say_range(f->language, to, low, high);
        scrut_buf_puts(to, "</a>");
    }
    if (others > 0) {
        scrut_buf_puts(to, ", ");
        scrut_front_seats_figure(f, to, column, SCRUT_NONE);
        scrut_say_count(f->language, to, "{1n} other list", "{1n} other lists", (int64_t)others);
        scrut_buf_putc(to, ' ');
        scrut_report_say_range(f->language, to, others_low, others_high);
        scrut_buf_puts(to, "</a>");
    }
}

static void put_source(const scrut_front *f, scrut_buf *to, const scrut_tally *tally)
{
    scrut_buf_puts(to, "\xE2\x80\x9C");
    scrut_put_name(to, scrut_report_tally_name(tally));
    scrut_buf_puts(to, "\xE2\x80\x9D");
    if (tally->from_returns || (tally->about.by == NULL && tally->about.date == NULL))
        return;
    scrut_buf_puts(to, " (");
    scrut_put_name(to, tally->about.by);
    scrut_buf_puts(to, tally->about.by != NULL && tally->about.date != NULL ? ", " : "");
    if (tally->about.date != NULL) {
        scrut_front_tally_figure(f, to, tally);
        scrut_put_html(to, tally->about.date);
        scrut_buf_puts(to, "</a>");
    }
    scrut_buf_puts(to, ")");
}

static void say_reach(scrut_front *f, const scrut_report_column *column)
{
    scrut_buf plain = {0};
    if (f->view->c->chamber_fact_count == 0)
        return;
    const scrut_chamber_fact *fact = &f->view->c->chamber_facts[0];
    scrut_front_clear(f);
    scrut_front_number(f, &f->part[0], SCRUT_FILE_METHOD, "chamber", fact->seats);
    scrut_report_say_reach(f->view, &plain, column, fact);
    scrut_page_figure(f->page, &f->part[1], SCRUT_FILE_METHOD, scrut_site_reach_anchor(f->view, column));
    scrut_site_said(&f->part[1], &plain);
    scrut_buf_puts(&f->part[1], "</a>");
    scrut_say(f->language, f->out, "For the {1s} of {2r} seats: {3r}. ", fact->name, scrut_front_piece(f, 0),
              scrut_front_piece(f, 1));
    scrut_buf_free(&plain);
}

static void say_column(scrut_front *f, const scrut_report_column *column)
{
    int64_t seats = scrut_report_chamber_seats(f->view), sum = 0;
    scrut_front_clear(f);
    put_source(f, &f->part[0], column->tally);
    put_lists(f, &f->part[1], column);
    if (seats == 0 && scrut_report_seats_sum(f->view, column, 0, &sum))
        seats = sum;
    scrut_front_number(f, &f->part[2], SCRUT_FILE_METHOD, "chamber", seats);
    scrut_say(f->language, f->out,
              column->chamber == NULL ? SCRUT_KEY("{1r} announces {2r} of {3r} seats. ")
                                      : SCRUT_KEY("By the rules, the votes of {1r} give {2r} of {3r} seats. "),
              scrut_front_piece(f, 0), scrut_front_piece(f, 1), scrut_front_piece(f, 2));
}

static bool told(const scrut_report_view *view, size_t index)
{
    const scrut_report_column *column = &view->columns[index];
    bool sample = column->tally->partial; /* of a part of the stations: it says nothing of the whole */
    if (column == view->primary || sample || scrut_report_columns_equal(view, column, view->primary))
        return true;
    for (size_t i = 0; i < index; i++)
        if (scrut_report_columns_equal(view, &view->columns[i], column))
            return true;
    return false;
}

static void say_agreeing(scrut_front *f)
{
    int64_t same = 0, allocated = 0;
    for (size_t i = 0; i < f->view->column_count; i++) {
        const scrut_report_column *column = &f->view->columns[i];
        if (column == f->view->primary || !scrut_report_columns_equal(f->view, column, f->view->primary))
            continue;
        if (column->tally->partial)
            continue;
        same += column->chamber == NULL;
        allocated += column->chamber != NULL;
    }
    scrut_front_clear(f);
    scrut_front_number(f, &f->part[0], SCRUT_FILE_SOURCES, "seats-announced-so", same);
    scrut_front_number(f, &f->part[1], SCRUT_FILE_SOURCES, "seats-allocated-so", allocated);
    if (same > 0)
        scrut_say(f->language, f->out, "Other announcements with the same seats: {1r}. ", scrut_front_piece(f, 0));
    if (allocated > 0)
        scrut_say(f->language, f->out, "Sets of votes from which the rules give the same seats: {1r}. ",
                  scrut_front_piece(f, 1));
}

/* Where nobody announces seats and none are allocated, the votes are the answer. */
static void say_votes(scrut_front *f)
{
    const scrut_tally *tally = f->view->votes;
    size_t said = 0;
    if (tally == NULL) {
        scrut_buf_puts(f->out, scrut_front_word(f, "The case holds neither seats nor votes by list."));
        return;
    }
    scrut_front_clear(f);
    put_source(f, &f->part[0], tally);
    for (size_t i = 0; i < f->view->c->party_count && said < SCRUT_SITE_LISTS_SAID; i++) {
        scrut_figure votes = *scrut_tally_votes(tally, 0, f->view->order[i]);
        if (votes.known == 0)
            continue;
        scrut_buf_puts(&f->part[1], said++ > 0 ? ", " : "");
        scrut_front_cell_figure(f, &f->part[1], tally, SCRUT_FIELD_COUNT + f->view->order[i]);
        scrut_put_name(&f->part[1], f->view->c->parties[f->view->order[i]].id);
        scrut_buf_putc(&f->part[1], ' ');
        scrut_say_number(f->language, &f->part[1], votes.value);
        scrut_buf_puts(&f->part[1], "</a>");
    }
    scrut_say(f->language, f->out, "{1r} gives these votes: {2r}. No seats are announced or allocated.",
              scrut_front_piece(f, 0), scrut_front_piece(f, 1));
}

static void who_won(scrut_front *f)
{
    size_t more = 0, said = 0;
    if (f->view->primary == NULL) {
        say_votes(f);
        return;
    }
    say_column(f, f->view->primary);
    say_reach(f, f->view->primary);
    say_agreeing(f);
    for (size_t i = 0; i < f->view->column_count; i++) {
        if (told(f->view, i))
            continue;
        if (said++ < COLUMNS_SAID)
            say_column(f, &f->view->columns[i]);
        else
            more++;
    }
    scrut_front_clear(f);
    scrut_front_number(f, &f->part[0], SCRUT_FILE_SOURCES, "seats-otherwise",
                       (int64_t)scrut_site_columns_with_other_seats(f->view));
    if (more > 0)
        scrut_say(f->language, f->out, "Sets of figures that give other seats, in all: {1r}. ",
                  scrut_front_piece(f, 0));
    if (f->view->announced != NULL && f->view->allocated == NULL)
        scrut_buf_puts(f->out,
                       scrut_front_word(f, "These seats are as announced; they could not be recomputed from votes."));
}

/* ---- what is disputed ---- */

static void say_seat_comparisons(scrut_front *f)
{
    int64_t equal = 0, possible = 0, different = 0;
    for (size_t i = 0; i < f->view->v->seats_comparison_count; i++) {
        const scrut_seats_comparison *s = &f->view->v->seats_comparisons[i];
        equal += s->constituencies_equal;
        possible += s->constituencies_possible;
        different += s->constituencies_different;
    }
    if (equal + possible + different == 0)
        return;
    scrut_front_clear(f);
    scrut_front_number(f, &f->part[0], SCRUT_FILE_SOURCES, "compared-seats", equal);
    scrut_front_number(f, &f->part[1], SCRUT_FILE_SOURCES, "compared-seats", equal + possible + different);
    scrut_front_number(f, &f->part[2], SCRUT_FILE_SOURCES, "compared-seats", different);
    scrut_say(f->language, f->out,
              "Of {2r} comparisons by constituency between seats announced and seats by the rules, {1r} agree and {3r} "
              "do not. ",
              scrut_front_piece(f, 0), scrut_front_piece(f, 1), scrut_front_piece(f, 2));
}

static void say_figures(scrut_front *f)
{
    int64_t equal = 0, different = 0;
    for (size_t i = 0; i < f->view->v->comparison_count; i++) {
        equal += f->view->v->comparisons[i].equal;
        different += f->view->v->comparisons[i].different;
    }
    if (equal + different == 0) {
        scrut_buf_puts(f->out,
                       scrut_front_word(f, "No figure is given by two sources, so nothing could be compared. "));
        return;
    }
    scrut_front_clear(f);
    scrut_front_number(f, &f->part[0], SCRUT_FILE_SOURCES, "compared", equal + different);
    scrut_front_number(f, &f->part[1], SCRUT_FILE_SOURCES, "compared", different);
    scrut_say(f->language, f->out, "Of {1r} figures that two sources both give, {2r} differ. ", scrut_front_piece(f, 0),
              scrut_front_piece(f, 1));
}

static void say_claims(scrut_front *f)
{
    const scrut_claim_results *claims = &f->view->v->claims;
    int64_t by_verdict[SCRUT_CLAIM_DISPUTED + 1] = {0};
    if (claims->count == 0)
        return;
    for (size_t i = 0; i < claims->count; i++)
        by_verdict[claims->items[i].verdict]++;
    scrut_front_clear(f);
    scrut_front_number(f, &f->part[0], SCRUT_FILE_CLAIMS, "verdicts", (int64_t)claims->count);
    scrut_front_number(f, &f->part[1], SCRUT_FILE_CLAIMS, "verdict-holds", by_verdict[SCRUT_CLAIM_HOLDS]);
    scrut_front_number(f, &f->part[2], SCRUT_FILE_CLAIMS, "verdict-contradicted", by_verdict[SCRUT_CLAIM_CONTRADICTED]);
    scrut_front_number(f, &f->part[3], SCRUT_FILE_CLAIMS, "verdict-disputed", by_verdict[SCRUT_CLAIM_DISPUTED]);
    scrut_front_number(f, &f->part[4], SCRUT_FILE_CLAIMS, "verdict-open",
                       by_verdict[SCRUT_CLAIM_UNDECIDED] + by_verdict[SCRUT_CLAIM_WORDS]);
    scrut_say(
        f->language, f->out,
        "Claims tested: {1r}; {2r} hold, {3r} are contradicted, {4r} are disputed, {5r} cannot be decided by this "
        "evidence. ",
        scrut_front_piece(f, 0), scrut_front_piece(f, 1), scrut_front_piece(f, 2), scrut_front_piece(f, 3),
        scrut_front_piece(f, 4));
}

static void say_findings(scrut_front *f)
{
    static const char *const ANCHORS[3] = {"errors", "warnings", "notes"};
    int64_t by_severity[3] = {0};
    const scrut_findings *findings = &f->view->v->findings;
    for (size_t i = 0; i < findings->count; i++)
        by_severity[findings->items[i].check->severity]++;
    if (findings->count == 0) {
        scrut_buf_puts(f->out,
                       scrut_front_word(f, "The checks that could be made found nothing to report; this does not prove "
                                           "that nothing is wrong. "));
        return;
    }
    scrut_front_clear(f);
    scrut_front_number(f, &f->part[0], SCRUT_FILE_FINDINGS, "kinds", (int64_t)findings->count);
    for (size_t s = 0; s < 3; s++)
        scrut_front_number(f, &f->part[s + 1], SCRUT_FILE_FINDINGS, ANCHORS[s], by_severity[s]);
    scrut_say(f->language, f->out,
              "Findings: {1r} ({2r} errors, {3r} warnings, {4r} notes); a finding accuses nobody. ",
              scrut_front_piece(f, 0), scrut_front_piece(f, 1), scrut_front_piece(f, 2), scrut_front_piece(f, 3));
}

static void what_differs(scrut_front *f)
{
    if (f->view->v->contradicted)
        scrut_buf_printf(f->out, "%s ", scrut_front_word(f, scrut_report_contradiction(f->view->v)));
    say_seat_comparisons(f);
    say_figures(f);
    say_claims(f);
    say_findings(f);
}

/* ---- whether anything found could have changed it ---- */

static const char *effect_sentence(scrut_effect effect)
{
    switch (effect) {
    case SCRUT_EFFECT_CANNOT:
        return SCRUT_KEY("Even moved as favourably as possible, these cannot have changed a seat. ");
    case SCRUT_EFFECT_COULD:
        return SCRUT_KEY(
            "In some constituency these are enough to have changed a seat, under some way to move them; whether "
            "anybody moved them is not known. ");
    case SCRUT_EFFECT_WOULD: return SCRUT_KEY("Put right as the findings say, some seat goes to another list. ");
    default: return SCRUT_KEY("Whether these could have changed a seat is not decided by the evidence. ");
    }
}

static const char *chamber_sentence(scrut_effect effect)
{
    switch (effect) {
    case SCRUT_EFFECT_CANNOT: return SCRUT_KEY("They cannot have changed who holds the majority.");
    case SCRUT_EFFECT_COULD:
        return SCRUT_KEY("They are enough to have changed who holds the majority, if all were moved so.");
    case SCRUT_EFFECT_WOULD: return SCRUT_KEY("Put right, they change who holds the majority.");
    default: return SCRUT_KEY("For the majority it is not decided.");
    }
}

static void say_closest(scrut_front *f)
{
    const scrut_margins *m = scrut_site_margins_shown(f->view);
    const uint32_t *order = m != NULL ? scrut_report_closest_order(f->view, m) : NULL;
    scrut_buf plain = {0};
    if (order == NULL || f->view->c->constituency_count == 0 || !m->closest[order[0]].weighed)
        return;
    scrut_front_clear(f);
    scrut_report_say_readings(f->language, &plain, &m->closest[order[0]].could, &m->closest[order[0]].would);
    scrut_buf anchor = {0};
    scrut_buf_printf(&anchor, "closest-%u", order[0]);
    scrut_front_plain_figure(f, &f->part[0], SCRUT_FILE_MARGINS, anchor.bytes, &plain);
    f->out->failed = f->out->failed || anchor.failed;
    scrut_buf_free(&anchor);
    scrut_page_constituency(f->page, &f->part[1], order[0]);
    scrut_say(f->language, f->out, "The closest seat, in {2r}, takes so many changed ballots: {1r}. ",
              scrut_front_piece(f, 0), scrut_front_piece(f, 1));
    scrut_buf_free(&plain);
}

static void could_it(scrut_front *f)
{
    const scrut_materiality *m = scrut_site_materiality_shown(f->view);
    scrut_buf plain = {0};
    if (m == NULL) {
        scrut_buf_puts(f->out,
                       f->view->v->findings.count == 0
                           ? scrut_front_word(f, "Nothing was found that could be weighed. ")
                           : scrut_front_word(
                                 f, "It cannot be said: what was found bears on no figures whose margins are known. "));
    } else {
        scrut_front_clear(f);
        scrut_report_say_tainted(f->language, &plain, &m->nation);
        scrut_front_plain_figure(f, &f->part[0], SCRUT_FILE_MARGINS, "concerned", &plain);
        scrut_say(f->language, f->out, "All findings together, each ballot counted once, concern {1r}. ",
                  scrut_front_piece(f, 0));
        scrut_buf_puts(f->out, scrut_front_word(f, effect_sentence(m->seat)));
        if (m->target_count > 0)
            scrut_buf_printf(f->out, "%s ", scrut_front_word(f, chamber_sentence(m->chamber_effect)));
    }
    say_closest(f);
    scrut_buf_free(&plain);
}

void scrut_front_answers(scrut_front *f)
{
    static const struct {
        const char *title;
        void (*say)(scrut_front *f);
    } ANSWERS[] = {
        {SCRUT_KEY("Who won, by which evidence"), who_won},
        {SCRUT_KEY("What is disputed"), what_differs},
        {SCRUT_KEY("Could what was found have changed it?"), could_it},
    };
    scrut_page_section(f->page, f->out, "answer", "The answer");
    scrut_buf_puts(f->out, "<div class=\"answers\">");
    for (size_t i = 0; i < sizeof ANSWERS / sizeof ANSWERS[0]; i++) {
        scrut_buf_printf(f->out, "<div><h3>%s</h3><p>", scrut_front_word(f, ANSWERS[i].title));
        ANSWERS[i].say(f);
        scrut_buf_puts(f->out, "</p></div>\n");
    }
    scrut_buf_puts(f->out, "</div></section>\n");
}
