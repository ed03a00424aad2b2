/* The part of base/text.h behind "did you mean": edit distance with swapped neighbours (optimal string alignment),
 * without case, over bytes; the words are names of ours. */
#include "base/text.h"

#include <string.h>

enum { WORD_MAX = 48 };

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Not tolower(), which follows the locale. */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static bool same(char a, char b)
{
	return lower(a) == lower(b);
}

static int distance(const char *a, const char *b)
{
	int rows[WORD_MAX + 1][WORD_MAX + 1];
	int na = (int)strlen(a), nb = (int)strlen(b);
	for (int i = 0; i <= na; i++) {
		for (int j = 0; j <= nb; j++) {
			if (i == 0 || j == 0) {
				rows[i][j] = i + j;
				continue;
			}
			int changed = rows[i - 1][j - 1] + !same(a[i - 1], b[j - 1]);
			rows[i][j] = least(changed, least(rows[i - 1][j], rows[i][j - 1]) + 1);
			if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
				rows[i][j] = least(rows[i][j], rows[i - 2][j - 2] + 1);
		}
	}
	return rows[na][nb];
}

/* How many slips still count as the same word. */
static int slips(size_t length)
{
	return length < 2 ? 0 : length < 5 ? 1 : length < 9 ? 2 : 3;
}

const char *text_nearest(const char *word, const char *const *candidates, size_t count)
{
	const char *nearest = NULL;
	int best = slips(strlen(word)) + 1;
	if (strlen(word) > WORD_MAX)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		if (strlen(candidates[i]) > WORD_MAX)
			continue;
		int here = distance(word, candidates[i]);
		if (here < best) {
			best = here;
			nearest = candidates[i];
		}
	}
	return nearest;
}
