/* SPDX-License-Identifier: Apache-2.0
 * roll_diff_case.c: the last versions of the list of a case, with the columns that all of them have. */
#include "case_input.h"
#include "roll_diff.h"
#include "scrutineer/roll_case.h"

#include <string.h>

/* Parts of a row that are compared, the most telling first, and as what. */
static const struct {
    scrut_person_part part;
    scrut_link_kind kind;
    bool place;
} PARTS[] = {{SCRUT_PERSON_GIVEN, SCRUT_LINK_GIVEN, false},
             {SCRUT_PERSON_SURNAME, SCRUT_LINK_SURNAME, false},
             {SCRUT_PERSON_BORN, SCRUT_LINK_BORN, false},
             {SCRUT_PERSON_IDENTITY, SCRUT_LINK_IDENTITY, false},
             {SCRUT_PERSON_SEX, SCRUT_LINK_CATEGORY, false},
             {SCRUT_PERSON_AREA, SCRUT_LINK_CATEGORY, true},
             {SCRUT_PERSON_CONSTITUENCY, SCRUT_LINK_CATEGORY, true},
             {SCRUT_PERSON_STATION, SCRUT_LINK_CATEGORY, true},
             {SCRUT_PERSON_TEXT, SCRUT_LINK_TEXT, false},
             {SCRUT_PERSON_NUMBER, SCRUT_LINK_NUMBER, false},
             {SCRUT_PERSON_CATEGORY, SCRUT_LINK_CATEGORY, false}};

/* The n-th column of a part; for areas the n-th level from the innermost. */
static const char *column_of(const scrut_case *c, const scrut_person_list *list, scrut_person_part part, size_t n)
{
    for (size_t i = 0; i < list->column_count; i++) {
        const scrut_person_column *column = &list->columns[i];
        if (column->part != part)
            continue;
        if (part == SCRUT_PERSON_AREA ? column->level + n + 1 == c->area_level_count : n-- == 0)
            return column->header;
    }
    return NULL;
}

static bool add_field(scrut_cli_diff *d, const scrut_case *c, const scrut_roll_version *const versions[], size_t count,
                      size_t part, size_t n)
{
    scrut_cli_lists *l = &d->lists;
    if (l->field_count == SCRUT_LINK_FIELDS_MAX)
        return true;
    const char *columns[SCRUT_CLI_LISTS_MAX];
    for (size_t v = 0; v < count; v++) {
        columns[v] = column_of(c, &versions[v]->list, PARTS[part].part, n);
        if (columns[v] == NULL)
            return true;
    }
    bool fine = true;
    for (size_t v = 0; v < count; v++) {
        l->lists[v].columns[l->field_count] = scrut_arena_strdup(l->arena, columns[v]);
        fine = fine && l->lists[v].columns[l->field_count] != NULL;
    }
    l->fields[l->field_count] = (scrut_link_field){l->lists[1].columns[l->field_count], PARTS[part].kind};
    l->places |= (uint32_t)PARTS[part].place << l->field_count;
    l->sex = PARTS[part].part == SCRUT_PERSON_SEX ? (int)l->field_count : l->sex;
    l->field_count++;
    return fine;
}

static bool add_list(scrut_cli_diff *d, const scrut_roll_version *version)
{
    scrut_cli_lists *l = &d->lists;
    scrut_cli_list *list = &l->lists[l->list_count++];
    list->path = scrut_arena_strdup(l->arena, version->list.full_path);
    list->name = scrut_arena_strdup(l->arena, version->list.file);
    list->options.delimiter = version->list.options.delimiter;
    bool fine = list->path != NULL && list->name != NULL;
    for (size_t i = 0; i < version->list.filter_count && i < SCRUT_CLI_FILTERS_MAX; i++) {
        list->filter_columns[i] = scrut_arena_strdup(l->arena, version->list.filters[i].column);
        list->filter_texts[i] = scrut_arena_strdup(l->arena, version->list.filters[i].text);
        fine = fine && list->filter_columns[i] != NULL && list->filter_texts[i] != NULL;
        list->filter_count++;
    }
    return fine;
}

static bool take_ages(scrut_cli_diff *d, const scrut_case_roll *roll)
{
    scrut_arena *arena = d->lists.arena;
    scrut_roll_death_rate *rates = scrut_arena_calloc(arena, roll->mortality_count, sizeof *rates);
    const char **male = scrut_arena_calloc(arena, roll->male_count, sizeof *male);
    if (rates == NULL || male == NULL)
        return false;
    bool fine = true;
    for (size_t i = 0; i < roll->mortality_count; i++)
        rates[i] = (scrut_roll_death_rate){roll->mortality[i].age, roll->mortality[i].male, roll->mortality[i].female};
    for (size_t i = 0; i < roll->male_count; i++) {
        male[i] = scrut_arena_strdup(arena, roll->male[i]);
        fine = fine && male[i] != NULL;
    }
    const scrut_roll_version *last = &roll->versions[roll->version_count - 1];
    d->ages = (scrut_roll_diff_ages){.sex = d->lists.sex,
                                     .male = male,
                                     .male_count = roll->male_count,
                                     .old_day = last[-1].day,
                                     .new_day = last->day,
                                     .voting_age = roll->age,
                                     .deaths = rates,
                                     .death_count = roll->mortality_count};
    return fine;
}

static int take_case(const scrut_cli_args *args, scrut_cli_diff *d, const scrut_case *c)
{
    enum { LAST_YEAR = 2030, COLUMNS_OF_PART = SCRUT_PERSON_COLUMNS_MAX };
    const scrut_case_roll *roll = c->roll;
    scrut_error err;
    if (roll == NULL || roll->version_count < 2) {
        (void)scrut_fail(&err, SCRUT_E_INPUT, args->operand, -1, -1, -1,
                         "the case has no two versions of a list of voters (\"roll\" in election.yaml)");
        return scrut_cli_input_error(&err);
    }
    size_t count = roll->version_count > 2 ? 3 : 2;
    const scrut_roll_version *last = &roll->versions[roll->version_count - 1],
                             *versions[SCRUT_CLI_LISTS_MAX] = {last - 1, last, count == 3 ? last - 2 : NULL};
    if (last[-1].list.days != last->list.days || (count == 3 && versions[2]->list.days != last->list.days))
        return scrut_cli_usage_error(args->command, "the versions write their days in different orders");
    bool fine = true;
    for (size_t v = 0; v < count; v++)
        fine = add_list(d, versions[v]) && fine;
    for (size_t p = 0; p < sizeof PARTS / sizeof PARTS[0]; p++)
        for (size_t n = 0; n < COLUMNS_OF_PART; n++)
            fine = add_field(d, c, versions, count, p, n) && fine;
    d->lists.date_order = (scrut_date_order)last->list.days;
    d->lists.last_year = LAST_YEAR;
    return fine && take_ages(d, roll) ? SCRUT_EXIT_OK : scrut_cli_no_memory();
}

int scrut_cli_diff_of_case(const scrut_cli_args *args, scrut_cli_diff *d)
{
    scrut_cli_case opened;
    int status = scrut_cli_open_case(args, &opened);
    if (status != SCRUT_EXIT_OK)
        return status;
    status = take_case(args, d, opened.c);
    scrut_cli_close_case(&opened);
    return status;
}
