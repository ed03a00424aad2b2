// The same pieces of work through Sequelize 6, as its users write them. Usage: node sequelize.js FILE; needs sequelize and
// sqlite3 in the folder it runs in. Prints one line a piece, in the order of model.c: the median in microseconds.
const { createRequire } = require('module');
const { Sequelize, DataTypes, Op, Transaction } = createRequire(process.cwd() + '/')('sequelize');

const sequelize = new Sequelize({ dialect: 'sqlite', storage: process.argv[2], logging: false });
// Made anew each time: define() writes into what it is given.
const integer = () => ({ type: DataTypes.INTEGER, allowNull: false });
const string = () => ({ type: DataTypes.STRING, allowNull: false });
const key = () => ({ type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true });

const User = sequelize.define('user', { name: string(), email: { ...string(), unique: true }, passwordHash: DataTypes.STRING });
const Product = sequelize.define('product', { title: string(), description: DataTypes.TEXT, category: DataTypes.STRING,
	priceCents: integer(), stock: DataTypes.INTEGER, imageUrl: DataTypes.STRING, retiredAt: DataTypes.DATE });
const Cart = sequelize.define('cart', {});
const CartItem = sequelize.define('cartItem', { id: key(), quantity: integer() });
const Order = sequelize.define('order', { status: string(), totalCents: integer() });
const OrderItem = sequelize.define('orderItem', { id: key(), quantity: integer(), priceCents: integer(), title: string(),
	shippedAt: DataTypes.DATE });

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

const BIG_USERS = 990, SMALL_USERS = 100, LINES = 3;
const spread = i => 2 + i * 37 % (BIG_USERS - 1 - SMALL_USERS);
let users, carts, buyer, keys = 0;

async function fillCart(i) {
	const cart = carts[buyer.id];
	await cart.setProducts([]);
	for (let line = 0; line < LINES; line++)
		await cart.addProduct(1 + line * 1000 + i % 900, { through: { quantity: line + 1 } });
}

async function placeOrder(transaction) {
	const key = { bind: [buyer.id, 'sequelize' + keys++], transaction };
	await sequelize.query('SELECT orderId FROM soukCheckoutKeys WHERE userId = $1 AND key = $2', key);
	const cart = await buyer.getCart({ transaction });
	const products = await cart.getProducts({ transaction });
	const total = products.reduce((sum, p) => sum + p.priceCents * p.cartItem.quantity, 0);
	const order = await buyer.createOrder({ status: 'placed', totalCents: total }, { transaction });
	await OrderItem.bulkCreate(products.map(p => ({ orderId: order.id, productId: p.id, quantity: p.cartItem.quantity,
		priceCents: p.priceCents, title: p.title })), { transaction });
	for (const p of products)
		await Product.decrement('stock', { by: p.cartItem.quantity, transaction,
			where: { id: p.id, stock: { [Op.gte]: p.cartItem.quantity } } });
	await CartItem.destroy({ where: { cartId: cart.id }, transaction });
	await sequelize.query('INSERT INTO soukCheckoutKeys (userId, key, orderId) VALUES ($1, $2, $3)',
		{ bind: [...key.bind, order.id], transaction });
	return products.length;
}

async function create(i, count, transaction) {
	for (let n = 0; n < count; n++)
		await users[spread(i)].createProduct({ title: 'Brass lamp, new', category: 'Lamps', priceCents: 4200, stock: 7,
			description: 'Made by hand in small numbers. It keeps for years, and what breaks can be mended.' }, { transaction });
	return count;
}

const eager = (first, include) => User.findAll({ where: { id: { [Op.gte]: first } }, order: [['id', 'ASC']],
	limit: SMALL_USERS, include: [include] });
const immediate = work => sequelize.transaction({ type: Transaction.TYPES.IMMEDIATE }, work);
const sum = rows => rows.reduce((count, user) => count + 1 + user.products.length, 0);

const pieces = [
	{ runs: 150, rows: 100, work: async i => (await users[spread(i)].getProducts()).length },
	{ runs: 40, rows: 1100, work: async () => sum(await eager(BIG_USERS + 1, { model: Product })) },
	{ runs: 20, rows: 1100, work: async i => sum(await eager(spread(i),
		{ model: Product, separate: true, limit: 10, order: [['id', 'ASC']] })) },
	{ runs: 200, rows: 20, work: async i => (await carts[spread(i)].getProducts()).length },
	{ runs: 200, rows: 1, work: i => immediate(transaction => create(i, 1, transaction)) },
	{ runs: 20, rows: 100, work: i => immediate(transaction => create(i, 100, transaction)) },
	{ runs: 100, rows: LINES, prepare: fillCart, work: () => immediate(placeOrder) },
];

async function measure(piece) {
	const times = [];
	for (let i = 0; i < piece.runs + 4; i++) {
		if (piece.prepare)
			await piece.prepare(i);
		const began = process.hrtime.bigint(), rows = await piece.work(i);
		times.push(Number(process.hrtime.bigint() - began) / 1000);
		if (rows !== piece.rows)
			throw new Error(`${rows} rows, not ${piece.rows}`);
	}
	return times.slice(4).sort((a, b) => a - b)[Math.floor(piece.runs / 2)];
}

async function main() {
	await sequelize.query('PRAGMA synchronous = FULL');
	users = Object.fromEntries((await User.findAll()).map(user => [user.id, user]));
	carts = Object.fromEntries((await Cart.findAll()).map(cart => [cart.userId, cart]));
	buyer = users[1];
	for (const piece of pieces)
		console.log((await measure(piece)).toFixed(1));
	await sequelize.close();
}

main().catch(error => {
	console.error(`bench: sequelize: ${error.message}`);
	process.exit(1);
});
