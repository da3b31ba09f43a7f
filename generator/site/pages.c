// SPDX-License-Identifier: EUPL-1.2
// From documents to pages: which kind, which terms, which address.
#include "site/building.h"

#include "base/bisect.h"
#include "base/memory.h"
#include "base/path.h"

#include <stdlib.h>
#include <strings.h>

DIAGNOSTIC(cover_missing, ERROR, "de richtlijn '{1}' heeft geen voorblad",
           "the guideline '{1}' has no cover", "maak het bestand {1}/index.md",
           "make the file {1}/index.md");

// ---- Paths ----

size_t file_from(const struct building *building, str path)
{
    size_t at;
    BISECT(at, 0, building->file_count, str_compare(building->files[at].path, path) < 0);
    return at;
}

static size_t file_beside(const struct building *building, str folder, const char *name)
{
    str slash = folder.len == 0 ? STR("") : STR("/");
    return file_at(building,
                   arena_join(building->arena, (str[]){ folder, slash, str_from_c(name), { 0 } }));
}

static bool is_same(str stem, str name)
{
    return stem.len == name.len && strncasecmp(stem.at, name.at, name.len) == 0;
}

struct file_name file_name_of(const struct building *building, str path)
{
    struct file_name name = { .path = path, .folder = path_folder(path) };
    name.stem = path_stem(str_after(path, name.folder.len > 0 ? name.folder.len + 1 : 0));
    name.index = is_same(name.stem, STR("index")) ||
                 (is_same(name.stem, STR("README")) &&
                  file_beside(building, name.folder, "index.md") == STR_NONE);
    return name;
}

str page_name(const struct building *building, const struct page *page)
{
    if (page->base == BASE_CHAPTER)
        return STR("");
    struct file_name name = file_name_of(building, page->document->path);
    return name.index ? path_name(name.folder) : name.stem;
}

// Without regard to case: some file systems have none.
static bool in_folder(str path, str folder)
{
    return folder.len == 0 || (path.len > folder.len && path.at[folder.len] == '/' &&
                               strncasecmp(path.at, folder.at, folder.len) == 0);
}

const struct kind *kind_of(const struct settings *settings, str path)
{
    const struct kind *best = &settings->kinds[settings->kind_count - 1];
    for (size_t i = 0; i < settings->kind_count; i++)
        if (in_folder(path, settings->kinds[i].folder) &&
            settings->kinds[i].folder.len > best->folder.len)
            best = &settings->kinds[i];
    return best;
}

// ---- Addresses ----

str without_number(str name)
{
    size_t digits = 0;
    while (digits < name.len && name.at[digits] >= '0' && name.at[digits] <= '9')
        digits++;
    bool numbered =
        digits > 0 && digits + 1 < name.len && (name.at[digits] == '-' || name.at[digits] == '_');
    return numbered ? str_after(name, digits + 1) : name;
}

// Most names are already what they are in addresses.
static str name_in_address(struct arena *arena, str name)
{
    str slug = path_is_slug(name) ? name : path_slug(arena, name);
    return slug.len > 0 ? slug : STR("pagina");
}

// "Zorg & welzijn/Over ons.md" -> "zorg-welzijn/over-ons/"; index.md stands for its folder.
static str address_of_path(struct arena *arena, const struct file_name *name, str below)
{
    struct buf address = { 0 };
    str rest = name->index ? path_folder(below)
                           : str_slice(below, 0, below.len - path_extension(below).len);
    while (rest.len > 0) {
        str part;
        str_cut(rest, '/', &part, &rest);
        buf_add(&address, name_in_address(arena, part));
        buf_add_char(&address, '/');
    }
    str copy = arena_copy(arena, buf_view(&address));
    buf_release(&address);
    return copy;
}

static str address_below(struct arena *arena, str above, str name)
{
    return arena_join(arena, (str[]){ above, name_in_address(arena, name), STR("/"), { 0 } });
}

// The address that the page would like to have.
static str address_wanted(const struct building *building, const struct page *page,
                          const struct file_name *name)
{
    struct arena *arena = building->arena;
    str top = building->tops[page->kind - building->settings->kinds];
    str own = name->index ? path_name(name->folder) : name->stem;
    if (page->base == BASE_CHAPTER)
        return address_below(arena, page->guideline->address, without_number(own));
    if (page->base == BASE_GUIDELINE)
        return address_below(arena, top, own);
    if (page->base == BASE_STORY)
        return address_below(arena, top, name->stem);
    str folder = page->kind->folder;
    str below = folder.len == 0 ? name->path : str_after(name->path, folder.len + 1);
    return arena_join(arena, (str[]){ top, address_of_path(arena, name, below), { 0 } });
}

static void tops_read(struct building *building)
{
    const struct settings *settings = building->settings;
    str *tops = ARENA_ARRAY(building->arena, str, settings->kind_count);
    for (size_t i = 0; i < settings->kind_count; i++)
        tops[i] = settings->kinds[i].prefix.len == 0
                      ? STR("")
                      : kind_address(building->arena, &settings->kinds[i]);
    building->tops = tops;
}

// ---- Looking at files ----

// Who looks at a range of files.
struct looker {
    struct building *building;
    str folder;              // of the file before: most are in the same
    const struct kind *kind; // of files in that folder
};

// A file that may become a page.
struct look {
    size_t file;
    const struct document *document;
    struct file_name name;
    const struct kind *kind;
};

// The file that is the cover of the guideline that this one belongs to: the
// highest folder below the kind's own that has an index.  STR_NONE for a cover
// itself, and where there is none.
static size_t cover_of(const struct building *building, const struct look *look)
{
    static const char *const covers[] = { "index.md", "README.md", "index.markdown", "INDEX.md",
                                          "Index.md", "readme.md", "Readme.md" };
    size_t found = STR_NONE;
    for (str above = look->name.folder; above.len > look->kind->folder.len;
         above = path_folder(above))
        for (size_t i = sizeof covers / sizeof *covers; i > 0; i--) {
            size_t file = file_beside(building, above, covers[i - 1]);
            if (file != STR_NONE && building->documents[file] != NULL)
                found = file;
        }
    return found == look->file ? STR_NONE : found;
}

static enum base_kind base_of(const struct building *building, const struct look *look)
{
    if (look->kind->base != BASE_GUIDELINE)
        return look->kind->base;
    if (cover_of(building, look) != STR_NONE)
        return BASE_CHAPTER;
    bool alone = look->name.index || look->name.folder.len <= look->kind->folder.len;
    return alone ? BASE_GUIDELINE : BASE_PAGE;
}

static void cover_check(struct building *building, const struct look *look, enum base_kind base)
{
    if (look->kind->base == BASE_GUIDELINE && base == BASE_PAGE)
        diagnose(building->diagnostics, &cover_missing, document_place(look->document),
                 VALUES(path_folder(look->document->full_path)));
}

static bool is_intro(const struct look *look)
{
    return look->kind->prefix.len > 0 && look->name.index &&
           look->name.folder.len == look->kind->folder.len;
}

unsigned number_in(const struct document *document)
{
    const struct field *field = document_field(document, FIELD_NUMBER_IN);
    if (field != NULL)
        return field->number;
    str name = path_name(document->path);
    size_t digits = 0;
    while (digits < name.len && digits < 9 && name.at[digits] >= '0' && name.at[digits] <= '9')
        digits++;
    unsigned number = 999999999;
    str_to_number(str_slice(name, 0, digits), &number);
    return number;
}

// Makes a page of a file that may be one, with all that follows from the file alone.
static struct page *page_look(struct building *building, const struct look *look,
                              enum base_kind base, struct page *cover)
{
    struct page *page = &building->room[look->file];
    page->kind = cover != NULL ? cover->kind : look->kind;
    page->base = base;
    page->document = look->document;
    page->guideline = cover;
    page_profile_read(building, look->file, page);
    links_look(building, look->file);
    building->seen.links |= document_writes(look->document, FIELD_LINKS);
    building->seen.aliases |= document_writes(look->document, FIELD_ALIASES);
    return page;
}

static void intro_look(struct building *building, const struct look *look)
{
    struct page *intro = page_look(building, look, BASE_PAGE, NULL);
    intro->address = kind_address(building->arena, intro->kind);
    building->entries[look->file] = (struct entry){ .fate = FATE_INTRO, .page = intro };
}

static struct page *site_page_look(struct building *building, const struct look *look,
                                   enum base_kind base, struct page *cover)
{
    page_fields_check(building, look->document, base);
    struct page *page = page_look(building, look, base, cover);
    page->address = address_wanted(building, page, &look->name);
    address_claim(building, look->file);
    building->entries[look->file] = (struct entry){ .fate = FATE_PAGE, .page = page };
    return page;
}

static void reaction_look(struct building *building, const struct look *look)
{
    building->entries[look->file].fate = FATE_REACTION;
    building->seen.reactions = true;
    page_fields_check(building, look->document, BASE_REACTION);
}

static struct look look_at(struct looker *looker, size_t file)
{
    const struct document *document = looker->building->documents[file];
    struct look look = {
        .file = file,
        .document = document,
        .name = file_name_of(looker->building, document->path),
    };
    if (looker->kind == NULL || !str_equal(looker->folder, look.name.folder))
        looker->kind = kind_of(looker->building->settings, document->path);
    looker->folder = look.name.folder;
    look.kind = looker->kind;
    return look;
}

// First round: all but chapters, which need their cover.
static void file_look(struct looker *looker, size_t file)
{
    struct building *building = looker->building;
    struct look look = look_at(looker, file);
    bool intro = look.kind->base != BASE_REACTION && is_intro(&look);
    enum base_kind base = intro ? BASE_PAGE : base_of(building, &look);
    if (base == BASE_REACTION) {
        reaction_look(building, &look);
    } else if (!page_allowed(building, look.document, base)) {
        building->entries[file].fate = FATE_WITHHELD;
    } else if (intro) {
        intro_look(building, &look);
    } else if (base == BASE_CHAPTER) {
        building->entries[file].fate = FATE_CHAPTER;
        building->seen.chapters = true;
    } else {
        cover_check(building, &look, base);
        site_page_look(building, &look, base, NULL);
    }
}

// Second round: chapters, below the cover that is in their folder.
static void chapter_look(struct looker *looker, size_t file)
{
    struct building *building = looker->building;
    struct look look = look_at(looker, file);
    size_t cover_file = cover_of(building, &look);
    const struct entry *cover = &building->entries[cover_file];
    building->entries[file].fate = FATE_WITHHELD;
    if (cover->fate != FATE_PAGE)
        return;
    struct page *chapter = site_page_look(building, &look, BASE_CHAPTER, cover->page);
    chapter->chapter_number = number_in(look.document);
    chapter_dates_read(building, file, cover_file, chapter);
}

struct looking {
    struct crew *crew;
    bool chapters; // in the second round
};

// Whether the file is still to be looked at.
static bool is_unread(const struct building *building, size_t file)
{
    const struct document *document = building->documents[file];
    return document != NULL && building->entries[file].fate == FATE_NONE &&
           !str_starts(document->path, STR("theme/"));
}

// Of the documents that come next, what is asked of all: first where it is.
enum { FIELDS_AHEAD = 4, DOCUMENTS_AHEAD = 8, FIELDS_ASKED = 256 };

static const struct document *document_at(const struct building *building, size_t file)
{
    return file < building->file_count ? building->documents[file] : NULL;
}

static void document_soon(const struct building *building, size_t file)
{
    const struct document *first = document_at(building, file + FIELDS_AHEAD);
    const struct document *then = document_at(building, file + DOCUMENTS_AHEAD);
    if (first != NULL)
        memory_soon(first->packed_fields.at, FIELDS_ASKED);
    if (then != NULL)
        memory_soon(then, sizeof *then);
}

static void look_task(void *context, size_t from, size_t to, unsigned worker)
{
    const struct looking *looking = context;
    struct looker looker = { .building = &looking->crew->each[worker] };
    for (size_t i = from; i < to; i++) {
        document_soon(looker.building, i);
        if (looking->chapters && looker.building->entries[i].fate == FATE_CHAPTER)
            chapter_look(&looker, i);
        else if (!looking->chapters && is_unread(looker.building, i))
            file_look(&looker, i);
    }
    lookups_finish(looker.building);
    claims_finish(looker.building);
}

// Looks at all files, on all cores: what is found there changes nothing but the
// entry of the file.
static void look_at_all(struct building *building, bool chapters)
{
    struct crew crew;
    struct looking looking = { .crew = &crew, .chapters = chapters };
    crew_gather(&crew, building);
    parallel_ranges(building->jobs, building->file_count, look_task, &looking);
    crew_leave(&crew, building);
    claims_settle(building);
}

// ---- Settling ----

// A page whose place in the site is known.
static void page_settle(struct building *building, struct page *page)
{
    page_terms_read(building, page);
    page_address_take(building, page);
    page->number = (uint32_t)building->pages.count;
    struct trait trait = {
        .set = (uint32_t)term_set_of(page)->number,
        .day = day_newest_first(page->published),
        .base = page->base,
    };
    LIST_ADD(building->arena, building->pages, page);
    LIST_ADD(building->arena, building->traits, trait);
}

// The index.md of a kind's folder is the text above its listing.
static void intro_settle(struct building *building, struct page *intro)
{
    page_terms_read(building, intro);
    ((struct page **)building->site->intros)[intro->kind - building->settings->kinds] = intro;
}

enum { PAGES_AHEAD = 8 };

static void page_soon(const struct building *building, size_t file)
{
    if (file < building->file_count && building->entries[file].fate == FATE_PAGE)
        memory_soon(&building->room[file], offsetof(struct page, summary));
}

// Gives the pages that a round found their terms and addresses, in the order of
// the files.
static void settle_all(struct building *building, bool chapters)
{
    for (size_t i = 0; i < building->file_count; i++) {
        page_soon(building, i + PAGES_AHEAD);
        const struct entry *entry = &building->entries[i];
        if (entry->fate == FATE_PAGE && (entry->page->base == BASE_CHAPTER) == chapters)
            page_settle(building, entry->page);
        else if (entry->fate == FATE_INTRO && !chapters)
            intro_settle(building, entry->page);
    }
}

static int by_chapter(const void *left, const void *right)
{
    const struct page *a = *(const struct page *const *)left;
    const struct page *b = *(const struct page *const *)right;
    if (a->guideline != b->guideline)
        return a->guideline->number < b->guideline->number ? -1 : 1;
    if (a->chapter_number != b->chapter_number)
        return a->chapter_number < b->chapter_number ? -1 : 1;
    return str_compare(a->document->path, b->document->path);
}

// Gives each cover its run of the sorted chapters, and each chapter its neighbours.
// Chapters are the last of all pages.
static void chapters_join(struct building *building, size_t first)
{
    size_t count = building->pages.count - first;
    struct page **chapters = ARENA_ARRAY(building->arena, struct page *, count);
    for (size_t i = 0; i < count; i++)
        chapters[i] = building->pages.at[first + i];
    if (count > 0)
        qsort(chapters, count, sizeof *chapters, by_chapter);
    for (size_t i = 0; i < count; i++) {
        struct page *page = chapters[i];
        struct page *cover = page->guideline;
        if (cover->chapters.count == 0)
            cover->chapters.at = &chapters[i];
        else
            page->previous = chapters[i - 1];
        if (page->previous != NULL)
            page->previous->next = page;
        cover->chapters.count++;
        cover->changed = date_later(cover->changed, page->changed);
        page->chapter_number = (unsigned)cover->chapters.count;
    }
}

static void chapters_read(struct building *building)
{
    size_t first = building->pages.count;
    if (!building->seen.chapters)
        return;
    look_at_all(building, true);
    settle_all(building, true);
    chapters_join(building, first);
}

// Each page begins where the processor begins to read.
static struct page *room_new(const struct building *building)
{
    enum { LINE_OF_MEMORY = 64 };
    char *room = arena_array(building->arena, building->file_count + 1, sizeof(struct page));
    return (struct page *)(void *)(room + -(uintptr_t)room % LINE_OF_MEMORY);
}

void pages_read(struct building *building)
{
    building->room = room_new(building);
    building->site->room = building->room;
    building->site->room_count = building->file_count;
    building->site->intros =
        ARENA_ARRAY(building->arena, struct page *, building->settings->kind_count);
    LIST_RESERVE(building->arena, building->pages, building->file_count);
    LIST_RESERVE(building->arena, building->traits, building->file_count);
    building->made_sets = map_new(building->arena);
    building->link_files = ARENA_ARRAY(building->arena, const uint32_t *, building->file_count);
    tops_read(building);
    claims_open(building);
    look_at_all(building, false);
    settle_all(building, false);
    chapters_read(building);
    buf_release(&building->key);
}

str kind_address(struct arena *arena, const struct kind *kind)
{
    return arena_join(arena, (str[]){ kind->prefix, STR("/"), { 0 } });
}

struct page_list site_pages_of(const struct site *site, const struct kind *kind)
{
    return site->kind_pages[kind - site->settings->kinds];
}
