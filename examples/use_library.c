/* SPDX-License-Identifier: Apache-2.0
 * use_library.c: five seats by D'Hondt through the installed library.
 *
 *   cc -std=c11 use_library.c -o use_library $(pkg-config --cflags --libs scrutineer) */
#include <scrutineer/seats.h>

#include <stdio.h>

#define LIST_COUNT 3

static int print_seats(const scrut_apportionment *result, const char *const names[LIST_COUNT])
{
    if (result->refused || result->tied_seats > 0) {
        fprintf(stderr, "no single answer: %s\n", result->refused ? result->refusal : "a tie");
        return 1;
    }
    for (size_t i = 0; i < LIST_COUNT; i++)
        printf("%s: %lld %s\n", names[i], (long long)result->certain[i], result->certain[i] == 1 ? "seat" : "seats");
    return 0;
}

int main(void)
{
    static const char *const NAMES[LIST_COUNT] = {"A", "B", "C"};
    static const scrut_contender LISTS[LIST_COUNT] = {
        {.votes = 53000, .eligible = true, .seats_max = -1, .list_order = -1},
        {.votes = 24000, .eligible = true, .seats_max = -1, .list_order = -1},
        {.votes = 23000, .eligible = true, .seats_max = -1, .list_order = -1},
    };
    scrut_error err;
    scrut_method method;
    scrut_apportionment result;
    scrut_arena *arena = scrut_arena_new();
    if (arena == NULL || !scrut_method_named("dhondt", &method))
        return 4;
    int status = 4;
    if (scrut_apportion(&method, NULL, 0, 5, LISTS, LIST_COUNT, -1, arena, &result, &err) == SCRUT_OK)
        status = print_seats(&result, NAMES);
    else
        fprintf(stderr, "%s\n", err.message);
    scrut_arena_free(arena);
    return status;
}
