/* Steps that look at what the program did. They wait for it, and never sleep: a slow machine makes a test slower, not red. */
#include "screens/steps.h"

#include <stdlib.h>
#include <string.h>

static void print_screen(struct terminal *terminal)
{
	for (int row = 0; row < terminal_rows(terminal); row++)
		printf("#   |%s|\n", terminal_row(terminal, row));
}

static bool hides(struct terminal *terminal, const void *text)
{
	return !terminal_shows(terminal, text);
}

static bool wait_for(struct script *script, const char *rest, bool (*holds)(struct terminal *, const void *), const char *what)
{
	char *text = text_of(rest);
	bool held = terminal_until(script->terminal, holds, text, script->deadline);
	if (!held) {
		because(script, "'%s' %s:", text, what);
		print_screen(script->terminal);
	}
	free(text);
	return held;
}

bool step_wait(struct script *script, const char *rest)
{
	return wait_for(script, rest, terminal_shows, "did not come");
}

bool step_gone(struct script *script, const char *rest)
{
	return wait_for(script, rest, hides, "did not go");
}

struct cell_claim {
	int row, column;
	const char *attribute;
};

static bool cell_holds(struct terminal *terminal, const void *argument)
{
	const struct cell_claim *claim = argument;
	return terminal_cell_is(terminal, claim->row, claim->column, claim->attribute) > 0;
}

bool step_attr(struct script *script, const char *rest)
{
	struct words words = split(rest);
	bool held = words.count > 2 || because(script, "attr takes ROW COLUMN NAME…");
	for (size_t i = 2; held && i < words.count; i++) {
		struct cell_claim claim = { atoi(words.at[0]), atoi(words.at[1]), words.at[i] };
		if (terminal_cell_is(script->terminal, claim.row, claim.column, claim.attribute) < 0)
			held = because(script, "no attribute is called '%s'", claim.attribute);
		else if (!terminal_until(script->terminal, cell_holds, &claim, script->deadline))
			held = because(script, "row %d column %d is not %s", claim.row, claim.column, claim.attribute);
	}
	free(words.text);
	return held;
}

bool step_cursor(struct script *script, const char *rest)
{
	int row, column, wanted_row, wanted_column;
	bool visible;
	terminal_settle(script->terminal, TERMINAL_QUIET);
	terminal_cursor(script->terminal, &row, &column, &visible);
	if (!strcmp(rest, "hidden"))
		return !visible || because(script, "the cursor is visible");
	if (sscanf(rest, "%d %d", &wanted_row, &wanted_column) != 2)
		return because(script, "cursor takes ROW COLUMN, or hidden");
	return (visible && row == wanted_row && column == wanted_column) ||
		because(script, "the cursor is at %d %d%s", row, column, visible ? "" : ", hidden");
}

bool step_colourless(struct script *script, const char *rest)
{
	(void)rest;
	return terminal_is_colourless(script->terminal) || because(script, "there is colour");
}

static bool has_left(struct terminal *terminal, const void *argument)
{
	int value;
	(void)argument;
	return terminal_state(terminal, &value) != TERMINAL_RUNS;
}

/* Wait until the program no longer runs; true when it came to that end (and, unless negative, with that value). */
static bool ends(struct script *script, enum terminal_end end, int value, int deadline)
{
	static const char *const names[] = { "runs", "is stopped by signal", "ended with status", "was killed by signal" };
	int actual;
	terminal_until(script->terminal, has_left, NULL, deadline);
	enum terminal_end state = terminal_state(script->terminal, &actual);
	if (state == end && (value < 0 || value == actual))
		return true;
	because(script, "the program %s %d", names[state], actual);
	print_screen(script->terminal);
	return false;
}

bool step_exit(struct script *script, const char *rest)
{
	return ends(script, TERMINAL_EXITED, atoi(rest), script->deadline);
}

bool step_killed(struct script *script, const char *rest)
{
	return ends(script, TERMINAL_KILLED, signal_number(rest), script->deadline);
}

bool step_stopped(struct script *script, const char *rest)
{
	(void)rest;
	return ends(script, TERMINAL_STOPPED, -1, script->deadline);
}

bool step_hangup(struct script *script, const char *rest)
{
	int value;
	terminal_hang_up(script->terminal);
	terminal_until(script->terminal, has_left, NULL, atoi(rest));
	enum terminal_end state = terminal_state(script->terminal, &value);
	return state == TERMINAL_EXITED || state == TERMINAL_KILLED || because(script, "the program still runs");
}

bool step_tty_restored(struct script *script, const char *rest)
{
	(void)rest;
	terminal_settle(script->terminal, TERMINAL_QUIET);
	const char *left = terminal_left_over(script->terminal);
	return !left || because(script, "the program left %s behind", left);
}

bool step_file(struct script *script, const char *rest)
{
	char name[256], claim[8], path[PATH_MAX + 300];
	int used = 0;
	if (sscanf(rest, "%255s %7s %n", name, claim, &used) < 2)
		return because(script, "file takes PATH has|lacks TEXT, or PATH missing");
	snprintf(path, sizeof path, "%s/%s", script->home, name);
	FILE *file = fopen(path, "r");
	if (!strcmp(claim, "missing") || !file) {
		bool held = !strcmp(claim, "missing") && !file;
		if (file)
			fclose(file);
		return held || because(script, "%s is %s", name, file ? "there" : "missing");
	}
	char *bytes = read_whole(file), *text = text_of(rest + used);
	fclose(file);
	bool held = (strstr(bytes, text) != NULL) == !strcmp(claim, "has") || because(script, "%s holds:\n# %s", name, bytes);
	free(bytes);
	free(text);
	return held;
}
