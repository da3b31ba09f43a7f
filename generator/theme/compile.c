// SPDX-License-Identifier: EUPL-1.2
#include "theme/builder.h"

#include <string.h>

DIAGNOSTIC(theme_recursion, ERROR, "'{1}' neemt zichzelf op, zonder einde",
           "'{1}' takes itself in, without end",
           "zet het in een deel dat ook leeg kan zijn, zoals {{#items}}...{{/items}}",
           "put it in a section that may be empty, such as {{#items}}...{{/items}}");
DIAGNOSTIC(theme_depth, ERROR, "bij '{1}' staan meer dan {2} templates in elkaar",
           "at '{1}' there are more than {2} templates inside each other",
           "neem templates minder diep in elkaar op", "take templates into each other less deeply");
DIAGNOSTIC(theme_branches, ERROR, "'{1}' begint en eindigt niet op dezelfde soort plek in de html",
           "'{1}' does not begin and end at the same kind of place in the HTML",
           "zet het hele attribuut of de hele tag erin, zoals {{#x}} class=\"y\"{{/x}}",
           "put the whole attribute or tag inside, such as {{#x}} class=\"y\"{{/x}}");
DIAGNOSTIC(theme_unfinished, ERROR, "'{1}' houdt op midden in een tag, een attribuut of commentaar",
           "'{1}' ends in the middle of a tag, an attribute or a comment",
           "sluit in dit template wat er begint", "close in this template what begins there");
DIAGNOSTIC(theme_raw, ERROR, "{{{{1}}}} mag alleen tussen tags staan",
           "{{{{1}}}} may only stand between tags", "schrijf hier {{{1}}}", "write {{{1}}} here");

// A template inside itself deeper than this is not indented further, so that
// the number of its programs ends.
enum { INDENTED_MAX = 8 };

static struct program *program_of(struct library *library, const struct use *use,
                                  const struct builder *caller);
static void add_nodes(struct builder *builder, struct node *parent, struct layout *layout,
                      const struct env *env);

// ---- Values ----

// {{text.key}}: the text is compiled in its place.
static void add_theme_text(struct builder *builder, struct node *node, str key)
{
    struct template *text = map_get(builder->library->by_key, key);
    if (text == NULL)
        return;
    if (text->active || builder->texts == DEPTH_MAX) {
        builder_complain(builder, node, text->active ? &theme_recursion : &theme_depth,
                         VALUES(node->text, NUMBER(DEPTH_MAX)));
        return;
    }
    struct layout layout = { .escape = true };
    text->active = true;
    builder->texts++;
    add_nodes(builder, text->nodes, &layout, NULL);
    builder->texts--;
    text->active = false;
}

static void add_name(struct builder *builder, struct node *node, enum markup_need need)
{
    static const uint8_t modes[] = {
        [NEED_TEXT] = MODE_TEXT, [NEED_ATTRIBUTE] = MODE_ATTRIBUTE, [NEED_ADDRESS] = MODE_ADDRESS
    };
    struct op op = builder_path_op(builder, OP_VALUE, node);
    op.mode = node->raw && !builder->library->checked ? MODE_RAW : modes[need];
    builder_op(builder, node, op);
}

static void add_value(struct builder *builder, struct node *node, struct layout *layout)
{
    builder_line(builder, node, layout, node->first);
    enum markup_need need = markup_need(&builder->markup);
    str key = text_key(builder->library, node);
    if (builder->markup.kind == MARKUP_BROKEN)
        builder->failed = true; // as was said where it broke
    else if (need >= NEED_REFUSED)
        builder_complain(builder, node, refusal_of(need), VALUES(node->text));
    else if (key.len > 0)
        add_theme_text(builder, node, key);
    else
        add_name(builder, node, need);
    if (node->raw && builder->library->checked && need != NEED_TEXT && need < NEED_REFUSED)
        builder_complain(builder, node, &theme_raw, VALUES(node->text));
    if (key.len == 0 || need >= NEED_REFUSED)
        markup_advance_value(&builder->markup);
}

// ---- Sections ----

static void add_section_alone(struct builder *builder, struct node *node, struct layout *layout,
                              const struct env *env)
{
    enum op_kind kind = node->kind == NODE_SECTION ? OP_SECTION : OP_INVERTED;
    struct markup from = builder->markup;
    builder_line(builder, node, layout, node->first);
    size_t index = builder_op(builder, node, builder_path_op(builder, kind, node));
    builder->sections++;
    add_nodes(builder, node, layout, env);
    builder->sections--;
    builder_literal_end(builder);
    builder->ops.at[index].skip = (uint32_t)(builder->ops.count - 1 - index);
    builder->ops.at[index].once = !markup_repeats(&from, &builder->markup);
}

// A text is there or not when the theme loads.
static void add_known_section(struct builder *builder, struct node *node, struct layout *layout,
                              const struct env *env, str key)
{
    const struct template *text = map_get(builder->library->by_key, key);
    bool there = text != NULL && text->source.len > 0;
    if (there == (node->kind == NODE_SECTION))
        add_nodes(builder, node, layout, env);
}

static bool is_else(const struct node *node, const struct node *next)
{
    return next != NULL && (next->kind == NODE_SECTION || next->kind == NODE_INVERTED) &&
           next->kind != node->kind && str_equal(next->text, node->text);
}

// A section, with the one behind it for the other case.  Whichever is filled,
// what follows must be at the same place in the HTML.  Returns the last node.
static struct node *add_section(struct builder *builder, struct node *node, struct layout *layout,
                                const struct env *env)
{
    str key = text_key(builder->library, node);
    if (key.len > 0) {
        add_known_section(builder, node, layout, env, key);
        return node;
    }
    struct markup other = builder->markup;
    struct node *last = node;
    enum first_line first = layout->first;
    add_section_alone(builder, node, layout, env);
    if (is_else(node, node->next)) {
        struct markup end = builder->markup;
        builder->markup = other;
        other = end;
        last = node->next;
        layout->first = first;
        add_section_alone(builder, last, layout, env);
    }
    if (!markup_join(&other, &builder->markup, &builder->markup))
        builder_complain(builder, node, &theme_branches, VALUES(node->text));
    return last;
}

// ---- Partials, parents and blocks ----

static const struct node *env_find(const struct env *env, str name, const struct env **outer)
{
    const struct node *found = NULL;
    for (; env != NULL; env = env->outer) {
        const struct node *block = map_get(env->parent->blocks, name);
        if (block == NULL)
            continue;
        found = block;
        *outer = env->outer;
    }
    return found;
}

static bool env_covers(const struct env *env, const struct node *parent)
{
    const struct env *outer;
    for (const struct node *node = parent->children; node != NULL; node = node->next)
        if (node->kind == NODE_BLOCK && env_find(env, node->text, &outer) == NULL)
            return false;
    return true;
}

// One for each pair, so that equal ones have one address.
static const struct env *env_of(struct library *library, const struct node *parent,
                                const struct env *outer)
{
    if (env_covers(outer, parent))
        return outer;
    struct env *env = ARENA_NEW(library->scratch, struct env);
    *env = (struct env){ parent, outer };
    str key = { (const char *)env, sizeof *env };
    struct env *known = map_get(library->envs, key);
    if (known == NULL)
        map_put(library->envs, key, env);
    return known == NULL ? env : known;
}

// A partial that is being compiled and that is taken in whatever the values are.
static bool is_endless(const struct builder *builder, const struct program *program)
{
    while (builder->program != program && builder->sections == 0)
        builder = builder->caller;
    return builder->sections == 0;
}

static unsigned times_inside(const struct builder *builder, const struct template *template)
{
    unsigned times = 0;
    for (; builder != NULL; builder = builder->caller)
        times += builder->use->template == template;
    return times;
}

static struct program *program_used(struct builder *builder, struct node *node,
                                    struct template *template, str indent, const struct env *env)
{
    if (builder->depth == DEPTH_MAX) {
        builder_complain(builder, node, &theme_depth, VALUES(template->name, NUMBER(DEPTH_MAX)));
        return NULL;
    }
    if (!builder_grow(builder, node, PROGRAM_SIZE + indent.len))
        return NULL;
    bool deep = times_inside(builder, template) >= INDENTED_MAX;
    struct use use = { .template = template,
                       .indent = deep ? builder->use->indent : indent,
                       .env = env,
                       .markup = builder->markup,
                       .quiet = builder->quiet || node->dynamic };
    return program_of(builder->library, &use, builder);
}

static void add_call(struct builder *builder, struct node *node, str indent, const struct env *env)
{
    struct template *template = map_get(builder->library->by_name, node->text);
    if (template == NULL)
        return;
    struct program *program = program_used(builder, node, template, indent, env);
    if (program == NULL)
        return;
    if (program->builder == NULL) {
        bool text = builder->markup.kind == MARKUP_TEXT;
        builder->markup = program->end;
        builder->failed |= program->failed;
        if (text)
            builder_remember(builder, node);
    } else if (is_endless(builder, program)) {
        builder_complain(builder, node, &theme_recursion, VALUES(node->text));
        return;
    }
    struct op op = { .kind = OP_CALL };
    op.as.program = program;
    builder_op(builder, node, op);
}

// Every template that fits here may be named.
static void add_choice(struct builder *builder, struct node *node, str indent,
                       const struct env *env)
{
    struct library *library = builder->library;
    struct choice *choice = ARENA_NEW(library->arena, struct choice);
    choice->path = path_kept(library->arena, node->path);
    choice->programs = map_new(library->arena);
    builder->sections++;
    for (size_t i = 0; i < library->count; i++) {
        struct template *template = &library->templates[i];
        struct program *program = program_used(builder, node, template, indent, env);
        bool fits = program != NULL && !program->failed &&
                    (program->builder != NULL || markup_equal(&program->end, &builder->markup));
        if (fits)
            map_put(choice->programs, arena_copy(library->arena, template->name), program);
    }
    builder->sections--;
    struct op op = { .kind = OP_DYNAMIC };
    op.as.choice = choice;
    builder_op(builder, node, op);
}

static void add_reference(struct builder *builder, struct node *node, struct layout *layout,
                          const struct env *env)
{
    builder_line(builder, node, layout, node->first);
    str indent =
        node->alone ? layout_inside(builder->library->scratch, layout, node->indent) : STR("");
    if (node->kind == NODE_PARENT)
        env = env_of(builder->library, node, env);
    if (node->dynamic)
        add_choice(builder, node, indent, env);
    else
        add_call(builder, node, indent, env);
}

// What replaces a block is laid out as the block: it loses its own margin and
// gets that of the block.
static void add_replaced(struct builder *builder, struct node *block, const struct node *by,
                         const struct layout *layout, const struct env *env)
{
    struct layout inside = { .dedent = by->margin, .indent = layout->indent };
    inside.first = block->alone ? FIRST_INDENTED : FIRST_BARE;
    if (block->alone || (block->first && block->last_on_line))
        inside.indent = layout_inside(builder->library->scratch, layout, block->margin);
    add_nodes(builder, (struct node *)by, &inside, env);
}

static void add_block(struct builder *builder, struct node *node, struct layout *layout,
                      const struct env *env)
{
    const struct env *outer = NULL;
    const struct node *by = env_find(env, node->text, &outer);
    if (!node->alone && node->first && node->indent.len == 0)
        builder_line(builder, node, layout, true);
    if (by == NULL)
        add_nodes(builder, node, layout, env);
    else
        add_replaced(builder, node, by, layout, outer);
}

// ---- Programs ----

static void add_nodes(struct builder *builder, struct node *parent, struct layout *layout,
                      const struct env *env)
{
    bool fits = builder->library->size < ALL_SIZE_MAX;
    for (struct node *node = parent->children; fits && node != NULL; node = node->next) {
        switch (node->kind) {
        case NODE_TEXT:
            builder_text(builder, node, layout);
            break;
        case NODE_VALUE:
            add_value(builder, node, layout);
            break;
        case NODE_SECTION:
        case NODE_INVERTED:
            node = add_section(builder, node, layout, env);
            break;
        case NODE_PARTIAL:
        case NODE_PARENT:
            add_reference(builder, node, layout, env);
            break;
        case NODE_BLOCK:
            add_block(builder, node, layout, env);
            break;
        }
    }
}

// Equal uses have equal keys.
static str key_of(struct arena *arena, const struct use *use)
{
    struct buf key = { 0 };
    buf_add(&key, (str){ (const char *)&use->template, sizeof use->template });
    buf_add(&key, (str){ (const char *)&use->env, sizeof use->env });
    buf_add(&key, (str){ (const char *)&use->markup, sizeof use->markup });
    buf_add_char(&key, (char)use->quiet);
    buf_add(&key, use->indent);
    str copy = arena_copy(arena, buf_view(&key));
    buf_release(&key);
    return copy;
}

// A page ends where it begins, and so does what takes itself in.
static void check_end(struct builder *builder)
{
    bool moved = !markup_equal(&builder->use->markup, &builder->markup);
    if (!moved || builder->failed || (builder->caller != NULL && !builder->program->recursive))
        return;
    struct node *root = builder->use->template->nodes;
    bool known = builder->opened.home != NULL;
    builder_complain(builder, known ? &builder->opened : root, &theme_unfinished,
                     VALUES(builder->use->template->name));
}

static void build_end(struct builder *builder)
{
    struct program *program = builder->program;
    builder_literal_end(builder);
    buf_release(&builder->literal);
    if (builder->library->checked)
        check_end(builder);
    struct op *ops = ARENA_ARRAY(builder->library->arena, struct op, builder->ops.count + 1);
    if (builder->ops.count > 0)
        memcpy(ops, builder->ops.at, builder->ops.count * sizeof *ops);
    program->ops = ops;
    program->count = builder->ops.count;
    program->end = builder->markup;
    program->failed = builder->failed;
    program->builder = NULL;
}

static struct program *program_new(struct library *library, const struct use *use,
                                   const struct builder *caller)
{
    struct program *program = ARENA_NEW(library->arena, struct program);
    struct builder builder = { .library = library,
                               .program = program,
                               .use = use,
                               .caller = caller,
                               .markup = use->markup,
                               .depth = caller == NULL ? 0 : caller->depth + 1,
                               .quiet = use->quiet };
    struct layout layout = { .indent = use->indent };
    program->builder = &builder;
    use->template->reached |= !use->quiet;
    map_put(library->programs, key_of(library->scratch, use), program);
    add_nodes(&builder, use->template->nodes, &layout, use->env);
    build_end(&builder);
    return program;
}

static struct program *program_of(struct library *library, const struct use *use,
                                  const struct builder *caller)
{
    struct program *program = map_get(library->programs, key_of(library->scratch, use));
    if (program == NULL)
        return program_new(library, use, caller);
    program->recursive |= program->builder != NULL;
    return program;
}

const struct program *program_compile(struct library *library, struct template *template,
                                      bool quiet)
{
    struct use use = { .template = template, .quiet = quiet };
    return program_of(library, &use, NULL);
}
