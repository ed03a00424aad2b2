/* How a form looks, and how much room its fields take. */
#include "ui/form.h"

#include "base/arena.h"

#include <string.h>

enum { FIELD_CELLS = 32, BESIDE_MIN = 24, GAP = 2, LINES_MIN = 2, ROOM_TOLD = 5 };

/* Where a field stands: its column and cells, the blank rows before it, the rows it takes without those, and whether its
 * sentence has the last of them. */
struct place { int col, cells, before, rows; bool below; };

static int labels_end(const struct form *form)
{
	int end = 0;

	for (size_t i = 0; i < form->count; i++) {
		int cells = (int)strlen(form->fields[i].label);
		if (cells + GAP > end)
			end = cells + GAP;
	}
	return end;
}

static struct place place_of(const struct form *form, size_t i, int cols)
{
	const struct form_field *field = &form->fields[i];
	struct place place = { .col = labels_end(form) };
	int room = cols - place.col;

	place.cells = field->kind == FORM_LINES ? room : field->cells ? field->cells : FIELD_CELLS;
	if (place.cells > room)
		place.cells = room;
	place.before = field->apart;
	place.below = room - place.cells - GAP < BESIDE_MIN;
	place.rows = (field->kind == FORM_LINES ? form->states[i].editor.rows : 1) + place.below;
	return place;
}

int form_rows(const struct form *form, int cols)
{
	int rows = 0;

	for (size_t i = 0; i < form->count; i++)
		rows += place_of(form, i, cols).before + place_of(form, i, cols).rows;
	return rows;
}

void form_layout(struct form *form, int rows, int cols)
{
	for (size_t i = 0; i < form->count; i++) {
		if (form->fields[i].kind != FORM_LINES)
			continue;
		struct editor *editor = &form->states[i].editor;
		int room = rows - (form_rows(form, cols) - editor->rows);
		editor_layout(editor, room < LINES_MIN ? LINES_MIN : room, place_of(form, i, cols).cells);
	}
}

static void draw_choice(const struct form *form, size_t i, struct canvas *canvas, int row, int col, bool focus,
	struct arena *scratch)
{
	enum voice voice = focus ? VOICE_ACCENT : VOICE_DIM;

	col = canvas_put(canvas, row, col, shown_mark("‹", "<"), voice) + 1;
	col = canvas_put(canvas, row, col, show(scratch, form_text(form, form->fields[i].name)), VOICE_PLAIN) + 1;
	canvas_put(canvas, row, col, shown_mark("›", ">"), voice);
}

/* The rest of @whole behind as many characters as @typed has. */
static const char *rest_of(const char *whole, const char *typed)
{
	size_t at = 0, from = 0, size = strlen(whole), typed_size = strlen(typed);
	int cells;

	while (at < typed_size && from < size) {
		at += text_cluster(typed, typed_size, at, &cells);
		from += text_cluster(whole, size, from, &cells);
	}
	return whole + from;
}

static void draw_completion(const struct form *form, size_t i, struct canvas *canvas, int row, struct place place,
	struct arena *scratch)
{
	const struct field *field = &form->states[i].field;
	const char *typed = field_text(field);
	const char *whole = form->fields[i].complete && field->at == field->text.size ? form->fields[i].complete(form, typed) : NULL;
	int col = show(scratch, typed).cells;

	if (whole && col < place.cells)
		canvas_put(canvas, row, place.col + col, shown_cut(scratch, show(scratch, rest_of(whole, typed)), place.cells - col),
			VOICE_DIM);
}

static void draw_text(const struct form *form, size_t i, struct canvas *canvas, int row, struct place place, bool focus,
	struct arena *scratch)
{
	field_draw(&form->states[i].field, canvas, row, place.col, place.cells, focus, SHOWN(""), scratch);
	if (focus)
		draw_completion(form, i, canvas, row, place, scratch);
}

static void draw_lines(const struct form *form, size_t i, struct canvas *canvas, int row, struct place place, bool focus,
	struct arena *scratch)
{
	const struct editor *editor = &form->states[i].editor;

	editor_draw(editor, canvas, row, place.col, focus, scratch);
	canvas_target_row(canvas, row, place.col, editor->rows, place.cells, form, (long)i + FORM_FIELDS_MAX);
}

/* Once a text comes near its limit: how much more there is room for. */
static const char *room_left(const struct form *form, size_t i, struct arena *scratch)
{
	const struct form_state *state = &form->states[i];
	const struct field *field = form->fields[i].kind == FORM_LINES ? &state->editor.field : &state->field;
	size_t size = field->text.size;

	if (form->fields[i].kind == FORM_PASSWORD || size > field->limit || (field->limit - size) * ROOM_TOLD > field->limit)
		return NULL;
	return arena_format(scratch, "room for %zu more", field->limit - size);
}

/* What is said beside a field that nothing is wrong with. */
static const char *quiet_words(const struct form *form, size_t i, struct arena *scratch)
{
	const struct form_field *field = &form->fields[i];
	const char *text = form_text(form, field->name);
	const char *said = field->kind == FORM_CHOICE ? NULL : room_left(form, i, scratch);

	if (!said && field->note)
		said = field->note(form, text, scratch);
	return said ? said : field->hint && !*text ? field->hint : "";
}

static void draw_sentence(const struct form *form, size_t i, struct canvas *canvas, int row, struct place place,
	struct arena *scratch)
{
	const char *complaint = form->states[i].complaint;
	int col = place.below ? place.col : place.col + place.cells + GAP;
	struct shown text = show(scratch, complaint ? complaint : quiet_words(form, i, scratch));

	canvas_put(canvas, place.below ? row + place.rows - 1 : row, col, shown_cut(scratch, text, canvas->cols - col),
		complaint ? VOICE_REFUSE : VOICE_DIM);
}

static void draw_one(const struct form *form, size_t i, struct canvas *canvas, int row, struct place place, bool focus,
	struct arena *scratch)
{
	canvas_target_row(canvas, row, 0, place.rows, 0, form, (long)i);
	canvas_put(canvas, row, 0, show(scratch, form->fields[i].label), focus ? VOICE_ACCENT : VOICE_PLAIN);
	switch (form->fields[i].kind) {
	case FORM_CHOICE: draw_choice(form, i, canvas, row, place.col, focus, scratch); break;
	case FORM_LINES: draw_lines(form, i, canvas, row, place, focus, scratch); break;
	case FORM_TEXT: case FORM_NUMBER: case FORM_PASSWORD: draw_text(form, i, canvas, row, place, focus, scratch); break;
	}
	draw_sentence(form, i, canvas, row, place, scratch);
}

int form_draw(const struct form *form, struct canvas *canvas, int row, bool focus, struct arena *scratch)
{
	for (size_t i = 0; i < form->count; i++) {
		struct place place = place_of(form, i, canvas->cols);
		row += place.before;
		draw_one(form, i, canvas, row, place, focus && i == form->focus, scratch);
		row += place.rows;
	}
	return row;
}
