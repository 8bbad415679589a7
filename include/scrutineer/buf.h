/* SPDX-License-Identifier: Apache-2.0
 * buf.h: a growing byte buffer with a maximum, and writing a file whole or not at all.
 *
 * A buffer that could not grow remembers it: appends become no-ops and scrut_buf_failed tells.
 * Check once, before using the bytes. Never hold buf->bytes across an append. */
#ifndef SCRUTINEER_BUF_H
#define SCRUTINEER_BUF_H

#include "scrutineer/err.h"
#include <stdarg.h>
#include <sys/types.h>

#define SCRUT_BUF_MAX ((size_t)1 << 31)

typedef struct {
    char *bytes; /* always NUL-terminated once anything was appended */
    size_t length, capacity;
    bool failed;
} scrut_buf;

SCRUT_API void scrut_buf_free(scrut_buf *buf);
SCRUT_API void scrut_buf_clear(scrut_buf *buf);
/* Makes room for `more` bytes and a NUL behind the end; who writes there sets the length and the NUL. What was written
 * behind the end before is kept. False: the buffer has failed. */
SCRUT_API bool scrut_buf_reserve(scrut_buf *buf, size_t more);
SCRUT_API void scrut_buf_append(scrut_buf *buf, const char *bytes, size_t length);
SCRUT_API void scrut_buf_puts(scrut_buf *buf, const char *text);
SCRUT_API void scrut_buf_putc(scrut_buf *buf, char c);
SCRUT_API void scrut_buf_printf(scrut_buf *buf, const char *fmt, ...) SCRUT_PRINTF(2, 3);
SCRUT_API void scrut_buf_vprintf(scrut_buf *buf, const char *fmt, va_list args) SCRUT_PRINTF(2, 0);
SCRUT_API void scrut_buf_int(scrut_buf *buf, int64_t value);
static inline bool scrut_buf_failed(const scrut_buf *buf)
{
    return buf->failed;
}

/* A file that is written piece by piece under a temporary name beside its own. It is there whole once it was placed;
 * until then the old one is untouched. A zeroed one can be discarded. */
typedef struct {
    char *path, *temporary; /* NULL: nothing is open or waiting to be placed */
    int descriptor;
} scrut_new_file;

/* All: SCRUT_E_IO with the reason; SCRUT_E_MEMORY (begin). Discard it after any failure. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_new_file_begin(const char *path, scrut_new_file *ret_file,
                                                             scrut_error *err);
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_new_file_write(scrut_new_file *file, const char *bytes, size_t length,
                                                             scrut_error *err);
/* No more is written: everything is on the disk, under the temporary name. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_new_file_end(scrut_new_file *file, scrut_error *err);
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_new_file_place(scrut_new_file *file, scrut_error *err);
/* Closes and removes what was not placed, and forgets the names. */
SCRUT_API void scrut_new_file_discard(scrut_new_file *file);

/* A whole file in one piece. SCRUT_E_IO; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_write_file(const char *path, const char *bytes, size_t length,
                                                         scrut_error *err);

/* The same, and its owner alone may read it. `wait`: until it is on the disk. On any thread. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_write_file_own(const char *path, const char *bytes, size_t length,
                                                             bool wait, scrut_error *err);

/* A new file that its owner alone may read, in one piece; one that is there is not replaced. SCRUT_E_IO. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_write_private(const char *path, const char *bytes, size_t length,
                                                            scrut_error *err);

/* The mode of a new file under the process's umask, which is set for a moment to read it: ask before threads begin. */
SCRUT_API mode_t scrut_new_file_mode(void);
/* The same, but when the bytes reach the disk is left to the system: for many files at once, on any thread. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_write_file_soon(const char *path, const char *bytes, size_t length,
                                                              mode_t mode, scrut_error *err);

/* Makes the folder and those above it; one that is there is fine. SCRUT_E_IO; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_make_folder(const char *path, scrut_error *err);

/* Reads a whole file of at most `max` bytes into *ret_bytes (malloc, NUL-terminated; the caller frees).
 * SCRUT_E_IO: cannot be opened or read; SCRUT_E_LIMIT: larger than max; SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_read_file(const char *path, size_t max, char **ret_bytes,
                                                        size_t *ret_length, scrut_error *err);

#endif
