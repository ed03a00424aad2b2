/* Options of declarations beyond keys and actions: scopes, defaults, names, methods; and what is copied of them. */
#include "check.h"

#include "base/arena.h"
#include "model/association.h"
#include "model/record.h"
#include "model/schema.h"
#include "model/store.h"
#include "model/sync.h"

#include <stdio.h>
#include <string.h>

#define ASSOCIATION(from, how, ...) \
	((struct association_definition){ .source = from, .kind = how, .target = __VA_ARGS__ })

static struct schema *schema;
static struct arena arena;

static const struct model *define(struct model_definition definition)
{
	const struct model *model = NULL;
	definition.no_timestamps = true;
	CHECK_ERR(OK, schema_define(schema, &definition, &model));
	return model;
}

static void begin(void)
{
	static const struct attribute name[] = { { .name = "name", .type = TYPE_STRING }, { 0 } };
	static const struct attribute title[] = {
		{ .name = "title", .type = TYPE_STRING }, { .name = "kind", .type = TYPE_STRING }, { 0 } };
	static const struct attribute role[] = { { .name = "role", .type = TYPE_STRING }, { 0 } };
	schema = schema_new();
	arena_init(&arena);
	define((struct model_definition){ .name = "user", .attributes = name });
	define((struct model_definition){ .name = "task", .attributes = title });
	define((struct model_definition){ .name = "userTask", .attributes = role });
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

static void check_text(const char *expected, const struct association *association)
{
	char text[500];
	association_text(association, text, sizeof text);
	CHECK_STR(expected, text);
}

static void check_table(const char *model, const char *expected)
{
	const struct model *found = schema_model(schema, model);
	if (CHECK(found != NULL))
		CHECK_STR(expected, model_ddl(&arena, found));
}

static void check_refused(enum err expected, const char *word, struct association_definition definition)
{
	CHECK_ERR(expected, associate(definition));
	if (!CHECK(strstr(err_sentence(expected), word) != NULL))
		printf("# %s\n", err_sentence(expected));
}

TEST(scopes_are_copied_and_told)
{
	char kind[] = "note", attribute[] = "kind";
	struct pair scope[] = { { attribute, value_text(kind) }, pair_end };
	struct pair through[] = { { "role", value_null() }, pair_end };
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("user", HAS_MANY, "task", .as = "notes", .scope = scope)));
	CHECK_ERR(OK, associate(ASSOCIATION("user", BELONGS_TO_MANY, "task", .as = "own", .through = "userTask",
			      .through_scope = through, .through_unique = NO, .scope = scope)));
	kind[0] = attribute[0] = 'x';
	scope[0] = pair_end;
	const struct association *notes = named("user", "notes");
	CHECK_STR("kind", notes->definition.scope[0].attribute);
	CHECK_STR("note", value_str(notes->definition.scope[0].value));
	check_text("User.hasMany(Task, { as: 'notes', scope: { kind: 'note' } })", notes);
	check_text("User.belongsToMany(Task, { through: { model: UserTask, unique: false, scope: { role: null } }, as: 'own', "
		   "scope: { kind: 'note' } })",
		named("user", "own"));
	end();
}

TEST(scopes_name_attributes)
{
	struct pair scope[] = { { "kinds", value_integer(1) }, pair_end };
	begin();
	check_refused(ERR_UNKNOWN_KEY,
		"'task' has no attribute 'kinds' for its scope (did you mean 'kind'?), it has: id, title, kind",
		ASSOCIATION("user", HAS_MANY, "task", .scope = scope));
	check_refused(ERR_UNKNOWN_KEY, "'userTask' has no attribute 'kinds' for its through scope",
		ASSOCIATION("user", BELONGS_TO_MANY, "task", .through = "userTask", .through_scope = scope));
	check_refused(ERR_UNKNOWN_KEY, "there is no model 'made' with an attribute 'kinds'",
		ASSOCIATION("user", BELONGS_TO_MANY, "task", .through = "made", .through_scope = scope));
	check_refused(ERR_ERROR, "a through scope is for belongsToMany",
		ASSOCIATION("user", HAS_MANY, "task", .through_scope = scope));
	CHECK_INT(0, model_association_count(schema_model(schema, "user")));
	CHECK_INT(3, schema_model_count(schema));
	CHECK_INT(3, model_attribute_count(schema_model(schema, "task")));
	end();
}

TEST(a_default_of_the_key)
{
	char text[] = "one";
	struct value value = value_text(text), other = value_text("two");
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "user", .no_constraints = true,
			      .foreign_key = { .has_type = true, .type = TYPE_STRING, .default_value = &value })));
	text[0] = 'x';
	check_table("task", "CREATE TABLE `tasks` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, `title` VARCHAR(255), `kind` "
			    "VARCHAR(255), `userId` VARCHAR(255) DEFAULT 'one')");
	check_text("Task.belongsTo(User, { foreignKey: { type: STRING, defaultValue: 'one' }, constraints: false })",
		named("task", "user"));
	check_refused(ERR_CONTRADICTION, "defaultValue",
		ASSOCIATION("user", HAS_MANY, "task", .foreign_key = { .default_value = &other }));
	end();
}

TEST(names_of_methods)
{
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "user", .as = "boss")));
	CHECK_ERR(OK, associate(ASSOCIATION("user", HAS_MANY, "task", .as = "staff", .as_singular = "clerk")));
	static const char *const lists[METHOD_COUNT_OF] = { "getStaff", "setStaff", "addClerk", "addStaff", "createClerk",
		"removeClerk", "removeStaff", "hasClerk", "hasStaff", "countStaff" };
	static const char *const ones[METHOD_COUNT_OF] = { "getBoss", "setBoss", NULL, NULL, "createBoss" };
	for (enum association_method m = 0; m < METHOD_COUNT_OF; m++) {
		const char *one = association_method(&arena, named("task", "boss"), m);
		CHECK_STR(lists[m], association_method(&arena, named("user", "staff"), m));
		if (ones[m])
			CHECK_STR(ones[m], one);
		else
			CHECK(one == NULL);
	}
	check_text("User.hasMany(Task, { as: { singular: 'clerk', plural: 'staff' } })", named("user", "staff"));
	end();
}

TEST(joins_that_are_made)
{
	begin();
	define((struct model_definition){ .name = "blogPost", .underscored = true });
	CHECK_ERR(OK, associate(ASSOCIATION("blogPost", BELONGS_TO_MANY, "user", .through = "post_user")));
	check_table("post_user", "CREATE TABLE `post_user` (`created_at` DATETIME NOT NULL, `updated_at` DATETIME NOT NULL, "
				 "`blog_post_id` INTEGER NOT NULL REFERENCES `blog_posts` (`id`) ON DELETE CASCADE ON UPDATE "
				 "CASCADE, `user_id` INTEGER NOT NULL REFERENCES `users` (`id`) ON DELETE CASCADE ON UPDATE "
				 "CASCADE, PRIMARY KEY (`blog_post_id`, `user_id`))");
	CHECK_STR("blogPostId", association_foreign_key(named("blogPost", "users")));
	CHECK_ERR(OK, associate(ASSOCIATION("user", BELONGS_TO_MANY, "task", .through = "plain", .unique_key = "once",
			      .through_no_timestamps = true)));
	CHECK_INT(2, model_attribute_count(schema_model(schema, "plain")));
	check_text("User.belongsToMany(Task, { through: 'plain', uniqueKey: 'once', timestamps: false })",
		named("user", "tasks"));
	end();
}

TEST(default_scopes_are_copied_and_checked)
{
	char name[] = "live";
	struct value values[] = { value_text(name), value_integer(2) };
	struct where inner[] = { where_in("kind", values, 2), where_null("$owner.name$"), where_end };
	struct where scope[] = { where_or(inner), where_eq("id", value_integer(1)), where_end };
	struct where wrong[] = { where_not(inner), where_end };
	static const struct attribute kind[] = { { .name = "kind", .type = TYPE_STRING }, { 0 } };
	struct model_definition definition = { .name = "page", .attributes = kind, .default_scope = scope };
	begin();
	const struct model *page = define(definition);
	name[0] = 'x';
	values[1] = value_null();
	inner[0].op = WHERE_END;
	CHECK_INT(WHERE_IN, page->default_scope[0].children[0].op);
	CHECK_STR("live", value_str(page->default_scope[0].children[0].values[0]));
	CHECK_INT(2, value_int_or(page->default_scope[0].children[0].values[1], 0));
	CHECK_STR("$owner.name$", page->default_scope[0].children[1].attribute);
	CHECK_STR("id", page->default_scope[1].attribute);
	CHECK_INT(WHERE_END, page->default_scope[2].op);
	definition = (struct model_definition){ .name = "leaf", .attributes = kind, .default_scope = wrong };
	inner[0] = where_eq("king", value_integer(1));
	CHECK_ERR(ERR_UNKNOWN_KEY, schema_define(schema, &definition, NULL));
	CHECK_STR("the default scope of 'leaf' names 'king', which is none of its attributes, declare it there",
		err_sentence(ERR_UNKNOWN_KEY));
	inner[0] = where_eq(NULL, value_null());
	CHECK_ERR(ERR_INPUT, schema_define(schema, &definition, NULL));
	inner[0].op = WHERE_NOT + 1;
	CHECK_ERR(ERR_INPUT, schema_define(schema, &definition, NULL));
	CHECK(schema_model(schema, "leaf") == NULL);
	end();
}

/* The one that says targetKey decides what both go by. */
TEST(both_sides_go_by_what_one_says)
{
	static const struct attribute mail[] = { { .name = "mail", .type = TYPE_STRING, .unique = true }, { 0 } };
	begin();
	define((struct model_definition){ .name = "person", .attributes = mail });
	CHECK_ERR(OK, associate(ASSOCIATION("person", HAS_MANY, "task")));
	CHECK_STR("id", association_source_key(named("person", "tasks")));
	CHECK_ERR(OK, associate(ASSOCIATION("task", BELONGS_TO, "person", .target_key = "mail")));
	CHECK_STR("mail", association_source_key(named("person", "tasks")));
	CHECK_INT(1, named("person", "tasks")->near.left[0]);
	CHECK(association_inverse(named("person", "tasks")) == named("task", "person"));
	CHECK_ERR(OK, associate(ASSOCIATION("person", HAS_ONE, "task")));
	CHECK_STR("mail", association_source_key(named("person", "task")));
	end();
}
