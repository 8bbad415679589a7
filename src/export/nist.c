/* SPDX-License-Identifier: Apache-2.0
 * nist.c: NIST SP 1500-100 version 2, one report of one set of figures. Elements that can be many are written one by
 * one, a line each, with their keys in order; ids are made from places, since ids of the case need not be XML names. */
#include "nist.h"
#include "scrutineer/count.h"

#include <stdio.h>
#include <string.h>

void nist_put(exporter *x, scrut_json *value)
{
    if (x->status == SCRUT_OK)
        x->status = scrut_json_write(value, 0, &x->buf, x->err);
    scrut_json_free(value);
    export_flush(x);
}

void nist_separate(exporter *x, bool *first)
{
    scrut_buf_puts(&x->buf, *first ? "\n" : ",\n");
    *first = false;
}

static scrut_json *typed(const char *type)
{
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "@type", scrut_json_string(type));
    return object;
}

const char *nist_id(char id[NIST_ID_MAX], const char *kind, uint32_t number)
{
    snprintf(id, NIST_ID_MAX, "%s-%u", kind, number);
    return id;
}

static void append_text(scrut_json *texts, const char *content)
{
    scrut_json *text = typed("ElectionResults.LanguageString");
    scrut_json_set(text, "Content", scrut_json_string(content));
    scrut_json_set(text, "Language", scrut_json_string("und")); /* the case does not say in which language a name is */
    scrut_json_append(texts, text);
}

scrut_json *nist_name(const char *name, const char *local)
{
    scrut_json *object = typed("ElectionResults.InternationalizedText"), *texts = scrut_json_array();
    append_text(texts, name);
    if (local != NULL && strcmp(local, name) != 0)
        append_text(texts, local);
    scrut_json_set(object, "Text", texts);
    return object;
}

static scrut_json *identifier(const char *type, const char *value)
{
    scrut_json *list = scrut_json_array(), *object = typed("ElectionResults.ExternalIdentifier");
    scrut_json_set(object, "Type", scrut_json_string(type));
    scrut_json_set(object, "Value", scrut_json_string(value));
    scrut_json_append(list, object);
    return list;
}

/* ---- units ---- */

bool nist_is_unit(const scrut_case *c, uint32_t unit)
{
    return !c->single_constituency || unit != 1;
}

static void set_unit_type(scrut_json *object, const char *level)
{
    static const char *const WORDS[] = {"borough", "city",     "county",  "municipality", "precinct",
                                        "state",   "township", "village", "ward",         "town"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (strcmp(WORDS[i], level) == 0) {
            scrut_json_set(object, "Type", scrut_json_string(level));
            return;
        }
    scrut_json_set(object, "Type", scrut_json_string("other"));
    scrut_json_set(object, "OtherType", scrut_json_string(level));
}

static void set_voters(scrut_json *object, bool registered, int64_t voters, bool accredited, int64_t checked_in)
{
    if (registered)
        scrut_json_set(object, "VotersRegistered", scrut_json_int(voters));
    if (accredited)
        scrut_json_set(object, "VotersParticipated", scrut_json_int(checked_in));
}

/* Units directly inside, and the stations that belong to no smaller one. */
static scrut_json *composing(exporter *x, nist_report *n, uint32_t unit)
{
    scrut_json *list = scrut_json_array();
    uint32_t district = unit == 0 && x->c->single_constituency ? 1 : unit;
    for (uint32_t inner = n->first_inside[district]; inner != SCRUT_NONE; inner = n->next_inside[inner])
        scrut_json_append(list, scrut_json_string(nist_id(n->id, "unit", inner)));
    for (uint32_t i = n->rows.first[district]; i < n->rows.first[district + 1]; i++)
        scrut_json_append(list, scrut_json_string(nist_id(n->id, "station", n->rows.rows[i] + 1)));
    return list;
}

static scrut_json *country_json(exporter *x)
{
    const char *country = export_country(x);
    scrut_json *object = typed("ElectionResults.ReportingUnit");
    scrut_json_set(object, "Type", scrut_json_string("country"));
    if (country != NULL)
        scrut_json_set(object, "ExternalIdentifier",
                       identifier("ocd-id", export_print(x, "ocd-division/country:%s", country)));
    return object;
}

static scrut_json *constituency_json(const scrut_constituency *k)
{
    scrut_json *object = typed("ElectionResults.ReportingUnit");
    set_unit_type(object, "constituency");
    scrut_json_set(object, "Name", nist_name(k->name != NULL ? k->name : k->id, k->name_local));
    scrut_json_set(object, "ExternalIdentifier", identifier("national-level", k->id));
    scrut_json_set(object, "IsDistricted", scrut_json_bool(true));
    return object;
}

static scrut_json *area_json(const scrut_case *c, const scrut_area *area)
{
    scrut_json *object = typed("ElectionResults.ReportingUnit");
    set_unit_type(object, c->area_levels[area->level]);
    scrut_json_set(object, "Name", nist_name(area->name, NULL));
    return object;
}

static void put_unit(exporter *x, nist_report *n, uint32_t unit)
{
    const scrut_case *c = x->c;
    uint32_t area = export_area_of_unit(c, unit);
    scrut_figure registered = *scrut_tally_field(x->options->of, unit, SCRUT_FIELD_REGISTERED);
    scrut_figure accredited = *scrut_tally_field(x->options->of, unit, SCRUT_FIELD_ACCREDITED);
    scrut_json *object = area != SCRUT_NONE ? area_json(c, &c->areas[area])
                         : unit > 0         ? constituency_json(&c->constituencies[unit - 1])
                                            : country_json(x);
    scrut_json_set(object, "@id", scrut_json_string(nist_id(n->id, "unit", unit)));
    scrut_json_set(object, "ComposingGpUnitIds", composing(x, n, unit));
    set_voters(object, scrut_figure_complete(registered), registered.value, scrut_figure_complete(accredited),
               accredited.value);
    nist_separate(x, &n->first);
    nist_put(x, object);
}

static void put_station(exporter *x, nist_report *n, uint32_t row)
{
    const scrut_returns *r = n->rows.returns;
    char station[STATION_TEXT_MAX];
    int64_t registered = 0, accredited = 0;
    scrut_returns_station(r, row, station, sizeof station);
    bool has_registered = export_field_of_row(r, row, SCRUT_FIELD_REGISTERED, &registered);
    bool has_accredited = export_field_of_row(r, row, SCRUT_FIELD_ACCREDITED, &accredited);
    scrut_json *object = typed("ElectionResults.ReportingUnit");
    scrut_json_set(object, "@id", scrut_json_string(nist_id(n->id, "station", row + 1)));
    scrut_json_set(object, "Type", scrut_json_string("polling-place"));
    scrut_json_set(object, "Name", nist_name(station, NULL));
    scrut_json_set(object, "ExternalIdentifier", identifier("local-level", station));
    set_voters(object, has_registered, registered, has_accredited, accredited);
    nist_separate(x, &n->first);
    nist_put(x, object);
}

static void put_units(exporter *x, nist_report *n)
{
    uint32_t units = (uint32_t)x->options->of->unit_count;
    n->first = true;
    scrut_buf_puts(&x->buf, ",\n\"GpUnit\": [");
    for (uint32_t unit = 0; unit < units && x->status == SCRUT_OK; unit++)
        if (nist_is_unit(x->c, unit))
            put_unit(x, n, unit);
    for (uint32_t i = 0; i < n->rows.first[units] && x->status == SCRUT_OK; i++)
        put_station(x, n, n->rows.rows[i]);
    scrut_buf_puts(&x->buf, "]");
}

/* ---- parties ---- */

static void put_party(exporter *x, nist_report *n, uint32_t index)
{
    static const char HEX[] = "0123456789abcdefABCDEF";
    const scrut_party *p = &x->c->parties[index];
    char colour[7];
    scrut_json *object = typed("ElectionResults.Party");
    scrut_json_set(object, "@id", scrut_json_string(nist_id(n->id, "party", index)));
    scrut_json_set(object, "Abbreviation", nist_name(p->id, NULL));
    scrut_json_set(object, "ExternalIdentifier", identifier("national-level", p->id));
    scrut_json_set(object, "Name", nist_name(p->name != NULL ? p->name : p->id, p->name_local));
    if (p->colour != NULL && p->colour[0] == '#' && strlen(p->colour) == 7 && strspn(p->colour + 1, HEX) == 6) {
        for (int i = 0; i < 7; i++)
            colour[i] =
                (char)(p->colour[i + 1] >= 'A' && p->colour[i + 1] <= 'F' ? p->colour[i + 1] | 0x20 : p->colour[i + 1]);
        scrut_json_set(object, "Color", scrut_json_string(colour));
    }
    nist_separate(x, &n->first);
    nist_put(x, object);
}

static void put_coalition(exporter *x, nist_report *n, uint32_t index)
{
    scrut_json *object = typed("ElectionResults.Coalition"), *members = scrut_json_array();
    for (uint32_t p = 0; p < x->c->party_count; p++)
        if (x->c->parties[p].alliance_index == index)
            scrut_json_append(members, scrut_json_string(nist_id(n->id, "party", p)));
    scrut_json_set(object, "@id", scrut_json_string(nist_id(n->id, "coalition", index)));
    scrut_json_set(object, "Name", nist_name(x->c->alliances[index], NULL));
    scrut_json_set(object, "PartyIds", members);
    nist_separate(x, &n->first);
    nist_put(x, object);
}

static void put_parties(exporter *x, nist_report *n)
{
    n->first = true;
    scrut_buf_puts(&x->buf, ",\n\"Party\": [");
    for (uint32_t p = 0; p < x->c->party_count; p++)
        put_party(x, n, p);
    for (uint32_t a = 0; a < x->c->alliance_count; a++)
        put_coalition(x, n, a);
    scrut_buf_puts(&x->buf, "]");
}

/* ---- the report ---- */

/* Our own tabulation is never more than unofficial; "certified" is said of an announcement that calls itself so. */
static const char *report_status(const exporter *x)
{
    static const char *const WORDS[][2] = {{"official", "certified"},    {"final", "certified"},
                                           {"certified", "certified"},   {"partial", "unofficial-partial"},
                                           {"correction", "correction"}, {"recount", "recount"}};
    const scrut_tally *t = x->options->of;
    const scrut_returns *registry = x->c->registry;
    if (t->partial || t->stations_excluded > 0 ||
        (t->from_returns && registry != NULL && t->stations_counted < registry->row_count))
        return "unofficial-partial";
    for (size_t i = 0; !t->from_returns && t->about.status != NULL && i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (strcmp(t->about.status, WORDS[i][0]) == 0)
            return WORDS[i][1];
    return "unofficial-complete";
}

static void put_key(exporter *x, const char *key, const char *text)
{
    scrut_buf_printf(&x->buf, ",\n\"%s\": ", key);
    nist_put(x, scrut_json_string(text));
}

static void not_held_here(exporter *x, const nist_report *n)
{
    static const scrut_field HELD[] = {SCRUT_FIELD_REGISTERED, SCRUT_FIELD_ACCREDITED, SCRUT_FIELD_CAST,
                                       SCRUT_FIELD_INVALID, SCRUT_FIELD_BLANK};
    const scrut_tally *t = x->options->of;
    for (int f = 0; f < SCRUT_FIELD_COUNT; f++) {
        bool held = scrut_tally_field(t, 0, (scrut_field)f)->known == 0;
        for (size_t i = 0; i < sizeof HELD / sizeof HELD[0]; i++)
            held = held || HELD[i] == (scrut_field)f;
        if (!held)
            export_not_held(x, "the field \"%s\"", scrut_field_name((scrut_field)f));
    }
    if (n->unknown > 0)
        export_not_held(x, "%lld %s unknown or known in part; a figure that is left out is not zero",
                        (long long)n->unknown, n->unknown == 1 ? "figure that is" : "figures that are");
    if (n->open > 0)
        export_not_held(x, "the seats of %zu %s", n->open,
                        n->open == 1 ? "constituency that are open" : "constituencies that are open");
    if (t->stations_excluded > 0)
        export_not_held(x, "%u %s listed and not counted", t->stations_excluded,
                        t->stations_excluded == 1 ? "return that is" : "returns that are");
    if (x->v->tally_count > 1)
        export_not_held(x, "other figures than those of %s", t->about.id);
    if (!x->c->single_constituency)
        export_not_held(x, "the lists' sums over the nation: a contest is one constituency's");
    if (x->c->has_rules)
        export_not_held(x, "the rules by which seats are given, but for \"proportional\" or \"plurality\"");
    export_not_held(x, "findings, claims and margins");
}

static const char *notes(exporter *x)
{
    const scrut_tally *t = x->options->of;
    const char *text = export_print(x, "%s%s. Figures: %s%s%s.",
                                    x->c->model ? "MODEL, not evidence of an election. " : "", x->c->title, t->about.id,
                                    t->about.title != NULL ? ", " : "", t->about.title != NULL ? t->about.title : "");
    for (size_t i = 0; i < x->summary->not_held_count && text != NULL; i++)
        text = export_print(x, "%s%s%s%s", text, i == 0 ? " Not held by this format: " : "; ", x->summary->not_held[i],
                            i + 1 == x->summary->not_held_count ? "." : "");
    return text;
}

static void put_end(exporter *x)
{
    put_key(x, "Status", report_status(x));
    if (x->c->model)
        put_key(x, "TestType", "model");
    put_key(x, "VendorApplicationId", export_print(x, "scrutineer %s", x->options->version));
    scrut_buf_puts(&x->buf, "}\n");
}

static const char *generated(exporter *x)
{
    if (x->options->generated != NULL)
        return x->options->generated;
    const char *date = export_is_date(x->options->of->about.date) ? x->options->of->about.date : x->c->date;
    return export_print(x, "%sT00:00:00Z", date);
}

static void link_units(exporter *x, nist_report *n)
{
    uint32_t units = (uint32_t)x->options->of->unit_count;
    n->first_inside = export_take(x, units, sizeof *n->first_inside);
    n->next_inside = export_take(x, units, sizeof *n->next_inside);
    for (uint32_t unit = 0; unit < units && x->status == SCRUT_OK; unit++)
        n->first_inside[unit] = n->next_inside[unit] = SCRUT_NONE;
    for (uint32_t unit = units - 1; unit > 0 && x->status == SCRUT_OK; unit--) {
        uint32_t around = scrut_count_unit_around(x->c, unit);
        n->next_inside[unit] = n->first_inside[around];
        n->first_inside[around] = unit;
    }
}

static void put_report(exporter *x, nist_report *n)
{
    const scrut_tally *t = x->options->of;
    scrut_buf_puts(&x->buf, "{\"@type\": \"ElectionResults.ElectionReport\"");
    nist_put_election(x, n);
    put_key(x, "Format", n->rows.returns != NULL ? "precinct-level" : "summary-contest");
    put_key(x, "GeneratedDate", generated(x));
    put_units(x, n);
    if (x->c->model)
        scrut_buf_puts(&x->buf, ",\n\"IsTest\": true");
    put_key(x, "Issuer", t->about.by != NULL ? t->about.by : t->about.id);
    put_key(x, "IssuerAbbreviation", t->about.id);
    not_held_here(x, n);
    put_key(x, "Notes", notes(x));
    put_parties(x, n);
    scrut_buf_puts(&x->buf, ",\n\"SequenceEnd\": 1,\n\"SequenceStart\": 1");
    put_end(x);
}

void export_nist(exporter *x)
{
    if (!export_is_date(x->c->date)) {
        x->status = scrut_fail(x->err, SCRUT_E_INPUT, "election.yaml", -1, -1, -1,
                               "this format requires the date of the election: give \"date\" as YYYY-MM-DD");
        return;
    }
    nist_report n = {.rows = export_rows_by_unit(x, x->options->of)};
    link_units(x, &n);
    export_begin(x, "election-report.json", NULL);
    if (x->status == SCRUT_OK)
        put_report(x, &n);
    export_end(x);
}
