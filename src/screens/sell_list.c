/* The seller's list and what stands around it: columns and pages, counts, sales, and the marks of what is no longer there. */
#include "screens/sell.h"
#include "base/clock.h"
#include "model/store.h"
#include "shop/product.h"

static const struct list_column columns[] = {
	{ "name", 20, 1, 0, LIST_LEFT },
	{ "kind", 11, 0, 1, LIST_LEFT },
	{ "price", 8, 0, 0, LIST_DECIMAL },
	{ "stock", 7, 0, 0, LIST_RIGHT },
	{ "sold", 5, 0, 0, LIST_RIGHT },
	{ 0 }
};

static int64_t row_id(const void *row)
{
	return ((const struct product *)row)->id;
}

static struct list_cell row_cell(const void *data, const void *row, size_t column, struct arena *scratch)
{
	const struct sell_state *s = data;
	const struct product *p = row;
	enum voice voice = p->retired ? VOICE_DIM : VOICE_PLAIN;
	switch (column) {
	case 0: return (struct list_cell){ show(scratch, p->title), voice };
	case 1: return (struct list_cell){ show(scratch, p->category), VOICE_DIM };
	case 2: return (struct list_cell){ app_money(s->app, scratch, p->price), voice };
	case 3: return draw_stock(p, scratch);
	default: return (struct list_cell){ show_format(scratch, "%lld", (long long)p->sold), p->sold ? voice : VOICE_DIM };
	}
}

static enum err load_page(void *data, struct arena *arena, const char *cursor, bool before, size_t limit, struct list_page *out)
{
	struct sell_state *s = data;
	struct catalogue_page page;
	*out = (struct list_page){ 0 };
	if (app_is_guest(s->app))
		return OK;
	try(wares_page(&s->app->session, arena, &s->filter, cursor, before, (int64_t)limit, &page));
	const void **rows = arena_array(arena, const void *, page.products.count);
	for (size_t i = 0; i < page.products.count; i++)
		rows[i] = &page.products.items[i];
	*out = (struct list_page){ rows, page.products.count, page.previous, page.next };
	return OK;
}

static enum err row_cursor(void *data, struct arena *arena, const void *row, const char **out)
{
	struct sell_state *s = data;
	return wares_cursor(&s->app->session, arena, &s->filter, row_id(row), out);
}

static bool row_marked(const void *data, const void *row)
{
	return marks_has(&((const struct sell_state *)data)->marks, row_id(row));
}

const struct list_ops sell_list_ops = { columns, row_id, row_cell, load_page, row_cursor, row_marked };

/* --- reading --- */

static enum err read_counts(struct sell_state *s)
{
	if (app_is_guest(s->app))
		return OK;
	app_call(s->app, "%s.getProducts({limit:%d})", app_who(s->app), LIST_CALL_LIMIT);
	try(wares_count(&s->app->session, &s->filter, SELL_COUNT_LIMIT, &s->count, &s->more));
	list_set_total(&s->list, s->more ? -1 : s->count);
	try(wares_count_retired(&s->app->session, SELL_COUNT_LIMIT, &s->retired, &s->more_retired));
	app_call(s->app, "%s.countProducts()", app_who(s->app));
	return OK;
}

/* Nobody has written since, and it is the same day: then all of it still holds. */
static enum err sales_hold(const struct sell_state *s, struct sell_moment *now, bool *out)
{
	now->day = clock_midnight(clock_now(), 0);
	try(store_version(shop_store(s->app->shop), &now->version));
	*out = s->read.day && s->read.day == now->day && s->read.version == now->version;
	return OK;
}

enum err sell_read_sales(struct sell_state *s)
{
	struct sell_moment now;
	bool hold;
	if (app_is_guest(s->app))
		return OK;
	try(sales_hold(s, &now, &hold));
	if (hold)
		return OK;
	arena_reset(&s->arena);
	s->sales = (struct sales){ .waiting = 0 };
	s->read = (struct sell_moment){ .day = 0 };
	try(sales_read(&s->app->session, &s->arena, &s->sales));
	s->read = now;
	app_call(s->app, "%s.getProducts({include:'orders'})", app_who(s->app));
	return OK;
}

enum err sell_restart(struct sell_state *s)
{
	s->filter.search = field_text(&s->search);
	try(list_restart(&s->list));
	return read_counts(s);
}

enum err sell_reload(struct sell_state *s)
{
	try(list_reload(&s->list));
	try(read_counts(s));
	return sell_read_sales(s);
}

enum err sell_reload_stock(struct sell_state *s)
{
	try(list_reload(&s->list));
	try(read_counts(s));
	arena_reset(&s->low);
	s->sales.low = (struct sales_products){ NULL, 0 };
	try(sales_read_low(&s->app->session, &s->low, &s->sales));
	app_call(s->app, "%s.getProducts({where:{stock:{lte:3}}})", app_who(s->app));
	return OK;
}

/* A mark of what was destroyed, or belongs to somebody else by now, would stand in the way of every act. */
enum err sell_prune_marks(struct sell_state *s)
{
	struct products found;
	if (!s->marks.keys.count)
		return OK;
	try(products_plain(s->app->shop, &s->app->arena, s->marks.keys.items, s->marks.keys.count, &found));
	for (size_t i = s->marks.keys.count; i--;) {
		const struct product *product = products_get(&found, s->marks.keys.items[i]);
		if (!product || product->seller != s->app->session.user)
			marks_toggle(&s->marks, s->marks.keys.items[i]);
	}
	return OK;
}
