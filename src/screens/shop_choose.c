/* The Shop's choosers: what is shown (kind, seller, in stock) and in which order. */
#include "screens/shop.h"
#include "ui/dialog.h"

#include <stdio.h>

/* The words of each order; ▲ up, ▼ down. */
static const struct { const char *words, *short_words; bool down; } sorts[SORT_COUNT] = {
	[SORT_NAME] = { "name", "name", false },
	[SORT_PRICE] = { "price, lowest first", "price", false },
	[SORT_PRICE_DOWN] = { "price, highest first", "price", true },
	[SORT_NEWEST] = { "newest first", "newest", true },
	[SORT_SOLD] = { "best-selling first", "sold", true },
};

struct shown shop_sort_words(const struct shop_state *s, struct arena *scratch)
{
	if (s->filter.search && *s->filter.search && !s->filter.sorted)
		return SHOWN("best match");
	enum catalogue_sort sort = s->filter.sort;
	struct shown mark = sorts[sort].down ? shown_mark("▼", "v") : shown_mark("▲", "^");
	return show_format(scratch, "sort %s %s", sorts[sort].short_words, mark.bytes);
}

struct shown shop_filter_words(const struct shop_state *s, struct arena *scratch)
{
	const char *who = s->filter.seller ? arena_format(scratch, ", by %s", s->filter.seller) : "";
	return show_format(scratch, "%s%s%s", s->filter.category ? s->filter.category : "any kind", who,
		s->filter.in_stock ? ", in stock" : "");
}

static struct next sort_chosen(void *state, void *data, const void *answer)
{
	struct shop_state *s = state;
	struct app *app = data;
	s->filter.sort = (enum catalogue_sort)((const struct dialog_answer *)answer)->choice;
	s->filter.sorted = true;
	enum err err = shop_restart(s);
	return err ? ui_refuse(app->ui, err) : app_say(app, "sorted by %s", sorts[s->filter.sort].words);
}

struct next shop_choose_sort(void *state, void *data)
{
	struct shop_state *s = state;
	struct app *app = data;
	struct chooser_item *items = arena_array(&app->arena, struct chooser_item, SORT_COUNT);
	for (int i = 0; i < SORT_COUNT; i++)
		items[i].words = show(&app->arena, sorts[i].words);
	return app_choose(app, &(struct chooser){ .title = SHOWN("Sort by"), .items = items, .count = SORT_COUNT,
		.chosen = s->filter.sort, .done = sort_chosen, .enter = "sort" });
}

/* The choices of f: everything, in stock or not, each kind, each seller. */
enum { CHOOSE_ALL, CHOOSE_STOCK, CHOOSE_FACETS };

static size_t add_facets(struct app *app, struct chooser_item *items, const struct facets *facets, const char *before)
{
	for (size_t i = 0; i < facets->count; i++)
		items[i] = (struct chooser_item){ .words = show_format(&app->arena, "%s %s", before, facets->items[i].name),
			.note = show_format(&app->arena, "%lld", (long long)facets->items[i].count) };
	return facets->count;
}

static enum err read_facets(struct app *app, struct facets *kinds, struct facets *sellers)
{
	try(catalogue_categories(app->shop, &app->arena, kinds));
	return catalogue_sellers(app->shop, &app->arena, sellers);
}

static void keep(char *room, size_t size, const char **slot, const char *value)
{
	snprintf(room, size, "%s", value);
	*slot = room;
}

/* The items are read again to know what the number means: the lists are short, and nothing is kept meanwhile. */
static enum err apply(struct shop_state *s, size_t choice)
{
	struct facets kinds, sellers;
	try(read_facets(s->app, &kinds, &sellers));
	if (choice == CHOOSE_ALL) {
		s->filter.category = s->filter.seller = NULL;
		s->filter.in_stock = false;
	} else if (choice == CHOOSE_STOCK) {
		s->filter.in_stock = !s->filter.in_stock;
	} else if (choice - CHOOSE_FACETS < kinds.count) {
		keep(s->category, sizeof s->category, &s->filter.category, kinds.items[choice - CHOOSE_FACETS].value);
	} else if (choice - CHOOSE_FACETS - kinds.count < sellers.count) {
		keep(s->seller, sizeof s->seller, &s->filter.seller, sellers.items[choice - CHOOSE_FACETS - kinds.count].value);
	}
	return shop_restart(s);
}

static struct next filter_chosen(void *state, void *data, const void *answer)
{
	struct shop_state *s = state;
	struct app *app = data;
	enum err err = apply(s, (size_t)((const struct dialog_answer *)answer)->choice);
	return err ? ui_refuse(app->ui, err) : app_say(app, "shown: %s", shop_filter_words(s, &app->arena).bytes);
}

struct next shop_choose_filter(void *state, void *data)
{
	struct shop_state *s = state;
	struct app *app = data;
	struct facets kinds, sellers;
	enum err err = read_facets(app, &kinds, &sellers);
	if (err)
		return ui_refuse(app->ui, err);
	struct chooser_item *items = arena_array(&app->arena, struct chooser_item, CHOOSE_FACETS + kinds.count + sellers.count);
	items[CHOOSE_ALL].words = SHOWN("everything");
	items[CHOOSE_STOCK].words = s->filter.in_stock ? SHOWN("also what is sold out") : SHOWN("only what is in stock");
	size_t count = CHOOSE_FACETS;
	count += add_facets(app, items + count, &kinds, "kind");
	count += add_facets(app, items + count, &sellers, "by");
	return app_choose(app, &(struct chooser){ .title = SHOWN("Show"), .items = items, .count = count, .done = filter_chosen, .enter = "show" });
}
