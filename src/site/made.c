/* SPDX-License-Identifier: Apache-2.0
 * made.c: which checks could be made with the evidence of the case, and what the others lack. */
#include "scrutineer/roll_audit.h"
#include "site_internal.h"

#include <string.h>

enum {
    NEEDS_RETURNS = 1,
    NEEDS_LISTS = 2,      /* votes of the lists */
    NEEDS_CANDIDATES = 4, /* and of their candidates */
    NEEDS_SECOND = 8,     /* a figure's second place or entry, of this check */
    NEEDS_FLAG = 16,      /* a column of marks, of this check */
    NEEDS_SOURCES = 32,   /* two sources of returns */
    NEEDS_REGISTRY = 64,
    NEEDS_ANNOUNCED = 128,
    NEEDS_TWO_ANNOUNCED = 256,
    NEEDS_SEATS = 512, /* announced */
    NEEDS_ALLOCATION = 1024,
    NEEDS_SEAL = 2048,
    NEEDS_MARGINS = 4096,
    NEEDS_REPORTS = 8192,
    NEEDS_CAP = 16384,
    NEEDS_HOURS = 32768,
    NEEDS_DUE = 65536,
    NEEDS_VOIDING = 131072,
};
enum { NEEDS_COUNT = 18, FIELDS_MAX = 4 };

/* What is said to be missing, by bit. */
static const char *const LACKS[NEEDS_COUNT] = {
    SCRUT_KEY("returns of stations"),
    SCRUT_KEY("votes of the lists by station"),
    SCRUT_KEY("votes of the candidates"),
    SCRUT_KEY("a second place or entry of a figure"),
    SCRUT_KEY("a column of marks of the forms"),
    SCRUT_KEY("a second source of returns"),
    SCRUT_KEY("the official list of stations"),
    SCRUT_KEY("an announcement"),
    SCRUT_KEY("a second announcement"),
    SCRUT_KEY("announced seats"),
    SCRUT_KEY("votes and rules from which seats follow"),
    SCRUT_KEY("a seal"),
    SCRUT_KEY("published margins"),
    SCRUT_KEY("reports of voters"),
    SCRUT_KEY("the most ballots that a station may have"),
    SCRUT_KEY("hours of voting on the forms"),
    SCRUT_KEY("when forms were filled in and were due"),
    SCRUT_KEY("a law that voids forms with more ballots than voters"),
};

#define F(name) (1 + SCRUT_FIELD_##name)

/* Fields: all of them in one source, and not computed by the file's maker. */
static const struct {
    const char *code;
    unsigned needs;
    uint8_t fields[FIELDS_MAX]; /* one more than the field; 0 ends */
} NEEDS[] = {
    {"A01", NEEDS_CANDIDATES, {0}},
    {"A02", NEEDS_LISTS, {F(VALID)}},
    {"A03", 0, {F(VALID), F(INVALID), F(CAST)}},
    {"A04", NEEDS_SECOND, {0}},
    {"A05", 0, {F(CARDS), F(ACCREDITED)}},
    {"A06", NEEDS_RETURNS, {0}},
    {"B01", 0, {F(CAST), F(ACCREDITED)}},
    {"B02", 0, {F(CAST), F(ISSUED)}},
    {"B03", 0, {F(CAST), F(ISSUED)}},
    {"B04", 0, {F(RECEIVED)}},
    {"B05", 0, {F(CAST), F(RECEIVED)}},
    {"B06", 0, {F(BOX_STATION), F(CAST)}},
    {"B07", 0, {F(ACCREDITED_NOON), F(ACCREDITED)}},
    {"B08", 0, {F(STAMPED), F(CAST)}},
    {"E01", NEEDS_SEAL, {0}},
    {"E02", NEEDS_SEAL, {0}},
    {"E03", NEEDS_SEAL, {0}},
    {"E04", NEEDS_SEAL, {0}},
    {"H01", NEEDS_RETURNS | NEEDS_ANNOUNCED, {0}},
    {"H02", NEEDS_LISTS, {0}},
    {"H03", NEEDS_TWO_ANNOUNCED, {0}},
    {"H04", NEEDS_ANNOUNCED, {0}},
    {"I01", NEEDS_RETURNS | NEEDS_REGISTRY, {0}},
    {"I02", NEEDS_RETURNS, {0}},
    {"I03", NEEDS_FLAG, {0}},
    {"I04", NEEDS_FLAG, {0}},
    {"I05", NEEDS_FLAG, {0}},
    {"I06", NEEDS_FLAG, {0}},
    {"I07", NEEDS_FLAG, {0}},
    {"I08", NEEDS_FLAG, {0}},
    {"I09", NEEDS_DUE, {0}},
    {"I10", NEEDS_FLAG, {0}},
    {"I11", NEEDS_FLAG, {0}},
    {"I12", NEEDS_RETURNS | NEEDS_REGISTRY, {0}},
    {"I13", NEEDS_HOURS, {0}},
    {"L01", 0, {F(CAST), F(REGISTERED)}},
    {"L02", NEEDS_LISTS, {F(CAST)}},
    {"L03", NEEDS_VOIDING, {F(CAST), F(ACCREDITED)}},
    {"L04", NEEDS_CAP, {F(CAST)}},
    {"L05", 0, {F(ISSUED), F(REGISTERED)}},
    {"M01", NEEDS_MARGINS | NEEDS_ALLOCATION, {0}},
    {"P01", 0, {F(BLANK), F(CAST)}},
    {"P02", 0, {F(INVALID), F(CAST)}},
    {"P03", 0, {F(ACCREDITED), F(CAST)}},
    {"P04", NEEDS_LISTS, {F(CAST)}},
    {"P05", 0, {F(CAST), F(REGISTERED)}},
    {"P06", NEEDS_LISTS, {0}},
    {"P07", NEEDS_REPORTS | NEEDS_LISTS, {0}},
    {"P08", NEEDS_LISTS, {0}},
    {"P09", NEEDS_CAP, {F(CAST)}},
    {"P10", 0, {F(INVALID), F(CAST)}},
    {"P11", 0, {F(CAST), F(REGISTERED)}},
    {"R01", NEEDS_LISTS, {F(INVALID)}},
    {"R02", NEEDS_LISTS, {0}},
    {"R03", NEEDS_FLAG | NEEDS_LISTS, {0}},
    {"S01", NEEDS_SEATS | NEEDS_ALLOCATION, {0}},
    {"S02", NEEDS_SEATS, {0}},
    {"X01", NEEDS_SOURCES, {0}},
    {"X02", NEEDS_SOURCES | NEEDS_LISTS, {0}},
    {"X03", NEEDS_SOURCES, {0}},
    {"X04", NEEDS_SECOND, {0}},
};

/* ---- what one source gives ---- */

static bool has_lists(const scrut_case *c, const scrut_returns *r)
{
    for (size_t p = 0; p < c->party_count; p++)
        if (r->party_column[p] != SCRUT_NONE)
            return true;
    return false;
}

static bool has_second(const scrut_returns *r, const char *code)
{
    for (size_t i = 0; i < r->second_count; i++)
        if (strcmp(r->seconds[i].check, code) == 0)
            return true;
    return false;
}

static unsigned of_source(const scrut_case *c, const scrut_returns *r, const char *code)
{
    unsigned has = NEEDS_RETURNS;
    has |= has_lists(c, r) ? (unsigned)NEEDS_LISTS : 0;
    has |= r->candidate_list_count > 0 ? (unsigned)NEEDS_CANDIDATES : 0;
    has |= has_second(r, code) ? (unsigned)NEEDS_SECOND : 0;
    has |= r->times[SCRUT_TIME_OPENED].column != NULL || r->times[SCRUT_TIME_CLOSED].column != NULL
               ? (unsigned)NEEDS_HOURS
               : 0;
    has |= r->times[SCRUT_TIME_FILLED].column != NULL && c->forms_due != SCRUT_TIME_UNKNOWN ? (unsigned)NEEDS_DUE : 0;
    for (size_t i = 0; i < r->flag_count; i++)
        if (strcmp(r->flags[i].check, code) == 0)
            has |= NEEDS_FLAG | NEEDS_DUE;
    return has;
}

/* ---- what the case gives ---- */

static unsigned of_announcements(const scrut_report_view *view)
{
    const scrut_case *c = view->c;
    unsigned has = 0;
    has |= c->announcement_count > 0 ? (unsigned)NEEDS_ANNOUNCED : 0;
    has |= c->announcement_count > 1 ? (unsigned)NEEDS_TWO_ANNOUNCED : 0;
    has |= view->announced != NULL ? (unsigned)NEEDS_SEATS : 0;
    has |= view->allocated != NULL ? (unsigned)NEEDS_ALLOCATION : 0;
    return has;
}

static unsigned of_case(const scrut_report_view *view)
{
    const scrut_case *c = view->c;
    unsigned has = of_announcements(view);
    has |= c->returns_count > 1 ? (unsigned)NEEDS_SOURCES : 0;
    has |= c->registry != NULL ? (unsigned)NEEDS_REGISTRY : 0;
    has |= c->seal != NULL ? (unsigned)NEEDS_SEAL : 0;
    has |= c->margin_count > 0 ? (unsigned)NEEDS_MARGINS : 0;
    has |= c->voter_report_count > 0 ? (unsigned)NEEDS_REPORTS : 0;
    has |= c->station_cap > 0 ? (unsigned)NEEDS_CAP : 0;
    has |= c->excess_voids_form ? (unsigned)NEEDS_VOIDING : 0;
    return has;
}

static size_t fields_missing(const scrut_returns *r, const uint8_t fields[FIELDS_MAX], bool missing[FIELDS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < FIELDS_MAX && fields[i] != 0; i++) {
        missing[i] = r == NULL || r->fields[fields[i] - 1].count == 0 || r->computed[fields[i] - 1];
        count += missing[i];
    }
    return count;
}

/* ---- in words ---- */

static void put_missing(const scrut_report_view *view, scrut_buf *out, unsigned lacks, const uint8_t fields[FIELDS_MAX],
                        const bool missing[FIELDS_MAX])
{
    size_t said = 0;
    for (size_t bit = 0; bit < NEEDS_COUNT; bit++)
        if ((lacks >> bit & 1u) != 0)
            scrut_buf_printf(out, "%s%s", said++ > 0 ? "; " : "", scrut_word(view->language, LACKS[bit]));
    for (size_t i = 0; i < FIELDS_MAX && fields[i] != 0; i++)
        if (missing[i])
            scrut_buf_printf(out, "%s%s", said++ > 0 ? "; " : "",
                             scrut_word(view->language, scrut_report_field_title((scrut_field)(fields[i] - 1))));
}

/* The source that lacks least. */
static bool made_by_table(const scrut_report_view *view, size_t row, scrut_buf *lacking)
{
    const scrut_case *c = view->c;
    unsigned whole = of_case(view), best = NEEDS[row].needs & ~whole;
    bool missing[FIELDS_MAX] = {false}, of_best[FIELDS_MAX] = {false};
    size_t fields = fields_missing(NULL, NEEDS[row].fields, of_best), least = fields;
    bool made = best == 0 && fields == 0;
    for (size_t s = 0; s < c->returns_count && !made; s++) {
        const scrut_returns *r = &c->returns[s];
        unsigned lacks = NEEDS[row].needs & ~(whole | of_source(c, r, NEEDS[row].code));
        fields = fields_missing(r, NEEDS[row].fields, missing);
        if (s == 0 || (size_t)__builtin_popcount(lacks) + fields < (size_t)__builtin_popcount(best) + least) {
            best = lacks;
            least = fields;
            memcpy(of_best, missing, sizeof of_best);
        }
        made = lacks == 0 && fields == 0;
    }
    if (!made)
        put_missing(view, lacking, best, NEEDS[row].fields, of_best);
    return made;
}

/* ---- the list of voters, and surveys of it ---- */

/* The detectors say themselves what they lack; names in surplus rest on any of two. */
static const char *lacking_of_roll(const scrut_roll_audit *audit, const char *code)
{
    if (audit == NULL)
        return SCRUT_KEY("a list of voters");
    if (strcmp(code, "V01") == 0)
        return audit->detectors[SCRUT_ROLL_DECEASED].missing == NULL ? NULL
                                                                     : audit->detectors[SCRUT_ROLL_LIKELY].missing;
    for (size_t i = 0; i < SCRUT_ROLL_DETECTORS; i++)
        if (strcmp(audit->detectors[i].check->code, code) == 0)
            return audit->detectors[i].missing;
    return NULL;
}

static const char *lacking_of_surveys(const scrut_survey_results *r, const char *code)
{
    static const char *const LACKING[SCRUT_SURVEY_DIRECTIONS] = {
        [SCRUT_LIST_TO_PEOPLE] = SCRUT_KEY("a survey from the list to people"),
        [SCRUT_PEOPLE_TO_LIST] = SCRUT_KEY("a survey from people to the list"),
        [SCRUT_LIST_TO_FORMS] = SCRUT_KEY("a survey from the list to forms"),
        [SCRUT_FORMS_TO_LIST] = SCRUT_KEY("a survey from forms to the list"),
    };
    for (size_t i = 0; i < r->answer_count; i++)
        if (strcmp(scrut_survey_check(r->answers[i].figure->direction), code) == 0 && r->answers[i].why == NULL)
            return NULL;
    unsigned direction = 0;
    while (direction + 1 < SCRUT_SURVEY_DIRECTIONS &&
           strcmp(scrut_survey_check((scrut_survey_direction)direction), code) != 0)
        direction++;
    return LACKING[direction];
}

static bool made_of_roll(const scrut_report_view *view, const scrut_check *check, scrut_buf *lacking)
{
    const char *lacks =
        check->roll ? lacking_of_roll(view->v->roll, check->code) : lacking_of_surveys(&view->v->surveys, check->code);
    if (lacks != NULL)
        scrut_put_html(lacking, scrut_word(view->language, lacks));
    return lacks == NULL;
}

bool scrut_site_check_made(const scrut_report_view *view, const scrut_check *check, int64_t found, scrut_buf *lacking)
{
    if (found > 0)
        return true;
    if (check->roll || check->code[0] == 'Q')
        return made_of_roll(view, check, lacking);
    for (size_t i = 0; i < sizeof NEEDS / sizeof NEEDS[0]; i++)
        if (strcmp(NEEDS[i].code, check->code) == 0)
            return made_by_table(view, i, lacking);
    scrut_put_html(lacking, scrut_word(view->language, check->fields));
    return false;
}
