/* Bringing existing tables in line with their declarations, for store_sync_alter(): no row and no reference is lost. */
#ifndef MODEL_ALTER_H
#define MODEL_ALTER_H

#include "model/sync.h"

struct contents;

/* One change, as a sentence about its table. */
struct alteration { const struct model *model; const char *change; };
struct alterations { struct alteration *items; size_t count, room; };

/* Rebuild each table of the schema whose text in @found is another than model_ddl(). To be called in a transaction, while
 * foreign keys rest; ends with a check of them. The caller rolls back on an error, and frees out->items by vec_release().
 * ERR_NOT_NULL_CONSTRAINT, ERR_UNIQUE_CONSTRAINT, ERR_CHECK_CONSTRAINT, ERR_FK_CONSTRAINT: what the rows do not allow. */
enum err alter_tables(struct store *, struct arena *, const struct contents *found, struct alterations *out);

#endif
