/* SPDX-License-Identifier: Apache-2.0
 * The stages of a version diff one after another, and what they share. */
#include "diff_internal.h"
#include "scrutineer/hash.h"

#include <stdlib.h>
#include <string.h>

const char *scrut_roll_change_name(scrut_roll_change change)
{
    static const char *const NAMES[SCRUT_ROLL_CHANGE_COUNT] = {"kept",    "corrected", "moved", "merged",
                                                               "deleted", "split",     "added"};
    return NAMES[change];
}

/* ---- rows ------------------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash)
{
    hash *= UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

uint64_t diff_hash(const scrut_link_input *rows, uint32_t row, uint32_t mask)
{
    uint64_t hash = mask;
    for (size_t f = 0; f < rows->field_count; f++) {
        if ((mask >> f & 1) == 0)
            continue;
        size_t length;
        const char *text = rows->cell(rows->context, row, f, &length);
        hash = mix(hash ^ scrut_hash64(text, length));
    }
    return hash | 1;
}

bool diff_equal(const scrut_link_input *rows, uint32_t a, uint32_t b, uint32_t mask)
{
    for (size_t f = 0; f < rows->field_count; f++) {
        if ((mask >> f & 1) == 0)
            continue;
        size_t length, other_length;
        const char *text = rows->cell(rows->context, a, f, &length),
                   *other = rows->cell(rows->context, b, f, &other_length);
        if (length != other_length || memcmp(text, other, length) != 0)
            return false;
    }
    return true;
}

bool diff_is_empty(const scrut_link_input *rows, uint32_t row, size_t field)
{
    size_t length;
    (void)rows->cell(rows->context, row, field, &length);
    return length == 0;
}

uint32_t diff_fields_of(const scrut_link_input *rows, scrut_link_kind kind)
{
    uint32_t mask = 0;
    for (size_t f = 0; f < rows->field_count; f++)
        mask |= (uint32_t)(rows->fields[f].kind == kind) << f;
    return mask;
}

bool diff_filter_make(diff_filter *filter)
{
    filter->bits = calloc(((size_t)1 << DIFF_FILTER_BITS) / 64, sizeof *filter->bits);
    return filter->bits != NULL;
}

int diff_by_key(const void *a, const void *b)
{
    const diff_entry *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* ---- matches ---------------------------------------------------------------------------------------------- */

void diff_match(diff_work *w, uint32_t old_row, uint32_t new_row, scrut_roll_stage stage)
{
    uint32_t in_new = new_row - w->diff->old_count;
    w->diff->old_fates[old_row] = (scrut_roll_fate){.other = in_new, .stage = (uint8_t)stage};
    w->diff->new_fates[in_new] = (scrut_roll_fate){.other = old_row, .stage = (uint8_t)stage};
}

bool diff_is_matched(const diff_work *w, uint32_t row)
{
    return row < w->diff->old_count ? w->diff->old_fates[row].other != SCRUT_ROLL_NO_ROW
                                    : w->diff->new_fates[row - w->diff->old_count].other != SCRUT_ROLL_NO_ROW;
}

static size_t list_unmatched(const scrut_roll_fate fates[], uint32_t count, uint32_t first, uint32_t rows[])
{
    size_t left = 0;
    for (uint32_t i = 0; i < count; i++)
        if (fates[i].other == SCRUT_ROLL_NO_ROW)
            rows[left++] = first + i;
    return left;
}

static void list_left(diff_work *w)
{
    w->left_count[0] = list_unmatched(w->diff->old_fates, w->diff->old_count, 0, w->left[0]);
    w->left_count[1] = list_unmatched(w->diff->new_fates, w->diff->new_count, w->diff->old_count, w->left[1]);
}

void diff_drop_matched(diff_work *w)
{
    for (int list = 0; list < 2; list++) {
        size_t left = 0;
        for (size_t i = 0; i < w->left_count[list]; i++)
            if (!diff_is_matched(w, w->left[list][i]))
                w->left[list][left++] = w->left[list][i];
        w->left_count[list] = left;
    }
}

/* ---- what the matches are --------------------------------------------------------------------------------- */

enum { ROWS_A_UNIT = 1 << 14 };

static void name_old(void *context, size_t unit)
{
    diff_work *w = context;
    const scrut_link_input *rows = &w->input->rows;
    uint32_t from = (uint32_t)unit * ROWS_A_UNIT;
    for (uint32_t i = from; i < w->diff->old_count && i < from + ROWS_A_UNIT; i++) {
        scrut_roll_fate *fate = &w->diff->old_fates[i];
        if (fate->other == SCRUT_ROLL_NO_ROW) {
            fate->change = SCRUT_ROLL_DELETED;
            continue;
        }
        for (uint32_t f = 0; f < rows->field_count && fate->stage != SCRUT_ROLL_BY_ALL; f++)
            if (!diff_equal(rows, i, w->diff->old_count + fate->other, 1U << f))
                fate->differs |= (uint16_t)(1U << f);
        fate->change = (uint8_t)(fate->differs == 0                        ? SCRUT_ROLL_KEPT
                                 : (fate->differs & w->input->places) != 0 ? SCRUT_ROLL_MOVED
                                                                           : SCRUT_ROLL_CORRECTED);
        scrut_roll_fate *other = &w->diff->new_fates[fate->other];
        other->differs = fate->differs;
        other->change = fate->change;
    }
}

static void name_changes(diff_work *w)
{
    for (uint32_t i = 0; i < w->diff->new_count; i++)
        if (w->diff->new_fates[i].other == SCRUT_ROLL_NO_ROW)
            w->diff->new_fates[i].change = SCRUT_ROLL_ADDED;
    scrut_pool_run(w->pool, ((size_t)w->diff->old_count + ROWS_A_UNIT - 1) / ROWS_A_UNIT, name_old, w);
}

bool scrut_roll_diff_is_other_person(const scrut_roll_diff_input *input, const scrut_roll_fate *fate)
{
    uint32_t names = diff_fields_of(&input->rows, SCRUT_LINK_GIVEN) | diff_fields_of(&input->rows, SCRUT_LINK_SURNAME);
    return (fate->differs & names) != 0 && (fate->differs & diff_fields_of(&input->rows, SCRUT_LINK_BORN)) != 0;
}

/* ---- all of it -------------------------------------------------------------------------------------------- */

static scrut_status run(diff_work *w, scrut_error *err)
{
    scrut_status status = diff_match_equal(w, err);
    if (status == SCRUT_OK) {
        list_left(w);
        status = diff_match_keys(w, err);
    }
    if (status == SCRUT_OK)
        status = diff_match_model(w, err);
    if (status == SCRUT_OK) {
        name_changes(w);
        status = diff_find_seconds(w, err);
    }
    return status;
}

static scrut_roll_fate *unmatched(uint32_t count)
{
    scrut_roll_fate *fates = malloc(((size_t)count + 1) * sizeof *fates);
    for (uint32_t i = 0; fates != NULL && i < count; i++)
        fates[i] = (scrut_roll_fate){.other = SCRUT_ROLL_NO_ROW, .stage = SCRUT_ROLL_BY_NOTHING};
    return fates;
}

scrut_status scrut_roll_diff_run(const scrut_roll_diff_input *input, scrut_pool *pool, scrut_roll_diff **ret_diff,
                                 scrut_error *err)
{
    const scrut_link_input *rows = &input->rows;
    if (rows->row_count > SCRUT_LINK_ROWS_MAX || rows->field_count > SCRUT_LINK_FIELDS_MAX)
        return scrut_fail(err, SCRUT_E_LIMIT, NULL, -1, -1, -1, "at most %u rows and %d fields can be compared",
                          SCRUT_LINK_ROWS_MAX, SCRUT_LINK_FIELDS_MAX);
    if (rows->field_count < 2)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "at least two fields are needed to compare records");
    scrut_roll_diff *diff = calloc(1, sizeof *diff);
    if (diff == NULL)
        return scrut_fail_memory(err);
    diff->old_count = rows->second_from;
    diff->new_count = rows->row_count - rows->second_from;
    diff->old_fates = unmatched(diff->old_count);
    diff->new_fates = unmatched(diff->new_count);
    diff_work w = {.input = input, .diff = diff, .pool = pool};
    w.left[0] = malloc(((size_t)diff->old_count + 1) * sizeof *w.left[0]);
    w.left[1] = malloc(((size_t)diff->new_count + 1) * sizeof *w.left[1]);
    bool ready = diff->old_fates != NULL && diff->new_fates != NULL && w.left[0] != NULL && w.left[1] != NULL;
    scrut_status status = ready ? run(&w, err) : scrut_fail_memory(err);
    free(w.left[0]);
    free(w.left[1]);
    if (status == SCRUT_OK)
        *ret_diff = diff;
    else
        scrut_roll_diff_free(diff);
    return status;
}

void scrut_roll_diff_free(scrut_roll_diff *diff)
{
    if (diff == NULL)
        return;
    free(diff->old_fates);
    free(diff->new_fates);
    free(diff);
}

const scrut_roll_fate *scrut_roll_diff_old(const scrut_roll_diff *diff, uint32_t *ret_count)
{
    *ret_count = diff->old_count;
    return diff->old_fates;
}

const scrut_roll_fate *scrut_roll_diff_new(const scrut_roll_diff *diff, uint32_t *ret_count)
{
    *ret_count = diff->new_count;
    return diff->new_fates;
}

/* ---- three versions --------------------------------------------------------------------------------------- */

/* Some rows of two inputs. */
typedef struct {
    const scrut_link_input *of[2];
    uint32_t *rows; /* counted as in them */
    uint32_t second_from;
} part_of_lists;

static const char *part_cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    const part_of_lists *p = context;
    const scrut_link_input *of = p->of[row >= p->second_from];
    return of->cell(of->context, p->rows[row], field, ret_length);
}

scrut_status scrut_roll_diff_find_back(const scrut_roll_diff_input *first, const scrut_roll_diff *gone,
                                       const scrut_roll_diff_input *second, const scrut_roll_diff *back,
                                       scrut_pool *pool, bool ret_back[], scrut_error *err)
{
    part_of_lists p = {.of = {&first->rows, &second->rows}};
    p.rows = malloc(((size_t)gone->old_count + back->new_count + 1) * sizeof *p.rows);
    if (p.rows == NULL)
        return scrut_fail_memory(err);
    uint32_t count = 0;
    for (uint32_t i = 0; i < gone->old_count; i++)
        if (gone->old_fates[i].change == SCRUT_ROLL_DELETED)
            p.rows[count++] = i;
    p.second_from = count;
    for (uint32_t i = 0; i < back->new_count; i++) {
        ret_back[i] = false;
        if (back->new_fates[i].change == SCRUT_ROLL_ADDED)
            p.rows[count++] = back->old_count + i;
    }
    scrut_roll_diff_input input = *second;
    input.rows.cell = part_cell;
    input.rows.context = &p;
    input.rows.row_count = count;
    input.rows.second_from = p.second_from;
    scrut_roll_diff *diff = NULL;
    scrut_status status = scrut_roll_diff_run(&input, pool, &diff, err);
    for (uint32_t i = 0; diff != NULL && i < diff->new_count; i++)
        ret_back[p.rows[p.second_from + i] - back->old_count] = diff->new_fates[i].change != SCRUT_ROLL_ADDED;
    scrut_roll_diff_free(diff);
    free(p.rows);
    return status;
}
