/* A password is wiped by whoever typed it; here live only its NFC form and what libsodium needs. The NFC form of plain
 * ASCII is itself and is not copied. An unknown person, and one whose hash is of a kind that libsodium does not know,
 * is checked against a hash that nothing matches, so that the answer takes the same time. */
#include "shop/password.h"

#include "base/arena.h"
#include "base/text.h"
#include "shop/asset.h"
#include "shop/tables.h"
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const unsigned long long passes = 2;
static const size_t memory = 64u << 20;

/* Of 32 random bytes that were thrown away. */
static const char nobodys_hash[PASSWORD_HASH_SIZE] =
	"$argon2id$v=19$m=65536,t=2,p=1$WAFxoFQePC+2LUIg1iuiRw$v5UBDoKnjX/j2FDuDnk+ZE6jYiurCrtfUC77Cy/6t2I";

/* A password in NFC: the caller's own text when that is ASCII, else a copy in @arena. */
struct normal { struct arena arena; const char *text; };

static void use_sodium(void)
{
	if (sodium_init() < 0)
		bug("libsodium cannot start");
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* NFC never makes text more than three times as long nor a third as long; what is longer is not looked at. */
static enum err normal_init(struct normal *n, const char *password)
{
	*n = (struct normal){ .text = password };
	arena_init(&n->arena);
	if (strnlen(password, 4 * SHOP_PASSWORD_MAX + 1) > 4 * SHOP_PASSWORD_MAX)
		return fail(ERR_INPUT, "the password is longer than %d bytes", SHOP_PASSWORD_MAX);
	if (is_ascii(password))
		return OK;
	n->text = "";
	if (text_nfc(&n->arena, password, &n->text))
		return fail(ERR_INPUT, "the password is not valid UTF-8");
	return OK;
}

static void normal_release(struct normal *n)
{
	arena_wipe(&n->arena);
}

static bool is_common(const char *password)
{
	const struct asset *list = asset_find("passwords");
	size_t size = strlen(password);

	if (!list)
		bug("the list of common passwords is missing");
	for (const char *line = list->bytes, *end = line + list->size; line < end;) {
		size_t length = strcspn(line, "\n");
		if (length == size && !strncasecmp(line, password, size))
			return true;
		line += length + 1;
	}
	return false;
}

static enum err check(const char *password)
{
	size_t size = strlen(password);

	if (size < SHOP_PASSWORD_MIN)
		return fail(ERR_INPUT, "the password is too short: %d bytes at least", SHOP_PASSWORD_MIN);
	if (size > SHOP_PASSWORD_MAX)
		return fail(ERR_INPUT, "the password is longer than %d bytes", SHOP_PASSWORD_MAX);
	if (is_common(password))
		return fail(ERR_INPUT, "this is one of the 1,000 most common: choose another");
	return OK;
}

enum err password_check(const char *password)
{
	struct normal n;
	enum err err = normal_init(&n, password);
	if (!err)
		err = check(n.text);
	normal_release(&n);
	return err;
}

bool password_equals(const char *password, const char *other)
{
	struct normal a, b;
	enum err first = normal_init(&a, password), second = normal_init(&b, other);
	bool equal = !first && !second && !strcasecmp(a.text, b.text);
	normal_release(&a);
	normal_release(&b);
	return equal;
}

enum err password_hash(const char *password, char out[PASSWORD_HASH_SIZE])
{
	struct normal n;

	_Static_assert((int)PASSWORD_HASH_SIZE == (int)crypto_pwhash_STRBYTES, "a hash has libsodium's size");
	use_sodium();
	enum err err = normal_init(&n, password);
	if (!err && crypto_pwhash_str(out, n.text, strlen(n.text), passes, memory))
		err = fail(ERR_IO, "cannot hash the password: there is not enough memory");
	normal_release(&n);
	return err;
}

/* The hashes that libsodium can verify. */
static bool is_known_kind(const char *hash)
{
	return hash && (!strncmp(hash, "$argon2id$", 10) || !strncmp(hash, "$argon2i$", 9)) &&
		strlen(hash) < PASSWORD_HASH_SIZE;
}

bool password_matches(const char *password, const char *hash)
{
	struct normal n;

	use_sodium();
	bool known = is_known_kind(hash);
	bool valid = !normal_init(&n, password);
	const char *text = valid ? n.text : "";
	bool matches = !crypto_pwhash_str_verify(known ? hash : nobodys_hash, text, strlen(text));
	normal_release(&n);
	return matches && known && valid;
}

bool password_is_weak(const char *hash)
{
	unsigned long kib, times;

	if (sscanf(hash, "$argon2id$v=19$m=%lu,t=%lu,", &kib, &times) != 2)
		return true;
	return kib < memory / 1024 || times < passes;
}
