// SPDX-License-Identifier: EUPL-1.2
// Where the links of the content lead to.
#include "site/building.h"

#include "base/html.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/path.h"
#include "base/utf8.h"
#include "site/targets.h"

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

// For one link to a place that is not there, no more places of each sort than this.
enum { ANCHORS_TRIED_MAX = 200 };

static const char *const attachments[] = {
    ".png",  ".jpg", ".jpeg", ".gif",  ".webp", ".avif", ".svg",  ".pdf", ".txt", ".csv",
    ".odt",  ".ods", ".odp",  ".docx", ".xlsx", ".pptx", ".epub", ".mp3", ".ogg", ".oga",
    ".opus", ".m4a", ".wav",  ".mp4",  ".webm", ".vtt",  ".ics",  ".zip",
};

struct pages_found {
    LIST(struct page *) list;
};

// What the workers share; `used` has one flag a file.
struct resolving {
    struct building *building;
    struct relating *relating;
    struct crew *crew;
    struct pages_found linked[PARALLEL_JOBS_MAX]; // pages that the links of a page lead to
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
    const struct document_parts *parts = document_parts(document);
    for (size_t i = 0; i < document->heading_count && i < ANCHORS_TRIED_MAX; i++)
        nearest_try(&nearest, parts->headings[i].anchor);
    for (size_t i = 0; i < parts->anchor_count && i < ANCHORS_TRIED_MAX; i++)
        nearest_try(&nearest, parts->anchors[i]);
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
        diagnose(origin->resolving->building->diagnostics, &anchor_dead,
                 link_place(origin->document, link),
                 VALUES(target->full_path, anchor, nearest_anchor(target, slug)));
        return address;
    }
    return arena_join(origin->arena, (str[]){ address, STR("#"), found, { 0 } });
}

static str attachment_address(struct origin *origin, const struct link *link, size_t file)
{
    const struct building *building = origin->resolving->building;
    str path = building->files[file].path;
    if (!attachment_allowed(origin->arena, path)) {
        diagnose(building->diagnostics, &attachment_refused, link_place(origin->document, link),
                 VALUES(path_extension(path)));
        return STR("");
    }
    if (building->files[file].withheld) {
        diagnose(building->diagnostics, &link_withheld, link_place(origin->document, link),
                 VALUES(link->target));
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

// Where a link leads to.
struct destination {
    str address;       // empty: nowhere
    struct page *page; // that has an address of its own there, or NULL
};

static struct destination page_destination(struct origin *origin, const struct link *link,
                                           size_t file, str anchor)
{
    const struct building *building = origin->resolving->building;
    const struct entry *entry = &building->entries[file];
    struct destination to = { STR(""), NULL };
    switch (entry->fate) {
    case FATE_PAGE:
        to.address = entry->page->address;
        to.page = to.address.len > 0 ? entry->page : NULL;
        break;
    case FATE_INTRO:
        to.address = entry->page->address;
        break;
    case FATE_TERM:
        to.address = entry->term->address;
        break;
    case FATE_TAXONOMY:
        to.address = entry->taxonomy->address;
        break;
    default:
        diagnose(building->diagnostics, &link_withheld, link_place(origin->document, link),
                 VALUES(link->target));
        return to;
    }
    to.address = with_anchor(origin, link, to.address.len > 0 ? to.address : STR("./"), anchor,
                             building->documents[file]);
    return to;
}

// An address of the site itself, as "/thema/hoop/" or "../zoeken/" in the text;
// empty when nothing stands there.
static str site_address(struct origin *origin, str path)
{
    static const char *const files[] = { "feed.xml", "sitemap.xml", "robots.txt", "404.html" };
    const struct building *building = origin->resolving->building;
    if (path.len == 0)
        return STR("./");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (str_equal(path, str_from_c(files[i])))
            return path;
    str folder = arena_join(origin->arena, (str[]){ path_folder(path), STR("/"), { 0 } });
    if (str_equal(path_name(path), STR("feed.xml")) && address_held(building, folder))
        return path;
    str slashed = arena_join(origin->arena, (str[]){ path, STR("/"), { 0 } });
    return address_held(building, slashed) ? slashed : STR("");
}

static struct destination site_destination(struct origin *origin, str path, str anchor)
{
    str address = site_address(origin, path);
    struct destination to = { address, NULL };
    if (address.len == 0)
        return to;
    to.page = page_at(origin->resolving->building, address);
    if (anchor.len > 0)
        to.address = arena_join(origin->arena, (str[]){ address, STR("#"), anchor, { 0 } });
    return to;
}

static str dead(struct origin *origin, const struct link *link, str path)
{
    diagnose(origin->resolving->building->diagnostics, &link_dead,
             link_place(origin->document, link),
             VALUES(link->target, target_nearest(origin->resolving->building, origin->arena, path,
                                                 &origin->candidates)));
    return STR("");
}

static struct destination resolve_path(struct origin *origin, const struct link *link, str target,
                                       str anchor)
{
    const struct building *building = origin->resolving->building;
    struct destination to = { STR(""), NULL };
    str path;
    if (!path_resolve(origin->arena, path_folder(origin->document->path), target, &path)) {
        diagnose(building->diagnostics, &link_outside, link_place(origin->document, link),
                 VALUES(link->target));
        return to;
    }
    size_t file = target_file(building, origin->arena, path);
    if (file != STR_NONE && building->documents[file] != NULL)
        return page_destination(origin, link, file, anchor);
    if (file != STR_NONE)
        to.address = attachment_address(origin, link, file);
    else if (link->kind == LINK_PAGE)
        to = site_destination(origin, path, anchor);
    if (file == STR_NONE && to.address.len == 0)
        to.address = dead(origin, link, path);
    return to;
}

static struct destination resolve(struct origin *origin, const struct link *link)
{
    str target;
    str anchor;
    str query;
    str_cut(link->target, '#', &target, &anchor);
    str_cut(target, '?', &target, &query);
    if (target.len > 0)
        return resolve_path(origin, link, target, anchor);
    const struct building *building = origin->resolving->building;
    if (building->entries[origin->file].fate != FATE_REACTION)
        return page_destination(origin, link, origin->file, anchor);
    str address = with_anchor(origin, link, STR(""), anchor, origin->document);
    return (struct destination){ address, NULL };
}

static void links_keep(struct building *building, size_t file, const str *addresses)
{
    struct entry *entry = &building->entries[file];
    if (entry->fate == FATE_PAGE || entry->fate == FATE_INTRO)
        entry->page->link_addresses = addresses;
    else if (entry->fate == FATE_TERM)
        entry->term->link_addresses = addresses;
    else if (entry->fate == FATE_TAXONOMY)
        entry->taxonomy->link_addresses = addresses;
    else
        entry->link_addresses = addresses;
}

// ---- What most links are ----

// A file of which more is to be asked.
enum { FILE_OTHER = UINT32_MAX };

// Whether a path has no part that means another, and nothing behind it.
static bool is_plain(str path)
{
    if (path.len == 0 || path.at[0] == '/' || path.at[0] == '.')
        return false;
    for (size_t i = 0; i < path.len; i++) {
        bool odd = path.at[i] == '/' && i + 1 < path.len &&
                   (path.at[i + 1] == '/' || path.at[i + 1] == '.');
        if (odd || path.at[i] == '#' || path.at[i] == '?')
            return false;
    }
    return true;
}

// Looks up the file that "../1/v-2.md" names, seen from a file in `folder`.
static void plain_look(struct building *building, str folder, str target, uint32_t *file)
{
    *file = FILE_OTHER;
    while (str_starts(target, STR("../")) && folder.len > 0) {
        target = str_after(target, 3);
        folder = path_folder(folder);
    }
    str slash = folder.len == 0 ? STR("") : STR("/");
    if (is_plain(target))
        lookup_add(building, (str[]){ folder, slash, target, { 0 } }, file);
}

// The first number tells how many follow: a file for each link.
static const uint32_t *document_look(struct building *building, const struct document *document)
{
    uint32_t *files = ARENA_ARRAY(building->arena, uint32_t, (size_t)document->link_count + 1);
    str folder = path_folder(document->path);
    files[0] = document->link_count;
    for (size_t i = 0; i < document->link_count; i++)
        plain_look(building, folder, document->links[i].target, &files[i + 1]);
    return files;
}

void links_look(struct building *building, size_t file)
{
    const struct document *document = building->documents[file];
    if (document->link_count > 0)
        building->link_files[file] = document_look(building, document);
}

// ---- All of them ----

static struct page_list document_resolve(struct resolving *resolving, size_t file,
                                         const uint32_t *files, unsigned worker)
{
    struct building *building = &resolving->crew->each[worker];
    struct pages_found *linked = &resolving->linked[worker];
    const struct document *document = building->documents[file];
    struct origin origin = { resolving, building->arena, document, file, 0 };
    str *addresses = ARENA_ARRAY(building->arena, str, files[0]);
    linked->list.count = 0;
    for (uint32_t i = 0; i < files[0]; i++) {
        uint32_t target = files[i + 1];
        struct destination to =
            target == FILE_OTHER ? resolve(&origin, &document->links[i])
                                 : page_destination(&origin, &document->links[i], target, STR(""));
        addresses[i] = to.address;
        if (to.page != NULL)
            LIST_ADD(building->arena, linked->list, to.page);
    }
    links_keep(building, file, addresses);
    return (struct page_list){ linked->list.at, linked->list.count };
}

static const uint32_t *link_files_at(struct building *building, size_t file)
{
    enum fate fate = building->entries[file].fate;
    bool looked = fate == FATE_PAGE || fate == FATE_INTRO;
    if (looked || building->documents[file]->link_count == 0)
        return building->link_files[file];
    const uint32_t *files = document_look(building, building->documents[file]);
    lookups_finish(building);
    return files;
}

// So many files are made ready at once, and so many links of each.
enum { FILES_AHEAD = 32, LINKS_AHEAD = 4 };

typedef void target_visit(const struct building *building, size_t file);

static void visit_targets(const struct building *building, size_t from, size_t to,
                          target_visit *visit)
{
    for (size_t i = from; i < to; i++) {
        const uint32_t *files = building->link_files[i];
        for (uint32_t l = 1; files != NULL && l <= files[0] && l <= LINKS_AHEAD; l++)
            if (files[l] != FILE_OTHER)
                visit(building, files[l]);
    }
}

static void entry_soon(const struct building *building, size_t file)
{
    memory_soon(&building->entries[file], sizeof *building->entries);
}

static void address_soon(const struct building *building, size_t file)
{
    if (building->entries[file].fate == FATE_PAGE)
        memory_soon(&building->room[file], offsetof(struct page, related));
}

// Fetches what resolving these files looks at, each step for all of them.
static void files_soon(const struct building *building, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (building->link_files[i] != NULL)
            memory_soon(building->link_files[i], sizeof(uint32_t));
        if (building->entries[i].fate == FATE_PAGE)
            memory_soon(&building->room[i], offsetof(struct page, summary));
    }
    visit_targets(building, from, to, entry_soon);
    visit_targets(building, from, to, address_soon);
}

static void resolve_task(void *context, size_t from, size_t to, unsigned worker)
{
    struct resolving *resolving = context;
    struct building *building = &resolving->crew->each[worker];
    for (size_t i = from; i < to; i++) {
        if ((i - from) % FILES_AHEAD == 0)
            files_soon(building, i, to - i < FILES_AHEAD ? to : i + FILES_AHEAD);
        const struct entry *entry = &building->entries[i];
        if (entry->fate == FATE_NONE || entry->fate == FATE_WITHHELD)
            continue;
        const uint32_t *files = link_files_at(building, i);
        struct page_list linked = { 0 };
        if (files != NULL)
            linked = document_resolve(resolving, i, files, worker);
        if (entry->fate == FATE_PAGE && entry->page->base == BASE_STORY)
            story_relate(resolving->relating, entry->page, linked, worker);
    }
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

// Reactions were read before their links were.
static void reactions_give(const struct building *building)
{
    for (size_t i = 0; building->seen.reactions && i < building->pages.count; i++) {
        const struct page *page = building->pages.at[i];
        for (size_t r = 0; r < page->reaction_count; r++) {
            struct reaction *reaction = (struct reaction *)&page->reactions[r];
            size_t file = file_at(building, reaction->document->path);
            reaction->link_addresses = building->entries[file].link_addresses;
        }
    }
}

void links_resolve(struct building *building)
{
    struct crew crew;
    struct resolving resolving = { .building = building, .crew = &crew };
    resolving.used = ARENA_ARRAY(building->arena, atomic_uchar, building->file_count);
    resolving.relating = relating_start(building);
    crew_gather(&crew, building);
    parallel_ranges(building->jobs, building->file_count, resolve_task, &resolving);
    crew_leave(&crew, building);
    relating_finish(resolving.relating);
    assets_list(building, resolving.used);
    reactions_give(building);
}
