/* souk import: products from a CSV file. */
#include "cli/cli.h"
#include "model/store.h"
#include "shop/import.h"

#include <stdio.h>

enum { PATIENCE_MS = 30 * 1000 };

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
	if (r->bad_count > IMPORT_TOLD)
		print_format(cli, "  and %zu more", r->bad_count - IMPORT_TOLD);
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

/* --- while it is at work --- */

/* "3 min 20 s": what is left at the pace so far. */
static void tell_left(const struct meter *meter, const struct import_progress *p)
{
	double seconds = meter_seconds(meter);
	if (!p->of || !p->bytes || seconds < 1)
		return;
	long left = (long)(seconds * (double)(p->of - p->bytes) / (double)p->bytes + 0.5);
	if (left >= 60)
		fprintf(stderr, "   %ld min %02ld s left", left / 60, left % 60);
	else
		fprintf(stderr, "   %ld s left", left);
}

static bool watch(void *context, const struct import_progress *p)
{
	struct meter *meter = context;
	double seconds = meter_seconds(meter);
	if (!meter_is_due(meter))
		return !meter_stopped();
	if (p->finishing) {
		fprintf(stderr, "\r%lld rows read, making the indexes and the search   %.0f s\033[K", (long long)p->rows, seconds);
	} else {
		fprintf(stderr, "\r%lld rows", (long long)p->rows);
		if (p->of)
			fprintf(stderr, "   %d %%", (int)(p->bytes * 100 / p->of));
		if (seconds >= 1)
			fprintf(stderr, "   %.0f rows/s", (double)p->rows / seconds);
		tell_left(meter, p);
		fputs("\033[K", stderr);
	}
	fflush(stderr);
	return !meter_stopped();
}

static bool wait_for_turn(void *context)
{
	(void)context;
	return !meter_stopped();
}

/* Every bad row, where the sentence of the failure names the first alone. */
static void print_bad(struct cli *cli, const struct import_report *r)
{
	for (size_t i = 0; i < r->bad_count && i < IMPORT_TOLD; i++)
		fprintf(stderr, "%s\n", show(&cli->arena, r->bad[i].fault).bytes);
	if (r->bad_count > IMPORT_TOLD)
		fprintf(stderr, "and %zu more\n", r->bad_count - IMPORT_TOLD);
}

enum err cmd_import(struct cli *cli)
{
	struct import_report report;
	struct meter meter;
	struct import_wish wish = { .dry = cli_has(cli, OPT_DRY_RUN), .skip_bad = cli_has(cli, OPT_SKIP_BAD), .watch = watch,
		.context = &meter };
	meter_begin(&meter, cli);
	store_patience(shop_store(cli->shop), PATIENCE_MS, wait_for_turn, NULL);
	enum err err = import_products(&cli->session, &cli->arena, cli->operands[0], wish, &report);
	meter_end(&meter, cli);
	if (err && report.bad_count > 1 && !cli_has(cli, OPT_JSON))
		print_bad(cli, &report);
	try(err);
	if (cli_has(cli, OPT_JSON))
		encode_report(&cli->json, &report);
	else
		print_report(cli, &report);
	return OK;
}
