/* JSON as a tree of nodes in an arena: scenarios are read into it, and what the model layer gave is compared in it. */
#ifndef CONFORMANCE_TREE_H
#define CONFORMANCE_TREE_H

#include "base/err.h"
#include "base/value.h"

struct arena;
struct buffer;

enum tree_kind { TREE_NULL, TREE_BOOL, TREE_NUMBER, TREE_TEXT, TREE_LIST, TREE_OBJECT };
struct tree {
	enum tree_kind kind;
	const char *key;                     /* in an object, else NULL */
	struct value value;                  /* bool: 0 or 1 */
	size_t count;
	struct tree *first, *last, *next;    /* what it holds, in order; its neighbour */
	bool ordered;                        /* list: the order counts; else both sides are sorted by id, or by their text */
	bool spare;                          /* what the other side may leave out: null, or a default */
	bool unread;                         /* the other side may have null: a key that Sequelize does not read back */
};

/* Read @json with SQLite's json_tree(). ERR_DB_ERROR: malformed. */
enum err tree_read(struct arena *, const char *json, struct tree **out);
struct tree *tree_new(struct arena *, enum tree_kind);
struct tree *tree_value(struct arena *, struct value);         /* a null, number or text */
struct tree *tree_string(struct arena *, const char *);
struct tree *tree_bool(struct arena *, bool);
/* Append; @key NULL in a list. Returns @child. */
struct tree *tree_add(struct arena *, struct tree *parent, const char *key, struct tree *child);

/* The same tree to stand elsewhere (its members are shared); and one whose members may be changed. */
struct tree *tree_again(struct arena *, const struct tree *);
struct tree *tree_copy(struct arena *, const struct tree *);

/* All of them take a NULL tree. */
const struct tree *tree_get(const struct tree *, const char *key);
const char *tree_text(const struct tree *);                    /* NULL when it is none */
const char *tree_name(const struct tree *);                    /* its key, for sentences */
bool tree_is(const struct tree *, const char *text);
bool tree_is_true(const struct tree *);
bool tree_is_false(const struct tree *);
bool tree_is_null(const struct tree *);                        /* there, and null */
bool tree_has_kind(const struct tree *, enum tree_kind);
void tree_print(const struct tree *, struct buffer *);

/* Put a copy of @with where @path ("products[0].price", "" for all of it) leads, or take it away when NULL.
 * False when the path leads nowhere. */
bool tree_replace(struct arena *, struct tree **, const char *path, const struct tree *with);
/* NULL when they are alike, else what differs and where, in @arena. */
const char *tree_difference(struct arena *, const struct tree *expected, const struct tree *actual);

#endif
