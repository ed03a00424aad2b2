/* SQL texts kept by what they were made from, so that writing a row again builds none. */
#ifndef MODEL_TEXTS_H
#define MODEL_TEXTS_H

#include <stdint.h>

struct model;
struct store;
struct texts;

enum text_kind { TEXT_INSERT, TEXT_UPDATE, TEXT_DELETE };

struct texts *texts_new(void);
void texts_free(struct texts *);
/* The text over these columns (bit i: column i) of the model as it is declared now, or NULL. Valid until the next
 * texts_keep(). */
const char *texts_find(const struct texts *, const struct model *, enum text_kind, uint64_t columns);
const char *texts_keep(struct texts *, const struct model *, enum text_kind, uint64_t columns, const char *sql);
/* Those of a store. */
struct texts *store_texts(struct store *);

#endif
