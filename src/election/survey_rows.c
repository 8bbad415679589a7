/* SPDX-License-Identifier: Apache-2.0
 * survey_rows.c: the table of responses of a survey: strata, units, weights and outcomes of every row. Cells never
 * reach a message: a wrong column may hold names. */
#include "election_internal.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STAGES_MAX = 3, WEIGHT_DIGITS_MAX = 40 };

typedef struct {
    loader *l;
    scrut_survey *survey;
    grid g;
    size_t stratum, weight, unit[STAGES_MAX], of[STAGES_MAX]; /* columns; SIZE_MAX: none */
    int64_t of_all[STAGES_MAX];                               /* one number for all rows; 0: none */
    size_t outcome[SCRUT_SURVEY_FIGURES_MAX];
    size_t domain[SCRUT_SURVEY_FIGURES_MAX];
    const char *domain_text[SCRUT_SURVEY_FIGURES_MAX];
} reader;

static void cell_problem(const reader *r, size_t row, size_t column, const char *expected)
{
    scrut_problems_addf(r->l->problems, SCRUT_E_INPUT, r->g.file, r->g.lines[row], grid_file_column(&r->g, column), -1,
                        "column \"%.60s\": expected %s", r->g.headers[column], expected);
}

/* ---- columns ------------------------------------------------------------------------------------------------------
 */

static size_t want_named(reader *r, const scrut_yaml *node, const char *key)
{
    const char *header = text_of(r->l, node, key);
    return header != NULL ? grid_want(r->l, &r->g, header, scrut_yaml_get(node, key), false) : SIZE_MAX;
}

static bool is_whole(const char *text)
{
    return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* `of` is a number, or a column that holds it. */
static void want_of(reader *r, const scrut_yaml *node, size_t stage)
{
    const char *text = text_of(r->l, node, "of");
    if (text != NULL && is_whole(text))
        r->of_all[stage] = whole_of(r->l, node, "of", 0, SCRUT_VOTES_MAX);
    else
        r->of[stage] = want_named(r, node, "of");
}

static void want_stage(reader *r, const scrut_yaml *node, size_t stage, bool last)
{
    if (!check_keys(r->l, node, "a stage", "unit of chosen"))
        return;
    const char *chosen = text_of(r->l, node, "chosen");
    bool by_size = chosen != NULL && strcmp(chosen, "by-size") == 0;
    if (chosen != NULL && !by_size && strcmp(chosen, "random") != 0)
        problem_at(r->l, scrut_yaml_get(node, "chosen"), "\"chosen\" must be random or by-size");
    if (by_size && stage > 0)
        problem_at(r->l, scrut_yaml_get(node, "chosen"), "only the first stage can be chosen by-size");
    if (by_size && scrut_yaml_get(node, "of") != NULL)
        problem_at(r->l, scrut_yaml_get(node, "of"),
                   "units chosen by size are taken as drawn with replacement, which needs no number of all");
    r->survey->rows.by_size = r->survey->rows.by_size || by_size;
    if (scrut_yaml_get(node, "unit") == NULL && !last)
        problem_at(r->l, node,
                   "a stage needs \"unit\", the column that names its units; only the last may be the rows");
    r->unit[stage] = want_named(r, node, "unit");
    want_of(r, node, stage);
}

static void want_stages(reader *r, const scrut_yaml *node)
{
    const scrut_yaml *stages = scrut_yaml_get(node, "stages");
    r->survey->rows.stage_count = 1;
    if (stages == NULL)
        return;
    if (stages->kind != SCRUT_YAML_SEQUENCE || stages->count == 0 || stages->count > STAGES_MAX) {
        problem_at(r->l, stages, "\"stages\" must be a list of 1 to %d: primary units first", STAGES_MAX);
        return;
    }
    r->survey->rows.stage_count = stages->count;
    for (size_t s = 0; s < stages->count; s++)
        want_stage(r, stages->items[s], s, s + 1 == stages->count);
}

/* The words that stand for one role. */
static bool add_words(reader *r, const scrut_yaml *node, scrut_survey_figure *f, scrut_outcome_role role)
{
    size_t count;
    const scrut_yaml *list = scrut_yaml_get(node, scrut_outcome_role_name(role));
    const char **words = texts_of(r->l, list, &count);
    for (size_t i = 0; i < count; i++) {
        if (f->outcome_count == SCRUT_SURVEY_OUTCOMES_MAX) {
            problem_at(r->l, list, "more than %d outcomes", SCRUT_SURVEY_OUTCOMES_MAX);
            return false;
        }
        for (size_t k = 0; k < f->outcome_count; k++)
            if (strcmp(f->outcomes[k].word, words[i]) == 0)
                problem_at(r->l, list, "the outcome \"%.60s\" is given twice", words[i]);
        f->outcomes[f->outcome_count++] = (scrut_survey_outcome){words[i], role};
    }
    return true;
}

static void want_domain(reader *r, const scrut_yaml *node, size_t figure)
{
    const scrut_yaml *domain = scrut_yaml_get(node, "domain");
    r->domain[figure] = SIZE_MAX;
    if (domain == NULL)
        return;
    if (domain->kind != SCRUT_YAML_MAPPING || domain->count != 1 || domain->items[0]->kind != SCRUT_YAML_SCALAR) {
        problem_at(r->l, domain, "\"domain\" must be one column and the text of the rows that count: {column: text}");
        return;
    }
    r->domain[figure] = grid_want(r->l, &r->g, domain->keys[0]->text, domain, false);
    r->domain_text[figure] = domain->items[0]->text;
}

static void want_figure(reader *r, const scrut_yaml *node, size_t figure)
{
    scrut_survey_figure *f = &r->survey->figures[figure];
    r->outcome[figure] = want_named(r, node, "outcome");
    if (r->outcome[figure] == SIZE_MAX)
        return;
    want_domain(r, node, figure);
    f->outcomes = take(r->l, SCRUT_SURVEY_OUTCOMES_MAX, sizeof *f->outcomes);
    if (f->outcomes == NULL)
        return;
    for (int role = SCRUT_OUTCOME_FINE; role <= SCRUT_OUTCOME_UNRESOLVED; role++)
        if (!add_words(r, node, f, (scrut_outcome_role)role))
            return;
    if (f->outcome_count == 0 || f->outcomes[0].role != SCRUT_OUTCOME_FINE || scrut_yaml_get(node, "defect") == NULL)
        problem_at(r->l, node,
                   "a figure of responses needs lists \"fine\" and \"defect\" of the outcomes in column "
                   "\"outcome\"");
}

/* ---- rows ---------------------------------------------------------------------------------------------------------
 */

/* Digits with at most one point: no sign, no exponent. */
static bool read_weight(const char *text, double *ret_weight)
{
    size_t digits = strspn(text, "0123456789."), dots = 0;
    for (size_t i = 0; i < digits; i++)
        dots += text[i] == '.';
    if (digits == 0 || text[digits] != '\0' || dots > 1 || digits > WEIGHT_DIGITS_MAX)
        return false;
    *ret_weight = strtod(text, NULL);
    return *ret_weight > 0 && *ret_weight < 1e15;
}

static double *read_weights(reader *r)
{
    double *weights = r->weight != SIZE_MAX ? take(r->l, r->g.row_count, sizeof *weights) : NULL;
    for (size_t row = 0; row < r->g.row_count && weights != NULL; row++)
        if (!read_weight(grid_cell(&r->g, row, r->weight), &weights[row]))
            cell_problem(r, row, r->weight, "a weight above 0, as 23.5");
    return weights;
}

/* Numbers for the different texts of a column, in the order in which they first appear. */
static uint32_t *read_names(reader *r, size_t column)
{
    name_map map = {0};
    uint32_t *numbers = column != SIZE_MAX ? take(r->l, r->g.row_count, sizeof *numbers) : NULL;
    for (size_t row = 0; row < r->g.row_count && numbers != NULL; row++) {
        const char *text = grid_cell(&r->g, row, column);
        if (text == NULL || text[0] == '\0') {
            cell_problem(r, row, column, "a name: the cell is empty");
            continue;
        }
        numbers[row] = name_map_get(&map, text);
        if (numbers[row] != SCRUT_NONE)
            continue;
        numbers[row] = (uint32_t)map.count;
        if (!name_map_put(r->l, &map, text, numbers[row]))
            return NULL;
    }
    return numbers;
}

static double *read_of(reader *r, size_t stage)
{
    size_t column = r->of[stage];
    if (column == SIZE_MAX && r->of_all[stage] == 0)
        return NULL;
    double *of = take(r->l, r->g.row_count, sizeof *of);
    for (size_t row = 0; row < r->g.row_count && of != NULL; row++) {
        int64_t value = r->of_all[stage];
        const char *text = column != SIZE_MAX ? grid_cell(&r->g, row, column) : NULL;
        if (column != SIZE_MAX &&
            (text == NULL || scrut_parse_whole(text, strlen(text), SCRUT_VOTES_MAX, &value, NULL) != SCRUT_NUMBER_OK ||
             value < 1)) {
            cell_problem(r, row, column, "a whole number of units, 1 or more");
            value = 1;
        }
        of[row] = (double)value;
    }
    return of;
}

static bool is_missing(const reader *r, const char *text)
{
    for (size_t i = 0; i < r->g.options.missing_count; i++)
        if (strcmp(r->g.options.missing[i], text) == 0)
            return true;
    return text[0] == '\0';
}

/* Rows outside the domain, or without an outcome, were not asked. */
static void read_outcomes(reader *r, size_t figure)
{
    scrut_survey_figure *f = &r->survey->figures[figure];
    f->outcome = take(r->l, r->g.row_count, sizeof *f->outcome);
    f->in_domain = take(r->l, r->g.row_count, sizeof *f->in_domain);
    for (size_t row = 0; row < r->g.row_count && f->outcome != NULL && f->in_domain != NULL; row++) {
        const char *text = grid_cell(&r->g, row, r->outcome[figure]);
        const char *part = r->domain[figure] != SIZE_MAX ? grid_cell(&r->g, row, r->domain[figure]) : NULL;
        if (text == NULL || is_missing(r, text) ||
            (r->domain[figure] != SIZE_MAX && (part == NULL || strcmp(part, r->domain_text[figure]) != 0)))
            continue;
        size_t k = 0;
        while (k < f->outcome_count && strcmp(f->outcomes[k].word, text) != 0)
            k++;
        if (k == f->outcome_count)
            cell_problem(r, row, r->outcome[figure], "one of the outcomes that the figure lists");
        f->outcome[row] = (uint8_t)(k < f->outcome_count ? k : 0);
        f->in_domain[row] = true;
    }
}

static void read_all(reader *r)
{
    scrut_survey_rows *rows = &r->survey->rows;
    rows->row_count = r->g.row_count;
    rows->weight = read_weights(r);
    rows->stratum = read_names(r, r->stratum);
    for (size_t s = 0; s < rows->stage_count; s++) {
        rows->unit[s] = read_names(r, r->unit[s]);
        rows->of[s] = read_of(r, s);
    }
    for (size_t i = 0; i < r->survey->figure_count; i++)
        if (r->outcome[i] != SIZE_MAX)
            read_outcomes(r, i);
}

static void want_all(reader *r, const scrut_yaml *node, scrut_yaml *const nodes[])
{
    r->stratum = want_named(r, node, "stratum");
    r->weight = want_named(r, node, "weight");
    for (size_t s = 0; s < STAGES_MAX; s++)
        r->unit[s] = r->of[s] = SIZE_MAX;
    want_stages(r, node);
    for (size_t i = 0; i < r->survey->figure_count; i++)
        want_figure(r, nodes[i], i);
}

void load_survey_rows(loader *l, const scrut_yaml *node, scrut_yaml *const nodes[], scrut_survey *survey)
{
    reader *r = take(l, 1, sizeof *r);
    int64_t before = l->problems->total;
    if (r == NULL || !check_keys(l, node, "responses", "file rows delimiter missing where stratum weight stages"))
        return;
    *r = (reader){.l = l, .survey = survey};
    if (!grid_open(l, node, &r->g))
        return;
    want_all(r, node, nodes);
    if (l->problems->total == before && !l->memory_failed && grid_read(l, &r->g)) {
        if (r->g.row_count == 0 || r->g.row_count > SCRUT_SURVEY_ROWS_MAX)
            problem_at(l, node, "%zu responses; expected 1 to %d", r->g.row_count, SCRUT_SURVEY_ROWS_MAX);
        else
            read_all(r);
    }
    grid_close(&r->g);
}
