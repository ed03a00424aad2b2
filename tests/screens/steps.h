/* What the steps of a case share, and the steps themselves: script.h says what each does. */
#ifndef SCREENS_STEPS_H
#define SCREENS_STEPS_H

#include "screens/harness.h"
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { WORDS = 64, VARIABLES = 64, UPDATE_QUIET = 300 };

struct script {
	const char *path, *name;
	char **lines;
	char **seen;   /* with --update: by line, the frame that replaces the one below it */
	size_t count, at;
	struct terminal *terminal;
	const char *program;
	char *env[VARIABLES + 1];
	size_t env_count;
	char *now;
	char home[PATH_MAX];
	int columns, rows, deadline;
	bool update, dead;
};

struct words {
	char *text;
	char *at[WORDS + 1];
	size_t count;
};

/* Ends the run when there is no memory. */
void *must(void *memory);
/* Explain a failure, with the place in the case; always false. */
bool because(const struct script *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Words, of which "quotes" keep blanks together; the caller frees .text. */
struct words split(const char *line);
/* The text of a step, without the quotes around it; the caller frees it. */
char *text_of(const char *rest);
char *read_whole(FILE *);
void set_variable(struct script *, const char *setting);
void set_named(struct script *, const char *name, const char *value);
bool parse_size(struct script *, const char *rest);
/* 0: there is no such signal. */
int signal_number(const char *name);

bool step_size(struct script *, const char *rest);
bool step_term(struct script *, const char *rest);
bool step_locale(struct script *, const char *rest);
bool step_env(struct script *, const char *rest);
bool step_now(struct script *, const char *rest);
bool step_deadline(struct script *, const char *rest);
bool step_souk(struct script *, const char *rest);
bool step_sql(struct script *, const char *rest);
bool step_write(struct script *, const char *rest);
bool step_read_only(struct script *, const char *rest);
bool step_start(struct script *, const char *rest);
bool step_type(struct script *, const char *rest);
bool step_key(struct script *, const char *rest);
bool step_paste(struct script *, const char *rest);
bool step_raw(struct script *, const char *rest);
bool step_click(struct script *, const char *rest);
bool step_wheel(struct script *, const char *rest);
bool step_resize(struct script *, const char *rest);
bool step_signal(struct script *, const char *rest);
bool step_wait(struct script *, const char *rest);
bool step_gone(struct script *, const char *rest);
bool step_screen(struct script *, const char *rest);
bool step_attr(struct script *, const char *rest);
bool step_cursor(struct script *, const char *rest);
bool step_colourless(struct script *, const char *rest);
bool step_exit(struct script *, const char *rest);
bool step_killed(struct script *, const char *rest);
bool step_stopped(struct script *, const char *rest);
bool step_hangup(struct script *, const char *rest);
bool step_tty_restored(struct script *, const char *rest);
bool step_file(struct script *, const char *rest);

#endif
