/* SPDX-License-Identifier: Apache-2.0
 * The commands and their options. Help, man pages and completion are made from this table. */
#include "table.h"

#include "scrutineer/num.h"
#include "scrutineer/rules.h"
#include "scrutineer/simulate.h"

#include <stdio.h>
#include <string.h>

/* One constituency from the command line. */
#define OPTIONS_CALCULATOR                                                                                             \
    TEXT("method", 0, "NAME", "calculator: dhondt, sainte-lague, hare, droop, ...; a wrong name lists them all"),      \
        WHOLE("seats", "N", 1, SCRUT_SEATS_MAX, "calculator: seats to give"),                                          \
        TEXT("votes", 0, "LIST=VOTES,...",                                                                             \
             "calculator: each list's votes; the last \"=\" of an item separates the name"),                           \
        TEXT("threshold", 0, "SHARE%|VOTES",                                                                           \
             "calculator: least share of the votes given, or least votes; a list that reaches it exactly passes"),     \
        CHOICE("over-award", "error|ignore|subtract",                                                                  \
               "calculator: what to do when full quotas give more seats than there are (default: error)"),             \
        TEXT("first-divisor", 0, "DECIMAL", "calculator: another first divisor, such as 1.4")

static const scrut_cli_option VERIFY_OPTIONS[] = {
    TEXT("out", 'o', "DIR", "write the report into DIR: pages (open index.html), findings.csv, results.json"),
    FLAG("single", "with --out: one page that holds everything instead of many"),
    TEXT("stations", 0, "auto|all|found|none|N",
         "which polling stations get a page of their own: all; those with a finding or that sources tell differently; "
         "none; or N of these, those with most votes in question. The default, auto, is all, or 5000 where there are "
         "more than 100,000 stations. Every station stands in the lists of stations with its cells"),
    TEXT("language", 0, "CODE,...",
         "languages of the pages, such as en,km (km-u-nu-khmr: Khmer with Khmer digits); the summary and the page of "
         "--single speak the first, results.json "
         "and findings.csv always English (default: en)"),
    OPTION_JSON,
    OPTION_THREADS,
    OPTION_COLOR,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
static const scrut_cli_example VERIFY_EXAMPLES[] = {
    {"scrutineer verify cases/cambodia-2013 --out report", "everything the evidence allows, with a report to read"},
    {"scrutineer verify cases/cambodia-2013 --json", "the same for a program"},
    EXAMPLES_END,
};

static const scrut_cli_option SERVE_OPTIONS[] = {
    WHOLE("port", "N", 0, 65535, "listen on this port of 127.0.0.1 (default: 0, which takes a free one)"),
    TEXT("stations", 0, "auto|all|found|none|N", "which polling stations get a page of their own, as in \"verify\""),
    TEXT("language", 0, "CODE,...", "languages of the pages, such as en,km (default: en)"),
    OPTION_THREADS,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
static const scrut_cli_example SERVE_EXAMPLES[] = {
    {"scrutineer serve cases/cambodia-2013 --port 8080", "read the report at http://127.0.0.1:8080/"},
    EXAMPLES_END,
};

static const scrut_cli_option CHECK_OPTIONS[] = {
    OPTION_JSON, OPTION_THREADS, OPTION_COLOR, OPTION_NO_PROGRESS, OPTIONS_END,
};
static const scrut_cli_example CHECK_EXAMPLES[] = {
    {"scrutineer check cases/cambodia-2013", "read every file and list what is wrong with it"},
    EXAMPLES_END,
};

static const scrut_cli_option TABULATE_OPTIONS[] = {
    TEXT("source", 0, "ID", "add up only the returns of this source (default: every source, one after another)"),
    TEXT("level", 0, "LEVEL", "nation, constituency or one of the case's area levels (default: nation)"),
    OPTION_JSON,
    FLAG("csv", "write the table as CSV"),
    OPTION_THREADS,
    OPTION_COLOR,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
static const scrut_cli_example TABULATE_EXAMPLES[] = {
    {"scrutineer tabulate cases/poland-2019 --level constituency --csv", "votes by constituency for a spreadsheet"},
    EXAMPLES_END,
};

static const scrut_cli_option COMPARE_OPTIONS[] = {
    TEXT("sources", 0, "ID,...", "compare only these sources (default: every source)"),
    TEXT("level", 0, "LEVEL", "show the lists' differences by nation, constituency or an area level (default: nation)"),
    WHOLE("limit", "N", 1, 1000000, "list at most N stations or places of each kind (default: 10, with --json 1000)"),
    TEXT("propose-mapping", 0, "FILE",
         "with two sources: write which stations of the second may be which of the first, for a person to confirm"),
    OPTION_JSON,
    FLAG("csv", "write every differing cell and every station that one source holds alone as CSV"),
    OPTION_THREADS,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
static const scrut_cli_example COMPARE_EXAMPLES[] = {
    {"scrutineer compare cases/mine", "where the sources differ, what accounts for it, which boxes to open first"},
    {"scrutineer compare cases/mine --sources commission,observers --level constituency",
     "two of them, by constituency"},
    {"scrutineer compare cases/mine --sources commission,party --propose-mapping map.csv",
     "which stations the two may call differently"},
    EXAMPLES_END,
};

static const scrut_cli_option SEATS_OPTIONS[] = {
    TEXT("preset", 0, "ID", "with CASE: allocate under these rules instead of the case's"),
    TEXT("rules", 0, "FILE", "with CASE: the same with a rules file"),
    TEXT("compare", 0, "PRESET,...", "with CASE: also show what other rules would give"),
    OPTIONS_CALCULATOR,
    FLAG("explain", "show every seat: the order in which seats are won and why"),
    OPTION_JSON,
    OPTION_THREADS,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
static const scrut_cli_example SEATS_EXAMPLES[] = {
    {"scrutineer seats --method dhondt --seats 5 --votes A=53000,B=24000,C=23000", "five seats by highest averages"},
    {"scrutineer seats --method hare --seats 10 --threshold 5% --votes A=900,B=50,C=50 --explain",
     "largest remainders with a threshold, every seat explained"},
    EXAMPLES_END,
};

static const scrut_cli_option MARGIN_OPTIONS[] = {
    TEXT("figures", 0, "ID", "with CASE: only this source or announcement (default: all whose votes give seats)"),
    TEXT("constituency", 0, "ID", "with CASE: in this constituency alone (default: in the chamber)"),
    TEXT("preset", 0, "ID", "with CASE: under these rules instead of the case's"),
    TEXT("rules", 0, "FILE", "with CASE: the same with a rules file"),
    OPTIONS_CALCULATOR,
    TEXT("party", 0, "LIST", "the list whose seats are asked about"),
    TEXT("coalition", 0, "LIST+LIST...", "lists whose seats together are asked about"),
    WHOLE("at-least", "N", 0, SCRUT_SEATS_MAX, "it is to hold N seats or more"),
    WHOLE("at-most", "N", 0, SCRUT_SEATS_MAX, "it is to hold N seats or fewer"),
    FLAG("any", "any seat at all is to go to another list"),
    TEXT("vector", 0, "LIST=SEATS,...", "every list is to hold exactly these seats"),
    CHOICE("metric", "change|add|remove",
           "what is done to ballots (default: change, each leaves one list for another)"),
    TEXT("caps", 0, "LIST=BALLOTS,...", "at most so many ballots may leave each list, none a list that is not named"),
    WHOLE("pool", "N", 0, SCRUT_VOTES_MAX, "at most N ballots may be changed in all"),
    TEXT("certificate", 0, "FILE", "write what anybody needs to recheck the answer into FILE"),
    TEXT("verify", 0, "FILE", "recheck a certificate by separate, simpler code"),
    OPTION_JSON,
    OPTION_THREADS,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
static const scrut_cli_example MARGIN_EXAMPLES[] = {
    {"scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --party B --at-least 2",
     "the fewest ballots to change for a second seat of B"},
    {"scrutineer margin --method dhondt --seats 5 --votes A=53000,B=24000,C=23000 --any --certificate any.json",
     "the fewest that change any seat, with a certificate"},
    {"scrutineer margin --verify any.json", "recheck it"},
    {"scrutineer margin CASE --coalition A+B --at-least 62 --certificate majority.json",
     "the fewest ballots that would have given A and B together 62 seats in the chamber"},
    {"scrutineer margin CASE --vector A=55,B=60 --certificate claim.json",
     "the fewest that would have made a claim of both true, with a proof"},
    EXAMPLES_END,
};

static const scrut_cli_option WHAT_IF_OPTIONS[] = {
    TEXT("figures", 0, "ID", "start from this source or announcement (default: the first whose votes give seats)"),
    TEXT("cancel", 0, "FILE", "cancel the stations that FILE lists, a station key a line"),
    TEXT("cancel-code", 0, "CODE,...", "cancel all stations with a finding of these checks, such as L01,B02"),
    TEXT("move", 0, "FROM:TO:N@PLACE,...",
         "move N ballots between lists in a constituency; - for ballots added or taken out"),
    TEXT("remove", 0, "LIST", "the list's votes count for nobody and its seats are allocated again"),
    WHOLE("at-stake", "N", 1, SCRUT_VOTES_MAX, "set N ballots that could lie anywhere against the margins"),
    TEXT("for", 0, "LIST", "with --at-stake: only in favour of this list"),
    OPTION_JSON,
    OPTION_THREADS,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
static const scrut_cli_example WHAT_IF_EXAMPLES[] = {
    {"scrutineer what-if cases/mine --cancel-code L01", "the seats without the stations with more ballots than voters"},
    {"scrutineer what-if cases/mine --move A:B:50@North", "the seats if 50 ballots for A had been for B"},
    {"scrutineer what-if cases/mine --at-stake 12000 --for B", "could 12,000 ballots anywhere give B the majority"},
    EXAMPLES_END,
};

static const scrut_cli_option CLAIMS_OPTIONS[] = {
    OPTION_JSON,
    OPTION_THREADS,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
static const scrut_cli_example CLAIMS_EXAMPLES[] = {
    {"scrutineer claims cases/cambodia-2013", "every claim with its verdict, and claims that exclude one another"},
    EXAMPLES_END,
};

static const scrut_cli_option SIMULATE_OPTIONS[] = {
    TEXT("out", 'o', "DIR", "write the case into DIR (needed)"),
    TEXT("preset", 0, "ID", "a model that ships with the program: cambodia-2013 or plain (default: plain)"),
    TEXT("model", 0, "FILE", "a model of your own instead"),
    WHOLE("seed", "N", 0, INT64_MAX, "the seed of all random numbers (default: 1)"),
    WHOLE("stations", "N", 1, SCRUT_SIMULATE_STATIONS_MAX,
          "so many stations, with all figures in proportion (default: the model's, exactly)"),
    FLAG("roll", "with a list of voters: two versions, who is marked as having voted, deaths and people of voting age"),
    FLAG("surveys",
         "with surveys of that list, from names to people and from people to names, and the true shares in DIR/truth"),
    TEXT("inject", 0, "FILE|KIND:SHARE,...",
         "irregularities: a file, or kinds with a percentage of the stations or a number of them (kinds \"roll-...\": "
         "of "
         "the names, and then there is a list of voters); a wrong kind lists them all"),
    WHOLE("slips", "N", 0, 1000000,
          "forms, and copies of each source, in a million with a clerical slip (default: the model's)"),
    OPTION_JSON,
    OPTION_THREADS,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
static const scrut_cli_example SIMULATE_EXAMPLES[] = {
    {"scrutineer simulate --out model --preset cambodia-2013",
     "a model of the election of 2013 with complete evidence"},
    {"scrutineer simulate --out model --inject stuffed-box:0.5%,missing:12 --seed 7",
     "an invented election in which ballots were stuffed and forms are missing"},
    {"scrutineer simulate --out model --stations 60 --inject roll-ghost:1%:clustered,roll-double-vote:50",
     "one with a list of voters in which names of nobody stand and people who vote twice"},
    {"scrutineer simulate --out model --stations 200 --surveys --inject roll-missing:5%",
     "one in which people are missing on the list, and surveys that tell how many"},
    EXAMPLES_END,
};

static const scrut_cli_option EXPORT_OPTIONS[] = {
    CHOICE("to", "nist-1500-100|datapackage|openelections|csv", "the format (needed)"),
    TEXT("out", 'o', "DIR", "write the files into DIR (needed)"),
    TEXT("figures", 0, "ID",
         "nist-1500-100, openelections: of this source or announcement (default: the first source of returns, else the "
         "last announcement with votes)"),
    TEXT("generated", 0, "TIME",
         "nist-1500-100: the date and time that the report bears (default: the figures' own date, as the same input "
         "gives the same bytes)"),
    OPTION_JSON,
    OPTION_THREADS,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
static const scrut_cli_example EXPORT_EXAMPLES[] = {
    {"scrutineer export cases/mine --to datapackage --out tables", "every table, with a description for programs"},
    {"scrutineer export cases/mine --to nist-1500-100 --figures official --out nist",
     "one announcement for programs that read election reports"},
    EXAMPLES_END,
};

static const scrut_cli_option SEAL_OPTIONS[] = {
    FLAG("force", "replace a seal that differs, or a datapackage.json that is no seal"),
    OPTION_JSON,
    OPTION_THREADS,
    OPTION_NO_PROGRESS,
    OPTIONS_END,
};
static const scrut_cli_example SEAL_EXAMPLES[] = {
    {"scrutineer seal cases/mine", "write cases/mine/datapackage.json"},
    {"scrutineer check cases/mine", "is every file still the one that was sealed"},
    EXAMPLES_END,
};

static const scrut_cli_option PRESETS_OPTIONS[] = {
    OPTION_JSON,
    OPTIONS_END,
};
static const scrut_cli_example PRESETS_EXAMPLES[] = {
    {"scrutineer presets", "the rules that ship with the program"},
    EXAMPLES_END,
};

static const scrut_cli_option VERSION_OPTIONS[] = {
    FLAG("features", "also list the libraries and parts this program was built with"),
    OPTION_JSON,
    OPTIONS_END,
};
static const scrut_cli_example VERSION_EXAMPLES[] = {EXAMPLES_END};

static const scrut_cli_option HELP_OPTIONS[] = {
    FLAG("man", "write the manual page (roff) instead"),
    FLAG("checks", "write the list of checks (Markdown) instead"),
    CHOICE("completion", "bash", "write the completion script of a shell instead"),
    OPTIONS_END,
};
static const scrut_cli_example HELP_EXAMPLES[] = {
    {"scrutineer help seats", "what \"scrutineer seats\" does and its options"},
    {"scrutineer help --man seats | man -l -", "its manual page"},
    EXAMPLES_END,
};

static const scrut_cli_command COMMANDS[] = {
    {"verify", cmd_verify, SCRUT_CLI_GROUP_CASE, "CASE", true,
     "test everything the case's evidence allows and write one report",
     "Loads the case folder, adds up every source's returns, checks the forms, allocates the seats, tests the claims "
     "and weighs what was found against the votes that would change the outcome.\n\n"
     "Prints a short summary. With --out the whole report is written: index.html for people, findings.csv for "
     "spreadsheets, results.json for programs. The exit status is 1 when the evidence contradicts a claim or an "
     "announcement.",
     VERIFY_OPTIONS, VERIFY_EXAMPLES},
    {"serve", cmd_serve, SCRUT_CLI_GROUP_CASE, "CASE", true,
     "show the report's pages in a browser on this machine, without writing them",
     "Verifies the case as \"scrutineer verify\" does and makes each page of the report when it is asked for. Prints "
     "the "
     "address to open, and ends at Ctrl-C.\n\n"
     "Only programs on this machine can connect, and only under the names 127.0.0.1 and localhost. Pages can be read "
     "and nothing can be sent. To publish a report, write it with \"scrutineer verify --out\" and put the folder on "
     "any web server. The exit status is 0 when it was told to end.",
     SERVE_OPTIONS, SERVE_EXAMPLES},
    {"check", cmd_check, SCRUT_CLI_GROUP_CASE, "CASE", true,
     "read the whole case and list what is wrong with its files",
     "Reads every file of the case and prints each problem with its file, line and column and with what was "
     "expected. Nothing is weighed and no report is written. The exit status is 3 when a problem would stop "
     "\"scrutineer verify\".",
     CHECK_OPTIONS, CHECK_EXAMPLES},
    {"export", cmd_export, SCRUT_CLI_GROUP_CASE, "CASE", true, "write the figures in the formats of others",
     "nist-1500-100: an election report as NIST SP 1500-100 version 2 has it, one set of figures down to the stations. "
     "openelections: the CSV of that project, one set of figures. csv: our own tables: parties, units, where the "
     "figures "
     "come from, returns of every source, sums, announcements, seats, findings. datapackage: the same with "
     "datapackage.json, which names every column and holds every file's SHA-256.\n\n"
     "An unknown figure is an empty cell or is left out; it is never zero. What a format cannot hold is listed on "
     "stderr. "
     "A text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers. Either all files are "
     "written or none.",
     EXPORT_OPTIONS, EXPORT_EXAMPLES},
    {"seal", cmd_seal, SCRUT_CLI_GROUP_CASE, "CASE", true, "write down which files the case is made of",
     "Writes CASE/datapackage.json with the size and SHA-256 of election.yaml and of every file that it names. From "
     "then on \"scrutineer verify\" and \"scrutineer check\" compare: a file that was altered, is missing or is new is "
     "named, with what was sealed and what was found.\n\n"
     "A seal that differs from the files is kept, and the exit status is 1, unless --force is given. Give a copy of "
     "the "
     "seal to others: alone it proves nothing, since whoever alters a file can seal it again.",
     SEAL_OPTIONS, SEAL_EXAMPLES},
    {"tabulate", cmd_tabulate, SCRUT_CLI_GROUP_PARTS, "CASE", true, "add up the returns of each source",
     "Adds up the polling stations' returns and prints votes and accounting fields at one level. An empty cell is "
     "unknown, never zero: each sum says how many of its cells held a number.",
     TABULATE_OPTIONS, TABULATE_EXAMPLES},
    {"compare", cmd_compare, SCRUT_CLI_GROUP_PARTS, "CASE", true,
     "where the sources differ, station by station, and whether it matters",
     "Joins the returns of the sources by station, two sources at a time: which stations agree, differ or are in one "
     "source only; who gains how many votes; what the difference of the sums is made of. Sums are compared with what "
     "was "
     "announced, and what follows a pattern is named: a list's column that is missing, figures in the wrong line, a "
     "station left out.\n\n"
     "For each source the missing stations' registered voters are set against the ballots that would have to be added "
     "to "
     "change the outcome. The seats under each source stand side by side, with the fewest stations that decide between "
     "them. Nothing says which source is right.",
     COMPARE_OPTIONS, COMPARE_EXAMPLES},
    {"seats", cmd_seats, SCRUT_CLI_GROUP_PARTS, "CASE", false, "turn votes into seats under a legal rule, exactly",
     "With CASE: allocates the seats of every constituency of the case from each of its sources and compares them "
     "with the announced seats.\n\n"
     "Without CASE a calculator: --method, --seats and --votes give one constituency. "
     "All arithmetic is in whole numbers; a tie is reported as a tie, never broken by chance.",
     SEATS_OPTIONS, SEATS_EXAMPLES},
    {"margin", cmd_margin, SCRUT_CLI_GROUP_PARTS, "CASE", false,
     "the fewest ballots that would change a seat, a list's seats or the majority",
     "With CASE: from the votes of each of its sources and announcements. Without a question: how close everything "
     "was, the last seat of every constituency, one seat more or fewer of every list, and the majority.\n\n"
     "Without CASE a calculator: --method, --seats and --votes give one constituency. --party or --coalition with "
     "--at-least or --at-most, --any or --vector say what is to become true; --metric says what is done to ballots.\n\n"
     "Two numbers are given: with the first the draw of a tie could bring it about, with the second it would happen "
     "for "
     "certain. The moves say which ballots; the allocation after them is repeated by \"scrutineer seats\". What is not "
     "proven to be the fewest is given as an interval and said to be one. 0: it holds already. null: no number of "
     "ballots does it.\n\n"
     "--verify reads a certificate and says whether the moves do it and whether one ballot fewer does not. The exit "
     "status is 1 when the certificate states something wrong.",
     MARGIN_OPTIONS, MARGIN_EXAMPLES},
    {"what-if", cmd_what_if, SCRUT_CLI_GROUP_PARTS, "CASE", true, "the seats after a change of the votes",
     "Cancels stations, moves ballots or removes a list in a copy of the figures, allocates the seats again and prints "
     "them before and after, who has more and who fewer, and who reaches the majority. The case is not changed.\n\n"
     "--at-stake sets ballots that nobody can place, such as names said to be missing from the roll, against the "
     "margins: as the most favourable case, where they count most, and as the share of those voters that a list would "
     "have needed had they been spread over the constituencies as the votes are.",
     WHAT_IF_OPTIONS, WHAT_IF_EXAMPLES},
    {"claims", cmd_claims, SCRUT_CLI_GROUP_PARTS, "CASE", true, "test every claim of the case",
     "Puts every claim of the case to every source and announcement that can say something about it, and prints who "
     "answers what: the claim holds, is contradicted, is disputed between the answers, or is undecided with what would "
     "decide it. Claims that cannot all be true are shown together.\n\n"
     "All claimants are tested by one rule. The exit status is 1 when a claim is contradicted and no answer gives it.",
     CLAIMS_OPTIONS, CLAIMS_EXAMPLES},
    {"roll audit", cmd_roll_audit, SCRUT_CLI_GROUP_PARTS, "CASE", true,
     "what the list of voters of a case shows, in counts and places",
     "Looks at the last version of the roll that election.yaml names: names that agree, one person twice, double marks "
     "of the marked copy net of the errors of marking, people who died, places with more names than people, heaped "
     "dates, stations, addresses, the order of registration, identity numbers. Each says what was counted, what chance "
     "or error makes one expect, with an interval, which places stand out among all places, what it takes for granted, "
     "innocent explanations and what evidence would settle it. What is not provided is said to be. Names in surplus "
     "and "
     "people without a name are told by constituency, by area with --json and on the pages of verify.\n\n"
     "No cell of a list of people is printed or written, and counts of places below 10 are not shown, nor those that "
     "would tell of them. Nothing here is a ground to remove anybody.",
     SCRUT_CLI_ROLL_AUDIT_OPTIONS, SCRUT_CLI_ROLL_AUDIT_EXAMPLES},
    {"roll export", cmd_roll_export, SCRUT_CLI_GROUP_PARTS, "CASE", true,
     "seal pairs of names for one reviewer to look at",
     "Links the last version of the roll and draws pairs that are more likely one person than two by lot. They are "
     "sealed "
     "for the reviewer whose public key --to names: nobody else can read the file, not even who wrote it. It says "
     "first how "
     "many of its pairs are expected to be two people. Two exports are never the same bytes, as every seal has a key "
     "of "
     "its own.\n\n"
     "Pairs are for looking at application forms. They are no list to remove anybody by, and there is no output that "
     "is.",
     SCRUT_CLI_ROLL_EXPORT_OPTIONS, SCRUT_CLI_ROLL_REVIEW_EXAMPLES},
    {"roll key", cmd_roll_key, SCRUT_CLI_GROUP_PARTS, "NAME", true, "make the two keys of a reviewer",
     "Writes NAME.pub, for whoever exports, and NAME.key, readable by its owner alone. A file that is there is not "
     "replaced.",
     SCRUT_CLI_ROLL_KEY_OPTIONS, SCRUT_CLI_ROLL_REVIEW_EXAMPLES},
    {"roll link", cmd_roll_link, SCRUT_CLI_GROUP_PARTS, NULL, false,
     "find rows of lists of people that may be one person",
     "Compares rows that agree on parts of their columns, estimates from the lists themselves what each "
     "agreement is worth, and prints how many pairs of rows are one person. Nothing is tuned and no pair is given "
     "beforehand. The order of the rows and the number of threads do not show in the result.\n\n"
     "The file of --pairs holds row numbers, counted from 1 below the header, and the log2 of the odds in 1/1024; no "
     "cell of the lists is printed or written. A pair is a reason to look at two records. It is no reason to remove "
     "anybody: some pairs are two people, and the weights say how many.",
     SCRUT_CLI_ROLL_LINK_OPTIONS, SCRUT_CLI_ROLL_LINK_EXAMPLES},
    {"roll survey", cmd_roll_survey, SCRUT_CLI_GROUP_PARTS, "CASE|FILE", true, "what surveys of the roll say",
     "Estimates every figure of the surveys of a case, or of a file that has a section \"surveys\" alone: the share "
     "with "
     "its interval of 95 %, under strata, stages and weights, or from what was published; those that could not be "
     "reached apart, as best and worst case; the names that this means. Each stands with its question, what was "
     "drawn from, what it is a share of and how was searched.\n\n"
     "Figures that measure the same thing are set against one another: whether they agree within their errors. "
     "Figures of different directions never are, and are never added: from the list to people, from people to the "
     "list, from the list to application forms, and from such forms to the list.",
     SCRUT_CLI_ROLL_SURVEY_OPTIONS, SCRUT_CLI_ROLL_SURVEY_EXAMPLES},
    {"roll draw", cmd_roll_draw, SCRUT_CLI_GROUP_PARTS, NULL, false, "draw a sample of a list from a public seed",
     "Draws rows, or clusters by size and rows in each, and says everything that somebody else needs to draw the same: "
     "the list's SHA-256, the seed, the sampler, the design. The sample holds numbers of rows, counted from 1 below "
     "the "
     "header, and names of strata and clusters; no other cell is written.\n\n"
     "The seed must be chosen after the list is fixed, in public, and by people who do not trust one another: publish "
     "the "
     "list's SHA-256 first; then let each rival throw the same number of dice with ten or six sides before cameras, at "
     "least 20 digits together; write the digits down as they fell, in one line, before anything is drawn; then draw, "
     "once. Who draws twice can choose. The seed is text: a space or a zero more is another seed.",
     SCRUT_CLI_ROLL_DRAW_OPTIONS, SCRUT_CLI_ROLL_DRAW_EXAMPLES},
    {"roll open", cmd_roll_open, SCRUT_CLI_GROUP_PARTS, "FILE", true,
     "open pairs that were sealed for you, on the record",
     "Adds a line to the record of openings, with the file's SHA-256, the reviewer, the reason and the hash of the "
     "line "
     "before, and then writes the pairs. A record that lost or changed a line no longer adds up.",
     SCRUT_CLI_ROLL_OPEN_OPTIONS, SCRUT_CLI_ROLL_REVIEW_EXAMPLES},
    {"roll diff", cmd_roll_diff, SCRUT_CLI_GROUP_PARTS, "CASE", false,
     "what became of every row of a list of voters in its next version",
     "Matches the rows of two versions one to one and counts what was kept, corrected, moved, merged, deleted, split "
     "and "
     "added, in all and by area: rows that are equal in every column first, then by identity number, then by all "
     "columns but the places or but one, then by the model of \"roll link\". With CASE: the last two versions of its "
     "list of voters, and the one before them for rows that were deleted and are back.\n\n"
     "Deletions are set against the deaths that the ages let expect (--mortality, or the case's table) and the rate of "
     "the other areas; additions against the young and that rate, with intervals that allow for areas that differ by "
     "more than chance. The areas that stand out are named.\n\n"
     "Counts of fewer than 10 people are not shown, nor what would give them away. No cell of the lists but the areas' "
     "names is printed or written; the file of --changes holds row numbers, counted from 1 below the header: keep it "
     "as "
     "you keep the lists. Most deletions are deaths and moves. Who was taken off wrongly is found by asking people.",
     SCRUT_CLI_ROLL_DIFF_OPTIONS, SCRUT_CLI_ROLL_DIFF_EXAMPLES},
    {"simulate", cmd_simulate, SCRUT_CLI_GROUP_PROGRAM, NULL, false,
     "make a complete model election whose truth is known",
     "Writes a case folder: stations with areas, returns of several sources with the whole ballot accounting, "
     "announcements and claims, from a model and a seed. The same seed gives the same bytes. Every file says that it "
     "is a model.\n\n"
     "--inject puts irregularities into the returns, KIND:SHARE or KIND:SHARE:PLACE with PLACE random, clustered or "
     "no-agent. What was done to which station, and which findings it must cause, is written into DIR/truth, which "
     "\"scrutineer verify\" does not read.",
     SIMULATE_OPTIONS, SIMULATE_EXAMPLES},
    {"presets", cmd_presets, SCRUT_CLI_GROUP_PROGRAM, "ID", false,
     "list the electoral rules that ship with the program",
     "Lists the rules files that ship with the program with their statute and with what was not verified against "
     "the law. With ID the rules file itself is printed.",
     PRESETS_OPTIONS, PRESETS_EXAMPLES},
    {"version", cmd_version, SCRUT_CLI_GROUP_PROGRAM, NULL, false, "print the version",
     "Prints the version and, with --features, the libraries the program was built with.", VERSION_OPTIONS,
     VERSION_EXAMPLES},
    {"help", cmd_help, SCRUT_CLI_GROUP_PROGRAM, "COMMAND", false, "print help, a manual page or shell completion",
     "Without COMMAND: the list of commands.", HELP_OPTIONS, HELP_EXAMPLES},
    {.name = NULL},
};

const scrut_cli_command *scrut_cli_commands(void)
{
    return COMMANDS;
}

static bool is_name(const char *written, const char *name)
{
    for (; *written != '\0' && (*written == *name || (*written == '-' && *name == ' ')); written++)
        name++;
    return *written == '\0' && *name == '\0';
}

const scrut_cli_command *scrut_cli_find_command(const char *name)
{
    for (const scrut_cli_command *command = COMMANDS; command->name != NULL; command++)
        if (is_name(name, command->name))
            return command;
    return NULL;
}

void scrut_cli_family(const scrut_cli_command *command, char word[], size_t size)
{
    snprintf(word, size, "%.*s", (int)strcspn(command->name, " "), command->name);
}

bool scrut_cli_is_of_family(const scrut_cli_command *command, const char *word)
{
    size_t length = strlen(word);
    return strncmp(command->name, word, length) == 0 && command->name[length] == ' ';
}

const char *scrut_cli_group_title(scrut_cli_group group)
{
    static const char *const TITLES[SCRUT_CLI_GROUP_COUNT] = {
        [SCRUT_CLI_GROUP_CASE] = "The whole case",
        [SCRUT_CLI_GROUP_PARTS] = "One part alone",
        [SCRUT_CLI_GROUP_PROGRAM] = "About the program",
    };
    return TITLES[group];
}
