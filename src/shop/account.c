/* New accounts, and what people change about theirs. Coming in is login.c, going is leave.c. */
#include "shop/account.h"

#include "base/arena.h"
#include "base/text.h"
#include "model/store.h"
#include "shop/listing.h"
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

/* Counted by the indexes of the foreign keys: nothing of anybody's is read. */
static const char people_sql[] = "SELECT u.id, u.name, u.email, u.passwordHash IS NOT NULL, u.createdAt,"
	" (SELECT count(*) FROM products WHERE userId = u.id), (SELECT count(*) FROM carts WHERE userId = u.id),"
	" (SELECT count(*) FROM orders WHERE userId = u.id) FROM users AS u";
enum { COL_ID, COL_NAME, COL_EMAIL, COL_PASSWORD, COL_CREATED, COL_PRODUCTS, COL_CARTS, COL_ORDERS };

static struct person read_person(const struct table *t, size_t row)
{
	return (struct person){
		.id = table_at(t, row, COL_ID).integer, .name = value_str(table_at(t, row, COL_NAME)),
		.email = value_str(table_at(t, row, COL_EMAIL)), .created = value_str(table_at(t, row, COL_CREATED)),
		.has_password = table_at(t, row, COL_PASSWORD).integer,
		.products = table_at(t, row, COL_PRODUCTS).integer, .carts = table_at(t, row, COL_CARTS).integer,
		.orders = table_at(t, row, COL_ORDERS).integer,
	};
}

static enum err select_people(struct shop *shop, struct arena *arena, const char *end, const struct value *values, size_t count,
	struct people *out)
{
	struct table rows;

	try(store_select(shop_store(shop), arena, arena_format(arena, "%s %s", people_sql, end), values, count, &rows));
	*out = (struct people){ .items = arena_array(arena, struct person, rows.count), .count = rows.count };
	for (size_t i = 0; i < rows.count; i++)
		out->items[i] = read_person(&rows, i);
	return OK;
}

enum err account_people(struct shop *shop, struct arena *arena, const char *filter, struct people *out)
{
	if (!filter || !*filter)
		return select_people(shop, arena, "ORDER BY u.id LIMIT 1000", NULL, 0, out);
	struct value like = value_text(listing_like(arena, filter));
	return select_people(shop, arena, "WHERE u.name LIKE ?1 ESCAPE '\\' OR u.email LIKE ?1 ESCAPE '\\'"
		" ORDER BY u.name COLLATE NOCASE, u.id LIMIT 1000", &like, 1, out);
}

/* A cursor is "u" and the id of the last one shown. */
enum err account_page(struct shop *shop, struct arena *arena, const char *cursor, int64_t limit, struct people *out)
{
	int64_t after = INT64_MIN;

	if (cursor && (*cursor != 'u' || text_integer(cursor + 1, &after)))
		return fail(ERR_USAGE, "'%s' is no place in this list: take its \"next\"", cursor);
	struct value values[] = { value_integer(after), value_integer(limit + 1) };
	try(select_people(shop, arena, "WHERE u.id > ?1 ORDER BY u.id LIMIT ?2", values, 2, out));
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		out->next = arena_format(arena, "u%lld", (long long)out->items[limit - 1].id);
	}
	return OK;
}

enum err account_person(struct shop *shop, struct arena *arena, const char *email, struct person *out)
{
	struct people found;
	struct row *row;

	try(person_by_email(shop, arena, email, &row));
	if (!row)
		return fail(ERR_NOT_FOUND, "there is no account with the e-mail '%s'", email);
	struct value id = value_integer(row_int(row, "id"));
	try(select_people(shop, arena, "WHERE u.id = ?1", &id, 1, &found));
	if (!found.count)
		return fail(ERR_NOT_FOUND, "this account is gone");
	*out = found.items[0];
	return OK;
}
