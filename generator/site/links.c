// SPDX-License-Identifier: EUPL-1.2
// Where the links of the content lead to.
#include "site/building.h"

#include "base/html.h"
#include "base/nearest.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/utf8.h"

#include <stdatomic.h>

DIAGNOSTIC(link_dead, ERROR, "deze link gaat naar '{1}', maar dat bestand is er niet",
           "this link leads to '{1}', but there is no such file", "bedoelde je '{2}'?",
           "did you mean '{2}'?");
DIAGNOSTIC(anchor_dead, ERROR, "op de bladzijde '{1}' is geen kop met de naam '#{2}'",
           "the page '{1}' has no heading named '#{2}'", "bedoelde je '#{3}'?",
           "did you mean '#{3}'?");
DIAGNOSTIC(
    link_withheld, WARNING,
    "deze link gaat naar '{1}', maar dat staat niet op de site; de tekst blijft staan zonder link",
    "this link leads to '{1}', which is not on the site; its text stays without a link", NULL,
    NULL);
DIAGNOSTIC(attachment_refused, ERROR, "een bestand van deze soort ('{1}') komt niet op de site",
           "a file of this sort ('{1}') is not put on the site",
           "gebruik een foto (jpg, png, webp), pdf, tekst, geluid of video",
           "use a picture (jpg, png, webp), pdf, text, sound or video");
DIAGNOSTIC(link_outside, ERROR, "deze link gaat naar '{1}', buiten de map met inhoud",
           "this link leads to '{1}', outside the content folder",
           "zet het bestand in de map met inhoud", "put the file into the content folder");

// For all dead links of one page together, no more files than this are looked at.
enum { CANDIDATES_MAX = 5000 };

// For one link to a place that is not there, no more places of each sort than this.
enum { ANCHORS_TRIED_MAX = 200 };

static const char *const attachments[] = {
    ".png",  ".jpg", ".jpeg", ".gif",  ".webp", ".avif", ".svg",  ".pdf", ".txt", ".csv",
    ".odt",  ".ods", ".odp",  ".docx", ".xlsx", ".pptx", ".epub", ".mp3", ".ogg", ".oga",
    ".opus", ".m4a", ".wav",  ".mp4",  ".webm", ".vtt",  ".ics",  ".zip",
};

// What the workers share; `used` has one flag a file.
struct resolving {
    struct building *building;
    struct arena **arenas; // one a worker
    atomic_uchar *used;
};

// One document whose links are being resolved.
struct origin {
    struct resolving *resolving;
    struct arena *arena;
    const struct document *document;
    size_t file;
    size_t candidates; // looked at so far
};

static bool attachment_allowed(struct arena *arena, str path)
{
    str extension = utf8_folded(arena, path_extension(path));
    for (size_t i = 0; i < sizeof attachments / sizeof *attachments; i++)
        if (str_equal(extension, str_from_c(attachments[i])))
            return true;
    return false;
}

static bool anchor_exists(const struct document *document, str anchor)
{
    return document_has_anchor(document, anchor);
}

// A page may have very many anchors, and very many links to none of them.
static str nearest_anchor(const struct document *document, str anchor)
{
    struct nearest nearest = nearest_start(anchor);
    for (size_t i = 0; i < document->heading_count && i < ANCHORS_TRIED_MAX; i++)
        nearest_try(&nearest, document->headings[i].anchor);
    for (size_t i = 0; i < document->anchor_count && i < ANCHORS_TRIED_MAX; i++)
        nearest_try(&nearest, document->anchors[i]);
    return nearest.found;
}

// The address with the anchor behind it, or without when the anchor is not there.
static str with_anchor(struct origin *origin, const struct link *link, str address, str anchor,
                       const struct document *target)
{
    if (anchor.len == 0)
        return address;
    str slug = path_slug(origin->arena, anchor);
    str found = anchor_exists(target, anchor) ? anchor : slug;
    // The heading that became the title is the page itself.
    if (str_equal(slug, path_slug(origin->arena, target->title)) && !anchor_exists(target, found))
        return address;
    if (!anchor_exists(target, found)) {
        diagnose(origin->resolving->building->diagnostics, &anchor_dead, link->place,
                 VALUES(target->full_path, anchor, nearest_anchor(target, slug)));
        return address;
    }
    return arena_join(origin->arena, (str[]){ address, STR("#"), found, { 0 } });
}

// The first file, in the order of paths, that does not come before `path`.
static size_t first_from(const struct building *building, str path)
{
    size_t low = 0;
    size_t high = building->file_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(building->files[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// The nearest among the files of the folder that the link names.
static str nearest_file(struct origin *origin, str path)
{
    const struct building *building = origin->resolving->building;
    str folder = path_folder(path);
    str prefix =
        folder.len == 0 ? STR("") : arena_join(origin->arena, (str[]){ folder, STR("/"), { 0 } });
    struct nearest nearest = nearest_start(path_name(path));
    for (size_t i = first_from(building, prefix);
         i < building->file_count && str_starts(building->files[i].path, prefix) &&
         origin->candidates < CANDIDATES_MAX;
         i++) {
        origin->candidates++;
        str rest = str_after(building->files[i].path, prefix.len);
        if (str_find_char(rest, '/', 0) == STR_NONE)
            nearest_try(&nearest, rest);
    }
    return nearest.found;
}

static size_t find_joined(const struct origin *origin, str path, str more)
{
    str joined = arena_join(origin->arena, (str[]){ path, more, { 0 } });
    return source_find(origin->resolving->building->source, joined);
}

// The file that a path means: itself, or with what people leave out.
static size_t file_of(const struct origin *origin, str path)
{
    size_t file = source_find(origin->resolving->building->source, path);
    if (file == STR_NONE && path.len > 0)
        file = find_joined(origin, path, STR(".md"));
    if (file == STR_NONE && str_ends(path, STR(".html")))
        file = find_joined(origin, str_slice(path, 0, path.len - 5), STR(".md"));
    str top = path.len == 0 ? STR("") : STR("/");
    if (file == STR_NONE)
        file = find_joined(origin, path,
                           arena_join(origin->arena, (str[]){ top, STR("index.md"), { 0 } }));
    if (file == STR_NONE)
        file = find_joined(origin, path,
                           arena_join(origin->arena, (str[]){ top, STR("README.md"), { 0 } }));
    return file;
}

static str attachment_address(struct origin *origin, const struct link *link, size_t file)
{
    const struct building *building = origin->resolving->building;
    str path = building->files[file].path;
    if (!attachment_allowed(origin->arena, path)) {
        diagnose(building->diagnostics, &attachment_refused, link->place,
                 VALUES(path_extension(path)));
        return STR("");
    }
    if (building->files[file].withheld) {
        diagnose(building->diagnostics, &link_withheld, link->place, VALUES(link->target));
        return STR("");
    }
    atomic_store(&origin->resolving->used[file], 1);
    struct buf address = { 0 };
    buf_add(&address, STR(SITE_ATTACHMENTS));
    buf_add_address(&address, path);
    str copy = arena_copy(origin->arena, buf_view(&address));
    buf_release(&address);
    return copy;
}

static str page_address(struct origin *origin, const struct link *link, size_t file, str anchor)
{
    const struct building *building = origin->resolving->building;
    const struct entry *entry = &building->entries[file];
    if (entry->fate == FATE_WITHHELD || entry->fate == FATE_REACTION || entry->fate == FATE_NONE) {
        diagnose(building->diagnostics, &link_withheld, link->place, VALUES(link->target));
        return STR("");
    }
    str address = entry->address.len > 0 ? entry->address : STR("./");
    return with_anchor(origin, link, address, anchor, building->documents[file]);
}

// An address of the site itself, as "/thema/hoop/" or "../zoeken/" in the text;
// empty when nothing stands there.
static str site_address(struct origin *origin, str path)
{
    static const char *const files[] = { "feed.xml", "sitemap.xml", "robots.txt", "404.html" };
    const struct map *addresses = origin->resolving->building->addresses;
    if (path.len == 0)
        return STR("./");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (str_equal(path, str_from_c(files[i])))
            return path;
    str folder = arena_join(origin->arena, (str[]){ path_folder(path), STR("/"), { 0 } });
    if (str_equal(path_name(path), STR("feed.xml")) && map_get(addresses, folder) != NULL)
        return path;
    str slashed = arena_join(origin->arena, (str[]){ path, STR("/"), { 0 } });
    return map_get(addresses, slashed) != NULL ? slashed : STR("");
}

static str dead(struct origin *origin, const struct link *link, str path)
{
    diagnose(origin->resolving->building->diagnostics, &link_dead, link->place,
             VALUES(link->target, nearest_file(origin, path)));
    return STR("");
}

static str resolve_path(struct origin *origin, const struct link *link, str target, str anchor)
{
    const struct building *building = origin->resolving->building;
    str path;
    if (!path_resolve(origin->arena, path_folder(origin->document->path), target, &path)) {
        diagnose(building->diagnostics, &link_outside, link->place, VALUES(link->target));
        return STR("");
    }
    size_t file = file_of(origin, path);
    if (file != STR_NONE && building->documents[file] != NULL)
        return page_address(origin, link, file, anchor);
    if (file != STR_NONE)
        return attachment_address(origin, link, file);
    str address = link->kind == LINK_PAGE ? site_address(origin, path) : STR("");
    if (address.len == 0)
        return dead(origin, link, path);
    return anchor.len == 0 ? address
                           : arena_join(origin->arena, (str[]){ address, STR("#"), anchor, { 0 } });
}

static str resolve(struct origin *origin, const struct link *link, str own_address)
{
    str target;
    str anchor;
    str query;
    str_cut(link->target, '#', &target, &anchor);
    str_cut(target, '?', &target, &query);
    if (target.len == 0) {
        bool whole = origin->resolving->building->entries[origin->file].fate == FATE_REACTION;
        str address = whole ? STR("") : own_address.len > 0 ? own_address : STR("./");
        return with_anchor(origin, link, address, anchor, origin->document);
    }
    return resolve_path(origin, link, target, anchor);
}

// The pages that the links lead to, in their order.
static struct page_list pages_linked(const struct origin *origin, const str *addresses)
{
    struct building *building = origin->resolving->building;
    size_t count = 0;
    struct page **pages = ARENA_ARRAY(origin->arena, struct page *, origin->document->link_count);
    for (size_t i = 0; i < origin->document->link_count; i++) {
        str address;
        str anchor;
        str_cut(addresses[i], '#', &address, &anchor);
        struct page *page = map_get(building->pages_by_address, address);
        if (page != NULL)
            pages[count++] = page;
    }
    return (struct page_list){ pages, count };
}

static void resolve_document(void *context, size_t file, unsigned worker)
{
    struct resolving *resolving = context;
    struct building *building = resolving->building;
    struct entry *entry = &building->entries[file];
    const struct document *document = building->documents[file];
    if (document == NULL || entry->fate == FATE_NONE || entry->fate == FATE_WITHHELD)
        return;
    struct origin origin = { resolving, resolving->arenas[worker], document, file, 0 };
    str *addresses = ARENA_ARRAY(origin.arena, str, document->link_count);
    for (size_t i = 0; i < document->link_count; i++)
        addresses[i] = resolve(&origin, &document->links[i], entry->address);
    entry->link_addresses = addresses;
    if (entry->fate == FATE_PAGE)
        building->linked[entry->page->number] = pages_linked(&origin, addresses);
}

static void assets_list(struct building *building, const atomic_uchar *used)
{
    LIST(struct asset) assets = { 0 };
    for (size_t i = 0; i < building->file_count; i++)
        if (used[i])
            LIST_ADD(
                building->arena, assets,
                ((struct asset){ i, arena_join(building->arena, (str[]){ STR(SITE_ATTACHMENTS),
                                                                         building->files[i].path,
                                                                         { 0 } }) }));
    building->site->assets = assets.at;
    building->site->asset_count = assets.count;
}

static void addresses_give(struct building *building)
{
    for (size_t i = 0; i < building->file_count; i++) {
        struct entry *entry = &building->entries[i];
        if (entry->page != NULL)
            entry->page->link_addresses = entry->link_addresses;
        if (entry->term != NULL)
            entry->term->link_addresses = entry->link_addresses;
        if (entry->taxonomy != NULL)
            entry->taxonomy->link_addresses = entry->link_addresses;
    }
    for (size_t i = 0; i < building->pages.count; i++) {
        struct page *page = building->pages.at[i];
        for (size_t r = 0; r < page->reaction_count; r++) {
            struct reaction *reaction = (struct reaction *)&page->reactions[r];
            size_t file = source_find(building->source, reaction->document->path);
            reaction->link_addresses = building->entries[file].link_addresses;
        }
    }
}

void links_resolve(struct building *building)
{
    struct arena *arenas[PARALLEL_JOBS_MAX];
    struct resolving resolving = { .building = building, .arenas = arenas };
    building->linked = ARENA_ARRAY(building->arena, struct page_list, building->pages.count);
    resolving.used = ARENA_ARRAY(building->arena, atomic_uchar, building->file_count);
    for (unsigned i = 0; i < building->jobs; i++)
        arenas[i] = arena_new();
    parallel_each(building->jobs, building->file_count, resolve_document, &resolving);
    for (unsigned i = 0; i < building->jobs; i++) {
        arena_adopt(building->arena, arenas[i]);
        arena_free(arenas[i]);
    }
    assets_list(building, resolving.used);
    addresses_give(building);
}
