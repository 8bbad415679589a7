/* SPDX-License-Identifier: Apache-2.0
 * languages.h: the languages that the program speaks. */
#ifndef SCRUT_TEXT_LANGUAGES_H
#define SCRUT_TEXT_LANGUAGES_H

#include "scrutineer/catalog.h"

static const char *const KHMER_DIGITS[] = {"០", "១", "២", "៣", "៤", "៥", "៦", "៧", "៨", "៩"};

/* A language with other digits than those it is read with most is one of its own, named as BCP 47 does (RFC 6067,
 * Unicode extension "nu"); its sentences are those of the code before the extension. */
static const scrut_language LANGUAGES[] = {
    {.language = "en", .name = "English", .direction = "ltr", .plurals = 2},
    {.language = "km", .name = "ភាសាខ្មែរ", .direction = "ltr", .plurals = 1},
    {.language = "km-u-nu-khmr", .name = "ភាសាខ្មែរ (១២៣)", .direction = "ltr", .digits = KHMER_DIGITS, .plurals = 1},
};

#endif
