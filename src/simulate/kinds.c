/* SPDX-License-Identifier: Apache-2.0
 * kinds.c: what can be done to the returns of a station. Each kind keeps a form as consistent as its maker would: what
 * it leaves in the evidence is then known, and is told with it. */
#include "inject_internal.h"
#include "roll_internal.h"

enum { ONLY_FIRST = 1U };

static int32_t *votes_of(int32_t *form)
{
    return form + FIELD_CELLS;
}

/* The strength's share of `base` ballots, half of it to half more, at least one; at most `most`. */
static int32_t amount(alteration *a, int64_t base, int64_t most)
{
    const int64_t *strength = a->injection->strength;
    int64_t share =
        (int64_t)((scrut_wide)base * strength[0] * (50 + scrut_rng_below(&a->rng, 101)) / (strength[1] * 100));
    if (share < 1)
        share = 1;
    return (int32_t)(share < most ? share : most);
}

static uint32_t all_sources(const world *w)
{
    return (1U << w->m->source_count) - 1;
}

static scrut_truth *tell(alteration *a, const char *kind, uint32_t sources, int64_t votes, uint32_t from, uint32_t to)
{
    scrut_truth *truth = world_tell(a->w, kind, a->station, sources, votes);
    if (truth != NULL) {
        truth->from = from;
        truth->to = to;
    }
    return truth;
}

/* Sum of the absolute differences of the lists' votes. */
static int64_t gross(const world *w, const int32_t *a, const int32_t *b)
{
    int64_t sum = 0;
    for (size_t p = 0; p < w->m->party_count; p++) {
        int64_t difference = (int64_t)a[FIELD_CELLS + p] - b[FIELD_CELLS + p];
        sum += difference < 0 ? -difference : difference;
    }
    return sum;
}

/* ---- at the station: every copy says the same ---------------------------------------------------------------- */

/* Ballots that nobody was handed: the count finds them in the box. */
static int64_t stuff_box(alteration *a)
{
    int32_t *form = world_form(a->w, a->station);
    int32_t k = amount(a, form[CAST], form[REGISTERED] - form[CAST]);
    if (k <= 0)
        return 0;
    votes_of(form)[a->to] += k;
    form[VALID] += k;
    form[CAST] += k;
    form[IN_BOX] += k;
    return tell(a, "stuffed-box", all_sources(a->w), k, SCRUT_NONE, a->to) != NULL &&
                   world_trace(a->w, "B02", 0, SCRUT_NONE, k)
               ? k
               : -1;
}

/* Valid ballots called invalid at the count. The agents of the list that loses them have kept their own tally: their
 * copy, where they hold one, says what was in the box. Where they do not, every form says the same. */
static int64_t void_ballots(alteration *a)
{
    int32_t *form = world_form(a->w, a->station), *votes = votes_of(form);
    int32_t k = amount(a, votes[a->from], votes[a->from]);
    if (k <= 0)
        return 0;
    uint32_t objecting = 0;
    for (uint32_t s = 1; s < a->w->m->source_count; s++)
        if (a->w->m->sources[s].party == a->from)
            objecting |= 1U << s;
    if (world_override(a->w, a->station, objecting) == NULL)
        return -1;
    votes[a->from] -= k;
    form[VALID] -= k;
    form[INVALID] += k;
    uint32_t voided = all_sources(a->w) & ~objecting;
    return tell(a, "voided", voided, k, a->from, SCRUT_NONE) != NULL &&
                   world_trace_differences(a->w, a->station, voided, k)
               ? k
               : -1;
}

/* Every source that holds the station has the time on its form. */
static bool trace_hours(alteration *a, int64_t at_stake)
{
    bool fine = true;
    for (uint32_t s = 0; fine && s < a->w->m->source_count; s++)
        if (world_holds(a->w, s, a->station))
            fine = world_trace(a->w, "I13", s, SCRUT_NONE, at_stake);
    return fine;
}

/* The last voters find the door shut: each kind of ballot falls by the same share, and the form says when it was.
 * Voters come evenly over the day. */
static int64_t close_early(alteration *a)
{
    int32_t *form = world_form(a->w, a->station), *votes = votes_of(form);
    int32_t cast = form[CAST], wanted = amount(a, cast, cast), lost = 0;
    for (size_t p = 0; wanted > 0 && p < a->w->m->party_count; p++) {
        int32_t here = (int32_t)((int64_t)votes[p] * wanted / cast);
        votes[p] -= here;
        lost += here;
    }
    if (lost == 0)
        return 0;
    form[VALID] -= lost;
    form[CAST] -= lost;
    form[IN_BOX] -= lost;
    form[ISSUED] -= lost;
    form[UNUSED] += lost;
    form[CLOSED] = POLLS_CLOSE - 1 - (int32_t)((int64_t)(POLLS_CLOSE - POLLS_OPEN - 1) * lost / cast);
    return tell(a, "closed-early", all_sources(a->w), lost, SCRUT_NONE, SCRUT_NONE) != NULL &&
                   trace_hours(a, form[REGISTERED] - form[CAST])
               ? lost
               : -1;
}

/* ---- after the copies were made ------------------------------------------------------------------------------- */

static int64_t tell_difference(alteration *a, const char *kind, int64_t votes, int64_t differing)
{
    return tell(a, kind, a->sources, votes, a->from, a->to) != NULL &&
                   world_trace_differences(a->w, a->station, a->sources, differing)
               ? votes
               : -1;
}

/* Votes written onto the form, with the ballots that they would need. */
static int64_t stuff_form(alteration *a)
{
    const int32_t *true_form = world_form(a->w, a->station);
    int32_t room = true_form[REGISTERED] - true_form[CAST];
    int32_t k = amount(a, true_form[CAST], room < true_form[UNUSED] ? room : true_form[UNUSED]);
    if (k <= 0)
        return 0;
    int32_t *form = world_override(a->w, a->station, a->sources);
    if (form == NULL)
        return -1;
    votes_of(form)[a->to] += k;
    form[VALID] += k;
    form[CAST] += k;
    form[IN_BOX] += k;
    form[ISSUED] += k;
    form[UNUSED] -= k;
    a->from = SCRUT_NONE;
    return tell_difference(a, "stuffed-form", k, k);
}

static int64_t move(alteration *a, const char *kind, int32_t k)
{
    if (k <= 0 || a->from == a->to)
        return 0;
    int32_t *form = world_override(a->w, a->station, a->sources);
    if (form == NULL)
        return -1;
    votes_of(form)[a->from] -= k;
    votes_of(form)[a->to] += k;
    return tell_difference(a, kind, k, 2 * (int64_t)k);
}

static int32_t votes_to_move(alteration *a)
{
    int32_t held = votes_of(world_form(a->w, a->station))[a->from];
    return amount(a, held, held);
}

static int64_t move_votes(alteration *a)
{
    return move(a, "moved", votes_to_move(a));
}

static int64_t alter_copy(alteration *a)
{
    return move(a, "copy-differs", votes_to_move(a));
}

static int64_t alter_batch(alteration *a)
{
    return move(a, "batch", votes_to_move(a));
}

/* The next whole percentage for the list that gains, to the nearest vote. */
static int64_t round_share(alteration *a)
{
    const int32_t *form = world_form(a->w, a->station);
    int64_t valid = form[VALID], held = form[FIELD_CELLS + a->to], room = form[FIELD_CELLS + a->from];
    if (valid == 0)
        return 0;
    int64_t percent = held * 100 / valid + 1, rounded = (percent * valid + 50) / 100;
    return rounded > held && rounded - held <= room ? move(a, "rounded", (int32_t)(rounded - held)) : 0;
}

/* Another form in the place of the true one: as many ballots, nearly all for one list. */
static int64_t replace_form(alteration *a)
{
    const int32_t *true_form = world_form(a->w, a->station);
    int64_t keep = 5 + scrut_rng_below(&a->rng, 11), others = 0;
    if (true_form[FIELD_CELLS + a->to] == true_form[VALID])
        return 0; /* it would be the true one again */
    int32_t *form = world_override(a->w, a->station, a->sources);
    if (form == NULL)
        return -1;
    for (size_t p = 0; p < a->w->m->party_count; p++) {
        if (p == a->to)
            continue;
        form[FIELD_CELLS + p] = (int32_t)(form[FIELD_CELLS + p] * keep / 100);
        others += form[FIELD_CELLS + p];
    }
    form[FIELD_CELLS + a->to] = (int32_t)(form[VALID] - others);
    int64_t differing = gross(a->w, form, true_form);
    a->from = SCRUT_NONE;
    return tell_difference(a, "replaced", differing / 2, differing);
}

/* A station nearby whose count this one could have had, and to which nothing was done. */
static uint32_t find_neighbour(const alteration *a)
{
    const world *w = a->w;
    const int32_t *form = world_form(w, a->station);
    const world_unit *unit = &w->units[w->unit_of[a->station]];
    for (uint32_t i = 1; i < unit->station_count && i < 50; i++) {
        uint32_t s = unit->first_station + (a->station - unit->first_station + i) % unit->station_count;
        const int32_t *other = world_form(w, s);
        if (w->touched[s] == 0 && other[CAST] <= form[REGISTERED] && other[CAST] + form[SPOILED] <= form[RECEIVED] &&
            gross(w, form, other) > 0)
            return s;
    }
    return SCRUT_NONE;
}

/* The neighbour's count on this station's form. */
static int64_t copy_form(alteration *a)
{
    uint32_t neighbour = find_neighbour(a);
    if (neighbour == SCRUT_NONE)
        return 0;
    int32_t *form = world_override(a->w, a->station, a->sources);
    if (form == NULL)
        return -1;
    const int32_t *other = world_form(a->w, neighbour);
    for (size_t k = IN_BOX; k < a->w->columns; k++)
        form[k] = other[k];
    form[ISSUED] = form[CAST];
    form[UNUSED] = form[RECEIVED] - form[ISSUED] - form[SPOILED];
    a->w->touched[neighbour] = 1;
    int64_t differing = gross(a->w, form, world_form(a->w, a->station));
    a->from = a->to = SCRUT_NONE;
    return tell_difference(a, "copied", (differing + 1) / 2, differing);
}

/* ---- in the office -------------------------------------------------------------------------------------------- */

/* `figure` with its digits at 10^place and 10^(place + 1) exchanged. */
static int32_t exchange_digits(int32_t figure, int32_t place)
{
    int32_t low = figure / place % 10, high = figure / place / 10 % 10;
    return figure + (low - high) * place * 10 + (high - low) * place;
}

/* Two digits of the figure of one list. The list with most votes first: that is where it costs most. */
static int64_t transpose(alteration *a)
{
    const int32_t *true_form = world_form(a->w, a->station);
    size_t first = 0;
    for (size_t p = 1; p < a->w->m->party_count; p++)
        if (true_form[FIELD_CELLS + p] > true_form[FIELD_CELLS + first])
            first = p;
    int32_t old = true_form[FIELD_CELLS + first], changed = exchange_digits(old, old >= 100 ? 10 : 1);
    if (old < 10 || changed == old || changed > true_form[VALID])
        return 0;
    int32_t *form = world_override(a->w, a->station, a->sources);
    if (form == NULL)
        return -1;
    form[FIELD_CELLS + first] = changed;
    int64_t k = changed > old ? changed - old : old - changed;
    bool fine = tell(a, "transposed", a->sources, k, changed < old ? (uint32_t)first : SCRUT_NONE,
                     changed > old ? (uint32_t)first : SCRUT_NONE) != NULL;
    for (uint32_t s = 0; fine && s < a->w->m->source_count; s++)
        if ((a->sources >> s & 1U) != 0 && world_holds(a->w, s, a->station))
            fine = world_trace(a->w, "A02", s, SCRUT_NONE, k);
    return fine && world_trace_differences(a->w, a->station, a->sources, k) ? k : -1;
}

/* The form never arrived. */
static int64_t lose_form(alteration *a)
{
    const int32_t *form = world_form(a->w, a->station);
    if (form[VALID] == 0)
        return 0;
    return tell(a, "missing", ONLY_FIRST, form[VALID], SCRUT_NONE, SCRUT_NONE) != NULL &&
                   world_lose(a->w, a->station, 0) && world_trace(a->w, "I01", 0, SCRUT_NONE, form[REGISTERED])
               ? form[VALID]
               : -1;
}

#define ROLL_KIND(name, help, kind)                                                                                    \
    {                                                                                                                  \
        name, help, NULL, false, false, true, kind                                                                     \
    }

static const injection_kind KINDS[] = {
    {"stuffed-box", "ballots nobody was handed are in the box and are counted", stuff_box, false, false, false, 0},
    {"stuffed-form", "votes are written onto the form, with the ballots they need", stuff_form, false, false, false, 0},
    {"moved", "votes go from one list to another on the form", move_votes, false, false, false, 0},
    {"transposed", "two digits of a list's figure are exchanged", transpose, false, false, false, 0},
    {"missing", "the form is not there", lose_form, false, false, false, 0},
    {"replaced", "another form with as many ballots stands in its place", replace_form, false, false, false, 0},
    {"copied", "the form has the count of another station", copy_form, false, false, false, 0},
    {"rounded", "a list's votes are raised to a whole percentage", round_share, false, false, false, 0},
    {"voided", "valid ballots of a list are called invalid at the count", void_ballots, false, false, false, 0},
    {"closed-early", "the station closes early and voters are turned away", close_early, false, false, false, 0},
    {"copy-differs", "the copy of the agents of the list that gains differs", alter_copy, true, false, false, 0},
    {"batch", "all stations of an area are altered on the way", alter_batch, false, true, false, 0},
    ROLL_KIND("roll-exact", "somebody is listed again at another station of the area", ROLL_EXACT),
    ROLL_KIND("roll-spelling", "the same, with the name spelled otherwise", ROLL_SPELLED),
    ROLL_KIND("roll-date", "the same, with a slip in the date of birth", ROLL_DATED),
    ROLL_KIND("roll-moved", "somebody is listed again elsewhere and stays listed here", ROLL_MOVED),
    ROLL_KIND("roll-ghost", "a name of nobody is listed", ROLL_GHOST),
    ROLL_KIND("roll-dead", "somebody who died before the list was cleaned is still listed", ROLL_DEAD),
    ROLL_KIND("roll-missing", "somebody who may vote was never listed", ROLL_MISSING),
    ROLL_KIND("roll-deleted", "somebody who may vote was taken off since the version before", ROLL_DELETED),
    ROLL_KIND("roll-back", "somebody was taken off in the version before and is listed again", ROLL_BACK),
    ROLL_KIND("roll-double-vote", "somebody listed twice votes twice", ROLL_DOUBLE),
};

size_t scrut_injection_kind_count(void)
{
    return COUNT_OF(KINDS);
}

const char *scrut_injection_kind_name(size_t kind)
{
    return KINDS[kind].name;
}

const char *scrut_injection_kind_help(size_t kind)
{
    return KINDS[kind].help;
}

const injection_kind *injection_kind_at(size_t kind)
{
    return &KINDS[kind];
}
