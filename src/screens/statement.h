/* A write of anybody's own words, rehearsed. */
#ifndef SCREENS_STATEMENT_H
#define SCREENS_STATEMENT_H

#include "screens/screens.h"

/* An act: ask for the statement. */
struct next statement_ask(void *state, void *app);
#define STATEMENT_HELP "rehearse a statement\u2026"

#endif
