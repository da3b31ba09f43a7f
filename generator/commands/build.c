// SPDX-License-Identifier: EUPL-1.2
// The program told once: each line takes what the line before made.
#include "commands/build.h"

#include "commands/documents.h"
#include "commands/program.h"
#include "commands/progress.h"
#include "commands/queries.h"
#include "commands/reading.h"
#include "render/render.h"
#include "search/search.h"
#include "theme/theme.h"

// What a build has in its hands; freed together at the end.
struct build {
    const struct options *options;
    struct diagnostics *diagnostics;
    struct progress *progress;
    struct arena *arena;
    struct source *source;
    struct cache *cache;
    str program; // its identity
    struct theme *theme;
    struct fingerprint theme_print;
    struct queries *queries; // that are asked when there is nothing to publish
    struct output *output;
};

static struct source *read_source(struct build *build)
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
    return source_read(&wanted, build->diagnostics);
}

// The cache is kept with the repository, unless the user says otherwise.
static struct cache *open_cache(struct build *build)
{
    const struct options *options = build->options;
    const char *folder = options->cache;
    str git = source_git_folder(build->source);
    if (folder == NULL && git.len > 0)
        folder = arena_join(build->arena, (str[]){ git, STR("/doorleefd"), { 0 } }).at;
    return cache_open(options->no_cache ? NULL : folder, build->program);
}

static const struct site *read_site(struct build *build)
{
    struct diagnostics *diagnostics = build->diagnostics;
    const struct settings *settings =
        reading_settings(build->arena, build->source, build->options, diagnostics);
    if (settings == NULL || settings->unreadable)
        return NULL;
    source_limit(build->source, settings->markdown_limit, settings->asset_limit, diagnostics);
    progress_stage(build->progress, STAGE_HISTORY);
    source_history(build->source, build->cache, document_withheld, diagnostics);
    progress_stage(build->progress, STAGE_DOCUMENTS);
    const struct document *const *documents = documents_read(
        build->arena, build->source, settings, build->cache, build->options->jobs, diagnostics);
    progress_stage(build->progress, STAGE_SITE);
    return site_build(build->arena, build->source, documents, settings, build->options->drafts,
                      build->options->jobs, diagnostics);
}

static struct fingerprint print_of_files(struct arena *arena, struct file_list files)
{
    str *parts = ARENA_ARRAY(arena, str, 2 * files.count);
    for (size_t i = 0; i < files.count; i++) {
        parts[2 * i] = files.at[i].path;
        parts[2 * i + 1] = files.at[i].bytes;
    }
    return fingerprint_of_list(parts, 2 * files.count);
}

// The name of a theme stands in messages alone.
static struct fingerprint print_of_theme(struct arena *arena, struct file_list files,
                                         struct file_list overrides)
{
    struct fingerprint both[] = { print_of_files(arena, files), print_of_files(arena, overrides) };
    return fingerprint_of((str){ (const char *)both, sizeof both });
}

static struct theme *read_theme(struct build *build, str language)
{
    struct file_list files;
    size_t name_count;
    progress_stage(build->progress, STAGE_THEME);
    if (!reading_theme(build->arena, build->options, &files, build->diagnostics))
        return NULL;
    struct file_list overrides = reading_overrides(build->arena, build->source, build->diagnostics);
    const str *names = render_names(build->arena, files, overrides, &name_count);
    build->theme_print = print_of_theme(build->arena, files, overrides);
    struct theme *theme = theme_load(str_from_c(build->options->theme), files, overrides, language,
                                     names, name_count, build->diagnostics);
    if (theme == NULL || render_accepts(theme, build->diagnostics))
        return theme;
    theme_free(theme);
    return NULL;
}

static bool may_publish(const struct build *build)
{
    bool wrong = diagnostics_count(build->diagnostics, ERROR) > 0 ||
                 diagnostics_count(build->diagnostics, FAILURE) > 0;
    return !(build->options->strict && wrong);
}

// What every page follows from and no page tells.
static struct fingerprint frame_of(const struct build *build, const struct site *site)
{
    return fingerprint_of_parts((str[]){ build->program,
                                         FINGERPRINT_VIEW(build->theme_print),
                                         FINGERPRINT_VIEW(site->settings->print),
                                         { 0 } });
}

static void write_site(struct build *build, const struct site *site)
{
    unsigned jobs = build->options->jobs;
    struct body_places *places = ARENA_ARRAY(build->arena, struct body_places, site->page_count);
    struct printer printer = {
        .site = site,
        .theme = build->theme,
        .output = build->output,
        .cache = build->cache,
        .frame = frame_of(build, site),
        .jobs = jobs,
    };
    progress_stage(build->progress, STAGE_PAGES);
    render_prepare(&printer, build->arena);
    render_site(&printer, build->arena, places);
    reading_attachments(site, build->source, build->output, build->diagnostics);
    progress_stage(build->progress, STAGE_SEARCH);
    struct keyword_list keywords = { 0 };
    search_write(site, places, build->cache, build->output, jobs, build->arena, &keywords);
    render_register(&printer, &keywords);
    progress_stage(build->progress, STAGE_OUTPUT);
    bool written = output_close(build->output);
    if (build->queries != NULL && written)
        queries_ask(build->queries);
    progress_end(build->progress, site, output_counts(build->output), build->diagnostics);
}

// Where nothing is published, the website is made aside when there are queries to
// ask it, and else nowhere.
static const char *folder_for_queries(struct build *build, const struct site *site)
{
    build->queries = queries_read(build->arena, build->options, site, build->diagnostics);
    return build->queries == NULL ? NULL : queries_folder(build->queries);
}

static void run(struct build *build, const char *folder)
{
    if ((build->source = read_source(build)) == NULL)
        return;
    build->program = program_identity(build->arena);
    build->cache = open_cache(build);
    const struct site *site = read_site(build);
    if (site == NULL || (build->theme = read_theme(build, site->settings->language)) == NULL)
        return;
    if (folder == NULL)
        folder = folder_for_queries(build, site);
    if (!may_publish(build) || (build->output = output_open(folder, build->diagnostics)) == NULL)
        return;
    if (build->queries == NULL)
        output_list_changes(build->output, build->options->changes);
    write_site(build, site);
}

int build_run(const struct options *options, const char *folder)
{
    struct build build = {
        .options = options,
        .diagnostics = diagnostics_new(),
        .progress = progress_new(options),
        .arena = arena_new(),
    };
    run(&build, folder);
    diagnostics_print(build.diagnostics, options->messages, options->language, stdout);
    int status = diagnostics_count(build.diagnostics, FAILURE) > 0 ? EXIT_WORLD
                 : diagnostics_count(build.diagnostics, ERROR) > 0 ? EXIT_CONTENT
                                                                   : EXIT_DONE;
    output_free(build.output);
    queries_end(build.queries);
    theme_free(build.theme);
    source_free(build.source);
    arena_free(build.arena);
    cache_close(build.cache);
    progress_free(build.progress);
    diagnostics_free(build.diagnostics);
    return status;
}
