/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/err.h"
#include "scrutineer/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SCRUT_PRINTF(7, 0)
static scrut_status fill(scrut_error *err, scrut_status status, const char *file, int64_t line, int64_t column,
                         int64_t byte, const char *fmt, va_list args)
{
    if (err == NULL)
        return status;
    err->status = status;
    err->line = line;
    err->column = column;
    err->byte = byte;
    snprintf(err->file, sizeof err->file, "%s", file != NULL ? file : "");
    vsnprintf(err->message, sizeof err->message, fmt, args);
    return status;
}

scrut_status scrut_fail(scrut_error *err, scrut_status status, const char *file, int64_t line, int64_t column,
                        int64_t byte, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fill(err, status, file, line, column, byte, fmt, args);
    va_end(args);
    return status;
}

void scrut_problems_add(scrut_problems *problems, const scrut_error *err)
{
    problems->total++;
    if (problems->count >= problems->limit)
        return;
    if (!scrut_grow(&problems->items, &problems->capacity, problems->count + 1, sizeof *problems->items))
        return;
    problems->items[problems->count++] = *err;
}

void scrut_problems_addf(scrut_problems *problems, scrut_status status, const char *file, int64_t line, int64_t column,
                         int64_t byte, const char *fmt, ...)
{
    scrut_error err;
    va_list args;
    va_start(args, fmt);
    fill(&err, status, file, line, column, byte, fmt, args);
    va_end(args);
    scrut_problems_add(problems, &err);
}

void scrut_problems_merge(scrut_problems *to, const scrut_problems *from)
{
    for (size_t i = 0; i < from->count; i++)
        scrut_problems_add(to, &from->items[i]);
    to->total += from->total - (int64_t)from->count;
}

void scrut_problems_free(scrut_problems *problems)
{
    free(problems->items);
    *problems = (scrut_problems){.limit = problems->limit};
}

void scrut_error_format(const scrut_error *err, char *text, size_t size)
{
    char place[64] = "";
    if (err->line >= 0 && err->column >= 0)
        snprintf(place, sizeof place, ":%lld:%lld", (long long)err->line, (long long)err->column);
    else if (err->line >= 0)
        snprintf(place, sizeof place, ":%lld", (long long)err->line);
    if (err->file[0] != '\0')
        snprintf(text, size, "%s%s: %s", err->file, place, err->message);
    else
        snprintf(text, size, "%s", err->message);
}
