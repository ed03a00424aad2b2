/* The screens of the shop: one file a screen; what they share, and the one way in. One header for the folder. */
#ifndef SCREENS_SCREENS_H
#define SCREENS_SCREENS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "shop/account.h"
#include "shop/order.h"
#include "ui/dialog.h"
#include "ui/keymap.h"
#include "ui/list.h"
#include "ui/loop.h"

/* @any: a file that may be anybody's, shown in the diagram when it is no shop. @path NULL: the default file; the first-run chooser when there is none. @as: who shops, or NULL. @input: events from there
 * instead of a terminal, and frames of @rows × @cols that nobody sees, for tests.
 * Returns when the person leaves. ERR_TERMINAL; ERR_CANNOT_OPEN and the like before anything was drawn. */
struct screens_options { const char *path, *any, *as, *color; const struct input *input; int rows, cols; };
enum err screens_run(const struct screens_options *);

/* What all screens share: the open shop, who is inside, and line 23. */
struct app {
	struct ui *ui;
	struct terminal *term;
	struct trace *trace;                /* the SQL of the last act */
	bool may_copy;                      /* the settings allow the terminal's clipboard */
	struct shop *shop;                  /* NULL until a file is open */
	struct trial *trial;                /* the sandbox that @shop is, see sandbox.h; or NULL */
	struct session session;
	bool inside;                        /* somebody came in, or looks around */
	int64_t things;                     /* the cart's figures, for its tab */
	struct money total;
	uint64_t statements, nanoseconds;   /* totals before the present event */
	char settings[4096];                /* the file of preferences, "" when there is no place for it */
	char path[4096], as[256];           /* the file that is meant; who asked to come in, or was here last */
	char asked[4096], saved[4096], statement[1024]; /* the file that an export asks about; the copy that a sync force left; the last one to be rehearsed */
	struct connection *file;            /* somebody else's file that is looked at instead of a shop, or NULL: see file.h */
	bool stopped;                       /* Esc has ended a statement of the present act */
	const char *walk_table;             /* the table that Walk is to begin in, borrowed; NULL: none was asked for */
	int64_t walk_id; unsigned walk_from;  /* its row, 0: the first; and the tab to go back to */
	int64_t receipt;                    /* the order whose receipt is being named */
	bool remembered;                    /* @as may come back in without the login screen (demo files only) */
	struct written_memory *written;     /* what writes to rows changed; NULL: nothing yet */
	bool writes_file;                   /* somebody allowed it for @file */
	struct arena arena;                 /* sentences of the present act; reset before each event */
};

enum { TAB_SHOP, TAB_CART, TAB_ORDERS, TAB_SELL, TAB_MODELS, TAB_WALK };

/* app.c: what is bound everywhere, and small helpers of acts. */
extern const struct keymap app_keys;
/* "did it" on line 23; printf whose %s are raw text. */
struct next app_say(struct app *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What ran since the last one is this call; see trace_call(). %s are raw text. */
void app_call(struct app *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* How calls name a row: "Lamp" for "Lamp, brass", else @otherwise. And who acts: "alice", "guest". */
const char *app_ident(struct app *, const char *raw, const char *otherwise);
const char *app_who(struct app *);
/* Raw text into the terminal's clipboard, when the settings allow it; says so, or what to do. @what: "the statement". */
struct next app_copy(struct app *, const char *text, const char *what);
/* The call that changed the cart: "cart.addProduct(Lamp,{through:{quantity:2}})". */
void app_tell_cart(struct app *, const struct cart_change *);
enum { LIST_CALL_LIMIT = 50 };             /* what calls say of a list that is read page by page */
/* Open that row in the Walk tab. @table: a literal. */
struct next app_walk(struct app *, const char *table, int64_t id);
#define APP_WALK_HELP "walk from this row"
/* The same, and "u undo" beside it. */
struct next app_say_undoable(struct app *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Read the cart's figures again; after anything that may have changed them. Count statements for line 23 from here on. */
void app_refresh(struct app *);
void app_count(struct app *);
/* Open the file; its errors are the caller's to show. */
enum err app_open(struct app *, const char *path);
/* From now on this shop; the one before is closed. */
void app_adopt(struct app *, struct shop *);
/* The session becomes the one that acts; a guest's cart is merged, and said. */
enum err app_come_in(struct app *, const struct session *);
bool app_is_guest(const struct app *);
/* Something that was typed is not saved, and the person is about to go: it is refused, and said where. */
bool app_refuse_unsaved(struct app *);
struct shown app_money(const struct app *, struct arena *, struct money);
/* "1 thing", "2 things". */
const char *app_plural(struct arena *, int64_t count, const char *one, const char *many);

/* Push a screen with a copy of its argument, which lives until the screen was opened. */
struct next app_push(struct app *, const struct screen_ops *, const void *argument, size_t size);
struct next app_replace(struct app *, const struct screen_ops *, const void *argument, size_t size);
struct next app_prompt(struct app *, const struct prompt *);
struct next app_choose(struct app *, const struct chooser *);
struct next app_ask(struct app *, const struct dialog *);
/* Whether the last piece is to go out of the cart: one key too many does not take it. */
struct next app_ask_removal(struct app *, const char *title, next_done *done);

/* remember.c: the file and person of the last time, in the state folder. Failing to remember is no error. */
void remember_load(struct app *);
void remember_store(const struct app *, bool whole);

/* preferences.c: the settings file, if there is one. ERR_INPUT "file:line:column: why", ERR_IO. */
enum err preferences_load(struct app *);

/* draw.c: what several screens show alike. */
struct list_cell draw_stock(const struct product *, struct arena *);      /* 12, "low 2", SOLD, ∞, retired */
struct list_cell draw_stock_words(const struct product *, struct arena *);    /* "12 in stock", "sold out" */
/* One product with what surrounds it in a box, @skip lines of it scrolled away, @more in the border while there are more
 * below. A title that does not fit into the border stands inside. */
struct product_view {
	const struct app *app;
	const struct product *product;
	const struct surroundings *around;
	int skip;
	struct shown more;
	bool focus;
};
void draw_product(struct canvas *pane, const struct product_view *, struct arena *);
/* How many lines of it there are beyond those of @room, the inside of its box; no cell is touched. */
int draw_product_spare(const struct canvas *room, const struct product_view *, struct arena *);
/* The short form for narrow screens. */
void draw_product_brief(struct canvas *, const struct app *, const struct product *, const struct surroundings *, struct arena *);
/* A box of at most @cols × @rows cells in the middle of @body. */
struct canvas draw_centre(struct canvas *body, int rows, int cols);
/* Raw text wrapped from @row on; returns the row after it. */
int draw_wrapped(struct canvas *, int row, const char *raw, enum voice, struct arena *);
/* Where the columns of an order end (money) or begin (note), and cells of the title; 0: there is no such column. @each
 * is left out where it would take the title's room; @note: cells of the longest one. */
struct draw_columns { int title, each, line, note; };
struct draw_columns draw_columns(int cols, bool each, int note);
struct draw_line { int64_t quantity; struct shown title, each, line, note; enum voice voice; };
void draw_order_line(struct canvas *, int row, const struct draw_columns *, const struct draw_line *, struct arena *);
/* A rule and the total under the lines; returns the row after it. */
int draw_order_total(struct canvas *, int row, const struct draw_columns *, struct shown total, struct shown note, struct arena *);
/* "Cart ─▶ Review ─▶ Placed", and under it the box of @step with at most @rows, always in the same place. */
enum { STEP_REVIEW = 1, STEP_PLACED, STEP_COLS = 74 };
struct canvas draw_step_box(struct canvas *body, int step, struct shown title, int rows);
/* The path with "~" for the home folder. */
const char *draw_path(struct arena *, const char *path);
/* The other way round: what was typed, with "~/" as the home folder. */
const char *draw_path_typed(struct arena *, const char *typed);

/* The screens. */
extern const struct screen_ops welcome_screen;     /* first run: demo, empty, open */
extern const struct screen_ops picker_screen;      /* who is shopping, in a demo file; argument: struct start_ask or NULL */
extern const struct screen_ops login_screen;       /* e-mail and password; the same argument */
extern const struct screen_ops join_screen;        /* new account; the same argument */
extern const struct screen_ops shop_screen;
extern const struct screen_ops look_screen;        /* argument: int64_t product */
extern const struct screen_ops cart_screen;
extern const struct screen_ops review_screen;      /* argument: struct review_ask */
extern const struct screen_ops placed_screen;      /* argument: struct placed_tell */
extern const struct screen_ops orders_screen, sell_screen, shipments_screen;
extern const struct screen_ops product_form_screen; /* argument: struct product_ask */
extern const struct screen_ops models_screen, account_screen, password_screen;
extern const struct screen_ops walk_screen, trace_screen;       /* the panel */

/* product_form.c: edit what one sells; reloads the screen beneath when something was written. */
struct next product_edit(struct app *, int64_t product);
/* Sell something (product 0), or edit it. @done for the screen beneath, with the struct product that was written and said. */
struct product_ask { int64_t product; next_done *done; };
/* product_destroy.c: show what destroying it takes along, or why it cannot go yet. @leave: the screen beneath shows the product
 * and goes with it. */
struct next product_destroy(struct app *, int64_t product, bool leave);

/* Before something goes for good: lines of what goes and stays (@verb "goes"), or of why it cannot. All but @verb, @yes and
 * @keep is copied. The answer to @done (y; NULL: not now) and @instead (R; NULL: nothing) is struct destroy_answer. */
struct destroy_line { const char *verb; int64_t count; struct shown what, note; bool goes; };
struct destroy_ask {
	struct shown title;
	const struct destroy_line *lines;
	size_t count;
	const char *advice;                 /* raw, wrapped, under the lines */
	const char *yes, *keep;             /* words of y and of Esc */
	int64_t product;
	next_done *done, *instead;
};
struct destroy_answer { int64_t product; const char *subject; const struct destroy_line *lines; size_t count; bool undoable; };
extern const struct screen_ops destroy_screen;
/* Come in, and then: @done for the screen beneath (a guest's review), or home when NULL. */
struct start_ask { next_done *done; };
/* start.c: the way in that fits the file, and what follows when somebody is known. */
const struct screen_ops *start_screen(const struct app *);
struct next start_push(struct app *, next_done *done);
struct next start_enter(struct app *, const struct session *, next_done *done);
/* Ask for a file and go on with it. */
struct next start_open_file(void *state, void *app);
/* Keys of both ways in: new account, look around, another file. */
extern const struct keymap start_keys;
enum review_from { REVIEW_CART, REVIEW_PRODUCT, REVIEW_AGAIN };
struct review_ask { enum review_from from; int64_t id, quantity; };
struct placed_tell { struct placed placed; bool from_cart; };
/* An argument for placed_screen, in the app's arena. @from_cart: taking it back refills the cart. */
const struct placed_tell *placed_keep(struct app *, const struct placed *, bool from_cart);
/* import.c, from Sell: ask for a CSV file, try it out, show what would become of each row; Enter writes it. The answer to
 * sell_imported() is struct import_report. */
struct next import_ask(void *state, void *app);
extern const struct screen_ops import_screen;      /* argument: const char *, the file's name */
/* export.c: ask for a file's name and write the person's products there (.csv and .json by the name's end). */
struct next export_ask(void *state, void *app);
/* receipt.c: ask for a file's name and write the order's receipt there (.md and .json by the name's end). */
struct next receipt_ask(struct app *, int64_t order);

#endif
