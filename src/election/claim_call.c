/* SPDX-License-Identifier: Apache-2.0
 * claim_call.c: the functions of claims, their arguments, and which party or constituency a name is.
 *
 * An argument is a name, not an expression, so it is read raw up to its comma or parenthesis: ids with
 * dashes, leading zeros or letters of any script need no quotes. */
#include "claims_internal.h"
#include "scrutineer/text.h"

#include <string.h>

#define ARGUMENTS_MAX 4

/* Arguments, in order: P party, Q party or (when it is the last) constituency, K constituency, N whole number,
 * W word, M one of the metrics. Small letters are optional. */
static const struct {
    const char *name, *arguments;
} FUNCTIONS[SCRUT_CLAIM_FUNCTION_COUNT] = {
    [SCRUT_CLAIM_SEATS] = {"seats", "Pk"},
    [SCRUT_CLAIM_VOTES] = {"votes", "Pk"},
    [SCRUT_CLAIM_SHARE] = {"share", "Pk"},
    [SCRUT_CLAIM_LEAD] = {"lead", "Pqk"},
    [SCRUT_CLAIM_TURNOUT] = {"turnout", "k"},
    [SCRUT_CLAIM_REGISTERED] = {"registered", "k"},
    [SCRUT_CLAIM_CAST] = {"cast", "k"},
    [SCRUT_CLAIM_VALID] = {"valid", "k"},
    [SCRUT_CLAIM_INVALID] = {"invalid", "k"},
    [SCRUT_CLAIM_BLANK] = {"blank", "k"},
    [SCRUT_CLAIM_LED] = {"led", "P"},
    [SCRUT_CLAIM_MAJORITIES] = {"majorities", "P"},
    [SCRUT_CLAIM_SWING] = {"swing", "Pk"},
    [SCRUT_CLAIM_SEATS_BEFORE] = {"seats_before", "Pv"},
    [SCRUT_CLAIM_MAJORITY] = {"majority", ""},
    [SCRUT_CLAIM_SEATS_TOTAL] = {"seats_total", "k"},
    [SCRUT_CLAIM_STATIONS] = {"stations", "k"},
    [SCRUT_CLAIM_PARTIES] = {"parties", "k"},
    [SCRUT_CLAIM_AT_STAKE] = {"at_stake", "Wk"},
    [SCRUT_CLAIM_MARGIN] = {"margin", "PNkm"},
};

const char *scrut_claim_function_name(scrut_claim_function function)
{
    return function < SCRUT_CLAIM_FUNCTION_COUNT ? FUNCTIONS[function].name : NULL;
}

typedef struct {
    const char *text; /* in the arena */
    size_t at;        /* where it begins */
} argument;

/* --- names --------------------------------------------------------------------------------------------- */

typedef struct {
    const char *id, *name, *name_local;
    const char *const *aliases;
    size_t alias_count;
} nameable;

static nameable party_names(const scrut_case *c, size_t i)
{
    const scrut_party *p = &c->parties[i];
    return (nameable){p->id, p->name, p->name_local, p->aliases, p->alias_count};
}

static nameable constituency_names(const scrut_case *c, size_t i)
{
    const scrut_constituency *k = &c->constituencies[i];
    return (nameable){k->id, k->name, k->name_local, k->aliases, k->alias_count};
}

static bool same_text(claim_parser *p, const char *a, const char *b)
{
    bool equal = false;
    if (a != NULL && scrut_text_equal_key(a, strlen(a), b, strlen(b), &equal, NULL) != SCRUT_OK)
        claim_fail(p, SCRUT_E_MEMORY, 0, "out of memory");
    return equal;
}

static bool is_called(claim_parser *p, const nameable *n, const char *text)
{
    if (same_text(p, n->id, text) || same_text(p, n->name, text) || same_text(p, n->name_local, text))
        return true;
    for (size_t i = 0; i < n->alias_count; i++)
        if (same_text(p, n->aliases[i], text))
            return true;
    return false;
}

/* As in the tables of a case: ids letter by letter first, then ids, names and aliases by their matching key.
 * SCRUT_NONE when nothing has the name; *ret_count says how many have. */
static uint32_t find(claim_parser *p, const char *text, bool party, size_t *ret_count)
{
    nameable (*names)(const scrut_case *, size_t) = party ? party_names : constituency_names;
    size_t all = party ? p->c->party_count : p->c->constituency_count;
    uint32_t found = SCRUT_NONE;
    *ret_count = 0;
    for (uint32_t i = 0; i < all; i++) {
        if (strcmp(names(p->c, i).id, text) == 0) {
            *ret_count = 1;
            return i;
        }
    }
    for (uint32_t i = 0; i < all; i++) {
        nameable n = names(p->c, i);
        if (!is_called(p, &n, text))
            continue;
        found = i;
        (*ret_count)++;
    }
    return found;
}

static uint32_t find_one(claim_parser *p, const argument *a, bool party)
{
    size_t count;
    uint32_t found = find(p, a->text, party, &count);
    if (count == 1)
        return found;
    claim_fail(p, SCRUT_E_INPUT, a->at,
               count == 0 ? "no %s of the case is called \"%.80s\"" : "more than one %s is called \"%.80s\"",
               party ? "party" : "constituency", a->text);
    return SCRUT_NONE;
}

/* --- arguments ----------------------------------------------------------------------------------------- */

/* Keeps a copy; the argument stays an empty text when it cannot be one. */
static void set_text(claim_parser *p, argument *ret, const char *text, size_t length)
{
    if (text != NULL && memchr(text, '\0', length) != NULL) {
        claim_fail(p, SCRUT_E_INPUT, ret->at, "a name with a NUL character is not accepted");
        return;
    }
    const char *copy = text != NULL ? scrut_arena_strndup(p->arena, text, length) : NULL;
    if (copy != NULL)
        ret->text = copy;
    else
        claim_fail(p, SCRUT_E_MEMORY, 0, "out of memory");
}

/* "..." or '...', the quote doubled to write it. */
static size_t quoted_argument(claim_parser *p, size_t at, argument *ret)
{
    char quote = p->text[at];
    scrut_buf text = {0};
    scrut_buf_append(&text, "", 0);
    for (at++; at < p->length; at++) {
        if (p->text[at] != quote) {
            scrut_buf_putc(&text, p->text[at]);
            continue;
        }
        if (at + 1 < p->length && p->text[at + 1] == quote) {
            scrut_buf_putc(&text, p->text[++at]);
            continue;
        }
        set_text(p, ret, scrut_buf_failed(&text) ? NULL : text.bytes, text.length);
        scrut_buf_free(&text);
        return at + 1;
    }
    scrut_buf_free(&text);
    claim_fail(p, SCRUT_E_INPUT, ret->at, "the quote that opens here is not closed");
    return at;
}

static size_t bare_argument(claim_parser *p, size_t at, argument *ret)
{
    size_t end = at;
    while (end < p->length && strchr(",()", p->text[end]) == NULL)
        end++;
    size_t length = end - at;
    while (length > 0 && strchr(" \t\r\n", p->text[at + length - 1]) != NULL)
        length--;
    if (length == 0)
        claim_fail(p, SCRUT_E_INPUT, at, "expected a name");
    set_text(p, ret, p->text + at, length);
    return end;
}

static size_t skip_spaces(const claim_parser *p, size_t at)
{
    while (at < p->length && p->text[at] != '\0' && strchr(" \t\r\n", p->text[at]) != NULL)
        at++;
    return at;
}

/* Reads "a, b)" from `at`; returns the byte after the parenthesis. */
static size_t read_arguments(claim_parser *p, size_t at, argument *arguments, size_t *ret_count)
{
    size_t count = 0;
    at = skip_spaces(p, at);
    bool more = at >= p->length || p->text[at] != ')';
    while (more && p->status == SCRUT_OK) {
        at = skip_spaces(p, at);
        if (count == ARGUMENTS_MAX) {
            claim_fail(p, SCRUT_E_INPUT, at, "no function takes so many arguments");
            break;
        }
        argument *a = &arguments[count++];
        *a = (argument){.text = "", .at = at};
        bool quoted = at < p->length && (p->text[at] == '"' || p->text[at] == '\'');
        at = skip_spaces(p, quoted ? quoted_argument(p, at, a) : bare_argument(p, at, a));
        more = at < p->length && p->text[at] == ',';
        at += more;
    }
    if (p->status == SCRUT_OK && (at >= p->length || p->text[at] != ')'))
        claim_fail(p, SCRUT_E_INPUT, at, "expected \",\" or \")\" after the arguments");
    *ret_count = count;
    return at + 1;
}

static bool is_metric(const char *text)
{
    return strcmp(text, "change") == 0 || strcmp(text, "add") == 0 || strcmp(text, "remove") == 0;
}

static bool is_previous(const scrut_case *c, const char *version)
{
    for (size_t i = 0; i < c->previous_count; i++)
        if (c->previous[i].about.id != NULL && strcmp(c->previous[i].about.id, version) == 0)
            return true;
    return false;
}

/* The second argument of lead: a list, or the constituency. A name of both must not be guessed. */
static void set_other(claim_parser *p, scrut_claim_node *node, const argument *a, bool last)
{
    size_t parties, constituencies = 0;
    uint32_t party = find(p, a->text, true, &parties);
    uint32_t constituency = last ? find(p, a->text, false, &constituencies) : SCRUT_NONE;
    if (parties == 1 && constituencies == 0)
        node->other = party;
    else if (parties == 0 && constituencies == 1)
        node->unit = constituency + 1;
    else if (parties > 0 && constituencies > 0)
        claim_fail(p, SCRUT_E_INPUT, a->at, "\"%.80s\" is a party and a constituency; write lead(P, Q, constituency)",
                   a->text);
    else
        claim_fail(p, SCRUT_E_INPUT, a->at, "%s is called \"%.80s\"",
                   parties + constituencies == 0 ? "no party or constituency of the case" : "more than one", a->text);
}

static void set_count(claim_parser *p, scrut_claim_node *node, const argument *a)
{
    if (scrut_parse_whole(a->text, strlen(a->text), 1000000, &node->count, NULL) != SCRUT_NUMBER_OK || node->count < 0)
        claim_fail(p, SCRUT_E_INPUT, a->at, "expected a number of seats, found \"%.40s\"", a->text);
}

static void set_argument(claim_parser *p, scrut_claim_node *node, char kind, const argument *a, bool last)
{
    switch (kind) {
    case 'P': node->party = find_one(p, a, true); break;
    case 'q': set_other(p, node, a, last); break;
    case 'k': node->unit = find_one(p, a, false) + 1; break;
    case 'N': set_count(p, node, a); break;
    case 'v':
        if (!is_previous(p->c, a->text))
            claim_fail(p, SCRUT_E_INPUT, a->at, "the case has no previous election \"%.80s\"", a->text);
        node->word = a->text;
        break;
    default: node->word = a->text; break; /* W, m */
    }
}

/* An optional constituency may be left out before the metric. */
static void set_arguments(claim_parser *p, scrut_claim_node *node, const argument *arguments, size_t count, size_t end)
{
    const char *kinds = FUNCTIONS[node->function].arguments;
    size_t i = 0;
    for (; *kinds != '\0' && p->status == SCRUT_OK; kinds++) {
        if (i == count) {
            if (*kinds >= 'A' && *kinds <= 'Z')
                claim_fail(p, SCRUT_E_INPUT, end, "%s needs %s here", FUNCTIONS[node->function].name,
                           *kinds == 'P'   ? "a party"
                           : *kinds == 'N' ? "a number of seats"
                                           : "the code of a check");
            continue;
        }
        if (*kinds == 'k' && kinds[1] == 'm' && is_metric(arguments[i].text))
            continue;
        if (*kinds == 'm' && !is_metric(arguments[i].text)) {
            claim_fail(p, SCRUT_E_INPUT, arguments[i].at, "expected change, add or remove, found \"%.40s\"",
                       arguments[i].text);
            continue;
        }
        set_argument(p, node, *kinds, &arguments[i], i + 1 == count);
        i++;
    }
    if (i < count)
        claim_fail(p, SCRUT_E_INPUT, arguments[i].at, "%s takes no argument here", FUNCTIONS[node->function].name);
}

/* --- the call ------------------------------------------------------------------------------------------ */

static scrut_claim_function function_named(const char *text, size_t length)
{
    int f = 0;
    while (f < SCRUT_CLAIM_FUNCTION_COUNT &&
           (strlen(FUNCTIONS[f].name) != length || memcmp(FUNCTIONS[f].name, text, length) != 0))
        f++;
    return (scrut_claim_function)f;
}

const scrut_claim_node *claim_call(claim_parser *p)
{
    size_t from = p->token.from, to = p->token.to;
    scrut_claim_function function = function_named(p->text + from, to - from);
    if (function == SCRUT_CLAIM_FUNCTION_COUNT)
        return claim_fail(p, SCRUT_E_INPUT, from, "there is no function \"%.*s\"",
                          (int)(to - from < 40 ? to - from : 40), p->text + from);
    claim_next(p, to);
    if (p->token.kind != TOKEN_OPEN)
        return claim_fail(p, SCRUT_E_INPUT, p->token.from, "expected \"(\" after %s", FUNCTIONS[function].name);
    scrut_claim_node *node = claim_node(p, SCRUT_CLAIM_CALL);
    if (node == NULL)
        return NULL;
    argument arguments[ARGUMENTS_MAX];
    size_t count;
    size_t end = read_arguments(p, p->token.to, arguments, &count);
    node->function = function;
    if (p->status == SCRUT_OK)
        set_arguments(p, node, arguments, count, end - 1);
    if (p->status == SCRUT_OK)
        claim_next(p, end);
    return p->status == SCRUT_OK ? node : NULL;
}
