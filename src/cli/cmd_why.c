/* souk why: what the declarations make of the file, and the reason for each part. It asks the declarations, not the file. */
#include "cli/cli.h"
#include "model/association.h"
#include "model/why.h"
#include "shop/tables.h"

#include <string.h>
#include <strings.h>

/* Every association of models that people see. @visit returns false to stop. */
typedef bool visit_association(void *context, const struct model *, const struct association *);

static void visit_all(const struct schema *schema, visit_association *visit, void *context)
{
	for (size_t m = 0; m < schema_model_count(schema); m++) {
		const struct model *model = schema_model_at(schema, m);
		for (size_t i = 0; !model_is_hidden(model) && i < model_association_count(model); i++)
			if (!visit(context, model, model_association_at(model, i)))
				return;
	}
}

/* "user.products", whatever the case. */
struct asked { struct cli *cli; const char *name; const struct association *found; VEC(const char *) names; };

static bool note_name(void *context, const struct model *model, const struct association *a)
{
	struct asked *asked = context;
	const char *name = arena_format(&asked->cli->arena, "%s.%s", model_name(model), association_name(a));
	vec_push(&asked->names, name);
	if (asked->name && !strcasecmp(name, asked->name))
		asked->found = a;
	return true;
}

static enum err fail_unknown(const struct asked *asked)
{
	const char *list = "", *near = text_nearest(asked->name, asked->names.items, asked->names.count);
	for (size_t i = 0; i < asked->names.count; i++)
		list = arena_format(&asked->cli->arena, "%s%s%s", list, i ? ", " : "", asked->names.items[i]);
	return fail(ERR_UNKNOWN_ALIAS, "there is no association '%s'%s%s%s; there are: %s", asked->name,
		near ? ", did you mean " : "", near ? near : "", near ? "?" : "", list);
}

/* --- printing --- */

static void put_wrapped(struct cli *cli, const char *text, int indent)
{
	enum { WIDTH = 100 };
	struct shown *lines;
	size_t count = show_wrapped(&cli->arena, text, WIDTH - indent, &lines);
	for (size_t i = 0; i < count; i++)
		print_line(cli, shown_join(&cli->arena, show_format(&cli->arena, "%*s", indent, ""), lines[i]));
}

static void print_why(struct cli *cli, const struct why *why)
{
	print_format(cli, "%s", why->declaration);
	if (why->inverse)
		print_format(cli, "%s", why->inverse);
	print_line(cli, SHOWN(""));
	print_format(cli, "in the table %s:", why->table);
	put_wrapped(cli, why->ddl, 4);
	for (size_t i = 0; i < why->count; i++) {
		const struct reason *r = &why->reasons[i];
		print_line(cli, SHOWN(""));
		print_format(cli, "%s%s%s%s%s", r->part, r->of ? " of " : "", r->of ? r->of : "", *r->ddl ? "  " : "", r->ddl);
		put_wrapped(cli, r->reason, 4);
	}
}

static void encode_why(struct json *json, const struct why *why)
{
	json_object(json);
	json_pair_string(json, "association", why->name);
	json_pair_string(json, "declaration", why->declaration);
	json_pair_string(json, "inverse", why->inverse);
	json_pair_string(json, "table", why->table);
	json_pair_string(json, "ddl", why->ddl);
	json_key(json, "reasons");
	json_array(json);
	for (size_t i = 0; i < why->count; i++) {
		json_object(json);
		json_pair_string(json, "part", why->reasons[i].part);
		json_pair_string(json, "of", why->reasons[i].of);
		json_pair_string(json, "ddl", why->reasons[i].ddl);
		json_pair_string(json, "reason", why->reasons[i].reason);
		json_end_object(json);
	}
	json_end_array(json);
	json_end_object(json);
}

static void tell_one(struct cli *cli, const struct association *a)
{
	struct why why;
	association_why(&cli->arena, a, &why);
	if (cli_has(cli, OPT_JSON))
		encode_why(&cli->json, &why);
	else
		print_why(cli, &why);
}

/* --- what can be asked --- */

static bool list_one(void *context, const struct model *model, const struct association *a)
{
	struct cli *cli = context;
	struct why why;
	association_why(&cli->arena, a, &why);
	if (cli_has(cli, OPT_JSON))
		encode_why(&cli->json, &why);
	else
		print_format(cli, "%-18s %s", why.name, why.declaration);
	(void)model;
	return true;
}

static void list_all(struct cli *cli, const struct schema *schema)
{
	if (!cli_has(cli, OPT_JSON)) {
		visit_all(schema, list_one, cli);
		return;
	}
	json_object(&cli->json);
	json_key(&cli->json, "associations");
	json_array(&cli->json);
	visit_all(schema, list_one, cli);
	json_end_array(&cli->json);
	json_pair_string(&cli->json, "next", NULL);
	json_end_object(&cli->json);
}

enum err cmd_why(struct cli *cli)
{
	struct schema *schema = shop_schema();
	struct asked asked = { .cli = cli, .name = cli->count ? cli->operands[0] : NULL };
	enum err err = OK;
	visit_all(schema, note_name, &asked);
	if (!asked.name)
		list_all(cli, schema);
	else if (asked.found)
		tell_one(cli, asked.found);
	else
		err = fail_unknown(&asked);
	vec_release(&asked.names);
	schema_free(schema);
	return err;
}
