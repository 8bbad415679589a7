/* SPDX-License-Identifier: Apache-2.0 */
#include "level.h"

#include <string.h>

bool scrut_cli_choose_level(const scrut_case *c, const char *name, scrut_cli_level *ret_level)
{
    *ret_level = (scrut_cli_level){.name = name != NULL ? name : "nation", .area_level = -2};
    if (strcmp(ret_level->name, "nation") == 0)
        return true;
    ret_level->area_level = -1;
    if (strcmp(ret_level->name, "constituency") == 0)
        return true;
    for (size_t i = 0; i < c->area_level_count; i++)
        if (strcmp(c->area_levels[i], ret_level->name) == 0) {
            ret_level->area_level = (int)i;
            return true;
        }
    return false;
}

bool scrut_cli_in_level(const scrut_case *c, const scrut_cli_level *level, size_t unit)
{
    if (level->area_level == -2)
        return unit == 0;
    if (level->area_level == -1)
        return unit > 0 && unit <= c->constituency_count;
    return unit > c->constituency_count &&
           c->areas[unit - 1 - c->constituency_count].level == (uint32_t)level->area_level;
}
