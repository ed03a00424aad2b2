/* The store's own declarations: six models, their associations, and what souk adds to the file, each in one table. */
#ifndef SHOP_TABLES_H
#define SHOP_TABLES_H

#include "model/association.h"
#include "model/sync.h"

/* user product cart cartItem order orderItem as brief.md declares them, then the hidden ones with the prefix souk. */
extern const struct model_definition shop_models[];            /* ends with name NULL */
extern const struct association_definition shop_associations[];
extern const unsigned shop_association_count;
/* Indexes on foreign keys and sort orders, the search table and its triggers, the sold counts' triggers. */
extern const struct addition shop_additions[];

/* Those that rest while very many products are written; ends with NULL. */
extern const char *const shop_product_additions[];

/* Models whose rows a forced sync keeps; ends with NULL. */
extern const char *const shop_kept_models[];

/* A schema of all of it. A mistake in the tables is a bug(). */
struct schema *shop_schema(void);

/* PRAGMA application_id of souk's files ("souk"), and the version that this program writes (user_version). */
enum { SHOP_APPLICATION_ID = 0x736f756b, SHOP_VERSION = 1 };

/* Bounds of what people may write, in bytes. */
enum { SHOP_NAME_MAX = 200, SHOP_EMAIL_MAX = 254, SHOP_TITLE_MAX = 500, SHOP_DESCRIPTION_MAX = 20000,
	SHOP_PASSWORD_MIN = 8, SHOP_PASSWORD_MAX = 1024, SHOP_QUANTITY_MAX = 1000000 };

#endif
