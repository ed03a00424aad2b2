/* A form is its table and a field for each row. A field that is left with something in it is checked at once, so that
 * the sentence stands beside it while the next one is typed; an empty one only when the form is handed over. */
#include "ui/form.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

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
		if (fields[form->count].kind == FORM_LINES)
			editor_init(&form->states[form->count].editor, fields[form->count].limit);
		else
			field_init(&form->states[form->count].field, kind_of(fields[form->count].kind), fields[form->count].limit);
		form->count++;
	}
}

void form_release(struct form *form)
{
	for (size_t i = 0; i < form->count; i++) {
		if (form->fields[i].kind == FORM_LINES)
			editor_release(&form->states[i].editor);
		else
			field_release(&form->states[i].field);
		free(form->states[i].complaint);
		free(form->states[i].kept);
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
	return form->fields[i].kind == FORM_LINES ? editor_text(&form->states[i].editor) : field_text(&form->states[i].field);
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
	if (form->fields[i].kind == FORM_LINES)
		editor_set(&form->states[i].editor, text);
	else if (form->fields[i].kind != FORM_CHOICE)
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

void form_keep(struct form *form)
{
	for (size_t i = 0; i < form->count; i++) {
		free(form->states[i].kept);
		form->states[i].kept = memory_string(text_of(form, i));
	}
}

static bool has_changed(const struct form *form, size_t i)
{
	const char *kept = form->states[i].kept;
	return strcmp(text_of(form, i), kept ? kept : "") != 0;
}

bool form_has_changed(const struct form *form, const char *name)
{
	if (name)
		return has_changed(form, find(form, name));
	for (size_t i = 0; i < form->count; i++)
		if (has_changed(form, i))
			return true;
	return false;
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

enum form_did form_submit(struct form *form)
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

bool form_at_last(const struct form *form)
{
	return form->focus + 1 == form->count;
}

bool form_in_lines(const struct form *form)
{
	return form->fields[form->focus].kind == FORM_LINES;
}

static enum form_did enter(struct form *form)
{
	if (form_at_last(form))
		return form_submit(form);
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

/* At the end of a text that can be completed, what moves to the end takes the rest as well. */
static bool completes(struct form *form, const struct event *event)
{
	const struct form_field *row = &form->fields[form->focus];
	struct field *field = &form->states[form->focus].field;
	bool to_end = event->type == EVENT_KEY && (event->key == K_RIGHT || event->key == K_END || event->key == K_CTRL('e')
		|| event->key == K_CTRL('f'));
	const char *whole = to_end && row->complete && field->at == field->text.size ? row->complete(form, field_text(field)) : NULL;

	if (whole)
		field_set(field, whole);
	return whole;
}

static enum field_did type(struct form *form, const struct event *event)
{
	struct form_state *state = &form->states[form->focus];

	if (form_in_lines(form))
		return editor_event(&state->editor, event);
	return completes(form, event) ? FIELD_CHANGED : field_event(&state->field, event);
}

static enum form_did edit(struct form *form, const struct event *event)
{
	if (form->fields[form->focus].kind == FORM_CHOICE)
		return event->type == EVENT_KEY ? choose(form, event->key) : FORM_IGNORED;
	switch (type(form, event)) {
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

/* On a row, or (counted on from FORM_FIELDS_MAX) into its lines. */
static enum form_did click(struct form *form, const struct event *event)
{
	size_t index = (size_t)event->index;

	go(form, index % FORM_FIELDS_MAX);
	if (index >= FORM_FIELDS_MAX)
		editor_event(&form->states[form->focus].editor, event);
	return FORM_TAKEN;
}

enum form_did form_event(struct form *form, const struct event *event)
{
	if (event->type == EVENT_CLICK)
		return event->widget == form && event->index >= 0 ? click(form, event) : FORM_IGNORED;
	if (form_in_lines(form)) {
		enum form_did did = edit(form, event);
		if (did != FORM_IGNORED)
			return did;
	}
	if (event->type == EVENT_KEY && event->key == K_ENTER)
		return enter(form);
	if (event->type == EVENT_KEY && moves(form, event->key))
		return FORM_TAKEN;
	return edit(form, event);
}
