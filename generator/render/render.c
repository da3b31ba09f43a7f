// SPDX-License-Identifier: EUPL-1.2
#include "render/context.h"

#include "base/parallel.h"

#include <libxml/parser.h>

// ---- Rendering ----

// What one worker keeps from page to page.
struct desk {
    struct arena *arena;
    struct arena *places; // of passages, for those who ask later
    struct buf page;
    struct buf path;
    struct inputs inputs;
    size_t near; // where the file that was asked for last is noted
};

// So many jobs a worker does one after the other.
enum { JOBS_AT_ONCE = 16 };

struct workshop {
    struct rendering *rendering;
    struct desk *desks;
};

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

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

bool file_stands(const struct rendering *rendering, str path, struct fingerprint print,
                 size_t *near)
{
    return cache_remembers(rendering->printer->cache) && !fingerprint_empty(print) &&
           output_keep_near(rendering->output, path, print, near);
}

// The page of the site that the job makes, if search shows passages of it.
static const struct page *placed_page(const struct job *job)
{
    return job->type->placed ? job->subject : NULL;
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
}

static void run_job(struct rendering *rendering, struct desk *desk, const struct job *job)
{
    struct fingerprint print = print_of(desk, job);
    const struct page *page = placed_page(job);
    if (page != NULL && rendering->places != NULL)
        rendering->places->prints[page->number] = print;
    buf_clear(&desk->path);
    buf_add(&desk->path, job->address);
    buf_add(&desk->path, STR("index.html"));
    str path = buf_view(&desk->path);
    if (!file_stands(rendering, path, print, &desk->near))
        render_job(rendering, desk, job, path, print);
    arena_reset(desk->arena);
}

// Asks for what the inputs of these pages are read from: most of it is nowhere near.
static void fetch_inputs(const struct rendering *rendering, const struct stretch *stretch,
                         size_t number, size_t end)
{
    if (stretch->sort != STRETCH_OWN || number < stretch->from)
        return;
    size_t to = end - stretch->from < stretch->count ? end - stretch->from : stretch->count;
    inputs_fetch(rendering->site->pages + (number - stretch->from), to - (number - stretch->from));
}

static void run_jobs(void *context, size_t item, unsigned worker)
{
    struct workshop *workshop = context;
    struct rendering *rendering = workshop->rendering;
    struct desk *desk = &workshop->desks[worker];
    size_t end = smaller((item + 1) * JOBS_AT_ONCE, rendering->job_count);
    const struct stretch *stretch = stretch_of(rendering, item * JOBS_AT_ONCE);
    fetch_inputs(rendering, stretch, item * JOBS_AT_ONCE, end);
    for (size_t i = item * JOBS_AT_ONCE; i < end; i++) {
        while (i >= stretch->from + stretch->count)
            stretch++;
        struct job job = stretch_job(rendering, stretch, i, desk->arena);
        if (job.type != NULL)
            run_job(rendering, desk, &job);
    }
}

static void desk_release(struct desk *desk, struct arena *places)
{
    if (desk->places != NULL)
        arena_adopt(places, desk->places);
    arena_free(desk->places);
    arena_free(desk->arena);
    buf_release(&desk->page);
    buf_release(&desk->path);
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
    parallel_each(jobs, (rendering->job_count + JOBS_AT_ONCE - 1) / JOBS_AT_ONCE, run_jobs,
                  &workshop);
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
    plan_own(rendering);
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
    if (rendering.places != NULL)
        places_keep(rendering.places, arena);
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
