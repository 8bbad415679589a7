/* SPDX-License-Identifier: Apache-2.0
 * checks.c: docs/guide/checks.md, from the table of checks. */
#include "cli.h"
#include "scrutineer/finding.h"

static const struct {
    char letter;
    const char *title;
} GROUPS[] = {
    {'A', "Arithmetic of a form"},
    {'B', "Ballots accounted for"},
    {'E', "The files as they were sealed"},
    {'H', "From stations to the announcement"},
    {'I', "Which forms there are"},
    {'L', "Limits"},
    {'M', "Published margins"},
    {'P', "What is rare on forms"},
    {'Q', "Surveys of the roll"},
    {'R', "What some laws recount for"},
    {'S', "Announced seats"},
    {'V', "The list of voters"},
    {'X', "Between sources"},
};

static void put_check(const scrut_check *check, scrut_buf *out)
{
    scrut_buf_printf(out, "### %s %s\n\n", check->code, check->title);
    scrut_buf_printf(out, "%s%s\n\n", scrut_severity_name(check->severity),
                     check->pattern ? ", one a source or pair, not set against the margins" : "");
    scrut_buf_printf(out, "- Holds when: %s\n- Needs: %s\n- Votes at stake: %s\n- May be: %s\n- Settled by: %s\n",
                     check->formula, check->fields, check->stake, check->innocent, check->settles);
    if (check->clean[0].election != NULL) {
        scrut_buf_puts(out, "- In clean elections: ");
        scrut_check_put_clean(NULL, check, out);
        scrut_buf_putc(out, '\n');
    }
    scrut_buf_putc(out, '\n');
}

void scrut_cli_render_checks(scrut_buf *out)
{
    scrut_buf_puts(
        out,
        "# The checks\n\n"
        "Written by `scrutineer help --checks`; a test compares the two. A check runs where a source has the fields it "
        "needs, and never on a figure that the file's maker computed from the others. A finding says what does not "
        "agree, not why. Clean elections are noisy, so findings are read by votes and beside the last line of each "
        "check: how often elections that nobody contests have it (Poland, Sejm 2019, protocols of the National "
        "Electoral Commission; Spain, Congress 2023, tables of the Ministry of the Interior; counted by this program). "
        "Neighbours are the other stations of the smallest place around a station that has more than five.\n\n");
    for (size_t g = 0; g < sizeof GROUPS / sizeof GROUPS[0]; g++) {
        scrut_buf_printf(out, "## %s\n\n", GROUPS[g].title);
        for (size_t i = 0; i < scrut_check_count(); i++)
            if (scrut_check_at(i)->code[0] == GROUPS[g].letter)
                put_check(scrut_check_at(i), out);
    }
    out->length -= out->length > 0; /* the empty line at the end */
    if (out->bytes != NULL)
        out->bytes[out->length] = '\0';
}
