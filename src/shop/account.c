/* New accounts, and what people change about theirs. Coming in is login.c, going is leave.c. */
#include "shop/account.h"

#include "base/arena.h"
#include "base/text.h"
#include "model/mixin.h"
#include "model/store.h"
#include "shop/password.h"
#include "shop/person.h"
#include <sodium.h>
#include <stdio.h>
#include <string.h>

static enum err email_is_free(struct shop *shop, struct arena *arena, const char *email)
{
	const char *kept;
	struct row *row;

	try(person_email(arena, email, &kept));
	try(person_by_email(shop, arena, email, &row));
	return row ? fail(ERR_TAKEN, "there is an account with the e-mail '%s' already", kept) : OK;
}

enum err account_check_name(const char *name)
{
	struct arena arena;
	const char *kept;

	arena_init(&arena);
	enum err err = person_name(&arena, name, &kept);
	arena_release(&arena);
	return err;
}

enum err account_check_email(struct shop *shop, const char *email)
{
	struct arena arena;

	arena_init(&arena);
	enum err err = email_is_free(shop, &arena, email);
	arena_release(&arena);
	return err;
}

enum err account_check_password(const char *password, const char *name, const char *email)
{
	try(password_check(password));
	if (name && password_equals(password, name))
		return fail(ERR_INPUT, "the password is the name: choose another");
	if (email && password_equals(password, email))
		return fail(ERR_INPUT, "the password is the e-mail: choose another");
	return OK;
}

/* @hash NULL: nobody asks for a password. */
static enum err create(struct shop *shop, struct arena *arena, const char *name, const char *email, const char *hash,
	struct session *out)
{
	struct row *row;

	try(person_name(arena, name, &name));
	try(email_is_free(shop, arena, email));
	try(person_email(arena, email, &email));
	struct pair pairs[] = { { "name", value_text(name) }, { "email", value_text(email) },
		{ "passwordHash", value_text(hash) }, pair_end };
	enum err err = model_create(shop_store(shop), arena, shop_model(shop, "user"), pairs, &row);
	if (err == ERR_UNIQUE_CONSTRAINT)
		return fail(ERR_TAKEN, "there is an account with the e-mail '%s' already", email);
	try(err);
	person_enter(shop, row, out);
	return OK;
}

enum err account_create(struct shop *shop, const char *name, const char *email, const char *password,
	struct session *out)
{
	char hash[PASSWORD_HASH_SIZE];
	struct arena arena;

	try(account_check_name(name));
	try(account_check_email(shop, email));
	if (password)
		try(account_check_password(password, name, email));
	else if (!shop_is_demo(shop))
		return fail(ERR_INPUT, "an account needs a password");
	if (shop_is_read_only(shop))
		return fail(ERR_READ_ONLY, "cannot write '%s': the file can only be read", shop_path(shop));
	if (password)
		try(password_hash(password, hash));
	arena_init(&arena);
	enum err err = create(shop, &arena, name, email, password ? hash : NULL, out);
	arena_release(&arena);
	sodium_memzero(hash, sizeof hash);
	return err;
}

static enum err rename_to(struct session *session, struct arena *arena, const char *name)
{
	struct row *row;

	try(person_name(arena, name, &name));
	try(person_of_session(session, arena, &row));
	struct pair pairs[] = { { "name", value_text(name) }, pair_end };
	try(row_update(shop_store(session->shop), arena, row, pairs));
	snprintf(session->name, sizeof session->name, "%s", name);
	return OK;
}

enum err account_rename(struct session *session, const char *name)
{
	struct arena arena;

	arena_init(&arena);
	enum err err = rename_to(session, &arena, name);
	arena_release(&arena);
	return err;
}

static enum err change_password(struct session *session, struct arena *arena, const char *old, const char *new_password)
{
	struct row *row;

	try(person_of_session(session, arena, &row));
	try(account_check_password(new_password, row_text(row, "name"), row_text(row, "email")));
	try(person_prove(session->shop, row, row_text(row, "email"), old));
	return person_set_password(session->shop, arena, row, new_password);
}

enum err account_change_password(struct session *session, const char *old, const char *new_password)
{
	struct arena arena;

	arena_init(&arena);
	enum err err = change_password(session, &arena, old, new_password);
	arena_release(&arena);
	return err;
}

static enum err reset_password(struct shop *shop, struct arena *arena, const char *email, const char *new_password)
{
	struct row *row;

	try(person_by_email(shop, arena, email, &row));
	if (!row)
		return fail(ERR_NOT_FOUND, "there is no account with the e-mail '%s'", email);
	try(account_check_password(new_password, row_text(row, "name"), row_text(row, "email")));
	return person_set_password(shop, arena, row, new_password);
}

enum err account_reset_password(struct shop *shop, const char *email, const char *new_password)
{
	struct arena arena;

	arena_init(&arena);
	enum err err = reset_password(shop, &arena, email, new_password);
	arena_release(&arena);
	return err;
}

static struct person read_person(const struct row *row)
{
	return (struct person){
		.id = row_int(row, "id"), .name = row_text(row, "name"), .email = row_text(row, "email"),
		.products = (int64_t)row_many(row, "products").count, .carts = row_one(row, "cart") != NULL,
		.orders = (int64_t)row_many(row, "orders").count,
		.has_password = !row_is_null(row, "passwordHash"), .created = row_text(row, "createdAt"),
	};
}

enum err account_people(struct shop *shop, struct arena *arena, const char *filter, struct people *out)
{
	static const char *const key_only[] = { "id", NULL };
	static const struct include owned[] = { { .association = "products", .attributes = key_only },
		{ .association = "cart", .attributes = key_only },
		{ .association = "orders", .attributes = key_only }, { 0 } };
	static const struct order_by as_joined[] = { { .attribute = "id" }, { 0 } };
	static const struct order_by by_name[] = { { .attribute = "name", .no_case = true }, { 0 } };
	bool all = !filter || !*filter;
	struct rows rows;

	struct value like = value_text(all ? NULL : arena_format(arena, "%%%s%%", filter));
	struct where either[] = { where_op(WHERE_LIKE, "name", like), where_op(WHERE_LIKE, "email", like), where_end };
	struct where where[] = { where_or(either), where_end };
	struct query query = { .where = all ? NULL : where, .order = all ? as_joined : by_name, .limit = 1000,
		.include = owned };
	try(model_find_all(shop_store(shop), arena, shop_model(shop, "user"), &query, &rows));
	*out = (struct people){ arena_array(arena, struct person, rows.count), rows.count };
	for (size_t i = 0; i < rows.count; i++)
		out->items[i] = read_person(rows.items[i]);
	return OK;
}
