/* Sell's choosers: what is shown (kind, low, retired as well) and in which order. */
#include "screens/sell.h"
#include "ui/dialog.h"

#include <stdio.h>

/* The words of each order; ▲ up, ▼ down. */
static const struct { const char *words, *short_words; bool down; } sorts[WARES_SORT_COUNT] = {
	[WARES_NAME] = { "name", "name", false },
	[WARES_PRICE] = { "price, lowest first", "price", false },
	[WARES_PRICE_DOWN] = { "price, highest first", "price", true },
	[WARES_STOCK] = { "stock, what runs out first", "stock", false },
	[WARES_SOLD] = { "best-selling first", "sold", true },
	[WARES_NEWEST] = { "newest first", "newest", true },
};

struct shown sell_sort_words(const struct sell_state *s, struct arena *scratch)
{
	struct shown mark = sorts[s->filter.sort].down ? shown_mark("▼", "v") : shown_mark("▲", "^");
	return show_format(scratch, "sort %s %s", sorts[s->filter.sort].short_words, mark.bytes);
}

struct shown sell_filter_words(const struct sell_state *s, struct arena *scratch)
{
	return show_format(scratch, "%s%s%s", s->filter.category ? s->filter.category : "any kind", s->filter.low ? ", low" : "",
		s->filter.retired ? ", with retired" : "");
}

static struct next sort_chosen(void *state, void *data, const void *answer)
{
	struct sell_state *s = state;
	struct app *app = data;
	s->filter.sort = (enum wares_sort)((const struct dialog_answer *)answer)->choice;
	enum err err = sell_restart(s);
	return err ? ui_refuse(app->ui, err) : app_say(app, "sorted by %s", sorts[s->filter.sort].words);
}

struct next sell_choose_sort(void *state, void *data)
{
	struct sell_state *s = state;
	struct app *app = data;
	struct chooser_item *items = arena_array(&app->arena, struct chooser_item, WARES_SORT_COUNT);
	for (int i = 0; i < WARES_SORT_COUNT; i++)
		items[i].words = show(&app->arena, sorts[i].words);
	return app_choose(app, &(struct chooser){ .title = SHOWN("Sort by"), .items = items, .count = WARES_SORT_COUNT,
		.chosen = s->filter.sort, .done = sort_chosen, .enter = "sort" });
}

/* The choices of f: everything, low or not, each kind. */
enum { CHOOSE_ALL, CHOOSE_LOW, CHOOSE_KINDS };

/* The kinds are read again to know what the number means: the list is short, and nothing is kept meanwhile. */
static enum err apply(struct sell_state *s, size_t choice)
{
	struct facets kinds;
	if (choice == CHOOSE_ALL) {
		s->filter.category = NULL;
		s->filter.low = false;
		return sell_restart(s);
	}
	if (choice == CHOOSE_LOW) {
		s->filter.low = !s->filter.low;
		return sell_restart(s);
	}
	try(wares_categories(&s->app->session, &s->app->arena, &kinds));
	if (choice - CHOOSE_KINDS < kinds.count) {
		snprintf(s->category, sizeof s->category, "%s", kinds.items[choice - CHOOSE_KINDS].value);
		s->filter.category = s->category;
	}
	return sell_restart(s);
}

static struct next filter_chosen(void *state, void *data, const void *answer)
{
	struct sell_state *s = state;
	struct app *app = data;
	enum err err = apply(s, (size_t)((const struct dialog_answer *)answer)->choice);
	return err ? ui_refuse(app->ui, err) : app_say(app, "shown: %s", sell_filter_words(s, &app->arena).bytes);
}

struct next sell_choose_filter(void *state, void *data)
{
	struct sell_state *s = state;
	struct app *app = data;
	struct facets kinds;
	enum err err = wares_categories(&app->session, &app->arena, &kinds);
	if (err)
		return ui_refuse(app->ui, err);
	struct chooser_item *items = arena_array(&app->arena, struct chooser_item, CHOOSE_KINDS + kinds.count);
	items[CHOOSE_ALL].words = SHOWN("everything");
	items[CHOOSE_LOW].words = s->filter.low ? SHOWN("also what there is enough of") : SHOWN("only what is low or sold out");
	for (size_t i = 0; i < kinds.count; i++)
		items[CHOOSE_KINDS + i] = (struct chooser_item){ .words = show_format(&app->arena, "kind %s", kinds.items[i].name),
			.note = show_format(&app->arena, "%lld", (long long)kinds.items[i].count) };
	return app_choose(app, &(struct chooser){ .title = SHOWN("Show"), .items = items, .count = CHOOSE_KINDS + kinds.count,
		.done = filter_chosen, .enter = "show" });
}
