/* The methods of associations: what all kinds do alike, and the way to what each does itself (link_*.c). */
#include "model/mixin.h"

#include "base/arena.h"
#include "model/link.h"
#include "model/store.h"

#include <string.h>

static const struct link_ops *const kinds[] = {
	[BELONGS_TO] = &link_belongs_to, [HAS_ONE] = &link_has_one, [HAS_MANY] = &link_has_many, [BELONGS_TO_MANY] = &link_belongs_to_many };

/* Primary keys are keys of the linking attribute when that is the primary key, as it nearly always is. */
enum err call_keys(const struct call *c, struct value **keys)
{
	const struct association *a = c->association;
	int link = a->kind == HAS_ONE || a->kind == HAS_MANY ? a->target->key : target_columns(a)[0];
	*keys = arena_array(c->arena, struct value, c->count + 1);
	for (size_t i = 0; i < c->count; i++) {
		const struct target *t = &c->targets[i];
		if (t->row && t->row->model != a->target)
			return fail(ERR_TYPE_ERROR, "%s.%s wants rows of %s, this is one of %s", a->source->name, a->name, a->target->name, t->row->model->name);
		(*keys)[i] = t->row ? row_at(t->row, link) : t->key;
	}
	return OK;
}

const struct pair *pairs_with(struct arena *arena, const struct pair *values, struct pair more)
{
	size_t count = 0;
	for (const struct pair *pair = values; pair && pair->attribute; pair++)
		count++;
	struct pair *all = arena_array(arena, struct pair, count + 2);
	size_t kept = 0;
	for (size_t i = 0; i < count; i++)
		if (strcmp(values[i].attribute, more.attribute))
			all[kept++] = values[i];
	all[kept] = more;
	return all;
}

static const struct query everything;

/* The rows on the other side, as a find. @room holds its condition. */
static struct find find_other(const struct row *on, const struct association *a, const struct query *query, struct where room[2])
{
	struct find f = { .model = a->target, .query = query ? query : &everything };
	struct value key = row_at(on, a->near.left[0]);
	if (a->through) {
		f.over = a;
		f.source_key = key;
		return f;
	}
	room[0] = where_eq(a->target->columns[target_columns(a)[0]].attribute.name, key);
	room[1] = where_end;
	f.extra = room;
	return f;
}

enum err association_get(struct store *store, struct arena *arena, const struct row *on, const char *name, const struct query *query, struct rows *out)
{
	const struct association *a;
	struct where room[2];
	*out = (struct rows){ NULL, 0 };
	try(model_need_association(on->model, name, &a));
	if (a->kind == BELONGS_TO && value_is_null(row_at(on, a->near.left[0])))
		return OK;
	struct find f = find_other(on, a, query, room);
	return find_rows(store, arena, &f, out);
}

enum err association_get_one(struct store *store, struct arena *arena, const struct row *on, const char *name, const struct query *query, struct row **out)
{
	struct query one = query ? *query : everything;
	struct rows rows;
	one.limit = 1;
	*out = NULL;
	try(association_get(store, arena, on, name, &one, &rows));
	*out = rows.count ? rows.items[0] : NULL;
	return OK;
}

enum err association_count(struct store *store, const struct row *on, const char *name, const struct query *query, int64_t *out)
{
	const struct association *a;
	struct where room[2];
	*out = 0;
	try(model_need_association(on->model, name, &a));
	if (a->kind == BELONGS_TO && value_is_null(row_at(on, a->near.left[0])))
		return OK;
	struct find f = find_other(on, a, query, room);
	return find_count(store, &f, 0, out);
}

static size_t without_repeats(struct value *keys, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		bool there = false;
		for (size_t k = 0; k < kept && !there; k++)
			there = value_equals(keys[k], keys[i]);
		if (!there)
			keys[kept++] = keys[i];
	}
	return kept;
}

static enum err has(const struct call *c, bool *out)
{
	const struct association *a = c->association;
	struct value *keys;
	struct where room[2];
	int64_t found;
	try(call_keys(c, &keys));
	size_t wanted = a->kind == BELONGS_TO_MANY ? without_repeats(keys, c->count) : c->count;
	int position = a->through ? target_columns(a)[0] : a->target->key;
	struct where where[] = { where_in(a->target->columns[position].attribute.name, keys, wanted), where_end };
	struct query query = { .where = where };
	struct find f = find_other(c->on, a, &query, room);
	try(find_count(c->store, &f, 0, &found));
	*out = found == (int64_t)wanted;
	return OK;
}

enum err association_has(struct store *store, const struct row *on, const char *name, const struct target *targets, size_t count, bool *out)
{
	struct arena arena;
	struct call call = { .store = store, .arena = &arena, .on = on, .targets = targets, .count = count };
	try(model_need_association(on->model, name, &call.association));
	*out = true;
	if (!count)
		return OK;
	arena_init(&arena);
	enum err err = has(&call, out);
	arena_release(&arena);
	return err;
}

static enum err not_of_this_kind(const struct call *c, const char *method)
{
	return fail(ERR_ERROR, "%s.%s is a %s association: it has no %s", c->on->model->name, c->association->name,
		association_kind_name(c->association->kind), method);
}

static enum err begin_call(struct call *c, const char *name)
{
	try(model_need_association(c->on->model, name, &c->association));
	return store_begin(c->store);
}

enum err association_set(struct store *store, struct arena *arena, struct row *on, const char *name, const struct target *targets, size_t count, const struct pair *through)
{
	struct call c = { store, arena, NULL, on, on, targets, count, through };
	try(begin_call(&c, name));
	if (!association_is_list(c.association) && count > 1)
		return store_end(store, fail(ERR_TYPE_ERROR, "%s.%s is one row, not %zu", on->model->name, name, count));
	return store_end(store, kinds[c.association->kind]->set(&c));
}

enum err association_add(struct store *store, struct arena *arena, struct row *on, const char *name, const struct target *targets, size_t count, const struct pair *through)
{
	struct call c = { store, arena, NULL, on, on, targets, count, through };
	try(begin_call(&c, name));
	const struct link_ops *ops = kinds[c.association->kind];
	return store_end(store, !ops->add ? not_of_this_kind(&c, "add") : count ? ops->add(&c) : OK);
}

enum err association_remove(struct store *store, struct row *on, const char *name, const struct target *targets, size_t count, int64_t *removed)
{
	struct arena arena;
	struct call c = { store, &arena, NULL, on, on, targets, count, NULL };
	int64_t changes = 0;
	try(begin_call(&c, name));
	arena_init(&arena);
	const struct link_ops *ops = kinds[c.association->kind];
	enum err err = store_end(store, !ops->remove ? not_of_this_kind(&c, "remove") : count ? ops->remove(&c, &changes) : OK);
	arena_release(&arena);
	if (removed)
		*removed = err ? 0 : changes;
	return err;
}

enum err association_create(struct store *store, struct arena *arena, struct row *on, const char *name, const struct pair *values, const struct pair *through, struct row **out)
{
	struct call c = { store, arena, NULL, on, on, NULL, 0, through };
	struct row *row = NULL;
	try(begin_call(&c, name));
	try(store_end(store, kinds[c.association->kind]->create(&c, values, &row)));
	if (out)
		*out = row;
	return OK;
}
