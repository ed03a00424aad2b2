/* One value as SQLite stores it; what rows, bindings and JSON are made of. */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

enum value_type { VALUE_NULL, VALUE_INTEGER, VALUE_REAL, VALUE_TEXT, VALUE_BLOB };

/* Text and blobs are borrowed; text is NUL-terminated wherever it comes from a row or an arena. */
struct value {
	enum value_type type;
	uint32_t size;                     /* bytes of text or blob, without the NUL */
	union { int64_t integer; double real; const char *text; };
};

static inline struct value value_null(void) { return (struct value){ .type = VALUE_NULL }; }
static inline struct value value_integer(int64_t i) { return (struct value){ .type = VALUE_INTEGER, .integer = i }; }
static inline struct value value_real(double d) { return (struct value){ .type = VALUE_REAL, .real = d }; }
/* @string NULL gives a null value. Longer than UINT32_MAX is a bug. */
struct value value_text(const char *string);
struct value value_text_n(const char *bytes, size_t size);

static inline bool value_is_null(struct value v) { return v.type == VALUE_NULL; }
/* Same type class (integer and real compare as numbers), same content; null equals null. */
bool value_equals(struct value, struct value);
/* SQLite's order of types: null, numbers, text (bytewise), blob. <0, 0, >0. */
int value_compare(struct value, struct value);
/* Mix a value into a hash that began with VALUE_HASH; values that are equal hash alike, whatever their type. Take its
 * place in a table of a power of two from value_place(). */
#define VALUE_HASH UINT64_C(14695981039346656037)
uint64_t value_hash(uint64_t hash, struct value);
static inline size_t value_place(uint64_t hash, size_t room) { return (size_t)(hash ^ hash >> 32) & (room - 1); }
/* Of a long text that is looked up often: eight bytes at a time. */
uint64_t text_hash(const char *, size_t size);
/* The integer, or @otherwise when the value is none. */
int64_t value_int_or(struct value, int64_t otherwise);
/* The text, or "" when the value is none. */
const char *value_str(struct value);

#endif
