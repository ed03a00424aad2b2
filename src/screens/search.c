#include "screens/search.h"
#include "screens/screens.h"
#include "ui/canvas.h"

static const struct binding bindings[] = {
	{ K_ENTER, NULL, "keep what was found", NULL, "keep" },
	{ K_UP, NULL, "move", NULL, "move", .also = { K_PAGE_UP } },
	{ K_DOWN, NULL, "move", NULL, "move", .also = { K_PAGE_DOWN } },
	{ K_ESC, NULL, "as it was before the search", NULL, "as before" },
	{ 0 }
};
const struct keymap search_keys = { bindings, &app_keys };

void search_draw(const struct field *field, bool searching, struct canvas *body, struct shown right, int least, struct arena *scratch)
{
	right = shown_cut(scratch, right, body->cols - least);
	int col = canvas_put_right(body, 0, body->cols - 1, right, VOICE_DIM) - 2;
	canvas_say(body, 0, col, "f", VOICE_ACCENT);
	canvas_target(body, 0, 1, col - 3, '/');
	canvas_target(body, 0, col, right.cells + 2, 'f');
	canvas_say(body, 0, 1, "/", VOICE_ACCENT);
	if (searching)
		field_draw(field, body, 0, 3, col - 5, true, SHOWN("search as you type"), scratch);
	else if (*field_text(field))
		canvas_put(body, 0, 3, shown_cut(scratch, show(scratch, field_text(field)), col - 5), VOICE_PLAIN);
	else
		canvas_say(body, 0, 3, "search as you type", VOICE_DIM);
}
