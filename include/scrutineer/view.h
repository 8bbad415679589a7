/* SPDX-License-Identifier: Apache-2.0
 * view.h: what every output of a verdict shares: numbers for people (format.c), the view of a verdict (view.c), names
 * (words.c) and sentences in plain text (answer.c and others). For this library's own outputs; not installed. */
#ifndef SCRUTINEER_VIEW_H
#define SCRUTINEER_VIEW_H

#include "scrutineer/catalog.h"
#include "scrutineer/materiality.h"
#include "scrutineer/report.h"
#include "scrutineer/text.h"

/* ---- format.c ---------------------------------------------------------------------------------- */

void scrut_report_put_grouped(scrut_buf *out, int64_t value);
/* "+1,234", "-5", "0" (a real minus sign, U+2212) */
void scrut_report_put_signed(scrut_buf *out, int64_t value);
void scrut_report_put_wide(scrut_buf *out, scrut_wide value);
/* numerator / denominator, digits grouped, rounded to two decimals; whole numbers without decimals */
void scrut_report_put_quotient(scrut_buf *out, scrut_wide numerator, scrut_wide denominator);
/* part of whole in percent with two decimals; nothing when whole <= 0 */
void scrut_report_put_percent(scrut_buf *out, int64_t part, int64_t whole);
/* "low", or "low–high" */
void scrut_report_put_range(scrut_buf *out, int64_t low, int64_t high);
/* The same in a language. */
void scrut_report_say_signed(const scrut_language *language, scrut_buf *out, int64_t value);
void scrut_report_say_range(const scrut_language *language, scrut_buf *out, int64_t low, int64_t high);
/* True for "#rrggbb". */
bool scrut_report_colour_valid(const char *colour);
/* Columns the text takes on a terminal. */
size_t scrut_report_width(const char *text);

/* ---- view.c ------------------------------------------------------------------------------------ */

/* Seats over the nation under one set of figures: as announced, or allocated by us from its votes. */
typedef struct {
    const scrut_tally *tally;
    const scrut_chamber *chamber; /* NULL: announced */
} scrut_report_column;

typedef struct {
    const scrut_verdict *v;
    const scrut_case *c;
    const char *version;
    const scrut_language *language;   /* NULL: English */
    const scrut_sentences *sentences; /* what analyses said, for other languages than English; NULL: none */
    scrut_arena *arena;
    uint32_t *order; /* parties as every table lists them */
    uint32_t *rank;  /* a party: its place in `order` */
    bool *folded;    /* a party: no seat anywhere and below 1 % everywhere: goes into a table's details row */
    size_t folded_count;
    scrut_report_column *columns; /* announcements in case order, then allocations */
    size_t column_count;
    const scrut_report_column *announced; /* the first column of each kind to look at; NULL: none */
    const scrut_report_column *allocated;
    const scrut_report_column *primary; /* announced, else allocated */
    const scrut_tally *votes;           /* the tally whose votes order the parties; NULL: none */
    const scrut_tally *previous;        /* the election to compare with; NULL: none */
} scrut_report_view;

scrut_status scrut_report_view_init(const scrut_verdict *v, const char *version, scrut_report_view *ret_view,
                                    scrut_error *err);
void scrut_report_view_free(scrut_report_view *view);
/* Another language than English from now on. False without memory. */
SCRUT_MUST_CHECK bool scrut_report_view_speak(scrut_report_view *view, const scrut_language *language);

/* ---- format.c: sentences made of pieces ---- */

/* What an analysis said, in the view's language (scrut_say_again). */
void scrut_report_say_again(const scrut_report_view *view, scrut_buf *out, const char *text);
/* The bytes of a piece of a sentence that goes into `out`, which fails with it; never NULL. */
const char *scrut_report_piece(scrut_buf *out, const scrut_buf *piece);
/* Before each item of a list: the separator, a key, where `any` was before; `any` is true then. */
void scrut_report_next(const scrut_report_view *view, scrut_buf *out, bool *any, const char *separator);
/* `out` becomes `by`, which is emptied. */
void scrut_report_replace(scrut_buf *out, scrut_buf *by);
/* Puts a key with the place {1r} around what is in `out`. */
void scrut_report_wrap(const scrut_report_view *view, scrut_buf *out, const char *key);

/* Seats of a party in a unit (0: the nation) under a column. False: not known at all. *ret_high is -1 when
 * only a part is known, so that there is no upper end. */
bool scrut_report_seats(const scrut_report_view *view, const scrut_report_column *column, size_t unit, size_t party,
                        int64_t *ret_low, int64_t *ret_high);
/* All seats of a unit under a column, as far as known. False when nothing is known. */
bool scrut_report_seats_sum(const scrut_report_view *view, const scrut_report_column *column, size_t unit,
                            int64_t *ret_sum);
/* True when both columns give every party the same known seats over the nation. */
bool scrut_report_columns_equal(const scrut_report_view *view, const scrut_report_column *a,
                                const scrut_report_column *b);
/* Seats and votes of a party's predecessors in a unit (0: the nation) of the previous election; false: not known. */
bool scrut_report_previous_seats(const scrut_report_view *view, size_t unit, size_t party, int64_t *ret_seats);
bool scrut_report_previous_votes(const scrut_report_view *view, size_t unit, size_t party, int64_t *ret_votes);
/* The votes on which shares of a tally's unit are taken: valid votes, or what the case defines them to be:
 * votes for all lists, with blank ballots where these count as valid. False: no base. */
bool scrut_report_share_base(const scrut_report_view *view, const scrut_tally *tally, size_t unit, int64_t *ret_base);
/* True when any vote of the unit is known. */
bool scrut_report_votes_any(const scrut_report_view *view, const scrut_tally *tally, size_t unit);
/* True when the rules are D'Hondt in effect, without alliances and limits, so that the share bounds hold. */
bool scrut_report_bounds_apply(const scrut_report_view *view);
/* The chamber's seats: as given, else the sum over constituencies, else 0. */
int64_t scrut_report_chamber_seats(const scrut_report_view *view);

/* One code's findings together. */
typedef struct {
    const scrut_check *check;
    int64_t count, at_stake, at_stake_unknown; /* sum of the known; findings without a number */
} scrut_report_group;

/* Groups in the order of severity, votes at stake (most first), code. In the view's arena; NULL without memory. */
scrut_report_group *scrut_report_groups(const scrut_report_view *view, size_t *ret_count);

/* ---- words.c ------------------------------------------------------------------------------------ */

/* Name of a party, constituency, tally for people: the name, else the id. */
const char *scrut_report_party_name(const scrut_report_view *view, size_t party);
const char *scrut_report_constituency_name(const scrut_report_view *view, size_t constituency);
const char *scrut_report_tally_name(const scrut_tally *tally);
const char *scrut_report_unit_label(const scrut_report_view *view, size_t unit); /* "nation", "Kandal", a district */
void scrut_report_say_unit(const scrut_report_view *view, scrut_buf *out, size_t unit);
/* "Announced: X" / "Allocated from: X" */
void scrut_report_put_column(const scrut_language *language, scrut_buf *out, const scrut_report_column *column);
/* "votes of PP", "valid", "seats of PP": a column of a comparison. */
void scrut_report_put_figure_name(const scrut_report_view *view, scrut_buf *out, uint32_t column);
/* A field's name in words, and its definition in one sentence. */
const char *scrut_report_field_title(scrut_field field);
const char *scrut_report_field_definition(scrut_field field);
/* A constituency's state in words ("decided", "tie", ...). */
const char *scrut_report_state_name(scrut_seats_state state);
/* The rules' method in words. */
void scrut_report_say_method(const scrut_language *language, scrut_buf *out, const scrut_method *method);

/* ---- answer.c, undecided.c: sentences in plain text ---------------------------------------------------------- */

/* Who holds how many seats under one column, and who reaches a number of seats that means something. */
void scrut_report_say_column(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column);
void scrut_report_say_reach(const scrut_report_view *view, scrut_buf *out, const scrut_report_column *column,
                            const scrut_chamber_fact *fact);
/* The three answers: who won by which evidence; what differs; what cannot be decided and what would decide it. */
void scrut_report_say_seats(const scrut_report_view *view, scrut_buf *out);
void scrut_report_say_differences(const scrut_report_view *view, scrut_buf *out);
void scrut_report_say_undecided(const scrut_report_view *view, scrut_buf *out);
/* ---- roll_survey.c: surveys of the roll, in plain text of a language ------------------------------- */

void scrut_report_say_survey_share(const scrut_language *language, scrut_buf *out, const scrut_survey_answer *answer);
/* What its error rests on, and what such a survey would show. */
void scrut_report_say_survey_error(const scrut_language *language, scrut_buf *out, const scrut_survey_answer *answer);
/* With those whose outcome is not known, at best and at worst; nothing when there are none. */
void scrut_report_say_survey_bounds(const scrut_language *language, scrut_buf *out, const scrut_survey_answer *answer);
void scrut_report_say_survey_names(const scrut_language *language, scrut_buf *out, const scrut_survey_answer *answer);
/* What a number of the direction does not say of votes, a key. */
const char *scrut_report_no_votes(scrut_survey_direction direction);
void scrut_report_say_survey_pair(const scrut_language *language, scrut_buf *out, const scrut_survey_pair *pair);
void scrut_report_say_survey_counts(const scrut_language *language, scrut_buf *out,
                                    const scrut_survey_results *results);
/* Keys of the catalog. */
const char *scrut_report_direction_words(scrut_survey_direction direction);
const char *scrut_report_role_words(scrut_outcome_role role);
/* ---- compared.c: a comparison in one line --------------------------------------------------------- */

void scrut_report_say_comparison(const scrut_report_view *view, scrut_buf *out, const scrut_comparison *comparison);
void scrut_report_say_seats_comparison(const scrut_report_view *view, scrut_buf *out,
                                       const scrut_seats_comparison *comparison);
void scrut_report_say_station_comparison(const scrut_report_view *view, scrut_buf *out,
                                         const scrut_station_comparison *comparison);
/* ---- claims.c: claims in words --------------------------------------------------------------------- */

void scrut_report_say_claim_values(const scrut_report_view *view, scrut_buf *out, const scrut_claim_answer *answer);
/* Who answers, and what a reader must know to weigh it (nothing when there is nothing). */
void scrut_report_say_claim_witness(const scrut_report_view *view, scrut_buf *out, const scrut_claim_answer *answer);
void scrut_report_say_claim_caution(const scrut_report_view *view, scrut_buf *out, const scrut_claim_answer *answer);
void scrut_report_say_claimant(const scrut_report_view *view, scrut_buf *out, const scrut_case_claim *claim);
/* "holds by announcements only", when no returns and no allocation decide it. */
void scrut_report_say_claim_verdict(const scrut_report_view *view, scrut_buf *out, const scrut_claim_result *result);
bool scrut_report_claim_by_announcements(const scrut_claim_result *result);
/* The sentence for a verdict that contradicts something, a key. */
const char *scrut_report_contradiction(const scrut_verdict *v);
void scrut_report_say_claim(const scrut_report_view *view, scrut_buf *out, const scrut_claim_result *result);
void scrut_report_say_claim_counts(const scrut_report_view *view, scrut_buf *out);
/* The ids of a set, each with those of the claims that are the same. */
void scrut_report_say_set_members(const scrut_report_view *view, scrut_buf *out, const scrut_claim_set *set);

/* ---- margins.c: how close it was ------------------------------------------------------------------- */

/* "4,688", "12–15", "at least 12" (no way is known), "cannot" */
void scrut_report_say_ballots(const scrut_language *language, scrut_buf *out, const scrut_ballots *ballots);
bool scrut_report_ballots_cannot(const scrut_ballots *ballots);
/* "4,688 could, 4,689 would" */
void scrut_report_say_readings(const scrut_language *language, scrut_buf *out, const scrut_ballots *could,
                               const scrut_ballots *would);
/* Constituencies by closeness, those that cannot be weighed last. In the view's arena; NULL without memory. */
uint32_t *scrut_report_closest_order(const scrut_report_view *view, const scrut_margins *m);
const scrut_seats_margin *scrut_report_next_margin(const scrut_report_view *view, const scrut_seats_margin *items,
                                                   size_t count, const scrut_seats_margin *last);
/* "the nation", "Kandal", "constituency 14" */
void scrut_report_say_place(const scrut_report_view *view, scrut_buf *out, uint32_t unit);
/* The version of figures and rules that margins were computed from: "official of 2019-10-16, rules pl" */
void scrut_report_say_figures(const scrut_report_view *view, scrut_buf *out, const scrut_tally *tally);
/* The party of a question, or its alliance. */
void scrut_report_say_holder(const scrut_report_view *view, scrut_buf *out, const scrut_seats_margin *margin);
/* Who loses and who gains: "PSL -> PiS" */
void scrut_report_say_exchange(const scrut_report_view *view, scrut_buf *out, const scrut_closest_seat *seat);
/* "A at least 3 seats in North: 12 could, 13 would" */
void scrut_report_say_taken(const scrut_report_view *view, scrut_buf *out, const scrut_seats_margin *margin);
/* ---- published.c: what was published, and how it stands to ours ---- */

void scrut_report_say_published(const scrut_report_view *view, scrut_buf *out, const scrut_case_margin *published);
void scrut_report_say_published_answer(const scrut_report_view *view, scrut_buf *out,
                                       const scrut_published_answer *answer);
void scrut_report_say_published_counts(const scrut_report_view *view, scrut_buf *out);
/* The first answer that gives the verdict; NULL without answers. */
const scrut_published_answer *scrut_report_published_best(const scrut_published_margin *result);
/* Sets of figures that have margins. */
size_t scrut_report_margins_count(const scrut_verdict *v);

/* ---- materiality.c: could it have changed the outcome? ------------------------------------------------ */

/* A set of figures with findings and margins, the n-th of them; NULL: no more. */
const scrut_materiality *scrut_report_materiality_at(const scrut_verdict *v, size_t n);
/* "12 findings: 10 cannot change a seat, 1 could, ..." */
void scrut_report_say_effects(const scrut_language *language, scrut_buf *out, const scrut_materiality *m);
/* "96–105 counted ballots, up to 20 that may be added; 2 findings give no number" */
void scrut_report_say_tainted(const scrut_language *language, scrut_buf *out, const scrut_tainted *t);
/* "cannot", or "cannot by the ballots known" where some findings give no number */
void scrut_report_say_effect(const scrut_language *language, scrut_buf *out, scrut_effect effect, scrut_effect known);
/* "19: 1,326–2,215 counted ballots against 1,092 for a seat: could" */
void scrut_report_say_place_effect(const scrut_report_view *view, scrut_buf *out, const scrut_materiality *m, size_t k);
/* "majority, PiS with 230 seats or fewer: 4,688 could, 4,689 would; 3,089 more than those concerned: cannot" */
void scrut_report_say_target(const scrut_report_view *view, scrut_buf *out, const scrut_target_effect *t);
/* Constituencies with findings, the strongest effect first, then the ballots concerned for each that a seat needs. In
 * the view's arena; NULL without memory. */
uint32_t *scrut_report_place_order(const scrut_report_view *view, const scrut_materiality *m, size_t *ret_count);

/* ---- the audit of a roll (roll.c) ---- */

/* A number with so many decimals, in the language's digits; " (9 to 15)"; how the places of a detector compare. */
SCRUT_API void scrut_report_roll_value(const scrut_language *language, scrut_buf *out, double value, int decimals);
SCRUT_API void scrut_report_roll_between(const scrut_language *language, scrut_buf *out, double low, double high,
                                         int decimals);
SCRUT_API void scrut_report_roll_family(const scrut_language *language, scrut_buf *out,
                                        const struct scrut_roll_detector *detector);

/* ---- roll_outcome.c: what names and people could have changed, in plain words ---- */

/* Where people without a name could have changed a seat, where it depends on their number, where not. */
void scrut_report_say_missing_places(const scrut_report_view *view, scrut_buf *out,
                                     const struct scrut_missing_result *result);
/* "Could A have had 51 seats or more (majority)? Yes, ..." */
void scrut_report_say_missing_target(const scrut_report_view *view, scrut_buf *out,
                                     const struct scrut_missing_result *result, const scrut_target_effect *target);
/* Where names in surplus are enough, by themselves, to have changed a seat. */
void scrut_report_say_surplus_places(const scrut_report_view *view, scrut_buf *out, const scrut_materiality *m);

#endif
