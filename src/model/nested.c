/* Nested create: what a row refers to comes before it, what refers to it after it, in one transaction. */
#include "model/link.h"

#include "base/arena.h"
#include "model/store.h"
#include "model/write.h"

static enum err create_node(struct store *store, struct arena *arena, const struct model *model,
	const struct nested *nested, const struct pair *more, struct row **out);

static enum err read_link(const struct model *model, const struct nested_link *link, const struct association **out)
{
	try(model_need_association(model, link->association, out));
	if (link->count > 1 && !association_is_list(*out))
		return fail(ERR_TYPE_ERROR, "%s.%s is one row, not %zu", model->name, link->association, link->count);
	for (size_t i = 0; i < link->count; i++)
		if (link->rows[i].through && !(*out)->through)
			return fail(ERR_ERROR, "%s.%s is a %s association: there is no join row for '%s'", model->name,
				(*out)->name, association_kind_name((*out)->kind), link->rows[i].through->attribute);
	return OK;
}

/* The rows of one link; each gets @more. */
static enum err create_rows(struct store *store, struct arena *arena, const struct association *a,
	const struct nested_link *link, const struct pair *more, struct rows *out)
{
	*out = (struct rows){ arena_array(arena, struct row *, link->count), link->count };
	for (size_t i = 0; i < link->count; i++)
		try(create_node(store, arena, a->target, &link->rows[i], more, &out->items[i]));
	return OK;
}

/* As Sequelize does, a row shows its join row when it brought values for it. */
static enum err create_joins(struct store *store, struct arena *arena, const struct association *a,
	const struct row *row, const struct nested_link *link, const struct rows *targets)
{
	for (size_t i = 0; i < targets->count; i++) {
		struct row **join = arena_array(arena, struct row *, 1);
		struct value key[KEY_MAX];
		for (size_t k = 0; k < a->far.count; k++)
			key[k] = row_at(targets->items[i], a->far.right[k]);
		const struct pair *keys = join_pairs(arena, a, row, key);
		try(create_with(store, arena, a->through, link->rows[i].through, keys, join));
		if (link->rows[i].through)
			row_link(arena, targets->items[i], a->through->name, false, (struct rows){ join, 1 });
	}
	return OK;
}

/* What the row refers to; its keys go into @more. */
static enum err create_before(struct store *store, struct arena *arena, const struct model *model,
	const struct nested *nested, const struct pair **more, struct rows *made)
{
	size_t i = 0;
	for (const struct nested_link *link = nested->links; link && link->association; link++, i++) {
		const struct association *a;
		try(read_link(model, link, &a));
		if (a->kind != BELONGS_TO || !link->count)
			continue;
		try(create_rows(store, arena, a, link, a->definition.scope, &made[i]));
		struct value key[KEY_MAX];
		for (size_t k = 0; k < a->near.count; k++)
			key[k] = row_at(made[i].items[0], a->near.right[k]);
		*more = pairs_over(arena, *more, foreign_pairs(arena, a, key));
	}
	return OK;
}

static enum err create_after(struct store *store, struct arena *arena, struct row *row, const struct nested *nested,
	struct rows *made)
{
	size_t i = 0;
	for (const struct nested_link *link = nested->links; link && link->association; link++, i++) {
		const struct association *a;
		try(read_link(row->model, link, &a));
		if (a->kind != BELONGS_TO) {
			const struct pair *more = a->definition.scope;
			struct value key[KEY_MAX];
			source_values(a, row, key);
			if (!a->through)
				more = pairs_over(arena, foreign_pairs(arena, a, key), more);
			try(create_rows(store, arena, a, link, more, &made[i]));
		}
		if (a->through)
			try(create_joins(store, arena, a, row, link, &made[i]));
		row_link(arena, row, a->name, association_is_list(a), made[i]);
	}
	return OK;
}

static enum err create_node(struct store *store, struct arena *arena, const struct model *model,
	const struct nested *nested, const struct pair *more, struct row **out)
{
	size_t count = 0;
	for (const struct nested_link *link = nested->links; link && link->association; link++)
		count++;
	struct rows *made = arena_array(arena, struct rows, count);
	try(create_before(store, arena, model, nested, &more, made));
	try(create_with(store, arena, model, nested->values, more, out));
	return create_after(store, arena, *out, nested, made);
}

enum err model_create_nested(struct store *store, struct arena *arena, const struct model *model,
	const struct nested *nested, struct row **out)
{
	struct row *row;
	if (out)
		*out = NULL;
	try(store_begin(store));
	try(store_end(store, create_node(store, arena, model, nested, NULL, &row)));
	if (out)
		*out = row;
	return OK;
}
