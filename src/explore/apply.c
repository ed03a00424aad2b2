/* A row notes when it was last written, and other acts than the one that is applied have written it: that alone is no reason to
 * refuse. So where a row is to be as it was but for its updatedAt, that is set to what is expected, just before. */
#include "explore/difference.h"

#include "base/arena.h"
#include "db/changes.h"
#include "db/statement.h"
#include "db/transaction.h"
#include "explore/rows.h"
#include "model/names.h"

#include <strings.h>

static const char written_at[] = "updatedAt";

struct aligning { struct connection *db; struct arena *arena; };

/* "UPDATE `carts` SET `updatedAt` = ?1 WHERE `id` = ?2", with the values; NULL when there is nothing to align. */
static const char *align_sql(const struct aligning *in, const struct changes_row *row, const struct rows *columns, struct value *values, size_t *count)
{
	const char *where = "", *set = NULL;
	*count = 1;
	for (int i = 0; i < row->columns && (size_t)i < columns->count; i++) {
		const char *name = quote_name(in->arena, rows_text(columns, (size_t)i, 0));
		if (row->primary[i]) {
			values[(*count)++] = row->before[i];
			where = arena_format(in->arena, "%s%s%s = ?%zu", where, *where ? " AND " : "", name, *count);
		} else if (row->told[i] && !strcasecmp(rows_text(columns, (size_t)i, 0), written_at)) {
			values[0] = row->before[i];
			set = name;
		}
	}
	return set ? arena_format(in->arena, "UPDATE main.%s SET %s = ?1 WHERE %s", quote_name(in->arena, row->table), set, where) : NULL;
}

static enum err align_row(void *context, const struct changes_row *row)
{
	const struct aligning *in = context;
	const struct value table = value_text(row->table);
	struct rows columns;
	size_t count;
	if (row->change == WATCH_INSERTED)
		return OK;
	try(rows_read(in->db, in->arena, "SELECT name FROM pragma_table_info(?1) ORDER BY cid", &table, 1, &columns));
	struct value *values = arena_array(in->arena, struct value, (size_t)row->columns + 1);
	const char *sql = align_sql(in, row, &columns, values, &count);
	return sql ? statement_run(in->db, sql, values, count, NULL) : OK;
}

enum err sandbox_apply(struct connection *db, const char *const *tables, size_t count, const struct changes *changes)
{
	struct arena arena;
	try(transaction_begin(db));
	arena_init(&arena);
	enum err err = changes_each(changes, align_row, &(struct aligning){ db, &arena });
	if (!err)
		err = changes_apply(db, tables, count, changes);
	arena_release(&arena);
	return transaction_end(db, err);
}
