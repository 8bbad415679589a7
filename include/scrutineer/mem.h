/* SPDX-License-Identifier: Apache-2.0
 * mem.h: the arena in which one loaded case lives and dies, checked growth of arrays, and large pages.
 *
 * An arena is not thread-safe. Nothing taken from it is freed alone. */
#ifndef SCRUTINEER_MEM_H
#define SCRUTINEER_MEM_H

#include "scrutineer/err.h"

typedef struct scrut_arena scrut_arena;

/* NULL without memory. Free with scrut_arena_free (NULL is fine). */
SCRUT_API SCRUT_MUST_CHECK scrut_arena *scrut_arena_new(void);
SCRUT_API void scrut_arena_free(scrut_arena *arena);

/* Zeroed memory for count * size bytes, aligned for any type; NULL without memory or on overflow.
 * A count of 0 gives a valid pointer. */
SCRUT_API SCRUT_MUST_CHECK void *scrut_arena_calloc(scrut_arena *arena, size_t count, size_t size);
/* Copies `length` bytes and adds a NUL. */
SCRUT_API SCRUT_MUST_CHECK char *scrut_arena_strndup(scrut_arena *arena, const char *bytes, size_t length);
SCRUT_API SCRUT_MUST_CHECK char *scrut_arena_strdup(scrut_arena *arena, const char *text);
SCRUT_API SCRUT_MUST_CHECK char *scrut_arena_printf(scrut_arena *arena, const char *fmt, ...) SCRUT_PRINTF(2, 3);

/* Where a user of the arena keeps the head of a chain of what it made there (catalog.h); it holds NULL at first. */
SCRUT_API void **scrut_arena_chain(scrut_arena *arena);

#define SCRUT_LARGE_PAGE ((size_t)2 * 1024 * 1024)
/* Asks the system, where there are such, for large pages in the whole ones that lie in these bytes, which nobody has
 * touched yet. */
SCRUT_API void scrut_ask_large_pages(void *bytes, size_t length);

/* Grows *items (malloc memory, elements of `size` bytes) so that it holds at least `needed`.
 * False without memory or on overflow; *items and *capacity are then unchanged. */
SCRUT_API SCRUT_MUST_CHECK bool scrut_grow(void *items, size_t *capacity, size_t needed, size_t size);

#endif
