/* SPDX-License-Identifier: Apache-2.0
 * The numbers of category cells: what a worker has seen before lies in a table of its own, whole cells in words of the
 * processor, so that nearly every cell costs a multiplication or two and one look into a near cache. It may forget:
 * then the words of the table are asked once more. */
#include "csv_simd.h"
#include "scrutineer/hash.h"
#include "scrutineer/mem.h"

#include <stdlib.h>

#define WORDS 3 /* of a cell that lies in its slot */
#define SHORT (8 * WORDS)
#define PROBES 4 /* slots in which a value may lie */
#define SLOTS_FIRST ((size_t)64)
#define TOGETHER 32 /* cells whose slots are asked for before they are looked at */

/* Of a longer cell the first word is its hash. */
struct scrut_csv_known_word {
    uint64_t words[WORDS];
    uint32_t number, length; /* length + 1 of the cell, 0: an empty slot */
};

typedef struct {
    uint64_t words[WORDS], hash;
    const char *bytes;
    size_t length;
} cell_key;

static inline uint64_t mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t hash_of(const uint64_t words[WORDS], uint64_t length)
{
    return mix(words[0] ^ (length * UINT64_C(0x9E3779B97F4A7C15)),
               (words[1] + words[2] * UINT64_C(0xC2B2AE3D27D4EB4F)) ^ UINT64_C(0xD6E8FEB86659FD93));
}

/* The first `length` bytes, at most eight. */
static inline uint64_t load_part(const char *bytes, size_t length)
{
    return length >= 8 ? load_word(bytes) : length == 0 ? 0 : load_word(bytes) << (64 - 8 * length);
}

static inline void make_key(const char *bytes, size_t length, cell_key *ret)
{
    uint64_t *words = ret->words;
    ret->bytes = bytes;
    ret->length = length;
    words[0] = words[1] = words[2] = 0;
    if (length <= SHORT) {
        words[0] = load_part(bytes, length);
        if (length > 8)
            words[1] = load_part(bytes + 8, length - 8);
        if (length > 16)
            words[2] = load_part(bytes + 16, length - 16);
    } else {
        words[0] = scrut_hash64(bytes, length);
    }
    ret->hash = hash_of(words, length);
}

/* ---- slots ------------------------------------------------------------------------------------------------------ */

static char *copy_of(const scrut_csv_known_word *slot)
{
    return (char *)(uintptr_t)slot->words[1];
}

static bool is_long(const scrut_csv_known_word *slot)
{
    return slot->length > SHORT + 1;
}

static void clear_slot(scrut_csv_known_word *slot)
{
    if (is_long(slot))
        free(copy_of(slot));
    slot->length = 0;
}

static inline bool is_of(const scrut_csv_known_word *slot, const cell_key *k)
{
    if (k->length > SHORT)
        return slot->words[0] == k->words[0] && slot->length == k->length + 1 &&
               memcmp(copy_of(slot), k->bytes, k->length) == 0;
    return ((slot->words[0] ^ k->words[0]) | (slot->words[1] ^ k->words[1]) | (slot->words[2] ^ k->words[2]) |
            (slot->length ^ (k->length + 1))) == 0;
}

/* An empty slot, or else one of those where the hash belongs, whose value is forgotten. */
static scrut_csv_known_word *make_room(scrut_csv_known *known, uint64_t hash)
{
    size_t mask = known->slot_count - 1;
    for (size_t i = 0; i < PROBES; i++) {
        scrut_csv_known_word *slot = &known->slots[(hash + i) & mask];
        if (slot->length == 0) {
            known->used++;
            return slot;
        }
    }
    scrut_csv_known_word *slot = &known->slots[(hash + (hash >> 60) % PROBES) & mask];
    clear_slot(slot);
    return slot;
}

static bool grow(scrut_csv_known *known)
{
    scrut_csv_known_word *slots = known->slots;
    size_t count = known->slot_count;
    size_t wanted = count == 0 ? SLOTS_FIRST : 2 * count;
    known->slots = calloc(wanted, sizeof *known->slots);
    if (known->slots == NULL) {
        known->slots = slots;
        return false;
    }
    known->slot_count = wanted;
    known->used = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t words[WORDS] = {slots[i].words[0]};
        if (slots[i].length == 0)
            continue;
        if (!is_long(&slots[i]))
            memcpy(words, slots[i].words, sizeof words);
        *make_room(known, hash_of(words, slots[i].length - (uint64_t)1)) = slots[i];
    }
    free(slots);
    return true;
}

static bool remember(scrut_csv_known *known, const cell_key *k, uint32_t number)
{
    char *copy = NULL;
    if (2 * known->used >= known->slot_count && known->slot_count < known->slots_max && !grow(known))
        return false;
    if (k->length > SHORT) {
        copy = malloc(k->length);
        if (copy == NULL)
            return false;
        memcpy(copy, k->bytes, k->length);
    }
    scrut_csv_known_word *slot = make_room(known, k->hash);
    memcpy(slot->words, k->words, sizeof slot->words);
    if (copy != NULL)
        slot->words[1] = (uint64_t)(uintptr_t)copy;
    slot->number = number;
    slot->length = (uint32_t)k->length + 1;
    return true;
}

/* A cell that this worker has not seen, or has forgotten. */
static bool ask(scrut_csv_known *known, scrut_csv_shared *shared, const cell_key *k, uint32_t *ret_number)
{
    pthread_mutex_lock(&shared->lock);
    bool ready = scrut_csv_words_put(&shared->words, k->bytes, k->length, ret_number);
    pthread_mutex_unlock(&shared->lock);
    if (!ready || !remember(known, k, *ret_number) ||
        !scrut_grow(&known->fresh, &known->fresh_capacity, known->fresh_count + 1, sizeof *known->fresh))
        return false;
    known->fresh[known->fresh_count++] = *ret_number;
    return true;
}

static inline const scrut_csv_known_word *find(const scrut_csv_known *known, const cell_key *k)
{
    size_t mask = known->slot_count - 1;
    for (size_t i = 0; i < PROBES; i++) {
        const scrut_csv_known_word *slot = &known->slots[(k->hash + i) & mask];
        if (is_of(slot, k))
            return slot;
    }
    return NULL;
}

/* ---- cells ------------------------------------------------------------------------------------------------------ */

bool scrut_csv_known_numbers(scrut_csv_known *known, scrut_csv_shared *shared, scrut_csv_category_cells *job,
                             size_t first, size_t last)
{
    cell_key keys[TOGETHER];
    if (known->slot_count == 0 && !grow(known))
        return false;
    for (size_t row = first; row < last;) {
        size_t count = last - row < TOGETHER ? last - row : TOGETHER;
        for (size_t i = 0; i < count; i++) {
            make_key(job->bytes + job->starts[row + i], job->ends[row + i] - job->starts[row + i], &keys[i]);
            __builtin_prefetch(&known->slots[keys[i].hash & (known->slot_count - 1)]);
        }
        for (size_t i = 0; i < count; i++, row++) {
            const scrut_csv_known_word *found = find(known, &keys[i]);
            if (found != NULL)
                job->numbers[row] = found->number;
            else if (!ask(known, shared, &keys[i], &job->numbers[row]))
                return false;
            job->bits |= job->numbers[row];
        }
    }
    return true;
}

/* ---- blocks ----------------------------------------------------------------------------------------------------- */

void scrut_csv_known_end(scrut_csv_known *known, scrut_csv_shared *shared, size_t block)
{
    if (known->fresh_count == 0)
        return;
    pthread_mutex_lock(&shared->lock);
    scrut_csv_words_seen(&shared->words, known->fresh, known->fresh_count, block);
    pthread_mutex_unlock(&shared->lock);
    known->fresh_count = 0;
}

void scrut_csv_known_forget(scrut_csv_known *known)
{
    for (size_t i = 0; i < known->slot_count; i++)
        clear_slot(&known->slots[i]);
    known->used = 0;
    known->fresh_count = 0;
}

void scrut_csv_known_free(scrut_csv_known *known)
{
    scrut_csv_known_forget(known);
    free(known->slots);
    free(known->fresh);
    *known = (scrut_csv_known){0};
}
