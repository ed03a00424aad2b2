/* Depth first over the foreign keys: what a table refers to comes before it. A circle has no such order, and needs none
 * on SQLite, which lets a table refer to one that does not exist yet; then it is the order of definition, as in
 * Sequelize. */
#include "model/order.h"

#include "base/arena.h"
#include "model/schema.h"


struct ordering { const struct model **out; size_t count; char *state; bool circular; };
enum { UNSEEN, OPEN, DONE };

static void visit(struct ordering *o, const struct model *model)
{
	if (o->state[model->position] == DONE)
		return;
	o->state[model->position] = OPEN;
	for (size_t i = 0; i < model->foreign_key_count; i++) {
		const struct foreign_key *key = &model->foreign_keys[i];
		if (!key->constrained || key->references == model)
			continue;
		if (o->state[key->references->position] == OPEN)
			o->circular = true;
		else
			visit(o, key->references);
	}
	o->state[model->position] = DONE;
	o->out[o->count++] = model;
}

const struct model **models_in_order(struct arena *arena, const struct schema *schema)
{
	struct ordering o = { 0 };
	o.out = arena_array(arena, const struct model *, schema->model_count);
	o.state = arena_array(arena, char, schema->model_count);
	for (size_t i = 0; i < schema->model_count; i++)
		visit(&o, schema->models[i]);
	for (size_t i = 0; o.circular && i < schema->model_count; i++)
		o.out[i] = schema->models[i];
	return o.out;
}
