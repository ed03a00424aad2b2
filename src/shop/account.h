/* People: new account, login, passwords, failed tries, leaving. Passwords are wiped by who typed them, and here. */
#ifndef SHOP_ACCOUNT_H
#define SHOP_ACCOUNT_H

#include "shop/shop.h"
#include <stddef.h>

/* Each field on its own, for the word beside it: OK, or ERR_INPUT / ERR_TAKEN with a sentence. */
enum err account_check_name(const char *name);
enum err account_check_email(struct shop *, const char *email);          /* form, length, and whether it is taken */
enum err account_check_password(const char *password, const char *name, const char *email);
	/* 8 to 1,024 bytes after NFC, not one of the 1,000 most common, not the name or e-mail itself */

/* Make an account; @password NULL only in a demo file. Hashing takes about 60 ms. ERR_INPUT, ERR_TAKEN, ERR_READ_ONLY. */
enum err account_create(struct shop *, const char *name, const char *email, const char *password, struct session *out);

/* Come in. ERR_LOGIN for unknown e-mail and wrong password alike, in the same time; ERR_WAIT with the seconds left
 * (from the 5th failure on, 1 s doubling to 60 s, counted in the file for that e-mail, known or not). Weaker hashes are made anew. */
enum err account_login(struct shop *, const char *email, const char *password, struct session *out);
/* Seconds to wait before that e-mail may be tried again, 0: none. */
enum err account_wait(struct shop *, const char *email, int64_t *seconds);
/* A person of a demo file, without a password. ERR_LOGIN when there is a hash or the file is no demo. */
enum err account_enter_demo(struct shop *, int64_t user, struct session *out);
/* For the command line's --as: by e-mail, with the password when there is a hash. */
enum err account_act_as(struct shop *, const char *email, const char *password, struct session *out);
/* Whether acting as that e-mail needs a password (true also for unknown ones, unless the file is a demo). */
enum err account_needs_password(struct shop *, const char *email, bool *out);
/* Nobody: browses, has a guest's cart. */
void account_guest(struct shop *, struct session *out);
/* The guest's cart becomes the person's: amounts add, capped by stock. @told: a sentence in @arena, or NULL. */
enum err account_merge(const struct session *guest, struct session *person, struct arena *, const char **told);

/* The picker of a demo file: everybody with counts. As they joined, by name when @filter is given; 1,000 at most. */
struct person { int64_t id; const char *name, *email; int64_t products, carts, orders; bool has_password; const char *created; };
struct people { struct person *items; size_t count; const char *next; };
enum err account_people(struct shop *, struct arena *, const char *filter, struct people *out);
/* @limit (1..1,000) of them as they joined, after @cursor (NULL: from the first); @out->next goes on. ERR_USAGE: no cursor. */
enum err account_page(struct shop *, struct arena *, const char *cursor, int64_t limit, struct people *out);
/* One of them. ERR_NOT_FOUND. */
enum err account_person(struct shop *, struct arena *, const char *email, struct person *out);

enum err account_rename(struct session *, const char *name);
/* @old may be NULL where there is no password yet (demo). */
enum err account_change_password(struct session *, const char *old, const char *new_password);
/* Without the old one: for whoever may write the file. */
enum err account_reset_password(struct shop *, const char *email, const char *new_password);

/* What deleting the account takes along and what stays: lines in @arena, e.g. {"products", 3, gone}. ERR_STATUS with the list of
 * lines when the person still has to send something. */
struct departure { const char *what; int64_t count; bool stays; };
struct departures { struct departure *items; size_t count; };
/* As people call that many of it: "line in a cart", "lines in carts". */
const char *departure_name(const struct departure *);
enum err account_preview_delete(const struct session *, struct arena *, struct departures *out);
/* Unshipped orders are cancelled first (stock back), then the row goes with what hangs on it. ERR_LOGIN, ERR_WAIT, ERR_STATUS. */
enum err account_delete(struct session *, const char *password);

/* "libsodium 1.0.18", for --version. */
const char *account_library(void);

#endif
