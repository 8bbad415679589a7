/* SPDX-License-Identifier: Apache-2.0
 * roll.c: the section "roll" of a case: which files hold the list of voters and the evidence beside it. Headers are
 * looked up here and rows are not read. */
#include "election_internal.h"
#include "scrutineer/roll_case.h"

#include <string.h>

static const char *const PART_NAMES[SCRUT_PERSON_PART_COUNT] = {
    "given",        "surname", "born",       "identity", "sex",   "text",    "number",   "category", "key",  "station",
    "constituency", "areas",   "registered", "order",    "clerk", "address", "document", "voted",    "died",
};
#define PART_WORDS                                                                                                     \
    "given surname born identity sex text number category key station constituency areas registered order clerk "      \
    "address document voted died"

/* Columns of these parts may be several. */
static bool is_repeatable(scrut_person_part part)
{
    return part == SCRUT_PERSON_TEXT || part == SCRUT_PERSON_NUMBER || part == SCRUT_PERSON_CATEGORY ||
           part == SCRUT_PERSON_STATION;
}

const char *scrut_person_part_name(scrut_person_part part)
{
    return PART_NAMES[part];
}

/* ---- a file of people ------------------------------------------------------------------------------------------- */

typedef struct {
    loader *l;
    scrut_csv *csv;
    scrut_person_list *list;
} list_reader;

static void add_column(list_reader *r, const scrut_yaml *node, scrut_person_part part, uint32_t level)
{
    if (node->kind != SCRUT_YAML_SCALAR) {
        problem_at(r->l, node, "the column of \"%s\" must be a text", PART_NAMES[part]);
        return;
    }
    if (scrut_csv_find_column(r->csv, node->text) < 0) {
        problem_at(r->l, node, "\"%.60s\" is not a column of %.100s", node->text, r->list->file);
        return;
    }
    if (r->list->column_count == SCRUT_PERSON_COLUMNS_MAX) {
        problem_at(r->l, node, "more than %d columns of one list", SCRUT_PERSON_COLUMNS_MAX);
        return;
    }
    r->list->columns[r->list->column_count++] = (scrut_person_column){part, level, node->text};
}

static void add_areas(list_reader *r, const scrut_yaml *node)
{
    const scrut_case *c = r->l->c;
    if (node->kind != SCRUT_YAML_MAPPING) {
        problem_at(r->l, node, "\"areas\" must map area levels to columns");
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        uint32_t level = 0;
        while (level < c->area_level_count && strcmp(c->area_levels[level], node->keys[i]->text) != 0)
            level++;
        if (level == c->area_level_count)
            problem_at(r->l, node->keys[i], "\"%.60s\" is not one of the levels declared in \"areas\"",
                       node->keys[i]->text);
        else
            add_column(r, node->items[i], SCRUT_PERSON_AREA, level);
    }
}

static void add_part(list_reader *r, const scrut_yaml *node, scrut_person_part part)
{
    if (part == SCRUT_PERSON_AREA) {
        add_areas(r, node);
    } else if (node->kind == SCRUT_YAML_SEQUENCE && is_repeatable(part)) {
        for (size_t i = 0; i < node->count; i++)
            add_column(r, node->items[i], part, 0);
    } else {
        add_column(r, node, part, 0);
    }
}

static void read_columns(list_reader *r, const scrut_yaml *node)
{
    const scrut_yaml *columns = scrut_yaml_get(node, "columns");
    if (columns == NULL) {
        problem_at(r->l, node, "\"columns\" is required: what the columns of the list hold");
        return;
    }
    if (!check_keys(r->l, columns, "columns of a list of people", PART_WORDS))
        return;
    for (int part = 0; part < SCRUT_PERSON_PART_COUNT; part++) {
        const scrut_yaml *value = scrut_yaml_get(columns, PART_NAMES[part]);
        if (value != NULL)
            add_part(r, value, (scrut_person_part)part);
    }
}

static void read_where(list_reader *r, const scrut_yaml *node)
{
    const scrut_yaml *where = scrut_yaml_get(node, "where");
    scrut_csv_filter *filters = NULL;
    size_t count = 0;
    if (where == NULL || !read_filters(r->l, where, r->csv, &filters, &count))
        return;
    r->list->filters = take(r->l, count, sizeof *r->list->filters);
    for (size_t i = 0; i < count && r->list->filters != NULL; i++)
        r->list->filters[r->list->filter_count++] = (scrut_person_filter){where->keys[i]->text, filters[i].text};
}

static scrut_day_order read_day_order(loader *l, const scrut_yaml *node)
{
    static const char *const WORDS[] = {"year-first", "day-first", "month-first"};
    const char *text = text_of(l, node, "days");
    for (int i = 0; i < 3 && text != NULL; i++)
        if (strcmp(text, WORDS[i]) == 0)
            return (scrut_day_order)i;
    if (text != NULL)
        problem_at(l, scrut_yaml_get(node, "days"), "\"days\" must be year-first, day-first or month-first");
    return SCRUT_DAYS_YEAR_FIRST;
}

#define LIST_KEYS "file delimiter where days columns"

/* `node` has the keys of LIST_KEYS among its own. */
static void read_list(loader *l, const scrut_yaml *node, scrut_person_list *list)
{
    const scrut_yaml *file = scrut_yaml_get(node, "file");
    list_reader r = {.l = l, .list = list};
    read_csv_options(l, node, &list->options);
    list->days = read_day_order(l, node);
    if (file == NULL) {
        problem_at(l, node, "\"file\" is required: the CSV file with the list");
        return;
    }
    if (!open_case_csv(l, file, &list->options, &r.csv, &list->file))
        return;
    list->full_path = path_in_case(l, file);
    read_columns(&r, node);
    read_where(&r, node);
    scrut_csv_close(r.csv);
}

static bool has_part(const scrut_person_list *list, scrut_person_part part)
{
    for (size_t i = 0; i < list->column_count; i++)
        if (list->columns[i].part == part)
            return true;
    return false;
}

static void require_part(loader *l, const scrut_yaml *node, const scrut_person_list *list, scrut_person_part part)
{
    if (list->file != NULL && !has_part(list, part))
        problem_at(l, node, "this list needs the column \"%s\"", PART_NAMES[part]);
}

/* ---- versions --------------------------------------------------------------------------------------------------- */

static int32_t read_day(loader *l, const scrut_yaml *node, const char *key)
{
    const char *text = text_of(l, node, key);
    int32_t day;
    if (text == NULL)
        return SCRUT_DAY_UNKNOWN;
    if (scrut_day_parse(text, &day))
        return day;
    problem_at(l, scrut_yaml_get(node, key), "\"%s\" must be a day such as 2013-07-28, not \"%.40s\"", key, text);
    return SCRUT_DAY_UNKNOWN;
}

static void read_part_list(loader *l, const scrut_yaml *node, const char *key, scrut_person_list *list)
{
    const scrut_yaml *part = scrut_yaml_get(node, key);
    if (part != NULL && check_keys(l, part, key, LIST_KEYS))
        read_list(l, part, list);
}

static void read_version(loader *l, const scrut_yaml *node, scrut_roll_version *v)
{
    *v = (scrut_roll_version){.day = SCRUT_DAY_UNKNOWN, .cleaned = SCRUT_DAY_UNKNOWN};
    if (!check_keys(l, node, "a version of the roll",
                    "id title by date status reference note cleaned removed added " LIST_KEYS))
        return;
    load_provenance(l, node, "id", &v->about);
    v->day = read_day(l, node, "date");
    v->cleaned = read_day(l, node, "cleaned");
    if (scrut_yaml_get(node, "date") == NULL)
        problem_at(l, node, "\"date\" is required: the day of this version of the roll");
    if (v->day != SCRUT_DAY_UNKNOWN && v->cleaned != SCRUT_DAY_UNKNOWN && v->cleaned > v->day)
        problem_at(l, scrut_yaml_get(node, "cleaned"), "\"cleaned\" is later than the day of this version");
    read_list(l, node, &v->list);
    read_part_list(l, node, "removed", &v->removed);
    read_part_list(l, node, "added", &v->added);
}

/* The day of each must be later than the one before; ids differ. */
static void check_order(loader *l, const scrut_yaml *node, const scrut_case_roll *roll)
{
    for (size_t i = 1; i < roll->version_count; i++) {
        const scrut_roll_version *v = &roll->versions[i];
        for (size_t k = 0; k < i; k++)
            if (strcmp(roll->versions[k].about.id, v->about.id) == 0)
                problem_at(l, node->items[i], "version \"%.60s\" of the roll is given twice", v->about.id);
        if (v->day != SCRUT_DAY_UNKNOWN && v->day <= roll->versions[i - 1].day)
            problem_at(l, node->items[i], "versions of the roll stand in the order of their days");
    }
}

static void read_versions(loader *l, const scrut_yaml *node, scrut_case_roll *roll)
{
    const scrut_yaml *versions = scrut_yaml_get(node, "versions");
    if (versions == NULL || versions->kind != SCRUT_YAML_SEQUENCE || versions->count == 0) {
        problem_at(l, versions != NULL ? versions : node, "\"versions\" is required: a list with a version or more");
        return;
    }
    roll->versions = take(l, versions->count, sizeof *roll->versions);
    if (roll->versions == NULL)
        return;
    for (size_t i = 0; i < versions->count; i++)
        read_version(l, versions->items[i], &roll->versions[roll->version_count++]);
    check_order(l, versions, roll);
}

/* ---- the rest --------------------------------------------------------------------------------------------------- */

static void read_marked(loader *l, const scrut_yaml *node, scrut_case_roll *roll)
{
    const scrut_yaml *marked = scrut_yaml_get(node, "marked");
    if (marked == NULL || !check_keys(l, marked, "marked", "title by date status reference note id " LIST_KEYS))
        return;
    load_about(l, marked, "id", "marked", &roll->marked_about);
    read_list(l, marked, &roll->marked);
    require_part(l, marked, &roll->marked, SCRUT_PERSON_KEY);
    const scrut_roll_version *last = roll->version_count > 0 ? &roll->versions[roll->version_count - 1] : NULL;
    if (last != NULL && last->list.file != NULL && !has_part(&last->list, SCRUT_PERSON_KEY))
        problem_at(l, marked, "a marked copy needs the column \"key\" in the last version, too");
}

static void read_deaths(loader *l, const scrut_yaml *node, scrut_case_roll *roll)
{
    const scrut_yaml *deaths = scrut_yaml_get(node, "deaths");
    roll->deaths_removed = -1;
    if (deaths == NULL || !check_keys(l, deaths, "deaths", "records table removed"))
        return;
    const scrut_yaml *records = scrut_yaml_get(deaths, "records");
    if (records != NULL &&
        check_keys(l, records, "records of deaths", "id title by date status reference note " LIST_KEYS)) {
        load_about(l, records, "id", "deaths", &roll->deaths_about);
        read_list(l, records, &roll->deaths);
    }
    if (scrut_yaml_get(deaths, "table") != NULL)
        load_roll_mortality(l, scrut_yaml_get(deaths, "table"), roll);
    roll->deaths_removed = whole_of(l, deaths, "removed", -1, SCRUT_VOTES_MAX);
}

/* The words of the case, or the usual ones. */
static const char **read_words(loader *l, const scrut_yaml *words, const char *key, const char *usual, size_t *count)
{
    const scrut_yaml *node = words != NULL ? scrut_yaml_get(words, key) : NULL;
    return node != NULL ? texts_of(l, node, count) : split_bars(l, usual, count);
}

static void read_all_words(loader *l, const scrut_yaml *node, scrut_case_roll *roll)
{
    const scrut_yaml *words = scrut_yaml_get(node, "words");
    if (words != NULL && !check_keys(l, words, "words", "male female voted"))
        words = NULL;
    roll->male = read_words(l, words, "male", "m|M|male|Male", &roll->male_count);
    roll->female = read_words(l, words, "female", "f|F|female|Female", &roll->female_count);
    roll->voted = read_words(l, words, "voted", "1|yes|x|X", &roll->voted_count);
}

static scrut_checksum read_checksum(loader *l, const scrut_yaml *node)
{
    static const char *const WORDS[] = {"none", "luhn", "mod97", "verhoeff"};
    const char *text = text_of(l, node, "checksum");
    for (int i = 0; i < 4 && text != NULL; i++)
        if (strcmp(text, WORDS[i]) == 0)
            return (scrut_checksum)i;
    if (text != NULL)
        problem_at(l, scrut_yaml_get(node, "checksum"), "\"checksum\" must be none, luhn, mod97 or verhoeff");
    return SCRUT_CHECKSUM_NONE;
}

void load_roll(loader *l, const scrut_yaml *node)
{
    if (node == NULL || !check_keys(l, node, "roll",
                                    "age registered-limit checksum words versions marked second-reading deaths "
                                    "population"))
        return;
    scrut_case_roll *roll = take(l, 1, sizeof *roll);
    if (roll == NULL)
        return;
    roll->age = whole_of(l, node, "age", 18, 150);
    roll->registered_limit = whole_of(l, node, "registered-limit", 0, SCRUT_VOTES_MAX);
    roll->checksum = read_checksum(l, node);
    read_all_words(l, node, roll);
    read_versions(l, node, roll);
    read_marked(l, node, roll);
    read_deaths(l, node, roll);
    if (scrut_yaml_get(node, "second-reading") != NULL)
        load_roll_pages(l, scrut_yaml_get(node, "second-reading"), roll);
    if (scrut_yaml_get(node, "population") != NULL)
        load_roll_population(l, scrut_yaml_get(node, "population"), roll);
    l->c->roll = roll;
}
