/* SPDX-License-Identifier: Apache-2.0 */
#include "calculator.h"
#include "scrutineer/num.h"
#include "scrutineer/text.h"

#include <string.h>

/* ---- JSON ---- */

static scrut_json *tie_json(const scrut_calculation *c, const scrut_apportionment *result)
{
    if (result->tied_seats == 0)
        return scrut_json_null();
    scrut_json *tie = scrut_json_object(), *parties = scrut_json_array();
    for (size_t i = 0; i < c->list_count; i++)
        if (result->tied[i])
            scrut_json_append(parties, scrut_json_string(c->names[i]));
    scrut_json_set(tie, "parties", parties);
    scrut_json_set(tie, "seats", scrut_json_int(result->tied_seats));
    return tie;
}

/* Decimal digits of a value that can be wider than int64. */
static scrut_json *wide_json(scrut_wide value)
{
    char text[64];
    scrut_format_ratio(text, sizeof text, value, 1, 0);
    return scrut_json_string(text);
}

static scrut_json *claim_json(const scrut_calculation *c, const scrut_claim *claim)
{
    scrut_json *rung = scrut_json_object();
    scrut_json_set(rung, "list", scrut_json_string(c->names[claim->contender]));
    scrut_json_set(rung, "seat_of_list", scrut_json_int(claim->k));
    scrut_json_set(rung, "full_quota", scrut_json_bool(claim->full_quota));
    scrut_json_set(rung, "numerator", wide_json(claim->numerator));
    scrut_json_set(rung, "denominator", wide_json(claim->denominator));
    return rung;
}

static scrut_json *explanation_json(const scrut_calculation *c, const scrut_apportionment *result)
{
    scrut_json *explanation = scrut_json_object(), *ladder = scrut_json_array();
    for (size_t i = 0; i < result->ladder_count; i++) {
        scrut_json *rung = claim_json(c, &result->ladder[i]);
        scrut_json_set(rung, "won", scrut_json_bool(i < result->won_count));
        scrut_json_append(ladder, rung);
    }
    scrut_json_set(explanation, "ladder", ladder);
    scrut_json_set(explanation, "squared", scrut_json_bool(result->squared));
    if (result->full_quotas != NULL) {
        scrut_json *quota = scrut_json_object(), *full = scrut_json_object();
        scrut_json_set(quota, "numerator", scrut_json_int(result->quota_numerator));
        scrut_json_set(quota, "denominator", scrut_json_int(result->quota_denominator));
        for (size_t i = 0; i < c->list_count; i++)
            scrut_json_set(full, c->names[i], scrut_json_int(result->full_quotas[i]));
        scrut_json_set(explanation, "quota", quota);
        scrut_json_set(explanation, "full_quotas", full);
    }
    if (result->has_divisor) {
        scrut_json_set(explanation, "divisor_at_most", claim_json(c, &result->divisor_high));
        scrut_json_set(explanation, "divisor_above", claim_json(c, &result->divisor_low));
    }
    return explanation;
}

scrut_json *scrut_calculation_json(const scrut_calculation *c, const scrut_apportionment *result, bool explain)
{
    scrut_json *root = scrut_json_object(), *allocation = scrut_json_object();
    for (size_t i = 0; i < c->list_count; i++)
        scrut_json_set(allocation, c->names[i], scrut_json_int(result->certain[i]));
    scrut_json_set(root, "format", scrut_json_string("scrutineer-seats/1"));
    scrut_json_set(root, "method", scrut_json_string(c->method_name));
    scrut_json_set(root, "seats", scrut_json_int(c->seats));
    scrut_json_set(root, "allocation", allocation);
    scrut_json_set(root, "tie", tie_json(c, result));
    if (explain)
        scrut_json_set(root, "explanation", explanation_json(c, result));
    return root;
}

/* ---- text ---- */

void scrut_cli_put_name(scrut_buf *out, const char *name)
{
    scrut_text_clean(name, strlen(name), out);
}

/* Columns that scrut_cli_put_name fills. */
static size_t name_width(const char *name)
{
    scrut_buf clean = {0};
    scrut_cli_put_name(&clean, name);
    size_t width = scrut_buf_failed(&clean) ? 0 : scrut_text_width(clean.bytes, clean.length);
    scrut_buf_free(&clean);
    return width;
}

static void put_padding(scrut_buf *out, size_t width, size_t column)
{
    for (; width < column; width++)
        scrut_buf_putc(out, ' ');
}

void scrut_cli_put_name_padded(scrut_buf *out, const char *name, size_t column)
{
    scrut_cli_put_name(out, name);
    put_padding(out, name_width(name), column);
}

void scrut_cli_put_right(scrut_buf *out, const char *text, size_t column)
{
    put_padding(out, strlen(text), column);
    scrut_buf_puts(out, text);
}

size_t scrut_cli_name_column(const char *const names[], size_t count, const char *heading)
{
    size_t column = name_width(heading);
    for (size_t i = 0; i < count; i++) {
        size_t width = name_width(names[i]);
        column = width > column ? width : column;
    }
    return column;
}

static void put_row(const scrut_calculation *c, const scrut_apportionment *result, size_t i, size_t column,
                    scrut_buf *out)
{
    char votes[32], share[32] = "-", seats[32], full[32];
    scrut_format_grouped(votes, sizeof votes, c->contenders[i].votes);
    if (c->votes_all > 0) {
        size_t length =
            scrut_format_ratio(share, sizeof share - 1, (scrut_wide)c->contenders[i].votes * 100, c->votes_all, 2);
        share[length] = '%';
        share[length + 1] = '\0';
    }
    scrut_format_grouped(seats, sizeof seats, result->certain[i]);
    scrut_cli_put_name_padded(out, c->names[i], column);
    scrut_cli_put_right(out, votes, 20);
    scrut_cli_put_right(out, share, 9);
    if (result->full_quotas != NULL) {
        scrut_format_grouped(full, sizeof full, result->full_quotas[i]);
        scrut_cli_put_right(out, full, 13);
    }
    scrut_cli_put_right(out, seats, 7);
    if (!c->contenders[i].eligible)
        scrut_buf_puts(out, "  below the threshold");
    else if (result->tied_seats > 0 && result->tied[i])
        scrut_buf_puts(out, "  tied");
    scrut_buf_putc(out, '\n');
}

static void put_table(const scrut_calculation *c, const scrut_apportionment *result, scrut_buf *out)
{
    size_t column = scrut_cli_name_column(c->names, c->list_count, "list");
    scrut_cli_put_name_padded(out, "list", column);
    scrut_cli_put_right(out, "votes", 20);
    scrut_cli_put_right(out, "share", 9);
    if (result->full_quotas != NULL)
        scrut_cli_put_right(out, "full quotas", 13);
    scrut_cli_put_right(out, "seats", 7);
    scrut_buf_putc(out, '\n');
    for (size_t i = 0; i < c->list_count; i++)
        put_row(c, result, i, column, out);
}

static void put_ratio(scrut_buf *out, scrut_wide numerator, scrut_wide denominator)
{
    char text[64];
    scrut_format_ratio(text, sizeof text, numerator, denominator, numerator % denominator == 0 ? 0 : 3);
    scrut_buf_puts(out, text);
}

/* A divisor of 0 puts the claim before every other. */
static void put_value(scrut_buf *out, const scrut_claim *claim)
{
    if (claim->denominator == 0)
        scrut_buf_puts(out, "before every quotient");
    else
        put_ratio(out, claim->numerator, claim->denominator);
}

static void put_claim(const scrut_calculation *c, const scrut_apportionment *result, const scrut_claim *claim,
                      scrut_buf *out)
{
    scrut_cli_put_name(out, c->names[claim->contender]);
    scrut_buf_printf(out, ", its seat %lld: ", (long long)claim->k);
    put_value(out, claim);
    if (claim->full_quota)
        scrut_buf_puts(out, " (full quota)");
    else if (result->squared && claim->denominator != 0)
        scrut_buf_puts(out, " (square of the quotient)");
    else if (result->full_quotas != NULL && c->method.rest == SCRUT_REST_LARGEST_REMAINDER && claim->numerator >= 0)
        scrut_buf_puts(out, " (remainder)");
    scrut_buf_putc(out, '\n');
}

static void put_ladder(const scrut_calculation *c, const scrut_apportionment *result, bool explain, scrut_buf *out)
{
    if (result->ladder_count == 0)
        return;
    scrut_buf_puts(out, explain ? "\nSeats in the order in which they are won:\n" : "\nThe last seats:\n");
    size_t cut = result->won_count + result->tied_count;
    size_t first = explain || result->won_count == 0 ? 0 : result->won_count - 1;
    size_t end = !explain && cut < result->ladder_count ? cut + 1 : result->ladder_count;
    for (size_t i = first; i < end; i++) {
        if (i < result->won_count)
            scrut_buf_printf(out, "  seat %-6zu", i + 1);
        else
            scrut_buf_puts(out, i < cut ? "  tied       " : "  runner-up  ");
        put_claim(c, result, &result->ladder[i], out);
    }
}

static void put_quota(const scrut_apportionment *result, scrut_buf *out)
{
    if (result->full_quotas == NULL || result->quota_denominator == 0)
        return;
    scrut_buf_puts(out, "\nThe quota is ");
    put_ratio(out, result->quota_numerator, result->quota_denominator);
    scrut_buf_puts(out, " votes.\n");
}

/* As a fraction too: a rounded decimal could lie on the wrong side. */
static void put_bound(const scrut_claim *claim, scrut_buf *out)
{
    char numerator[64], denominator[64];
    put_value(out, claim);
    if (claim->denominator == 0 || claim->numerator % claim->denominator == 0)
        return;
    scrut_format_ratio(numerator, sizeof numerator, claim->numerator, 1, 0);
    scrut_format_ratio(denominator, sizeof denominator, claim->denominator, 1, 0);
    scrut_buf_printf(out, " (%s/%s)", numerator, denominator);
}

static void put_divisor(const scrut_apportionment *result, scrut_buf *out)
{
    if (!result->has_divisor)
        return;
    scrut_buf_puts(out, result->squared ? "\nEvery divisor whose square is above " : "\nEvery divisor above ");
    put_bound(&result->divisor_low, out);
    if (result->divisor_high.denominator != 0) {
        scrut_buf_puts(out, result->squared ? " and at most " : " up to ");
        put_bound(&result->divisor_high, out);
    }
    scrut_buf_puts(out, " gives the same seats.\n");
}

/* Not result->tied_count: that counts claims, and a list can have several at the cut. */
static size_t count_tied_lists(const scrut_calculation *c, const scrut_apportionment *result)
{
    size_t tied = 0;
    for (size_t i = 0; result->tied_seats > 0 && i < c->list_count; i++)
        tied += result->tied[i];
    return tied;
}

static void put_tie(const scrut_calculation *c, const scrut_apportionment *result, scrut_buf *out)
{
    size_t tied = count_tied_lists(c, result), written = 0;
    if (tied == 0)
        return;
    scrut_buf_puts(out, "\nTie: ");
    for (size_t i = 0; i < c->list_count; i++) {
        if (!result->tied[i])
            continue;
        scrut_cli_put_name(out, c->names[i]);
        written++;
        scrut_buf_puts(out, written == tied ? " " : written + 1 == tied ? " and " : ", ");
    }
    scrut_buf_printf(out, "have equal claims to %lld remaining %s; the method does not say who gets %s.\n",
                     (long long)result->tied_seats, result->tied_seats == 1 ? "seat" : "seats",
                     result->tied_seats == 1 ? "it" : "them");
}

void scrut_calculation_heading(const scrut_calculation *c, scrut_buf *out)
{
    char votes[32];
    scrut_format_grouped(votes, sizeof votes, c->votes_all);
    scrut_buf_printf(out, "%s, %lld %s, %zu %s, %s votes\n\n", c->method_name, (long long)c->seats,
                     c->seats == 1 ? "seat" : "seats", c->list_count, c->list_count == 1 ? "list" : "lists", votes);
}

void scrut_calculation_text(const scrut_calculation *c, const scrut_apportionment *result, bool explain, scrut_buf *out)
{
    scrut_calculation_heading(c, out);
    put_table(c, result, out);
    put_tie(c, result, out);
    put_quota(result, out);
    put_ladder(c, result, explain, out);
    put_divisor(result, out);
}
