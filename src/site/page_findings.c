/* SPDX-License-Identifier: Apache-2.0
 * page_findings.c: what was found, by kind, severity, constituency and whether it could matter. */
#include "site_internal.h"

void scrut_page_findings(const scrut_page *page, scrut_buf *out)
{
    scrut_page_open(page, out, scrut_word(page->view->language, "Findings"));
    scrut_site_findings(page->view, page, out);
    scrut_page_close(page, out);
}
