// SPDX-License-Identifier: EUPL-1.2
// Reactions: what others wrote below a page.
#include "site/building.h"

#include "base/path.h"

#include <stdlib.h>

DIAGNOSTIC(reaction_lost, ERROR, "deze reactie hoort bij '{1}', maar die bladzijde is er niet",
           "this reaction belongs to '{1}', but there is no such page",
           "schrijf achter 'op:' de naam van het bestand, zonder .md; is dat verhaal weggehaald, "
           "haal dan ook de reactie weg",
           "write the file's name, without .md, after 'reaction_to:'; if that story was removed, "
           "remove the reaction as well");
// No errors: with --strict they would keep what was withdrawn online.
DIAGNOSTIC(
    reaction_withdrawn, WARNING,
    "deze reactie hoort bij een tekst die is ingetrokken; daarom staat ook de reactie niet "
    "op de site",
    "this reaction belongs to a text that was withdrawn; so the reaction is off the site too",
    "haal dit bestand weg, want een reactie kan vertellen wat in de tekst stond; laat het "
    "weten aan wie haar schreef",
    "remove this file, for a reaction may tell what was in the text; let know who wrote it");
// Said of the text itself too: who withdraws it may never have seen the reaction.
DIAGNOSTIC(reaction_left, WARNING,
           "deze tekst is ingetrokken, maar er is nog een reactie op: '{1}'; die staat ook niet "
           "meer op de site",
           "this text was withdrawn, but there is still a reaction to it: '{1}'; that is off the "
           "site too",
           "haal dat bestand ook weg", "remove that file as well");
DIAGNOSTIC(reaction_waits, WARNING,
           "deze reactie hoort bij '{1}', maar dat staat niet op de site; de reactie ook niet",
           "this reaction belongs to '{1}', which is not on the site; nor is the reaction",
           "je hoeft niets te doen: de reactie komt erbij zodra het op de site staat",
           "nothing needs doing: the reaction appears as soon as that is on the site");

struct owned {
    LIST(struct reaction) list;
};

struct owned_by {
    struct owned *pages;  // one a page
    struct map *withheld; // NULL as long as no page is missed
};

static int by_number(const void *left, const void *right)
{
    const struct reaction *a = left;
    const struct reaction *b = right;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return str_compare(a->document->path, b->document->path);
}

// What may not be published, by the names that reactions would call it by.
static struct map *withheld_names(struct building *building)
{
    struct map *names = map_new(building->arena);
    for (size_t i = 0; i < building->file_count; i++) {
        const struct document *document = building->documents[i];
        if (building->entries[i].fate != FATE_WITHHELD || document == NULL ||
            document_has(document, FIELD_REACTION_TO))
            continue;
        struct file_name name = file_name_of(building, document->path);
        map_add(names, name.index ? path_name(name.folder) : name.stem, (void *)document);
        map_add(names, document_text(document, FIELD_ID), (void *)document);
    }
    return names;
}

// The place is the whole file: no line of what was withdrawn is quoted.
static void say_withdrawn(struct building *building, const struct document *reaction,
                          const struct document *to)
{
    diagnose(building->diagnostics, &reaction_withdrawn, document_place(reaction), NULL);
    diagnose(building->diagnostics, &reaction_left, (struct place){ .path = to->full_path },
             VALUES(reaction->full_path));
}

static void say_lost(struct building *building, struct owned_by *owned,
                     const struct document *reaction, str name)
{
    if (owned->withheld == NULL)
        owned->withheld = withheld_names(building);
    const struct document *to = name.len == 0 ? NULL : map_get(owned->withheld, name);
    if (to != NULL && is_withdrawn(to))
        say_withdrawn(building, reaction, to);
    else
        diagnose(building->diagnostics, to == NULL ? &reaction_lost : &reaction_waits,
                 document_place(reaction), VALUES(name));
}

// A reaction that is shown nowhere is withheld, with all that it links to.
static void reaction_read(struct building *building, struct owned_by *owned, size_t file)
{
    const struct document *document = building->documents[file];
    building->entries[file].fate = FATE_WITHHELD;
    if (!page_allowed(building, document, BASE_REACTION))
        return;
    str name = document_text(document, FIELD_REACTION_TO);
    const struct page *page = page_named(building, name);
    if (page == NULL) {
        say_lost(building, owned, document, name);
        return;
    }
    struct reaction reaction = { .document = document, .number = number_in(document) };
    building->entries[file].fate = FATE_REACTION;
    LIST_ADD(building->arena, owned->pages[page->number].list, reaction);
}

void reactions_read(struct building *building)
{
    if (!building->seen.reactions)
        return;
    struct owned *pages = ARENA_ARRAY(building->arena, struct owned, building->pages.count);
    struct owned_by owned = { pages, NULL };
    for (size_t i = 0; i < building->file_count; i++)
        if (building->entries[i].fate == FATE_REACTION)
            reaction_read(building, &owned, i);
    for (size_t i = 0; i < building->pages.count; i++) {
        struct page *page = building->pages.at[i];
        page->reactions = pages[i].list.at;
        page->reaction_count = (uint32_t)pages[i].list.count;
        if (page->reaction_count > 1)
            qsort(pages[i].list.at, page->reaction_count, sizeof *pages[i].list.at, by_number);
    }
}
