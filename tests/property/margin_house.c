/* SPDX-License-Identifier: Apache-2.0
 * Margins of a house with thresholds in the nation against brute force: every vector of votes of every constituency
 * with every other, thresholds applied to the sums. TAP.
 *
 *     margin_house [--cases N] [--seed N] [--only CASE] */
#include "draw.h"
#include "cases.h"
#include "extent.h"
#include "house_certificate.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum { UNITS_MAX = 3, LISTS = 3, SEATS_MAX = 4, ADDED_MAX = 6, ROWS_MAX = 1200, MASKS = 1 << LISTS, NEVER = 1000000 };

static void die(const char *what)
{
    printf("Bail out! %s\n", what);
    exit(EXIT_FAILURE);
}

/* What one constituency's votes give, under every set of lists that fail in the nation. */
typedef struct {
    bool refused;
    int64_t least, most; /* of the members */
    int64_t certain[LISTS], possible[LISTS];
} seats_of;

typedef struct {
    int64_t cost, moves[LISTS];
    seats_of under[MASKS];
} row;

typedef struct {
    scrut_case c;
    scrut_party parties[LISTS];
    scrut_rules rules;
    scrut_chamber chamber;
    scrut_constituency_seats now[UNITS_MAX];
    scrut_margin_house house;
    scrut_margin_unit units[UNITS_MAX];
    int64_t votes[UNITS_MAX][LISTS], national[LISTS], certain[UNITS_MAX][LISTS], possible[UNITS_MAX][LISTS];
    bool barred[LISTS], stands[LISTS], members[LISTS];
    bool unit_barred[UNITS_MAX][LISTS];
    uint8_t mask[LISTS], alliance_mask[LISTS];
    uint32_t alliance[LISTS];
    scrut_metric metric;
    bool at_least;
    int64_t seats, claimed[LISTS];
} question;

static const uint32_t PARTIES[LISTS] = {0, 1, 2};
static const char *const IDS[UNITS_MAX] = {"1", "2", "3"};
static scrut_arena *arena;
static row rows[UNITS_MAX][ROWS_MAX];
static size_t row_count[UNITS_MAX];

/* ---- a small nation ---- */

/* Those that alliances have too, then the others. */
static const char *const METHODS[] = {"dhondt",
                                      "sainte-lague",
                                      "modified-sainte-lague",
                                      "plurality",
                                      "hare",
                                      "droop",
                                      "hagenbach-bischoff",
                                      "quota-highest-average",
                                      "quota-highest-average-once"};
enum { ALLIED_METHODS = 3, METHOD_COUNT = sizeof METHODS / sizeof METHODS[0] };

static void draw_bars(draw *d, question *q)
{
    scrut_margin_house *h = &q->house;
    int64_t total = 0;
    for (size_t p = 0; p < LISTS; p++)
        total += q->national[p];
    h->bar_count = (size_t)below(d, 3);
    for (size_t j = 0; j < h->bar_count; j++) {
        scrut_margin_bar *b = &h->bars[j];
        *b = (scrut_margin_bar){.strict = below(d, 3) == 0, .votes = below(d, 8)};
        if (below(d, 2) == 0)
            continue;
        b->is_share = true;
        b->numerator = 1 + below(d, 8);
        b->denominator = 20;
        b->base = total + below(d, 4);
        b->base_moves = below(d, 4) > 0;
    }
    for (size_t p = 0; p < LISTS; p++) {
        q->parties[p].exempt = below(d, 8) == 0;
        if (q->parties[p].exempt)
            continue;
        q->mask[p] = (uint8_t)below(d, 4) & (uint8_t)((1U << h->bar_count) - 1);
        q->alliance_mask[p] = q->mask[p];
    }
    for (size_t p = 1; p < LISTS; p++) /* an alliance has one mask */
        for (size_t k = 0; k < p; k++)
            if (q->alliance[p] != SCRUT_NONE && q->alliance[k] == q->alliance[p])
                q->alliance_mask[p] = q->alliance_mask[k];
}

static bool passes(const question *q, uint8_t mask, int64_t votes, int64_t moved)
{
    for (size_t j = 0; j < q->house.bar_count; j++) {
        const scrut_margin_bar *b = &q->house.bars[j];
        if ((mask >> j & 1) == 0)
            continue;
        int64_t have = votes, need = b->votes;
        if (b->is_share) {
            int64_t base = b->base + (b->base_moves ? moved : 0);
            have = votes * b->denominator;
            need = (base > 0 ? base : 0) * b->numerator;
        }
        if (b->strict ? have <= need : have < need)
            return false;
    }
    return true;
}

/* Bit p: party p fails in the nation. */
static unsigned failing(const question *q, const int64_t national[], int64_t moved)
{
    unsigned set = 0;
    for (size_t p = 0; p < LISTS; p++) {
        int64_t joint = 0;
        for (size_t k = 0; k < LISTS; k++)
            joint += q->alliance[k] == q->alliance[p] ? national[k] : 0;
        bool allied = q->rules.alliance_passes_threshold && q->alliance[p] != SCRUT_NONE;
        if (!passes(q, q->mask[p], national[p], moved) && !(allied && passes(q, q->alliance_mask[p], joint, moved)))
            set |= 1U << p;
    }
    return set;
}

static void draw_units(draw *d, question *q)
{
    scrut_method method;
    size_t count = 2 + (size_t)(below(d, 5) == 0);
    bool allied = below(d, 4) == 0;
    if (!scrut_method_named(METHODS[below(d, allied ? ALLIED_METHODS : METHOD_COUNT)], &method))
        die("no such method");
    bool quota_of_all = method.family == SCRUT_METHOD_QUOTA && below(d, 3) == 0;
    for (size_t p = 0; p < LISTS; p++)
        q->alliance[p] = allied && below(d, 3) > 0 ? 0 : SCRUT_NONE;
    q->rules.alliances = allied;
    q->rules.alliance_passes_threshold = allied && below(d, 2) == 0;
    for (size_t n = 0; n < count; n++) {
        scrut_margin_contest *c = &q->units[n].contest;
        q->units[n] = (scrut_margin_unit){.id = IDS[n], .party = PARTIES};
        *c = (scrut_margin_contest){.method = method, .inner_method = method, .list_count = LISTS};
        c->method.quota_base_all = quota_of_all;
        c->seats = method.family == SCRUT_METHOD_PLURALITY ? 1 : 1 + below(d, SEATS_MAX);
        c->votes = q->votes[n];
        c->barred = q->unit_barred[n];
        c->alliance = allied ? q->alliance : NULL;
        for (size_t i = 0; i < LISTS; i++)
            q->national[i] += q->votes[n][i] = below(d, count == 2 ? 6 : 3);
        for (size_t i = 0; i < LISTS && quota_of_all; i++)
            c->votes_all += q->votes[n][i];
    }
    q->house.nation = (scrut_margin_nation){.units = q->units, .unit_count = count, .party_count = LISTS};
}

static void close_house(question *q)
{
    scrut_margin_house *h = &q->house;
    unsigned set = failing(q, q->national, 0);
    for (size_t p = 0; p < LISTS; p++) {
        q->barred[p] = (set >> p & 1) != 0;
        q->stands[p] = true;
        q->parties[p].alliance_index = q->alliance[p];
        q->parties[p].hidden_in = SCRUT_NONE;
        for (size_t n = 0; n < h->nation.unit_count; n++)
            q->unit_barred[n][p] = q->barred[p];
    }
    q->c.parties = q->parties;
    q->c.party_count = LISTS;
    q->c.constituency_count = h->nation.unit_count;
    q->chamber.rules = &q->rules;
    q->chamber.constituencies = q->now;
    h->c = &q->c;
    h->chamber = &q->chamber;
    h->bar_mask = q->mask;
    h->alliance_bar_mask = q->alliance_mask;
    h->votes = q->national;
    h->stands = q->stands;
    h->barred = q->barred;
}

/* False: some constituency has no allocation as it stands, and what it holds is anybody's. */
static bool draw_question(draw *d, question *q)
{
    int64_t all = 0;
    *q = (question){.at_least = below(d, 2) == 0, .metric = (scrut_metric)below(d, 3)};
    draw_units(d, q);
    draw_bars(d, q);
    close_house(q);
    q->members[below(d, LISTS)] = true;
    if (below(d, 3) == 0)
        q->members[below(d, LISTS)] = true;
    for (size_t n = 0; n < q->house.nation.unit_count; n++) {
        scrut_margin_outcome o;
        scrut_error err;
        all += q->units[n].contest.seats;
        if (scrut_margin_replay(&q->units[n].contest, NULL, q->members, arena, &o, &err) != SCRUT_OK)
            die(err.message);
        if (o.refused)
            return false;
        q->now[n] = (scrut_constituency_seats){.seats = q->units[n].contest.seats};
        q->now[n].certain = o.certain;
        q->now[n].possible = o.possible;
    }
    q->seats = below(d, all + 1);
    for (int64_t left = all; left > 0; left--)
        q->claimed[below(d, LISTS)]++;
    for (size_t p = 0; p < LISTS; p++)
        q->claimed[p] = below(d, 4) == 0 ? -1 : q->claimed[p];
    return true;
}

/* ---- every vector of votes ---- */

static void add_row(question *q, size_t n, const int64_t moves[], int64_t cost)
{
    scrut_margin_contest c = q->units[n].contest;
    bool barred[LISTS];
    if (row_count[n] == ROWS_MAX)
        die("the table is full");
    row *r = &rows[n][row_count[n]++];
    *r = (row){.cost = cost};
    memcpy(r->moves, moves, sizeof r->moves);
    c.barred = barred;
    for (unsigned set = 0; set < MASKS; set++) {
        scrut_margin_outcome o;
        scrut_error err;
        for (size_t p = 0; p < LISTS; p++)
            barred[p] = (set >> p & 1) != 0;
        if (scrut_margin_replay(&c, moves, q->members, arena, &o, &err) != SCRUT_OK)
            die(err.message);
        seats_of *s = &r->under[set];
        *s = (seats_of){.refused = o.refused, .least = o.members_certain, .most = o.members_possible};
        for (size_t p = 0; p < LISTS && !o.refused; p++) {
            s->certain[p] = o.certain[p];
            s->possible[p] = o.possible[p];
        }
    }
}

static void all_moves(question *q, size_t n, size_t i, int64_t moves[], int64_t gained, int64_t lost)
{
    if (i == LISTS) {
        if (q->metric != SCRUT_METRIC_CHANGE || gained == lost)
            add_row(q, n, moves, gained > lost ? gained : lost);
        return;
    }
    int64_t all = q->votes[n][0] + q->votes[n][1] + q->votes[n][2];
    int64_t least = q->metric == SCRUT_METRIC_ADD ? 0 : -q->votes[n][i], most = all;
    if (q->metric != SCRUT_METRIC_CHANGE)
        most = q->metric == SCRUT_METRIC_ADD ? ADDED_MAX - gained : 0;
    for (moves[i] = least; moves[i] <= most; moves[i]++)
        all_moves(q, n, i + 1, moves, gained + (moves[i] > 0 ? moves[i] : 0), lost - (moves[i] < 0 ? moves[i] : 0));
}

/* ---- every vector with every other ---- */

typedef struct {
    question *q;
    const row *picked[UNITS_MAX];
    int64_t seats[2];                                   /* could, would */
    int64_t vector_decided, vector_range, vector_would; /* between the first two under alliances; else they are one */
    int64_t unit[2];                                    /* the first constituency alone */
} census;

static void lower(int64_t *least, int64_t cost, bool met)
{
    if (met && cost < *least)
        *least = cost;
}

static bool meets(const question *q, bool certain, int64_t least, int64_t most, int64_t unknown)
{
    if (q->at_least)
        return (certain ? least : most) >= q->seats;
    return (certain ? most : least) + unknown <= q->seats;
}

/* Whether some outcomes of the draws in unit n and those after it leave every claimed party what is left of its claim.
 * Without alliances any seats between the certain and the possible that add up are an outcome. */
static bool draws_give(const census *x, unsigned set, size_t n, const int64_t left[])
{
    const question *q = x->q;
    if (n == q->house.nation.unit_count) {
        for (size_t p = 0; p < LISTS; p++)
            if (q->claimed[p] >= 0 && left[p] != 0)
                return false;
        return true;
    }
    assert(n < UNITS_MAX);
    const seats_of *s = &x->picked[n]->under[set];
    for (int64_t a = s->certain[0]; a <= s->possible[0]; a++)
        for (int64_t b = s->certain[1]; b <= s->possible[1]; b++) {
            int64_t c = q->units[n].contest.seats - a - b;
            const int64_t rest[LISTS] = {left[0] - a, left[1] - b, left[2] - c};
            if (c >= s->certain[2] && c <= s->possible[2] && draws_give(x, set, n + 1, rest))
                return true;
        }
    return false;
}

static void weigh_vector(census *x, unsigned set, int64_t cost)
{
    const question *q = x->q;
    int64_t least[LISTS] = {0}, most[LISTS] = {0};
    bool drawn = false, within = true, fixed = true;
    for (size_t n = 0; n < q->house.nation.unit_count; n++) {
        const seats_of *s = &x->picked[n]->under[set];
        if (s->refused)
            return;
        for (size_t p = 0; p < LISTS; p++) {
            least[p] += s->certain[p];
            most[p] += s->possible[p];
            drawn = drawn || s->certain[p] != s->possible[p];
        }
    }
    for (size_t p = 0; p < LISTS; p++) {
        if (q->claimed[p] < 0)
            continue;
        within = within && least[p] <= q->claimed[p] && q->claimed[p] <= most[p];
        fixed = fixed && least[p] == q->claimed[p] && most[p] == q->claimed[p];
    }
    if (within && drawn && !q->rules.alliances && cost < x->vector_range) {
        within = draws_give(x, set, 0, q->claimed);
        lower(&x->vector_decided, cost, within);
    }
    lower(&x->vector_range, cost, within);
    lower(&x->vector_decided, cost, within && !drawn);
    lower(&x->vector_would, cost, fixed);
}

static void weigh(census *x, const int64_t national[], int64_t moved, int64_t cost)
{
    const question *q = x->q;
    unsigned set = failing(q, national, moved);
    int64_t least = 0, most = 0, unknown = 0, elsewhere = 0;
    for (size_t n = 0; n < q->house.nation.unit_count; n++) {
        const seats_of *s = &x->picked[n]->under[set];
        least += s->refused ? 0 : s->least;
        most += s->refused ? 0 : s->most;
        unknown += s->refused ? q->units[n].contest.seats : 0;
        elsewhere += n > 0 ? x->picked[n]->cost : 0;
    }
    for (int certain = 0; certain < 2; certain++) {
        lower(&x->seats[certain], cost, meets(q, certain == 1, least, most, unknown));
        const seats_of *s = &x->picked[0]->under[set];
        lower(&x->unit[certain], cost, elsewhere == 0 && !s->refused && meets(q, certain == 1, s->least, s->most, 0));
    }
    weigh_vector(x, set, cost);
}

static void all_rows(census *x, size_t n, const int64_t national[], int64_t moved, int64_t cost)
{
    if (n == x->q->house.nation.unit_count) {
        weigh(x, national, moved, cost);
        return;
    }
    assert(n < UNITS_MAX);
    for (size_t k = 0; k < row_count[n]; k++) {
        const row *r = &rows[n][k];
        int64_t sums[LISTS], more = moved;
        if (x->q->metric == SCRUT_METRIC_ADD && cost + r->cost > ADDED_MAX)
            continue;
        for (size_t p = 0; p < LISTS; p++) {
            sums[p] = national[p] + r->moves[p];
            more += r->moves[p];
        }
        x->picked[n] = r;
        all_rows(x, n + 1, sums, more, cost + r->cost);
    }
}

/* ---- the comparison ---- */

static long long failures, compared, exact_count, demanded_count;
static house_certificate_tally certificates, seat_certificates;

typedef struct {
    bool possible, exact;
    int64_t at_least, at_most;
} ends;

static void print_failure(const question *q, const char *what, int64_t low, int64_t high, const ends *e)
{
    if (failures++ >= 20)
        return;
    printf("# %s %s %s %lld seats, members %d%d%d: tried %lld..%lld, found %d exact %d %lld..%lld\n", what,
           scrut_metric_name(q->metric), q->at_least ? "at least" : "at most", (long long)q->seats, q->members[0],
           q->members[1], q->members[2], (long long)low, (long long)high, e->possible, e->exact, (long long)e->at_least,
           (long long)e->at_most);
    printf("#   claimed %lld %lld %lld\n", (long long)q->claimed[0], (long long)q->claimed[1],
           (long long)q->claimed[2]);
    for (size_t n = 0; n < q->house.nation.unit_count; n++)
        printf("#   %lld seats, votes %lld %lld %lld\n", (long long)q->units[n].contest.seats,
               (long long)q->votes[n][0], (long long)q->votes[n][1], (long long)q->votes[n][2]);
    for (size_t j = 0; j < q->house.bar_count; j++)
        printf("#   threshold %s%lld/%lld of %lld%s, masks %d %d %d, barred %d%d%d, allied %d%d%d\n",
               q->house.bars[j].strict ? ">" : "",
               (long long)(q->house.bars[j].is_share ? q->house.bars[j].numerator : q->house.bars[j].votes),
               (long long)q->house.bars[j].denominator, (long long)q->house.bars[j].base,
               q->house.bars[j].base_moves ? "+" : "", q->mask[0], q->mask[1], q->mask[2], q->barred[0], q->barred[1],
               q->barred[2], q->alliance[0] == 0, q->alliance[1] == 0, q->alliance[2] == 0);
}

/* Somebody has votes in the constituency whom no threshold binds, so that it is never left without an allocation. */
static bool is_safe(const question *q, size_t n)
{
    for (size_t p = 0; p < LISTS; p++)
        if (q->votes[n][p] > 0 && q->mask[p] == 0)
            return true;
    return false;
}

/* Lists that cross and seats are weighed at once: largest quotients. (Ballots added or removed: margin_crossings.c.) */
static bool is_joint(const question *q)
{
    for (size_t n = 0; n < q->house.nation.unit_count; n++)
        if (!is_safe(q, n))
            return false;
    return q->metric == SCRUT_METRIC_CHANGE && q->units[0].contest.method.family != SCRUT_METHOD_QUOTA;
}

/* An interval is a failure where nobody can cross a threshold in the nation, or seats are asked for and go to the
 * largest quotients, there are no alliances, and the table says something. */
static bool is_demanded(const question *q, int64_t high, bool joint)
{
    bool beyond = q->metric == SCRUT_METRIC_ADD && high >= NEVER;
    return (q->house.bar_count == 0 || (joint && is_joint(q))) && !q->rules.alliances && !beyond;
}

/* The truth lies in low .. high. More than ADDED_MAX ballots were not tried. */
static void compare(const question *q, const char *what, int64_t low, int64_t high, bool joint, const ends *e)
{
    bool demanded = is_demanded(q, high, joint);
    demanded_count += demanded;
    bool bounded = q->metric == SCRUT_METRIC_ADD;
    int64_t most = bounded ? ADDED_MAX : NEVER - 1;
    int64_t least = e->exact && !e->possible ? NEVER : e->at_least, found = e->possible ? e->at_most : NEVER;
    compared++;
    exact_count += e->exact;
    bool fits = least <= high || high >= NEVER;
    fits = fits && (found >= low || found > most);
    if (e->exact)
        fits = fits && ((found >= low && found <= high) || (high >= NEVER && found > most));
    if (!fits || (demanded && !e->exact))
        print_failure(q, what, low, high, e);
}

static ends of_nation(const scrut_margin_nation_reading *r)
{
    return (ends){r->possible, r->exact, r->at_least, r->at_most};
}

static ends of_unit(const scrut_margin_reading *r)
{
    return (ends){r->possible, r->exact, r->at_least, r->at_most};
}

static void check_seats(const question *q, const census *x)
{
    scrut_margin_nation_result r;
    scrut_error err;
    if (scrut_margin_house_find(&q->house, q->members, q->at_least, q->seats, q->metric, arena, &r, &err) != SCRUT_OK)
        die(err.message);
    ends could = of_nation(&r.could), would = of_nation(&r.would);
    compare(q, "could", x->seats[0], x->seats[0], true, &could);
    compare(q, "would", x->seats[1], x->seats[1], true, &would);
    if (!house_certificate_check_seats(&q->house, q->members, q->at_least, q->seats, q->metric, &r, &seat_certificates,
                                       arena))
        print_failure(q, "certificate of seats", x->seats[0], x->seats[1], &would);
}

static void check_vector(const question *q, const census *x)
{
    scrut_margin_nation_result r;
    scrut_error err;
    if (scrut_margin_house_vector(&q->house, q->claimed, q->metric, arena, &r, &err) != SCRUT_OK)
        die(err.message);
    ends could = of_nation(&r.could), would = of_nation(&r.would);
    compare(q, "vector could", x->vector_range, x->vector_decided, false, &could);
    compare(q, "vector would", x->vector_would, x->vector_would, false, &would);
    if (!house_certificate_check(&q->house, q->claimed, q->metric, &r, &certificates, arena))
        print_failure(q, "certificate", x->vector_range, x->vector_would, &would);
}

static void check_unit(const question *q, const census *x)
{
    const scrut_target target = {
        .kind = q->at_least ? SCRUT_TARGET_AT_LEAST : SCRUT_TARGET_AT_MOST, .members = q->members, .seats = q->seats};
    scrut_margin m;
    scrut_error err;
    if (q->seats > q->units[0].contest.seats)
        return;
    if (scrut_margin_house_unit(&q->house, 0, &target, q->metric, NULL, arena, &m, &err) != SCRUT_OK)
        die(err.message);
    ends could = of_unit(&m.could), would = of_unit(&m.would);
    compare(q, "constituency could", x->unit[0], x->unit[0], false, &could);
    compare(q, "constituency would", x->unit[1], x->unit[1], false, &would);
}

static void check_case(uint64_t seed)
{
    static question q;
    draw d = {.state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1};
    census x = {.q = &q, .seats = {NEVER, NEVER}, .unit = {NEVER, NEVER}};
    x.vector_decided = x.vector_range = x.vector_would = NEVER;
    for (int warm = 0; warm < 4; warm++)
        (void)next(&d);
    arena = scrut_arena_new();
    if (arena == NULL)
        die("no memory");
    if (draw_question(&d, &q)) {
        for (size_t n = 0; n < q.house.nation.unit_count; n++) {
            int64_t moves[LISTS] = {0};
            row_count[n] = 0;
            all_moves(&q, n, 0, moves, 0, 0);
        }
        all_rows(&x, 0, q.national, 0, 0);
        check_seats(&q, &x);
        check_vector(&q, &x);
        check_unit(&q, &x);
    }
    scrut_arena_free(arena);
}

int main(int argc, char **argv)
{
    const case_range range = case_range_of(argc, argv, test_extent(200, 1000, 20000));
    for (int64_t n = range.from; n < range.to; n++) {
        long long before = failures;
        check_case((uint64_t)(range.seed + n));
        if (failures > before && failures < 20)
            printf("# case %lld\n", (long long)n);
    }
    printf("# %lld margins compared, %lld of them exact; %lld had to be exact\n", compared, exact_count,
           demanded_count);
    printf("# certificates of vectors: one fewer proven in %lld readings, not rechecked in %lld\n", certificates.proven,
           certificates.not_rechecked);
    printf("# certificates of seats: one fewer proven in %lld readings, not rechecked in %lld\n",
           seat_certificates.proven, seat_certificates.not_rechecked);
    if (range.to - range.from >= 100 && certificates.proven * 4 < certificates.not_rechecked) {
        failures++;
        printf("# the simple code proves too few\n");
    }
    printf("%s 1 - every margin of a house is what trying all votes of all constituencies gives\n",
           failures == 0 ? "ok" : "not ok");
    return EXIT_SUCCESS;
}
