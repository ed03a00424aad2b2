/* Receipts, aligned by cells; what is written comes from the snapshots, so that a later price changes nothing. */
#include "shop/receipt.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/vec.h"
#include "shop/encode.h"

#include <string.h>

enum { TITLE_CELLS = 34, MONEY_CELLS = 12 };

struct writer { struct buffer *out; struct arena arena; const struct session *who; const struct order *order; };

static struct shown amount(struct writer *w, struct money m)
{
	return show(&w->arena, money_text(&w->arena, shop_currency(w->who->shop), m));
}

static void put(struct writer *w, struct shown text)
{
	buffer_add(w->out, text.bytes, text.size);
}

static void text_line(struct writer *w, const struct order_line *line)
{
	put(w, show_format(&w->arena, "%6lld  ", (long long)line->quantity));
	put(w, shown_fit(&w->arena, show(&w->arena, line->title), TITLE_CELLS));
	put(w, shown_fit_left(&w->arena, amount(w, line->price), MONEY_CELLS));
	put(w, shown_fit_left(&w->arena, amount(w, line->line), MONEY_CELLS));
	buffer_putc(w->out, '\n');
}

static void write_text(struct writer *w)
{
	const struct order *o = w->order;
	put(w, show_format(&w->arena, "Order %lld of %s, %s, %s", (long long)o->id, w->who->name,
		clock_full(&w->arena, o->placed_at), order_status_name(o->status)));
	buffer_puts(w->out, "\n\n");
	for (size_t i = 0; i < o->count; i++)
		text_line(w, &o->lines[i]);
	buffer_printf(w->out, "%*s", 8 + TITLE_CELLS, "");
	put(w, shown_fit_left(&w->arena, show_format(&w->arena, "total %s", shop_currency(w->who->shop).code), MONEY_CELLS));
	put(w, shown_fit_left(&w->arena, amount(w, o->total), MONEY_CELLS));
	buffer_putc(w->out, '\n');
}

/* Markdown gives a meaning to these; before each of them stands a backslash. */
static void put_escaped(struct writer *w, const char *raw)
{
	struct shown text = show(&w->arena, raw);
	for (size_t i = 0; i < text.size; i++) {
		if (strchr("\\`*_{}[]<>()#+-.!|~&", text.bytes[i]))
			buffer_putc(w->out, '\\');
		buffer_putc(w->out, text.bytes[i]);
	}
}

static void write_markdown(struct writer *w)
{
	const struct order *o = w->order;
	buffer_printf(w->out, "# Order %lld\n\n", (long long)o->id);
	put_escaped(w, w->who->name);
	buffer_printf(w->out, ", %s, %s\n\n| amount | product | each | line |\n| ---: | --- | ---: | ---: |\n",
		clock_full(&w->arena, o->placed_at), order_status_name(o->status));
	for (size_t i = 0; i < o->count; i++) {
		buffer_printf(w->out, "| %lld | ", (long long)o->lines[i].quantity);
		put_escaped(w, o->lines[i].title);
		buffer_printf(w->out, " | %s | %s |\n", amount(w, o->lines[i].price).bytes, amount(w, o->lines[i].line).bytes);
	}
	buffer_printf(w->out, "| | **total** | | **%s %s** |\n", amount(w, o->total).bytes, shop_currency(w->who->shop).code);
}

static void write_json(struct writer *w)
{
	struct json json = { .to = w->out };
	encode_order(&json, w->order);
	buffer_putc(w->out, '\n');
}

void receipt_write(struct buffer *out, const struct session *who, const struct order *order, enum receipt_form form)
{
	static void (*const forms[])(struct writer *) = {
		[RECEIPT_TEXT] = write_text, [RECEIPT_MARKDOWN] = write_markdown, [RECEIPT_JSON] = write_json };
	struct writer writer = { .out = out, .who = who, .order = order };
	arena_init(&writer.arena);
	forms[form](&writer);
	arena_release(&writer.arena);
}
