/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"
#include "harness.h"

#include <string.h>

static const int64_t VOTES[FIXTURE_CONSTITUENCIES][FIXTURE_PARTIES] = {{53000, 24000, 23000}, {30000, 20000, 10000}};
static const int64_t SEATS[FIXTURE_CONSTITUENCIES] = {5, 3};
static const int64_t BY_LAW[FIXTURE_CONSTITUENCIES][FIXTURE_PARTIES] = {{3, 1, 1}, {2, 1, 0}};
static const int64_t ANNOUNCED[FIXTURE_CONSTITUENCIES][FIXTURE_PARTIES] = {{3, 1, 1}, {1, 2, 0}};

static void *make(fixture *f, size_t count, size_t size)
{
    void *memory = scrut_arena_calloc(f->v.arena, count, size);
    ck_assert_ptr_nonnull(memory);
    return memory;
}

static void make_parties(fixture *f, const char *const labels[], const char *text)
{
    f->c.party_count = FIXTURE_PARTIES;
    f->c.parties = make(f, FIXTURE_PARTIES, sizeof *f->c.parties);
    for (size_t p = 0; p < FIXTURE_PARTIES; p++)
        f->c.parties[p] = (scrut_party){.id = labels[p],
                                        .name = text,
                                        .name_local = text,
                                        .colour = text,
                                        .alliance_index = SCRUT_NONE,
                                        .members = 1,
                                        .hidden_in = SCRUT_NONE,
                                        .list_order = -1};
}

static void make_constituencies(fixture *f, const char *text)
{
    f->c.constituency_count = FIXTURE_CONSTITUENCIES;
    f->c.constituencies = make(f, FIXTURE_CONSTITUENCIES, sizeof *f->c.constituencies);
    for (size_t i = 0; i < FIXTURE_CONSTITUENCIES; i++)
        f->c.constituencies[i] = (scrut_constituency){
            .id = i == 0 ? "N" : "S", .name = text, .name_local = text, .seats_known = true, .seats = SEATS[i]};
}

static void make_texts(fixture *f, const char *text)
{
    static scrut_chamber_fact facts[1];
    static scrut_note notes[1];
    static scrut_case_file files[1];
    const char **lines = make(f, 1, sizeof *lines);
    lines[0] = text;
    facts[0] = (scrut_chamber_fact){text, 5, text, false};
    notes[0] = (scrut_note){text, text, false};
    files[0] = (scrut_case_file){.path = text, .full_path = "/elsewhere/x.csv", .bytes = 12, .sha256 = "00ff"};
    f->c.title = f->c.date = f->c.kind = f->c.chamber_name = f->c.id = text;
    f->c.country = "KH";
    f->c.chamber_facts = facts;
    f->c.notes = notes;
    f->c.files = files;
    f->c.not_provided = lines;
    f->c.chamber_fact_count = f->c.note_count = f->c.file_count = f->c.not_provided_count = 1;
    f->c.has_rules = true;
    f->c.rules = (scrut_rules){.id = "x",
                               .title = text,
                               .statute = text,
                               .version = text,
                               .unverified = lines,
                               .unverified_count = 1,
                               .sources = lines,
                               .source_count = 1};
    f->c.rules.method = (scrut_method){.family = SCRUT_METHOD_DIVISOR,
                                       .divisor = SCRUT_DIVISOR_LINEAR,
                                       .divisor_first = 1,
                                       .divisor_start = 1,
                                       .divisor_step = 1};
}

static void make_tally(fixture *f, size_t index, const char *id, const char *text)
{
    scrut_tally *t = &f->v.tallies[index];
    ck_assert_int_eq(scrut_tally_init(&f->c, FIXTURE_PARTIES, f->v.arena, t), SCRUT_OK);
    t->about = (scrut_provenance){id, text, text, text, "final", text, text};
    t->from_returns = index == 0;
    t->has_votes = t->has_constituency_votes = true;
    for (size_t unit = 0; unit < t->unit_count * t->column_count; unit++)
        t->figures[unit].cells = 1;
}

static void set(scrut_figure *figure, int64_t value)
{
    *figure = (scrut_figure){value, 1, 1};
}

static void fill_forms(fixture *f)
{
    scrut_tally *t = &f->v.tallies[0];
    for (size_t p = 0; p < FIXTURE_PARTIES; p++) {
        set(scrut_tally_votes(t, 0, p), VOTES[0][p] + VOTES[1][p]);
        for (size_t i = 0; i < FIXTURE_CONSTITUENCIES; i++)
            set(scrut_tally_votes(t, i + 1, p), VOTES[i][p]);
    }
    set(scrut_tally_field(t, 0, SCRUT_FIELD_REGISTERED), 200000);
    set(scrut_tally_field(t, 0, SCRUT_FIELD_CAST), 161000);
    set(scrut_tally_field(t, 0, SCRUT_FIELD_VALID), 160000);
    t->stations = t->stations_counted = 40;
}

static void fill_announcement(fixture *f)
{
    scrut_tally *t = &f->v.tallies[1];
    t->has_seats = true;
    t->seats = make(f, t->unit_count * FIXTURE_PARTIES, sizeof *t->seats);
    for (size_t p = 0; p < FIXTURE_PARTIES; p++) {
        set(scrut_tally_votes(t, 1, p), VOTES[0][p] + (p == 0 ? 100 : 0));
        set(scrut_tally_seats(t, 0, p), ANNOUNCED[0][p] + ANNOUNCED[1][p]);
        for (size_t i = 0; i < FIXTURE_CONSTITUENCIES; i++)
            set(scrut_tally_seats(t, i + 1, p), ANNOUNCED[i][p]);
    }
    set(scrut_tally_field(t, 0, SCRUT_FIELD_REGISTERED), 200000);
    set(scrut_tally_field(t, 0, SCRUT_FIELD_VALID), 160100);
}

/* ---- the allocation ------------------------------------------------------------------------------------- */

/* Claims of a constituency, largest quotient first, worked out here by comparing all of them. */
static void fill_ladder(fixture *f, size_t constituency, scrut_apportionment *a)
{
    size_t rungs = (size_t)SEATS[constituency] + 3;
    int64_t next[FIXTURE_PARTIES] = {1, 1, 1};
    a->ladder = make(f, rungs, sizeof *a->ladder);
    a->ladder_count = rungs;
    a->won_count = (size_t)SEATS[constituency];
    for (size_t i = 0; i < rungs; i++) {
        uint32_t best = 0;
        for (uint32_t p = 1; p < FIXTURE_PARTIES; p++)
            if (VOTES[constituency][p] * next[best] > VOTES[constituency][best] * next[p])
                best = p;
        a->ladder[i] = (scrut_claim){
            .contender = best, .k = next[best], .numerator = VOTES[constituency][best], .denominator = next[best]};
        next[best]++;
    }
    a->has_divisor = true;
    a->divisor_high = a->ladder[a->won_count - 1];
    a->divisor_low = a->ladder[a->won_count];
}

static void fill_constituency(fixture *f, size_t i, scrut_constituency_seats *s)
{
    static const uint32_t PARTY[FIXTURE_PARTIES] = {0, 1, 2};
    static const uint32_t NO_ALLIANCE[FIXTURE_PARTIES] = {SCRUT_NONE, SCRUT_NONE, SCRUT_NONE};
    s->seats = SEATS[i];
    s->certain = make(f, FIXTURE_PARTIES, sizeof *s->certain);
    s->possible = make(f, FIXTURE_PARTIES, sizeof *s->possible);
    s->eligible = make(f, FIXTURE_PARTIES, sizeof *s->eligible);
    s->why_not = make(f, FIXTURE_PARTIES, sizeof *s->why_not);
    s->outer_party = make(f, FIXTURE_PARTIES, sizeof *s->outer_party);
    s->outer_alliance = make(f, FIXTURE_PARTIES, sizeof *s->outer_alliance);
    memcpy(s->outer_party, PARTY, sizeof PARTY);
    memcpy(s->outer_alliance, NO_ALLIANCE, sizeof NO_ALLIANCE);
    memcpy(s->certain, BY_LAW[i], sizeof BY_LAW[i]);
    memcpy(s->possible, BY_LAW[i], sizeof BY_LAW[i]);
    for (size_t p = 0; p < FIXTURE_PARTIES; p++)
        s->eligible[p] = true;
    s->hidden_party = SCRUT_NONE;
    s->outer.contender_count = FIXTURE_PARTIES;
    s->outer.seats = SEATS[i];
    s->outer.certain = s->outer.possible = s->certain;
    s->outer.tied = make(f, FIXTURE_PARTIES, sizeof *s->outer.tied);
    fill_ladder(f, i, &s->outer);
}

static void make_chamber(fixture *f, const char *text)
{
    scrut_chamber *chamber = make(f, 1, sizeof *chamber);
    chamber->rules = &f->c.rules;
    chamber->tally = &f->v.tallies[0];
    chamber->constituencies = make(f, FIXTURE_CONSTITUENCIES, sizeof *chamber->constituencies);
    chamber->certain = make(f, FIXTURE_PARTIES, sizeof *chamber->certain);
    chamber->decided = FIXTURE_CONSTITUENCIES;
    chamber->seats_total = chamber->seats_certain = 8;
    for (size_t i = 0; i < FIXTURE_CONSTITUENCIES; i++) {
        fill_constituency(f, i, &chamber->constituencies[i]);
        for (size_t p = 0; p < FIXTURE_PARTIES; p++)
            chamber->certain[p] += BY_LAW[i][p];
    }
    chamber->possible = chamber->certain;
    f->v.chambers[0] = chamber;
    f->v.chamber_missing[1] = text;
}

/* ---- comparisons ---------------------------------------------------------------------------------------------- */

static void make_comparisons(fixture *f)
{
    static scrut_compare_cell cells[1];
    scrut_comparison *c = make(f, 1, sizeof *c);
    cells[0] = (scrut_compare_cell){1, SCRUT_FIELD_COUNT, SCRUT_COMPARE_DIFFERENT, 53000, 53100};
    *c = (scrut_comparison){&f->v.tallies[0], &f->v.tallies[1], 3, 1, 0, 4, cells, 1, NULL};
    f->v.comparisons = c;
    f->v.comparison_count = 1;

    scrut_seats_comparison *s = make(f, 1, sizeof *s);
    struct scrut_seat_difference *d = make(f, 2, sizeof *d);
    d[0] = (struct scrut_seat_difference){2, 0, 2, 1};
    d[1] = (struct scrut_seat_difference){2, 1, 1, 2};
    scrut_seats_match *matches = make(f, FIXTURE_CONSTITUENCIES, sizeof *matches);
    matches[1] = SCRUT_MATCH_DIFFERENT;
    *s = (scrut_seats_comparison){.chamber = f->v.chambers[0],
                                  .announcement = &f->v.tallies[1],
                                  .tally = &f->v.tallies[0],
                                  .matches = matches,
                                  .constituencies_equal = 1,
                                  .constituencies_different = 1,
                                  .nation_compared = true,
                                  .differences = d,
                                  .difference_count = 2};
    f->v.seats_comparisons = s;
    f->v.seats_comparison_count = 1;
}

scrut_finding *fixture_add_finding(fixture *f, const char *code, const char *text, int64_t at_stake)
{
    scrut_finding *finding = scrut_findings_add(&f->v.findings, code);
    ck_assert_ptr_nonnull(finding);
    finding->id = finding->subject_id = finding->sources = finding->message = text;
    finding->subject = SCRUT_SUBJECT_STATION;
    finding->constituency = 0;
    finding->at_stake_known = at_stake >= 0;
    finding->at_stake = finding->at_stake_low = finding->at_stake_high = at_stake >= 0 ? at_stake : 0;
    finding->by_party = make(f, 1, sizeof *finding->by_party);
    finding->by_party[0] = (scrut_party_votes){0, -at_stake};
    finding->by_party_count = 1;
    finding->cells = make(f, 1, sizeof *finding->cells);
    finding->cells[0] = (scrut_cell_ref){text, 7, text};
    finding->cell_count = 1;
    return finding;
}

fixture *fixture_new(const char *const labels[FIXTURE_PARTIES], const char *text)
{
    fixture *f = calloc(1, sizeof *f);
    ck_assert_ptr_nonnull(f);
    f->v.arena = scrut_arena_new();
    ck_assert_ptr_nonnull(f->v.arena);
    f->v.c = &f->c;
    make_parties(f, labels, text);
    make_constituencies(f, text);
    make_texts(f, text);
    f->v.tally_count = 2;
    f->v.tabulation_count = 1;
    f->v.tallies = make(f, 2, sizeof *f->v.tallies);
    f->v.chambers = make(f, 2, sizeof *f->v.chambers);
    f->v.chamber_missing = make(f, 2, sizeof *f->v.chamber_missing);
    f->v.margins = make(f, 2, sizeof *f->v.margins);
    f->v.materiality = make(f, 2, sizeof *f->v.materiality);
    make_tally(f, 0, "forms", text);
    make_tally(f, 1, "official", text);
    fill_forms(f);
    fill_announcement(f);
    make_chamber(f, text);
    make_comparisons(f);
    f->v.contradicted = true;
    return f;
}

void fixture_free(fixture *f)
{
    scrut_findings_free(&f->v.findings);
    scrut_arena_free(f->v.arena);
    free(f);
}

/* ---- outputs ------------------------------------------------------------------------------------------------------
 */

char *fixture_html(const fixture *f)
{
    scrut_buf out = {0};
    ck_assert_int_eq(scrut_site_single(&f->v, NULL, "1.2.3", &out, NULL), SCRUT_OK);
    return out.bytes;
}

char *fixture_text(const fixture *f, bool color, int width)
{
    scrut_buf out = {0};
    ck_assert_int_eq(scrut_report_text(&f->v, NULL, color, width, &out, NULL), SCRUT_OK);
    return out.bytes;
}

char *fixture_csv(const fixture *f)
{
    scrut_buf out = {0};
    ck_assert_int_eq(scrut_report_findings_csv(&f->v, &out, NULL), SCRUT_OK);
    return out.bytes;
}

char *fixture_json(const fixture *f)
{
    scrut_buf out = {0};
    ck_assert_int_eq(scrut_report_json(&f->v, "1.2.3", &out, NULL), SCRUT_OK);
    return out.bytes;
}

size_t fixture_occurrences(const char *text, const char *needle)
{
    size_t count = 0;
    for (const char *at = strstr(text, needle); at != NULL; at = strstr(at + 1, needle))
        count++;
    return count;
}

char *fixture_replace(const char *text, const char *const from[], const char *const to[], size_t count)
{
    scrut_buf out = {0};
    while (*text != '\0') {
        size_t i = 0;
        while (i < count && strncmp(text, from[i], strlen(from[i])) != 0)
            i++;
        if (i < count) {
            scrut_buf_puts(&out, to[i]);
            text += strlen(from[i]);
        } else {
            scrut_buf_putc(&out, *text++);
        }
    }
    return out.bytes;
}
