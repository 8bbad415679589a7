/* SPDX-License-Identifier: Apache-2.0 */
#include "work.h"

#include <fcntl.h>
#include <sys/wait.h>

#define FOLDER "test-link-work"
#define ROWS 300

static people some_people;

static scrut_link_input input_of(const people *p)
{
    scrut_link_input input = people_input(p);
    input.work = FOLDER;
    input.program = "1";
    return input;
}

static void setup(void)
{
    work_remove(FOLDER);
    some_people = people_make(ROWS, 7);
}

static void teardown(void)
{
    people_free(&some_people);
    work_remove(FOLDER);
}

/* ---- what is kept ----------------------------------------------------------------------------------------------- */

typedef struct {
    char path[4096][64];
    struct stat s[4096];
    size_t count;
} nodes;

static void note_node(void *context, const char *path)
{
    nodes *n = context;
    ck_assert_uint_lt(n->count, 4096);
    struct stat *s = &n->s[n->count];
    ck_assert_int_eq(stat(path, s), 0);
    snprintf(n->path[n->count], sizeof n->path[0], "%s", path);
    n->count++;
    ck_assert_msg((s->st_mode & 0777) == 0600, "%s: mode %o", path, (unsigned)(s->st_mode & 0777));
}

/* Files of `before` that are not the same files any more. */
static size_t replaced(const nodes *before)
{
    size_t count = 0;
    for (size_t i = 0; i < before->count; i++) {
        const struct stat *old = &before->s[i];
        struct stat s;
        count += stat(before->path[i], &s) != 0 || s.st_ino != old->st_ino || s.st_mtim.tv_sec != old->st_mtim.tv_sec ||
                 s.st_mtim.tv_nsec != old->st_mtim.tv_nsec;
    }
    return count;
}

START_TEST(a_run_in_a_folder_says_what_one_without_says_and_a_second_one_does_nothing_anew)
{
    scrut_link_input input = input_of(&some_people);
    nodes *files = calloc(1, sizeof *files);
    char *first = work_text(&input, 2), *second;
    ck_assert_ptr_nonnull(files);
    ck_assert_uint_gt(work_files(FOLDER, "unit-", note_node, files), 50);
    second = work_text(&input, 1);
    ck_assert_str_eq(first, second);
    ck_assert_uint_eq(replaced(files), 0);
    input.work = NULL;
    char *without = work_text(&input, 2);
    ck_assert_str_eq(first, without);
    free(first);
    free(second);
    free(without);
    free(files);
}
END_TEST

/* ---- damage ----------------------------------------------------------------------------------------------------- */

typedef void (*damage)(const char *path, off_t length);

static void cut(const char *path, off_t length)
{
    ck_assert_int_eq(truncate(path, length - 1), 0);
}

static void empty(const char *path, off_t length)
{
    (void)length;
    ck_assert_int_eq(truncate(path, 0), 0);
}

static void lengthen(const char *path, off_t length)
{
    ck_assert_int_eq(truncate(path, length + 16), 0);
}

static void flip(const char *path, off_t at)
{
    char byte;
    int file = open(path, O_RDWR);
    ck_assert_int_eq(pread(file, &byte, 1, at), 1);
    byte = (char)(byte ^ 4);
    ck_assert_int_eq(pwrite(file, &byte, 1, at), 1);
    close(file);
}

static void flip_first(const char *path, off_t length)
{
    (void)length;
    flip(path, 0);
}

static void flip_middle(const char *path, off_t length)
{
    flip(path, length / 2);
}

static void flip_last(const char *path, off_t length)
{
    flip(path, length - 1);
}

static void drop(const char *path, off_t length)
{
    (void)length;
    ck_assert_int_eq(unlink(path), 0);
}

static const damage DAMAGES[] = {cut, empty, lengthen, flip_first, flip_middle, flip_last, drop};

START_TEST(a_damaged_file_is_found_and_its_unit_alone_is_done_anew)
{
    scrut_link_input input = input_of(&some_people);
    char *whole = work_text(&input, 2);
    nodes *files = calloc(1, sizeof *files);
    struct stat s;
    ck_assert_ptr_nonnull(files);
    work_files(FOLDER, "unit-", note_node, files);
    const char *victim = files->path[files->count / 2];
    ck_assert_int_eq(stat(victim, &s), 0);
    DAMAGES[_i](victim, s.st_size);
    char *again = work_text(&input, 2);
    ck_assert_str_eq(whole, again);
    ck_assert_uint_eq(replaced(files), 1);
    ck_assert_int_eq(stat(victim, &s), 0);
    free(whole);
    free(again);
    free(files);
}
END_TEST

START_TEST(a_unit_under_another_units_name_is_done_anew)
{
    scrut_link_input input = input_of(&some_people);
    char *whole = work_text(&input, 2);
    nodes *files = calloc(1, sizeof *files);
    ck_assert_ptr_nonnull(files);
    work_files(FOLDER, "unit-", note_node, files);
    ck_assert_int_eq(rename(files->path[0], files->path[1]), 0);
    char *again = work_text(&input, 2);
    ck_assert_str_eq(whole, again);
    ck_assert_uint_eq(replaced(files), 2);
    free(whole);
    free(again);
    free(files);
}
END_TEST

START_TEST(what_was_left_half_written_is_removed)
{
    scrut_link_input input = input_of(&some_people);
    ck_assert_int_eq(mkdir(FOLDER, 0700), 0);
    ck_assert_int_eq(close(open(FOLDER "/lock", O_CREAT | O_WRONLY, 0600)), 0);
    ck_assert_int_eq(close(open(FOLDER "/unit-1-00-01.Ab12cd", O_CREAT | O_WRONLY, 0600)), 0);
    ck_assert_int_eq(close(open(FOLDER "/manifest.Ab12cd", O_CREAT | O_WRONLY, 0600)), 0);
    free(work_text(&input, 2));
    ck_assert_uint_eq(work_files(FOLDER, "unit-1-00-01.", NULL, NULL), 0);
    ck_assert_uint_eq(work_files(FOLDER, "manifest.", NULL, NULL), 0);
}
END_TEST

/* ---- refusal ---------------------------------------------------------------------------------------------------- */

static void assert_refused(const scrut_link_input *input, scrut_status status, int64_t line, const char *why)
{
    scrut_buf text = {0};
    scrut_error err = {.message = ""};
    ck_assert_int_eq(work_answer(input, 1, &text, &err), status);
    ck_assert_msg(strstr(err.message, why) != NULL, "%s", err.message);
    ck_assert_int_eq(err.line, line);
    ck_assert_uint_eq(text.length, 0);
}

START_TEST(work_of_something_else_is_refused_by_the_line_that_differs)
{
    scrut_link_input input = input_of(&some_people), other;
    free(work_text(&input, 2));
    nodes *files = calloc(1, sizeof *files);
    ck_assert_ptr_nonnull(files);
    work_files(FOLDER, "", note_node, files);

    other = input;
    other.program = "2";
    assert_refused(&other, SCRUT_E_INPUT, 2, "\"program 1\", and this run has \"program 2\"");
    other = input;
    other.row_count--;
    assert_refused(&other, SCRUT_E_INPUT, 3, "\"rows 300\", and this run has \"rows 299\"");
    other = input;
    other.second_from = 100;
    assert_refused(&other, SCRUT_E_INPUT, 4, "second list");
    scrut_link_field fields[PEOPLE_FIELDS];
    memcpy(fields, input.fields, sizeof fields);
    fields[0].kind = SCRUT_LINK_TEXT;
    other = input;
    other.fields = fields;
    assert_refused(&other, SCRUT_E_INPUT, 5, "text");
    char *cell = some_people.cells[17][0];
    cell[0] = cell[0] == 'q' ? 'z' : 'q';
    assert_refused(&input, SCRUT_E_INPUT, 7, "list ");
    ck_assert_uint_eq(replaced(files), 0);
    free(files);
}
END_TEST

START_TEST(a_folder_with_other_files_is_refused_and_left_alone)
{
    scrut_link_input input = input_of(&some_people);
    ck_assert_int_eq(mkdir(FOLDER, 0700), 0);
    ck_assert_int_eq(close(open(FOLDER "/letters.txt", O_CREAT | O_WRONLY, 0600)), 0);
    assert_refused(&input, SCRUT_E_INPUT, -1, "other files");
    ck_assert_uint_eq(work_files(FOLDER, "", NULL, NULL), 1);
    /* Named as ours are, in a folder that no run has locked. */
    ck_assert_int_eq(rename(FOLDER "/letters.txt", FOLDER "/unit-1.csv"), 0);
    assert_refused(&input, SCRUT_E_INPUT, -1, "other files");
    ck_assert_uint_eq(work_files(FOLDER, "", NULL, NULL), 1);
}
END_TEST

START_TEST(a_file_is_no_folder)
{
    scrut_link_input input = input_of(&some_people);
    ck_assert_int_eq(close(open(FOLDER, O_CREAT | O_WRONLY, 0600)), 0);
    assert_refused(&input, SCRUT_E_INPUT, -1, "is not a folder");
    ck_assert_int_eq(unlink(FOLDER), 0);
}
END_TEST

START_TEST(two_runs_cannot_work_in_one_folder)
{
    scrut_link_input input = input_of(&some_people);
    ck_assert_int_eq(mkdir(FOLDER, 0700), 0);
    int lock = open(FOLDER "/lock", O_RDWR | O_CREAT, 0600);
    ck_assert_int_eq(lockf(lock, F_TLOCK, 0), 0);
    pid_t child = fork(); /* a lock is of a process */
    if (child == 0) {
        scrut_buf text = {0};
        scrut_error err;
        _exit(work_answer(&input, 1, &text, &err) == SCRUT_E_LIMIT ? 0 : 1);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    close(lock);
}
END_TEST

/* ---- memory ----------------------------------------------------------------------------------------------------- */

START_TEST(a_bound_on_memory_changes_nothing_and_a_temporary_folder_is_removed)
{
    scrut_link_input input = input_of(&some_people);
    input.work = NULL;
    char *without = work_text(&input, 2);
    input.work = FOLDER;
    input.work_is_temporary = true;
    input.memory_bytes = 20000;
    char *bounded = work_text(&input, 2);
    ck_assert_str_eq(without, bounded);
    struct stat s;
    ck_assert_int_ne(stat(FOLDER, &s), 0);
    free(without);
    free(bounded);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link_work");
    TCase *tc = tcase_create("core");
    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_run_in_a_folder_says_what_one_without_says_and_a_second_one_does_nothing_anew);
    tcase_add_loop_test(tc, a_damaged_file_is_found_and_its_unit_alone_is_done_anew, 0,
                        (int)(sizeof DAMAGES / sizeof DAMAGES[0]));
    tcase_add_test(tc, a_unit_under_another_units_name_is_done_anew);
    tcase_add_test(tc, what_was_left_half_written_is_removed);
    tcase_add_test(tc, work_of_something_else_is_refused_by_the_line_that_differs);
    tcase_add_test(tc, a_folder_with_other_files_is_refused_and_left_alone);
    tcase_add_test(tc, a_file_is_no_folder);
    tcase_add_test(tc, two_runs_cannot_work_in_one_folder);
    tcase_add_test(tc, a_bound_on_memory_changes_nothing_and_a_temporary_folder_is_removed);
    return scrut_test_main(suite);
}
