// SPDX-License-Identifier: EUPL-1.2
// The pages of terms and of their crossings.
#include "render/context.h"

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

// ---- Listings by sort: stories, guidelines and pages side by side ----

struct listed {
    struct page_list stories;
    struct page_list guidelines;
    struct page_list pages;
};

static size_t longest(const struct listed *listed)
{
    return larger(listed->stories.count, larger(listed->guidelines.count, listed->pages.count));
}

static struct value cards_on(const struct view *view, struct page_list pages, size_t number)
{
    struct slice slice = listing_slice(view->site, pages.count, number);
    return card_list(view, pages, slice.from, slice.to);
}

static void set_listed(const struct view *view, struct context *context, str address,
                       const struct listed *listed, size_t number)
{
    size_t total = listed->stories.count + listed->guidelines.count + listed->pages.count;
    context_set(context, "stories", cards_on(view, listed->stories, number));
    context_set(context, "guidelines", cards_on(view, listed->guidelines, number));
    context_set(context, "pages", cards_on(view, listed->pages, number));
    set_total(context, "story_total", "one_story", number, listed->stories.count);
    set_total(context, "guideline_total", "one_guideline", number, listed->guidelines.count);
    set_total(context, "page_total", "one_page", number, listed->pages.count);
    set_total(context, "total", "one", number, total);
    context_flag(context, STR("empty"), total == 0);
    set_pagination(view, context, address, number, longest(listed));
}

// ---- Terms ----

struct value term_links(const struct view *view, const struct term *const *terms, size_t count)
{
    struct values links = values_new(view->arena);
    for (size_t i = 0; i < count; i++) {
        struct context link = term_link(view, terms[i]);
        values_add(&links, &link);
    }
    return values_value(&links);
}

// What the crossing pages of a term are called: by the other taxonomy's terms.
static struct value crossings_value(const struct view *view, const struct term *term)
{
    const struct site *site = view->site;
    struct values terms = values_new(view->arena);
    for (size_t i = 0; i < term->crossing_count; i++) {
        const struct crossing *crossing = term->crossings[i];
        const struct term *other = crossing->first == term ? crossing->second : crossing->first;
        struct context link = named_link(view, other->label, crossing->address);
        context_count(&link, STR("count"), STR("one"),
                      crossing->stories.count + crossing->guidelines.count + crossing->pages.count);
        values_add(&terms, &link);
    }
    if (terms.list.count == 0)
        return value_list(NULL, 0);
    struct context group = context_new(view->arena);
    context_text(&group, STR("label"),
                 site->settings->taxonomies[term->taxonomy == 0 ? 1 : 0].plural);
    context_set(&group, "terms", values_value(&terms));
    struct values groups = values_new(view->arena);
    values_add(&groups, &group);
    return values_value(&groups);
}

// Other terms, with their counts: on the first page alone, see listing.c.
static void set_neighbours(const struct view *view, struct context *context,
                           const struct term *term, bool shown)
{
    struct value none = value_list(NULL, 0);
    size_t broader = term->broader != NULL ? 1 : 0;
    context_set(context, "broader", shown ? term_links(view, &term->broader, broader) : none);
    context_set(context, "narrower",
                shown ? term_links(view, term->narrower, term->narrower_count) : none);
    context_set(context, "related",
                shown ? term_links(view, term->related, term->related_count) : none);
    context_set(context, "crossings", shown ? crossings_value(view, term) : none);
}

static struct value term_crumbs(const struct view *view, const struct term *term)
{
    const struct taxonomy *taxonomy = &view->site->taxonomies[term->taxonomy];
    struct crumbs crumbs = crumbs_new(view);
    crumbs_add(&crumbs, taxonomy->setting->plural, taxonomy->address);
    if (term->broader != NULL)
        crumbs_add(&crumbs, term->broader->label, term->broader->address);
    return crumbs_end(&crumbs, term->label);
}

static struct value taxonomy_value(const struct view *view, size_t number)
{
    const struct taxonomy *taxonomy = &view->site->taxonomies[number];
    struct context context = context_new(view->arena);
    context_text(&context, STR("label"), taxonomy->setting->singular);
    context_text(&context, STR("href"), href(view, taxonomy->address));
    return context_value(&context);
}

static struct head term_head(const struct view *view, const struct term *term, size_t number)
{
    struct listed listed = { term->stories, term->guidelines, term->pages };
    return (struct head){
        .address = listing_address(view, term->address, number, longest(&listed)),
        .kind = STR("term"),
        .title = term->label,
        .description = term->document == NULL ? STR("") : document_lead(term->document),
        .feed = arena_join(view->arena, (str[]){ term->address, STR("feed.xml"), { 0 } }),
        .feed_title = term->label,
        .breadcrumb = term_crumbs(view, term),
    };
}

static void render_term(const struct view *view, const void *subject, size_t number, struct buf *to)
{
    const struct term *term = subject;
    struct head head = term_head(view, term, number);
    struct context context = page_context(view, &head);
    context_html(&context, STR("intro"),
                 term->document == NULL || number > 0
                     ? STR("")
                     : body_of(view, term->document, term->link_addresses));
    context_set(&context, "taxonomy", taxonomy_value(view, term->taxonomy));
    context_set(&context, "synonyms",
                values_of_texts(view->arena, STR("name"), term->synonyms, term->synonym_count));
    set_neighbours(view, &context, term, number == 0);
    struct listed listed = { term->stories, term->guidelines, term->pages };
    set_listed(view, &context, term->address, &listed, number);
    fill(view, STR("term"), &context, to);
}

static void inputs_listed(struct inputs *inputs, const struct listed *listed, size_t number)
{
    const struct page_list lists[] = { listed->stories, listed->guidelines, listed->pages };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct slice slice = listing_slice(inputs->site, lists[i].count, number);
        input_cards(inputs, lists[i], slice.from, slice.to);
        input_length(inputs, lists[i].count, number);
    }
}

static void inputs_crossings(struct inputs *inputs, const struct term *term)
{
    for (size_t i = 0; i < term->crossing_count; i++) {
        const struct crossing *crossing = term->crossings[i];
        input_part(inputs, INPUT_LIST, crossing->address);
        input_text(inputs, crossing->address);
        input_text(inputs, (crossing->first == term ? crossing->second : crossing->first)->label);
        input_number(inputs,
                     crossing->stories.count + crossing->guidelines.count + crossing->pages.count);
    }
}

static void inputs_texts(struct inputs *inputs, const str *texts, size_t count)
{
    input_number(inputs, count);
    for (size_t i = 0; i < count; i++)
        input_text(inputs, texts[i]);
}

static void inputs_terms(struct inputs *inputs, const struct term *const *terms, size_t count)
{
    input_number(inputs, count);
    for (size_t i = 0; i < count; i++)
        input_term(inputs, terms[i]);
}

static void inputs_neighbours(struct inputs *inputs, const struct term *term)
{
    input_term(inputs, term->broader);
    inputs_terms(inputs, term->narrower, term->narrower_count);
    inputs_terms(inputs, term->related, term->related_count);
    inputs_crossings(inputs, term);
}

static void term_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    const struct term *term = subject;
    struct listed listed = { term->stories, term->guidelines, term->pages };
    input_link(inputs, term);
    input_link(inputs, term->broader);
    inputs_texts(inputs, term->synonyms, term->synonym_count);
    input_document(inputs, term->document, term->link_addresses);
    if (number == 0)
        inputs_neighbours(inputs, term);
    inputs_listed(inputs, &listed, number);
}

static const struct page_type term_type = { "term", render_term, term_inputs, false };

// With its counts on the first page alone, see listing.c.
static struct context link_on(const struct view *view, const struct term *term, size_t number)
{
    return number == 0 ? term_link(view, term) : named_link(view, term->label, term->address);
}

static void render_crossing(const struct view *view, const void *subject, size_t number,
                            struct buf *to)
{
    const struct crossing *crossing = subject;
    struct listed listed = { crossing->stories, crossing->guidelines, crossing->pages };
    struct crumbs crumbs = crumbs_new(view);
    const struct taxonomy *taxonomy = &view->site->taxonomies[crossing->first->taxonomy];
    crumbs_add(&crumbs, taxonomy->setting->plural, taxonomy->address);
    crumbs_add(&crumbs, crossing->first->label, crossing->first->address);
    str title = arena_join(
        view->arena, (str[]){ crossing->first->label, STR(" + "), crossing->second->label, { 0 } });
    struct head head = {
        .address = listing_address(view, crossing->address, number, longest(&listed)),
        .kind = STR("crossing"),
        .title = title,
        .breadcrumb = crumbs_end(&crumbs, crossing->second->label),
    };
    struct context context = page_context(view, &head);
    struct context first = link_on(view, crossing->first, number);
    struct context second = link_on(view, crossing->second, number);
    context_set(&context, "first", context_value(&first));
    context_set(&context, "second", context_value(&second));
    set_listed(view, &context, crossing->address, &listed, number);
    fill(view, STR("crossing"), &context, to);
}

static void crossing_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    const struct crossing *crossing = subject;
    struct listed listed = { crossing->stories, crossing->guidelines, crossing->pages };
    void (*told)(struct inputs *, const struct term *) = number == 0 ? input_term : input_link;
    told(inputs, crossing->first);
    told(inputs, crossing->second);
    inputs_listed(inputs, &listed, number);
}

static const struct page_type crossing_type = { "crossing", render_crossing, crossing_inputs,
                                                false };

void plan_terms(struct rendering *rendering)
{
    const struct site *site = rendering->site;
    for (size_t i = 0; i < site->taxonomy_count; i++)
        for (size_t t = 0; t < site->taxonomies[i].term_count; t++) {
            const struct term *term = site->taxonomies[i].terms[t];
            struct listed listed = { term->stories, term->guidelines, term->pages };
            plan_listing(rendering, &term_type, term->address, term, longest(&listed));
        }
    for (size_t i = 0; i < site->crossing_count; i++) {
        const struct crossing *crossing = &site->crossings[i];
        struct listed listed = { crossing->stories, crossing->guidelines, crossing->pages };
        plan_listing(rendering, &crossing_type, crossing->address, crossing, longest(&listed));
    }
}
