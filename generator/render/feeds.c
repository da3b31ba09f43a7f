// SPDX-License-Identifier: EUPL-1.2
// Atom feeds (RFC 4287) of the whole site, of each kind and of each term.
#include "render/context.h"

#include "base/html.h"
#include "base/parallel.h"

#include <libxml/xmlwriter.h>

enum { FEED_ENTRIES = 20 };

static const char atom_namespace[] = "http://www.w3.org/2005/Atom";

// An XML document that is being written.
struct xml {
    struct arena *arena;
    xmlBuffer *buffer;
    xmlTextWriter *writer;
};

static struct xml xml_start(struct arena *arena)
{
    struct xml xml = { .arena = arena, .buffer = xmlBufferCreate() };
    xml.writer = xmlNewTextWriterMemory(xml.buffer, 0);
    xmlTextWriterSetIndent(xml.writer, 1);
    xmlTextWriterStartDocument(xml.writer, NULL, "UTF-8", NULL);
    return xml;
}

// The bytes of the finished document.
static str xml_end(struct xml *xml)
{
    xmlTextWriterEndDocument(xml->writer);
    xmlFreeTextWriter(xml->writer);
    str bytes = { (const char *)xmlBufferContent(xml->buffer),
                  (size_t)xmlBufferLength(xml->buffer) };
    str copy = arena_copy(xml->arena, bytes);
    xmlBufferFree(xml->buffer);
    return copy;
}

// Characters that XML 1.0 cannot hold are left out.
static const xmlChar *xml_text(const struct xml *xml, str text)
{
    char *clean = arena_alloc(xml->arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (html_is_noncharacter(text, i))
            i += 2;
        else if (c >= 0x20 || c == '\t' || c == '\n' || c == '\r')
            clean[len++] = (char)c;
    }
    return (const xmlChar *)clean;
}

static void element(const struct xml *xml, const char *name, str text)
{
    xmlTextWriterWriteElement(xml->writer, (const xmlChar *)name, xml_text(xml, text));
}

static void attribute(const struct xml *xml, const char *name, str text)
{
    xmlTextWriterWriteAttribute(xml->writer, (const xmlChar *)name, xml_text(xml, text));
}

static void start(const struct xml *xml, const char *name)
{
    xmlTextWriterStartElement(xml->writer, (const xmlChar *)name);
}

static void end(const struct xml *xml)
{
    xmlTextWriterEndElement(xml->writer);
}

// ---- Atom ----

static str instant(struct arena *arena, struct date date)
{
    if (!date_given(date))
        return STR("1970-01-01T00:00:00Z");
    return arena_join(arena, (str[]){ date_iso(arena, date), STR("T00:00:00Z"), { 0 } });
}

static void link_element(const struct xml *xml, const char *relation, str type, str address)
{
    start(xml, "link");
    attribute(xml, "rel", str_from_c(relation));
    if (type.len > 0)
        attribute(xml, "type", type);
    attribute(xml, "href", address);
    end(xml);
}

static void entry(const struct view *view, const struct xml *xml, const struct page *page)
{
    str address = absolute(view, page->address);
    start(xml, "entry");
    element(xml, "id", address);
    element(xml, "title", page->title);
    element(xml, "published", instant(xml->arena, page->published));
    element(xml, "updated", instant(xml->arena, page->changed));
    link_element(xml, "alternate", STR("text/html"), address);
    for (size_t i = 0; i < view->site->taxonomy_count && i < 2; i++)
        for (size_t t = 0; t < page->terms[i].count; t++) {
            start(xml, "category");
            attribute(xml, "term", page->terms[i].at[t]->name);
            attribute(xml, "label", page->terms[i].at[t]->label);
            end(xml);
        }
    element(xml, "summary", page->summary);
    end(xml);
}

// The newest pages that may stand in a feed, the newest first.
struct newest {
    struct page *at[FEED_ENTRIES];
    size_t count;
};

// Returns false when the page, and so any that is older, has no place any more.
static bool newest_add(struct newest *newest, struct page *page)
{
    size_t at = newest->count;
    while (at > 0 && page_newest_first(&page, &newest->at[at - 1]) < 0)
        at--;
    if (at == FEED_ENTRIES)
        return false;
    size_t last = newest->count < FEED_ENTRIES ? newest->count++ : FEED_ENTRIES - 1;
    memmove(&newest->at[at + 1], &newest->at[at], (last - at) * sizeof *newest->at);
    newest->at[at] = page;
    return true;
}

// `sorted`: the newest come first, as stories do.
static void newest_of(struct newest *newest, struct page_list pages, bool sorted)
{
    for (size_t i = 0; i < pages.count; i++)
        if (pages.at[i]->in_feed && !newest_add(newest, pages.at[i]) && sorted)
            return;
}

// Of two lists the newest; of the same day those of the first.
static size_t choose(const struct newest *first, const struct newest *second, struct page **chosen)
{
    size_t count = 0;
    size_t a = 0;
    size_t b = 0;
    while (count < FEED_ENTRIES && (a < first->count || b < second->count)) {
        bool other = a == first->count ||
                     (b < second->count &&
                      date_compare(second->at[b]->published, first->at[a]->published) > 0);
        chosen[count++] = other ? second->at[b++] : first->at[a++];
    }
    return count;
}

static struct date last_change(struct page *const *pages, size_t count)
{
    struct date last = { 0 };
    for (size_t i = 0; i < count; i++)
        last = date_compare(pages[i]->changed, last) > 0 ? pages[i]->changed : last;
    return last;
}

static str feed(const struct view *view, str title, str address, struct page *const *pages,
                size_t count)
{
    struct xml xml = xml_start(view->arena);
    start(&xml, "feed");
    attribute(&xml, "xmlns", str_from_c(atom_namespace));
    attribute(&xml, "xml:lang", view->site->settings->language);
    str self = absolute(view, arena_join(view->arena, (str[]){ address, STR("feed.xml"), { 0 } }));
    element(&xml, "id", self);
    element(&xml, "title", title);
    element(&xml, "updated", instant(view->arena, last_change(pages, count)));
    link_element(&xml, "self", STR("application/atom+xml"), self);
    link_element(&xml, "alternate", STR("text/html"), absolute(view, address));
    start(&xml, "author");
    element(&xml, "name", view->site->settings->title);
    end(&xml);
    for (size_t i = 0; i < count; i++)
        entry(view, &xml, pages[i]);
    end(&xml);
    return xml_end(&xml);
}

static void add_feed(struct rendering *rendering, const struct view *view, str title, str address,
                     const struct newest *first, const struct newest *second)
{
    struct page *pages[FEED_ENTRIES];
    size_t count = choose(first, second, pages);
    str path = arena_join(view->arena, (str[]){ address, STR("feed.xml"), { 0 } });
    struct inputs inputs = inputs_of(rendering, path);
    input_text(&inputs, title);
    input_cards(&inputs, (struct page_list){ pages, count }, 0, count);
    for (size_t i = 0; i < count; i++)
        input_date(&inputs, pages[i]->changed);
    struct fingerprint print = inputs_end(&inputs);
    if (!file_stands(rendering, path, print, &(size_t){ 0 }))
        output_add_print(rendering->output, path, feed(view, title, address, pages, count), print);
    arena_reset(view->arena);
}

static void add_site_feed(struct rendering *rendering, const struct view *view)
{
    const struct settings *settings = rendering->site->settings;
    struct newest stories = { .count = 0 };
    struct newest guidelines = { .count = 0 };
    for (size_t i = 0; i < settings->kind_count; i++) {
        const struct kind *kind = &settings->kinds[i];
        struct page_list pages = site_pages_of(rendering->site, kind);
        if (kind->base == BASE_STORY)
            newest_of(&stories, pages, true);
        else if (kind->base == BASE_GUIDELINE)
            newest_of(&guidelines, pages, false);
    }
    add_feed(rendering, view, settings->title, STR(""), &stories, &guidelines);
}

static void add_kind_feed(struct rendering *rendering, const struct view *view,
                          const struct kind *kind)
{
    static const struct newest none;
    struct newest pages = { .count = 0 };
    if (kind->prefix.len == 0 || kind->base == BASE_REACTION)
        return;
    str address = kind_address(view->arena, kind);
    newest_of(&pages, site_pages_of(rendering->site, kind), kind->base == BASE_STORY);
    add_feed(rendering, view, kind->plural, address, &pages, &none);
}

static void add_term_feed(struct rendering *rendering, const struct view *view,
                          const struct term *term)
{
    struct newest stories = { .count = 0 };
    struct newest guidelines = { .count = 0 };
    newest_of(&stories, term->stories, true);
    newest_of(&guidelines, term->guidelines, false);
    add_feed(rendering, view, term->label, term->address, &stories, &guidelines);
}

// The feed of a number: of the site, then of the kinds, then of the terms.
static void feed_task(void *context, size_t item, unsigned worker)
{
    (void)worker;
    struct rendering *rendering = context;
    const struct site *site = rendering->site;
    struct arena *arena = arena_new();
    struct view view = { site, rendering->theme, arena, STR(""), NULL };
    size_t left = item;
    if (left-- == 0)
        add_site_feed(rendering, &view);
    else if (left < site->settings->kind_count)
        add_kind_feed(rendering, &view, &site->settings->kinds[left]);
    else {
        left -= site->settings->kind_count;
        size_t i = 0;
        for (; left >= site->taxonomies[i].term_count; i++)
            left -= site->taxonomies[i].term_count;
        add_term_feed(rendering, &view, site->taxonomies[i].terms[left]);
    }
    arena_free(arena);
}

void render_feeds(struct rendering *rendering)
{
    const struct site *site = rendering->site;
    size_t count = 1 + site->settings->kind_count;
    if (site->settings->address.len == 0)
        return;
    for (size_t i = 0; i < site->taxonomy_count; i++)
        count += site->taxonomies[i].term_count;
    parallel_each(rendering->printer->jobs, count, feed_task, rendering);
}
