/* SPDX-License-Identifier: Apache-2.0
 * Only this file includes jansson.h. A value of ours is a node that holds jansson's and remembers the
 * first thing that went wrong in it; parents own the nodes of what was put into them, so that a caller
 * may go on filling an object after handing it over. */
#include "scrutineer/json.h"
#include "scrutineer/utf8.h"

#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct scrut_json {
    json_t *value;       /* one reference; NULL when the value could not be made */
    scrut_status status; /* first trouble in making or filling it */
    scrut_json *first_child, *next;
};

static scrut_json *node_new(json_t *value, scrut_status status)
{
    scrut_json *node = calloc(1, sizeof *node);
    if (node == NULL) {
        json_decref(value);
        return NULL;
    }
    node->value = value;
    node->status = value == NULL && status == SCRUT_OK ? SCRUT_E_MEMORY : status;
    return node;
}

scrut_json *scrut_json_object(void)
{
    return node_new(json_object(), SCRUT_OK);
}

scrut_json *scrut_json_array(void)
{
    return node_new(json_array(), SCRUT_OK);
}

scrut_json *scrut_json_string_n(const char *bytes, size_t length)
{
    if (scrut_utf8_check(bytes, length) != length)
        return node_new(NULL, SCRUT_E_INPUT);
    return node_new(json_stringn_nocheck(bytes, length), SCRUT_OK);
}

scrut_json *scrut_json_string(const char *text)
{
    return text == NULL ? scrut_json_null() : scrut_json_string_n(text, strlen(text));
}

scrut_json *scrut_json_int(int64_t value)
{
    return node_new(json_integer(value), SCRUT_OK);
}

scrut_json *scrut_json_bool(bool value)
{
    return node_new(value ? json_true() : json_false(), SCRUT_OK);
}

scrut_json *scrut_json_null(void)
{
    return node_new(json_null(), SCRUT_OK);
}

static void note(scrut_json *node, scrut_status status)
{
    if (node->status == SCRUT_OK)
        node->status = status;
}

/* Makes `value` a child of `parent`; false when there is nothing to put. */
static bool adopt(scrut_json *parent, scrut_json *value)
{
    assert(parent != value || parent == NULL);
    if (parent == NULL) {
        scrut_json_free(value);
        return false;
    }
    if (value == NULL) {
        note(parent, SCRUT_E_MEMORY);
        return false;
    }
    assert(value->next == NULL);
    value->next = parent->first_child;
    parent->first_child = value;
    return parent->value != NULL && value->value != NULL;
}

void scrut_json_set(scrut_json *object, const char *key, scrut_json *value)
{
    if (!adopt(object, value))
        return;
    assert(json_is_object(object->value));
    if (scrut_utf8_check(key, strlen(key)) != strlen(key))
        note(object, SCRUT_E_INPUT);
    else if (json_object_set_new_nocheck(object->value, key, json_incref(value->value)) != 0)
        note(object, SCRUT_E_MEMORY);
}

void scrut_json_append(scrut_json *array, scrut_json *value)
{
    if (!adopt(array, value))
        return;
    assert(json_is_array(array->value));
    if (json_array_append_new(array->value, json_incref(value->value)) != 0)
        note(array, SCRUT_E_MEMORY);
}

void scrut_json_free(scrut_json *value)
{
    if (value == NULL)
        return;
    for (scrut_json *child = value->first_child, *next; child != NULL; child = next) {
        next = child->next;
        scrut_json_free(child);
    }
    json_decref(value->value);
    free(value);
}

static scrut_status first_trouble(const scrut_json *node)
{
    if (node == NULL)
        return SCRUT_E_MEMORY;
    scrut_status status = node->status;
    for (const scrut_json *child = node->first_child; child != NULL && status == SCRUT_OK; child = child->next)
        status = first_trouble(child);
    return status;
}

static int append_to_buf(const char *bytes, size_t length, void *out)
{
    scrut_buf_append(out, bytes, length);
    return scrut_buf_failed(out) ? -1 : 0;
}

scrut_status scrut_json_write(const scrut_json *root, int indent, scrut_buf *out, scrut_error *err)
{
    scrut_status status = first_trouble(root);
    if (status == SCRUT_E_INPUT)
        return scrut_fail(err, status, NULL, -1, -1, -1, "a text for a JSON document is not UTF-8");
    if (status != SCRUT_OK)
        return scrut_fail_memory(err);
    size_t flags = JSON_SORT_KEYS | JSON_ENCODE_ANY;
    flags |= indent > 0 ? JSON_INDENT((size_t)indent) : JSON_COMPACT;
    if (json_dump_callback(root->value, append_to_buf, out, flags) != 0)
        return scrut_fail_memory(err);
    return SCRUT_OK;
}
