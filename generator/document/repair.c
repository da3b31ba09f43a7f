// SPDX-License-Identifier: EUPL-1.2
#include "document/repair.h"

#include "base/utf8.h"
#include "yaml/yaml.h"

DIAGNOSTIC(matter_glued, WARNING, "achter de dubbele punt ontbreekt een spatie",
           "there is no space behind the colon", "schrijf: {1}", "write: {1}");
DIAGNOSTIC(matter_equals, WARNING, "hier hoort een dubbele punt en geen '='",
           "this needs a colon and no '='", "schrijf: {1}", "write: {1}");
DIAGNOSTIC(matter_tab, WARNING, "deze regel springt in met een tab",
           "this line is indented with a tab", "gebruik spaties: {1}", "use spaces: {1}");
DIAGNOSTIC(matter_invisible, WARNING,
           "op deze regel staat een onzichtbaar teken of een vreemde spatie",
           "there is an invisible character or a strange space on this line",
           "typ de regel opnieuw: {1}", "type the line again: {1}");
DIAGNOSTIC(matter_dash, WARNING, "een punt van een lijst begint met een streepje en een spatie",
           "an item of a list begins with a dash and a space", "schrijf: {1}", "write: {1}");
DIAGNOSTIC(matter_indent, WARNING, "deze regel springt anders in dan de andere",
           "this line is indented differently from the others", "schrijf: {1}", "write: {1}");
DIAGNOSTIC(matter_wrapped, WARNING, "deze regel hoort bij de waarde erboven, maar springt niet in",
           "this line belongs to the value above, but is not indented",
           "begin de regel met twee spaties: {1}", "begin the line with two spaces: {1}");
DIAGNOSTIC(matter_both, WARNING,
           "achter de dubbele punt staat al een waarde, en hieronder een lijst",
           "there is a value behind the colon already, and a list below it", "schrijf: {1}",
           "write: {1}");
DIAGNOSTIC(matter_line, ERROR, "deze regel is niet te begrijpen", "this line cannot be understood",
           "schrijf elke regel als 'naam: waarde'", "write each line as 'name: value'");
DIAGNOSTIC(matter_no_colon, ERROR, "achter '{2}' ontbreekt de dubbele punt",
           "there is no colon behind '{2}'", "schrijf: {1}", "write: {1}");

// A line of at least this many bytes looks like one that was wrapped.
enum { WRAPPED_MIN = 50 };

struct repairer {
    struct arena *arena;
    const struct schema *schema;
    str path;
    struct chunk chunk;
    enum field_type type; // of the field that the chunk is about
    size_t indent;        // of the line above, as it should have been
    struct buf out;
    LIST(struct repair) repairs;
};

// ---- Characters ----

// What YAML does not allow anywhere.
static bool is_control(uint32_t character)
{
    return (character < 0x20 && character != '\t') || (character >= 0x7F && character < 0xA0) ||
           character == 0xFFFE || character == 0xFFFF;
}

static bool has_control(str text)
{
    for (size_t at = 0; at < text.len;)
        if (is_control(utf8_next(text, &at)))
            return true;
    return false;
}

static str without_control(struct arena *arena, str text)
{
    if (!has_control(text))
        return text;
    struct buf clean = { 0 };
    for (size_t at = 0; at < text.len;) {
        uint32_t character = utf8_next(text, &at);
        buf_add_character(&clean, is_control(character) ? ' ' : character);
    }
    str copy = arena_copy(arena, buf_view(&clean));
    buf_release(&clean);
    return copy;
}

static bool is_ascii(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] >= 0x80)
            return false;
    return true;
}

static bool has(str text, char c)
{
    return str_find_char(text, c, 0) != STR_NONE;
}

// ---- Reporting ----

static void note(struct repairer *repairer, const struct diagnostic_kind *kind,
                 const struct line *line, size_t at, str shown, str sign)
{
    struct repair repair = {
        .kind = kind,
        .place = { .path = repairer->path,
                   .line = line->number,
                   .column = 1 + (unsigned)utf8_length(str_slice(line->text, 0, at)),
                   .source = line->text },
        .shown = shown,
        .sign = sign,
    };
    LIST_ADD(repairer->arena, repairer->repairs, repair);
}

static void lines_skip(struct repairer *repairer, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_add_char(&repairer->out, '\n');
}

// ---- Lines that go on ----

static const struct line *line_at(const struct repairer *repairer, size_t i)
{
    return &repairer->chunk.lines[i];
}

static bool closes(str line, char opening)
{
    if (opening == '[' || opening == '{')
        return has(line, opening == '[' ? ']' : '}');
    str text = field_trim(line);
    return text.len > 0 && text.at[text.len - 1] == opening;
}

// The index behind the line that closes what `value` on line `i` opens; i + 1
// when none does.
static size_t closed_at(const struct repairer *repairer, size_t i, str value)
{
    for (size_t j = i + 1; j < repairer->chunk.count; j++)
        if (closes(line_at(repairer, j)->text, value.at[0]))
            return j + 1;
    return i + 1;
}

// A line without a name, not indented: the rest of a sentence that was
// wrapped, or something else.
static bool is_wrapped(const struct repairer *repairer, size_t i, str value)
{
    bool text = repairer->type == FIELD_TEXT;
    return text && (value.len == 0 || line_at(repairer, i - 1)->text.len >= WRAPPED_MIN);
}

// `key_column` is where the name on line `i` begins.
static size_t continued_to(const struct repairer *repairer, size_t i, str value, size_t key_column)
{
    size_t j = i + 1;
    for (; j < repairer->chunk.count; j++) {
        const struct line *line = line_at(repairer, j);
        bool below = line->kind == LINE_KEY && value.len > 0 && line->indent > key_column;
        if (line->kind != LINE_INDENTED && !below &&
            !(line->kind == LINE_OTHER && is_wrapped(repairer, j, value)))
            break;
    }
    return j;
}

// The value with lines i + 1 .. end behind it.
static str value_joined(struct repairer *repairer, str value, size_t i, size_t end)
{
    struct buf joined = { 0 };
    buf_add(&joined, value);
    for (size_t j = i + 1; j < end; j++) {
        const struct line *line = line_at(repairer, j);
        str text = field_trim(without_control(repairer->arena, line->text));
        if (text.len == 0 || (line->kind == LINE_COMMENT && has(STR("[{"), value.at[0])))
            continue;
        if (joined.len > 0)
            buf_add_char(&joined, ' ');
        buf_add(&joined, text);
        if (line->kind == LINE_OTHER && !has(STR("[{\"'"), value.len > 0 ? value.at[0] : 'x'))
            note(repairer, &matter_wrapped, line, 0,
                 arena_join(repairer->arena, (str[]){ STR("  "), text, { 0 } }), STR(""));
    }
    str copy = arena_copy(repairer->arena, buf_view(&joined));
    buf_release(&joined);
    return copy;
}

// ---- Blocks ----

static bool belongs_to_block(const struct line *line, size_t indent)
{
    return line->kind == LINE_BLANK || line->indent > indent || line->kind == LINE_OTHER;
}

static size_t block_end(const struct repairer *repairer, size_t i, size_t *least)
{
    size_t j = i + 1;
    *least = STR_NONE;
    for (; j < repairer->chunk.count; j++) {
        const struct line *line = line_at(repairer, j);
        if (!belongs_to_block(line, line_at(repairer, i)->indent))
            break;
        if (line->kind != LINE_BLANK && line->indent > 0 && line->indent < *least)
            *least = line->indent;
    }
    return j;
}

static void add_spaces(struct buf *to, size_t count)
{
    while (count-- > 0)
        buf_add_char(to, ' ');
}

// The lines below `key: |`, indented by two from the key.
static size_t repair_block(struct repairer *repairer, size_t i, size_t indent)
{
    size_t least;
    size_t end = block_end(repairer, i, &least);
    for (size_t j = i + 1; j < end; j++) {
        const struct line *line = line_at(repairer, j);
        struct entry entry = entry_read(repairer->arena, repairer->schema, line->text);
        str text = without_control(repairer->arena, str_after(line->text, entry.indent.len));
        if (line->kind != LINE_BLANK) {
            add_spaces(&repairer->out, indent + 2);
            add_spaces(&repairer->out, line->indent > least ? line->indent - least : 0);
            buf_add(&repairer->out, text);
        }
        buf_add_char(&repairer->out, '\n');
        str shown = arena_join(repairer->arena, (str[]){ STR("  "), text, { 0 } });
        if (line->kind != LINE_BLANK && line->indent == 0)
            note(repairer, &matter_wrapped, line, 0, shown, STR(""));
        else if (has(entry.indent, '\t'))
            note(repairer, &matter_tab, line, 0, shown, STR(""));
    }
    return end;
}

// ---- One line with a name or a dash ----

static str key_written(struct arena *arena, str key)
{
    for (size_t i = 0; i < key.len; i++)
        if (has(STR("\"'#&*!|>%@`{}[],?:"), key.at[i]))
            return yaml_quoted(arena, key);
    return key;
}

static bool is_plain_dash(str dash)
{
    return dash.len == 0 || (dash.at[0] == '-' && dash.len > 1 && is_ascii(dash)) ||
           str_equal(dash, STR("-"));
}

// What is wrong with the line but for its value.
static const struct diagnostic_kind *wrong_with(const struct entry *entry, bool clean)
{
    if (has(entry->indent, '\t'))
        return &matter_tab;
    if (!clean || !is_ascii(entry->indent) || !is_ascii(entry->separator))
        return &matter_invisible;
    if (entry->dash.len > 0 &&
        (!is_plain_dash(entry->dash) || (str_equal(entry->dash, STR("-")) && entry->value_at > 0 &&
                                         (entry->value.len > 0 || entry->key.len > 0))))
        return &matter_dash;
    if (has(entry->separator, '='))
        return &matter_equals;
    return entry->glued ? &matter_glued : NULL;
}

// The byte of the line to point at.
static size_t fault_at(const struct entry *entry, const struct diagnostic_kind *kind)
{
    if (kind == &matter_tab)
        return 0;
    return entry->dash.len > 0 ? entry->indent.len : entry->key_at;
}

static str line_written(struct repairer *repairer, const struct entry *entry, size_t indent,
                        str value)
{
    struct buf line = { 0 };
    add_spaces(&line, indent);
    if (entry->dash.len > 0)
        buf_add(&line, STR("- "));
    if (entry->key.len > 0) {
        buf_add(&line, key_written(repairer->arena, entry->key));
        buf_add(&line, value.len > 0 ? STR(": ") : STR(":"));
    }
    buf_add(&line, value);
    str copy = arena_copy(repairer->arena, buf_view(&line));
    buf_release(&line);
    return copy;
}

// `thema: herstel` with list items below it becomes one list.
static size_t repair_both(struct repairer *repairer, const struct entry *entry, size_t i)
{
    size_t end = i + 1;
    struct buf list = { 0 };
    buf_add_char(&list, '[');
    buf_add(&list, value_fix(repairer->arena, entry->value, false).text);
    for (; end < repairer->chunk.count && line_at(repairer, end)->kind == LINE_ITEM; end++) {
        str text = line_at(repairer, end)->text;
        struct entry item = entry_read(repairer->arena, repairer->schema, text);
        str whole = field_trim(str_after(text, item.key_at));
        buf_add(&list, STR(", "));
        buf_add(&list, value_fix(repairer->arena, whole, false).text);
    }
    buf_add_char(&list, ']');
    str line = line_written(repairer, entry, 0, buf_view(&list));
    buf_release(&list);
    note(repairer, &matter_both, line_at(repairer, i), entry->value_at, line, STR(""));
    buf_add(&repairer->out, line);
    lines_skip(repairer, end - i);
    return end;
}

static bool has_items_below(const struct repairer *repairer, const struct entry *entry, size_t i)
{
    return i == 0 && repairer->type == FIELD_TEXTS && entry->value.len > 0 &&
           !has(STR("[{\"'"), entry->value.at[0]) && i + 1 < repairer->chunk.count &&
           line_at(repairer, i + 1)->kind == LINE_ITEM;
}

// Whether the item above has its text already, so that this one stands beside
// it and not below it.
static bool is_beside(struct arena *arena, const struct schema *schema, struct chunk chunk,
                      size_t i)
{
    if (i < 2 || chunk.lines[i].kind != LINE_ITEM || chunk.lines[i - 1].kind != LINE_ITEM)
        return false;
    struct entry above = entry_read(arena, schema, chunk.lines[i - 1].text);
    return above.key.len == 0 && above.value.len > 0;
}

// How far the line is indented in what is written: from the name of the chunk,
// and items of one list alike.
static size_t indent_written(struct repairer *repairer, size_t i)
{
    size_t base = line_at(repairer, 0)->indent;
    if (!is_beside(repairer->arena, repairer->schema, repairer->chunk, i))
        repairer->indent = line_at(repairer, i)->indent;
    return i == 0 || repairer->indent < base ? 0 : repairer->indent - base;
}

// The value of the line at `i` with the lines that go on with it; `end` is the
// first that does not.
static str value_gathered(struct repairer *repairer, const struct entry *entry, size_t i,
                          size_t *end)
{
    size_t key_column = line_at(repairer, i)->indent + utf8_length(entry->dash);
    if (value_is_block(entry->value))
        *end = i + 1;
    else if (value_is_open(entry->value))
        *end = closed_at(repairer, i, entry->value);
    else
        *end = continued_to(repairer, i, entry->value, key_column);
    return *end == i + 1 ? entry->value : value_joined(repairer, entry->value, i, *end);
}

static bool is_moved(const struct repairer *repairer, size_t i, size_t indent)
{
    size_t base = repairer->chunk.indented ? 0 : line_at(repairer, 0)->indent;
    return indent + base != line_at(repairer, i)->indent;
}

// Writes the line at `i` with what belongs to it, and returns the next.
static size_t repair_entry(struct repairer *repairer, size_t i)
{
    const struct line *line = line_at(repairer, i);
    str clean = without_control(repairer->arena, line->text);
    struct entry entry = entry_read(repairer->arena, repairer->schema, clean);
    if (has_items_below(repairer, &entry, i))
        return repair_both(repairer, &entry, i);

    size_t end;
    size_t indent = indent_written(repairer, i);
    str value = value_gathered(repairer, &entry, i, &end);
    bool list = repairer->type == FIELD_TEXTS && i == 0;
    struct fixed fixed = value_fix(repairer->arena, value, list);
    const struct diagnostic_kind *kind = wrong_with(&entry, clean.at == line->text.at);
    size_t at = fault_at(&entry, kind);
    if (kind == NULL && fixed.kind != NULL) {
        kind = fixed.kind;
        at = entry.value_at;
    } else if (kind == NULL && is_moved(repairer, i, indent)) {
        kind = &matter_indent;
    }
    if (kind != NULL)
        note(repairer, kind, line, at, line_written(repairer, &entry, indent, fixed.shown),
             fixed.sign);
    buf_add(&repairer->out, line_written(repairer, &entry, indent, fixed.text));
    lines_skip(repairer, end - i);
    return value_is_block(entry.value) ? repair_block(repairer, i, indent) : end;
}

struct repair line_refused(struct arena *arena, const struct schema *schema, str path,
                           const struct line *line)
{
    str name;
    str value;
    str_cut(field_trim(line->text), ' ', &name, &value);
    while (name.len > 0 && has(STR(";,.=:"), name.at[name.len - 1]))
        name.len--;
    bool known = value.len > 0 && field_meaning(arena, schema, name).id != FIELD_UNKNOWN;
    struct repair repair = {
        .kind = known ? &matter_no_colon : &matter_line,
        .place = { .path = path, .line = line->number, .column = 1, .source = line->text },
        .shown = STR(""),
        .sign = name,
    };
    str fixed = value_fix(arena, field_trim(value), false).shown;
    if (known)
        repair.shown = arena_join(arena, (str[]){ name, STR(": "), fixed, { 0 } });
    return repair;
}

static size_t repair_line(struct repairer *repairer, size_t i)
{
    const struct line *line = line_at(repairer, i);
    if (line->kind == LINE_KEY || line->kind == LINE_ITEM)
        return repair_entry(repairer, i);
    if (line->kind != LINE_BLANK && line->kind != LINE_COMMENT)
        LIST_ADD(repairer->arena, repairer->repairs,
                 line_refused(repairer->arena, repairer->schema, repairer->path, line));
    lines_skip(repairer, 1);
    return i + 1;
}

struct repaired chunk_repair(struct arena *arena, const struct schema *schema, str path,
                             struct chunk chunk)
{
    struct entry head = entry_read(arena, schema, chunk.lines[0].text);
    struct repairer repairer = {
        .arena = arena,
        .schema = schema,
        .path = path,
        .chunk = chunk,
        .type = field_row(field_meaning(arena, schema, head.key).id)->type,
    };
    for (size_t i = 0; i < chunk.count;)
        i = repair_line(&repairer, i);
    str text = arena_copy(arena, buf_view(&repairer.out));
    buf_release(&repairer.out);
    return (struct repaired){ text, repairer.repairs.at, repairer.repairs.count };
}

// ---- Suspicion ----

static bool entry_is_suspicious(const struct line *line, const struct entry *entry)
{
    return (line->kind == LINE_KEY || line->kind == LINE_ITEM) &&
           (wrong_with(entry, true) != NULL || value_is_suspicious(entry->value));
}

static bool line_is_suspicious(struct arena *arena, const struct schema *schema,
                               const struct line *line)
{
    if (line->kind != LINE_KEY && line->kind != LINE_ITEM)
        return false;
    struct entry entry = entry_read(arena, schema, line->text);
    return entry_is_suspicious(line, &entry);
}

bool chunk_is_suspicious(struct arena *arena, const struct schema *schema, struct chunk chunk)
{
    struct entry head = entry_read(arena, schema, chunk.lines[0].text);
    bool block = value_is_block(head.value);
    if (chunk.indented || entry_is_suspicious(&chunk.lines[0], &head))
        return true;
    for (size_t i = 1; i < chunk.count && !block; i++) {
        const struct line *line = &chunk.lines[i];
        bool lost = line->kind == LINE_ITEM && i == 1 && head.value.len > 0 &&
                    !value_is_open(head.value) && head.value.at[0] != '#';
        bool beside =
            is_beside(arena, schema, chunk, i) && line->indent != chunk.lines[i - 1].indent;
        if (lost || beside || line_is_suspicious(arena, schema, line))
            return true;
    }
    return false;
}
