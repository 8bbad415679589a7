/* SPDX-License-Identifier: Apache-2.0
 * threshold.c: which lists take part in the allocation, and a sentence for each that does not. */
#include "seats_internal.h"

/* Who is tested: a list, or its alliance as a whole. Votes lie between least and most (hidden votes). */
typedef struct {
    const char *name;
    bool is_alliance;
    int64_t members;
    scrut_votes least, most;
} subject;

static bool applies(const scrut_threshold *t, int64_t members)
{
    return members >= t->members_min && (t->members_max == 0 || members <= t->members_max);
}

static bool reaches(const scrut_threshold *t, int64_t votes, int64_t base)
{
    scrut_wide have = votes, need = t->votes;
    if (t->is_share) {
        have = (scrut_wide)votes * t->denominator;
        need = (scrut_wide)base * t->numerator;
    }
    return t->strict ? have > need : have >= need;
}

static const char *where_of(const scrut_threshold *t)
{
    return t->scope == SCRUT_SCOPE_NATION ? SCRUT_KEY("the nation") : SCRUT_KEY("the constituency");
}

static const char *base_words(scrut_base base)
{
    switch (base) {
    case SCRUT_BASE_VALID: return SCRUT_KEY("valid votes");
    case SCRUT_BASE_VALID_AND_BLANK: return SCRUT_KEY("valid and blank votes");
    case SCRUT_BASE_CAST: return SCRUT_KEY("ballots cast");
    case SCRUT_BASE_REGISTERED: break;
    }
    return SCRUT_KEY("registered voters");
}

/* "3%", as written in the rules: percentages are exact decimals. */
static void share_words(const scrut_threshold *t, char *text, size_t size)
{
    size_t length = scrut_format_ratio(text, size, (scrut_wide)t->numerator * 100, t->denominator, 9);
    if (length >= size)
        return;
    while (text[length - 1] == '0')
        length--;
    if (text[length - 1] == '.')
        length--;
    text[length++] = '%';
    text[length] = '\0';
}

static const char *fails_sentence(const scrut_threshold *t, const subject *s, int64_t base, scrut_arena *arena)
{
    char share[48];
    const char *name = s->is_alliance ? scrut_sentence(arena, "Alliance {1r}", s->name) : s->name;
    if (name == NULL)
        return NULL;
    if (!t->is_share)
        return scrut_sentence(arena,
                              t->strict
                                  ? SCRUT_KEY("{1w} has {2n} votes in {3w}, not more than the threshold of {4n} votes.")
                                  : SCRUT_KEY("{1w} has {2n} votes in {3w}, less than the threshold of {4n} votes."),
                              name, s->most.value, where_of(t), t->votes);
    share_words(t, share, sizeof share);
    return scrut_sentence(
        arena,
        t->strict ? SCRUT_KEY("{1w} has {2n} votes in {3w}, not more than the threshold of {4f} of {5n} {6w}.")
                  : SCRUT_KEY("{1w} has {2n} votes in {3w}, less than the threshold of {4f} of {5n} {6w}."),
        name, s->most.value, where_of(t), share, base, base_words(t->base));
}

static const char *unknown_sentence(const scrut_threshold *t, const subject *s, bool base_missing, scrut_arena *arena)
{
    if (base_missing)
        return scrut_sentence(arena, "Whether {1r} passes the threshold is not known: the {2w} of {3w} are not given.",
                              s->name, base_words(t->base), where_of(t));
    return scrut_sentence(
        arena,
        s->least.known && s->most.known
            ? SCRUT_KEY("Whether {1r} passes the threshold depends on votes in {2w} that are hidden in an aggregate.")
            : SCRUT_KEY("Whether {1r} passes the threshold is not known: its votes in {2w} are not given in full."),
        s->name, where_of(t));
}

static scrut_status test_one(const scrut_allocation *a, const scrut_threshold *t, const subject *s,
                             const scrut_votes *base, scrut_arena *arena, scrut_pass *ret_pass, const char **ret_why)
{
    bool base_missing = t->is_share && !base->known;
    scrut_pass pass = SCRUT_PASS_UNKNOWN;
    if (!base_missing && s->least.known && s->most.known) {
        if (reaches(t, s->least.value, base->value))
            pass = SCRUT_PASS_YES;
        else if (!reaches(t, s->most.value, base->value))
            pass = SCRUT_PASS_NO;
    }
    if (pass != SCRUT_PASS_YES) {
        *ret_why = pass == SCRUT_PASS_NO ? fails_sentence(t, s, base->value, arena)
                                         : unknown_sentence(t, s, base_missing, arena);
        if (*ret_why == NULL)
            return scrut_fail_memory(a->err);
    }
    *ret_pass = pass;
    return SCRUT_OK;
}

/* Votes of the party or its alliance in a unit: in the constituency with the hidden votes asked about, in the nation
 * with anything from none to all of the aggregate's. */
static void set_votes(const scrut_allocation *a, const scrut_unit_votes *u, size_t party, uint32_t hidden_party,
                      int64_t hidden_here, subject *s)
{
    uint32_t alliance = a->c->parties[party].alliance_index;
    s->least = s->most = s->is_alliance ? u->alliance[alliance] : u->party[party];
    for (size_t i = 0; i < a->hidden_count; i++) {
        uint32_t h = a->hidden[i];
        bool inside = s->is_alliance ? a->c->parties[h].alliance_index == alliance : h == party;
        if (!inside)
            continue;
        if (u->unit != 0) {
            if (h == hidden_party) {
                s->least.value += hidden_here;
                s->most.value += hidden_here;
            }
            continue;
        }
        const scrut_votes *aggregate = &u->party[a->c->parties[h].hidden_in];
        s->most.known = s->most.known && (aggregate->known || !aggregate->stands);
        s->most.value += aggregate->known ? aggregate->value : 0;
    }
}

/* Every threshold that applies; NO beats UNKNOWN, for one failure is enough. */
static scrut_status test_all(const scrut_allocation *a, const scrut_unit_votes *here, size_t party,
                             uint32_t hidden_party, int64_t hidden_here, subject *s, scrut_arena *arena,
                             scrut_pass *ret_pass, const char **ret_why)
{
    *ret_pass = SCRUT_PASS_YES;
    for (size_t i = 0; i < a->rules->threshold_count && *ret_pass != SCRUT_PASS_NO; i++) {
        const scrut_threshold *t = &a->rules->thresholds[i];
        if (!applies(t, s->members))
            continue;
        const scrut_unit_votes *u = t->scope == SCRUT_SCOPE_NATION ? &a->nation : here;
        set_votes(a, u, party, hidden_party, hidden_here, s);
        scrut_pass pass = SCRUT_PASS_UNKNOWN;
        scrut_status st = test_one(a, t, s, &u->base[t->base], arena, &pass, ret_why);
        if (st != SCRUT_OK)
            return st;
        if (pass != SCRUT_PASS_YES)
            *ret_pass = pass;
    }
    return SCRUT_OK;
}

static int64_t alliance_members(const scrut_case *c, uint32_t alliance)
{
    int64_t members = 0;
    for (size_t p = 0; p < c->party_count; p++)
        if (c->parties[p].alliance_index == alliance)
            members += c->parties[p].members;
    return members;
}

static subject list_subject(const scrut_party *party)
{
    return (subject){.name = party->name != NULL ? party->name : party->id, .members = party->members};
}

scrut_status scrut_threshold_pass(const scrut_allocation *a, const scrut_unit_votes *here, size_t party,
                                  uint32_t hidden_party, int64_t hidden_here, scrut_arena *arena, scrut_pass *ret_pass,
                                  const char **ret_why)
{
    const scrut_party *p = &a->c->parties[party];
    bool by_alliance = a->rules->alliances && a->rules->alliance_passes_threshold && p->alliance_index != SCRUT_NONE;
    subject s = list_subject(p);
    *ret_pass = SCRUT_PASS_YES;
    *ret_why = NULL;
    if (p->exempt)
        return SCRUT_OK;
    if (by_alliance) {
        s = (subject){.name = a->c->alliances[p->alliance_index],
                      .is_alliance = true,
                      .members = alliance_members(a->c, p->alliance_index)};
        scrut_status st = test_all(a, here, party, hidden_party, hidden_here, &s, arena, ret_pass, ret_why);
        if (st != SCRUT_OK || *ret_pass == SCRUT_PASS_YES)
            return st;
        s = list_subject(p);
        scrut_pass alone = SCRUT_PASS_UNKNOWN;
        const char *why_alone = NULL;
        st = test_all(a, here, party, hidden_party, hidden_here, &s, arena, &alone, &why_alone);
        if (st == SCRUT_OK && alone != SCRUT_PASS_NO && *ret_pass == SCRUT_PASS_NO) {
            *ret_pass = alone;
            *ret_why = why_alone;
        } else if (st == SCRUT_OK && alone == SCRUT_PASS_YES) {
            *ret_pass = alone;
        }
        return st;
    }
    return test_all(a, here, party, hidden_party, hidden_here, &s, arena, ret_pass, ret_why);
}
