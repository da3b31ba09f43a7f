// SPDX-License-Identifier: EUPL-1.2
// From documents to pages: which kind, which terms, which address.
#include "site/building.h"

#include "base/path.h"

#include <stdlib.h>
#include <strings.h>

DIAGNOSTIC(cover_missing, ERROR, "de richtlijn '{1}' heeft geen voorblad",
           "the guideline '{1}' has no cover", "maak het bestand {1}/index.md",
           "make the file {1}/index.md");
DIAGNOSTIC(terms_many, ERROR, "bij '{1}' staan er meer dan {2}; de rest telt niet mee",
           "'{1}' has more than {2}; the rest does not count",
           "kies de woorden die er echt over gaan", "choose the words that it is really about");
DIAGNOSTIC(reaction_lost, ERROR, "deze reactie hoort bij '{1}', maar die bladzijde is er niet",
           "this reaction belongs to '{1}', but there is no such page",
           "schrijf achter 'op:' de naam van het bestand, zonder .md",
           "write the file's name, without .md, after 'reaction_to:'");

// What one page may carry of one taxonomy: more would make a page for each pair
// of them, and says nothing any more.
enum { TERMS_MAX = 30 };

enum { WORDS_A_MINUTE = 200 };

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

// ---- What a page says of itself ----

static void term_add_once(struct term **terms, size_t *count, struct term *term)
{
    for (size_t i = 0; i < *count; i++)
        if (terms[i] == term)
            return;
    terms[(*count)++] = term;
}

static struct term_list terms_of(struct building *building, const struct document *document,
                                 size_t taxonomy)
{
    str name = building->settings->taxonomies[taxonomy].name;
    size_t room = 0;
    for (size_t i = 0; i < document->field_count; i++)
        if (document->fields[i].id == FIELD_TAXONOMY && str_equal(document->fields[i].name, name))
            room += document->fields[i].count;

    struct term **terms = ARENA_ARRAY(building->arena, struct term *, room);
    size_t count = 0;
    for (size_t i = 0; i < document->field_count; i++) {
        const struct field *field = &document->fields[i];
        if (field->id != FIELD_TAXONOMY || !str_equal(field->name, name))
            continue;
        if (field->count > TERMS_MAX)
            diagnose(building->diagnostics, &terms_many, field->place,
                     VALUES(field->key, arena_copy(building->arena, NUMBER(TERMS_MAX))));
        for (size_t v = 0; v < field->count && count < TERMS_MAX; v++) {
            struct term *term =
                term_find_or_make(building, taxonomy, field->values[v], field->value_places[v]);
            if (term != NULL)
                term_add_once(terms, &count, term);
        }
    }
    return (struct term_list){ terms, count };
}

static bool answers(const struct document *document, enum field_id id, bool otherwise)
{
    const struct field *field = document_field(document, id);
    return field == NULL ? otherwise : field->yes;
}

enum { CODE_LEAST = 2, CODE_MOST = 3 };

// The code of a language without its region (nl-BE: nl), or empty.
static str language_code(struct arena *arena, str written)
{
    size_t len = 0;
    while (len < written.len && ((written.at[len] | 32) >= 'a' && (written.at[len] | 32) <= 'z'))
        len++;
    bool ends = len == written.len || written.at[len] == '-' || written.at[len] == '_';
    if (!ends || len < CODE_LEAST || len > CODE_MOST)
        return STR("");
    char *code = arena_alloc(arena, len);
    for (size_t i = 0; i < len; i++)
        code[i] = (char)(written.at[i] | 32);
    return (str){ code, len };
}

str site_language(struct arena *arena, const struct settings *settings)
{
    str code = language_code(arena, settings->language);
    return code.len > 0 ? code : STR("nl");
}

static struct date later(struct date a, struct date b)
{
    return date_compare(a, b) < 0 ? b : a;
}

// What the front matter says goes before what git says.  Of a page that is no
// story readers see when it was changed, not when it came.
static void dates_fill(struct building *building, size_t file, struct page *page)
{
    const struct field *published = document_field(page->document, FIELD_DATE_PUBLISHED);
    const struct field *authorised = document_field(page->document, FIELD_AUTHORISED);
    struct file_dates dates = source_dates(building->source, file);
    page->date = published != NULL    ? published->date
                 : authorised != NULL ? authorised->date
                                      : (struct date){ 0 };
    page->published = date_given(page->date) ? page->date : dates.first;
    // That a text came to git after its own date is no change.
    bool changed = !date_given(page->date) || date_compare(dates.last, dates.first) > 0;
    page->changed = changed ? later(page->published, dates.last) : page->published;
    if (page->base == BASE_STORY)
        page->date = page->published;
}

static void page_fill(struct building *building, size_t file, struct page *page)
{
    const struct document *document = page->document;
    size_t taxonomies = building->settings->taxonomy_count;
    struct term_list *terms = ARENA_ARRAY(building->arena, struct term_list, taxonomies);
    for (size_t i = 0; i < taxonomies; i++)
        terms[i] = terms_of(building, document, i);
    page->terms = terms;
    page->title = document->title;
    page->sort_key = path_slug(building->arena, document->title);
    page->summary = document_text(document, FIELD_SUMMARY);
    if (page->summary.len == 0)
        page->summary = document->lead;
    dates_fill(building, file, page);
    page->perspective = document_text(document, FIELD_PERSPECTIVE);
    page_notes_read(building, page);
    page->language = language_code(building->arena, document_text(document, FIELD_LANGUAGE));
    if (page->language.len == 0)
        page->language = building->site->language;
    page->minutes = document->words / WORDS_A_MINUTE + 1;
    page->noindex =
        building->settings->noindex || !answers(document, FIELD_INDEX, true) || building->drafts;
    page->in_feed = answers(document, FIELD_FEED, true) && date_given(page->published);
    page->fictional = answers(document, FIELD_FICTIONAL, false);
    page->quick_exit = page_exits_quickly(page);
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

static struct page *page_new(struct building *building, size_t file, const struct kind *kind,
                             enum base_kind base)
{
    struct page *page = ARENA_NEW(building->arena, struct page);
    page->kind = kind;
    page->base = base;
    page->document = building->documents[file];
    building->entries[file].page = page;
    return page;
}

// A page whose place in the site is known.
static void page_settle(struct building *building, size_t file, struct page *page)
{
    page_fields_check(building, page->document, page->base);
    page_fill(building, file, page);
    page->address = address_take(building, address_wanted(building, page), page->title,
                                 document_place(page->document));
    page->number = building->pages.count;
    building->entries[file] =
        (struct entry){ .fate = FATE_PAGE, .page = page, .address = page->address };
    LIST_ADD(building->arena, building->pages, page);
}

// The index.md of a kind's folder is the text above its listing.
static void intro_read(struct building *building, size_t file, const struct kind *kind)
{
    struct page *intro = page_new(building, file, kind, BASE_PAGE);
    page_fill(building, file, intro);
    intro->address = kind_address(building->arena, kind);
    building->entries[file] =
        (struct entry){ .fate = FATE_INTRO, .page = intro, .address = intro->address };
    ((struct page **)building->site->intros)[kind - building->settings->kinds] = intro;
}

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

// First round: all but chapters, which need their cover.
static void file_read(struct building *building, size_t file)
{
    const struct document *document = building->documents[file];
    const struct kind *kind = kind_of(building->settings, document->path);
    enum base_kind base = base_of(building, kind, document->path);
    bool intro = is_intro(building, kind, document->path);
    if (intro && base != BASE_REACTION && page_allowed(building, document, BASE_PAGE)) {
        intro_read(building, file, kind);
    } else if (intro && base != BASE_REACTION) {
        building->entries[file].fate = FATE_WITHHELD;
    } else if (base == BASE_REACTION) {
        building->entries[file].fate = FATE_REACTION;
        page_fields_check(building, document, base);
    } else if (!page_allowed(building, document, base)) {
        building->entries[file].fate = FATE_WITHHELD;
    } else if (base != BASE_CHAPTER) {
        cover_check(building, kind, document, base);
        page_settle(building, file, page_new(building, file, kind, base));
    }
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

// A chapter that came with its guideline and was not changed since is as old as
// the guideline says that it is.
static void chapter_date(struct building *building, size_t file, size_t cover_file)
{
    struct page *page = building->entries[file].page;
    const struct page *cover = page->guideline;
    struct date changed = source_dates(building->source, file).last;
    struct date came = source_dates(building->source, cover_file).first;
    if (date_given(cover->date) && date_compare(changed, came) <= 0)
        page->changed = later(page->date, cover->published);
}

// Second round: chapters, below the cover that is in their folder.
static void chapter_read(struct building *building, size_t file)
{
    const struct document *document = building->documents[file];
    const struct kind *kind = kind_of(building->settings, document->path);
    size_t cover_file = cover_of(building, kind, document->path);
    const struct entry *cover = &building->entries[cover_file];
    if (cover->fate != FATE_PAGE) {
        building->entries[file].fate = FATE_WITHHELD;
        return;
    }
    struct page *page = page_new(building, file, cover->page->kind, BASE_CHAPTER);
    page->guideline = cover->page;
    page->chapter_number = number_of(document);
    page_settle(building, file, page);
    chapter_date(building, file, cover_file);
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
        cover->changed = later(cover->changed, page->changed);
        page->chapter_number = (unsigned)cover->chapters.count;
    }
}

// ---- Reactions ----

struct owned {
    LIST(struct reaction) list;
};

// A page that a reaction names: by its file's name without .md, or its id.
static struct map *pages_by_name(struct building *building)
{
    struct map *names = map_new(building->arena);
    for (size_t i = 0; i < building->pages.count; i++) {
        struct page *page = building->pages.at[i];
        str path = page->document->path;
        str name = is_index(building, path) ? path_name(path_folder(path)) : path_stem(path);
        str id = document_text(page->document, FIELD_ID);
        if (name.len > 0 && page->base != BASE_CHAPTER && map_get(names, name) == NULL)
            map_put(names, name, page);
        if (id.len > 0 && map_get(names, id) == NULL)
            map_put(names, id, page);
    }
    return names;
}

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
    const struct map *names = building->pages_by_name = pages_by_name(building);
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

static bool belongs_to_theme(str path)
{
    return str_starts(path, STR("theme/"));
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
    for (size_t i = 0; i < building->file_count; i++)
        if (building->documents[i] != NULL && building->entries[i].fate == FATE_NONE &&
            !belongs_to_theme(building->documents[i]->path))
            file_read(building, i);
    for (size_t i = 0; i < building->file_count; i++)
        if (building->documents[i] != NULL && building->entries[i].fate == FATE_NONE &&
            !belongs_to_theme(building->documents[i]->path))
            chapter_read(building, i);
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
