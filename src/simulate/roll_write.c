/* SPDX-License-Identifier: Apache-2.0
 * roll_write.c: the versions of the list as files. Stations are made in parallel, some at a time, and written in their
 * order. */
#include "roll_internal.h"
#include "write_internal.h"

#include <stdlib.h>
#include <string.h>

enum { STATIONS_A_UNIT = 16, UNITS_AT_ONCE = 64 };

/* ---- one row ---------------------------------------------------------------------------------------------- */

/* A row is put together here: appending bit by bit to a growing buffer would take most of the time. */
typedef struct {
    char text[1024];
    size_t length;
} line;

static void put(line *l, const char *text)
{
    size_t length = strlen(text);
    if (l->length + length + 1 < sizeof l->text) {
        memcpy(l->text + l->length, text, length);
        l->length += length;
        l->text[l->length++] = ',';
    }
}

static void put_whole(line *l, uint32_t value)
{
    char digits[12];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    put(l, digits + at);
}

void roll_put_place_header(const world *w, scrut_buf *out)
{
    scrut_buf_puts(out, ",constituency");
    for (size_t l = 0; l < w->m->level_count; l++) {
        scrut_buf_putc(out, ',');
        write_cell(out, w->m->levels[l]);
    }
    scrut_buf_puts(out, ",village,station");
}

void roll_place_id(const world *w, uint32_t station, char *text, size_t size)
{
    if (w->m->level_count > 0)
        world_area_id(w, w->unit_of[station], w->area_of[station], w->m->level_count - 1, text, size);
    else
        snprintf(text, size, "%s", w->units[w->unit_of[station]].model->id);
}

/* Two stations a village. */
static void village_id(const world *w, uint32_t station, char *text, size_t size)
{
    roll_place_id(w, station, text, size);
    size_t length = strlen(text);
    snprintf(text + length, size - length, "-v%u", (w->number_of[station] + 1) / 2);
}

void roll_put_place(const world *w, uint32_t station, scrut_buf *out)
{
    char id[272];
    scrut_buf_putc(out, ',');
    write_cell(out, w->units[w->unit_of[station]].model->id);
    write_areas(w, station, out);
    village_id(w, station, id, sizeof id);
    scrut_buf_putc(out, ',');
    write_cell(out, id);
    scrut_buf_putc(out, ',');
    world_station_id(w, station, id, sizeof id);
    write_cell(out, id);
}

/* Years before the version, or since the last one; names of nobody of a station on one day. */
static int32_t registered_on(const roll_model *r, uint32_t station, uint32_t row)
{
    enum { YEARS_15 = 15 * 365 };
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_ORDER, row);
    (void)scrut_rng_u32(&rng);
    if (r->kind[row] == ROLL_GHOST)
        return r->day[ROLL_EARLIER] - (int32_t)(station % 100);
    if (row < r->row_count && (r->flags[row] & ROLL_ADDED) != 0)
        return r->day[ROLL_FINAL] - (int32_t)scrut_rng_below(&rng, (uint32_t)r->rates.interval);
    return r->day[ROLL_EARLIER] - (int32_t)scrut_rng_below(&rng, YEARS_15);
}

/* "010203-v1-17": houses are numbered in each village. */
static void put_house(const world *w, uint32_t station, uint32_t house, line *l)
{
    char village[272];
    village_id(w, station, village, sizeof village);
    put(l, village);
    l->text[l->length - 1] = '-';
    put_whole(l, house);
}

static void put_row(const roll_model *r, uint32_t station, uint32_t row, uint32_t number, roll_version version,
                    const scrut_buf *place, scrut_buf *out)
{
    roll_person p;
    char text[16];
    line l = {.length = 0};
    roll_person_of(r, row, version != ROLL_FINAL, &p);
    roll_key_text(r, row, text);
    put(&l, text);
    put_whole(&l, number);
    put(&l, p.surname);
    put(&l, p.given);
    put(&l, p.surname_km);
    put(&l, p.given_km);
    roll_date_text(p.born, text);
    put(&l, text);
    put(&l, p.male ? "M" : "F");
    put(&l, p.identity);
    put(&l, place->bytes + 1);
    put_house(r->w, station, p.house, &l);
    roll_date_text(registered_on(r, station, row), text);
    put(&l, text);
    if (version == ROLL_FINAL)
        put(&l, (r->flags[row] & ROLL_MARKED) != 0 ? "1" : "");
    put(&l, "yes");
    l.text[l.length - 1] = '\n';
    scrut_buf_append(out, l.text, l.length);
}

/* ---- a version -------------------------------------------------------------------------------------------- */

typedef struct {
    roll_rows *rows;
    roll_version version;
    uint32_t first_station; /* of this round */
    scrut_buf *texts;       /* a unit */
} version_job;

static bool put_station(roll_rows *rows, uint32_t station, roll_version version, roll_order *order, scrut_buf *place,
                        scrut_buf *out)
{
    const roll_model *r = rows->r;
    uint32_t *at = rows->at[version], first = rows->first[version][station];
    if (!roll_order_of(r, station, version, order))
        return false;
    scrut_buf_clear(place);
    roll_put_place(r->w, station, place);
    for (size_t i = 0; i < order->count && !place->failed; i++) {
        uint32_t row = (uint32_t)order->items[i];
        at[row] = first + (uint32_t)i + 1;
        put_row(r, station, row, (uint32_t)i + 1, version, place, out);
    }
    return !place->failed;
}

static void put_unit(void *context, size_t unit)
{
    version_job *job = context;
    uint32_t from = job->first_station + (uint32_t)unit * STATIONS_A_UNIT;
    roll_order order = {0};
    scrut_buf place = {0}, *out = &job->texts[unit];
    scrut_buf_clear(out);
    for (uint32_t s = from; s < job->rows->r->w->station_count && s < from + STATIONS_A_UNIT; s++)
        if (!put_station(job->rows, s, job->version, &order, &place, out))
            out->failed = true;
    free(order.items);
    scrut_buf_free(&place);
}

static void put_header(const roll_model *r, roll_version version, scrut_buf *out)
{
    scrut_buf_puts(out, "voter_no,order,surname,given,surname_km,given_km,born,sex,identity");
    roll_put_place_header(r->w, out);
    scrut_buf_printf(out, ",house,registered_on%s,model\n", version != ROLL_FINAL ? "" : ",voted");
}

static scrut_status write_rounds(version_job *job, scrut_new_file *file, scrut_pool *pool, scrut_error *err)
{
    scrut_buf header = {0};
    put_header(job->rows->r, job->version, &header);
    scrut_status status =
        header.failed ? scrut_fail_memory(err) : scrut_new_file_write(file, header.bytes, header.length, err);
    scrut_buf_free(&header);
    uint32_t stations = job->rows->r->w->station_count, step = STATIONS_A_UNIT * UNITS_AT_ONCE;
    for (job->first_station = 0; job->first_station < stations && status == SCRUT_OK; job->first_station += step) {
        scrut_pool_run(pool, UNITS_AT_ONCE, put_unit, job);
        for (size_t u = 0; u < UNITS_AT_ONCE && status == SCRUT_OK; u++) {
            if (job->texts[u].failed)
                status = scrut_fail_memory(err);
            else if (job->texts[u].length > 0)
                status = scrut_new_file_write(file, job->texts[u].bytes, job->texts[u].length, err);
        }
    }
    return status;
}

static scrut_status write_version(roll_rows *rows, roll_version version, const char *path, scrut_pool *pool,
                                  scrut_error *err)
{
    scrut_new_file file = {0};
    scrut_buf texts[UNITS_AT_ONCE] = {{0}};
    version_job job = {.rows = rows, .version = version, .texts = texts};
    scrut_status status = scrut_new_file_begin(path, &file, err);
    if (status == SCRUT_OK)
        status = write_rounds(&job, &file, pool, err);
    if (status == SCRUT_OK)
        status = scrut_new_file_end(&file, err);
    if (status == SCRUT_OK)
        status = scrut_new_file_place(&file, err);
    scrut_new_file_discard(&file);
    for (size_t u = 0; u < UNITS_AT_ONCE; u++)
        scrut_buf_free(&texts[u]);
    return status;
}

/* ---- all files -------------------------------------------------------------------------------------------- */

typedef struct {
    roll_rows *rows;
    const char *folder;
    scrut_pool *pool;
    scrut_error *err;
} roll_writer;

static scrut_status path_of(const roll_writer *to, const char *name, scrut_buf *ret_path)
{
    scrut_buf_clear(ret_path);
    scrut_buf_printf(ret_path, "%s/%s", to->folder, name);
    return ret_path->failed ? scrut_fail_memory(to->err) : SCRUT_OK;
}

static scrut_status write_text(const roll_writer *to, const char *name, scrut_buf *text)
{
    scrut_buf path = {0};
    scrut_status status = text->failed ? scrut_fail_memory(to->err) : path_of(to, name, &path);
    if (status == SCRUT_OK)
        status = scrut_write_file(path.bytes, text->bytes, text->length, to->err);
    scrut_buf_free(&path);
    scrut_buf_free(text);
    return status;
}

typedef struct {
    const char *name;
    void (*write)(const roll_rows *rows, scrut_buf *out);
} rows_file;

static scrut_status write_of_rows(const roll_writer *to, const rows_file files[], size_t count)
{
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < count && status == SCRUT_OK; i++) {
        scrut_buf text = {0};
        files[i].write(to->rows, &text);
        status = write_text(to, files[i].name, &text);
    }
    return status;
}

static scrut_status write_tables(const roll_writer *to)
{
    static const struct {
        const char *name;
        void (*write)(const roll_model *r, scrut_buf *out);
    } TABLES[] = {{"roll/deaths.csv", roll_write_deaths},
                  {"roll/mortality.csv", roll_write_mortality},
                  {"roll/people.csv", roll_write_people},
                  {"roll/pages.csv", roll_write_pages}};
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < COUNT_OF(TABLES) && status == SCRUT_OK; i++) {
        scrut_buf text = {0};
        TABLES[i].write(to->rows->r, &text);
        status = write_text(to, TABLES[i].name, &text);
    }
    return status;
}

static scrut_status write_truths(const roll_writer *to)
{
    static const rows_file FILES[] = {{"truth/roll.csv", roll_write_truth},
                                      {"truth/roll-changes.csv", roll_write_changes},
                                      {"truth/roll-missing.csv", roll_write_missing}};
    static const rows_file BACK = {"truth/roll-back.csv", roll_write_back};
    scrut_status status = write_of_rows(to, FILES, COUNT_OF(FILES));
    return status == SCRUT_OK && roll_has_first(to->rows->r) ? write_of_rows(to, &BACK, 1) : status;
}

static scrut_status make_folder(const roll_writer *to, const char *name)
{
    scrut_buf path = {0};
    scrut_status status = path_of(to, name, &path);
    if (status == SCRUT_OK)
        status = scrut_make_folder(path.bytes, to->err);
    scrut_buf_free(&path);
    return status;
}

static scrut_status write_surveys(const roll_writer *to)
{
    static const rows_file FILES[] = {{"surveys/names-to-people.csv", roll_write_names_survey},
                                      {"surveys/people-to-names.csv", roll_write_people_survey},
                                      {"truth/surveys.csv", roll_write_true_shares}};
    scrut_status status = make_folder(to, "surveys");
    return status == SCRUT_OK ? write_of_rows(to, FILES, COUNT_OF(FILES)) : status;
}

static scrut_status write_versions(const roll_writer *to)
{
    scrut_buf path = {0};
    scrut_status status = make_folder(to, "roll");
    for (int v = roll_has_first(to->rows->r) ? ROLL_FIRST : ROLL_EARLIER; v >= 0 && status == SCRUT_OK; v--) {
        scrut_buf name = {0};
        scrut_buf_printf(&name, "roll/%s.csv", roll_version_name((roll_version)v));
        status = name.failed ? scrut_fail_memory(to->err) : path_of(to, name.bytes, &path);
        scrut_buf_free(&name);
        if (status == SCRUT_OK)
            status = write_version(to->rows, (roll_version)v, path.bytes, to->pool, to->err);
    }
    scrut_buf_free(&path);
    return status;
}

static bool rows_open(roll_rows *rows)
{
    const roll_model *r = rows->r;
    bool fine = true;
    for (int v = 0; v < (roll_has_first(r) ? ROLL_VERSION_COUNT : ROLL_FIRST); v++) {
        rows->first[v] = calloc((size_t)r->w->station_count + 1, sizeof(uint32_t));
        rows->at[v] = calloc((size_t)r->total + 1, sizeof(uint32_t));
        fine = fine && rows->first[v] != NULL && rows->at[v] != NULL;
        for (uint32_t s = 0; fine && s < r->w->station_count; s++)
            rows->first[v][s + 1] = rows->first[v][s] + roll_count_of(r, s, (roll_version)v);
    }
    return fine;
}

static void rows_close(roll_rows *rows)
{
    for (int v = 0; v < ROLL_VERSION_COUNT; v++) {
        free(rows->first[v]);
        free(rows->at[v]);
    }
}

scrut_status scrut_simulation_write_roll(const scrut_simulation *simulation, const char *folder, scrut_pool *pool,
                                         scrut_error *err)
{
    const roll_model *r = simulation->world->roll;
    if (r == NULL)
        return SCRUT_OK;
    roll_rows rows = {.r = r};
    roll_writer to = {.rows = &rows, .folder = folder, .pool = pool, .err = err};
    scrut_status status = rows_open(&rows) ? SCRUT_OK : scrut_fail_memory(err);
    if (status == SCRUT_OK)
        status = write_versions(&to);
    if (status == SCRUT_OK)
        status = write_tables(&to);
    if (status == SCRUT_OK)
        status = write_truths(&to);
    if (status == SCRUT_OK && r->surveys[ROLL_OF_NAMES].items != NULL)
        status = write_surveys(&to);
    rows_close(&rows);
    return status;
}
