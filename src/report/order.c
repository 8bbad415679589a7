/* SPDX-License-Identifier: Apache-2.0
 * order.c: indices in an order that rests on something else; qsort has no place for that. */
#include "report_internal.h"

typedef struct {
    const void *of;
    scrut_report_before before;
    uint32_t *items, *spare;
} sorting;

/* Merges two sorted halves. */
static void merge(const sorting *s, size_t from, size_t middle, size_t end)
{
    size_t i = from, k = middle;
    for (size_t at = from; at < end; at++) {
        bool first = k == end || (i < middle && s->before(s->of, s->items[i], s->items[k]));
        s->spare[at] = first ? s->items[i++] : s->items[k++];
    }
    for (size_t at = from; at < end; at++)
        s->items[at] = s->spare[at];
}

static void sort(const sorting *s, size_t from, size_t end)
{
    size_t middle = from + (end - from) / 2;
    if (end - from < 2)
        return;
    sort(s, from, middle);
    sort(s, middle, end);
    merge(s, from, middle, end);
}

bool scrut_report_sort(uint32_t items[], size_t count, const void *of, scrut_report_before before, scrut_arena *arena)
{
    const sorting s = {
        .of = of, .before = before, .items = items, .spare = scrut_arena_calloc(arena, count, sizeof *items)};
    if (s.spare == NULL)
        return false;
    sort(&s, 0, count);
    return true;
}
