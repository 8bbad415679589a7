/* SPDX-License-Identifier: Apache-2.0 */
#include "case_input.h"
#include "scrutineer/seal.h"

#include <stdio.h>

static int print_result(const scrut_cli_args *args, const scrut_case *c, const char *path, bool written)
{
    if (scrut_cli_given(args, "json")) {
        scrut_json *root = scrut_json_object();
        scrut_json_set(root, "format", scrut_json_string("scrutineer-sealed/1"));
        scrut_json_set(root, "path", scrut_json_string(path));
        scrut_json_set(root, "files", scrut_json_int((int64_t)c->file_count));
        scrut_json_set(root, "written", scrut_json_bool(written));
        return scrut_cli_print_json(root, SCRUT_EXIT_OK);
    }
    scrut_buf text = {0};
    scrut_buf_printf(&text, "%s: %zu %s sealed%s\n", path, c->file_count, c->file_count == 1 ? "file" : "files",
                     written ? "" : " before, all equal");
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}

/* What it seals must be what anybody reads from it. */
static scrut_status make_document(const scrut_case *c, scrut_buf *document, scrut_error *err)
{
    scrut_seal again;
    scrut_status status = scrut_seal_write(c, document, err);
    if (status == SCRUT_OK)
        status = scrut_seal_parse(document->bytes, document->length, c->arena, &again, err);
    if (status == SCRUT_OK && (again.foreign || again.count != c->file_count))
        status = scrut_fail(err, SCRUT_E_LIMIT, SCRUT_SEAL_FILE, -1, -1, -1, "too many files for a seal%s%s",
                            again.fault != NULL ? ": " : "", again.fault != NULL ? again.fault : "");
    return status;
}

static int write_seal(const scrut_cli_args *args, const scrut_case *c, const char *path)
{
    scrut_error err;
    scrut_buf document = {0};
    scrut_status status = make_document(c, &document, &err);
    if (status == SCRUT_OK)
        status = scrut_write_file(path, document.bytes, document.length, &err);
    scrut_buf_free(&document);
    return status == SCRUT_OK ? print_result(args, c, path, true) : scrut_cli_failure(&err);
}

/* A seal that is there is kept unless it is to be replaced: it may be what others have a copy of. */
static int refuse(const scrut_seal *seal, const char *path)
{
    scrut_buf text = {0};
    scrut_buf_printf(&text, "%s: ", path);
    scrut_seal_say(NULL, seal, &text);
    scrut_buf_putc(&text, '\n');
    for (size_t i = 0; i < seal->count; i++)
        if (seal->files[i].state != SCRUT_SEALED_EQUAL) {
            scrut_seal_say_file(&seal->files[i], &text);
            scrut_buf_putc(&text, '\n');
        }
    scrut_buf_puts(&text, "It is left as it is; --force replaces it.\n");
    if (scrut_buf_failed(&text)) {
        scrut_buf_free(&text);
        return scrut_cli_no_memory();
    }
    fputs(text.bytes, stderr);
    scrut_buf_free(&text);
    return seal->foreign ? SCRUT_EXIT_INPUT : SCRUT_EXIT_CONTRADICTS;
}

static int seal_case(const scrut_cli_args *args, scrut_cli_case *opened)
{
    scrut_error err;
    scrut_case *c = opened->c;
    scrut_cli_progress_begin(args, "hashing the files");
    scrut_status status = scrut_case_hash_files(c, opened->pool, &err);
    if (status == SCRUT_OK)
        status = scrut_seal_check(c, &err);
    scrut_cli_progress_end();
    const char *path = scrut_arena_printf(c->arena, "%s/" SCRUT_SEAL_FILE, args->operand);
    if (status == SCRUT_OK && path == NULL)
        status = scrut_fail_memory(&err);
    if (status != SCRUT_OK)
        return scrut_cli_failure(&err);
    if (c->seal != NULL && scrut_seal_holds(c->seal))
        return print_result(args, c, path, false);
    if (c->seal != NULL && !scrut_cli_given(args, "force"))
        return refuse(c->seal, path);
    return write_seal(args, c, path);
}

int cmd_seal(const scrut_cli_args *args)
{
    scrut_cli_case opened;
    int status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    status = seal_case(args, &opened);
    scrut_cli_close_case(&opened);
    return status;
}
