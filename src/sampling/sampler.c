/* SPDX-License-Identifier: Apache-2.0
 * sampler.c: which units a public seed draws, by three published samplers. */
#include "sampling_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HASHES_MAX = 1 << 16, KEY_DIGITS = 18 };

const char *scrut_sampler_name(scrut_sampler sampler)
{
    static const char *const NAMES[] = {"consistent", "rivest", "cryptorandom"};
    return NAMES[sampler];
}

static void hex_limbs(const char hex[SCRUT_SHA256_HEX], uint64_t limbs[4])
{
    for (size_t i = 0; i < 64; i++)
        limbs[i / 16] = limbs[i / 16] << 4 | (uint64_t)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
}

/* ---- cryptorandom ----------------------------------------------------------------------------------------------- */

scrut_cryptorandom scrut_cryptorandom_open(const char *seed)
{
    return (scrut_cryptorandom){.seed = seed};
}

scrut_status scrut_cryptorandom_digest(scrut_cryptorandom *generator, char ret_hex[SCRUT_SHA256_HEX], scrut_error *err)
{
    size_t length = strlen(generator->seed);
    if (generator->hashes == HASHES_MAX)
        return scrut_fail(err, SCRUT_E_LIMIT, NULL, -1, -1, -1, "more than %d hashes of one seed", HASHES_MAX);
    char *bytes = calloc(length + 1 + generator->hashes, 1);
    if (bytes == NULL)
        return scrut_fail_memory(err);
    memcpy(bytes, generator->seed, length);
    bytes[length] = ',';
    scrut_sha256_hex(bytes, length + 1 + generator->hashes, ret_hex);
    free(bytes);
    generator->hashes++;
    return SCRUT_OK;
}

/* The lowest `bits` (1 .. 32) of what is left. */
static uint64_t harvest(scrut_cryptorandom *g, unsigned bits)
{
    uint64_t low = g->limbs[3] & ((UINT64_C(1) << bits) - 1);
    for (size_t i = 3; i > 0; i--)
        g->limbs[i] = g->limbs[i] >> bits | g->limbs[i - 1] << (64 - bits);
    g->limbs[0] >>= bits;
    g->left -= bits;
    return low;
}

static scrut_status take_bits(scrut_cryptorandom *g, unsigned bits, uint64_t *ret_value, scrut_error *err)
{
    uint64_t value = 0;
    while (bits > 0) {
        char hex[SCRUT_SHA256_HEX];
        if (g->left == 0) {
            scrut_status status = scrut_cryptorandom_digest(g, hex, err);
            if (status != SCRUT_OK)
                return status;
            hex_limbs(hex, g->limbs);
            g->left = 256;
        }
        unsigned now = bits < g->left ? bits : g->left;
        value = value << now | harvest(g, now);
        bits -= now;
    }
    *ret_value = value;
    return SCRUT_OK;
}

scrut_status scrut_cryptorandom_below(scrut_cryptorandom *generator, uint32_t n, uint32_t *ret_number, scrut_error *err)
{
    unsigned bits = 0;
    while (bits < 32 && (n - 1) >> bits != 0)
        bits++;
    uint64_t value = 0;
    do {
        scrut_status status = take_bits(generator, bits, &value, err);
        if (status != SCRUT_OK)
            return status;
    } while (value >= n);
    *ret_number = (uint32_t)value;
    return SCRUT_OK;
}

/* ---- numbers one after another ------------------------------------------------------------------------------------
 */

static uint32_t rivest_number(const char *seed, size_t turn, uint32_t population)
{
    char text[SCRUT_SEED_BYTES_MAX + 32], hex[SCRUT_SHA256_HEX];
    int length = snprintf(text, sizeof text, "%s,%zu", seed, turn);
    scrut_sha256_hex(text, (size_t)length, hex);
    uint64_t rest = 0;
    for (size_t i = 0; i < 64; i++)
        rest = (rest * 16 + (uint64_t)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10)) % population;
    return (uint32_t)rest;
}

static scrut_status draw_numbers(scrut_sampler sampler, const char *seed, uint32_t population, size_t count,
                                 bool replace, uint32_t ret_picks[], scrut_error *err)
{
    scrut_cryptorandom generator = scrut_cryptorandom_open(seed);
    uint8_t *drawn = calloc((size_t)population / 8 + 1, 1);
    scrut_status status = drawn != NULL ? SCRUT_OK : scrut_fail_memory(err);
    for (size_t got = 0, turn = 1; got < count && status == SCRUT_OK; turn++) {
        uint32_t pick = 0;
        if (sampler == SCRUT_SAMPLER_RIVEST)
            pick = rivest_number(seed, turn, population);
        else
            status = scrut_cryptorandom_below(&generator, population, &pick, err);
        if (status != SCRUT_OK || (!replace && (drawn[pick / 8] >> (pick % 8) & 1) != 0))
            continue;
        drawn[pick / 8] = (uint8_t)(drawn[pick / 8] | 1U << (pick % 8));
        ret_picks[got++] = pick;
    }
    free(drawn);
    return status;
}

/* ---- tickets: a heap with the smallest on top ---------------------------------------------------------------------
 */

typedef struct {
    uint64_t key; /* first digits of the ticket */
    uint32_t unit;
    char *ticket; /* NULL: the unit's first one, made again when asked for */
} holder;

typedef struct {
    char seed_hex[SCRUT_SHA256_HEX];
    const char *const *ids;
    holder *heap;
    size_t count;
} lottery;

static uint64_t ticket_key(const char *ticket)
{
    uint64_t key = 0;
    const char *at = ticket + 2;
    for (int i = 0; i < KEY_DIGITS; i++)
        key = key * 10 + (uint64_t)(*at != '\0' ? *at++ - '0' : 0);
    return key;
}

static void ticket_text(const lottery *l, const holder *h, char out[SCRUT_TICKET_SIZE])
{
    char number[16];
    if (h->ticket != NULL) {
        snprintf(out, SCRUT_TICKET_SIZE, "%s", h->ticket);
        return;
    }
    snprintf(number, sizeof number, "%lu", (unsigned long)h->unit + 1);
    ticket_of(l->seed_hex, l->ids != NULL ? l->ids[h->unit] : number, out);
}

static bool before(const lottery *l, const holder *a, const holder *b)
{
    if (a->key != b->key)
        return a->key < b->key;
    char x[SCRUT_TICKET_SIZE], y[SCRUT_TICKET_SIZE];
    ticket_text(l, a, x);
    ticket_text(l, b, y);
    int order = strcmp(x, y);
    return order != 0 ? order < 0 : a->unit < b->unit;
}

static void sink(lottery *l, size_t at)
{
    for (;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < l->count; child++)
            if (before(l, &l->heap[child], &l->heap[least]))
                least = child;
        if (least == at)
            return;
        holder moved = l->heap[at];
        l->heap[at] = l->heap[least];
        l->heap[least] = moved;
        at = least;
    }
}

static void fill(lottery *l, uint32_t population)
{
    l->count = population;
    for (uint32_t i = 0; i < population; i++) {
        char ticket[SCRUT_TICKET_SIZE];
        l->heap[i] = (holder){.unit = i};
        ticket_text(l, &l->heap[i], ticket);
        l->heap[i].key = ticket_key(ticket);
    }
    for (size_t i = population / 2; i-- > 0;)
        sink(l, i);
}

/* The unit on top leaves, or comes back with its next ticket. */
static scrut_status move_on(lottery *l, bool replace, scrut_error *err)
{
    holder *top = &l->heap[0];
    if (!replace) {
        *top = l->heap[--l->count]; /* it has no next ticket */
        sink(l, 0);
        return SCRUT_OK;
    }
    char now[SCRUT_TICKET_SIZE], next[SCRUT_TICKET_SIZE];
    ticket_text(l, top, now);
    scrut_status status = scrut_ticket_next(now, next, err);
    if (status != SCRUT_OK)
        return status;
    free(top->ticket);
    top->ticket = strdup(next);
    if (top->ticket == NULL)
        return scrut_fail_memory(err);
    top->key = ticket_key(next);
    sink(l, 0);
    return SCRUT_OK;
}

static scrut_status draw_tickets(const char *seed, const char *const ids[], uint32_t population, size_t count,
                                 bool replace, uint32_t ret_picks[], scrut_error *err)
{
    lottery l = {.ids = ids, .heap = calloc(population, sizeof *l.heap)};
    if (l.heap == NULL)
        return scrut_fail_memory(err);
    scrut_sha256_hex(seed, strlen(seed), l.seed_hex);
    fill(&l, population);
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < count && status == SCRUT_OK; i++) {
        ret_picks[i] = l.heap[0].unit;
        status = move_on(&l, replace, err);
    }
    for (size_t i = 0; i < l.count; i++)
        free(l.heap[i].ticket);
    free(l.heap);
    return status;
}

/* ---- all three ------------------------------------------------------------------------------------------------------
 */

static bool ids_too_long(const char *const ids[], uint32_t population)
{
    for (uint32_t i = 0; ids != NULL && i < population; i++)
        if (strlen(ids[i]) > SCRUT_TICKET_ID_MAX)
            return true;
    return false;
}

scrut_status scrut_sampler_draw(scrut_sampler sampler, const char *seed, const char *const ids[], uint32_t population,
                                size_t count, bool replace, uint32_t ret_picks[], scrut_error *err)
{
    if (strlen(seed) > SCRUT_SEED_BYTES_MAX || ids_too_long(ids, population))
        return scrut_fail(err, SCRUT_E_LIMIT, NULL, -1, -1, -1,
                          "the seed has more than %d bytes, or an id more than %d", SCRUT_SEED_BYTES_MAX,
                          SCRUT_TICKET_ID_MAX);
    if (count == 0)
        return SCRUT_OK;
    if (population == 0 || (!replace && count > population))
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "%zu are to be drawn and there are only %lu", count,
                          (unsigned long)population);
    if (sampler == SCRUT_SAMPLER_CONSISTENT)
        return draw_tickets(seed, ids, population, count, replace, ret_picks, err);
    return draw_numbers(sampler, seed, population, count, replace, ret_picks, err);
}
