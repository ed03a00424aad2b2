/* souk lint: what is doubtful about the keys of any file; of a file of souk's also what it lacks. */
#include "cli/cli.h"
#include "cli/outline.h"
#include "explore/lint.h"
#include "explore/open.h"
#include "model/store.h"
#include "shop/tables.h"

struct linted { struct lint_report keys; struct sync_finding *lacks; size_t lack_count; };

/* Nobody is asked: who has had enough presses Ctrl-C. */
static bool go_on(void *context)
{
	(void)context;
	return true;
}

/* What a file of souk's has not, and should. */
static enum err inspect(struct cli *cli, const struct opened *file, struct linted *out)
{
	struct store *store;
	try(store_open(&store, file->schema, file->path, STORE_READ));
	enum err err = store_inspect(store, &cli->arena, shop_additions, &out->lacks, &out->lack_count);
	store_close(store);
	return err;
}

static void encode_finding(struct json *json, const struct lint_finding *f)
{
	json_object(json);
	json_pair_string(json, "rule", lint_rule_name(f->rule));
	json_pair_string(json, "table", f->key->table->name);
	json_key(json, "key");
	json_array(json);
	for (size_t i = 0; i < f->key->count; i++)
		json_string(json, f->key->table->columns[f->key->columns[i]].name);
	json_end_array(json);
	json_pair_string(json, "references", f->key->target);
	json_key(json, "rows");
	if (f->rows < 0)
		json_null(json);
	else
		json_integer(json, f->rows);
	if (f->rule == LINT_UNINDEXED) {
		json_pair_integer(json, "withoutNanoseconds", (int64_t)f->without);
		json_pair_integer(json, "withNanoseconds", (int64_t)f->with);
	}
	json_pair_string(json, "message", f->sentence);
	json_pair_string(json, "advice", f->advice);
	json_end_object(json);
}

static void encode(struct json *json, const struct linted *linted)
{
	json_object(json);
	json_key(json, "findings");
	json_array(json);
	for (size_t i = 0; i < linted->keys.count; i++)
		encode_finding(json, &linted->keys.items[i]);
	for (size_t i = 0; i < linted->lack_count; i++) {
		json_object(json);
		json_pair_string(json, "rule", "missing");
		json_pair_string(json, "table", linted->lacks[i].name);
		json_pair_string(json, "message", linted->lacks[i].sentence);
		json_end_object(json);
	}
	json_end_array(json);
	json_pair_string(json, "next", NULL);
	json_end_object(json);
}

static void print(struct cli *cli, const struct outline *outline, const struct linted *linted)
{
	for (size_t i = 0; i < linted->keys.count; i++) {
		const struct lint_finding *f = &linted->keys.items[i];
		print_format(cli, "%-10s %s", lint_rule_name(f->rule), f->sentence);
		if (f->advice)
			print_format(cli, "%-10s   %s", "", f->advice);
	}
	for (size_t i = 0; i < linted->lack_count; i++)
		print_format(cli, "%-10s %s", "missing", linted->lacks[i].sentence);
	size_t faults = linted->keys.faults + linted->lack_count;
	print_format(cli, "%zu foreign keys looked at, %s", outline->key_count,
		faults ? arena_format(&cli->arena, "%zu finding%s", faults, faults == 1 ? "" : "s") : "nothing to mend");
}

enum err cmd_lint(struct cli *cli)
{
	struct opened file;
	struct linted linted = { 0 };
	enum err err = outline_opened(cli, cli->count ? cli->operands[0] : NULL, &file);
	if (!err) {
		explore_deadline(file.connection, 1000, go_on, NULL);
		err = lint(file.connection, &cli->arena, file.outline, &linted.keys);
	}
	explore_close(file.connection);
	file.connection = NULL;
	if (!err && file.schema)
		err = inspect(cli, &file, &linted);
	if (!err && cli_has(cli, OPT_JSON))
		encode(&cli->json, &linted);
	else if (!err)
		print(cli, file.outline, &linted);
	outline_closed(&file);
	size_t faults = linted.keys.faults + linted.lack_count;
	return err ? err : faults ? fail(ERR_CHECK_FAILED, "%zu finding%s", faults, faults == 1 ? "" : "s") : OK;
}
