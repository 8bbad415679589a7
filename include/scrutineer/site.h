/* SPDX-License-Identifier: Apache-2.0
 * site.h: a verdict as pages: a static site that needs no server and no scripts, and one self-contained page.
 *
 * Pure functions: no I/O, no clock, no locale; the same verdict and version give the same bytes. A site is a list of
 * files, each rendered on its own, so that they can be made on any number of threads or one at a time on request. */
#ifndef SCRUTINEER_SITE_H
#define SCRUTINEER_SITE_H

#include "scrutineer/catalog.h"
#include "scrutineer/reconcile.h"

#define SCRUT_SITE_LANGUAGES_MAX 8
/* More stations than this: by default pages only for those with a finding, and at most so many of them. */
#define SCRUT_SITE_STATIONS_MAX 100000
#define SCRUT_SITE_STATION_PAGES_MAX 5000

typedef enum {
    /* ALL; of more than SCRUT_SITE_STATIONS_MAX stations MOST with SCRUT_SITE_STATION_PAGES_MAX. */
    SCRUT_SITE_STATIONS_AUTO,
    SCRUT_SITE_STATIONS_ALL,
    SCRUT_SITE_STATIONS_FOUND, /* with a finding, or told differently by two sources */
    SCRUT_SITE_STATIONS_NONE,
    SCRUT_SITE_STATIONS_MOST, /* of those: the station_pages_max with most votes in question */
} scrut_site_stations;

typedef struct {
    const char *version; /* the program's */
    scrut_site_stations stations;
    size_t station_pages_max; /* with SCRUT_SITE_STATIONS_MOST */
    /* The first one's pages stand at the top, the others' in a folder named by their code. Count 0: English. */
    const scrut_language *languages[SCRUT_SITE_LANGUAGES_MAX];
    size_t language_count;
} scrut_site_options;

typedef struct scrut_site scrut_site;

/* Plans the site. `sources` is the reconciliation of all returns of the same case, or NULL where it has none: then
 * there are no station pages. Both must outlive the site. SCRUT_E_MEMORY. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_site_new(const scrut_verdict *verdict,
                                                       const scrut_reconciliation *sources,
                                                       const scrut_site_options *options, scrut_site **ret_site,
                                                       scrut_error *err);
SCRUT_API void scrut_site_free(scrut_site *site);

/* How many stations have a page, and how many have a finding or are told differently by two sources: more of these than
 * pages are left to the lists of stations, which hold every station with its cells. */
SCRUT_API void scrut_site_station_pages(const scrut_site *site, size_t *ret_pages, size_t *ret_found);

SCRUT_API size_t scrut_site_file_count(const scrut_site *site);
/* Path of a file inside the site, parts joined by "/", of [a-z0-9-.] only; appended. The first file is index.html. */
SCRUT_API void scrut_site_path(const scrut_site *site, size_t file, scrut_buf *out);
/* Renders one file; appended. Any thread. SCRUT_E_MEMORY: what was appended is incomplete. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_site_render(const scrut_site *site, size_t file, scrut_buf *out,
                                                          scrut_error *err);
/* "text/html; charset=utf-8", by the ending of the path. */
SCRUT_API const char *scrut_site_media_type(const char *path);

/* One self-contained page without scripts or requests, with a font only where it has Khmer text, appended to `out`.
 * In `language` (NULL: English). `version` is the program's. SCRUT_OK; SCRUT_E_MEMORY: what was appended is incomplete.
 */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_site_single(const scrut_verdict *verdict, const scrut_language *language,
                                                          const char *version, scrut_buf *out, scrut_error *err);

#endif
