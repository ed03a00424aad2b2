/* What may follow a key, as plain values. */
#include "ui/screen.h"

struct next next_ignored(void)
{
	return (struct next){ .kind = NEXT_IGNORED };
}

struct next next_stay(void)
{
	return (struct next){ .kind = NEXT_STAY };
}

struct next next_push(const struct screen_ops *screen, const void *argument)
{
	return (struct next){ .kind = NEXT_PUSH, .screen = screen, .argument = argument };
}

struct next next_replace(const struct screen_ops *screen, const void *argument)
{
	return (struct next){ .kind = NEXT_REPLACE, .screen = screen, .argument = argument };
}

struct next next_leave(void)
{
	return (struct next){ .kind = NEXT_LEAVE };
}

struct next next_return(next_done *done, const void *answer)
{
	return (struct next){ .kind = NEXT_RETURN, .done = done, .argument = answer };
}

struct next next_tab(unsigned tab)
{
	return (struct next){ .kind = NEXT_TAB, .number = tab };
}

struct next next_home(unsigned tab)
{
	return (struct next){ .kind = NEXT_HOME, .number = tab };
}

struct next next_key(uint32_t key)
{
	return (struct next){ .kind = NEXT_KEY, .number = key };
}

struct next next_quit(void)
{
	return (struct next){ .kind = NEXT_QUIT };
}

struct next next_panel(void)
{
	return (struct next){ .kind = NEXT_PANEL };
}

struct next next_beside(void)
{
	return (struct next){ .kind = NEXT_BESIDE };
}

struct next next_reload(void)
{
	return (struct next){ .kind = NEXT_RELOAD };
}
