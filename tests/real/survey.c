/* SPDX-License-Identifier: Apache-2.0
 * Estimates of R's package survey 4.1.1 on samples of Californian schools, in the data folder: survey FOLDER. TAP.
 * Two stages, two kinds of fpc, totals, ratios and intervals, to 1e-9 of each value. */
#include "scrutineer/buf.h"
#include "scrutineer/csv.h"
#include "scrutineer/sampling.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MAX 256

/* One sample: its columns, as the design takes them. */
typedef struct {
    size_t count;
    double weight[ROWS_MAX], of[ROWS_MAX], api00[ROWS_MAX], enroll[ROWS_MAX], tested[ROWS_MAX], improved[ROWS_MAX];
    uint32_t kind[ROWS_MAX], district[ROWS_MAX];
} sample;

static int number, failed;

static void result(double value, double wanted, const char *id, const char *what)
{
    bool fine = fabs(value / wanted - 1) < 1e-9;
    failed += !fine;
    printf("%s %d - %s %s: %.15g, R has %.15g\n", fine ? "ok" : "not ok", ++number, id, what, value, wanted);
}

static bool read_sample(const char *folder, const char *file, sample *s)
{
    static const char *const NAMES[] = {"pw", "fpc", "api00", "enroll", "api.stu", "comp.imp", "stype", "dnum"};
    enum { NAME_COUNT = sizeof NAMES / sizeof NAMES[0] };
    scrut_csv_wanted wanted[NAME_COUNT];
    scrut_buf path = {0};
    scrut_csv *csv = NULL;
    scrut_table *table = NULL;
    scrut_buf_printf(&path, "%s/rla-cases/%s", folder, file);
    scrut_status status = scrut_csv_open(path.bytes, file, NULL, &csv, NULL);
    for (size_t i = 0; i < NAME_COUNT && status == SCRUT_OK; i++)
        wanted[i] = (scrut_csv_wanted){(size_t)scrut_csv_find_column(csv, NAMES[i]), SCRUT_CELL_TEXT};
    if (status == SCRUT_OK)
        status = scrut_csv_read(csv, wanted, NAME_COUNT, NULL, 0, NULL, NULL, &table, NULL);
    scrut_csv_close(csv);
    scrut_buf_free(&path);
    if (status != SCRUT_OK)
        return false;
    double *const numbers[] = {s->weight, s->of, s->api00, s->enroll, s->tested};
    s->count = table->row_count < ROWS_MAX ? table->row_count : ROWS_MAX;
    for (uint32_t row = 0; row < s->count; row++) {
        const scrut_table_segment *segment = scrut_table_segment_of(table, row);
        char cells[NAME_COUNT][32];
        for (size_t i = 0; i < NAME_COUNT; i++) {
            size_t length;
            const char *bytes = scrut_cell_text(&segment->columns[i], row - segment->first_row, &length);
            snprintf(cells[i], sizeof cells[i], "%.*s", (int)length, bytes);
        }
        for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
            numbers[i][row] = strtod(cells[i], NULL);
        s->improved[row] = strcmp(cells[5], "Yes") == 0;
        s->kind[row] = (uint32_t)(unsigned char)cells[6][0];
        s->district[row] = (uint32_t)strtoul(cells[7], NULL, 10);
    }
    scrut_table_free(table);
    return s->count > 0;
}

/* "strat.mean.api00.fpc", ... */
static scrut_status estimate(const sample *s, const char *id, scrut_estimate *ret)
{
    scrut_sample_design d = {.row_count = s->count, .weight = s->weight, .stage_count = 1};
    if (strncmp(id, "strat", 5) == 0)
        d.stratum = s->kind;
    if (strncmp(id, "clus1", 5) == 0)
        d.unit[0] = s->district;
    if (strstr(id, ".nofpc") == NULL)
        d.of[0] = s->of;
    if (strstr(id, ".total.enroll") != NULL)
        return scrut_sample_total(&d, s->enroll, ret, NULL);
    if (strstr(id, ".ratio.") != NULL)
        return scrut_sample_ratio(&d, s->tested, s->enroll, ret, NULL);
    return scrut_sample_ratio(&d, s->api00, NULL, ret, NULL);
}

static void compare(const sample *s, const json_t *cases)
{
    size_t i;
    json_t *one;
    json_array_foreach(cases, i, one)
    {
        const char *id = json_string_value(json_object_get(one, "id"));
        scrut_estimate e;
        if (estimate(s, id, &e) != SCRUT_OK) {
            result(NAN, 1, id, "estimate");
            continue;
        }
        result(e.value, json_number_value(json_object_get(one, "estimate")), id, "estimate");
        result(sqrt(e.variance), json_number_value(json_object_get(one, "se")), id, "se");
        if (json_object_get(one, "deff") != NULL)
            result(e.deff_without, json_number_value(json_object_get(one, "deff")), id, "deff");
    }
}

static void compare_intervals(const sample *s, const json_t *cases)
{
    scrut_sample_design d = {
        .row_count = s->count, .weight = s->weight, .stratum = s->kind, .stage_count = 1, .of = {s->of}};
    scrut_estimate e;
    size_t i;
    json_t *one;
    if (scrut_sample_ratio(&d, s->improved, NULL, &e, NULL) != SCRUT_OK)
        return;
    json_array_foreach(cases, i, one)
    {
        const char *id = json_string_value(json_object_get(one, "id"));
        bool logit = strcmp(json_string_value(json_object_get(one, "method")), "logit") == 0;
        const json_t *ends = json_object_get(one, "ci");
        scrut_interval k = logit ? scrut_share_logit(e.value, e.variance, e.df, 0.95) : scrut_share_beta(&e, 1, 0.95);
        result(e.value, json_number_value(json_object_get(one, "estimate")), id, "estimate");
        result(k.low, json_number_value(json_array_get(ends, 0)), id, "low");
        result(k.high, json_number_value(json_array_get(ends, 1)), id, "high");
    }
}

int main(int argc, char **argv)
{
    static sample strat, clus, simple;
    scrut_buf path = {0};
    const char *given = getenv("SCRUT_DATA"), *folder = given != NULL || argc < 2 ? given : argv[1];
    scrut_buf_printf(&path, "%s/rla-cases/survey.json", folder != NULL ? folder : ".");
    json_t *root = json_load_file(path.bytes, 0, NULL);
    scrut_buf_free(&path);
    if (root == NULL || !read_sample(folder, "apistrat.csv", &strat) || !read_sample(folder, "apiclus1.csv", &clus) ||
        !read_sample(folder, "apisrs.csv", &simple)) {
        json_decref(root);
        puts("1..0 # SKIP the shared data are absent");
        return 0;
    }
    compare(&strat, json_object_get(root, "apistrat"));
    compare(&clus, json_object_get(root, "apiclus1"));
    compare(&simple, json_object_get(root, "apisrs"));
    compare_intervals(&strat, json_object_get(root, "ciprop"));
    json_decref(root);
    printf("1..%d\n", number);
    return failed > 0;
}
