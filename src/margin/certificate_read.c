/* SPDX-License-Identifier: Apache-2.0
 * certificate_read.c: reading a certificate strictly. JSON is read by the strict reader of YAML, of which it is a
 * part, because that gives every value its place. */
#include "certificate_reader.h"

#include <string.h>

/* ---- numbers by list ---- */

/* [{"list": ..., KEY: ...}, ...] into numbers[]; every: each list must be there. */
static scrut_status read_numbers(const scrut_cert_reader *r, const scrut_yaml *node, size_t n, const char *key,
                                 int64_t min, int64_t max, bool every, int64_t **ret_numbers)
{
    const scrut_certificate_contest *cc = &r->c->contests[n];
    size_t count = cc->contest.list_count;
    int64_t *numbers = scrut_arena_calloc(r->arena, count, sizeof *numbers);
    bool *given = scrut_arena_calloc(r->arena, count, sizeof *given);
    if (numbers == NULL || given == NULL)
        return scrut_fail_memory(r->err);
    scrut_status st = scrut_cert_array(r, node, count);
    for (size_t k = 0; st == SCRUT_OK && k < node->count; k++) {
        const scrut_yaml *list = NULL, *number = NULL;
        const scrut_cert_field fields[] = {{"list", &list, false}, {key, &number, false}, {NULL, NULL, false}};
        const char *name = NULL;
        size_t i = 0;
        st = scrut_cert_fields(r, node->items[k], "a list's number", fields);
        if (st == SCRUT_OK)
            st = scrut_cert_text(r, list, false, &name);
        while (st == SCRUT_OK && i < count && strcmp(cc->lists[i], name) != 0)
            i++;
        if (st == SCRUT_OK && (i == count || given[i]))
            st = scrut_cert_refuse(r, list, i == count ? "the contest has no such list" : "the list stands twice");
        if (st == SCRUT_OK)
            st = scrut_cert_whole(r, number, min, max, &numbers[i]);
        if (st == SCRUT_OK)
            given[i] = true;
    }
    if (st == SCRUT_OK && every && node->count != count)
        st = scrut_cert_refuse(r, node, "a list of the contest is missing");
    *ret_numbers = numbers;
    return st;
}

scrut_status scrut_cert_contest(const scrut_cert_reader *r, const scrut_yaml *node, size_t *ret_index)
{
    const char *id = NULL;
    scrut_status st = scrut_cert_text(r, node, false, &id);
    for (size_t n = 0; st == SCRUT_OK && n < r->c->contest_count; n++)
        if (strcmp(r->c->contests[n].id, id) == 0) {
            *ret_index = n;
            return SCRUT_OK;
        }
    return st == SCRUT_OK ? scrut_cert_refuse(r, node, "there is no such contest") : st;
}

/* ---- a reading ---- */

static scrut_status read_moves(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_reading *reading)
{
    const int64_t **moves = scrut_arena_calloc(r->arena, r->c->contest_count, sizeof(const int64_t *));
    if (moves == NULL)
        return scrut_fail_memory(r->err);
    scrut_status st = scrut_cert_array(r, node, r->c->contest_count);
    for (size_t k = 0; st == SCRUT_OK && k < node->count; k++) {
        const scrut_yaml *id = NULL, *lists = NULL;
        const scrut_cert_field fields[] = {{"constituency", &id, false}, {"lists", &lists, false}, {NULL, NULL, false}};
        int64_t *numbers = NULL;
        size_t n = 0;
        st = scrut_cert_fields(r, node->items[k], "moves", fields);
        if (st == SCRUT_OK)
            st = scrut_cert_contest(r, id, &n);
        if (st == SCRUT_OK && (moves[n] != NULL || r->c->contests[n].closed != NULL))
            st = scrut_cert_refuse(r, id,
                                   moves[n] != NULL ? "the constituency stands twice" : "the constituency is closed");
        if (st == SCRUT_OK)
            st = read_numbers(r, lists, n, "ballots", -SCRUT_VOTES_MAX, SCRUT_VOTES_MAX, false, &numbers);
        moves[n] = numbers;
    }
    reading->moves = moves;
    return st;
}

static scrut_status read_steps_of(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_steps *all)
{
    const scrut_yaml *id = NULL, *held = NULL, *least = NULL;
    const scrut_cert_field fields[] = {
        {"constituency", &id, false}, {"held", &held, false}, {"at_least", &least, false}, {NULL, NULL, false}};
    size_t n = 0;
    scrut_status st = scrut_cert_fields(r, node, "steps", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_contest(r, id, &n);
    if (st == SCRUT_OK && all[n].at_least != NULL)
        st = scrut_cert_refuse(r, id, "the constituency stands twice");
    if (st == SCRUT_OK)
        st = scrut_cert_whole(r, held, -1, SCRUT_SEATS_MAX + 1, &all[n].held);
    if (st == SCRUT_OK)
        st = scrut_cert_array(r, least, SCRUT_SEATS_MAX);
    int64_t *numbers = st == SCRUT_OK ? scrut_arena_calloc(r->arena, least->count, sizeof *numbers) : NULL;
    if (st == SCRUT_OK && numbers == NULL)
        st = scrut_fail_memory(r->err);
    for (size_t k = 0; st == SCRUT_OK && k < least->count; k++)
        st = scrut_cert_whole(r, least->items[k], 0, SCRUT_CERT_NUMBER_MAX, &numbers[k]);
    if (st == SCRUT_OK) {
        all[n].count = least->count;
        all[n].at_least = numbers;
    }
    return st;
}

static scrut_status read_steps(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_reading *reading)
{
    bool joint = r->c->kind == SCRUT_TARGET_AT_LEAST || r->c->kind == SCRUT_TARGET_AT_MOST;
    if (scrut_cert_is_null(node))
        return SCRUT_OK;
    if (!joint || r->c->capped)
        return scrut_cert_refuse(r, node, "steps go with the seats of a list or coalition, without caps");
    scrut_certificate_steps *all = scrut_arena_calloc(r->arena, r->c->contest_count, sizeof *all);
    if (all == NULL)
        return scrut_fail_memory(r->err);
    scrut_status st = scrut_cert_array(r, node, r->c->contest_count);
    for (size_t k = 0; st == SCRUT_OK && k < node->count; k++)
        st = read_steps_of(r, node->items[k], all);
    if (st == SCRUT_OK && node->count != r->c->contest_count)
        st = scrut_cert_refuse(r, node, "the steps of a constituency are missing");
    reading->steps = all;
    return st;
}

static scrut_status read_bounds(const scrut_cert_reader *r, const scrut_yaml *least, const scrut_yaml *most,
                                const scrut_yaml *moves, scrut_certificate_reading *reading)
{
    scrut_status st = SCRUT_OK;
    bool impossible = !reading->possible && reading->exact;
    if (impossible != scrut_cert_is_null(least))
        return scrut_cert_refuse(r, least,
                                 impossible ? "expected null: it is said to be impossible" : "expected a whole number");
    if (reading->possible == scrut_cert_is_null(most))
        return scrut_cert_refuse(r, most,
                                 reading->possible ? "expected a whole number" : "expected null: no way is given");
    if (reading->possible == scrut_cert_is_null(moves))
        return scrut_cert_refuse(r, moves, reading->possible ? "expected an array" : "expected null: no way is given");
    if (!impossible)
        st = scrut_cert_whole(r, least, 0, SCRUT_CERT_NUMBER_MAX, &reading->at_least);
    if (st == SCRUT_OK && reading->possible)
        st = scrut_cert_whole(r, most, reading->at_least, SCRUT_CERT_NUMBER_MAX, &reading->at_most);
    if (st == SCRUT_OK && reading->possible && reading->exact && reading->at_least != reading->at_most)
        return scrut_cert_refuse(r, most, "an exact number of ballots is not an interval");
    return st == SCRUT_OK && reading->possible ? read_moves(r, moves, reading) : st;
}

static scrut_status read_why(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_reading *reading)
{
    if (scrut_cert_is_null(node))
        return SCRUT_OK;
    scrut_status st = scrut_cert_array(r, node, SCRUT_MARGIN_LISTS_MAX + 3);
    if (st != SCRUT_OK)
        return st;
    const char **lines = scrut_arena_calloc(r->arena, node->count, sizeof(const char *));
    if (lines == NULL)
        return scrut_fail_memory(r->err);
    for (size_t i = 0; st == SCRUT_OK && i < node->count; i++)
        st = scrut_cert_text(r, node->items[i], false, &lines[i]);
    reading->why = lines;
    reading->why_count = node->count;
    return st;
}

static scrut_status read_reading(const scrut_cert_reader *r, const scrut_yaml *node, scrut_certificate_reading *reading)
{
    const scrut_yaml *possible = NULL, *exact = NULL, *least = NULL, *most = NULL, *moves = NULL, *steps = NULL;
    const scrut_yaml *why = NULL, *prices = NULL, *shares = NULL, *crossings = NULL;
    bool claims = r->c->claims != NULL;
    const scrut_cert_field fields[] = {{"possible", &possible, false},
                                       {"exact", &exact, false},
                                       {"at_least", &least, false},
                                       {"at_most", &most, false},
                                       {"moves", &moves, false},
                                       {"steps", &steps, false},
                                       {"why", &why, false},
                                       {"crossings", &crossings, r->before_crossings},
                                       {claims ? "prices" : SCRUT_CERT_NO_KEY, &prices, !claims},
                                       {claims ? "shares" : SCRUT_CERT_NO_KEY, &shares, !claims},
                                       {NULL, NULL, false}};
    scrut_status st = scrut_cert_fields(r, node, "a reading", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_bool(r, possible, &reading->possible);
    if (st == SCRUT_OK)
        st = scrut_cert_bool(r, exact, &reading->exact);
    if (st == SCRUT_OK)
        st = read_bounds(r, least, most, moves, reading);
    if (st == SCRUT_OK)
        st = read_steps(r, steps, reading);
    if (st == SCRUT_OK && claims)
        st = scrut_cert_shares(r, prices, shares, reading);
    if (st == SCRUT_OK)
        st = scrut_cert_crossings(r, crossings, reading);
    return st == SCRUT_OK ? read_why(r, why, reading) : st;
}

/* ---- the whole ---- */

static scrut_status read_provenance(const scrut_cert_reader *r, const scrut_yaml *node)
{
    const scrut_yaml *title = NULL, *figures = NULL, *figures_version = NULL, *rules = NULL, *rules_version = NULL;
    const scrut_cert_field fields[] = {{"case", &title, false},
                                       {"figures", &figures, false},
                                       {"figures_version", &figures_version, false},
                                       {"rules", &rules, false},
                                       {"rules_version", &rules_version, false},
                                       {NULL, NULL, false}};
    scrut_certificate *c = r->c;
    scrut_status st = scrut_cert_fields(r, node, "the provenance", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_text(r, title, true, &c->case_title);
    if (st == SCRUT_OK)
        st = scrut_cert_text(r, figures, true, &c->figures);
    if (st == SCRUT_OK)
        st = scrut_cert_text(r, figures_version, true, &c->figures_version);
    if (st == SCRUT_OK)
        st = scrut_cert_text(r, rules, true, &c->rules);
    return st == SCRUT_OK ? scrut_cert_text(r, rules_version, true, &c->rules_version) : st;
}

/* The vector, which names lists, waits until the contests are read. */
static scrut_status read_target(const scrut_cert_reader *r, const scrut_yaml *node, const scrut_yaml **ret_vector)
{
    const scrut_yaml *kind = scrut_yaml_get(node, "kind"), *seats = NULL, *claimed = scrut_yaml_get(node, "claimed");
    int word = 0;
    scrut_status st = kind != NULL ? scrut_cert_word(r, kind, SCRUT_WORDS_TARGET, &word) : SCRUT_OK;
    bool vector = word == SCRUT_TARGET_VECTOR, any = word == SCRUT_TARGET_ANY;
    const scrut_cert_field of_vector = {claimed != NULL ? "claimed" : "vector", claimed != NULL ? &claimed : ret_vector,
                                        false};
    const scrut_cert_field of_seats = {any ? SCRUT_CERT_NO_KEY : "seats", &seats, any};
    const scrut_cert_field fields[] = {{"kind", &kind, false}, vector ? of_vector : of_seats, {NULL, NULL, false}};
    r->c->kind = (scrut_target_kind)word;
    if (st == SCRUT_OK)
        st = scrut_cert_fields(r, node, "the target", fields);
    if (st == SCRUT_OK && vector && claimed != NULL)
        return scrut_cert_claims(r, claimed);
    return st == SCRUT_OK && seats != NULL && !any ? scrut_cert_whole(r, seats, 0, SCRUT_CERT_NUMBER_MAX, &r->c->seats)
                                                   : st;
}

static scrut_status read_caps(const scrut_cert_reader *r, const scrut_yaml *node)
{
    const scrut_yaml *pool = NULL, *lists = NULL;
    const scrut_cert_field fields[] = {{"pool", &pool, false}, {"lists", &lists, false}, {NULL, NULL, false}};
    int64_t *taint = NULL;
    if (!r->c->capped)
        return SCRUT_OK;
    if (r->c->metric != SCRUT_METRIC_CHANGE)
        return scrut_cert_refuse(r, node, "caps go with the metric \"change\"");
    if (r->c->claims != NULL)
        return scrut_cert_refuse(r, node, "caps go with one contest only");
    scrut_status st = scrut_cert_fields(r, node, "the caps", fields);
    r->c->caps.pool = -1;
    if (st == SCRUT_OK && !scrut_cert_is_null(pool))
        st = scrut_cert_whole(r, pool, 0, SCRUT_CERT_NUMBER_MAX, &r->c->caps.pool);
    if (st == SCRUT_OK && !scrut_cert_is_null(lists))
        st = read_numbers(r, lists, 0, "ballots", 0, SCRUT_VOTES_MAX, true, &taint);
    r->c->caps.taint = taint;
    return st;
}

static scrut_status read_metric(const scrut_cert_reader *r, const scrut_yaml *node)
{
    const char *const metrics[] = {scrut_metric_name(SCRUT_METRIC_CHANGE), scrut_metric_name(SCRUT_METRIC_ADD),
                                   scrut_metric_name(SCRUT_METRIC_REMOVE), NULL};
    int word = 0;
    scrut_status st = scrut_cert_word(r, node, metrics, &word);
    r->c->metric = (scrut_metric)word;
    return st;
}

static scrut_status read_document(scrut_cert_reader *r, const scrut_yaml *root)
{
    const scrut_yaml *format = NULL, *provenance = NULL, *metric = NULL, *target = NULL, *caps = NULL, *contests = NULL;
    const scrut_yaml *could = NULL, *would = NULL, *note = NULL, *vector = NULL, *nation = NULL;
    const scrut_cert_field fields[] = {{"format", &format, false}, {"provenance", &provenance, false},
                                       {"metric", &metric, false}, {"target", &target, false},
                                       {"caps", &caps, false},     {"contests", &contests, false},
                                       {"could", &could, false},   {"would", &would, false},
                                       {"note", &note, false},     {"nation", &nation, true},
                                       {NULL, NULL, false}};
    const char *const formats[] = {SCRUT_CERTIFICATE_FORMAT, SCRUT_CERTIFICATE_FORMAT_3, SCRUT_CERTIFICATE_FORMAT_2,
                                   SCRUT_CERTIFICATE_FORMAT_1, NULL};
    int64_t *numbers = NULL;
    int word = 0;
    scrut_status st = scrut_cert_fields(r, root, "the certificate", fields);
    if (st == SCRUT_OK)
        st = scrut_cert_word(r, format, formats, &word);
    if (st == SCRUT_OK)
        st = read_provenance(r, provenance);
    if (st == SCRUT_OK)
        st = read_metric(r, metric);
    if (st == SCRUT_OK)
        st = read_target(r, target, &vector);
    r->c->capped = st == SCRUT_OK && !scrut_cert_is_null(caps);
    if (st == SCRUT_OK)
        st = scrut_cert_contests(r, contests);
    r->before_crossings = word > 0;
    if (st == SCRUT_OK && word <= 1 && nation == NULL)
        st = scrut_cert_refuse(r, root, "the key \"nation\" is missing in the certificate");
    if (st == SCRUT_OK && nation != NULL)
        st = scrut_cert_nation(r, nation);
    if (st == SCRUT_OK && vector != NULL)
        st = read_numbers(r, vector, 0, "seats", 0, SCRUT_SEATS_MAX, true, &numbers);
    r->c->vector = numbers;
    if (st == SCRUT_OK)
        st = read_caps(r, caps);
    if (st == SCRUT_OK)
        st = read_reading(r, could, &r->c->could);
    if (st == SCRUT_OK)
        st = read_reading(r, would, &r->c->would);
    return st == SCRUT_OK ? scrut_cert_text(r, note, true, &r->c->note) : st;
}

scrut_status scrut_certificate_read(const char *bytes, size_t length, const char *name, scrut_arena *arena,
                                    scrut_certificate *ret_certificate, scrut_error *err)
{
    scrut_yaml *root = NULL;
    scrut_certificate c = {.contest_count = 0};
    scrut_cert_reader r = {.name = name, .arena = arena, .err = err, .c = &c};
    scrut_status st = scrut_yaml_parse(bytes, length, name, arena, &root, err);
    if (st == SCRUT_OK)
        st = read_document(&r, root);
    if (st == SCRUT_OK)
        *ret_certificate = c;
    return st;
}
