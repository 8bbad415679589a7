/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are a mapping of stations that is applied, or a list of problems; and what is applied can be compared. */
#include "fuzz.h"
#include "fuzz_folder.h"
#include "scrutineer/reconcile.h"

enum { YAML, FIRST, SECOND, MAP, FILES };
static const char *const NAMES[FILES] = {"election.yaml", "a.csv", "b.csv", "map.csv"};
static const char *const TEXTS[FILES] = {
    [YAML] = "scrutineer: case/1\ntitle: T\nreturns:\n"
             "  - {source: a, file: a.csv, station: s, votes: {prefix: v_}, fields: {registered: r}}\n"
             "  - {source: b, file: b.csv, station: s, votes: {prefix: v_}, mapping: {file: map.csv}}\n",
    [FIRST] = "s,r,v_A,v_B\n1,90,30,20\n2,90,31,21\n3,90,32,22\n",
    [SECOND] = "s,v_A,v_B\nx,30,20\ny,31,21\nz,33,20\n",
};

static void write_input(const uint8_t *data, size_t size)
{
    if (fuzz_make_folder(NAMES, FILES))
        for (size_t i = 0; i < MAP; i++)
            fuzz_write(i, TEXTS[i], strlen(TEXTS[i]));
    fuzz_write(MAP, data, size);
}

static void compare(const scrut_case *c)
{
    scrut_reconciliation *r = NULL;
    scrut_match *matches;
    size_t count;
    scrut_error err = {.message = ""};
    must(scrut_reconcile(c, NULL, 0, NULL, &r, &err) == SCRUT_OK, err.message);
    const scrut_reconcile_pair *p = &r->pairs[0];
    must(p->in_both + p->only_a == 3 && p->in_both + p->only_b == 3, "a station is lost");
    must(scrut_reconcile_propose(r, 0, r->arena, &matches, &count, &err) == SCRUT_OK, err.message);
    must((int64_t)count <= p->only_a && (int64_t)count <= p->only_b, "more proposals than stations");
    scrut_reconciliation_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scrut_problems problems = {.limit = 100};
    scrut_case *c = NULL;
    scrut_error err;
    write_input(data, size);
    scrut_status st = scrut_case_load(fuzz_folder, NULL, &problems, &c, &err);
    must(st == SCRUT_OK || problems.total > 0 || st == SCRUT_E_IO, "refused without a problem");
    if (st == SCRUT_OK)
        compare(c);
    scrut_case_free(c);
    scrut_problems_free(&problems);
    return 0;
}
