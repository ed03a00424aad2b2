/* A table in which a newer text takes the place of an older one. A model's list of columns is made anew whenever its
 * declaration changes and never freed before the schema, so its address stands for the model as it was then. */
#include "model/texts.h"

#include "base/vec.h"
#include "model/schema.h"

#include <stdlib.h>

enum { TEXTS_KEPT = 128 };

struct texts {
	struct { const char *model; uint64_t columns; enum text_kind kind; char *sql; } items[TEXTS_KEPT];
};

struct texts *texts_new(void)
{
	return memory_new(sizeof(struct texts));
}

void texts_free(struct texts *texts)
{
	if (!texts)
		return;
	for (size_t i = 0; i < TEXTS_KEPT; i++)
		free(texts->items[i].sql);
	free(texts);
}

static size_t place_of(const struct model *model, enum text_kind kind, uint64_t columns)
{
	uint64_t hash = ((uint64_t)(uintptr_t)model->select_list ^ columns * 31 ^ kind) * UINT64_C(0x9e3779b97f4a7c15);
	return hash >> 32 & (TEXTS_KEPT - 1);
}

const char *texts_find(const struct texts *texts, const struct model *model, enum text_kind kind, uint64_t columns)
{
	size_t at = place_of(model, kind, columns);
	bool same = texts->items[at].model == model->select_list && texts->items[at].columns == columns &&
		texts->items[at].kind == kind;
	return same ? texts->items[at].sql : NULL;
}

const char *texts_keep(struct texts *texts, const struct model *model, enum text_kind kind, uint64_t columns,
	const char *sql)
{
	size_t at = place_of(model, kind, columns);
	free(texts->items[at].sql);
	texts->items[at].model = model->select_list;
	texts->items[at].columns = columns;
	texts->items[at].kind = kind;
	texts->items[at].sql = memory_string(sql);
	return texts->items[at].sql;
}
