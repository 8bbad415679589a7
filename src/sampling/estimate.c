/* SPDX-License-Identifier: Apache-2.0
 * estimate.c: totals, ratios and shares, with what the design costs against a simple random sample. */
#include "sampling_internal.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static double weight_of(const scrut_sample_design *design, size_t row)
{
    return design->weight != NULL ? design->weight[row] : 1;
}

/* sum of w v; v NULL: 1 */
static double weighted_sum(const scrut_sample_design *design, const double v[])
{
    scrut_sum sum = {0};
    for (size_t i = 0; i < design->row_count; i++)
        scrut_sum_add(&sum, weight_of(design, i) * (v != NULL ? v[i] : 1));
    return scrut_sum_value(&sum);
}

/* The variance of y among all, as the sample has it. */
static double population_variance(const scrut_sample_design *design, const double y[], double weights)
{
    double mean = weighted_sum(design, y) / weights, count = (double)design->row_count;
    scrut_sum sum = {0};
    for (size_t i = 0; i < design->row_count; i++)
        scrut_sum_add(&sum, weight_of(design, i) * (y[i] - mean) * (y[i] - mean));
    return scrut_sum_value(&sum) / weights * (count / (count - 1));
}

/* `simple` is the variance with replacement. */
static void put_deff(scrut_estimate *e, double simple, double weights)
{
    double count = (double)e->rows, rest = (weights - count) / weights;
    e->deff = e->rows > 1 && simple > 0 ? e->variance / simple : NAN;
    e->deff_without = rest > 0 ? e->deff / rest : NAN;
}

static scrut_status check(const scrut_sample_design *design, double weights, scrut_error *err)
{
    assert(design->stage_count >= 1 && design->stage_count <= SCRUT_SAMPLE_STAGES_MAX);
    if (design->row_count == 0 || !(weights > 0))
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "the sample has no rows with a weight above 0");
    return design->row_count <= UINT32_MAX ? SCRUT_OK
                                           : scrut_fail(err, SCRUT_E_LIMIT, NULL, -1, -1, -1, "too many rows");
}

scrut_status scrut_sample_ratio(const scrut_sample_design *design, const double y[], const double x[],
                                scrut_estimate *ret_estimate, scrut_error *err)
{
    double weights = weighted_sum(design, NULL), base = x != NULL ? weighted_sum(design, x) : weights;
    scrut_status status = check(design, weights, err);
    if (status == SCRUT_OK && !(fabs(base) > 0))
        status = scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "the sum that the share is a part of is 0");
    double *terms = status == SCRUT_OK ? calloc(design->row_count, sizeof *terms) : NULL;
    if (status == SCRUT_OK && terms == NULL)
        status = scrut_fail_memory(err);
    if (status != SCRUT_OK)
        return status;
    scrut_estimate e = {.value = weighted_sum(design, y) / base};
    for (size_t i = 0; i < design->row_count; i++)
        terms[i] = weight_of(design, i) * (y[i] - e.value * (x != NULL ? x[i] : 1)) / base;
    status = sample_variance(design, terms, &e, err);
    if (status == SCRUT_OK) {
        /* of the linearised variable, which for a mean is y itself */
        for (size_t i = 0; i < design->row_count; i++)
            terms[i] = (y[i] - e.value * (x != NULL ? x[i] : 1)) * (weights / base);
        put_deff(&e, population_variance(design, terms, weights) / (double)e.rows, weights);
        *ret_estimate = e;
    }
    free(terms);
    return status;
}

scrut_status scrut_sample_total(const scrut_sample_design *design, const double y[], scrut_estimate *ret_estimate,
                                scrut_error *err)
{
    double weights = weighted_sum(design, NULL);
    scrut_status status = check(design, weights, err);
    double *terms = status == SCRUT_OK ? calloc(design->row_count, sizeof *terms) : NULL;
    if (status == SCRUT_OK && terms == NULL)
        status = scrut_fail_memory(err);
    if (status != SCRUT_OK)
        return status;
    scrut_estimate e = {.value = weighted_sum(design, y)};
    for (size_t i = 0; i < design->row_count; i++)
        terms[i] = weight_of(design, i) * y[i];
    status = sample_variance(design, terms, &e, err);
    free(terms);
    if (status == SCRUT_OK) {
        put_deff(&e, population_variance(design, y, weights) * weights * weights / (double)e.rows, weights);
        *ret_estimate = e;
    }
    return status;
}
