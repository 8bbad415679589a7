/* SPDX-License-Identifier: Apache-2.0
 * audit_numbers.c: identity numbers, their check digits, and the papers people registered with. */
#include "audit_internal.h"
#include "scrutineer/catalog.h"

#include <stdlib.h>

/* ---- check digits ----------------------------------------------------------------------------------------------- */

static bool luhn(const int digits[], size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int d = digits[count - 1 - i] * (i % 2 == 1 ? 2 : 1);
        sum += d > 9 ? d - 9 : d;
    }
    return sum % 10 == 0;
}

static bool mod97(const int digits[], size_t count)
{
    int rest = 0;
    for (size_t i = 0; i < count; i++)
        rest = (rest * 10 + digits[i]) % 97;
    return rest == 1;
}

/* Products in the dihedral group of the pentagon, and the permutation of the i-th digit (J. Verhoeff, 1969). */
static bool verhoeff(const int digits[], size_t count)
{
    static const int ONCE[10] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
    int check = 0;
    for (size_t i = 0; i < count; i++) {
        int d = digits[count - 1 - i];
        for (size_t k = 0; k < i % 8; k++)
            d = ONCE[d];
        bool flip = check >= 5;
        int turn = flip ? check - 5 - d % 5 + 10 : check + d % 5;
        check = turn % 5 + (flip != (d >= 5) ? 5 : 0);
    }
    return check == 0;
}

bool number_checks(scrut_checksum kind, const char *text, size_t length)
{
    enum { DIGITS_MAX = 40 };
    int digits[DIGITS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < length && count < DIGITS_MAX; i++)
        if (text[i] >= '0' && text[i] <= '9')
            digits[count++] = text[i] - '0';
    if (count < 2)
        return false;
    switch (kind) {
    case SCRUT_CHECKSUM_LUHN: return luhn(digits, count);
    case SCRUT_CHECKSUM_MOD97: return mod97(digits, count);
    case SCRUT_CHECKSUM_VERHOEFF: return verhoeff(digits, count);
    default: return true;
    }
}

/* ---- rows of a kind by place ------------------------------------------------------------------------------------ */

/* Counts rows of `chosen` in the family's units among those of `asked` (NULL: all), and compares the units. */
static scrut_status compare_rows(auditing *a, scrut_roll_detector *d, const bool chosen[], const uint32_t asked[])
{
    family_unit *list = family_open(a);
    if (list == NULL)
        return scrut_fail_memory(a->err);
    for (uint32_t row = 0; row < a->p.count; row++) {
        uint32_t unit = a->family->of_row[row];
        if (unit == 0)
            continue;
        list[unit - 1].observed += chosen[row];
        list[unit - 1].tested -= asked != NULL && asked[row] == 0;
    }
    expect_shares(list, a->family->count);
    scrut_status status = keep_family(a, d, a->family, family_subject(a), a->family_name, list, a->family->count);
    free(list);
    return status;
}

static scrut_status audit_checksums(auditing *a, bool chosen[])
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_CHECKSUM);
    d->question = SCRUT_KEY("identity numbers that the check digit does not allow");
    d->frame = SCRUT_KEY("names with an identity number");
    d->assumes = SCRUT_KEY("all numbers are of the kind that the case names");
    if (a->p.identity == NULL || a->roll->checksum == SCRUT_CHECKSUM_NONE)
        return not_provided(a, SCRUT_ROLL_CHECKSUM, SCRUT_KEY("Identity numbers with a check digit."));
    for (uint32_t row = 0; row < a->p.count; row++) {
        chosen[row] = a->p.identity_fails[row];
        d->tested += a->p.identity[row] != 0;
        d->observed += chosen[row];
    }
    return compare_rows(a, d, chosen, a->p.identity);
}

/* ---- one number, two persons; one person, two numbers ----------------------------------------------------------- */

/* Rows by number; a number whose rows are in more than one group has two persons. */
static scrut_status audit_shared(auditing *a, bool chosen[])
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_SHARED);
    const people *p = &a->p;
    double names = 0;
    d->question = SCRUT_KEY("identity numbers that two persons or more have");
    d->frame = SCRUT_KEY("names with an identity number");
    d->assumes = SCRUT_KEY("names that the linkage does not put together are different people");
    if (p->identity == NULL || a->cluster == NULL)
        return not_provided(a, SCRUT_ROLL_SHARED, SCRUT_KEY("Identity numbers."));
    uint32_t *rows = malloc((p->count + (size_t)1) * sizeof *rows),
             *spare = malloc((p->count + (size_t)1) * sizeof *spare);
    bool fine = rows != NULL && spare != NULL;
    if (fine) {
        order_begin(rows, p->count);
        order_rows(rows, spare, p->count, p->identity, a->pool);
    }
    for (size_t i = 0, end; fine && i < p->count; i = end) {
        bool several = false;
        for (end = i; end < p->count && p->identity[rows[end]] == p->identity[rows[i]]; end++)
            several = several || a->cluster[rows[end]] != a->cluster[rows[i]];
        bool known = p->identity[rows[i]] != 0;
        d->tested += known ? (int64_t)(end - i) : 0;
        d->observed += known && several;
        for (size_t k = i; k < end; k++)
            chosen[rows[k]] = known && several;
        names += known && several ? (double)(end - i) : 0;
    }
    free(rows);
    free(spare);
    if (!fine)
        return scrut_fail_memory(a->err);
    add_figure(a, d, SCRUT_KEY("names with these numbers"), names, 0);
    return compare_rows(a, d, chosen, p->identity);
}

static scrut_status audit_two_numbers(auditing *a)
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_NUMBERS);
    const people *p = &a->p;
    d->question = SCRUT_KEY("pairs of names of one person, more likely than not, that have different identity numbers");
    d->frame = SCRUT_KEY("such pairs with a number each");
    d->assumes = SCRUT_KEY("a person has one number; the linkage counts different numbers against a pair");
    if (p->identity == NULL || a->cluster == NULL)
        return not_provided(a, SCRUT_ROLL_NUMBERS, SCRUT_KEY("Identity numbers."));
    for (size_t i = 0; i < a->pair_count; i++) {
        uint32_t x = p->identity[a->pairs[i].a], y = p->identity[a->pairs[i].b];
        if (a->pairs[i].chance < .5 || x == 0 || y == 0)
            continue;
        d->tested++;
        d->observed += x != y;
    }
    return SCRUT_OK;
}

/* ---- papers ----------------------------------------------------------------------------------------------------- */

static scrut_status count_documents(auditing *a, bool chosen[])
{
    scrut_roll_detector *d = detector_of(a, SCRUT_ROLL_DOCUMENTS);
    const people *p = &a->p;
    d->question = SCRUT_KEY("names registered with other papers than the most common one");
    d->frame = SCRUT_KEY("names with a kind of paper");
    d->assumes = SCRUT_KEY("places are alike in the papers that people have");
    if (p->document == NULL)
        return not_provided(a, SCRUT_ROLL_DOCUMENTS, SCRUT_KEY("The kind of paper that each person showed."));
    int64_t *names = calloc(p->document_count + (size_t)1, sizeof *names);
    uint32_t common = 1;
    if (names == NULL)
        return scrut_fail_memory(a->err);
    for (uint32_t row = 0; row < p->count; row++)
        names[p->document[row]]++;
    for (uint32_t i = 1; i <= p->document_count; i++)
        common = names[i] > names[common] ? i : common;
    free(names);
    for (uint32_t row = 0; row < p->count; row++) {
        chosen[row] = p->document[row] != 0 && p->document[row] != common;
        d->tested += p->document[row] != 0;
        d->observed += chosen[row];
    }
    add_figure(a, d, SCRUT_KEY("kinds of papers"), p->document_count, 0);
    return compare_rows(a, d, chosen, p->document);
}

scrut_status audit_numbers(auditing *a)
{
    bool *chosen = calloc(a->p.count + (size_t)1, sizeof *chosen);
    scrut_status status = chosen != NULL ? audit_shared(a, chosen) : scrut_fail_memory(a->err);
    if (status == SCRUT_OK)
        status = audit_two_numbers(a);
    if (status == SCRUT_OK)
        status = audit_checksums(a, chosen);
    free(chosen);
    return status;
}

scrut_status audit_documents(auditing *a)
{
    bool *chosen = calloc(a->p.count + (size_t)1, sizeof *chosen);
    scrut_status status = chosen != NULL ? count_documents(a, chosen) : scrut_fail_memory(a->err);
    free(chosen);
    return status;
}
