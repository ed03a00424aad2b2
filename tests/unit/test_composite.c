/* Keys of several columns: real ones, where Sequelize takes the first column and makes no constraint. */
#include "check.h"

#include "base/arena.h"
#include "model/association.h"
#include "model/schema.h"
#include "model/store.h"
#include "model/sync.h"

#include <stdio.h>
#include <string.h>

#define ASSOCIATION(from, how, ...) \
	((struct association_definition){ .source = from, .kind = how, .target = __VA_ARGS__ })
#define TASKS(rest) "CREATE TABLE `tasks` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, `title` VARCHAR(255)" rest ")"
#define SEAT "REFERENCES `seats` (`row`, `place`)"
#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static struct schema *schema;
static struct arena arena;

static void define(const char *name, const struct attribute *attributes)
{
	CHECK_ERR(OK, schema_define(schema,
			      &(struct model_definition){ .name = name, .attributes = attributes, .no_timestamps = true },
			      NULL));
}

/* A seat, whose key is (row, place), a task and a tag. */
static void begin(void)
{
	static const struct attribute title[] = { { .name = "title", .type = TYPE_STRING }, { 0 } };
	static const struct attribute seat[] = { { .name = "row", .type = TYPE_STRING, .primary_key = true },
		{ .name = "place", .type = TYPE_INTEGER, .primary_key = true }, { .name = "label", .type = TYPE_STRING },
		{ 0 } };
	schema = schema_new();
	arena_init(&arena);
	define("seat", seat);
	define("task", title);
	define("tag", NULL);
}

static void end(void)
{
	schema_free(schema);
	arena_release(&arena);
}

static enum err associate(struct association_definition definition)
{
	return schema_associate(schema, &definition, 1);
}

static const struct association *named(const char *model, const char *name)
{
	return model_association(schema_model(schema, model), name);
}

static void check_table(const char *model, const char *expected)
{
	const struct model *found = schema_model(schema, model);
	if (CHECK(found != NULL))
		CHECK_STR(expected, model_ddl(&arena, found));
}

static void check_task(const char *expected, struct association_definition definition)
{
	begin();
	CHECK_ERR(OK, associate(definition));
	check_table("task", expected);
	end();
}

static void check_refused(enum err expected, const char *word, struct association_definition definition)
{
	CHECK_ERR(expected, associate(definition));
	if (!CHECK(strstr(err_sentence(expected), word) != NULL))
		printf("# %s\n", err_sentence(expected));
}

TEST(one_column_for_each_of_the_key)
{
	const char *expected = TASKS(", `seatRow` VARCHAR(255), `seatPlace` INTEGER, "
				     "FOREIGN KEY (`seatRow`, `seatPlace`) " SEAT " ON DELETE SET NULL ON UPDATE CASCADE");
	check_task(expected, ASSOCIATION("task", BELONGS_TO, "seat"));
	check_task(expected, ASSOCIATION("seat", HAS_MANY, "task"));
	check_task(expected, ASSOCIATION("seat", HAS_ONE, "task"));
	check_task(TASKS(", `windowRow` VARCHAR(255) NOT NULL, `windowPlace` INTEGER NOT NULL, "
			 "FOREIGN KEY (`windowRow`, `windowPlace`) " SEAT " ON DELETE NO ACTION ON UPDATE CASCADE"),
		ASSOCIATION("task", BELONGS_TO, "seat", .as = "window", .foreign_key = { .allow_null = NO }));
	check_task(TASKS(", `seatRow` VARCHAR(255) NOT NULL, `seatPlace` INTEGER NOT NULL, UNIQUE (`seatRow`, `seatPlace`), "
			 "FOREIGN KEY (`seatRow`, `seatPlace`) " SEAT " ON DELETE CASCADE ON UPDATE RESTRICT"),
		ASSOCIATION("seat", HAS_ONE, "task", .foreign_key = { .allow_null = NO, .unique = YES },
			.on_update = ACTION_RESTRICT));
	check_task(TASKS(", `seatRow` VARCHAR(255), `seatPlace` INTEGER"),
		ASSOCIATION("task", BELONGS_TO, "seat", .no_constraints = true));
	check_task(TASKS(", `r` VARCHAR(255), `p` INTEGER, FOREIGN KEY (`r`, `p`) " SEAT
			 " ON DELETE SET NULL ON UPDATE CASCADE"),
		ASSOCIATION("task", BELONGS_TO, "seat", .foreign_key = { .names = NAMES("r", "p") }));
	check_task(TASKS(", `p` INTEGER, `r` VARCHAR(255), FOREIGN KEY (`p`, `r`) REFERENCES `seats` (`place`, `row`) "
			 "ON DELETE SET NULL ON UPDATE CASCADE"),
		ASSOCIATION("task", BELONGS_TO, "seat", .foreign_key = { .names = NAMES("p", "r") },
			.target_keys = NAMES("place", "row")));
}

TEST(both_sides_are_one_key)
{
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("seat", HAS_MANY, "task")));
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "seat", .on_delete = ACTION_CASCADE,
			      .foreign_key = { .allow_null = NO, .unique = YES })));
	check_table("task", TASKS(", `seatRow` VARCHAR(255) NOT NULL, `seatPlace` INTEGER NOT NULL, "
				  "UNIQUE (`seatRow`, `seatPlace`), FOREIGN KEY (`seatRow`, `seatPlace`) " SEAT
				  " ON DELETE CASCADE ON UPDATE CASCADE"));
	const struct model *task = schema_model(schema, "task");
	const struct association *tasks = named("seat", "tasks"), *seat = named("task", "seat");
	CHECK(association_inverse(tasks) == seat && association_inverse(seat) == tasks);
	CHECK_INT(2, association_key_count(seat));
	CHECK_INT(1, model_foreign_key_count(task));
	CHECK_INT(2, model_foreign_key_at(task, 0)->count);
	CHECK_STR("place", model_foreign_key_at(task, 0)->referenced[1]);
	CHECK_INT(2, tasks->near.count);
	CHECK_INT(0, tasks->near.left[0]);
	CHECK_INT(3, tasks->near.right[1]);
	CHECK_INT(2, seat->near.left[0]);
	CHECK_INT(1, seat->near.right[1]);
	end();
}

TEST(contradictions_are_found)
{
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("seat", HAS_MANY, "task", .on_delete = ACTION_SET_NULL,
			      .foreign_key = { .allow_null = YES })));
	check_refused(ERR_CONTRADICTION, "'task.seatRow, seatPlace': onDelete SET NULL against CASCADE",
		ASSOCIATION("task", BELONGS_TO, "seat", .on_delete = ACTION_CASCADE));
	check_refused(ERR_CONTRADICTION, "allowNull true against false",
		ASSOCIATION("task", BELONGS_TO, "seat", .foreign_key = { .allow_null = NO }));
	check_refused(ERR_CONTRADICTION, "allowNull true against false",
		ASSOCIATION("tag", HAS_MANY, "task", .foreign_key = { .name = "seatPlace", .allow_null = NO }));
	CHECK_INT(0, model_association_count(schema_model(schema, "task")));
	end();
}

TEST(keys_that_do_not_fit)
{
	begin();
	const char *before = model_ddl(&arena, schema_model(schema, "task"));
	check_refused(ERR_FK_MISMATCH, "has 1 column, but the key of 'seat' that it refers to has 2 (row, place)",
		ASSOCIATION("task", BELONGS_TO, "seat", .foreign_key = { .name = "seatId" }));
	check_refused(ERR_FK_MISMATCH, "has 2 columns, but the key of 'tag' that it refers to has 1 (id)",
		ASSOCIATION("task", BELONGS_TO, "tag", .foreign_key = { .names = NAMES("a", "b") }));
	check_refused(ERR_FK_MISMATCH, "'seat.row', which is not unique",
		ASSOCIATION("task", BELONGS_TO, "seat", .target_key = "row"));
	check_refused(ERR_FK_MISMATCH, "'seat.row, label', which is not unique",
		ASSOCIATION("seat", HAS_MANY, "task", .source_keys = NAMES("row", "label")));
	check_refused(ERR_UNKNOWN_KEY, "no attribute 'plaze' for its sourceKey (did you mean 'place'?), it has: row, place",
		ASSOCIATION("seat", HAS_MANY, "task", .source_keys = NAMES("row", "plaze")));
	check_refused(ERR_NAMING_COLLISION, "'a' stands twice",
		ASSOCIATION("task", BELONGS_TO, "seat", .foreign_key = { .names = NAMES("a", "a") }));
	check_refused(ERR_INPUT, "field is for one column, and the key has 2 (seatRow, seatPlace)",
		ASSOCIATION("task", BELONGS_TO, "seat", .foreign_key = { .field = "seat_row" }));
	check_refused(ERR_INPUT, "its targetKey has 9 columns, 8 are possible",
		ASSOCIATION("task", BELONGS_TO, "seat",
			.target_keys = NAMES("row", "row", "row", "row", "row", "row", "row", "row", "row")));
	check_table("task", before);
	end();
}

TEST(two_keys_over_one_column)
{
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "tag", .foreign_key = { .name = "seatPlace" })));
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "seat", .foreign_key = { .allow_null = NO })));
	check_table("task", TASKS(", `seatPlace` INTEGER NOT NULL REFERENCES `tags` (`id`) ON DELETE NO ACTION ON UPDATE "
				  "CASCADE, `seatRow` VARCHAR(255) NOT NULL, FOREIGN KEY (`seatRow`, `seatPlace`) " SEAT
				  " ON DELETE NO ACTION ON UPDATE CASCADE"));
	end();
}

TEST(a_join_over_composite_keys)
{
	const char *expected = "CREATE TABLE `seatTag` (`seatRow` VARCHAR(255) NOT NULL, `seatPlace` INTEGER NOT NULL, "
		"`tagId` INTEGER NOT NULL REFERENCES `tags` (`id`) ON DELETE CASCADE ON UPDATE CASCADE, "
		"PRIMARY KEY (`seatRow`, `seatPlace`, `tagId`), FOREIGN KEY (`seatRow`, `seatPlace`) " SEAT
		" ON DELETE CASCADE ON UPDATE CASCADE)";
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("seat", BELONGS_TO_MANY, "tag", .through = "seatTag",
			      .through_no_timestamps = true)));
	check_table("seatTag", expected);
	CHECK_ERR(OK, associate(ASSOCIATION("tag", BELONGS_TO_MANY, "seat", .through = "seatTag")));
	check_table("seatTag", expected);
	const struct association *seats = named("tag", "seats");
	CHECK(association_inverse(seats) == named("seat", "tags"));
	CHECK_INT(1, seats->near.count);
	CHECK_INT(2, seats->far.count);
	CHECK_INT(1, seats->far.right[1]);
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "seatTag")));
	check_table("task", TASKS(", `seatTagSeatRow` VARCHAR(255), `seatTagSeatPlace` INTEGER, `seatTagTagId` INTEGER, "
				  "FOREIGN KEY (`seatTagSeatRow`, `seatTagSeatPlace`, `seatTagTagId`) REFERENCES "
				  "`seatTag` (`seatRow`, `seatPlace`, `tagId`) ON DELETE SET NULL ON UPDATE CASCADE"));
	end();
}

TEST(a_join_with_an_id_is_unique_over_all)
{
	static const struct attribute id[] = { { .name = "id", .type = TYPE_INTEGER, .primary_key = true }, { 0 } };
	begin();
	define("booking", id);
	CHECK_ERR(OK, associate(ASSOCIATION("tag", BELONGS_TO_MANY, "seat", .through = "booking",
			      .other_key = { .names = NAMES("r", "p") })));
	CHECK_ERR(OK, associate(ASSOCIATION("seat", BELONGS_TO_MANY, "tag", .through = "booking",
			      .foreign_key = { .names = NAMES("r", "p") })));
	check_table("booking",
		"CREATE TABLE `bookings` (`id` INTEGER PRIMARY KEY, `tagId` INTEGER REFERENCES `tags` (`id`) ON DELETE "
		"CASCADE ON UPDATE CASCADE, `r` VARCHAR(255), `p` INTEGER, UNIQUE (`tagId`, `r`, `p`), FOREIGN KEY "
		"(`r`, `p`) " SEAT " ON DELETE CASCADE ON UPDATE CASCADE)");
	end();
}

/* The second direction names the seat's columns otherwise than the first had assumed. */
TEST(the_second_direction_renames)
{
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("tag", BELONGS_TO_MANY, "seat", .through = "st",
			      .through_no_timestamps = true)));
	CHECK_ERR(OK, associate(ASSOCIATION("seat", BELONGS_TO_MANY, "tag", .through = "st",
			      .foreign_key = { .names = NAMES("r", "p") })));
	check_table("st", "CREATE TABLE `st` (`tagId` INTEGER NOT NULL REFERENCES `tags` (`id`) ON DELETE CASCADE ON UPDATE "
			  "CASCADE, `r` VARCHAR(255) NOT NULL, `p` INTEGER NOT NULL, PRIMARY KEY (`tagId`, `r`, `p`), "
			  "FOREIGN KEY (`r`, `p`) " SEAT " ON DELETE CASCADE ON UPDATE CASCADE)");
	CHECK_STR("r", association_other_key(named("tag", "seats")));
	end();
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("tag", BELONGS_TO_MANY, "seat", .through = "st",
			      .through_no_timestamps = true)));
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "st")));
	const char *before = model_ddl(&arena, schema_model(schema, "st"));
	check_refused(ERR_CONTRADICTION, "Task.belongsTo(St) goes by the first ones",
		ASSOCIATION("seat", BELONGS_TO_MANY, "tag", .through = "st",
			.foreign_key = { .names = NAMES("r", "p") }));
	check_table("st", before);
	end();
}

TEST(the_file_holds_them)
{
	struct store *store;
	struct sync_report report;
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "seat", .on_delete = ACTION_CASCADE)));
	CHECK_ERR(OK, store_open(&store, schema, ":memory:", STORE_CREATE));
	CHECK_ERR(OK, store_sync(store, &arena, NULL, &report));
	CHECK_ERR(OK, store_run(store, "INSERT INTO seats VALUES ('a', 1, '')", NULL, 0, NULL));
	CHECK_ERR(OK, store_run(store, "INSERT INTO tasks VALUES (1, 'x', 'a', 1), (2, 'y', 'a', NULL)", NULL, 0, NULL));
	CHECK_ERR(ERR_FK_CONSTRAINT, store_run(store, "INSERT INTO tasks VALUES (3, 'z', 'a', 2)", NULL, 0, NULL));
	CHECK_ERR(OK, store_run(store, "DELETE FROM seats", NULL, 0, NULL));
	struct table rows;
	CHECK_ERR(OK, store_select(store, &arena, "SELECT id FROM tasks", NULL, 0, &rows));
	CHECK_INT(1, rows.count);
	store_close(store);
	end();
}

TEST(the_text_of_a_composite_key)
{
	char text[300];
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "seat",
			      .foreign_key = { .names = NAMES("p", "r"), .allow_null = NO },
			      .target_keys = NAMES("place", "row"))));
	association_text(named("task", "seat"), text, sizeof text);
	CHECK_STR("Task.belongsTo(Seat, { foreignKey: { name: ['p', 'r'], allowNull: false }, targetKey: ['place', "
		  "'row'] })",
		text);
	end();
}
