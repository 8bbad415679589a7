/* SPDX-License-Identifier: Apache-2.0
 * One spelling for the romanisations of a Khmer name that differ by the habits of clerks only. There is no standard in
 * use, but few habits: aspiration written or not, double letters, and a handful of vowels. */
#include "text_internal.h"

#include <string.h>

typedef struct {
    const char *letters, *spelling;
} habit;

/* The longest first. */
static const habit HABITS[] = {{"oeu", "eu"}, {"chh", "ch"}, {"ch", "ch"}, {"ph", "p"}, {"th", "t"},
                               {"kh", "k"},   {"ou", "u"},   {"uo", "u"},  {"oo", "u"}, {"ue", "eu"},
                               {"ey", "i"},   {"ei", "i"},   {"ee", "i"},  {"y", "i"},  {"ea", "ia"},
                               {"w", "v"},    {"dh", "d"},   {"bh", "b"},  {"gh", "g"}};

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* An r that only lengthens an o: "sor" for "so", not in "sora". */
static bool is_silent_r(const char *text, size_t at, size_t length)
{
    return text[at] == 'r' && at > 0 && text[at - 1] == 'o' && (at + 1 == length || !is_vowel(text[at + 1]));
}

static size_t habit_at(const char *text, size_t length, const char **ret_spelling)
{
    for (size_t i = 0; i < sizeof HABITS / sizeof HABITS[0]; i++) {
        if (HABITS[i].letters[0] != text[0])
            continue;
        size_t n = strlen(HABITS[i].letters);
        if (n <= length && memcmp(text, HABITS[i].letters, n) == 0) {
            *ret_spelling = HABITS[i].spelling;
            return n;
        }
    }
    return 0;
}

static void put_letters(const char *letters, size_t count, size_t from, scrut_buf *out)
{
    for (size_t i = 0; i < count; i++) {
        bool again = out->length > from && out->bytes[out->length - 1] == letters[i];
        if (!again || (unsigned char)letters[i] >= 0x80) /* bytes of other scripts are no letters */
            scrut_buf_putc(out, letters[i]);
    }
}

scrut_status scrut_text_spelling(const char *folded, size_t length, scrut_buf *spelling, scrut_error *err)
{
    size_t from = spelling->length;
    for (size_t at = 0; at < length && !spelling->failed;) {
        const char *letters = folded + at;
        size_t used = habit_at(letters, length - at, &letters), count = used > 0 ? strlen(letters) : 1;
        bool silent = folded[at] == ' ' || is_silent_r(folded, at, length);
        put_letters(letters, silent ? 0 : count, from, spelling);
        at += used > 0 ? used : 1;
    }
    return spelling->failed ? scrut_fail_memory(err) : SCRUT_OK;
}
