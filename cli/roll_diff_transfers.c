/* SPDX-License-Identifier: Apache-2.0
 * roll_diff_transfers.c: who moved from which area to which, of "roll diff". Pairs of few people are not shown, nor
 * what would tell of them beside the numbers that leave and reach an area. */
#include "roll_diff_table.h"
#include "scrutineer/num.h"
#include "scrutineer/suppress.h"

#include <stdlib.h>

#define STANDS_OUT 0.05 /* false discovery rate */

static int compare_uint32(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* A transfer, to be put in order of where it leads. */
typedef struct {
    uint32_t to, item;
} transfer_end;

static int by_to(const void *a, const void *b)
{
    const transfer_end *x = a, *y = b;
    int order = compare_uint32(x->to, y->to);
    return order != 0 ? order : compare_uint32(x->item, y->item);
}

/* Lines of transfers that leave an area, and that reach one. Both arrays have room for twice the transfers. */
static size_t find_lines(const scrut_roll_transfers *t, const transfer_end ends[], uint32_t members[],
                         scrut_suppress_line lines[])
{
    size_t count = 0;
    for (size_t i = 0; i < t->count; i++) {
        members[i] = (uint32_t)i;
        members[t->count + i] = ends[i].item;
        if (i == 0 || t->items[i].from != t->items[i - 1].from)
            lines[count++] = (scrut_suppress_line){&members[i], 0};
        lines[count - 1].count++;
    }
    for (size_t i = 0; i < t->count; i++) {
        if (i == 0 || ends[i].to != ends[i - 1].to)
            lines[count++] = (scrut_suppress_line){&members[t->count + i], 0};
        lines[count - 1].count++;
    }
    return count;
}

/* Where the table of areas hides how many left or reached an area, no transfer of it is shown: it counts as one
 * person's. */
static void fill_counts(const diff_table *table, int64_t counts[])
{
    const scrut_roll_transfers *t = &table->d->transfers;
    for (size_t i = 0; i < t->count; i++) {
        bool hidden =
            table->hidden[t->items[i].from * COLUMNS + MOVED_OUT] || table->hidden[t->items[i].to * COLUMNS + MOVED_IN];
        counts[i] = hidden ? 1 : t->items[i].moved.seen;
    }
}

bool diff_hide_transfers(diff_table *table)
{
    const scrut_roll_transfers *t = &table->d->transfers;
    transfer_end *ends = malloc((t->count + 1) * sizeof *ends);
    uint32_t *members = malloc((2 * t->count + 1) * sizeof *members);
    int64_t *counts = malloc((t->count + 1) * sizeof *counts);
    scrut_suppress_line *lines = malloc((2 * t->count + 1) * sizeof *lines);
    table->hidden_transfers = calloc(t->count + 1, sizeof *table->hidden_transfers);
    bool ready = ends != NULL && members != NULL && counts != NULL && lines != NULL && table->hidden_transfers != NULL;
    for (size_t i = 0; ready && i < t->count; i++)
        ends[i] = (transfer_end){t->items[i].to, (uint32_t)i};
    if (ready && t->count > 0) {
        qsort(ends, t->count, sizeof *ends, by_to);
        fill_counts(table, counts);
        size_t line_count = find_lines(t, ends, members, lines);
        scrut_suppress(counts, t->count, lines, line_count, SCRUT_SUPPRESS_LEAST, table->hidden_transfers);
    }
    free(ends);
    free(members);
    free(counts);
    free(lines);
    return ready;
}

/* Nothing is told where the number that left all areas is hidden. */
static bool tells_transfers(const diff_table *t)
{
    return t->d->transfers.expected && !t->hidden[t->d->areas.count * COLUMNS + MOVED_OUT];
}

static bool stands_out(const diff_table *t, size_t i)
{
    return tells_transfers(t) && !t->hidden_transfers[i] && t->d->transfers.items[i].moved.q_more < STANDS_OUT;
}

static const char *area_name(const diff_table *t, uint32_t area)
{
    return t->d->areas.areas[area].name;
}

/* ---- text --------------------------------------------------------------------------------------------------- */

static void put_nearness(const diff_table *t, scrut_buf *out)
{
    const scrut_roll_transfers *all = &t->d->transfers;
    scrut_buf_puts(out, "  Expected: as many as leave the one and as reach the other");
    for (size_t level = all->near[0] > 0 ? all->level_count : 1; level-- > 1;)
        scrut_buf_printf(out, ", %.3g times as many within one %.60s", all->near[level],
                         t->d->lists.fields[all->levels[level]].name);
    scrut_buf_printf(out, "%s; variance %.3g m.\n", all->level_count > 1 && all->near[0] > 0 ? " (once elsewhere)" : "",
                     all->dispersion);
}

void diff_put_transfers(const diff_table *t, scrut_buf *out)
{
    const scrut_roll_transfers *all = &t->d->transfers;
    size_t count = 0;
    if (!tells_transfers(t))
        return;
    for (size_t i = 0; i < all->count; i++)
        count += stands_out(t, i);
    scrut_buf_printf(out,
                     "\nPairs of areas (%s) between which more rows moved than expected, false discovery rate 5 %%: "
                     "%zu of %.0f\n",
                     t->d->area_name, count, all->pairs);
    put_nearness(t, out);
    for (size_t i = 0; i < all->count; i++) {
        const scrut_roll_expected *e = &all->items[i].moved;
        char seen[32];
        if (!stands_out(t, i))
            continue;
        scrut_format_grouped(seen, sizeof seen, e->seen);
        scrut_buf_printf(out, "  %s to %s: %s rows, expected %.1f (95 %%: %lld to %lld), q %.2g\n",
                         area_name(t, all->items[i].from), area_name(t, all->items[i].to), seen, e->expected,
                         (long long)e->low, (long long)e->high, e->q_more);
    }
    if (count > 0)
        scrut_buf_puts(out,
                       "  May be: an area that was divided or renamed, a new settlement, a garrison, addresses that "
                       "were put right at once.\n");
}

/* ---- JSON --------------------------------------------------------------------------------------------------- */

static scrut_json *transfer_json(const diff_table *t, size_t i)
{
    const scrut_roll_transfer *x = &t->d->transfers.items[i];
    scrut_json *item = diff_expected_json(&x->moved, false);
    scrut_json_set(item, "from", scrut_json_string(area_name(t, x->from)));
    scrut_json_set(item, "to", scrut_json_string(area_name(t, x->to)));
    scrut_json_set(item, "moved", scrut_json_int(x->moved.seen));
    return item;
}

scrut_json *diff_transfers_json(const diff_table *t)
{
    const scrut_roll_transfers *all = &t->d->transfers;
    if (!tells_transfers(t))
        return scrut_json_null();
    scrut_json *item = scrut_json_object(), *near = scrut_json_array(), *out = scrut_json_array();
    for (size_t level = 0; level < all->level_count; level++) {
        scrut_json *one = scrut_json_object();
        scrut_json_set(one, "shared",
                       level > 0 ? scrut_json_string(t->d->lists.fields[all->levels[level]].name) : scrut_json_null());
        scrut_json_set(one, "times", all->near[0] > 0 ? diff_decimal_json(all->near[level]) : scrut_json_null());
        scrut_json_append(near, one);
    }
    for (size_t i = 0; i < all->count; i++) {
        if (stands_out(t, i))
            scrut_json_append(out, transfer_json(t, i));
    }
    scrut_json_set(item, "pairs", scrut_json_int((int64_t)all->pairs));
    scrut_json_set(item, "dispersion", diff_decimal_json(all->dispersion));
    scrut_json_set(item, "nearness", near);
    scrut_json_set(item, "more_than_expected", out);
    return item;
}

/* ---- file --------------------------------------------------------------------------------------------------- */

scrut_status diff_write_transfers(const diff_table *t, const char *path, scrut_error *err)
{
    const scrut_roll_transfers *all = &t->d->transfers;
    scrut_buf out = {0};
    scrut_buf_puts(&out, "from,to,moved,expected,low,high,q\n");
    for (size_t i = 0; i < all->count; i++) {
        const scrut_roll_expected *e = &all->items[i].moved;
        if (t->hidden_transfers[i])
            continue;
        scrut_cli_put_csv(&out, area_name(t, all->items[i].from));
        scrut_buf_putc(&out, ',');
        scrut_cli_put_csv(&out, area_name(t, all->items[i].to));
        scrut_buf_printf(&out, ",%lld", (long long)e->seen);
        if (tells_transfers(t))
            scrut_buf_printf(&out, ",%.6g,%lld,%lld,%.6g\n", e->expected, (long long)e->low, (long long)e->high,
                             e->q_more);
        else
            scrut_buf_puts(&out, ",,,,\n");
    }
    return diff_write_buf(path, &out, err);
}
