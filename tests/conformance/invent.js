// Invent scenarios: node invent.js SEED COUNT [schema] >invented.json; record.js then says what Sequelize makes of them.
//
// With "schema", declarations alone: models with random options and names, associated with random options, whose tables
// and methods are compared. Else each has one of the setups below, a filled store, and some random steps: reads with where, include, order and limit
// (ordered wherever the order of rows could differ), mixins with instances, keys and both, and writes. Steps after
// which Sequelize is known to be half done, or wrong, are left out; deviations tell of those.
'use strict';

let state = Number(process.argv[2] || 1);
const count = Number(process.argv[3] || 100);

// mulberry32
function random() {
	state = (state + 0x6D2B79F5) | 0;
	let t = Math.imul(state ^ (state >>> 15), 1 | state);
	t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
	return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = n => Math.floor(random() * n);
const pick = list => list[below(list.length)];
const maybe = (chance, value) => random() < chance ? value() : {};
const several = (list, max) => {
	const left = [...list], out = [];
	for (let n = below(max + 1); n > 0 && left.length; n--)
		out.push(...left.splice(below(left.length), 1));
	return out;
};

const id = { type: 'INTEGER', autoIncrement: true, allowNull: false, primaryKey: true };
const plain = { timestamps: false };
const define = (model_name, attributes, options = plain) => ({ op: 'define', model_name, attributes, options });
const associate = (source, kind, target, options) => ({ op: 'associate', source, kind, target, ...options && { options } });

// Models, and of each association: source, name, target, whether it is a list, and the join model.
const setups = [
	{
		declarations: [
			define('user', { name: 'STRING' }),
			define('task', { title: 'STRING', points: 'INTEGER' }),
			define('tag', { label: 'STRING' }),
			define('taskTag', { id, weight: 'INTEGER' }),
			define('profile', { bio: 'STRING' }),
			associate('user', 'hasMany', 'task'), associate('task', 'belongsTo', 'user'),
			associate('user', 'hasOne', 'profile', { foreignKey: { name: 'userId', unique: true } }), associate('profile', 'belongsTo', 'user'),
			associate('task', 'belongsToMany', 'tag', { through: 'taskTag' }),
			associate('tag', 'belongsToMany', 'task', { through: 'taskTag' }),
		],
		models: { user: ['name'], task: ['title', 'points', 'userId'], tag: ['label'], profile: ['bio', 'userId'] },
		join: 'taskTag',
		associations: [
			['user', 'tasks', 'task', 'many'], ['task', 'user', 'user', 'one'], ['user', 'profile', 'profile', 'one'],
			['profile', 'user', 'user', 'one'], ['task', 'tags', 'tag', 'join'], ['tag', 'tasks', 'task', 'join'],
		],
	},
	{
		declarations: [
			define('user', { name: 'STRING' }),
			define('task', { title: 'STRING', points: 'INTEGER' }, {}),
			define('tag', { label: 'STRING' }),
			define('taskTag', { weight: 'INTEGER' }),
			define('profile', { bio: 'STRING' }),
			associate('user', 'hasMany', 'task', { as: 'jobs', foreignKey: 'userId', onDelete: 'CASCADE' }),
			associate('task', 'belongsTo', 'user', { as: 'owner', foreignKey: 'userId' }),
			associate('user', 'hasOne', 'profile', { as: 'face', foreignKey: { name: 'userId', unique: true } }),
			associate('profile', 'belongsTo', 'user', { foreignKey: 'userId' }),
			associate('task', 'belongsToMany', 'tag', { as: 'labels', through: 'taskTag', foreignKey: 'taskId', otherKey: 'tagId' }),
			associate('tag', 'belongsToMany', 'task', { through: 'taskTag', foreignKey: 'tagId', otherKey: 'taskId' }),
		],
		models: { user: ['name'], task: ['title', 'points', 'userId'], tag: ['label'], profile: ['bio', 'userId'] },
		join: 'taskTag',
		associations: [
			['user', 'jobs', 'task', 'many'], ['task', 'owner', 'user', 'one'], ['user', 'face', 'profile', 'one'],
			['profile', 'user', 'user', 'one'], ['task', 'labels', 'tag', 'join'], ['tag', 'tasks', 'task', 'join'],
		],
	},
];

const rows = { user: 4, task: 7, tag: 4, profile: 3 };
const words = ['a', 'b', 'B', 'ab', 'ä', "it's", ''];
const numbers = [0, 1, 2, 3, 5, -1];

function valueOf(attribute) {
	if (random() < 0.12)
		return null;
	return attribute === 'userId' ? 1 + below(rows.user) : attribute === 'points' ? pick(numbers) : pick(words);
}

function valuesOf(setup, model) {
	return Object.fromEntries(setup.models[model].map(a => [a, valueOf(a)]));
}

function given(setup) {
	const out = [];
	for (const model of ['user', 'task', 'tag', 'profile'])
		for (let i = 1; i <= rows[model]; i++) {
			const values = valuesOf(setup, model);
			if (model === 'profile')
				values.userId = i;    // one for each: which of two comes is not defined
			out.push({ op: 'create', model, values, save: `${model}${i}` });
		}
	const [source, name, target] = setup.associations[4];
	for (let i = 1; i <= rows[source]; i++)
		out.push({ op: 'assoc.add', on: `${source}${i}`, assoc: name, targets: several(list(rows[target]), 3), through: { weight: pick(numbers) } });
	return out;
}

const list = n => Array.from({ length: n }, (_, i) => i + 1);

function condition(attribute) {
	const value = () => valueOf(attribute);
	const some = () => { let v; do v = value(); while (v === null); return v; };
	return pick([
		value, () => ({ $ne: value() }), () => ({ $in: [some(), some()] }), () => [some(), some()],
		() => ({ $gt: some() }), () => ({ $gte: some() }), () => ({ $lt: some() }), () => ({ $lte: some() }),
		() => ({ $or: [{ $lt: some() }, some()] }), () => ({ $between: [some(), some()] }), () => ({ $not: some() }),
		() => ({ $notIn: [some(), some()] }), () => ({ $like: '%b%' }), () => ({ $gt: some(), $ne: some() }),
	])();
}

function where(setup, model, deep = 1) {
	const attributes = ['id', ...setup.models[model]];
	const one = () => { const a = pick(attributes); return { [a]: a === 'id' ? pick([{ $gt: below(4) }, below(5), { $in: list(1 + below(4)) }]) : condition(a) }; };
	if (deep && random() < 0.35)
		return { [pick(['$or', '$and'])]: [where(setup, model, deep - 1), where(setup, model, deep - 1)], ...maybe(0.3, one) };
	return { ...one(), ...maybe(0.3, one) };
}

const attributesOf = (setup, model) => ['id', ...several(setup.models[model], 3)];
const from = (setup, model) => setup.associations.filter(([source]) => source === model);

// Below the first level nothing is required when rows are limited (@filtered false): there Sequelize leaves out parents.
function include(setup, model, depth, filtered = true, below = false) {
	return several(from(setup, model), 2).map(([, assoc, target, kind]) => {
		const nested = depth > 0 && random() < 0.5 ? include(setup, target, depth - 1, filtered, true) : [];
		const filter = filtered || !below;
		return { assoc, ...maybe(filter ? 0.25 : 0, () => ({ where: where(setup, target) })),
			...maybe(filter ? 0.25 : 0, () => ({ required: random() < 0.5 })),
			...maybe(0.4, () => ({ attributes: attributesOf(setup, target) })),
			...kind === 'join' && maybe(0.4, () => ({ through: { ...maybe(0.6, () => ({ attributes: pick([[], ['weight']]) })),
				...maybe(filter ? 0.3 : 0, () => ({ where: { weight: condition('points') } })) } })),
			...kind === 'many' && maybe(0.2, () => ({ separate: true, order: [['id', pick(['ASC', 'DESC'])]] })),
			...nested.length && { include: nested } };
	});
}

// Ordered by what is selected: with an include, Sequelize knows nothing else.
const order = known => [[pick(known), pick(['ASC', 'DESC'])], ['id', pick(['ASC', 'DESC'])]];
const page = known => ({ order: order(known), limit: 1 + below(4), ...maybe(0.3, () => ({ offset: below(3) })) });

// attributes, include and a page that go together.
function options(setup, model, depth, paged) {
	const attributes = random() < 0.4 ? attributesOf(setup, model) : null;
	const includes = include(setup, model, depth, !paged);
	return { ...includes.length && { include: includes }, ...attributes && { attributes },
		...paged && page(attributes || ['id', ...setup.models[model]]) };
}

function read(setup) {
	const model = pick(Object.keys(setup.models));
	return { op: 'findAll', model, ...maybe(0.5, () => ({ where: where(setup, model) })), ...options(setup, model, 2, random() < 0.4) };
}

function getter(setup) {
	const [source, assoc, target, kind] = pick(setup.associations);
	const { limit, order, offset, ...one } = options(setup, target, 1, kind === 'one' || random() < 0.3);
	return { op: 'assoc.get', on: `${source}${1 + below(rows[source])}`, assoc, ...maybe(0.4, () => ({ where: where(setup, target) })),
		...one, ...kind !== 'one' && limit && { limit, order, ...offset && { offset } },
		...kind === 'join' && maybe(0.3, () => ({ joinTableAttributes: pick([[], ['weight']]) })),
		...kind === 'join' && maybe(0.2, () => ({ throughWhere: { weight: condition('points') } })) };
}

// A hasOne takes keys alone: an instance that does not know that it was let go is not written by Sequelize.
function targets(model, single) {
	const one = n => random() < 0.5 || model === 'profile' ? n : { $ref: `${model}${n}` };
	return single ? pick([null, one(1 + below(rows[model]))]) : several(list(rows[model]), 3).map(one);
}

function mixin(setup) {
	const [source, assoc, target, kind] = pick(setup.associations), on = `${source}${1 + below(rows[source])}`;
	const through = kind === 'join' ? maybe(0.5, () => ({ through: { weight: pick(numbers) } })) : {};
	if (kind === 'one')
		return { op: 'assoc.set', on, assoc, targets: targets(target, true) };
	return pick([
		() => ({ op: 'assoc.set', on, assoc, targets: targets(target), ...through }),
		() => ({ op: 'assoc.add', on, assoc, targets: targets(target), ...through }),
		() => ({ op: 'assoc.remove', on, assoc, targets: targets(target) }),
		() => ({ op: 'assoc.has', on, assoc, targets: targets(target) }),
		() => ({ op: 'assoc.count', on, assoc, ...maybe(0.4, () => ({ where: where(setup, target) })) }),
		() => ({ op: 'assoc.create', on, assoc, values: valuesOf(setup, target), ...through }),
	])();
}

function write(setup) {
	const model = pick(Object.keys(setup.models)), on = `${model}${1 + below(rows[model])}`;
	return pick([
		() => ({ op: 'create', model, values: valuesOf(setup, model) }),
		() => ({ op: 'updateWhere', model, values: { [setup.models[model][0]]: pick(words) }, where: where(setup, model) }),
		() => ({ op: 'count', model, where: where(setup, model) }),
		() => ({ op: 'destroyWhere', model, where: { id: below(6) } }),
		() => ({ op: 'increment', on: `task${1 + below(rows.task)}`, by: { points: pick(numbers) } }),
		() => ({ op: 'update', on, values: { [setup.models[model][0]]: pick(words) } }),
	])();
}

function counted(setup) {
	const model = pick(Object.keys(setup.models)), filter = maybe(0.5, () => ({ where: where(setup, model) }));
	const { include: includes, ...rest } = options(setup, model, 1, true);
	// A count leaves out what separate loads, and findAndCountAll what is not required.
	const joined = includes?.filter(i => !i.separate).map(({ attributes, include: below, ...i }) => i);
	return random() < 0.5 ? { op: 'count', model, ...filter, distinct: true, ...joined?.length && { include: joined } }
		: { op: 'findAndCountAll', model, ...filter, distinct: true, ...rest, ...joined?.length && { include: joined } };
}

// Keys of what is above come by themselves.
function fresh(setup, model) {
	const { userId, ...values } = valuesOf(setup, model);
	return values;
}

function nested(setup) {
	const model = pick(['user', 'task', 'tag']), values = fresh(setup, model), includes = [];
	for (const [, assoc, target, kind] of several(from(setup, model), 2)) {
		const one = () => ({ ...fresh(setup, target), ...kind === 'join' && maybe(0.5, () => ({ [setup.join]: { weight: pick(numbers) } })) });
		values[assoc] = kind === 'one' ? one() : list(below(3)).map(one);
		includes.push(random() < 0.5 ? assoc : { assoc });
	}
	return { op: 'create', model, values, ...includes.length && { include: includes } };
}

function transaction(setup) {
	return { op: 'transaction', end: pick(['commit', 'rollback']), steps: list(1 + below(3)).map(() => pick([read, mixin, write, nested])(setup)) };
}

// Conditions and orders on columns of an association.
function across(setup) {
	const [model, assoc, target, kind] = pick(setup.associations), attribute = pick(setup.models[target]);
	const attributes = ['id', ...several(setup.models[model], 2)], included = { assoc, attributes: ['id', attribute] };
	if (kind === 'join')
		included.through = { attributes: [] };
	if (random() < 0.5)
		return { op: 'findAll', model, attributes, include: [included], where: { [`$${assoc}.${attribute}$`]: condition(attribute) } };
	const terms = [['id', 'ASC'], [`@${assoc}`, attribute, pick(['ASC', 'DESC'])], [`@${assoc}`, 'id', 'ASC']];
	return { op: 'findAll', model, attributes, include: [included], order: kind === 'one' && random() < 0.5 ? [terms[1], terms[0]] : terms };
}

// --- declarations

const names = ['user', 'blogPost', 'person', 'Category', 'status', 'news', 'box', 'child', 'OrderLine', 'data', 'hero', 'key'];
const types = ['INTEGER', 'STRING', 'TEXT', 'DOUBLE', 'BOOLEAN', 'BIGINT', 'DATE'];
const actions = ['CASCADE', 'SET NULL', 'RESTRICT', 'NO ACTION'];

function model(name, other) {
	const attributes = {};
	if (random() < 0.2)
		attributes.code = { type: 'STRING', primaryKey: true };
	else if (random() < 0.3)
		attributes.id = id;
	for (const attribute of several(['alpha', 'betaGamma', 'x'], 3))
		attributes[attribute] = random() < 0.5 ? pick(types) : { type: pick(types), ...maybe(0.4, () => ({ allowNull: random() < 0.5 })),
			...maybe(0.3, () => ({ unique: true })), ...maybe(0.2, () => ({ field: `f_${attribute}` })) };
	if (other && random() < 0.1)
		attributes[`${other}Id`] = { type: pick(['INTEGER', 'STRING']), ...maybe(0.5, () => ({ allowNull: random() < 0.5 })) };
	return define(name, attributes, { ...maybe(0.7, () => ({ timestamps: false })), ...maybe(0.2, () => ({ underscored: true })),
		...maybe(0.15, () => ({ freezeTableName: true })), ...maybe(0.15, () => ({ tableName: `t_${name}` })) });
}

// What both sides of a pair say alike: said by one alone, explicit and default would meet, where Sequelize lets the first win.
function shared(from) {
	return { ...maybe(0.4, () => ({ foreignKey: pick([`${from}Ref`, { name: `${from}Key` },
		{ name: `${from}Key`, ...maybe(0.5, () => ({ allowNull: false })), ...maybe(0.4, () => ({ field: `${from}_column` })),
			...maybe(0.3, () => ({ unique: true })), ...maybe(0.2, () => ({ type: pick(types) })) }]) })),
		...maybe(0.3, () => ({ onDelete: pick(actions) })), ...maybe(0.2, () => ({ onUpdate: pick(actions) })) };
}

function oneToX(one, many, from) {
	const options = shared(from), free = { ...options, ...!options.onDelete && !options.onUpdate && maybe(0.2, () => ({ constraints: false })) };
	const named = chance => maybe(chance, () => ({ as: pick(['boss', 'parts', 'mainThing']) }));
	const up = associate(many, 'belongsTo', one, { ...free, ...options.foreignKey && named(0.3) });
	const down = associate(one, pick(['hasMany', 'hasMany', 'hasOne']), many, { ...free, ...options.foreignKey && named(0.3) });
	// Without a name for the key, what either side says by default (NO ACTION, CASCADE) may differ: one side alone.
	return options.foreignKey?.allowNull === false || random() < 0.4 ? [pick([up, down])] : random() < 0.5 ? [up, down] : [down, up];
}

function manyToMany(one, other, joins) {
	const through = pick(joins), keys = random() < 0.3, action = maybe(0.3, () => ({ onDelete: pick(actions) }));
	const rest = { ...action, ...maybe(0.1, () => ({ constraints: false })), ...maybe(0.2, () => ({ timestamps: false })) };
	if (rest.constraints === false)
		delete rest.onDelete;
	const a = associate(one, 'belongsToMany', other, { through, ...rest, ...keys && { foreignKey: 'leftId', otherKey: 'rightId' } });
	const b = associate(other, 'belongsToMany', one, { through, ...rest, ...keys && { foreignKey: 'rightId', otherKey: 'leftId' } });
	return random() < 0.3 ? [a] : [a, b];
}

function schema(n) {
	const [one, two, three] = several(names, 3).concat(names.filter(() => random() < 0.3), names).filter((v, i, l) => l.indexOf(v) === i);
	const join = random() < 0.5 ? [define('joinRow', { ...maybe(0.5, () => ({ id })), ...maybe(0.5, () => ({ weight: 'INTEGER' })) },
		{ ...maybe(0.6, () => ({ timestamps: false })) })] : [];
	const declarations = [model(one), model(two, one), model(three), ...join, ...oneToX(one, two, 'owner'),
		...random() < 0.5 ? manyToMany(one, three, join.length ? ['joinRow'] : ['joinTable']) : oneToX(three, two, 'maker')];
	const steps = [];
	for (const { source } of declarations.filter(d => d.op === 'associate'))
		steps.push({ op: 'associations', model: source });
	for (const { source, target, kind, options } of declarations.filter(d => d.op === 'associate'))
		if (options?.as)
			steps.push({ op: 'describe', model: source, assoc: options.as }, { op: 'methods', model: source, assoc: options.as });
	return { id: `schema.invented.${process.argv[2]}.${n}`, title: 'invented', tier: 'core', setup: declarations, given: [], steps };
}

const scenarios = list(count).map(n => {
	if (process.argv[4] === 'schema')
		return schema(n);
	const setup = pick(setups), kinds = [read, read, getter, mixin, mixin, write, counted, nested, transaction, across];
	const steps = list(4 + below(5)).map(() => pick(kinds)(setup));
	return { id: `invented.${process.argv[2] || 1}.${n}`, title: 'invented', tier: 'core', setup: setup.declarations, given: given(setup), steps };
});
console.log(JSON.stringify({ setups: {}, fixtures: {}, setup_schemas: {}, scenarios }));
