/* Settings and remembered state: a small INI ("[section]", "key = value", '#' or ';' comments). */
#ifndef BASE_SETTINGS_H
#define BASE_SETTINGS_H

#include "base/err.h"
#include <stddef.h>

struct arena;

struct setting { const char *section, *key, *value; size_t line; };
struct settings { struct setting *items; size_t count; };

/* Parse; strings in @arena. ERR_INPUT "name:line:column: why". Quotes keep blanks at the ends. */
enum err settings_parse(struct arena *, const char *name, const char *text, struct settings *out);
/* The last value of that key, or NULL. */
const char *settings_get(const struct settings *, const char *section, const char *key);

#endif
