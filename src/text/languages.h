/* SPDX-License-Identifier: Apache-2.0
 * languages.h: the languages that the program speaks. */
#ifndef SCRUT_TEXT_LANGUAGES_H
#define SCRUT_TEXT_LANGUAGES_H

#include "scrutineer/catalog.h"

static const scrut_language LANGUAGES[] = {
    {.language = "en", .name = "English", .direction = "ltr", .plurals = 2},
    {.language = "km", .name = "ភាសាខ្មែរ", .direction = "ltr", .plurals = 1},
};

#endif
