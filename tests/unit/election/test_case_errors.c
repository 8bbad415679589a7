/* SPDX-License-Identifier: Apache-2.0
 * Every error of the case format, with its place. */
#include "case_folder.h"
#include "harness.h"

#include <stdio.h>

static case_folder folder;

/* Every case begins with these two lines, so the parts of a test begin on line 3. */
#define HEAD "scrutineer: case/1\ntitle: T\n"
#define RETURNS(more) "returns:\n  - {source: s, file: r.csv, station: st, " more "}\n"
#define TABLE(more) "announcements:\n  - version: o\n    tables:\n      - {" more "}\n"

static const case_file FILES[] = {
    {"r.csv", "st,c,v_A,v_B,cast\n1,N,10,5,15\n2,N,3,4,7\n"},
    {"long.csv", "st,list,n,cast\n1,A,10,15\n1,B,5,15\n2,A,3,7\n"},
    {"areas.csv", "st,county,town,v_A\n1,X,Y,10\n2,Z,Y,1\n"},
    {"sub/in.csv", "a,b\n1,2\n"},
    {NULL, NULL},
};

static void set_up(void)
{
    folder = case_folder_new();
    case_folder_write_all(&folder, FILES);
}

static void tear_down(void)
{
    case_folder_remove(&folder);
}

typedef struct {
    const char *yaml, *problems; /* without the first two lines; lines */
} example;

static void check_all(const example examples[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char yaml[4096];
        snprintf(yaml, sizeof yaml, HEAD "%s", examples[i].yaml);
        case_folder_check_problems(&folder, yaml, examples[i].problems);
    }
}
#define CHECK_ALL(examples) check_all(examples, sizeof(examples) / sizeof(examples)[0])

START_TEST(the_format_and_the_title_are_required)
{
    case_folder_check_problems(&folder, "title: T\n",
                               "election.yaml:1:1: \"scrutineer: case/1\" is required (the format and its version)\n");
    case_folder_check_problems(
        &folder, "scrutineer: case/2\ntitle: T\n",
        "election.yaml:1:13: \"scrutineer: case/1\" is required (the format and its version), not case/2\n");
    case_folder_check_problems(&folder, "scrutineer: case/1\n", "election.yaml:1:1: \"title\" is required\n");
    case_folder_check_problems(&folder, "scrutineer: case/1\ntitle:\n", "election.yaml:1:1: \"title\" is required\n");
}
END_TEST

START_TEST(an_unknown_key_is_refused_in_every_part)
{
    static const example EXAMPLES[] = {
        {"titel: x\n",
         "election.yaml:3:1: unknown key \"titel\" in election.yaml; expected one of: scrutineer title...\n"},
        {"\"\": x\n", "election.yaml:3:1: unknown key \"\" in election.yaml...\n"},
        {"title country: x\n", "election.yaml:3:1: unknown key \"title country\" in election.yaml...\n"},
        {"chamber: {seat: 5}\n",
         "election.yaml:3:11: unknown key \"seat\" in chamber; expected one of: name seats facts\n"},
        {"chamber: {facts: [{name: m, seats: 3, refs: x}]}\n",
         "election.yaml:3:39: unknown key \"refs\" in a chamber fact; expected one of: name seats reference "
         "verified\n"},
        {"definitions: {valid: yes}\n", "election.yaml:3:15: unknown key \"valid\" in definitions...\n"},
        {"parties: {rows: [{party: A}], ^unlist: add}\n", "election.yaml:^: unknown key \"unlist\" in parties...\n"},
        {"parties: {rows: [{party: A}], columns: {exemt: x}}\n",
         "election.yaml:3:41: unknown key \"exemt\" in \"columns\"...\n"},
        {"constituencies: {rows: [{constituency: A}], columns: {seat: x}}\n",
         "election.yaml:3:55: unknown key \"seat\" in \"columns\"; expected one of: constituency name...\n"},
        {"constituencies: {rows: [{constituency: N}], ^seats: x}\n",
         "election.yaml:^: unknown key \"seats\" in constituencies...\n"},
        {"stations: {file: r.csv, station: st, colour: red}\n",
         "election.yaml:3:38: unknown key \"colour\" in stations...\n"},
        {RETURNS("^vote: x"), "election.yaml:^: unknown key \"vote\" in returns; expected one of: source...\n"},
        {RETURNS("votes: {^prefx: v_}"), "election.yaml:^: unknown key \"prefx\" in votes...\n"
                                         "election.yaml:4:50: \"votes\" needs \"prefix\"...\n"},
        {RETURNS("status-column: {^colum: c, counted: x}"),
         "election.yaml:^: unknown key \"colum\" in status-column; expected one of: column counted\n"
         "election.yaml:4:58: \"status-column\" needs \"column\" and \"counted\"...\n"},
        {"announcements:\n  - {version: o, tables: [], extra: x}\n",
         "election.yaml:4:30: unknown key \"extra\" in an announcement...\n"},
        {TABLE("level: nation, rows: [], prefix: x"), "election.yaml:6:35: unknown key \"prefix\" in a table...\n"},
        {"notes:\n  - {txt: x}\n",
         "election.yaml:4:6: unknown key \"txt\" in a note; expected one of: text reference verified\n"
         "election.yaml:4:5: a note needs \"text\"\n"},
    };
    CHECK_ALL(EXAMPLES);
}
END_TEST

START_TEST(a_value_of_the_wrong_kind_is_refused)
{
    static const example EXAMPLES[] = {
        {"country: [x]\n", "election.yaml:3:10: \"country\" must be a text\n"},
        {"model: true\n", "election.yaml:3:8: \"model\" must be yes or no, not \"true\"\n"},
        {"chamber: {seats: many}\n",
         "election.yaml:3:18: \"seats\" must be a whole number from 0 to 10000, not \"many\"\n"},
        {"chamber: {seats: -3}\n",
         "election.yaml:3:18: \"seats\" must be a whole number from 0 to 10000, not \"-3\"\n"},
        {"chamber: x\n", "election.yaml:3:10: chamber must be a mapping with some of the keys: name seats facts\n"},
        {"chamber: {facts: x}\n", "election.yaml:3:18: \"facts\" must be a list\n"},
        {"chamber: {facts: [{name: m}]}\n", "election.yaml:3:19: a chamber fact needs \"name\" and \"seats\"\n"},
        {"notes: x\n", "election.yaml:3:8: \"notes\" must be a list\n"},
        {"returns: {source: s}\n", "election.yaml:3:10: \"returns\" must be a list, an entry a source\n"},
        {"announcements: {version: s}\n", "election.yaml:3:16: expected a list, an entry a version\n"},
        {"areas: {a: b}\n", "election.yaml:3:8: expected a text or a list of texts\n"},
        {"areas: [[a]]\n", "election.yaml:3:9: expected a text\n"},
        {"areas: [nation]\n", "election.yaml:3:8: \"nation\" is a level of its own, not an area level\n"},
        {"areas: [a, b, c, d, e, f, g, h, i]\n", "election.yaml:3:8: more than 8 area levels\n"},
        {"returns:\n  - {source: s, file: [r.csv], station: st}\n",
         "election.yaml:4:23: \"file\" must be the name of one file\n"},
        {"parties: {rows: {A: B}}\n", "election.yaml:3:17: \"rows\" must be a list of mappings\n"},
        {"parties: {rows: [A]}\n", "election.yaml:3:17: \"rows\" must be a list of mappings\n"},
        {"parties: {unlisted: add}\n", "election.yaml:3:10: expected either \"file\" or \"rows\"\n"},
        {"parties: {rows: [{party: A}], columns: {party: [x]}}\n",
         "election.yaml:3:48: the column of \"party\" must be a text\n"},
        {"parties: {rows: [{party: A}], unlisted: maybe}\n",
         "election.yaml:3:41: \"unlisted\" must be add or refuse\n"},
        {"parties: {rows: [{party: A}], where: {a: b}}\n",
         "election.yaml:3:38: \"where\" must map columns of a file to texts\n"},
    };
    CHECK_ALL(EXAMPLES);
}
END_TEST

START_TEST(what_an_entry_of_returns_needs_is_said)
{
    static const example EXAMPLES[] = {
        {"returns:\n  - {file: r.csv, station: st}\n", "election.yaml:4:5: \"source\" is required\n"},
        {"returns:\n  - {source: s, station: st}\n", "election.yaml:4:5: \"file\" is required\n"},
        {"returns:\n  - {source: s, file: r.csv}\n", "election.yaml:4:5: \"station\" is required...\n"},
        {"returns:\n  - {source: s, file: r.csv, station: []}\n", "election.yaml:4:39: \"station\" names no column\n"},
        {"returns:\n  - {source: s, file: r.csv, station: {st: c}}\n",
         "election.yaml:4:39: \"station\" must be a column or a list of columns\n"},
        {"returns:\n  - {source: s, file: r.csv, station: [st, code]}\n",
         "election.yaml:4:44: \"code\" is not a column of r.csv; it has: st, c, v_A, v_B, cast\n"},
        {RETURNS("fields: {^casts: cast}"), "election.yaml:^: unknown field \"casts\"...\n"},
        {RETURNS("fields: {cast: ^votes}"),
         "election.yaml:^: \"votes\" is not a column of r.csv; it has: st, c, v_A...\n"},
        {RETURNS("fields: ^[cast]"), "election.yaml:^: \"fields\" must map fields to columns\n"},
        {RETURNS("fields: {cast: ^[]}"),
         "election.yaml:^: field \"cast\" must be a column or a list of at most 8...\n"},
        {RETURNS("fields: {cast: ^{a: b}}"),
         "election.yaml:^: field \"cast\" must be a column or a list of at most 8...\n"},
        {RETURNS("fields: {cast: [cast, ^[v_A]]}"), "election.yaml:^: the column of \"cast\" must be a text\n"},
        {RETURNS("fields: {cast: ^[cast, v_A, v_B, cast, v_A, v_B, cast, v_A, v_B]}"),
         "election.yaml:^: field \"cast\" must be a column or a list of at most 8 columns\n"},
        {RETURNS("fields: {cast: cast}, computed: ^[casts]"),
         "election.yaml:^: unknown field \"casts\" in \"computed\"\n"},
        {RETURNS("areas: {^town: c}"), "election.yaml:^: \"town\" is not one of the levels declared in \"areas\"\n"},
        {RETURNS("areas: ^town"), "election.yaml:^: \"areas\" must map area levels to columns\n"},
        {"areas: [county, town]\n" RETURNS("areas: ^{town: c}"),
         "election.yaml:^: level \"town\" needs its outer level \"county\", too\n"},
        {"areas: [county]\n" RETURNS("areas: {county: ^[c]}"),
         "election.yaml:^: the column of \"county\" must be a text\n"},
        {RETURNS("votes: ^{}"),
         "election.yaml:^: \"votes\" needs \"prefix\", \"columns\", or \"party\" and \"votes\"\n"},
        {RETURNS("votes: ^{party: c}"), "election.yaml:^: \"votes\" needs \"prefix\"...\n"},
        {RETURNS("votes: {prefix: ^w_}"), "election.yaml:^: no column of r.csv begins with \"w_\"\n"},
        {RETURNS("votes: {columns: ^[v_A]}"), "election.yaml:^: \"columns\" must map parties to columns\n"},
        {RETURNS("votes: {columns: {A: ^[v_A]}}"), "election.yaml:^: the column of \"A\" must be a text\n"},
        {RETURNS("votes: {columns: {A: v_A, B: v_B, ^C: x, ^D: y, ^E: z, ^F: w}}"),
         "election.yaml:^: \"x\" is not a column of r.csv...\nelection.yaml:^: \"y\" is not...\n"
         "election.yaml:^: \"z\" is not...\nelection.yaml:^: \"w\" is not...\n"},
        {RETURNS("votes: {prefix: v_, columns: {^A: cast}}"),
         "election.yaml:^: party \"A\" has two vote columns, \"cast\" and another\n"},
        {RETURNS("votes: {prefix: v_}, empty-votes: ^zero"),
         "election.yaml:^: \"empty-votes\" must be unknown or not-standing\n"},
        {RETURNS("votes: {prefix: v_}, empty-rows: ^drop"),
         "election.yaml:^: \"empty-rows\" must be unknown or exclude\n"},
        {RETURNS("tolerate: ^[typos]"), "election.yaml:^: \"tolerate\" knows duplicates and numbers, not \"typos\"\n"},
        {RETURNS("delimiter: ^':'"), "election.yaml:^: \"delimiter\" must be \",\", \";\" or tab\n"},
        {RETURNS("where: {^district: N}"),
         "election.yaml:^: \"where\" needs a column of the file and a text; there is no column \"district\"\n"},
        {RETURNS("where: ^N"), "election.yaml:^: \"where\" must map columns of a file to texts\n"},
        {RETURNS("status-column: ^{column: c}"),
         "election.yaml:^: \"status-column\" needs \"column\" and \"counted\"...\n"},
        {RETURNS("votes: {prefix: v_}") "  - ^{source: s, file: r.csv, station: st}\n",
         "election.yaml:^: source \"s\" is given twice\n"},
        {"returns:\n  - {source: s, file: long.csv, station: st, fields: {valid: n}, votes: ^{party: list, votes: "
         "n}}\n",
         "election.yaml:^: field \"valid\" cannot be read from \"n\", the column of the lists' votes\n"},
    };
    CHECK_ALL(EXAMPLES);
}
END_TEST

START_TEST(what_an_announcement_needs_is_said)
{
    static const example EXAMPLES[] = {
        {"announcements:\n  - {tables: []}\n", "election.yaml:4:5: \"version\" is required\n"},
        {"announcements:\n  - {version: o}\n", "election.yaml:4:5: \"tables\" is required: a list of tables\n"},
        {"announcements:\n  - {version: o, tables: []}\n  - {version: o, tables: []}\n",
         "election.yaml:5:5: version \"o\" is given twice\n"},
        {"announcements:\n  - {version: o, replaces: p, tables: []}\n",
         "election.yaml:4:5: \"replaces\" names \"p\", which is no version here\n"},
        {"announcements:\n  - {version: o, rests-on: ^[s], tables: []}\n",
         "election.yaml:^: \"s\" is not a source of \"returns\"\n"},
        {TABLE("rows: []"), "election.yaml:6:9: \"level\" must be nation, constituency or one of the levels...\n"},
        {TABLE("level: station, rows: []"), "election.yaml:6:9: \"level\" must be nation, constituency...\n"},
        {TABLE("level: nation"), "election.yaml:6:9: expected either \"file\" or \"rows\"\n"},
        {TABLE("level: nation, file: r.csv, rows: []"), "election.yaml:6:9: expected either \"file\" or \"rows\"\n"},
        {TABLE("level: constituency, file: r.csv, votes: {prefix: v_}"),
         "election.yaml:6:9: \"constituency\" is required at this level: the column that names the unit\n"},
        {"areas: [county]\n" TABLE("level: county, file: r.csv, votes: {prefix: v_}"),
         "election.yaml:7:9: \"area\" is required at this level: the column that names the unit\n"},
        {TABLE("level: nation, file: r.csv, fields: {^casts: cast}"),
         "election.yaml:^: \"casts\" is not a field, or its column is not a text\n"},
        {TABLE("level: nation, file: r.csv, fields: ^[cast]"),
         "election.yaml:^: \"fields\" must map fields to columns\n"},
        {TABLE("level: nation, file: r.csv, fields: {cast: ^x}"),
         "election.yaml:^: \"x\" is not a column of r.csv...\n"},
        {TABLE("level: nation, file: r.csv, votes: {prefix: ^w_}"),
         "election.yaml:^: no column of r.csv begins with \"w_\"\n"},
        {TABLE("level: nation, file: r.csv, votes: ^{party: c}"),
         "election.yaml:^: \"votes\" needs the key \"votes\", the column of the figures\n"},
        {TABLE("level: nation, file: r.csv, votes: ^{}"),
         "election.yaml:^: expected \"prefix\", \"columns\", or \"party\"...\n"},
        {TABLE("level: nation, file: r.csv, votes: {columns: ^[A]}"),
         "election.yaml:^: \"columns\" must map parties...\n"},
        {TABLE("level: nation, file: r.csv, votes: {columns: {B: ^[v_B]}}"),
         "election.yaml:^: the column of \"B\" must be a text\n"},
        {TABLE("level: nation, rows: [{A: 1}], votes: {columns: {A: A}}, empty-votes: ^zero"),
         "election.yaml:^: \"empty-votes\" must be unknown or not-standing\n"},
        {"areas: [county]\n" TABLE("level: county, rows: [{a: X, A: 1}], area: a, votes: {columns: {A: A}}"),
         "election.yaml:7: no station lies in an area \"X\" of this level\n"},
        {TABLE("level: constituency, rows: [{c: '', A: 1}], constituency: c, votes: {columns: {A: A}}"),
         "election.yaml:6: the row names no unit\n"},
        {TABLE("level: nation, rows: [{party: A, votes: 5, ^vots: 6}], votes: {party: party, votes: votes}"),
         "election.yaml:^: nothing asks for the key \"vots\" of this row\n"},
        {TABLE("level: nation, rows: [{party: A, votes: x}], votes: {party: party, votes: votes}"),
         "election.yaml:6: \"x\" in column \"votes\": expected a whole number from 0 to 1099511627776\n"},
        {TABLE("level: nation, rows: [{party: A, votes: -1}], votes: {party: party, votes: votes}"),
         "election.yaml:6: \"-1\" in column \"votes\": expected a whole number from 0 to 1099511627776\n"},
        {TABLE(
             "level: nation, rows: [{party: A, votes: 1}, {party: A, votes: 2}], votes: {party: party, votes: votes}"),
         "election.yaml:6: 2 here, but election.yaml line 6 says 1 for the same figure\n"},
    };
    CHECK_ALL(EXAMPLES);
}
END_TEST

START_TEST(second_places_candidates_and_times_are_refused_where_they_are_wrong)
{
    static const example EXAMPLES[] = {
        {RETURNS("votes: {prefix: v_}, twice: ^{}"), "election.yaml:^: \"twice\" must be a list\n"},
        {RETURNS("votes: {prefix: v_}, twice: [^{check: A03, fields: {cast: cast}}]"),
         "election.yaml:^: an entry of \"twice\" needs \"check\": A04 (another place of the form) or X04 (a second "
         "entry "
         "of it)\n"},
        {RETURNS("votes: {prefix: v_}, twice: [^{check: A04}]"),
         "election.yaml:^: an entry of \"twice\" needs \"fields\" or \"votes\"\n"},
        {RETURNS("votes: {prefix: v_}, twice: [{check: A04, fields: {^cast: cast}}]"),
         "election.yaml:^: \"cast\" is no field that this source gives in a first place\n"},
        {RETURNS("fields: {cast: cast}, twice: [{check: A04, fields: {cast: ^kast}}]"),
         "election.yaml:^: \"kast\" is not a column of r.csv; it has: st, c, v_A, v_B, cast\n"},
        {RETURNS("votes: {prefix: v_}, candidates: ^{prefix: v_}"),
         "election.yaml:^: \"separator\" must be the one character between the list and its candidate\n"},
        {RETURNS("votes: {prefix: v_}, candidates: {prefix: ^v_, separator: _}"),
         "election.yaml:^: no column of r.csv is called \"v_\", a list, \"_\" and a candidate\n"},
        {RETURNS("votes: {prefix: v_}, candidates: ^{}"),
         "election.yaml:^: \"candidates\" needs \"prefix\" or \"columns\"\n"},
        {RETURNS("votes: {prefix: v_}, candidates: {columns: ^A}"),
         "election.yaml:^: \"columns\" must map parties to lists of columns\n"},
        {RETURNS("votes: {prefix: v_}, candidates: {columns: {A: ^[v_B, v_B]}}"),
         "election.yaml:^: column \"v_B\" is named twice for the candidates of \"A\"\n"},
        {"returns:\n  - ^{source: s, file: long.csv, station: st, votes: {party: list, votes: n}, candidates: "
         "{columns: "
         "{A: n}}}\n",
         "election.yaml:^: \"twice\" and \"candidates\" need a row a station, not one a party\n"},
        {RETURNS("times: {shut: c}"), "election.yaml:4:51: unknown key \"shut\"...\n"},
        {RETURNS("times: {closed: c}"), "r.csv:2: \"N\" in column \"c\": expected a time such as 07:30\n"
                                        "r.csv:3: \"N\" in column \"c\": expected a time such as 07:30\n"},
        {"definitions: {polls-open: ^7}\n", "election.yaml:^: \"polls-open\" must be a time such as \"07:30\"\n"},
        {"definitions: {polls-close: ^\"24:00\"}\n", "election.yaml:^: \"polls-close\" must be a time such as...\n"},
        {"definitions: {forms-due: ^\"06:00\"}\n",
         "election.yaml:^: \"forms-due\" must be a time such as \"2020-05-18 06:00\"\n"},
        {"definitions: {forms-due: ^\"2021-02-29 06:00\"}\n", "election.yaml:^: \"forms-due\" must be a time...\n"},
    };
    CHECK_ALL(EXAMPLES);
}
END_TEST

START_TEST(what_voters_report_is_of_known_stations_and_parties)
{
    static const example EXAMPLES[] = {
        {RETURNS("votes: {prefix: v_}") "voter-reports:\n  rows:\n    - {station: 9, party: A, voters: 2}\n"
                                        "    - {station: 1, party: Z, voters: 2}\n"
                                        "    - {station: 1, party: A, voters: few}\n"
                                        "    - {station: 1, party: A, voters: \"\"}\n",
         "election.yaml:8: \"Z\" is no party of this case, nor an alias of one alone\n"
         "election.yaml:9: \"few\" in column \"voters\": expected a whole number from 0 to 1099511627776\n"
         "election.yaml:10: \"\" is no number of voters\n"
         "election.yaml:7: \"9\" is a station of no source of \"returns\"\n"},
        {RETURNS("votes: {prefix: v_}") "voter-reports: ^{rows: [{station: 1, party: A}]}\n",
         "election.yaml:^: \"voters\" is not a column of election.yaml\n"},
    };
    CHECK_ALL(EXAMPLES);
}
END_TEST

START_TEST(a_time_is_read_to_the_minute_or_not_at_all)
{
    static const struct {
        const char *text;
        int32_t minutes; /* -1: no time */
        bool dated;
    } TIMES[] = {
        {"00:00", 0, false},
        {"23:59", 1439, false},
        {"07:30:59", 450, false},
        {"1970-01-01 00:00", 0, true},
        {"1970-01-02T01:00", 1500, true},
        {"2000-02-29T00:00", 15863040, true}, /* 11,016 days: 30 years of 365, 7 leap days, and 59 */
        {"7:30", -1, false},
        {"24:00", -1, false},
        {"12:60", -1, false},
        {"12:30:61", -1, false},
        {"12:30 ", -1, false},
        {"1900-02-29T00:00", -1, false},
        {"2020-13-01T00:00", -1, false},
        {"2020-04-31T00:00", -1, false},
        {"2020-04-30", -1, false},
        {"2020-04-30X10:00", -1, false},
        {"", -1, false},
    };
    for (size_t i = 0; i < sizeof TIMES / sizeof TIMES[0]; i++) {
        bool dated = false;
        int32_t minutes = -1;
        bool read = scrut_time_parse(TIMES[i].text, &dated, &minutes);
        ck_assert_msg(read == (TIMES[i].minutes >= 0) && minutes == TIMES[i].minutes && dated == TIMES[i].dated,
                      "%s: %d %d", TIMES[i].text, read, minutes);
    }
}
END_TEST

START_TEST(names_are_matched_or_refused_never_guessed)
{
    static const example EXAMPLES[] = {
        {"parties: {rows: [{party: A}]}\n" RETURNS("votes: {prefix: ^v_}"),
         "election.yaml:^: \"B\" is not a listed party, nor an alias of one\n"},
        {"parties: {rows: [{party: A}, {party: A}]}\n", "election.yaml:3: party \"A\" is listed twice\n"},
        {"parties: {rows: [{party: A}, {name: x}]}\n", "election.yaml:3: a party without an id\n"},
        {"parties: ^{rows: [{name: A}]}\n", "election.yaml:^: \"party\" is not a column of election.yaml\n"},
        {"parties: {rows: [{party: A, exempt: maybe}]}\n",
         "election.yaml:3: \"exempt\" must be yes or no, not \"maybe\"\n"},
        {"parties: {rows: [{party: A, hidden-in: B}, {party: B}]}\n",
         "election.yaml: party \"A\" is hidden in \"B\", which is not a party with aggregate: yes\n"},
        {"parties: {rows: [{party: A, hidden-in: C}]}\n",
         "election.yaml: party \"A\" is hidden in \"C\", which is not...\n"},
        {"parties: {rows: [{party: A, aggregate: yes, split-by: o}]}\nannouncements: []\n",
         "election.yaml: party \"A\": \"split-by\" needs aggregate: yes and a version of \"announcements\"\n"},
        {"parties: {rows: [{party: P, aliases: [A, B]}, {party: Q, aliases: B}]}\n" RETURNS("votes: {prefix: ^v_}"),
         "election.yaml:^: \"B\" is the name of more than one party\n"},
        {"parties: {rows: [{party: P, aliases: [A, B]}]}\n" RETURNS("votes: {prefix: ^v_}"),
         "election.yaml:^: party \"B\" has two vote columns, \"v_B\" and another\n"},
        {"constituencies: {rows: [{constituency: S}]}\n" RETURNS("constituency: c, votes: {prefix: v_}"),
         "r.csv:2: \"N\" is not a listed constituency, nor an alias of one\n"},
        {"constituencies: {rows: [{constituency: S, name: n}, {constituency: T, aliases: N}]}\n" RETURNS(
             "constituency: c, votes: {prefix: v_}"),
         "r.csv:2: \"N\" is the name of more than one constituency\n"},
        {"constituencies: {rows: [{constituency: N, seats: 3}, {constituency: N, seats: 4}]}\n",
         "election.yaml:3: constituency \"N\" has other seats here than on line 3\n"},
        {"constituencies: {rows: [{seats: 3, constituency: ''}]}\n", "election.yaml:3: a constituency without an id\n"},
        {"constituencies: {rows: [{constituency: N, seats: 10001}]}\n",
         "election.yaml:3: 10001 seats, more than 10000\n"},
        {"constituencies: {rows: [{constituency: N}]}\n" RETURNS("votes: {prefix: v_}"),
         "election.yaml: r.csv needs \"constituency\", a column or the stations list that says where each station "
         "is\n"},
        {"areas: [county, town]\nreturns:\n  - {source: s, file: areas.csv, station: st, areas: {county: county, town: "
         "town}}\n" TABLE("level: town, rows: [{a: Y, A: 1}], area: a, votes: {columns: {A: A}}"),
         "election.yaml:9: \"Y\" is the name of more than one area of this level\n"},
    };
    CHECK_ALL(EXAMPLES);
}
END_TEST

START_TEST(a_formula_is_fields_joined_by_signs)
{
    static const example EXAMPLES[] = {
        {"definitions: {expected-in-box: issued + x}\n",
         "election.yaml:3:32: \"expected-in-box\" has \"x\" where a field name was expected\n"},
        {"definitions: {expected-in-box: \"\"}\n",
         "election.yaml:3:32: \"expected-in-box\" has \"\" where a field name was expected\n"},
        {"definitions: {received: issued unused}\n",
         "election.yaml:3:25: \"received\" has \"unused\" where + or - was expected\n"},
        {"definitions: {received: issued +}\n",
         "election.yaml:3:25: \"received\" has \"\" where a field name was expected\n"},
        {"definitions: {received: -issued}\n",
         "election.yaml:3:25: \"received\" has \"-issued\" where a field name was expected\n"},
        {"definitions: {received: issued + issued}\n",
         "election.yaml:3:25: \"received\" names the field \"issued\" twice\n"},
        {"definitions: {received: issued - unused + issuedissuedissuedissuedissuedissuedissuedissued}\n",
         "election.yaml:3:25: \"received\" has \"issuedissued...\n"},
    };
    CHECK_ALL(EXAMPLES);
}
END_TEST

START_TEST(an_earlier_election_adds_no_constituencies)
{
    case_folder_check_problems(
        &folder,
        HEAD RETURNS("constituency: c, votes: {prefix: v_}") "previous:\n  - version: p\n    tables:\n"
                                                             "      - {level: constituency, rows: [{c: S, A: "
                                                             "1}], constituency: c, votes: {columns: {A: A}}}\n",
        "election.yaml:8: \"S\" is not a listed constituency, nor an alias of one\n");
}
END_TEST

START_TEST(everything_wrong_is_listed_at_once)
{
    case_folder_check_problems(
        &folder,
        "scrutineer: case/9\ncuntry: XX\nchamber: {seats: x}\nmodel: perhaps\nrules: {preset: none}\n"
        "definitions: {received: a}\nareas: [station]\nnotes: [{}]\n"
        "parties: {rows: [{party: A}, {party: A}]}\n"
        "returns:\n  - {source: s, file: none.csv, station: st}\n  - {source: s, file: r.csv}\n"
        "announcements:\n  - {version: o}\n",
        "election.yaml:2:1: unknown key \"cuntry\"...\nelection.yaml:1:13: \"scrutineer: case/1\"...\n"
        "election.yaml:1:1: \"title\" is required\nelection.yaml:4:8: \"model\"...\n"
        "election.yaml:3:18: \"seats\"...\nelection.yaml:5:...\nelection.yaml:6:25: \"received\"...\n"
        "election.yaml:9: party \"A\" is listed twice\nelection.yaml:7:8: \"station\" is a level...\n"
        "election.yaml:11:23: cannot open \"none.csv\"...\n"
        "election.yaml:12:5: \"station\" is required...\nelection.yaml:14:5: \"tables\" is required...\n"
        "election.yaml:8:9: a note needs \"text\"\n");
}
END_TEST

START_TEST(a_long_name_is_cut_between_letters)
{
    /* 3 bytes a letter, so 60 bytes after one of 1 byte end in the middle of one */
    case_folder_check_problems(
        &folder,
        HEAD "parties: {rows: [{party: A}]}\nannouncements:\n  - version: o\n    tables:\n      - level: nation\n"
             "        rows: [{p: xកកកកកកកកកកកកកកកកកកកកកកកកកកកកកក, n: 1}]\n        votes: {party: p, votes: n}\n",
        "election.yaml:8: \"xកកកកកកកកកកកកកកកកកកក\" is not a listed party, nor an alias of one\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("case errors");
    TCase *tests = tcase_create("core");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, the_format_and_the_title_are_required);
    tcase_add_test(tests, an_unknown_key_is_refused_in_every_part);
    tcase_add_test(tests, a_value_of_the_wrong_kind_is_refused);
    tcase_add_test(tests, what_an_entry_of_returns_needs_is_said);
    tcase_add_test(tests, what_an_announcement_needs_is_said);
    tcase_add_test(tests, second_places_candidates_and_times_are_refused_where_they_are_wrong);
    tcase_add_test(tests, what_voters_report_is_of_known_stations_and_parties);
    tcase_add_test(tests, a_time_is_read_to_the_minute_or_not_at_all);
    tcase_add_test(tests, names_are_matched_or_refused_never_guessed);
    tcase_add_test(tests, a_formula_is_fields_joined_by_signs);
    tcase_add_test(tests, an_earlier_election_adds_no_constituencies);
    tcase_add_test(tests, everything_wrong_is_listed_at_once);
    tcase_add_test(tests, a_long_name_is_cut_between_letters);
    return scrut_test_main(suite);
}
