/* The Orders screen's state, shared by its two files: acts (orders.c) and drawing (orders_draw.c). */
#ifndef SCREENS_ORDERS_H
#define SCREENS_ORDERS_H

#include "screens/screens.h"

enum { ORDERS_BRIEF_ROWS = 8 };          /* of the order under the list, where there is one pane */

struct orders_state {
	struct app *app;
	struct list list;
	struct arena arena;
	struct order order;
	bool has_order, detail_focus;
	int rows, cols, skip;
};

/* One pane, the order under the list. */
bool orders_narrow(int cols);
/* Cells of the list's pane. */
int orders_list_cols(int cols);

/* orders_draw.c */
void orders_draw(const void *state, struct canvas *body, struct arena *scratch);

#endif
