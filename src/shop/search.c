/* Words of a search: full text for what it can split, a bounded search inside titles for Chinese, Japanese and Korean,
 * and a score of our own over the first matches, because ranking all of them costs seconds on a large shop. */
#include "shop/listing.h"

#include "base/arena.h"
#include "base/text.h"
#include "model/store.h"
#include "shop/shop.h"

#include <stdlib.h>
#include <string.h>

/* Of a word that stands everywhere, MATCHES_SEEN are looked at and MATCHES_MAX ranked. */
enum { MATCHES_MAX = 1000, MATCHES_SEEN = 50000, WORDS_MAX = 8, TITLES_MAX = 50000 };

struct words { const char *items[WORDS_MAX]; size_t count; };

/* Scripts without spaces between words, which the full-text index keeps as one run. */
static bool is_unsplit(uint32_t c)
{
	return (c >= 0x2e80 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7af) || (c >= 0xf900 && c <= 0xfaff) ||
		(c >= 0xff66 && c <= 0xff9f) || (c >= 0x20000 && c <= 0x3ffff);
}

static bool has_unsplit(const char *word)
{
	struct text_decoder decoder = { 0 };
	for (const char *at = word; *at; at++) {
		uint32_t c;
		bool again;
		if (text_decode(&decoder, (unsigned char)*at, &c, &again) && is_unsplit(c))
			return true;
	}
	return false;
}

/* A word of marks alone has nothing that an index could hold. */
static bool has_letters(const char *word, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)word[i] >= 0x80 || (word[i] >= '0' && word[i] <= '9') || ((word[i] | 32) >= 'a' && (word[i] | 32) <= 'z'))
			return true;
	return false;
}

/* Some keyboards give the letters of a syllable one by one; titles hold them composed. */
static struct words split(struct arena *arena, const char *search)
{
	struct words words = { .count = 0 };
	const char *composed;
	if (!search || text_nfc(arena, search, &composed))
		composed = search ? search : "";
	for (const char *at = composed; *(at += strspn(at, " \t")) && words.count < WORDS_MAX;) {
		size_t size = strcspn(at, " \t");
		if (has_letters(at, size))
			words.items[words.count++] = arena_copy(arena, at, size);
		at += size;
	}
	return words;
}

bool search_has_words(const char *search)
{
	return search && has_letters(search, strlen(search));
}

/* Each word as a quoted prefix: "lamp" * "bra" *. NULL when no word is for the index. */
static const char *match_text(struct arena *arena, const struct words *words, const char *column)
{
	const char *text = NULL;
	for (size_t i = 0; i < words->count; i++) {
		struct buffer quoted = { 0 };
		if (has_unsplit(words->items[i]))
			continue;
		for (const char *at = words->items[i]; *at; at++)
			buffer_puts(&quoted, *at == '"' ? "\"\"" : (char[]){ *at, '\0' });
		text = arena_format(arena, "%s%s\"%s\" *", text ? text : "", text ? " " : "", quoted.bytes);
		buffer_release(&quoted);
	}
	return text && column ? arena_format(arena, "%s : (%s)", column, text) : text;
}

/* Words that the index keeps in one run with their neighbours. @bounded: no match drives, so that only the newest titles
 * are looked through. */
static void add_titles(struct listing *l, struct arena *arena, const struct words *words, bool bounded)
{
	for (size_t i = 0; i < words->count; i++) {
		if (!has_unsplit(words->items[i]))
			continue;
		if (bounded) {
			listing_add(l, " AND p.id IN (SELECT id FROM (SELECT id, title FROM products ORDER BY id DESC LIMIT ");
			listing_value(l, value_integer(TITLES_MAX));
			listing_add(l, ") WHERE title LIKE ");
		} else {
			listing_add(l, " AND (p.title LIKE ");
		}
		listing_value(l, value_text(listing_like(arena, words->items[i])));
		listing_add(l, " ESCAPE '\\')");
	}
}

/* The first @limit matches. */
static void add_matches(struct listing *l, const char *match, int64_t limit)
{
	listing_add(l, "(SELECT rowid AS id FROM soukSearch WHERE soukSearch MATCH ");
	listing_value(l, value_text(match));
	listing_add(l, " LIMIT ");
	listing_value(l, value_integer(limit));
	listing_add(l, ")");
}

void search_condition(struct listing *l, struct arena *arena, const char *search, bool drives)
{
	struct words words = split(arena, search);
	const char *match = match_text(arena, &words, NULL);
	if (match) {
		listing_add(l, drives ? " AND p.id IN " : " AND +p.id IN ");
		add_matches(l, match, MATCHES_SEEN);
	}
	add_titles(l, arena, &words, !match);
}

void search_among(struct listing *l, struct arena *arena, const char *search)
{
	struct words words = split(arena, search);
	const char *match = match_text(arena, &words, NULL);
	if (match) {
		listing_add(l, " AND +p.id IN (SELECT rowid FROM soukSearch WHERE soukSearch MATCH ");
		listing_value(l, value_text(match));
		listing_add(l, ")");
	}
	add_titles(l, arena, &words, false);
}

bool search_count(struct listing *l, struct arena *arena, const char *search, int64_t limit)
{
	struct words words = split(arena, search);
	const char *match = match_text(arena, &words, NULL);
	if (!match)
		return false;
	listing_add(l, "SELECT count(*) FROM ");
	add_matches(l, match, limit);
	return true;
}

static void add_from(struct listing *l, const char *match)
{
	if (match) {
		add_matches(l, match, MATCHES_SEEN);
		listing_add(l, " AS f CROSS JOIN products AS p ON p.id = f.id");
	} else {
		listing_add(l, "products AS p");
	}
}

void search_from(struct listing *l, struct arena *arena, const char *search)
{
	struct words words = split(arena, search);
	add_from(l, match_text(arena, &words, NULL));
}

void search_titles(struct listing *l, struct arena *arena, const char *search)
{
	struct words words = split(arena, search);
	add_titles(l, arena, &words, !match_text(arena, &words, NULL));
}

/* Lower is better: a title that begins with the first word, then titles that hold every word (whole words before mere
 * beginnings), then the rest; shorter titles first among equals. */
static int64_t score(struct arena *arena, const struct words *folded, const char *title)
{
	const char *key = text_key(arena, title);
	size_t in_title = 0, whole = 0;
	for (size_t i = 0; i < folded->count; i++) {
		size_t size = strlen(folded->items[i]);
		const char *at = key;
		while ((at = strstr(at, folded->items[i])) && at != key && has_letters(at - 1, 1) && !has_unsplit(folded->items[i]))
			at++;
		in_title += at != NULL;
		whole += at && !has_letters(at + size, at[size] != '\0');
	}
	size_t length = strlen(key);
	bool begins = folded->count && !strncmp(key, folded->items[0], strlen(folded->items[0]));
	int64_t missing = (int64_t)(folded->count - in_title), halves = (int64_t)(in_title - whole);
	return (missing * 4 + !begins * 2) * 10000 + halves * 1000 + (int64_t)(length < 999 ? length : 999);
}

static enum err read_matches(struct shop *shop, struct arena *arena, const struct catalogue_filter *filter,
	const struct words *words, const char *column, struct table *out)
{
	struct listing l = { 0 };
	listing_add(&l, "SELECT p.id, p.title FROM ");
	const char *match = match_text(arena, words, column);
	add_from(&l, match);
	listing_where(&l, filter, DRIVE_ORDER);
	add_titles(&l, arena, words, !match);
	listing_add(&l, " LIMIT ");
	listing_value(&l, value_integer(MATCHES_MAX));
	enum err err = store_select(shop_store(shop), arena, l.sql.bytes, l.values, l.count, out);
	listing_release(&l);
	return err;
}

static int by_score(const void *a, const void *b)
{
	const struct search_hit *x = a, *y = b;
	if (x->score != y->score)
		return x->score < y->score ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static int by_id(const void *a, const void *b)
{
	const struct search_hit *x = a, *y = b;
	return x->id < y->id ? -1 : x->id > y->id;
}

static size_t without_repeats(struct search_hit *hits, size_t count)
{
	size_t kept = 0;
	qsort(hits, count, sizeof *hits, by_id);
	for (size_t i = 0; i < count; i++)
		if (!kept || hits[kept - 1].id != hits[i].id)
			hits[kept++] = hits[i];
	return kept;
}

/* Titles are asked first, so that a word which stands in very many descriptions does not hide them. */
enum err search_ranked(struct shop *shop, struct arena *arena, const struct catalogue_filter *filter, struct search_hit **out, size_t *count)
{
	struct words words = split(arena, filter->search), folded = words;
	struct table tables[2] = { { 0 } };
	size_t found = 0;
	for (size_t i = 0; i < words.count; i++)
		folded.items[i] = text_key(arena, words.items[i]);
	try(read_matches(shop, arena, filter, &words, "title", &tables[0]));
	if (tables[0].count < MATCHES_MAX && match_text(arena, &words, NULL))
		try(read_matches(shop, arena, filter, &words, NULL, &tables[1]));
	struct search_hit *hits = arena_array(arena, struct search_hit, tables[0].count + tables[1].count);
	for (int t = 0; t < 2; t++)
		for (size_t i = 0; i < tables[t].count; i++)
			hits[found++] = (struct search_hit){ table_at(&tables[t], i, 0).integer,
				score(arena, &folded, value_str(table_at(&tables[t], i, 1))) };
	found = without_repeats(hits, found);
	qsort(hits, found, sizeof *hits, by_score);
	*out = hits;
	*count = found < MATCHES_MAX ? found : MATCHES_MAX;
	return OK;
}
