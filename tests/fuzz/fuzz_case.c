/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are a case that can be verified and reported, or a list of problems; with one thread as with three. The
 * byte 0x1e divides the input into election.yaml, a.csv and b.csv. */
#include "fuzz.h"
#include "fuzz_folder.h"
#include "scrutineer/report.h"
#include "scrutineer/site.h"

static const char *const NAMES[] = {"election.yaml", "a.csv", "b.csv"};
enum { FILES = sizeof NAMES / sizeof NAMES[0] };

static void write_input(const uint8_t *data, size_t size)
{
    (void)fuzz_make_folder(NAMES, FILES);
    for (size_t i = 0; i < FILES; i++) {
        const uint8_t *end = i + 1 < FILES && size > 0 ? memchr(data, 0x1e, size) : NULL;
        size_t length = end != NULL ? (size_t)(end - data) : size;
        fuzz_write(i, data, length);
        data += end != NULL ? length + 1 : length;
        size -= end != NULL ? length + 1 : length;
    }
}

typedef struct {
    scrut_status status;
    scrut_buf problems, json;
} outcome;

static void render_all(const scrut_verdict *v, scrut_buf *json)
{
    scrut_error err = {.message = ""};
    scrut_buf html = {0}, csv = {0}, text = {0}, seats = {0};
    must(scrut_report_json(v, "0", json, &err) == SCRUT_OK, err.message);
    must(scrut_site_single(v, NULL, "0", &html, &err) == SCRUT_OK, err.message);
    must(scrut_report_findings_csv(v, &csv, &err) == SCRUT_OK, err.message);
    must(scrut_report_text(v, NULL, true, 40, &text, &err) == SCRUT_OK, err.message);
    must(scrut_report_seats_text(v, true, &seats, &err) == SCRUT_OK, err.message);
    scrut_buf_free(&html);
    scrut_buf_free(&csv);
    scrut_buf_free(&text);
    scrut_buf_free(&seats);
}

static outcome verify(int threads)
{
    outcome o = {.status = SCRUT_OK};
    scrut_problems problems = {.limit = 50};
    scrut_error err = {.message = ""};
    scrut_case *c = NULL;
    scrut_verdict *v = NULL;
    scrut_pool *pool = scrut_pool_new(threads);
    o.status = scrut_case_load(fuzz_folder, pool, &problems, &c, &err);
    must((o.status == SCRUT_OK) == (c != NULL), "status and case");
    must(o.status == SCRUT_OK || err.message[0] != '\0' || problems.total > 0, "an error without words");
    for (size_t i = 0; i < problems.count; i++)
        scrut_buf_printf(&o.problems, "%s:%lld:%lld %s\n", problems.items[i].file, (long long)problems.items[i].line,
                         (long long)problems.items[i].column, problems.items[i].message);
    if (o.status == SCRUT_OK) {
        must(scrut_case_hash_files(c, pool, &err) == SCRUT_OK, err.message);
        scrut_status status = scrut_verify(c, pool, &v, &err);
        must(status == SCRUT_OK || (c->roll != NULL && status == SCRUT_E_INPUT), err.message); /* rows of people */
        if (status == SCRUT_OK)
            render_all(v, &o.json);
    }
    scrut_verdict_free(v);
    scrut_case_free(c);
    scrut_pool_free(pool);
    scrut_problems_free(&problems);
    return o;
}

static bool same(const scrut_buf *a, const scrut_buf *b)
{
    return a->length == b->length && (a->length == 0 || memcmp(a->bytes, b->bytes, a->length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    write_input(data, size);
    outcome one = verify(1), three = verify(3);
    must(one.status == three.status, "the status depends on the threads");
    must(same(&one.problems, &three.problems), "the problems depend on the threads");
    must(same(&one.json, &three.json), "the results depend on the threads");
    scrut_buf_free(&one.problems);
    scrut_buf_free(&one.json);
    scrut_buf_free(&three.problems);
    scrut_buf_free(&three.json);
    return 0;
}
