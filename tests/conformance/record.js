// Run scenarios on Sequelize 6 and print them with what it does: node record.js FILE… >recorded.json
//
// FILE has the form of scenarios.json; results, errors, schema and final rows in it are replaced by recorded ones
// (schema only where there is one already, or where the id begins with "schema."). Needs the packages sequelize@6 and
// sqlite3 (NODE_PATH says where). Scenarios given so may be written by hand, without any result.
'use strict';
const fs = require('fs'), os = require('os'), path = require('path');
const { Sequelize, DataTypes, Op, Model } = require('sequelize');

const stamps = new Set(['createdAt', 'updatedAt', 'deletedAt', 'created_at', 'updated_at', 'deleted_at']);
const operators = {
	$eq: Op.eq, $is: Op.is, $ne: Op.ne, $gt: Op.gt, $gte: Op.gte, $lt: Op.lt, $lte: Op.lte, $in: Op.in, $notIn: Op.notIn,
	$between: Op.between, $notBetween: Op.notBetween, $like: Op.like, $notLike: Op.notLike, $or: Op.or, $and: Op.and,
	$not: Op.not,
};
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'record-'));

// The code of an error, by its class and message.
const messages = [
	[/is not associated to/, 'NOT_ASSOCIATED'],
	[/multiple times/, 'ALIAS_AMBIGUOUS'],
	[/You must use the 'as' keyword/, 'ALIAS_REQUIRED'],
	[/You've included an alias/, 'ALIAS_MISMATCH'],
	[/^Association with alias/, 'UNKNOWN_ALIAS'],
	[/support include.separate/, 'SEPARATE_UNSUPPORTED'],
	[/^Unknown attribute/, 'UNKNOWN_KEY'],
	[/^Naming collision/, 'NAMING_COLLISION'],
	[/called with something that's not/, 'NOT_A_MODEL'],
	[/two separate associations/, 'DUPLICATE_ALIAS'],
	[/requires through option/, 'THROUGH_REQUIRED'],
	[/not supported with hasMany/, 'THROUGH_ON_HASMANY'],
	[/must be defined for many-to-many self/, 'SELF_M2M_NEEDS_ALIAS'],
	[/foreign key mismatch/, 'FK_MISMATCH'],
];
const classes = {
	SequelizeValidationError: 'NOT_NULL_VALIDATION', SequelizeForeignKeyConstraintError: 'FK_CONSTRAINT',
	SequelizeTimeoutError: 'BUSY', SequelizeInstanceError: 'INSTANCE_GONE', SequelizeDatabaseError: 'DB_ERROR',
	TypeError: 'TYPE_ERROR',
};

function codeOf(error) {
	if (error.name === 'AggregateError' && error.errors?.length)
		return codeOf(error.errors[0].errors instanceof Error ? error.errors[0].errors : error.errors[0]);
	if (error.name === 'SequelizeUniqueConstraintError')
		return /NOT NULL/.test(error.parent?.message) ? 'NOT_NULL_CONSTRAINT' : 'UNIQUE_CONSTRAINT';
	const found = messages.find(([pattern]) => pattern.test(error.message));
	return found ? found[1] : classes[error.name] || 'ERROR';
}

const byId = (a, b) => (a?.id ?? 0) - (b?.id ?? 0);

// An instance as plain data; lists are sorted by id but where the order names an association.
function plain(value, ordered, nestedOrdered) {
	if (Array.isArray(value)) {
		const list = value.map(v => plain(v, nestedOrdered, nestedOrdered));
		return ordered ? list : list.sort(byId);
	}
	if (value instanceof Model) {
		const out = {};
		for (const key of Object.keys(value.dataValues))
			if (!stamps.has(key))
				out[key] = plain(value.dataValues[key], nestedOrdered, nestedOrdered);
		return out;
	}
	return value === undefined ? null : value;
}

class World {
	constructor(storage, setups) {
		Object.assign(this, { storage, setups, refs: {} });
		this.open();
	}
	open() {
		this.sequelize = new Sequelize({ dialect: 'sqlite', storage: this.storage, logging: false,
			retry: { max: 2 } });
	}
	model(name) {
		return this.sequelize.models[name];
	}
	at(ref) {
		return ref.split(/[.[\]]+/).filter(Boolean).reduce((value, key) => value[key], this.refs);
	}
	type(name) {
		return DataTypes[name];
	}
	key(value) {
		if (!value || typeof value !== 'object')
			return value;
		const { default: defaultValue, type, ...rest } = value;
		return { ...rest, ...type && { type: this.type(type) }, ...defaultValue !== undefined && { defaultValue } };
	}
	where(value) {
		if (Array.isArray(value))
			return value.map(v => this.where(v));
		if (!value || typeof value !== 'object')
			return value;
		const out = {};
		for (const [key, inner] of Object.entries(value))
			out[operators[key] || key] = this.where(inner);
		return out;
	}
	include(value) {
		if (Array.isArray(value))
			return value.map(v => this.include(v));
		if (!value || typeof value !== 'object')
			return value;
		const { assoc, model, where, include, through, order, ...rest } = value;
		return { ...rest, ...assoc && { association: assoc }, ...model && { model: this.model(model) },
			...where && { where: this.where(where) }, ...include && { include: this.include(include) },
			...order && { order: this.order(order) },
			...through && { through: { ...through, ...through.where && { where: this.where(through.where) } } } };
	}
	order(terms, of) {
		return terms.map(term => {
			let from = of;
			return term.map(word => {
				if (word?.$col)
					return Sequelize.col(word.$col);
				if (typeof word !== 'string' || word[0] !== '@')
					return word;
				const association = from?.associations[word.slice(1)];
				if (!association)
					return this.model(word.slice(1));
				from = association.target;
				return association;
			});
		});
	}
	// "title", ["title", "name"], [{"$fn": ["SUM", "price"]}, "total"], [{"$fn": ["COUNT", "userId"], "$distinct": true}, "n"]
	attribute(value) {
		const call = Array.isArray(value) && value[0].$fn;
		if (!call)
			return value;
		const column = Sequelize.col(call[1] || '*');
		return [Sequelize.fn(call[0], value[0].$distinct ? Sequelize.fn('DISTINCT', column) : column), value[1]];
	}
	query(op, of) {
		const out = {};
		for (const key of ['limit', 'offset', 'distinct', 'subQuery', 'paranoid', 'joinTableAttributes', 'group'])
			if (op[key] !== undefined)
				out[key] = op[key];
		if (op.attributes)
			out.attributes = Array.isArray(op.attributes) ? op.attributes.map(a => this.attribute(a)) : op.attributes;
		if (op.where) out.where = this.where(op.where);
		if (op.include) out.include = this.include(op.include);
		if (op.order) out.order = this.order(op.order, of);
		if (op.throughWhere) out.through = { where: this.where(op.throughWhere) };
		if (op.scope === false) out.scope = false;
		return out;
	}
	method(op, name) {
		const on = this.at(op.on), association = on.constructor.associations[op.assoc];
		return { on, association, call: (...args) => on[association.accessors[name]](...args) };
	}
	target(value, association) {
		if (!value || typeof value !== 'object')
			return value;
		const instance = this.at(value.$ref);
		if (value.through)
			instance[association.through.model.name] = value.through;
		return instance;
	}
	targets(op, association) {
		return Array.isArray(op.targets) ? op.targets.map(t => this.target(t, association)) : this.target(op.targets, association);
	}
	methodName(association, name, targets) {
		return Array.isArray(targets) && association.accessors[`${name}Multiple`] ? `${name}Multiple` : name;
	}
}

const actions = {
	define(w, op) {
		const attributes = Object.fromEntries(Object.entries(op.attributes).map(([name, a]) =>
			[name, typeof a === 'string' ? { type: w.type(a) } : w.key(a)]));
		const { defaultScope, ...rest } = op.options || {};
		w.sequelize.define(op.model_name, attributes, { ...rest,
			...defaultScope && { defaultScope: { where: w.where(defaultScope.where) } } });
	},
	associate(w, op) {
		const { foreignKey, otherKey, through, ...rest } = op.options || {};
		const options = { ...rest };
		if (foreignKey) options.foreignKey = w.key(foreignKey);
		if (otherKey) options.otherKey = w.key(otherKey);
		if (op.options && 'through' in op.options)
			options.through = through?.model ? { ...through, model: w.model(through.model) || through.model }
				: w.model(through) || through;
		w.model(op.source)[op.kind](op.target === '$notAModel' ? {} : w.model(op.target), options);
	},
	async sync(w, op) { await w.sequelize.sync({ force: op.force, alter: op.alter }); },
	async drop(w) { await w.sequelize.drop(); },
	async reopen(w, op) {
		await w.sequelize.close();
		w.open();
		for (const inner of typeof op.setup === 'string' ? w.setups[op.setup] : op.setup)
			await actions[inner.op](w, inner);
	},
	build(w, op) { w.refs[op.save] = w.model(op.model).build(op.values); },
	create: (w, op, t) => w.model(op.model).create({ ...op.values },
		{ ...t, ...op.include && { include: w.include(op.include) }, ...op.fields && { fields: op.fields } }),
	bulkCreate: (w, op, t) => w.model(op.model).bulkCreate(op.values, t),
	findAll: (w, op, t) => w.model(op.model).findAll({ ...w.query(op, w.model(op.model)), ...t }),
	findOne: (w, op, t) => w.model(op.model).findOne({ ...w.query(op, w.model(op.model)), ...t }),
	findByPk: (w, op, t) => w.model(op.model).findByPk(op.id, { ...w.query(op, w.model(op.model)), ...t }),
	count: (w, op, t) => w.model(op.model).count({ ...w.query(op), ...t }),
	findAndCountAll: (w, op, t) => w.model(op.model).findAndCountAll({ ...w.query(op, w.model(op.model)), ...t }),
	update: (w, op, t) => w.at(op.on).update(op.values, t),
	setField(w, op) { w.at(op.on).set(op.values); },
	save: (w, op, t) => w.at(op.on).save(t),
	async destroy(w, op, t) { await w.at(op.on).destroy({ ...t, force: op.force }); },
	reload: (w, op, t) => w.at(op.on).reload(t),
	inMemory: (w, op) => w.at(op.on),
	async increment(w, op, t) { await w.at(op.on).increment(op.by, t); },
	async decrement(w, op, t) { await w.at(op.on).decrement(op.by, t); },
	async updateWhere(w, op, t) {
		const [affected] = await w.model(op.model).update(op.values, { where: w.where(op.where || {}), ...t });
		return { affected };
	},
	destroyWhere: async (w, op, t) => ({ affected: await w.model(op.model).destroy({ where: w.where(op.where || {}), ...t }) }),
	'assoc.get'(w, op, t) {
		const { association, call } = w.method(op, 'get');
		return call({ ...w.query(op, association.target), ...t });
	},
	'assoc.count': (w, op, t) => w.method(op, 'count').call({ ...w.query(op), ...t }),
	'assoc.has'(w, op, t) {
		const { association, call } = w.method(op, Array.isArray(op.targets) ? 'hasAll' : 'hasSingle');
		return call(w.targets(op, association), t);
	},
	async 'assoc.set'(w, op, t) {
		const { association, call } = w.method(op, 'set');
		await call(w.targets(op, association), { ...t, ...op.through && { through: op.through },
			...op.saveOption !== undefined && { save: op.saveOption } });
	},
	async 'assoc.add'(w, op, t) {
		const { association, on } = w.method(op, 'add');
		await on[association.accessors[w.methodName(association, 'add', op.targets)]](w.targets(op, association),
			{ ...t, ...op.through && { through: op.through } });
	},
	async 'assoc.remove'(w, op, t) {
		const { association, on } = w.method(op, 'remove');
		await on[association.accessors[w.methodName(association, 'remove', op.targets)]](w.targets(op, association), t);
	},
	'assoc.create': (w, op, t) => w.method(op, 'create').call({ ...op.values },
		{ ...t, ...op.through && { through: op.through }, ...op.fields && { fields: [...op.fields] } }),
	describe(w, op) {
		const a = w.model(op.model).associations[op.assoc];
		const out = { kind: a.associationType, as: a.as, source: a.source.name, target: a.target.name, foreignKey: a.foreignKey };
		if (a.associationType === 'BelongsToMany') out.otherKey = a.otherKey;
		if (a.associationType !== 'BelongsTo') out.sourceKey = a.sourceKey;
		if (a.associationType.startsWith('BelongsTo')) out.targetKey = a.targetKey;
		if (a.associationType === 'BelongsToMany') out.through = a.through.model.name;
		return out;
	},
	associations: (w, op) => Object.keys(w.model(op.model).associations).sort(),
	methods: (w, op) => ({ ...w.model(op.model).associations[op.assoc].accessors }),
	async pragma(w, op, t) {
		const [found] = await w.sequelize.query(`PRAGMA ${op.name}`, t);
		return Object.values(Array.isArray(found) ? found[0] : found)[0];
	},
	async transaction(w, op, t) {
		const inner = await w.sequelize.transaction(t), steps = [];
		let failed = false;
		for (const step of op.steps || op.result.steps) {
			steps.push(await runStep(w, step, step.outsideTx ? {} : { transaction: inner }));
			if ((failed = 'error' in steps[steps.length - 1]))
				break;
		}
		const commit = !failed && op.end === 'commit';
		await (commit ? inner.commit() : inner.rollback());
		return { steps, ended: failed ? 'rollback (step failed)' : op.end };
	},
};

const silent = new Set(['define', 'associate', 'sync', 'drop', 'reopen', 'build', 'setField', 'destroy', 'increment',
	'decrement', 'assoc.set', 'assoc.add', 'assoc.remove']);

async function runStep(w, op, t) {
	const { result, error, sql, ...out } = op;
	if (op.op === 'transaction')
		delete out.steps;
	try {
		const value = await actions[op.op](w, op, t);
		if (op.save && !silent.has(op.op))
			w.refs[op.save] = op.op === 'findAndCountAll' ? value.rows : value;
		const nested = JSON.stringify(op.order || []).includes('"@') || JSON.stringify(op.include || []).includes('"order"');
		if (silent.has(op.op))
			out.result = 'ok';
		else if (op.op === 'findAndCountAll')
			out.result = { count: value.count, rows: plain(value.rows, op.order, nested) };
		else
			out.result = plain(value, op.order || op.op === 'associations', nested);
	} catch (e) {
		out.error = { code: codeOf(e), class: e.name, message: e.message };
	}
	return out;
}

async function rows(w, sql) {
	return (await w.sequelize.query(sql))[0];
}

async function tables(w) {
	return rows(w, `SELECT name, sql LIKE '%AUTOINCREMENT%' AS auto FROM sqlite_schema
		WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`);
}

async function schemaOf(w) {
	const out = {};
	for (const { name, auto } of await tables(w)) {
		const columns = await rows(w, `SELECT name, type, "notnull", pk, dflt_value FROM pragma_table_info('${name}')`);
		const keys = await rows(w, `SELECT "from" AS "column", "table", "to" AS ref, on_delete, on_update
			FROM pragma_foreign_key_list('${name}') ORDER BY 1`);
		const uniques = await rows(w, `SELECT l.name, json_group_array(i.name) AS list FROM
			(SELECT name FROM pragma_index_list('${name}') WHERE "unique" AND origin <> 'pk') AS l,
			pragma_index_info(l.name) AS i GROUP BY l.name`);
		out[name] = {
			columns: columns.map(c => ({ name: c.name, type: c.type, notnull: !!c.notnull, pk: c.pk,
				...c.dflt_value !== null && { default: c.dflt_value } })),
			autoincrement: !!auto, foreign_keys: keys, uniques: uniques.map(u => JSON.parse(u.list)),
		};
	}
	return out;
}

async function finalOf(w) {
	const out = {};
	for (const { name } of await tables(w))
		out[name] = (await rows(w, `SELECT * FROM \`${name}\``)).map(row =>
			Object.fromEntries(Object.entries(row).filter(([key]) => !stamps.has(key))));
	return out;
}

async function record(file, scenario) {
	const storage = /memory database|:memory:|^in.memory/.test(scenario.title) ? ':memory:'
		: path.join(folder, `${scenario.id}.sqlite`);
	const w = new World(storage, file.setups || {}), out = { ...scenario };
	const given = (field, part) => typeof scenario[field] === 'string' ? part[scenario[field]] : scenario[field] || [];
	for (const op of given('setup', file.setups))
		await actions[op.op](w, op);
	if (!scenario.nosync)
		await w.sequelize.sync();
	for (const op of given('given', file.fixtures)) {
		const done = await runStep(w, op, {});
		if (done.error)
			throw new Error(`${scenario.id}: given ${JSON.stringify(done)}`);
	}
	out.steps = [];
	for (const op of scenario.steps)
		out.steps.push(await runStep(w, op, {}));
	if (scenario.schema || scenario.id.startsWith('schema.'))
		out.schema = await schemaOf(w);
	out.final = await finalOf(w);
	await w.sequelize.close();
	return out;
}

(async () => {
	const out = { sequelize: Sequelize.version, setups: {}, fixtures: {}, setup_schemas: {}, scenarios: [] };
	for (const name of process.argv.slice(2)) {
		const file = JSON.parse(fs.readFileSync(name));
		for (const part of ['setups', 'fixtures', 'setup_schemas'])
			Object.assign(out[part], file[part]);
		for (const scenario of file.scenarios) {
			try {
				out.scenarios.push(await record(out, scenario));
			} catch (e) {
				console.error(`${scenario.id}: ${e.stack}`);
			}
		}
	}
	fs.rmSync(folder, { recursive: true });
	const lines = (name, list) => `"${name}": [\n${list.map(item => JSON.stringify(item)).join(',\n')}\n]`;
	const parts = ['setups', 'fixtures', 'setup_schemas'].map(part => `"${part}": ${JSON.stringify(out[part])}`);
	console.log(`{"sequelize": "${out.sequelize}",\n${parts.join(',\n')},\n${lines('scenarios', out.scenarios)}}`);
})();
