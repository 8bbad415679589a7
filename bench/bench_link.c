/* SPDX-License-Identifier: Apache-2.0
 * usage: bench_link ROLL [THREADS]
 *
 * A linkage job in the shape that Splink generates (dedupe_duckdb.sql beside the generator of the roll): four rules,
 * each without the pairs of those before it, five comparisons, weights with frequencies of names, and what weighs -10
 * or more is kept. Rules, blocks and memo are the engine's; the comparisons and weights are fixed, so that two programs
 * can be compared to the last pair. Weights are doubles here and nowhere else, added up in the order of the SQL. */
#include "scrutineer/csv.h" /* before names of its arguments are types */

#include "../src/roll/link_internal.h"
#include "../src/roll/link_kernels.h"
#include "bench_support.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>

enum { SURNAME, GIVEN, BORN, SEX, COMMUNE, VILLAGE, PROVINCE, FIELDS, ID = FIELDS, ENTITY, COLUMNS };
enum {
    ALIKE_SURNAME,
    ALIKE_GIVEN,
    ALIKE_HEAD,
    ALIKE_YEAR,
    ALIKE_BORN,
    ALIKE_SEX,
    ALIKE_COMMUNE,
    ALIKE_VILLAGE,
    ALIKE_PROVINCE,
    ALIKES
};
static const char *const NAMES[COLUMNS] = {"surname", "given",    "dob", "sex",   "commune",
                                           "village", "province", "id",  "entity"};

#define FLOOR (-10.0)
#define RULES 4
#define LEVELS 4 /* outcomes are levels + 1, 3 being equal */

typedef struct {
    uint32_t a, b; /* numbers of the rows in the file */
    double weight;
} scored_pair;

typedef struct {
    records r;
    blocking b;
    scrut_link_field fields[FIELDS];
    uint32_t *id, *entity;
    double *surname_weight, *given_weight;   /* of equal values */
    uint8_t (*symbols[2])[LINK_SYMBOLS_MAX]; /* of surnames and given names */
    uint64_t *born;                          /* ten digits of four bits, a hyphen being one */
    const link_kernels *kernels;
    memo memo;
} job;

#define KEPT_ROOMS 1024
#define ROOM_PAIRS ((size_t)1 << 17) /* of a large page */

typedef struct {
    const job *job;
    memo_hand memo;
    large_memory kept[KEPT_ROOMS]; /* pairs, ROOM_PAIRS in each room */
    size_t pair_count;
    uint64_t found[RULES];
    bool failed;
} hand_of;

static void *need(void *memory)
{
    if (memory == NULL)
        exit(1);
    return memory;
}

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static const job *the_job; /* for the comparator of the memo, which knows records only */

static unsigned value_outcome(const records *r, size_t field, uint32_t a, uint32_t b)
{
    const value *v = r->columns[field].values;
    if (a == b || (field != SURNAME && field != GIVEN))
        return LEVELS;
    uint8_t(*symbols)[LINK_SYMBOLS_MAX] = the_job->symbols[field];
    double similarity = the_job->kernels->jaro_winkler(symbols[a], v[a].key_length, symbols[b], v[b].key_length);
    return 1 + (similarity >= 0.92 ? 2 : similarity >= 0.8);
}

/* The level of two names that are not equal. */
static inline unsigned name_level(const memo_hand *hand, size_t field, uint32_t a, uint32_t b)
{
    return scrut_link_memo_outcome(hand, field, a, b, scrut_link_memo_place(hand, field, a, b)) - 1;
}

#define TEN_DIGITS UINT64_C(0x1111111111)

/* The level of two days that are not equal, by Levenshtein's distance. Of texts of one length that is how many digits
 * differ if one or two do; else it is 2 if one digit was left out and one put in, so that those between have moved. */
static unsigned born_level(uint64_t a, uint64_t b)
{
    uint64_t differ = a ^ b;
    differ = (differ | differ >> 1 | differ >> 2 | differ >> 3) & TEN_DIGITS;
    unsigned count = (unsigned)(differ * TEN_DIGITS >> 36 & 15);
    if (count <= 2)
        return 3 - count;
    uint64_t first = differ & (0 - differ), moved = (UINT64_C(1) << (63 - __builtin_clzll(differ))) - first;
    return ((a >> 4 ^ b) & moved) == 0 || ((b >> 4 ^ a) & moved) == 0;
}

/* ---- weights, in the order of the SQL --------------------------------------------------------------------------- */

static const double SURNAME_WEIGHT[LEVELS] = {-4.0, 1.0, 4.0, 0}, GIVEN_WEIGHT[LEVELS] = {-4.5, 3.0, 5.5, 0};
static double born_weight[LEVELS], place_weight[LEVELS];

/* Pairs stay where they are put: moving them to more room costs more than to find them. */
static const scored_pair *kept_pair_at(const hand_of *h, size_t i)
{
    return (const scored_pair *)h->kept[i / ROOM_PAIRS].bytes + i % ROOM_PAIRS;
}

static void keep(hand_of *h, uint32_t a, uint32_t b, double weight)
{
    size_t room = h->pair_count / ROOM_PAIRS;
    if (h->pair_count % ROOM_PAIRS == 0 && room < KEPT_ROOMS)
        h->kept[room] = scrut_link_large_new(ROOM_PAIRS * sizeof(scored_pair));
    if (room == KEPT_ROOMS || h->kept[room].bytes == NULL) {
        h->failed = true;
        return;
    }
    ((scored_pair *)h->kept[room].bytes)[h->pair_count++ % ROOM_PAIRS] = (scored_pair){a, b, weight};
}

/* What is left out here cannot reach the floor, whatever is not yet known says; the margin is for rounding. */
static bool is_lost(double most)
{
    return most < FLOOR - 1e-6;
}

/* The values of the rows of a pair. */
static inline const uint32_t *first_of(const pair_chunk *c, size_t k)
{
    return c->rows->cells + c->first[k] * FIELDS;
}

static inline const uint32_t *second_of(const pair_chunk *c, size_t k)
{
    return c->rows->cells + c->second[k] * FIELDS;
}

static void score_pair(hand_of *h, const pair_chunk *c, size_t k)
{
    const job *j = h->job;
    const uint32_t *a = first_of(c, k), *b = second_of(c, k);
#define ALIKE(which) ((c->alike[which] >> k & 1) != 0)
    bool same_surname = ALIKE(ALIKE_SURNAME), same_given = ALIKE(ALIKE_GIVEN), same_born = ALIKE(ALIKE_BORN);
    double sex = ALIKE(ALIKE_SEX) ? 0.98 : -5.6;
    double where = place_weight[ALIKE(ALIKE_VILLAGE) ? 3 : ALIKE(ALIKE_COMMUNE) ? 2 : ALIKE(ALIKE_PROVINCE)];
#undef ALIKE
    double surname = same_surname ? j->surname_weight[a[SURNAME]] : SURNAME_WEIGHT[2];
    double given = same_given ? j->given_weight[a[GIVEN]] : GIVEN_WEIGHT[2];
    double born = same_born ? born_weight[3] : born_weight[2];
    double rest = -23.6 + born + sex + where;
    if (is_lost(rest + surname + given))
        return;
    if (!same_given) {
        given = GIVEN_WEIGHT[name_level(&h->memo, GIVEN, a[GIVEN], b[GIVEN])];
        if (is_lost(rest + surname + given))
            return;
    }
    if (!same_surname) {
        surname = SURNAME_WEIGHT[name_level(&h->memo, SURNAME, a[SURNAME], b[SURNAME])];
        if (is_lost(rest + surname + given))
            return;
    }
    if (!same_born)
        born = born_weight[born_level(j->born[a[BORN]], j->born[b[BORN]])];
    double weight = -23.6 + surname + given + born + sex + where;
    if (weight >= FLOOR)
        keep(h, c->rows->rows[c->first[k]], c->rows->rows[c->second[k]], weight);
}

/* Pairs that agree in no name and no place and whose names are so different that the best of all else is too little.
 * Their look-ups do not wait for one another: each is asked for before any is needed. */
static uint64_t find_strangers(const memo_hand *hand, const pair_chunk *c)
{
    uint64_t strangers = c->todo & ~(c->alike[ALIKE_SURNAME] | c->alike[ALIKE_GIVEN] | c->alike[ALIKE_COMMUNE]),
             lost = 0;
    double rest = -23.6 + born_weight[(c->todo & c->alike[ALIKE_BORN]) != 0 ? 3 : 2] + 0.98 + place_weight[1];
    bool is_little[3][3];
    for (size_t surname = 0; surname < 3; surname++) {
        for (size_t given = 0; given < 3; given++)
            is_little[surname][given] = is_lost(rest + SURNAME_WEIGHT[surname] + GIVEN_WEIGHT[given]);
    }
    const _Atomic uint8_t *surnames[LINK_PAIRS], *given_names[LINK_PAIRS];
    for (uint64_t left = strangers; left != 0; left &= left - 1) {
        size_t k = (size_t)__builtin_ctzll(left);
        const uint32_t *a = first_of(c, k), *b = second_of(c, k);
        surnames[k] = scrut_link_memo_place(hand, SURNAME, a[SURNAME], b[SURNAME]);
        given_names[k] = scrut_link_memo_place(hand, GIVEN, a[GIVEN], b[GIVEN]);
        __builtin_prefetch(surnames[k]);
        __builtin_prefetch(given_names[k]);
    }
    for (uint64_t left = strangers; left != 0; left &= left - 1) {
        size_t k = (size_t)__builtin_ctzll(left);
        const uint32_t *a = first_of(c, k), *b = second_of(c, k);
        unsigned surname = scrut_link_memo_outcome(hand, SURNAME, a[SURNAME], b[SURNAME], surnames[k]);
        unsigned given = scrut_link_memo_outcome(hand, GIVEN, a[GIVEN], b[GIVEN], given_names[k]);
        lost |= (uint64_t)is_little[surname - 1][given - 1] << k;
    }
    return lost;
}

static void score_chunk(void *context, pair_chunk *c)
{
    hand_of *h = context;
    h->found[c->rule] += (uint64_t)__builtin_popcountll(c->todo);
    for (uint64_t left = c->todo & ~find_strangers(&h->memo, c); left != 0; left &= left - 1)
        score_pair(h, c, (size_t)__builtin_ctzll(left));
}

static bool unit_done(void *context, size_t rule_index, size_t shard)
{
    const hand_of *h = context;
    (void)rule_index;
    (void)shard;
    return !h->failed;
}

/* ---- the roll --------------------------------------------------------------------------------------------------- */

static uint32_t two_letters(const char *key)
{
    return key[0] == '\0' ? 0 : (uint32_t)(unsigned char)key[0] | (uint32_t)(unsigned char)key[1] << 8;
}

static int by_content(const void *a, const void *b)
{
    return strcmp(((const value *)a)->key, ((const value *)b)->key);
}

/* Values of a column as they came, in order of their content; number 0 is for what is not known. Their codes' numbers.
 */
static uint32_t *fill_values(job *j, const scrut_table *table, size_t field)
{
    uint32_t count = scrut_table_category_count(table, field);
    value *values = need(calloc(count + (size_t)1, sizeof *values));
    uint32_t *numbers = need(calloc(count + (size_t)1, sizeof *numbers));
    for (uint32_t code = 0; code < count; code++) {
        const char *key = scrut_table_category(table, field, code);
        value *v = &values[code + 1];
        *v = (value){.key = key, .key_length = (uint32_t)strlen(key), .skeleton = two_letters(key), .spelling = code};
        if (field == BORN)
            v->year = (uint16_t)strtol(key, NULL, 10);
        if (v->key_length > LINK_SYMBOLS_MAX)
            exit(1);
    }
    qsort(values + 1, count, sizeof *values, by_content);
    for (uint32_t v = 1; v <= count; v++)
        numbers[values[v].spelling] = v;
    j->r.columns[field].values = values;
    j->r.columns[field].count = count + 1;
    return numbers;
}

static void fill_rows(job *j, const scrut_table *table, uint32_t *const numbers[])
{
    for (size_t s = 0; s < table->segment_count; s++) {
        const scrut_table_segment *g = &table->segments[s];
        for (uint32_t i = 0; i < g->row_count; i++) {
            size_t row = g->first_row + i;
            for (size_t f = 0; f < FIELDS; f++) {
                uint32_t v = numbers[f][scrut_cell_category(&g->columns[f], i)];
                j->r.planes[j->r.places[f].plane][row] |= (uint64_t)v << j->r.places[f].shift;
                j->r.columns[f].values[v].count++;
            }
            j->id[row] = (uint32_t)scrut_cell_number(&g->columns[ID], i);
            j->entity[row] = (uint32_t)scrut_cell_number(&g->columns[ENTITY], i);
        }
    }
}

static uint8_t (*symbols_of(const column *c))[LINK_SYMBOLS_MAX]
{
    uint8_t(*symbols)[LINK_SYMBOLS_MAX] = need(calloc(c->count, sizeof *symbols));
    for (uint32_t v = 0; v < c->count; v++) {
        if (c->values[v].key_length > 0)
            memcpy(symbols[v], c->values[v].key, c->values[v].key_length);
    }
    return symbols;
}

static uint64_t *digits_of(const column *c)
{
    uint64_t *digits = need(calloc(c->count, sizeof *digits));
    for (uint32_t v = 1; v < c->count; v++) {
        if (c->values[v].key_length != 10)
            exit(1);
        for (unsigned i = 0; i < 10; i++)
            digits[v] |= (uint64_t)(c->values[v].key[i] & 15) << 4 * i;
    }
    return digits;
}

/* log2(m / share of the rows) of each value, as the SQL has it. */
static double *frequency_weights(const column *c, double m, uint32_t rows)
{
    double *weights = need(calloc(c->count, sizeof *weights));
    for (uint32_t v = 1; v < c->count; v++)
        weights[v] = log2(m / ((double)c->values[v].count / rows));
    return weights;
}

static scrut_table *read_roll(const char *path, scrut_pool *pool)
{
    scrut_csv_wanted wanted[COLUMNS];
    scrut_csv *csv = NULL;
    scrut_table *table = NULL;
    scrut_error err;
    if (scrut_csv_open(path, path, NULL, &csv, &err) != SCRUT_OK)
        exit(3);
    for (size_t c = 0; c < COLUMNS; c++)
        wanted[c] = (scrut_csv_wanted){(size_t)scrut_csv_find_column(csv, NAMES[c]),
                                       c < FIELDS ? SCRUT_CELL_CATEGORY : SCRUT_CELL_NUMBER};
    if (scrut_csv_read(csv, wanted, COLUMNS, NULL, 0, pool, NULL, &table, &err) != SCRUT_OK)
        exit(3);
    scrut_csv_close(csv);
    return table;
}

static void load(job *j, const scrut_table *table)
{
    j->r = (records){.table_bytes_max = MEMO_TABLE_BYTES_MAX,
                     .row_count = table->row_count,
                     .field_count = FIELDS,
                     .fields = j->fields,
                     .given = -1,
                     .surname = -1};
    uint32_t *numbers[FIELDS];
    j->id = need(malloc(table->row_count * sizeof *j->id));
    j->entity = need(malloc(table->row_count * sizeof *j->entity));
    for (size_t f = 0; f < FIELDS; f++) {
        numbers[f] = fill_values(j, table, f);
        j->fields[f].kind = f <= GIVEN  ? SCRUT_LINK_TEXT
                            : f == BORN ? SCRUT_LINK_BORN
                                        : SCRUT_LINK_CATEGORY; /* which have a table of outcomes */
        if (scrut_link_pack_place(&j->r, f, j->r.columns[f].count, NULL) != SCRUT_OK)
            exit(1);
    }
    fill_rows(j, table, numbers);
    j->symbols[SURNAME] = symbols_of(&j->r.columns[SURNAME]);
    j->symbols[GIVEN] = symbols_of(&j->r.columns[GIVEN]);
    j->born = digits_of(&j->r.columns[BORN]);
    j->surname_weight = frequency_weights(&j->r.columns[SURNAME], 0.80, table->row_count);
    j->given_weight = frequency_weights(&j->r.columns[GIVEN], 0.50, table->row_count);
}

static void set_rules(blocking *b)
{
    static const feature FEATURES[ALIKES] = {[ALIKE_SURNAME] = {.field = SURNAME, .part = PART_WHOLE},
                                             [ALIKE_GIVEN] = {.field = GIVEN, .part = PART_WHOLE},
                                             [ALIKE_YEAR] = {.field = BORN, .part = PART_YEAR},
                                             [ALIKE_BORN] = {.field = BORN, .part = PART_WHOLE},
                                             [ALIKE_COMMUNE] = {.field = COMMUNE, .part = PART_WHOLE},
                                             [ALIKE_HEAD] = {.field = GIVEN, .part = PART_SKELETON},
                                             [ALIKE_SEX] = {.field = SEX, .part = PART_WHOLE},
                                             [ALIKE_VILLAGE] = {.field = VILLAGE, .part = PART_WHOLE},
                                             [ALIKE_PROVINCE] = {.field = PROVINCE, .part = PART_WHOLE}};
    static const rule RULE[RULES] = {{.count = 3, .features = {ALIKE_SURNAME, ALIKE_GIVEN, ALIKE_YEAR}},
                                     {.count = 2, .features = {ALIKE_BORN, ALIKE_COMMUNE}},
                                     {.count = 3, .features = {ALIKE_BORN, ALIKE_HEAD, ALIKE_SEX}},
                                     {.count = 3, .features = {ALIKE_GIVEN, ALIKE_COMMUNE, ALIKE_SEX}}};
    memcpy(b->features, FEATURES, sizeof FEATURES);
    memcpy(b->rules, RULE, sizeof RULE);
    b->feature_count = ALIKES;
    b->rule_count = RULES;
    b->block_rows = SIZE_MAX;
}

/* ---- the answer ------------------------------------------------------------------------------------------------- */

/* A number that differs when any pair or the last bits of a weight do; duckdb_link.cjs makes it, too. */
static int64_t checksum(const job *j, const scored_pair *p)
{
    int64_t a = j->id[p->a], b = j->id[p->b], low = a < b ? a : b, high = a < b ? b : a;
    int64_t weight = (int64_t)floor(p->weight * 1099511627776.0) % 1000000007;
    return (31 * low + 17 * high) % 1000003 * weight % 1000000007;
}

static void answer(const job *j, const hand_of hands[], size_t count, double seconds, double wall)
{
    uint64_t found[RULES] = {0}, pairs = 0, kept = 0, over[5] = {0}, right[5] = {0};
    int64_t sum = 0;
    for (size_t h = 0; h < count; h++) {
        for (size_t r = 0; r < RULES; r++) {
            found[r] += hands[h].found[r];
            pairs += hands[h].found[r];
        }
        kept += hands[h].pair_count;
        for (size_t i = 0; i < hands[h].pair_count; i++) {
            const scored_pair *p = kept_pair_at(&hands[h], i);
            sum += checksum(j, p);
            for (int t = 0; t < 5; t++) {
                over[t] += p->weight >= 2 * t;
                right[t] += p->weight >= 2 * t && j->entity[p->a] == j->entity[p->b];
            }
        }
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("pairs %" PRIu64 " = %" PRIu64 " + %" PRIu64 " + %" PRIu64 " + %" PRIu64 ", kept %" PRIu64 "\n", pairs,
           found[0], found[1], found[2], found[3], kept);
    for (int t = 0; t < 5; t++)
        printf("mw>= %d %" PRIu64 " %" PRIu64 "\n", 2 * t, over[t], right[t]);
    printf("checksum %" PRId64 "\n", sum);
    printf("block + score: %.3f s cpu, %.3f s wall, %.1f million pairs a cpu second, peak %ld MiB\n", seconds, wall,
           (double)pairs / seconds / 1e6, usage.ru_maxrss / 1024);
}

static bool block_and_score(job *j, hand_of hands[], size_t threads, scrut_pool *pool, scrut_arena *arena)
{
    void **contexts = need(calloc(threads, sizeof *contexts));
    bool ready = scrut_link_memo_new(&j->r, value_outcome, &j->memo);
    for (size_t i = 0; ready && i < threads; i++) {
        hands[i].job = j;
        contexts[i] = &hands[i];
        ready = scrut_link_memo_open(&j->memo, &hands[i].memo);
    }
    pair_work work = {.r = &j->r,
                      .b = &j->b,
                      .shards = UINT32_MAX,
                      .workers = threads,
                      .contexts = contexts,
                      .visit = score_chunk,
                      .done = unit_done};
    ready = ready && scrut_link_block(&j->r, pool, arena, &j->b, NULL) == SCRUT_OK &&
            scrut_link_visit(&work, pool, NULL) == SCRUT_OK;
    free(contexts);
    return ready;
}

int main(int argc, char **argv)
{
    static job j;
    if (argc < 2)
        return 2;
    scrut_pool *pool = scrut_pool_new(argc > 2 ? (int)strtol(argv[2], NULL, 10) : 2);
    scrut_arena *arena = scrut_arena_new();
    size_t threads = (size_t)scrut_pool_threads(pool);
    hand_of *hands = need(calloc(threads, sizeof *hands));
    for (size_t level = 0; level < LEVELS; level++) {
        born_weight[level] = (const double[]){-4.0, 2.0, 5.5, log2(0.75 / 0.00006)}[level];
        place_weight[level] = (const double[]){-2.0, -1.5, log2(0.15 / 0.0007), log2(0.55 / 0.0001)}[level];
    }
    the_job = &j;
    j.kernels = scrut_link_kernels(false);
    double start = cpu_seconds();
    load(&j, read_roll(argv[1], pool));
    set_rules(&j.b);
    double loaded = cpu_seconds(), wall = bench_now();
    printf("rows %" PRIu32 ", loaded in %.3f s cpu\n", j.r.row_count, loaded - start);
    if (!block_and_score(&j, hands, threads, pool, arena))
        return 1;
    answer(&j, hands, threads, cpu_seconds() - loaded, bench_now() - wall);
    return 0;
}
