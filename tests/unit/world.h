/* A small world for tests of the model layer: users, products, carts and orders as in the documented storefront, rows with
 * keys of two columns, scoped associations. Tests are three lines: do, and compare rows as text. */
#ifndef UNIT_WORLD_H
#define UNIT_WORLD_H

#include "unit/check.h"

#include "base/arena.h"
#include "model/association.h"
#include "model/mixin.h"
#include "model/store.h"

/* Made by world_open(), gone with world_close(). */
struct world { struct schema *schema; struct store *store; struct arena arena; };
extern struct world world;

/* The schema and a store with its tables, at @path or ":memory:"; with two users, four products and a cart each:
 * users 1 Max, 2 Anna; products 1 Book and 2 Pen of Max, 3 Mug and 4 Cap of Anna; carts 1 and 2. False: it failed. */
bool world_open(const char *path);
void world_close(void);

/* A list of pairs in place; an integer, a text. */
#define PAIRS(...) ((const struct pair[]){ __VA_ARGS__, { 0 } })
#define I(i) value_integer(i)
#define T(t) value_text(t)
#define KEYS(...) ((const struct target[]){ __VA_ARGS__ }), sizeof((const struct target[]){ __VA_ARGS__ }) / sizeof(struct target)
#define KEY(i) target_key(value_integer(i))
#define ROW(r) target_row(r)

/* The row of that key, unscoped; it must be there. A row made or built. */
struct row *row_of(const char *model, int64_t id);
struct row *made(const char *model, const struct pair *);
struct row *built(const char *model, const struct pair *);

/* What the query gives: columns with blanks, rows with commas between them: "1 Book, 2 Pen"; null is "-". */
const char *world_rows(const char *sql);
#define CHECK_ROWS(expected, sql) CHECK_STR(expected, world_rows(sql))
/* Statements run since the last call of it. */
uint64_t statements_run(void);
/* @err is @expected and its sentence has every word in @words, which ends with NULL. */
#define CHECK_TOLD(expected, call, ...) check_told(__FILE__, __LINE__, #call, expected, call, (const char *const[]){ __VA_ARGS__, NULL })
void check_told(const char *file, int line, const char *what, enum err expected, enum err err, const char *const *words);

#endif
