/* SPDX-License-Identifier: Apache-2.0
 * The pages of a small election: two constituencies, two sources of stations' returns, one announcement, claims. */
#include "case_folder.h"
#include "harness.h"
#include "scrutineer/pool.h"
#include "scrutineer/site.h"

#include <string.h>

/* D'Hondt, 3 and 2 seats. North 600 300 100: 2 1 0; South 200 350 50: 1 1 0. The second source has 10 votes more for
 * the first list at station N2. */
static const char CASE[] =
    "scrutineer: case/1\n"
    "title: \"%s\"\n"
    "country: KH\n"
    "date: \"%s\"\n"
    "chamber: {name: \"%s\", seats: 5, facts: [{name: \"%s\", seats: 3, reference: \"%s\", "
    "verified: no}]}\n"
    "rules: {preset: kh-2013}\n"
    "parties: {rows: [{party: \"%s\", name: \"%s\"}, {party: \"%s\"}, {party: \"%s\"}]}\n"
    "constituencies: {rows: [{constituency: N, name: \"%s\", seats: 3}, {constituency: S, seats: "
    "2}]}\n"
    "returns:\n"
    "  - source: minutes\n"
    "    title: \"%s\"\n"
    "    by: \"%s\"\n"
    "    file: minutes.csv\n"
    "    station: station\n"
    "    constituency: constituency\n"
    "    fields: {registered: registered, cast: cast, valid: valid, invalid: invalid}\n"
    "    votes: {columns: {\"%s\": a, \"%s\": b, \"%s\": c}}\n"
    "  - source: copies\n"
    "    file: copies.csv\n"
    "    station: station\n"
    "    constituency: constituency\n"
    "    fields: {cast: cast, valid: valid, invalid: invalid}\n"
    "    votes: {columns: {\"%s\": a, \"%s\": b, \"%s\": c}}\n"
    "announcements:\n"
    "  - version: official\n"
    "    title: \"%s\"\n"
    "    note: \"%s\"\n"
    "    tables:\n"
    "      - level: nation\n"
    "        rows: [{party: \"%s\", votes: 800, seats: 3}, {party: \"%s\", votes: 650, seats: 2}]\n"
    "        votes: {party: party, votes: votes}\n"
    "        seats: {party: party, seats: seats}\n"
    "claims: {rows: [{id: c1, claimant: \"%s\", words: \"%s\", expression: \"votes(%s) > "
    "700\"}]}\n";

#define RETURNS(n2, extra)                                                                                             \
    "station,constituency,registered,cast,valid,invalid,a,b,c\n"                                                       \
    "N1,N,700,510,500,10,300,150,50\n"                                                                                 \
    "N2,N,700," n2 "\n"                                                                                                \
    "S1,S,900,620,600,20,200,350,50\n" extra

typedef struct {
    case_folder folder;
    scrut_case *c;
    scrut_verdict *v;
    scrut_reconciliation *sources;
    scrut_site *site;
} pages;

static void write_case(const case_folder *folder, const char *const labels[3], const char *text)
{
    char yaml[16384];
    const char *a = labels[0], *b = labels[1], *c = labels[2];
    snprintf(yaml, sizeof yaml, CASE, text, text, text, text, text, a, text, b, c, text, text, text, a, b, c, a, b, c,
             text, text, a, b, text, text, a);
    case_folder_write(folder, "election.yaml", yaml);
    case_folder_write(folder, "minutes.csv", RETURNS("505,500,5,300,150,50", ""));
    case_folder_write(folder, "copies.csv", RETURNS("515,510,5,310,150,50", ""));
}

static pages pages_new(const char *const labels[3], const char *text)
{
    pages p = {.folder = case_folder_new()};
    const scrut_site_options options = {.version = "1.2.3"};
    write_case(&p.folder, labels, text);
    p.c = case_folder_load(&p.folder, 0);
    ck_assert_int_eq(scrut_verify(p.c, NULL, &p.v, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_reconcile(p.c, NULL, 0, NULL, &p.sources, NULL), SCRUT_OK);
    ck_assert_int_eq(scrut_site_new(p.v, p.sources, &options, &p.site, NULL), SCRUT_OK);
    return p;
}

static void pages_free(pages *p)
{
    scrut_site_free(p->site);
    scrut_reconciliation_free(p->sources);
    scrut_verdict_free(p->v);
    scrut_case_free(p->c);
    case_folder_remove(&p->folder);
}

static char *path_of(const pages *p, size_t file)
{
    scrut_buf path = {0};
    scrut_site_path(p->site, file, &path);
    ck_assert_ptr_nonnull(path.bytes);
    return path.bytes;
}

static scrut_buf render(const pages *p, size_t file)
{
    scrut_buf out = {0};
    ck_assert_int_eq(scrut_site_render(p->site, file, &out, NULL), SCRUT_OK);
    return out;
}

/* The page at a path; free its bytes. */
static scrut_buf page(const pages *p, const char *path)
{
    for (size_t i = 0; i < scrut_site_file_count(p->site); i++) {
        char *own = path_of(p, i);
        bool same = strcmp(own, path) == 0;
        free(own);
        if (same)
            return render(p, i);
    }
    ck_abort_msg("there is no page %s", path);
    return (scrut_buf){0};
}

static bool is_page(const char *path)
{
    size_t length = strlen(path);
    return length > 5 && strcmp(path + length - 5, ".html") == 0;
}

static size_t occurrences(const char *text, const char *needle)
{
    size_t count = 0;
    for (const char *at = strstr(text, needle); at != NULL; at = strstr(at + 1, needle))
        count++;
    return count;
}

/* Marks of elements, without the lines of pictures: a long label has more of them. */
static size_t elements(const char *html)
{
    return occurrences(html, "<") - occurrences(html, "<text") - occurrences(html, "</text");
}

/* Of one width: a picture puts what follows a label where that ends. */
static const char *const LABELS[] = {"Aspen", "Bravo", "Corda"};
#define BENIGN "An ordinary name"
/* Markup, an event handler, a formula, an override of the reading direction. No quotation mark: the case is YAML. */
#define HOSTILE "=1<script>alert(1)</script><img src=x onerror=y>&\xE2\x80\xAE evil"

START_TEST(every_page_says_where_it_stands_and_has_one_heading)
{
    pages p = pages_new(LABELS, BENIGN);
    size_t seen = 0;
    for (size_t i = 0; i < scrut_site_file_count(p.site); i++) {
        char *path = path_of(&p, i);
        if (is_page(path)) {
            scrut_buf html = render(&p, i);
            ck_assert_msg(occurrences(html.bytes, "<h1>") == 1, "%s", path);
            ck_assert_msg(occurrences(html.bytes, "<main id=\"main\">") == 1, "%s", path);
            seen++;
            scrut_buf_free(&html);
        }
        free(path);
    }
    ck_assert_uint_ge(seen, 8);
    pages_free(&p);
}
END_TEST

START_TEST(hostile_text_in_every_field_adds_no_markup_to_any_page)
{
    pages plain = pages_new(LABELS, BENIGN), hostile = pages_new(LABELS, HOSTILE);
    ck_assert_uint_eq(scrut_site_file_count(plain.site), scrut_site_file_count(hostile.site));
    for (size_t i = 0; i < scrut_site_file_count(plain.site); i++) {
        char *path = path_of(&hostile, i);
        if (is_page(path)) {
            scrut_buf a = render(&plain, i), b = render(&hostile, i);
            ck_assert_msg(elements(a.bytes) == elements(b.bytes), "%s", path);
            ck_assert_msg(occurrences(a.bytes, "<script") == occurrences(b.bytes, "<script"), "%s", path);
            ck_assert_msg(strstr(b.bytes, "<img") == NULL, "%s", path);
            ck_assert_msg(strstr(b.bytes, "\xE2\x80\xAE") == NULL, "%s", path);
            scrut_buf_free(&a);
            scrut_buf_free(&b);
        }
        free(path);
    }
    scrut_buf front = page(&hostile, "index.html");
    ck_assert_uint_gt(occurrences(front.bytes, "&lt;script&gt;"), 3);
    scrut_buf_free(&front);
    pages_free(&plain);
    pages_free(&hostile);
}
END_TEST

START_TEST(no_page_has_a_style_attribute_or_a_handler_or_asks_another_host)
{
    pages p = pages_new(LABELS, BENIGN);
    for (size_t i = 0; i < scrut_site_file_count(p.site); i++) {
        char *path = path_of(&p, i);
        if (is_page(path)) {
            scrut_buf html = render(&p, i);
            static const char *const NEVER[] = {
                " style=", "<style", " onclick=", "src=\"http", "href=\"http", "@import"};
            for (size_t k = 0; k < sizeof NEVER / sizeof NEVER[0]; k++)
                ck_assert_msg(strstr(html.bytes, NEVER[k]) == NULL, "%s in %s", NEVER[k], path);
            scrut_buf_free(&html);
        }
        free(path);
    }
    pages_free(&p);
}
END_TEST

/* `text` with each of `from` replaced by the same place of `to`, all at once (malloc). */
static char *replace(const char *text, const char *const from[], const char *const to[], size_t count)
{
    scrut_buf out = {0};
    while (*text != '\0') {
        size_t i = 0;
        while (i < count && strncmp(text, from[i], strlen(from[i])) != 0)
            i++;
        if (i < count) {
            scrut_buf_puts(&out, to[i]);
            text += strlen(from[i]);
        } else {
            scrut_buf_putc(&out, *text++);
        }
    }
    return out.bytes;
}

/* The files' hashes and sizes follow from the labels, so "This run" is left out. */
START_TEST(relabelling_the_parties_relabels_the_pages_and_nothing_else)
{
    static const char *const OTHERS[] = {"Corda", "Aspen", "Bravo"};
    pages a = pages_new(LABELS, BENIGN), b = pages_new(OTHERS, BENIGN);
    for (size_t i = 0; i < scrut_site_file_count(a.site); i++) {
        char *path = path_of(&a, i);
        if (is_page(path) && strcmp(path, "run.html") != 0) {
            scrut_buf page_a = render(&a, i), page_b = render(&b, i);
            char *renamed = replace(page_a.bytes, LABELS, OTHERS, 3);
            ck_assert_msg(strcmp(renamed, page_b.bytes) == 0, "%s", path);
            free(renamed);
            scrut_buf_free(&page_a);
            scrut_buf_free(&page_b);
        }
        free(path);
    }
    pages_free(&a);
    pages_free(&b);
}
END_TEST

/* ---- the same bytes on 1 and 2 threads ---- */

typedef struct {
    const pages *p;
    scrut_buf *files;
} job;

static void render_unit(void *context, size_t unit)
{
    const job *j = context;
    j->files[unit] = render(j->p, unit);
}

static scrut_buf *render_all(const pages *p, int threads)
{
    size_t count = scrut_site_file_count(p->site);
    scrut_pool *pool = scrut_pool_new(threads);
    job j = {p, calloc(count, sizeof *j.files)};
    ck_assert_ptr_nonnull(pool);
    ck_assert_ptr_nonnull(j.files);
    scrut_pool_run(pool, count, render_unit, &j);
    scrut_pool_free(pool);
    return j.files;
}

START_TEST(one_thread_and_two_threads_make_the_same_pages)
{
    pages p = pages_new(LABELS, BENIGN);
    scrut_buf *one = render_all(&p, 1), *two = render_all(&p, 2);
    for (size_t i = 0; i < scrut_site_file_count(p.site); i++) {
        ck_assert_uint_eq(one[i].length, two[i].length);
        ck_assert(one[i].length == 0 || memcmp(one[i].bytes, two[i].bytes, one[i].length) == 0);
        scrut_buf_free(&one[i]);
        scrut_buf_free(&two[i]);
    }
    free(one);
    free(two);
    pages_free(&p);
}
END_TEST

/* ---- what pages say ---- */

static void check_says(const pages *p, const char *path, const char *const says[], size_t count)
{
    scrut_buf html = page(p, path);
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(strstr(html.bytes, says[i]) != NULL, "%s does not say: %s", path, says[i]);
    scrut_buf_free(&html);
}
#define CHECK_SAYS(p, path, ...)                                                                                       \
    check_says(p, path, (const char *const[]){__VA_ARGS__},                                                            \
               sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

START_TEST(figures_of_the_front_page_are_links_to_where_they_come_from)
{
    pages p = pages_new(LABELS, BENIGN);
    CHECK_SAYS(&p, "index.html", "<a class=\"fig\" href=\"sources.html#a-official-s0\">Aspen 3</a>",
               "<a class=\"fig\" href=\"sources.html#a-official-v0\">800</a>",
               "<a class=\"fig\" href=\"method.html#chamber\">5</a> seats",
               "<a class=\"fig\" href=\"claims.html#claim-c1\">");
    CHECK_SAYS(&p, "sources.html", "<section id=\"a-official\">", "<tr id=\"a-official-v0\" data-part=\"800\">",
               "<code class=\"cell\">election.yaml:", "<code class=\"cell\">minutes.csv:a</code>");
    CHECK_SAYS(&p, "claims.html", "<details id=\"claim-c1\">");
    CHECK_SAYS(&p, "method.html", "<section id=\"chamber\"", "<code class=\"cell\">election.yaml:chamber</code>");
    pages_free(&p);
}
END_TEST

START_TEST(constituencies_lead_to_their_page_and_their_stations)
{
    pages p = pages_new(LABELS, "North");
    CHECK_SAYS(&p, "constituencies.html", "<a href=\"constituency/n-north.html\">North</a>",
               "<a href=\"stations/n-north.html\">2</a>");
    pages_free(&p);
}
END_TEST

/* N2: 10 votes for the first list, in both; the second source has the same three stations. */
START_TEST(sources_are_told_station_by_station)
{
    pages p = pages_new(LABELS, BENIGN);
    CHECK_SAYS(
        &p, "sources.html",
        "Stations in both: 3, of which 2 are equal in every figure that both give and 1 differ; only in the first: "
        "0; only in the second: 0.",
        "<td>+10</td><td>10</td>", "<td>100.00\xC2\xA0%</td>");
    pages_free(&p);
}
END_TEST

/* Votes of Aspen: 800 by the minutes and the announcement, 810 by the copies. */
START_TEST(a_claim_stands_with_its_expression_and_its_verdict)
{
    pages p = pages_new(LABELS, BENIGN);
    CHECK_SAYS(&p, "claims.html", "<code>votes(Aspen) &gt; 700</code>", "<span class=\"tag ok\">holds</span>");
    pages_free(&p);
}
END_TEST

START_TEST(the_run_names_its_version_its_hashes_and_one_command)
{
    pages p = pages_new(LABELS, BENIGN);
    ck_assert_int_eq(scrut_case_hash_files(p.c, NULL, NULL), SCRUT_OK);
    CHECK_SAYS(&p, "run.html", "scrutineer 1.2.3", "SHA-256 of the case", "SHA-256 of results.json",
               "scrutineer verify CASE --out SITE --stations all", "sha256sum --check SHA256SUMS",
               "href=\"SHA256SUMS\"", p.c->files[0].sha256);
    pages_free(&p);
}
END_TEST

static void check_silent(const pages *p, const char *path, const char *text)
{
    scrut_buf html = page(p, path);
    ck_assert_msg(strstr(html.bytes, text) == NULL, "%s says: %s", path, text);
    scrut_buf_free(&html);
}

/* Forms with registered, cast, valid, invalid and votes by two sources, one announcement, rules and a claim; no seal,
 * no list of stations, no ballots issued, no election before. */
START_TEST(the_page_of_methods_tells_what_was_done_with_this_case_and_what_the_rest_lacks)
{
    static const char *const MADE[] = {"A02", "A03", "A06", "H01", "I02", "L01", "L02", "P02", "S01", "S02", "X01"};
    static const struct {
        const char *code, *lacks;
    } UNMADE[] = {{"A01", "votes of the candidates"},
                  {"B02", "Ballots issued"},
                  {"B05", "Ballots received"},
                  {"E01", "a seal"},
                  {"H03", "a second announcement"},
                  {"I01", "the official list of stations"},
                  {"I07", "a column of marks of the forms"},
                  {"M01", "published margins"},
                  {"P01", "Blank ballots"}};
    pages p = pages_new(LABELS, BENIGN);
    scrut_buf html = page(&p, "method.html");
    const char *unmade = strstr(html.bytes, "Checks that were not made");
    ck_assert_ptr_nonnull(unmade);
    for (size_t i = 0; i < scrut_check_count(); i++) { /* each check once, in one of the two tables */
        char row[40];
        snprintf(row, sizeof row, "<tr id=\"check-%s\">", scrut_check_at(i)->code);
        ck_assert_msg(occurrences(html.bytes, row) == 1, "%s", row);
    }
    for (size_t i = 0; i < sizeof MADE / sizeof MADE[0]; i++) {
        char row[40];
        snprintf(row, sizeof row, "<tr id=\"check-%s\">", MADE[i]);
        ck_assert_msg(strstr(html.bytes, row) < unmade, "%s was not made", MADE[i]);
    }
    for (size_t i = 0; i < sizeof UNMADE / sizeof UNMADE[0]; i++) {
        char row[40];
        snprintf(row, sizeof row, "<tr id=\"check-%s\">", UNMADE[i].code);
        const char *at = strstr(unmade, row);
        ck_assert_msg(at != NULL, "%s was made", UNMADE[i].code);
        const char *end = strstr(at, "</tr>"), *lacks = strstr(at, UNMADE[i].lacks);
        ck_assert_msg(lacks != NULL && lacks < end, "%s lacks something else than %s", UNMADE[i].code, UNMADE[i].lacks);
    }
    scrut_buf_free(&html);
    CHECK_SAYS(&p, "method.html", "<th scope=\"row\">Seats: quotas</th>", "<th scope=\"row\">How close it was</th>",
               "<th scope=\"row\">Claims</th>", "<th scope=\"row\">Sources beside one another</th>",
               "<li>The change since the election before: no election before is given</li>");
    check_silent(&p, "method.html", "<th scope=\"row\">Seats: highest averages</th>");
    check_silent(&p, "method.html", "<th scope=\"row\">The change since the election before</th>");
    pages_free(&p);
}
END_TEST

/* N2 alone is told differently by the two sources, and no station has a finding. */
START_TEST(of_many_stations_those_with_most_votes_in_question_have_a_page)
{
    pages p = pages_new(LABELS, "North");
    size_t made, found;
    scrut_site_station_pages(p.site, &made, &found);
    ck_assert_uint_eq(made, 3);
    ck_assert_uint_eq(found, 1);
    for (size_t most = 0; most <= 2; most++) {
        const scrut_site_options options = {
            .version = "1.2.3", .stations = SCRUT_SITE_STATIONS_MOST, .station_pages_max = most};
        scrut_site_free(p.site);
        ck_assert_int_eq(scrut_site_new(p.v, p.sources, &options, &p.site, NULL), SCRUT_OK);
        scrut_site_station_pages(p.site, &made, &found);
        ck_assert_uint_eq(made, most > 0);
        ck_assert_uint_eq(found, 1);
        CHECK_SAYS(&p, "stations/n-north.html",
                   most > 0 ? "href=\"../station/n-north/n2.html\"" : "<th scope=\"row\">N2</th>",
                   "<code class=\"cell\">minutes.csv:2</code><br><code class=\"cell\">copies.csv:2</code>",
                   "<code>--stations found</code>");
    }
    pages_free(&p);
}
END_TEST

START_TEST(a_model_says_so_on_every_page_and_picture)
{
    pages p = pages_new(LABELS, BENIGN);
    size_t pictures = 0;
    p.c->model = true;
    for (size_t i = 0; i < scrut_site_file_count(p.site); i++) {
        char *path = path_of(&p, i);
        if (is_page(path)) {
            scrut_buf html = render(&p, i);
            ck_assert_msg(strstr(html.bytes, "A model, not an election.") != NULL, "%s", path);
            /* drawn in each picture, and the first that its description says */
            ck_assert_msg(occurrences(html.bytes, "<svg class=\"pic ") ==
                              occurrences(html.bytes, "-d\">A model, not an election. "),
                          "%s", path);
            ck_assert_msg(occurrences(html.bytes, "<svg class=\"pic ") ==
                              occurrences(html.bytes, ">A model, not an election.</text>"),
                          "%s", path);
            pictures += occurrences(html.bytes, "<svg class=\"pic ");
            scrut_buf_free(&html);
        }
        free(path);
    }
    ck_assert_uint_gt(pictures, 5);
    pages_free(&p);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pages");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, every_page_says_where_it_stands_and_has_one_heading);
    tcase_add_test(tests, hostile_text_in_every_field_adds_no_markup_to_any_page);
    tcase_add_test(tests, no_page_has_a_style_attribute_or_a_handler_or_asks_another_host);
    tcase_add_test(tests, relabelling_the_parties_relabels_the_pages_and_nothing_else);
    tcase_add_test(tests, figures_of_the_front_page_are_links_to_where_they_come_from);
    tcase_add_test(tests, constituencies_lead_to_their_page_and_their_stations);
    tcase_add_test(tests, sources_are_told_station_by_station);
    tcase_add_test(tests, a_claim_stands_with_its_expression_and_its_verdict);
    tcase_add_test(tests, the_run_names_its_version_its_hashes_and_one_command);
    tcase_add_test(tests, the_page_of_methods_tells_what_was_done_with_this_case_and_what_the_rest_lacks);
    tcase_add_test(tests, of_many_stations_those_with_most_votes_in_question_have_a_page);
    tcase_add_test(tests, a_model_says_so_on_every_page_and_picture);
    TCase *threaded = scrut_threaded_tests(suite);
    tcase_add_test(threaded, one_thread_and_two_threads_make_the_same_pages);
    return scrut_test_main(suite);
}
