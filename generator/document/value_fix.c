// SPDX-License-Identifier: EUPL-1.2
// One value of front matter: what stands behind `key:` or `-`.
#include "document/repair.h"

#include "base/utf8.h"
#include "yaml/yaml.h"

DIAGNOSTIC(matter_colon, WARNING, "in deze waarde staat een dubbele punt",
           "there is a colon in this value", "zet de waarde tussen aanhalingstekens: {1}",
           "put the value in quotes: {1}");
DIAGNOSTIC(matter_curly, WARNING, "om deze waarde staan gekrulde aanhalingstekens",
           "there are curly quotes around this value", "gebruik rechte aanhalingstekens: {1}",
           "use straight quotes: {1}");
DIAGNOSTIC(matter_quote, WARNING, "bij deze waarde ontbreekt een aanhalingsteken",
           "a quote is missing from this value", "schrijf: {1}", "write: {1}");
DIAGNOSTIC(matter_outside, WARNING, "er staat tekst buiten de aanhalingstekens",
           "there is text outside the quotes", "zet de hele waarde tussen aanhalingstekens: {1}",
           "put the whole value in quotes: {1}");
DIAGNOSTIC(matter_apostrophe, WARNING, "deze waarde begint met een apostrof",
           "this value begins with an apostrophe", "zet de waarde tussen aanhalingstekens: {1}",
           "put the value in quotes: {1}");
DIAGNOSTIC(matter_sign, WARNING, "een waarde kan niet zomaar met '{2}' beginnen",
           "a value cannot simply begin with '{2}'", "zet de waarde tussen aanhalingstekens: {1}",
           "put the value in quotes: {1}");
DIAGNOSTIC(matter_bracket, WARNING, "in deze lijst ontbreekt het haakje '{2}'",
           "the bracket '{2}' is missing from this list", "schrijf: {1}", "write: {1}");
DIAGNOSTIC(matter_hash, WARNING,
           "alles vanaf '{2}' telt niet mee: "
           "na een spatie en # volgt een opmerking",
           "all from '{2}' on does not count: a space and # begin a comment",
           "hoort het erbij, zet de waarde dan tussen aanhalingstekens: {1}",
           "if it belongs to the value, put that in quotes: {1}");
DIAGNOSTIC(matter_backslash, WARNING, "in deze waarde staat een schuine streep '\\'",
           "there is a backslash in this value", "gebruik enkele aanhalingstekens: {1}",
           "use single quotes: {1}");

static struct fixed unchanged(str value)
{
    return (struct fixed){ .text = value, .shown = value, .sign = STR("") };
}

static struct fixed quoted(struct arena *arena, str text, const struct diagnostic_kind *kind)
{
    str value = yaml_quoted(arena, text);
    return (struct fixed){ .text = value, .shown = value, .kind = kind, .sign = STR("") };
}

// ---- Curly quotes ----

enum quote { QUOTE_NONE, QUOTE_DOUBLE, QUOTE_SINGLE };

struct curly {
    const char *text;
    enum quote quote;
};

static const struct curly curlies[] = {
    { "“", QUOTE_DOUBLE }, { "”", QUOTE_DOUBLE }, { "„", QUOTE_DOUBLE }, { "‟", QUOTE_DOUBLE },
    { "«", QUOTE_DOUBLE }, { "»", QUOTE_DOUBLE }, { "‘", QUOTE_SINGLE }, { "’", QUOTE_SINGLE },
    { "‚", QUOTE_SINGLE }, { "‛", QUOTE_SINGLE },
};
enum { CURLY_COUNT = sizeof curlies / sizeof *curlies };

static const struct curly *curly_at_start(str text)
{
    for (size_t i = 0; i < CURLY_COUNT; i++)
        if (str_starts(text, str_from_c(curlies[i].text)))
            return &curlies[i];
    return NULL;
}

static const struct curly *curly_at_end(str text)
{
    for (size_t i = 0; i < CURLY_COUNT; i++)
        if (str_ends(text, str_from_c(curlies[i].text)))
            return &curlies[i];
    return NULL;
}

static bool has_double_curly(str text)
{
    for (size_t i = 0; i < CURLY_COUNT; i++)
        if (curlies[i].quote == QUOTE_DOUBLE &&
            str_find(text, str_from_c(curlies[i].text), 0) != STR_NONE)
            return true;
    return false;
}

// The text inside, when curly quotes stand around all of it; a straight one
// may close what a curly one opens.
static bool is_in_curly(str value, str *inside)
{
    if (value.len == 0 || (unsigned char)value.at[0] < 0x80)
        return false;
    const struct curly *open = curly_at_start(value);
    const struct curly *close = curly_at_end(value);
    if (open == NULL)
        return false;
    size_t from = str_from_c(open->text).len;
    bool straight = str_ends(value, open->quote == QUOTE_DOUBLE ? STR("\"") : STR("'"));
    size_t end = straight                                       ? 1
                 : close != NULL && close->quote == open->quote ? str_from_c(close->text).len
                                                                : 0;
    if (end == 0 || value.len <= from + end)
        return false;
    *inside = str_slice(value, from, value.len - end);
    return open->quote == QUOTE_SINGLE || !has_double_curly(*inside);
}

// ---- Straight quotes ----

static bool begins_quoted(str value)
{
    return value.len > 0 && (value.at[0] == '"' || value.at[0] == '\'');
}

// The quote that closes the one `value` begins with, or STR_NONE.
static size_t closing_quote(str value)
{
    char quote = value.at[0];
    for (size_t i = 1; i < value.len; i++) {
        if (quote == '"' && value.at[i] == '\\') {
            i++;
        } else if (value.at[i] == quote) {
            if (quote == '"' || i + 1 == value.len || value.at[i + 1] != '\'')
                return i;
            i++;
        }
    }
    return STR_NONE;
}

// 's avonds, 't was, 'n keer: an apostrophe and no quote.
static bool is_apostrophe(str value)
{
    return value.len > 2 && value.at[0] == '\'' && value.at[2] == ' ' &&
           str_find_char(STR("stnkSTNK"), value.at[1], 0) != STR_NONE;
}

static bool has_bad_escape(str value)
{
    for (size_t i = 0; i + 1 < value.len; i++) {
        if (value.at[i] != '\\')
            continue;
        if (str_find_char(STR("0abtnvfre \"/\\N_LPxuU"), value.at[i + 1], 0) == STR_NONE)
            return true;
        i++;
    }
    return false;
}

static bool is_comment(str rest)
{
    str text = field_trim(rest);
    return text.len == 0 || (text.at[0] == '#' && text.at != rest.at);
}

static struct fixed fix_quoted(struct arena *arena, str value)
{
    size_t close = closing_quote(value);
    bool apostrophe = is_apostrophe(value);
    if (close != STR_NONE && is_comment(str_after(value, close + 1))) {
        str inside = str_slice(value, 1, close);
        bool bad = value.at[0] == '"' && has_bad_escape(inside);
        return bad ? quoted(arena, inside, &matter_backslash) : unchanged(value);
    }
    if (apostrophe)
        return quoted(arena, value, &matter_apostrophe);
    if (close != STR_NONE)
        return quoted(arena, value, &matter_outside);
    str inside = str_after(value, 1);
    const struct curly *end = curly_at_end(inside);
    if (end != NULL && inside.len > str_from_c(end->text).len)
        return quoted(arena, str_slice(inside, 0, inside.len - str_from_c(end->text).len),
                      &matter_curly);
    return inside.len == 0 ? quoted(arena, value, &matter_quote)
                           : quoted(arena, inside, &matter_quote);
}

// ---- Lists and maps in brackets ----

// The byte of the bracket that closes the one `value` begins with, or STR_NONE.
static size_t closing_bracket(str value)
{
    char close = value.at[0] == '[' ? ']' : '}';
    size_t depth = 0;
    bool fresh = true; // where a quote opens a text
    for (size_t i = 0; i < value.len; i++) {
        char c = value.at[i];
        if (fresh && (c == '"' || c == '\'')) {
            size_t end = closing_quote(str_after(value, i));
            i += end == STR_NONE ? 0 : end;
            fresh = false;
            continue;
        }
        if (c == value.at[0])
            depth++;
        if (c == close && --depth == 0)
            return i;
        fresh = c == '[' || c == '{' || c == ',' || c == ':' || (fresh && c == ' ');
    }
    return STR_NONE;
}

static bool needs_quotes(str item)
{
    if (str_find_char(STR("@`%*&!|>#[]{}?,\"'"), item.at[0], 0) != STR_NONE)
        return true;
    for (size_t i = 0; i < item.len; i++)
        if (str_find_char(STR("[]{}"), item.at[i], 0) != STR_NONE)
            return true;
    return str_find(item, STR(": "), 0) != STR_NONE || str_find(item, STR(" #"), 0) != STR_NONE ||
           str_ends(item, STR(":"));
}

static struct fixed fix_item(struct arena *arena, str item)
{
    str inside;
    if (is_in_curly(item, &inside))
        return quoted(arena, inside, &matter_curly);
    if (begins_quoted(item))
        return fix_quoted(arena, item);
    if (str_ends(item, STR("\"")))
        return quoted(arena, str_slice(item, 0, item.len - 1), &matter_quote);
    return needs_quotes(item) ? quoted(arena, item, &matter_sign) : unchanged(item);
}

// Where the item at the start of `rest` ends: at a comma outside quotes.
static size_t item_end(str rest)
{
    size_t from = 0;
    while (from < rest.len && (rest.at[from] == ' ' || rest.at[from] == '\t'))
        from++;
    str item = str_after(rest, from);
    size_t close = begins_quoted(item) ? closing_quote(item) : STR_NONE;
    return str_find_char(rest, ',', close == STR_NONE ? from : from + close);
}

static struct fixed fix_items(struct arena *arena, str inner, bool closed)
{
    struct fixed all = unchanged(inner);
    struct buf list = { 0 };
    if (!closed) {
        all.kind = &matter_bracket;
        all.sign = STR("]");
    }
    buf_add_char(&list, '[');
    for (size_t at = 0; at < inner.len;) {
        size_t len = item_end(str_after(inner, at));
        str item = field_trim(str_slice(str_after(inner, at), 0, len));
        at = len == STR_NONE ? inner.len : at + len + 1;
        if (item.len == 0)
            continue;
        struct fixed fixed = fix_item(arena, item);
        if (list.len > 1)
            buf_add(&list, STR(", "));
        buf_add(&list, fixed.text);
        if (all.kind == NULL && fixed.kind != NULL) {
            all.kind = fixed.kind;
            all.sign = str_slice(item, 0, 1);
        }
    }
    buf_add_char(&list, ']');
    all.text = all.shown = arena_copy(arena, buf_view(&list));
    buf_release(&list);
    return all;
}

static struct fixed fix_list(struct arena *arena, str value, bool list)
{
    size_t close = closing_bracket(value);
    bool closed = close != STR_NONE;
    if (closed && !is_comment(str_after(value, close + 1)) && !list) {
        struct fixed fixed = quoted(arena, value, &matter_sign);
        fixed.sign = STR("[");
        return fixed;
    }
    str inner = str_slice(value, 1, closed ? close : value.len);
    bool nested =
        str_find_char(inner, '[', 0) != STR_NONE || str_find_char(inner, '{', 0) != STR_NONE;
    if (closed && nested)
        return unchanged(value);
    // [a, b], c: all of it is the list.
    if (closed && !is_comment(str_after(value, close + 1))) {
        str parts[] = { inner, STR(", "), str_after(value, close + 1), { 0 } };
        return fix_items(arena, arena_join(arena, parts), false);
    }
    return fix_items(arena, inner, closed);
}

static struct fixed fix_map(struct arena *arena, str value)
{
    size_t close = closing_bracket(value);
    bool template = str_starts(value, STR("{{"));
    if (!template && close != STR_NONE && is_comment(str_after(value, close + 1)))
        return unchanged(value);
    bool pairs = str_find(value, STR(": "), 0) != STR_NONE;
    if (template || close != STR_NONE || !pairs) {
        struct fixed fixed = quoted(arena, value, &matter_sign);
        fixed.sign = STR("{");
        return fixed;
    }
    str closed = arena_join(arena, (str[]){ value, STR("}"), { 0 } });
    return (struct fixed){ closed, closed, &matter_bracket, STR("}") };
}

// ---- Plain text ----

// Where a comment begins: white space and `#`.
static size_t comment_at(str value)
{
    for (size_t at = 0; (at = str_find_char(value, '#', at)) != STR_NONE; at++)
        if (at == 0 || value.at[at - 1] == ' ' || value.at[at - 1] == '\t')
            return at;
    return STR_NONE;
}

// `#trots` is a word, `# trots` a remark.
static bool is_hashtag(str text)
{
    size_t at = 1;
    return text.len > 1 && text.at[0] == '#' && utf8_is_word(utf8_next(text, &at));
}

static struct fixed fix_comment(struct arena *arena, str value, size_t at, bool list)
{
    str comment = str_after(value, at);
    if (at == 0 && is_hashtag(value)) {
        struct fixed fixed = quoted(arena, value, &matter_sign);
        fixed.sign = STR("#");
        return fixed;
    }
    struct fixed fixed = value_fix(arena, field_trim(str_slice(value, 0, at)), list);
    if (is_hashtag(comment)) {
        fixed.kind = &matter_hash;
        fixed.shown = yaml_quoted(arena, value);
        fixed.sign = comment;
    }
    return fixed;
}

static bool begins_with_sign(str value)
{
    if (str_find_char(STR("@`%*&!]},"), value.at[0], 0) != STR_NONE)
        return true;
    if (value.at[0] == '|' || value.at[0] == '>')
        return !value_is_block(value);
    bool indicator = str_find_char(STR("-?:"), value.at[0], 0) != STR_NONE;
    return indicator && (value.len == 1 || value.at[1] == ' ');
}

static bool has_colon(str value)
{
    return str_find(value, STR(": "), 0) != STR_NONE ||
           str_find(value, STR(":\t"), 0) != STR_NONE || str_ends(value, STR(":"));
}

// Mijn verhaal"
static bool ends_with_lone_quote(str value)
{
    return value.len > 1 && str_find_char(value, '"', 0) == value.len - 1;
}

static struct fixed fix_plain(struct arena *arena, str value, bool list)
{
    bool bracket = list && str_ends(value, STR("]")) && str_find_char(value, '[', 0) == STR_NONE;
    if (bracket) {
        struct fixed fixed = fix_items(arena, str_slice(value, 0, value.len - 1), false);
        fixed.sign = STR("[");
        return fixed;
    }
    if (begins_with_sign(value)) {
        struct fixed fixed = quoted(arena, value, &matter_sign);
        size_t end = 0;
        utf8_next(value, &end);
        fixed.sign = str_slice(value, 0, end);
        return fixed;
    }
    if (ends_with_lone_quote(value))
        return quoted(arena, str_slice(value, 0, value.len - 1), &matter_quote);
    return has_colon(value) ? quoted(arena, value, &matter_colon) : unchanged(value);
}

struct fixed value_fix(struct arena *arena, str value, bool list)
{
    str inside;
    if (value.len == 0 || value_is_block(value))
        return unchanged(value);
    if (is_in_curly(value, &inside))
        return quoted(arena, inside, &matter_curly);
    if (begins_quoted(value))
        return fix_quoted(arena, value);
    if (value.at[0] == '[')
        return fix_list(arena, value, list);
    if (value.at[0] == '{')
        return fix_map(arena, value);
    size_t comment = comment_at(value);
    if (comment != STR_NONE)
        return fix_comment(arena, value, comment, list);
    return fix_plain(arena, value, list);
}

// ---- Questions ----

static bool has_curly_item(str value)
{
    str inside;
    size_t close = closing_bracket(value);
    str inner = str_slice(value, 1, close);
    for (size_t at = 0; at < inner.len;) {
        size_t len = item_end(str_after(inner, at));
        if (is_in_curly(field_trim(str_slice(str_after(inner, at), 0, len)), &inside))
            return true;
        at = len == STR_NONE ? inner.len : at + len + 1;
    }
    return false;
}

bool value_is_suspicious(str value)
{
    str inside;
    if (value.len == 0 || begins_quoted(value) || value_is_block(value))
        return false;
    if (value.at[0] == '[')
        return has_curly_item(value);
    size_t comment = comment_at(value);
    bool bracket = str_ends(value, STR("]")) && str_find_char(value, '[', 0) == STR_NONE;
    return bracket || is_in_curly(value, &inside) || ends_with_lone_quote(value) ||
           (comment != STR_NONE && is_hashtag(str_after(value, comment)));
}

bool value_is_open(str value)
{
    if (begins_quoted(value))
        return closing_quote(value) == STR_NONE && !is_apostrophe(value);
    return value.len > 0 && (value.at[0] == '[' || value.at[0] == '{') &&
           closing_bracket(value) == STR_NONE;
}
