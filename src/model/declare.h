/* What the files that declare associations share. */
#ifndef MODEL_DECLARE_H
#define MODEL_DECLARE_H

#include "model/schema.h"

/* The attribute that @given names, or the first of the primary key. ERR_UNKNOWN_KEY. @option: "sourceKey". */
enum err declare_key(
	const struct association *, const struct model *, const char *given, const char *option, const char **out);

#endif
