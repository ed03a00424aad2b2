/* Read a database file's tables and keys, and infer the associations that they amount to.
 *
 * Every foreign key gives a belongsTo and its other direction: hasOne when no two rows can have the same key, else hasMany.
 * A table whose rows are told apart by exactly two foreign keys (a primary or unique key over both) joins two tables:
 * belongsToMany, from both. Columns that look like a key (artist_id beside artists.id) are proposed. Declared models
 * outrank all of that for the tables that they describe. Views and virtual tables are left out. */
#ifndef EXPLORE_INFER_H
#define EXPLORE_INFER_H

#include "explore/outline.h"

struct connection;

struct infer_options {
	const struct schema *declared;               /* whose tables these may be, or NULL */
	bool (*hides)(const char *table);            /* tables that nobody is to see beside hidden models, or NULL */
};

/* ERR_CORRUPT, ERR_IO, ERR_BUSY and the like. @out and all in it is made in @arena; @options NULL: none. */
enum err infer(struct connection *, struct arena *, const struct infer_options *, struct outline **out);

/* Count the rows of every table, as exactly as @milliseconds in all allow: those of the small ones first. */
enum err infer_count(struct connection *, struct arena *, struct outline *, int milliseconds);
/* How many of a key's first 10,000 values that are not null are found where it refers to. */
enum err infer_match(struct connection *, struct arena *, struct outline_key *);

#endif
