/* SPDX-License-Identifier: Apache-2.0
 * checks_internal.h: the parts of the table of checks, each in the order of its codes.
 *
 * `clean` was counted by this program in the returns of Poland (Sejm, 13 October 2019: 27,409 protocols of the National
 * Electoral Commission) and Spain (Congress, 23 July 2023: 60,366 tables of the Ministry of the Interior). */
#ifndef SCRUT_CHECKS_INTERNAL_H
#define SCRUT_CHECKS_INTERNAL_H

#include "scrutineer/finding.h"

#define POLAND(with, of)                                                                                               \
    {                                                                                                                  \
        SCRUT_KEY("Poland 2019"), with, of                                                                             \
    }
#define SPAIN(with, of)                                                                                                \
    {                                                                                                                  \
        SCRUT_KEY("Spain 2023"), with, of                                                                              \
    }

extern const scrut_check CHECKS_OF_FORMS[], CHECKS_OF_UNUSUAL[], CHECKS_OF_COMPARED[], CHECKS_OF_ROLL[];
extern const size_t CHECKS_OF_FORMS_COUNT, CHECKS_OF_UNUSUAL_COUNT, CHECKS_OF_COMPARED_COUNT, CHECKS_OF_ROLL_COUNT;

#endif
