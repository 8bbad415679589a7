/* SPDX-License-Identifier: Apache-2.0
 * hidden.c: votes of a list that are given only inside an aggregate: how the seats change as they grow.
 *
 * Under divisor methods more votes for one list never cost it or its alliance a seat and never give one to a list
 * outside. So if the seats are the same at two numbers of hidden votes, the alliance and each list outside hold the
 * same in between; inside the alliance, with its number of seats constant, the same argument applies. Hence the numbers
 * that give one vector of seats are an interval, and its end is found by bisection. */
#include "seats_internal.h"

#include <assert.h>

typedef struct {
    const scrut_allocation *a;
    scrut_question question; /* hidden_votes is set for each question */
    size_t parties;
} search;

/* Certain and possible seats at `votes` hidden ones, into seats[0 .. 2 * parties). */
static scrut_status ask(search *s, int64_t votes, int64_t *seats)
{
    scrut_arena *scratch = scrut_arena_new();
    if (scratch == NULL)
        return scrut_fail_memory(s->a->err);
    scrut_constituency_seats answer;
    s->question.hidden_votes = votes;
    scrut_status st = scrut_constituency_answer(s->a, &s->question, scratch, &answer);
    if (st == SCRUT_OK) {
        memcpy(seats, answer.certain, s->parties * sizeof *seats);
        memcpy(seats + s->parties, answer.possible, s->parties * sizeof *seats);
    }
    scrut_arena_free(scratch);
    return st;
}

/* The largest number up to `most` that gives the same seats as `from`. */
static scrut_status end_of_step(search *s, int64_t from, int64_t most, const int64_t *seats, int64_t *probe,
                                int64_t *ret_to)
{
    int64_t same = from, other = most;
    scrut_status st = ask(s, most, probe);
    if (st == SCRUT_OK && memcmp(probe, seats, 2 * s->parties * sizeof *seats) == 0)
        same = most;
    while (st == SCRUT_OK && same + 1 < other) {
        int64_t middle = same + (other - same) / 2;
        st = ask(s, middle, probe);
        if (memcmp(probe, seats, 2 * s->parties * sizeof *seats) == 0)
            same = middle;
        else
            other = middle;
    }
    *ret_to = same;
    return st;
}

typedef struct {
    struct scrut_hidden_step *items;
    size_t count, capacity;
} step_list;

static scrut_status find_steps(search *s, int64_t most, int64_t *answers, step_list *steps,
                               scrut_constituency_seats *seats)
{
    int64_t *here = answers, *probe = answers + 2 * s->parties;
    scrut_status st = SCRUT_OK;
    for (int64_t from = 0, to; from <= most && st == SCRUT_OK; from = to + 1) {
        st = ask(s, from, here);
        if (st == SCRUT_OK)
            st = end_of_step(s, from, most, here, probe, &to);
        if (st != SCRUT_OK)
            return st;
        if (!scrut_grow(&steps->items, &steps->capacity, steps->count + 1, sizeof *steps->items))
            return scrut_fail_memory(s->a->err);
        int64_t *kept = scrut_arena_calloc(s->a->arena, s->parties, sizeof *kept);
        if (kept == NULL)
            return scrut_fail_memory(s->a->err);
        memcpy(kept, here, s->parties * sizeof *kept);
        steps->items[steps->count++] = (struct scrut_hidden_step){.from = from, .to = to, .seats = kept};
        for (size_t p = 0; p < s->parties; p++) {
            if (here[p] < seats->certain[p])
                seats->certain[p] = here[p];
            if (here[s->parties + p] > seats->possible[p])
                seats->possible[p] = here[s->parties + p];
        }
    }
    return st;
}

static scrut_status tell(const scrut_allocation *a, uint32_t hidden, int64_t most, scrut_constituency_seats *seats)
{
    if (seats->hidden_step_count < 2)
        return SCRUT_OK;
    const scrut_party *party = &a->c->parties[hidden], *inside = &a->c->parties[party->hidden_in];
    seats->state = SCRUT_SEATS_UNDECIDED;
    const char *name = party->name != NULL ? party->name : party->id;
    seats->reason =
        scrut_sentence(a->arena,
                       "The votes of {1r} are given only inside {2r} ({3n} votes): the seats change once {1r} has "
                       "at least {4n} of them. Its separate votes are needed.",
                       name, inside->name != NULL ? inside->name : inside->id, most, seats->hidden_steps[1].from);
    return seats->reason != NULL ? SCRUT_OK : scrut_fail_memory(a->err);
}

scrut_status scrut_hidden_steps(const scrut_allocation *a, const scrut_question *q, int64_t most,
                                scrut_constituency_seats *seats)
{
    search s = {.a = a, .question = *q, .parties = a->c->party_count};
    step_list steps = {0};
    assert(most >= 0); /* so that there is a step */
    int64_t *answers = calloc(4 * s.parties + 1, sizeof *answers);
    scrut_status st = answers != NULL ? find_steps(&s, most, answers, &steps, seats) : scrut_fail_memory(a->err);
    if (st == SCRUT_OK) {
        seats->hidden_party = q->hidden_party;
        seats->hidden_steps = scrut_arena_calloc(a->arena, steps.count, sizeof *steps.items);
        st = seats->hidden_steps != NULL ? SCRUT_OK : scrut_fail_memory(a->err);
    }
    if (st == SCRUT_OK) {
        assert(steps.items != NULL);
        memcpy(seats->hidden_steps, steps.items, steps.count * sizeof *steps.items);
        seats->hidden_step_count = steps.count;
        st = tell(a, q->hidden_party, most, seats);
    }
    free(steps.items);
    free(answers);
    return st;
}
