/* sync: make the tables that are missing; sync force: drop them and make them again. And what a file lacks.
 *
 * The text of CREATE TABLE is Sequelize's, column by column; CHECKs and what stands in `additions` are ours. */
#ifndef MODEL_SYNC_H
#define MODEL_SYNC_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct model;
struct schema;
struct store;

/* What the program adds beside the tables. @type as in sqlite_schema: "index", "trigger", "view", "table" (a virtual
 * one). Compared by text with the file's, whatever the spacing, and made again where it is missing or differs; @rebuild
 * (or NULL), one statement, is run at the end of a sync that made it or some table. A list ends with name NULL. */
struct addition { const char *type, *name, *sql, *rebuild; };

struct sync_made { const char *name; bool addition; const char *change; };   /* change: NULL when it was created */
struct sync_report { struct sync_made *items; size_t count; };
struct sync_loss { const struct model *model; int64_t rows; };
struct sync_stranger { const char *table; int64_t rows; };

/* Create what is missing, in dependency order; touch nothing else. Reports what it made, in @arena. In one transaction.
 * ERR_READ_ONLY, ERR_FULL, ERR_DB_ERROR. */
enum err store_sync(struct store *, struct arena *, const struct addition *, struct sync_report *out);
/* Rows per table that a force would drop, hidden models left out. */
enum err store_sync_losses(struct store *, struct arena *, struct sync_loss **out, size_t *count);
/* The tables that are no models, which a force leaves alone, by name. */
enum err store_sync_strangers(struct store *, struct arena *, struct sync_stranger **out, size_t *count);
/* Drop every table of the schema (children first) and make them again, in one transaction. @keep: names of hidden
 * models whose rows stay, ends with NULL; or NULL. Tables that are no models are left alone. */
enum err store_sync_force(
	struct store *, struct arena *, const struct addition *, const char *const *keep, struct sync_report *out);
/* The statements that it would run, one by one; none is run. */
enum err store_sync_force_sql(struct store *, struct arena *, const struct addition *, const char *const *keep,
	const char *const **out, size_t *count);
/* As store_sync(), and existing tables are brought in line with the declarations: columns come, go and change, by a rebuild
 * with foreign keys resting, checked before the commit; no row and no reference is lost. Reports each change as a
 * sentence in .change. A change that the rows do not allow (NOT NULL without a default, a duplicate) is an error that
 * names them, and nothing has happened. ERR_NOT_NULL_CONSTRAINT, ERR_UNIQUE_CONSTRAINT, ERR_FK_CONSTRAINT, … */
enum err store_sync_alter(struct store *, struct arena *, const struct addition *, struct sync_report *out);
/* For work on many rows, within one transaction of the caller's: take these additions away (@names ends with NULL), until
 * store_resume() makes them again, and with them what they keep right. A rollback brings them back as they were. */
enum err store_suspend(struct store *, struct arena *, const struct addition *, const char *const *names);
enum err store_resume(struct store *, struct arena *, const struct addition *);
/* Drop every table of the schema, children first. */
enum err store_drop(struct store *, struct arena *, const struct addition *);
/* The CREATE TABLE of a model, as sync would run it. */
const char *model_ddl(struct arena *, const struct model *);
/* What the file has that the program did not write (triggers, views: they make it foreign), and what it lacks
 * (a table, a column, a CHECK, an addition). Each finding is a sentence. */
struct sync_finding { bool strange; const char *name, *sentence; };
enum err store_inspect(
	struct store *, struct arena *, const struct addition *, struct sync_finding **out, size_t *count);

#endif
