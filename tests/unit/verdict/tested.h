/* SPDX-License-Identifier: Apache-2.0
 * tested.h: a case made of strings, loaded and verified. */
#ifndef SCRUT_TEST_TESTED_H
#define SCRUT_TEST_TESTED_H

#include "case_folder.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/verdict.h"

typedef struct {
    case_folder folder;
    scrut_case *c;
    scrut_verdict *v;
} tested;

static inline tested tested_open(const char *yaml, const char *file, const char *text)
{
    tested t = {.folder = case_folder_new()};
    scrut_error err = {.message = ""};
    case_folder_write(&t.folder, "election.yaml", yaml);
    case_folder_write(&t.folder, file, text);
    t.c = case_folder_load(&t.folder, 0);
    ck_assert_msg(scrut_verify(t.c, NULL, &t.v, &err) == SCRUT_OK, "%s", err.message);
    return t;
}

/* One claim a line of `claims`: its expression. The ids count on from `first_id`; the claimant is Commission. */
static inline tested tested_claims(const char *yaml, char first_id, const char *claims)
{
    scrut_buf csv = {0};
    char id = first_id;
    scrut_buf_puts(&csv, "id,claimant,words,expression\n");
    for (const char *at = claims; *at != '\0'; at += strcspn(at, "\n") + 1, id++) {
        scrut_buf_printf(&csv, "%c,commission,words,\"", id);
        scrut_buf_append(&csv, at, strcspn(at, "\n"));
        scrut_buf_puts(&csv, "\"\n");
    }
    tested t = tested_open(yaml, "claims.csv", csv.bytes);
    scrut_buf_free(&csv);
    return t;
}

static inline void tested_close(tested *t)
{
    scrut_verdict_free(t->v);
    scrut_case_free(t->c);
    case_folder_remove(&t->folder);
}

#endif
