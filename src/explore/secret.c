/* A file that nobody declared has only names to go by: hiding one column too many is the lesser harm. */
#include "explore/secret.h"

#include "model/model.h"

#include <string.h>
#include <strings.h>

static const char *const telling[] = { "password", "passwd", "passphrase" };

static bool name_tells(const char *column)
{
	for (; *column; column++)
		for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
			if (!strncasecmp(column, telling[i], strlen(telling[i])))
				return true;
	return false;
}

static bool model_marks(const struct model *model, const char *column)
{
	for (size_t i = 0; i < model_attribute_count(model); i++) {
		const struct attribute *attribute = model_attribute_at(model, i);
		if (attribute->secret && !strcasecmp(attribute->field, column))
			return true;
	}
	return false;
}

bool secret_column(const struct schema *declared, const char *table, const char *column)
{
	if (name_tells(column))
		return true;
	for (size_t i = 0; declared && i < schema_model_count(declared); i++) {
		const struct model *model = schema_model_at(declared, i);
		if ((!table || !strcasecmp(table, model_table(model))) && model_marks(model, column))
			return true;
	}
	return false;
}
