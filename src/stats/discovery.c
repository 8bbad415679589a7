/* SPDX-License-Identifier: Apache-2.0
 * q-values over one family of tests (Benjamini and Hochberg 1995). */
#include "scrutineer/stats.h"

#include <assert.h>
#include <stdlib.h>

typedef struct {
    double p;
    size_t index;
} ranked;

static int by_p(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

scrut_status scrut_stats_benjamini_hochberg(const double p[], size_t count, double ret_q[], scrut_error *err)
{
    if (count == 0)
        return SCRUT_OK;
    ranked *order = calloc(count, sizeof *order);
    if (!order)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        assert(p[i] >= 0 && p[i] <= 1);
        order[i] = (ranked){p[i], i};
    }
    qsort(order, count, sizeof *order, by_p);
    double least = 1;
    for (size_t rank = count; rank > 0; rank--) {
        double q = order[rank - 1].p * (double)count / (double)rank;
        least = q < least ? q : least;
        ret_q[order[rank - 1].index] = least;
    }
    free(order);
    return SCRUT_OK;
}
