/* SPDX-License-Identifier: Apache-2.0
 * roll_tables.c: what stands beside the list: how the case names it, deaths, people of voting age, and pages of the
 * marked copy that were read a second time. */
#include "roll_internal.h"
#include "write_internal.h"

enum { MILLION = 1000000 };

/* ---- election.yaml ---------------------------------------------------------------------------------------- */

static void put_version(const world *w, roll_version version, scrut_buf *out)
{
    static const char *const TITLES[] = {"Final", "Earlier", "First"};
    const roll_model *r = w->roll;
    char day[11], cleaned[11];
    roll_date_text(r->day[version], day);
    roll_date_text(r->cleaned[version], cleaned);
    scrut_buf_printf(out,
                     "    - id: %s\n      title: %s list of voters (model)\n      by: the election body of the model\n"
                     "      date: %s\n      cleaned: %s\n      file: roll/%s.csv\n"
                     "      columns: {given: given, surname: surname, born: born, sex: sex, identity: identity, key: "
                     "voter_no, station: station, constituency: constituency, registered: registered_on, order: order, "
                     "address: house",
                     roll_version_name(version), TITLES[version], day, cleaned, roll_version_name(version));
    if (w->m->level_count > 0) {
        scrut_buf_puts(out, ", areas: {");
        write_levels(w, out);
        scrut_buf_puts(out, "}");
    }
    scrut_buf_puts(out, version != ROLL_FINAL ? "}\n" : ", voted: voted}\n");
}

void roll_write_yaml(const world *w, scrut_buf *out)
{
    int32_t year = 0;
    char day[11];
    roll_date_text(w->roll->day[ROLL_FINAL], day);
    for (int i = 0; i < 4; i++)
        year = 10 * year + (day[i] - '0');
    scrut_buf_puts(out, "\nroll:\n  age: 18\n  checksum: luhn\n  versions:\n");
    if (roll_has_first(w->roll))
        put_version(w, ROLL_FIRST, out);
    put_version(w, ROLL_EARLIER, out);
    put_version(w, ROLL_FINAL, out);
    scrut_buf_puts(out, "  second-reading: {file: roll/pages.csv, columns: {page: page, voted: voted, missed: missed, "
                        "not-voted: not_voted, wrong: wrong}}\n"
                        "  deaths:\n"
                        "    records: {file: roll/deaths.csv, columns: {given: given, surname: surname, born: born, "
                        "sex: sex, died: died, constituency: constituency");
    if (w->m->level_count > 0) {
        scrut_buf_puts(out, ", areas: {");
        write_levels(w, out);
        scrut_buf_puts(out, "}");
    }
    scrut_buf_puts(out, "}}\n    table: {file: roll/mortality.csv, columns: {age: age, male: male, female: female}}\n"
                        "    removed: 0\n");
    scrut_buf_puts(out, "  population: {level: ");
    write_quoted(out, w->m->level_count > 0 ? w->m->levels[w->m->level_count - 1] : "constituency");
    scrut_buf_printf(out, ", year: %d, file: roll/people.csv, columns: {unit: unit, people: people, error: error}}\n",
                     year);
}

/* ---- deaths ----------------------------------------------------------------------------------------------- */

static bool died_before_cleaning(const roll_model *r, uint32_t row)
{
    return r->kind[row] == ROLL_DIED || (r->flags[row] & ROLL_INJECTED) != 0;
}

static void put_death(const roll_model *r, uint32_t station, uint32_t row, scrut_buf *out)
{
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_DEATH, row);
    if (!scrut_rng_chance(&rng, (uint32_t)r->rates.deaths_recorded, MILLION))
        return;
    bool early = died_before_cleaning(r, row);
    int32_t from = early ? r->cleaned[ROLL_EARLIER] : r->cleaned[ROLL_FINAL],
            until = early ? r->cleaned[ROLL_FINAL] : r->day[ROLL_FINAL];
    int32_t died = until > from ? from + 1 + (int32_t)scrut_rng_below(&rng, (uint32_t)(until - from)) : until;
    roll_person p;
    char born[11], day[11];
    roll_person_of(r, row, false, &p);
    if (scrut_rng_below(&rng, 100) < 15) /* another clerk */
        roll_slip(p.given, sizeof p.given, &rng);
    roll_date_text(p.born, born);
    roll_date_text(died, day);
    scrut_buf_printf(out, "%s,%s,%s,%s,%s", p.surname, p.given, born, p.male ? "M" : "F", day);
    roll_put_place(r->w, station, out);
    scrut_buf_puts(out, ",yes\n");
}

void roll_write_deaths(const roll_model *r, scrut_buf *out)
{
    scrut_buf_puts(out, "surname,given,born,sex,died");
    roll_put_place_header(r->w, out);
    scrut_buf_puts(out, ",model\n");
    for (uint32_t s = 0; s < r->w->station_count; s++) {
        for (uint32_t row = r->first_row[s]; row < r->first_row[s + 1]; row++)
            if (r->kind[row] == ROLL_DEAD)
                put_death(r, s, row, out);
        for (uint32_t row = r->first_gone[s]; row < r->first_gone[s + 1]; row++)
            if (r->kind[row] == ROLL_DIED)
                put_death(r, s, row, out);
    }
}

void roll_write_mortality(const roll_model *r, scrut_buf *out)
{
    (void)r;
    scrut_buf_puts(out, "age,male,female,model\n");
    for (int age = 18; age <= 85; age += age == 18 ? 2 : 5)
        scrut_buf_printf(out, "%d,%u,%u,yes\n", age, roll_mortality(age, true), roll_mortality(age, false));
}

/* ---- people of voting age --------------------------------------------------------------------------------- */

/* Who lives at the stations and may vote: people on the list, those missing there and those taken off wrongly. */
static int64_t people_of(const roll_model *r, uint32_t station)
{
    int64_t people = r->missing[0][station] + r->missing[1][station];
    for (uint32_t row = r->first_row[station]; row < r->first_row[station + 1]; row++)
        people += roll_is_resident((roll_kind)r->kind[row]);
    for (uint32_t row = r->first_gone[station]; row < r->first_gone[station + 1]; row++)
        people += roll_is_resident((roll_kind)r->kind[row]);
    return people;
}

roll_known roll_known_people(const roll_model *r, uint32_t station)
{
    double relative = (double)r->rates.population_error / MILLION;
    uint32_t place = roll_place(r->w, station), end = station;
    int64_t people = 0;
    for (; end < r->w->station_count && roll_place(r->w, end) == place; end++)
        people += people_of(r, end);
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_UNIT, UINT64_C(1) << 40 | place);
    double known = (double)people * (1 + relative * scrut_rng_normal(&rng));
    return (roll_known){.people = (int64_t)(known < 0 ? 0 : known + 0.5),
                        .error = (int64_t)(1.96 * relative * (double)people + 1),
                        .end = end};
}

void roll_write_people(const roll_model *r, scrut_buf *out)
{
    const world *w = r->w;
    scrut_buf_puts(out, "unit,people,error,model\n");
    for (uint32_t s = 0; s < w->station_count;) {
        roll_known known = roll_known_people(r, s);
        char id[256];
        roll_place_id(w, s, id, sizeof id);
        write_cell(out, id);
        scrut_buf_printf(out, ",%lld,%lld,yes\n", (long long)known.people, (long long)known.error);
        s = known.end;
    }
}

/* ---- the second reading ----------------------------------------------------------------------------------- */

static void put_page(const roll_model *r, uint32_t station, scrut_buf *out)
{
    int64_t voted = 0, missed = 0, not_voted = 0, wrong = 0;
    for (uint32_t row = r->first_row[station]; row < r->first_row[station + 1]; row++) {
        bool did = (r->flags[row] & ROLL_VOTED) != 0, marked = (r->flags[row] & ROLL_MARKED) != 0;
        voted += did;
        missed += did && !marked;
        not_voted += !did;
        wrong += !did && marked;
    }
    char id[256];
    world_station_id(r->w, station, id, sizeof id);
    write_cell(out, id);
    scrut_buf_printf(out, ",%lld,%lld,%lld,%lld,yes\n", (long long)voted, (long long)missed, (long long)not_voted,
                     (long long)wrong);
}

/* The whole copies of up to 60 stations, drawn without regard to anything. */
void roll_write_pages(const roll_model *r, scrut_buf *out)
{
    enum { PAGES = 60 };
    uint32_t count = r->w->station_count, left = count < PAGES ? count : PAGES;
    scrut_rng rng = scrut_rng_open(r->w->seed, PURPOSE_ROLL_READ, 0);
    scrut_buf_puts(out, "page,voted,missed,not_voted,wrong,model\n");
    /* One after another, each with the chance that is left (Fan, Muller and Rezucha, JASA 1962). */
    for (uint32_t s = 0; s < count && left > 0; s++)
        if (scrut_rng_chance(&rng, left, count - s)) {
            put_page(r, s, out);
            left--;
        }
}
