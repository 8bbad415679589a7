/* SPDX-License-Identifier: Apache-2.0
 * What is said of missing and of differing stations, against trying everything: in small elections every way in which
 * the missing voters could have voted, and every choice of stations for which the second source is taken instead of the
 * first. Seats are allocated here once more, by comparing all quotients. A failure names its seed. */
#include "case_folder.h"
#include "draw.h"
#include "extent.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/reconcile.h"

#include <string.h>

enum { LISTS = 3, STATIONS_MAX = 8, SEATS_MAX = 4 };

static case_folder folder;
static scrut_case *c;
static scrut_reconciliation *r;
static uint64_t seeds;

static void set_up(void)
{
    folder = case_folder_new();
    c = NULL;
    r = NULL;
    seeds = (uint64_t)test_extent(80, 250, 20000);
}

static void tear_down(void)
{
    scrut_reconciliation_free(r);
    scrut_case_free(c);
    case_folder_remove(&folder);
}

/* ---- seats by all quotients ---- */

typedef struct {
    int certain[LISTS], possible[LISTS];
} outcome;

/* Quotients v / k of each list that are larger than that of list `of` for its seat `seat`, and equal to it. */
static void count_quotients(const int64_t votes[LISTS], int of, int seat, int larger[LISTS], int equal[LISTS])
{
    for (int i = 0; i < LISTS; i++) {
        larger[i] = equal[i] = 0;
        for (int k = 1; k <= SEATS_MAX && votes[i] > 0; k++) {
            larger[i] += votes[i] * seat > votes[of] * k;
            equal[i] += votes[i] * seat == votes[of] * k;
        }
    }
}

static int sum_of(const int numbers[LISTS])
{
    int sum = 0;
    for (int i = 0; i < LISTS; i++)
        sum += numbers[i];
    return sum;
}

/* D'Hondt with one seat is the list with most votes. Some list must have a vote. */
static outcome allocate(const int64_t votes[LISTS], int seats)
{
    outcome o = {{0}, {0}};
    int larger[LISTS], equal[LISTS];
    for (int of = 0; of < LISTS; of++)
        for (int seat = 1; seat <= SEATS_MAX && votes[of] > 0; seat++) {
            count_quotients(votes, of, seat, larger, equal);
            int left = seats - sum_of(larger), tied = sum_of(equal);
            if (left <= 0 || left > tied)
                continue; /* not the quotient of the last seat */
            for (int i = 0; i < LISTS; i++) {
                o.certain[i] = larger[i] + (left > tied - equal[i] ? left - (tied - equal[i]) : 0);
                o.possible[i] = larger[i] + (left < equal[i] ? left : equal[i]);
            }
            return o;
        }
    ck_abort_msg("no last seat");
    return o;
}

/* ---- small elections ---- */

typedef struct {
    int seats, stations;
    bool rules;
    int64_t registered[STATIONS_MAX], a[STATIONS_MAX][LISTS], b[STATIONS_MAX][LISTS];
    bool held[STATIONS_MAX];
} election;

static election draw_election(draw *d)
{
    election e = {.seats = 1 + (int)below(d, SEATS_MAX), .rules = below(d, 4) != 0};
    e.seats = e.rules ? e.seats : 1;
    e.stations = 3 + (int)below(d, STATIONS_MAX - 2);
    for (int s = 0; s < e.stations; s++) {
        e.held[s] = s == 0 || below(d, 4) != 0;
        e.registered[s] = below(d, 3);
        for (int i = 0; i < LISTS; i++) {
            e.a[s][i] = below(d, 6) + (s == 0);
            e.b[s][i] = below(d, 2) == 0 ? e.a[s][i] : below(d, 6) + (s == 0);
        }
    }
    return e;
}

static void put_table(const election *e, const char *name, const int64_t votes[STATIONS_MAX][LISTS], bool all)
{
    scrut_buf text = {0};
    scrut_buf_puts(&text, "st,c,v_A,v_B,v_C\n");
    for (int s = 0; s < e->stations; s++)
        if (all || e->held[s])
            scrut_buf_printf(&text, "%d,K,%lld,%lld,%lld\n", s, (long long)votes[s][0], (long long)votes[s][1],
                             (long long)votes[s][2]);
    case_folder_write(&folder, name, text.bytes);
    scrut_buf_free(&text);
}

static void compare(const election *e, bool both)
{
    scrut_buf yaml = {0}, list = {0};
    scrut_error err;
    scrut_buf_printf(&yaml,
                     "scrutineer: case/1\ntitle: T\n%sconstituencies: {rows: [{constituency: K, seats: %d}]}\n%s"
                     "returns:\n  - {source: a, file: a.csv, station: st, constituency: c, votes: {prefix: v_}}\n%s",
                     e->rules ? "rules: {method: dhondt}\n" : "", e->seats,
                     both ? ""
                          : "stations: {file: list.csv, station: st, constituency: c, fields: {registered: reg}}\n",
                     both ? "  - {source: b, file: b.csv, station: st, constituency: c, votes: {prefix: v_}}\n" : "");
    scrut_buf_puts(&list, "st,c,reg\n");
    for (int s = 0; s < e->stations; s++)
        scrut_buf_printf(&list, "%d,K,%lld\n", s, (long long)e->registered[s]);
    case_folder_write(&folder, "election.yaml", yaml.bytes);
    case_folder_write(&folder, "list.csv", list.bytes);
    put_table(e, "a.csv", e->a, both);
    put_table(e, "b.csv", e->b, true);
    scrut_buf_free(&yaml);
    scrut_buf_free(&list);
    scrut_reconciliation_free(r);
    scrut_case_free(c);
    r = NULL;
    c = case_folder_load(&folder, 0);
    ck_assert_msg(scrut_reconcile(c, NULL, 0, NULL, &r, &err) == SCRUT_OK, "%s", err.message);
}

/* ---- what is missing ---- */

static void sum_held(const election *e, int64_t votes[LISTS], int64_t *ret_missing)
{
    *ret_missing = 0;
    memset(votes, 0, LISTS * sizeof *votes);
    for (int s = 0; s < e->stations; s++) {
        *ret_missing += e->held[s] ? 0 : e->registered[s];
        for (int i = 0; i < LISTS; i++)
            votes[i] += e->held[s] ? e->a[s][i] : 0;
    }
}

/* Fewest of at most `most` ballots, added to any lists, that make another outcome; most + 1: none does. */
static int64_t fewest_added(const int64_t votes[LISTS], int seats, int64_t most)
{
    const outcome now = allocate(votes, seats);
    int64_t best = most + 1;
    for (int64_t x = 0; x <= most; x++)
        for (int64_t y = 0; x + y <= most; y++)
            for (int64_t z = 0; x + y + z <= most; z++) {
                const int64_t then[LISTS] = {votes[0] + x, votes[1] + y, votes[2] + z};
                outcome o = allocate(then, seats);
                if (x + y + z < best && memcmp(&o, &now, sizeof o) != 0)
                    best = x + y + z;
            }
    return best;
}

static bool is_drawn(const int64_t votes[LISTS], int seats)
{
    const outcome o = allocate(votes, seats);
    return memcmp(o.certain, o.possible, sizeof o.certain) != 0;
}

START_TEST(what_is_missing_decides_nothing_where_no_way_of_voting_changes_the_outcome)
{
    int decided = 0, open = 0;
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        draw d = {seed * 2};
        const election e = draw_election(&d);
        int64_t votes[LISTS], missing;
        compare(&e, false);
        sum_held(&e, votes, &missing);
        const scrut_coverage_unit *u = &r->coverage[0].units[0];
        int64_t fewest = fewest_added(votes, e.seats, missing);
        ck_assert_msg(u->missing_voters == missing, "seed %llu: %lld voters are missing, not %lld",
                      (unsigned long long)seed, (long long)missing, (long long)u->missing_voters);
        ck_assert_msg(u->decided == (missing == 0 || fewest > missing), "seed %llu: %lld missing, %lld needed, said %d",
                      (unsigned long long)seed, (long long)missing, (long long)fewest, u->decided);
        int64_t needed = is_drawn(votes, e.seats) ? 0 : fewest; /* a draw may change a drawn seat as it is */
        if (fewest <= missing && missing > 0)
            ck_assert_msg(u->needed.exact && u->needed.at_least == needed, "seed %llu: %lld, not %lld",
                          (unsigned long long)seed, (long long)needed, (long long)u->needed.at_least);
        decided += u->decided && missing > 0;
        open += !u->decided;
    }
    printf("# seeds 1 to %llu: %d decided without what is missing, %d not\n", (unsigned long long)seeds, decided, open);
    ck_assert_int_gt(decided, (int)seeds / 20);
    ck_assert_int_gt(open, (int)seeds / 20);
}
END_TEST

/* ---- which stations decide ---- */

/* The fewest stations for which b, taken instead of a, makes another outcome; 0: no choice does. */
static int fewest_stations(const election *e)
{
    int64_t votes[LISTS] = {0};
    int best = 0;
    for (int s = 0; s < e->stations; s++)
        for (int i = 0; i < LISTS; i++)
            votes[i] += e->a[s][i];
    const outcome now = allocate(votes, e->seats);
    for (unsigned choice = 1; choice < 1U << e->stations; choice++) {
        int64_t then[LISTS];
        int count = __builtin_popcount(choice);
        memcpy(then, votes, sizeof then);
        for (int s = 0; s < e->stations; s++)
            for (int i = 0; i < LISTS && (choice >> s & 1) != 0; i++)
                then[i] += e->b[s][i] - e->a[s][i];
        outcome o = allocate(then, e->seats);
        if (memcmp(&o, &now, sizeof o) != 0 && (best == 0 || count < best))
            best = count;
    }
    return best;
}

START_TEST(the_stations_to_open_first_are_the_fewest_that_change_the_outcome)
{
    int found[STATIONS_MAX + 1] = {0};
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        draw d = {seed * 2 + 1};
        const election e = draw_election(&d);
        compare(&e, true);
        const scrut_pair_outcome *o = &r->outcomes[0];
        int fewest = fewest_stations(&e), said = o->unit_count > 0 ? (int)o->units[0].station_count : 0;
        ck_assert_msg(said == fewest, "seed %llu: %d stations decide, not %d", (unsigned long long)seed, fewest, said);
        found[fewest]++;
    }
    printf("# seeds 1 to %llu: none decides %d, one %d, two %d, three %d, more %d\n", (unsigned long long)seeds,
           found[0], found[1], found[2], found[3], (int)seeds - found[0] - found[1] - found[2] - found[3]);
    ck_assert_int_gt(found[1], 0);
    ck_assert_int_gt(found[2], 0);
    ck_assert_int_gt(found[3], 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reconcile_brute");
    TCase *core = tcase_create("core");
    tcase_add_checked_fixture(core, set_up, tear_down);
    tcase_set_timeout(core, 240);
    tcase_add_test(core, what_is_missing_decides_nothing_where_no_way_of_voting_changes_the_outcome);
    tcase_add_test(core, the_stations_to_open_first_are_the_fewest_that_change_the_outcome);
    suite_add_tcase(suite, core);
    return scrut_test_main(suite);
}
