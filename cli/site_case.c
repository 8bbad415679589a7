/* SPDX-License-Identifier: Apache-2.0 */
#include "site_case.h"

#include "scrutineer/seal.h"

scrut_status scrut_cli_verify(const scrut_cli_case *opened, scrut_verdict **ret_verdict, scrut_error *err)
{
    scrut_cli_progress_phase("hashing the files");
    scrut_status status = scrut_case_hash_files(opened->c, opened->pool, err);
    if (status == SCRUT_OK)
        status = scrut_seal_check(opened->c, err);
    scrut_cli_progress_phase("adding up, allocating and comparing");
    if (status == SCRUT_OK)
        status = scrut_verify(opened->c, opened->pool, ret_verdict, err);
    return status;
}

scrut_status scrut_cli_site_make(const scrut_verdict *verdict, scrut_pool *pool, const scrut_site_options *options,
                                 scrut_cli_site *ret_site, scrut_error *err)
{
    scrut_cli_site made = {0};
    scrut_status status = SCRUT_OK;
    if (verdict->c->returns_count > 0)
        status = scrut_reconcile(verdict->c, NULL, 0, pool, &made.sources, err);
    if (status == SCRUT_OK)
        status = scrut_site_new(verdict, made.sources, options, &made.site, err);
    if (status == SCRUT_OK)
        *ret_site = made;
    else
        scrut_cli_site_free(&made);
    return status;
}

void scrut_cli_site_free(scrut_cli_site *site)
{
    scrut_site_free(site->site);
    scrut_reconciliation_free(site->sources);
    *site = (scrut_cli_site){0};
}
