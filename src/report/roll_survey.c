/* SPDX-License-Identifier: Apache-2.0
 * roll_survey.c: what surveys of the roll say, in sentences: each share with its question, frame, denominator, search
 * and error; which figures can be set against one another, and whether they agree. */
#include "lines_internal.h"

#include <math.h>
#include <string.h>

enum { PERCENT = 100, FIGURES_SHOWN = 4 };

static const struct {
    const char *words;    /* what was drawn, and what was looked for */
    const char *about;    /* how many are not as they should be, of how many */
    const char *no_votes; /* what that number does not say of votes */
} DIRECTIONS[SCRUT_SURVEY_DIRECTIONS] = {
    [SCRUT_LIST_TO_PEOPLE] = {SCRUT_KEY("from the list to people: names were drawn, and their people looked for"),
                              SCRUT_KEY("About {1n} of {2n} names"),
                              SCRUT_KEY("A name is no vote: how many of them voted is not known.")},
    [SCRUT_PEOPLE_TO_LIST] = {SCRUT_KEY("from people to the list: people were drawn, and their names looked for"),
                              SCRUT_KEY("About {1n} of {2n} people"),
                              SCRUT_KEY("How many of them would have voted, and for whom, is not known; their votes "
                                        "could only be added.")},
    [SCRUT_LIST_TO_FORMS] = {SCRUT_KEY("from the list to forms: names were drawn, and their application forms looked "
                                       "for"),
                             SCRUT_KEY("About {1n} of {2n} names"),
                             SCRUT_KEY("A name without a form is no vote, and a form that is not found says nothing "
                                       "of the person: these names are set against no margin.")},
    [SCRUT_FORMS_TO_LIST] = {SCRUT_KEY("from forms to the list: application forms were drawn, and their names looked "
                                       "for"),
                             SCRUT_KEY("About {1n} of {2n} forms"),
                             SCRUT_KEY("Several forms can be one person’s, so there are at most as many people. How "
                                       "many of them would have voted, and for whom, is not known; their votes could "
                                       "only be added.")},
};

/* "10.40 %" */
static void say_share(const scrut_language *language, scrut_buf *out, double share)
{
    char text[32];
    snprintf(text, sizeof text, "%.2f\xC2\xA0%%", PERCENT * share);
    scrut_say_digits(language, out, text);
}

/* A number with two decimals. */
static const char *plain_number(char text[32], double value)
{
    snprintf(text, 32, "%.2f", value);
    return text;
}

/* The number in the language's digits, as an argument of a sentence; valid until `out` is freed. */
static const char *number_in(const scrut_language *language, scrut_buf *out, double value)
{
    char text[32];
    scrut_buf_clear(out);
    scrut_say_digits(language, out, plain_number(text, value));
    return out->bytes;
}

static const char *share_in(const scrut_language *language, scrut_buf *out, double share)
{
    scrut_buf_clear(out);
    say_share(language, out, share);
    return out->bytes;
}

void scrut_report_say_survey_share(const scrut_language *language, scrut_buf *out, const scrut_survey_answer *answer)
{
    scrut_buf share = {0}, low = {0}, high = {0};
    const char *what =
        answer->counts == SCRUT_OUTCOME_DEFECT ? SCRUT_KEY("not as it should be") : SCRUT_KEY("as it should be");
    if (answer->why != NULL)
        scrut_say(language, out, "cannot be estimated: {1p}", answer->why);
    else if (answer->basis == SCRUT_ERROR_NONE)
        scrut_say(language, out, "{1w}: {2r}, error not known", what,
                  share_in(language, &share, answer->estimate.value));
    else
        scrut_say(language, out, "{1w}: {2r} ({3r} to {4r})", what, share_in(language, &share, answer->estimate.value),
                  share_in(language, &low, answer->interval.low), share_in(language, &high, answer->interval.high));
    scrut_buf_free(&share);
    scrut_buf_free(&low);
    scrut_buf_free(&high);
}

/* ---- what the error rests on ------------------------------------------------------------------------------------- */

/* Places that hold the part p of the whole have none of n draws with (1 - p)^n. The interval cannot know of them: what
 * is wrong in a few places alone shows in no draw, or in so few that nothing tells how much more there is. */
static void say_missed(const scrut_language *language, scrut_buf *out, size_t draws)
{
    scrut_buf part = {0};
    scrut_say(
        language, out,
        " Places that together hold {1r} % of the whole have no draw at all in 5 of 100 such surveys, smaller ones "
        "more often; of what is wrong there alone the interval tells nothing.",
        number_in(language, &part, PERCENT * (1 - pow(1 - SCRUT_SURVEY_LEVEL, 1 / (double)draws))));
    scrut_buf_free(&part);
}

static void say_measured(const scrut_language *language, scrut_buf *out, const scrut_survey_answer *a)
{
    scrut_buf deff = {0};
    const scrut_estimate *e = &a->estimate;
    scrut_say(language, out,
              "Interval of 95 % (Korn and Graubard) from {1n} responses; primary units: {2n}, strata: {3n}; design "
              "effect {4r}.",
              (int64_t)e->rows, (int64_t)e->primary_units, (int64_t)e->strata,
              isnan(e->deff) ? "\xE2\x80\x93" : number_in(language, &deff, e->deff));
    if (a->survey->rows.by_size) {
        scrut_say(
            language, out,
            " Primary units were chosen by size and are taken as drawn with replacement, which makes the interval "
            "wider rather than narrower.");
        say_missed(language, out, e->primary_units);
    }
    if (e->lonely > 0)
        scrut_say_count(language, out, " {1n} stratum has a single primary unit, which is set against the mean of all.",
                        " {1n} strata have a single primary unit, which is set against the mean of all.",
                        (int64_t)e->lonely);
    scrut_buf_free(&deff);
}

static void say_published(const scrut_language *language, scrut_buf *out, const scrut_survey_answer *a)
{
    scrut_buf deff = {0}, margin = {0};
    switch (a->basis) {
    case SCRUT_ERROR_PUBLISHED:
        scrut_say(language, out, "Interval of 95 % from the margin that was published for this share.");
        break;
    case SCRUT_ERROR_IMPLIED:
        scrut_say(
            language, out,
            "Interval of 95 % from the design effect {1r} that the published margin of {2r} points for a share of "
            "one half implies.",
            number_in(language, &deff, a->estimate.deff),
            number_in(language, &margin, scrut_decimal_value(a->survey->margin)));
        break;
    case SCRUT_ERROR_LEAST:
        scrut_say(
            language, out,
            "No margin was published: the interval is that of a sample of {1n} drawn one by one, and with clusters the "
            "true one is wider.",
            (int64_t)a->estimate.rows);
        break;
    default:
        scrut_say(language, out,
                  "Neither the size of the sample nor a margin was published, so the error is not known.");
        break;
    }
    scrut_buf_free(&deff);
    scrut_buf_free(&margin);
}

void scrut_report_say_survey_error(const scrut_language *language, scrut_buf *out, const scrut_survey_answer *answer)
{
    scrut_buf points = {0};
    if (answer->why != NULL)
        return;
    if (answer->basis == SCRUT_ERROR_MEASURED)
        say_measured(language, out, answer);
    else
        say_published(language, out, answer);
    if (!isnan(answer->detectable)) {
        scrut_buf_putc(out, ' ');
        scrut_say(language, out, "Such a survey shows a difference of {1r} points in 95 of 100 cases.",
                  number_in(language, &points, PERCENT * answer->detectable));
    }
    scrut_buf_free(&points);
}

void scrut_report_say_survey_bounds(const scrut_language *language, scrut_buf *out, const scrut_survey_answer *answer)
{
    scrut_buf best = {0}, worst = {0}, low = {0}, high = {0};
    if (answer->why == NULL && answer->has_unresolved)
        scrut_say(
            language, out,
            "If those whose outcome is not known were all as they should be it is {1r}, if none was {2r}; with the "
            "errors of both {3r} to {4r}.",
            share_in(language, &best, answer->best), share_in(language, &worst, answer->worst),
            share_in(language, &low, answer->bounds.low), share_in(language, &high, answer->bounds.high));
    scrut_buf_free(&best);
    scrut_buf_free(&worst);
    scrut_buf_free(&low);
    scrut_buf_free(&high);
}

/* ---- names
 * ----------------------------------------------------------------------------------------------------------- */

void scrut_report_say_survey_names(const scrut_language *language, scrut_buf *out, const scrut_survey_answer *answer)
{
    const scrut_survey_names *n = &answer->names;
    if (answer->why != NULL)
        return;
    if (!answer->names_known) {
        scrut_say(language, out, "How many that are cannot be said: the number of all is not in the case.");
        return;
    }
    scrut_say(language, out, DIRECTIONS[answer->figure->direction].about, n->about, answer->figure->size.about);
    if (answer->basis != SCRUT_ERROR_NONE)
        scrut_say(language, out, " ({1n} to {2n})", n->low, n->high);
    if (answer->has_unresolved)
        scrut_say(language, out, ", and {1n} to {2n} with those whose outcome is not known", answer->bound_names.low,
                  answer->bound_names.high);
    scrut_buf_putc(out, '.');
}

const char *scrut_report_no_votes(scrut_survey_direction direction)
{
    return DIRECTIONS[direction].no_votes;
}

/* ---- two figures
 * ------------------------------------------------------------------------------------------------------ */

static double two_sided(double standard_error)
{
    return PERCENT * scrut_stats_normal_quantile(0.5 + SCRUT_SURVEY_LEVEL / 2) * standard_error;
}

static void say_match(const scrut_language *language, scrut_buf *out, const scrut_survey_pair *pair)
{
    scrut_buf apart = {0}, error = {0}, deff = {0};
    const char *points = number_in(language, &apart, PERCENT * fabs(pair->difference));
    const char *within = number_in(language, &error, two_sided(pair->standard_error));
    switch (pair->match) {
    case SCRUT_PAIR_AGREE:
        scrut_say(language, out, "{1r} points apart, within their errors ({2r} points).", points, within);
        break;
    case SCRUT_PAIR_AGREE_IF:
        scrut_say(language, out,
                  "{1r} points apart. With samples drawn one by one, chance would explain {2r} points; with design "
                  "effects of {3r} or more, where none was published, they agree within their errors.",
                  points, within, number_in(language, &deff, pair->deff_needed));
        break;
    case SCRUT_PAIR_DIFFER:
        scrut_say(language, out, "{1r} points apart, more than the {2r} points that chance explains.", points, within);
        break;
    case SCRUT_PAIR_SAME_PEOPLE:
        scrut_say(language, out,
                  "{1r} points apart in one survey: the sample is the same, so that chance does not part "
                  "the figures.",
                  points);
        break;
    case SCRUT_PAIR_NO_ERROR:
        scrut_say(language, out,
                  "{1r} points apart; the error of one of them is not known, so that nothing more can be said.",
                  points);
        break;
    default: break;
    }
    scrut_buf_free(&apart);
    scrut_buf_free(&error);
    scrut_buf_free(&deff);
}

void scrut_report_say_survey_pair(const scrut_language *language, scrut_buf *out, const scrut_survey_pair *pair)
{
    if (pair->match < SCRUT_PAIR_SAME_PEOPLE) {
        static const char *const WHY[] = {
            [SCRUT_PAIR_DIRECTIONS] = SCRUT_KEY("They look in different directions: they are never set against one "
                                                "another or added."),
            [SCRUT_PAIR_QUESTIONS] = SCRUT_KEY("They ask different questions."),
            [SCRUT_PAIR_DENOMINATORS] = SCRUT_KEY("They are shares of different wholes, or it is not said of what."),
            [SCRUT_PAIR_NOT_ESTIMATED] = SCRUT_KEY("One of them cannot be estimated."),
        };
        scrut_buf_puts(out, scrut_word(language, WHY[pair->match]));
        return;
    }
    say_match(language, out, pair);
    if (pair->searches_differ) {
        scrut_buf_putc(out, ' ');
        scrut_say(language, out, "How was searched differs, or is not said of both.");
    }
    if (pair->frames_differ) {
        scrut_buf_putc(out, ' ');
        scrut_say(language, out, "What was drawn from differs, or is not said of both.");
    }
}

void scrut_report_say_survey_counts(const scrut_language *language, scrut_buf *out, const scrut_survey_results *results)
{
    int64_t counts[SCRUT_PAIR_DIFFER + 1] = {0}, compared = 0;
    for (size_t i = 0; i < results->pair_count; i++) {
        counts[results->pairs[i].match]++;
        compared += results->pairs[i].match >= SCRUT_PAIR_SAME_PEOPLE;
    }
    scrut_say(
        language, out,
        "Of {1n} pairs of figures {2n} look in different directions, {3n} ask different questions and {4n} are shares "
        "of different wholes; {5n} can be set against one another.",
        (int64_t)results->pair_count, counts[SCRUT_PAIR_DIRECTIONS], counts[SCRUT_PAIR_QUESTIONS],
        counts[SCRUT_PAIR_DENOMINATORS], compared);
}

const char *scrut_report_direction_words(scrut_survey_direction direction)
{
    return DIRECTIONS[direction].words;
}

const char *scrut_report_role_words(scrut_outcome_role role)
{
    static const char *const WORDS[] = {SCRUT_KEY("as it should be"), SCRUT_KEY("not as it should be"),
                                        SCRUT_KEY("outcome not known")};
    return WORDS[role];
}

/* ---- for a terminal
 * ----------------------------------------------------------------------------------------------------- */

typedef struct {
    scrut_line_writer w;
    const scrut_language *language;
} survey_writer;

/* A key with the place {1p} for a text of the case; nothing without the text. */
static void known_line(survey_writer *s, const char *key, const char *text)
{
    if (text == NULL)
        return;
    scrut_say(s->language, scrut_line_scratch(&s->w), key, text);
    scrut_line_wrapped(&s->w, 4, 6);
}

/* The same, with "not said" where there is none. */
static void asked_line(survey_writer *s, const char *key, const char *text)
{
    known_line(s, key, text != NULL ? text : scrut_word(s->language, "not said"));
}

static void said_line(survey_writer *s)
{
    if (s->w.scratch.length > 0)
        scrut_line_wrapped(&s->w, 4, 6);
}

static void outcome_lines(survey_writer *s, const scrut_survey_answer *a)
{
    scrut_buf share = {0}, low = {0}, high = {0};
    for (size_t k = 0; k < a->outcome_count && a->why == NULL; k++) {
        const scrut_outcome_share *o = &a->outcomes[k];
        scrut_say(s->language, scrut_line_scratch(&s->w), "{1p} ({2w}): {3n}, {4r} ({5r} to {6r})", o->outcome->word,
                  scrut_report_role_words(o->outcome->role), (int64_t)o->rows, share_in(s->language, &share, o->share),
                  share_in(s->language, &low, o->interval.low), share_in(s->language, &high, o->interval.high));
        scrut_line_wrapped(&s->w, 6, 8);
    }
    scrut_buf_free(&share);
    scrut_buf_free(&low);
    scrut_buf_free(&high);
}

static void figure_lines(survey_writer *s, const scrut_survey_answer *a)
{
    const scrut_survey_figure *f = a->figure;
    scrut_put_plain(scrut_line_scratch(&s->w), f->id);
    scrut_buf_puts(&s->w.scratch, ": ");
    scrut_report_say_survey_share(s->language, &s->w.scratch, a);
    scrut_line_wrapped(&s->w, 2, 4);
    known_line(s, "{1p}", scrut_word(s->language, scrut_report_direction_words(f->direction)));
    known_line(s, SCRUT_KEY("question: {1p}"), f->question);
    asked_line(s, SCRUT_KEY("drawn from: {1p}"), f->frame);
    asked_line(s, SCRUT_KEY("share of: {1p}"), f->denominator);
    asked_line(s, SCRUT_KEY("searched: {1p}"), f->search);
    known_line(s, SCRUT_KEY("in the source’s words: {1p}"), f->share_text);
    scrut_report_say_survey_error(s->language, scrut_line_scratch(&s->w), a);
    said_line(s);
    outcome_lines(s, a);
    scrut_report_say_survey_bounds(s->language, scrut_line_scratch(&s->w), a);
    said_line(s);
    scrut_buf *text = scrut_line_scratch(&s->w);
    scrut_report_say_survey_names(s->language, text, a);
    if (a->names_known) {
        scrut_buf_putc(text, ' ');
        scrut_buf_puts(text, scrut_word(s->language, scrut_report_no_votes(f->direction)));
    }
    said_line(s);
    known_line(s, SCRUT_KEY("note: {1p}"), f->note);
}

static void survey_lines(survey_writer *s, const scrut_survey *survey)
{
    scrut_buf *text = scrut_line_scratch(&s->w);
    scrut_buf_putc(s->w.out, '\n');
    scrut_put_plain(text, survey->title != NULL ? survey->title : survey->id);
    if (survey->by != NULL) {
        scrut_buf_puts(text, ", ");
        scrut_put_plain(text, survey->by);
    }
    if (survey->date != NULL) {
        scrut_buf_puts(text, ", ");
        scrut_put_plain(text, survey->date);
    }
    scrut_line_style(&s->w, "1");
    scrut_line_wrapped(&s->w, 0, 2);
    scrut_line_style(&s->w, "0");
    known_line(s, SCRUT_KEY("sample: {1p}"), survey->sampling);
    known_line(s, SCRUT_KEY("note: {1p}"), survey->note);
}

static void pair_lines(survey_writer *s, const scrut_survey_results *r)
{
    if (r->pair_count == 0)
        return;
    scrut_buf_putc(s->w.out, '\n');
    scrut_report_say_survey_counts(s->language, scrut_line_scratch(&s->w), r);
    scrut_line_wrapped(&s->w, 0, 0);
    for (size_t i = 0; i < r->pair_count; i++) {
        if (r->pairs[i].match < SCRUT_PAIR_SAME_PEOPLE)
            continue;
        scrut_buf match = {0}, *text = scrut_line_scratch(&s->w);
        scrut_report_say_survey_pair(s->language, &match, &r->pairs[i]);
        scrut_say(s->language, text, "{1p} and {2p}: {3r}", r->answers[r->pairs[i].a].figure->id,
                  r->answers[r->pairs[i].b].figure->id, scrut_report_piece(text, &match));
        scrut_buf_free(&match);
        scrut_line_wrapped(&s->w, 2, 4);
    }
}

scrut_status scrut_report_surveys_text(const scrut_survey_results *results, const scrut_language *language, bool color,
                                       int width, scrut_buf *out, scrut_error *err)
{
    survey_writer s = {.w = {.out = out, .color = color}, .language = language};
    s.w.width = (size_t)(width < SCRUT_REPORT_WIDTH_MIN   ? 80
                         : width > SCRUT_REPORT_WIDTH_MAX ? SCRUT_REPORT_WIDTH_MAX
                                                          : width);
    for (size_t i = 0; i < results->answer_count; i++) {
        const scrut_survey_answer *a = &results->answers[i];
        if (i == 0 || a->survey != results->answers[i - 1].survey)
            survey_lines(&s, a->survey);
        figure_lines(&s, a);
    }
    pair_lines(&s, results);
    bool failed = s.w.scratch.failed;
    scrut_buf_free(&s.w.scratch);
    return failed || out->failed ? scrut_fail_memory(err) : SCRUT_OK;
}

/* ---- in the summary of a case
 * ------------------------------------------------------------------------------------------- */

void scrut_line_surveys(scrut_line_writer *w)
{
    const scrut_survey_results *r = &w->view->v->surveys;
    const scrut_language *language = w->view->language;
    if (r->answer_count == 0)
        return;
    scrut_line_heading(w, SCRUT_KEY("Surveys of the roll"));
    scrut_buf_putc(w->out, '\n');
    size_t shown = r->answer_count < FIGURES_SHOWN ? r->answer_count : FIGURES_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        const scrut_survey *survey = r->answers[i].survey;
        scrut_buf share = {0}, *text = scrut_line_scratch(w);
        scrut_report_say_survey_share(language, &share, &r->answers[i]);
        scrut_say(language, text, "{1p}, {2p}: {3r}", survey->by != NULL ? survey->by : survey->id,
                  r->answers[i].figure->id, scrut_report_piece(text, &share));
        scrut_buf_free(&share);
        scrut_line_wrapped(w, 2, 4);
    }
    scrut_line_more(w, r->answer_count, shown, SCRUT_KEY("and {1d} more in index.html"));
    if (r->pair_count > 0) {
        scrut_report_say_survey_counts(language, scrut_line_scratch(w), r);
        scrut_line_wrapped(w, 2, 2);
    }
}
