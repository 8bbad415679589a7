/* SPDX-License-Identifier: Apache-2.0
 * Ends joined where a row has very many: one form that was copied thousands of times, or a name
 * that stands for people whose names are not known. */
#include "link_third.h"

#include <stdlib.h>

/* A row with what its values are told by. */
typedef struct {
    uint64_t content;
    uint32_t row;
} row_content;

/* An end with what the values of the other row are told by. */
typedef struct {
    pair_end end;
    uint32_t joined;
    uint64_t content;
} content_end;

static int by_content(const void *a, const void *b)
{
    const row_content *x = a, *y = b;
    if (x->content != y->content)
        return x->content < y->content ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static int by_other(const void *a, const void *b)
{
    const content_end *x = a, *y = b;
    return (x->end.other > y->end.other) - (x->end.other < y->end.other);
}

static int by_weight(const void *a, const void *b)
{
    const content_end *x = a, *y = b;
    if (x->end.weight != y->end.weight)
        return x->end.weight > y->end.weight ? -1 : 1;
    return (x->content > y->content) - (x->content < y->content);
}

/* The first row with the values of each; and what tells them, by the row's number. */
static bool find_alike(pair_ends *e, uint64_t contents[])
{
    size_t count = e->rows.count;
    uint32_t *rows = malloc((count + 1) * sizeof *rows);
    row_content *order = malloc((count + 1) * sizeof *order);
    bool ready = rows != NULL && order != NULL;
    if (ready) {
        scrut_link_index_rows(&e->rows, e->r->row_count, rows);
        for (size_t k = 0; k < count; k++)
            order[k] = (row_content){contents[k] = scrut_link_content(e->r, rows[k]), rows[k]};
        qsort(order, count, sizeof *order, by_content);
    }
    for (size_t i = 0, first = 0; ready && i < count; i++) {
        first = order[i].content == order[first].content ? first : i;
        e->alike[scrut_link_index_of(&e->rows, order[i].row)] = order[first].row;
    }
    free(rows);
    free(order);
    return ready;
}

/* Ends of one row, those of other rows with the same values as one, the largest weight being theirs all; and the best
 * of them if they are too many. In order of the others. Returns how many are left. */
static size_t join(content_end ends[], size_t count)
{
    size_t left = 0;
    qsort(ends, count, sizeof *ends, by_other);
    for (size_t i = 0; i < count; i++) {
        if (left > 0 && ends[left - 1].end.other == ends[i].end.other) {
            content_end *same = &ends[left - 1];
            same->joined++;
            same->end.weight = ends[i].end.weight > same->end.weight ? ends[i].end.weight : same->end.weight;
        } else {
            ends[left++] = ends[i];
        }
    }
    if (left > LINK_CROWD) {
        qsort(ends, left, sizeof *ends, by_weight);
        left = LINK_CROWD;
        qsort(ends, left, sizeof *ends, by_other);
    }
    return left;
}

/* Of all rows, in their order and in place: a row's ends become no more. */
static void join_rows(pair_ends *e, const uint64_t contents[], content_end spare[])
{
    size_t left = 0;
    for (size_t k = 0, from = 0; k < e->rows.count; k++) {
        size_t end = e->starts[k + 1], count = end - from;
        for (size_t i = 0; i < count; i++) {
            size_t other = scrut_link_index_of(&e->rows, e->ends[from + i].other);
            spare[i] = (content_end){e->ends[from + i], 1, contents[other]};
            spare[i].end.other = e->alike[other];
        }
        count = join(spare, count);
        e->starts[k] = left;
        for (size_t i = 0; i < count; i++, left++) {
            e->ends[left] = spare[i].end;
            e->joined[left] = spare[i].joined;
        }
        from = end;
    }
    e->starts[e->rows.count] = e->count = left;
}

bool scrut_link_join_ends(pair_ends *e)
{
    size_t most = 0;
    for (size_t k = 0; k < e->rows.count; k++)
        most = e->starts[k + 1] - e->starts[k] > most ? e->starts[k + 1] - e->starts[k] : most;
    if (most <= LINK_CROWD)
        return true;
    uint64_t *contents = malloc(e->rows.count * sizeof *contents);
    content_end *spare = malloc(most * sizeof *spare);
    e->alike = malloc(e->rows.count * sizeof *e->alike);
    e->joined = malloc(e->count * sizeof *e->joined);
    bool ready = contents != NULL && spare != NULL && e->alike != NULL && e->joined != NULL && find_alike(e, contents);
    if (ready)
        join_rows(e, contents, spare);
    free(contents);
    free(spare);
    return ready;
}
