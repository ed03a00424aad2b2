/* The methods of associations: what all kinds do alike, and the way to what each does itself (link_*.c). */
#include "model/mixin.h"

#include "base/arena.h"
#include "model/link.h"
#include "model/store.h"
#include "model/write.h"

#include <string.h>

static const struct link_ops *const kinds[] = {
	[BELONGS_TO] = &link_belongs_to,
	[HAS_ONE] = &link_has_one,
	[HAS_MANY] = &link_has_many,
	[BELONGS_TO_MANY] = &link_belongs_to_many,
};

static const struct query everything;

static enum err need(const struct row *on, const char *name, const struct association **out)
{
	if (!on)
		return fail(ERR_TYPE_ERROR, "'%s' is asked of no row", name);
	return model_need_association(on->model, name, out);
}

/* The rows on the other side, as a find. */
static struct find find_other(struct arena *arena, const struct row *on, const struct association *a,
	const struct query *query)
{
	struct find f = { .model = a->target, .query = query ? query : &everything };
	if (a->through) {
		f.over = a;
		f.on = on;
		f.extra = where_pairs(arena, a->definition.scope);
	} else {
		f.extra = where_linked(arena, a, on, where_end);
	}
	return f;
}

/* A belongsTo without a key has nothing to look for; of the others, what has no key either is found (row 118). */
static bool leads_nowhere(const struct association *a, const struct row *on)
{
	struct value source[KEY_MAX];
	return a->kind == BELONGS_TO && !source_values(a, on, source);
}

enum err association_get(struct store *store, struct arena *arena, const struct row *on, const char *name,
	const struct query *query, struct rows *out)
{
	const struct association *a;
	*out = (struct rows){ NULL, 0 };
	try(need(on, name, &a));
	if (leads_nowhere(a, on))
		return OK;
	struct find f = find_other(arena, on, a, query);
	return find_rows(store, arena, &f, out);
}

enum err association_get_one(struct store *store, struct arena *arena, const struct row *on, const char *name,
	const struct query *query, struct row **out)
{
	struct query one = query ? *query : everything;
	struct rows rows;
	one.limit = 1;
	*out = NULL;
	try(association_get(store, arena, on, name, &one, &rows));
	*out = rows.count ? rows.items[0] : NULL;
	return OK;
}

enum err association_count(struct store *store, const struct row *on, const char *name, const struct query *query,
	int64_t *out)
{
	const struct association *a;
	struct arena arena;
	*out = 0;
	try(need(on, name, &a));
	if (leads_nowhere(a, on))
		return OK;
	arena_init(&arena);
	struct find f = find_other(&arena, on, a, query);
	enum err err = find_count(store, &f, 0, out);
	arena_release(&arena);
	return err;
}

/* Which of these are linked, as keys. */
static enum err find_linked(const struct call *c, const struct keys *keys, struct keys *out)
{
	const struct association *a = c->association;
	const char **names = arena_array(c->arena, const char *, keys->columns.count + 1);
	struct where where[] = { where_keys(c->arena, keys), where_end };
	struct query query = { .where = where, .attributes = names, .through_attributes = names + keys->columns.count,
		.unscoped = true };
	struct find f = find_other(c->arena, c->on, a, &query);
	struct rows rows;
	for (size_t i = 0; i < keys->columns.count; i++)
		names[i] = model_column(keys->columns.model, keys->columns.positions[i])->attribute.name;
	try(find_rows(c->store, c->arena, &f, &rows));
	*out = keys_of_rows(c->arena, keys->columns, &rows);
	return OK;
}

static bool has_repeats(struct arena *arena, const struct keys *keys)
{
	struct key_index index = key_index(arena, keys);
	for (size_t i = 0; i < keys->count; i++)
		if (key_find(&index, key_at(keys, i)) != (int64_t)i)
			return true;
	return false;
}

/* A hasMany counts rows, so that a target named twice is not there (row 121). */
static enum err has(const struct call *c, bool *out)
{
	struct keys keys, part, found;
	try(call_keys(c, key_columns(c->association->target), &keys));
	*out = keys_whole(c->arena, &keys).count == c->count;
	if (c->association->kind == HAS_MANY && has_repeats(c->arena, &keys))
		*out = false;
	for (size_t i = 0; *out && i < keys.count; i += part.count) {
		part = keys_part(&keys, i);
		try(find_linked(c, &part, &found));
		*out = !keys_without(c->arena, &part, &found).count;
	}
	return OK;
}

enum err association_has(struct store *store, const struct row *on, const char *name, const struct target *targets,
	size_t count, bool *out)
{
	struct arena arena;
	struct row source;
	struct call call = { .store = store, .arena = &arena, .on = &source, .targets = targets, .count = count };
	*out = false;
	try(need(on, name, &call.association));
	source = *on;
	arena_init(&arena);
	enum err err = leads_nowhere(call.association, on) ? OK : has(&call, out);
	*out = !err && (*out || !count);
	arena_release(&arena);
	return err;
}

static enum err not_of_this_kind(const struct association *a, const char *method)
{
	return fail(ERR_ERROR, "%s.%s is a %s association: it has no %s", a->source->name, a->name,
		association_kind_name(a->kind), method);
}

/* Join values where there is no join row would be lost without a word. */
static enum err check_through(const struct call *c)
{
	const struct association *a = c->association;
	const struct pair *values = c->through;
	for (size_t i = 0; i < c->count && !(values && values->attribute); i++)
		values = c->targets[i].through;
	if (a->through || !values || !values->attribute)
		return OK;
	return fail(ERR_ERROR, "%s.%s is a %s association: there is no join row for '%s'", a->source->name, a->name,
		association_kind_name(a->kind), values->attribute);
}

/* What the file refused, in words of the association. */
static enum err told(const struct call *c, const char *doing, enum err err)
{
	const struct association *a = c->association;
	bool refused = err == ERR_NOT_NULL_VALIDATION || err == ERR_NOT_NULL_CONSTRAINT ||
		err == ERR_UNIQUE_CONSTRAINT || err == ERR_FK_CONSTRAINT || err == ERR_CHECK_CONSTRAINT;
	if (refused)
		return fail(err, "cannot %s %s.%s: %s", doing, a->source->name, a->name, err_sentence(err));
	return err;
}

/* Methods of several statements run in a transaction; when it fails, rows in memory are as they were, too. */
struct scope { bool plain; struct row_before before[2]; size_t kept; };

static enum err scope_open(struct scope *s, const struct call *c, bool plain)
{
	*s = (struct scope){ .plain = plain };
	if (plain)
		return OK;
	if (association_holds_key(c->association))
		s->before[s->kept++] = row_before(c->arena, c->on);
	if (c->association->kind == HAS_ONE && c->count && c->targets[0].row &&
		c->targets[0].row->model == c->association->target)
		s->before[s->kept++] = row_before(c->arena, c->targets[0].row);
	return store_begin(c->store);
}

static enum err scope_close(const struct scope *s, const struct call *c, const char *doing, enum err err)
{
	if (!s->plain)
		err = store_end(c->store, err);
	if (!err)
		return OK;
	for (size_t i = 0; i < s->kept; i++)
		row_put_back(&s->before[i]);
	return told(c, doing, err);
}

enum err association_set(struct store *store, struct arena *arena, struct row *on, const char *name,
	const struct target *targets, size_t count, const struct pair *through)
{
	struct call c = { store, arena, NULL, on, targets, count, through };
	struct scope scope;
	try(need(on, name, &c.association));
	try(check_through(&c));
	if (!association_is_list(c.association) && count > 1)
		return fail(ERR_TYPE_ERROR, "%s.%s is one row, not %zu", on->model->name, name, count);
	const struct link_ops *ops = kinds[c.association->kind];
	try(scope_open(&scope, &c, ops->plain_set));
	return scope_close(&scope, &c, "set", ops->set(&c));
}

enum err association_add(struct store *store, struct arena *arena, struct row *on, const char *name,
	const struct target *targets, size_t count, const struct pair *through)
{
	struct call c = { store, arena, NULL, on, targets, count, through };
	struct scope scope;
	try(need(on, name, &c.association));
	const struct link_ops *ops = kinds[c.association->kind];
	if (!ops->add)
		return not_of_this_kind(c.association, "add");
	try(check_through(&c));
	if (!count)
		return OK;
	try(scope_open(&scope, &c, ops->plain_add));
	return scope_close(&scope, &c, "add to", ops->add(&c));
}

static enum err remove_targets(const struct call *c, int64_t *removed)
{
	const struct link_ops *ops = kinds[c->association->kind];
	if (!ops->remove)
		return not_of_this_kind(c->association, "remove");
	enum err err = c->count ? ops->remove(c, removed) : OK;
	return err ? told(c, "remove from", err) : OK;
}

enum err association_remove(struct store *store, struct row *on, const char *name, const struct target *targets,
	size_t count, int64_t *removed)
{
	struct arena arena;
	struct call c = { store, &arena, NULL, on, targets, count, NULL };
	int64_t changes = 0;
	if (removed)
		*removed = 0;
	try(need(on, name, &c.association));
	arena_init(&arena);
	enum err err = remove_targets(&c, &changes);
	arena_release(&arena);
	if (removed && !err)
		*removed = changes;
	return err;
}

enum err association_create(struct store *store, struct arena *arena, struct row *on, const char *name,
	const struct pair *values, const struct pair *through, struct row **out)
{
	struct call c = { store, arena, NULL, on, NULL, 0, through };
	struct row *row = NULL;
	struct scope scope;
	if (out)
		*out = NULL;
	try(need(on, name, &c.association));
	try(check_through(&c));
	const struct link_ops *ops = kinds[c.association->kind];
	try(scope_open(&scope, &c, ops->plain_create));
	try(scope_close(&scope, &c, "create in", ops->create(&c, values, &row)));
	if (out)
		*out = row;
	return OK;
}

enum err association_assign(struct arena *arena, struct row *on, const char *name, const struct target *target)
{
	struct call c = { NULL, arena, NULL, on, target, target != NULL, NULL };
	struct keys keys;
	try(need(on, name, &c.association));
	if (!association_holds_key(c.association))
		return not_of_this_kind(c.association, "assign");
	try(call_keys(&c, end_columns(c.association), &keys));
	return row_put(arena, on, foreign_pairs(arena, c.association, keys.count ? keys.values : NULL));
}
