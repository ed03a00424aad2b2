/* Names for calls: how a row is called where code is spelt. */
#ifndef EXPLORE_IDENT_H
#define EXPLORE_IDENT_H

struct arena;

/* "Lamp, brass" is Lamp, "Adire cloth, 2 m" AdireCloth, "alice" alice: the words up to the first sign, as one word of at most
 * 24 characters. Nothing of the kind in it: @otherwise. Raw text in @arena. */
const char *ident_of(struct arena *, const char *raw, const char *otherwise);

#endif
