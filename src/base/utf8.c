/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/utf8.h"

#include <string.h>

static bool is_tail(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Length of the well-formed sequence at bytes (length >= 1), 0 if there is none. */
static size_t sequence_length(const unsigned char *bytes, size_t length)
{
    unsigned char first = bytes[0];
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return length >= 2 && is_tail(bytes[1]) ? 2 : 0;
    if ((first & 0xF0) == 0xE0) {
        if (length < 3 || !is_tail(bytes[1]) || !is_tail(bytes[2]))
            return 0;
        if ((first == 0xE0 && bytes[1] < 0xA0) || (first == 0xED && bytes[1] > 0x9F))
            return 0; /* overlong, surrogate */
        return 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if (length < 4 || !is_tail(bytes[1]) || !is_tail(bytes[2]) || !is_tail(bytes[3]))
            return 0;
        if ((first == 0xF0 && bytes[1] < 0x90) || (first == 0xF4 && bytes[1] > 0x8F))
            return 0; /* overlong, above U+10FFFF */
        return 4;
    }
    return 0;
}

/* Bytes of the sequences of three at the beginning of bytes[0 .. length), as most scripts of Asia have, but for the
 * first bytes 0xE0 and 0xED, which are looked at more closely. */
static size_t run_of_three(const unsigned char *b, size_t length)
{
    size_t i = 0;
    for (; i + 4 <= length; i += 3) {
        uint32_t word = b[i] | (uint32_t)b[i + 1] << 8 | (uint32_t)b[i + 2] << 16 | (uint32_t)b[i + 3] << 24;
        if ((word & 0x00C0C0F0) != 0x008080E0 || b[i] == 0xE0 || b[i] == 0xED)
            break;
    }
    return i;
}

size_t scrut_utf8_check(const char *bytes, size_t length)
{
    const unsigned char *b = (const unsigned char *)bytes;
    size_t i = 0;
    while (i < length) {
        while (i + 32 <= length) {
            uint64_t words[4];
            memcpy(words, b + i, sizeof words);
            if (((words[0] | words[1] | words[2] | words[3]) & UINT64_C(0x8080808080808080)) != 0)
                break;
            i += 32;
        }
        /* a run of bytes one by one, then try the fast way again */
        for (size_t stop = i + 32; i < length && i < stop;) {
            size_t used = sequence_length(b + i, length - i);
            if (used == 0)
                return i;
            i += used;
            if (used == 3)
                i += run_of_three(b + i, length - i);
        }
    }
    return length;
}

size_t scrut_utf8_decode(const char *bytes, size_t length, uint32_t *ret_code_point)
{
    const unsigned char *b = (const unsigned char *)bytes;
    size_t used = length > 0 ? sequence_length(b, length) : 0;
    switch (used) {
    case 1: *ret_code_point = b[0]; break;
    case 2: *ret_code_point = (uint32_t)(b[0] & 0x1F) << 6 | (b[1] & 0x3F); break;
    case 3: *ret_code_point = (uint32_t)(b[0] & 0x0F) << 12 | (uint32_t)(b[1] & 0x3F) << 6 | (b[2] & 0x3F); break;
    case 4:
        *ret_code_point = (uint32_t)(b[0] & 0x07) << 18 | (uint32_t)(b[1] & 0x3F) << 12 | (uint32_t)(b[2] & 0x3F) << 6 |
                          (b[3] & 0x3F);
        break;
    default: *ret_code_point = 0xFFFD; break;
    }
    return used;
}
