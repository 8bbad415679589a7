/* SPDX-License-Identifier: Apache-2.0
 * link_work.h: a folder in which what units of linkage found is kept, so that a run that was ended goes on where it
 * was, and so that pairs need not stay in memory (docs/formats/link-work.md). */
#ifndef SCRUT_LINK_WORK_H
#define SCRUT_LINK_WORK_H

#include "link_internal.h"
#include "scrutineer/hash.h"

#define LINK_UNIT_BYTES_MAX ((size_t)1 << 36) /* of a unit's file */

typedef struct {
    char *path;
    bool wait;                  /* until each file is on the disk: the folder outlives this run */
    int lock;                   /* descriptor; two runs in one folder would be in each other's way */
    char run[SCRUT_SHA256_HEX]; /* hash of what the run is of */
} link_folder;

/* Makes the folder, or opens one in which roll link has worked, and locks it until it is closed. What a run that was
 * ended left half written is removed. SCRUT_E_INPUT: it holds other files; SCRUT_E_LIMIT: another run works there;
 * SCRUT_E_IO; SCRUT_E_MEMORY. */
scrut_status scrut_link_folder_open(const char *path, bool wait, link_folder *ret, scrut_error *err);
/* Says of what the folder holds work, a line each. SCRUT_E_INPUT: it holds work of something else; the error names the
 * line in which the two differ. */
scrut_status scrut_link_folder_claim(link_folder *f, const scrut_buf *manifest, scrut_error *err);
void scrut_link_folder_close(link_folder *f);
/* Removes what roll link wrote there, and the folder when nothing else is in it. */
void scrut_link_folder_remove(const link_folder *f);

/* What a run is of: program, rows, kinds of columns, hashes of the list and of the rules. The hash is that of the whole
 * list: no cell can be told from it. False without memory. */
bool scrut_link_manifest(const records *r, const blocking *b, int32_t floor_weight, scrut_buf *ret);

/* Units that are counted with the same guess. */
typedef struct link_stage {
    const link_folder *folder;
    unsigned number;            /* of the stage */
    char run[SCRUT_SHA256_HEX]; /* hash of the run and the guess */
} link_stage;

/* guess: NULL for none. False without memory. */
bool scrut_link_stage(const link_folder *f, unsigned number, const model *guess, size_t field_count, link_stage *ret);

typedef struct {
    const link_stage *stage;
    size_t rule, shard;
} unit_name;

/* What a unit found. The arrays of one that was read lie in `bytes`. */
typedef struct {
    pairs_made made;
    const pattern *patterns; /* in order of their keys */
    size_t pattern_count;
    const kept_pair *pairs;
    size_t pair_count;
    char *bytes; /* to be freed */
} unit_found;

/* SCRUT_E_IO; SCRUT_E_MEMORY. */
scrut_status scrut_link_unit_write(const unit_name *name, const unit_found *found, scrut_error *err);
/* *ret_there is false when there is no file, or it is damaged or of another run: then the unit is to be done.
 * SCRUT_E_MEMORY. */
scrut_status scrut_link_unit_read(const unit_name *name, uint32_t row_count, bool *ret_there, unit_found *ret,
                                  scrut_error *err);
/* Whether bytes (aligned as a uint64_t) are the file of this unit, whole and without an impossible value; `ret` points
 * into them and has no bytes to free. */
bool scrut_link_unit_parse(const char *bytes, size_t length, const char run[SCRUT_SHA256_HEX], size_t rule_index,
                           size_t shard, uint32_t row_count, unit_found *ret);

/* The units of a task whose files are there: by rule a bit set of shards. SCRUT_E_MEMORY. */
scrut_status scrut_link_units_there(const count_task *t, uint32_t ret[RULES_MAX], scrut_error *err);
/* Adds up what all units found, from their files. SCRUT_E_IO: some cannot be read any more; SCRUT_E_MEMORY. */
scrut_status scrut_link_units_merge(const count_task *t, pair_counts *ret, scrut_error *err);

#endif
