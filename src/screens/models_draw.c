#include "screens/models.h"
#include "screens/file.h"

#include <string.h>

static enum voice voice_of(const struct sheet_cell *cell, bool chosen)
{
	static const enum voice voices[] = { [PART_NONE] = VOICE_PLAIN, [PART_BORDER] = VOICE_DIM, [PART_TITLE] = VOICE_TITLE,
		[PART_COUNT] = VOICE_PLAIN, [PART_NAME] = VOICE_PLAIN, [PART_TAG] = VOICE_DIM, [PART_LINE] = VOICE_DIM,
		[PART_END] = VOICE_PLAIN, [PART_LABEL] = VOICE_DIM };
	if (!chosen)
		return voices[cell->part];
	switch (cell->part) {
	case PART_TITLE: case PART_LABEL:
		return VOICE_BAR;
	case PART_BORDER: case PART_LINE: case PART_END:
		return VOICE_ACCENT;
	default:
		return voices[cell->part];
	}
}

static size_t item_of(const struct models_state *s, const struct sheet_cell *cell)
{
	return cell->owner >= 0 ? (size_t)cell->owner : s->layout.box_count + (size_t)~cell->owner;
}

/* A line without a label shows that it is chosen by its ends. */
static bool is_bare_end(const struct models_state *s, const struct sheet_cell *cell)
{
	return cell->part == PART_END && !s->layout.edges[~cell->owner].label.cells;
}

static void draw_view(const struct models_state *s, struct canvas *in)
{
	for (int y = 0; y < in->rows; y++)
		for (int x = 0; x < in->cols; x++) {
			const struct sheet_cell *cell = sheet_at(&s->sheet, s->left + x, s->top + y);
			if (!cell || !cell->bytes || !cell->size)
				continue;
			size_t item = item_of(s, cell);
			bool chosen = item == s->chosen;
			const struct sheet_cell *beside = sheet_at(&s->sheet, s->left + x + 1, s->top + y);
			bool wide = beside && beside->bytes && !beside->size;
			canvas_put(in, y, x, (struct shown){ cell->bytes, cell->size, wide ? 2 : 1 },
				chosen && is_bare_end(s, cell) ? VOICE_BAR : voice_of(cell, chosen));
			if (cell->owner < 0)
				canvas_target_row(in, y, x, 1, 1, s, (long)item);
		}
	for (size_t i = 0; i < s->layout.box_count; i++) {
		const struct layout_box *box = &s->layout.boxes[i];
		canvas_target_row(in, box->y - s->top, box->x - s->left, box->height, box->width, s, (long)i);
	}
}

/* "users hasOne carts as cart, hasMany products, …" */
static const char *relations_text(const struct models_state *s, const struct outline_table *table, struct arena *scratch)
{
	const char *text = "";
	(void)s;
	for (size_t i = 0; i < table->relation_count; i++)
		text = arena_format(scratch, "%s%s%s %s", text, i ? ", " : "", association_kind_name(table->relations[i].kind), table->relations[i].as);
	return *text ? text : "nothing refers to it, and it refers to nothing";
}

static void draw_told(const struct models_state *s, struct canvas *to, struct arena *scratch)
{
	const struct layout_box *box = models_box(s);
	const struct layout_edge *edge = models_edge(s);
	const char *first = "", *second = "";
	if (box) {
		first = arena_format(scratch, "%s: %zu column%s%s", box->table->name, box->table->column_count, box->table->column_count == 1 ? "" : "s",
			box->table->without_rowid ? ", without rowid" : "");
		second = relations_text(s, box->table, scratch);
	} else if (edge) {
		const struct relation *holder = models_relation(s, edge->key, true), *other = models_relation(s, edge->key, false);
		first = arena_format(scratch, "%s    %s", holder ? models_call(scratch, holder) : "", other ? models_call(scratch, other) : "");
		second = other ? other->evidence : holder ? holder->evidence : "";
		if (edge->key->proposed)
			second = arena_format(scratch, "%s: %lld of %lld rows match", second, (long long)edge->key->matched, (long long)edge->key->checked);
		else
			second = arena_format(scratch, "%s.%s references %s, on delete %s", edge->key->table->name,
				outline_columns(scratch, edge->key->table, edge->key->columns, edge->key->count), edge->key->target,
				key_action_name(edge->key->on_delete));
	}
	canvas_put(to, 0, 1, shown_cut(scratch, show(scratch, first), to->cols - 2), VOICE_PLAIN);
	canvas_put(to, 1, 1, shown_cut(scratch, show(scratch, second), to->cols - 2), VOICE_DIM);
}

static struct shown title_of(const struct models_state *s, struct arena *scratch)
{
	const char *path = file_path(s->app), *slash = strrchr(path, '/');
	return show_format(scratch, "Models and associations of %s", slash ? slash + 1 : path);
}

static struct shown foot_of(const struct models_state *s, struct arena *scratch)
{
	if (s->sheet.height <= s->rows && s->sheet.width <= s->cols)
		return sheet_legend(scratch, s->outline, &s->layout);
	int below = s->top + s->rows < s->sheet.height ? s->sheet.height - s->top - s->rows : 0;
	return show_format(scratch, "%d lines above, %d below", s->top > 0 ? s->top : 0, below);
}

void models_draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct models_state *s = state;
	struct canvas whole = canvas_part(body, 0, 0, -MODELS_TOLD_ROWS, 0), told = canvas_part(body, body->rows - MODELS_TOLD_ROWS, 0, 0, 0);
	struct canvas in = canvas_part(&whole, 1, 1, -1, -1);
	canvas_box(&whole, &(struct box){ .title = title_of(s, scratch),
		.count = show_format(scratch, "%zu tables %zu keys", s->outline->table_count, s->outline->key_count), .foot = foot_of(s, scratch) });
	if (!s->outline->table_count)
		canvas_put_center(&in, in.rows / 2, s->app->file ? SHOWN("there are no tables in it") : SHOWN("there are no tables: S makes them"), VOICE_DIM);
	draw_view(s, &in);
	draw_told(s, &told, scratch);
}
