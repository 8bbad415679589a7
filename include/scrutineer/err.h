/* SPDX-License-Identifier: Apache-2.0
 * err.h: statuses, the error a caller owns, and a list of problems.
 *
 * Three kinds of trouble: a programmer error is an assert; an operating error (no file, malformed
 * syntax) is a scrut_status with a scrut_error; a defect in the evidence is data, a finding.
 * Library code never prints and never exits. */
#ifndef SCRUTINEER_ERR_H
#define SCRUTINEER_ERR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define SCRUT_API __attribute__((visibility("default")))
#define SCRUT_MUST_CHECK __attribute__((warn_unused_result))
#define SCRUT_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define SCRUT_API
#define SCRUT_MUST_CHECK
#define SCRUT_PRINTF(fmt, args)
#endif

typedef enum {
    SCRUT_OK = 0,
    SCRUT_E_INPUT,  /* unreadable or malformed input; a required part missing */
    SCRUT_E_RANGE,  /* a number outside its limits, a sum outside int64 */
    SCRUT_E_LIMIT,  /* a named limit was passed */
    SCRUT_E_IO,     /* the operating system refused to read or write */
    SCRUT_E_MEMORY, /* no memory */
} scrut_status;

/* One error. `file` is as the user named it; line and column count from 1, byte from 0; each is -1
 * when unknown. `message` is one sentence that says what was found and what was expected. */
typedef struct {
    scrut_status status;
    char file[192];
    int64_t line, column, byte;
    char message[320];
} scrut_error;

/* Fills *err (NULL is fine) and returns `status`, so that a function can `return scrut_fail(...)`. */
SCRUT_API scrut_status scrut_fail(scrut_error *err, scrut_status status, const char *file, int64_t line, int64_t column,
                                  int64_t byte, const char *fmt, ...) SCRUT_PRINTF(7, 8);

/* Out of memory, with no place. Inline, so that a compiler and an analyser see that it never returns SCRUT_OK. */
static inline scrut_status scrut_fail_memory(scrut_error *err)
{
    scrut_fail(err, SCRUT_E_MEMORY, NULL, -1, -1, -1, "out of memory");
    return SCRUT_E_MEMORY;
}

/* Everything that is wrong with an input, in the order it was found. Keeps at most `limit` entries
 * and goes on counting. Zero-initialise with the limit: scrut_problems p = {.limit = 1000}. */
typedef struct {
    scrut_error *items;
    size_t count, capacity, limit;
    int64_t total; /* problems seen, kept or not */
} scrut_problems;

/* Adds a copy of *err. Without memory the entry is counted but not kept. */
SCRUT_API void scrut_problems_add(scrut_problems *problems, const scrut_error *err);
/* Formats a problem and adds it. */
SCRUT_API void scrut_problems_addf(scrut_problems *problems, scrut_status status, const char *file, int64_t line,
                                   int64_t column, int64_t byte, const char *fmt, ...) SCRUT_PRINTF(7, 8);
/* Appends all of `from` to `to`. */
SCRUT_API void scrut_problems_merge(scrut_problems *to, const scrut_problems *from);
SCRUT_API void scrut_problems_free(scrut_problems *problems);

/* "file:line:column: message"; parts that are unknown are left out. Cuts at `size`, always ends in NUL. */
SCRUT_API void scrut_error_format(const scrut_error *err, char *text, size_t size);

#endif
