/* SPDX-License-Identifier: Apache-2.0
 * people.c: a list of people as columns of numbers. A value is folded once, whatever the number of rows that have it,
 * and the rows keep the number of the value. */
#include "audit_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- parts ------------------------------------------------------------------------------------------------------ */

typedef struct {
    uint32_t *surname, *given, *skeletons[2], *sex;
} name_columns;

static void free_names(name_columns *n)
{
    free(n->surname);
    free(n->given);
    free(n->skeletons[0]);
    free(n->skeletons[1]);
    free(n->sex);
}

static bool read_names(const people *p, scrut_pool *pool, name_columns *n)
{
    int given = p->at[SCRUT_PERSON_GIVEN], surname = p->at[SCRUT_PERSON_SURNAME];
    size_t first = (size_t)(surname >= 0 ? surname : given), second = (size_t)(given >= 0 ? given : surname);
    n->surname = number_column(p, first, fold_name, pool);
    n->given = number_column(p, second, fold_name, pool);
    n->skeletons[0] = number_column(p, first, fold_skeleton, pool);
    n->skeletons[1] = number_column(p, second, fold_skeleton, pool);
    n->sex = calloc(p->count + (size_t)1, sizeof *n->sex);
    return n->surname != NULL && n->given != NULL && n->skeletons[0] != NULL && n->skeletons[1] != NULL &&
           n->sex != NULL;
}

static bool load_names(people *p, scrut_pool *pool)
{
    name_columns n = {NULL};
    uint32_t count;
    if (p->at[SCRUT_PERSON_GIVEN] < 0 && p->at[SCRUT_PERSON_SURNAME] < 0)
        return true;
    p->surname = scrut_arena_calloc(p->arena, p->count, sizeof *p->surname);
    p->name = scrut_arena_calloc(p->arena, p->count, sizeof *p->name);
    p->skeleton = scrut_arena_calloc(p->arena, p->count, sizeof *p->skeleton);
    bool fine = p->surname != NULL && p->name != NULL && p->skeleton != NULL && read_names(p, pool, &n);
    const uint32_t *const names[] = {n.surname, n.given, n.sex};
    for (uint32_t row = 0; fine && row < p->count; row++) {
        bool whole = n.surname[row] != 0 && n.given[row] != 0;
        p->surname[row] = n.surname[row];
        n.sex[row] = whole && p->sex != NULL ? p->sex[row] : 0;
    }
    fine = fine && number_rows(names, 3, p->count, pool, p->name, &count) &&
           number_rows((const uint32_t *const *)n.skeletons, 2, p->count, pool, p->skeleton, &count);
    for (uint32_t row = 0; fine && row < p->count; row++)
        p->name[row] = n.surname[row] != 0 && n.given[row] != 0 ? p->name[row] : 0; /* half a name is none */
    free_names(&n);
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

/* Days of registration and of death, as a category. */
static bool load_days(people *p, scrut_person_part part, uint32_t **ret)
{
    int at = p->at[part];
    if (at < 0)
        return true;
    uint32_t count = scrut_table_category_count(p->table, (size_t)at);
    uint32_t *days = calloc(count + (size_t)1, sizeof *days);
    *ret = scrut_arena_calloc(p->arena, p->count, sizeof **ret);
    bool fine = days != NULL && *ret != NULL;
    for (uint32_t i = 0; fine && i < count; i++) {
        const char *text = scrut_table_category(p->table, (size_t)at, i);
        scrut_date d;
        if (scrut_date_parse(text, strlen(text), order_of_days(p->list), LAST_YEAR, &d) && d.year > 0 && d.month > 0 &&
            d.day > 0 && (d.flags & SCRUT_DATE_IMPOSSIBLE) == 0)
            days[i] = (uint32_t)(scrut_day_of(d.year, d.month, d.day) + DAY_ZERO);
    }
    if (fine)
        people_codes(p, (size_t)at, *ret);
    for (uint32_t row = 0; fine && row < p->count; row++)
        (*ret)[row] = days[(*ret)[row]];
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

static bool load_plain(people *p, scrut_person_part part, scrut_pool *pool, uint32_t **ret)
{
    if (p->at[part] < 0)
        return true;
    uint32_t *numbers = number_column(p, (size_t)p->at[part], fold_nothing, pool);
    *ret = scrut_arena_calloc(p->arena, p->count, sizeof **ret);
    bool fine = numbers != NULL && *ret != NULL;
    if (fine)
        memcpy(*ret, numbers, p->count * sizeof **ret);
    free(numbers);
    return fine;
}

static bool load_documents(people *p, scrut_pool *pool)
{
    bool fine = load_plain(p, SCRUT_PERSON_DOCUMENT, pool, &p->document);
    for (uint32_t row = 0; fine && p->document != NULL && row < p->count; row++)
        p->document_count = p->document[row] > p->document_count ? p->document[row] : p->document_count;
    return fine;
}

static bool load_addresses(people *p, scrut_pool *pool)
{
    uint32_t count;
    int at = p->at[SCRUT_PERSON_ADDRESS];
    if (at >= 0)
        p->address = number_hashes(p, (size_t)at, pool, &count);
    return at < 0 || p->address != NULL;
}

static bool load_keys(people *p, scrut_pool *pool)
{
    int at = p->at[SCRUT_PERSON_KEY];
    if (at < 0)
        return true;
    uint64_t *hashes = hash_column(p, (size_t)at, pool);
    p->key_hash = scrut_arena_calloc(p->arena, p->count, sizeof *p->key_hash);
    bool fine = hashes != NULL && p->key_hash != NULL;
    if (fine)
        memcpy(p->key_hash, hashes, p->count * sizeof *hashes);
    free(hashes);
    return fine;
}

static bool load_identities(people *p, scrut_checksum checksum, scrut_pool *pool)
{
    int at = p->at[SCRUT_PERSON_IDENTITY];
    if (at < 0)
        return true;
    p->identity = number_hashes(p, (size_t)at, pool, &p->identity_count);
    p->identity_fails = checksum != SCRUT_CHECKSUM_NONE ? scrut_arena_calloc(p->arena, p->count, sizeof(bool)) : NULL;
    for (uint32_t row = 0; p->identity != NULL && p->identity_fails != NULL && row < p->count; row++) {
        size_t length;
        const char *text = people_cell(p, (size_t)at, row, &length);
        p->identity_fails[row] = p->identity[row] != 0 && !number_checks(checksum, text, length);
    }
    return p->identity != NULL && (checksum == SCRUT_CHECKSUM_NONE || p->identity_fails != NULL);
}

static bool load_parts(const scrut_case_roll *roll, people *p, scrut_pool *pool)
{
    return load_words(p, SCRUT_PERSON_SEX, roll->male, roll->male_count, roll->female, roll->female_count, &p->sex) &&
           load_words(p, SCRUT_PERSON_VOTED, roll->voted, roll->voted_count, NULL, 0, &p->voted) &&
           load_names(p, pool) && load_born(p) && load_days(p, SCRUT_PERSON_DIED, &p->died) && load_keys(p, pool) &&
           load_identities(p, roll->checksum, pool);
}

/* Columns that only the detectors of registration ask for. */
static bool load_registrations(people *p, scrut_pool *pool)
{
    return load_days(p, SCRUT_PERSON_REGISTERED, &p->registered) && load_positions(p) && load_addresses(p, pool) &&
           load_plain(p, SCRUT_PERSON_CLERK, pool, &p->clerk) && load_documents(p, pool);
}

scrut_status people_load(const scrut_case *c, const scrut_person_list *list, uint32_t parts, scrut_pool *pool,
                         people *ret, scrut_error *err)
{
    *ret = (people){.list = list, .arena = scrut_arena_new()};
    if (ret->arena == NULL)
        return scrut_fail_memory(err);
    scrut_status status = people_read(ret, parts, false, pool, err);
    if (status == SCRUT_OK && !load_parts(c->roll, ret, pool))
        status = scrut_fail_memory(err);
    return status == SCRUT_OK ? people_find_places(c, ret, pool, err) : status;
}

scrut_status people_load_registrations(people *p, scrut_pool *pool, scrut_error *err)
{
    uint32_t parts = 0;
    for (size_t i = 0; i < p->list->column_count; i++)
        parts |= PEOPLE_REGISTRATION & UINT32_C(1) << p->list->columns[i].part;
    if ((parts & 1U << SCRUT_PERSON_CLERK) == 0) /* days are compared clerk by clerk */
        parts &= ~(1U << SCRUT_PERSON_REGISTERED);
    people_close_table(p);
    if (parts == 0)
        return SCRUT_OK;
    scrut_status status = people_read(p, parts, true, pool, err);
    if (status == SCRUT_OK && !load_registrations(p, pool))
        status = scrut_fail_memory(err);
    people_close_table(p);
    return status;
}

void people_free(people *p)
{
    scrut_table_free(p->table);
    scrut_arena_free(p->arena);
    *p = (people){.table = NULL};
}
