/* SPDX-License-Identifier: Apache-2.0
 * truth.c: what was done to the returns, as a table and as JSON (docs/formats/model.md). */
#include "scrutineer/json.h"
#include "write_internal.h"

/* "X01/commission/b-copies/0101-01"; without `station` the traces of a table's row would not say where they are. */
static void put_trace(const world *w, const scrut_truth *truth, const scrut_trace *trace, scrut_buf *out)
{
    char station[256];
    world_station_id(w, truth->station, station, sizeof station);
    scrut_buf_printf(out, "%s/%s", trace->code, w->m->sources[trace->source].id);
    if (trace->other != SCRUT_NONE)
        scrut_buf_printf(out, "/%s", w->m->sources[trace->other].id);
    scrut_buf_printf(out, "/%s", station);
}

/* Of what nothing in the evidence tells; NULL: something does. */
static const char *no_trace(const scrut_truth *truth)
{
    return truth->trace_count > 0 ? NULL : "every source that holds the station says the same, and each form adds up";
}

static const char *party_id(const world *w, uint32_t party)
{
    return party != SCRUT_NONE ? w->m->parties[party].id : NULL;
}

static void put_row(const world *w, size_t index, scrut_buf *out)
{
    const scrut_truth *truth = &w->truths[index];
    char station[256];
    world_station_id(w, truth->station, station, sizeof station);
    scrut_buf_printf(out, "t%06zu,%s,", index + 1, truth->kind);
    write_cell(out, station);
    scrut_buf_putc(out, ',');
    write_cell(out, w->units[w->unit_of[truth->station]].model->id);
    scrut_buf_putc(out, ',');
    const char *separator = "";
    for (uint32_t s = 0; s < w->m->source_count; s++)
        if ((truth->sources >> s & 1U) != 0 && world_holds(w, s, truth->station)) {
            scrut_buf_printf(out, "%s%s", separator, w->m->sources[s].id);
            separator = "|";
        }
    scrut_buf_putc(out, ',');
    write_cell(out, party_id(w, truth->from));
    scrut_buf_putc(out, ',');
    write_cell(out, party_id(w, truth->to));
    scrut_buf_printf(out, ",%lld,", (long long)truth->votes);
    for (size_t i = 0; i < truth->trace_count; i++) {
        const scrut_trace *trace = &w->traces[truth->first_trace + i];
        scrut_buf_puts(out, i > 0 ? "|" : "");
        put_trace(w, truth, trace, out);
        scrut_buf_printf(out, "=%lld", (long long)trace->at_stake);
    }
    scrut_buf_putc(out, ',');
    write_cell(out, no_trace(truth));
    scrut_buf_puts(out, ",yes\n");
}

void write_truth(const world *w, scrut_buf *out)
{
    scrut_buf_puts(out, "id,kind,station,constituency,sources,from,to,votes,traces,no_trace,model\n");
    for (size_t i = 0; i < w->truth_count; i++)
        put_row(w, i, out);
}

static scrut_json *traces_json(const world *w, const scrut_truth *truth)
{
    scrut_json *list = scrut_json_array();
    for (size_t i = 0; i < truth->trace_count; i++) {
        const scrut_trace *trace = &w->traces[truth->first_trace + i];
        scrut_json *item = scrut_json_object();
        scrut_json_set(item, "code", scrut_json_string(trace->code));
        scrut_json_set(item, "source", scrut_json_string(w->m->sources[trace->source].id));
        scrut_json_set(item, "other_source",
                       trace->other != SCRUT_NONE ? scrut_json_string(w->m->sources[trace->other].id)
                                                  : scrut_json_null());
        scrut_json_set(item, "votes_at_stake", scrut_json_int(trace->at_stake));
        scrut_json_append(list, item);
    }
    return list;
}

static scrut_json *truth_json(const world *w, size_t index)
{
    const scrut_truth *truth = &w->truths[index];
    scrut_json *item = scrut_json_object(), *sources = scrut_json_array();
    char text[256];
    snprintf(text, sizeof text, "t%06zu", index + 1);
    scrut_json_set(item, "id", scrut_json_string(text));
    scrut_json_set(item, "kind", scrut_json_string(truth->kind));
    scrut_json_set(item, "slip", scrut_json_bool(truth->slip));
    world_station_id(w, truth->station, text, sizeof text);
    scrut_json_set(item, "station", scrut_json_string(text));
    scrut_json_set(item, "constituency", scrut_json_string(w->units[w->unit_of[truth->station]].model->id));
    for (uint32_t s = 0; s < w->m->source_count; s++)
        if ((truth->sources >> s & 1U) != 0 && world_holds(w, s, truth->station))
            scrut_json_append(sources, scrut_json_string(w->m->sources[s].id));
    scrut_json_set(item, "sources", sources);
    scrut_json_set(item, "from", scrut_json_string(party_id(w, truth->from)));
    scrut_json_set(item, "to", scrut_json_string(party_id(w, truth->to)));
    scrut_json_set(item, "votes", scrut_json_int(truth->votes));
    scrut_json_set(item, "traces", traces_json(w, truth));
    scrut_json_set(item, "no_trace", scrut_json_string(no_trace(truth)));
    return item;
}

static scrut_json *injections_json(const world *w)
{
    scrut_json *list = scrut_json_array();
    for (size_t i = 0; i < w->injections->count; i++) {
        scrut_json *item = scrut_json_object();
        scrut_json_set(item, "kind", scrut_json_string(scrut_injection_kind_name(w->injections->items[i].kind)));
        scrut_json_set(item, "stations", scrut_json_int(w->injection_stations[i]));
        scrut_json_set(item, "votes", scrut_json_int(w->injection_votes[i]));
        scrut_json_append(list, item);
    }
    return list;
}

static scrut_json *true_figures(const world *w)
{
    scrut_json *figures = scrut_json_object();
    scrut_json_set(figures, "registered", scrut_json_int(w->registered));
    scrut_json_set(figures, "cast", scrut_json_int(w->cast));
    scrut_json_set(figures, "valid", scrut_json_int(w->valid));
    scrut_json_set(figures, "invalid", scrut_json_int(w->invalid));
    return figures;
}

scrut_status write_truth_json(const world *w, scrut_buf *out, scrut_error *err)
{
    scrut_json *root = scrut_json_object(), *items = scrut_json_array();
    char seed[24];
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)w->seed);
    for (size_t i = 0; i < w->truth_count; i++)
        scrut_json_append(items, truth_json(w, i));
    scrut_json_set(root, "format", scrut_json_string("scrutineer-truth/2"));
    scrut_json_set(root, "model", scrut_json_string(w->m->id));
    scrut_json_set(root, "seed", scrut_json_string(seed));
    scrut_json_set(root, "stations", scrut_json_int(w->station_count));
    scrut_json_set(root, "true_figures", true_figures(w));
    scrut_json_set(root, "injections", injections_json(w));
    scrut_json_set(root, "done", items);
    scrut_status status = scrut_json_write(root, 1, out, err);
    scrut_json_free(root);
    scrut_buf_putc(out, '\n');
    return status;
}
