/* SPDX-License-Identifier: Apache-2.0
 * site_case.h: from a loaded case to its verdict and its pages, for the commands that show them. */
#ifndef SCRUT_CLI_SITE_CASE_H
#define SCRUT_CLI_SITE_CASE_H

#include "case_input.h"
#include "scrutineer/site.h"

/* Everything that is known of the case: hashes, seal, verdict. Tells its progress, which the caller has begun. */
SCRUT_MUST_CHECK scrut_status scrut_cli_verify(const scrut_cli_case *opened, scrut_verdict **ret_verdict,
                                               scrut_error *err);

/* A site and what it rests on, beside the verdict. */
typedef struct {
    scrut_reconciliation *sources; /* NULL: the case has no returns */
    scrut_site *site;
} scrut_cli_site;

/* The verdict and the options' languages must outlive it. */
SCRUT_MUST_CHECK scrut_status scrut_cli_site_make(const scrut_verdict *verdict, scrut_pool *pool,
                                                  const scrut_site_options *options, scrut_cli_site *ret_site,
                                                  scrut_error *err);
/* A zeroed one is fine. */
void scrut_cli_site_free(scrut_cli_site *site);

#endif
