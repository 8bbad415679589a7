/* SPDX-License-Identifier: Apache-2.0
 * "roll draw": a sample of a list from a public seed. Written are numbers of rows and the names of strata and clusters,
 * never another cell. */
#include "cli.h"
#include "scrutineer/csv.h"
#include "scrutineer/hash.h"
#include "scrutineer/num.h"
#include "scrutineer/sampling.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 3, WEIGHT_DIGITS = 6 };

typedef struct {
    const char *path, *strata, *cluster, *id; /* names of columns; NULL: none */
    char sha256[SCRUT_SHA256_HEX];
    scrut_table *table;
    scrut_arena *arena;
    scrut_draw ask;
    scrut_drawn drawn;
} draw_job;

/* ---- reading ------------------------------------------------------------------------------------------------------
 */

static scrut_status want(scrut_csv *csv, const draw_job *job, const char *name, scrut_cell_kind kind,
                         scrut_csv_wanted wanted[COLUMNS_MAX], size_t *count, scrut_error *err)
{
    if (name == NULL)
        return SCRUT_OK;
    int64_t column = scrut_csv_find_column(csv, name);
    if (column < 0)
        return scrut_fail(err, SCRUT_E_INPUT, job->path, 1, -1, -1, "there is no column \"%.60s\"", name);
    wanted[(*count)++] = (scrut_csv_wanted){(size_t)column, kind};
    return SCRUT_OK;
}

static scrut_status read_list(draw_job *job, scrut_pool *pool, scrut_error *err)
{
    scrut_csv_wanted wanted[COLUMNS_MAX];
    scrut_csv *csv = NULL;
    size_t count = 0;
    int64_t bytes;
    scrut_status status = scrut_csv_open(job->path, job->path, NULL, &csv, err);
    if (status == SCRUT_OK)
        status = want(csv, job, job->strata, SCRUT_CELL_CATEGORY, wanted, &count, err);
    if (status == SCRUT_OK)
        status = want(csv, job, job->cluster, SCRUT_CELL_CATEGORY, wanted, &count, err);
    if (status == SCRUT_OK)
        status = want(csv, job, job->id, SCRUT_CELL_TEXT, wanted, &count, err);
    if (status == SCRUT_OK && count == 0)
        wanted[count++] = (scrut_csv_wanted){0, SCRUT_CELL_TEXT}; /* only the rows are counted */
    if (status == SCRUT_OK)
        status = scrut_csv_read(csv, wanted, count, NULL, 0, pool, NULL, &job->table, err);
    scrut_csv_close(csv);
    return status == SCRUT_OK ? scrut_sha256_file(job->path, job->sha256, &bytes, err) : status;
}

/* Codes of a category column, a row, and their names. */
static scrut_status take_column(draw_job *job, size_t column, const uint32_t **ret_codes, uint32_t *ret_count,
                                const char *const **ret_names, scrut_error *err)
{
    uint32_t rows = job->table->row_count, names = scrut_table_category_count(job->table, column);
    uint32_t *codes = scrut_arena_calloc(job->arena, rows, sizeof *codes);
    const char **texts = scrut_arena_calloc(job->arena, names, sizeof *texts);
    if (codes == NULL || texts == NULL)
        return scrut_fail_memory(err);
    for (uint32_t code = 0; code < names; code++)
        texts[code] = scrut_table_category(job->table, column, code);
    for (size_t s = 0; s < job->table->segment_count; s++) {
        const scrut_table_segment *segment = &job->table->segments[s];
        for (uint32_t r = 0; r < segment->row_count; r++) {
            uint32_t code = scrut_cell_category(&segment->columns[column], r);
            codes[segment->first_row + r] = code;
            if (texts[code][0] == '\0')
                return scrut_fail(err, SCRUT_E_INPUT, job->path, scrut_row_line(segment, r), -1, -1,
                                  "the cell that names the stratum or the cluster is empty");
        }
    }
    *ret_codes = codes;
    *ret_count = names;
    *ret_names = texts;
    return SCRUT_OK;
}

static scrut_status take_ids(draw_job *job, size_t column, scrut_error *err)
{
    const char **ids = scrut_arena_calloc(job->arena, job->table->row_count, sizeof *ids);
    if (ids == NULL)
        return scrut_fail_memory(err);
    for (size_t s = 0; s < job->table->segment_count; s++) {
        const scrut_table_segment *segment = &job->table->segments[s];
        for (uint32_t r = 0; r < segment->row_count; r++) {
            size_t length;
            const char *bytes = scrut_cell_text(&segment->columns[column], r, &length);
            ids[segment->first_row + r] = scrut_arena_strndup(job->arena, bytes, length);
            if (ids[segment->first_row + r] == NULL)
                return scrut_fail_memory(err);
        }
    }
    job->ask.ids = ids;
    return SCRUT_OK;
}

static scrut_status take_columns(draw_job *job, scrut_error *err)
{
    scrut_draw *ask = &job->ask;
    size_t column = 0;
    scrut_status status = SCRUT_OK;
    ask->row_count = job->table->row_count;
    if (job->strata != NULL)
        status = take_column(job, column++, &ask->stratum, &ask->stratum_count, &ask->stratum_names, err);
    if (status == SCRUT_OK && job->cluster != NULL)
        status = take_column(job, column++, &ask->cluster, &ask->cluster_count, &ask->cluster_names, err);
    if (status == SCRUT_OK && job->id != NULL)
        status = take_ids(job, column, err);
    return status;
}

/* ---- writing -------------------------------------------------------------------------------------------------------
 */

static scrut_status write_sample(const draw_job *job, const char *path, scrut_error *err)
{
    scrut_buf out = {0};
    scrut_buf_puts(&out, "draw,stratum,cluster,row,weight\n");
    for (size_t i = 0; i < job->drawn.count; i++) {
        const scrut_drawn_row *row = &job->drawn.rows[i];
        scrut_buf_printf(&out, "%lu,", (unsigned long)row->draw);
        if (job->strata != NULL)
            scrut_cli_put_csv(&out, job->ask.stratum_names[row->stratum]);
        scrut_buf_putc(&out, ',');
        if (job->cluster != NULL)
            scrut_cli_put_csv(&out, job->ask.cluster_names[row->cluster]);
        char weight[32];
        scrut_format_ratio(weight, sizeof weight, row->rows, row->shares, WEIGHT_DIGITS);
        scrut_buf_printf(&out, ",%lu,%s\n", (unsigned long)row->row + 1, weight);
    }
    scrut_status status = out.failed ? scrut_fail_memory(err) : scrut_write_file(path, out.bytes, out.length, err);
    scrut_buf_free(&out);
    return status;
}

static const char *how(scrut_sampler sampler)
{
    switch (sampler) {
    case SCRUT_SAMPLER_RIVEST:
        return "Number i of a draw is SHA-256 of the seed, a comma and i in decimal, as a whole number modulo the "
               "number of "
               "units, from 0; without replacement numbers that came before are passed over (Rivest 2011).";
    case SCRUT_SAMPLER_CRYPTORANDOM:
        return "Whole numbers by rejection from the lowest bits of SHA-256 of the seed, a comma and n bytes of zero, n "
               "= 0, "
               "1, ... (cryptorandom's SHA256); without replacement numbers that came before are passed over.";
    default:
        return "Each unit has the ticket 0. and the decimal digits, last first, of SHA-256 of the hexadecimal SHA-256 "
               "of the "
               "seed and the unit's id; the smallest tickets are drawn; with replacement a drawn unit comes back with "
               "the "
               "next larger ticket, from SHA-256 of the ticket, a colon and 1, 2, ... (Rivest 2018, "
               "consistent_sampler).";
    }
}

static void put_design(const draw_job *job, scrut_buf *out)
{
    const scrut_draw *ask = &job->ask;
    if (ask->cluster != NULL)
        scrut_buf_printf(
            out,
            "%lu draws of a row with replacement give as many primary draws of its cluster (column \"%s\"), so "
            "with chances by size; each brings %lu rows of the cluster, drawn without replacement.\n",
            (unsigned long)ask->size, job->cluster, (unsigned long)ask->per_cluster);
    else
        scrut_buf_printf(out, "%lu rows are drawn at random without replacement.\n", (unsigned long)ask->size);
    if (ask->stratum != NULL)
        scrut_buf_printf(out,
                         "They are shared among %lu strata (column \"%s\") in proportion to their rows, by largest "
                         "remainders, at least two each.\n",
                         (unsigned long)ask->stratum_count, job->strata);
    scrut_buf_printf(out, "Seeds: the seed itself%s%s. Units are numbered as they stand in the list%s.\n",
                     ask->stratum != NULL ? ", then \"/\" and the stratum" : "",
                     ask->cluster != NULL ? "; for the rows of a cluster that, then \"/\" and the cluster" : "",
                     ask->ids != NULL ? "; ids are the cells of the column of --id" : ", from 1, inside their part");
}

/* What somebody else needs to draw the same rows. */
static int print_statement(const scrut_cli_args *args, const draw_job *job)
{
    scrut_buf out = {0};
    const scrut_draw *ask = &job->ask;
    if (scrut_cli_given(args, "json")) {
        scrut_json *root = scrut_json_object();
        scrut_json_set(root, "format", scrut_json_string("scrutineer-roll-draw/1"));
        scrut_json_set(root, "list_sha256", scrut_json_string(job->sha256));
        scrut_json_set(root, "list_rows", scrut_json_int(ask->row_count));
        scrut_json_set(root, "seed", scrut_json_string(ask->seed));
        scrut_json_set(root, "sampler", scrut_json_string(scrut_sampler_name(ask->sampler)));
        scrut_json_set(root, "strata", scrut_json_string(job->strata));
        scrut_json_set(root, "cluster", scrut_json_string(job->cluster));
        scrut_json_set(root, "size", scrut_json_int(ask->size));
        scrut_json_set(root, "per_cluster",
                       ask->cluster != NULL ? scrut_json_int(ask->per_cluster) : scrut_json_null());
        scrut_json_set(root, "draws", scrut_json_int(job->drawn.draws));
        scrut_json_set(root, "rows", scrut_json_int((int64_t)job->drawn.count));
        scrut_json_set(root, "short_draws", scrut_json_int(job->drawn.short_draws));
        return scrut_cli_print_json(root, SCRUT_EXIT_OK);
    }
    scrut_buf_printf(&out, "List: %s, %lu rows, SHA-256 %s\nSeed: \"%s\" (%zu bytes, nothing added)\nSampler: %s. %s\n",
                     job->path, (unsigned long)ask->row_count, job->sha256, ask->seed, strlen(ask->seed),
                     scrut_sampler_name(ask->sampler), how(ask->sampler));
    put_design(job, &out);
    scrut_buf_printf(&out,
                     "Drawn: %zu rows in %lu draws. The weight of a row is how many rows of the list it stands for.\n",
                     job->drawn.count, (unsigned long)job->drawn.draws);
    if (job->drawn.short_draws > 0)
        scrut_buf_printf(&out, "Short: %lu draws have fewer rows than asked, as their cluster has no more.\n",
                         (unsigned long)job->drawn.short_draws);
    return scrut_cli_print(&out, SCRUT_EXIT_OK);
}

/* ---- the command ----------------------------------------------------------------------------------------------------
 */

static int read_request(const scrut_cli_args *args, draw_job *job)
{
    const char *sampler = scrut_cli_text(args, "sampler");
    job->path = scrut_cli_text(args, "list");
    job->strata = scrut_cli_text(args, "strata");
    job->cluster = scrut_cli_text(args, "cluster");
    job->id = scrut_cli_text(args, "id");
    job->ask.seed = scrut_cli_text(args, "seed");
    for (int s = SCRUT_SAMPLER_CONSISTENT; s <= SCRUT_SAMPLER_CRYPTORANDOM; s++)
        if (sampler != NULL && strcmp(sampler, scrut_sampler_name((scrut_sampler)s)) == 0)
            job->ask.sampler = (scrut_sampler)s;
    job->ask.size = (uint32_t)scrut_cli_whole(args, "size", 0);
    job->ask.per_cluster = (uint32_t)scrut_cli_whole(args, "per-cluster", 0);
    if (job->path == NULL || job->ask.seed == NULL || scrut_cli_text(args, "out") == NULL || job->ask.size == 0)
        return scrut_cli_usage_error(args->command, "--list, --seed, --size and --out are needed");
    if (job->ask.seed[0] == '\0')
        return scrut_cli_usage_error(args->command, "--seed is empty: anybody could have chosen it");
    if ((job->cluster != NULL) != (job->ask.per_cluster > 0))
        return scrut_cli_usage_error(args->command, "--cluster and --per-cluster belong together");
    if (job->id != NULL && job->ask.sampler != SCRUT_SAMPLER_CONSISTENT)
        return scrut_cli_usage_error(args->command, "--id is for --sampler consistent; the others number the rows");
    return SCRUT_EXIT_OK;
}

static int draw(const scrut_cli_args *args, draw_job *job)
{
    scrut_pool *pool = scrut_pool_new((int)scrut_cli_whole(args, "threads", 0));
    scrut_error err;
    scrut_cli_progress_begin(args, "reading the list");
    scrut_status status = read_list(job, pool, &err);
    if (status == SCRUT_OK)
        status = take_columns(job, &err);
    scrut_cli_progress_phase("drawing");
    if (status == SCRUT_OK)
        status = scrut_draw_sample(&job->ask, job->arena, &job->drawn, &err);
    scrut_cli_progress_end();
    scrut_pool_free(pool);
    if (status != SCRUT_OK)
        return scrut_cli_input_error(&err);
    if (write_sample(job, scrut_cli_text(args, "out"), &err) != SCRUT_OK)
        return scrut_cli_failure(&err);
    return print_statement(args, job);
}

int cmd_roll_draw(const scrut_cli_args *args)
{
    draw_job job = {.arena = scrut_arena_new()};
    if (job.arena == NULL)
        return scrut_cli_no_memory();
    int status = read_request(args, &job);
    if (status == SCRUT_EXIT_OK)
        status = draw(args, &job);
    scrut_table_free(job.table);
    scrut_arena_free(job.arena);
    return status;
}
