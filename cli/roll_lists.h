/* SPDX-License-Identifier: Apache-2.0
 * roll_lists.h: lists of people as the commands about rolls read them: files, what their columns hold, and the cells as
 * the library asks for them. */
#ifndef SCRUT_CLI_ROLL_LISTS_H
#define SCRUT_CLI_ROLL_LISTS_H

#include "cli.h"
#include "scrutineer/csv.h"
#include "scrutineer/link.h"
#include "scrutineer/mem.h"

enum { SCRUT_CLI_LISTS_MAX = 3, SCRUT_CLI_FILTERS_MAX = 8 };

typedef struct {
    const char *path, *name; /* name: as messages call it */
    scrut_csv_options options;
    const char *columns[SCRUT_LINK_FIELDS_MAX]; /* header of each field */
    const char *filter_columns[SCRUT_CLI_FILTERS_MAX], *filter_texts[SCRUT_CLI_FILTERS_MAX];
    size_t filter_count;
    scrut_table *table;
    uint32_t unread_dates; /* rows whose date of birth is no date; they are counted where cells are numbers of values */
    int64_t unread_line;   /* of the first of them */
} scrut_cli_list;

/* The same fields of every list. */
typedef struct {
    scrut_arena *arena;
    scrut_link_field fields[SCRUT_LINK_FIELDS_MAX];
    size_t field_count;
    bool numbered;   /* each value is kept once and cells are numbers of values: for what compares values often */
    uint32_t places; /* bit f: field f is a place */
    int sex;         /* field, or -1 */
    scrut_date_order date_order;
    int last_year;
    scrut_cli_list lists[SCRUT_CLI_LISTS_MAX];
    size_t list_count;
} scrut_cli_lists;

/* Two lists one after another, or one; must outlive the input that is made of it. */
typedef struct {
    const scrut_table *tables[2]; /* [1] NULL: one */
    uint32_t second_from;
    scrut_cli_lists *owner; /* NULL: the cells stay */
} scrut_cli_two_lists;

/* Reads --map, --dates and --last-year. `versions`: places and sex are kinds too. An exit status, after its message. */
int scrut_cli_lists_map(const scrut_cli_args *args, scrut_cli_lists *lists, bool versions);
/* Adds a list whose columns are called as the fields. */
void scrut_cli_lists_add(scrut_cli_lists *lists, const char *path);
/* Reads all lists. Statuses as scrut_csv_read. */
SCRUT_MUST_CHECK scrut_status scrut_cli_lists_read(scrut_cli_lists *lists, scrut_pool *pool, scrut_error *err);
/* Frees the cells of the owner's lists. context: a scrut_cli_two_lists. */
void scrut_cli_lists_release(const void *context);
/* `second`: SCRUT_CLI_LISTS_MAX for one list. */
scrut_link_input scrut_cli_lists_input(const scrut_cli_lists *lists, size_t first, size_t second,
                                       scrut_cli_two_lists *context);
void scrut_cli_lists_free(scrut_cli_lists *lists);

#endif
