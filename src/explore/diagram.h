/* The outline as the text that other programs draw diagrams from. */
#ifndef EXPLORE_DIAGRAM_H
#define EXPLORE_DIAGRAM_H

#include "explore/outline.h"

struct buffer;

/* Whole lines of text. Names that the form cannot hold as they are stand in quotes, with '_' for what would end them. */
typedef void diagram_writer(struct buffer *, struct arena *, const struct outline *);
diagram_writer diagram_mermaid, diagram_dot, diagram_dbml;

#endif
