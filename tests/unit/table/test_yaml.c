/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "scrutineer/buf.h"
#include "scrutineer/yaml.h"

#include <string.h>

static scrut_arena *arena;

static void begin(void)
{
    arena = scrut_arena_new();
    ck_assert_ptr_nonnull(arena);
}

static void end(void)
{
    scrut_arena_free(arena);
}

static scrut_yaml *parse(const char *text)
{
    scrut_yaml *root = NULL;
    scrut_error err = {0};
    scrut_status status = scrut_yaml_parse(text, strlen(text), "t.yaml", arena, &root, &err);
    ck_assert_msg(status == SCRUT_OK, "%lld:%lld %s", (long long)err.line, (long long)err.column, err.message);
    return root;
}

START_TEST(every_scalar_stays_text_with_its_place)
{
    scrut_yaml *root = parse("name: no\nyear: 2013\nlist:\n  - 0x1F\n  - ~\n  - \"a b\"\nempty:\nquoted: ''\n");
    ck_assert_int_eq(root->kind, SCRUT_YAML_MAPPING);
    ck_assert_uint_eq(root->count, 5);
    ck_assert_str_eq(root->keys[0]->text, "name");
    const scrut_yaml *name = scrut_yaml_get(root, "name");
    ck_assert_str_eq(name->text, "no");
    ck_assert_int_eq(name->line, 1);
    ck_assert_int_eq(name->column, 7);
    ck_assert(!name->quoted);
    const scrut_yaml *list = scrut_yaml_get(root, "list");
    ck_assert_int_eq(list->kind, SCRUT_YAML_SEQUENCE);
    ck_assert_uint_eq(list->count, 3);
    ck_assert_str_eq(list->items[0]->text, "0x1F");
    ck_assert_str_eq(list->items[1]->text, "~");
    ck_assert_str_eq(list->items[2]->text, "a b");
    ck_assert(list->items[2]->quoted);
    ck_assert_int_eq(list->items[2]->line, 6);
    ck_assert_int_eq(list->items[2]->column, 5);
    ck_assert_uint_eq(scrut_yaml_get(root, "empty")->length, 0);
    ck_assert(!scrut_yaml_get(root, "empty")->quoted);
    ck_assert(scrut_yaml_get(root, "quoted")->quoted);
}
END_TEST

START_TEST(a_missing_key_and_a_node_that_is_no_mapping_give_null)
{
    scrut_yaml *root = parse("a: [1, 2]\n");
    ck_assert_ptr_null(scrut_yaml_get(root, "b"));
    ck_assert_ptr_null(scrut_yaml_get(scrut_yaml_get(root, "a"), "1"));
    ck_assert_ptr_null(scrut_yaml_get(NULL, "a"));
}
END_TEST

START_TEST(flow_block_and_unicode_forms_are_read)
{
    scrut_yaml *root = parse(
        "\xEF\xBB\xBF# comment\nកម្ពុជា: {seats: 123, rule: [dhondt]}\ntext: |\n  one\n  two\nnote: >-\n  a\n  b\n");
    const scrut_yaml *country = scrut_yaml_get(root, "កម្ពុជា");
    ck_assert_str_eq(scrut_yaml_get(country, "seats")->text, "123");
    ck_assert_str_eq(scrut_yaml_get(country, "rule")->items[0]->text, "dhondt");
    ck_assert_str_eq(scrut_yaml_get(root, "text")->text, "one\ntwo\n");
    ck_assert(scrut_yaml_get(root, "text")->quoted);
    ck_assert_str_eq(scrut_yaml_get(root, "note")->text, "a b");
}
END_TEST

START_TEST(one_marked_document_and_a_version_are_accepted)
{
    ck_assert_str_eq(scrut_yaml_get(parse("%YAML 1.2\n---\na: b\n...\n"), "a")->text, "b");
    ck_assert_str_eq(parse("just words")->text, "just words");
    ck_assert_uint_eq(parse("''")->length, 0);
    ck_assert_uint_eq(parse("{}")->count, 0);
}
END_TEST

static const struct {
    const char *text;
    size_t length;
    int64_t line, column;
    const char *message;
} REFUSED[] = {
#define CASE(text, line, column, message)                                                                              \
    {                                                                                                                  \
        text, sizeof(text) - 1, line, column, message                                                                  \
    }
    CASE("", 1, 1, "empty"),
    CASE("# nothing\n", 1, 1, "empty"),
    CASE("---\n...\n", 1, 1, "empty"),
    CASE("a: &x 1\n", 1, 4, "anchors (&)"),
    CASE("a: &x [1]\n", 1, 4, "anchors (&)"),
    CASE("a: &x {b: 1}\n", 1, 4, "anchors (&)"),
    CASE("a: 1\nb: *x\n", 2, 4, "aliases (*)"),
    CASE("a: !!int 1\n", 1, 4, "tags (!)"),
    CASE("a: !x [1]\n", 1, 4, "tags (!)"),
    CASE("%TAG ! tag:x,2000:\n---\na: 1\n", 1, 1, "%TAG"),
    CASE("b: 1\n<<: {a: 1}\n", 2, 1, "merge keys"),
    CASE("a: 1\nb: 2\na: 3\n", 3, 1, "the key 'a' stands twice; it was first on line 1"),
    CASE("x:\n  b: 1\n  \"b\": 2\n", 3, 3, "the key 'b' stands twice; it was first on line 2"),
    CASE("b: 1\nb: 2\na: 3\na: 4\n", 2, 1, "the key 'b' stands twice"),
    CASE("? [a]\n: 1\n", 1, 3, "cannot be a key"),
    CASE("{{a: 1}: 2}\n", 1, 2, "cannot be a key"),
    CASE("a: 1\n---\nb: 2\n", 2, 1, "a second document"),
    CASE("a: \"x\\0y\"\n", 1, 4, "NUL"),
    CASE("a: [1, 2\nb: 3\n", 2, 2, "not readable as YAML"),
    CASE("a: 1\n  b: 2\n", 2, 4, "not readable as YAML"),
    CASE("a: 1\nb: \xC3(\n", 2, -1, "byte 0xc3 is not valid UTF-8"),
    CASE("\xFF\xFE"
         "a\0",
         1, -1, "byte 0xff is not valid UTF-8"),
    CASE("a: \x01\n", 1, -1, "not readable as YAML"),
};

START_TEST(what_could_be_misread_is_refused_with_its_line_and_column)
{
    scrut_yaml *root = NULL;
    scrut_error err = {0};
    scrut_status status = scrut_yaml_parse(REFUSED[_i].text, REFUSED[_i].length, "t.yaml", arena, &root, &err);
    ck_assert_int_eq(status, SCRUT_E_INPUT);
    ck_assert_ptr_null(root);
    ck_assert_msg(strstr(err.message, REFUSED[_i].message) != NULL, "%s", err.message);
    ck_assert_int_eq(err.line, REFUSED[_i].line);
    ck_assert_int_eq(err.column, REFUSED[_i].column);
    ck_assert_str_eq(err.file, "t.yaml");
}
END_TEST

static scrut_status parse_repeated(const char *begin, const char *piece, size_t times)
{
    scrut_buf text = {0};
    scrut_yaml *root = NULL;
    scrut_buf_puts(&text, begin);
    for (size_t i = 0; i < times; i++)
        scrut_buf_puts(&text, piece);
    scrut_status status = scrut_yaml_parse(text.bytes, text.length, "t.yaml", arena, &root, NULL);
    scrut_buf_free(&text);
    return status;
}

START_TEST(depth_nodes_and_bytes_are_limited)
{
    ck_assert_int_eq(parse_repeated("", "[", SCRUT_YAML_DEPTH_MAX + 1), SCRUT_E_LIMIT);
    ck_assert_int_eq(parse_repeated("", "[", SCRUT_YAML_DEPTH_MAX), SCRUT_E_INPUT); /* not closed */
    ck_assert_int_eq(parse_repeated("", "- - ", 100000), SCRUT_E_LIMIT);
    ck_assert_int_eq(parse_repeated("", "- x\n", SCRUT_YAML_NODES_MAX - 1), SCRUT_OK);
    ck_assert_int_eq(parse_repeated("", "- x\n", SCRUT_YAML_NODES_MAX), SCRUT_E_LIMIT);
    ck_assert_int_eq(parse_repeated("a: ", "x", SCRUT_YAML_BYTES_MAX - 3), SCRUT_OK);
    ck_assert_int_eq(parse_repeated("a: ", "x", SCRUT_YAML_BYTES_MAX - 2), SCRUT_E_LIMIT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("yaml");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, every_scalar_stays_text_with_its_place);
    tcase_add_test(tests, a_missing_key_and_a_node_that_is_no_mapping_give_null);
    tcase_add_test(tests, flow_block_and_unicode_forms_are_read);
    tcase_add_test(tests, one_marked_document_and_a_version_are_accepted);
    tcase_add_loop_test(tests, what_could_be_misread_is_refused_with_its_line_and_column, 0,
                        (int)(sizeof REFUSED / sizeof REFUSED[0]));
    tcase_add_test(tests, depth_nodes_and_bytes_are_limited);
    return scrut_test_main(suite);
}
