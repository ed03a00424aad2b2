/* Drawing the tree: rows of the path stand out, associations have their counts in a column of their own. */
#include "screens/walk_tree.h"
#include "ui/canvas.h"

enum { STEP = 2, NAME_CELLS = 16, COUNT_CELLS = 6, LABEL_MAX = 34 };

/* A deep branch moves to the left as a whole, so that what is selected has room. */
static int shift_of(const struct walk_tree *t, int cols)
{
	int most = 0, room = cols - NAME_CELLS - COUNT_CELLS - 16;
	for (size_t i = t->top; i < t->count && i < t->top + (size_t)t->rows; i++)
		most = t->lines[i]->depth > most ? t->lines[i]->depth : most;
	int over = most * STEP - (room > 0 ? room : 0), own = t->lines[t->selected]->depth * STEP;
	return over < 0 ? 0 : over < own ? over : own;
}

static struct shown mark_of(const struct tree_node *node)
{
	if (node->kind == TREE_MORE)
		return shown_mark("…", "..");
	if (node->open)
		return shown_mark("▾", "-");
	return node->kind == TREE_LINK && !node->link.count && !node->link.unknown ? SHOWN(" ") : shown_mark("▸", "+");
}

static void draw_row(const struct walk_tree *t, struct canvas *in, int row, int col, const struct tree_node *node, struct arena *scratch)
{
	bool here = node->visit == (long)t->walk->at;
	struct shown words = here ? SHOWN("you are here") : SHOWN("");
	int end = canvas_put_right(in, row, in->cols, words, VOICE_ACCENT) - (here ? 2 : 0);
	struct shown label = shown_cut(scratch, show(scratch, node->label), LABEL_MAX);
	enum voice voice = here ? VOICE_TITLE : node->visit >= 0 ? VOICE_BOLD : VOICE_PLAIN;
	const char *call = node->visit >= 0 ? node->call : arena_format(scratch, "#%s", node->row.key ? node->row.key : "");
	col = canvas_put(in, row, col, shown_cut(scratch, label, end - col), voice) + 2;
	canvas_put(in, row, col, shown_cut(scratch, show(scratch, call), end - col), VOICE_DIM);
}

static void draw_link(struct canvas *in, int row, int col, const struct tree_node *node, struct arena *scratch)
{
	enum voice voice = node->link.count && !node->link.unknown ? VOICE_PLAIN : VOICE_DIM;
	canvas_put(in, row, col, shown_cut(scratch, show(scratch, node->label), NAME_CELLS), voice);
	col += NAME_CELLS + COUNT_CELLS;
	canvas_put_right(in, row, col, walk_count_shown(&node->link, scratch), voice);
	canvas_put(in, row, col + 2, shown_cut(scratch, show(scratch, node->call), in->cols - col - 2), VOICE_DIM);
}

static void draw_line(const struct walk_tree *t, struct canvas *in, int row, size_t at, int shift, struct arena *scratch)
{
	const struct tree_node *node = t->lines[at];
	int col = node->depth * STEP - shift;
	col = canvas_put(in, row, col < 0 ? 0 : col, mark_of(node), VOICE_DIM) + 1;
	switch (node->kind) {
	case TREE_ROW: draw_row(t, in, row, col, node, scratch); break;
	case TREE_LINK: draw_link(in, row, col, node, scratch); break;
	case TREE_MORE: canvas_put(in, row, col, node->cursor ? SHOWN("more rows") : SHOWN("the others"), VOICE_DIM); break;
	}
	canvas_target_row(in, row, 0, 1, 0, t, (long)at);
	if (at == t->selected) {
		struct canvas whole = canvas_whole(in->grid);
		canvas_voice(&whole, in->row + row, in->col - 1, in->cols + 2, VOICE_BAR);
	}
}

void walk_tree_draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct walk_tree *t = state;
	size_t below = t->top + (size_t)body->rows - 2 < t->count ? t->count - t->top - (size_t)body->rows + 2 : 0;
	struct canvas in = canvas_box(body, &(struct box){ .title = SHOWN("The path as a tree"), .focus = true,
		.foot = below ? shown_mark("↓ more", "down: more") : SHOWN("") });
	int shift = shift_of(t, in.cols);
	for (int i = 0; i < in.rows && t->top + (size_t)i < t->count; i++)
		draw_line(t, &in, i, t->top + (size_t)i, shift, scratch);
}
