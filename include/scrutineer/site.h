/* SPDX-License-Identifier: Apache-2.0
 * site.h: a verdict as pages. Pure functions: no I/O, no clock, no locale; the same verdict and version give the same
 * bytes. */
#ifndef SCRUTINEER_SITE_H
#define SCRUTINEER_SITE_H

#include "scrutineer/verdict.h"

/* One self-contained page without scripts, fonts or requests, appended to `out`. `version` is the program's.
 * SCRUT_OK; SCRUT_E_MEMORY: what was appended is incomplete. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_site_single(const scrut_verdict *verdict, const char *version,
                                                          scrut_buf *out, scrut_error *err);

#endif
