// SPDX-License-Identifier: EUPL-1.2
#include "document/escapes.h"

static char byte_at(str text, size_t at)
{
    return at < text.len ? text.at[at] : '\0';
}

static bool is_punctuation(char c)
{
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
           (c >= '{' && c <= '~');
}

// Behind the reference `&name;` at source_at, the text goes on with the byte
// that follows it there.
static void skip_reference(struct escapes *e)
{
    size_t end = str_find_char(e->source, ';', e->source_at);
    char next = end == STR_NONE ? '\0' : byte_at(e->source, end + 1);
    size_t text = str_find_char(e->text, next, e->text_at + 1);
    e->lost = end == STR_NONE || end - e->source_at > 40 || next == '\0' || text == STR_NONE ||
              text - e->text_at > 8;
    e->source_at = end + 1;
    e->text_at = text;
}

bool escapes_at(struct escapes *e, size_t index)
{
    while (!e->lost && e->text_at <= index) {
        char source = byte_at(e->source, e->source_at);
        char text = byte_at(e->text, e->text_at);
        bool backslash = source == '\\' && is_punctuation(byte_at(e->source, e->source_at + 1));
        if (backslash && byte_at(e->source, e->source_at + 1) == text) {
            if (e->text_at == index)
                return true;
            e->source_at += 2;
            e->text_at++;
        } else if (source == text && e->source_at < e->source.len) {
            if (e->text_at == index)
                return false;
            e->source_at++;
            e->text_at++;
        } else if (source == '&') {
            skip_reference(e);
        } else {
            e->lost = true;
        }
    }
    return false;
}
