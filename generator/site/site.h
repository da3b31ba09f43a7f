// SPDX-License-Identifier: EUPL-1.2
// What the website consists of: kinds, terms, pages, addresses, resolved links.
//
// Only what may be published is in it: a story without consent is in no list,
// no count and no address, so that no later stage can let it out.

#pragma once

#include "base/date.h"
#include "base/file.h"
#include "base/fingerprint.h"
#include "diagnostics/diagnostics.h"
#include "difference/difference.h"
#include "document/document.h"
#include "site/keywords.h"
#include "site/places.h"
#include "source/source.h"

#include <stdint.h>

// ---- Settings: content/site.yaml, with --config laid over it ----

struct menu_item {
    str name;
    str address; // without the leading slash; or complete, with a scheme
    struct place place;
};

struct menu {
    const struct menu_item *items;
    size_t count;
};

struct helpline {
    str name;
    str phone;
    str text;
    str hours;
    const str *topics; // content notes for which it comes first
    size_t topic_count;
};

// A kind of content: a row.  The first row whose folder holds a file decides.
struct kind {
    str name;   // verhaal
    str plural; // Verhalen: the label of its listing
    enum base_kind base;
    str folder; // below the content folder; empty: everything else
    str prefix; // of addresses: verhalen
};

// Where a taxonomy comes from.
struct taxonomy_setting {
    str name;     // sector: the key in the front matter and in addresses
    str folder;   // of its term pages
    str singular; // Sector
    str plural;   // Sectoren
};

struct settings {
    struct fingerprint print; // names what they were read from
    bool given;               // there is a site.yaml or a --config
    bool unreadable;          // it is no YAML: nobody knows what may be published, so nothing is
    str title;
    str tagline;
    str description;
    str address; // "https://voorbeeld.nl/sub/", with a slash at the end; empty when not set
    str language;
    struct menu menu; // as written: see struct site
    struct menu footer;
    str contact_name;
    str contact_email;
    const struct kind *kinds; // the last one has no folder and base BASE_PAGE
    size_t kind_count;
    const struct taxonomy_setting *taxonomies;
    size_t taxonomy_count;
    const struct helpline *helplines;
    size_t helpline_count;
    struct schema schema;
    size_t markdown_limit; // bytes
    size_t asset_limit;
    unsigned page_size; // entries on one page of a listing
    str exit_address;   // where "leave this page" goes
    bool noindex;
};

// Reads the settings; both texts may be empty.  Never fails: what is wrong is
// reported and gets its default.  Views of `arena`.
const struct settings *settings_read(struct arena *arena, struct file site_yaml, struct file config,
                                     struct diagnostics *diagnostics);

// Whether the address of a website has a scheme, a host, and a path of plain characters: it
// is put before every other in feeds and sitemap.
bool settings_address_complete(str address);

// ---- The site ----

struct page;
struct crossing;

struct page_list {
    struct page *const *at;
    size_t count;
};

struct term {
    size_t taxonomy; // index in site.taxonomies
    size_t number;   // index in its taxonomy
    str name;        // as in addresses: vrije-ruimte
    str label;
    const struct document *document; // its introduction; NULL for a term no file knows
    const str *synonyms;
    size_t synonym_count;
    const str *search_terms; // for finding only, never shown
    size_t search_term_count;
    const struct term *broader; // NULL at the top
    const struct term *const *narrower;
    size_t narrower_count;
    const struct term *const *related;
    size_t related_count;
    str address;
    struct page_list stories;          // newest first
    struct page_list guidelines;       // by title
    struct page_list pages;            // by title
    const struct crossing **crossings; // with terms of the other taxonomy, in their order
    size_t crossing_count;
    const str *link_addresses; // of the links in `document`
};

struct taxonomy {
    const struct taxonomy_setting *setting;
    str address;
    struct term *const *terms; // by label
    size_t term_count;
    const struct document *document; // index.md of its folder, or NULL
    const str *link_addresses;
};

struct term_list {
    struct term *const *at;
    size_t count;
};

struct reaction {
    const struct document *document;
    const str *link_addresses;
    unsigned number;
};

// ---- What changed in a guideline ----

enum change_kind { CHANGE_CHANGED, CHANGE_ADDED, CHANGE_REMOVED, CHANGE_MOVED };
enum { CHANGE_KIND_COUNT = CHANGE_MOVED + 1 };

// One paragraph, heading, item or row.
struct change {
    enum change_kind kind;
    enum block_kind block;
    bool title;                 // it is the title of the chapter
    str text;                   // whole; of what was removed as it was
    struct phrase_list phrases; // of CHANGE_CHANGED
    str heading;                // what it stands under now; empty for none
    str anchor;
    str from; // of CHANGE_MOVED: the title of the other chapter that had it, or empty
};

// What became of a chapter, or of the cover.  Of one that is gone there is the
// title alone: why it went, nobody knows here.
struct chapter_changes {
    enum change_kind kind;   // CHANGE_CHANGED, CHANGE_ADDED, CHANGE_REMOVED
    const struct page *page; // as it is now; NULL of a removed one
    str title;
    const struct change *changes; // of CHANGE_CHANGED; the first so many
    size_t change_count;
    size_t more[CHANGE_KIND_COUNT]; // those that are not among them
};

struct edition_name {
    str version;      // "1.0", or empty where it says nothing
    struct date date; // none for what is on the site now
};

// From one version to the next.
struct version_changes {
    struct edition_name since;
    struct edition_name until;
    const struct chapter_changes *chapters; // the cover first; only those that changed
    size_t chapter_count;
    size_t counts[CHANGE_KIND_COUNT]; // of paragraphs
    size_t touched;                   // chapters in which they are, the cover too
    size_t chapters_added;
    size_t chapters_removed;
};

struct comparison;

// Which versions there are; what changed is found when it is asked for.
struct changes {
    str address;
    struct edition_name since; // the newest version
    struct fingerprint print;  // names all of the past and of what is withheld
    struct comparison *comparison;
};

struct version_changes_list {
    const struct version_changes *at; // the newest first
    size_t count;
};

// What is asked of every page comes first, and in fours of words that lie together: at
// 100,000 pages, going through them is waiting for memory.
struct page {
    uint32_t number; // index in site.pages
    enum base_kind base;
    const struct kind *kind;
    const struct document *document;
    str address;                   // "verhalen/v-2k7m/"; empty for home
    const struct term_list *terms; // one list for each taxonomy
    const str *link_addresses; // of document->links, relative to the top of the site; empty: dead
    unsigned minutes;          // of reading
    unsigned chapter_number;   // from 1, by order

    struct page_list related;  // stories alike; of a guideline or chapter: stories that go with it
    struct page_list guidance; // of a story: guideline pages it links to or that share its themes
    str title;
    struct date date;      // that readers see: the field; of a story else `published`
    struct date published; // the field, else when it came by git's history
    struct date changed;   // when it was changed last by git's history; never before `published`
    bool quiet : 1;        // no other place may quote its text
    bool noindex : 1;      // stays out of sitemap and search engines
    bool in_feed : 1;
    bool fictional : 1;
    bool quick_exit : 1;

    str summary;      // the field, else the first words; not those of a quiet page
    str perspective;  // who tells: a slug, or empty
    str language;     // of its text: "nl", "en", "pap"
    const str *notes; // content notes, by their known names
    uint32_t note_count;
    uint32_t reaction_count;

    const struct reaction *reactions;
    struct page *guideline; // of a chapter: its cover
    struct page_list chapters;
    struct page *previous;
    struct page *next;
    const struct changes *changes; // of a cover that asks for them; else NULL
};

// Stories and guidelines that have a term of the first and one of the second taxonomy.
struct crossing {
    struct term *first;
    struct term *second;
    str address;
    struct page_list stories;
    struct page_list guidelines;
    struct page_list pages;
};

struct redirect {
    str address; // the old one, a folder
    const struct page *page;
    const struct term *term; // where `page` is NULL
};

// The folder of attachments: none of the generator's own files is in it.
#define SITE_ATTACHMENTS "bestanden/"

// A file that a published page links to.
struct asset {
    size_t file; // in the source
    str path;    // in the output
};

struct site {
    const struct settings *settings;
    const struct page *room; // where all pages are, some places empty: see page_place
    size_t room_count;
    str language;     // of the settings, as a page's
    struct menu menu; // without what leads nowhere
    struct menu footer;
    struct page *const *pages; // by path
    size_t page_count;
    const struct page_list *kind_pages; // see site_pages_of
    struct taxonomy *taxonomies;
    size_t taxonomy_count;
    const struct crossing *crossings; // only those with a page; by first, then second term
    size_t crossing_count;
    const struct redirect *redirects; // by address
    size_t redirect_count;
    const struct asset *assets; // by address
    size_t asset_count;
    const struct page *home;     // NULL when no file is the home page
    struct page *const *intros;  // of each kind the index.md of its folder, or NULL
    const struct page *share;    // "deel je verhaal", or NULL
    const struct page *withdraw; // "verhaal intrekken", or NULL
    const struct page *help;     // "hulp en praten", or NULL
    const struct page *safety;   // "veilig online", or NULL
};

// The pages of a kind, newest first for stories, else by title.
struct page_list site_pages_of(const struct site *site, const struct kind *kind);

// A number of the page below room_count: for what is kept beside pages by who has no time
// to look into each.
static inline size_t page_place(const struct site *site, const struct page *page)
{
    return (size_t)(page - site->room);
}

// "verhalen/": where the listing of a kind stands.
str kind_address(struct arena *arena, const struct kind *kind);

// For qsort over struct page *: the newest first, then by path.
int page_newest_first(const void *left, const void *right);

// Whether the matrix is a page: there are crossings, and it has no more than
// SITE_MATRIX_CELLS_MAX cells (of a larger one nobody would see the whole).
enum { SITE_MATRIX_CELLS_MAX = 100000 };
bool site_has_matrix(const struct site *site);

// Builds the site from all documents.  `documents[i]` belongs to file i of the
// source (NULL for a file that is no Markdown).  `drafts` lets in what is not
// yet published (never what was withdrawn).  Views of its arguments and of
// `arena`; read-only once built.
const struct site *site_build(struct arena *arena, const struct source *source,
                              const struct document *const *documents,
                              const struct settings *settings, bool drafts, unsigned jobs,
                              struct diagnostics *diagnostics);

// What changed in a guideline, in memory of `arena`.  It follows from the texts of
// its pages, and from changes->print.  Any thread.
struct version_changes_list site_changes(const struct changes *changes, struct arena *arena);
