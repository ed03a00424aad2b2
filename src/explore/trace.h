/* The statements of the last act: what ran, with which values, how many rows, how long. Always listening and bounded in
 * memory; texts, plans and advice are made only when somebody looks. */
#ifndef EXPLORE_TRACE_H
#define EXPLORE_TRACE_H

#include "base/err.h"
#include "base/value.h"
#include <stdbool.h>
#include <stddef.h>

struct connection;
struct store;
struct trace;

/* Of an act the last TRACE_KEPT statements are kept. A text keeps TRACE_TEXT_MAX bytes, a value TRACE_VALUE_MAX, and no
 * statement more than TRACE_VALUES_MAX values. */
enum { TRACE_KEPT = 256, TRACE_TEXT_MAX = 8192, TRACE_VALUE_MAX = 512, TRACE_VALUES_MAX = 128, TRACE_CALLS_MAX = 24, TRACE_REPEATS_MAX = 48 };

struct trace *trace_new(void);
void trace_free(struct trace *);                     /* NULL is fine; the store must not run anything after it */
/* Listen to this store from now on, instead of any other. */
void trace_listen(struct trace *, struct store *);
/* The same of a file that is nobody's store. */
void trace_listen_file(struct trace *, struct connection *);

/* An act begins: its first statement takes the place of the act before. */
void trace_act(struct trace *);
/* Nothing has run since the act began: what is kept is of the one before. */
bool trace_is_past(const struct trace *);
/* What runs until the next trace_act() is nobody's act (a window that is drawn anew) and not noted. */
void trace_hold(struct trace *);
/* What ran since the last call, or since the act began, is this call: "cart.addProduct(Lamp)". Raw text, copied. Without a
 * statement since then nothing happens; past TRACE_CALLS_MAX the last one goes on. */
void trace_call(struct trace *, const char *call);

/* Changes whenever any of the following does. */
uint64_t trace_version(const struct trace *);
/* How many statements the act has run, the kept ones among them, and their time. */
struct trace_totals { size_t statements, kept; uint64_t nanoseconds; };
struct trace_totals trace_totals(const struct trace *);
/* One of them, counted from 1; the first that is kept is statements - kept + 1. Borrowed until the next statement runs. */
struct traced {
	const char *sql;
	const struct value *values;
	size_t count;
	int64_t rows;                                    /* returned or changed */
	uint64_t nanoseconds;
	enum err error;
};
struct traced trace_at(const struct trace *, size_t number);
/* The calls in their order: the text (NULL: nobody named it), and the number of its last statement. */
size_t trace_calls(const struct trace *);
const char *trace_call_at(const struct trace *, size_t index, size_t *last);
/* Templates that ran three times or more within one call, each time with other values, and that one statement could have
 * stood for: reading with a condition, or inserting. @before: what ran before the first of them, or NULL. Of the first TRACE_REPEATS_MAX templates of an act. */
struct trace_repeat { const char *sql, *before; size_t times; };
size_t trace_repeats(const struct trace *);
struct trace_repeat trace_repeat_at(const struct trace *, size_t index);

#endif
