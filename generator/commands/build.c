// SPDX-License-Identifier: EUPL-1.2
// The program told once: each line takes what the line before made.
#include "commands/build.h"

#include "base/beside.h"
#include "commands/attachments.h"
#include "commands/documents.h"
#include "commands/order.h"
#include "commands/program.h"
#include "commands/progress.h"
#include "commands/queries.h"
#include "commands/reading.h"
#include "commands/state.h"
#include "commands/theming.h"
#include "render/render.h"
#include "search/search.h"
#include "theme/theme.h"

#include <unistd.h>

// What a build has in its hands; freed together at the end.
struct build {
    const struct options *options;
    struct diagnostics *diagnostics;
    struct progress *progress;
    struct arena *arena;
    struct arena *texts; // what was read of them
    struct arena *found; // what search found
    struct source *source;
    struct cache *cache;
    bool forgetful; // the folder that was asked for cannot be had
    str program;    // its identity
    struct file config;
    struct theming theming;
    struct theme *theme;
    struct fingerprint frame; // see struct printer
    struct fingerprint state; // see state_print
    struct queries *queries;  // that are asked when there is nothing to publish
    struct output *output;
    const struct build_order *order;
    struct build_result *result;
    const struct document *const *documents;
    bool careful;          // see output_trust
    bool altered;          // somebody had changed the website: it is to be made again
    struct beside freeing; // of memory: giving it back takes as long as publishing
};

// What nobody needs when all is made.
static void *free_spent(void *context)
{
    struct build *build = context;
    arena_free(build->found);
    build->found = NULL;
    if (build->order->take == NULL && build->queries == NULL) {
        arena_free(build->texts);
        build->texts = NULL;
    }
    return NULL;
}

static void *free_all(void *context)
{
    struct build *build = context;
    arena_free(build->texts);
    arena_free(build->found);
    arena_free(build->arena);
    return NULL;
}

static bool open_source(struct build *build)
{
    const struct options *options = build->options;
    struct source_options wanted = {
        .repository = options->argument_count > 0 ? options->arguments[0] : ".",
        .revision = options->revision,
        .content = options->content,
        .worktree = options->worktree,
        .jobs = options->jobs,
    };
    progress_stage(build->progress, STAGE_SOURCE);
    build->source = source_open(&wanted, build->diagnostics);
    return build->source != NULL;
}

// The cache is kept with the repository, unless the user says otherwise.
static struct cache *open_cache(struct build *build)
{
    const struct options *options = build->options;
    const char *folder = options->cache;
    str git = source_git_folder(build->source);
    if (folder == NULL && git.len > 0)
        folder = arena_join(build->arena, (str[]){ git, STR("/doorleefd"), { 0 } }).at;
    struct cache *cache = cache_open(options->no_cache ? NULL : folder, build->program);
    build->forgetful = options->cache != NULL && !options->no_cache && !cache_remembers(cache);
    return cache;
}

static const struct settings *read_settings(struct build *build)
{
    const struct settings *settings =
        reading_settings(build->arena, build->source, build->config, build->diagnostics);
    if (settings == NULL || settings->unreadable)
        return NULL;
    return order_settings(build->order, build->arena, build->options->address, settings);
}

static const bool *withheld_of(struct build *build, const struct document *const *documents)
{
    size_t count;
    source_files(build->source, &count);
    bool *withheld = ARENA_ARRAY(build->arena, bool, count);
    for (size_t i = 0; i < count; i++)
        withheld[i] = documents[i] != NULL && documents[i]->withheld;
    return withheld;
}

static const struct site *read_site(struct build *build, const struct settings *settings)
{
    struct diagnostics *diagnostics = build->diagnostics;
    source_limit(build->source, settings->markdown_limit, settings->asset_limit, diagnostics);
    progress_stage(build->progress, STAGE_DOCUMENTS);
    const struct document *const *documents = documents_read(
        build->texts, build->source, settings, build->cache, build->options->jobs, diagnostics);
    progress_stage(build->progress, STAGE_HISTORY);
    source_history(build->source, build->cache, document_withheld, withheld_of(build, documents),
                   diagnostics);
    documents = order_documents(build->order, build->arena, build->source, documents);
    build->documents = documents;
    progress_stage(build->progress, STAGE_SITE);
    return site_build(build->arena, build->source, documents, settings, build->options->drafts,
                      build->options->jobs, diagnostics);
}

static bool may_publish(const struct build *build)
{
    bool wrong = diagnostics_count(build->diagnostics, ERROR) > 0 ||
                 diagnostics_count(build->diagnostics, FAILURE) > 0;
    return !(build->options->strict && wrong);
}

// What every page follows from and no page tells.
static struct fingerprint frame_of(const struct build *build, const struct settings *settings,
                                   struct file_list overrides)
{
    struct fingerprint theme = build->theming.print;
    struct fingerprint laid_over = theming_print(build->arena, overrides);
    return fingerprint_of_parts((str[]){ build->program,
                                         FINGERPRINT_VIEW(theme),
                                         FINGERPRINT_VIEW(laid_over),
                                         FINGERPRINT_VIEW(settings->print),
                                         { 0 } });
}

static void add_attachments(struct build *build, const struct site *site, struct output *output,
                            bool writes, struct diagnostics *diagnostics)
{
    struct attaching attaching = {
        .site = site,
        .source = build->source,
        .cache = build->cache,
        .output = output,
        .writes = writes,
        .program = fingerprint_of(build->program),
        .jobs = build->options->jobs,
        .diagnostics = diagnostics,
    };
    attachments_add(&attaching);
}

static struct state state_of(const struct site *site)
{
    struct state state = { .pages = site->page_count };
    for (size_t i = 0; i < site->taxonomy_count; i++)
        state.terms += site->taxonomies[i].term_count;
    return state;
}

// What two builds that made one website changed together.
static struct output_counts counts_with(struct output_counts before, struct output_counts counts)
{
    counts.written += before.written;
    counts.removed += before.removed;
    counts.pages_written += before.pages_written;
    counts.pages_removed += before.pages_removed;
    return counts;
}

static void tell_end(struct build *build, struct state state)
{
    if (build->queries != NULL && build->result->published)
        queries_ask(build->queries);
    progress_end(build->progress, state.pages, state.terms, build->result->counts,
                 build->diagnostics);
}

// Readers have what is new before it is looked whether all else still stands.
static void publish_output(struct build *build, struct state state)
{
    cache_finish(build->cache); // beside the publishing
    beside_begin(&build->freeing, free_spent, build);
    build->result->published = output_publish(build->output);
    build->result->counts = counts_with(build->result->counts, output_counts(build->output));
    progress_stage(build->progress, STAGE_STANDING);
    build->altered = !output_holds(build->output);
    output_close(build->output);
    if (!build->altered)
        tell_end(build, state);
    beside_end(&build->freeing);
}

// What is said from here on is of the folder, not of the content.
static void publish(struct build *build, struct state state)
{
    struct diagnostics *diagnostics = build->diagnostics;
    bool whole = diagnostics_count(diagnostics, FAILURE) == 0 && !diagnostics_passing(diagnostics);
    if (whole && !fingerprint_empty(build->state)) {
        state_remember(build->cache, build->state, diagnostics, state);
        output_set_print(build->output, build->state);
    }
    publish_output(build, state);
}

// Whether the website stands as a build of the same made it; then that is all.
static bool is_unchanged(struct build *build)
{
    struct state state;
    if (build->options->no_cache || fingerprint_empty(build->state) ||
        !output_stands(build->output, build->state) ||
        !state_recall(build->cache, build->state, build->diagnostics, &state))
        return false;
    build->result->pages = state.pages;
    publish_output(build, state);
    return true;
}

static struct printer printer_of(const struct build *build, const struct site *site)
{
    struct printer printer = {
        .site = site,
        .theme = build->theme,
        .output = build->output,
        .cache = build->cache,
        .frame = build->frame,
        .jobs = build->options->jobs,
    };
    render_prepare(&printer, build->arena);
    return printer;
}

static struct build_made made_of(struct build *build, const struct site *site)
{
    size_t count;
    source_files(build->source, &count);
    return (struct build_made){ site,  build->theme,  build->documents,
                                count, build->output, build->result };
}

static void announce(struct build *build, const struct site *site)
{
    struct build_made made = made_of(build, site);
    if (build->order->announce != NULL)
        build->order->announce(build->order->context, &made);
}

static void write_site(struct build *build, const struct site *site)
{
    unsigned jobs = build->options->jobs;
    struct placer placer;
    progress_stage(build->progress, STAGE_PAGES);
    struct printer printer = printer_of(build, site);
    render_site(&printer, build->arena, &placer);
    add_attachments(build, site, build->output,
                    build->order->folder != NULL || build->queries != NULL, build->diagnostics);
    progress_stage(build->progress, STAGE_SEARCH);
    struct keyword_list keywords = { 0 };
    search_write(site, &placer, build->cache, build->output, jobs, build->found, &keywords);
    render_register(&printer, &keywords);
    progress_stage(build->progress, STAGE_OUTPUT);
    announce(build, site);
    publish(build, state_of(site));
}

// Where nothing is published, the website is made aside when there are queries to
// ask it, and else nowhere.
static const char *folder_for_queries(struct build *build, const struct site *site)
{
    build->queries = queries_read(build->arena, build->options, site, build->diagnostics);
    return build->queries == NULL ? NULL : queries_folder(build->queries);
}

// Pictures that are looked at before any page is made: reading all of them would
// take as long as building.
static void look_at_changed(struct build *build, const struct site *site,
                            struct diagnostics *diagnostics)
{
    size_t count;
    const struct source_file *files = source_files(build->source, &count);
    struct asset *assets = ARENA_ARRAY(build->arena, struct asset, site->asset_count);
    struct site changed = *site;
    changed.assets = assets;
    changed.asset_count = 0;
    for (size_t i = 0; i < site->asset_count; i++)
        if (order_has_changed(build->order, files[site->assets[i].file].full_path))
            assets[changed.asset_count++] = site->assets[i];
    struct output *nowhere = output_open(NULL, diagnostics);
    add_attachments(build, &changed, nowhere, false, diagnostics);
    output_free(nowhere);
}

// What is said of the content alone: what comes later is of the website.
static void tell_said(struct build *build, const struct site *site)
{
    const struct build_order *order = build->order;
    struct diagnostics *said = diagnostics_new();
    struct buf all = { 0 };
    diagnostics_pack(build->diagnostics, &all);
    diagnostics_replay(said, buf_view(&all));
    look_at_changed(build, site, said);
    order->tell(order->context, said);
    buf_release(&all);
    diagnostics_free(said);
}

static void conclude(struct build *build, const struct site *site)
{
    struct build_result *result = build->result;
    result->errors = diagnostics_count(build->diagnostics, ERROR);
    result->warnings = diagnostics_count(build->diagnostics, WARNING);
    if (!result->published || build->order->take == NULL)
        return;
    struct build_made made = made_of(build, site);
    build->order->take(build->order->context, &made);
}

// Opens the folder that is to be written.  Returns false when that is impossible.
static bool open_output(struct build *build, const char *folder)
{
    build->output = output_open(folder, build->diagnostics);
    if (build->output == NULL)
        return false;
    // Who makes it again adds to the lists of what was published already.
    if (build->queries == NULL)
        output_list_changes(build->output, build->options->changes,
                            build->options->changes_added || build->result->published);
    if (build->options->compress)
        output_compress(build->output);
    if (!build->careful)
        output_trust(build->output);
    return true;
}

static bool prepare_theme(struct build *build, const struct settings *settings)
{
    if (!build->theming.found)
        return false;
    struct file_list overrides = reading_overrides(build->arena, build->source, build->diagnostics);
    build->frame = frame_of(build, settings, overrides);
    progress_stage(build->progress, STAGE_THEME);
    build->theme = theming_load(&build->theming, build->arena, build->options->theme, overrides,
                                settings->language, build->diagnostics);
    return build->theme != NULL;
}

static void publish_site(struct build *build, const struct site *site)
{
    const char *folder =
        build->order->folder != NULL ? build->order->folder : folder_for_queries(build, site);
    if (build->output == NULL && !open_output(build, folder))
        return;
    write_site(build, site);
    if (!build->altered)
        conclude(build, site);
}

// What is to be done with the site that was read.
static void use_site(struct build *build, const struct site *site)
{
    const struct build_order *order = build->order;
    if (order->tell != NULL)
        tell_said(build, site);
    if (order->look != NULL) {
        struct printer printer = printer_of(build, site);
        order->look(order->context, &printer);
    } else if (!order->reading_only && may_publish(build)) {
        publish_site(build, site);
    }
}

static void make_site(struct build *build, struct arena *arena)
{
    const struct settings *settings;
    if (!source_list(build->source, build->diagnostics) ||
        (settings = read_settings(build)) == NULL)
        return;
    const struct site *site = read_site(build, settings);
    if (site == NULL)
        return;
    build->result->pages = site->page_count;
    build->result->address = arena_copy(arena, settings->address);
    if (prepare_theme(build, settings))
        use_site(build, site);
}

// Names what the website follows from, where nothing else has a say in it, and
// nobody wants to see the site that is made.
static struct fingerprint state_of_build(const struct build *build)
{
    const struct build_order *order = build->order;
    if (order->take != NULL || order->look != NULL || order->withheld_count > 0 || order->noindex)
        return (struct fingerprint){ 0 };
    return state_print(build->source, build->options, build->config.bytes, build->program,
                       build->theming.print);
}

// Whether there is a folder of an earlier build, which is read beside all else.
static bool may_stand(const struct build *build)
{
    const struct build_order *order = build->order;
    return order->folder != NULL && order->look == NULL && !order->reading_only &&
           access(order->folder, F_OK) == 0;
}

static void run(struct build *build, struct arena *arena)
{
    if (!open_source(build))
        return;
    // First, for it is read beside all else.
    if (may_stand(build) && !open_output(build, build->order->folder))
        return;
    build->program = program_identity(build->arena);
    build->cache = open_cache(build);
    build->result->revision = arena_copy(arena, source_revision(build->source));
    build->theming = theming_find(build->arena, build->options, build->diagnostics);
    build->state = state_of_build(build);
    if (build->output == NULL || !is_unchanged(build))
        make_site(build, arena);
}

static void end(struct build *build)
{
    cache_finish(build->cache); // beside the freeing
    output_free(build->output);
    queries_end(build->queries);
    theme_free(build->theme);
    beside_begin(&build->freeing, free_all, build);
    source_free(build->source); // by the thread that opened it: libgit2 wants it so
    cache_close(build->cache);
    progress_free(build->progress);
    beside_end(&build->freeing);
}

static struct build build_of(const struct options *options, const struct options *shown,
                             const struct build_order *order, struct build_result *result,
                             struct diagnostics *diagnostics)
{
    return (struct build){
        .options = options,
        .diagnostics = diagnostics,
        .progress = progress_new(shown),
        .arena = arena_new(),
        .texts = arena_new(),
        .found = arena_new(),
        .order = order,
        .result = result,
    };
}

// Runs a build; once more, and more carefully, where somebody had changed the website.
// `shown` says how progress is told.  The caller ends what is returned.
static struct build run_whole(const struct options *options, const struct options *shown,
                              const struct build_order *order, struct arena *arena,
                              struct build_result *result, struct diagnostics *diagnostics)
{
    struct file config;
    struct build build = build_of(options, shown, order, result, diagnostics);
    if (!reading_config(arena, options, &config, diagnostics))
        return build;
    build.config = config;
    run(&build, arena);
    if (!build.altered)
        return build;
    end(&build);
    diagnostics_clear(diagnostics);
    build = build_of(options, shown, order, result, diagnostics);
    build.config = config;
    build.careful = true;
    run(&build, arena);
    return build;
}

struct build_result build_site(const struct options *options, const struct build_order *order,
                               struct arena *arena, struct diagnostics *diagnostics)
{
    struct build_result result = { .address = STR(""), .revision = STR("") };
    struct options silent = *options;
    silent.messages = MESSAGES_JSON;
    struct build build = run_whole(options, &silent, order, arena, &result, diagnostics);
    end(&build);
    return result;
}

// Nothing is wrong with the content then, nor with the website; but who asked for a folder
// must not wonder why builds stay slow.
static void say_forgetful(const struct options *options)
{
    if (options->messages != MESSAGES_TEXT)
        return;
    fprintf(stderr,
            options->language == DUTCH
                ? "doorleefd: --cache: in '%s' kan niets onthouden worden, dus de volgende bouw "
                  "duurt even lang.\n  Kies een map die je mag maken of lezen; de map erboven "
                  "moet er al zijn.\n"
                : "doorleefd: --cache: nothing can be remembered in '%s', so the next build takes "
                  "as long.\n  Choose a folder that you may make or read; the folder above it must "
                  "be there.\n",
            options->cache);
}

int build_run(const struct options *options, const char *folder)
{
    struct build_result result = { 0 };
    struct build_order order = { .folder = folder };
    struct diagnostics *diagnostics = diagnostics_new();
    struct arena *arena = arena_new();
    struct build build = run_whole(options, options, &order, arena, &result, diagnostics);
    diagnostics_print(diagnostics, options->messages, options->language, stdout);
    int status = diagnostics_count(diagnostics, FAILURE) > 0 ? EXIT_WORLD
                 : diagnostics_count(diagnostics, ERROR) > 0 ? EXIT_CONTENT
                                                             : EXIT_DONE;
    if (build.forgetful)
        say_forgetful(options);
    end(&build);
    arena_free(arena);
    diagnostics_free(diagnostics);
    return status;
}
