/* SPDX-License-Identifier: Apache-2.0
 * sampling_internal.h: what the files of sampling share. */
#ifndef SCRUT_SAMPLING_INTERNAL_H
#define SCRUT_SAMPLING_INTERNAL_H

#include "scrutineer/hash.h"
#include "scrutineer/sampling.h"

/* Variance of the sum of `terms` (weighted and linearised, a row each) under the design; fills rows, primary_units,
 * strata, lonely, df and variance. SCRUT_E_INPUT; SCRUT_E_MEMORY. */
scrut_status sample_variance(const scrut_sample_design *design, const double terms[], scrut_estimate *estimate,
                             scrut_error *err);

/* The first ticket, from hex(SHA-256(seed)). */
void ticket_of(const char seed_hex[SCRUT_SHA256_HEX], const char *id, char ret_ticket[SCRUT_TICKET_SIZE]);

/* Fills the pairs of answers. SCRUT_E_MEMORY. */
scrut_status compare_figures(scrut_survey_results *results, scrut_arena *arena, scrut_error *err);

#endif
