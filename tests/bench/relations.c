/* What is shown of relations, on a file of a gigabyte: its diagram, a row with a million children, a delete that touches
 * 100,000 rows; beside each the same statements by hand. Usage: relations FOLDER, which is left as it was. */
#include "bench/sample.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/connection.h"
#include "explore/infer.h"
#include "explore/layout.h"
#include "explore/open.h"
#include "explore/rehearse.h"
#include "explore/sheet.h"
#include "explore/walk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 1000000, NOTES = 100000, FAR = 900000, PAGE = 20, COUNT_MS = 400, MEBI = 1 << 20 };

static char path[4096];

static void check(enum err err, const char *what)
{
	if (err)
		bench_fail("%s: %s", what, err_sentence(err));
}

static void check_hand(sqlite3 *db, int code)
{
	if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
		bench_fail("by hand: %s", sqlite3_errmsg(db));
}

/* ---- the file ---- */

static const char *const script[] = {
	"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "BEGIN",
	"CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
	"CREATE TABLE children (id INTEGER PRIMARY KEY, parentId INTEGER NOT NULL REFERENCES parents ON DELETE CASCADE, title TEXT, body BLOB)",
	"CREATE TABLE notes (id INTEGER PRIMARY KEY, parentId INTEGER NOT NULL REFERENCES parents ON DELETE CASCADE, text TEXT)",
	"CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
	"CREATE TABLE noteTags (noteId INTEGER REFERENCES notes ON DELETE CASCADE, tagId INTEGER REFERENCES tags ON DELETE CASCADE, "
		"PRIMARY KEY (noteId, tagId)) WITHOUT ROWID",
	"CREATE TABLE settings (parentId INTEGER PRIMARY KEY REFERENCES parents ON DELETE CASCADE, value TEXT)",
	"INSERT INTO parents VALUES (1, 'the one with a million'), (2, 'the one with notes')",
	"INSERT INTO children WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000) "
		"SELECT i, 1, 'child no. ' || i, zeroblob(980) FROM n",
	"INSERT INTO notes WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT i, 2, 'note no. ' || i FROM n",
	"CREATE INDEX children_parent ON children (parentId)", "CREATE INDEX notes_parent ON notes (parentId)",
	"CREATE INDEX noteTags_tag ON noteTags (tagId)", "COMMIT",
};

static void make_file(void)
{
	sqlite3 *db;
	check_hand(NULL, sqlite3_open(path, &db));
	for (size_t i = 0; i < sizeof script / sizeof *script; i++)
		check_hand(db, sqlite3_exec(db, script[i], NULL, NULL, NULL));
	sqlite3_close(db);
}

static sqlite3 *open_by_hand(void)
{
	sqlite3 *db;
	check_hand(NULL, sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL));
	check_hand(db, sqlite3_exec(db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL));
	return db;
}

static int64_t run_by_hand(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement;
	int64_t rows = 0;
	int code;
	check_hand(db, sqlite3_prepare_v2(db, sql, -1, &statement, NULL));
	for (; (code = sqlite3_step(statement)) == SQLITE_ROW; rows++)
		for (int i = 0; i < sqlite3_column_count(statement); i++)
			(void)sqlite3_column_text(statement, i);
	check_hand(db, code);
	sqlite3_finalize(statement);
	return rows;
}

/* ---- the diagram ---- */

static void draw(struct connection *db, struct arena *arena, int count_ms)
{
	struct outline *outline;
	struct layout layout;
	struct sheet sheet;
	check(infer(db, arena, NULL, &outline), "infer");
	if (count_ms)
		check(infer_count(db, arena, outline, count_ms), "count");
	layout_make(arena, outline, 80, 0, &layout);
	sheet_draw(arena, &layout, &sheet);
	if (layout.box_count != 6 || layout.edge_count != 5)
		bench_fail("the diagram has %zu tables and %zu lines", layout.box_count, layout.edge_count);
}

static void diagram(void)
{
	struct connection *db;
	struct arena arena;
	arena_init(&arena);
	check(explore_open(&db, path), "open");
	draw(db, &arena, 0);
	explore_close(db);
	arena_release(&arena);
}

static const char structure_sql[] =
	"SELECT l.name, l.wr, x.name, x.type, x.pk, x.\"notnull\" FROM pragma_table_list AS l JOIN pragma_table_xinfo(l.name) AS x WHERE l.schema = 'main'",
	indexes_sql[] = "SELECT l.name, i.name, i.\"unique\", c.name FROM pragma_table_list AS l JOIN pragma_index_list(l.name) AS i "
		"JOIN pragma_index_xinfo(i.name) AS c WHERE l.schema = 'main'",
	keys_sql[] = "SELECT l.name, f.* FROM pragma_table_list AS l JOIN pragma_foreign_key_list(l.name) AS f WHERE l.schema = 'main'";

static void diagram_by_hand(void)
{
	sqlite3 *db = open_by_hand();
	run_by_hand(db, structure_sql);
	run_by_hand(db, indexes_sql);
	run_by_hand(db, keys_sql);
	sqlite3_close(db);
}

static void counted(void)
{
	struct connection *db;
	struct arena arena;
	arena_init(&arena);
	check(explore_open(&db, path), "open");
	draw(db, &arena, COUNT_MS);
	explore_close(db);
	arena_release(&arena);
}

static void counted_by_hand(void)
{
	static const char *const tables[] = { "parents", "children", "notes", "tags", "noteTags", "settings" };
	sqlite3 *db = open_by_hand();
	char sql[64];
	run_by_hand(db, structure_sql);
	run_by_hand(db, indexes_sql);
	run_by_hand(db, keys_sql);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", tables[i]);
		run_by_hand(db, sql);
	}
	sqlite3_close(db);
}

/* ---- the walk ---- */

static struct walking {
	struct connection *db;
	struct arena kept, arena;
	struct walk walk;
	struct walk_row parent;
	struct walk_list list;
	const char *cursor;
	sqlite3 *sqlite;
} walking;

static void begin_walk(void)
{
	struct walking *w = &walking;
	struct outline *outline;
	struct value key = value_integer(1), far = value_integer(FAR);
	struct walk_row row;
	struct walk_page page;
	arena_init(&w->kept);
	arena_init(&w->arena);
	check(explore_open(&w->db, path), "open");
	check(infer(w->db, &w->kept, NULL, &outline), "infer");
	w->walk = (struct walk){ .db = w->db, .outline = outline };
	check(walk_find(&w->walk, &w->kept, outline_table(outline, "parents"), &key, 1, &w->parent, NULL), "walk");
	const struct relation *children = outline_relation(w->parent.table, "children");
	w->list = (struct walk_list){ children->target, &w->parent, children, NULL };
	check(walk_find(&w->walk, &w->kept, children->target, &far, 1, &row, NULL), "walk");
	struct walk_list only = w->list;
	only.only = &row;
	check(walk_page(&w->walk, &w->kept, &only, NULL, false, 1, &page), "walk");
	w->cursor = walk_cursor(&w->kept, &page.rows[0]);
	w->sqlite = open_by_hand();
}

static void end_walk(void)
{
	explore_close(walking.db);
	sqlite3_close(walking.sqlite);
	arena_release(&walking.kept);
	arena_release(&walking.arena);
}

static void page_from(const char *cursor, int64_t first)
{
	struct walk_page page;
	arena_reset(&walking.arena);
	check(walk_page(&walking.walk, &walking.arena, &walking.list, cursor, false, PAGE, &page), "page");
	if (page.count != PAGE || value_int_or(page.rows[0].ident[0], 0) != first)
		bench_fail("the page begins with row %lld", (long long)value_int_or(page.rows[0].ident[0], 0));
}

static void page_by_hand(int64_t after)
{
	static sqlite3_stmt *statement;
	int64_t first = 0;
	int code, rows = 0;
	if (!statement)
		check_hand(walking.sqlite, sqlite3_prepare_v3(walking.sqlite, "SELECT id, parentId, title, length(body) FROM children "
			"WHERE parentId = ?1 AND id > ?2 ORDER BY id LIMIT 21", -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
	sqlite3_bind_int64(statement, 1, 1);
	sqlite3_bind_int64(statement, 2, after);
	for (; (code = sqlite3_step(statement)) == SQLITE_ROW; rows++)
		if (!first)
			first = sqlite3_column_int64(statement, 0);
	check_hand(walking.sqlite, code);
	sqlite3_reset(statement);
	if (first != after + 1 || rows != PAGE + 1)
		bench_fail("by hand the page begins with row %lld", (long long)first);
}

static void first_page(void) { page_from(NULL, 1); }
static void first_page_by_hand(void) { page_by_hand(0); }
static void far_page(void) { page_from(walking.cursor, FAR + 1); }
static void far_page_by_hand(void) { page_by_hand(FAR); }

static void bounded_count(void)
{
	int64_t count;
	bool more;
	arena_reset(&walking.arena);
	check(walk_count(&walking.walk, &walking.arena, &walking.parent, walking.list.relation, &count, &more, NULL), "count");
	if (count != WALK_COUNT_MAX || !more)
		bench_fail("counted %lld", (long long)count);
}

static void bounded_count_by_hand(void)
{
	static sqlite3_stmt *statement;
	if (!statement)
		check_hand(walking.sqlite, sqlite3_prepare_v3(walking.sqlite, "SELECT count(*) FROM (SELECT 1 FROM children WHERE parentId = 1 LIMIT 1001)",
			-1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
	check_hand(walking.sqlite, sqlite3_step(statement));
	sqlite3_reset(statement);
}

/* ---- the rehearsal: each in a process of its own, for the memory ---- */

static void rehearse_delete(void)
{
	struct connection *db;
	struct arena arena;
	struct rehearsal *rehearsal;
	arena_init(&arena);
	check(connection_open(&db, path, CONNECTION_WRITE), "open");
	struct rehearse_statement statement = { .db = db, .sql = "DELETE FROM parents WHERE id = 2", .text = "DELETE FROM parents WHERE id = 2" };
	struct rehearse_act act = rehearse_sql(&statement);
	check(rehearse(db, &arena, &(struct rehearse_options){ .keep = 50 }, &act, &rehearsal), "rehearse");
	if (rehearsal->touched != NOTES + 1 || rehearsal->blocked)
		bench_fail("%lld rows touched", (long long)rehearsal->touched);
	connection_close(db);
	arena_release(&arena);
}

static void delete_by_hand(void)
{
	sqlite3 *db = open_by_hand();
	check_hand(db, sqlite3_exec(db, "BEGIN IMMEDIATE; SAVEPOINT s; DELETE FROM parents WHERE id = 2; ROLLBACK TO s; ROLLBACK", NULL, NULL, NULL));
	sqlite3_close(db);
}

/* Peak memory in MiB of one run of @work, and how long it took. */
static double in_child(void (*work)(void), double *peak)
{
	struct rusage usage;
	int status;
	uint64_t began = bench_now();
	pid_t child = fork();
	if (child < 0)
		bench_fail("cannot fork");
	if (!child) {
		work();
		_exit(0);
	}
	if (wait4(child, &status, 0, &usage) != child || status)
		bench_fail("the rehearsal ended with %d", status);
	*peak = (double)usage.ru_maxrss / 1024;
	return (double)(bench_now() - began) / 1e6;
}

static double in_process(void (*work)(void), double *peak)
{
	uint64_t began = bench_now();
	*peak = 0;
	work();
	return (double)(bench_now() - began) / 1e6;
}

/* ---- all of it ---- */

struct subject { const char *name; void (*ours)(void), (*theirs)(void); int runs; bool child; };

static const struct subject rehearsals[] = {
	{ "rehearse a delete of 100,001 rows", rehearse_delete, delete_by_hand, 7, true }, { 0 }
};
static const struct subject diagrams[] = {
	{ "open, read, lay out and draw", diagram, diagram_by_hand, 101, false },
	{ "the same with its rows counted", counted, counted_by_hand, 11, false }, { 0 }
};
static const struct subject walks[] = {
	{ "first 20 of a million children", first_page, first_page_by_hand, 501, false },
	{ "20 from the 900,001st on", far_page, far_page_by_hand, 501, false },
	{ "count them up to 1,000", bounded_count, bounded_count_by_hand, 501, false }, { 0 }
};

static void measure(const struct subject *subject)
{
	static struct sample times[2], peaks[2];
	double (*run)(void (*)(void), double *) = subject->child ? in_child : in_process;
	for (int side = 0; side < 2; side++) {
		sample_clear(&times[side]);
		sample_clear(&peaks[side]);
	}
	for (int i = 0; i < subject->runs; i++)
		for (int side = 0; side < 2; side++) {
			bool ours = (i + side) % 2 == 0;
			double peak, ms = run(ours ? subject->ours : subject->theirs, &peak);
			sample_add(&times[!ours], ms);
			sample_add(&peaks[!ours], peak);
		}
	double ours = sample_median(&times[0]), theirs = sample_median(&times[1]);
	printf("%-36s%10.3f%10.3f%8.2f", subject->name, ours, theirs, ours / theirs);
	if (subject->child)
		printf("%8.0f MB%6.0f MB", sample_median(&peaks[0]), sample_median(&peaks[1]));
	putchar('\n');
	fflush(stdout);
}

static void measure_all(const struct subject *subjects)
{
	for (; subjects->name; subjects++)
		measure(subjects);
}

static bool has_room(const char *folder)
{
	struct statvfs room;
	return !statvfs(folder, &room) && room.f_bavail * room.f_frsize > 3ull * 1024 * MEBI;
}

int main(int argc, char **argv)
{
	struct stat about;
	if (argc != 2)
		bench_fail("usage: relations FOLDER");
	if (!has_room(argv[1])) {
		printf("relations were not measured: there are no 3 GB free in %s\n", argv[1]);
		return 0;
	}
	snprintf(path, sizeof path, "%s/relations.db", argv[1]);
	make_file();
	if (stat(path, &about))
		bench_fail("there is no '%s'", path);
	printf("relations, in a file of %.2f GB          souk ms   hand ms   ratio    peak   by hand\n", (double)about.st_size / 1e9);
	measure_all(rehearsals);
	measure_all(diagrams);
	begin_walk();
	measure_all(walks);
	end_walk();
	unlink(path);
	return 0;
}
