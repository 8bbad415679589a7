/* SPDX-License-Identifier: Apache-2.0
 * model.c: reads a model (docs/formats/model.md), and the models of data/models, which tools/embed.c writes into a
 * table at build time. */
#include "model_internal.h"
#include "model_table.h"

#include <string.h>

enum { VOTERS_OF_STATION_MAX = 100000 };
#define TILE_MAX 999                           /* as in cases */
#define VOTES_OF_NATION_MAX (INT64_C(1) << 36) /* so that products with a number of stations stay inside 64 bits */

size_t scrut_model_count(void)
{
    return COUNT_OF(SCRUT_MODEL_TABLE);
}

const char *scrut_model_id(size_t index)
{
    return index < scrut_model_count() ? SCRUT_MODEL_TABLE[index].id : NULL;
}

const char *scrut_model_text(const char *id, size_t *ret_length)
{
    for (size_t i = 0; i < scrut_model_count(); i++)
        if (strcmp(SCRUT_MODEL_TABLE[i].id, id) == 0) {
            *ret_length = SCRUT_MODEL_TABLE[i].length;
            return SCRUT_MODEL_TABLE[i].text;
        }
    return NULL;
}

/* ---- parts ------------------------------------------------------------------------------------------------ */

static void read_head(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    const char *format = model_text(r, root, "scrutineer", true);
    if (format != NULL && strcmp(format, "model/1") != 0)
        model_problem(r, root, "\"scrutineer: model/1\" is required (the format and its version)");
    m->id = model_text(r, root, "id", true);
    m->title = model_text(r, root, "title", true);
    m->country = model_text(r, root, "country", false);
    m->date = model_text(r, root, "date", false);
    m->kind = model_text(r, root, "kind", false);
}

static void read_chamber(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    const scrut_yaml *node = scrut_yaml_get(root, "chamber");
    if (node == NULL) {
        model_problem(r, root, "\"chamber\" is required");
        return;
    }
    if (!model_keys(r, node, "chamber", "name seats majority"))
        return;
    m->chamber_name = model_text(r, node, "name", true);
    m->chamber_seats = model_whole(r, node, "seats", SCRUT_SEATS_MAX, -1);
    m->majority = model_whole(r, node, "majority", SCRUT_SEATS_MAX, 0);
}

static void read_rules(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    scrut_error problem;
    m->rules_id = model_text(r, root, "rules", true);
    if (m->rules_id == NULL)
        return;
    scrut_status status = scrut_preset_load(m->rules_id, r->arena, &m->rules, &problem);
    if (status == SCRUT_E_INPUT)
        model_problem(r, scrut_yaml_get(root, "rules"), "%s", problem.message);
    r->memory_failed = r->memory_failed || status == SCRUT_E_MEMORY;
}

static void read_levels(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    scrut_yaml **items = model_list(r, root, "areas", &m->level_count);
    if (m->level_count > SCRUT_AREA_LEVELS_MAX) {
        model_problem(r, scrut_yaml_get(root, "areas"), "more than %d area levels", SCRUT_AREA_LEVELS_MAX);
        m->level_count = 0;
    }
    m->levels = model_calloc(r, m->level_count, sizeof *m->levels);
    for (size_t i = 0; m->levels != NULL && i < m->level_count; i++) {
        m->levels[i] = items[i]->kind == SCRUT_YAML_SCALAR ? items[i]->text : "";
        if (m->levels[i][0] == '\0')
            model_problem(r, items[i], "an area level must be a text");
    }
}

static void read_parties(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    size_t count;
    scrut_yaml **items = model_list(r, root, "parties", &count);
    if (count == 0 || count > SCRUT_PARTIES_MAX) {
        model_problem(r, root, "\"parties\" must list 1 to %d parties", SCRUT_PARTIES_MAX);
        return;
    }
    m->parties = model_calloc(r, count, sizeof *m->parties);
    for (size_t i = 0; m->parties != NULL && i < count; i++) {
        model_party *p = &m->parties[i];
        if (!model_keys(r, items[i], "a party", "party name colour turnout-slope"))
            continue;
        p->id = model_text(r, items[i], "party", true);
        p->name = model_text(r, items[i], "name", true);
        p->colour = model_text(r, items[i], "colour", false);
        p->turnout_slope = model_decimal(r, items[i], "turnout-slope", 2, 0);
        if (p->id != NULL && model_find_party(m, p->id) != SCRUT_NONE)
            model_problem(r, items[i], "party \"%.40s\" is listed twice", p->id);
        m->party_count = i + 1;
    }
}

/* A number an area level, then one for the station. */
static void read_deviations(model_reader *r, const scrut_yaml *node, const char *key, const scrut_model *m,
                            double deviations[])
{
    size_t count;
    scrut_yaml **items = model_list(r, node, key, &count);
    if (count != m->level_count + 1) {
        model_problem(r, node, "\"%s\" must list %zu numbers: one an area level, one for the station", key,
                      m->level_count + 1);
        return;
    }
    for (size_t i = 0; i < count; i++)
        deviations[i] = model_decimal_of(r, items[i], key, 2);
}

static void read_variation(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    const scrut_yaml *node = scrut_yaml_get(root, "variation");
    if (node == NULL || !model_keys(r, node, "variation", "size small small-size institutions turnout support invalid"))
        return;
    model_variation *v = &m->variation;
    v->size = model_decimal(r, node, "size", 1, 0);
    v->small = model_decimal(r, node, "small", 1, 0);
    v->small_size = model_decimal(r, node, "small-size", 1, 0.25);
    v->institutions = model_decimal(r, node, "institutions", 1, 0);
    v->invalid = model_decimal(r, node, "invalid", 2, 0);
    read_deviations(r, node, "turnout", m, v->turnout);
    read_deviations(r, node, "support", m, v->support);
}

static void read_forms(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    const scrut_yaml *node = scrut_yaml_get(root, "forms");
    m->bundle = 50;
    if (node == NULL || !model_keys(r, node, "forms", "reserve bundle slips copy-slips"))
        return;
    m->reserve = model_decimal(r, node, "reserve", 1, 0);
    m->bundle = model_whole(r, node, "bundle", 10000, 50);
    m->slips = model_share(r, node, "slips", 0);
    m->copy_slips = model_share(r, node, "copy-slips", 0);
    if (m->bundle == 0)
        model_problem(r, node, "\"bundle\" must be at least 1");
}

static void read_source(model_reader *r, const scrut_yaml *node, scrut_model *m, model_source *s)
{
    if (!model_keys(r, node, "a source", "source title by party stations"))
        return;
    s->id = model_text(r, node, "source", true);
    s->title = model_text(r, node, "title", true);
    s->by = model_text(r, node, "by", false);
    s->stations = model_whole(r, node, "stations", SCRUT_SIMULATE_STATIONS_MAX, SCRUT_SIMULATE_STATIONS_MAX);
    const char *party = model_text(r, node, "party", false);
    s->party = party != NULL ? model_find_party(m, party) : SCRUT_NONE;
    if (party != NULL && s->party == SCRUT_NONE)
        model_problem(r, node, "\"%.40s\" is not a listed party", party);
    /* It becomes the name of a file. */
    if (s->id != NULL && strspn(s->id, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(s->id))
        model_problem(r, node, "a source's id is made of a-z, 0-9 and -");
    if (s->id != NULL && model_find_source(m, s->id) != SCRUT_NONE)
        model_problem(r, node, "source \"%.40s\" is listed twice", s->id);
}

static void read_sources(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    size_t count;
    scrut_yaml **items = model_list(r, root, "sources", &count);
    if (count == 0 || count > SCRUT_SIMULATE_SOURCES_MAX) {
        model_problem(r, root, "\"sources\" must list 1 to %d sources", SCRUT_SIMULATE_SOURCES_MAX);
        return;
    }
    m->sources = model_calloc(r, count, sizeof *m->sources);
    for (size_t i = 0; m->sources != NULL && i < count; i++) {
        read_source(r, items[i], m, &m->sources[i]);
        m->source_count = i + 1;
    }
}

static void read_announcements(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    const scrut_yaml *node = scrut_yaml_get(root, "announcements");
    if (node == NULL || !model_keys(r, node, "announcements", "by early preliminary official"))
        return;
    m->announced_by = model_text(r, node, "by", false);
    m->early = model_text(r, node, "early", false);
    m->preliminary = model_text(r, node, "preliminary", false);
    m->official = model_text(r, node, "official", false);
}

static void read_claims(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    scrut_yaml **items = model_list(r, root, "claims", &m->claim_count);
    m->claims = model_calloc(r, m->claim_count, sizeof *m->claims);
    for (size_t i = 0; m->claims != NULL && i < m->claim_count; i++) {
        model_claim *claim = &m->claims[i];
        claim->words = "";
        if (!model_keys(r, items[i], "a claim", "claimant date words reference expression"))
            continue;
        claim->claimant = model_text(r, items[i], "claimant", false);
        claim->date = model_text(r, items[i], "date", false);
        claim->words = model_text(r, items[i], "words", true);
        claim->reference = model_text(r, items[i], "reference", false);
        claim->expression = model_text(r, items[i], "expression", false);
    }
}

static void read_notes(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    scrut_yaml **items = model_list(r, root, "notes", &m->note_count);
    m->notes = model_calloc(r, m->note_count, sizeof *m->notes);
    for (size_t i = 0; m->notes != NULL && i < m->note_count; i++) {
        m->notes[i] = items[i]->kind == SCRUT_YAML_SCALAR ? items[i]->text : "";
        if (m->notes[i][0] == '\0')
            model_problem(r, items[i], "a note must be a text");
    }
}

/* ---- constituencies --------------------------------------------------------------------------------------- */

static int64_t *read_numbers(model_reader *r, const scrut_yaml *node, const char *key, size_t wanted, int64_t max)
{
    size_t count;
    scrut_yaml **items = model_list(r, node, key, &count);
    int64_t *numbers = model_calloc(r, wanted, sizeof *numbers);
    if (count != wanted) {
        model_problem(r, node, "\"%s\" must list %zu whole numbers", key, wanted);
        return numbers;
    }
    for (size_t i = 0; numbers != NULL && i < count; i++)
        numbers[i] = model_whole_of(r, items[i], key, max);
    return numbers;
}

/* Its square, which no other constituency may have; a grid holds all of them or none. */
static void read_tile(model_reader *r, const scrut_yaml *node, const scrut_model *m, model_constituency *c)
{
    size_t before = (size_t)(c - m->constituencies);
    bool given = scrut_yaml_get(node, "tile") != NULL;
    c->tile = given ? read_numbers(r, node, "tile", 2, TILE_MAX) : NULL;
    if (before > 0 && given != (m->constituencies[0].tile != NULL))
        model_problem(r, node, "every constituency has a \"tile\", or none");
    for (size_t k = 0; c->tile != NULL && k < before; k++) {
        const int64_t *other = m->constituencies[k].tile;
        if (other != NULL && other[0] == c->tile[0] && other[1] == c->tile[1])
            model_problem(r, node, "constituency \"%.40s\" has the same tile",
                          m->constituencies[k].id != NULL ? m->constituencies[k].id : "");
    }
}

static void add_up(model_reader *r, const scrut_yaml *node, scrut_model *m, const model_constituency *c)
{
    int64_t valid = 0;
    for (size_t p = 0; p < m->party_count; p++) {
        m->parties[p].votes += c->votes[p];
        valid += c->votes[p];
    }
    m->valid += valid;
    m->invalid += c->invalid;
    m->registered += c->registered;
    m->stations += c->stations;
    if (c->stations == 0)
        model_problem(r, node, "a constituency has at least one station");
    else if (c->registered / c->stations >= VOTERS_OF_STATION_MAX)
        model_problem(r, node, "more than %d registered voters a station", VOTERS_OF_STATION_MAX);
    if (valid + c->invalid > c->registered)
        model_problem(r, node, "more ballots than registered voters");
    for (size_t l = 0; l < m->level_count; l++)
        if (c->areas[l] == 0 || c->areas[l] > c->stations || (l > 0 && c->areas[l] < c->areas[l - 1]))
            model_problem(r, node, "\"areas\" must not fall from level to level, and lie between 1 and the stations");
}

static void read_constituency(model_reader *r, const scrut_yaml *node, scrut_model *m, model_constituency *c)
{
    if (!model_keys(r, node, "a constituency",
                    "constituency name name_local seats stations registered invalid areas votes tile"))
        return;
    c->id = model_text(r, node, "constituency", true);
    c->name = model_text(r, node, "name", false);
    c->name_local = model_text(r, node, "name_local", false);
    c->seats = model_whole(r, node, "seats", SCRUT_SEATS_MAX, -1);
    c->stations = model_whole(r, node, "stations", SCRUT_SIMULATE_STATIONS_MAX, -1);
    c->registered = model_whole(r, node, "registered", VOTES_OF_NATION_MAX, -1);
    c->invalid = model_whole(r, node, "invalid", VOTES_OF_NATION_MAX, 0);
    c->areas = m->level_count > 0 ? read_numbers(r, node, "areas", m->level_count, VOTES_OF_NATION_MAX) : NULL;
    c->votes = read_numbers(r, node, "votes", m->party_count, VOTES_OF_NATION_MAX);
    read_tile(r, node, m, c);
    if (c->id != NULL && model_find_constituency(m, c->id) != SCRUT_NONE)
        model_problem(r, node, "constituency \"%.40s\" is listed twice", c->id);
    if (!r->memory_failed)
        add_up(r, node, m, c);
}

static void read_constituencies(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    size_t count;
    scrut_yaml **items = model_list(r, root, "constituencies", &count);
    if (count == 0 || count > 100000) {
        model_problem(r, root, "\"constituencies\" must list at least one constituency");
        return;
    }
    m->constituencies = model_calloc(r, count, sizeof *m->constituencies);
    for (size_t i = 0; !r->memory_failed && i < count; i++) {
        read_constituency(r, items[i], m, &m->constituencies[i]);
        m->constituency_count = i + 1;
    }
    if (m->registered > VOTES_OF_NATION_MAX || m->stations > SCRUT_SIMULATE_STATIONS_MAX)
        model_problem(r, root, "more than %d stations, or too many voters", SCRUT_SIMULATE_STATIONS_MAX);
}

static void read_all(model_reader *r, const scrut_yaml *root, scrut_model *m)
{
    read_head(r, root, m);
    read_chamber(r, root, m);
    read_rules(r, root, m);
    read_levels(r, root, m);
    read_parties(r, root, m);
    read_variation(r, root, m);
    read_forms(r, root, m);
    model_read_roll(r, root, m);
    model_read_surveys(r, root, m);
    read_sources(r, root, m);
    read_announcements(r, root, m);
    read_claims(r, root, m);
    read_notes(r, root, m);
    read_constituencies(r, root, m);
}

scrut_status scrut_model_parse(const char *bytes, size_t length, const char *name, scrut_arena *arena,
                               scrut_problems *problems, const scrut_model **ret_model, scrut_error *err)
{
    scrut_yaml *root;
    scrut_status status = scrut_yaml_parse(bytes, length, name, arena, &root, err);
    if (status != SCRUT_OK) {
        if (status == SCRUT_E_INPUT && err != NULL)
            scrut_problems_add(problems, err);
        return status;
    }
    model_reader r = {.name = name, .arena = arena, .problems = problems};
    int64_t before = problems->total;
    scrut_model *m = model_calloc(&r, 1, sizeof *m);
    if (m != NULL && model_keys(&r, root, "the model",
                                "scrutineer id title country date kind chamber rules areas parties variation forms "
                                "roll surveys sources announcements claims notes constituencies"))
        read_all(&r, root, m);
    if (r.memory_failed)
        return scrut_fail_memory(err);
    if (problems->total > before)
        return scrut_fail(err, SCRUT_E_INPUT, name, -1, -1, -1, "the model has problems");
    *ret_model = m;
    return SCRUT_OK;
}
