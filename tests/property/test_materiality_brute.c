/* SPDX-License-Identifier: Apache-2.0
 * Small elections in which every way is tried to move, take out or add the ballots concerned: "cannot" must mean that
 * none of them changes a seat or the majority, "could" that one does. Random cases; a failure names its seed. */
#include "case_folder.h"
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
    SIDE = 2 * (STATIONS * (VOTES_MAX + EXCESS_MAX) + 1)
};
enum { CASES = 1000 };
#define FIRST_SEED UINT64_C(20190)

typedef struct {
    const char *rule;
    scrut_method method;
    bool share; /* a list needs a fifth of the votes */
} system_rules;

typedef struct {
    int64_t votes[LISTS], excess;
} station;

typedef struct {
    int64_t seats;
    station stations[STATIONS];
    /* over every way to treat the ballots concerned: */
    int64_t most[LISTS], least[LISTS]; /* seats a list may hold */
    bool changes;                      /* some way leads to other seats than now, or to another draw */
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

static void try_votes(place *p, const int64_t votes[])
{
    int64_t certain[LISTS], possible[LISTS];
    if (!allocate(p, votes, certain, possible))
        return; /* without an allocation nobody has gained */
    for (size_t i = 0; i < LISTS; i++) {
        p->changes = p->changes || certain[i] != p->now_certain[i] || possible[i] != p->now_possible[i];
        p->most[i] = possible[i] > p->most[i] ? possible[i] : p->most[i];
        p->least[i] = certain[i] < p->least[i] ? certain[i] : p->least[i];
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

static bool brute(place *p)
{
    int64_t votes[LISTS] = {0};
    for (size_t s = 0; s < STATIONS; s++)
        for (size_t i = 0; i < LISTS; i++)
            votes[i] += p->stations[s].votes[i];
    if (!allocate(p, votes, p->now_certain, p->now_possible))
        return false;
    memcpy(p->most, p->now_possible, sizeof p->most);
    memcpy(p->least, p->now_certain, sizeof p->least);
    p->changes = false;
    vector_set *before = &sets[1], *after = &sets[2];
    clear_set(before);
    add_vector(before, votes);
    for (size_t t = 0; t < STATIONS; t++) {
        treat_station(&p->stations[t], before, after);
        vector_set *kept = before;
        before = after;
        after = kept;
    }
    for (size_t n = 0; n < before->count; n++)
        try_votes(p, before->items[n]);
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
}

static void write_case(const place places[])
{
    scrut_buf yaml = {0}, csv = {0};
    int64_t seats = places[0].seats + places[1].seats;
    scrut_buf_printf(&yaml,
                     "scrutineer: case/1\ntitle: T\nrules: {method: %s%s}\nchamber: {seats: %lld, facts: [{name: "
                     "majority, seats: %lld}]}\nconstituencies: {rows: [{constituency: K0, seats: %lld}, "
                     "{constituency: K1, seats: %lld}]}\nreturns:\n  - {source: s, file: r.csv, station: st, "
                     "constituency: c, votes: {prefix: v_}, fields: {valid: valid, cast: cast, registered: reg}}\n",
                     rules->rule, rules->share ? ", thresholds: [{share: 20%, base: valid, scope: constituency}]" : "",
                     (long long)seats, (long long)(seats / 2 + 1), (long long)places[0].seats,
                     (long long)places[1].seats);
    scrut_buf_puts(&csv, "st,c,v_A,v_B,v_C,valid,cast,reg\n");
    for (int k = 0; k < PLACES; k++)
        for (int s = 0; s < STATIONS; s++) {
            const station *t = &places[k].stations[s];
            int64_t sum = t->votes[0] + t->votes[1] + t->votes[2];
            scrut_buf_printf(&csv, "%d-%d,K%d,%lld,%lld,%lld,%lld,%lld,%lld\n", k, s, k, (long long)t->votes[0],
                             (long long)t->votes[1], (long long)t->votes[2], (long long)sum, (long long)sum,
                             (long long)(t->excess > 0 ? sum - t->excess : sum + 5));
        }
    case_folder_write(&folder, "election.yaml", yaml.bytes);
    case_folder_write(&folder, "r.csv", csv.bytes);
    scrut_buf_free(&yaml);
    scrut_buf_free(&csv);
}

static size_t place_verdicts[SCRUT_EFFECT_COUNT], target_verdicts[SCRUT_EFFECT_COUNT];

static void check_place(const scrut_place_effect *effect, const place *p, uint64_t seed)
{
    place_verdicts[effect->seat]++;
    ck_assert_msg(effect->seat != SCRUT_EFFECT_CANNOT || !p->changes, "cannot, but a way does: seed %llu, %s",
                  (unsigned long long)seed, rules->rule);
    ck_assert_msg(effect->seat != SCRUT_EFFECT_COULD || p->changes, "could, but no way does: seed %llu, %s",
                  (unsigned long long)seed, rules->rule);
}

/* Constituencies have ballots of their own, so that the most of each is the most of the nation. */
static void check_target(const scrut_target_effect *t, const place places[], uint64_t seed)
{
    int64_t most = places[0].most[t->party] + places[1].most[t->party];
    int64_t least = places[0].least[t->party] + places[1].least[t->party];
    bool reachable = t->at_least ? most >= t->seats : least <= t->seats;
    if (t->could.possible && t->could.at_most == 0)
        return; /* a draw of now may bring it about, whatever was found */
    target_verdicts[t->effect]++;
    ck_assert_msg(t->effect != SCRUT_EFFECT_CANNOT || !reachable, "cannot, but a way does: majority, seed %llu, %s",
                  (unsigned long long)seed, rules->rule);
}

static void check_parties(const scrut_materiality *m, const place places[], uint64_t seed)
{
    for (size_t i = 0; i < LISTS; i++) {
        int64_t gain = 0, loss = 0;
        for (size_t k = 0; k < PLACES; k++) {
            gain += places[k].most[i] - places[k].now_possible[i];
            loss += places[k].now_certain[i] - places[k].least[i];
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
    for (size_t k = 0; k < PLACES; k++)
        check_place(&m->places[k], &places[k], seed);
    for (size_t i = 0; i < m->target_count; i++)
        check_target(&m->targets[i], places, seed);
    if (!rules->share && rules->method.family != SCRUT_METHOD_QUOTA) /* else that number is of changed ballots only */
        check_parties(m, places, seed);
    scrut_verdict_free(v);
    scrut_case_free(c);
}

static void run_cases(const system_rules systems[], size_t count, size_t cases)
{
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
    printf("# %zu cases from seed %llu; places cannot %zu, could %zu, undecided %zu; majority cannot %zu, could %zu\n",
           cases, (unsigned long long)FIRST_SEED, place_verdicts[SCRUT_EFFECT_CANNOT],
           place_verdicts[SCRUT_EFFECT_COULD], place_verdicts[SCRUT_EFFECT_UNDECIDED],
           target_verdicts[SCRUT_EFFECT_CANNOT], target_verdicts[SCRUT_EFFECT_COULD]);
    ck_assert_uint_gt(place_verdicts[SCRUT_EFFECT_CANNOT], cases / 10);
    ck_assert_uint_gt(place_verdicts[SCRUT_EFFECT_COULD], cases / 10);
    ck_assert_uint_gt(target_verdicts[SCRUT_EFFECT_CANNOT], cases / 10);
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
                                    named("plurality-block", false), named("imperiali", false)};
    run_cases(systems, sizeof systems / sizeof systems[0], CASES);
}
END_TEST

START_TEST(under_quotas_and_shares_verdicts_are_those_of_every_way)
{
    const system_rules systems[] = {named("hare", false), named("droop", false), named("dhondt", true)};
    run_cases(systems, sizeof systems / sizeof systems[0], CASES);
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
