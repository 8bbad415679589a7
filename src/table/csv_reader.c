/* SPDX-License-Identifier: Apache-2.0
 * Cuts the bytes of a source into numbered blocks of whole records. Where the cuts lie depends on the
 * bytes and the block size alone: a block is filled up before it is cut at its last record end. Empty
 * lines before a cut stay with what follows, so that they vanish when nothing follows but the end. */
#include "table_internal.h"

#include <stdlib.h>
#include <string.h>

bool scrut_csv_buffer_grow(scrut_csv_buffer *buffer, size_t capacity, size_t keep)
{
    if (buffer->bytes != NULL && buffer->capacity >= capacity)
        return true;
    /* one byte more for the newline that a last line may lack */
    char *memory = malloc(capacity + 1 + 2 * SCRUT_CSV_MARGIN);
    if (memory == NULL)
        return false;
    memset(memory, 0, SCRUT_CSV_MARGIN);
    memset(memory + SCRUT_CSV_MARGIN + capacity, 0, SCRUT_CSV_MARGIN + 1);
    if (buffer->bytes != NULL)
        memcpy(memory + SCRUT_CSV_MARGIN, buffer->bytes, keep);
    scrut_csv_buffer_free(buffer);
    *buffer = (scrut_csv_buffer){memory + SCRUT_CSV_MARGIN, capacity};
    return true;
}

void scrut_csv_buffer_free(scrut_csv_buffer *buffer)
{
    if (buffer->bytes != NULL)
        free(buffer->bytes - SCRUT_CSV_MARGIN);
    *buffer = (scrut_csv_buffer){0};
}

/* Reads until the buffer holds `target` bytes or the file ends. A source that fails ends the file too: the
 * records before the failure are handed out first, since they may hold an earlier error. */
static void fill(scrut_csv_reader *reader, scrut_csv_buffer *buffer, size_t *length, size_t target)
{
    if (*length >= target || reader->at_end)
        return;
    size_t got = 0;
    reader->failure =
        scrut_source_read(reader->source, buffer->bytes + *length, target - *length, &got, &reader->failure_err);
    reader->bytes_read += (int64_t)got;
    reader->at_end = got < target - *length || reader->failure != SCRUT_OK;
    *length += got;
}

static scrut_status report_failure(const scrut_csv_reader *reader, scrut_error *err)
{
    if (reader->failure != SCRUT_OK && err != NULL)
        *err = reader->failure_err;
    return reader->failure;
}

/* Length of bytes[0 .. end) without the empty lines at its end; `end` follows a newline or is 0. */
static size_t without_empty_lines(const char *bytes, size_t end)
{
    while (end > 0) {
        size_t line = end - 1;
        if (line > 0 && bytes[line - 1] == '\r')
            line--;
        if (line > 0 && bytes[line - 1] != '\n')
            break;
        end = line;
    }
    return end;
}

/* The last block: everything that is left. */
static void cut_at_file_end(const scrut_csv_reader *reader, scrut_csv_block *block, size_t length)
{
    bool open;
    size_t end = reader->kernels->last_record_end(block->buffer.bytes, length, &open);
    block->end = SCRUT_BLOCK_WHOLE;
    if (reader->failure != SCRUT_OK) {
        length = without_empty_lines(block->buffer.bytes, end);
    } else if (open) {
        block->end = SCRUT_BLOCK_OPEN;
    } else if (end < length) {
        block->buffer.bytes[length++] = '\n';
        block->end = SCRUT_BLOCK_ENDED;
    } else {
        length = without_empty_lines(block->buffer.bytes, length);
    }
    block->length = length;
}

/* Fills the block and finds its end; keeps *ret_filled bytes in all, of which block->length are its own. */
static scrut_status fill_and_cut(scrut_csv_reader *reader, scrut_csv_block *block, size_t *filled, scrut_error *err)
{
    for (size_t target = reader->block_bytes;; target *= 2) {
        if (target > SCRUT_CSV_RECORD_MAX)
            target = SCRUT_CSV_RECORD_MAX;
        if (!scrut_csv_buffer_grow(&block->buffer, target > *filled ? target : *filled, *filled))
            return scrut_fail_memory(err);
        fill(reader, &block->buffer, filled, target);
        if (reader->at_end) {
            cut_at_file_end(reader, block, *filled);
            *filled = block->length;
            return SCRUT_OK;
        }
        bool open;
        size_t end = reader->kernels->last_record_end(block->buffer.bytes, *filled, &open);
        size_t kept = without_empty_lines(block->buffer.bytes, end);
        block->end = SCRUT_BLOCK_WHOLE;
        block->length = kept;
        if (kept > 0)
            return SCRUT_OK;
        if (target < SCRUT_CSV_RECORD_MAX)
            continue;
        block->length = end > 0 ? end : *filled; /* nothing but empty lines, or one endless record */
        block->end = end > 0 ? SCRUT_BLOCK_WHOLE : SCRUT_BLOCK_TOO_LONG;
        return SCRUT_OK;
    }
}

/* Moves what a block did not take back into the carry. */
static bool carry_over(scrut_csv_reader *reader, const char *bytes, size_t length)
{
    if (!scrut_csv_buffer_grow(&reader->carry, length > 4096 ? length : 4096, 0))
        return false;
    memcpy(reader->carry.bytes, bytes, length);
    reader->carry_start = 0;
    reader->carry_length = length;
    return true;
}

scrut_status scrut_csv_reader_next(scrut_csv_reader *reader, scrut_csv_block *block, bool *ret_got, scrut_error *err)
{
    *ret_got = false;
    if (reader->stopped)
        return SCRUT_OK;
    if (reader->at_end && reader->carry_length == 0)
        return report_failure(reader, err);
    size_t filled = reader->carry_length;
    if (!scrut_csv_buffer_grow(&block->buffer, filled > reader->block_bytes ? filled : reader->block_bytes, 0))
        return scrut_fail_memory(err);
    if (filled > 0)
        memcpy(block->buffer.bytes, reader->carry.bytes + reader->carry_start, filled);
    reader->carry_length = 0;
    scrut_status status = fill_and_cut(reader, block, &filled, err);
    if (status != SCRUT_OK)
        return status;
    if (!carry_over(reader, block->buffer.bytes + block->length, filled - block->length))
        return scrut_fail_memory(err);
    block->first_byte = reader->next_byte;
    reader->next_byte += (int64_t)block->length;
    reader->stopped = block->end == SCRUT_BLOCK_TOO_LONG;
    *ret_got = block->length > 0;
    if (!*ret_got)
        return report_failure(reader, err);
    block->number = reader->next_number++;
    return SCRUT_OK;
}

/* End of the first record: its newline included, or 0. */
static size_t first_record_end(const char *bytes, size_t length)
{
    bool inside = false;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '"')
            inside = !inside;
        else if (bytes[i] == '\n' && !inside)
            return i + 1;
    }
    return 0;
}

static bool ends_inside_quotes(const char *bytes, size_t length)
{
    bool inside = false;
    for (size_t i = 0; i < length; i++)
        inside ^= bytes[i] == '"';
    return inside;
}

static void skip_byte_order_mark(scrut_csv_reader *reader)
{
    if (reader->carry_length < 3 || memcmp(reader->carry.bytes, "\xEF\xBB\xBF", 3) != 0)
        return;
    reader->carry_start = 3;
    reader->carry_length -= 3;
    reader->next_byte = 3;
}

scrut_status scrut_csv_reader_first(scrut_csv_reader *reader, size_t *ret_length, scrut_block_end *ret_end,
                                    scrut_error *err)
{
    for (size_t target = reader->block_bytes;; target *= 2) {
        if (target > SCRUT_CSV_RECORD_MAX)
            target = SCRUT_CSV_RECORD_MAX;
        size_t filled = reader->carry_start + reader->carry_length, before = filled;
        if (!scrut_csv_buffer_grow(&reader->carry, target + 3, filled))
            return scrut_fail_memory(err);
        fill(reader, &reader->carry, &filled, target + reader->carry_start);
        reader->carry_length = filled - reader->carry_start;
        if (before == 0)
            skip_byte_order_mark(reader);
        char *bytes = reader->carry.bytes + reader->carry_start;
        size_t end = first_record_end(bytes, reader->carry_length);
        if (end == 0 && !reader->at_end && target < SCRUT_CSV_RECORD_MAX)
            continue;
        *ret_end = SCRUT_BLOCK_WHOLE;
        *ret_length = end;
        if (end != 0)
            return SCRUT_OK;
        if (reader->failure != SCRUT_OK)
            return report_failure(reader, err);
        *ret_length = reader->carry_length;
        if (!reader->at_end)
            *ret_end = SCRUT_BLOCK_TOO_LONG;
        else if (ends_inside_quotes(bytes, reader->carry_length))
            *ret_end = SCRUT_BLOCK_OPEN;
        else
            *ret_end = SCRUT_BLOCK_ENDED;
        return SCRUT_OK;
    }
}
