// SPDX-License-Identifier: EUPL-1.2
// The page of the last build.  It tells a clock, so it is no part of the website:
// who asks for it puts it beside that.
#include "render/context.h"

static struct value messages_value(const struct view *view, const struct status_file *file)
{
    struct values messages = values_new(view->arena);
    for (size_t i = 0; i < file->count; i++) {
        const struct status_message *message = &file->messages[i];
        struct context item = context_new(view->arena);
        context_text(&item, STR("message"), message->text);
        context_text(&item, STR("hint"), message->hint);
        context_flag(&item, STR("error"), message->error);
        context_text(&item, STR("line"),
                     message->line == 0 ? STR("") : arena_copy(view->arena, NUMBER(message->line)));
        values_add(&messages, &item);
    }
    return values_value(&messages);
}

static struct value files_value(const struct view *view, const struct status *status)
{
    struct values files = values_new(view->arena);
    for (size_t i = 0; i < status->file_count; i++) {
        struct context item = context_new(view->arena);
        context_text(&item, STR("path"), status->files[i].path);
        context_set(&item, "messages", messages_value(view, &status->files[i]));
        values_add(&files, &item);
    }
    return values_value(&files);
}

static struct context status_context(const struct view *view, const struct status *status)
{
    str title = theme_text(view->theme, STR("status_title"));
    if (title.len == 0)
        title = STR("Status");
    struct crumbs crumbs = crumbs_new(view);
    struct head head = {
        .address = STR(STATUS_ADDRESS),
        .kind = STR("status"),
        .title = title,
        .noindex = true,
        .breadcrumb = crumbs_end(&crumbs, title),
    };
    struct context context = page_context(view, &head);
    context_set(&context, "date", date_value(view, status->date));
    context_text(&context, STR("time"), status->time);
    context_text(&context, STR("revision"), status->revision);
    context_count(&context, STR("updated"), STR(""), status->pages_written);
    context_count(&context, STR("removed"), STR(""), status->pages_removed);
    context_count(&context, STR("errors"), STR("one_error"), status->errors);
    context_count(&context, STR("warnings"), STR("one_warning"), status->warnings);
    context_text(&context, STR("elsewhere"),
                 status->elsewhere == 0 ? STR("")
                                        : arena_copy(view->arena, NUMBER(status->elsewhere)));
    context_flag(&context, STR("empty"), status->errors + status->warnings == 0);
    context_set(&context, "files", files_value(view, status));
    return context;
}

bool render_status(const struct site *site, const struct theme *theme, const struct status *status,
                   struct arena *arena, struct buf *to)
{
    if (!theme_has(theme, STR("status")))
        return false;
    struct view view = { site, theme, arena, root_of(arena, STR(STATUS_ADDRESS)), NULL };
    struct context context = status_context(&view, status);
    fill(&view, STR("status"), &context, to);
    return true;
}
