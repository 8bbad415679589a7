/* SPDX-License-Identifier: Apache-2.0 */
#include "table_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const scrut_csv_words *words_of(const scrut_table *table, size_t column)
{
    const scrut_table_whole *whole = (const scrut_table_whole *)(const void *)table;
    assert(column < table->column_count);
    return &whole->words[column];
}

uint32_t scrut_table_category_count(const scrut_table *table, size_t column)
{
    return (uint32_t)words_of(table, column)->code_count;
}

const char *scrut_table_category(const scrut_table *table, size_t column, uint32_t code)
{
    return scrut_csv_words_text(words_of(table, column), code);
}

const scrut_table_segment *scrut_table_segment_of(const scrut_table *table, uint32_t row)
{
    assert(row < table->row_count);
    const scrut_table_segment *segments = table->segments;
    size_t count = table->segment_count, guess = (size_t)((uint64_t)row * count / table->row_count);
    size_t low = guess, high = guess + 1;
    /* Segments have nearly as many rows each, so the answer lies near; the steps double. */
    for (size_t step = 1; segments[low].first_row > row; step *= 2) {
        high = low;
        low = low > step ? low - step : 0;
    }
    for (size_t step = 1; high < count && segments[high].first_row <= row; step *= 2) {
        low = high;
        high = count - high > step ? high + step : count;
    }
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (segments[middle].first_row <= row)
            low = middle;
        else
            high = middle;
    }
    return &segments[low];
}

const char *scrut_table_cell(const scrut_table *table, size_t column, uint32_t row, size_t *ret_length)
{
    const scrut_table_segment *segment = scrut_table_segment_of(table, row);
    const scrut_table_column *cells = &segment->columns[column];
    if (cells->kind == SCRUT_CELL_TEXT)
        return scrut_cell_text(cells, row - segment->first_row, ret_length);
    const char *text = scrut_table_category(table, column, scrut_cell_category(cells, row - segment->first_row));
    *ret_length = strlen(text);
    return text;
}

void scrut_table_free(scrut_table *table)
{
    if (table == NULL)
        return;
    scrut_table_whole *whole = (scrut_table_whole *)(void *)table;
    for (size_t c = 0; whole->words != NULL && c < table->column_count; c++)
        scrut_csv_words_free(&whole->words[c]);
    free(whole->words);
    free(table->segments);
    scrut_slabs_free(&whole->slabs);
    free(whole);
}
