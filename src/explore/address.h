/* A row of any table by a word: "users:1", "orderLines:3,2", "codes:'a,b'". */
#ifndef EXPLORE_ADDRESS_H
#define EXPLORE_ADDRESS_H

#include "explore/outline.h"

struct rehearse_statement;

/* @values are those of the primary key, in its order; of a table without one, the rowid. */
struct address { const struct outline_table *table; size_t count; const struct value *values; };

/* Whether @word has the form at all, so that it is no statement. */
bool address_is_one(const char *word);
/* ERR_USAGE: there is no such table (the nearest is named), or its key has another number of parts. */
enum err address_parse(struct arena *, const struct outline *, const char *word, struct address *out);
/* "users #1", "orderLines #3,2": as people read it; raw. */
const char *address_text(struct arena *, const struct outline_table *, const struct value *key, size_t count);
/* A value as SQL has it: 1, 'it''s', x'00ff', NULL. */
const char *address_literal(struct arena *, struct value);
/* DELETE of that row, to be run on @db. */
void address_delete(struct arena *, const struct address *, struct rehearse_statement *out);

#endif
