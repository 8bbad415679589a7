/* SPDX-License-Identifier: Apache-2.0
 * Rows as numbers of values, each in as many bits as its column needs: some 16 bytes a row. */
#include "link_internal.h"
#include "link_kernels.h"
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

#define CODE_POINTS 0x110000
#define SYMBOLS 255 /* 0 is none */

/* symbol_of[code point]; false when there are too many different ones. */
static bool find_alphabet(const column *c, uint8_t symbol_of[])
{
    unsigned count = 0;
    for (uint32_t v = 1; v < c->count; v++) {
        for (size_t i = 0; i < c->values[v].letter_count; i++) {
            uint8_t *symbol = &symbol_of[c->values[v].letters[i]];
            if (*symbol == 0 && count == SYMBOLS)
                return false;
            if (*symbol == 0)
                *symbol = (uint8_t)++count;
        }
    }
    return true;
}

static bool fill_symbols(value *v, const uint8_t symbol_of[], scrut_arena *arena)
{
    if (v->letter_count > LINK_SYMBOLS_MAX)
        return true;
    v->symbols = scrut_arena_calloc(arena, LINK_SYMBOLS_MAX, 1);
    for (size_t i = 0; v->symbols != NULL && i < v->letter_count; i++)
        v->symbols[i] = symbol_of[v->letters[i]];
    return v->symbols != NULL;
}

bool scrut_link_number_letters(column *c, scrut_arena *arena)
{
    uint8_t *symbol_of = calloc(CODE_POINTS, 1);
    bool ready = symbol_of != NULL;
    bool few = ready && find_alphabet(c, symbol_of);
    for (uint32_t v = 1; few && ready && v < c->count; v++)
        ready = fill_symbols(&c->values[v], symbol_of, arena);
    free(symbol_of);
    return ready;
}
