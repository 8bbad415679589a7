/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/election.h"

#include <string.h>

static const char *const NAMES[SCRUT_FIELD_COUNT] = {
    [SCRUT_FIELD_REGISTERED] = "registered",
    [SCRUT_FIELD_SPECIAL_LIST] = "special_list",
    [SCRUT_FIELD_RECEIVED] = "received",
    [SCRUT_FIELD_ISSUED] = "issued",
    [SCRUT_FIELD_UNUSED] = "unused",
    [SCRUT_FIELD_SPOILED] = "spoiled",
    [SCRUT_FIELD_LOST] = "lost",
    [SCRUT_FIELD_UNACCOUNTED] = "unaccounted",
    [SCRUT_FIELD_POSTAL_IN_BOX] = "postal_in_box",
    [SCRUT_FIELD_BOX_MOBILE] = "box_mobile",
    [SCRUT_FIELD_BOX_STATION] = "box_station",
    [SCRUT_FIELD_IN_BOX] = "in_box",
    [SCRUT_FIELD_CARDS] = "cards",
    [SCRUT_FIELD_PROXIES] = "proxies",
    [SCRUT_FIELD_PASSES] = "passes",
    [SCRUT_FIELD_ACCREDITED_NOON] = "accredited_noon",
    [SCRUT_FIELD_ACCREDITED_LATE] = "accredited_late",
    [SCRUT_FIELD_ACCREDITED] = "accredited",
    [SCRUT_FIELD_MORE] = "more",
    [SCRUT_FIELD_FEWER] = "fewer",
    [SCRUT_FIELD_STAMPED] = "stamped",
    [SCRUT_FIELD_CAST] = "cast",
    [SCRUT_FIELD_VALID] = "valid",
    [SCRUT_FIELD_VOTES_TO_LISTS] = "votes_to_lists",
    [SCRUT_FIELD_BLANK] = "blank",
    [SCRUT_FIELD_INVALID] = "invalid",
};

const char *scrut_field_name(scrut_field field)
{
    return NAMES[field];
}

scrut_field scrut_field_named(const char *name)
{
    for (int i = 0; i < SCRUT_FIELD_COUNT; i++)
        if (strcmp(NAMES[i], name) == 0)
            return (scrut_field)i;
    return SCRUT_FIELD_COUNT;
}
