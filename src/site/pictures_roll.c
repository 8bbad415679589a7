/* SPDX-License-Identifier: Apache-2.0
 * pictures_roll.c: ages and days of birth on the roll, and names in surplus by constituency with what is left open.
 * Bars of fewer than SCRUT_SUPPRESS_LEAST people are not drawn. */
#include "scrutineer/roll_audit.h"
#include "scrutineer/suppress.h"
#include "site_internal.h"

#include <math.h>
#include <stdio.h>

enum { AGE_FIRST = 15, AGE_LAST = 105, STEP = 10, ROWS_DRAWN = 60 };

static int64_t published(int64_t count)
{
    return count < SCRUT_SUPPRESS_LEAST ? 0 : count;
}

static void label_of(const scrut_report_view *view, int number, char text[], size_t size)
{
    scrut_buf digits = {0};
    scrut_say_number(view->language, &digits, number);
    snprintf(text, size, "%s", digits.bytes != NULL ? digits.bytes : "");
    scrut_buf_free(&digits);
}

static void put_figure(const scrut_page *page, scrut_buf *out, const char *id, const char *title, const char *left,
                       const char *right, const scrut_picture_pair pairs[], size_t count, const char *caption)
{
    scrut_site_frame frame;
    scrut_site_frame_init(page->view, &frame, id, title);
    scrut_buf_printf(out, "<figure><figcaption><strong>%s</strong></figcaption>", title);
    scrut_picture_pairs(out, &frame.frame, left, right, pairs, count);
    scrut_buf_printf(out, "<p class=\"soft\">%s</p></figure>\n", caption);
}

/* Without the sex of the people there is one side. */
static bool has_sexes(const scrut_roll_audit *audit)
{
    int64_t known = 0;
    for (int age = 0; age <= SCRUT_ROLL_AGE_MAX; age++)
        known += audit->ages[1][age] + audit->ages[2][age];
    return known > 0;
}

static void put_ages(const scrut_page *page, scrut_buf *out, const scrut_roll_audit *audit)
{
    scrut_picture_pair pairs[AGE_LAST - AGE_FIRST + 1];
    const scrut_language *language = page->view->language;
    bool sexes = has_sexes(audit);
    size_t count = 0;
    char(*text)[16] = scrut_arena_calloc(page->view->arena, AGE_LAST + 1, sizeof *text);
    if (text == NULL) {
        out->failed = true;
        return;
    }
    for (int age = AGE_LAST; age >= AGE_FIRST; age--) {
        label_of(page->view, age, text[age], sizeof *text);
        int64_t none = audit->ages[0][age];
        pairs[count++] = (scrut_picture_pair){text[age], age % STEP == 0, published(sexes ? audit->ages[1][age] : none),
                                              published(sexes ? audit->ages[2][age] : 0)};
    }
    put_figure(page, out, "ages", scrut_word(language, "Names by age"),
               scrut_word(language, sexes ? SCRUT_KEY("men") : SCRUT_KEY("names")),
               sexes ? scrut_word(language, "women") : NULL, pairs, count,
               scrut_word(language,
                          "One bar a year of age on the day of the roll. Bars that stand out at ages that end "
                          "in 0 or 5 say that ages were guessed. Ages with fewer than 10 people are not "
                          "drawn."));
}

static void put_days(const scrut_page *page, scrut_buf *out, const scrut_roll_audit *audit)
{
    scrut_picture_pair pairs[31];
    const scrut_language *language = page->view->language;
    char(*text)[16] = scrut_arena_calloc(page->view->arena, 32, sizeof *text);
    if (text == NULL) {
        out->failed = true;
        return;
    }
    for (int day = 1; day <= 31; day++) {
        label_of(page->view, day, text[day], sizeof *text);
        int64_t names = audit->birth_days[0][day] + audit->birth_days[1][day] + audit->birth_days[2][day];
        pairs[day - 1] = (scrut_picture_pair){text[day], day == 1 || day % 5 == 0, published(names), 0};
    }
    put_figure(page, out, "days", scrut_word(language, "Names by day of birth in the month"),
               scrut_word(language, "names"), NULL, pairs, 31,
               scrut_word(language, "A long bar at 1 says that for many people only the year of birth was known. Two "
                                    "people with one name then easily share a date."));
}

void scrut_page_roll_ages(const scrut_page *page, scrut_buf *out)
{
    const scrut_roll_audit *audit = page->view->v->roll;
    if (audit->detectors[SCRUT_ROLL_AGES].missing != NULL)
        return;
    scrut_page_section(page, out, "ages-section", "Ages and days of birth");
    put_ages(page, out, audit);
    put_days(page, out, audit);
    scrut_buf_puts(out, "</section>\n");
}

static int64_t whole(double value)
{
    return value > 0 ? (int64_t)llround(value) : 0;
}

void scrut_page_roll_surplus(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    const scrut_roll_audit *audit = view->v->roll;
    scrut_picture_interval rows[ROWS_DRAWN];
    size_t count = 0;
    bool any = false; /* more than none in every one that is shown */
    for (size_t k = 0; k < view->c->constituency_count && count < ROWS_DRAWN; k++) {
        const scrut_roll_stake *s = &audit->stakes[k];
        const scrut_roll_estimate *e = s->votes_known ? &s->votes : &s->surplus;
        if ((s->votes_known ? s->votes_hidden : s->hidden) || s->names == 0)
            continue;
        any = any || whole(e->value) > 0;
        rows[count++] = (scrut_picture_interval){.label = scrut_report_constituency_name(view, k),
                                                 .rank = SCRUT_PICTURE_NO_PARTY,
                                                 .estimate = {whole(e->value), true},
                                                 .interval = {whole(e->low), (int64_t)ceil(e->high), true, true}};
    }
    if (!any)
        return;
    scrut_site_frame frame;
    bool votes = audit->stakes[0].votes_known;
    const char *title = scrut_word(view->language, votes ? SCRUT_KEY("Names in surplus that are marked as having voted")
                                                         : SCRUT_KEY("Names in surplus"));
    scrut_site_frame_init(view, &frame, "surplus-picture", title);
    frame.words.votes = scrut_word(view->language, "names");
    scrut_buf_printf(out, "<figure><figcaption><strong>%s</strong></figcaption>", title);
    scrut_picture_intervals(out, &frame.frame, rows, count, SCRUT_PICTURE_VOTES);
    scrut_buf_printf(out, "<p class=\"soft\">%s</p></figure>\n",
                     scrut_word(view->language, "Estimates with their intervals of 95 per cent. Constituencies with "
                                                "fewer than 10, and those that would tell of them, are not drawn."));
}
