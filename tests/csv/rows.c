/* What the CSV reader makes of files, for tests/csv/compare.py: their paths come on standard input, one a line; for each one
 * line of JSON goes out, {"rows": [{"line", "fields": […]}…], "error": null or a sentence, "written": the rows as CSV}. */
#include "base/arena.h"
#include "base/csv.h"
#include "base/json.h"
#include "base/vec.h"

#include <stdio.h>
#include <string.h>

static void tell_record(struct json *json, struct csv_row *row, const struct csv_record *record)
{
	json_object(json);
	json_pair_integer(json, "line", (int64_t)record->line);
	json_key(json, "fields");
	json_array(json);
	for (size_t i = 0; i < record->count; i++) {
		json_string(json, record->fields[i]);
		csv_field(row, record->fields[i]);
	}
	csv_end(row);
	json_end_array(json);
	json_end_object(json);
}

static void tell_file(struct json *json, const char *path)
{
	struct arena arena;
	struct buffer written = { 0 };
	struct csv_row row = { .to = &written };
	struct csv_reader *reader;
	struct csv_record record;
	bool more;
	arena_init(&arena);
	json_object(json);
	json_key(json, "rows");
	json_array(json);
	enum err err = csv_open(&reader, path);
	while (!err && !(err = csv_next(reader, &arena, &record, &more)) && more)
		tell_record(json, &row, &record);
	json_end_array(json);
	json_pair_string(json, "error", err ? err_sentence(err) : NULL);
	json_pair_string(json, "written", written.size ? written.bytes : "");
	json_end_object(json);
	csv_close(reader);
	buffer_release(&written);
	arena_release(&arena);
}

int main(void)
{
	char path[4096];
	while (fgets(path, sizeof path, stdin)) {
		struct buffer out = { 0 };
		struct json json = { .to = &out };
		path[strcspn(path, "\n")] = '\0';
		tell_file(&json, path);
		puts(out.bytes);
		buffer_release(&out);
	}
	return 0;
}
