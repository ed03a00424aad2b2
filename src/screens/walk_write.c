/* Writes from Walk: a value is typed, a row goes. Each is rehearsed; one that touches a single row simply happens. */
#include "screens/walk_write.h"
#include "screens/rehearsal.h"
#include "screens/walk.h"
#include "screens/write.h"
#include "explore/secret.h"
#include "explore/spell.h"

#include <string.h>

/* ---- who may ---- */

bool walk_is_writable(const void *state)
{
	const struct app *app = ((const struct walk_state *)state)->app;
	return app && write_is_free(app);
}

static enum err may_write(const struct walk_state *s)
{
	if (walk_is_writable(s))
		return OK;
	if (s->app->file)
		return fail(ERR_READ_ONLY, "this file is only read: A allows writing to it");
	return fail(ERR_FORBIDDEN, "rows of this shop change by its own rules only: your products in tab 4, orders in tab 3");
}

/* A product goes by the shop's acts, which say themselves whose it must be. */
static bool is_product_by_rules(const struct walk_state *s, const struct walk_row *row)
{
	return !s->app->file && !walk_is_writable(s) && !strcmp(row->table->name, "products") && row->ident_count == 1;
}

/* ---- asking ---- */

static enum err run_statement(void *context, int64_t unused, struct app *app, struct arena *arena)
{
	const struct walk_state *s = context;
	const struct walk_write *write = &s->writing.statement;
	(void)unused;
	(void)app;
	(void)arena;
	return walk_write_run(s->walk.db, write);
}

static void keep_row(struct walk_state *s, const struct walk_row *row)
{
	struct arena *arena = &s->writing.arena;
	arena_reset(arena);
	struct value *ident = arena_array(arena, struct value, row->ident_count);
	for (size_t i = 0; i < row->ident_count; i++) {
		ident[i] = row->ident[i];
		if (ident[i].type >= VALUE_TEXT)
			ident[i].text = arena_copy(arena, ident[i].text, ident[i].size);
	}
	s->writing.row = (struct walk_row){ .table = row->table, .ident = ident, .ident_count = row->ident_count };
}

static struct rehearsal_ask ask_about(struct walk_state *s, const char *subject, const char *yes, next_done *done)
{
	const struct walk_write *write = &s->writing.statement;
	return (struct rehearsal_ask){
		.title = s->writing.call, .recorded = s->writing.call, .subject = subject, .run = run_statement, .context = s, .yes = yes,
		.keep = "keep it", .done = done, .statement = spell_line(&s->app->arena, &(struct spelling){ .sql = write->sql,
		.values = write->values, .count = write->count, .declared = s->walk.declared }) };
}

static struct next tell(struct app *app, const struct destroy_answer *answer, const char *did)
{
	if (answer->undoable)
		app_say_undoable(app, "%s %s", answer->subject, did);
	else
		app_say(app, "%s %s, and that cannot be undone", answer->subject, did);
	return next_reload();
}

/* ---- a row goes ---- */

static struct next destroyed(void *state, void *data, const void *answer)
{
	struct walk_state *s = state;
	struct app *app = data;
	app_call(app, "%s", s->writing.call);
	app_refresh(app);
	return tell(app, answer, "is destroyed");
}

static const char *subject_of(struct app *app, const struct walk_row *row)
{
	const char *place = arena_format(&app->arena, "%s #%s", row->table->name, row->key);
	return row->name ? arena_format(&app->arena, "%s %s", place, row->name) : place;
}

struct next walk_destroy(void *state, void *data)
{
	struct walk_state *s = state;
	struct app *app = data;
	const struct walk_row *row = s->in_list && list_selected(&s->list) ? list_selected(&s->list) : &s->row;
	if (is_product_by_rules(s, row))
		return product_destroy(app, row->ident[0].integer, false);
	enum err err = may_write(s);
	if (err)
		return ui_refuse(app->ui, err);
	keep_row(s, row);
	s->writing.call = arena_format(&s->writing.arena, "%s.destroy()", walk_ident(&app->arena, row));
	s->writing.statement = walk_delete(&s->writing.arena, &s->writing.row);
	struct rehearsal_ask ask = ask_about(s, subject_of(app, row), "destroy it", destroyed);
	return app_push(app, &rehearsal_screen, &ask, sizeof ask);
}

/* ---- a value is typed ---- */

static const struct outline_column *column_of(const struct walk_state *s)
{
	return &s->row.table->columns[s->writing.position];
}

/* The row has another key now: it is still where one stands. */
static void follow_key(struct walk_state *s)
{
	const struct outline_table *table = s->writing.row.table;
	struct walk_visit *visit = &s->visits.items[s->at];
	struct value *ident = arena_array(&s->path_arena, struct value, visit->row.ident_count);
	if (!table->rowid_key && !table->without_rowid)
		return;
	memcpy(ident, visit->row.ident, visit->row.ident_count * sizeof *ident);
	for (size_t i = 0; i < table->key_count && i < visit->row.ident_count; i++)
		if (table->key[i] == s->writing.position) {
			ident[i] = s->writing.value;
			if (ident[i].type >= VALUE_TEXT)
				ident[i].text = arena_copy(&s->path_arena, ident[i].text, ident[i].size);
		}
	visit->row.ident = ident;
}

static struct next edited(void *state, void *data, const void *answer)
{
	struct walk_state *s = state;
	struct app *app = data;
	app_call(app, "%s", s->writing.call);
	app_refresh(app);
	follow_key(s);
	s->visits.items[s->at].glance = NULL;
	return tell(app, answer, "is changed");
}

static struct next typed(void *state, void *data, const void *answer)
{
	struct walk_state *s = state;
	struct app *app = data;
	const struct walk_cell *cell = walk_cell_of(&s->row, s->row.table, s->writing.position);
	struct arena *arena = &s->writing.arena;
	enum err err = walk_read_typed(arena, column_of(s), ((const struct dialog_answer *)answer)->text, &s->writing.value);
	if (err)
		return ui_refuse(app->ui, err);
	if (cell && cell->value.type == s->writing.value.type && value_equals(cell->value, s->writing.value))
		return app_say(app, "nothing changed: that is what there was");
	s->writing.statement = walk_update(arena, &s->writing.row, s->writing.position, s->writing.value);
	s->writing.call = arena_format(arena, "%s.update(%s)", walk_ident(arena, &s->row), walk_literal(arena, column_of(s)->name, s->writing.value));
	const char *subject = arena_format(arena, "%s of %s", column_of(s)->name, subject_of(app, &s->row));
	struct rehearsal_ask ask = ask_about(s, subject, "change it", edited);
	return rehearsal_or_do(app, s, &ask);
}

static const char *complaint(const char *type, const char *text, struct arena *scratch)
{
	struct value value;
	enum err err = walk_read_typed(scratch, &(struct outline_column){ .name = "", .type = type }, text, &value);
	return err ? arena_string(scratch, err_sentence(err)) : NULL;
}

static const char *check_whole(void *app, const char *text, struct arena *scratch)
{
	(void)app;
	return complaint("INTEGER", text, scratch);
}

static const char *check_number(void *app, const char *text, struct arena *scratch)
{
	(void)app;
	return complaint("REAL", text, scratch);
}

static struct next ask_value(struct walk_state *s, const struct walk_column *column, const struct walk_cell *cell)
{
	static const char *(*const checks[])(void *, const char *, struct arena *) = {
		[WALK_TAKES_ANY] = NULL, [WALK_TAKES_NUMBERS] = check_number, [WALK_TAKES_WHOLE] = check_whole };
	struct app *app = s->app;
	const struct outline_column *about = &column->table->columns[column->position];
	keep_row(s, &s->row);
	s->writing.position = column->position;
	return app_prompt(app, &(struct prompt){ .title = show_format(&app->arena, "%s of %s", about->name, subject_of(app, &s->row)),
		.line = show_format(&app->arena, "%s%s%s", about->type, *about->type ? "; " : "", about->not_null ? "never null"
			: "null: no value; 'null' in quotes: the word"), .initial = walk_typed(&app->arena, cell->value),
		.check = checks[walk_takes(about)], .done = typed, .enter = "change it" });
}

struct next walk_edit(void *state, void *data)
{
	struct walk_state *s = state;
	struct app *app = data;
	const struct walk_line *line = s->selected < s->line_count ? &s->lines[s->selected] : NULL;
	if (s->in_list)
		return ui_refuse(app->ui, fail(ERR_INPUT, "a list is not edited: Enter walks to the row, where e edits its values"));
	if (is_product_by_rules(s, &s->row))
		return product_edit(app, s->row.ident[0].integer);
	enum err err = may_write(s);
	if (err)
		return ui_refuse(app->ui, err);
	if (!line || line->link)
		return ui_refuse(app->ui, fail(ERR_INPUT, "this is an association: choose a value above to edit"));
	const struct walk_column *column = &s->row.columns[line->index];
	const char *why = walk_not_typed(column, &s->row.cells[line->index]);
	if (why || secret_column(s->walk.declared, column->table->name, column->table->columns[column->position].name))
		return ui_refuse(app->ui, fail(ERR_FORBIDDEN, "%s is not edited here: %s", column->table->columns[column->position].name,
			why ? why : "it is a secret"));
	return ask_value(s, column, &s->row.cells[line->index]);
}
