/* souk rehearse: what a write would touch. The shop's own file is rehearsed where it lies, in a transaction that is rolled
 * back; anybody else's, and one that cannot be written, on a private copy. */
#include "cli/cli.h"
#include "cli/outline.h"
#include "explore/address.h"
#include "explore/infer.h"
#include "explore/open.h"
#include "explore/rehearse.h"
#include "explore/retell.h"
#include "model/store.h"
#include "shop/tables.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { STATEMENT_MS = 30 * 1000, KEPT = 5, COPIED_UNASKED = 256 * 1024 * 1024 };

struct target { struct opened file; struct connection *copy, *used; struct infer_options infer; };

/* Tables of ours that are no models: the search and the like. */
static bool is_our_own(const char *table)
{
	return !strncasecmp(table, "souk", 4);
}

/* --- what it is run on --- */

static enum err copy_file(struct cli *cli, struct target *to)
{
	int64_t size;
	const char *name = strrchr(to->file.path, '/') ? strrchr(to->file.path, '/') + 1 : to->file.path;
	try(explore_size(to->file.connection, &size));
	if (size > COPIED_UNASKED && !(cli_has(cli, OPT_YES) && !strcmp(cli->values[OPT_YES], name)))
		return fail(ERR_INPUT, "nothing was rehearsed: a private copy of '%s' would take %lld MB; --yes %s makes it", to->file.path,
			(long long)(size / 1024 / 1024), name);
	try(explore_copy(to->file.connection, STATEMENT_MS, &to->copy));
	to->used = to->copy;
	return OK;
}

/* Whose file it is says its opening as a shop; what cannot be opened so is a stranger's. */
static enum err open_target(struct cli *cli, const char *path, struct target *to)
{
	const char *repaired = NULL;
	if (!path)
		try(cli_path(cli, false, &path));
	if (!shop_open(&cli->shop, &cli->arena, path, &repaired) && !shop_is_read_only(cli->shop)) {
		if (repaired)
			fprintf(stderr, "souk: %s\n", show(&cli->arena, repaired).bytes);
		to->infer = (struct infer_options){ .declared = store_schema(shop_store(cli->shop)), .hides = is_our_own };
		to->used = store_connection(shop_store(cli->shop));
		return OK;
	}
	shop_close(cli->shop);
	cli->shop = NULL;
	try(outline_opened(cli, path, &to->file));
	to->infer = (struct infer_options){ .declared = to->file.schema, .hides = to->file.schema ? is_our_own : NULL };
	return copy_file(cli, to);
}

static enum err statement_of(struct cli *cli, struct target *on, const char *what, struct rehearse_statement *out)
{
	struct outline *outline;
	struct address row;
	*out = (struct rehearse_statement){ .db = on->used, .sql = what, .text = what };
	if (!address_is_one(what))
		return OK;
	try(infer(on->used, &cli->arena, &on->infer, &outline));
	try(address_parse(&cli->arena, outline, what, &row));
	address_delete(&cli->arena, &row, out);
	return OK;
}

/* --- as a document --- */

static void encode_value(struct cli *cli, struct value value)
{
	if (value.type == VALUE_BLOB)
		json_string(&cli->json, address_literal(&cli->arena, value));
	else
		json_value(&cli->json, value);
}

static void encode_key(struct cli *cli, const struct rehearse_row *row)
{
	json_key(&cli->json, "key");
	if (!row->key_count)
		json_null(&cli->json);
	if (row->key_count > 1)
		json_array(&cli->json);
	for (size_t i = 0; i < row->key_count; i++)
		encode_value(cli, row->key[i]);
	if (row->key_count > 1)
		json_end_array(&cli->json);
}

static void encode_blocked(struct cli *cli, const struct rehearse_blocked *blocked)
{
	json_key(&cli->json, "blocked");
	if (!blocked) {
		json_null(&cli->json);
		return;
	}
	json_object(&cli->json);
	json_pair_string(&cli->json, "table", blocked->table ? blocked->table->name : NULL);
	encode_key(cli, &blocked->row);
	json_pair_string(&cli->json, "via", blocked->via);
	json_end_object(&cli->json);
}

static void encode_rows(struct cli *cli, const struct rehearse_branch *first)
{
	for (const struct rehearse_branch *at = first; at; at = at->next) {
		for (const struct rehearse_row *row = at->rows; row; row = row->next) {
			json_object(&cli->json);
			json_pair_string(&cli->json, "table", at->table->name);
			encode_key(cli, row);
			json_pair_string(&cli->json, "action", rehearse_action_name(at->action));
			json_pair_integer(&cli->json, "depth", at->depth);
			json_pair_string(&cli->json, "via", at->via);
			json_end_object(&cli->json);
		}
		encode_rows(cli, at->first);
	}
}

static void encode(struct cli *cli, const struct rehearsal *r)
{
	json_object(&cli->json);
	json_pair_string(&cli->json, "statement", r->statement);
	json_pair_integer(&cli->json, "reported", r->reported);
	json_pair_integer(&cli->json, "touched", r->touched);
	encode_blocked(cli, r->blocked);
	json_key(&cli->json, "rows");
	json_array(&cli->json);
	encode_rows(cli, r->branches);
	json_end_array(&cli->json);
	json_end_object(&cli->json);
}

/* --- for people --- */

static int widest(const struct retold *lines, size_t count, struct cli *cli)
{
	int most = 0;
	for (size_t i = 0; i < count; i++) {
		int cells = lines[i].rails.cells + show_format(&cli->arena, "%-8s  %s", lines[i].verb, lines[i].what).cells;
		if (*lines[i].rows && cells > most && cells < 40)
			most = cells;
	}
	return most;
}

static void print_tree(struct cli *cli, const struct rehearsal *r)
{
	enum { ROWS_MOST = 60 };
	struct retold *lines;
	size_t count = retell_branches(&cli->arena, r, &lines);
	int width = widest(lines, count, cli);
	for (size_t i = 0; i < count; i++) {
		struct shown line = shown_join(&cli->arena, lines[i].rails, show_format(&cli->arena, "%-8s  %s", lines[i].verb, lines[i].what));
		if (*lines[i].rows)
			line = shown_join(&cli->arena, line.cells < width ? shown_fit(&cli->arena, line, width) : line,
				shown_join(&cli->arena, SHOWN("   "), shown_cut(&cli->arena, show(&cli->arena, lines[i].rows), ROWS_MOST)));
		print_line(cli, line);
	}
}

static void print_causes(struct cli *cli, const struct rehearsal *r)
{
	struct retold_cause *causes;
	size_t count = retell_causes(&cli->arena, r, &causes);
	const char *arrow = shown_mark("\u2192", "->").bytes;
	for (size_t i = 0; i < count; i++) {
		const struct retold_cause *c = &causes[i];
		print_format(cli, "%s%s%s", i ? "      " : "why:  ", c->declaration,
			*c->action ? arena_format(&cli->arena, "  %s %s%s%s", arrow, c->action, c->reason ? ", " : "", c->reason ? c->reason : "") : "");
	}
}

static void print_others(struct cli *cli, const struct rehearsal *r)
{
	const char *list = "";
	for (size_t i = 0; i < r->other_count; i++)
		list = arena_format(&cli->arena, "%s%s%s", list, i ? ", " : "", r->others[i]);
	if (*list)
		print_format(cli, "written as well, not listed: %s", list);
}

/* Who is in the way says more than that something is. */
static void print_blocked(struct cli *cli, const struct rehearse_blocked *b)
{
	const char *more = b->rows > 1 ? arena_format(&cli->arena, " and %lld%s more", (long long)b->rows - 1, b->rows < 1000 ? "" : " or") : "";
	const char *row = b->table && b->row.key_count ? address_text(&cli->arena, b->table, b->row.key, b->row.key_count) : NULL;
	if (b->key && row)
		print_format(cli, "refused: %s%s would refer to a row of %s that is not there, by %s", row, more, b->key->target, b->via);
	else
		print_format(cli, "refused: %s%s%s%s%s", b->sentence, b->via ? ", by " : "", b->via ? b->via : "", row ? ", at " : "",
			row ? row : "");
}

static void print_rehearsal(struct cli *cli, const struct rehearsal *r)
{
	print_format(cli, "%s", r->statement);
	if (!r->blocked)
		print_format(cli, "SQLite would say %lld %s changed; really touched: %lld", (long long)r->reported,
			r->reported == 1 ? "row" : "rows", (long long)r->touched);
	print_line(cli, SHOWN(""));
	if (r->blocked)
		print_blocked(cli, r->blocked);
	else if (!r->branches)
		print_format(cli, "no row would be touched");
	print_tree(cli, r);
	print_line(cli, SHOWN(""));
	print_others(cli, r);
	const char *instead = retell_instead(&cli->arena, r);
	if (instead)
		print_format(cli, "instead: %s", instead);
	print_causes(cli, r);
	print_format(cli, "nothing was written: it ran for real, and was rolled back");
}

/* --- the command --- */

static enum err rehearse_on(struct cli *cli, struct target *on, const char *what)
{
	bool json = cli_has(cli, OPT_JSON);
	struct rehearse_options options = { .infer = &on->infer, .keep = json ? SIZE_MAX : KEPT };
	struct rehearse_statement statement;
	struct rehearsal *rehearsal;
	try(statement_of(cli, on, what, &statement));
	struct rehearse_act act = rehearse_sql(&statement);
	try(rehearse(on->used, &cli->arena, &options, &act, &rehearsal));
	if (!json)
		try(retell_label(on->used, &cli->arena, rehearsal, KEPT));
	if (json)
		encode(cli, rehearsal);
	else
		print_rehearsal(cli, rehearsal);
	return rehearsal->blocked ? fail(ERR_CHECK_FAILED, "it would be refused: %s", rehearsal->blocked->sentence) : OK;
}

enum err cmd_rehearse(struct cli *cli)
{
	struct target target = { 0 };
	enum err err = open_target(cli, cli->count > 1 ? cli->operands[0] : NULL, &target);
	if (!err)
		err = rehearse_on(cli, &target, cli->operands[cli->count - 1]);
	explore_close(target.copy);
	outline_closed(&target.file);
	return err;
}
