/* What happens to a password: which are taken, how one is kept, and where it must never be found. */
#include "unit/check.h"
#include "unit/child.h"
#include "unit/stall.h"

#include "base/files.h"
#include "base/vec.h"
#include "model/store.h"
#include "shop/asset.h"
#include "shop/password.h"
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char secret[] = "correct horse";

/* A shop that is no demo, with dora, who has a password. */
struct guarded { struct shop *shop; struct arena arena; struct session dora; const char *path; };

static bool guarded_open(struct guarded *g, const char *path)
{
	arena_init(&g->arena);
	g->path = path;
	return CHECK_ERR(OK, shop_create(&g->shop, path, "EUR", false)) &&
		CHECK_ERR(OK, account_create(g->shop, "Dora", "Dora@Example.org", secret, &g->dora));
}

static void guarded_close(struct guarded *g)
{
	shop_close(g->shop);
	arena_release(&g->arena);
}

static const char *repeat(struct arena *arena, const char *unit, size_t times)
{
	struct buffer text = { 0 };
	for (size_t i = 0; i < times; i++)
		buffer_puts(&text, unit);
	const char *out = arena_string(arena, times ? text.bytes : "");
	buffer_release(&text);
	return out;
}

TEST(passwords_are_checked)
{
	struct arena arena;
	arena_init(&arena);
	CHECK_ERR(ERR_INPUT, account_check_password("short", NULL, NULL));
	CHECK_ERR(ERR_INPUT, account_check_password("1234567", NULL, NULL));
	CHECK_ERR(OK, account_check_password("zx81 \t\n\"'", NULL, NULL));
	CHECK_ERR(OK, account_check_password(repeat(&arena, "q8", 512), NULL, NULL));
	CHECK_ERR(ERR_INPUT, account_check_password(repeat(&arena, "q", 1025), NULL, NULL));
	CHECK_ERR(ERR_INPUT, account_check_password(repeat(&arena, "q", 1000000), NULL, NULL));
	/* 8 bytes as typed, 6 as they are kept: e and o with a combining accent */
	CHECK_ERR(ERR_INPUT, account_check_password("e\xcc\x81o\xcc\x81wz", NULL, NULL));
	CHECK_ERR(ERR_INPUT, account_check_password("wxyzwxyz\xff", NULL, NULL));
	CHECK_ERR(ERR_INPUT, account_check_password("password", NULL, NULL));
	CHECK_ERR(ERR_INPUT, account_check_password("12345678", NULL, NULL));
	CHECK_ERR(ERR_INPUT, account_check_password("PassWord", NULL, NULL));
	CHECK_ERR(ERR_INPUT, account_check_password("Dora Dorner", "dora dorner", NULL));
	CHECK_ERR(ERR_INPUT, account_check_password("Dora@Example.org", "x", "dora@example.org"));
	arena_release(&arena);
}

TEST(composed_and_decomposed_are_one_password)
{
	struct guarded g;
	struct session session;
	REQUIRE(guarded_open(&g, ":memory:"));
	REQUIRE_OK(account_create(g.shop, "Zoé", "zoe@example.org", "caf\xc3\xa9 au lait", &session));
	CHECK_ERR(OK, account_login(g.shop, "zoe@example.org", "cafe\xcc\x81 au lait", &session));
	CHECK_ERR(ERR_LOGIN, account_login(g.shop, "zoe@example.org", "cafe au lait", &session));
	guarded_close(&g);
}

TEST(a_weak_hash_is_made_anew)
{
	char weak[crypto_pwhash_STRBYTES];
	struct guarded g;
	struct session session;
	struct table table;
	REQUIRE(guarded_open(&g, ":memory:"));
	REQUIRE(!crypto_pwhash_str(weak, secret, strlen(secret), 1, 8 << 20));
	struct value value = value_text(weak);
	REQUIRE_OK(store_run(shop_store(g.shop), "UPDATE users SET passwordHash = ?1", &value, 1, NULL));
	REQUIRE_OK(account_login(g.shop, "dora@example.org", secret, &session));
	REQUIRE_OK(store_select(shop_store(g.shop), &g.arena, "SELECT passwordHash FROM users", NULL, 0, &table));
	CHECK(strstr(value_str(table_at(&table, 0, 0)), "$argon2id$v=19$m=65536,t=2,") != NULL);
	CHECK_ERR(OK, account_login(g.shop, "dora@example.org", secret, &session));
	guarded_close(&g);
}

/* Neither a hash of another kind nor none at all lets anybody in. */
TEST(strange_hashes_let_nobody_in)
{
	struct guarded g;
	struct session session;
	REQUIRE(guarded_open(&g, ":memory:"));
	REQUIRE_OK(store_run(shop_store(g.shop), "UPDATE users SET passwordHash = '$2b$10$abcdefghijklmnopqrstuv'",
		NULL, 0, NULL));
	CHECK_ERR(ERR_LOGIN, account_login(g.shop, "dora@example.org", secret, &session));
	REQUIRE_OK(store_run(shop_store(g.shop), "UPDATE users SET passwordHash = NULL", NULL, 0, NULL));
	CHECK_ERR(ERR_LOGIN, account_login(g.shop, "dora@example.org", secret, &session));
	CHECK_ERR(ERR_LOGIN, account_act_as(g.shop, "dora@example.org", NULL, &session));
	CHECK_ERR(ERR_LOGIN, account_enter_demo(g.shop, g.dora.user, &session));
	guarded_close(&g);
}

TEST(the_password_is_not_in_the_file)
{
	struct guarded g;
	struct session session;
	struct buffer bytes = { 0 };
	REQUIRE(guarded_open(&g, check_path("shop.db")));
	CHECK_ERR(ERR_LOGIN, account_login(g.shop, "dora@example.org", "wrong zebra", &session));
	REQUIRE_OK(store_backup(shop_store(g.shop), check_path("copy.db")));
	REQUIRE_OK(files_read(check_path("copy.db"), 1 << 24, &bytes));
	CHECK(memmem(bytes.bytes, bytes.size, "dora@example.org", 16) != NULL);
	CHECK(memmem(bytes.bytes, bytes.size, secret, strlen(secret)) == NULL);
	CHECK(memmem(bytes.bytes, bytes.size, "wrong zebra", 11) == NULL);
	buffer_release(&bytes);
	guarded_close(&g);
}

/* All of them, in any case. */
TEST(the_thousand_most_common_are_refused)
{
	const struct asset *list = asset_find("passwords");
	struct arena arena;
	int count = 0;
	REQUIRE(list);
	arena_init(&arena);
	for (const char *line = list->bytes; *line; line += strcspn(line, "\n") + 1, count++) {
		if (*line == '#') {
			count--;
			continue;
		}
		char *word = arena_copy(&arena, line, strcspn(line, "\n"));
		CHECK_ERR(ERR_INPUT, password_check(word));
		CHECK(strlen(word) < 8 || strstr(err_sentence(ERR_INPUT), "1,000 most common"));
		word[0] = word[0] >= 'a' && word[0] <= 'z' ? word[0] - 32 : word[0];
		CHECK_ERR(ERR_INPUT, password_check(word));
		CHECK_ERR(strlen(word) < 7 ? ERR_INPUT : OK, password_check(arena_format(&arena, "%s~", word)));
	}
	CHECK_INT(1000, count);
	arena_release(&arena);
}

static void look_for_secret(void *context, const struct store_event *event)
{
	int *seen = context;
	++*seen;
	CHECK(!strstr(event->sql, secret));
	for (size_t i = 0; i < event->count; i++)
		if (event->values[i].type >= VALUE_TEXT)
			CHECK(!memmem(event->values[i].text, event->values[i].size, secret, strlen(secret)));
}

TEST(no_trace_shows_a_password)
{
	struct guarded g;
	struct session session;
	int seen = 0;
	REQUIRE(guarded_open(&g, ":memory:"));
	store_observe(shop_store(g.shop), look_for_secret, &seen);
	CHECK_ERR(OK, account_create(g.shop, "Eve", "eve@example.org", secret, &session));
	CHECK_ERR(OK, account_login(g.shop, "eve@example.org", secret, &session));
	CHECK_ERR(ERR_LOGIN, account_login(g.shop, "eve@example.org", "battery staple", &session));
	CHECK_ERR(OK, account_change_password(&session, secret, "battery staple"));
	CHECK_ERR(OK, account_reset_password(g.shop, "eve@example.org", secret));
	CHECK_ERR(OK, account_delete(&session, secret));
	CHECK(seen > 10);
	guarded_close(&g);
}

/* --- in the memory of the process --- */

/* A password that is nowhere in the program: each byte is one less. "Gru\xcc\x88n & Blau": one that NFC changes. */
static const unsigned char veiled[] = { 'F', 'q', 't', 0xcb, 0x87, 'm', 0x1f, '%', 0x1f, 'A', 'k', '`', 't' };
enum { SECRET_SIZE = sizeof veiled, REGION_MAX = 256 << 20, PIECE = 1 << 20 };

static void unveil(char out[SECRET_SIZE + 1])
{
	for (int i = 0; i < SECRET_SIZE; i++)
		out[i] = (char)(veiled[i] + 1);
	out[SECRET_SIZE] = '\0';
}

/* Compares without ever holding it: the last bytes, which NFC leaves as they are. */
static int count_in(const unsigned char *bytes, size_t size)
{
	enum { FROM = 5, PART = SECRET_SIZE - FROM };
	int found = 0;
	for (size_t at = 0; at + PART <= size; at++) {
		int i = 0;
		while (i < PART && (unsigned char)(bytes[at + i] - 1) == veiled[FROM + i])
			i++;
		found += i == PART;
	}
	return found;
}

/* All memory that can be written, but for what is read into. */
static int count_in_memory(void)
{
	static unsigned char piece[PIECE];
	FILE *maps = fopen("/proc/self/maps", "r");
	int memory = open("/proc/self/mem", O_RDONLY), found = 0;
	unsigned long begin, end;
	char rights[8], line[4096];
	while (maps && fgets(line, sizeof line, maps)) {
		if (sscanf(line, "%lx-%lx %7s", &begin, &end, rights) != 3 || rights[1] != 'w' || end - begin > REGION_MAX)
			continue;
		for (; begin < end; begin += PIECE - SECRET_SIZE) {
			size_t size = end - begin < PIECE ? end - begin : PIECE;
			ssize_t got = pread(memory, piece, size, (off_t)begin);
			if (got > 0)
				found += count_in(piece, (size_t)got);
			memset(piece, 0, sizeof piece);
		}
	}
	if (maps)
		fclose(maps);
	close(memory);
	return found;
}

/* After each call the only copy is the one that was typed. */
#define EXPECT_ONE(call) do { EXPECT_ERR(OK, call); EXPECT(count_in_memory() == 1); } while (0)

static void use_and_look(void *context)
{
	struct shop *shop;
	struct session session;
	char typed[SECRET_SIZE + 1];
	(void)context;
	EXPECT_ERR(OK, shop_create(&shop, ":memory:", "EUR", false));
	unveil(typed);
	EXPECT_ONE(account_check_password(typed, "Eve", "eve@example.org"));
	EXPECT_ONE(account_create(shop, "Eve", "eve@example.org", typed, &session));
	EXPECT_ONE(account_login(shop, "eve@example.org", typed, &session));
	EXPECT_ERR(ERR_LOGIN, account_login(shop, "nobody@example.org", typed, &session));
	EXPECT_ONE(account_change_password(&session, typed, "battery staple"));
	EXPECT_ONE(account_reset_password(shop, "eve@example.org", typed));
	EXPECT_ONE(account_delete(&session, typed));
	sodium_memzero(typed, sizeof typed);
	EXPECT(count_in_memory() == 0);
	shop_close(shop);
}

/* In a process of its own, so that no other test leaves anything behind. */
TEST(no_memory_keeps_a_password)
{
	if (access("/proc/self/mem", R_OK)) {
		printf("# there is no /proc/self/mem here\n");
		return;
	}
	CHECK(child_run(use_and_look, NULL));
}
