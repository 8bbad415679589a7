/* SPDX-License-Identifier: Apache-2.0
 * roll_names.c: invented names in Khmer letters and in several romanisations.
 *
 * A syllable is an onset and a rime. Both have a Khmer spelling and two Latin ones each, and the vowel sounds after the
 * series of the onset's letter (series a, series o), as in the Khmer script. The stock takes some of all syllables by a
 * fixed stride and gives them frequencies that fall with their rank, so that a few names are very common. No list of
 * real people was used. */
#include "roll_internal.h"

#include <string.h>

typedef struct {
    const char *khmer, *latin[2];
    int series; /* 0: a, 1: o */
} onset;

static const onset ONSETS[] = {
    {"ស", {"s", "s"}, 0},   {"ច", {"ch", "j"}, 0},   {"គ", {"k", "g"}, 1},     {"ម", {"m", "m"}, 1},
    {"រ", {"r", "r"}, 1},   {"ព", {"p", "p"}, 1},    {"ហ", {"h", "h"}, 0},     {"ល", {"l", "l"}, 1},
    {"ន", {"n", "n"}, 1},   {"ថ", {"th", "t"}, 0},   {"ស្រ", {"sr", "ser"}, 0}, {"វ", {"v", "w"}, 1},
    {"ក", {"k", "k"}, 0},   {"ភ", {"ph", "p"}, 1},   {"ទ", {"t", "t"}, 1},     {"អ", {"", ""}, 0},
    {"ខ", {"kh", "k"}, 0},  {"ឆ", {"chh", "ch"}, 0}, {"ធ", {"th", "t"}, 1},    {"ដ", {"d", "d"}, 0},
    {"ញ", {"nh", "gn"}, 1}, {"យ", {"y", "y"}, 1},    {"ប", {"b", "b"}, 0},     {"ផ", {"ph", "p"}, 0},
    {"ជ", {"ch", "c"}, 1},  {"ឡ", {"l", "l"}, 0},    {"ប្រ", {"pr", "br"}, 0},  {"ត", {"t", "t"}, 0},
    {"ង", {"ng", "ng"}, 1},
};

typedef struct {
    const char *khmer;
    const char *latin[2][2]; /* by the onset's series: the usual spelling and another */
} rime;

static const rime RIMES[] = {
    {"ុខ", {{"ok", "okh"}, {"uk", "ukh"}}},      {"ាន់", {{"an", "ann"}, {"oan", "ean"}}},
    {"ា", {{"a", "ar"}, {"ea", "ia"}}},         {"ី", {{"ey", "ei"}, {"y", "i"}}},
    {"ឹម", {{"oem", "em"}, {"im", "um"}}},       {"េង", {{"eng", "aeng"}, {"eng", "ing"}}},
    {"ាយ", {{"ay", "ai"}, {"eay", "iey"}}},     {"ូ", {{"o", "au"}, {"ou", "u"}}},
    {"ួន", {{"uon", "oun"}, {"uon", "oun"}}},    {"ៀវ", {{"iev", "ieu"}, {"iev", "ieu"}}},
    {"ឿន", {{"oeun", "eun"}, {"oeun", "eun"}}}, {"ុំ", {{"om", "oum"}, {"um", "oum"}}},
    {"ែន", {{"aen", "en"}, {"en", "aen"}}},     {"ៃ", {{"ai", "ay"}, {"ey", "ei"}}},
    {"ោ", {{"ao", "aor"}, {"or", "oo"}}},       {"ៅ", {{"av", "au"}, {"ov", "eou"}}},
    {"ាក់", {{"ak", "akh"}, {"eak", "oak"}}},    {"ិត", {{"et", "eth"}, {"it", "ith"}}},
    {"ឹង", {{"oeng", "eung"}, {"ing", "ung"}}},  {"ង់", {{"ang", "orng"}, {"ong", "oung"}}},
    {"ន", {{"orn", "on"}, {"un", "orn"}}},      {"ល", {{"al", "orl"}, {"ol", "ul"}}},
    {"ាត", {{"at", "ath"}, {"eat", "iet"}}},    {"ុន", {{"on", "oun"}, {"un", "oun"}}},
    {"ូច", {{"och", "auch"}, {"ouch", "uch"}}},  {"ុយ", {{"oy", "oi"}, {"uy", "ouy"}}},
    {"ាំ", {{"am", "aim"}, {"oam", "eam"}}},     {"ៀន", {{"ien", "ean"}, {"ien", "ean"}}},
    {"ួយ", {{"uoy", "ouy"}, {"uoy", "ouy"}}},    {"េត", {{"et", "ete"}, {"et", "ete"}}},
    {"ារ", {{"ar", "ara"}, {"ear", "iar"}}},
};

enum { ONSET_COUNT = COUNT_OF(ONSETS), RIME_COUNT = COUNT_OF(RIMES), PAIRS = ONSET_COUNT * RIME_COUNT, STRIDE = 541 };

/* ---- the stock -------------------------------------------------------------------------------------------- */

/* Frequencies fall as 1 / (rank + 4): the first of 280 names has one row in 22. */
static void fill_sums(uint32_t sums[], uint32_t count)
{
    uint64_t total = 0, running = 0;
    for (uint32_t i = 0; i < count; i++)
        total += (UINT64_C(1) << 28) / (i + 4);
    for (uint32_t i = 0; i < count; i++) {
        running += (UINT64_C(1) << 28) / (i + 4);
        sums[i] = (uint32_t)(running * UINT32_MAX / total);
    }
}

void roll_stock_fill(roll_stock *stock)
{
    fill_sums(stock->surname, ROLL_SURNAMES);
    fill_sums(stock->syllable, ROLL_SYLLABLES);
}

static uint32_t draw_rank(const uint32_t sums[], uint32_t count, scrut_rng *rng)
{
    uint32_t u = scrut_rng_u32(rng), low = 0, high = count - 1;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (sums[middle] < u)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* One name in four is drawn by the habits of the region, whose ranks are shifted: names go with places. */
uint16_t roll_draw_surname(const roll_stock *stock, scrut_rng *rng, uint32_t region)
{
    uint32_t rank = draw_rank(stock->surname, ROLL_SURNAMES, rng);
    if (scrut_rng_chance(rng, 1, 4))
        rank = (rank + 17 * region) % ROLL_SURNAMES;
    return (uint16_t)rank;
}

/* Women's names end otherwise than men's, and every cohort of ten years has its fashion: ranks are shifted. */
void roll_draw_given(const roll_stock *stock, scrut_rng *rng, bool male, uint32_t cohort, roll_name *name)
{
    bool fashion = scrut_rng_chance(rng, 1, 3);
    uint32_t first = draw_rank(stock->syllable, ROLL_SYLLABLES, rng),
             second = draw_rank(stock->syllable, ROLL_SYLLABLES, rng);
    name->given[0] = (uint16_t)((first + (fashion ? 23 * cohort : 0)) % ROLL_SYLLABLES);
    name->given[1] = (uint16_t)((second + (male ? 100 : 0)) % ROLL_SYLLABLES);
    if (scrut_rng_chance(rng, 1, 4))
        name->given[1] = UINT16_MAX;
}

/* Six choices, an onset's and a rime's of each syllable; the unusual one in one of four. */
uint32_t roll_draw_spelling(scrut_rng *rng)
{
    uint32_t u = scrut_rng_u32(rng);
    return u & u >> 6 & 63;
}

/* ---- spelling --------------------------------------------------------------------------------------------- */

static void append(char *text, size_t size, const char *more)
{
    size_t at = strlen(text), length = strlen(more);
    if (at + length < size)
        memcpy(text + at, more, length + 1);
}

/* Latin and Khmer of one syllable of the stock. Syllables of surnames are other ones than those of given names. */
static void spell_syllable(uint32_t number, uint32_t spelling, char *latin, size_t latin_size, char *khmer,
                           size_t khmer_size)
{
    uint32_t pair = number * STRIDE % PAIRS;
    const onset *o = &ONSETS[pair % ONSET_COUNT];
    const rime *r = &RIMES[pair / ONSET_COUNT];
    append(latin, latin_size, o->latin[spelling & 1]);
    append(latin, latin_size, r->latin[o->series][spelling >> 1 & 1]);
    append(khmer, khmer_size, o->khmer);
    append(khmer, khmer_size, r->khmer);
}

static void capitalise(char *text)
{
    if (text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
}

void roll_spell(const roll_name *name, roll_person *p)
{
    p->surname[0] = p->given[0] = p->surname_km[0] = p->given_km[0] = '\0';
    spell_syllable(ROLL_SYLLABLES + name->surname, name->spelling, p->surname, sizeof p->surname, p->surname_km,
                   sizeof p->surname_km);
    spell_syllable(name->given[0], name->spelling >> 2, p->given, sizeof p->given, p->given_km, sizeof p->given_km);
    if (name->given[1] != UINT16_MAX)
        spell_syllable(name->given[1], name->spelling >> 4, p->given, sizeof p->given, p->given_km, sizeof p->given_km);
    capitalise(p->surname);
    capitalise(p->given);
}

/* A letter replaced, left out, doubled, or exchanged with the next one; the first stays, as clerks mostly have it. */
void roll_slip(char *text, size_t size, scrut_rng *rng)
{
    size_t length = strlen(text);
    if (length < 2) {
        append(text, size, "h");
        return;
    }
    size_t at = 1 + scrut_rng_below(rng, (uint32_t)length - 1);
    uint32_t what = scrut_rng_below(rng, 4);
    if (what == 0) {
        text[at] = text[at] == 'e' ? 'a' : 'e';
    } else if (what == 1 && length > 2) {
        memmove(text + at, text + at + 1, length - at);
    } else if (what == 2 && at + 1 < length && text[at] != text[at + 1]) {
        char moved = text[at];
        text[at] = text[at + 1];
        text[at + 1] = moved;
    } else if (length + 1 < size) {
        memmove(text + at + 1, text + at, length - at + 1);
    }
}

/* The vowel OO in two parts, or a space of no width behind the name: other bytes, the same word on paper. */
void roll_encode_otherwise(char *text, size_t size)
{
    static const char WHOLE[] = "\xe1\x9f\x84", PARTS[] = "\xe1\x9f\x81\xe1\x9e\xb6", NOTHING[] = "\xe2\x80\x8b";
    char *at = strstr(text, WHOLE);
    size_t length = strlen(text), grows = sizeof PARTS - sizeof WHOLE;
    if (at == NULL || length + grows >= size) {
        append(text, size, NOTHING);
        return;
    }
    memmove(at + sizeof PARTS - 1, at + sizeof WHOLE - 1, length - (size_t)(at - text) - (sizeof WHOLE - 1) + 1);
    memcpy(at, PARTS, sizeof PARTS - 1);
}
