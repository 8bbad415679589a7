/* SPDX-License-Identifier: Apache-2.0
 * Rows as numbers of values, each in as many bits as its column needs: some 16 bytes a row. */
#include "link_internal.h"
#include "scrutineer/hash.h"

#include <stdlib.h>

static unsigned bits_for(uint32_t count)
{
    unsigned bits = 1;
    while (bits < 32 && count > (uint64_t)1 << bits)
        bits++;
    return bits;
}

bool scrut_link_pack_place(records *r, size_t field, uint32_t count)
{
    unsigned bits = bits_for(count);
    if (r->plane_count == 0 || r->plane_bits + bits > 64) {
        uint64_t *plane = calloc(r->row_count + (size_t)1, sizeof *plane);
        if (plane == NULL)
            return false;
        r->planes[r->plane_count++] = plane;
        r->plane_bits = 0;
    }
    r->places[field] =
        (place){(uint8_t)(r->plane_count - 1), (uint8_t)r->plane_bits, (uint32_t)((UINT64_C(1) << bits) - 1)};
    r->plane_bits += bits;
    return true;
}

void scrut_link_unpack(records *r)
{
    for (size_t i = 0; i < r->plane_count; i++)
        free(r->planes[i]);
    r->plane_count = 0;
}

uint64_t scrut_link_content(const records *r, uint32_t row)
{
    uint32_t content[SCRUT_LINK_FIELDS_MAX];
    for (size_t f = 0; f < r->field_count; f++)
        content[f] = scrut_link_value(r, row, f);
    return scrut_hash64((const char *)content, r->field_count * sizeof content[0]);
}
