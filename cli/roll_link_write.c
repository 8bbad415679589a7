/* SPDX-License-Identifier: Apache-2.0
 * Tables of millions of lines: some thousand lines at a time are made on any thread and written in their order. */
#include "roll_link_write.h"

#include <string.h>

enum { LINES_A_PART = 4096, PARTS_AT_ONCE = 16, LINE_BYTES_MAX = 512 };

typedef struct line_source line_source;
/* Writes line `i`, its newline included, and returns where it ends. */
typedef char *put_line(const line_source *s, size_t i, char *to);

struct line_source {
    const scrut_link_input *in;
    const scrut_link *link;
    const scrut_link_pair *pairs;
    const uint32_t *cluster;
    size_t count, first; /* lines; the first one of the parts at hand */
    put_line *put;
    scrut_buf parts[PARTS_AT_ONCE];
};

/* ---- lines ------------------------------------------------------------------------------------------------------ */

static char *put_number(char *to, uint32_t number)
{
    char digits[10];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0)
        *to++ = digits[--count];
    return to;
}

static char *put_signed(char *to, int32_t number)
{
    if (number < 0)
        *to++ = '-';
    return put_number(to, number < 0 ? 0 - (uint32_t)number : (uint32_t)number);
}

static char *put_pair(const line_source *s, size_t i, char *to)
{
    const scrut_link_pair *p = &s->pairs[i];
    size_t fields = s->in->field_count;
    to = put_number(to, p->a + 1);
    *to++ = ',';
    to = put_number(to, p->b + 1 - s->in->second_from);
    *to++ = ',';
    to = put_signed(to, p->weight);
    for (size_t f = 0; f < fields; f++) {
        *to++ = f == 0 ? ',' : ' ';
        to = put_number(to, p->outcomes >> (5 * f) & 31);
    }
    for (size_t f = 0; f < fields; f++) {
        *to++ = f == 0 ? ',' : ' ';
        to = put_signed(to, scrut_link_pair_rarity(s->link, p, f));
    }
    for (size_t f = 0; f < fields; f++) {
        *to++ = f == 0 ? ',' : ' ';
        to = put_number(to, scrut_link_pair_rarer(s->link, p, f));
    }
    for (size_t row = 0; row < 2; row++) {
        *to++ = ',';
        to = put_number(to, p->second_entry[row]);
    }
    *to++ = ',';
    to = put_signed(to, p->third);
    *to++ = '\n';
    return to;
}

static char *put_group(const line_source *s, size_t i, char *to)
{
    to = put_number(to, s->cluster[i] + 1);
    *to++ = '\n';
    return to;
}

/* ---- parts ------------------------------------------------------------------------------------------------------ */

static void make_part(void *context, size_t index)
{
    line_source *s = context;
    scrut_buf *part = &s->parts[index];
    size_t first = s->first + index * LINES_A_PART;
    size_t end = s->count - first < LINES_A_PART ? s->count : first + LINES_A_PART;
    scrut_buf_clear(part);
    for (size_t i = first; i < end && !part->failed; i++) {
        char line[LINE_BYTES_MAX];
        scrut_buf_append(part, line, (size_t)(s->put(s, i, line) - line));
    }
}

static scrut_status write_parts(line_source *s, scrut_new_file *file, scrut_pool *pool, scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    for (s->first = 0; s->first < s->count && status == SCRUT_OK; s->first += PARTS_AT_ONCE * LINES_A_PART) {
        size_t parts = (s->count - s->first + LINES_A_PART - 1) / LINES_A_PART;
        parts = parts < PARTS_AT_ONCE ? parts : PARTS_AT_ONCE;
        scrut_pool_run(pool, parts, make_part, s);
        for (size_t i = 0; i < parts && status == SCRUT_OK; i++)
            status = s->parts[i].failed ? scrut_fail_memory(err)
                                        : scrut_new_file_write(file, s->parts[i].bytes, s->parts[i].length, err);
    }
    for (size_t i = 0; i < PARTS_AT_ONCE; i++)
        scrut_buf_free(&s->parts[i]);
    return status;
}

static scrut_status write_table(line_source *s, const char *path, const char *header, scrut_pool *pool,
                                scrut_error *err)
{
    scrut_new_file file = {0};
    scrut_status status = scrut_new_file_begin(path, &file, err);
    if (status != SCRUT_OK)
        return status;
    status = scrut_new_file_write(&file, header, strlen(header), err);
    if (status == SCRUT_OK)
        status = write_parts(s, &file, pool, err);
    if (status == SCRUT_OK)
        status = scrut_new_file_end(&file, err);
    if (status == SCRUT_OK)
        status = scrut_new_file_place(&file, err);
    scrut_new_file_discard(&file);
    return status;
}

scrut_status scrut_cli_write_pairs(const scrut_link_input *in, const scrut_link *link, const char *path,
                                   scrut_pool *pool, scrut_error *err)
{
    line_source s = {.in = in, .link = link, .put = put_pair};
    s.pairs = scrut_link_pairs(link, &s.count);
    return write_table(&s, path, "row_a,row_b,weight,outcomes,rarities,rarer,second_entry_a,second_entry_b,third\n",
                       pool, err);
}

scrut_status scrut_cli_write_groups(const scrut_link_input *in, const scrut_link *link, const char *path,
                                    scrut_pool *pool, scrut_error *err)
{
    line_source s = {.in = in, .link = link, .put = put_group, .cluster = scrut_link_clusters(link)};
    s.count = in->row_count;
    return write_table(&s, path, "group\n", pool, err);
}
