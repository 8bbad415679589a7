/* SPDX-License-Identifier: Apache-2.0
 * pseudo_site.c: the site and the summary of a case in a language that only this program knows.
 *   pseudo_site CATALOG.mo ltr|rtl CASE FOLDER
 * Writes the pages and single.html into FOLDER, and the summary to stdout. */
#include "scrutineer/report.h"
#include "scrutineer/seal.h"
#include "scrutineer/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(scrut_status status, const scrut_error *err)
{
    if (status == SCRUT_OK)
        return;
    fprintf(stderr, "pseudo_site: %s\n", err->message);
    exit(1);
}

static void write_one(const char *folder, const scrut_site *site, size_t file)
{
    scrut_buf path = {0}, bytes = {0};
    scrut_error err = {.message = ""};
    scrut_buf_printf(&path, "%s/", folder);
    scrut_site_path(site, file, &path);
    char *slash = strrchr(path.bytes, '/');
    *slash = '\0';
    must(scrut_make_folder(path.bytes, &err), &err);
    *slash = '/';
    must(scrut_site_render(site, file, &bytes, &err), &err);
    must(scrut_write_file(path.bytes, bytes.bytes != NULL ? bytes.bytes : "", bytes.length, &err), &err);
    scrut_buf_free(&path);
    scrut_buf_free(&bytes);
}

static void write_site(const scrut_verdict *v, const scrut_language *language, const char *folder)
{
    const scrut_site_options options = {.version = "0", .languages = {language}, .language_count = 1};
    scrut_reconciliation *sources = NULL;
    scrut_site *site = NULL;
    scrut_error err = {.message = ""};
    if (v->c->returns_count > 0)
        must(scrut_reconcile(v->c, NULL, 0, NULL, &sources, &err), &err);
    must(scrut_site_new(v, sources, &options, &site, &err), &err);
    for (size_t file = 0; file < scrut_site_file_count(site); file++)
        write_one(folder, site, file);
    scrut_site_free(site);
    scrut_reconciliation_free(sources);
}

static void write_single(const scrut_verdict *v, const scrut_language *language, const char *folder)
{
    scrut_buf path = {0}, html = {0}, text = {0};
    scrut_error err = {.message = ""};
    scrut_buf_printf(&path, "%s/single.html", folder);
    must(scrut_site_single(v, language, "0", &html, &err), &err);
    must(scrut_write_file(path.bytes, html.bytes, html.length, &err), &err);
    must(scrut_report_text(v, language, false, 200, &text, &err), &err);
    fwrite(text.bytes, 1, text.length, stdout);
    scrut_buf_free(&path);
    scrut_buf_free(&html);
    scrut_buf_free(&text);
}

int main(int argc, char **argv)
{
    static const char *const DIGITS[] = {"٠", "١", "٢", "٣", "٤", "٥", "٦", "٧", "٨", "٩"};
    scrut_problems problems = {.limit = 10};
    scrut_error err = {.message = ""};
    scrut_case *c = NULL;
    scrut_verdict *v = NULL;
    char *catalog = NULL;
    size_t length = 0;
    if (argc != 5)
        return 2;
    bool right = strcmp(argv[2], "rtl") == 0;
    must(scrut_read_file(argv[1], (size_t)1 << 24, &catalog, &length, &err), &err);
    const scrut_language language = {.language = right ? "ar-XB" : "en-XA",
                                     .name = "pseudo",
                                     .direction = argv[2],
                                     .digits = right ? DIGITS : NULL,
                                     .plurals = 2,
                                     .catalog = (const unsigned char *)catalog,
                                     .length = length};
    must(scrut_case_load(argv[3], NULL, &problems, &c, &err), &err);
    must(scrut_case_hash_files(c, NULL, &err), &err);
    must(scrut_seal_check(c, &err), &err);
    must(scrut_verify(c, NULL, &v, &err), &err);
    write_site(v, &language, argv[4]);
    write_single(v, &language, argv[4]);
    scrut_verdict_free(v);
    scrut_case_free(c);
    scrut_problems_free(&problems);
    free(catalog);
    return 0;
}
