/* Coming in: the guest's cart is poured into the person's, in one transaction, and what was capped is told. */
#include "shop/account.h"

#include "base/arena.h"
#include "base/vec.h"
#include "model/store.h"
#include "shop/cart_row.h"

/* What merging did, for one sentence. */
struct merged { int64_t pieces; size_t capped; const char *title; int64_t left; };

static enum err merge_line(struct shop *shop, struct arena *arena, struct row *cart, const struct cart_line *line,
	struct merged *merged)
{
	struct cart_change change;

	try(cart_row_join(shop, arena, cart, line->product.id, line->quantity, &change));
	if (change.now > change.before)
		merged->pieces += change.now - change.before;
	if (change.capped && !merged->capped++) {
		merged->title = change.title;
		merged->left = change.now;
	}
	return OK;
}

static const char *describe_merge(struct arena *arena, const struct merged *merged)
{
	struct buffer told = { 0 };

	buffer_printf(&told, "the guest's cart was added: %lld %s", (long long)merged->pieces,
		merged->pieces == 1 ? "piece" : "pieces");
	if (merged->capped)
		buffer_printf(&told, "; '%s' capped at the %lld in stock", merged->title, (long long)merged->left);
	if (merged->capped > 1)
		buffer_printf(&told, ", and %zu more", merged->capped - 1);
	const char *sentence = arena_string(arena, told.bytes);
	buffer_release(&told);
	return sentence;
}

static enum err merge(const struct session *guest, struct session *person, struct arena *arena, const char **told)
{
	struct merged merged = { 0 };
	struct row *theirs, *own;
	struct cart cart;

	try(cart_row(guest, arena, &theirs));
	if (!theirs)
		return OK;
	try(cart_load(guest, arena, &cart));
	if (cart.count)
		try(cart_row_make(person, arena, &own));
	for (size_t i = 0; i < cart.count; i++)
		try(merge_line(person->shop, arena, own, &cart.lines[i], &merged));
	if (cart.count)
		*told = describe_merge(arena, &merged);
	return row_destroy(shop_store(person->shop), theirs);
}

enum err account_merge(const struct session *guest, struct session *person, struct arena *arena, const char **told)
{
	*told = NULL;
	if (guest->user || !person->user)
		return fail(ERR_FORBIDDEN, "only a guest's cart merges, and only into a person's");
	if (!guest->guest_cart)
		return OK;
	try(store_begin(shop_store(person->shop)));
	enum err err = store_end(shop_store(person->shop), merge(guest, person, arena, told));
	if (err)
		*told = NULL;
	return err;
}
