/* SPDX-License-Identifier: Apache-2.0 */
#include "small_case.h"

#include <check.h>

void small_case_open(small_case *s, size_t parties)
{
    static const char *const NAMES[SMALL_PARTIES] = {"A", "B", "C", "D", "E", "F", "G", "H"};
    *s = (small_case){.arena = scrut_arena_new()};
    ck_assert_ptr_nonnull(s->arena);
    for (size_t p = 0; p < parties; p++)
        s->parties[p] = (scrut_party){
            .id = NAMES[p], .alliance_index = SCRUT_NONE, .members = 1, .hidden_in = SCRUT_NONE, .list_order = -1};
    s->c = (scrut_case){.title = "small",
                        .parties = s->parties,
                        .party_count = parties,
                        .alliances = s->alliances,
                        .constituencies = s->constituencies};
    s->tally = (scrut_tally){.column_count = SCRUT_FIELD_COUNT + parties, .unit_count = 1, .figures = s->figures};
    s->rules = (scrut_rules){.id = "test", .title = "test"};
    ck_assert(scrut_method_named("dhondt", &s->rules.method));
    s->rules.inner_method = s->rules.method;
}

void small_case_close(small_case *s)
{
    scrut_arena_free(s->arena);
}

static void put(scrut_figure *figure, scrut_figure *nation, int64_t value)
{
    *figure = (scrut_figure){.value = value > 0 ? value : 0, .known = value >= 0, .cells = value != NOT_STANDING};
    nation->value += figure->value;
    nation->known += figure->known;
    nation->cells += figure->cells;
}

void small_case_add(small_case *s, int64_t seats, const int64_t *votes)
{
    size_t unit = ++s->c.constituency_count;
    ck_assert_uint_lt(unit, SMALL_UNITS);
    s->tally.unit_count = unit + 1;
    s->tally.has_votes = s->tally.has_constituency_votes = true;
    s->constituencies[unit - 1] =
        (scrut_constituency){.id = "1", .seats_known = seats >= 0, .seats = seats >= 0 ? seats : 0};
    for (size_t p = 0; p < s->c.party_count; p++)
        put(scrut_tally_votes(&s->tally, unit, p), scrut_tally_votes(&s->tally, 0, p), votes[p]);
}

void small_case_field(small_case *s, scrut_field field, int64_t value)
{
    put(scrut_tally_field(&s->tally, s->c.constituency_count, field), scrut_tally_field(&s->tally, 0, field), value);
}

void small_case_ally(small_case *s, size_t party, uint32_t alliance, const char *name)
{
    s->parties[party].alliance = name;
    s->parties[party].alliance_index = alliance;
    s->alliances[alliance] = name;
    if (s->c.alliance_count <= alliance)
        s->c.alliance_count = alliance + 1;
    s->rules.alliances = true;
}

void small_case_threshold(small_case *s, int64_t percent, scrut_base base, scrut_scope scope)
{
    s->rules.thresholds[s->rules.threshold_count++] =
        (scrut_threshold){.is_share = true, .numerator = percent, .denominator = 100, .base = base, .scope = scope};
}

scrut_chamber small_case_allocate(small_case *s)
{
    scrut_chamber chamber;
    scrut_error err = {0};
    ck_assert_msg(scrut_seats_allocate(&s->c, &s->rules, &s->tally, s->arena, &chamber, &err) == SCRUT_OK, "%s",
                  err.message);
    return chamber;
}
