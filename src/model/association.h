/* Associations: hasOne, belongsTo, hasMany, belongsToMany, declared as data; each gives keys, constraints and names.
 *
 * Which side holds the key, its default name, ON DELETE and ON UPDATE follow the reference, "Defaults at a glance" and
 * rows 3..78. Where two declarations speak of one foreign key, explicit beats default whatever the order; explicit
 * against explicit is ERR_CONTRADICTION and shows both. */
#ifndef MODEL_ASSOCIATION_H
#define MODEL_ASSOCIATION_H

#include "model/model.h"

struct pair;

/* Columns of one key at most. */
enum { KEY_MAX = 8 };

enum association_kind { BELONGS_TO, HAS_ONE, HAS_MANY, BELONGS_TO_MANY };
enum key_action {
	ACTION_DEFAULT,
	ACTION_SET_NULL,
	ACTION_CASCADE,
	ACTION_RESTRICT,
	ACTION_NO_ACTION,
	ACTION_SET_DEFAULT
};
enum tristate { UNSET, NO, YES };

struct foreign_key_definition {
	const char *name;            /* NULL: the default name */
	const char *const *names;    /* instead: a composite key, an attribute for each that it refers to; ends with NULL */
	const char *field;           /* column, NULL: as the name */
	enum tristate allow_null;
	enum tristate unique;
	bool has_type;               /* else the type of the key it refers to */
	enum attribute_type type;
	const struct value *default_value;           /* NULL: none */
};

struct association_definition {
	const char *source;
	enum association_kind kind;
	const char *target;
	const char *as;              /* alias (hasMany, belongsToMany: the plural) */
	const char *as_singular;     /* NULL: by inflection */
	struct foreign_key_definition foreign_key;
	struct foreign_key_definition other_key;     /* belongsToMany */
	const char *through;         /* belongsToMany: a model's name, or the name of a join table to be made */
	enum tristate through_unique;                /* UNIQUE(foreignKey, otherKey); default yes */
	bool through_no_timestamps;                  /* a join table to be made goes without createdAt, updatedAt */
	const char *unique_key;      /* belongsToMany: the unique key's name; SQLite keeps none, it is told by why */
	const char *source_key, *target_key;         /* NULL: the primary keys, whole */
	const char *const *source_keys, *const *target_keys;  /* instead: several attributes, ends with NULL */
	bool no_constraints;         /* constraints: false */
	enum key_action on_delete, on_update;
	const struct pair *scope;    /* what every target has: filters reading, is written by create, add and set; or NULL */
	const struct pair *through_scope;            /* belongsToMany: the same of every join row */
};

/* Declare @count associations; foreign-key attributes are added to the models that hold them, in this order.
 * ERR_NOT_A_MODEL, ERR_NAMING_COLLISION, ERR_DUPLICATE_ALIAS, ERR_UNKNOWN_KEY, ERR_THROUGH_REQUIRED,
 * ERR_THROUGH_ON_HASMANY, ERR_SELF_M2M_NEEDS_ALIAS, ERR_CONTRADICTION, ERR_FK_MISMATCH. The declarations before the
 * one that failed hold. */
enum err schema_associate(struct schema *, const struct association_definition *, size_t count);

/* A foreign key of a table as it will stand in the file. */
struct foreign_key {
	const struct model *model;           /* the table that holds it */
	const struct model *references;
	size_t count;                        /* columns; more than one: a composite key */
	const char *attributes[KEY_MAX], *referenced[KEY_MAX];    /* of @model, of @references */
	enum key_action on_delete, on_update;
	bool constrained;                    /* false: a plain column (constraints: false) */
	const struct association *made_by;   /* the first declaration */
	const struct association *action_by; /* the one whose onDelete counts, NULL when by default */
};
size_t model_foreign_key_count(const struct model *);
const struct foreign_key *model_foreign_key_at(const struct model *, size_t index);

enum association_kind association_kind(const struct association *);
const char *association_kind_name(enum association_kind);    /* "belongsTo" */
const char *key_action_name(enum key_action);                /* "SET NULL" */
const char *association_name(const struct association *);    /* accessor: "products", "user", the alias */
const char *association_singular(const struct association *);
bool association_is_list(const struct association *);        /* hasMany, belongsToMany */
bool association_has_alias(const struct association *);
const struct model *association_source(const struct association *);
const struct model *association_target(const struct association *);
const struct model *association_through(const struct association *);    /* NULL but for belongsToMany */
/* The attribute that holds the key: of the source (belongsTo), the target (hasOne, hasMany), the through model. */
const char *association_foreign_key(const struct association *);
const char *association_other_key(const struct association *);          /* belongsToMany, else NULL */
const char *association_source_key(const struct association *);
const char *association_target_key(const struct association *);
/* How many columns its key has; the functions above tell the first. */
size_t association_key_count(const struct association *);
/* The other direction, if it was declared (same keys, same through), or NULL. */
const struct association *association_inverse(const struct association *);
/* The declaration as Sequelize writes it: "User.hasMany(Order)" with its options. In @out, at most @size. */
void association_text(const struct association *, char *out, size_t size);

/* What Sequelize calls its methods, rows 79 and 80: "addProduct". NULL where the kind has none. */
enum association_method {
	METHOD_GET, METHOD_SET, METHOD_ADD, METHOD_ADD_MULTIPLE, METHOD_CREATE, METHOD_REMOVE, METHOD_REMOVE_MULTIPLE,
	METHOD_HAS_SINGLE, METHOD_HAS_ALL, METHOD_COUNT, METHOD_COUNT_OF
};
const char *association_method(struct arena *, const struct association *, enum association_method);

#endif
