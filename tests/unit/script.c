#include "unit/script.h"

#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct { const char *name; uint32_t key; } named[] = {
	{ "Enter", K_ENTER }, { "Esc", K_ESC }, { "Tab", K_TAB }, { "Backspace", K_BACKSPACE }, { "Del", K_DELETE },
	{ "Up", K_UP }, { "Down", K_DOWN }, { "Left", K_LEFT }, { "Right", K_RIGHT }, { "Home", K_HOME }, { "End", K_END },
	{ "PgUp", K_PAGE_UP }, { "PgDn", K_PAGE_DOWN }, { "F1", K_F1 }, { "Space", ' ' },
};

static uint32_t key_named(const char *name, size_t size)
{
	if (size > 5 && memcmp(name, "Ctrl-", 5) == 0)
		return K_CTRL(size == 6 ? (uint32_t)(unsigned char)name[5] | 0x20 : key_named(name + 5, size - 5));
	if (size > 4 && memcmp(name, "Alt-", 4) == 0)
		return K_ALT(key_named(name + 4, size - 4));
	if (size > 6 && memcmp(name, "Shift-", 6) == 0)
		return K_SHIFT(key_named(name + 6, size - 6));
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (strlen(named[i].name) == size && memcmp(named[i].name, name, size) == 0)
			return named[i].key;
	if (size != 1)
		bug("no key '%.*s'", (int)size, name);
	return (unsigned char)*name;
}

/* "@80x24" resizes, "<12,3>" clicks at column 12, row 3 (from 0), anything else is a key, perhaps with "*COUNT". */
static void take_word(struct script *script, size_t size, struct event *out)
{
	const char *word = script->keys, *star = memchr(word + 1, '*', size > 1 ? size - 1 : 0);
	int a, b;

	*out = (struct event){ .type = EVENT_KEY };
	if (size > 1 && sscanf(word, "@%dx%d", &a, &b) == 2)
		*out = (struct event){ .type = EVENT_RESIZE, .row = b, .col = a };
	else if (size > 1 && sscanf(word, "<%d,%d>", &a, &b) == 2)
		*out = (struct event){ .type = EVENT_CLICK, .row = b, .col = a };
	else
		out->key = key_named(word, star ? (size_t)(star - word) : size);
	if (star && ++script->repeat < atoi(star + 1))
		return;
	script->repeat = 0;
	script->keys += size;
}

static void wait_next(void *self, int timeout_ms, struct event *out)
{
	struct script *script = self;

	(void)timeout_ms;
	if (script->after)
		script->after(script->context, script->step++);
	if (!script->quoted)
		script->keys += strspn(script->keys, " ");
	if (*script->keys == '\'') {
		script->quoted = !script->quoted;
		script->keys++;
	}
	if (!script->quoted)
		script->keys += strspn(script->keys, " ");
	if (!*script->keys)
		*out = (struct event){ .type = EVENT_END };
	else if (script->quoted)
		*out = (struct event){ .type = EVENT_KEY, .key = (unsigned char)*script->keys++ };
	else
		take_word(script, strcspn(script->keys, " "), out);
}

struct input script_input(struct script *script)
{
	return (struct input){ .self = script, .wait = wait_next };
}
