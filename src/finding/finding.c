/* SPDX-License-Identifier: Apache-2.0 */
#include "scrutineer/finding.h"
#include "scrutineer/mem.h"

#include <stdlib.h>
#include <string.h>

#define LIST_OF(array) (sizeof(array) / sizeof(array)[0])

/* The one table of checks: what runs, what is printed and what is documented comes from here. */
static const scrut_check CHECKS[] = {
    {"A02", SCRUT_SEVERITY_ERROR, "The lists' votes do not add up to the valid votes", "sum of lists = valid (- blank)",
     "a slip in adding up; a list's figure copied into the wrong line; a list left out of the file",
     "the form itself and a recount of the station's ballots", "the absolute difference"},
    {"A03", SCRUT_SEVERITY_ERROR, "Valid, blank and invalid votes do not add up to the ballots cast",
     "valid (+ blank) + invalid = cast",
     "a slip in adding up; ballots of another contest in the box; spoiled ballots counted in",
     "the form itself and a recount of the station's ballots", "the absolute difference"},
    {"A06", SCRUT_SEVERITY_ERROR, "A cell holds no readable number", "a whole number from 0 to 2^40",
     "a typing slip; a note written into the cell", "the form itself", "unknown"},
    {"B02", SCRUT_SEVERITY_ERROR, "More ballots in the box than were handed out", "cast > ballots expected in the box",
     "ballots handed out and not recorded; ballots of a neighbouring box; a slip in counting the unused ballots",
     "the voters' signatures and the unused ballots", "the excess; whom it favours is unknown"},
    {"B03", SCRUT_SEVERITY_WARNING, "Fewer ballots in the box than were handed out",
     "cast < ballots expected in the box",
     "voters who kept their ballots; ballots put into another contest's box; a slip in counting",
     "the voters' signatures and the unused ballots", "the shortfall; whom it cost is unknown"},
    {"B04", SCRUT_SEVERITY_WARNING, "The ballots received are not accounted for",
     "received = the parts the country's form names",
     "a slip in counting the unused ballots; ballots moved between stations",
     "the delivery receipts and the unused ballots", "the absolute difference, in ballots"},
    {"B05", SCRUT_SEVERITY_ERROR, "More ballots cast than the station received", "cast > received",
     "a delivery not recorded; ballots borrowed from another station; a digit misread",
     "the delivery receipts and a recount of the box", "the excess; whom it favours is unknown"},
    {"B06", SCRUT_SEVERITY_ERROR, "The boxes do not add up to the ballots cast", "box parts = cast",
     "a slip in adding up; a box counted on another form", "the form itself and a recount of the boxes",
     "the absolute difference"},
    {"H01", SCRUT_SEVERITY_ERROR, "The sum of the returns differs from the announced figure",
     "sum of the parts = announced total, for every list",
     "a return that is not in the file; a later correction in one of the two; a version that replaced another",
     "the list of the stations included in the announcement, and their forms",
     "the sum of the absolute differences of the lists"},
    {"H03", SCRUT_SEVERITY_WARNING, "Two announcements give different figures", "same figure in both",
     "a later version of the count; a slip in printing or copying",
     "the act that explains the change, or the publisher", "the sum of the absolute differences of the lists"},
    {"H04", SCRUT_SEVERITY_ERROR, "An announcement contradicts itself", "its parts add up to its own totals",
     "a rounding or printing slip; a part left out", "the publisher's table in full",
     "the absolute difference, in votes"},
    {"I01", SCRUT_SEVERITY_WARNING, "No counted result from a station", "every listed station has a return that counts",
     "not received in time; closed or not opened; nullified by an order",
     "the station's form, or the order that excludes it", "the registered voters of the station at most"},
    {"I02", SCRUT_SEVERITY_ERROR, "Two rows for one station", "one return a station and source",
     "a corrected form beside the first one; a slip in the station's code", "both forms and the act that replaced one",
     "the valid votes of the repeated row"},
    {"I12", SCRUT_SEVERITY_ERROR, "A station that is not in the official list",
     "every return belongs to a listed station", "a station opened late or renamed; a slip in the code",
     "the order that opened the station", "its valid votes"},
    {"L01", SCRUT_SEVERITY_ERROR, "More ballots cast than registered voters", "cast > registered (+ special list)",
     "voters added on the day; staff and observers who may vote where they serve; voters abroad without a list of "
     "their own",
     "the station's list with the additions, and the voters' signatures", "the excess; whom it favours is unknown"},
    {"L02", SCRUT_SEVERITY_ERROR, "A part is larger than the whole", "each list <= valid <= cast",
     "a digit misread; two lines exchanged", "the form itself and a recount of the station's ballots", "the excess"},
    {"M01", SCRUT_SEVERITY_NOTE, "A published margin is not the fewest ballots",
     "published votes = fewest ballots changed, added or removed, so that a draw decides or for certain",
     "other figures than those of this case; another rule for ties or thresholds; a quotient that was not multiplied "
     "by "
     "its divisor",
     "the figures and the calculation that the margin was made from", "not in votes"},
    {"S01", SCRUT_SEVERITY_ERROR, "The announced seats are not those that the rules give for the figures",
     "seats allocated from the votes = announced seats",
     "another version of the votes; a rule read otherwise; a seat given up or moved by a decision",
     "the votes the announcement rests on, and the rule applied", "see the margins"},
    {"S02", SCRUT_SEVERITY_ERROR, "The announced seats do not add up to the seats there are",
     "sum of announced seats = seats of the constituency", "a seat not yet allotted; a printing slip",
     "the official list of members elected", "not in votes"},
    {"X01", SCRUT_SEVERITY_WARNING, "Two sources give different returns for stations", "same cells in both",
     "a correction between the two; a misread digit; a later version", "the stations' forms",
     "the sum of the absolute differences of the lists over these stations"},
    {"X03", SCRUT_SEVERITY_NOTE, "Stations are in one source only", "every source holds every station",
     "a source that covers a part only; a transmission that stopped", "the missing forms", "unknown"},
};

size_t scrut_check_count(void)
{
    return LIST_OF(CHECKS);
}

const scrut_check *scrut_check_at(size_t index)
{
    return &CHECKS[index];
}

const scrut_check *scrut_check_named(const char *code)
{
    for (size_t i = 0; i < LIST_OF(CHECKS); i++)
        if (strcmp(CHECKS[i].code, code) == 0)
            return &CHECKS[i];
    return NULL;
}

scrut_finding *scrut_findings_add(scrut_findings *list, const char *code)
{
    const scrut_check *check = scrut_check_named(code);
    if (check == NULL)
        abort(); /* a code that is not in the table is our mistake */
    if (!scrut_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items)) {
        list->failed = true;
        return NULL;
    }
    scrut_finding *f = &list->items[list->count++];
    *f = (scrut_finding){
        .check = check, .id = "", .subject_id = "", .sources = "", .message = "", .constituency = SCRUT_NONE};
    return f;
}

static int compare_findings(const void *a, const void *b)
{
    const scrut_finding *x = a, *y = b;
    if (x->check->severity != y->check->severity)
        return x->check->severity < y->check->severity ? -1 : 1;
    if (x->at_stake_known != y->at_stake_known)
        return x->at_stake_known ? -1 : 1;
    if (x->at_stake_known && x->at_stake != y->at_stake)
        return x->at_stake > y->at_stake ? -1 : 1;
    int order = strcmp(x->check->code, y->check->code);
    if (order == 0)
        order = strcmp(x->id, y->id);
    return order != 0 ? order : strcmp(x->message, y->message); /* rows that repeat a station have one id */
}

void scrut_findings_sort(scrut_findings *list)
{
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, compare_findings);
}

void scrut_findings_free(scrut_findings *list)
{
    free(list->items);
    *list = (scrut_findings){0};
}

const char *scrut_severity_name(scrut_severity severity)
{
    static const char *const NAMES[] = {"error", "warning", "note"};
    return NAMES[severity];
}

const char *scrut_subject_name(scrut_subject_kind kind)
{
    static const char *const NAMES[] = {"nation", "constituency", "area", "station"};
    return NAMES[kind];
}

const char *scrut_direction_name(scrut_direction direction)
{
    static const char *const NAMES[] = {"unknown", "remove", "restore", "move"};
    return NAMES[direction];
}
