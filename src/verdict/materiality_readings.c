/* SPDX-License-Identifier: Apache-2.0
 * materiality_readings.c: what courts and commissions set against what. The numbers stand side by side; none is
 * preferred. */
#include "materiality_internal.h"

static const scrut_reading_info READINGS[SCRUT_READING_COUNT] = {
    [SCRUT_READING_SWAP] = {"swap", SCRUT_KEY("Ballots changed"),
                            SCRUT_KEY(
                                "Austria, Constitutional Court, W I 6/2016: ballots affected against half the lead"),
                            SCRUT_KEY("ballots concerned"), SCRUT_KEY("changed ballots for another seat")},
    [SCRUT_READING_REMOVAL] = {"removal", SCRUT_KEY("Ballots taken out"),
                               SCRUT_KEY("Canada, Opitz v. Wrzesnewskyj, 2012 SCC 55: the \"magic number\""),
                               SCRUT_KEY("counted ballots concerned"), SCRUT_KEY("ballots taken out for another seat")},
    [SCRUT_READING_ADDITION] = {"addition", SCRUT_KEY("Ballots restored"),
                                SCRUT_KEY("England, Morgan v. Simpson, 1975: papers left out are counted"),
                                SCRUT_KEY("ballots that are not counted and may be"),
                                SCRUT_KEY("ballots added for another seat")},
    [SCRUT_READING_CAPPED] = {"capped", SCRUT_KEY("Only ballots of these stations"),
                              SCRUT_KEY("Mexico and Nigeria: the worst case within the stations in question"),
                              SCRUT_KEY("counted ballots concerned, no more of a list than it has there"),
                              SCRUT_KEY("such ballots changed for another seat")},
    [SCRUT_READING_LEAD] =
        {"lead", SCRUT_KEY("Voters against the lead"),
         SCRUT_KEY("Nigeria, Electoral Act 2022, section 51, and guidelines: the lead against the voters of the "
                   "units cancelled"),
         SCRUT_KEY("registered voters of the stations with an error"),
         SCRUT_KEY("lead of the first list over the second")},
    [SCRUT_READING_CANCELLED] = {"cancelled", SCRUT_KEY("Stations cancelled"),
                                 SCRUT_KEY("Afghanistan 2014, Nigeria, Mexico: the result without the stations"),
                                 SCRUT_KEY("stations with an error"), SCRUT_KEY("the seats without them")},
    [SCRUT_READING_REPOLL] = {"repoll", SCRUT_KEY("Poll repeated"),
                              SCRUT_KEY("the stations with an error are cancelled and vote again"),
                              SCRUT_KEY("registered voters of these stations"),
                              SCRUT_KEY("ballots added to the result without them for another seat than it gives")},
    [SCRUT_READING_STATIONS] =
        {"stations", SCRUT_KEY("Station by station"),
         SCRUT_KEY(
             "Mexico, law on means of challenge in electoral matters, articles 75 and 76, and the tribunal's criterion "
             "10/2001 "
             "(\"determinante\"), not read against their texts: a station is annulled where the ballots in question "
             "are at "
             "least its lead, and an election may be where that is a fifth of the stations"),
         SCRUT_KEY(
             "stations where the ballots concerned may be as many as the lead of the first list over the second there"),
         SCRUT_KEY("a fifth of the stations")},
};

const scrut_reading_info *scrut_reading_info_of(scrut_reading_kind kind)
{
    return &READINGS[kind];
}

static void read_lead(const weighing *w, size_t k)
{
    const scrut_margin_contest *contest = &weighing_unit(w, k)->contest;
    scrut_place_effect *place = &w->m->places[k];
    int64_t first = 0, second = 0;
    for (size_t i = 0; i < contest->list_count; i++) {
        second = more_of(second, fewer_of(first, contest->votes[i]));
        first = more_of(first, contest->votes[i]);
    }
    scrut_ballots lead = {.possible = true, .exact = true, .at_least = first - second, .at_most = first - second};
    place->readings[SCRUT_READING_LEAD] = (scrut_reading){
        .known = place->error_registered >= 0,
        .ballots = place->error_registered,
        .could = lead,
        .would = lead,
        .note = place->error_registered < 0 ? SCRUT_KEY("the registered voters of the stations are not given") : NULL};
}

/* ---- the seats without some stations ---- */

static bool is_left_out(const weighing *w, const tainted_station *s, bool (*leaves_out)(const tainted_station *))
{
    return s->source < w->c->returns_count && leaves_out(s);
}

/* Its own returns, or those that the figures were made from. */
static scrut_status take_out(weighing *w, bool (*leaves_out)(const tainted_station *), scrut_chamber **ret_chamber)
{
    scrut_tally *votes = copy_tally(w->tally, w->arena);
    scrut_chamber *chamber = scrut_arena_calloc(w->arena, 1, sizeof *chamber);
    if (votes == NULL || chamber == NULL)
        return scrut_fail_memory(w->err);
    for (size_t i = 0; i < w->station_count; i++)
        if (is_left_out(w, &w->stations[i], leaves_out))
            take_row_out(&w->c->returns[w->stations[i].source], w->stations[i].row, votes);
    scrut_status st = scrut_seats_allocate(w->c, w->m->chamber->rules, votes, w->arena, chamber, w->err);
    if (st == SCRUT_OK)
        *ret_chamber = chamber;
    return st;
}

scrut_status allocate_without(weighing *w, bool (*leaves_out)(const tainted_station *), scrut_without *ret_without)
{
    scrut_without without = {.chamber = NULL};
    scrut_chamber *chamber = NULL;
    scrut_status st = SCRUT_OK;
    for (size_t i = 0; i < w->station_count; i++)
        without.stations += is_left_out(w, &w->stations[i], leaves_out);
    if (without.stations > 0 && w->m->chamber->tally != w->tally)
        without.note =
            SCRUT_KEY("the votes of lists given as one were taken from an announcement, which has none by station");
    else if (without.stations > 0)
        st = take_out(w, leaves_out, &chamber);
    if (st == SCRUT_E_INPUT || st == SCRUT_E_RANGE) {
        without.note = SCRUT_KEY("without these stations the votes cannot be turned into seats");
        st = SCRUT_OK;
    }
    without.chamber = chamber;
    if (st == SCRUT_OK)
        *ret_without = without;
    return st;
}

/* ---- stations with an error, cancelled; and their poll repeated ---- */

static scrut_status read_repoll(const weighing *w, const scrut_margin_house *house, size_t k)
{
    const scrut_target any = {.kind = SCRUT_TARGET_ANY};
    scrut_place_effect *place = &w->m->places[k];
    scrut_reading *reading = &place->readings[SCRUT_READING_REPOLL];
    scrut_margin margin;
    *reading = (scrut_reading){.ballots = place->error_registered, .note = house->nation.units[k].closed};
    if (place->error_registered < 0)
        reading->note = SCRUT_KEY("the registered voters of the stations are not given");
    if (reading->note != NULL)
        return SCRUT_OK;
    scrut_status st = scrut_margin_house_unit(house, k, &any, SCRUT_METRIC_ADD, NULL, w->scratch, &margin, w->err);
    if (st != SCRUT_OK)
        return st;
    reading->known = true;
    reading->note = margin.note;
    reading->could = ballots_of_reading(&margin.could);
    reading->would = ballots_of_reading(&margin.would);
    return SCRUT_OK;
}

static scrut_status read_cancelled(weighing *w)
{
    scrut_margin_house house;
    scrut_status st = scrut_margin_house_open(w->c, w->m->cancelled.chamber, w->scratch, &house, w->err);
    for (size_t k = 0; k < w->c->constituency_count && st == SCRUT_OK; k++) {
        scrut_place_effect *place = &w->m->places[k];
        if (place->error_stations == 0)
            continue;
        place->readings[SCRUT_READING_CANCELLED] = (scrut_reading){.known = true, .ballots = place->error_stations};
        st = read_repoll(w, &house, k);
    }
    return st;
}

static bool has_error(const tainted_station *s)
{
    return s->error;
}

scrut_status read_law(weighing *w)
{
    for (size_t k = 0; k < w->c->constituency_count; k++)
        if (w->m->places[k].error_stations > 0 && weighing_unit(w, k)->closed == NULL)
            read_lead(w, k);
    scrut_status st = allocate_without(w, has_error, &w->m->cancelled);
    return st == SCRUT_OK && w->m->cancelled.chamber != NULL ? read_cancelled(w) : st;
}
