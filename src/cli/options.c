/* The table of options. Columns: long name, letter (0: none), argument (NULL: none), help. */
#include "cli/cli.h"

const struct option_row option_table[OPT_COUNT] = {
	[OPT_DB] = { "db", 0, "FILE", "the shop's file (default: souk.db in the data folder)" },
	[OPT_AS] = { "as", 0, "EMAIL", "the person who acts" },
	[OPT_PASSWORD_FD] = { "password-fd", 0, "N", "read the password from file descriptor N" },
	[OPT_JSON] = { "json", 0, NULL, "one JSON document on standard output" },
	[OPT_NOW] = { "now", 0, "TIME", "stop the clock at TIME (2026-11-22 14:01:07), for tests" },
	[OPT_COLOR] = { "color", 0, "WHEN", "auto, always or never" },
	[OPT_HELP] = { "help", 'h', NULL, "this help" },
	[OPT_VERSION] = { "version", 'V', NULL, "versions of souk and its libraries" },

	[OPT_DEMO] = { "demo", 0, NULL, "fill it with the demo bazaar" },
	[OPT_CURRENCY] = { "currency", 0, "CODE", "the shop's currency, ISO 4217 (default EUR)" },
	[OPT_NAME] = { "name", 0, "NAME", "the person's name" },
	[OPT_EMAIL] = { "email", 0, "EMAIL", "the person's e-mail" },
	[OPT_SEARCH] = { "search", 's', "WORDS", "titles and descriptions with words that begin so" },
	[OPT_CATEGORY] = { "category", 'c', "NAME", "this category" },
	[OPT_SELLER] = { "seller", 0, "EMAIL", "only this seller's" },
	[OPT_IN_STOCK] = { "in-stock", 0, NULL, "only what can be bought now" },
	[OPT_SORT] = { "sort", 0, "ORDER", "name, price, -price, newest or sold" },
	[OPT_LIMIT] = { "limit", 'n', "N", "at most N rows, 1 to 1000 (default 50)" },
	[OPT_AFTER] = { "after", 0, "CURSOR", "go on after that row (a list's \"next\")" },
	[OPT_KEY] = { "key", 0, "KEY", "the same key again places no second order" },
	[OPT_EXPECT] = { "expect", 0, "TOTAL", "refuse when the total is not this, in minor units" },
	[OPT_MD] = { "md", 0, NULL, "as Markdown" },
	[OPT_FORCE] = { "force", 0, NULL, "drop every table of the shop and make it again" },
	[OPT_YES] = { "yes", 0, "NAME", "the file's name (the product's id), to say that it is meant" },
	[OPT_TITLE] = { "title", 0, "TITLE", "the product's title" },
	[OPT_DESCRIPTION] = { "description", 0, "TEXT", "the product's description" },
	[OPT_PRICE] = { "price", 0, "AMOUNT", "the product's price, as people write it: 12, 12.50" },
	[OPT_STOCK] = { "stock", 0, "N", "pieces there are, or none for no limit" },
	[OPT_IMAGE] = { "image", 0, "NAME", "the name of a picture" },
	[OPT_SENT] = { "sent", 0, NULL, "what was sent, newest first" },
	[OPT_CSV] = { "csv", 0, NULL, "as CSV (the default)" },
	[OPT_DRY_RUN] = { "dry-run", 0, NULL, "tell what would happen, and write nothing" },
	[OPT_SKIP_BAD] = { "skip-bad", 0, NULL, "leave out rows that are not right" },
	[OPT_JS] = { "js", 0, NULL, "as Sequelize declarations" },
	[OPT_TEXT] = { "text", 0, NULL, "as a drawing (the default)" },
	[OPT_MERMAID] = { "mermaid", 0, NULL, "as a Mermaid erDiagram" },
	[OPT_DOT] = { "dot", 0, NULL, "as a Graphviz graph" },
	[OPT_DBML] = { "dbml", 0, NULL, "as DBML" },
	[OPT_SEEN] = { "seen", 0, "TIME", "refuse when it was changed since: its updatedAt as you saw it" },
	[OPT_STRICT] = { "strict", 0, NULL, "a finding about the shop's rules fails, too" },
};

const uint64_t global_options = OPTION_BIT(OPT_DB) | OPTION_BIT(OPT_AS) | OPTION_BIT(OPT_PASSWORD_FD) | OPTION_BIT(OPT_JSON)
	| OPTION_BIT(OPT_NOW) | OPTION_BIT(OPT_COLOR) | OPTION_BIT(OPT_HELP) | OPTION_BIT(OPT_VERSION);
