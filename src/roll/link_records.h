/* SPDX-License-Identifier: Apache-2.0
 * link_records.h: rows as numbers of values, and what two rows show of each field. */
#ifndef SCRUT_LINK_RECORDS_H
#define SCRUT_LINK_RECORDS_H

#include "link_kernels.h"
#include "scrutineer/link.h"
#include "scrutineer/mem.h"
#include "scrutineer/rng.h"

#include <string.h>

#define OUTCOMES 32     /* what a comparison can say of one field: 5 bits of a pattern */
#define EQUAL_CLASSES 8 /* of how common a value is, each of two bits */

/* Outcomes. Equal values are told apart by how common they are: EQUAL + class. Unequal ones by level, the first levels
 * of a kind also by the class of the rarer value, for a rare spelling beside a common one is more often a slip. */
enum { OUTCOME_MISSING = 0, OUTCOME_EQUAL = 1, OUTCOME_NEAR = OUTCOME_EQUAL + EQUAL_CLASSES };

/* What names, and letters outside ASCII, have besides. */
typedef struct {
    uint8_t *symbols; /* the letters by number in their column, 0 behind the end; NULL: too many for a kernel */
    uint32_t *spelling_letters; /* of its spelling; names */
    uint8_t spelling_count;
} value_forms;

#define LETTER_COUNT_MAX 255

/* One distinct value of a field. */
typedef struct {
    const char *key;    /* folded, and a NUL; LINK_SYMBOLS_MAX bytes can be read from its beginning */
    value_forms *forms; /* NULL: a column of ASCII that holds no names */
    uint32_t key_length;
    uint32_t count;    /* rows that have it */
    uint32_t skeleton; /* number of its skeleton, 0: none; names and texts */
    uint32_t spelling; /* number of its spelling; names */
    uint16_t year, month_day;
    uint8_t rarity;       /* whole bits: one row in 2^rarity has it */
    uint8_t letter_count; /* at most LETTER_COUNT_MAX */
    bool is_ascii;        /* as all of its column: the bytes of its key are its letters */
} value;

typedef struct {
    value *values; /* [0] is the missing value; in order of content */
    uint32_t count;
    int finer;          /* the column from whose values those of this one follow, as a commune from a village; or -1 */
    uint32_t *of_finer; /* then by value of that one: the value of this one that most of its rows have, or 0 */
    uint32_t *digits;   /* of dates, by value: scrut_link_date_digits; else NULL */
    name_sketch *sketches; /* of names, by value; else NULL */
    bool own;              /* the members of a household have it as strangers do */
} column;

/* Where the number of a column's value lies in a row: bits of one of the planes, each of which has a word a row. */
typedef struct {
    uint8_t plane, shift;
    uint32_t mask;
} place;

/* Zeroed memory that is read here and there: in pages of 2 MiB, where there are such, the processor finds its places
 * sooner. */
typedef struct {
    void *bytes; /* NULL: none, or no memory */
    void *base;
} large_memory;

typedef struct {
    const scrut_link_input *input;
    scrut_arena *arena;
    uint32_t row_count;
    size_t field_count;
    scrut_link_field *fields; /* copies: the input is gone after the run */
    column columns[SCRUT_LINK_FIELDS_MAX];
    place places[SCRUT_LINK_FIELDS_MAX];
    uint64_t *planes[SCRUT_LINK_FIELDS_MAX]; /* freed by scrut_link_unpack */
    size_t plane_count;
    unsigned plane_bits; /* of the last plane that are in use */
    uint32_t second_from;
    const char *program;     /* the caller's */
    const char *rows_folder; /* where the planes lie in files, which are mapped; NULL: in memory */
    uint64_t gather_bytes;
    size_t table_bytes_max; /* of the memo of a column */
    int given, surname;     /* fields, or -1 */
    bool has_finer;         /* some column follows from another */
    uint32_t *twins;        /* with both: by number of a given name, the number of the surname of the same key, or 0 */
} records;

scrut_status scrut_link_load(const scrut_link_input *input, scrut_arena *arena, scrut_pool *pool, records *ret,
                             scrut_error *err);

/* Fills in which columns follow from others, and which are a person's own. False without memory. */
bool scrut_link_relate_columns(records *r);
/* Whether two fields are one, or follow from a common one. */
bool scrut_link_same_chain(const records *r, size_t a, size_t b);

/* Finds bits for the numbers below `count` of a field, in a new plane if need be. SCRUT_E_MEMORY; SCRUT_E_IO. */
scrut_status scrut_link_pack_place(records *r, size_t field, uint32_t count, scrut_error *err);
/* Mapped rows that were read need not stay in memory; they come back from their file when they are read again. */
void scrut_link_drop_rows(const records *r);
/* To be called for each row by what goes through all of them. */
static inline void scrut_link_pass(const records *r, uint32_t row)
{
    if (r->rows_folder != NULL && (row & ((UINT32_C(1) << 19) - 1)) == 0)
        scrut_link_drop_rows(r);
}
void scrut_link_unpack(records *r);
/* The code points of a text, at most so many; how many. */
size_t scrut_link_letters(const char *text, size_t length, uint32_t letters[], size_t most);

large_memory scrut_link_large_new(size_t bytes);
void scrut_link_large_free(large_memory *m);

/* Words of a gathered row: hash and number, and those of the planes. They are carried along, for to read rows of all
 * the list here and there costs more: measured, 200 ns each. */
static inline size_t scrut_link_gathered_words(const records *r)
{
    return 1 + r->plane_count;
}

/* The number of the value that a row has in a field. */
static inline uint32_t scrut_link_value(const records *r, size_t row, size_t field)
{
    const place *p = &r->places[field];
    return (uint32_t)(r->planes[p->plane][row] >> p->shift) & p->mask;
}

/* The same in every order of the input. */
uint64_t scrut_link_content(const records *r, uint32_t row);

/* Outcomes of all fields of two rows, 5 bits each from the first field on. */
uint64_t scrut_link_compare(const records *r, uint32_t a, uint32_t b);
/* The same from the outcomes of each field for itself: what several fields say together. a, b: numbers of values. */
uint64_t scrut_link_compare_together(const records *r, const uint32_t a[], const uint32_t b[], uint64_t outcomes);
/* Whether each of two rows has its given name where the other has its surname; by numbers of values. */
bool scrut_link_is_swapped(const records *r, const uint32_t a[], const uint32_t b[]);
/* The outcome for two values of a field, without regard to other fields. */
unsigned scrut_link_compare_values(const records *r, size_t field, uint32_t a, uint32_t b);
/* A date as eight digits of four bits, and the level of two that are not equal. month_day: 100 * month + day. */
uint32_t scrut_link_date_digits(unsigned year, unsigned month_day);
unsigned scrut_link_date_level(uint32_t a, uint32_t b);
unsigned scrut_link_year_of(uint32_t date);
/* Bit set of the levels of dates that are in a place of a sheet. */
uint32_t scrut_link_date_levels(int which);
/* A day that stands for one that is not known. */
bool scrut_link_is_default_day(uint32_t digits);
/* Sketches of a column of names. False without memory. */
bool scrut_link_sketch_names(column *c, scrut_arena *arena);
unsigned scrut_link_names_differ_outcome(void);
/* Outcomes of a kind below equality, from OUTCOME_NEAR on. */
unsigned scrut_link_near_outcomes(scrut_link_kind kind);
unsigned scrut_link_equal_outcome(const value *v);
unsigned scrut_link_swapped_outcome(void);
/* How rare two unequal values are, as far as that tells a slip from two strangers: of names at most 2^SLIP_BITS times
 * what the more common one is, and as much again as that. */
#define SLIP_BITS 6
double scrut_link_slip_rarity(const records *r, size_t field, uint32_t a, uint32_t b);
/* The level of an outcome below equality, from 0, and the first outcome of a level. */
unsigned scrut_link_level(scrut_link_kind kind, unsigned outcome);
/* The class of the rarer value that an outcome below equality is for; -1: any. */
int scrut_link_class(scrut_link_kind kind, unsigned outcome);
/* From which rarity of the rarer value on a class of unequal values begins. */
unsigned scrut_link_near_rarity(unsigned class);
unsigned scrut_link_near_class(unsigned rarity);
const char *scrut_link_level_name(scrut_link_kind kind, unsigned level);

#endif
