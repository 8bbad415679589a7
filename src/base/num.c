/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/num.h"
#include "scrutineer/utf8.h"

#include <string.h>

/* First code points of the decimal digits accepted (Unicode Nd): ASCII, Khmer, Arabic-Indic, extended. */
static const uint32_t DIGIT_ZEROES[] = {0x30, 0x17E0, 0x0660, 0x06F0};

static bool digit_of(uint32_t code_point, int *ret_script, int *ret_digit)
{
    for (int i = 0; i < (int)(sizeof DIGIT_ZEROES / sizeof DIGIT_ZEROES[0]); i++) {
        if (code_point >= DIGIT_ZEROES[i] && code_point <= DIGIT_ZEROES[i] + 9) {
            *ret_script = i;
            *ret_digit = (int)(code_point - DIGIT_ZEROES[i]);
            return true;
        }
    }
    return false;
}

static scrut_number_result syntax_at(size_t at, size_t *ret_at)
{
    if (ret_at != NULL)
        *ret_at = at;
    return SCRUT_NUMBER_SYNTAX;
}

scrut_number_result scrut_parse_whole(const char *bytes, size_t length, int64_t max, int64_t *ret_value, size_t *ret_at)
{
    size_t i = 0, end = length;
    while (i < end && (bytes[i] == ' ' || bytes[i] == '\t'))
        i++;
    while (end > i && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t'))
        end--;
    if (i == end) {
        if (ret_at != NULL)
            *ret_at = 0;
        return SCRUT_NUMBER_EMPTY;
    }
    bool negative = bytes[i] == '-';
    if (negative || bytes[i] == '+')
        i++;
    if (i == end)
        return syntax_at(i, ret_at);
    int64_t value = 0;
    int script_seen = -1;
    bool too_big = false;
    while (i < end) {
        uint32_t code_point;
        int script, digit;
        size_t used = scrut_utf8_decode(bytes + i, end - i, &code_point);
        if (used == 0 || !digit_of(code_point, &script, &digit) || (script_seen >= 0 && script != script_seen))
            return syntax_at(i, ret_at);
        script_seen = script;
        if (value > (max - digit) / 10)
            too_big = true;
        else
            value = value * 10 + digit;
        i += used;
    }
    if (too_big) {
        if (ret_at != NULL)
            *ret_at = 0;
        return SCRUT_NUMBER_TOO_BIG;
    }
    *ret_value = negative ? -value : value;
    return SCRUT_NUMBER_OK;
}

static int64_t greatest_common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

bool scrut_parse_decimal(const char *bytes, size_t length, int64_t *ret_numerator, int64_t *ret_denominator)
{
    int64_t numerator = 0, denominator = 1;
    int decimals = -1;
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (bytes[i] < '0' || bytes[i] > '9' || decimals >= 9)
            return false;
        if (!scrut_multiply(numerator, 10, &numerator) || !scrut_add(numerator, bytes[i] - '0', &numerator))
            return false;
        digits++;
        if (decimals >= 0) {
            decimals++;
            denominator *= 10;
        }
    }
    if (digits == 0 || decimals == 0)
        return false;
    int64_t divisor = greatest_common_divisor(denominator, numerator);
    *ret_numerator = numerator / divisor;
    *ret_denominator = denominator / divisor;
    return true;
}

static size_t put(char *text, size_t size, size_t at, char c)
{
    if (at + 1 < size)
        text[at] = c;
    return at + 1;
}

static size_t finish(char *text, size_t size, size_t at)
{
    if (size > 0)
        text[at < size ? at : size - 1] = '\0';
    return at;
}

size_t scrut_format_ratio(char *text, size_t size, scrut_wide numerator, scrut_wide denominator, int digits)
{
    char reversed[64];
    size_t count = 0, at = 0;
    bool negative = numerator < 0;
    if (negative)
        numerator = -numerator;
    scrut_wide scale = 1;
    for (int i = 0; i < digits; i++)
        scale *= 10;
    /* whole part and remainder apart, so that the scaled product stays small */
    scrut_wide whole = numerator / denominator;
    scrut_wide part = ((numerator % denominator) * scale * 2 + denominator) / (denominator * 2);
    if (part >= scale) {
        whole++;
        part -= scale;
    }
    negative = negative && (whole > 0 || part > 0);
    for (int i = 0; i < digits; i++, part /= 10)
        reversed[count++] = (char)('0' + (int)(part % 10));
    if (digits > 0)
        reversed[count++] = '.';
    do {
        reversed[count++] = (char)('0' + (int)(whole % 10));
        whole /= 10;
    } while (whole > 0 && count < sizeof reversed);
    if (negative)
        at = put(text, size, at, '-');
    while (count > 0)
        at = put(text, size, at, reversed[--count]);
    return finish(text, size, at);
}

size_t scrut_format_grouped(char *text, size_t size, int64_t value)
{
    char reversed[32];
    size_t count = 0, at = 0;
    uint64_t rest = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
    for (size_t digits = 0; digits == 0 || rest > 0; digits++, rest /= 10) {
        if (digits > 0 && digits % 3 == 0)
            reversed[count++] = ',';
        reversed[count++] = (char)('0' + (int)(rest % 10));
    }
    if (value < 0)
        at = put(text, size, at, '-');
    while (count > 0)
        at = put(text, size, at, reversed[--count]);
    return finish(text, size, at);
}
