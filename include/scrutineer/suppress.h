/* SPDX-License-Identifier: Apache-2.0
 * suppress.h: which counts of people must not be published: small ones, and others from which a small one would follow
 * (primary and complementary suppression; Willenborg and de Waal, Elements of Statistical Disclosure Control, 2001).
 *
 * Counts that add up to a published number are a line. A line never has one hidden cell alone, and the hidden cells of
 * a line add up to `least` or more, and to more than one a cell. This is not a proof against systems of many lines, of
 * which audits by linear programming exist; it hides what subtraction in one line gives. */
#ifndef SCRUTINEER_SUPPRESS_H
#define SCRUTINEER_SUPPRESS_H

#include "scrutineer/err.h"

#define SCRUT_SUPPRESS_LEAST 10 /* people */

/* Cells that add up to a number which is published, or to another cell that is one of them. */
typedef struct {
    const uint32_t *cells; /* NULL: the first `count` cells */
    size_t count;
} scrut_suppress_line;

/* Sets ret_hidden[cell] of `cell_count` counts: 1 .. least - 1 people, and what must be hidden for their sake, the
 * smallest counts first, equal ones in the order of the line. Lines may share cells. */
SCRUT_API void scrut_suppress(const int64_t counts[], size_t cell_count, const scrut_suppress_line lines[],
                              size_t line_count, int64_t least, bool ret_hidden[]);

#endif
