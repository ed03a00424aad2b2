/* What a sandbox's steps come to. For this folder: sandbox.c gives, difference.c tells. */
#ifndef EXPLORE_DIFFERENCE_H
#define EXPLORE_DIFFERENCE_H

#include "base/err.h"

struct changes;
struct connection;
struct sandbox;

/* All pending steps as one. */
enum err sandbox_joined(const struct sandbox *, struct changes *out);
struct connection *sandbox_copy(const struct sandbox *);

#endif
