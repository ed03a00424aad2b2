#include "cli/outline.h"

#include "cli/cli.h"
#include "explore/infer.h"
#include "explore/open.h"
#include "shop/tables.h"

#include <stdio.h>

static enum err outline_infer(struct cli *cli, struct opened *file)
{
	int64_t application;
	try(explore_application(file->connection, &application));
	if (application == SHOP_APPLICATION_ID)
		file->schema = shop_schema();
	struct infer_options options = { .declared = file->schema };
	return infer(file->connection, &cli->arena, &options, &file->outline);
}

enum err outline_opened(struct cli *cli, const char *path, struct opened *file)
{
	*file = (struct opened){ .path = path };
	if (!path)
		try(cli_path(cli, false, &file->path));
	try(explore_open(&file->connection, file->path));
	if (explore_remark(file->connection))
		fprintf(stderr, "souk: '%s': %s\n", show(&cli->arena, file->path).bytes, explore_remark(file->connection));
	return outline_infer(cli, file);
}

void outline_closed(struct opened *file)
{
	explore_close(file->connection);
	schema_free(file->schema);
}
