/* SPDX-License-Identifier: Apache-2.0
 * The options of the commands about lists of people. */
#include "table.h"

const scrut_cli_option SCRUT_CLI_ROLL_LINK_OPTIONS[] = {
    TEXT("list", 0, "FILE", "the list of people, a CSV (needed)"),
    TEXT("second", 0, "FILE", "link it to this list (default: to itself, to find who is in it twice)"),
    TEXT("map", 0, "KIND=COLUMN,...",
         "the columns to compare and what they hold: given, surname, born, text (a place, an address), number (a house "
         "number, a postcode), identity (a number of one person alone), category (sex, a village code)"),
    OPTIONS_DATES,
    TEXT("pairs", 0, "FILE", "write pairs as row numbers, weights and what was seen of each column, without names"),
    TEXT("groups", 0, "FILE", "write for each row the first row of its group"),
    TEXT("model", 0, "FILE", "write what agreement of each column was worth"),
    TEXT("work", 0, "FOLDER", "keep there what was found so far, so that a run that was ended goes on where it was"),
    TEXT("memory", 0, "SIZE", "use about so much memory, as 256M or 1G, and the disk for the rest"),
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
    {"scrutineer roll link --list roll.csv --map surname=family,given=given,born=dob --work work --memory 256M",
     "a long list on a small computer: after a power cut the same command goes on where it was"},
    EXAMPLES_END,
};

const scrut_cli_option SCRUT_CLI_ROLL_SURVEY_OPTIONS[] = {
    OPTION_JSON, OPTION_COLOR, OPTION_THREADS, OPTION_NO_PROGRESS, OPTIONS_END,
};
const scrut_cli_example SCRUT_CLI_ROLL_SURVEY_EXAMPLES[] = {
    {"scrutineer roll survey cases/cambodia-2013", "what the surveys of a case say, and which of them can be compared"},
    {"scrutineer roll survey survey.yaml", "a survey of one's own, with its table of responses beside the file"},
    EXAMPLES_END,
};

const scrut_cli_option SCRUT_CLI_ROLL_DRAW_OPTIONS[] = {
    TEXT("list", 0, "FILE", "the list, a CSV: people, or polling stations (needed)"),
    TEXT("seed", 0, "TEXT", "the public seed, hashed byte for byte (needed)"),
    WHOLE("size", "N", 1, 1000000, "draw so many rows; with --cluster: so many primary draws (needed)"),
    TEXT("out", 'o', "FILE", "write the sample: draw, stratum, cluster, row number, weight (needed)"),
    TEXT("cluster", 0, "COLUMN", "draw the clusters that this column names, with chances by their rows"),
    WHOLE("per-cluster", "N", 1, 1000000, "rows for each primary draw"),
    TEXT("strata", 0, "COLUMN", "share the draws among the strata that this column names"),
    CHOICE("sampler", "consistent|rivest|cryptorandom", "how the seed becomes a draw (default: consistent)"),
    TEXT("id", 0, "COLUMN",
         "consistent: the unit's id is this cell, so that the order of the list does not matter; it is not written"),
    OPTION_JSON,
    OPTION_THREADS,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
const scrut_cli_example SCRUT_CLI_ROLL_DRAW_EXAMPLES[] = {
    {"scrutineer roll draw --list roll.csv --cluster commune --size 414 --per-cluster 12 --seed \"6 2 5 1 1 3 4 6 6 "
     "2\" "
     "--out sample.csv",
     "414 communes by size and 12 names in each"},
    {"scrutineer roll draw --list stations.csv --strata province --size 400 --seed \"6 2 5 1 1 3 4 6 6 2\" --out "
     "sample.csv",
     "400 polling stations for a count of observers"},
    EXAMPLES_END,
};

const scrut_cli_option SCRUT_CLI_ROLL_AUDIT_OPTIONS[] = {
    OPTION_JSON, OPTION_COLOR, OPTION_THREADS, OPTION_NO_PROGRESS, OPTIONS_END,
};
const scrut_cli_example SCRUT_CLI_ROLL_AUDIT_EXAMPLES[] = {
    {"scrutineer roll audit CASE", "what the list of voters of a case shows"},
    EXAMPLES_END,
};

const scrut_cli_option SCRUT_CLI_ROLL_KEY_OPTIONS[] = {
    TEXT("out", 0, "FOLDER", "where to write the two files (default: here)"),
    OPTIONS_END,
};
const scrut_cli_option SCRUT_CLI_ROLL_EXPORT_OPTIONS[] = {
    TEXT("to", 0, "REVIEWER.pub", "the public key of the one reviewer who may read (needed)"),
    TEXT("out", 0, "FILE", "where to write the sealed pairs; a file that is there is not replaced (needed)"),
    WHOLE("sample", "N", 1, 1000000, "so many pairs, drawn by lot (default: 200)"),
    WHOLE("seed", "N", 0, 4294967295, "which lot (default: 1)"),
    OPTION_THREADS,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
const scrut_cli_option SCRUT_CLI_ROLL_OPEN_OPTIONS[] = {
    TEXT("key", 0, "REVIEWER.key", "the reviewer's secret key (needed)"),
    TEXT("record", 0, "FILE", "the record of openings, to which a line is added before anything is opened (needed)"),
    TEXT("reason", 0, "TEXT", "why it is opened; it stands in the record (needed)"),
    TEXT("out", 0, "FILE", "where to write the pairs, readable by you alone (needed)"),
    OPTIONS_END,
};
const scrut_cli_example SCRUT_CLI_ROLL_REVIEW_EXAMPLES[] = {
    {"scrutineer roll key REVIEWER", "a reviewer's two keys"},
    {"scrutineer roll export CASE --to REVIEWER.pub --out pairs.sealed", "200 pairs that this reviewer alone can read"},
    {"scrutineer roll open pairs.sealed --key REVIEWER.key --record openings.csv --reason review --out pairs.csv",
     "the pairs, and a line in the record"},
    EXAMPLES_END,
};

const scrut_cli_option SCRUT_CLI_ROLL_DIFF_OPTIONS[] = {
    TEXT("from", 0, "FILE", "the older list, a CSV (needed without CASE)"),
    TEXT("to", 0, "FILE", "the newer list (needed without CASE)"),
    TEXT("before", 0, "FILE", "a list older than both: tells rows that were deleted from it and are back"),
    TEXT("map", 0, "KIND=COLUMN,...",
         "the columns to compare and what they hold: given, surname, born, identity (a number of one person alone), "
         "sex, "
         "place (a commune, a village, a station), text, number, category"),
    TEXT("by", 0, "COLUMN", "count by this place (default: the first one that is mapped)"),
    OPTIONS_DATES,
    TEXT("from-date", 0, "DAY", "of the older list, such as 2013-07-28: tells who came of voting age since"),
    TEXT("to-date", 0, "DAY", "of the newer list"),
    WHOLE("age", "YEARS", 0, 100, "of voting (default: 18)"),
    TEXT("mortality", 0, "FILE", "deaths in a year of 100,000, a CSV with the columns age, male and female"),
    TEXT("areas", 0, "FILE", "write the counts by area as CSV"),
    TEXT("transfers", 0, "FILE", "write how many moved from which area to which as CSV"),
    TEXT("changes", 0, "FILE", "write what became of each row that was not kept, as row numbers"),
    OPTION_JSON,
    OPTION_THREADS,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
const scrut_cli_example SCRUT_CLI_ROLL_DIFF_EXAMPLES[] = {
    {"scrutineer roll diff cases/mine --areas areas.csv", "the last two versions of a case, by area"},
    {"scrutineer roll diff --from old.csv --to new.csv "
     "--map surname=family,given=given,born=dob,sex=sex,place=commune,place=village",
     "two lists without a case"},
    EXAMPLES_END,
};
