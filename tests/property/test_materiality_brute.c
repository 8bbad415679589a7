/* SPDX-License-Identifier: Apache-2.0
 * Small elections in which every way is tried to move, take out or add the ballots concerned, and to add those of a
 * station whose return is missing: "cannot" must mean that none of them changes a seat or the majority, "could" that
 * one does; for all findings together and for each alone. Random cases; a failure names its seed. */
#include "case_folder.h"
#include "extent.h"
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/materiality.h"

#include <stdio.h>
#include <string.h>

enum {
    LISTS = 3,
    PLACES = 2,
    STATIONS = 3,
    VOTES_MAX = 9,
    EXCESS_MAX = 3,
    MISSING_MAX = 3,
    SIDE = 2 * (STATIONS * (VOTES_MAX + EXCESS_MAX) + MISSING_MAX + 1)
};
#define FIRST_SEED UINT64_C(20190)

typedef struct {
    const char *rule;
    scrut_method method;
    bool share; /* a list needs a fifth of the votes */
} system_rules;

typedef struct {
    int64_t votes[LISTS], excess; /* a missing station: no votes, and so many voters */
} station;

/* Over every way to treat the ballots concerned. */
typedef struct {
    int64_t most[LISTS], least[LISTS]; /* seats a list may hold */
    bool changes;                      /* some way leads to other seats than now, or to another draw */
} reach;

enum { MISSING = STATIONS, TREATED };

typedef struct {
    int64_t seats;
    station stations[TREATED];
    reach all, alone[TREATED]; /* the ballots of all stations; of one */
    int64_t now_certain[LISTS], now_possible[LISTS];
} place;

static case_folder folder;
static uint64_t state;

static int64_t below(int64_t n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((state >> 33) % (uint64_t)n);
}

static void set_up(void)
{
    folder = case_folder_new();
}

static void tear_down(void)
{
    case_folder_remove(&folder);
}

/* ---- brute force ---- */

static scrut_arena *arena;
static const system_rules *rules;
/* Vectors of votes, or of differences, each once. */
typedef struct {
    uint8_t seen[SIDE][SIDE][SIDE];
    int64_t items[1 << 16][LISTS];
    size_t count;
} vector_set;

static vector_set sets[3]; /* the differences of one station; the votes so far; the votes with that station */

static bool allocate(const place *p, const int64_t votes[], int64_t certain[], int64_t possible[])
{
    scrut_contender contenders[LISTS];
    scrut_apportionment a;
    int64_t sum = votes[0] + votes[1] + votes[2];
    bool any = false;
    for (size_t i = 0; i < LISTS; i++) {
        bool passes = votes[i] > 0 && (!rules->share || votes[i] * 5 >= sum);
        contenders[i] = (scrut_contender){.votes = votes[i], .eligible = passes, .seats_max = -1, .list_order = -1};
        any = any || passes;
    }
    if (!any)
        return false;
    ck_assert_int_eq(scrut_apportion(&rules->method, NULL, 0, p->seats, contenders, LISTS, sum, arena, &a, NULL),
                     SCRUT_OK);
    if (a.refused)
        return false;
    memcpy(certain, a.certain, LISTS * sizeof *certain);
    memcpy(possible, a.possible, LISTS * sizeof *possible);
    return true;
}

static void try_votes(const place *p, const int64_t votes[], reach *r)
{
    int64_t certain[LISTS], possible[LISTS];
    if (!allocate(p, votes, certain, possible))
        return; /* without an allocation nobody has gained */
    for (size_t i = 0; i < LISTS; i++) {
        r->changes = r->changes || certain[i] != p->now_certain[i] || possible[i] != p->now_possible[i];
        r->most[i] = possible[i] > r->most[i] ? possible[i] : r->most[i];
        r->least[i] = certain[i] < r->least[i] ? certain[i] : r->least[i];
    }
}

static void add_vector(vector_set *set, const int64_t vector[])
{
    uint8_t *mark = &set->seen[vector[0] + SIDE / 2][vector[1] + SIDE / 2][vector[2] + SIDE / 2];
    if (*mark != 0)
        return;
    *mark = 1;
    memcpy(set->items[set->count++], vector, LISTS * sizeof *vector);
}

static void clear_set(vector_set *set)
{
    for (size_t n = 0; n < set->count; n++) {
        const int64_t *v = set->items[n];
        set->seen[v[0] + SIDE / 2][v[1] + SIDE / 2][v[2] + SIDE / 2] = 0;
    }
    set->count = 0;
}

/* Up to so many ballots of a station: each from a list that has one left there, or from nowhere; to a list, or to
 * nowhere. */
static void treat(const int64_t left[], const int64_t difference[], int64_t ballots)
{
    add_vector(&sets[0], difference);
    for (size_t from = 0; from <= LISTS && ballots > 0; from++)
        for (size_t to = 0; to <= LISTS; to++) {
            int64_t rest[LISTS], then[LISTS];
            if (from == to || (from < LISTS && left[from] == 0))
                continue;
            memcpy(rest, left, sizeof rest);
            memcpy(then, difference, sizeof then);
            if (from < LISTS) {
                rest[from]--;
                then[from]--;
            }
            if (to < LISTS)
                then[to]++;
            treat(rest, then, ballots - 1);
        }
}

static void treat_station(const station *s, const vector_set *before, vector_set *after)
{
    const int64_t none[LISTS] = {0};
    clear_set(&sets[0]);
    clear_set(after);
    treat(s->votes, none, s->excess);
    for (size_t n = 0; n < before->count; n++)
        for (size_t d = 0; d < sets[0].count; d++) {
            int64_t votes[LISTS];
            for (size_t i = 0; i < LISTS; i++)
                votes[i] = before->items[n][i] + sets[0].items[d][i];
            add_vector(after, votes);
        }
}

/* Every way to treat the ballots of the stations from `first` to before `end`. */
static void try_stations(const place *p, const int64_t votes[], size_t first, size_t end, reach *r)
{
    vector_set *before = &sets[1], *after = &sets[2];
    memcpy(r->most, p->now_possible, sizeof r->most);
    memcpy(r->least, p->now_certain, sizeof r->least);
    r->changes = false;
    clear_set(before);
    add_vector(before, votes);
    for (size_t t = first; t < end; t++) {
        treat_station(&p->stations[t], before, after);
        vector_set *kept = before;
        before = after;
        after = kept;
    }
    for (size_t n = 0; n < before->count; n++)
        try_votes(p, before->items[n], r);
}

static bool brute(place *p)
{
    int64_t votes[LISTS] = {0};
    for (size_t s = 0; s < STATIONS; s++)
        for (size_t i = 0; i < LISTS; i++)
            votes[i] += p->stations[s].votes[i];
    if (!allocate(p, votes, p->now_certain, p->now_possible))
        return false;
    try_stations(p, votes, 0, TREATED, &p->all);
    for (size_t s = 0; s < TREATED; s++)
        try_stations(p, votes, s, s + 1, &p->alone[s]);
    return true;
}

/* ---- the same by the program ---- */

static void random_place(place *p)
{
    p->seats = 1 + below(4);
    for (size_t s = 0; s < STATIONS; s++) {
        int64_t sum = 0;
        for (size_t i = 0; i < LISTS; i++) {
            p->stations[s].votes[i] = below(VOTES_MAX + 1 - 3 * (int64_t)i);
            sum += p->stations[s].votes[i];
        }
        if (sum == 0) /* a form without any vote is another finding (P04), which is not modelled here */
            p->stations[s].votes[0] = sum = 1;
        int64_t excess = below(3) > 0 ? 0 : 1 + below(EXCESS_MAX);
        p->stations[s].excess = excess < sum ? excess : sum;
    }
    p->stations[MISSING] = (station){.excess = below(3) > 0 ? 0 : 1 + below(MISSING_MAX)};
    for (size_t s = 0; s < STATIONS && p->stations[MISSING].excess > 0 && below(2) == 0; s++)
        p->stations[s].excess = 0; /* nothing but ballots that can only be added */
}

static int64_t registered(const station *s)
{
    int64_t sum = s->votes[0] + s->votes[1] + s->votes[2];
    return sum == 0 || s->excess > 0 ? (sum > 0 ? sum - s->excess : s->excess) : sum + 5;
}

static void write_yaml(const place places[])
{
    scrut_buf yaml = {0};
    int64_t seats = places[0].seats + places[1].seats;
    scrut_buf_printf(&yaml,
                     "scrutineer: case/1\ntitle: T\nrules: {method: %s%s}\nchamber: {seats: %lld, facts: [{name: "
                     "majority, seats: %lld}]}\nconstituencies: {rows: [{constituency: K0, seats: %lld}, "
                     "{constituency: K1, seats: %lld}]}\nreturns:\n  - {source: s, file: r.csv, station: st, "
                     "constituency: c, votes: {prefix: v_}, fields: {valid: valid, cast: cast, registered: reg}}\n"
                     "stations: {file: l.csv, station: st, constituency: c, fields: {registered: reg}}\n",
                     rules->rule, rules->share ? ", thresholds: [{share: 20%, base: valid, scope: constituency}]" : "",
                     (long long)seats, (long long)(seats / 2 + 1), (long long)places[0].seats,
                     (long long)places[1].seats);
    case_folder_write(&folder, "election.yaml", yaml.bytes);
    scrut_buf_free(&yaml);
}

/* The official list of stations, and the returns that came in. */
static void write_case(const place places[])
{
    scrut_buf returns = {0}, list = {0};
    scrut_buf_puts(&returns, "st,c,v_A,v_B,v_C,valid,cast,reg\n");
    scrut_buf_puts(&list, "st,c,reg\n");
    for (int k = 0; k < PLACES; k++)
        for (int s = 0; s < TREATED; s++) {
            const station *t = &places[k].stations[s];
            int64_t sum = t->votes[0] + t->votes[1] + t->votes[2];
            if (s == MISSING && t->excess == 0)
                continue;
            scrut_buf_printf(&list, "%d-%d,K%d,%lld\n", k, s, k, (long long)registered(t));
            if (s < MISSING)
                scrut_buf_printf(&returns, "%d-%d,K%d,%lld,%lld,%lld,%lld,%lld,%lld\n", k, s, k, (long long)t->votes[0],
                                 (long long)t->votes[1], (long long)t->votes[2], (long long)sum, (long long)sum,
                                 (long long)registered(t));
        }
    case_folder_write(&folder, "r.csv", returns.bytes);
    case_folder_write(&folder, "l.csv", list.bytes);
    scrut_buf_free(&returns);
    scrut_buf_free(&list);
    write_yaml(places);
}

static size_t place_verdicts[SCRUT_EFFECT_COUNT], target_verdicts[SCRUT_EFFECT_COUNT],
    finding_verdicts[SCRUT_EFFECT_COUNT], chamber_verdicts[SCRUT_EFFECT_COUNT];

static void check_effect(scrut_effect effect, bool is_reached, const char *what, uint64_t seed)
{
    ck_assert_msg(effect != SCRUT_EFFECT_CANNOT || !is_reached, "cannot, but a way does: %s, seed %llu, %s", what,
                  (unsigned long long)seed, rules->rule);
    ck_assert_msg(effect != SCRUT_EFFECT_COULD || is_reached, "could, but no way does: %s, seed %llu, %s", what,
                  (unsigned long long)seed, rules->rule);
}

/* Constituencies have ballots of their own, so that the most of each is the most of the nation. */
static bool reaches(const scrut_target_effect *t, const reach *a, const reach *b)
{
    return t->at_least ? a->most[t->party] + b->most[t->party] >= t->seats
                       : a->least[t->party] + b->least[t->party] <= t->seats;
}

static void check_target(const scrut_target_effect *t, const place places[], uint64_t seed)
{
    if (t->could.possible && t->could.at_most == 0)
        return; /* a draw of now may bring it about, whatever was found */
    target_verdicts[t->effect]++;
    check_effect(t->effect, reaches(t, &places[0].all, &places[1].all), "majority", seed);
}

static reach as_now(const place *p)
{
    reach r = {.changes = false};
    memcpy(r.most, p->now_possible, sizeof r.most);
    memcpy(r.least, p->now_certain, sizeof r.least);
    return r;
}

/* A finding is of the station that its subject names: "1-2". */
static void check_finding(const scrut_materiality *m, const scrut_finding_effect *e, const place places[],
                          uint64_t seed)
{
    const char *key = e->finding->subject_id;
    size_t k = (size_t)(key[0] - '0'), s = (size_t)(key[2] - '0');
    const reach other = as_now(&places[1 - k]), *here = &places[k].alone[s];
    bool is_reached = false, is_open = false;
    for (size_t i = 0; i < m->target_count; i++) {
        is_open = is_open || (m->targets[i].could.possible && m->targets[i].could.at_most == 0);
        is_reached = is_reached || reaches(&m->targets[i], here, &other);
    }
    ck_assert_int_eq(e->finding->subject, SCRUT_SUBJECT_STATION);
    finding_verdicts[e->seat]++;
    check_effect(e->seat, here->changes, "a finding alone", seed);
    if (is_open)
        return;
    chamber_verdicts[e->chamber]++;
    check_effect(e->chamber, is_reached, "the majority by a finding alone", seed);
}

static void check_parties(const scrut_materiality *m, const place places[], uint64_t seed)
{
    for (size_t i = 0; i < LISTS; i++) {
        int64_t gain = 0, loss = 0;
        for (size_t k = 0; k < PLACES; k++) {
            gain += places[k].all.most[i] - places[k].now_possible[i];
            loss += places[k].now_certain[i] - places[k].all.least[i];
        }
        ck_assert_msg(m->parties[i].gain >= gain && m->parties[i].loss >= loss, "gain or loss, seed %llu, %s",
                      (unsigned long long)seed, rules->rule);
    }
}

static void check_case(const place places[], uint64_t seed)
{
    scrut_error err = {.message = ""};
    scrut_verdict *v = NULL;
    scrut_case *c = case_folder_load(&folder, 0);
    ck_assert_msg(scrut_verify(c, NULL, &v, &err) == SCRUT_OK, "%s", err.message);
    const scrut_materiality *m = v->materiality[0];
    ck_assert_ptr_nonnull(m);
    for (size_t k = 0; k < PLACES; k++) {
        place_verdicts[m->places[k].seat]++;
        check_effect(m->places[k].seat, places[k].all.changes, "a seat", seed);
    }
    for (size_t i = 0; i < m->target_count; i++)
        check_target(&m->targets[i], places, seed);
    for (size_t i = 0; i < m->finding_count; i++)
        check_finding(m, &m->findings[i], places, seed);
    if (!rules->share && rules->method.family != SCRUT_METHOD_QUOTA) /* else that number is of changed ballots only */
        check_parties(m, places, seed);
    scrut_verdict_free(v);
    scrut_case_free(c);
}

static void print_verdicts(const char *what, const size_t verdicts[])
{
    printf("# %s: cannot %zu, could %zu, undecided %zu\n", what, verdicts[SCRUT_EFFECT_CANNOT],
           verdicts[SCRUT_EFFECT_COULD], verdicts[SCRUT_EFFECT_UNDECIDED]);
}

static void run_cases(const system_rules systems[], size_t count)
{
    size_t cases = (size_t)test_extent(200, 1000, 20000);
    for (uint64_t seed = FIRST_SEED; seed < FIRST_SEED + cases; seed++) {
        place places[PLACES];
        state = seed;
        rules = &systems[below((int64_t)count)];
        arena = scrut_arena_new();
        for (size_t k = 0; k < PLACES; k++)
            random_place(&places[k]);
        if (brute(&places[0]) && brute(&places[1])) {
            write_case(places);
            check_case(places, seed);
        }
        scrut_arena_free(arena);
    }
    printf("# %zu cases from seed %llu\n", cases, (unsigned long long)FIRST_SEED);
    print_verdicts("places", place_verdicts);
    print_verdicts("the majority", target_verdicts);
    print_verdicts("findings alone", finding_verdicts);
    print_verdicts("the majority by a finding alone", chamber_verdicts);
    ck_assert_uint_gt(place_verdicts[SCRUT_EFFECT_CANNOT], cases / 10);
    ck_assert_uint_gt(place_verdicts[SCRUT_EFFECT_COULD], cases / 10);
    ck_assert_uint_gt(target_verdicts[SCRUT_EFFECT_CANNOT], cases / 10);
    ck_assert_uint_gt(target_verdicts[SCRUT_EFFECT_COULD], cases / 10);
    ck_assert_uint_gt(finding_verdicts[SCRUT_EFFECT_COULD], cases / 10);
    ck_assert_uint_gt(chamber_verdicts[SCRUT_EFFECT_COULD], cases / 10);
}

static system_rules named(const char *rule, bool share)
{
    system_rules s = {.rule = rule, .share = share};
    ck_assert(scrut_method_named(rule, &s.method));
    return s;
}

START_TEST(under_highest_averages_verdicts_are_those_of_every_way)
{
    const system_rules systems[] = {named("dhondt", false), named("sainte-lague", false),
                                    named("plurality-block", false), named("imperiali", false),
                                    named("quota-highest-average", false)};
    run_cases(systems, sizeof systems / sizeof systems[0]);
}
END_TEST

START_TEST(under_quotas_and_shares_verdicts_are_those_of_every_way)
{
    const system_rules systems[] = {named("hare", false), named("droop", false), named("dhondt", true)};
    run_cases(systems, sizeof systems / sizeof systems[0]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("materiality brute");
    TCase *tests = tcase_create("core");
    tcase_set_timeout(tests, 0);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, under_highest_averages_verdicts_are_those_of_every_way);
    tcase_add_test(tests, under_quotas_and_shares_verdicts_are_those_of_every_way);
    return scrut_test_main(suite);
}
