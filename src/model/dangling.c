/* SQLite says that a foreign key failed, not which. So the keys are looked at again: which one of a row that was to be written
 * refers to nothing, and who still refers to a row that was to go. */
#include "model/write.h"

#include "base/arena.h"
#include "model/store.h"

static bool exists(struct store *store, const struct model *model, const char *const *attributes,
	const struct value *values, size_t count)
{
	struct where where[KEY_MAX + 1];
	struct query query = { .where = where, .unscoped = true };
	int64_t found = 0;
	for (size_t i = 0; i < count; i++)
		where[i] = where_eq(attributes[i], values[i]);
	where[count] = where_end;
	return !model_count_up_to(store, model, &query, 1, &found) && found;
}

/* "7", "'hot'", "'NO', 7". */
static const char *values_shown(struct arena *arena, const struct value *values, size_t count)
{
	const char *text = "";
	for (size_t i = 0; i < count; i++) {
		const char *one = values[i].type == VALUE_INTEGER
			? arena_format(arena, "%lld", (long long)values[i].integer)
			: values[i].type == VALUE_REAL ? arena_format(arena, "%g", values[i].real)
			: values[i].type == VALUE_TEXT ? arena_format(arena, "'%.60s'", values[i].text) : "a blob";
		text = arena_format(arena, "%s%s%s", text, i ? ", " : "", one);
	}
	return text;
}

static const char *names_shown(struct arena *arena, const char *const *names, size_t count)
{
	const char *text = "";
	for (size_t i = 0; i < count; i++)
		text = arena_format(arena, "%s%s%s", text, i ? ", " : "", names[i]);
	return text;
}

static bool key_values(const struct row *row, const struct model *model, const char *const *attributes, size_t count,
	struct value *out)
{
	for (size_t i = 0; i < count; i++) {
		out[i] = row_at(row, model_attribute_index(model, attributes[i]));
		if (value_is_null(out[i]))
			return false;
	}
	return true;
}

static bool dangles(struct store *store, const struct row *row, const struct foreign_key *key, struct value *values)
{
	return key->constrained && key_values(row, row->model, key->attributes, key->count, values) &&
		!exists(store, key->references, key->referenced, values, key->count);
}

/* The first key of the row that dangles is told; false when none does. */
static bool tell_row(struct store *store, struct arena *arena, const struct row *row)
{
	struct value values[KEY_MAX];
	for (size_t k = 0; k < row->model->foreign_key_count; k++) {
		const struct foreign_key *key = &row->model->foreign_keys[k];
		if (!dangles(store, row, key, values))
			continue;
		fail(ERR_FK_CONSTRAINT, "%s.%s is %s, and there is no such %s (%s)", row->model->name,
			names_shown(arena, key->attributes, key->count), values_shown(arena, values, key->count),
			key->references->name, names_shown(arena, key->referenced, key->count));
		return true;
	}
	return false;
}

enum err tell_dangling(struct store *store, enum err err, struct row *const *rows, size_t count)
{
	struct arena arena;
	bool told = false;
	if (err != ERR_FK_CONSTRAINT)
		return err;
	arena_init(&arena);
	for (size_t i = 0; i < count && !told; i++)
		told = tell_row(store, &arena, rows[i]);
	if (!told)
		fail(err, "a row that %s refers to does not exist, or one that refers to it stands in the way",
			rows[0]->model->name);
	arena_release(&arena);
	return err;
}

/* Whether the key keeps rows of @model from going. */
static bool holds(const struct foreign_key *key, const struct model *model)
{
	return key->constrained && key->references == model && key->on_delete != ACTION_CASCADE &&
		key->on_delete != ACTION_SET_NULL;
}

static bool refers(struct store *store, const struct foreign_key *key, const struct row *row)
{
	struct value values[KEY_MAX];
	return !row || (key_values(row, key->references, key->referenced, key->count, values) &&
		exists(store, key->model, key->attributes, values, key->count));
}

enum err tell_referred(struct store *store, enum err err, const struct model *model, const struct row *row)
{
	const struct schema *schema = model->schema;
	struct arena arena;
	const char *names = "";
	if (err != ERR_FK_CONSTRAINT)
		return err;
	arena_init(&arena);
	for (size_t i = 0; i < schema->model_count; i++)
		for (size_t k = 0; k < schema->models[i]->foreign_key_count; k++) {
			const struct foreign_key *key = &schema->models[i]->foreign_keys[k];
			if (holds(key, model) && refers(store, key, row))
				names = arena_format(&arena, "%s%s%s.%s", names, *names ? ", " : "", key->model->name,
					names_shown(&arena, key->attributes, key->count));
		}
	if (*names)
		fail(err, "cannot destroy %s: %s still refers to it", model->name, names);
	arena_release(&arena);
	return err;
}
