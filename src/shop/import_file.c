#include "shop/import_file.h"

#include "base/arena.h"
#include "base/text.h"
#include "shop/import.h"

#include <string.h>

static const char *const columns[COLUMN_COUNT] = {
	[DRAFT_TITLE] = "title", [DRAFT_DESCRIPTION] = "description", [DRAFT_CATEGORY] = "category", [DRAFT_PRICE] = "price",
	[DRAFT_STOCK] = "stock", [DRAFT_IMAGE] = "imageUrl", [DRAFT_RETIRED] = "retiredAt", [COLUMN_ID] = "id",
};

const char *import_column(const char *attribute)
{
	return strcmp(attribute, "priceCents") ? attribute : columns[DRAFT_PRICE];
}

static enum err find_column(const char *file, const char *name, size_t line, int *out)
{
	for (*out = 0; *out < COLUMN_COUNT; ++*out)
		if (!strcmp(columns[*out], name))
			return OK;
	const char *near = text_nearest(name, columns, COLUMN_COUNT);
	return fail(ERR_INPUT, "%s:%zu: there is no column '%s'%s%s%s", file, line, name, near ? ", did you mean '" : "",
		near ? near : "", near ? "'?" : "");
}

enum err import_read_header(struct csv_reader *reader, struct arena *arena, struct import_columns *out)
{
	const char *file = csv_name(reader);
	struct csv_record record;
	bool more;
	for (int c = 0; c < COLUMN_COUNT; c++)
		out->at[c] = -1;
	try(csv_next(reader, arena, &record, &more));
	if (!more)
		return fail(ERR_INPUT, "%s: it is empty, the first line names the columns", file);
	for (size_t i = 0; i < record.count; i++) {
		int column;
		try(find_column(file, record.fields[i], record.line, &column));
		if (out->at[column] >= 0)
			return fail(ERR_INPUT, "%s:%zu: the column '%s' stands there twice", file, record.line, columns[column]);
		out->at[column] = (int)i;
	}
	out->width = record.count;
	return out->at[DRAFT_TITLE] >= 0 || out->at[COLUMN_ID] >= 0 ? OK
		: fail(ERR_INPUT, "%s:%zu: there is neither a column 'title' nor 'id'", file, record.line);
}

static const char *field(const struct import_columns *in, const struct csv_record *record, int column)
{
	int at = in->at[column];
	return at >= 0 && (size_t)at < record->count ? record->fields[at] : NULL;
}

enum err import_read_draft(const struct import_columns *in, const struct csv_record *record, struct product_draft *out,
	const char **id)
{
	for (size_t i = in->width; i < record->count; i++)
		if (*record->fields[i])
			return fail(ERR_INPUT, "there are %zu fields, and the header has %zu: quote a field that holds the separator",
				record->count, in->width);
	for (int f = 0; f < DRAFT_COUNT; f++)
		out->fields[f] = field(in, record, f);
	*id = field(in, record, COLUMN_ID);
	if (*id && !**id)
		*id = NULL;
	if (*id && out->fields[DRAFT_TITLE] && !*out->fields[DRAFT_TITLE])
		out->fields[DRAFT_TITLE] = NULL;
	return OK;
}
