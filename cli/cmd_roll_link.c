/* SPDX-License-Identifier: Apache-2.0
 * "roll link": which rows of one list, or of two, are the same person. Only counts, row numbers and weights are
 * written, never a cell. */
#include "roll_link_write.h"
#include "scrutineer/num.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the answer ------------------------------------------------------------------------------------------- */

/* Pairs and clusters that are more likely than not one person. */
typedef struct {
    int64_t pairs, clusters, rows;
} counts;

/* Clusters are called by their first row. */
static bool count_answer(const scrut_link_input *in, const scrut_link *link, counts *ret)
{
    size_t pair_count;
    const scrut_link_pair *pairs = scrut_link_pairs(link, &pair_count);
    const uint32_t *cluster = scrut_link_clusters(link);
    uint8_t *has_more = calloc(in->row_count / 8 + (size_t)1, 1); /* a bit a row */
    *ret = (counts){0, 0, 0};
    if (has_more == NULL)
        return false;
    for (size_t i = 0; i < pair_count; i++)
        ret->pairs += pairs[i].weight >= 0;
    for (uint32_t row = 0; row < in->row_count; row++) {
        uint32_t first = cluster[row];
        if (first == row)
            continue;
        ret->clusters += (has_more[first / 8] >> first % 8 & 1) == 0;
        has_more[first / 8] = (uint8_t)(has_more[first / 8] | 1u << first % 8);
        ret->rows++;
    }
    ret->rows += ret->clusters;
    free(has_more);
    return true;
}

static scrut_status write_model(const scrut_link *link, const char *path, scrut_error *err)
{
    scrut_buf out = {0};
    scrut_link_print_model(link, &out);
    scrut_status status = out.failed ? scrut_fail_memory(err) : scrut_write_file(path, out.bytes, out.length, err);
    scrut_buf_free(&out);
    return status;
}

static int64_t unread_dates(const scrut_cli_lists *l)
{
    int64_t count = 0;
    for (size_t i = 0; i < l->list_count; i++)
        count += l->lists[i].unread_dates;
    return count;
}

static int print_json(const scrut_cli_lists *l, const scrut_link_input *in, const counts *n,
                      const scrut_link_summary *s)
{
    scrut_json *root = scrut_json_object();
    scrut_json_set(root, "format", scrut_json_string("scrutineer-roll-link/1"));
    scrut_json_set(root, "rows", scrut_json_int(in->row_count));
    scrut_json_set(root, "dates_unread", scrut_json_int(unread_dates(l)));
    scrut_json_set(root, "rules", scrut_json_int((int64_t)s->rules));
    scrut_json_set(root, "pairs_made", scrut_json_int((int64_t)s->pairs_made));
    scrut_json_set(root, "pairs_compared", scrut_json_int((int64_t)s->pairs_compared));
    scrut_json_set(root, "pairs_counted", scrut_json_int((int64_t)s->pairs_counted));
    scrut_json_set(root, "pairs_left_out", scrut_json_int((int64_t)s->pairs_left_out));
    scrut_json_set(root, "pairs_found_in_10000", scrut_json_int((int64_t)(10000 * s->recall + 0.5)));
    scrut_json_set(root, "pairs_found_in_10000_least", scrut_json_int((int64_t)(10000 * s->recall_least + 0.5)));
    scrut_json_set(root, "pairs_likely", scrut_json_int(n->pairs));
    scrut_json_set(root, "pairs_expected", scrut_json_int((int64_t)(s->same_expected + 0.5)));
    scrut_json_set(root, "groups", scrut_json_int(n->clusters));
    scrut_json_set(root, "rows_in_groups", scrut_json_int(n->rows));
    return scrut_cli_print_json(root, SCRUT_EXIT_OK);
}

static void put_line(scrut_buf *out, const char *what, int64_t value)
{
    char number[32];
    scrut_format_grouped(number, sizeof number, value);
    scrut_buf_printf(out, "%-46s %14s\n", what, number);
}

static void put_share(scrut_buf *out, const char *what, double share)
{
    int of_10000 = (int)(10000 * share + 0.5);
    scrut_buf_printf(out, "%-46s %10d.%02d %%\n", what, of_10000 / 100, of_10000 % 100);
}

/* What is no date is unknown to the linkage, so the answer says how much that is. */
static void put_unread(const scrut_cli_lists *l, scrut_buf *out)
{
    if (unread_dates(l) > 0)
        put_line(out, "dates of birth that cannot be read, so unknown", unread_dates(l));
    for (size_t i = 0; i < l->list_count; i++) {
        if (l->lists[i].unread_dates > 0)
            scrut_buf_printf(out, "  the first in %s, line %" PRId64 "\n", l->lists[i].name, l->lists[i].unread_line);
    }
}

static int print_text(const scrut_cli_lists *l, const scrut_link_input *in, const counts *n,
                      const scrut_link_summary *s)
{
    scrut_buf out = {0};
    put_line(&out, "rows", in->row_count);
    put_unread(l, &out);
    put_line(&out, s->all_counted ? "pairs compared" : "pairs compared, about", (int64_t)s->pairs_compared);
    if (!s->all_counted)
        put_line(&out, "  of these the model was learned from", (int64_t)s->pairs_counted);
    put_line(&out, "pairs left out, at most", (int64_t)s->pairs_left_out);
    put_share(&out, "one person's pairs that are compared, estimated", s->recall);
    put_share(&out, "  at least, if errors come together", s->recall_least);
    put_line(&out, "pairs of one person, expected", (int64_t)(s->same_expected + 0.5));
    put_line(&out, "pairs more likely one person than not", n->pairs);
    put_line(&out, "groups of rows", n->clusters);
    put_line(&out, "rows in these groups", n->rows);
    scrut_buf_puts(&out, "\nA pair is a reason to look at two records, not to remove one. Some of these pairs are two "
                         "people.\n");
    return scrut_cli_print(&out, SCRUT_EXIT_OK);
}

static int answer(const scrut_cli_args *args, const scrut_cli_lists *l, const scrut_link_input *in,
                  const scrut_link *link, scrut_pool *pool)
{
    const char *pairs = scrut_cli_text(args, "pairs"), *model = scrut_cli_text(args, "model");
    const char *groups = scrut_cli_text(args, "groups");
    scrut_link_summary summary = scrut_link_summarise(link);
    scrut_error err;
    counts n;
    if (!count_answer(in, link, &n))
        return scrut_cli_no_memory();
    if (pairs != NULL && scrut_cli_write_pairs(in, link, pairs, pool, &err) != SCRUT_OK)
        return scrut_cli_failure(&err);
    if (groups != NULL && scrut_cli_write_groups(in, link, groups, pool, &err) != SCRUT_OK)
        return scrut_cli_failure(&err);
    if (model != NULL && write_model(link, model, &err) != SCRUT_OK)
        return scrut_cli_failure(&err);
    return scrut_cli_given(args, "json") ? print_json(l, in, &n, &summary) : print_text(l, in, &n, &summary);
}

/* ---- linking ----------------------------------------------------------------------------------------------- */

enum { MEMORY_MIB_MIN = 64 };

/* Where work lies, and how much memory may be used. */
typedef struct {
    const char *folder;
    bool temporary;
    uint64_t memory_bytes;
    scrut_buf temporary_path;
} work_place;

/* A whole number and K, M, G or T, of 1024 each. False: it is not one, or less than is of use. */
static bool read_size(const char *text, uint64_t *ret_bytes)
{
    static const char UNITS[] = "KMGT";
    size_t length = strlen(text);
    const char *unit = length > 0 ? strchr(UNITS, text[length - 1]) : NULL;
    int64_t number;
    if (unit == NULL || scrut_parse_whole(text, length - 1, 1 << 20, &number, NULL) != SCRUT_NUMBER_OK)
        return false;
    *ret_bytes = (uint64_t)number << 10 * (unit - UNITS + 1);
    return *ret_bytes >= (uint64_t)MEMORY_MIB_MIN << 20;
}

/* A folder that only its owner can open, below TMPDIR. */
static bool make_temporary(work_place *p)
{
    const char *below = getenv("TMPDIR");
    scrut_buf_printf(&p->temporary_path, "%s/scrutineer-XXXXXX", below != NULL && *below != '\0' ? below : "/tmp");
    if (p->temporary_path.failed || mkdtemp(p->temporary_path.bytes) == NULL)
        return false;
    p->folder = p->temporary_path.bytes;
    p->temporary = true;
    return true;
}

/* An exit status, after its message. */
static int read_work_place(const scrut_cli_args *args, work_place *ret)
{
    const char *memory = scrut_cli_text(args, "memory");
    *ret = (work_place){.folder = scrut_cli_text(args, "work")};
    if (memory == NULL)
        return SCRUT_EXIT_OK;
    if (!read_size(memory, &ret->memory_bytes))
        return scrut_cli_usage_error(args->command,
                                     "--memory %s: expected a whole number and K, M, G or T, at least %dM", memory,
                                     MEMORY_MIB_MIN);
    if (ret->folder != NULL || make_temporary(ret))
        return SCRUT_EXIT_OK;
    scrut_error err;
    (void)scrut_fail(&err, SCRUT_E_IO, ret->temporary_path.bytes, -1, -1, -1,
                     "cannot make a folder for temporary files; set TMPDIR, or name one with --work");
    return scrut_cli_failure(&err);
}

static void free_work_place(work_place *p)
{
    if (p->temporary)
        (void)rmdir(p->folder); /* when the linking did not come so far */
    scrut_buf_free(&p->temporary_path);
}

static scrut_status link_lists(const work_place *place, scrut_cli_lists *l, scrut_link_input *in,
                               scrut_cli_two_lists *two, scrut_pool *pool, scrut_link **ret_link, scrut_error *err)
{
    scrut_status status = scrut_cli_lists_read(l, pool, err);
    scrut_cli_progress_phase("comparing rows");
    if (status != SCRUT_OK)
        return status;
    *in = scrut_cli_lists_input(l, 0, 1, two);
    two->owner = l;
    in->release = scrut_cli_lists_release;
    in->work = place->folder;
    in->work_is_temporary = place->temporary;
    in->memory_bytes = place->memory_bytes;
    in->program = SCRUT_VERSION;
    if (l->list_count == 2 && in->second_from == 0)
        return scrut_fail(err, SCRUT_E_INPUT, l->lists[0].name, -1, -1, -1, "the list has no rows");
    return scrut_link_run(in, -4 * SCRUT_LINK_BIT, pool, ret_link, err);
}

static int run(const scrut_cli_args *args, const work_place *place, scrut_cli_lists *l)
{
    scrut_pool *pool = scrut_pool_new((int)scrut_cli_whole(args, "threads", 0));
    scrut_link *link = NULL;
    scrut_link_input in;
    scrut_cli_two_lists two;
    scrut_error err;
    scrut_cli_progress_begin(args, "reading the lists");
    scrut_status status = link_lists(place, l, &in, &two, pool, &link, &err);
    scrut_cli_progress_end();
    int exit_status = status == SCRUT_OK ? answer(args, l, &in, link, pool) : scrut_cli_input_error(&err);
    scrut_link_free(link);
    scrut_pool_free(pool);
    return exit_status;
}

int cmd_roll_link(const scrut_cli_args *args)
{
    const char *list = scrut_cli_text(args, "list"), *second = scrut_cli_text(args, "second");
    if (list == NULL)
        return scrut_cli_usage_error(args->command, "--list is needed");
    scrut_cli_lists l = {.arena = scrut_arena_new(), .numbered = true};
    if (l.arena == NULL)
        return scrut_cli_no_memory();
    int status = scrut_cli_lists_map(args, &l, false);
    scrut_cli_lists_add(&l, list);
    if (second != NULL)
        scrut_cli_lists_add(&l, second);
    work_place place = {.folder = NULL};
    if (status == SCRUT_EXIT_OK)
        status = read_work_place(args, &place);
    if (status == SCRUT_EXIT_OK)
        status = run(args, &place, &l);
    free_work_place(&place);
    scrut_cli_lists_free(&l);
    return status;
}
