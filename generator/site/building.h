// SPDX-License-Identifier: EUPL-1.2
// The site while it is being built: private to this folder.

#pragma once

#include "base/buf.h"
#include "base/list.h"
#include "base/map.h"
#include "base/parallel.h"
#include "site/site.h"

#include <stdatomic.h>
#include <stdint.h>

// What became of a file.
enum fate {
    FATE_NONE,     // no Markdown, or the theme's
    FATE_PAGE,     // `page`
    FATE_INTRO,    // the text above the listing of a kind: `page`, in no list
    FATE_TERM,     // `term`
    FATE_TAXONOMY, // `taxonomy`: the text above the index of a taxonomy
    FATE_REACTION, // below another page
    FATE_WITHHELD, // may not be published
    FATE_CHAPTER,  // a page, or withheld, as soon as it is known what its cover is
};

struct entry {
    enum fate fate;
    union {
        struct page *page;
        struct term *term;
        struct taxonomy *taxonomy;
        const str *link_addresses; // of a reaction; set by links_resolve
    };
};

// Terms of one taxonomy while they are found.
struct vocabulary {
    bool closed;       // some term has a file: one that has none may be a mistake
    struct map *terms; // by the slug of name, label or synonym
    struct map *texts; // by what pages wrote and needs no message: thousands write the same
    LIST(struct term *) list;
};

// Which fields the pages of a sort may have, and which they must: a bit for each.
struct field_rules {
    uint64_t allowed;
    uint64_t required;
};

// The terms that a page carries: pages that carry the same mostly share one.
struct term_set {
    size_t number;            // index in building.sets
    struct term_list lists[]; // one for each taxonomy: page->terms
};

// Sets by a print of what is written for them: one look at memory tells, where a
// map with the texts would need four.
struct known_set {
    struct fingerprint print;
    struct term_set *set; // NULL: free
};

struct known_sets {
    struct known_set *at;
    size_t room; // 0, or a power of two
    size_t count;
};

// What is asked of every page by what goes through all of them, close together.
struct trait {
    uint32_t set; // the number of its terms' set
    uint32_t day; // on which it came: later days are smaller
    enum base_kind base;
};

// How many pages of each sort carry the terms of a set; and lists of these sorts.
enum { SORT_STORY, SORT_GUIDELINE, SORT_PLAIN, SORT_COUNT };

struct set_use {
    uint32_t counts[SORT_COUNT];
};

// Pages in an order, with their numbers beside them.
struct page_order {
    struct page_list pages;
    const uint32_t *numbers;
};

// What some page has and most sites have not, so that nobody looks for it in vain.
struct seen {
    bool chapters;
    bool reactions;
    bool links;   // the field `koppelingen`
    bool aliases; // the field `aliassen`
};

// Where each file is, by the hash of its path.
struct file_table {
    atomic_uint_least64_t *slots; // hash in the upper half, in the lower the file from 1
    size_t count;                 // a power of two
};

// A file that is looked up together with others: see lookups_finish.
struct lookup {
    uint32_t *file; // where its number goes, if it is there and Markdown
    uint64_t hash;
    size_t path; // where it begins in `paths`
    size_t len;
};

struct lookups {
    LIST(struct lookup) list;
    struct buf paths;
};

// Which pages have claimed which addresses: see addresses.c.
struct claims {
    atomic_uint_least64_t *slots; // as in struct file_table
    size_t count;
    atomic_bool contested; // not each address is claimed once
};

struct claim {
    uint64_t hash; // of the address
    size_t file;
};

struct building {
    struct arena *arena;
    const struct source *source;
    const struct source_file *files;
    size_t file_count;
    const struct document *const *documents;
    const struct settings *settings;
    bool drafts;
    unsigned jobs;
    struct diagnostics *diagnostics;

    struct site *site;
    struct field_rules rules[BASE_KIND_COUNT];
    const str *tops;          // of each kind: what addresses of its pages begin with
    struct entry *entries;    // one a file
    struct page *room;        // one a file: of those that become pages
    struct map *addresses;    // every address that is taken, to a struct holder; but for
    struct claims *claims;    // those of pages as long as there are claims
    struct map *next_numbers; // by address without slash: which -2, -3 to try next
    const struct map *names;  // see page_named
    struct vocabulary *vocabularies;
    struct seen seen;
    struct buf key;               // room for keys of `known_sets`
    struct known_sets known_sets; // of a worker: see page_terms_look
    struct map *made_sets;        // by terms: see page_terms_read
    LIST(struct term_set *) sets;
    LIST(struct page *) pages;
    LIST(struct trait) traits;    // one a page
    const struct set_use *uses;   // one a set; set by terms_fill
    const uint32_t **link_files;  // one a file: see links_look
    struct file_table table;      // see file_at
    struct lookups lookups;       // of a worker
    LIST(struct claim) claiming;  // of a worker
    struct page_order stories;    // newest first
    struct page_order guidelines; // by title
    struct page_order plain;      // by title
};

// The building for each worker, with an arena of its own: what they find there stays.
struct crew {
    struct building each[PARALLEL_JOBS_MAX];
};

void crew_gather(struct crew *crew, const struct building *building);

// Takes over what they found, and what they saw.
void crew_leave(struct crew *crew, struct building *building);

// The first file, in the order of paths, that does not come before `path`.
size_t file_from(const struct building *building, str path);

// A file's path with its parts, that are asked for again and again.
struct file_name {
    str path;
    str folder;
    str stem;
    bool index; // it stands for its folder: index.md, or README.md where there is no index.md
};

struct file_name file_name_of(const struct building *building, str path);

// How the author of another file calls the page: by its file's name without .md.
str page_name(const struct building *building, const struct page *page);

// Takes the address, or the next free one (with -2, -3) after a message.
str address_take(struct building *building, str address, str owner, struct place place);

// Begins to let the page of a file claim its address; claims_finish ends it for all.  Any
// thread, as page_profile_read.
void claims_open(struct building *building);
void address_claim(struct building *building, size_t file);
void claims_finish(struct building *building);

// Sees whether each page has what it claimed, once all files were looked at.
void claims_settle(struct building *building);

// The same as address_take of the page's own address, which becomes the one that it gets:
// the one that it claimed, if there are claims.
void page_address_take(struct building *building, struct page *page);

// Whether something may still come to stand there.
bool address_free(const struct building *building, str address);

// Whether something stands there.
bool address_held(const struct building *building, str address);

// What has the address, or `Doorleefd`.
str address_owner(const struct building *building, str address);

// The page that has the address, or NULL.
struct page *page_at(const struct building *building, str address);

// The page that a reaction or a field `koppelingen` names: by its file's name or by
// its field `id`; the first of them, or NULL.
struct page *page_named(const struct building *building, str name);

// What orders a chapter or reaction among others: its field, else the digits that its
// file's name begins with.
unsigned number_in(const struct document *document);

// A file's name without the number that orders chapters: 02-gesprek -> gesprek.
str without_number(str name);

// Remembers that a page of the generator's own stands at the address.
void address_note(struct building *building, str address, str owner);

// The kind whose folder is the longest that holds the file.
const struct kind *kind_of(const struct settings *settings, str path);

// Whether the document may be published as a page of that sort; a story that
// should be but has no consent gets a message.
bool page_allowed(struct building *building, const struct document *document, enum base_kind base);

// Tells of stories whose date is after the day of the commit.
void stories_look_ahead(struct building *building);

// Whether the document says that it was taken back.
bool is_withdrawn(const struct document *document);

// Reports fields that are missing and fields that do not belong there.
void page_fields_check(struct building *building, const struct document *document,
                       enum base_kind base);

// Fills what the front matter of the page says.  Any thread: `building` may be a
// copy with another arena.  Its terms are NULL where page_terms_read is needed.
void page_profile_read(struct building *building, size_t file, struct page *page);

// A chapter that came with its guideline and was not changed since is as old as
// the guideline says that it is.
void chapter_dates_read(struct building *building, size_t file, size_t cover_file,
                        struct page *chapter);

// Fills the terms of the page, but where some are to be made.  Any thread, as
// page_profile_read.
void page_terms_look(struct building *building, struct page *page);

// Fills the terms that page_terms_look did not.
void page_terms_read(struct building *building, struct page *page);

// The set that the terms of a page are in.
struct term_set *term_set_of(const struct page *page);

// The file that has the path, or STR_NONE.  Any thread.
size_t file_at(const struct building *building, str path);

// Begins to look up the Markdown file of that path (the parts one after the other, as
// in arena_join), for `file`.  Each by itself would wait for memory four times; all are
// found together by lookups_finish.  Any thread, as page_profile_read.
void lookup_add(struct building *building, const str *parts, uint32_t *file);
void lookups_finish(struct building *building);

// Looks up the files that the document's links name as most links do, while it is at
// hand: building->link_files, once lookups_finish is called.  Any thread, as
// page_profile_read.
void links_look(struct building *building, size_t file);

// A day as a number of 24 bits: later ones are smaller, and none is the largest.
uint32_t day_newest_first(struct date date);

// Fills the page's content notes with their known names, and whether they ask for quiet.
void page_notes_read(struct building *building, struct page *page);

// Whether the page offers to leave it quickly: where its notes ask for it, or
// as its own field says.
bool page_exits_quickly(const struct page *page);

// ---- Stories that are alike, and what the guidelines say about them ----

struct relating;

// Finds what is to be known beforehand.
struct relating *relating_start(struct building *building);

// Finds what goes with a story that has links to such pages.  Any thread; `worker` is
// its number.
void story_relate(struct relating *relating, struct page *story, struct page_list linked,
                  unsigned worker);

// Finds what goes with guidelines and chapters, of which the stories are related.
void relating_finish(struct relating *relating);

// ---- The steps, in their order ----

// Addresses of pages that the generator makes itself.
void own_addresses_take(struct building *building);

// Terms that have a file, with their broader and related terms.
void terms_read(struct building *building);

// What fields each sort of page may and must have.
void rules_read(struct building *building);

// Pages of all kinds, with their addresses and terms; chapters in their guidelines.
void pages_read(struct building *building);

// Finds who is called by name.
void names_read(struct building *building);

// Reactions, below their pages.
void reactions_read(struct building *building);

// Pages in the order in which they stand on lists, of each sort and of each kind.
void pages_order(struct building *building);

// The site's language as a code (nl-NL: nl).
str site_language(struct arena *arena, const struct settings *settings);

// Terms by label; which pages each has; the crossings.
void terms_fill(struct building *building);

// Makes file_at know all files.
void files_index(struct building *building);

// Addresses of all links; which assets are used; and what each story goes with.
void links_resolve(struct building *building);

// Tells of files among the stories that are no page, and that no text leads to.
void strays_check(struct building *building);

// What changed in guidelines since the versions that they name.
void changes_find(struct building *building);

// Old addresses, from the field `aliases`.
void redirects_read(struct building *building);

// The menus, once all is known that stands on the site.
void menus_resolve(struct building *building);

// The term of `taxonomy` that `text` names (by name, label or synonym), or NULL;
// one that no file knows gets a message that names the nearest.
struct term *term_named(struct building *building, size_t taxonomy, str text, struct place place);

// The term that `text` names where that needs no message, else NULL.  Any thread.
struct term *term_known(struct building *building, size_t taxonomy, str text);

// The same as term_named, made when no file knows it; but not where it looks like a known one
// that is misspelt: then it would stand beside it on every list.
struct term *term_find_or_make(struct building *building, size_t taxonomy, str text,
                               struct place place);
