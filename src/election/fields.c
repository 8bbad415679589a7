/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/catalog.h"
#include "scrutineer/election.h"

#include <string.h>

static const char *const NAMES[SCRUT_FIELD_COUNT] = {
    [SCRUT_FIELD_REGISTERED] = SCRUT_KEY("registered"),
    [SCRUT_FIELD_SPECIAL_LIST] = SCRUT_KEY("special_list"),
    [SCRUT_FIELD_RECEIVED] = SCRUT_KEY("received"),
    [SCRUT_FIELD_ISSUED] = SCRUT_KEY("issued"),
    [SCRUT_FIELD_UNUSED] = SCRUT_KEY("unused"),
    [SCRUT_FIELD_SPOILED] = SCRUT_KEY("spoiled"),
    [SCRUT_FIELD_LOST] = SCRUT_KEY("lost"),
    [SCRUT_FIELD_UNACCOUNTED] = SCRUT_KEY("unaccounted"),
    [SCRUT_FIELD_POSTAL_IN_BOX] = SCRUT_KEY("postal_in_box"),
    [SCRUT_FIELD_BOX_MOBILE] = SCRUT_KEY("box_mobile"),
    [SCRUT_FIELD_BOX_STATION] = SCRUT_KEY("box_station"),
    [SCRUT_FIELD_IN_BOX] = SCRUT_KEY("in_box"),
    [SCRUT_FIELD_CARDS] = SCRUT_KEY("cards"),
    [SCRUT_FIELD_PROXIES] = SCRUT_KEY("proxies"),
    [SCRUT_FIELD_PASSES] = SCRUT_KEY("passes"),
    [SCRUT_FIELD_ACCREDITED_NOON] = SCRUT_KEY("accredited_noon"),
    [SCRUT_FIELD_ACCREDITED_LATE] = SCRUT_KEY("accredited_late"),
    [SCRUT_FIELD_ACCREDITED] = SCRUT_KEY("accredited"),
    [SCRUT_FIELD_MORE] = SCRUT_KEY("more"),
    [SCRUT_FIELD_FEWER] = SCRUT_KEY("fewer"),
    [SCRUT_FIELD_STAMPED] = SCRUT_KEY("stamped"),
    [SCRUT_FIELD_CAST] = SCRUT_KEY("cast"),
    [SCRUT_FIELD_VALID] = SCRUT_KEY("valid"),
    [SCRUT_FIELD_VOTES_TO_LISTS] = SCRUT_KEY("votes_to_lists"),
    [SCRUT_FIELD_BLANK] = SCRUT_KEY("blank"),
    [SCRUT_FIELD_INVALID] = SCRUT_KEY("invalid"),
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
