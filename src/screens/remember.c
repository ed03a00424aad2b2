/* The file and the person of the last time. Only a demo person comes back in without being asked; of others the e-mail
 * is remembered and nothing else. */
#include "screens/screens.h"
#include "base/files.h"
#include "base/settings.h"
#include "base/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATE_LIMIT = 65536 };

/* The state names files by their full path, so that "souk.db" in two folders are two files. */
static const char *full_path(struct arena *arena, const char *path)
{
	char *real = realpath(path, NULL);
	const char *copy = arena_string(arena, real ? real : path);
	free(real);
	return copy;
}

static void remember_person(struct app *app, const char *email, const char *whole)
{
	snprintf(app->as, sizeof app->as, "%s", email);
	app->remembered = whole && !strcmp(whole, "yes");
}

void remember_load(struct app *app)
{
	const char *path;
	struct buffer text = { 0 };
	struct settings settings;
	if (files_path(&app->arena, FILES_STATE, "last", false, &path) || files_read(path, STATE_LIMIT, &text) || !text.size)
		return;
	if (!settings_parse(&app->arena, path, text.bytes, &settings)) {
		const char *file = settings_get(&settings, "last", "file");
		const char *email = settings_get(&settings, "last", "email");
		if (file && email && !strcmp(file, full_path(&app->arena, app->path)))
			remember_person(app, email, settings_get(&settings, "last", "whole"));
	}
	buffer_release(&text);
}

/* What is remembered already costs no write, which would keep the first frame waiting for the disk. */
static void keep(const char *path, const struct buffer *text)
{
	struct buffer old = { 0 };
	bool same = !files_read(path, STATE_LIMIT, &old) && old.size == text->size && !memcmp(old.bytes, text->bytes, old.size);
	buffer_release(&old);
	if (!same)
		files_replace(path, text->bytes, text->size);
}

void remember_store(const struct app *app, bool whole)
{
	struct arena arena;
	struct buffer text = { 0 };
	const char *path;
	if (app->trial)
		return;
	arena_init(&arena);
	buffer_printf(&text, "[last]\nfile = \"%s\"\nemail = \"%s\"\nwhole = %s\n",
		full_path(&arena, app->path), app->session.email, whole ? "yes" : "no");
	if (!files_path(&arena, FILES_STATE, "last", true, &path))
		keep(path, &text);
	buffer_release(&text);
	arena_release(&arena);
}
