/* What one could do instead: of rows that go with another, and of those that keep it from going, the keys that tie them. */
#include "explore/retell.h"

#include "base/arena.h"

enum { NAMED = 3 };

static bool may_be_null(const struct outline_key *key)
{
	for (size_t i = 0; i < key->count; i++)
		if (key->table->columns[key->columns[i]].not_null || key->table->columns[key->columns[i]].key)
			return false;
	return true;
}

static const char *key_text(struct arena *arena, const struct outline_key *key)
{
	return arena_format(arena, "%s.%s", key->table->name, outline_columns(arena, key->table, key->columns, key->count));
}

static const char *for_blocked(struct arena *arena, const struct rehearse_blocked *b)
{
	if (!b->key || !b->key->references)
		return NULL;
	return arena_format(arena, "first let %s refer to another row of %s%s, or delete what refers to it.", key_text(arena, b->key),
		b->key->references->name, may_be_null(b->key) ? ", or be null" : "");
}

static bool is_named(const struct outline_key *const *keys, size_t count, const struct outline_key *key)
{
	for (size_t i = 0; i < count; i++)
		if (keys[i] == key)
			return true;
	return false;
}

/* The keys by which rows go right along with those of the statement. */
static size_t cascading_keys(const struct rehearsal *r, const struct outline_key *out[NAMED])
{
	size_t count = 0;
	for (const struct rehearse_branch *top = r->branches; top; top = top->next)
		for (const struct rehearse_branch *b = top->first; b && top->action == REHEARSE_DELETED; b = b->next)
			if (b->key && b->key->references && b->action == REHEARSE_DELETED && count < NAMED && !is_named(out, count, b->key))
				out[count++] = b->key;
	return count;
}

const char *retell_instead(struct arena *arena, const struct rehearsal *r)
{
	const struct outline_key *keys[NAMED];
	if (r->blocked)
		return for_blocked(arena, r->blocked);
	size_t count = cascading_keys(r, keys);
	bool all_null = true;
	const char *names = "";
	for (size_t i = 0; i < count; i++) {
		names = arena_format(arena, "%s%s%s", names, !i ? "" : i + 1 < count ? ", " : " and ", key_text(arena, keys[i]));
		all_null = all_null && may_be_null(keys[i]);
	}
	return count ? arena_format(arena, "what goes along stays when you first let %s refer to another row of %s%s.", names,
		keys[0]->references->name, all_null ? ", or be null" : "") : NULL;
}
