/* What the files that declare associations share: the attributes of keys, as said or by default. */
#ifndef MODEL_DECLARE_H
#define MODEL_DECLARE_H

#include "model/schema.h"

/* The attributes of a key, as a declaration says them; none when it does not. At most KEY_MAX of them are here. */
struct key_names { size_t count; const char *names[KEY_MAX]; };
struct key_names names_said(const char *one, const char *const *list);
bool names_equal(const char *const *a, size_t a_count, const char *const *b, size_t b_count);

/* The attributes of @model that @said names, or its primary key. ERR_UNKNOWN_KEY, ERR_INPUT. @option: "sourceKey". */
enum err declare_key(const struct association *, const struct model *, const struct key_names *said, const char *option,
	const char **out, size_t *count);
/* The names of the foreign key to @keys of @referenced: @said, or @prefix and each key. ERR_FK_MISMATCH: not as many. */
enum err declare_names(const struct association *, const struct key_names *said, const char *prefix,
	const struct model *referenced, const char *const *keys, size_t count, const char **out);
/* Whether the association says, by sourceKey or targetKey, what its foreign key refers to; not for belongsToMany. */
bool association_says_key(const struct association *);
/* That scopes name attributes. ERR_UNKNOWN_KEY names those that there are. */
enum err declare_scopes(const struct association *);

#endif
