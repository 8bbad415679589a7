/* SPDX-License-Identifier: Apache-2.0
 * Compressed files read as the plain ones; damaged ones are refused. */
#include "extent.h"
#include "table_support.h"

#include <zlib.h>
#include <zstd.h>

#define ROWS ((int)test_extent(6000, 30000, 30000))

static scrut_buf plain_table(void)
{
    scrut_buf text = {0};
    scrut_buf_puts(&text, "station,votes\n");
    for (int r = 0; r < ROWS; r++)
        scrut_buf_printf(&text, "%d,%d\n", r, r * 7919 % 1000);
    return text;
}

static void append_gzip(scrut_buf *out, const char *bytes, size_t length)
{
    size_t size = length + length / 10 + 1000;
    unsigned char *packed = malloc(size), *input = malloc(length + 1);
    ck_assert(packed != NULL && input != NULL);
    memcpy(input, bytes, length);
    z_stream z = {.next_in = input, .avail_in = (uInt)length, .next_out = packed, .avail_out = (uInt)size};
    ck_assert_int_eq(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    scrut_buf_append(out, (const char *)packed, size - z.avail_out);
    deflateEnd(&z);
    free(packed);
    free(input);
}

static void append_zstd(scrut_buf *out, const char *bytes, size_t length)
{
    size_t size = ZSTD_compressBound(length);
    char *packed = malloc(size);
    ck_assert_ptr_nonnull(packed);
    size_t used = ZSTD_compress(packed, size, bytes, length, 3);
    ck_assert(!ZSTD_isError(used));
    scrut_buf_append(out, packed, used);
    free(packed);
}

typedef void append_packed(scrut_buf *out, const char *bytes, size_t length);
static append_packed *const PACKERS[] = {append_gzip, append_zstd};
static const char *const FORMATS[] = {"gzip", "zstd"};

static const reading_plan PLAN = {.kinds = "N", .threads = 2, .places = true};

static void expect_as_plain(const scrut_buf *packed, const scrut_buf *plain)
{
    reading_result expected = read_bytes(plain->bytes, plain->length, &PLAN);
    reading_result result = read_bytes(packed->bytes, packed->length, &PLAN);
    ck_assert_msg(result.status == SCRUT_OK, "%s", result.err.message);
    ck_assert_uint_eq(result.rows, (size_t)ROWS);
    expect_text(result.text.bytes, expected.text.bytes);
    ck_assert_uint_eq(result.segments, expected.segments);
    result_free(&result);
    result_free(&expected);
}

START_TEST(a_compressed_file_reads_as_the_plain_one_with_the_same_places_and_segments)
{
    scrut_buf plain = plain_table(), packed = {0};
    PACKERS[_i](&packed, plain.bytes, plain.length);
    expect_as_plain(&packed, &plain);
    scrut_buf_free(&packed);
    scrut_buf_free(&plain);
}
END_TEST

START_TEST(several_members_or_frames_are_one_file)
{
    scrut_buf plain = plain_table(), packed = {0};
    size_t cut = plain.length / 3;
    if (_i == 1)
        scrut_buf_append(&packed, "\x50\x2A\x4D\x18\x03\x00\x00\x00xyz", 11); /* a skippable frame */
    PACKERS[_i](&packed, plain.bytes, cut);
    PACKERS[_i](&packed, "", 0);
    PACKERS[_i](&packed, plain.bytes + cut, plain.length - cut);
    expect_as_plain(&packed, &plain);
    scrut_buf_free(&packed);
    scrut_buf_free(&plain);
}
END_TEST

static void expect_refusal(const scrut_buf *packed, size_t length, const char *message)
{
    reading_result result = read_bytes(packed->bytes, length, &PLAN);
    ck_assert_int_eq(result.status, SCRUT_E_INPUT);
    ck_assert_msg(strstr(result.err.message, message) != NULL, "%s", result.err.message);
    ck_assert_str_eq(result.err.file, "t.csv");
    result_free(&result);
}

START_TEST(a_compressed_file_that_is_cut_off_is_refused_wherever_it_is_cut)
{
    scrut_buf plain = plain_table(), packed = {0};
    char message[64];
    snprintf(message, sizeof message, "the %s data is cut off", FORMATS[_i]);
    PACKERS[_i](&packed, plain.bytes, plain.length);
    for (size_t length = 20; length < packed.length; length += 1 + packed.length / (size_t)test_extent(10, 50, 500))
        expect_refusal(&packed, length, message);
    expect_refusal(&packed, packed.length - 1, message);
    scrut_buf_free(&packed);
    scrut_buf_free(&plain);
}
END_TEST

START_TEST(a_compressed_file_with_a_changed_byte_or_something_behind_it_is_refused)
{
    scrut_buf plain = plain_table(), packed = {0};
    char message[64];
    snprintf(message, sizeof message, "the %s data is damaged", FORMATS[_i]);
    PACKERS[_i](&packed, plain.bytes, plain.length);
    size_t length = packed.length;
    scrut_buf_puts(&packed, "junk behind the end");
    expect_refusal(&packed, packed.length, message);
    packed.bytes[length / 2] = (char)(packed.bytes[length / 2] ^ 0x55);
    reading_result result = read_bytes(packed.bytes, length, &PLAN);
    ck_assert_int_ne(result.status, SCRUT_OK);
    result_free(&result);
    scrut_buf_free(&packed);
    scrut_buf_free(&plain);
}
END_TEST

START_TEST(a_decompression_bomb_ends_at_the_record_limit)
{
    size_t length = (size_t)test_extent(16, 256, 256) << 20;
    char *bytes = malloc(length);
    ck_assert_ptr_nonnull(bytes);
    memset(bytes, 'x', length);
    scrut_buf packed = {0};
    append_zstd(&packed, bytes, length);
    free(bytes);
    reading_result result = read_bytes(packed.bytes, packed.length, &PLAN);
    ck_assert_int_eq(result.status, SCRUT_E_LIMIT);
    result_free(&result);
    scrut_buf_free(&packed);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("csv compressed");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, several_members_or_frames_are_one_file, 0, 2);
    tcase_add_loop_test(tests, a_compressed_file_that_is_cut_off_is_refused_wherever_it_is_cut, 0, 2);
    tcase_add_test(tests, a_decompression_bomb_ends_at_the_record_limit);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_loop_test(threaded, a_compressed_file_reads_as_the_plain_one_with_the_same_places_and_segments, 0, 2);
    tcase_add_loop_test(threaded, a_compressed_file_with_a_changed_byte_or_something_behind_it_is_refused, 0, 2);
    return scrut_test_main(suite);
}
