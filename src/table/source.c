/* SPDX-License-Identifier: Apache-2.0 */
#include "table_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define INPUT_BYTES ((size_t)256 * 1024)

struct scrut_source {
    int fd;
    const char *name; /* the caller's */
    bool file_ended;
    unsigned char *input; /* compressed bytes; of a plain file only its first few */
    size_t input_at, input_length;
    int64_t input_offset; /* of input[0] in the file as it lies on the disk */
    z_stream gzip;
    ZSTD_DCtx *zstd;
    bool inside; /* a compressed member or frame has begun and not ended */
};

static scrut_status read_file(scrut_source *s, void *bytes, size_t wanted, size_t *ret_got, scrut_error *err)
{
    size_t got = 0;
    while (got < wanted && !s->file_ended) {
        ssize_t n = read(s->fd, (char *)bytes + got, wanted - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return scrut_fail(err, SCRUT_E_IO, s->name, -1, -1, -1, "cannot read: %s", strerror(errno));
        s->file_ended = n == 0;
        got += (size_t)n;
    }
    *ret_got = got;
    return SCRUT_OK;
}

static scrut_status refill(scrut_source *s, scrut_error *err)
{
    if (s->input_at < s->input_length || s->file_ended)
        return SCRUT_OK;
    s->input_offset += (int64_t)s->input_length;
    s->input_at = s->input_length = 0;
    return read_file(s, s->input, INPUT_BYTES, &s->input_length, err);
}

static scrut_status damaged(scrut_source *s, const char *format, const char *reason, scrut_error *err)
{
    return scrut_fail(err, SCRUT_E_INPUT, s->name, -1, -1, -1,
                      "the %s data is damaged near byte %lld of the compressed file: %s", format,
                      (long long)(s->input_offset + (int64_t)s->input_at), reason);
}

static scrut_status truncated(scrut_source *s, const char *format, scrut_error *err)
{
    return scrut_fail(err, SCRUT_E_INPUT, s->name, -1, -1, -1,
                      "the %s data is cut off: the compressed file ends after %lld bytes", format,
                      (long long)(s->input_offset + (int64_t)s->input_length));
}

/* One step of decompression: fills some of bytes[0 .. wanted); *ret_got 0 means the end. */
static scrut_status gzip_step(scrut_source *s, char *bytes, size_t wanted, size_t *ret_got, scrut_error *err)
{
    z_stream *z = &s->gzip;
    z->next_in = s->input + s->input_at;
    z->avail_in = (uInt)(s->input_length - s->input_at);
    z->next_out = (unsigned char *)bytes;
    z->avail_out = (uInt)wanted;
    s->inside = true;
    int result = inflate(z, Z_NO_FLUSH);
    s->input_at = s->input_length - z->avail_in;
    *ret_got = wanted - z->avail_out;
    if (result == Z_STREAM_END) { /* further members may follow (RFC 1952, 2.2) */
        s->inside = false;
        result = inflateReset(z);
    }
    if (result == Z_MEM_ERROR)
        return scrut_fail_memory(err);
    if (result != Z_OK && result != Z_BUF_ERROR)
        return damaged(s, "gzip", z->msg != NULL ? z->msg : "bad data", err);
    return SCRUT_OK;
}

static scrut_status zstd_step(scrut_source *s, char *bytes, size_t wanted, size_t *ret_got, scrut_error *err)
{
    ZSTD_inBuffer in = {s->input, s->input_length, s->input_at};
    ZSTD_outBuffer out = {bytes, wanted, 0};
    size_t result = ZSTD_decompressStream(s->zstd, &out, &in);
    s->input_at = in.pos;
    if (ZSTD_isError(result))
        return damaged(s, "zstd", ZSTD_getErrorName(result), err);
    s->inside = result != 0;
    *ret_got = out.pos;
    return SCRUT_OK;
}

static scrut_status decompress(scrut_source *s, char *bytes, size_t wanted, size_t *ret_got, scrut_error *err)
{
    const char *format = s->zstd != NULL ? "zstd" : "gzip";
    size_t got = 0;
    while (got < wanted) {
        scrut_status status = refill(s, err);
        if (status != SCRUT_OK)
            return status;
        bool input_over = s->input_at == s->input_length;
        if (input_over && !s->inside)
            break;
        size_t step = 0;
        status = s->zstd != NULL ? zstd_step(s, bytes + got, wanted - got, &step, err)
                                 : gzip_step(s, bytes + got, wanted - got, &step, err);
        if (status != SCRUT_OK)
            return status;
        got += step;
        if (input_over && step == 0 && s->inside)
            return truncated(s, format, err);
    }
    *ret_got = got;
    return SCRUT_OK;
}

scrut_status scrut_source_read(scrut_source *source, char *bytes, size_t wanted, size_t *ret_got, scrut_error *err)
{
    if (source->zstd != NULL || source->gzip.state != NULL)
        return decompress(source, bytes, wanted, ret_got, err);
    size_t first = source->input_length - source->input_at, rest = 0;
    if (first > wanted)
        first = wanted;
    memcpy(bytes, source->input + source->input_at, first);
    source->input_at += first;
    scrut_status status = read_file(source, bytes + first, wanted - first, &rest, err);
    if (status == SCRUT_OK)
        *ret_got = first + rest;
    return status;
}

/* gzip: RFC 1952, 2.3.1; zstd: RFC 8878, 3.1.1 and, for skippable frames, 3.1.2. */
static scrut_status detect(scrut_source *s, scrut_error *err)
{
    size_t got;
    scrut_status status = read_file(s, s->input, 4, &got, err);
    if (status != SCRUT_OK)
        return status;
    s->input_length = got;
    if (got >= 2 && s->input[0] == 0x1F && s->input[1] == 0x8B) {
        if (inflateInit2(&s->gzip, 15 + 16) != Z_OK)
            return scrut_fail_memory(err);
    } else if (got == 4 && (memcmp(s->input, "\x28\xB5\x2F\xFD", 4) == 0 ||
                            ((s->input[0] & 0xF0) == 0x50 && memcmp(s->input + 1, "\x2A\x4D\x18", 3) == 0))) {
        s->zstd = ZSTD_createDCtx(); /* refuses windows above 128 MiB by itself, so a frame cannot ask for more */
        if (s->zstd == NULL)
            return scrut_fail_memory(err);
    }
    return SCRUT_OK;
}

scrut_status scrut_source_open(const char *path, const char *name, scrut_source **ret_source, scrut_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return scrut_fail(err, SCRUT_E_IO, name, -1, -1, -1, "cannot open: %s", strerror(errno));
    scrut_source *s = calloc(1, sizeof *s);
    if (s != NULL) {
        s->fd = fd;
        s->name = name;
        s->input = malloc(INPUT_BYTES);
    }
    if (s == NULL || s->input == NULL) {
        free(s);
        close(fd);
        return scrut_fail_memory(err);
    }
    scrut_status status = detect(s, err);
    if (status != SCRUT_OK) {
        scrut_source_close(s);
        return status;
    }
    *ret_source = s;
    return SCRUT_OK;
}

void scrut_source_close(scrut_source *source)
{
    if (source == NULL)
        return;
    if (source->gzip.state != NULL)
        inflateEnd(&source->gzip);
    ZSTD_freeDCtx(source->zstd);
    free(source->input);
    close(source->fd);
    free(source);
}
