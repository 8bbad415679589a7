/* SPDX-License-Identifier: Apache-2.0
 * people.c: a list of people as columns of numbers. A value is folded once, whatever the number of rows that have it,
 * and the rows keep the number of the value. */
#include "audit_internal.h"
#include "scrutineer/hash.h"
#include "scrutineer/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading ---------------------------------------------------------------------------------------------------- */

/* Columns in which nearly every row has a value of its own are kept as text; in the others a value is stored once. */
static bool is_own(scrut_person_part part)
{
    return part == SCRUT_PERSON_IDENTITY || part == SCRUT_PERSON_KEY || part == SCRUT_PERSON_ORDER;
}

static scrut_status open_list(const scrut_person_list *list, scrut_csv **ret_csv, scrut_csv_wanted wanted[],
                              scrut_csv_filter filters[], scrut_error *err)
{
    scrut_status status = scrut_csv_open(list->full_path, list->file, &list->options, ret_csv, err);
    for (size_t i = 0; status == SCRUT_OK && i < list->column_count + list->filter_count; i++) {
        bool filter = i >= list->column_count;
        const char *header = filter ? list->filters[i - list->column_count].column : list->columns[i].header;
        int64_t column = scrut_csv_find_column(*ret_csv, header);
        if (column < 0) /* the file changed since the case was loaded */
            status = scrut_fail(err, SCRUT_E_INPUT, list->file, 1, -1, -1, "there is no column \"%.60s\"", header);
        else if (filter)
            filters[i - list->column_count] =
                (scrut_csv_filter){(size_t)column, list->filters[i - list->column_count].text};
        else
            wanted[i] = (scrut_csv_wanted){(size_t)column,
                                           is_own(list->columns[i].part) ? SCRUT_CELL_TEXT : SCRUT_CELL_CATEGORY};
    }
    return status;
}

static scrut_status read_table(people *p, scrut_pool *pool, scrut_error *err)
{
    const scrut_person_list *list = p->list;
    scrut_csv_wanted wanted[SCRUT_PERSON_COLUMNS_MAX];
    scrut_csv_filter *filters = calloc(list->filter_count + 1, sizeof *filters);
    scrut_csv *csv = NULL;
    if (filters == NULL)
        return scrut_fail_memory(err);
    scrut_status status = open_list(list, &csv, wanted, filters, err);
    if (status == SCRUT_OK)
        status =
            scrut_csv_read(csv, wanted, list->column_count, filters, list->filter_count, pool, NULL, &p->table, err);
    scrut_csv_close(csv);
    free(filters);
    if (status == SCRUT_OK && p->table->row_count > SCRUT_LINK_ROWS_MAX)
        return scrut_fail(err, SCRUT_E_LIMIT, list->file, -1, -1, -1, "a list of people has at most %u rows",
                          SCRUT_LINK_ROWS_MAX);
    return status;
}

const char *people_cell(const people *p, size_t column, uint32_t row, size_t *ret_length)
{
    const scrut_table_segment *segment = scrut_table_segment_of(p->table, row);
    const scrut_table_column *cells = &segment->columns[column];
    if (cells->kind == SCRUT_CELL_TEXT)
        return scrut_cell_text(cells, row - segment->first_row, ret_length);
    const char *text = scrut_table_category(p->table, column, scrut_cell_category(cells, row - segment->first_row));
    *ret_length = strlen(text);
    return text;
}

void people_codes(const people *p, size_t column, uint32_t codes[])
{
    for (size_t s = 0; s < p->table->segment_count; s++) {
        const scrut_table_segment *segment = &p->table->segments[s];
        for (uint32_t r = 0; r < segment->row_count; r++)
            codes[segment->first_row + r] = scrut_cell_category(&segment->columns[column], r);
    }
}

/* ---- values to numbers ------------------------------------------------------------------------------------------ */

/* Distinct values of one column, folded. */
typedef struct {
    char **keys;
    uint32_t count;
} folded;

static int by_text(const void *a, const void *b)
{
    char **const *x = a, **const *y = b;
    return strcmp(**x, **y);
}

typedef scrut_status fold_function(const char *text, scrut_buf *key);

static scrut_status fold_name(const char *text, scrut_buf *key)
{
    return scrut_text_fold(text, strlen(text), key, NULL, NULL);
}

static scrut_status fold_skeleton(const char *text, scrut_buf *key)
{
    scrut_buf name = {0};
    scrut_status status = fold_name(text, &name);
    if (status == SCRUT_OK && name.length > 0)
        status = scrut_text_skeleton(name.bytes, name.length, key, NULL);
    scrut_buf_free(&name);
    return status;
}

static bool fold_values(const people *p, size_t column, fold_function *fold, folded *f)
{
    f->count = scrut_table_category_count(p->table, column);
    f->keys = calloc(f->count + (size_t)1, sizeof *f->keys);
    bool fine = f->keys != NULL;
    for (uint32_t i = 0; fine && i < f->count; i++) {
        scrut_buf key = {0};
        fine = fold(scrut_table_category(p->table, column, i), &key) == SCRUT_OK && !key.failed;
        f->keys[i] = fine ? strdup(key.length > 0 ? key.bytes : "") : NULL;
        fine = fine && f->keys[i] != NULL;
        scrut_buf_free(&key);
    }
    return fine;
}

/* numbers[code]: 0 for an empty key, else the same for equal keys, in the order of the keys. */
static bool number_keys(const folded *f, uint32_t numbers[])
{
    char ***sorted = malloc((f->count + (size_t)1) * sizeof *sorted);
    if (sorted == NULL)
        return false;
    for (uint32_t i = 0; i < f->count; i++)
        sorted[i] = &f->keys[i];
    qsort(sorted, f->count, sizeof *sorted, by_text);
    uint32_t last = 0;
    for (uint32_t i = 0; i < f->count; i++) {
        if (**sorted[i] != '\0' && (i == 0 || strcmp(*sorted[i], *sorted[i - 1]) != 0))
            last++;
        numbers[sorted[i] - f->keys] = **sorted[i] != '\0' ? last : 0;
    }
    free(sorted);
    return true;
}

static void free_folded(folded *f)
{
    for (uint32_t i = 0; f->keys != NULL && i < f->count; i++)
        free(f->keys[i]);
    free(f->keys);
}

/* A column of numbers by row, equal for values with one key. NULL without memory. */
static uint32_t *number_column(people *p, size_t column, fold_function *fold)
{
    folded f = {0};
    uint32_t *of_row = scrut_arena_calloc(p->arena, p->count, sizeof *of_row);
    bool fine = of_row != NULL && fold_values(p, column, fold, &f);
    uint32_t *numbers = fine ? malloc((f.count + (size_t)1) * sizeof *numbers) : NULL;
    fine = numbers != NULL && number_keys(&f, numbers);
    if (fine) {
        people_codes(p, column, of_row);
        for (uint32_t row = 0; row < p->count; row++)
            of_row[row] = numbers[of_row[row]];
    }
    free(numbers);
    free_folded(&f);
    return fine ? of_row : NULL;
}

/* Columns of values of their own are numbered by their hashes; that two share one of 64 bits has a chance of 3 in a
 * million at ten million rows. */
static uint64_t *hash_column(people *p, size_t column)
{
    uint64_t *hashes = scrut_arena_calloc(p->arena, p->count, sizeof *hashes);
    for (uint32_t row = 0; hashes != NULL && row < p->count; row++) {
        size_t length;
        const char *text = people_cell(p, column, row, &length);
        while (length > 0 && text[length - 1] == ' ')
            length--;
        hashes[row] = length > 0 ? scrut_hash64(text, length) | 1 : 0;
    }
    return hashes;
}

bool number_rows(const uint32_t *const columns[], size_t column_count, uint32_t count, uint32_t numbers[],
                 uint32_t *ret_count)
{
    uint32_t *order = malloc((count + (size_t)1) * sizeof *order), *spare = malloc((count + (size_t)1) * sizeof *spare);
    bool fine = order != NULL && spare != NULL;
    uint32_t last = 0;
    if (fine) {
        order_begin(order, count);
        for (size_t k = column_count; k > 0; k--)
            order_rows(order, spare, count, columns[k - 1]);
    }
    for (uint32_t i = 0; fine && i < count; i++) {
        bool same = i > 0, known = false;
        for (size_t k = 0; k < column_count; k++) {
            same = same && columns[k][order[i]] == columns[k][order[i - 1]];
            known = known || columns[k][order[i]] != 0;
        }
        last += known && !same;
        numbers[order[i]] = known ? last : 0;
    }
    free(order);
    free(spare);
    *ret_count = last;
    return fine;
}

static uint32_t *number_hashes(people *p, const uint64_t hashes[])
{
    uint32_t *low = malloc((p->count + (size_t)1) * sizeof *low), *high = malloc((p->count + (size_t)1) * sizeof *high),
             *numbers = scrut_arena_calloc(p->arena, p->count, sizeof *numbers), count;
    const uint32_t *const columns[] = {high, low};
    bool fine = low != NULL && high != NULL && numbers != NULL;
    for (uint32_t row = 0; fine && row < p->count; row++) {
        low[row] = (uint32_t)hashes[row];
        high[row] = (uint32_t)(hashes[row] >> 32);
    }
    fine = fine && number_rows(columns, 2, p->count, numbers, &count);
    free(low);
    free(high);
    return fine ? numbers : NULL;
}

/* ---- parts ------------------------------------------------------------------------------------------------------ */

static bool load_names(people *p)
{
    int given = p->at[SCRUT_PERSON_GIVEN], surname = p->at[SCRUT_PERSON_SURNAME];
    if (given < 0 && surname < 0)
        return true;
    size_t first = (size_t)(surname >= 0 ? surname : given), second = (size_t)(given >= 0 ? given : surname);
    uint32_t *a = number_column(p, first, fold_name), *b = number_column(p, second, fold_name);
    uint32_t *c = number_column(p, first, fold_skeleton), *d = number_column(p, second, fold_skeleton), count;
    p->surname = a;
    p->name = scrut_arena_calloc(p->arena, p->count, sizeof *p->name);
    p->skeleton = scrut_arena_calloc(p->arena, p->count, sizeof *p->skeleton);
    uint32_t *sex = scrut_arena_calloc(p->arena, p->count, sizeof *sex);
    if (a == NULL || b == NULL || c == NULL || d == NULL || p->name == NULL || p->skeleton == NULL || sex == NULL)
        return false;
    for (uint32_t row = 0; row < p->count && p->sex != NULL; row++)
        sex[row] = a[row] != 0 && b[row] != 0 ? p->sex[row] : 0;
    const uint32_t *const names[] = {a, b, sex}, *const skeletons[] = {c, d};
    bool fine =
        number_rows(names, 3, p->count, p->name, &count) && number_rows(skeletons, 2, p->count, p->skeleton, &count);
    for (uint32_t row = 0; fine && row < p->count; row++)
        p->name[row] = a[row] != 0 && b[row] != 0 ? p->name[row] : 0; /* half a name is none */
    return fine;
}

static scrut_date_order order_of_days(const scrut_person_list *list)
{
    return (scrut_date_order)list->days;
}

static bool load_born(people *p)
{
    int at = p->at[SCRUT_PERSON_BORN];
    if (at < 0)
        return true;
    size_t column = (size_t)at;
    uint32_t count = scrut_table_category_count(p->table, column);
    scrut_date *dates = calloc(count + (size_t)1, sizeof *dates);
    p->born = scrut_arena_calloc(p->arena, p->count, sizeof *p->born);
    p->born_flags = scrut_arena_calloc(p->arena, p->count, sizeof *p->born_flags);
    if (dates == NULL || p->born == NULL || p->born_flags == NULL) {
        free(dates);
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        const char *text = scrut_table_category(p->table, column, i);
        if (!scrut_date_parse(text, strlen(text), order_of_days(p->list), LAST_YEAR, &dates[i]) ||
            (dates[i].flags & SCRUT_DATE_FILLER) != 0)
            dates[i] = (scrut_date){.flags = dates[i].flags & SCRUT_DATE_FILLER};
    }
    people_codes(p, column, p->born);
    for (uint32_t row = 0; row < p->count; row++) {
        const scrut_date *d = &dates[p->born[row]];
        p->born[row] = SCRUT_BORN(d->year > 0 ? d->year : 0, d->month, d->day);
        p->born_flags[row] = (uint8_t)d->flags;
    }
    free(dates);
    return true;
}

/* Days of registration, as a category. */
static bool load_registered(people *p)
{
    int at = p->at[SCRUT_PERSON_REGISTERED];
    if (at < 0)
        return true;
    uint32_t count = scrut_table_category_count(p->table, (size_t)at);
    uint32_t *days = calloc(count + (size_t)1, sizeof *days);
    p->registered = scrut_arena_calloc(p->arena, p->count, sizeof *p->registered);
    bool fine = days != NULL && p->registered != NULL;
    for (uint32_t i = 0; fine && i < count; i++) {
        const char *text = scrut_table_category(p->table, (size_t)at, i);
        scrut_date d;
        if (scrut_date_parse(text, strlen(text), order_of_days(p->list), LAST_YEAR, &d) && d.year > 0 && d.month > 0 &&
            d.day > 0 && (d.flags & SCRUT_DATE_IMPOSSIBLE) == 0)
            days[i] = (uint32_t)(scrut_day_of(d.year, d.month, d.day) + DAY_ZERO);
    }
    if (fine)
        people_codes(p, (size_t)at, p->registered);
    for (uint32_t row = 0; fine && row < p->count; row++)
        p->registered[row] = days[p->registered[row]];
    free(days);
    return fine;
}

static bool load_positions(people *p)
{
    int at = p->at[SCRUT_PERSON_ORDER];
    if (at < 0)
        return true;
    p->position = scrut_arena_calloc(p->arena, p->count, sizeof *p->position);
    for (uint32_t row = 0; p->position != NULL && row < p->count; row++) {
        size_t length;
        int64_t value;
        const char *text = people_cell(p, (size_t)at, row, &length);
        if (scrut_parse_whole(text, length, UINT32_MAX - 1, &value, NULL) == SCRUT_NUMBER_OK && value >= 0)
            p->position[row] = (uint32_t)value + 1;
    }
    return p->position != NULL;
}

static bool is_word(const char *const words[], size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], text) == 0)
            return true;
    return false;
}

/* Each row's small number, by the words of its cell. */
static bool load_words(people *p, scrut_person_part part, const char *const one[], size_t one_count,
                       const char *const two[], size_t two_count, uint8_t **ret)
{
    int at = p->at[part];
    if (at < 0)
        return true;
    uint32_t count = scrut_table_category_count(p->table, (size_t)at);
    uint8_t *meaning = calloc(count + (size_t)1, 1);
    uint32_t *codes = malloc((p->count + (size_t)1) * sizeof *codes);
    *ret = scrut_arena_calloc(p->arena, p->count, 1);
    bool fine = meaning != NULL && codes != NULL && *ret != NULL;
    for (uint32_t i = 0; fine && i < count; i++) {
        const char *text = scrut_table_category(p->table, (size_t)at, i);
        meaning[i] = is_word(one, one_count, text) ? 1 : is_word(two, two_count, text) ? 2 : 0;
    }
    if (fine)
        people_codes(p, (size_t)at, codes);
    for (uint32_t row = 0; fine && row < p->count; row++)
        (*ret)[row] = meaning[codes[row]];
    free(meaning);
    free(codes);
    return fine;
}

/* Values compared letter by letter. */
static scrut_status fold_nothing(const char *text, scrut_buf *key)
{
    scrut_buf_puts(key, text);
    return key->failed ? SCRUT_E_MEMORY : SCRUT_OK;
}

static bool load_plain(people *p, scrut_person_part part, uint32_t **ret)
{
    if (p->at[part] >= 0)
        *ret = number_column(p, (size_t)p->at[part], fold_nothing);
    return p->at[part] < 0 || *ret != NULL;
}

/* Names of the kinds of papers, by number. */
static bool load_documents(people *p)
{
    if (!load_plain(p, SCRUT_PERSON_DOCUMENT, &p->document) || p->document == NULL)
        return p->at[SCRUT_PERSON_DOCUMENT] < 0;
    p->document_count = 0;
    for (uint32_t row = 0; row < p->count; row++)
        p->document_count = p->document[row] > p->document_count ? p->document[row] : p->document_count;
    p->documents = scrut_arena_calloc(p->arena, p->document_count + (size_t)1, sizeof *p->documents);
    for (uint32_t row = 0; p->documents != NULL && row < p->count; row++) {
        size_t length;
        if (p->document[row] != 0 && p->documents[p->document[row]] == NULL)
            p->documents[p->document[row]] = people_cell(p, (size_t)p->at[SCRUT_PERSON_DOCUMENT], row, &length);
    }
    return p->documents != NULL;
}

static bool load_numbers(people *p)
{
    if (p->at[SCRUT_PERSON_KEY] >= 0) {
        p->key_hash = hash_column(p, (size_t)p->at[SCRUT_PERSON_KEY]);
        p->key = p->key_hash != NULL ? number_hashes(p, p->key_hash) : NULL;
    }
    if (p->at[SCRUT_PERSON_IDENTITY] >= 0) {
        uint64_t *hashes = hash_column(p, (size_t)p->at[SCRUT_PERSON_IDENTITY]);
        p->identity = hashes != NULL ? number_hashes(p, hashes) : NULL;
    }
    return (p->at[SCRUT_PERSON_KEY] < 0 || p->key != NULL) && (p->at[SCRUT_PERSON_IDENTITY] < 0 || p->identity != NULL);
}

static bool load_parts(const scrut_case_roll *roll, people *p)
{
    return load_words(p, SCRUT_PERSON_SEX, roll->male, roll->male_count, roll->female, roll->female_count, &p->sex) &&
           load_words(p, SCRUT_PERSON_VOTED, roll->voted, roll->voted_count, NULL, 0, &p->voted) && load_names(p) &&
           load_born(p) && load_registered(p) && load_positions(p) && load_numbers(p) &&
           load_plain(p, SCRUT_PERSON_CLERK, &p->clerk) && load_plain(p, SCRUT_PERSON_ADDRESS, &p->address) &&
           load_documents(p);
}

scrut_status people_load(const scrut_case *c, const scrut_person_list *list, scrut_pool *pool, people *ret,
                         scrut_error *err)
{
    *ret = (people){.list = list, .arena = scrut_arena_new()};
    for (size_t part = 0; part < SCRUT_PERSON_PART_COUNT; part++)
        ret->at[part] = -1;
    for (size_t i = list->column_count; i > 0; i--)
        ret->at[list->columns[i - 1].part] = (int16_t)(i - 1);
    if (ret->arena == NULL)
        return scrut_fail_memory(err);
    scrut_status status = read_table(ret, pool, err);
    if (status != SCRUT_OK)
        return status;
    ret->count = ret->table->row_count;
    return load_parts(c->roll, ret) ? people_find_places(c, ret, err) : scrut_fail_memory(err);
}

void people_free(people *p)
{
    scrut_table_free(p->table);
    scrut_arena_free(p->arena);
    *p = (people){.table = NULL};
}
