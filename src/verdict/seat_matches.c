/* SPDX-License-Identifier: Apache-2.0
 * seat_matches.c: announced seats against the seats that the rules give for a tally's votes (S01), and
 * against the seats there are (S02). */
#include "scrutineer/buf.h"
#include "verdict_internal.h"

#include <string.h>

/* Announced seats of a unit, a party: a party that is not named holds none once the others fill every seat. */
static bool announced_seats(const scrut_tally *t, size_t unit, int64_t seats, size_t party, int64_t *ret_seats)
{
    scrut_figure f = *scrut_tally_seats(t, unit, party);
    if (scrut_figure_complete(f)) {
        *ret_seats = f.value;
        return true;
    }
    int64_t sum = 0;
    for (size_t p = 0; p < t->column_count - SCRUT_FIELD_COUNT; p++)
        sum += scrut_tally_seats(t, unit, p)->value;
    *ret_seats = 0;
    return f.cells == 0 && seats > 0 && sum == seats;
}

typedef struct {
    scrut_verdict *v;
    const scrut_chamber *chamber;
    const scrut_tally *announcement;
    scrut_seats_comparison *result;
} match_job;

/* Are the announced seats equal to this vector? False also when they are not announced in full. */
static bool vector_equals(const match_job *job, size_t unit, int64_t seats, const int64_t vector[])
{
    for (size_t p = 0; p < job->v->c->party_count; p++) {
        int64_t announced;
        if (!announced_seats(job->announcement, unit, seats, p, &announced) || announced != vector[p])
            return false;
    }
    return true;
}

static bool comparable(const match_job *job, size_t unit, int64_t seats)
{
    for (size_t p = 0; p < job->v->c->party_count; p++) {
        int64_t announced;
        if (!announced_seats(job->announcement, unit, seats, p, &announced))
            return false;
    }
    return true;
}

/* In a tie each party gets at least its certain seats and at most what the draw can bring. */
static bool tie_allows(const match_job *job, size_t unit, const scrut_constituency_seats *k)
{
    int64_t drawn = 0;
    for (size_t p = 0; p < job->v->c->party_count; p++) {
        int64_t announced = 0;
        if (!announced_seats(job->announcement, unit, k->seats, p, &announced) || announced < k->certain[p] ||
            announced > k->possible[p])
            return false;
        drawn += announced;
    }
    return drawn == k->seats;
}

static scrut_seats_match match_hidden(const match_job *job, size_t unit, scrut_constituency_seats *k)
{
    scrut_seats_match match = SCRUT_MATCH_DIFFERENT;
    for (size_t i = 0; i < k->hidden_step_count; i++) {
        struct scrut_hidden_step *step = &k->hidden_steps[i];
        step->matches_announced = vector_equals(job, unit, k->seats, step->seats);
        if (step->matches_announced && match == SCRUT_MATCH_DIFFERENT)
            match = i == 0 ? SCRUT_MATCH_EQUAL : SCRUT_MATCH_POSSIBLE;
    }
    return match;
}

static scrut_seats_match match_constituency(const match_job *job, size_t index)
{
    scrut_constituency_seats *k = &job->chamber->constituencies[index];
    size_t unit = 1 + index;
    if (!comparable(job, unit, k->seats))
        return SCRUT_MATCH_NOT_COMPARABLE;
    if (k->hidden_step_count > 1)
        return match_hidden(job, unit, k);
    if (k->state == SCRUT_SEATS_TIE)
        return tie_allows(job, unit, k) ? SCRUT_MATCH_POSSIBLE : SCRUT_MATCH_DIFFERENT;
    if (k->state != SCRUT_SEATS_DECIDED)
        return SCRUT_MATCH_NOT_COMPARABLE;
    return vector_equals(job, unit, k->seats, k->certain) ? SCRUT_MATCH_EQUAL : SCRUT_MATCH_DIFFERENT;
}

static void note_difference(match_job *job, size_t unit, size_t party, int64_t allocated, int64_t announced)
{
    job->result->differences[job->result->difference_count++] = (struct scrut_seat_difference){
        .unit = (uint32_t)unit, .party = (uint32_t)party, .allocated = allocated, .announced = announced};
}

static void compare_nation(match_job *job)
{
    const scrut_case *c = job->v->c;
    const scrut_chamber *chamber = job->chamber;
    bool given = true;
    for (size_t p = 0; p < c->party_count && given; p++) {
        int64_t announced;
        given = announced_seats(job->announcement, 0, chamber->seats_total, p, &announced);
    }
    if (!given || chamber->decided != c->constituency_count)
        return;
    job->result->nation_compared = true;
    job->result->nation_equal = true;
    for (size_t p = 0; p < c->party_count; p++) {
        int64_t announced = 0;
        (void)announced_seats(job->announcement, 0, chamber->seats_total, p, &announced);
        if (announced == chamber->certain[p])
            continue;
        job->result->nation_equal = false;
        note_difference(job, 0, p, chamber->certain[p], announced);
    }
}

static void compare_constituencies(match_job *job)
{
    const scrut_case *c = job->v->c;
    for (size_t i = 0; i < c->constituency_count; i++) {
        scrut_seats_match match = match_constituency(job, i);
        job->result->matches[i] = match;
        job->result->constituencies_equal += match == SCRUT_MATCH_EQUAL;
        job->result->constituencies_different += match == SCRUT_MATCH_DIFFERENT;
        job->result->constituencies_possible += match == SCRUT_MATCH_POSSIBLE;
        job->result->constituencies_not_comparable += match == SCRUT_MATCH_NOT_COMPARABLE;
        if (match != SCRUT_MATCH_DIFFERENT && match != SCRUT_MATCH_POSSIBLE)
            continue;
        const scrut_constituency_seats *k = &job->chamber->constituencies[i];
        for (size_t p = 0; p < c->party_count; p++) {
            int64_t announced = 0;
            if (announced_seats(job->announcement, 1 + i, k->seats, p, &announced) && announced != k->certain[p])
                note_difference(job, 1 + i, p, k->certain[p], announced);
        }
    }
}

/* --- findings
 * -------------------------------------------------------------------------------------------------------------- */

static void name_unit(const scrut_case *c, size_t unit, scrut_finding *f)
{
    f->subject = unit == 0 ? SCRUT_SUBJECT_NATION : SCRUT_SUBJECT_CONSTITUENCY;
    f->subject_id = unit == 0 ? "" : c->constituencies[unit - 1].id;
    f->constituency = unit == 0 ? SCRUT_NONE : (uint32_t)(unit - 1);
}

static bool write_seat_cells(scrut_verdict *v, const scrut_tally *t, size_t unit, scrut_finding *f)
{
    size_t parties = v->c->party_count;
    f->cells = scrut_arena_calloc(v->arena, parties, sizeof *f->cells);
    for (size_t p = 0; f->cells != NULL && p < parties; p++)
        if (t->seats_where[unit * parties + p].file != NULL)
            f->cells[f->cell_count++] = t->seats_where[unit * parties + p];
    return f->cells != NULL;
}

/* "A 4 against 3" */
static const char *one_list(const scrut_verdict *v, const struct scrut_seat_difference *d)
{
    return scrut_sentence(v->arena, "{1r} {2d} against {3d}", v->c->parties[d->party].id, d->announced, d->allocated);
}

/* One finding a unit that differs, with every party's seats. */
static scrut_status write_unit(match_job *job, size_t first, size_t count, scrut_error *err)
{
    scrut_verdict *v = job->v;
    const struct scrut_seat_difference *d = &job->result->differences[first];
    scrut_finding *f = scrut_findings_add(&v->findings, "S01");
    if (f == NULL)
        return scrut_fail_memory(err);
    name_unit(v->c, d->unit, f);
    f->sources = scrut_arena_printf(v->arena, "%s vs %s", job->result->tally->about.id, job->announcement->about.id);
    const char *path = unit_path(v, d->unit);
    f->id = scrut_arena_printf(v->arena, "S01/%s/%s%s", job->result->tally->about.id, job->announcement->about.id,
                               path != NULL ? path : "");
    const char *list = one_list(v, &d[0]);
    for (size_t i = 1; i < count && list != NULL; i++) {
        const char *next = one_list(v, &d[i]);
        list = next != NULL ? scrut_sentence(v->arena, "{1w}, {2w}", list, next) : NULL;
    }
    f->message = list != NULL
                     ? scrut_sentence(v->arena, "announced seats against those allocated from the votes of {1r}: {2w}",
                                      job->result->tally->about.id, list)
                     : NULL;
    if (path == NULL || f->sources == NULL || f->id == NULL || f->message == NULL ||
        !write_seat_cells(v, job->announcement, d->unit, f))
        return scrut_fail_memory(err);
    return SCRUT_OK;
}

static scrut_status write_differences(match_job *job, scrut_error *err)
{
    scrut_status status = SCRUT_OK;
    const scrut_seats_comparison *r = job->result;
    for (size_t i = 0; i < r->difference_count && status == SCRUT_OK;) {
        size_t count = 1;
        while (i + count < r->difference_count && r->differences[i + count].unit == r->differences[i].unit)
            count++;
        bool possible = r->differences[i].unit > 0 && r->matches[r->differences[i].unit - 1] == SCRUT_MATCH_POSSIBLE;
        /* the nation, where it was compared, has said it for the one constituency */
        bool said = job->v->c->single_constituency && r->nation_compared && r->differences[i].unit > 0;
        if (!possible && !said)
            status = write_unit(job, i, count, err);
        i += count;
    }
    return status;
}

static scrut_status compare_one(scrut_verdict *v, size_t tally, size_t announcement, scrut_error *err)
{
    scrut_seats_comparison *result = &v->seats_comparisons[v->seats_comparison_count++];
    const scrut_case *c = v->c;
    *result = (scrut_seats_comparison){
        .chamber = v->chambers[tally], .announcement = &v->tallies[announcement], .tally = &v->tallies[tally]};
    result->matches = scrut_arena_calloc(v->arena, c->constituency_count, sizeof *result->matches);
    result->differences =
        scrut_arena_calloc(v->arena, (c->constituency_count + 1) * c->party_count, sizeof *result->differences);
    if (result->matches == NULL || result->differences == NULL)
        return scrut_fail_memory(err);
    match_job job = {.v = v, .chamber = result->chamber, .announcement = result->announcement, .result = result};
    compare_nation(&job);
    compare_constituencies(&job);
    return write_differences(&job, err);
}

/* Votes of its own, of the sources it rests on, or of anybody where it has none. */
static bool belongs(const scrut_verdict *v, size_t tally, size_t announcement)
{
    const scrut_tally *t = &v->tallies[tally], *a = &v->tallies[announcement];
    if (v->chambers[tally] == NULL)
        return false;
    if (t->from_returns)
        return rests_on(a, t);
    return tally == announcement || !a->has_constituency_votes;
}

/* --- S02: do the announced seats fill the seats there are?
 * --------------------------------------------------------------- */

static scrut_status check_sum(scrut_verdict *v, const scrut_tally *t, size_t unit, int64_t seats, scrut_error *err)
{
    int64_t sum = 0;
    for (size_t p = 0; p < v->c->party_count; p++) {
        scrut_figure f = *scrut_tally_seats(t, unit, p);
        if (f.cells > 0 && !scrut_figure_complete(f))
            return SCRUT_OK;
        sum += f.value;
    }
    /* fewer than all may mean that the announcement names only some lists */
    if (seats <= 0 || sum == 0 || sum == seats || (sum < seats && unit == 0))
        return SCRUT_OK;
    scrut_finding *f = scrut_findings_add(&v->findings, "S02");
    if (f == NULL)
        return scrut_fail_memory(err);
    name_unit(v->c, unit, f);
    f->sources = t->about.id;
    const char *path = unit_path(v, unit);
    f->id = scrut_arena_printf(v->arena, "S02/%s%s", t->about.id, path != NULL ? path : "");
    f->message = scrut_sentence(v->arena, "{1d} seats are announced, there are {2d}", sum, seats);
    if (path == NULL || f->id == NULL || f->message == NULL || !write_seat_cells(v, t, unit, f))
        return scrut_fail_memory(err);
    return SCRUT_OK;
}

static scrut_status check_sums(scrut_verdict *v, const scrut_tally *t, scrut_error *err)
{
    const scrut_case *c = v->c;
    scrut_status status = check_sum(v, t, 0, c->chamber_seats, err);
    for (size_t i = 0; i < c->constituency_count && status == SCRUT_OK && !c->single_constituency; i++)
        if (c->constituencies[i].seats_known)
            status = check_sum(v, t, 1 + i, c->constituencies[i].seats, err);
    return status;
}

scrut_status compare_seats(scrut_verdict *v, scrut_error *err)
{
    v->seats_comparisons = scrut_arena_calloc(v->arena, v->tally_count * v->tally_count, sizeof *v->seats_comparisons);
    if (v->seats_comparisons == NULL)
        return scrut_fail_memory(err);
    scrut_status status = SCRUT_OK;
    for (size_t a = v->tabulation_count; a < v->tally_count && status == SCRUT_OK; a++) {
        if (!v->tallies[a].has_seats)
            continue;
        status = check_sums(v, &v->tallies[a], err);
        for (size_t t = 0; t < v->tally_count && status == SCRUT_OK; t++)
            if (belongs(v, t, a))
                status = compare_one(v, t, a, err);
    }
    return status;
}
