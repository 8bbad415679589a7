/* SPDX-License-Identifier: Apache-2.0
 * The matching key of a name: what two clerks may write differently of one name is made equal, script by script. */
#include "scrutineer/utf8.h"
#include "text_internal.h"

#include <string.h>

void scrut_text_sink_space(scrut_text_sink *sink)
{
    sink->space = sink->begun;
    sink->base = 0;
}

void scrut_text_sink_flush(scrut_text_sink *sink)
{
    scrut_buf_append(sink->out, sink->bytes, sink->used);
    sink->used = 0;
}

void scrut_text_sink_put(scrut_text_sink *sink, const char *bytes, size_t length)
{
    if (length == 0)
        return;
    bool fits = length < sizeof sink->bytes;
    scrut_text_sink_begin(sink, fits ? length : 0);
    if (fits) {
        memcpy(sink->bytes + sink->used, bytes, length);
        sink->used += length;
    } else {
        scrut_text_sink_flush(sink);
        scrut_buf_append(sink->out, bytes, length);
    }
}

/* Letters and digits at the beginning of bytes[0 .. length), as many as there is room for. */
static size_t fold_ascii_word(const char *bytes, size_t length, scrut_text_sink *sink)
{
    size_t at = 0;
    scrut_text_sink_begin(sink, 1);
    char *to = sink->bytes + sink->used;
    size_t room = sizeof sink->bytes - sink->used;
    for (; at < length && at < room && (unsigned char)bytes[at] < 0x80; at++) {
        char c = scrut_ascii_folded((unsigned char)bytes[at]);
        if (c <= ' ')
            break;
        to[at] = c;
    }
    sink->used += at;
    return at;
}

static size_t fold_ascii(const char *bytes, size_t length, scrut_text_sink *sink)
{
    size_t at = 0;
    while (at < length && (unsigned char)bytes[at] < 0x80) {
        if (scrut_ascii_folded((unsigned char)bytes[at]) > ' ')
            at += fold_ascii_word(bytes + at, length - at, sink);
        else
            scrut_text_put_ascii(sink, (unsigned char)bytes[at++]);
    }
    sink->base = sink->space ? 0 : 'a';
    return at;
}

static size_t fold_next(const char *bytes, size_t length, scrut_text_sink *sink)
{
    if ((unsigned char)bytes[0] < 0x80)
        return fold_ascii(bytes, length, sink);
    bool khmer = scrut_text_is_khmer((const unsigned char *)bytes, length);
    return khmer ? scrut_khmer_fold(bytes, length, sink) : scrut_letter_fold(bytes, length, sink);
}

/* Takes back what a failed call appended. */
static void undo(scrut_buf *key, size_t before)
{
    if (key->length > before) {
        key->length = before;
        key->bytes[before] = '\0';
    }
}

scrut_status scrut_text_fold(const char *bytes, size_t length, scrut_buf *key, unsigned *ret_flags, scrut_error *err)
{
    size_t before = key->length;
    scrut_text_sink sink;
    scrut_text_sink_open(&sink, key);
    size_t at = fold_ascii(bytes, length, &sink);
    size_t good = scrut_utf8_check(bytes + at, length - at) + at;
    while (at < good)
        at += fold_next(bytes + at, good - at, &sink);
    scrut_text_sink_flush(&sink);
    if (key->failed || good != length)
        undo(key, before);
    if (good != length)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, (int64_t)good, "a name is not valid UTF-8");
    if (key->failed)
        return scrut_fail_memory(err);
    if (ret_flags != NULL)
        *ret_flags = sink.flags;
    return SCRUT_OK;
}
