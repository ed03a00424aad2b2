/* JSON of the shop's things: the attributes under their own names, then what the shop adds. */
#include "shop/encode.h"

static void pair_limit(struct json *json, const char *name, bool unlimited, int64_t value)
{
	json_key(json, name);
	if (unlimited)
		json_null(json);
	else
		json_integer(json, value);
}

/* The attributes of a product, without the braces. */
static void product_pairs(struct json *json, const struct product *p)
{
	json_pair_integer(json, "id", p->id);
	json_pair_string(json, "title", p->title);
	json_pair_string(json, "description", p->description);
	json_pair_string(json, "category", p->category);
	json_pair_integer(json, "priceCents", p->price.minor);
	pair_limit(json, "stock", p->unlimited, p->stock);
	json_pair_string(json, "imageUrl", p->image);
	json_pair_string(json, "retiredAt", p->retired_at);
	json_pair_string(json, "createdAt", p->created);
	json_pair_string(json, "updatedAt", p->updated);
	pair_limit(json, "userId", !p->seller, p->seller);
}

void encode_product(struct json *json, const struct product *p)
{
	json_object(json);
	product_pairs(json, p);
	json_pair_integer(json, "sold", p->sold);
	json_key(json, "user");
	if (!p->seller) {
		json_null(json);
	} else {
		json_object(json);
		json_pair_string(json, "name", p->seller_name);
		json_pair_string(json, "email", p->seller_email);
		json_end_object(json);
	}
	json_end_object(json);
}

void encode_person(struct json *json, const struct person *p)
{
	json_object(json);
	json_pair_integer(json, "id", p->id);
	json_pair_string(json, "name", p->name);
	json_pair_string(json, "email", p->email);
	json_pair_bool(json, "hasPassword", p->has_password);
	json_pair_integer(json, "products", p->products);
	json_pair_integer(json, "carts", p->carts);
	json_pair_integer(json, "orders", p->orders);
	json_pair_string(json, "createdAt", p->created);
	json_end_object(json);
}

static void encode_cart_line(struct json *json, const struct cart_line *line)
{
	json_object(json);
	json_pair_integer(json, "productId", line->product.id);
	json_pair_string(json, "title", line->product.title);
	json_pair_integer(json, "priceCents", line->product.price.minor);
	pair_limit(json, "stock", line->product.unlimited, line->product.stock);
	json_pair_integer(json, "quantity", line->quantity);
	json_pair_integer(json, "lineCents", line->line.minor);
	json_pair_bool(json, "counted", line->counted);
	json_end_object(json);
}

void encode_cart_changed(struct json *json, const struct cart *cart, const struct cart_change *change)
{
	json_object(json);
	pair_limit(json, "id", !cart->id, cart->id);
	json_key(json, "cartItems");
	json_array(json);
	for (size_t i = 0; i < cart->count; i++)
		encode_cart_line(json, &cart->lines[i]);
	json_end_array(json);
	json_pair_integer(json, "quantity", cart->things);
	json_pair_integer(json, "totalCents", cart->total.minor);
	if (change)
		json_pair_bool(json, "capped", change->capped);
	json_end_object(json);
}

static void encode_order_line(struct json *json, const struct order_line *line)
{
	json_object(json);
	json_pair_integer(json, "id", line->id);
	pair_limit(json, "productId", !line->exists, line->product);
	json_pair_string(json, "title", line->title);
	json_pair_integer(json, "quantity", line->quantity);
	json_pair_integer(json, "priceCents", line->price.minor);
	json_pair_integer(json, "lineCents", line->line.minor);
	pair_limit(json, "priceCentsNow", !line->exists, line->now.price.minor);
	json_pair_string(json, "seller", line->exists ? line->seller : NULL);
	json_pair_string(json, "shippedAt", line->shipped_at);
	json_end_object(json);
}

void encode_order_placed(struct json *json, const struct order *order, const bool *repeated)
{
	json_object(json);
	json_pair_integer(json, "id", order->id);
	json_pair_string(json, "status", order_status_name(order->status));
	json_pair_integer(json, "totalCents", order->total.minor);
	json_pair_string(json, "createdAt", order->created);
	json_pair_string(json, "updatedAt", order->updated);
	if (order->lines) {
		json_key(json, "orderItems");
		json_array(json);
		for (size_t i = 0; i < order->count; i++)
			encode_order_line(json, &order->lines[i]);
		json_end_array(json);
	}
	if (repeated)
		json_pair_bool(json, "repeated", *repeated);
	json_end_object(json);
}

void encode_order(struct json *json, const struct order *order)
{
	encode_order_placed(json, order, NULL);
}
