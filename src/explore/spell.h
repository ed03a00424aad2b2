/* A statement for people: its values in their places, in clauses, so that lines break where the sense does. */
#ifndef EXPLORE_SPELL_H
#define EXPLORE_SPELL_H

#include "base/value.h"
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct schema;

/* SHORT: long lists of columns and long values are cut; what says nothing (quotes around plain names, the name of the only
 * table, a condition that is always true) is left out. WHOLE: the same without cutting. EXACT: as SQL, fit to be run again. */
enum spell_form { SPELL_SHORT, SPELL_WHOLE, SPELL_EXACT };

struct spelling {
	const char *sql;
	const struct value *values;          /* in place of ?; fewer than places: the rest shows as ? */
	size_t count;
	const struct schema *declared;       /* says what is secret; NULL: names alone do */
	enum spell_form form;
};

/* "SELECT id, title, …", "FROM products", "WHERE userId = 1": raw text in @arena, one blank between tokens at most. */
struct clauses { const char **items; size_t count; };
struct clauses spell_clauses(struct arena *, const struct spelling *);
/* All of it as SQL on one line, exact but for the secrets. */
const char *spell_line(struct arena *, const struct spelling *);

/* One value as SQL writes it: NULL, 7, 'it''s', x'00ff'. Longer than @limit bytes (0: no limit) it is cut with "…". */
const char *spell_value(struct arena *, struct value, size_t limit);

#endif
