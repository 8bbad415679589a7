/* SPDX-License-Identifier: Apache-2.0
 * case.c: loads election.yaml and lets each part load its section. Everything wrong is collected, so
 * that a user sees it at once; only an unreadable folder or election.yaml ends early. */
#include "election_internal.h"
#include "scrutineer/buf.h"
#include "scrutineer/hash.h"
#include "scrutineer/utf8.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* --- helpers ------------------------------------------------------------------------------------- */

void problem_at(loader *l, const scrut_yaml *node, const char *fmt, ...)
{
    char text[sizeof((scrut_error *)0)->message];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    scrut_problems_addf(l->problems, SCRUT_E_INPUT, document_of(l), node != NULL ? node->line : -1,
                        node != NULL ? node->column : -1, -1, "%s", text);
}

void *take(loader *l, size_t count, size_t size)
{
    void *memory = scrut_arena_calloc(l->arena, count, size);
    if (memory == NULL)
        l->memory_failed = true;
    return memory;
}

char *copy_text(loader *l, const char *text)
{
    char *copy = scrut_arena_strdup(l->arena, text);
    if (copy == NULL)
        l->memory_failed = true;
    return copy;
}

bool arena_grow(loader *l, void *items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return true;
    size_t wanted = *capacity == 0 ? 16 : *capacity * 2;
    void *larger = take(l, wanted, size);
    if (larger == NULL)
        return false;
    void *old;
    memcpy(&old, items, sizeof old);
    if (count > 0)
        memcpy(larger, old, count * size);
    memcpy(items, &larger, sizeof larger);
    *capacity = wanted;
    return true;
}

/* Is the text one of the words, whole? */
static bool word_in(const char *words, const char *text)
{
    size_t length = strlen(text);
    for (const char *at = words; *at != '\0'; at += strspn(at, " ")) {
        size_t word = strcspn(at, " ");
        if (word == length && memcmp(at, text, length) == 0)
            return true;
        at += word;
    }
    return false;
}

bool check_keys(loader *l, const scrut_yaml *node, const char *what, const char *allowed)
{
    if (node->kind != SCRUT_YAML_MAPPING) {
        problem_at(l, node, "%s must be a mapping with some of the keys: %s", what, allowed);
        return false;
    }
    for (size_t i = 0; i < node->count; i++)
        if (!word_in(allowed, node->keys[i]->text))
            problem_at(l, node->keys[i], "unknown key \"%.60s\" in %s; expected one of: %s", node->keys[i]->text, what,
                       allowed);
    return true;
}

const char *text_of(loader *l, const scrut_yaml *node, const char *key)
{
    const scrut_yaml *value = scrut_yaml_get(node, key);
    if (value == NULL)
        return NULL;
    if (value->kind != SCRUT_YAML_SCALAR) {
        problem_at(l, value, "\"%s\" must be a text", key);
        return NULL;
    }
    return value->length == 0 && !value->quoted ? NULL : value->text;
}

bool yes_no(loader *l, const scrut_yaml *node, const char *key, bool otherwise)
{
    const char *text = text_of(l, node, key);
    if (text == NULL)
        return otherwise;
    if (strcmp(text, "yes") == 0)
        return true;
    if (strcmp(text, "no") != 0)
        problem_at(l, scrut_yaml_get(node, key), "\"%s\" must be yes or no, not \"%.40s\"", key, text);
    return false;
}

int64_t whole_of(loader *l, const scrut_yaml *node, const char *key, int64_t otherwise, int64_t max)
{
    const char *text = text_of(l, node, key);
    int64_t value;
    if (text == NULL)
        return otherwise;
    if (scrut_parse_whole(text, strlen(text), max, &value, NULL) == SCRUT_NUMBER_OK && value >= 0)
        return value;
    problem_at(l, scrut_yaml_get(node, key), "\"%s\" must be a whole number from 0 to %lld, not \"%.40s\"", key,
               (long long)max, text);
    return otherwise;
}

const char **split_bars(loader *l, const char *text, size_t *ret_count)
{
    size_t count = 1;
    for (const char *at = text; *at != '\0'; at++)
        count += *at == '|';
    const char **parts = take(l, count, sizeof *parts);
    *ret_count = 0;
    while (parts != NULL) {
        size_t length = strcspn(text, "|");
        char *part = length > 0 ? scrut_arena_strndup(l->arena, text, length) : NULL;
        if (part != NULL)
            parts[(*ret_count)++] = part;
        else if (length > 0)
            l->memory_failed = true;
        if (text[length] == '\0')
            break;
        text += length + 1;
    }
    return parts;
}

const char **texts_of(loader *l, const scrut_yaml *node, size_t *ret_count)
{
    *ret_count = 0;
    if (node == NULL)
        return NULL;
    if (node->kind == SCRUT_YAML_SCALAR)
        return split_bars(l, node->text, ret_count);
    const char **texts = take(l, node->count, sizeof *texts);
    if (texts == NULL)
        return NULL;
    if (node->kind == SCRUT_YAML_MAPPING) {
        problem_at(l, node, "expected a text or a list of texts");
        return texts;
    }
    for (size_t i = 0; i < node->count; i++) {
        if (node->items[i]->kind == SCRUT_YAML_SCALAR)
            texts[(*ret_count)++] = node->items[i]->text;
        else
            problem_at(l, node->items[i], "expected a text");
    }
    return texts;
}

void load_about(loader *l, const scrut_yaml *node, const char *id_key, const char *usual_id, scrut_provenance *about)
{
    about->id = text_of(l, node, id_key);
    about->title = text_of(l, node, "title");
    about->by = text_of(l, node, "by");
    about->date = text_of(l, node, "date");
    about->status = text_of(l, node, "status");
    about->reference = text_of(l, node, "reference");
    about->note = text_of(l, node, "note");
    if (about->id == NULL)
        about->id = usual_id;
}

void load_provenance(loader *l, const scrut_yaml *node, const char *id_key, scrut_provenance *about)
{
    load_about(l, node, id_key, NULL, about);
    if (about->id == NULL) {
        problem_at(l, node, "\"%s\" is required", id_key);
        about->id = "?";
    }
}

/* --- the sections that are short ------------------------------------------------------------------ */

void load_chamber(loader *l, const scrut_yaml *node)
{
    if (node == NULL || !check_keys(l, node, "chamber", "name seats facts"))
        return;
    l->c->chamber_name = text_of(l, node, "name");
    l->c->chamber_seats = whole_of(l, node, "seats", 0, SCRUT_SEATS_MAX);
    const scrut_yaml *facts = scrut_yaml_get(node, "facts");
    if (facts == NULL)
        return;
    if (facts->kind != SCRUT_YAML_SEQUENCE) {
        problem_at(l, facts, "\"facts\" must be a list");
        return;
    }
    l->c->chamber_facts = take(l, facts->count, sizeof *l->c->chamber_facts);
    for (size_t i = 0; i < facts->count && l->c->chamber_facts != NULL; i++) {
        const scrut_yaml *item = facts->items[i];
        if (!check_keys(l, item, "a chamber fact", "name seats reference verified"))
            continue;
        scrut_chamber_fact fact = {.name = text_of(l, item, "name"),
                                   .seats = whole_of(l, item, "seats", -1, SCRUT_SEATS_MAX),
                                   .reference = text_of(l, item, "reference"),
                                   .verified = yes_no(l, item, "verified", false)};
        if (fact.name == NULL || fact.seats < 0)
            problem_at(l, item, "a chamber fact needs \"name\" and \"seats\"");
        else
            l->c->chamber_facts[l->c->chamber_fact_count++] = fact;
    }
}

void load_notes(loader *l, const scrut_yaml *node)
{
    if (node == NULL)
        return;
    if (node->kind != SCRUT_YAML_SEQUENCE) {
        problem_at(l, node, "\"notes\" must be a list");
        return;
    }
    l->c->notes = take(l, node->count, sizeof *l->c->notes);
    for (size_t i = 0; i < node->count && l->c->notes != NULL; i++) {
        const scrut_yaml *item = node->items[i];
        if (!check_keys(l, item, "a note", "text reference verified"))
            continue;
        scrut_note note = {.text = text_of(l, item, "text"),
                           .reference = text_of(l, item, "reference"),
                           .verified = yes_no(l, item, "verified", false)};
        if (note.text == NULL)
            problem_at(l, item, "a note needs \"text\"");
        else
            l->c->notes[l->c->note_count++] = note;
    }
}

/* "issued + postal_in_box - unaccounted" */
static void load_formula(loader *l, const scrut_yaml *node, const char *key, scrut_formula *formula)
{
    const char *text = text_of(l, node, key);
    if (text == NULL)
        return;
    *formula = (scrut_formula){.name = key, .formula_text = text, .present = true};
    int8_t sign = 1;
    for (const char *at = text;;) {
        at += strspn(at, " ");
        size_t length = strcspn(at, " +-");
        char word[40];
        snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1), at);
        scrut_field field = scrut_field_named(word);
        if (field == SCRUT_FIELD_COUNT) {
            problem_at(l, scrut_yaml_get(node, key), "\"%s\" has \"%.40s\" where a field name was expected", key, at);
            return;
        }
        if (formula->sign[field] != 0) {
            problem_at(l, scrut_yaml_get(node, key), "\"%s\" names the field \"%s\" twice", key, word);
            return;
        }
        formula->sign[field] = sign;
        at += length;
        at += strspn(at, " ");
        if (*at == '\0')
            return;
        if (*at != '+' && *at != '-') {
            problem_at(l, scrut_yaml_get(node, key), "\"%s\" has \"%.40s\" where + or - was expected", key, at);
            return;
        }
        sign = *at++ == '+' ? 1 : -1;
    }
}

void load_definitions(loader *l, const scrut_yaml *node)
{
    scrut_case *c = l->c;
    c->expected_in_box = (scrut_formula){.name = "expected-in-box", .formula_text = "issued", .present = true};
    c->expected_in_box.sign[SCRUT_FIELD_ISSUED] = 1;
    c->polls_open = c->polls_close = c->forms_due = SCRUT_TIME_UNKNOWN;
    if (node == NULL || !check_keys(l, node, "definitions",
                                    "valid-includes-blank expected-in-box received station-cap registered-reserve "
                                    "excess-voids-form polls-open polls-close forms-due"))
        return;
    c->valid_includes_blank = yes_no(l, node, "valid-includes-blank", false);
    load_formula(l, node, "expected-in-box", &c->expected_in_box);
    load_formula(l, node, "received", &c->received_parts);
    c->station_cap = whole_of(l, node, "station-cap", 0, SCRUT_VOTES_MAX);
    c->registered_reserve = whole_of(l, node, "registered-reserve", 0, 100);
    c->excess_voids_form = yes_no(l, node, "excess-voids-form", false);
    load_hours(l, node);
}

/* --- the whole -------------------------------------------------------------------------------------- */

static void load_rules(loader *l, const scrut_yaml *node)
{
    if (node == NULL)
        return;
    if (scrut_rules_parse(node, CASE_FILE, l->arena, l->problems, &l->c->rules) == SCRUT_OK)
        l->c->has_rules = true;
}

static void load_sections(loader *l, const scrut_yaml *root)
{
    scrut_case *c = l->c;
    if (!check_keys(
            l, root, CASE_FILE,
            "scrutineer title country date kind model id chamber rules parties constituencies map areas definitions "
            "stations returns announcements previous claims margins voter-reports roll surveys notes"))
        return;
    const char *format = text_of(l, root, "scrutineer");
    if (format == NULL || strcmp(format, "case/1") != 0)
        problem_at(l, scrut_yaml_get(root, "scrutineer") != NULL ? scrut_yaml_get(root, "scrutineer") : root,
                   "\"scrutineer: case/1\" is required (the format and its version)%s%.40s",
                   format != NULL ? ", not " : "", format != NULL ? format : "");
    c->id = text_of(l, root, "id");
    c->title = text_of(l, root, "title");
    if (c->title == NULL)
        problem_at(l, root, "\"title\" is required");
    c->country = text_of(l, root, "country");
    c->date = text_of(l, root, "date");
    c->kind = text_of(l, root, "kind");
    c->model = yes_no(l, root, "model", false);
    load_chamber(l, scrut_yaml_get(root, "chamber"));
    load_rules(l, scrut_yaml_get(root, "rules"));
    load_definitions(l, scrut_yaml_get(root, "definitions"));
    load_parties(l, scrut_yaml_get(root, "parties"));
    load_areas(l, scrut_yaml_get(root, "areas"));
    load_constituencies(l, scrut_yaml_get(root, "constituencies"));
    load_registry(l, scrut_yaml_get(root, "stations"));
    load_returns(l, scrut_yaml_get(root, "returns"));
    load_announcements(l, scrut_yaml_get(root, "announcements"), false);
    load_announcements(l, scrut_yaml_get(root, "previous"), true);
    default_predecessors(l);
    load_map(l, scrut_yaml_get(root, "map"));
    load_claims(l, scrut_yaml_get(root, "claims"));
    load_margins(l, scrut_yaml_get(root, "margins"));
    load_voter_reports(l, scrut_yaml_get(root, "voter-reports"));
    load_roll(l, scrut_yaml_get(root, "roll"));
    load_surveys(l, scrut_yaml_get(root, "surveys"), &c->surveys, &c->survey_count);
    load_notes(l, scrut_yaml_get(root, "notes"));
    note_what_is_missing(l);
}

/* A pipe or a device would be waited for without end. */
static scrut_status read_case_file(const char *path, char **ret_bytes, size_t *ret_length, scrut_error *err)
{
    struct stat info;
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode))
        return scrut_fail(err, SCRUT_E_IO, path, -1, -1, -1, "is not a regular file");
    return scrut_read_file(path, SCRUT_YAML_BYTES_MAX, ret_bytes, ret_length, err);
}

static scrut_status read_root(loader *l, const char *folder, scrut_yaml **ret_root, scrut_error *err)
{
    l->real_folder = realpath(folder, NULL);
    if (l->real_folder == NULL && errno == ENOMEM)
        return scrut_fail_memory(err);
    if (l->real_folder == NULL)
        return scrut_fail(err, SCRUT_E_IO, folder, -1, -1, -1, "cannot open the case folder: %s", strerror(errno));
    scrut_buf path = {0};
    scrut_buf_printf(&path, "%s/" CASE_FILE, l->real_folder);
    char *bytes = NULL;
    size_t length = 0;
    scrut_status status =
        scrut_buf_failed(&path) ? scrut_fail_memory(err) : read_case_file(path.bytes, &bytes, &length, err);
    if (status == SCRUT_OK) {
        l->c->files = take(l, 1, sizeof *l->c->files);
        if (l->c->files != NULL) {
            l->file_capacity = 1;
            l->c->files[l->c->file_count++] =
                (scrut_case_file){.path = CASE_FILE, .full_path = copy_text(l, path.bytes)};
        }
        status = scrut_yaml_parse(bytes, length, CASE_FILE, l->arena, ret_root, err);
    } else if (err != NULL) {
        snprintf(err->file, sizeof err->file, "%s/" CASE_FILE, folder);
    }
    free(bytes);
    scrut_buf_free(&path);
    return status;
}

/* A message that cuts a long name must not end in half a letter. */
static void mend_messages(scrut_problems *problems, size_t from)
{
    for (size_t i = from; i < problems->count; i++) {
        char *to = problems->items[i].message, *at = to;
        for (size_t left = strlen(at); left > 0; left = strlen(at)) {
            size_t whole = scrut_utf8_check(at, left);
            memmove(to, at, whole);
            to += whole;
            at += whole < left ? whole + 1 : whole;
        }
        *to = '\0';
    }
}

/* A problem that was counted and not kept, though there was room for it. Tolerated ones become findings, so that a
 * report without it would be another report. */
static bool lost_problems(const scrut_problems *problems, int64_t before)
{
    int64_t room = (int64_t)problems->limit, total = problems->total;
    return total > before && (int64_t)problems->count < (total < room ? total : room);
}

scrut_status scrut_case_load(const char *folder, scrut_pool *pool, scrut_problems *problems, scrut_case **ret_case,
                             scrut_error *err)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_case *c = arena != NULL ? scrut_arena_calloc(arena, 1, sizeof *c) : NULL;
    if (c == NULL) {
        scrut_arena_free(arena);
        return scrut_fail_memory(err);
    }
    int64_t before = problems->total;
    size_t kept_before = problems->count;
    loader l = {.c = c, .arena = arena, .pool = pool, .problems = problems};
    c->arena = arena;
    c->folder = copy_text(&l, folder);
    scrut_yaml *root = NULL;
    scrut_status status = read_root(&l, folder, &root, err);
    l.root = root;
    if (status == SCRUT_OK) {
        assert(root != NULL);
        load_sections(&l, root);
    }
    mend_messages(problems, kept_before);
    l.memory_failed = l.memory_failed || lost_problems(problems, before);
    char *real_folder;
    memcpy(&real_folder, &l.real_folder, sizeof real_folder);
    free(real_folder);
    if (status == SCRUT_OK && l.memory_failed)
        status = scrut_fail_memory(err);
    if (status == SCRUT_OK && problems->total - before > c->tolerated_problems)
        status = scrut_fail(err, SCRUT_E_INPUT, folder, -1, -1, -1, "%lld problems in the case",
                            (long long)(problems->total - before - c->tolerated_problems));
    if (status != SCRUT_OK) {
        scrut_case_free(c);
        return status;
    }
    *ret_case = c;
    return SCRUT_OK;
}

static void free_table(const scrut_table *table)
{
    scrut_table *owned;
    memcpy(&owned, &table, sizeof owned);
    scrut_table_free(owned);
}

void scrut_case_free(scrut_case *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; i < c->table_count; i++)
        free_table(c->tables[i]);
    scrut_arena_free(c->arena);
}

/* --- hashes ------------------------------------------------------------------------------------------ */

typedef struct {
    scrut_case *c;
    scrut_error *errors;
    scrut_status *statuses;
} hash_job;

static void hash_unit(void *context, size_t index)
{
    hash_job *job = context;
    scrut_case_file *file = &job->c->files[index];
    job->statuses[index] = scrut_sha256_file(file->full_path, file->sha256, &file->bytes, &job->errors[index]);
}

scrut_status scrut_case_hash_files(scrut_case *c, scrut_pool *pool, scrut_error *err)
{
    hash_job job = {.c = c,
                    .errors = calloc(c->file_count, sizeof *job.errors),
                    .statuses = calloc(c->file_count, sizeof *job.statuses)};
    scrut_status status = SCRUT_OK;
    if (job.errors == NULL || job.statuses == NULL)
        status = scrut_fail_memory(err);
    else
        scrut_pool_run(pool, c->file_count, hash_unit, &job);
    for (size_t i = 0; status == SCRUT_OK && i < c->file_count; i++) {
        status = job.statuses[i];
        if (status != SCRUT_OK && err != NULL)
            *err = job.errors[i];
    }
    free(job.errors);
    free(job.statuses);
    return status;
}
