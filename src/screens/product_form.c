/* A product that is being typed: a new one, or changes of one. Each field says beside itself what is wrong, and nothing is
 * written until all is right. Only what was changed here is written, on condition that nobody else changed the product
 * since it was read; sales that took pieces meanwhile are no such change. */
#include "screens/product_form.h"

#include <string.h>

struct form_screen {
	struct app *app;
	struct arena arena;                  /* products as they were read, kinds */
	struct product_ask ask;
	struct product seen, now;            /* as it was when the form took it over; as it was found when saving */
	bool gone;                           /* it was destroyed meanwhile: what is typed becomes a new one */
	struct product_kinds kinds;
	struct form form;
};

/* --- taking over a product --- */

static struct product_texts typed(const struct form_screen *s)
{
	struct product_texts texts;
	for (size_t f = 0; f < PRODUCT_FIELDS; f++)
		texts.of[f] = form_text(&s->form, product_names[f]);
	return texts;
}

/* From now on @product is what was seen; the form shows @texts, and what differs from it counts as changed. */
static void take_over(struct form_screen *s, const struct product *product, const struct product_texts *texts)
{
	struct product_texts seen = product_texts(s->app, &s->arena, product), shown = { { NULL } };
	s->seen = *product;
	for (size_t f = 0; f < PRODUCT_FIELDS; f++) {
		shown.of[f] = texts ? arena_string(&s->arena, texts->of[f]) : NULL;
		form_set(&s->form, product_names[f], seen.of[f]);
	}
	form_keep(&s->form);
	for (size_t f = 0; f < PRODUCT_FIELDS; f++)
		if (shown.of[f] && strcmp(shown.of[f], form_text(&s->form, product_names[f])))
			form_set(&s->form, product_names[f], shown.of[f]);
}

static enum err load(struct form_screen *s)
{
	struct product product;
	try(product_kinds_read(&s->kinds, s->app, &s->arena));
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
	form_init(&s->form, product_fields, &s->kinds);
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
	return !form_has_changed(&s->form, product_names[DRAFT_STOCK]);
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
		if (!s->ask.product || form_has_changed(&s->form, product_names[f]))
			draft.fields[f] = form_text(&s->form, product_names[f]);
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
	form_set(&s->form, product_names[DRAFT_CATEGORY], s->kinds.list.items[((const struct dialog_answer *)answer)->choice].value);
	return next_stay();
}

static struct next choose_kind(void *state, void *data)
{
	struct form_screen *s = state;
	struct app *app = data;
	struct chooser_item *items = arena_array(&app->arena, struct chooser_item, s->kinds.list.count);
	size_t chosen = 0;
	if (!s->kinds.list.count)
		return ui_refuse(app->ui, fail(ERR_EMPTY, "no kind is in use yet: type the first one"));
	for (size_t i = 0; i < s->kinds.list.count; i++) {
		items[i].words = show(&app->arena, s->kinds.list.items[i].name);
		items[i].note = show_format(&app->arena, "%lld", (long long)s->kinds.list.items[i].count);
		chosen = !strcmp(s->kinds.list.items[i].value, form_text(&s->form, product_names[DRAFT_CATEGORY])) ? i : chosen;
	}
	return app_choose(app, &(struct chooser){ .title = SHOWN("Kinds in use"), .items = items, .count = s->kinds.list.count,
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
	if (s->ask.product)
		return show_format(scratch, "product %lld", (long long)s->ask.product);
	bool begun = *form_text(&s->form, "title") && *form_text(&s->form, "price");
	return begun ? SHOWN("Ctrl-S puts it into the catalogue") : SHOWN("title and price are needed");
}

const struct screen_ops product_form_screen = {
	.name = "Product form", .state_size = sizeof(struct form_screen), .keys = &keys, .open = open_form, .close = close_form,
	.layout = layout, .draw = draw, .event = on_event, .typing = is_typing, .unsaved = is_unsaved, .status = status,
	.whole = true,
};
