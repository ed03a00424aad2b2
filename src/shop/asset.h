/* The files of assets/ that are part of the program: embedded when it is built, so that nothing is looked for at run time. */
#ifndef SHOP_ASSET_H
#define SHOP_ASSET_H

#include <stddef.h>

struct asset {
	const char *name;    /* below assets/: "demo/products" */
	const char *bytes;   /* UTF-8 text of whole lines; a NUL follows the last byte */
	size_t size;         /* without that NUL */
};

/* NULL when no such file was embedded (the list is ASSETS in Makefile.am). */
const struct asset *asset_find(const char *name);

#endif
