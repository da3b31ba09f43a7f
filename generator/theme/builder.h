// SPDX-License-Identifier: EUPL-1.2
// A program in the making: operations, lines and messages (emit.c), from nodes
// (compile.c).

#pragma once

#include "base/list.h"
#include "theme/template.h"

// Bounds for what templates that take each other in may grow to: bytes, counted
// roughly.
enum { OP_SIZE = 64, PROGRAM_SIZE = 1024, ALL_SIZE_MAX = 16 * 1024 * 1024 };

// The blocks that are replaced.  Those of `outer` win: they were written
// nearer to the page.
struct env {
    const struct node *parent; // has the blocks
    const struct env *outer;
};

enum first_line { FIRST_AS_IT_IS, FIRST_INDENTED, FIRST_BARE };

// How lines are laid out.
struct layout {
    str indent;            // put before each line
    str dedent;            // taken from each line's own spaces
    enum first_line first; // what is special about the line that comes first
    bool escape;           // literal text is text, not HTML
};

// One way in which a template is used.
struct use {
    struct template *template;
    str indent;
    const struct env *env;
    struct markup markup;
    bool quiet;
};

struct builder {
    struct library *library;
    struct program *program;
    const struct use *use;
    const struct builder *caller;
    LIST(struct op) ops;
    struct buf literal; // not yet an operation
    struct markup markup;
    unsigned depth;
    unsigned texts;     // inside each other
    unsigned sections;  // open ones
    struct node opened; // what last began a tag, a comment, ...: for its place
    bool quiet;
    bool failed;
};

void builder_complain(struct builder *builder, struct node *node,
                      const struct diagnostic_kind *kind, const str *values);

// Makes room for `size` more.  Returns false, with a message, when that is too much.
bool builder_grow(struct builder *builder, struct node *node, size_t size);

// Returns the operation's index; the same one for all when there is no room.
size_t builder_op(struct builder *builder, struct node *node, struct op op);

// An operation on the name of `node`.
struct op builder_path_op(struct builder *builder, enum op_kind kind, const struct node *node);

// Adds literal text, as it is.
void builder_literal(struct builder *builder, struct node *node, str text);

// Makes an operation of the literal text so far.
void builder_literal_end(struct builder *builder);

// Remembers `node` when it has left the text between tags.
void builder_remember(struct builder *builder, const struct node *node);

// Before something that `begins` a line in its template.
void builder_line(struct builder *builder, struct node *node, struct layout *layout, bool begins);

// Adds a NODE_TEXT.
void builder_text(struct builder *builder, struct node *node, struct layout *layout);

// The indentation of what stands behind `spaces` in lines laid out so.
str layout_inside(struct arena *arena, const struct layout *layout, str spaces);

struct path path_kept(struct arena *arena, struct path path);
