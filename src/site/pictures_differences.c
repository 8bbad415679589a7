/* SPDX-License-Identifier: Apache-2.0
 * pictures_differences.c: what further sources say more or less than the first: of the stations that both hold, and of
 * announcements. */
#include "pictures_internal.h"

#define LISTS_DRAWN 10

typedef struct {
    const scrut_page *page;
    const char *labels[1 + SCRUT_PICTURE_MARKS];
    size_t source_count;
    scrut_picture_difference rows[LISTS_DRAWN];
    scrut_picture_value values[LISTS_DRAWN][1 + SCRUT_PICTURE_MARKS];
    size_t row_count;
} table;

/* Rows in which all further sources agree with the first say nothing. */
static bool worth_a_row(const scrut_picture_value values[], size_t count)
{
    for (size_t s = 1; s < count; s++)
        if (values[s].known && values[s].value != 0)
            return true;
    return false;
}

static void fill(table *t, scrut_picture_value (*of)(const table *t, size_t source, uint32_t party, const void *what),
                 const void *what)
{
    const scrut_report_view *view = t->page->view;
    for (size_t i = 0; i < view->c->party_count && t->row_count < LISTS_DRAWN; i++) {
        uint32_t party = view->order[i];
        scrut_picture_value *values = t->values[t->row_count];
        for (size_t s = 1; s < t->source_count; s++)
            values[s] = of(t, s, party, what);
        if (!worth_a_row(values, t->source_count))
            continue;
        t->rows[t->row_count] = (scrut_picture_difference){.label = view->c->parties[party].id, .differences = values};
        t->row_count++;
    }
}

static void draw(const table *t, scrut_buf *out, const char *id, const char *title, const char *caption)
{
    scrut_site_frame frame;
    if (t->row_count == 0)
        return;
    scrut_site_frame_init(t->page->view, &frame, id, title);
    scrut_buf_printf(out, "<figure><figcaption><strong>%s</strong></figcaption>", title);
    scrut_picture_differences(out, &frame.frame,
                              &(scrut_picture_sources){.sources = t->labels,
                                                       .source_count = t->source_count,
                                                       .rows = t->rows,
                                                       .row_count = t->row_count,
                                                       .unit = SCRUT_PICTURE_VOTES});
    scrut_buf_printf(out, "<p class=\"soft\">%s</p></figure>\n", caption);
}

/* ---- returns: over the stations that both hold ---- */

typedef struct {
    const scrut_reconcile_pair *pairs[1 + SCRUT_PICTURE_MARKS];
    size_t unit;
} pairs_of;

static scrut_picture_value net_of(const table *t, size_t source, uint32_t party, const void *what)
{
    const pairs_of *p = what;
    const scrut_reconcile_pair *pair = p->pairs[source];
    return (scrut_picture_value){pair->net[p->unit * t->page->view->c->party_count + party], true};
}

static const char *name_of(const scrut_reconciliation *all, size_t source)
{
    const scrut_provenance *about = &all->c->returns[all->sources[source]].about;
    return about->title != NULL ? about->title : about->id;
}

static void of_returns(const scrut_page *page, scrut_buf *out, size_t unit)
{
    const scrut_reconciliation *all = page->site->sources;
    table t = {.page = page, .source_count = 1};
    pairs_of p = {.unit = unit};
    if (all == NULL || all->pair_count == 0)
        return;
    t.labels[0] = name_of(all, 0);
    for (size_t i = 0; i < all->pair_count && t.source_count <= SCRUT_PICTURE_MARKS; i++) {
        if (all->pairs[i].a != 0)
            continue;
        p.pairs[t.source_count] = &all->pairs[i];
        t.labels[t.source_count++] = name_of(all, all->pairs[i].b);
    }
    fill(&t, net_of, &p);
    draw(&t, out, "differences-returns",
         scrut_word(page->view->language, "Stations\xE2\x80\x99 returns: votes that further sources give more or less"),
         scrut_word(page->view->language,
                    "Added up over the stations that the two tell differently; nothing says which "
                    "source is right."));
}

/* ---- announcements ---- */

typedef struct {
    const scrut_tally *tallies[1 + SCRUT_PICTURE_MARKS];
    size_t unit;
} tallies_of;

static scrut_picture_value more_than_first(const table *t, size_t source, uint32_t party, const void *what)
{
    (void)t;
    const tallies_of *a = what;
    scrut_figure first = *scrut_tally_votes(a->tallies[0], a->unit, party);
    scrut_figure other = *scrut_tally_votes(a->tallies[source], a->unit, party);
    bool known = first.known > 0 && other.known > 0 && scrut_figure_complete(first) && scrut_figure_complete(other);
    return (scrut_picture_value){known ? other.value - first.value : 0, known};
}

/* A part of the stations says nothing of the whole: sums of returns only where a source counts every station. */
static bool is_whole(const scrut_page *page, size_t tally)
{
    const scrut_reconciliation *all = page->site->sources;
    if (tally >= page->view->v->tabulation_count)
        return !page->view->v->tallies[tally].partial;
    for (size_t s = 0; all != NULL && s < all->source_count; s++)
        if (all->sources[s] == tally)
            return all->coverage[s].counted == all->coverage[s].stations;
    return false;
}

static void add_tally(const scrut_page *page, size_t tally, size_t unit, table *t, tallies_of *a)
{
    const scrut_verdict *v = page->view->v;
    if (t->source_count > SCRUT_PICTURE_MARKS || !is_whole(page, tally) ||
        !scrut_report_votes_any(page->view, &v->tallies[tally], unit))
        return;
    a->tallies[t->source_count] = &v->tallies[tally];
    t->labels[t->source_count++] = scrut_report_tally_name(&v->tallies[tally]);
}

static void of_announcements(const scrut_page *page, scrut_buf *out, size_t unit)
{
    const scrut_verdict *v = page->view->v;
    table t = {.page = page};
    tallies_of a = {.unit = unit};
    for (size_t i = v->tabulation_count; i < v->tally_count; i++)
        add_tally(page, i, unit, &t, &a);
    for (size_t i = 0; t.source_count > 0 && i < v->tabulation_count; i++)
        add_tally(page, i, unit, &t, &a);
    if (t.source_count < 2)
        return;
    fill(&t, more_than_first, &a);
    draw(&t, out, "differences-announced",
         scrut_word(page->view->language,
                    "Announcements and sums of returns: votes that further ones give more or less than the first"),
         scrut_word(page->view->language, "Figures of a part of the stations are left out."));
}

void scrut_page_differences(const scrut_page *page, scrut_buf *out, size_t unit)
{
    of_returns(page, out, unit);
    of_announcements(page, out, unit);
}

/* ---- one station ---- */

static bool form_votes(const scrut_site_form *form, size_t party, int64_t *ret_votes)
{
    const scrut_table_segment *segment = scrut_table_segment_of(form->returns->table, form->row);
    return scrut_count_list_votes(form->returns, segment, form->row - segment->first_row, party, ret_votes);
}

static scrut_picture_value form_difference(const table *t, size_t source, uint32_t party, const void *what)
{
    (void)t;
    const scrut_site_form *forms = what;
    int64_t first, other;
    bool known = form_votes(&forms[0], party, &first) && form_votes(&forms[source], party, &other);
    return (scrut_picture_value){known ? other - first : 0, known};
}

void scrut_page_form_differences(const scrut_page *page, scrut_buf *out, const scrut_site_form forms[], size_t count)
{
    table t = {.page = page};
    if (count < 2)
        return;
    for (; t.source_count < count && t.source_count <= SCRUT_PICTURE_MARKS; t.source_count++) {
        const scrut_provenance *about = &forms[t.source_count].returns->about;
        t.labels[t.source_count] = about->title != NULL ? about->title : about->id;
    }
    fill(&t, form_difference, forms);
    draw(&t, out, "differences-forms",
         scrut_word(page->view->language, "Votes that further forms give more or less than the first"),
         scrut_word(page->view->language, "Lists for which all forms agree are left out."));
}
