/* What a sync force would take, what it leaves alone, and where the copy goes. */
#include "screens/force.h"

#include "base/clock.h"
#include "model/model.h"
#include "model/store.h"
#include "screens/sandbox.h"

#include <string.h>

enum { LEFT_NAMED = 3 };

const char *force_base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* "bazaar.db" is saved as "bazaar.2026-11-22T14.03.07.db" beside it. */
static const char *copy_name(struct arena *arena, const char *path)
{
	char stamp[CLOCK_STAMP_SIZE];
	const char *base = force_base_name(path), *dot = strrchr(base, '.');
	int stem = dot && dot != base ? (int)(dot - path) : (int)strlen(path);
	clock_stamp(clock_now(), stamp);
	return arena_format(arena, "%.*s.%.10sT%.2s.%.2s.%.2s%s", stem, path, stamp, stamp + 11, stamp + 14, stamp + 17, path + stem);
}

enum err force_read(struct app *app, struct arena *arena, struct force_facts *out)
{
	struct store *store = shop_store(app->shop);
	*out = (struct force_facts){ .name = arena_string(arena, sandbox_name(app)), .copy = copy_name(arena, shop_path(app->shop)),
		.trial = app->trial != NULL };
	try(store_sync_losses(store, arena, &out->losses, &out->loss_count));
	try(store_sync_strangers(store, arena, &out->left, &out->left_count));
	for (size_t i = 0; i < out->loss_count; i++)
		out->rows += out->losses[i].rows;
	return OK;
}

const char *force_left_text(struct arena *arena, const struct force_facts *facts)
{
	const char *text = "";
	size_t named = facts->left_count > LEFT_NAMED ? LEFT_NAMED - 1 : facts->left_count;
	for (size_t i = 0; i < named; i++)
		text = arena_format(arena, "%s%s%s (%s)", text, i ? ", " : "", facts->left[i].table,
			app_plural(arena, facts->left[i].rows, "row", "rows"));
	if (named < facts->left_count)
		text = arena_format(arena, "%s and %zu more tables", text, facts->left_count - named);
	return text;
}

const char *force_losses_text(struct arena *arena, const struct force_facts *facts)
{
	const char *text = "";
	for (size_t i = 0; i < facts->loss_count; i++)
		if (facts->losses[i].rows)
			text = arena_format(arena, "%s%s%s %lld", text, *text ? ", " : "", model_table(facts->losses[i].model),
				(long long)facts->losses[i].rows);
	return text;
}
