/* The fuzz targets without a fuzzer, so that any compiler can make them: each seed, and variants of it that are the same in
 * every run. Speaks TAP. Usage: replay SEEDS, a folder with one folder of seeds for each target; or replay TARGET FILE…,
 * which takes those files as they are. */
#include "fuzz/fuzz.h"

#include "base/vec.h"
#include "unit/random.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VARIANTS = 100 };

static const struct { const char *name; fuzz_target *run; } targets[] = {
	{ "csv", fuzz_csv }, { "decode", fuzz_decode }, { "input", fuzz_input }, { "settings", fuzz_settings }, { "text", fuzz_text },
};
enum { TARGETS = sizeof targets / sizeof *targets };

static void give_up(const char *what)
{
	printf("Bail out! cannot read '%s': %s\n", what, strerror(errno));
	exit(99);
}

static void read_file(const char *path, struct buffer *out)
{
	char bytes[4096];
	FILE *file = fopen(path, "r");
	if (!file)
		give_up(path);
	buffer_clear(out);
	for (size_t count; (count = fread(bytes, 1, sizeof bytes, file)) > 0;)
		buffer_add(out, bytes, count);
	if (ferror(file))
		give_up(path);
	fclose(file);
}

/* In memory that ends where the input ends, so that a sanitizer sees a step too far. */
static void run_exactly(fuzz_target *run, const struct buffer *input)
{
	uint8_t *bytes = malloc(input->size ? input->size : 1);
	if (input->size)
		memcpy(bytes, input->bytes, input->size);
	run(bytes, input->size);
	free(bytes);
}

static void change_byte(struct random *random, struct buffer *input)
{
	static const char signs[] = "\",;\t\r\n'\\=[]#\0\x1b~";
	size_t at = random_below(random, (uint32_t)input->size);
	input->bytes[at] = random_below(random, 2) ? signs[random_below(random, sizeof signs - 1)] : (char)random_next(random);
}

/* A part of it, doubled, left out, or with other bytes. */
static void vary(struct random *random, const struct buffer *seed, struct buffer *out)
{
	size_t from = random_below(random, (uint32_t)seed->size), size = random_below(random, (uint32_t)(seed->size - from) + 1);
	buffer_clear(out);
	switch (random_below(random, 3)) {
	case 0:
		buffer_add(out, seed->bytes + from, size);
		break;
	case 1:
		buffer_add(out, seed->bytes, from + size);
		buffer_add(out, seed->bytes + from, seed->size - from);
		break;
	case 2:
		buffer_add(out, seed->bytes, from);
		buffer_add(out, seed->bytes + from + size, seed->size - from - size);
	}
	for (uint32_t i = random_below(random, 4); i > 0 && out->size; i--)
		change_byte(random, out);
}

static void run_seed(fuzz_target *run, const char *path, struct buffer *seed, struct buffer *variant)
{
	struct random random = { 1 };
	read_file(path, seed);
	fuzz_name(path, 0);
	run_exactly(run, seed);
	for (unsigned i = 1; i <= VARIANTS && seed->size; i++) {
		fuzz_name(path, i);
		vary(&random, seed, variant);
		run_exactly(run, variant);
	}
}

static size_t run_folder(fuzz_target *run, const char *folder)
{
	struct buffer path = { 0 }, seed = { 0 }, variant = { 0 };
	size_t count = 0;
	DIR *open = opendir(folder);
	if (!open)
		give_up(folder);
	for (struct dirent *entry; (entry = readdir(open));) {
		if (entry->d_name[0] == '.')
			continue;
		buffer_clear(&path);
		buffer_printf(&path, "%s/%s", folder, entry->d_name);
		run_seed(run, path.bytes, &seed, &variant);
		count++;
	}
	closedir(open);
	buffer_release(&path);
	buffer_release(&seed);
	buffer_release(&variant);
	return count;
}

static int run_files(const char *target, char **paths)
{
	struct buffer input = { 0 };
	for (size_t i = 0; i < TARGETS; i++)
		for (char **path = paths; !strcmp(targets[i].name, target) && *path; path++) {
			read_file(*path, &input);
			fuzz_name(*path, 0);
			run_exactly(targets[i].run, &input);
		}
	buffer_release(&input);
	return 0;
}

int main(int argc, char **argv)
{
	bool whole = true;
	if (argc > 2)
		return run_files(argv[1], argv + 2);
	printf("1..%d\n", TARGETS);
	for (size_t i = 0; i < TARGETS; i++) {
		struct buffer folder = { 0 };
		buffer_printf(&folder, "%s/%s", argc > 1 ? argv[1] : ".", targets[i].name);
		size_t count = run_folder(targets[i].run, folder.bytes);
		printf("%s %zu - %s: %zu seeds, and %d variants of each\n", count ? "ok" : "not ok", i + 1, targets[i].name, count, VARIANTS);
		whole &= count > 0;
		buffer_release(&folder);
	}
	return !whole;
}
