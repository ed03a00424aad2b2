/* Write JSON: data, not screens. Control and bidi characters become \u escapes; invalid UTF-8 becomes U+FFFD. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/value.h"

struct buffer;

/* A writer that puts commas where they belong; open and close must match, and a key stands before every value in an
 * object and only there (a bug otherwise). Compact, one line, no newline at the end. Begin with { .to = … }. */
struct json { struct buffer *to; unsigned depth; uint32_t objects; bool comma, keyed; };

void json_object(struct json *);
void json_end_object(struct json *);
void json_array(struct json *);
void json_end_array(struct json *);
void json_key(struct json *, const char *name);
void json_value(struct json *, struct value);          /* a real that is not finite becomes null */
void json_string(struct json *, const char *raw);      /* NULL becomes null */
void json_integer(struct json *, int64_t);
void json_bool(struct json *, bool);
void json_null(struct json *);
/* json_key and json_… in one line. */
void json_pair_string(struct json *, const char *name, const char *raw);
void json_pair_integer(struct json *, const char *name, int64_t);
void json_pair_bool(struct json *, const char *name, bool);

#endif
