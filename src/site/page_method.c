/* SPDX-License-Identifier: Apache-2.0
 * page_method.c: every method that was used, where it comes from, what it takes for granted and where it is known to
 * fail; the checks; definitions and limits. */
#include "site_internal.h"

typedef struct {
    const char *used_for, *method, *source, *assumes, *fails;
} method;

static const method DIVISOR = {
    SCRUT_KEY("Seats: highest averages"),
    SCRUT_KEY("Each list\xE2\x80\x99s votes are divided by the divisors in turn; the largest quotients win the seats. "
              "Quotients are compared by cross products of whole numbers."),
    SCRUT_KEY("M. L. Balinski, H. P. Young: Fair Representation (1982); F. Pukelsheim: Proportional Representation "
              "(2017)"),
    SCRUT_KEY("The votes by list and constituency are those of the figures named."),
    SCRUT_KEY("D\xE2\x80\x99Hondt favours large lists, Sainte-Lagu\xC3\xAB neither; every such method can leave the "
              "quota rule."),
};
static const method QUOTA = {
    SCRUT_KEY("Seats: quotas"),
    SCRUT_KEY("Each list gets a seat for every full quota of votes; the rules say who gets the seats that are left."),
    SCRUT_KEY("M. L. Balinski, H. P. Young: Fair Representation (1982)"),
    SCRUT_KEY("The votes by list and constituency are those of the figures named; how the quota is rounded is as the "
              "rules say."),
    SCRUT_KEY("With largest remainders a list can lose a seat when the house grows, or when another list gets fewer "
              "votes."),
};
static const method PLURALITY = {
    SCRUT_KEY("Seats: most votes"),
    SCRUT_KEY("The lists with most votes get the seats."),
    SCRUT_KEY("the rules of the case"),
    SCRUT_KEY("The votes by list and constituency are those of the figures named."),
    SCRUT_KEY("It says nothing about second choices."),
};
static const method MARGINS = {
    SCRUT_KEY("How close it was"),
    SCRUT_KEY("The fewest ballots, changed from one list to another, after which a seat is held by another list: found "
              "by exact search, and each answer is allocated again by other code."),
    SCRUT_KEY("this program; docs/internals/margin.md gives the search and its proof"),
    SCRUT_KEY("Every ballot could be for any list; what a ballot costs to change is one for all."),
    SCRUT_KEY("Where national thresholds and many constituencies meet, only an interval may be known; it is then "
              "printed as one."),
};
static const method MATERIALITY = {
    SCRUT_KEY("Could it have changed the outcome?"),
    SCRUT_KEY("The ballots that findings concern, each counted once, are set against those margins."),
    SCRUT_KEY("the readings below, each with the law or judgment that it comes from"),
    SCRUT_KEY(
        "A station with several findings counts at least its largest finding, at most their sum or the ballots in "
        "its box."),
    SCRUT_KEY("It speaks of what was noticed. What nobody noticed, and who was kept from voting, it cannot weigh."),
};
static const method CLAIMS = {
    SCRUT_KEY("Claims"),
    SCRUT_KEY("Each claim\xE2\x80\x99s expression is evaluated for every source and announcement, with ends where "
              "figures are "
              "missing; sets that exclude one another are found by leaving out one claim at a time."),
    SCRUT_KEY("R. E. Moore: Interval Analysis (1966), for the ends"),
    SCRUT_KEY("The expression says what the claimant meant; whoever wrote the case chose it."),
    SCRUT_KEY(
        "Ends that ignore that two figures depend on one another can be too wide: a claim then stays undecided that "
        "a closer look would decide."),
};
static const method RECONCILED = {
    SCRUT_KEY("Sources beside one another"),
    SCRUT_KEY(
        "Stations are joined by their keys; a difference is named by what it looks like: digits that changed places, "
        "lists that did, a return that only one holds."),
    SCRUT_KEY("this program; docs/internals/reconcile.md"),
    SCRUT_KEY("A key names one station in every source."),
    SCRUT_KEY("A pattern is no cause: the same difference can come from a slip or from intent."),
};

static const method BOUNDS = {
    SCRUT_KEY("Shares that announced seats allow"),
    SCRUT_KEY(
        "Where seats are announced and votes are not given, the least and the most share that a list can have had "
        "under highest averages with the divisors 1, 2, 3, ..."),
    SCRUT_KEY("the inequalities of the last seat and the runner-up, solved for the share; docs/internals/seats.md"),
    SCRUT_KEY("The law was applied, and the lists that stood are those of the case."),
    SCRUT_KEY("The ends are wide where seats are few, and the lists\xE2\x80\x99 ends do not hold at one time."),
};
static const method CHANGE = {
    SCRUT_KEY("The change since the election before"),
    SCRUT_KEY("Seats and shares less those of the lists that the case names as predecessors, added up."),
    SCRUT_KEY("the case"),
    SCRUT_KEY("A list goes on from the lists that the case names; shares then are of the valid votes then."),
    SCRUT_KEY("Lists that part, merge or change their name have no change that means anything."),
};

static void method_row(const scrut_report_view *view, scrut_buf *out, const method *m)
{
    const char *const cells[] = {m->method, m->source, m->assumes, m->fails};
    scrut_buf_printf(out, "<tr><th scope=\"row\">%s</th>", scrut_word(view->language, m->used_for));
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        scrut_buf_printf(out, "<td class=\"l\">%s</td>", scrut_word(view->language, cells[i]));
    scrut_buf_puts(out, "</tr>\n");
}

static const method *seats_method(const scrut_method *m)
{
    switch (m->family) {
    case SCRUT_METHOD_DIVISOR: return &DIVISOR;
    case SCRUT_METHOD_QUOTA: return &QUOTA;
    default: return &PLURALITY;
    }
}

/* ---- which of them were used, and why others were not ---- */

static bool bounds_used(const scrut_page *page)
{
    const scrut_report_view *view = page->view;
    if (view->announced == NULL || !scrut_report_bounds_apply(view))
        return false;
    for (size_t k = 0; k < view->c->constituency_count; k++)
        if (scrut_site_bounds_hold(view, k))
            return true;
    return false;
}

typedef struct {
    const method *method;
    bool used;
    const char *why_not;
} use;

enum { USES = 7 };

static void collect_uses(const scrut_page *page, use uses[USES])
{
    const scrut_report_view *view = page->view;
    uses[0] = (use){seats_method(&view->c->rules.method), view->allocated != NULL,
                    view->c->has_rules ? SCRUT_KEY("no votes by constituency are given")
                                       : SCRUT_KEY("the case names no rules")};
    uses[1] = (use){&MARGINS, scrut_site_margins_shown(view) != NULL,
                    SCRUT_KEY("no votes are given from which seats follow")};
    uses[2] = (use){&MATERIALITY, scrut_site_materiality_shown(view) != NULL,
                    SCRUT_KEY("no findings bear on figures whose margins are known")};
    uses[3] = (use){&CLAIMS, view->v->claims.count > 0, SCRUT_KEY("the case holds no claims")};
    uses[4] = (use){&RECONCILED, page->site->sources != NULL, SCRUT_KEY("no returns of stations are given")};
    uses[5] = (use){&BOUNDS, bounds_used(page),
                    SCRUT_KEY("votes are given where seats are, or other rules than these give the seats")};
    uses[6] = (use){&CHANGE, view->previous != NULL, SCRUT_KEY("no election before is given")};
}

static void used_table(const scrut_page *page, scrut_buf *out, const use uses[USES])
{
    const scrut_report_view *view = page->view;
    scrut_site_table_open(out, scrut_word(view->language, "What was done, by which method, and where it can fail"),
                          "t");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("For"), SCRUT_KEY("Method"), SCRUT_KEY("Source"),
                                           SCRUT_KEY("Takes for granted"), SCRUT_KEY("Known to fail")},
                     5, 0);
    for (size_t i = 0; i < USES; i++)
        if (uses[i].used)
            method_row(view, out, uses[i].method);
    scrut_site_table_close(out);
}

static void methods(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    use uses[USES];
    bool all = true;
    collect_uses(page, uses);
    scrut_page_section(page, out, "methods", "Methods that were used");
    used_table(page, out, uses);
    scrut_site_rules(view, out);
    for (size_t i = 0; i < USES; i++)
        all = all && uses[i].used;
    if (!all) {
        scrut_buf_printf(out, "<h3 id=\"not-used\">%s</h3>\n<ul>\n",
                         scrut_word(view->language, "Methods that were not used, and why"));
        for (size_t i = 0; i < USES; i++)
            if (!uses[i].used)
                scrut_buf_printf(out, "<li>%s: %s</li>\n", scrut_word(view->language, uses[i].method->used_for),
                                 scrut_word(view->language, uses[i].why_not));
        scrut_buf_puts(out, "</ul>\n");
    }
    scrut_buf_puts(out, "</section>\n");
}

/* ---- the chamber ---- */

/* Who reaches a number of seats, by a set of figures, with a link to the seats. */
static void reach_row(const scrut_page *page, scrut_buf *out, size_t fact, const scrut_report_column *column)
{
    const scrut_report_view *view = page->view;
    scrut_buf plain = {0}, anchor = {0};
    scrut_buf_puts(out, "<tr");
    if (fact == 0)
        scrut_buf_printf(out, " id=\"%s\"", scrut_site_reach_anchor(view, column));
    scrut_buf_puts(out, "><th scope=\"row\">");
    scrut_put_name(out, view->c->chamber_facts[fact].name);
    scrut_buf_puts(out, ": ");
    scrut_say_number(view->language, out, view->c->chamber_facts[fact].seats);
    scrut_buf_puts(out, "</th><td class=\"l\"><a ");
    scrut_site_column_anchor(view, &anchor, column);
    scrut_page_anchor(page, out, column->chamber == NULL ? SCRUT_FILE_SOURCES : SCRUT_FILE_CONSTITUENCIES, 0,
                      anchor.bytes);
    scrut_buf_puts(out, ">");
    scrut_report_put_column(view->language, &plain, column);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</a></td><td class=\"l\">");
    scrut_report_say_reach(view, &plain, column, &view->c->chamber_facts[fact]);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</td></tr>\n");
    out->failed = out->failed || anchor.failed;
    scrut_buf_free(&plain);
    scrut_buf_free(&anchor);
}

static void reached(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    if (view->c->chamber_fact_count == 0 || view->column_count == 0)
        return;
    scrut_site_table_open(out, scrut_word(view->language, "Who reaches them"), "t");
    scrut_site_heads(
        view, out, (const char *const[]){SCRUT_KEY("Seats"), SCRUT_KEY("Set of figures"), SCRUT_KEY("Who reaches it")},
        3, 0);
    for (size_t f = 0; f < view->c->chamber_fact_count; f++)
        for (size_t i = 0; i < view->column_count; i++)
            reach_row(page, out, f, &view->columns[i]);
    scrut_site_table_close(out);
}

const char *scrut_site_reach_anchor(const scrut_report_view *view, const scrut_report_column *column)
{
    scrut_buf anchor = {0};
    scrut_buf_puts(&anchor, "reach-");
    scrut_site_column_anchor(view, &anchor, column);
    const char *copy = anchor.failed ? NULL : scrut_arena_strdup(view->arena, anchor.bytes);
    scrut_buf_free(&anchor);
    return copy != NULL ? copy : "";
}

static void chamber(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    const scrut_case *c = view->c;
    scrut_page_section(page, out, "chamber", "The chamber");
    scrut_buf_puts(out, "<p>");
    scrut_say(view->language, out, "Seats: {1n}.", scrut_report_chamber_seats(view));
    scrut_buf_puts(out, " ");
    scrut_page_cell(out, &(scrut_cell_ref){.file = "election.yaml", .line = -1, .column = "chamber"});
    scrut_buf_puts(out, "</p>\n");
    if (c->chamber_fact_count > 0) {
        scrut_site_table_open(out, scrut_word(view->language, "Numbers of seats that mean something"), "n");
        scrut_site_heads(
            view, out,
            (const char *const[]){SCRUT_KEY("What"), SCRUT_KEY("Seats"), SCRUT_KEY("Read in"), SCRUT_KEY("Cell")}, 4,
            0xC);
    }
    for (size_t i = 0; i < c->chamber_fact_count; i++) {
        const scrut_chamber_fact *fact = &c->chamber_facts[i];
        scrut_buf_puts(out, "<tr><th scope=\"row\">");
        scrut_put_name(out, fact->name);
        scrut_buf_puts(out, "</th><td>");
        scrut_say_number(view->language, out, fact->seats);
        scrut_buf_puts(out, "</td><td class=\"l\">");
        if (!fact->verified)
            scrut_buf_printf(out, "<span class=\"tag warning\">%s</span>", scrut_word(view->language, "not verified"));
        scrut_put_name(out, fact->reference);
        scrut_buf_puts(out, "</td><td class=\"l\">");
        scrut_page_cell(out, &(scrut_cell_ref){.file = "election.yaml", .line = -1, .column = "chamber: facts"});
        scrut_buf_puts(out, "</td></tr>\n");
    }
    if (c->chamber_fact_count > 0)
        scrut_site_table_close(out);
    reached(page, out);
    scrut_buf_puts(out, "</section>\n");
}

/* ---- what findings are set against ---- */

/* Somewhere both of its numbers are known. */
static bool reading_used(const scrut_report_view *view, const scrut_materiality *m, scrut_reading_kind kind)
{
    for (size_t k = 0; k < view->c->constituency_count; k++)
        if (m->places[k].readings[kind].known)
            return true;
    return false;
}

static void reading_row(const scrut_report_view *view, scrut_buf *out, scrut_reading_kind kind)
{
    const scrut_reading_info *info = scrut_reading_info_of(kind);
    scrut_buf_printf(out,
                     "<tr><th scope=\"row\">%s</th><td class=\"l\">%s</td><td class=\"l\">%s</td><td "
                     "class=\"l\">%s</td></tr>\n",
                     scrut_word(view->language, info->name), scrut_word(view->language, info->ballots),
                     scrut_word(view->language, info->needed), scrut_word(view->language, info->origin));
}

/* Why a reading has no numbers: as it was noted where findings are, else that there is nothing to set against. */
static void unused_reading(const scrut_report_view *view, const scrut_materiality *m, scrut_buf *out,
                           scrut_reading_kind kind)
{
    const char *why = NULL;
    for (size_t k = 0; k < view->c->constituency_count && why == NULL; k++)
        why = m->places[k].readings[kind].note;
    scrut_buf_printf(out, "<li>%s: ", scrut_word(view->language, scrut_reading_info_of(kind)->name));
    if (why != NULL)
        scrut_site_again(view, out, why);
    else
        scrut_buf_puts(out, scrut_word(view->language, "nothing that was found is of its kind"));
    scrut_buf_puts(out, "</li>\n");
}

static void readings(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    const scrut_materiality *m = scrut_site_materiality_shown(view);
    size_t used = 0;
    if (m == NULL)
        return;
    scrut_page_section(page, out, "readings", "What laws and courts set against what");
    scrut_site_table_open(out, scrut_word(view->language, "Readings; none is preferred"), "t");
    scrut_site_heads(
        view, out,
        (const char *const[]){SCRUT_KEY("Reading"), SCRUT_KEY("In question"), SCRUT_KEY("Against"), SCRUT_KEY("From")},
        4, 0);
    for (int kind = 0; kind < SCRUT_READING_COUNT; kind++)
        if (reading_used(view, m, (scrut_reading_kind)kind)) {
            reading_row(view, out, (scrut_reading_kind)kind);
            used++;
        }
    scrut_site_table_close(out);
    if (used < SCRUT_READING_COUNT)
        scrut_buf_printf(out, "<h3>%s</h3>\n<ul>\n",
                         scrut_word(view->language, "Readings without numbers here, and why"));
    for (int kind = 0; kind < SCRUT_READING_COUNT; kind++)
        if (!reading_used(view, m, (scrut_reading_kind)kind))
            unused_reading(view, m, out, (scrut_reading_kind)kind);
    scrut_buf_puts(out, used < SCRUT_READING_COUNT ? "</ul>\n</section>\n" : "</section>\n");
}

/* ---- the checks ---- */

static int64_t count_found(const scrut_report_view *view, const scrut_check *check)
{
    int64_t count = 0;
    for (size_t i = 0; i < view->v->findings.count; i++)
        count += view->v->findings.items[i].check == check;
    return count;
}

static void check_row(const scrut_page *page, scrut_buf *out, const scrut_check *check, int64_t found)
{
    const scrut_report_view *view = page->view;
    const char *const cells[] = {check->formula, check->innocent};
    scrut_buf_printf(out, "<tr id=\"check-%s\"><th scope=\"row\">%s ", check->code, check->code);
    scrut_put_html(out, scrut_word(view->language, check->title));
    scrut_buf_puts(out, "</th><td class=\"e\">");
    if (found > 0) {
        scrut_buf_puts(out, "<a ");
        scrut_page_anchor(page, out, SCRUT_FILE_FINDINGS, 0, check->code);
        scrut_buf_puts(out, ">");
    }
    scrut_say_number(view->language, out, found);
    scrut_buf_puts(out, found > 0 ? "</a></td>" : "</td>");
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        scrut_buf_puts(out, "<td class=\"l\">");
        if (cells[i] != NULL)
            scrut_put_html(out, scrut_word(view->language, cells[i]));
        scrut_buf_puts(out, "</td>");
    }
    scrut_buf clean = {0};
    scrut_check_put_clean(view->language, check, &clean);
    scrut_buf_puts(out, "<td class=\"l\">");
    scrut_site_said(out, &clean);
    scrut_buf_puts(out, "</td></tr>\n");
    scrut_buf_free(&clean);
}

static void unmade_row(const scrut_report_view *view, scrut_buf *out, const scrut_check *check,
                       const scrut_buf *lacking)
{
    scrut_buf_printf(out, "<tr id=\"check-%s\"><th scope=\"row\">%s ", check->code, check->code);
    scrut_put_html(out, scrut_word(view->language, check->title));
    scrut_buf_printf(out, "</th><td class=\"l\">%s</td></tr>\n", lacking->bytes != NULL ? lacking->bytes : "");
}

/* Those that were made, or those that were not; how many. */
static size_t checks_where(const scrut_page *page, scrut_buf *out, bool made)
{
    size_t rows = 0;
    scrut_buf lacking = {0};
    for (size_t i = 0; i < scrut_check_count(); i++) {
        const scrut_check *check = scrut_check_at(i);
        int64_t found = count_found(page->view, check);
        scrut_buf_clear(&lacking);
        if (scrut_site_check_made(page->view, check, found, &lacking) != made)
            continue;
        if (made)
            check_row(page, out, check, found);
        else
            unmade_row(page->view, out, check, &lacking);
        rows++;
    }
    out->failed = out->failed || lacking.failed;
    scrut_buf_free(&lacking);
    return rows;
}

static void checks(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    scrut_page_section(page, out, "checks", "Checks");
    scrut_buf_printf(out, "<p>%s</p>\n",
                     scrut_word(view->language,
                                "A check runs wherever the figures that it needs are given, and never on figures that "
                                "were computed from one another. Nothing found can also mean that nothing was given to "
                                "be checked."));
    scrut_site_table_open(out, scrut_word(view->language, "Checks that were made"), "t");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("Check"), SCRUT_KEY("Findings"), SCRUT_KEY("Checked"),
                                           SCRUT_KEY("Innocent explanations"),
                                           SCRUT_KEY("In elections that nobody contests")},
                     5, 0);
    (void)checks_where(page, out, true);
    scrut_site_table_close(out);
    scrut_buf unmade = {0};
    if (checks_where(page, &unmade, false) > 0) {
        scrut_site_table_open(
            out, scrut_word(view->language, "Checks that were not made: the evidence was not provided"), "t");
        scrut_site_heads(view, out, (const char *const[]){SCRUT_KEY("Check"), SCRUT_KEY("Not provided")}, 2, 0);
        scrut_buf_append(out, unmade.bytes, unmade.length);
        scrut_site_table_close(out);
    }
    out->failed = out->failed || unmade.failed;
    scrut_buf_free(&unmade);
    scrut_buf_puts(out, "</section>\n");
}

void scrut_page_method(const scrut_page *page, scrut_buf *out)
{
    scrut_page_open(page, out, scrut_word(page->view->language, "Method and limits"));
    scrut_site_missing(page->view, out);
    methods(page, out);
    chamber(page, out);
    readings(page, out);
    checks(page, out);
    scrut_page_section(page, out, "words", "Words and limits");
    scrut_site_definitions(page->view, out);
    scrut_site_limits(page->view, out);
    scrut_buf_puts(out, "</section>\n");
    scrut_page_close(page, out);
}
