// SPDX-License-Identifier: EUPL-1.2
#include "output/order.h"

enum removing {
    OTHER_FORM, // of what stays: what it says may be older
    PAGE,
    PART,
};

str order_plain_path(str path)
{
    bool other = str_ends(path, STR(".gz")) || str_ends(path, STR(".br"));
    return other ? str_slice(path, 0, path.len - 3) : path;
}

static bool is_page(str path)
{
    return str_ends(path, STR(".html"));
}

static bool is_root(str path)
{
    return str_starts(path, STR("search/root")) && str_ends(path, STR(".json"));
}

static bool is_overview(str path)
{
    return str_ends(path, STR(".xml")) || str_equal(path, STR("robots.txt"));
}

enum writing order_of_writing(str path, bool fresh)
{
    path = order_plain_path(path);
    if (is_root(path))
        return ROOT;
    if (is_overview(path))
        return OVERVIEW;
    if (str_equal(path, STR("index.html")))
        return FRONT_PAGE;
    if (is_page(path))
        return fresh ? NEW_PAGE : CHANGED_PAGE;
    return fresh ? NEW_PART : CHANGED_PART;
}

bool order_may_be_early(str path)
{
    return str_starts(path, STR("search/")) && order_of_writing(path, true) == NEW_PART;
}

unsigned order_of_removing(str path, bool stays)
{
    if (stays)
        return OTHER_FORM;
    return is_page(order_plain_path(path)) ? PAGE : PART;
}
