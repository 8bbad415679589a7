/* SPDX-License-Identifier: Apache-2.0
 * certificate_values.c: the values and keys of a certificate, each with its place. */
#include "certificate_reader.h"

#include <assert.h>
#include <string.h>

scrut_status scrut_cert_refuse(const scrut_cert_reader *r, const scrut_yaml *at, const char *what)
{
    assert(at != NULL);
    return scrut_fail(r->err, SCRUT_E_INPUT, r->name, at->line, at->column, -1, "%s", what);
}

scrut_status scrut_cert_fields(const scrut_cert_reader *r, const scrut_yaml *node, const char *what,
                               const scrut_cert_field fields[])
{
    assert(node != NULL);
    if (node->kind != SCRUT_YAML_MAPPING)
        return scrut_fail(r->err, SCRUT_E_INPUT, r->name, node->line, node->column, -1, "expected an object: %s", what);
    for (size_t i = 0; i < node->count; i++) {
        size_t f = 0;
        while (fields[f].key != NULL && (fields[f].key[0] == '\0' || strcmp(fields[f].key, node->keys[i]->text) != 0))
            f++;
        if (fields[f].key == NULL)
            return scrut_fail(r->err, SCRUT_E_INPUT, r->name, node->keys[i]->line, node->keys[i]->column, -1,
                              "unknown key \"%.80s\" in %s", node->keys[i]->text, what);
        *fields[f].value = node->items[i];
    }
    for (size_t f = 0; fields[f].key != NULL; f++)
        if (*fields[f].value == NULL && !fields[f].optional)
            return scrut_fail(r->err, SCRUT_E_INPUT, r->name, node->line, node->column, -1,
                              "the key \"%s\" is missing in %s", fields[f].key, what);
    return SCRUT_OK;
}

static bool is_word(const scrut_yaml *node, const char *word)
{
    assert(node != NULL);
    return node->kind == SCRUT_YAML_SCALAR && !node->quoted && strcmp(node->text, word) == 0;
}

bool scrut_cert_is_null(const scrut_yaml *node)
{
    return is_word(node, "null");
}

/* As JSON writes it: no sign but "-", no leading zero. */
static bool is_number(const scrut_yaml *node)
{
    assert(node != NULL);
    if (node->kind != SCRUT_YAML_SCALAR || node->quoted || node->length == 0)
        return false;
    const char *digits = node->text + (node->text[0] == '-');
    size_t count = strspn(digits, "0123456789");
    return count > 0 && digits[count] == '\0' && (digits[0] != '0' || count == 1);
}

scrut_status scrut_cert_whole(const scrut_cert_reader *r, const scrut_yaml *node, int64_t min, int64_t max,
                              int64_t *ret_value)
{
    assert(node != NULL);
    int64_t value = 0;
    if (!is_number(node) ||
        scrut_parse_whole(node->text, node->length, SCRUT_CERT_NUMBER_MAX, &value, NULL) != SCRUT_NUMBER_OK ||
        value < min || value > max)
        return scrut_fail(r->err, SCRUT_E_INPUT, r->name, node->line, node->column, -1,
                          "expected a whole number from %lld to %lld", (long long)min, (long long)max);
    *ret_value = value;
    return SCRUT_OK;
}

scrut_status scrut_cert_bool(const scrut_cert_reader *r, const scrut_yaml *node, bool *ret_value)
{
    assert(node != NULL);
    if (!is_word(node, "true") && !is_word(node, "false"))
        return scrut_cert_refuse(r, node, "expected true or false");
    *ret_value = node->text[0] == 't';
    return SCRUT_OK;
}

scrut_status scrut_cert_text(const scrut_cert_reader *r, const scrut_yaml *node, bool may_be_null,
                             const char **ret_text)
{
    assert(node != NULL);
    bool absent = may_be_null && scrut_cert_is_null(node);
    if (!absent && (node->kind != SCRUT_YAML_SCALAR || !node->quoted))
        return scrut_cert_refuse(r, node,
                                 may_be_null ? "expected a text in quotes, or null" : "expected a text in quotes");
    *ret_text = absent ? NULL : node->text;
    return SCRUT_OK;
}

scrut_status scrut_cert_word(const scrut_cert_reader *r, const scrut_yaml *node, const char *const words[],
                             int *ret_index)
{
    assert(node != NULL);
    int i = 0;
    while (words[i] != NULL && (node->kind != SCRUT_YAML_SCALAR || !node->quoted || strcmp(words[i], node->text) != 0))
        i++;
    if (words[i] != NULL) {
        *ret_index = i;
        return SCRUT_OK;
    }
    scrut_buf expected = {0};
    for (i = 0; words[i] != NULL; i++)
        scrut_buf_printf(&expected, "%s\"%s\"", i > 0 ? ", " : "", words[i]);
    scrut_status st = scrut_buf_failed(&expected) ? scrut_fail_memory(r->err)
                                                  : scrut_fail(r->err, SCRUT_E_INPUT, r->name, node->line, node->column,
                                                               -1, "expected one of %s", expected.bytes);
    scrut_buf_free(&expected);
    return st;
}

scrut_status scrut_cert_array(const scrut_cert_reader *r, const scrut_yaml *node, size_t most)
{
    assert(node != NULL);
    if (node->kind != SCRUT_YAML_SEQUENCE)
        return scrut_cert_refuse(r, node, "expected an array");
    if (node->count > most)
        return scrut_fail(r->err, SCRUT_E_LIMIT, r->name, node->line, node->column, -1,
                          "%zu items; at most %zu are possible", node->count, most);
    return SCRUT_OK;
}
