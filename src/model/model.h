/* Models are data: a name, attributes, options. A schema is the set of models and associations of one program or file.
 *
 * The words are Sequelize's (v6): define(), attributes, allowNull, field, tableName, freezeTableName, timestamps,
 * underscored. What a definition means is in its reference, rows 1..38; what the file then looks like is what
 * Sequelize's sync() makes of it on SQLite. Nothing in this folder knows the shop. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "base/err.h"
#include "base/value.h"

struct arena;
struct association;
struct model;
struct schema;
struct where;

/* SQL types as Sequelize writes them on SQLite. */
enum attribute_type {
	TYPE_INTEGER,   /* INTEGER */
	TYPE_STRING,    /* VARCHAR(255) */
	TYPE_TEXT,      /* TEXT */
	TYPE_DATE,      /* DATETIME, text "2026-11-22 14:01:07.120 +00:00" */
	TYPE_BOOLEAN,   /* TINYINT(1) */
	TYPE_DOUBLE,    /* DOUBLE PRECISION */
	TYPE_BIGINT,    /* BIGINT */
	TYPE_BLOB,      /* BLOB */
	TYPE_UUID,      /* UUID */
	TYPE_COUNT
};

/* "STRING": what Sequelize calls it. */
const char *attribute_type_name(enum attribute_type);

/* One attribute; a list of them ends with name NULL. */
struct attribute {
	const char *name;
	enum attribute_type type;
	bool not_null;               /* allowNull: false */
	bool nullable;               /* allowNull: true in so many words: a key declared so defaults to SET NULL */
	bool unique;
	bool primary_key;
	bool auto_increment;
	const struct value *default_value;   /* NULL: none */
	const char *field;           /* column name; NULL: the attribute's (snake_case when underscored) */
	const char *check;           /* ours, not Sequelize's: a CHECK expression for this column, or NULL */
	bool secret;                 /* ours: values that are never shown, whoever asks (password hashes) */
};

struct model_definition {
	const char *name;                    /* "user": also what methods and keys are named after */
	const struct attribute *attributes;  /* without a primary key, `id` INTEGER AUTOINCREMENT comes first */
	const char *table_name;              /* NULL: the plural of the name */
	bool freeze_table_name;              /* table = name */
	bool no_timestamps;                  /* without createdAt, updatedAt */
	bool underscored;
	const char *singular, *plural;       /* NULL: by English inflection */
	const struct where *default_scope;   /* every reading keeps to it unless it says unscoped; NULL: none */
	bool without_rowid_key;              /* reserved for tables read from a file: no primary key at all */
	bool hidden;                         /* the program's own table: not in diagrams, walks and row counts */
};

/* Everything handed to a schema is copied. */
struct schema *schema_new(void);
void schema_free(struct schema *);

/* Define a model. ERR_NAMING_COLLISION: the model or an attribute is there already; ERR_INPUT: an attribute without a
 * name or with a type that does not exist; ERR_UNKNOWN_KEY: the default scope names no attribute. @out may be NULL. On
 * error the schema is as before. */
enum err schema_define(struct schema *, const struct model_definition *, const struct model **out);

/* The model of that name, or NULL. schema_need: ERR_NOT_A_MODEL, naming those that exist and the nearest. */
const struct model *schema_model(const struct schema *, const char *name);
enum err schema_need(const struct schema *, const char *name, const struct model **out);
size_t schema_model_count(const struct schema *);
const struct model *schema_model_at(const struct schema *, size_t index);   /* in order of definition */

const char *model_name(const struct model *);
const char *model_table(const struct model *);
const char *model_singular(const struct model *);
const char *model_plural(const struct model *);
bool model_is_hidden(const struct model *);

/* Attributes in column order: own, createdAt, updatedAt, then foreign keys as associations added them. */
size_t model_attribute_count(const struct model *);
const struct attribute *model_attribute_at(const struct model *, size_t index);
int model_attribute_index(const struct model *, const char *name);     /* -1: none */
/* The first attribute of the primary key; its position; how many there are. */
const struct attribute *model_key(const struct model *);
size_t model_key_count(const struct model *);

/* Associations whose source this model is, in order of declaration. */
size_t model_association_count(const struct model *);
const struct association *model_association_at(const struct model *, size_t index);
/* By name ("products", "user", an alias). NULL: none. */
const struct association *model_association(const struct model *, const char *name);
/* As above; ERR_UNKNOWN_ALIAS names those that exist, and the nearest. */
enum err model_need_association(const struct model *, const char *name, const struct association **out);

/* English inflection as Sequelize's (person/people, category/categories). Into a static table of the schema. */
const char *inflect_plural(struct schema *, const char *singular);
const char *inflect_singular(struct schema *, const char *plural);

#endif
