// SPDX-License-Identifier: EUPL-1.2
#include "document/bare_links.h"

#include "base/utf8.h"

// No name of a host is longer; and each `www.` in a row of them looks no
// further than this.
enum { HOST_MAX = 253 };

static char byte_at(str text, size_t at)
{
    return at < text.len ? text.at[at] : '\0';
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool is_alphanumeric(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// Letters of any script, and signs such as emoji, but no punctuation.
static bool is_host_character(str text, size_t *at)
{
    unsigned char c = (unsigned char)text.at[*at];
    if (c < 0x80) {
        ++*at;
        return is_alphanumeric((char)c) || c == '-';
    }
    uint32_t character = utf8_next(text, at);
    return utf8_is_word(character) || character >= 0x1F000 ||
           (character >= 0x2190 && character < 0x2E00);
}

// Length of the host at `from`, or 0.  An underscore may not stand in its last
// two parts.
static size_t host_length(str text, size_t from, bool needs_dot)
{
    size_t dots = 0;
    bool low = false;
    bool low_before = false;
    size_t at = from;
    while (at < text.len && at - from < HOST_MAX) {
        size_t next = at;
        if (text.at[at] == '.') {
            low_before = low;
            low = false;
            dots++;
            next++;
        } else if (text.at[at] == '_') {
            low = true;
            next++;
        } else if (!is_host_character(text, &next)) {
            break;
        }
        at = next;
    }
    bool allowed = !low && !low_before && (dots > 0 || !needs_dot);
    return allowed ? at - from : 0;
}

// `&copy;` at the end belongs to the text behind the link.
static size_t without_entity(str text, size_t from, size_t end)
{
    size_t at = end - 1;
    while (at > from && is_letter(text.at[at - 1]))
        at--;
    return at < end - 1 && at > from && text.at[at - 1] == '&' ? at - 1 : end - 1;
}

static bool ends_with_curly(str text, size_t end)
{
    str last = str_slice(text, end >= 3 ? end - 3 : 0, end);
    return str_equal(last, STR("\xE2\x80\x9D")) || str_equal(last, STR("\xE2\x80\x99"));
}

// Leaves out punctuation that belongs to the sentence.
static size_t without_tail(str text, size_t from, size_t end)
{
    size_t opens = 0;
    size_t closes = 0;
    for (size_t i = from; i < end; i++) {
        opens += text.at[i] == '(';
        closes += text.at[i] == ')';
    }
    while (end > from) {
        char c = text.at[end - 1];
        if (c == ')' && closes > opens) {
            closes--;
            end--;
        } else if (c == ';') {
            end = without_entity(text, from, end);
        } else if (str_find_char(STR("?!.,:*_~'\""), c, 0) != STR_NONE) {
            end--;
        } else if (ends_with_curly(text, end)) {
            end -= 3;
        } else {
            break;
        }
    }
    return end;
}

static size_t rest_end(str text, size_t from, size_t at)
{
    while (at < text.len && !is_space(text.at[at]) && text.at[at] != '<')
        at++;
    return without_tail(text, from, at);
}

static bool web_at(str text, size_t colon, size_t floor, struct bare_link *link)
{
    if (byte_at(text, colon + 1) != '/' || byte_at(text, colon + 2) != '/')
        return false;
    size_t from = colon;
    while (from > floor && colon - from < 6 && is_letter(text.at[from - 1]))
        from--;
    bool secure = colon - from == 5 && (text.at[from + 4] | 32) == 's';
    for (size_t i = 0; i < 4; i++)
        if ((colon - from != 4 && !secure) || (text.at[from + i] | 32) != "http"[i])
            return false;
    size_t host = host_length(text, colon + 3, false);
    *link = (struct bare_link){ BARE_WEB, from, host == 0 ? 0 : rest_end(text, from, colon + 3) };
    return link->to > colon + 3;
}

static bool www_at(str text, size_t dot, size_t floor, struct bare_link *link)
{
    if (dot < floor + 3 || !str_equal(str_slice(text, dot - 3, dot), STR("www")))
        return false;
    size_t from = dot - 3;
    char before = from > 0 ? text.at[from - 1] : ' ';
    if (!is_space(before) && str_find_char(STR("*_~("), before, 0) == STR_NONE)
        return false;
    *link = (struct bare_link){ BARE_WWW, from, 0 };
    if (host_length(text, from, true) > 0 && is_host_character(text, &(size_t){ dot + 1 }))
        link->to = rest_end(text, from, dot + 1);
    return link->to > dot + 1;
}

static bool mail_at(str text, size_t sign, size_t floor, struct bare_link *link)
{
    size_t from = sign;
    while (from > floor && (is_alphanumeric(text.at[from - 1]) ||
                            str_find_char(STR(".+-_"), text.at[from - 1], 0) != STR_NONE))
        from--;
    size_t dots = 0;
    size_t end = sign + 1;
    for (; end < text.len; end++) {
        char c = text.at[end];
        if (c == '.' && is_alphanumeric(byte_at(text, end + 1)))
            dots++;
        else if (!is_alphanumeric(c) && c != '-' && c != '_')
            break;
    }
    *link = (struct bare_link){ BARE_MAIL, from, end };
    return from < sign && dots > 0 && is_alphanumeric(text.at[end - 1]) &&
           byte_at(text, end) != '@';
}

bool bare_link_at(str text, size_t at, size_t floor, struct bare_link *link)
{
    switch (text.at[at]) {
    case ':':
        return web_at(text, at, floor, link);
    case '.':
        return www_at(text, at, floor, link);
    case '@':
        return mail_at(text, at, floor, link);
    default:
        return false;
    }
}
