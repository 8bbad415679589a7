/* SPDX-License-Identifier: Apache-2.0
 * nation_internal.h: what the files about the nation's knapsack share. */
#ifndef SCRUT_NATION_INTERNAL_H
#define SCRUT_NATION_INTERNAL_H

#include "margin_internal.h"

/* One reading of one question. */
typedef struct {
    const scrut_margin_nation *nation;
    const bool *members; /* a party */
    bool rising, certain;
    bool numbers; /* no moves are asked for */
    scrut_metric metric;
    scrut_arena *arena;
    scrut_error *err;
    int64_t needed;                 /* steps */
    bool **lists;                   /* a unit: its contest's members */
    scrut_margin_curve *steps;      /* a unit */
    const scrut_margin_curve *sure; /* a unit: the same for certain, when that is known; NULL: it is not */
    scrut_standing *standing;       /* a unit: shared by both readings */
    int64_t dearest;                /* no single step above this is of use; -1: not known */
} scrut_campaign;

/* The steps needed, 1 or more, where they are cheapest; r's arrays are allocated. */
scrut_status scrut_nation_pack(scrut_campaign *c, scrut_margin_nation_reading *r);

#endif
