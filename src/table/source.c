/* SPDX-License-Identifier: Apache-2.0 */
#include "table_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define INPUT_BYTES ((size_t)128 * 1024)
#define OUTPUT_BYTES ((size_t)128 * 1024) /* a block of zstd */

struct scrut_source {
    int fd;
    const char *name; /* the caller's */
    bool file_ended;
    unsigned char *input; /* compressed bytes; of a plain file only its first few */
    size_t input_at, input_length;
    int64_t input_offset; /* of input[0] in the file as it lies on the disk */
    /* Decompressed in steps of this buffer, so that what comes before an error does not depend on how much
     * the caller asks for at a time. */
    unsigned char *output;
    size_t output_at, output_length;
    scrut_status failure; /* to be reported behind the output */
    scrut_error failure_err;
    z_stream gzip;
    ZSTD_DCtx *zstd;
    bool inside; /* a compressed member or frame has begun and not ended */
};

static scrut_status read_file(scrut_source *s, void *bytes, size_t wanted, size_t *ret_got, scrut_error *err)
{
    *ret_got = 0;
    while (*ret_got < wanted && !s->file_ended) {
        ssize_t n = read(s->fd, (char *)bytes + *ret_got, wanted - *ret_got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return scrut_fail(err, SCRUT_E_IO, s->name, -1, -1, -1, "cannot read: %s", strerror(errno));
        s->file_ended = n == 0;
        *ret_got += (size_t)n;
    }
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

/* One step of decompression: some input to some output, or none of both. */
static scrut_status gzip_step(scrut_source *s, scrut_error *err)
{
    z_stream *z = &s->gzip;
    z->next_in = s->input + s->input_at;
    z->avail_in = (uInt)(s->input_length - s->input_at);
    z->next_out = s->output;
    z->avail_out = (uInt)OUTPUT_BYTES;
    s->inside = true;
    int result = inflate(z, Z_NO_FLUSH);
    s->input_at = s->input_length - z->avail_in;
    s->output_length = OUTPUT_BYTES - z->avail_out;
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

static scrut_status zstd_step(scrut_source *s, scrut_error *err)
{
    ZSTD_inBuffer in = {s->input, s->input_length, s->input_at};
    ZSTD_outBuffer out = {s->output, OUTPUT_BYTES, 0};
    size_t result = ZSTD_decompressStream(s->zstd, &out, &in);
    s->input_at = in.pos;
    s->output_length = out.pos;
    if (ZSTD_isError(result))
        return damaged(s, "zstd", ZSTD_getErrorName(result), err);
    s->inside = result != 0;
    return SCRUT_OK;
}

/* Makes the next output; *ret_end when there is no more. */
static scrut_status decompress(scrut_source *s, bool *ret_end, scrut_error *err)
{
    *ret_end = false;
    scrut_status status = refill(s, err);
    if (status != SCRUT_OK)
        return status;
    bool input_over = s->input_at == s->input_length;
    s->output_at = s->output_length = 0;
    if (input_over && !s->inside) {
        *ret_end = true;
        return SCRUT_OK;
    }
    status = s->zstd != NULL ? zstd_step(s, err) : gzip_step(s, err);
    if (status == SCRUT_OK && input_over && s->output_length == 0 && s->inside)
        return truncated(s, s->zstd != NULL ? "zstd" : "gzip", err);
    return status;
}

/* Moves what is in bytes[*at .. end) of the source's own memory to the caller. */
static size_t hand_on(const unsigned char *from, size_t *at, size_t end, char *bytes, size_t wanted)
{
    size_t length = end - *at < wanted ? end - *at : wanted;
    memcpy(bytes, from + *at, length);
    *at += length;
    return length;
}

static scrut_status read_compressed(scrut_source *s, char *bytes, size_t wanted, size_t *ret_got, scrut_error *err)
{
    for (bool end = false;;) {
        *ret_got += hand_on(s->output, &s->output_at, s->output_length, bytes + *ret_got, wanted - *ret_got);
        if (*ret_got == wanted || end)
            return SCRUT_OK;
        if (s->failure != SCRUT_OK) {
            if (err != NULL)
                *err = s->failure_err;
            return s->failure;
        }
        s->failure = decompress(s, &end, &s->failure_err);
    }
}

scrut_status scrut_source_read(scrut_source *source, char *bytes, size_t wanted, size_t *ret_got, scrut_error *err)
{
    *ret_got = 0;
    if (source->output != NULL)
        return read_compressed(source, bytes, wanted, ret_got, err);
    size_t first = hand_on(source->input, &source->input_at, source->input_length, bytes, wanted);
    scrut_status status = read_file(source, bytes + first, wanted - first, ret_got, err);
    *ret_got += first;
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
    } else {
        return SCRUT_OK;
    }
    s->output = malloc(OUTPUT_BYTES);
    return s->output != NULL ? SCRUT_OK : scrut_fail_memory(err);
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
    free(source->output);
    close(source->fd);
    free(source);
}
