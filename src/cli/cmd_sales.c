/* souk sales: what a seller has sold, as bars or as one document. */
#include "cli/cli.h"
#include "base/clock.h"
#include "shop/sales.h"

enum { BAR_CELLS = 40 };

/* @share of @most in eighths of a cell; whole cells where there are no such blocks. */
static const char *bar(struct cli *cli, int64_t share, int64_t most)
{
	static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	int64_t parts = most ? (int64_t)((double)share / (double)most * BAR_CELLS * 8 + 0.5) : 0;
	const char *out = "";
	for (int64_t i = 0; i < parts / 8; i++)
		out = arena_format(&cli->arena, "%s%s", out, text_is_utf8() ? "█" : "#");
	if (text_is_utf8())
		return arena_format(&cli->arena, "%s%s", out, eighths[parts % 8]);
	return *out || !share ? out : "#";
}

static void print_figures(struct cli *cli, const char *when, const struct sales_figures *f)
{
	print_format(cli, "%-15s %10s   %lld orders, %lld pieces", when, print_money(cli, f->revenue).bytes,
		(long long)f->orders, (long long)f->pieces);
}

static const char *label(struct cli *cli, int64_t from, enum sales_span span)
{
	const char *year = clock_part(&cli->arena, from, CLOCK_YEAR), *month = clock_part(&cli->arena, from, CLOCK_MONTH);
	switch (span) {
	case SALES_LAST_DAYS: return arena_format(&cli->arena, "%2s %s", clock_part(&cli->arena, from, CLOCK_DAY), month);
	case SALES_LAST_MONTHS: return arena_format(&cli->arena, "%s %s", month, year);
	default: return year;
	}
}

static void print_bars(struct cli *cli, const struct sales *s, enum sales_span span)
{
	size_t count;
	const struct sales_figures *buckets = sales_bars(s, span, &count);
	int64_t most = 0;
	for (size_t i = 0; i < count; i++)
		if (money_compare(buckets[i].revenue, money_of(most)) > 0)
			most = buckets[i].revenue.minor;
	print_line(cli, SHOWN(""));
	for (size_t i = 0; i < count; i++)
		print_format(cli, "%-10s %10s%s%s", label(cli, buckets[i].from, span), print_money(cli, buckets[i].revenue).bytes,
			buckets[i].revenue.minor ? "  " : "", bar(cli, buckets[i].revenue.minor, most));
}

static void print_products(struct cli *cli, const char *heading, const struct sales_products *list, bool sold)
{
	const struct sales_product *items = list->items;
	if (!list->count)
		return;
	print_line(cli, SHOWN(""));
	print_format(cli, "%s", heading);
	for (size_t i = 0; i < list->count; i++) {
		if (sold)
			print_format(cli, "  %10s  %s", print_money(cli, items[i].revenue).bytes, items[i].title);
		else
			print_format(cli, "  %10s  %s", items[i].stock < 0 ? "no limit" : arena_format(&cli->arena, "%lld left",
				(long long)items[i].stock), items[i].title);
	}
}

static void print_sales(struct cli *cli, const struct sales *s)
{
	print_figures(cli, "last 14 days", &s->spans[SALES_LAST_DAYS]);
	print_figures(cli, "last 12 months", &s->spans[SALES_LAST_MONTHS]);
	print_figures(cli, "all time", &s->spans[SALES_ALL_TIME]);
	for (enum sales_span span = 0; span < SALES_SPANS; span++)
		print_bars(cli, s, span);
	print_products(cli, "sold best", &s->top[SALES_ALL_TIME], true);
	print_products(cli, "running out", &s->low, false);
	print_products(cli, "never sold", &s->unsold, false);
	if (s->waiting) {
		print_line(cli, SHOWN(""));
		print_format(cli, "%lld %s for you to send: souk shipments", (long long)s->waiting, s->waiting == 1 ? "order waits" : "orders wait");
	}
}

static void encode_figures(struct json *json, const struct sales_figures *f, bool dated)
{
	char stamp[CLOCK_STAMP_SIZE];
	json_object(json);
	if (dated) {
		clock_stamp(f->from, stamp);
		json_pair_string(json, "from", stamp);
	}
	json_pair_integer(json, "revenueCents", f->revenue.minor);
	json_pair_integer(json, "orders", f->orders);
	json_pair_integer(json, "pieces", f->pieces);
	json_end_object(json);
}

static void encode_buckets(struct json *json, const char *name, const struct sales *s, enum sales_span span)
{
	size_t count;
	const struct sales_figures *buckets = sales_bars(s, span, &count);
	json_key(json, name);
	json_array(json);
	for (size_t i = 0; i < count; i++)
		encode_figures(json, &buckets[i], true);
	json_end_array(json);
}

static void encode_products(struct json *json, const char *name, const struct sales_products *list)
{
	const struct sales_product *items = list->items;
	json_key(json, name);
	json_array(json);
	for (size_t i = 0; i < list->count; i++) {
		json_object(json);
		json_pair_integer(json, "id", items[i].id);
		json_pair_string(json, "title", items[i].title);
		json_pair_integer(json, "revenueCents", items[i].revenue.minor);
		json_pair_integer(json, "pieces", items[i].pieces);
		json_key(json, "stock");
		json_value(json, items[i].stock < 0 ? value_null() : value_integer(items[i].stock));
		json_end_object(json);
	}
	json_end_array(json);
}

static void encode_sales(struct json *json, const struct sales *s)
{
	json_object(json);
	json_key(json, "last14Days");
	encode_figures(json, &s->spans[SALES_LAST_DAYS], true);
	json_key(json, "last12Months");
	encode_figures(json, &s->spans[SALES_LAST_MONTHS], true);
	json_key(json, "all");
	encode_figures(json, &s->spans[SALES_ALL_TIME], false);
	encode_buckets(json, "days", s, SALES_LAST_DAYS);
	encode_buckets(json, "months", s, SALES_LAST_MONTHS);
	encode_buckets(json, "years", s, SALES_ALL_TIME);
	encode_products(json, "top", &s->top[SALES_ALL_TIME]);
	encode_products(json, "low", &s->low);
	encode_products(json, "neverSold", &s->unsold);
	json_pair_integer(json, "ordersToSend", s->waiting);
	json_end_object(json);
}

enum err cmd_sales(struct cli *cli)
{
	struct sales sales;
	try(sales_read(&cli->session, &cli->arena, &sales));
	if (cli_has(cli, OPT_JSON))
		encode_sales(&cli->json, &sales);
	else
		print_sales(cli, &sales);
	return OK;
}
