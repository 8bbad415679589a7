/* SPDX-License-Identifier: Apache-2.0
 * output.c: the files of an export. Each is finished under a temporary name; they are put in place together. */
#include "export_internal.h"
#include "scrutineer/seal.h"

#include <assert.h>
#include <stdarg.h>
#include <sys/stat.h>

#define BUFFER_BYTES ((size_t)1 << 18)

void *export_take(exporter *x, size_t count, size_t size)
{
    void *memory = scrut_arena_calloc(x->arena, count, size);
    if (memory == NULL && x->status == SCRUT_OK)
        x->status = scrut_fail_memory(x->err);
    return memory;
}

static const char *print_list(exporter *x, const char *fmt, va_list args) SCRUT_PRINTF(2, 0);
static const char *print_list(exporter *x, const char *fmt, va_list args)
{
    scrut_buf text = {0};
    scrut_buf_vprintf(&text, fmt, args);
    const char *copy = scrut_buf_failed(&text) ? NULL : scrut_arena_strdup(x->arena, text.bytes);
    if (copy == NULL && x->status == SCRUT_OK)
        x->status = scrut_fail_memory(x->err);
    scrut_buf_free(&text);
    return copy;
}

const char *export_print(exporter *x, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *text = print_list(x, fmt, args);
    va_end(args);
    return text;
}

void export_not_held(exporter *x, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *text = print_list(x, fmt, args);
    va_end(args);
    scrut_export_summary *s = x->summary;
    if (s->not_held_count == x->not_held_capacity && x->status == SCRUT_OK) {
        size_t wanted = x->not_held_capacity + 16;
        const char **larger = export_take(x, wanted, sizeof *larger);
        for (size_t i = 0; larger != NULL && i < s->not_held_count; i++)
            larger[i] = s->not_held[i];
        if (larger == NULL)
            return;
        s->not_held = larger;
        x->not_held_capacity = wanted;
    }
    if (x->status == SCRUT_OK)
        s->not_held[s->not_held_count++] = text;
}

static output_file *open_file(exporter *x)
{
    assert(x->summary->file_count > 0);
    return &x->files[x->summary->file_count - 1];
}

static bool same_file(const char *path, const struct stat *info)
{
    struct stat other;
    return path != NULL && stat(path, &other) == 0 && other.st_dev == info->st_dev && other.st_ino == info->st_ino;
}

/* An export into the case's own folder must not take the place of evidence, nor of its seal. */
static bool is_of_the_case(exporter *x, const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return false;
    for (size_t i = 0; i < x->c->file_count; i++)
        if (same_file(x->c->files[i].full_path, &info))
            return true;
    return same_file(export_print(x, "%s/" SCRUT_SEAL_FILE, x->c->folder), &info);
}

void export_begin(exporter *x, const char *name, const char *title)
{
    if (x->status != SCRUT_OK)
        return;
    scrut_export_summary *s = x->summary;
    assert(s->file_count < SCRUT_EXPORT_FILES_MAX);
    s->files[s->file_count] = (scrut_export_file){.name = name, .rows = title != NULL ? 0 : -1};
    x->files[s->file_count] = (output_file){.summary = &s->files[s->file_count], .title = title};
    s->file_count++;
    const char *path = export_print(x, "%s/%s", x->options->folder, name);
    if (x->status == SCRUT_OK && is_of_the_case(x, path))
        x->status = scrut_fail(x->err, SCRUT_E_INPUT, path, -1, -1, -1,
                               "is a file of the case, which an export does not replace: choose another folder");
    if (x->status == SCRUT_OK)
        x->status = scrut_new_file_begin(path, &open_file(x)->file, x->err);
    scrut_buf_clear(&x->buf);
}

static void write_buffer(exporter *x)
{
    if (x->status == SCRUT_OK && scrut_buf_failed(&x->buf))
        x->status = scrut_fail_memory(x->err);
    if (x->status == SCRUT_OK && x->buf.length > 0)
        x->status = scrut_new_file_write(&open_file(x)->file, x->buf.bytes, x->buf.length, x->err);
    scrut_buf_clear(&x->buf);
}

void export_flush(exporter *x)
{
    if (x->buf.length >= BUFFER_BYTES || x->status != SCRUT_OK)
        write_buffer(x);
}

void export_end(exporter *x)
{
    write_buffer(x);
    if (x->status != SCRUT_OK)
        return;
    output_file *f = open_file(x);
    x->status = scrut_new_file_end(&f->file, x->err);
    if (x->status == SCRUT_OK)
        x->status = scrut_sha256_file(f->file.temporary, f->summary->sha256, &f->summary->bytes, x->err);
}

void export_place(exporter *x)
{
    for (size_t i = 0; i < x->summary->file_count && x->status == SCRUT_OK; i++)
        x->status = scrut_new_file_place(&x->files[i].file, x->err);
}

void export_free(exporter *x)
{
    for (size_t i = 0; i < x->summary->file_count; i++)
        scrut_new_file_discard(&x->files[i].file);
    scrut_buf_free(&x->buf);
}
