/* SPDX-License-Identifier: Apache-2.0
 * unusual.c: what is rare on forms and breaks no rule: all votes for one list, every voter voted, many blank ballots.
 * Clean elections have it too, so a source gets one finding a pattern, which says in how many stations of how many, and
 * no station is flagged by itself. Only a form without any vote (P04) is a finding of its own. */
#include "count_internal.h"

#include <stdlib.h>
#include <string.h>

enum { BLANK, INVALID, CHECKED_IN, EMPTY, TURNOUT, ALONE, CAP, NULL_LEAD, CLOSE, PATTERN_COUNT };

typedef struct {
    const char *code, *what;
} pattern;

static const pattern PATTERNS[PATTERN_COUNT] = {
    [BLANK] = {"P01", "3 % or more of the ballots are blank"},
    [INVALID] = {"P02", "3 % or more of the ballots are invalid"},
    [CHECKED_IN] = {"P03", "ballots and voters checked in differ by 2 % or more, and by 15 or more"},
    [EMPTY] = {"P04", "the form gives no ballot and no vote"},
    [TURNOUT] = {"P05", "as many ballots as registered voters"},
    [ALONE] = {"P06", "one list has all votes"},
    [CAP] = {"P09", "exactly as many ballots as a station may have"},
    [NULL_LEAD] = {"R01", "more invalid ballots than the first list leads by"},
    [CLOSE] = {"R02", "the first list leads by less than 1 % of the votes"},
};

#define UNKNOWN (-1)
#define TESTED_MIN 100 /* a share of fewer forms is no pattern */
#define SHOWN 20       /* stations named by a finding */

/* The figures of one form; UNKNOWN where there is none. */
typedef struct {
    int64_t registered, cast, blank, invalid, accredited;
    int64_t lists, first, second; /* votes of all lists, of the largest two */
    bool some_vote;               /* for some list, though not all cells are known */
} form;

typedef struct {
    uint32_t row;
    int64_t votes;
} hit;

typedef struct {
    hit *items;
    size_t count, capacity;
    int64_t tested;
} hit_list;

typedef struct {
    hit_list patterns[PATTERN_COUNT];
    bool failed;
} segment_hits;

typedef struct {
    const scrut_case *c;
    const scrut_returns *r;
    segment_hits *segments;
} unusual_job;

/* ---- a form ---- */

static int64_t field_of(const scrut_returns *r, const scrut_table_segment *segment, uint32_t i, scrut_field field)
{
    int64_t value;
    return r->fields[field].count > 0 && scrut_returns_field(r, segment, i, field, &value) ? value : UNKNOWN;
}

static void read_lists(const unusual_job *job, const scrut_table_segment *segment, uint32_t i, form *f)
{
    const scrut_returns *r = job->r;
    f->first = f->second = f->lists = UNKNOWN;
    bool all = true;
    for (size_t p = 0; p < job->c->party_count; p++) {
        int64_t votes;
        if (r->party_column[p] == SCRUT_NONE)
            continue;
        if (!scrut_count_list_votes(r, segment, i, p, &votes)) {
            all = all && r->empty_is_not_standing;
            continue;
        }
        f->some_vote = f->some_vote || votes > 0;
        f->lists = f->lists < 0 ? votes : f->lists + votes;
        if (votes > f->first) {
            f->second = f->first;
            f->first = votes;
        } else if (votes > f->second) {
            f->second = votes;
        }
    }
    f->lists = all ? f->lists : UNKNOWN;
}

static form read_form(const unusual_job *job, const scrut_table_segment *segment, uint32_t i)
{
    const scrut_returns *r = job->r;
    form f = {.registered = field_of(r, segment, i, SCRUT_FIELD_REGISTERED),
              .cast = field_of(r, segment, i, SCRUT_FIELD_CAST),
              .blank = field_of(r, segment, i, SCRUT_FIELD_BLANK),
              .invalid = field_of(r, segment, i, SCRUT_FIELD_INVALID),
              .accredited = field_of(r, segment, i, SCRUT_FIELD_ACCREDITED)};
    int64_t special = field_of(r, segment, i, SCRUT_FIELD_SPECIAL_LIST);
    if (f.registered >= 0 && special > 0)
        f.registered += special;
    read_lists(job, segment, i, &f);
    if (f.cast < 0 && r->fields[SCRUT_FIELD_CAST].count == 0)
        f.cast = f.lists; /* the form gives nothing else */
    return f;
}

static void note(segment_hits *to, int which, uint32_t row, bool tested, bool found, int64_t votes)
{
    hit_list *list = &to->patterns[which];
    list->tested += tested;
    if (!tested || !found)
        return;
    if (!scrut_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items)) {
        to->failed = true;
        return;
    }
    list->items[list->count++] = (hit){row, votes};
}

static void look(const unusual_job *job, uint32_t row, const form *f, segment_hits *to)
{
    int64_t gap = f->accredited > f->cast ? f->accredited - f->cast : f->cast - f->accredited;
    bool voted = f->cast > 0, two = f->lists > 0 && f->second >= 0;
    note(to, BLANK, row, voted && f->blank >= 0, f->blank * 100 >= f->cast * 3, f->blank);
    note(to, INVALID, row, voted && f->invalid >= 0, f->invalid * 100 >= f->cast * 3, f->invalid);
    note(to, CHECKED_IN, row, voted && f->accredited >= 0, gap >= 15 && gap * 100 >= f->cast * 2, gap);
    note(to, EMPTY, row, true, f->cast <= 0 && !f->some_vote, f->registered > 0 ? f->registered : 0);
    note(to, TURNOUT, row, voted && f->registered > 0, f->cast == f->registered, f->cast);
    note(to, ALONE, row, two, f->first == f->lists, f->lists);
    note(to, CAP, row, voted && job->c->station_cap > 0, f->cast == job->c->station_cap, f->cast);
    note(to, NULL_LEAD, row, two && f->invalid >= 0, f->invalid > f->first - f->second, f->invalid);
    note(to, CLOSE, row, two, (f->first - f->second) * 100 < f->lists, f->lists);
}

static void look_at_segment(void *context, size_t index)
{
    unusual_job *job = context;
    const scrut_table_segment *segment = &job->r->table->segments[index];
    for (uint32_t i = 0; i < segment->row_count; i++) {
        if (!scrut_count_is_counted(job->r, segment->first_row + i))
            continue;
        form f = read_form(job, segment, i);
        look(job, segment->first_row + i, &f, &job->segments[index]);
    }
}

/* ---- findings ---- */

/* With the key, so that the order of rows does not show. */
typedef struct {
    hit hit;
    const char *key;
} keyed_hit;

static int compare_hits(const void *x, const void *y)
{
    const keyed_hit *a = x, *b = y;
    if (a->hit.votes != b->hit.votes)
        return a->hit.votes > b->hit.votes ? -1 : 1;
    return strcmp(a->key, b->key);
}

static bool write_cells(const scrut_returns *r, const keyed_hit hits[], size_t count, scrut_arena *arena,
                        scrut_finding *f)
{
    f->cells = scrut_arena_calloc(arena, count, sizeof *f->cells);
    for (size_t i = 0; f->cells != NULL && i < count; i++) {
        const scrut_table_segment *segment = scrut_table_segment_of(r->table, hits[i].hit.row);
        f->cells[f->cell_count++] = (scrut_cell_ref){
            .file = r->file, .line = scrut_row_line(segment, hits[i].hit.row - segment->first_row), .column = NULL};
    }
    return f->cells != NULL;
}

/* The fewest stations that are named are those with most votes: a whole sort of many would be for nothing. */
static size_t sort_largest(const scrut_returns *r, const hit_list *all, scrut_arena *scratch, keyed_hit **ret_hits)
{
    int64_t least = 0;
    size_t count = 0;
    for (int64_t power = INT64_C(1) << 40; power > 0 && all->count > SHOWN * 8; power /= 2) {
        size_t above = 0;
        for (size_t i = 0; i < all->count; i++)
            above += all->items[i].votes >= least + power;
        least += above >= SHOWN ? power : 0;
    }
    keyed_hit *hits = scrut_arena_calloc(scratch, all->count, sizeof *hits);
    for (size_t i = 0; hits != NULL && i < all->count; i++) {
        char key[256];
        if (all->items[i].votes < least)
            continue;
        scrut_returns_station(r, all->items[i].row, key, sizeof key);
        hits[count] = (keyed_hit){all->items[i], scrut_arena_strdup(scratch, key)};
        if (hits[count++].key == NULL)
            return 0;
    }
    if (count > 1)
        qsort(hits, count, sizeof *hits, compare_hits);
    *ret_hits = hits;
    return count < SHOWN ? count : SHOWN;
}

bool scrut_check_share(scrut_arena *arena, int64_t part, int64_t whole, const char *what, const char **ret_message)
{
    char percent[32];
    scrut_format_ratio(percent, sizeof percent, (scrut_wide)part * 100, whole, 2);
    *ret_message = scrut_arena_printf(arena, "%s in %lld of %lld stations (%s %%)", what, (long long)part,
                                      (long long)whole, percent);
    return *ret_message != NULL;
}

static bool write_pattern(const unusual_job *job, const pattern *p, const hit_list *all, scrut_arena *arena,
                          scrut_findings *findings)
{
    const scrut_returns *r = job->r;
    scrut_finding *f = scrut_findings_add(findings, p->code);
    scrut_arena *scratch = scrut_arena_new();
    keyed_hit *hits = NULL;
    int64_t votes = 0;
    for (size_t i = 0; i < all->count; i++)
        votes += all->items[i].votes;
    bool fine = f != NULL && scratch != NULL;
    if (fine) {
        size_t shown = sort_largest(r, all, scratch, &hits);
        f->sources = r->about.id;
        f->id = scrut_arena_printf(arena, "%s/%s", p->code, r->about.id);
        f->stations = (int64_t)all->count;
        f->stations_tested = all->tested;
        scrut_check_stake(f, votes);
        fine = shown > 0 && f->id != NULL && write_cells(r, hits, shown, arena, f) &&
               scrut_check_share(arena, f->stations, f->stations_tested, p->what, &f->message);
    }
    scrut_arena_free(scratch);
    return fine;
}

/* P04: the one that is about a form, not about a pattern. */
static bool write_empty_forms(const unusual_job *job, const hit_list *all, scrut_arena *arena, scrut_findings *findings)
{
    bool fine = true;
    for (size_t i = 0; fine && i < all->count; i++) {
        scrut_finding *f = scrut_findings_add(findings, PATTERNS[EMPTY].code);
        fine = f != NULL && scrut_check_describe_row(job->r, all->items[i].row, arena, f, "");
        if (!fine)
            return false;
        f->message = PATTERNS[EMPTY].what;
        f->direction = SCRUT_DIRECTION_RESTORE;
        if (job->r->fields[SCRUT_FIELD_REGISTERED].count > 0) {
            scrut_check_stake(f, all->items[i].votes);
            f->at_stake_low = 0;
        }
    }
    return fine;
}

/* In segment order. False without memory. */
static bool join(const unusual_job *job, int which, hit_list *ret_all)
{
    *ret_all = (hit_list){0};
    for (size_t s = 0; s < job->r->table->segment_count; s++) {
        const hit_list *list = &job->segments[s].patterns[which];
        ret_all->tested += list->tested;
        if (list->count == 0)
            continue;
        if (!scrut_grow(&ret_all->items, &ret_all->capacity, ret_all->count + list->count, sizeof *list->items))
            return false;
        memcpy(ret_all->items + ret_all->count, list->items, list->count * sizeof *list->items);
        ret_all->count += list->count;
    }
    return true;
}

static bool write_patterns(const unusual_job *job, scrut_arena *arena, scrut_findings *findings)
{
    bool fine = true;
    for (int which = 0; fine && which < PATTERN_COUNT; which++) {
        hit_list all;
        fine = join(job, which, &all);
        if (fine && which == EMPTY)
            fine = write_empty_forms(job, &all, arena, findings);
        else if (fine && all.count > 0 && all.tested >= TESTED_MIN)
            fine = write_pattern(job, &PATTERNS[which], &all, arena, findings);
        free(all.items);
    }
    return fine;
}

static bool says_anything(const unusual_job *job)
{
    for (size_t p = 0; p < job->c->party_count; p++)
        if (job->r->party_column[p] != SCRUT_NONE)
            return true;
    return false;
}

bool scrut_check_unusual(const scrut_case *c, const scrut_returns *r, scrut_pool *pool, scrut_arena *arena,
                         scrut_findings *findings)
{
    size_t count = r->table->segment_count;
    unusual_job job = {.c = c, .r = r, .segments = calloc(count + 1, sizeof *job.segments)};
    bool fine = job.segments != NULL;
    if (fine && says_anything(&job)) {
        scrut_pool_run(pool, count, look_at_segment, &job);
        for (size_t s = 0; s < count; s++)
            fine = fine && !job.segments[s].failed;
        fine = fine && write_patterns(&job, arena, findings);
    }
    for (size_t s = 0; job.segments != NULL && s < count; s++)
        for (int which = 0; which < PATTERN_COUNT; which++)
            free(job.segments[s].patterns[which].items);
    free(job.segments);
    return fine;
}
