/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are two lists of people, a line a row and a byte 31 between columns; the first byte says how many rows the
 * older list has. Rows are matched one to one, kept rows are equal, and both lists tell the same. */
#include "fuzz.h"
#include "scrutineer/roll_diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 6, ROWS_MAX = 60 };

typedef struct {
    const char *text[ROWS_MAX][FIELDS];
    size_t length[ROWS_MAX][FIELDS];
    uint32_t count;
} lists;

static const char *cell(const void *context, uint32_t row, size_t field, size_t *ret_length)
{
    const lists *l = context;
    *ret_length = l->length[row][field];
    return l->text[row][field];
}

static void split(const char *text, size_t size, lists *l)
{
    size_t field = 0;
    for (uint32_t row = 0; row < ROWS_MAX; row++)
        for (size_t f = 0; f < FIELDS; f++)
            l->text[row][f] = text;
    for (size_t i = 0; i < size && l->count < ROWS_MAX; i++) {
        if (text[i] == '\n') {
            l->count++;
            field = 0;
        } else if (text[i] == 31) {
            field += field + 1 < FIELDS;
        } else {
            if (l->length[l->count][field] == 0)
                l->text[l->count][field] = text + i;
            l->length[l->count][field] += text + i == l->text[l->count][field] + l->length[l->count][field];
        }
    }
}

static void fail(const char *why)
{
    fprintf(stderr, "fuzz_diff: %s\n", why);
    abort();
}

static void check(const scrut_roll_diff *diff, const lists *l, uint32_t second_from)
{
    uint32_t olds, news;
    const scrut_roll_fate *old = scrut_roll_diff_old(diff, &olds), *new = scrut_roll_diff_new(diff, &news);
    for (uint32_t i = 0; i < olds; i++) {
        if (old[i].change > SCRUT_ROLL_MOVED)
            continue;
        if (old[i].other >= news || new[old[i].other].other != i || new[old[i].other].change != old[i].change)
            fail("the two lists tell of different matches");
        for (size_t f = 0; f < FIELDS; f++) {
            size_t a = l->length[i][f], b = l->length[second_from + old[i].other][f];
            bool equal = a == b && memcmp(l->text[i][f], l->text[second_from + old[i].other][f], a) == 0;
            if (equal == ((old[i].differs >> f & 1) != 0))
                fail("a field that differs is not told, or one that does not is");
        }
    }
}

static void check_transfers(const scrut_roll_diff_input *input, const scrut_roll_diff *diff,
                            const scrut_roll_areas *areas)
{
    scrut_roll_transfers t;
    int64_t moved = 0;
    if (scrut_roll_diff_transfers(input, diff, areas, &t, NULL) != SCRUT_OK)
        return;
    for (size_t i = 0; i < t.count; i++) {
        const scrut_roll_expected *e = &t.items[i].moved;
        moved += e->seen;
        if (t.items[i].from == t.items[i].to || e->seen < 1)
            fail("nobody moved there");
        if (t.expected && !(e->expected >= 0 && e->q_more >= 0 && e->q_more <= 1 && e->low <= e->high))
            fail("what is expected is no number");
    }
    if (moved != t.moved)
        fail("transfers do not add up");
    scrut_roll_transfers_free(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const scrut_link_field FIELD[FIELDS] = {{"surname", SCRUT_LINK_SURNAME}, {"given", SCRUT_LINK_GIVEN},
                                                   {"born", SCRUT_LINK_BORN},       {"number", SCRUT_LINK_IDENTITY},
                                                   {"sex", SCRUT_LINK_CATEGORY},    {"village", SCRUT_LINK_CATEGORY}};
    lists l = {.count = 0};
    if (size == 0)
        return 0;
    split((const char *)data + 1, size - 1, &l);
    uint32_t second_from = data[0] % (l.count + 1);
    scrut_roll_diff_input input = {.rows = {.row_count = l.count,
                                            .second_from = second_from,
                                            .field_count = FIELDS,
                                            .fields = FIELD,
                                            .last_year = 2020,
                                            .cell = cell,
                                            .context = &l},
                                   .places = 1U << 5,
                                   .area = 5};
    scrut_roll_diff *diff = NULL;
    if (scrut_roll_diff_run(&input, NULL, &diff, NULL) != SCRUT_OK)
        return 0;
    check(diff, &l, second_from);
    scrut_roll_diff_ages ages = {.sex = 4, .old_day = 18000, .new_day = 18365, .voting_age = 18};
    scrut_roll_areas areas;
    if (scrut_roll_diff_areas(&input, diff, &ages, NULL, NULL, &areas, NULL) == SCRUT_OK) {
        int64_t rows = 0;
        for (size_t i = 0; i < areas.count; i++)
            rows += areas.areas[i].old_rows + areas.areas[i].new_rows;
        if (rows != l.count)
            fail("areas do not add up to the lists");
        check_transfers(&input, diff, &areas);
        scrut_roll_areas_free(&areas);
    }
    scrut_roll_diff_free(diff);
    return 0;
}
