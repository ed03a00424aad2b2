// Use what "souk infer FILE --js" printed: node inferred.js MODELS. Every model is read, every association loaded along and
// called by its method; sync() must make nothing. Every line printed is a test, but the last: how many associations there were.
'use strict';
const assert = require('assert');
const { sequelize, ...models } = require(require('path').resolve(process.argv[2]));

let failed = false, count = 0;

async function test(title, body) {
	try {
		await body();
		console.log(`ok - ${title}`);
	} catch (error) {
		failed = true;
		console.log(`not ok - ${title}`);
		console.log(String(error.stack).replace(/^/gm, '#   '));
	}
}

// How many rows each one has by eager loading, and how many by its method.
async function compare(model, name) {
	const association = model.associations[name];
	const rows = await model.findAll({ include: [{ association: name }] });
	for (const row of rows) {
		const alone = [await row[association.accessors.get]()].flat().filter(Boolean);
		assert.strictEqual([row[name]].flat().filter(Boolean).length, alone.length);
	}
	assert.ok(rows.length);
	count++;
}

(async () => {
	const schema = () => sequelize.query('SELECT name, sql FROM sqlite_schema ORDER BY name');
	const before = await schema();
	for (const [title, model] of Object.entries(models)) {
		await test(`${title} is read`, () => model.findAll());
		for (const name of Object.keys(model.associations))
			await test(`${title} with ${name}`, () => compare(model, name));
	}
	await test('sync() makes nothing', async () => {
		await sequelize.sync();
		assert.deepStrictEqual(await schema(), before);
	});
	await sequelize.close();
	console.log(count);
	process.exitCode = failed ? 1 : 0;
})();
