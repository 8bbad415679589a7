/* SPDX-License-Identifier: Apache-2.0
 * Rows of blocks by columns, with what each value adds to a pair at most. What all rows of a block share by the rule is
 * left out. */
#include "link_units.h"

#include <stdlib.h>

#define LINE 64 /* bytes of the cache */

_Static_assert(SCRUT_LINK_BIT == 1 << SHEET_BIT_SHIFT, "a bit of weight");

/* ---- what values give ------------------------------------------------------------------------------------------- */

/* The least that the frequencies of two values can add. */
static int32_t least_of(const bounds *b, const column *c, size_t field)
{
    int32_t least = 0;
    for (uint32_t v = 1; v < c->count; v++)
        least = b->rarer[field][v] < least ? b->rarer[field][v] : least;
    return least;
}

/* The most of an outcome, to which what the frequencies add is always added: `least` or more. The bound has a bit for
 * two values that are equally common. */
static int32_t most_of(const bounds *b, size_t field, unsigned outcome, int32_t least)
{
    int32_t most = b->most[field][outcome];
    bool adds = scrut_link_bound_unequal(b, field, outcome, -1, -1) != most;
    return most - (adds ? SCRUT_LINK_BIT : least);
}

static void fill_name_levels(const bounds *b, size_t field, int32_t least, sheet_field *ret)
{
    for (unsigned level = 0; level < NAMES_CLASSED; level++) {
        for (unsigned class = 0; class < NEAR_CLASSES; class ++) {
            unsigned outcome = OUTCOME_NEAR + level * NEAR_CLASSES + class;
            ret->names[level][class] = most_of(b, field, outcome, least);
        }
    }
    ret->begins = b->most[field][OUTCOME_NEAR + NAMES_CLASSED * NEAR_CLASSES];
    ret->differ = b->most[field][scrut_link_names_differ_outcome()];
}

/* Each place has the most of the levels that it stands for. */
static void fill_date_levels(const bounds *b, size_t field, int32_t least, sheet_field *ret)
{
    for (int which = 0; which < DATES_COUNT; which++) {
        uint32_t levels = scrut_link_date_levels(which);
        ret->dates[which] = SHEET_IMPOSSIBLE;
        for (unsigned level = 0; levels >> level != 0; level++) {
            int32_t most = most_of(b, field, OUTCOME_NEAR + level, least);
            if ((levels >> level & 1) != 0 && most > ret->dates[which])
                ret->dates[which] = most;
        }
    }
}

static void put_name(const records *r, const bounds *b, size_t field, uint32_t v, int32_t words[])
{
    const column *c = &r->columns[field];
    const name_sketch *s = &c->sketches[v];
    bool has_twin = (int)field == r->given && r->twins != NULL && r->twins[v] != 0;
    words[SHEET_SKELETON - 1] = (int32_t)c->values[v].skeleton;
    words[SHEET_SPELLING - 1] = (int32_t)c->values[v].spelling;
    words[SHEET_RARITY - 1] = 4 * b->rarer[field][v] + (int32_t)scrut_link_near_class(c->values[v].rarity);
    words[SHEET_LENGTHS - 1] = c->values[v].letter_count | (int32_t)c->values[v].forms->spelling_count << 16;
    words[SHEET_LETTERS - 1] = (int32_t)(uint32_t)(s->letters | s->letters >> 32);
    words[SHEET_SPELT - 1] = (int32_t)(uint32_t)(s->spelling | s->spelling >> 32);
    words[SHEET_TWIN - 1] = has_twin ? (int32_t)r->twins[v] : -1;
}

static void put_value(const records *r, const bounds *b, size_t field, sheet_kind kind, uint32_t v, int32_t words[])
{
    const column *c = &r->columns[field];
    words[SHEET_EQUAL - 1] = b->values[field][v].equal;
    if (kind == SHEET_PLAIN) {
        words[SHEET_OTHER - 1] = b->values[field][v].other;
    } else if (kind == SHEET_DATE) {
        words[SHEET_DIGITS - 1] = (int32_t)c->digits[v];
        words[SHEET_YEAR - 1] = (int32_t)scrut_link_year_of(c->digits[v]);
        words[SHEET_DEFAULT - 1] = scrut_link_is_default_day(c->digits[v]) ? -1 : 0;
        words[SHEET_RARER - 1] = b->rarer[field][v];
    } else {
        put_name(r, b, field, v, words);
    }
}

static bool fill_values(const records *r, const bounds *b, size_t field, sheet_values *ret)
{
    static const size_t WIDTHS[] = {[SHEET_SILENT] = 1,
                                    [SHEET_PLAIN] = SHEET_PLAIN_WIDTH,
                                    [SHEET_DATE] = SHEET_DATE_WIDTH,
                                    [SHEET_NAME] = SHEET_NAME_WIDTH};
    const column *c = &r->columns[field];
    int32_t least = least_of(b, c, field);
    sheet_kind kind = c->digits != NULL ? SHEET_DATE : c->sketches != NULL ? SHEET_NAME : SHEET_PLAIN;
    ret->field.kind = kind;
    ret->width = WIDTHS[kind] - 1;
    ret->words = calloc((c->count + (size_t)1) * ret->width, sizeof *ret->words);
    if (ret->words == NULL)
        return false;
    if (kind == SHEET_NAME)
        fill_name_levels(b, field, least, &ret->field);
    if (kind == SHEET_DATE)
        fill_date_levels(b, field, least, &ret->field);
    for (uint32_t v = 1; v < c->count; v++)
        put_value(r, b, field, kind, v, ret->words + v * ret->width);
    return true;
}

bool scrut_link_sheet_values(const pair_work *w, sheet_values ret[])
{
    bool ready = true;
    for (size_t f = 0; ready && w->bounds != NULL && f < w->r->field_count; f++)
        ready = fill_values(w->r, w->bounds, f, &ret[f]);
    return ready;
}

void scrut_link_free_sheet_values(sheet_values values[])
{
    for (size_t f = 0; f < SCRUT_LINK_FIELDS_MAX; f++)
        free(values[f].words);
}

/* ---- the sheet of a rule ---------------------------------------------------------------------------------------- */

typedef struct {
    const pair_work *work;
    const sheet_values *values;
    uint32_t whole;                   /* bit set of fields whose values the rule compares */
    int place[SCRUT_LINK_FIELDS_MAX]; /* in the sheet, -1: none */
    sheet_plan *plan;
} planner;

static uint32_t whole_fields(const blocking *b, const rule *u)
{
    uint32_t whole = 0;
    for (size_t i = 0; i < u->count; i++)
        whole |= (uint32_t)(b->features[u->features[i]].part == PART_WHOLE) << b->features[u->features[i]].field;
    return whole;
}

static bool is_whole(const planner *p, int field)
{
    return field >= 0 && (p->whole >> field & 1) != 0;
}

/* Whether a field follows from this one whose own equality must be known for that. */
static bool is_asked_for(const planner *p, size_t field)
{
    bool asked = false;
    for (size_t f = 0; f < p->work->r->field_count; f++)
        asked = asked || p->work->r->columns[f].finer == (int)field;
    return asked;
}

static void add_field(planner *p, size_t f)
{
    sheet *t = &p->plan->sheet;
    int finer = p->work->r->columns[f].finer;
    if (p->place[f] >= 0)
        return;
    if (finer >= 0 && !is_whole(p, finer))
        add_field(p, (size_t)finer);
    sheet_field *field = &t->fields[t->field_count];
    *field = p->values[f].field;
    field->finer = finer >= 0 && !is_whole(p, finer) ? p->place[finer] : -1;
    if (is_whole(p, finer))
        field->kind = SHEET_SILENT;
    p->plan->fields[t->field_count] = f;
    p->place[f] = (int)t->field_count++;
}

/* A field is fixed where the rule compares it whole and it does not follow from one that may be equal, too; it says
 * nothing where it follows from one that is fixed. Names come last. */
static void place_fields(planner *p)
{
    const records *r = p->work->r;
    for (int names = 0; names < 2; names++) {
        p->plan->sheet.names_from = p->plan->sheet.field_count;
        for (size_t f = 0; f < r->field_count; f++) {
            int finer = r->columns[f].finer;
            if ((p->values[f].field.kind == SHEET_NAME) != (names == 1))
                continue;
            if (is_whole(p, (int)f) && finer < 0)
                p->plan->fixed[p->plan->fixed_count++] = f;
            else if (!is_whole(p, finer) || is_asked_for(p, f))
                add_field(p, f);
        }
    }
}

/* The bits of a column of a field's sheet that are the part of a feature; false: no column has it. */
static bool find_part(sheet_kind kind, part_kind part, uint32_t *ret_column, uint32_t *ret_mask)
{
    *ret_mask = UINT32_MAX;
    *ret_column = SHEET_NUMBER;
    if (part == PART_WHOLE)
        return true;
    if (kind == SHEET_NAME) {
        *ret_column = part == PART_SPELLING ? SHEET_SPELLING : SHEET_SKELETON;
        return part == PART_SPELLING || part == PART_SKELETON;
    }
    *ret_column = SHEET_DIGITS;
    *ret_mask = part == PART_YEAR         ? UINT32_C(0xffff0000)
                : part == PART_YEAR_MONTH ? UINT32_C(0xffffff00)
                                          : UINT32_C(0xffff);
    return kind == SHEET_DATE;
}

static void plan_tests(const planner *p)
{
    const blocking *b = p->work->b;
    for (size_t i = 0; i < b->feature_count; i++) {
        int at = p->place[b->features[i].field];
        part_test *test = &p->plan->tests[i];
        if (at < 0)
            continue;
        const sheet_field *f = &p->plan->sheet.fields[at];
        test->is_told = find_part(f->kind, b->features[i].part, &test->column, &test->mask);
        test->column += f->column;
    }
}

void scrut_link_plan_sheet(const pair_work *w, const sheet_values values[], size_t rule_index, sheet_plan *ret)
{
    planner p = {.work = w, .values = values, .whole = whole_fields(w->b, &w->b->rules[rule_index]), .plan = ret};
    *ret = (sheet_plan){.fixed_count = 0};
    for (size_t f = 0; f < SCRUT_LINK_FIELDS_MAX; f++)
        p.place[f] = -1;
    place_fields(&p);
    sheet *t = &ret->sheet;
    uint32_t columns = 0;
    for (size_t f = 0; f < t->field_count; f++) {
        t->fields[f].column = columns;
        columns += 1 + (uint32_t)(t->fields[f].kind == SHEET_SILENT ? 0 : values[ret->fields[f]].width);
    }
    plan_tests(&p);
    ret->width = columns;
    for (size_t i = 0; i <= rule_index; i++)
        ret->asked |= w->b->rules[i].mask;
    bool may_swap = w->r->given >= 0 && w->r->surname >= 0 && w->r->columns[w->r->given].sketches != NULL;
    t->given = may_swap ? p.place[w->r->given] : -1;
    t->surname = may_swap ? p.place[w->r->surname] : -1;
}

/* ---- rows ------------------------------------------------------------------------------------------------------- */

enum { PARTNERS, PARTNERS_END, BASE, MORE_COLUMNS }; /* behind those of the fields */

/* Of a sheet for so many rows: as many more can be read as vectors have, and no two columns lie in the same place of
 * the cache. */
static size_t stride_of(size_t rows)
{
    return (rows / SHEET_LANES_MAX + 2) * SHEET_LANES_MAX;
}

/* Columns of the widest sheet. */
static size_t widest(const sweep *s)
{
    size_t width = MORE_COLUMNS;
    for (size_t f = 0; f < s->work->r->field_count; f++)
        width += 1 + s->values[f].width;
    return width;
}

bool scrut_link_sheet_room(unit_hand *h, size_t rows)
{
    if (h->sheet_words != NULL && rows <= h->sheet_rows)
        return true;
    size_t bytes = (stride_of(rows) * widest(h->s) * sizeof *h->sheet_words + LINE) / LINE * LINE;
    free(h->sheet_words);
    h->sheet_rows = rows;
    h->sheet_words = aligned_alloc(LINE, bytes);
    if (h->sheet_words != NULL)
        memset(h->sheet_words, 0, bytes); /* rows beyond the last are compared, too, and left out */
    return h->sheet_words != NULL;
}

/* Of a row the columns of a field behind its number. */
static inline void copy_words(const int32_t *words, size_t width, int32_t *to, size_t stride)
{
    for (size_t w = 0; w < width; w++)
        to[(1 + w) * stride] = words[w];
}

static void fill_field(const unit_hand *h, size_t field)
{
    const sheet_plan *p = &h->s->plan;
    const sheet_values *v = &h->s->values[p->fields[field]];
    size_t stride = h->sheet.stride, count = h->batch.count;
    int32_t *to = h->sheet_words + scrut_sheet_place(stride, p->sheet.fields[field].column, 0);
    for (size_t i = 0; i < count; i++) {
        uint32_t number = scrut_link_packed_value(h, i, p->fields[field]);
        to[i] = (int32_t)number;
        __builtin_prefetch(v->words + (size_t)number * v->width);
    }
    if (p->sheet.fields[field].kind == SHEET_SILENT)
        return;
    for (size_t i = 0; i < count; i++) {
        const int32_t *words = v->words + (size_t)to[i] * v->width;
        switch (v->width) {
        case SHEET_PLAIN_WIDTH - 1: copy_words(words, SHEET_PLAIN_WIDTH - 1, to + i, stride); break;
        case SHEET_DATE_WIDTH - 1: copy_words(words, SHEET_DATE_WIDTH - 1, to + i, stride); break;
        default: copy_words(words, SHEET_NAME_WIDTH - 1, to + i, stride); break;
        }
    }
}

/* The prior and what the fields that the rule fixes add, less the floor. Two keys may have one hash: a row's own. */
static void fill_base(const unit_hand *h, int32_t base[])
{
    const sheet_plan *p = &h->s->plan;
    const pair_work *w = h->s->work;
    for (size_t i = 0; i < h->batch.count; i++)
        base[i] = w->bounds->prior - w->floor_weight;
    for (size_t k = 0; k < p->fixed_count; k++) {
        const value_most *values = w->bounds->values[p->fixed[k]];
        for (size_t i = 0; i < h->batch.count; i++)
            base[i] += values[scrut_link_packed_value(h, i, p->fixed[k])].equal;
    }
}

/* The first row of a block that is of the second list; rows of one list lie together. */
static size_t second_of(const unit_hand *h, size_t first, size_t end)
{
    uint32_t second_from = h->s->work->r->second_from;
    size_t at = first;
    while (at < end && (uint32_t)h->batch.packed[at * h->s->words] < second_from)
        at++;
    return at;
}

static void fill_partners(const unit_hand *h, int32_t partners[], int32_t partners_end[])
{
    bool one_list = h->s->work->r->second_from == 0;
    size_t i = 0;
    for (size_t block = 0; block < h->block_count; block++) {
        size_t end = h->block_ends[block], second = one_list ? end : second_of(h, i, end);
        for (; i < end; i++) {
            bool none = i >= second || (one_list ? i + 1 : second) == end;
            partners[i] = none ? PARTNERS_NONE : (int32_t)(one_list ? i + 1 : second);
            partners_end[i] = none ? 0 : (int32_t)end;
        }
    }
    for (size_t beyond = i + SHEET_LANES_MAX; i < beyond; i++) {
        partners[i] = PARTNERS_NONE;
        partners_end[i] = 0;
    }
}

void scrut_link_fill_sheet(unit_hand *h)
{
    size_t stride = stride_of(h->sheet_rows);
    int32_t *more = h->sheet_words + scrut_sheet_place(stride, h->s->plan.width, 0);
    h->sheet = h->s->plan.sheet;
    h->sheet.words = h->sheet_words;
    h->sheet.stride = stride;
    h->sheet.partners = more + PARTNERS * stride;
    h->sheet.partners_end = more + PARTNERS_END * stride;
    h->sheet.base = more + BASE * stride;
    for (size_t f = 0; f < h->sheet.field_count; f++)
        fill_field(h, f);
    fill_base(h, more + BASE * stride);
    fill_partners(h, more + PARTNERS * stride, more + PARTNERS_END * stride);
}
