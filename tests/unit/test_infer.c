/* Inference: each rule and each trap on a file made for it. */
#include "explore/infer.h"

#include "model/sync.h"
#include "shop/tables.h"
#include "unit/outlines.h"
#include <stdio.h>
#include <string.h>

static const struct outline_table *table(const char *name)
{
	return outline_table(outlines.outline, name);
}

TEST(a_foreign_key_gives_both_directions)
{
	REQUIRE(outline_open("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n"
		"CREATE TABLE products (id INTEGER PRIMARY KEY, userId INTEGER REFERENCES users (id) ON DELETE CASCADE)", NULL));
	CHECK_STR("belongsTo users as user by userId, CASCADE: foreign key", relations_of("products"));
	CHECK_STR("hasMany products as products by userId, CASCADE: foreign key", relations_of("users"));
	CHECK(table("users")->relations[0].inverse == &table("products")->relations[0]);
	CHECK_STR("products.userId references users.id", table("products")->relations[0].evidence);
	outline_close();
}

TEST(a_unique_key_or_a_primary_key_is_one_to_one)
{
	REQUIRE(outline_open("CREATE TABLE users (id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE carts (id INTEGER PRIMARY KEY, userId INTEGER UNIQUE REFERENCES users (id));\n"
		"CREATE TABLE profiles (userId INTEGER PRIMARY KEY REFERENCES users (id));\n"
		"CREATE TABLE drafts (userId INTEGER REFERENCES users (id));\n"
		"CREATE UNIQUE INDEX someDrafts ON drafts (userId) WHERE userId > 9;\n"
		"CREATE TABLE notes (userId INTEGER REFERENCES users (id), n INTEGER, UNIQUE (userId, n))", NULL));
	CHECK_STR("hasOne carts as cart by userId, NO ACTION: unique foreign key\n"
		"hasOne profiles as profile by userId, NO ACTION: foreign key that is the primary key\n"
		"hasMany drafts as drafts by userId, NO ACTION: foreign key\n"
		"hasMany notes as notes by userId, NO ACTION: foreign key", relations_of("users"));
	outline_close();
}

TEST(two_keys_that_identify_a_row_join_two_tables)
{
	REQUIRE(outline_open("CREATE TABLE Playlist (PlaylistId INTEGER PRIMARY KEY, Name TEXT);\n"
		"CREATE TABLE Track (TrackId INTEGER PRIMARY KEY, Name TEXT);\n"
		"CREATE TABLE PlaylistTrack (PlaylistId INTEGER NOT NULL, TrackId INTEGER NOT NULL, Position INTEGER,"
		" PRIMARY KEY (PlaylistId, TrackId), FOREIGN KEY (PlaylistId) REFERENCES Playlist (PlaylistId) ON DELETE CASCADE,"
		" FOREIGN KEY (TrackId) REFERENCES Track (TrackId))", NULL));
	CHECK_STR("hasMany PlaylistTrack as PlaylistTracks by PlaylistId, CASCADE: foreign key\n"
		"belongsToMany Track as Tracks by PlaylistId through PlaylistTrack to TrackId, CASCADE: two foreign keys", relations_of("Playlist"));
	CHECK_STR("hasMany PlaylistTrack as PlaylistTracks by TrackId, NO ACTION: foreign key\n"
		"belongsToMany Playlist as Playlists by TrackId through PlaylistTrack to PlaylistId, NO ACTION: two foreign keys",
		relations_of("Track"));
	outline_close();
}

TEST(a_join_table_with_a_key_of_its_own_needs_a_unique_key_over_both)
{
	REQUIRE(outline_open("CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE b (id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE tight (id INTEGER PRIMARY KEY, aId REFERENCES a, bId REFERENCES b, UNIQUE (bId, aId));\n"
		"CREATE TABLE loose (id INTEGER PRIMARY KEY, aId REFERENCES a, bId REFERENCES b);\n"
		"CREATE TABLE wide (aId REFERENCES a, bId REFERENCES b, day TEXT, PRIMARY KEY (aId, bId, day))", NULL));
	CHECK_STR("hasMany tight as tights by aId, NO ACTION: foreign key\nhasMany loose as looses by aId, NO ACTION: foreign key\n"
		"hasMany wide as wides by aId, NO ACTION: foreign key\n"
		"belongsToMany b as bs by aId through tight to bId, NO ACTION: two foreign keys", relations_of("a"));
	outline_close();
}

TEST(several_keys_to_one_table_are_named_by_column)
{
	REQUIRE(outline_open("CREATE TABLE users (id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE messages (id INTEGER PRIMARY KEY, senderId INTEGER REFERENCES users, receiver_id INTEGER REFERENCES users);\n"
		"CREATE TABLE games (home INTEGER REFERENCES users, away INTEGER REFERENCES users)", NULL));
	CHECK_STR("belongsTo users as sender by senderId, NO ACTION: foreign key\n"
		"belongsTo users as receiver by receiver_id, NO ACTION: foreign key", relations_of("messages"));
	CHECK_STR("belongsTo users as homeUser by home, NO ACTION: foreign key\n"
		"belongsTo users as awayUser by away, NO ACTION: foreign key", relations_of("games"));
	CHECK_STR("hasMany messages as senderMessages by senderId, NO ACTION: foreign key\n"
		"hasMany messages as receiverMessages by receiver_id, NO ACTION: foreign key\n"
		"hasMany games as homeGames by home, NO ACTION: foreign key\n"
		"hasMany games as awayGames by away, NO ACTION: foreign key", relations_of("users"));
	outline_close();
}

TEST(a_table_may_refer_to_itself)
{
	REQUIRE(outline_open("CREATE TABLE employees (EmployeeId INTEGER PRIMARY KEY, ReportsTo INTEGER REFERENCES employees (EmployeeId));\n"
		"CREATE TABLE nodes (id INTEGER PRIMARY KEY, parentId INTEGER REFERENCES nodes);\n"
		"CREATE TABLE users (id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE follows (followerId REFERENCES users, followedId REFERENCES users, PRIMARY KEY (followerId, followedId))"
		" WITHOUT ROWID", NULL));
	CHECK_STR("belongsTo employees as ReportsToEmployee by ReportsTo, NO ACTION: foreign key\n"
		"hasMany employees as employees by ReportsTo, NO ACTION: foreign key", relations_of("employees"));
	CHECK_STR("belongsTo nodes as parent by parentId, NO ACTION: foreign key\n"
		"hasMany nodes as nodes by parentId, NO ACTION: foreign key", relations_of("nodes"));
	CHECK_STR("hasMany follows as followerFollows by followerId, NO ACTION: foreign key\n"
		"hasMany follows as followedFollows by followedId, NO ACTION: foreign key\n"
		"belongsToMany users as followeds by followerId through follows to followedId, NO ACTION: two foreign keys\n"
		"belongsToMany users as followers by followedId through follows to followerId, NO ACTION: two foreign keys",
		relations_of("users"));
	CHECK(table("follows")->without_rowid);
	outline_close();
}

TEST(keys_of_several_columns)
{
	REQUIRE(outline_open("CREATE TABLE rooms (house TEXT, number INTEGER, PRIMARY KEY (house, number));\n"
		"CREATE TABLE guests (id INTEGER PRIMARY KEY, house TEXT, number INTEGER,"
		" FOREIGN KEY (house, number) REFERENCES rooms ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED);\n"
		"CREATE TABLE keys (house TEXT, number INTEGER, guest INTEGER REFERENCES guests NOT DEFERRABLE INITIALLY DEFERRED,"
		" FOREIGN KEY (house, number) REFERENCES rooms (house, number), UNIQUE (guest, number, house))", NULL));
	CHECK_STR("belongsTo rooms as room by house, number, SET NULL: foreign key\n"
		"hasMany keys as keys by guest, NO ACTION: foreign key\n"
		"belongsToMany rooms as rooms by guest through keys to house, number, NO ACTION: two foreign keys", relations_of("guests"));
	CHECK_STR("hasMany guests as guests by house, number, SET NULL: foreign key\n"
		"hasMany keys as keys by house, number, NO ACTION: foreign key\n"
		"belongsToMany guests as keyGuests by house, number through keys to guest, NO ACTION: two foreign keys", relations_of("rooms"));
	CHECK(outlines.outline->keys[0].deferred);
	CHECK(!outlines.outline->keys[1].deferred);
	CHECK_INT(ACTION_CASCADE, outlines.outline->keys[0].on_update);
	outline_close();
}

TEST(names_come_as_they_are)
{
	REQUIRE(outline_open("CREATE TABLE \"Order Details\" (\"or\"\"der\" INTEGER REFERENCES \"ORDERS\" (\"the`id\"), [new\nline] TEXT);\n"
		"CREATE TABLE orders (\"the`id\" INTEGER PRIMARY KEY)", NULL));
	CHECK_STR("belongsTo orders as order by or\"der, NO ACTION: foreign key", relations_of("order details"));
	CHECK_STR("hasMany Order Details as OrderDetails by or\"der, NO ACTION: foreign key", relations_of("orders"));
	CHECK_INT(1, outline_column(table("Order Details"), "NEW\nLINE"));
	outline_close();
}

TEST(a_name_avoids_columns_and_other_associations)
{
	REQUIRE(outline_open("CREATE TABLE users (id INTEGER PRIMARY KEY, products TEXT);\n"
		"CREATE TABLE products (id INTEGER PRIMARY KEY, user TEXT, userId INTEGER REFERENCES users);\n"
		"CREATE TABLE favourites (userId REFERENCES users, productId REFERENCES products, PRIMARY KEY (userId, productId))", NULL));
	CHECK_STR("belongsTo users as userUser by userId, NO ACTION: foreign key\n"
		"hasMany favourites as favourites by productId, NO ACTION: foreign key\n"
		"belongsToMany users as users by productId through favourites to userId, NO ACTION: two foreign keys", relations_of("products"));
	CHECK_STR("hasMany products as userProducts by userId, NO ACTION: foreign key\n"
		"hasMany favourites as favourites by userId, NO ACTION: foreign key\n"
		"belongsToMany products as favouriteProducts by userId through favourites to productId, NO ACTION: two foreign keys",
		relations_of("users"));
	outline_close();
}

TEST(what_a_key_refers_to_may_be_missing_or_not_unique)
{
	REQUIRE(outline_open("CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT);\n"
		"CREATE TABLE a (x REFERENCES nowhere, y REFERENCES places (name), z REFERENCES places (gone), ok REFERENCES places);\n"
		"CREATE TABLE pairs (l, r, PRIMARY KEY (l, r));\nCREATE TABLE b (x REFERENCES pairs)", NULL));
	for (size_t i = 0; i < outlines.outline->key_count; i++)
		CHECK_INT(i != 3, outlines.outline->keys[i].broken);
	CHECK_INT(5, outlines.outline->key_count);
	CHECK_STR("nowhere", outlines.outline->keys[0].target);
	outline_close();
}

TEST(keys_that_nobody_declared_are_proposed)
{
	REQUIRE(outline_open("CREATE TABLE artists (id INTEGER PRIMARY KEY, name TEXT);\n"
		"CREATE TABLE albums (id INTEGER PRIMARY KEY, artist_id INTEGER, paid TEXT, grid INTEGER, labelId TEXT);\n"
		"CREATE TABLE label (id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE Customers (CustomerID TEXT PRIMARY KEY);\nCREATE TABLE Orders (OrderID INTEGER PRIMARY KEY, CustomerID TEXT);\n"
		"INSERT INTO artists VALUES (1, 'a');\nINSERT INTO albums (artist_id) VALUES (1), (1), (7), (NULL)", NULL));
	CHECK_STR("belongsTo artists as artist by artist_id, NO ACTION: looks like a foreign key", relations_of("albums"));
	CHECK_STR("hasMany Orders as Orders by CustomerID, NO ACTION: looks like a foreign key", relations_of("Customers"));
	CHECK_INT(2, outlines.outline->key_count);
	CHECK_ERR(OK, infer_match(outlines.db, &outlines.arena, &outlines.outline->keys[0]));
	CHECK_INT(3, outlines.outline->keys[0].checked);
	CHECK_INT(2, outlines.outline->keys[0].matched);
	outline_close();
}

TEST(views_and_virtual_tables_are_left_out)
{
	REQUIRE(outline_open("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, g AS (id * 2));\n"
		"CREATE VIEW v AS SELECT load_extension(id) FROM t;\nCREATE VIRTUAL TABLE f USING fts5 (x)", NULL));
	CHECK_INT(1, outlines.outline->table_count);
	CHECK_INT(1, outlines.outline->views);
	CHECK_INT(1, outlines.outline->virtuals);
	CHECK(table("t")->columns[1].generated);
	CHECK(table("t")->rowid_key);
	outline_close();
}

static bool hides_own(const char *name)
{
	return !strncmp(name, "own", 3);
}

TEST(hidden_tables_are_left_out)
{
	REQUIRE(outline_open("CREATE TABLE t (id INTEGER PRIMARY KEY, ownId REFERENCES owns);\nCREATE TABLE owns (id INTEGER PRIMARY KEY)",
		&(struct infer_options){ .hides = hides_own }));
	CHECK_INT(1, outlines.outline->table_count);
	CHECK_INT(0, outlines.outline->key_count);
	CHECK_INT(1, outlines.outline->hidden);
	outline_close();
}

TEST(rows_are_counted_up_to_a_bound)
{
	REQUIRE(outline_open("CREATE TABLE few (x);\nINSERT INTO few VALUES (1), (2);\nCREATE TABLE many (x);\n"
		"INSERT INTO many WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) SELECT i FROM n", NULL));
	CHECK_ERR(OK, infer_count(outlines.db, &outlines.arena, outlines.outline, 0));
	CHECK_INT(2, table("few")->rows);
	CHECK(!table("few")->rows_more);
	CHECK_INT(1000, table("many")->rows);
	CHECK(table("many")->rows_more);
	CHECK_ERR(OK, infer_count(outlines.db, &outlines.arena, outlines.outline, 10000));
	CHECK_INT(2500, table("many")->rows);
	CHECK(!table("many")->rows_more);
	outline_close();
}

TEST(declared_models_outrank_inference)
{
	struct schema *schema = shop_schema();
	struct arena arena;
	const char *sql = "";
	arena_init(&arena);
	for (size_t i = 0; i < schema_model_count(schema); i++)
		sql = arena_format(&arena, "%s%s%s", sql, i ? ";\n" : "", model_ddl(&arena, schema_model_at(schema, i)));
	REQUIRE(outline_open(sql, &(struct infer_options){ .declared = schema }));
	CHECK_STR("hasOne carts as cart by userId, CASCADE: declared\nhasMany products as products by userId, CASCADE: declared\n"
		"hasMany orders as orders by userId, SET NULL: declared", relations_of("users"));
	CHECK_STR("belongsTo users as user by userId, CASCADE: declared\n"
		"hasMany cartItems as cartItems by productId, CASCADE: foreign key\n"
		"hasMany orderItems as orderItems by productId, SET NULL: foreign key\n"
		"belongsToMany carts as carts by productId through cartItems to cartId, CASCADE: declared\n"
		"belongsToMany orders as orders by productId through orderItems to orderId, SET NULL: declared", relations_of("products"));
	CHECK_INT(6, outlines.outline->table_count);
	outline_close();
	arena_release(&arena);
	schema_free(schema);
}

TEST(a_table_of_2000_columns)
{
	static char sql[64 * 1024];
	char *to = stpcpy(sql, "CREATE TABLE wide (c0 INTEGER PRIMARY KEY");
	for (int i = 1; i < 2000; i++)
		to += snprintf(to, 32, ", c%d TEXT", i);
	stpcpy(to, ")");
	REQUIRE(outline_open(sql, NULL));
	CHECK_INT(2000, table("wide")->column_count);
	outline_close();
}
