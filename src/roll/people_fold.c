/* SPDX-License-Identifier: Apache-2.0
 * people_fold.c: cells to numbers. A value of a column of few values is folded once, whatever the number of rows that
 * have it; values of their own are told apart by hashes. */
#include "audit_internal.h"
#include "scrutineer/hash.h"
#include "scrutineer/text.h"

#include <stdlib.h>
#include <string.h>

/* Distinct values of one column, folded. */
typedef struct {
    char **keys;
    uint32_t count;
} folded;

/* A key and its code: mostly the first eight bytes, as a number, settle the order. */
typedef struct {
    uint64_t head;
    const char *text;
    uint32_t code;
} headed_key;

static headed_key head_of(const char *text, uint32_t code)
{
    headed_key key = {.text = text, .code = code};
    for (size_t i = 0, end = strnlen(text, sizeof key.head); i < sizeof key.head; i++)
        key.head = key.head << 8 | (i < end ? (unsigned char)text[i] : 0);
    return key;
}

static int by_text(const void *a, const void *b)
{
    const headed_key *x = a, *y = b;
    return x->head != y->head ? (x->head < y->head ? -1 : 1) : strcmp(x->text, y->text);
}

scrut_status fold_name(const char *text, scrut_buf *key)
{
    return scrut_text_fold(text, strlen(text), key, NULL, NULL);
}

scrut_status fold_skeleton(const char *text, scrut_buf *key)
{
    scrut_buf name = {0};
    scrut_status status = fold_name(text, &name);
    if (status == SCRUT_OK && name.length > 0)
        status = scrut_text_skeleton(name.bytes, name.length, key, NULL);
    scrut_buf_free(&name);
    return status;
}

scrut_status fold_nothing(const char *text, scrut_buf *key)
{
    scrut_buf_puts(key, text);
    return key->failed ? SCRUT_E_MEMORY : SCRUT_OK;
}

typedef struct {
    const people *p;
    size_t column;
    fold_function *fold;
    folded *f;
} fold_job;

enum { FOLD_STRIPES = 64 };

static void fold_stripe(void *context, size_t stripe)
{
    const fold_job *job = context;
    folded *f = job->f;
    scrut_buf key = {0};
    uint32_t end = (uint32_t)((uint64_t)f->count * (stripe + 1) / FOLD_STRIPES);
    for (uint32_t i = (uint32_t)((uint64_t)f->count * stripe / FOLD_STRIPES); i < end; i++) {
        scrut_buf_clear(&key);
        if (job->fold(scrut_table_category(job->p->table, job->column, i), &key) == SCRUT_OK && !key.failed)
            f->keys[i] = strdup(key.length > 0 ? key.bytes : "");
    }
    scrut_buf_free(&key);
}

static bool fold_values(const people *p, size_t column, fold_function *fold, scrut_pool *pool, folded *f)
{
    f->count = scrut_table_category_count(p->table, column);
    f->keys = calloc(f->count + (size_t)1, sizeof *f->keys);
    bool fine = f->keys != NULL;
    if (fine)
        scrut_pool_run(pool, FOLD_STRIPES, fold_stripe, &(fold_job){p, column, fold, f});
    for (uint32_t i = 0; fine && i < f->count; i++)
        fine = f->keys[i] != NULL;
    return fine;
}

/* numbers[code]: 0 for an empty key, else the same for equal keys, in the order of the keys. */
static bool number_keys_of(const folded *f, uint32_t numbers[])
{
    headed_key *sorted = malloc((f->count + (size_t)1) * sizeof *sorted);
    if (sorted == NULL)
        return false;
    for (uint32_t i = 0; i < f->count; i++)
        sorted[i] = head_of(f->keys[i], i);
    if (f->count > 0)
        qsort(sorted, f->count, sizeof *sorted, by_text);
    uint32_t last = 0;
    for (uint32_t i = 0; i < f->count; i++) {
        bool known = sorted[i].text[0] != '\0';
        if (known && (i == 0 || by_text(&sorted[i], &sorted[i - 1]) != 0))
            last++;
        numbers[sorted[i].code] = known ? last : 0;
    }
    free(sorted);
    return true;
}

static void free_folded(folded *f)
{
    for (uint32_t i = 0; f->keys != NULL && i < f->count; i++)
        free(f->keys[i]);
    free(f->keys);
}

uint32_t *number_column(const people *p, size_t column, fold_function *fold, scrut_pool *pool)
{
    folded f = {0};
    uint32_t *of_row = malloc((p->count + (size_t)1) * sizeof *of_row);
    bool fine = of_row != NULL && fold_values(p, column, fold, pool, &f);
    uint32_t *numbers = fine ? malloc((f.count + (size_t)1) * sizeof *numbers) : NULL;
    fine = numbers != NULL && number_keys_of(&f, numbers);
    if (fine) {
        people_codes(p, column, of_row);
        for (uint32_t row = 0; row < p->count; row++)
            of_row[row] = numbers[of_row[row]];
    } else {
        free(of_row);
    }
    free(numbers);
    free_folded(&f);
    return fine ? of_row : NULL;
}

typedef struct {
    const people *p;
    size_t column;
    uint64_t *hashes;
} hash_job;

enum { HASH_STRIPES = 64 };

static void hash_stripe(void *context, size_t stripe)
{
    const hash_job *job = context;
    uint32_t end = (uint32_t)((uint64_t)job->p->count * (stripe + 1) / HASH_STRIPES);
    for (uint32_t row = (uint32_t)((uint64_t)job->p->count * stripe / HASH_STRIPES); row < end; row++) {
        size_t length;
        const char *text = people_cell(job->p, job->column, row, &length);
        while (length > 0 && text[length - 1] == ' ')
            length--;
        job->hashes[row] = length > 0 ? scrut_hash64(text, length) | 1 : 0;
    }
}

uint64_t *hash_column(const people *p, size_t column, scrut_pool *pool)
{
    hash_job job = {p, column, malloc((p->count + (size_t)1) * sizeof *job.hashes)};
    if (job.hashes != NULL)
        scrut_pool_run(pool, HASH_STRIPES, hash_stripe, &job);
    return job.hashes;
}

uint32_t *number_hashes(people *p, size_t column, scrut_pool *pool, uint32_t *ret_count)
{
    uint64_t *hashes = hash_column(p, column, pool);
    uint32_t *numbers = scrut_arena_calloc(p->arena, p->count, sizeof *numbers);
    bool fine = hashes != NULL && numbers != NULL && number_keys(hashes, p->count, pool, numbers, ret_count);
    free(hashes);
    return fine ? numbers : NULL;
}
