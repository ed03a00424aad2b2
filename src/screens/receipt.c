/* Writing a receipt to a file: the name's end says the form. Nothing is overwritten. */
#include "screens/screens.h"
#include "base/files.h"
#include "base/vec.h"
#include "shop/receipt.h"

#include <string.h>

static bool ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), tail = strlen(end);
	return size >= tail && !strcmp(text + size - tail, end);
}

static enum receipt_form form_of(const char *path)
{
	return ends_with(path, ".md") ? RECEIPT_MARKDOWN : ends_with(path, ".json") ? RECEIPT_JSON : RECEIPT_TEXT;
}

static enum err write_receipt(struct app *app, const char *path)
{
	struct order order;
	struct buffer text = { 0 };
	try(order_load(&app->session, &app->arena, app->receipt, &order));
	receipt_write(&text, &app->session, &order, form_of(path));
	enum err err = files_create(path, text.bytes, text.size);
	buffer_release(&text);
	return err;
}

static struct next name_given(void *state, void *data, const void *answer)
{
	struct app *app = data;
	const char *path = arena_string(&app->arena, ((const struct dialog_answer *)answer)->text);
	(void)state;
	enum err err = write_receipt(app, path);
	return err ? ui_refuse(app->ui, err) : app_say(app, "receipt of order %lld written to %s", (long long)app->receipt, path);
}

static const char *name_check(void *app, const char *text, struct arena *scratch)
{
	(void)app;
	(void)scratch;
	return *text ? NULL : "a file needs a name";
}

struct next receipt_ask(struct app *app, int64_t order)
{
	app->receipt = order;
	return app_prompt(app, &(struct prompt){ .title = SHOWN("Receipt to a file"), .line = SHOWN("ends in .txt, .md or .json"),
		.initial = arena_format(&app->arena, "souk-order-%lld.txt", (long long)order), .check = name_check, .done = name_given, .enter = "write it" });
}
