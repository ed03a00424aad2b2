/* Coming in. The three ways (the login form, the demo's picker, the command line) end in one proof; what it says and
 * how long it takes does not tell whether the e-mail is known. */
#include "shop/account.h"

#include "base/arena.h"
#include "model/store.h"
#include "shop/password.h"
#include "shop/person.h"
#include "shop/tries.h"
#include <sodium.h>
#include <stdio.h>

void account_guest(struct shop *shop, struct session *out)
{
	*out = (struct session){ .shop = shop };
}

/* A weaker hash is made anew while the password is at hand; that it cannot be written keeps nobody out. */
static void strengthen(struct shop *shop, struct arena *arena, struct row *row, const char *password)
{
	if (password && !row_is_null(row, "passwordHash") && !shop_is_read_only(shop) &&
		password_is_weak(row_text(row, "passwordHash")))
			(void)person_set_password(shop, arena, row, password);
}

static enum err login(struct shop *shop, struct arena *arena, const char *email, const char *password,
	struct session *out)
{
	struct row *row;

	try(person_by_email(shop, arena, email, &row));
	try(person_prove(shop, row, email, password));
	strengthen(shop, arena, row, password);
	person_enter(shop, row, out);
	return OK;
}

enum err account_login(struct shop *shop, const char *email, const char *password, struct session *out)
{
	struct arena arena;

	arena_init(&arena);
	enum err err = login(shop, &arena, email, password, out);
	arena_release(&arena);
	return err;
}

enum err account_act_as(struct shop *shop, const char *email, const char *password, struct session *out)
{
	return account_login(shop, email, password, out);
}

enum err account_wait(struct shop *shop, const char *email, int64_t *seconds)
{
	int64_t ms;

	try(tries_wait(shop, email, &ms));
	*seconds = (ms + 999) / 1000;
	return OK;
}

static enum err enter_demo(struct shop *shop, struct arena *arena, int64_t user, struct session *out)
{
	struct row *row;

	try(model_find_by_key(shop_store(shop), arena, shop_model(shop, "user"), value_integer(user), NULL, &row));
	if (!row || !row_is_null(row, "passwordHash") || !shop_is_demo(shop))
		return fail(ERR_LOGIN, "a password is needed");
	person_enter(shop, row, out);
	return OK;
}

enum err account_enter_demo(struct shop *shop, int64_t user, struct session *out)
{
	struct arena arena;

	arena_init(&arena);
	enum err err = enter_demo(shop, &arena, user, out);
	arena_release(&arena);
	return err;
}

enum err account_needs_password(struct shop *shop, const char *email, bool *out)
{
	struct arena arena;
	struct row *row;

	*out = true;
	if (!shop_is_demo(shop))
		return OK;
	arena_init(&arena);
	enum err err = person_by_email(shop, &arena, email, &row);
	*out = !err && row && !row_is_null(row, "passwordHash");
	arena_release(&arena);
	return err;
}

const char *account_library(void)
{
	static char name[64];

	snprintf(name, sizeof name, "libsodium %s", sodium_version_string());
	return name;
}
