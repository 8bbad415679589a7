/* SPDX-License-Identifier: Apache-2.0
 * seats_driver.c: many allocations for one process. Each line of standard input is
 *     method[+min=N][+max=N][+ties=rule] seats threshold votes votes ...
 * (threshold: fewest votes that make a list eligible) and each line of standard output
 *     seats held for certain, by list | the tied lists, from 0 | seats to draw | seats nobody can take
 * or "refused". An unusable line ends the program with status 2. */
#include "scrutineer/seats.h"

enum { LISTS_MAX = 4096, LINE_BYTES = 1 << 16 };

typedef struct {
    scrut_method method;
    int64_t seats, threshold, seats_min, seats_max;
    scrut_tie_rule tie;
    scrut_contender lists[LISTS_MAX];
    size_t count;
} question;

static char *next_word(char **at)
{
    char *start = *at + strspn(*at, " \n");
    char *end = start + strcspn(start, " \n");
    *at = *end == '\0' ? end : end + 1;
    *end = '\0';
    return start;
}

static bool read_number(const char *text, int64_t *ret_value)
{
    return scrut_parse_whole(text, strlen(text), INT64_MAX / 16, ret_value, NULL) == SCRUT_NUMBER_OK;
}

static bool read_option(const char *option, question *q)
{
    if (strncmp(option, "min=", 4) == 0)
        return read_number(option + 4, &q->seats_min);
    if (strncmp(option, "max=", 4) == 0)
        return read_number(option + 4, &q->seats_max);
    for (scrut_tie_rule rule = SCRUT_TIE_MORE_VOTES; rule <= SCRUT_TIE_LOT; rule++)
        if (strncmp(option, "ties=", 5) == 0 && strcmp(option + 5, scrut_tie_rule_name(rule)) == 0) {
            q->tie = rule;
            return true;
        }
    return false;
}

static bool read_method(char *text, question *q)
{
    char *option = strchr(text, '+');
    while (option != NULL) {
        *option++ = '\0';
        char *next = strchr(option, '+');
        if (next != NULL)
            *next = '\0';
        if (!read_option(option, q))
            return false;
        if (next != NULL)
            *next = '+';
        option = next;
    }
    return scrut_method_named(text, &q->method);
}

static bool read_question(char *line, question *q)
{
    *q = (question){.seats_max = -1, .tie = SCRUT_TIE_NONE};
    if (!read_method(next_word(&line), q) || !read_number(next_word(&line), &q->seats) ||
        !read_number(next_word(&line), &q->threshold))
        return false;
    for (char *word = next_word(&line); *word != '\0'; word = next_word(&line)) {
        scrut_contender *c = &q->lists[q->count];
        if (q->count == LISTS_MAX || !read_number(word, &c->votes))
            return false;
        *c = (scrut_contender){.votes = c->votes,
                               .eligible = c->votes >= q->threshold,
                               .seats_min = q->seats_min,
                               .seats_max = q->seats_max,
                               .list_order = (int64_t)q->count};
        q->count++;
    }
    return true;
}

static void print_answer(const scrut_apportionment *r)
{
    if (r->refused) {
        puts("refused");
        return;
    }
    for (size_t i = 0; i < r->contender_count; i++)
        printf("%lld ", (long long)r->certain[i]);
    fputs("|", stdout);
    for (size_t i = 0; i < r->contender_count; i++)
        if (r->tied[i])
            printf(" %zu", i);
    printf(" | %lld | %lld\n", (long long)r->tied_seats, (long long)r->unfilled);
}

static int answer(const question *q)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_apportionment result;
    scrut_error err = {0};
    scrut_status st = SCRUT_E_MEMORY;
    if (arena != NULL)
        st = scrut_apportion(&q->method, &q->tie, q->tie != SCRUT_TIE_NONE, q->seats, q->lists, q->count, -1, arena,
                             &result, &err);
    if (st == SCRUT_OK)
        print_answer(&result);
    else
        fprintf(stderr, "%s\n", err.message);
    scrut_arena_free(arena);
    return st == SCRUT_OK ? 0 : 2;
}

int main(void)
{
    char *line = malloc(LINE_BYTES);
    question *q = malloc(sizeof *q);
    int status = line != NULL && q != NULL ? 0 : 2;
    while (status == 0 && fgets(line, LINE_BYTES, stdin) != NULL) {
        status = read_question(line, q) ? answer(q) : 2;
        fflush(stdout);
    }
    free(q);
    free(line);
    return status;
}
