/* SPDX-License-Identifier: Apache-2.0
 * model_reader.c: texts, numbers and lists of a YAML mapping, with a problem for each that is wrong. */
#include "model_internal.h"

#include <stdarg.h>
#include <string.h>

void model_problem(model_reader *r, const scrut_yaml *node, const char *fmt, ...)
{
    char message[200];
    va_list args;
    va_start(args, fmt);
    vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    scrut_problems_addf(r->problems, SCRUT_E_INPUT, r->name, node->line, node->column, -1, "%s", message);
}

static bool is_word_of(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; *at != '\0';) {
        size_t here = strcspn(at, " ");
        if (here == length && memcmp(at, word, length) == 0)
            return true;
        at += here + strspn(at + here, " ");
    }
    return false;
}

bool model_keys(model_reader *r, const scrut_yaml *node, const char *what, const char *keys)
{
    if (node->kind != SCRUT_YAML_MAPPING) {
        model_problem(r, node, "%s must be a mapping with some of the keys: %s", what, keys);
        return false;
    }
    bool fine = true;
    for (size_t i = 0; i < node->count; i++)
        if (!is_word_of(keys, node->keys[i]->text)) {
            model_problem(r, node->keys[i], "unknown key \"%.40s\" in %s; expected: %s", node->keys[i]->text, what,
                          keys);
            fine = false;
        }
    return fine;
}

const char *model_text(model_reader *r, const scrut_yaml *node, const char *key, bool required)
{
    const scrut_yaml *value = scrut_yaml_get(node, key);
    if (value != NULL && value->kind == SCRUT_YAML_SCALAR && value->length > 0)
        return value->text;
    if (value != NULL || required)
        model_problem(r, value != NULL ? value : node, "\"%s\" must be a text", key);
    return NULL;
}

int64_t model_whole_of(model_reader *r, const scrut_yaml *value, const char *key, int64_t max)
{
    int64_t number;
    if (value->kind == SCRUT_YAML_SCALAR &&
        scrut_parse_whole(value->text, value->length, max, &number, NULL) == SCRUT_NUMBER_OK && number >= 0)
        return number;
    model_problem(r, value, "\"%s\" must be a whole number from 0 to %lld", key, (long long)max);
    return 0;
}

int64_t model_whole(model_reader *r, const scrut_yaml *node, const char *key, int64_t max, int64_t otherwise)
{
    const scrut_yaml *value = scrut_yaml_get(node, key);
    if (value != NULL)
        return model_whole_of(r, value, key, max);
    if (otherwise < 0)
        model_problem(r, node, "\"%s\" is required", key);
    return otherwise < 0 ? 0 : otherwise;
}

double model_decimal_of(model_reader *r, const scrut_yaml *value, const char *key, double max)
{
    int64_t numerator, denominator;
    bool negative = value->kind == SCRUT_YAML_SCALAR && value->length > 0 && value->text[0] == '-';
    if (value->kind == SCRUT_YAML_SCALAR &&
        scrut_parse_decimal(value->text + negative, value->length - negative, &numerator, &denominator)) {
        double number = (double)numerator / (double)denominator;
        if (number <= max)
            return negative ? -number : number;
    }
    model_problem(r, value, "\"%s\" must be a decimal number of at most %g", key, max);
    return 0;
}

double model_decimal(model_reader *r, const scrut_yaml *node, const char *key, double max, double otherwise)
{
    const scrut_yaml *value = scrut_yaml_get(node, key);
    return value != NULL ? model_decimal_of(r, value, key, max) : otherwise;
}

int64_t model_share(model_reader *r, const scrut_yaml *node, const char *key, int64_t otherwise)
{
    enum { MILLION = 1000000 };
    double share = model_decimal(r, node, key, 1, (double)otherwise / MILLION);
    if (share < 0)
        model_problem(r, node, "\"%s\" must not be negative", key);
    return (int64_t)(share * MILLION + 0.5);
}

scrut_yaml **model_list(model_reader *r, const scrut_yaml *node, const char *key, size_t *ret_count)
{
    const scrut_yaml *value = scrut_yaml_get(node, key);
    *ret_count = 0;
    if (value == NULL)
        return NULL;
    if (value->kind != SCRUT_YAML_SEQUENCE) {
        model_problem(r, value, "\"%s\" must be a list", key);
        return NULL;
    }
    *ret_count = value->count;
    return value->items;
}

void *model_calloc(model_reader *r, size_t count, size_t size)
{
    void *memory = scrut_arena_calloc(r->arena, count, size);
    r->memory_failed = r->memory_failed || memory == NULL;
    return memory;
}

uint32_t model_find_party(const scrut_model *m, const char *id)
{
    for (size_t p = 0; p < m->party_count; p++)
        if (m->parties[p].id != NULL && strcmp(m->parties[p].id, id) == 0)
            return (uint32_t)p;
    return SCRUT_NONE;
}

uint32_t model_find_source(const scrut_model *m, const char *id)
{
    for (size_t s = 0; s < m->source_count; s++)
        if (m->sources[s].id != NULL && strcmp(m->sources[s].id, id) == 0)
            return (uint32_t)s;
    return SCRUT_NONE;
}

uint32_t model_find_constituency(const scrut_model *m, const char *id)
{
    for (size_t c = 0; c < m->constituency_count; c++)
        if (m->constituencies[c].id != NULL && strcmp(m->constituencies[c].id, id) == 0)
            return (uint32_t)c;
    return SCRUT_NONE;
}
