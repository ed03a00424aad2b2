/* People type passwords into the e-mail's field, so the file keeps a digest of what was typed, not the text. A row
 * whose time is a day past is forgotten. */
#include "shop/tries.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "model/record.h"
#include "model/store.h"
#include <sodium.h>
#include <string.h>

enum { FREE_TRIES = 4, FIRST_WAIT = 1000, LONGEST_WAIT = 60000, FORGET_AFTER = 24 * 60 * 60 * 1000 };
enum { DIGEST_BYTES = 16, DIGEST_SIZE = 2 * DIGEST_BYTES + 1 };

/* Of the e-mail as it is compared: folded when it is text at all. */
static void digest(const char *email, char out[DIGEST_SIZE])
{
	unsigned char bytes[DIGEST_BYTES];
	struct arena arena;
	const char *folded = email;

	if (sodium_init() < 0)
		bug("libsodium cannot start");
	arena_init(&arena);
	if (text_fold(&arena, email, &folded))
		folded = email;
	crypto_generichash(bytes, sizeof bytes, (const unsigned char *)folded, strlen(folded), NULL, 0);
	sodium_bin2hex(out, DIGEST_SIZE, bytes, sizeof bytes);
	arena_release(&arena);
}

static int64_t wait_after(int64_t failures)
{
	if (failures <= FREE_TRIES)
		return 0;
	int64_t doublings = failures - FREE_TRIES - 1;
	return doublings > 6 || FIRST_WAIT << doublings > LONGEST_WAIT ? LONGEST_WAIT : FIRST_WAIT << doublings;
}

static enum err read_tries(struct shop *shop, const char *who, int64_t *failures, int64_t *ms)
{
	struct arena arena;
	struct row *row;

	arena_init(&arena);
	enum err err = model_find_by_key(shop_store(shop), &arena, shop_model(shop, "soukTries"), value_text(who),
		NULL, &row);
	int64_t now = clock_now(), next = !err && row ? row_int(row, "nextAt") : 0;
	*failures = !err && row && next > now - FORGET_AFTER ? row_int(row, "failures") : 0;
	/* Longer than any wait: the clock was set back since. */
	*ms = next > now && next - now <= LONGEST_WAIT ? next - now : 0;
	arena_release(&arena);
	return err;
}

enum err tries_wait(struct shop *shop, const char *email, int64_t *ms)
{
	char who[DIGEST_SIZE];
	int64_t failures;

	digest(email, who);
	return read_tries(shop, who, &failures, ms);
}

static enum err count_try(struct shop *shop, const char *who)
{
	static const char *const conflict[] = { "who", NULL };
	const struct model *model = shop_model(shop, "soukTries");
	int64_t failures, ms, now = clock_now();

	try(read_tries(shop, who, &failures, &ms));
	if (ms)
		return fail(ERR_WAIT, "too many tries: wait %lld s", (long long)(ms + 999) / 1000);
	struct where old[] = { where_op(WHERE_LT, "nextAt", value_integer(now - FORGET_AFTER)), where_end };
	try(model_destroy(shop_store(shop), model, old, NULL));
	struct pair pairs[] = { { "who", value_text(who) }, { "failures", value_integer(failures + 1) },
		{ "nextAt", value_integer(now + wait_after(failures + 1)) }, pair_end };
	return model_upsert(shop_store(shop), model, pairs, conflict);
}

enum err tries_begin(struct shop *shop, const char *email)
{
	char who[DIGEST_SIZE];

	if (shop_is_read_only(shop))
		return OK;
	digest(email, who);
	try(store_begin(shop_store(shop)));
	return store_end(shop_store(shop), count_try(shop, who));
}

enum err tries_clear(struct shop *shop, const char *email)
{
	char who[DIGEST_SIZE];

	if (shop_is_read_only(shop))
		return OK;
	digest(email, who);
	struct where where[] = { where_eq("who", value_text(who)), where_end };
	return model_destroy(shop_store(shop), shop_model(shop, "soukTries"), where, NULL);
}
