/* SPDX-License-Identifier: Apache-2.0
 * site_write.h: puts a site into a folder. */
#ifndef SCRUT_CLI_SITE_WRITE_H
#define SCRUT_CLI_SITE_WRITE_H

#include "cli.h"
#include "scrutineer/pool.h"
#include "scrutineer/site.h"

/* Hashes of every file, as sha256sum prints and checks them. It is written last: a folder without it holds a site that
 * was not finished. */
#define SCRUT_CLI_SITE_SUMS "SHA256SUMS"

/* --stations and --language. SCRUT_EXIT_OK, or SCRUT_EXIT_USAGE after saying which language there is not. */
int scrut_cli_site_options(const scrut_cli_args *args, scrut_site_options *ret_options);

/* Writes every file of the site below `folder`, each whole or not at all, then the sums; files that the folder's former
 * sums name and this site does not have are removed, and nothing else is. SCRUT_E_IO; SCRUT_E_MEMORY. */
SCRUT_MUST_CHECK scrut_status scrut_cli_write_site(const scrut_site *site, scrut_pool *pool, const char *folder,
                                                   scrut_error *err);

#endif
