/* What a sandbox's steps come to. For this folder: sandbox.c gives, difference.c tells, apply.c does. */
#ifndef EXPLORE_DIFFERENCE_H
#define EXPLORE_DIFFERENCE_H

#include "base/err.h"
#include <stddef.h>

struct changes;
struct connection;
struct sandbox;

/* All pending steps as one. */
enum err sandbox_joined(const struct sandbox *, struct changes *out);
/* changes_apply(), whatever the rows say of when they were last written. */
enum err sandbox_apply(struct connection *, const char *const *tables, size_t count, const struct changes *);
struct connection *sandbox_copy(const struct sandbox *);

#endif
