/* SPDX-License-Identifier: Apache-2.0
 * roll_tables.c: the small tables beside a roll: sampled pages of the marked copy, deaths by age, people by area. They
 * hold counts and no people. */
#include "election_internal.h"
#include "scrutineer/roll_case.h"

#include <string.h>

#define KEYS_MAX 5

/* A table with a few named columns. */
typedef struct {
    loader *l;
    grid g;
    const char *const *keys;
    size_t key_count;
    size_t columns[KEYS_MAX]; /* SIZE_MAX: no column */
} small_table;

static bool open_columns(small_table *t, const scrut_yaml *node, const char *words, size_t required)
{
    const scrut_yaml *map = scrut_yaml_get(node, "columns");
    if (map != NULL && !check_keys(t->l, map, "columns", words))
        return false;
    bool fine = true;
    for (size_t k = 0; k < t->key_count; k++) {
        const char *header = map != NULL ? text_of(t->l, map, t->keys[k]) : NULL;
        bool optional = header == NULL && k >= required;
        t->columns[k] = grid_want(t->l, &t->g, header != NULL ? header : t->keys[k],
                                  header != NULL ? scrut_yaml_get(map, t->keys[k]) : node, optional);
        fine = fine && (optional || t->columns[k] != SIZE_MAX);
    }
    return fine;
}

/* The first `required` keys must have columns. False after a problem; close the grid in any case. */
static bool open_small(small_table *t, const scrut_yaml *node, const char *words, size_t required)
{
    return grid_open(t->l, node, &t->g) && open_columns(t, node, words, required) && grid_read(t->l, &t->g);
}

static int64_t number_at(small_table *t, size_t row, size_t key, int64_t otherwise)
{
    int64_t value = otherwise;
    if (t->columns[key] == SIZE_MAX || grid_number(t->l, &t->g, row, t->columns[key], &value) <= 0)
        return otherwise;
    return value;
}

static void row_problem(small_table *t, size_t row, size_t key, const char *what)
{
    scrut_problems_addf(t->l->problems, SCRUT_E_INPUT, t->g.file, t->g.lines[row],
                        grid_file_column(&t->g, t->columns[key]), -1, "%s", what);
}

void load_roll_pages(loader *l, const scrut_yaml *node, scrut_case_roll *roll)
{
    static const char *const KEYS[] = {"voted", "missed", "not-voted", "wrong", "page"};
    small_table t = {.l = l, .keys = KEYS, .key_count = 5};
    if (!check_keys(l, node, "second-reading", "file rows columns delimiter missing where"))
        return;
    if (open_small(&t, node, "voted missed not-voted wrong page", 4))
        roll->pages = take(l, t.g.row_count, sizeof *roll->pages);
    for (size_t row = 0; roll->pages != NULL && row < t.g.row_count; row++) {
        scrut_roll_page page = {.page = grid_cell(&t.g, row, t.columns[4]),
                                .voted = number_at(&t, row, 0, -1),
                                .missed = number_at(&t, row, 1, -1),
                                .not_voted = number_at(&t, row, 2, -1),
                                .wrong = number_at(&t, row, 3, -1)};
        if (page.missed < 0 || page.wrong < 0 || page.voted < page.missed || page.not_voted < page.wrong)
            row_problem(&t, row, 0,
                        "a page needs four numbers: of \"voted\" names \"missed\" had no mark, of \"not-voted\" names "
                        "\"wrong\" had one");
        else
            roll->pages[roll->page_count++] = page;
    }
    grid_close(&t.g);
}

void load_roll_mortality(loader *l, const scrut_yaml *node, scrut_case_roll *roll)
{
    static const char *const KEYS[] = {"age", "male", "female"};
    small_table t = {.l = l, .keys = KEYS, .key_count = 3};
    if (!check_keys(l, node, "table of deaths", "file rows columns delimiter missing where"))
        return;
    if (open_small(&t, node, "age male female", 3))
        roll->mortality = take(l, t.g.row_count, sizeof *roll->mortality);
    for (size_t row = 0; roll->mortality != NULL && row < t.g.row_count; row++) {
        scrut_roll_mortality m = {number_at(&t, row, 0, -1), number_at(&t, row, 1, -1), number_at(&t, row, 2, -1)};
        bool later = roll->mortality_count == 0 || m.age > roll->mortality[roll->mortality_count - 1].age;
        if (m.age < 0 || m.male < 0 || m.female < 0 || m.male > 100000 || m.female > 100000 || !later)
            row_problem(&t, row, 0,
                        "expected an age above the row before and deaths in a year of 100,000 men and women");
        else
            roll->mortality[roll->mortality_count++] = m;
    }
    grid_close(&t.g);
}

static bool read_level(loader *l, const scrut_yaml *node, int *ret_level)
{
    const char *text = text_of(l, node, "level");
    if (text != NULL && strcmp(text, "nation") == 0)
        *ret_level = -1;
    else if (text != NULL && strcmp(text, "constituency") == 0)
        *ret_level = 0;
    else {
        size_t level = 0;
        while (text != NULL && level < l->c->area_level_count && strcmp(l->c->area_levels[level], text) != 0)
            level++;
        if (text == NULL || level == l->c->area_level_count) {
            problem_at(l, scrut_yaml_get(node, "level") != NULL ? scrut_yaml_get(node, "level") : node,
                       "\"level\" must be nation, constituency or one of the levels declared in \"areas\"");
            return false;
        }
        *ret_level = 1 + (int)level;
    }
    return true;
}

static void read_people(small_table *t, scrut_case_roll *roll)
{
    roll->people = take(t->l, t->g.row_count, sizeof *roll->people);
    for (size_t row = 0; roll->people != NULL && row < t->g.row_count; row++) {
        const char *unit = grid_cell(&t->g, row, t->columns[1]);
        scrut_roll_people p = {.unit = roll->people_level < 0 || unit == NULL ? "" : unit,
                               .people = number_at(t, row, 0, -1),
                               .error = number_at(t, row, 2, -1),
                               .where = {t->g.file, t->g.lines[row], t->g.headers[t->columns[0]]}};
        if (p.people <= 0)
            row_problem(t, row, 0, "expected a number of people, 1 or more");
        else if (roll->people_level >= 0 && p.unit[0] == '\0')
            row_problem(t, row, 1, "the row names no unit");
        else if (roll->people_level == 0 && scrut_case_find_constituency(t->l->c, p.unit) == SCRUT_NONE)
            row_problem(t, row, 1, "the unit is no constituency of this case");
        else
            roll->people[roll->people_count++] = p;
    }
}

void load_roll_population(loader *l, const scrut_yaml *node, scrut_case_roll *roll)
{
    static const char *const KEYS[] = {"people", "unit", "error"};
    small_table t = {.l = l, .keys = KEYS, .key_count = 3};
    if (!check_keys(l, node, "population",
                    "title by date status reference note id level year file rows columns delimiter missing where") ||
        !read_level(l, node, &roll->people_level))
        return;
    load_about(l, node, "id", "population", &roll->population_about);
    roll->population_year = whole_of(l, node, "year", 0, 9999);
    if (roll->population_year == 0)
        problem_at(l, node, "\"year\" is required: the year that the numbers of people are of");
    if (open_small(&t, node, "people unit error", roll->people_level < 0 ? 1 : 2))
        read_people(&t, roll);
    grid_close(&t.g);
}
