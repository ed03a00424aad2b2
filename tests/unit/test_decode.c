#include "base/arena.h"
#include "base/vec.h"
#include "ui/decode.h"
#include "unit/check.h"

#include <string.h>

static struct decoder decoder;

static void begin(void)
{
	decode_release(&decoder);
	decoder = (struct decoder){ 0 };
}

/* Feed all bytes; the number of events, the last of them in @out. */
static int feed(const char *bytes, size_t size, struct event *out)
{
	struct event event;
	int count = 0;
	for (size_t i = 0; i < size; i++)
		if (decode_byte(&decoder, (unsigned char)bytes[i], &event)) {
			*out = event;
			count++;
		}
	return count;
}

static void check_key(const char *bytes, uint32_t key)
{
	struct event event = { 0 };
	begin();
	if (CHECK_INT(1, feed(bytes, strlen(bytes), &event))) {
		CHECK_INT(EVENT_KEY, event.type);
		CHECK_INT(key, event.key);
	} else {
		check_str(__FILE__, __LINE__, "bytes", "", bytes + 1);
	}
	CHECK(!decode_is_waiting(&decoder));
}

TEST(keys)
{
	static const struct { const char *bytes; uint32_t key; } known[] = {
		{ "a", 'a' }, { "\r", K_ENTER }, { "\n", K_ENTER }, { "\t", K_TAB }, { "\x7f", K_BACKSPACE }, { "\b", K_BACKSPACE },
		{ "\x03", K_CTRL('c') }, { "\x1a", K_CTRL('z') }, { "é", 0xe9 }, { "和", 0x548c }, { "😀", 0x1f600 },
		{ "\033[A", K_UP }, { "\033OA", K_UP }, { "\033[1;5C", K_CTRL(K_RIGHT) }, { "\033[1;3D", K_ALT(K_LEFT) },
		{ "\033[1;2A", K_SHIFT(K_UP) }, { "\033[Z", K_SHIFT_TAB }, { "\033[5~", K_PAGE_UP }, { "\033[6~", K_PAGE_DOWN },
		{ "\033[3~", K_DELETE }, { "\033[3;5~", K_CTRL(K_DELETE) }, { "\033[H", K_HOME }, { "\033OF", K_END },
		{ "\033OP", K_F1 }, { "\033[11~", K_F1 }, { "\033[[A", K_F1 }, { "\033[24~", K_F12 }, { "\033" "3", K_ALT('3') },
		{ "\033\x7f", K_ALT(K_BACKSPACE) }, { "\033é", K_ALT(0xe9) }, { "\033OM", K_ENTER },
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		check_key(known[i].bytes, known[i].key);
}

TEST(esc_alone_needs_time)
{
	struct event event = { 0 };
	begin();
	CHECK_INT(0, feed("\033", 1, &event));
	CHECK(decode_is_waiting(&decoder));
	CHECK(decode_timeout(&decoder, &event));
	CHECK_INT(K_ESC, event.key);
	CHECK_INT(1, feed("\033\033", 2, &event));
	CHECK_INT(K_ESC, event.key);
	CHECK(decode_timeout(&decoder, &event));
	CHECK_INT(0, feed("\033[", 2, &event));
	CHECK(decode_timeout(&decoder, &event));
	CHECK_INT(K_ALT('['), event.key);
	CHECK_INT(0, feed("\033[1;", 4, &event));
	CHECK(!decode_timeout(&decoder, &event));
	CHECK_INT(1, feed("a", 1, &event));
	CHECK_INT('a', event.key);
}

TEST(ctrl_space_with_alt_swallows_nothing)
{
	struct event event = { 0 };
	begin();
	CHECK_INT(1, feed("\033\0", 2, &event));
	CHECK_INT(K_ALT(K_CTRL(' ')), event.key);
	CHECK_INT(1, feed("a", 1, &event));
	CHECK_INT('a', event.key);
}

TEST(an_invalid_byte_costs_no_other_key)
{
	struct event event = { 0 };
	begin();
	CHECK_INT(3, feed("\xff" "a\xc3" "b\x80" "c", 6, &event));
	CHECK_INT('c', event.key);
	CHECK_INT(1, feed("\xe5\x92\033[A", 5, &event));
	CHECK_INT(K_UP, event.key);
}

TEST(unknown_sequences_are_swallowed_whole)
{
	struct event event = { 0 };
	char longest[300];
	begin();
	CHECK_INT(0, feed("\033[?1;2c", 7, &event));
	CHECK_INT(0, feed("\033[I\033[O", 6, &event));
	CHECK_INT(0, feed("\033]11;rgb:0000/0000/0000\033\\", 25, &event));
	CHECK_INT(0, feed("\033P1$r0m\033\\", 9, &event));
	memset(longest, '1', sizeof longest);
	memcpy(longest, "\033[", 2);
	longest[sizeof longest - 1] = '~';
	CHECK_INT(0, feed(longest, sizeof longest, &event));
	CHECK_INT(1, feed("a", 1, &event));
	CHECK_INT('a', event.key);
}

TEST(mouse_reports_reach_beyond_column_222)
{
	struct event event = { 0 };
	begin();
	CHECK_INT(1, feed("\033[<0;300;40M", 12, &event));
	CHECK_INT(EVENT_CLICK, event.type);
	CHECK_INT(299, event.col);
	CHECK_INT(39, event.row);
	CHECK_INT(0, feed("\033[<0;300;40m", 12, &event));
	CHECK_INT(1, feed("\033[<64;1;1M", 10, &event));
	CHECK_INT(EVENT_WHEEL, event.type);
	CHECK_INT(-1, event.index);
	CHECK_INT(1, feed("\033[<65;1;1M", 10, &event));
	CHECK_INT(1, event.index);
	CHECK_INT(0, feed("\033[<2;5;5M\033[<32;5;5M\033[<0;0;0M", 28, &event));
	CHECK_INT(1, feed("\033[M !!", 6, &event));
	CHECK_INT(EVENT_CLICK, event.type);
	CHECK_INT(0, feed("\033[M#!!", 6, &event));
}

TEST(a_paste_is_one_event)
{
	struct event event = { 0 };
	begin();
	const char *bytes = "\033[200~one\ntwo \033[A \033[201 q\033[201~";
	CHECK_INT(1, feed(bytes, strlen(bytes), &event));
	CHECK_INT(EVENT_PASTE, event.type);
	CHECK_STR("one\ntwo \033[A \033[201 q", event.text);
	CHECK_INT(1, feed("\033[200~\033[201~", 12, &event));
	CHECK_STR("", event.text);
	CHECK_INT(1, feed("x", 1, &event));
	CHECK_INT('x', event.key);
}

TEST(a_paste_is_bounded)
{
	struct event event = { 0 };
	begin();
	feed("\033[200~", 6, &event);
	for (int i = 0; i < PASTE_MAX + 5000; i++)
		feed("a", 1, &event);
	CHECK_INT(1, feed("\033[201~", 6, &event));
	CHECK_INT(PASTE_MAX, event.size);
	begin();
}

TEST(terminfo_teaches_more)
{
	struct event event = { 0 };
	begin();
	decode_learn(&decoder, "\033[7$", K_HOME);
	decode_learn(&decoder, NULL, K_HOME);
	decode_learn(&decoder, "x", K_HOME);
	CHECK_INT(1, feed("\033[7$", 4, &event));
	CHECK_INT(K_HOME, event.key);
	begin();
}

TEST(text_keys_are_no_named_keys)
{
	CHECK(key_is_text('a') && key_is_text(0xe9) && key_is_text(' '));
	CHECK(!key_is_text(K_ENTER) && !key_is_text(K_ALT('a')) && !key_is_text(3) && !key_is_text(0x85));
}

TEST(keys_have_names)
{
	struct arena arena;
	text_use_utf8(true);
	arena_init(&arena);
	CHECK_STR("Ctrl-P", key_shown(&arena, K_CTRL('p')).bytes);
	CHECK_STR("Alt-3", key_shown(&arena, K_ALT('3')).bytes);
	CHECK_STR("Shift-Tab", key_shown(&arena, K_SHIFT_TAB).bytes);
	CHECK_STR("F12", key_shown(&arena, K_F12).bytes);
	CHECK_STR("Space", key_shown(&arena, ' ').bytes);
	CHECK_STR("↑", key_shown(&arena, K_UP).bytes);
	text_use_utf8(false);
	CHECK_STR("Up", key_shown(&arena, K_UP).bytes);
	text_use_utf8(true);
	arena_release(&arena);
}
