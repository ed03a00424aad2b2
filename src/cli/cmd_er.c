/* souk er: the diagram of any file, drawn or for other programs. */
#include "cli/cli.h"
#include "cli/outline.h"
#include "explore/diagram.h"
#include "explore/infer.h"
#include "explore/sheet.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_LEAST = 40, WIDTH_OTHERWISE = 100, COUNT_MS = 400 };

static int terminal_width(void)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	int width = columns ? atoi(columns) : 0;
	if (width <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	return width <= 0 ? WIDTH_OTHERWISE : width < WIDTH_LEAST ? WIDTH_LEAST : width;
}

static void print_drawing(struct cli *cli, const struct outline *outline)
{
	struct layout layout;
	struct sheet sheet;
	layout_make(&cli->arena, outline, terminal_width(), 0, &layout);
	sheet_draw(&cli->arena, &layout, &sheet);
	for (int y = 0; y < sheet.height; y++)
		print_line(cli, sheet_row(&cli->arena, &sheet, y));
	print_line(cli, SHOWN(""));
	print_line(cli, sheet_legend(&cli->arena, outline, &layout));
}

/* Lines of text for other programs, made to show nothing but themselves where a terminal gets them. */
static void print_text(struct cli *cli, const struct buffer *text)
{
	const char *end = text->bytes + text->size;
	for (const char *at = text->bytes, *next; at < end; at = next + 1) {
		next = memchr(at, '\n', (size_t)(end - at));
		print_line(cli, show_n(&cli->arena, at, (size_t)(next - at)));
	}
}

static void print_export(struct cli *cli, const struct outline *outline, diagram_writer *write)
{
	struct buffer text = { 0 };
	write(&text, &cli->arena, outline);
	print_text(cli, &text);
	buffer_release(&text);
}

/* The forms, and who writes them; NULL: drawn. */
static const struct { enum option option; diagram_writer *write; } forms[] = {
	{ OPT_TEXT, NULL }, { OPT_MERMAID, diagram_mermaid }, { OPT_DOT, diagram_dot }, { OPT_DBML, diagram_dbml },
};

static enum err find_form(const struct cli *cli, diagram_writer **out)
{
	int found = 0;
	*out = NULL;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (cli_has(cli, forms[i].option)) {
			*out = forms[i].write;
			found++;
		}
	if (cli_has(cli, OPT_JSON))
		return fail(ERR_USAGE, "a diagram has no JSON form: souk infer tells the associations");
	return found > 1 ? fail(ERR_USAGE, "one form at a time: --text, --mermaid, --dot or --dbml") : OK;
}

enum err cmd_er(struct cli *cli)
{
	struct opened file;
	diagram_writer *write;
	try(find_form(cli, &write));
	enum err err = outline_opened(cli, cli->count ? cli->operands[0] : NULL, &file);
	if (!err && !write)
		err = infer_count(file.connection, &cli->arena, file.outline, COUNT_MS);
	if (!err && write)
		print_export(cli, file.outline, write);
	else if (!err)
		print_drawing(cli, file.outline);
	outline_closed(&file);
	return err;
}
