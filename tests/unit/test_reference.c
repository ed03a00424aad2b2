/* The reference's rows about declarations, 1..78: each row a line of a table with what it declares and what comes of it.
 * Not here: 36 and 37 are about JavaScript objects and hooks, 35, 68 and 77 about methods, validations and soft deletes that
 * this layer does not have; 49..54, 57 and 58 are of rows, and stand below. */
#include "check.h"

#include "base/arena.h"
#include "model/association.h"
#include "model/store.h"
#include "model/sync.h"

#include <stdio.h>
#include <string.h>

#define REFERS(table, key, actions) " REFERENCES `" table "` (`" key "`)" actions
#define SETS_NULL " ON DELETE SET NULL ON UPDATE CASCADE"
#define CASCADES " ON DELETE CASCADE ON UPDATE CASCADE"
#define WAITS " ON DELETE NO ACTION ON UPDATE CASCADE"
#define USER_ID "`userId` INTEGER" REFERS("users", "id", SETS_NULL)
#define BELONGS(from, to, ...) { .source = from, .kind = BELONGS_TO, .target = to, __VA_ARGS__ }
#define ONE(from, to, ...) { .source = from, .kind = HAS_ONE, .target = to, __VA_ARGS__ }
#define MANY(from, to, ...) { .source = from, .kind = HAS_MANY, .target = to, __VA_ARGS__ }
#define BOTH(from, to, ...) { .source = from, .kind = BELONGS_TO_MANY, .target = to, __VA_ARGS__ }
#define KEY(...) .foreign_key = { __VA_ARGS__ }
#define TAGS(...) BOTH("user", "tag", .through = "userTag", __VA_ARGS__)
#define USERS(...) BOTH("tag", "user", .through = "userTag", __VA_ARGS__)

/* @ddl stands in the table of @model, and @never does not; @name ("user.tasks") exists with these keys. With @err the last
 * declaration fails so, saying @words, and nothing has changed. */
static const struct reference {
	int row;
	struct association_definition declared[3];
	const char *model, *ddl, *never;
	const char *name, *foreign_key, *other_key;
	enum err err;
	const char *words;
} rows[] = {
	{ 1, { MANY("person", "category", .as = NULL) }, .name = "person.categories", .foreign_key = "personId" },
	{ 1, { BELONGS("category", "person", .as = NULL) }, .name = "category.person", .foreign_key = "personId" },
	{ 2, { BOTH("user", "tag", .through = "userTags2") }, .model = "userTags2", .ddl = "CREATE TABLE `userTags2`" },
	{ 2, { TAGS(.as = NULL) }, .model = "userTag", .ddl = "CREATE TABLE `userTags`" },
	{ 3, { BELONGS("task", "user", .as = NULL) }, "task", USER_ID, .name = "task.user", .foreign_key = "userId" },
	{ 4, { ONE("user", "task", .as = NULL) }, "task", USER_ID, .name = "user.task", .foreign_key = "userId" },
	{ 5, { ONE("user", "task", .as = "mainTask") }, "task", "`mainTaskId`", "`userId`", "user.mainTask", "mainTaskId" },
	{ 6, { MANY("user", "task", .as = "jobs") }, "task", "`userId`", "`jobId`", "user.jobs", "userId" },
	{ 7, { BELONGS("task", "user", .as = "owner") }, "task", "`ownerId`", "`userId`", "task.owner", "ownerId" },
	{ 8, { TAGS(.as = "labels") }, .name = "user.labels", .foreign_key = "userId", .other_key = "tagId" },
	{ 9, { TAGS(.source_key = "mail", .target_key = "label") }, .name = "user.tags", .foreign_key = "userMail",
		.other_key = "tagLabel" },
	{ 10, { MANY("Person2", "task", .as = NULL) }, "task", "`Person2Id`", NULL, "Person2.tasks", "Person2Id" },
	{ 11, { BELONGS("task", "user", KEY(.name = "bossId")) }, "task", "`bossId`", "`userId`", "task.user", "bossId" },
	{ 11, { BELONGS("task", "user", .as = "owner", KEY(.name = "bossId", .allow_null = NO)) }, "task",
		"`bossId` INTEGER NOT NULL" REFERS("users", "id", WAITS), "`ownerId`", "task.owner", "bossId" },
	{ 12, { BELONGS("task", "user", KEY(.field = "u_id")) }, "task", "`u_id` INTEGER", "`userId`", "task.user", "userId" },
	{ 13, { BELONGS("task", "code", .as = NULL) }, "task", "`codeName` VARCHAR(255)" REFERS("codes", "name", SETS_NULL) },
	{ 13, { BELONGS("task", "user", KEY(.has_type = true, .type = TYPE_TEXT)) }, "task", "`userId` TEXT" },
	{ 14, { BELONGS("dated", "user", .as = NULL) }, "dated", "`updatedAt` DATETIME NOT NULL, " USER_ID },
	{ 15, { BELONGS("declared", "user", .as = NULL) }, "declared", "`userId` VARCHAR(255) NOT NULL" REFERS("users", "id", WAITS) },
	{ 16, { BELONGS("task", "user", .as = NULL), MANY("user", "task", .as = NULL) }, "task", USER_ID ")" },
	{ 17, { MANY("user", "task", .as = NULL), BELONGS("task", "user", .on_delete = ACTION_CASCADE) }, "task",
		"`userId` INTEGER" REFERS("users", "id", CASCADES) },
	{ 18, { MANY("user", "task", .as = NULL), BELONGS("task", "user", KEY(.name = "ownerId")) }, "task",
		USER_ID ", `ownerId` INTEGER" },
	{ 19, { BELONGS("blogPost", "user", .as = NULL) }, "blogPost", "`user_id` INTEGER", "`userId`", "blogPost.user", "userId" },
	{ 20, { BELONGS("task", "user", .target_key = "mail") }, "task", "`userId` VARCHAR(255)" REFERS("users", "mail", SETS_NULL) },
	{ 21, { ONE("user", "task", .source_key = "mail") }, "task", "`userId` VARCHAR(255)" REFERS("users", "mail", SETS_NULL) },
	{ 21, { MANY("user", "task", .source_key = "mail") }, "task", "`userId` VARCHAR(255)" REFERS("users", "mail", SETS_NULL) },
	{ 22, { BELONGS("task", "user", .target_key = "name") }, .err = ERR_FK_MISMATCH,
		.words = "Task.belongsTo(User, { targetKey: 'name' }) refers to 'user.name', which is not unique" },
	{ 22, { MANY("user", "task", .source_key = "name") }, .err = ERR_FK_MISMATCH, .words = "User.hasMany(Task" },
	{ 23, { BELONGS("task", "user", .target_key = "mial") }, .err = ERR_UNKNOWN_KEY,
		.words = "'user' has no attribute 'mial' for its targetKey (did you mean 'mail'?), it has: id, name, mail" },
	{ 23, { ONE("user", "task", .source_key = "nope") }, .err = ERR_UNKNOWN_KEY, .words = "User.hasOne(Task, { sourceKey: 'nope' })" },
	{ 23, { MANY("user", "task", .source_key = "nope") }, .err = ERR_UNKNOWN_KEY, .words = "sourceKey" },
	{ 23, { TAGS(.target_key = "nope") }, .err = ERR_UNKNOWN_KEY, .words = "'tag' has no attribute 'nope' for its targetKey" },
	{ 24, { BELONGS("task", "seat", .as = NULL) }, "task", "FOREIGN KEY (`seatA`, `seatB`) REFERENCES `seats` (`a`, `b`)" SETS_NULL },
	{ 24, { BELONGS("task", "seat", KEY(.name = "seatId")) }, .err = ERR_FK_MISMATCH, .words = "'seat' that it refers to has 2 (a, b)" },
	{ 25, { MANY("user", "task", .as = "staff", .as_singular = "clerk") }, .name = "user.staff", .foreign_key = "userId" },
	{ 26, { MANY("user", "ox", .as = NULL) }, .name = "user.herd", .foreign_key = "userId" },
	{ 27, { BELONGS("task", "user", .as = "owner") }, .name = "task.owner" },
	{ 28, { MANY("user", "task", .as = "jobs"), MANY("user", "task", .as = "plans", KEY(.name = "planId")) },
		.name = "user.jobs", .foreign_key = "userId" },
	{ 29, { MANY("user", "task", .as = "jobs"), MANY("user", "tag", .as = "jobs") }, .err = ERR_DUPLICATE_ALIAS,
		.words = "the alias 'jobs' is used twice, by User.hasMany(Task, { as: 'jobs' }) and User.hasMany(Tag" },
	{ 30, { MANY("user", "task", .as = NULL), MANY("user", "task", KEY(.name = "otherId")) }, "task",
		USER_ID ", `otherId` INTEGER", NULL, "user.tasks", "otherId" },
	{ 31, { BELONGS("task", "user", .as = "title") }, .err = ERR_NAMING_COLLISION, .words = "'title' of 'task'" },
	{ 31, { BELONGS("task", "user", KEY(.name = "user")) }, .err = ERR_NAMING_COLLISION, .words = "'user' of 'task'" },
	{ 31, { BELONGS("task", "user", KEY(.field = "title")) }, .err = ERR_NAMING_COLLISION, .words = "'userId' of 'task' needs the column 'title'" },
	{ 32, { MANY("user", "nobody", .as = NULL) }, .err = ERR_NOT_A_MODEL, .words = "User.hasMany(Nobody): 'nobody' is not a model" },
	{ 32, { BELONGS("usr", "task", .as = NULL) }, .err = ERR_NOT_A_MODEL, .words = "'usr' (did you mean 'user'?)" },
	{ 33, { MANY("user", "tag", .through = "x") }, .err = ERR_THROUGH_ON_HASMANY, .words = "hasMany takes no through" },
	{ 34, { MANY("user", "task", .as = NULL) }, .name = "user.tasks" },
	{ 38, { BELONGS("task", "task", .as = "parent"), MANY("task", "task", .as = "children", KEY(.name = "parentId")) }, "task",
		"`parentId` INTEGER" REFERS("tasks", "id", SETS_NULL), "`taskId`", "task.children", "parentId" },
	{ 39, { TAGS(.as = NULL) }, "userTag", REFERS("tags", "id", CASCADES) },
	{ 40, { BELONGS("task", "user", KEY(.allow_null = NO)) }, "task", "`userId` INTEGER NOT NULL" REFERS("users", "id", WAITS) },
	{ 41, { ONE("user", "task", KEY(.allow_null = NO)) }, "task", "`userId` INTEGER NOT NULL" REFERS("users", "id", CASCADES) },
	{ 42, { MANY("user", "task", KEY(.allow_null = NO)) }, "task", "`userId` INTEGER NOT NULL" REFERS("users", "id", CASCADES) },
	{ 43, { TAGS(.as = NULL), USERS(.as = NULL) }, "userTag", "`userId` INTEGER NOT NULL" REFERS("users", "id", CASCADES) },
	{ 44, { BELONGS("task", "user", .on_delete = ACTION_SET_DEFAULT, .on_update = ACTION_RESTRICT) }, "task",
		" ON DELETE SET DEFAULT ON UPDATE RESTRICT" },
	{ 45, { MANY("user", "task", .no_constraints = true) }, "task", "`userId` INTEGER)", "REFERENCES" },
	{ 46, { BELONGS("task", "user", .no_constraints = true, .on_delete = ACTION_CASCADE) }, "task",
		"`userId` INTEGER" REFERS("users", "id", " ON DELETE CASCADE)"), "ON UPDATE" },
	{ 47, { ONE("user", "task", .as = NULL) }, "task", "`userId`", "UNIQUE" },
	{ 47, { ONE("user", "task", KEY(.unique = YES)) }, "task", "`userId` INTEGER UNIQUE REFERENCES" },
	{ 48, { TAGS(.on_delete = ACTION_RESTRICT), USERS(.on_delete = ACTION_CASCADE) }, "userTag",
		"`tagId` INTEGER NOT NULL" REFERS("tags", "id", CASCADES) },
	{ 48, { TAGS(.on_delete = ACTION_RESTRICT), USERS(.as = NULL) }, "userTag",
		"`tagId` INTEGER NOT NULL" REFERS("tags", "id", " ON DELETE RESTRICT ON UPDATE CASCADE") },
	{ 59, { BOTH("user", "tag", .as = NULL) }, .err = ERR_THROUGH_REQUIRED, .words = "User.belongsToMany(Tag) requires through" },
	{ 59, { BOTH("user", "tag", .through = "") }, .err = ERR_THROUGH_REQUIRED, .words = "requires through" },
	{ 60, { BOTH("user", "user", .through = "friends") }, .err = ERR_SELF_M2M_NEEDS_ALIAS, .words = "User.belongsToMany(User" },
	{ 61, { BOTH("user", "tag", .through = "made") }, "made", "PRIMARY KEY (`userId`, `tagId`)" },
	{ 62, { TAGS(.as = NULL) }, "userTag", "`weight` INTEGER, `userId`" },
	{ 63, { TAGS(.as = NULL) }, "userTag", "PRIMARY KEY (`userId`, `tagId`)", "`id` INTEGER" },
	{ 64, { BOTH("user", "tag", .through = "booking") }, "booking", "UNIQUE (`userId`, `tagId`)", "NOT NULL" },
	{ 65, { BOTH("user", "tag", .through = "booking", .through_unique = NO),
		BOTH("tag", "user", .through = "booking") }, "booking", "`tagId`", "UNIQUE" },
	{ 66, { BOTH("user", "tag", .through = "booking", .unique_key = "once") }, "booking", "UNIQUE (`userId`, `tagId`)", "once" },
	{ 67, { BOTH("user", "tag", .through = "made") }, "made", "`createdAt` DATETIME NOT NULL" },
	{ 67, { BOTH("user", "tag", .through = "made", .through_no_timestamps = true) }, "made", "`userId`", "`createdAt`" },
	{ 69, { TAGS(KEY(.name = "u"), .other_key = { .name = "t" }) }, .name = "user.tags", .foreign_key = "u", .other_key = "t" },
	{ 70, { TAGS(.as = NULL), USERS(KEY(.name = "t")) }, "userTag", "`t` INTEGER", "`tagId`", "user.tags", "userId", "t" },
	{ 71, { TAGS(KEY(.name = "u")), USERS(.as = NULL) }, "userTag", "`u` INTEGER", "`userId`", "tag.users", "tagId", "u" },
	{ 72, { TAGS(.as = NULL) }, "userTag", "`tagId` INTEGER NOT NULL" REFERS("tags", "id", CASCADES) },
	{ 73, { BOTH("user", "user", .as = "friends", .through = "a", KEY(.name = "x"), .other_key = { .name = "y" }),
		BOTH("user", "user", .as = "rivals", .through = "b") }, .name = "user.rivals", .foreign_key = "userId",
		.other_key = "rivalId" },
	{ 74, { BOTH("person", "person", .as = "children", .through = "family") }, .name = "person.children",
		.foreign_key = "personId", .other_key = "childId" },
	{ 75, { BELONGS("userTag", "user", .as = NULL), BELONGS("userTag", "tag", .as = NULL), TAGS(.as = NULL) }, "userTag",
		"PRIMARY KEY (`userId`, `tagId`)" },
	{ 76, { TAGS(.as = NULL), MANY("user", "userTag", .as = NULL), BELONGS("userTag", "user", .as = NULL) }, .name = "user.userTags",
		.foreign_key = "userId" },
	{ 78, { BOTH("user", "tag", .through = "booking"), BOTH("task", "tag", .through = "userTag") }, .name = "task.tags",
		.foreign_key = "taskId", .other_key = "tagId" },
};

static struct schema *schema;
static struct arena arena;

static void define(struct model_definition definition)
{
	CHECK_ERR(OK, schema_define(schema, &definition, NULL));
}

static void open_world(void)
{
	static const struct attribute user[] = { { .name = "name", .type = TYPE_STRING },
		{ .name = "mail", .type = TYPE_STRING, .unique = true }, { 0 } };
	static const struct attribute title[] = { { .name = "title", .type = TYPE_STRING }, { 0 } };
	static const struct attribute label[] = { { .name = "label", .type = TYPE_STRING, .unique = true }, { 0 } };
	static const struct attribute weight[] = { { .name = "weight", .type = TYPE_INTEGER }, { 0 } };
	static const struct attribute key[] = { { .name = "id", .type = TYPE_INTEGER, .primary_key = true }, { 0 } };
	static const struct attribute name[] = { { .name = "name", .type = TYPE_STRING, .primary_key = true }, { 0 } };
	static const struct attribute own[] = { { .name = "userId", .type = TYPE_STRING, .not_null = true }, { 0 } };
	static const struct attribute pair[] = { { .name = "a", .type = TYPE_INTEGER, .primary_key = true },
		{ .name = "b", .type = TYPE_INTEGER, .primary_key = true }, { 0 } };
	arena_init(&arena);
	schema = schema_new();
	define((struct model_definition){ .name = "user", .attributes = user, .no_timestamps = true });
	define((struct model_definition){ .name = "task", .attributes = title, .no_timestamps = true });
	define((struct model_definition){ .name = "tag", .attributes = label, .no_timestamps = true });
	define((struct model_definition){ .name = "userTag", .attributes = weight, .no_timestamps = true });
	define((struct model_definition){ .name = "booking", .attributes = key, .no_timestamps = true });
	define((struct model_definition){ .name = "code", .attributes = name, .no_timestamps = true });
	define((struct model_definition){ .name = "declared", .attributes = own, .no_timestamps = true });
	define((struct model_definition){ .name = "seat", .attributes = pair, .no_timestamps = true });
	define((struct model_definition){ .name = "person", .no_timestamps = true });
	define((struct model_definition){ .name = "category", .no_timestamps = true });
	define((struct model_definition){ .name = "Person2", .no_timestamps = true });
	define((struct model_definition){ .name = "blogPost", .no_timestamps = true, .underscored = true });
	define((struct model_definition){ .name = "dated" });
	define((struct model_definition){ .name = "ox", .no_timestamps = true, .plural = "herd" });
}

static void close_world(void)
{
	schema_free(schema);
	arena_release(&arena);
}

/* Everything that declarations can change, as text. */
static const char *picture(void)
{
	const char *out = "";
	for (size_t i = 0; i < schema_model_count(schema); i++) {
		const struct model *model = schema_model_at(schema, i);
		out = arena_format(&arena, "%s%s\n", out, model_ddl(&arena, model));
		for (size_t a = 0; a < model_association_count(model); a++)
			out = arena_format(&arena, "%s  %s\n", out, association_name(model_association_at(model, a)));
	}
	return out;
}

static size_t declarations_of(const struct reference *r)
{
	size_t count = 0;
	while (count < 3 && r->declared[count].source)
		count++;
	return count;
}

static bool check_table(const struct reference *r)
{
	const struct model *model = schema_model(schema, r->model);
	const char *ddl = model ? model_ddl(&arena, model) : "";
	return CHECK(strstr(ddl, r->ddl)) && CHECK(!r->never || !strstr(ddl, r->never));
}

static bool check_name(const struct reference *r)
{
	const char *dot = strchr(r->name, '.');
	const struct model *model = schema_model(schema, arena_copy(&arena, r->name, (size_t)(dot - r->name)));
	const struct association *a = model ? model_association(model, dot + 1) : NULL;
	return CHECK(a) && CHECK(!r->foreign_key || !strcmp(r->foreign_key, association_foreign_key(a))) &&
	       CHECK(!r->other_key || !strcmp(r->other_key, association_other_key(a)));
}

/* Nothing half declared, and the schema takes the next declaration. */
static bool check_refused(const struct reference *r, const char *before, enum err err)
{
	static const struct association_definition next = { .source = "seat", .kind = HAS_ONE, .target = "category" };
	bool held = CHECK_ERR(r->err, err) && CHECK(strstr(err_sentence(err), r->words));
	if (!held)
		printf("# %s\n", err_sentence(err));
	return CHECK_STR(before, picture()) && CHECK_ERR(OK, schema_associate(schema, &next, 1)) && held;
}

static bool check_reference(const struct reference *r)
{
	size_t count = declarations_of(r);
	bool held = true;
	if (r->err) {
		held = CHECK_ERR(OK, schema_associate(schema, r->declared, count - 1));
		const char *before = picture();
		return check_refused(r, before, schema_associate(schema, &r->declared[count - 1], 1)) && held;
	}
	held = CHECK_ERR(OK, schema_associate(schema, r->declared, count));
	if (r->model)
		held = check_table(r) && held;
	if (r->name)
		held = check_name(r) && held;
	return held;
}

TEST(each_row_about_declarations)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		open_world();
		if (!check_reference(&rows[i]))
			printf("# reference row %d, line %zu of the table\n%s", rows[i].row, i, picture());
		close_world();
	}
}

/* --- rows of tables: 49..58, 224..226, 230..232, 235 --- */

/* @sql is run after users 1 and 2 and the tasks (1, of user 1) and (2, of nobody) are there, and ends with @err; then @query
 * counts @count. */
static const struct deed {
	int row;
	struct association_definition declared[2];
	const char *sql;
	enum err err;
	const char *query;
	int64_t count;
} deeds[] = {
	{ 49, { MANY("user", "task", .as = NULL) }, "DELETE FROM users WHERE id = 1", OK, "SELECT count(*) FROM tasks WHERE userId IS NULL", 2 },
	{ 50, { MANY("user", "task", .on_delete = ACTION_CASCADE) }, "DELETE FROM users WHERE id = 1", OK, "SELECT count(*) FROM tasks", 1 },
	{ 51, { MANY("user", "task", .on_delete = ACTION_RESTRICT) }, "DELETE FROM users WHERE id = 1", ERR_FK_CONSTRAINT, "SELECT count(*) FROM users", 2 },
	{ 51, { MANY("user", "task", .on_delete = ACTION_NO_ACTION) }, "DELETE FROM users WHERE id = 2", OK, "SELECT count(*) FROM users", 1 },
	{ 52, { MANY("user", "task", .as = NULL) }, "UPDATE users SET id = 9 WHERE id = 1", OK, "SELECT userId FROM tasks WHERE id = 1", 9 },
	{ 53, { MANY("user", "task", .on_update = ACTION_RESTRICT) }, "UPDATE users SET id = 9 WHERE id = 1", ERR_FK_CONSTRAINT, "SELECT max(id) FROM users", 2 },
	{ 54, { MANY("user", "task", .no_constraints = true) }, "DELETE FROM users WHERE id = 1", OK, "SELECT userId FROM tasks WHERE id = 1", 1 },
	{ 55, { MANY("user", "task", .as = NULL) }, "SELECT 1", OK, "PRAGMA foreign_keys", 1 },
	{ 56, { MANY("user", "task", .as = NULL) }, "INSERT INTO tasks (userId) VALUES (7)", ERR_FK_CONSTRAINT, "SELECT count(*) FROM tasks", 2 },
	{ 57, { MANY("user", "task", .on_delete = ACTION_CASCADE) }, "DELETE FROM users", OK, "SELECT count(*) FROM tasks", 1 },
	{ 230, { MANY("user", "task", .as = NULL), BELONGS("user", "task", .as = "current") }, "UPDATE users SET currentId = 1", OK,
		"SELECT count(*) FROM users JOIN tasks ON tasks.id = currentId", 2 },
	{ 231, { MANY("user", "task", .as = NULL), BELONGS("user", "task", .as = "current", .no_constraints = true) },
		"UPDATE users SET currentId = 77", OK, "SELECT count(*) FROM users", 2 },
	{ 235, { MANY("user", "task", .as = NULL) }, "DELETE FROM users WHERE id = 2; ", OK, "SELECT seq FROM sqlite_sequence WHERE name = 'users'", 2 },
};

static int64_t integer(struct store *store, const char *sql)
{
	struct table t = { 0 };
	return CHECK_ERR(OK, store_select(store, &arena, sql, NULL, 0, &t)) && t.count ? value_int_or(table_at(&t, 0, 0), -1) : -1;
}

static void check_deed(struct store *store, const struct deed *d)
{
	struct sync_report report;
	CHECK_ERR(OK, store_sync(store, &arena, NULL, &report));
	CHECK_ERR(OK, store_run(store, "INSERT INTO users (name) VALUES ('a'), ('b')", NULL, 0, NULL));
	CHECK_ERR(OK, store_run(store, "INSERT INTO tasks (userId) VALUES (1), (NULL)", NULL, 0, NULL));
	bool held = CHECK_ERR(d->err, store_run(store, d->sql, NULL, 0, NULL));
	held = CHECK_INT(d->count, integer(store, d->query)) && held;
	held = CHECK_ERR(OK, store_sync(store, &arena, NULL, &report)) && CHECK_INT(0, report.count) && held;
	held = CHECK_ERR(OK, store_sync_force(store, &arena, NULL, NULL, &report)) && CHECK_INT(0, integer(store, "SELECT count(*) FROM users")) && held;
	held = CHECK_ERR(OK, store_drop(store, &arena, NULL)) && held;
	if (!CHECK_INT(0, integer(store, "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'")) || !held)
		printf("# reference row %d\n", d->row);
}

TEST(each_row_about_what_follows)
{
	for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
		struct store *store = NULL;
		open_world();
		CHECK_ERR(OK, schema_associate(schema, deeds[i].declared, deeds[i].declared[1].source ? 2 : 1));
		if (CHECK_ERR(OK, store_open(&store, schema, ":memory:", STORE_CREATE)))
			check_deed(store, &deeds[i]);
		store_close(store);
		close_world();
	}
}

/* 34 and 58: only the source knows; 226: the store's own declarations are in test_store_schema. */
TEST(only_the_source_knows_an_association)
{
	struct association_definition one = MANY("user", "task", .as = NULL);
	open_world();
	CHECK_ERR(OK, schema_associate(schema, &one, 1));
	CHECK_INT(0, model_association_count(schema_model(schema, "task")));
	CHECK(association_inverse(model_association(schema_model(schema, "user"), "tasks")) == NULL);
	close_world();
}
