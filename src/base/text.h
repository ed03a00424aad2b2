/* Text from outside is raw; this module alone turns it into display text, cut by cells. Also UTF-8, case, width.
 * Its parts: display.c (rules), shown.c, format.c, wrap.c; utf8.c, text.c, nearest.c. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Display text: valid UTF-8, one line, no control, bidi, zero-width or tag characters (a control character
 * became its picture or U+FFFD, the others were dropped), at most 5 combining marks after a character, and a known
 * width. In ASCII mode: ASCII only. Canvas and printers accept nothing else; only this module makes it from raw text.
 * A NUL stands behind @bytes. */
struct shown { const char *bytes; size_t size; int cells; };

/* A literal of the program's own, known to be harmless ASCII. */
#define SHOWN(literal) ((struct shown){ ("" literal), sizeof(literal) - 1, (int)sizeof(literal) - 1 })

/* Whether the terminal and locale speak UTF-8; call once after setlocale(). Off (at the start): marks are stripped,
 * quotes and dashes become plain, other characters '?' a cell. */
void text_use_utf8(bool on);
bool text_is_utf8(void);

/* Raw to display text. @raw NULL shows as empty. A run of newlines and tabs becomes one space. */
struct shown show(struct arena *, const char *raw);
struct shown show_n(struct arena *, const char *raw, size_t size);
/* printf whose %s arguments are raw text and whose result is display text; widths count cells. %% d i u x X o c s f g
 * e p m, flags - 0 + #; another directive is a bug. %.*s reads no more bytes than its precision. */
struct shown show_format(struct arena *, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct shown shown_join(struct arena *, struct shown, struct shown);
/* Cut to @cells with "…" ("..." in ASCII) when longer; never splits a cluster or a wide character. */
struct shown shown_cut(struct arena *, struct shown, int cells);
/* Cut, or padded with spaces on the right (left: on the left), to exactly @cells. */
struct shown shown_fit(struct arena *, struct shown, int cells);
struct shown shown_fit_left(struct arena *, struct shown, int cells);
/* Wrap raw text at words into lines of at most @cells; newlines in it begin new lines; a longer word is broken. */
size_t show_wrapped(struct arena *, const char *raw, int cells, struct shown **lines);
/* The same for an editor, byte by byte: where the line ends that begins at @at, when raw text without newlines is wrapped to
 * @cells. Blanks that hang over the edge belong to it. @bytes goes on behind @size, if only with a NUL. */
size_t text_wrap(const char *bytes, size_t size, size_t at, int cells);
/* A character that a terminal has or not: the UTF-8 form, or its ASCII stand-in. */
struct shown shown_mark(const char *utf8, const char *ascii);

/* Raw text helpers. */
bool text_is_valid(const char *bytes, size_t size);                   /* strict UTF-8 (RFC 3629) */
/* NFC; invalid UTF-8 is ERR_INPUT. */
enum err text_nfc(struct arena *, const char *raw, const char **out);
/* NFC, then full case folding: for e-mail addresses and comparing without case. ERR_INPUT. */
enum err text_fold(struct arena *, const char *raw, const char **out);
/* Case- and accent-insensitive key as unicode61 remove_diacritics 2 would make it, for filtering in memory: accents
 * go from the letters a to z only. */
const char *text_key(struct arena *, const char *raw);
/* Columns of one code point: 0, 1, 2; -1 when it must not be printed. */
int text_width(uint32_t codepoint);
/* Bytes of the grapheme cluster at @at (at least 1 before @size), and its cells into @cells. Raw, valid UTF-8. */
size_t text_cluster(const char *bytes, size_t size, size_t at, int *cells);
size_t text_cluster_before(const char *bytes, size_t size, size_t at);   /* start of the cluster that ends at @at */
size_t text_word_right(const char *bytes, size_t size, size_t at);
size_t text_word_left(const char *bytes, size_t size, size_t at);
/* Put one code point as UTF-8; returns 1..4. */
int text_put(char out[4], uint32_t codepoint);
/* Feed one byte; true when @out now holds a code point (U+FFFD for what is invalid; then @again says that the
 * byte must be fed once more, because it begins the next character). {0} is the start. */
struct text_decoder { uint32_t codepoint; unsigned char need, seen; };
bool text_decode(struct text_decoder *, unsigned char byte, uint32_t *out, bool *again);

/* Whole numbers as people write them: optional sign, digits. ERR_INPUT, ERR_OVERFLOW (past int64). */
enum err text_integer(const char *text, int64_t *out);
/* The candidate nearest to @word by edit distance, or NULL when none is near: for "did you mean". */
const char *text_nearest(const char *word, const char *const *candidates, size_t count);

/* "utf8proc 2.8.0", for --version. */
const char *text_library(void);

#endif
