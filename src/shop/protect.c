#include "shop/protect.h"

#include "base/arena.h"
#include "model/model.h"
#include "model/record.h"
#include "model/store.h"

#include <string.h>

static const char model[] = "soukSettings", name[] = "protect";

enum err protect_check(struct store *store)
{
	struct arena arena;
	struct row *row;
	arena_init(&arena);
	enum err err = model_find_by_key(store, &arena, schema_model(store_schema(store), model), value_text(name), NULL, &row);
	if (!err && row && !strcmp(value_str(row_get(row, "value")), "on"))
		err = fail(ERR_FORBIDDEN, "'%s' is protected against sync force: souk sync --protect off lifts that", store_path(store));
	arena_release(&arena);
	return err;
}

enum err protect_set(struct store *store, bool on)
{
	static const char *const conflict[] = { "name", NULL };
	struct pair pairs[] = { { "name", value_text(name) }, { "value", value_text(on ? "on" : "off") }, pair_end };
	return model_upsert(store, schema_model(store_schema(store), model), pairs, conflict);
}
