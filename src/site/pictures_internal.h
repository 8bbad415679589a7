/* SPDX-License-Identifier: Apache-2.0
 * pictures_internal.h: pictures that several pages draw. Each puts one <figure> or more; nothing where the figures are
 * not given. */
#ifndef SCRUT_SITE_PICTURES_INTERNAL_H
#define SCRUT_SITE_PICTURES_INTERNAL_H

#include "scrutineer/roll_audit.h"
#include "site_internal.h"

/* ---- pictures.c ---- */

/* Constituencies as a map, where the case has outlines, and as squares beside it. Texts are keys of the catalog. */
typedef struct {
    const scrut_picture_place *places; /* a constituency */
    const char *map_id, *map_title, *tiles_id, *tiles_title, *tiles_caption;
    const char *map_caption; /* NULL: that constituencies are large or small by land */
    const char *no_data;     /* what a place without data is; NULL: as in all pictures */
} scrut_site_places;
void scrut_site_put_places(const scrut_report_view *view, scrut_buf *out, scrut_arena *arena,
                           const scrut_site_places *places);
/* The map alone, of any places. */
void scrut_site_put_map(const scrut_report_view *view, scrut_buf *out, const scrut_site_places *texts,
                        const scrut_picture_place places[], size_t count, const scrut_picture_shapes *shapes);
/* Appends the short name of constituency k, where its first four letters would be another's, too; else nothing. */
void scrut_site_short_name(const scrut_report_view *view, size_t k, scrut_buf *out);

/* ---- pictures_change.c ---- */

/* Seats and shares of a unit (0: the nation) with the change since the election before; the nation's as tables, to
 * whose rows the picture's bars lead. */
void scrut_page_change_table(const scrut_page *page, scrut_buf *out);
void scrut_page_change(const scrut_page *page, scrut_buf *out, size_t unit);
/* What the ballots concerned leave of each list's seats. */
void scrut_page_seats_in_reach(const scrut_page *page, scrut_buf *out);

/* The least and the most share that a list can have had, as fractions. */
typedef struct {
    const char *name;
    uint32_t rank;
    int64_t held; /* seats */
    int64_t least[2], most[2];
    bool least_known;
} scrut_site_bound;
void scrut_page_bounds(const scrut_page *page, scrut_buf *out, const scrut_site_bound bounds[], size_t count);

/* ---- pictures_margins.c ---- */

/* The closest seats of constituencies against the ballots that findings concern there; those whose margin is not known
 * are left out. False: nothing was put. */
bool scrut_page_strips(const scrut_page *page, scrut_buf *out, const uint32_t constituencies[], size_t count,
                       const char *id);
/* Up to `max` constituencies: those with findings, the strongest effect first, or else (and to fill up) the closest. */
size_t scrut_page_places_to_look_at(const scrut_page *page, uint32_t constituencies[], size_t max, bool fill_up);

/* ---- pictures_differences.c ---- */

/* What further sources' returns, and later announcements, say more or less than the first in a unit. */
void scrut_page_differences(const scrut_page *page, scrut_buf *out, size_t unit);

/* A station's form of one source. */
typedef struct {
    const scrut_returns *returns;
    uint32_t row;
} scrut_site_form;
/* What the further forms of a station give a list more or less than the first. */
void scrut_page_form_differences(const scrut_page *page, scrut_buf *out, const scrut_site_form forms[], size_t count);

/* ---- pictures_ladder.c ---- */

/* The rungs around the last seat of a constituency. */
void scrut_page_ladder(const scrut_page *page, scrut_buf *out, const scrut_constituency_seats *seats);

/* ---- pictures_roll_map.c ---- */

/* Of 1,000 names in surplus, of 100 people without a name, in tenths; below 0: not to be told, not known. */
int64_t scrut_page_surplus_tenths(const scrut_roll_stake *s);
int64_t scrut_page_missing_tenths(const scrut_roll_stake *s);

/* Path of the cells of the previous election; in the view's arena; "" without memory. */
const char *scrut_page_previous_link(const scrut_page *page);

#endif
