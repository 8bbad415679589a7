/* SPDX-License-Identifier: Apache-2.0
 * embedded.c: the site's files that are made outside C: the script and the font (web/). */
#include "site_internal.h"
#include "web_files.h"

#include <string.h>

static void put_embedded(scrut_buf *out, const char *id)
{
    for (size_t i = 0; i < sizeof SCRUT_WEB_FILES / sizeof SCRUT_WEB_FILES[0]; i++)
        if (strcmp(SCRUT_WEB_FILES[i].id, id) == 0)
            scrut_buf_append(out, SCRUT_WEB_FILES[i].text, SCRUT_WEB_FILES[i].length);
}

void scrut_site_put_script(const scrut_page *page, scrut_buf *out)
{
    (void)page;
    put_embedded(out, "scrutineer");
}

void scrut_site_put_font(const scrut_page *page, scrut_buf *out)
{
    (void)page;
    put_embedded(out, "noto-sans-khmer");
}
