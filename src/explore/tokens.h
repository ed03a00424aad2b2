/* A statement as tokens: just enough of SQL to show it, to find its places and the columns beside them. */
#ifndef EXPLORE_TOKENS_H
#define EXPLORE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum token_kind {
	TOKEN_WORD,          /* keyword, name, number */
	TOKEN_NAME,          /* a quoted name: `a`, "a", [a] */
	TOKEN_TEXT,          /* 'a' */
	TOKEN_PLACE,         /* ?, ?1, :a, @a, $a */
	TOKEN_SIGN           /* ( ) , . = <> and whatever else; two-character signs are one */
};

/* @text is as written; @name what a word or quoted name says. @space: blanks or a comment stood before it. */
struct token {
	enum token_kind kind;
	const char *text, *name;
	size_t size;
	unsigned depth;      /* of parentheses; "(" and ")" count as outside */
	size_t place;        /* of a TOKEN_PLACE: which value, from 0 */
	bool space;
};
struct tokens { struct token *items; size_t count; };

/* @sql must outlive them; names in @arena. Whatever it is, each byte that is no blank is in one of them. */
struct tokens tokens_read(struct arena *, const char *sql);
/* Whether it is that word, whatever its case. A quoted name never is. */
bool token_is(const struct token *, const char *word);
/* Whether it is that sign. */
bool token_is_sign(const struct token *, const char *sign);

#endif
