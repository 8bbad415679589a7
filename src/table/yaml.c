/* SPDX-License-Identifier: Apache-2.0
 * Only this file includes libyaml's yaml.h. Its events become a tree here; the stack of open
 * collections is an array of SCRUT_YAML_DEPTH_MAX frames, so nothing recurses. */
#include "scrutineer/yaml.h"
#include "scrutineer/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

typedef struct {
    scrut_yaml *node;
    scrut_yaml **keys, **items;     /* malloc; copied into the arena when the collection ends */
    size_t key_count, key_capacity; /* a mapping with one key more than items waits for a value */
    size_t item_count, item_capacity;
} frame;

typedef struct {
    yaml_parser_t parser;
    const char *name;
    scrut_arena *arena;
    scrut_error *err;
    frame frames[SCRUT_YAML_DEPTH_MAX];
    size_t depth, node_count;
    scrut_yaml *root;
} loader;

static scrut_status refuse(loader *l, yaml_mark_t mark, const char *what)
{
    return scrut_fail(l->err, SCRUT_E_INPUT, l->name, (int64_t)mark.line + 1, (int64_t)mark.column + 1, -1, "%s", what);
}

static scrut_yaml *new_node(loader *l, scrut_yaml_kind kind, yaml_mark_t mark)
{
    scrut_yaml *node = scrut_arena_calloc(l->arena, 1, sizeof *node);
    if (node == NULL)
        return NULL;
    node->kind = kind;
    node->line = (int64_t)mark.line + 1;
    node->column = (int64_t)mark.column + 1;
    return node;
}

static bool waits_for_key(const frame *f)
{
    return f->node->kind == SCRUT_YAML_MAPPING && f->key_count == f->item_count;
}

/* Puts a finished or just opened node into the collection around it. */
static scrut_status attach(loader *l, scrut_yaml *node, yaml_mark_t mark)
{
    if (++l->node_count > SCRUT_YAML_NODES_MAX)
        return scrut_fail(l->err, SCRUT_E_LIMIT, l->name, node->line, node->column, -1,
                          "more than %d values in one document", SCRUT_YAML_NODES_MAX);
    if (l->depth == 0) {
        l->root = node;
        return SCRUT_OK;
    }
    frame *f = &l->frames[l->depth - 1];
    if (!waits_for_key(f)) {
        if (!scrut_grow(&f->items, &f->item_capacity, f->item_count + 1, sizeof(scrut_yaml *)))
            return scrut_fail_memory(l->err);
        f->items[f->item_count++] = node;
        return SCRUT_OK;
    }
    if (node->kind != SCRUT_YAML_SCALAR)
        return refuse(l, mark, "a list or a mapping cannot be a key here; a key must be one word or text");
    if (strcmp(node->text, "<<") == 0 && !node->quoted)
        return refuse(l, mark, "merge keys (<<) are not accepted; write the values out");
    if (!scrut_grow(&f->keys, &f->key_capacity, f->key_count + 1, sizeof(scrut_yaml *)))
        return scrut_fail_memory(l->err);
    f->keys[f->key_count++] = node;
    return SCRUT_OK;
}

static scrut_status refuse_extras(loader *l, const yaml_event_t *event, const yaml_char_t *anchor,
                                  const yaml_char_t *tag)
{
    if (anchor != NULL)
        return refuse(l, event->start_mark, "anchors (&) are not accepted; write the value where it is needed");
    if (tag != NULL)
        return refuse(l, event->start_mark, "tags (!) are not accepted; every value is plain text");
    return SCRUT_OK;
}

static scrut_status on_scalar(loader *l, const yaml_event_t *event)
{
    scrut_status status = refuse_extras(l, event, event->data.scalar.anchor, event->data.scalar.tag);
    if (status != SCRUT_OK)
        return status;
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (memchr(text, '\0', length) != NULL)
        return refuse(l, event->start_mark, "a text with a NUL character is not accepted");
    if (scrut_utf8_check(text, length) != length)
        return refuse(l, event->start_mark, "a text is not valid UTF-8");
    scrut_yaml *node = new_node(l, SCRUT_YAML_SCALAR, event->start_mark);
    if (node == NULL || (node->text = scrut_arena_strndup(l->arena, text, length)) == NULL)
        return scrut_fail_memory(l->err);
    node->length = length;
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return attach(l, node, event->start_mark);
}

static scrut_status open_collection(loader *l, scrut_yaml_kind kind, const yaml_event_t *event)
{
    if (l->depth == SCRUT_YAML_DEPTH_MAX)
        return scrut_fail(l->err, SCRUT_E_LIMIT, l->name, (int64_t)event->start_mark.line + 1,
                          (int64_t)event->start_mark.column + 1, -1, "nested more than %d levels deep",
                          SCRUT_YAML_DEPTH_MAX);
    scrut_yaml *node = new_node(l, kind, event->start_mark);
    if (node == NULL)
        return scrut_fail_memory(l->err);
    scrut_status status = attach(l, node, event->start_mark);
    if (status == SCRUT_OK)
        l->frames[l->depth++] = (frame){.node = node};
    return status;
}

static int by_text_then_place(const void *a, const void *b)
{
    const scrut_yaml *left = *(scrut_yaml *const *)a, *right = *(scrut_yaml *const *)b;
    int order = strcmp(left->text, right->text);
    if (order != 0)
        return order;
    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    return (left->column > right->column) - (left->column < right->column);
}

/* The first key in the document that stands a second time in its mapping is an error. */
static scrut_status refuse_repeated_keys(loader *l, const frame *f)
{
    if (f->key_count < 2)
        return SCRUT_OK;
    scrut_yaml **sorted = malloc(f->key_count * sizeof(scrut_yaml *));
    if (sorted == NULL)
        return scrut_fail_memory(l->err);
    memcpy(sorted, f->keys, f->key_count * sizeof(scrut_yaml *));
    qsort(sorted, f->key_count, sizeof(scrut_yaml *), by_text_then_place);
    const scrut_yaml *repeated = NULL, *first = NULL;
    for (size_t i = 1; i < f->key_count; i++) {
        const scrut_yaml *a = sorted[i - 1], *b = sorted[i];
        if (strcmp(a->text, b->text) == 0 && (repeated == NULL || b->line < repeated->line ||
                                              (b->line == repeated->line && b->column < repeated->column))) {
            first = a;
            repeated = b;
        }
    }
    free(sorted);
    if (repeated == NULL)
        return SCRUT_OK;
    return scrut_fail(l->err, SCRUT_E_INPUT, l->name, repeated->line, repeated->column, -1,
                      "the key '%.80s' stands twice; it was first on line %lld", repeated->text,
                      (long long)first->line);
}

static scrut_yaml **into_arena(loader *l, scrut_yaml **nodes, size_t count)
{
    scrut_yaml **copy = scrut_arena_calloc(l->arena, count, sizeof(scrut_yaml *));
    if (copy != NULL && count > 0)
        memcpy(copy, nodes, count * sizeof(scrut_yaml *));
    return copy;
}

static void free_frame(frame *f)
{
    free(f->keys);
    free(f->items);
}

static scrut_status close_collection(loader *l)
{
    frame *f = &l->frames[l->depth - 1];
    scrut_status status = refuse_repeated_keys(l, f);
    if (status != SCRUT_OK)
        return status;
    f->node->count = f->item_count;
    f->node->items = into_arena(l, f->items, f->item_count);
    if (f->node->kind == SCRUT_YAML_MAPPING)
        f->node->keys = into_arena(l, f->keys, f->key_count);
    if (f->node->items == NULL || (f->node->kind == SCRUT_YAML_MAPPING && f->node->keys == NULL))
        return scrut_fail_memory(l->err);
    free_frame(f);
    l->depth--;
    return SCRUT_OK;
}

static scrut_status on_document_start(loader *l, const yaml_event_t *event)
{
    if (l->root != NULL)
        return refuse(l, event->start_mark, "a second document begins here; a file must hold one");
    if (event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
        return refuse(l, event->start_mark, "%TAG directives are not accepted");
    return SCRUT_OK;
}

static scrut_status on_event(loader *l, const yaml_event_t *event)
{
    scrut_status status;
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT: return on_document_start(l, event);
    case YAML_ALIAS_EVENT:
        return refuse(l, event->start_mark, "aliases (*) are not accepted; write the value where it is needed");
    case YAML_SCALAR_EVENT: return on_scalar(l, event);
    case YAML_SEQUENCE_START_EVENT:
        status = refuse_extras(l, event, event->data.sequence_start.anchor, event->data.sequence_start.tag);
        return status != SCRUT_OK ? status : open_collection(l, SCRUT_YAML_SEQUENCE, event);
    case YAML_MAPPING_START_EVENT:
        status = refuse_extras(l, event, event->data.mapping_start.anchor, event->data.mapping_start.tag);
        return status != SCRUT_OK ? status : open_collection(l, SCRUT_YAML_MAPPING, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: return close_collection(l);
    default: return SCRUT_OK; /* begin and end of stream, end of document */
    }
}

static scrut_status syntax_error(loader *l)
{
    const yaml_parser_t *p = &l->parser;
    if (p->error == YAML_MEMORY_ERROR)
        return scrut_fail_memory(l->err);
    if (p->error == YAML_READER_ERROR)
        return scrut_fail(l->err, SCRUT_E_INPUT, l->name, (int64_t)p->mark.line + 1, -1, (int64_t)p->problem_offset,
                          "not readable as YAML: %s", p->problem);
    return scrut_fail(l->err, SCRUT_E_INPUT, l->name, (int64_t)p->problem_mark.line + 1,
                      (int64_t)p->problem_mark.column + 1, -1, "not readable as YAML: %s%s%s",
                      p->context != NULL ? p->context : "", p->context != NULL ? ", " : "", p->problem);
}

static scrut_status load(loader *l)
{
    for (bool more = true; more;) {
        yaml_event_t event;
        if (yaml_parser_parse(&l->parser, &event) == 0)
            return syntax_error(l);
        more = event.type != YAML_STREAM_END_EVENT;
        scrut_status status = on_event(l, &event);
        yaml_event_delete(&event);
        if (status != SCRUT_OK)
            return status;
    }
    if (l->root == NULL || (l->root->kind == SCRUT_YAML_SCALAR && l->root->length == 0 && !l->root->quoted))
        return scrut_fail(l->err, SCRUT_E_INPUT, l->name, 1, 1, -1, "the document is empty");
    return SCRUT_OK;
}

static int64_t line_of(const char *bytes, size_t offset)
{
    int64_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += bytes[i] == '\n';
    return line;
}

static scrut_status check_bytes(const char *bytes, size_t length, const char *name, scrut_error *err)
{
    if (length > SCRUT_YAML_BYTES_MAX)
        return scrut_fail(err, SCRUT_E_LIMIT, name, -1, -1, -1, "larger than the limit of %zu bytes",
                          SCRUT_YAML_BYTES_MAX);
    size_t bad = scrut_utf8_check(bytes, length);
    if (bad != length)
        return scrut_fail(err, SCRUT_E_INPUT, name, line_of(bytes, bad), -1, (int64_t)bad,
                          "byte 0x%02x is not valid UTF-8 here; save the file as UTF-8", (unsigned char)bytes[bad]);
    return SCRUT_OK;
}

scrut_status scrut_yaml_parse(const char *bytes, size_t length, const char *name, scrut_arena *arena,
                              scrut_yaml **ret_root, scrut_error *err)
{
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    scrut_status status = check_bytes(bytes, length, name, err);
    if (status != SCRUT_OK)
        return status;
    loader l = {.name = name, .arena = arena, .err = err};
    if (yaml_parser_initialize(&l.parser) == 0)
        return scrut_fail_memory(err);
    yaml_parser_set_encoding(&l.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&l.parser, (const unsigned char *)bytes, length);
    status = load(&l);
    while (l.depth > 0)
        free_frame(&l.frames[--l.depth]);
    yaml_parser_delete(&l.parser);
    if (status == SCRUT_OK)
        *ret_root = l.root;
    return status;
}

scrut_yaml *scrut_yaml_get(const scrut_yaml *node, const char *key)
{
    if (node == NULL || node->kind != SCRUT_YAML_MAPPING)
        return NULL;
    for (size_t i = 0; i < node->count; i++) {
        if (strcmp(node->keys[i]->text, key) == 0)
            return node->items[i];
    }
    return NULL;
}
