/* Where bytes of strangers come in: each target takes any bytes and holds what the headers promise of them. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct shown;

/* Take the bytes; leaves the program when something does not hold. They are no string: a NUL may stand in them, none behind. */
typedef void fuzz_target(const uint8_t *bytes, size_t size);
fuzz_target fuzz_csv, fuzz_decode, fuzz_input, fuzz_settings, fuzz_text;

#define HOLDS(condition) ((condition) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #condition))
/* Say what broke, and on which input when that is known; abort. */
_Noreturn void fuzz_broken(const char *file, int line, const char *what);
/* What the input is called from here on. */
void fuzz_name(const char *seed, unsigned variant);

/* The bytes as a string in memory of its own, up to the first NUL; free() it. A byte too far is seen by the sanitizer. */
char *fuzz_string(const uint8_t *bytes, size_t size);
/* Display text keeps what base/text.h says of it. */
void fuzz_shown(struct shown);
/* Valid UTF-8 without control characters other than those in @allowed. */
bool fuzz_is_clean(const char *bytes, size_t size, const char *allowed);

#endif
