/* SPDX-License-Identifier: Apache-2.0
 * "roll key", "roll export" and "roll open": pairs of names for one reviewer alone, and the record of who opened them.
 */
#include "case_input.h"
#include "scrutineer/roll_review.h"

#include <stdio.h>

#define SAMPLE_DEFAULT 200
#define SEED_DEFAULT 1

int cmd_roll_key(const scrut_cli_args *args)
{
    const char *folder = scrut_cli_text(args, "out");
    scrut_error err;
    scrut_buf text = {0};
    scrut_status status = scrut_reviewer_make(folder != NULL ? folder : ".", args->operand, &err);
    if (status != SCRUT_OK)
        return scrut_cli_stopped(&err);
    scrut_buf_printf(
        &text,
        "%s.pub names the reviewer: give it to whoever exports. %s.key opens what is sealed for it: keep it "
        "where nobody else reads.\n",
        args->operand, args->operand);
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}

static int needs(const scrut_cli_args *args, const char *name)
{
    return scrut_cli_text(args, name) != NULL ? SCRUT_EXIT_OK
                                              : scrut_cli_usage_error(args->command, "--%s is needed", name);
}

/* ---- export ----------------------------------------------------------------------------------------------------- */

static int say_export(const scrut_review *review, const char *name, int64_t seed)
{
    scrut_buf text = {0};
    scrut_buf_printf(
        &text,
        "%lld of %lld pairs that are more likely one person than two, drawn by lot (seed %lld), sealed for "
        "%s.\nExpected among them: %.1f pairs of two people, %.3f for each pair of one person. This is no "
        "list to remove anybody by.\nSHA-256 %s\n",
        (long long)review->pairs, (long long)review->of, (long long)seed, name, review->different,
        review->same > 0 ? review->different / review->same : 0, review->sha256);
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}

static int export_case(const scrut_cli_args *args, const scrut_cli_case *opened, const scrut_reviewer *reviewer)
{
    scrut_review review;
    scrut_error err;
    int64_t seed = scrut_cli_whole(args, "seed", SEED_DEFAULT);
    if (opened->c->roll == NULL) {
        fprintf(stderr, "scrutineer roll export: the case \"%s\" holds no list of voters\n", args->operand);
        return SCRUT_EXIT_INPUT;
    }
    scrut_cli_progress_begin(args, "linking the list of voters");
    scrut_status status = scrut_roll_export(opened->c, reviewer, scrut_cli_whole(args, "sample", SAMPLE_DEFAULT),
                                            (uint64_t)seed, opened->pool, scrut_cli_text(args, "out"), &review, &err);
    scrut_cli_progress_end();
    return status == SCRUT_OK ? say_export(&review, reviewer->name, seed) : scrut_cli_stopped(&err);
}

int cmd_roll_export(const scrut_cli_args *args)
{
    scrut_cli_case opened;
    scrut_reviewer reviewer;
    scrut_error err;
    int status = needs(args, "to");
    if (status == SCRUT_EXIT_OK)
        status = needs(args, "out");
    if (status != SCRUT_EXIT_OK)
        return status;
    if (scrut_reviewer_read(scrut_cli_text(args, "to"), false, &reviewer, &err) != SCRUT_OK)
        return scrut_cli_input_error(&err);
    status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    status = export_case(args, &opened, &reviewer);
    scrut_cli_close_case(&opened);
    return status;
}

/* ---- open ------------------------------------------------------------------------------------------------------- */

int cmd_roll_open(const scrut_cli_args *args)
{
    static const char *const NEEDED[] = {"key", "record", "reason", "out"};
    scrut_reviewer secret;
    scrut_error err;
    scrut_buf pairs = {0}, text = {0};
    for (size_t i = 0; i < sizeof NEEDED / sizeof NEEDED[0]; i++)
        if (needs(args, NEEDED[i]) != SCRUT_EXIT_OK)
            return SCRUT_EXIT_USAGE;
    if (scrut_reviewer_read(scrut_cli_text(args, "key"), true, &secret, &err) != SCRUT_OK)
        return scrut_cli_input_error(&err);
    scrut_status status = scrut_roll_open(args->operand, &secret, scrut_cli_text(args, "reason"),
                                          scrut_cli_text(args, "record"), &pairs, &err);
    if (status == SCRUT_OK)
        status = scrut_write_private(scrut_cli_text(args, "out"), pairs.bytes, pairs.length, &err);
    scrut_buf_free(&pairs);
    if (status != SCRUT_OK)
        return scrut_cli_stopped(&err);
    scrut_buf_printf(&text, "Opened by %s and recorded in %s. Look at each pair; remove nobody by it.\n", secret.name,
                     scrut_cli_text(args, "record"));
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}
