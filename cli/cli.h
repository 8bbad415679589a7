/* SPDX-License-Identifier: Apache-2.0
 * cli.h: the command line. One table of commands (table.c) gives dispatch, help, man pages and bash
 * completion, so that they cannot differ. A command is a function from parsed arguments to an exit
 * status; results go to stdout, everything else to stderr.
 *
 * To add a command: declare cmd_<name> below, write it in cmd_<name>.c, name the file in
 * cli/meson.build and give it an entry in table.c. A name of two words ("roll link") makes it a part of a family, whose
 * entries stand together; its file is cmd_roll_link.c, its tests lie in tests/cli/roll_link. */
#ifndef SCRUT_CLI_H
#define SCRUT_CLI_H

#include "scrutineer/buf.h"
#include "scrutineer/err.h"
#include "scrutineer/json.h"

/* Exit statuses; there is no other. */
enum {
    SCRUT_EXIT_OK = 0,          /* done, nothing contradicts the claims tested */
    SCRUT_EXIT_CONTRADICTS = 1, /* done, something does */
    SCRUT_EXIT_USAGE = 2,
    SCRUT_EXIT_INPUT = 3,  /* input unreadable or a required part missing */
    SCRUT_EXIT_FAILED = 4, /* our failure or the machine's */
};

typedef enum {
    SCRUT_CLI_FLAG,
    SCRUT_CLI_TEXT,
    SCRUT_CLI_WHOLE,  /* a whole number min .. max */
    SCRUT_CLI_CHOICE, /* one of the words of `argument`, which are separated by '|' */
} scrut_cli_option_type;

typedef struct {
    const char *name; /* long name without the dashes; NULL ends a table */
    char letter;      /* short name, or 0 */
    scrut_cli_option_type type;
    const char *argument; /* what the help calls the argument; NULL for a flag */
    int64_t min, max;     /* WHOLE */
    const char *help;     /* a clause without a full stop */
} scrut_cli_option;

typedef enum {
    SCRUT_CLI_GROUP_CASE,
    SCRUT_CLI_GROUP_PARTS,
    SCRUT_CLI_GROUP_PROGRAM,
    SCRUT_CLI_GROUP_COUNT,
} scrut_cli_group;

typedef struct {
    const char *command; /* NULL ends a table; starts with "scrutineer " */
    const char *meaning;
} scrut_cli_example;

typedef struct scrut_cli_args scrut_cli_args;

typedef struct {
    const char *name; /* one word, or two of a family; NULL ends the table */
    int (*run)(const scrut_cli_args *args);
    scrut_cli_group group;
    const char *operand; /* what the help calls the operand ("CASE"); NULL: takes none */
    bool operand_required;
    const char *summary;     /* a clause without a full stop */
    const char *description; /* paragraphs, with an empty line between them */
    const scrut_cli_option *options;
    const scrut_cli_example *examples;
} scrut_cli_command;

#define SCRUT_CLI_OPTIONS_MAX 32

/* What the user wrote after the command's name. */
struct scrut_cli_args {
    const scrut_cli_command *command;
    const char *operand; /* NULL when not given */
    bool help;           /* --help */
    /* one a row of command->options: */
    bool given[SCRUT_CLI_OPTIONS_MAX];
    const char *text[SCRUT_CLI_OPTIONS_MAX]; /* argument as written, NULL for flags */
    int64_t whole[SCRUT_CLI_OPTIONS_MAX];
};

/* The table, ended by a row without a name. */
const scrut_cli_command *scrut_cli_commands(void);
const char *scrut_cli_group_title(scrut_cli_group group);
/* "roll-link" finds "roll link". NULL when there is no such command. */
const scrut_cli_command *scrut_cli_find_command(const char *name);
/* The first word of its name. */
void scrut_cli_family(const scrut_cli_command *command, char word[], size_t size);
/* Whether its name is `word` and a second one. */
bool scrut_cli_is_of_family(const scrut_cli_command *command, const char *word);

/* --help, which every command has and no table lists. */
extern const scrut_cli_option SCRUT_CLI_HELP_OPTION;

/* Parses argv[0 .. argc) (what follows the command's name). False after printing a usage error. */
bool scrut_cli_parse(const scrut_cli_command *command, int argc, char **argv, scrut_cli_args *ret_args);

/* Options by name; a name that the command's table does not list is a programmer error. */
bool scrut_cli_given(const scrut_cli_args *args, const char *name);
/* NULL when not given. */
const char *scrut_cli_text(const scrut_cli_args *args, const char *name);
int64_t scrut_cli_whole(const scrut_cli_args *args, const char *name, int64_t otherwise);

/* SCRUT_EXIT_OK when none of these options is given; otherwise the usage error "--NAME WHY". */
int scrut_cli_refuse(const scrut_cli_args *args, const char *const names[], size_t count, const char *why);

/* The name closest to `name` among `names`, or NULL when none is close. */
const char *scrut_cli_closest(const char *name, const char *const names[], size_t count);

/* Prints "scrutineer seats: ..." and where the help is; returns SCRUT_EXIT_USAGE. */
int scrut_cli_usage_error(const scrut_cli_command *command, const char *fmt, ...) SCRUT_PRINTF(2, 3);
/* Prints one error of reading; returns SCRUT_EXIT_INPUT, or SCRUT_EXIT_FAILED without memory. */
int scrut_cli_input_error(const scrut_error *err);
/* Prints one error of writing or of the machine; returns SCRUT_EXIT_FAILED. */
int scrut_cli_failure(const scrut_error *err);
/* Prints the error of a step that reads evidence and may fail otherwise, too: as the one or the other. */
int scrut_cli_stopped(const scrut_error *err);
/* Prints that there is no memory; returns SCRUT_EXIT_FAILED. */
int scrut_cli_no_memory(void);
/* Prints each problem on a line "file:line:column: message", then how many there are. Nothing for none. */
void scrut_cli_print_problems(const scrut_problems *problems);

/* Writes the text to stdout and frees it. Returns `status`, or SCRUT_EXIT_FAILED (with a message) when
 * the text could not be made. Errors of writing are found when the program ends. */
int scrut_cli_print(scrut_buf *text, int status);
/* A cell of a CSV row, in quotes where it must be. */
void scrut_cli_put_csv(scrut_buf *out, const char *text);
/* Writes the document to stdout as one line and frees it; as scrut_cli_print. */
int scrut_cli_print_json(scrut_json *root, int status);
/* Columns of the terminal; 0: stdout is none. */
int scrut_cli_width(void);
/* Whether to colour stdout: --color of the command, NO_COLOR and the terminal. */
bool scrut_cli_colour(const scrut_cli_args *args);
/* From here on a line on stderr tells what is going on, once it takes more than a second: on a terminal, and
 * without --no-progress (which the command's table must list). `phase` is a clause that outlives it. */
void scrut_cli_progress_begin(const scrut_cli_args *args, const char *phase);
void scrut_cli_progress_phase(const char *phase);
/* Clears the line. To be called before anything is printed. */
void scrut_cli_progress_end(void);

/* Help, man page and completion from the table (render.c). `command` NULL: the program as a whole. */
void scrut_cli_render_help(const scrut_cli_command *command, scrut_buf *out);
/* The commands of a family. False, and nothing, when there is none of that name. */
bool scrut_cli_render_family(const char *word, scrut_buf *out);
void scrut_cli_render_man(const scrut_cli_command *command, scrut_buf *out);
void scrut_cli_render_completion(scrut_buf *out);
/* The list of checks as Markdown (checks.c). */
void scrut_cli_render_checks(scrut_buf *out);
/* "scrutineer seats [--method NAME] ..." on one line. */
void scrut_cli_render_usage(const scrut_cli_command *command, scrut_buf *out);

int cmd_verify(const scrut_cli_args *args);
int cmd_check(const scrut_cli_args *args);
int cmd_tabulate(const scrut_cli_args *args);
int cmd_compare(const scrut_cli_args *args);
int cmd_seats(const scrut_cli_args *args);
int cmd_claims(const scrut_cli_args *args);
int cmd_margin(const scrut_cli_args *args);
int cmd_what_if(const scrut_cli_args *args);
int cmd_seal(const scrut_cli_args *args);
int cmd_export(const scrut_cli_args *args);
int scrut_cli_margin_case(const scrut_cli_args *args); /* "margin CASE" */
int scrut_cli_seats_case(const scrut_cli_args *args);  /* "seats CASE" */
int cmd_presets(const scrut_cli_args *args);
int cmd_roll_draw(const scrut_cli_args *args);
int cmd_roll_audit(const scrut_cli_args *args);
int cmd_roll_export(const scrut_cli_args *args);
int cmd_roll_key(const scrut_cli_args *args);
int cmd_roll_open(const scrut_cli_args *args);
int cmd_roll_link(const scrut_cli_args *args);
int cmd_roll_survey(const scrut_cli_args *args);
int cmd_serve(const scrut_cli_args *args);
int cmd_simulate(const scrut_cli_args *args);
int cmd_version(const scrut_cli_args *args);
int cmd_help(const scrut_cli_args *args);

#endif
