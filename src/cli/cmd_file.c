/* souk sync, check, backup: commands over the whole file. */
#include "cli/cli.h"
#include "base/clock.h"
#include "model/store.h"
#include "shop/check.h"
#include "shop/protect.h"
#include "shop/tables.h"

#include <string.h>

/* A souk file whose tables may be missing: opened below the shop, which would refuse it. */
static enum err open_store(struct cli *cli, struct schema *schema, struct store **out)
{
	const char *path;
	int64_t application, version;
	try(cli_path(cli, false, &path));
	try(store_open(out, schema, path, STORE_WRITE));
	try(store_identity(*out, &application, &version));
	if (application != SHOP_APPLICATION_ID)
		return fail(ERR_FOREIGN, "'%s' is not one of souk's files: sync only touches those", path);
	if (version > SHOP_VERSION)
		return fail(ERR_NEWER, "'%s' was made by a newer souk (version %lld, this one writes %d)", path, (long long)version, SHOP_VERSION);
	return OK;
}

static void print_made(struct cli *cli, const struct sync_report *report)
{
	if (cli_has(cli, OPT_JSON)) {
		json_key(&cli->json, "made");
		json_array(&cli->json);
		for (size_t i = 0; i < report->count; i++)
			json_string(&cli->json, report->items[i].name);
		json_end_array(&cli->json);
		return;
	}
	if (!report->count)
		print_line(cli, SHOWN("nothing was missing"));
	for (size_t i = 0; i < report->count; i++)
		print_format(cli, "made %s", report->items[i].name);
}

static void print_losses(struct cli *cli, const struct sync_loss *losses, size_t count)
{
	bool json = cli_has(cli, OPT_JSON);
	if (json) {
		json_key(&cli->json, "losses");
		json_object(&cli->json);
	}
	for (size_t i = 0; i < count; i++) {
		if (json)
			json_pair_integer(&cli->json, model_table(losses[i].model), losses[i].rows);
		else
			print_format(cli, "  %s: %lld rows", model_table(losses[i].model), (long long)losses[i].rows);
	}
	if (json)
		json_end_object(&cli->json);
}

static void print_strangers(struct cli *cli, const struct sync_stranger *left, size_t count)
{
	bool json = cli_has(cli, OPT_JSON);
	if (json) {
		json_key(&cli->json, "leftAlone");
		json_object(&cli->json);
	} else if (count) {
		print_line(cli, SHOWN("left alone, not a model:"));
	}
	for (size_t i = 0; i < count; i++) {
		if (json)
			json_pair_integer(&cli->json, left[i].table, left[i].rows);
		else
			print_format(cli, "  %s: %lld rows", left[i].table, (long long)left[i].rows);
	}
	if (json)
		json_end_object(&cli->json);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* "shop.db" is saved as "shop.2026-11-22T14.03.07.db" beside it. */
static const char *backup_name(struct cli *cli, const char *path)
{
	char stamp[CLOCK_STAMP_SIZE];
	clock_stamp(clock_now(), stamp);
	const char *base = base_name(path), *dot = strrchr(base, '.');
	size_t stem = dot && dot != base ? (size_t)(dot - path) : strlen(path);
	return arena_format(&cli->arena, "%.*s.%.10sT%.2s.%.2s.%.2s%s", (int)stem, path, stamp, stamp + 11, stamp + 14, stamp + 17, path + stem);
}

/* "users 3, products 128" */
static const char *losses_text(struct cli *cli, const struct sync_loss *losses, size_t count)
{
	const char *text = "";
	for (size_t i = 0; i < count; i++)
		text = arena_format(&cli->arena, "%s%s%s %lld", text, i ? ", " : "", model_table(losses[i].model), (long long)losses[i].rows);
	return text;
}

/* "; left alone, not a model: notes 3", or nothing. */
static const char *strangers_text(struct cli *cli, const struct sync_stranger *left, size_t count)
{
	const char *text = "";
	for (size_t i = 0; i < count; i++)
		text = arena_format(&cli->arena, "%s%s%s %lld", text, i ? ", " : "; left alone, not a model: ", left[i].table, (long long)left[i].rows);
	return text;
}

static enum err force(struct cli *cli, struct store *store)
{
	struct sync_loss *losses;
	struct sync_report report;
	struct sync_stranger *left;
	size_t count, left_count;
	const char *path = store_path(store), *name = cli->values[OPT_YES];
	try(protect_check(store));
	try(store_sync_losses(store, &cli->arena, &losses, &count));
	try(store_sync_strangers(store, &cli->arena, &left, &left_count));
	if (!name || (strcmp(name, path) && strcmp(name, base_name(path))))
		return fail(ERR_FORBIDDEN, "this would drop all rows of '%s' (%s%s): to do it, repeat with --force --yes %s",
			path, losses_text(cli, losses, count), strangers_text(cli, left, left_count), base_name(path));
	const char *saved = backup_name(cli, path);
	try(store_backup(store, saved));
	try(store_sync_force(store, &cli->arena, shop_additions, shop_kept_models, &report));
	if (cli_has(cli, OPT_JSON)) {
		json_object(&cli->json);
		json_pair_string(&cli->json, "saved", saved);
	} else {
		print_format(cli, "saved first as %s; dropped:", saved);
	}
	print_losses(cli, losses, count);
	print_strangers(cli, left, left_count);
	print_made(cli, &report);
	if (cli_has(cli, OPT_JSON))
		json_end_object(&cli->json);
	return OK;
}

static enum err sync_missing(struct cli *cli, struct store *store)
{
	struct sync_report report;
	try(store_sync(store, &cli->arena, shop_additions, &report));
	if (cli_has(cli, OPT_JSON))
		json_object(&cli->json);
	print_made(cli, &report);
	if (cli_has(cli, OPT_JSON))
		json_end_object(&cli->json);
	return OK;
}

static enum err protect(struct cli *cli, struct store *store)
{
	const char *when = cli->values[OPT_PROTECT];
	bool on = !strcmp(when, "on");
	if (!on && strcmp(when, "off"))
		return fail(ERR_USAGE, "--protect '%s' is neither on nor off", when);
	try(protect_set(store, on));
	if (!cli_has(cli, OPT_JSON)) {
		print_format(cli, "%s is %s against sync force", store_path(store), on ? "protected" : "not protected");
		return OK;
	}
	json_object(&cli->json);
	json_pair_bool(&cli->json, "protected", on);
	json_end_object(&cli->json);
	return OK;
}

enum err cmd_sync(struct cli *cli)
{
	if (cli_has(cli, OPT_YES) && !cli_has(cli, OPT_FORCE))
		return fail(ERR_USAGE, "--yes belongs to --force");
	if (cli_has(cli, OPT_PROTECT) && cli_has(cli, OPT_FORCE))
		return fail(ERR_USAGE, "--protect and --force contradict each other");
	struct schema *schema = shop_schema();
	struct store *store = NULL;
	enum err err = open_store(cli, schema, &store);
	if (!err)
		err = cli_has(cli, OPT_PROTECT) ? protect(cli, store) : cli_has(cli, OPT_FORCE) ? force(cli, store) : sync_missing(cli, store);
	store_close(store);
	schema_free(schema);
	return err;
}

static void encode_check(struct json *json, const struct check_report *report)
{
	json_object(json);
	json_pair_integer(json, "rowsChecked", report->rows_checked);
	json_pair_bool(json, "structureClean", !report->structural);
	json_key(json, "findings");
	json_array(json);
	for (size_t i = 0; i < report->count; i++) {
		json_object(json);
		json_pair_string(json, "part", report->items[i].structural ? "structure" : "rules");
		json_pair_string(json, "what", report->items[i].what);
		json_pair_string(json, "message", report->items[i].sentence);
		json_end_object(json);
	}
	json_end_array(json);
	json_end_object(json);
}

enum err cmd_check(struct cli *cli)
{
	struct check_report report;
	try(shop_check(cli->shop, &cli->arena, NULL, NULL, &report));
	bool failed = report.structural || (cli_has(cli, OPT_STRICT) && report.count);
	if (cli_has(cli, OPT_JSON)) {
		encode_check(&cli->json, &report);
	} else {
		for (size_t i = 0; i < report.count; i++)
			print_format(cli, "%s: %s: %s", report.items[i].structural ? "structure" : "rules", report.items[i].what, report.items[i].sentence);
		print_format(cli, "%lld rows checked, %zu findings", (long long)report.rows_checked, report.count);
	}
	return failed ? fail(ERR_CHECK_FAILED, "%zu findings, %zu of them about the structure", report.count, report.structural) : OK;
}

enum err cmd_backup(struct cli *cli)
{
	const char *to = cli->operands[0];
	try(store_backup(shop_store(cli->shop), to));
	if (!cli_has(cli, OPT_JSON)) {
		print_format(cli, "saved %s as %s", shop_path(cli->shop), to);
		return OK;
	}
	json_object(&cli->json);
	json_pair_string(&cli->json, "file", shop_path(cli->shop));
	json_pair_string(&cli->json, "saved", to);
	json_end_object(&cli->json);
	return OK;
}
