/* SPDX-License-Identifier: Apache-2.0
 * second.c: figures that a row gives in a second place ("twice"), and columns of the candidates of the lists. */
#include "election_internal.h"

#include <string.h>

/* ---- twice ---- */

static scrut_second_figure *new_second(column_set *set, scrut_returns *r, size_t *capacity, const char *check,
                                       const char *place)
{
    if (!arena_grow(set->l, &r->seconds, capacity, r->second_count, sizeof *r->seconds))
        return NULL;
    scrut_second_figure *s = &r->seconds[r->second_count++];
    *s = (scrut_second_figure){.check = check, .place = place, .party = SCRUT_NONE, .field = SCRUT_FIELD_COUNT};
    return s;
}

static void want_second_fields(column_set *set, scrut_returns *r, size_t *capacity, const scrut_yaml *entry,
                               const char *check, const char *place)
{
    const scrut_yaml *fields = scrut_yaml_get(entry, "fields");
    if (fields != NULL && fields->kind != SCRUT_YAML_MAPPING) {
        problem_at(set->l, fields, "\"fields\" must map fields to columns");
        return;
    }
    for (size_t i = 0; fields != NULL && i < fields->count; i++) {
        scrut_field field = scrut_field_named(fields->keys[i]->text);
        if (field == SCRUT_FIELD_COUNT || r->fields[field].count == 0) {
            problem_at(set->l, fields->keys[i], "\"%.60s\" is no field that this source gives in a first place",
                       fields->keys[i]->text);
            continue;
        }
        scrut_second_figure *s = new_second(set, r, capacity, check, place);
        if (s == NULL)
            return;
        s->field = field;
        returns_want_parts(set, field, fields->items[i], s->columns, &s->count);
    }
}

static void want_second_votes(column_set *set, scrut_returns *r, size_t *capacity, const scrut_yaml *entry,
                              const char *check, const char *place)
{
    const scrut_yaml *votes = scrut_yaml_get(entry, "votes");
    vote_columns parties = {0};
    if (votes == NULL || !check_keys(set->l, votes, "votes", "prefix columns") ||
        !returns_want_wide_votes(set, votes, &parties))
        return;
    for (size_t i = 0; i < parties.count; i++) {
        scrut_second_figure *s = new_second(set, r, capacity, check, place);
        if (s == NULL)
            return;
        s->party = parties.party[i];
        s->columns[s->count++] = (uint16_t)parties.column[i];
    }
}

static void want_second(column_set *set, scrut_returns *r, size_t *capacity, const scrut_yaml *entry)
{
    if (!check_keys(set->l, entry, "an entry of \"twice\"", "check place fields votes"))
        return;
    const char *check = text_of(set->l, entry, "check"), *place = text_of(set->l, entry, "place");
    if (check == NULL || (strcmp(check, "A04") != 0 && strcmp(check, "X04") != 0)) {
        problem_at(set->l, entry,
                   "an entry of \"twice\" needs \"check\": A04 (another place of the form) or X04 (a "
                   "second entry of it)");
        return;
    }
    if (scrut_yaml_get(entry, "fields") == NULL && scrut_yaml_get(entry, "votes") == NULL)
        problem_at(set->l, entry, "an entry of \"twice\" needs \"fields\" or \"votes\"");
    want_second_fields(set, r, capacity, entry, check, place);
    want_second_votes(set, r, capacity, entry, check, place);
}

void want_seconds(column_set *set, scrut_returns *r)
{
    const scrut_yaml *twice = scrut_yaml_get(set->node, "twice");
    size_t capacity = 0;
    if (twice != NULL && twice->kind != SCRUT_YAML_SEQUENCE) {
        problem_at(set->l, twice, "\"twice\" must be a list");
        return;
    }
    for (size_t i = 0; twice != NULL && i < twice->count; i++)
        want_second(set, r, &capacity, twice->items[i]);
}

/* ---- candidates ---- */

/* A list's columns. They are few, and are gathered in the order in which the file has them. */
static scrut_candidates *candidates_of(column_set *set, scrut_returns *r, size_t *capacity, uint32_t party)
{
    for (size_t i = 0; i < r->candidate_list_count; i++)
        if (r->candidates[i].party == party)
            return &r->candidates[i];
    if (!arena_grow(set->l, &r->candidates, capacity, r->candidate_list_count, sizeof *r->candidates))
        return NULL;
    scrut_candidates *list = &r->candidates[r->candidate_list_count++];
    *list = (scrut_candidates){.party = party};
    list->columns = take(set->l, scrut_csv_column_count(set->csv), sizeof *list->columns);
    return list->columns != NULL ? list : NULL;
}

static void want_candidate(column_set *set, scrut_returns *r, size_t *capacity, const char *party, const char *header,
                           const scrut_yaml *where)
{
    uint32_t index = resolve_party(set->l, party, CASE_FILE, where->line, where->column);
    size_t column = index != SCRUT_NONE ? returns_want(set, header, where, SCRUT_CELL_NUMBER) : SIZE_MAX;
    scrut_candidates *list = column != SIZE_MAX ? candidates_of(set, r, capacity, index) : NULL;
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (list->columns[i] == column) {
            problem_at(set->l, where, "column \"%.60s\" is named twice for the candidates of \"%.60s\"", header, party);
            return;
        }
    if (list != NULL)
        list->columns[list->count++] = (uint32_t)column;
}

/* "c_LEFT_01": what stands between the prefix and the last separator is the list. */
static void want_prefixed_candidates(column_set *set, scrut_returns *r, size_t *capacity, const scrut_yaml *node)
{
    const char *prefix = text_of(set->l, node, "prefix"), *separator = text_of(set->l, node, "separator");
    const scrut_yaml *where = scrut_yaml_get(node, "prefix");
    if (prefix == NULL)
        return;
    if (separator == NULL || strlen(separator) != 1) {
        problem_at(set->l, node, "\"separator\" must be the one character between the list and its candidate");
        return;
    }
    size_t found = 0;
    for (size_t i = 0; i < scrut_csv_column_count(set->csv); i++) {
        const char *header = scrut_csv_column_name(set->csv, i);
        const char *rest = strncmp(header, prefix, strlen(prefix)) == 0 ? header + strlen(prefix) : NULL;
        const char *end = rest != NULL ? strrchr(rest, separator[0]) : NULL;
        if (end == NULL || end == rest)
            continue;
        char *party = scrut_arena_strndup(set->l->arena, rest, (size_t)(end - rest));
        set->l->memory_failed = set->l->memory_failed || party == NULL;
        if (party != NULL)
            want_candidate(set, r, capacity, party, header, where);
        found++;
    }
    if (found == 0)
        problem_at(set->l, where, "no column of %s is called \"%.40s\", a list, \"%s\" and a candidate", set->file,
                   prefix, separator);
}

void want_candidates(column_set *set, scrut_returns *r)
{
    const scrut_yaml *node = scrut_yaml_get(set->node, "candidates");
    size_t capacity = 0;
    if (node == NULL || !check_keys(set->l, node, "candidates", "prefix separator columns"))
        return;
    const scrut_yaml *columns = scrut_yaml_get(node, "columns");
    want_prefixed_candidates(set, r, &capacity, node);
    if (columns == NULL && scrut_yaml_get(node, "prefix") == NULL)
        problem_at(set->l, node, "\"candidates\" needs \"prefix\" or \"columns\"");
    if (columns != NULL && columns->kind != SCRUT_YAML_MAPPING) {
        problem_at(set->l, columns, "\"columns\" must map parties to lists of columns");
        return;
    }
    for (size_t i = 0; columns != NULL && i < columns->count; i++) {
        size_t count;
        const char **headers = texts_of(set->l, columns->items[i], &count);
        for (size_t k = 0; k < count; k++)
            want_candidate(set, r, &capacity, columns->keys[i]->text, headers[k], columns->items[i]);
    }
}
