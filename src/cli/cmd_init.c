/* souk init: a new shop, empty or with the demo bazaar. */
#include "cli/cli.h"
#include "shop/demo.h"

#include <stdio.h>
#include <unistd.h>

/* One line on a terminal that counts up while the bazaar is made. */
static bool tell_progress(void *context, const char *what, int64_t done, int64_t of)
{
	(void)context;
	if (of)
		fprintf(stderr, "\r%s %lld of %lld\033[K", what, (long long)done, (long long)of);
	return true;
}

static enum err fill(struct cli *cli)
{
	bool terminal = isatty(STDERR_FILENO);
	enum err err = demo_fill(cli->shop, DEMO_SEED, terminal ? tell_progress : NULL, NULL);
	if (terminal)
		fputs("\r\033[K", stderr);
	return err;
}

static enum err report(struct cli *cli, const char *path)
{
	int64_t models, products;
	struct currency currency = shop_currency(cli->shop);
	try(shop_counts(cli->shop, &models, &products));
	if (!cli_has(cli, OPT_JSON)) {
		print_format(cli, "made %s: %lld models, %lld products, %s%s", path, (long long)models, (long long)products,
			currency.code, shop_is_demo(cli->shop) ? ", a demo" : "");
		return OK;
	}
	json_object(&cli->json);
	json_pair_string(&cli->json, "file", path);
	json_pair_string(&cli->json, "currency", currency.code);
	json_pair_bool(&cli->json, "demo", shop_is_demo(cli->shop));
	json_pair_integer(&cli->json, "models", models);
	json_pair_integer(&cli->json, "products", products);
	json_end_object(&cli->json);
	return OK;
}

enum err cmd_init(struct cli *cli)
{
	const char *path, *currency = cli->values[OPT_CURRENCY];
	bool demo = cli_has(cli, OPT_DEMO);
	try(cli_path(cli, true, &path));
	try(shop_create(&cli->shop, path, currency ? currency : "EUR", demo));
	if (demo) {
		enum err err = fill(cli);
		if (err) {
			shop_close(cli->shop);
			cli->shop = NULL;
			unlink(path);
			return err;
		}
	}
	return report(cli, path);
}
