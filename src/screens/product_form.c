/* A product that is being typed: a new one, or changes of one. Each field says beside itself what is wrong, and nothing is
 * written until all is right. Only what was changed here is written, on condition that nobody else changed the product
 * since it was read; sales that took pieces meanwhile are no such change. */
#include "screens/product_form.h"
#include "shop/tables.h"
#include "ui/form.h"

#include <stdio.h>
#include <string.h>

struct form_screen {
	struct app *app;
	struct arena arena;                  /* products as they were read, kinds */
	struct product_ask ask;
	struct product seen, now;            /* as it was when the form took it over; as it was found when saving */
	bool gone;                           /* it was destroyed meanwhile: what is typed becomes a new one */
	struct facets kinds;
	const char **kind_keys;              /* to compare them without case and accents */
	struct form form;
};

static const char *const names[PRODUCT_FIELDS] = {
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
	const struct form_screen *s = form->data;
	struct product_draft draft = { { NULL } };
	struct draft_faults faults;
	draft.fields[field] = text;
	return selling_check(s->app->shop, scratch, &draft, false, &faults) ? without_quote(faults.of[field], text) : NULL;
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
	const struct form_screen *s = form->data;
	struct currency currency = shop_currency(s->app->shop);
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
	const struct form_screen *s = form->data;
	const struct facet *best = NULL;
	struct arena arena;
	if (!*text)
		return NULL;
	arena_init(&arena);
	const char *key = text_key(&arena, text);
	size_t size = strlen(key);
	for (size_t i = 0; i < s->kinds.count; i++)
		if (!strncmp(s->kind_keys[i], key, size) && s->kind_keys[i][size] && (!best || s->kinds.items[i].count > best->count))
			best = &s->kinds.items[i];
	arena_release(&arena);
	return best ? best->value : NULL;
}

static const char *note_kind(const struct form *form, const char *text, struct arena *scratch)
{
	const struct form_screen *s = form->data;
	if (!*text)
		return NULL;
	if (form->fields[form->focus].complete && complete_kind(form, text))
		return "→ takes it";
	for (size_t i = 0; i < s->kinds.count; i++)
		if (!strcmp(s->kinds.items[i].value, text))
			return app_plural(scratch, s->kinds.items[i].count, "product", "products");
	return "a new kind";
}

enum { WIDE = 35, NARROW = 14 };
static const struct form_field fields[] = {
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

/* --- taking over a product --- */

static struct product_texts typed(const struct form_screen *s)
{
	struct product_texts texts;
	for (size_t f = 0; f < PRODUCT_FIELDS; f++)
		texts.of[f] = form_text(&s->form, names[f]);
	return texts;
}

/* From now on @product is what was seen; the form shows @texts, and what differs from it counts as changed. */
static void take_over(struct form_screen *s, const struct product *product, const struct product_texts *texts)
{
	struct product_texts seen = product_texts(s->app, &s->arena, product), shown = { { NULL } };
	s->seen = *product;
	for (size_t f = 0; f < PRODUCT_FIELDS; f++) {
		shown.of[f] = texts ? arena_string(&s->arena, texts->of[f]) : NULL;
		form_set(&s->form, names[f], seen.of[f]);
	}
	form_keep(&s->form);
	for (size_t f = 0; f < PRODUCT_FIELDS; f++)
		if (shown.of[f] && strcmp(shown.of[f], form_text(&s->form, names[f])))
			form_set(&s->form, names[f], shown.of[f]);
}

static enum err read_kinds(struct form_screen *s)
{
	try(catalogue_categories(s->app->shop, &s->arena, &s->kinds));
	s->kind_keys = arena_array(&s->arena, const char *, s->kinds.count);
	for (size_t i = 0; i < s->kinds.count; i++)
		s->kind_keys[i] = text_key(&s->arena, s->kinds.items[i].value);
	return OK;
}

static enum err load(struct form_screen *s)
{
	struct product product;
	try(read_kinds(s));
	if (!s->ask.product)
		return OK;
	try(catalogue_product(s->app->shop, &s->arena, s->ask.product, &product));
	take_over(s, &product, NULL);
	return OK;
}

static void close_form(void *state)
{
	struct form_screen *s = state;
	form_release(&s->form);
	arena_release(&s->arena);
}

static enum err open_form(void *state, void *app, const void *argument)
{
	struct form_screen *s = state;
	s->app = app;
	s->ask = *(const struct product_ask *)argument;
	arena_init(&s->arena);
	form_init(&s->form, fields, s);
	enum err err = load(s);
	if (err)
		close_form(s);
	return err;
}

/* --- saving --- */

/* As it would be written, so that "24" and "24.00" are no difference. */
static struct product_texts typed_plainly(const struct form_screen *s)
{
	struct product_texts texts = typed(s);
	struct currency currency = shop_currency(s->app->shop);
	struct money price;
	int64_t pieces;
	if (!money_parse(currency, texts.of[DRAFT_PRICE], &price))
		texts.of[DRAFT_PRICE] = money_text(&s->app->arena, currency, price);
	if (!strcmp(texts.of[DRAFT_STOCK], "none"))
		texts.of[DRAFT_STOCK] = "";
	else if (!text_integer(texts.of[DRAFT_STOCK], &pieces))
		texts.of[DRAFT_STOCK] = arena_format(&s->app->arena, "%lld", (long long)pieces);
	return texts;
}

/* What others changed is the stock alone, by selling, and the form has not touched it. */
static bool is_only_stock(const struct form_screen *s)
{
	struct product_texts before = product_texts(s->app, &s->app->arena, &s->seen);
	struct product_texts after = product_texts(s->app, &s->app->arena, &s->now);
	for (size_t f = 0; f < PRODUCT_FIELDS; f++)
		if (f != DRAFT_STOCK && strcmp(before.of[f], after.of[f]))
			return false;
	return !form_has_changed(&s->form, names[DRAFT_STOCK]);
}

static struct next write(struct form_screen *s);

static struct next settled(void *state, void *data, const void *answer)
{
	struct form_screen *s = state;
	struct app *app = data;
	const struct conflict_choice *choice = answer;
	struct product_texts kept = typed(s);
	for (size_t f = 0; f < PRODUCT_FIELDS; f++)
		if (choice->theirs[f])
			kept.of[f] = NULL;
	take_over(s, &s->now, &kept);
	if (form_has_changed(&s->form, NULL))
		return write(s);
	return app_say(app, "the form has %s as it is now: nothing was written", s->seen.title);
}

static struct next changed_meanwhile(struct form_screen *s)
{
	if (is_only_stock(s)) {
		struct product_texts mine = typed(s);
		mine.of[DRAFT_STOCK] = NULL;
		take_over(s, &s->now, &mine);
		return write(s);
	}
	struct conflict_ask ask = { s->now.title, product_texts(s->app, &s->app->arena, &s->seen),
		product_texts(s->app, &s->app->arena, &s->now), typed_plainly(s), settled };
	return app_push(s->app, &conflict_screen, &ask, sizeof ask);
}

static struct next destroyed_meanwhile(struct form_screen *s)
{
	s->gone = true;
	s->ask.product = 0;
	return ui_refuse(s->app->ui, fail(ERR_NOT_FOUND, "%s was destroyed meanwhile: Ctrl-S sells it anew", s->seen.title));
}

static struct next write(struct form_screen *s)
{
	struct product_draft draft = { { NULL } };
	struct session *session = &s->app->session;
	for (size_t f = 0; f < PRODUCT_FIELDS; f++)
		if (!s->ask.product || form_has_changed(&s->form, names[f]))
			draft.fields[f] = form_text(&s->form, names[f]);
	enum err err = s->ask.product ? selling_edit(session, &s->arena, s->ask.product, &draft, s->seen.updated, &s->now)
		: selling_add(session, &s->arena, &draft, &s->now);
	if (!err) {
		app_say(s->app, s->ask.product ? "%s is changed" : "%s is for sale now", s->now.title);
		return next_return(s->ask.done, &s->now);
	}
	if (err == ERR_STATUS)
		return changed_meanwhile(s);
	return err == ERR_NOT_FOUND && s->ask.product ? destroyed_meanwhile(s) : ui_refuse(s->app->ui, err);
}

static bool is_unsaved(const void *state)
{
	const struct form_screen *s = state;
	return s->gone || form_has_changed(&s->form, NULL);
}

static struct next save(void *state, void *data)
{
	struct form_screen *s = state;
	struct app *app = data;
	int faults = 0;
	if (form_submit(&s->form) != FORM_SUBMIT) {
		for (size_t i = 0; i < s->form.count; i++)
			faults += s->form.states[i].complaint != NULL;
		return ui_refuse(app->ui, fail(ERR_INPUT, "not saved: %s not right yet", faults == 1 ? "one field is"
			: arena_format(&app->arena, "%d fields are", faults)));
	}
	if (is_unsaved(s))
		return write(s);
	if (!s->ask.product)
		return next_stay();
	app_say(app, "nothing was changed");
	return next_leave();
}

/* --- leaving --- */

enum { LEAVE_SAVING, LEAVE_DROPPING };

static struct next left(void *state, void *app, const void *answer)
{
	return ((const struct dialog_answer *)answer)->choice == LEAVE_SAVING ? save(state, app) : next_leave();
}

static struct next leave(void *state, void *data)
{
	struct form_screen *s = state;
	struct app *app = data;
	static const struct dialog_choice choices[] = {
		[LEAVE_SAVING] = { K_CTRL('s'), "save" }, [LEAVE_DROPPING] = { 'd', "drop it" }, { 0 }
	};
	if (!is_unsaved(s))
		return next_leave();
	struct shown *line = arena_new(&app->arena, struct shown);
	*line = s->ask.product ? SHOWN("What you changed is not written yet.") : SHOWN("What you typed is not written yet.");
	return app_ask(app, &(struct dialog){ .title = SHOWN("Leave without saving?"), .lines = line, .line_count = 1,
		.choices = choices, .esc = "go on editing", .done = left });
}

/* --- the kinds in use --- */

static struct next kind_chosen(void *state, void *app, const void *answer)
{
	struct form_screen *s = state;
	(void)app;
	form_set(&s->form, names[DRAFT_CATEGORY], s->kinds.items[((const struct dialog_answer *)answer)->choice].value);
	return next_stay();
}

static struct next choose_kind(void *state, void *data)
{
	struct form_screen *s = state;
	struct app *app = data;
	struct chooser_item *items = arena_array(&app->arena, struct chooser_item, s->kinds.count);
	size_t chosen = 0;
	if (!s->kinds.count)
		return ui_refuse(app->ui, fail(ERR_EMPTY, "no kind is in use yet: type the first one"));
	for (size_t i = 0; i < s->kinds.count; i++) {
		items[i].words = show(&app->arena, s->kinds.items[i].name);
		items[i].note = show_format(&app->arena, "%lld", (long long)s->kinds.items[i].count);
		chosen = !strcmp(s->kinds.items[i].value, form_text(&s->form, names[DRAFT_CATEGORY])) ? i : chosen;
	}
	return app_choose(app, &(struct chooser){ .title = SHOWN("Kinds in use"), .items = items, .count = s->kinds.count,
		.chosen = chosen, .done = kind_chosen, .enter = "take it" });
}

/* --- the way in --- */

static struct next changed(void *state, void *app, const void *answer)
{
	(void)state;
	(void)app;
	(void)answer;
	return next_reload();
}

struct next product_edit(struct app *app, int64_t product)
{
	struct product_ask ask = { product, changed };
	return app_push(app, &product_form_screen, &ask, sizeof ask);
}

/* --- keys and drawing --- */

static bool in_lines(const void *state)
{
	return form_in_lines(&((const struct form_screen *)state)->form);
}

static bool in_kind(const void *state)
{
	const struct form_screen *s = state;
	return s->form.fields[s->form.focus].complete != NULL;
}

static const struct binding bindings[] = {
	{ K_ENTER, NULL, "begin a line", NULL, "new line", .when = in_lines },
	{ K_ENTER, NULL, "next field", NULL, "next field" },
	{ K_TAB, NULL, "next field", NULL, "next field", .also = { K_SHIFT_TAB, K_UP, K_DOWN } },
	{ K_CTRL('s'), save, "save", NULL, "save" },
	{ K_CTRL(' '), choose_kind, "choose among the kinds in use", NULL, "kinds", .when = in_kind },
	{ K_ESC, leave, "back; asks first when something is not saved", NULL, "back" },
	{ 0 }
};
static const struct keymap keys = { bindings, &ui_keys };

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct form_screen *s = state;
	switch (form_event(&s->form, event)) {
	case FORM_SUBMIT: return save(s, app);
	case FORM_TAKEN: return next_stay();
	case FORM_IGNORED: break;
	}
	return next_ignored();
}

static bool is_typing(const void *state)
{
	(void)state;
	return true;
}

enum { BOX_COLS = 92, AIRY_ROWS = 18 };

/* Where the form stands in a body of that size. */
static struct canvas room(const struct canvas *in)
{
	bool airy = in->rows >= AIRY_ROWS;
	return canvas_part(in, airy, 1, airy ? -1 : 0, -1);
}

static enum err layout(void *state, int rows, int cols)
{
	struct canvas in = { .rows = rows - 2, .cols = (cols < BOX_COLS ? cols : BOX_COLS) - 4 };
	struct canvas part = room(&in);
	form_layout(&((struct form_screen *)state)->form, part.rows, part.cols);
	return OK;
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct form_screen *s = state;
	struct canvas box = draw_centre(body, body->rows, BOX_COLS);
	struct shown title = s->ask.product ? show(scratch, s->seen.title) : SHOWN("New product");
	struct canvas in = canvas_box(&box, &(struct box){ .title = shown_cut(scratch, title, box.cols - 6), .focus = true });
	struct canvas part = room(&in);
	form_draw(&s->form, &part, 0, true, scratch);
}

static struct shown status(const void *state, struct arena *scratch)
{
	const struct form_screen *s = state;
	const char *complaint = s->form.states[s->form.focus].complaint;
	if (complaint)
		return show(scratch, complaint);     /* whole, where the room beside the field cuts it */
	return s->ask.product ? show_format(scratch, "product %lld", (long long)s->ask.product)
		: SHOWN("title and price are needed");
}

const struct screen_ops product_form_screen = {
	.name = "Product form", .state_size = sizeof(struct form_screen), .keys = &keys, .open = open_form, .close = close_form,
	.layout = layout, .draw = draw, .event = on_event, .typing = is_typing, .unsaved = is_unsaved, .status = status,
	.whole = true,
};
