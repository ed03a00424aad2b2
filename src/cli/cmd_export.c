/* souk export: all products as CSV or as one JSON document, written while they are read. */
#include "cli/cli.h"
#include "shop/export.h"

static enum err print(void *context, const char *bytes, size_t size)
{
	struct cli *cli = context;
	buffer_add(&cli->out, bytes, size);
	return cli_flush(cli);
}

enum err cmd_export(struct cli *cli)
{
	bool json = cli_has(cli, OPT_JSON);
	int64_t count;
	if (json && cli_has(cli, OPT_CSV))
		return fail(ERR_USAGE, "--csv and --json are two ways: say one");
	return export_write(cli->shop, cli->values[OPT_AS], json ? EXPORT_JSON : EXPORT_CSV, print, cli, &count);
}
