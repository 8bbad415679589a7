/* SPDX-License-Identifier: Apache-2.0
 * view.c: what every output asks of a verdict: the order of the parties, the columns of seats, shares. */
#include "report_internal.h"
#include "scrutineer/roll_audit.h"

#include <string.h>

#define SHOWN_ALWAYS 10 /* parties that are never folded away */

/* ---- columns ------------------------------------------------------------------------------------ */

static void collect_columns(scrut_report_view *view)
{
    const scrut_verdict *v = view->v;
    for (size_t t = v->tabulation_count; t < v->tally_count; t++)
        if (v->tallies[t].has_seats && v->tallies[t].seats != NULL)
            view->columns[view->column_count++] = (scrut_report_column){&v->tallies[t], NULL};
    for (size_t t = 0; t < v->tally_count; t++)
        if (v->chambers[t] != NULL)
            view->columns[view->column_count++] = (scrut_report_column){&v->tallies[t], v->chambers[t]};
}

static bool is_final(const scrut_tally *tally)
{
    const char *status = tally->about.status;
    return status != NULL && (strcmp(status, "final") == 0 || strcmp(status, "official") == 0);
}

/* The last final announcement of seats, else the last one; our allocation of its own votes, else the first. */
static void choose_columns(scrut_report_view *view)
{
    for (size_t i = 0; i < view->column_count; i++) {
        const scrut_report_column *column = &view->columns[i];
        if (column->chamber == NULL &&
            (view->announced == NULL || is_final(column->tally) || !is_final(view->announced->tally)))
            view->announced = column;
    }
    for (size_t i = 0; i < view->column_count; i++) {
        const scrut_report_column *column = &view->columns[i];
        if (column->chamber == NULL)
            continue;
        bool of_announced = view->announced != NULL && column->tally == view->announced->tally;
        if (view->allocated == NULL || of_announced)
            view->allocated = column;
    }
    view->primary = view->announced != NULL ? view->announced : view->allocated;
}

static void choose_votes(scrut_report_view *view)
{
    const scrut_verdict *v = view->v;
    if (view->primary != NULL && scrut_report_votes_any(view, view->primary->tally, 0)) {
        view->votes = view->primary->tally;
        return;
    }
    for (size_t t = v->tally_count; t > 0; t--) {
        const scrut_tally *tally = &v->tallies[t - 1];
        if (!scrut_report_votes_any(view, tally, 0))
            continue;
        if (view->votes == NULL || (is_final(tally) && !is_final(view->votes)))
            view->votes = tally;
    }
}

/* ---- order of the parties ------------------------------------------------------------------------ */

typedef struct {
    int64_t seats, votes;
    uint32_t party;
} order_key;

static int compare_keys(const void *a, const void *b)
{
    const order_key *x = a, *y = b;
    if (x->seats != y->seats)
        return x->seats > y->seats ? -1 : 1;
    if (x->votes != y->votes)
        return x->votes > y->votes ? -1 : 1;
    return (x->party > y->party) - (x->party < y->party);
}

static order_key key_of(const scrut_report_view *view, uint32_t party)
{
    order_key key = {-1, -1, party};
    int64_t high;
    if (view->primary == NULL || !scrut_report_seats(view, view->primary, 0, party, &key.seats, &high))
        key.seats = -1;
    if (view->votes != NULL && scrut_tally_votes(view->votes, 0, party)->known > 0)
        key.votes = scrut_tally_votes(view->votes, 0, party)->value;
    return key;
}

static void order_parties(scrut_report_view *view, order_key *keys)
{
    size_t count = view->c->party_count;
    for (uint32_t p = 0; p < count; p++)
        keys[p] = key_of(view, p);
    qsort(keys, count, sizeof *keys, compare_keys);
    for (uint32_t i = 0; i < count; i++) {
        view->order[i] = keys[i].party;
        view->rank[keys[i].party] = i;
    }
}

static bool has_seat(const scrut_report_view *view, size_t party)
{
    int64_t low, high;
    for (size_t i = 0; i < view->column_count; i++)
        if (scrut_report_seats(view, &view->columns[i], 0, party, &low, &high) && (low > 0 || high > 0))
            return true;
    return false;
}

static int64_t known_votes(const scrut_report_view *view, const scrut_tally *tally)
{
    int64_t sum = 0;
    for (size_t p = 0; p < view->c->party_count; p++)
        sum += scrut_tally_votes(tally, 0, p)->value;
    return sum;
}

static bool reaches_one_percent(const scrut_report_view *view, size_t party)
{
    for (size_t t = 0; t < view->v->tally_count; t++) {
        const scrut_tally *tally = &view->v->tallies[t];
        scrut_figure votes = *scrut_tally_votes(tally, 0, party);
        int64_t base;
        if (votes.known == 0)
            continue;
        if (!scrut_report_share_base(view, tally, 0, &base))
            base = known_votes(view, tally);
        if ((scrut_wide)votes.value * 100 >= base)
            return true;
    }
    return false;
}

static void fold_parties(scrut_report_view *view)
{
    for (size_t p = 0; p < view->c->party_count; p++) {
        view->folded[p] = view->rank[p] >= SHOWN_ALWAYS && !has_seat(view, p) && !reaches_one_percent(view, p);
        view->folded_count += view->folded[p];
    }
    if (view->folded_count == 1) { /* a row that says "1 more list" saves nothing */
        memset(view->folded, 0, view->c->party_count * sizeof *view->folded);
        view->folded_count = 0;
    }
}

scrut_status scrut_report_view_init(const scrut_verdict *v, const char *version, scrut_report_view *ret_view,
                                    scrut_error *err)
{
    scrut_report_view view = {.v = v, .c = v->c, .version = version, .arena = scrut_arena_new()};
    if (view.arena == NULL)
        return scrut_fail_memory(err);
    size_t parties = v->c->party_count;
    order_key *keys = scrut_arena_calloc(view.arena, parties, sizeof *keys);
    view.order = scrut_arena_calloc(view.arena, parties, sizeof *view.order);
    view.rank = scrut_arena_calloc(view.arena, parties, sizeof *view.rank);
    view.folded = scrut_arena_calloc(view.arena, parties, sizeof *view.folded);
    view.columns = scrut_arena_calloc(view.arena, v->tally_count * 2, sizeof *view.columns);
    if (keys == NULL || view.order == NULL || view.rank == NULL || view.folded == NULL || view.columns == NULL) {
        scrut_arena_free(view.arena);
        return scrut_fail_memory(err);
    }
    collect_columns(&view);
    choose_columns(&view);
    choose_votes(&view);
    order_parties(&view, keys);
    fold_parties(&view);
    if (v->c->previous_count > 0 && v->c->previous[v->c->previous_count - 1].seats != NULL)
        view.previous = &v->c->previous[v->c->previous_count - 1];
    *ret_view = view;
    return SCRUT_OK;
}

bool scrut_report_view_speak(scrut_report_view *view, const scrut_language *language)
{
    scrut_arena *const arenas[] = {view->c->arena, view->v->arena, view->v->roll != NULL ? view->v->roll->arena : NULL};
    view->language = language;
    view->sentences = NULL;
    if (language == NULL || language == scrut_language_at(0))
        return true;
    view->sentences = scrut_sentences_find(arenas, sizeof arenas / sizeof arenas[0], view->arena);
    return view->sentences != NULL;
}

void scrut_report_view_free(scrut_report_view *view)
{
    scrut_arena_free(view->arena);
    view->arena = NULL;
}

/* ---- seats --------------------------------------------------------------------------------------- */

bool scrut_report_seats(const scrut_report_view *view, const scrut_report_column *column, size_t unit, size_t party,
                        int64_t *ret_low, int64_t *ret_high)
{
    if (column->chamber == NULL) {
        scrut_figure figure = *scrut_tally_seats(column->tally, unit, party);
        if (figure.known == 0)
            return false;
        *ret_low = figure.value;
        *ret_high = scrut_figure_complete(figure) ? figure.value : -1;
        return true;
    }
    if (unit == 0) {
        *ret_low = column->chamber->certain[party];
        *ret_high = column->chamber->possible[party];
        return column->chamber->refused < view->c->constituency_count;
    }
    if (unit > view->c->constituency_count)
        return false;
    const scrut_constituency_seats *seats = &column->chamber->constituencies[unit - 1];
    if (seats->state == SCRUT_SEATS_REFUSED)
        return false;
    *ret_low = seats->certain[party];
    *ret_high = seats->possible[party];
    return true;
}

bool scrut_report_seats_sum(const scrut_report_view *view, const scrut_report_column *column, size_t unit,
                            int64_t *ret_sum)
{
    int64_t sum = 0, low, high;
    bool any = false;
    for (size_t p = 0; p < view->c->party_count; p++) {
        if (!scrut_report_seats(view, column, unit, p, &low, &high))
            continue;
        any = true;
        sum += low;
    }
    if (any)
        *ret_sum = sum;
    return any;
}

bool scrut_report_columns_equal(const scrut_report_view *view, const scrut_report_column *a,
                                const scrut_report_column *b)
{
    bool any = false;
    for (size_t p = 0; p < view->c->party_count; p++) {
        int64_t low_a = 0, high_a = 0, low_b = 0, high_b = 0;
        bool known_a = scrut_report_seats(view, a, 0, p, &low_a, &high_a);
        bool known_b = scrut_report_seats(view, b, 0, p, &low_b, &high_b);
        /* a list that one side does not mention and the other gives no seat is no difference */
        if (low_a != low_b || high_a != high_b)
            return false;
        any = any || (known_a && known_b);
    }
    return any;
}

static bool previous_party(const scrut_case *c, const char *id, size_t *ret_index)
{
    for (size_t i = 0; i < c->previous_party_count; i++) {
        if (strcmp(c->previous_parties[i], id) == 0) {
            *ret_index = i;
            return true;
        }
    }
    return false;
}

/* A sum over the lists that a party came from. */
static bool previous_sum(const scrut_report_view *view, size_t unit, size_t party,
                         scrut_figure *(*figure_of)(const scrut_tally *tally, size_t unit, size_t party),
                         int64_t *ret_sum)
{
    const scrut_party *p = &view->c->parties[party];
    if (view->previous == NULL || p->predecessor_count == 0 || unit >= view->previous->unit_count ||
        view->previous->column_count != SCRUT_FIELD_COUNT + view->c->previous_party_count)
        return false;
    int64_t sum = 0;
    for (size_t i = 0; i < p->predecessor_count; i++) {
        size_t index;
        if (!previous_party(view->c, p->predecessors[i], &index))
            return false;
        scrut_figure figure = *figure_of(view->previous, unit, index);
        if (!scrut_figure_complete(figure) || __builtin_add_overflow(sum, figure.value, &sum))
            return false;
    }
    *ret_sum = sum;
    return true;
}

bool scrut_report_previous_seats(const scrut_report_view *view, size_t unit, size_t party, int64_t *ret_seats)
{
    return view->previous != NULL && view->previous->seats != NULL &&
           previous_sum(view, unit, party, scrut_tally_seats, ret_seats);
}

bool scrut_report_previous_votes(const scrut_report_view *view, size_t unit, size_t party, int64_t *ret_votes)
{
    return previous_sum(view, unit, party, scrut_tally_votes, ret_votes);
}

int64_t scrut_report_chamber_seats(const scrut_report_view *view)
{
    const scrut_case *c = view->c;
    if (c->chamber_seats > 0)
        return c->chamber_seats;
    int64_t sum = 0;
    for (size_t i = 0; i < c->constituency_count; i++) {
        if (!c->constituencies[i].seats_known)
            return 0;
        sum += c->constituencies[i].seats;
    }
    return sum;
}

/* ---- votes ---------------------------------------------------------------------------------------- */

bool scrut_report_votes_any(const scrut_report_view *view, const scrut_tally *tally, size_t unit)
{
    for (size_t p = 0; p < view->c->party_count; p++)
        if (scrut_tally_votes(tally, unit, p)->known > 0)
            return true;
    return false;
}

static bool given_base(const scrut_tally *tally, size_t unit, scrut_field field, int64_t *ret_base)
{
    scrut_figure figure = *scrut_tally_field(tally, unit, field);
    if (!scrut_figure_complete(figure) || figure.value <= 0)
        return false;
    *ret_base = figure.value;
    return true;
}

/* A tally that does not name every list anywhere (a newspaper that prints the two largest) has no sum of all lists;
 * a list that it names elsewhere and not in this unit does not stand here. */
static bool names_every_list(const scrut_report_view *view, const scrut_tally *tally)
{
    for (size_t p = 0; p < view->c->party_count; p++)
        if (scrut_tally_votes(tally, 0, p)->cells == 0)
            return false;
    return true;
}

static bool votes_for_lists(const scrut_report_view *view, const scrut_tally *tally, size_t unit, int64_t *ret_sum)
{
    if (given_base(tally, unit, SCRUT_FIELD_VOTES_TO_LISTS, ret_sum))
        return true;
    if (!names_every_list(view, tally))
        return false;
    int64_t sum = 0;
    for (size_t p = 0; p < view->c->party_count; p++) {
        scrut_figure votes = *scrut_tally_votes(tally, unit, p);
        if (votes.known != votes.cells)
            return false;
        sum += votes.value;
    }
    *ret_sum = sum;
    return sum > 0;
}

bool scrut_report_share_base(const scrut_report_view *view, const scrut_tally *tally, size_t unit, int64_t *ret_base)
{
    int64_t lists;
    if (given_base(tally, unit, SCRUT_FIELD_VALID, ret_base))
        return true;
    if (!votes_for_lists(view, tally, unit, &lists))
        return false;
    scrut_figure blank = *scrut_tally_field(tally, unit, SCRUT_FIELD_BLANK);
    if (view->c->valid_includes_blank && !scrut_figure_complete(blank))
        return false;
    *ret_base = view->c->valid_includes_blank ? lists + blank.value : lists;
    return true;
}

/* ---- rules ---------------------------------------------------------------------------------------- */

bool scrut_report_bounds_apply(const scrut_report_view *view)
{
    const scrut_case *c = view->c;
    return c->has_rules && !c->rules.alliances && c->rules.seats_min == 0 && c->rules.seats_max == 0 &&
           scrut_method_is_dhondt(&c->rules.method);
}

/* ---- findings -------------------------------------------------------------------------------------- */

static int compare_groups(const void *a, const void *b)
{
    const scrut_report_group *x = a, *y = b;
    if (x->check->severity != y->check->severity)
        return x->check->severity < y->check->severity ? -1 : 1;
    if (x->at_stake != y->at_stake)
        return x->at_stake > y->at_stake ? -1 : 1;
    return strcmp(x->check->code, y->check->code);
}

/* The group of a check in groups[0 .. *count), made when it is new; NULL without memory. */
static scrut_report_group *group_of(scrut_report_group **groups, size_t *count, size_t *capacity,
                                    const scrut_check *check)
{
    for (size_t i = 0; i < *count; i++)
        if ((*groups)[i].check == check)
            return &(*groups)[i];
    if (!scrut_grow(groups, capacity, *count + 1, sizeof **groups))
        return NULL;
    (*groups)[*count] = (scrut_report_group){.check = check};
    return &(*groups)[(*count)++];
}

scrut_report_group *scrut_report_groups(const scrut_report_view *view, size_t *ret_count)
{
    const scrut_findings *findings = &view->v->findings;
    scrut_report_group *groups = NULL, *kept = NULL;
    size_t count = 0, capacity = 0, i = 0;
    for (; i < findings->count; i++) {
        const scrut_finding *finding = &findings->items[i];
        scrut_report_group *group = group_of(&groups, &count, &capacity, finding->check);
        if (group == NULL)
            break;
        group->count++;
        if (!finding->at_stake_known || !scrut_add(group->at_stake, finding->at_stake, &group->at_stake))
            group->at_stake_unknown++;
    }
    if (i == findings->count)
        kept = scrut_arena_calloc(view->arena, count, sizeof *kept);
    if (kept != NULL && count > 0) {
        qsort(groups, count, sizeof *groups, compare_groups);
        memcpy(kept, groups, count * sizeof *kept);
    }
    free(groups);
    if (kept != NULL)
        *ret_count = count;
    return kept;
}
