// SPDX-License-Identifier: EUPL-1.2
// The clock and the meters of this file are for people who wait: nothing of
// them reaches the website.
#include "commands/progress.h"

#include "base/memory.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static const char *const stage_names[STAGE_COUNT][LANGUAGE_COUNT] = {
    [STAGE_SOURCE] = { "bestanden opzoeken", "listing files" },
    [STAGE_HISTORY] = { "geschiedenis nagaan", "following the history" },
    [STAGE_DOCUMENTS] = { "teksten lezen", "reading texts" },
    [STAGE_SITE] = { "site opbouwen", "building the site" },
    [STAGE_THEME] = { "vormgeving laden", "loading the theme" },
    [STAGE_PAGES] = { "pagina's maken", "making pages" },
    [STAGE_SEARCH] = { "zoekindex maken", "making the search index" },
    [STAGE_OUTPUT] = { "publiceren", "publishing" },
    [STAGE_STANDING] = { "nagaan wat er staat", "looking at what stands" },
};

struct progress {
    const struct options *options;
    bool terminal;
    bool shown;
    bool running; // `stage` has begun
    enum stage stage;
    double started;
    double stage_started;
    double stage_cpu;
};

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double wall(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double cpu(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

static double peak_mib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

struct progress *progress_new(const struct options *options)
{
    struct progress *progress = memory_alloc(sizeof *progress);
    *progress = (struct progress){
        .options = options,
        .terminal = isatty(STDERR_FILENO) && options->messages == MESSAGES_TEXT,
        .started = wall(),
    };
    return progress;
}

void progress_free(struct progress *progress)
{
    free(progress);
}

static void stage_end(struct progress *progress)
{
    if (!progress->running || !progress->options->timings)
        return;
    fprintf(stderr, "%-26s %8.3f s %8.3f cpu %8.1f MiB\n",
            stage_names[progress->stage][progress->options->language],
            wall() - progress->stage_started, cpu() - progress->stage_cpu, peak_mib());
}

void progress_stage(struct progress *progress, enum stage stage)
{
    stage_end(progress);
    progress->running = true;
    progress->stage = stage;
    progress->stage_started = wall();
    progress->stage_cpu = cpu();
    if (progress->terminal && progress->stage_started - progress->started > 1) {
        fprintf(stderr, "\r\033[K%s ...", stage_names[stage][progress->options->language]);
        progress->shown = true;
    }
}

enum noun { PAGES, TERMS, FILES, ERRORS, WARNINGS };

// So many of them, in the language of the messages.
static void count_say(const struct progress *progress, size_t count, enum noun noun)
{
    static const char *const one[][2] = {
        [PAGES] = { "pagina", "page" },
        [TERMS] = { "term", "term" },
        [FILES] = { "bestand", "file" },
        [ERRORS] = { "fout", "error" },
        [WARNINGS] = { "keer let op", "warning" },
    };
    static const char *const more[][2] = {
        [PAGES] = { "pagina's", "pages" },          [TERMS] = { "termen", "terms" },
        [FILES] = { "bestanden", "files" },         [ERRORS] = { "fouten", "errors" },
        [WARNINGS] = { "keer let op", "warnings" },
    };
    fprintf(stderr, "%zu %s", count, (count == 1 ? one : more)[noun][progress->options->language]);
}

void progress_end(struct progress *progress, size_t pages, size_t terms,
                  struct output_counts counts, const struct diagnostics *diagnostics)
{
    stage_end(progress);
    progress->running = false;
    if (progress->shown)
        fputs("\r\033[K", stderr);
    if (progress->options->messages != MESSAGES_TEXT)
        return;
    bool dutch = progress->options->language == DUTCH;
    count_say(progress, pages, PAGES);
    fputs(", ", stderr);
    count_say(progress, terms, TERMS);
    fputs(", ", stderr);
    count_say(progress, counts.files, FILES);
    fprintf(stderr, dutch ? " (%zu veranderd, %zu weggehaald), " : " (%zu changed, %zu removed), ",
            counts.written, counts.removed);
    count_say(progress, diagnostics_count(diagnostics, ERROR), ERRORS);
    fputs(", ", stderr);
    count_say(progress, diagnostics_count(diagnostics, WARNING), WARNINGS);
    fprintf(stderr, dutch ? ", in %.2f seconden\n" : ", in %.2f seconds\n",
            wall() - progress->started);
}
