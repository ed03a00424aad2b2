/* All there is to tell of a table or a foreign key: how it is said in Sequelize's words, the DDL, and why each part is so. */
#include "screens/models.h"
#include "model/names.h"
#include "model/why.h"
#include "screens/page.h"

#include <string.h>

const struct relation *models_relation(const struct models_state *s, const struct outline_key *key, bool from_holder)
{
	for (size_t i = 0; i < s->outline->relation_count; i++) {
		const struct relation *r = &s->outline->relations[i];
		if (r->key == key && !r->other && (r->kind == BELONGS_TO) == from_holder)
			return r;
	}
	return NULL;
}

static const char *model_or_table(const struct outline_table *table, struct arena *arena)
{
	return table->model ? upper_first(arena, model_name(table->model)) : table->name;
}

const char *models_call(struct arena *arena, const struct relation *r)
{
	const char *source = model_or_table(r->source, arena), *target = model_or_table(r->target, arena);
	if (r->alias)
		return arena_format(arena, "%s.%s(%s, { as: '%s' })", source, association_kind_name(r->kind), target, r->as);
	return arena_format(arena, "%s.%s(%s)", source, association_kind_name(r->kind), target);
}

/* What becomes of the rows that refer to a row which goes. */
static const char *action_text(enum key_action action)
{
	static const char *const texts[] = {
		[ACTION_DEFAULT] = "as NO ACTION",
		[ACTION_SET_NULL] = "they stay, and refer to nothing from then on",
		[ACTION_CASCADE] = "they go, too",
		[ACTION_RESTRICT] = "they keep it from going, at once",
		[ACTION_NO_ACTION] = "they keep it from going, when the statement ends (a deferred key: when the transaction does)",
		[ACTION_SET_DEFAULT] = "they refer to their default from then on",
	};
	return texts[action];
}

/* --- a key --- */

static void tell_declared(struct page_draft *page, const struct association *association)
{
	struct why why;
	association_why(&page->app->arena, association, &why);
	page_add(page, VOICE_TITLE, 0, "In the table %s", why.table);
	page_add(page, VOICE_PLAIN, 2, "%s", why.ddl);
	page_add(page, VOICE_PLAIN, 0, "%s", "");
	page_add(page, VOICE_TITLE, 0, "Why");
	for (size_t i = 0; i < why.count; i++) {
		const struct reason *r = &why.reasons[i];
		page_add(page, VOICE_PLAIN, 2, "%s%s%s%s%s", r->part, r->of ? " of " : "", r->of ? r->of : "", *r->ddl ? "  " : "", r->ddl);
		page_add(page, VOICE_DIM, 4, "%s", r->reason);
	}
}

static void tell_inferred(struct page_draft *page, const struct outline_key *key, const struct relation *holder, const struct relation *other)
{
	page_add(page, VOICE_TITLE, 0, "The table %s", key->table->name);
	page_add(page, VOICE_PLAIN, 2, "%s", key->table->sql);
	page_add(page, VOICE_PLAIN, 0, "%s", "");
	page_add(page, VOICE_TITLE, 0, "Why");
	if (holder)
		page_add(page, VOICE_PLAIN, 2, "%s, by the rule: %s", association_kind_name(holder->kind), holder->rule);
	if (holder)
		page_add(page, VOICE_DIM, 4, "%s", holder->evidence);
	if (other)
		page_add(page, VOICE_PLAIN, 2, "%s, by the rule: %s", association_kind_name(other->kind), other->rule);
	if (other)
		page_add(page, VOICE_DIM, 4, "%s", other->evidence);
	if (key->proposed && key->checked)
		page_add(page, VOICE_DIM, 4, "%lld of the first %lld rows match", (long long)key->matched, (long long)key->checked);
}

static void tell_actions(struct page_draft *page, const struct outline_key *key)
{
	page_add(page, VOICE_PLAIN, 0, "%s", "");
	page_add(page, VOICE_TITLE, 0, "When a row of %s goes", key->references->name);
	page_add(page, VOICE_PLAIN, 2, "ON DELETE %s: its rows of %s: %s", key_action_name(key->on_delete), key->table->name, action_text(key->on_delete));
	if (!key->indexed)
		page_add(page, VOICE_LOW, 2, "no index begins with the key: every such delete reads all of %s (! measures it)", key->table->name);
}

static struct next tell_key(struct models_state *s, struct app *app, const struct outline_key *key)
{
	struct page_draft page = { .app = app };
	const struct relation *holder = models_relation(s, key, true), *other = models_relation(s, key, false);
	const struct relation *declared = other && other->declared ? other : holder;
	page_add(&page, VOICE_TITLE, 0, "Said as");
	for (size_t i = 0; i < s->outline->relation_count; i++) {
		const struct relation *r = &s->outline->relations[i];
		if (r->key == key || r->other == key)
			page_add(&page, VOICE_PLAIN, 2, "%s", r->declared ? r->evidence : models_call(&app->arena, r));
	}
	page_add(&page, VOICE_PLAIN, 0, "%s", "");
	if (declared && declared->declared)
		tell_declared(&page, declared->declared);
	else
		tell_inferred(&page, key, holder, other);
	if (!key->proposed)
		tell_actions(&page, key);
	return page_show(&page, arena_format(&app->arena, "%s and %s", key->references->name, key->table->name));
}

/* --- a table --- */

static void tell_columns(struct page_draft *page, const struct outline_table *table)
{
	page_add(page, VOICE_TITLE, 0, "Columns");
	for (size_t i = 0; i < table->column_count; i++) {
		const struct outline_column *c = &table->columns[i];
		page_add(page, VOICE_PLAIN, 2, "%-18s %s%s%s%s%s%s", c->name, c->type, c->key ? "  primary key" : "", c->not_null ? "  not null" : "",
			c->default_sql ? "  default " : "", c->default_sql ? c->default_sql : "", c->generated ? "  generated" : "");
	}
}

static void tell_indexes(struct page_draft *page, const struct outline_table *table)
{
	page_add(page, VOICE_PLAIN, 0, "%s", "");
	page_add(page, VOICE_TITLE, 0, "Indexes");
	for (size_t i = 0; i < table->index_count; i++) {
		const struct outline_index *index = &table->indexes[i];
		page_add(page, VOICE_PLAIN, 2, "%s (%s)%s", index->primary ? "primary key" : index->unique ? "unique" : "index",
			outline_columns(&page->app->arena, table, index->columns, index->count), index->partial ? " of some rows" : "");
	}
	if (!table->index_count)
		page_add(page, VOICE_DIM, 2, "none: its rows are told apart by their rowid");
}

static struct next tell_table(struct app *app, const struct outline_table *table)
{
	struct page_draft page = { .app = app };
	page_add(&page, VOICE_TITLE, 0, "Associations");
	for (size_t i = 0; i < table->relation_count; i++) {
		page_add(&page, VOICE_PLAIN, 2, "%s", models_call(&app->arena, &table->relations[i]));
		page_add(&page, VOICE_DIM, 4, "%s: %s", table->relations[i].rule, table->relations[i].evidence);
	}
	if (!table->relation_count)
		page_add(&page, VOICE_DIM, 2, "nothing refers to it, and it refers to nothing");
	page_add(&page, VOICE_PLAIN, 0, "%s", "");
	tell_columns(&page, table);
	tell_indexes(&page, table);
	page_add(&page, VOICE_PLAIN, 0, "%s", "");
	page_add(&page, VOICE_TITLE, 0, "As it was made");
	page_add(&page, VOICE_PLAIN, 2, "%s", table->sql);
	return page_show(&page, table->name);
}

struct next models_tell(void *state, void *app)
{
	struct models_state *s = state;
	if (models_was_stale(s))
		return next_stay();
	if (models_box(s))
		return tell_table(app, models_box(s)->table);
	if (models_edge(s))
		return tell_key(s, app, models_edge(s)->key);
	return ui_refuse(s->app->ui, fail(ERR_EMPTY, "there are no tables to tell of"));
}
