/* SPDX-License-Identifier: Apache-2.0
 * bench_verify: "scrutineer verify CASE --single --out DIR" as a whole process, from its start to its end, beside the
 * least that any reader of the returns must do.
 *
 *   bench_verify PROGRAM CASE FILE [THREADS [RUNS]]
 *
 * floor: one thread reads FILE, the case's returns, and adds up its bytes. verify: the report is written into
 * CASE/report, the summary to /dev/null. Runs alternate; printed are medians, the mean processor time, which a busy
 * machine stretches less than the wall time, and the largest peak of memory. */
#include "bench_support.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

#define RUNS_MAX 101

static void become(const char *program, const char *folder, const char *threads, const char *report)
{
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0)
        execl(program, program, "verify", folder, "--single", "--out", report, "--threads", threads, (char *)NULL);
    _exit(127);
}

/* Whether the process ended as one that verified: with 0, or with 1 where something is contradicted. */
static bool verify(const char *program, const char *folder, const char *threads, const char *report)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        become(program, folder, threads, report);
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) <= 1;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static void print(int64_t bytes, double floors[], double takes[], size_t runs, const char *threads)
{
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    double floor_time = bench_median(floors, runs), verify_time = bench_median(takes, runs);
    double processor = (seconds(usage.ru_utime) + seconds(usage.ru_stime)) / (double)runs;
    printf("%" PRId64 " bytes of returns\n", bytes);
    printf("floor   %.4f s  %.2f GB/s  (one thread: read, add up)\n", floor_time, (double)bytes / floor_time / 1e9);
    printf("verify  %.4f s  %.2f GB/s  (whole process, %s threads)  best %.4f s  processor %.4f s  peak %.1f MB\n",
           verify_time, (double)bytes / verify_time / 1e9, threads, takes[0], processor,
           (double)usage.ru_maxrss / 1024);
    printf("ratio   %.2f, of processor time %.2f\n", verify_time / floor_time, processor / floor_time);
}

int main(int argc, char **argv)
{
    double floors[RUNS_MAX], takes[RUNS_MAX];
    char report[4096];
    const char *threads = argc > 4 ? argv[4] : "2";
    size_t runs = argc > 5 ? strtoul(argv[5], NULL, 10) : 11;
    if (argc < 4 || runs == 0 || runs > RUNS_MAX ||
        (size_t)snprintf(report, sizeof report, "%s/report", argv[2]) >= sizeof report) {
        fprintf(stderr, "usage: bench_verify PROGRAM CASE FILE [THREADS [RUNS]]\n");
        return 2;
    }
    int64_t bytes = 0;
    volatile uint64_t byte_sum = 0; /* or the floor would not be computed */
    for (size_t i = 0; i < runs; i++) {
        double start = bench_now();
        byte_sum += bench_sum_of_bytes(argv[3], &bytes);
        (void)byte_sum;
        floors[i] = bench_now() - start;
        start = bench_now();
        if (!verify(argv[1], argv[2], threads, report)) {
            fprintf(stderr, "bench_verify: the program did not verify %s\n", argv[2]);
            return 3;
        }
        takes[i] = bench_now() - start;
    }
    print(bytes, floors, takes, runs, threads);
    return 0;
}
