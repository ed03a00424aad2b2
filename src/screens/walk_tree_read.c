/* A branch is read when it is opened, and by pages: a million rows are a million lines only for who asks for each. */
#include "screens/walk_tree.h"

enum { TREE_PAGE = 20 };

static struct tree_node *add(struct walk_tree *t, struct tree_node *parent, enum tree_kind kind)
{
	struct tree_node *node = arena_new(&t->arena, struct tree_node);
	*node = (struct tree_node){ .kind = kind, .parent = parent, .depth = parent ? parent->depth + 1 : 0, .visit = -1 };
	if (!parent)
		t->root = node;
	else if (parent->last)
		parent->last->next = node;
	else
		parent->first = node;
	if (parent)
		parent->last = node;
	return node;
}

static void drop_last(struct tree_node *parent)
{
	struct tree_node *before = parent->first;
	while (before != parent->last && before->next != parent->last)
		before = before->next;
	if (before == parent->last)
		before = parent->first = NULL;
	else
		before->next = NULL;
	parent->last = before;
}

static bool is_same_row(const struct walk_row *a, const struct walk_row *b)
{
	if (a->ident_count != b->ident_count)
		return false;
	for (size_t i = 0; i < a->ident_count; i++)
		if (!value_equals(a->ident[i], b->ident[i]))
			return false;
	return true;
}

static const char *label_of(struct walk_tree *t, const struct walk_row *row)
{
	return row->name ? row->name : arena_format(&t->arena, "%s #%s", row->table->name, row->key);
}

/* How calls go on from a row. */
static const char *chain_of(struct walk_tree *t, const struct tree_node *node)
{
	return node->parent ? node->call : walk_ident(&t->arena, &node->row);
}

static const char *call_of(struct walk_tree *t, const struct tree_node *link, const struct walk_row *row)
{
	if (!walk_is_single(link->link.relation))
		return walk_ident(&t->arena, row);
	return arena_format(&t->arena, "%s.%s", chain_of(t, link->parent), walk_get_call(&t->arena, link->link.relation));
}

/* The whole row, and how many there are behind each of its associations. */
static enum err read_row(struct walk_tree *t, struct tree_node *node)
{
	struct walk_link *links;
	struct walk_row whole;
	try(walk_load(&t->walk->walk, &t->arena, &node->row, &whole, NULL));
	node->row = whole;
	try(walk_count_links(t->walk, &t->arena, &node->row, &links));
	for (size_t i = 0; i < whole.table->relation_count; i++) {
		struct tree_node *link = add(t, node, TREE_LINK);
		link->link = links[i];
		link->label = links[i].relation->as;
		link->call = walk_get_call(&t->arena, links[i].relation);
	}
	node->read = true;
	return OK;
}

static bool is_there(const struct tree_node *link, const struct walk_row *row)
{
	for (const struct tree_node *node = link->first; node; node = node->next)
		if (node->kind == TREE_ROW && is_same_row(&node->row, row))
			return true;
	return false;
}

/* The rows after @cursor take the place of the line that asked for them. */
static enum err read_page(struct walk_tree *t, struct tree_node *link, const char *cursor)
{
	struct walk_list from = { link->link.relation->target, &link->parent->row, link->link.relation, NULL };
	struct walk_page page;
	try(walk_page(&t->walk->walk, &t->arena, &from, cursor, false, TREE_PAGE, &page));
	if (link->last && link->last->kind == TREE_MORE)
		drop_last(link);
	for (size_t i = 0; i < page.count; i++) {
		if (is_there(link, &page.rows[i]))
			continue;
		struct tree_node *node = add(t, link, TREE_ROW);
		node->row = page.rows[i];
		node->label = label_of(t, &page.rows[i]);
		node->call = call_of(t, link, &page.rows[i]);
	}
	if (page.next)
		add(t, link, TREE_MORE)->cursor = page.next;
	link->read = true;
	return OK;
}

static enum err open_link(struct walk_tree *t, struct tree_node *link)
{
	const char *as = link->link.relation->as;
	if (!link->read)
		try(read_page(t, link, NULL));
	link->open = link->first != NULL;
	if (link->open)
		return OK;
	if (link->link.count && !t->app->file)
		return fail(ERR_FORBIDDEN, "the rows of %s belong to somebody else: they are counted, and not shown", as);
	return fail(ERR_EMPTY, "%s has no %s", walk_ident(&t->app->arena, &link->parent->row), as);
}

enum err tree_open(struct walk_tree *t, struct tree_node *node)
{
	switch (node->kind) {
	case TREE_MORE:
		return read_page(t, node->parent, node->cursor);
	case TREE_LINK:
		return open_link(t, node);
	case TREE_ROW:
		break;
	}
	if (!node->read)
		try(read_row(t, node));
	node->open = node->first != NULL;
	return node->open ? OK : fail(ERR_EMPTY, "no association leads on from %s", node->row.table->name);
}

/* ---- the path ---- */

static struct tree_node *link_of(struct tree_node *row, const struct relation *via)
{
	for (struct tree_node *link = row->first; link; link = link->next)
		if (link->link.relation == via)
			return link;
	return NULL;
}

static struct tree_node *add_visit(struct walk_tree *t, struct tree_node *link, size_t at)
{
	const struct walk_visit *visit = &t->walk->visits.items[at];
	struct tree_node *node = add(t, link, TREE_ROW);
	node->row = visit->row;
	node->label = visit->label;
	node->call = visit->call;
	node->visit = (long)at;
	if (link && (link->link.count > 1 || link->link.more))
		add(t, link, TREE_MORE);
	if (link)
		link->open = link->read = true;
	return node;
}

/* A row that is gone meanwhile ends it. */
enum err tree_read_path(struct walk_tree *t)
{
	struct tree_node *node = add_visit(t, NULL, 0);
	try(tree_open(t, node));
	for (size_t i = 1; i < t->walk->visits.count; i++) {
		struct tree_node *link = link_of(node, t->walk->visits.items[i].via);
		if (!link)
			break;
		node = add_visit(t, link, i);
		if (tree_open(t, node))
			break;
	}
	return OK;
}

/* ---- lines ---- */

/* The next one downwards, into what is open; NULL behind the last. */
static struct tree_node *following(struct tree_node *node)
{
	if (node->open && node->first)
		return node->first;
	while (node && !node->next)
		node = node->parent;
	return node ? node->next : NULL;
}

void tree_make_lines(struct walk_tree *t)
{
	size_t count = 0;
	for (struct tree_node *node = t->root; node; node = following(node))
		count++;
	arena_reset(&t->line_arena);
	t->lines = arena_array(&t->line_arena, struct tree_node *, count);
	t->count = 0;
	for (struct tree_node *node = t->root; node; node = following(node))
		t->lines[t->count++] = node;
}
