/* SPDX-License-Identifier: Apache-2.0
 * page_front.c: the front page: the answer in three parts, the chamber, the constituencies, claims, what findings could
 * have changed, and what evidence there was not. Every figure is a link to where it comes from. */
#include "site_internal.h"

#include <string.h>

#define LISTS_SAID 5   /* in a sentence; the rest are counted */
#define COLUMNS_SAID 2 /* sets of seats that differ from the first */
#define LISTS_SHOWN 12 /* in the table of seats */
#define CLAIMS_SHOWN 10
#define PLACES_SHOWN 5
#define TARGETS_SHOWN 4
#define MISSING_SHOWN 12

typedef struct {
    const scrut_page *page;
    const scrut_report_view *view;
    const scrut_language *language;
    scrut_buf *out;
    scrut_buf part[5]; /* pieces of a sentence that is being made */
} front;

static const char *word(const front *f, const char *key)
{
    return scrut_word(f->language, key);
}

/* The bytes of a piece; never NULL. */
static const char *piece(front *f, size_t i)
{
    f->out->failed = f->out->failed || f->part[i].failed;
    return f->part[i].bytes != NULL ? f->part[i].bytes : "";
}

static void clear(front *f)
{
    for (size_t i = 0; i < sizeof f->part / sizeof f->part[0]; i++)
        scrut_buf_clear(&f->part[i]);
}

/* ---- figures: each leads to where it comes from ---- */

static void number(const front *f, scrut_buf *to, scrut_file_kind kind, const char *anchor, int64_t value)
{
    scrut_page_figure(f->page, to, kind, anchor);
    scrut_say_number(f->language, to, value);
    scrut_buf_puts(to, "</a>");
}

/* A plain text with figures. */
static void plain_figure(const front *f, scrut_buf *to, scrut_file_kind kind, const char *anchor, scrut_buf *plain)
{
    scrut_page_figure(f->page, to, kind, anchor);
    scrut_site_said(to, plain);
    scrut_buf_puts(to, "</a>");
}

/* Seats as announced and votes lead to their cells; allocated seats to the constituencies, whose ladders show them. */
static void tally_figure(const front *f, scrut_buf *to, const scrut_tally *tally)
{
    scrut_buf anchor = {0};
    scrut_site_tally_anchor(f->view, &anchor, tally);
    scrut_page_figure(f->page, to, SCRUT_FILE_SOURCES, anchor.bytes);
    to->failed = to->failed || anchor.failed;
    scrut_buf_free(&anchor);
}

static void column_figure(const front *f, scrut_buf *to, const scrut_report_column *column)
{
    if (column->chamber == NULL)
        tally_figure(f, to, column->tally);
    else
        scrut_page_figure(f->page, to, SCRUT_FILE_CONSTITUENCIES, NULL);
}

/* ---- who won, by which evidence ---- */

static void put_lists(const front *f, scrut_buf *to, const scrut_report_column *column)
{
    size_t said = 0, others = 0;
    int64_t low, high, others_low = 0, others_high = 0;
    for (size_t i = 0; i < f->view->c->party_count; i++) {
        uint32_t party = f->view->order[i];
        if (!scrut_report_seats(f->view, column, 0, party, &low, &high) || (low == 0 && high == 0))
            continue;
        if (said == LISTS_SAID) {
            others++;
            others_low += low;
            others_high = others_high < 0 || high < 0 ? -1 : others_high + high;
            continue;
        }
        scrut_buf_puts(to, said++ > 0 ? ", " : "");
        column_figure(f, to, column);
        scrut_put_name(to, f->view->c->parties[party].id);
        scrut_buf_putc(to, ' ');
        scrut_report_say_range(f->language, to, low, high);
        scrut_buf_puts(to, "</a>");
    }
    if (others > 0) {
        scrut_buf_puts(to, ", ");
        column_figure(f, to, column);
        scrut_say_count(f->language, to, "{1n} other list", "{1n} other lists", (int64_t)others);
        scrut_buf_putc(to, ' ');
        scrut_report_say_range(f->language, to, others_low, others_high);
        scrut_buf_puts(to, "</a>");
    }
}

static void put_source(const front *f, scrut_buf *to, const scrut_tally *tally)
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
        tally_figure(f, to, tally);
        scrut_put_html(to, tally->about.date);
        scrut_buf_puts(to, "</a>");
    }
    scrut_buf_puts(to, ")");
}

static void say_reach(front *f, const scrut_report_column *column)
{
    scrut_buf plain = {0};
    if (f->view->c->chamber_fact_count == 0)
        return;
    const scrut_chamber_fact *fact = &f->view->c->chamber_facts[0];
    clear(f);
    number(f, &f->part[0], SCRUT_FILE_METHOD, "chamber", fact->seats);
    scrut_report_say_reach(f->view, &plain, column, fact);
    column_figure(f, &f->part[1], column);
    scrut_site_said(&f->part[1], &plain);
    scrut_buf_puts(&f->part[1], "</a>");
    scrut_say(f->language, f->out, "For the {1s} of {2r} seats: {3r}. ", fact->name, piece(f, 0), piece(f, 1));
    scrut_buf_free(&plain);
}

static void say_column(front *f, const scrut_report_column *column)
{
    int64_t seats = scrut_report_chamber_seats(f->view), sum = 0;
    clear(f);
    put_source(f, &f->part[0], column->tally);
    put_lists(f, &f->part[1], column);
    if (seats == 0 && scrut_report_seats_sum(f->view, column, 0, &sum))
        seats = sum;
    number(f, &f->part[2], SCRUT_FILE_METHOD, "chamber", seats);
    scrut_say(f->language, f->out,
              column->chamber == NULL ? "{1r} announces {2r} of {3r} seats. "
                                      : "By the rules, the votes of {1r} give {2r} of {3r} seats. ",
              piece(f, 0), piece(f, 1), piece(f, 2));
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

static void say_agreeing(front *f)
{
    int64_t same = 0, allocated = 0;
    for (size_t i = 0; i < f->view->column_count; i++) {
        const scrut_report_column *column = &f->view->columns[i];
        if (column == f->view->primary || !scrut_report_columns_equal(f->view, column, f->view->primary))
            continue;
        same += column->chamber == NULL;
        allocated += column->chamber != NULL;
    }
    clear(f);
    number(f, &f->part[0], SCRUT_FILE_SOURCES, NULL, same);
    number(f, &f->part[1], SCRUT_FILE_CONSTITUENCIES, NULL, allocated);
    if (same > 0)
        scrut_say(f->language, f->out, "Other announcements with the same seats: {1r}. ", piece(f, 0));
    if (allocated > 0)
        scrut_say(f->language, f->out, "Sets of votes from which the rules give the same seats: {1r}. ", piece(f, 1));
}

/* Where nobody announces seats and none are allocated, the votes are the answer. */
static void say_votes(front *f)
{
    const scrut_tally *tally = f->view->votes;
    size_t said = 0;
    if (tally == NULL) {
        scrut_buf_puts(f->out, word(f, "The case holds neither seats nor votes by list."));
        return;
    }
    clear(f);
    put_source(f, &f->part[0], tally);
    for (size_t i = 0; i < f->view->c->party_count && said < LISTS_SAID; i++) {
        scrut_figure votes = *scrut_tally_votes(tally, 0, f->view->order[i]);
        if (votes.known == 0)
            continue;
        scrut_buf_puts(&f->part[1], said++ > 0 ? ", " : "");
        tally_figure(f, &f->part[1], tally);
        scrut_put_name(&f->part[1], f->view->c->parties[f->view->order[i]].id);
        scrut_buf_putc(&f->part[1], ' ');
        scrut_say_number(f->language, &f->part[1], votes.value);
        scrut_buf_puts(&f->part[1], "</a>");
    }
    scrut_say(f->language, f->out, "{1r} gives these votes: {2r}. No seats are announced or allocated.", piece(f, 0),
              piece(f, 1));
}

static void who_won(front *f)
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
    clear(f);
    number(f, &f->part[0], SCRUT_FILE_SOURCES, NULL, (int64_t)more);
    if (more > 0)
        scrut_say(f->language, f->out, "Further sets of figures that give other seats: {1r}. ", piece(f, 0));
    if (f->view->announced != NULL && f->view->allocated == NULL)
        scrut_buf_puts(f->out, word(f, "These seats are as announced; they could not be recomputed from votes."));
}

/* ---- what is disputed ---- */

static void say_seat_comparisons(front *f)
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
    clear(f);
    number(f, &f->part[0], SCRUT_FILE_CONSTITUENCIES, NULL, equal);
    number(f, &f->part[1], SCRUT_FILE_CONSTITUENCIES, NULL, equal + possible + different);
    number(f, &f->part[2], SCRUT_FILE_CONSTITUENCIES, NULL, different);
    scrut_say(f->language, f->out,
              "Of {2r} comparisons by constituency between seats announced and seats by the rules, {1r} agree and {3r} "
              "do not. ",
              piece(f, 0), piece(f, 1), piece(f, 2));
}

static void say_figures(front *f)
{
    int64_t equal = 0, different = 0;
    for (size_t i = 0; i < f->view->v->comparison_count; i++) {
        equal += f->view->v->comparisons[i].equal;
        different += f->view->v->comparisons[i].different;
    }
    if (equal + different == 0) {
        scrut_buf_puts(f->out, word(f, "No figure is given by two sources, so nothing could be compared. "));
        return;
    }
    clear(f);
    number(f, &f->part[0], SCRUT_FILE_SOURCES, "comparisons", equal + different);
    number(f, &f->part[1], SCRUT_FILE_SOURCES, "comparisons", different);
    scrut_say(f->language, f->out, "Of {1r} figures that two sources both give, {2r} differ. ", piece(f, 0),
              piece(f, 1));
}

static void say_claims(front *f)
{
    const scrut_claim_results *claims = &f->view->v->claims;
    int64_t by_verdict[SCRUT_CLAIM_DISPUTED + 1] = {0};
    if (claims->count == 0)
        return;
    for (size_t i = 0; i < claims->count; i++)
        by_verdict[claims->items[i].verdict]++;
    clear(f);
    number(f, &f->part[0], SCRUT_FILE_CLAIMS, NULL, (int64_t)claims->count);
    number(f, &f->part[1], SCRUT_FILE_CLAIMS, NULL, by_verdict[SCRUT_CLAIM_HOLDS]);
    number(f, &f->part[2], SCRUT_FILE_CLAIMS, NULL, by_verdict[SCRUT_CLAIM_CONTRADICTED]);
    number(f, &f->part[3], SCRUT_FILE_CLAIMS, NULL, by_verdict[SCRUT_CLAIM_DISPUTED]);
    number(f, &f->part[4], SCRUT_FILE_CLAIMS, NULL, by_verdict[SCRUT_CLAIM_UNDECIDED] + by_verdict[SCRUT_CLAIM_WORDS]);
    scrut_say(
        f->language, f->out,
        "Claims tested: {1r}; {2r} hold, {3r} are contradicted, {4r} are disputed, {5r} cannot be decided by this "
        "evidence. ",
        piece(f, 0), piece(f, 1), piece(f, 2), piece(f, 3), piece(f, 4));
}

static void say_findings(front *f)
{
    int64_t by_severity[3] = {0};
    const scrut_findings *findings = &f->view->v->findings;
    for (size_t i = 0; i < findings->count; i++)
        by_severity[findings->items[i].check->severity]++;
    if (findings->count == 0) {
        scrut_buf_puts(f->out, word(f, "The checks that could be made found nothing to report; this does not prove "
                                       "that nothing is wrong. "));
        return;
    }
    clear(f);
    number(f, &f->part[0], SCRUT_FILE_FINDINGS, NULL, (int64_t)findings->count);
    for (size_t s = 0; s < 3; s++)
        number(f, &f->part[s + 1], SCRUT_FILE_FINDINGS, NULL, by_severity[s]);
    scrut_say(f->language, f->out,
              "Findings: {1r} ({2r} errors, {3r} warnings, {4r} notes); a finding accuses nobody. ", piece(f, 0),
              piece(f, 1), piece(f, 2), piece(f, 3));
}

static void what_differs(front *f)
{
    if (f->view->v->contradicted)
        scrut_buf_printf(f->out, "%s ", word(f, scrut_report_contradiction(f->view->v)));
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

static void say_closest(front *f)
{
    const scrut_margins *m = scrut_site_margins_shown(f->view);
    const uint32_t *order = m != NULL ? scrut_report_closest_order(f->view, m) : NULL;
    scrut_buf plain = {0};
    if (order == NULL || f->view->c->constituency_count == 0 || !m->closest[order[0]].weighed)
        return;
    clear(f);
    scrut_report_say_readings(f->language, &plain, &m->closest[order[0]].could, &m->closest[order[0]].would);
    plain_figure(f, &f->part[0], SCRUT_FILE_MARGINS, "margins", &plain);
    scrut_page_constituency(f->page, &f->part[1], order[0]);
    scrut_say(f->language, f->out, "The closest seat, in {2r}, takes so many changed ballots: {1r}. ", piece(f, 0),
              piece(f, 1));
    scrut_buf_free(&plain);
}

static void could_it(front *f)
{
    const scrut_materiality *m = scrut_site_materiality_shown(f->view);
    scrut_buf plain = {0};
    if (m == NULL) {
        scrut_buf_puts(
            f->out, f->view->v->findings.count == 0
                        ? word(f, "Nothing was found that could be weighed. ")
                        : word(f, "It cannot be said: what was found bears on no figures whose margins are known. "));
    } else {
        clear(f);
        scrut_report_say_tainted(f->language, &plain, &m->nation);
        plain_figure(f, &f->part[0], SCRUT_FILE_MARGINS, "materiality", &plain);
        scrut_say(f->language, f->out, "All findings together, each ballot counted once, concern {1r}. ", piece(f, 0));
        scrut_buf_puts(f->out, word(f, effect_sentence(m->seat)));
        if (m->target_count > 0)
            scrut_buf_printf(f->out, "%s ", word(f, chamber_sentence(m->chamber_effect)));
    }
    say_closest(f);
    scrut_buf_free(&plain);
}

static void answers(front *f)
{
    static const struct {
        const char *title;
        void (*say)(front *f);
    } ANSWERS[] = {
        {SCRUT_KEY("Who won, by which evidence"), who_won},
        {SCRUT_KEY("What is disputed"), what_differs},
        {SCRUT_KEY("Could what was found have changed it?"), could_it},
    };
    scrut_page_section(f->page, f->out, "answer", "The answer");
    scrut_buf_puts(f->out, "<div class=\"answers\">");
    for (size_t i = 0; i < sizeof ANSWERS / sizeof ANSWERS[0]; i++) {
        scrut_buf_printf(f->out, "<div><h3>%s</h3><p>", word(f, ANSWERS[i].title));
        ANSWERS[i].say(f);
        scrut_buf_puts(f->out, "</p></div>\n");
    }
    scrut_buf_puts(f->out, "</div></section>\n");
}

/* ---- seats ---- */

static void seats_cell(const front *f, const scrut_report_column *column, size_t party)
{
    int64_t low, high;
    if (column == NULL)
        return;
    if (!scrut_report_seats(f->view, column, 0, party, &low, &high)) {
        scrut_buf_puts(f->out, "<td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(f->out, "<td>");
    column_figure(f, f->out, column);
    scrut_report_say_range(f->language, f->out, low, high);
    scrut_buf_puts(f->out, "</a></td>");
}

static void votes_cells(const front *f, size_t party)
{
    int64_t base;
    const scrut_tally *tally = f->view->votes;
    if (tally == NULL)
        return;
    scrut_figure votes = *scrut_tally_votes(tally, 0, party);
    if (votes.known == 0) {
        scrut_buf_puts(f->out, "<td class=\"na\">\xE2\x80\x93</td><td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(f->out, "<td>");
    tally_figure(f, f->out, tally);
    scrut_say_number(f->language, f->out, votes.value);
    scrut_buf_puts(f->out, "</a></td>");
    if (!scrut_figure_complete(votes) || !scrut_report_share_base(f->view, tally, 0, &base)) {
        scrut_buf_puts(f->out, "<td class=\"na\">\xE2\x80\x93</td>");
        return;
    }
    scrut_buf_puts(f->out, "<td>");
    tally_figure(f, f->out, tally);
    scrut_site_say_percent(f->language, f->out, votes.value, base);
    scrut_buf_puts(f->out, "</a></td>");
}

static void head_cell(const front *f, const char *key, const scrut_tally *tally)
{
    scrut_buf_printf(f->out, "<th scope=\"col\">%s<small>", word(f, key));
    tally_figure(f, f->out, tally);
    scrut_put_name(f->out, scrut_report_tally_name(tally));
    scrut_buf_puts(f->out, "</a></small></th>");
}

static bool worth_a_row(const front *f, size_t party)
{
    int64_t low, high;
    const scrut_report_column *columns[] = {f->view->announced, f->view->allocated};
    for (size_t i = 0; i < 2; i++)
        if (columns[i] != NULL && scrut_report_seats(f->view, columns[i], 0, party, &low, &high) && high != 0)
            return true;
    return f->view->primary == NULL && !f->view->folded[party];
}

static void seats_table(const front *f)
{
    size_t rows = 0, more = 0;
    scrut_site_table_open(f->out, word(f, "Seats and votes of the lists"), "n");
    scrut_buf_printf(f->out, "<thead><tr><th scope=\"col\">%s</th>", word(f, "List"));
    if (f->view->announced != NULL)
        head_cell(f, SCRUT_KEY("Seats announced"), f->view->announced->tally);
    if (f->view->allocated != NULL)
        head_cell(f, SCRUT_KEY("Seats by the rules"), f->view->allocated->tally);
    if (f->view->votes != NULL) {
        head_cell(f, SCRUT_KEY("Votes"), f->view->votes);
        scrut_buf_printf(f->out, "<th scope=\"col\">%s</th>", word(f, "Share"));
    }
    scrut_buf_puts(f->out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < f->view->c->party_count; i++) {
        uint32_t party = f->view->order[i];
        if (!worth_a_row(f, party) || rows == LISTS_SHOWN) {
            more++;
            continue;
        }
        rows++;
        scrut_buf_puts(f->out, "<tr>");
        scrut_site_party_head(f->view, f->out, party);
        seats_cell(f, f->view->announced, party);
        seats_cell(f, f->view->allocated, party);
        votes_cells(f, party);
        scrut_buf_puts(f->out, "</tr>\n");
    }
    scrut_site_table_close(f->out);
    if (more == 0)
        return;
    scrut_buf_puts(f->out, "<p class=\"soft\">");
    scrut_page_figure(f->page, f->out, SCRUT_FILE_SOURCES, "votes");
    scrut_say_count(f->language, f->out, "{1n} more list", "{1n} more lists", (int64_t)more);
    scrut_buf_puts(f->out, "</a></p>\n");
}

static void chamber_caption(const front *f, const scrut_report_column *other)
{
    scrut_buf_puts(f->out, "<figcaption>");
    if (other != NULL)
        scrut_buf_puts(f->out, word(f, "A seat that the announcement and the rules give to different lists is drawn as "
                                       "nobody\xE2\x80\x99s. "));
    if (scrut_site_materiality_shown(f->view) != NULL)
        scrut_buf_puts(f->out, word(f, "Within reach: seats that the ballots concerned by findings are enough to take "
                                       "from a list, were each of them changed. "));
    if (f->view->c->chamber_fact_count > 0) {
        scrut_page_figure(f->page, f->out, SCRUT_FILE_METHOD, "chamber");
        scrut_say(f->language, f->out, "The line marks: {1s}.", f->view->c->chamber_facts[0].name);
        scrut_buf_puts(f->out, "</a>");
    }
    scrut_buf_puts(f->out, "</figcaption>");
}

static void seats(const front *f)
{
    const scrut_report_column *other =
        f->view->announced != NULL && f->view->allocated != NULL ? f->view->allocated : NULL;
    scrut_page_section(f->page, f->out, "seats", "Seats");
    if (f->view->primary != NULL) {
        scrut_buf_puts(f->out, "<div class=\"halves\"><figure>");
        scrut_site_hemicycle(f->view, f->page, f->out, f->view->primary, other, "chamber");
        chamber_caption(f, other);
        scrut_buf_puts(f->out, "</figure>\n<div>");
    }
    if (f->view->primary != NULL || f->view->votes != NULL)
        seats_table(f);
    else
        scrut_buf_printf(f->out, "<p>%s</p>\n", word(f, "The case holds neither seats nor votes by list."));
    scrut_buf_puts(f->out, f->view->primary != NULL ? "</div></div></section>\n" : "</section>\n");
}

static void constituencies(const front *f)
{
    if (f->view->c->constituency_count < 2 || f->view->primary == NULL)
        return;
    scrut_page_section(f->page, f->out, "constituencies", "Constituencies");
    scrut_page_map(f->page, f->out);
    scrut_buf_puts(f->out, "<p><a ");
    scrut_page_href(f->page, f->out, SCRUT_FILE_CONSTITUENCIES, 0);
    scrut_buf_printf(f->out, ">%s</a></p></section>\n", word(f, "All constituencies in a table"));
}

/* ---- claims ---- */

static void claim_row(const front *f, size_t i)
{
    const scrut_claim_result *r = &f->view->v->claims.items[i];
    scrut_buf anchor = {0};
    scrut_site_put_anchor(&anchor, "claim-", r->claim->id, i);
    scrut_buf_puts(f->out, "<tr><th scope=\"row\">");
    scrut_page_figure(f->page, f->out, SCRUT_FILE_CLAIMS, anchor.bytes);
    scrut_put_name(f->out, r->claim->words);
    scrut_buf_puts(f->out, "</a></th><td>");
    scrut_put_name(f->out, r->claim->claimant);
    scrut_buf_puts(f->out, "</td><td>");
    scrut_site_claim_tag(f->view, f->out, r->verdict);
    scrut_buf_puts(f->out, "</td></tr>\n");
    f->out->failed = f->out->failed || anchor.failed;
    scrut_buf_free(&anchor);
}

static void claims(const front *f)
{
    size_t count = f->view->v->claims.count;
    if (count == 0)
        return;
    scrut_page_section(f->page, f->out, "claims", "Claims");
    scrut_site_table_open(f->out, word(f, "What was claimed, and what the evidence says of it"), "t");
    scrut_buf_printf(f->out,
                     "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr>"
                     "</thead><tbody>\n",
                     word(f, "Claim"), word(f, "By"), word(f, "Verdict"));
    for (size_t i = 0; i < count && i < CLAIMS_SHOWN; i++)
        claim_row(f, i);
    scrut_site_table_close(f->out);
    scrut_buf_puts(f->out, "<p><a ");
    scrut_page_href(f->page, f->out, SCRUT_FILE_CLAIMS, 0);
    scrut_buf_puts(f->out, ">");
    scrut_say_count(f->language, f->out, "{1n} claim, with values and reasons",
                    "All {1n} claims, with values and reasons", (int64_t)count);
    scrut_buf_puts(f->out, "</a></p></section>\n");
}

/* ---- what findings could have changed ---- */

static void effect_row(const front *f, const scrut_tainted *tainted, const scrut_ballots *could,
                       const scrut_ballots *would, scrut_effect effect, scrut_effect known)
{
    scrut_buf plain = {0};
    scrut_buf_puts(f->out, "</th><td class=\"l\">");
    scrut_report_say_tainted(f->language, &plain, tainted);
    plain_figure(f, f->out, SCRUT_FILE_MARGINS, "materiality", &plain);
    scrut_buf_puts(f->out, "</td><td class=\"l\">");
    if (could != NULL) {
        scrut_report_say_readings(f->language, &plain, could, would);
        plain_figure(f, f->out, SCRUT_FILE_MARGINS, "materiality", &plain);
    } else {
        scrut_buf_puts(f->out, "\xE2\x80\x93");
    }
    scrut_buf_puts(f->out, "</td><td class=\"l\">");
    scrut_site_effect_tag(f->view, f->out, effect, known);
    scrut_buf_puts(f->out, "</td></tr>\n");
    scrut_buf_free(&plain);
}

static void target_row(const front *f, const scrut_materiality *m, const scrut_target_effect *t)
{
    scrut_buf seats = {0};
    scrut_buf_puts(f->out, "<tr><th scope=\"row\">");
    number(f, &seats, SCRUT_FILE_MARGINS, "materiality", t->seats);
    scrut_say(f->language, f->out,
              t->at_least ? "{1s}: {2s} with at least {3r} seats" : "{1s}: {2s} with at most {3r} seats", t->name,
              f->view->c->parties[t->party].id, seats.bytes != NULL ? seats.bytes : "");
    f->out->failed = f->out->failed || seats.failed;
    scrut_buf_free(&seats);
    effect_row(f, &m->nation, &t->could, &t->would, t->effect, t->effect_known);
}

static void place_row(const front *f, const scrut_materiality *m, uint32_t k)
{
    const scrut_place_effect *place = &m->places[k];
    const scrut_reading *swap = &place->readings[SCRUT_READING_SWAP];
    scrut_buf_puts(f->out, "<tr><th scope=\"row\">");
    scrut_page_constituency(f->page, f->out, k);
    effect_row(f, &place->tainted, swap->known ? &swap->could : NULL, &swap->would, place->seat, place->seat_known);
}

static void materiality(const front *f)
{
    const scrut_materiality *m = scrut_site_materiality_shown(f->view);
    size_t count = 0, shown = 0;
    const uint32_t *order = m != NULL ? scrut_report_place_order(f->view, m, &count) : NULL;
    if (m == NULL)
        return;
    scrut_page_section(f->page, f->out, "materiality", "Could it have changed the outcome?");
    scrut_site_table_open(f->out,
                          word(f, "Ballots that findings concern, against the ballots that would change a seat"), "n");
    scrut_buf_printf(f->out,
                     "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"l\">%s</th><th scope=\"col\" "
                     "class=\"l\">%s</th><th scope=\"col\" class=\"l\">%s</th></tr></thead><tbody>\n",
                     word(f, "What"), word(f, "Ballots concerned"), word(f, "Changed ballots needed"),
                     word(f, "All findings together"));
    for (size_t i = 0; i < m->target_count && shown < TARGETS_SHOWN; i++)
        if (m->targets[i].claim == NULL) {
            target_row(f, m, &m->targets[i]);
            shown++;
        }
    for (size_t i = 0; order != NULL && i < count && i < PLACES_SHOWN; i++)
        place_row(f, m, order[i]);
    scrut_site_table_close(f->out);
    scrut_buf_puts(f->out, "<p><a ");
    scrut_page_anchor(f->page, f->out, SCRUT_FILE_MARGINS, 0, "materiality");
    scrut_buf_printf(f->out, ">%s</a></p></section>\n",
                     word(f, "Every constituency, every finding, and what laws set "
                             "against what"));
}

/* ---- what there was not ---- */

static void missing(front *f)
{
    const scrut_case *c = f->view->c;
    scrut_page_section(f->page, f->out, "missing", "What was not provided");
    if (f->view->allocated != NULL) {
        size_t open = c->constituency_count - f->view->allocated->chamber->decided;
        clear(f);
        number(f, &f->part[0], SCRUT_FILE_CONSTITUENCIES, NULL, (int64_t)open);
        number(f, &f->part[1], SCRUT_FILE_CONSTITUENCIES, NULL, (int64_t)c->constituency_count);
        scrut_buf_puts(f->out, "<p>");
        scrut_say(f->language, f->out, "Constituencies whose seats the votes given do not decide: {1r} of {2r}.",
                  piece(f, 0), piece(f, 1));
        scrut_buf_puts(f->out, "</p>\n");
    }
    if (c->not_provided_count == 0)
        scrut_buf_printf(f->out, "<p>%s</p>\n", word(f, "The case holds every part that this program reads."));
    scrut_buf_puts(f->out, c->not_provided_count > 0 ? "<ul>\n" : "");
    for (size_t i = 0; i < c->not_provided_count && i < MISSING_SHOWN; i++) {
        scrut_buf_puts(f->out, "<li>");
        scrut_page_figure(f->page, f->out, SCRUT_FILE_METHOD, "missing");
        scrut_put_name(f->out, c->not_provided[i]);
        scrut_buf_puts(f->out, "</a></li>\n");
    }
    scrut_buf_puts(f->out, c->not_provided_count > 0 ? "</ul>\n</section>\n" : "</section>\n");
}

void scrut_page_front(const scrut_page *page, scrut_buf *out)
{
    front f = {.page = page, .view = page->view, .language = page->view->language, .out = out};
    scrut_page_open(page, out, page->site->c->title);
    answers(&f);
    seats(&f);
    constituencies(&f);
    claims(&f);
    materiality(&f);
    missing(&f);
    scrut_page_close(page, out);
    for (size_t i = 0; i < sizeof f.part / sizeof f.part[0]; i++)
        scrut_buf_free(&f.part[i]);
}
