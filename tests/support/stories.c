// SPDX-License-Identifier: EUPL-1.2
#include "stories.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "base/path.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

// What a page has before its text: as much as the default theme.
enum { PAGE_HEAD = 6000 };
enum { TERMS_MOST = 100, TERMS_OF_PAGE_MOST = 8 };

struct stories {
    struct bodies bodies; // first: see body_load
    int file;             // that holds the bodies; it has no name any more
    atomic_ullong file_end;
    struct arena *arena;
    struct arena *keep[PARALLEL_JOBS_MAX];    // one a worker
    struct arena *scratch[PARALLEL_JOBS_MAX]; // what is not kept of a document
    struct diagnostics *diagnostics;
    const struct settings *settings;
    struct taxonomy *taxonomies;
    struct page **pages;
    size_t page_count;
    size_t page_capacity;
    unsigned jobs;
    const struct file *files; // that are being added
    struct site site;
};

// A document, and where its body is.
struct kept {
    struct document document;
    unsigned long long offset;
    size_t len;
    struct document_parts parts;
};

static str body_load(struct bodies *bodies, const struct document *document, struct arena *arena)
{
    const struct stories *stories = (const struct stories *)bodies;
    const struct kept *kept = (const struct kept *)document;
    char *body = arena_alloc(arena, kept->len);
    ssize_t got = pread(stories->file, body, kept->len, (off_t)kept->offset);
    return (str){ body, got < 0 ? 0 : (size_t)got };
}

static int file_without_name(void)
{
    const char *folder = getenv("TMPDIR");
    struct buf name = { 0 };
    buf_add_format(&name, "%s/bodies-XXXXXX", folder == NULL ? "/tmp" : folder);
    buf_add_char(&name, '\0');
    int file = mkstemp(name.at);
    if (file >= 0)
        unlink(name.at);
    buf_release(&name);
    return file;
}

struct stories *stories_new(str site_yaml, unsigned jobs)
{
    struct stories *stories = memory_alloc(sizeof *stories);
    *stories = (struct stories){
        .bodies = { .load = body_load },
        .file = file_without_name(),
        .arena = arena_new(),
        .jobs = jobs,
    };
    for (unsigned i = 0; i < jobs; i++) {
        stories->keep[i] = arena_new();
        stories->scratch[i] = arena_new();
    }
    stories->diagnostics = diagnostics_new();
    struct file none = { STR(""), STR("") };
    stories->settings = settings_read(stories->arena, (struct file){ STR("site.yaml"), site_yaml },
                                      none, stories->diagnostics);
    size_t count = stories->settings->taxonomy_count;
    stories->taxonomies = ARENA_ARRAY(stories->arena, struct taxonomy, count);
    for (size_t i = 0; i < count; i++) {
        const struct taxonomy_setting *setting = &stories->settings->taxonomies[i];
        stories->taxonomies[i] = (struct taxonomy){
            .setting = setting,
            .address = arena_join(stories->arena, (str[]){ setting->name, STR("/"), { 0 } }),
            .terms = ARENA_ARRAY(stories->arena, struct term *, TERMS_MOST),
        };
    }
    return stories;
}

void stories_free(struct stories *stories)
{
    for (unsigned i = 0; i < stories->jobs; i++) {
        arena_free(stories->keep[i]);
        arena_free(stories->scratch[i]);
    }
    diagnostics_free(stories->diagnostics);
    arena_free(stories->arena);
    close(stories->file);
    free(stories->pages);
    free(stories);
}

// ---- Documents: only what search reads of them ----

static struct heading *headings_kept(struct arena *arena, const struct document *document)
{
    struct heading *kept = ARENA_ARRAY(arena, struct heading, document->heading_count);
    for (size_t i = 0; i < document->heading_count; i++) {
        kept[i] = document_parts(document)->headings[i];
        kept[i].text = arena_copy(arena, kept[i].text);
        kept[i].anchor = arena_copy(arena, kept[i].anchor);
    }
    return kept;
}

static struct link *links_kept(struct arena *arena, const struct document *document)
{
    struct link *kept = ARENA_ARRAY(arena, struct link, document->link_count);
    for (size_t i = 0; i < document->link_count; i++)
        kept[i] = (struct link){
            .kind = document->links[i].kind,
            .text = arena_copy(arena, document->links[i].text),
            .offset = document->links[i].offset,
        };
    return kept;
}

static struct passage *passages_kept(struct arena *arena, const struct document *document)
{
    struct passage *kept = ARENA_ARRAY(arena, struct passage, document->passage_count);
    for (size_t i = 0; i < document->passage_count; i++)
        kept[i] = document_parts(document)->passages[i];
    return kept;
}

// Bodies go to a file: most of them are looked into once.  A body that cannot be
// written is empty, and the index shows it.
static const struct document *document_kept(struct stories *stories, struct arena *arena,
                                            const struct document *document)
{
    struct kept *kept = ARENA_NEW(arena, struct kept);
    kept->offset = atomic_fetch_add(&stories->file_end, document->body.len);
    ssize_t put = pwrite(stories->file, document->body.at, document->body.len, (off_t)kept->offset);
    kept->len = put < 0 ? 0 : (size_t)put;
    kept->parts = (struct document_parts){
        .headings = headings_kept(arena, document),
        .passages = passages_kept(arena, document),
    };
    kept->document = (struct document){
        .parts = &kept->parts,
        .key = document->key,
        .title = arena_copy(arena, document->title),
        .lead = arena_copy(arena, document->lead),
        .words = document->words,
        .bodies = &stories->bodies,
        .heading_count = document->heading_count,
        .links = links_kept(arena, document),
        .link_count = document->link_count,
        .passage_count = document->passage_count,
    };
    return &kept->document;
}

// ---- Terms ----

static struct taxonomy *taxonomy_of_folder(struct stories *stories, str folder)
{
    for (size_t i = 0; i < stories->settings->taxonomy_count; i++)
        if (str_equal(stories->settings->taxonomies[i].folder, folder))
            return &stories->taxonomies[i];
    return NULL;
}

static void term_add(struct stories *stories, struct taxonomy *taxonomy, struct file file)
{
    struct arena *arena = stories->arena;
    const struct document *document = document_read(
        arena, file.path, file.path, file.bytes, &stories->settings->schema, stories->diagnostics);
    struct term *term = ARENA_NEW(arena, struct term);
    str name = arena_copy(arena, path_stem(path_name(file.path)));
    *term = (struct term){
        .taxonomy = (size_t)(taxonomy - stories->taxonomies),
        .name = name,
        .label = document_text(document, FIELD_LABEL),
        .document = document,
        .address = arena_join(arena, (str[]){ taxonomy->address, name, STR("/"), { 0 } }),
    };
    if (taxonomy->term_count < TERMS_MOST)
        ((struct term **)taxonomy->terms)[taxonomy->term_count++] = term;
}

static struct term *term_named(const struct taxonomy *taxonomy, str name)
{
    for (size_t i = 0; i < taxonomy->term_count; i++)
        if (str_equal(taxonomy->terms[i]->name, name))
            return taxonomy->terms[i];
    return NULL;
}

// ---- Pages ----

static struct term_list terms_of(struct arena *arena, const struct taxonomy *taxonomy,
                                 const struct document *document)
{
    struct term *found[TERMS_OF_PAGE_MOST];
    size_t count = 0;
    struct value_walk walk = { .document = document,
                               .id = FIELD_TAXONOMY,
                               .name = taxonomy->setting->name };
    while (value_walk_next(&walk) && count < TERMS_OF_PAGE_MOST)
        if ((found[count] = term_named(taxonomy, walk.text)) != NULL)
            count++;
    struct term **terms = ARENA_ARRAY(arena, struct term *, count);
    for (size_t i = 0; i < count; i++)
        terms[i] = found[i];
    return (struct term_list){ terms, count };
}

static const struct kind *story_kind(const struct settings *settings)
{
    for (size_t i = 0; i < settings->kind_count; i++)
        if (settings->kinds[i].base == BASE_STORY)
            return &settings->kinds[i];
    return &settings->kinds[settings->kind_count - 1];
}

static struct page *page_of(struct stories *stories, struct arena *arena,
                            const struct document *document, str path)
{
    struct page *page = ARENA_NEW(arena, struct page);
    size_t taxonomies = stories->settings->taxonomy_count;
    struct term_list *terms = ARENA_ARRAY(arena, struct term_list, taxonomies);
    for (size_t i = 0; i < taxonomies; i++)
        terms[i] = terms_of(arena, &stories->taxonomies[i], document);
    str summary = document_text(document, FIELD_SUMMARY);
    page->kind = story_kind(stories->settings);
    page->base = BASE_STORY;
    page->document = document_kept(stories, arena, document);
    page->address = arena_join(
        arena,
        (str[]){ page->kind->prefix, STR("/"), path_stem(path_name(path)), STR("/"), { 0 } });
    page->title = page->document->title;
    page->summary = summary.len > 0 ? arena_copy(arena, summary) : page->document->lead;
    page->date = document_date(document, FIELD_DATE_PUBLISHED);
    page->terms = terms;
    page->language = stories->settings->language;
    return page;
}

static void page_task(void *context, size_t item, unsigned worker)
{
    struct stories *stories = context;
    const struct file *file = &stories->files[item];
    if (!str_starts(file->path, STR("verhalen/")))
        return;
    const struct document *document =
        document_read(stories->scratch[worker], file->path, file->path, file->bytes,
                      &stories->settings->schema, stories->diagnostics);
    stories->pages[stories->page_count + item] =
        page_of(stories, stories->keep[worker], document, file->path);
    arena_reset(stories->scratch[worker]);
}

void stories_add(struct stories *stories, const struct file *files, size_t count)
{
    if (stories->page_count + count > stories->page_capacity) {
        stories->page_capacity = stories->page_capacity * 2 + count;
        stories->pages =
            memory_realloc(stories->pages, stories->page_capacity * sizeof *stories->pages);
    }
    for (size_t i = 0; i < count; i++) {
        struct taxonomy *taxonomy = taxonomy_of_folder(stories, path_folder(files[i].path));
        if (taxonomy != NULL)
            term_add(stories, taxonomy, files[i]);
        stories->pages[stories->page_count + i] = NULL;
    }
    stories->files = files;
    parallel_each(stories->jobs, count, page_task, stories);
    size_t first = stories->page_count;
    for (size_t i = first; i < first + count; i++)
        if (stories->pages[i] != NULL)
            stories->pages[stories->page_count++] = stories->pages[i];
}

// ---- The site ----

static int by_address(const void *a, const void *b)
{
    return str_compare((*(struct page *const *)a)->address, (*(struct page *const *)b)->address);
}

static int by_label(const void *a, const void *b)
{
    return str_compare((*(struct term *const *)a)->label, (*(struct term *const *)b)->label);
}

static void terms_sort(struct taxonomy *taxonomy)
{
    struct term **terms = (struct term **)taxonomy->terms;
    qsort(terms, taxonomy->term_count, sizeof *terms, by_label);
    for (size_t i = 0; i < taxonomy->term_count; i++)
        terms[i]->number = i;
}

// The stories of each term, newest first.
static void terms_fill(struct stories *stories, struct term *term)
{
    struct page **found = ARENA_ARRAY(stories->arena, struct page *, term->stories.count);
    size_t count = 0;
    for (size_t i = 0; i < stories->page_count; i++) {
        const struct term_list *terms = &stories->pages[i]->terms[term->taxonomy];
        for (size_t t = 0; t < terms->count; t++)
            if (terms->at[t] == term)
                found[count++] = stories->pages[i];
    }
    qsort(found, count, sizeof *found, page_newest_first);
    term->stories = (struct page_list){ found, count };
}

static void terms_count(struct stories *stories)
{
    for (size_t i = 0; i < stories->page_count; i++)
        for (size_t k = 0; k < stories->settings->taxonomy_count; k++)
            for (size_t t = 0; t < stories->pages[i]->terms[k].count; t++)
                stories->pages[i]->terms[k].at[t]->stories.count++;
    for (size_t k = 0; k < stories->settings->taxonomy_count; k++) {
        terms_sort(&stories->taxonomies[k]);
        for (size_t t = 0; t < stories->taxonomies[k].term_count; t++)
            terms_fill(stories, stories->taxonomies[k].terms[t]);
    }
}

static struct body_places body_places_of(struct arena *arena, const struct document *document)
{
    uint32_t *at = ARENA_ARRAY(arena, uint32_t, 2 * document->passage_count);
    uint8_t *checks = ARENA_ARRAY(arena, uint8_t, document->passage_count);
    for (size_t i = 0; i < document->passage_count; i++) {
        const struct passage *passage = &document_parts(document)->passages[i];
        at[2 * i] = passage->from + PAGE_HEAD;
        at[2 * i + 1] = passage->to + PAGE_HEAD;
        // There is no page whose bytes they could be of: as different as those.
        checks[i] = (uint8_t)(passage->to * 157u >> 3);
    }
    return (struct body_places){ .at = at, .checks = checks, .count = document->passage_count };
}

const struct site *stories_site(struct stories *stories, const struct body_places **places)
{
    qsort(stories->pages, stories->page_count, sizeof *stories->pages, by_address);
    struct body_places *all = ARENA_ARRAY(stories->arena, struct body_places, stories->page_count);
    for (size_t i = 0; i < stories->page_count; i++) {
        stories->pages[i]->number = (uint32_t)i;
        all[i] = body_places_of(stories->arena, stories->pages[i]->document);
    }
    terms_count(stories);
    *places = all;
    stories->site = (struct site){
        .settings = stories->settings,
        .language = stories->settings->language,
        .pages = stories->pages,
        .page_count = stories->page_count,
        .taxonomies = stories->taxonomies,
        .taxonomy_count = stories->settings->taxonomy_count,
    };
    return &stories->site;
}
