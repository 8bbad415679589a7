/* SPDX-License-Identifier: Apache-2.0
 * certificate_read.c: reading a certificate strictly. JSON is read by the strict reader of YAML, of which it is a
 * part, because that gives every value its place. */
#include "certificate_internal.h"

#include <assert.h>
#include <string.h>

#define NUMBER_MAX (INT64_MAX / 8) /* of bases and ballots: sums of two, and products in 128 bits, stay inside */

typedef struct {
    const char *name;
    scrut_arena *arena;
    scrut_error *err;
    scrut_certificate *c;
} reader;

#define NO_KEY "" /* in place of a key that this object cannot have */

/* One key of a mapping. */
typedef struct {
    const char *key;
    const scrut_yaml **value;
    bool optional;
} field;

static scrut_status refuse(const reader *r, const scrut_yaml *at, const char *what)
{
    assert(at != NULL);
    return scrut_fail(r->err, SCRUT_E_INPUT, r->name, at->line, at->column, -1, "%s", what);
}

/* ---- values ---- */

static scrut_status read_fields(const reader *r, const scrut_yaml *node, const char *what, const field fields[])
{
    assert(node != NULL);
    if (node->kind != SCRUT_YAML_MAPPING)
        return scrut_fail(r->err, SCRUT_E_INPUT, r->name, node->line, node->column, -1, "expected an object: %s", what);
    for (size_t i = 0; i < node->count; i++) {
        size_t f = 0;
        while (fields[f].key != NULL && (fields[f].key[0] == '\0' || strcmp(fields[f].key, node->keys[i]->text) != 0))
            f++;
        if (fields[f].key == NULL)
            return scrut_fail(r->err, SCRUT_E_INPUT, r->name, node->keys[i]->line, node->keys[i]->column, -1,
                              "unknown key \"%.80s\" in %s", node->keys[i]->text, what);
        *fields[f].value = node->items[i];
    }
    for (size_t f = 0; fields[f].key != NULL; f++)
        if (*fields[f].value == NULL && !fields[f].optional)
            return scrut_fail(r->err, SCRUT_E_INPUT, r->name, node->line, node->column, -1,
                              "the key \"%s\" is missing in %s", fields[f].key, what);
    return SCRUT_OK;
}

static bool is_word(const scrut_yaml *node, const char *word)
{
    assert(node != NULL);
    return node->kind == SCRUT_YAML_SCALAR && !node->quoted && strcmp(node->text, word) == 0;
}

static bool is_null(const scrut_yaml *node)
{
    return is_word(node, "null");
}

/* As JSON writes it: no sign but "-", no leading zero. */
static bool is_number(const scrut_yaml *node)
{
    assert(node != NULL);
    if (node->kind != SCRUT_YAML_SCALAR || node->quoted || node->length == 0)
        return false;
    const char *digits = node->text + (node->text[0] == '-');
    size_t count = strspn(digits, "0123456789");
    return count > 0 && digits[count] == '\0' && (digits[0] != '0' || count == 1);
}

static scrut_status read_whole(const reader *r, const scrut_yaml *node, int64_t min, int64_t max, int64_t *ret_value)
{
    assert(node != NULL);
    int64_t value = 0;
    if (!is_number(node) || scrut_parse_whole(node->text, node->length, NUMBER_MAX, &value, NULL) != SCRUT_NUMBER_OK ||
        value < min || value > max)
        return scrut_fail(r->err, SCRUT_E_INPUT, r->name, node->line, node->column, -1,
                          "expected a whole number from %lld to %lld", (long long)min, (long long)max);
    *ret_value = value;
    return SCRUT_OK;
}

static scrut_status read_bool(const reader *r, const scrut_yaml *node, bool *ret_value)
{
    assert(node != NULL);
    if (!is_word(node, "true") && !is_word(node, "false"))
        return refuse(r, node, "expected true or false");
    *ret_value = node->text[0] == 't';
    return SCRUT_OK;
}

static scrut_status read_text(const reader *r, const scrut_yaml *node, bool may_be_null, const char **ret_text)
{
    assert(node != NULL);
    bool absent = may_be_null && is_null(node);
    if (!absent && (node->kind != SCRUT_YAML_SCALAR || !node->quoted))
        return refuse(r, node, may_be_null ? "expected a text in quotes, or null" : "expected a text in quotes");
    *ret_text = absent ? NULL : node->text;
    return SCRUT_OK;
}

static scrut_status read_word(const reader *r, const scrut_yaml *node, const char *const words[], int *ret_index)
{
    assert(node != NULL);
    int i = 0;
    while (words[i] != NULL && (node->kind != SCRUT_YAML_SCALAR || !node->quoted || strcmp(words[i], node->text) != 0))
        i++;
    if (words[i] != NULL) {
        *ret_index = i;
        return SCRUT_OK;
    }
    scrut_buf expected = {0};
    for (i = 0; words[i] != NULL; i++)
        scrut_buf_printf(&expected, "%s\"%s\"", i > 0 ? ", " : "", words[i]);
    scrut_status st = scrut_buf_failed(&expected) ? scrut_fail_memory(r->err)
                                                  : scrut_fail(r->err, SCRUT_E_INPUT, r->name, node->line, node->column,
                                                               -1, "expected one of %s", expected.bytes);
    scrut_buf_free(&expected);
    return st;
}

static scrut_status want_array(const reader *r, const scrut_yaml *node, size_t most)
{
    assert(node != NULL);
    if (node->kind != SCRUT_YAML_SEQUENCE)
        return refuse(r, node, "expected an array");
    if (node->count > most)
        return scrut_fail(r->err, SCRUT_E_LIMIT, r->name, node->line, node->column, -1,
                          "%zu items; at most %zu are possible", node->count, most);
    return SCRUT_OK;
}

/* ---- the method ---- */

static scrut_status read_sequence(const reader *r, const scrut_yaml *node, scrut_method *m)
{
    scrut_status st = want_array(r, node, SCRUT_SEQUENCE_MAX);
    for (size_t i = 0; st == SCRUT_OK && i < node->count; i++)
        st = read_whole(r, node->items[i], 0, SCRUT_SEQUENCE_VALUE_MAX, &m->sequence[i]);
    m->sequence_count = st == SCRUT_OK ? node->count : 0;
    return st;
}

static scrut_status read_divisor(const reader *r, const scrut_yaml *node, scrut_method *m)
{
    const scrut_yaml *family = NULL, *divisor = NULL, *refused = NULL, *first = NULL, *start = NULL, *step = NULL;
    const scrut_yaml *sequence = NULL, *scale = NULL;
    int kind = 0;
    scrut_yaml *written = scrut_yaml_get(node, "divisor");
    scrut_status st = written != NULL ? read_word(r, written, SCRUT_WORDS_DIVISOR, &kind) : SCRUT_OK;
    bool linear = kind == SCRUT_DIVISOR_LINEAR, listed = kind == SCRUT_DIVISOR_SEQUENCE;
    const field linear_fields[] = {
        {"family", &family, false}, {"divisor", &divisor, false}, {"zero_divisor_refused", &refused, false},
        {"first", &first, false},   {"start", &start, false},     {"step", &step, false},
        {NULL, NULL, false}};
    const field sequence_fields[] = {
        {"family", &family, false},     {"divisor", &divisor, false}, {"zero_divisor_refused", &refused, false},
        {"sequence", &sequence, false}, {"scale", &scale, false},     {NULL, NULL, false}};
    const field plain_fields[] = {{"family", &family, false},
                                  {"divisor", &divisor, false},
                                  {"zero_divisor_refused", &refused, false},
                                  {NULL, NULL, false}};
    if (st == SCRUT_OK)
        st = read_fields(r, node, "the method", linear ? linear_fields : listed ? sequence_fields : plain_fields);
    m->divisor = (scrut_divisor_kind)kind;
    if (st == SCRUT_OK)
        st = read_bool(r, refused, &m->zero_divisor_refused);
    if (st == SCRUT_OK && linear)
        st = read_whole(r, first, 0, SCRUT_DIVISOR_MAX, &m->divisor_first);
    if (st == SCRUT_OK && linear)
        st = read_whole(r, start, 0, SCRUT_DIVISOR_MAX, &m->divisor_start);
    if (st == SCRUT_OK && linear)
        st = read_whole(r, step, 0, SCRUT_DIVISOR_MAX, &m->divisor_step);
    if (st == SCRUT_OK && listed)
        st = read_sequence(r, sequence, m);
    return st == SCRUT_OK && listed ? read_whole(r, scale, 1, SCRUT_SEQUENCE_SCALE_MAX, &m->sequence_scale) : st;
}

static scrut_status read_quota(const reader *r, const scrut_yaml *node, scrut_method *m)
{
    const scrut_yaml *family = NULL, *plus = NULL, *rounding = NULL, *rest = NULL, *over = NULL, *all = NULL;
    const field fields[] = {{"family", &family, false}, {"plus", &plus, false},       {"rounding", &rounding, false},
                            {"rest", &rest, false},     {"over_award", &over, false}, {"of_all_votes", &all, false},
                            {NULL, NULL, false}};
    int64_t more = 0;
    int word = 0;
    scrut_status st = read_fields(r, node, "the method", fields);
    if (st == SCRUT_OK)
        st = read_whole(r, plus, 0, 2, &more);
    m->quota_plus = (int)more;
    if (st == SCRUT_OK)
        st = read_word(r, rounding, SCRUT_WORDS_ROUNDING, &word);
    m->quota_rounding = (scrut_quota_rounding)word;
    if (st == SCRUT_OK)
        st = read_word(r, rest, SCRUT_WORDS_REST, &word);
    m->rest = (scrut_rest)word;
    if (st == SCRUT_OK)
        st = read_word(r, over, SCRUT_WORDS_OVER_AWARD, &word);
    m->over_award = (scrut_over_award)word;
    return st == SCRUT_OK ? read_bool(r, all, &m->quota_base_all) : st;
}

static scrut_status read_method(const reader *r, const scrut_yaml *node, scrut_method *ret_method)
{
    scrut_method m = {.family = SCRUT_METHOD_DIVISOR};
    const scrut_yaml *family = scrut_yaml_get(node, "family");
    const field only[] = {{"family", &family, false}, {NULL, NULL, false}};
    int word = 0;
    scrut_status st = family != NULL ? read_word(r, family, SCRUT_WORDS_FAMILY, &word) : SCRUT_OK;
    m.family = (scrut_method_family)word;
    if (st != SCRUT_OK)
        return st;
    if (family == NULL || (m.family != SCRUT_METHOD_DIVISOR && m.family != SCRUT_METHOD_QUOTA))
        st = read_fields(r, node, "the method", only);
    else
        st = m.family == SCRUT_METHOD_DIVISOR ? read_divisor(r, node, &m) : read_quota(r, node, &m);
    const char *fault = st == SCRUT_OK ? scrut_method_fault(&m) : NULL;
    if (fault != NULL)
        return refuse(r, node, fault);
    *ret_method = m;
    return st;
}

/* ---- a contest ---- */

static scrut_status read_bar(const reader *r, const scrut_yaml *node, scrut_margin_bar *bar)
{
    const scrut_yaml *strict = NULL, *votes = NULL, *numerator = NULL, *denominator = NULL, *base = NULL, *moves = NULL;
    const field in_votes[] = {{"strict", &strict, false}, {"votes", &votes, false}, {NULL, NULL, false}};
    const field in_share[] = {{"strict", &strict, false},           {"numerator", &numerator, false},
                              {"denominator", &denominator, false}, {"base", &base, false},
                              {"base_moves", &moves, false},        {NULL, NULL, false}};
    bar->is_share = scrut_yaml_get(node, "votes") == NULL;
    scrut_status st = read_fields(r, node, "a threshold", bar->is_share ? in_share : in_votes);
    if (st == SCRUT_OK)
        st = read_bool(r, strict, &bar->strict);
    if (st != SCRUT_OK || !bar->is_share)
        return st == SCRUT_OK ? read_whole(r, votes, 0, NUMBER_MAX, &bar->votes) : st;
    st = read_whole(r, numerator, 0, NUMBER_MAX, &bar->numerator);
    if (st == SCRUT_OK)
        st = read_whole(r, denominator, 1, NUMBER_MAX, &bar->denominator);
    if (st == SCRUT_OK)
        st = read_whole(r, base, 0, NUMBER_MAX, &bar->base);
    return st == SCRUT_OK ? read_bool(r, moves, &bar->base_moves) : st;
}

static scrut_status read_bars(const reader *r, const scrut_yaml *node, scrut_margin_contest *c)
{
    scrut_status st = want_array(r, node, SCRUT_MARGIN_BARS_MAX);
    for (size_t j = 0; st == SCRUT_OK && j < node->count; j++)
        st = read_bar(r, node->items[j], &c->bars[j]);
    c->bar_count = st == SCRUT_OK ? node->count : 0;
    return st;
}

static scrut_status read_mask(const reader *r, const scrut_yaml *node, size_t bar_count, uint8_t *mask)
{
    scrut_status st = want_array(r, node, bar_count);
    int64_t from = 0;
    for (size_t k = 0; st == SCRUT_OK && k < node->count; k++) {
        int64_t j = 0;
        st = read_whole(r, node->items[k], from, (int64_t)bar_count - 1, &j);
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

static scrut_status read_list(const reader *r, const scrut_yaml *node, const scrut_margin_contest *c, bool allied,
                              const columns *to, size_t i)
{
    const scrut_yaml *name = NULL, *votes = NULL, *barred = NULL, *member = NULL, *bars = NULL, *alliance = NULL;
    const scrut_yaml *alliance_bars = NULL;
    bool joint = r->c->kind == SCRUT_TARGET_AT_LEAST || r->c->kind == SCRUT_TARGET_AT_MOST;
    const field fields[] = {{"list", &name, false},
                            {"votes", &votes, false},
                            {"barred", &barred, false},
                            {"thresholds", &bars, false},
                            {joint ? "member" : NO_KEY, &member, !joint},
                            {allied ? "alliance" : NO_KEY, &alliance, !allied},
                            {allied && c->alliance_passes_bar ? "alliance_thresholds" : NO_KEY, &alliance_bars,
                             !allied || !c->alliance_passes_bar},
                            {NULL, NULL, false}};
    int64_t index = SCRUT_NONE;
    scrut_status st = read_fields(r, node, "a list", fields);
    if (st == SCRUT_OK)
        st = read_text(r, name, false, &to->names[i]);
    for (size_t j = 0; st == SCRUT_OK && j < i; j++)
        if (strcmp(to->names[j], to->names[i]) == 0)
            st = refuse(r, name, "the list stands twice");
    if (st == SCRUT_OK)
        st = read_whole(r, votes, 0, SCRUT_VOTES_MAX, &to->votes[i]);
    if (st == SCRUT_OK)
        st = read_bool(r, barred, &to->barred[i]);
    if (st == SCRUT_OK && joint)
        st = read_bool(r, member, &to->members[i]);
    if (st == SCRUT_OK)
        st = read_mask(r, bars, c->bar_count, &to->mask[i]);
    if (st == SCRUT_OK && allied && !is_null(alliance))
        st = read_whole(r, alliance, 0, SCRUT_PARTIES_MAX, &index);
    to->alliance[i] = (uint32_t)index;
    return st == SCRUT_OK && alliance_bars != NULL ? read_mask(r, alliance_bars, c->bar_count, &to->alliance_mask[i])
                                                   : st;
}

static scrut_status read_lists(const reader *r, const scrut_yaml *node, bool allied, scrut_certificate_contest *cc)
{
    scrut_margin_contest *c = &cc->contest;
    scrut_status st = want_array(r, node, SCRUT_MARGIN_LISTS_MAX);
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
        return refuse(r, node, "the lists have more votes than \"votes_all\"");
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

static scrut_status read_closed(const reader *r, const scrut_yaml *node, scrut_certificate_contest *cc)
{
    const scrut_yaml *id = NULL, *closed = NULL, *seats = NULL, *least = NULL, *most = NULL;
    const field fields[] = {{"constituency", &id, false},  {"closed", &closed, false},  {"seats", &seats, false},
                            {"held_least", &least, false}, {"held_most", &most, false}, {NULL, NULL, false}};
    scrut_status st = read_fields(r, node, "a closed constituency", fields);
    if (st == SCRUT_OK)
        st = read_text(r, id, false, &cc->id);
    if (st == SCRUT_OK)
        st = read_text(r, closed, false, &cc->closed);
    if (st == SCRUT_OK)
        st = read_whole(r, seats, 0, SCRUT_SEATS_MAX, &cc->contest.seats);
    if (st == SCRUT_OK)
        st = read_whole(r, least, 0, cc->contest.seats, &cc->held_least);
    return st == SCRUT_OK ? read_whole(r, most, cc->held_least, cc->contest.seats, &cc->held_most) : st;
}

static scrut_status read_limits(const reader *r, const scrut_yaml *seats, const scrut_yaml *min, const scrut_yaml *max,
                                scrut_margin_contest *c)
{
    scrut_status st = read_whole(r, seats, 0, SCRUT_SEATS_MAX, &c->seats);
    if (st == SCRUT_OK)
        st = read_whole(r, min, 0, SCRUT_SEATS_MAX, &c->seats_min);
    if (st != SCRUT_OK || is_null(max))
        return st;
    return read_whole(r, max, c->seats_min > 0 ? c->seats_min : 1, SCRUT_SEATS_MAX, &c->seats_max);
}

static scrut_status read_open(const reader *r, const scrut_yaml *node, scrut_certificate_contest *cc)
{
    const scrut_yaml *id = NULL, *method = NULL, *seats = NULL, *min = NULL, *max = NULL, *all = NULL, *bars = NULL;
    const scrut_yaml *lists = NULL, *inner = NULL, *passes = NULL;
    bool allied = scrut_yaml_get(node, "inner_method") != NULL;
    const field fields[] = {{"constituency", &id, false},
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
    scrut_status st = read_fields(r, node, "a contest", fields);
    if (st == SCRUT_OK)
        st = read_text(r, id, false, &cc->id);
    if (st == SCRUT_OK)
        st = read_method(r, method, &c->method);
    if (st == SCRUT_OK)
        st = read_limits(r, seats, min, max, c);
    if (st == SCRUT_OK && c->method.quota_base_all != (all != NULL))
        return refuse(r, node,
                      all != NULL ? "\"votes_all\" goes with a quota of all votes"
                                  : "the key \"votes_all\" is missing: the quota is of all votes");
    if (st == SCRUT_OK && all != NULL)
        st = read_whole(r, all, 0, NUMBER_MAX, &c->votes_all);
    if (st == SCRUT_OK)
        st = read_bars(r, bars, c);
    if (st == SCRUT_OK && allied)
        st = read_method(r, inner, &c->inner_method);
    if (st == SCRUT_OK && passes != NULL && !allied)
        return refuse(r, passes, "\"alliance_passes_threshold\" goes with \"inner_method\"");
    if (st == SCRUT_OK && allied)
        st = read_bool(r, passes, &c->alliance_passes_bar);
    return st == SCRUT_OK ? read_lists(r, lists, allied, cc) : st;
}

static scrut_status read_contests(const reader *r, const scrut_yaml *node)
{
    scrut_certificate *c = r->c;
    bool alone = c->kind == SCRUT_TARGET_ANY || c->kind == SCRUT_TARGET_VECTOR || c->capped;
    scrut_status st = want_array(r, node, SCRUT_CERTIFICATE_CONTESTS_MAX);
    if (st != SCRUT_OK)
        return st;
    if (node->count == 0 || (alone && node->count != 1))
        return refuse(r, node, node->count == 0 ? "there is no contest" : "this target goes with one contest only");
    c->contests = scrut_arena_calloc(r->arena, node->count, sizeof *c->contests);
    if (c->contests == NULL)
        return scrut_fail_memory(r->err);
    for (size_t n = 0; st == SCRUT_OK && n < node->count; n++) {
        const scrut_yaml *item = node->items[n];
        bool closed = scrut_yaml_get(item, "closed") != NULL;
        if (closed && alone)
            return refuse(r, item, "this target needs a constituency whose ballots can be weighed");
        st = closed ? read_closed(r, item, &c->contests[n]) : read_open(r, item, &c->contests[n]);
        for (size_t m = 0; st == SCRUT_OK && m < n; m++)
            if (strcmp(c->contests[m].id, c->contests[n].id) == 0)
                st = refuse(r, item, "the constituency stands twice");
    }
    c->contest_count = node->count;
    return st;
}

/* ---- numbers by list ---- */

/* [{"list": ..., KEY: ...}, ...] into numbers[]; every: each list must be there. */
static scrut_status read_numbers(const reader *r, const scrut_yaml *node, size_t n, const char *key, int64_t min,
                                 int64_t max, bool every, int64_t **ret_numbers)
{
    const scrut_certificate_contest *cc = &r->c->contests[n];
    size_t count = cc->contest.list_count;
    int64_t *numbers = scrut_arena_calloc(r->arena, count, sizeof *numbers);
    bool *given = scrut_arena_calloc(r->arena, count, sizeof *given);
    if (numbers == NULL || given == NULL)
        return scrut_fail_memory(r->err);
    scrut_status st = want_array(r, node, count);
    for (size_t k = 0; st == SCRUT_OK && k < node->count; k++) {
        const scrut_yaml *list = NULL, *number = NULL;
        const field fields[] = {{"list", &list, false}, {key, &number, false}, {NULL, NULL, false}};
        const char *name = NULL;
        size_t i = 0;
        st = read_fields(r, node->items[k], "a list's number", fields);
        if (st == SCRUT_OK)
            st = read_text(r, list, false, &name);
        while (st == SCRUT_OK && i < count && strcmp(cc->lists[i], name) != 0)
            i++;
        if (st == SCRUT_OK && (i == count || given[i]))
            st = refuse(r, list, i == count ? "the contest has no such list" : "the list stands twice");
        if (st == SCRUT_OK)
            st = read_whole(r, number, min, max, &numbers[i]);
        if (st == SCRUT_OK)
            given[i] = true;
    }
    if (st == SCRUT_OK && every && node->count != count)
        st = refuse(r, node, "a list of the contest is missing");
    *ret_numbers = numbers;
    return st;
}

static scrut_status find_contest(const reader *r, const scrut_yaml *node, size_t *ret_index)
{
    const char *id = NULL;
    scrut_status st = read_text(r, node, false, &id);
    for (size_t n = 0; st == SCRUT_OK && n < r->c->contest_count; n++)
        if (strcmp(r->c->contests[n].id, id) == 0) {
            *ret_index = n;
            return SCRUT_OK;
        }
    return st == SCRUT_OK ? refuse(r, node, "there is no such contest") : st;
}

/* ---- a reading ---- */

static scrut_status read_moves(const reader *r, const scrut_yaml *node, scrut_certificate_reading *reading)
{
    const int64_t **moves = scrut_arena_calloc(r->arena, r->c->contest_count, sizeof(const int64_t *));
    if (moves == NULL)
        return scrut_fail_memory(r->err);
    scrut_status st = want_array(r, node, r->c->contest_count);
    for (size_t k = 0; st == SCRUT_OK && k < node->count; k++) {
        const scrut_yaml *id = NULL, *lists = NULL;
        const field fields[] = {{"constituency", &id, false}, {"lists", &lists, false}, {NULL, NULL, false}};
        int64_t *numbers = NULL;
        size_t n = 0;
        st = read_fields(r, node->items[k], "moves", fields);
        if (st == SCRUT_OK)
            st = find_contest(r, id, &n);
        if (st == SCRUT_OK && (moves[n] != NULL || r->c->contests[n].closed != NULL))
            st = refuse(r, id, moves[n] != NULL ? "the constituency stands twice" : "the constituency is closed");
        if (st == SCRUT_OK)
            st = read_numbers(r, lists, n, "ballots", -SCRUT_VOTES_MAX, SCRUT_VOTES_MAX, false, &numbers);
        moves[n] = numbers;
    }
    reading->moves = moves;
    return st;
}

static scrut_status read_steps_of(const reader *r, const scrut_yaml *node, scrut_certificate_steps *all)
{
    const scrut_yaml *id = NULL, *held = NULL, *least = NULL;
    const field fields[] = {
        {"constituency", &id, false}, {"held", &held, false}, {"at_least", &least, false}, {NULL, NULL, false}};
    size_t n = 0;
    scrut_status st = read_fields(r, node, "steps", fields);
    if (st == SCRUT_OK)
        st = find_contest(r, id, &n);
    if (st == SCRUT_OK && all[n].at_least != NULL)
        st = refuse(r, id, "the constituency stands twice");
    if (st == SCRUT_OK)
        st = read_whole(r, held, -1, SCRUT_SEATS_MAX + 1, &all[n].held);
    if (st == SCRUT_OK)
        st = want_array(r, least, SCRUT_SEATS_MAX);
    int64_t *numbers = st == SCRUT_OK ? scrut_arena_calloc(r->arena, least->count, sizeof *numbers) : NULL;
    if (st == SCRUT_OK && numbers == NULL)
        st = scrut_fail_memory(r->err);
    for (size_t k = 0; st == SCRUT_OK && k < least->count; k++)
        st = read_whole(r, least->items[k], 0, NUMBER_MAX, &numbers[k]);
    if (st == SCRUT_OK) {
        all[n].count = least->count;
        all[n].at_least = numbers;
    }
    return st;
}

static scrut_status read_steps(const reader *r, const scrut_yaml *node, scrut_certificate_reading *reading)
{
    bool joint = r->c->kind == SCRUT_TARGET_AT_LEAST || r->c->kind == SCRUT_TARGET_AT_MOST;
    if (is_null(node))
        return SCRUT_OK;
    if (!joint || r->c->capped)
        return refuse(r, node, "steps go with the seats of a list or coalition, without caps");
    scrut_certificate_steps *all = scrut_arena_calloc(r->arena, r->c->contest_count, sizeof *all);
    if (all == NULL)
        return scrut_fail_memory(r->err);
    scrut_status st = want_array(r, node, r->c->contest_count);
    for (size_t k = 0; st == SCRUT_OK && k < node->count; k++)
        st = read_steps_of(r, node->items[k], all);
    if (st == SCRUT_OK && node->count != r->c->contest_count)
        st = refuse(r, node, "the steps of a constituency are missing");
    reading->steps = all;
    return st;
}

static scrut_status read_bounds(const reader *r, const scrut_yaml *least, const scrut_yaml *most,
                                const scrut_yaml *moves, scrut_certificate_reading *reading)
{
    scrut_status st = SCRUT_OK;
    bool impossible = !reading->possible && reading->exact;
    if (impossible != is_null(least))
        return refuse(r, least, impossible ? "expected null: it is said to be impossible" : "expected a whole number");
    if (reading->possible == is_null(most))
        return refuse(r, most, reading->possible ? "expected a whole number" : "expected null: no way is given");
    if (reading->possible == is_null(moves))
        return refuse(r, moves, reading->possible ? "expected an array" : "expected null: no way is given");
    if (!impossible)
        st = read_whole(r, least, 0, NUMBER_MAX, &reading->at_least);
    if (st == SCRUT_OK && reading->possible)
        st = read_whole(r, most, reading->at_least, NUMBER_MAX, &reading->at_most);
    if (st == SCRUT_OK && reading->possible && reading->exact && reading->at_least != reading->at_most)
        return refuse(r, most, "an exact number of ballots is not an interval");
    return st == SCRUT_OK && reading->possible ? read_moves(r, moves, reading) : st;
}

static scrut_status read_why(const reader *r, const scrut_yaml *node, scrut_certificate_reading *reading)
{
    if (is_null(node))
        return SCRUT_OK;
    scrut_status st = want_array(r, node, SCRUT_MARGIN_LISTS_MAX + 3);
    if (st != SCRUT_OK)
        return st;
    const char **lines = scrut_arena_calloc(r->arena, node->count, sizeof(const char *));
    if (lines == NULL)
        return scrut_fail_memory(r->err);
    for (size_t i = 0; st == SCRUT_OK && i < node->count; i++)
        st = read_text(r, node->items[i], false, &lines[i]);
    reading->why = lines;
    reading->why_count = node->count;
    return st;
}

static scrut_status read_reading(const reader *r, const scrut_yaml *node, scrut_certificate_reading *reading)
{
    const scrut_yaml *possible = NULL, *exact = NULL, *least = NULL, *most = NULL, *moves = NULL, *steps = NULL;
    const scrut_yaml *why = NULL;
    const field fields[] = {{"possible", &possible, false}, {"exact", &exact, false}, {"at_least", &least, false},
                            {"at_most", &most, false},      {"moves", &moves, false}, {"steps", &steps, false},
                            {"why", &why, false},           {NULL, NULL, false}};
    scrut_status st = read_fields(r, node, "a reading", fields);
    if (st == SCRUT_OK)
        st = read_bool(r, possible, &reading->possible);
    if (st == SCRUT_OK)
        st = read_bool(r, exact, &reading->exact);
    if (st == SCRUT_OK)
        st = read_bounds(r, least, most, moves, reading);
    if (st == SCRUT_OK)
        st = read_steps(r, steps, reading);
    return st == SCRUT_OK ? read_why(r, why, reading) : st;
}

/* ---- the whole ---- */

static scrut_status read_provenance(const reader *r, const scrut_yaml *node)
{
    const scrut_yaml *title = NULL, *figures = NULL, *figures_version = NULL, *rules = NULL, *rules_version = NULL;
    const field fields[] = {{"case", &title, false},
                            {"figures", &figures, false},
                            {"figures_version", &figures_version, false},
                            {"rules", &rules, false},
                            {"rules_version", &rules_version, false},
                            {NULL, NULL, false}};
    scrut_certificate *c = r->c;
    scrut_status st = read_fields(r, node, "the provenance", fields);
    if (st == SCRUT_OK)
        st = read_text(r, title, true, &c->case_title);
    if (st == SCRUT_OK)
        st = read_text(r, figures, true, &c->figures);
    if (st == SCRUT_OK)
        st = read_text(r, figures_version, true, &c->figures_version);
    if (st == SCRUT_OK)
        st = read_text(r, rules, true, &c->rules);
    return st == SCRUT_OK ? read_text(r, rules_version, true, &c->rules_version) : st;
}

/* The vector, which names lists, waits until the contests are read. */
static scrut_status read_target(const reader *r, const scrut_yaml *node, const scrut_yaml **ret_vector)
{
    const scrut_yaml *kind = scrut_yaml_get(node, "kind"), *seats = NULL;
    int word = 0;
    scrut_status st = kind != NULL ? read_word(r, kind, SCRUT_WORDS_TARGET, &word) : SCRUT_OK;
    bool vector = word == SCRUT_TARGET_VECTOR, any = word == SCRUT_TARGET_ANY;
    const field fields[] = {{"kind", &kind, false},
                            {vector ? "vector"
                             : any  ? NO_KEY
                                    : "seats",
                             vector ? ret_vector : &seats, any},
                            {NULL, NULL, false}};
    r->c->kind = (scrut_target_kind)word;
    if (st == SCRUT_OK)
        st = read_fields(r, node, "the target", fields);
    return st == SCRUT_OK && seats != NULL && !any ? read_whole(r, seats, 0, NUMBER_MAX, &r->c->seats) : st;
}

static scrut_status read_caps(const reader *r, const scrut_yaml *node)
{
    const scrut_yaml *pool = NULL, *lists = NULL;
    const field fields[] = {{"pool", &pool, false}, {"lists", &lists, false}, {NULL, NULL, false}};
    int64_t *taint = NULL;
    if (!r->c->capped)
        return SCRUT_OK;
    if (r->c->metric != SCRUT_METRIC_CHANGE)
        return refuse(r, node, "caps go with the metric \"change\"");
    scrut_status st = read_fields(r, node, "the caps", fields);
    r->c->caps.pool = -1;
    if (st == SCRUT_OK && !is_null(pool))
        st = read_whole(r, pool, 0, NUMBER_MAX, &r->c->caps.pool);
    if (st == SCRUT_OK && !is_null(lists))
        st = read_numbers(r, lists, 0, "ballots", 0, SCRUT_VOTES_MAX, true, &taint);
    r->c->caps.taint = taint;
    return st;
}

static scrut_status read_metric(const reader *r, const scrut_yaml *node)
{
    const char *const metrics[] = {scrut_metric_name(SCRUT_METRIC_CHANGE), scrut_metric_name(SCRUT_METRIC_ADD),
                                   scrut_metric_name(SCRUT_METRIC_REMOVE), NULL};
    int word = 0;
    scrut_status st = read_word(r, node, metrics, &word);
    r->c->metric = (scrut_metric)word;
    return st;
}

static scrut_status read_document(const reader *r, const scrut_yaml *root)
{
    const scrut_yaml *format = NULL, *provenance = NULL, *metric = NULL, *target = NULL, *caps = NULL, *contests = NULL;
    const scrut_yaml *could = NULL, *would = NULL, *note = NULL, *vector = NULL;
    const field fields[] = {{"format", &format, false}, {"provenance", &provenance, false},
                            {"metric", &metric, false}, {"target", &target, false},
                            {"caps", &caps, false},     {"contests", &contests, false},
                            {"could", &could, false},   {"would", &would, false},
                            {"note", &note, false},     {NULL, NULL, false}};
    const char *const formats[] = {SCRUT_CERTIFICATE_FORMAT, NULL};
    int64_t *numbers = NULL;
    int word = 0;
    scrut_status st = read_fields(r, root, "the certificate", fields);
    if (st == SCRUT_OK)
        st = read_word(r, format, formats, &word);
    if (st == SCRUT_OK)
        st = read_provenance(r, provenance);
    if (st == SCRUT_OK)
        st = read_metric(r, metric);
    if (st == SCRUT_OK)
        st = read_target(r, target, &vector);
    r->c->capped = st == SCRUT_OK && !is_null(caps);
    if (st == SCRUT_OK)
        st = read_contests(r, contests);
    if (st == SCRUT_OK && vector != NULL)
        st = read_numbers(r, vector, 0, "seats", 0, SCRUT_SEATS_MAX, true, &numbers);
    r->c->vector = numbers;
    if (st == SCRUT_OK)
        st = read_caps(r, caps);
    if (st == SCRUT_OK)
        st = read_reading(r, could, &r->c->could);
    if (st == SCRUT_OK)
        st = read_reading(r, would, &r->c->would);
    return st == SCRUT_OK ? read_text(r, note, true, &r->c->note) : st;
}

scrut_status scrut_certificate_read(const char *bytes, size_t length, const char *name, scrut_arena *arena,
                                    scrut_certificate *ret_certificate, scrut_error *err)
{
    scrut_yaml *root = NULL;
    scrut_certificate c = {.contest_count = 0};
    reader r = {.name = name, .arena = arena, .err = err, .c = &c};
    scrut_status st = scrut_yaml_parse(bytes, length, name, arena, &root, err);
    if (st == SCRUT_OK)
        st = read_document(&r, root);
    if (st == SCRUT_OK)
        *ret_certificate = c;
    return st;
}
