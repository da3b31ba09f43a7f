// SPDX-License-Identifier: EUPL-1.2
// Whatever is in any way special is left to libyaml: a value that goes on on the next
// line, a colon or a hash in it, an escape, a comment, a blank line, an empty value.
#include "yaml/plain.h"

#include "base/utf8.h"
#include "yaml/pairs.h"

// libyaml wants a name on one line, and less than 1024 characters.
enum { NAME_MOST = 255 };

struct plain {
    struct reader *reader;
    size_t number;  // of the line being read
    str line;       // without its end
    size_t at;      // byte in it
    size_t counted; // bytes of it, which are
    size_t columns; // so many characters
};

// ---- Characters ----

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Or any character that is not ASCII: none of these means something in YAML.
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_in_name(char c)
{
    return (unsigned char)c < 0x80 && (is_letter(c) || is_digit(c) || c == '_' || c == '-');
}

// Characters that libyaml refuses, or takes for the end of a line or for nothing: C0, C1,
// a tab, U+FEFF and its neighbours.
static bool is_common(str line)
{
    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.at[i];
        bool c1 = c == 0xC2 && (unsigned char)line.at[i + 1] < 0xA0;
        if (c < 0x20 || c == 0x7F || c1 || c == 0xEF)
            return false;
    }
    return true;
}

// ---- On a line ----

static bool line_take(struct plain *plain)
{
    struct reader *reader = plain->reader;
    plain->line = reader_line(reader, plain->number);
    plain->at = plain->counted = plain->columns = 0;
    return is_common(plain->line);
}

static bool is_at_end(const struct plain *plain)
{
    return plain->at == plain->line.len;
}

// The character that comes; at the end of the line, the one that ends it.
static char peek(const struct plain *plain)
{
    return is_at_end(plain) ? '\n' : plain->line.at[plain->at];
}

static bool skip(struct plain *plain, char c)
{
    bool there = peek(plain) == c;
    plain->at += there;
    return there;
}

static void skip_spaces(struct plain *plain)
{
    while (skip(plain, ' '))
        continue;
}

static struct yaml_node *node_here(struct plain *plain, enum yaml_type type)
{
    str before = str_slice(plain->line, plain->counted, plain->at);
    plain->columns += utf8_length(before);
    plain->counted = plain->at;
    struct place place = {
        .path = plain->reader->path,
        .line = plain->reader->first_line + (unsigned)plain->number,
        .column = (unsigned)plain->columns + 1,
        .source = plain->line,
    };
    return reader_node(plain->reader, type, place);
}

// ---- Scalars ----

static struct yaml_node *quoted_read(struct plain *plain)
{
    struct yaml_node *node = node_here(plain, YAML_SCALAR);
    char quote = peek(plain);
    size_t from = ++plain->at;
    while (!is_at_end(plain) && peek(plain) != quote && peek(plain) != '\\')
        plain->at++;
    node->text = str_slice(plain->line, from, plain->at);
    node->quoted = true;
    return skip(plain, quote) ? node : NULL;
}

// Whether what comes is none that a value without quotes holds for sure.
static bool is_special(const struct plain *plain, bool in_brackets)
{
    switch (peek(plain)) {
    case ':':
    case '#':
        return true;
    case '?':
    case '[':
    case '{':
    case '}':
        return in_brackets;
    default:
        return false;
    }
}

static bool is_end_of_bare(const struct plain *plain, bool in_brackets)
{
    char c = peek(plain);
    return is_at_end(plain) || (in_brackets && (c == ',' || c == ']'));
}

static struct yaml_node *bare_read(struct plain *plain, bool in_brackets)
{
    if (!is_letter(peek(plain)) && !is_digit(peek(plain)))
        return NULL;
    struct yaml_node *node = node_here(plain, YAML_SCALAR);
    size_t from = plain->at;
    for (; !is_end_of_bare(plain, in_brackets); plain->at++)
        if (is_special(plain, in_brackets))
            return NULL;
    size_t end = plain->at;
    while (plain->line.at[end - 1] == ' ')
        end--;
    node->text = str_slice(plain->line, from, end);
    return node;
}

static struct yaml_node *scalar_read(struct plain *plain, bool in_brackets)
{
    bool quoted = peek(plain) == '"' || peek(plain) == '\'';
    struct yaml_node *node = quoted ? quoted_read(plain) : bare_read(plain, in_brackets);
    skip_spaces(plain);
    return node;
}

// ---- Lists ----

struct items {
    LIST(struct yaml_node *) list;
};

static struct yaml_node *list_end(struct yaml_node *node, const struct items *items)
{
    node->items = items->list.at;
    node->count = items->list.count;
    return node;
}

// [a, b], at its bracket.
static struct yaml_node *brackets_read(struct plain *plain)
{
    struct yaml_node *node = node_here(plain, YAML_LIST);
    struct items items = { 0 };
    plain->at++;
    skip_spaces(plain);
    bool more = peek(plain) != ']';
    while (more) {
        struct yaml_node *item = scalar_read(plain, true);
        if (item == NULL)
            return NULL;
        LIST_ADD(plain->reader->arena, items.list, item);
        more = skip(plain, ',');
        skip_spaces(plain);
    }
    bool closed = skip(plain, ']');
    skip_spaces(plain);
    return closed ? list_end(node, &items) : NULL;
}

// Goes behind the dash of an item, if there is one on the line.
static bool dash_skip(struct plain *plain)
{
    skip_spaces(plain);
    size_t dash = plain->at;
    if (!skip(plain, '-') || !skip(plain, ' '))
        return false;
    plain->at = dash;
    return true;
}

// The lines with dashes below a name.
static struct yaml_node *dashes_read(struct plain *plain)
{
    struct yaml_node *node = NULL;
    size_t indent = 0;
    struct items items = { 0 };
    for (;;) {
        plain->number++;
        if (!line_take(plain))
            return NULL;
        if (!dash_skip(plain) || (node != NULL && plain->at != indent))
            break;
        indent = plain->at;
        node = node == NULL ? node_here(plain, YAML_LIST) : node;
        plain->at++;
        skip_spaces(plain);
        struct yaml_node *item = scalar_read(plain, false);
        if (item == NULL || !is_at_end(plain))
            return NULL;
        LIST_ADD(plain->reader->arena, items.list, item);
    }
    return node == NULL ? NULL : list_end(node, &items);
}

// ---- Fields ----

// The name that begins the line, and goes behind its colon.
static struct yaml_node *name_read(struct plain *plain)
{
    if (!is_in_name(peek(plain)) || !is_letter(peek(plain)))
        return NULL;
    struct yaml_node *node = node_here(plain, YAML_SCALAR);
    while (is_in_name(peek(plain)) && plain->at < NAME_MOST)
        plain->at++;
    node->text = str_slice(plain->line, 0, plain->at);
    bool well = skip(plain, ':') && (is_at_end(plain) || peek(plain) == ' ');
    skip_spaces(plain);
    return well ? node : NULL;
}

// Ends at the line behind the value.
static struct yaml_node *value_read(struct plain *plain)
{
    if (is_at_end(plain))
        return dashes_read(plain);
    struct yaml_node *value = peek(plain) == '[' ? brackets_read(plain) : scalar_read(plain, false);
    if (value == NULL || !is_at_end(plain))
        return NULL;
    plain->number++;
    return line_take(plain) ? value : NULL;
}

static struct yaml_node *map_read(struct plain *plain)
{
    const struct reader *reader = plain->reader;
    struct pairs pairs = { 0 };
    struct yaml_node *node = node_here(plain, YAML_MAP);
    while (reader->lines.at[plain->number] < reader->text.len) {
        plain->at = 0;
        struct yaml_node *name = name_read(plain);
        struct yaml_node *value = name == NULL ? NULL : value_read(plain);
        if (value == NULL)
            return NULL;
        pairs_add(&pairs, reader->arena, name, value);
    }
    node->pairs = pairs.list.at;
    node->count = pairs.list.count;
    return node;
}

struct yaml_node *plain_read(struct reader *reader)
{
    struct plain plain = { .reader = reader };
    // So long that it may have more nodes than are allowed, it is left to libyaml too.
    bool likely = reader->text.len > 0 && reader->text.len < YAML_NODES_MAX &&
                  utf8_valid(reader->text) && line_take(&plain);
    struct yaml_node *root = likely ? map_read(&plain) : NULL;
    if (root == NULL)
        reader->nodes = 0;
    return root;
}
