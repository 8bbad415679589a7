/* SPDX-License-Identifier: Apache-2.0
 * Published vectors of the three samplers, all of those in the data folder: samplers FOLDER. TAP. */
#include "scrutineer/buf.h"
#include "scrutineer/sampling.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PICKS_MAX = 64 };

static const char *text(const json_t *vector, const char *key)
{
    return json_string_value(json_object_get(vector, key));
}

static size_t whole(const json_t *vector, const char *key)
{
    return (size_t)json_integer_value(json_object_get(vector, key));
}

static bool same_numbers(const json_t *wanted, const uint32_t picks[], size_t count, json_int_t from)
{
    bool same = json_array_size(wanted) == count;
    for (size_t i = 0; i < count && same; i++)
        same = json_integer_value(json_array_get(wanted, i)) == from + (json_int_t)picks[i];
    return same;
}

static bool rivest(const json_t *v)
{
    uint32_t picks[PICKS_MAX];
    json_int_t low = json_integer_value(json_array_get(json_object_get(v, "range"), 0));
    json_int_t high = json_integer_value(json_array_get(json_object_get(v, "range"), 1));
    size_t count = whole(v, "count");
    return scrut_sampler_draw(SCRUT_SAMPLER_RIVEST, text(v, "seed"), NULL, (uint32_t)(high - low + 1), count,
                              json_is_true(json_object_get(v, "with_replacement")), picks, NULL) == SCRUT_OK &&
           same_numbers(json_object_get(v, "expected"), picks, count, low);
}

static bool digests(const json_t *v)
{
    scrut_cryptorandom g = scrut_cryptorandom_open(text(v, "seed"));
    bool same = true;
    size_t i;
    json_t *wanted;
    json_array_foreach(json_object_get(v, "digests_hex"), i, wanted)
    {
        char hex[65];
        same =
            scrut_cryptorandom_digest(&g, hex, NULL) == SCRUT_OK && strcmp(hex, json_string_value(wanted)) == 0 && same;
    }
    return same && i > 0;
}

static bool numbers(const json_t *v)
{
    uint32_t picks[PICKS_MAX];
    size_t low = whole(v, "low"), count = whole(v, "n");
    return scrut_sampler_draw(SCRUT_SAMPLER_CRYPTORANDOM, text(v, "seed"), NULL,
                              (uint32_t)(whole(v, "high_exclusive") - low), count, true, picks, NULL) == SCRUT_OK &&
           same_numbers(json_object_get(v, "expected"), picks, count, (json_int_t)low);
}

/* Who is drawn, and with which tickets: each unit's n-th turn is its n-th ticket. */
static bool consistent(const json_t *v)
{
    const json_t *ids = json_object_get(v, "ids"), *expected = json_object_get(v, "expected");
    const char *id_texts[PICKS_MAX];
    uint32_t picks[PICKS_MAX], count = (uint32_t)json_array_size(ids);
    size_t take = whole(v, "take"), digits = whole(v, "digits");
    for (size_t i = 0; i < count; i++)
        id_texts[i] = json_string_value(json_array_get(ids, i));
    bool same = scrut_sampler_draw(SCRUT_SAMPLER_CONSISTENT, text(v, "seed"), id_texts, count, take,
                                   json_is_true(json_object_get(v, "with_replacement")), picks, NULL) == SCRUT_OK;
    for (size_t i = 0; i < take && same; i++) {
        const json_t *row = json_array_get(expected, i);
        char ticket[SCRUT_TICKET_SIZE];
        scrut_ticket_first(text(v, "seed"), id_texts[picks[i]], ticket);
        for (json_int_t turn = 1; turn < json_integer_value(json_array_get(row, 2)) && same; turn++)
            same = scrut_ticket_next(ticket, ticket, NULL) == SCRUT_OK;
        same = same && strncmp(ticket, json_string_value(json_array_get(row, 0)), digits + 2) == 0 &&
               strcmp(id_texts[picks[i]], json_string_value(json_array_get(row, 1))) == 0;
    }
    return same;
}

static bool fraction(const json_t *v)
{
    char ticket[SCRUT_TICKET_SIZE] = "";
    if (text(v, "x") != NULL)
        return scrut_ticket_next(text(v, "x"), ticket, NULL) == SCRUT_OK && strcmp(ticket, text(v, "expected")) == 0;
    scrut_ticket_first(text(v, "seed"), text(v, "id"), ticket);
    return strcmp(ticket, text(v, "expected")) == 0;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *algorithm;
        bool (*fits)(const json_t *vector);
    } KINDS[] = {{"rivest_sampler", rivest},        {"cryptorandom_sha256_stream", digests},
                 {"cryptorandom_randint", numbers}, {"consistent_sampler", consistent},
                 {"first_fraction", fraction},      {"next_fraction", fraction}};
    scrut_buf path = {0};
    const char *given = getenv("SCRUT_DATA"), *folder = given != NULL || argc < 2 ? given : argv[1];
    scrut_buf_printf(&path, "%s/rla-cases/samplers.json", folder != NULL ? folder : ".");
    json_t *root = json_load_file(path.bytes, 0, NULL), *vector;
    scrut_buf_free(&path);
    size_t i;
    int failed = 0;
    if (root == NULL) {
        puts("1..0 # SKIP the shared data are absent");
        return 0;
    }
    json_array_foreach(root, i, vector)
    {
        const char *algorithm = text(vector, "algo");
        bool fits = false;
        for (size_t k = 0; k < sizeof KINDS / sizeof KINDS[0]; k++)
            fits = fits || (strcmp(KINDS[k].algorithm, algorithm) == 0 && KINDS[k].fits(vector));
        failed += !fits;
        printf("%s %zu - %s\n", fits ? "ok" : "not ok", i + 1, algorithm);
    }
    printf("1..%zu\n", i);
    json_decref(root);
    return failed > 0;
}
