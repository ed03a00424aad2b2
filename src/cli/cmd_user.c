/* souk user add, list, passwd, rm. */
#include "cli/cli.h"
#include "shop/encode.h"

#include <string.h>

static enum err tell_person(struct cli *cli, const char *did, const char *email)
{
	struct person person;
	try(account_person(cli->shop, &cli->arena, email, &person));
	if (cli_has(cli, OPT_JSON))
		encode_person(&cli->json, &person);
	else
		print_format(cli, "%s %s <%s>", did, person.name, person.email);
	return OK;
}

enum err cmd_user_add(struct cli *cli)
{
	const char *name = cli->values[OPT_NAME], *email = cli->values[OPT_EMAIL];
	if (!name || !email)
		return fail(ERR_USAGE, "say who it is: souk user add --name NAME --email EMAIL");
	try(account_check_name(name));
	try(account_check_email(cli->shop, email));
	char password[SECRET_SIZE] = "";
	enum err err = OK;
	if (cli_has(cli, OPT_PASSWORD_FD) || !shop_is_demo(cli->shop))
		err = secret_read_new(cli, password);
	if (!err)
		err = account_create(cli->shop, name, email, *password || !shop_is_demo(cli->shop) ? password : NULL, &cli->session);
	secret_wipe(password);
	return err ? err : tell_person(cli, "made an account for", cli->session.email);
}

static void list_people(struct cli *cli, const struct people *people)
{
	if (!people->count) {
		print_line(cli, SHOWN("nobody"));
		return;
	}
	static const struct print_column columns[] = { { "id", true }, { "name", false }, { "e-mail", false },
		{ "products", true }, { "orders", true }, { "password", false } };
	size_t width = sizeof columns / sizeof *columns;
	struct shown *cells = arena_array(&cli->arena, struct shown, people->count * width);
	for (size_t i = 0; i < people->count; i++) {
		const struct person *p = &people->items[i];
		struct shown *row = cells + i * width;
		row[0] = show_format(&cli->arena, "%lld", (long long)p->id);
		row[1] = show(&cli->arena, p->name);
		row[2] = show(&cli->arena, p->email);
		row[3] = show_format(&cli->arena, "%lld", (long long)p->products);
		row[4] = show_format(&cli->arena, "%lld", (long long)p->orders);
		row[5] = p->has_password ? SHOWN("yes") : SHOWN("none");
	}
	print_table(cli, columns, width, cells, people->count);
	if (people->next)
		print_format(cli, "more: --after %s", people->next);
}

enum err cmd_user_list(struct cli *cli)
{
	int64_t limit;
	struct people people;
	try(option_integer(cli, OPT_LIMIT, 1, 1000, 50, &limit));
	try(account_page(cli->shop, &cli->arena, cli->values[OPT_AFTER], limit, &people));
	if (!cli_has(cli, OPT_JSON)) {
		list_people(cli, &people);
		return OK;
	}
	json_object(&cli->json);
	json_key(&cli->json, "users");
	json_array(&cli->json);
	for (size_t i = 0; i < people.count; i++)
		encode_person(&cli->json, &people.items[i]);
	json_end_array(&cli->json);
	json_pair_string(&cli->json, "next", people.next);
	json_end_object(&cli->json);
	return OK;
}

enum err cmd_user_passwd(struct cli *cli)
{
	const char *email = cli->operands[0];
	char password[SECRET_SIZE] = "";
	enum err err = secret_read_new(cli, password);
	if (!err)
		err = account_reset_password(cli->shop, email, password);
	secret_wipe(password);
	return err ? err : tell_person(cli, "set the password of", email);
}

static void tell_departures(struct cli *cli, const struct departures *list)
{
	for (size_t i = 0; i < list->count; i++)
		print_format(cli, "  %s: %lld %s", list->items[i].stays ? "stay" : "gone", (long long)list->items[i].count,
			departure_name(&list->items[i]));
}

static void encode_departures(struct json *json, const struct departures *list)
{
	json_array(json);
	for (size_t i = 0; i < list->count; i++) {
		json_object(json);
		json_pair_string(json, "what", list->items[i].what);
		json_pair_integer(json, "count", list->items[i].count);
		json_pair_bool(json, "stays", list->items[i].stays);
		json_end_object(json);
	}
	json_end_array(json);
}

enum err cmd_user_rm(struct cli *cli)
{
	const char *folded;
	struct departures list;
	try(text_fold(&cli->arena, cli->operands[0], &folded));
	if (strcmp(folded, cli->session.email))
		return fail(ERR_FORBIDDEN, "'%s' is not you: --as says %s, and everybody deletes only their own account",
			cli->operands[0], cli->session.email);
	struct session gone = cli->session;
	try(account_preview_delete(&cli->session, &cli->arena, &list));
	try(account_delete(&cli->session, *cli->secret ? cli->secret : NULL));
	if (!cli_has(cli, OPT_JSON)) {
		print_format(cli, "deleted %s <%s>", gone.name, gone.email);
		tell_departures(cli, &list);
		return OK;
	}
	json_object(&cli->json);
	json_pair_string(&cli->json, "email", gone.email);
	json_key(&cli->json, "went");
	encode_departures(&cli->json, &list);
	json_end_object(&cli->json);
	return OK;
}
