/* The Walk screen's state, shared by its files: steps (walk.c), reading (walk_read.c), drawing (walk_draw.c). */
#ifndef SCREENS_WALK_H
#define SCREENS_WALK_H

#include "explore/plans.h"
#include "explore/walk_text.h"
#include "screens/walk_write.h"

/* A row on the path: what identifies it, by which association it was reached (NULL: it is where the walk began), and the
 * call that gives it. */
struct walk_visit {
	struct walk_row row;
	const struct relation *via;
	const char *call, *label;
	struct walk_glance { struct shown name, value; } *glance;    /* what it looked like when one was there */
	size_t glance_count;
};

/* An association of the row, and how many are on its other side. */
/* unknown: it could not be counted. */
struct walk_link { const struct relation *relation; int64_t count; bool more, unknown; };

/* A line of the row's pane: an attribute, or an association. */
struct walk_line { bool link; size_t index; };

struct walk_state {
	struct app *app;
	struct arena outline_arena, path_arena, arena, list_arena, next_arena, asked_arena;
	struct outline *outline;
	int64_t version, structure;              /* of the file, when the outline was read */
	struct walk walk;
	VEC(struct walk_visit) visits;
	size_t at;                               /* where one stands on the path; those behind it are ahead */
	struct walk_row row;
	struct walk_asked asked;                 /* what read it */
	struct walk_link *links;                 /* beside row.table->relations */
	struct walk_line *lines;
	size_t line_count, selected, top, first_link;
	bool in_list, has_list;                  /* the rows of the selected association have the keys; are shown */
	struct walk_list from;
	struct list list;
	struct list_ops ops;
	struct list_column columns[WALK_COLUMNS_MAX + 1];
	struct walk_column shown_columns[WALK_COLUMNS_MAX];
	struct walk_row next;                    /* the selected row of the list, and what it leads to */
	struct walk_link *next_links;
	bool has_next;
	const char *list_call;
	struct plans plans;
	const char *sql, *plan;                  /* of what was read last */
	bool scan;
	double ms;
	size_t counts;                           /* statements that the counts took */
	int rows, cols;
	struct walk_writing writing;
};

/* walk_read.c: read the row where one stands, with its counts; its selected association; the selected row of the list. */
enum err walk_read_row(struct walk_state *);
enum err walk_read_list(struct walk_state *);
enum err walk_read_next(struct walk_state *);
/* The outline of the open file, and who may see what of it. */
enum err walk_read_outline(struct walk_state *);
/* Read it again if the tables have changed; the path ends before what is no longer there. */
enum err walk_follow_structure(struct walk_state *, bool *changed);
/* How many rows are behind each association of a whole row; beside row->table->relations. */
enum err walk_count_links(struct walk_state *, struct arena *, const struct walk_row *, struct walk_link **out);
const struct list_ops *walk_list_ops(void);

/* Cells of the panes: the row before, the row, the list; 0: there is no room for it. */
struct walk_panes { int before, row, list; };
struct walk_panes walk_panes(const struct walk_state *);
int walk_pane_rows(const struct walk_state *);
int walk_list_rows(const struct walk_state *);
/* How calls go on from the row: "alice", "alice.getCart()". */
const char *walk_chain(const struct walk_state *, struct arena *);
/* The association that is selected, or NULL. */
const struct walk_link *walk_selected_link(const struct walk_state *);

/* "1,000+", "7+", "?" */
struct shown walk_count_shown(const struct walk_link *, struct arena *);
/* The tree (walk_tree.h) was left by Enter on a row; the answer is its node. */
struct next walk_tree_chosen(void *state, void *app, const void *answer);
#define WALK_TREE_HELP "the path as a tree, or the panes"

void walk_draw(const void *state, struct canvas *body, struct arena *scratch);

#endif
