/* SPDX-License-Identifier: Apache-2.0
 * svg.h: what tests ask of a picture, by a reader of their own: is it well-formed, does everything lie inside, what is
 * drawn. Each fails the running test. */
#ifndef SCRUT_TEST_SVG_H
#define SCRUT_TEST_SVG_H

#include <stdbool.h>
#include <stddef.h>

/* Tags nest and close, attributes are quoted and no name stands twice in a tag, text is escaped, and there is no
 * script, no style attribute, no event handler and no scheme in a link but http(s). */
void svg_check_form(const char *svg);
/* Every point of every shape, and every end of a text's line, lies inside the viewBox; a letter is as wide as `em`
 * hundredths of its size, M and W nine tenths. */
void svg_check_inside(const char *svg, int em);
/* Every url(#...) and href="#..." and aria-... leads to an id of the picture, and no id stands twice. */
void svg_check_ids(const char *svg);
/* How often `needle` occurs in [svg, end of svg). */
size_t svg_count(const char *svg, const char *needle);
/* The text of <desc>, as escaped; in memory that the next call uses again. */
const char *svg_desc(const char *svg);
/* Subpaths of the first <path> whose class attribute is exactly `classes`: 0 without one. */
size_t svg_subpaths(const char *svg, const char *classes);

#endif
