/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"
#include "scrutineer/num.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

const scrut_cli_option SCRUT_CLI_HELP_OPTION = {
    .name = "help", .letter = 'h', .type = SCRUT_CLI_FLAG, .help = "print this help"};

/* The part of argv that is still to be read. */
typedef struct {
    const scrut_cli_command *command;
    int argc, at;
    char **argv;
} cursor;

static size_t option_count(const scrut_cli_command *command)
{
    size_t count = 0;
    while (command->options[count].name != NULL)
        count++;
    assert(count <= SCRUT_CLI_OPTIONS_MAX);
    return count;
}

/* Row of the option called name[0 .. length), or the count of rows. */
static size_t find_long(const scrut_cli_command *command, const char *name, size_t length)
{
    size_t i = 0;
    for (; command->options[i].name != NULL; i++)
        if (strlen(command->options[i].name) == length && memcmp(command->options[i].name, name, length) == 0)
            break;
    return i;
}

static size_t find_letter(const scrut_cli_command *command, char letter)
{
    size_t i = 0;
    for (; command->options[i].name != NULL; i++)
        if (command->options[i].letter == letter)
            break;
    return i;
}

static void unknown_option(const scrut_cli_command *command, const char *written, size_t length)
{
    const char *names[SCRUT_CLI_OPTIONS_MAX + 1];
    size_t count = option_count(command);
    for (size_t i = 0; i < count; i++)
        names[i] = command->options[i].name;
    names[count++] = SCRUT_CLI_HELP_OPTION.name;
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1), written);
    const char *close = scrut_cli_closest(name, names, count);
    if (close != NULL)
        scrut_cli_usage_error(command, "unknown option --%s; did you mean --%s?", name, close);
    else
        scrut_cli_usage_error(command, "unknown option --%s", name);
}

static bool is_choice(const char *choices, const char *text)
{
    size_t length = strlen(text);
    for (const char *word = choices; word != NULL;) {
        const char *end = strchr(word, '|');
        size_t word_length = end != NULL ? (size_t)(end - word) : strlen(word);
        if (word_length == length && memcmp(word, text, length) == 0)
            return true;
        word = end != NULL ? end + 1 : NULL;
    }
    return false;
}

static bool accept(cursor *c, size_t row, const char *argument, scrut_cli_args *args)
{
    const scrut_cli_option *option = &c->command->options[row];
    if (args->given[row] && option->type != SCRUT_CLI_FLAG) {
        scrut_cli_usage_error(c->command, "--%s is given twice", option->name);
        return false;
    }
    if (option->type == SCRUT_CLI_WHOLE) {
        int64_t value;
        if (scrut_parse_whole(argument, strlen(argument), option->max, &value, NULL) != SCRUT_NUMBER_OK ||
            value < option->min) {
            scrut_cli_usage_error(c->command, "--%s %s: expected a whole number from %lld to %lld", option->name,
                                  argument, (long long)option->min, (long long)option->max);
            return false;
        }
        args->whole[row] = value;
    }
    if (option->type == SCRUT_CLI_CHOICE && !is_choice(option->argument, argument)) {
        scrut_cli_usage_error(c->command, "--%s %s: expected one of %s", option->name, argument, option->argument);
        return false;
    }
    args->given[row] = true;
    args->text[row] = argument;
    return true;
}

/* `attached` is what follows "=" or the letter; NULL when the argument is the next word. */
static bool read_option(cursor *c, size_t row, const char *attached, scrut_cli_args *args)
{
    const scrut_cli_option *option = &c->command->options[row];
    if (option->type == SCRUT_CLI_FLAG) {
        if (attached != NULL) {
            scrut_cli_usage_error(c->command, "--%s takes no argument", option->name);
            return false;
        }
        return accept(c, row, NULL, args);
    }
    if (attached != NULL)
        return accept(c, row, attached, args);
    /* A forgotten argument would swallow the next option. */
    if (c->at >= c->argc || strncmp(c->argv[c->at], "--", 2) == 0) {
        scrut_cli_usage_error(c->command, "--%s needs an argument: --%s %s", option->name, option->name,
                              option->argument);
        return false;
    }
    return accept(c, row, c->argv[c->at++], args);
}

static bool read_long(cursor *c, const char *word, scrut_cli_args *args)
{
    const char *equals = strchr(word, '=');
    size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word);
    if (equals == NULL && strcmp(word, SCRUT_CLI_HELP_OPTION.name) == 0) {
        args->help = true;
        return true;
    }
    size_t row = find_long(c->command, word, length);
    if (c->command->options[row].name == NULL) {
        unknown_option(c->command, word, length);
        return false;
    }
    return read_option(c, row, equals != NULL ? equals + 1 : NULL, args);
}

/* "-x", "-xARGUMENT"; letters are not bundled. */
static bool read_short(cursor *c, const char *word, scrut_cli_args *args)
{
    if (strcmp(word, "h") == 0) {
        args->help = true;
        return true;
    }
    size_t row = find_letter(c->command, word[0]);
    if (c->command->options[row].name == NULL) {
        scrut_cli_usage_error(c->command, "unknown option -%s", word);
        return false;
    }
    return read_option(c, row, word[1] != '\0' ? word + 1 : NULL, args);
}

static bool read_operand(cursor *c, const char *word, scrut_cli_args *args)
{
    if (c->command->operand == NULL || args->operand != NULL) {
        scrut_cli_usage_error(c->command, "unexpected argument \"%s\"", word);
        return false;
    }
    args->operand = word;
    return true;
}

bool scrut_cli_parse(const scrut_cli_command *command, int argc, char **argv, scrut_cli_args *ret_args)
{
    scrut_cli_args args = {.command = command};
    cursor c = {.command = command, .argc = argc, .argv = argv};
    bool options_end = false;
    assert(option_count(command) <= SCRUT_CLI_OPTIONS_MAX);
    while (c.at < argc) {
        const char *word = argv[c.at++];
        bool fine = true;
        if (options_end || word[0] != '-' || word[1] == '\0')
            fine = read_operand(&c, word, &args);
        else if (strcmp(word, "--") == 0)
            options_end = true;
        else if (word[1] == '-')
            fine = read_long(&c, word + 2, &args);
        else
            fine = read_short(&c, word + 1, &args);
        if (!fine)
            return false;
    }
    if (command->operand_required && args.operand == NULL && !args.help) {
        scrut_cli_usage_error(command, "%s is missing", command->operand);
        return false;
    }
    *ret_args = args;
    return true;
}

static size_t row_of(const scrut_cli_args *args, const char *name)
{
    size_t row = find_long(args->command, name, strlen(name));
    assert(args->command->options[row].name != NULL);
    return row;
}

bool scrut_cli_given(const scrut_cli_args *args, const char *name)
{
    return args->given[row_of(args, name)];
}

const char *scrut_cli_text(const scrut_cli_args *args, const char *name)
{
    return args->text[row_of(args, name)];
}

int64_t scrut_cli_whole(const scrut_cli_args *args, const char *name, int64_t otherwise)
{
    size_t row = row_of(args, name);
    assert(args->command->options[row].type == SCRUT_CLI_WHOLE);
    return args->given[row] ? args->whole[row] : otherwise;
}

int scrut_cli_refuse(const scrut_cli_args *args, const char *const names[], size_t count, const char *why)
{
    for (size_t i = 0; i < count; i++)
        if (scrut_cli_given(args, names[i]))
            return scrut_cli_usage_error(args->command, "--%s %s", names[i], why);
    return SCRUT_EXIT_OK;
}

#define CLOSEST_LENGTH_MAX 32

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein distance: letters to insert, delete or change. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t row[CLOSEST_LENGTH_MAX + 1];
    size_t b_length = strlen(b);
    if (strlen(a) > CLOSEST_LENGTH_MAX || b_length > CLOSEST_LENGTH_MAX)
        return SIZE_MAX;
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t above = row[j];
            row[j] = least(least(above, row[j - 1]) + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[b_length];
}

const char *scrut_cli_closest(const char *name, const char *const names[], size_t count)
{
    const char *closest = NULL;
    size_t length = strlen(name);
    /* Half of a short word may be wrong by chance: allow one letter in three. */
    size_t best = length / 3 + 1;
    for (size_t i = 0; i < count; i++) {
        size_t distance = edit_distance(name, names[i]);
        if (distance <= best && (closest == NULL || distance < best)) {
            best = distance;
            closest = names[i];
        }
    }
    return closest;
}
