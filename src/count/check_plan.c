/* SPDX-License-Identifier: Apache-2.0
 * check_plan.c: which checks the columns of a source allow. */
#include "count_internal.h"

static void add_term(scrut_form_check *check, uint32_t column, int8_t sign, bool right, uint32_t party)
{
    check->terms[check->count++] = (scrut_term){.column = column, .sign = sign, .right = right, .party = party};
}

/* Adds a field to a side; false when the source has none, or when an identity would rest on a field that
 * the file's maker computed: that would check nothing. */
static bool add_field(const scrut_returns *r, scrut_form_check *check, scrut_field field, int8_t sign, bool right)
{
    if (r->fields[field].count == 0 || (check->must == MUST_EQUAL && r->computed[field]))
        return false;
    for (size_t i = 0; i < r->fields[field].count; i++)
        add_term(check, r->fields[field].columns[i], sign, right, SCRUT_NONE);
    return true;
}

static bool add_formula(const scrut_returns *r, scrut_form_check *check, const scrut_formula *formula, bool right)
{
    bool fine = formula->present;
    for (int f = 0; fine && f < SCRUT_FIELD_COUNT; f++)
        if (formula->sign[f] != 0)
            fine = add_field(r, check, (scrut_field)f, formula->sign[f], right);
    return fine;
}

#define FIELD_TERMS ((size_t)SCRUT_FIELD_COUNT * SCRUT_FIELD_PARTS_MAX)

/* A check under construction has room for every field's parts and for `columns` more. */
static scrut_form_check *begin(scrut_check_plan *plan, scrut_arena *arena, const char *code, const char *left,
                               scrut_relation must, const char *right, size_t columns)
{
    scrut_form_check *check = &plan->checks[plan->count];
    *check = (scrut_form_check){.code = code, .left = left, .right = right, .must = must};
    check->terms = scrut_arena_calloc(arena, FIELD_TERMS + columns, sizeof *check->terms);
    return check->terms != NULL ? check : NULL;
}

static bool simple_check(scrut_check_plan *plan, scrut_arena *arena, const char *code, scrut_field left,
                         scrut_relation must, const scrut_field right[], size_t right_count, const char *right_name,
                         const char *part)
{
    scrut_form_check *check = begin(plan, arena, code, scrut_field_name(left), must, right_name, 0);
    if (check == NULL)
        return false;
    bool fine = add_field(plan->r, check, left, 1, false);
    for (size_t i = 0; fine && i < right_count; i++)
        fine = add_field(plan->r, check, right[i], 1, true);
    check->part = part;
    plan->count += fine;
    return true;
}

static bool formula_check(scrut_check_plan *plan, scrut_arena *arena, const char *code, scrut_field left,
                          scrut_relation must, const scrut_formula *formula)
{
    scrut_form_check *check = begin(plan, arena, code, scrut_field_name(left), must, formula->formula_text, 0);
    if (check == NULL)
        return false;
    plan->count += add_field(plan->r, check, left, 1, false) && add_formula(plan->r, check, formula, true);
    return true;
}

/* A02: the lists add up to the votes for lists. */
static bool lists_check(scrut_check_plan *plan, scrut_arena *arena)
{
    const scrut_returns *r = plan->r;
    bool direct = r->fields[SCRUT_FIELD_VOTES_TO_LISTS].count > 0 && !r->computed[SCRUT_FIELD_VOTES_TO_LISTS];
    bool minus_blank = !direct && plan->c->valid_includes_blank;
    scrut_form_check *check = begin(plan, arena, "A02", SCRUT_KEY("sum of the lists"), MUST_EQUAL,
                                    direct        ? "votes_to_lists"
                                    : minus_blank ? SCRUT_KEY("valid - blank")
                                                  : "valid",
                                    plan->c->party_count);
    if (check == NULL)
        return false;
    size_t lists = 0;
    for (uint32_t p = 0; p < plan->c->party_count; p++)
        if (r->party_column[p] != SCRUT_NONE) {
            add_term(check, r->party_column[p], 1, false, p);
            lists++;
        }
    bool fine = lists > 0 && add_field(r, check, direct ? SCRUT_FIELD_VOTES_TO_LISTS : SCRUT_FIELD_VALID, 1, true);
    if (fine && minus_blank)
        fine = add_field(r, check, SCRUT_FIELD_BLANK, -1, true);
    plan->count += fine;
    return true;
}

/* L02: no list has more votes than there are valid ones. */
static bool list_limit_checks(scrut_check_plan *plan, scrut_arena *arena)
{
    for (uint32_t p = 0; p < plan->c->party_count; p++) {
        if (plan->r->party_column[p] == SCRUT_NONE)
            continue;
        scrut_form_check *check = begin(plan, arena, "L02", plan->c->parties[p].id, MUST_NOT_EXCEED, "valid", 1);
        if (check == NULL)
            return false;
        add_term(check, plan->r->party_column[p], 1, false, p);
        check->part = plan->c->parties[p].id;
        plan->count += add_field(plan->r, check, SCRUT_FIELD_VALID, 1, true);
    }
    return true;
}

/* A03: valid (+ blank) + invalid = cast. */
static bool ballots_check(scrut_check_plan *plan, scrut_arena *arena)
{
    static const char *const NAMES[] = {SCRUT_KEY("valid + invalid"), SCRUT_KEY("valid + blank + invalid")};
    const scrut_returns *r = plan->r;
    bool blank = !plan->c->valid_includes_blank && r->fields[SCRUT_FIELD_BLANK].count > 0;
    bool lists = r->fields[SCRUT_FIELD_VALID].count == 0 && r->fields[SCRUT_FIELD_VOTES_TO_LISTS].count > 0;
    scrut_form_check *check =
        begin(plan, arena, "A03", lists ? SCRUT_KEY("votes_to_lists + blank + invalid") : NAMES[blank], MUST_EQUAL,
              "cast", 0);
    if (check == NULL)
        return false;
    bool fine = add_field(r, check, lists ? SCRUT_FIELD_VOTES_TO_LISTS : SCRUT_FIELD_VALID, 1, false) &&
                add_field(r, check, SCRUT_FIELD_INVALID, 1, false);
    if (fine && (blank || lists))
        fine = add_field(r, check, SCRUT_FIELD_BLANK, 1, false);
    plan->count += fine && add_field(r, check, SCRUT_FIELD_CAST, 1, true);
    return true;
}

/* B06: the boxes add up to what was found in all of them, and that is what was cast. */
static bool box_checks(scrut_check_plan *plan, scrut_arena *arena)
{
    static const scrut_field CAST[] = {SCRUT_FIELD_CAST};
    bool in_box = plan->r->fields[SCRUT_FIELD_IN_BOX].count > 0;
    scrut_form_check *check =
        begin(plan, arena, "B06", SCRUT_KEY("box_station + box_mobile"), MUST_EQUAL, in_box ? "in_box" : "cast", 0);
    if (check == NULL)
        return false;
    plan->count += add_field(plan->r, check, SCRUT_FIELD_BOX_STATION, 1, false) &&
                   add_field(plan->r, check, SCRUT_FIELD_BOX_MOBILE, 1, false) &&
                   add_field(plan->r, check, in_box ? SCRUT_FIELD_IN_BOX : SCRUT_FIELD_CAST, 1, true);
    return simple_check(plan, arena, "B06", SCRUT_FIELD_IN_BOX, MUST_EQUAL, CAST, 1, "cast", "in_box");
}

/* What the registered voters of the station limit: ballots cast and voters checked in (L01), ballots handed out (L05).
 */
static bool registered_check(scrut_check_plan *plan, scrut_arena *arena, const char *code, scrut_field field,
                             const char *part)
{
    static const scrut_field LIST[] = {SCRUT_FIELD_REGISTERED, SCRUT_FIELD_SPECIAL_LIST};
    bool special = plan->r->fields[SCRUT_FIELD_SPECIAL_LIST].count > 0;
    return simple_check(plan, arena, code, field, MUST_NOT_EXCEED, LIST, special ? 2 : 1,
                        special ? SCRUT_KEY("registered + special_list") : "registered", part);
}

/* L03: only where the law says so is the form void. */
static bool void_check(scrut_check_plan *plan, scrut_arena *arena)
{
    static const scrut_field ACCREDITED[] = {SCRUT_FIELD_ACCREDITED};
    return !plan->c->excess_voids_form ||
           simple_check(plan, arena, "L03", SCRUT_FIELD_CAST, MUST_NOT_EXCEED, ACCREDITED, 1, "accredited", NULL);
}

/* A01: the votes of a list's candidates add up to the list's. An empty total of a list whose candidates have votes is a
 * gap like any other. */
static bool candidate_checks(scrut_check_plan *plan, scrut_arena *arena)
{
    const scrut_returns *r = plan->r;
    for (size_t i = 0; i < r->candidate_list_count; i++) {
        const scrut_candidates *list = &r->candidates[i];
        if (r->party_column[list->party] == SCRUT_NONE)
            continue;
        const char *id = plan->c->parties[list->party].id;
        scrut_form_check *check =
            begin(plan, arena, "A01", SCRUT_KEY("sum of the candidates"), MUST_EQUAL, id, list->count + 1);
        if (check == NULL)
            return false;
        for (size_t k = 0; k < list->count; k++) {
            add_term(check, list->columns[k], 1, false, SCRUT_NONE);
            check->terms[check->count - 1].candidate = true;
        }
        add_term(check, r->party_column[list->party], 1, true, list->party);
        check->terms[check->count - 1].empty_is_none = true;
        check->part = id;
        plan->count++;
    }
    return true;
}

/* A04, X04: a figure and the same one in another place. */
static bool second_checks(scrut_check_plan *plan, scrut_arena *arena)
{
    const scrut_returns *r = plan->r;
    for (size_t i = 0; i < r->second_count; i++) {
        const scrut_second_figure *s = &r->seconds[i];
        bool votes = s->party != SCRUT_NONE;
        const char *name = votes ? plan->c->parties[s->party].id : scrut_field_name(s->field);
        const char *there = scrut_sentence(arena, "{1w} in {2w}", name,
                                           s->place != NULL ? s->place : SCRUT_KEY("another place")),
                   *part = scrut_arena_printf(arena, "%s/%zu", name, i + 1);
        scrut_form_check *check = begin(plan, arena, s->check, name, MUST_EQUAL, there, 1);
        if (check == NULL || there == NULL || part == NULL)
            return false;
        bool fine = s->count > 0 && (!votes || r->party_column[s->party] != SCRUT_NONE);
        if (fine && votes)
            add_term(check, r->party_column[s->party], 1, false, s->party);
        else if (fine)
            fine = add_field(r, check, s->field, 1, false);
        for (size_t k = 0; fine && k < s->count; k++)
            add_term(check, s->columns[k], 1, true, SCRUT_NONE);
        check->part = part;
        plan->count += fine;
    }
    return true;
}

/* L04: `cast`, or what the lists have where the form gives nothing else. */
static bool cap_check(scrut_check_plan *plan, scrut_arena *arena)
{
    const scrut_returns *r = plan->r;
    bool cast = r->fields[SCRUT_FIELD_CAST].count > 0;
    if (plan->c->station_cap == 0)
        return true;
    scrut_form_check *check = begin(plan, arena, "L04", cast ? "cast" : SCRUT_KEY("sum of the lists"), MUST_NOT_EXCEED,
                                    "station-cap", plan->c->party_count);
    if (check == NULL)
        return false;
    check->limit = plan->c->station_cap;
    for (uint32_t p = 0; p < plan->c->party_count && !cast; p++)
        if (r->party_column[p] != SCRUT_NONE)
            add_term(check, r->party_column[p], 1, false, p);
    plan->count += cast ? add_field(r, check, SCRUT_FIELD_CAST, 1, false) : check->count > 0;
    return true;
}

/* B01: whoever made the file may have computed `cast` from the votes: signatures are another count all the same. Where
 * the box is expected to hold as many ballots as voters were checked in, B02 and B03 say it. */
static bool checked_in_check(scrut_check_plan *plan, scrut_arena *arena)
{
    const scrut_returns *r = plan->r;
    const scrut_formula *expected = &plan->c->expected_in_box;
    bool explained = r->fields[SCRUT_FIELD_MORE].count > 0 && r->fields[SCRUT_FIELD_FEWER].count > 0;
    if (r->computed[SCRUT_FIELD_ACCREDITED] || (expected->present && expected->sign[SCRUT_FIELD_ACCREDITED] != 0))
        return true;
    scrut_form_check *check =
        begin(plan, arena, "B01", "cast", MUST_NOT_EXCEED, explained ? "accredited + more - fewer" : "accredited", 0);
    if (check == NULL)
        return false;
    bool fine = add_field(r, check, SCRUT_FIELD_CAST, 1, false) && add_field(r, check, SCRUT_FIELD_ACCREDITED, 1, true);
    if (fine && explained)
        fine = add_field(r, check, SCRUT_FIELD_MORE, 1, true) && add_field(r, check, SCRUT_FIELD_FEWER, -1, true);
    check->must = MUST_EQUAL;
    plan->count += fine;
    return true;
}

static bool day_checks(scrut_check_plan *plan, scrut_arena *arena)
{
    static const scrut_field LATE[] = {SCRUT_FIELD_ACCREDITED_LATE}, END[] = {SCRUT_FIELD_ACCREDITED};
    return simple_check(plan, arena, "B07", SCRUT_FIELD_ACCREDITED_NOON, MUST_NOT_EXCEED, LATE, 1, "accredited_late",
                        NULL) &&
           simple_check(plan, arena, "B07", SCRUT_FIELD_ACCREDITED_LATE, MUST_NOT_EXCEED, END, 1, "accredited", NULL);
}

static bool parts_check(scrut_check_plan *plan, scrut_arena *arena)
{
    static const scrut_field PARTS[] = {SCRUT_FIELD_CARDS, SCRUT_FIELD_PROXIES, SCRUT_FIELD_PASSES};
    const scrut_returns *r = plan->r;
    scrut_form_check *check = begin(plan, arena, "A05", "cards + proxies + passes", MUST_EQUAL, "accredited", 0);
    if (check == NULL)
        return false;
    size_t parts = 0;
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++)
        parts += add_field(r, check, PARTS[i], 1, false);
    plan->count += parts > 0 && add_field(r, check, SCRUT_FIELD_ACCREDITED, 1, true);
    return true;
}

#define SINGLE_CHECKS 24 /* those that are not one a list or a second place, and some room */

bool scrut_check_plan_make(scrut_check_plan *plan, scrut_arena *arena)
{
    static const scrut_field RECEIVED[] = {SCRUT_FIELD_RECEIVED}, CAST[] = {SCRUT_FIELD_CAST};
    const scrut_case *c = plan->c;
    size_t room = SINGLE_CHECKS + c->party_count + plan->r->candidate_list_count + plan->r->second_count;
    plan->checks = scrut_arena_calloc(arena, room, sizeof *plan->checks);
    return plan->checks != NULL && candidate_checks(plan, arena) && lists_check(plan, arena) &&
           ballots_check(plan, arena) && second_checks(plan, arena) &&
           formula_check(plan, arena, "B02", SCRUT_FIELD_CAST, MUST_NOT_EXCEED, &c->expected_in_box) &&
           formula_check(plan, arena, "B03", SCRUT_FIELD_CAST, MUST_NOT_FALL_SHORT, &c->expected_in_box) &&
           formula_check(plan, arena, "B04", SCRUT_FIELD_RECEIVED, MUST_EQUAL, &c->received_parts) &&
           simple_check(plan, arena, "B05", SCRUT_FIELD_CAST, MUST_NOT_EXCEED, RECEIVED, 1, "received", NULL) &&
           box_checks(plan, arena) && registered_check(plan, arena, "L01", SCRUT_FIELD_CAST, NULL) &&
           registered_check(plan, arena, "L01", SCRUT_FIELD_ACCREDITED, "accredited") &&
           simple_check(plan, arena, "L02", SCRUT_FIELD_VALID, MUST_NOT_EXCEED, CAST, 1, "cast", "valid") &&
           list_limit_checks(plan, arena) && void_check(plan, arena) && parts_check(plan, arena) &&
           checked_in_check(plan, arena) && day_checks(plan, arena) &&
           simple_check(plan, arena, "B08", SCRUT_FIELD_STAMPED, MUST_EQUAL, CAST, 1, "cast", NULL) &&
           cap_check(plan, arena) && registered_check(plan, arena, "L05", SCRUT_FIELD_ISSUED, NULL);
}
