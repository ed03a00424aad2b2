/* Operands and option values as numbers. What is no number is a mistake in the command, not a rule of the shop. */
#include "cli/cli.h"
#include "base/clock.h"

static enum err read_number(const char *what, const char *text, int64_t least, int64_t most, int64_t *out)
{
	enum err err = text_integer(text, out);
	if (err == ERR_OVERFLOW || (!err && *out > most))
		return fail(ERR_USAGE, "%s '%s' is too large: at most %lld", what, text, (long long)most);
	if (err)
		return fail(ERR_USAGE, "%s '%s' is not a whole number", what, text);
	if (*out < least)
		return fail(ERR_USAGE, "%s '%s' is too small: at least %lld", what, text, (long long)least);
	return OK;
}

enum err operand_id(struct cli *cli, int index, int64_t *out)
{
	return read_number("the id", cli->operands[index], 1, INT64_MAX, out);
}

enum err operand_amount(struct cli *cli, int index, int64_t least, int64_t otherwise, int64_t *out)
{
	*out = otherwise;
	if (index >= cli->count)
		return OK;
	return read_number("the amount", cli->operands[index], least, INT64_MAX, out);
}

enum err option_time(struct cli *cli, enum option option, const char **out)
{
	int64_t ms;
	*out = cli->values[option];
	if (*out && !clock_parse(*out, &ms))
		return fail(ERR_USAGE, "--%s '%s' is no time: write it like 2026-11-22 14:01:07.120", option_table[option].name, *out);
	return OK;
}

enum err option_integer(struct cli *cli, enum option option, int64_t least, int64_t most, int64_t otherwise, int64_t *out)
{
	*out = otherwise;
	if (!cli_has(cli, option))
		return OK;
	return read_number(arena_format(&cli->arena, "--%s", option_table[option].name), cli->values[option], least, most, out);
}
