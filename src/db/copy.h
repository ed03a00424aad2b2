/* A private copy of a file that can only be read after its journal was played back, with the journal. For this folder. */
#ifndef DB_COPY_H
#define DB_COPY_H

#include "base/err.h"
#include <limits.h>

struct copy { char folder[PATH_MAX], file[PATH_MAX + 16]; };

/* Copy @file and what lies beside it (-wal, -journal) into a new folder of ours; @path names it in sentences. ERR_BUSY:
 * it was written meanwhile; ERR_FULL, ERR_IO; nothing is left behind on error. */
enum err copy_make(struct copy *, const char *path, const char *file);
/* Play the journal back, so that the file alone holds all. An extended result code. */
int copy_recover(const struct copy *);
/* Take the names away; what has it open keeps it. */
void copy_release(struct copy *);

#endif
