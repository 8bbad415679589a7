/* SPDX-License-Identifier: Apache-2.0
 * section_surveys.c: surveys of the roll: each direction for itself, drawn and in a table; every figure in full; which
 * figures can be set against one another; names against the margins. */
#include "site_internal.h"

#include <math.h>

#define PAIRS_LISTED 60
#define HUNDREDTHS 10000 /* of a percent in 1 */
#define SHARE_WHOLE 10000

static const struct {
    const char *heading, *picture, *table;
} DIRECTIONS[SCRUT_SURVEY_DIRECTIONS] = {
    [SCRUT_LIST_TO_PEOPLE] = {SCRUT_KEY("From the list to people"), SCRUT_KEY("Names that are not as they should be"),
                              SCRUT_KEY("Figures from the list to people")},
    [SCRUT_PEOPLE_TO_LIST] = {SCRUT_KEY("From people to the list"),
                              SCRUT_KEY("People whose names are not as they should be"),
                              SCRUT_KEY("Figures from people to the list")},
    [SCRUT_LIST_TO_FORMS] = {SCRUT_KEY("From the list to forms"),
                             SCRUT_KEY("Names whose forms are not as they should be"),
                             SCRUT_KEY("Figures from the list to forms")},
    [SCRUT_FORMS_TO_LIST] = {SCRUT_KEY("From forms to the list"),
                             SCRUT_KEY("Forms whose names are not as they should be"),
                             SCRUT_KEY("Figures from forms to the list")},
};

/* Plain text of the answer functions in a cell. */
static void said_cell(scrut_buf *out, scrut_buf *plain)
{
    scrut_buf_puts(out, "<td class=\"l\">");
    scrut_site_said(out, plain);
    scrut_buf_puts(out, "</td>");
}

static void text_cell(const scrut_report_view *view, scrut_buf *out, const char *text)
{
    scrut_buf_puts(out, "<td class=\"l\">");
    if (text != NULL)
        scrut_put_name(out, text);
    else
        scrut_buf_puts(out, scrut_word(view->language, "not said"));
    scrut_buf_puts(out, "</td>");
}

static bool is_shown(const scrut_survey_answer *a, scrut_survey_direction direction)
{
    return a->figure->direction == direction;
}

/* ---- one direction -------------------------------------------------------------------------------------------------
 */

static scrut_picture_value hundredths(double share)
{
    return (scrut_picture_value){(int64_t)floor(HUNDREDTHS * share + 0.5), true};
}

static void draw(const scrut_report_view *view, scrut_buf *out, scrut_survey_direction direction)
{
    const scrut_survey_results *r = &view->v->surveys;
    scrut_picture_interval *rows = scrut_arena_calloc(view->arena, r->answer_count, sizeof *rows);
    size_t count = 0;
    for (size_t i = 0; rows != NULL && i < r->answer_count; i++) {
        const scrut_survey_answer *a = &r->answers[i];
        scrut_interval interval;
        if (!is_shown(a, direction) || a->why != NULL)
            continue;
        double share = scrut_survey_defects(a, &interval);
        rows[count] = (scrut_picture_interval){
            .label = a->figure->id, .rank = SCRUT_PICTURE_NO_PARTY, .estimate = hundredths(share)};
        if (a->basis != SCRUT_ERROR_NONE)
            rows[count].interval =
                (scrut_picture_range){hundredths(interval.low).value, hundredths(interval.high).value, true, true};
        count++;
    }
    if (rows == NULL || count == 0)
        return;
    scrut_site_frame frame;
    scrut_site_frame_init(view, &frame, scrut_survey_direction_name(direction),
                          scrut_word(view->language, DIRECTIONS[direction].picture));
    scrut_buf_puts(out, "<figure>");
    scrut_picture_intervals(out, &frame.frame, rows, count, SCRUT_PICTURE_SHARE);
    scrut_buf_printf(
        out, "<figcaption>%s</figcaption></figure>\n",
        scrut_word(view->language,
                   "Shares that are not as they should be, with their intervals of 95 %. Each is a share of "
                   "what its own row of the table says, so that only rows that say the same can be set "
                   "against one another."));
}

static void figure_row(const scrut_report_view *view, scrut_buf *out, size_t index)
{
    const scrut_survey_answer *a = &view->v->surveys.answers[index];
    scrut_buf plain = {0};
    scrut_buf_puts(out, "<tr><th scope=\"row\"><a href=\"#");
    scrut_site_put_anchor(out, "survey-", a->figure->id, index);
    scrut_buf_puts(out, "\">");
    scrut_put_name(out, a->figure->id);
    scrut_buf_puts(out, "</a><br><small>");
    scrut_put_name(out, a->survey->by != NULL ? a->survey->by : a->survey->id);
    scrut_buf_puts(out, "</small></th>");
    scrut_report_say_survey_share(view->language, &plain, a);
    said_cell(out, &plain);
    scrut_report_say_survey_names(view->language, &plain, a);
    said_cell(out, &plain);
    text_cell(view, out, a->figure->question);
    text_cell(view, out, a->figure->denominator);
    text_cell(view, out, a->figure->search);
    scrut_buf_puts(out, "</tr>\n");
    scrut_buf_free(&plain);
}

static void one_direction(const scrut_report_view *view, scrut_buf *out, scrut_survey_direction direction)
{
    const scrut_survey_results *r = &view->v->surveys;
    size_t count = 0;
    for (size_t i = 0; i < r->answer_count; i++)
        count += is_shown(&r->answers[i], direction);
    if (count == 0)
        return;
    scrut_buf_printf(out, "<h3>%s</h3>\n<p>%s.</p>\n", scrut_word(view->language, DIRECTIONS[direction].heading),
                     scrut_word(view->language, scrut_report_direction_words(direction)));
    draw(view, out, direction);
    scrut_site_table_open(out, scrut_word(view->language, DIRECTIONS[direction].table), "t");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("Figure"), SCRUT_KEY("Result"), SCRUT_KEY("In numbers"),
                                           SCRUT_KEY("Question"), SCRUT_KEY("Share of"), SCRUT_KEY("How was searched")},
                     6, 0x3e);
    for (size_t i = 0; i < r->answer_count; i++)
        if (is_shown(&r->answers[i], direction))
            figure_row(view, out, i);
    scrut_site_table_close(out);
    scrut_buf_printf(out, "<p>%s</p>\n", scrut_word(view->language, scrut_report_no_votes(direction)));
}

/* ---- every figure in full ------------------------------------------------------------------------------------------
 */

static void term(const scrut_report_view *view, scrut_buf *out, const char *title, const char *text)
{
    if (text == NULL)
        return;
    scrut_buf_printf(out, "<dt>%s</dt><dd>", scrut_word(view->language, title));
    scrut_put_name(out, text);
    scrut_buf_puts(out, "</dd>");
}

static void said_paragraph(scrut_buf *out, scrut_buf *plain)
{
    if (plain->length == 0)
        return;
    scrut_buf_puts(out, "<p>");
    scrut_site_said(out, plain);
    scrut_buf_puts(out, "</p>\n");
}

static void outcomes_table(const scrut_report_view *view, scrut_buf *out, const scrut_survey_answer *a)
{
    if (a->outcome_count == 0 || a->why != NULL)
        return;
    scrut_site_table_open(out, scrut_word(view->language, "Outcomes among all who were asked"), "n");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("Outcome"), SCRUT_KEY("Counts as"), SCRUT_KEY("Responses"),
                                           SCRUT_KEY("Share, in percent"), SCRUT_KEY("Interval of 95 %")},
                     5, 0x2);
    for (size_t k = 0; k < a->outcome_count; k++) {
        const scrut_outcome_share *o = &a->outcomes[k];
        char text[64];
        scrut_buf_puts(out, "<tr><th scope=\"row\">");
        scrut_put_name(out, o->outcome->word);
        scrut_buf_printf(out, "</th><td class=\"l\">%s</td><td>",
                         scrut_word(view->language, scrut_report_role_words(o->outcome->role)));
        scrut_say_number(view->language, out, (int64_t)o->rows);
        scrut_buf_puts(out, "</td><td>");
        snprintf(text, sizeof text, "%.2f", 100 * o->share);
        scrut_say_digits(view->language, out, text);
        scrut_buf_puts(out, "</td><td>");
        snprintf(text, sizeof text, "%.2f\xE2\x80\x93%.2f", 100 * o->interval.low, 100 * o->interval.high);
        scrut_say_digits(view->language, out, text);
        scrut_buf_puts(out, "</td></tr>\n");
    }
    scrut_site_table_close(out);
}

static void figure_details(const scrut_report_view *view, scrut_buf *out, size_t index)
{
    const scrut_survey_answer *a = &view->v->surveys.answers[index];
    scrut_buf plain = {0};
    scrut_buf_puts(out, "<details id=\"");
    scrut_site_put_anchor(out, "survey-", a->figure->id, index);
    scrut_buf_puts(out, "\"><summary>");
    scrut_put_name(out, a->figure->id);
    scrut_buf_puts(out, " <small>");
    scrut_report_say_survey_share(view->language, &plain, a);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</small></summary>\n<dl>");
    term(view, out, SCRUT_KEY("Survey"), a->survey->title != NULL ? a->survey->title : a->survey->id);
    term(view, out, SCRUT_KEY("By"), a->survey->by);
    term(view, out, SCRUT_KEY("Date"), a->survey->date);
    term(view, out, SCRUT_KEY("Sample"), a->survey->sampling);
    term(view, out, SCRUT_KEY("Drawn from"), a->figure->frame);
    term(view, out, SCRUT_KEY("In the source’s words"), a->figure->share_text);
    term(view, out, SCRUT_KEY("Note"), a->survey->note);
    term(view, out, SCRUT_KEY("Note"), a->figure->note);
    term(view, out, SCRUT_KEY("Read in"), a->figure->reference != NULL ? a->figure->reference : a->survey->reference);
    scrut_buf_puts(out, "</dl>\n");
    scrut_report_say_survey_error(view->language, &plain, a);
    said_paragraph(out, &plain);
    outcomes_table(view, out, a);
    scrut_report_say_survey_bounds(view->language, &plain, a);
    said_paragraph(out, &plain);
    scrut_buf_puts(out, "<p>");
    scrut_page_cell(out, &a->figure->where);
    scrut_buf_puts(out, "</p></details>\n");
    scrut_buf_free(&plain);
}

/* ---- pairs
 * ------------------------------------------------------------------------------------------------------------ */

static void pair_row(const scrut_report_view *view, scrut_buf *out, const scrut_survey_pair *pair)
{
    const scrut_survey_results *r = &view->v->surveys;
    scrut_buf plain = {0};
    scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_put_name(out, r->answers[pair->a].figure->id);
    scrut_buf_puts(out, "</th>");
    text_cell(view, out, r->answers[pair->b].figure->id);
    scrut_report_say_survey_pair(view->language, &plain, pair);
    said_cell(out, &plain);
    scrut_buf_puts(out, "</tr>\n");
    scrut_buf_free(&plain);
}

static void pairs(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_survey_results *r = &view->v->surveys;
    scrut_buf plain = {0};
    size_t count = 0, shown = 0;
    if (r->pair_count == 0)
        return;
    for (size_t i = 0; i < r->pair_count; i++)
        count += r->pairs[i].match >= SCRUT_PAIR_SAME_PEOPLE;
    scrut_buf_printf(out, "<h3>%s</h3>\n<p>", scrut_word(view->language, "Which figures measure the same thing"));
    scrut_report_say_survey_counts(view->language, &plain, r);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</p>\n");
    scrut_buf_free(&plain);
    if (count == 0)
        return;
    scrut_site_table_open(out, scrut_word(view->language, "Figures that can be set against one another"), "t");
    scrut_site_heads(
        view, out, (const char *const[]){SCRUT_KEY("Figure"), SCRUT_KEY("and"), SCRUT_KEY("What can be said")}, 3, 0x6);
    for (size_t i = 0; i < r->pair_count && shown < PAIRS_LISTED; i++) {
        if (r->pairs[i].match < SCRUT_PAIR_SAME_PEOPLE)
            continue;
        pair_row(view, out, &r->pairs[i]);
        shown++;
    }
    scrut_site_table_close(out);
    if (count > PAIRS_LISTED)
        scrut_site_more(view, out, "{1n} more is in results.json.", "{1n} more are in results.json.",
                        count - PAIRS_LISTED);
}

/* ---- names against the margins
 * ------------------------------------------------------------------------------------------ */

static void target_row(const scrut_report_view *view, scrut_buf *out, const scrut_survey_answer *a,
                       const scrut_stake_target *t)
{
    scrut_buf plain = {0};
    scrut_buf_puts(out, "<tr><th scope=\"row\">");
    scrut_put_name(out, a->figure->id);
    scrut_buf_puts(out, "</th><td>");
    scrut_say_number(view->language, out, scrut_survey_most(a));
    scrut_buf_puts(out, "</td><td class=\"l\">");
    scrut_say(view->language, out, "{1s}: {2s} with {3n} seats", t->name, scrut_report_party_name(view, t->party),
              t->seats);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    scrut_report_say_ballots(view->language, &plain, &t->added);
    scrut_site_said(out, &plain);
    scrut_buf_puts(out, "</td><td class=\"l\">");
    if (!t->share_known)
        scrut_buf_puts(out, scrut_word(view->language, "not known"));
    else if (t->share > SHARE_WHOLE)
        scrut_buf_puts(out, scrut_word(view->language, "not even with all of them"));
    else
        scrut_site_say_percent(view->language, out, t->share, SHARE_WHOLE);
    scrut_buf_puts(out, "</td></tr>\n");
    scrut_buf_free(&plain);
}

static void stakes(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_verdict *v = view->v;
    bool any = false;
    for (size_t i = 0; v->survey_stakes != NULL && i < v->surveys.answer_count; i++)
        any = any || (v->survey_stakes[i] != NULL && v->survey_stakes[i]->target_count > 0);
    if (!any)
        return;
    scrut_buf_printf(out, "<h3>%s</h3>\n<p>",
                     scrut_word(view->language, "Names that nobody can place, against the margins"));
    scrut_say(
        view->language, out,
        "No survey says whose names these are or where, so they are in no constituency’s ballots and change no "
        "verdict of this report. Here stands what it would have taken, by the figures “{1s}”, had as many votes been "
        "added as there are such names, people or forms at most, counting all whose outcome is not known.",
        scrut_report_tally_name(&v->tallies[v->survey_tally]));
    scrut_buf_puts(out, "</p>\n");
    scrut_site_table_open(out, scrut_word(view->language, "Names against numbers of seats that matter"), "n");
    scrut_site_heads(view, out,
                     (const char *const[]){SCRUT_KEY("Figure"), SCRUT_KEY("Names, people or forms, at most"),
                                           SCRUT_KEY("What could become so"),
                                           SCRUT_KEY("Added ballots that could do it"),
                                           SCRUT_KEY("Share of them needed, spread as the votes are")},
                     5, 0x1c);
    for (size_t i = 0; i < v->surveys.answer_count; i++)
        for (size_t k = 0; v->survey_stakes[i] != NULL && k < v->survey_stakes[i]->target_count; k++)
            target_row(view, out, &v->surveys.answers[i], &v->survey_stakes[i]->targets[k]);
    scrut_site_table_close(out);
}

void scrut_site_surveys(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_survey_results *r = &view->v->surveys;
    if (r->answer_count == 0)
        return;
    scrut_site_section(view, out, "surveys", "Surveys of the roll");
    scrut_buf_printf(
        out, "<p>%s</p>\n",
        scrut_word(view->language,
                   "A survey measures what it asked, of what it drew, by the way it searched. A name without a person, "
                   "a person "
                   "without a name, a name without an application form and a form without a name are four things: the "
                   "directions are shown apart and are never added."));
    for (unsigned direction = 0; direction < SCRUT_SURVEY_DIRECTIONS; direction++)
        one_direction(view, out, (scrut_survey_direction)direction);
    pairs(view, out);
    stakes(view, out);
    scrut_buf_printf(out, "<h3>%s</h3>\n", scrut_word(view->language, "Every figure"));
    for (size_t i = 0; i < r->answer_count; i++)
        figure_details(view, out, i);
    scrut_buf_puts(out, "</section>\n");
}

void scrut_page_surveys(const scrut_page *page, scrut_buf *out)
{
    scrut_page_open(page, out, scrut_word(page->view->language, "Surveys of the roll"));
    scrut_site_surveys(page->view, out);
    scrut_page_close(page, out);
}
