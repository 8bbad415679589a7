/* SPDX-License-Identifier: Apache-2.0
 * certificate.c: for each constituency the certificate of its closest seat. */
#include "scrutineer/certificate.h"
#include "site_internal.h"

static const scrut_tally *tally_of(const scrut_verdict *v, const scrut_margins *m)
{
    size_t t = 0;
    while (v->margins[t] != m)
        t++;
    return &v->tallies[t];
}

bool scrut_site_plan_certificates(scrut_site *site)
{
    const scrut_margins *m = scrut_site_margins_shown(&site->views[0]);
    size_t constituencies = site->c->constituency_count;
    site->certificate_of = scrut_arena_calloc(site->arena, constituencies + 1, sizeof *site->certificate_of);
    site->certificates = scrut_arena_calloc(site->arena, constituencies + 1, sizeof *site->certificates);
    if (site->certificate_of == NULL || site->certificates == NULL)
        return false;
    for (uint32_t k = 0; k < constituencies; k++) {
        bool has = m != NULL && m->closest[k].weighed;
        site->certificate_of[k] = has ? (uint32_t)site->certificate_count : SCRUT_NONE;
        if (has)
            site->certificates[site->certificate_count++] = k;
    }
    return true;
}

static scrut_status make(const scrut_site *site, size_t constituency, scrut_arena *arena, scrut_buf *out,
                         scrut_error *err)
{
    const scrut_margins *m = scrut_site_margins_shown(&site->views[0]);
    const scrut_margin_unit *unit = &m->house.nation.units[constituency];
    const scrut_target any = {.kind = SCRUT_TARGET_ANY};
    scrut_margin margin;
    scrut_certificate certificate;
    const char **names = scrut_arena_calloc(arena, unit->contest.list_count + 1, sizeof *names);
    const scrut_provenance *about = &tally_of(site->v, m)->about;
    const char *version = scrut_arena_printf(arena, "%s%s%s", about->title != NULL ? about->title : "",
                                             about->title != NULL && about->date != NULL ? ", " : "",
                                             about->date != NULL ? about->date : "");
    if (names == NULL || version == NULL)
        return scrut_fail_memory(err);
    for (size_t i = 0; i < unit->contest.list_count; i++)
        names[i] = site->c->parties[unit->party[i]].id;
    scrut_status status =
        scrut_margin_house_unit(&m->house, constituency, &any, SCRUT_METRIC_CHANGE, NULL, arena, &margin, err);
    if (status == SCRUT_OK)
        status = scrut_certificate_of_contest(&unit->contest, names, &any, SCRUT_METRIC_CHANGE, NULL, &margin, arena,
                                              &certificate, err);
    if (status != SCRUT_OK)
        return status;
    certificate.case_title = site->c->title;
    certificate.figures = about->id;
    certificate.figures_version = version;
    certificate.rules = m->chamber->rules->id;
    certificate.rules_version = m->chamber->rules->version;
    return scrut_certificate_write(&certificate, out, err);
}

scrut_status scrut_site_certificate(const scrut_site *site, size_t index, scrut_buf *out, scrut_error *err)
{
    scrut_arena *arena = scrut_arena_new();
    if (arena == NULL)
        return scrut_fail_memory(err);
    scrut_status status = make(site, site->certificates[index], arena, out, err);
    scrut_arena_free(arena);
    return status;
}
