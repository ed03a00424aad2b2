/* English inflection as a list of endings, tried from the top; the first that fits decides. It follows the inflection
 * package that Sequelize uses, in its order: table and key names in a shared file depend on it, so that even what it
 * gets wrong is right here. Beside each list stands first what is in the wanted form already. */
#include "model/names.h"
#include "model/schema.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* @ending fits the end of a word (with @whole: all of it) when the character before it is one of @before (none of the
 * others, with a leading ^); then @cut bytes go and @add comes. NULL leaves the word as it is. */
struct ending { const char *ending; const char *add; unsigned char cut; bool whole; const char *before; };

#define LEAVE(e) { e, NULL, 0, false, NULL }
#define LEAVE_WHOLE(e) { e, NULL, 0, true, NULL }

static const struct ending plurals[] = {
	LEAVE_WHOLE("men"), LEAVE_WHOLE("women"), LEAVE("people"), LEAVE("children"), { "a", NULL, 0, false, "ti" },
	LEAVE("analyses"), LEAVE("bases"), LEAVE("diagnoses"), LEAVE("parentheses"), LEAVE("prognoses"),
	LEAVE("synopses"), LEAVE("theses"), LEAVE("databases"), LEAVE("drives"), LEAVE("hives"), LEAVE("tives"),
	LEAVE("curves"), { "ves", NULL, 0, false, "lr" }, { "ves", NULL, 0, false, "^fo" },
	{ "ies", NULL, 0, false, "^aeiouy" }, LEAVE("quies"), LEAVE("series"), LEAVE("movies"),
	LEAVE("xes"), LEAVE("ches"), LEAVE("sses"), LEAVE("shes"), LEAVE("mice"), LEAVE("lice"), LEAVE("buses"),
	LEAVE("oes"), LEAVE("crises"), LEAVE("axes"), LEAVE("testes"), LEAVE("octopuses"), LEAVE("viruses"),
	LEAVE("aliases"), LEAVE("canvases"), LEAVE("statuses"), LEAVE("campuses"), LEAVE_WHOLE("summonses"),
	LEAVE_WHOLE("bonuses"), LEAVE_WHOLE("oxen"), LEAVE("matrices"), LEAVE_WHOLE("feet"), LEAVE_WHOLE("teeth"),
	LEAVE_WHOLE("geese"), LEAVE("quizzes"), LEAVE_WHOLE("whereases"), LEAVE_WHOLE("criteria"), LEAVE_WHOLE("genera"),

	{ "man", "en", 2, true, NULL }, { "woman", "en", 2, true, NULL }, { "person", "ople", 4, false, NULL },
	{ "child", "ren", 0, false, NULL }, { "drive", "s", 0, false, NULL }, { "ox", "en", 0, true, NULL },
	{ "axis", "es", 2, false, NULL }, { "testis", "es", 2, false, NULL }, { "octopus", "uses", 2, false, NULL },
	{ "virus", "uses", 2, false, NULL }, { "alias", "es", 0, false, NULL }, { "status", "es", 0, false, NULL },
	{ "canvas", "es", 0, false, NULL }, { "campus", "es", 0, false, NULL }, { "summons", "es", 0, true, NULL },
	{ "bonus", "es", 0, true, NULL }, { "bus", "ses", 1, false, NULL }, { "buffalo", "es", 0, false, NULL },
	{ "tomato", "es", 0, false, NULL }, { "potato", "es", 0, false, NULL }, { "um", "a", 2, false, "ti" },
	{ "sis", "ses", 3, false, NULL }, { "fe", "ves", 2, false, "^f" }, { "f", "ves", 1, false, "lr" },
	{ "hive", "ves", 2, false, NULL }, { "tive", "ves", 2, false, NULL }, { "y", "ies", 1, false, "^aeiouy" },
	{ "quy", "ies", 1, false, NULL }, { "matrix", "ices", 2, false, NULL }, { "vertex", "ices", 2, false, NULL },
	{ "index", "ices", 2, false, NULL }, { "x", "es", 0, false, NULL }, { "ch", "es", 0, false, NULL },
	{ "ss", "es", 0, false, NULL }, { "sh", "es", 0, false, NULL }, { "mouse", "ice", 4, false, NULL },
	{ "louse", "ice", 4, false, NULL }, { "foot", "feet", 4, true, NULL }, { "tooth", "teeth", 5, true, NULL },
	{ "goose", "geese", 5, true, NULL }, { "quiz", "zes", 0, false, NULL }, { "whereas", "es", 0, true, NULL },
	{ "criterion", "a", 2, true, NULL }, { "genus", "genera", 5, true, NULL }, { "s", "s", 1, false, NULL },
	{ "", "s", 0, false, NULL }, { NULL, NULL, 0, false, NULL }
};

static const struct ending singulars[] = {
	LEAVE_WHOLE("man"), LEAVE_WHOLE("woman"), LEAVE("person"), LEAVE("child"), LEAVE("drive"), LEAVE_WHOLE("ox"),
	LEAVE("axis"), LEAVE("testis"), LEAVE("octopus"), LEAVE("virus"), LEAVE("alias"), LEAVE("status"),
	LEAVE("canvas"), LEAVE("campus"), LEAVE_WHOLE("summons"), LEAVE_WHOLE("bonus"), LEAVE("bus"), LEAVE("buffalo"),
	LEAVE("tomato"), LEAVE("potato"), { "um", NULL, 0, false, "ti" }, LEAVE("sis"), { "fe", NULL, 0, false, "^f" },
	{ "f", NULL, 0, false, "lr" }, LEAVE("hive"), LEAVE("tive"), { "y", NULL, 0, false, "^aeiouy" }, LEAVE("quy"),
	LEAVE("x"), LEAVE("ch"), LEAVE("ss"), LEAVE("sh"), LEAVE("mouse"), LEAVE("louse"), LEAVE_WHOLE("foot"),
	LEAVE_WHOLE("tooth"), LEAVE_WHOLE("goose"), LEAVE("quiz"), LEAVE_WHOLE("whereas"), LEAVE_WHOLE("criterion"),
	LEAVE_WHOLE("genus"),

	{ "men", "an", 2, true, NULL }, { "women", "an", 2, true, NULL }, { "people", "rson", 4, false, NULL },
	{ "children", "", 3, false, NULL }, { "databases", "", 1, false, NULL }, { "drives", "", 1, false, NULL },
	{ "genera", "genus", 6, true, NULL }, { "criteria", "on", 1, true, NULL }, { "a", "um", 1, false, "ti" },
	{ "analyses", "asis", 3, false, NULL }, { "bases", "sis", 3, false, NULL },
	{ "diagnoses", "sis", 3, false, NULL }, { "parentheses", "sis", 3, false, NULL },
	{ "prognoses", "sis", 3, false, NULL }, { "synopses", "sis", 3, false, NULL }, { "theses", "sis", 3, false, NULL },
	{ "hives", "", 1, false, NULL }, { "tives", "", 1, false, NULL }, { "curves", "", 1, false, NULL },
	{ "ves", "f", 3, false, "lr" }, { "aves", "", 1, false, NULL }, { "ves", "fe", 3, false, "^fo" },
	{ "movies", "", 1, false, NULL }, { "ies", "y", 3, false, "^aeiouy" }, { "quies", "y", 3, false, NULL },
	LEAVE("series"), { "xes", "", 2, false, NULL }, { "ches", "", 2, false, NULL }, { "sses", "", 2, false, NULL },
	{ "shes", "", 2, false, NULL }, { "mice", "ouse", 3, false, NULL }, { "lice", "ouse", 3, false, NULL },
	{ "buses", "", 2, false, NULL }, { "oes", "", 2, false, NULL }, { "crises", "is", 2, false, NULL },
	{ "axes", "is", 2, false, NULL }, { "testes", "is", 2, false, NULL }, { "octopuses", "us", 4, false, NULL },
	{ "viruses", "us", 4, false, NULL }, { "aliases", "", 2, false, NULL }, { "canvases", "", 2, false, NULL },
	{ "statuses", "", 2, false, NULL }, { "campuses", "", 2, false, NULL }, { "summonses", "", 2, true, NULL },
	{ "bonuses", "", 2, true, NULL }, { "oxen", "", 2, true, NULL }, { "matrices", "ix", 4, false, NULL },
	{ "vertices", "ex", 4, false, NULL }, { "indices", "ex", 4, false, NULL }, { "feet", "foot", 4, true, NULL },
	{ "teeth", "tooth", 5, true, NULL }, { "geese", "goose", 5, true, NULL }, { "quizzes", "", 3, false, NULL },
	{ "whereases", "", 2, true, NULL }, LEAVE("ss"), { "s", "", 1, false, NULL }, { NULL, NULL, 0, false, NULL }
};

/* The same in singular and plural; each between spaces. */
static const char uncountable[] =
	" accommodation adulthood advertising advice aggression aid air aircraft alcohol anger applause"
	" arithmetic assistance athletics bacon baggage beef biology blood botany bread butter carbon"
	" cardboard cash chalk chaos chess crossroads countryside dancing deer dignity dirt dust economics"
	" education electricity engineering enjoyment envy equipment ethics evidence evolution fame fiction"
	" flour flu food fuel fun furniture gallows garbage garlic genetics gold golf gossip gratitude grief"
	" guilt gymnastics happiness hardware harm hate hatred health heat help homework honesty honey"
	" hospitality housework humour hunger hydrogen ice importance inflation information innocence iron"
	" irony jam jewelry judo karate knowledge lack laughter lava leather leisure lightning linguine"
	" linguini linguistics literature litter livestock logic loneliness luck luggage macaroni machinery"
	" magic management mankind marble mathematics mayonnaise measles methane milk minus money mud music"
	" mumps nature news nitrogen nonsense nurture nutrition obedience obesity oxygen pasta patience"
	" physics poetry pollution poverty pride psychology publicity punctuation quartz racism relaxation"
	" reliability research respect revenge rice rubbish rum safety scenery seafood seaside series shame"
	" sheep shopping sleep smoke smoking snow soap software soil spaghetti species steam stuff stupidity"
	" sunshine symmetry tennis thirst thunder timber traffic transportation trust underwear unemployment"
	" unity validity veal vegetation vegetarianism vengeance violence vitality warmth wealth weather"
	" welfare wheat wildlife wisdom yoga zinc zoology ";

static bool is_uncountable(const char *word)
{
	size_t size = strlen(word);
	for (const char *at = uncountable; (at = strcasestr(at, word)); at++)
		if (at > uncountable && at[-1] == ' ' && at[size] == ' ')
			return true;
	return false;
}

static bool fits_before(const char *set, char c)
{
	c = (char)tolower((unsigned char)c);
	return *set == '^' ? !strchr(set + 1, c) : strchr(set, c) != NULL;
}

static bool fits(const struct ending *e, const char *word, size_t size)
{
	size_t end = strlen(e->ending);
	if (size < end || (e->whole && size != end) || strcasecmp(word + size - end, e->ending))
		return false;
	return !e->before || (size > end && fits_before(e->before, word[size - end - 1]));
}

static const char *inflect(struct arena *arena, const char *word, const struct ending *list)
{
	size_t size = strlen(word);
	if (!size || is_uncountable(word))
		return arena_string(arena, word);
	for (; list->ending; list++)
		if (fits(list, word, size))
			break;
	if (!list->ending || !list->add)
		return arena_string(arena, word);
	return arena_format(arena, "%.*s%s", (int)(size - list->cut), word, list->add);
}

const char *plural_of(struct arena *arena, const char *word)
{
	return inflect(arena, word, plurals);
}

const char *singular_of(struct arena *arena, const char *word)
{
	return inflect(arena, word, singulars);
}

const char *inflect_plural(struct schema *schema, const char *singular)
{
	return plural_of(&schema->arena, singular);
}

const char *inflect_singular(struct schema *schema, const char *plural)
{
	return singular_of(&schema->arena, plural);
}
