/* Curses is asked for one thing: the fewest bytes from the screen as it is to the screen as it shall be. It writes them
 * into a file in memory; from there they go to the terminal in one write, counted, within a synchronized update. So
 * curses never touches the terminal's mode, its size or its input: ui/tty.c does that, and ui/decode.c reads keys. */
#include "ui/term.h"

#include "base/vec.h"
#include "ui/canvas.h"
#include "ui/decode.h"
#include "ui/tty.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

enum { ESCAPE_MS = 25, ESCAPE_MS_MAX = 2000, INPUT_SIZE = 4096, CLUSTER_MAX = CCHARW_MAX };

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

struct voice_look { attr_t attributes; int pair; };

struct terminal {
	SCREEN *screen;
	FILE *sink;                          /* where curses writes */
	struct buffer out;
	char *sync_on, *sync_off;            /* NULL: the terminal does not know it */
	struct cell *last;                   /* what is on the screen */
	int rows, cols;
	bool redraw, mouse, can_mouse, hidden;
	struct voice_look voices[VOICE_COUNT];
	int escape_ms;
	struct decoder decoder;
	unsigned char input[INPUT_SIZE];
	size_t input_at, input_count;
};

/* A capability that the terminal has, or NULL. */
static char *capability(const char *name)
{
	char *string = tigetstr(name);
	return string == (char *)-1 || !string || !*string ? NULL : string;
}

static enum err check_terminal(void)
{
	const char *name = getenv("TERM");
	int status = 0;

	if (!tty_is_there())
		return fail(ERR_TERMINAL, "standard input and output are no terminal; see souk --help for commands");
	if (!name || !*name)
		return fail(ERR_TERMINAL, "TERM is not set; set it to the kind of terminal this is");
	if (setupterm(name, STDOUT_FILENO, &status) != 0)
		return fail(ERR_TERMINAL, "TERM names a terminal that this system does not know; try TERM=xterm");
	bool usable = capability("cup") && capability("clear");
	del_curterm(cur_term);
	if (!usable)
		return fail(ERR_TERMINAL, "this terminal cannot place its cursor or clear its screen");
	return OK;
}

/* What curses wrote since the last time. */
static void collect(struct terminal *term)
{
	int fd = fileno(term->sink);
	off_t size = lseek(fd, 0, SEEK_CUR);
	char chunk[4096];

	for (off_t at = 0; at < size;) {
		ssize_t got = pread(fd, chunk, sizeof chunk, at);
		if (got <= 0)
			break;
		buffer_add(&term->out, chunk, (size_t)got);
		at += got;
	}
	if (size > 0 && (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0))
		bug("the file in memory cannot be emptied: %s", strerror(errno));
}

static size_t flush(struct terminal *term)
{
	size_t size = term->out.size;
	if (size)
		tty_write(term->out.bytes, size);
	buffer_clear(&term->out);
	return size;
}

/* The bytes that leave the terminal as it was, for handlers that can ask nobody. */
static void prepare_restore(void)
{
	static const char *const names[] = { "rmkx", "sgr0", "op", "rmcup", "cnorm" };
	struct buffer bytes = { 0 };

	buffer_puts(&bytes, PASTE_OFF MOUSE_OFF);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (capability(names[i]))
			buffer_puts(&bytes, capability(names[i]));
	tty_set_restore(bytes.bytes, bytes.size);
	buffer_release(&bytes);
}

static void learn_keys(struct decoder *decoder)
{
	static const struct { const char *name; uint32_t key; } known[] = {
		{ "kcuu1", K_UP }, { "kcud1", K_DOWN }, { "kcuf1", K_RIGHT }, { "kcub1", K_LEFT }, { "khome", K_HOME },
		{ "kend", K_END }, { "kpp", K_PAGE_UP }, { "knp", K_PAGE_DOWN }, { "kich1", K_INSERT },
		{ "kdch1", K_DELETE }, { "kcbt", K_SHIFT_TAB }, { "kent", K_ENTER }, { "kf1", K_F1 }, { "kf2", K_F2 },
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		decode_learn(decoder, capability(known[i].name), known[i].key);
}

static void learn_sync(struct terminal *term)
{
	char *sync = capability("Sync");
	if (!sync)
		return;
	term->sync_on = memory_string(tparm(sync, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
	term->sync_off = memory_string(tparm(sync, 2L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
}

static attr_t attributes_of(unsigned look)
{
	return (look & LOOK_BOLD ? A_BOLD : 0) | (look & LOOK_DIM ? A_DIM : 0) | (look & LOOK_UNDERLINE ? A_UNDERLINE : 0)
		| (look & LOOK_REVERSE ? A_REVERSE : 0);
}

static void prepare_voices(struct terminal *term, enum theme_wish wish)
{
	enum theme_level level = THEME_MONO;

	if (theme_wants_color(wish) && start_color() == OK && use_default_colors() == OK)
		level = theme_level_of(COLORS);
	for (int voice = 0; voice < VOICE_COUNT; voice++) {
		struct look look = theme_look(level, (enum voice)voice);
		int pair = look.foreground < 0 && look.background < 0 ? 0 : alloc_pair(look.foreground, look.background);
		term->voices[voice] = (struct voice_look){ attributes_of(look.attributes), pair < 0 ? 0 : pair };
	}
}

static void take_size(struct terminal *term)
{
	tty_size(&term->rows, &term->cols);
	if (term->rows > TERM_ROWS_MAX)
		term->rows = TERM_ROWS_MAX;
	if (term->cols > TERM_COLS_MAX)
		term->cols = TERM_COLS_MAX;
	resize_term(term->rows, term->cols);
	term->last = memory_resize(term->last, (size_t)term->rows * (size_t)term->cols * sizeof *term->last);
	term->redraw = true;
}

static int escape_time(void)
{
	const char *set = getenv("ESCDELAY");
	int ms = set ? atoi(set) : ESCAPE_MS;
	return ms < 1 || ms > ESCAPE_MS_MAX ? ESCAPE_MS : ms;
}

/* Ask for pastes in one piece, and the mouse if it is wanted; curses does the rest when it paints. */
static void ask_for_events(struct terminal *term)
{
	if (capability("smkx"))
		buffer_puts(&term->out, capability("smkx"));
	buffer_puts(&term->out, PASTE_ON);
	if (term->mouse)
		buffer_puts(&term->out, MOUSE_ON);
}

static enum err open_sink(struct terminal *term)
{
	int fd = memfd_create("frame", MFD_CLOEXEC);

	if (fd < 0)
		return fail(ERR_TERMINAL, "cannot make a buffer for the screen: %s", strerror(errno));
	term->sink = fdopen(fd, "w+");
	if (!term->sink) {
		close(fd);
		return fail(ERR_TERMINAL, "cannot make a buffer for the screen: %s", strerror(errno));
	}
	return OK;
}

static void start_curses(struct terminal *term, enum theme_wish wish)
{
	typeahead(-1);
	nonl();
	leaveok(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	prepare_restore();
	prepare_voices(term, wish);
	learn_keys(&term->decoder);
	learn_sync(term);
	term->can_mouse = term->mouse = capability("kmous") != NULL;
	term->escape_ms = escape_time();
	take_size(term);
	ask_for_events(term);
}

/* Curses cannot ask a file in memory for its size; without these two it takes what terminfo says, 24 lines, and would
 * let the terminal scroll in those alone, even after it has ended. */
static SCREEN *new_screen(FILE *sink)
{
	char high[16], wide[16];
	int rows, cols;

	tty_size(&rows, &cols);
	snprintf(high, sizeof high, "%d", rows < TERM_ROWS_MAX ? rows : TERM_ROWS_MAX);
	snprintf(wide, sizeof wide, "%d", cols < TERM_COLS_MAX ? cols : TERM_COLS_MAX);
	setenv("LINES", high, 1);
	setenv("COLUMNS", wide, 1);
	use_env(TRUE);
	use_tioctl(FALSE);
	SCREEN *screen = newterm(NULL, sink, stdin);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	return screen;
}

enum err term_open(struct terminal **out, enum theme_wish wish)
{
	try(check_terminal());
	struct terminal *term = memory_new(sizeof *term);
	enum err err = open_sink(term);
	if (err) {
		free(term);
		return err;
	}
	err = tty_open();
	if (!err && !(term->screen = new_screen(term->sink))) {
		tty_close();
		err = fail(ERR_TERMINAL, "this terminal cannot be set up");
	}
	if (err) {
		fclose(term->sink);
		free(term);
		return err;
	}
	start_curses(term, wish);
	*out = term;
	return OK;
}

/* To the terminal as it was before, still in raw mode. The cursor is shown last: some terminals (libvterm) keep with the
 * other screen whether it was hidden there. */
static void leave_screen(struct terminal *term)
{
	buffer_puts(&term->out, PASTE_OFF MOUSE_OFF);
	if (capability("rmkx"))
		buffer_puts(&term->out, capability("rmkx"));
	curs_set(1);
	endwin();
	collect(term);
	if (capability("cnorm"))
		buffer_puts(&term->out, capability("cnorm"));
	flush(term);
}

void term_close(struct terminal *term)
{
	if (!term)
		return;
	leave_screen(term);
	tty_close();
	delscreen(term->screen);
	fclose(term->sink);
	buffer_release(&term->out);
	decode_release(&term->decoder);
	free(term->sync_on);
	free(term->sync_off);
	free(term->last);
	free(term);
}

void term_size(const struct terminal *term, int *rows, int *cols)
{
	*rows = term->rows;
	*cols = term->cols;
}

/* A cluster as the wide characters that curses wants, a base and a few marks; more than one base where each has a cell
 * of its own (the vowel signs of Indic scripts). */
static void cluster_wide(const struct cell *cell, wchar_t wide[CLUSTER_MAX + 1])
{
	struct text_decoder decoder = { 0 };
	uint32_t codepoint;
	bool again;
	size_t count = 0;

	for (size_t i = 0; i < cell->size && count < CLUSTER_MAX; i++)
		if (text_decode(&decoder, (unsigned char)cell->bytes[i], &codepoint, &again))
			wide[count++] = (wchar_t)codepoint;
	wide[count] = L'\0';
	if (wcswidth(wide, count) != cell->width)
		wcscpy(wide, cell->width == 2 ? L"??" : L"?");
}

static void add_cell(const struct terminal *term, const struct cell *cell)
{
	wchar_t wide[CLUSTER_MAX + 1];
	struct voice_look look = term->voices[cell->voice];

	cluster_wide(cell, wide);
	attr_set(look.attributes, 0, &look.pair);
	addwstr(wide);
}

static void show_row(struct terminal *term, const struct grid *grid, int row)
{
	struct cell *last = &term->last[(size_t)row * (size_t)term->cols];
	size_t size = (size_t)term->cols * sizeof *last;

	if (!term->redraw && memcmp(last, grid_cell(grid, row, 0), size) == 0)
		return;
	memcpy(last, grid_cell(grid, row, 0), size);
	move(row, 0);
	for (int col = 0; col < term->cols; col++)
		if (last[col].width)
			add_cell(term, &last[col]);
}

/* Before a frame that is drawn anew: the size may have changed, and what scrolls has to be the whole of it. */
static void use_whole_screen(struct terminal *term)
{
	char *region = capability("csr");

	clearok(curscr, TRUE);
	if (region)
		buffer_puts(&term->out, tparm(region, 0L, (long)term->rows - 1, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
}

static void show_cursor(struct terminal *term, const struct grid *grid)
{
	int row, col;
	bool hidden = !grid_cursor(grid, &row, &col);

	if (hidden != term->hidden || term->redraw)
		curs_set(hidden ? 0 : 1);
	term->hidden = hidden;
	if (hidden)
		row = col = 0;
	move(row, col);
}

size_t term_show(struct terminal *term, const struct grid *grid)
{
	if (grid_rows(grid) != term->rows || grid_cols(grid) != term->cols)
		return 0;
	if (term->redraw)
		use_whole_screen(term);
	for (int row = 0; row < term->rows; row++)
		show_row(term, grid, row);
	show_cursor(term, grid);
	term->redraw = false;
	size_t asked = term->out.size;
	if (term->sync_on)
		buffer_puts(&term->out, term->sync_on);
	size_t before = term->out.size;
	wnoutrefresh(stdscr);
	doupdate();
	collect(term);
	if (term->out.size == before)
		term->out.size = asked;
	else if (term->sync_off)
		buffer_puts(&term->out, term->sync_off);
	return flush(term);
}

void term_redraw(struct terminal *term)
{
	term->redraw = true;
}

void term_suspend(struct terminal *term)
{
	leave_screen(term);
	tty_stop();
	take_size(term);
	ask_for_events(term);
}

void term_mouse(struct terminal *term, bool on)
{
	if (!term->can_mouse || on == term->mouse)
		return;
	term->mouse = on;
	tty_write(on ? MOUSE_ON : MOUSE_OFF, strlen(on ? MOUSE_ON : MOUSE_OFF));
}

bool term_has_mouse(const struct terminal *term)
{
	return term->mouse;
}

bool term_is_ending(const struct terminal *term)
{
	(void)term;
	return tty_is_ending();
}

/* Next event of the bytes that are here already. */
static bool decoded(struct terminal *term, struct event *out)
{
	while (term->input_at < term->input_count)
		if (decode_byte(&term->decoder, term->input[term->input_at++], out))
			return true;
	return false;
}

static void on_resized(struct terminal *term, struct event *out)
{
	take_size(term);
	*out = (struct event){ .type = EVENT_RESIZE, .row = term->rows, .col = term->cols };
}

/* Somebody stopped the process without asking, and the shell has used the terminal since. */
static void on_continued(struct terminal *term, struct event *out)
{
	tty_again();
	ask_for_events(term);
	on_resized(term, out);
}

static bool read_more(struct terminal *term, struct event *out)
{
	term->input_at = 0;
	term->input_count = tty_read(term->input, sizeof term->input);
	return decoded(term, out);
}

/* One wait; true when it led to an event, or to the end of the time. */
static bool wait_once(struct terminal *term, int timeout_ms, struct event *out)
{
	bool escape = decode_is_waiting(&term->decoder);

	*out = (struct event){ .type = EVENT_NONE };
	switch (tty_wait(escape ? term->escape_ms : timeout_ms)) {
	case TTY_TIMEOUT:
		return escape ? decode_timeout(&term->decoder, out) || timeout_ms >= 0 : timeout_ms >= 0;
	case TTY_INPUT:
		return read_more(term, out);
	case TTY_RESIZED:
		on_resized(term, out);
		return true;
	case TTY_CONTINUED:
		on_continued(term, out);
		return true;
	case TTY_STOP:
		term_suspend(term);
		on_resized(term, out);
		return true;
	case TTY_END:
		*out = (struct event){ .type = EVENT_END, .index = tty_end_signal() };
		return true;
	}
	return true;
}

static void wait_event(void *self, int timeout_ms, struct event *out)
{
	struct terminal *term = self;

	if (tty_is_ending())
		*out = (struct event){ .type = EVENT_END, .index = tty_end_signal() };
	else if (!decoded(term, out))
		while (!wait_once(term, timeout_ms, out))
			;
}

static void drop_typed(void *self)
{
	struct terminal *term = self;
	struct event ignored;

	tty_drop_typed();
	term->input_at = term->input_count = 0;
	decode_timeout(&term->decoder, &ignored);
}

struct input term_input(struct terminal *term)
{
	return (struct input){ .self = term, .wait = wait_event, .drop_typed = drop_typed };
}

const char *term_library(void)
{
	return curses_version();
}
