/* The layer against the same work by hand: run in turn, first the one and then the other, on one file and one connection.
 * Printed are medians, their ratio, how often either asks for memory, and what the layer still prepared once warm.
 * Usage: model FILE [FIGURES]: a file with the medians of another library, in µs, a line each, in the order of the pieces. */
#include "bench/model.h"

#include "bench/allocations.h"
#include "bench/sample.h"
#include "model/store.h"
#include <stdio.h>

/* @prepare is not measured. @goal: the ratio to reach. */
struct piece {
	const char *name;
	size_t (*layer)(struct bench *), (*hand)(struct bench *);
	int runs;
	double goal;
	void (*prepare)(struct bench *);
};

static const struct piece pieces[] = {
	{ "a user's 100 products", layer_products, hand_products, 3000, 1.15 },
	{ "100 users, their 10 products", layer_eager, hand_eager, 600, 1.15 },
	{ "100 users, 10 of 100 each", layer_eager_limited, hand_eager_limited, 100, 1.15 },
	{ "a cart of 20 lines", layer_cart, hand_cart, 4000, 1.15 },
	{ "create through association", layer_create, hand_create, 500, 1.3 },
	{ "the same, 100 at once", layer_create_many, hand_create_many, 100, 1.3 },
	{ "checkout of 3 lines", layer_checkout, hand_checkout, 500, 1.15, layer_fill_cart },
	{ "sales of 100,000 lines", layer_sales, hand_sales, 40, 1.3, selling_prepare },
	{ NULL }
};

enum { WARM_UP = 4 };

struct side { size_t (*work)(struct bench *); struct sample times; uint64_t allocations, prepared; size_t rows; };

/* The same people in the same order in every run of this program. The first has a cart of their own to check out. */
static int64_t some_user(void)
{
	static uint64_t state = 88172645463325252;
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return 2 + (int64_t)(state % (BIG_USERS - 1));
}

static void work_once(struct bench *bench, const struct piece *piece, struct side *side, bool counts)
{
	arena_reset(&bench->arena);
	if (piece->prepare)
		piece->prepare(bench);
	uint64_t asked = allocations(), prepared = store_totals(bench->store).prepared, began = bench_now();
	size_t rows = side->work(bench);
	uint64_t ended = bench_now();
	if (!counts)
		return;
	sample_add(&side->times, (double)(ended - began) / 1e3);
	side->allocations += allocations() - asked;
	side->prepared += store_totals(bench->store).prepared - prepared;
	side->rows += rows;
}

/* How long the other library took for the next piece, and how many times as long that is. */
static void print_other(FILE *others, double ours)
{
	double theirs;
	if (!others)
		return;
	if (fscanf(others, "%lf", &theirs) != 1)
		bench_fail("the other library has no figure for every piece");
	printf("%14.1f%8.1f", theirs, theirs / ours);
}

static void print_piece(const struct piece *piece, struct side *layer, struct side *hand, FILE *others)
{
	double ours = sample_median(&layer->times), theirs = sample_median(&hand->times);
	printf("%-30s%6.0f%10.1f%10.1f%8.2f%8.2f%8.2f%8.2f%10llu", piece->name, (double)hand->rows / (double)hand->times.count,
		ours, theirs, ours / theirs, piece->goal, (double)layer->allocations / (double)layer->rows,
		(double)hand->allocations / (double)hand->rows, (unsigned long long)layer->prepared);
	print_other(others, ours);
	putchar('\n');
	fflush(stdout);
}

static void measure(struct bench *bench, const struct piece *piece, FILE *others)
{
	static struct side sides[2];
	sides[0] = (struct side){ .work = piece->layer };
	sides[1] = (struct side){ .work = piece->hand };
	for (int i = 0; i < piece->runs; i++) {
		bench->user = some_user();
		for (int side = 0; side < 2; side++)
			work_once(bench, piece, &sides[(i + side) % 2], i >= WARM_UP);
	}
	if (sides[0].rows != sides[1].rows)
		bench_fail("%s: %zu rows through the layer, %zu by hand", piece->name, sides[0].rows, sides[1].rows);
	print_piece(piece, &sides[0], &sides[1], others);

}

int main(int argc, char **argv)
{
	static struct bench bench;
	if (argc < 2)
		bench_fail("usage: model FILE [FIGURES]");
	FILE *others = argc > 2 ? fopen(argv[2], "r") : NULL;
	if (argc > 2 && !others)
		bench_fail("cannot read '%s'", argv[2]);
	layer_open(&bench, argv[1]);
	hand_open(&bench);
	selling_open(&bench);
	printf("the model layer against the same work by hand                           allocations a row\n"
		"                                rows  layer µs   hand µs   ratio    goal   layer    hand  prepared%s\n",
		others ? "  Sequelize µs   times" : "");
	for (const struct piece *piece = pieces; piece->name; piece++)
		measure(&bench, piece, others);
	if (others)
		fclose(others);
	selling_close();
	hand_close(&bench);
	layer_close(&bench);
	arena_release(&bench.arena);
	arena_release(&bench.kept);
	return 0;
}
