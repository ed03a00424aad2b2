/* Reading CSV: one pass over a chunk of the file, in which runs of plain bytes are found by a table and taken at once. */
#include "base/csv.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 1 << 16, END = -1 };

struct csv_reader {
	int fd;
	char *name;
	size_t line;
	int failure;                         /* errno of a read that failed */
	bool over;                           /* a terminal must not be asked again */
	int64_t taken, of;
	char separator;                      /* 0: not known yet */
	bool stops[2][256];                  /* bytes that end a run, outside of quotes and inside */
	size_t at, size;                     /* of the chunk */
	struct buffer text;                  /* the record's fields, each with a NUL behind it */
	size_t starts[CSV_FIELDS_MAX], count;
	char chunk[CHUNK];
};

/* A signal that the program has a handler for ends the waiting for more. */
static enum err copy(int from, int to, const char *name)
{
	char chunk[CHUNK];
	ssize_t got;
	while ((got = read(from, chunk, sizeof chunk)) > 0)
		for (ssize_t put = 0, wrote; put < got; put += wrote)
			if ((wrote = write(to, chunk + put, (size_t)(got - put))) < 0)
				return fail(errno == ENOSPC ? ERR_FULL : ERR_IO, "cannot keep '%s' in a temporary file: %s", name, strerror(errno));
	if (got < 0 && errno == EINTR)
		return fail(ERR_CANCELLED, "stopped while reading '%s'", name);
	if (got < 0 || lseek(to, 0, SEEK_SET) < 0)
		return fail(ERR_IO, "cannot read '%s': %s", name, strerror(errno));
	return OK;
}

/* In place of *fd, a temporary file that holds all of it and has no name. */
static enum err spool(int *fd, const char *name)
{
	FILE *file = tmpfile();
	int kept = file ? fcntl(fileno(file), F_DUPFD_CLOEXEC, 3) : -1, reason = errno;
	if (file)
		fclose(file);
	enum err err = kept < 0 ? fail(ERR_IO, "cannot make a temporary file: %s", strerror(reason)) : copy(*fd, kept, name);
	close(*fd);
	*fd = kept;
	if (err && kept >= 0)
		close(kept);
	return err;
}

enum err csv_open(struct csv_reader **out, const char *path)
{
	bool standard = !strcmp(path, "-");
	const char *name = standard ? "stdin" : path;
	int fd = standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;
	*out = NULL;
	if (fd < 0)
		return fail(errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "cannot read '%s': %s", path, strerror(errno));
	if (!fstat(fd, &about) && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode))
		try(spool(&fd, name));
	struct csv_reader *r = memory_new(sizeof *r);
	r->fd = fd;
	r->name = memory_string(name);
	r->line = 1;
	if (!fstat(fd, &about) && S_ISREG(about.st_mode))
		r->of = about.st_size;
	*out = r;
	return OK;
}

void csv_close(struct csv_reader *r)
{
	if (!r)
		return;
	close(r->fd);
	buffer_release(&r->text);
	vec_free(r->name);
	vec_free(r);
}

const char *csv_name(const struct csv_reader *r)
{
	return r->name;
}

void csv_position(const struct csv_reader *r, int64_t *done, int64_t *of)
{
	*done = r->taken - (int64_t)(r->size - r->at);
	*of = r->of > *done ? r->of : r->of ? *done : 0;
}

static enum err bad(const struct csv_reader *r, const char *why)
{
	return fail(ERR_INPUT, "%s:%zu: %s", r->name, r->line, why);
}

/* More bytes behind those that are left; false at the end, or when reading failed. */
static bool fill(struct csv_reader *r)
{
	ssize_t got;
	if (r->over)
		return false;
	memmove(r->chunk, r->chunk + r->at, r->size - r->at);
	r->size -= r->at;
	r->at = 0;
	do
		got = read(r->fd, r->chunk + r->size, CHUNK - r->size);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		r->failure = errno;
	r->over = got <= 0;
	if (r->over)
		return false;
	r->size += (size_t)got;
	r->taken += got;
	return true;
}

static int peek(struct csv_reader *r)
{
	return r->at < r->size || fill(r) ? (unsigned char)r->chunk[r->at] : END;
}

/* A line's end, however it is written; false: there is none. */
static bool take_line_end(struct csv_reader *r)
{
	int c = peek(r);
	if (c != '\n' && c != '\r')
		return false;
	r->at++;
	if (c == '\r' && peek(r) == '\n')
		r->at++;
	return true;
}

static enum err ended(const struct csv_reader *r)
{
	return r->failure ? fail(ERR_IO, "cannot read '%s': %s", r->name, strerror(r->failure)) : OK;
}

/* --- the separator --- */

static void use_separator(struct csv_reader *r, char separator)
{
	r->separator = separator;
	r->stops[false]['\0'] = r->stops[false]['\n'] = r->stops[false]['\r'] = r->stops[false][(unsigned char)separator] = true;
	r->stops[true]['\0'] = r->stops[true]['\n'] = r->stops[true]['\r'] = r->stops[true]['"'] = true;
}

static bool ends_line(char c)
{
	return c == '\n' || c == '\r';
}

/* The most frequent of the first line that is not empty, looked at as far as the chunk reaches. Also skips a BOM. */
static void find_separator(struct csv_reader *r)
{
	static const char signs[] = ",;\t";
	size_t counts[3] = { 0 }, best = 0;
	bool quoted = false;
	while (r->size < CHUNK && fill(r))
		;
	if (r->size >= 3 && !memcmp(r->chunk, "\xef\xbb\xbf", 3))
		r->at = 3;
	size_t i = r->at;
	while (i < r->size && ends_line(r->chunk[i]))
		i++;
	for (; i < r->size && (quoted || !ends_line(r->chunk[i])); i++) {
		const char *sign = memchr(signs, r->chunk[i], 3);
		quoted ^= r->chunk[i] == '"';
		if (!quoted && sign)
			counts[sign - signs]++;
	}
	for (size_t sign = 1; sign < 3; sign++)
		if (counts[sign] > counts[best])
			best = sign;
	use_separator(r, signs[best]);
}

/* --- records --- */

static enum err keep(struct csv_reader *r, size_t size)
{
	if (r->text.size + size > CSV_RECORD_MAX)
		return bad(r, "a record is larger than 1 MiB, is a quote missing?");
	buffer_add(&r->text, r->chunk + r->at, size);
	r->at += size;
	return OK;
}

/* Take the bytes up to one that stops; it is *stop, and still to be taken. */
static enum err take_run(struct csv_reader *r, bool quoted, int *stop)
{
	const bool *stops = r->stops[quoted];
	for (;;) {
		size_t end = r->at;
		while (end < r->size && !stops[(unsigned char)r->chunk[end]])
			end++;
		bool found = end < r->size;
		try(keep(r, end - r->at));
		*stop = found ? (unsigned char)r->chunk[r->at] : peek(r);
		if (!*stop)
			return bad(r, "a NUL stands in it, which no text has");
		if (found || *stop == END)
			return OK;
	}
}

/* A line's end within quotes: kept as it is written. */
static enum err keep_line_end(struct csv_reader *r, int c)
{
	try(keep(r, 1));
	return c == '\r' && peek(r) == '\n' ? keep(r, 1) : OK;
}

/* Behind the opening quote, to behind the closing one. */
static enum err read_quoted(struct csv_reader *r, size_t *lines)
{
	int c;
	for (;;) {
		try(take_run(r, true, &c));
		if (c == END)
			return bad(r, "a quote does not end");
		if (c != '"') {
			*lines += 1;
			try(keep_line_end(r, c));
			continue;
		}
		r->at++;
		if (peek(r) != '"')
			break;
		try(keep(r, 1));
	}
	c = peek(r);
	return c == r->separator || c == '\n' || c == '\r' || c == END ? OK : bad(r, "text stands behind a quote's end");
}

static enum err read_field(struct csv_reader *r, size_t *lines)
{
	int stop;
	if (r->count == CSV_FIELDS_MAX)
		return bad(r, "a record has more than 64 fields");
	r->starts[r->count++] = r->text.size;
	if (peek(r) == '"') {
		r->at++;
		try(read_quoted(r, lines));
	} else {
		try(take_run(r, false, &stop));
	}
	buffer_add(&r->text, "", 1);
	return OK;
}

static enum err read_record(struct csv_reader *r, size_t *lines)
{
	r->count = 0;
	buffer_clear(&r->text);
	for (;;) {
		try(read_field(r, lines));
		if (peek(r) == r->separator) {
			r->at++;
			continue;
		}
		*lines += take_line_end(r);
		return ended(r);
	}
}

/* What csv_field() protected loses its apostrophe. */
static const char *plain_field(const char *field)
{
	return field + (*field == '\'' && csv_is_dangerous(field));
}

enum err csv_next(struct csv_reader *r, struct arena *arena, struct csv_record *out, bool *more)
{
	size_t lines = 0;
	if (!r->separator)
		find_separator(r);
	while (take_line_end(r))
		r->line++;
	*more = peek(r) != END;
	if (!*more)
		return ended(r);
	try(read_record(r, &lines));
	if (!text_is_valid(r->text.bytes, r->text.size))
		return bad(r, "it is not UTF-8");
	const char *bytes = arena_copy(arena, r->text.bytes, r->text.size);
	out->line = r->line;
	out->count = r->count;
	for (size_t i = 0; i < r->count; i++)
		out->fields[i] = plain_field(bytes + r->starts[i]);
	r->line += lines;
	return OK;
}
