/* The path of a walk as a tree: its rows, their associations with counts, and what is behind those, opened by hand. Shared by
 * the screen (walk_tree.c), what it reads (walk_tree_read.c) and its drawing (walk_tree_draw.c). */
#ifndef SCREENS_WALK_TREE_H
#define SCREENS_WALK_TREE_H

#include "screens/walk.h"

/* A row has its associations below it, an association its rows and, while there are more, a line that reads them. */
enum tree_kind { TREE_ROW, TREE_LINK, TREE_MORE };
struct tree_node {
	enum tree_kind kind;
	struct tree_node *parent, *first, *last, *next;
	int depth;
	bool open, read;                 /* what is below it is shown; was read once */
	struct walk_row row;             /* TREE_ROW */
	struct walk_link link;           /* TREE_LINK */
	const char *label, *call;
	const char *cursor;              /* TREE_MORE: where to go on, NULL: from the beginning */
	long visit;                      /* its place on the path; -1: it is not on it */
};

struct walk_tree {
	struct app *app;
	struct walk_state *walk;         /* the screen beneath */
	struct arena arena, line_arena;
	struct tree_node *root, **lines;
	size_t count, selected, top;
	int rows, cols;
};

/* walk_tree_read.c: the path, open from its beginning to its end. */
enum err tree_read_path(struct walk_tree *);
/* What is below a node, by one page; ERR_EMPTY, ERR_FORBIDDEN: there is nothing, or nothing to be seen. */
enum err tree_open(struct walk_tree *, struct tree_node *);
/* The nodes that show, as lines. */
void tree_make_lines(struct walk_tree *);

void walk_tree_draw(const void *state, struct canvas *body, struct arena *scratch);

/* Argument: the struct walk_state beneath. */
extern const struct screen_ops walk_tree_screen;

#endif
