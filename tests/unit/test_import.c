/* Imports: rows become products or changes, all or nothing; what a dry run tells is what happens; what was exported comes back. */
#include "unit/check.h"
#include "unit/stall.h"

#include "base/vec.h"
#include "model/store.h"
#include "shop/check.h"
#include "shop/export.h"
#include "shop/import.h"

#include <stdio.h>
#include <string.h>

static struct stall s;
static struct import_report got;

static const char *file_of(const char *name, const char *text, size_t size)
{
	const char *path = check_path(name);
	FILE *file = fopen(path, "w");
	if (!file || fwrite(text, 1, size, file) != size || fclose(file))
		die(99, "cannot write %s", path);
	return path;
}

static enum err import_as(struct session *who, const char *text, struct import_wish wish)
{
	return import_products(who, &s.arena, file_of("in.csv", text, strlen(text)), wish, &got);
}

/* Import as alice; the counts as "added changed unchanged bad". */
static const char *counts_of(const char *text, struct import_wish wish)
{
	enum err err = import_as(&s.alice, text, wish);
	return arena_format(&s.arena, "%zu %zu %zu %zu%s", got.added_count, got.changed_count, got.unchanged_count, got.bad_count,
		err ? " refused" : "");
}
#define DRY ((struct import_wish){ .dry = true })
#define REAL ((struct import_wish){ 0 })
#define SKIP ((struct import_wish){ .skip_bad = true })

static int64_t products(void)
{
	return stall_select(&s, "SELECT count(*) FROM products");
}

/* Search, indexes, sold counts: as if each row had come by itself. */
static void check_sound(void)
{
	struct check_report report;
	CHECK_ERR(OK, shop_check(s.shop, &s.arena, NULL, NULL, &report));
	for (size_t i = 0; i < report.count; i++)
		CHECK_STR(NULL, report.items[i].sentence);
	CHECK_INT(13, stall_select(&s, "SELECT count(*) FROM sqlite_schema WHERE tbl_name = 'products' AND name LIKE 'souk%'"));
	CHECK_INT(products(), stall_select(&s, "SELECT count(*) FROM soukSold"));
	CHECK_INT(0, stall_select(&s, "SELECT count(*) FROM soukSearch WHERE soukSearch MATCH 'title : nothing'"));
	stall_run(&s, "INSERT INTO soukSearch(soukSearch, rank) VALUES ('integrity-check', 1)");
}

TEST(rows_are_added_and_changed)
{
	stall_open(&s);
	CHECK_STR("1 1 1 0", counts_of("stock,title,price\n7,Egg cup,3.50\n12,\"Lamp, brass\",26\n3,Tea tin,8\n", REAL));
	CHECK(got.written);
	CHECK_STR("Egg cup", got.added[0].title);
	CHECK_INT(2, got.added[0].line);
	CHECK_INT(s.lamp, got.changed[0].id);
	CHECK_INT(1, got.changed[0].changes.count);
	CHECK_STR("priceCents", got.changed[0].changes.items[0].attribute);
	CHECK_STR("24.00", got.changed[0].changes.items[0].before);
	CHECK_STR("26.00", got.changed[0].changes.items[0].after);
	CHECK_INT(2600, stall_select(&s, "SELECT priceCents FROM products WHERE title = 'Lamp, brass'"));
	CHECK_INT(1, stall_select(&s, "SELECT userId FROM products WHERE title = 'Egg cup' AND stock = 7 AND priceCents = 350"));
	CHECK_INT(4, stall_select(&s, "SELECT rowid FROM soukSearch WHERE soukSearch MATCH 'egg'"));
	check_sound();
	stall_close(&s);
}

TEST(a_row_acts_on_what_the_rows_before_it_left)
{
	stall_open(&s);
	CHECK_STR("1 2 1 0", counts_of("title,price\nCup,1\nCup,2\nCup,2\nCup,3\n", REAL));
	CHECK_INT(300, stall_select(&s, "SELECT priceCents FROM products WHERE title = 'Cup'"));
	stall_close(&s);
}

TEST(all_or_nothing_unless_told_otherwise)
{
	static const char text[] = "title,price,stock\nCup,1,2\nBowl,many,1\n,3,1\nPan,4,-1\nTea tin,9,3\n";
	stall_open(&s);
	CHECK_STR("1 1 0 3 refused", counts_of(text, REAL));
	CHECK(!got.written);
	CHECK(strstr(err_sentence(ERR_INPUT), "nothing was written: 3 rows are not right, the first: "));
	CHECK(strstr(got.bad[0].fault, "in.csv:3: price: "));
	CHECK(strstr(got.bad[1].fault, "in.csv:4: title: "));
	CHECK(strstr(got.bad[2].fault, "in.csv:5: stock: "));
	CHECK_INT(0, strncmp(got.bad[2].why, "stock: ", 7));
	CHECK_INT(3, products());
	CHECK_INT(800, stall_select(&s, "SELECT priceCents FROM products WHERE title = 'Tea tin'"));
	CHECK_STR("1 1 0 3", counts_of(text, DRY));
	CHECK_INT(3, products());
	CHECK_STR("1 1 0 3", counts_of(text, SKIP));
	CHECK(got.written);
	CHECK_INT(4, products());
	CHECK_INT(900, stall_select(&s, "SELECT priceCents FROM products WHERE title = 'Tea tin'"));
	check_sound();
	stall_close(&s);
}

TEST(a_dry_run_tells_what_will_happen)
{
	static const char text[] = "title,price\nCup,1\nTea tin,9\nTea tin,8\n\"Pot, small\"\n";
	stall_open(&s);
	CHECK_STR("1 2 1 0", counts_of(text, DRY));
	uint64_t told = got.outcome;
	CHECK(!got.written);
	CHECK_INT(3, products());
	CHECK_STR("1 2 1 0", counts_of(text, (struct import_wish){ .expected = told }));
	CHECK(got.written && got.outcome == told);
	stall_close(&s);
}

TEST(what_was_told_is_written_or_nothing)
{
	stall_open(&s);
	CHECK_STR("1 0 0 0", counts_of("title,price\nCup,1\n", DRY));
	struct import_wish wish = { .expected = got.outcome };
	CHECK_ERR(ERR_STATUS, import_as(&s.alice, "title,price\nCup,2\n", wish));
	stall_product(&s, &s.alice, "Cup", 300, 1);
	CHECK_ERR(ERR_STATUS, import_as(&s.alice, "title,price\nCup,1\n", wish));
	CHECK(!got.written);
	CHECK_INT(300, stall_select(&s, "SELECT priceCents FROM products WHERE title = 'Cup'"));
	CHECK_INT(4, products());
	stall_close(&s);
}

TEST(files_of_other_programs)
{
	stall_open(&s);
	CHECK_STR("1 0 0 0", counts_of("\xef\xbb\xbf" "title;price\r\nCup;1,50\r\n", REAL));
	CHECK_STR("1 0 1 0", counts_of("title\tprice\rBowl\t1\rCup\t1.50\r", REAL));
	CHECK_STR("1 0 0 0", counts_of("price,title,description\n2,Pan,\"two\r\nlines\"\n", REAL));
	CHECK_INT(1, stall_select(&s, "SELECT count(*) FROM products WHERE description = 'two' || char(10) || 'lines'"));
	CHECK_STR("0 0 1 0", counts_of("price,title,description\n2,Pan,\"two\r\nlines\"\n", REAL));
	CHECK_STR("1 0 0 0", counts_of("title,price\nCafe\xcc\x81,1\n", REAL));
	CHECK_STR("0 0 1 0", counts_of("title,price\nCaf\xc3\xa9,1\n", REAL));
	CHECK_STR("0 0 0 1 refused", counts_of("title,price\nPears, ripe,1\n", REAL));
	CHECK_STR("0 0 1 0", counts_of("title,price\nBowl,1,,\n", REAL));
	stall_close(&s);
}

TEST(headers_that_are_refused)
{
	static const struct { const char *text, *why; } headers[] = {
		{ "titel,price\n", "in.csv:1: there is no column 'titel', did you mean 'title'?" },
		{ "title,colour\n", "in.csv:1: there is no column 'colour'" },
		{ "title,price,title\n", "in.csv:1: the column 'title' stands there twice" },
		{ "price\n1\n", "in.csv:1: there is neither a column 'title' nor 'id'" },
		{ "", "in.csv: it is empty" },
		{ "title,price\n\"x,1\n", "in.csv:2: a quote does not end" },
	};
	stall_open(&s);
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		CHECK_ERR(ERR_INPUT, import_as(&s.alice, headers[i].text, REAL));
		if (!strstr(err_sentence(ERR_INPUT), headers[i].why))
			CHECK_STR(headers[i].why, err_sentence(ERR_INPUT));
	}
	CHECK_INT(3, products());
	CHECK_ERR(ERR_NOT_FOUND, import_products(&s.alice, &s.arena, check_path("none.csv"), REAL, &got));
	CHECK_ERR(ERR_FORBIDDEN, import_as(&s.guest, "title,price\nCup,1\n", REAL));
	stall_close(&s);
}

TEST(ids_and_titles)
{
	stall_open(&s);
	CHECK_STR("0 1 0 0", counts_of("id,title\n2,Tea caddy\n", REAL));
	CHECK_INT(2, stall_select(&s, "SELECT rowid FROM soukSearch WHERE soukSearch MATCH 'caddy'"));
	CHECK_STR("0 0 1 0", counts_of("id,title,stock\n2,,3\n", REAL));
	CHECK_ERR(ERR_INPUT, import_as(&s.bob, "id,price\n2,1\n", REAL));
	CHECK(strstr(got.bad[0].fault, "in.csv:2: id: product 2 is not yours to change"));
	CHECK_STR("0 0 0 3 refused", counts_of("id,price\n99,1\nx,1\n-2,1\n", REAL));
	CHECK(strstr(got.bad[0].fault, ":2: id: there is no product 99"));
	CHECK(strstr(got.bad[1].fault, ":3: id: 'x' is no id"));
	CHECK_ERR(OK, import_as(&s.bob, "title,price\nTea caddy,1\n", REAL));
	CHECK_INT(1, got.added_count);
	stall_product(&s, &s.alice, "Tea caddy", 900, 1);
	CHECK_STR("0 0 0 1 refused", counts_of("title,price\nTea caddy,1\n", REAL));
	CHECK(strstr(got.bad[0].fault, "title: several products of yours are called 'Tea caddy'"));
	stall_retire(&s, s.lamp);
	CHECK_STR("0 1 0 0", counts_of("title,retiredAt\n\"Lamp, brass\",\n", REAL));
	CHECK_INT(0, stall_select(&s, "SELECT count(retiredAt) FROM products"));
	stall_close(&s);
}

/* --- so many rows that indexes and search rest meanwhile --- */

enum { MANY = 6000 };

static const char *many(const char *title, int price)
{
	struct buffer text = { 0 };
	buffer_puts(&text, "title,description,price,stock\n");
	for (int i = 0; i < MANY; i++)
		buffer_printf(&text, "%s no. %d,\"Made by hand, the %dth of its kind.\",%d,%d\n", title, i, i, price, i % 50);
	const char *kept = arena_string(&s.arena, text.bytes);
	buffer_release(&text);
	return kept;
}

TEST(very_many_rows_leave_the_file_as_few_would)
{
	stall_open(&s);
	const char *text = many("Spoon", 3);
	CHECK_STR("6000 0 0 0", counts_of(text, DRY));
	check_sound();
	CHECK_INT(3, products());
	CHECK_STR("6000 0 0 0", counts_of(text, REAL));
	CHECK_INT(IMPORT_TOLD, 1000);
	CHECK_INT(MANY + 3, products());
	CHECK_INT(1, stall_select(&s, "SELECT count(*) FROM soukSearch WHERE soukSearch MATCH '5999'"));
	check_sound();
	CHECK_STR("0 0 6000 0", counts_of(text, REAL));
	CHECK_STR("0 6000 0 0", counts_of(many("Spoon", 4), REAL));
	CHECK_INT(400 * MANY, stall_select(&s, "SELECT sum(priceCents) FROM products WHERE title LIKE 'Spoon%'"));
	check_sound();
	stall_close(&s);
}

struct patience { int64_t rows; bool finishing; int calls; };

static bool until(void *context, const struct import_progress *p)
{
	struct patience *patience = context;
	patience->calls++;
	return patience->finishing ? !p->finishing : p->rows < patience->rows;
}

static void check_stopped(struct patience patience)
{
	CHECK_ERR(ERR_CANCELLED, import_as(&s.alice, many("Fork", 2), (struct import_wish){ .watch = until, .context = &patience }));
	CHECK_STR("stopped: nothing was written", err_sentence(ERR_CANCELLED));
	CHECK(!got.written);
	CHECK(patience.calls > 0);
	CHECK_INT(3, products());
	CHECK(!store_in_transaction(shop_store(s.shop)));
	check_sound();
}

TEST(who_stops_it_finds_nothing_written)
{
	stall_open_at(&s, check_path("stop.db"));
	check_stopped((struct patience){ .rows = 0 });
	check_stopped((struct patience){ .rows = 300 });
	check_stopped((struct patience){ .rows = 5000 });
	check_stopped((struct patience){ .finishing = true });
	CHECK_STR("1 0 0 0", counts_of("title,price\nCup,1\n", REAL));
	stall_close(&s);
}

TEST(few_rows_into_many_do_not_make_the_search_anew)
{
	stall_open(&s);
	CHECK_STR("6000 0 0 0", counts_of(many("Spoon", 3), REAL));
	struct store_totals before = store_totals(shop_store(s.shop));
	CHECK_STR("1 0 0 0", counts_of("title,price\nCup,1\n", REAL));
	struct store_totals after = store_totals(shop_store(s.shop));
	CHECK(after.statements - before.statements < 20);
	check_sound();
	stall_close(&s);
}

/* --- out and in again --- */

static enum err keep_bytes(void *context, const char *bytes, size_t size)
{
	buffer_add(context, bytes, size);
	return OK;
}

static void export_to(struct buffer *out, enum export_form form)
{
	int64_t count;
	CHECK_ERR(OK, export_write(s.shop, "alice@example.org", form, keep_bytes, out, &count));
}

/* Also what no rule would let in, as another program may have written it. */
TEST(what_is_exported_comes_in_as_no_change)
{
	struct buffer first = { 0 }, second = { 0 };
	stall_open(&s);
	stall_set(&s, s.tin, "description", value_text("=SUM(A1:A9)\r\n\"quoted\", and\ttabbed\n"));
	stall_set(&s, s.tin, "title", value_text("'=tin"));
	stall_set(&s, s.tin, "category", value_text(""));
	stall_set(&s, s.pot, "title", value_text("'tis a pot\x07"));
	stall_set(&s, s.pot, "imageUrl", value_text("-1"));
	stall_set(&s, s.pot, "retiredAt", value_text("2026-11-22T14:01:07Z"));
	export_to(&first, EXPORT_CSV);
	CHECK_STR("0 0 3 0", counts_of(first.bytes, REAL));
	CHECK_INT(1, stall_select(&s, "SELECT count(*) FROM products WHERE title = '''=tin'"));
	export_to(&second, EXPORT_CSV);
	CHECK_STR(first.bytes, second.bytes);
	CHECK(strstr(first.bytes, "\r\n2,''=tin,\"'=SUM(A1:A9)\r\n\"\"quoted\"\", and\ttabbed\n\",,8.00,3,,\r\n"));
	stall_close(&s);
	buffer_release(&first);
	buffer_release(&second);
}

TEST(an_export_of_many_is_whole)
{
	struct buffer csv = { 0 }, json = { 0 };
	stall_open(&s);
	CHECK_STR("6000 0 0 0", counts_of(many("Spoon", 3), REAL));
	export_to(&csv, EXPORT_CSV);
	CHECK_STR("0 0 6003 0", counts_of(csv.bytes, REAL));
	export_to(&json, EXPORT_JSON);
	CHECK_INT(0, strncmp(json.bytes, "{\"products\":[{\"id\":1,", 21));
	CHECK_STR("],\"next\":null}\n", json.bytes + json.size - 15);
	int64_t count = 0;
	CHECK_ERR(ERR_NOT_FOUND, export_write(s.shop, "nobody@example.org", EXPORT_CSV, keep_bytes, &csv, &count));
	stall_close(&s);
	buffer_release(&csv);
	buffer_release(&json);
}
