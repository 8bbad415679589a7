/* SPDX-License-Identifier: Apache-2.0
 * form.c: the sums of one form, for who wants to see them and not only those that do not fit. */
#include "count_internal.h"

struct scrut_form_rules {
    scrut_check_plan plan;
};

scrut_status scrut_count_form_rules(const scrut_case *c, const scrut_returns *returns, scrut_arena *arena,
                                    scrut_form_rules **ret_rules, scrut_error *err)
{
    scrut_form_rules *rules = scrut_arena_calloc(arena, 1, sizeof *rules);
    if (rules == NULL)
        return scrut_fail_memory(err);
    rules->plan = (scrut_check_plan){.c = c, .r = returns};
    if (!scrut_check_plan_make(&rules->plan, arena))
        return scrut_fail_memory(err);
    *ret_rules = rules;
    return SCRUT_OK;
}

size_t scrut_count_form_rule_count(const scrut_form_rules *rules)
{
    return rules->plan.count;
}

int64_t scrut_check_side(const scrut_form_check *check, const scrut_table_segment *segment, uint32_t r, bool right)
{
    int64_t sum = right ? check->limit : 0;
    for (size_t i = 0; i < check->count; i++)
        if (check->terms[i].right == right)
            sum += check->terms[i].sign * scrut_cell_number(&segment->columns[check->terms[i].column], r);
    return sum;
}

bool scrut_check_violates(scrut_relation must, int64_t difference)
{
    return must == MUST_EQUAL ? difference != 0 : must == MUST_NOT_EXCEED ? difference > 0 : difference < 0;
}

void scrut_count_form_sum(const scrut_form_rules *rules, size_t rule, uint32_t row, scrut_form_sum *ret_sum)
{
    static const char *const RELATIONS[] = {"=", "\xE2\x89\xA4", "\xE2\x89\xA5"};
    const scrut_form_check *check = &rules->plan.checks[rule];
    const scrut_table_segment *segment = scrut_table_segment_of(rules->plan.r->table, row);
    uint32_t r = row - segment->first_row;
    *ret_sum = (scrut_form_sum){.check = scrut_check_named(check->code),
                                .left = check->left,
                                .relation = RELATIONS[check->must],
                                .right = check->right,
                                .of_list = check->part != NULL,
                                .known = true};
    for (size_t i = 0; i < check->count; i++)
        ret_sum->known = ret_sum->known && scrut_cell_known(&segment->columns[check->terms[i].column], r);
    ret_sum->left_value = scrut_check_side(check, segment, r, false);
    ret_sum->right_value = scrut_check_side(check, segment, r, true);
    ret_sum->holds = !scrut_check_violates(check->must, ret_sum->left_value - ret_sum->right_value);
}
