/* SPDX-License-Identifier: Apache-2.0
 * What units found, from their files. */
#include "link_work.h"

#include <stdlib.h>

typedef bool (*unit_visit)(void *context, const unit_name *name, const unit_found *found);

/* Calls `visit` with the units that are there, in their order; false ends it for want of memory. */
static scrut_status each_unit(const count_task *t, unit_visit visit, void *context, scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < SHARDS * t->b->rule_count && status == SCRUT_OK; i++) {
        unit_name name = {t->stage, i / SHARDS, i % SHARDS};
        unit_found found = {.bytes = NULL};
        bool there = false;
        if ((t->shards >> name.shard & 1) == 0)
            continue;
        status = scrut_link_unit_read(&name, t->r->row_count, &there, &found, err);
        if (there && !visit(context, &name, &found))
            status = scrut_fail_memory(err);
        free(found.bytes);
    }
    return status;
}

static bool note_there(void *context, const unit_name *name, const unit_found *found)
{
    uint32_t *there = context;
    (void)found;
    there[name->rule] |= (uint32_t)1 << name->shard;
    return true;
}

scrut_status scrut_link_units_there(const count_task *t, uint32_t ret[RULES_MAX], scrut_error *err)
{
    return each_unit(t, note_there, ret, err);
}

typedef struct {
    const blocking *b;
    pattern_sums sums;
    size_t rule;
    pair_counts *ret;
    uint32_t there[RULES_MAX];
} merging;

static bool end_rule(merging *m)
{
    return scrut_link_sums_end_rule(&m->sums, scrut_link_counted_parts(m->b, m->rule));
}

static bool merge_unit(void *context, const unit_name *name, const unit_found *found)
{
    merging *m = context;
    if (name->rule != m->rule && !end_rule(m))
        return false;
    m->rule = name->rule;
    scrut_link_add_made(&m->sums.pairs, &found->made);
    scrut_link_sums_add(&m->sums, found->patterns, found->pattern_count);
    m->there[name->rule] |= (uint32_t)1 << name->shard;
    return true;
}

static bool has_rows(const blocking *b, size_t rule_index, size_t shard)
{
    for (size_t stripe = 0; stripe < STRIPES; stripe++) {
        if (b->rows[rule_index][stripe][shard] > 0)
            return true;
    }
    return false;
}

/* All units are there now, as they were written. */
static bool all_there(const count_task *t, const uint32_t there[])
{
    for (size_t i = 0; i < SHARDS * t->b->rule_count; i++) {
        size_t rule_index = i / SHARDS, shard = i % SHARDS;
        if ((t->shards >> shard & 1) != 0 && (there[rule_index] >> shard & 1) == 0 && has_rows(t->b, rule_index, shard))
            return false;
    }
    return true;
}

scrut_status scrut_link_units_merge(const count_task *t, pair_counts *ret, scrut_error *err)
{
    merging m = {.b = t->b, .ret = ret};
    scrut_status status = each_unit(t, merge_unit, &m, err);
    if (status == SCRUT_OK && !all_there(t, m.there))
        status = scrut_fail(err, SCRUT_E_IO, t->stage->folder->path, -1, -1, -1,
                            "a file of a unit cannot be read as it was written; run again to do that unit anew");
    if (status == SCRUT_OK && !(end_rule(&m) && scrut_link_sums_end(&m.sums, ret)))
        status = scrut_fail_memory(err);
    scrut_link_sums_free(&m.sums);
    return status;
}

typedef struct {
    kept_visit visit;
    void *context;
} kept_visitor;

static bool visit_kept(void *context, const unit_name *name, const unit_found *found)
{
    const kept_visitor *v = context;
    (void)name;
    return v->visit(v->context, found->pairs, found->pair_count);
}

scrut_status scrut_link_each_kept(const count_task *t, const pair_counts *counts, kept_visit visit, void *context,
                                  scrut_error *err)
{
    if (t->stage != NULL)
        return each_unit(t, visit_kept, &(kept_visitor){visit, context}, err);
    for (size_t i = 0; i < counts->kept_count; i++) {
        if (!visit(context, counts->kept[i].pairs, counts->kept[i].count))
            return scrut_fail_memory(err);
    }
    return SCRUT_OK;
}
