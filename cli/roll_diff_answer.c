/* SPDX-License-Identifier: Apache-2.0
 * roll_diff_answer.c: the answer of "roll diff": counts without those that are of few people. */
#include "roll_diff_table.h"
#include "scrutineer/num.h"
#include "scrutineer/suppress.h"

#include <stdlib.h>
#include <string.h>

/* A part of a count: hidden when it or the rest is of few people. */
static bool part_is_hidden(int64_t part, int64_t whole, bool whole_hidden)
{
    int64_t rest = whole - part;
    return whole_hidden || (part > 0 && part < SCRUT_SUPPRESS_LEAST) || (rest > 0 && rest < SCRUT_SUPPRESS_LEAST);
}

/* Counts of matched rows from which, added up, a hidden one could follow: to the nearest ten. */
static int64_t nearest_ten(int64_t count)
{
    return (count + 5) / 10 * 10;
}

static void format_count(char text[32], int64_t count, bool hidden)
{
    if (hidden)
        snprintf(text, 32, "-");
    else
        scrut_format_grouped(text, 32, count);
}

/* ---- sums over the list ----------------------------------------------------------------------------------- */

typedef struct {
    int64_t came_of_age, back, other_person, ages_unknown;
    int64_t differs[SCRUT_LINK_FIELDS_MAX]; /* rows that were matched and differ in the field */
    int64_t stages[SCRUT_ROLL_STAGE_COUNT]; /* rows of the older list by how they were matched */
} sums;

static sums add_up(const scrut_cli_diff *d)
{
    sums s = {.ages_unknown = d->areas.ages_unknown};
    uint32_t count;
    const scrut_roll_fate *old = scrut_roll_diff_old(d->diff, &count);
    for (uint32_t i = 0; i < count; i++) {
        s.stages[old[i].stage]++;
        for (size_t f = 0; f < d->lists.field_count; f++)
            s.differs[f] += old[i].differs >> f & 1;
    }
    for (size_t i = 0; i < d->areas.count; i++) {
        s.came_of_age += d->areas.areas[i].came_of_age;
        s.back += d->areas.areas[i].back;
        s.other_person += d->areas.areas[i].other_person;
    }
    return s;
}

static bool knows_days(const scrut_cli_diff *d)
{
    return d->ages.old_day < d->ages.new_day;
}

/* Areas whose count is more than expected, at a false discovery rate of 5 %. */
static size_t count_outstanding(const scrut_cli_diff *d, bool added)
{
    size_t count = 0;
    for (size_t i = 0; i < d->areas.count; i++)
        count += (added ? d->areas.areas[i].added : d->areas.areas[i].deleted).q_more < 0.05;
    return count;
}

/* ---- text ------------------------------------------------------------------------------------------------- */

static void put_line(scrut_buf *out, const char *what, int64_t count, bool hidden)
{
    char number[32];
    format_count(number, count, hidden);
    scrut_buf_printf(out, "%-50s %14s\n", what, number);
}

static void put_changes(const diff_table *t, const sums *s, scrut_buf *out)
{
    static const char *const WORDS[COLUMNS] = {"kept",
                                               "corrected",
                                               "moved within an area",
                                               "moved to another area",
                                               "merged with another row of the person",
                                               "deleted",
                                               NULL,
                                               "split: another row of a person",
                                               "added"};
    const scrut_cli_diff *d = t->d;
    size_t all = d->areas.count * COLUMNS;
    put_line(out, "rows of the older list", t->old_rows, false);
    put_line(out, "rows of the newer list", t->new_rows, false);
    for (size_t k = 0; k < COLUMNS; k++)
        if (WORDS[k] != NULL)
            put_line(out, WORDS[k], t->counts[all + k], t->hidden[all + k]);
    if (knows_days(d))
        put_line(out, "  of voting age since the older list", s->came_of_age,
                 part_is_hidden(s->came_of_age, t->counts[all + ADDED], t->hidden[all + ADDED]));
    if (d->back != NULL)
        put_line(out, "  on the list before, deleted, and back", s->back,
                 part_is_hidden(s->back, t->counts[all + ADDED], t->hidden[all + ADDED]));
    scrut_buf_puts(out, "\nMatched rows that differ in (to the nearest ten)\n");
    for (size_t f = 0; f < d->lists.field_count; f++) {
        char what[80];
        snprintf(what, sizeof what, "  %.60s", d->lists.fields[f].name);
        put_line(out, what, nearest_ten(s->differs[f]), false);
    }
    put_line(out, "  a name and the date of birth: another person?", nearest_ten(s->other_person), false);
}

static void put_stages(const sums *s, scrut_buf *out)
{
    static const char *const WORDS[SCRUT_ROLL_BY_NOTHING] = {
        "every column", "an identity number", "all columns but the places, or but one", "the model of \"roll link\""};
    scrut_buf_puts(out, "\nRows matched by (to the nearest ten)\n");
    for (int stage = 0; stage < SCRUT_ROLL_BY_NOTHING; stage++) {
        char what[80];
        snprintf(what, sizeof what, "  %s", WORDS[stage]);
        put_line(out, what, nearest_ten(s->stages[stage]), false);
    }
}

static void put_expectation(const scrut_cli_diff *d, bool added, scrut_buf *out)
{
    const scrut_roll_areas *a = &d->areas;
    double rate = 1000 * (added ? a->other_additions : a->other_deletions);
    if (added && knows_days(d))
        scrut_buf_printf(out,
                         "  Expected: %.4g new voters for each of the young (up to 5 years over the voting age), and ",
                         a->of_age);
    else if (!added && d->ages.death_count > 0)
        scrut_buf_puts(out, "  Expected: deaths by age and sex of the older list, and ");
    else
        scrut_buf_puts(out, "  Expected: ");
    scrut_buf_printf(out, "%.4g of 1,000 rows, as in the other areas; variance m + %.3g m^2.\n", rate,
                     added ? a->added_spread : a->deleted_spread);
}

static void put_outstanding(const diff_table *t, bool added, scrut_buf *out)
{
    const scrut_cli_diff *d = t->d;
    size_t column = added ? ADDED : DELETED;
    if (!diff_tells_expected(t, added))
        return;
    scrut_buf_printf(out, "\nAreas (%s) with more rows %s than expected, false discovery rate 5 %%: %zu of %zu\n",
                     d->area_name, added ? "added" : "deleted", count_outstanding(d, added), d->areas.count);
    put_expectation(d, added, out);
    for (size_t i = 0; i < d->areas.count; i++) {
        const scrut_roll_area *a = &d->areas.areas[i];
        const scrut_roll_expected *e = added ? &a->added : &a->deleted;
        char seen[32], rows[32];
        if (e->q_more >= 0.05)
            continue;
        format_count(seen, e->seen, t->hidden[i * COLUMNS + column]);
        scrut_format_grouped(rows, sizeof rows, a->old_rows);
        scrut_buf_printf(out, "  %-24s %s of %s rows, expected %.1f (95 %%: %lld to %lld)",
                         a->name[0] != '\0' ? a->name : "(not known)", seen, rows, e->expected, (long long)e->low,
                         (long long)e->high);
        if (!t->hidden[i * COLUMNS + column])
            scrut_buf_printf(out, ", q %.2g", e->q_more);
        scrut_buf_putc(out, '\n');
    }
}

static int print_text(const diff_table *t, const sums *s)
{
    scrut_buf out = {0};
    put_changes(t, s, &out);
    put_stages(s, &out);
    if (t->d->area >= 0 && t->d->areas.count > 1) {
        put_outstanding(t, false, &out);
        put_outstanding(t, true, &out);
        diff_put_transfers(t, &out);
    }
    scrut_buf_printf(
        &out,
        "\n-: not shown, because it is of fewer than %d people or a count of so few would follow from it. "
        "Most rows that are\ndeleted or added are deaths, moves and birthdays; who is taken off wrongly is "
        "found by asking people, not here.\n",
        SCRUT_SUPPRESS_LEAST);
    return scrut_cli_print(&out, SCRUT_EXIT_OK);
}

/* ---- JSON ------------------------------------------------------------------------------------------------- */

static scrut_json *count_json(int64_t count, bool hidden)
{
    return hidden ? scrut_json_null() : scrut_json_int(count);
}

scrut_json *diff_decimal_json(double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.6g", value);
    return scrut_json_string(text);
}

scrut_json *diff_expected_json(const scrut_roll_expected *e, bool hidden)
{
    scrut_json *item = scrut_json_object();
    scrut_json_set(item, "expected", diff_decimal_json(e->expected));
    scrut_json_set(item, "low", scrut_json_int(e->low));
    scrut_json_set(item, "high", scrut_json_int(e->high));
    scrut_json_set(item, "q_more", hidden ? scrut_json_null() : diff_decimal_json(e->q_more));
    return item;
}

static scrut_json *expected_json(const diff_table *t, size_t area, bool added)
{
    const scrut_roll_area *a = &t->d->areas.areas[area];
    if (!diff_tells_expected(t, added))
        return scrut_json_null();
    return diff_expected_json(added ? &a->added : &a->deleted, t->hidden[area * COLUMNS + (added ? ADDED : DELETED)]);
}

static void set_counts(const diff_table *t, size_t row, scrut_json *item)
{
    for (size_t k = 0; k < COLUMNS; k++)
        scrut_json_set(item, diff_column_name(k),
                       count_json(t->counts[row * COLUMNS + k], t->hidden[row * COLUMNS + k]));
}

static scrut_json *area_json(const diff_table *t, size_t i)
{
    const scrut_roll_area *a = &t->d->areas.areas[i];
    scrut_json *item = scrut_json_object();
    scrut_json_set(item, "area", scrut_json_string(a->name));
    scrut_json_set(item, "old_rows", scrut_json_int(a->old_rows));
    scrut_json_set(item, "new_rows", scrut_json_int(a->new_rows));
    set_counts(t, i, item);
    if (knows_days(t->d)) {
        scrut_json_set(item, "expected_deaths",
                       t->d->ages.death_count > 0 ? diff_decimal_json(a->deaths) : scrut_json_null());
        scrut_json_set(
            item, "of_voting_age",
            count_json(a->came_of_age, part_is_hidden(a->came_of_age, a->added.seen, t->hidden[i * COLUMNS + ADDED])));
    }
    scrut_json_set(item, "deleted_expected", expected_json(t, i, false));
    scrut_json_set(item, "added_expected", expected_json(t, i, true));
    return item;
}

static scrut_json *whole_json(const diff_table *t, const sums *s)
{
    const scrut_cli_diff *d = t->d;
    size_t all = d->areas.count;
    bool added_hidden = t->hidden[all * COLUMNS + ADDED];
    int64_t added = t->counts[all * COLUMNS + ADDED];
    scrut_json *item = scrut_json_object(), *differs = scrut_json_object();
    set_counts(t, all, item);
    scrut_json_set(item, "old_rows", scrut_json_int(t->old_rows));
    scrut_json_set(item, "new_rows", scrut_json_int(t->new_rows));
    scrut_json_set(item, "of_voting_age",
                   knows_days(d) ? count_json(s->came_of_age, part_is_hidden(s->came_of_age, added, added_hidden))
                                 : scrut_json_null());
    scrut_json_set(item, "back",
                   d->back != NULL ? count_json(s->back, part_is_hidden(s->back, added, added_hidden))
                                   : scrut_json_null());
    scrut_json_set(item, "another_person", scrut_json_int(nearest_ten(s->other_person)));
    for (size_t f = 0; f < d->lists.field_count; f++)
        scrut_json_set(differs, d->lists.fields[f].name, scrut_json_int(nearest_ten(s->differs[f])));
    scrut_json_set(item, "differs", differs);
    return item;
}

static scrut_json *stages_json(const sums *s)
{
    static const char *const NAMES[SCRUT_ROLL_STAGE_COUNT] = {"all", "number", "part", "model", "nothing"};
    scrut_json *item = scrut_json_object();
    for (int stage = 0; stage < SCRUT_ROLL_STAGE_COUNT; stage++)
        scrut_json_set(item, NAMES[stage], scrut_json_int(nearest_ten(s->stages[stage])));
    return item;
}

static scrut_json *shown_decimal(double value, bool shown)
{
    return shown ? diff_decimal_json(value) : scrut_json_null();
}

static scrut_json *model_json(const diff_table *t)
{
    const scrut_roll_areas *a = &t->d->areas;
    bool deleted = diff_tells_expected(t, false), added = diff_tells_expected(t, true);
    scrut_json *item = scrut_json_object();
    scrut_json_set(item, "other_deletions", shown_decimal(a->other_deletions, deleted));
    scrut_json_set(item, "other_additions", shown_decimal(a->other_additions, added));
    scrut_json_set(item, "of_voting_age", shown_decimal(a->of_age, added));
    scrut_json_set(item, "deleted_spread", shown_decimal(a->deleted_spread, deleted));
    scrut_json_set(item, "added_spread", shown_decimal(a->added_spread, added));
    scrut_json_set(item, "ages_unknown", scrut_json_int(a->ages_unknown));
    return item;
}

static int print_json(const diff_table *t, const sums *s)
{
    const scrut_cli_diff *d = t->d;
    scrut_json *root = scrut_json_object(), *areas = scrut_json_array();
    for (size_t i = 0; i < d->areas.count; i++)
        scrut_json_append(areas, area_json(t, i));
    scrut_json_set(root, "format", scrut_json_string("scrutineer-roll-diff/1"));
    scrut_json_set(root, "least_shown", scrut_json_int(SCRUT_SUPPRESS_LEAST));
    scrut_json_set(root, "by", scrut_json_string(d->area_name));
    scrut_json_set(root, "rows", whole_json(t, s));
    scrut_json_set(root, "matched_by", stages_json(s));
    scrut_json_set(root, "expectation", model_json(t));
    scrut_json_set(root, "areas", areas);
    scrut_json_set(root, "transfers", diff_transfers_json(t));
    return scrut_cli_print_json(root, SCRUT_EXIT_OK);
}

int scrut_cli_diff_answer(const scrut_cli_args *args, const scrut_cli_diff *d)
{
    const char *changes = scrut_cli_text(args, "changes"), *areas = scrut_cli_text(args, "areas"),
               *transfers = scrut_cli_text(args, "transfers");
    scrut_error err;
    diff_table t;
    int exit_status = SCRUT_EXIT_OK;
    if (!diff_table_make(d, &t)) {
        diff_table_free(&t);
        return scrut_cli_no_memory();
    }
    scrut_status status = changes != NULL ? diff_write_changes(d, changes, &err) : SCRUT_OK;
    if (status == SCRUT_OK && areas != NULL)
        status = diff_write_areas(&t, areas, &err);
    if (status == SCRUT_OK && transfers != NULL)
        status = diff_write_transfers(&t, transfers, &err);
    sums s = add_up(d);
    if (status != SCRUT_OK)
        exit_status = scrut_cli_failure(&err);
    else
        exit_status = scrut_cli_given(args, "json") ? print_json(&t, &s) : print_text(&t, &s);
    diff_table_free(&t);
    return exit_status;
}
