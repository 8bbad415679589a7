/* SPDX-License-Identifier: Apache-2.0
 * checks_internal.h: the parts of the table of checks, each in the order of its codes. */
#ifndef SCRUT_CHECKS_INTERNAL_H
#define SCRUT_CHECKS_INTERNAL_H

#include "scrutineer/finding.h"

extern const scrut_check CHECKS_OF_ROLL[];
extern const size_t CHECKS_OF_ROLL_COUNT;

#endif
