/* SPDX-License-Identifier: Apache-2.0
 * rules.c: reads a rules file (docs/formats/rules.md). Every problem is collected, with its place. */
#include "rules_internal.h"

#include <stdarg.h>

static const scrut_rules_choice TIES[] = {{"more-votes", SCRUT_TIE_MORE_VOTES},
                                          {"fewer-votes", SCRUT_TIE_FEWER_VOTES},
                                          {"list-order", SCRUT_TIE_LIST_ORDER},
                                          {"lot", SCRUT_TIE_LOT}};
static const scrut_rules_choice BASES[] = {{"valid", SCRUT_BASE_VALID},
                                           {"valid-and-blank", SCRUT_BASE_VALID_AND_BLANK},
                                           {"cast", SCRUT_BASE_CAST},
                                           {"registered", SCRUT_BASE_REGISTERED}};
static const scrut_rules_choice SCOPES[] = {{"constituency", SCRUT_SCOPE_CONSTITUENCY}, {"nation", SCRUT_SCOPE_NATION}};
static const scrut_rules_choice TESTS[] = {{"at-least", 0}, {"more-than", 1}};
static const scrut_rules_choice PASSED_BY[] = {{"list", 0}, {"alliance", 1}};

const char *scrut_tie_rule_name(scrut_tie_rule rule)
{
    for (size_t i = 0; i < SCRUT_COUNT(TIES); i++)
        if (TIES[i].value == (int)rule)
            return TIES[i].word;
    return "none";
}

const char *scrut_base_name(scrut_base base)
{
    return BASES[base].word;
}

/* ---- pieces ---- */

void scrut_rules_problem(scrut_rules_reader *r, const scrut_yaml *node, const char *fmt, ...)
{
    scrut_error problem = {0};
    va_list args;
    va_start(args, fmt);
    vsnprintf(problem.message, sizeof problem.message, fmt, args);
    va_end(args);
    scrut_problems_addf(r->problems, SCRUT_E_INPUT, r->name, node->line, node->column, -1, "%s", problem.message);
}

const char *scrut_rules_text(scrut_rules_reader *r, const scrut_yaml *node, const char *what)
{
    if (node->kind == SCRUT_YAML_SCALAR && node->length > 0)
        return node->text;
    scrut_rules_problem(r, node, "expected %s", what);
    return NULL;
}

static size_t join_words(char *text, size_t size, const char *word, size_t at)
{
    int wrote = snprintf(text + at, size - at, "%s%s", at > 0 ? ", " : "", word);
    return wrote > 0 && (size_t)wrote < size - at ? at + (size_t)wrote : at;
}

bool scrut_rules_word(scrut_rules_reader *r, const scrut_yaml *node, const char *what, const scrut_rules_choice *words,
                      size_t count, int *ret_value)
{
    char known[160] = "";
    size_t at = 0;
    const char *text = scrut_rules_text(r, node, what);
    if (text == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i].word, text) == 0) {
            *ret_value = words[i].value;
            return true;
        }
        at = join_words(known, sizeof known, words[i].word, at);
    }
    scrut_rules_problem(r, node, "%s is \"%.40s\"; expected one of: %s", what, text, known);
    return false;
}

bool scrut_rules_whole(scrut_rules_reader *r, const scrut_yaml *node, const char *what, int64_t max, int64_t *ret_value)
{
    int64_t value;
    const char *text = scrut_rules_text(r, node, what);
    if (text == NULL)
        return false;
    if (scrut_parse_whole(text, node->length, max, &value, NULL) != SCRUT_NUMBER_OK || value < 0) {
        scrut_rules_problem(r, node, "%s is \"%.40s\"; expected a whole number from 0 to %lld", what, text,
                            (long long)max);
        return false;
    }
    *ret_value = value;
    return true;
}

bool scrut_rules_keys(scrut_rules_reader *r, const scrut_yaml *node, const char *what, const char *const *keys,
                      size_t count)
{
    char known[240] = "";
    bool all = true;
    size_t at = 0;
    if (node->kind != SCRUT_YAML_MAPPING) {
        scrut_rules_problem(r, node, "expected %s as a mapping of keys to values", what);
        return false;
    }
    for (size_t k = 0; k < count; k++)
        at = join_words(known, sizeof known, keys[k], at);
    for (size_t i = 0; i < node->count; i++) {
        size_t k = 0;
        while (k < count && strcmp(keys[k], node->keys[i]->text) != 0)
            k++;
        if (k < count)
            continue;
        all = false;
        scrut_rules_problem(r, node->keys[i], "%s has no key \"%.40s\"; known are: %s", what, node->keys[i]->text,
                            known);
    }
    return all;
}

/* ---- the values of the keys ---- */

static void read_text(scrut_rules_reader *r, const scrut_yaml *node, const char **ret_text)
{
    const char *text = scrut_rules_text(r, node, "a text");
    if (text == NULL)
        return;
    const char *copy = scrut_arena_strdup(r->arena, text);
    r->memory_failed = r->memory_failed || copy == NULL;
    *ret_text = copy;
}

/* One sentence or a list of them. */
static void read_texts(scrut_rules_reader *r, const scrut_yaml *node, const char ***ret_texts, size_t *ret_count)
{
    size_t count = node->kind == SCRUT_YAML_SEQUENCE ? node->count : 1;
    const char **texts = scrut_arena_calloc(r->arena, count, sizeof *texts);
    if (texts == NULL) {
        r->memory_failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++)
        read_text(r, node->kind == SCRUT_YAML_SEQUENCE ? node->items[i] : node, &texts[i]);
    *ret_texts = texts;
    *ret_count = count;
}

static void read_alliances(scrut_rules_reader *r, const scrut_yaml *node)
{
    static const char *const KEYS[] = {"method", "threshold"};
    if (node->kind == SCRUT_YAML_SCALAR && strcmp(node->text, "none") == 0) {
        r->rules->alliances = false;
        return;
    }
    if (!scrut_rules_keys(r, node, "alliances", KEYS, SCRUT_COUNT(KEYS)))
        return;
    const scrut_yaml *method = scrut_yaml_get(node, "method"), *threshold = scrut_yaml_get(node, "threshold");
    int passed_by = 0;
    if (method == NULL || threshold == NULL) {
        scrut_rules_problem(r, node,
                            "alliances need a method (inside the alliance) and a threshold (list or alliance)");
        return;
    }
    r->rules->alliances = true;
    scrut_rules_method(r, method, &r->rules->inner_method);
    if (r->rules->inner_method.family == SCRUT_METHOD_QUOTA && r->rules->inner_method.quota_base_all)
        scrut_rules_problem(r, method,
                            "inside an alliance the quota is of its own lists' votes; quota-base does not apply");
    if (scrut_rules_word(r, threshold, "threshold", PASSED_BY, SCRUT_COUNT(PASSED_BY), &passed_by))
        r->rules->alliance_passes_threshold = passed_by != 0;
}

/* "3%" or "0.5%" as an exact fraction. */
static void read_share(scrut_rules_reader *r, const scrut_yaml *node, scrut_threshold *t)
{
    const char *text = scrut_rules_text(r, node, "a share such as 3%");
    int64_t numerator, denominator;
    if (text == NULL)
        return;
    if (node->length < 2 || text[node->length - 1] != '%' ||
        !scrut_parse_decimal(text, node->length - 1, &numerator, &denominator) || numerator > 100 * denominator) {
        scrut_rules_problem(r, node, "the share is \"%.40s\"; expected a percentage from 0%% to 100%%, such as 3%%",
                            text);
        return;
    }
    t->is_share = true;
    t->numerator = numerator;
    t->denominator = denominator * 100;
}

/* "1", "2-3" or "2+" parties in the list. */
static void read_members(scrut_rules_reader *r, const scrut_yaml *node, scrut_threshold *t)
{
    const char *text = scrut_rules_text(r, node, "numbers of parties such as 1, 2-3 or 2+");
    if (text == NULL)
        return;
    const char *dash = strchr(text, '-');
    size_t length = node->length;
    bool open = text[length - 1] == '+';
    int64_t least, most;
    size_t first = dash != NULL ? (size_t)(dash - text) : open ? length - 1 : length;
    bool ok = scrut_parse_whole(text, first, 1000, &least, NULL) == SCRUT_NUMBER_OK && least >= 1;
    most = least;
    if (ok && dash != NULL)
        ok = scrut_parse_whole(dash + 1, length - first - 1, 1000, &most, NULL) == SCRUT_NUMBER_OK && most >= least;
    if (!ok) {
        scrut_rules_problem(r, node, "members is \"%.40s\"; expected numbers of parties such as 1, 2-3 or 2+", text);
        return;
    }
    t->members_min = (int)least;
    t->members_max = open ? 0 : (int)most;
}

static void read_threshold(scrut_rules_reader *r, const scrut_yaml *node, scrut_threshold *t)
{
    static const char *const KEYS[] = {"share", "votes", "test", "base", "scope", "members"};
    if (!scrut_rules_keys(r, node, "a threshold", KEYS, SCRUT_COUNT(KEYS)))
        return;
    const scrut_yaml *share = scrut_yaml_get(node, "share"), *votes = scrut_yaml_get(node, "votes");
    const scrut_yaml *test = scrut_yaml_get(node, "test"), *base = scrut_yaml_get(node, "base");
    const scrut_yaml *scope = scrut_yaml_get(node, "scope"), *members = scrut_yaml_get(node, "members");
    int word;
    if ((share == NULL) == (votes == NULL))
        scrut_rules_problem(r, node, "a threshold has either a share or a number of votes");
    if (share != NULL)
        read_share(r, share, t);
    if (votes != NULL)
        (void)scrut_rules_whole(r, votes, "votes", SCRUT_VOTES_MAX, &t->votes);
    if (share != NULL && base == NULL)
        scrut_rules_problem(r, node, "a share needs its base: valid, valid-and-blank, cast or registered");
    if (scope == NULL)
        scrut_rules_problem(r, node, "a threshold needs its scope: constituency or nation");
    if (test != NULL && scrut_rules_word(r, test, "test", TESTS, SCRUT_COUNT(TESTS), &word))
        t->strict = word != 0;
    if (base != NULL && scrut_rules_word(r, base, "base", BASES, SCRUT_COUNT(BASES), &word))
        t->base = (scrut_base)word;
    if (scope != NULL && scrut_rules_word(r, scope, "scope", SCOPES, SCRUT_COUNT(SCOPES), &word))
        t->scope = (scrut_scope)word;
    if (members != NULL)
        read_members(r, members, t);
}

static void read_thresholds(scrut_rules_reader *r, const scrut_yaml *node)
{
    if (node->kind != SCRUT_YAML_SEQUENCE || node->count > SCRUT_THRESHOLDS_MAX) {
        scrut_rules_problem(r, node, "thresholds is a list of at most %d thresholds; [] for none",
                            SCRUT_THRESHOLDS_MAX);
        return;
    }
    r->rules->threshold_count = node->count;
    for (size_t i = 0; i < node->count; i++) {
        r->rules->thresholds[i] = (scrut_threshold){.numerator = 0, .denominator = 1};
        read_threshold(r, node->items[i], &r->rules->thresholds[i]);
    }
}

static void read_ties(scrut_rules_reader *r, const scrut_yaml *node)
{
    if (node->kind != SCRUT_YAML_SEQUENCE || node->count > SCRUT_TIE_RULES_MAX) {
        scrut_rules_problem(r, node, "ties is a list of at most %d rules in the order of the law; [] for none",
                            SCRUT_TIE_RULES_MAX);
        return;
    }
    r->rules->tie_count = node->count;
    for (size_t i = 0; i < node->count; i++) {
        int word = SCRUT_TIE_LOT;
        if (i > 0 && r->rules->ties[i - 1] == SCRUT_TIE_LOT)
            scrut_rules_problem(r, node->items[i], "after a lot nothing is left to decide");
        (void)scrut_rules_word(r, node->items[i], "a tie rule", TIES, SCRUT_COUNT(TIES), &word);
        r->rules->ties[i] = (scrut_tie_rule)word;
    }
}

static void read_value(scrut_rules_reader *r, const char *key, const scrut_yaml *value)
{
    scrut_rules *rules = r->rules;
    const struct {
        const char *key;
        const char **text;
    } TEXTS[] = {
        {"id", &rules->id}, {"title", &rules->title}, {"statute", &rules->statute}, {"version", &rules->version}};
    for (size_t i = 0; i < SCRUT_COUNT(TEXTS); i++)
        if (strcmp(key, TEXTS[i].key) == 0)
            read_text(r, value, TEXTS[i].text);
    if (strcmp(key, "unverified") == 0)
        read_texts(r, value, &rules->unverified, &rules->unverified_count);
    else if (strcmp(key, "sources") == 0)
        read_texts(r, value, &rules->sources, &rules->source_count);
    else if (strcmp(key, "method") == 0)
        scrut_rules_method(r, value, &rules->method);
    else if (strcmp(key, "alliances") == 0)
        read_alliances(r, value);
    else if (strcmp(key, "thresholds") == 0)
        read_thresholds(r, value);
    else if (strcmp(key, "ties") == 0)
        read_ties(r, value);
    else if (strcmp(key, "seats-min") == 0)
        (void)scrut_rules_whole(r, value, key, SCRUT_SEATS_MAX, &rules->seats_min);
    else if (strcmp(key, "seats-max") == 0)
        (void)scrut_rules_whole(r, value, key, SCRUT_SEATS_MAX, &rules->seats_max);
    else if (strcmp(key, "tier") == 0)
        scrut_rules_problem(r, value,
                            "tiers above the constituency (regional, compensatory, biproportional) are not "
                            "supported; without them the seats would be others than the law's");
}

/* ---- a preset and what the file changes of it ---- */

static void read_preset(scrut_rules_reader *r, const scrut_yaml *node)
{
    scrut_error err;
    if (r->is_preset) {
        scrut_rules_problem(r, node, "a preset does not build on another");
        return;
    }
    const char *id = scrut_rules_text(r, node, "the id of a preset");
    if (id == NULL)
        return;
    scrut_status st = scrut_preset_load(id, r->arena, r->rules, &err);
    r->memory_failed = r->memory_failed || st == SCRUT_E_MEMORY;
    if (st == SCRUT_E_INPUT)
        scrut_rules_problem(r, node, "%.280s", err.message);
}

static bool changes_the_rule(const char *key)
{
    static const char *const DESCRIBING[] = {"preset", "id", "title", "statute", "version", "unverified", "sources"};
    for (size_t i = 0; i < SCRUT_COUNT(DESCRIBING); i++)
        if (strcmp(key, DESCRIBING[i]) == 0)
            return false;
    return true;
}

/* A preset with other keys is no longer the statute's rule: say so where the reader looks for doubts. */
static void note_changes(scrut_rules_reader *r, const scrut_yaml *node, const char *preset)
{
    char changed[160] = "";
    size_t at = 0;
    scrut_rules *rules = r->rules;
    for (size_t i = 0; i < node->count; i++)
        if (changes_the_rule(node->keys[i]->text))
            at = join_words(changed, sizeof changed, node->keys[i]->text, at);
    if (at == 0)
        return;
    const char **grown = scrut_arena_calloc(r->arena, rules->unverified_count + 1, sizeof *grown);
    const char *sentence =
        scrut_sentence(r->arena, "These rules differ from the preset {1r} in: {2r}.", preset, changed);
    if (grown == NULL || sentence == NULL) {
        r->memory_failed = true;
        return;
    }
    for (size_t i = 0; i < rules->unverified_count; i++)
        grown[i] = rules->unverified[i];
    grown[rules->unverified_count] = sentence;
    rules->unverified = grown;
    rules->unverified_count++;
}

static void read_rules(scrut_rules_reader *r, const scrut_yaml *node)
{
    static const char *const KEYS[] = {"preset",     "id",        "title",     "statute",   "version",
                                       "unverified", "sources",   "method",    "alliances", "thresholds",
                                       "ties",       "seats-min", "seats-max", "tier"};
    if (!scrut_rules_keys(r, node, "rules", KEYS, SCRUT_COUNT(KEYS)) && node->kind != SCRUT_YAML_MAPPING)
        return;
    const scrut_yaml *preset = scrut_yaml_get(node, "preset");
    int64_t before = r->problems->total;
    if (preset != NULL)
        read_preset(r, preset);
    else if (scrut_yaml_get(node, "method") == NULL)
        scrut_rules_problem(r, node, "rules need a method, or a preset to start from");
    for (size_t i = 0; i < node->count; i++)
        read_value(r, node->keys[i]->text, node->items[i]);
    if (r->rules->seats_max > 0 && r->rules->seats_min > r->rules->seats_max)
        scrut_rules_problem(r, node, "seats-min is larger than seats-max");
    if (preset != NULL && r->problems->total == before)
        note_changes(r, node, preset->text);
}

scrut_status scrut_rules_read(scrut_rules_reader *r, const scrut_yaml *node)
{
    int64_t before = r->problems->total;
    *r->rules = (scrut_rules){.id = "own", .title = "Rules of the case"};
    read_rules(r, node);
    if (r->memory_failed)
        return SCRUT_E_MEMORY;
    return r->problems->total == before ? SCRUT_OK : SCRUT_E_INPUT;
}

scrut_status scrut_rules_parse(const scrut_yaml *node, const char *name, scrut_arena *arena, scrut_problems *problems,
                               scrut_rules *ret_rules)
{
    scrut_rules rules;
    scrut_rules_reader r = {.name = name, .arena = arena, .problems = problems, .rules = &rules};
    scrut_status st = scrut_rules_read(&r, node);
    if (st == SCRUT_OK)
        *ret_rules = rules;
    return st;
}
