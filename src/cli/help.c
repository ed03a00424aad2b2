/* --help and --version, drawn from the tables. */
#include "cli/cli.h"
#include "model/store.h"
#include "shop/account.h"

static const char *option_text(struct cli *cli, const struct option_row *row)
{
	const char *letter = row->letter ? arena_format(&cli->arena, "-%c, ", row->letter) : "    ";
	return arena_format(&cli->arena, "%s--%s%s%s", letter, row->name, row->argument ? " " : "", row->argument ? row->argument : "");
}

static void put_options(struct cli *cli, uint64_t bits)
{
	for (int i = 0; i < OPT_COUNT; i++)
		if (bits & OPTION_BIT(i))
			buffer_printf(&cli->out, "  %-24s %s\n", option_text(cli, &option_table[i]), option_table[i].help);
}

static const char *usage(struct cli *cli, const struct command *command)
{
	return arena_format(&cli->arena, "%s%s%s", command->name, *command->operands ? " " : "", command->operands);
}

void help_all(struct cli *cli)
{
	buffer_puts(&cli->out,
		"souk, a shop in the terminal\n\n"
		"  souk [--db FILE]                    browse and buy\n"
		"  souk [--db FILE] [--as EMAIL] COMMAND …\n\nCommands:\n");
	for (const struct command *c = command_table; c->name; c++)
		buffer_printf(&cli->out, "  %-20s %s\n", usage(cli, c), c->summary);
	buffer_puts(&cli->out, "\nOptions of every command:\n");
	put_options(cli, global_options);
	buffer_puts(&cli->out, "\nExit status: 0 done, 1 refused by a rule, 2 usage, 3 database, 4 no usable terminal.\n"
		"souk COMMAND --help tells more of one; the manual is souk(1).\n");
}

void help_command(struct cli *cli, const struct command *command)
{
	buffer_printf(&cli->out, "souk %s: %s\n\n", usage(cli, command), command->summary);
	if (command->details)
		buffer_printf(&cli->out, "%s\n\n", command->details);
	if (command->need == NEED_PERSON)
		buffer_puts(&cli->out, "Personal: wants --as EMAIL, and that person's password unless the file is a demo.\n\n");
	if (command->options) {
		buffer_puts(&cli->out, "Options:\n");
		put_options(cli, command->options);
		buffer_putc(&cli->out, '\n');
	}
	buffer_puts(&cli->out, "Options of every command:\n");
	put_options(cli, global_options);
}

void help_version(struct cli *cli)
{
	buffer_printf(&cli->out, "souk %s\n", PACKAGE_VERSION);
	const char *libraries[] = { store_library(), cli->terminal_library, text_library(), account_library() };
	for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
		if (libraries[i])
			buffer_printf(&cli->out, "  %s\n", libraries[i]);
}
