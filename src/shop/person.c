/* Names and e-mails are folded once, here, on their way into the file; every comparison after that is one of bytes. */
#include "shop/person.h"

#include "base/arena.h"
#include "base/display.h"
#include "base/text.h"
#include "model/store.h"
#include "shop/password.h"
#include "shop/tables.h"
#include "shop/tries.h"
#include <sodium.h>
#include <stdio.h>
#include <string.h>

static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

static bool is_blank(uint32_t c)
{
	return c == ' ' || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
		c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool is_no_part_of_email(uint32_t c)
{
	return is_control(c) || is_blank(c) || display_hides(c);
}

/* Whether @is holds for a character of @text, which is valid UTF-8. */
static bool has_any(const char *text, bool (*is)(uint32_t))
{
	struct text_decoder decoder = { 0 };
	uint32_t c;
	bool again;

	for (; *text; text++)
		if (text_decode(&decoder, (unsigned char)*text, &c, &again) && is(c))
			return true;
	return false;
}

/* NFC can at most triple what it is given; more than four times the bound need not be normalized to be too long. */
static bool is_too_long(const char *raw, size_t bound)
{
	return strnlen(raw, 4 * bound + 1) > 4 * bound;
}

enum err person_name(struct arena *arena, const char *raw, const char **out)
{
	const char *name;

	raw += strspn(raw, " ");
	if (is_too_long(raw, SHOP_NAME_MAX))
		return fail(ERR_INPUT, "the name is longer than %d bytes", SHOP_NAME_MAX);
	if (text_nfc(arena, raw, &name))
		return fail(ERR_INPUT, "the name is not valid UTF-8");
	size_t size = strlen(name);
	while (size && name[size - 1] == ' ')
		size--;
	if (!size)
		return fail(ERR_INPUT, "the name is empty");
	if (size > SHOP_NAME_MAX)
		return fail(ERR_INPUT, "the name is longer than %d bytes", SHOP_NAME_MAX);
	if (has_any(name, is_control))
		return fail(ERR_INPUT, "the name holds control characters");
	*out = arena_copy(arena, name, size);
	return OK;
}

/* Labels of letters, digits, hyphens, or of anything beyond ASCII, with dots between. */
static bool is_domain(const char *domain)
{
	for (;;) {
		size_t size = strcspn(domain, ".");
		if (!size || domain[0] == '-' || domain[size - 1] == '-')
			return false;
		for (size_t i = 0; i < size; i++) {
			unsigned char c = (unsigned char)domain[i];
			bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
			if (!letter && c != '-' && c < 0x80)
				return false;
		}
		if (!domain[size])
			return true;
		domain += size + 1;
	}
}

enum err person_email(struct arena *arena, const char *raw, const char **out)
{
	const char *email;

	if (is_too_long(raw, SHOP_EMAIL_MAX))
		return fail(ERR_INPUT, "the e-mail is longer than %d bytes", SHOP_EMAIL_MAX);
	if (text_fold(arena, raw, &email))
		return fail(ERR_INPUT, "the e-mail is not valid UTF-8");
	if (strlen(email) > SHOP_EMAIL_MAX)
		return fail(ERR_INPUT, "the e-mail is longer than %d bytes", SHOP_EMAIL_MAX);
	const char *at = strchr(email, '@');
	if (!at || at == email || strchr(at + 1, '@') || !is_domain(at + 1) || has_any(email, is_no_part_of_email))
		return fail(ERR_INPUT, "'%s' is not an e-mail: name@domain is wanted", raw);
	*out = email;
	return OK;
}

enum err person_by_email(struct shop *shop, struct arena *arena, const char *email, struct row **out)
{
	const struct model *model = shop_model(shop, "user");
	const char *kept;

	*out = NULL;
	if (!person_email(arena, email, &kept)) {
		struct where where[] = { where_eq("email", value_text(kept)), where_end };
		try(model_find_one(shop_store(shop), arena, model, &(struct query){ .where = where }, out));
	} else
		kept = NULL;
	if (*out || (kept && !strcmp(kept, email)) || !text_is_valid(email, strlen(email)))
		return OK;
	struct where where[] = { where_eq("email", value_text(email)), where_end };
	return model_find_one(shop_store(shop), arena, model, &(struct query){ .where = where }, out);
}

enum err person_of_session(const struct session *session, struct arena *arena, struct row **out)
{
	struct shop *shop = session->shop;

	if (!session->user)
		return fail(ERR_FORBIDDEN, "log in first");
	try(model_find_by_key(shop_store(shop), arena, shop_model(shop, "user"), value_integer(session->user), NULL,
		out));
	return *out ? OK : fail(ERR_NOT_FOUND, "this account is gone");
}

void person_enter(struct shop *shop, const struct row *row, struct session *out)
{
	*out = (struct session){ .shop = shop, .user = row_int(row, "id") };
	snprintf(out->name, sizeof out->name, "%s", row_text(row, "name"));
	snprintf(out->email, sizeof out->email, "%s", row_text(row, "email"));
}

enum err person_set_password(struct shop *shop, struct arena *arena, struct row *row, const char *password)
{
	char hash[PASSWORD_HASH_SIZE];

	enum err err = password_hash(password, hash);
	if (!err) {
		struct pair pairs[] = { { "passwordHash", value_text(hash) }, pair_end };
		err = row_update(shop_store(shop), arena, row, pairs);
	}
	sodium_memzero(hash, sizeof hash);
	return err;
}

/* Both answers cost the same: one counted try, one hash, and for the right password one more statement. */
enum err person_prove(struct shop *shop, const struct row *row, const char *email, const char *password)
{
	const char *hash = row && !row_is_null(row, "passwordHash") ? row_text(row, "passwordHash") : NULL;

	if (row && !hash && shop_is_demo(shop))
		return OK;
	if (!password)
		return fail(ERR_LOGIN, "a password is needed");
	try(tries_begin(shop, email));
	if (!password_matches(password, hash))
		return fail(ERR_LOGIN, "e-mail or password is wrong");
	return tries_clear(shop, email);
}
