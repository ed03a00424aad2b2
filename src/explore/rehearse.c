#include "explore/rehearse.h"

#include "db/connection.h"
#include "db/statement.h"
#include "db/transaction.h"
#include "explore/blocked.h"
#include "explore/infer.h"

#include <string.h>

/* One rehearsal while it lasts. */
struct run {
	struct connection *db;
	struct arena *arena;
	const struct rehearse_act *act;
	struct collection *in;
	struct rehearsal *out;
	bool dangles;                    /* it was done, and a COMMIT would fail */
	struct danglings danglings;
};

static bool is_refusal(enum err err)
{
	return err == ERR_FK_CONSTRAINT || err == ERR_NOT_NULL_CONSTRAINT || err == ERR_UNIQUE_CONSTRAINT || err == ERR_CHECK_CONSTRAINT;
}

static enum err run_watched(struct run *run)
{
	try(watch_begin(run->db, &collect_watcher, run->in));
	run->out->reported = -1;
	enum err err = run->act->run(run->act->context, &run->out->reported);
	watch_end(run->db);
	if (!err && !run->in->writes.count)
		err = fail(ERR_USAGE, "'%s' writes no rows: what can be rehearsed is DELETE, UPDATE, INSERT", run->act->statement);
	if (err == ERR_FORBIDDEN && !run->in->writes.count)
		err = fail(ERR_USAGE, "'%s' would change more than rows: what can be rehearsed is DELETE, UPDATE, INSERT", run->act->statement);
	if (run->out->reported < 0)
		run->out->reported = run->in->top;
	return err;
}

/* With @deferred keys, a second time: then the rows that dangle are there to be seen. */
static enum err run_inside(struct run *run, bool deferred)
{
	collect_reset(run->in);
	if (deferred)
		try(watch_defer_keys(run->db, true));
	try(run_watched(run));
	run->dangles = watch_is_dangling(run->db);
	if (!run->dangles)
		return OK;
	try(blocked_look(run->db, run->in, &run->danglings));
	run->dangles = !watch_could_commit(run->db);
	return OK;
}

/* Whatever came of it, it is taken back. */
static enum err run_and_take_back(struct run *run, bool deferred)
{
	try(transaction_begin(run->db));
	enum err err = run_inside(run, deferred);
	const char *sentence = err ? arena_string(run->arena, err_sentence(err)) : NULL;
	transaction_end(run->db, err ? err : ERR_STATUS);
	enum err settled = deferred ? watch_defer_keys(run->db, false) : OK;
	return err ? fail(err, "%s", sentence) : settled;
}

/* --- what is in the way --- */

static enum err find_by_keys(struct run *run, struct rehearse_blocked *out)
{
	if (!run->dangles)
		try(blocked_by_action(run->db, run->in, true, out));
	if (out->via)
		return OK;
	if (!run->dangles) {
		enum err err = run_and_take_back(run, true);
		if (err && !is_refusal(err))
			return err;
	}
	return blocked_by_dangling(run->db, run->in, &run->danglings, out);
}

static enum err find_by_rules(struct run *run, enum err refusal, struct rehearse_blocked *out)
{
	if (refusal == ERR_NOT_NULL_CONSTRAINT || run->in->last_trigger < 0)
		try(blocked_by_action(run->db, run->in, false, out));
	return out->via ? OK : blocked_by_trigger(run->db, run->in, out);
}

/* @refusal OK: it was done, but could not stay. What a statement breaks by itself is its error, not an obstacle. */
static enum err find_obstacle(struct run *run, enum err refusal)
{
	struct rehearse_blocked *out = arena_new(run->arena, struct rehearse_blocked);
	out->sentence = arena_string(run->arena, err_sentence(refusal ? refusal : ERR_FK_CONSTRAINT));
	if (!refusal || refusal == ERR_FK_CONSTRAINT)
		try(find_by_keys(run, out));
	else
		try(find_by_rules(run, refusal, out));
	if (!out->via && refusal && refusal != ERR_FK_CONSTRAINT)
		return fail(refusal, "%s", out->sentence);
	collect_reset(run->in);
	if (refusal)
		run->out->reported = 0;
	run->out->blocked = out;
	return OK;
}

/* --- the rehearsal --- */

static enum err run_begin(struct run *run, const struct rehearse_options *options)
{
	struct outline *outline;
	if (transaction_is_open(run->db))
		return fail(ERR_BUSY, "cannot rehearse '%s' now: a transaction is open", run->act->statement);
	try(infer(run->db, run->arena, options->infer, &outline));
	run->out = arena_new(run->arena, struct rehearsal);
	run->out->statement = arena_string(run->arena, run->act->statement);
	run->out->outline = outline;
	return collect_new(run->db, run->arena, outline, options->keep, &run->in);
}

static enum err run_rehearsal(struct run *run)
{
	enum err err = run_and_take_back(run, false);
	if (is_refusal(err) || (!err && run->dangles))
		err = find_obstacle(run, err);
	if (!err)
		collect_finish(run->in, run->out);
	return err;
}

enum err rehearse(struct connection *db, struct arena *arena, const struct rehearse_options *options, const struct rehearse_act *act,
	struct rehearsal **out)
{
	struct run run = { .db = db, .arena = arena, .act = act };
	enum err err = run_begin(&run, options);
	if (!err)
		err = run_rehearsal(&run);
	collect_free(run.in);
	*out = err ? NULL : run.out;
	return err;
}

/* --- for real --- */

/* A savepoint inside the transaction: nobody else can write before it is done. */
static enum err run_watched_and_take_back(struct run *run)
{
	try(transaction_begin(run->db));
	enum err err = run_watched(run);
	const char *sentence = err ? arena_string(run->arena, err_sentence(err)) : NULL;
	transaction_end(run->db, err ? err : ERR_STATUS);
	return err ? fail(err, "%s", sentence) : OK;
}

/* Compared first, then run once more without being watched, so that whoever records what changes can. */
static enum err run_compared(struct run *run, const struct rehearsal *shown)
{
	int64_t reported = -1;
	try(run_watched_and_take_back(run));
	collect_finish(run->in, run->out);
	if (run->out->digest != shown->digest || run->out->touched != shown->touched)
		return fail(ERR_STATUS, "nothing was written: '%s' would now touch other rows than were shown", run->act->statement);
	return run->act->run(run->act->context, &reported);
}

enum err rehearse_do(struct connection *db, struct arena *arena, const struct rehearse_options *options, const struct rehearse_act *act,
	const struct rehearsal *shown, struct rehearsal **out)
{
	struct run run = { .db = db, .arena = arena, .act = act };
	enum err err = run_begin(&run, options);
	if (!err && !(err = transaction_begin(db)))
		err = transaction_end(db, run_compared(&run, shown));
	if (is_refusal(err))
		err = fail(ERR_STATUS, "nothing was written: '%s' is now refused", act->statement);
	collect_free(run.in);
	*out = err ? NULL : run.out;
	if (err != ERR_STATUS)
		return err;
	const char *sentence = arena_string(arena, err_sentence(err));
	try(rehearse(db, arena, options, act, out));
	return fail(ERR_STATUS, "%s", sentence);
}

/* --- statements --- */

static const char *without_prefix(const char *sentence)
{
	static const char prefix[] = "the database refused: ";
	return sentence + (strncmp(sentence, prefix, sizeof prefix - 1) ? 0 : sizeof prefix - 1);
}

static enum err run_statement(void *context, int64_t *reported)
{
	const struct rehearse_statement *s = context;
	struct statement *statement;
	enum err err = statement_open(s->db, s->sql, &statement);
	bool row;
	if (err == ERR_DB_ERROR)
		return fail(ERR_USAGE, "cannot understand '%s': %s", s->text, without_prefix(err_sentence(err)));
	try(err);
	statement_bind_all(statement, s->values, s->count);
	while (!(err = statement_step(statement, &row)) && row)
		;
	*reported = statement_rows(statement);
	return statement_close(statement, err);
}

struct rehearse_act rehearse_sql(struct rehearse_statement *statement)
{
	return (struct rehearse_act){ .statement = statement->text, .run = run_statement, .context = statement };
}

const char *rehearse_action_name(enum rehearse_action action)
{
	static const char *const names[] = { "deleted", "setNull", "setDefault", "updated", "inserted" };
	return names[action];
}
