// Open a souk file with Sequelize 6 and use every mixin of its associations: node mixins.js FILE
//
// The declarations are the ones that souk's README shows. Every line printed is a test ("ok - …", "not ok - …"); the
// last one tells what is left for souk to read: "{"order": …, "product": …, "buyer": …}".
'use strict';
const assert = require('assert');
const { Sequelize, DataTypes } = require('sequelize');
const { STRING, TEXT, INTEGER, DATE } = DataTypes;

const sequelize = new Sequelize({ dialect: 'sqlite', storage: process.argv[2], logging: false });
const required = type => ({ type, allowNull: false });
const id = { type: INTEGER, autoIncrement: true, allowNull: false, primaryKey: true };

const User = sequelize.define('user', {
	name: required(STRING), email: { ...required(STRING), unique: true }, passwordHash: STRING,
});
const Product = sequelize.define('product', {
	title: required(STRING), description: TEXT, category: STRING, priceCents: required(INTEGER), stock: INTEGER,
	imageUrl: STRING, retiredAt: DATE,
});
const Cart = sequelize.define('cart', {});
const CartItem = sequelize.define('cartItem', { id, quantity: required(INTEGER) });
const Order = sequelize.define('order', { status: required(STRING), totalCents: required(INTEGER) });
const OrderItem = sequelize.define('orderItem', {
	id, quantity: required(INTEGER), priceCents: required(INTEGER), title: required(STRING), shippedAt: DATE,
});

Product.belongsTo(User, { constraints: true, onDelete: 'CASCADE' });
User.hasMany(Product);
User.hasOne(Cart, { foreignKey: { name: 'userId', unique: true }, onDelete: 'CASCADE' });
Cart.belongsTo(User, { foreignKey: 'userId' });
Cart.belongsToMany(Product, { through: CartItem });
Product.belongsToMany(Cart, { through: CartItem });
Order.belongsTo(User);
User.hasMany(Order);
Order.belongsToMany(Product, { through: OrderItem });
Product.belongsToMany(Order, { through: OrderItem, onDelete: 'SET NULL' });

let failed = false;

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

const ids = rows => rows.map(row => row.id).sort((a, b) => a - b);
const product = (title, priceCents, stock) => ({ title, priceCents, stock, category: 'node' });

async function hasMany(user, other) {
	const made = await user.createProduct(product('Node lamp', 1250, 5));
	assert.strictEqual(made.userId, user.id);
	const more = await Product.bulkCreate([product('Node cup', 300, 9), product('Node bowl', 700, 2)].map(p => ({ ...p, userId: other.id })));
	const rows = await Product.findAll({ where: { title: more.map(p => p.title) } });
	assert.strictEqual(await user.countProducts(), 1);
	await user.addProduct(rows[0]);
	await user.addProducts([rows[1].id]);
	assert.strictEqual(await user.countProducts(), 3);
	assert.ok(await user.hasProduct(made) && await user.hasProducts(rows) && !await other.hasProduct(made));
	await user.removeProduct(rows[1]);
	await user.removeProducts([rows[0]]);
	assert.deepStrictEqual(ids(await user.getProducts()), [made.id]);
	await user.setProducts([made, ...rows]);
	assert.deepStrictEqual(ids(await user.getProducts({ order: [['title', 'DESC']] })), ids([made, ...rows]));
	return [made, ...rows];
}

async function oneToOne(user) {
	assert.strictEqual(await user.getCart(), null);
	const cart = await user.createCart();
	assert.strictEqual((await cart.getUser()).id, user.id);
	await cart.setUser(null);
	assert.strictEqual(await user.getCart(), null);
	await user.setCart(cart);
	await user.setCart(cart.id);
	assert.strictEqual((await user.getCart()).id, cart.id);
	await assert.rejects(Cart.create({ userId: user.id }), { name: 'SequelizeUniqueConstraintError' });
	return cart;
}

async function belongsTo(products, user, other) {
	await products[0].setUser(other);
	assert.strictEqual((await products[0].getUser()).email, other.email);
	await products[0].setUser(user.id);
	const owner = await products[1].createUser({ name: 'Made by a product', email: 'made@node.example' });
	assert.strictEqual(products[1].userId, owner.id);
	await products[1].setUser(user);
	await owner.destroy();
	await assert.rejects(products[1].setUser(999999), { name: 'SequelizeForeignKeyConstraintError' });
	await products[1].reload();
}

async function belongsToMany(cart, products) {
	await cart.addProduct(products[0], { through: { quantity: 2 } });
	await cart.addProduct(products[0], { through: { quantity: 3 } });
	await cart.addProducts([products[1].id, products[2]], { through: { quantity: 1 } });
	assert.strictEqual(await cart.countProducts(), 3);
	assert.ok(await cart.hasProduct(products[0]) && await cart.hasProducts(products));
	const [line] = await cart.getProducts({ where: { id: products[0].id } });
	assert.strictEqual(line.cartItem.quantity, 3);
	await line.cartItem.update({ quantity: 4 });
	await cart.removeProduct(products[1]);
	await cart.removeProducts([products[2]]);
	const made = await cart.createProduct({ ...product('Node vase', 900, 1), userId: products[0].userId },
		{ through: { quantity: 1 } });
	await cart.setProducts([products[0], made], { through: { quantity: 2 } });
	assert.deepStrictEqual(ids(await cart.getProducts()), ids([products[0], made]));
	assert.deepStrictEqual(ids(await made.getCarts()), [cart.id]);
	await made.destroy();
	assert.strictEqual(await cart.countProducts(), 1);
	await assert.rejects(cart.addProduct(999999, { through: { quantity: 1 } }), { name: 'SequelizeForeignKeyConstraintError' });
}

async function order(user, cart) {
	return sequelize.transaction(async transaction => {
		const lines = await cart.getProducts({ transaction });
		const totalCents = lines.reduce((sum, line) => sum + line.priceCents * line.cartItem.quantity, 0);
		const made = await user.createOrder({ status: 'placed', totalCents }, { transaction });
		await made.addProducts(lines.map(line => {
			line.orderItem = { quantity: line.cartItem.quantity, priceCents: line.priceCents, title: line.title };
			return line;
		}), { transaction });
		for (const line of lines)
			await line.decrement({ stock: line.cartItem.quantity }, { transaction });
		await cart.setProducts([], { transaction });
		return made;
	});
}

async function eager(user, made) {
	const found = await User.findByPk(user.id, {
		include: [{ model: Order, include: [Product] }, Cart, { model: Product, where: { category: 'node' }, required: false }],
	});
	assert.deepStrictEqual(found.orders.map(o => o.id), [made.id]);
	assert.strictEqual(found.orders[0].products[0].orderItem.quantity, 2);
	assert.strictEqual(found.products.length, 3);
	const page = await Product.findAndCountAll({ include: User, limit: 2, order: [['id', 'ASC']], distinct: true });
	assert.ok(page.rows.length === 2 && page.count > 2);
}

async function receipt(user, made, products) {
	const [line] = await made.getProducts();
	await line.destroy();
	assert.strictEqual(await OrderItem.count({ where: { orderId: made.id, productId: null } }), 1);
	assert.strictEqual(await user.countProducts(), products.length - 1);
}

(async () => {
	const buyer = await User.create({ name: 'Nora Node', email: 'nora@node.example' });
	const other = await User.create({ name: 'Otto Node', email: 'otto@node.example' });
	const left = {};
	let products, cart, made;
	await test('sync() finds nothing to make', async () => {
		const before = await sequelize.query('SELECT name, sql FROM sqlite_schema ORDER BY name');
		await sequelize.sync();
		assert.deepStrictEqual(await sequelize.query('SELECT name, sql FROM sqlite_schema ORDER BY name'), before);
	});
	await test('what souk wrote is read, dates included', async () => {
		const all = await Product.findAll({ include: User });
		assert.ok(all.length > 10 && all.every(p => p.createdAt instanceof Date && !isNaN(p.createdAt)));
		const orders = await Order.findAll({ include: [User, Product] });
		assert.ok(orders.length > 0 && orders.every(o => o.user && o.products.length));
	});
	await test('hasMany: get, set, add, create, remove, has, count', async () => { products = await hasMany(buyer, other); });
	await test('hasOne and its belongsTo: get, set, create', async () => { cart = await oneToOne(buyer); });
	await test('belongsTo: get, set, create', () => belongsTo(products, buyer, other));
	await test('belongsToMany: all of them, with join values', () => belongsToMany(cart, products));
	await test('an order in a transaction', async () => {
		made = await order(buyer, cart);
		Object.assign(left, { order: made.id, product: products[0].id, buyer: buyer.email });
	});
	await test('eager loading over souk\'s rows and ours', () => eager(buyer, made));
	await test('a user who goes takes products and cart along', async () => {
		await other.createCart();
		await other.createProduct(product('Node plate', 100, 1));
		await other.destroy();
		assert.strictEqual(await Product.count({ where: { title: 'Node plate' } }), 0);
		assert.strictEqual(await Cart.count({ where: { userId: other.id } }), 0);
	});
	await test('a bought product that goes leaves the receipt\'s line', async () => {
		const second = await buyer.createOrder({ status: 'placed', totalCents: 300 });
		await second.addProduct(products[1], { through: { quantity: 1, priceCents: 300, title: 'Node cup' } });
		await receipt(buyer, second, products);
	});
	await sequelize.close();
	console.log(JSON.stringify(left));
	process.exitCode = failed ? 1 : 0;
})();
