#include "ui/theme.h"
#include "unit/check.h"

#include <stdlib.h>
#include <string.h>

static bool same(struct look a, struct look b)
{
	return a.foreground == b.foreground && a.background == b.background && a.attributes == b.attributes;
}

TEST(every_level_is_complete)
{
	for (int level = 0; level < THEME_LEVELS; level++)
		for (int voice = 0; voice < VOICE_COUNT; voice++) {
			struct look look = theme_look((enum theme_level)level, (enum voice)voice);
			bool plain = same(look, theme_look((enum theme_level)level, VOICE_PLAIN));
			bool word_tells = voice == VOICE_PLAIN || (level == THEME_MONO && voice == VOICE_LOW);
			CHECK(word_tells ? plain : !plain);
		}
}

TEST(the_bars_differ_at_every_level)
{
	for (int level = 0; level < THEME_LEVELS; level++)
		CHECK(!same(theme_look((enum theme_level)level, VOICE_BAR), theme_look((enum theme_level)level, VOICE_BAR_DIM)));
}

TEST(colours_exist_at_their_level)
{
	static const int limits[] = { 0, 8, 16, 256 };
	for (int level = 0; level < THEME_LEVELS; level++)
		for (int voice = 0; voice < VOICE_COUNT; voice++) {
			struct look look = theme_look((enum theme_level)level, (enum voice)voice);
			CHECK(look.foreground < limits[level] && look.background < limits[level]);
		}
}

TEST(levels_follow_the_number_of_colours)
{
	CHECK_INT(THEME_MONO, theme_level_of(-1));
	CHECK_INT(THEME_8, theme_level_of(8));
	CHECK_INT(THEME_16, theme_level_of(88));
	CHECK_INT(THEME_256, theme_level_of(1 << 24));
	CHECK(VOICE_COUNT < 63);
}

TEST(the_flag_beats_no_color_beats_clicolor)
{
	setenv("NO_COLOR", "1", 1);
	setenv("CLICOLOR_FORCE", "1", 1);
	CHECK(theme_wants_color(THEME_ALWAYS));
	CHECK(!theme_wants_color(THEME_AUTO));
	setenv("NO_COLOR", "", 1);
	CHECK(theme_wants_color(THEME_AUTO));
	CHECK(!theme_wants_color(THEME_NEVER));
	unsetenv("CLICOLOR_FORCE");
	setenv("CLICOLOR", "0", 1);
	CHECK(!theme_wants_color(THEME_AUTO));
	unsetenv("CLICOLOR");
	unsetenv("NO_COLOR");
	CHECK(theme_wants_color(THEME_AUTO));
}
