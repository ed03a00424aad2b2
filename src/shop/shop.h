/* An open shop: one file of souk's, its settings, and who stands in front of it. */
#ifndef SHOP_SHOP_H
#define SHOP_SHOP_H

#include "base/err.h"
#include "base/money.h"
#include <stdbool.h>
#include <stdint.h>

struct arena;
struct model;
struct shop;
struct store;

/* Called with what is being done and how far (of 0: unknown) during long work; false asks to stop where safe. */
typedef bool shop_progress(void *context, const char *what, int64_t done, int64_t of);

/* Make a new shop in @path (ERR_TAKEN when it holds a database already): tables, additions, settings.
 * @demo marks it as a demo file; filling it is demo_fill()'s. ERR_CANNOT_OPEN, ERR_FULL, ERR_INPUT (currency). */
enum err shop_create(struct shop **out, const char *path, const char *currency, bool demo);
/* Open an existing one; writable when the file is. What souk adds is compared and made again, @repaired says so (a
 * sentence in @arena, or NULL). Ownerless carts untouched for 24 hours go.
 * ERR_NOT_FOUND (no such file), ERR_FOREIGN (somebody else's database: names what is strange), ERR_NEWER,
 * ERR_CANNOT_OPEN, ERR_NOT_A_DATABASE, ERR_CORRUPT. */
enum err shop_open(struct shop **out, struct arena *, const char *path, const char **repaired);
/* shop_open, but read only: for reading commands; falls through to the same errors. */
enum err shop_open_to_read(struct shop **out, const char *path);
void shop_close(struct shop *);                               /* NULL is fine */

struct store *shop_store(const struct shop *);
/* The declared model of that name; an unknown one is a bug. */
const struct model *shop_model(const struct shop *, const char *name);
struct currency shop_currency(const struct shop *);
bool shop_is_demo(const struct shop *);
bool shop_is_read_only(const struct shop *);
const char *shop_path(const struct shop *);
/* From now on acts on it are not noted for undo (a copy, where something else takes them back). */
void shop_forget_acts(struct shop *);
bool shop_forgets_acts(const struct shop *);
/* A setting of the file; NULL when unset. */
enum err shop_setting(struct shop *, struct arena *, const char *name, const char **out);
enum err shop_set_setting(struct shop *, const char *name, const char *value);

/* Who acts. Made by account.h alone; user 0 is a guest. All rules ask it; there is no way around. */
struct session {
	struct shop *shop;
	int64_t user;
	int64_t guest_cart;        /* a guest's cart id, 0 while none was made */
	char name[256], email[256];
};

/* Counts for the head of the login screen: models, products. */
enum err shop_counts(struct shop *, int64_t *models, int64_t *products);

#endif
