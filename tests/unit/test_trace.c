/* The trace: what an act ran, its calls, what repeats itself, what stays hidden, how statements are spelt and planned. */
#include "base/arena.h"
#include "base/text.h"
#include "explore/eager.h"
#include "explore/ident.h"
#include "explore/plans.h"
#include "explore/spell.h"
#include "explore/trace.h"
#include "model/store.h"
#include "shop/tables.h"
#include "unit/check.h"
#include "unit/world.h"

#include <stdio.h>
#include <string.h>

static struct trace *trace;
static struct arena arena;

static void begin(void)
{
	text_use_utf8(true);
	arena_init(&arena);
	CHECK(world_open(":memory:"));
	trace = trace_new();
	trace_listen(trace, world.store);
	trace_act(trace);
}

static void end(void)
{
	store_observe(world.store, NULL, NULL);
	trace_free(trace);
	world_close();
	arena_release(&arena);
}

static void run(const char *sql, const struct value *values, size_t count)
{
	CHECK_ERR(OK, store_run(world.store, sql, values, count, NULL));
}

static void run_user(int64_t id)
{
	struct value value = value_integer(id);
	run("SELECT * FROM products WHERE userId = ?1", &value, 1);
}

static const char *spelt(const char *sql, const struct value *values, size_t count, enum spell_form form)
{
	struct clauses clauses = spell_clauses(&arena, &(struct spelling){ sql, values, count, NULL, form });
	const char *all = "";
	for (size_t i = 0; i < clauses.count; i++)
		all = arena_format(&arena, "%s%s%s", all, i ? "|" : "", clauses.items[i]);
	return all;
}

static const char *hidden(const char *sql, size_t count)
{
	static const struct value values[] = { { .type = VALUE_TEXT, .size = 1, .text = "a" }, { .type = VALUE_TEXT, .size = 1, .text = "b" },
		{ .type = VALUE_TEXT, .size = 1, .text = "c" }, { .type = VALUE_TEXT, .size = 1, .text = "d" } };
	return spell_line(&arena, &(struct spelling){ sql, values, count, NULL, SPELL_EXACT });
}

TEST(an_act_is_what_ran_since_it_began)
{
	begin();
	run_user(1);
	run_user(2);
	CHECK_INT(2, trace_totals(trace).statements);
	CHECK_STR("SELECT * FROM products WHERE userId = ?1", trace_at(trace, 2).sql);
	CHECK_INT(2, trace_at(trace, 2).values[0].integer);
	CHECK_INT(2, trace_at(trace, 1).rows);
	trace_act(trace);
	CHECK_INT(2, trace_totals(trace).statements);
	run_user(7);
	CHECK_INT(1, trace_totals(trace).statements);
	CHECK_INT(0, trace_at(trace, 1).rows);
	end();
}

TEST(what_is_nobodys_act_is_not_noted)
{
	begin();
	run_user(1);
	uint64_t version = trace_version(trace);
	trace_hold(trace);
	run_user(2);
	CHECK_INT(1, trace_totals(trace).statements);
	CHECK(version == trace_version(trace));
	trace_act(trace);
	run_user(2);
	CHECK(version != trace_version(trace));
	end();
}

TEST(calls_name_what_ran_before_them)
{
	size_t last;
	begin();
	trace_call(trace, "nothing ran");
	run_user(1);
	run_user(2);
	trace_call(trace, "two");
	trace_call(trace, "none since");
	run_user(3);
	trace_call(trace, "three");
	run_user(4);
	CHECK_INT(3, trace_calls(trace));
	CHECK_STR("two", trace_call_at(trace, 0, &last));
	CHECK_INT(2, last);
	CHECK_STR("three", trace_call_at(trace, 1, &last));
	CHECK_INT(3, last);
	CHECK_STR(NULL, trace_call_at(trace, 2, &last));
	CHECK_INT(4, last);
	end();
}

TEST(a_refused_statement_says_so)
{
	begin();
	CHECK_ERR(ERR_FK_CONSTRAINT, store_run(world.store, "UPDATE products SET userId = 99", NULL, 0, NULL));
	CHECK_INT(ERR_FK_CONSTRAINT, trace_at(trace, 1).error);
	end();
}

TEST(actions_of_foreign_keys_are_not_repeated)
{
	begin();
	run("DELETE FROM users WHERE id = 1", NULL, 0);
	CHECK_INT(1, trace_totals(trace).statements);
	CHECK_INT(1, trace_at(trace, 1).rows);
	end();
}

TEST(memory_is_bounded)
{
	static char large[100000];
	begin();
	memset(large, 'x', sizeof large - 1);
	struct value value = value_text(large);
	for (int i = 0; i < 1000; i++)
		run("SELECT ?1", &value, 1);
	CHECK_INT(1000, trace_totals(trace).statements);
	CHECK_INT(TRACE_KEPT, trace_totals(trace).kept);
	CHECK_INT(TRACE_VALUE_MAX, trace_at(trace, 1000).values[0].size);
	CHECK_INT(TRACE_VALUE_MAX, trace_at(trace, 1000 - TRACE_KEPT + 1).values[0].size);
	char *sql = arena_format(&arena, "SELECT '%s'", large);
	run(sql, NULL, 0);
	CHECK_INT(TRACE_TEXT_MAX, strlen(trace_at(trace, 1001).sql));
	end();
}

TEST(one_for_each_row_is_told)
{
	begin();
	run("SELECT * FROM users", NULL, 0);
	run_user(1);
	run_user(2);
	CHECK_INT(0, trace_repeats(trace));
	run_user(3);
	run_user(4);
	REQUIRE(CHECK_INT(1, trace_repeats(trace)));
	CHECK_INT(4, trace_repeat_at(trace, 0).times);
	CHECK_STR("SELECT * FROM users", trace_repeat_at(trace, 0).before);
	CHECK_STR("User.findAll({include: 'products'})",
		eager_call(&arena, world.schema, trace_repeat_at(trace, 0).sql, trace_repeat_at(trace, 0).before));
	trace_act(trace);
	run_user(1);
	CHECK_INT(0, trace_repeats(trace));
	end();
}

TEST(the_same_again_is_not_one_for_each_row)
{
	begin();
	for (int i = 0; i < 5; i++)
		run_user(1);
	CHECK_INT(0, trace_repeats(trace));
	trace_call(trace, "one");
	run_user(1);
	run_user(2);
	trace_call(trace, "two");
	run_user(3);
	CHECK_INT(0, trace_repeats(trace));
	end();
}

TEST(what_replaces_it)
{
	begin();
	CHECK_STR("Product.findAll({include: 'user'})",
		eager_call(&arena, world.schema, "SELECT * FROM `users` WHERE `id` = ?", "SELECT id FROM `products`"));
	CHECK_STR("Product.bulkCreate([…])", eager_call(&arena, world.schema, "INSERT INTO `products` (`title`) VALUES (?)", NULL));
	CHECK_STR("one SELECT with a IN (…)", eager_call(&arena, NULL, "SELECT * FROM t WHERE a = ?", NULL));
	CHECK_STR("one INSERT of all rows", eager_call(&arena, NULL, "INSERT INTO t VALUES (?)", NULL));
	CHECK_STR("one statement for all of them", eager_call(&arena, NULL, "SELECT f(?)", NULL));
	end();
}

TEST(statements_are_spelt_short_and_exact)
{
	const struct value values[] = { value_integer(7), value_text("it's"), value_null() };
	const char *sql = "SELECT `p`.`id`, `p`.`title`, `p`.`price`, `p`.`stock` FROM `p` WHERE 1 AND `p`.`id` = ? AND `p`.`title` = ?";
	begin();
	CHECK_STR("SELECT id, title, …|FROM p|WHERE id = 7 AND title = 'it''s'", spelt(sql, values, 2, SPELL_SHORT));
	CHECK_STR("SELECT id, title, price, stock|FROM p|WHERE id = 7 AND title = 'it''s'", spelt(sql, values, 2, SPELL_WHOLE));
	CHECK_STR("SELECT `p`.`id`, `p`.`title`, `p`.`price`, `p`.`stock`|FROM `p`|WHERE 1 AND `p`.`id` = 7 AND `p`.`title` = 'it''s'",
		spelt(sql, values, 2, SPELL_EXACT));
	CHECK_STR("UPDATE p|SET a = NULL|WHERE b = 7", spelt("UPDATE p\n SET a = ?2 -- why\nWHERE b = ?1", (struct value[]){ values[0], values[2] }, 2, SPELL_SHORT));
	CHECK_STR("SELECT \"a b\", `order`|FROM t|WHERE x = 7 AND y = :y", spelt("SELECT \"a b\", `order` FROM [t] WHERE x = :x AND y = :y", values, 1, SPELL_SHORT));
	CHECK_STR("SELECT a.x|FROM a|LEFT JOIN b ON a.x = b.x|CROSS JOIN c", spelt("SELECT `a`.`x` FROM a LEFT JOIN b ON a.x = b.x CROSS JOIN c", NULL, 0, SPELL_SHORT));
	CHECK_STR("DELETE FROM t", spelt("DELETE FROM t WHERE 1", NULL, 0, SPELL_SHORT));
	CHECK_STR("", spelt("", NULL, 0, SPELL_SHORT));
	CHECK_STR("SELECT 'open", spelt("SELECT 'open", NULL, 0, SPELL_SHORT));
	end();
}

TEST(values_are_cut_for_the_eye_alone)
{
	char text[400];
	begin();
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	struct value value = value_text(text), blob = { .type = VALUE_BLOB, .size = 12, .text = "abcdefghijkl" };
	CHECK_INT(70, strlen(spelt("SELECT ?", &value, 1, SPELL_SHORT)) - strlen("…") + 1);
	CHECK_INT(7 + 399 + 2, strlen(spelt("SELECT ?", &value, 1, SPELL_EXACT)));
	CHECK_STR("SELECT x'6162636465666768…'", spelt("SELECT ?", &blob, 1, SPELL_SHORT));
	CHECK_STR("SELECT x'6162636465666768696a6b6c'", spelt("SELECT ?", &blob, 1, SPELL_EXACT));
	CHECK_STR("'é…'", spell_value(&arena, value_text("ééé"), 3));
	end();
}

TEST(secrets_never_show)
{
	begin();
	CHECK_STR("INSERT INTO users (name, passwordHash) VALUES ('a', '(hidden)')",
		hidden("INSERT INTO users (name, passwordHash) VALUES (?, ?)", 2));
	CHECK_STR("INSERT INTO u (`passwordHash`, b) VALUES ('(hidden)', 'b'), ('(hidden)', 'd')",
		hidden("INSERT INTO u (`passwordHash`, b) VALUES (?, ?), (?, ?)", 4));
	CHECK_STR("UPDATE u SET name = 'a', passwordHash = '(hidden)' WHERE id = 'c'",
		hidden("UPDATE u SET name = ?, passwordHash = ? WHERE id = ?", 3));
	CHECK_STR("SELECT id FROM u WHERE u.password_hash IN ('(hidden)', '(hidden)') AND x = 'c'",
		hidden("SELECT id FROM u WHERE u.password_hash IN (?, ?) AND x = ?", 3));
	CHECK_STR("SELECT id FROM u WHERE '(hidden)' = u.passwd AND x = 'b'", hidden("SELECT id FROM u WHERE ? = u.passwd AND x = ?", 2));
	CHECK_STR("SELECT passwordHash FROM u WHERE id = 'a'", hidden("SELECT passwordHash FROM u WHERE id = ?", 1));
	CHECK_STR("SELECT 1 FROM u WHERE password BETWEEN '(hidden)' AND '(hidden)' OR a = 'c'",
		hidden("SELECT 1 FROM u WHERE password BETWEEN ? AND ? OR a = ?", 3));
	CHECK_STR("UPDATE u SET password = '(hidden)'", hidden("UPDATE u SET password = 'literal'", 0));
	end();
}

TEST(what_is_not_understood_hides_all)
{
	begin();
	CHECK_STR("SELECT 1 FROM u WHERE f(password, '(hidden)') AND x = '(hidden)'", hidden("SELECT 1 FROM u WHERE f(password, ?) AND x = ?", 2));
	end();
}

TEST(the_store_marks_its_secrets)
{
	struct schema *schema = shop_schema();
	begin();
	const struct value value = value_text("abc");
	CHECK_STR("SELECT 1 FROM soukTries WHERE who = '(hidden)'",
		spell_line(&arena, &(struct spelling){ "SELECT 1 FROM soukTries WHERE who = ?", &value, 1, schema, SPELL_EXACT }));
	CHECK_STR("SELECT 1 FROM users WHERE name = 'abc'",
		spell_line(&arena, &(struct spelling){ "SELECT 1 FROM users WHERE name = ?", &value, 1, schema, SPELL_EXACT }));
	schema_free(schema);
	end();
}

/* How many steps of its plan are marked. */
static int marked(struct plans *plans, const char *sql)
{
	const struct plan *plan = plans_find(plans, store_connection(world.store), sql);
	int count = 0;
	for (size_t i = 0; i < plan->count; i++)
		count += plan->steps[i].scan;
	return CHECK(plan->count) ? count : -1;
}

TEST(only_scans_of_tables_are_marked)
{
	static const struct { const char *sql; int marks; } cases[] = {
		{ "SELECT count(*) FROM (SELECT name FROM users WHERE name > 'a' ORDER BY name LIMIT 5)", 1 },
		{ "SELECT * FROM (SELECT name FROM users ORDER BY name LIMIT 5) AS q WHERE name > 'a'", 1 },
		{ "WITH m AS MATERIALIZED (SELECT name FROM users) SELECT * FROM m AS x, m AS y WHERE x.name = 'a'", 1 },
		{ "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 9) SELECT n FROM r `z`", 0 },
		{ "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 9) SELECT * FROM r JOIN users AS u WHERE name > n", 1 },
		{ "SELECT title FROM (SELECT title FROM products UNION SELECT name FROM users) AS both_ WHERE title > 'a'", 2 },
		{ "SELECT * FROM users AS u WHERE name = 'a'", 1 },
	};
	struct plans plans;
	begin();
	plans_init(&plans);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (!CHECK_INT(cases[i].marks, marked(&plans, cases[i].sql)))
			printf("# %s\n", cases[i].sql);
	plans_release(&plans);
	end();
}

TEST(plans_are_asked_without_being_seen)
{
	struct plans plans;
	begin();
	plans_init(&plans);
	uint64_t before = store_totals(world.store).statements;
	const struct plan *plan = plans_find(&plans, store_connection(world.store), "SELECT * FROM users WHERE name = ?");
	REQUIRE(CHECK_INT(1, plan->count));
	CHECK_STR("SCAN users", plan->steps[0].detail);
	CHECK(plan->steps[0].scan);
	plan = plans_find(&plans, store_connection(world.store), "SELECT * FROM users WHERE id = ?");
	REQUIRE(CHECK_INT(1, plan->count));
	CHECK(!plan->steps[0].scan);
	plan = plans_find(&plans, store_connection(world.store), "SELECT value FROM json_each('[1]')");
	REQUIRE(CHECK_INT(1, plan->count));
	CHECK(!plan->steps[0].scan);
	CHECK_INT(0, plans_find(&plans, store_connection(world.store), "BEGIN IMMEDIATE")->count);
	CHECK_INT(0, plans_find(&plans, store_connection(world.store), "SELECT * FROM nowhere")->count);
	CHECK(before == store_totals(world.store).statements);
	CHECK_INT(0, trace_totals(trace).statements);
	plans_release(&plans);
	end();
}

TEST(names_for_calls)
{
	begin();
	CHECK_STR("Lamp", ident_of(&arena, "Lamp, brass", "row"));
	CHECK_STR("AdireCloth", ident_of(&arena, "Adire cloth, 2 m", "row"));
	CHECK_STR("chen陳", ident_of(&arena, "chen 陳", "row"));
	CHECK_STR("AFullAndFaithfulAccount", ident_of(&arena, "A Full and Faithful Account of the Wintering", "row"));
	CHECK_STR("row", ident_of(&arena, "12 candles", "row"));
	CHECK_STR("row", ident_of(&arena, "", "row"));
	CHECK_STR("row", ident_of(&arena, "\033[31m", "row"));
	end();
}
