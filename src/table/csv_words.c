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
#define HUGE_PAGE ((size_t)2 * 1024 * 1024)

#if defined(__linux__)
/* Linux only, so that <sys/mman.h> does not declare it to a strict POSIX program. Measured: fresh pages
 * of 4 KiB cost a fifth of the time of reading a large table. */
extern int madvise(void *address, size_t length, int advice);
#define ADVISE_HUGE_PAGES(address, length) (void)madvise(address, length, 14 /* MADV_HUGEPAGE */)
#else
#define ADVISE_HUGE_PAGES(address, length) (void)0
#endif

static scrut_slab *slab_new(size_t bytes)
{
    size_t alignment = bytes >= 2 * HUGE_PAGE ? HUGE_PAGE : SLAB_ALIGNMENT;
    size_t size = (bytes + SLAB_ALIGNMENT + alignment - 1) & ~(alignment - 1); /* with the head */
    scrut_slab *slab = aligned_alloc(alignment, size);
    if (slab == NULL)
        return NULL;
    if (alignment == HUGE_PAGE)
        ADVISE_HUGE_PAGES(slab, size);
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

const char *scrut_csv_words_text(const scrut_csv_words *words, size_t code, size_t *ret_length)
{
    assert(code < words->count);
    size_t start = code == 0 ? 0 : words->ends[code - 1];
    *ret_length = words->ends[code] - start - 1;
    return words->bytes + start;
}

static uint64_t load_8(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Cells of a roll are short: two words that overlap hold all of one, without a call. */
static bool is_equal(const char *a, const char *b, size_t length)
{
    if (length < 8 || length > 16)
        return memcmp(a, b, length) == 0;
    return load_8(a) == load_8(b) && load_8(a + length - 8) == load_8(b + length - 8);
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
        const char *found = scrut_csv_words_text(words, (uint32_t)*slot - 1, &found_length);
        if (found_length == length && is_equal(found, bytes, length))
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
        !scrut_grow(&words->ends, &words->ends_capacity, words->count + 1, sizeof *words->ends))
        return false;
    memcpy(words->bytes + words->bytes_length, bytes, length);
    words->bytes[end - 1] = '\0';
    words->bytes_length = end;
    words->ends[words->count++] = (uint32_t)end;
    return true;
}

static uint32_t hash_of(const char *bytes, size_t length)
{
    return (uint32_t)(scrut_hash64(bytes, length) >> 32);
}

void scrut_csv_words_ahead(const scrut_csv_words *words, const char *bytes, size_t length)
{
    if (words->slot_count > 0)
        __builtin_prefetch(&words->slots[hash_of(bytes, length) & (words->slot_count - 1)]);
}

bool scrut_csv_words_code(scrut_csv_words *words, const char *bytes, size_t length, uint32_t *ret_code)
{
    if (words->count * 2 >= words->slot_count && !grow_slots(words))
        return false;
    uint32_t hash = hash_of(bytes, length);
    uint64_t *slot = find_slot(words, bytes, length, hash);
    if (*slot == 0) {
        if (!append(words, bytes, length))
            return false;
        *slot = (uint64_t)hash << 32 | words->count;
    }
    *ret_code = (uint32_t)*slot - 1;
    return true;
}

void scrut_csv_words_free(scrut_csv_words *words)
{
    free(words->bytes);
    free(words->ends);
    free(words->slots);
    *words = (scrut_csv_words){0};
}
