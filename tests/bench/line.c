/* A frame ends with the last byte before a quiet time. The clock is read as soon as read() has returned, so the quiet
 * time itself is not part of any figure; what the figure has in it beside the program is one wake-up of this process. */
#include "bench/line.h"

#include "bench/sample.h"
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST_BYTE_MS = 2000, NO_ANSWER_MS = 60, QUIET_MS = 20 };

/* One frame, which began at @began. @patience: ms that its first byte may take. */
static struct frame take_frame(struct line *line, uint64_t began, int patience)
{
	struct pollfd input = { .fd = line->master, .events = POLLIN };
	struct frame frame = { 0 };
	char spare[LINE_KEPT];

	line->size = 0;
	while (poll(&input, 1, frame.bytes ? QUIET_MS : patience) > 0) {
		size_t room = LINE_KEPT - line->size;
		ssize_t got = read(line->master, room ? line->kept + line->size : spare, room ? room : sizeof spare);
		if (got <= 0)
			bench_fail("the program ended: %s", strerror(errno));
		frame.nanoseconds = bench_now() - began;
		frame.bytes += (size_t)got;
		line->size += room ? (size_t)got : 0;
	}
	return frame;
}

struct frame line_start(struct line *line, char *const argv[], int columns, int rows)
{
	struct winsize size = { .ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows };
	uint64_t began = bench_now();

	line->child = forkpty(&line->master, NULL, NULL, &size);
	if (line->child < 0)
		bench_fail("cannot open a pty: %s", strerror(errno));
	if (!line->child) {
		execv(argv[0], argv);
		_exit(127);
	}
	struct frame frame = take_frame(line, began, FIRST_BYTE_MS);
	if (!frame.bytes)
		bench_fail("'%s' shows nothing", argv[0]);
	return frame;
}

struct frame line_press(struct line *line, const char *key, size_t size)
{
	uint64_t began = bench_now();

	if (write(line->master, key, size) != (ssize_t)size)
		bench_fail("cannot press a key: %s", strerror(errno));
	return take_frame(line, began, NO_ANSWER_MS);
}

bool line_shows(const struct line *line, const char *text)
{
	return memmem(line->kept, line->size, text, strlen(text));
}

void line_end(struct line *line)
{
	close(line->master);
	kill(line->child, SIGHUP);
	waitpid(line->child, NULL, 0);
}
