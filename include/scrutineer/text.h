/* SPDX-License-Identifier: Apache-2.0
 * text.h: matching keys, terminal widths and harmless display of UTF-8 text.
 *
 * The bytes of the evidence are never altered: a key is made beside them, once, and names are equal
 * when their keys are. Input must be valid UTF-8 (table checks it); a byte that is not counts and
 * prints as U+FFFD. No locale. */
#ifndef SCRUTINEER_TEXT_H
#define SCRUTINEER_TEXT_H

#include "scrutineer/buf.h"

/* Appends the matching key of a text to `key`: NFC, default case folding, each run of white space one
 * space, none at the ends. Runs of Khmer (U+1780..17FF) stay as they are: NFC would reorder their marks
 * (U+17D2 has combining class 9, U+17DD 230) and tear a subscript from its base, and no Khmer letter has
 * a composition (Unicode Technical Note 61). A key of a key is the same key.
 * SCRUT_E_INPUT: not UTF-8, with the byte; SCRUT_E_MEMORY. `key` is then unchanged. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_text_key(const char *bytes, size_t length, scrut_buf *key,
                                                       scrut_error *err);

/* Whether two texts have the same key. Texts that are not UTF-8 are equal only byte by byte.
 * SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_text_equal_key(const char *a, size_t a_length, const char *b,
                                                             size_t b_length, bool *ret_equal, scrut_error *err);

/* What scrut_text_fold noticed in a name: its encoding is not what one rule leads to, so that the key may join or part
 * what a reader would not. */
#define SCRUT_FOLD_DEFECTIVE 1u /* Khmer: a mark without its letter, or a coeng without its subscript */
#define SCRUT_FOLD_REPEATED 2u  /* Khmer: two signs in one place of a syllable */
#define SCRUT_FOLD_SHIFTER 4u   /* Khmer: a shifter that its consonants do not take */
#define SCRUT_FOLD_LONG 8u      /* Khmer: a syllable with more marks than any has; the key leaves the rest out */

/* Appends the matching key of a personal or place name: coarser than scrut_text_key, for comparing, never for showing.
 * Khmer syllables are put into one order and spelling (Unicode Technical Note 61); Latin, Greek and Hebrew lose their
 * marks; Arabic loses vowel marks and has one alef, yeh, kaf and heh, and "abd al-" no space; Amharic has one letter a
 * sound; digits are ASCII; hyphens and punctuation are spaces, apostrophes and invisible characters nothing. A key of a
 * key is the same key. *ret_flags (may be NULL) holds SCRUT_FOLD_... Statuses as scrut_text_key. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_text_fold(const char *bytes, size_t length, scrut_buf *key,
                                                        unsigned *ret_flags, scrut_error *err);

/* Appends a skeleton of a folded name that Khmer and romanised spellings mostly share: its consonants, one letter a
 * sound, `A` for a vowel at the beginning. Words are joined; letters of other scripts stay. For blocking, and for no
 * comparison finer than "alike". SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_text_skeleton(const char *folded, size_t length, scrut_buf *skeleton,
                                                            scrut_error *err);
/* Appends one spelling of a folded romanised Khmer name for those that clerks use for one another: p and ph, t and th,
 * k and kh, ch and chh, eu and oeu, u and ou and uo, i and y and ey and ei, ia and ea, v and w, o and or, double
 * letters. Finer than the skeleton: vowels stay. Letters of other scripts stay. SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_text_spelling(const char *folded, size_t length, scrut_buf *spelling,
                                                            scrut_error *err);

/* Columns a terminal needs for the text: 0 for combining marks, 2 for wide characters. */
SCRUT_API size_t scrut_text_width(const char *bytes, size_t length);

/* Whether the text can be printed as it is: valid UTF-8 without control characters, line and paragraph
 * separators, and the bidirectional overrides, embeddings and isolates that make a line read otherwise
 * than it is stored (U+202A..202E, U+2066..2069). */
SCRUT_API bool scrut_text_is_clean(const char *bytes, size_t length);

/* Appends the text to `out` with each such character, and each byte that is not UTF-8, as U+FFFD. */
SCRUT_API void scrut_text_clean(const char *bytes, size_t length, scrut_buf *out);

/* ---- text of the case in an output: harmless there ---- */

/* For a terminal or a sentence: no control characters, nothing that hides or reorders other text (such characters are
 * shown as U+FFFD, line breaks as a space; U+2068 and U+2069 stay when every one is closed in the text). NULL is
 * nothing, here and below. */
SCRUT_API void scrut_put_plain(scrut_buf *out, const char *text);
/* As HTML or SVG text or a quoted attribute's value: cleaned as above and escaped. */
SCRUT_API void scrut_put_html(scrut_buf *out, const char *text);
/* As put_html, isolated in <bdi> when it holds letters that run from right to left. */
SCRUT_API void scrut_put_name(scrut_buf *out, const char *text);
/* As one cell of a CSV file (RFC 4180), guarded by an apostrophe where a spreadsheet would run it as a formula. */
SCRUT_API void scrut_put_csv(scrut_buf *out, const char *text);
/* Whether a spreadsheet would run the text of a cell as a formula. */
SCRUT_API bool scrut_text_is_formula(const char *text);
/* True for letters of scripts that run from right to left somewhere in the text. */
SCRUT_API bool scrut_text_has_rtl(const char *text);

#endif
