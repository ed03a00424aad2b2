/* What is done with the whole file: lint, export, sync. Sync force has a screen of its own. */
#include "screens/models.h"
#include "screens/file.h"
#include "base/files.h"
#include "explore/diagram.h"
#include "explore/javascript.h"
#include "explore/lint.h"
#include "model/store.h"
#include "screens/page.h"
#include "shop/tables.h"

#include <string.h>

/* --- lint --- */

static void add_finding(struct page_draft *page, const struct lint_finding *finding)
{
	bool fault = finding->rule != LINT_OWNERLESS && finding->rule != LINT_UNREAD;
	page_add(page, fault ? VOICE_LOW : VOICE_PLAIN, 0, "%s", lint_rule_name(finding->rule));
	page_add(page, VOICE_PLAIN, 2, "%s", finding->sentence);
	if (finding->advice)
		page_add(page, VOICE_DIM, 2, "%s", finding->advice);
	page_add(page, VOICE_PLAIN, 0, "%s", "");
}

struct next models_lint(void *state, void *data)
{
	struct models_state *s = state;
	struct app *app = data;
	struct page_draft page = { .app = app };
	struct lint_report report;
	if (models_was_stale(s))
		return next_stay();
	file_watch(app, true);
	enum err err = lint(file_connection(app), &app->arena, s->outline, &report);
	file_watch(app, app->file);
	if (err)
		return ui_refuse(app->ui, err);
	for (size_t i = 0; i < report.count; i++)
		add_finding(&page, &report.items[i]);
	if (report.faults)
		page_add(&page, VOICE_BOLD, 0, "%zu foreign keys looked at, %zu to mend", s->outline->key_count, report.faults);
	else
		page_add(&page, VOICE_BOLD, 0, "%zu foreign keys looked at, nothing to mend", s->outline->key_count);
	return page_show(&page, "Lint");
}

/* --- export --- */

static void write_drawing(struct buffer *to, struct arena *arena, const struct outline *outline)
{
	struct layout layout;
	struct sheet sheet;
	layout_make(arena, outline, 100, 0, &layout);
	sheet_draw(arena, &layout, &sheet);
	for (int y = 0; y < sheet.height; y++) {
		struct shown row = sheet_row(arena, &sheet, y);
		buffer_add(to, row.bytes, row.size);
		buffer_putc(to, '\n');
	}
}

static void write_javascript(struct buffer *to, struct arena *arena, const struct outline *outline)
{
	javascript_write(to, arena, outline, "database.db");
}

/* A file's form is told by the end of its name. */
static const struct { const char *ending; diagram_writer *write; } forms[] = {
	{ ".txt", write_drawing }, { ".mmd", diagram_mermaid }, { ".dot", diagram_dot }, { ".dbml", diagram_dbml }, { ".js", write_javascript },
};

static diagram_writer *form_of(const char *path)
{
	const char *dot = strrchr(path, '.');
	for (size_t i = 0; dot && i < sizeof forms / sizeof *forms; i++)
		if (!strcmp(forms[i].ending, dot))
			return forms[i].write;
	return NULL;
}

static const char *check_form(void *app, const char *text, struct arena *scratch)
{
	(void)app, (void)scratch;
	return form_of(text) ? NULL : "its end says the form: .txt .mmd .dot .dbml .js";
}

static struct next export_named(void *state, void *data, const void *answer)
{
	struct models_state *s = state;
	struct app *app = data;
	const char *path = arena_string(&app->arena, ((const struct dialog_answer *)answer)->text);
	struct buffer text = { 0 };
	form_of(path)(&text, &app->arena, s->outline);
	enum err err = files_create(path, text.bytes ? text.bytes : "", text.size);
	buffer_release(&text);
	return err ? ui_refuse(app->ui, err) : app_say(app, "the diagram is in %s", path);
}

struct next models_export(void *state, void *app)
{
	(void)state;
	return app_prompt(app, &(struct prompt){ .title = SHOWN("The diagram to a file"), .initial = "models.mmd",
		.line = SHOWN(".txt drawn  .mmd Mermaid  .dot Graphviz  .dbml  .js Sequelize"), .check = check_form, .done = export_named, .enter = "write it" });
}

/* --- sync --- */

static const char *made_text(struct app *app, const struct sync_report *report)
{
	const char *text = "";
	for (size_t i = 0; i < report->count; i++)
		text = arena_format(&app->arena, "%s%s%s", text, i ? ", " : "", report->items[i].name);
	return text;
}

struct next models_sync(void *state, void *data)
{
	struct models_state *s = state;
	struct app *app = data;
	struct sync_report report;
	enum err err = store_sync(shop_store(app->shop), &app->arena, shop_additions, &report);
	if (!err)
		err = models_read(s);
	if (err)
		return ui_refuse(app->ui, err);
	app_say(app, report.count ? "sync made %s" : "sync: nothing was missing", made_text(app, &report));
	return next_reload();
}
