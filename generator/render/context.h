// SPDX-License-Identifier: EUPL-1.2
// What a template is filled with, put together: private to this folder.

#pragma once

#include "base/list.h"
#include "render/inputs.h"
#include "render/render.h"

// The body of a page of the site, while the page is being rendered.
struct placing {
    const struct page *page; // NULL: none yet
    str body;
    uint32_t *found; // where in the body its passages are, as in struct body_places
};

// One page that is being rendered, and what all its parts need.
struct view {
    const struct site *site;
    const struct theme *theme;
    struct arena *arena; // of this page alone
    str root;            // the way to the top: "../../"
    struct placing *placing;
};

// An object that grows.
struct context {
    struct arena *arena;
    LIST(struct member) members;
};

struct context context_new(struct arena *arena);

// The same, where it is known how many names there will be, more or less.
struct context context_sized(struct arena *arena, size_t names);

// Any value; of a list, an object and what is not there also `has_name`: whether
// there is anything.  A section over a list repeats, and one over an object
// changes what names mean, so that a template cannot ask with it.
void context_put(struct context *context, str name, str has_name, struct value value);
#define context_set(context, name, value) \
    context_put((context), STR(name), STR("has_" name), (value))

void context_text(struct context *context, str name, str text);
void context_html(struct context *context, str name, str html);
void context_flag(struct context *context, str name, bool flag);

// The number as text, and `one_name` (when not empty) whether it is 1.
void context_count(struct context *context, str name, str one_name, size_t number);

// The object so far.
struct value context_value(const struct context *context);

// A list that grows.
struct values {
    struct arena *arena;
    LIST(struct value) list;
};

struct values values_new(struct arena *arena);
void values_add(struct values *values, const struct context *item);
struct value values_value(const struct values *values);

// Items with one name each: [{ name: "a" }, { name: "b" }].
struct value values_of_texts(struct arena *arena, str name, const str *texts, size_t count);

// ---- Words and addresses ----

// Where the register stands, and below it the A-Z of the terms alone.
#define KEYWORDS_ADDRESS "trefwoorden/"
#define AZ_ADDRESS KEYWORDS_ADDRESS "onderwerpen/"

// "../../" for an address two folders deep, "./" at the top.
str root_of(struct arena *arena, str address);

// An address of the site as seen from this page.  Complete ones stay as they are.
str href(const struct view *view, str address);

// The whole address on the web; empty when the site has no address of its own.
str absolute(const struct view *view, str address);

// { iso, text } ("16 juni 2022"), or false.
struct value date_value(const struct view *view, struct date date);

// The address of the A-Z of terms, or false where there are none.
struct value az_value(const struct view *view);

// A slug as words: the theme's text `prefix_slug`, else "Ex client".
str slug_words(const struct view *view, const char *prefix, str slug);

// { name, href }
struct context named_link(const struct view *view, str name, str address);

// ---- Parts that return (themes/README.md) ----

struct value card_list(const struct view *view, struct page_list pages, size_t from, size_t to);
struct context term_link(const struct view *view, const struct term *term);
struct value term_links(const struct view *view, const struct term *const *terms, size_t count);
str kind_label(const struct view *view, const struct page *page);
struct value outline_value(const struct view *view, const struct document *document);
struct value reactions_value(const struct view *view, const struct page *page);
struct value taxonomies_value(const struct view *view, const struct page *page);

// The help lines, those for the content notes of `story` (may be NULL) first;
// with `only` no others.
struct value helplines_value(const struct view *view, const struct page *story, bool only);

// The way to what changed in the guideline of a cover or chapter: { href, version,
// since }, or false.
struct value changes_value(const struct view *view, const struct page *page);
void input_changes(struct inputs *inputs, const struct page *page);

// The content notes: a list of names, or false.
struct value notes_value(const struct view *view, const struct page *page);

// These, and the help lines for them.
void notes_set(const struct view *view, struct context *context, const struct page *page);

// The guideline with the content notes of all its chapters: for pages that quote these.
struct page guideline_noted(const struct view *view, const struct page *cover);

// The body of a document with all its links filled in.
str body_of(const struct view *view, const struct document *document, const str *link_addresses);

// The body of a page of the site, in its own file.
str page_body(const struct view *view, const struct page *page);

// assets/fonts/a.css -> fonts_a_css: its name in the object `asset`.
str asset_name(struct arena *arena, str path);

// Adds the template, filled, to `to`.
void fill(const struct view *view, str template_name, const struct context *context,
          struct buf *to);

// How many pages carry the term.
size_t term_total(const struct term *term);

// ---- Whole pages ----

// What every page says of itself.
struct head {
    str address;
    str kind; // for the class on <body>
    str title;
    str description;
    str feed; // address, or empty
    str feed_title;
    bool noindex;
    bool article;
    struct value breadcrumb;
    struct value helplines; // false: all in their order
};

// The names that are on every page.
struct context page_context(const struct view *view, const struct head *head);

// The way from home: links, and at last the page itself.
struct crumbs {
    struct values values;
    const struct view *view;
};
struct crumbs crumbs_new(const struct view *view);
void crumbs_add(struct crumbs *crumbs, str name, str address);
struct value crumbs_end(struct crumbs *crumbs, str name);

// ---- Jobs: one file of the output each ----

struct rendering;

// Fills the context of one page.  `subject` is what it is about, `number` which
// page of a listing (from 0).
typedef void render_page(const struct view *view, const void *subject, size_t number,
                         struct buf *to);

// How the pages of one sort are made.
struct page_type {
    const char *template_name;
    render_page *render;
    page_inputs *inputs; // NULL: pages that are few and show much; they are made each time
    bool placed;         // the subject is a struct page or NULL, and search shows passages of it
};

// What makes a page of the site.
const struct page_type *page_type_of(const struct site *site, const struct page *page);
const struct page_type *home_page_type(void);
// The job of one page of the site; none for the home page, which is planned apart.
struct job job_of_page(const struct site *site, const struct page *page);

// Plans the file "<address>index.html".
void plan(struct rendering *rendering, const struct page_type *type, str address,
          const void *subject, size_t number);

// Plans all pages of the site.
void plan_own(struct rendering *rendering);

// Plans all pages of a listing (listing.c tells their addresses).
void plan_listing(struct rendering *rendering, const struct page_type *type, str address,
                  const void *subject, size_t entries);

// How many pages a listing of so many entries has, and the address of one of them.
size_t listing_pages(const struct site *site, size_t entries);
str address_among(struct arena *arena, str address, size_t number, size_t pages);

// Address of page `number` (from 0, the newest) of a listing of so many entries.
str listing_address(const struct view *view, str address, size_t number, size_t entries);

// "<address>pagina/3/".
str numbered_address(struct arena *arena, str address, size_t number);

// Which entries stand on page `number` of a list of so many: from, and up to.
struct slice {
    size_t from;
    size_t to;
};
struct slice listing_slice(const struct site *site, size_t entries, size_t number);

// The names `pagination` and `page_number` of page `number` of a listing.
void set_pagination(const struct view *view, struct context *context, str address, size_t number,
                    size_t entries);

// How much there is, on the first page; empty on the others, which a new entry
// would change.
void set_total(struct context *context, const char *name, const char *one_name, size_t number,
               size_t total);

// ---- What each file of this folder plans ----

void plan_changes(struct rendering *rendering);   // what changed in guidelines
void plan_terms(struct rendering *rendering);     // terms, crossings
void plan_indexes(struct rendering *rendering);   // taxonomies, matrix, A-Z
void plan_overviews(struct rendering *rendering); // home, listings, search, sitemap, redirects

// All of these.
void plan_site(struct rendering *rendering);

// Nothing is planned yet.
struct rendering rendering_by(const struct printer *printer, struct arena *arena);

// The register, and what it consists of.
struct reference;
const struct reference *plan_register(struct rendering *rendering,
                                      const struct keyword_list *keywords);

// Calls `take` with the address of each letter's first page.
typedef void register_take(void *context, str address);
void register_addresses(const struct reference *reference, register_take *take, void *context);

struct job {
    const struct page_type *type; // NULL: nothing is to be done
    str address;
    const void *subject;
    size_t number;
};

// Jobs that are planned together.
struct stretch {
    enum { STRETCH_ONE, STRETCH_LISTING, STRETCH_OWN } sort;
    struct job job; // of a listing the first one
    size_t from;    // its number among all
    size_t count;
};

struct rendering {
    const struct printer *printer;
    const struct site *site; // of the printer, as are these
    const struct theme *theme;
    struct output *output;
    struct arena *arena;
    LIST(struct stretch) stretches;
    size_t job_count;
    struct places *places; // NULL when nobody wants to know
};

// The stretch that job `number` is of; and the job, whose address may be memory of
// `arena`.
const struct stretch *stretch_of(const struct rendering *rendering, size_t number);
struct job stretch_job(const struct rendering *rendering, const struct stretch *stretch,
                       size_t number, struct arena *arena);

// Atom feeds.
void render_feeds(struct rendering *rendering);

// sitemap.xml and robots.txt.
void render_sitemap(struct rendering *rendering, const struct reference *reference);

// Begins to tell what a file that is no page is made from; inputs_end gives the
// print, and lets go of the memory.
struct inputs inputs_of(const struct rendering *rendering, str path);
struct fingerprint inputs_end(struct inputs *inputs);

// Whether the file stands as it was made from those inputs; `near` as in
// output_keep_near.
bool file_stands(const struct rendering *rendering, str path, struct fingerprint print,
                 size_t *near);

// ---- Places of passages ----

// Pages that are neighbours, of which the places are remembered together.
struct place_group {
    size_t from; // numbers of pages
    size_t to;
    struct fingerprint print; // names what the files of all of them were made from
};

// What is known of them while pages are made.
struct places {
    const struct printer *printer;
    struct body_places *noted;  // of each page that was made
    struct fingerprint *prints; // of each page: what its file was made from
    struct place_group *groups; // set by places_keep
    size_t group_count;
};

struct places *places_new(const struct printer *printer, struct arena *arena);

// Notes where the passages of the page that was rendered are in its file, in memory
// of `arena`.  May be called for different pages at the same time.
void places_note(const struct places *places, const struct placing *placing, str file,
                 struct arena *arena);

// Where the passages are of a page that is not made: it is made once more, for nobody
// else.  In memory of `arena`.
struct body_places places_anew(const struct places *places, const struct page *page,
                               struct arena *arena);

// Places are kept as so many numbers for so many passages; and those numbers as places.
size_t places_room(size_t passages);
struct body_places places_at(const uint32_t *at, size_t passages);

// Once all pages are made: remembers the places of all, for the builds that make few of
// them.  Memory of `arena`.
void places_keep(struct places *places, struct arena *arena);

// Sets `found` to what is remembered of the page.  Any thread.
bool places_recall(const struct places *places, const struct page *page, struct arena *arena,
                   struct body_places *found);

// For whoever asks later, as long as the printer is there.
struct placer placer_of(const struct places *places);

// Renders a page of the site that nobody will see.
void render_alone(const struct printer *printer, const struct page *page, struct arena *arena,
                  struct placing *placing, struct buf *to);

// 404.html, which is shown at any address.
void render_not_found(const struct view *view, struct buf *to);
