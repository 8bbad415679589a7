/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define THREADS_MAX 64

struct scrut_pool {
    pthread_mutex_t lock;
    pthread_cond_t work, done;
    pthread_t threads[THREADS_MAX];
    int thread_count; /* started ones; the caller works too */
    void (*unit)(void *, size_t);
    void *context;
    size_t next, unit_count;
    int busy;
    uint64_t job; /* counts the calls of scrut_pool_run */
    bool quit;
};

/* Takes units until none is left. Called and returns with the lock held. */
static void take_units(scrut_pool *pool)
{
    while (pool->next < pool->unit_count) {
        size_t index = pool->next++;
        pthread_mutex_unlock(&pool->lock);
        pool->unit(pool->context, index);
        pthread_mutex_lock(&pool->lock);
    }
}

static void *worker(void *argument)
{
    scrut_pool *pool = argument;
    uint64_t seen = 0;
    pthread_mutex_lock(&pool->lock);
    while (!pool->quit) {
        if (pool->job == seen) {
            pthread_cond_wait(&pool->work, &pool->lock);
            continue;
        }
        seen = pool->job;
        pool->busy++;
        take_units(pool);
        pool->busy--;
        if (pool->busy == 0)
            pthread_cond_signal(&pool->done);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

scrut_pool *scrut_pool_new(int threads)
{
    if (threads <= 0)
        threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
    if (threads < 1)
        threads = 1;
    if (threads > THREADS_MAX)
        threads = THREADS_MAX;
    scrut_pool *pool = calloc(1, sizeof *pool);
    if (pool == NULL)
        return NULL;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    pthread_cond_init(&pool->done, NULL);
    while (pool->thread_count < threads - 1 &&
           pthread_create(&pool->threads[pool->thread_count], NULL, worker, pool) == 0)
        pool->thread_count++;
    return pool;
}

void scrut_pool_free(scrut_pool *pool)
{
    if (pool == NULL)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->quit = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->thread_count; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_mutex_destroy(&pool->lock);
    pthread_cond_destroy(&pool->work);
    pthread_cond_destroy(&pool->done);
    free(pool);
}

int scrut_pool_threads(const scrut_pool *pool)
{
    return pool == NULL ? 1 : pool->thread_count + 1;
}

void scrut_pool_run(scrut_pool *pool, size_t unit_count, void (*unit)(void *context, size_t index), void *context)
{
    if (pool == NULL || pool->thread_count == 0 || unit_count < 2) {
        for (size_t i = 0; i < unit_count; i++)
            unit(context, i);
        return;
    }
    pthread_mutex_lock(&pool->lock);
    pool->unit = unit;
    pool->context = context;
    pool->next = 0;
    pool->unit_count = unit_count;
    pool->job++;
    pthread_cond_broadcast(&pool->work);
    take_units(pool);
    while (pool->busy > 0)
        pthread_cond_wait(&pool->done, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}
