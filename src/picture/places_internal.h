/* SPDX-License-Identifier: Apache-2.0
 * places_internal.h: what the map and the tile grid say of a place in the same way. */
#ifndef SCRUT_PLACES_INTERNAL_H
#define SCRUT_PLACES_INTERNAL_H

#include "picture_internal.h"

/* "c p3"; "tie"; "x" without data (NULL). */
void pic_place_class(scrut_buf *out, const scrut_picture_place *place);
/* Whether the mark of a leading party belongs to it. */
bool pic_place_has_mark(const scrut_picture_place *place);
/* Makes the line: the short label, or as much of the label as `letters` letters take. */
void pic_short_label(pic_canvas *c, const scrut_picture_place *place, int letters);
/* "Kandal: A leads, disputed (A 6 seats, B 5)" */
void pic_say_place(pic_canvas *c, const scrut_picture_place *place, scrut_buf *to);
/* Who leads, in how many places, by rank; the states that occur. */
void pic_places_legend(pic_canvas *c, const scrut_picture_place *places, size_t count);

#endif
