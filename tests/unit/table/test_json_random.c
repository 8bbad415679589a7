/* SPDX-License-Identifier: Apache-2.0
 * Property: random documents are written with the bytes that jansson, an independent writer, gives them. */
#include "harness.h"
#include "scrutineer/json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define DOCUMENTS 3000

typedef struct {
    scrut_json *ours;
    json_t *theirs;
} pair;

/* SplitMix64 */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static size_t below(uint64_t *state, size_t bound)
{
    return (size_t)(next_random(state) % bound);
}

/* Few letters, so that keys repeat and begin alike; characters of one to four bytes, and those to be escaped. */
static size_t random_text(uint64_t *state, char text[64])
{
    static const char *const LETTERS[] = {"a",    "b",    "A",    "0", "\"", "\\", "/", "\n", "\t",
                                          "\x01", "\x1F", "\x7F", "~", "é",  "ភ",  "𝔸", "\r", " "};
    size_t letters = below(state, 8), length = 0;
    for (size_t i = 0; i < letters; i++) {
        const char *letter = LETTERS[below(state, sizeof LETTERS / sizeof LETTERS[0])];
        size_t more = strlen(letter);
        memcpy(text + length, letter, more);
        length += more;
    }
    text[length] = '\0';
    return length;
}

static pair random_scalar(uint64_t *state)
{
    char text[64];
    int64_t number = (int64_t)(next_random(state) >> below(state, 64));
    number = below(state, 2) == 0 ? number : -(number / 2) - 1;
    switch (below(state, 6)) {
    case 0: return (pair){scrut_json_null(), json_null()};
    case 1: return (pair){scrut_json_bool(true), json_true()};
    case 2: return (pair){scrut_json_bool(false), json_false()};
    case 3: return (pair){scrut_json_int(number), json_integer(number)};
    default: break;
    }
    size_t length = random_text(state, text);
    return (pair){scrut_json_string_n(text, length), json_stringn(text, length)};
}

static pair random_value(uint64_t *state, int depth)
{
    if (depth == 0 || below(state, 3) == 0)
        return random_scalar(state);
    bool object = below(state, 2) == 0;
    pair p = {object ? scrut_json_object() : scrut_json_array(), object ? json_object() : json_array()};
    size_t count = below(state, depth == 1 && below(state, 20) == 0 ? 300 : 8);
    for (size_t i = 0; i < count; i++) {
        char key[64];
        random_text(state, key);
        pair value = random_value(state, depth - 1);
        if (object) {
            scrut_json_set(p.ours, key, value.ours);
            ck_assert_int_eq(json_object_set_new(p.theirs, key, value.theirs), 0);
        } else {
            scrut_json_append(p.ours, value.ours);
            ck_assert_int_eq(json_array_append_new(p.theirs, value.theirs), 0);
        }
    }
    return p;
}

static void expect_equal_bytes(pair p, int indent, uint64_t seed)
{
    scrut_buf out = {0};
    size_t flags = JSON_SORT_KEYS | JSON_ENCODE_ANY | (indent > 0 ? JSON_INDENT((size_t)indent) : JSON_COMPACT);
    char *expected = json_dumps(p.theirs, flags);
    ck_assert_ptr_nonnull(expected);
    ck_assert_int_eq(scrut_json_write(p.ours, indent, &out, NULL), SCRUT_OK);
    size_t same = 0;
    while (out.bytes[same] != '\0' && out.bytes[same] == expected[same])
        same++;
    ck_assert_msg(out.bytes[same] == expected[same], "seed %llu, indent %d, byte %zu: \"%.40s\" instead of \"%.40s\"",
                  (unsigned long long)seed, indent, same, out.bytes + same, expected + same);
    scrut_buf_free(&out);
    free(expected);
}

START_TEST(random_documents_have_the_bytes_that_jansson_writes)
{
    for (uint64_t seed = 1; seed <= DOCUMENTS; seed++) {
        uint64_t state = seed;
        pair p = random_value(&state, 1 + (int)below(&state, 4));
        expect_equal_bytes(p, 0, seed);
        expect_equal_bytes(p, 1 + (int)below(&state, 12), seed);
        scrut_json_free(p.ours);
        json_decref(p.theirs);
    }
}
END_TEST

int main(void)
{
    printf("# seeds 1 to %d\n", DOCUMENTS);
    Suite *suite = suite_create("json beside jansson");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, random_documents_have_the_bytes_that_jansson_writes);
    return scrut_test_main(suite);
}
