/* The table of commands. Columns: name, operands, summary, fewest and most operands, need, options, function, details. */
#include "cli/cli.h"

#define BIT OPTION_BIT
#define DRAFT_OPTIONS BIT(OPT_TITLE) | BIT(OPT_DESCRIPTION) | BIT(OPT_CATEGORY) | BIT(OPT_PRICE) | BIT(OPT_STOCK) | BIT(OPT_IMAGE)

const struct command command_table[] = {
	{ "init", "", "make a new shop", 0, 0, NEED_NOTHING, BIT(OPT_DEMO) | BIT(OPT_CURRENCY), cmd_init,
		"The file must not exist. With --demo it is filled with the demo bazaar, in which nobody needs a password." },
	{ "user add", "", "make an account", 0, 0, NEED_TO_WRITE, BIT(OPT_NAME) | BIT(OPT_EMAIL), cmd_user_add,
		"Wants --name and --email, and a password (typed twice, or by --password-fd). In a demo file the password may be empty." },
	{ "user list", "", "list the people of this file", 0, 0, NEED_TO_READ, BIT(OPT_LIMIT) | BIT(OPT_AFTER), cmd_user_list, NULL },
	{ "user passwd", "EMAIL", "set a new password without the old one", 1, 1, NEED_TO_WRITE, 0, cmd_user_passwd,
		"For whoever may write the file: a lost password is replaced, never shown." },
	{ "user rm", "EMAIL", "delete your own account", 1, 1, NEED_PERSON, 0, cmd_user_rm,
		"Acts on --as, so EMAIL must be the same. Orders not yet shipped are cancelled first; orders stay on the books, without buyer." },
	{ "ls", "", "list the catalogue", 0, 0, NEED_TO_READ, BIT(OPT_SEARCH) | BIT(OPT_CATEGORY) | BIT(OPT_SELLER) | BIT(OPT_IN_STOCK)
		| BIT(OPT_SORT) | BIT(OPT_LIMIT) | BIT(OPT_AFTER), cmd_ls, NULL },
	{ "show product", "ID", "show one product", 1, 1, NEED_TO_READ, 0, cmd_show_product, NULL },
	{ "cart", "", "show the cart", 0, 0, NEED_PERSON, 0, cmd_cart, NULL },
	{ "cart add", "ID [N]", "add N (1) of a product", 1, 2, NEED_PERSON, 0, cmd_cart_add,
		"More than there is in stock is lowered to what there is, and said (\"capped\": true)." },
	{ "cart set", "ID N", "set the amount; 0 removes the line", 2, 2, NEED_PERSON, 0, cmd_cart_set, NULL },
	{ "cart rm", "ID", "remove a line", 1, 1, NEED_PERSON, 0, cmd_cart_rm, NULL },
	{ "cart clear", "", "empty the cart", 0, 0, NEED_PERSON, 0, cmd_cart_clear, NULL },
	{ "checkout", "", "order what is in the cart", 0, 0, NEED_PERSON, BIT(OPT_KEY) | BIT(OPT_EXPECT), cmd_checkout,
		"The same --key again returns the same order (\"repeated\": true) and places no second one." },
	{ "buy", "ID [N]", "order N (1) of a product, leaving the cart alone", 1, 2, NEED_PERSON, BIT(OPT_KEY) | BIT(OPT_EXPECT), cmd_buy, NULL },
	{ "orders", "", "list your orders, newest first", 0, 0, NEED_PERSON, BIT(OPT_LIMIT) | BIT(OPT_AFTER), cmd_orders, NULL },
	{ "order", "ID", "show one of your orders", 1, 1, NEED_PERSON, 0, cmd_order, NULL },
	{ "cancel", "ID", "cancel an order while nothing has shipped", 1, 1, NEED_PERSON, 0, cmd_cancel, NULL },
	{ "received", "ID", "say that a shipped order has arrived", 1, 1, NEED_PERSON, 0, cmd_received, NULL },
	{ "again", "ID", "order the same again, at today's prices", 1, 1, NEED_PERSON, BIT(OPT_KEY) | BIT(OPT_EXPECT), cmd_again, NULL },
	{ "receipt", "ID", "print a receipt", 1, 1, NEED_PERSON, BIT(OPT_MD), cmd_receipt, NULL },
	{ "product ls", "", "list what you sell, with the pieces sold", 0, 0, NEED_PERSON, BIT(OPT_SEARCH) | BIT(OPT_CATEGORY)
		| BIT(OPT_LOW) | BIT(OPT_RETIRED) | BIT(OPT_SORT) | BIT(OPT_LIMIT) | BIT(OPT_AFTER), cmd_product_ls,
		"--sort stock begins with what runs out." },
	{ "product add", "", "sell something", 0, 0, NEED_PERSON, DRAFT_OPTIONS, cmd_product_add,
		"Wants --title and --price. Without --stock there is no limit." },
	{ "product edit", "ID", "change a product of yours", 1, 1, NEED_PERSON, DRAFT_OPTIONS | BIT(OPT_SEEN), cmd_product_edit,
		"What is not given stays as it is. With --seen nothing is written over what somebody else changed meanwhile; --json then\n"
		"has the product as it now is beside the error." },
	{ "product stock", "ID N", "set the pieces there are; +N and -N change them, none lifts the limit", 2, 2, NEED_PERSON, 0,
		cmd_product_stock, NULL },
	{ "product retire", "ID...", "take products out of the catalogue", 1, CLI_IDS_MAX, NEED_PERSON, 0, cmd_product_retire,
		"Carts and receipts keep them. Several are retired together or not at all." },
	{ "product back", "ID...", "bring retired products back", 1, CLI_IDS_MAX, NEED_PERSON, 0, cmd_product_back, NULL },
	{ "product rm", "ID", "destroy a product: lines in carts go, receipts stay", 1, 1, NEED_PERSON, BIT(OPT_YES), cmd_product_rm,
		"Tells what would go. --yes ID does it, unless something of it is still to be sent." },
	{ "sales", "", "what you sold: 14 days, 12 months, all time", 0, 0, NEED_PERSON, 0, cmd_sales,
		"Figures come from the orders as they were placed; cancelled ones do not count." },
	{ "shipments", "", "list what you have to send, oldest first", 0, 0, NEED_PERSON,
		BIT(OPT_SENT) | BIT(OPT_LIMIT) | BIT(OPT_AFTER), cmd_shipments, NULL },
	{ "shipments ship", "ORDER...", "say that your lines of orders are on their way", 1, CLI_IDS_MAX, NEED_PERSON, 0, cmd_shipments_ship,
		"All of these orders or none. An order is shipped when each of its lines is." },
	{ "export", "", "print all products, retired ones too, as CSV or JSON", 0, 0, NEED_TO_READ, BIT(OPT_CSV), cmd_export,
		"--as EMAIL prints only that seller's. A field that a spreadsheet would run has an apostrophe before it." },
	{ "import", "FILE|-", "add and change products of yours from a CSV file", 1, 1, NEED_PERSON, BIT(OPT_DRY_RUN) | BIT(OPT_SKIP_BAD),
		cmd_import, "The first line names the columns, as souk export writes them, in any order. A row with an id changes that\n"
		"product, one without it yours of that title, or adds one. All rows or none, unless --skip-bad." },
	{ "sync", "", "make what is missing of the tables; nothing else", 0, 0, NEED_NOTHING, BIT(OPT_FORCE) | BIT(OPT_YES) | BIT(OPT_PROTECT), cmd_sync,
		"--force --yes FILE drops all tables of the shop and makes them again, after a copy of the file was saved beside it.\n"
		"Without --yes it only tells how many rows each table would lose. --protect on keeps the file from that." },
	{ "check", "", "check the file: integrity, keys, stock, totals, statuses", 0, 0, NEED_TO_READ, BIT(OPT_STRICT), cmd_check, NULL },
	{ "backup", "FILE", "save a consistent copy while others go on", 1, 1, NEED_TO_READ, 0, cmd_backup, NULL },
	{ "why", "[MODEL.ASSOCIATION]", "tell what an association made of the tables, and why", 0, 1, NEED_NOTHING, 0, cmd_why,
		"Asks the declarations, not the file: souk why User.products. Without an operand it lists what can be asked." },
	{ "open", "FILE", "open any SQLite file on the screen, in the diagram unless it is a shop", 1, 1, NEED_NOTHING, 0, NULL,
		"Somebody else's file is never written." },
	{ "er", "[FILE]", "draw the tables of a file and what ties them", 0, 1, NEED_NOTHING,
		BIT(OPT_TEXT) | BIT(OPT_MERMAID) | BIT(OPT_DOT) | BIT(OPT_DBML), cmd_er,
		"Of any SQLite file, which is never written; without FILE of the shop's." },
	{ "lint", "[FILE]", "look for what is doubtful about a file's keys and the rows they tie", 0, 1, NEED_NOTHING, 0, cmd_lint,
		"Keys without an index (measured on the file's own values), rows that refer to nothing, second rows of a hasOne,\n"
		"types that disagree. Of any SQLite file, which is never written; without FILE of the shop's, and what that lacks." },
	{ "infer", "FILE", "tell the associations that a file's tables and keys amount to", 1, 1, NEED_NOTHING, BIT(OPT_JS), cmd_infer,
		"Reads any SQLite file and never writes it. Keys that are not declared but look like it are proposed, with the share\n"
		"of rows that match. --js prints models and associations for Sequelize." },
	{ "rehearse", "[FILE] \"DELETE ...\"|TABLE:KEY", "tell every row that a write would touch, and write nothing", 1, 2, NEED_NOTHING,
		BIT(OPT_YES), cmd_rehearse, "It runs for real and is rolled back, keys and triggers included; somebody else's file is copied first.\n"
		"TABLE:KEY means DELETE of that row: souk rehearse users:1. Exit status 1: it would be refused." },
	{ "walk", "FILE TABLE:KEY [ASSOCIATION...]", "show a row beside its associations, and follow them", 2, 8, NEED_NOTHING,
		BIT(OPT_LIMIT) | BIT(OPT_AFTER), cmd_walk, "Of any SQLite file, which is never written: souk walk shop.db users:1 cart products. Each association leads on from\n"
		"where one stands; of several rows one is chosen by its key (products:7). Without a key TABLE lists its rows." },
	{ 0 }
};
