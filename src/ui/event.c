/* Names of keys as people read them, and which keys are text. */
#include "ui/event.h"

#include "base/arena.h"

bool key_is_text(uint32_t key)
{
	return key >= 0x20 && key != 0x7f && key < K_FIRST && !(key >= 0x80 && key < 0xa0);
}

/* Key, its name, and the sign that stands for it where the terminal has one. */
static const struct { uint32_t key; const char *name, *sign; } names[] = {
	{ K_ENTER, "Enter", NULL }, { K_ESC, "Esc", NULL }, { K_TAB, "Tab", NULL }, { K_BACKSPACE, "Backspace", NULL },
	{ K_INSERT, "Ins", NULL }, { K_DELETE, "Del", NULL }, { K_UP, "Up", "↑" }, { K_DOWN, "Down", "↓" },
	{ K_LEFT, "Left", "←" }, { K_RIGHT, "Right", "→" }, { K_HOME, "Home", NULL }, { K_END, "End", NULL },
	{ K_PAGE_UP, "PgUp", NULL }, { K_PAGE_DOWN, "PgDn", NULL }, { ' ', "Space", NULL },
};

static struct shown plain_name(struct arena *arena, uint32_t key)
{
	char bytes[5] = "";

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].key == key)
			return names[i].sign ? shown_mark(names[i].sign, names[i].name) : show(arena, names[i].name);
	if (key >= K_F1 && key <= K_F12)
		return show_format(arena, "F%d", (int)(key - K_F1 + 1));
	text_put(bytes, key);
	return show(arena, bytes);
}

struct shown key_shown(struct arena *arena, uint32_t key)
{
	uint32_t plain = key & ~(uint32_t)(K_SHIFT_BIT | K_ALT_BIT | K_CTRL_BIT);
	if ((key & K_CTRL_BIT) && plain >= 'a' && plain <= 'z')
		plain -= 'a' - 'A';
	struct shown modifiers = show_format(arena, "%s%s%s", key & K_CTRL_BIT ? "Ctrl-" : "",
		key & K_ALT_BIT ? "Alt-" : "", key & K_SHIFT_BIT ? "Shift-" : "");
	return shown_join(arena, modifiers, plain_name(arena, plain));
}
