/* SPDX-License-Identifier: Apache-2.0
 * certificate.c: making a certificate of a margin in one contest, and its target in a line. */
#include "certificate_internal.h"

#include <string.h>

static scrut_status set_reading(const scrut_margin_reading *from, scrut_arena *arena, scrut_certificate_reading *to,
                                scrut_error *err)
{
    const int64_t **moves = scrut_arena_calloc(arena, 1, sizeof(const int64_t *));
    if (moves == NULL)
        return scrut_fail_memory(err);
    moves[0] = from->moves;
    *to = (scrut_certificate_reading){.possible = from->possible,
                                      .exact = from->exact,
                                      .at_least = from->at_least,
                                      .at_most = from->at_most,
                                      .moves = from->possible ? moves : NULL};
    return SCRUT_OK;
}

scrut_status scrut_certificate_of_contest(const scrut_margin_contest *contest, const char *const lists[],
                                          const scrut_target *target, scrut_metric metric,
                                          const scrut_margin_caps *caps, const scrut_margin *margin, scrut_arena *arena,
                                          scrut_certificate *ret_certificate, scrut_error *err)
{
    scrut_certificate c = {.metric = metric,
                           .kind = target->kind,
                           .seats = target->seats,
                           .vector = target->vector,
                           .capped = caps != NULL,
                           .contest_count = 1,
                           .note = margin->note};
    if (caps != NULL)
        c.caps = *caps;
    c.contests = scrut_arena_calloc(arena, 1, sizeof *c.contests);
    if (c.contests == NULL)
        return scrut_fail_memory(err);
    c.contests[0] =
        (scrut_certificate_contest){.id = "", .contest = *contest, .lists = lists, .members = target->members};
    scrut_status st = set_reading(&margin->could, arena, &c.could, err);
    if (st == SCRUT_OK)
        st = set_reading(&margin->would, arena, &c.would, err);
    if (st == SCRUT_OK)
        st = scrut_naive_lines(&c, false, arena, &c.could.why, &c.could.why_count, err);
    if (st == SCRUT_OK)
        st = scrut_naive_lines(&c, true, arena, &c.would.why, &c.would.why_count, err);
    if (st == SCRUT_OK)
        *ret_certificate = c;
    return st;
}

static bool named_before(const scrut_certificate *c, size_t n, size_t i)
{
    for (size_t m = 0; m <= n; m++)
        for (size_t j = 0; j < (m < n ? c->contests[m].contest.list_count : i); j++)
            if (c->contests[m].members[j] && strcmp(c->contests[m].lists[j], c->contests[n].lists[i]) == 0)
                return true;
    return false;
}

static void put_members(const scrut_certificate *c, scrut_buf *out)
{
    bool first = true;
    for (size_t n = 0; n < c->contest_count; n++)
        for (size_t i = 0; i < c->contests[n].contest.list_count; i++) {
            if (!c->contests[n].members[i] || named_before(c, n, i))
                continue;
            scrut_buf_printf(out, "%s%s", first ? "" : "+", c->contests[n].lists[i]);
            first = false;
        }
}

static void put_vector(const scrut_certificate *c, scrut_buf *out)
{
    bool nation = c->vector == NULL;
    for (size_t i = 0; i < (nation ? c->claim_count : c->contests[0].contest.list_count); i++)
        scrut_buf_printf(out, "%s%s=%lld", i > 0 ? "," : "", nation ? c->claims[i].list : c->contests[0].lists[i],
                         (long long)(nation ? c->claims[i].seats : c->vector[i]));
}

void scrut_certificate_target(const scrut_certificate *c, scrut_buf *out)
{
    switch (c->kind) {
    case SCRUT_TARGET_AT_LEAST:
    case SCRUT_TARGET_AT_MOST:
        put_members(c, out);
        scrut_buf_printf(out, "%s%lld", c->kind == SCRUT_TARGET_AT_LEAST ? ">=" : "<=", (long long)c->seats);
        break;
    case SCRUT_TARGET_ANY: scrut_buf_puts(out, "any"); break;
    case SCRUT_TARGET_VECTOR: put_vector(c, out); break;
    }
}
