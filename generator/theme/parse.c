// SPDX-License-Identifier: EUPL-1.2
#include "theme/template.h"

#include "base/list.h"

DIAGNOSTIC(theme_tag_open, ERROR, "de tag '{1}' wordt niet gesloten", "the tag '{1}' is not closed",
           "zet '{2}' achter de naam", "write '{2}' behind the name");
DIAGNOSTIC(theme_tag_empty, ERROR, "in de tag '{1}' staat geen goede naam",
           "there is no proper name in the tag '{1}'",
           "schrijf een naam zonder spaties, zoals {{title}} of {{site.title}}",
           "write a name without spaces, such as {{title}} or {{site.title}}");
DIAGNOSTIC(theme_delimiters, ERROR, "met '{1}' kunnen de haakjes niet veranderd worden",
           "'{1}' does not set delimiters",
           "schrijf twee tekens met een spatie ertussen: {{=<% %>=}}",
           "write two of them with a space between: {{=<% %>=}}");
DIAGNOSTIC(theme_section_open, ERROR, "'{1}' wordt niet gesloten", "'{1}' is not closed",
           "schrijf verderop '{2}'", "write '{2}' further on");
DIAGNOSTIC(theme_section_close, ERROR, "'{1}' sluit iets dat niet open is",
           "'{1}' closes what is not open", "bedoel je '{2}'?", "did you mean '{2}'?");
DIAGNOSTIC(theme_nesting, ERROR, "hier staan te veel delen in elkaar (meer dan {1})",
           "too many sections inside each other (more than {1})",
           "zet een deel in een eigen template", "move a part to a template of its own");

struct parser {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct template *template;
    str source;
    str open; // the delimiters
    str close;
    struct node *inside; // the innermost node that is not closed
    unsigned depth;
    size_t text; // where the text that is not yet in a node begins
    unsigned failures;
};

// What stands between two delimiters.
struct tag {
    char sigil; // 0 for a plain name
    str name;   // trimmed
    size_t from;
    size_t to;
    size_t line; // where its line begins when only spaces come before, else `from`
    size_t rest; // where the next line begins when only spaces follow, else `to`
    bool begins; // only spaces before
    bool ends;   // only spaces behind
};

struct place node_place(const struct node *node)
{
    const struct template *home = node->home;
    return home->is_text ? home->place : place_in(home->path, home->source, node->offset);
}

void node_diagnose(struct node *node, struct diagnostics *diagnostics,
                   const struct diagnostic_kind *kind, const str *values)
{
    if (node->reported)
        return;
    node->reported = true;
    diagnose(diagnostics, kind, node_place(node), values);
}

static void complain(struct parser *parser, const struct diagnostic_kind *kind, size_t offset,
                     str first, str second)
{
    struct node here = { .home = parser->template, .offset = offset };
    node_diagnose(&here, parser->diagnostics, kind, VALUES(first, second));
    parser->failures++;
}

static str tag_text(const struct parser *parser, const struct tag *tag)
{
    return str_slice(parser->source, tag->from, tag->to);
}

// ---- Lines ----

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool line_begins(str source, size_t at)
{
    return at == 0 || source.at[at - 1] == '\n';
}

static void measure_before(str source, struct tag *tag)
{
    size_t at = tag->from;
    while (at > 0 && is_blank(source.at[at - 1]))
        at--;
    tag->begins = line_begins(source, at);
    tag->line = tag->begins ? at : tag->from;
}

static void measure_behind(str source, struct tag *tag)
{
    size_t at = tag->to;
    while (at < source.len && is_blank(source.at[at]))
        at++;
    if (at + 1 < source.len && source.at[at] == '\r' && source.at[at + 1] == '\n')
        at++;
    tag->ends = at == source.len || source.at[at] == '\n';
    tag->rest = !tag->ends ? tag->to : at == source.len ? at : at + 1;
}

static str indent_of(const struct parser *parser, const struct tag *tag)
{
    return str_slice(parser->source, tag->line, tag->from);
}

// The spaces before the first line between `from` and `to` that has anything.
// Returns false when there is no such line.
static bool margin_between(str source, size_t from, size_t to, str *margin)
{
    for (size_t at = from; at < to; at++) {
        if (source.at[at] == '\n') {
            from = at + 1;
        } else if (!is_blank(source.at[at]) && source.at[at] != '\r') {
            *margin = str_slice(source, from, at);
            return true;
        }
    }
    return false;
}

// ---- Nodes ----

static struct node *node_new(struct parser *parser, enum node_kind kind, size_t offset)
{
    struct node *node = ARENA_NEW(parser->arena, struct node);
    struct node *up = parser->inside;
    *node = (struct node){
        .kind = kind, .offset = offset, .home = parser->template, .up = up, .before = up->last
    };
    if (up->last == NULL)
        up->children = node;
    else
        up->last->next = node;
    up->last = node;
    return node;
}

static void text_add(struct parser *parser, size_t from, size_t to)
{
    if (from >= to)
        return;
    struct node *node = node_new(parser, NODE_TEXT, from);
    node->text = str_slice(parser->source, from, to);
    node->first = line_begins(parser->source, from);
}

// Adds the text before the tag.  A tag alone on its line takes the line with it.
static void text_end(struct parser *parser, const struct tag *tag, bool alone)
{
    text_add(parser, parser->text, alone ? tag->line : tag->from);
    parser->text = alone ? tag->rest : tag->to;
}

// A tag that leaves nothing behind, at the start of a line of which more
// remains: the line keeps its indentation.
static void line_mark(struct parser *parser, const struct tag *tag, bool alone)
{
    if (alone || !line_begins(parser->source, tag->from))
        return;
    node_new(parser, NODE_TEXT, tag->from)->first = true;
}

static struct path path_of(struct arena *arena, str name)
{
    LIST(str) parts = { 0 };
    if (str_equal(name, STR(".")))
        return (struct path){ 0 };
    for (bool more = true; more;) {
        str part;
        more = str_cut(name, '.', &part, &name);
        LIST_ADD(arena, parts, arena_copy(arena, part));
    }
    return (struct path){ parts.at, parts.count };
}

static bool path_good(struct path path)
{
    for (size_t i = 0; i < path.count; i++)
        if (path.parts[i].len == 0)
            return false;
    return true;
}

static bool name_good(str name)
{
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.at[i] <= ' ')
            return false;
    return name.len > 0;
}

static struct node *named(struct parser *parser, const struct tag *tag, enum node_kind kind)
{
    struct node *node = node_new(parser, kind, tag->from);
    node->text = tag->name;
    node->first = line_begins(parser->source, tag->from);
    bool reference = kind == NODE_PARTIAL || kind == NODE_PARENT;
    node->dynamic = reference && str_starts(tag->name, STR("*"));
    str name = node->dynamic ? str_trim(str_after(tag->name, 1)) : tag->name;
    node->path = path_of(parser->arena, name);
    if (!name_good(name) || !path_good(node->path))
        complain(parser, &theme_tag_empty, tag->from, tag_text(parser, tag), STR(""));
    return node;
}

static void open_node(struct parser *parser, struct node *node, const struct tag *tag)
{
    if (++parser->depth == NESTING_MAX)
        complain(parser, &theme_nesting, tag->from, NUMBER(NESTING_MAX), STR(""));
    node->body = parser->text;
    parser->inside = node;
}

// ---- Tags, by sigil ----

static void read_value(struct parser *parser, const struct tag *tag)
{
    text_end(parser, tag, false);
    named(parser, tag, NODE_VALUE)->raw = tag->sigil == '&' || tag->sigil == '{';
}

static void read_section(struct parser *parser, const struct tag *tag)
{
    bool alone = tag->begins && tag->ends;
    text_end(parser, tag, alone);
    struct node *node = named(parser, tag, tag->sigil == '#' ? NODE_SECTION : NODE_INVERTED);
    node->alone = alone;
    node->first = node->first && !alone;
    open_node(parser, node, tag);
}

static void read_partial(struct parser *parser, const struct tag *tag)
{
    bool alone = tag->begins && tag->ends;
    text_end(parser, tag, alone);
    struct node *node = named(parser, tag, NODE_PARTIAL);
    node->alone = alone;
    node->first = node->first && !alone;
    node->indent = indent_of(parser, tag);
}

// Whether it is alone is known at its end: the spaces before it stay until then.
static void read_parent(struct parser *parser, const struct tag *tag)
{
    text_end(parser, tag, false);
    struct node *node = named(parser, tag, NODE_PARENT);
    node->alone = tag->begins;
    node->indent = indent_of(parser, tag);
    node->blocks = map_new(parser->arena);
    open_node(parser, node, tag);
}

// Only the blocks inside a parent count, so whatever comes before one of
// them on its line is no text.
static void read_block(struct parser *parser, const struct tag *tag)
{
    struct node *up = parser->inside;
    bool replaces = up->kind == NODE_PARENT;
    bool alone = tag->ends && (tag->begins || replaces);
    text_end(parser, tag, alone);
    struct node *node = named(parser, tag, NODE_BLOCK);
    node->alone = alone;
    node->first = tag->begins;
    node->indent = indent_of(parser, tag);
    if (replaces)
        map_put(up->blocks, node->text, node);
    open_node(parser, node, tag);
}

static void read_comment(struct parser *parser, const struct tag *tag)
{
    bool alone = tag->begins && tag->ends;
    text_end(parser, tag, alone);
    line_mark(parser, tag, alone);
}

static void read_delimiters(struct parser *parser, const struct tag *tag)
{
    size_t gap = 0;
    while (gap < tag->name.len && (unsigned char)tag->name.at[gap] > ' ')
        gap++;
    str open = str_slice(tag->name, 0, gap);
    str close = str_trim(str_after(tag->name, gap));
    if (!name_good(open) || !name_good(close) || str_find_char(open, '=', 0) != STR_NONE ||
        str_find_char(close, '=', 0) != STR_NONE) {
        complain(parser, &theme_delimiters, tag->from, tag_text(parser, tag), STR(""));
        return;
    }
    read_comment(parser, tag);
    parser->open = open;
    parser->close = close;
}

// ---- Ends ----

static void end_block(struct parser *parser, struct node *block, const struct tag *tag)
{
    bool replaces = block->up->kind == NODE_PARENT;
    bool alone = tag->begins && (tag->ends || replaces);
    text_end(parser, tag, alone);
    line_mark(parser, tag, alone);
    block->last_on_line = tag->ends;
    if (!block->alone || !margin_between(parser->source, block->body, tag->from, &block->margin))
        block->margin = block->indent;
}

// Its end decides: a parent alone on its lines indents what it takes in.
static void end_parent(struct parser *parser, struct node *parent, const struct tag *tag)
{
    parent->alone = parent->alone && tag->ends;
    parser->text = parent->alone ? tag->rest : tag->to;
    parent->first = parent->first && !parent->alone;
    struct node *before = parent->before;
    if (!parent->alone || before == NULL || before->text.len < parent->indent.len)
        return;
    before->text.len -= parent->indent.len;
    before->first = before->first && before->text.len > 0;
}

static str closing_tag(const struct parser *parser, const struct node *node)
{
    str parts[] = { parser->open, STR("/"), node->text, parser->close, { 0 } };
    return arena_join(parser->arena, parts);
}

static void end_node(struct parser *parser, struct node *node, const struct tag *tag)
{
    if (node->kind == NODE_BLOCK) {
        end_block(parser, node, tag);
    } else if (node->kind == NODE_PARENT) {
        end_parent(parser, node, tag);
    } else {
        bool alone = tag->begins && tag->ends;
        text_end(parser, tag, alone);
        line_mark(parser, tag, alone);
    }
    parser->inside = node->up;
    parser->depth--;
}

static void complain_open(struct parser *parser, const struct node *node)
{
    static const char sigils[] = {
        [NODE_SECTION] = '#', [NODE_INVERTED] = '^', [NODE_PARENT] = '<', [NODE_BLOCK] = '$'
    };
    str sigil = { &sigils[node->kind], 1 };
    str parts[] = { parser->open, sigil, node->text, parser->close, { 0 } };
    str tag = arena_join(parser->arena, parts);
    complain(parser, &theme_section_open, node->offset, tag, closing_tag(parser, node));
}

// An end that fits a node further out means that those inside lack theirs.
static void read_end(struct parser *parser, const struct tag *tag)
{
    struct node *fits = parser->inside;
    while (fits->up != NULL && !str_equal(fits->text, tag->name))
        fits = fits->up;
    if (fits->up == NULL) {
        bool any = parser->inside->up != NULL;
        complain(parser, &theme_section_close, tag->from, tag_text(parser, tag),
                 any ? closing_tag(parser, parser->inside) : STR(""));
        text_end(parser, tag, false);
        return;
    }
    while (parser->inside != fits) {
        complain_open(parser, parser->inside);
        end_node(parser, parser->inside, tag);
    }
    end_node(parser, fits, tag);
}

// ---- The whole ----

static void read_tag(struct parser *parser, const struct tag *tag)
{
    switch (tag->sigil) {
    case '#':
    case '^':
        read_section(parser, tag);
        break;
    case '/':
        read_end(parser, tag);
        break;
    case '>':
        read_partial(parser, tag);
        break;
    case '<':
        read_parent(parser, tag);
        break;
    case '$':
        read_block(parser, tag);
        break;
    case '!':
        read_comment(parser, tag);
        break;
    case '=':
        read_delimiters(parser, tag);
        break;
    default:
        read_value(parser, tag);
    }
}

// {{{name}}} and {{=< >=}} end with a character more.
static str tag_end(struct parser *parser, char sigil)
{
    if (sigil != '{' && sigil != '=')
        return parser->close;
    str parts[] = { sigil == '{' ? STR("}") : STR("="), parser->close, { 0 } };
    return arena_join(parser->arena, parts);
}

static bool is_sigil(char c)
{
    return c != '\0' && str_find_char(STR("#^/><$!=&{"), c, 0) != STR_NONE;
}

// The tag whose opening delimiter is at `from`.  Returns false when it does not end.
static bool tag_find(struct parser *parser, size_t from, struct tag *tag)
{
    str source = parser->source;
    size_t at = from + parser->open.len;
    while (at < source.len && (unsigned char)source.at[at] <= ' ')
        at++;
    char sigil = at < source.len && is_sigil(source.at[at]) ? source.at[at] : '\0';
    at += sigil != '\0';
    str close = tag_end(parser, sigil);
    size_t end = str_find(source, close, at);
    *tag = (struct tag){ .sigil = sigil, .from = from, .to = end + close.len };
    if (end == STR_NONE) {
        size_t line = str_find_char(source, '\n', from);
        complain(parser, &theme_tag_open, from, str_trim(str_slice(source, from, line)), close);
        return false;
    }
    tag->name = str_trim(str_slice(source, at, end));
    measure_before(source, tag);
    measure_behind(source, tag);
    return true;
}

static void read_all(struct parser *parser)
{
    struct tag tag = { 0 };
    size_t at = 0;
    while ((at = str_find(parser->source, parser->open, at)) != STR_NONE) {
        if (!tag_find(parser, at, &tag))
            return;
        read_tag(parser, &tag);
        at = tag.to;
        if (parser->depth >= NESTING_MAX || parser->failures >= FAILURES_MAX)
            return;
    }
    text_add(parser, parser->text, parser->source.len);
    for (; parser->inside->up != NULL; parser->inside = parser->inside->up)
        complain_open(parser, parser->inside);
}

bool template_parse(struct arena *arena, struct template *template, struct diagnostics *diagnostics)
{
    template->nodes = ARENA_NEW(arena, struct node);
    template->nodes->home = template;
    struct parser parser = { .arena = arena,
                             .diagnostics = diagnostics,
                             .template = template,
                             .source = template->source,
                             .open = STR("{{"),
                             .close = STR("}}"),
                             .inside = template->nodes };
    read_all(&parser);
    return parser.failures == 0;
}
