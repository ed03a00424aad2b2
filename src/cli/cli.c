/* One run of a command: open what it needs, run it, print its result at once, or say what went wrong. */
#include "cli/cli.h"
#include "shop/account.h"
#include "shop/encode.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static enum err open_shop(struct cli *cli)
{
	const char *path, *repaired = NULL;
	try(cli_path(cli, false, &path));
	if (access(path, F_OK) && errno == ENOENT)
		return fail(ERR_CANNOT_OPEN, "there is no file '%s': souk init makes one", path);
	if (cli->command->need == NEED_TO_READ)
		return shop_open_to_read(&cli->shop, path);
	try(shop_open(&cli->shop, &cli->arena, path, &repaired));
	if (repaired) {
		struct shown line = show(&cli->arena, repaired);
		fprintf(stderr, "souk: %s\n", line.bytes);
	}
	return OK;
}

static enum err find_person(struct cli *cli)
{
	const char *email = cli->values[OPT_AS];
	if (!email)
		return fail(ERR_USAGE, "souk %s is personal: say who acts with --as EMAIL", cli->command->name);
	bool needed;
	try(account_needs_password(cli->shop, email, &needed));
	if (!needed) {
		enum err err = account_act_as(cli->shop, email, NULL, &cli->session);
		return err == ERR_LOGIN ? fail(err, "nobody here has the e-mail '%s': see souk user list", email) : err;
	}
	try(secret_read(cli, arena_format(&cli->arena, "password of %s", show(&cli->arena, email).bytes), cli->secret));
	return account_act_as(cli->shop, email, cli->secret, &cli->session);
}

static enum err prepare(struct cli *cli)
{
	enum need need = cli->command->need;
	if (need != NEED_NOTHING)
		try(open_shop(cli));
	if (need == NEED_PERSON)
		try(find_person(cli));
	return OK;
}

enum err cli_flush(struct cli *cli)
{
	if (cli->out.size && fwrite(cli->out.bytes, 1, cli->out.size, stdout) != cli->out.size)
		return fail(ERR_IO, "cannot write the output: is the disk full?");
	if (fflush(stdout))
		return fail(ERR_IO, "cannot write the output: is the disk full?");
	buffer_clear(&cli->out);
	return OK;
}

/* The sentence on standard error; with --json and when none was printed yet, a @document on standard output as well. */
static int tell_failure(struct cli *cli, enum err err, bool document)
{
	const char *sentence = err_sentence(err);
	const char *what = cli->command ? cli->command->name : NULL;
	struct shown line = show(&cli->arena, sentence);
	if (what)
		fprintf(stderr, "souk: %s: %s\n", what, line.bytes);
	else
		fprintf(stderr, "souk: %s\n", line.bytes);
	if (document && cli_has(cli, OPT_JSON)) {
		struct buffer out = { 0 };
		struct json json = { .to = &out };
		json_object(&json);
		json_key(&json, "error");
		json_object(&json);
		json_pair_string(&json, "code", err_name(err));
		json_pair_string(&json, "message", sentence);
		json_end_object(&json);
		if (cli->as_it_is) {
			json_key(&json, "product");
			encode_product(&json, cli->as_it_is);
		}
		json_end_object(&json);
		puts(out.bytes);
		buffer_release(&out);
	}
	return err_exit_status(err);
}

static enum err run(struct cli *cli)
{
	bool help = cli_has(cli, OPT_HELP), version = cli_has(cli, OPT_VERSION);
	if (version)
		help_version(cli);
	else if (help && cli->command)
		help_command(cli, cli->command);
	else if (help)
		help_all(cli);
	if (version || help)
		return OK;
	try(prepare(cli));
	return cli->command->run(cli);
}

int cli_run(struct cli *cli)
{
	enum err err = run(cli);
	/* what a check found stays the one document, its verdict is the exit status */
	bool result = !err || err == ERR_CHECK_FAILED;
	if (result && cli->out.size) {
		if (cli->out.bytes[cli->out.size - 1] != '\n')
			buffer_putc(&cli->out, '\n');
		enum err written = cli_flush(cli);
		err = written ? written : err;
	}
	return err ? tell_failure(cli, err, !result) : 0;
}

int cli_fail(struct cli *cli, enum err err)
{
	return tell_failure(cli, err, true);
}

void cli_release(struct cli *cli)
{
	secret_wipe(cli->secret);
	shop_close(cli->shop);
	buffer_release(&cli->out);
	arena_release(&cli->arena);
}
