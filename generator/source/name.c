// SPDX-License-Identifier: EUPL-1.2
#include "source/name.h"

#include "base/utf8.h"

DIAGNOSTIC(path_encoding, ERROR,
           "de naam van dit bestand of deze map bevat tekens die niet kloppen",
           "the name of this file or folder is not valid UTF-8",
           "geef het een nieuwe naam, met gewone letters en cijfers",
           "rename it, with plain letters and digits");
DIAGNOSTIC(path_dots, ERROR, "'{1}' kan geen naam van een bestand of map zijn",
           "'{1}' cannot be the name of a file or folder",
           "geef het een nieuwe naam, met gewone letters en cijfers",
           "rename it, with plain letters and digits");
DIAGNOSTIC(path_slash, ERROR, "in de naam van een bestand of map mag geen schuine streep staan",
           "the name of a file or folder cannot have a slash or backslash in it",
           "haal de '/' of '\\' uit de naam", "take the '/' or '\\' out of the name");
DIAGNOSTIC(path_git, ERROR, "de naam '{1}' lijkt te veel op '.git', de eigen map van git",
           "the name '{1}' looks too much like '.git', git's own folder",
           "geef het bestand of de map een andere naam", "rename the file or folder");
DIAGNOSTIC(path_control, ERROR,
           "in de naam van dit bestand of deze map staat een onzichtbaar teken",
           "the name of this file or folder has a control character in it",
           "typ de naam opnieuw, met gewone letters en cijfers",
           "type the name again, with plain letters and digits");
DIAGNOSTIC(path_long, ERROR, "de naam van dit bestand of deze map is te lang",
           "the name of this file or folder is too long", "kies een naam van hooguit 60 letters",
           "choose a name of 60 letters at most");

enum { NAME_BYTES_MAX = 255, BYTE_ORDER_MARK = 0xFEFF };

// What the file system of a Mac does not see in a name.
static bool is_ignorable(uint32_t c)
{
    return (c >= 0x200C && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x206A && c <= 0x206F) || c == BYTE_ORDER_MARK;
}

// Controls, and what turns the direction of the text around it.
static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

// What is left of a name when Mac and Windows have had their way with it: the
// first letters without ignorable characters, in lower case, and without what
// follows a colon (a stream of the file) and the dots and spaces at the end.
static str bare(char room[static 8], str name)
{
    size_t len = 0;
    size_t end = 0;
    for (size_t at = 0; at < name.len;) {
        uint32_t c = utf8_next(name, &at);
        if (c == ':' || c == '\\')
            break;
        if (is_ignorable(c))
            continue;
        bool letter = c != '.' && c != ' ';
        if (c >= 0x80 || (len == 8 && letter))
            return STR("");
        if (len == 8)
            continue;
        room[len++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : (char)c;
        if (letter)
            end = len;
    }
    return (str){ room, end };
}

static bool looks_like_git(str name)
{
    char room[8];
    str rest = bare(room, name);
    return str_equal(rest, STR(".git")) || str_equal(rest, STR("git~1"));
}

static bool has_control(str name)
{
    for (size_t at = 0; at < name.len;)
        if (is_control(utf8_next(name, &at)))
            return true;
    return false;
}

// Plain letters, digits and dashes, with dots between, as nearly all names are.
static bool is_plain(str name)
{
    if (name.len == 0 || name.len > NAME_BYTES_MAX || name.at[0] == '.')
        return false;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.at[i];
        bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.')
            return false;
    }
    return true;
}

const struct diagnostic_kind *name_fault(str name)
{
    if (is_plain(name))
        return NULL;
    if (!utf8_valid(name))
        return &path_encoding;
    if (name.len == 0 || str_equal(name, STR(".")) || str_equal(name, STR("..")))
        return &path_dots;
    if (looks_like_git(name))
        return &path_git;
    if (str_find_char(name, '/', 0) != STR_NONE || str_find_char(name, '\\', 0) != STR_NONE)
        return &path_slash;
    if (has_control(name))
        return &path_control;
    return name.len > NAME_BYTES_MAX ? &path_long : NULL;
}

bool name_hidden(str name)
{
    return str_starts(name, STR("."));
}
