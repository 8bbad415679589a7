/* SPDX-License-Identifier: Apache-2.0
 * seal.c: the seal against the files, and what that says. */
#include "scrutineer/text.h"
#include "seal_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *scrut_sealed_state_name(scrut_sealed_state state)
{
    static const char *const NAMES[] = {"equal", "different", "missing", "new"};
    return NAMES[state];
}

bool scrut_seal_holds(const scrut_seal *seal)
{
    return !seal->foreign && seal->fault == NULL && seal->states[SCRUT_SEALED_EQUAL] == seal->count;
}

bool scrut_seal_is_contradicted(const scrut_seal *seal)
{
    return seal != NULL &&
           (seal->fault != NULL || seal->states[SCRUT_SEALED_DIFFERENT] > 0 || seal->states[SCRUT_SEALED_MISSING] > 0);
}

/* ---- comparing ---- */

typedef struct {
    const char *real_folder;
    const scrut_case_file *files;
    size_t file_count;
    scrut_arena *arena;
    scrut_seal *seal;
    scrut_error *err;
} comparison;

static const scrut_case_file *file_named(const comparison *k, const char *path)
{
    for (size_t i = 0; i < k->file_count; i++)
        if (strcmp(k->files[i].path, path) == 0)
            return &k->files[i];
    return NULL;
}

/* A sealed file that the case does not name (any more) is looked for through the door of the case's other files. */
static scrut_status look_for(const comparison *k, scrut_sealed_file *file, bool *ret_there)
{
    const char *full_path = NULL;
    scrut_status status = scrut_case_file_path(k->real_folder, file->path, k->arena, &full_path, k->err);
    *ret_there = status == SCRUT_OK;
    if (status == SCRUT_OK)
        return scrut_sha256_file(full_path, file->sha256_found, &file->bytes_found, k->err);
    return status == SCRUT_E_MEMORY ? status : SCRUT_OK;
}

static scrut_status compare_file(const comparison *k, scrut_sealed_file *file)
{
    const scrut_case_file *named = file_named(k, file->path);
    bool there = named != NULL;
    scrut_status status = SCRUT_OK;
    if (there) {
        file->bytes_found = named->bytes;
        memcpy(file->sha256_found, named->sha256, sizeof file->sha256_found);
    } else {
        status = look_for(k, file, &there);
    }
    if (!there)
        file->state = SCRUT_SEALED_MISSING;
    else if (file->bytes_found == file->bytes_sealed && strcmp(file->sha256_found, file->sha256_sealed) == 0)
        file->state = SCRUT_SEALED_EQUAL;
    else
        file->state = SCRUT_SEALED_DIFFERENT;
    return status;
}

static bool is_sealed(const scrut_seal *seal, const char *path)
{
    for (size_t i = 0; i < seal->count; i++)
        if (strcmp(seal->files[i].path, path) == 0)
            return true;
    return false;
}

static scrut_status add_new_files(const comparison *k)
{
    scrut_seal *seal = k->seal;
    scrut_sealed_file *all = scrut_arena_calloc(k->arena, seal->count + k->file_count, sizeof *all);
    if (all == NULL)
        return scrut_fail_memory(k->err);
    if (seal->count > 0)
        memcpy(all, seal->files, seal->count * sizeof *all);
    size_t count = seal->count;
    for (size_t i = 0; i < k->file_count; i++) {
        const scrut_case_file *file = &k->files[i];
        if (is_sealed(seal, file->path))
            continue;
        all[count] =
            (scrut_sealed_file){.path = file->path, .state = SCRUT_SEALED_NEW, .line = -1, .bytes_found = file->bytes};
        memcpy(all[count++].sha256_found, file->sha256, sizeof file->sha256);
    }
    seal->files = all;
    seal->count = count;
    return SCRUT_OK;
}

static scrut_status compare(const comparison *k)
{
    scrut_seal *seal = k->seal;
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < seal->count && status == SCRUT_OK; i++)
        status = compare_file(k, &seal->files[i]);
    if (status == SCRUT_OK)
        status = add_new_files(k);
    for (size_t i = 0; i < seal->count && status == SCRUT_OK; i++)
        seal->states[seal->files[i].state]++;
    return status;
}

/* ---- reading it from the folder ---- */

static scrut_status fault_of(scrut_error *found, scrut_arena *arena, scrut_seal *seal, scrut_error *err)
{
    seal->fault = scrut_arena_strdup(arena, found->message);
    seal->fault_line = -1;
    return seal->fault != NULL ? SCRUT_OK : scrut_fail_memory(err);
}

/* A package that is larger than any seal is somebody else's. */
static scrut_status read_seal(const comparison *k)
{
    const char *path = NULL;
    char *bytes = NULL;
    size_t length = 0;
    scrut_error found;
    scrut_status status = scrut_case_file_path(k->real_folder, SCRUT_SEAL_FILE, k->arena, &path, &found);
    if (status == SCRUT_OK)
        status = scrut_read_file(path, SCRUT_YAML_BYTES_MAX, &bytes, &length, &found);
    if (status == SCRUT_OK)
        status = scrut_seal_parse(bytes, length, k->arena, k->seal, k->err);
    else if (status == SCRUT_E_MEMORY)
        status = scrut_fail_memory(k->err);
    else if (status == SCRUT_E_LIMIT) {
        k->seal->foreign = true;
        status = SCRUT_OK;
    } else
        status = fault_of(&found, k->arena, k->seal, k->err);
    free(bytes);
    return status;
}

scrut_status scrut_seal_compare(const char *folder, const scrut_case_file files[], size_t file_count,
                                scrut_arena *arena, scrut_seal **ret_seal, scrut_error *err)
{
    char *real_folder = realpath(folder, NULL);
    if (real_folder == NULL && errno == ENOMEM)
        return scrut_fail_memory(err);
    if (real_folder == NULL)
        return scrut_fail(err, SCRUT_E_IO, folder, -1, -1, -1, "cannot open the case folder: %s", strerror(errno));
    comparison k = {.real_folder = real_folder,
                    .files = files,
                    .file_count = file_count,
                    .arena = arena,
                    .seal = scrut_arena_calloc(arena, 1, sizeof *k.seal),
                    .err = err};
    scrut_status status = k.seal != NULL ? read_seal(&k) : scrut_fail_memory(err);
    if (status == SCRUT_OK && !k.seal->foreign && k.seal->fault == NULL)
        status = compare(&k);
    free(real_folder);
    if (status == SCRUT_OK)
        *ret_seal = k.seal;
    return status;
}

bool scrut_seal_is_there(const char *folder)
{
    scrut_buf path = {0};
    struct stat info;
    scrut_buf_printf(&path, "%s/" SCRUT_SEAL_FILE, folder);
    bool there = scrut_buf_failed(&path) || lstat(path.bytes, &info) == 0;
    scrut_buf_free(&path);
    return there;
}

scrut_status scrut_seal_check(scrut_case *c, scrut_error *err)
{
    if (!scrut_seal_is_there(c->folder))
        return SCRUT_OK;
    return scrut_seal_compare(c->folder, c->files, c->file_count, c->arena, &c->seal, err);
}

/* ---- findings ---- */

static scrut_finding *add_finding(scrut_findings *findings, const char *code, const char *path, int64_t line,
                                  scrut_arena *arena)
{
    scrut_finding *f = scrut_findings_add(findings, code);
    if (f == NULL)
        return NULL;
    f->id = scrut_arena_printf(arena, "%s/%s", code, path);
    f->cells = scrut_arena_calloc(arena, 1, sizeof *f->cells);
    if (f->id == NULL || f->cells == NULL)
        return NULL;
    f->cells[f->cell_count++] = (scrut_cell_ref){.file = line >= 0 ? SCRUT_SEAL_FILE : path, .line = line};
    return f;
}

void scrut_seal_say_file(const scrut_sealed_file *file, scrut_buf *out)
{
    scrut_put_plain(out, file->path);
    if (file->state == SCRUT_SEALED_NEW)
        scrut_buf_puts(out, ": not in the seal");
    else
        scrut_buf_printf(out, ": sealed with %lld bytes, SHA-256 %s", (long long)file->bytes_sealed,
                         file->sha256_sealed);
    if (file->state == SCRUT_SEALED_MISSING)
        scrut_buf_puts(out, "; no such file in the case");
    else
        scrut_buf_printf(out, "; found %lld bytes, SHA-256 %s", (long long)file->bytes_found, file->sha256_found);
}

/* What scrut_seal_say_file says. */
static const char *message_of(const scrut_sealed_file *file, scrut_arena *arena)
{
    scrut_buf path = {0};
    scrut_put_plain(&path, file->path);
    const char *name = path.bytes != NULL ? path.bytes : "", *message = NULL;
    if (scrut_buf_failed(&path))
        message = NULL;
    else if (file->state == SCRUT_SEALED_NEW)
        message = scrut_sentence(arena, "{1r}: not in the seal; found {2d} bytes, SHA-256 {3r}", name,
                                 file->bytes_found, file->sha256_found);
    else if (file->state == SCRUT_SEALED_MISSING)
        message = scrut_sentence(arena, "{1r}: sealed with {2d} bytes, SHA-256 {3r}; no such file in the case", name,
                                 file->bytes_sealed, file->sha256_sealed);
    else
        message = scrut_sentence(arena, "{1r}: sealed with {2d} bytes, SHA-256 {3r}; found {4d} bytes, SHA-256 {5r}",
                                 name, file->bytes_sealed, file->sha256_sealed, file->bytes_found, file->sha256_found);
    scrut_buf_free(&path);
    return message;
}

static scrut_status find_file(const scrut_sealed_file *file, scrut_arena *arena, scrut_findings *findings,
                              scrut_error *err)
{
    static const char *const CODES[] = {NULL, "E01", "E02", "E03"};
    if (file->state == SCRUT_SEALED_EQUAL)
        return SCRUT_OK;
    scrut_finding *f = add_finding(findings, CODES[file->state], file->path, file->line, arena);
    if (f != NULL)
        f->message = message_of(file, arena);
    return f != NULL && f->message != NULL ? SCRUT_OK : scrut_fail_memory(err);
}

static scrut_status find_fault(const scrut_seal *seal, scrut_arena *arena, scrut_findings *findings, scrut_error *err)
{
    scrut_finding *f = add_finding(findings, "E04", SCRUT_SEAL_FILE, seal->fault_line, arena);
    if (f != NULL)
        f->message = seal->fault;
    return f != NULL ? SCRUT_OK : scrut_fail_memory(err);
}

scrut_status scrut_seal_find(const scrut_case *c, scrut_arena *arena, scrut_findings *findings, scrut_error *err)
{
    const scrut_seal *seal = c->seal;
    if (seal == NULL)
        return SCRUT_OK;
    scrut_status status = seal->fault != NULL ? find_fault(seal, arena, findings, err) : SCRUT_OK;
    for (size_t i = 0; i < seal->count && status == SCRUT_OK; i++)
        status = find_file(&seal->files[i], arena, findings, err);
    return status;
}

/* ---- for people and programs ---- */

static void say_states(const scrut_language *language, const scrut_seal *seal, scrut_buf *out)
{
    int64_t different = (int64_t)seal->states[SCRUT_SEALED_DIFFERENT],
            missing = (int64_t)seal->states[SCRUT_SEALED_MISSING], new_ones = (int64_t)seal->states[SCRUT_SEALED_NEW];
    if (different > 0)
        scrut_say_count(language, out, ", {1n} differs from the seal", ", {1n} differ from the seal", different);
    if (missing > 0)
        scrut_say_count(language, out, ", {1n} is missing", ", {1n} are missing", missing);
    if (new_ones > 0)
        scrut_say_count(language, out, ", {1n} is not in the seal", ", {1n} are not in the seal", new_ones);
}

void scrut_seal_say(const scrut_language *language, const scrut_seal *seal, scrut_buf *out)
{
    if (seal == NULL || seal->foreign) {
        scrut_say(language, out,
                  seal == NULL ? SCRUT_KEY("Not sealed.") : SCRUT_KEY("Not sealed: the {1r} of the case is no seal."),
                  SCRUT_SEAL_FILE);
        return;
    }
    if (seal->fault != NULL) {
        scrut_say(language, out, "Sealed, but the seal cannot be read: {1p}", seal->fault);
        return;
    }
    int64_t sealed = (int64_t)(seal->count - seal->states[SCRUT_SEALED_NEW]);
    scrut_buf states = {0};
    say_states(language, seal, &states);
    if (scrut_seal_holds(seal))
        scrut_say_count(language, out, "Sealed: {1n} file, all equal{2r}.", "Sealed: {1n} files, all equal{2r}.",
                        sealed, states.bytes != NULL ? states.bytes : "");
    else
        scrut_say_count(language, out, "Sealed: {1n} file{2r}.", "Sealed: {1n} files{2r}.", sealed,
                        states.bytes != NULL ? states.bytes : "");
    out->failed = out->failed || states.failed;
    scrut_buf_free(&states);
}

static scrut_json *hash_or_null(const char *sha256)
{
    return sha256[0] != '\0' ? scrut_json_string(sha256) : scrut_json_null();
}

static scrut_json *file_json(const scrut_sealed_file *file)
{
    scrut_json *object = scrut_json_object();
    bool sealed = file->state != SCRUT_SEALED_NEW, found = file->sha256_found[0] != '\0';
    scrut_json_set(object, "path", scrut_json_string(file->path));
    scrut_json_set(object, "state", scrut_json_string(scrut_sealed_state_name(file->state)));
    scrut_json_set(object, "bytes_sealed", sealed ? scrut_json_int(file->bytes_sealed) : scrut_json_null());
    scrut_json_set(object, "bytes_found", found ? scrut_json_int(file->bytes_found) : scrut_json_null());
    scrut_json_set(object, "sha256_sealed", hash_or_null(file->sha256_sealed));
    scrut_json_set(object, "sha256_found", hash_or_null(file->sha256_found));
    return object;
}

/* Equal files stand in the list of all files already, with their hashes. */
scrut_json *scrut_seal_json(const scrut_seal *seal)
{
    if (seal == NULL || seal->foreign)
        return scrut_json_null();
    scrut_json *object = scrut_json_object(), *files = scrut_json_array();
    for (size_t i = 0; i < seal->count; i++)
        if (seal->files[i].state != SCRUT_SEALED_EQUAL)
            scrut_json_append(files, file_json(&seal->files[i]));
    scrut_json_set(object, "holds", scrut_json_bool(scrut_seal_holds(seal)));
    scrut_json_set(object, "fault", scrut_json_string(seal->fault));
    scrut_json_set(object, "sealed", scrut_json_int((int64_t)(seal->count - seal->states[SCRUT_SEALED_NEW])));
    scrut_json_set(object, "equal", scrut_json_int((int64_t)seal->states[SCRUT_SEALED_EQUAL]));
    scrut_json_set(object, "not_equal", files);
    return object;
}
