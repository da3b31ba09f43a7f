// SPDX-License-Identifier: EUPL-1.2
// One line of front matter, as forgiving as a reader of it would be.
#include "document/matter.h"

#include "base/utf8.h"

// A sentence with a colon in it is no name of a field.
enum { KEY_BYTES_MAX = 60, KEY_WORDS_MAX = 4 };

static size_t skip_blank(str line, size_t at)
{
    while (at < line.len) {
        size_t next = at;
        if (line.at[at] > ' ' && line.at[at] < 0x7F) // by far the most
            break;
        if (!field_is_blank(utf8_next(line, &next)))
            break;
        at = next;
    }
    return at;
}

// Whether white space or the end of the line stands at `at`.
static bool is_gap(str line, size_t at)
{
    return at >= line.len || skip_blank(line, at) > at;
}

static bool is_letter(str line, size_t at)
{
    if (at >= line.len)
        return false;
    if ((unsigned char)line.at[at] < 0x80)
        return (line.at[at] | 32) >= 'a' && (line.at[at] | 32) <= 'z';
    uint32_t character = utf8_next(line, &at);
    return utf8_is_word(character) && !(character >= '0' && character <= '9');
}

// ---- List items ----

// The length of a bullet that people use for a dash, or 0.
static size_t bullet_at(str line, size_t at)
{
    if (is_letter(line, at))
        return 0;
    static const char *const bullets[] = { "•", "·", "◦", "▪", "–", "—", "*", "+" };
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
        str bullet = str_from_c(bullets[i]);
        if (str_starts(str_after(line, at), bullet))
            return bullet.len;
    }
    return 0;
}

static bool opens_value(str line, size_t at)
{
    static const char *const openings[] = { "\"", "'", "“", "‘", "„", "[" };
    if (is_letter(line, at))
        return true;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (str_starts(str_after(line, at), str_from_c(openings[i])))
            return true;
    return false;
}

// Where the text of the list item that begins at `at` begins; `at` itself
// when there is no list item.
static size_t skip_dash(str line, size_t at)
{
    bool dash = at < line.len && line.at[at] == '-';
    if (dash && (is_gap(line, at + 1) || opens_value(line, at + 1)))
        return skip_blank(line, at + 1);
    size_t bullet = dash ? 0 : bullet_at(line, at);
    return bullet > 0 && is_gap(line, at + bullet) ? skip_blank(line, at + bullet) : at;
}

// ---- Keys ----

static bool is_identifier(str key)
{
    for (size_t at = 0; at < key.len;) {
        uint32_t character = utf8_next(key, &at);
        if (!utf8_is_word(character) && character != '_' && character != '-' && character != '.')
            return false;
    }
    return key.len >= 2 && is_letter(key, 0);
}

static bool is_known(struct arena *arena, const struct schema *schema, str key)
{
    struct meaning meaning = field_meaning(arena, schema, key);
    return meaning.id != FIELD_UNKNOWN || meaning.ignored;
}

static bool is_name(str key)
{
    size_t words = 1;
    if (key.len == 0 || key.len > KEY_BYTES_MAX)
        return false;
    for (size_t i = 0; i < key.len; i++)
        words += key.at[i] == ' ';
    return words <= KEY_WORDS_MAX &&
           str_find_char(STR("#[{>|!&*@`%,?]}-"), key.at[0], 0) == STR_NONE;
}

struct cut {
    size_t key_end;
    size_t value_at; // behind the colon or equals sign
    bool glued;
};

// A key in quotes: `"titel": waarde`.
static bool cut_quoted(str line, size_t at, struct cut *cut)
{
    size_t end = str_find_char(line, line.at[at], at + 1);
    if (end == STR_NONE)
        return false;
    size_t colon = skip_blank(line, end + 1);
    if (colon >= line.len || line.at[colon] != ':' || !is_gap(line, colon + 1))
        return false;
    *cut = (struct cut){ end + 1, colon + 1, false };
    return true;
}

// The colon that ends the key: the first with white space behind it, or the
// first of all behind a single word.
static bool cut_plain(str line, size_t at, struct cut *cut)
{
    size_t first = str_find_char(line, ':', at);
    for (size_t colon = first; colon != STR_NONE; colon = str_find_char(line, ':', colon + 1)) {
        if (colon - at > 2 * KEY_BYTES_MAX)
            return false;
        bool gap = is_gap(line, colon + 1);
        bool glued = !gap && colon == first && is_identifier(str_slice(line, at, colon)) &&
                     line.at[colon + 1] != '/' && line.at[colon + 1] != ':';
        if (gap || glued) {
            *cut = (struct cut){ colon, colon + 1, glued };
            return true;
        }
    }
    return false;
}

static bool cut_equals(str line, size_t at, struct cut *cut)
{
    size_t sign = str_find_char(line, '=', at);
    if (sign == STR_NONE)
        return false;
    *cut = (struct cut){ sign, sign + 1, false };
    return true;
}

static str unquoted(str key)
{
    bool quoted =
        key.len >= 2 && (key.at[0] == '"' || key.at[0] == '\'') && key.at[key.len - 1] == key.at[0];
    return quoted ? str_slice(key, 1, key.len - 1) : key;
}

static void entry_cut(struct entry *entry, str line, struct cut cut, str key)
{
    entry->key = key;
    entry->value_at = skip_blank(line, cut.value_at);
    entry->separator = str_slice(line, cut.key_end, entry->value_at);
    entry->value = field_trim(str_after(line, cut.value_at));
    entry->glued = cut.glued;
}

static void key_read(struct arena *arena, const struct schema *schema, str line,
                     struct entry *entry)
{
    size_t at = entry->key_at;
    struct cut cut;
    if (at >= line.len)
        return;
    bool quote = line.at[at] == '"' || line.at[at] == '\'';
    if (quote ? cut_quoted(line, at, &cut) : cut_plain(line, at, &cut)) {
        str key = unquoted(field_trim(str_slice(line, at, cut.key_end)));
        if (!is_name(key))
            return;
        entry_cut(entry, line, cut, key);
    } else if (!quote && cut_equals(line, at, &cut)) {
        str key = field_trim(str_slice(line, at, cut.key_end));
        if (!is_identifier(key) || !is_known(arena, schema, key))
            return;
        entry_cut(entry, line, cut, key);
    }
}

struct entry entry_read(struct arena *arena, const struct schema *schema, str line)
{
    size_t from = skip_blank(line, 0);
    size_t at = skip_dash(line, from);
    struct entry entry = {
        .indent = str_slice(line, 0, from),
        .dash = str_slice(line, from, at),
        .key = STR(""),
        .separator = STR(""),
        .value = field_trim(str_after(line, at)),
        .key_at = at,
        .value_at = at,
    };
    key_read(arena, schema, line, &entry);
    return entry;
}

bool entry_is_known(struct arena *arena, const struct schema *schema, const struct entry *entry)
{
    return entry->key.len > 0 && is_known(arena, schema, entry->key);
}

bool value_is_block(str value)
{
    if (value.len == 0 || (value.at[0] != '|' && value.at[0] != '>'))
        return false;
    size_t at = 1;
    while (at < value.len && str_find_char(STR("+-123456789"), value.at[at], 0) != STR_NONE)
        at++;
    return at == value.len ||
           (is_gap(value, at) && str_starts(field_trim(str_after(value, at)), STR("#")));
}
