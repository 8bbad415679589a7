/* SPDX-License-Identifier: Apache-2.0
 * claims.c: who says what: the section "claims" of a case. */
#include "election_internal.h"
#include "scrutineer/claims.h"

#include <stdio.h>
#include <string.h>

enum { ID, CLAIMANT, DATE, WORDS, REFERENCE, EXPRESSION, TOLERANCE, KEY_COUNT };
static const char *const KEYS[KEY_COUNT] = {"id", "claimant", "date", "words", "reference", "expression", "tolerance"};

typedef struct {
    loader *l;
    grid g;
    size_t columns[KEY_COUNT];
} reader;

static bool is_required(int key)
{
    return key == ID || key == WORDS;
}

static bool want_columns(reader *r, const scrut_yaml *node)
{
    const scrut_yaml *map = scrut_yaml_get(node, "columns");
    if (map != NULL &&
        !check_keys(r->l, map, "columns of claims", "id claimant date words reference expression tolerance"))
        return false;
    bool fine = true;
    for (int key = 0; key < KEY_COUNT; key++) {
        const char *header = map != NULL ? text_of(r->l, map, KEYS[key]) : NULL;
        /* a column that was named must be there; another is looked for under its own name */
        bool optional = header == NULL && !is_required(key);
        const scrut_yaml *where = header != NULL ? scrut_yaml_get(map, KEYS[key]) : node;
        r->columns[key] = grid_want(r->l, &r->g, header != NULL ? header : KEYS[key], where, optional);
        fine = fine && (r->columns[key] != SIZE_MAX || optional);
    }
    return fine;
}

static const char *cell(const reader *r, size_t row, int key)
{
    const char *text = grid_cell(&r->g, row, r->columns[key]);
    return text != NULL && text[0] != '\0' ? text : NULL;
}

/* A column of an error is a character of the expression; the problem's column is that of the file. */
static void claim_problem(const reader *r, size_t row, int key, const char *id, const scrut_error *err)
{
    char place[64] = "";
    if (err->column > 0)
        snprintf(place, sizeof place, ", character %lld of the expression", (long long)err->column);
    scrut_problems_addf(r->l->problems, err->status, r->g.file, r->g.lines[row],
                        grid_file_column(&r->g, r->columns[key]), -1, "claim \"%.40s\"%s: %s", id, place, err->message);
}

static void read_expression(reader *r, size_t row, scrut_case_claim *claim)
{
    scrut_error err;
    if (claim->expression_text == NULL) {
        if (claim->tolerance_text == NULL)
            return;
        scrut_fail(&err, SCRUT_E_INPUT, NULL, -1, -1, -1, "a tolerance without an expression");
        claim_problem(r, row, TOLERANCE, claim->id, &err);
        return;
    }
    scrut_status status = scrut_claim_parse(r->l->c, claim->expression_text, strlen(claim->expression_text),
                                            claim->tolerance_text, r->l->arena, &claim->expression, &err);
    if (status == SCRUT_E_MEMORY)
        r->l->memory_failed = true;
    else if (status != SCRUT_OK)
        claim_problem(r, row, EXPRESSION, claim->id, &err);
}

static bool id_is_new(const reader *r, size_t row, const char *id)
{
    for (size_t i = 0; i < r->l->c->claim_count; i++) {
        if (strcmp(r->l->c->claims[i].id, id) != 0)
            continue;
        scrut_problems_addf(
            r->l->problems, SCRUT_E_INPUT, r->g.file, r->g.lines[row], grid_file_column(&r->g, r->columns[ID]), -1,
            "claim \"%.60s\" is given twice, first in line %lld", id, (long long)r->l->c->claims[i].where.line);
        return false;
    }
    return true;
}

static void read_row(reader *r, size_t row)
{
    scrut_case_claim claim = {.id = cell(r, row, ID),
                              .claimant = cell(r, row, CLAIMANT),
                              .date = cell(r, row, DATE),
                              .words = cell(r, row, WORDS),
                              .reference = cell(r, row, REFERENCE),
                              .expression_text = cell(r, row, EXPRESSION),
                              .tolerance_text = cell(r, row, TOLERANCE),
                              .where = {.file = r->g.file, .line = r->g.lines[row]}};
    if (claim.id == NULL || claim.words == NULL) {
        scrut_problems_addf(r->l->problems, SCRUT_E_INPUT, r->g.file, r->g.lines[row], -1, -1,
                            "a claim needs \"id\" and \"words\"");
        return;
    }
    if (!id_is_new(r, row, claim.id))
        return;
    read_expression(r, row, &claim);
    r->l->c->claims[r->l->c->claim_count++] = claim;
}

void load_claims(loader *l, const scrut_yaml *node)
{
    reader r = {.l = l};
    if (node == NULL || !check_keys(l, node, "claims", "file rows columns delimiter missing where") ||
        !grid_open(l, node, &r.g))
        return;
    if (want_columns(&r, node) && grid_read(l, &r.g)) {
        l->c->claims = take(l, r.g.row_count, sizeof *l->c->claims);
        for (size_t row = 0; row < r.g.row_count && !l->memory_failed; row++)
            read_row(&r, row);
    }
    grid_close(&r.g);
}
