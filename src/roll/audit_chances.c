/* SPDX-License-Identifier: Apache-2.0
 * audit_chances.c: sums of chances that rows are one person, with what is not known of them. */
#include "audit_internal.h"

#include <math.h>

double chance_less(double chance)
{
    return chance / (CHANCE_DOUBT - (CHANCE_DOUBT - 1) * chance);
}

double chance_more(double chance)
{
    return CHANCE_DOUBT * chance / (1 + (CHANCE_DOUBT - 1) * chance);
}

void add_chances(chance_sum *sum, double less, double chance, double more)
{
    scrut_sum_add(&sum->less, less);
    scrut_sum_add(&sum->value, chance);
    scrut_sum_add(&sum->more, more);
    scrut_sum_add(&sum->variance, chance * (1 - chance));
}

void add_chance(chance_sum *sum, double chance)
{
    add_chances(sum, chance_less(chance), chance, chance_more(chance));
}

scrut_roll_estimate estimate_of_chances(const chance_sum *sum)
{
    double half = NORMAL_95 * sqrt(scrut_sum_value(&sum->variance)), low = scrut_sum_value(&sum->less) - half;
    return (scrut_roll_estimate){scrut_sum_value(&sum->value), low > 0 ? low : 0, scrut_sum_value(&sum->more) + half};
}
