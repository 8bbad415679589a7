/* SPDX-License-Identifier: Apache-2.0
 * write_election.c: election.yaml and README.md of the case. */
#include "roll_internal.h"
#include "write_internal.h"

void write_quoted(scrut_buf *out, const char *text)
{
    scrut_buf_putc(out, '"');
    for (const char *c = text != NULL ? text : ""; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            scrut_buf_printf(out, "\\u%04x", (unsigned)(unsigned char)*c);
        else {
            if (*c == '"' || *c == '\\')
                scrut_buf_putc(out, '\\');
            scrut_buf_putc(out, *c);
        }
    }
    scrut_buf_putc(out, '"');
}

static void put_key(scrut_buf *out, const char *key, const char *text)
{
    if (text == NULL)
        return;
    scrut_buf_printf(out, "%s: ", key);
    write_quoted(out, text);
    scrut_buf_putc(out, '\n');
}

static void put_head(const world *w, scrut_buf *out)
{
    const scrut_model *m = w->m;
    scrut_buf_printf(out, "# %s\n# Made by \"scrutineer simulate\" from the model %s with seed %llu.\n", MODEL_WARNING,
                     m->id, (unsigned long long)w->seed);
    scrut_buf_printf(out, "scrutineer: case/1\nid: \"%s-model-%llu\"\n", m->id, (unsigned long long)w->seed);
    put_key(out, "title", m->title);
    put_key(out, "country", m->country);
    put_key(out, "date", m->date);
    put_key(out, "kind", m->kind);
    scrut_buf_puts(out, "model: yes\n\nchamber:\n");
    put_key(out, "  name", m->chamber_name);
    scrut_buf_printf(out, "  seats: %lld\n", (long long)m->chamber_seats);
    if (m->majority > 0)
        scrut_buf_printf(out, "  facts:\n    - {name: majority, seats: %lld}\n", (long long)m->majority);
    scrut_buf_printf(out,
                     "rules: {preset: %s}\ndefinitions:\n  expected-in-box: issued\n"
                     "  received: issued + unused + spoiled\n  polls-open: \"%02d:%02d\"\n  polls-close: "
                     "\"%02d:%02d\"\n",
                     m->rules_id, POLLS_OPEN / 60, POLLS_OPEN % 60, POLLS_CLOSE / 60, POLLS_CLOSE % 60);
    scrut_buf_puts(out, "parties: {file: parties.csv}\nconstituencies: {file: constituencies.csv}\n");
}

static void put_levels(const world *w, scrut_buf *out, bool mapping)
{
    for (size_t l = 0; l < w->m->level_count; l++) {
        scrut_buf_puts(out, l > 0 ? ", " : "");
        write_quoted(out, w->m->levels[l]);
        if (mapping) {
            scrut_buf_puts(out, ": ");
            write_quoted(out, w->m->levels[l]);
        }
    }
}

void write_levels(const world *w, scrut_buf *out)
{
    put_levels(w, out, true);
}

static void put_stations(const world *w, scrut_buf *out)
{
    if (w->m->level_count > 0) {
        scrut_buf_puts(out, "areas: [");
        put_levels(w, out, false);
        scrut_buf_puts(out, "]\n");
    }
    scrut_buf_puts(out, "stations:\n  file: stations.csv\n  station: station\n  constituency: constituency\n");
    if (w->m->level_count > 0) {
        scrut_buf_puts(out, "  areas: {");
        put_levels(w, out, true);
        scrut_buf_puts(out, "}\n");
    }
    scrut_buf_puts(out, "  fields: {registered: registered}\n");
}

/* Pictures of the list of voters. */
static void put_map(const world *w, scrut_buf *out)
{
    int level = write_outline_level(w);
    if (w->roll == NULL || level < 0)
        return;
    scrut_buf_puts(out, "map: {areas: {level: ");
    write_quoted(out, w->m->levels[level]);
    scrut_buf_puts(out, ", file: areas.geojson}}\n");
}

static void put_returns(const world *w, scrut_buf *out)
{
    scrut_buf_puts(out, "\nreturns:\n");
    for (uint32_t s = 0; s < w->m->source_count; s++) {
        const model_source *source = &w->m->sources[s];
        scrut_buf_printf(out, "  - source: %s\n", source->id);
        put_key(out, "    title", source->title);
        put_key(out, "    by", source->by);
        scrut_buf_printf(out, "    file: returns/%s.csv\n    station: station\n", source->id);
        if (w->sources[s].holds != NULL)
            scrut_buf_puts(out, "    partial: yes\n");
        scrut_buf_puts(out, s == 0
                                ? "    fields: {registered: registered, received: received, issued: issued, unused: "
                                  "unused, spoiled: spoiled, in_box: in_box, cast: cast, valid: valid, invalid: "
                                  "invalid}\n"
                                : "    fields: {registered: registered, cast: cast, valid: valid, invalid: invalid}\n");
        scrut_buf_puts(out, "    times: {closed: closed}\n    votes: {prefix: v_}\n");
    }
}

static void put_announcement(const world *w, const char *version, const char *date, const char *title, bool partial,
                             const char *replaces, scrut_buf *out)
{
    static const char *const LEVELS[] = {"constituency", "nation"};
    if (date == NULL)
        return;
    scrut_buf_printf(out, "  - version: %s\n    title: %s\n", version, title);
    put_key(out, "    by", w->m->announced_by);
    put_key(out, "    date", date);
    scrut_buf_printf(out, "    status: %s\n    rests-on: [%s]\n", partial ? "partial" : version, w->m->sources[0].id);
    if (partial)
        scrut_buf_puts(out, "    partial: yes\n");
    if (replaces != NULL)
        scrut_buf_printf(out, "    replaces: %s\n", replaces);
    scrut_buf_puts(out, "    tables:\n");
    for (int i = 0; i < 2; i++) {
        scrut_buf_printf(out, "      - level: %s\n", LEVELS[i]);
        if (i == 0)
            scrut_buf_puts(out, "        constituency: constituency\n");
        scrut_buf_printf(out, "        file: announced/%s-%s.csv\n", version, i == 0 ? "constituencies" : "nation");
        scrut_buf_puts(out, "        fields: {registered: registered, cast: cast, valid: valid, invalid: invalid}\n"
                            "        votes: {prefix: v_}\n");
        if (!partial)
            scrut_buf_puts(out, "        seats: {prefix: s_}\n");
    }
}

static void put_notes(const world *w, scrut_buf *out)
{
    scrut_buf_puts(out, "\nclaims: {file: claims.csv}\nnotes:\n");
    scrut_buf_printf(out, "  - {text: \"%s\", verified: yes}\n", MODEL_WARNING);
    for (size_t i = 0; i < w->m->note_count; i++) {
        scrut_buf_puts(out, "  - {text: ");
        write_quoted(out, w->m->notes[i]);
        scrut_buf_puts(out, ", verified: yes}\n");
    }
    if (w->scaled)
        scrut_buf_printf(
            out,
            "  - {text: \"The model has %lld stations; this election has %u, and its figures in proportion: "
            "what notes and claims say of figures holds for the model only.\", verified: yes}\n",
            (long long)w->m->stations, w->station_count);
}

void write_election(const world *w, scrut_buf *out)
{
    const scrut_model *m = w->m;
    put_head(w, out);
    put_stations(w, out);
    put_map(w, out);
    put_returns(w, out);
    if (m->early != NULL || m->preliminary != NULL || m->official != NULL)
        scrut_buf_puts(out, "\nannouncements:\n");
    put_announcement(w, "early", m->early, "First figures of the model, of three stations in four", true, NULL, out);
    put_announcement(w, "preliminary", m->preliminary, "Preliminary result of the model", false, NULL, out);
    put_announcement(w, "official", m->official, "Official result of the model", false,
                     m->preliminary != NULL ? "preliminary" : NULL, out);
    if (w->roll != NULL)
        roll_write_yaml(w, out);
    if (w->roll != NULL && w->roll->surveys[ROLL_OF_NAMES].items != NULL)
        roll_write_survey_yaml(w->roll, out);
    put_notes(w, out);
}

void write_readme(const world *w, scrut_buf *out)
{
    scrut_buf_printf(out, "# %s\n\n%s\n\n", w->m->title, MODEL_WARNING);
    scrut_buf_printf(
        out,
        "Made by `scrutineer simulate` from the model `%s` with seed %llu: %u stations. Nobody voted so, no "
        "station\nof this list exists, and no organisation named here made these files.\n\n",
        w->m->id, (unsigned long long)w->seed, w->station_count);
    for (size_t i = 0; i < w->m->note_count; i++)
        scrut_buf_printf(out, "- %s\n", w->m->notes[i]);
    scrut_buf_printf(
        out,
        "\n`scrutineer verify` reads everything here but `truth/`, which says what was done to these "
        "returns:\n`truth.csv` has a row for each of %zu things (`slip...`: clerical noise), `truth.json` the "
        "same for programs.\n",
        w->truth_count);
}
