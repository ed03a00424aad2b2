/* Every act reads the product again inside its transaction and asks whose it is; there is no other way to a row of it. */
#include "shop/selling.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/vec.h"
#include "model/mixin.h"
#include "model/store.h"
#include "shop/person.h"
#include "shop/product.h"
#include "shop/selling_row.h"
#include "shop/stocking.h"
#include "shop/tables.h"

#include <string.h>

static const char *const attributes[DRAFT_COUNT] = {
	[DRAFT_TITLE] = "title", [DRAFT_DESCRIPTION] = "description", [DRAFT_CATEGORY] = "category",
	[DRAFT_PRICE] = "priceCents", [DRAFT_STOCK] = "stock", [DRAFT_IMAGE] = "imageUrl", [DRAFT_RETIRED] = "retiredAt",
};

/* --- fields --- */

static bool has_control(const char *text, bool lines)
{
	for (const char *c = text; *c; c++)
		if (((unsigned char)*c < 0x20 && !(lines && (*c == '\n' || *c == '\t'))) || *c == 0x7f)
			return true;
	return false;
}

/* Lines as other systems end them. */
static const char *plain_lines(struct arena *arena, const char *given)
{
	if (!strchr(given, '\r'))
		return given;
	char *plain = arena_string(arena, given), *to = plain;
	for (const char *from = plain; *from; from++)
		if (*from != '\r')
			*to++ = *from;
		else if (from[1] != '\n')
			*to++ = '\n';
	*to = '\0';
	return plain;
}

static enum err read_text(struct arena *arena, const char *given, size_t most, bool lines, struct value *out)
{
	const char *kept;
	if (strlen(given) > most)
		return fail(ERR_INPUT, "too long: at most %zu bytes", most);
	try(text_nfc(arena, lines ? plain_lines(arena, given) : given, &kept));
	if (has_control(kept, lines))
		return fail(ERR_INPUT, "a control character cannot stand here");
	*out = *kept ? value_text(kept) : value_null();
	return OK;
}

static enum err read_title(struct shop *shop, struct arena *arena, const char *given, struct value *out)
{
	(void)shop;
	try(read_text(arena, given, SHOP_TITLE_MAX, false, out));
	return strspn(given, " ") == strlen(given) ? fail(ERR_INPUT, "a product needs a title") : OK;
}

static enum err read_description(struct shop *shop, struct arena *arena, const char *given, struct value *out)
{
	(void)shop;
	return read_text(arena, given, SHOP_DESCRIPTION_MAX, true, out);
}

static enum err read_short(struct shop *shop, struct arena *arena, const char *given, struct value *out)
{
	(void)shop;
	return read_text(arena, given, SHOP_NAME_MAX, false, out);
}

static enum err read_price(struct shop *shop, struct arena *arena, const char *given, struct value *out)
{
	struct money price;
	(void)arena;
	if (strspn(given, " ") == strlen(given))
		return fail(ERR_INPUT, "a product needs a price");
	try(money_parse(shop_currency(shop), given, &price));
	*out = value_integer(price.minor);
	return OK;
}

static enum err read_stock(struct shop *shop, struct arena *arena, const char *given, struct value *out)
{
	int64_t pieces;
	(void)shop;
	(void)arena;
	*out = value_null();
	if (!*given || !strcmp(given, "none"))
		return OK;
	try(text_integer(given, &pieces));
	if (pieces < 0)
		return fail(ERR_INPUT, "there cannot be fewer than 0 pieces");
	*out = value_integer(pieces);
	return OK;
}

static enum err read_retired(struct shop *shop, struct arena *arena, const char *given, struct value *out)
{
	int64_t at;
	(void)shop;
	*out = value_null();
	if (!*given)
		return OK;
	if (!clock_parse(given, &at))
		return fail(ERR_INPUT, "'%s' is no time: write it like 2026-11-22 14:01:07", given);
	char *stamp = arena_alloc(arena, CLOCK_STAMP_SIZE);
	clock_stamp(at, stamp);
	*out = value_text(stamp);
	return OK;
}

typedef enum err field_reader(struct shop *, struct arena *, const char *given, struct value *out);
static field_reader *const readers[DRAFT_COUNT] = {
	[DRAFT_TITLE] = read_title, [DRAFT_DESCRIPTION] = read_description, [DRAFT_CATEGORY] = read_short,
	[DRAFT_PRICE] = read_price, [DRAFT_STOCK] = read_stock, [DRAFT_IMAGE] = read_short, [DRAFT_RETIRED] = read_retired,
};

enum err selling_read(struct shop *shop, struct arena *arena, const struct product_draft *draft, bool adding,
	struct pair pairs[DRAFT_COUNT + 1], struct draft_faults *faults)
{
	enum err first = OK;
	const char *told = NULL;
	size_t count = 0;
	*faults = (struct draft_faults){ { 0 } };
	for (enum draft_field f = 0; f < DRAFT_COUNT; f++) {
		const char *given = draft->fields[f];
		if (!given && adding && (f == DRAFT_TITLE || f == DRAFT_PRICE))
			given = "";
		if (!given)
			continue;
		struct value value;
		enum err err = readers[f](shop, arena, given, &value);
		if (!err) {
			pairs[count++] = (struct pair){ attributes[f], value };
			continue;
		}
		faults->of[f] = arena_string(arena, err_sentence(err));
		first = first ? first : err;
		told = told ? told : arena_format(arena, "%s: %s", f == DRAFT_PRICE ? "price" : attributes[f], faults->of[f]);
	}
	pairs[count] = pair_end;
	return first ? fail(first, "%s", told) : OK;
}

enum err selling_check(struct shop *shop, struct arena *arena, const struct product_draft *draft, bool adding,
	struct draft_faults *out)
{
	struct pair pairs[DRAFT_COUNT + 1];
	return selling_read(shop, arena, draft, adding, pairs, out);
}

/* --- one product of one's own --- */

struct change { int64_t product; const struct product_draft *draft; const char *seen; };
typedef enum err act(struct session *, struct arena *, struct row *, const struct change *);

static enum err act_on(struct session *session, struct arena *arena, const struct change *change, act *what)
{
	struct row *row;
	try(product_own(session, arena, change->product, &row));
	return what(session, arena, row, change);
}

static enum err in_transaction(struct session *session, struct arena *arena, const struct change *change, act *what,
	struct product *out)
{
	struct store *store = shop_store(session->shop);
	try(store_begin(store));
	enum err err = store_end(store, act_on(session, arena, change, what));
	if (!err || err == ERR_STATUS) {
		const char *told = err ? arena_string(arena, err_sentence(err)) : NULL;
		try(catalogue_product(session->shop, arena, change->product, out));
		return err ? fail(err, "%s", told) : OK;
	}
	return err;
}

/* Other programs may write the same time in another form. */
static bool is_same_time(const char *a, const char *b)
{
	int64_t first, second;
	return clock_parse(a, &first) && clock_parse(b, &second) ? first == second : !strcmp(a, b);
}

/* A change is told by its time, so that no two have the same one, however fast they follow each other. */
static void add_later_time(struct arena *arena, const struct row *row, struct pair *pairs)
{
	int64_t before;
	if (!clock_parse(row_text(row, "updatedAt"), &before) || clock_now() > before)
		return;
	char *stamp = arena_alloc(arena, CLOCK_STAMP_SIZE);
	clock_stamp(before + 1, stamp);
	while (pairs->attribute)
		pairs++;
	pairs[0] = (struct pair){ "updatedAt", value_text(stamp) };
	pairs[1] = pair_end;
}

static enum err edit(struct session *session, struct arena *arena, struct row *row, const struct change *change)
{
	struct pair pairs[DRAFT_COUNT + 2];
	struct draft_faults faults;
	const char *updated = row_text(row, "updatedAt");
	if (change->seen && !is_same_time(change->seen, updated))
		return fail(ERR_STATUS, "'%s' was changed at %s, after you had seen it: look at it again",
			row_text(row, "title"), updated);
	try(selling_read(session->shop, arena, change->draft, false, pairs, &faults));
	add_later_time(arena, row, pairs);
	return row_update(shop_store(session->shop), arena, row, pairs);
}

/* Lines that somebody still waits for hold the product. */
static enum err refuse_unsent(struct store *store, struct arena *arena, const struct row *row)
{
	const struct value waiting[] = { value_text("placed"), value_text("shipped") };
	const struct where status[] = { where_in("status", waiting, 2), where_end }, unsent[] = { where_null("shippedAt"), where_end };
	struct rows orders;
	struct buffer told = { 0 };
	try(association_get(store, arena, row, "orders", &(struct query){ .where = status, .through_where = unsent }, &orders));
	for (size_t i = 0; i < orders.count && i < 5; i++)
		buffer_printf(&told, "%sorder %lld", i ? ", " : "", (long long)row_int(orders.items[i], "id"));
	enum err err = orders.count ? fail(ERR_STATUS, "'%s' is still to be sent, in %s%s: ship it, or retire it instead",
		row_text(row, "title"), told.bytes, orders.count > 5 ? ", …" : "") : OK;
	buffer_release(&told);
	return err;
}

static enum err destroy(struct session *session, struct arena *arena, struct row *row, const struct change *change)
{
	(void)change;
	try(refuse_unsent(shop_store(session->shop), arena, row));
	return row_destroy(shop_store(session->shop), row);
}

/* --- comparing --- */

static const char *value_words(struct shop *shop, struct arena *arena, enum draft_field field, struct value value)
{
	if (value_is_null(value))
		return "";
	if (value.type != VALUE_INTEGER)
		return value_str(value);
	return field == DRAFT_PRICE ? money_decimal(arena, shop_currency(shop), money_of(value.integer))
		: arena_format(arena, "%lld", (long long)value.integer);
}

static bool is_same(struct value before, struct value after)
{
	return value_equals(before, after) || (value_is_null(after) && before.type == VALUE_TEXT && !before.size);
}

/* What is written as it stands in the file is no change, even where no rule would let it in today. */
static enum err read_changes(struct shop *shop, struct arena *arena, const struct row *row, const struct product_draft *draft,
	struct pair pairs[DRAFT_COUNT + 1])
{
	struct product_draft differing = { { 0 } };
	struct draft_faults faults;
	for (enum draft_field f = 0; f < DRAFT_COUNT; f++)
		if (draft->fields[f] && strcmp(draft->fields[f], value_words(shop, arena, f, row_get(row, attributes[f]))))
			differing.fields[f] = draft->fields[f];
	return selling_read(shop, arena, &differing, false, pairs, &faults);
}

static enum draft_field field_of(const char *attribute)
{
	enum draft_field f = 0;
	while (strcmp(attributes[f], attribute))
		f++;
	return f;
}

enum err selling_differences(struct shop *shop, struct arena *arena, const struct row *row, const struct product_draft *draft,
	struct pair pairs[DRAFT_COUNT + 1], struct draft_changes *out)
{
	struct pair *kept = pairs;
	out->count = 0;
	try(read_changes(shop, arena, row, draft, pairs));
	for (const struct pair *pair = pairs; pair->attribute; pair++) {
		struct value before = row_get(row, pair->attribute);
		enum draft_field field = field_of(pair->attribute);
		if (is_same(before, pair->value))
			continue;
		out->items[out->count++] = (struct draft_change){ pair->attribute, value_words(shop, arena, field, before),
			value_words(shop, arena, field, pair->value) };
		*kept++ = *pair;
	}
	*kept = pair_end;
	return OK;
}

enum err selling_compare(const struct session *session, struct arena *arena, int64_t product, const struct product_draft *draft,
	struct draft_changes *out)
{
	struct pair pairs[DRAFT_COUNT + 1];
	struct row *row;
	out->count = 0;
	try(product_own(session, arena, product, &row));
	return selling_differences(session->shop, arena, row, draft, pairs, out);
}

/* --- acts --- */

static enum err add(struct session *session, struct arena *arena, const struct pair *pairs, int64_t *id)
{
	struct row *person, *made;
	try(person_of_session(session, arena, &person));
	try(association_create(shop_store(session->shop), arena, person, "products", pairs, NULL, &made));
	*id = row_int(made, "id");
	return OK;
}

enum err selling_add(struct session *session, struct arena *arena, const struct product_draft *draft, struct product *out)
{
	struct pair pairs[DRAFT_COUNT + 1];
	struct draft_faults faults;
	int64_t id = 0;
	try(selling_read(session->shop, arena, draft, true, pairs, &faults));
	try(store_begin(shop_store(session->shop)));
	try(store_end(shop_store(session->shop), add(session, arena, pairs, &id)));
	return catalogue_product(session->shop, arena, id, out);
}

enum err selling_edit(struct session *session, struct arena *arena, int64_t product, const struct product_draft *draft,
	const char *seen, struct product *out)
{
	return in_transaction(session, arena, &(struct change){ .product = product, .draft = draft, .seen = seen }, edit, out);
}

static enum err stock_one(struct session *session, struct arena *arena, int64_t product, const struct stock_wish *wish,
	struct product *out)
{
	struct stock_changes changes;
	try(stocking_change(session, arena, &product, 1, wish, &changes));
	return catalogue_product(session->shop, arena, product, out);
}

enum err selling_stock_set(struct session *session, struct arena *arena, int64_t product, int64_t pieces, struct product *out)
{
	return stock_one(session, arena, product, &(struct stock_wish){ STOCK_SET, pieces }, out);
}

enum err selling_stock_add(struct session *session, struct arena *arena, int64_t product, int64_t more, struct product *out)
{
	return stock_one(session, arena, product, &(struct stock_wish){ STOCK_ADD, more }, out);
}

enum err selling_retire(struct session *session, struct arena *arena, const int64_t *products, size_t count, bool retired)
{
	struct stock_changes changes;
	return stocking_retire(session, arena, products, count, retired, &changes);
}

/* The pieces that the seller's figures lose with it, if there are any; they stand before what stays. */
static enum err add_sold(struct shop *shop, struct arena *arena, const struct row *product, struct departures *list)
{
	struct row *sold;
	try(model_find_by_key(shop_store(shop), arena, shop_model(shop, "soukSold"), row_get(product, "id"), NULL, &sold));
	if (!sold || row_int(sold, "sold") <= 0)
		return OK;
	list->items[3] = list->items[2];
	list->items[2] = (struct departure){ "pieces in the sales figures", row_int(sold, "sold"), false };
	list->count = 4;
	return OK;
}

enum err selling_preview_destroy(const struct session *session, struct arena *arena, int64_t product, struct departures *out)
{
	struct store *store = shop_store(session->shop);
	struct row *row;
	*out = (struct departures){ arena_array(arena, struct departure, 4), 0 };
	try(product_own(session, arena, product, &row));
	try(refuse_unsent(store, arena, row));
	struct departure *items = out->items;
	items[0] = (struct departure){ "products", 1, false };
	items[1] = (struct departure){ "lines in carts", 0, false };
	items[2] = (struct departure){ "lines of receipts", 0, true };
	try(association_count(store, row, "carts", NULL, &items[1].count));
	try(association_count(store, row, "orders", NULL, &items[2].count));
	out->count = 3;
	return add_sold(session->shop, arena, row, out);
}

enum err selling_destroy(struct session *session, struct arena *arena, int64_t product)
{
	struct store *store = shop_store(session->shop);
	try(store_begin(store));
	return store_end(store, act_on(session, arena, &(struct change){ .product = product }, destroy));
}
