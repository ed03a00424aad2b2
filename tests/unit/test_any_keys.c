/* Any keys on any screen: whatever is pressed, clicked, pasted, in whatever size, the program neither breaks nor writes what
 * breaks a rule of the shop. The same keys in every run; SOUK_RUNS=FROM-TO makes other runs than the first ones. */
#include "unit/check.h"
#include "unit/random.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "screens/screens.h"
#include "shop/check.h"
#include "shop/demo.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RUNS = 12, EVENTS = 500 };

/* Whose keys they are. */
struct hand { struct random random; int left, rows, cols; };

static uint32_t any(struct hand *hand, uint32_t below)
{
	return random_below(&hand->random, below);
}

static uint32_t any_key(struct hand *hand)
{
	static const char letters[] = "aaBcrxvdXnnneeeRDDmmmmfszz   wTtuuUU@~~~KMEIIII#+-+-/:?ypPCklhjgG";
	static const uint32_t moves[] = { K_UP, K_DOWN, K_DOWN, K_DOWN, K_LEFT, K_RIGHT, K_HOME, K_END, K_PAGE_UP, K_PAGE_DOWN,
		K_TAB, K_TAB, K_TAB, K_SHIFT_TAB, K_BACKSPACE, K_DELETE, K_CTRL('u'), K_CTRL('k'), K_CTRL('w'), K_CTRL('a'), K_CTRL('s'),
		K_CTRL(K_LEFT), K_ALT('b'), K_CTRL('p'), K_F1, K_CTRL('l') };
	static const char tabs[] = "1234444";
	static const char text[] = "lamp 12,5 no\"'=;\\/.-~0";
	switch (any(hand, 20)) {
	case 0: case 1: case 2: case 3: return K_ENTER;
	case 4: case 5: return K_ESC;
	case 6: case 7: case 8: case 9: return moves[any(hand, sizeof moves / sizeof *moves)];
	case 10: return (unsigned char)tabs[any(hand, sizeof tabs - 1)];
	case 11: case 12: return (unsigned char)text[any(hand, sizeof text - 1)];
	case 13: return any(hand, 30) ? 0x4e00 + any(hand, 50) : 'q';
	default: return (unsigned char)letters[any(hand, sizeof letters - 1)];
	}
}

static void any_size(struct hand *hand)
{
	static const int sizes[][2] = { { 24, 80 }, { 24, 80 }, { 18, 60 }, { 36, 120 }, { 60, 200 }, { 19, 61 }, { 25, 100 }, { 5, 30 } };
	const int *size = sizes[any(hand, sizeof sizes / sizeof *sizes)];
	hand->rows = size[0];
	hand->cols = size[1];
}

static void next_event(void *self, int timeout_ms, struct event *out)
{
	static const char *const pastes[] = { "two\nlines\twith\r\nends", "12,50 €", "\xff\x1b[31m", "和紙 e\u0301\u202e", "" };
	struct hand *hand = self;
	(void)timeout_ms;
	*out = (struct event){ .type = EVENT_KEY, .row = (int)any(hand, (uint32_t)hand->rows), .col = (int)any(hand, (uint32_t)hand->cols) };
	if (!hand->left--) {
		out->type = EVENT_END;
		hand->left = 0;
		return;
	}
	switch (any(hand, 50)) {
	case 0:
		any_size(hand);
		*out = (struct event){ .type = EVENT_RESIZE, .row = hand->rows, .col = hand->cols };
		return;
	case 1: case 2: case 3:
		out->type = EVENT_CLICK;
		return;
	case 4:
		out->type = EVENT_WHEEL;
		out->index = any(hand, 2) ? 1 : -1;
		return;
	case 5:
		out->type = EVENT_PASTE;
		out->text = pastes[any(hand, sizeof pastes / sizeof *pastes)];
		out->size = strlen(out->text);
		return;
	default:
		out->key = any_key(hand);
	}
}

static enum err check_rules(const char *path, struct arena *arena, struct check_report *out)
{
	struct shop *shop;
	const char *repaired;
	try(shop_open(&shop, arena, path, &repaired));
	enum err err = shop_check(shop, arena, NULL, NULL, out);
	shop_close(shop);
	return err;
}

static enum err copy_file(const char *from, const char *to)
{
	char bytes[65536];
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");
	bool whole = in && out;
	for (size_t size; whole && (size = fread(bytes, 1, sizeof bytes, in)) > 0;)
		whole = fwrite(bytes, 1, size, out) == size;
	if (in)
		fclose(in);
	return (out && fclose(out)) || !whole ? ERR_IO : OK;
}

/* A seller, somebody without products, whoever the picker gives. */
static void press_keys(unsigned number, const char *demo)
{
	static const char *const people[] = { "alice@example.org", "bob@example.org", NULL };
	struct hand hand = { .random = { number }, .left = EVENTS, .rows = 24, .cols = 80 };
	const struct input input = { .self = &hand, .wait = next_event };
	struct check_report report = { 0 };
	struct arena arena;
	char path[4200];
	snprintf(path, sizeof path, "%s/%u.db", check_folder(), number);
	REQUIRE_OK(copy_file(demo, path));
	while (hand.left > 0) {                  /* a q at the top leaves: come back */
		const struct screens_options options = { .path = path, .as = people[number % 3], .input = &input, .rows = hand.rows, .cols = hand.cols };
		if (!CHECK_ERR(OK, screens_run(&options)))
			break;
	}
	arena_init(&arena);
	CHECK_ERR(OK, check_rules(path, &arena, &report));
	for (size_t i = 0; i < report.count; i++)
		CHECK_STR("run without findings", arena_format(&arena, "run %u: %s: %s", number, report.items[i].what, report.items[i].sentence));
	arena_release(&arena);
	unlink(path);
}

TEST(any_keys_break_nothing)
{
	const char *demo = check_path("demo.db"), *wish = getenv("SOUK_RUNS");
	unsigned from = 1, to = RUNS;
	struct shop *shop;
	int64_t now;
	if (wish && sscanf(wish, "%u-%u", &from, &to) != 2)
		bug("SOUK_RUNS is '%s'; it takes FROM-TO", wish);
	setlocale(LC_ALL, "C.UTF-8");
	text_use_utf8(true);
	REQUIRE(clock_parse("2026-11-22 14:01:07", &now));
	clock_set(now);
	REQUIRE(!chdir(check_folder()) && !setenv("HOME", check_folder(), 1));
	unsetenv("XDG_DATA_HOME");
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_STATE_HOME");
	REQUIRE_OK(shop_create(&shop, demo, "EUR", true));
	REQUIRE_OK(demo_fill(shop, DEMO_SEED, NULL, NULL));
	shop_close(shop);
	for (unsigned run = from; run <= to; run++) {
		printf("# run %u\n", run);
		fflush(stdout);
		press_keys(run, demo);
	}
}
