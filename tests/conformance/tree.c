#include "conformance/tree.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/vec.h"
#include "model/model.h"
#include "model/store.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 200 };

static const char read_sql[] = "SELECT id, parent, key, type, atom FROM json_tree(?1)";
enum { READ_ID, READ_PARENT, READ_KEY, READ_TYPE, READ_ATOM };

static const struct { const char *type; enum tree_kind kind; } json_types[] = {
	{ "null", TREE_NULL },    { "true", TREE_BOOL },   { "false", TREE_BOOL },  { "integer", TREE_NUMBER },
	{ "real", TREE_NUMBER },  { "text", TREE_TEXT },   { "array", TREE_LIST },  { "object", TREE_OBJECT },
};

static enum tree_kind kind_of(const char *type)
{
	for (size_t i = 0; i < sizeof json_types / sizeof *json_types; i++)
		if (!strcmp(json_types[i].type, type))
			return json_types[i].kind;
	bug("JSON has no type '%s'", type);
}

/* Rows come depth first: a stack of the open containers finds each one's parent. */
static enum err build(struct arena *arena, const struct table *t, struct tree **out)
{
	struct { int64_t id; struct tree *tree; } stack[DEPTH_MAX];
	size_t depth = 0;
	*out = NULL;
	for (size_t i = 0; i < t->count; i++) {
		struct tree *node = tree_new(arena, kind_of(value_str(table_at(t, i, READ_TYPE))));
		if (node->kind != TREE_LIST && node->kind != TREE_OBJECT)
			node->value = table_at(t, i, READ_ATOM);
		while (depth && stack[depth - 1].id != value_int_or(table_at(t, i, READ_PARENT), -1))
			depth--;
		if (depth == DEPTH_MAX)
			return fail(ERR_INPUT, "the JSON is nested more than %d deep", DEPTH_MAX);
		struct tree *parent = depth ? stack[depth - 1].tree : NULL;
		if (parent)
			tree_add(arena, parent, parent->kind == TREE_OBJECT ? value_str(table_at(t, i, READ_KEY)) : NULL, node);
		else
			*out = node;
		stack[depth].id = value_int_or(table_at(t, i, READ_ID), -1);
		stack[depth++].tree = node;
	}
	return OK;
}

enum err tree_read(struct arena *arena, const char *json, struct tree **out)
{
	struct schema *schema = schema_new();
	struct store *store = NULL;
	struct value text = value_text(json);
	struct table table = { 0 };
	enum err err = store_open(&store, schema, ":memory:", STORE_CREATE);
	if (!err)
		err = store_select(store, arena, read_sql, &text, 1, &table);
	if (!err)
		err = build(arena, &table, out);
	store_close(store);
	schema_free(schema);
	return err;
}

struct tree *tree_new(struct arena *arena, enum tree_kind kind)
{
	struct tree *t = arena_new(arena, struct tree);
	t->kind = kind;
	return t;
}

struct tree *tree_value(struct arena *arena, struct value v)
{
	struct tree *t = tree_new(arena, TREE_TEXT);
	t->value = v;
	if (v.type == VALUE_NULL)
		t->kind = TREE_NULL;
	else if (v.type == VALUE_INTEGER || v.type == VALUE_REAL)
		t->kind = TREE_NUMBER;
	return t;
}

struct tree *tree_string(struct arena *arena, const char *string)
{
	return tree_value(arena, value_text(string));
}

struct tree *tree_bool(struct arena *arena, bool on)
{
	struct tree *t = tree_value(arena, value_integer(on));
	t->kind = TREE_BOOL;
	return t;
}

struct tree *tree_add(struct arena *arena, struct tree *parent, const char *key, struct tree *child)
{
	child->key = arena_string(arena, key);
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
	parent->count++;
	return child;
}

const struct tree *tree_get(const struct tree *t, const char *key)
{
	if (!t || t->kind != TREE_OBJECT)
		return NULL;
	for (const struct tree *c = t->first; c; c = c->next)
		if (!strcmp(c->key, key))
			return c;
	return NULL;
}

const char *tree_text(const struct tree *t)
{
	return t && t->kind == TREE_TEXT ? value_str(t->value) : NULL;
}

const char *tree_name(const struct tree *t)
{
	return t && t->key ? t->key : "nothing";
}

bool tree_is(const struct tree *t, const char *text)
{
	return tree_text(t) && !strcmp(tree_text(t), text);
}

bool tree_is_true(const struct tree *t)
{
	return t && t->kind == TREE_BOOL && value_int_or(t->value, 0);
}

bool tree_is_false(const struct tree *t)
{
	return t && t->kind == TREE_BOOL && !value_int_or(t->value, 0);
}

bool tree_is_null(const struct tree *t)
{
	return tree_has_kind(t, TREE_NULL);
}

bool tree_has_kind(const struct tree *t, enum tree_kind kind)
{
	return t && t->kind == kind;
}

static void print(struct json *json, const struct tree *t)
{
	if (t->kind == TREE_LIST || t->kind == TREE_OBJECT) {
		bool list = t->kind == TREE_LIST;
		(list ? json_array : json_object)(json);
		for (const struct tree *c = t->first; c; c = c->next) {
			if (!list)
				json_key(json, c->key);
			print(json, c);
		}
		(list ? json_end_array : json_end_object)(json);
	} else if (t->kind == TREE_BOOL) {
		json_bool(json, value_int_or(t->value, 0));
	} else if (t->value.type == VALUE_BLOB) {
		json_value(json, value_text_n(t->value.text, t->value.size));
	} else {
		json_value(json, t->value);
	}
}

void tree_print(const struct tree *t, struct buffer *to)
{
	struct json json = { .to = to };
	if (t)
		print(&json, t);
	else
		buffer_puts(to, "nothing");
}

struct tree *tree_again(struct arena *arena, const struct tree *t)
{
	struct tree *made = arena_new(arena, struct tree);
	*made = *t;
	made->next = NULL;
	return made;
}

struct tree *tree_copy(struct arena *arena, const struct tree *t)
{
	struct tree *made = tree_new(arena, t->kind);
	made->value = t->value;
	for (const struct tree *c = t->first; c; c = c->next)
		tree_add(arena, made, c->key, tree_copy(arena, c));
	return made;
}

static void take_away(struct tree *parent, struct tree **at)
{
	*at = (*at)->next;
	parent->count--;
	parent->last = NULL;
	for (struct tree *c = parent->first; c; c = c->next)
		parent->last = c;
}

/* The place of the child that the first step of @path names; *path moves behind it. */
static struct tree **step_into(struct tree *t, const char **path)
{
	size_t size = strcspn(*path, ".[");
	struct tree **at = &t->first;
	if (**path == '[') {
		char *end;
		unsigned long index = strtoul(*path + 1, &end, 10);
		for (; *at && index; index--)
			at = &(*at)->next;
		*path = *end == ']' ? end + 1 : end;
	} else {
		while (*at && !((*at)->key && !strncmp((*at)->key, *path, size) && !(*at)->key[size]))
			at = &(*at)->next;
		*path += size;
	}
	if (**path == '.')
		++*path;
	return at;
}

/* "[2]" of a list of two. */
static bool is_next(const struct tree *list, const char *step)
{
	return *step == '[' && strtoul(step + 1, NULL, 10) == list->count;
}

bool tree_replace(struct arena *arena, struct tree **t, const char *path, const struct tree *with)
{
	struct tree *parent = NULL;
	struct tree **at = t;
	while (*path) {
		const char *key = path;
		parent = *at;
		if (!parent || (parent->kind != TREE_LIST && parent->kind != TREE_OBJECT))
			return false;
		at = step_into(parent, &path);
		if (!*at && !*path && with && (parent->kind == TREE_OBJECT || is_next(parent, key))) {
			tree_add(arena, parent, parent->kind == TREE_OBJECT ? key : NULL, tree_copy(arena, with));
			return true;
		}
		if (!*at)
			return false;
	}
	if (!with && parent) {
		take_away(parent, at);
		return true;
	}
	struct tree *made = tree_copy(arena, with);
	if (*at) {
		made->key = (*at)->key;
		made->next = (*at)->next;
	}
	if (parent && parent->last == *at)
		parent->last = made;
	*at = made;
	return true;
}
