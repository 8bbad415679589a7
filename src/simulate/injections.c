/* SPDX-License-Identifier: Apache-2.0
 * injections.c: reads what is to be injected, from a file or from one line. */
#include "inject_internal.h"
#include "scrutineer/buf.h"

#include <string.h>

enum { INJECTIONS_MAX = 1000 };

static const char *const PLACES[] = {"random", "clustered", "no-agent"};

/* Nothing said: a tenth of the ballots concerned. */
static scrut_injection untouched(void)
{
    return (scrut_injection){.count = -1,
                             .share = {0, 1},
                             .strength = {1, 10},
                             .constituency = SCRUT_NONE,
                             .from = SCRUT_NONE,
                             .to = SCRUT_NONE,
                             .agent = SCRUT_NONE};
}

static bool word_named(const char *word, size_t length, const char *text)
{
    return strlen(text) == length && memcmp(word, text, length) == 0;
}

static bool kind_named(const char *word, size_t length, uint32_t *ret_kind)
{
    for (uint32_t k = 0; k < scrut_injection_kind_count(); k++)
        if (word_named(word, length, scrut_injection_kind_name(k))) {
            *ret_kind = k;
            return true;
        }
    return false;
}

static bool place_named(const char *word, size_t length, scrut_place *ret_place)
{
    for (size_t i = 0; i < COUNT_OF(PLACES); i++)
        if (word_named(word, length, PLACES[i])) {
            *ret_place = (scrut_place)i;
            return true;
        }
    return false;
}

/* "0.5%" as a fraction, at most 1. */
static bool percentage(const char *word, size_t length, int64_t ret_share[2])
{
    int64_t numerator, denominator;
    if (length < 2 || word[length - 1] != '%' || !scrut_parse_decimal(word, length - 1, &numerator, &denominator) ||
        denominator > INT64_MAX / 100 || numerator > denominator * 100)
        return false;
    ret_share[0] = numerator;
    ret_share[1] = denominator * 100;
    return true;
}

/* A percentage of the stations, or a number of them. */
static bool share(const char *word, size_t length, scrut_injection *injection)
{
    if (percentage(word, length, injection->share))
        return true;
    int64_t count;
    if (scrut_parse_whole(word, length, SCRUT_SIMULATE_STATIONS_MAX, &count, NULL) != SCRUT_NUMBER_OK || count < 1)
        return false;
    injection->count = count;
    return true;
}

/* ---- one line ------------------------------------------------------------------------------------------------ */

static scrut_status unknown_kind(const char *word, size_t length, scrut_error *err)
{
    scrut_buf known = {0};
    for (size_t k = 0; k < scrut_injection_kind_count(); k++)
        scrut_buf_printf(&known, "%s%s", k > 0 ? ", " : "", scrut_injection_kind_name(k));
    scrut_status status = scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "there is no kind \"%.*s\"; known are: %s",
                                     (int)(length < 40 ? length : 40), word, known.failed ? "" : known.bytes);
    scrut_buf_free(&known);
    return status;
}

/* Kinds of the list of voters take a share of its names; nobody's agent stands beside a list. */
static bool fits_kind(scrut_injection *injection)
{
    injection->of_names = injection_kind_at(injection->kind)->of_roll;
    return !injection->of_names || injection->place != SCRUT_PLACE_NO_AGENT;
}

/* KIND:SHARE[:PLACE] */
static scrut_status parse_item(const char *item, size_t length, scrut_injection *ret_injection, scrut_error *err)
{
    const char *parts[3] = {item};
    size_t lengths[3] = {0}, count = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && item[i] != ':')
            continue;
        lengths[count] = (size_t)(item + i - parts[count]);
        if (++count == 3 || i == length)
            break;
        parts[count] = item + i + 1;
    }
    scrut_injection injection = untouched();
    if (!kind_named(parts[0], lengths[0], &injection.kind))
        return unknown_kind(parts[0], lengths[0], err);
    bool whole = parts[count - 1] + lengths[count - 1] == item + length;
    if (count < 2 || !whole || !share(parts[1], lengths[1], &injection) ||
        (count == 3 && !place_named(parts[2], lengths[2], &injection.place)) || !fits_kind(&injection))
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1,
                          "\"%.*s\": expected KIND:SHARE or KIND:SHARE:PLACE, where SHARE is a percentage of the "
                          "stations (roll-...: of the names) or a number of them and PLACE is random, clustered or "
                          "(not roll-...) no-agent",
                          (int)(length < 60 ? length : 60), item);
    *ret_injection = injection;
    return SCRUT_OK;
}

scrut_status scrut_injections_parse_list(const char *text, scrut_arena *arena, scrut_injections *ret_injections,
                                         scrut_error *err)
{
    size_t count = 1, at = 0;
    for (const char *c = text; *c != '\0'; c++)
        count += *c == ',';
    if (count > INJECTIONS_MAX)
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1, "more than %d injections", INJECTIONS_MAX);
    scrut_injection *items = scrut_arena_calloc(arena, count, sizeof *items);
    if (items == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        size_t length = strcspn(text + at, ",");
        scrut_status status = parse_item(text + at, length, &items[i], err);
        if (status != SCRUT_OK)
            return status;
        at += length + 1;
    }
    *ret_injections = (scrut_injections){.items = items, .count = count};
    return SCRUT_OK;
}

/* ---- a file --------------------------------------------------------------------------------------------------- */

typedef uint32_t find_function(const scrut_model *m, const char *id);

static uint32_t read_name(model_reader *r, const scrut_model *m, const scrut_yaml *node, const char *key,
                          find_function *find)
{
    const char *name = model_text(r, node, key, false);
    uint32_t found = name != NULL ? find(m, name) : SCRUT_NONE;
    if (name != NULL && found == SCRUT_NONE)
        model_problem(r, scrut_yaml_get(node, key), "the model has no %s \"%.40s\"", key, name);
    return found;
}

static void read_share(model_reader *r, const scrut_yaml *node, scrut_injection *injection)
{
    bool of_roll = injection_kind_at(injection->kind)->of_roll;
    const char *stations = model_text(r, node, of_roll ? "names" : "stations", false),
               *votes = model_text(r, node, "votes", false);
    if (of_roll && (stations == NULL || votes != NULL || !share(stations, strlen(stations), injection))) {
        model_problem(r, node, "\"names\" (a percentage or a number) is needed for a kind of the list of voters");
        return;
    }
    injection->of_votes = votes != NULL;
    bool one = (stations == NULL) != (votes == NULL);
    if (!one || (stations != NULL ? !share(stations, strlen(stations), injection)
                                  : !percentage(votes, strlen(votes), injection->share)))
        model_problem(r, node, "either \"stations\" (a percentage or a number) or \"votes\" (a percentage) is needed");
}

static void read_sources(model_reader *r, const scrut_model *m, const scrut_yaml *node, scrut_injection *injection)
{
    size_t count;
    scrut_yaml **items = model_list(r, node, "sources", &count);
    for (size_t i = 0; i < count; i++) {
        uint32_t source = items[i]->kind == SCRUT_YAML_SCALAR ? model_find_source(m, items[i]->text) : SCRUT_NONE;
        if (source != SCRUT_NONE)
            injection->sources |= 1U << source;
        else
            model_problem(r, items[i], "not a source of the model");
    }
}

static void read_injection(model_reader *r, const scrut_model *m, const scrut_yaml *node, scrut_injection *injection)
{
    *injection = untouched();
    if (!model_keys(r, node, "an injection",
                    "kind stations names votes strength place constituency from to agent sources"))
        return;
    const char *kind = model_text(r, node, "kind", true), *strength = model_text(r, node, "strength", false),
               *place = model_text(r, node, "place", false);
    scrut_error unknown;
    if (kind != NULL && !kind_named(kind, strlen(kind), &injection->kind)) {
        (void)unknown_kind(kind, strlen(kind), &unknown);
        model_problem(r, node, "%s", unknown.message);
    }
    if (strength != NULL &&
        (!percentage(strength, strlen(strength), injection->strength) || injection->strength[0] == 0))
        model_problem(r, node, "\"strength\" must be a percentage above 0");
    if (place != NULL && !place_named(place, strlen(place), &injection->place))
        model_problem(r, node, "\"place\" must be random, clustered or no-agent");
    read_share(r, node, injection);
    if (kind != NULL && !fits_kind(injection))
        model_problem(r, node, "\"place\" must be random or clustered for a kind of the list of voters");
    injection->constituency = read_name(r, m, node, "constituency", model_find_constituency);
    injection->from = read_name(r, m, node, "from", model_find_party);
    injection->to = read_name(r, m, node, "to", model_find_party);
    injection->agent = read_name(r, m, node, "agent", model_find_source);
    read_sources(r, m, node, injection);
}

static void read_file(model_reader *r, const scrut_model *m, const scrut_yaml *root, scrut_injections *injections)
{
    if (!model_keys(r, root, "the file", "scrutineer injections"))
        return;
    const char *format = model_text(r, root, "scrutineer", true);
    if (format != NULL && strcmp(format, "injections/1") != 0)
        model_problem(r, root, "\"scrutineer: injections/1\" is required (the format and its version)");
    scrut_yaml **items = model_list(r, root, "injections", &injections->count);
    if (injections->count == 0 || injections->count > INJECTIONS_MAX) {
        model_problem(r, root, "\"injections\" must list 1 to %d injections", INJECTIONS_MAX);
        return;
    }
    injections->items = model_calloc(r, injections->count, sizeof *injections->items);
    for (size_t i = 0; injections->items != NULL && i < injections->count; i++)
        read_injection(r, m, items[i], &injections->items[i]);
}

scrut_status scrut_injections_parse(const scrut_model *model, const char *bytes, size_t length, const char *name,
                                    scrut_arena *arena, scrut_problems *problems, scrut_injections *ret_injections,
                                    scrut_error *err)
{
    scrut_yaml *root;
    scrut_status status = scrut_yaml_parse(bytes, length, name, arena, &root, err);
    if (status != SCRUT_OK) {
        if (status == SCRUT_E_INPUT && err != NULL)
            scrut_problems_add(problems, err);
        return status;
    }
    model_reader r = {.name = name, .arena = arena, .problems = problems};
    scrut_injections injections = {0};
    int64_t before = problems->total;
    read_file(&r, model, root, &injections);
    if (r.memory_failed)
        return scrut_fail_memory(err);
    if (problems->total > before)
        return scrut_fail(err, SCRUT_E_INPUT, name, -1, -1, -1, "the injections have problems");
    *ret_injections = injections;
    return SCRUT_OK;
}
