/* "$products.price$": conditions on columns of associations. They are answered as a LEFT JOIN would answer them: every
 * path that a statement names becomes one join, however often it is named; a row without a target has nulls there. */
#include "model/sql.h"

#include "model/loading.h"

#include <string.h>

bool where_has_path(const struct where *where)
{
	for (const struct where *w = where; w && w->op != WHERE_END; w++)
		if ((w->attribute && w->attribute[0] == '$') || where_has_path(w->children))
			return true;
	return false;
}

enum err path_step(const struct model *model, const struct association *over, const char *word,
	const struct association **out, bool *through)
{
	*out = model_association(model, word);
	*through = !*out && over && over->through && !strcmp(over->through->name, word);
	return *out || *through ? OK : model_need_association(model, word, out);
}

/* --- reading names --- */

/* The words of "$a.b.c$" in @arena; the last one is the attribute. */
static enum err split(struct arena *arena, const char *name, char **words[], size_t *count)
{
	size_t size = strlen(name);
	if (size < 3 || name[size - 1] != '$')
		return fail(ERR_ERROR, "'%s' is no path: write it as $association.attribute$", name);
	char *copy = arena_copy(arena, name + 1, size - 2);
	*words = arena_array(arena, char *, size);
	*count = 0;
	for (char *at = copy; at; *count += 1) {
		(*words)[*count] = at;
		at = strchr(at, '.');
		if (at)
			*at++ = '\0';
	}
	return *count > 1 ? OK
			  : fail(ERR_ERROR, "'%s' names no association: write it as $association.attribute$", name);
}

static struct path *find_path(const struct paths *paths, const struct path *parent, const struct association *a)
{
	for (size_t i = 0; i < paths->items.count; i++)
		if (paths->items.items[i]->parent == parent && paths->items.items[i]->association == a)
			return paths->items.items[i];
	return NULL;
}

/* Follow all words but the last. @make: the same paths, where those that are missing are noted; or NULL. @joined: it
 * ends at a join row. */
static enum err follow(
	const struct paths *paths, struct paths *make, char **words, size_t count, struct path **end, bool *joined)
{
	*end = NULL;
	*joined = false;
	for (size_t i = 0; i + 1 < count; i++) {
		const struct association *a;
		if (*joined)
			return fail(ERR_ERROR, "nothing follows behind the join row '%s'", words[i - 1]);
		try(path_step(*end ? (*end)->association->target : paths->root, *end ? (*end)->association : NULL,
			words[i], &a, joined));
		if (*joined)
			continue;
		struct path *next = find_path(paths, *end, a);
		if (!next && make) {
			next = arena_new(&make->sql->scratch, struct path);
			*next = (struct path){ .association = a, .parent = *end };
			vec_push(&make->items, next);
		}
		if (!next)
			bug("the path over '%s' was not noted", words[i]);
		*end = next;
	}
	return OK;
}

enum err paths_note_name(struct paths *paths, const char *name)
{
	char **words;
	size_t count;
	struct path *end;
	bool joined;
	if (!name || name[0] != '$')
		return OK;
	try(split(&paths->sql->scratch, name, &words, &count));
	return follow(paths, paths, words, count, &end, &joined);
}

enum err paths_note(struct paths *paths, const struct where *where)
{
	for (const struct where *w = where; w && w->op != WHERE_END; w++) {
		try(paths_note_name(paths, w->attribute));
		try(paths_note(paths, w->children));
	}
	return OK;
}

enum err paths_find(
	const struct paths *paths, const char *name, const struct model **model, const char **alias, int *position)
{
	char **words;
	size_t count;
	struct path *end;
	bool joined;
	try(split(&paths->sql->scratch, name, &words, &count));
	try(follow(paths, NULL, words, count, &end, &joined));
	*model = joined ? end->association->through : end->association->target;
	*alias = joined ? end->through : end->alias;
	return sql_attribute(*model, words[count - 1], position);
}

/* --- joining --- */

static const struct loading *loading_of(const struct paths *paths, const struct path *path)
{
	if (!path->parent)
		return loadings_find(paths->below, path->association);
	const struct loading *parent = loading_of(paths, path->parent);
	return parent ? loadings_find(&parent->below, path->association) : NULL;
}

/* A join row counts where its target fits, so that both are there or neither. */
static enum err join_through(struct sql *sql, const struct path *path, const char *from, const struct loading *loading)
{
	const struct association *a = path->association;
	buffer_printf(&sql->text, " LEFT JOIN %s AS %s ON ", a->through->quoted_table, path->through);
	sql_tie(sql, &a->near, a->source, from, a->through, path->through);
	if (loading) {
		const char *target = sql_alias(sql);
		buffer_printf(
			&sql->text, " AND EXISTS (SELECT 1 FROM %s AS %s WHERE ", a->target->quoted_table, target);
		sql_tie(sql, &a->far, a->through, path->through, a->target, target);
		try(sql_loading(sql, loading, target, path->through));
		sql_add(sql, ")");
	}
	buffer_printf(&sql->text, " LEFT JOIN %s AS %s ON ", a->target->quoted_table, path->alias);
	sql_tie(sql, &a->far, a->through, path->through, a->target, path->alias);
	return OK;
}

static enum err join_path(struct paths *paths, struct path *path)
{
	struct sql *sql = paths->sql;
	const struct association *a = path->association;
	const struct loading *loading = loading_of(paths, path);
	const char *from = path->parent ? path->parent->alias : paths->root_alias;
	path->alias = sql_alias(sql);
	if (a->through) {
		path->through = sql_alias(sql);
		return join_through(sql, path, from, loading);
	}
	buffer_printf(&sql->text, " LEFT JOIN %s AS %s ON ", a->target->quoted_table, path->alias);
	sql_tie(sql, &a->near, a->source, from, a->target, path->alias);
	return loading ? sql_loading(sql, loading, path->alias, NULL) : OK;
}

enum err paths_join(struct paths *paths)
{
	for (size_t i = 0; i < paths->items.count; i++)
		if (!paths->items.items[i]->alias)
			try(join_path(paths, paths->items.items[i]));
	return OK;
}

void paths_release(struct paths *paths)
{
	vec_release(&paths->items);
}
