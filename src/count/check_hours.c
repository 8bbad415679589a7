/* SPDX-License-Identifier: Apache-2.0
 * check_hours.c: whether a station was open for the hours that the law sets (I13), and forms that were filled in too
 * early (I13) or too late (I09). Without the law's hours in the case nothing is checked. */
#include "count_internal.h"

#include <string.h>

typedef struct {
    const scrut_case *c;
    const scrut_returns *r;
    int32_t count_begins; /* minutes since 1970: polls close on the day of the election; SCRUT_TIME_UNKNOWN */
    scrut_arena *arena;
    scrut_findings *findings;
} hours_job;

static int32_t time_of(const hours_job *job, scrut_time time, uint32_t row)
{
    const int32_t *minutes = job->r->times[time].minutes;
    return minutes != NULL ? minutes[row] : SCRUT_TIME_UNKNOWN;
}

/* Up to all who could have voted and did not. */
static void stake_absent(const hours_job *job, uint32_t row, scrut_finding *f)
{
    int64_t registered, cast;
    f->direction = SCRUT_DIRECTION_RESTORE;
    if (!scrut_check_row_field(job->r, row, SCRUT_FIELD_REGISTERED, &registered) ||
        !scrut_check_row_field(job->r, row, SCRUT_FIELD_CAST, &cast))
        return;
    scrut_check_stake(f, registered > cast ? registered - cast : 0);
    f->at_stake_low = 0;
}

static scrut_finding *add_finding(const hours_job *job, uint32_t row, const char *code, scrut_time time)
{
    char suffix[16];
    snprintf(suffix, sizeof suffix, "/%s", scrut_time_name(time));
    return scrut_check_row_finding(job->r, row, code, suffix, job->r->times[time].column, job->arena, job->findings);
}

static bool say_hour(const hours_job *job, scrut_finding *f, const char *key, int32_t at, int32_t hour)
{
    char when[32], due[32];
    snprintf(when, sizeof when, "%02d:%02d", at / 60, at % 60);
    snprintf(due, sizeof due, "%02d:%02d", hour / 60, hour % 60);
    f->message = scrut_sentence(job->arena, key, when, due);
    return f->message != NULL;
}

static bool check_opening(const hours_job *job, uint32_t row)
{
    int32_t at = time_of(job, SCRUT_TIME_OPENED, row), hour = job->c->polls_open;
    if (at == SCRUT_TIME_UNKNOWN || hour == SCRUT_TIME_UNKNOWN || at <= hour)
        return true;
    scrut_finding *f = add_finding(job, row, "I13", SCRUT_TIME_OPENED);
    if (f == NULL)
        return false;
    stake_absent(job, row, f);
    return say_hour(job, f, SCRUT_KEY("the station opened at {1f}; the hour is {2f}"), at, hour);
}

/* A station with a queue closes after the hour, and may do so after midnight. */
static bool is_after_midnight(const hours_job *job, int32_t at)
{
    return job->c->polls_open != SCRUT_TIME_UNKNOWN && at < job->c->polls_open;
}

static bool check_closing(const hours_job *job, uint32_t row)
{
    int32_t at = time_of(job, SCRUT_TIME_CLOSED, row), hour = job->c->polls_close;
    if (at == SCRUT_TIME_UNKNOWN || hour == SCRUT_TIME_UNKNOWN || at >= hour || is_after_midnight(job, at))
        return true;
    scrut_finding *f = add_finding(job, row, "I13", SCRUT_TIME_CLOSED);
    if (f == NULL)
        return false;
    stake_absent(job, row, f);
    return say_hour(job, f, SCRUT_KEY("the station closed at {1f}; the hour is {2f}"), at, hour);
}

/* "1 h 05 min" */
static bool say_filled(const hours_job *job, scrut_finding *f, int32_t minutes, const char *relation)
{
    f->message =
        scrut_arena_printf(job->arena, "the form was filled in %d h %02d min %s", minutes / 60, minutes % 60, relation);
    return f->message != NULL;
}

static bool check_filling(const hours_job *job, uint32_t row)
{
    int32_t at = time_of(job, SCRUT_TIME_FILLED, row), due = job->c->forms_due;
    bool early = at != SCRUT_TIME_UNKNOWN && job->count_begins != SCRUT_TIME_UNKNOWN && at < job->count_begins;
    bool late = at != SCRUT_TIME_UNKNOWN && due != SCRUT_TIME_UNKNOWN && at > due;
    if (!early && !late)
        return true;
    scrut_finding *f = add_finding(job, row, early ? "I13" : "I09", SCRUT_TIME_FILLED);
    if (f == NULL)
        return false;
    scrut_check_stake_valid(job->r, row, f);
    return early ? say_filled(job, f, job->count_begins - at, "before the polls closed")
                 : say_filled(job, f, at - due, "after the limit");
}

/* The day of the election is known when the case gives it as 2020-05-17. */
static int32_t count_begins(const scrut_case *c)
{
    char text[32];
    bool dated;
    int32_t minutes;
    if (c->date == NULL || c->polls_close == SCRUT_TIME_UNKNOWN || strlen(c->date) != 10)
        return SCRUT_TIME_UNKNOWN;
    snprintf(text, sizeof text, "%sT%02d:%02d", c->date, c->polls_close / 60 % 24, c->polls_close % 60);
    return scrut_time_parse(text, &dated, &minutes) ? minutes : SCRUT_TIME_UNKNOWN;
}

bool scrut_check_hours(const scrut_case *c, const scrut_returns *r, scrut_arena *arena, scrut_findings *findings)
{
    hours_job job = {.c = c, .r = r, .count_begins = count_begins(c), .arena = arena, .findings = findings};
    bool any = false, fine = true;
    for (int t = 0; t < SCRUT_TIME_COUNT; t++)
        any = any || r->times[t].minutes != NULL;
    for (uint32_t row = 0; any && fine && row < r->row_count; row++)
        if (scrut_count_is_counted(r, row))
            fine = check_opening(&job, row) && check_closing(&job, row) && check_filling(&job, row);
    return fine;
}
