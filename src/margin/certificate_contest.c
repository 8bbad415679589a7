/* SPDX-License-Identifier: Apache-2.0
 * certificate_contest.c: the contests of a certificate: methods, thresholds, lists. */
#include "certificate_reader.h"

#include <string.h>

/* ---- the method ---- */

static scrut_status read_sequence(const scrut_cert_reader *r, const scrut_yaml *node, scrut_method *m)
{
    scrut_status st = scrut_cert_array(r, node, SCRUT_SEQUENCE_MAX);
    for (size_t i = 0; st == SCRUT_OK && i < node->count; i++)
        st = scrut_cert_whole(r, node->items[i], 0, SCRUT_SEQUENCE_VALUE_MAX, &m->sequence[i]);
    m->sequence_count = st == SCRUT_OK ? node->count : 0;
    return st;
}

static scrut_status read_divisor(const scrut_cert_reader *r, const scrut_yaml *node, scrut_method *m)
{
    const scrut_yaml *family = NULL, *divisor = NULL, *refused = NULL, *first = NULL, *start = NULL, *step = NULL;
    const scrut_yaml *sequence = NULL, *scale = NULL;
    int kind = 0;
    scrut_yaml *written = scrut_yaml_get(node, "divisor");
    scrut_status st = written != NULL ? scrut_cert_word(r, written, SCRUT_WORDS_DIVISOR, &kind) : SCRUT_OK;
    bool linear = kind == SCRUT_DIVISOR_LINEAR, listed = kind == SCRUT_DIVISOR_SEQUENCE;
    const scrut_cert_field linear_fields[] = {
        {"family", &family, false}, {"divisor", &divisor, false}, {"zero_divisor_refused", &refused, false},
        {"first", &first, false},   {"start", &start, false},     {"step", &step, false},
        {NULL, NULL, false}};
    const scrut_cert_field sequence_fields[] = {
        {"family", &family, false},     {"divisor", &divisor, false}, {"zero_divisor_refused", &refused, false},
        {"sequence", &sequence, false}, {"scale", &scale, false},     {NULL, NULL, false}};
    const scrut_cert_field plain_fields[] = {{"family", &family, false},
                                             {"divisor", &divisor, false},
                                             {"zero_divisor_refused", &refused, false},
                                             {NULL, NULL, false}};
    if (st == SCRUT_OK)
        st = scrut_cert_fields(r, node, "the method", linear ? linear_fields : listed ? sequence_fields : plain_fields);
    m->divisor = (scrut_divisor_kind)kind;
    if (st == SCRUT_OK)
        st = scrut_cert_bool(r, refused, &m->zero_divisor_refused);
    if (st == SCRUT_OK && linear)
        st = scrut_cert_whole(r, first, 0, SCRUT_DIVISOR_MAX, &m->divisor_first);
    if (st == SCRUT_OK && linear)
        st = scrut_cert_whole(r, start, 0, SCRUT_DIVISOR_MAX, &m->divisor_start);
    if (st == SCRUT_OK && linear)
        st = scrut_cert_whole(r, step, 0, SCRUT_DIVISOR_MAX, &m->divisor_step);
    if (st == SCRUT_OK && listed)
        st = read_sequence(r, sequence, m);
    return st == SCRUT_OK && listed ? scrut_cert_whole(r, scale, 1, SCRUT_SEQUENCE_SCALE_MAX, &m->sequence_scale) : st;
}

static scrut_status read_quota(const scrut_cert_reader *r, const scrut_yaml *node, scrut_method *m)
{
    const scrut_yaml *family = NULL, *plus = NULL, *rounding = NULL, *rest = NULL, *over = NULL, *all = NULL;
    const scrut_cert_field fields[] = {
        {"family", &family, false}, {"plus", &plus, false},       {"rounding", &rounding, false},
        {"rest", &rest, false},     {"over_award", &over, false}, {"of_all_votes", &all, false},
        {NULL, NULL, false}};
    int64_t more = 0;
    int word = 0;
    scrut_status st = scrut_cert_fields(r, node, "the method", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_whole(r, plus, 0, 2, &more);
    m->quota_plus = (int)more;
    if (st == SCRUT_OK)
        st = scrut_cert_word(r, rounding, SCRUT_WORDS_ROUNDING, &word);
    m->quota_rounding = (scrut_quota_rounding)word;
    if (st == SCRUT_OK)
        st = scrut_cert_word(r, rest, SCRUT_WORDS_REST, &word);
    m->rest = (scrut_rest)word;
    if (st == SCRUT_OK)
        st = scrut_cert_word(r, over, SCRUT_WORDS_OVER_AWARD, &word);
    m->over_award = (scrut_over_award)word;
    return st == SCRUT_OK ? scrut_cert_bool(r, all, &m->quota_base_all) : st;
}

static scrut_status read_method(const scrut_cert_reader *r, const scrut_yaml *node, scrut_method *ret_method)
{
    scrut_method m = {.family = SCRUT_METHOD_DIVISOR};
    const scrut_yaml *family = scrut_yaml_get(node, "family");
    const scrut_cert_field only[] = {{"family", &family, false}, {NULL, NULL, false}};
    int word = 0;
    scrut_status st = family != NULL ? scrut_cert_word(r, family, SCRUT_WORDS_FAMILY, &word) : SCRUT_OK;
    m.family = (scrut_method_family)word;
    if (st != SCRUT_OK)
        return st;
    if (family == NULL || (m.family != SCRUT_METHOD_DIVISOR && m.family != SCRUT_METHOD_QUOTA))
        st = scrut_cert_fields(r, node, "the method", only);
    else
        st = m.family == SCRUT_METHOD_DIVISOR ? read_divisor(r, node, &m) : read_quota(r, node, &m);
    const char *fault = st == SCRUT_OK ? scrut_method_fault(&m) : NULL;
    if (fault != NULL)
        return scrut_cert_refuse(r, node, fault);
    *ret_method = m;
    return st;
}

/* ---- a contest ---- */

static scrut_status read_bar(const scrut_cert_reader *r, const scrut_yaml *node, scrut_margin_bar *bar)
{
    const scrut_yaml *strict = NULL, *votes = NULL, *numerator = NULL, *denominator = NULL, *base = NULL, *moves = NULL;
    const scrut_cert_field in_votes[] = {{"strict", &strict, false}, {"votes", &votes, false}, {NULL, NULL, false}};
    const scrut_cert_field in_share[] = {{"strict", &strict, false},           {"numerator", &numerator, false},
                                         {"denominator", &denominator, false}, {"base", &base, false},
                                         {"base_moves", &moves, false},        {NULL, NULL, false}};
    bar->is_share = scrut_yaml_get(node, "votes") == NULL;
    scrut_status st = scrut_cert_fields(r, node, "a threshold", bar->is_share ? in_share : in_votes);
    if (st == SCRUT_OK)
        st = scrut_cert_bool(r, strict, &bar->strict);
    if (st != SCRUT_OK || !bar->is_share)
        return st == SCRUT_OK ? scrut_cert_whole(r, votes, 0, SCRUT_CERT_NUMBER_MAX, &bar->votes) : st;
    st = scrut_cert_whole(r, numerator, 0, SCRUT_CERT_NUMBER_MAX, &bar->numerator);
    if (st == SCRUT_OK)
        st = scrut_cert_whole(r, denominator, 1, SCRUT_CERT_NUMBER_MAX, &bar->denominator);
    if (st == SCRUT_OK)
        st = scrut_cert_whole(r, base, 0, SCRUT_CERT_NUMBER_MAX, &bar->base);
    return st == SCRUT_OK ? scrut_cert_bool(r, moves, &bar->base_moves) : st;
}

scrut_status scrut_cert_bars(const scrut_cert_reader *r, const scrut_yaml *node, scrut_margin_bar bars[],
                             size_t *ret_count)
{
    scrut_status st = scrut_cert_array(r, node, SCRUT_MARGIN_BARS_MAX);
    for (size_t j = 0; st == SCRUT_OK && j < node->count; j++)
        st = read_bar(r, node->items[j], &bars[j]);
    *ret_count = st == SCRUT_OK ? node->count : 0;
    return st;
}

scrut_status scrut_cert_mask(const scrut_cert_reader *r, const scrut_yaml *node, size_t bar_count, uint8_t *mask)
{
    scrut_status st = scrut_cert_array(r, node, bar_count);
    int64_t from = 0;
    for (size_t k = 0; st == SCRUT_OK && k < node->count; k++) {
        int64_t j = 0;
        st = scrut_cert_whole(r, node->items[k], from, (int64_t)bar_count - 1, &j);
        *mask = (uint8_t)(*mask | 1U << j);
        from = j + 1;
    }
    return st;
}

/* The columns of a contest's lists while they are read. */
typedef struct {
    const char **names;
    int64_t *votes;
    bool *barred, *members;
    uint8_t *mask, *alliance_mask;
    uint32_t *alliance;
} columns;

static scrut_status read_list(const scrut_cert_reader *r, const scrut_yaml *node, const scrut_margin_contest *c,
                              bool allied, const columns *to, size_t i)
{
    const scrut_yaml *name = NULL, *votes = NULL, *barred = NULL, *member = NULL, *bars = NULL, *alliance = NULL;
    const scrut_yaml *alliance_bars = NULL;
    bool joint = r->c->kind == SCRUT_TARGET_AT_LEAST || r->c->kind == SCRUT_TARGET_AT_MOST;
    const scrut_cert_field fields[] = {{"list", &name, false},
                                       {"votes", &votes, false},
                                       {"barred", &barred, false},
                                       {"thresholds", &bars, false},
                                       {joint ? "member" : SCRUT_CERT_NO_KEY, &member, !joint},
                                       {allied ? "alliance" : SCRUT_CERT_NO_KEY, &alliance, !allied},
                                       {allied && c->alliance_passes_bar ? "alliance_thresholds" : SCRUT_CERT_NO_KEY,
                                        &alliance_bars, !allied || !c->alliance_passes_bar},
                                       {NULL, NULL, false}};
    int64_t index = SCRUT_NONE;
    scrut_status st = scrut_cert_fields(r, node, "a list", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_text(r, name, false, &to->names[i]);
    for (size_t j = 0; st == SCRUT_OK && j < i; j++)
        if (strcmp(to->names[j], to->names[i]) == 0)
            st = scrut_cert_refuse(r, name, "the list stands twice");
    if (st == SCRUT_OK)
        st = scrut_cert_whole(r, votes, 0, SCRUT_VOTES_MAX, &to->votes[i]);
    if (st == SCRUT_OK)
        st = scrut_cert_bool(r, barred, &to->barred[i]);
    if (st == SCRUT_OK && joint)
        st = scrut_cert_bool(r, member, &to->members[i]);
    if (st == SCRUT_OK)
        st = scrut_cert_mask(r, bars, c->bar_count, &to->mask[i]);
    if (st == SCRUT_OK && allied && !scrut_cert_is_null(alliance))
        st = scrut_cert_whole(r, alliance, 0, SCRUT_PARTIES_MAX, &index);
    to->alliance[i] = (uint32_t)index;
    return st == SCRUT_OK && alliance_bars != NULL
               ? scrut_cert_mask(r, alliance_bars, c->bar_count, &to->alliance_mask[i])
               : st;
}

static scrut_status read_lists(const scrut_cert_reader *r, const scrut_yaml *node, bool allied,
                               scrut_certificate_contest *cc)
{
    scrut_margin_contest *c = &cc->contest;
    scrut_status st = scrut_cert_array(r, node, SCRUT_MARGIN_LISTS_MAX);
    if (st != SCRUT_OK)
        return st;
    columns to = {.names = scrut_arena_calloc(r->arena, node->count, sizeof(const char *)),
                  .votes = scrut_arena_calloc(r->arena, node->count, sizeof *to.votes),
                  .barred = scrut_arena_calloc(r->arena, node->count, sizeof *to.barred),
                  .members = scrut_arena_calloc(r->arena, node->count, sizeof *to.members),
                  .mask = scrut_arena_calloc(r->arena, node->count, sizeof *to.mask),
                  .alliance_mask = scrut_arena_calloc(r->arena, node->count, sizeof *to.alliance_mask),
                  .alliance = scrut_arena_calloc(r->arena, node->count, sizeof *to.alliance)};
    if (to.names == NULL || to.votes == NULL || to.barred == NULL || to.members == NULL || to.mask == NULL ||
        to.alliance_mask == NULL || to.alliance == NULL)
        return scrut_fail_memory(r->err);
    int64_t sum = 0;
    for (size_t i = 0; st == SCRUT_OK && i < node->count; i++) {
        st = read_list(r, node->items[i], c, allied, &to, i);
        sum += to.votes[i];
    }
    if (st == SCRUT_OK && c->method.quota_base_all && c->votes_all < sum)
        return scrut_cert_refuse(r, node, "the lists have more votes than \"votes_all\"");
    c->list_count = node->count;
    c->votes = to.votes;
    c->barred = to.barred;
    c->bar_mask = to.mask;
    c->alliance = allied ? to.alliance : NULL;
    c->alliance_bar_mask = allied && c->alliance_passes_bar ? to.alliance_mask : NULL;
    cc->lists = to.names;
    cc->members = r->c->kind == SCRUT_TARGET_AT_LEAST || r->c->kind == SCRUT_TARGET_AT_MOST ? to.members : NULL;
    return st;
}

static scrut_status read_closed(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_contest *cc)
{
    const scrut_yaml *id = NULL, *closed = NULL, *seats = NULL, *least = NULL, *most = NULL;
    const scrut_cert_field fields[] = {{"constituency", &id, false}, {"closed", &closed, false},
                                       {"seats", &seats, false},     {"held_least", &least, false},
                                       {"held_most", &most, false},  {NULL, NULL, false}};
    scrut_status st = scrut_cert_fields(r, node, "a closed constituency", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_text(r, id, false, &cc->id);
    if (st == SCRUT_OK)
        st = scrut_cert_text(r, closed, false, &cc->closed);
    if (st == SCRUT_OK)
        st = scrut_cert_whole(r, seats, 0, SCRUT_SEATS_MAX, &cc->contest.seats);
    if (st == SCRUT_OK)
        st = scrut_cert_whole(r, least, 0, cc->contest.seats, &cc->held_least);
    return st == SCRUT_OK ? scrut_cert_whole(r, most, cc->held_least, cc->contest.seats, &cc->held_most) : st;
}

static scrut_status read_limits(const scrut_cert_reader *r, const scrut_yaml *seats, const scrut_yaml *min,
                                const scrut_yaml *max, scrut_margin_contest *c)
{
    scrut_status st = scrut_cert_whole(r, seats, 0, SCRUT_SEATS_MAX, &c->seats);
    if (st == SCRUT_OK)
        st = scrut_cert_whole(r, min, 0, SCRUT_SEATS_MAX, &c->seats_min);
    if (st != SCRUT_OK || scrut_cert_is_null(max))
        return st;
    return scrut_cert_whole(r, max, c->seats_min > 0 ? c->seats_min : 1, SCRUT_SEATS_MAX, &c->seats_max);
}

static scrut_status read_open(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_contest *cc)
{
    const scrut_yaml *id = NULL, *method = NULL, *seats = NULL, *min = NULL, *max = NULL, *all = NULL, *bars = NULL;
    const scrut_yaml *lists = NULL, *inner = NULL, *passes = NULL;
    bool allied = scrut_yaml_get(node, "inner_method") != NULL;
    const scrut_cert_field fields[] = {{"constituency", &id, false},
                                       {"method", &method, false},
                                       {"seats", &seats, false},
                                       {"seats_min", &min, false},
                                       {"seats_max", &max, false},
                                       {"votes_all", &all, true},
                                       {"thresholds", &bars, false},
                                       {"lists", &lists, false},
                                       {"inner_method", &inner, true},
                                       {"alliance_passes_threshold", &passes, !allied},
                                       {NULL, NULL, false}};
    scrut_margin_contest *c = &cc->contest;
    scrut_status st = scrut_cert_fields(r, node, "a contest", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_text(r, id, false, &cc->id);
    if (st == SCRUT_OK)
        st = read_method(r, method, &c->method);
    if (st == SCRUT_OK)
        st = read_limits(r, seats, min, max, c);
    if (st == SCRUT_OK && c->method.quota_base_all != (all != NULL))
        return scrut_cert_refuse(r, node,
                                 all != NULL ? "\"votes_all\" goes with a quota of all votes"
                                             : "the key \"votes_all\" is missing: the quota is of all votes");
    if (st == SCRUT_OK && all != NULL)
        st = scrut_cert_whole(r, all, 0, SCRUT_CERT_NUMBER_MAX, &c->votes_all);
    if (st == SCRUT_OK)
        st = scrut_cert_bars(r, bars, c->bars, &c->bar_count);
    if (st == SCRUT_OK && allied)
        st = read_method(r, inner, &c->inner_method);
    if (st == SCRUT_OK && passes != NULL && !allied)
        return scrut_cert_refuse(r, passes, "\"alliance_passes_threshold\" goes with \"inner_method\"");
    if (st == SCRUT_OK && allied)
        st = scrut_cert_bool(r, passes, &c->alliance_passes_bar);
    return st == SCRUT_OK ? read_lists(r, lists, allied, cc) : st;
}

scrut_status scrut_cert_contests(const scrut_cert_reader *r, const scrut_yaml *node)
{
    scrut_certificate *c = r->c;
    bool alone = c->kind == SCRUT_TARGET_ANY || (c->kind == SCRUT_TARGET_VECTOR && c->claims == NULL) || c->capped;
    scrut_status st = scrut_cert_array(r, node, SCRUT_CERTIFICATE_CONTESTS_MAX);
    if (st != SCRUT_OK)
        return st;
    if (node->count == 0 || (alone && node->count != 1))
        return scrut_cert_refuse(r, node,
                                 node->count == 0 ? "there is no contest" : "this target goes with one contest only");
    c->contests = scrut_arena_calloc(r->arena, node->count, sizeof *c->contests);
    if (c->contests == NULL)
        return scrut_fail_memory(r->err);
    for (size_t n = 0; st == SCRUT_OK && n < node->count; n++) {
        const scrut_yaml *item = node->items[n];
        bool closed = scrut_yaml_get(item, "closed") != NULL;
        if (closed && alone)
            return scrut_cert_refuse(r, item, "this target needs a constituency whose ballots can be weighed");
        st = closed ? read_closed(r, item, &c->contests[n]) : read_open(r, item, &c->contests[n]);
        for (size_t m = 0; st == SCRUT_OK && m < n; m++)
            if (strcmp(c->contests[m].id, c->contests[n].id) == 0)
                st = scrut_cert_refuse(r, item, "the constituency stands twice");
    }
    c->contest_count = node->count;
    return st;
}
