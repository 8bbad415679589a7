/* SPDX-License-Identifier: Apache-2.0
 * json.c: results.json, everything the verdict holds. Texts stay as they are in the case. */
#include "report_internal.h"
#include "scrutineer/report.h"
#include "scrutineer/seal.h"
#include "scrutineer/utf8.h"

#include <string.h>

#define TURNOUT_DEFINITION                                                                                             \
    "ballots cast / registered voters, both complete and from the same source; percent rounded to two decimals"

/* JSON is UTF-8; a name that was cut inside a character keeps its good part. */
scrut_json *scrut_report_json_text(const char *text)
{
    if (text == NULL)
        return scrut_json_null();
    size_t length = strlen(text);
    if (scrut_utf8_check(text, length) == length)
        return scrut_json_string_n(text, length);
    scrut_buf clean = {0};
    scrut_put_plain(&clean, text);
    scrut_json *value = scrut_buf_failed(&clean) ? NULL : scrut_json_string_n(clean.bytes, clean.length);
    scrut_buf_free(&clean);
    return value;
}

scrut_json *scrut_report_json_wide(scrut_wide value)
{
    if (value >= INT64_MIN && value <= INT64_MAX)
        return scrut_json_int((int64_t)value);
    scrut_buf digits = {0};
    scrut_report_put_wide(&digits, value);
    scrut_json *text = scrut_buf_failed(&digits) ? NULL : scrut_json_string_n(digits.bytes, digits.length);
    scrut_buf_free(&digits);
    return text;
}

scrut_json *scrut_report_json_cell(const scrut_cell_ref *where)
{
    scrut_json *cell = scrut_json_object();
    scrut_json_set(cell, "file", scrut_report_json_text(where->file));
    scrut_json_set(cell, "line", where->line >= 0 ? scrut_json_int(where->line) : scrut_json_null());
    scrut_json_set(cell, "column", scrut_report_json_text(where->column));
    return cell;
}

/* Tallies are named by their place and id, since a source and an announcement may share an id. */
scrut_json *scrut_report_json_tally_id(const scrut_verdict *v, const scrut_tally *tally)
{
    scrut_json *name = scrut_json_object();
    scrut_json_set(name, "id", scrut_report_json_text(tally->about.id));
    size_t index = 0;
    while (index < v->tally_count && &v->tallies[index] != tally)
        index++;
    scrut_json_set(name, "tally", index < v->tally_count ? scrut_json_int((int64_t)index) : scrut_json_null());
    return name;
}

static scrut_json *program(const char *version)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "name", scrut_json_string("scrutineer"));
    scrut_json_set(object, "version", scrut_json_string(version));
    return object;
}

static scrut_json *definitions(const scrut_case *c)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "turnout", scrut_json_string(TURNOUT_DEFINITION));
    scrut_json_set(object, "valid_includes_blank", scrut_json_bool(c->valid_includes_blank));
    scrut_json_set(object, "expected_in_box",
                   scrut_report_json_text(c->expected_in_box.present ? c->expected_in_box.formula_text : NULL));
    scrut_json_set(object, "received",
                   scrut_report_json_text(c->received_parts.present ? c->received_parts.formula_text : NULL));
    for (int f = 0; f < SCRUT_FIELD_COUNT; f++)
        scrut_json_set(object, scrut_field_name((scrut_field)f),
                       scrut_json_string(scrut_report_field_definition((scrut_field)f)));
    return object;
}

static scrut_json *files(const scrut_case *c)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < c->file_count; i++) {
        const scrut_case_file *file = &c->files[i];
        scrut_json *object = scrut_json_object();
        scrut_json_set(object, "path", scrut_report_json_text(file->path));
        scrut_json_set(object, "bytes", scrut_json_int(file->bytes));
        scrut_json_set(object, "sha256", file->sha256[0] != '\0' ? scrut_json_string(file->sha256) : scrut_json_null());
        scrut_json_append(array, object);
    }
    return array;
}

static scrut_json *tallies(const scrut_verdict *v)
{
    scrut_json *array = scrut_json_array();
    for (size_t t = 0; t < v->tally_count; t++)
        scrut_json_append(array, scrut_report_json_tally(v->c, &v->tallies[t]));
    return array;
}

static scrut_json *notes(const scrut_case *c)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < c->note_count; i++) {
        scrut_json *object = scrut_json_object();
        scrut_json_set(object, "text", scrut_report_json_text(c->notes[i].text));
        scrut_json_set(object, "reference", scrut_report_json_text(c->notes[i].reference));
        scrut_json_set(object, "verified", scrut_json_bool(c->notes[i].verified));
        scrut_json_append(array, object);
    }
    return array;
}

static scrut_json *not_provided(const scrut_case *c)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < c->not_provided_count; i++)
        scrut_json_append(array, scrut_report_json_text(c->not_provided[i]));
    return array;
}

static scrut_json *previous(const scrut_case *c)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < c->previous_count; i++) {
        const scrut_tally *tally = &c->previous[i];
        scrut_json *object = scrut_json_object(), *seats = scrut_json_object(), *votes = scrut_json_object();
        scrut_json_set(object, "id", scrut_report_json_text(tally->about.id));
        scrut_json_set(object, "title", scrut_report_json_text(tally->about.title));
        scrut_json_set(object, "reference", scrut_report_json_text(tally->about.reference));
        bool fits = tally->column_count == SCRUT_FIELD_COUNT + c->previous_party_count;
        for (size_t p = 0; fits && p < c->previous_party_count; p++) {
            scrut_figure given = *scrut_tally_votes(tally, 0, p);
            if (scrut_figure_complete(given))
                scrut_json_set(votes, c->previous_parties[p], scrut_json_int(given.value));
            if (tally->seats != NULL && scrut_figure_complete(*scrut_tally_seats(tally, 0, p)))
                scrut_json_set(seats, c->previous_parties[p], scrut_json_int(scrut_tally_seats(tally, 0, p)->value));
        }
        scrut_json_set(object, "seats", seats);
        scrut_json_set(object, "votes", votes);
        scrut_json_append(array, object);
    }
    return array;
}

static scrut_json *document(const scrut_verdict *v, const char *version)
{
    scrut_json *root = scrut_json_object();
    scrut_json_set(root, "format", scrut_json_string(SCRUT_RESULTS_FORMAT));
    scrut_json_set(root, "program", program(version));
    scrut_json_set(root, "case", scrut_report_json_case(v->c));
    scrut_json_set(root, "definitions", definitions(v->c));
    scrut_json_set(root, "files", files(v->c));
    scrut_json_set(root, "seal", scrut_seal_json(v->c->seal));
    scrut_json_set(root, "rules", scrut_report_json_rules(v->c));
    scrut_json_set(root, "tallies", tallies(v));
    scrut_json_set(root, "chambers", scrut_report_json_chambers(v));
    scrut_json_set(root, "comparisons", scrut_report_json_comparisons(v));
    scrut_json_set(root, "station_comparisons", scrut_report_json_station_comparisons(v));
    scrut_json_set(root, "seats_comparisons", scrut_report_json_seats_comparisons(v));
    scrut_json_set(root, "margins", scrut_report_json_margins(v));
    scrut_json_set(root, "published_margins", scrut_report_json_published_margins(v));
    scrut_json_set(root, "roll", v->roll != NULL ? scrut_report_roll_json(v->roll) : scrut_json_null());
    scrut_json_set(root, "findings", scrut_report_json_findings(v));
    scrut_json_set(root, "materiality", scrut_report_json_materiality(v));
    scrut_json_set(root, "missing_people", scrut_report_json_missing(v));
    scrut_json_set(root, "claims", scrut_report_json_claims(v));
    scrut_json_set(root, "contradictory_claims", scrut_report_json_claim_sets(v));
    scrut_json_set(root, "surveys", scrut_report_surveys_json(&v->surveys));
    scrut_json_set(root, "previous", previous(v->c));
    scrut_json_set(root, "not_provided", not_provided(v->c));
    scrut_json_set(root, "notes", notes(v->c));
    scrut_json_set(root, "contradicted", scrut_json_bool(v->contradicted));
    return root;
}

scrut_status scrut_report_json(const scrut_verdict *verdict, const char *version, scrut_buf *out, scrut_error *err)
{
    scrut_json *root = document(verdict, version);
    scrut_status status = scrut_json_write(root, 1, out, err);
    scrut_json_free(root);
    if (status != SCRUT_OK)
        return status;
    scrut_buf_putc(out, '\n');
    return scrut_buf_failed(out) ? scrut_fail_memory(err) : SCRUT_OK;
}
