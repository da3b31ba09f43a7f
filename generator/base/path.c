// SPDX-License-Identifier: EUPL-1.2
#include "base/path.h"

#include "base/utf8.h"

#include <string.h>
#include <strings.h>

str path_folder(str path)
{
    size_t slash = str_find_last(path, '/');
    return str_slice(path, 0, slash == STR_NONE ? 0 : slash);
}

str path_name(str path)
{
    size_t slash = str_find_last(path, '/');
    return str_after(path, slash == STR_NONE ? 0 : slash + 1);
}

str path_extension(str path)
{
    str name = path_name(path);
    size_t dot = str_find_last(name, '.');
    return dot == STR_NONE || dot == 0 ? STR("") : str_after(name, dot);
}

bool path_has_extension(str path, const char *extension)
{
    str found = path_extension(path);
    return found.len == strlen(extension) && strncasecmp(found.at, extension, found.len) == 0;
}

bool path_is_markdown(str path)
{
    return path_has_extension(path, ".md") || path_has_extension(path, ".markdown");
}

str path_stem(str path)
{
    str name = path_name(path);
    size_t dot = str_find_last(name, '.');
    return dot == STR_NONE || dot == 0 ? name : str_slice(name, 0, dot);
}

bool path_resolve(struct arena *arena, str folder, str target, str *path)
{
    char *joined = arena_alloc(arena, folder.len + target.len + 2);
    size_t len = 0;
    str rest = str_starts(target, STR("/")) ? STR("") : folder;
    for (int round = 0; round < 2; round++) {
        for (bool more = rest.len > 0; more;) {
            str part;
            more = str_cut(rest, '/', &part, &rest);
            if (str_equal(part, STR("..")) && len == 0)
                return false;
            if (str_equal(part, STR(".."))) {
                size_t slash = str_find_last((str){ joined, len }, '/');
                len = slash == STR_NONE ? 0 : slash;
            } else if (part.len > 0 && !str_equal(part, STR("."))) {
                if (len > 0)
                    joined[len++] = '/';
                for (size_t i = 0; i < part.len; i++)
                    joined[len++] = part.at[i];
            }
        }
        rest = target;
    }
    *path = (str){ joined, len };
    return true;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    char lower = (char)(c | 32);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

str path_decoded(struct arena *arena, str address)
{
    if (str_find_char(address, '%', 0) == STR_NONE)
        return address;
    char *decoded = arena_alloc(arena, address.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < address.len; i++) {
        bool coded = address.at[i] == '%' && i + 2 < address.len && hex(address.at[i + 1]) >= 0 &&
                     hex(address.at[i + 2]) >= 0;
        if (coded) {
            decoded[len++] = (char)(hex(address.at[i + 1]) * 16 + hex(address.at[i + 2]));
            i += 2;
        } else {
            decoded[len++] = address.at[i];
        }
    }
    return (str){ decoded, len };
}

// Most of what names are made of.
static bool is_plain_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool path_is_slug(str text)
{
    bool dash = true; // there may be none at the start
    for (size_t i = 0; i < text.len; i++) {
        if (!is_plain_word(text.at[i]) && (dash || text.at[i] != '-'))
            return false;
        dash = text.at[i] == '-';
    }
    return text.len == 0 || !dash;
}

str path_slug(struct arena *arena, str text)
{
    if (path_is_slug(text))
        return arena_copy(arena, text);
    str plain = utf8_plain(arena, text);
    char *slug = arena_alloc(arena, plain.len + 1);
    size_t len = 0;
    for (size_t at = 0; at < plain.len;) {
        if (is_plain_word(plain.at[at])) {
            slug[len++] = plain.at[at++];
            continue;
        }
        size_t from = at;
        uint32_t character = utf8_next(plain, &at);
        if (utf8_is_word(character)) {
            for (size_t i = from; i < at; i++)
                slug[len++] = plain.at[i];
        } else if (character != '\'' && len > 0 && slug[len - 1] != '-') {
            slug[len++] = '-';
        }
    }
    if (len > 0 && slug[len - 1] == '-')
        len--;
    return (str){ slug, len };
}
