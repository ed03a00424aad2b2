/* souk walk: a row of any file beside its associations, and on from there. */
#include "cli/walking.h"
#include "explore/address.h"

#include <string.h>

enum { LIMIT = 20 };

/* ---- steps ---- */

static enum err read_list(struct walking *w, size_t limit)
{
	w->listing = true;
	try(walk_page(&w->walk, &w->cli->arena, &w->list, NULL, false, limit, &w->page));
	w->asked = w->page.asked;
	return OK;
}

static enum err start(struct walking *w, const char *word)
{
	struct address address;
	const struct outline_table *table = outline_table(w->file.outline, word);
	if (table && !strchr(word, ':')) {
		w->list = (struct walk_list){ .table = table };
		w->call = arena_format(&w->cli->arena, "%s.findAll({limit:%lld})", walk_class(&w->cli->arena, table), (long long)w->limit);
		return read_list(w, 2);
	}
	try(address_parse(&w->cli->arena, w->file.outline, word, &address));
	try(walk_find(&w->walk, &w->cli->arena, address.table, address.values, address.count, &w->row, &w->asked));
	w->call = walk_find_call(&w->cli->arena, &w->row);
	return OK;
}

static enum err enter(struct walking *w, const struct walk_row *row)
{
	struct walk_row whole;
	try(walk_load(&w->walk, &w->cli->arena, row, &whole, &w->asked));
	w->row = whole;
	w->listing = false;
	w->call = walk_ident(&w->cli->arena, &w->row);
	return OK;
}

/* The row of the list that @key names. */
static enum err choose(struct walking *w, const char *key)
{
	struct address address;
	struct walk_row chosen;
	const char *word = arena_format(&w->cli->arena, "%s:%s", w->list.table->name, key);
	try(address_parse(&w->cli->arena, w->file.outline, word, &address));
	try(walk_find(&w->walk, &w->cli->arena, address.table, address.values, address.count, &chosen, NULL));
	w->list.only = &chosen;
	try(walk_page(&w->walk, &w->cli->arena, &w->list, NULL, false, 1, &w->page));
	if (!w->page.count)
		return fail(ERR_NOT_FOUND, "%s is not among %s", word, w->call);
	return enter(w, &chosen);
}

static enum err one_of_list(struct walking *w)
{
	if (w->page.count == 1 && !w->page.next)
		return enter(w, &w->page.rows[0]);
	if (!w->page.count)
		return fail(ERR_NOT_FOUND, "%s is empty: there is nothing to go on from", w->call);
	return fail(ERR_USAGE, "%s has several rows: choose one by its key, as %s:%s", w->call, w->list.relation ? w->list.relation->as
		: w->list.table->name, w->page.rows[0].key);
}

static enum err no_such_association(struct walking *w, const char *as)
{
	const char *names = "";
	for (size_t i = 0; i < w->row.table->relation_count; i++)
		names = arena_format(&w->cli->arena, "%s%s%s", names, i ? ", " : "", w->row.table->relations[i].as);
	return fail(ERR_UNKNOWN_ALIAS, "%s has no association '%s'; there are: %s", w->row.table->name, as, *names ? names : "none");
}

static enum err follow_one(struct walking *w)
{
	struct walk_row other;
	bool there;
	try(walk_one(&w->walk, &w->cli->arena, &w->row, w->list.relation, &other, &there, &w->asked));
	if (!there)
		return fail(ERR_NOT_FOUND, "%s is null: there is no such %s", w->call, walk_singular(&w->cli->arena, w->list.table));
	w->row = other;
	return OK;
}

/* "products", or "products:7". */
static enum err follow(struct walking *w, const char *word)
{
	if (w->listing)
		try(one_of_list(w));
	const char *colon = strchr(word, ':');
	const char *as = colon ? arena_copy(&w->cli->arena, word, (size_t)(colon - word)) : word;
	const struct relation *relation = outline_relation(w->row.table, as);
	if (!relation)
		return no_such_association(w, as);
	struct walk_row *from = arena_new(&w->cli->arena, struct walk_row);
	*from = w->row;
	w->list = (struct walk_list){ relation->target, from, relation, NULL };
	w->call = arena_format(&w->cli->arena, "%s.%s", w->call, walk_get_call(&w->cli->arena, relation));
	if (colon)
		return choose(w, colon + 1);
	return walk_is_single(relation) ? follow_one(w) : read_list(w, 2);
}

/* The list again, as many rows of it as were asked for. */
static enum err tell_list(struct walking *w)
{
	w->list.only = NULL;
	try(walk_page(&w->walk, &w->cli->arena, &w->list, w->cli->values[OPT_AFTER], false, (size_t)w->limit, &w->page));
	w->asked = w->page.asked;
	walking_tell_list(w);
	return OK;
}

static enum err walk_on(struct walking *w)
{
	struct cli *cli = w->cli;
	try(option_integer(cli, OPT_LIMIT, 1, WALK_PAGE_MAX, LIMIT, &w->limit));
	try(outline_opened(cli, cli->operands[0], &w->file));
	w->walk = (struct walk){ .db = w->file.connection, .outline = w->file.outline, .declared = w->file.schema };
	try(start(w, cli->operands[1]));
	for (int i = 2; i < cli->count; i++)
		try(follow(w, cli->operands[i]));
	if (w->listing)
		return tell_list(w);
	return walking_tell_row(w);
}

enum err cmd_walk(struct cli *cli)
{
	struct walking w = { .cli = cli };
	enum err err = walk_on(&w);
	outline_closed(&w.file);
	return err;
}
