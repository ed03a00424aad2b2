/* Names as Sequelize makes them: camelCase keys, snake_case columns, quoted identifiers, English plurals. */
#ifndef MODEL_NAMES_H
#define MODEL_NAMES_H

struct arena;

/* `name`, with backticks doubled. */
const char *quote_name(struct arena *, const char *name);
/* "user" and "id" to "userId"; "blog_post" and "id" to "blogPostId". */
const char *camel_join(struct arena *, const char *first, const char *second);
/* "blogPost" to "blog_post". */
const char *snake_case(struct arena *, const char *name);
/* "products" to "Products": as in method names, getProducts. */
const char *upper_first(struct arena *, const char *name);

/* English, by the rules and the order of the inflection package, its mistakes ("shoes" to "sho") included: names in
 * the file must be those that Sequelize makes. */
const char *plural_of(struct arena *, const char *word);
const char *singular_of(struct arena *, const char *word);

#endif
