/* SPDX-License-Identifier: Apache-2.0
 * suppress.c: which counts of a table may be published. */
#include "scrutineer/roll_audit.h"

/* Index of the smallest count that is shown and not 0; SIZE_MAX: none. */
static size_t next_to_hide(const int64_t counts[], size_t count, const bool hidden[])
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < count; i++)
        if (!hidden[i] && counts[i] > 0 && (best == SIZE_MAX || counts[i] < counts[best]))
            best = i;
    return best;
}

void scrut_suppress(const int64_t counts[], size_t count, int64_t k, bool hidden[])
{
    int64_t sum = 0;
    size_t hidden_count = 0;
    for (size_t i = 0; i < count; i++) {
        hidden[i] = counts[i] > 0 && counts[i] < k;
        hidden_count += hidden[i];
        sum += hidden[i] ? counts[i] : 0;
    }
    /* as many hidden counts as their sum would be 1 each */
    while (hidden_count > 0 && (hidden_count < 2 || sum < k || sum <= (int64_t)hidden_count)) {
        size_t next = next_to_hide(counts, count, hidden);
        if (next == SIZE_MAX)
            break; /* the sum itself is below k, or it is all there is: it must not be shown either */
        hidden[next] = true;
        hidden_count++;
        sum += counts[next];
    }
}
