/* SPDX-License-Identifier: Apache-2.0
 * The options of the commands about lists of people. */
#include "table.h"

const scrut_cli_option SCRUT_CLI_ROLL_LINK_OPTIONS[] = {
    TEXT("list", 0, "FILE", "the list of people, a CSV (needed)"),
    TEXT("second", 0, "FILE", "link it to this list (default: to itself, to find who is in it twice)"),
    TEXT("map", 0, "KIND=COLUMN,...",
         "the columns to compare and what they hold: given, surname, born, text (a place, an address), number (a house "
         "number, a postcode), identity (a number of one person alone), category (sex, a village code)"),
    CHOICE("dates", "year-first|day-first|month-first", "the order of the parts of a date (default: year-first)"),
    WHOLE("last-year", "YEAR", 1, 9999,
          "no one was born later; tells the century of a year of two digits (default: 2030)"),
    TEXT("pairs", 0, "FILE", "write pairs as row numbers, weights and what was seen of each column, without names"),
    TEXT("model", 0, "FILE", "write what agreement of each column was worth"),
    OPTION_JSON,
    OPTION_THREADS,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
const scrut_cli_example SCRUT_CLI_ROLL_LINK_EXAMPLES[] = {
    {"scrutineer roll link --list roll.csv --map surname=family,given=given,born=dob,category=sex,category=village",
     "who may be on the roll twice"},
    {"scrutineer roll link --list deaths.csv --second roll.csv --map surname=family,given=given,born=dob --pairs p.csv",
     "which of the dead may still be listed, by row numbers"},
    EXAMPLES_END,
};
