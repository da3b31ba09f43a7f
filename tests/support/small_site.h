// SPDX-License-Identifier: EUPL-1.2
// A site of files on disk, for tests of what is made of it.

#pragma once

#include "scratch.h"

#include "site/site.h"
#include "source/source.h"

struct small_site {
    struct scratch scratch;
    struct arena *arena;
    struct source *source;
    const struct settings *settings;
    const struct site *site;
};

static inline void small_site_set_up(struct small_site *small)
{
    scratch_set_up(&small->scratch);
    small->arena = arena_new();
}

static inline void small_site_tear_down(struct small_site *small)
{
    source_free(small->source);
    arena_free(small->arena);
    scratch_tear_down(&small->scratch);
}

static inline str small_site_bytes(struct small_site *small, size_t file)
{
    str bytes = STR("");
    bool read = source_bytes(small->source, file, 0, &bytes, small->scratch.diagnostics);
    assert(read);
    (void)read;
    return arena_copy(small->arena, bytes);
}

static inline const struct document *const *small_site_documents(struct small_site *small)
{
    size_t count;
    const struct source_file *files = source_files(small->source, &count);
    const struct document **documents = ARENA_ARRAY(small->arena, const struct document *, count);
    for (size_t i = 0; i < count; i++)
        if (str_ends(files[i].path, STR(".md")))
            documents[i] = document_read(small->arena, files[i].path, files[i].full_path,
                                         small_site_bytes(small, i), &small->settings->schema,
                                         small->scratch.diagnostics);
    return documents;
}

// The site of the files in `folder`, with those settings, or with its own where they are
// NULL.
static inline void small_site_read(struct small_site *small, const char *folder,
                                   const char *settings, unsigned jobs)
{
    struct source_options options = {
        .repository = folder, .revision = "HEAD", .worktree = true, .jobs = jobs
    };
    small->source = source_read(&options, small->scratch.diagnostics);
    assert(small->source != NULL);
    size_t own = source_find(small->source, STR("site.yaml"));
    str text = settings != NULL  ? str_from_c(settings)
               : own != STR_NONE ? small_site_bytes(small, own)
                                 : STR("");
    small->settings = settings_read(small->arena, (struct file){ STR("site.yaml"), text },
                                    (struct file){ 0 }, small->scratch.diagnostics);
    small->site = site_build(small->arena, small->source, small_site_documents(small),
                             small->settings, false, jobs, small->scratch.diagnostics);
}
