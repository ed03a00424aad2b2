/* souk infer: the associations that any file's tables and keys amount to. */
#include "cli/cli.h"
#include "cli/outline.h"
#include "explore/infer.h"
#include "explore/javascript.h"

static void encode_columns(struct json *json, const struct outline_key *key)
{
	if (key->count > 1)
		json_array(json);
	for (size_t i = 0; i < key->count; i++)
		json_string(json, key->table->columns[key->columns[i]].name);
	if (key->count > 1)
		json_end_array(json);
}

static void encode_relation(struct json *json, const struct relation *r)
{
	json_object(json);
	json_pair_string(json, "source", r->source->name);
	json_pair_string(json, "kind", association_kind_name(r->kind));
	json_pair_string(json, "target", r->target->name);
	json_pair_string(json, "as", r->as);
	json_key(json, "foreignKey");
	encode_columns(json, r->key);
	json_pair_string(json, "through", r->through ? r->through->name : NULL);
	json_key(json, "otherKey");
	if (r->other)
		encode_columns(json, r->other);
	else
		json_null(json);
	json_pair_string(json, "onDelete", r->proposed ? NULL : key_action_name(r->key->on_delete));
	json_pair_string(json, "rule", r->rule);
	json_pair_string(json, "evidence", r->evidence);
	json_pair_bool(json, "proposed", r->proposed);
	if (r->proposed) {
		json_pair_integer(json, "matched", r->key->matched);
		json_pair_integer(json, "checked", r->key->checked);
	}
	json_end_object(json);
}

static void encode_relations(struct json *json, const struct outline *outline)
{
	json_array(json);
	for (size_t i = 0; i < outline->relation_count; i++)
		encode_relation(json, &outline->relations[i]);
	json_end_array(json);
}

/* --- for people --- */

static const char *rule_text(struct cli *cli, const struct relation *r)
{
	if (!r->proposed || r->key->broken)
		return r->rule;
	return arena_format(&cli->arena, "%s: %lld of %lld rows match", r->rule, (long long)r->key->matched, (long long)r->key->checked);
}

static const char *by_text(struct cli *cli, const struct relation *r)
{
	const char *by = outline_columns(&cli->arena, r->key->table, r->key->columns, r->key->count);
	if (!r->through)
		return by;
	return arena_format(&cli->arena, "%s (%s, %s)", r->through->name, by,
		outline_columns(&cli->arena, r->other->table, r->other->columns, r->other->count));
}

static void print_relations(struct cli *cli, const struct outline *outline)
{
	static const struct print_column columns[] = { { "source", false }, { "kind", false }, { "target", false }, { "as", false },
		{ "by", false }, { "on delete", false }, { "rule", false } };
	enum { WIDTH = sizeof columns / sizeof *columns };
	struct shown *cells = arena_array(&cli->arena, struct shown, outline->relation_count * WIDTH), *to = cells;
	for (size_t i = 0; i < outline->relation_count; i++) {
		const struct relation *r = &outline->relations[i];
		*to++ = show(&cli->arena, r->source->name);
		*to++ = show(&cli->arena, association_kind_name(r->kind));
		*to++ = show(&cli->arena, r->target->name);
		*to++ = show(&cli->arena, r->as);
		*to++ = show(&cli->arena, by_text(cli, r));
		*to++ = show(&cli->arena, r->proposed ? "-" : key_action_name(r->key->on_delete));
		*to++ = show(&cli->arena, rule_text(cli, r));
	}
	if (outline->relation_count)
		print_table(cli, columns, WIDTH, cells, outline->relation_count);
	else
		print_format(cli, "%zu tables, and no key between them", outline->table_count);
}

enum err cmd_infer(struct cli *cli)
{
	struct opened file;
	enum err err = outline_opened(cli, cli->operands[0], &file);
	for (size_t i = 0; !err && i < file.outline->key_count; i++)
		if (file.outline->keys[i].proposed)
			err = infer_match(file.connection, &cli->arena, &file.outline->keys[i]);
	if (!err && cli_has(cli, OPT_JS))
		javascript_write(&cli->out, &cli->arena, file.outline, file.path);
	else if (!err && cli_has(cli, OPT_JSON))
		encode_relations(&cli->json, file.outline);
	else if (!err)
		print_relations(cli, file.outline);
	outline_closed(&file);
	return err;
}
