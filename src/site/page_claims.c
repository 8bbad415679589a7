/* SPDX-License-Identifier: Apache-2.0
 * page_claims.c: what was claimed, by whom, and what the evidence says of it. */
#include "site_internal.h"

void scrut_page_claims(const scrut_page *page, scrut_buf *out)
{
    scrut_page_open(page, out, scrut_word(page->view->language, "Claims"));
    scrut_page_verdicts(page, out);
    scrut_site_claims(page->view, out);
    scrut_page_close(page, out);
}
