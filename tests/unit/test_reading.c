/* Reading along associations: reference rows 181 to 216, and what this layer does better (limits, counts, separate). Rows are
 * compared as an outline: "Max[Book Pen]" a list, "Book<Max>" one, "Book*2" with its join row's quantity. */
#include "unit/world.h"

#include "base/vec.h"
#include "model/record.h"

#include <string.h>

#define STORE world.store
#define ARENA &world.arena
#define INCLUDE(...) ((const struct include[]){ __VA_ARGS__, { 0 } })
#define NAMED(n) { .association = (n) }
#define WHERE(...) ((const struct where[]){ __VA_ARGS__, where_end })
#define ORDER(...) ((const struct order_by[]){ __VA_ARGS__, { 0 } })
#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define NO_NAMES ((const char *const[]){ NULL })
#define FIND(model, ...) find(model, &(const struct query){ __VA_ARGS__ })
#define PRICE_OVER(n) where_op(WHERE_GT, "price", I(n))

static void add_rows(struct buffer *, const struct rows *);

static void add_links(struct buffer *out, const struct row_link *link)
{
	if (!link)
		return;
	add_links(out, link->next);
	const struct row *one = link->rows.count ? link->rows.items[0] : NULL;
	if (one && (!strcmp(link->name, "cartItem") || !strcmp(link->name, "orderItem"))) {
		buffer_printf(out, "*%lld", (long long)row_int(one, "quantity"));
		return;
	}
	buffer_putc(out, link->list ? '[' : '<');
	add_rows(out, &link->rows);
	buffer_putc(out, link->list ? ']' : '>');
}

static void add_rows(struct buffer *out, const struct rows *rows)
{
	static const char *const labels[] = { "name", "title", "label", "body" };
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = rows->items[i];
		size_t k = 0;
		while (k < 4 && (model_attribute_index(row->model, labels[k]) < 0 || row_is_null(row, labels[k])))
			k++;
		buffer_puts(out, i ? " " : "");
		if (k < 4)
			buffer_puts(out, row_text(row, labels[k]));
		else
			buffer_printf(out, "#%lld", (long long)row_int(row, "id"));
		add_links(out, row->links);
	}
}

static const char *outline(const struct rows *rows)
{
	struct buffer out = { 0 };
	add_rows(&out, rows);
	const char *text = arena_copy(ARENA, out.size ? out.bytes : "", out.size);
	buffer_release(&out);
	return text;
}

static const char *find(const char *model, const struct query *query)
{
	struct rows rows;
	CHECK_ERR(OK, model_find_all(STORE, ARENA, schema_model(world.schema, model), query, &rows));
	return outline(&rows);
}

static enum err try_find(const char *model, const struct query *query)
{
	struct rows rows;
	return model_find_all(STORE, ARENA, schema_model(world.schema, model), query, &rows);
}

static enum err try_include(const char *model, struct include one)
{
	const struct include list[] = { one, { 0 } };
	return try_find(model, &(struct query){ .include = list });
}

static int64_t count(const char *model, const struct query *query)
{
	int64_t out = -1;
	CHECK_ERR(OK, model_count(STORE, schema_model(world.schema, model), query, &out));
	return out;
}

/* Carts with lines: 1 has two books and a mug, 2 nine books; an order of Max with three pens. */
static bool shop_opens(void)
{
	if (!world_open(":memory:"))
		return false;
	struct row *order = made("order", PAIRS({ "userId", I(1) }));
	CHECK_ERR(OK, association_add(STORE, ARENA, row_of("cart", 1), "products", KEYS(KEY(1)), PAIRS({ "quantity", I(2) })));
	CHECK_ERR(OK, association_add(STORE, ARENA, row_of("cart", 1), "products", KEYS(KEY(3)), PAIRS({ "quantity", I(1) })));
	CHECK_ERR(OK, association_add(STORE, ARENA, row_of("cart", 2), "products", KEYS(KEY(1)), PAIRS({ "quantity", I(9) })));
	CHECK_ERR(OK, association_add(STORE, ARENA, order, "products", KEYS(KEY(2)), PAIRS({ "quantity", I(3) })));
	return true;
}

TEST(an_include_is_named_or_found_by_its_model)
{
	REQUIRE(shop_opens());
	CHECK_STR("Max[Book Pen] Anna[Mug Cap]", FIND("user", .include = INCLUDE(NAMED("products"))));
	CHECK_STR("Max[Book Pen] Anna[Mug Cap]", FIND("user", .include = INCLUDE({ .model = "product" })));
	CHECK_STR("Max<#1>[] Anna<#2>[]", FIND("user", .include = INCLUDE({ .model = "cart" }, { .model = "tag", .as = "owned" })));
	world_close();
}

TEST(an_include_that_cannot_be_says_what_there_is)
{
	REQUIRE(shop_opens());
#define REFUSED(code, model, one, ...) CHECK_TOLD(code, try_include(model, one), __VA_ARGS__)
#define BY_MODEL(m, a) ((const struct include){ .model = (m), .as = (a) })
	REFUSED(ERR_UNKNOWN_ALIAS, "user", ((const struct include){ .association = "product" }), "user", "did you mean 'products'", "cart");
	REFUSED(ERR_NOT_ASSOCIATED, "cart", BY_MODEL("order", NULL), "order", "cart", "user, products");
	REFUSED(ERR_NOT_A_MODEL, "cart", BY_MODEL("ordr", NULL), "order");
	REFUSED(ERR_ALIAS_AMBIGUOUS, "user", BY_MODEL("tag", NULL), "tag", "user", "owned, labels, visited");
	REFUSED(ERR_ALIAS_AMBIGUOUS, "user", BY_MODEL("tag", "tags"), "owned");
	REFUSED(ERR_ALIAS_MISMATCH, "user", BY_MODEL("product", "wares"), "wares", "products");
	REFUSED(ERR_SEPARATE_UNSUPPORTED, "user", ((const struct include){ .association = "cart", .separate = true }), "user.cart");
	REFUSED(ERR_SEPARATE_UNSUPPORTED, "product", ((const struct include){ .association = "user", .limit = 1 }), "product.user");
	REFUSED(ERR_ERROR, "user", ((const struct include){ .association = "products", .attributes = NAMES("prise") }), "price");
	REFUSED(ERR_ERROR, "user", ((const struct include){ .association = "products", .where = WHERE(where_eq("prise", I(1))) }), "price");
	REFUSED(ERR_ERROR, "cart", ((const struct include){ .association = "products", .through_attributes = NAMES("amount") }), "quantity");
	CHECK_STR("Max Anna", FIND("user", 0));
	world_close();
}

TEST(an_alias_must_be_said)
{
	struct schema *schema = schema_new();
	const struct association_definition jobs = { .source = "user", .kind = HAS_MANY, .target = "task", .as = "jobs" };
	struct store *store;
	struct rows rows;
	struct arena arena;
	const struct model *user = NULL;
	arena_init(&arena);
	CHECK_ERR(OK, schema_define(schema, &(struct model_definition){ .name = "user" }, &user));
	CHECK_ERR(OK, schema_define(schema, &(struct model_definition){ .name = "task" }, NULL));
	CHECK_ERR(OK, schema_associate(schema, &jobs, 1));
	CHECK_ERR(OK, store_open(&store, schema, ":memory:", STORE_CREATE));
	CHECK_TOLD(ERR_ALIAS_REQUIRED, model_find_all(store, &arena, user, &(struct query){ .include = INCLUDE({ .model = "task" }) }, &rows), "task", "user", "'jobs'");
	store_close(store);
	arena_release(&arena);
	schema_free(schema);
}

TEST(all_includes_every_association_and_nested_those_of_them)
{
	REQUIRE(shop_opens());
	CHECK_STR("#1<Max>[Book*2 Mug*1] #2<Anna>[Book*9]", FIND("cart", .include = INCLUDE({ .all = true })));
	const char *nested = FIND("cart", .include = INCLUDE({ .all = true, .nested = true }), .limit = 1);
	CHECK(strstr(nested, "#1<Max[Book") == nested);
	world_close();
}

TEST(conditions_make_required_unless_optional)
{
	REQUIRE(shop_opens());
	const struct where dear[] = { PRICE_OVER(12), where_end };
	CHECK_STR("Anna[Cap]", FIND("user", .include = INCLUDE({ .association = "products", .where = dear })));
	CHECK_STR("Max[] Anna[Cap]", FIND("user", .include = INCLUDE({ .association = "products", .where = dear, .optional = true })));
	CHECK_STR("Max[#1]", FIND("user", .include = INCLUDE({ .association = "orders", .required = true })));
	CHECK_STR("Max[] Anna[Cap]", FIND("user", .include = INCLUDE({ .association = "products", .where = dear, .separate = true })));
	CHECK_INT(1, count("user", &(struct query){ .include = INCLUDE({ .association = "products", .where = dear }) }));
	CHECK_STR("Max<#1[Book*2]> Anna<#2[Book*9]>", FIND("user", .include = INCLUDE({ .association = "cart",
		.include = INCLUDE({ .association = "products", .through_where = WHERE(where_op(WHERE_GT, "quantity", I(1))) }) })));
	CHECK_STR("Max<#1[Mug*1]> Anna<>", FIND("user", .include = INCLUDE({ .association = "cart",
		.include = INCLUDE({ .association = "products", .where = WHERE(where_eq("title", T("Mug"))) }) })));
	world_close();
}

TEST(attributes_restrict_what_is_present)
{
	REQUIRE(shop_opens());
	struct rows rows;
	CHECK_STR("Max Anna", FIND("user", .include = INCLUDE({ .association = "products", .attributes = NO_NAMES })));
	CHECK_STR("#1[Book Mug] #2[Book]", FIND("cart", .include = INCLUDE({ .association = "products", .through_attributes = NO_NAMES })));
	struct query query = { .attributes = NAMES("userId"), .include = INCLUDE({ .association = "products", .attributes = NAMES("title") }) };
	REQUIRE_OK(model_find_all(STORE, ARENA, schema_model(world.schema, "cart"), &query, &rows));
	const struct row *book = row_many(rows.items[0], "products").items[0];
	CHECK(rows.items[0]->present == UINT64_C(1) << model_attribute_index(rows.items[0]->model, "userId"));
	CHECK_INT(1, row_int(book, "id"));
	CHECK(row_is_null(book, "price"));
	CHECK(book->present == UINT64_C(1) << model_attribute_index(book->model, "title"));
	world_close();
}

TEST(limits_and_counts_are_of_parents)
{
	REQUIRE(shop_opens());
	struct rows rows;
	int64_t all;
	CHECK_STR("Max[Book Pen]", FIND("user", .limit = 1, .include = INCLUDE(NAMED("products"))));
	CHECK_STR("Anna[Mug Cap]", FIND("user", .limit = 1, .offset = 1, .include = INCLUDE(NAMED("products"))));
	CHECK_INT(2, count("user", &(struct query){ .include = INCLUDE(NAMED("products"), NAMED("orders")) }));
	REQUIRE_OK(model_find_and_count(STORE, ARENA, schema_model(world.schema, "user"),
		&(struct query){ .limit = 1, .include = INCLUDE(NAMED("products")) }, &rows, &all));
	CHECK_INT(2, all);
	CHECK_STR("Max[Book Pen]", outline(&rows));
	world_close();
}

TEST(a_limit_for_each_parent)
{
	REQUIRE(shop_opens());
	CHECK_STR("Max[Book] Anna[Mug]", FIND("user", .include = INCLUDE({ .association = "products", .limit = 1 })));
	CHECK_STR("Max[Pen] Anna[Cap]", FIND("user", .include = INCLUDE({ .association = "products", .limit = 1, .order = ORDER({ "id", true }) })));
	CHECK_STR("#1[Mug*1] #2[Book*9]", FIND("cart", .include = INCLUDE({ .association = "products", .limit = 1, .order = ORDER({ "cartItem.quantity" }) })));
	CHECK_STR("Max[] Anna[Cap]", FIND("user", .include = INCLUDE({ .association = "products", .limit = 1, .where = WHERE(PRICE_OVER(12)) })));
	world_close();
}

TEST(one_statement_a_level)
{
	REQUIRE(shop_opens());
	statements_run();
	FIND("user", .include = INCLUDE({ .association = "products", .include = INCLUDE(NAMED("carts")) }, NAMED("cart")));
	CHECK_INT(4, statements_run());
	struct rows rows;
	REQUIRE_OK(model_find_all(STORE, ARENA, schema_model(world.schema, "cart"), NULL, &rows));
	statements_run();
	REQUIRE_OK(rows_load(STORE, ARENA, &rows, INCLUDE(NAMED("user"), NAMED("products"))));
	CHECK_INT(2, statements_run());
	CHECK_STR("#1<Max>[Book*2 Mug*1] #2<Anna>[Book*9]", outline(&rows));
	world_close();
}

TEST(conditions_on_columns_of_associations)
{
	REQUIRE(shop_opens());
	const struct where dear[] = { where_op(WHERE_GT, "$products.price$", I(7)), where_end };
	CHECK_STR("Max Anna", FIND("user", .where = dear));
	CHECK_STR("Max[Book] Anna[Cap]", FIND("user", .where = dear, .include = INCLUDE(NAMED("products"))));
	CHECK_STR("Max[Book]", FIND("user", .where = dear, .limit = 1, .include = INCLUDE(NAMED("products"))));
	CHECK_INT(2, count("user", &(struct query){ .where = dear }));
	CHECK_STR("Mug Cap", FIND("product", .where = WHERE(where_eq("$user.name$", T("Anna")))));
	CHECK_STR("Max<#1[Mug*1]>", FIND("user", .where = WHERE(where_eq("$cart.products.title$", T("Mug"))),
		.include = INCLUDE({ .association = "cart", .include = INCLUDE(NAMED("products")) })));
	CHECK_STR("#2", FIND("cart", .where = WHERE(where_op(WHERE_GT, "$products.cartItem.quantity$", I(5)))));
	CHECK_STR("Anna", FIND("user", .where = WHERE(where_null("$orders.id$"))));
	const struct where either[] = { where_eq("name", T("Max")), where_eq("$products.title$", T("Cap")), where_end };
	CHECK_STR("Max[Book Pen] Anna[Cap]", FIND("user", .where = WHERE(where_or(either)), .include = INCLUDE(NAMED("products"))));
	CHECK_TOLD(ERR_UNKNOWN_ALIAS, try_find("user", &(struct query){ .where = WHERE(where_null("$product.id$")) }), "products");
	CHECK_TOLD(ERR_ERROR, try_find("user", &(struct query){ .where = WHERE(where_null("$products.prise$")) }), "price");
	CHECK_TOLD(ERR_ERROR, try_find("user", &(struct query){ .where = WHERE(where_null("$name$")) }), "$association.attribute$");
	world_close();
}

TEST(order_along_associations)
{
	REQUIRE(shop_opens());
	const struct include products[] = { NAMED("products"), { 0 } };
	CHECK_STR("Anna[Cap Mug] Max[Book Pen]", FIND("user", .order = ORDER({ "price", true, .path = NAMES("products") }), .include = products));
	CHECK_STR("Max[Pen Book] Anna[Mug Cap]", FIND("user", .order = ORDER({ "price", .path = NAMES("products") }), .include = products));
	CHECK_STR("Anna[Cap Mug]", FIND("user", .limit = 1, .order = ORDER({ "price", true, .path = NAMES("products") }), .include = products));
	CHECK_STR("#2[Book*9] #1[Book*2 Mug*1]", FIND("cart", .order = ORDER({ "quantity", true, .path = NAMES("products", "cartItem") }), .include = products));
	CHECK_STR("Mug Cap Book Pen", FIND("product", .order = ORDER({ "name", .path = NAMES("user") }, { "id" })));
	CHECK_STR("Mug Cap Book Pen", FIND("product", .order = ORDER({ "user.name" }, { "id" })));
	CHECK_TOLD(ERR_ERROR, try_find("user", &(struct query){ .order = ORDER({ "price", .path = NAMES("product") }) }), "products");
	CHECK_TOLD(ERR_ERROR, try_find("user", &(struct query){ .order = ORDER({ "price", .path = NAMES("products") }), .after = (struct value[]){ I(1), I(1) } }), "price");
	world_close();
}

TEST(getters_take_what_queries_take)
{
	REQUIRE(shop_opens());
	struct rows rows;
	struct row *cart = row_of("cart", 1);
#define GET(...) REQUIRE_OK(association_get(STORE, ARENA, cart, "products", &(const struct query){ __VA_ARGS__ }, &rows))
	GET(.order = ORDER({ "cartItem.quantity" }));
	CHECK_STR("Mug*1 Book*2", outline(&rows));
	GET(.where = WHERE(where_eq("$user.name$", T("Max"))), .include = INCLUDE(NAMED("user")));
	CHECK_STR("Book*2<Max>", outline(&rows));
	GET(.through_attributes = NO_NAMES, .limit = 1);
	CHECK_STR("Book", outline(&rows));
	GET(.through_attributes = NAMES("quantity"), .through_where = WHERE(where_eq("quantity", I(1))));
	CHECK_STR("Mug*1", outline(&rows));
	const struct row *join = row_one(rows.items[0], "cartItem");
	CHECK(join && join->present == UINT64_C(1) << model_attribute_index(join->model, "quantity"));
	world_close();
}

TEST(every_join_row_comes_where_a_pair_may_be_there_twice)
{
	REQUIRE(shop_opens());
	made("tag", PAIRS({ "label", T("far") }));
	made("visit", PAIRS({ "userId", I(1) }, { "tagId", I(1) }, { "weight", I(1) }));
	made("visit", PAIRS({ "userId", I(1) }, { "tagId", I(1) }, { "weight", I(2) }));
	struct rows rows;
	REQUIRE_OK(model_find_all(STORE, ARENA, schema_model(world.schema, "user"), &(struct query){ .limit = 1, .include = INCLUDE(NAMED("visited")) }, &rows));
	CHECK_INT(2, (int64_t)row_many(rows.items[0], "visited").count);
	world_close();
}

TEST(scopes_hold_in_includes)
{
	REQUIRE(shop_opens());
	made("note", PAIRS({ "body", T("a") }, { "kind", T("hot") }, { "userId", I(1) }));
	made("note", PAIRS({ "body", T("b") }, { "kind", T("main") }, { "userId", I(1) }));
	CHECK_STR("Max[a]<b> Anna[]<>", FIND("user", .include = INCLUDE(NAMED("notes"), NAMED("mainNote"))));
	made("tag", PAIRS({ "label", T("x") }, { "kind", T("hot") }));
	made("userTag", PAIRS({ "userId", I(1) }, { "tagId", I(1) }, { "role", T("viewer") }));
	made("userTag", PAIRS({ "userId", I(2) }, { "tagId", I(1) }, { "role", T("owner") }));
	struct rows rows;
	REQUIRE_OK(model_find_all(STORE, ARENA, schema_model(world.schema, "user"), &(struct query){ .include = INCLUDE(NAMED("owned")) }, &rows));
	CHECK_INT(0, (int64_t)row_many(rows.items[0], "owned").count);
	CHECK_INT(1, (int64_t)row_many(rows.items[1], "owned").count);
	world_close();
}

TEST(keys_of_two_columns)
{
	REQUIRE(shop_opens());
	made("place", PAIRS({ "land", T("fr") }, { "number", I(1) }, { "name", T("Lyon") }));
	made("place", PAIRS({ "land", T("fr") }, { "number", I(2) }, { "name", T("Nice") }));
	made("house", PAIRS({ "street", T("rue") }, { "at", I(4) }, { "placeLand", T("fr") }, { "placeNumber", I(2) }));
	made("house", PAIRS({ "street", T("rue") }, { "at", I(5) }));
	struct rows rows;
	REQUIRE_OK(model_find_all(STORE, ARENA, schema_model(world.schema, "place"), &(struct query){ .include = INCLUDE(NAMED("houses")) }, &rows));
	CHECK_INT(0, (int64_t)row_many(rows.items[0], "houses").count);
	CHECK_INT(1, (int64_t)row_many(rows.items[1], "houses").count);
	REQUIRE_OK(model_find_all(STORE, ARENA, schema_model(world.schema, "house"), &(struct query){ .include = INCLUDE(NAMED("place")) }, &rows));
	CHECK_STR("Nice", row_text(row_one(rows.items[0], "place"), "name"));
	CHECK(row_one(rows.items[1], "place") == NULL);
	CHECK_STR("Nice", FIND("place", .where = WHERE(where_eq("$houses.at$", I(4)))));
	CHECK_STR("Nice", FIND("place", .include = INCLUDE({ .association = "houses", .required = true, .attributes = NO_NAMES })));
	REQUIRE_OK(association_get(STORE, ARENA, rows.items[0], "place", NULL, &rows));
	CHECK_STR("Nice", outline(&rows));
	world_close();
}

static enum err until_mug(void *context, const struct value *row)
{
	int64_t *seen = context;
	++*seen;
	return strcmp(value_str(row[0]), "Mug") ? OK : fail(ERR_EMPTY, "a mug");
}

/* Row by row; what the caller says ends it, and nothing stays open. */
TEST(rows_one_by_one)
{
	REQUIRE(shop_opens());
	const struct selected titles[] = { { "what", .attribute = "title" }, { 0 } };
	const struct model *product = schema_model(world.schema, "product");
	int64_t seen = 0;
	CHECK_TOLD(ERR_EMPTY, model_select_each(STORE, product, titles, NULL, &(struct query){ .order = ORDER({ "price" }) },
		until_mug, &seen), "a mug");
	CHECK_INT(2, seen);
	REQUIRE_OK(model_select_each(STORE, product, titles, NULL, &(struct query){ .where = WHERE(PRICE_OVER(1000)) }, until_mug, &seen));
	CHECK_INT(2, seen);
	CHECK_TOLD(ERR_ERROR, model_select_each(STORE, product, (struct selected[]){ { 0 } }, NULL, NULL, until_mug, &seen), "product");
	world_close();
}

TEST(aggregates_and_groups)
{
	REQUIRE(shop_opens());
	struct table t;
	const struct model *product = schema_model(world.schema, "product");
	const struct selected by_user[] = { { "seller", .attribute = "$user.name$" }, { "n", AGGREGATE_COUNT }, { "most", AGGREGATE_MAX, "price" },
		{ "least", AGGREGATE_MIN, "price" }, { "all", AGGREGATE_SUM, "price" }, { "mean", AGGREGATE_AVG, "price" }, { 0 } };
	REQUIRE_OK(model_select(STORE, ARENA, product, by_user, NAMES("userId"), &(struct query){ .order = ORDER({ "all", true }) }, &t));
	CHECK_INT(2, (int64_t)t.count);
	CHECK_STR("mean", t.names[5]);
	CHECK_STR("Anna", value_str(table_at(&t, 0, 0)));
	CHECK_INT(2, table_at(&t, 0, 1).integer);
	CHECK(table_at(&t, 0, 2).real == 15 && table_at(&t, 0, 3).real == 7 && table_at(&t, 0, 4).real == 22 && table_at(&t, 0, 5).real == 11);
	const struct selected lines[] = { { "sellers", AGGREGATE_COUNT, "userId", .distinct = true }, { 0 } };
	REQUIRE_OK(model_select(STORE, ARENA, product, lines, NULL, &(struct query){ .where = WHERE(PRICE_OVER(3)) }, &t));
	CHECK_INT(2, table_at(&t, 0, 0).integer);
	const struct include dear[] = { { .association = "products", .where = WHERE(PRICE_OVER(7)), .optional = true }, { 0 } };
	const struct selected of_each[] = { { "name", .attribute = "name" }, { "n", AGGREGATE_COUNT, "$products.id$" },
		{ "worth", AGGREGATE_SUM, "$products.price$", .times = "$products.id$" }, { 0 } };
	REQUIRE_OK(model_select(STORE, ARENA, schema_model(world.schema, "user"), of_each, NAMES("id"), &(struct query){ .include = dear }, &t));
	CHECK_INT(1, table_at(&t, 0, 1).integer);
	CHECK(table_at(&t, 0, 2).real == 10 && table_at(&t, 1, 2).real == 60);
	const struct selected titles[] = { { "what", .attribute = "title" }, { 0 } };
	REQUIRE_OK(model_select(STORE, ARENA, product, titles, NULL, &(struct query){ .order = ORDER({ "price" }), .limit = 1, .offset = 1 }, &t));
	CHECK_STR("Mug", value_str(table_at(&t, 0, 0)));
	CHECK_TOLD(ERR_ERROR, model_select(STORE, ARENA, product, (struct selected[]){ { "x", AGGREGATE_SUM }, { 0 } }, NULL, NULL, &t), "sum", "x");
	CHECK_TOLD(ERR_ERROR, model_select(STORE, ARENA, product, (struct selected[]){ { 0 } }, NULL, NULL, &t), "product");
	CHECK_TOLD(ERR_ERROR, model_select(STORE, ARENA, product, titles, NAMES("prise"), NULL, &t), "price");
	world_close();
}
