/* Reading the arguments by the tables. Options may stand anywhere, "--" ends them, and a negative number is an operand. */
#include "cli/cli.h"
#include "base/files.h"

#include <ctype.h>
#include <string.h>

static bool is_negative_number(const char *argument)
{
	return argument[0] == '-' && isdigit((unsigned char)argument[1]);
}

static int find_option(const char *name, size_t size)
{
	for (int i = 0; i < OPT_COUNT; i++)
		if (strlen(option_table[i].name) == size && !memcmp(option_table[i].name, name, size))
			return i;
	return -1;
}

static int find_letter(char letter)
{
	for (int i = 0; i < OPT_COUNT; i++)
		if (letter && option_table[i].letter == letter)
			return i;
	return -1;
}

static enum err unknown_option(const char *argument)
{
	const char *names[OPT_COUNT];
	for (int i = 0; i < OPT_COUNT; i++)
		names[i] = option_table[i].name;
	const char *word = argument + strspn(argument, "-");
	const char *near = text_nearest(word, names, OPT_COUNT);
	if (near)
		return fail(ERR_USAGE, "unknown option '%s': did you mean --%s?", argument, near);
	return fail(ERR_USAGE, "unknown option '%s': see souk --help", argument);
}

/* One option at argv[*at]; steps over its argument. */
static enum err take_option(struct cli *cli, char **argv, int argc, int *at)
{
	const char *argument = argv[*at], *equals = NULL;
	int option;
	if (argument[1] == '-') {
		equals = strchr(argument, '=');
		option = find_option(argument + 2, equals ? (size_t)(equals - argument - 2) : strlen(argument + 2));
	} else {
		option = argument[2] ? -1 : find_letter(argument[1]);
	}
	if (option < 0)
		return unknown_option(argument);
	const struct option_row *row = &option_table[option];
	if (!row->argument && equals)
		return fail(ERR_USAGE, "--%s takes no value, but '%s' gives one", row->name, argument);
	if (cli->values[option])
		return fail(ERR_USAGE, "--%s is given twice", row->name);
	if (row->argument && !equals && *at + 1 >= argc)
		return fail(ERR_USAGE, "--%s wants a value: --%s %s", row->name, row->name, row->argument);
	cli->values[option] = !row->argument ? "" : equals ? equals + 1 : argv[++*at];
	return OK;
}

static enum err take_arguments(struct cli *cli, int argc, char **argv)
{
	bool options_ended = false;
	for (int i = 1; i < argc; i++) {
		const char *argument = argv[i];
		if (!options_ended && !strcmp(argument, "--"))
			options_ended = true;
		else if (!options_ended && argument[0] == '-' && argument[1] && !is_negative_number(argument))
			try(take_option(cli, argv, argc, &i));
		else if (cli->count == (int)(sizeof cli->operands / sizeof *cli->operands))
			return fail(ERR_USAGE, "'%s' is one word too many: see souk --help", argument);
		else
			cli->operands[cli->count++] = argument;
	}
	return OK;
}

/* Words of the command's name that the operands begin with: 0, 1 or 2. */
static int words_matched(const struct command *command, const struct cli *cli)
{
	const char *space = strchr(command->name, ' ');
	size_t first = space ? (size_t)(space - command->name) : strlen(command->name);
	if (cli->count < 1 || strlen(cli->operands[0]) != first || memcmp(cli->operands[0], command->name, first))
		return 0;
	if (!space)
		return 1;
	return cli->count >= 2 && !strcmp(cli->operands[1], space + 1) ? 2 : 0;
}

/* A first word with commands under it but none of its own ("user"): name them. */
static enum err unknown_command(const struct cli *cli)
{
	const char *names[64], *word = cli->operands[0];
	struct buffer under = { 0 };
	size_t count = 0, size = strlen(word);
	for (const struct command *c = command_table; c->name; c++) {
		if (!strncmp(c->name, word, size) && c->name[size] == ' ')
			buffer_printf(&under, "%s%s", under.size ? ", " : "", c->name);
		if (count < sizeof names / sizeof *names)
			names[count++] = c->name;
	}
	enum err err;
	const char *near = text_nearest(word, names, count);
	if (under.size)
		err = fail(ERR_USAGE, "'%s' goes on with one of: %s", word, under.bytes);
	else if (near)
		err = fail(ERR_USAGE, "unknown command '%s': did you mean %s?", word, near);
	else
		err = fail(ERR_USAGE, "unknown command '%s': see souk --help", word);
	buffer_release(&under);
	return err;
}

static enum err find_command(struct cli *cli)
{
	int words = 0;
	for (const struct command *c = command_table; c->name; c++) {
		int matched = words_matched(c, cli);
		if (matched > words) {
			words = matched;
			cli->command = c;
		}
	}
	if (!words)
		return unknown_command(cli);
	cli->count -= words;
	memmove(cli->operands, cli->operands + words, (size_t)cli->count * sizeof *cli->operands);
	return OK;
}

static enum err check_fit(const struct cli *cli)
{
	const struct command *command = cli->command;
	for (int i = 0; i < OPT_COUNT; i++)
		if (cli->values[i] && !((global_options | command->options) & OPTION_BIT(i)))
			return fail(ERR_USAGE, "souk %s takes no --%s: see souk %s --help", command->name, option_table[i].name, command->name);
	if (cli_has(cli, OPT_HELP))
		return OK;
	if (cli->count < command->least)
		return fail(ERR_USAGE, "something is missing: souk %s %s", command->name, command->operands);
	if (cli->count > command->most)
		return fail(ERR_USAGE, "'%s' is one word too many: souk %s %s", cli->operands[command->most], command->name, command->operands);
	return OK;
}

enum err cli_parse(struct cli *cli, int argc, char **argv)
{
	*cli = (struct cli){ 0 };
	arena_init(&cli->arena);
	cli->json.to = &cli->out;
	try(take_arguments(cli, argc, argv));
	if (!cli->count) {
		for (int i = 0; i < OPT_COUNT; i++)
			if (cli->values[i] && !(global_options & OPTION_BIT(i)))
				return fail(ERR_USAGE, "--%s belongs to a command: see souk --help", option_table[i].name);
		return OK;
	}
	try(find_command(cli));
	return check_fit(cli);
}

enum err cli_path(struct cli *cli, bool make, const char **out)
{
	if (cli->values[OPT_DB]) {
		if (!*cli->values[OPT_DB])
			return fail(ERR_USAGE, "--db wants a file's name");
		*out = cli->values[OPT_DB];
		return OK;
	}
	return files_path(&cli->arena, FILES_DATA, "souk.db", make, out);
}
