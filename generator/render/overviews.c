// SPDX-License-Identifier: EUPL-1.2
// Home, the listings of kinds, search, the sitemap page, redirects, not found.
#include "render/context.h"

#include <stdlib.h>

enum { TOP_TERMS = 6, NEWEST = 3, GUIDELINES_AT_HOME = 6 };

// ---- Home ----

static int most_told_first(const void *left, const void *right)
{
    const struct term *a = *(const struct term *const *)left;
    const struct term *b = *(const struct term *const *)right;
    if (term_total(a) != term_total(b))
        return term_total(a) > term_total(b) ? -1 : 1;
    return str_compare(a->name, b->name);
}

// The terms of the second taxonomy (or the only one) that most pages carry.
static struct value top_terms(const struct view *view)
{
    const struct site *site = view->site;
    if (site->taxonomy_count == 0)
        return value_list(NULL, 0);
    const struct taxonomy *taxonomy = &site->taxonomies[site->taxonomy_count > 1 ? 1 : 0];
    const struct term **sorted =
        ARENA_ARRAY(view->arena, const struct term *, taxonomy->term_count);
    for (size_t i = 0; i < taxonomy->term_count; i++)
        sorted[i] = taxonomy->terms[i];
    qsort(sorted, taxonomy->term_count, sizeof *sorted, most_told_first);
    struct values terms = values_new(view->arena);
    for (size_t i = 0; i < taxonomy->term_count && i < TOP_TERMS; i++) {
        if (term_total(sorted[i]) == 0)
            break;
        struct context link = term_link(view, sorted[i]);
        values_add(&terms, &link);
    }
    return values_value(&terms);
}

static void set_sectors(const struct view *view, struct context *context)
{
    const struct taxonomy *taxonomy = &view->site->taxonomies[0];
    struct values sectors = values_new(view->arena);
    for (size_t i = 0; i < taxonomy->term_count; i++) {
        if (term_total(taxonomy->terms[i]) == 0)
            continue;
        struct context link = term_link(view, taxonomy->terms[i]);
        values_add(&sectors, &link);
    }
    context_set(context, "sectors", values_value(&sectors));
    context_text(context, STR("sectors_href"), href(view, taxonomy->address));
    context_text(context, STR("sectors_label"), taxonomy->setting->plural);
}

static void set_top(const struct view *view, struct context *context)
{
    const struct site *site = view->site;
    const struct taxonomy *taxonomy = &site->taxonomies[site->taxonomy_count > 1 ? 1 : 0];
    context_set(context, "top_terms", top_terms(view));
    context_text(context, STR("all_terms_href"), href(view, taxonomy->address));
    context_text(context, STR("top_label"), taxonomy->setting->plural);
}

// The first kind that is based on `base`, or NULL.
static const struct kind *kind_based_on(const struct site *site, enum base_kind base)
{
    for (size_t i = 0; i < site->settings->kind_count; i++)
        if (site->settings->kinds[i].base == base)
            return &site->settings->kinds[i];
    return NULL;
}

static struct page_list pages_based_on(const struct site *site, enum base_kind base)
{
    const struct kind *kind = kind_based_on(site, base);
    return kind == NULL ? (struct page_list){ 0 } : site_pages_of(site, kind);
}

static struct value listing_href(const struct view *view, enum base_kind base, size_t count)
{
    const struct kind *kind = kind_based_on(view->site, base);
    if (kind == NULL || count == 0)
        return value_false();
    return value_text(href(view, kind_address(view->arena, kind)));
}

static void set_newest(const struct view *view, struct context *context)
{
    struct page_list stories = pages_based_on(view->site, BASE_STORY);
    struct page_list guidelines = pages_based_on(view->site, BASE_GUIDELINE);
    context_set(context, "newest", card_list(view, stories, 0, NEWEST));
    context_set(context, "guidelines", card_list(view, guidelines, 0, GUIDELINES_AT_HOME));
    context_count(context, STR("stories_count"), STR(""), stories.count);
    context_count(context, STR("guidelines_count"), STR(""), guidelines.count);
    context_set(context, "stories_href", listing_href(view, BASE_STORY, stories.count));
    context_set(context, "guidelines_href", listing_href(view, BASE_GUIDELINE, guidelines.count));
}

static void render_home(const struct view *view, const void *subject, size_t number, struct buf *to)
{
    (void)number;
    const struct page *home = subject;
    const struct settings *settings = view->site->settings;
    struct head head = {
        .address = STR(""),
        .kind = STR("home"),
        .title = settings->given || home == NULL ? settings->title : home->title,
        .description = settings->description,
        .feed = STR("feed.xml"),
        .feed_title = settings->title,
        .breadcrumb = value_false(),
    };
    struct context context = page_context(view, &head);
    context_html(&context, STR("intro"), home == NULL ? STR("") : page_body(view, home));
    if (view->site->taxonomy_count > 0) {
        set_top(view, &context);
        set_sectors(view, &context);
    }
    set_newest(view, &context);
    context_set(&context, "matrix_href",
                site_has_matrix(view->site) ? value_text(href(view, STR("matrix/")))
                                            : value_false());
    fill(view, STR("home"), &context, to);
}

// ---- Listings of kinds ----

struct listing {
    const struct kind *kind;
    const struct page *intro; // or NULL
    struct page_list pages;
    str address;
};

static struct value filters_value(const struct view *view)
{
    struct values filters = values_new(view->arena);
    for (size_t i = 0; i < view->site->taxonomy_count; i++) {
        struct context item = context_new(view->arena);
        context_text(&item, STR("label"), view->site->taxonomies[i].setting->plural);
        context_text(&item, STR("href"), href(view, view->site->taxonomies[i].address));
        values_add(&filters, &item);
    }
    return values_value(&filters);
}

static void render_listing(const struct view *view, const void *subject, size_t number,
                           struct buf *to)
{
    const struct listing *listing = subject;
    struct slice slice = listing_slice(view->site, listing->pages.count, number);
    struct crumbs crumbs = crumbs_new(view);
    struct head head = {
        .address = listing_address(view, listing->address, number, listing->pages.count),
        .kind = STR("listing"),
        .title = listing->kind->plural,
        .description = listing->intro == NULL ? STR("") : listing->intro->summary,
        .feed = arena_join(view->arena, (str[]){ listing->address, STR("feed.xml"), { 0 } }),
        .feed_title = listing->kind->plural,
        .breadcrumb = crumbs_end(&crumbs, listing->kind->plural),
    };
    struct context context = page_context(view, &head);
    context_text(&context, STR("label"), listing->kind->plural);
    context_html(&context, STR("intro"),
                 listing->intro == NULL || number > 0
                     ? STR("")
                     : body_of(view, listing->intro->document, listing->intro->link_addresses));
    context_set(&context, "cards", card_list(view, listing->pages, slice.from, slice.to));
    set_total(&context, "total", "one", number, listing->pages.count);
    context_flag(&context, STR("empty"), listing->pages.count == 0);
    context_flag(&context, STR("story_list"), listing->kind->base == BASE_STORY);
    context_flag(&context, STR("guideline_list"), listing->kind->base == BASE_GUIDELINE);
    context_set(&context, "filters", filters_value(view));
    set_pagination(view, &context, listing->address, number, listing->pages.count);
    fill(view, STR("listing"), &context, to);
}

static void listing_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    const struct listing *listing = subject;
    struct slice slice = listing_slice(inputs->site, listing->pages.count, number);
    input_part(inputs, INPUT_LIST, listing->kind->plural);
    input_text(inputs, listing->kind->name);
    input_text(inputs, listing->intro == NULL ? STR("") : listing->intro->summary);
    input_document(inputs, listing->intro == NULL ? NULL : listing->intro->document,
                   listing->intro == NULL ? NULL : listing->intro->link_addresses);
    input_cards(inputs, listing->pages, slice.from, slice.to);
    input_length(inputs, listing->pages.count, number);
}

static const struct page_type listing_type = { "listing", render_listing, listing_inputs, false };

static void plan_kind(struct rendering *rendering, size_t number)
{
    const struct site *site = rendering->site;
    const struct kind *kind = &site->settings->kinds[number];
    if (kind->prefix.len == 0 || kind->base == BASE_REACTION)
        return;
    struct listing *listing = ARENA_NEW(rendering->arena, struct listing);
    listing->kind = kind;
    listing->intro = site->intros[number];
    listing->pages = site_pages_of(site, kind);
    listing->address = kind_address(rendering->arena, kind);
    plan_listing(rendering, &listing_type, listing->address, listing, listing->pages.count);
}

// ---- Search ----

static void render_search(const struct view *view, const void *subject, size_t number,
                          struct buf *to)
{
    (void)subject;
    (void)number;
    struct crumbs crumbs = crumbs_new(view);
    str title = theme_text(view->theme, STR("search_title"));
    struct head head = {
        .address = STR("zoeken/"),
        .kind = STR("search"),
        .title = title,
        .noindex = true,
        .breadcrumb = crumbs_end(&crumbs, title),
    };
    struct context context = page_context(view, &head);
    struct values filters = values_new(view->arena);
    for (size_t i = 0; i < view->site->taxonomy_count; i++) {
        const struct taxonomy_setting *setting = view->site->taxonomies[i].setting;
        struct context item = context_new(view->arena);
        context_text(&item, STR("name"), setting->name);
        context_text(&item, STR("label"), setting->plural);
        values_add(&filters, &item);
    }
    context_set(&context, "taxonomies", filters_value(view));
    context_set(&context, "az", az_value(view));
    context_text(&context, STR("base"), href(view, STR("search/")));
    context_set(&context, "filters", values_value(&filters));
    fill(view, STR("search"), &context, to);
}

// ---- Sitemap page ----

enum { SITEMAP_PAGES_MAX = 1000 };

static void section_end(const struct view *view, struct values *sections, str label, str address,
                        const struct values *pages)
{
    if (pages->list.count == 0)
        return;
    struct context section = context_new(view->arena);
    context_text(&section, STR("label"), label);
    context_set(&section, "href",
                address.len == 0 ? value_false() : value_text(href(view, address)));
    context_set(&section, "pages", values_value(pages));
    values_add(sections, &section);
}

static void kind_section(const struct view *view, struct values *sections, const struct kind *kind)
{
    struct page_list list = site_pages_of(view->site, kind);
    struct values pages = values_new(view->arena);
    for (size_t i = 0; i < list.count && i < SITEMAP_PAGES_MAX; i++) {
        struct context link = named_link(view, list.at[i]->title, list.at[i]->address);
        if (list.at[i] != view->site->home)
            values_add(&pages, &link);
    }
    str address = kind->prefix.len == 0 ? STR("") : kind_address(view->arena, kind);
    section_end(view, sections, kind->plural, address, &pages);
}

static void taxonomy_section(const struct view *view, struct values *sections,
                             const struct taxonomy *taxonomy)
{
    struct values pages = values_new(view->arena);
    for (size_t i = 0; i < taxonomy->term_count && i < SITEMAP_PAGES_MAX; i++) {
        struct context link =
            named_link(view, taxonomy->terms[i]->label, taxonomy->terms[i]->address);
        values_add(&pages, &link);
    }
    section_end(view, sections, taxonomy->setting->plural, taxonomy->address, &pages);
}

static void render_sitemap_page(const struct view *view, const void *subject, size_t number,
                                struct buf *to)
{
    (void)subject;
    (void)number;
    struct crumbs crumbs = crumbs_new(view);
    str title = theme_text(view->theme, STR("sitemap_title"));
    struct head head = {
        .address = STR("sitemap/"),
        .kind = STR("sitemap"),
        .title = title,
        .breadcrumb = crumbs_end(&crumbs, title),
    };
    struct context context = page_context(view, &head);
    struct values sections = values_new(view->arena);
    const struct settings *settings = view->site->settings;
    for (size_t i = settings->kind_count; i > 0; i--)
        if (settings->kinds[i - 1].base != BASE_REACTION)
            kind_section(view, &sections, &settings->kinds[i - 1]);
    for (size_t i = 0; i < view->site->taxonomy_count; i++)
        taxonomy_section(view, &sections, &view->site->taxonomies[i]);
    context_set(&context, "sections", values_value(&sections));
    fill(view, STR("sitemap_page"), &context, to);
}

// ---- Redirects and not found ----

static void render_redirect(const struct view *view, const void *subject, size_t number,
                            struct buf *to)
{
    (void)number;
    const struct redirect *redirect = subject;
    str address = redirect->page != NULL ? redirect->page->address : redirect->term->address;
    str title = redirect->page != NULL ? redirect->page->title : redirect->term->label;
    struct crumbs crumbs = crumbs_new(view);
    struct head head = {
        .address = address,
        .kind = STR("redirect"),
        .title = title,
        .noindex = true,
        .breadcrumb = crumbs_end(&crumbs, title),
    };
    struct context context = page_context(view, &head);
    context_text(&context, STR("target"), href(view, address.len > 0 ? address : STR("")));
    fill(view, STR("redirect"), &context, to);
}

static void redirect_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    (void)number;
    const struct redirect *redirect = subject;
    const struct page *page = redirect->page;
    input_text(inputs, page != NULL ? page->address : redirect->term->address);
    input_text(inputs, page != NULL ? page->title : redirect->term->label);
}

static void home_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    (void)number;
    const struct site *site = inputs->site;
    const struct page *home = subject;
    if (home != NULL)
        input_page(inputs, home);
    for (size_t i = 0; i < site->taxonomy_count; i++)
        for (size_t t = 0; t < site->taxonomies[i].term_count; t++)
            input_term(inputs, site->taxonomies[i].terms[t]);
    struct page_list stories = pages_based_on(site, BASE_STORY);
    struct page_list guidelines = pages_based_on(site, BASE_GUIDELINE);
    input_cards(inputs, stories, 0, NEWEST);
    input_number(inputs, stories.count);
    input_cards(inputs, guidelines, 0, GUIDELINES_AT_HOME);
    input_number(inputs, guidelines.count);
}

static void sitemap_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    (void)subject;
    (void)number;
    const struct site *site = inputs->site;
    for (size_t i = 0; i < site->settings->kind_count; i++)
        input_cards(inputs, site_pages_of(site, &site->settings->kinds[i]), 0, SITEMAP_PAGES_MAX);
    for (size_t i = 0; i < site->taxonomy_count; i++) {
        input_part(inputs, INPUT_LIST, site->taxonomies[i].address);
        for (size_t t = 0; t < site->taxonomies[i].term_count && t < SITEMAP_PAGES_MAX; t++)
            input_link(inputs, site->taxonomies[i].terms[t]);
    }
}

static const struct page_type home_type = { "home", render_home, home_inputs, true };
static const struct page_type search_type = { "search", render_search, NULL, false };
static const struct page_type sitemap_type = { "sitemap_page", render_sitemap_page, sitemap_inputs,
                                               false };
static const struct page_type redirect_type = { "redirect", render_redirect, redirect_inputs,
                                                false };

void render_not_found(const struct view *view, struct buf *to)
{
    str title = theme_text(view->theme, STR("not_found_title"));
    struct crumbs crumbs = crumbs_new(view);
    struct head head = {
        .address = STR("404.html"),
        .kind = STR("not-found"),
        .title = title,
        .noindex = true,
        .breadcrumb = crumbs_end(&crumbs, title),
    };
    struct context context = page_context(view, &head);
    context_set(&context, "taxonomies", filters_value(view));
    context_set(&context, "top_terms", top_terms(view));
    fill(view, STR("not_found"), &context, to);
}

const struct page_type *home_page_type(void)
{
    return &home_type;
}

void plan_overviews(struct rendering *rendering)
{
    const struct site *site = rendering->site;
    plan(rendering, &home_type, STR(""), site->home, 0);
    for (size_t i = 0; i < site->settings->kind_count; i++)
        plan_kind(rendering, i);
    plan(rendering, &search_type, STR("zoeken/"), NULL, 0);
    plan(rendering, &sitemap_type, STR("sitemap/"), NULL, 0);
    for (size_t i = 0; i < site->redirect_count; i++)
        plan(rendering, &redirect_type, site->redirects[i].address, &site->redirects[i], 0);
}
