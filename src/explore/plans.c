/* Past PLANS_KEPT all are forgotten: they cost some 50 microseconds each. */
#include "explore/plans.h"

#include <string.h>

enum { PLANS_KEPT = 128 };

void plans_init(struct plans *plans)
{
	*plans = (struct plans){ 0 };
	arena_init(&plans->arena);
}

void plans_release(struct plans *plans)
{
	vec_release(&plans->kept);
	arena_release(&plans->arena);
}

const struct plan *plans_find(struct plans *plans, struct connection *db, const char *sql)
{
	for (size_t i = 0; i < plans->kept.count; i++)
		if (!strcmp(plans->kept.items[i].sql, sql))
			return &plans->kept.items[i].plan;
	if (plans->kept.count == PLANS_KEPT) {
		plans->kept.count = 0;
		arena_reset(&plans->arena);
	}
	struct kept_plan made = { .sql = arena_string(&plans->arena, sql) };
	if (plan_read(db, &plans->arena, sql, &made.plan))
		made.plan = (struct plan){ 0 };
	vec_push(&plans->kept, made);
	return &plans->kept.items[plans->kept.count - 1].plan;
}
