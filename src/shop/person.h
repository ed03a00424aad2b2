/* Rows of people for account.c, login.c and leave.c: how a name and an e-mail are kept, and who is who. */
#ifndef SHOP_PERSON_H
#define SHOP_PERSON_H

#include "model/record.h"
#include "shop/shop.h"

/* As it is kept: NFC, blanks at the ends gone. ERR_INPUT: empty, longer than SHOP_NAME_MAX, control characters. */
enum err person_name(struct arena *, const char *raw, const char **out);
/* As it is kept: NFC, case folded. ERR_INPUT: not local@domain, blanks, longer than SHOP_EMAIL_MAX. */
enum err person_email(struct arena *, const char *raw, const char **out);

/* NULL when there is none. An e-mail is looked for as it is kept, then as it was given (another program wrote it). */
enum err person_by_email(struct shop *, struct arena *, const char *email, struct row **out);
/* The session's row. ERR_FORBIDDEN for a guest, ERR_NOT_FOUND when the account is gone. */
enum err person_of_session(const struct session *, struct arena *, struct row **out);
/* The session of that row. */
void person_enter(struct shop *, const struct row *, struct session *out);
/* Is it them? Without a hash: yes in a demo file, else no. Counts the try. ERR_LOGIN, ERR_WAIT. */
enum err person_prove(struct shop *, const struct row *, const char *email, const char *password);
/* Hash and keep a new password; @password was checked. */
enum err person_set_password(struct shop *, struct arena *, struct row *, const char *password);

#endif
