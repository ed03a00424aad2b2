/* A form is its table and a field for each row. A field that is left with something in it is checked at once, so that
 * the sentence stands beside it while the next one is typed; an empty one only when the form is handed over. */
#include "ui/form.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { FIELD_CELLS = 32, BESIDE_MIN = 24, GAP = 2 };

static enum field_kind kind_of(enum form_kind kind)
{
	if (kind == FORM_PASSWORD)
		return FIELD_PASSWORD;
	return kind == FORM_NUMBER ? FIELD_NUMBER : FIELD_TEXT;
}

void form_init(struct form *form, const struct form_field *fields, void *data)
{
	*form = (struct form){ .fields = fields, .data = data };
	while (fields[form->count].name) {
		if (form->count == FORM_FIELDS_MAX)
			bug("more than %d fields in a form", FORM_FIELDS_MAX);
		field_init(&form->states[form->count].field, kind_of(fields[form->count].kind), fields[form->count].limit);
		form->count++;
	}
}

void form_release(struct form *form)
{
	for (size_t i = 0; i < form->count; i++) {
		field_release(&form->states[i].field);
		free(form->states[i].complaint);
	}
	form->count = 0;
}

static size_t find(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++)
		if (strcmp(form->fields[i].name, name) == 0)
			return i;
	bug("no field '%s' in the form", name);
}

static const char *text_of(const struct form *form, size_t i)
{
	if (form->fields[i].kind == FORM_CHOICE)
		return form->fields[i].choices[form->states[i].choice];
	return field_text(&form->states[i].field);
}

const char *form_text(const struct form *form, const char *name)
{
	return text_of(form, find(form, name));
}

static void complain(struct form *form, size_t i, const char *sentence)
{
	free(form->states[i].complaint);
	form->states[i].complaint = memory_string(sentence);
}

void form_set(struct form *form, const char *name, const char *text)
{
	size_t i = find(form, name);
	const char *const *choices = form->fields[i].choices;

	complain(form, i, NULL);
	if (form->fields[i].kind != FORM_CHOICE)
		field_set(&form->states[i].field, text);
	for (size_t c = 0; choices && choices[c]; c++)
		if (strcmp(choices[c], text) == 0)
			form->states[i].choice = c;
}

void form_focus(struct form *form, const char *name)
{
	form->focus = find(form, name);
}

void form_complain(struct form *form, const char *name, const char *sentence)
{
	form->focus = find(form, name);
	complain(form, form->focus, sentence);
}

/* ---- checking and moving ---- */

static bool check(struct form *form, size_t i)
{
	struct arena scratch;

	arena_init(&scratch);
	complain(form, i, form->fields[i].check ? form->fields[i].check(form, text_of(form, i), &scratch) : NULL);
	arena_release(&scratch);
	return !form->states[i].complaint;
}

/* Complaints elsewhere may have been about this field (password twice): they are looked at again. */
static void go(struct form *form, size_t to)
{
	if (*text_of(form, form->focus))
		check(form, form->focus);
	for (size_t i = 0; i < form->count; i++)
		if (form->states[i].complaint)
			check(form, i);
	form->focus = to;
}

static enum form_did submit(struct form *form)
{
	size_t bad = form->count;

	for (size_t i = form->count; i-- > 0;)
		if (!check(form, i))
			bad = i;
	if (bad == form->count)
		return FORM_SUBMIT;
	form->focus = bad;
	return FORM_TAKEN;
}

static enum form_did enter(struct form *form)
{
	if (form->focus + 1 == form->count)
		return submit(form);
	go(form, form->focus + 1);
	return FORM_TAKEN;
}

static bool moves(struct form *form, uint32_t key)
{
	size_t last = form->count - 1;

	switch (key) {
	case K_TAB: go(form, form->focus == last ? 0 : form->focus + 1); return true;
	case K_SHIFT_TAB: go(form, form->focus ? form->focus - 1 : last); return true;
	case K_DOWN: go(form, form->focus == last ? last : form->focus + 1); return true;
	case K_UP: go(form, form->focus ? form->focus - 1 : 0); return true;
	}
	return false;
}

static enum form_did choose(struct form *form, uint32_t key)
{
	struct form_state *state = &form->states[form->focus];
	const char *const *choices = form->fields[form->focus].choices;
	size_t count = 0;

	while (choices[count])
		count++;
	if (key == K_RIGHT || key == ' ')
		state->choice = (state->choice + 1) % count;
	else if (key == K_LEFT)
		state->choice = (state->choice + count - 1) % count;
	else
		return key_is_text(key) ? FORM_TAKEN : FORM_IGNORED;
	complain(form, form->focus, NULL);
	return FORM_TAKEN;
}

static enum form_did edit(struct form *form, const struct event *event)
{
	if (form->fields[form->focus].kind == FORM_CHOICE)
		return event->type == EVENT_KEY ? choose(form, event->key) : FORM_IGNORED;
	switch (field_event(&form->states[form->focus].field, event)) {
	case FIELD_IGNORED:
		return FORM_IGNORED;
	case FIELD_FULL:
		complain(form, form->focus, "there is no room for more");
		return FORM_TAKEN;
	case FIELD_CHANGED:
		complain(form, form->focus, NULL);
		return FORM_TAKEN;
	case FIELD_MOVED:
		return FORM_TAKEN;
	}
	return FORM_IGNORED;
}

enum form_did form_event(struct form *form, const struct event *event)
{
	if (event->type == EVENT_CLICK && event->widget == form && event->index >= 0) {
		go(form, (size_t)event->index);
		return FORM_TAKEN;
	}
	if (event->type == EVENT_KEY && event->key == K_ENTER)
		return enter(form);
	if (event->type == EVENT_KEY && moves(form, event->key))
		return FORM_TAKEN;
	return edit(form, event);
}

/* ---- drawing ---- */

/* Where things stand: the field's column and cells, and whether sentences have a line of their own. */
struct place { int col, cells; bool below; };

static struct place place_in(const struct form *form, int cols)
{
	struct place place = { .col = 0 };

	for (size_t i = 0; i < form->count; i++) {
		int cells = (int)strlen(form->fields[i].label);
		if (cells + GAP > place.col)
			place.col = cells + GAP;
	}
	place.below = cols - place.col - GAP - FIELD_CELLS < BESIDE_MIN;
	place.cells = cols - place.col < FIELD_CELLS ? cols - place.col : FIELD_CELLS;
	return place;
}

int form_rows(const struct form *form, int cols)
{
	return (int)form->count * (place_in(form, cols).below ? 2 : 1);
}

static void draw_choice(const struct form *form, size_t i, struct canvas *canvas, int row, int col, bool focus,
	struct arena *scratch)
{
	enum voice voice = focus ? VOICE_ACCENT : VOICE_DIM;

	col = canvas_put(canvas, row, col, shown_mark("‹", "<"), voice) + 1;
	col = canvas_put(canvas, row, col, show(scratch, text_of(form, i)), VOICE_PLAIN) + 1;
	canvas_put(canvas, row, col, shown_mark("›", ">"), voice);
}

static void draw_sentence(const struct form *form, size_t i, struct canvas *canvas, int row, struct place place,
	struct arena *scratch)
{
	const struct form_state *state = &form->states[i];
	const char *hint = form->fields[i].hint && !state->field.text.size ? form->fields[i].hint : "";
	int col = place.below ? place.col : place.col + place.cells + GAP;
	struct shown text = show(scratch, state->complaint ? state->complaint : hint);

	canvas_put(canvas, place.below ? row + 1 : row, col, shown_cut(scratch, text, canvas->cols - col),
		state->complaint ? VOICE_REFUSE : VOICE_DIM);
}

static void draw_one(const struct form *form, size_t i, struct canvas *canvas, int row, struct place place, bool focus,
	struct arena *scratch)
{
	canvas_target_row(canvas, row, 0, 1, 0, form, (long)i);
	canvas_put(canvas, row, 0, show(scratch, form->fields[i].label), focus ? VOICE_ACCENT : VOICE_PLAIN);
	if (form->fields[i].kind == FORM_CHOICE)
		draw_choice(form, i, canvas, row, place.col, focus, scratch);
	else
		field_draw(&form->states[i].field, canvas, row, place.col, place.cells, focus, SHOWN(""), scratch);
	draw_sentence(form, i, canvas, row, place, scratch);
}

int form_draw(const struct form *form, struct canvas *canvas, int row, bool focus, struct arena *scratch)
{
	struct place place = place_in(form, canvas->cols);

	for (size_t i = 0; i < form->count; i++) {
		draw_one(form, i, canvas, row, place, focus && i == form->focus, scratch);
		row += place.below ? 2 : 1;
	}
	return row;
}
