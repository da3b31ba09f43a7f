// SPDX-License-Identifier: EUPL-1.2
#include "json_value.h"

#include "base/list.h"
#include "base/utf8.h"

#include <string.h>

enum { DEPTH_MAX = 200 };

struct reader {
    struct arena *arena;
    str text;
    size_t at;
    json_is_html *is_html;
    unsigned depth;
};

static bool read_value(struct reader *reader, str name, struct value *value);

static char peek(const struct reader *reader)
{
    return reader->at < reader->text.len ? reader->text.at[reader->at] : '\0';
}

static void skip_space(struct reader *reader)
{
    while (peek(reader) != '\0' && strchr(" \t\r\n", peek(reader)) != NULL)
        reader->at++;
}

// Skips spaces and then `c`, if it is there.
static bool skip(struct reader *reader, char c)
{
    skip_space(reader);
    if (peek(reader) != c || c == '\0')
        return false;
    reader->at++;
    return true;
}

static bool read_hex(struct reader *reader, uint32_t *number)
{
    *number = 0;
    for (int i = 0; i < 4; i++, reader->at++) {
        static const char digits[] = "0123456789abcdef";
        char c = peek(reader);
        const char *digit = c == '\0' ? NULL : strchr(digits, c >= 'A' && c <= 'F' ? c | 32 : c);
        if (digit == NULL)
            return false;
        *number = *number * 16 + (uint32_t)(digit - digits);
    }
    return true;
}

static bool read_character(struct reader *reader, struct buf *to)
{
    uint32_t character;
    uint32_t low;
    if (!read_hex(reader, &character))
        return false;
    if (character >= 0xD800 && character < 0xDC00) {
        if (str_find(reader->text, STR("\\u"), reader->at) != reader->at)
            return false;
        reader->at += 2;
        if (!read_hex(reader, &low))
            return false;
        character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
    }
    buf_add_character(to, character);
    return true;
}

static bool read_escape(struct reader *reader, struct buf *to)
{
    static const char from[] = "\"\\/bfnrt";
    static const char into[] = "\"\\/\b\f\n\r\t";
    char c = peek(reader);
    reader->at++;
    if (c == 'u')
        return read_character(reader, to);
    const char *found = c == '\0' ? NULL : strchr(from, c);
    if (found == NULL)
        return false;
    buf_add_char(to, into[found - from]);
    return true;
}

static bool read_string(struct reader *reader, str *text)
{
    struct buf buf = { 0 };
    bool good = skip(reader, '"');
    while (good && reader->at < reader->text.len && peek(reader) != '"') {
        char c = peek(reader);
        reader->at++;
        if (c == '\\')
            good = read_escape(reader, &buf);
        else
            buf_add_char(&buf, c);
    }
    *text = arena_copy(reader->arena, buf_view(&buf));
    buf_release(&buf);
    return good && skip(reader, '"');
}

static bool read_list(struct reader *reader, str name, struct value *value)
{
    LIST(struct value) items = { 0 };
    for (bool more = !skip(reader, ']'); more;) {
        struct value item;
        if (!read_value(reader, name, &item))
            return false;
        LIST_ADD(reader->arena, items, item);
        more = skip(reader, ',');
        if (!more && !skip(reader, ']'))
            return false;
    }
    *value = value_list(items.at, items.count);
    return true;
}

static bool read_object(struct reader *reader, struct value *value)
{
    LIST(struct member) members = { 0 };
    for (bool more = !skip(reader, '}'); more;) {
        struct member member;
        if (!read_string(reader, &member.name) || !skip(reader, ':') ||
            !read_value(reader, member.name, &member.value))
            return false;
        LIST_ADD(reader->arena, members, member);
        more = skip(reader, ',');
        if (!more && !skip(reader, '}'))
            return false;
    }
    struct object *object = ARENA_NEW(reader->arena, struct object);
    *object = (struct object){ members.at, members.count };
    *value = value_object(object);
    return true;
}

static bool read_word(struct reader *reader, struct value *value)
{
    size_t from = reader->at;
    while (peek(reader) != '\0' && strchr(" \t\r\n,]}", peek(reader)) == NULL)
        reader->at++;
    str word = str_slice(reader->text, from, reader->at);
    bool number = word.len > 0 && (word.at[0] == '-' || (word.at[0] >= '0' && word.at[0] <= '9'));
    if (number)
        *value = value_text(word);
    else
        *value = value_bool(str_equal(word, STR("true")));
    return number || value->kind == VALUE_TRUE || str_equal(word, STR("false")) ||
           str_equal(word, STR("null"));
}

static bool read_text(struct reader *reader, str name, struct value *value)
{
    str text;
    if (!read_string(reader, &text))
        return false;
    bool html = reader->is_html != NULL && reader->is_html(name);
    *value = html ? value_html(text) : value_text(text);
    return true;
}

static bool read_value(struct reader *reader, str name, struct value *value)
{
    if (++reader->depth > DEPTH_MAX)
        return false;
    bool good;
    skip_space(reader);
    if (peek(reader) == '"')
        good = read_text(reader, name, value);
    else if (skip(reader, '['))
        good = read_list(reader, name, value);
    else if (skip(reader, '{'))
        good = read_object(reader, value);
    else
        good = read_word(reader, value);
    reader->depth--;
    return good;
}

bool json_value(struct arena *arena, str text, json_is_html *is_html, struct value *value)
{
    struct reader reader = { .arena = arena, .text = text, .is_html = is_html };
    bool good = read_value(&reader, STR(""), value);
    skip_space(&reader);
    return good && reader.at == text.len;
}

struct value json_member(const struct value *object, str name)
{
    if (object->kind != VALUE_OBJECT)
        return value_false();
    for (size_t i = 0; i < object->as.object->count; i++)
        if (str_equal(object->as.object->members[i].name, name))
            return object->as.object->members[i].value;
    return value_false();
}
