/* SPDX-License-Identifier: Apache-2.0
 * bench_fold: how fast names are folded, beside a plain copy of the same bytes.
 *
 *   bench_fold [RUNS]
 *
 * The names are invented, 32 MB of each kind: romanised, Khmer, Khmer typed in other orders, Latin with marks,
 * Arabic, Ethiopic.
 * Runs alternate; medians are printed. */
#include "bench_support.h"
#include "scrutineer/num.h"
#include "scrutineer/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_BYTES ((size_t)32 << 20)
#define RUNS_MAX 101

enum { KIND_COUNT = 6 };
static const char *const NAMES[KIND_COUNT][4] = {
    {"Sok Sopheak", "CHHIM Raksmey", "Keo Bopha", "Nguon Vannak"},
    {"សុខ សុភ័ក្ត្រ", "ឈឹម រស្មី", "កែវ បុប្ផា", "ស្រ៊ុន វណ្ណៈ"},
    {"ស្ដ្រី ស៊ើប", "ខែ្មរ ម៉្យាង", "សុំា ចំា", "នំប័៉ង ស៊ី"},
    {"Nguyễn Đỗ", "Gonçalves André", "Łukasz Żak", "Müller Jörg"},
    {"محمد عبد الرحمن", "فاطمة الزهراء", "أحمد إبراهيم", "يوسف آل سعود"},
    {"አበበ ቢቂላ", "ኃይለ ሥላሴ", "ፀሐይ መኮንን", "ዓለም ገብረ"},
};
static const char *const KINDS[KIND_COUNT] = {"romanised",        "khmer",  "khmer, other orders",
                                              "latin with marks", "arabic", "ethiopic"};

/* Copies or folds names one by one, as a loader does; seconds of processor time. */
static double pass(const char *const names[4], bool fold, scrut_buf *out)
{
    clock_t start = clock();
    size_t done = 0;
    for (size_t i = 0; done < TEXT_BYTES; i++) {
        size_t length = strlen(names[i % 4]);
        if (!fold)
            scrut_buf_append(out, names[i % 4], length);
        else if (scrut_text_fold(names[i % 4], length, out, NULL, NULL) != SCRUT_OK)
            exit(1);
        done += length;
        if (out->length > 1 << 16)
            scrut_buf_clear(out);
    }
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Folds texts of 64 KiB, as a whole column is; seconds of processor time. */
static double pass_of_texts(const scrut_buf *text, scrut_buf *out)
{
    clock_t start = clock();
    for (size_t done = 0; done < TEXT_BYTES; done += text->length) {
        scrut_buf_clear(out);
        if (scrut_text_fold(text->bytes, text->length, out, NULL, NULL) != SCRUT_OK)
            exit(1);
    }
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void make_text(const char *const names[4], scrut_buf *text)
{
    scrut_buf_clear(text);
    for (size_t i = 0; text->length < 1 << 16; i++)
        scrut_buf_printf(text, "%s ", names[i % 4]);
}

int main(int argc, char **argv)
{
    int64_t runs = 5;
    scrut_buf out = {0}, text = {0};
    if (argc > 1 && (scrut_parse_whole(argv[1], strlen(argv[1]), RUNS_MAX, &runs, NULL) != SCRUT_NUMBER_OK || runs < 1))
        return 2;
    for (size_t kind = 0; kind < KIND_COUNT; kind++) {
        double copy[RUNS_MAX], fold[RUNS_MAX], texts[RUNS_MAX];
        make_text(NAMES[kind], &text);
        for (int64_t run = 0; run < runs; run++) {
            copy[run] = pass(NAMES[kind], false, &out);
            fold[run] = pass(NAMES[kind], true, &out);
            texts[run] = pass_of_texts(&text, &out);
        }
        double copied = bench_median(copy, (size_t)runs), folded = bench_median(fold, (size_t)runs);
        printf("%-20s %6.0f MB/s name by name, %.1f times a copy; %6.0f MB/s in texts of 64 KiB\n", KINDS[kind],
               (double)TEXT_BYTES / 1e6 / folded, folded / copied,
               (double)TEXT_BYTES / 1e6 / bench_median(texts, (size_t)runs));
    }
    scrut_buf_free(&out);
    scrut_buf_free(&text);
    return 0;
}
