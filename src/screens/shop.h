/* The Shop screen's state, shared by its three files: acts (shop.c), choosers (shop_choose.c), drawing (shop_draw.c). */
#ifndef SCREENS_SHOP_H
#define SCREENS_SHOP_H

#include "screens/screens.h"
#include "ui/field.h"

enum { SHOP_COUNT_LIMIT = 1000, SHOP_BRIEF_ROWS = 6 };

struct shop_state {
	struct app *app;
	struct list list;
	struct field search;
	bool searching, detail_focus;
	char before[1024];                    /* the search that Esc brings back */
	struct catalogue_filter filter;
	char category[256], seller[256];
	int64_t count;
	bool more;
	struct arena arena;                   /* the detail and the cart pane */
	struct product product;
	struct surroundings around;
	struct cart cart;
	bool has_product;
	int rows, cols, skip;
};

/* Cells that each pane has; the cart's is 0 where there is no room for it. */
struct shop_panes { int list, detail, cart; };
struct shop_panes shop_panes(int cols);

/* Read the list again from the top, with counts and what stands beside it. */
enum err shop_restart(struct shop_state *);

/* shop_choose.c: the acts of f and s. */
struct next shop_choose_filter(void *state, void *app);
struct next shop_choose_sort(void *state, void *app);
/* "any kind, in stock"; "name ▲". */
struct shown shop_filter_words(const struct shop_state *, struct arena *);
struct shown shop_sort_words(const struct shop_state *, struct arena *);

/* shop_draw.c */
void shop_draw(const void *state, struct canvas *body, struct arena *scratch);

#endif
