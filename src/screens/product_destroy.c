/* D: a product goes for good. What hangs on it is counted first; while something of it is still to be sent it cannot go. */
#include "screens/screens.h"
#include "base/clock.h"
#include "shop/selling.h"
#include "shop/shipment.h"
#include "shop/stocking.h"
#include "shop/undo.h"

static struct next destroyed_and_reload(void *state, void *app, const void *answer);
static struct next destroyed_and_leave(void *state, void *app, const void *answer);

static struct next retired_instead(void *state, void *data, const void *answer)
{
	struct app *app = data;
	struct stock_changes changes;
	int64_t id = ((const struct destroy_answer *)answer)->product;
	(void)state;
	enum err err = stocking_retire(&app->session, &app->arena, &id, 1, true, &changes);
	if (!err)
		err = undo_retired(&app->session, &changes, true);
	if (err)
		return ui_refuse(app->ui, err);
	app_say_undoable(app, "%s is retired", changes.count ? changes.items[0].title : "it");
	return next_reload();
}

static struct next push(struct app *app, const struct product *p, struct destroy_ask ask, bool leave)
{
	ask.product = p->id;
	ask.keep = "keep it";
	ask.instead = p->retired ? NULL : retired_instead;
	if (ask.yes)
		ask.done = leave ? destroyed_and_leave : destroyed_and_reload;
	return app_push(app, &destroy_screen, &ask, sizeof ask);
}

static struct next show_what_goes(struct app *app, const struct product *p, const struct departures *list, bool leave)
{
	struct destroy_line *lines = arena_array(&app->arena, struct destroy_line, list->count);
	size_t count = destroy_lines(&app->arena, list, lines);
	return push(app, p, (struct destroy_ask){ .title = show_format(&app->arena, "Destroy %s?", p->title), .lines = lines,
		.count = count, .yes = "destroy it", .advice = p->retired ? "This cannot be undone."
		: "This cannot be undone. Retiring it takes it out of the catalogue and leaves all of that whole." }, leave);
}

/* Orders that still wait for it. */
static enum err waiting_lines(struct app *app, int64_t product, struct destroy_line **out, size_t *count)
{
	struct shipments waiting;
	try(shipment_list(&app->session, &app->arena, false, NULL, false, 1000, &waiting));
	*out = arena_array(&app->arena, struct destroy_line, waiting.count);
	*count = 0;
	for (size_t i = 0; i < waiting.count; i++) {
		const struct shipment *to = &waiting.items[i];
		int64_t pieces = 0;
		for (size_t l = 0; l < to->count; l++)
			if (to->lines[l].product == product && !to->lines[l].shipped_at)
				pieces += to->lines[l].quantity;
		if (pieces)
			(*out)[(*count)++] = (struct destroy_line){ "order", to->order, show_format(&app->arena, "%-9s for %s",
				app_plural(&app->arena, pieces, "piece", "pieces"), *to->buyer ? to->buyer : "somebody who left"),
				show_format(&app->arena, "placed %s", clock_day(&app->arena, to->placed_at)), false };
	}
	return OK;
}

static struct next show_why_not(struct app *app, const struct product *p, bool leave)
{
	struct destroy_ask ask = { .title = show_format(&app->arena, "%s is still to be sent", p->title), .advice = p->retired
		? "It cannot be destroyed until these are sent (m in tab 4)." : "It cannot be destroyed until these are sent (m in tab 4). "
		"Retiring it takes it out of the catalogue now." };
	struct destroy_line *lines;
	enum err err = waiting_lines(app, p->id, &lines, &ask.count);
	ask.lines = lines;
	return err ? ui_refuse(app->ui, err) : push(app, p, ask, leave);
}

struct next product_destroy(struct app *app, int64_t product, bool leave)
{
	struct departures list;
	struct product p;
	enum err err = catalogue_product(app->shop, &app->arena, product, &p);
	if (!err)
		err = selling_preview_destroy(&app->session, &app->arena, product, &list);
	if (err == ERR_STATUS)
		return show_why_not(app, &p, leave);
	return err ? ui_refuse(app->ui, err) : show_what_goes(app, &p, &list, leave);
}

/* --- y --- */

static struct next destroyed(struct app *app, const struct destroy_answer *answer, bool leave)
{
	struct departures list;
	struct product p;
	enum err err = catalogue_product(app->shop, &app->arena, answer->product, &p);
	if (!err)
		err = selling_preview_destroy(&app->session, &app->arena, answer->product, &list);
	if (!err && !destroy_is_as_shown(&app->arena, &list, answer, 0)) {
		ui_say(app->ui, SHOWN("it has changed since it was shown: nothing is destroyed yet"), VOICE_REFUSE);
		return show_what_goes(app, &p, &list, leave);
	}
	if (!err)
		err = selling_destroy(&app->session, &app->arena, answer->product);
	if (err)
		return ui_refuse(app->ui, err);
	app_refresh(app);
	app_say(app, "%s is destroyed", p.title);
	return leave ? next_leave() : next_reload();
}

static struct next destroyed_and_reload(void *state, void *app, const void *answer)
{
	(void)state;
	return destroyed(app, answer, false);
}

static struct next destroyed_and_leave(void *state, void *app, const void *answer)
{
	(void)state;
	return destroyed(app, answer, true);
}
