/* SPDX-License-Identifier: Apache-2.0
 * front_internal.h: the front page: its sentences (front_answers.c) and its tables and pictures (page_front.c). */
#ifndef SCRUT_SITE_FRONT_INTERNAL_H
#define SCRUT_SITE_FRONT_INTERNAL_H

#include "site_internal.h"

typedef struct {
    const scrut_page *page;
    const scrut_report_view *view;
    const scrut_language *language;
    scrut_buf *out;
    scrut_buf part[5]; /* pieces of a sentence that is being made */
} scrut_front;

const char *scrut_front_word(const scrut_front *f, const char *key);
/* The bytes of a piece; never NULL. */
const char *scrut_front_piece(scrut_front *f, size_t i);
/* Empties every piece. */
void scrut_front_clear(scrut_front *f);
/* A number, a plain text with figures: links to where they come from. */
void scrut_front_number(const scrut_front *f, scrut_buf *to, scrut_file_kind kind, const char *anchor, int64_t value);
void scrut_front_plain_figure(const scrut_front *f, scrut_buf *to, scrut_file_kind kind, const char *anchor,
                              scrut_buf *plain);
/* <a ...> to a tally, to one figure of it by its column, to the seats of a list (SCRUT_NONE: of those that the sentence
 * counts as others) under a set of figures. </a> ends it. */
void scrut_front_tally_figure(const scrut_front *f, scrut_buf *to, const scrut_tally *tally);
void scrut_front_cell_figure(const scrut_front *f, scrut_buf *to, const scrut_tally *tally, size_t column);
void scrut_front_seats_figure(const scrut_front *f, scrut_buf *to, const scrut_report_column *column, uint32_t party);
/* The section with the three answers. */
void scrut_front_answers(scrut_front *f);

#endif
