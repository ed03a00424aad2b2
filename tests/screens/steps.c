/* The small things that all steps need. */
#include "screens/steps.h"

#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void *must(void *memory)
{
	if (!memory) {
		puts("Bail out! no memory");
		exit(99);
	}
	return memory;
}

bool because(const struct script *script, const char *format, ...)
{
	va_list values;
	printf("# %s:%zu: ", script->path, script->at + 1);
	va_start(values, format);
	vprintf(format, values);
	va_end(values);
	putchar('\n');
	return false;
}

struct words split(const char *line)
{
	struct words words = { .text = must(strdup(line)) };
	char *p = words.text;
	while (words.count < WORDS) {
		p += strspn(p, " \t");
		if (!*p)
			break;
		char close = *p == '"' ? '"' : ' ';
		p += close == '"';
		words.at[words.count++] = p;
		p += strcspn(p, close == '"' ? "\"" : " \t");
		if (*p)
			*p++ = '\0';
	}
	return words;
}

char *text_of(const char *rest)
{
	size_t size = strlen(rest);
	if (size >= 2 && rest[0] == '"' && rest[size - 1] == '"')
		return must(strndup(rest + 1, size - 2));
	return must(strdup(rest));
}

char *read_whole(FILE *file)
{
	size_t size = 0, room = 4096, got;
	char *bytes = must(malloc(room + 1));
	while ((got = fread(bytes + size, 1, room - size, file)) > 0)
		if ((size += got) == room)
			bytes = must(realloc(bytes, (room *= 2) + 1));
	bytes[size] = '\0';
	return bytes;
}

int signal_number(const char *name)
{
	static const struct {
		const char *name;
		int number;
	} signals[] = {
		{ "HUP", SIGHUP },   { "INT", SIGINT },   { "TERM", SIGTERM }, { "KILL", SIGKILL }, { "TSTP", SIGTSTP },
		{ "CONT", SIGCONT }, { "SEGV", SIGSEGV }, { "ABRT", SIGABRT }, { "WINCH", SIGWINCH }, { "QUIT", SIGQUIT },
	};
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (!strcmp(name, signals[i].name))
			return signals[i].number;
	return 0;
}
