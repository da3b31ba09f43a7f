// SPDX-License-Identifier: EUPL-1.2
// Which texts are on the website.  They are known by where they are in memory, so that
// none of them is looked into: there are as many as there are pages.
#include "commands/hook.h"

#include <assert.h>
#include <stdlib.h>

struct texts {
    struct build_made made;
    const struct document **slots; // NULL: free, as half of them are at least
    size_t slot_count;             // a power of two
    size_t count;
    const struct document **by_path; // all documents of the build; NULL: not asked for yet
    size_t by_path_count;
};

static size_t slot_of(const struct texts *texts, const struct document *document)
{
    uint64_t spread = (uint64_t)(uintptr_t)document * 0x9E3779B97F4A7C15u;
    size_t i = (size_t)(spread >> 32) & (texts->slot_count - 1);
    while (texts->slots[i] != NULL && texts->slots[i] != document)
        i = (i + 1) & (texts->slot_count - 1);
    return i;
}

static void add_text(struct texts *texts, const struct document *document)
{
    size_t slot = document == NULL ? 0 : slot_of(texts, document);
    if (document == NULL || texts->slots[slot] != NULL)
        return;
    texts->slots[slot] = document;
    texts->count++;
    assert(texts->count <= texts->slot_count / 2);
}

static void add_page(struct texts *texts, const struct page *page)
{
    if (page == NULL)
        return;
    add_text(texts, page->document);
    for (size_t i = 0; i < page->reaction_count; i++)
        add_text(texts, page->reactions[i].document);
}

static struct texts *texts_for(struct arena *arena, const struct build_made *made)
{
    struct texts *texts = ARENA_NEW(arena, struct texts);
    *texts = (struct texts){ .made = *made, .slot_count = 16 };
    while (texts->slot_count / 2 < made->document_count)
        texts->slot_count *= 2;
    texts->slots = ARENA_ARRAY(arena, const struct document *, texts->slot_count);
    return texts;
}

struct texts *texts_shown(struct arena *arena, const struct build_made *made)
{
    const struct site *site = made->site;
    struct texts *texts = texts_for(arena, made);
    for (size_t i = 0; i < site->page_count; i++)
        add_page(texts, site->pages[i]);
    for (size_t i = 0; i < site->settings->kind_count; i++)
        add_page(texts, site->intros[i]);
    for (size_t i = 0; i < site->taxonomy_count; i++) {
        add_text(texts, site->taxonomies[i].document);
        for (size_t t = 0; t < site->taxonomies[i].term_count; t++)
            add_text(texts, site->taxonomies[i].terms[t]->document);
    }
    return texts;
}

bool texts_have(const struct texts *texts, const struct document *document)
{
    return texts->slots[slot_of(texts, document)] != NULL;
}

// ---- By their paths ----

static void find_paths(struct texts *texts, struct arena *arena)
{
    const struct build_made *made = &texts->made;
    texts->by_path = ARENA_ARRAY(arena, const struct document *, made->document_count);
    for (size_t i = 0; i < made->document_count; i++)
        if (made->documents[i] != NULL)
            texts->by_path[texts->by_path_count++] = made->documents[i];
}

static int compare_path(const void *path, const void *member)
{
    const struct document *const *document = member;
    return str_compare(*(const str *)path, (*document)->full_path);
}

bool texts_have_path(struct texts *texts, struct arena *arena, str full_path)
{
    if (texts->by_path == NULL)
        find_paths(texts, arena);
    const struct document *const *found =
        texts->by_path_count == 0 ? NULL
                                  : bsearch(&full_path, texts->by_path, texts->by_path_count,
                                            sizeof(struct document *), compare_path);
    return found != NULL && texts_have(texts, *found);
}
