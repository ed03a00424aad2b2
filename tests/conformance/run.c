#include "conformance/run.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool differs(struct run *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* False, for the caller to return. */
static bool differs(struct run *r, const char *format, ...)
{
	char sentence[4000];
	va_list list;
	va_start(list, format);
	vsnprintf(sentence, sizeof sentence, format, list);
	va_end(list);
	if (!r->failed)
		r->failed = arena_string(&r->world.arena, sentence);
	return false;
}

/* What @actual differs by from what was recorded, or, where that is what the table says of @place, from what it says. */
static bool compare(struct run *r, const char *place, const struct tree *recorded, const struct tree *actual)
{
	struct tree *expected = tree_copy(&r->world.arena, recorded);
	const char *difference = tree_difference(&r->world.arena, expected, actual);
	if (difference && deviations_has(r->deviations, r->id, place)) {
		if (deviations_apply(r->deviations, &r->world.arena, r->id, place, &expected))
			return differs(r, "%s", err_sentence(ERR_INPUT));
		difference = tree_difference(&r->world.arena, expected, actual);
	}
	return difference ? differs(r, "%s: %s", place, difference) : true;
}

/* The operation without `separate` in its includes. */
static void drop_separate(struct arena *arena, struct tree *op)
{
	for (struct tree *c = op->first; c; c = c->next)
		drop_separate(arena, c);
	if (tree_get(op, "separate"))
		tree_replace(arena, &op, "separate", NULL);
}

/* What was refused works here: it gives what the plain include gives. */
static bool compare_plain(struct run *r, const char *place, const struct tree *op, const struct tree *actual)
{
	struct tree *plain = tree_copy(&r->world.arena, op), *expected;
	drop_separate(&r->world.arena, plain);
	if (operation_run(&r->world, plain, &expected))
		return differs(r, "%s: without separate it fails", place);
	const char *difference = tree_difference(&r->world.arena, expected, actual);
	return difference ? differs(r, "%s: unlike without separate: %s", place, difference) : true;
}

/* How a step that ended with @err differs from @expected; NULL: it does not. One that recorded "ok" has nothing to
 * compare, nor has one that nobody recorded. */
static const char *step_difference(struct run *r, const struct tree *expected, enum err err, const struct tree *actual)
{
	const char *code = tree_text(tree_get(tree_get(expected, "error"), "code"));
	const struct tree *result = tree_get(expected, "result");
	struct arena *arena = &r->world.arena;
	if (err && (!code || strcmp(code, err_name(err))))
		return arena_format(arena, "%s (%s), expected %s", err_name(err), err_sentence(err), code ? code : "to succeed");
	if (code && !err)
		return arena_format(arena, "it succeeded, expected %s", code);
	if (err || !result || tree_is(result, "ok"))
		return NULL;
	return actual ? tree_difference(arena, result, actual) : "it has no result";
}

/* After an error nothing is half written, and the store goes on. */
static bool is_unharmed(struct run *r, const char *place, const struct tree *before)
{
	struct tree *after;
	struct store *store;
	if (!before)
		return true;
	if (world_store(&r->world, &store) || look_at_rows(&r->world, store, &after))
		return differs(r, "%s: after the error the store cannot be read", place);
	const char *difference = tree_difference(&r->world.arena, before, after);
	if (difference)
		return differs(r, "%s: the error left something: %s", place, difference);
	if (!r->world.transaction && store_in_transaction(store))
		return differs(r, "%s: the error left a transaction open", place);
	return true;
}

static bool is_declaration(const struct tree *op)
{
	return tree_is(tree_get(op, "op"), "define") || tree_is(tree_get(op, "op"), "associate");
}

/* A declaration that is refused, as the table says: the scenario ends there. */
static bool is_refused(struct run *r, const struct tree *op, enum err err)
{
	r->over = err && is_declaration(op) && deviations_refuses(r->deviations, r->id, err_name(err));
	return r->over;
}

static struct tree *look_before(struct run *r)
{
	struct tree *before = NULL;
	struct store *store;
	if (r->world.store && !world_store(&r->world, &store) && look_at_rows(&r->world, store, &before))
		before = NULL;
	return before;
}

/* What the table says of the step: of its place, or of every step that was recorded with its error. */
static bool is_as_the_table_says(struct run *r, const struct tree *op, const struct tree *recorded, const char *place,
	enum err err, const struct tree *result)
{
	struct arena *arena = &r->world.arena;
	struct tree *expected = tree_copy(arena, recorded);
	const char *code = tree_text(tree_get(tree_get(recorded, "error"), "code"));
	const char *errors = arena_format(arena, "error %s", code ? code : "");
	if (deviations_apply(r->deviations, arena, r->id, errors, &expected) ||
		deviations_apply(r->deviations, arena, r->id, place, &expected))
		return differs(r, "%s", err_sentence(ERR_INPUT));
	const char *difference = step_difference(r, expected, err, result);
	if (difference)
		return differs(r, "%s: %s", place, difference);
	return code && !err && !tree_get(expected, "result") ? compare_plain(r, place, op, result) : true;
}

/* @recorded NULL: it is expected to succeed. */
static bool run_step(struct run *r, const struct tree *op, const struct tree *recorded, const char *place, enum err *err)
{
	struct tree *result;
	if (!recorded)
		recorded = tree_new(&r->world.arena, TREE_OBJECT);
	r->world.outside = tree_is_true(tree_get(op, "outsideTx"));
	struct tree *before = look_before(r);
	*err = operation_run(&r->world, op, &result);
	if (r->failed || is_refused(r, op, *err))
		return false;
	if (r->world.cannot)
		return differs(r, "%s: cannot %s", place, r->world.cannot);
	bool right = !step_difference(r, recorded, *err, result) || is_as_the_table_says(r, op, recorded, place, *err, result);
	if (right && *err)
		right = is_unharmed(r, place, before);
	r->world.outside = false;
	return right;
}

bool run_steps(struct run *r, const struct tree *steps, const struct tree *recorded, enum err *failed)
{
	const char *around = r->place;
	const struct tree *like = recorded ? recorded->first : NULL;
	size_t number = 1;
	bool right = true;
	for (const struct tree *op = steps->first; op && right; op = op->next, number++) {
		const char *place = arena_format(&r->world.arena, "%s%zu", around, number);
		enum err err;
		r->place = arena_format(&r->world.arena, "%s.", place);
		right = run_step(r, op, like, place, &err);
		like = like ? like->next : NULL;
		if (failed && err) {
			*failed = err;
			break;
		}
	}
	r->place = around;
	return right;
}

/* What a name stands for in a part of the file, or a list as it is. */
static const struct tree *named(struct run *r, const char *field, const char *part)
{
	const struct tree *t = tree_get(r->scenario, field);
	if (!tree_text(t))
		return t;
	const struct tree *found = tree_get(tree_get(r->file, part), tree_text(t));
	if (!found)
		differs(r, "cannot find '%s' among the %s", tree_text(t), part);
	return found;
}

static bool run_list(struct run *r, const char *field, const char *part)
{
	const struct tree *list = named(r, field, part);
	size_t number = 1;
	if (r->failed)
		return false;
	if (list && list->kind != TREE_LIST)
		return differs(r, "cannot read %s that is no list", field);
	for (const struct tree *op = list ? list->first : NULL; op; op = op->next, number++) {
		enum err err;
		if (!run_step(r, op, NULL, arena_format(&r->world.arena, "%s %zu", field, number), &err))
			return false;
	}
	return true;
}

static bool compare_schema(struct run *r, const struct tree *recorded)
{
	struct tree *actual;
	if (tree_text(recorded))
		recorded = tree_get(tree_get(r->file, "setup_schemas"), tree_text(recorded));
	if (!recorded)
		return true;
	if (look_at_schema(&r->world, &actual))
		return differs(r, "schema: %s", err_sentence(ERR_DB_ERROR));
	return compare(r, "schema", recorded, actual);
}

/* The declarations, and the tables that they make. */
static bool run_setup(struct run *r)
{
	struct tree *sync = tree_new(&r->world.arena, TREE_OBJECT);
	const struct tree *setup = tree_get(r->scenario, "setup");
	enum err err;
	tree_add(&r->world.arena, sync, "op", tree_string(&r->world.arena, "sync"));
	if (!run_list(r, "setup", "setups"))
		return false;
	if (tree_is_true(tree_get(r->scenario, "nosync")))
		return true;
	if (!run_step(r, sync, NULL, "sync", &err))
		return false;
	return !tree_text(setup) || compare_schema(r, setup);
}

static bool run_final(struct run *r)
{
	const struct tree *recorded = tree_get(r->scenario, "final");
	struct tree *actual;
	struct store *store;
	if (!recorded)
		return true;
	if (world_store(&r->world, &store) || look_at_rows(&r->world, store, &actual))
		return differs(r, "final: the file cannot be read");
	return compare(r, "final", recorded, actual);
}

static bool run_all(struct run *r)
{
	const struct tree *steps = tree_get(r->scenario, "steps");
	only_fields(&r->world, r->scenario, " id title ref quirk tier setup given steps schema final nosync storage ",
		"scenario");
	if (r->world.cannot)
		return differs(r, "cannot %s", r->world.cannot);
	if (!run_setup(r) || !run_list(r, "given", "fixtures"))
		return false;
	if (steps && !run_steps(r, steps, steps, NULL))
		return false;
	return compare_schema(r, tree_get(r->scenario, "schema")) && run_final(r);
}

/* A scenario about a database in memory says so in its title; Sequelize's own name for it is ":memory:". */
static bool is_in_memory(const struct tree *scenario)
{
	const char *title = tree_text(tree_get(scenario, "title"));
	if (tree_is(tree_get(scenario, "storage"), ":memory:") || tree_is(tree_get(scenario, "storage"), "memory"))
		return true;
	return title && (strstr(title, ":memory:") || strstr(title, "memory database") || !strncmp(title, "in memory", 9) ||
		!strncmp(title, "in-memory", 9));
}

const char *scenario_run(struct arena *arena, const struct tree *file, const struct tree *scenario,
	struct deviations *deviations, const char *path)
{
	struct run r = { .file = file, .scenario = scenario, .deviations = deviations, .place = "step " };
	r.id = tree_text(tree_get(scenario, "id"));
	world_init(&r.world, is_in_memory(scenario) ? ":memory:" : path);
	r.world.run = &r;
	r.world.setups = tree_get(file, "setups");
	if (run_all(&r)) {
		const char *unused = deviations_unused(deviations, r.id);
		if (unused)
			differs(&r, "what the table says of '%s' did not come up", unused);
	} else if (!r.over && !r.failed) {
		differs(&r, "it ended early");
	}
	const char *failed = r.failed ? arena_string(arena, r.failed) : NULL;
	world_release(&r.world);
	return failed;
}

static bool has_text(const struct tree *t, const char *field, const char *const *words)
{
	for (; *words; words++)
		if (tree_is(tree_get(t, field), *words))
			return true;
	return false;
}

/* Anywhere below: an operation on hooks, an option of soft delete, an association with hooks. */
static bool uses_what_is_not_built(const struct tree *t)
{
	static const char *const hooks[] = { "trackHooks", "hookLog", NULL };
	static const char *const destroying[] = { "destroy", "destroyWhere", "assoc.remove", NULL };
	if (has_text(t, "op", hooks) || tree_get(t, "paranoid"))
		return true;
	if (has_text(t, "op", destroying) && tree_get(t, "force"))
		return true;
	if (tree_is_true(tree_get(tree_get(t, "options"), "hooks")))
		return true;
	for (const struct tree *c = t->first; c; c = c->next)
		if (uses_what_is_not_built(c))
			return true;
	return false;
}

bool scenario_is_skipped(const struct tree *file, const struct tree *scenario)
{
	const char *setup = tree_text(tree_get(scenario, "setup"));
	const struct tree *named_setup = setup ? tree_get(tree_get(file, "setups"), setup) : NULL;
	return uses_what_is_not_built(scenario) || (named_setup && uses_what_is_not_built(named_setup));
}
