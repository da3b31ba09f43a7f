// SPDX-License-Identifier: EUPL-1.2
#include "theme/builder.h"

#include "base/html.h"

DIAGNOSTIC(theme_too_large, ERROR, "de templates samen worden te groot",
           "the templates together become too large", "neem minder templates in elkaar op",
           "take fewer templates into each other");
DIAGNOSTIC(theme_glued, ERROR, "dit zit vast aan een naam die in een deel ervoor staat",
           "this is glued to a name that stands in a section before", "zet er een spatie tussen",
           "put a space between");

void library_complain(struct library *library, struct node *node,
                      const struct diagnostic_kind *kind, const str *values)
{
    if (library->failures++ < FAILURES_MAX)
        node_diagnose(node, library->diagnostics, kind, values);
}

void builder_complain(struct builder *builder, struct node *node,
                      const struct diagnostic_kind *kind, const str *values)
{
    builder->failed = true;
    if (!builder->quiet)
        library_complain(builder->library, node, kind, values);
}

// ---- Operations ----

// Returns false, with a message, when there is no room for more.
bool builder_grow(struct builder *builder, struct node *node, size_t size)
{
    struct library *library = builder->library;
    if (library->size + size <= ALL_SIZE_MAX) {
        library->size += size;
        return true;
    }
    library->size = ALL_SIZE_MAX; // so that nothing fits from now on
    builder->failed = true;
    library_complain(library, node, &theme_too_large, NULL);
    return false;
}

void builder_literal_end(struct builder *builder)
{
    if (builder->literal.len == 0)
        return;
    struct op op = { .kind = OP_LITERAL };
    op.as.literal = arena_copy(builder->library->arena, buf_view(&builder->literal));
    LIST_ADD(builder->library->scratch, builder->ops, op);
    buf_clear(&builder->literal);
}

// Returns its index; the same one for all when there is no room.
size_t builder_op(struct builder *builder, struct node *node, struct op op)
{
    builder_literal_end(builder);
    if (builder_grow(builder, node, OP_SIZE) || builder->ops.count == 0)
        LIST_ADD(builder->library->scratch, builder->ops, op);
    return builder->ops.count - 1;
}

void builder_remember(struct builder *builder, const struct node *node)
{
    if (builder->markup.kind == MARKUP_TEXT)
        return;
    builder->opened = (struct node){ .home = node->home, .offset = node->offset };
    size_t last = node->kind == NODE_TEXT ? str_find_last(node->text, '<') : STR_NONE;
    if (last != STR_NONE)
        builder->opened.offset += last;
}

void builder_literal(struct builder *builder, struct node *node, str text)
{
    if (text.len == 0 || !builder_grow(builder, node, text.len))
        return;
    buf_add(&builder->literal, text);
    if (!builder->library->checked)
        return;
    enum markup_kind before = builder->markup.kind;
    markup_advance(&builder->markup, text);
    if (builder->markup.kind == MARKUP_BROKEN && before != MARKUP_BROKEN)
        builder_complain(builder, node, &theme_glued, NULL);
    if (before == MARKUP_TEXT)
        builder_remember(builder, node);
}

struct path path_kept(struct arena *arena, struct path path)
{
    str *parts = ARENA_ARRAY(arena, str, path.count + 1);
    for (size_t i = 0; i < path.count; i++)
        parts[i] = arena_copy(arena, path.parts[i]);
    return (struct path){ parts, path.count };
}

struct op builder_path_op(struct builder *builder, enum op_kind kind, const struct node *node)
{
    struct op op = { .kind = (uint8_t)kind };
    op.as.path = path_kept(builder->library->arena, node->path);
    return op;
}

// ---- Lines ----

// `spaces` without what it shares with `dedent` at the start.
static str dedented(str spaces, str dedent)
{
    size_t shared = 0;
    while (shared < spaces.len && shared < dedent.len && spaces.at[shared] == dedent.at[shared])
        shared++;
    return str_after(spaces, shared);
}

str layout_inside(struct arena *arena, const struct layout *layout, str spaces)
{
    str parts[] = { layout->indent, dedented(spaces, layout->dedent), { 0 } };
    if (parts[0].len == 0)
        return parts[1];
    return parts[1].len == 0 ? parts[0] : arena_join(arena, parts);
}

// Before something that `begins` a line in its template.
void builder_line(struct builder *builder, struct node *node, struct layout *layout, bool begins)
{
    enum first_line first = layout->first;
    layout->first = FIRST_AS_IT_IS;
    if (first == FIRST_INDENTED || (begins && first != FIRST_BARE))
        builder_literal(builder, node, layout->indent);
}

static void add_literal(struct builder *builder, struct node *node, const struct layout *layout,
                        str text)
{
    if (!layout->escape) {
        builder_literal(builder, node, text);
        return;
    }
    struct buf escaped = { 0 };
    buf_add_escaped(&escaped, text);
    builder_literal(builder, node, buf_view(&escaped));
    buf_release(&escaped);
}

static bool line_empty(str line)
{
    return line.at[0] == '\n' || (line.len > 1 && line.at[0] == '\r' && line.at[1] == '\n');
}

static void add_line(struct builder *builder, struct node *node, struct layout *layout, str line,
                     bool begins)
{
    if (!line_empty(line))
        builder_line(builder, node, layout, begins);
    add_literal(builder, node, layout, begins ? dedented(line, layout->dedent) : line);
}

void builder_text(struct builder *builder, struct node *node, struct layout *layout)
{
    bool plain = layout->indent.len == 0 && layout->dedent.len == 0;
    if (node->text.len == 0 || plain) {
        builder_line(builder, node, layout, node->first);
        add_literal(builder, node, layout, node->text);
        return;
    }
    str rest = node->text;
    for (bool begins = node->first; rest.len > 0; begins = true) {
        size_t end = str_find_char(rest, '\n', 0);
        str line = end == STR_NONE ? rest : str_slice(rest, 0, end + 1);
        add_line(builder, node, layout, line, begins);
        rest = str_after(rest, line.len);
    }
}
