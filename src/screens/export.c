/* E in Sell: all products of the person, retired ones too, to a file; the name's end says the form. A file that is there is
 * replaced only after a y. */
#include "screens/screens.h"
#include "base/files.h"
#include "shop/export.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static bool ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), tail = strlen(end);
	return size > tail && !strcmp(text + size - tail, end);
}

static const char *name_check(void *app, const char *text, struct arena *scratch)
{
	struct stat is;
	(void)app;
	if (!*text)
		return "a file needs a name";
	if (!ends_with(text, ".csv") && !ends_with(text, ".json"))
		return "the name must end in .csv or .json";
	return !stat(draw_path_typed(scratch, text), &is) && !S_ISREG(is.st_mode) ? arena_format(scratch, "'%s' is no file", text) : NULL;
}

static enum err add(void *context, const char *bytes, size_t size)
{
	return files_write_add(context, bytes, size);
}

static struct next write_file(struct app *app, const char *path, bool replace)
{
	struct files_writer *to;
	int64_t count = 0;
	ui_busy(app->ui, SHOWN("exporting"), 0, 0);
	enum err err = files_write_begin(&to, path);
	if (!err)
		err = files_write_end(to, export_write(app->shop, app->session.email, ends_with(path, ".json") ? EXPORT_JSON : EXPORT_CSV,
			add, to, &count), replace);
	return err ? ui_refuse(app->ui, err) : app_say(app, "%s written to %s", app_plural(&app->arena, count, "product", "products"),
		draw_path(&app->arena, path));
}

static struct next replace(void *state, void *data, const void *answer)
{
	struct app *app = data;
	(void)state;
	(void)answer;
	return write_file(app, arena_string(&app->arena, app->asked), true);
}

static struct next name_given(void *state, void *data, const void *answer)
{
	static const struct dialog_choice choices[] = { { 'y', "replace it" }, { 0 } };
	struct app *app = data;
	struct stat is;
	const char *path = draw_path_typed(&app->arena, ((const struct dialog_answer *)answer)->text);
	(void)state;
	if (lstat(path, &is))
		return write_file(app, path, false);
	snprintf(app->asked, sizeof app->asked, "%s", path);
	struct shown *lines = arena_array(&app->arena, struct shown, 1);
	lines[0] = show_format(&app->arena, "%s is there already.", draw_path(&app->arena, path));
	return app_ask(app, &(struct dialog){ .title = SHOWN("Replace the file?"), .lines = lines, .line_count = 1, .choices = choices,
		.esc = "keep it", .done = replace, .danger = true });
}

struct next export_ask(void *state, void *data)
{
	(void)state;
	return app_prompt(data, &(struct prompt){ .title = SHOWN("Export the products to a file"), .line = SHOWN("ends in .csv or .json"),
		.initial = "products.csv", .check = name_check, .done = name_given, .enter = "write it" });
}
