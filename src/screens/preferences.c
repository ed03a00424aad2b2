/* What a person may choose for all files: a settings file that souk only reads. */
#include "screens/screens.h"
#include "base/files.h"
#include "base/settings.h"
#include "base/vec.h"

#include <stdio.h>
#include <string.h>

enum { LIMIT = 65536 };

static bool is_on(const char *value)
{
	return value && (!strcmp(value, "on") || !strcmp(value, "yes") || !strcmp(value, "true"));
}

static enum err take(struct app *app, const char *text)
{
	struct settings settings;
	try(settings_parse(&app->arena, app->settings, text, &settings));
	app->may_copy = is_on(settings_get(&settings, "screens", "copy"));
	return OK;
}

enum err preferences_load(struct app *app)
{
	struct buffer text = { 0 };
	const char *path;
	if (files_path(&app->arena, FILES_CONFIG, "config", false, &path))
		return OK;
	snprintf(app->settings, sizeof app->settings, "%s", path);
	enum err err = files_read(path, LIMIT, &text);
	if (err == ERR_NOT_FOUND)
		err = OK;
	else if (!err && text.size)
		err = take(app, text.bytes);
	buffer_release(&text);
	return err;
}
