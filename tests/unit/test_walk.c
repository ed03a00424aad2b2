/* Walking: rows, counts, pages and calls on files made for each trap. */
#include "base/vec.h"
#include "db/connection.h"
#include "db/plan.h"
#include "explore/walk_text.h"
#include "unit/outlines.h"

#include <stdlib.h>
#include <string.h>

static struct walk walk;
static struct walk_row row;

static const struct outline_table *table(const char *name)
{
	return outline_table(outlines.outline, name);
}

static bool begin(const char *sql)
{
	text_use_utf8(true);
	bool ok = outline_open(sql, NULL);
	walk = (struct walk){ .db = outlines.db, .outline = outlines.outline };
	return ok;
}

static bool find(const char *name, struct value key)
{
	return CHECK_ERR(OK, walk_find(&walk, &outlines.arena, table(name), &key, 1, &row, NULL));
}

static const struct relation *relation(const char *as)
{
	const struct relation *r = outline_relation(row.table, as);
	return CHECK(r != NULL) ? r : &row.table->relations[0];
}

static const char *counted(const char *as)
{
	int64_t count;
	bool more;
	if (!CHECK_ERR(OK, walk_count(&walk, &outlines.arena, &row, relation(as), &count, &more, NULL)))
		return NULL;
	return arena_format(&outlines.arena, "%lld%s", (long long)count, more ? "+" : "");
}

static const char *cell(const char *column)
{
	int position = outline_column(row.table, column);
	const struct walk_cell *found = walk_cell_of(&row, row.table, position);
	return found ? walk_shown(&outlines.arena, &(struct walk_column){ row.table, position }, found).bytes : NULL;
}

/* "1 Lamp | 2 Pot", with what the join table says in brackets. */
static const char *page_text(const struct walk_page *page)
{
	const char *text = "";
	for (size_t i = 0; i < page->count; i++) {
		const struct walk_row *r = &page->rows[i];
		text = arena_format(&outlines.arena, "%s%s%s%s%s", text, i ? " | " : "", r->key, r->name ? " " : "", r->name ? r->name : "");
		for (size_t k = 0; k < r->count; k++)
			if (r->columns[k].table != r->table)
				text = arena_format(&outlines.arena, "%s [%s]", text, walk_shown(&outlines.arena, &r->columns[k], &r->cells[k]).bytes);
	}
	return text;
}

static struct walk_page page_of(const char *as, const char *cursor, bool before, size_t limit)
{
	struct walk_page page = { 0 };
	struct walk_list list = { as ? relation(as)->target : row.table, &row, as ? relation(as) : NULL };
	CHECK_ERR(OK, walk_page(&walk, &outlines.arena, &list, cursor, before, limit, &page));
	return page;
}

static const char *listed(const char *as)
{
	struct walk_page page = page_of(as, NULL, false, 50);
	return page_text(&page);
}

/* All pages of a list, on and then back, as one text each; and no page sorts or scans. */
static void check_pages(const char *as, size_t limit, int64_t expected)
{
	const char *cursor = NULL, *back = NULL;
	int64_t count = 0;
	do {
		struct walk_page page = page_of(as, cursor, false, limit);
		struct plan plan;
		count += (int64_t)page.count;
		CHECK_ERR(OK, plan_read(walk.db, &outlines.arena, page.asked.sql, &plan));
		for (size_t i = 0; i < plan.count; i++)
			CHECK(!strstr(plan.steps[i].detail, "B-TREE") && !plan.steps[i].scan);
		if (cursor) {
			struct walk_page before = page_of(as, walk_cursor(&outlines.arena, &page.rows[0]), true, limit);
			CHECK_STR(back, page_text(&before));
		}
		back = page_text(&page);
		cursor = page.next;
	} while (cursor && count < 100000);
	CHECK_INT(expected, count);
}

#define SHOP "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, passwordHash TEXT, made TEXT);\n" \
	"CREATE TABLE products (id INTEGER PRIMARY KEY, title TEXT, price INTEGER, userId INTEGER REFERENCES users (id));\n" \
	"CREATE INDEX productsUser ON products (userId);\n" \
	"CREATE TABLE carts (id INTEGER PRIMARY KEY, userId INTEGER UNIQUE REFERENCES users (id));\n" \
	"CREATE TABLE cartItems (id INTEGER PRIMARY KEY, quantity INTEGER, cartId INTEGER REFERENCES carts (id)," \
	" productId INTEGER REFERENCES products (id), UNIQUE (cartId, productId));\n" \
	"CREATE INDEX itemsProduct ON cartItems (productId);\n" \
	"INSERT INTO users VALUES (1, 'alice', 'xyz', '2026-11-02 09:14:03.120 +00:00'), (2, 'bob', NULL, NULL);\n" \
	"INSERT INTO products VALUES (1, 'Lamp, brass', 2400, 1), (2, 'Pot, small', 500, 1), (3, 'Rug', 5000, 2), (4, 'Stray', 1, NULL);\n" \
	"INSERT INTO carts VALUES (7, 1);\n" \
	"INSERT INTO cartItems VALUES (1, 2, 7, 3), (2, 5, 7, 1)"

TEST(a_row_beside_its_associations)
{
	REQUIRE(begin(SHOP) && find("users", value_integer(1)));
	CHECK_STR("alice", row.name);
	CHECK_STR("1", row.key);
	CHECK_STR("2026-11-02 09:14", cell("made"));
	CHECK_STR("hidden", cell("passwordHash"));
	CHECK(value_is_null(walk_cell_of(&row, row.table, 2)->value));
	CHECK_STR("2", counted("products"));
	CHECK_STR("1", counted("cart"));
	CHECK_STR("1 Lamp, brass | 2 Pot, small", listed("products"));
	REQUIRE(find("users", value_integer(2)));
	CHECK_STR("null", cell("passwordHash"));
	CHECK_STR("0", counted("cart"));
	CHECK_STR("", listed("cart"));
	outline_close();
}

TEST(through_a_join_table_in_one_step)
{
	REQUIRE(begin(SHOP) && find("carts", value_integer(7)));
	CHECK_STR("2", counted("products"));
	CHECK_STR("1 Lamp, brass [5] | 3 Rug [2]", listed("products"));
	REQUIRE(find("products", value_integer(3)));
	CHECK_STR("7 [2]", listed("carts"));
	outline_close();
}

TEST(one_step_and_one_row)
{
	struct walk_row other;
	bool there;
	struct walk_asked asked;
	REQUIRE(begin(SHOP) && find("products", value_integer(2)));
	CHECK(walk_is_single(relation("user")) && !walk_is_single(relation("carts")));
	REQUIRE_OK(walk_one(&walk, &outlines.arena, &row, relation("user"), &other, &there, &asked));
	CHECK(there);
	CHECK_STR("alice", other.name);
	CHECK_INT(1, asked.rows);
	REQUIRE(find("products", value_integer(4)));
	CHECK_STR("0", counted("user"));
	REQUIRE_OK(walk_one(&walk, &outlines.arena, &row, relation("user"), &other, &there, &asked));
	CHECK(!there);
	outline_close();
}

TEST(calls_are_spelt_as_they_are)
{
	REQUIRE(begin(SHOP) && find("products", value_integer(1)));
	CHECK_STR("Lamp", walk_ident(&outlines.arena, &row));
	CHECK_STR("Product.findByPk(1)", walk_find_call(&outlines.arena, &row));
	CHECK_STR("getUser()", walk_get_call(&outlines.arena, relation("user")));
	CHECK_STR("getCarts()", walk_get_call(&outlines.arena, relation("carts")));
	REQUIRE(find("carts", value_integer(7)));
	CHECK_STR("cart7", walk_ident(&outlines.arena, &row));
	outline_close();
}

TEST(a_row_that_is_not_there)
{
	struct value key = value_integer(9);
	REQUIRE(begin(SHOP));
	CHECK_ERR(ERR_NOT_FOUND, walk_find(&walk, &outlines.arena, table("users"), &key, 1, &row, NULL));
	outline_close();
}

/* ---- lists of any length ---- */

#define MANY(n) "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " n ") "

TEST(pages_go_on_and_back)
{
	REQUIRE(begin(SHOP ";\n" MANY("1234") "INSERT INTO products SELECT i + 100, 'p' || i, i, 2 FROM n;\n"
		MANY("1234") "INSERT INTO cartItems SELECT i + 100, i, 7, i + 100 FROM n WHERE i % 2 = 0") && find("users", value_integer(2)));
	CHECK_STR("1000+", counted("products"));
	check_pages("products", 100, 1235);
	check_pages("products", 1000, 1235);
	check_pages(NULL, 1, 2);
	REQUIRE(find("carts", value_integer(7)));
	CHECK_STR("619", counted("products"));
	check_pages("products", 7, 619);
	struct walk_page last = page_of("products", NULL, true, 2);
	CHECK_STR("1332 p1232 [1232] | 1334 p1234 [1234]", page_text(&last));
	CHECK_STR(NULL, last.next);
	CHECK(last.previous != NULL);
	outline_close();
}

TEST(a_cursor_of_something_else)
{
	struct walk_page page;
	REQUIRE(begin(SHOP) && find("users", value_integer(1)));
	struct walk_list list = { relation("products")->target, &row, relation("products") };
	for (const char *const *cursor = (const char *const[]){ "", "i", "i1", "x1;", "i1;i2;", "t6", "i1;x", NULL }; *cursor; cursor++)
		CHECK_ERR(ERR_USAGE, walk_page(&walk, &outlines.arena, &list, *cursor, false, 5, &page));
	outline_close();
}

TEST(what_no_index_serves_is_counted_in_bounds)
{
	REQUIRE(begin("CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE b (id INTEGER PRIMARY KEY, aId INTEGER REFERENCES a (id));\n"
		"INSERT INTO a VALUES (1), (2);\n" MANY("150000") "INSERT INTO b SELECT i, 1 + (i % 50000 = 0) FROM n") && find("a", value_integer(2)));
	CHECK_STR("2+", counted("bs"));
	REQUIRE(find("a", value_integer(1)));
	CHECK_STR("1000+", counted("bs"));
	outline_close();
}

/* ---- traps ---- */

TEST(keys_of_several_columns)
{
	REQUIRE(begin("CREATE TABLE orders (shop TEXT, no INTEGER, total INTEGER, PRIMARY KEY (shop, no));\n"
		"CREATE TABLE lines (id INTEGER PRIMARY KEY, shop TEXT, no INTEGER, what TEXT, FOREIGN KEY (shop, no) REFERENCES orders);\n"
		"CREATE INDEX linesOrder ON lines (shop, no);\n"
		"INSERT INTO orders VALUES ('a', 1, 5), ('a', 2, 6), ('b', 1, 7);\nINSERT INTO lines VALUES (1, 'a', 2, 'x'), (2, 'a', 1, 'y'), (3, 'a', NULL, 'z')"));
	struct value key[] = { value_text("a"), value_integer(2) };
	REQUIRE_OK(walk_find(&walk, &outlines.arena, table("orders"), key, 2, &row, NULL));
	CHECK_STR("'a',2", row.key);
	CHECK_STR("1", listed("lines"));
	CHECK_STR("Order.findOne({where:{shop:a,no:2}})", walk_find_call(&outlines.arena, &row));
	REQUIRE(find("lines", value_integer(1)));
	CHECK_STR("'a',2", listed("order"));
	REQUIRE(find("lines", value_integer(3)));
	CHECK_STR("0", counted("order"));
	outline_close();
}

TEST(to_itself_and_twice_to_one)
{
	REQUIRE(begin("CREATE TABLE people (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, bossId INTEGER REFERENCES people (id));\n"
		"CREATE INDEX peopleBoss ON people (bossId);\n"
		"CREATE TABLE messages (id INTEGER PRIMARY KEY, senderId INTEGER REFERENCES people (id), receiverId INTEGER REFERENCES people (id));\n"
		"INSERT INTO people VALUES (1, 'Ann', 'Lee', NULL), (2, 'Bo', NULL, 1), (3, 'Cy', 'Roe', 1);\n"
		"INSERT INTO messages VALUES (1, 1, 2), (2, 1, 3), (3, 2, 1)") && find("people", value_integer(1)));
	CHECK_STR("Ann Lee", row.name);
	const char *own = NULL;
	for (size_t i = 0; i < row.table->relation_count; i++)
		if (row.table->relations[i].target == row.table && !walk_is_single(&row.table->relations[i]) && !row.table->relations[i].through)
			own = row.table->relations[i].as;
	REQUIRE(CHECK(own != NULL));
	CHECK_STR("2 Bo | 3 Cy Roe", listed(own));
	CHECK_STR("0", counted("boss"));
	outline_close();
}

TEST(without_rowid_and_without_key)
{
	REQUIRE(begin("CREATE TABLE codes (code TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID;\n"
		"CREATE TABLE uses (codeId TEXT REFERENCES codes (code), rowid TEXT);\nCREATE INDEX usesCode ON uses (codeId);\n"
		"INSERT INTO codes VALUES ('b', 'second'), ('a', 'first');\nINSERT INTO uses VALUES ('a', 'r1'), ('b', 'r2'), ('a', 'r3')"));
	REQUIRE(find("codes", value_text("a")));
	CHECK_STR("a", row.key);
	CHECK_STR("first", row.name);
	CHECK_STR("a first | b second", listed(NULL));
	CHECK_STR("1 | 3", listed("uses"));
	check_pages("uses", 1, 2);
	REQUIRE(find("uses", value_integer(3)));
	CHECK_STR("r3", cell("rowid"));
	CHECK_STR("a first", listed(outline_relation(row.table, row.table->relations[0].as)->as));
	outline_close();
}

TEST(columns_that_take_every_name_of_the_rowid)
{
	struct walk_list list = { 0 };
	struct walk_page page;
	struct value one = value_integer(1);
	REQUIRE(begin("CREATE TABLE t (id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE hidden (ROWID, _rowid_, oid, tId INTEGER REFERENCES t);\n"
		"CREATE TABLE keyed (rowid, _rowid_, oid, id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE other (rowid, oid, what TEXT);\n"
		"INSERT INTO t VALUES (1);\nINSERT INTO hidden VALUES (1, 1, 1, 1), (1, 1, 1, 1);\n"
		"INSERT INTO keyed VALUES (7, 7, 7, 1);\nINSERT INTO other VALUES (9, 9, 'first')"));
	CHECK_ERR(ERR_UNKNOWN_KEY, walk_find(&walk, &outlines.arena, table("hidden"), &one, 1, &row, NULL));
	CHECK(strstr(err_sentence(ERR_UNKNOWN_KEY), "'hidden' cannot be told apart") != NULL);
	list.table = table("hidden");
	CHECK_ERR(ERR_UNKNOWN_KEY, walk_page(&walk, &outlines.arena, &list, NULL, false, 20, &page));
	REQUIRE(find("t", one));
	CHECK_STR("2", counted("hiddens"));
	REQUIRE(find("keyed", one));
	CHECK_STR("7", cell("oid"));
	REQUIRE(find("other", one));
	CHECK_STR("first", cell("what"));
	outline_close();
}

TEST(keys_that_are_blobs_reals_and_odd_texts)
{
	REQUIRE(begin("CREATE TABLE a (id BLOB PRIMARY KEY, name TEXT);\nCREATE TABLE b (id REAL PRIMARY KEY, aId BLOB REFERENCES a (id));\n"
		"CREATE INDEX ba ON b (aId);\nCREATE TABLE c (id TEXT PRIMARY KEY) WITHOUT ROWID;\n"
		"INSERT INTO a VALUES (x'00ff', 'zero'), (x'', 'empty'), (x'01', 'one');\n"
		"INSERT INTO b VALUES (0.1, x'00ff'), (2.5, x'00ff'), (-1e300, x'');\nINSERT INTO c VALUES (''), (char(10) || 'x'), (char(0x1F600) || ';')"));
	struct value key = { .type = VALUE_BLOB, .size = 2, .text = "\0\377" };
	REQUIRE(find("a", key));
	CHECK_STR("x'00ff'", row.key);
	CHECK_STR("blob, 2 bytes", cell("id"));
	CHECK_STR("2", counted("bs"));
	CHECK_STR("0.1 | 2.5", listed("bs"));
	check_pages("bs", 1, 2);
	row = (struct walk_row){ .table = table("c") };
	check_pages(NULL, 1, 3);
	outline_close();
}

TEST(names_with_everything_in_them)
{
	REQUIRE(begin("CREATE TABLE \"a `b\"\"c\nd\" (\"i d\" INTEGER PRIMARY KEY, \"na`me\" TEXT, \"select\" TEXT);\n"
		"CREATE TABLE \"order\" (id INTEGER PRIMARY KEY, \"fk\"\" `x\" INTEGER REFERENCES \"a `b\"\"c\nd\");\nCREATE INDEX i1 ON \"order\" (\"fk\"\" `x\");\n"
		"INSERT INTO \"a `b\"\"c\nd\" VALUES (1, 'n', 's');\nINSERT INTO \"order\" VALUES (5, 1), (6, 1)"));
	REQUIRE(find("a `b\"c\nd", value_integer(1)));
	CHECK_STR("s", cell("select"));
	REQUIRE(CHECK_INT(1, row.table->relation_count));
	CHECK_STR("5 | 6", listed(row.table->relations[0].as));
	outline_close();
}

TEST(more_columns_than_one_select_gives)
{
	struct buffer sql = { 0 };
	buffer_puts(&sql, "CREATE TABLE wide (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES wide (id)");
	for (int i = 2; i < 2000; i++)
		buffer_printf(&sql, ", c%d BLOB", i);
	buffer_puts(&sql, ");\nINSERT INTO wide (id, parent, c1999) VALUES (1, NULL, x'0102'), (2, 1, 'last')");
	REQUIRE(begin(sql.bytes) && find("wide", value_integer(2)));
	CHECK_INT(2000, row.count);
	CHECK_STR("last", cell("c1999"));
	CHECK_STR("null", cell("c1000"));
	REQUIRE(find("wide", value_integer(1)));
	CHECK_STR("blob, 2 bytes", cell("c1999"));
	CHECK_STR("1 | 2", listed(NULL));
	buffer_release(&sql);
	outline_close();
}

TEST(huge_values_are_cut)
{
	REQUIRE(begin("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT, picture BLOB, any, none TEXT);\n"
		"INSERT INTO t VALUES (1, replace(hex(zeroblob(500000)), '0', 'é'), zeroblob(3000000), zeroblob(2048), NULL), (2, 'two\nlines', NULL, 1.5, '')"));
	REQUIRE(find("t", value_integer(1)));
	const struct walk_cell *body = walk_cell_of(&row, row.table, 1);
	CHECK(body->cut);
	CHECK_INT(WALK_TEXT_MAX, body->value.size);
	CHECK_STR("blob, 2.9 MB", cell("picture"));
	CHECK_STR("blob, 2.0 KB", cell("any"));
	CHECK_STR("null", cell("none"));
	REQUIRE(find("t", value_integer(2)));
	CHECK_STR("two lines", cell("body"));
	CHECK_STR("1.5", cell("any"));
	CHECK_STR("", cell("none"));
	outline_close();
}

TEST(what_refers_to_nothing)
{
	REQUIRE(begin("CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE b (id INTEGER PRIMARY KEY, aId INTEGER REFERENCES a (id), cId INTEGER REFERENCES c (id),"
		" d TEXT REFERENCES a (nowhere));\nPRAGMA foreign_keys = OFF;\nINSERT INTO b (id) VALUES (1)") && find("b", value_integer(1)));
	for (size_t i = 0; i < row.table->relation_count; i++)
		CHECK_STR("0", counted(row.table->relations[i].as));
	outline_close();
}

/* ---- who sees what ---- */

static const char *only_own(void *context, const char *name)
{
	(void)context;
	return !strcmp(name, "carts") ? "@.userId = 1" : !strcmp(name, "users") ? "@.id = 1" : NULL;
}

TEST(others_rows_are_counted_and_not_seen)
{
	struct walk_row other;
	struct walk_asked asked;
	bool there;
	REQUIRE(begin(SHOP ";\nINSERT INTO carts VALUES (8, 2);\nINSERT INTO cartItems VALUES (9, 1, 8, 3)"));
	walk.rules.sees = only_own;
	struct value two = value_integer(2), eight = value_integer(8);
	CHECK_ERR(ERR_FORBIDDEN, walk_find(&walk, &outlines.arena, table("users"), &two, 1, &row, NULL));
	CHECK_ERR(ERR_FORBIDDEN, walk_find(&walk, &outlines.arena, table("carts"), &eight, 1, &row, NULL));
	REQUIRE(find("products", value_integer(3)));
	CHECK_STR("2", counted("carts"));
	CHECK_STR("7 [2]", listed("carts"));
	CHECK_STR("1", counted("user"));
	REQUIRE_OK(walk_one(&walk, &outlines.arena, &row, relation("user"), &other, &there, &asked));
	CHECK(!there);
	row.table = table("users");
	CHECK_STR("1 alice", listed(NULL));
	outline_close();
}
