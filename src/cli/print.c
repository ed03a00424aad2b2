/* Printing: display text in aligned columns, by cells; numbers to the right. */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void print_line(struct cli *cli, struct shown line)
{
	buffer_add(&cli->out, line.bytes, line.size);
	buffer_putc(&cli->out, '\n');
}

void print_format(struct cli *cli, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *line = NULL;
	if (vasprintf(&line, format, arguments) < 0)
		die(3, "out of memory");
	va_end(arguments);
	print_line(cli, show(&cli->arena, line));
	free(line);
}

static void put_cell(struct cli *cli, struct shown cell, int width, bool right, bool last)
{
	int pad = width - cell.cells;
	if (right)
		buffer_printf(&cli->out, "%*s", pad, "");
	buffer_add(&cli->out, cell.bytes, cell.size);
	if (!last)
		buffer_printf(&cli->out, "%*s", (right ? 0 : pad) + 2, "");
}

static void put_row(struct cli *cli, const struct print_column *columns, size_t width, const struct shown *cells, const int *widths)
{
	for (size_t i = 0; i < width; i++)
		put_cell(cli, cells[i], widths[i], columns[i].right, i + 1 == width);
	while (cli->out.size && cli->out.bytes[cli->out.size - 1] == ' ')
		cli->out.size--;
	buffer_putc(&cli->out, '\n');
}

void print_table(struct cli *cli, const struct print_column *columns, size_t width, const struct shown *cells, size_t rows)
{
	int *widths = arena_array(&cli->arena, int, width);
	struct shown *titles = arena_array(&cli->arena, struct shown, width);
	for (size_t i = 0; i < width; i++) {
		titles[i] = show(&cli->arena, columns[i].title);
		widths[i] = titles[i].cells;
		for (size_t r = 0; r < rows; r++)
			if (cells[r * width + i].cells > widths[i])
				widths[i] = cells[r * width + i].cells;
	}
	put_row(cli, columns, width, titles, widths);
	for (size_t r = 0; r < rows; r++)
		put_row(cli, columns, width, cells + r * width, widths);
}

struct shown print_money(struct cli *cli, struct money amount)
{
	return show(&cli->arena, money_text(&cli->arena, shop_currency(cli->shop), amount));
}
