/* SPDX-License-Identifier: Apache-2.0
 * document.c: the seal as a document: a data package that readers of version 1 and 2 take. JSON is read by the strict
 * reader of YAML, of which it is a part, because that gives every value its place. */
#include "seal_internal.h"

#include <string.h>

/* ---- writing ---- */

static void put_plain_name(const char *text, scrut_buf *out)
{
    size_t from = out->length;
    for (const char *at = text; *at != '\0'; at++) {
        char c = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
        if (plain)
            scrut_buf_putc(out, c);
        else if (out->length > from && out->bytes[out->length - 1] != '-')
            scrut_buf_putc(out, '-');
    }
}

void scrut_package_name(const scrut_case *c, scrut_buf *out)
{
    size_t from = out->length;
    put_plain_name(c->id != NULL ? c->id : "", out);
    if (out->length == from)
        scrut_buf_puts(out, "case");
}

/* Two paths may have one name; the place makes it their own. */
static scrut_json *resource_name(const char *path, size_t index)
{
    scrut_buf name = {0};
    scrut_buf_printf(&name, "%zu-", index + 1);
    put_plain_name(path, &name);
    scrut_json *value = scrut_buf_failed(&name) ? NULL : scrut_json_string_n(name.bytes, name.length);
    scrut_buf_free(&name);
    return value;
}

static scrut_json *resource(const scrut_case_file *file, size_t index)
{
    char hash[sizeof SHA256_PREFIX + SCRUT_SHA256_HEX] = SHA256_PREFIX;
    memcpy(hash + sizeof SHA256_PREFIX - 1, file->sha256, sizeof file->sha256);
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "name", resource_name(file->path, index));
    scrut_json_set(object, "path", scrut_json_string(file->path));
    scrut_json_set(object, "bytes", scrut_json_int(file->bytes));
    scrut_json_set(object, "hash", scrut_json_string(hash));
    return object;
}

scrut_json *scrut_package_name_json(const scrut_case *c)
{
    scrut_buf name = {0};
    scrut_package_name(c, &name);
    scrut_json *value = scrut_buf_failed(&name) ? NULL : scrut_json_string_n(name.bytes, name.length);
    scrut_buf_free(&name);
    return value;
}

scrut_status scrut_seal_write(const scrut_case *c, scrut_buf *out, scrut_error *err)
{
    scrut_json *root = scrut_json_object(), *resources = scrut_json_array();
    for (size_t i = 0; i < c->file_count; i++)
        scrut_json_append(resources, resource(&c->files[i], i));
    scrut_json_set(root, "name", scrut_package_name_json(c));
    scrut_json_set(root, "title", scrut_json_string(c->title));
    scrut_json_set(root, "format", scrut_json_string(SCRUT_SEAL_FORMAT));
    scrut_json_set(root, "resources", resources);
    scrut_status status = scrut_json_write(root, 1, out, err);
    scrut_json_free(root);
    scrut_buf_putc(out, '\n');
    return status == SCRUT_OK && scrut_buf_failed(out) ? scrut_fail_memory(err) : status;
}

/* ---- reading ---- */

typedef struct {
    scrut_arena *arena;
    scrut_seal *seal;
} reader;

/* Notes why the seal cannot be read; false without memory. */
static bool fault(const reader *r, const scrut_yaml *at, const char *what)
{
    r->seal->fault_line = at->line;
    r->seal->fault =
        scrut_arena_printf(r->arena, "line %lld, column %lld: %s", (long long)at->line, (long long)at->column, what);
    return r->seal->fault != NULL;
}

static const char *text_of(const scrut_yaml *node, const char *key)
{
    const scrut_yaml *value = scrut_yaml_get(node, key);
    return value != NULL && value->kind == SCRUT_YAML_SCALAR && value->quoted ? value->text : NULL;
}

/* "sha256:" and 64 digits, as seals are written. */
static bool read_hash(const char *text, char ret_sha256[SCRUT_SHA256_HEX])
{
    if (text == NULL || strncmp(text, SHA256_PREFIX, sizeof SHA256_PREFIX - 1) != 0)
        return false;
    const char *digits = text + sizeof SHA256_PREFIX - 1;
    if (strlen(digits) != SCRUT_SHA256_HEX - 1 || strspn(digits, "0123456789abcdef") != SCRUT_SHA256_HEX - 1)
        return false;
    memcpy(ret_sha256, digits, SCRUT_SHA256_HEX);
    return true;
}

static bool read_bytes(const scrut_yaml *node, int64_t *ret_bytes)
{
    return node != NULL && node->kind == SCRUT_YAML_SCALAR && !node->quoted &&
           scrut_parse_whole(node->text, node->length, INT64_MAX / 8, ret_bytes, NULL) == SCRUT_NUMBER_OK &&
           *ret_bytes >= 0;
}

static bool read_resource(const reader *r, const scrut_yaml *node)
{
    scrut_sealed_file file = {.path = text_of(node, "path"), .state = SCRUT_SEALED_MISSING, .line = node->line};
    if (file.path == NULL)
        return fault(r, node, "a resource of a seal needs \"path\", one text");
    if (!read_hash(text_of(node, "hash"), file.sha256_sealed))
        return fault(r, node, "a resource of a seal needs \"hash\": \"sha256:\" and 64 digits");
    if (!read_bytes(scrut_yaml_get(node, "bytes"), &file.bytes_sealed))
        return fault(r, node, "a resource of a seal needs \"bytes\", a whole number");
    for (size_t i = 0; i < r->seal->count; i++)
        if (strcmp(r->seal->files[i].path, file.path) == 0)
            return fault(r, node, "the path stands in the seal twice");
    r->seal->files[r->seal->count++] = file;
    return true;
}

static bool read_resources(const reader *r, const scrut_yaml *root)
{
    const scrut_yaml *resources = scrut_yaml_get(root, "resources");
    if (resources == NULL || resources->kind != SCRUT_YAML_SEQUENCE)
        return fault(r, resources != NULL ? resources : root, "a seal needs \"resources\", an array");
    r->seal->files = scrut_arena_calloc(r->arena, resources->count, sizeof *r->seal->files);
    bool memory = r->seal->files != NULL;
    for (size_t i = 0; memory && i < resources->count && r->seal->fault == NULL; i++)
        memory = read_resource(r, resources->items[i]);
    return memory;
}

/* What cannot be read and does not even hold the word is somebody else's package. */
static bool speaks_of_a_seal(const char *bytes, size_t length)
{
    static const char WORD[] = "\"" SEAL_FORMATS;
    for (size_t i = 0; i + sizeof WORD - 1 <= length; i++)
        if (memcmp(bytes + i, WORD, sizeof WORD - 1) == 0)
            return true;
    return false;
}

static bool read_root(const reader *r, const scrut_yaml *root)
{
    const char *format = text_of(root, "format");
    r->seal->foreign = format == NULL || strncmp(format, SEAL_FORMATS, sizeof SEAL_FORMATS - 1) != 0;
    if (r->seal->foreign)
        return true;
    if (strcmp(format, SCRUT_SEAL_FORMAT) != 0)
        return fault(r, root, "the format is not \"" SCRUT_SEAL_FORMAT "\"");
    return read_resources(r, root);
}

scrut_status scrut_seal_parse(const char *bytes, size_t length, scrut_arena *arena, scrut_seal *ret_seal,
                              scrut_error *err)
{
    scrut_seal seal = {.fault_line = -1};
    reader r = {.arena = arena, .seal = &seal};
    scrut_yaml *root = NULL;
    scrut_error found = {.line = -1};
    scrut_status status = scrut_yaml_parse(bytes, length, SCRUT_SEAL_FILE, arena, &root, &found);
    bool memory = status != SCRUT_E_MEMORY;
    if (status == SCRUT_OK) {
        memory = read_root(&r, root);
    } else if (memory && speaks_of_a_seal(bytes, length)) {
        seal.fault_line = found.line;
        seal.fault = scrut_arena_printf(arena, "line %lld: %s", (long long)found.line, found.message);
        memory = seal.fault != NULL;
    } else {
        seal.foreign = memory;
    }
    if (!memory)
        return scrut_fail_memory(err);
    if (seal.fault != NULL)
        seal.count = 0;
    *ret_seal = seal;
    return SCRUT_OK;
}
