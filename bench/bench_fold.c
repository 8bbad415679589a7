/* SPDX-License-Identifier: Apache-2.0
 * bench_fold: how fast names are folded and dates are read, beside a plain copy of the same bytes.
 *
 *   bench_fold [RUNS]
 *
 * Names of two or three words are drawn from the words of each kind, so that no branch learns them by heart; they are
 * folded one by one and in texts of 64 KiB, 16 MB of each kind. Runs alternate; medians are printed. */
#include "bench_support.h"
#include "scrutineer/num.h"
#include "scrutineer/rng.h"
#include "scrutineer/roll.h"
#include "scrutineer/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASS_BYTES ((size_t)16 << 20)
#define RUNS_MAX 101
#define SEED UINT64_C(20130728)

enum { KIND_COUNT = 13, DATE_KINDS = 3, WORDS = 12, NAME_COUNT = 4096 };
static const struct {
    const char *kind, *words[WORDS];
} KINDS[KIND_COUNT] = {
    {"romanised",
     {"Sok", "Sopheak", "CHHIM", "Raksmey", "Keo", "Bopha", "Nguon", "Vannak", "Ly", "Chanthou", "PRAK", "Sreymom"}},
    {"khmer", {"សុខ", "សុភ័ក្ត្រ", "ឈឹម", "រស្មី", "កែវ", "បុប្ផា", "ស្រ៊ុន", "វណ្ណៈ", "លី", "ចាន់ធូ", "ប្រាក់", "ស្រីមុំ"}},
    {"khmer, other orders", {"ស្ដ្រី", "ស៊េីប", "ខែ្មរ", "ម៉្យាង", "សុំា", "ចំា", "នំប័៉ង", "សុី", "ស្រុ៊ន", "ណេាះ", "ក្រ្ដា", "បុ៉ិច"}},
    {"latin with marks",
     {"Nguyễn", "Đỗ", "Gonçalves", "André", "Łukasz", "Żak", "Müller", "Jörg", "Trần", "Hélène", "Çelik", "Dvořák"}},
    {"arabic",
     {"محمد", "عبد", "الرحمن", "فاطمة", "الزهراء", "أحمد", "إبراهيم", "يوسف", "آل", "سعود", "مصطفى", "الهاشمي"}},
    {"ethiopic", {"አበበ", "ቢቂላ", "ኃይለ", "ሥላሴ", "ፀሐይ", "መኮንን", "ዓለም", "ገብረ", "ተስፋዬ", "ማርያም", "ከበደ", "ሰላማዊት"}},
    {"cyrillic",
     {"Иванов", "Пётр", "Сергеевич", "Алексей", "Ёлкина", "Юлия", "Николай", "Мария", "Андрей", "Йосип", "Щербаков",
      "Ольга"}},
    {"greek, hebrew",
     {"Γεώργιος", "Ελένη", "Νικόλαος", "Μαρία", "Ἀλέξανδρος", "Ιωάννης", "משה", "כֹּהֵן", "דוד", "שרה", "לוי", "רבקה"}},
    {"devanagari, bengali",
     {"राम", "कुमार", "शर्मा", "लक्ष्मी", "कृष्ण", "ज़ैदी", "রহিম", "হোসেন", "চৌধুরী", "বেগম", "খাতুন", "আলী"}},
    {"thai, burmese", {"สมชาย", "ใจดี", "ทองดี", "แก้วมณี", "สุวรรณ", "บุญมี", "အောင်", "မြင့်", "ကျော်", "စန်း", "ခင်", "မောင်"}},
    {"hangul", {"김", "민수", "이", "서연", "박", "지훈", "최", "수빈", "정", "예은", "강", "현우"}},
    {"han, kana", {"王", "伟", "李", "秀英", "張", "敏", "さくら", "ゆうだい", "ワタナベ", "ガッキー", "陳", "静"}},
    {"adlam",
     {"𞤃𞤢𞤥𞤢𞤣𞤵", "𞤔𞤢𞤤𞤮", "𞤀𞤥𞤭𞤲𞤢", "𞤄𞤢𞤸", "𞤆𞤵𞤤𞤮",
      "𞤅𞤮𞤱", "𞤐𞤣𞤭𞤪𞤢", "𞤁𞤭𞤢𞤤𞤮", "𞤇𞤢", "𞤊𞤢𞤼𞤵",
      "𞤖𞤢𞤱𞤢", "𞤍𞤫𞤪𞤲𞤮"}},
};

/* Names or dates, one behind another. */
typedef struct {
    scrut_buf bytes;
    size_t begin[NAME_COUNT + 1];
} texts;

static void draw_names(size_t kind, texts *t)
{
    scrut_rng rng = scrut_rng_open(SEED, 1, kind);
    scrut_buf_clear(&t->bytes);
    for (size_t i = 0; i < NAME_COUNT; i++) {
        t->begin[i] = t->bytes.length;
        for (uint32_t left = 2 + scrut_rng_below(&rng, 2); left > 0; left--)
            scrut_buf_printf(&t->bytes, "%s%s", KINDS[kind].words[scrut_rng_below(&rng, WORDS)], left > 1 ? " " : "");
    }
    t->begin[NAME_COUNT] = t->bytes.length;
}

static void put_khmer_number(scrut_buf *out, unsigned number, int digits)
{
    char ascii[16];
    snprintf(ascii, sizeof ascii, "%0*u", digits, number);
    for (const char *c = ascii; *c != '\0'; c++)
        scrut_buf_printf(out, "\xE1\x9F%c", (char)(0xA0 + (*c - '0')));
}

/* 1987-03-21; 21/03/1987; 21-03-2530 in Khmer digits and the Buddhist era. */
static void draw_dates(size_t kind, texts *t)
{
    scrut_rng rng = scrut_rng_open(SEED, 2, kind);
    scrut_buf_clear(&t->bytes);
    for (size_t i = 0; i < NAME_COUNT; i++) {
        unsigned year = 1930 + scrut_rng_below(&rng, 65), month = 1 + scrut_rng_below(&rng, 12);
        unsigned day = 1 + scrut_rng_below(&rng, 28);
        t->begin[i] = t->bytes.length;
        if (kind == 0) {
            scrut_buf_printf(&t->bytes, "%u-%02u-%02u", year, month, day);
        } else if (kind == 1) {
            scrut_buf_printf(&t->bytes, "%02u/%02u/%u", day, month, year);
        } else {
            put_khmer_number(&t->bytes, day, 2);
            scrut_buf_putc(&t->bytes, '-');
            put_khmer_number(&t->bytes, month, 2);
            scrut_buf_putc(&t->bytes, '-');
            put_khmer_number(&t->bytes, year + 543, 4);
        }
    }
    t->begin[NAME_COUNT] = t->bytes.length;
}

typedef enum { COPY, FOLD, READ_DATE } job;

/* One by one, as a loader does; seconds of processor time a byte. */
static double pass(const texts *t, job what, scrut_date_order order, scrut_buf *out)
{
    clock_t start = clock();
    size_t done = 0;
    for (size_t i = 0; done < PASS_BYTES; i = (i + 1) % NAME_COUNT) {
        const char *bytes = t->bytes.bytes + t->begin[i];
        size_t length = t->begin[i + 1] - t->begin[i];
        scrut_date date;
        bool fine = true;
        if (what == COPY)
            scrut_buf_append(out, bytes, length);
        else if (what == FOLD)
            fine = scrut_text_fold(bytes, length, out, NULL, NULL) == SCRUT_OK;
        else
            fine = scrut_date_parse(bytes, length, order, 2026, &date);
        if (!fine)
            exit(1);
        done += length;
        if (out->length > 1 << 16)
            scrut_buf_clear(out);
    }
    return (double)(clock() - start) / CLOCKS_PER_SEC / (double)done;
}

/* Folds texts of 64 KiB, as a whole column is; seconds of processor time a byte. */
static double pass_of_texts(const scrut_buf *text, scrut_buf *out)
{
    clock_t start = clock();
    size_t done = 0;
    for (; done < PASS_BYTES; done += text->length) {
        scrut_buf_clear(out);
        if (scrut_text_fold(text->bytes, text->length, out, NULL, NULL) != SCRUT_OK)
            exit(1);
    }
    return (double)(clock() - start) / CLOCKS_PER_SEC / (double)done;
}

static void make_text(const texts *t, scrut_buf *text)
{
    scrut_buf_clear(text);
    for (size_t i = 0; text->length < 1 << 16; i = (i + 1) % NAME_COUNT) {
        scrut_buf_append(text, t->bytes.bytes + t->begin[i], t->begin[i + 1] - t->begin[i]);
        scrut_buf_putc(text, ' ');
    }
}

static void race_names(size_t kind, size_t runs, texts *t, scrut_buf *text, scrut_buf *out)
{
    double copy[RUNS_MAX], fold[RUNS_MAX], whole[RUNS_MAX];
    draw_names(kind, t);
    make_text(t, text);
    for (size_t run = 0; run < runs; run++) {
        copy[run] = pass(t, COPY, SCRUT_DATE_YEAR_FIRST, out);
        fold[run] = pass(t, FOLD, SCRUT_DATE_YEAR_FIRST, out);
        whole[run] = pass_of_texts(text, out);
    }
    double copied = bench_median(copy, runs), folded = bench_median(fold, runs);
    printf("%-20s %5.0f MB/s name by name, %4.1f times a copy; %5.0f MB/s in texts of 64 KiB\n", KINDS[kind].kind,
           1e-6 / folded, folded / copied, 1e-6 / bench_median(whole, runs));
}

static void race_dates(size_t kind, size_t runs, texts *t, scrut_buf *out)
{
    static const char *const NAMES[DATE_KINDS] = {"dates, year first", "dates, day first", "dates, khmer digits"};
    scrut_date_order order = kind == 0 ? SCRUT_DATE_YEAR_FIRST : SCRUT_DATE_DAY_FIRST;
    double copy[RUNS_MAX], reading[RUNS_MAX];
    draw_dates(kind, t);
    for (size_t run = 0; run < runs; run++) {
        copy[run] = pass(t, COPY, order, out);
        reading[run] = pass(t, READ_DATE, order, out);
    }
    double copied = bench_median(copy, runs), read_in = bench_median(reading, runs);
    printf("%-20s %5.0f MB/s date by date, %4.1f times a copy\n", NAMES[kind], 1e-6 / read_in, read_in / copied);
}

int main(int argc, char **argv)
{
    static texts t;
    int64_t runs = 5;
    scrut_buf out = {0}, text = {0};
    if (argc > 1 && (scrut_parse_whole(argv[1], strlen(argv[1]), RUNS_MAX, &runs, NULL) != SCRUT_NUMBER_OK || runs < 1))
        return 2;
    for (size_t kind = 0; kind < KIND_COUNT; kind++)
        race_names(kind, (size_t)runs, &t, &text, &out);
    for (size_t kind = 0; kind < DATE_KINDS; kind++)
        race_dates(kind, (size_t)runs, &t, &out);
    scrut_buf_free(&t.bytes);
    scrut_buf_free(&out);
    scrut_buf_free(&text);
    return 0;
}
