/* SPDX-License-Identifier: Apache-2.0
 * unusual.c: what is rare on forms and breaks no rule: all votes for one list, every voter voted, many blank ballots.
 * Clean elections have it too, so a source gets one finding a pattern, which says in how many stations of how many, and
 * no station is flagged by itself. Only a form without any vote (P04) is a finding of its own. */
#include "count_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
    BLANK,
    INVALID,
    CHECKED_IN,
    EMPTY,
    TURNOUT,
    ALONE,
    CAP,
    MORE_INVALID,
    FEWER_CAST,
    NULL_LEAD,
    CLOSE,
    RECOUNT,
    PATTERN_COUNT
};

typedef struct {
    const char *code, *what;
} pattern;

static const pattern PATTERNS[PATTERN_COUNT] = {
    [BLANK] = {"P01", SCRUT_KEY("3 % or more of the ballots are blank")},
    [INVALID] = {"P02", SCRUT_KEY("3 % or more of the ballots are invalid")},
    [CHECKED_IN] = {"P03", SCRUT_KEY("ballots and voters checked in differ by 2 % or more, and by 15 or more")},
    [EMPTY] = {"P04", SCRUT_KEY("the form gives no ballot and no vote")},
    [TURNOUT] = {"P05", SCRUT_KEY("as many ballots as registered voters")},
    [ALONE] = {"P06", SCRUT_KEY("one list has all votes")},
    [CAP] = {"P09", SCRUT_KEY("exactly as many ballots as a station may have")},
    [MORE_INVALID] = {"P10",
                      SCRUT_KEY("invalid ballots at three times the neighbours' share or more, and 10 more or more")},
    [FEWER_CAST] = {"P11", SCRUT_KEY("turnout at half of the neighbours' or less, and 50 ballots fewer or more")},
    [NULL_LEAD] = {"R01", SCRUT_KEY("more invalid ballots than the first list leads by")},
    [CLOSE] = {"R02", SCRUT_KEY("the first list leads by less than 1 % of the votes")},
    [RECOUNT] = {"R03", SCRUT_KEY("the form was altered, or one list has all votes")},
};

#define UNKNOWN (-1)
#define TESTED_MIN 100 /* a share of fewer forms is no pattern */
#define SHOWN 20       /* stations named by a finding */
#define NEIGHBOURS_MIN 5
#define EXCESS_MIN 10    /* invalid ballots */
#define SHORTFALL_MIN 50 /* ballots cast */

/* The figures of one form; UNKNOWN where there is none. */
typedef struct {
    int64_t registered, cast, blank, invalid, accredited;
    int64_t lists, first, second; /* votes of all lists, of the largest two */
    bool some_vote;               /* for some list, though not all cells are known */
    bool altered;                 /* it is marked so (I08) */
    int64_t excess, shortfall;    /* invalid ballots and ballots cast against the neighbours' share; 0: not unusual */
} form;

/* The stations of the smallest place around one that has enough of them; UNKNOWN where a figure is not complete. */
typedef struct {
    int64_t cast, invalid, registered;
} place;

/* The same of a segment's forms, a figure an array. */
typedef struct {
    int64_t *registered, *cast, *blank, *invalid, *accredited, *lists, *first, *second;
    int64_t *column; /* the one that is being read */
    bool *some_vote;
} form_columns;

enum { COLUMNS = 9 };

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
    const scrut_tally *tally;
    place *places;    /* a unit */
    uint16_t altered; /* flags that say so */
    segment_hits *segments;
} unusual_job;

/* ---- the forms of a segment ---- */

#define DECODE(type)                                                                                                   \
    for (uint32_t i = 0; i < block->count; i++)                                                                        \
    ret_numbers[i] = (int64_t)((const type *)from->values)[block->first + i]

void scrut_count_decode(const scrut_row_block *block, size_t column, int64_t ret_numbers[])
{
    const scrut_table_column *from = &block->segment->columns[column];
    switch (from->width) {
    case 1: DECODE(uint8_t); break;
    case 2: DECODE(uint16_t); break;
    case 4: DECODE(uint32_t); break;
    default: DECODE(int64_t); break;
    }
    for (uint32_t i = 0; from->known != NULL && i < block->count; i++)
        if (!scrut_cell_known(from, block->first + i))
            ret_numbers[i] = UNKNOWN;
}

#undef DECODE

/* The sum of the field's columns; UNKNOWN where one of them is, or where the source has none. */
static void decode_field(const scrut_returns *r, const scrut_row_block *block, scrut_field field, int64_t space[],
                         int64_t ret_numbers[])
{
    if (r->fields[field].count == 0) {
        memset(ret_numbers, 0xff, block->count * sizeof *ret_numbers); /* UNKNOWN */
        return;
    }
    scrut_count_decode(block, r->fields[field].columns[0], ret_numbers);
    for (size_t k = 1; k < r->fields[field].count; k++) {
        scrut_count_decode(block, r->fields[field].columns[k], space);
        for (uint32_t i = 0; i < block->count; i++)
            ret_numbers[i] = ret_numbers[i] < 0 || space[i] < 0 ? UNKNOWN : ret_numbers[i] + space[i];
    }
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Below zero whatever the other lists have, and as often as there are lists inside int64. */
#define MISSING (-(SCRUT_PARTIES_MAX + 1) * SCRUT_VOTES_MAX)

/* One list more: an empty cell makes the sum unknown, unless it says that the list does not stand. */
static void add_list(form_columns *f, uint32_t rows, bool empty_is_none)
{
    int64_t missing = empty_is_none ? 0 : MISSING;
    for (uint32_t i = 0; i < rows; i++) {
        int64_t votes = f->column[i], first = f->first[i];
        f->some_vote[i] |= votes > 0;
        f->lists[i] += votes < 0 ? missing : votes;
        f->second[i] = larger(f->second[i], votes < first ? votes : first);
        f->first[i] = larger(first, votes);
    }
}

static void decode_lists(const unusual_job *job, const scrut_row_block *block, form_columns *f)
{
    uint32_t rows = block->count;
    memset(f->some_vote, 0, rows * sizeof *f->some_vote);
    memset(f->lists, 0, rows * sizeof *f->lists);
    memset(f->first, 0xff, rows * sizeof *f->first); /* UNKNOWN */
    memset(f->second, 0xff, rows * sizeof *f->second);
    for (size_t p = 0; p < job->c->party_count; p++)
        if (job->r->party_column[p] != SCRUT_NONE) {
            scrut_count_decode(block, job->r->party_column[p], f->column);
            add_list(f, rows, job->r->empty_is_not_standing);
        }
    for (uint32_t i = 0; i < rows; i++)
        f->lists[i] = f->lists[i] < 0 || f->first[i] < 0 ? UNKNOWN : f->lists[i];
}

static void decode_forms(const unusual_job *job, const scrut_row_block *block, form_columns *f)
{
    const scrut_returns *r = job->r;
    decode_field(r, block, SCRUT_FIELD_SPECIAL_LIST, f->column, f->first);
    decode_field(r, block, SCRUT_FIELD_REGISTERED, f->column, f->registered);
    for (uint32_t i = 0; i < block->count; i++)
        f->registered[i] += f->registered[i] >= 0 && f->first[i] > 0 ? f->first[i] : 0;
    decode_field(r, block, SCRUT_FIELD_CAST, f->column, f->cast);
    decode_field(r, block, SCRUT_FIELD_BLANK, f->column, f->blank);
    decode_field(r, block, SCRUT_FIELD_INVALID, f->column, f->invalid);
    decode_field(r, block, SCRUT_FIELD_ACCREDITED, f->column, f->accredited);
    decode_lists(job, block, f);
    if (r->fields[SCRUT_FIELD_CAST].count == 0) /* the form gives nothing else */
        memcpy(f->cast, f->lists, block->count * sizeof *f->cast);
}

/* ---- what is found ---- */

static void keep_hit(segment_hits *to, hit_list *list, uint32_t row, int64_t votes)
{
    if (!scrut_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items)) {
        to->failed = true;
        return;
    }
    list->items[list->count++] = (hit){row, votes};
}

/* ---- the neighbours ---- */

/* Of a unit's stations together; UNKNOWN unless it has enough of them, and all give it. */
static int64_t unit_sum(const unusual_job *job, size_t unit, scrut_field field)
{
    scrut_figure f = *scrut_tally_field(job->tally, unit, field);
    bool enough = f.cells > NEIGHBOURS_MIN * (uint32_t)job->r->fields[field].count;
    return enough && scrut_figure_complete(f) ? f.value : UNKNOWN;
}

static int64_t unit_registered(const unusual_job *job, size_t unit)
{
    int64_t registered = unit_sum(job, unit, SCRUT_FIELD_REGISTERED), special = 0;
    if (job->r->fields[SCRUT_FIELD_SPECIAL_LIST].count > 0)
        special = unit_sum(job, unit, SCRUT_FIELD_SPECIAL_LIST);
    return registered < 0 || special < 0 ? UNKNOWN : registered + special;
}

/* The nation is no neighbourhood. */
static bool find_places(unusual_job *job)
{
    job->places = calloc(job->tally->unit_count, sizeof *job->places);
    for (uint32_t unit = 0; job->places != NULL && unit < job->tally->unit_count; unit++) {
        place *p = &job->places[unit];
        *p = (place){UNKNOWN, UNKNOWN, UNKNOWN};
        for (uint32_t u = unit; u != 0 && u != SCRUT_NONE && p->cast < 0; u = scrut_count_unit_around(job->c, u))
            if (!(job->c->single_constituency && u == 1))
                *p = (place){unit_sum(job, u, SCRUT_FIELD_CAST), unit_sum(job, u, SCRUT_FIELD_INVALID),
                             unit_registered(job, u)};
    }
    return job->places != NULL;
}

/* What the station would have at its neighbours' share, rounded up. */
static int64_t expected_share(int64_t own_base, int64_t others, int64_t others_base)
{
    return (int64_t)(((scrut_wide)own_base * others + others_base - 1) / others_base);
}

/* Whether the station can be compared, and by how much it is beyond its neighbours where that is unusual. */
static bool compare_invalid(const place *p, form *f)
{
    int64_t cast = p->cast - f->cast, invalid = p->invalid - f->invalid;
    if (p->cast < 0 || p->invalid < 0 || f->cast <= 0 || f->invalid < 0 || cast <= 0 || invalid < 0)
        return false;
    int64_t expected = expected_share(f->cast, invalid, cast);
    bool unusual = f->invalid - expected >= EXCESS_MIN && f->invalid / 3 >= expected;
    f->excess = unusual ? f->invalid - expected : 0;
    return true;
}

static bool compare_turnout(const place *p, form *f)
{
    int64_t cast = p->cast - f->cast, registered = p->registered - f->registered;
    if (p->cast < 0 || p->registered < 0 || f->cast <= 0 || f->registered <= 0 || registered <= 0 || cast < 0)
        return false;
    int64_t expected = expected_share(f->registered, cast, registered);
    bool unusual = expected - f->cast >= SHORTFALL_MIN && expected / 2 >= f->cast;
    f->shortfall = unusual ? expected - f->cast : 0;
    return true;
}

/* Which patterns the form can have (bit k: pattern k), which it has, and the votes of each. */
static unsigned patterns_of(form *f, const place *around, int64_t cap, bool can_be_altered, unsigned *ret_tested)
{
    int64_t gap = f->accredited > f->cast ? f->accredited - f->cast : f->cast - f->accredited,
            lead = f->first - f->second;
    bool voted = f->cast > 0, two = f->lists > 0 && f->second >= 0, alone = two && f->first == f->lists;
    *ret_tested = (unsigned)(voted && f->blank >= 0) << BLANK | (unsigned)(voted && f->invalid >= 0) << INVALID |
                  (unsigned)(voted && f->accredited >= 0) << CHECKED_IN | 1U << EMPTY |
                  (unsigned)(voted && f->registered > 0) << TURNOUT | (unsigned)two << ALONE |
                  (unsigned)(voted && cap > 0) << CAP | (unsigned)(two && f->invalid >= 0) << NULL_LEAD |
                  (unsigned)two << CLOSE | (unsigned)(two || can_be_altered) << RECOUNT |
                  (unsigned)compare_invalid(around, f) << MORE_INVALID |
                  (unsigned)compare_turnout(around, f) << FEWER_CAST;
    unsigned found =
        (unsigned)(f->blank * 100 >= f->cast * 3) << BLANK | (unsigned)(f->invalid * 100 >= f->cast * 3) << INVALID |
        (unsigned)(gap >= 15 && gap * 100 >= f->cast * 2) << CHECKED_IN |
        (unsigned)(f->cast <= 0 && !f->some_vote) << EMPTY | (unsigned)(f->cast == f->registered) << TURNOUT |
        (unsigned)alone << ALONE | (unsigned)(f->cast == cap) << CAP | (unsigned)(f->invalid > lead) << NULL_LEAD |
        (unsigned)(lead * 100 < f->lists) << CLOSE | (unsigned)(alone || f->altered) << RECOUNT |
        (unsigned)(f->excess > 0) << MORE_INVALID | (unsigned)(f->shortfall > 0) << FEWER_CAST;
    return found & *ret_tested;
}

static int64_t votes_of(const form *f, int which)
{
    switch (which) {
    case BLANK: return f->blank;
    case CHECKED_IN: return f->accredited > f->cast ? f->accredited - f->cast : f->cast - f->accredited;
    case EMPTY: return f->registered > 0 ? f->registered : 0;
    case TURNOUT:
    case CAP: return f->cast;
    case ALONE:
    case CLOSE:
    case RECOUNT: return f->lists > 0 ? f->lists : 0;
    case MORE_INVALID: return f->excess;
    case FEWER_CAST: return f->shortfall;
    default: return f->invalid;
    }
}

static void keep_hits(segment_hits *to, uint32_t row, const form *f, unsigned found)
{
    for (int which = 0; which < PATTERN_COUNT; which++)
        if ((found >> which & 1) != 0)
            keep_hit(to, &to->patterns[which], row, votes_of(f, which));
}

static void look_at_rows(const unusual_job *job, const scrut_row_block *block, const form_columns *f, segment_hits *to)
{
    int64_t tested[PATTERN_COUNT] = {0};
    for (uint32_t i = 0; i < block->count; i++) {
        uint32_t row = block->segment->first_row + block->first + i;
        if (!scrut_count_is_counted(job->r, row))
            continue;
        bool altered = job->altered != 0 && (job->r->flagged[row] & job->altered) != 0;
        form one = {f->registered[i], f->cast[i],  f->blank[i], f->invalid[i],
                    f->accredited[i], f->lists[i], f->first[i], f->second[i],
                    f->some_vote[i],  altered,     0,           0};
        const place *around = &job->places[scrut_count_unit_of(job->c, job->r, row)];
        unsigned can, found = patterns_of(&one, around, job->c->station_cap, job->altered != 0, &can);
        for (int which = 0; which < PATTERN_COUNT; which++)
            tested[which] += can >> which & 1;
        if (found != 0)
            keep_hits(to, row, &one, found);
    }
    for (int which = 0; which < PATTERN_COUNT; which++)
        to->patterns[which].tested += tested[which];
}

static void look_at_segment(void *context, size_t index)
{
    unusual_job *job = context;
    const scrut_table_segment *segment = &job->r->table->segments[index];
    int64_t *space = malloc(COLUMNS * SCRUT_BLOCK_ROWS * sizeof *space);
    bool some_vote[SCRUT_BLOCK_ROWS];
    form_columns f = {.some_vote = some_vote};
    int64_t **const columns[COLUMNS] = {&f.registered, &f.cast,  &f.blank,  &f.invalid, &f.accredited,
                                        &f.lists,      &f.first, &f.second, &f.column};
    job->segments[index].failed = space == NULL;
    for (size_t k = 0; space != NULL && k < COLUMNS; k++)
        *columns[k] = space + k * SCRUT_BLOCK_ROWS;
    for (uint32_t first = 0; space != NULL && first < segment->row_count; first += SCRUT_BLOCK_ROWS) {
        uint32_t left = segment->row_count - first;
        scrut_row_block block = {segment, first, left < SCRUT_BLOCK_ROWS ? left : SCRUT_BLOCK_ROWS};
        decode_forms(job, &block, &f);
        look_at_rows(job, &block, &f, &job->segments[index]);
    }
    free(space);
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
    int64_t least = 0, most = 0, power = 1;
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        most = larger(most, all->items[i].votes);
    while (power <= most / 2)
        power *= 2;
    for (; power > 0 && all->count > SHOWN * 8; power /= 2) {
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
    *ret_message = scrut_sentence(arena, "{1w} in {2d} of {3d} stations ({4f} %)", what, part, whole, percent);
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

static uint16_t flags_of(const scrut_returns *r, const char *code)
{
    uint16_t flags = 0;
    for (size_t k = 0; k < r->flag_count; k++)
        if (strcmp(r->flags[k].check, code) == 0)
            flags |= (uint16_t)(1U << k);
    return flags;
}

bool scrut_check_unusual(const scrut_case *c, const scrut_returns *r, const scrut_tally *tally, scrut_pool *pool,
                         scrut_arena *arena, scrut_findings *findings)
{
    size_t count = r->table->segment_count;
    unusual_job job = {.c = c, .r = r, .tally = tally, .segments = calloc(count + 1, sizeof *job.segments)};
    bool fine = job.segments != NULL;
    job.altered = flags_of(r, "I08");
    if (fine && says_anything(&job)) {
        fine = find_places(&job);
        if (fine)
            scrut_pool_run(pool, count, look_at_segment, &job);
        for (size_t s = 0; s < count; s++)
            fine = fine && !job.segments[s].failed;
        fine = fine && write_patterns(&job, arena, findings);
    }
    for (size_t s = 0; job.segments != NULL && s < count; s++)
        for (int which = 0; which < PATTERN_COUNT; which++)
            free(job.segments[s].patterns[which].items);
    free(job.segments);
    free(job.places);
    return fine;
}
