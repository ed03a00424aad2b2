/* D: a product goes for good. That is rehearsed first; while something of it is still to be sent it cannot go. */
#include "screens/rehearsal.h"
#include "screens/write.h"
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

static enum err run_destroy(void *context, int64_t product, struct app *app, struct arena *arena)
{
	(void)context;
	return selling_destroy(&app->session, arena, product);
}

/* @undone: u takes a destroy back. */
static const char *advice_for(const struct product *p, bool undone)
{
	if (p->retired)
		return undone ? NULL : "This cannot be undone.";
	return undone ? "You could instead: R retire it. That takes it out of the catalogue and leaves carts and receipts whole."
		: "You could instead: R retire it. That takes it out of the catalogue and leaves carts and receipts whole; destroying cannot be undone.";
}

static struct next rehearse_it(struct app *app, const struct product *p, bool leave)
{
	bool undone = write_is_free(app);
	const char *call = arena_format(&app->arena, "%s.destroy()", app_ident(app, p->title, "product"));
	return app_push(app, &rehearsal_screen, &(struct rehearsal_ask){
		.title = call, .subject = p->title, .recorded = undone ? call : NULL,
		.statement = arena_format(&app->arena, "DELETE FROM products WHERE id = %lld", (long long)p->id),
		.advice = advice_for(p, undone),
		.run = run_destroy, .id = p->id, .yes = "destroy it", .keep = "keep it", .done = leave ? destroyed_and_leave : destroyed_and_reload,
		.instead = p->retired ? NULL : retired_instead }, sizeof(struct rehearsal_ask));
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

static struct next show_why_not(struct app *app, const struct product *p)
{
	struct destroy_ask ask = { .product = p->id, .keep = "keep it", .instead = p->retired ? NULL : retired_instead, .title = show_format(&app->arena, "%s is still to be sent", p->title), .advice = p->retired
		? "It cannot be destroyed until these are sent (m in tab 4)." : "It cannot be destroyed until these are sent (m in tab 4). "
		"Retiring it takes it out of the catalogue now." };
	struct destroy_line *lines = NULL;
	enum err err = waiting_lines(app, p->id, &lines, &ask.count);
	ask.lines = lines;
	return err ? ui_refuse(app->ui, err) : app_push(app, &destroy_screen, &ask, sizeof ask);
}

struct next product_destroy(struct app *app, int64_t product, bool leave)
{
	struct departures list;
	struct product p;
	enum err err = catalogue_product(app->shop, &app->arena, product, &p);
	if (!err)
		err = selling_preview_destroy(&app->session, &app->arena, product, &list);
	if (err == ERR_STATUS)
		return show_why_not(app, &p);
	return err ? ui_refuse(app->ui, err) : rehearse_it(app, &p, leave);
}

/* --- after y --- */

static struct next destroyed(struct app *app, const struct destroy_answer *answer, bool leave)
{
	app_refresh(app);
	if (answer->undoable)
		app_say_undoable(app, "%s is destroyed", answer->subject);
	else
		app_say(app, "%s is destroyed", answer->subject);
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
