/* How rows read: values on one line, names and calls as code has them. */
#include "explore/walk_text.h"

#include "base/arena.h"
#include "base/clock.h"
#include "explore/address.h"
#include "explore/ident.h"
#include "explore/walk_sql.h"
#include "model/names.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { MINUTES = 16, DIGITS_MAX = 15 };

static struct shown size_shown(struct arena *arena, int64_t size)
{
	static const char *const units[] = { "bytes", "KB", "MB", "GB" };
	double amount = (double)size;
	size_t unit = 0;
	while (amount >= 1024 && unit + 1 < sizeof units / sizeof *units) {
		amount /= 1024;
		unit++;
	}
	if (size == 1)
		return SHOWN("blob, 1 byte");
	return show_format(arena, unit && amount < 10 ? "blob, %.1f %s" : "blob, %.0f %s", amount, units[unit]);
}

/* "2026-11-02 09:14" of "2026-11-02 09:14:03.120 +00:00"; a time of another shape stays as it is. */
static bool is_stamp(const struct walk_cell *cell)
{
	int64_t ms;
	return cell->value.size > MINUTES && cell->value.size < 40 && isdigit((unsigned char)*cell->value.text) && clock_parse(cell->value.text, &ms);
}

static struct shown text_shown(struct arena *arena, const struct walk_cell *cell)
{
	if (is_stamp(cell))
		return show_n(arena, cell->value.text, MINUTES);
	struct shown text = show_n(arena, cell->value.text, cell->value.size);
	return cell->cut ? shown_join(arena, text, shown_mark("…", "...")) : text;
}

struct shown walk_shown(struct arena *arena, const struct walk_column *column, const struct walk_cell *cell)
{
	(void)column;
	if (cell->secret)
		return SHOWN("hidden");
	switch (cell->value.type) {
	case VALUE_NULL: return SHOWN("null");
	case VALUE_INTEGER: return show_format(arena, "%lld", (long long)cell->value.integer);
	case VALUE_REAL: return show_format(arena, "%.*g", DIGITS_MAX, cell->value.real);
	case VALUE_TEXT: return text_shown(arena, cell);
	case VALUE_BLOB: return size_shown(arena, cell->size);
	}
	return SHOWN("");
}

const char *walk_singular(struct arena *arena, const struct outline_table *table)
{
	return table->model ? model_singular(table->model) : singular_of(arena, table->name);
}

const char *walk_class(struct arena *arena, const struct outline_table *table)
{
	return upper_first(arena, ident_of(arena, table->model ? model_name(table->model) : singular_of(arena, table->name), "Row"));
}

const char *walk_ident(struct arena *arena, const struct walk_row *row)
{
	const char *table = ident_of(arena, walk_singular(arena, row->table), "row");
	const char *otherwise = arena_format(arena, "%s%s", table, row->ident_count == 1 && strlen(row->key) <= 20 ? row->key : "");
	return row->name ? ident_of(arena, row->name, otherwise) : otherwise;
}

const char *walk_find_call(struct arena *arena, const struct walk_row *row)
{
	const char *class = walk_class(arena, row->table), *where = "";
	if (row->table->key_count < 2)
		return arena_format(arena, "%s.findByPk(%s)", class, row->key);
	for (size_t i = 0; i < row->table->key_count; i++) {
		int position = row->table->key[i];
		const struct walk_cell *cell = walk_cell_of(row, row->table, position);
		where = arena_format(arena, "%s%s%s:%s", where, i ? "," : "", row->table->columns[position].name,
			cell ? walk_key_of(arena, row->table, &cell->value, 1) : "?");
	}
	return arena_format(arena, "%s.findOne({where:{%s}})", class, where);
}

const char *walk_get_call(struct arena *arena, const struct relation *r)
{
	return arena_format(arena, "get%s()", upper_first(arena, r->as));
}

const char *walk_delete_sql(struct arena *arena, const struct walk_row *row)
{
	const struct outline_table *table = row->table;
	const char *sql = arena_format(arena, "DELETE FROM %s WHERE ", table->quoted);
	for (size_t i = 0; i < row->ident_count; i++) {
		const char *column = table->without_rowid || table->rowid_key ? quote_name(arena, table->columns[table->key[i]].name) : outline_rowid(table);
		sql = arena_format(arena, "%s%s%s = %s", sql, i ? " AND " : "", column, address_literal(arena, row->ident[i]));
	}
	return sql;
}
