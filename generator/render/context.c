// SPDX-License-Identifier: EUPL-1.2
#include "render/context.h"

#include "base/html.h"

struct context context_new(struct arena *arena)
{
    return (struct context){ .arena = arena };
}

struct context context_sized(struct arena *arena, size_t names)
{
    struct context context = context_new(arena);
    LIST_RESERVE(arena, context.members, names);
    return context;
}

static void add(struct context *context, str name, struct value value)
{
    LIST_ADD(context->arena, context->members, ((struct member){ name, value }));
}

void context_put(struct context *context, str name, str has_name, struct value value)
{
    bool has = value.kind == VALUE_LIST ? value.as.list.count > 0 : value.kind != VALUE_FALSE;
    add(context, name, value);
    if (value.kind != VALUE_TEXT)
        add(context, has_name, value_bool(has));
}

void context_text(struct context *context, str name, str text)
{
    add(context, name, value_text(text));
}

void context_html(struct context *context, str name, str html)
{
    add(context, name, value_html(html));
}

void context_flag(struct context *context, str name, bool flag)
{
    add(context, name, value_bool(flag));
}

void context_count(struct context *context, str name, str one_name, size_t number)
{
    context_text(context, name, arena_copy(context->arena, NUMBER(number)));
    if (one_name.len > 0)
        context_flag(context, one_name, number == 1);
}

struct value context_value(const struct context *context)
{
    struct object *object = ARENA_NEW(context->arena, struct object);
    *object = (struct object){ context->members.at, context->members.count };
    return value_object(object);
}

struct values values_new(struct arena *arena)
{
    return (struct values){ .arena = arena };
}

void values_add(struct values *values, const struct context *item)
{
    LIST_ADD(values->arena, values->list, context_value(item));
}

struct value values_value(const struct values *values)
{
    return value_list(values->list.at, values->list.count);
}

struct value values_of_texts(struct arena *arena, str name, const str *texts, size_t count)
{
    struct values values = values_new(arena);
    for (size_t i = 0; i < count; i++) {
        struct context item = context_new(arena);
        context_text(&item, name, texts[i]);
        values_add(&values, &item);
    }
    return values_value(&values);
}

str root_of(struct arena *arena, str address)
{
    size_t depth = 0;
    for (size_t i = 0; i < address.len; i++)
        depth += address.at[i] == '/';
    if (depth == 0)
        return STR("./");
    char *root = arena_alloc(arena, depth * 3 + 1);
    for (size_t i = 0; i < depth; i++) {
        root[i * 3] = '.';
        root[i * 3 + 1] = '.';
        root[i * 3 + 2] = '/';
    }
    return (str){ root, depth * 3 };
}

// Whether it begins with a scheme: a colon stands in it before any slash.
static bool is_complete(str address)
{
    size_t slash = str_find_char(address, '/', 0);
    return str_find_char(str_slice(address, 0, slash), ':', 0) != STR_NONE;
}

str href(const struct view *view, str address)
{
    if ((address.len > 0 && address.at[0] == '#') || is_complete(address))
        return address;
    return arena_join(view->arena, (str[]){ view->root, address, { 0 } });
}

struct value az_value(const struct view *view)
{
    return view->site->taxonomy_count == 0 ? value_false()
                                           : value_text(href(view, STR(AZ_ADDRESS)));
}

str absolute(const struct view *view, str address)
{
    if (view->site->settings->address.len == 0)
        return STR("");
    struct buf whole = { 0 };
    buf_add(&whole, view->site->settings->address);
    buf_add_address(&whole, address);
    str copy = arena_copy(view->arena, buf_view(&whole));
    buf_release(&whole);
    return copy;
}

struct value date_value(const struct view *view, struct date date)
{
    if (!date_given(date))
        return value_false();
    str key = arena_join(view->arena, (str[]){ STR("month_"), NUMBER(date.month), { 0 } });
    str month = theme_text(view->theme, key);
    struct context context = context_new(view->arena);
    context_text(&context, STR("iso"), date_iso(view->arena, date));
    context_text(
        &context, STR("text"),
        arena_join(
            view->arena,
            (str[]){ NUMBER(date.day), STR(" "), month, STR(" "), NUMBER(date.year), { 0 } }));
    return context_value(&context);
}

str slug_words(const struct view *view, const char *prefix, str slug)
{
    str key = arena_join(view->arena, (str[]){ str_from_c(prefix), STR("_"), slug, { 0 } });
    str text = theme_text(view->theme, key);
    if (text.len > 0 || slug.len == 0)
        return text;
    char *words = (char *)arena_copy(view->arena, slug).at;
    for (size_t i = 0; i < slug.len; i++)
        if (words[i] == '-')
            words[i] = ' ';
    if (words[0] >= 'a' && words[0] <= 'z')
        words[0] = (char)(words[0] - 32);
    return (str){ words, slug.len };
}

struct context named_link(const struct view *view, str name, str address)
{
    struct context context = context_new(view->arena);
    context_text(&context, STR("name"), name);
    context_text(&context, STR("href"), href(view, address));
    return context;
}

static str *addresses_of(const struct view *view, const struct document *document,
                         const str *link_addresses)
{
    str *addresses = ARENA_ARRAY(view->arena, str, document->link_count);
    for (size_t i = 0; i < document->link_count; i++)
        if (link_addresses != NULL && link_addresses[i].len > 0)
            addresses[i] = href(view, link_addresses[i]);
    return addresses;
}

str body_of(const struct view *view, const struct document *document, const str *link_addresses)
{
    struct buf body = { 0 };
    document_body(document, addresses_of(view, document, link_addresses), &body);
    str copy = arena_copy(view->arena, buf_view(&body));
    buf_release(&body);
    return copy;
}

str page_body(const struct view *view, const struct page *page)
{
    const struct document *document = page->document;
    const struct passage *passages = document_parts(document)->passages;
    size_t count = 2 * document->passage_count;
    uint32_t *offsets = ARENA_ARRAY(view->arena, uint32_t, count);
    uint32_t *found = ARENA_ARRAY(view->arena, uint32_t, count);
    for (size_t i = 0; i < count; i++)
        offsets[i] = i % 2 == 0 ? passages[i / 2].from : passages[i / 2].to;
    struct buf body = { 0 };
    document_body_places(document, addresses_of(view, document, page->link_addresses), &body,
                         offsets, count, found);
    str copy = arena_copy(view->arena, buf_view(&body));
    buf_release(&body);
    *view->placing = (struct placing){ page, copy, found };
    return copy;
}

void fill(const struct view *view, str template_name, const struct context *context, struct buf *to)
{
    struct value value = context_value(context);
    theme_render(view->theme, template_name, &value, to);
}
