/* The state of the screen of orders with the seller's products, shared by its two files: acts (shipments.c) and drawing
 * (shipments_draw.c). */
#ifndef SCREENS_SHIPMENTS_H
#define SCREENS_SHIPMENTS_H

#include "screens/screens.h"
#include "shop/shipment.h"
#include "ui/marks.h"

enum { SHIPMENTS_BRIEF_ROWS = 8 };       /* of the order under the list, where there is one pane */

struct shipments_state {
	struct app *app;
	struct list list;
	bool sent;                       /* what was sent, instead of what waits */
	bool detail_focus;
	struct marks marks;              /* orders to send at once; none: the selected one */
	int64_t orders, pieces;          /* that wait */
	int rows, cols, skip;
};

/* Cells of the list's pane; all of them: there is one pane, the order under the list. */
int shipments_list_cols(int cols);
/* The selected order, or NULL. Its lines came with the list. */
const struct shipment *shipments_selected(const struct shipments_state *);

/* shipments_draw.c */
void shipments_draw(const void *state, struct canvas *body, struct arena *scratch);
/* "bob", or what stands for somebody whose account is gone. */
const char *shipments_buyer(const struct shipment *);
/* The lines beyond those that the pane shows. */
int shipments_spare(const struct shipments_state *);

#endif
