/* SPDX-License-Identifier: Apache-2.0
 * pictures.h: pictures that several tests draw, each with hostile texts when asked. */
#ifndef SCRUT_TEST_PICTURES_H
#define SCRUT_TEST_PICTURES_H

#include "scrutineer/picture.h"

#define PICTURE_KINDS 11

/* Draws picture number `kind` of PICTURE_KINDS; every text of the case is `text` where it is not NULL, every link
 * `link`. */
void draw_picture(size_t kind, const char *text, const char *link, scrut_buf *out);
const char *picture_name(size_t kind);

/* A frame with the id "p". */
scrut_picture_frame frame_of(const char *title);

/* Two squares side by side ("a" west of "b"), and an island ("c") south of them. */
scrut_picture_shapes *three_shapes(scrut_arena *arena);

#endif
