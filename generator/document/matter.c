// SPDX-License-Identifier: EUPL-1.2
#include "document/matter.h"

#include "base/utf8.h"

#include <string.h>

DIAGNOSTIC(matter_fence, WARNING, "de streep om de gegevens bovenaan is niet '---'",
           "the line around the front matter is not '---'",
           "schrijf op deze regel precies drie streepjes: ---",
           "write exactly three dashes on this line: ---");
DIAGNOSTIC(matter_not_first, WARNING, "boven de gegevens staan lege regels",
           "there are blank lines above the front matter",
           "haal de lege regels weg, zodat het bestand met --- begint",
           "remove the blank lines, so that the file begins with ---");
DIAGNOSTIC(matter_not_opened, WARNING, "boven de gegevens ontbreekt de regel met ---",
           "the line with --- above the front matter is missing",
           "zet boven deze regel een regel met drie streepjes: ---",
           "put a line with three dashes above this line: ---");
DIAGNOSTIC(matter_not_closed, WARNING, "onder de gegevens ontbreekt de regel met ---",
           "the line with --- below the front matter is missing",
           "zet onder regel {1} een regel met drie streepjes: ---",
           "put a line with three dashes below line {1}: ---");
DIAGNOSTIC(matter_none, WARNING,
           "tussen deze strepen staat geen 'naam: waarde'; het is nu gewone tekst",
           "there is no 'name: value' between these lines; it is now plain text",
           "schrijf bijvoorbeeld: titel: Mijn verhaal", "write for instance: title: My story");

// More lines than this are no front matter.
enum { LINES_MAX = 4000 };

enum fence {
    FENCE_NONE,
    FENCE_GOOD,  // ---
    FENCE_DOTS,  // ..., which only closes
    FENCE_SHORT, // --, which only closes
    FENCE_POOR,  // ----, +++, —: meant as one
};

// ---- Lines ----

struct cursor {
    str bytes;
    size_t at;
    unsigned number; // of the line read last
};

static bool line_next(struct cursor *cursor, str *line)
{
    str bytes = cursor->bytes;
    if (cursor->at >= bytes.len)
        return false;
    size_t end = cursor->at;
    while (end < bytes.len && bytes.at[end] != '\n' && bytes.at[end] != '\r')
        end++;
    *line = str_slice(bytes, cursor->at, end);
    bool pair = end + 1 < bytes.len && bytes.at[end] == '\r' && bytes.at[end + 1] == '\n';
    cursor->at = end + (pair ? 2 : 1);
    cursor->number++;
    return true;
}

// How many columns of hyphen the character is: word processors make dashes of
// two or three.  0 for anything else.
static unsigned dash_width(uint32_t character)
{
    switch (character) {
    case '-':
    case 0x2010:
    case 0x2011:
    case 0x2212:
        return 1;
    case 0x2013:
        return 2;
    case 0x2014:
    case 0x2015:
        return 3;
    default:
        return 0;
    }
}

static enum fence fence_of(str line)
{
    str text = field_trim(line);
    bool indented = text.len > 0 && text.at != line.at;
    if (text.len > 40)
        return FENCE_NONE;
    if (str_equal(text, STR("---")))
        return indented ? FENCE_POOR : FENCE_GOOD;
    if (str_equal(text, STR("...")))
        return indented ? FENCE_NONE : FENCE_DOTS;
    if (str_equal(text, STR("+++")))
        return FENCE_POOR;
    unsigned width = 0;
    for (size_t at = 0; at < text.len;) {
        unsigned dash = dash_width(utf8_next(text, &at));
        if (dash == 0)
            return FENCE_NONE;
        width += dash;
    }
    return width >= 3 ? FENCE_POOR : width == 2 ? FENCE_SHORT : FENCE_NONE;
}

static size_t columns(str indent)
{
    size_t count = 0;
    for (size_t at = 0; at < indent.len; count++)
        if (utf8_next(indent, &at) == '\t')
            count++;
    return count;
}

static struct line line_of(struct arena *arena, const struct schema *schema, str text,
                           unsigned number)
{
    struct line line = { .text = text, .number = number };
    struct entry entry = entry_read(arena, schema, text);
    str bare = str_after(text, entry.indent.len);
    line.indent = columns(entry.indent);
    if (bare.len == 0)
        line.kind = LINE_BLANK;
    else if (bare.at[0] == '#')
        line.kind = LINE_COMMENT;
    else if (entry.dash.len > 0)
        line.kind = LINE_ITEM;
    else if (entry.key.len > 0)
        line.kind = LINE_KEY;
    else
        line.kind =
            line.indent > 0 || bare.at[0] == ']' || bare.at[0] == '}' ? LINE_INDENTED : LINE_OTHER;
    return line;
}

// ---- Where it ends ----

typedef LIST(struct line) line_list;

// What follows the opening: all lines up to a fence.
struct stretch {
    line_list lines;
    bool fenced;
    enum fence fence; // the closing one
    unsigned fence_line;
    size_t after;  // byte behind the fence
    size_t others; // index behind the last LINE_OTHER
};

static struct stretch stretch_read(struct arena *arena, struct cursor cursor,
                                   const struct schema *schema)
{
    struct stretch stretch = { .fenced = false };
    str text;
    while (stretch.lines.count < LINES_MAX && line_next(&cursor, &text)) {
        stretch.fence = fence_of(text);
        if (stretch.fence != FENCE_NONE) {
            stretch.fenced = true;
            stretch.fence_line = cursor.number;
            stretch.after = cursor.at;
            break;
        }
        struct line line = line_of(arena, schema, text, cursor.number);
        LIST_ADD(arena, stretch.lines, line);
        if (line.kind == LINE_OTHER)
            stretch.others = stretch.lines.count;
    }
    return stretch;
}

static bool is_known_line(struct arena *arena, const struct schema *schema, str line)
{
    struct entry entry = entry_read(arena, schema, line);
    return entry_is_known(arena, schema, &entry);
}

static bool is_passed_over(enum line_kind kind)
{
    return kind == LINE_BLANK || kind == LINE_COMMENT;
}

// Whether front matter goes on at line `i`, the first with something in it
// after blank ones.
static bool goes_on(struct arena *arena, const struct schema *schema, const struct stretch *stretch,
                    size_t i)
{
    if (i == stretch->lines.count)
        return stretch->fenced;
    const struct line *line = &stretch->lines.at[i];
    bool clean = stretch->fenced && i >= stretch->others;
    if (line->kind == LINE_KEY && line->indent == 0)
        return clean || is_known_line(arena, schema, line->text);
    return clean && line->kind != LINE_OTHER;
}

// The number of lines that belong to it: all up to the fence, or else up to
// the first blank line or the first that has no name.
static size_t stretch_end(struct arena *arena, const struct schema *schema,
                          const struct stretch *stretch)
{
    size_t count = stretch->lines.count;
    size_t doubtful = count; // the first line without a name after the last with one
    for (size_t i = 0; i < count; i++) {
        enum line_kind kind = stretch->lines.at[i].kind;
        if (kind == LINE_KEY)
            doubtful = count;
        else if (kind == LINE_OTHER && doubtful == count)
            doubtful = i;
        if (kind != LINE_BLANK)
            continue;
        size_t next = i;
        while (next < count && is_passed_over(stretch->lines.at[next].kind))
            next++;
        if (!goes_on(arena, schema, stretch, next))
            return doubtful < i ? doubtful : i;
        i = next - 1;
    }
    return stretch->fenced ? count : doubtful;
}

// ---- What it is ----

static size_t first_meaningful(const struct stretch *stretch, size_t end)
{
    size_t i = 0;
    while (i < end && is_passed_over(stretch->lines.at[i].kind))
        i++;
    return i;
}

static bool has_key(const struct stretch *stretch, size_t end)
{
    for (size_t i = 0; i < end; i++)
        if (stretch->lines.at[i].kind == LINE_KEY)
            return true;
    return false;
}

// `{titel: X}`, or `---` right under `---`.
static bool is_bare(const struct stretch *stretch, size_t end)
{
    size_t first = first_meaningful(stretch, end);
    bool all = stretch->fenced && end == stretch->lines.count;
    return all && (first == end || str_starts(stretch->lines.at[first].text, STR("{")));
}

// An opening that might as well be a line across the text is one when a field
// follows.
static bool is_meant(struct arena *arena, const struct schema *schema,
                     const struct stretch *stretch, size_t end)
{
    size_t first = first_meaningful(stretch, end);
    if (first == end || stretch->lines.at[first].kind != LINE_KEY)
        return false;
    return (stretch->fenced && end == stretch->lines.count) ||
           is_known_line(arena, schema, stretch->lines.at[first].text);
}

// Lines of fields at the top of a file without `---` above them.
static bool is_unopened(struct arena *arena, const struct schema *schema,
                        const struct stretch *stretch)
{
    size_t known = 0;
    if (!stretch->fenced || stretch->fence != FENCE_GOOD)
        return false;
    for (size_t i = 0; i < stretch->lines.count; i++) {
        const struct line *line = &stretch->lines.at[i];
        if (line->kind == LINE_BLANK || line->kind == LINE_OTHER)
            return false;
        known += line->kind == LINE_KEY && is_known_line(arena, schema, line->text);
    }
    return known >= 2;
}

// ---- The answer ----

struct finder {
    struct arena *arena;
    str path;
    str bytes; // without byte order mark
    const struct schema *schema;
    struct diagnostics *diagnostics;
};

static void report(const struct finder *finder, const struct diagnostic_kind *kind, unsigned line,
                   const str *values)
{
    diagnose(finder->diagnostics, kind, place_of_line(finder->path, finder->bytes, line), values);
}

// Copies the lines, so that they outlive the file's bytes.
static void lines_copy(struct finder *finder, struct matter *matter, line_list lines, size_t end)
{
    size_t len = 0;
    for (size_t i = 0; i < end; i++)
        len += lines.at[i].text.len + 1;
    char *text = arena_alloc(finder->arena, len + 1);
    matter->text = (str){ text, len };
    for (size_t i = 0; i < end; i++) {
        str line = lines.at[i].text;
        if (line.len > 0)
            memcpy(text, line.at, line.len);
        lines.at[i].text = (str){ text, line.len };
        text[line.len] = '\n';
        text += line.len + 1;
    }
    matter->lines = lines.at;
    matter->count = end;
}

static struct matter matter_none_of(const struct finder *finder)
{
    return (struct matter){ .text = STR(""), .body = finder->bytes, .body_line = 1 };
}

static void body_after_fence(const struct finder *finder, struct matter *matter,
                             const struct stretch *stretch)
{
    if (stretch->fence == FENCE_POOR || stretch->fence == FENCE_SHORT)
        report(finder, &matter_fence, stretch->fence_line, NULL);
    matter->body = str_after(finder->bytes, stretch->after);
    matter->body_line = stretch->fence_line + 1;
}

// The body begins with the line at which the front matter ended by itself.
static void body_after_lines(const struct finder *finder, struct matter *matter,
                             const struct stretch *stretch, size_t end, unsigned opening)
{
    size_t last = end;
    while (last > 0 && is_passed_over(stretch->lines.at[last - 1].kind))
        last--;
    unsigned number = last > 0 ? stretch->lines.at[last - 1].number : opening;
    report(finder, &matter_not_closed, number, VALUES(NUMBER(number)));
    if (end == stretch->lines.count) {
        matter->body = str_after(finder->bytes, finder->bytes.len);
        matter->body_line = opening + (unsigned)end + 1;
        return;
    }
    const struct line *line = &stretch->lines.at[end];
    matter->body = str_after(finder->bytes, (size_t)(line->text.at - finder->bytes.at));
    matter->body_line = line->number;
}

static struct matter matter_of(struct finder *finder, struct stretch *stretch, size_t end,
                               unsigned opening)
{
    struct matter matter = { .present = true };
    if (stretch->fenced && end == stretch->lines.count)
        body_after_fence(finder, &matter, stretch);
    else
        body_after_lines(finder, &matter, stretch, end, opening);
    lines_copy(finder, &matter, stretch->lines, end);
    return matter;
}

static struct matter find_unopened(struct finder *finder, struct cursor before, str first)
{
    if (line_of(finder->arena, finder->schema, first, 1).kind != LINE_KEY ||
        !is_known_line(finder->arena, finder->schema, first))
        return matter_none_of(finder);
    struct stretch stretch = stretch_read(finder->arena, before, finder->schema);
    if (!is_unopened(finder->arena, finder->schema, &stretch))
        return matter_none_of(finder);
    report(finder, &matter_not_opened, before.number + 1, NULL);
    return matter_of(finder, &stretch, stretch.lines.count, before.number);
}

// `cursor` stands behind the opening fence.
static struct matter find_opened(struct finder *finder, struct cursor cursor, enum fence fence,
                                 bool first_line)
{
    struct arena *arena = finder->arena;
    struct stretch stretch = stretch_read(arena, cursor, finder->schema);
    size_t end = stretch_end(arena, finder->schema, &stretch);
    unsigned opening = cursor.number;
    bool good = fence == FENCE_GOOD && first_line;
    bool taken = good ? has_key(&stretch, end) || is_bare(&stretch, end)
                      : is_meant(arena, finder->schema, &stretch, end);
    if (!taken) {
        if (good && stretch.fenced && end == stretch.lines.count)
            report(finder, &matter_none, opening, NULL);
        return matter_none_of(finder);
    }
    if (!first_line)
        report(finder, &matter_not_first, opening, NULL);
    if (fence == FENCE_POOR)
        report(finder, &matter_fence, opening, NULL);
    return matter_of(finder, &stretch, end, opening);
}

struct matter matter_find(struct arena *arena, str path, str bytes, const struct schema *schema,
                          struct diagnostics *diagnostics)
{
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_after(bytes, 3);
    struct finder finder = { arena, path, bytes, schema, diagnostics };
    struct cursor cursor = { .bytes = bytes };
    struct cursor before = cursor;
    str first = STR("");
    while (line_next(&cursor, &first) && field_trim(first).len == 0)
        before = cursor;

    enum fence fence = fence_of(first);
    if (fence == FENCE_GOOD || fence == FENCE_POOR)
        return find_opened(&finder, cursor, fence, before.number == 0);
    return find_unopened(&finder, before, first);
}
