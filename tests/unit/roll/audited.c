/* SPDX-License-Identifier: Apache-2.0 */
#include "audited.h"

#include <check.h>

void audited_put_name(scrut_buf *out, int number)
{
    static const char *const SYLLABLES[] = {"ba", "ko",  "lim", "ra",   "tep", "so",
                                            "vu", "mak", "pi",  "chan", "dor", "ny"};
    for (int i = 0; i < 3; i++, number /= 12)
        scrut_buf_puts(out, SYLLABLES[(number + 5 * i) % 12]);
}

audited audited_new(const char *keys, const char *roll, const char *people)
{
    audited a = {.folder = case_folder_new()};
    scrut_buf text = {0};
    scrut_buf_printf(&text, "%s%s", AUDITED_HEAD, keys);
    case_folder_write(&a.folder, "roll.csv", roll);
    if (people != NULL)
        case_folder_write(&a.folder, "people.csv", people);
    case_folder_write(&a.folder, "election.yaml", text.bytes);
    scrut_buf_free(&text);
    a.c = case_folder_load(&a.folder, 0);
    scrut_error err = {.message = ""};
    scrut_status status = scrut_roll_audit_run(a.c, NULL, &a.audit, &err);
    ck_assert_msg(status == SCRUT_OK, "%s", err.message);
    return a;
}

void audited_free(audited *a)
{
    scrut_roll_audit_free(a->audit);
    scrut_case_free(a->c);
    case_folder_remove(&a->folder);
}
