/* SPDX-License-Identifier: Apache-2.0
 * Workers take turns to fetch the next block and build its segment outside the lock. Then the segments are put together
 * in file order, and the words of category columns get their codes. Rows, lines, codes and the first error depend on
 * the file alone. */
#include "table_internal.h"
#include "scrutineer/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    scrut_csv_request request;
    scrut_csv_reader *reader;
    scrut_slabs slabs;      /* of the workers that have finished */
    scrut_csv_part **parts; /* by number of the block */
    size_t part_count, part_capacity;
    scrut_status status; /* what ended the reading behind the last part */
    scrut_error err;
} reading;

/* ---- workers ---- */

/* Fetches a block and files its part. False when there is nothing more to do. */
static bool fetch(reading *job, scrut_csv_block *block, scrut_csv_part *part)
{
    bool got = false;
    pthread_mutex_lock(&job->reader->lock);
    if (job->status == SCRUT_OK)
        job->status = scrut_csv_reader_next(job->reader, block, &got, &job->err);
    if (got && !scrut_grow(&job->parts, &job->part_capacity, block->number + 1, sizeof(scrut_csv_part *))) {
        job->status = scrut_fail_memory(&job->err);
        got = false;
    }
    if (got) {
        assert(block->number == job->part_count);
        job->parts[job->part_count++] = part;
    }
    pthread_mutex_unlock(&job->reader->lock);
    return got;
}

static void stop(reading *job)
{
    pthread_mutex_lock(&job->reader->lock);
    job->reader->stopped = true;
    pthread_mutex_unlock(&job->reader->lock);
}

static void no_memory(reading *job)
{
    pthread_mutex_lock(&job->reader->lock);
    if (job->status == SCRUT_OK)
        job->status = scrut_fail_memory(&job->err);
    pthread_mutex_unlock(&job->reader->lock);
}

/* The next part, to be built; NULL when there is none. */
static scrut_csv_part *next_part(reading *job, scrut_csv_block *block)
{
    scrut_csv_part *part = calloc(1, sizeof *part);
    if (part == NULL) {
        no_memory(job);
        return NULL;
    }
    if (fetch(job, block, part))
        return part;
    free(part);
    return NULL;
}

/* ---- a worker ---- */

static void work(void *context, size_t index)
{
    reading *job = context;
    scrut_csv_builder *builder = NULL;
    scrut_csv_block block = {0};
    scrut_csv_part *part;
    (void)index;
    while ((part = next_part(job, &block)) != NULL) {
        if (builder == NULL)
            builder = scrut_csv_builder_new(&job->request);
        if (builder == NULL)
            part->status = scrut_fail_memory(&part->err);
        else
            scrut_csv_build(builder, &block, part);
        if (part->status != SCRUT_OK)
            stop(job);
    }
    scrut_csv_buffer_free(&block.buffer);
    pthread_mutex_lock(&job->reader->lock);
    scrut_csv_builder_free(builder, &job->slabs);
    pthread_mutex_unlock(&job->reader->lock);
}

/* ---- putting together ---- */

/* Places a part behind those before it, hands on its wrong cells, and returns what ended it. */
static scrut_status place(reading *job, scrut_csv_part *part, int64_t *line, uint32_t *row, scrut_problems *problems,
                          scrut_error *err)
{
    scrut_table_segment *segment = &part->segment;
    segment->first_line = *line;
    segment->first_row = *row;
    for (size_t i = 0; i < part->wrong_count; i++) {
        scrut_error problem;
        scrut_csv_wrong_format(&part->wrong[i], job->request.csv, *line, segment->first_byte, &problem);
        scrut_problems_add(problems, &problem);
    }
    if (problems != NULL)
        problems->total += part->wrong_total - (int64_t)part->wrong_count;
    if (part->status != SCRUT_OK) {
        if (part->err.line >= 0)
            part->err.line += *line;
        if (err != NULL)
            *err = part->err;
        return part->status;
    }
    if (segment->row_count > SCRUT_CSV_ROWS_MAX - *row)
        return scrut_fail(err, SCRUT_E_LIMIT, job->request.csv->name, *line, -1, segment->first_byte,
                          "more than %u rows", (unsigned)SCRUT_CSV_ROWS_MAX);
    *line += part->newlines;
    *row += segment->row_count;
    return SCRUT_OK;
}

static scrut_status place_all(reading *job, scrut_problems *problems, scrut_table *table, scrut_error *err)
{
    int64_t line = job->request.csv->first_line;
    uint32_t row = 0;
    for (size_t i = 0; i < job->part_count; i++) {
        scrut_status status = place(job, job->parts[i], &line, &row, problems, err);
        if (status != SCRUT_OK)
            return status;
    }
    if (job->status != SCRUT_OK && err != NULL)
        *err = job->err;
    table->row_count = row;
    table->bytes_read = job->reader->bytes_read;
    return job->status;
}

static void set_codes(reading *job, size_t c, const uint32_t codes[])
{
    for (size_t i = 0; i < job->part_count; i++) {
        if (job->parts[i]->segment.row_count > 0)
            job->parts[i]->segment.columns[c].codes = codes;
    }
}

static bool end_words(reading *job, scrut_csv_words words[])
{
    bool ready = true;
    for (size_t c = 0; ready && c < job->request.wanted_count; c++) {
        if (job->request.wanted[c].kind != SCRUT_CELL_CATEGORY)
            continue;
        words[c] = job->request.shared[c].words;
        job->request.shared[c].words = (scrut_csv_words){0};
        ready = scrut_csv_words_end(&words[c]);
        set_codes(job, c, words[c].codes);
    }
    return ready;
}

static scrut_status make_table(reading *job, scrut_problems *problems, scrut_table_whole *whole, scrut_error *err)
{
    scrut_table *table = &whole->table;
    scrut_status status = place_all(job, problems, table, err);
    if (status != SCRUT_OK)
        return status;
    table->segments = malloc((job->part_count + 1) * sizeof *table->segments);
    if (table->segments == NULL || !end_words(job, whole->words))
        return scrut_fail_memory(err);
    for (size_t i = 0; i < job->part_count; i++) {
        if (job->parts[i]->segment.row_count > 0)
            table->segments[table->segment_count++] = job->parts[i]->segment;
    }
    return SCRUT_OK;
}

static scrut_table_whole *open_whole(size_t column_count)
{
    scrut_table_whole *whole = calloc(1, sizeof *whole);
    if (whole == NULL)
        return NULL;
    whole->table.column_count = column_count;
    whole->words = calloc(column_count + 1, sizeof *whole->words);
    if (whole->words != NULL)
        return whole;
    free(whole);
    return NULL;
}

static scrut_csv_shared *open_shared(size_t count)
{
    scrut_csv_shared *shared = calloc(count + 1, sizeof *shared);
    for (size_t i = 0; shared != NULL && i < count; i++)
        pthread_mutex_init(&shared[i].lock, NULL);
    return shared;
}

static void close_shared(scrut_csv_shared *shared, size_t count)
{
    for (size_t i = 0; shared != NULL && i < count; i++) {
        pthread_mutex_destroy(&shared[i].lock);
        scrut_csv_words_free(&shared[i].words);
    }
    free(shared);
}

scrut_status scrut_csv_read(scrut_csv *csv, const scrut_csv_wanted wanted[], size_t wanted_count,
                            const scrut_csv_filter filters[], size_t filter_count, scrut_pool *pool,
                            scrut_problems *problems, scrut_table **ret_table, scrut_error *err)
{
    assert(!csv->was_read);
    csv->was_read = true;
    for (size_t i = 0; i < wanted_count; i++)
        assert(wanted[i].column < csv->column_count);
    for (size_t i = 0; i < filter_count; i++)
        assert(filters[i].column < csv->column_count);
    scrut_table_whole *whole = open_whole(wanted_count);
    scrut_csv_shared *shared = open_shared(wanted_count);
    if (whole == NULL || shared == NULL) {
        close_shared(shared, wanted_count);
        scrut_table_free(whole != NULL ? &whole->table : NULL);
        return scrut_fail_memory(err);
    }
    reading job = {.reader = &csv->reader};
    job.request = (scrut_csv_request){.csv = csv,
                                      .wanted = wanted,
                                      .wanted_count = wanted_count,
                                      .filters = filters,
                                      .filter_count = filter_count,
                                      .wrong_max = problems != NULL ? problems->limit : 0,
                                      .shared = shared,
                                      .workers = (size_t)scrut_pool_threads(pool)};
    scrut_pool_run(pool, job.request.workers, work, &job);
    scrut_status status = make_table(&job, problems, whole, err);
    whole->slabs = job.slabs;
    for (size_t i = 0; i < job.part_count; i++)
        scrut_csv_part_free(job.parts[i]);
    free(job.parts);
    close_shared(shared, wanted_count);
    if (status == SCRUT_OK)
        *ret_table = &whole->table;
    else
        scrut_table_free(&whole->table);
    return status;
}
