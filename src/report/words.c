/* SPDX-License-Identifier: Apache-2.0
 * words.c: names and definitions, the same in every output. */
#include "report_internal.h"

static const struct {
    const char *title, *definition;
} FIELD_WORDS[SCRUT_FIELD_COUNT] = {
    [SCRUT_FIELD_REGISTERED] = {SCRUT_KEY("Registered voters"), SCRUT_KEY("voters on the roll")},
    [SCRUT_FIELD_SPECIAL_LIST] = {SCRUT_KEY("Voters on special lists"),
                                  SCRUT_KEY("voters added on polling day beside the roll")},
    [SCRUT_FIELD_RECEIVED] = {SCRUT_KEY("Ballots received"), SCRUT_KEY("blank ballots the station received")},
    [SCRUT_FIELD_ISSUED] = {SCRUT_KEY("Ballots issued"), SCRUT_KEY("ballots handed to voters")},
    [SCRUT_FIELD_UNUSED] = {SCRUT_KEY("Ballots unused"), SCRUT_KEY("ballots left over")},
    [SCRUT_FIELD_SPOILED] = {SCRUT_KEY("Ballots spoiled"), SCRUT_KEY("ballots given back and replaced, never cast")},
    [SCRUT_FIELD_LOST] = {SCRUT_KEY("Ballots lost"), SCRUT_KEY("ballots the form reports as missing")},
    [SCRUT_FIELD_UNACCOUNTED] = {SCRUT_KEY("Ballots unaccounted for"),
                                 SCRUT_KEY("ballots the form itself cannot explain")},
    [SCRUT_FIELD_POSTAL_IN_BOX] = {SCRUT_KEY("Postal ballots"), SCRUT_KEY("postal ballots put into the box")},
    [SCRUT_FIELD_BOX_MOBILE] = {SCRUT_KEY("In mobile boxes"), SCRUT_KEY("ballots found in mobile boxes")},
    [SCRUT_FIELD_BOX_STATION] = {SCRUT_KEY("In station boxes"), SCRUT_KEY("ballots found in the station's own boxes")},
    [SCRUT_FIELD_IN_BOX] = {SCRUT_KEY("In all boxes"), SCRUT_KEY("ballots found in all boxes")},
    [SCRUT_FIELD_CARDS] = {SCRUT_KEY("Voting cards"), SCRUT_KEY("voters checked in with their own card")},
    [SCRUT_FIELD_PROXIES] = {SCRUT_KEY("Proxies"), SCRUT_KEY("voters checked in for another voter")},
    [SCRUT_FIELD_PASSES] = {SCRUT_KEY("Voter passes"), SCRUT_KEY("voters checked in with a pass of another station")},
    [SCRUT_FIELD_ACCREDITED_NOON] = {SCRUT_KEY("Voters accredited by noon"),
                                     SCRUT_KEY("voters checked in by the first count of the day")},
    [SCRUT_FIELD_ACCREDITED_LATE] = {SCRUT_KEY("Voters accredited late"),
                                     SCRUT_KEY("voters checked in by the last count before the close")},
    [SCRUT_FIELD_ACCREDITED] = {SCRUT_KEY("Voters accredited"), SCRUT_KEY("voters checked in on polling day")},
    [SCRUT_FIELD_MORE] = {SCRUT_KEY("More ballots, explained"),
                          SCRUT_KEY("ballots more than voters that the form explains")},
    [SCRUT_FIELD_FEWER] = {SCRUT_KEY("Fewer ballots, explained"),
                           SCRUT_KEY("ballots fewer than voters that the form explains")},
    [SCRUT_FIELD_STAMPED] = {SCRUT_KEY("Stamped ballots"), SCRUT_KEY("ballots with the station's stamp")},
    [SCRUT_FIELD_CAST] = {SCRUT_KEY("Ballots cast"), SCRUT_KEY("ballots cast, whether valid or not")},
    [SCRUT_FIELD_VALID] = {SCRUT_KEY("Valid votes"), SCRUT_KEY("ballots counted as valid, by the form")},
    [SCRUT_FIELD_VOTES_TO_LISTS] = {SCRUT_KEY("Votes for lists"),
                                    SCRUT_KEY("votes for all lists together, by the form")},
    [SCRUT_FIELD_BLANK] = {SCRUT_KEY("Blank ballots"), SCRUT_KEY("ballots without a choice")},
    [SCRUT_FIELD_INVALID] = {SCRUT_KEY("Invalid ballots"),
                             SCRUT_KEY("ballots cast that count for nobody, blank ones apart")},
};

const char *scrut_report_field_title(scrut_field field)
{
    return FIELD_WORDS[field].title;
}

const char *scrut_report_field_definition(scrut_field field)
{
    return FIELD_WORDS[field].definition;
}

const char *scrut_report_party_name(const scrut_report_view *view, size_t party)
{
    const scrut_party *p = &view->c->parties[party];
    return p->name != NULL ? p->name : p->id;
}

const char *scrut_report_constituency_name(const scrut_report_view *view, size_t constituency)
{
    const scrut_constituency *c = &view->c->constituencies[constituency];
    return c->name != NULL ? c->name : c->id;
}

const char *scrut_report_tally_name(const scrut_tally *tally)
{
    return tally->about.title != NULL ? tally->about.title : tally->about.id;
}

const char *scrut_report_unit_label(const scrut_report_view *view, size_t unit)
{
    if (unit == 0)
        return scrut_word(view->language, "nation");
    if (unit <= view->c->constituency_count)
        return scrut_report_constituency_name(view, unit - 1);
    return view->c->areas[unit - 1 - view->c->constituency_count].name;
}

void scrut_report_say_unit(const scrut_report_view *view, scrut_buf *out, size_t unit)
{
    scrut_put_plain(out, scrut_report_unit_label(view, unit));
}

void scrut_report_put_column(const scrut_language *language, scrut_buf *out, const scrut_report_column *column)
{
    scrut_say(language, out, column->chamber == NULL ? SCRUT_KEY("Announced: {1p}") : SCRUT_KEY("Allocated from: {1p}"),
              scrut_report_tally_name(column->tally));
}

void scrut_report_put_figure_name(const scrut_report_view *view, scrut_buf *out, uint32_t column)
{
    size_t seats_from = SCRUT_FIELD_COUNT + view->c->party_count;
    if (column < SCRUT_FIELD_COUNT) {
        const char *title = scrut_word(view->language, scrut_report_field_title((scrut_field)column));
        bool capital = title[0] >= 'A' && title[0] <= 'Z'; /* inside a sentence */
        scrut_buf_putc(out, capital ? (char)(title[0] - 'A' + 'a') : title[0]);
        scrut_buf_puts(out, title + 1);
        return;
    }
    size_t party = column - (column < seats_from ? (size_t)SCRUT_FIELD_COUNT : seats_from);
    scrut_say(view->language, out, column < seats_from ? SCRUT_KEY("votes of {1p}") : SCRUT_KEY("seats of {1p}"),
              view->c->parties[party].id);
}

const char *scrut_report_state_name(scrut_seats_state state)
{
    switch (state) {
    case SCRUT_SEATS_DECIDED: return SCRUT_KEY("decided");
    case SCRUT_SEATS_TIE: return SCRUT_KEY("tie");
    case SCRUT_SEATS_UNDECIDED: return SCRUT_KEY("undecided");
    case SCRUT_SEATS_REFUSED: return SCRUT_KEY("no allocation");
    }
    return "no allocation";
}

/* ---- the method in words ---------------------------------------------------------------------------- */

static void say_ratio(const scrut_language *language, scrut_buf *out, const int64_t divisors[], size_t count)
{
    scrut_buf list = {0};
    for (size_t k = 0; k < count; k++)
        scrut_buf_printf(&list, "%lld, ", (long long)divisors[k]);
    scrut_say(language, out, "highest averages (divisors in the ratio {1f}\xE2\x80\xA6)",
              scrut_report_piece(out, &list));
    scrut_buf_free(&list);
}

static void say_linear(const scrut_language *language, scrut_buf *out, const scrut_method *m)
{
    if (m->divisor_first == m->divisor_start && m->divisor_step == m->divisor_start)
        scrut_buf_puts(out, scrut_word(language, "D\xE2\x80\x99Hondt (divisors 1, 2, 3, \xE2\x80\xA6)"));
    else if (m->divisor_first == m->divisor_start && m->divisor_step == 2 * m->divisor_start)
        scrut_buf_puts(out, scrut_word(language, "Sainte-Lagu\xC3\xAB (divisors 1, 3, 5, \xE2\x80\xA6)"));
    else
        say_ratio(language, out,
                  (const int64_t[]){m->divisor_first, m->divisor_start + m->divisor_step,
                                    m->divisor_start + m->divisor_step * 2},
                  3);
}

static void say_divisor(const scrut_language *language, scrut_buf *out, const scrut_method *m)
{
    switch (m->divisor) {
    case SCRUT_DIVISOR_LINEAR: say_linear(language, out, m); break;
    case SCRUT_DIVISOR_DEAN: scrut_buf_puts(out, scrut_word(language, "Dean (harmonic means as divisors)")); break;
    case SCRUT_DIVISOR_HILL:
        scrut_buf_puts(out, scrut_word(language, "Hill\xE2\x80\x93Huntington (geometric means as divisors)"));
        break;
    case SCRUT_DIVISOR_SEQUENCE:
        say_ratio(language, out, m->sequence, m->sequence_count < 5 ? m->sequence_count : 5);
        break;
    }
}

static const char *rounding_words(scrut_quota_rounding rounding)
{
    switch (rounding) {
    case SCRUT_QUOTA_EXACT: return SCRUT_KEY("not rounded");
    case SCRUT_QUOTA_FLOOR: return SCRUT_KEY("rounded down");
    case SCRUT_QUOTA_CEIL: return SCRUT_KEY("rounded up");
    case SCRUT_QUOTA_NEAREST: return SCRUT_KEY("rounded to the nearest whole number");
    case SCRUT_QUOTA_FLOOR_PLUS_ONE: return SCRUT_KEY("rounded down, plus one");
    }
    return "";
}

static const char *rest_words(scrut_rest rest)
{
    switch (rest) {
    case SCRUT_REST_LARGEST_REMAINDER: return SCRUT_KEY("largest remainders");
    case SCRUT_REST_HIGHEST_AVERAGE: return SCRUT_KEY("highest averages, recomputed after every seat");
    case SCRUT_REST_HIGHEST_AVERAGE_ONCE: return SCRUT_KEY("highest averages, computed once");
    }
    return "";
}

static void say_quota(const scrut_language *language, scrut_buf *out, const scrut_method *m)
{
    const char *rounding = rounding_words(m->quota_rounding), *rest = rest_words(m->rest);
    if (m->quota_plus == 0)
        scrut_say(language, out, "full quotas of votes / seats, {1w}; then {2w}", rounding, rest);
    else
        scrut_say(language, out, "full quotas of votes / (seats + {3d}), {1w}; then {2w}", rounding, rest,
                  (int64_t)m->quota_plus);
}

void scrut_report_say_method(const scrut_language *language, scrut_buf *out, const scrut_method *method)
{
    switch (method->family) {
    case SCRUT_METHOD_DIVISOR: say_divisor(language, out, method); break;
    case SCRUT_METHOD_QUOTA: say_quota(language, out, method); break;
    case SCRUT_METHOD_PLURALITY:
        scrut_buf_puts(out, scrut_word(language, "plurality: the lists with the most votes get one seat each"));
        break;
    case SCRUT_METHOD_PLURALITY_BLOCK:
        scrut_buf_puts(out, scrut_word(language, "plurality: the list with the most votes gets all seats"));
        break;
    }
}
