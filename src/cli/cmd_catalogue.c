/* souk ls, souk product ls, souk show product. */
#include "cli/cli.h"
#include "shop/encode.h"
#include "shop/wares.h"

#include <string.h>

static enum err read_filter(struct cli *cli, struct catalogue_filter *filter)
{
	*filter = (struct catalogue_filter){
		.search = cli->values[OPT_SEARCH], .category = cli->values[OPT_CATEGORY],
		.seller = cli->values[OPT_SELLER], .in_stock = cli_has(cli, OPT_IN_STOCK), .sorted = cli_has(cli, OPT_SORT),
	};
	if (filter->sorted)
		return catalogue_sort_find(cli->values[OPT_SORT], &filter->sort);
	return OK;
}

static struct shown stock_words(struct cli *cli, const struct product *p)
{
	switch (product_stock_state(p)) {
	case STOCK_MANY: return show_format(&cli->arena, "%lld", (long long)p->stock);
	case STOCK_LOW: return show_format(&cli->arena, "low %lld", (long long)p->stock);
	case STOCK_SOLD_OUT: return SHOWN("SOLD");
	case STOCK_UNLIMITED: return shown_mark("∞", "no limit");
	case STOCK_RETIRED: return SHOWN("retired");
	}
	bug("a stock state without words");
}

/* @sold: with the pieces sold, which sellers look for. */
static void list_products(struct cli *cli, const struct products *products, bool sold)
{
	static const struct print_column columns[] = { { "id", true }, { "name", false }, { "kind", false }, { "price", true },
		{ "stock", true }, { "sold", true } };
	size_t width = sizeof columns / sizeof *columns - !sold;
	struct shown *cells = arena_array(&cli->arena, struct shown, products->count * width);
	for (size_t i = 0; i < products->count; i++) {
		const struct product *p = &products->items[i];
		struct shown *row = cells + i * width;
		row[0] = show_format(&cli->arena, "%lld", (long long)p->id);
		row[1] = shown_cut(&cli->arena, show(&cli->arena, p->title), 48);
		row[2] = show(&cli->arena, p->category);
		row[3] = print_money(cli, p->price);
		row[4] = stock_words(cli, p);
		if (sold)
			row[5] = show_format(&cli->arena, "%lld", (long long)p->sold);
	}
	print_table(cli, columns, width, cells, products->count);
}

static void encode_page(struct json *json, const struct catalogue_page *page)
{
	json_object(json);
	json_key(json, "products");
	json_array(json);
	for (size_t i = 0; i < page->products.count; i++)
		encode_product(json, &page->products.items[i]);
	json_end_array(json);
	json_pair_string(json, "next", page->next);
	json_end_object(json);
}

static enum err tell_page(struct cli *cli, const struct catalogue_page *page, bool sold)
{
	if (cli_has(cli, OPT_JSON)) {
		encode_page(&cli->json, page);
		return OK;
	}
	if (!page->products.count) {
		print_line(cli, SHOWN("no product fits"));
		return OK;
	}
	list_products(cli, &page->products, sold);
	if (page->next)
		print_format(cli, "more: --after %s", page->next);
	return OK;
}

enum err cmd_ls(struct cli *cli)
{
	struct catalogue_filter filter;
	struct catalogue_page page;
	int64_t limit;
	try(read_filter(cli, &filter));
	try(option_integer(cli, OPT_LIMIT, 1, 1000, 50, &limit));
	try(catalogue_page(cli->shop, &cli->arena, &filter, cli->values[OPT_AFTER], false, limit, &page));
	return tell_page(cli, &page, false);
}

enum err cmd_product_ls(struct cli *cli)
{
	struct wares_filter filter = { .search = cli->values[OPT_SEARCH], .category = cli->values[OPT_CATEGORY],
		.low = cli_has(cli, OPT_LOW), .retired = cli_has(cli, OPT_RETIRED) };
	struct catalogue_page page;
	int64_t limit;
	if (cli_has(cli, OPT_SORT))
		try(wares_sort_find(cli->values[OPT_SORT], &filter.sort));
	try(option_integer(cli, OPT_LIMIT, 1, 1000, 50, &limit));
	try(wares_page(&cli->session, &cli->arena, &filter, cli->values[OPT_AFTER], false, limit, &page));
	return tell_page(cli, &page, true);
}

enum err cmd_show_product(struct cli *cli)
{
	int64_t id;
	struct product product;
	try(operand_id(cli, 0, &id));
	try(catalogue_product(cli->shop, &cli->arena, id, &product));
	if (cli_has(cli, OPT_JSON)) {
		encode_product(&cli->json, &product);
		return OK;
	}
	print_line(cli, show(&cli->arena, product.title));
	print_line(cli, shown_join(&cli->arena, print_money(cli, product.price),
		shown_join(&cli->arena, SHOWN("   stock "), stock_words(cli, &product))));
	if (*product.description) {
		struct shown *lines;
		size_t count = show_wrapped(&cli->arena, product.description, 76, &lines);
		print_line(cli, SHOWN(""));
		for (size_t i = 0; i < count; i++)
			print_line(cli, lines[i]);
		print_line(cli, SHOWN(""));
	}
	print_format(cli, "product %lld, %s, by %s, %lld sold", (long long)product.id, product.category, product.seller_name, (long long)product.sold);
	return OK;
}
