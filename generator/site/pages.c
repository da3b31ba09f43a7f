// SPDX-License-Identifier: EUPL-1.2
// From documents to pages: which kind, which terms, which address.
#include "site/building.h"

#include "base/parallel.h"
#include "base/path.h"

#include <stdlib.h>
#include <strings.h>

DIAGNOSTIC(cover_missing, ERROR, "de richtlijn '{1}' heeft geen voorblad",
           "the guideline '{1}' has no cover", "maak het bestand {1}/index.md",
           "make the file {1}/index.md");
DIAGNOSTIC(reaction_lost, ERROR, "deze reactie hoort bij '{1}', maar die bladzijde is er niet",
           "this reaction belongs to '{1}', but there is no such page",
           "schrijf achter 'op:' de naam van het bestand, zonder .md",
           "write the file's name, without .md, after 'reaction_to:'");

struct place document_place(const struct document *document)
{
    if (document->field_count > 0)
        return document->fields[0].place;
    return (struct place){ .path = document->full_path, .line = 1 };
}

// Without regard to case: some file systems have none.
static bool in_folder(str path, str folder)
{
    return folder.len == 0 || (path.len > folder.len && path.at[folder.len] == '/' &&
                               strncasecmp(path.at, folder.at, folder.len) == 0);
}

// The kind whose folder is the longest that holds the file.
static const struct kind *kind_of(const struct settings *settings, str path)
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

static str name_in_address(struct arena *arena, str name)
{
    str slug = path_slug(arena, name);
    return slug.len > 0 ? slug : STR("pagina");
}

static bool stem_is(str path, str stem)
{
    str own = path_stem(path);
    return own.len == stem.len && strncasecmp(own.at, stem.at, stem.len) == 0;
}

static size_t file_beside(const struct building *building, str path, str name)
{
    str folder = path_folder(path);
    str slash = folder.len == 0 ? STR("") : STR("/");
    return source_find(building->source,
                       arena_join(building->arena, (str[]){ folder, slash, name, { 0 } }));
}

// Whether the file stands for its folder: index.md, or README.md where there is
// no index.md.
static bool is_index(const struct building *building, str path)
{
    if (stem_is(path, STR("index")))
        return true;
    return stem_is(path, STR("README")) && file_beside(building, path, STR("index.md")) == STR_NONE;
}

// "Zorg & welzijn/Over ons.md" -> "zorg-welzijn/over-ons/"; index.md stands for its folder.
static str address_of_path(const struct building *building, str path, str below)
{
    struct arena *arena = building->arena;
    struct buf address = { 0 };
    str rest = is_index(building, path)
                   ? path_folder(below)
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
static str address_wanted(struct building *building, const struct page *page)
{
    struct arena *arena = building->arena;
    str path = page->document->path;
    const struct kind *kind = page->kind;
    str top = kind->prefix.len == 0 ? STR("") : kind_address(arena, kind);
    if (page->base == BASE_CHAPTER)
        return address_below(arena, page->guideline->address,
                             without_number(is_index(building, path) ? path_name(path_folder(path))
                                                                     : path_stem(path)));
    if (page->base == BASE_GUIDELINE && is_index(building, path))
        return address_below(arena, top, path_name(path_folder(path)));
    if (page->base == BASE_STORY || page->base == BASE_GUIDELINE)
        return address_below(arena, top, path_stem(path));
    str below = kind->folder.len == 0 ? path : str_after(path, kind->folder.len + 1);
    return arena_join(arena, (str[]){ top, address_of_path(building, path, below), { 0 } });
}

// ---- Pages ----

// The file that is the cover of the guideline that this one belongs to: the
// highest folder below the kind's own that has an index.  STR_NONE for a cover
// itself, and where there is none.
static size_t cover_of(const struct building *building, const struct kind *kind, str path)
{
    static const char *const covers[] = { "index.md", "README.md", "index.markdown", "INDEX.md",
                                          "Index.md", "readme.md", "Readme.md" };
    size_t found = STR_NONE;
    for (str below = path; path_folder(below).len > kind->folder.len; below = path_folder(below))
        for (size_t i = sizeof covers / sizeof *covers; i > 0; i--) {
            size_t file = file_beside(building, below, str_from_c(covers[i - 1]));
            if (file != STR_NONE && building->documents[file] != NULL)
                found = file;
        }
    bool itself = found != STR_NONE && str_equal(building->documents[found]->path, path);
    return itself ? STR_NONE : found;
}

static enum base_kind base_of(const struct building *building, const struct kind *kind, str path)
{
    if (kind->base != BASE_GUIDELINE)
        return kind->base;
    if (cover_of(building, kind, path) != STR_NONE)
        return BASE_CHAPTER;
    bool alone = is_index(building, path) || path_folder(path).len <= kind->folder.len;
    return alone ? BASE_GUIDELINE : BASE_PAGE;
}

static void cover_check(struct building *building, const struct kind *kind,
                        const struct document *document, enum base_kind base)
{
    if (kind->base == BASE_GUIDELINE && base == BASE_PAGE)
        diagnose(building->diagnostics, &cover_missing, document_place(document),
                 VALUES(path_folder(document->full_path)));
}

static bool is_intro(const struct building *building, const struct kind *kind, str path)
{
    return kind->prefix.len > 0 && is_index(building, path) &&
           path_folder(path).len == kind->folder.len;
}

static unsigned number_of(const struct document *document)
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

// How a reaction names a page: by its file's name without .md.
static str name_of(const struct building *building, const struct page *page)
{
    str path = page->document->path;
    if (page->base == BASE_CHAPTER)
        return STR("");
    return is_index(building, path) ? path_name(path_folder(path)) : path_stem(path);
}

// Makes a page of a file that may be one, with all that follows from the file alone.
static struct page *page_look(struct building *building, size_t file, struct page page,
                              enum fate fate)
{
    struct page *made = ARENA_NEW(building->arena, struct page);
    *made = page;
    made->document = building->documents[file];
    if (fate == FATE_PAGE)
        page_fields_check(building, made->document, made->base);
    page_profile_read(building, file, made);
    made->address = fate == FATE_PAGE ? address_wanted(building, made)
                                      : kind_address(building->arena, made->kind);
    building->entries[file] =
        (struct entry){ .fate = fate, .page = made, .name = name_of(building, made) };
    return made;
}

static void name_note(struct building *building, str name, struct page *page)
{
    if (name.len > 0 && map_get(building->pages_by_name, name) == NULL)
        map_put(building->pages_by_name, name, page);
}

// A page whose place in the site is known.
static void page_settle(struct building *building, struct entry *entry)
{
    struct page *page = entry->page;
    page_terms_read(building, page);
    page->address =
        address_take(building, page->address, page->title, document_place(page->document));
    page->number = building->pages.count;
    entry->address = page->address;
    LIST_ADD(building->arena, building->pages, page);
    map_put(building->pages_by_address, page->address, page);
    name_note(building, entry->name, page);
    name_note(building, document_text(page->document, FIELD_ID), page);
}

// The index.md of a kind's folder is the text above its listing.
static void intro_settle(struct building *building, struct entry *entry)
{
    struct page *intro = entry->page;
    page_terms_read(building, intro);
    entry->address = intro->address;
    ((struct page **)building->site->intros)[intro->kind - building->settings->kinds] = intro;
}

// Whether the file is still to be looked at.
static bool is_unread(const struct building *building, size_t file)
{
    const struct document *document = building->documents[file];
    return document != NULL && building->entries[file].fate == FATE_NONE &&
           !str_starts(document->path, STR("theme/"));
}

// First round: all but chapters, which need their cover.
static void file_look(struct building *building, size_t file)
{
    const struct document *document = building->documents[file];
    struct entry *entry = &building->entries[file];
    const struct kind *kind = kind_of(building->settings, document->path);
    enum base_kind base = base_of(building, kind, document->path);
    bool intro = base != BASE_REACTION && is_intro(building, kind, document->path);
    if (intro)
        base = BASE_PAGE;
    if (base == BASE_REACTION) {
        entry->fate = FATE_REACTION;
        page_fields_check(building, document, base);
    } else if (!page_allowed(building, document, base)) {
        entry->fate = FATE_WITHHELD;
    } else if (intro) {
        page_look(building, file, (struct page){ .kind = kind, .base = base }, FATE_INTRO);
    } else if (base != BASE_CHAPTER) {
        cover_check(building, kind, document, base);
        page_look(building, file, (struct page){ .kind = kind, .base = base }, FATE_PAGE);
    }
}

// Second round: chapters, below the cover that is in their folder.
static void chapter_look(struct building *building, size_t file)
{
    const struct document *document = building->documents[file];
    const struct kind *kind = kind_of(building->settings, document->path);
    size_t cover_file = cover_of(building, kind, document->path);
    const struct entry *cover = &building->entries[cover_file];
    if (cover->fate != FATE_PAGE) {
        building->entries[file].fate = FATE_WITHHELD;
        return;
    }
    struct page chapter = {
        .kind = cover->page->kind,
        .base = BASE_CHAPTER,
        .guideline = cover->page,
        .chapter_number = number_of(document),
    };
    chapter_dates_read(building, file, cover_file, page_look(building, file, chapter, FATE_PAGE));
}

typedef void file_round(struct building *building, size_t file);

struct looking {
    struct building *workers; // each with an arena of its own
    file_round *look;
};

static void look_task(void *context, size_t file, unsigned worker)
{
    struct looking *looking = context;
    if (is_unread(&looking->workers[worker], file))
        looking->look(&looking->workers[worker], file);
}

// Looks at all files, on all cores: what is found there changes nothing but the
// entry of the file.
static void look_at_all(struct building *building, file_round *look)
{
    struct building workers[PARALLEL_JOBS_MAX];
    for (unsigned i = 0; i < building->jobs; i++) {
        workers[i] = *building;
        workers[i].arena = arena_new();
    }
    parallel_each(building->jobs, building->file_count, look_task,
                  &(struct looking){ workers, look });
    for (unsigned i = 0; i < building->jobs; i++) {
        arena_adopt(building->arena, workers[i].arena);
        arena_free(workers[i].arena);
    }
}

// Gives the pages that a round found their terms and addresses, in the order of
// the files.
static void settle_all(struct building *building, bool chapters)
{
    for (size_t i = 0; i < building->file_count; i++) {
        struct entry *entry = &building->entries[i];
        if (entry->page == NULL || (entry->page->base == BASE_CHAPTER) != chapters)
            continue;
        if (entry->fate == FATE_INTRO)
            intro_settle(building, entry);
        else
            page_settle(building, entry);
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
static void chapters_join(struct building *building)
{
    LIST(struct page *) chapters = { 0 };
    for (size_t i = 0; i < building->pages.count; i++)
        if (building->pages.at[i]->base == BASE_CHAPTER)
            LIST_ADD(building->arena, chapters, building->pages.at[i]);
    if (chapters.count > 0)
        qsort(chapters.at, chapters.count, sizeof *chapters.at, by_chapter);
    for (size_t i = 0; i < chapters.count; i++) {
        struct page *page = chapters.at[i];
        struct page *cover = page->guideline;
        if (cover->chapters.count == 0)
            cover->chapters.at = &chapters.at[i];
        else
            page->previous = chapters.at[i - 1];
        if (page->previous != NULL)
            page->previous->next = page;
        cover->chapters.count++;
        cover->changed = date_later(cover->changed, page->changed);
        page->chapter_number = (unsigned)cover->chapters.count;
    }
}

// ---- Reactions ----

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
static void reaction_read(struct building *building, const struct map *names, struct owned *owned,
                          size_t file)
{
    const struct document *document = building->documents[file];
    building->entries[file].fate = FATE_WITHHELD;
    if (!page_allowed(building, document, BASE_REACTION))
        return;
    str name = document_text(document, FIELD_REACTION_TO);
    const struct page *page = map_get(names, name);
    if (page == NULL) {
        diagnose(building->diagnostics, &reaction_lost, document_place(document), VALUES(name));
        return;
    }
    struct reaction reaction = { .document = document, .number = number_of(document) };
    building->entries[file].fate = FATE_REACTION;
    LIST_ADD(building->arena, owned[page->number].list, reaction);
}

static void reactions_read(struct building *building)
{
    const struct map *names = building->pages_by_name;
    struct owned *owned = ARENA_ARRAY(building->arena, struct owned, building->pages.count);
    for (size_t i = 0; i < building->file_count; i++)
        if (building->entries[i].fate == FATE_REACTION)
            reaction_read(building, names, owned, i);
    for (size_t i = 0; i < building->pages.count; i++) {
        struct page *page = building->pages.at[i];
        page->reactions = owned[i].list.at;
        page->reaction_count = owned[i].list.count;
        if (page->reaction_count > 1)
            qsort(owned[i].list.at, page->reaction_count, sizeof *owned[i].list.at, by_number);
    }
}

// ---- In their order ----

int page_newest_first(const void *left, const void *right)
{
    const struct page *a = *(const struct page *const *)left;
    const struct page *b = *(const struct page *const *)right;
    int order = date_compare(b->published, a->published);
    return order != 0 ? order : str_compare(a->document->path, b->document->path);
}

static int by_title(const void *left, const void *right)
{
    const struct page *a = *(const struct page *const *)left;
    const struct page *b = *(const struct page *const *)right;
    int order = str_compare(a->sort_key, b->sort_key);
    return order != 0 ? order : str_compare(a->document->path, b->document->path);
}

static struct page_list sorted(struct building *building, enum base_kind base,
                               int (*order)(const void *, const void *))
{
    LIST(struct page *) pages = { 0 };
    for (size_t i = 0; i < building->pages.count; i++)
        if (building->pages.at[i]->base == base)
            LIST_ADD(building->arena, pages, building->pages.at[i]);
    if (pages.count > 0)
        qsort(pages.at, pages.count, sizeof *pages.at, order);
    return (struct page_list){ pages.at, pages.count };
}

// The pages of each kind, in the order in which they stand on lists.
static void list_by_kind(struct building *building)
{
    const struct settings *settings = building->settings;
    struct page_list *lists = ARENA_ARRAY(building->arena, struct page_list, settings->kind_count);
    for (size_t i = 0; i < settings->kind_count; i++) {
        enum base_kind base = settings->kinds[i].base;
        struct page_list all = base == BASE_STORY       ? building->stories
                               : base == BASE_GUIDELINE ? building->guidelines
                               : base == BASE_PAGE      ? building->plain
                                                        : (struct page_list){ 0 };
        LIST(struct page *) pages = { 0 };
        for (size_t p = 0; p < all.count; p++)
            if (all.at[p]->kind == &settings->kinds[i])
                LIST_ADD(building->arena, pages, all.at[p]);
        lists[i] = (struct page_list){ pages.at, pages.count };
    }
    building->site->kind_pages = lists;
}

void pages_read(struct building *building)
{
    building->site->intros =
        ARENA_ARRAY(building->arena, struct page *, building->settings->kind_count);
    building->pages_by_address = map_new(building->arena);
    building->pages_by_name = map_new(building->arena);
    look_at_all(building, file_look);
    settle_all(building, false);
    look_at_all(building, chapter_look);
    settle_all(building, true);
    chapters_join(building);
    reactions_read(building);
    building->stories = sorted(building, BASE_STORY, page_newest_first);
    building->guidelines = sorted(building, BASE_GUIDELINE, by_title);
    building->plain = sorted(building, BASE_PAGE, by_title);
    list_by_kind(building);
}

str kind_address(struct arena *arena, const struct kind *kind)
{
    return arena_join(arena, (str[]){ kind->prefix, STR("/"), { 0 } });
}

struct page_list site_pages_of(const struct site *site, const struct kind *kind)
{
    return site->kind_pages[kind - site->settings->kinds];
}
