/* SPDX-License-Identifier: Apache-2.0
 * site.c: which files the site has, and where each of them stands. */
#include "site_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define SLUG_MAX 60
#define LIST_ROWS 500 /* stations on one page of a list */

/* ---- names of files: [a-z0-9-] only, so that they are the same on every file system ---- */

typedef struct {
    char slug[SLUG_MAX + 16];
    uint32_t folder, item;
} slug_entry;

/* "PS 001/A" -> "ps-001-a"; no two dashes in a row, none at the ends. */
static void make_slug(const char *text, char slug[SLUG_MAX + 16])
{
    size_t length = 0;
    for (; *text != '\0' && length < SLUG_MAX; text++) {
        char c = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            slug[length++] = c;
        else if (length > 0 && slug[length - 1] != '-')
            slug[length++] = '-';
    }
    while (length > 0 && slug[length - 1] == '-')
        length--;
    if (length == 0)
        slug[length++] = 'x';
    slug[length] = '\0';
}

static int compare_slugs(const void *a, const void *b)
{
    const slug_entry *x = a, *y = b;
    if (x->folder != y->folder)
        return x->folder < y->folder ? -1 : 1;
    int order = strcmp(x->slug, y->slug);
    return order != 0 ? order : (x->item > y->item) - (x->item < y->item);
}

/* Those that are equal inside a folder get "--2", "--3", ... in the order of the items. */
static bool place_slugs(slug_entry *entries, size_t count, scrut_arena *arena, char **slugs)
{
    qsort(entries, count, sizeof *entries, compare_slugs);
    uint32_t same = 1;
    for (size_t i = 0; i < count; i++) {
        bool again =
            i > 0 && entries[i].folder == entries[i - 1].folder && strcmp(entries[i].slug, entries[i - 1].slug) == 0;
        same = again ? same + 1 : 1;
        slugs[entries[i].item] = same > 1 ? scrut_arena_printf(arena, "%s--%u", entries[i].slug, same)
                                          : scrut_arena_strdup(arena, entries[i].slug);
        if (slugs[entries[i].item] == NULL)
            return false;
    }
    return true;
}

static bool name_constituencies(scrut_site *site)
{
    size_t count = site->c->constituency_count;
    slug_entry *entries = calloc(count + 1, sizeof *entries);
    site->constituency_slugs = scrut_arena_calloc(site->arena, count + 1, sizeof *site->constituency_slugs);
    bool fine = entries != NULL && site->constituency_slugs != NULL;
    for (uint32_t k = 0; fine && k < count; k++) {
        const scrut_constituency *of = &site->c->constituencies[k];
        char both[2 * SLUG_MAX];
        snprintf(both, sizeof both, "%s %s", of->id, of->name != NULL && strcmp(of->name, of->id) != 0 ? of->name : "");
        make_slug(both, entries[k].slug);
        entries[k].item = k;
    }
    fine = fine && place_slugs(entries, count, site->arena, site->constituency_slugs);
    free(entries);
    return fine;
}

/* ---- stations, in the order in which they are listed ---- */

typedef struct {
    uint32_t constituency, area, station;
    char key[SLUG_MAX];
} station_entry;

static int compare_stations(const void *a, const void *b)
{
    const station_entry *x = a, *y = b;
    if (x->constituency != y->constituency)
        return x->constituency < y->constituency ? -1 : 1;
    if (x->area != y->area)
        return x->area < y->area ? -1 : 1;
    int order = strcmp(x->key, y->key);
    return order != 0 ? order : (x->station > y->station) - (x->station < y->station);
}

static const scrut_returns *source_returns(const scrut_site *site, size_t source)
{
    return &site->c->returns[site->sources->sources[source]];
}

static uint32_t area_of(const scrut_site *site, uint32_t station)
{
    for (size_t s = 0; s < site->sources->source_count; s++) {
        uint32_t row = site->sources->rows[s][station];
        const scrut_returns *r = source_returns(site, s);
        if (row != SCRUT_NONE && r->area != NULL && r->area[row] != SCRUT_NONE)
            return r->area[row];
    }
    return SCRUT_NONE;
}

static bool order_stations(scrut_site *site)
{
    size_t count = site->sources->station_count, constituencies = site->c->constituency_count;
    station_entry *entries = calloc(count + 1, sizeof *entries);
    site->by_constituency = scrut_arena_calloc(site->arena, count + 1, sizeof *site->by_constituency);
    site->station_area = scrut_arena_calloc(site->arena, count + 1, sizeof *site->station_area);
    site->constituency_from = scrut_arena_calloc(site->arena, constituencies + 1, sizeof *site->constituency_from);
    bool fine = entries != NULL && site->by_constituency != NULL && site->station_area != NULL &&
                site->constituency_from != NULL;
    for (uint32_t k = 0; fine && k < count; k++) {
        site->station_area[k] = area_of(site, k);
        entries[k] = (station_entry){.constituency = scrut_reconcile_constituency(site->sources, k),
                                     .area = site->station_area[k],
                                     .station = k};
        scrut_reconcile_station(site->sources, k, entries[k].key, sizeof entries[k].key);
    }
    if (fine)
        qsort(entries, count, sizeof *entries, compare_stations);
    for (size_t i = 0; fine && i < count; i++) {
        site->by_constituency[i] = entries[i].station;
        site->constituency_from[entries[i].constituency + 1]++;
    }
    for (size_t k = 0; fine && k < constituencies; k++)
        site->constituency_from[k + 1] += site->constituency_from[k];
    free(entries);
    return fine;
}

static bool name_stations(scrut_site *site)
{
    size_t count = site->sources->station_count;
    slug_entry *entries = calloc(count + 1, sizeof *entries);
    site->station_slugs = scrut_arena_calloc(site->arena, count + 1, sizeof *site->station_slugs);
    bool fine = entries != NULL && site->station_slugs != NULL;
    char key[256];
    for (uint32_t k = 0; fine && k < count; k++) {
        scrut_reconcile_station(site->sources, k, key, sizeof key);
        make_slug(key, entries[k].slug);
        entries[k].item = k;
        entries[k].folder = scrut_reconcile_constituency(site->sources, k);
    }
    fine = fine && place_slugs(entries, count, site->arena, site->station_slugs);
    free(entries);
    return fine;
}

static bool plan_lists(scrut_site *site)
{
    size_t constituencies = site->c->constituency_count, lists = 0;
    site->first_list = scrut_arena_calloc(site->arena, constituencies + 1, sizeof *site->first_list);
    for (size_t k = 0; k < constituencies; k++)
        lists += (site->constituency_from[k + 1] - site->constituency_from[k] + LIST_ROWS - 1) / LIST_ROWS;
    site->station_lists = scrut_arena_calloc(site->arena, lists + 1, sizeof *site->station_lists);
    if (site->first_list == NULL || site->station_lists == NULL)
        return false;
    for (uint32_t k = 0; k < constituencies; k++) {
        uint32_t from = site->constituency_from[k], count = site->constituency_from[k + 1] - from;
        uint32_t parts = (count + LIST_ROWS - 1) / LIST_ROWS;
        site->first_list[k] = parts > 0 ? (uint32_t)site->station_list_count : SCRUT_NONE;
        for (uint32_t part = 0; part < parts; part++) {
            uint32_t first = part * LIST_ROWS, left = count - first;
            site->station_lists[site->station_list_count++] =
                (scrut_station_list){.constituency = k,
                                     .part = part,
                                     .parts = parts,
                                     .first = from + first,
                                     .count = left < LIST_ROWS ? left : LIST_ROWS};
        }
    }
    return true;
}

/* ---- findings by what they are about ---- */

/* A source, a row: its station; rows that repeat one have none. */
static bool stations_by_row(const scrut_site *site, uint32_t ***ret_stations)
{
    size_t sources = site->sources->source_count;
    uint32_t **stations = scrut_arena_calloc(site->arena, sources + 1, sizeof *stations);
    for (size_t s = 0; stations != NULL && s < sources; s++) {
        size_t rows = source_returns(site, s)->row_count;
        stations[s] = scrut_arena_calloc(site->arena, rows + 1, sizeof **stations);
        if (stations[s] == NULL)
            return false;
        memset(stations[s], 0xFF, (rows + 1) * sizeof **stations);
        for (uint32_t k = 0; k < site->sources->station_count; k++)
            if (site->sources->rows[s][k] != SCRUT_NONE)
                stations[s][site->sources->rows[s][k]] = k;
    }
    *ret_stations = stations;
    return stations != NULL;
}

static bool chains_new(scrut_site *site, scrut_finding_chains *chains, size_t subjects)
{
    size_t findings = site->v->findings.count;
    chains->first = scrut_arena_calloc(site->arena, subjects + 1, sizeof *chains->first);
    chains->next = scrut_arena_calloc(site->arena, findings + 1, sizeof *chains->next);
    if (chains->first == NULL || chains->next == NULL)
        return false;
    memset(chains->first, 0xFF, (subjects + 1) * sizeof *chains->first);
    return true;
}

/* Findings are put in front, so they are taken from the last to the first. */
static void chain(scrut_finding_chains *chains, uint32_t subject, uint32_t finding)
{
    chains->next[finding] = chains->first[subject];
    chains->first[subject] = finding;
}

static bool sort_findings(scrut_site *site)
{
    size_t stations = site->sources != NULL ? site->sources->station_count : 0;
    if (!chains_new(site, &site->of_station, stations) ||
        !chains_new(site, &site->of_constituency, site->c->constituency_count) ||
        (site->sources != NULL && !stations_by_row(site, &site->station_of_row)))
        return false;
    for (size_t i = site->v->findings.count; i-- > 0;) {
        const scrut_finding *f = &site->v->findings.items[i];
        uint32_t station = scrut_site_station_of(site, f);
        if (station != SCRUT_NONE)
            chain(&site->of_station, station, (uint32_t)i);
        if (f->constituency < site->c->constituency_count)
            chain(&site->of_constituency, f->constituency, (uint32_t)i);
    }
    return true;
}

uint32_t scrut_site_station_of(const scrut_site *site, const scrut_finding *f)
{
    if (site->sources == NULL || f->subject != SCRUT_SUBJECT_STATION || f->returns == NULL)
        return SCRUT_NONE;
    for (size_t s = 0; s < site->sources->source_count; s++)
        if (source_returns(site, s) == f->returns)
            return site->station_of_row[s][f->row];
    return SCRUT_NONE;
}

/* ---- the site ---- */

static scrut_status plan_sources(scrut_site *site, scrut_error *err)
{
    if (!order_stations(site) || !name_stations(site) || !plan_lists(site) || !sort_findings(site) ||
        !scrut_site_choose_stations(site))
        return scrut_fail_memory(err);
    size_t sources = site->sources->source_count;
    site->form_rules = scrut_arena_calloc(site->arena, sources + 1, sizeof *site->form_rules);
    if (site->form_rules == NULL)
        return scrut_fail_memory(err);
    scrut_status status = SCRUT_OK;
    for (size_t s = 0; status == SCRUT_OK && s < sources; s++)
        status = scrut_count_form_rules(site->c, source_returns(site, s), site->arena, &site->form_rules[s], err);
    return status;
}

static scrut_status plan(scrut_site *site, scrut_error *err)
{
    if (site->options.language_count == 0)
        site->options.languages[site->options.language_count++] = scrut_language_at(0);
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; status == SCRUT_OK && i < site->options.language_count; i++) {
        status = scrut_report_view_init(site->v, site->options.version, &site->views[i], err);
        if (status == SCRUT_OK && !scrut_report_view_speak(&site->views[i], site->options.languages[i]))
            status = scrut_fail_memory(err);
    }
    if (status == SCRUT_OK && (!name_constituencies(site) || !scrut_site_plan_certificates(site)))
        status = scrut_fail_memory(err);
    if (status == SCRUT_OK && site->v->roll != NULL && site->v->roll->area_count > 0)
        site->area_shapes = scrut_site_read_shapes(&site->c->area_map, site->arena);
    if (status == SCRUT_OK && site->sources != NULL)
        return plan_sources(site, err);
    if (status == SCRUT_OK && !sort_findings(site))
        status = scrut_fail_memory(err);
    return status;
}

scrut_status scrut_site_new(const scrut_verdict *verdict, const scrut_reconciliation *sources,
                            const scrut_site_options *options, scrut_site **ret_site, scrut_error *err)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_site *site = arena != NULL ? scrut_arena_calloc(arena, 1, sizeof *site) : NULL;
    if (site == NULL) {
        scrut_arena_free(arena);
        return scrut_fail_memory(err);
    }
    site->v = verdict;
    site->c = verdict->c;
    site->sources = sources;
    site->options = *options;
    site->arena = arena;
    scrut_status status = plan(site, err);
    if (status == SCRUT_OK)
        *ret_site = site;
    else
        scrut_site_free(site);
    return status;
}

void scrut_site_free(scrut_site *site)
{
    if (site == NULL)
        return;
    for (size_t i = 0; i < site->options.language_count; i++)
        scrut_report_view_free(&site->views[i]);
    scrut_arena_free(site->arena);
}

/* ---- files ---- */

static size_t count_of(const scrut_site *site, scrut_file_kind kind)
{
    switch (kind) {
    case SCRUT_FILE_CLAIMS: return site->v->claims.count > 0;
    case SCRUT_FILE_SURVEYS: return site->v->surveys.answer_count > 0;
    case SCRUT_FILE_ROLL: return site->v->roll != NULL;
    case SCRUT_FILE_CONSTITUENCY: return site->c->constituency_count;
    case SCRUT_FILE_STATIONS: return site->station_list_count;
    case SCRUT_FILE_STATION: return site->station_page_count;
    case SCRUT_FILE_CERTIFICATE: return site->certificate_count;
    default: return 1;
    }
}

bool scrut_site_has(const scrut_site *site, scrut_file_kind kind)
{
    return count_of(site, kind) > 0;
}

static size_t count_kinds(const scrut_site *site, int first, int end)
{
    size_t count = 0;
    for (int kind = first; kind < end; kind++)
        count += count_of(site, (scrut_file_kind)kind);
    return count;
}

size_t scrut_site_file_count(const scrut_site *site)
{
    return count_kinds(site, 0, SCRUT_FILE_PAGES) * site->options.language_count +
           count_kinds(site, SCRUT_FILE_PAGES, SCRUT_FILE_KINDS);
}

static scrut_page page_at(const scrut_site *site, size_t file)
{
    size_t pages = count_kinds(site, 0, SCRUT_FILE_PAGES), languages = site->options.language_count;
    scrut_page page = {.site = site};
    if (file >= pages * languages) {
        page.kind = SCRUT_FILE_PAGES;
        page.index = file - pages * languages;
    } else {
        page.language = file / pages;
        page.index = file % pages;
    }
    while (page.index >= count_of(site, page.kind)) {
        page.index -= count_of(site, page.kind);
        page.kind = (scrut_file_kind)(page.kind + 1);
    }
    page.view = &site->views[page.language];
    return page;
}

static const char *const NAMES[SCRUT_FILE_KINDS] = {
    [SCRUT_FILE_FRONT] = "index.html",
    [SCRUT_FILE_CONSTITUENCIES] = "constituencies.html",
    [SCRUT_FILE_CLAIMS] = "claims.html",
    [SCRUT_FILE_SURVEYS] = "surveys.html",
    [SCRUT_FILE_FINDINGS] = "findings.html",
    [SCRUT_FILE_MARGINS] = "margins.html",
    [SCRUT_FILE_ROLL] = "roll.html",
    [SCRUT_FILE_SOURCES] = "sources.html",
    [SCRUT_FILE_METHOD] = "method.html",
    [SCRUT_FILE_RUN] = "run.html",
    [SCRUT_FILE_STYLE] = "style.css",
    [SCRUT_FILE_SCRIPT] = "scrutineer.js",
    [SCRUT_FILE_FONT] = "noto-sans-khmer.woff2",
    [SCRUT_FILE_RESULTS] = "results.json",
    [SCRUT_FILE_FINDINGS_CSV] = "findings.csv",
};

void scrut_site_put_path(const scrut_site *site, scrut_buf *out, scrut_file_kind kind, size_t index)
{
    if (kind == SCRUT_FILE_CONSTITUENCY) {
        scrut_buf_printf(out, "constituency/%s.html", site->constituency_slugs[index]);
    } else if (kind == SCRUT_FILE_CERTIFICATE) {
        scrut_buf_printf(out, "certificate/%s.json", site->constituency_slugs[site->certificates[index]]);
    } else if (kind == SCRUT_FILE_STATIONS) {
        const scrut_station_list *list = &site->station_lists[index];
        scrut_buf_printf(out, "stations/%s", site->constituency_slugs[list->constituency]);
        if (list->part > 0)
            scrut_buf_printf(out, "--%u", list->part + 1);
        scrut_buf_puts(out, ".html");
    } else if (kind == SCRUT_FILE_STATION) {
        uint32_t station = site->station_pages[index];
        scrut_buf_printf(out, "station/%s/%s.html",
                         site->constituency_slugs[scrut_reconcile_constituency(site->sources, station)],
                         site->station_slugs[station]);
    } else {
        scrut_buf_puts(out, NAMES[kind]);
    }
}

void scrut_site_path(const scrut_site *site, size_t file, scrut_buf *out)
{
    scrut_page page = page_at(site, file);
    if (page.language > 0 && page.kind < SCRUT_FILE_PAGES)
        scrut_buf_printf(out, "%s/", page.view->language->language);
    scrut_site_put_path(site, out, page.kind, page.index);
}

static void put_style(const scrut_page *page, scrut_buf *out)
{
    scrut_site_put_style(page->view, out);
    scrut_buf_puts(out, scrut_site_control_style);
    scrut_site_font_face(out);
}

typedef void render_function(const scrut_page *page, scrut_buf *out);

static render_function *const RENDER[SCRUT_FILE_KINDS] = {
    [SCRUT_FILE_FRONT] = scrut_page_front,
    [SCRUT_FILE_CONSTITUENCIES] = scrut_page_constituencies,
    [SCRUT_FILE_CLAIMS] = scrut_page_claims,
    [SCRUT_FILE_SURVEYS] = scrut_page_surveys,
    [SCRUT_FILE_FINDINGS] = scrut_page_findings,
    [SCRUT_FILE_MARGINS] = scrut_page_margins,
    [SCRUT_FILE_ROLL] = scrut_page_roll,
    [SCRUT_FILE_SOURCES] = scrut_page_sources,
    [SCRUT_FILE_METHOD] = scrut_page_method,
    [SCRUT_FILE_RUN] = scrut_page_run,
    [SCRUT_FILE_CONSTITUENCY] = scrut_page_of_constituency,
    [SCRUT_FILE_STATIONS] = scrut_page_of_stations,
    [SCRUT_FILE_STATION] = scrut_page_of_station,
    [SCRUT_FILE_STYLE] = put_style,
    [SCRUT_FILE_SCRIPT] = scrut_site_put_script,
    [SCRUT_FILE_FONT] = scrut_site_put_font,
};

scrut_status scrut_site_render(const scrut_site *site, size_t file, scrut_buf *out, scrut_error *err)
{
    scrut_page page = page_at(site, file);
    if (page.kind == SCRUT_FILE_RESULTS)
        return scrut_report_json(site->v, site->options.version, out, err);
    if (page.kind == SCRUT_FILE_CERTIFICATE)
        return scrut_site_certificate(site, page.index, out, err);
    if (page.kind == SCRUT_FILE_FINDINGS_CSV)
        return scrut_report_findings_csv(site->v, out, err);
    if (RENDER[page.kind] == NULL)
        return SCRUT_OK;
    /* Pages are made on several threads, and what one of them takes from the view's arena is its own. */
    scrut_report_view view = *page.view;
    view.arena = scrut_arena_new();
    if (view.arena == NULL)
        return scrut_fail_memory(err);
    page.view = &view;
    RENDER[page.kind](&page, out);
    scrut_arena_free(view.arena);
    return scrut_buf_failed(out) ? scrut_fail_memory(err) : SCRUT_OK;
}

const char *scrut_site_media_type(const char *path)
{
    static const struct {
        const char *ending, *type;
    } TYPES[] = {
        {".html", "text/html; charset=utf-8"},     {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"}, {".json", "application/json"},
        {".csv", "text/csv; charset=utf-8"},       {".woff2", "font/woff2"},
    };
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        size_t ending = strlen(TYPES[i].ending);
        if (length > ending && strcmp(path + length - ending, TYPES[i].ending) == 0)
            return TYPES[i].type;
    }
    return "application/octet-stream";
}
