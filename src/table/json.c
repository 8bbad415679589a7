/* SPDX-License-Identifier: Apache-2.0
 * A scalar is a node with its text as it will be written; once it is put into a container, the text is
 * copied there and the node is freed. So a document is its containers, each with its keys and scalars in
 * one piece of memory, and writing it is little more than copying them. Containers stay nodes, so that a
 * caller may go on filling one after handing it over: their parents own them. */
#include "scrutineer/json.h"
#include "scrutineer/mem.h"
#include "scrutineer/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { SCALAR, ARRAY, OBJECT } node_kind;

struct scrut_json {
    node_kind kind;
    scrut_status status; /* first trouble in making or filling it */
    scrut_json *first_child, *next;
    char *bytes; /* a scalar's text, behind its node; a container's entries, one after another */
    size_t length, capacity;
};

/* An entry: this, unaligned; the key as it is sorted, with its NUL; the key as it is written, with a colon
 * and a space; the text of a scalar. */
typedef struct {
    scrut_json *container; /* NULL: a scalar */
    uint32_t key_length, name_length, text_length;
} entry_head;

/* ---- making values ---- */

static scrut_json *node_new(node_kind kind, size_t text_max)
{
    scrut_json *node = malloc(sizeof *node + text_max);
    if (node == NULL)
        return NULL;
    *node = (scrut_json){.kind = kind};
    if (kind == SCALAR)
        node->bytes = (char *)(node + 1);
    return node;
}

scrut_json *scrut_json_object(void)
{
    return node_new(OBJECT, 0);
}

scrut_json *scrut_json_array(void)
{
    return node_new(ARRAY, 0);
}

static scrut_json *scalar_new(const char *text, size_t length)
{
    scrut_json *node = node_new(SCALAR, length);
    if (node == NULL)
        return NULL;
    memcpy(node->bytes, text, length);
    node->length = length;
    return node;
}

scrut_json *scrut_json_int(int64_t value)
{
    char digits[20]; /* a sign and 19 digits */
    size_t start = sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do
        digits[--start] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0)
        digits[--start] = '-';
    return scalar_new(digits + start, sizeof digits - start);
}

scrut_json *scrut_json_real(double value)
{
    char text[32];
    if (!isfinite(value))
        return scrut_json_null();
    int length = snprintf(text, sizeof text, "%.6g", value == 0 ? 0.0 : value); /* no minus zero */
    return scalar_new(text, (size_t)length);
}

scrut_json *scrut_json_bool(bool value)
{
    return value ? scalar_new("true", 4) : scalar_new("false", 5);
}

scrut_json *scrut_json_null(void)
{
    return scalar_new("null", 4);
}

/* RFC 8259, 7: the quotation mark, the backslash and what is below U+0020; nothing else is changed. */
static bool needs_escape(char c)
{
    return (unsigned char)c < 0x20 || c == '"' || c == '\\';
}

static size_t count_escapes(const char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += needs_escape(bytes[i]);
    return count;
}

enum { ESCAPE_MAX = 6 };

static size_t put_escape(char out[ESCAPE_MAX], char c)
{
    static const char FROM[] = "\"\\\b\f\n\r\t", TO[] = "\"\\bfnrt", HEX[] = "0123456789ABCDEF";
    const char *known = c != '\0' ? strchr(FROM, c) : NULL;
    out[0] = '\\';
    if (known != NULL) {
        out[1] = TO[known - FROM];
        return 2;
    }
    memcpy(out + 1, "u00", 3);
    out[4] = HEX[c >> 4];
    out[5] = HEX[c & 0x0F];
    return ESCAPE_MAX;
}

static size_t quoted_max(size_t length, size_t escapes)
{
    return length + 2 + escapes * (ESCAPE_MAX - 1);
}

/* `out` has room for quoted_max. */
static size_t put_quoted(char *out, const char *bytes, size_t length, size_t escapes)
{
    size_t used = 0;
    out[used++] = '"';
    if (escapes == 0) {
        memcpy(out + used, bytes, length);
        used += length;
    }
    for (size_t i = 0; escapes > 0 && i < length; i++) {
        if (needs_escape(bytes[i]))
            used += put_escape(out + used, bytes[i]);
        else
            out[used++] = bytes[i];
    }
    out[used++] = '"';
    return used;
}

static scrut_json *invalid_new(void)
{
    scrut_json *node = node_new(SCALAR, 0);
    if (node != NULL)
        node->status = SCRUT_E_INPUT;
    return node;
}

scrut_json *scrut_json_string_n(const char *bytes, size_t length)
{
    if (length >= SCRUT_BUF_MAX)
        return NULL;
    if (scrut_utf8_check(bytes, length) != length)
        return invalid_new();
    size_t escapes = count_escapes(bytes, length);
    scrut_json *node = node_new(SCALAR, quoted_max(length, escapes));
    if (node != NULL)
        node->length = put_quoted(node->bytes, bytes, length, escapes);
    return node;
}

scrut_json *scrut_json_string(const char *text)
{
    return text == NULL ? scrut_json_null() : scrut_json_string_n(text, strlen(text));
}

/* ---- putting them together ---- */

static void note(scrut_json *node, scrut_status status)
{
    if (node->status == SCRUT_OK)
        node->status = status;
}

/* Room for `more` bytes, or NULL. A container above the maximum of a buffer could not be written either. */
static char *make_room(scrut_json *parent, size_t more)
{
    const size_t first = 128;
    if (more >= SCRUT_BUF_MAX - parent->length)
        return NULL;
    size_t needed = parent->length + more < first ? first : parent->length + more;
    return scrut_grow(&parent->bytes, &parent->capacity, needed, 1) ? parent->bytes + parent->length : NULL;
}

static scrut_status add_entry(scrut_json *parent, const char *key, scrut_json *value)
{
    size_t length = strlen(key), escapes = count_escapes(key, length);
    size_t text_length = value->kind == SCALAR ? value->length : 0;
    if (length >= SCRUT_BUF_MAX / ESCAPE_MAX)
        return SCRUT_E_MEMORY;
    if (scrut_utf8_check(key, length) != length)
        return SCRUT_E_INPUT;
    entry_head head = {.key_length = (uint32_t)length, .text_length = (uint32_t)text_length};
    char *start = make_room(parent, sizeof head + length + 1 + quoted_max(length, escapes) + 2 + text_length);
    if (start == NULL)
        return SCRUT_E_MEMORY;
    char *end = start + sizeof head;
    memcpy(end, key, length + 1);
    end += length + 1;
    if (parent->kind == OBJECT) {
        size_t quoted_length = put_quoted(end, key, length, escapes);
        memcpy(end + quoted_length, ": ", 2);
        head.name_length = (uint32_t)quoted_length + 2;
        end += head.name_length;
    }
    if (value->kind == SCALAR)
        memcpy(end, value->bytes, text_length);
    else
        head.container = value;
    memcpy(start, &head, sizeof head);
    parent->length = (size_t)(end - parent->bytes) + text_length;
    return SCRUT_OK;
}

/* Takes a value over; whatever goes wrong, a container lives as long as its parent. */
static void adopt(scrut_json *parent, const char *key, scrut_json *value)
{
    assert(parent != value || parent == NULL);
    if (parent == NULL) {
        scrut_json_free(value);
        return;
    }
    if (value == NULL) {
        note(parent, SCRUT_E_MEMORY);
        return;
    }
    assert(value->next == NULL);
    note(parent, add_entry(parent, key, value));
    if (value->kind == SCALAR) {
        note(parent, value->status);
        scrut_json_free(value);
    } else {
        value->next = parent->first_child;
        parent->first_child = value;
    }
}

void scrut_json_set(scrut_json *object, const char *key, scrut_json *value)
{
    assert(object == NULL || object->kind == OBJECT);
    adopt(object, key, value);
}

void scrut_json_append(scrut_json *array, scrut_json *value)
{
    assert(array == NULL || array->kind == ARRAY);
    adopt(array, "", value);
}

void scrut_json_free(scrut_json *value)
{
    if (value == NULL)
        return;
    for (scrut_json *child = value->first_child, *next; child != NULL; child = next) {
        next = child->next;
        scrut_json_free(child);
    }
    if (value->kind != SCALAR)
        free(value->bytes);
    free(value);
}

/* ---- writing ---- */

typedef struct {
    scrut_buf *out;
    int indent;
    scrut_status status; /* first trouble */
    /* Where the entries of the objects begin that are being written, from the outermost to the innermost. */
    uint32_t *places;
    size_t place_count, place_capacity;
} writer;

static entry_head head_at(const scrut_json *node, size_t place)
{
    entry_head head;
    memcpy(&head, node->bytes + place, sizeof head);
    return head;
}

static size_t place_after(const scrut_json *node, size_t place)
{
    entry_head head = head_at(node, place);
    return place + sizeof head + head.key_length + 1 + head.name_length + head.text_length;
}

static int compare_keys(const scrut_json *object, uint32_t a, uint32_t b)
{
    return strcmp(object->bytes + a + sizeof(entry_head), object->bytes + b + sizeof(entry_head));
}

/* By key; the values of one key in the order in which they were set. */
static bool comes_before(const scrut_json *object, uint32_t a, uint32_t b)
{
    int order = compare_keys(object, a, b);
    return order < 0 || (order == 0 && a < b);
}

/* Shell's sort with the gaps of Gonnet and Baeza-Yates (Handbook of Algorithms and Data Structures, 1991,
 * 4.1.5): most objects have few keys, and it asks for no memory. */
static void sort_places(const scrut_json *object, uint32_t places[], size_t count)
{
    for (size_t gap = count; gap > 1;) {
        gap = gap < 5 ? 1 : (5 * gap - 1) / 11;
        for (size_t i = gap; i < count; i++) {
            uint32_t moved = places[i];
            size_t k = i;
            for (; k >= gap && comes_before(object, moved, places[k - gap]); k -= gap)
                places[k] = places[k - gap];
            places[k] = moved;
        }
    }
}

/* Before an entry (a comma before each but the first) and before a container's end. */
static void new_line(const writer *w, int depth, bool comma)
{
    static const char LINE[] = ",\n                                ";
    const size_t spaces_max = sizeof LINE - 3;
    if (w->indent <= 0) {
        scrut_buf_append(w->out, LINE, comma);
        return;
    }
    size_t spaces = (size_t)w->indent * (size_t)depth, first = spaces < spaces_max ? spaces : spaces_max;
    scrut_buf_append(w->out, comma ? LINE : LINE + 1, first + 1 + comma);
    for (spaces -= first; spaces > 0; spaces -= first) {
        first = spaces < spaces_max ? spaces : spaces_max;
        scrut_buf_append(w->out, LINE + 2, first);
    }
}

static void write_value(writer *w, const scrut_json *node, int depth);

static void write_entry(writer *w, const scrut_json *parent, size_t place, int depth)
{
    entry_head head = head_at(parent, place);
    const char *name = parent->bytes + place + sizeof head + head.key_length + 1;
    if (w->indent <= 0 && parent->kind == OBJECT) {
        scrut_buf_append(w->out, name, head.name_length - 1); /* no space after the colon */
        scrut_buf_append(w->out, name + head.name_length, head.text_length);
    } else {
        scrut_buf_append(w->out, name, head.name_length + head.text_length);
    }
    if (head.container != NULL)
        write_value(w, head.container, depth);
}

static void write_array(writer *w, const scrut_json *array, int depth)
{
    for (size_t place = 0; place < array->length; place = place_after(array, place)) {
        new_line(w, depth, place > 0);
        write_entry(w, array, place, depth);
    }
}

/* Whether there was memory for the places of the object's entries, which are put in order. */
static bool push_places(writer *w, const scrut_json *object)
{
    size_t from = w->place_count;
    for (size_t place = 0; place < object->length; place = place_after(object, place)) {
        if (!scrut_grow(&w->places, &w->place_capacity, w->place_count + 1, sizeof *w->places))
            return false;
        w->places[w->place_count++] = (uint32_t)place;
    }
    if (w->place_count > from)
        sort_places(object, w->places + from, w->place_count - from);
    return true;
}

static void write_object(writer *w, const scrut_json *object, int depth)
{
    size_t from = w->place_count;
    if (!push_places(w, object))
        w->status = SCRUT_E_MEMORY;
    size_t end = w->place_count;
    bool comma = false;
    for (size_t i = from; i < end && w->status == SCRUT_OK; i++) {
        if (i + 1 < end && compare_keys(object, w->places[i], w->places[i + 1]) == 0)
            continue; /* set again later */
        new_line(w, depth, comma);
        write_entry(w, object, w->places[i], depth);
        comma = true;
    }
    w->place_count = from;
}

static void write_value(writer *w, const scrut_json *node, int depth)
{
    if (node->status != SCRUT_OK) {
        w->status = node->status;
    } else if (node->kind == SCALAR) {
        scrut_buf_append(w->out, node->bytes, node->length);
    } else {
        bool object = node->kind == OBJECT;
        scrut_buf_append(w->out, object ? "{" : "[", 1);
        if (object)
            write_object(w, node, depth + 1);
        else
            write_array(w, node, depth + 1);
        if (node->length > 0)
            new_line(w, depth, false);
        scrut_buf_append(w->out, object ? "}" : "]", 1);
    }
}

/* Takes back what was written of a document that cannot be completed. */
static void cut(scrut_buf *out, size_t length)
{
    if (out->length > length) {
        out->length = length;
        out->bytes[length] = '\0';
    }
}

scrut_status scrut_json_write(const scrut_json *root, int indent, scrut_buf *out, scrut_error *err)
{
    if (root == NULL)
        return scrut_fail_memory(err);
    size_t start = out->length;
    writer w = {.out = out, .indent = indent};
    write_value(&w, root, 0);
    free(w.places);
    if (w.status != SCRUT_OK)
        cut(out, start);
    if (w.status == SCRUT_E_INPUT)
        return scrut_fail(err, w.status, NULL, -1, -1, -1, "a text for a JSON document is not UTF-8");
    return w.status != SCRUT_OK || scrut_buf_failed(out) ? scrut_fail_memory(err) : SCRUT_OK;
}
