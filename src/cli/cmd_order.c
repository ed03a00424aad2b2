/* souk checkout, buy, again, orders, order, cancel, received, receipt. */
#include "cli/cli.h"
#include "base/clock.h"
#include "shop/encode.h"
#include "shop/receipt.h"

#include <stdio.h>

static void print_senders(struct cli *cli, const struct order *order)
{
	struct order_senders senders = order_senders(&cli->arena, order);
	if (order->status == ORDER_CANCELLED || !senders.count)
		return;
	print_line(cli, SHOWN(""));
	for (size_t i = 0; i < senders.count; i++)
		print_format(cli, "%s: %s", *senders.items[i].name ? senders.items[i].name : "somebody who left",
			order_sender_words(&cli->arena, &senders.items[i]));
}

static enum err print_order(struct cli *cli, const struct order *order, const bool *repeated)
{
	if (cli_has(cli, OPT_JSON)) {
		encode_order_placed(&cli->json, order, repeated);
		return OK;
	}
	if (repeated && *repeated)
		print_format(cli, "that key has placed order %lld already: nothing was placed now", (long long)order->id);
	receipt_write(&cli->out, &cli->session, order, RECEIPT_TEXT);
	print_senders(cli, order);
	return OK;
}

static enum err load_and_print(struct cli *cli, int64_t id, const bool *repeated)
{
	struct order order;
	try(order_load(&cli->session, &cli->arena, id, &order));
	return print_order(cli, &order, repeated);
}

/* What is to be ordered, and how to look at it before. */
struct wish { enum err (*review)(struct cli *, const struct wish *, struct review *); int64_t id, amount; };

static enum err review_cart(struct cli *cli, const struct wish *wish, struct review *out)
{
	(void)wish;
	return order_review_cart(&cli->session, &cli->arena, out);
}

static enum err review_product(struct cli *cli, const struct wish *wish, struct review *out)
{
	return order_review_product(&cli->session, &cli->arena, wish->id, wish->amount, out);
}

static enum err review_again(struct cli *cli, const struct wish *wish, struct review *out)
{
	return order_review_again(&cli->session, &cli->arena, wish->id, out);
}

/* A key that was used already answers at once, whatever is in the cart by now. */
static enum err answer_repeated(struct cli *cli, bool *answered)
{
	int64_t order = 0;
	if (cli_has(cli, OPT_KEY))
		try(order_of_key(&cli->session, cli->values[OPT_KEY], &order));
	*answered = order != 0;
	return order ? load_and_print(cli, order, &(bool){ true }) : OK;
}

static void tell_difference(struct cli *cli, const char *told)
{
	if (told && cli_has(cli, OPT_JSON))
		fprintf(stderr, "souk: %s: %s\n", cli->command->name, show(&cli->arena, told).bytes);
	else if (told)
		print_format(cli, "%s", told);
}

static enum err place(struct cli *cli, const struct wish *wish, const struct money *expected)
{
	struct review review;
	struct placed placed;
	try(wish->review(cli, wish, &review));
	if (cli_has(cli, OPT_KEY))
		try(order_use_key(&review, &cli->arena, cli->values[OPT_KEY]));
	const char *told = review.told;
	try(order_place(&cli->session, &cli->arena, &review, expected, &placed));
	tell_difference(cli, told);
	return load_and_print(cli, placed.order, &placed.repeated);
}

/* Whoever fails with a key looks once more: another process may have placed its order, and emptied the cart, meanwhile. */
static enum err place_once(struct cli *cli, const struct wish *wish)
{
	bool answered;
	int64_t minor;
	try(option_integer(cli, OPT_EXPECT, 0, INT64_MAX, 0, &minor));
	struct money expected = money_of(minor);
	try(answer_repeated(cli, &answered));
	if (answered)
		return OK;
	enum err err = place(cli, wish, cli_has(cli, OPT_EXPECT) ? &expected : NULL);
	return err && !answer_repeated(cli, &answered) && answered ? OK : err;
}

enum err cmd_checkout(struct cli *cli)
{
	return place_once(cli, &(struct wish){ .review = review_cart });
}

enum err cmd_buy(struct cli *cli)
{
	struct wish wish = { .review = review_product };
	try(operand_id(cli, 0, &wish.id));
	try(operand_amount(cli, 1, 1, 1, &wish.amount));
	return place_once(cli, &wish);
}

enum err cmd_again(struct cli *cli)
{
	struct wish wish = { .review = review_again };
	try(operand_id(cli, 0, &wish.id));
	return place_once(cli, &wish);
}

static void list_orders(struct cli *cli, const struct orders *orders)
{
	static const struct print_column columns[] = { { "no", true }, { "placed", false }, { "status", false }, { "total", true } };
	size_t width = sizeof columns / sizeof *columns;
	struct shown *cells = arena_array(&cli->arena, struct shown, orders->count * width);
	for (size_t i = 0; i < orders->count; i++) {
		const struct order *o = &orders->items[i];
		struct shown *row = cells + i * width;
		row[0] = show_format(&cli->arena, "%lld", (long long)o->id);
		row[1] = show(&cli->arena, clock_day(&cli->arena, o->placed_at));
		row[2] = show(&cli->arena, order_status_name(o->status));
		row[3] = print_money(cli, o->total);
	}
	print_table(cli, columns, width, cells, orders->count);
}

enum err cmd_orders(struct cli *cli)
{
	int64_t limit;
	struct orders orders;
	try(option_integer(cli, OPT_LIMIT, 1, 1000, 50, &limit));
	try(order_list(&cli->session, &cli->arena, cli->values[OPT_AFTER], false, limit, &orders));
	if (cli_has(cli, OPT_JSON)) {
		json_object(&cli->json);
		json_key(&cli->json, "orders");
		json_array(&cli->json);
		for (size_t i = 0; i < orders.count; i++)
			encode_order(&cli->json, &orders.items[i]);
		json_end_array(&cli->json);
		json_pair_string(&cli->json, "next", orders.next);
		json_end_object(&cli->json);
		return OK;
	}
	if (!orders.count) {
		print_line(cli, SHOWN("no orders yet"));
		return OK;
	}
	list_orders(cli, &orders);
	if (orders.next)
		print_format(cli, "more: --after %s", orders.next);
	return OK;
}

enum err cmd_order(struct cli *cli)
{
	int64_t id;
	try(operand_id(cli, 0, &id));
	return load_and_print(cli, id, NULL);
}

enum err cmd_cancel(struct cli *cli)
{
	int64_t id;
	struct order order;
	try(operand_id(cli, 0, &id));
	try(order_cancel(&cli->session, &cli->arena, id, false, &order));
	return print_order(cli, &order, NULL);
}

enum err cmd_received(struct cli *cli)
{
	int64_t id;
	struct order order;
	try(operand_id(cli, 0, &id));
	try(order_receive(&cli->session, &cli->arena, id, &order));
	return print_order(cli, &order, NULL);
}

enum err cmd_receipt(struct cli *cli)
{
	int64_t id;
	struct order order;
	if (cli_has(cli, OPT_MD) && cli_has(cli, OPT_JSON))
		return fail(ERR_USAGE, "--md and --json exclude each other: choose one");
	try(operand_id(cli, 0, &id));
	try(order_load(&cli->session, &cli->arena, id, &order));
	receipt_write(&cli->out, &cli->session, &order, cli_has(cli, OPT_MD) ? RECEIPT_MARKDOWN : cli_has(cli, OPT_JSON) ? RECEIPT_JSON : RECEIPT_TEXT);
	return OK;
}
