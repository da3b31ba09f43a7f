// SPDX-License-Identifier: EUPL-1.2
#include "render/context.h"

#include "base/parallel.h"

#include <libxml/parser.h>

// ---- Planning ----

void plan(struct rendering *rendering, const struct page_type *type, str address,
          const void *subject, size_t number)
{
    LIST_ADD(rendering->arena, rendering->jobs, ((struct job){ type, address, subject, number }));
}

// ---- Rendering ----

// What one worker keeps from page to page.
struct desk {
    struct arena *arena;
    struct arena *places; // of passages, for those who ask later
    struct buf page;
    struct inputs inputs;
};

struct workshop {
    struct rendering *rendering;
    struct desk *desks;
};

// What the page is made from; empty where nobody can tell.
static struct fingerprint print_of(struct desk *desk, const struct job *job)
{
    if (job->type->inputs == NULL)
        return (struct fingerprint){ 0 };
    inputs_begin(&desk->inputs, job->address, job->number);
    job->type->inputs(&desk->inputs, job->subject, job->number);
    return inputs_print(&desk->inputs);
}

struct inputs inputs_of(const struct rendering *rendering, str path)
{
    struct inputs inputs = { .site = rendering->site, .cards = rendering->printer->cards };
    inputs_begin(&inputs, path, 0);
    return inputs;
}

struct fingerprint inputs_end(struct inputs *inputs)
{
    struct fingerprint print = inputs_print(inputs);
    buf_release(&inputs->bytes);
    return print;
}

bool file_stands(const struct rendering *rendering, str path, struct fingerprint print)
{
    return rendering->printer->cache != NULL && !fingerprint_empty(print) &&
           output_keep(rendering->output, path, print);
}

// The page of the site that the job makes, if search shows passages of it.
static const struct page *placed_page(const struct job *job)
{
    return job->type->placed ? job->subject : NULL;
}

// Where the passages of a page stand must be known too, or it is made again.
static bool stands(const struct rendering *rendering, const struct job *job, str path,
                   struct fingerprint print)
{
    bool placed = placed_page(job) != NULL && !fingerprint_empty(print);
    if (placed && !cache_knows(rendering->printer->cache, CACHE_PLACES, print))
        return false;
    return file_stands(rendering, path, print);
}

static void render_job(struct rendering *rendering, struct desk *desk, const struct job *job,
                       str path, struct fingerprint print)
{
    struct placing placing = { 0 };
    struct view view = { rendering->site, rendering->theme, desk->arena,
                         root_of(desk->arena, job->address), &placing };
    buf_clear(&desk->page);
    job->type->render(&view, job->subject, job->number, &desk->page);
    output_add_print(rendering->output, path, buf_view(&desk->page), print);
    if (rendering->places == NULL || placing.page == NULL)
        return;
    if (desk->places == NULL)
        desk->places = arena_new();
    places_note(rendering->places, &placing, buf_view(&desk->page), desk->places);
    if (job->type->placed)
        places_remember(rendering, placing.page, print);
}

static void run_job(void *context, size_t item, unsigned worker)
{
    struct workshop *workshop = context;
    struct rendering *rendering = workshop->rendering;
    const struct job *job = &rendering->jobs.at[item];
    struct desk *desk = &workshop->desks[worker];
    struct fingerprint print = print_of(desk, job);
    const struct page *page = placed_page(job);
    if (page != NULL && rendering->places != NULL)
        rendering->places->prints[page->number] = print;
    str path = arena_join(desk->arena, (str[]){ job->address, STR("index.html"), { 0 } });
    if (!stands(rendering, job, path, print))
        render_job(rendering, desk, job, path, print);
    arena_reset(desk->arena);
}

static void desk_release(struct desk *desk, struct arena *places)
{
    if (desk->places != NULL)
        arena_adopt(places, desk->places);
    arena_free(desk->places);
    arena_free(desk->arena);
    buf_release(&desk->page);
    buf_release(&desk->inputs.bytes);
}

// Where passages stand is kept in memory of `places`.
static void render_jobs(struct rendering *rendering, struct arena *places)
{
    unsigned jobs = rendering->printer->jobs;
    struct desk desks[PARALLEL_JOBS_MAX] = { 0 };
    struct workshop workshop = { rendering, desks };
    for (unsigned i = 0; i < jobs; i++) {
        desks[i].arena = arena_new();
        desks[i].inputs =
            (struct inputs){ .site = rendering->site, .cards = rendering->printer->cards };
    }
    parallel_each(jobs, rendering->jobs.count, run_job, &workshop);
    for (unsigned i = 0; i < jobs; i++)
        desk_release(&desks[i], places);
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

struct rendering rendering_by(const struct printer *printer, struct arena *arena)
{
    return (struct rendering){
        .printer = printer,
        .site = printer->site,
        .theme = printer->theme,
        .output = printer->output,
        .arena = arena,
    };
}

void plan_site(struct rendering *rendering)
{
    plan_overviews(rendering);
    plan_terms(rendering);
    plan_indexes(rendering);
    plan_pages(rendering);
    plan_changes(rendering);
}

void render_prepare(struct printer *printer, struct arena *arena)
{
    printer->cards = cards_of(arena, printer->site, printer->jobs, printer->frame);
}

void render_alone(const struct printer *printer, const struct page *page, struct arena *arena,
                  struct placing *placing, struct buf *to)
{
    struct view view = { printer->site, printer->theme, arena, root_of(arena, page->address),
                         placing };
    page_type_of(printer->site, page)->render(&view, page, 0, to);
}

void render_site(const struct printer *printer, struct arena *arena, struct placer *placer)
{
    struct arena *own = arena_new();
    struct rendering rendering = rendering_by(printer, own);
    if (placer != NULL) {
        rendering.places = places_new(printer, arena);
        *placer = placer_of(rendering.places);
    }
    xmlInitParser();
    plan_site(&rendering);
    render_jobs(&rendering, arena);
    add_not_found(&rendering);
    add_assets(&rendering);
    render_feeds(&rendering);
    arena_free(own);
}

void render_register(const struct printer *printer, const struct keyword_list *keywords)
{
    struct arena *own = arena_new();
    struct rendering rendering = rendering_by(printer, own);
    const struct reference *reference = plan_register(&rendering, keywords);
    render_jobs(&rendering, own);
    render_sitemap(&rendering, reference);
    arena_free(own);
}
