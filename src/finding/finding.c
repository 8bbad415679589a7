/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/finding.h"
#include "scrutineer/catalog.h"
#include "scrutineer/mem.h"

#include <stdlib.h>
#include <string.h>

scrut_finding *scrut_findings_add(scrut_findings *list, const char *code)
{
    const scrut_check *check = scrut_check_named(code);
    if (check == NULL)
        abort(); /* a code that is not in the table is our mistake */
    if (!scrut_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items)) {
        list->failed = true;
        return NULL;
    }
    scrut_finding *f = &list->items[list->count++];
    *f = (scrut_finding){
        .check = check, .id = "", .subject_id = "", .sources = "", .message = "", .constituency = SCRUT_NONE};
    return f;
}

static int compare_findings(const void *a, const void *b)
{
    const scrut_finding *x = a, *y = b;
    if (x->check->severity != y->check->severity)
        return x->check->severity < y->check->severity ? -1 : 1;
    if (x->at_stake_known != y->at_stake_known)
        return x->at_stake_known ? -1 : 1;
    if (x->at_stake_known && x->at_stake != y->at_stake)
        return x->at_stake > y->at_stake ? -1 : 1;
    int order = strcmp(x->check->code, y->check->code);
    if (order == 0)
        order = strcmp(x->id, y->id);
    return order != 0 ? order : strcmp(x->message, y->message); /* rows that repeat a station have one id */
}

void scrut_findings_sort(scrut_findings *list)
{
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, compare_findings);
}

void scrut_findings_free(scrut_findings *list)
{
    free(list->items);
    *list = (scrut_findings){0};
}

static void put_rate(const scrut_language *language, const scrut_clean_rate *rate, scrut_buf *out)
{
    char percent[32];
    if (rate->stations == 0) {
        scrut_say(language, out, "{1w}: none of {2n} stations", rate->election, rate->tested);
        return;
    }
    scrut_format_ratio(percent, sizeof percent, (scrut_wide)rate->stations * 100, rate->tested, 2);
    scrut_say(language, out, "{1w}: {2n} of {3n} stations ({4f} %)", rate->election, rate->stations, rate->tested,
              percent);
}

void scrut_check_put_clean(const scrut_language *language, const scrut_check *check, scrut_buf *out)
{
    for (size_t i = 0; i < SCRUT_CLEAN_MAX && check->clean[i].election != NULL; i++) {
        scrut_buf_puts(out, i > 0 ? scrut_word(language, "; ") : "");
        put_rate(language, &check->clean[i], out);
    }
}

const char *scrut_severity_name(scrut_severity severity)
{
    static const char *const NAMES[] = {SCRUT_KEY("error"), SCRUT_KEY("warning"), SCRUT_KEY("note")};
    return NAMES[severity];
}

const char *scrut_subject_name(scrut_subject_kind kind)
{
    static const char *const NAMES[] = {SCRUT_KEY("nation"), SCRUT_KEY("constituency"), SCRUT_KEY("area"),
                                        SCRUT_KEY("station")};
    return NAMES[kind];
}

const char *scrut_direction_name(scrut_direction direction)
{
    static const char *const NAMES[] = {"unknown", "remove", "restore", "move"};
    return NAMES[direction];
}
