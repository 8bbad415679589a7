/* SPDX-License-Identifier: Apache-2.0
 * audit.c: the detectors one after another, and what they share. */
#include "audit_internal.h"
#include "scrutineer/catalog.h"

#include <stdlib.h>
#include <string.h>

static const char *const CODES[SCRUT_ROLL_DETECTORS] = {"V02", "V03", "V04", "V05", "V06", "V07", "V08", "V09", "V10",
                                                        "V11", "V12", "V13", "V14", "V15", "V16", "V17", "V18"};

scrut_roll_detector *detector_of(auditing *a, scrut_roll_detector_kind kind)
{
    return &a->audit->detectors[kind];
}

scrut_status not_provided(auditing *a, scrut_roll_detector_kind kind, const char *missing)
{
    detector_of(a, kind)->missing = missing;
    return SCRUT_OK;
}

void add_figure_between(auditing *a, scrut_roll_detector *d, const char *name, scrut_roll_estimate value, int decimals)
{
    (void)a;
    if (d->figure_count < SCRUT_ROLL_FIGURES_MAX)
        d->figures[d->figure_count++] = (scrut_roll_figure){name, value.value, true, value.low, value.high, decimals};
}

void add_figure(auditing *a, scrut_roll_detector *d, const char *name, double value, int decimals)
{
    (void)a;
    if (d->figure_count < SCRUT_ROLL_FIGURES_MAX)
        d->figures[d->figure_count++] = (scrut_roll_figure){.name = name, .value = value, .decimals = decimals};
}

/* Detectors compare areas, where there are several, else stations, else constituencies. */
static void choose_family(auditing *a)
{
    const people *p = &a->p;
    a->family = p->area.count > 1 ? &p->area : p->station.count > 1 ? &p->station : &p->constituency;
    a->family_name = p->area.count > 1      ? p->area_level
                     : p->station.count > 1 ? SCRUT_KEY("station")
                                            : SCRUT_KEY("constituency");
}

scrut_subject_kind family_subject(const auditing *a)
{
    return a->family == &a->p.area      ? SCRUT_SUBJECT_AREA
           : a->family == &a->p.station ? SCRUT_SUBJECT_STATION
                                        : SCRUT_SUBJECT_CONSTITUENCY;
}

typedef scrut_status detector(auditing *a);

/* Columns that no detector above asks for take the place of the others. */
static scrut_status registrations(auditing *a)
{
    return people_load_registrations(&a->p, a->pool, a->err);
}

static scrut_status run_detectors(auditing *a)
{
    static detector *const DETECTORS[] = {audit_areas,     audit_pairs,      audit_votes,     audit_ages,
                                          audit_deaths,    audit_population, audit_stations,  audit_numbers,
                                          audit_stake,     audit_missing,    audit_lists,     registrations,
                                          audit_addresses, audit_runs,       audit_documents, audit_findings};
    for (int i = 0; i < SCRUT_ROLL_DETECTORS; i++)
        a->audit->detectors[i].check = scrut_check_named(CODES[i]);
    choose_family(a);
    scrut_status status = SCRUT_OK;
    for (size_t i = 0; i < sizeof DETECTORS / sizeof DETECTORS[0] && status == SCRUT_OK; i++)
        status = DETECTORS[i](a);
    if (status == SCRUT_OK && a->audit->findings.failed)
        status = scrut_fail_memory(a->err);
    return status;
}

/* The row's own number is there for the marked copy alone. */
static uint32_t parts_of(const scrut_case_roll *roll)
{
    return PEOPLE_LINKED | (roll->marked.file != NULL ? 1U << SCRUT_PERSON_KEY : 0);
}

static scrut_status audit_people(auditing *a)
{
    const scrut_roll_version *version = &a->roll->versions[a->roll->version_count - 1];
    a->audit->version = version;
    a->audit->c = a->c;
    scrut_status status = people_load(a->c, &version->list, parts_of(a->roll), a->pool, &a->p, a->err);
    if (status == SCRUT_OK) {
        a->audit->rows = a->p.count;
        status = run_detectors(a);
    }
    free(a->pairs);
    free(a->with_marks);
    free(a->deceased);
    free(a->cluster);
    people_free(&a->p);
    return status;
}

bool cores_off(struct rlimit *ret_before)
{
    if (getrlimit(RLIMIT_CORE, ret_before) != 0)
        return false;
    struct rlimit none = *ret_before;
    none.rlim_cur = 0;
    return setrlimit(RLIMIT_CORE, &none) == 0;
}

void cores_back(bool limited, const struct rlimit *before)
{
    if (limited)
        (void)setrlimit(RLIMIT_CORE, before);
}

scrut_status scrut_roll_audit_run(const scrut_case *c, scrut_pool *pool, scrut_roll_audit **ret_audit, scrut_error *err)
{
    auditing a = {.c = c, .roll = c->roll, .pool = pool, .err = err};
    struct rlimit cores;
    a.audit = calloc(1, sizeof *a.audit);
    a.arena = scrut_arena_new();
    if (a.audit == NULL || a.arena == NULL) {
        free(a.audit);
        scrut_arena_free(a.arena);
        return scrut_fail_memory(err);
    }
    a.audit->arena = a.arena;
    bool limited = cores_off(&cores);
    scrut_status status = audit_people(&a);
    cores_back(limited, &cores);
    if (status == SCRUT_OK)
        *ret_audit = a.audit;
    else
        scrut_roll_audit_free(a.audit);
    return status;
}

void scrut_roll_audit_free(scrut_roll_audit *audit)
{
    if (audit == NULL)
        return;
    scrut_findings_free(&audit->findings);
    scrut_arena_free(audit->arena);
    free(audit);
}
