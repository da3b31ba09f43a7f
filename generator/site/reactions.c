// SPDX-License-Identifier: EUPL-1.2
// Reactions: what others wrote below a page.
#include "site/building.h"

#include <stdlib.h>

DIAGNOSTIC(reaction_lost, ERROR, "deze reactie hoort bij '{1}', maar die bladzijde is er niet",
           "this reaction belongs to '{1}', but there is no such page",
           "schrijf achter 'op:' de naam van het bestand, zonder .md",
           "write the file's name, without .md, after 'reaction_to:'");

struct owned {
    LIST(struct reaction) list;
};

static int by_number(const void *left, const void *right)
{
    const struct reaction *a = left;
    const struct reaction *b = right;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return str_compare(a->document->path, b->document->path);
}

// A reaction that is shown nowhere is withheld, with all that it links to.
static void reaction_read(struct building *building, struct owned *owned, size_t file)
{
    const struct document *document = building->documents[file];
    building->entries[file].fate = FATE_WITHHELD;
    if (!page_allowed(building, document, BASE_REACTION))
        return;
    str name = document_text(document, FIELD_REACTION_TO);
    const struct page *page = page_named(building, name);
    if (page == NULL) {
        diagnose(building->diagnostics, &reaction_lost, document_place(document), VALUES(name));
        return;
    }
    struct reaction reaction = { .document = document, .number = number_in(document) };
    building->entries[file].fate = FATE_REACTION;
    LIST_ADD(building->arena, owned[page->number].list, reaction);
}

void reactions_read(struct building *building)
{
    if (!building->seen.reactions)
        return;
    struct owned *owned = ARENA_ARRAY(building->arena, struct owned, building->pages.count);
    for (size_t i = 0; i < building->file_count; i++)
        if (building->entries[i].fate == FATE_REACTION)
            reaction_read(building, owned, i);
    for (size_t i = 0; i < building->pages.count; i++) {
        struct page *page = building->pages.at[i];
        page->reactions = owned[i].list.at;
        page->reaction_count = (uint32_t)owned[i].list.count;
        if (page->reaction_count > 1)
            qsort(owned[i].list.at, page->reaction_count, sizeof *owned[i].list.at, by_number);
    }
}
