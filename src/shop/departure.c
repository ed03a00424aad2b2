/* How what goes and what stays is called, by people rather than by tables. */
#include "shop/account.h"

#include <string.h>

static const struct { const char *what, *one, *many; } names[] = {
	{ "products", "product", "products" },
	{ "carts", "cart", "carts" },
	{ "cartItems", "line in a cart", "lines in carts" },
	{ "lines in carts", "line in a cart", "lines in carts" },
	{ "pieces in the sales figures", "piece in the sales figures", "pieces in the sales figures" },
	{ "orders, cancelled first", "order not yet sent", "orders not yet sent" },
	{ "orders", "order", "orders" },
	{ "orderItems", "line of a receipt", "lines of receipts" },
	{ "lines of receipts", "line of a receipt", "lines of receipts" },
};

const char *departure_name(const struct departure *departure)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(names[i].what, departure->what))
			return departure->count == 1 ? names[i].one : names[i].many;
	return departure->what;
}
