/* What Sequelize calls the methods that an association gives a row: reference rows 27, 79 and 80. */
#include "model/association.h"

#include "base/arena.h"
#include "model/names.h"
#include "model/schema.h"

/* Before the name; whether it is the plural (of a list); whether an association to one target has it, too. */
static const struct { const char *verb; bool plural, one; } methods[METHOD_COUNT_OF] = {
	[METHOD_GET] = { "get", true, true },
	[METHOD_SET] = { "set", true, true },
	[METHOD_ADD] = { "add", false, false },
	[METHOD_ADD_MULTIPLE] = { "add", true, false },
	[METHOD_CREATE] = { "create", false, true },
	[METHOD_REMOVE] = { "remove", false, false },
	[METHOD_REMOVE_MULTIPLE] = { "remove", true, false },
	[METHOD_HAS_SINGLE] = { "has", false, false },
	[METHOD_HAS_ALL] = { "has", true, false },
	[METHOD_COUNT] = { "count", true, false },
};

const char *association_method(struct arena *arena, const struct association *a, enum association_method method)
{
	bool list = association_is_list(a);
	if ((unsigned)method >= METHOD_COUNT_OF || !(list || methods[method].one))
		return NULL;
	const char *name = list && !methods[method].plural ? a->singular : a->name;
	return arena_format(arena, "%s%s", methods[method].verb, upper_first(arena, name));
}
