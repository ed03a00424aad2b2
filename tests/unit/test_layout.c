/* Diagrams: whatever the tables, boxes and lines keep out of each other's way; and how a few files look. */
#include "explore/layout.h"

#include "base/vec.h"
#include "explore/sheet.h"
#include "unit/outlines.h"
#include "unit/random.h"
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What each cell of a layout is used for: 'b' a box, 'e' an end, 'c' a corner, '-' and '|' lines, '+' a crossing, 'l' a label. */
struct map { int width, height; char *cells; const char *wrong; };

static char *at(const struct map *map, int x, int y)
{
	static char outside;
	outside = '!';
	return x < 0 || y < 0 || x >= map->width || y >= map->height ? &outside : &map->cells[y * map->width + x];
}

static void take(struct map *map, int x, int y, char use, const char *wrong)
{
	char *cell = at(map, x, y);
	if (*cell != ' ')
		map->wrong = wrong;
	*cell = use;
}

static void map_box(struct map *map, const struct layout_box *box)
{
	for (int y = box->y; y < box->y + box->height; y++)
		for (int x = box->x; x < box->x + box->width; x++)
			take(map, x, y, 'b', "two boxes overlap, or one is outside");
}

static bool is_border(const struct layout_box *box, struct layout_point p)
{
	bool side = (p.x == box->x || p.x == box->x + box->width - 1) && p.y > box->y && p.y < box->y + box->height - 1;
	bool level = (p.y == box->y || p.y == box->y + box->height - 1) && p.x > box->x && p.x < box->x + box->width - 1;
	return side || level;
}

static bool is_step(struct layout_point a, struct layout_point b)
{
	return abs(a.x - b.x) + abs(a.y - b.y) == 1;
}

static bool is_straight(const struct layout_point *p)
{
	return p[-1].x == p[1].x || p[-1].y == p[1].y;
}

static void map_line(struct map *map, const struct layout_point *p)
{
	char use = p[-1].y == p[1].y ? '-' : '|', *cell = at(map, p->x, p->y);
	if ((*cell == '-' && use == '|') || (*cell == '|' && use == '-'))
		*cell = '+';
	else
		take(map, p->x, p->y, use, "a line runs into something");
}

static void map_edge(struct map *map, const struct layout *layout, const struct layout_edge *edge)
{
	const struct layout_point *p = edge->points;
	size_t last = edge->point_count - 1;
	if (edge->point_count < 4) {
		map->wrong = "a line is missing";
		return;
	}
	if (!is_border(&layout->boxes[edge->from], p[0]) || !is_border(&layout->boxes[edge->to], p[last]))
		map->wrong = "a line does not end at its boxes";
	for (size_t i = 1; i < last; i++) {
		bool end = i == 1 || i + 1 == last;
		if (!is_step(p[i - 1], p[i]) || !is_step(p[i], p[i + 1]))
			map->wrong = "a line has a gap";
		if (end && !is_straight(&p[i]))
			map->wrong = "a line bends at its end";
		if (end || !is_straight(&p[i]))
			take(map, p[i].x, p[i].y, end ? 'e' : 'c', "an end or a corner runs into something");
		else
			map_line(map, &p[i]);
	}
}

static void map_label(struct map *map, const struct layout_edge *edge)
{
	for (int i = 0; i < edge->label.cells; i++) {
		char *cell = at(map, edge->label_at.x + i, edge->label_at.y);
		if (*cell != ' ' && *cell != '-')
			map->wrong = "a label runs into something";
		*cell = 'l';
	}
}

/* NULL, or what is wrong with the layout. */
static const char *fault_of(const struct layout *layout)
{
	struct map map = { layout->width, layout->height, memory_new((size_t)(layout->width * layout->height) + 1), NULL };
	memset(map.cells, ' ', (size_t)(layout->width * layout->height));
	for (size_t i = 0; i < layout->box_count; i++)
		map_box(&map, &layout->boxes[i]);
	for (size_t i = 0; i < layout->edge_count; i++)
		map_edge(&map, layout, &layout->edges[i]);
	for (size_t i = 0; i < layout->edge_count; i++)
		map_label(&map, &layout->edges[i]);
	free(map.cells);
	return map.wrong;
}

static size_t labels(const struct layout *layout)
{
	size_t count = 0;
	for (size_t i = 0; i < layout->edge_count; i++)
		count += layout->edges[i].label.cells > 0;
	return count;
}

static const struct layout_box *box(const struct layout *layout, const char *name)
{
	return &layout->boxes[outline_table(outlines.outline, name)->position];
}

static const char *drawing(int width)
{
	struct layout layout;
	struct sheet sheet;
	const char *text = "\n";
	layout_make(&outlines.arena, outlines.outline, width, 0, &layout);
	CHECK_STR(NULL, fault_of(&layout));
	sheet_draw(&outlines.arena, &layout, &sheet);
	for (int y = 0; y < sheet.height; y++)
		text = arena_format(&outlines.arena, "%s%s\n", text, sheet_row(&outlines.arena, &sheet, y).bytes);
	return text;
}

static void use_utf8(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	text_use_utf8(true);
}

static const char storefront[] =
	"CREATE TABLE users (id INTEGER PRIMARY KEY, name);\n"
	"CREATE TABLE products (id INTEGER PRIMARY KEY, userId INTEGER NOT NULL REFERENCES users ON DELETE CASCADE);\n"
	"CREATE TABLE carts (id INTEGER PRIMARY KEY, userId INTEGER UNIQUE REFERENCES users ON DELETE CASCADE);\n"
	"CREATE TABLE cartItems (id INTEGER PRIMARY KEY, cartId REFERENCES carts ON DELETE CASCADE,"
	" productId REFERENCES products ON DELETE CASCADE, UNIQUE (cartId, productId));\n"
	"CREATE TABLE orders (id INTEGER PRIMARY KEY, userId REFERENCES users ON DELETE SET NULL);\n"
	"CREATE TABLE orderItems (id INTEGER PRIMARY KEY, orderId REFERENCES orders ON DELETE CASCADE,"
	" productId REFERENCES products ON DELETE SET NULL, UNIQUE (orderId, productId))";

TEST(two_tables_and_what_ties_them)
{
	use_utf8();
	REQUIRE(outline_open("CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE carts (id INTEGER PRIMARY KEY,"
		" userId INTEGER UNIQUE REFERENCES users ON DELETE CASCADE);\nINSERT INTO users VALUES (1)", NULL));
	CHECK_ERR(OK, infer_count(outlines.db, &outlines.arena, outlines.outline, 1000));
	CHECK_STR("\n"
		"┌ users ── 1 ┐ CASCADE ┌ carts ── 0 ┐\n"
		"│ id      PK ├o───────o┤ id      PK │\n"
		"└────────────┘         │ userId  FK │\n"
		"                       └────────────┘\n", drawing(80));
	text_use_utf8(false);
	CHECK_STR("\n"
		"+ users -- 1 + CASCADE + carts -- 0 +\n"
		"| id      PK |o-------o| id      PK |\n"
		"+------------+         | userId  FK |\n"
		"                       +------------+\n", drawing(80));
	outline_close();
}

TEST(a_key_that_is_only_proposed_is_dashed_and_one_to_itself_comes_back)
{
	use_utf8();
	REQUIRE(outline_open("CREATE TABLE artists (id INTEGER PRIMARY KEY, mentorId INTEGER REFERENCES artists);\n"
		"CREATE TABLE albums (id INTEGER PRIMARY KEY, artist_id INTEGER)", NULL));
	CHECK_STR("\n"
		"┌ artists ────┐         ┌ albums ───────┐\n"
		"│ id       PK ├o╌╌╌╌╌╌╌<┤ id         PK │\n"
		"│ mentorId FK │         │ artist_id fk? │\n"
		"└───┬─────┬───┘         └───────────────┘\n"
		"    o     ∨\n"
		"    ╰─────╯ NO ACTION\n", drawing(80));
	outline_close();
}

TEST(join_tables_lie_between_their_sides)
{
	struct layout layout;
	use_utf8();
	REQUIRE(outline_open(storefront, NULL));
	layout_make(&outlines.arena, outlines.outline, 80, 0, &layout);
	CHECK_STR(NULL, fault_of(&layout));
	CHECK_INT(7, labels(&layout));
	const struct layout_box *carts = box(&layout, "carts"), *items = box(&layout, "cartItems"), *products = box(&layout, "products");
	CHECK(abs(items->x - carts->x) <= 30 && abs(items->y - carts->y) <= 8);
	CHECK(abs(items->x - products->x) <= 30 && abs(items->y - products->y) <= 8);
	CHECK(layout.width <= 80);
	outline_close();
}

TEST(it_fits_the_width_and_is_the_same_again)
{
	REQUIRE(outline_open(storefront, NULL));
	for (int width = 60; width <= 140; width += 16) {
		struct layout layout;
		layout_make(&outlines.arena, outlines.outline, width, 0, &layout);
		CHECK(layout.width <= width);
		CHECK_INT(7, labels(&layout));
		CHECK_STR(drawing(width), drawing(width));
	}
	outline_close();
}

/* @count tables, each with up to @most keys to those before it. */
static char *any_tables(struct random *random, int count, int most)
{
	static const char *const actions[] = { "", " ON DELETE CASCADE", " ON DELETE SET NULL", " ON DELETE RESTRICT" };
	struct buffer sql = { 0 };
	for (int i = 0; i < count; i++) {
		buffer_printf(&sql, "%sCREATE TABLE table%d (id INTEGER PRIMARY KEY", i ? ";\n" : "", i);
		int keys = i ? (int)random_below(random, (uint64_t)most + 1) : 0;
		for (int k = 0; k < keys; k++)
			buffer_printf(&sql, ", key%d INTEGER%s REFERENCES table%d%s", k, random_below(random, 2) ? " NOT NULL" : "",
				(int)random_below(random, (uint64_t)i + 1), actions[random_below(random, 4)]);
		buffer_puts(&sql, ")");
	}
	return sql.bytes;
}

TEST(any_tables_at_any_width)
{
	struct random random = { 7 };
	for (int round = 0; round < 25; round++) {
		struct layout layout;
		char *sql = any_tables(&random, 1 + (int)random_below(&random, round % 5 ? 14 : 40), 1 + (int)random_below(&random, 3));
		REQUIRE(outline_open(sql, NULL));
		layout_make(&outlines.arena, outlines.outline, 60 + (int)random_below(&random, 140), 0, &layout);
		if (!CHECK_STR(NULL, fault_of(&layout)))
			printf("# %s\n", sql);
		CHECK_INT(outlines.outline->key_count, layout.edge_count);
		outline_close();
		free(sql);
	}
}

TEST(forty_tables)
{
	struct random random = { 11 };
	struct layout layout;
	char *sql = any_tables(&random, 40, 2);
	REQUIRE(outline_open(sql, NULL));
	layout_make(&outlines.arena, outlines.outline, 100, 0, &layout);
	CHECK_STR(NULL, fault_of(&layout));
	CHECK_INT(layout.edge_count, labels(&layout));
	CHECK(layout.width <= 130);
	outline_close();
	free(sql);
}

/* Tables that all refer to the first one. */
static char *any_star(int count, const char *first_action, const char *action)
{
	struct buffer sql = { 0 };
	buffer_puts(&sql, "CREATE TABLE hub (id INTEGER PRIMARY KEY)");
	for (int i = 0; i < count; i++)
		buffer_printf(&sql, ";\nCREATE TABLE ray%d (id INTEGER PRIMARY KEY, hubId INTEGER REFERENCES hub%s)", i, i ? action : first_action);
	return sql.bytes;
}

static size_t drawn(const struct layout *layout)
{
	size_t count = 0;
	for (size_t i = 0; i < layout->edge_count; i++)
		count += layout->edges[i].point_count > 0;
	return count;
}

TEST(a_table_that_all_others_refer_to_has_room_for_their_lines)
{
	for (int count = 12; count <= 60; count += 12) {
		struct layout layout;
		char *sql = any_star(count, " ON DELETE CASCADE", " ON DELETE CASCADE");
		REQUIRE(outline_open(sql, NULL));
		layout_make(&outlines.arena, outlines.outline, 120, 0, &layout);
		CHECK_STR(NULL, fault_of(&layout));
		CHECK_INT(count, drawn(&layout));
		CHECK(labels(&layout) + 2 >= (size_t)count);
		outline_close();
		free(sql);
	}
}

TEST(too_many_to_follow_stand_in_rows_without_lines)
{
	struct layout layout;
	struct sheet sheet;
	char *sql = any_star(300, "", "");
	use_utf8();
	REQUIRE(outline_open(sql, NULL));
	layout_make(&outlines.arena, outlines.outline, 100, 0, &layout);
	CHECK_INT(301, layout.box_count);
	CHECK_INT(0, drawn(&layout));
	CHECK(layout.width <= 100);
	layout.edge_count = 0;
	CHECK_STR(NULL, fault_of(&layout));
	layout.edge_count = 300;
	sheet_draw(&outlines.arena, &layout, &sheet);
	CHECK_STR("┼ one   o none or one   ∧ < many   no room for the lines of 300 keys",
		sheet_legend(&outlines.arena, outlines.outline, &layout).bytes);
	outline_close();
	free(sql);
}

/* The legend when the labels of those lines are gone. */
static const char *legend_without(size_t labels_gone)
{
	struct layout layout;
	layout_make(&outlines.arena, outlines.outline, 80, 0, &layout);
	struct layout_edge *edges = arena_array(&outlines.arena, struct layout_edge, layout.edge_count);
	memcpy(edges, layout.edges, layout.edge_count * sizeof *edges);
	for (size_t i = 0; i < labels_gone; i++)
		edges[i].label.cells = 0;
	layout.edges = edges;
	return sheet_legend(&outlines.arena, outlines.outline, &layout).bytes;
}

TEST(the_legend_says_what_lines_without_a_word_do)
{
	char *sql = any_star(3, " ON DELETE SET NULL", " ON DELETE CASCADE");
	use_utf8();
	REQUIRE(outline_open(sql, NULL));
	CHECK_STR("┼ one   o none or one   ∧ < many", legend_without(0));
	CHECK_STR("┼ one   o none or one   ∧ < many   no word: SET NULL", legend_without(1));
	CHECK_STR("┼ one   o none or one   ∧ < many   2 lines had no room for what a delete does", legend_without(2));
	outline_close();
	free(sql);
	REQUIRE(outline_open("CREATE TABLE artists (id INTEGER PRIMARY KEY);\nCREATE TABLE albums (id INTEGER PRIMARY KEY, artist_id INTEGER)", NULL));
	CHECK_STR("┼ one   o none or one   ∧ < many   ╌ ╎ proposed", legend_without(0));
	outline_close();
}

TEST(wide_names_and_none)
{
	use_utf8();
	REQUIRE(outline_open("CREATE TABLE \"日本語の表\" (\"鍵\" INTEGER PRIMARY KEY, \"e\u0301\n\033[31m\" REFERENCES \"日本語の表\")", NULL));
	const char *text = drawing(80);
	CHECK(strstr(text, "日本語の表") != NULL);
	CHECK(strchr(text, 27) == NULL);
	outline_close();
	REQUIRE(outline_open("CREATE VIEW v AS SELECT 1", NULL));
	CHECK_STR("\n", drawing(80));
	outline_close();
}
