/* SPDX-License-Identifier: Apache-2.0 */
#include "random_case.h"
#include "harness.h"
#include "scrutineer/report.h"

#include <string.h>

enum { CONSTITUENCIES = 4, TOWNS = 3, SOURCES = 2, FIRST = CONSTITUENCIES * TOWNS };

static uint64_t state;

static int64_t below(int64_t n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((state >> 33) % (uint64_t)n);
}

typedef struct {
    char *lines[SOURCES];
} station_rows;

static int64_t sums[CONSTITUENCIES][RANDOM_CASE_PARTIES];

static void number_or_gap(scrut_buf *line, int64_t value)
{
    scrut_buf_putc(line, ',');
    if (below(40) > 0)
        scrut_buf_int(line, value);
}

/* The form of a station, as one source copied it: now and then with a slip. */
static char *one_form(int number, int64_t k, int64_t town, const int64_t votes[], int64_t invalid, bool exact)
{
    scrut_buf line = {0};
    int64_t valid = 0;
    scrut_buf_printf(&line, "s%05d,K%d,T%d", number, (int)k, (int)town);
    for (int p = 0; p < RANDOM_CASE_PARTIES; p++) {
        valid += votes[p];
        int64_t slip = exact || below(30) > 0 ? 0 : below(20);
        number_or_gap(&line, votes[p] + slip);
    }
    number_or_gap(&line, valid);
    number_or_gap(&line, invalid);
    number_or_gap(&line, valid + invalid + (below(25) == 0 ? below(5) : 0));
    number_or_gap(&line, valid + invalid + 50 - (below(30) == 0 ? 60 : 0));
    scrut_buf_putc(&line, '\n');
    return line.bytes;
}

static station_rows one_station(int number)
{
    int64_t k = below(CONSTITUENCIES), town = below(TOWNS);
    if (number < FIRST) { /* each area once, for areas are listed as they appear */
        k = number / TOWNS;
        town = number % TOWNS;
    }
    int64_t votes[RANDOM_CASE_PARTIES], invalid = below(9);
    for (int p = 0; p < RANDOM_CASE_PARTIES; p++) {
        votes[p] = below(200 / (p + 1) + 1);
        sums[k][p] += votes[p];
    }
    station_rows rows;
    for (int i = 0; i < SOURCES; i++)
        rows.lines[i] = one_form(number, k, town, votes, invalid, i > 0);
    return rows;
}

/* Where each row but the first ones goes, by the seed of the shuffle. */
static void shuffle_rows(station_rows rows[], int count, uint64_t seed)
{
    uint64_t kept = state;
    state = seed;
    for (int i = count - 1; seed != 0 && i > FIRST; i--) {
        int64_t k = FIRST + below(i + 1 - FIRST);
        station_rows row = rows[i];
        rows[i] = rows[k];
        rows[k] = row;
    }
    state = kept;
}

static void write_returns(const case_folder *folder, station_rows rows[], const random_case_options *options)
{
    static const char *const NAMES[SOURCES] = {"r0.csv", "r1.csv"};
    for (int i = 0; i < SOURCES; i++) {
        scrut_buf text = {0};
        scrut_buf_puts(&text, "st,c,town");
        for (int p = 0; p < RANDOM_CASE_PARTIES; p++)
            scrut_buf_printf(&text, ",v_%s", options->labels[p]);
        scrut_buf_puts(&text, ",valid,bad,cast,reg\n");
        for (int s = 0; s < options->stations; s++)
            scrut_buf_puts(&text, rows[s].lines[i]);
        case_folder_write_bytes(folder, NAMES[i], text.bytes, text.length);
        scrut_buf_free(&text);
    }
}

static void write_announcement(scrut_buf *yaml, const char *id, const random_case_options *options)
{
    scrut_buf_printf(yaml,
                     "  - version: %s\n    tables:\n      - level: constituency\n        constituency: c\n"
                     "        votes: {party: p, votes: v}\n        seats: {party: p, seats: s}\n        rows:\n",
                     id);
    for (int k = 0; k < CONSTITUENCIES; k++)
        for (int p = 0; p < RANDOM_CASE_PARTIES; p++)
            scrut_buf_printf(yaml, "          - {c: K%d, p: %s, v: %lld, s: %lld}\n", k, options->labels[p],
                             (long long)(sums[k][p] + (below(6) == 0 ? below(40) : 0)), (long long)below(3));
}

static void write_yaml(const case_folder *folder, const random_case_options *options)
{
    scrut_buf yaml = {0};
    scrut_buf_puts(&yaml,
                   "scrutineer: case/1\ntitle: T\nrules: {method: sainte-lague, thresholds: [{share: 3%, base: valid, "
                   "scope: nation}]}\n"
                   "chamber: {seats: 17, facts: [{name: majority, seats: 9}]}\nareas: [town]\nparties:\n  rows:\n");
    for (int p = 0; p < RANDOM_CASE_PARTIES; p++)
        scrut_buf_printf(&yaml, "    - {party: %s}\n", options->labels[p]);
    scrut_buf_puts(&yaml, "constituencies:\n  rows:\n");
    for (int k = 0; k < CONSTITUENCIES; k++)
        scrut_buf_printf(&yaml, "    - {constituency: K%d, seats: %d}\n", k, 5 - k % 3);
    scrut_buf_puts(&yaml, "returns:\n");
    for (int i = 0; i < SOURCES; i++)
        scrut_buf_printf(
            &yaml,
            "  - {source: r%d, file: r%d.csv, station: st, constituency: c, areas: {town: town}, votes: {prefix: v_},\n"
            "     fields: {valid: valid, invalid: bad, cast: cast, registered: reg}}\n",
            i, i);
    scrut_buf_puts(&yaml, "announcements:\n");
    write_announcement(&yaml, "first", options);
    write_announcement(&yaml, "second", options);
    case_folder_write(folder, "election.yaml", yaml.bytes);
    scrut_buf_free(&yaml);
}

void random_case_write(const case_folder *folder, uint64_t seed, const random_case_options *options)
{
    state = seed;
    memset(sums, 0, sizeof sums);
    station_rows *rows = calloc((size_t)options->stations, sizeof *rows);
    ck_assert_ptr_nonnull(rows);
    for (int s = 0; s < options->stations; s++)
        rows[s] = one_station(s);
    shuffle_rows(rows, options->stations, options->shuffle);
    write_returns(folder, rows, options);
    write_yaml(folder, options);
    for (int s = 0; s < options->stations; s++)
        for (int i = 0; i < SOURCES; i++)
            free(rows[s].lines[i]);
    free(rows);
}

char *random_case_results(const case_folder *folder, int threads)
{
    scrut_pool *pool = scrut_pool_new(threads);
    scrut_case *c = case_folder_load(folder, threads);
    scrut_verdict *v = NULL;
    scrut_error err = {.message = ""};
    scrut_buf out = {0};
    ck_assert_msg(scrut_verify(c, pool, &v, &err) == SCRUT_OK, "%s", err.message);
    ck_assert_int_eq(scrut_report_json(v, "0", &out, &err), SCRUT_OK);
    scrut_verdict_free(v);
    scrut_case_free(c);
    scrut_pool_free(pool);
    return out.bytes;
}
