/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/suppress.h"

#include <string.h>

static uint32_t cell_of(const scrut_suppress_line *line, size_t i)
{
    return line->cells != NULL ? line->cells[i] : (uint32_t)i;
}

/* The smallest count of the line that is still shown; people before nobody, for a cell of nobody hides little. */
static int64_t smallest_shown(const int64_t counts[], const scrut_suppress_line *line, const bool hidden[])
{
    int64_t best = -1;
    for (size_t i = 0; i < line->count; i++) {
        uint32_t cell = cell_of(line, i);
        if (hidden[cell])
            continue;
        bool better = best < 0 || (counts[cell] > 0 && (counts[best] == 0 || counts[cell] < counts[best]));
        best = better ? (int64_t)cell : best;
    }
    return best;
}

/* Hides one cell more if the line gives a hidden one away. */
static bool mend(const int64_t counts[], const scrut_suppress_line *line, int64_t least, bool hidden[])
{
    size_t count = 0;
    int64_t people = 0;
    for (size_t i = 0; i < line->count; i++) {
        count += hidden[cell_of(line, i)];
        people += hidden[cell_of(line, i)] ? counts[cell_of(line, i)] : 0;
    }
    /* as many hidden people as cells would be one in each */
    if (count == 0 || (count > 1 && people >= least && people > (int64_t)count))
        return false;
    int64_t cell = smallest_shown(counts, line, hidden);
    if (cell >= 0)
        hidden[cell] = true;
    return cell >= 0;
}

void scrut_suppress(const int64_t counts[], size_t cell_count, const scrut_suppress_line lines[], size_t line_count,
                    int64_t least, bool hidden[])
{
    for (size_t i = 0; i < cell_count; i++)
        hidden[i] = counts[i] > 0 && counts[i] < least;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < line_count; i++)
            while (mend(counts, &lines[i], least, hidden))
                changed = true;
    }
}
