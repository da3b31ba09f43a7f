// SPDX-License-Identifier: EUPL-1.2
// Atom feeds (RFC 4287) of the whole site, of each kind and of each term; the
// sitemap (sitemaps.org protocol 0.9) and robots.txt.
#include "render/context.h"

#include "base/html.h"

#include <libxml/xmlwriter.h>
#include <stdlib.h>

enum { FEED_ENTRIES = 20, SITEMAP_ADDRESSES = 50000 };

static const char atom_namespace[] = "http://www.w3.org/2005/Atom";
static const char sitemap_namespace[] = "http://www.sitemaps.org/schemas/sitemap/0.9";

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

// Two lists, each newest first, told as one.
struct merged {
    struct page_list a;
    struct page_list b;
};

static struct page *next_newest(struct merged *merged)
{
    bool has_a = merged->a.count > 0;
    bool has_b = merged->b.count > 0;
    if (!has_a && !has_b)
        return NULL;
    bool take_a = has_a && (!has_b || date_compare(merged->a.at[0]->published,
                                                   merged->b.at[0]->published) >= 0);
    struct page_list *from = take_a ? &merged->a : &merged->b;
    from->count--;
    return *from->at++;
}

static size_t choose(struct merged merged, struct page **chosen)
{
    size_t count = 0;
    struct page *page;
    while (count < FEED_ENTRIES && (page = next_newest(&merged)) != NULL)
        if (page->in_feed)
            chosen[count++] = page;
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
                     struct merged merged)
{
    struct page *pages[FEED_ENTRIES];
    size_t count = choose(merged, pages);
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

// Guidelines stand by title in the site; a feed wants them by date.
static struct page_list newest(const struct page_list *pages, struct arena *arena)
{
    struct page **sorted = ARENA_ARRAY(arena, struct page *, pages->count);
    for (size_t i = 0; i < pages->count; i++)
        sorted[i] = pages->at[i];
    if (pages->count > 0)
        qsort(sorted, pages->count, sizeof *sorted, page_newest_first);
    return (struct page_list){ sorted, pages->count };
}

static struct page_list all_of(const struct rendering *rendering, enum base_kind base,
                               struct arena *arena)
{
    LIST(struct page *) pages = { 0 };
    const struct settings *settings = rendering->site->settings;
    for (size_t i = 0; i < settings->kind_count; i++) {
        if (settings->kinds[i].base != base)
            continue;
        struct page_list some = site_pages_of(rendering->site, &settings->kinds[i]);
        for (size_t p = 0; p < some.count; p++)
            LIST_ADD(arena, pages, some.at[p]);
    }
    return (struct page_list){ pages.at, pages.count };
}

void render_feeds(struct rendering *rendering)
{
    const struct site *site = rendering->site;
    if (site->settings->address.len == 0)
        return;
    struct arena *arena = arena_new();
    struct view view = { site, rendering->theme, arena, STR(""), NULL };
    struct page_list stories = all_of(rendering, BASE_STORY, rendering->arena);
    struct page_list guidelines = all_of(rendering, BASE_GUIDELINE, rendering->arena);
    stories = newest(&stories, rendering->arena);
    guidelines = newest(&guidelines, rendering->arena);
    add_feed(rendering, &view, site->settings->title, STR(""),
             (struct merged){ stories, guidelines });
    for (size_t i = 0; i < site->settings->kind_count; i++) {
        const struct kind *kind = &site->settings->kinds[i];
        if (kind->prefix.len == 0 || kind->base == BASE_REACTION)
            continue;
        str address = kind_address(rendering->arena, kind);
        struct page_list pages = site_pages_of(site, kind);
        if (kind->base != BASE_STORY)
            pages = newest(&pages, rendering->arena);
        add_feed(rendering, &view, kind->plural, address, (struct merged){ pages, { 0 } });
    }
    for (size_t i = 0; i < site->taxonomy_count; i++)
        for (size_t t = 0; t < site->taxonomies[i].term_count; t++) {
            const struct term *term = site->taxonomies[i].terms[t];
            struct page_list carried = newest(&term->guidelines, arena);
            add_feed(rendering, &view, term->label, term->address,
                     (struct merged){ term->stories, carried });
        }
    arena_free(arena);
}

// ---- Sitemap ----

struct located {
    str address;
    struct date date;
};

struct locations {
    struct arena *arena;
    LIST(struct located) list;
};

static void locate(struct locations *locations, str address, struct date date)
{
    LIST_ADD(locations->arena, locations->list, ((struct located){ address, date }));
}

static void locate_letter(void *context, str address)
{
    locate(context, address, (struct date){ 0 });
}

static void locate_all(struct rendering *rendering, const struct reference *reference,
                       struct locations *locations)
{
    const struct site *site = rendering->site;
    locate(locations, STR(""), (struct date){ 0 });
    locate(locations, STR("sitemap/"), (struct date){ 0 });
    locate(locations, STR(KEYWORDS_ADDRESS), (struct date){ 0 });
    register_addresses(reference, locate_letter, locations);
    if (site->taxonomy_count > 0)
        locate(locations, STR(AZ_ADDRESS), (struct date){ 0 });
    if (site_has_matrix(site))
        locate(locations, STR("matrix/"), (struct date){ 0 });
    for (size_t i = 0; i < site->page_count; i++)
        if (!site->pages[i]->noindex && site->pages[i] != site->home)
            locate(locations, site->pages[i]->address, site->pages[i]->changed);
    for (size_t i = 0; i < site->settings->kind_count; i++) {
        const struct kind *kind = &site->settings->kinds[i];
        if (kind->prefix.len > 0 && kind->base != BASE_REACTION)
            locate(locations, kind_address(rendering->arena, kind), (struct date){ 0 });
    }
    for (size_t i = 0; i < site->taxonomy_count; i++) {
        locate(locations, site->taxonomies[i].address, (struct date){ 0 });
        for (size_t t = 0; t < site->taxonomies[i].term_count; t++)
            locate(locations, site->taxonomies[i].terms[t]->address, (struct date){ 0 });
    }
    for (size_t i = 0; i < site->crossing_count; i++)
        locate(locations, site->crossings[i].address, (struct date){ 0 });
}

static struct fingerprint located_print(const struct rendering *rendering, str path,
                                        const struct located *located, size_t count)
{
    struct inputs inputs = inputs_of(rendering, path);
    for (size_t i = 0; i < count; i++) {
        input_text(&inputs, located[i].address);
        input_date(&inputs, located[i].date);
    }
    return inputs_end(&inputs);
}

static str sitemap(const struct view *view, const struct located *located, size_t count)
{
    struct xml xml = xml_start(view->arena);
    start(&xml, "urlset");
    attribute(&xml, "xmlns", str_from_c(sitemap_namespace));
    for (size_t i = 0; i < count; i++) {
        start(&xml, "url");
        element(&xml, "loc", absolute(view, located[i].address));
        if (date_given(located[i].date))
            element(&xml, "lastmod", date_iso(view->arena, located[i].date));
        end(&xml);
    }
    end(&xml);
    return xml_end(&xml);
}

static str numbered_sitemap(struct arena *arena, size_t number)
{
    return arena_join(
        arena,
        (str[]){ STR("sitemap-"), arena_copy(arena, NUMBER(number + 1)), STR(".xml"), { 0 } });
}

static void add_sitemap(const struct rendering *rendering, const struct view *view, str path,
                        const struct located *located, size_t count)
{
    struct fingerprint print = located_print(rendering, path, located, count);
    if (!file_stands(rendering, path, print, &(size_t){ 0 }))
        output_add_print(rendering->output, path, sitemap(view, located, count), print);
    arena_reset(view->arena);
}

static str sitemap_index(const struct view *view, size_t count)
{
    struct xml xml = xml_start(view->arena);
    start(&xml, "sitemapindex");
    attribute(&xml, "xmlns", str_from_c(sitemap_namespace));
    for (size_t i = 0; i < count; i++) {
        start(&xml, "sitemap");
        element(&xml, "loc", absolute(view, numbered_sitemap(view->arena, i)));
        end(&xml);
    }
    end(&xml);
    return xml_end(&xml);
}

static void add_sitemaps(struct rendering *rendering, const struct view *view,
                         const struct locations *locations)
{
    size_t count = locations->list.count;
    size_t files = (count + SITEMAP_ADDRESSES - 1) / SITEMAP_ADDRESSES;
    if (files <= 1) {
        add_sitemap(rendering, view, STR("sitemap.xml"), locations->list.at, count);
        return;
    }
    for (size_t i = 0; i < files; i++) {
        size_t from = i * SITEMAP_ADDRESSES;
        size_t some = count - from < SITEMAP_ADDRESSES ? count - from : SITEMAP_ADDRESSES;
        add_sitemap(rendering, view, numbered_sitemap(rendering->arena, i),
                    locations->list.at + from, some);
    }
    output_add(rendering->output, STR("sitemap.xml"), sitemap_index(view, files));
}

void render_sitemap(struct rendering *rendering, const struct reference *reference)
{
    struct arena *arena = arena_new();
    struct view view = { rendering->site, rendering->theme, arena, STR(""), NULL };
    const struct settings *settings = rendering->site->settings;
    struct buf robots = { 0 };
    buf_add(&robots, STR("User-agent: *\n"));
    buf_add(&robots, settings->noindex ? STR("Disallow: /\n") : STR("Disallow:\n"));
    if (settings->address.len > 0 && !settings->noindex) {
        struct locations locations = { .arena = rendering->arena };
        locate_all(rendering, reference, &locations);
        add_sitemaps(rendering, &view, &locations);
        buf_add_format(&robots, "Sitemap: %.*ssitemap.xml\n", STR_ARGS(settings->address));
    }
    output_add(rendering->output, STR("robots.txt"), buf_view(&robots));
    buf_release(&robots);
    arena_free(arena);
}
