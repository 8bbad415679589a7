/* SPDX-License-Identifier: Apache-2.0
 * propose.c: which station of one source may be which of the other, where their keys differ. Each step takes only pairs
 * that are alone in being alike on both sides; whoever is paired is out of the later, weaker steps. */
#include "reconcile_internal.h"
#include "scrutineer/text.h"

#include <stdlib.h>
#include <string.h>

#define NEAR_PAIRS_MAX ((size_t)4 << 20) /* of one constituency */
#define NEAR_LENGTH_MAX 64
#define NEAR_DISTANCE_MAX 2
#define VOTES_ENOUGH 20 /* fewer votes are alike by chance */

/* A station that only one of the two holds. */
typedef struct {
    uint32_t row, constituency;
    bool of_b, paired;
    const char *station, *plain; /* key as written, and without case, spaces, marks and leading zeros */
    const char *key;             /* of the step at hand; NULL: takes no part */
} lone;

typedef struct {
    const scrut_reconciliation *r;
    const scrut_reconcile_pair *pair;
    scrut_arena *arena, *scratch;
    lone *items, **order;
    size_t count;
    scrut_match *matches;
    size_t match_count;
} proposing;

/* ---- the stations ---- */

static bool is_letter_or_digit(unsigned char c)
{
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Cuts spaces, marks and the zeros before a number out of a matching key, in place. */
static void make_plain(char *text)
{
    char *to = text;
    bool in_number = false;
    for (const char *at = text; *at != '\0'; at++) {
        bool digit = *at >= '0' && *at <= '9';
        if (!is_letter_or_digit((unsigned char)*at)) {
            in_number = false;
            continue;
        }
        if (*at == '0' && !in_number && at[1] >= '0' && at[1] <= '9')
            continue;
        in_number = digit;
        *to++ = *at;
    }
    *to = '\0';
}

static bool add_lone(proposing *p, uint32_t row, bool of_b)
{
    const scrut_returns *r = source_returns(p->r, of_b ? p->pair->b : p->pair->a);
    char station[256];
    scrut_returns_station(r, row, station, sizeof station);
    scrut_buf key = {0};
    bool readable = scrut_text_key(station, strlen(station), &key, NULL) == SCRUT_OK && key.bytes != NULL;
    char *plain = scrut_arena_strdup(p->scratch, readable ? key.bytes : station);
    const char *written = scrut_arena_strdup(p->scratch, station);
    scrut_buf_free(&key);
    if (plain == NULL || written == NULL)
        return false;
    make_plain(plain);
    p->items[p->count++] = (lone){.row = row,
                                  .constituency = scrut_returns_constituency(r, row),
                                  .of_b = of_b,
                                  .station = written,
                                  .plain = plain};
    return true;
}

static bool collect(proposing *p)
{
    const uint32_t *a = p->r->rows[p->pair->a], *b = p->r->rows[p->pair->b];
    p->items = scrut_arena_calloc(p->scratch, p->r->station_count, sizeof *p->items);
    p->order = scrut_arena_calloc(p->scratch, p->r->station_count, sizeof(lone *));
    p->matches = scrut_arena_calloc(p->arena, p->r->station_count, sizeof *p->matches);
    bool fine = p->items != NULL && p->order != NULL && p->matches != NULL;
    for (uint32_t i = 0; fine && i < p->r->station_count; i++)
        if ((a[i] == SCRUT_NONE) != (b[i] == SCRUT_NONE))
            fine = add_lone(p, a[i] != SCRUT_NONE ? a[i] : b[i], a[i] == SCRUT_NONE);
    return fine;
}

static void match(proposing *p, lone *a, lone *b, int score, const char *why)
{
    a->paired = b->paired = true;
    p->matches[p->match_count++] = (scrut_match){a->row, b->row, score, why};
}

/* ---- equal keys of some kind ---- */

static int compare_lone(const void *x, const void *y)
{
    const lone *a = *(lone *const *)x, *b = *(lone *const *)y;
    int order = strcmp(a->key, b->key);
    if (order == 0)
        order = (a->of_b > b->of_b) - (a->of_b < b->of_b);
    return order != 0 ? order : strcmp(a->station, b->station);
}

/* Pairs the groups of one key that hold one station of each source. */
static void match_alone(proposing *p, int score, const char *why)
{
    size_t count = 0;
    for (size_t i = 0; i < p->count; i++)
        if (!p->items[i].paired && p->items[i].key != NULL)
            p->order[count++] = &p->items[i];
    if (count < 2)
        return;
    qsort(p->order, count, sizeof *p->order, compare_lone);
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && strcmp(p->order[first]->key, p->order[end]->key) == 0; end++)
            ;
        if (end - first == 2 && !p->order[first]->of_b && p->order[first + 1]->of_b)
            match(p, p->order[first], p->order[first + 1], score, why);
    }
}

static bool key_by_place(proposing *p)
{
    for (size_t i = 0; i < p->count; i++) {
        lone *one = &p->items[i];
        one->key = scrut_arena_printf(p->scratch, "%u/%s", one->constituency, one->plain);
        if (one->key == NULL)
            return false;
    }
    return true;
}

static void key_alone(proposing *p)
{
    for (size_t i = 0; i < p->count; i++)
        p->items[i].key = p->items[i].plain;
}

/* Votes of all lists that both sources give; NULL: too few to tell. False without memory. */
static bool key_of_votes(proposing *p, lone *one, int64_t a[], int64_t b[])
{
    const int64_t *votes = one->of_b ? b : a;
    scrut_buf key = {0};
    int64_t sum = 0;
    pair_votes(p->r, p->pair, one->of_b ? SCRUT_NONE : one->row, one->of_b ? one->row : SCRUT_NONE, a, b);
    scrut_buf_printf(&key, "%u", one->constituency);
    for (size_t k = 0; k < p->r->c->party_count; k++) {
        /* pair_votes fills the side that is not there with 0 where this one has none */
        scrut_buf_printf(&key, "/%lld", (long long)votes[k]);
        sum += votes[k] > 0 ? votes[k] : 0;
    }
    bool fine = !scrut_buf_failed(&key);
    one->key = fine && sum >= VOTES_ENOUGH ? scrut_arena_strdup(p->scratch, key.bytes) : NULL;
    scrut_buf_free(&key);
    return fine && (sum < VOTES_ENOUGH || one->key != NULL);
}

static bool key_by_votes(proposing *p)
{
    size_t lists = p->r->c->party_count;
    int64_t *votes = scrut_arena_calloc(p->scratch, 2 * lists, sizeof *votes);
    bool fine = votes != NULL;
    for (size_t i = 0; fine && i < p->count; i++)
        fine = p->items[i].paired || key_of_votes(p, &p->items[i], votes, votes + lists);
    return fine;
}

/* ---- near keys ---- */

/* Levenshtein's distance of short texts, in bytes; NEAR_DISTANCE_MAX + 1 when it is more. */
static int distance(const char *a, const char *b)
{
    int row[NEAR_LENGTH_MAX + 1];
    size_t length_a = strlen(a), length_b = strlen(b);
    if (length_a > NEAR_LENGTH_MAX || length_b > NEAR_LENGTH_MAX)
        return NEAR_DISTANCE_MAX + 1;
    for (size_t k = 0; k <= length_b; k++)
        row[k] = (int)k;
    for (size_t i = 1; i <= length_a; i++) {
        int before = row[0];
        row[0] = (int)i;
        for (size_t k = 1; k <= length_b; k++) {
            int best = before + (a[i - 1] != b[k - 1]);
            best = best < row[k] + 1 ? best : row[k] + 1;
            best = best < row[k - 1] + 1 ? best : row[k - 1] + 1;
            before = row[k];
            row[k] = best;
        }
    }
    return row[length_b];
}

/* The one station of the other source whose key is nearest; NULL: none is near, or two are as near. */
static lone *nearest(lone *const items[], size_t count, const lone *to, int *ret_distance)
{
    lone *best = NULL;
    int least = NEAR_DISTANCE_MAX + 1;
    for (size_t i = 0; i < count; i++) {
        if (items[i]->of_b == to->of_b || items[i]->paired)
            continue;
        int d = distance(items[i]->plain, to->plain);
        if (d < least) {
            least = d;
            best = items[i];
        } else if (d == least) {
            best = NULL;
        }
    }
    *ret_distance = least;
    return best;
}

static void match_near(proposing *p, lone *const items[], size_t count)
{
    for (size_t i = 0; i < count && count * count <= NEAR_PAIRS_MAX; i++) {
        int there, back;
        lone *a = items[i], *b = a->of_b || a->paired || strlen(a->plain) < 4 ? NULL : nearest(items, count, a, &there);
        if (b != NULL && nearest(items, count, b, &back) == a)
            match(p, a, b, 60 - 10 * there, "nearest key in the constituency");
    }
}

static int compare_place(const void *x, const void *y)
{
    const lone *a = *(lone *const *)x, *b = *(lone *const *)y;
    if (a->constituency != b->constituency)
        return a->constituency < b->constituency ? -1 : 1;
    return strcmp(a->station, b->station);
}

static void match_near_by_place(proposing *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->count; i++)
        if (!p->items[i].paired)
            p->order[count++] = &p->items[i];
    qsort(p->order, count, sizeof *p->order, compare_place);
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first; end < count && p->order[end]->constituency == p->order[first]->constituency; end++)
            ;
        match_near(p, p->order + first, end - first);
    }
}

/* ---- in order ---- */

static bool propose(proposing *p)
{
    if (!collect(p) || !key_by_place(p))
        return false;
    match_alone(p, 95, "equal key but for case, spaces, marks and leading zeros");
    if (!key_by_votes(p))
        return false;
    match_alone(p, 80, "equal votes in the constituency, and no other station has them");
    key_alone(p);
    match_alone(p, 70, "equal key but for case, spaces, marks and leading zeros, in another constituency");
    match_near_by_place(p);
    return true;
}

scrut_status scrut_reconcile_propose(const scrut_reconciliation *result, size_t pair, scrut_arena *arena,
                                     scrut_match **ret_matches, size_t *ret_count, scrut_error *err)
{
    proposing p = {.r = result, .pair = &result->pairs[pair], .arena = arena, .scratch = scrut_arena_new()};
    bool fine = p.scratch != NULL && propose(&p);
    scrut_arena_free(p.scratch);
    if (!fine)
        return scrut_fail_memory(err);
    *ret_matches = p.matches;
    *ret_count = p.match_count;
    return SCRUT_OK;
}
