/* The theme is one table: a row for each voice, a column for each level of colour. The accent is one blue-green; it is
 * dark and light enough to be read on both kinds of background, because the terminal's own is left alone. */
#include "ui/theme.h"

#include <stdlib.h>
#include <string.h>

#define BOLD LOOK_BOLD
#define DIM LOOK_DIM
#define UNDER LOOK_UNDERLINE
#define REVERSE LOOK_REVERSE

/* foreground, background (-1: the terminal's own), attributes */
static const struct look looks[VOICE_COUNT][THEME_LEVELS] = {
	/*                  mono                       8 colours            16 colours          256 colours */
	[VOICE_PLAIN]   = { { -1, -1, 0 },             { -1, -1, 0 },       { -1, -1, 0 },      { -1, -1, 0 } },
	[VOICE_DIM]     = { { -1, -1, DIM },           { -1, -1, DIM },     { 8, -1, 0 },       { 244, -1, 0 } },
	[VOICE_ACCENT]  = { { -1, -1, BOLD },          { 6, -1, BOLD },     { 6, -1, 0 },       { 37, -1, 0 } },
	[VOICE_TAB]     = { { -1, -1, BOLD | UNDER },  { 6, -1, BOLD },     { 6, -1, BOLD },    { 37, -1, BOLD } },
	[VOICE_BOLD]    = { { -1, -1, BOLD },          { -1, -1, BOLD },    { -1, -1, BOLD },   { -1, -1, BOLD } },
	[VOICE_TITLE]   = { { -1, -1, BOLD },          { -1, -1, BOLD },    { -1, -1, BOLD },   { -1, -1, BOLD } },
	[VOICE_BAR]     = { { -1, -1, REVERSE },       { 0, 6, 0 },         { 0, 6, 0 },        { 231, 30, 0 } },
	[VOICE_BAR_DIM] = { { -1, -1, UNDER },         { 0, 7, 0 },         { 15, 8, 0 },       { 231, 240, 0 } },
	[VOICE_LOW]     = { { -1, -1, 0 },             { 3, -1, 0 },        { 3, -1, 0 },       { 178, -1, 0 } },
	[VOICE_REFUSE]  = { { -1, -1, BOLD },          { 1, -1, BOLD },     { 9, -1, 0 },       { 167, -1, 0 } },
	[VOICE_FIELD]   = { { -1, -1, UNDER },         { -1, -1, UNDER },   { -1, -1, UNDER },  { -1, -1, UNDER } },
	[VOICE_MATCH]   = { { -1, -1, BOLD | UNDER },  { 6, -1, UNDER },    { 6, -1, UNDER },   { 37, -1, UNDER } },
};

struct look theme_look(enum theme_level level, enum voice voice)
{
	return looks[voice][level];
}

enum theme_level theme_level_of(int colors)
{
	if (colors >= 256)
		return THEME_256;
	if (colors >= 16)
		return THEME_16;
	return colors >= 8 ? THEME_8 : THEME_MONO;
}

static bool is_set(const char *name)
{
	const char *value = getenv(name);
	return value && *value && strcmp(value, "0") != 0;
}

bool theme_wants_color(enum theme_wish wish)
{
	const char *no_color = getenv("NO_COLOR"), *clicolor = getenv("CLICOLOR");

	if (wish != THEME_AUTO)
		return wish == THEME_ALWAYS;
	if (no_color && *no_color)
		return false;
	if (is_set("CLICOLOR_FORCE"))
		return true;
	return !(clicolor && strcmp(clicolor, "0") == 0);
}
