/* Any text becomes display text that keeps its promises, at any width, in UTF-8 and in ASCII. The first byte chooses. */
#include "fuzz/fuzz.h"

#include "base/arena.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static void try_shown(struct arena *arena, const char *raw, int cells)
{
	struct shown whole = show(arena, raw), *lines;
	fuzz_shown(whole);
	struct shown cut = shown_cut(arena, whole, cells);
	fuzz_shown(shown_join(arena, cut, whole));
	HOLDS(cut.cells <= cells);
	HOLDS(shown_fit(arena, whole, cells).cells == cells && shown_fit_left(arena, whole, cells).cells == cells);
	fuzz_shown(shown_fit(arena, whole, cells));
	fuzz_shown(show_format(arena, "%*.*s|%-*s", cells, cells, raw, cells, raw));
	size_t count = show_wrapped(arena, raw, cells, &lines);
	for (size_t i = 0; i < count; i++) {
		fuzz_shown(lines[i]);
		HOLDS(lines[i].cells <= (cells ? cells : 1));
	}
}

static void try_folding(struct arena *arena, const char *raw)
{
	const char *composed, *folded, *again;
	bool valid = text_is_valid(raw, strlen(raw));
	enum err err = text_nfc(arena, raw, &composed);
	HOLDS(valid ? !err : err == ERR_INPUT);
	HOLDS(text_fold(arena, raw, &folded) == err);
	HOLDS(text_key(arena, raw));
	if (!valid)
		return;
	HOLDS(text_is_valid(composed, strlen(composed)) && text_is_valid(folded, strlen(folded)));
	HOLDS(!text_nfc(arena, composed, &again) && !strcmp(again, composed));
	HOLDS(!text_fold(arena, folded, &again) && !strcmp(again, folded));
}

/* Every way of walking over a text ends, and goes back where it came from. */
static void try_walking(const char *raw)
{
	size_t size = strlen(raw);
	if (!text_is_valid(raw, size))
		return;
	for (size_t at = 0, next; at < size; at = next) {
		int cells;
		next = at + text_cluster(raw, size, at, &cells);
		HOLDS(next > at && next <= size && cells >= 0);
		HOLDS(text_cluster_before(raw, size, next) == at);
		HOLDS(text_word_right(raw, size, at) > at && text_word_right(raw, size, at) <= size);
		HOLDS(text_word_left(raw, size, next) < next);
	}
}

void fuzz_text(const uint8_t *bytes, size_t size)
{
	struct arena arena;
	if (!size)
		return;
	char *raw = fuzz_string(bytes + 1, size - 1);
	arena_init(&arena);
	text_use_utf8(bytes[0] & 1);
	try_shown(&arena, raw, bytes[0] >> 1);
	try_folding(&arena, raw);
	try_walking(raw);
	arena_release(&arena);
	free(raw);
}
