/* The expected tables are what Sequelize 6.37.8 wrote for the same declarations, except where a test says otherwise. */
#include "check.h"

#include "base/arena.h"
#include "model/association.h"
#include "model/sync.h"

#include <stdio.h>
#include <string.h>

#define ASSOCIATION(from, how, ...) \
	((struct association_definition){ .source = from, .kind = how, .target = __VA_ARGS__ })
#define MANY ((struct association_definition){ .source = "user", .kind = HAS_MANY, .target = "task" })
#define BELONGS ((struct association_definition){ .source = "task", .kind = BELONGS_TO, .target = "user" })
#define TAGS \
	((struct association_definition){ \
		.source = "user", .kind = BELONGS_TO_MANY, .target = "tag", .through = "userTag" })

static struct schema *schema;
static struct arena arena;

static void define(const char *name, const struct attribute *attributes)
{
	CHECK_ERR(OK, schema_define(schema,
			      &(struct model_definition){ .name = name, .attributes = attributes, .no_timestamps = true },
			      NULL));
}

/* user, task and tag, each with one attribute. */
static void begin(void)
{
	static const struct attribute name[] = { { .name = "name", .type = TYPE_STRING }, { 0 } };
	static const struct attribute title[] = { { .name = "title", .type = TYPE_STRING }, { 0 } };
	static const struct attribute label[] = { { .name = "label", .type = TYPE_STRING }, { 0 } };
	schema = schema_new();
	arena_init(&arena);
	define("user", name);
	define("task", title);
	define("tag", label);
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

static void check_table(const char *model, const char *expected)
{
	const struct model *found = schema_model(schema, model);
	if (CHECK(found != NULL))
		CHECK_STR(expected, model_ddl(&arena, found));
}

#define TASKS(rest) "CREATE TABLE `tasks` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, `title` VARCHAR(255)" rest ")"

/* task, after one declaration. */
static void check_task(const char *expected, struct association_definition definition)
{
	begin();
	CHECK_ERR(OK, associate(definition));
	check_table("task", expected);
	end();
}

/* task with a column userId of its own, after one declaration. */
static void check_predeclared(const char *expected, struct attribute own, struct association_definition definition)
{
	const struct attribute attributes[] = { { .name = "title", .type = TYPE_STRING }, own, { 0 } };
	schema = schema_new();
	arena_init(&arena);
	define("user", NULL);
	define("task", attributes);
	CHECK_ERR(OK, associate(definition));
	check_table("task", expected);
	end();
}

/* task, after two declarations in either order. */
static void check_both_orders(const char *expected, struct association_definition a, struct association_definition b)
{
	for (int i = 0; i < 2; i++) {
		begin();
		CHECK_ERR(OK, associate(i ? b : a));
		CHECK_ERR(OK, associate(i ? a : b));
		check_table("task", expected);
		end();
	}
}

static void check_refused(enum err expected, const char *word, struct association_definition definition)
{
	CHECK_ERR(expected, associate(definition));
	if (!CHECK(strstr(err_sentence(expected), word) != NULL))
		printf("# %s\n", err_sentence(expected));
}

TEST(default_keys_and_actions)
{
	const char *nullable =
		TASKS(", `userId` INTEGER REFERENCES `users` (`id`) ON DELETE SET NULL ON UPDATE CASCADE");
	check_task(nullable, BELONGS);
	check_task(nullable, MANY);
	check_task(nullable, ASSOCIATION("user", HAS_ONE, "task"));
	check_task(TASKS(", `userId` INTEGER NOT NULL REFERENCES `users` (`id`) ON DELETE NO ACTION ON UPDATE CASCADE"),
		ASSOCIATION("task", BELONGS_TO, "user", .foreign_key = { .allow_null = NO }));
	check_task(TASKS(", `userId` INTEGER NOT NULL REFERENCES `users` (`id`) ON DELETE CASCADE ON UPDATE CASCADE"),
		ASSOCIATION("user", HAS_MANY, "task", .foreign_key = { .allow_null = NO }));
	check_task(TASKS(", `userId` INTEGER UNIQUE REFERENCES `users` (`id`) ON DELETE CASCADE ON UPDATE CASCADE"),
		ASSOCIATION("user", HAS_ONE, "task", .foreign_key = { .name = "userId", .unique = YES },
			.on_delete = ACTION_CASCADE));
}

TEST(named_keys)
{
	check_task(TASKS(", `ownerId` INTEGER REFERENCES `users` (`id`) ON DELETE SET NULL ON UPDATE CASCADE"),
		ASSOCIATION("task", BELONGS_TO, "user", .as = "owner"));
	check_task(TASKS(", `mainTaskId` INTEGER REFERENCES `users` (`id`) ON DELETE SET NULL ON UPDATE CASCADE"),
		ASSOCIATION("user", HAS_ONE, "task", .as = "mainTask"));
	check_task(TASKS(", `userId` INTEGER REFERENCES `users` (`id`) ON DELETE SET NULL ON UPDATE CASCADE"),
		ASSOCIATION("user", HAS_MANY, "task", .as = "jobs"));
	check_task(TASKS(", `owner_id` INTEGER NOT NULL UNIQUE REFERENCES `users` (`id`) ON DELETE NO ACTION ON UPDATE "
			 "CASCADE"),
		ASSOCIATION("task", BELONGS_TO, "user",
			.foreign_key = { .name = "ownerId", .field = "owner_id", .allow_null = NO, .unique = YES }));
	check_task(TASKS(", `userId` VARCHAR(255) REFERENCES `users` (`id`) ON DELETE RESTRICT ON UPDATE NO ACTION"),
		ASSOCIATION("task", BELONGS_TO, "user", .foreign_key = { .has_type = true, .type = TYPE_STRING },
			.on_delete = ACTION_RESTRICT, .on_update = ACTION_NO_ACTION));
}

TEST(without_constraints)
{
	check_task(TASKS(", `userId` INTEGER"), ASSOCIATION("task", BELONGS_TO, "user", .no_constraints = true));
	check_task(TASKS(", `userId` INTEGER REFERENCES `users` (`id`) ON DELETE CASCADE"),
		ASSOCIATION("task", BELONGS_TO, "user", .no_constraints = true, .on_delete = ACTION_CASCADE));
}

TEST(a_predeclared_key_is_kept)
{
	const struct attribute plain = { .name = "userId", .type = TYPE_INTEGER };
	const struct attribute nullable = { .name = "userId", .type = TYPE_INTEGER, .nullable = true };
	const struct attribute not_null = { .name = "userId", .type = TYPE_STRING, .not_null = true };
	check_predeclared(TASKS(", `userId` INTEGER REFERENCES `users` (`id`) ON DELETE NO ACTION ON UPDATE CASCADE"),
		plain, BELONGS);
	check_predeclared(
		TASKS(", `userId` INTEGER REFERENCES `users` (`id`) ON DELETE CASCADE ON UPDATE CASCADE"), plain, MANY);
	check_predeclared(TASKS(", `userId` INTEGER REFERENCES `users` (`id`) ON DELETE SET NULL ON UPDATE CASCADE"),
		nullable, BELONGS);
	check_predeclared(TASKS(", `userId` VARCHAR(255) NOT NULL REFERENCES `users` (`id`) ON DELETE NO ACTION ON "
				"UPDATE CASCADE"),
		not_null, BELONGS);
	check_predeclared(
		TASKS(", `userId` INTEGER NOT NULL REFERENCES `users` (`id`) ON DELETE NO ACTION ON UPDATE CASCADE"),
		plain, ASSOCIATION("task", BELONGS_TO, "user", .foreign_key = { .allow_null = NO }));
}

/* Better than the original, where the first declaration wins. */
TEST(explicit_beats_default_in_either_order)
{
	check_both_orders(TASKS(", `userId` INTEGER REFERENCES `users` (`id`) ON DELETE CASCADE ON UPDATE CASCADE"),
		MANY, ASSOCIATION("task", BELONGS_TO, "user", .on_delete = ACTION_CASCADE));
	check_both_orders(
		TASKS(", `userId` INTEGER NOT NULL REFERENCES `users` (`id`) ON DELETE NO ACTION ON UPDATE CASCADE"),
		MANY, ASSOCIATION("task", BELONGS_TO, "user", .foreign_key = { .allow_null = NO }));
	check_both_orders(
		TASKS(", `userId` INTEGER UNIQUE REFERENCES `users` (`id`) ON DELETE SET NULL ON UPDATE CASCADE"),
		BELONGS, ASSOCIATION("user", HAS_ONE, "task", .foreign_key = { .unique = YES }));
	check_both_orders(
		TASKS(", `userId` INTEGER"), MANY, ASSOCIATION("task", BELONGS_TO, "user", .no_constraints = true));
	check_both_orders(TASKS(", `user_id` INTEGER REFERENCES `users` (`id`) ON DELETE SET NULL ON UPDATE CASCADE"),
		MANY, ASSOCIATION("task", BELONGS_TO, "user", .foreign_key = { .field = "user_id" }));
	check_both_orders(TASKS(", `userId` TEXT REFERENCES `users` (`id`) ON DELETE SET NULL ON UPDATE CASCADE"),
		MANY, ASSOCIATION("task", BELONGS_TO, "user", .foreign_key = { .has_type = true, .type = TYPE_TEXT }));
}

static void check_contradiction(
	const char *first, const char *second, struct association_definition a, struct association_definition b)
{
	begin();
	CHECK_ERR(OK, associate(a));
	const char *before = model_ddl(&arena, schema_model(schema, "task"));
	check_refused(ERR_CONTRADICTION, first, b);
	CHECK(strstr(err_sentence(ERR_CONTRADICTION), second) != NULL);
	check_table("task", before);
	CHECK_INT(0, model_association_count(schema_model(schema, "task")));
	end();
}

TEST(explicit_against_explicit_is_a_contradiction)
{
	struct association_definition sets_null = ASSOCIATION("user", HAS_MANY, "task", .on_delete = ACTION_SET_NULL);
	check_contradiction("User.hasMany(Task, { onDelete: 'SET NULL' })",
		"Task.belongsTo(User, { onDelete: 'CASCADE' })", sets_null,
		ASSOCIATION("task", BELONGS_TO, "user", .on_delete = ACTION_CASCADE));
	check_contradiction("onUpdate", "RESTRICT against CASCADE",
		ASSOCIATION("user", HAS_MANY, "task", .on_update = ACTION_RESTRICT),
		ASSOCIATION("task", BELONGS_TO, "user", .on_update = ACTION_CASCADE));
	check_contradiction("allowNull true against false", "userId",
		ASSOCIATION("user", HAS_MANY, "task", .foreign_key = { .allow_null = YES }),
		ASSOCIATION("task", BELONGS_TO, "user", .foreign_key = { .allow_null = NO }));
	check_contradiction(
		"constraints", "SET NULL", sets_null, ASSOCIATION("task", BELONGS_TO, "user", .no_constraints = true));
	check_contradiction("constraints", "SET NULL", ASSOCIATION("user", HAS_MANY, "task", .no_constraints = true),
		ASSOCIATION("task", BELONGS_TO, "user", .on_delete = ACTION_SET_NULL));
	check_contradiction("references user against tag", "tagged",
		ASSOCIATION("user", HAS_MANY, "task", .foreign_key = { .name = "ref" }),
		ASSOCIATION("task", BELONGS_TO, "tag", .as = "tagged", .foreign_key = { .name = "ref" }));
	begin();
	CHECK_ERR(OK, associate(sets_null));
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "user", .on_delete = ACTION_SET_NULL)));
	end();
}

TEST(one_column_for_several_targets)
{
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION(
			      "user", HAS_MANY, "task", .foreign_key = { .name = "ref" }, .no_constraints = true)));
	CHECK_ERR(OK, associate(ASSOCIATION(
			      "tag", HAS_MANY, "task", .foreign_key = { .name = "ref" }, .no_constraints = true)));
	check_table("task", TASKS(", `ref` INTEGER"));
	end();
}

TEST(keys_other_than_the_primary)
{
	const struct attribute unique[] = {
		{ .name = "mail", .type = TYPE_STRING, .unique = true }, { .name = "nick", .type = TYPE_STRING }, { 0 } };
	const char *expected = "CREATE TABLE `notes` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, "
		"`personId` VARCHAR(255) REFERENCES `people` (`mail`) ON DELETE SET NULL ON UPDATE CASCADE)";
	begin();
	define("person", unique);
	define("note", NULL);
	check_refused(ERR_FK_MISMATCH, "'person.nick', which is not unique",
		ASSOCIATION("note", BELONGS_TO, "person", .target_key = "nick"));
	check_refused(ERR_UNKNOWN_KEY, "no attribute 'nope'",
		ASSOCIATION("note", BELONGS_TO, "person", .target_key = "nope"));
	check_refused(
		ERR_UNKNOWN_KEY, "no attribute 'nope'", ASSOCIATION("person", HAS_ONE, "note", .source_key = "nope"));
	check_refused(
		ERR_UNKNOWN_KEY, "no attribute 'nope'", ASSOCIATION("person", HAS_MANY, "note", .source_key = "nope"));
	CHECK_INT(1, model_attribute_count(schema_model(schema, "note")));
	CHECK_ERR(OK, associate(ASSOCIATION("note", BELONGS_TO, "person", .target_key = "mail")));
	check_table("note", expected);
	CHECK_ERR(OK, associate(ASSOCIATION("person", HAS_MANY, "note", .source_key = "mail")));
	check_table("note", expected);
	check_refused(ERR_FK_MISMATCH, "'person.nick'",
		ASSOCIATION("person", BELONGS_TO_MANY, "tag", .through = "t", .source_key = "nick"));
	CHECK(schema_model(schema, "t") == NULL);
	end();
}

TEST(declarations_refused)
{
	begin();
	check_refused(ERR_NOT_A_MODEL, "'nobody' is not a model", ASSOCIATION("user", HAS_MANY, "nobody"));
	check_refused(ERR_NOT_A_MODEL, "nobody", ASSOCIATION("nobody", HAS_MANY, "user"));
	check_refused(ERR_NOT_A_MODEL, "''", ASSOCIATION("user", BELONGS_TO_MANY, NULL, .through = "x"));
	check_refused(ERR_THROUGH_REQUIRED, "requires through", ASSOCIATION("user", BELONGS_TO_MANY, "tag"));
	check_refused(
		ERR_THROUGH_ON_HASMANY, "use belongsToMany", ASSOCIATION("user", HAS_MANY, "tag", .through = "x"));
	check_refused(
		ERR_SELF_M2M_NEEDS_ALIAS, "needs 'as'", ASSOCIATION("user", BELONGS_TO_MANY, "user", .through = "x"));
	check_refused(
		ERR_NAMING_COLLISION, "'title' of 'task'", ASSOCIATION("task", BELONGS_TO, "user", .as = "title"));
	check_refused(ERR_NAMING_COLLISION, "'name' of 'user'", ASSOCIATION("user", HAS_MANY, "task", .as = "name"));
	check_refused(ERR_NAMING_COLLISION, "'user' of 'task'",
		ASSOCIATION("task", BELONGS_TO, "user", .foreign_key = { .name = "user" }));
	check_refused(ERR_NAMING_COLLISION, "column 'TITLE'",
		ASSOCIATION("task", BELONGS_TO, "user", .foreign_key = { .name = "TITLE" }));
	CHECK_ERR(OK, associate(ASSOCIATION("user", HAS_MANY, "task", .as = "jobs")));
	check_refused(ERR_DUPLICATE_ALIAS, "'jobs' is used twice",
		ASSOCIATION("user", BELONGS_TO_MANY, "task", .as = "jobs", .through = "x"));
	CHECK_INT(1, model_association_count(schema_model(schema, "user")));
	CHECK_INT(3, schema_model_count(schema));
	end();
}

TEST(declarations_before_the_failing_one_hold)
{
	const struct association_definition both[] = { MANY, { .source = "task", .kind = BELONGS_TO, .target = "nobody" } };
	begin();
	CHECK_ERR(ERR_NOT_A_MODEL, schema_associate(schema, both, 2));
	CHECK(model_association(schema_model(schema, "user"), "tasks") != NULL);
	CHECK_INT(2, model_attribute_index(schema_model(schema, "task"), "userId"));
	end();
}

TEST(the_same_association_twice_is_replaced)
{
	begin();
	CHECK_ERR(OK, associate(MANY));
	CHECK_ERR(OK, associate(ASSOCIATION("user", HAS_MANY, "task", .foreign_key = { .name = "otherId" })));
	CHECK_INT(1, model_association_count(schema_model(schema, "user")));
	CHECK_STR("otherId", association_foreign_key(model_association(schema_model(schema, "user"), "tasks")));
	CHECK_INT(2, model_foreign_key_count(schema_model(schema, "task")));
	end();
}

TEST(names_and_inverses)
{
	begin();
	CHECK_ERR(
		OK, associate(ASSOCIATION("user", HAS_MANY, "task", .as = "jobs", .foreign_key = { .name = "ownerId" })));
	CHECK_ERR(OK, associate(ASSOCIATION("user", HAS_MANY, "task", .as = "staff", .as_singular = "clerk",
			      .foreign_key = { .name = "clerkId" })));
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "user", .as = "owner")));
	const struct association *jobs = model_association(schema_model(schema, "user"), "jobs");
	const struct association *staff = model_association(schema_model(schema, "user"), "staff");
	const struct association *owner = model_association(schema_model(schema, "task"), "owner"), *found;
	CHECK_STR("job", association_singular(jobs));
	CHECK_STR("clerk", association_singular(staff));
	CHECK(association_inverse(jobs) == owner && association_inverse(owner) == jobs && !association_inverse(staff));
	CHECK_STR("id", association_source_key(jobs));
	CHECK_STR("ownerId", association_source_key(owner));
	CHECK_STR("id", association_target_key(owner));
	CHECK(association_has_alias(owner) && !association_is_list(owner) && association_is_list(jobs));
	CHECK_ERR(ERR_UNKNOWN_ALIAS, model_need_association(schema_model(schema, "user"), "job", &found));
	CHECK(strstr(err_sentence(ERR_UNKNOWN_ALIAS), "staff") != NULL);
	end();
}

TEST(the_text_of_a_declaration)
{
	char text[200];
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "user", .as = "owner",
			      .foreign_key = { .name = "ownerId", .allow_null = NO }, .on_delete = ACTION_CASCADE)));
	association_text(model_association(schema_model(schema, "task"), "owner"), text, sizeof text);
	CHECK_STR("Task.belongsTo(User, { as: 'owner', foreignKey: { name: 'ownerId', allowNull: false }, onDelete: "
		  "'CASCADE' })",
		text);
	CHECK_ERR(OK, associate(TAGS));
	association_text(model_association(schema_model(schema, "user"), "tags"), text, sizeof text);
	CHECK_STR("User.belongsToMany(Tag, { through: 'userTag' })", text);
	association_text(model_association(schema_model(schema, "user"), "tags"), text, 10);
	CHECK_STR("User.belo", text);
	end();
}

static const char *methods_of(const char *model, const char *name)
{
	static char text[300];
	const struct association *a = model_association(schema_model(schema, model), name);
	size_t size = 0;
	for (enum association_method m = METHOD_GET; a && m < METHOD_COUNT_OF; m++) {
		const char *method = association_method(&arena, a, m);
		size += (size_t)snprintf(text + size, sizeof text - size, "%s%s", m ? " " : "", method ? method : "-");
	}
	return text;
}

TEST(the_names_of_methods)
{
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "user", .as = "owner")));
	CHECK_ERR(OK, associate(ASSOCIATION("user", HAS_MANY, "task", .as = "staff", .as_singular = "member")));
	CHECK_ERR(OK, associate(TAGS));
	CHECK_STR("getOwner setOwner - - createOwner - - - - -", methods_of("task", "owner"));
	CHECK_STR("getStaff setStaff addMember addStaff createMember removeMember removeStaff hasMember hasStaff countStaff",
		methods_of("user", "staff"));
	CHECK_STR("getTags setTags addTag addTags createTag removeTag removeTags hasTag hasTags countTags",
		methods_of("user", "tags"));
	end();
}

TEST(self_references)
{
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "task", .as = "parent")));
	CHECK_ERR(OK, associate(ASSOCIATION(
			      "task", HAS_MANY, "task", .as = "children", .foreign_key = { .name = "parentId" })));
	check_table(
		"task", TASKS(", `parentId` INTEGER REFERENCES `tasks` (`id`) ON DELETE SET NULL ON UPDATE CASCADE"));
	const struct model *task = schema_model(schema, "task");
	CHECK(association_inverse(model_association(task, "parent")) == model_association(task, "children"));
	end();
}

TEST(what_a_foreign_key_tells)
{
	begin();
	CHECK_ERR(OK, associate(MANY));
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "user", .on_delete = ACTION_CASCADE)));
	const struct model *task = schema_model(schema, "task"), *user = schema_model(schema, "user");
	const struct foreign_key *key = model_foreign_key_at(task, 0);
	CHECK_INT(1, model_foreign_key_count(task));
	CHECK_STR("userId", key->attributes[0]);
	CHECK_STR("id", key->referenced[0]);
	CHECK(key->model == task && key->references == user && key->constrained);
	CHECK(key->made_by == model_association(user, "tasks") && key->action_by == model_association(task, "user"));
	CHECK_STR("CASCADE", key_action_name(key->on_delete));
	end();
}
