/* souk import: products from a CSV file. */
#include "cli/cli.h"
#include "shop/import.h"

static void print_changes(struct cli *cli, const struct import_row *row)
{
	for (size_t i = 0; i < row->changes.count; i++)
		print_format(cli, "    %s: %s -> %s", import_column(row->changes.items[i].attribute), row->changes.items[i].before,
			row->changes.items[i].after);
}

static void print_rows(struct cli *cli, const char *did, const struct import_row *rows, size_t count)
{
	for (size_t i = 0; i < count && i < IMPORT_TOLD; i++) {
		print_format(cli, "  %s %s", did, rows[i].title);
		print_changes(cli, &rows[i]);
	}
	if (count > IMPORT_TOLD)
		print_format(cli, "  and %zu more", count - IMPORT_TOLD);
}

static void print_report(struct cli *cli, const struct import_report *r)
{
	print_format(cli, "%s: %zu to add, %zu to change, %zu unchanged, %zu not right",
		r->written ? "written" : "not written", r->added_count, r->changed_count, r->unchanged_count, r->bad_count);
	print_rows(cli, "add", r->added, r->added_count);
	print_rows(cli, "change", r->changed, r->changed_count);
	for (size_t i = 0; i < r->bad_count && i < IMPORT_TOLD; i++)
		print_format(cli, "  %s", r->bad[i].fault);
}

static void encode_row(struct json *json, const struct import_row *row)
{
	json_object(json);
	json_pair_integer(json, "line", (int64_t)row->line);
	if (row->fault) {
		json_pair_string(json, "fault", row->fault);
	} else {
		json_pair_integer(json, "id", row->id);
		json_pair_string(json, "title", row->title);
		json_key(json, "changes");
		json_array(json);
		for (size_t i = 0; i < row->changes.count; i++) {
			json_object(json);
			json_pair_string(json, "field", import_column(row->changes.items[i].attribute));
			json_pair_string(json, "before", row->changes.items[i].before);
			json_pair_string(json, "after", row->changes.items[i].after);
			json_end_object(json);
		}
		json_end_array(json);
	}
	json_end_object(json);
}

static void encode_rows(struct json *json, const char *name, const struct import_row *rows, size_t count)
{
	json_key(json, name);
	json_array(json);
	for (size_t i = 0; i < count && i < IMPORT_TOLD; i++)
		encode_row(json, &rows[i]);
	json_end_array(json);
}

static void encode_report(struct json *json, const struct import_report *r)
{
	json_object(json);
	json_pair_bool(json, "written", r->written);
	json_key(json, "counts");
	json_object(json);
	json_pair_integer(json, "added", (int64_t)r->added_count);
	json_pair_integer(json, "changed", (int64_t)r->changed_count);
	json_pair_integer(json, "unchanged", (int64_t)r->unchanged_count);
	json_pair_integer(json, "bad", (int64_t)r->bad_count);
	json_end_object(json);
	encode_rows(json, "added", r->added, r->added_count);
	encode_rows(json, "changed", r->changed, r->changed_count);
	encode_rows(json, "bad", r->bad, r->bad_count);
	json_end_object(json);
}

enum err cmd_import(struct cli *cli)
{
	struct import_report report;
	struct import_wish wish = { .dry = cli_has(cli, OPT_DRY_RUN), .skip_bad = cli_has(cli, OPT_SKIP_BAD) };
	try(import_products(&cli->session, &cli->arena, cli->operands[0], wish, &report));
	if (cli_has(cli, OPT_JSON))
		encode_report(&cli->json, &report);
	else
		print_report(cli, &report);
	return OK;
}
