/* The fields of a product: their names, their texts, and what is said beside each while it is typed. */
#include "screens/product_form.h"
#include "shop/tables.h"

#include <string.h>

const char *const product_names[PRODUCT_FIELDS] = {
	[DRAFT_TITLE] = "title", [DRAFT_DESCRIPTION] = "description", [DRAFT_CATEGORY] = "category",
	[DRAFT_PRICE] = "price", [DRAFT_STOCK] = "stock", [DRAFT_IMAGE] = "image",
};

static const char *const labels[PRODUCT_FIELDS] = {
	[DRAFT_TITLE] = "title", [DRAFT_DESCRIPTION] = "description", [DRAFT_CATEGORY] = "kind",
	[DRAFT_PRICE] = "price", [DRAFT_STOCK] = "stock", [DRAFT_IMAGE] = "picture",
};

const char *product_label(enum draft_field field)
{
	return labels[field];
}

struct product_texts product_texts(const struct app *app, struct arena *arena, const struct product *p)
{
	const char *stock = p->unlimited ? "" : arena_format(arena, "%lld", (long long)p->stock);
	return (struct product_texts){ .of = {
		[DRAFT_TITLE] = p->title, [DRAFT_DESCRIPTION] = p->description, [DRAFT_CATEGORY] = p->category,
		[DRAFT_PRICE] = money_text(arena, shop_currency(app->shop), p->price), [DRAFT_STOCK] = stock,
		[DRAFT_IMAGE] = p->image ? p->image : "",
	} };
}

/* --- what is said beside a field --- */

/* Beside the field the text need not be said again: "'12x' is not an amount" goes on from what stands there. */
static const char *without_quote(const char *sentence, const char *text)
{
	size_t size = strlen(text);
	bool quoted = sentence && sentence[0] == '\'' && !strncmp(sentence + 1, text, size) && !strncmp(sentence + 1 + size, "' ", 2);
	return quoted ? sentence + size + 3 : sentence;
}

static const char *check(const struct form *form, enum draft_field field, const char *text, struct arena *scratch)
{
	const struct product_kinds *kinds = form->data;
	struct product_draft draft = { { NULL } };
	struct draft_faults faults;
	draft.fields[field] = text;
	return selling_check(kinds->app->shop, scratch, &draft, false, &faults) ? without_quote(faults.of[field], text) : NULL;
}

#define CHECK(name, field) static const char *name(const struct form *form, const char *text, struct arena *scratch) \
	{ return check(form, field, text, scratch); }
CHECK(check_title, DRAFT_TITLE)
CHECK(check_description, DRAFT_DESCRIPTION)
CHECK(check_kind, DRAFT_CATEGORY)
CHECK(check_price, DRAFT_PRICE)
CHECK(check_stock, DRAFT_STOCK)
CHECK(check_image, DRAFT_IMAGE)

/* How the amount was understood. */
static const char *note_price(const struct form *form, const char *text, struct arena *scratch)
{
	const struct product_kinds *kinds = form->data;
	struct currency currency = shop_currency(kinds->app->shop);
	struct money price;
	if (!*text)
		return arena_format(scratch, "%s, like 12 or 12.50", currency.code);
	const char *read = money_parse(currency, text, &price) ? text : money_text(scratch, currency, price);
	return strcmp(read, text) ? arena_format(scratch, "%s %s", read, currency.code) : arena_string(scratch, currency.code);
}

static const char *note_stock(const struct form *form, const char *text, struct arena *scratch)
{
	int64_t pieces;
	(void)form;
	(void)scratch;
	if (!*text || !strcmp(text, "none"))
		return "no limit";
	if (text_integer(text, &pieces) || pieces < 0)
		return NULL;
	return pieces ? pieces == 1 ? "piece" : "pieces" : "sold out";
}

/* The kind with the most products that begins like @text. */
static const char *complete_kind(const struct form *form, const char *text)
{
	const struct product_kinds *kinds = form->data;
	const struct facet *best = NULL;
	struct arena arena;
	if (!*text)
		return NULL;
	arena_init(&arena);
	const char *key = text_key(&arena, text);
	size_t size = strlen(key);
	for (size_t i = 0; i < kinds->list.count; i++)
		if (!strncmp(kinds->keys[i], key, size) && kinds->keys[i][size] && (!best || kinds->list.items[i].count > best->count))
			best = &kinds->list.items[i];
	arena_release(&arena);
	return best ? best->value : NULL;
}

static const char *note_kind(const struct form *form, const char *text, struct arena *scratch)
{
	const struct product_kinds *kinds = form->data;
	if (!*text)
		return NULL;
	if (form->fields[form->focus].complete && complete_kind(form, text))
		return "→ takes it";
	for (size_t i = 0; i < kinds->list.count; i++)
		if (!strcmp(kinds->list.items[i].value, text))
			return app_plural(scratch, kinds->list.items[i].count, "product", "products");
	return "a new kind";
}

enum { WIDE = 35, NARROW = 14 };
const struct form_field product_fields[] = {
	{ .name = "title", .label = "title", .limit = SHOP_TITLE_MAX, .cells = WIDE, .check = check_title, .hint = "needed" },
	{ .name = "category", .label = "kind", .limit = SHOP_NAME_MAX, .cells = WIDE, .check = check_kind, .note = note_kind,
	  .complete = complete_kind },
	{ .name = "price", .label = "price", .limit = 40, .cells = NARROW, .check = check_price, .note = note_price },
	{ .name = "stock", .label = "stock", .limit = 20, .cells = NARROW, .check = check_stock, .note = note_stock },
	{ .name = "image", .label = "picture", .limit = SHOP_NAME_MAX, .cells = WIDE, .check = check_image, .hint = "a file's name, if any" },
	{ .name = "description", .label = "description", .kind = FORM_LINES, .limit = SHOP_DESCRIPTION_MAX, .apart = true,
	  .check = check_description },
	{ 0 }
};

enum err product_kinds_read(struct product_kinds *kinds, const struct app *app, struct arena *arena)
{
	kinds->app = app;
	try(catalogue_categories(app->shop, arena, &kinds->list));
	kinds->keys = arena_array(arena, const char *, kinds->list.count);
	for (size_t i = 0; i < kinds->list.count; i++)
		kinds->keys[i] = text_key(arena, kinds->list.items[i].value);
	return OK;
}
