/* Error codes, their sentences and exit statuses, from one list; and the three loud exits. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* code, exit status of a command that ends with it, sentence when nothing more precise was recorded */
#define ERR_LIST(X) \
	/* misuse of a command or of a function's arguments by a person */ \
	X(ERR_USAGE, 2, "the command was not understood") \
	X(ERR_INPUT, 1, "the value is not valid") \
	X(ERR_NOT_FOUND, 1, "there is no such thing") \
	/* rules of the shop */ \
	X(ERR_FORBIDDEN, 1, "this belongs to somebody else") \
	X(ERR_LOGIN, 1, "e-mail or password is wrong") \
	X(ERR_WAIT, 1, "too many tries, wait a moment") \
	X(ERR_TAKEN, 1, "the name is taken") \
	X(ERR_EMPTY, 1, "there is nothing in the cart") \
	X(ERR_STOCK, 1, "there is not enough in stock") \
	X(ERR_PRICE, 1, "a price has changed since it was shown") \
	X(ERR_STATUS, 1, "the order is no longer in that state") \
	X(ERR_OVERFLOW, 1, "the number is too large") \
	/* declarations of models and associations (Sequelize's errors) */ \
	X(ERR_NOT_A_MODEL, 1, "the target is not a model") \
	X(ERR_NAMING_COLLISION, 1, "the name is already an attribute") \
	X(ERR_DUPLICATE_ALIAS, 1, "the alias is used twice") \
	X(ERR_UNKNOWN_KEY, 1, "there is no such key attribute") \
	X(ERR_THROUGH_REQUIRED, 1, "belongsToMany needs a through table") \
	X(ERR_THROUGH_ON_HASMANY, 1, "hasMany takes no through table") \
	X(ERR_SELF_M2M_NEEDS_ALIAS, 1, "a belongsToMany to itself needs an alias") \
	X(ERR_CONTRADICTION, 1, "two declarations of one foreign key contradict each other") \
	/* queries over associations */ \
	X(ERR_NOT_ASSOCIATED, 1, "the models are not associated") \
	X(ERR_ALIAS_REQUIRED, 1, "the association has an alias and must be named by it") \
	X(ERR_ALIAS_MISMATCH, 1, "the association has another alias") \
	X(ERR_ALIAS_AMBIGUOUS, 1, "several associations fit") \
	X(ERR_UNKNOWN_ALIAS, 1, "there is no association of that name") \
	X(ERR_SEPARATE_UNSUPPORTED, 1, "separate is not supported here") \
	X(ERR_INSTANCE_GONE, 1, "the row is gone") \
	X(ERR_TYPE_ERROR, 1, "a value is needed") \
	X(ERR_ERROR, 1, "the call does not fit") \
	/* rows that the file refuses */ \
	X(ERR_NOT_NULL_VALIDATION, 1, "a value is missing") \
	X(ERR_NOT_NULL_CONSTRAINT, 1, "a value is missing") \
	X(ERR_UNIQUE_CONSTRAINT, 1, "the value exists already") \
	X(ERR_FK_CONSTRAINT, 1, "a row that is referred to does not exist, or is still referred to") \
	X(ERR_FK_MISMATCH, 3, "a foreign key refers to a column that is not unique") \
	X(ERR_CHECK_CONSTRAINT, 1, "the value is out of range") \
	/* the file itself */ \
	X(ERR_BUSY, 3, "the file is in use") \
	X(ERR_CANNOT_OPEN, 3, "the file cannot be opened") \
	X(ERR_NOT_A_DATABASE, 3, "the file is not a database") \
	X(ERR_FOREIGN, 3, "the file is not one of souk's") \
	X(ERR_NEWER, 3, "the file was made by a newer souk") \
	X(ERR_READ_ONLY, 3, "the file can only be read") \
	X(ERR_FULL, 3, "the disk is full") \
	X(ERR_CORRUPT, 3, "the file is damaged") \
	X(ERR_DB_ERROR, 3, "the database refused") \
	X(ERR_CANCELLED, 3, "the statement took too long and was stopped") \
	X(ERR_IO, 3, "reading or writing failed") \
	X(ERR_MEMORY, 3, "out of memory") \
	X(ERR_CHECK_FAILED, 1, "the check found something") \
	/* the terminal */ \
	X(ERR_TERMINAL, 4, "this is no terminal that souk can use")

#define ERR_ENUM(code, status, sentence) code,
enum err { OK, ERR_LIST(ERR_ENUM) ERR_COUNT };
#undef ERR_ENUM

/* Record a sentence (printf-like; lower case, no full stop, the failure first, the subject quoted, then what to
 * do) for @code and return @code, so that failing is one line. The sentence may hold raw text from outside; who
 * prints it turns it into display text. */
enum err fail(enum err code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The sentence of the last fail(), or the code's own when that was for another code. Never NULL. */
const char *err_sentence(enum err code);
/* "UNIQUE_CONSTRAINT" for ERR_UNIQUE_CONSTRAINT: the stable name in JSON. */
const char *err_name(enum err code);
int err_exit_status(enum err code);

/* Our own mistake: print where and what, abort. */
#define bug(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void bug_at(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Only main.c, and out of memory: print "souk: …", leave with @status. */
_Noreturn void die(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Return the error from the calling function when @call fails. */
#define try(call) do { enum err try_err_ = (call); if (try_err_) return try_err_; } while (0)

#endif
