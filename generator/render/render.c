// SPDX-License-Identifier: EUPL-1.2
#include "render/context.h"

#include "base/parallel.h"

#include <libxml/parser.h>

// ---- Planning ----

void plan(struct rendering *rendering, render_page *render, str address, const void *subject,
          size_t number)
{
    LIST_ADD(rendering->arena, rendering->jobs, ((struct job){ render, address, subject, number }));
}

str listing_address(struct arena *arena, str address, size_t number)
{
    if (number == 0)
        return address;
    return arena_join(
        arena,
        (str[]){ address, STR("pagina/"), arena_copy(arena, NUMBER(number + 1)), STR("/"), { 0 } });
}

static size_t pages_for(const struct site *site, size_t entries)
{
    size_t size = site->settings->page_size;
    return entries == 0 ? 1 : (entries + size - 1) / size;
}

void plan_listing(struct rendering *rendering, render_page *render, str address,
                  const void *subject, size_t entries)
{
    size_t pages = pages_for(rendering->site, entries);
    for (size_t i = 0; i < pages; i++)
        plan(rendering, render, listing_address(rendering->arena, address, i), subject, i);
}

// ---- Pagination ----

// Shown: the first and the last page, and two on either side of this one.
static bool is_shown(size_t page, size_t number, size_t pages)
{
    return page == 0 || page + 1 == pages || (page + 2 >= number && page <= number + 2);
}

static struct value pages_value(const struct view *view, str address, size_t number, size_t pages)
{
    struct values values = values_new(view->arena);
    size_t next = 0; // the page that would follow without a gap
    for (size_t i = 0; i < pages; i++) {
        if (!is_shown(i, number, pages))
            continue;
        struct context item = context_new(view->arena);
        context_count(&item, STR("number"), STR(""), i + 1);
        context_text(&item, STR("href"), href(view, listing_address(view->arena, address, i)));
        context_flag(&item, STR("current"), i == number);
        context_flag(&item, STR("gap"), i > next);
        values_add(&values, &item);
        next = i + 1;
    }
    return values_value(&values);
}

static struct value way(const struct view *view, str address, bool there, size_t number)
{
    if (!there)
        return value_false();
    return value_text(href(view, listing_address(view->arena, address, number)));
}

void set_pagination(const struct view *view, struct context *context, str address, size_t number,
                    size_t entries)
{
    size_t pages = pages_for(view->site, entries);
    context_set(context, "page_number",
                number == 0 ? value_false()
                            : value_text(arena_copy(view->arena, NUMBER(number + 1))));
    if (pages == 1) {
        context_set(context, "pagination", value_false());
        return;
    }
    struct context pagination = context_new(view->arena);
    context_set(&pagination, "previous", way(view, address, number > 0, number - 1));
    context_set(&pagination, "next", way(view, address, number + 1 < pages, number + 1));
    context_count(&pagination, STR("number"), STR(""), number + 1);
    context_count(&pagination, STR("last_number"), STR(""), pages);
    context_set(&pagination, "pages", pages_value(view, address, number, pages));
    context_set(context, "pagination", context_value(&pagination));
}

// ---- Rendering ----

// What one worker keeps from page to page.
struct desk {
    struct arena *arena;
    struct buf page;
};

struct workshop {
    struct rendering *rendering;
    struct desk *desks;
};

static void render_job(void *context, size_t item, unsigned worker)
{
    struct workshop *workshop = context;
    struct rendering *rendering = workshop->rendering;
    const struct job *job = &rendering->jobs.at[item];
    struct desk *desk = &workshop->desks[worker];
    struct placing placing = { 0 };
    struct view view = { rendering->site, rendering->theme, desk->arena,
                         root_of(desk->arena, job->address), &placing };
    buf_clear(&desk->page);
    job->render(&view, job->subject, job->number, &desk->page);
    str path = arena_join(desk->arena, (str[]){ job->address, STR("index.html"), { 0 } });
    output_add(rendering->output, path, buf_view(&desk->page));
    if (rendering->places != NULL && placing.page != NULL)
        places_note(rendering->places, &placing, buf_view(&desk->page));
    arena_reset(desk->arena);
}

static void render_jobs(struct rendering *rendering, unsigned jobs)
{
    struct desk desks[PARALLEL_JOBS_MAX] = { 0 };
    struct workshop workshop = { rendering, desks };
    for (unsigned i = 0; i < jobs; i++)
        desks[i].arena = arena_new();
    parallel_each(jobs, rendering->jobs.count, render_job, &workshop);
    for (unsigned i = 0; i < jobs; i++) {
        arena_free(desks[i].arena);
        buf_release(&desks[i].page);
    }
}

// "https://voorbeeld.nl/sub/" -> "/sub/": the one page that is shown at any
// address cannot be relative.
static str path_of_site(const struct settings *settings)
{
    size_t host = str_find(settings->address, STR("://"), 0);
    if (host == STR_NONE)
        return STR("/");
    return str_after(settings->address, str_find_char(settings->address, '/', host + 3));
}

static void add_not_found(struct rendering *rendering)
{
    struct buf page = { 0 };
    struct view view = { rendering->site, rendering->theme, rendering->arena,
                         path_of_site(rendering->site->settings), NULL };
    render_not_found(&view, &page);
    output_add(rendering->output, STR("404.html"), buf_view(&page));
    buf_release(&page);
}

static void add_assets(struct rendering *rendering)
{
    struct file_list assets = theme_assets(rendering->theme);
    for (size_t i = 0; i < assets.count; i++)
        output_add(rendering->output, assets.at[i].path, assets.at[i].bytes);
}

void render_site(const struct site *site, const struct theme *theme, struct output *output,
                 unsigned jobs, struct arena *arena, struct body_places *places)
{
    struct arena *own = arena_new();
    struct rendering rendering = {
        .site = site,
        .theme = theme,
        .output = output,
        .arena = own,
        .places = places == NULL ? NULL : places_new(site, arena, places),
    };
    xmlInitParser();
    plan_overviews(&rendering);
    plan_terms(&rendering);
    plan_pages(&rendering);
    render_jobs(&rendering, jobs);
    add_not_found(&rendering);
    add_assets(&rendering);
    render_feeds(&rendering);
    arena_free(own);
}

void render_register(const struct site *site, const struct theme *theme,
                     const struct keyword_list *keywords, struct output *output, unsigned jobs)
{
    struct rendering rendering = {
        .site = site,
        .theme = theme,
        .output = output,
        .arena = arena_new(),
    };
    const struct reference *reference = plan_register(&rendering, keywords);
    render_jobs(&rendering, jobs);
    render_sitemap(&rendering, reference);
    arena_free(rendering.arena);
}
