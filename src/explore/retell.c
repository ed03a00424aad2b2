#include "explore/retell.h"

#include "base/arena.h"
#include "base/vec.h"
#include "explore/address.h"
#include "model/names.h"
#include "model/why.h"

#include <string.h>
#include <strings.h>

enum { RAILS_MOST = 16, SAMPLES_MOST = 60 };

const char *retell_verb(enum rehearse_action action)
{
	static const char *const verbs[] = {
		[REHEARSE_DELETED] = "deleted", [REHEARSE_SET_NULL] = "set NULL", [REHEARSE_SET_DEFAULT] = "set default",
		[REHEARSE_UPDATED] = "updated", [REHEARSE_INSERTED] = "inserted",
	};
	return verbs[action];
}

const char *retell_row(struct arena *arena, const struct outline_table *table, const struct rehearse_row *row)
{
	const char *text = address_text(arena, table, row->key, row->key_count);
	return row->label ? arena_format(arena, "%s %s", text, row->label) : text;
}

/* --- lines --- */

struct retelling { struct arena *arena; VEC(struct retold) lines; };

static const char *word_of(struct arena *arena, const struct rehearse_branch *branch, const struct rehearse_row *row)
{
	return row->label ? row->label : strrchr(address_text(arena, branch->table, row->key, row->key_count), '#');
}

/* Labels, or keys where there are none, the same one after another once; then how many more. */
static const char *rows_of(struct arena *arena, const struct rehearse_branch *branch)
{
	const char *text = "", *last = NULL;
	int64_t told = 0;
	for (const struct rehearse_row *row = branch->rows; row && strlen(text) < SAMPLES_MOST; row = row->next, told++) {
		if (branch->rows->label && !row->label)
			break;
		const char *word = word_of(arena, branch, row);
		if (!last || strcmp(word, last))
			text = arena_format(arena, "%s%s%s", text, last ? " \u00b7 " : "", word);
		last = word;
	}
	if (told < branch->count)
		text = arena_format(arena, "%s%s%lld more", text, last ? " \u00b7 " : "", (long long)(branch->count - told));
	return text;
}

static struct retold line_of(struct arena *arena, const struct rehearse_branch *branch, struct shown rails, struct shown below)
{
	struct retold line = { .branch = branch, .rails = rails, .below = below, .verb = retell_verb(branch->action), .rows = "" };
	if (branch->count == 1 && branch->rows) {
		line.what = address_text(arena, branch->table, branch->rows->key, branch->rows->key_count);
		line.rows = branch->rows->label ? branch->rows->label : "";
		return line;
	}
	line.what = arena_format(arena, "%lld %s", (long long)branch->count,
		branch->count == 1 ? singular_of(arena, branch->table->name) : branch->table->name);
	line.rows = rows_of(arena, branch);
	return line;
}

static void retell_below(struct retelling *in, const struct rehearse_branch *first, struct shown rails, int depth)
{
	struct arena *arena = in->arena;
	for (const struct rehearse_branch *at = first; at; at = at->next) {
		bool bare = depth == 0 || depth > RAILS_MOST;
		struct shown joint = at->next ? shown_mark("\u251c ", "|-") : shown_mark("\u2514 ", "`-");
		struct shown rail = at->next ? shown_mark("\u2502 ", "| ") : SHOWN("  ");
		struct shown below = bare ? rails : shown_join(arena, rails, rail);
		vec_push(&in->lines, line_of(arena, at, bare ? rails : shown_join(arena, rails, joint), below));
		retell_below(in, at->first, below, depth + 1);
	}
}

size_t retell_branches(struct arena *arena, const struct rehearsal *rehearsal, struct retold **out)
{
	struct retelling in = { .arena = arena };
	retell_below(&in, rehearsal->branches, SHOWN(""), 0);
	size_t count = in.lines.count;
	*out = arena_array(arena, struct retold, count);
	if (count)
		memcpy(*out, in.lines.items, count * sizeof **out);
	vec_release(&in.lines);
	return count;
}

/* --- causes --- */

static bool is_of(const struct foreign_key *declared, const struct outline_key *key)
{
	for (size_t i = 0; i < declared->count; i++) {
		int at = model_attribute_index(declared->model, declared->attributes[i]);
		const char *field = model_attribute_at(declared->model, (size_t)at)->field;
		if (strcasecmp(field ? field : declared->attributes[i], key->table->columns[key->columns[i]].name))
			return false;
	}
	return true;
}

static const struct foreign_key *declared_key(const struct outline_key *key)
{
	const struct model *model = key->table->model;
	for (size_t i = 0; model && i < model_foreign_key_count(model); i++) {
		const struct foreign_key *declared = model_foreign_key_at(model, i);
		if (declared->count == key->count && is_of(declared, key))
			return declared;
	}
	return NULL;
}

/* What is said of the part of a belongsToMany that makes this key, or of the only one. */
static const char *reason_of(struct arena *arena, const struct association *by, const struct foreign_key *declared, const char *part)
{
	struct why why;
	bool near = !strcmp(association_foreign_key(by), declared->attributes[0]);
	association_why(arena, by, &why);
	for (size_t i = 0; i < why.count; i++)
		if (!strcmp(why.reasons[i].part, part) && (!why.reasons[i].of || !strcmp(why.reasons[i].of, near ? "foreignKey" : "otherKey")))
			return why.reasons[i].reason;
	return NULL;
}

static const char *ddl_of(struct arena *arena, const struct outline_key *key, bool deletes)
{
	return arena_format(arena, "%s (%s) REFERENCES %s (%s) ON %s %s", key->table->name,
		outline_columns(arena, key->table, key->columns, key->count), key->target,
		outline_columns(arena, key->references, key->referenced, key->count), deletes ? "DELETE" : "UPDATE",
		key_action_name(deletes ? key->on_delete : key->on_update));
}

static struct retold_cause cause_by_key(struct arena *arena, const struct outline_key *key, bool deletes)
{
	struct retold_cause cause = { .action = key_action_name(deletes ? key->on_delete : key->on_update) };
	const struct foreign_key *declared = declared_key(key);
	if (!declared) {
		cause.declaration = ddl_of(arena, key, deletes);
		return cause;
	}
	const struct association *said = deletes ? declared->action_by : NULL, *by = said ? said : declared->made_by;
	char text[1024];
	association_text(by, text, sizeof text);
	cause.declaration = arena_string(arena, text);
	if (!said)
		cause.reason = reason_of(arena, by, declared, deletes ? "onDelete" : "onUpdate");
	return cause;
}

struct causes { struct arena *arena; VEC(const void *) seen; VEC(struct retold_cause) list; };

static bool is_seen(struct causes *in, const void *what)
{
	for (size_t i = 0; i < in->seen.count; i++)
		if (in->seen.items[i] == what)
			return true;
	vec_push(&in->seen, what);
	return false;
}

static bool is_told(const struct causes *in, const struct retold_cause *cause)
{
	for (size_t i = 0; i < in->list.count; i++)
		if (!strcmp(in->list.items[i].declaration, cause->declaration) && !strcmp(in->list.items[i].action, cause->action))
			return true;
	return false;
}

static void add_cause(struct causes *in, struct retold_cause cause)
{
	if (!is_told(in, &cause))
		vec_push(&in->list, cause);
}

static void causes_below(struct causes *in, const struct rehearse_branch *first)
{
	for (const struct rehearse_branch *at = first; at; at = at->next) {
		if (at->key && !is_seen(in, at->key))
			add_cause(in, cause_by_key(in->arena, at->key, !at->parent || at->parent->action == REHEARSE_DELETED));
		if (at->trigger && !is_seen(in, at->trigger))
			add_cause(in, (struct retold_cause){ .declaration = arena_format(in->arena, "trigger %s", at->trigger), .action = "" });
		causes_below(in, at->first);
	}
}

size_t retell_causes(struct arena *arena, const struct rehearsal *rehearsal, struct retold_cause **out)
{
	struct causes in = { .arena = arena };
	if (rehearsal->blocked && rehearsal->blocked->key)
		add_cause(&in, cause_by_key(arena, rehearsal->blocked->key, true));
	causes_below(&in, rehearsal->branches);
	size_t count = in.list.count;
	*out = arena_array(arena, struct retold_cause, count);
	if (count)
		memcpy(*out, in.list.items, count * sizeof **out);
	vec_release(&in.seen);
	vec_release(&in.list);
	return count;
}
