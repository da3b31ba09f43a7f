// SPDX-License-Identifier: EUPL-1.2
// Makes the search index of the bench corpus, and no pages: the index alone, for sites larger than
// one would render here.  Prints what it took, as a line of JSON.
//
//     corpus COUNT | index FOLDER SAMPLE
//
// FOLDER gets search/; SAMPLE the words and terms of at most 20,000 pages, for queries.mjs.

#include "corpus_stream.h"
#include "search/search.h"
#include "stories.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 2048, SAMPLE = 20000 };

static const char content[] = "content/";

// ---- Measuring ----

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
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// Of /proc/self/status, in bytes: VmRSS now, VmHWM at most.
static unsigned long long memory_of(const char *name)
{
    char line[256];
    unsigned long long found = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0)
            found = strtoull(line + strlen(name) + 1, NULL, 10) * 1024;
    if (file != NULL)
        fclose(file);
    return found;
}

// ---- Reading ----

struct batch {
    struct arena *arena;
    struct file files[BATCH];
    size_t count;
};

static void batch_add(struct batch *batch, const struct buf *path, const struct buf *text)
{
    batch->files[batch->count++] = (struct file){
        arena_copy(batch->arena, str_after(buf_view(path), sizeof content - 1)),
        arena_copy(batch->arena, buf_view(text)),
    };
}

static void batch_end(struct batch *batch, struct stories *stories)
{
    stories_add(stories, batch->files, batch->count);
    arena_reset(batch->arena);
    batch->count = 0;
}

// The settings come first, then the terms: a batch of their own, since stories have them.
static struct stories *stories_read(unsigned jobs)
{
    struct buf path = { 0 };
    struct buf text = { 0 };
    struct stories *stories = NULL;
    struct batch *batch = calloc(1, sizeof *batch);
    batch->arena = arena_new();
    bool terms = true;
    while (corpus_next(stdin, &path, &text)) {
        bool story = str_starts(buf_view(&path), STR("content/verhalen/"));
        if (stories == NULL) {
            stories = stories_new(buf_view(&text), jobs);
            continue;
        }
        if (batch->count == BATCH || (terms && story))
            batch_end(batch, stories);
        terms = !story;
        batch_add(batch, &path, &text);
    }
    if (stories != NULL)
        batch_end(batch, stories);
    arena_free(batch->arena);
    free(batch);
    buf_release(&path);
    buf_release(&text);
    return stories;
}

// ---- A sample, for those who choose questions ----

static void json_text(struct buf *to, str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '"' || c == '\\')
            buf_add_char(to, '\\');
        buf_add_char(to, (unsigned char)c < 0x20 ? ' ' : c);
    }
}

static void terms_add(struct buf *to, const struct site *site, const struct page *page)
{
    const char *between = "";
    for (size_t i = 0; i < site->taxonomy_count; i++)
        for (size_t t = 0; t < page->terms[i].count; t++) {
            const struct term *term = page->terms[i].at[t];
            buf_add_format(to, "%s{\"group\":\"%.*s\",\"name\":\"%.*s\",\"label\":\"", between,
                           STR_ARGS(site->taxonomies[i].setting->name), STR_ARGS(term->name));
            json_text(to, term->label);
            buf_add(to, STR("\"}"));
            between = ",";
        }
}

static void page_text_add(struct buf *to, const struct page *page, struct arena *scratch)
{
    struct buf passage = { 0 };
    str body = document_body_open(page->document, scratch);
    json_text(to, page->title);
    buf_add(to, STR(". "));
    json_text(to, page->summary);
    for (size_t i = 0; i < page->document->passage_count; i++) {
        buf_clear(&passage);
        document_passage_text(page->document, body, i, &passage);
        buf_add(to, STR(" . "));
        json_text(to, buf_view(&passage));
    }
    buf_release(&passage);
}

static bool sample_write(const struct site *site, const char *path)
{
    FILE *file = fopen(path, "w");
    struct arena *scratch = arena_new();
    struct buf line = { 0 };
    size_t step = site->page_count / SAMPLE + 1;
    for (size_t i = 0; file != NULL && i < site->page_count; i += step) {
        buf_clear(&line);
        buf_add(&line, STR("{\"text\":\""));
        page_text_add(&line, site->pages[i], scratch);
        arena_reset(scratch);
        buf_add(&line, STR("\",\"terms\":["));
        terms_add(&line, site, site->pages[i]);
        buf_add(&line, STR("]}\n"));
        fwrite(line.at, 1, line.len, file);
    }
    buf_release(&line);
    arena_free(scratch);
    return file != NULL && fclose(file) == 0;
}

// ---- The index ----

static bool index_write(const struct site *site, const struct body_places *places,
                        const char *folder, unsigned jobs)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct arena *arena = arena_new();
    struct keyword_list keywords = { 0 };
    struct output *output = output_open(folder, diagnostics);
    bool written = output != NULL;
    if (written) {
        struct placer placer = { .places = places };
        search_write(site, &placer, NULL, output, jobs, arena, &keywords);
        written = output_close(output);
    }
    diagnostics_print(diagnostics, MESSAGES_TEXT, ENGLISH, stderr);
    output_free(output);
    arena_free(arena);
    diagnostics_free(diagnostics);
    return written;
}

static unsigned processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > 64 ? 64 : (unsigned)count;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("use: corpus COUNT | index FOLDER SAMPLE\n", stderr);
        return 2;
    }
    unsigned jobs = processors();
    double started = wall();
    struct stories *stories = stories_read(jobs);
    if (stories == NULL)
        return 2;
    const struct body_places *places;
    const struct site *site = stories_site(stories, &places);
    unsigned long long held = memory_of("VmRSS");
    double read = wall();
    double read_cpu = cpu();
    bool written = index_write(site, places, argv[1], jobs);
    printf(
        "{\"pages\":%zu,\"read\":%.3f,\"index\":%.3f,\"cpu\":%.3f,\"held\":%llu,\"peak\":%llu}\n",
        site->page_count, read - started, wall() - read, cpu() - read_cpu, held,
        memory_of("VmHWM"));
    written = sample_write(site, argv[2]) && written;
    stories_free(stories);
    return written ? 0 : 3;
}
