/* The command line: tables of options and commands, what one run of a command holds, and printing. One header for the folder. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "base/vec.h"
#include "shop/shop.h"

/* Every option there is; the table in options.c says its name, letter, argument and help. */
enum option {
	OPT_DB, OPT_AS, OPT_PASSWORD_FD, OPT_JSON, OPT_NOW, OPT_COLOR, OPT_HELP, OPT_VERSION,
	OPT_DEMO, OPT_CURRENCY, OPT_NAME, OPT_EMAIL, OPT_SEARCH, OPT_CATEGORY, OPT_SELLER, OPT_IN_STOCK, OPT_SORT,
	OPT_LIMIT, OPT_AFTER, OPT_KEY, OPT_EXPECT, OPT_MD, OPT_FORCE, OPT_YES, OPT_STRICT,
	OPT_TITLE, OPT_DESCRIPTION, OPT_PRICE, OPT_STOCK, OPT_IMAGE, OPT_SENT, OPT_CSV, OPT_DRY_RUN, OPT_SKIP_BAD, OPT_SEEN,
	OPT_LOW, OPT_RETIRED,
	OPT_JS, OPT_TEXT, OPT_MERMAID, OPT_DOT, OPT_DBML, OPT_PROTECT, OPT_COUNT
};
#define OPTION_BIT(option) (UINT64_C(1) << (option))

/* What has to stand before a command runs. Acting as a person opens the file to write, since a wrong password is counted
 * there; a file that can only be read does as well. */
enum need { NEED_NOTHING, NEED_TO_READ, NEED_TO_WRITE, NEED_PERSON };

struct cli;
struct product;
struct command {
	const char *name;          /* one or two words: "cart add" */
	const char *operands;      /* as --help shows them: "ID [N]" */
	const char *summary;       /* one line, lower case */
	int least, most;           /* operands */
	enum need need;
	uint64_t options;          /* bits, beside the global ones */
	enum err (*run)(struct cli *);  /* NULL: the screens do it */
	const char *details;       /* further lines for --help, or NULL */
};

/* Ids that one command takes at once, and the words of a command's name before them. */
enum { CLI_IDS_MAX = 100, CLI_OPERANDS_MAX = CLI_IDS_MAX + 2 };

/* One run: what was asked for, the shop and person it is for, and what it prints. */
struct cli {
	const struct command *command;         /* NULL: none was named, the screens are wanted */
	const char *values[OPT_COUNT];         /* NULL: not given; "" for an option without argument */
	const char *operands[CLI_OPERANDS_MAX];
	int count;
	struct arena arena;
	struct shop *shop;
	struct session session;
	char secret[1026];                     /* the acting person's password, wiped at the end */
	struct buffer out;                     /* printed at the end, at once */
	struct json json;                      /* writes to out */
	const struct product *as_it_is;        /* beside an error in JSON: the product as it now is; or NULL */
	int signal;                            /* that ended the work: the program dies by it; 0: none */
	const char *terminal_library;          /* set by main for --version */
};

/* Fill @cli from the arguments. ERR_USAGE: an unknown option or command (with the nearest), a missing or superfluous operand. */
enum err cli_parse(struct cli *, int argc, char **argv);
/* Run the command, or print the help or versions asked for; print its result or its error; the exit status. */
int cli_run(struct cli *);
/* Print what there is so far: for output of any size. ERR_IO. */
enum err cli_flush(struct cli *);
void cli_release(struct cli *);
/* "souk: what: why" on standard error (and the JSON error on standard output), for errors before a command runs. */
int cli_fail(struct cli *, enum err);
static inline bool cli_has(const struct cli *cli, enum option option) { return cli->values[option] != NULL; }
/* The file that is meant: --db, or souk.db in the data folder (made when @make). */
enum err cli_path(struct cli *, bool make, const char **out);

/* options.c, commands.c: the tables. */
struct option_row { const char *name; char letter; const char *argument, *help; };
extern const struct option_row option_table[OPT_COUNT];
extern const uint64_t global_options;
extern const struct command command_table[];      /* ends with name NULL */

/* help.c: texts of --help (all commands, or one) and --version, appended to the output. */
void help_all(struct cli *);
void help_command(struct cli *, const struct command *);
void help_version(struct cli *);

/* secret.c: a password from --password-fd, or typed unseen at the terminal; up to SHOP_PASSWORD_MAX bytes; the caller
 * wipes it with secret_wipe(). ERR_USAGE when neither is there, ERR_INPUT when it is too long or empty. */
enum { SECRET_SIZE = 1026 };
enum err secret_read(struct cli *, const char *prompt, char out[SECRET_SIZE]);
/* The same twice when typed at the terminal; ERR_INPUT when they differ. */
enum err secret_read_new(struct cli *, char out[SECRET_SIZE]);
void secret_wipe(char secret[SECRET_SIZE]);

/* print.c: lines and tables of display text into the output. */
void print_line(struct cli *, struct shown);
void print_format(struct cli *, const char *format, ...) __attribute__((format(printf, 2, 3)));   /* %s are raw text */
struct print_column { const char *title; bool right; };
/* @cells: rows × columns of display text; widths by cells, two spaces between. */
void print_table(struct cli *, const struct print_column *columns, size_t width, const struct shown *cells, size_t rows);
struct shown print_money(struct cli *, struct money);

/* meter.c: one line that tells how far long work is, where standard error is a terminal (and not with --json); and the signals
 * that ask to stop it (Ctrl-C), between meter_begin() and meter_end(). */
struct meter { bool shown; uint64_t began, told; };
void meter_begin(struct meter *, const struct cli *);
/* Wipes the line. A signal that came is in cli->signal. */
void meter_end(struct meter *, struct cli *);
/* Whether somebody asked to stop. */
bool meter_stopped(void);
/* Whether the line is shown, and 100 ms have passed: then tell. */
bool meter_is_due(struct meter *);
double meter_seconds(const struct meter *);    /* since it began */

/* operand.c: operands and option values as numbers, amounts, times. ERR_USAGE, naming the operand. */
enum err operand_id(struct cli *, int index, int64_t *out);
enum err operand_amount(struct cli *, int index, int64_t least, int64_t otherwise, int64_t *out);
/* NULL when the option was not given. */
enum err option_time(struct cli *, enum option, const char **out);
enum err option_integer(struct cli *, enum option, int64_t least, int64_t most, int64_t otherwise, int64_t *out);

/* The commands, one file a group. */
enum err cmd_init(struct cli *);
enum err cmd_user_add(struct cli *);
enum err cmd_user_list(struct cli *);
enum err cmd_user_rm(struct cli *);
enum err cmd_user_passwd(struct cli *);
enum err cmd_ls(struct cli *);
enum err cmd_show_product(struct cli *);
enum err cmd_cart(struct cli *);
enum err cmd_cart_add(struct cli *);
enum err cmd_cart_set(struct cli *);
enum err cmd_cart_rm(struct cli *);
enum err cmd_cart_clear(struct cli *);
enum err cmd_checkout(struct cli *);
enum err cmd_buy(struct cli *);
enum err cmd_again(struct cli *);
enum err cmd_orders(struct cli *);
enum err cmd_order(struct cli *);
enum err cmd_cancel(struct cli *);
enum err cmd_received(struct cli *);
enum err cmd_receipt(struct cli *);
enum err cmd_sync(struct cli *);
enum err cmd_check(struct cli *);
enum err cmd_backup(struct cli *);
enum err cmd_why(struct cli *);
enum err cmd_product_ls(struct cli *);
enum err cmd_product_add(struct cli *);
enum err cmd_product_edit(struct cli *);
enum err cmd_product_stock(struct cli *);
enum err cmd_product_retire(struct cli *);
enum err cmd_product_back(struct cli *);
enum err cmd_product_rm(struct cli *);
enum err cmd_sales(struct cli *);
enum err cmd_export(struct cli *);
enum err cmd_import(struct cli *);
enum err cmd_er(struct cli *);
enum err cmd_infer(struct cli *);
enum err cmd_lint(struct cli *);
enum err cmd_rehearse(struct cli *);
enum err cmd_shipments(struct cli *);
enum err cmd_shipments_ship(struct cli *);
enum err cmd_walk(struct cli *);

#endif
