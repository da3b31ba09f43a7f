// SPDX-License-Identifier: EUPL-1.2
#include "base/utf8.h"
#include "yaml/yaml.h"

static bool has(str text, char c)
{
    return str_find_char(text, c, 0) != STR_NONE;
}

static bool has_control(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] < 0x20 || text.at[i] == 0x7F)
            return true;
    return false;
}

static void add_escaped(struct buf *to, char c)
{
    if (c == '"' || c == '\\')
        buf_add_char(to, '\\');
    if (c == '\t')
        buf_add(to, STR("\\t"));
    else if (c == '\n')
        buf_add(to, STR("\\n"));
    else if ((unsigned char)c < 0x20 || c == 0x7F)
        buf_add_char(to, ' ');
    else
        buf_add_char(to, c);
}

str yaml_quoted(struct arena *arena, str text)
{
    // Single quotes need no backslashes, which people do not know.
    if ((has(text, '"') || has(text, '\\')) && !has(text, '\'') && !has_control(text))
        return arena_join(arena, (str[]){ STR("'"), text, STR("'"), { 0 } });

    struct buf quoted = { 0 };
    buf_add_char(&quoted, '"');
    for (size_t i = 0; i < text.len; i++)
        add_escaped(&quoted, text.at[i]);
    buf_add_char(&quoted, '"');
    str copy = arena_copy(arena, buf_view(&quoted));
    buf_release(&quoted);
    return copy;
}
