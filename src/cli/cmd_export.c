/* souk export: all products as CSV or as one JSON document, written while they are read. */
#include "cli/cli.h"
#include "shop/encode.h"
#include "shop/export.h"

static enum err print_csv(void *context, const struct products *page)
{
	struct cli *cli = context;
	for (size_t i = 0; i < page->count; i++)
		export_csv(&cli->out, shop_currency(cli->shop), &page->items[i]);
	return cli_flush(cli);
}

static enum err print_json(void *context, const struct products *page)
{
	struct cli *cli = context;
	for (size_t i = 0; i < page->count; i++)
		encode_product(&cli->json, &page->items[i]);
	return cli_flush(cli);
}

enum err cmd_export(struct cli *cli)
{
	const char *seller = cli->values[OPT_AS];
	if (!cli_has(cli, OPT_JSON)) {
		export_csv_header(&cli->out);
		return export_products(cli->shop, seller, print_csv, cli);
	}
	if (cli_has(cli, OPT_CSV))
		return fail(ERR_USAGE, "--csv and --json are two ways: say one");
	json_object(&cli->json);
	json_key(&cli->json, "products");
	json_array(&cli->json);
	try(export_products(cli->shop, seller, print_json, cli));
	json_end_array(&cli->json);
	json_pair_string(&cli->json, "next", NULL);
	json_end_object(&cli->json);
	return OK;
}
