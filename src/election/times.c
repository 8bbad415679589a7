/* SPDX-License-Identifier: Apache-2.0
 * times.c: when stations opened and closed and forms were filled in, as minutes. No clock and no time zone: a time is
 * what the form says. */
#include "election_internal.h"

#include <string.h>

const char *scrut_time_name(scrut_time time)
{
    static const char *const NAMES[SCRUT_TIME_COUNT] = {"opened", "closed", "filled"};
    return NAMES[time];
}

/* ---- text to minutes ---- */

/* Reads exactly `digits` digits; -1: there are others. */
static int32_t read_digits(const char **at, int digits)
{
    int32_t value = 0;
    for (int i = 0; i < digits; i++, ++*at) {
        if (**at < '0' || **at > '9')
            return -1;
        value = value * 10 + (**at - '0');
    }
    return value;
}

/* Days since 1970-01-01 in the Gregorian calendar: years are counted from March, so that the leap day ends them. */
int32_t scrut_day_of(int32_t year, int32_t month, int32_t day)
{
    int32_t y = month <= 2 ? year - 1 : year, m = month <= 2 ? month + 9 : month - 3;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

static int32_t days_in(int32_t year, int32_t month)
{
    return month == 12 ? 31 : scrut_day_of(year, month + 1, 1) - scrut_day_of(year, month, 1);
}

static bool read_date(const char **at, int32_t *ret_days)
{
    int32_t year = read_digits(at, 4), month = *(*at) == '-' ? (++*at, read_digits(at, 2)) : -1,
            day = *(*at) == '-' ? (++*at, read_digits(at, 2)) : -1;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in(year, month))
        return false;
    *ret_days = scrut_day_of(year, month, day);
    return true;
}

static bool read_clock(const char *at, int32_t *ret_minutes)
{
    int32_t hour = read_digits(&at, 2), minute = *at == ':' ? (at++, read_digits(&at, 2)) : -1;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return false;
    if (*at == ':') {
        at++;
        int32_t second = read_digits(&at, 2);
        if (second < 0 || second > 60) /* a leap second */
            return false;
    }
    *ret_minutes = hour * 60 + minute;
    return *at == '\0';
}

bool scrut_time_parse(const char *text, bool *ret_dated, int32_t *ret_minutes)
{
    int32_t days = 0, minutes;
    bool dated = strlen(text) > 10;
    if (dated) {
        if (!read_date(&text, &days) || (*text != 'T' && *text != ' '))
            return false;
        text++;
    }
    if (!read_clock(text, &minutes))
        return false;
    *ret_dated = dated;
    *ret_minutes = days * 1440 + minutes;
    return true;
}

bool scrut_day_parse(const char *text, int32_t *ret_days)
{
    int32_t days;
    if (!read_date(&text, &days) || *text != '\0')
        return false;
    *ret_days = days;
    return true;
}

/* ---- columns of returns ---- */

void want_times(column_set *set, scrut_returns *r, size_t columns[SCRUT_TIME_COUNT])
{
    for (int t = 0; t < SCRUT_TIME_COUNT; t++)
        columns[t] = SIZE_MAX;
    const scrut_yaml *times = scrut_yaml_get(set->node, "times");
    if (times == NULL || !check_keys(set->l, times, "times", "opened closed filled"))
        return;
    for (int t = 0; t < SCRUT_TIME_COUNT; t++) {
        const scrut_yaml *where = scrut_yaml_get(times, scrut_time_name((scrut_time)t));
        const char *header = where != NULL ? text_of(set->l, times, scrut_time_name((scrut_time)t)) : NULL;
        columns[t] = header != NULL ? returns_want(set, header, where, SCRUT_CELL_CATEGORY) : SIZE_MAX;
        if (columns[t] != SIZE_MAX)
            r->times[t].column = set->names[columns[t]];
    }
}

static bool is_missing(const scrut_csv_options *options, const char *text)
{
    bool missing = *text == '\0';
    for (size_t i = 0; i < options->missing_count && !missing; i++)
        missing = strcmp(options->missing[i], text) == 0;
    return missing;
}

/* Opening and closing are times of the day, whether or not the form writes the date beside them. */
static bool read_time(scrut_time time, const char *text, int32_t *ret_minutes)
{
    bool dated;
    int32_t minutes;
    if (!scrut_time_parse(text, &dated, &minutes) || (time == SCRUT_TIME_FILLED && !dated))
        return false;
    int32_t of_day = minutes % 1440;
    *ret_minutes = time == SCRUT_TIME_FILLED ? minutes : of_day < 0 ? of_day + 1440 : of_day;
    return true;
}

static void bad_time(loader *l, const scrut_returns *r, uint32_t row, scrut_time time, const char *text)
{
    scrut_problems_addf(l->problems, SCRUT_E_INPUT, r->file, line_of(r->table, row), -1, -1,
                        "\"%.40s\" in column \"%.60s\": expected a time such as %s", text, r->times[time].column,
                        time == SCRUT_TIME_FILLED ? "2020-05-17T21:30" : "07:30");
}

static void read_column(loader *l, scrut_returns *r, size_t column, scrut_time time, const scrut_csv_options *options)
{
    uint32_t count = scrut_table_category_count(r->table, column);
    int32_t *values = take(l, count, sizeof *values);
    bool *bad = take(l, count, sizeof *bad);
    r->times[time].minutes = take(l, r->row_count, sizeof *r->times[time].minutes);
    for (uint32_t code = 0; !l->memory_failed && code < count; code++) {
        const char *text = scrut_table_category(r->table, column, code);
        values[code] = SCRUT_TIME_UNKNOWN;
        bad[code] = !is_missing(options, text) && !read_time(time, text, &values[code]);
    }
    for (size_t s = 0; !l->memory_failed && s < r->table->segment_count; s++) {
        const scrut_table_segment *segment = &r->table->segments[s];
        for (uint32_t i = 0; i < segment->row_count; i++) {
            uint32_t code = scrut_cell_category(&segment->columns[column], i);
            r->times[time].minutes[segment->first_row + i] = values[code];
            if (bad[code])
                bad_time(l, r, segment->first_row + i, time, scrut_table_category(r->table, column, code));
        }
    }
}

void read_times(loader *l, scrut_returns *r, const size_t columns[SCRUT_TIME_COUNT], const scrut_csv_options *options)
{
    for (int t = 0; t < SCRUT_TIME_COUNT; t++)
        if (columns[t] != SIZE_MAX)
            read_column(l, r, columns[t], (scrut_time)t, options);
}

/* ---- the hours that the law sets ---- */

static void load_hour(loader *l, const scrut_yaml *node, const char *key, bool with_date, int32_t *ret_minutes)
{
    const char *text = text_of(l, node, key);
    bool dated;
    int32_t minutes;
    if (text == NULL)
        return;
    if (scrut_time_parse(text, &dated, &minutes) && dated == with_date)
        *ret_minutes = minutes;
    else
        problem_at(l, scrut_yaml_get(node, key), "\"%s\" must be a time such as %s", key,
                   with_date ? "\"2020-05-18 06:00\"" : "\"07:30\"");
}

void load_hours(loader *l, const scrut_yaml *definitions)
{
    load_hour(l, definitions, "polls-open", false, &l->c->polls_open);
    load_hour(l, definitions, "polls-close", false, &l->c->polls_close);
    load_hour(l, definitions, "forms-due", true, &l->c->forms_due);
}
