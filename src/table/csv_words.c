/* SPDX-License-Identifier: Apache-2.0
 * Memory of tables, and the dictionary of a category column. */
#include "table_internal.h"
#include "scrutineer/hash.h"
#include "scrutineer/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- slabs ---- */

#define SLAB_ALIGNMENT ((size_t)64)
#define SLAB_BYTES_FIRST ((size_t)64 * 1024)
#define SLAB_BYTES_MAX ((size_t)32 * 1024 * 1024)

static scrut_slab *slab_new(size_t bytes)
{
    size_t alignment = bytes >= 2 * SCRUT_LARGE_PAGE ? SCRUT_LARGE_PAGE : SLAB_ALIGNMENT;
    size_t size = (bytes + SLAB_ALIGNMENT + alignment - 1) & ~(alignment - 1); /* with the head */
    scrut_slab *slab = aligned_alloc(alignment, size);
    if (slab == NULL)
        return NULL;
    scrut_ask_large_pages(slab, size);
    *slab = (scrut_slab){.used = SLAB_ALIGNMENT, .size = size};
    return slab;
}

void *scrut_slabs_take(scrut_slabs *slabs, size_t bytes)
{
    if (bytes > SIZE_MAX / 4)
        return NULL;
    size_t rounded = (bytes + SLAB_ALIGNMENT - 1) & ~(SLAB_ALIGNMENT - 1);
    scrut_slab *slab = slabs->first;
    if (slab == NULL || slab->size - slab->used < rounded) {
        size_t wanted = slabs->next_bytes < SLAB_BYTES_FIRST ? SLAB_BYTES_FIRST : slabs->next_bytes;
        slab = slab_new(wanted > rounded ? wanted : rounded);
        if (slab == NULL)
            return NULL;
        slab->next = slabs->first;
        slabs->first = slab;
        slabs->next_bytes = wanted * 4 < SLAB_BYTES_MAX ? wanted * 4 : SLAB_BYTES_MAX;
    }
    void *memory = (char *)slab + slab->used;
    slab->used += rounded;
    return memory;
}

static void free_list(scrut_slab *slab)
{
    while (slab != NULL) {
        scrut_slab *next = slab->next;
        free(slab);
        slab = next;
    }
}

void scrut_slabs_reset(scrut_slabs *slabs)
{
    if (slabs->first == NULL)
        return;
    free_list(slabs->first->next);
    slabs->first->next = NULL;
    slabs->first->used = SLAB_ALIGNMENT;
}

void scrut_slabs_move(scrut_slabs *from, scrut_slabs *to)
{
    scrut_slab **end = &from->first;
    while (*end != NULL)
        end = &(*end)->next;
    *end = to->first;
    to->first = from->first;
    from->first = NULL;
}

void scrut_slabs_free(scrut_slabs *slabs)
{
    free_list(slabs->first);
    slabs->first = NULL;
}

/* ---- words ---- */

#define IN_NO_ROW UINT64_MAX

static const char *text_of(const scrut_csv_words *words, size_t number, size_t *ret_length)
{
    size_t start = number == 0 ? 0 : words->ends[number - 1];
    *ret_length = words->ends[number] - start - 1;
    return words->bytes + start;
}

const char *scrut_csv_words_text(const scrut_csv_words *words, size_t code)
{
    assert(code < words->code_count);
    size_t length;
    return text_of(words, words->order != NULL ? words->order[code] : code, &length);
}

/* The slot that holds the value, or the empty one where it belongs. What else has its place is told by the hash. */
static uint64_t *find_slot(const scrut_csv_words *words, const char *bytes, size_t length, uint32_t hash)
{
    size_t mask = words->slot_count - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        uint64_t *slot = &words->slots[i];
        if (*slot == 0)
            return slot;
        if (*slot >> 32 != hash)
            continue;
        size_t found_length;
        const char *found = text_of(words, (uint32_t)*slot - 1, &found_length);
        if (found_length == length && memcmp(found, bytes, length) == 0)
            return slot;
    }
}

static bool grow_slots(scrut_csv_words *words)
{
    size_t wanted = words->slot_count == 0 ? 64 : words->slot_count * 2, mask = wanted - 1;
    uint64_t *slots = calloc(wanted, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < words->slot_count; i++) {
        uint64_t slot = words->slots[i];
        size_t at = (size_t)(slot >> 32) & mask;
        while (slot != 0 && slots[at] != 0)
            at = (at + 1) & mask;
        if (slot != 0)
            slots[at] = slot;
    }
    free(words->slots);
    words->slots = slots;
    words->slot_count = wanted;
    return true;
}

static bool append(scrut_csv_words *words, const char *bytes, size_t length)
{
    size_t end = words->bytes_length + length + 1;
    if (end > UINT32_MAX || words->count >= UINT32_MAX - 1 ||
        !scrut_grow(&words->bytes, &words->bytes_capacity, end, 1) ||
        !scrut_grow(&words->ends, &words->ends_capacity, words->count + 1, sizeof *words->ends) ||
        !scrut_grow(&words->first, &words->first_capacity, words->count + 1, sizeof *words->first))
        return false;
    memcpy(words->bytes + words->bytes_length, bytes, length);
    words->bytes[end - 1] = '\0';
    words->bytes_length = end;
    words->first[words->count] = IN_NO_ROW;
    words->ends[words->count++] = (uint32_t)end;
    return true;
}

bool scrut_csv_words_put(scrut_csv_words *words, const char *bytes, size_t length, uint32_t *ret_number)
{
    if (words->count * 2 >= words->slot_count && !grow_slots(words))
        return false;
    uint32_t hash = (uint32_t)(scrut_hash64(bytes, length) >> 32);
    uint64_t *slot = find_slot(words, bytes, length, hash);
    if (*slot == 0) {
        if (!append(words, bytes, length))
            return false;
        *slot = (uint64_t)hash << 32 | words->count;
    }
    *ret_number = (uint32_t)*slot - 1;
    return true;
}

void scrut_csv_words_seen(scrut_csv_words *words, const uint32_t numbers[], size_t count, size_t block)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t *first = &words->first[numbers[i]], here = (uint64_t)block << 32 | i;
        *first = here < *first ? here : *first;
    }
}

/* ---- order ---- */

typedef struct {
    uint64_t first;
    uint32_t number;
} placed_word;

static int by_first(const void *a, const void *b)
{
    const placed_word *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

/* Whether they came in the order in which they stand in the file, as with one worker. */
static bool is_in_order(const scrut_csv_words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        if (words->first[i] == IN_NO_ROW || (i > 0 && words->first[i] < words->first[i - 1]))
            return false;
    }
    return true;
}

/* Values that are in some row, by where they first are. NULL without memory. */
static placed_word *sort_words(const scrut_csv_words *words, size_t *ret_count)
{
    placed_word *placed = malloc((words->count + 1) * sizeof *placed);
    size_t count = 0;
    for (size_t i = 0; placed != NULL && i < words->count; i++) {
        if (words->first[i] != IN_NO_ROW)
            placed[count++] = (placed_word){words->first[i], (uint32_t)i};
    }
    if (count > 0)
        qsort(placed, count, sizeof *placed, by_first);
    *ret_count = count;
    return placed;
}

static void drop_slots(scrut_csv_words *words)
{
    free(words->slots);
    words->slots = NULL;
    words->slot_count = 0;
}

bool scrut_csv_words_end(scrut_csv_words *words)
{
    drop_slots(words);
    words->code_count = words->count;
    bool ready = true;
    if (!is_in_order(words)) {
        placed_word *placed = sort_words(words, &words->code_count);
        words->order = malloc((words->code_count + 1) * sizeof *words->order);
        words->codes = calloc(words->count + 1, sizeof *words->codes);
        ready = placed != NULL && words->order != NULL && words->codes != NULL;
        for (size_t code = 0; ready && code < words->code_count; code++) {
            words->order[code] = placed[code].number;
            words->codes[placed[code].number] = (uint32_t)code;
        }
        free(placed);
    }
    free(words->first);
    words->first = NULL;
    return ready;
}

void scrut_csv_words_free(scrut_csv_words *words)
{
    free(words->bytes);
    free(words->ends);
    free(words->slots);
    free(words->first);
    free(words->order);
    free(words->codes);
    *words = (scrut_csv_words){0};
}
