/* The same products into the same tables, indexes and search: by souk import, and by the sqlite3 shell's .import with its search
 * triggers off and the search rebuilt once at the end, as one would do it there. The shell writes '' where souk writes NULL, so
 * its partial indexes ask for that. Usage: import SOUK FOLDER ROWS [SHELL] */
#include "bench/sample.h"

#include "base/arena.h"
#include "base/err.h"
#include "model/store.h"
#include "shop/account.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const words[] = { "Brass", "Oak", "Linen", "Copper", "Paper", "Wool", "Glass", "Clay", "Iron", "Cork", "Birch" };
static const char *const things[] = { "lamp", "bowl", "shirt", "kettle", "lantern", "blanket", "bottle", "vase", "hook" };
enum { WORDS = sizeof words / sizeof *words, THINGS = sizeof things / sizeof *things };

/* What the shell needs beforehand, and what it does. */
static const char *const for_the_shell[] = {
	"DROP TRIGGER soukSearchInsert", "DROP TRIGGER soukSearchDelete", "DROP TRIGGER soukSearchUpdate",
	"DROP INDEX soukProductsTitle", "DROP INDEX soukProductsPrice", "DROP INDEX soukProductsNewest", "DROP INDEX soukProductsCategory",
	"CREATE INDEX soukProductsTitle ON products (title COLLATE NOCASE, id, priceCents, category, userId) WHERE retiredAt = ''",
	"CREATE INDEX soukProductsPrice ON products (priceCents, id, title, category, userId) WHERE retiredAt = ''",
	"CREATE INDEX soukProductsNewest ON products (createdAt, id, priceCents, title, category, userId) WHERE retiredAt = ''",
	"CREATE INDEX soukProductsCategory ON products (category, id) WHERE retiredAt = ''",
};
static const char shell_work[] = "PRAGMA cache_size = -65536;\n.mode csv\n.import table.csv products\n"
	"INSERT INTO soukSearch(soukSearch) VALUES ('rebuild');\nSELECT count(*) FROM products;\n";

static void need(enum err err)
{
	if (err)
		bench_fail("%s", err_sentence(err));
}

static FILE *create(const char *name)
{
	FILE *file = fopen(name, "w");
	if (!file)
		bench_fail("cannot write '%s'", name);
	return file;
}

/* No order in the titles, as in life: that is what an index feels. @whole: every column of the table. */
static void write_rows(const char *name, long rows, bool whole)
{
	static const char stamp[] = "2026-01-01 08:00:00.000 +00:00";
	FILE *file = create(name);
	if (!whole)
		fprintf(file, "title,description,category,price,stock\n");
	for (long i = 0; i < rows; i++) {
		unsigned long mixed = (unsigned long)i * 2654435761u % 1000003;
		if (whole)
			fprintf(file, "%ld,", i + 1);
		fprintf(file, "\"%s %s, no. %ld\",\"Made by hand in small numbers, the %ldth of its kind. It keeps for years, and what breaks can be "
			"mended.\",%s,", words[mixed % WORDS], things[mixed / WORDS % THINGS], i, i, words[mixed / 99 % WORDS]);
		if (whole)
			fprintf(file, "%lu,%ld,,,%s,%s,1\n", 500 + mixed % 20000, i % 1000, stamp, stamp);
		else
			fprintf(file, "%lu.%02lu,%ld\n", (500 + mixed % 20000) / 100, (500 + mixed % 20000) % 100, i % 1000);
	}
	if (fclose(file))
		bench_fail("cannot write '%s'", name);
}

static void make_shop(const char *name, bool shell)
{
	struct shop *shop;
	struct session seller;
	need(shop_create(&shop, name, "EUR", true));
	need(account_create(shop, "Ann", "ann@example.org", NULL, &seller));
	for (size_t i = 0; shell && i < sizeof for_the_shell / sizeof *for_the_shell; i++)
		need(store_run(shop_store(shop), for_the_shell[i], NULL, 0, NULL));
	shop_close(shop);
}

struct run { double seconds, processor; long kilobytes; };

static struct run measure(char *const argv[], const char *input)
{
	struct rusage used;
	int status;
	uint64_t began = bench_now();
	pid_t child = fork();
	if (!child) {
		int in = open(input, O_RDONLY), out = open("/dev/null", O_WRONLY);
		dup2(in, STDIN_FILENO);
		dup2(out, STDOUT_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &used) != child || status)
		bench_fail("'%s' failed", argv[0]);
	return (struct run){ (double)(bench_now() - began) / 1e9,
		(double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
		used.ru_maxrss };
}

static void print(const char *name, struct run run, const char *end)
{
	printf("%-38s%10.2f%12.2f%10ld%s", name, run.seconds, run.processor, run.kilobytes / 1024, end);
	fflush(stdout);
}

static void measure_shell(const char *shell, long rows, struct run ours)
{
	char program[4096];
	snprintf(program, sizeof program, "%s", shell);
	char *const argv[] = { program, (char []){ "shell.db" }, NULL };
	FILE *script = create("script");
	fputs(shell_work, script);
	fclose(script);
	make_shop("shell.db", true);
	write_rows("table.csv", rows, true);
	struct run theirs = measure(argv, "script");
	print("sqlite3 shell: .import and rebuild", theirs, "");
	printf("\nratio %43.2f%12.2f\n", ours.seconds / theirs.seconds, ours.processor / theirs.processor);
}

int main(int argc, char **argv)
{
	long rows = argc > 3 ? atol(argv[3]) : 0;
	char *souk = argc > 3 ? realpath(argv[1], NULL) : NULL;
	if (!souk || rows < 1 || chdir(argv[2]))
		bench_fail("usage: import SOUK FOLDER ROWS [SHELL]");
	char *const import[] = { souk, (char []){ "--db" }, (char []){ "import.db" }, (char []){ "--as" }, (char []){ "ann@example.org" },
		(char []){ "import" }, (char []){ "products.csv" }, (char []){ "--json" }, NULL };
	char *const export[] = { souk, (char []){ "--db" }, (char []){ "import.db" }, (char []){ "export" }, NULL };
	printf("%ld products from CSV%*s%12s%10s\n", rows, rows < 1000000 ? 22 : 21, "s", "processor s", "MB");
	make_shop("import.db", false);
	write_rows("products.csv", rows, false);
	struct run ours = measure(import, "/dev/null");
	print("souk import", ours, "\n");
	print("the same again, nothing changed", measure(import, "/dev/null"), "\n");
	print("souk export", measure(export, "/dev/null"), "\n");
	if (argc > 4)
		measure_shell(argv[4], rows, ours);
	else
		puts("the sqlite3 shell is not there, so there is nothing to compare with");
	free(souk);
	return 0;
}
