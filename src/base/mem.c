/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Blocks double from the first size to the second: an arena for one small question asks for little to be zeroed. */
#define FIRST_BLOCK_BYTES ((size_t)4 * 1024)
#define BLOCK_BYTES ((size_t)64 * 1024)
#define ALIGNMENT ((size_t)16)

#if defined(__linux__)
/* Linux only, so that <sys/mman.h> does not declare it to a strict POSIX program. */
extern int madvise(void *address, size_t length, int advice);
#define ADVISE_HUGE_PAGES(address, length) (void)madvise(address, length, 14 /* MADV_HUGEPAGE */)
#else
#define ADVISE_HUGE_PAGES(address, length) (void)0
#endif
#define SMALL_PAGE 4096 /* or a multiple of it: then nothing is asked for */

typedef struct block {
    struct block *next;
    size_t used, size;
    max_align_t bytes[];
} block;

struct scrut_arena {
    block *blocks;
    size_t next_bytes; /* of the next block for small objects */
    void *chain;
};

scrut_arena *scrut_arena_new(void)
{
    scrut_arena *arena = calloc(1, sizeof *arena);
    if (arena != NULL)
        arena->next_bytes = FIRST_BLOCK_BYTES;
    return arena;
}

void scrut_arena_free(scrut_arena *arena)
{
    if (arena == NULL)
        return;
    for (block *b = arena->blocks, *next; b != NULL; b = next) {
        next = b->next;
        free(b);
    }
    free(arena);
}

static block *block_with_room(scrut_arena *arena, size_t bytes)
{
    block *b = arena->blocks;
    if (b != NULL && b->size - b->used >= bytes)
        return b;
    size_t size = bytes > arena->next_bytes / 4 ? bytes : arena->next_bytes;
    b = calloc(1, sizeof *b + size);
    if (b == NULL)
        return NULL;
    b->size = size;
    if (arena->next_bytes < BLOCK_BYTES)
        arena->next_bytes *= 2;
    /* A block made for one large object goes behind the one that still has room. */
    if (size == bytes && arena->blocks != NULL) {
        b->next = arena->blocks->next;
        arena->blocks->next = b;
    } else {
        b->next = arena->blocks;
        arena->blocks = b;
    }
    return b;
}

void *scrut_arena_calloc(scrut_arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 4)
        return NULL;
    bytes = (bytes + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    block *b = block_with_room(arena, bytes);
    if (b == NULL)
        return NULL;
    void *memory = (char *)b->bytes + b->used;
    b->used += bytes;
    return memory;
}

char *scrut_arena_strndup(scrut_arena *arena, const char *bytes, size_t length)
{
    if (length == SIZE_MAX)
        return NULL;
    char *copy = scrut_arena_calloc(arena, length + 1, 1);
    if (copy != NULL && length > 0)
        memcpy(copy, bytes, length);
    return copy;
}

char *scrut_arena_strdup(scrut_arena *arena, const char *text)
{
    return scrut_arena_strndup(arena, text, strlen(text));
}

char *scrut_arena_printf(scrut_arena *arena, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int length = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (length < 0)
        return NULL;
    char *text = scrut_arena_calloc(arena, (size_t)length + 1, 1);
    if (text == NULL)
        return NULL;
    va_start(args, fmt);
    vsnprintf(text, (size_t)length + 1, fmt, args);
    va_end(args);
    return text;
}

void **scrut_arena_chain(scrut_arena *arena)
{
    return &arena->chain;
}

/* Measured: fresh pages of 4 KiB cost a fifth of the time of reading a large table. The page in which the bytes begin
 * is asked for, too: a block of malloc of which one part differs from the other cannot grow where it is. */
void scrut_ask_large_pages(void *bytes, size_t length)
{
    size_t before = (uintptr_t)bytes % SMALL_PAGE;
    if (length >= SCRUT_LARGE_PAGE)
        ADVISE_HUGE_PAGES((char *)bytes - before, before + length);
}

bool scrut_grow(void *items, size_t *capacity, size_t needed, size_t size)
{
    if (needed <= *capacity)
        return true;
    size_t wanted = *capacity < 8 ? 8 : *capacity + *capacity / 2;
    if (wanted < needed)
        wanted = needed;
    size_t bytes;
    if (__builtin_mul_overflow(wanted, size, &bytes))
        return false;
    if (bytes >= SCRUT_LARGE_PAGE && bytes < SIZE_MAX / 2) { /* whole large pages, with room for malloc's own words */
        bytes = (bytes + SMALL_PAGE + SCRUT_LARGE_PAGE - 1) / SCRUT_LARGE_PAGE * SCRUT_LARGE_PAGE - SMALL_PAGE;
        wanted = bytes / size;
    }
    void *old;
    memcpy(&old, items, sizeof old);
    void *grown = realloc(old, bytes);
    if (grown == NULL)
        return false;
    scrut_ask_large_pages(grown, bytes);
    memcpy(items, &grown, sizeof grown);
    *capacity = wanted;
    return true;
}
