/* SPDX-License-Identifier: Apache-2.0
 * checks_roll.c: the rows of the table of checks that speak of the list of voters and of surveys of it. */
#include "checks_internal.h"

const scrut_check CHECKS_OF_ROLL[] = {
    {
        .code = "Q01",
        .severity = SCRUT_SEVERITY_NOTE,
        .title = SCRUT_KEY("A survey from the list to people says that names are not as they should be"),
        .fields = SCRUT_KEY("surveys, from the list to people"),
        .formula = SCRUT_KEY("estimated share of names whose person is not as listed"),
        .innocent = SCRUT_KEY(
            "people who moved, work elsewhere or are known by another name; a search that ended early; a name "
            "that nobody votes with"),
        .settles = SCRUT_KEY(
            "the survey's responses by outcome, a second search for those not found, and the marked copy of the roll"),
        .stake =
            SCRUT_KEY("unknown: names are no votes, and which of them were marked as having voted is not in a survey"),
    },
    {
        .code = "Q02",
        .severity = SCRUT_SEVERITY_NOTE,
        .title = SCRUT_KEY("A survey from people to the list says that names are missing or wrong"),
        .fields = SCRUT_KEY("surveys, from people to the list"),
        .formula = SCRUT_KEY("estimated share of people whose name is not found, or not as it should be"),
        .innocent = SCRUT_KEY(
            "a name under another spelling or in another place; a search in the wrong list; people who believe "
            "that they registered"),
        .settles = SCRUT_KEY("a search of the whole roll by a method that is published, and the forms of registration"),
        .stake = SCRUT_KEY("unknown: how many of them would have voted, and for whom; their votes could only be added"),
    },
    {
        .code = "Q03",
        .severity = SCRUT_SEVERITY_NOTE,
        .title = SCRUT_KEY("A survey from the list to forms says that names have no application form, or another"),
        .fields = SCRUT_KEY("surveys, from the list to forms"),
        .formula = SCRUT_KEY("estimated share of names whose form is not found, or bears something else"),
        .innocent = SCRUT_KEY(
            "an archive that was lost, moved or damaged; a form filed at another office; handwriting; names taken over "
            "from a list of an earlier year, without forms"),
        .settles = SCRUT_KEY(
            "the archive's own register of forms, a second search at the other offices, and a visit to the people of "
            "names without a form"),
        .stake = SCRUT_KEY("unknown: names are no votes, and a form that is not found says nothing of the person"),
    },
    {
        .code = "Q04",
        .severity = SCRUT_SEVERITY_NOTE,
        .title = SCRUT_KEY("A survey from forms to the list says that names of application forms are missing or wrong"),
        .fields = SCRUT_KEY("surveys, from forms to the list"),
        .formula = SCRUT_KEY("estimated share of forms whose name is not found on the list, or stands there otherwise"),
        .innocent =
            SCRUT_KEY("people who withdrew, died, moved and registered elsewhere, or were refused with a reason; two "
                      "forms of one "
                      "person that were merged into one name; a name entered from handwriting in another spelling"),
        .settles = SCRUT_KEY(
            "the record of refusals and removals, a search of the whole roll by a method that is published, and asking "
            "the people"),
        .stake = SCRUT_KEY("unknown: how many of these people would have voted, and for whom; their votes could only "
                           "be added"),
    },
    {
        .code = "V01",
        .severity = SCRUT_SEVERITY_WARNING,
        .roll = true,
        .title = SCRUT_KEY("Names in surplus may have been used to vote"),
        .fields = SCRUT_KEY("given, surname, born, voted"),
        .formula = SCRUT_KEY(
            "pairs of one person by linkage, and names in the records of deaths, each name once; with a marked "
            "copy those with a mark"),
        .innocent =
            SCRUT_KEY("two people who are taken for one; a name entered twice and used once; a mark set on the wrong "
                      "line; a vote cast before the death"),
        .settles = SCRUT_KEY("the voters' signatures, a second reading of the marked copy, and asking the people"),
        .stake = SCRUT_KEY(
            "with a marked copy the names in surplus that are marked; without one all of them, as an upper bound, "
            "and nobody knows for whom"),
    },
    {
        .code = "V02",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("More names agree in name, sex and date of birth than chance explains"),
        .fields = SCRUT_KEY("given, surname, sex, born"),
        .formula = SCRUT_KEY("pairs that agree - pairs expected with the dates dealt out within each year of birth"),
        .innocent =
            SCRUT_KEY("people who share a name and a heaped date of birth, such as 1 January; families that registered "
                      "together; a name entered again after a move"),
        .settles = SCRUT_KEY("the application forms of a sample of the pairs, drawn by lot"),
        .stake = SCRUT_KEY("see V01"),
    },
    {
        .code = "V03",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("Names that are likely one person"),
        .fields = SCRUT_KEY("given, surname, born and the other columns that the case maps"),
        .formula = SCRUT_KEY("sum of the chances of all pairs of the linkage"),
        .innocent = SCRUT_KEY("twins and namesakes; a correction entered as a new name; a move"),
        .settles = SCRUT_KEY("the application forms of a sample of the pairs, drawn by lot by their chance"),
        .stake = SCRUT_KEY("see V01"),
    },
    {
        .code = "V04",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("One person is marked as having voted twice"),
        .fields = SCRUT_KEY("voted or marked, second-reading"),
        .formula = SCRUT_KEY("double marks, net of the errors of marking that a second reading shows"),
        .innocent = SCRUT_KEY("a mark on the neighbouring line; two people who are taken for one"),
        .settles = SCRUT_KEY("the voters' signatures, and a second reading of more pages"),
        .stake = SCRUT_KEY("see V01"),
    },
    {
        .code = "V05",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("Names of the roll are in the records of deaths"),
        .fields = SCRUT_KEY("given, surname, born; deaths: records"),
        .formula = SCRUT_KEY("pairs of a name and a record that are more likely one person than two"),
        .innocent = SCRUT_KEY("a namesake; a record of another place; a death after the roll was closed"),
        .settles = SCRUT_KEY("the civil register, person by person"),
        .stake = SCRUT_KEY("see V01"),
    },
    {
        .code = "V06",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("Deaths are expected that were not taken off"),
        .fields = SCRUT_KEY("born, sex, cleaned; deaths: table, removed"),
        .formula =
            SCRUT_KEY("names by age and sex x deaths in a year x years since the roll was cleaned - names taken off"),
        .innocent = SCRUT_KEY("a table of another population; younger people who left; deaths reported elsewhere"),
        .settles = SCRUT_KEY("a sample of old names, visited"),
        .stake = SCRUT_KEY("an expected number, of no particular names: not in votes"),
    },
    {
        .code = "V07",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("There are more names than people of voting age"),
        .fields = SCRUT_KEY("station or areas; population"),
        .formula = SCRUT_KEY("names > people of voting age + the error of their number"),
        .innocent = SCRUT_KEY("people registered at home who live elsewhere; a projection that missed a move or a new "
                              "settlement; workers, students and soldiers"),
        .settles = SCRUT_KEY("a survey of names and of people there, and a new count of households"),
        .stake = SCRUT_KEY("not in votes: a surplus name is no vote"),
    },
    {
        .code = "V08",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("Dates of birth are heaped more than in other places"),
        .fields = SCRUT_KEY("born"),
        .formula = SCRUT_KEY("names born on 1 January, compared with places alike"),
        .innocent = SCRUT_KEY("years known and days not, as where births were not registered; one clerk's habit"),
        .settles = SCRUT_KEY("the application forms and papers of a sample"),
        .stake = SCRUT_KEY("not in votes"),
    },
    {
        .code = "V09",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("Stations with more names than the law allows"),
        .fields = SCRUT_KEY("station; registered-limit"),
        .formula = SCRUT_KEY("names of a station > registered-limit"),
        .innocent = SCRUT_KEY("a station divided on polling day; an extension that the law allows"),
        .settles = SCRUT_KEY("the decision that set up the station"),
        .stake = SCRUT_KEY("not in votes"),
    },
    {
        .code = "V10",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("Two stations have nearly the same list"),
        .fields = SCRUT_KEY("given, surname, station"),
        .formula = SCRUT_KEY("half or more of the names of either list are in the other"),
        .innocent =
            SCRUT_KEY("a station that was divided or renamed and is in the roll twice; villages of few families"),
        .settles = SCRUT_KEY("both lists as printed on polling day"),
        .stake = SCRUT_KEY("not in votes"),
    },
    {
        .code = "V11",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("Far more persons at an address than elsewhere"),
        .fields = SCRUT_KEY("address"),
        .formula = SCRUT_KEY("persons an address, negative binomial by constituency"),
        .innocent = SCRUT_KEY("barracks, monasteries, dormitories, hospitals; a village entered as one address"),
        .settles = SCRUT_KEY("a visit to the address"),
        .stake = SCRUT_KEY("not in votes"),
    },
    {
        .code = "V12",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("Neighbours in the order of registration are alike"),
        .fields = SCRUT_KEY("order, born, station"),
        .formula = SCRUT_KEY("neighbours with one date of birth - neighbours expected in any order"),
        .innocent =
            SCRUT_KEY("families, twins and school classes that came together; a list entered in the order of dates"),
        .settles = SCRUT_KEY("the application forms in their order"),
        .stake = SCRUT_KEY("not in votes"),
    },
    {
        .code = "V13",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("Days on which a clerk registered far more people than usual"),
        .fields = SCRUT_KEY("clerk, registered"),
        .formula = SCRUT_KEY("registrations of a clerk and day, Poisson with the dispersion of all"),
        .innocent =
            SCRUT_KEY("the last day before the deadline; a drive with helpers; forms entered later in one batch"),
        .settles = SCRUT_KEY("the clerk's forms of the day"),
        .stake = SCRUT_KEY("not in votes"),
    },
    {
        .code = "V14",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("One identity number has two persons"),
        .fields = SCRUT_KEY("identity"),
        .formula = SCRUT_KEY("numbers whose names the linkage takes for different people"),
        .innocent = SCRUT_KEY("twins registered with one number; a clerk's slip; a number given out twice"),
        .settles = SCRUT_KEY("the papers shown"),
        .stake = SCRUT_KEY("not in votes"),
    },
    {
        .code = "V15",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("One person has two identity numbers"),
        .fields = SCRUT_KEY("identity"),
        .formula = SCRUT_KEY("pairs more likely one person than two with different numbers"),
        .innocent = SCRUT_KEY("two people who are taken for one; a new card with a new number"),
        .settles = SCRUT_KEY("the papers shown"),
        .stake = SCRUT_KEY("see V01"),
    },
    {
        .code = "V16",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("Identity numbers that the check digit does not allow"),
        .fields = SCRUT_KEY("identity; checksum"),
        .formula = SCRUT_KEY("the check digit of the number"),
        .innocent = SCRUT_KEY("a typing slip; numbers of an older kind"),
        .settles = SCRUT_KEY("the papers shown"),
        .stake = SCRUT_KEY("not in votes"),
    },
    {
        .code = "V17",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("Papers other than the usual one, more than elsewhere"),
        .fields = SCRUT_KEY("document"),
        .formula = SCRUT_KEY("names with another paper than the most common one, compared with places alike"),
        .innocent = SCRUT_KEY("places where few people have cards; a drive that issued temporary forms"),
        .settles = SCRUT_KEY("the stubs of the forms issued"),
        .stake = SCRUT_KEY("not in votes"),
    },
    {
        .code = "V18",
        .severity = SCRUT_SEVERITY_NOTE,
        .pattern = true,
        .roll = true,
        .title = SCRUT_KEY("People of voting age have no name on the roll"),
        .fields = SCRUT_KEY("given, surname, born, station or areas; population"),
        .formula = SCRUT_KEY("people of voting age - names, each person once and without those who died"),
        .innocent = SCRUT_KEY("people who did not register or may not vote; people registered at home who live "
                              "elsewhere; a projection that missed a move"),
        .settles = SCRUT_KEY("a survey from people to the list, whose search is published"),
        .stake = SCRUT_KEY("by themselves: the people, as ballots that could only have been added; nobody knows how "
                           "many of them would have voted, nor for whom"),
    },
};

const size_t CHECKS_OF_ROLL_COUNT = sizeof CHECKS_OF_ROLL / sizeof CHECKS_OF_ROLL[0];
