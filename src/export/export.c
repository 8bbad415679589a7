/* SPDX-License-Identifier: Apache-2.0
 * export.c: one export from its first file to the moment when all of them are in place. */
#include "export_internal.h"

#include <string.h>

const scrut_tally *scrut_export_default_figures(const scrut_verdict *verdict)
{
    if (verdict->tabulation_count > 0)
        return &verdict->tallies[0];
    for (size_t t = verdict->tally_count; t > 0; t--)
        if (verdict->tallies[t - 1].has_votes)
            return &verdict->tallies[t - 1];
    return NULL;
}

/* `shape`: 0 stands for a digit, every other character for itself. */
static bool has_shape(const char *text, const char *shape)
{
    for (; *shape != '\0'; shape++, text++)
        if (*shape == '0' ? *text < '0' || *text > '9' : *text != *shape)
            return false;
    return true;
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + text[1] - '0';
}

bool export_is_date(const char *text)
{
    return text != NULL && strlen(text) == 10 && has_shape(text, "0000-00-00") && two_digits(text + 5) >= 1 &&
           two_digits(text + 5) <= 12 && two_digits(text + 8) >= 1 && two_digits(text + 8) <= 31;
}

static bool is_zone(const char *text)
{
    if (strcmp(text, "Z") == 0)
        return true;
    if (strlen(text) != 6 || (text[0] != '+' && text[0] != '-') || !has_shape(text + 1, "00:00"))
        return false;
    int hours = two_digits(text + 1), minutes = two_digits(text + 4);
    return minutes < 60 && (hours < 14 || (hours == 14 && minutes == 0));
}

bool scrut_export_is_time(const char *text)
{
    char date[11] = "";
    if (strlen(text) < 20 || !has_shape(text, "0000-00-00T00:00:00"))
        return false;
    memcpy(date, text, 10);
    return export_is_date(date) && two_digits(text + 11) < 24 && two_digits(text + 14) < 60 &&
           two_digits(text + 17) < 60 && is_zone(text + 19);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

const char *export_country(exporter *x)
{
    const char *text = x->c->country;
    if (text == NULL || strlen(text) != 2)
        return NULL;
    char first = lower(text[0]), second = lower(text[1]);
    bool letters = first >= 'a' && first <= 'z' && second >= 'a' && second <= 'z';
    return letters ? export_print(x, "%c%c", first, second) : NULL;
}

static void write_files(exporter *x)
{
    switch (x->options->format) {
    case SCRUT_EXPORT_NIST: export_nist(x); break;
    case SCRUT_EXPORT_OPENELECTIONS: export_openelections(x); break;
    case SCRUT_EXPORT_CSV: export_tables(x); break;
    case SCRUT_EXPORT_DATAPACKAGE:
        export_tables(x);
        export_package(x);
        break;
    }
}

scrut_status scrut_export_write(const scrut_verdict *verdict, const scrut_export_options *options,
                                scrut_export_summary *ret_summary, scrut_error *err)
{
    scrut_export_summary summary = {.arena = scrut_arena_new()};
    if (summary.arena == NULL)
        return scrut_fail_memory(err);
    exporter x = {.v = verdict,
                  .c = verdict->c,
                  .options = options,
                  .arena = summary.arena,
                  .summary = &summary,
                  .line_end = "\r\n",
                  .err = err};
    x.status = scrut_make_folder(options->folder, err);
    if (x.status == SCRUT_OK)
        write_files(&x);
    export_place(&x);
    export_free(&x);
    if (x.status != SCRUT_OK) {
        scrut_export_summary_free(&summary);
        return x.status;
    }
    *ret_summary = summary;
    return SCRUT_OK;
}

void scrut_export_summary_free(scrut_export_summary *summary)
{
    scrut_arena_free(summary->arena);
    *summary = (scrut_export_summary){0};
}
