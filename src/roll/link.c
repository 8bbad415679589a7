/* SPDX-License-Identifier: Apache-2.0
 * The stages one after another. */
#include "link_work.h"
#include "scrutineer/mem.h"

#include <stdlib.h>

#define GUESS_ROWS_MIN 20000 /* fewer rows: all pairs are kept until the model is known */
#define GUESS_MARGIN (2 * SCRUT_LINK_BIT)
/* Pairs so far below the floor are weighed: third rows may speak for them. */
#define THIRD_MARGIN (3 * SCRUT_LINK_BIT)
#define ALL_SHARDS UINT32_MAX

struct scrut_link {
    scrut_arena *arena;
    records r;
    blocking b;
    model m;
    scrut_link_pair *pairs;
    size_t pair_count;
    uint32_t *clusters;
    scrut_link_summary summary;
};

typedef struct {
    scrut_link *link;
    memo memo;
    model guess; /* from some pairs, good enough to say which pairs will not be wanted */
    scrut_pool *pool;
    int32_t floor_weight;
    link_folder folder; /* path NULL: none */
    link_stage stage;
    count_task task; /* the last one */
    pair_counts counts;
} link_work;

/* Stages of counting, by which the files of units are told apart. */
enum { STAGE_ALL = 1, STAGE_AGAIN };

static scrut_status count_with(link_work *w, unsigned stage, uint32_t shards, const model *guess, int32_t floor_weight,
                               scrut_error *err)
{
    scrut_link_free_counts(&w->counts);
    w->task = (count_task){.r = &w->link->r,
                           .b = &w->link->b,
                           .memo = &w->memo,
                           .shards = shards,
                           .strangers = &w->guess,
                           .guess = guess,
                           .floor_weight = floor_weight};
    if (w->folder.path != NULL) {
        if (!scrut_link_stage(&w->folder, stage, guess, w->link->r.field_count, &w->stage))
            return scrut_fail_memory(err);
        w->task.stage = &w->stage;
    }
    return scrut_link_count(&w->task, w->pool, &w->counts, err);
}

/* Whether the guess left out no pair that the model wants: what the values of a pair add to its pattern is the same in
 * both, and of the patterns the model may say no more than the margin beyond the guess. */
static bool all_kept(const link_work *w)
{
    size_t fields = w->link->r.field_count;
    if (!w->counts.all_counted) /* some may have a pattern that was not seen */
        return scrut_link_weigh_beyond(&w->link->m, &w->guess, fields) <= GUESS_MARGIN;
    for (size_t i = 0; i < w->counts.pattern_count; i++) {
        uint64_t outcomes = w->counts.patterns[i].key;
        int32_t most = scrut_link_weigh_most(&w->link->m, fields, outcomes);
        if (most >= w->floor_weight && most - scrut_link_weigh_most(&w->guess, fields, outcomes) > GUESS_MARGIN)
            return false;
    }
    return true;
}

typedef struct {
    scrut_link *link;
    int32_t floor_weight;
    size_t capacity;
} weighing;

static bool weigh_kept(void *context, const kept_pair pairs[], size_t count)
{
    weighing *w = context;
    scrut_link *link = w->link;
    for (size_t i = 0; i < count; i++) {
        const kept_pair *p = &pairs[i];
        if (scrut_link_weigh_same(&link->m, link->r.field_count, p->outcomes, p->rare) < w->floor_weight)
            continue;
        if (!scrut_grow(&link->pairs, &w->capacity, link->pair_count + 1, sizeof *link->pairs))
            return false;
        int32_t weight = scrut_link_weigh_outcomes(&link->r, &link->m, p->outcomes, p->rare);
        link->pairs[link->pair_count++] =
            (scrut_link_pair){.a = p->a, .b = p->b, .weight = weight, .outcomes = p->outcomes};
    }
    return true;
}

/* Pairs that may be of enough weight, in order of their rows, in place of those that there were. */
static scrut_status weigh_pairs(link_work *w, scrut_error *err)
{
    scrut_link *link = w->link;
    weighing weighed = {.link = link, .floor_weight = w->floor_weight};
    free(link->pairs);
    link->pairs = NULL;
    link->pair_count = 0;
    scrut_status status = scrut_link_each_kept(&w->task, &w->counts, weigh_kept, &weighed, err);
    if (status == SCRUT_OK && !scrut_link_order_pairs(link->pairs, link->pair_count, link->r.row_count, w->pool))
        status = scrut_fail_memory(err);
    return status;
}

static void drop_pairs(scrut_link *link, int32_t floor_weight)
{
    size_t kept = 0;
    for (size_t i = 0; i < link->pair_count; i++) {
        if (link->pairs[i].weight >= floor_weight)
            link->pairs[kept++] = link->pairs[i];
    }
    link->pair_count = kept;
}

static void estimate(link_work *w)
{
    const pair_counts *c = &w->counts;
    scrut_link_estimate(&w->link->r, c->patterns, c->counted_each, c->pattern_count, w->link->b.recall, &w->link->m);
}

/* Compares all pairs, mostly once: those that a guess says are not wanted are not kept, and only if the model of all
 * pairs wants one of them are they compared again. The guess does not show in the result. What second entries show is
 * learned from pairs that leave little doubt, which the guess leaves out none of. */
static scrut_status compare_pairs(link_work *w, scrut_error *err)
{
    scrut_link *link = w->link;
    bool guessed = link->r.row_count >= GUESS_ROWS_MIN, one_list = link->r.second_from == 0;
    scrut_status status =
        count_with(w, STAGE_ALL, ALL_SHARDS, guessed ? &w->guess : NULL, w->floor_weight - GUESS_MARGIN, err);
    if (status != SCRUT_OK)
        return status;
    link->m = w->guess; /* what it knows of strangers */
    estimate(w);
    if (one_list)
        status = weigh_pairs(w, err);
    if (status == SCRUT_OK && one_list) {
        if (!scrut_link_learn_entries(&link->r, link->pairs, link->pair_count, link->b.recall, w->pool, &link->m))
            return scrut_fail_memory(err);
        estimate(w);
    }
    if (status == SCRUT_OK && guessed && !all_kept(w))
        status = count_with(w, STAGE_AGAIN, ALL_SHARDS, &link->m, w->floor_weight, err);
    return status;
}

static scrut_status weigh_all(link_work *w, int32_t floor_weight, scrut_error *err)
{
    scrut_link *link = w->link;
    scrut_status status = weigh_pairs(w, err);
    if (status == SCRUT_OK && link->r.second_from == 0 &&
        !scrut_link_weigh_thirds(&link->r, &link->m, link->b.recall, w->pool, link->pairs, link->pair_count))
        return scrut_fail_memory(err);
    drop_pairs(link, floor_weight);
    return status;
}

static scrut_status find_clusters(scrut_link *link, scrut_error *err)
{
    link->clusters = scrut_arena_calloc(link->arena, link->r.row_count, sizeof *link->clusters);
    bool ready =
        link->clusters != NULL && scrut_link_cluster(&link->r, &link->m, link->pairs, link->pair_count, link->clusters);
    return ready ? SCRUT_OK : scrut_fail_memory(err);
}

static scrut_status prepare(link_work *w, const scrut_link_input *input, scrut_error *err)
{
    scrut_link *link = w->link;
    scrut_status status = scrut_link_load(input, link->arena, w->pool, &link->r, err);
    if (status == SCRUT_OK && input->release != NULL)
        input->release(input->context);
    link->b.block_rows = BLOCK_ROWS;
    link->b.block_rows_max = BLOCK_ROWS_MAX;
    link->b.counted_pairs = COUNTED_PAIRS;
    if (status == SCRUT_OK && !(scrut_link_model_new(&link->r, w->pool, &w->guess) &&
                                scrut_link_choose_rules(&link->r, w->pool, &link->b, &w->guess)))
        status = scrut_fail_memory(err);
    if (status == SCRUT_OK)
        status = scrut_link_block(&link->r, w->pool, link->arena, &link->b, err);
    if (status == SCRUT_OK && !scrut_link_memo_new(&link->r, scrut_link_compare_values, &w->memo))
        status = scrut_fail_memory(err);
    return status;
}

/* Says of what the folder holds work, or refuses one of something else. */
static scrut_status claim_folder(link_work *w, scrut_error *err)
{
    scrut_buf manifest = {0};
    scrut_status status = SCRUT_OK;
    if (w->folder.path == NULL)
        return SCRUT_OK;
    if (!scrut_link_manifest(&w->link->r, &w->link->b, w->floor_weight, &manifest))
        status = scrut_fail_memory(err);
    if (status == SCRUT_OK)
        status = scrut_link_folder_claim(&w->folder, &manifest, err);
    scrut_buf_free(&manifest);
    return status;
}

static scrut_status run_stages(scrut_link *link, const scrut_link_input *input, int32_t floor_weight, scrut_pool *pool,
                               scrut_error *err)
{
    bool one_list = input->second_from == 0;
    link_work w = {.link = link, .pool = pool, .floor_weight = floor_weight - (one_list ? THIRD_MARGIN : 0)};
    scrut_status status = SCRUT_OK;
    if (input->work != NULL)
        status = scrut_link_folder_open(input->work, !input->work_is_temporary, &w.folder, err);
    if (status == SCRUT_OK)
        status = prepare(&w, input, err);
    if (status == SCRUT_OK)
        status = claim_folder(&w, err);
    if (status == SCRUT_OK)
        status = compare_pairs(&w, err);
    scrut_link_memo_free(&w.memo);
    if (status == SCRUT_OK)
        status = weigh_all(&w, floor_weight, err);
    if (status == SCRUT_OK) {
        link->summary = (scrut_link_summary){.pairs_made = w.counts.made,
                                             .pairs_compared = w.counts.compared,
                                             .all_counted = w.counts.all_counted,
                                             .pairs_counted = w.counts.counted,
                                             .pairs_left_out = link->b.left_out,
                                             .patterns = w.counts.pattern_count,
                                             .rules = link->b.rule_count,
                                             .recall = link->b.recall,
                                             .recall_least = link->b.recall_least,
                                             .same_expected = link->m.same.pairs};
    }
    scrut_link_free_counts(&w.counts);
    if (w.folder.path != NULL && input->work_is_temporary)
        scrut_link_folder_remove(&w.folder);
    scrut_link_folder_close(&w.folder);
    return status == SCRUT_OK ? find_clusters(link, err) : status;
}

scrut_status scrut_link_run(const scrut_link_input *input, int32_t floor_weight, scrut_pool *pool,
                            scrut_link **ret_link, scrut_error *err)
{
    if (input->row_count > SCRUT_LINK_ROWS_MAX || input->field_count > SCRUT_LINK_FIELDS_MAX)
        return scrut_fail(err, SCRUT_E_LIMIT, NULL, -1, -1, -1, "at most %u rows and %d fields can be linked",
                          SCRUT_LINK_ROWS_MAX, SCRUT_LINK_FIELDS_MAX);
    if (input->field_count < 2)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "at least two fields are needed to link records");
    scrut_link *link = calloc(1, sizeof *link);
    if (link == NULL)
        return scrut_fail_memory(err);
    link->arena = scrut_arena_new();
    scrut_status status =
        link->arena == NULL ? scrut_fail_memory(err) : run_stages(link, input, floor_weight, pool, err);
    link->r.input = NULL; /* the caller's, and gone after this call */
    link->r.program = NULL;
    if (status == SCRUT_OK)
        *ret_link = link;
    else
        scrut_link_free(link);
    return status;
}

void scrut_link_free(scrut_link *link)
{
    if (link == NULL)
        return;
    scrut_link_unpack(&link->r);
    scrut_arena_free(link->arena);
    free(link->pairs);
    free(link);
}

const scrut_link_pair *scrut_link_pairs(const scrut_link *link, size_t *ret_count)
{
    *ret_count = link->pair_count;
    return link->pairs;
}

int32_t scrut_link_pair_rarity(const scrut_link *link, const scrut_link_pair *pair, size_t field)
{
    unsigned outcome = pair->outcomes >> (5 * field) & 31;
    return scrut_link_rarity(&link->r, &link->m, field, pair->a, pair->b, outcome);
}

unsigned scrut_link_pair_rarer(const scrut_link *link, const scrut_link_pair *pair, size_t field)
{
    uint32_t a = scrut_link_value(&link->r, pair->a, field), b = scrut_link_value(&link->r, pair->b, field);
    unsigned outcome = pair->outcomes >> (5 * field) & 31;
    return scrut_link_is_rarer(&link->r, field, a, b, outcome)   ? 1
           : scrut_link_is_rarer(&link->r, field, b, a, outcome) ? 2
                                                                 : 0;
}

const uint32_t *scrut_link_clusters(const scrut_link *link)
{
    return link->clusters;
}

scrut_link_summary scrut_link_summarise(const scrut_link *link)
{
    return link->summary;
}

void scrut_link_print_model(const scrut_link *link, scrut_buf *out)
{
    scrut_link_model_print(&link->r, &link->m, out);
}
