/* A folder of our own that goes with us; what a killed program left behind goes when the next one is made. */
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H

#include "base/err.h"

struct folder;

/* Make one (0700) in the state folder, named after @stem, and take away those of that stem that nobody holds any more. ERR_IO. */
enum err folder_new(struct folder **out, const char *stem);
const char *folder_path(const struct folder *);
/* With all the files in it; NULL is fine. */
void folder_free(struct folder *);

#endif
