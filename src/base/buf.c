/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void scrut_buf_free(scrut_buf *buf)
{
    free(buf->bytes);
    *buf = (scrut_buf){0};
}

void scrut_buf_clear(scrut_buf *buf)
{
    buf->length = 0;
    if (buf->bytes != NULL)
        buf->bytes[0] = '\0';
}

bool scrut_buf_reserve(scrut_buf *buf, size_t more)
{
    if (buf->failed)
        return false;
    if (more >= SCRUT_BUF_MAX - buf->length) {
        buf->failed = true;
        return false;
    }
    size_t needed = buf->length + more + 1;
    if (needed <= buf->capacity)
        return true;
    size_t wanted = buf->capacity < 256 ? 256 : buf->capacity * 2;
    if (wanted < needed)
        wanted = needed;
    char *grown = realloc(buf->bytes, wanted);
    if (grown == NULL) {
        buf->failed = true;
        return false;
    }
    buf->bytes = grown;
    buf->capacity = wanted;
    return true;
}

void scrut_buf_append(scrut_buf *buf, const char *bytes, size_t length)
{
    if (!scrut_buf_reserve(buf, length))
        return;
    if (length > 0)
        memcpy(buf->bytes + buf->length, bytes, length);
    buf->length += length;
    buf->bytes[buf->length] = '\0';
}

void scrut_buf_puts(scrut_buf *buf, const char *text)
{
    scrut_buf_append(buf, text, strlen(text));
}

void scrut_buf_putc(scrut_buf *buf, char c)
{
    scrut_buf_append(buf, &c, 1);
}

void scrut_buf_vprintf(scrut_buf *buf, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, fmt, args);
    if (length < 0)
        buf->failed = true;
    else if (scrut_buf_reserve(buf, (size_t)length)) {
        vsnprintf(buf->bytes + buf->length, (size_t)length + 1, fmt, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

void scrut_buf_printf(scrut_buf *buf, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    scrut_buf_vprintf(buf, fmt, args);
    va_end(args);
}

void scrut_buf_int(scrut_buf *buf, int64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        digits[--at] = '-';
    scrut_buf_append(buf, digits + at, sizeof digits - at);
}

static scrut_status io_error(scrut_error *err, const char *path, const char *what)
{
    return scrut_fail(err, SCRUT_E_IO, path, -1, -1, -1, "cannot %s: %s", what, strerror(errno));
}

scrut_status scrut_make_folder(const char *path, scrut_error *err)
{
    scrut_buf part = {0};
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; path[i] != '\0' && status == SCRUT_OK; i++) {
        scrut_buf_putc(&part, path[i]);
        if ((path[i + 1] != '/' && path[i + 1] != '\0') || part.failed)
            continue;
        if (mkdir(part.bytes, 0777) != 0 && errno != EEXIST)
            status = io_error(err, part.bytes, "make the folder");
    }
    if (part.failed && status == SCRUT_OK)
        status = scrut_fail_memory(err);
    scrut_buf_free(&part);
    return status;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

scrut_status scrut_new_file_begin(const char *path, scrut_new_file *ret_file, scrut_error *err)
{
    scrut_buf temporary = {0};
    char *own_path = strdup(path);
    scrut_buf_printf(&temporary, "%s.XXXXXX", path);
    scrut_status status = own_path == NULL || temporary.failed ? scrut_fail_memory(err) : SCRUT_OK;
    int descriptor = status == SCRUT_OK ? mkstemp(temporary.bytes) : -1;
    if (status == SCRUT_OK && descriptor < 0)
        status = io_error(err, path, "create a temporary file beside it");
    if (status != SCRUT_OK) {
        free(own_path);
        scrut_buf_free(&temporary);
        return status;
    }
    *ret_file = (scrut_new_file){.path = own_path, .temporary = temporary.bytes, .descriptor = descriptor};
    return SCRUT_OK;
}

scrut_status scrut_new_file_write(scrut_new_file *file, const char *bytes, size_t length, scrut_error *err)
{
    return write_all(file->descriptor, bytes, length) ? SCRUT_OK : io_error(err, file->path, "write");
}

static scrut_status end_file(scrut_new_file *file, bool wait, mode_t mode, scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    if (fchmod(file->descriptor, mode) != 0 || (wait && fsync(file->descriptor) != 0))
        status = io_error(err, file->path, "write");
    if (close(file->descriptor) != 0 && status == SCRUT_OK)
        status = io_error(err, file->path, "write");
    file->descriptor = -1;
    return status;
}

mode_t scrut_new_file_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

scrut_status scrut_new_file_end(scrut_new_file *file, scrut_error *err)
{
    return end_file(file, true, scrut_new_file_mode(), err);
}

scrut_status scrut_new_file_place(scrut_new_file *file, scrut_error *err)
{
    if (rename(file->temporary, file->path) != 0)
        return io_error(err, file->path, "put in place");
    free(file->temporary);
    file->temporary = NULL;
    return SCRUT_OK;
}

void scrut_new_file_discard(scrut_new_file *file)
{
    if (file->temporary != NULL && file->descriptor >= 0)
        close(file->descriptor);
    if (file->temporary != NULL)
        unlink(file->temporary);
    free(file->temporary);
    free(file->path);
    *file = (scrut_new_file){0};
}

static scrut_status write_file(const char *path, const char *bytes, size_t length, bool wait, mode_t mode,
                               scrut_error *err)
{
    scrut_new_file file = {0};
    scrut_status status = scrut_new_file_begin(path, &file, err);
    if (status == SCRUT_OK)
        status = scrut_new_file_write(&file, bytes, length, err);
    if (status == SCRUT_OK)
        status = end_file(&file, wait, mode, err);
    if (status == SCRUT_OK)
        status = scrut_new_file_place(&file, err);
    scrut_new_file_discard(&file);
    return status;
}

scrut_status scrut_write_file(const char *path, const char *bytes, size_t length, scrut_error *err)
{
    return write_file(path, bytes, length, true, scrut_new_file_mode(), err);
}

scrut_status scrut_write_file_own(const char *path, const char *bytes, size_t length, bool wait, scrut_error *err)
{
    return write_file(path, bytes, length, wait, 0600, err);
}

scrut_status scrut_write_file_soon(const char *path, const char *bytes, size_t length, mode_t mode, scrut_error *err)
{
    return write_file(path, bytes, length, false, mode, err);
}

static scrut_status read_open_file(FILE *file, const char *path, size_t max, scrut_buf *buf, scrut_error *err)
{
    char block[65536];
    size_t got;
    while ((got = fread(block, 1, sizeof block, file)) > 0) {
        if (buf->length + got > max)
            return scrut_fail(err, SCRUT_E_LIMIT, path, -1, -1, -1, "larger than the limit of %zu bytes", max);
        scrut_buf_append(buf, block, got);
    }
    if (ferror(file))
        return io_error(err, path, "read");
    scrut_buf_append(buf, "", 0);
    return buf->failed ? scrut_fail_memory(err) : SCRUT_OK;
}

scrut_status scrut_read_file(const char *path, size_t max, char **ret_bytes, size_t *ret_length, scrut_error *err)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return io_error(err, path, "open");
    scrut_buf buf = {0};
    scrut_status status = read_open_file(file, path, max, &buf, err);
    fclose(file);
    if (status != SCRUT_OK) {
        scrut_buf_free(&buf);
        return status;
    }
    *ret_bytes = buf.bytes;
    *ret_length = buf.length;
    return SCRUT_OK;
}

scrut_status scrut_write_private(const char *path, const char *bytes, size_t length, scrut_error *err)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool fine = file >= 0 && write(file, bytes, length) == (ssize_t)length;
    int why = errno;
    if (file >= 0)
        fine = close(file) == 0 && fine;
    return fine ? SCRUT_OK : scrut_fail(err, SCRUT_E_IO, path, -1, -1, -1, "cannot be written: %s", strerror(why));
}
