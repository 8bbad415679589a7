/* SPDX-License-Identifier: Apache-2.0
 * progress.c: one line on the terminal about work that takes more than a second. A thread of its own
 * writes it, so that the work knows nothing of it. */
#include "cli.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static struct {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    const char *phase;
    bool running, stop, shown;
} progress = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

/* Waits for at most a second; false when it is time to stop. */
static bool wait_a_second(void)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec++;
    int waited = 0;
    while (!progress.stop && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&progress.wake, &progress.lock, &until);
    return !progress.stop;
}

static void *show(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&progress.lock);
    for (int seconds = 1; wait_a_second(); seconds++) {
        fprintf(stderr, "\r%s, %d s\033[K", progress.phase, seconds);
        fflush(stderr);
        progress.shown = true;
    }
    pthread_mutex_unlock(&progress.lock);
    return NULL;
}

void scrut_cli_progress_begin(const scrut_cli_args *args, const char *phase)
{
    progress.phase = phase;
    progress.stop = progress.shown = false;
    if (!scrut_cli_given(args, "no-progress") && isatty(STDERR_FILENO) == 1)
        progress.running = pthread_create(&progress.thread, NULL, show, NULL) == 0;
}

void scrut_cli_progress_phase(const char *phase)
{
    pthread_mutex_lock(&progress.lock);
    progress.phase = phase;
    pthread_mutex_unlock(&progress.lock);
}

void scrut_cli_progress_end(void)
{
    if (!progress.running)
        return;
    pthread_mutex_lock(&progress.lock);
    progress.stop = true;
    pthread_cond_signal(&progress.wake);
    pthread_mutex_unlock(&progress.lock);
    pthread_join(progress.thread, NULL);
    progress.running = false;
    if (progress.shown)
        fputs("\r\033[K", stderr);
}
