/* Failed logins, counted in the file for every e-mail, known or not: from the 5th on each costs a growing wait. */
#ifndef SHOP_TRIES_H
#define SHOP_TRIES_H

#include "shop/shop.h"

/* Milliseconds to wait before @email may be tried, 0: none. */
enum err tries_wait(struct shop *, const char *email, int64_t *ms);
/* Begin a try: it is counted as failed before the password is looked at, so that many processes cannot try at once.
 * ERR_WAIT with the seconds left; then nothing is counted. A file that can only be read counts nothing. */
enum err tries_begin(struct shop *, const char *email);
/* The password was right: the count starts anew. */
enum err tries_clear(struct shop *, const char *email);

#endif
