/* SPDX-License-Identifier: Apache-2.0
 * bench_processes: whole processes side by side, in turn, so that other work of the machine slows all of them alike.
 *
 *   bench_processes RUNS COMMAND [COMMAND...]      each a line for the shell
 *
 * Printed are the median and the best wall time, the mean processor time, the largest peak of memory, and how many
 * times as long as the first command each one takes. */
#include "bench_support.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { RUNS_MAX = 101, COMMANDS_MAX = 8 };

typedef struct {
    double takes[RUNS_MAX], processor;
    long peak;
} measured;

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

/* Ended by itself with 0 or 1, as programs that compare do. */
static bool run(const char *command, measured *m, size_t index)
{
    int status = 0;
    struct rusage usage;
    double start = bench_now();
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        if (nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0)
            execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) > 1)
        return false;
    m->takes[index] = bench_now() - start;
    m->processor += seconds(usage.ru_utime) + seconds(usage.ru_stime);
    m->peak = usage.ru_maxrss > m->peak ? usage.ru_maxrss : m->peak;
    return true;
}

int main(int argc, char **argv)
{
    static measured all[COMMANDS_MAX];
    size_t runs = argc > 1 ? strtoul(argv[1], NULL, 10) : 0, count = argc > 2 ? (size_t)argc - 2 : 0;
    if (runs == 0 || runs > RUNS_MAX || count == 0 || count > COMMANDS_MAX) {
        fputs("usage: bench_processes RUNS COMMAND [COMMAND...]\n", stderr);
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < runs; i++)
        for (size_t k = 0; k < count; k++)
            if (!run(argv[2 + k], &all[k], i)) {
                fprintf(stderr, "failed: %s\n", argv[2 + k]);
                return EXIT_FAILURE;
            }
    double first = 0;
    for (size_t k = 0; k < count; k++) {
        double median = bench_median(all[k].takes, runs);
        first = k == 0 ? median : first;
        printf("median %.4f s  best %.4f s  processor %.4f s  peak %.1f MB  ratio %.2f  %s\n", median, all[k].takes[0],
               all[k].processor / (double)runs, (double)all[k].peak / 1024, median / first, argv[2 + k]);
    }
    return EXIT_SUCCESS;
}
