/* SPDX-License-Identifier: Apache-2.0
 * Workers take turns to fetch the next block and build its segment outside the lock; the words of its category columns
 * join those of the table as soon as all blocks before it have joined, so that few blocks' words are held at a time.
 * Then the segments are put together in file order. Rows, lines, codes and the first error depend on the file alone. */
#include "table_internal.h"
#include "scrutineer/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    scrut_csv_request request;
    scrut_csv_reader *reader;
    scrut_slabs slabs;      /* of the workers that have finished */
    scrut_slabs codes;      /* from words of parts to those of the table */
    scrut_slabs scratch;    /* of the worker that joins */
    scrut_csv_words *words; /* of the table, a column */
    size_t joined;          /* parts whose words have */
    bool joining;           /* some worker is at it, and will see to the parts that were built meanwhile */
    bool join_failed;       /* for want of memory */
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

/* ---- categories ---- */

/* Writes the codes of the table into a column that has room for them: codes[value], in place of the values. */
static void recode(scrut_table_column *column, uint32_t row_count, const uint32_t codes[])
{
    uint8_t *narrow = (uint8_t *)(uintptr_t)column->values;
    uint16_t *wide = (uint16_t *)(uintptr_t)column->values;
    for (uint32_t r = 0; column->width == 1 && r < row_count; r++)
        narrow[r] = (uint8_t)codes[narrow[r]];
    for (uint32_t r = 0; column->width == 2 && r < row_count; r++)
        wide[r] = (uint16_t)codes[wide[r]];
}

#define WORDS_AHEAD 16 /* values that are asked for before they are needed */

/* The values of a part become codes of the table's words, in order of first appearance: in their place where these fit,
 * else by a list. */
static bool join_words(reading *job, scrut_csv_part *part, size_t c)
{
    scrut_csv_words *words = &part->words[c], *all = &job->words[c];
    scrut_table_column *column = &part->segment.columns[c];
    uint32_t *codes = scrut_slabs_take(&job->scratch, (words->count + 1) * sizeof *codes), most = 0;
    bool equal = true;
    if (codes == NULL)
        return false;
    for (size_t code = 0; code < words->count; code++) {
        size_t length;
        const char *bytes;
        if (code + WORDS_AHEAD < words->count) {
            bytes = scrut_csv_words_text(words, code + WORDS_AHEAD, &length);
            scrut_csv_words_ahead(all, bytes, length);
        }
        bytes = scrut_csv_words_text(words, code, &length);
        if (!scrut_csv_words_code(all, bytes, length, &codes[code]))
            return false;
        equal &= codes[code] == code;
        most = codes[code] > most ? codes[code] : most;
    }
    bool fits = column->width < 4 && most >> (8 * column->width) == 0;
    if (!equal && fits)
        recode(column, part->segment.row_count, codes);
    else if (!equal) {
        uint32_t *kept = scrut_slabs_take(&job->codes, words->count * sizeof *kept);
        if (kept == NULL)
            return false;
        memcpy(kept, codes, words->count * sizeof *kept);
        column->codes = kept;
    }
    scrut_slabs_reset(&job->scratch);
    scrut_csv_words_free(words);
    return true;
}

static bool join_part(reading *job, scrut_csv_part *part)
{
    bool ready = true;
    for (size_t c = 0; ready && c < job->request.wanted_count; c++) {
        if (job->request.wanted[c].kind == SCRUT_CELL_CATEGORY)
            ready = join_words(job, part, c);
    }
    return ready;
}

/* A part was built: joins it and those behind it that wait for it, unless another worker is doing so. */
static void join_built(reading *job, scrut_csv_part *built)
{
    pthread_mutex_lock(&job->reader->lock);
    built->built = true;
    bool own = !job->joining;
    job->joining = true;
    while (own && !job->join_failed && job->joined < job->part_count) {
        scrut_csv_part *part = job->parts[job->joined];
        if (!part->built || part->status != SCRUT_OK)
            break;
        pthread_mutex_unlock(&job->reader->lock);
        bool ready = join_part(job, part);
        pthread_mutex_lock(&job->reader->lock);
        job->joined += ready;
        job->join_failed = !ready;
    }
    if (own)
        job->joining = false;
    pthread_mutex_unlock(&job->reader->lock);
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
        join_built(job, part);
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

static scrut_status make_table(reading *job, scrut_problems *problems, scrut_table_whole *whole, scrut_error *err)
{
    scrut_table *table = &whole->table;
    scrut_status status = place_all(job, problems, table, err);
    if (status != SCRUT_OK)
        return status;
    table->segments = malloc((job->part_count + 1) * sizeof *table->segments);
    if (table->segments == NULL || job->join_failed)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < job->part_count; i++) {
        if (job->parts[i]->segment.row_count > 0)
            table->segments[table->segment_count++] = job->parts[i]->segment;
    }
    return SCRUT_OK;
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
    scrut_table_whole *whole = calloc(1, sizeof *whole);
    scrut_csv_words *words = calloc(wanted_count + 1, sizeof *words);
    if (whole == NULL || words == NULL) {
        free(whole);
        free(words);
        return scrut_fail_memory(err);
    }
    reading job = {.reader = &csv->reader, .words = words};
    job.request =
        (scrut_csv_request){csv, wanted, wanted_count, filters, filter_count, problems != NULL ? problems->limit : 0};
    scrut_pool_run(pool, (size_t)scrut_pool_threads(pool), work, &job);
    scrut_status status = make_table(&job, problems, whole, err);
    scrut_slabs_free(&job.scratch);
    scrut_slabs_move(&job.codes, &job.slabs);
    whole->slabs = job.slabs;
    whole->words = words;
    whole->table.column_count = wanted_count;
    for (size_t i = 0; i < job.part_count; i++)
        scrut_csv_part_free(job.parts[i], wanted_count);
    free(job.parts);
    if (status == SCRUT_OK)
        *ret_table = &whole->table;
    else
        scrut_table_free(&whole->table);
    return status;
}
