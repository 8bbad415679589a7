/* SPDX-License-Identifier: Apache-2.0
 * gen_returns: a large table of polling-station returns, the same for the same arguments on every machine.
 *
 *   gen_returns [ROWS [SEED]] > returns.csv
 *
 * 14 columns of whole numbers; in every row cast = valid + invalid + blank, valid = v_a + v_b + v_c + v_d,
 * received = cast + unused + spoiled, and cast <= registered; about one row in 1000 breaks one of them. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define CONSTITUENCIES 100

/* SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static uint64_t below(uint64_t *state, uint64_t bound)
{
    return next_random(state) % bound; /* the bias does not matter here */
}

static void print_row(uint64_t station, uint64_t constituency, uint64_t *state)
{
    uint64_t registered = 300 + below(state, 400);
    uint64_t cast = registered * (55 + below(state, 35)) / 100;
    uint64_t invalid = below(state, 12), blank = below(state, 8), valid = cast - invalid - blank;
    uint64_t a = valid * (20 + below(state, 40)) / 100, b = (valid - a) * (30 + below(state, 50)) / 100;
    uint64_t c = (valid - a - b) * below(state, 100) / 100, d = valid - a - b - c;
    uint64_t spoiled = below(state, 5), received = registered + 10 + below(state, 20);
    uint64_t unused = received - cast - spoiled;
    switch (below(state, 3000)) {
    case 0: valid += 10; break;
    case 1: d += 5; break;
    case 2: registered = cast - 1; break;
    default: break;
    }
    printf("%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64
           ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 "\n",
           station, constituency, registered, received, unused, spoiled, cast, valid, invalid, blank, a, b, c, d);
}

int main(int argc, char **argv)
{
    uint64_t rows = argc > 1 ? strtoull(argv[1], NULL, 10) : 2700000;
    uint64_t state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    puts("station,constituency,registered,received,unused,spoiled,cast,valid,invalid,blank,v_a,v_b,v_c,v_d");
    for (uint64_t i = 0; i < rows; i++)
        print_row(1000001 + i, 1 + i * CONSTITUENCIES / rows, &state);
    return fflush(stdout) == 0 && ferror(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
