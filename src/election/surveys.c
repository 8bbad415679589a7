/* SPDX-License-Identifier: Apache-2.0
 * surveys.c: the section "surveys": who asked what of whom, and what was published (docs/formats/survey.md). */
#include "election_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS_MAX = 100 };

static const char *const DIRECTIONS[SCRUT_SURVEY_DIRECTIONS] = {"list-to-people", "people-to-list", "list-to-forms",
                                                                "forms-to-list"};

const char *scrut_survey_direction_name(scrut_survey_direction direction)
{
    return DIRECTIONS[direction];
}

const char *scrut_outcome_role_name(scrut_outcome_role role)
{
    static const char *const NAMES[] = {"fine", "defect", "unresolved"};
    return NAMES[role];
}

/* ---- values ----------------------------------------------------------------------------------------------------- */

/* A number of percent or points, 0 .. 100. */
static scrut_decimal points_of(loader *l, const scrut_yaml *node, const char *key)
{
    scrut_decimal value = {0, 0};
    const char *text = text_of(l, node, key);
    if (text == NULL)
        return value;
    if (!scrut_parse_decimal(text, strlen(text), &value.numerator, &value.denominator) ||
        value.numerator > POINTS_MAX * value.denominator || value.numerator < 0) {
        problem_at(l, scrut_yaml_get(node, key), "\"%s\" must be a number of percent from 0 to %d, as 10.4", key,
                   POINTS_MAX);
        value = (scrut_decimal){0, 0};
    }
    return value;
}

static bool choose(loader *l, const scrut_yaml *node, const char *key, const char *const words[], int count,
                   int *ret_choice)
{
    const char *text = text_of(l, node, key);
    for (int i = 0; i < count && text != NULL; i++) {
        if (strcmp(text, words[i]) == 0) {
            *ret_choice = i;
            return true;
        }
    }
    scrut_buf all = {0};
    for (int i = 0; i < count; i++)
        scrut_buf_printf(&all, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", words[i]);
    l->memory_failed = l->memory_failed || all.failed;
    problem_at(l, scrut_yaml_get(node, key) != NULL ? scrut_yaml_get(node, key) : node, "\"%s\" must be %s", key,
               all.failed ? words[0] : all.bytes);
    scrut_buf_free(&all);
    return false;
}

/* A number, or a mapping with its ends. */
static void read_size(loader *l, const scrut_yaml *figure, scrut_survey_size *size)
{
    const scrut_yaml *node = scrut_yaml_get(figure, "size");
    if (node == NULL)
        return;
    if (node->kind == SCRUT_YAML_SCALAR) {
        size->about = whole_of(l, figure, "size", 0, SCRUT_VOTES_MAX);
        size->low = size->high = size->about;
    } else if (check_keys(l, node, "a size", "about low high reference")) {
        size->about = whole_of(l, node, "about", 0, SCRUT_VOTES_MAX);
        size->low = whole_of(l, node, "low", size->about, SCRUT_VOTES_MAX);
        size->high = whole_of(l, node, "high", size->about, SCRUT_VOTES_MAX);
        size->reference = text_of(l, node, "reference");
    }
    size->known = size->about > 0 && size->low > 0 && size->low <= size->about && size->about <= size->high;
    if (!size->known)
        problem_at(l, node,
                   "\"size\" must be a whole number above 0, or have \"about\" with \"low\" below and \"high\" "
                   "above it");
}

/* ---- figures ---------------------------------------------------------------------------------------------------- */

#define FIGURE_KEYS                                                                                                    \
    "id question direction frame denominator search counts size share words margin hits base reference note outcome "  \
    "fine defect unresolved domain"

static void read_published(loader *l, const scrut_yaml *node, scrut_survey_figure *f)
{
    static const char *const COUNTS[] = {"fine", "defect"};
    int counts = SCRUT_OUTCOME_DEFECT;
    if (scrut_yaml_get(node, "counts") != NULL)
        (void)choose(l, node, "counts", COUNTS, 2, &counts);
    f->counts = (scrut_outcome_role)counts;
    f->share = points_of(l, node, "share");
    f->margin = points_of(l, node, "margin");
    f->hits = whole_of(l, node, "hits", -1, SCRUT_VOTES_MAX);
    f->base = whole_of(l, node, "base", -1, SCRUT_VOTES_MAX);
    f->share_text = text_of(l, node, "words");
    if (f->hits >= 0 && (f->base < 1 || f->hits > f->base))
        problem_at(l, scrut_yaml_get(node, "hits"), "\"hits\" needs a \"base\" that is as large or larger");
    if (scrut_yaml_get(node, "share") == NULL && f->hits < 0)
        problem_at(l, node,
                   "a figure needs a \"share\" in percent, or \"hits\" and \"base\", or a column \"outcome\" of "
                   "the responses");
}

static bool id_is_new(const scrut_survey *surveys, size_t count, const scrut_survey *now, const char *id)
{
    for (size_t s = 0; s <= count; s++) {
        const scrut_survey *survey = s < count ? &surveys[s] : now;
        for (size_t i = 0; i < survey->figure_count; i++)
            if (strcmp(survey->figures[i].id, id) == 0)
                return false;
    }
    return true;
}

static bool read_figure(loader *l, const scrut_yaml *node, bool has_rows, scrut_survey_figure *f)
{
    int direction = 0;
    if (!check_keys(l, node, "a figure of a survey", FIGURE_KEYS))
        return false;
    *f = (scrut_survey_figure){.id = text_of(l, node, "id"),
                               .question = text_of(l, node, "question"),
                               .frame = text_of(l, node, "frame"),
                               .denominator = text_of(l, node, "denominator"),
                               .search = text_of(l, node, "search"),
                               .counts = SCRUT_OUTCOME_DEFECT,
                               .reference = text_of(l, node, "reference"),
                               .note = text_of(l, node, "note"),
                               .hits = -1,
                               .base = -1,
                               .where = {.file = document_of(l), .line = node->line, .column = "figures"}};
    if (f->id == NULL || f->question == NULL) {
        problem_at(l, node, "a figure needs \"id\", \"question\" and \"direction\"");
        return false;
    }
    if (choose(l, node, "direction", DIRECTIONS, SCRUT_SURVEY_DIRECTIONS, &direction))
        f->direction = (scrut_survey_direction)direction;
    read_size(l, node, &f->size);
    const scrut_yaml *outcome = scrut_yaml_get(node, "outcome");
    if (outcome == NULL)
        read_published(l, node, f);
    else if (!has_rows)
        problem_at(l, outcome, "\"outcome\" is a column of \"responses\", which this survey does not have");
    return true;
}

/* ---- surveys ---------------------------------------------------------------------------------------------------- */

static void read_figures(loader *l, const scrut_yaml *node, const scrut_survey *surveys, size_t count, scrut_survey *s)
{
    const scrut_yaml *figures = scrut_yaml_get(node, "figures"), *responses = scrut_yaml_get(node, "responses");
    if (figures == NULL || figures->kind != SCRUT_YAML_SEQUENCE || figures->count > SCRUT_SURVEY_FIGURES_MAX) {
        problem_at(l, figures != NULL ? figures : node, "\"figures\" must be a list of at most %d",
                   SCRUT_SURVEY_FIGURES_MAX);
        return;
    }
    scrut_yaml **nodes = take(l, figures->count, sizeof *nodes);
    s->figures = take(l, figures->count, sizeof *s->figures);
    for (size_t i = 0; i < figures->count && !l->memory_failed; i++) {
        scrut_survey_figure f;
        if (!read_figure(l, figures->items[i], responses != NULL, &f))
            continue;
        if (!id_is_new(surveys, count, s, f.id))
            problem_at(l, figures->items[i], "the figure \"%.60s\" is given twice", f.id);
        nodes[s->figure_count] = figures->items[i];
        s->figures[s->figure_count++] = f;
    }
    if (responses != NULL && !l->memory_failed)
        load_survey_rows(l, responses, nodes, s);
}

static bool read_survey(loader *l, const scrut_yaml *node, const scrut_survey *surveys, size_t count, scrut_survey *s)
{
    if (!check_keys(l, node, "a survey",
                    "id title by date reference note sampling respondents clusters margin responses figures"))
        return false;
    *s = (scrut_survey){.id = text_of(l, node, "id"),
                        .title = text_of(l, node, "title"),
                        .by = text_of(l, node, "by"),
                        .date = text_of(l, node, "date"),
                        .reference = text_of(l, node, "reference"),
                        .note = text_of(l, node, "note"),
                        .sampling = text_of(l, node, "sampling"),
                        .respondents = whole_of(l, node, "respondents", -1, SCRUT_VOTES_MAX),
                        .clusters = whole_of(l, node, "clusters", -1, SCRUT_VOTES_MAX),
                        .margin = points_of(l, node, "margin"),
                        .where = {.file = document_of(l), .line = node->line, .column = "surveys"}};
    if (s->id == NULL) {
        problem_at(l, node, "a survey needs \"id\"");
        return false;
    }
    for (size_t i = 0; i < count; i++)
        if (strcmp(surveys[i].id, s->id) == 0)
            problem_at(l, node, "the survey \"%.60s\" is given twice", s->id);
    if (s->respondents == 0 || s->clusters == 0)
        problem_at(l, node, "a survey without respondents or clusters is none: leave out what is not known");
    read_figures(l, node, surveys, count, s);
    return true;
}

void load_surveys(loader *l, const scrut_yaml *node, scrut_survey **ret_surveys, size_t *ret_count)
{
    *ret_count = 0;
    if (node == NULL)
        return;
    if (node->kind != SCRUT_YAML_SEQUENCE) {
        problem_at(l, node, "\"surveys\" must be a list");
        return;
    }
    scrut_survey *surveys = take(l, node->count, sizeof *surveys);
    *ret_surveys = surveys;
    size_t figures = 0;
    for (size_t i = 0; i < node->count && surveys != NULL && !l->memory_failed; i++) {
        if (read_survey(l, node->items[i], surveys, *ret_count, &surveys[*ret_count]))
            figures += surveys[(*ret_count)++].figure_count;
    }
    if (figures > SCRUT_SURVEY_FIGURES_MAX)
        problem_at(l, node, "%zu figures; at most %d can be compared with one another", figures,
                   SCRUT_SURVEY_FIGURES_MAX);
}

/* ---- a file of its own --------------------------------------------------------------------------------------------
 */

static scrut_status parse_document(loader *l, const char *path, scrut_yaml **ret_root, scrut_error *err)
{
    char *bytes = NULL;
    size_t length = 0;
    scrut_status status = scrut_read_file(path, SCRUT_YAML_BYTES_MAX, &bytes, &length, err);
    if (status == SCRUT_OK)
        status = scrut_yaml_parse(bytes, length, path, l->arena, ret_root, err);
    free(bytes);
    return status;
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL ? strdup(".") : strndup(path, slash == path ? 1 : (size_t)(slash - path));
    char *real = folder != NULL ? realpath(folder, NULL) : NULL;
    free(folder);
    return real;
}

scrut_status scrut_surveys_load(const char *path, scrut_pool *pool, scrut_arena *arena, scrut_problems *problems,
                                scrut_surveys *ret_surveys, scrut_error *err)
{
    loader l = {.arena = arena, .pool = pool, .problems = problems, .document = path};
    int64_t before = problems->total;
    scrut_surveys surveys = {0};
    scrut_yaml *root = NULL;
    l.c = scrut_arena_calloc(arena, 1, sizeof *l.c);
    scrut_status status = l.c != NULL ? parse_document(&l, path, &root, err) : scrut_fail_memory(err);
    char *folder = status == SCRUT_OK ? folder_of(path) : NULL;
    l.real_folder = folder;
    if (status == SCRUT_OK && folder == NULL)
        status = scrut_fail(err, SCRUT_E_IO, path, -1, -1, -1, "cannot find its folder: %s", strerror(errno));
    if (status == SCRUT_OK && check_keys(&l, root, path, "surveys")) {
        if (scrut_yaml_get(root, "surveys") == NULL)
            problem_at(&l, root, "the file has no section \"surveys\"");
        load_surveys(&l, scrut_yaml_get(root, "surveys"), &surveys.items, &surveys.count);
    }
    free(folder);
    if (status == SCRUT_OK && l.memory_failed)
        status = scrut_fail_memory(err);
    if (status == SCRUT_OK && problems->total > before)
        status = scrut_fail(err, SCRUT_E_INPUT, path, -1, -1, -1, "%lld problems in the surveys",
                            (long long)(problems->total - before));
    if (status == SCRUT_OK)
        *ret_surveys = surveys;
    return status;
}
