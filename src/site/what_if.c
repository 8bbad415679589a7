/* SPDX-License-Identifier: Apache-2.0
 * what_if.c: the data of the calculator that the script adds (docs/internals/site.md). Only what the script can
 * allocate as the program does is handed to it. */
#include "site_internal.h"

#include "scrutineer/json.h"
#include "scrutineer/num.h"

typedef enum { CANNOT_WIN, TESTED, EXEMPT } standing;

static scrut_json *digits(int64_t value)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)value);
    return scrut_json_string(text);
}

static scrut_json *name_of(scrut_buf *plain, const char *name)
{
    scrut_buf_clear(plain);
    scrut_put_plain(plain, name);
    return scrut_buf_failed(plain) ? NULL : scrut_json_string_n(plain->bytes, plain->length);
}

/* ---- rules ---- */

static bool linear(const scrut_method *m)
{
    return m->family == SCRUT_METHOD_DIVISOR && m->divisor == SCRUT_DIVISOR_LINEAR && m->divisor_first > 0 &&
           m->divisor_start > 0 && m->divisor_step > 0;
}

static bool plain_quota(const scrut_method *m)
{
    return m->family == SCRUT_METHOD_QUOTA && m->over_award == SCRUT_OVER_AWARD_ERROR &&
           (m->rest == SCRUT_REST_LARGEST_REMAINDER || m->rest == SCRUT_REST_HIGHEST_AVERAGE);
}

static bool threshold_known(const scrut_threshold *t)
{
    return t->scope == SCRUT_SCOPE_NATION ||
           (t->members_min <= 1 && t->members_max == 0 && (!t->is_share || t->base <= SCRUT_BASE_VALID_AND_BLANK));
}

static size_t thresholds_of(const scrut_rules *rules, scrut_scope scope)
{
    size_t count = 0;
    for (size_t i = 0; i < rules->threshold_count; i++)
        count += rules->thresholds[i].scope == scope;
    return count;
}

/* Thresholds of both kinds: which of them a list failed is not told apart. */
static bool rules_known(const scrut_rules *rules)
{
    for (size_t i = 0; i < rules->threshold_count; i++)
        if (!threshold_known(&rules->thresholds[i]))
            return false;
    return !rules->alliances && rules->seats_min == 0 && rules->seats_max == 0 &&
           (linear(&rules->method) || plain_quota(&rules->method)) &&
           (thresholds_of(rules, SCRUT_SCOPE_CONSTITUENCY) == 0 || thresholds_of(rules, SCRUT_SCOPE_NATION) == 0);
}

static scrut_json *method_json(const scrut_method *m)
{
    static const char *const ROUNDING[] = {"exact", "floor", "ceil", "nearest", "floor-plus-one"};
    scrut_json *method = scrut_json_object();
    if (m->family == SCRUT_METHOD_DIVISOR) {
        scrut_json *divisor = scrut_json_array();
        scrut_json_append(divisor, digits(m->divisor_first));
        scrut_json_append(divisor, digits(m->divisor_start));
        scrut_json_append(divisor, digits(m->divisor_step));
        scrut_json_set(method, "divisor", divisor);
        return method;
    }
    scrut_json_set(method, "quota", scrut_json_int(m->quota_plus));
    scrut_json_set(method, "rounding", scrut_json_string(ROUNDING[m->quota_rounding]));
    scrut_json_set(
        method, "rest",
        scrut_json_string(m->rest == SCRUT_REST_LARGEST_REMAINDER ? "largest-remainder" : "highest-average"));
    scrut_json_set(method, "all", scrut_json_bool(m->quota_base_all));
    return method;
}

/* ---- one constituency ---- */

typedef struct {
    const scrut_page *page;
    const scrut_chamber *chamber;
    scrut_arena *arena;
    scrut_buf plain;
} data_writer;

static bool votes_known(const data_writer *w, size_t k, int64_t *ret_sum)
{
    int64_t sum = 0;
    for (size_t p = 0; p < w->page->site->c->party_count; p++) {
        scrut_figure votes = *scrut_tally_votes(w->chamber->tally, k + 1, p);
        if (votes.cells > 0 && (!scrut_figure_complete(votes) || !scrut_add(sum, votes.value, &sum)))
            return false;
    }
    *ret_sum = sum;
    return sum > 0;
}

/* What the threshold's base holds beside the votes of the lists; false: not known. */
static bool others_of(const data_writer *w, const scrut_threshold *t, size_t k, int64_t votes, int64_t *ret_others)
{
    scrut_bases bases;
    if (scrut_seats_bases(w->page->site->c, w->chamber->tally, k + 1, w->arena, &bases, NULL) != SCRUT_OK ||
        !bases.known[t->base] || bases.votes[t->base] < votes)
        return false;
    *ret_others = bases.votes[t->base] - votes;
    return true;
}

static bool put_thresholds(const data_writer *w, size_t k, int64_t votes, scrut_json *into)
{
    scrut_json *list = scrut_json_array();
    bool known = true;
    for (size_t i = 0; known && i < w->chamber->rules->threshold_count; i++) {
        const scrut_threshold *t = &w->chamber->rules->thresholds[i];
        int64_t others = 0;
        if (t->scope == SCRUT_SCOPE_NATION)
            continue;
        scrut_json *one = scrut_json_object();
        scrut_json_append(list, one);
        scrut_json_set(one, "strict", scrut_json_bool(t->strict));
        if (!t->is_share) {
            scrut_json_set(one, "votes", digits(t->votes));
            continue;
        }
        known = others_of(w, t, k, votes, &others);
        scrut_json_set(one, "numerator", digits(t->numerator));
        scrut_json_set(one, "denominator", digits(t->denominator));
        scrut_json_set(one, "others", digits(others));
    }
    scrut_json_set(into, "thresholds", list);
    return known;
}

static standing standing_of(const data_writer *w, const scrut_constituency_seats *seats, size_t party)
{
    const scrut_party *of = &w->page->site->c->parties[party];
    if (of->aggregate)
        return CANNOT_WIN;
    if (thresholds_of(w->chamber->rules, SCRUT_SCOPE_CONSTITUENCY) > 0)
        return of->exempt ? EXEMPT : TESTED;
    return seats->eligible[party] ? TESTED : CANNOT_WIN;
}

static scrut_json *lists_json(const data_writer *w, const scrut_constituency_seats *seats, size_t k)
{
    scrut_json *lists = scrut_json_array();
    for (size_t i = 0; i < w->page->site->c->party_count; i++) {
        size_t p = w->page->view->order[i];
        int64_t votes = scrut_tally_votes(w->chamber->tally, k + 1, p)->value;
        if (votes <= 0)
            continue;
        scrut_json *list = scrut_json_array();
        scrut_json_append(list, scrut_json_int((int64_t)i));
        scrut_json_append(list, digits(votes));
        scrut_json_append(list, scrut_json_int(seats->certain[p]));
        scrut_json_append(list, scrut_json_int(standing_of(w, seats, p)));
        scrut_json_append(lists, list);
    }
    return lists;
}

static bool put_constituency(data_writer *w, size_t k, scrut_json *into)
{
    const scrut_constituency_seats *seats = &w->chamber->constituencies[k];
    int64_t votes = 0;
    if (seats->state != SCRUT_SEATS_DECIDED || seats->hidden_party != SCRUT_NONE || !votes_known(w, k, &votes))
        return false;
    scrut_json *one = scrut_json_object();
    scrut_json_set(one, "name", name_of(&w->plain, scrut_report_constituency_name(w->page->view, k)));
    scrut_json_set(one, "seats", scrut_json_int(seats->seats));
    scrut_json_set(one, "lists", lists_json(w, seats, k));
    bool known = put_thresholds(w, k, votes, one);
    if (known)
        scrut_json_append(into, one);
    else
        scrut_json_free(one);
    return known;
}

/* ---- the block ---- */

static scrut_json *data_json(data_writer *w, size_t *ret_constituencies)
{
    const scrut_case *c = w->page->site->c;
    scrut_json *root = scrut_json_object(), *parties = scrut_json_array(), *constituencies = scrut_json_array();
    for (size_t i = 0; i < c->party_count; i++)
        scrut_json_append(parties, name_of(&w->plain, scrut_report_party_name(w->page->view, w->page->view->order[i])));
    for (size_t k = 0; k < c->constituency_count; k++)
        *ret_constituencies += put_constituency(w, k, constituencies);
    scrut_json_set(root, "parties", parties);
    scrut_json_set(root, "method", method_json(&w->chamber->rules->method));
    scrut_json_set(root, "constituencies", constituencies);
    return root;
}

/* "<" stands only inside texts, where \u003c means the same and cannot end the element. */
static void put_inert(scrut_buf *out, const scrut_buf *json)
{
    for (size_t i = 0; i < json->length; i++)
        if (json->bytes[i] == '<')
            scrut_buf_puts(out, "\\u003c");
        else
            scrut_buf_putc(out, json->bytes[i]);
}

static void put_block(const scrut_page *page, scrut_buf *out, const scrut_buf *json)
{
    scrut_buf_printf(out, "<form id=\"what-if\" hidden><h2>%s</h2><p>%s</p></form>\n",
                     scrut_word(page->view->language, "Other votes, other seats?"),
                     scrut_word(page->view->language,
                                "Change the votes of a constituency and see what seats the rules give them. This "
                                "allocates the votes typed and tells nothing about what happened."));
    scrut_buf_puts(out, "<script type=\"application/json\" id=\"what-if-data\">");
    put_inert(out, json);
    scrut_buf_puts(out, "</script>\n");
}

void scrut_site_what_if(const scrut_page *page, scrut_buf *out)
{
    const scrut_report_column *column = page->view->allocated;
    if (column == NULL || !rules_known(column->chamber->rules))
        return;
    data_writer w = {.page = page, .chamber = column->chamber, .arena = scrut_arena_new()};
    scrut_buf json = {0};
    size_t constituencies = 0;
    scrut_json *root = w.arena != NULL ? data_json(&w, &constituencies) : NULL;
    scrut_status status = root != NULL ? scrut_json_write(root, 0, &json, NULL) : SCRUT_E_MEMORY;
    if (status == SCRUT_OK && constituencies > 0)
        put_block(page, out, &json);
    out->failed = out->failed || status == SCRUT_E_MEMORY;
    scrut_json_free(root);
    scrut_buf_free(&json);
    scrut_buf_free(&w.plain);
    scrut_arena_free(w.arena);
}
