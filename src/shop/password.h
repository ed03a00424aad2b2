/* Passwords: NFC, then Argon2id by libsodium; the common ones known. Every copy made here is wiped. */
#ifndef SHOP_PASSWORD_H
#define SHOP_PASSWORD_H

#include "base/err.h"
#include <stdbool.h>

enum { PASSWORD_HASH_SIZE = 128 };

/* 8 to 1,024 bytes after NFC, valid UTF-8, not one of the 1,000 most common. ERR_INPUT says which. */
enum err password_check(const char *password);
/* The same as @other, seen in NFC and without case (a name, an e-mail). */
bool password_equals(const char *password, const char *other);
/* 64 MiB, 2 passes: about 60 ms. ERR_IO when there is not that much memory. */
enum err password_hash(const char *password, char out[PASSWORD_HASH_SIZE]);
/* Whether it is the password of @hash. NULL, or a hash of another kind, never matches, and takes as long. */
bool password_matches(const char *password, const char *hash);
/* Made with less memory or fewer passes than password_hash would. */
bool password_is_weak(const char *hash);

#endif
