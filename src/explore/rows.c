#include "explore/rows.h"

#include "base/arena.h"
#include "base/vec.h"
#include "db/statement.h"

#include <string.h>

typedef VEC(struct value) value_vec;

static enum err rows_step(struct statement *statement, struct arena *arena, size_t columns, value_vec *out)
{
	struct value *row = arena_array(arena, struct value, columns);
	enum err err;
	bool more;
	while (!(err = statement_step(statement, &more)) && more) {
		statement_row_copy(statement, arena, row, columns);
		for (size_t i = 0; i < columns; i++)
			vec_push(out, row[i]);
	}
	return err;
}

enum err rows_read(struct connection *db, struct arena *arena, const char *sql, const struct value *values, size_t count, struct rows *out)
{
	struct statement *statement;
	value_vec found = { 0 };
	*out = (struct rows){ 0 };
	try(statement_open(db, sql, &statement));
	statement_bind_all(statement, values, count);
	size_t columns = statement_columns(statement);
	enum err err = statement_close(statement, rows_step(statement, arena, columns, &found));
	if (!err && found.count) {
		struct value *kept = arena_array(arena, struct value, found.count);
		memcpy(kept, found.items, found.count * sizeof *kept);
		*out = (struct rows){ columns, found.count / columns, kept };
	}
	vec_release(&found);
	return err;
}

const char *rows_text(const struct rows *rows, size_t row, size_t column)
{
	struct value value = rows_at(rows, row, column);
	return value.type == VALUE_TEXT ? value.text : NULL;
}

int64_t rows_integer(const struct rows *rows, size_t row, size_t column)
{
	return value_int_or(rows_at(rows, row, column), 0);
}
