/* SPDX-License-Identifier: Apache-2.0
 * What was put into a model election is found, with the votes it is about, and nothing else is.
 *
 * Every trace that the truth names must be one finding of "verify" (the same code, source, station and votes at
 * stake), and every finding must be one of those traces. Differences between two sources are compared station by
 * station and in their sum. The recall of each kind is printed. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/simulate.h"
#include "scrutineer/verdict.h"

#include <stdlib.h>
#include <string.h>

static const char ALL_KINDS[] =
    "stuffed-box:1%,stuffed-form:1%:clustered,moved:1%,moved:5:no-agent,transposed:8,missing:4,replaced:6:clustered,"
    "copied:6,rounded:1%,voided:6,closed-early:6,copy-differs:1%,batch:9";

/* Codes whose findings must be traces, no more and no fewer. */
static const char *const EXACT[] = {"A02", "A03", "A06", "B02", "B03", "B04", "B05",
                                    "B06", "I01", "I02", "I12", "I13", "L01", "L02"};

typedef struct {
    scrut_arena *arena;
    case_folder folder;
    scrut_simulation *s;
    scrut_case *c;
    scrut_verdict *v;
    bool *seen; /* a trace */
} world_test;

static bool is_one_of(const char *word, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

#define IS_ONE_OF(word, words) is_one_of(word, words, sizeof(words) / sizeof(words)[0])

static const scrut_model *model_named(const char *id, scrut_arena *arena)
{
    size_t length;
    const char *text = scrut_model_text(id, &length);
    const scrut_model *model;
    scrut_problems problems = {.limit = 1};
    ck_assert_int_eq(scrut_model_parse(text, length, id, arena, &problems, &model, NULL), SCRUT_OK);
    return model;
}

static world_test begin(const char *model, uint64_t seed, const char *injections)
{
    world_test t = {.arena = scrut_arena_new(), .folder = case_folder_new()};
    scrut_simulate_options options = {.seed = seed, .slips = -1};
    scrut_error err = {.status = SCRUT_OK};
    if (injections != NULL)
        ck_assert_int_eq(scrut_injections_parse_list(injections, t.arena, &options.injections, &err), SCRUT_OK);
    ck_assert_msg(scrut_simulate(model_named(model, t.arena), &options, NULL, &t.s, &err) == SCRUT_OK, "%s",
                  err.message);
    ck_assert_int_eq(scrut_simulation_write(t.s, t.folder.path, &err), SCRUT_OK);
    t.c = case_folder_load(&t.folder, 1);
    ck_assert_int_eq(scrut_verify(t.c, NULL, &t.v, &err), SCRUT_OK);
    t.seen = scrut_arena_calloc(t.arena, t.s->trace_count, sizeof *t.seen);
    return t;
}

static void end(world_test *t)
{
    scrut_verdict_free(t->v);
    scrut_case_free(t->c);
    scrut_simulation_free(t->s);
    case_folder_remove(&t->folder);
    scrut_arena_free(t->arena);
}

static void station_of(const world_test *t, const scrut_truth *truth, char text[64])
{
    scrut_simulation_station(t->s, truth->station, text, 64);
}

/* Marks the trace that a finding is; false when there is none. */
static bool match(world_test *t, const scrut_finding *f)
{
    for (size_t i = 0; i < t->s->truth_count; i++) {
        const scrut_truth *truth = &t->s->truths[i];
        char station[64];
        station_of(t, truth, station);
        if (strcmp(station, f->subject_id) != 0)
            continue;
        for (size_t k = truth->first_trace; k < truth->first_trace + truth->trace_count; k++) {
            const scrut_trace *trace = &t->s->traces[k];
            if (!t->seen[k] && strcmp(trace->code, f->check->code) == 0 && trace->other == SCRUT_NONE &&
                strcmp(scrut_simulation_source(t->s, trace->source), f->sources) == 0 &&
                trace->at_stake == f->at_stake) {
                t->seen[k] = true;
                return true;
            }
        }
    }
    return false;
}

/* ---- findings --------------------------------------------------------------------------------------------------- */

/* What an announcement's lists lack or have beyond its valid votes, in a unit, by the digits that were exchanged. */
static int64_t announced_gap(const world_test *t, uint32_t constituency)
{
    int64_t gap = 0;
    for (size_t i = 0; i < t->s->truth_count; i++) {
        const scrut_truth *truth = &t->s->truths[i];
        char station[64];
        station_of(t, truth, station);
        const char *id = constituency != SCRUT_NONE ? t->c->constituencies[constituency].id : "";
        if (strcmp(truth->kind, "transposed") == 0 && strncmp(station, id, strlen(id)) == 0)
            gap += truth->to != SCRUT_NONE ? truth->votes : -truth->votes;
    }
    return gap < 0 ? -gap : gap;
}

/* A figure of another check than those above: none is an error, and what an announcement lacks is known. */
static bool is_explained(const world_test *t, const scrut_finding *f)
{
    if (strcmp(f->check->code, "H04") != 0)
        return f->check->severity != SCRUT_SEVERITY_ERROR && f->check->code[0] != 'H' && f->check->code[0] != 'S';
    /* The early figures are of a part of the stations: at most all of them. */
    int64_t gap = announced_gap(t, f->subject == SCRUT_SUBJECT_NATION ? SCRUT_NONE : f->constituency);
    return strcmp(f->sources, "early") == 0 ? announced_gap(t, SCRUT_NONE) > 0 : f->at_stake == gap;
}

static void check_findings(world_test *t)
{
    for (size_t i = 0; i < t->v->findings.count; i++) {
        const scrut_finding *f = &t->v->findings.items[i];
        bool fine = IS_ONE_OF(f->check->code, EXACT) ? match(t, f) : is_explained(t, f);
        ck_assert_msg(fine, "found, but nobody put it there: %s: %s (%lld votes)", f->id, f->message,
                      (long long)f->at_stake);
    }
}

/* ---- differences between two sources --------------------------------------------------------------------------------
 */

/* The trace of a difference of this pair at the station. */
static scrut_trace *difference_at(world_test *t, const char *station, const char *a, const char *b)
{
    for (size_t i = 0; i < t->s->truth_count; i++) {
        char id[64];
        station_of(t, &t->s->truths[i], id);
        if (strcmp(id, station) != 0)
            continue;
        const scrut_truth *truth = &t->s->truths[i];
        for (size_t k = truth->first_trace; k < truth->first_trace + truth->trace_count; k++)
            if (t->s->traces[k].other != SCRUT_NONE &&
                strcmp(scrut_simulation_source(t->s, t->s->traces[k].source), a) == 0 &&
                strcmp(scrut_simulation_source(t->s, t->s->traces[k].other), b) == 0) {
                t->seen[k] = true;
                return &t->s->traces[k];
            }
    }
    return NULL;
}

static void check_pair(world_test *t, const scrut_returns *a, const scrut_returns *b)
{
    scrut_station_comparison k;
    ck_assert_int_eq(scrut_count_compare_stations(t->c, a, b, NULL, t->arena, &k, NULL), SCRUT_OK);
    int64_t gross = 0, told = 0;
    for (size_t p = 0; p < t->c->party_count; p++)
        gross += k.gross[p];
    for (int64_t i = 0; i < k.differing; i++) {
        char station[64];
        scrut_returns_station(a, k.differing_rows_a[i], station, sizeof station);
        const scrut_trace *trace = difference_at(t, station, a->about.id, b->about.id);
        ck_assert_msg(trace != NULL, "%s and %s differ at %s, but nobody made them", a->about.id, b->about.id, station);
        told += trace->at_stake;
    }
    ck_assert_int_eq(gross, told);
}

static void check_differences(world_test *t)
{
    for (size_t a = 0; a < t->c->returns_count; a++)
        for (size_t b = a + 1; b < t->c->returns_count; b++)
            check_pair(t, &t->c->returns[a], &t->c->returns[b]);
}

/* ---- recall
 * ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *kind;
    int done, traced, found;
    int64_t votes;
} tally;

static tally *tally_of(tally tallies[], size_t *count, const char *kind)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp(tallies[i].kind, kind) == 0)
            return &tallies[i];
    tallies[*count] = (tally){.kind = kind};
    return &tallies[(*count)++];
}

static void check_recall(world_test *t, const char *model, uint64_t seed)
{
    tally tallies[32];
    size_t count = 0;
    for (size_t i = 0; i < t->s->truth_count; i++) {
        const scrut_truth *truth = &t->s->truths[i];
        tally *k = tally_of(tallies, &count, truth->kind);
        bool all = truth->trace_count > 0;
        for (size_t n = truth->first_trace; n < truth->first_trace + truth->trace_count; n++)
            all = all && t->seen[n];
        k->done++;
        k->votes += truth->votes;
        k->traced += truth->trace_count > 0;
        k->found += all;
    }
    for (size_t i = 0; i < count; i++) {
        const tally *k = &tallies[i];
        printf(
            "# %s, seed %llu: %-18s %3d done, %5lld ballots, %3d with traces, %3d found; %d where every form says the "
            "same\n",
            model, (unsigned long long)seed, k->kind, k->done, (long long)k->votes, k->traced, k->found,
            k->done - k->traced);
        ck_assert_int_eq(k->found, k->traced);
        ck_assert_msg(k->traced > 0, "%s leaves no trace at all", k->kind);
    }
}

/* A station that lost ballots to the hour or to the count, in a place where the others are ordinary, is among those of
 * P10 and P11 when it lost enough: how many of them are named is printed, not asserted. */
static void print_patterns(const world_test *t)
{
    for (size_t i = 0; i < t->v->findings.count; i++) {
        const scrut_finding *f = &t->v->findings.items[i];
        if (strcmp(f->check->code, "P10") == 0 || strcmp(f->check->code, "P11") == 0)
            printf("# %s: %lld of %lld stations\n", f->check->code, (long long)f->stations,
                   (long long)f->stations_tested);
    }
}

static void check_world(const char *model, uint64_t seed, const char *injections)
{
    world_test t = begin(model, seed, injections);
    check_findings(&t);
    check_differences(&t);
    check_recall(&t, model, seed);
    print_patterns(&t);
    end(&t);
}

START_TEST(everything_put_into_a_model_is_found_and_nothing_else)
{
    check_world("plain", (uint64_t)_i, ALL_KINDS);
}
END_TEST

START_TEST(everything_put_into_the_model_of_2013_is_found_and_nothing_else)
{
    check_world("cambodia-2013", 2013,
                "stuffed-box:20,stuffed-form:20:clustered,moved:20,transposed:10,missing:5,replaced:8,copied:8,"
                "rounded:10,voided:10,closed-early:10,copy-differs:10,batch:12");
}
END_TEST

START_TEST(without_injections_only_the_slips_are_found)
{
    check_world("plain", (uint64_t)_i, NULL);
}
END_TEST

/* ---- where it leaves no trace --------------------------------------------------------------------------------------
 */

/* The party that gains alters its own copies with the form, and only where the other has none. */
START_TEST(where_every_copy_is_altered_nothing_is_left_to_find)
{
    static const char FILE_TEXT[] = "scrutineer: injections/1\n"
                                    "injections:\n"
                                    "  - {kind: moved, stations: 20, place: no-agent, agent: b-copies, from: B, to: A, "
                                    "sources: [commission, a-copies]}\n";
    scrut_arena *arena = scrut_arena_new();
    scrut_simulate_options options = {.seed = 1, .slips = 0};
    const scrut_model *model = model_named("plain", arena);
    scrut_problems problems = {.limit = 1};
    scrut_simulation *s;
    ck_assert_int_eq(scrut_injections_parse(model, FILE_TEXT, sizeof FILE_TEXT - 1, "i.yaml", arena, &problems,
                                            &options.injections, NULL),
                     SCRUT_OK);
    ck_assert_int_eq(scrut_simulate(model, &options, NULL, &s, NULL), SCRUT_OK);
    ck_assert_uint_eq(s->truth_count, 20);
    ck_assert_uint_eq(s->trace_count, 0);
    for (size_t i = 0; i < s->truth_count; i++) {
        ck_assert_uint_eq(s->truths[i].sources, 3);
        ck_assert(!scrut_simulation_holds(s, 2, s->truths[i].station));
    }
    scrut_simulation_free(s);
    scrut_arena_free(arena);
}
END_TEST

/* Ballots called invalid where the agents of the list that loses them have no copy: every form says the same. */
START_TEST(ballots_voided_where_nobody_objects_leave_no_trace_and_the_truth_says_why)
{
    world_test t = begin("plain", 3, "voided:20:no-agent");
    size_t voided = 0;
    for (size_t i = 0; i < t.s->truth_count; i++) {
        if (strcmp(t.s->truths[i].kind, "voided") != 0)
            continue;
        voided++;
        ck_assert_uint_eq(t.s->truths[i].trace_count, 0);
    }
    ck_assert_uint_eq(voided, 20);
    char *bytes;
    size_t length;
    ck_assert_int_eq(scrut_read_file(case_folder_path(&t.folder, "truth/truth.csv"), 1 << 20, &bytes, &length, NULL),
                     SCRUT_OK);
    size_t said = 0;
    for (const char *at = bytes; (at = strstr(at, ",voided,")) != NULL; at++) {
        const char *end = strchr(at, '\n'), *reason = strstr(at, "\"every source that holds the station says the same");
        said += reason != NULL && reason < end;
    }
    ck_assert_uint_eq(said, 20);
    free(bytes);
    end(&t);
}
END_TEST

START_TEST(a_share_of_the_votes_is_reached_and_little_more)
{
    static const char FILE_TEXT[] = "scrutineer: injections/1\n"
                                    "injections:\n"
                                    "  - {kind: stuffed-box, votes: 1%, strength: 20%, place: clustered, to: C}\n";
    scrut_arena *arena = scrut_arena_new();
    scrut_simulate_options options = {.seed = 1, .slips = 0};
    const scrut_model *model = model_named("plain", arena);
    scrut_problems problems = {.limit = 1};
    scrut_simulation *s;
    ck_assert_int_eq(scrut_injections_parse(model, FILE_TEXT, sizeof FILE_TEXT - 1, "i.yaml", arena, &problems,
                                            &options.injections, NULL),
                     SCRUT_OK);
    ck_assert_int_eq(scrut_simulate(model, &options, NULL, &s, NULL), SCRUT_OK);
    int64_t votes = 0, last = 0;
    for (size_t i = 0; i < s->truth_count; i++) {
        ck_assert_uint_eq(s->truths[i].to, 2);
        votes += s->truths[i].votes;
        last = s->truths[i].votes > last ? s->truths[i].votes : last;
    }
    ck_assert_int_ge(votes, s->valid / 100);
    ck_assert_int_le(votes, s->valid / 100 + last);
    scrut_simulation_free(s);
    scrut_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("truth of models");
    TCase *tests = tcase_create("truth");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, everything_put_into_a_model_is_found_and_nothing_else, 1, 7);
    tcase_add_test(tests, everything_put_into_the_model_of_2013_is_found_and_nothing_else);
    tcase_add_loop_test(tests, without_injections_only_the_slips_are_found, 1, 4);
    tcase_add_test(tests, where_every_copy_is_altered_nothing_is_left_to_find);
    tcase_add_test(tests, ballots_voided_where_nobody_objects_leave_no_trace_and_the_truth_says_why);
    tcase_add_test(tests, a_share_of_the_votes_is_reached_and_little_more);
    return scrut_test_main(suite);
}
