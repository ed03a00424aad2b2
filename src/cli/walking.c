/* What a walk came to: a row beside its associations, or a list. */
#include "cli/walking.h"
#include "explore/spell.h"

enum { NAME_CELLS = 30, VALUE_CELLS = 100, CELL_CELLS = 40 };

/* ---- as JSON ---- */

static void encode_cell(struct json *json, const struct walk_cell *cell)
{
	if (!cell->secret && cell->value.type != VALUE_BLOB && !cell->cut) {
		json_value(json, cell->value);
		return;
	}
	json_object(json);
	if (cell->secret)
		json_pair_bool(json, "hidden", true);
	else if (cell->value.type == VALUE_TEXT)
		json_key(json, "text"), json_value(json, cell->value);
	if (!cell->secret)
		json_pair_integer(json, "bytes", cell->size);
	json_end_object(json);
}

static void encode_cells(struct json *json, const char *name, const struct walk_row *row, bool joined)
{
	json_key(json, name);
	json_object(json);
	for (size_t i = 0; i < row->count; i++) {
		if ((row->columns[i].table != row->table) != joined)
			continue;
		json_key(json, row->columns[i].table->columns[row->columns[i].position].name);
		encode_cell(json, &row->cells[i]);
	}
	json_end_object(json);
}

static void encode_head(struct walking *w, const char *table)
{
	struct json *json = &w->cli->json;
	json_pair_string(json, "table", table);
	json_pair_string(json, "call", w->call);
	json_pair_string(json, "sql", w->asked.sql ? spell_line(&w->cli->arena, &(struct spelling){ .sql = w->asked.sql, .values = w->asked.values,
		.count = w->asked.count, .declared = w->walk.declared }) : NULL);
}

struct tally { int64_t count; bool more; };

static enum err count_all(struct walking *w, struct tally **out)
{
	size_t count = w->row.table->relation_count;
	*out = arena_array(&w->cli->arena, struct tally, count);
	for (size_t i = 0; i < count; i++)
		try(walk_count(&w->walk, &w->cli->arena, &w->row, &w->row.table->relations[i], &(*out)[i].count, &(*out)[i].more, NULL));
	return OK;
}

static void encode_association(struct walking *w, const struct relation *r, const struct tally *tally)
{
	struct json *json = &w->cli->json;
	json_object(json);
	json_pair_string(json, "as", r->as);
	json_pair_string(json, "kind", association_kind_name(r->kind));
	json_pair_string(json, "target", r->target->name);
	json_pair_string(json, "call", walk_get_call(&w->cli->arena, r));
	json_pair_integer(json, "count", tally->count);
	json_pair_bool(json, "more", tally->more);
	json_pair_bool(json, "proposed", r->proposed);
	json_end_object(json);
}

static void encode_row(struct walking *w, const struct tally *tallies)
{
	struct json *json = &w->cli->json;
	json_object(json);
	encode_head(w, w->row.table->name);
	json_pair_string(json, "key", w->row.key);
	json_pair_string(json, "name", w->row.name);
	encode_cells(json, "values", &w->row, false);
	json_key(json, "associations");
	json_array(json);
	for (size_t i = 0; i < w->row.table->relation_count; i++)
		encode_association(w, &w->row.table->relations[i], &tallies[i]);
	json_end_array(json);
	json_end_object(json);
}

static void encode_list(struct walking *w)
{
	struct json *json = &w->cli->json;
	json_object(json);
	encode_head(w, w->list.table->name);
	json_key(json, "rows");
	json_array(json);
	for (size_t i = 0; i < w->page.count; i++) {
		const struct walk_row *row = &w->page.rows[i];
		json_object(json);
		json_pair_string(json, "key", row->key);
		json_pair_string(json, "name", row->name);
		encode_cells(json, "values", row, false);
		if (w->list.relation && w->list.relation->through)
			encode_cells(json, "through", row, true);
		json_end_object(json);
	}
	json_end_array(json);
	json_pair_string(json, "next", w->page.next);
	json_end_object(json);
}

/* ---- for people ---- */

static void print_asked(struct walking *w)
{
	if (!w->asked.sql)
		return;
	struct clauses clauses = spell_clauses(&w->cli->arena, &(struct spelling){ .sql = w->asked.sql, .values = w->asked.values,
		.count = w->asked.count, .declared = w->walk.declared });
	print_line(w->cli, SHOWN(""));
	for (size_t i = 0; i < clauses.count; i++)
		print_format(w->cli, "%s%s", i ? "  " : "", clauses.items[i]);
}

static void print_associations(struct walking *w, const struct tally *tallies)
{
	static const struct print_column columns[] = { { "", false }, { "", true }, { "", false }, { "", false } };
	size_t count = w->row.table->relation_count;
	struct arena *arena = &w->cli->arena;
	struct shown *cells = arena_array(arena, struct shown, count * 4), *to = cells;
	for (size_t i = 0; i < count; i++) {
		const struct relation *r = &w->row.table->relations[i];
		*to++ = show_format(arena, "  %s", r->as);
		*to++ = show_format(arena, "%lld%s", (long long)tallies[i].count, tallies[i].more ? "+" : "");
		*to++ = show(arena, walk_get_call(arena, r));
		*to++ = show_format(arena, "%s%s", association_kind_name(r->kind), r->proposed ? ", proposed" : "");
	}
	if (count)
		print_table(w->cli, columns, 4, cells, count);
}

static void print_row(struct walking *w, const struct tally *tallies)
{
	struct arena *arena = &w->cli->arena;
	int widest = 0;
	print_format(w->cli, "%s #%s%s%s", w->row.table->name, w->row.key, w->row.name ? "  " : "", w->row.name ? w->row.name : "");
	print_format(w->cli, "%s", w->call);
	print_line(w->cli, SHOWN(""));
	for (size_t i = 0; i < w->row.count; i++) {
		int cells = show(arena, w->row.table->columns[w->row.columns[i].position].name).cells;
		widest = cells > widest ? cells : widest;
	}
	for (size_t i = 0; i < w->row.count; i++) {
		struct shown name = shown_fit(arena, show(arena, w->row.table->columns[w->row.columns[i].position].name), widest > NAME_CELLS ? NAME_CELLS : widest);
		struct shown value = shown_cut(arena, walk_shown(arena, &w->row.columns[i], &w->row.cells[i]), VALUE_CELLS);
		print_line(w->cli, shown_join(arena, SHOWN("  "), shown_join(arena, name, shown_join(arena, SHOWN("  "), value))));
	}
	print_associations(w, tallies);
	print_asked(w);
}

static void print_list(struct walking *w)
{
	struct arena *arena = &w->cli->arena;
	size_t width = w->page.column_count;
	struct print_column *columns = arena_array(arena, struct print_column, width);
	struct shown *cells = arena_array(arena, struct shown, width * w->page.count), *to = cells;
	print_format(w->cli, "%s", w->call);
	print_line(w->cli, SHOWN(""));
	for (size_t i = 0; i < width; i++)
		columns[i].title = w->page.columns[i].table->columns[w->page.columns[i].position].name;
	for (size_t r = 0; r < w->page.count; r++)
		for (size_t i = 0; i < width; i++) {
			const struct walk_cell *cell = &w->page.rows[r].cells[i];
			columns[i].right |= cell->value.type == VALUE_INTEGER || cell->value.type == VALUE_REAL;
			*to++ = shown_cut(arena, walk_shown(arena, &w->page.columns[i], cell), CELL_CELLS);
		}
	if (w->page.count)
		print_table(w->cli, columns, width, cells, w->page.count);
	else
		print_line(w->cli, SHOWN("no rows"));
	if (w->page.next)
		print_format(w->cli, "more: --after %s", w->page.next);
	print_asked(w);
}

enum err walking_tell_row(struct walking *w)
{
	struct tally *tallies;
	try(count_all(w, &tallies));
	if (cli_has(w->cli, OPT_JSON))
		encode_row(w, tallies);
	else
		print_row(w, tallies);
	return OK;
}

void walking_tell_list(struct walking *w)
{
	if (cli_has(w->cli, OPT_JSON))
		encode_list(w);
	else
		print_list(w);
}
