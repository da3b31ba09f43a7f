// SPDX-License-Identifier: EUPL-1.2
#include "theme/template.h"

#include "base/html.h"

#include <string.h>

enum { FILTER_WORDS = 4, MISSES_FEW = 2 };

// A value that names are looked up in, and those around it.  A name that is
// further down is looked for in vain on the way; after a few times the frame
// remembers a bit for each name it has, and most of that ends there.
struct frame {
    const struct value *value;
    struct frame *below;
    unsigned misses;
    uint64_t filter[FILTER_WORDS]; // from MISSES_FEW misses on
};

static const struct value nothing = { .kind = VALUE_FALSE };
static const struct value refused_address = { .kind = VALUE_TEXT, .as.text = { "#", 1 } };

// Most names differ in length, or at one of their ends.
static bool name_equal(str a, str b)
{
    if (a.len != b.len || a.len == 0)
        return false;
    size_t last = a.len - 1;
    return a.at[0] == b.at[0] && a.at[last] == b.at[last] && memcmp(a.at, b.at, last) == 0;
}

static const struct value *member_of(const struct value *value, str name)
{
    if (value->kind != VALUE_OBJECT)
        return NULL;
    const struct object *object = value->as.object;
    for (size_t i = 0; i < object->count; i++)
        if (name_equal(object->members[i].name, name))
            return &object->members[i].value;
    return NULL;
}

// A number below 64 * FILTER_WORDS that names mostly do not share.
static unsigned filter_bit(str name)
{
    const unsigned char *at = (const unsigned char *)name.at;
    unsigned len = (unsigned)name.len;
    if (len == 0)
        return 0;
    return (at[0] * 7U + at[len / 2] * 31U + at[len - 1] * 59U + len * 17U) % (64 * FILTER_WORDS);
}

static void filter_fill(struct frame *frame)
{
    const struct object *object = frame->value->as.object;
    memset(frame->filter, 0, sizeof frame->filter);
    for (size_t i = 0; i < object->count; i++) {
        unsigned bit = filter_bit(object->members[i].name);
        frame->filter[bit / 64] |= (uint64_t)1 << bit % 64;
    }
}

static bool filter_excludes(const struct frame *frame, unsigned bit)
{
    return frame->misses >= MISSES_FEW && (frame->filter[bit / 64] >> bit % 64 & 1) == 0;
}

static const struct value *named(str name, struct frame *frame)
{
    unsigned bit = filter_bit(name);
    for (; frame != NULL; frame = frame->below) {
        if (frame->value->kind != VALUE_OBJECT || filter_excludes(frame, bit))
            continue;
        const struct value *found = member_of(frame->value, name);
        if (found != NULL)
            return found;
        if (++frame->misses == MISSES_FEW)
            filter_fill(frame);
    }
    return NULL;
}

// The first part is looked for in all frames, the others only inside it.
static const struct value *value_at(struct path path, struct frame *frame)
{
    if (path.count == 0)
        return frame->value;
    const struct value *value = named(path.parts[0], frame);
    for (size_t i = 1; i < path.count && value != NULL; i++)
        value = member_of(value, path.parts[i]);
    return value == NULL ? &nothing : value;
}

static bool is_true(const struct value *value)
{
    switch (value->kind) {
    case VALUE_FALSE:
        return false;
    case VALUE_TEXT:
    case VALUE_HTML:
        return value->as.text.len > 0;
    case VALUE_LIST:
        return value->as.list.count > 0;
    case VALUE_TRUE:
    case VALUE_OBJECT:
        break;
    }
    return true;
}

// HTML as text of an attribute: its references stay, its tags are shown.
static void add_html_escaped(struct buf *to, str html)
{
    size_t from = 0;
    for (size_t at; (at = str_find_char(html, '&', from)) != STR_NONE; from = at + 1) {
        buf_add_escaped(to, str_slice(html, from, at));
        buf_add_char(to, '&');
    }
    buf_add_escaped(to, str_after(html, from));
}

static void add_value(struct buf *to, const struct value *value, enum op_mode mode)
{
    bool html = value->kind == VALUE_HTML;
    if (value->kind == VALUE_TRUE)
        buf_add(to, STR("true"));
    if (!html && value->kind != VALUE_TEXT)
        return;
    if (mode == MODE_ADDRESS && (html || !markup_address_allowed(value->as.text)))
        value = &refused_address;
    if (mode == MODE_RAW || (mode == MODE_TEXT && html))
        buf_add(to, value->as.text);
    else if (html && value != &refused_address)
        add_html_escaped(to, value->as.text);
    else
        buf_add_escaped(to, value->as.text);
}

// A template that takes itself in again for each of the same items would fill
// for ages: this many calls below DEEP, and no more.
enum { DEEP = 32, DEEP_CALLS_MAX = 10000 };

struct filling {
    struct buf *to;
    unsigned depth;
    unsigned deep_calls;
};

static void fill(struct filling *filling, const struct op *op, const struct op *end,
                 struct frame *frame);

static bool is_too_deep(struct filling *filling)
{
    filling->deep_calls += filling->depth > DEEP;
    return filling->depth >= DEPTH_MAX || filling->deep_calls > DEEP_CALLS_MAX;
}

static void fill_program(struct filling *filling, const struct program *program,
                         struct frame *frame)
{
    if (is_too_deep(filling))
        return;
    filling->depth++;
    fill(filling, program->ops, program->ops + program->count, frame);
    filling->depth--;
}

static void fill_choice(struct filling *filling, const struct choice *choice, struct frame *frame)
{
    const struct value *name = value_at(choice->path, frame);
    if (name->kind != VALUE_TEXT)
        return;
    const struct program *program = map_get(choice->programs, name->as.text);
    if (program != NULL)
        fill_program(filling, program, frame);
}

// What is no list and no mere truth is the one item.
static void fill_section(struct filling *filling, const struct op *op, struct frame *frame)
{
    const struct value *value = value_at(op->as.path, frame);
    if (!is_true(value))
        return;
    const struct op *end = op + 1 + op->skip;
    if (value->kind == VALUE_TRUE) {
        fill(filling, op + 1, end, frame);
        return;
    }
    bool list = value->kind == VALUE_LIST;
    const struct value *items = list ? value->as.list.at : value;
    size_t count = list && !op->once ? value->as.list.count : 1;
    for (size_t i = 0; i < count; i++)
        fill(filling, op + 1, end, &(struct frame){ .value = &items[i], .below = frame });
}

static void fill(struct filling *filling, const struct op *op, const struct op *end,
                 struct frame *frame)
{
    for (; op < end; op++) {
        switch ((enum op_kind)op->kind) {
        case OP_LITERAL:
            buf_add(filling->to, op->as.literal);
            break;
        case OP_VALUE:
            add_value(filling->to, value_at(op->as.path, frame), (enum op_mode)op->mode);
            break;
        case OP_SECTION:
            fill_section(filling, op, frame);
            op += op->skip;
            break;
        case OP_INVERTED:
            if (is_true(value_at(op->as.path, frame)))
                op += op->skip;
            break;
        case OP_CALL:
            fill_program(filling, op->as.program, frame);
            break;
        case OP_DYNAMIC:
            fill_choice(filling, op->as.choice, frame);
            break;
        }
    }
}

void program_fill(const struct program *program, const struct value *context, struct buf *to)
{
    struct filling filling = { .to = to };
    fill_program(&filling, program, &(struct frame){ .value = context });
}
