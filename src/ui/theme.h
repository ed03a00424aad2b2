/* Voices: the few ways in which text may look, and what each is in 256, 16 and 8 colours and without any. */
#ifndef UI_THEME_H
#define UI_THEME_H

#include <stdbool.h>

/* Screens say what a text is; the theme says how that looks. The terminal's own background is never changed, except
 * under the two bars. Every voice also differs from plain text without colour, or a word carries its meaning. */
enum voice {
	VOICE_PLAIN,
	VOICE_DIM,          /* secondary: units, counts, borders, the SQL figures */
	VOICE_ACCENT,       /* where you are, and what Enter does: keys in the footer */
	VOICE_TAB,          /* the active tab */
	VOICE_BOLD,         /* amounts that matter: total, the price of the selected product */
	VOICE_TITLE,        /* the title in a border, a heading */
	VOICE_BAR,          /* the selected row in the pane that has the focus, a full bar */
	VOICE_BAR_DIM,      /* the selected row in a pane without focus */
	VOICE_LOW,          /* yellow: low stock, a warning; the word says it too */
	VOICE_REFUSE,       /* red: refusals and deletes; the word says it too */
	VOICE_FIELD,        /* the inside of a text field: underlined, so that its length shows */
	VOICE_MATCH,        /* the part of a word that a search found */
	VOICE_COUNT
};

enum theme_level { THEME_MONO, THEME_8, THEME_16, THEME_256, THEME_LEVELS };

enum look_attribute { LOOK_BOLD = 1, LOOK_DIM = 2, LOOK_UNDERLINE = 4, LOOK_REVERSE = 8 };

/* Colours are palette numbers, -1 is the terminal's own. */
struct look { short foreground, background; unsigned attributes; };

struct look theme_look(enum theme_level, enum voice);
/* The richest level that @colors (terminfo's number, 0 or less: none) allows. */
enum theme_level theme_level_of(int colors);

/* --color: the flag beats NO_COLOR, which beats CLICOLOR and CLICOLOR_FORCE; "auto" asks those. */
enum theme_wish { THEME_AUTO, THEME_ALWAYS, THEME_NEVER };
/* Whether colours are wanted, @wish and the environment considered. */
bool theme_wants_color(enum theme_wish wish);

#endif
