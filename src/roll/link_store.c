/* SPDX-License-Identifier: Apache-2.0
 * The files of units: what a rule found in a shard, whole or not at all. */
#include "link_work.h"

#include <stdlib.h>

#define MAGIC UINT64_C(0x33544e554b4c5353) /* "SSLKUNT3" */
#define HASH_BYTES ((size_t)SCRUT_SHA256_HEX - 1)

/* Little-endian, as the machine has it: a folder of a machine of the other order is told by its magic. */
typedef struct {
    uint64_t magic;
    uint32_t rule, shard;
    uint64_t made, made_counted, counted, pattern_count, pair_count;
    char run[HASH_BYTES];
} unit_head;

bool scrut_link_stage(const link_folder *f, unsigned number, const model *guess, size_t field_count, link_stage *ret)
{
    scrut_buf text = {0};
    scrut_buf_printf(&text, "%s %u", f->run, number);
    for (size_t i = 0; guess != NULL && i < field_count; i++) {
        for (size_t o = 0; o < OUTCOMES; o++)
            scrut_buf_printf(&text, " %d %d", guess->same.weight[i][o], guess->household.weight[i][o]);
    }
    if (guess != NULL)
        scrut_buf_printf(&text, " %d %d", guess->same.prior, guess->household.prior);
    bool ready = !text.failed;
    *ret = (link_stage){.folder = f, .number = number};
    if (ready)
        scrut_sha256_hex(text.bytes, text.length, ret->run);
    scrut_buf_free(&text);
    return ready;
}

/* False without memory. */
static bool put_path(const unit_name *name, scrut_buf *path)
{
    scrut_buf_printf(path, "%s/unit-%u-%02zu-%02zu", name->stage->folder->path, name->stage->number, name->rule,
                     name->shard);
    return !path->failed;
}

scrut_status scrut_link_unit_write(const unit_name *name, const unit_found *found, scrut_error *err)
{
    unit_head head = {.magic = MAGIC,
                      .rule = (uint32_t)name->rule,
                      .shard = (uint32_t)name->shard,
                      .made = found->made.made,
                      .made_counted = found->made.made_counted,
                      .counted = found->made.counted,
                      .pattern_count = found->pattern_count,
                      .pair_count = found->pair_count};
    char hash[SCRUT_SHA256_HEX];
    scrut_buf path = {0}, text = {0};
    memcpy(head.run, name->stage->run, HASH_BYTES);
    scrut_buf_append(&text, (const char *)&head, sizeof head);
    scrut_buf_append(&text, (const char *)found->patterns, found->pattern_count * sizeof *found->patterns);
    scrut_buf_append(&text, (const char *)found->pairs, found->pair_count * sizeof *found->pairs);
    if (!text.failed) {
        scrut_sha256_hex(text.bytes, text.length, hash);
        scrut_buf_append(&text, hash, HASH_BYTES);
    }
    scrut_status status =
        !put_path(name, &path) || text.failed
            ? scrut_fail_memory(err)
            : scrut_write_file_own(path.bytes, text.bytes, text.length, name->stage->folder->wait, err);
    scrut_buf_free(&path);
    scrut_buf_free(&text);
    return status;
}

#define RARITY_MAX (SCRUT_LINK_FIELDS_MAX * 64 * SCRUT_LINK_BIT) /* more than values can add */

static bool is_possible_rarity(int32_t rarity)
{
    return rarity >= -RARITY_MAX && rarity <= RARITY_MAX;
}

static bool is_possible(const unit_found *u, uint32_t row_count)
{
    uint64_t counted = 0;
    const pairs_made *m = &u->made;
    if (m->made > (uint64_t)row_count * row_count || u->pair_count > m->made || m->made_counted > m->made ||
        m->counted > m->made_counted)
        return false;
    for (size_t i = 0; i < u->pattern_count; i++) {
        counted += u->patterns[i].count;
        if (u->patterns[i].count == 0 || u->patterns[i].count > m->counted || counted > m->counted ||
            (i > 0 && u->patterns[i].key <= u->patterns[i - 1].key))
            return false;
    }
    if (counted != m->counted)
        return false;
    for (size_t i = 0; i < u->pair_count; i++) {
        if (!is_possible_rarity(u->pairs[i].rare.all) || !is_possible_rarity(u->pairs[i].rare.shared) ||
            u->pairs[i].a >= u->pairs[i].b || u->pairs[i].b >= row_count)
            return false;
    }
    return true;
}

bool scrut_link_unit_parse(const char *bytes, size_t length, const char run[SCRUT_SHA256_HEX], size_t rule_index,
                           size_t shard, uint32_t row_count, unit_found *ret)
{
    unit_head head;
    char hash[SCRUT_SHA256_HEX];
    if (length < sizeof head + HASH_BYTES)
        return false;
    memcpy(&head, bytes, sizeof head);
    size_t body = length - sizeof head - HASH_BYTES;
    if (head.magic != MAGIC || head.rule != rule_index || head.shard != shard ||
        memcmp(head.run, run, HASH_BYTES) != 0 || head.pattern_count > body / sizeof(pattern) ||
        head.pair_count > body / sizeof(kept_pair) ||
        head.pattern_count * sizeof(pattern) + head.pair_count * sizeof(kept_pair) != body)
        return false;
    scrut_sha256_hex(bytes, length - HASH_BYTES, hash);
    if (memcmp(bytes + length - HASH_BYTES, hash, HASH_BYTES) != 0)
        return false;
    const void *patterns = bytes + sizeof head;
    const void *pairs = bytes + sizeof head + head.pattern_count * sizeof(pattern);
    unit_found found = {.made = {head.made, head.made_counted, head.counted},
                        .patterns = patterns,
                        .pattern_count = head.pattern_count,
                        .pairs = pairs,
                        .pair_count = head.pair_count};
    if (!is_possible(&found, row_count))
        return false;
    *ret = found;
    return true;
}

scrut_status scrut_link_unit_read(const unit_name *name, uint32_t row_count, bool *ret_there, unit_found *ret,
                                  scrut_error *err)
{
    scrut_buf path = {0};
    char *bytes = NULL;
    size_t length = 0;
    *ret_there = false;
    scrut_status status = put_path(name, &path) ? scrut_read_file(path.bytes, LINK_UNIT_BYTES_MAX, &bytes, &length, err)
                                                : scrut_fail_memory(err);
    scrut_buf_free(&path);
    if (status != SCRUT_OK)
        return status == SCRUT_E_MEMORY ? status : SCRUT_OK; /* what cannot be read is done anew */
    *ret_there = scrut_link_unit_parse(bytes, length, name->stage->run, name->rule, name->shard, row_count, ret);
    if (*ret_there)
        ret->bytes = bytes;
    else
        free(bytes);
    return SCRUT_OK;
}
