/* SPDX-License-Identifier: Apache-2.0
 * section_roll_short.c: what the list of voters shows, in a few sentences, before the numbers. */
#include "scrutineer/materiality.h"
#include "scrutineer/roll_audit.h"
#include "site_internal.h"

static void add(scrut_roll_estimate *sum, const scrut_roll_estimate *e)
{
    sum->value += e->value;
    sum->low += e->low;
    sum->high += e->high;
}

/* "309 (299 to 320)" */
static void say_estimate(const scrut_report_view *view, scrut_buf *out, const scrut_roll_estimate *e)
{
    scrut_report_roll_value(view->language, out, e->value, 0);
    scrut_report_roll_between(view->language, out, e->low, e->high, 0);
}

/* Puts a sentence with an estimate at {1r} as an item. */
static void item_of(const scrut_report_view *view, scrut_buf *out, const char *key, const scrut_roll_estimate *e)
{
    scrut_buf number = {0};
    say_estimate(view, &number, e);
    scrut_buf_puts(out, "<li>");
    scrut_say(view->language, out, key, scrut_report_piece(out, &number));
    scrut_buf_puts(out, "</li>\n");
    scrut_buf_free(&number);
}

static void item(scrut_buf *out, scrut_buf *plain)
{
    if (plain->length == 0)
        return;
    scrut_buf_puts(out, "<li>");
    scrut_site_said(out, plain);
    scrut_buf_puts(out, "</li>\n");
}

static void put_surplus(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_roll_audit *audit = view->v->roll;
    scrut_roll_estimate surplus = {0, 0, 0}, votes = {0, 0, 0};
    for (size_t k = 0; k <= view->c->constituency_count; k++) {
        add(&surplus, &audit->stakes[k].surplus);
        add(&votes, &audit->stakes[k].votes);
    }
    item_of(view, out,
            SCRUT_KEY("Names in surplus, a second name of one person or the name of somebody who died: about {1r}."),
            &surplus);
    if (audit->stakes[0].votes_known)
        item_of(view, out,
                SCRUT_KEY("Of these marked as having voted, beside another mark of that person or of "
                          "somebody who died: about {1r}."),
                &votes);
    else
        scrut_buf_printf(out, "<li>%s</li>\n",
                         scrut_word(view->language,
                                    "Whether any of them was used to vote nobody knows: the case has no "
                                    "marked copy of the list."));
}

static void put_missing(const scrut_report_view *view, scrut_buf *out)
{
    const scrut_roll_detector *d = &view->v->roll->detectors[SCRUT_ROLL_MISSING];
    const scrut_missing_result *r = view->v->missing;
    if (d->missing == NULL)
        item_of(view, out,
                SCRUT_KEY("People of voting age without a name, less names without a person: about {1r}. Whether they "
                          "wished to vote nobody knows."),
                &d->excess);
    for (size_t i = 0; r != NULL && i < r->target_count; i++) {
        scrut_buf plain = {0};
        if (r->targets[i].claim != NULL || !r->targets[i].at_least)
            continue;
        scrut_report_say_missing_target(view, &plain, r, &r->targets[i]);
        item(out, &plain);
        scrut_buf_free(&plain);
    }
}

/* Questions whose places stand out, and those that nobody could ask. */
static void put_looked_for(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_view *view = page->view;
    const scrut_roll_audit *audit = view->v->roll;
    int64_t asked = 0;
    for (size_t i = 0; i < SCRUT_ROLL_DETECTORS; i++) {
        const scrut_roll_detector *d = &audit->detectors[i];
        asked += d->missing == NULL;
        if (d->missing != NULL || d->discoveries == 0 || d->family == NULL)
            continue;
        scrut_buf_printf(out, "<li><a href=\"#%s\">%s</a>: ", d->check->code,
                         scrut_word(view->language, d->check->title));
        scrut_say(view->language, out, "{1n} of {2n} stand out, compared by {3w}.", (int64_t)d->discoveries,
                  (int64_t)d->family_size, d->family);
        scrut_buf_puts(out, "</li>\n");
    }
    scrut_buf_puts(out, "<li>");
    scrut_say(view->language, out, "{1n} of {2n} questions could be asked of this list and what lies beside it.", asked,
              (int64_t)SCRUT_ROLL_DETECTORS);
    scrut_buf_puts(out, "</li>\n");
}

void scrut_page_roll_short(const scrut_page *page, scrut_buf *out)
{
    scrut_page_section(page, out, "short", "In short");
    scrut_buf_puts(out, "<ul>\n");
    put_surplus(page->view, out);
    put_missing(page->view, out);
    put_looked_for(page, out);
    scrut_buf_puts(out, "</ul></section>\n");
}
