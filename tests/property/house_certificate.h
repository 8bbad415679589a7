/* SPDX-License-Identifier: Apache-2.0
 * house_certificate.h: the certificate of a claimed vector of seats in the nation, rechecked and altered. */
#ifndef SCRUT_TEST_HOUSE_CERTIFICATE_H
#define SCRUT_TEST_HOUSE_CERTIFICATE_H

#include "scrutineer/certificate.h"

typedef struct {
    long long proven, not_rechecked;
} house_certificate_tally;

/* False, after printing why: something it states is found wrong; something that was altered is found right. At most
 * three parties. */
bool house_certificate_check(const scrut_margin_house *house, const int64_t claimed[], scrut_metric metric,
                             const scrut_margin_nation_result *result, house_certificate_tally *t, scrut_arena *arena);

/* The same of a number of seats, with the thresholds in the nation. */
bool house_certificate_check_seats(const scrut_margin_house *house, const bool members[], bool at_least, int64_t seats,
                                   scrut_metric metric, const scrut_margin_nation_result *result,
                                   house_certificate_tally *t, scrut_arena *arena);

#endif
