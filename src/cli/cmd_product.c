/* souk product add, edit, stock, retire, back, rm: the seller's products. */
#include "cli/cli.h"
#include "shop/encode.h"
#include "shop/selling.h"

#include <string.h>

static const enum option field_options[DRAFT_RETIRED] = {
	[DRAFT_TITLE] = OPT_TITLE, [DRAFT_DESCRIPTION] = OPT_DESCRIPTION, [DRAFT_CATEGORY] = OPT_CATEGORY,
	[DRAFT_PRICE] = OPT_PRICE, [DRAFT_STOCK] = OPT_STOCK, [DRAFT_IMAGE] = OPT_IMAGE,
};

static struct product_draft read_draft(const struct cli *cli)
{
	struct product_draft draft = { { NULL } };
	for (enum draft_field f = 0; f < DRAFT_RETIRED; f++)
		draft.fields[f] = cli->values[field_options[f]];
	return draft;
}

static bool says_nothing(const struct product_draft *draft)
{
	for (enum draft_field f = 0; f < DRAFT_COUNT; f++)
		if (draft->fields[f])
			return false;
	return true;
}

static enum err tell(struct cli *cli, const char *did, const struct product *p)
{
	if (cli_has(cli, OPT_JSON))
		encode_product(&cli->json, p);
	else
		print_format(cli, "%s product %lld: %s, %s, %s", did, (long long)p->id, p->title, print_money(cli, p->price).bytes,
			p->unlimited ? "no limit" : arena_format(&cli->arena, "%lld in stock", (long long)p->stock));
	return OK;
}

enum err cmd_product_add(struct cli *cli)
{
	struct product_draft draft = read_draft(cli);
	struct product product;
	try(selling_add(&cli->session, &cli->arena, &draft, &product));
	return tell(cli, "added", &product);
}

enum err cmd_product_edit(struct cli *cli)
{
	struct product_draft draft = read_draft(cli);
	struct product *product = arena_new(&cli->arena, struct product);
	const char *seen;
	int64_t id;
	try(operand_id(cli, 0, &id));
	if (says_nothing(&draft))
		return fail(ERR_USAGE, "nothing is said of what to change: give --title, --price, --stock, …, see souk product edit --help");
	try(option_time(cli, OPT_SEEN, &seen));
	enum err err = selling_edit(&cli->session, &cli->arena, id, &draft, seen, product);
	if (err == ERR_STATUS)
		cli->as_it_is = product;
	return err ? err : tell(cli, "changed", product);
}

/* "12" is what there is from now on, "+3" and "-3" are more and fewer, "none" is no limit. */
enum err cmd_product_stock(struct cli *cli)
{
	const char *pieces = cli->operands[1];
	struct product product;
	int64_t id, count;
	try(operand_id(cli, 0, &id));
	if (!strcmp(pieces, "none")) {
		struct product_draft draft = { .fields = { [DRAFT_STOCK] = "" } };
		try(selling_edit(&cli->session, &cli->arena, id, &draft, NULL, &product));
		return tell(cli, "changed", &product);
	}
	if (text_integer(*pieces == '+' ? pieces + 1 : pieces, &count))
		return fail(ERR_USAGE, "the pieces '%s' are neither a number, +N, -N nor none", pieces);
	if (*pieces == '+' || *pieces == '-')
		try(selling_stock_add(&cli->session, &cli->arena, id, count, &product));
	else
		try(selling_stock_set(&cli->session, &cli->arena, id, count, &product));
	return tell(cli, "changed", &product);
}

static enum err retire(struct cli *cli, bool retired)
{
	int64_t ids[CLI_IDS_MAX];
	for (int i = 0; i < cli->count; i++)
		try(operand_id(cli, i, &ids[i]));
	try(selling_retire(&cli->session, &cli->arena, ids, (size_t)cli->count, retired));
	if (cli_has(cli, OPT_JSON)) {
		json_object(&cli->json);
		json_key(&cli->json, "products");
		json_array(&cli->json);
	}
	for (int i = 0; i < cli->count; i++) {
		struct product product;
		try(catalogue_product(cli->shop, &cli->arena, ids[i], &product));
		try(tell(cli, retired ? "retired" : "brought back", &product));
	}
	if (cli_has(cli, OPT_JSON)) {
		json_end_array(&cli->json);
		json_pair_string(&cli->json, "next", NULL);
		json_end_object(&cli->json);
	}
	return OK;
}

enum err cmd_product_retire(struct cli *cli)
{
	return retire(cli, true);
}

enum err cmd_product_back(struct cli *cli)
{
	return retire(cli, false);
}

static void tell_departures(struct cli *cli, const struct departures *list, int64_t id)
{
	if (cli_has(cli, OPT_JSON)) {
		json_object(&cli->json);
		json_pair_integer(&cli->json, "id", id);
		json_pair_bool(&cli->json, "destroyed", true);
		for (int stays = 0; stays < 2; stays++) {
			json_key(&cli->json, stays ? "stays" : "goes");
			json_object(&cli->json);
			for (size_t i = 0; i < list->count; i++)
				if (list->items[i].stays == stays)
					json_pair_integer(&cli->json, list->items[i].what, list->items[i].count);
			json_end_object(&cli->json);
		}
		json_end_object(&cli->json);
		return;
	}
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].count)
			print_format(cli, "%s %lld %s", list->items[i].stays ? "stayed" : "went  ", (long long)list->items[i].count,
				departure_name(&list->items[i]));
}

static enum err refuse(struct cli *cli, const struct departures *list)
{
	const char *told = "";
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].count)
			told = arena_format(&cli->arena, "%s%s%lld %s would %s", told, *told ? ", " : "", (long long)list->items[i].count,
				departure_name(&list->items[i]), list->items[i].stays ? "stay" : "go");
	return fail(ERR_INPUT, "nothing was destroyed: %s; --yes %s does it, souk product retire %s keeps it", told,
		cli->operands[0], cli->operands[0]);
}

/* Without --yes it tells what would go, and nothing has happened. */
enum err cmd_product_rm(struct cli *cli)
{
	struct departures list;
	int64_t id;
	try(operand_id(cli, 0, &id));
	try(selling_preview_destroy(&cli->session, &cli->arena, id, &list));
	if (!cli_has(cli, OPT_YES) || strcmp(cli->values[OPT_YES], cli->operands[0]))
		return refuse(cli, &list);
	try(selling_destroy(&cli->session, &cli->arena, id));
	tell_departures(cli, &list, id);
	return OK;
}
