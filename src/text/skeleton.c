/* SPDX-License-Identifier: Apache-2.0
 * The skeleton of a name: what stays the same when a Khmer name is romanised by different clerks. Letters: the ASCII
 * consonants, N for ng, M for nh inside a syllable's head, A for a vowel at the beginning.
 *
 * Measured on 187 Khmer names with their ranked spellings: see docs/internals/roll.md. */
#include "scrutineer/utf8.h"
#include "text_internal.h"

#include <string.h>

typedef struct {
    scrut_buf *out;
    char last; /* the letter written last; 0: none */
} writer;

/* Writes one sound. Vowels and the weak consonants y, r, h, w count at the beginning only: spellings differ most there.
 * A beginning y is a vowel, for spellings with and without it are equally common. */
static void put_sound(writer *w, char sound)
{
    bool first = w->last == '\0';
    if (first && sound == 'y')
        sound = 'A';
    if (!first && sound == 'M')
        sound = 'N'; /* at the end of a syllable nh and ng are not told apart */
    if (!first && strchr("Ayrhw", sound) != NULL)
        return;
    if (sound != w->last)
        scrut_buf_putc(w->out, sound);
    w->last = sound;
}

/* Groups of Latin letters, the longest first, that are one sound. */
static size_t latin_sound(const char *text, size_t length, char *ret_sound)
{
    static const struct {
        char letters[4];
        char sound;
    } SOUNDS[] = {{"chh", 'c'}, {"ch", 'c'}, {"kh", 'k'}, {"gh", 'k'}, {"ng", 'N'}, {"nh", 'M'}, {"ph", 'p'},
                  {"th", 't'},  {"j", 'c'},  {"b", 'p'},  {"d", 't'},  {"g", 'k'},  {"q", 'k'},  {"v", 'w'},
                  {"x", 's'},   {"z", 's'},  {"a", 'A'},  {"e", 'A'},  {"i", 'A'},  {"o", 'A'},  {"u", 'A'}};
    for (size_t i = 0; i < sizeof SOUNDS / sizeof SOUNDS[0]; i++) {
        if (SOUNDS[i].letters[0] != text[0])
            continue;
        size_t n = strlen(SOUNDS[i].letters);
        if (n <= length && memcmp(text, SOUNDS[i].letters, n) == 0) {
            *ret_sound = SOUNDS[i].sound;
            return n;
        }
    }
    *ret_sound = text[0];
    return 1;
}

/* The sound of a Khmer letter at U+1780 + i; 0: none of its own. */
static char khmer_sound(uint32_t c)
{
    static const char SOUNDS[] = "kkkkNccccMttttnttttnppppmyrlwssshlA";
    if (c >= 0x1780 && c <= 0x17A2)
        return SOUNDS[c - 0x1780];
    if (c >= 0x17A3 && c <= 0x17B3)
        return 'A';
    return c == 0x17C6 ? 'm' : '\0';
}

static bool next_is(const char *text, size_t length, uint32_t expected)
{
    uint32_t c;
    return length > 0 && scrut_utf8_decode(text, length, &c) > 0 && c == expected;
}

static size_t put_other(writer *w, const char *text, size_t length)
{
    uint32_t c;
    size_t used = scrut_utf8_decode(text, length, &c);
    if (used == 0)
        return 1;
    if (c < 0x1780 || c > 0x17FF) {
        scrut_buf_append(w->out, text, used);
        w->last = '?'; /* no sound of ours: the next one is written */
        return used;
    }
    char sound = khmer_sound(c);
    bool silent = next_is(text + used, length - used, 0x17CD);               /* toandakhiat */
    bool nasal = c == 0x17C6 && next_is(text + used, length - used, 0x1784); /* nikahit before ngo is part of "ang" */
    if (sound != '\0' && !silent && !nasal)
        put_sound(w, sound);
    return used;
}

scrut_status scrut_text_skeleton(const char *folded, size_t length, scrut_buf *skeleton, scrut_error *err)
{
    writer w = {.out = skeleton};
    for (size_t at = 0; at < length;) {
        char sound;
        if ((unsigned char)folded[at] >= 0x80) {
            at += put_other(&w, folded + at, length - at);
        } else if (folded[at] == ' ') {
            at++;
        } else {
            at += latin_sound(folded + at, length - at, &sound);
            put_sound(&w, sound);
        }
    }
    return skeleton->failed ? scrut_fail_memory(err) : SCRUT_OK;
}
