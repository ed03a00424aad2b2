/* souk cart, cart add, cart set, cart rm, cart clear: each prints the cart as it now is. */
#include "cli/cli.h"
#include "shop/encode.h"

static struct shown line_note(struct cli *cli, const struct cart_line *line)
{
	if (!line->counted)
		return line->product.retired ? SHOWN("retired: not counted") : SHOWN("sold out: not counted");
	if (line->over)
		return show_format(&cli->arena, "only %lld left", (long long)line->product.stock);
	return SHOWN("");
}

static void list_lines(struct cli *cli, const struct cart *cart)
{
	static const struct print_column columns[] = { { "id", true }, { "product", false }, { "each", true }, { "amount", true },
		{ "line", true }, { "", false } };
	size_t width = sizeof columns / sizeof *columns;
	struct shown *cells = arena_array(&cli->arena, struct shown, cart->count * width);
	for (size_t i = 0; i < cart->count; i++) {
		const struct cart_line *line = &cart->lines[i];
		struct shown *row = cells + i * width;
		row[0] = show_format(&cli->arena, "%lld", (long long)line->product.id);
		row[1] = shown_cut(&cli->arena, show(&cli->arena, line->product.title), 40);
		row[2] = print_money(cli, line->product.price);
		row[3] = show_format(&cli->arena, "%lld", (long long)line->quantity);
		row[4] = print_money(cli, line->line);
		row[5] = line_note(cli, line);
	}
	print_table(cli, columns, width, cells, cart->count);
}

static enum err print_cart(struct cli *cli, const struct cart_change *change)
{
	struct cart cart;
	try(cart_load(&cli->session, &cli->arena, &cart));
	if (cli_has(cli, OPT_JSON)) {
		encode_cart_changed(&cli->json, &cart, change);
		return OK;
	}
	if (change && change->capped)
		print_format(cli, "there are only %lld of %s: lowered to that", (long long)change->now, change->title);
	if (!cart.count) {
		print_line(cli, SHOWN("the cart is empty"));
		return OK;
	}
	list_lines(cli, &cart);
	print_format(cli, "%lld things, total %s", (long long)cart.things, print_money(cli, cart.total).bytes);
	return OK;
}

enum err cmd_cart(struct cli *cli)
{
	return print_cart(cli, NULL);
}

enum err cmd_cart_add(struct cli *cli)
{
	int64_t id, amount;
	struct cart_change change;
	try(operand_id(cli, 0, &id));
	try(operand_amount(cli, 1, 1, 1, &amount));
	try(cart_add(&cli->session, &cli->arena, id, amount, &change));
	return print_cart(cli, &change);
}

enum err cmd_cart_set(struct cli *cli)
{
	int64_t id, amount;
	struct cart_change change;
	try(operand_id(cli, 0, &id));
	try(operand_amount(cli, 1, 0, 0, &amount));
	try(cart_set(&cli->session, &cli->arena, id, amount, &change));
	return print_cart(cli, &change);
}

enum err cmd_cart_rm(struct cli *cli)
{
	int64_t id;
	struct cart_change change;
	try(operand_id(cli, 0, &id));
	try(cart_remove(&cli->session, &cli->arena, id, &change));
	return print_cart(cli, &change);
}

enum err cmd_cart_clear(struct cli *cli)
{
	struct cart_change *lines;
	size_t count;
	try(cart_clear(&cli->session, &cli->arena, &lines, &count));
	return print_cart(cli, NULL);
}
