/* SPDX-License-Identifier: Apache-2.0
 * table.h: how the table of commands is written, and the options of families, which have files of their own. */
#ifndef SCRUT_CLI_TABLE_H
#define SCRUT_CLI_TABLE_H

#include "cli.h"

/* A braced initialiser in a macro is laid out as a block of code: */
/* clang-format off */
#define FLAG(name, help) {name, 0, SCRUT_CLI_FLAG, NULL, 0, 0, help}
#define TEXT(name, letter, argument, help) {name, letter, SCRUT_CLI_TEXT, argument, 0, 0, help}
#define WHOLE(name, argument, min, max, help) {name, 0, SCRUT_CLI_WHOLE, argument, min, max, help}
#define CHOICE(name, words, help) {name, 0, SCRUT_CLI_CHOICE, words, 0, 0, help}
#define OPTIONS_END {NULL, 0, SCRUT_CLI_FLAG, NULL, 0, 0, NULL}
#define EXAMPLES_END {NULL, NULL}
/* clang-format on */

/* Options that several commands share. */
#define OPTION_JSON FLAG("json", "write the result as one JSON document")
#define OPTION_THREADS                                                                                                 \
    WHOLE("threads", "N", 1, 64, "work on N threads; the result does not depend on it (default: one a processor)")
#define OPTION_COLOR                                                                                                   \
    CHOICE("color", "auto|always|never", "colour the text (default: auto, on a terminal unless NO_COLOR is set)")
#define OPTION_NO_PROGRESS FLAG("no-progress", "show no progress on the terminal")

/* How the dates of lists of people are written. */
#define OPTIONS_DATES                                                                                                  \
    CHOICE("dates", "year-first|day-first|month-first", "the order of the parts of a date (default: year-first)"),     \
        WHOLE("last-year", "YEAR", 1, 9999,                                                                            \
              "no one was born later; tells the century of a year of two digits (default: 2030)")

/* table_roll.c */
extern const scrut_cli_option SCRUT_CLI_ROLL_DRAW_OPTIONS[];
extern const scrut_cli_example SCRUT_CLI_ROLL_DRAW_EXAMPLES[];
extern const scrut_cli_option SCRUT_CLI_ROLL_SURVEY_OPTIONS[];
extern const scrut_cli_example SCRUT_CLI_ROLL_SURVEY_EXAMPLES[];
extern const scrut_cli_option SCRUT_CLI_ROLL_LINK_OPTIONS[];
extern const scrut_cli_example SCRUT_CLI_ROLL_LINK_EXAMPLES[];
extern const scrut_cli_option SCRUT_CLI_ROLL_AUDIT_OPTIONS[];
extern const scrut_cli_example SCRUT_CLI_ROLL_AUDIT_EXAMPLES[];
extern const scrut_cli_option SCRUT_CLI_ROLL_KEY_OPTIONS[], SCRUT_CLI_ROLL_EXPORT_OPTIONS[],
    SCRUT_CLI_ROLL_OPEN_OPTIONS[];
extern const scrut_cli_example SCRUT_CLI_ROLL_REVIEW_EXAMPLES[];
extern const scrut_cli_option SCRUT_CLI_ROLL_DIFF_OPTIONS[];
extern const scrut_cli_example SCRUT_CLI_ROLL_DIFF_EXAMPLES[];

#endif
