/* States live on the heap, so that they stay where they are while the stack grows. */
#include "ui/stack.h"

#include <stdlib.h>

enum err stack_push(struct stack *stack, const struct screen_ops *ops, void *app, const void *argument)
{
	struct layer layer = { .ops = ops, .state = memory_new(ops->state_size ? ops->state_size : 1) };
	enum err err = ops->open ? ops->open(layer.state, app, argument) : OK;

	if (err) {
		free(layer.state);
		return err;
	}
	vec_push(&stack->layers, layer);
	return OK;
}

struct layer *stack_top(const struct stack *stack)
{
	return stack->layers.count ? &stack->layers.items[stack->layers.count - 1] : NULL;
}

const struct keymap *layer_keys(const struct layer *layer)
{
	return layer->ops->keys_now ? layer->ops->keys_now(layer->state) : layer->ops->keys;
}

struct layer stack_take(struct stack *stack)
{
	return stack->layers.items[--stack->layers.count];
}

void layer_close(struct layer *layer)
{
	if (layer->ops->close)
		layer->ops->close(layer->state);
	free(layer->state);
}

void stack_close_above(struct stack *stack, size_t keep)
{
	while (stack->layers.count > keep) {
		struct layer layer = stack_take(stack);
		layer_close(&layer);
	}
	if (!stack->layers.count)
		vec_release(&stack->layers);
}

bool stack_is_unsaved(const struct stack *stack)
{
	for (size_t i = 0; i < stack->layers.count; i++) {
		const struct layer *layer = &stack->layers.items[i];
		if (layer->ops->unsaved && layer->ops->unsaved(layer->state))
			return true;
	}
	return false;
}

size_t stack_lowest_visible(const struct stack *stack)
{
	size_t at = stack->layers.count - 1;
	while (at > 0 && stack->layers.items[at].ops->over)
		at--;
	return at;
}
