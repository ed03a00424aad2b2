#include "screens/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* A line as it is wrapped to the present width. */
struct wrapped { struct shown text; enum voice voice; int indent; };

struct page_state {
	struct arena arena, wrapping;
	struct page page;
	struct page_line *lines;
	const struct wrapped *rows;
	int count, top, height;
};

static enum err page_open(void *opaque, void *app, const void *argument)
{
	struct page_state *s = opaque;
	(void)app;
	arena_init(&s->arena);
	arena_init(&s->wrapping);
	s->page = *(const struct page *)argument;
	s->page.title = arena_string(&s->arena, s->page.title);
	s->lines = arena_array(&s->arena, struct page_line, s->page.count);
	for (size_t i = 0; i < s->page.count; i++) {
		s->lines[i] = s->page.lines[i];
		s->lines[i].text = arena_string(&s->arena, s->lines[i].text);
	}
	return OK;
}

static void page_close(void *opaque)
{
	struct page_state *s = opaque;
	arena_release(&s->wrapping);
	arena_release(&s->arena);
}

static void wrap(struct page_state *s, int cols)
{
	VEC(struct wrapped) rows = { 0 };
	for (size_t i = 0; i < s->page.count; i++) {
		const struct page_line *line = &s->lines[i];
		struct shown *parts;
		size_t count = *line->text ? show_wrapped(&s->wrapping, line->text, cols - line->indent, &parts) : 0;
		for (size_t p = 0; p < count; p++)
			vec_push(&rows, ((struct wrapped){ parts[p], line->voice, line->indent }));
		if (!count)
			vec_push(&rows, ((struct wrapped){ SHOWN(""), VOICE_PLAIN, 0 }));
	}
	struct wrapped *kept = arena_array(&s->wrapping, struct wrapped, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		kept[i] = rows.items[i];
	s->rows = kept;
	s->count = (int)rows.count;
	vec_release(&rows);
}

static void scroll_to(struct page_state *s, int top)
{
	int last = s->count > s->height ? s->count - s->height : 0;
	s->top = top > last ? last : top < 0 ? 0 : top;
}

static enum err page_layout(void *opaque, int rows, int cols)
{
	struct page_state *s = opaque;
	arena_reset(&s->wrapping);
	s->height = rows - 2;
	wrap(s, cols - 4);
	scroll_to(s, s->top);
	return OK;
}

static void page_draw(const void *opaque, struct canvas *body, struct arena *scratch)
{
	const struct page_state *s = opaque;
	struct shown foot = s->count > s->height ? show_format(scratch, "%d of %d lines", s->top + s->height < s->count ? s->top + s->height : s->count,
		s->count) : SHOWN("");
	struct canvas in = canvas_box(body, &(struct box){ .title = show(scratch, s->page.title), .foot = foot, .focus = true });
	for (int y = 0; y < s->height && s->top + y < s->count; y++) {
		const struct wrapped *row = &s->rows[s->top + y];
		canvas_put(&in, y, row->indent, row->text, row->voice);
	}
}

static struct next page_event(void *opaque, void *app, const struct event *event)
{
	struct page_state *s = opaque;
	(void)app;
	if (event->type == EVENT_WHEEL)
		scroll_to(s, s->top + 3 * (int)event->index);
	else if (event->type != EVENT_KEY)
		return next_ignored();
	switch (event->type == EVENT_KEY ? event->key : 0) {
	case K_UP: case 'k': scroll_to(s, s->top - 1); break;
	case K_DOWN: case 'j': scroll_to(s, s->top + 1); break;
	case K_PAGE_UP: case K_CTRL('b'): scroll_to(s, s->top - s->height + 1); break;
	case K_PAGE_DOWN: case K_CTRL('f'): case ' ': scroll_to(s, s->top + s->height - 1); break;
	case 'g': case K_HOME: scroll_to(s, 0); break;
	case 'G': case K_END: scroll_to(s, s->count); break;
	}
	return next_stay();
}

static const struct binding bindings[] = {
	{ K_ENTER, NULL, "back", NULL, "back", .then = { .kind = NEXT_LEAVE } },
	{ K_UP, NULL, "move", "rows", "scroll", .also = { 'k' } },
	{ K_DOWN, NULL, "move", "rows", "scroll", .also = { 'j' } },
	{ K_PAGE_UP, NULL, "a page up", "rows", NULL, .also = { K_CTRL('b') } },
	{ K_PAGE_DOWN, NULL, "a page down", "rows", NULL, .also = { K_CTRL('f') } },
	{ 'g', NULL, "first", "rows", .also = { K_HOME } },
	{ 'G', NULL, "last", "rows", .also = { K_END } },
	{ 'q', NULL, "back; quits from the top", "everywhere", .then = { .kind = NEXT_LEAVE, .number = 1 } },
	{ 0 }
};
static const struct keymap keys = { bindings, &ui_modal_keys };

static const struct screen_ops page_screen = {
	.name = "Page", .state_size = sizeof(struct page_state), .keys = &keys, .open = page_open, .close = page_close,
	.layout = page_layout, .draw = page_draw, .event = page_event,
};

void page_add(struct page_draft *draft, enum voice voice, int indent, const char *format, ...)
{
	char *text = NULL;
	va_list arguments;
	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		die(3, "out of memory");
	va_end(arguments);
	vec_push(&draft->lines, ((struct page_line){ arena_string(&draft->app->arena, text), voice, indent }));
	free(text);
}

struct next page_show(struct page_draft *draft, const char *title)
{
	struct page_line *lines = arena_array(&draft->app->arena, struct page_line, draft->lines.count);
	for (size_t i = 0; i < draft->lines.count; i++)
		lines[i] = draft->lines.items[i];
	struct page page = { arena_string(&draft->app->arena, title), lines, draft->lines.count };
	vec_release(&draft->lines);
	return app_push(draft->app, &page_screen, &page, sizeof page);
}
