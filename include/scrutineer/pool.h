/* SPDX-License-Identifier: Apache-2.0
 * pool.h: a small thread pool for numbered pure units. Each unit writes its own slot, so the result
 * does not depend on the number of threads or on their order. */
#ifndef SCRUTINEER_POOL_H
#define SCRUTINEER_POOL_H

#include "scrutineer/err.h"

typedef struct scrut_pool scrut_pool;

/* `threads` workers in all, the caller being one of them; 0 means one a processor, 64 at most.
 * NULL without memory. A pool of one thread starts none. */
SCRUT_API SCRUT_MUST_CHECK scrut_pool *scrut_pool_new(int threads);
SCRUT_API void scrut_pool_free(scrut_pool *pool);
SCRUT_API int scrut_pool_threads(const scrut_pool *pool);

/* Calls unit(context, i) once for each i in 0 .. unit_count, on any thread, and returns when all are
 * done. Not reentrant: a unit must not call it on the same pool. `pool` may be NULL: one thread. */
SCRUT_API void scrut_pool_run(scrut_pool *pool, size_t unit_count, void (*unit)(void *context, size_t index),
                              void *context);

#endif
