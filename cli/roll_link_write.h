/* SPDX-License-Identifier: Apache-2.0
 * roll_link_write.h: the tables of "roll link", a line a pair or a row. */
#ifndef SCRUT_CLI_ROLL_LINK_WRITE_H
#define SCRUT_CLI_ROLL_LINK_WRITE_H

#include "roll_lists.h"

/* Rows count from 1 below the header, in each list for itself. Statuses as scrut_new_file_begin; SCRUT_E_MEMORY. */
scrut_status scrut_cli_write_pairs(const scrut_link_input *in, const scrut_link *link, const char *path,
                                   scrut_pool *pool, scrut_error *err);
/* A line a row, of the first list and then of the second; groups are named by their first row. */
scrut_status scrut_cli_write_groups(const scrut_link_input *in, const scrut_link *link, const char *path,
                                    scrut_pool *pool, scrut_error *err);

#endif
