/* The template's table and the column behind its WHERE say which association was followed, and from which side. */
#include "explore/eager.h"

#include "base/arena.h"
#include "base/text.h"
#include "explore/tokens.h"
#include "model/association.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/* The table that a statement reads or writes, and the column of its first condition; NULL: not found. */
struct asked { const char *table, *column; bool inserts; };

static struct asked read_asked(struct arena *arena, const char *sql)
{
	struct tokens tokens = tokens_read(arena, sql);
	struct asked asked = { .inserts = tokens.count && token_is(&tokens.items[0], "INSERT") };
	for (size_t i = 1; i < tokens.count; i++) {
		const struct token *token = &tokens.items[i], *last = token - 1;
		if (!asked.table && token->name && (token_is(last, "FROM") || token_is(last, "INTO")))
			asked.table = token->name;
		if (asked.table && !asked.column && token->kind == TOKEN_PLACE && i > 1 && (token_is_sign(last, "=") || token_is(last, "IS")))
			asked.column = tokens.items[i - 2].name;
	}
	return asked;
}

static const struct model *model_of(const struct schema *declared, const char *table)
{
	for (size_t i = 0; declared && table && i < schema_model_count(declared); i++)
		if (!strcasecmp(model_table(schema_model_at(declared, i)), table))
			return schema_model_at(declared, i);
	return NULL;
}

static const char *class_of(struct arena *arena, const struct model *model)
{
	char *name = arena_string(arena, model_name(model));
	*name = (char)toupper((unsigned char)*name);
	return name;
}

/* An association from @source (NULL: any model) whose targets the template reads by that column. */
static bool leads_there(const struct association *a, const struct model *target, const char *column)
{
	const struct model *through = association_through(a);
	if (association_kind(a) == BELONGS_TO)
		return association_target(a) == target && !strcasecmp(association_target_key(a), column);
	return (through == target || (!through && association_target(a) == target)) && !strcasecmp(association_foreign_key(a), column);
}

static const struct association *followed(const struct model *source, const struct model *target, const char *column)
{
	for (size_t i = 0; i < model_association_count(source); i++)
		if (leads_there(model_association_at(source, i), target, column))
			return model_association_at(source, i);
	return NULL;
}

static const struct association *find_followed(struct arena *arena, const struct schema *declared, const struct asked *asked, const char *before)
{
	const struct model *target = model_of(declared, asked->table), *source = before ? model_of(declared, read_asked(arena, before).table) : NULL;
	const struct association *found = target && asked->column && source ? followed(source, target, asked->column) : NULL;
	for (size_t i = 0; !found && target && asked->column && i < schema_model_count(declared); i++)
		found = followed(schema_model_at(declared, i), target, asked->column);
	return found;
}

const char *eager_call(struct arena *arena, const struct schema *declared, const char *sql, const char *before)
{
	struct asked asked = read_asked(arena, sql);
	const struct model *model = model_of(declared, asked.table);
	const char *more = text_is_utf8() ? "…" : "...";
	if (asked.inserts)
		return model ? arena_format(arena, "%s.bulkCreate([%s])", class_of(arena, model), more) : "one INSERT of all rows";
	const struct association *a = find_followed(arena, declared, &asked, before);
	if (a)
		return arena_format(arena, "%s.findAll({include: '%s'})", class_of(arena, association_source(a)), association_name(a));
	if (!asked.column)
		return "one statement for all of them";
	return arena_format(arena, "one SELECT with %s IN (%s)", asked.column, more);
}
