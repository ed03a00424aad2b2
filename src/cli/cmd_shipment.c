/* souk shipments, souk shipments ship: what a seller has to send. */
#include "cli/cli.h"
#include "base/clock.h"
#include "shop/shipment.h"

static void encode_line(struct json *json, const struct shipment_line *line)
{
	json_object(json);
	json_pair_integer(json, "id", line->id);
	json_pair_integer(json, "productId", line->product);
	json_pair_string(json, "title", line->title);
	json_pair_integer(json, "quantity", line->quantity);
	json_pair_integer(json, "priceCents", line->price.minor);
	json_pair_string(json, "shippedAt", line->shipped_at);
	json_end_object(json);
}

static void encode_shipment(struct json *json, const struct shipment *s)
{
	json_object(json);
	json_pair_integer(json, "id", s->order);
	json_pair_string(json, "status", order_status_name(s->status));
	json_pair_string(json, "createdAt", s->created);
	json_pair_string(json, "buyer", *s->buyer ? s->buyer : NULL);
	json_key(json, "orderItems");
	json_array(json);
	for (size_t i = 0; i < s->count; i++)
		encode_line(json, &s->lines[i]);
	json_end_array(json);
	json_end_object(json);
}

static void print_shipments(struct cli *cli, const struct shipments *list)
{
	if (!list->count)
		print_line(cli, SHOWN("nothing to send"));
	for (size_t i = 0; i < list->count; i++) {
		const struct shipment *s = &list->items[i];
		print_format(cli, "order %lld, %s, for %s", (long long)s->order, clock_day(&cli->arena, s->placed_at),
			*s->buyer ? s->buyer : "somebody who left");
		for (size_t k = 0; k < s->count; k++)
			print_format(cli, "  %4lld  %s%s", (long long)s->lines[k].quantity, s->lines[k].title,
				s->lines[k].shipped_at ? ", sent" : "");
	}
	if (list->next)
		print_format(cli, "more: --after %s", list->next);
}

enum err cmd_shipments(struct cli *cli)
{
	struct shipments list;
	int64_t limit;
	try(option_integer(cli, OPT_LIMIT, 1, 1000, 50, &limit));
	try(shipment_list(&cli->session, &cli->arena, cli_has(cli, OPT_SENT), cli->values[OPT_AFTER], false, limit, &list));
	if (!cli_has(cli, OPT_JSON)) {
		print_shipments(cli, &list);
		return OK;
	}
	json_object(&cli->json);
	json_key(&cli->json, "shipments");
	json_array(&cli->json);
	for (size_t i = 0; i < list.count; i++)
		encode_shipment(&cli->json, &list.items[i]);
	json_end_array(&cli->json);
	json_pair_string(&cli->json, "next", list.next);
	json_end_object(&cli->json);
	return OK;
}

enum err cmd_shipments_ship(struct cli *cli)
{
	int64_t ids[CLI_IDS_MAX];
	for (int i = 0; i < cli->count; i++)
		try(operand_id(cli, i, &ids[i]));
	try(shipment_ship(&cli->session, &cli->arena, ids, (size_t)cli->count));
	if (!cli_has(cli, OPT_JSON)) {
		for (int i = 0; i < cli->count; i++)
			print_format(cli, "sent yours in order %lld", (long long)ids[i]);
		return OK;
	}
	json_object(&cli->json);
	json_key(&cli->json, "shipped");
	json_array(&cli->json);
	for (int i = 0; i < cli->count; i++)
		json_integer(&cli->json, ids[i]);
	json_end_array(&cli->json);
	json_end_object(&cli->json);
	return OK;
}
