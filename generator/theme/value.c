// SPDX-License-Identifier: EUPL-1.2
#include "theme/theme.h"

struct value value_false(void)
{
    return (struct value){ .kind = VALUE_FALSE };
}

struct value value_bool(bool truth)
{
    return (struct value){ .kind = truth ? VALUE_TRUE : VALUE_FALSE };
}

struct value value_text(str text)
{
    return (struct value){ .kind = VALUE_TEXT, .as.text = text };
}

struct value value_html(str html)
{
    return (struct value){ .kind = VALUE_HTML, .as.text = html };
}

struct value value_list(const struct value *items, size_t count)
{
    return (struct value){ .kind = VALUE_LIST, .as.list = { items, count } };
}

struct value value_object(const struct object *object)
{
    return (struct value){ .kind = VALUE_OBJECT, .as.object = object };
}
