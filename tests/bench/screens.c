/* From launch to the first frame, from a key to the end of its frame, and bytes a key: souk's screens in a pty, beside a
 * bare ncurses program as the floor. Usage: screens SOUK FLOOR FILE-OF-THE-DEMO BIG-FILE */
#include "bench/line.h"
#include "bench/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LAUNCHES = 25, PRESSES = 45 };

/* @keys are measured, one by one; @before and @after bring the screen there and back. */
struct step { const char *name, *before, *keys, *after; };

static const struct step souk_steps[] = {
	{ "move one row", "g", "jjjjjjjjjjjjjjj", NULL },
	{ "page down", "g", "\006\006\006\006\006", NULL },
	{ "letter of a search", "/", "lamp", "\033" },
	{ "open the cart", NULL, "2", "1" },
	{ "back to the shop", "2", "1", NULL },
	{ NULL }
};
static const struct step floor_steps[] = {
	{ "move one row", "g", "jjjjjjjjjjjjjjj", NULL },
	{ "page down", "g", "fffff", NULL },
	{ NULL }
};

/* @mark: what only a complete first frame shows. */
struct subject { const char *name; char *argv[6]; const char *mark; const struct step *steps; };
static const struct size { int columns, rows; } sizes[] = { { 120, 36 }, { 80, 24 } };
enum { SIZES = sizeof sizes / sizeof *sizes, STEPS_MAX = 8 };

struct result { double ms, worst, bytes; };

static void press_all(struct line *line, const char *keys)
{
	for (; keys && *keys; keys++)
		line_press(line, keys, 1);
}

static struct result result_of(struct sample *times, struct sample *bytes)
{
	return (struct result){ sample_median(times), sample_quantile(times, 0.95), sample_median(bytes) };
}

static struct result measure_step(struct line *line, const struct step *step)
{
	static struct sample times, bytes;
	sample_clear(&times);
	sample_clear(&bytes);
	while (times.count < PRESSES) {
		press_all(line, step->before);
		for (const char *key = step->keys; *key; key++) {
			struct frame frame = line_press(line, key, 1);
			if (!frame.bytes)
				bench_fail("%s: the key '%c' shows nothing", step->name, *key);
			sample_add(&times, (double)frame.nanoseconds / 1e6);
			sample_add(&bytes, (double)frame.bytes);
		}
		press_all(line, step->after);
	}
	return result_of(&times, &bytes);
}

static struct result measure_launch(const struct subject *subject, struct size size)
{
	static struct sample times, bytes;
	static struct line line;
	sample_clear(&times);
	sample_clear(&bytes);
	for (int i = 0; i < LAUNCHES; i++) {
		struct frame frame = line_start(&line, subject->argv, size.columns, size.rows);
		if (!line_shows(&line, subject->mark))
			bench_fail("the first frame of %s has no '%s'", subject->name, subject->mark);
		line_end(&line);
		sample_add(&times, (double)frame.nanoseconds / 1e6);
		sample_add(&bytes, (double)frame.bytes);
	}
	return result_of(&times, &bytes);
}

static void print_row(const char *what, const struct result *results)
{
	printf("  %-24s", what);
	for (int i = 0; i < SIZES; i++)
		printf("%10.2f %8.2f %8.0f", results[i].ms, results[i].worst, results[i].bytes);
	putchar('\n');
	fflush(stdout);
}

static void print_head(const char *name)
{
	printf("%-26s", name);
	for (int i = 0; i < SIZES; i++)
		printf("%10s %8s %8s", "ms", "95 %", "bytes");
	putchar('\n');
}

static void measure(const struct subject *subject)
{
	static struct line lines[SIZES];
	struct result results[SIZES];
	print_head(subject->name);
	for (int i = 0; i < SIZES; i++)
		results[i] = measure_launch(subject, sizes[i]);
	print_row("launch to first frame", results);
	for (int i = 0; i < SIZES; i++)
		line_start(&lines[i], subject->argv, sizes[i].columns, sizes[i].rows);
	for (const struct step *step = subject->steps; step->name; step++) {
		for (int i = 0; i < SIZES; i++)
			results[i] = measure_step(&lines[i], step);
		print_row(step->name, results);
	}
	for (int i = 0; i < SIZES; i++)
		line_end(&lines[i]);
}

int main(int argc, char **argv)
{
	if (argc != 5)
		bench_fail("usage: screens SOUK FLOOR DEMO-FILE BIG-FILE");
	struct subject subjects[] = {
		{ "bare ncurses program", { argv[2] }, ".23", floor_steps },
		{ "souk, demo bazaar", { argv[1], (char []){ "--db" }, argv[3], (char []){ "--as" },
			(char []){ "alice@example.org" } }, "help", souk_steps },
		{ "souk, 100,000 products", { argv[1], (char []){ "--db" }, argv[4], (char []){ "--as" },
			(char []){ "user1@example.org" } }, "help", souk_steps },
	};
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	printf("%-26s%28s%28s\n", "", "at 120x36", "at 80x24");
	for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
		measure(&subjects[i]);
	return 0;
}
